# Each place that a name can have, and why.
import a.b, c as d
from e import *
from f import g as h

G = 1


def outer(parameter, *args, key=1, **kwargs):
    global G, made_global
    G = parameter
    cell = 1

    def inner():
        nonlocal cell
        cell += 1
        made_global = free_through_class = args
        return G, builtin

    class C(Base):
        cell = 2
        annotated: int

        def method(self):
            return super().method(), cell, __private, parameter

    return [x for x in args if (named := x)], lambda z: z + key, {k: v for k, v in kwargs}


async def generator():
    async for x in y:
        yield x
    try:
        pass
    except E as error:
        del error
    match x:
        case [first, *rest] | {"k": first, **rest}:
            pass
