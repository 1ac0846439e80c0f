# The frame object of a generator follows it, also while it is suspended and after its end.
import sys


def itself():
    f = sys._getframe()
    yield f
    yield 2

    yield 3


g = itself()
frame = next(g)
print(frame.f_lineno, g.gi_frame is frame)
next(g)
print(frame.f_lineno, g.gi_frame.f_lineno)
next(g)
print(frame.f_lineno)
print(next(g, None), frame.f_lineno, g.gi_frame, frame.f_back)
for f in itself():
    if f not in (2, 3):
        frame = f
print(frame.f_lineno)


def closes():
    try:
        yield 1
    finally:
        print("closed")


g = closes()
next(g)
frame = g.gi_frame
frame.clear()
print(g.gi_frame, list(g))
frame.clear()


def running():
    try:
        sys._getframe().clear()
    except RuntimeError as e:
        print(e)
    yield


list(running())


async def outer():
    await inner()


async def inner():
    await Twice()


class Twice:
    def __await__(self):
        yield 1
        yield 2


c = outer()
frame = c.cr_frame
print(frame.f_lineno)
c.send(None)
print(frame.f_lineno, c.cr_await.cr_frame.f_lineno)
c.close()
print(frame.f_lineno)
