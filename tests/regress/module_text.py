# The repr of a module asks __spec__ first; what the namespace package and others are called.
import importlib.machinery
import types


class Loader:
    def __repr__(self):
        return "Loader()"


class Telling:
    @classmethod
    def module_repr(cls, module):
        return "<told>"


class Raising:
    @classmethod
    def module_repr(cls, module):
        raise ZeroDivisionError


class BoolRaises:
    def __bool__(self):
        raise ZeroDivisionError


def show(f, *args):
    try:
        return repr(f(*args))
    except Exception as e:
        return repr(e)


Spec = importlib.machinery.ModuleSpec
located = Spec("located", Loader(), origin="/place")
located.has_location = True
specs = (None, 0, BoolRaises(), Spec("s", None), Spec("s", Loader()),
         Spec("s", Loader(), origin="/place"), located, Spec("s", None, is_package=True),
         types.SimpleNamespace(), types.SimpleNamespace(name="n", origin="o"),
         types.SimpleNamespace(name=None, origin=None, loader=None),
         types.SimpleNamespace(name=None, origin="o", has_location=False))
for spec in specs:
    for name, value in (("__doc__", None), ("__loader__", Loader()), ("__loader__", Telling),
                        ("__loader__", Raising), ("__file__", "/file"), ("__file__", 5),
                        ("__path__", []), ("__name__", 5)):
        for missing in "__doc__", "__spec__", "__loader__", "__name__":
            m = types.ModuleType("m")
            m.__spec__ = spec
            setattr(m, name, value)
            delattr(m, missing)
            print(name, value if name != "__loader__" else type(value).__name__, missing,
                  show(repr, m).replace(hex(id(spec)), ""))
