"""Decorators and higher-order functions. Notice: *args and **kwargs passed through, closures with
nonlocal state, keyword-only and positional-only parameters, defaults evaluated once."""
import functools


def traced(log):
    """A decorator with an argument."""
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            shown = [repr(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()]
            log.append(f"{function.__name__}({', '.join(shown)})")
            return function(*args, **kwargs)
        wrapper.log = log
        return wrapper
    return decorate


def memoize(function):
    cache = {}

    @functools.wraps(function)
    def wrapper(*args):
        if args not in cache:
            cache[args] = function(*args)
        return cache[args]

    wrapper.cache = cache
    return wrapper


def retry(times, *exceptions):
    def decorate(function):
        def wrapper(*args, **kwargs):
            for attempt in range(1, times + 1):
                try:
                    return function(*args, attempt=attempt, **kwargs)
                except exceptions as error:
                    last = error
                    print(f"  attempt {attempt} failed: {error}")
            raise last
        return wrapper
    return decorate


class Event:
    """Handlers are called with what `fire` is called with; returning False stops the rest."""

    def __init__(self):
        self.handlers = []

    def __iadd__(self, handler):
        self.handlers.append(handler)
        return self

    def __isub__(self, handler):
        self.handlers.remove(handler)
        return self

    def __call__(self, *args, **kwargs):
        return [handler(*args, **kwargs) for handler in self.handlers]

    def __len__(self):
        return len(self.handlers)


def averager():
    total, count = 0, 0

    def add(*values):
        nonlocal total, count
        for value in values:
            total += value
            count += 1
        return total / count if count else None

    return add


def signature(a, b=2, /, c=3, *rest, d, e=5, **others):
    return a, b, c, rest, d, e, others


def collect(item, bag=[]):
    bag.append(item)
    return bag


calls = []


@traced(calls)
def greet(name, *, greeting="Hello"):
    """Say hello."""
    return f"{greeting}, {name}!"


@memoize
def paths(rows, columns):
    if rows == 0 or columns == 0:
        return 1
    return paths(rows - 1, columns) + paths(rows, columns - 1)


@retry(3, ValueError, KeyError)
def flaky(threshold, attempt):
    if attempt < threshold:
        raise ValueError(f"{attempt} is below {threshold}")
    return attempt


def main():
    print(greet("Ada"), greet("Bob", greeting="Bye"), greet.__name__, greet.__doc__)
    print(calls, greet.log is calls)
    print(paths(16, 16), len(paths.cache))
    print(flaky(2))
    try:
        flaky(5)
    except ValueError as error:
        print("gave up:", error)

    average = averager()
    print(average(), average(1), average(2, 3), average(*range(10)))

    changed = Event()
    log = []
    changed += log.append
    changed += lambda x: print("  saw", x)
    changed += (on_change := functools.partial(print, "  partial", sep=" -> "))
    print(changed(41), len(changed))
    changed -= on_change
    print(changed(42), log)

    print(signature(1, d=4))
    print(signature(1, 20, 30, 40, 50, d=60, f=70, a=80))
    print(signature(*[1, 2], *(3, 4), **{"d": 5}, **dict(e=6, g=7)))
    for arguments, keywords in [((), {}), ((1,), {}), ((1,), {"b": 2, "d": 3, "c": 4}),
                                ((1, 2, 3), {"d": 4, "c": 5})]:
        try:
            print(signature(*arguments, **keywords))
        except TypeError as error:
            print(error)

    collect(1)
    print(collect(2), collect(3, []), collect.__defaults__)
    compose = functools.reduce(lambda f, g: lambda x: g(f(x)), [str, len, lambda n: n * 10])
    print(compose(12345), [f(3) for f in [lambda x, n=n: x ** n for n in range(5)]])
    late = [lambda: n for n in range(3)]
    print([f() for f in late])
    print(sorted(["pear", "Fig", "apple"], key=str.lower), max([3, -9, 4], key=abs))


main()
