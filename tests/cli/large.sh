#!/bin/bash
# Very large pieces of program: long displays, bodies, chains, many functions, long names.
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

# number of repetitions, what is repeated ("%d" is counted), what stands before and behind it
repeat() {
    awk -v n="$1" -v line="$2" -v head="$3" -v tail="$4" \
        'BEGIN { if (head) print head
                 for (i = 0; i < n; i++) { s = line; gsub(/%d/, i, s); print s }
                 print tail }'
}

check() { # name, wanted output; the program on standard input
    cat >"$1.py"
    [ "$("$TAIPAN" "$1.py" 2>&1)" = "$2" ] || { echo "$1: taipan"; failures=1; }
    "$TAIPAN" build "$1.py" -o "$1" 2>"$1.log" && [ "$("./$1")" = "$2" ] ||
        { echo "$1: build"; cat "$1.log"; failures=1; }
}

repeat 25000 '    m%d = %d' 'class Big:' 'print(Big.m24999, len(vars(Big)) > 25000)' |
    check members '24999 True'
repeat 25000 '    def m%d(self, x): return self.m0, x + %d' 'class Big:' \
    'print(Big().m24999(1)[1])' | check methods 25000
repeat 25000 'def f%d(x): return x + %d' '' 'print(f24999(1))' | check functions 25000
repeat 25000 '    "key%d": %d,' 'd = {' '}; print(d["key24999"], len(d))' | check dict '24999 25000'
repeat 25000 '    "key%d": f(%d),' $'def f(x): return [x]\nd = {' \
    '}; print(d["key24999"], len(d))' | check computed_dict '[24999] 25000'
repeat 25000 '    f(%d),' $'def f(x): return [x]\nd = [' ']; print(d[-1], len(d))' |
    check computed_list '[24999] 25000'
repeat 25000 'v%d = f(%d)' 'def f(x): return [x]' 'print(v24999, len(globals()) > 25000)' |
    check assignments '[24999] True'
repeat 2500 $'    y = g(x)\n    t += y * %d\n    x = x ^ t\n    t = t % 1000003' \
    $'def g(x): return x + 1\ndef f(x):\n    t = 0' $'    return t, x & 255\nprint(f(5))' |
    check statements '(435338, 38)'
repeat 2000 $'    if x == %d:\n        x += %d' 'def f(x):' $'    return x\nprint(f(5))' |
    check ifs 2560
repeat 1900 $'    elif g(x + %d):\n        x += %d' \
    $'def g(x): return x == 1500\ndef f(x):\n    if g(x - 1): x = 1' \
    $'    return x\nprint(f(5))' | check elifs 1500
{ printf 's = "'; head -c 8388610 /dev/zero | tr '\0' 'x'; printf '!"\nprint(len(s), s[-3:])\n'; } |
    check string '8388611 xx!'

long=a_package_whose_name_is_longer_than_that_of_most_others
mkdir $long && touch $long/__init__.py && echo 'x = 1' >$long/first.py && echo 'x = 2' >$long/second.py
printf 'import %s.first as a, %s.second as b\nprint(a.x, b.x)\n' $long $long | check module_names '1 2'
exit $failures
