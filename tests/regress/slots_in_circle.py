# Methods that end in the slot they were set in: RecursionError, not a loop without end.
import functools
import types


class Text:
    pass


class Number(int):
    pass


class Table(dict):
    pass


class Called:
    pass


class Compared:
    __slots__ = ()


class Begun:
    pass


class Made:
    pass


class Bound:
    pass


Text.__repr__ = Text.__str__
Number.__abs__ = Number.__neg__ = property(lambda self: self.__neg__)
Table.__missing__ = Table.__getitem__
Called.__call__ = Called()
Compared.__eq__ = Compared.__ne__
Begun.__init__ = Begun
Made.__new__ = Made
Bound.__call__ = print
Bound.__call__ = types.MethodType(Bound(), 1)
attempts = {
    "str": lambda: str(Text()), "repr": lambda: repr(Text()), "format": lambda: f"{Text()}",
    "neg": lambda: -Number(), "missing": lambda: Table()[1], "call": lambda: Called()(),
    "ne": lambda: Compared() != Compared(), "eq": lambda: Compared() == Compared(),
    "init": Begun, "new": Made, "bound": lambda: Bound()(),
}
for name, attempt in attempts.items():
    try:
        print(name, attempt())
    except Exception as e:
        print(name, type(e).__name__, e)


def depth_of(wrap):
    depth = 0

    def call(*args, **keywords):
        nonlocal depth
        depth += 1
        again()
    again = wrap(call)
    try:
        again()
    except RecursionError:
        return depth


partial = functools.partial
print(depth_of(partial), depth_of(lambda f: partial(partial(f), 1)),
      depth_of(lambda f: partial(f, a=1)), depth_of(type("Partial", (partial,), {})))
print("done")
