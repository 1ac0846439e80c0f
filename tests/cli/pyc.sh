#!/bin/bash
# taipan pyc: bytecode files that the oracle loads and that hold what the oracle makes.
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
oracle=/usr/bin/python3.11
failures=0

fail() { echo "$*"; failures=1; }

# expect STATUS PATTERN ARGUMENT...: exit status, and a line of standard error ("" for none at all)
expect() {
    local want=$1 pattern=$2 status; shift 2
    "$TAIPAN" pyc "$@" >"$work/.out" 2>"$work/.err"; status=$?
    [ $status -eq "$want" ] || fail "pyc $*: status $status, not $want: $(cat "$work/.err")"
    if [ -n "$pattern" ]; then
        grep -qE -- "$pattern" "$work/.err" ||
            fail "pyc $*: no /$pattern/ in: $(cat "$work/.err")"
    else [ -s "$work/.err" ] && fail "pyc $*: $(cat "$work/.err")"; fi
    [ -s "$work/.out" ] && fail "pyc $*: printed $(cat "$work/.out")"
}

# same SOURCE PYC OPTIMIZE: header and code are the oracle's
same() {
    "$oracle" - "$@" <<'END' || fail "$2 differs"
import importlib.util, marshal, os, sys
source, pyc, optimize = sys.argv[1:]
data = open(pyc, "rb").read()
status = os.stat(source)
header = importlib.util.MAGIC_NUMBER + bytes(4) + b"".join(
    int(number).to_bytes(4, "little") for number in (status.st_mtime, status.st_size))
code = compile(open(source, "rb").read(), source, "exec", dont_inherit=True, optimize=int(optimize))
sys.exit(data[:16] != header or marshal.loads(data[16:]) != code)
END
}

mkdir -p package/inner
printf '"""Text."""\nassert 1, "on"\nprint("first", __debug__, __doc__)\n' >first.py
printf '%s\n' 'def f(a, *b, c=1.5):' '    return [x for x in b if x in {1, 2}]' \
    'print("second", f(1, 2, 3))' >package/second.py
printf 'print("third")\n' >package/inner/third
printf 'x = (1,\n' >bad.py

expect 0 "" first.py
same first.py first.pyc 0
[ "$("$oracle" first.pyc)" = "first True Text." ] || fail "first.pyc does not run"
rm first.pyc
expect 0 "" -O first.py -o one.pyc; same first.py one.pyc 1
expect 0 "" -OO -o two.pyc first.py; same first.py two.pyc 2
expect 0 "" package/inner/third; same package/inner/third package/inner/third.pyc 0

expect 0 "" -d out/deep first.py package/second.py ./package/inner/third "$work/first.py"
same first.py out/deep/first.pyc 0
same package/second.py out/deep/package/second.pyc 0
same ./package/inner/third out/deep/package/inner/third.pyc 0
same "$work/first.py" "out/deep$work/first.pyc" 0
cd package && expect 0 "" -d ../out ../first.py; cd ..
[ -f out/first.pyc ] || fail "-d with ../"

# What can't be compiled is told, the others are written, nothing is left half-done.
expect 1 "SyntaxError: '\(' was never closed" -d some bad.py first.py
expect 2 "can't open file '$work/missing.py'" -d some missing.py package/second.py
expect 1 "IsADirectoryError|Is a directory" -d some package
[ "$(cd some && find . -type f | sort | tr '\n' ' ')" = "./first.pyc ./package/second.pyc " ] ||
    fail "some: $(find some)"
expect 1 "can't write 'first.py/.*': Not a directory" -d first.py package/second.py
expect 1 "can't write 'no/such.pyc'" -o no/such.pyc first.py
expect 2 "no file" -d some
expect 2 "argument expected" first.py -d
expect 2 "-o is for one file" -o x.pyc first.py package/second.py
expect 2 "-o is for one file and not with -d" -o x.pyc -d some first.py
expect 2 "unknown option -x" -x first.py
exit $failures
