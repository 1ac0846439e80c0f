"""Coroutines, asynchronous generators, async for, async with: driven by hand, without an event loop."""
import sys
import types
import warnings
from collections import deque

warnings.simplefilter("ignore")


class Pause:
    """An awaitable that hands `value` to the driver and gives back what the driver sends."""

    def __init__(self, value=None):
        self.value = value

    def __await__(self):
        return (yield self.value)


def drive(awaitable, *answers):
    """Everything a coroutine yields, and how it ends."""
    events, answers = [], deque(answers)
    try:
        events.append(awaitable.send(None))
        while len(events) < 20:
            answer = answers.popleft() if answers else None
            if isinstance(answer, BaseException):
                events.append(awaitable.throw(answer))
            else:
                events.append(awaitable.send(answer))
    except StopIteration as stop:
        events.append(("returned", stop.value))
    except BaseException as error:
        events.append((type(error).__name__, str(error)))
    return events


def attempt(function, *args):
    try:
        return function(*args)
    except BaseException as error:
        cause = f" from {error.__cause__!r}" if error.__cause__ else ""
        return f"{type(error).__name__}: {error}{cause}"


# ---- coroutines ----

async def add(a, b=2, *rest, scale=1, **more):
    """Adds."""
    return (a + b + sum(rest)) * scale, more


async def pauses(n):
    total = 0
    for i in range(n):
        total += await Pause(i)
    return total


async def calls():
    first = await add(1)
    second = await add(1, 2, 3, scale=10, z=0)
    return first, second, await pauses(2)


print(drive(calls(), 5, 6))
print(add.__name__, add.__doc__, add.__code__.co_flags & 0x80, type(add(1)).__name__)
c = pauses(1)
print(c.__name__, c.__qualname__, c.cr_running, c.cr_suspended, c.cr_await, c.cr_origin, c.cr_code.co_name,
      c.cr_frame.f_lineno > 0)
print(c.send(None), c.cr_suspended, type(c.cr_await).__name__)
c.__name__, c.__qualname__ = "renamed", "re.named"
print(repr(c)[:27], attempt(setattr, c, "__name__", 3))
print(attempt(c.send, 9), c.cr_frame, c.cr_suspended, c.cr_await)
print(attempt(c.send, None))
print(attempt(c.throw, ValueError("late")))
print(c.close(), drive(c))
c = pauses(1)
print(attempt(c.send, 1))
print(attempt(next, c), attempt(iter, c), attempt(list, c))
print(c.close(), attempt(c.send, None))
c = pauses(1)
w = c.__await__()
print(type(w).__name__, iter(w) is w, next(w), attempt(w.send, 4), attempt(next, w))
c = pauses(2)
print(c.send(None), attempt(c.throw, KeyError, "k"), c.cr_frame, attempt(type(c)))


async def catching():
    log = []
    for i in range(3):
        try:
            log.append(await Pause(i))
        except (ValueError, KeyError) as error:
            log.append(repr(error))
        finally:
            log.append("fin")
    return log


print(drive(catching(), ValueError("v"), "sent", KeyError("k")))
c = catching()
c.send(None)
print(attempt(c.close), c.cr_frame)


async def ignores_exit():
    try:
        await Pause(1)
    except GeneratorExit:
        await Pause(2)


c = ignores_exit()
c.send(None)
print(attempt(c.close))


async def self_awaiting():
    return await me


me = self_awaiting()
print(drive(me))


async def awaits_twice():
    inner = pauses(1)
    first = await inner
    try:
        await inner
    except RuntimeError as error:
        return first, str(error)


async def awaited_elsewhere():
    inner = pauses(1)
    inner.send(None)
    await inner


async def stops():
    raise StopIteration("value")


async def stops_async():
    raise StopAsyncIteration("value")


async def deep(n):
    return 0 if n == 0 else 1 + await deep(n - 1)


print(drive(awaits_twice(), 3), drive(awaited_elsewhere()))
print(drive(stops()), drive(stops_async()), drive(deep(200)))


async def traceback_lines(n):
    if n:
        await traceback_lines(n - 1)
    else:
        await Pause()
        1 / 0


c = traceback_lines(2)
c.send(None)
try:
    c.send(None)
except ZeroDivisionError as error:
    tb, lines = error.__traceback__, []
    while tb:
        lines.append(tb.tb_lineno - traceback_lines.__code__.co_firstlineno)
        tb = tb.tb_next
    print(lines[1:])


@types.coroutine
def by_generator(x):
    y = yield x
    return y * 2


@types.coroutine
def delegates():
    return (yield from pauses(2))


async def uses_generator():
    return await by_generator(3) + await by_generator(4)


print(drive(uses_generator(), 10, 20), type(by_generator(1)).__name__, drive(delegates(), 1, 2))


# ---- what can't be awaited ----

class GivesNumber:
    def __await__(self):
        return 3


class GivesCoroutine:
    def __await__(self):
        return pauses(0)


class GivesIterator:
    def __await__(self):
        return iter("ab")


class NoAwait:
    __await__ = None


def plain_generator():
    yield 1


def from_coroutine():
    yield from pauses(1)


async def awaits(x):
    return await x


for x in (1, None, GivesNumber(), GivesCoroutine(), GivesIterator(), NoAwait(), plain_generator(), [], pauses):
    print(drive(awaits(x)))
print(attempt(next, from_coroutine()))


# ---- async with ----

class Manager:
    def __init__(self, name, swallows=False, fails=""):
        self.name, self.swallows, self.fails = name, swallows, fails

    async def __aenter__(self):
        print("  enter", self.name)
        await Pause("entering " + self.name)
        if self.fails == "enter":
            raise OSError("enter")
        return self.name.upper()

    async def __aexit__(self, kind, error, tb):
        print("  exit", self.name, kind and kind.__name__, error, tb is not None)
        await Pause("leaving " + self.name)
        if self.fails == "exit":
            raise OSError("exit")
        return self.swallows


async def with_two(first, second, body):
    async with first as a, second as b:
        print("  body", a, b)
        result = await body
        return result
    return "after"


print(drive(with_two(Manager("a"), Manager("b"), pauses(1)), None, None, 7))
print(drive(with_two(Manager("a"), Manager("b", swallows=True), pauses(1)), None, None, ValueError("v")))
print(drive(with_two(Manager("a"), Manager("b"), pauses(1)), None, None, ValueError("v")))
print(drive(with_two(Manager("a", swallows=True), Manager("b", fails="enter"), pauses(0))))
print(drive(with_two(Manager("a"), Manager("b", fails="exit"), pauses(1)), None, None, KeyError("k")))


async def with_flow():
    log = []
    for i in range(4):
        async with Manager(str(i)):
            if i == 1:
                continue
            if i == 2:
                break
            log.append(i)
    return log


print(drive(with_flow()))


class NoExit:
    async def __aenter__(self):
        pass


class EnterNumber:
    def __aenter__(self):
        return 3

    async def __aexit__(self, *args):
        pass


class ExitNumber:
    async def __aenter__(self):
        pass

    def __aexit__(self, *args):
        return 3


async def enters(x, fail=False):
    async with x:
        if fail:
            1 / 0


async def plain_with():
    with Manager("a"):
        pass


for x in (3, NoExit(), EnterNumber(), ExitNumber(), open):
    print(drive(enters(x)))
print(drive(enters(ExitNumber(), True)), drive(plain_with()))


# ---- async for ----

class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await Pause(self.n)
        return self.n


async def loops(iterable, stop=None):
    seen = []
    async for x in iterable:
        if x == stop:
            break
        seen.append(x)
    else:
        seen.append("else")
    return seen


print(drive(loops(Countdown(3))), drive(loops(Countdown(3), 1)))
print(drive(loops(Countdown(3)), None, ValueError("in next")))


class IterNumber:
    def __aiter__(self):
        return 3


class NextNumber:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 3


class NextFails(Countdown):
    async def __anext__(self):
        raise KeyError("next")


class AwaitFails(Countdown):
    def __anext__(self):
        return GivesNumber()


for x in ([1], 3, IterNumber(), NextNumber(), NextFails(1), AwaitFails(1), Countdown):
    print(drive(loops(x)))
try:
    loops(NextNumber()).send(None)
except TypeError as error:
    print(repr(error.__cause__))


async def plain_for():
    for x in Countdown(2):
        pass


async def nested_loops():
    pairs = []
    async for a in Countdown(3):
        async for b in Countdown(2):
            if b == a:
                continue
            pairs.append((a, b))
    return pairs


print(drive(plain_for()), drive(nested_loops())[-1])


# ---- comprehensions ----

async def comprehensions():
    a = [x async for x in Countdown(3)]
    b = {x: y async for x in Countdown(3) for y in range(x) if y}
    c = {(await add(x))[0] async for x in Countdown(2)}
    d = [await pauses(x) for x in range(3)]
    e = [x + y for x in range(2) async for y in Countdown(2) if x or y]
    f = [[z async for z in Countdown(x)] for x in range(3)]
    g = (x async for x in Countdown(3) if x != 1)
    h = [x async for x in g]
    i = (await pauses(x) for x in range(2))
    j = [x async for x in i]
    return a, b, sorted(c), d, e, f, type(g).__name__, h, type(i).__name__, j


c = comprehensions()
steps = 0
try:
    c.send(None)
    while True:
        steps += 1
        c.send(1)
except StopIteration as stop:
    print(steps, stop.value)


# ---- asynchronous generators ----

async def numbers(n):
    try:
        for i in range(n):
            got = yield i
            if got is not None:
                print("  got", got)
                await Pause(("paused", got))
    except ValueError as error:
        print("  caught", repr(error))
        yield "from handler"
    finally:
        print("  closing")
        await Pause("last")


g = numbers(3)
print(type(g).__name__, g.__name__, g.ag_running, g.ag_await, g.ag_code.co_name, g.ag_frame is not None)
print(drive(g.__anext__()), drive(g.asend("hello")), drive(g.__anext__()), drive(g.__anext__()), drive(g.__anext__()))
print(drive(g.aclose()), drive(g.athrow(ValueError("x"))), g.ag_frame)
g = numbers(3)
print(drive(g.asend("too early")), drive(g.__anext__()), drive(g.aclose()))
g = numbers(3)
print(drive(g.__anext__()), drive(g.athrow(ValueError("thrown"))), drive(g.__anext__()))
g = numbers(3)
print(drive(g.__anext__()), drive(g.athrow(KeyError, "unhandled")), drive(g.__anext__()))
g = numbers(3)
print(drive(g.__anext__()), drive(g.aclose()), drive(g.aclose()), drive(g.__anext__()))
g = numbers(3)
print(drive(g.athrow(KeyError("at once"))), drive(g.__anext__()))
g = numbers(3)
print(drive(g.aclose()), drive(g.__anext__()))

g = numbers(3)
n = g.__anext__()
print(drive(n), drive(n), attempt(n.throw, ValueError), n.close())
s = g.asend("busy")
print(s.send(None), g.ag_running, type(g.ag_await).__name__)
for other in (g.__anext__(), g.asend(1), g.athrow(ValueError), g.aclose()):
    print(attempt(other.send, None))
print(attempt(s.send, None), g.ag_running)
a = g.aclose()
print(attempt(a.send, 1), a.send(None), attempt(g.__anext__().send, None), attempt(a.send, None),
      attempt(a.send, None))
g = numbers(2)
drive(g.__anext__())
t = g.athrow(ValueError("q"))
print(attempt(t.throw, KeyError("instead")), attempt(t.send, None))


async def stubborn(times):
    while True:
        try:
            yield times
        except GeneratorExit:
            times -= 1
            if times < 0:
                raise


async def simple(n):
    for i in range(n):
        yield i


g = stubborn(1)
print(drive(g.__anext__()), drive(g.aclose()))
g = stubborn(1)
print(drive(g.__anext__()), drive(g.athrow(GeneratorExit)))


async def awaits_in_finally():
    try:
        yield 1
    finally:
        print("  before", await Pause("cleanup"))
        await Pause("more")


g = awaits_in_finally()
print(drive(g.__anext__()), drive(g.aclose(), "sent"))


async def thrown_while_awaiting():
    try:
        await Pause("waiting")
        yield "never"
    except ValueError as error:
        yield repr(error)


g = thrown_while_awaiting()
n = g.__anext__()
print(n.send(None), attempt(n.throw, ValueError("cancel")), drive(g.__anext__()))


async def raises(error):
    yield 1
    raise error


for error in (StopIteration("s"), StopAsyncIteration("s"), KeyError("k"), GeneratorExit("g")):
    g = raises(error)
    drive(g.__anext__())
    try:
        g.__anext__().send(None)
    except BaseException as caught:
        print(type(caught).__name__, caught, repr(caught.__cause__))


async def pipeline():
    async def double(items):
        async for x in items:
            yield x * 2

    async def taken(items, n):
        async for x in items:
            if n == 0:
                return
            n -= 1
            yield x

    return [x async for x in taken(double(simple(100)), 5)], [x async for x in double(simple(2))]


print(drive(pipeline()))


async def echo():
    received = None
    while received != "stop":
        received = yield ("echo", received)


async def converses():
    e = echo()
    log = [await e.__anext__()]
    for word in ("a", "b"):
        log.append(await e.asend(word))
    try:
        await e.asend("stop")
    except StopAsyncIteration:
        log.append("end")
    log.append(await anext(e, "default"))
    log.append(await anext(Countdown(0), "default"))
    log.append(await anext(aiter(simple(1)), "default"))
    try:
        await anext(e)
    except StopAsyncIteration as error:
        log.append(repr(error))
    return log


print(drive(converses()))
for wrong in (3, [1]):
    print(attempt(aiter, wrong), attempt(anext, wrong), attempt(anext, wrong, 1))
print(attempt(aiter, IterNumber()), attempt(anext), attempt(anext, Countdown(1), 2, 3))
d = anext(Countdown(2), "default")
print(type(d).__name__, d.send(None), attempt(d.throw, KeyError("k")))
d = anext(simple(1), "default")
print(attempt(next, d), d.close())
print(attempt(next, anext(NextNumber(), "default")))

# ---- hooks and origin ----

first = []
previous = sys.get_asyncgen_hooks()
sys.set_asyncgen_hooks(firstiter=lambda g: first.append(g.__name__), finalizer=lambda g: None)
print(type(sys.get_asyncgen_hooks()).__name__, previous)
drive(simple(1).__anext__())
drive(stubborn(0).aclose())
print(first)


def refuses(g):
    raise RuntimeError("no " + g.__name__)


sys.set_asyncgen_hooks(firstiter=refuses)
print(attempt(lambda: simple(1).__anext__()))
g = simple(1)
print(attempt(g.aclose), drive(g.__anext__()))
sys.set_asyncgen_hooks(None, None)
print(sys.get_asyncgen_hooks(), attempt(sys.set_asyncgen_hooks, 3))
print(sys.get_coroutine_origin_tracking_depth(), attempt(sys.set_coroutine_origin_tracking_depth, -1))
sys.set_coroutine_origin_tracking_depth(2)


def makes():
    return pauses(0)


c = makes()
sys.set_coroutine_origin_tracking_depth(0)
print([(line > 0, name) for _, line, name in c.cr_origin])
c.close()


# ---- a scheduler: cancellation and a queue ----

class Cancelled(Exception):
    pass


class Task:
    def __init__(self, name, coroutine):
        self.name, self.coroutine, self.result, self.done, self.cancels = name, coroutine, None, False, False

    def step(self):
        try:
            if self.cancels:
                self.cancels = False
                self.coroutine.throw(Cancelled(self.name))
            else:
                self.coroutine.send(None)
        except StopIteration as stop:
            self.done, self.result = True, stop.value
        except Cancelled as error:
            self.done, self.result = True, f"cancelled {error}"
        except Exception as error:
            self.done, self.result = True, f"failed {error!r}"

    def __await__(self):
        while not self.done:
            yield
        return self.result


tasks = []


def spawn(name, coroutine):
    tasks.append(Task(name, coroutine))
    return tasks[-1]


def run(main):
    task = spawn("main", main)
    while not task.done:
        for each in list(tasks):
            if not each.done:
                each.step()
    return task.result


async def take(queue):
    while not queue:
        await Pause()
    return queue.popleft()


async def worker(name, queue, results):
    try:
        while True:
            item = await take(queue)
            if item is None:
                return f"{name} is done"
            if item == 13:
                raise ValueError(item)
            results.append((name, item * item))
            await Pause()
    except Cancelled:
        results.append((name, "cleaning up"))
        await Pause()
        raise
    finally:
        results.append((name, "left"))


async def main():
    queue, results = deque(), []
    workers = [spawn(name, worker(name, queue, results)) for name in "abcd"]
    for i in (1, 2, 3, 4, 13, 5):
        queue.append(i)
        await Pause()
    next(w for w in workers if not w.done).cancels = True
    await Pause()
    queue.extend([None, None, None])
    return [await each for each in workers], results


for line in run(main()):
    print(line)
