# An __eq__ of a key with the hash of a name raises: so does whoever looks the name up.


class Boom(Exception):
    pass


class Key:
    """Equal to what has its hash, or not, or __eq__ raises (None)."""

    def __init__(self, name, is_equal=None):
        self.name = name
        self.is_equal = is_equal

    def __hash__(self):
        return hash(self.name)

    def __eq__(self, other):
        calls.append(other)
        if self.is_equal is None:
            raise Boom(self.name)
        return self.is_equal


calls = []


def show(what, f, *args):
    calls.clear()
    try:
        r = f(*args)
    except Exception as e:
        r = type(e).__name__, e.args
    print(what, "callable" if callable(r) else r, bool(calls))


# namespaces
for name, source in [
    ("x", "x"), ("len", "len"), ("x", "def f(): return x\nf()"), ("len", "def f(): return len\nf()"),
    ("x", "x = 1"), ("x", "del x"), ("x", "class A: y = x"), ("__name__", "class A: pass"),
    ("__package__", "from . import a"), ("__spec__", "from . import a"), ("x", "global x\nx"),
    ("x", "def f():\n    global x\n    x = 1\nf()"), ("x", "def f():\n    global x\n    del x\nf()"),
]:
    show(("globals", name, source), exec, source, {Key(name): 1})
    show(("locals", name, source), exec, source, {"__name__": "m"}, {Key(name): 1})
for is_equal in True, False:
    show("equal", eval, "x", {Key("x", is_equal): 1})
for name, source in [("x", "x"), ("x", "def f(): return x\nf()"), ("__import__", "import sys"),
                     ("__build_class__", "class A: pass")]:
    show(("builtins", name, source), exec, source, {"__builtins__": {Key(name): 1}})
show("eval", eval, "1", {Key("__builtins__"): 1})
show("body", exec, "class A:\n    locals()[Key('x')] = 1\n    x", {"Key": Key})


# globals of functions that have been read before
def read_x():
    return x


def read_len():
    return len


def read_new():
    return new


def write_new():
    global new
    new = 1


def delete_new():
    global new
    del new


def read_attribute():
    import __main__
    return __main__.new


def all_of_them():
    for f in read_x, read_len, read_new, read_attribute, write_new, read_new, delete_new, read_new:
        show(f.__name__, f)


x = 5
all_of_them()
for name in "len", "new", "x":
    key = Key(name)
    try:
        globals()[key] = 3
    except Boom as e:
        print(repr(e))
        del x
        globals()[key] = 4
    all_of_them()
    key.is_equal = True
    all_of_them()
    key.is_equal = False
    all_of_them()
    globals().pop(key, None)
x = 6
all_of_them()


# attributes of instances
class A:
    z = 9

    def m(self):
        return "m"


class D(dict):
    z = 9

    def m(self):
        return "m"


def read(instance):
    return instance.z


def call(instance):
    return instance.m()


def own(instance):
    return instance.own


for cls in A, D:
    for f, name in (read, "z"), (call, "m"), (own, "own"):
        for is_equal in None, True, False:
            with_key = cls()
            with_key.__dict__[Key(name, is_equal)] = str
            other = cls()
            other.own = 1
            for instance in other, other, with_key, other:
                show((cls.__name__, f.__name__, is_equal), f, instance)
            show("getattr", getattr, with_key, name, 3)
            show("hasattr", hasattr, with_key, name)
            show("setattr", setattr, with_key, name, 3)
            show("delattr", delattr, with_key, name)


# classes
class Base:
    x, y = 3, 4


def attribute(name):
    return getattr(type("T", (Base,), {Key(name): 1}), name)


def behind(name):
    class C(type("T", (Base,), {Key(name): 1})):
        def m(self):
            return super().x
    return C().m()


for name in ("x", "y", "__slots__", "__qualname__", "__module__", "__new__", "__init_subclass__",
             "__class_getitem__", "__doc__", "__eq__", "__hash__", "__classcell__",
             "__weakref__", "__abstractmethods__"):
    show(name, attribute, name)
show("super", behind, "x")


# keyword-only parameters, modules
def keyword(*, a):
    return a


keyword.__kwdefaults__ = {Key("a"): 1}
show("keyword", keyword)


def module(key, name):
    m = type(__import__("sys"))("m")
    m.__dict__.pop(key, None)
    m.__dict__[Key(key)] = 1
    return getattr(m, name)() if name == "__dir__" else getattr(m, name)


for key, name in [("x", "x"), ("__getattr__", "x"), ("__name__", "x"), ("__name__", "__name__"),
                  ("__name__", "__class__"), ("__dir__", "__dir__")]:
    show(("module", key, name), module, key, name)


def modules(name):
    import sys
    key = Key(name)
    sys.modules[key] = 1
    try:
        __import__(name)
    finally:
        key.is_equal = True
        del sys.modules[key]


show("modules", modules, "no_such_module")
