#!/bin/bash
# The ways to run and build a program.
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

# same NAME WANTED COMMAND...: standard output is exactly that
same() {
    local name=$1 want=$2 got; shift 2
    got=$("$@" 2>&1)
    [ "$got" = "$want" ] || { printf '%s: got\n%s\nnot\n%s\n' "$name" "$got" "$want"; failures=1; }
}

mkdir -p package
echo 'import sys; print(__name__, sys.argv[1:])' >show.py
echo 'import helper; print(helper.double(21))' >program.py
echo 'def double(x): return 2 * x' >helper.py
echo '' >package/__init__.py
echo 'from . import part; print(__name__, __package__, part.value)' >package/__main__.py
echo 'value = 7' >package/part.py
echo 'import sys; sys.exit(int(sys.argv[1]))' >status.py

same "file" "__main__ ['a', '-O', 'b c']" "$TAIPAN" show.py a -O "b c"
same "run" "__main__ ['1']" "$TAIPAN" run show.py 1
same "-c" "__main__ ['x']" "$TAIPAN" -c 'import sys; print(__name__, sys.argv[1:])' x
same "-m" "__main__ ['x']" "$TAIPAN" -m show x
same "package" "__main__ package 7" "$TAIPAN" -m package
same "stdin" "__main__ ['x']" bash -c '"$TAIPAN" - x <show.py'
same "import" "42" "$TAIPAN" program.py
same "version" "taipan 0.1.0 (Python 3.11.2)" "$TAIPAN" --version
echo 'import sys, builtins, asserts; exec("assert 0"); print(sys.flags.optimize, builtins.__debug__)' >optimized.py
echo '"""text"""; assert 0; print(__doc__)' >asserts.py
same "-O" "text"$'\n'"1 False" "$TAIPAN" -O optimized.py
same "run -OO" "None"$'\n'"2 False" "$TAIPAN" run -OO optimized.py
"$TAIPAN" build -OO -O0 optimized.py -o optimized || failures=1
same "built with -OO" "None"$'\n'"2 False" ./optimized
"$TAIPAN" status.py 3; [ $? -eq 3 ] || { echo "status"; failures=1; }

"$TAIPAN" build program.py -o app -O0 || failures=1
mkdir elsewhere && mv app elsewhere
same "built" "42" elsewhere/app
"$TAIPAN" build show.py -O1 --keep-c kept || failures=1
same "built with arguments" "__main__ ['a', 'b']" ./show a b
[ -f kept/__main__.c ] || { echo "--keep-c kept nothing"; failures=1; }
"$TAIPAN" build status.py -O0 --static -o status || failures=1
./status 5; [ $? -eq 5 ] || { echo "status of a static program"; failures=1; }
"$TAIPAN" emit-c show.py -o show.c && grep -q 'show.py' show.c || { echo "emit-c"; failures=1; }

# What is written to a file that is left open is in the file when the program has ended.
cat >left.py <<'PYTHON'
import io, sys
class Raw(io.FileIO):
    pass
class Writes:
    def __init__(self, file): self.file = file
    def __del__(self): self.file.write("o")
f = open(sys.argv[1], "w"); f.write("kept")
held = [io.TextIOWrapper(io.BufferedWriter(Raw(sys.argv[2], "w")))]; held[0].write("to")
held.append(Writes(held[0]))
sys.exit("status 1")
PYTHON
"$TAIPAN" left.py one two 2>/dev/null && failures=1
same "files left open" "kepttoo" cat one two
"$TAIPAN" build -O0 left.py -o left && { ./left three four 2>/dev/null; }
same "files left open by an executable" "kepttoo" cat three four

# Modules of the standard library are compiled once, whatever becomes of the cache.
echo 'import keyword; print(keyword.iskeyword("if"))' >cached.py
for cache in new new /proc/none; do
    XDG_CACHE_HOME=${cache/new/$work/cache} "$TAIPAN" build cached.py -O0 -o cached &&
        same "built with cache $cache" "True" ./cached || failures=1
    rm -f cached
done
[ "$(ls cache/taipan | wc -l)" = 1 ] || { echo "cache: $(ls cache/taipan)"; failures=1; }
exit $failures
