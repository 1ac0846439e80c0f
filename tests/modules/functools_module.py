import functools


@functools.lru_cache(maxsize=3)
def square(x):
    print("computing", x)
    return x * x


print([square(x) for x in (1, 2, 1, 3, 4, 1)], square.cache_info())
square.cache_clear()
print(square.cache_info(), square.__wrapped__(5), square.__name__)


@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), functools.reduce(lambda a, b: a * b, range(1, 8)), functools.reduce(max, [], 0))
p = functools.partial(int, base=2)
print(p("101"), p, p.func, p.args, p.keywords, functools.partial(p, "11")())


@functools.total_ordering
class Version:
    def __init__(self, *parts):
        self.parts = parts

    def __eq__(self, other):
        return self.parts == other.parts

    def __lt__(self, other):
        return self.parts < other.parts


print(Version(1, 2) >= Version(1, 1), Version(1) > Version(2), Version(3) <= Version(3))
print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))


class Lazy:
    @functools.cached_property
    def value(self):
        print("once")
        return 42

    @functools.partialmethod
    def nothing(self):
        pass

    def scale(self, a, b):
        return a, b
    double = functools.partialmethod(scale, 2)


lazy = Lazy()
print(lazy.value, lazy.value, lazy.double(5))


@functools.singledispatch
def show(x):
    return "object"


@show.register(int)
def _(x):
    return "int"


@show.register
def _(x: list):
    return "list"


print(show(1), show([]), show("s"), show(True), show.dispatch(bool).__name__)


def decorated(f):
    @functools.wraps(f)
    def inner(*a):
        """inner doc"""
        return f(*a)
    return inner


@decorated
def original(a, b):
    """original doc"""


print(original.__name__, original.__doc__, original.__wrapped__.__code__.co_argcount)
