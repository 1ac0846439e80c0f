# Names of sys that are made when first asked for stay deleted, and are seen in its __dict__.
import sys

assert "version_info" in vars(sys) and "__getattr__" not in vars(sys)
assert sys.__dict__["flags"] is sys.flags


def report(what, call):
    try:
        call()
    except Exception as e:
        print(what, type(e).__name__, e, getattr(e, "name", None), getattr(e, "obj", None) is sys)
    else:
        print(what, "done")


def delete(name, *imported):
    print("--", name)
    value = getattr(sys, name)
    delattr(sys, name)
    report("get", lambda: getattr(sys, name))
    report("key", lambda: vars(sys)[name])
    report("delete", lambda: delattr(sys, name))
    print(hasattr(sys, name), name in dir(sys))
    for module in imported:
        report(module, lambda: __import__(module))
    setattr(sys, name, value)


for name in "version_info", "flags", "implementation", "path_hooks", "_xoptions", "platform":
    delete(name)
for name in "meta_path", "modules", "path":
    delete(name, "colorsys", "no_such_module", "sys")
del sys.copyright, sys._git
print(hasattr(sys, "copyright"), hasattr(sys, "_git"))
