# Functions of sys with odd arguments; print() and input() with odd streams.
import io
import os
import sys


def attempt(f, *args, **kwargs):
    try:
        print("ok", f(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__, e, e.args)


for status in ((), (None,), (3,), ((1, 2),), (SystemExit(4),), (KeyError(5),), (1, 2)):
    attempt(sys.exit, *status)
attempt(sys.exit, status=1)
for value in (2**31, -2**40, 1.5, "a", -1):
    attempt(sys.setrecursionlimit, value)
    attempt(sys.set_int_max_str_digits, value)
    attempt(sys.set_coroutine_origin_tracking_depth, value)
sys.set_coroutine_origin_tracking_depth(0)
attempt(sys.setrecursionlimit, 2)
attempt(sys._getframe, 2**40)
attempt(sys.intern, None)
attempt(sys.call_tracing, len, [1])
attempt(sys.set_asyncgen_hooks, 5, 6)
try:
    1 / 0
except ZeroDivisionError:
    attempt(sys._clear_type_cache)
print([sys.getsizeof(x) for x in ([], (1,), {}, set(), 1, "a")])


class Sized:
    def __sizeof__(self):
        return self.size


for size in (-1, "a", 2**80, None):
    sized = Sized()
    sized.size = size
    attempt(sys.getsizeof, sized)
    attempt(sys.getsizeof, sized, 7)

os.environ["PYTHONBREAKPOINT"] = "builtins.print"
breakpoint("hook")
sys.stderr = io.StringIO()
for path in ("nosuch.module", "os.nosuch", ".x"):
    os.environ["PYTHONBREAKPOINT"] = path
    breakpoint()
print([line.split(": ", 1)[1] for line in sys.stderr.getvalue().splitlines() if "Ignoring" in line])
sys.stderr = sys.__stderr__


class Loud:
    def __bool__(self):
        raise ValueError("bool")

    def __str__(self):
        raise KeyError("str")


class Text(str):
    def __str__(self):
        return "text"


attempt(print, sep=1, other=2)
attempt(print, 1, sep=1, file=5)
attempt(print, sep=1, flush=Loud())
attempt(print, Loud(), sep=1)
print(Text("a"), Text("b"), sep=Text("-"), end=Text("!"))
print()


class Reader:
    def __init__(self, line):
        self.line = line

    def readline(self, *args):
        return self.line


class Writer:
    @property
    def write(self):
        raise IndexError("write")


for line in ("abc\n", "abc", "", b"abc\n", b"", 5):
    sys.stdin = Reader(line)
    attempt(input)
out, sys.stdout = sys.stdout, Writer()
try:
    input(Loud())
except IndexError as e:
    sys.stdout = out
    print(e)
