#!/bin/bash
# CPython's options and PYTHON* variables: what sys.flags and its kin say, and what they do, against
# the oracle.
oracle=/usr/bin/python3.11
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0
same() { # command line of either, perhaps behind variables: VAR=value... -- options
    local -a variables=()
    while [ "$1" != -- ]; do variables+=("$1"); shift; done
    shift
    local theirs ours
    theirs=$(env "${variables[@]}" "$oracle" "$@" 2>&1; echo $?)
    ours=$(env "${variables[@]}" "$TAIPAN" "$@" 2>&1; echo $?)
    [ "$ours" = "$theirs" ] && return
    echo "${variables[*]} $*:"
    diff <(echo "$theirs") <(echo "$ours")
    failures=1
}
cat >show.py <<'END'
import sys
print(sys.flags)
print(sys.warnoptions, sys._xoptions, sys.argv, sys.dont_write_bytecode)
print(sys.stdout.write_through, sys.get_int_max_str_digits(), sys.path[0], sys.pycache_prefix)
END
unset ${!PYTHON@}
for options in "-IIEEsSssSSqqBBRPPbbbdd" "-ss -EE -PP -R" "-X dev" "-Wfoo" "-W error::Foo" \
    "-Xfoo=bar -Xdev -Wignore -b" "-X utf8=0" -Xutf8 "-X utf8=3" "-X int_max_str_digits=800" \
    "-X int_max_str_digits=9" -Xint_max_str_digits "-Xint_max_str_digits= -Xint_max_str_digits=9" \
    "-Xutf8 -Xutf8=0" -Xutf8= "-Wonce -Wb -Wb" "-Wdefault -Xdev -Xpycache_prefix=x" \
    -Xpycache_prefix "-Xpycache_prefix= -Xpycache_prefix=y" "-X faulthandler" -OOb -uBO; do
    # shellcheck disable=SC2086
    same PYTHONWARNINGS=once,,always PYTHONPYCACHEPREFIX=z PYTHONOPTIMIZE=1 \
        PYTHONINTMAXSTRDIGITS=900 PYTHONUTF8=1 -- $options show.py -b
done
for value in 0 1 2 x -1 ""; do
    same PYTHON{DEVMODE,SAFEPATH,NOUSERSITE,DONTWRITEBYTECODE,OPTIMIZE,UNBUFFERED,DEBUG}="$value" \
        -- show.py
    same PYTHONUTF8="$value" -- -c 'import sys; print(sys.flags.utf8_mode)'
done
same PYTHONHASHSEED=0 -- -c 'import sys; print(sys.flags.hash_randomization, hash("a"))'
for value in -1 x; do same PYTHONHASHSEED=$value -- show.py; done
same PYTHONHASHSEED=x -- -R -c 'print(1)'
same PYTHONPYCACHEPREFIX=z -- show.py
for option in =700 =9 ""; do same PYTHONINTMAXSTRDIGITS=9 -- -Xint_max_str_digits$option show.py; done
same PYTHONHASHSEED=0 -- -R -c 'import sys; print(sys.flags.hash_randomization)'
same PYTHONHASHSEED=0 -- -I -c 'import sys; print(sys.flags.hash_randomization)'
same -- -Bcprint\(1\) a
same -- -uBm show
same -- -W error -c 'import warnings; warnings.warn("x")'
same -- -W ignore -c 'import warnings; warnings.warn("x")'
same -- -W error -c 'x = 1 is 1'
same -- -X faulthandler -c 'import faulthandler; print(faulthandler.is_enabled())'
same -- -X int_max_str_digits=700 -c 'str(10**701)'
cat >bytes.py <<'END'
b, a = b"a", bytearray(b"a")
for text in ("b == 'a'", "'a' == b", "b != 'a'", "b < 'a'", "b == 1", "True == b", "b == 1.0",
             "a == 'a'", "a == 1", "str(b)", "str(a)", "'%s' % b", "f'{a}'", "f'{b!r}'", "print(b)",
             "b in ['a']", "str(b, 'ascii')", "b == a", "memoryview(b) == 'a'"):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
END
cat >names.py <<'END'
for text in ("b''.decode('no')", "str(bytearray(), 'no')", "''.encode('no')", "b'a'.decode('utf8', 'no')",
             "'a'.encode('utf8', 'no')", "b''.decode('utf8', 'no')", "bytes('a', 'latin1', 'no')",
             "open('/dev/null', errors='no').errors", "open('/dev/null', errors='ignore').errors",
             "open('/dev/null', encoding='no', errors='no')",
             "__import__('sys').stdin.reconfigure(errors='no')"):
    try:
        print(text, eval(text))
    except LookupError as error:
        print(text, error)
END
for options in -q "-W ignore -X dev"; do
    # shellcheck disable=SC2086
    same -- $options names.py
done
for options in -b -bb -q; do same -- $options bytes.py; done
echo 'class B(bytes):
    def __repr__(self): return "repr"
print(str(B(b"x")), f"{B(b"""y""")}", repr(B()))' >subclass.py
same -- subclass.py

usage() { # status 2 and a message
    "$TAIPAN" "$@" >out 2>&1; [ $? -eq 2 ] && [ -s out ] || { echo "$*: $(cat out)"; failures=1; }
}
for option in -z --foo -W -X -c -m -v -i -x; do usage $option; done
usage -X importtime show.py
exit $failures
