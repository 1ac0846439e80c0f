# Generators: send, throw, close, delegation, state kept across yields.
def count(n):
    i = 0
    while i < n:
        got = yield i
        if got is not None:
            i = got
        else:
            i += 1
    return "done"


def delegate():
    result = yield from count(2)
    print("result", result)
    yield from [10, 20]
    return result


def with_finally(log):
    try:
        yield 1
        yield 2
    except ValueError as error:
        log.append(f"caught {error}")
        yield "from handler"
    finally:
        log.append("finally")


def expression_state():
    # temporaries on the stack while suspended
    x = [1, (yield "a") + (yield "b"), {"k": (yield "c")}]
    y = f"{(yield 'd')}-{len(x)}"
    return x, y


def nested_loops():
    for i in range(3):
        for j in range(i):
            try:
                if (yield i, j):
                    break
            finally:
                print("left", i, j)


def infinite():
    n = 0
    while True:
        n += 1
        yield n


def recursive(tree):
    if tree:
        left, value, right = tree
        yield from recursive(left)
        yield value
        yield from recursive(right)


def ignoring_close():
    for _ in range(2):
        try:
            yield
        except GeneratorExit:
            pass


def raises():
    yield 1
    raise KeyError("inside")


def stop_inside():
    yield 1
    raise StopIteration("oops")


def big_ints():
    a, b, x = 0, 1, 0.5
    while True:
        yield a, x
        a, b, x = b, a + b, x * 2.0


g = count(10)
print(next(g), next(g), g.send(7), next(g), list(g))
print(list(delegate()))
g = delegate()
try:
    while True:
        print(g.send(None))
except StopIteration as stop:
    print("stop", stop.value)

log = []
g = with_finally(log)
print(next(g), g.throw(ValueError("v")), list(g), log)
log = []
g = with_finally(log)
next(g)
g.close()
print(log, list(g))
g = with_finally(log)
g.close()
print(log, next(g, "default"))

g = expression_state()
print(next(g), g.send(1), g.send(2), g.send(3))
try:
    g.send(4)
except StopIteration as stop:
    print(stop.value)
g = nested_loops()
print(next(g), g.send(True), g.send(None), list(g))
print([x for x, _ in zip(infinite(), range(5))])
print(list(recursive((((), 1, ()), 2, ((), 3, ((), 4, ()))))))
g = ignoring_close()
next(g)
try:
    g.close()
except RuntimeError as error:
    print(error)
for make in raises, stop_inside:
    g = make()
    try:
        print(list(g))
    except (KeyError, RuntimeError) as error:
        print(type(error).__name__, error, repr(error.__cause__))
    print(list(g))
g = count(3)
try:
    g.send(5)
except TypeError as error:
    print(error)


def self_reference():
    try:
        next(me)
    except ValueError as error:
        yield str(error)


me = self_reference()
print(next(me))
g = big_ints()
for _ in range(95):
    value = next(g)
print(value)
squares = (x * x for x in range(10) if x % 2)
print(next(squares), list(squares), type(squares).__name__, squares.__name__, count.__name__)
g = count(1)
print(g.gi_running, g.gi_frame is not None, g.gi_code.co_name, g.gi_yieldfrom)
print(sum(x for x in count(100)), max(count(5)), sorted(count(4), reverse=True), 3 in count(5))
print(*count(3), [*count(2), *count(1)], dict((k, k) for k in count(2)), tuple(count(2)))
a, *b = count(4)
print(a, b)


def lazily(events):
    return (events.append(i) or i for i in count(3))


events = []
g = lazily(events)
print(events, next(g), events)
