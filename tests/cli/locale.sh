#!/bin/bash
# What the locale of the environment makes of text, against the oracle: UTF-8 mode, encodings and
# error handlers of streams, files and file names, and what children get to see.
oracle=/usr/bin/python3.11
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0
cat >show.py <<'END'
import io, os, sys
print(sys.flags.utf8_mode, sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
print(*[(s.encoding, s.errors) for s in (sys.stdin, sys.stdout, sys.stderr)])
print(open(os.devnull).encoding, open(os.devnull, encoding="locale").encoding,
      io.text_encoding(None), io.TextIOWrapper(io.BytesIO()).encoding)
print(ascii(sys.argv[1]), ascii(os.fsdecode(b"\xc3\xa9\xff")), os.environ.get("LC_CTYPE"))
for text in "\xe9", "\udcff":
    try:
        print(os.fsencode(text), end=" ")
        print(text)
    except UnicodeEncodeError as e:
        print(e)
END
unset ${!PYTHON@} LC_ALL LC_CTYPE LANG LANGUAGE
same() { # VAR=value... -- option...
    local -a variables=()
    while [ "$1" != -- ]; do variables+=("$1"); shift; done
    shift
    for python in "$oracle" "$TAIPAN"; do
        env "${variables[@]}" "$python" "$@" show.py $'\xc3\xa9' >"$(basename "$python")" 2>&1 </dev/null
    done
    cmp -s "$(basename "$oracle")" "$(basename "$TAIPAN")" && return
    echo "${variables[*]} $*:"
    diff "$(basename "$oracle")" "$(basename "$TAIPAN")"
    failures=1
}
for locale in A= LC_ALL= LC_ALL={C,POSIX,C.UTF-8,C.utf8,xx_XX.UTF-8} LC_CTYPE={C,POSIX,C.UTF-8,UTF-8} \
              LANG={C,xx,C.UTF-8,C.utf8} "LC_CTYPE=C LANG=C.UTF-8" "LC_CTYPE=C.UTF-8 LANG=C" \
              "LC_ALL=C LC_CTYPE=C.UTF-8" "LC_CTYPE=xx LANG=C.UTF-8"; do
    for mode in A= PYTHONCOERCECLOCALE=warn "PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"; do
        # shellcheck disable=SC2086
        same $locale $mode --
    done
done
for locale in LC_ALL=C LANG=C.UTF-8; do
    for mode in A= PYTHONUTF8={0,1}; do
        same $locale $mode -- -X utf8
        same $locale $mode -- -X utf8=0
        same $locale $mode -- -I
        for encoding in UTF8 ascii:replace :strict : cp1252; do
            same $locale $mode PYTHONIOENCODING=$encoding --
        done
    done
done
same LANG=C PYTHONCOERCECLOCALE=0 -- -E
for encoding in latin1:replace u8 US-ASCII cp437:backslashreplace koi8-r: utf_16_le; do
    same PYTHONIOENCODING=$encoding --
done
start() { # the first lines of what an encoding that does not exist gives
    PYTHONIOENCODING=none "$1" -c 'print(1)' 2>&1 | head -n 3
}
diff <(start "$oracle") <(start "$TAIPAN") || failures=1
echo 'import sys; print(sys.stdout.encoding, "\u20ac", b"\x80".decode("cp1252") == "\u20ac")' >built.py
"$TAIPAN" build built.py -O0 -o built || failures=1
for encoding in cp1252 latin1:replace; do
    diff <(PYTHONIOENCODING=$encoding "$oracle" built.py) <(PYTHONIOENCODING=$encoding ./built) ||
        failures=1
done
exit $failures
