#!/bin/bash
# Ctrl-C stops a compiled loop with CPython's traceback, and the process dies of SIGINT.
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0
cat >loop.py <<'PY'
print("started", flush=True)
while True:
    pass
PY
cat >handled.py <<'PY'
def spin(n):
    while True:
        n += 1

print("started", flush=True)
try:
    spin(0)
except KeyboardInterrupt:
    print("interrupted")
PY

interrupt() { # command: start it, wait for its first line, send SIGINT; sets status
    rm -f out; mkfifo ready
    # A background command of a script ignores SIGINT unless it asks not to: env does.
    env --default-signal=INT "$@" >ready 2>err &
    local pid=$!
    { read -r _; kill -INT $pid; cat >out; } <ready
    wait $pid; status=$?
    rm -f ready
}

for mode in run build; do
    for program in loop handled; do
        if [ $mode = run ]; then command=("$TAIPAN" $program.py); else
            "$TAIPAN" build $program.py -O1 -o $program || failures=1; command=("./$program"); fi
        interrupt "${command[@]}"
        if [ $program = handled ]; then
            [ "$(cat out)" = interrupted ] && [ $status -eq 0 ] || { echo "$mode $program: $status"; cat err; failures=1; }
        else
            grep -q '^KeyboardInterrupt$' err && grep -q 'loop.py", line [23], in <module>' err && [ $status -eq 130 ] ||
                { echo "$mode $program: status $status"; cat err; failures=1; }
        fi
    done
done
exit $failures
