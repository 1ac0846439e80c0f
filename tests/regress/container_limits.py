# Sizes that no memory has, states and arguments that do not fit.
import builtins
import copy
import functools
import itertools
import sys
from collections import OrderedDict, defaultdict, deque, namedtuple


def show(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, e)


for r in 2**60, 2**62, sys.maxsize:
    show("combinations", lambda: itertools.combinations("ab", r))
    show("with replacement", lambda: itertools.combinations_with_replacement("ab", r))
    show("permutations", lambda: itertools.permutations("ab", r))
    show("product", lambda: itertools.product("ab", "c", repeat=r))
    show("product", lambda: list(itertools.product(repeat=r)))
show("product", lambda: itertools.product("ab", repeat=2**59))
show("tuple", lambda: (1, 2) * 2**59)


class Hint:
    def __init__(self, n):
        self.n = n

    def __length_hint__(self):
        return self.n

    def __iter__(self):
        return iter([1, 2])


for n in sys.maxsize, sys.maxsize // 16:
    show("list", lambda: list(Hint(n)))
    show("tuple", lambda: tuple(Hint(n)))
show("extend", lambda: [0].__iadd__(Hint(sys.maxsize)))
show("extend", lambda: [0].__iadd__(Hint(sys.maxsize - 1)))

# __setstate__ and __reduce__
for make in (lambda: itertools.combinations("abc", 2), lambda: itertools.permutations("abc", 2),
             lambda: itertools.combinations_with_replacement("abc", 2),
             lambda: itertools.product("abc", repeat=2)):
    for state in (0,), (5, 5), (-1, 2), "ab", ((0, 1, 2), (1, 1)), ((2, 2, 2), (9, -9)), ((), ()):
        def resumed():
            it = make()
            it.__setstate__(state)
            return list(it)
        show("setstate", resumed)
show("setstate", lambda: itertools.combinations("a", 2).__setstate__((0, 0)))
for it in iter([1]), reversed([1]), iter((1,)), itertools.islice([1], 2), iter(range(3)):
    for state in "a", 2**70, 1.5:
        show("setstate", lambda: it.__setstate__(state))
for state in (1, 2), ([1], "a"), ([1],), ([1, 2], 1):
    def cycled():
        it = itertools.cycle([5])
        it.__setstate__(state)
        return [next(it) for _ in range(6)]
    show("cycle", cycled)
for n in range(3):
    it = itertools.accumulate([4, 5, 6], lambda total, v: (total, v) if v == 6 else None)
    for _ in range(n):
        next(it)
    print("accumulate", list(copy.copy(it)))
for wrong in 5, (1,), (1, 2, 3, 4):
    show("groupby", lambda: itertools.groupby("ab").__setstate__(wrong))
    show("tee", lambda: itertools.tee("ab")[0].__setstate__(wrong))
show("tee", lambda: itertools.tee("ab")[0].__setstate__((1, 2)))


class Three:
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i


it = reversed(Three())
print(list(it), it.__setstate__(1), list(it), it.__reduce__()[1])
it = iter(range(-2**62, 2**62 + 2**61, 2))
it.__setstate__(2**62 + 7)
print(it.__reduce__()[1:], next(it))

# iterators whose __reduce__ needs a builtin that is gone
iterators = [iter([1]), iter((1,)), iter(range(2)), iter({1: 2}), iter({1}), iter(OrderedDict(a=1)),
             reversed([1]), iter(int, 1), iter(Three())]
kept = builtins.iter, builtins.reversed
del builtins.iter, builtins.reversed
for it in iterators:
    show(type(it).__name__, it.__reduce__)
builtins.iter, builtins.reversed = kept


# keywords that __new__ and __init__ take or leave
def subclass(base, *methods):
    def __new__(cls, *args, **kwargs):
        return base.__new__(cls)

    def __init__(self, *args, **kwargs):
        return super(type(self), self).__init__(**kwargs)

    def ignore(self, *args, **kwargs):
        pass

    known = {"__new__": __new__, "__init__": __init__, "ignore": ignore}
    return type(base.__name__, (base,), {name.replace("ignore", "__init__"): known[name]
                                         for name in methods})


for base in list, set, dict:
    show(base.__name__, lambda: base(a=1))
    for methods in ("__init__",), ("__new__", "__init__"), ("__new__",), ("ignore",):
        show(f"{base.__name__} {methods}", lambda: list(subclass(base, *methods)(a=1)))
for base, args in (filter, (None, [1])), (reversed, ([1],)), (map, (str, [1])), (zip, ([1],)):
    show(base.__name__, lambda: base(*args, k=1))
    show(base.__name__, lambda: list(subclass(base, "ignore")(*args, k=1)))
show("update", lambda: OrderedDict().update(1, 2))
show("OrderedDict", lambda: OrderedDict(1, 2))
for reverse in None, "a", 2**40, True, 0:
    show("sort", lambda: [2, 1, 3].sort(reverse=reverse))
show("pop", lambda: {}.pop([]))
show("pop", lambda: {}.pop([], 1))
show("pop", lambda: {1: 2}.pop([], 1))
for count in "a", 1.5:
    d = deque([1])
    try:
        d *= count
    except TypeError as e:
        print(e)

# fields that are deleted, arguments that are written to
getter = namedtuple("Pair", "a b").__dict__["a"]
del getter.__doc__
print(getter, getter.__doc__)
show("reduce", getter.__reduce__)
call = functools.partial(print)
call.keywords[1] = 2
show("partial", call)

# tuples of very many columns
rows = [(0,) * 300_000 + (i * 7 % 33,) for i in range(33)]
rows.sort()
print([row[-1] for row in rows])
