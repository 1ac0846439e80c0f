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
cat >recursive.py <<'PY'
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

def pairs(n):
    return () if n == 0 else (pairs(n - 1), pairs(n - 1))

import sys
print("started", flush=True)
for f in (fib, pairs) if sys.argv[1] == "numbers" else (pairs, fib):
    f(200)
PY

interrupt() { # command: start it, wait for its first line, send SIGINT; sets status
    rm -f out; mkfifo ready
    # A background command of a script ignores SIGINT unless it asks not to: env does.
    env --default-signal=INT "$@" >ready 2>err &
    local pid=$!
    { read -r _; sleep 0.2; kill -INT $pid; cat >out; } <ready # it is in the loop by then
    wait $pid; status=$?
    rm -f ready
}

for mode in run build; do
    for program in loop handled "recursive numbers" "recursive objects"; do
        argument=${program#* } program=${program% *}
        if [ $mode = run ]; then command=("$TAIPAN" $program.py $argument); else
            "$TAIPAN" build $program.py -O1 -o $program || failures=1
            command=("./$program" $argument)
        fi
        interrupt "${command[@]}"
        if [ $program = handled ]; then
            [ "$(cat out)" = interrupted ] && [ $status -eq 0 ]
        else
            grep -q '^KeyboardInterrupt$' err && [ $status -eq 130 ] &&
                grep -qE '(loop.py", line [23]|recursive.py", line 10), in <module>' err
        fi || { echo "$mode $program: status $status"; cat err; failures=1; }
    done
done
exit $failures
