#!/bin/bash
# The module __main__ and what is around it: exit and its kin, -m that finds nothing, standard
# input, a full device. Expectations are CPython's words, with the name of the command cut off.
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0
same() { # what, expected output, command...
    local what=$1 expected=$2
    shift 2
    local got
    got=$("$@" 2>&1 | sed "s|^$TAIPAN: ||")
    [ "$got" = "$expected" ] || { echo "$what: got '$got'"; failures=1; }
}

"$TAIPAN" -c 'exit(3)'; [ $? -eq 3 ] || { echo "exit"; failures=1; }
same quit "gone" "$TAIPAN" -c 'quit("gone")'
same "exit shown" "Use exit() or Ctrl-D (i.e. EOF) to exit" "$TAIPAN" -c 'print(exit)'
same copyright "Copyright (c) 2001-2023 Python Software Foundation." \
    "$TAIPAN" -c 'print(str(copyright).splitlines()[0])'
same license "Type license() to see the full license text" "$TAIPAN" -c 'print(license)'
same credits "    Thanks to CWI, CNRI, BeOpen.com, Zope Corporation and a cast of thousands
    for supporting Python development.  See www.python.org for more information." \
    "$TAIPAN" -c 'print(credits)'
same help "Type help() for interactive help, or help(object) for help about object." \
    "$TAIPAN" -c 'print(help)'
same "no exit without builtins" "name 'exit' is not defined" "$TAIPAN" -c '
try: exec("exit", {"__builtins__": {}})
except NameError as e: print(e)'
echo 'if len(__name__) > 3: exit(4)' >leave.py
"$TAIPAN" build leave.py -O0 || failures=1
./leave; [ $? -eq 4 ] || { echo "exit of an executable"; failures=1; }

find=ModuleNotFoundError
same "-m nosuch" "No module named nosuch" "$TAIPAN" -m nosuch
same "-m nosuch.part" "Error while finding module specification for 'nosuch.part' \
($find: No module named 'nosuch')" "$TAIPAN" -m nosuch.part
same "-m keyword.part" "Error while finding module specification for 'keyword.part' \
($find: __path__ attribute not found on 'keyword' while trying to find 'keyword.part')" \
    "$TAIPAN" -m keyword.part
same "-m leave.py" "Error while finding module specification for 'keyword.py' \
($find: __path__ attribute not found on 'keyword' while trying to find 'keyword.py'). \
Try using 'keyword' instead of 'keyword.py' as the module name." "$TAIPAN" -m keyword.py
echo 'print(__spec__.name, __spec__.parent, sorted(globals()))' >spec.py
names="['__annotations__', '__builtins__', '__cached__', '__doc__', '__file__', '__loader__', \
'__name__', '__package__', '__spec__']"
same "__spec__" "spec  $names" "$TAIPAN" -m spec
echo 'print(__spec__, __file__, sorted(globals()))' >spec.py
same "names of a script" "None $PWD/spec.py $names" "$TAIPAN" spec.py
same "names of standard input" "None <stdin> $names" bash -c '"$TAIPAN" - <spec.py'

echo 'import sys, traceback
traceback.print_stack()
print(sys._getframe(2).f_lineno, sys._getframe(1).f_globals["__name__"])
1/0' >stack.py
calls='  File "<frozen runpy>", line 198, in _run_module_as_main
  File "<frozen runpy>", line 88, in _run_code'
same "calls of runpy" "$calls
  File \"$PWD/stack.py\", line 2, in <module>
    traceback.print_stack()
198 runpy
Traceback (most recent call last):
$calls
  File \"$PWD/stack.py\", line 4, in <module>
    1/0
    ~^~
ZeroDivisionError: division by zero" "$TAIPAN" -m stack
same "tracing" "<string>:2: RuntimeWarning: sys.settrace: compiled code calls no such function
<string>:3: RuntimeWarning: sys.setprofile: compiled code calls no such function
True None" "$TAIPAN" -c 'import sys
sys.settrace(print)
sys.setprofile(print)
print(sys.gettrace() is print, sys.settrace(None))'

if [ -c /dev/full ]; then
    same "full, unbuffered" "Traceback (most recent call last):
  File \"<string>\", line 1, in <module>
OSError: [Errno 28] No space left on device" \
        env PYTHONUNBUFFERED=1 bash -c '"$TAIPAN" -c "print(1)" >/dev/full'
    same "full" "Exception ignored in: <_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>
OSError: [Errno 28] No space left on device" \
        env -u PYTHONUNBUFFERED bash -c '"$TAIPAN" -c "print(1)" >/dev/full'
fi
buffers='import sys
for s in sys.stdin, sys.stdout, sys.stderr:
    print(type(s.buffer).__name__, s.write_through, s.line_buffering)'
same "streams" "BufferedReader False False
BufferedWriter False False
BufferedWriter False True" "$TAIPAN" -c "$buffers" </dev/null
same "streams, unbuffered" "BufferedReader True False
FileIO True False
FileIO True False" "$TAIPAN" -u -c "$buffers" </dev/null
for locale in C C.UTF-8 xx_YY.UTF-8; do
    same "errors of streams in $locale" "surrogateescape surrogateescape backslashreplace" \
        env -u PYTHONIOENCODING LC_ALL=$locale "$TAIPAN" -c \
        'import sys; print(sys.stdin.errors, sys.stdout.errors, sys.stderr.errors)'
done
exit $failures
