# exec() and eval() with code of functions, closures, and all kinds of __builtins__.
import pathlib
import types


def attempt(f, *args, **kwargs):
    try:
        print("ok", f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


def outer():
    x = 5

    def inner():
        print("inner", x)

    return inner


def parameters(a, b=2):
    return a, b


def variable(*a, **k):
    return a, k


def generator():
    yield 1


f = outer()
code = f.__code__
attempt(eval, parameters.__code__)
attempt(exec, parameters.__code__)
attempt(eval, variable.__code__)
attempt(list, eval(generator.__code__))
attempt(eval, code)
attempt(exec, code)
attempt(exec, code, closure=f.__closure__)
attempt(exec, code, {}, closure=(types.CellType(7),))
attempt(exec, code, {"print": print}, closure=(types.CellType(),))
attempt(exec, code, closure=())
attempt(exec, code, closure=(1,))
attempt(exec, code, closure=list(f.__closure__))
attempt(exec, outer.__code__, closure=f.__closure__)
attempt(exec, outer.__code__, closure=())
attempt(exec, "1", closure=())

namespace = {}
exec("1", namespace)
print(type(namespace["__builtins__"]))
attempt(eval, "len", {"__builtins__": {}})
attempt(eval, "len", {"__builtins__": {"len": 5}})
attempt(exec, "import os", {"__builtins__": {}})
attempt(exec, "class A: pass", {"__builtins__": {}})
attempt(exec, "exec('print(len)', {})", {"__builtins__": {"exec": exec, "print": print}})
for nothing in (None, 5):
    try:
        eval("len", {"__builtins__": nothing})
    except (NameError, TypeError) as e:
        print("no len")


class Mapping:
    def __getitem__(self, key):
        return {"a": 5}[key]


attempt(exec, "del a", {}, Mapping())
attempt(eval, "a", Mapping())
print(compile("1", pathlib.Path("p"), "exec").co_filename)
attempt(compile, "1", 5, "exec")
attempt(compile, "1", "f", "exec", 2**70)
attempt(compile, "1", "f", "exec", optimize=2**40)
attempt(__import__, "os", {}, {}, (), 2**70)

import builtins

original = builtins.__import__


def replacement(name, globals=None, locals=None, fromlist=(), level=0):
    print("import", name, fromlist, level, type(globals), locals is globals)
    return original(name, globals, locals, fromlist, level)


builtins.__import__ = replacement
import os
from os import path as p
import os.path


def local():
    import sys


local()
exec("import sys")
