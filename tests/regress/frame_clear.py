# frame.clear() of what has not begun ends it, but for coroutines, which it warns about.
import sys
import warnings

warnings.simplefilter("always")
warnings.showwarning = lambda message, category, *rest: print("warning", category.__name__, message)
sys.unraisablehook = lambda info: print("unraisable", repr(info.exc_value))


def plain():
    yield 1
    yield 2


def handles():
    try:
        yield from plain()
    finally:
        print("finally")


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


def raises():
    try:
        yield 1
    finally:
        raise ValueError("in finally")


class Once:
    def __await__(self):
        yield "waits"


async def coroutine():
    try:
        await Once()
    finally:
        print("finally")


async def asynchronous():
    try:
        await Once()
        yield 1
    finally:
        print("finally")


def report(what, call):
    try:
        print(what, call())
    except BaseException as e:
        print(what, repr(e))


def run(awaitable):
    try:
        while True:
            print("awaits", awaitable.send(None))
    except StopIteration as e:
        return e.value


for function in plain, handles, stubborn, raises:
    for steps in 0, 1, 5:
        print("--", function.__name__, steps)
        g = function()
        frame = g.gi_frame
        for _ in range(steps):
            report("next", lambda: next(g, "end"))
        report("clear", frame.clear)
        print(g.gi_frame is None, g.gi_running, g.gi_suspended, g.gi_yieldfrom)
        report("next", lambda: next(g, "end"))
        report("send", lambda: g.send(None))
        report("throw", lambda: g.throw(KeyError()))
        report("close", g.close)
        report("clear", frame.clear)

for steps in 0, 1:
    print("-- coroutine", steps)
    c = coroutine()
    frame = c.cr_frame
    for _ in range(steps):
        report("send", lambda: c.send(None))
    report("clear", frame.clear)
    print(c.cr_frame is None, c.cr_running, c.cr_suspended, c.cr_await)
    report("close", c.close)

for hook in None, lambda g: print("finalizer", g.__name__):
    sys.set_asyncgen_hooks(finalizer=hook)
    for steps in 0, 1:
        print("-- asynchronous", steps)
        g = asynchronous()
        frame = g.ag_frame
        for _ in range(steps):
            report("anext", lambda: run(anext(g)))
        report("clear", frame.clear)
        print(g.ag_frame is None, g.ag_running, g.ag_await)
        report("anext", lambda: run(anext(g)))
        report("athrow", lambda: run(g.athrow(KeyError())))
        report("aclose", lambda: run(g.aclose()))
sys.set_asyncgen_hooks(finalizer=None)


def own():
    report("own", sys._getframe().clear)
    report("while it runs", g.gi_frame.clear)
    yield


g = own()
next(g)
