#!/bin/bash
# Very large pieces of program: a class, dict displays, a string literal, an endless chain of ifs.
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

awk 'BEGIN { print "class Big:"; for (i = 0; i < 25000; i++) printf "    m%d = %d\n", i, i * 3
             print "print(Big.m24999, len(vars(Big)) > 25000)" }' >class.py
awk 'BEGIN { print "d = {"; for (i = 0; i < 25000; i++) printf "    \"key%d\": %d,\n", i, i
             print "}\nprint(d[\"key24999\"], len(d))" }' >dict.py
awk 'BEGIN { print "x = 7\nd = {"; for (i = 0; i < 2000; i++) printf "    \"key%d\": [x, %d],\n", i, i
             print "}\nprint(d[\"key1999\"], len(d))" }' >computed.py
awk 'BEGIN { printf "s = \""; for (i = 0; i < 838861; i++) printf "0123456789"
             print "\"\nprint(len(s), s[-3:])" }' >string.py
awk 'BEGIN { print "def f(x):"; for (i = 0; i < 2000; i++) printf "    if x == %d:\n        x += %d\n", i, i
             print "    return x\nprint(f(5))" }' >ifs.py

check() { # file, wanted output
    [ "$("$TAIPAN" "$1.py" 2>&1)" = "$2" ] || { echo "$1: taipan"; failures=1; }
    "$TAIPAN" build "$1.py" -o "$1" -O1 && [ "$("./$1")" = "$2" ] || { echo "$1: build"; failures=1; }
}
check class "74997 True"
check dict "24999 25000"
check computed "[7, 1999] 2000"
check string "8388610 789"
check ifs "2560"
exit $failures
