# Calls of all shapes, and what goes wrong with them.
def plain(a, b):
    return a, b


def defaults(a, b=2, c=3):
    return a, b, c


def star(*args):
    return args


def kwargs(**kw):
    return kw


def everything(a, /, b, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


def keyword_only(*, a, b=2):
    return a, b


def many(a, b, c, d, e, f, g, h, i, j, k=11):
    return a + b + c + d + e + f + g + h + i + j + k


class C:
    def method(self, x=1, *rest, y=2):
        return x, rest, y

    @classmethod
    def cm(cls, x):
        return cls.__name__, x

    @staticmethod
    def sm(x, y=3):
        return x, y

    def __call__(self, *args, **kw):
        return "called", args, kw


def attempt(f, *args, **kw):
    try:
        return f(*args, **kw)
    except TypeError as error:
        return f"TypeError: {error}"


def order():
    def note(x):
        print("eval", x)
        return x
    return everything(note(1), *[note(2), note(3)], note(4), d=note(5), **{"z": note(6)}, e=note(7))


print(plain(1, 2), plain(b=1, a=2), defaults(1), defaults(1, c=5), star(1, 2), star(), kwargs(x=1))
print(everything(1, 2, d=4), everything(1, 2, 3, 4, 5, d=6, f=7, a=8))
print(keyword_only(a=1), many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), many(*range(10), k=0))
c = C()
print(c.method(), c.method(5, 6, 7, y=8), C.method(c, 1), C.cm(1), c.cm(2), C.sm(1), c.sm(1, 2), c(1, k=2))
bound = c.method
print(bound(9), bound.__self__ is c, bound.__func__ is C.method, bound == c.method)
print(order())
for f, args, kw in [
    (plain, (1,), {}), (plain, (1, 2, 3), {}), (plain, (), {}), (plain, (1,), {"a": 2}),
    (plain, (1, 2), {"c": 3}), (defaults, (), {}), (defaults, (1, 2, 3, 4), {}),
    (everything, (1,), {}), (everything, (1, 2), {}), (everything, (), {"a": 1, "b": 2, "d": 3}),
    (keyword_only, (), {}), (keyword_only, (1,), {"a": 1}), (many, (1, 2), {}),
    (c.method, (), {"z": 1}), (C.method, (), {}), (C.cm, (), {}), (c.sm, (), {}),
    (len, (), {}), (len, (1, 2), {}), (len, (5,), {}), ([].append, (), {}), ([].append, (1, 2), {}),
    ([].pop, (1, 2), {}), ({}.get, (), {}), ("".join, (5,), {}), ("".split, (), {"x": 1}),
    (int, ("x",), {"base": "y"}), (range, (), {}), (isinstance, (1,), {}), (print, (), {"sep": 5}),
    (C, (1,), {}), (object, (1,), {}), (5, (), {}), (None, (1,), {}), ("text", (), {}),
    (sorted, ([1],), {"x": 1}), (lambda x: x, (), {}), (max, (), {}), (dict, (1,), {}),
]:
    print(attempt(f, *args, **kw))


def bad_star():
    out = []
    for call in (lambda: plain(*5), lambda: plain(**5), lambda: plain(1, **{"b": 2, **{"b": 3}}),
                 lambda: kwargs(**{1: 2}), lambda: kwargs(x=1, **{"x": 2}), lambda: plain(*[1], *[2])):
        try:
            out.append(call())
        except TypeError as error:
            out.append(str(error))
    return out


print(*bad_star(), sep="\n")
f = lambda x, *, y=(lambda: 3): (x, y())
print(f(1), f(1, y=lambda: 4), (lambda: (yield))().__class__.__name__)
print((lambda *a, **k: (a, k))(*"ab", *(), **{}, z=1))
print(defaults.__defaults__, keyword_only.__kwdefaults__, defaults.__code__.co_varnames)
defaults.__defaults__ = (20, 30)
print(defaults(1))


def recurse(n):
    return 0 if n == 0 else 1 + recurse(n - 1)


print(recurse(900))
try:
    recurse(100000)
except RecursionError as error:
    print(error)
