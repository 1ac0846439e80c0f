# What setting and deleting raise has no name and object, so nothing is suggested.
import traceback
import types


class Plain:
    value = 1


class Slots:
    __slots__ = ("value",)


def report(call, *args):
    try:
        call(*args)
    except AttributeError as e:
        print(call.__name__, e, e.name, e.obj, traceback.format_exception_only(e))


for thing in Plain(), Slots(), Plain, len, 1, types.ModuleType("m"), super(Plain, Plain()):
    report(delattr, thing, "valu")
    if not isinstance(thing, (Plain, type, types.ModuleType)):
        report(setattr, thing, "valu", 1)
report(delattr, Slots(), "value")
report(setattr, 1, "__doc__", 1)
report(delattr, Plain(), "value")


def sets():
    Slots().valu = 1


def deletes():
    del Plain().valu


report(sets)
report(deletes)
sets()
