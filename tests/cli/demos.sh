#!/bin/bash
# The demonstration programs of Debian's python3.11-examples that need no window, terminal or
# network: run and built, with the output that CPython gives (tests/demos).
#   ORACLE=python3.11 tests/cli/demos.sh      writes the expectations instead
failures=0
demos=$(dpkg -L python3.11-examples 2>/dev/null | grep '/demo$')
[ -d "$demos" ] || { echo "python3.11-examples is not installed"; exit 1; }
TOP=${TOP:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

try() { # name of the expectation, program, arguments...
    local expected=$TOP/tests/demos/$1.out program=$2
    shift 2
    local input=$demos/README
    if [ "$ORACLE" ]; then
        "$ORACLE" "$demos/$program.py" "$@" <"$input" >"$expected" 2>&1
        return
    fi
    "$TAIPAN" "$demos/$program.py" "$@" <"$input" 2>&1 | cmp -s - "$expected" ||
        { echo "$program $*: not what CPython prints"; failures=1; }
    [ -x "$work/$program" ] || "$TAIPAN" build "$demos/$program.py" -O0 -o "$work/$program" ||
        { failures=1; return; }
    "$work/$program" "$@" <"$input" 2>&1 | cmp -s - "$expected" ||
        { echo "built $program $*: not what CPython prints"; failures=1; }
}

try beer beer
try beer_7 beer 7
try queens queens
try queens_7 queens -n 7
exit $failures
