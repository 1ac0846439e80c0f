#!/bin/bash
# Input that can't be run or built: a clear message, the right status, nothing half-written.
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

# expect STATUS PATTERN COMMAND...: exit status, and a line of standard error
expect() {
    local want=$1 pattern=$2 status; shift 2
    "$@" >out 2>err; status=$?
    if [ $status -ne "$want" ] || ! grep -qE -- "$pattern" err; then
        echo "$*: status $status, not $want; or no /$pattern/ in:"; cat err; failures=1
    fi
}

echo 'print("hi")' >ok.py
mkdir directory
printf 'x = (1,\n' >syntax.py
printf 'x = "\xff"\n' >bytes.py
printf 'x = 1\0\n' >nul.py

expect 2 "can't open file '$work/missing.py': \[Errno 2\] No such file or directory" \
    "$TAIPAN" missing.py
long=$(printf '%05000d' 0)
expect 2 "can't open file '$work/$long': \[Errno 36\] File name too long" "$TAIPAN" "$long"
expect 2 "can't open file .*missing.py'" "$TAIPAN" build missing.py -o app
expect 2 "can't open file .*missing.py'" "$TAIPAN" emit-c missing.py
expect 1 "can't find '__main__' module in '.*/directory'" "$TAIPAN" directory
for command in "" "build -o app" "emit-c -o out.c" "dis"; do
    expect 1 "SyntaxError: '\(' was never closed" "$TAIPAN" $command syntax.py
    expect 1 "SyntaxError: .*(starting with '.xff'|decode byte 0xff)" "$TAIPAN" $command bytes.py
    expect 1 "null bytes" "$TAIPAN" $command nul.py
done
expect 1 "can't run 'no-such-cc'" "$TAIPAN" build ok.py -o app --cc no-such-cc
expect 1 "can't run 'cc'" env -u CC PATH=/nowhere "$TAIPAN" build ok.py -o app
expect 1 "failed" "$TAIPAN" build ok.py -o app --cc false
expect 1 "can't write 'no/such/app'" "$TAIPAN" build ok.py -o no/such/app
expect 1 "can't write 'directory'" "$TAIPAN" build ok.py -o directory
expect 1 "can't write 'no/such/file.c'" "$TAIPAN" emit-c ok.py -o no/such/file.c
expect 2 "unknown option --nonsense" "$TAIPAN" --nonsense
expect 2 "unknown option" "$TAIPAN" build ok.py --nonsense
expect 2 "argument expected for the -c option" "$TAIPAN" -c
expect 2 "no file to build" "$TAIPAN" build
expect 2 "usage: taipan" "$TAIPAN"
expect 1 "No module named no_such_module" "$TAIPAN" -m no_such_module

left=$(ls | grep -vE '^(ok|syntax|bytes|nul)\.py$|^directory$|^(out|err)$')
[ -z "$left" ] || { echo "left behind: $left"; failures=1; }
exit $failures
