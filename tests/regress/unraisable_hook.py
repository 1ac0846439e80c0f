# What can't be raised goes to sys.unraisablehook; its frame is added where it has none.
import atexit
import gc
import io
import re
import sys


class Bad:
    def __del__(self):
        raise ValueError("in del")

    def __repr__(self):
        return "<Bad>"


def make():
    Bad()


def collect():
    for _ in range(3):
        make()
    gc.collect()


got = []
sys.unraisablehook = got.append
collect()
args = got[0]
print(type(args).__name__, len(args), args.exc_type, args.exc_value, args.err_msg)
print(args.exc_traceback.tb_lineno, args.object is Bad.__del__)


def hook(args):
    raise KeyError("in hook")


sys.unraisablehook = hook
sys.stderr = io.StringIO()


def callback(phase, info):
    raise ValueError("in callback")


gc.callbacks.append(callback)
gc.collect()
sys.unraisablehook = None
gc.collect()
gc.callbacks.clear()

Args = type(args)
for fields in ((1, 2), (ValueError, ValueError(), None, None, None), (KeyError, 5, None, 7, 8)):
    try:
        sys.__unraisablehook__(Args(fields))
    except TypeError as e:
        print(e)
try:
    sys.__unraisablehook__(5)
except TypeError as e:
    print(e)


def f(n):
    print("f", n)
    if n:
        atexit.register(f, n - 1)


def leave():
    raise SystemExit(5)


def interrupt():
    raise KeyboardInterrupt


def unregister():
    atexit.unregister(f)


atexit.register(f, 1)
atexit.register(f)
print(atexit._ncallbacks())
atexit._run_exitfuncs()
atexit.register(f, 2)
atexit.register(leave)
atexit.register(interrupt)
atexit.register(f, n=0)
atexit.register(f, 1, 2)
atexit._run_exitfuncs()
text = re.sub("0x[0-9a-f]+", "0x", sys.stderr.getvalue())
print(re.sub('".*/', '"', text))
atexit.register(f, 3)
atexit.register(unregister)
print(atexit._ncallbacks())
