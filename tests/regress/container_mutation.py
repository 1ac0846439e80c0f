# Code of the program (__index__, __eq__, __repr__, an iterator) changes a container in the midst of
# an operation on it.
import itertools
from collections import OrderedDict, deque
from types import SimpleNamespace


def show(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, e)


class Index:
    def __init__(self, action, n):
        self.action, self.n = action, n

    def __index__(self):
        self.action()
        return self.n


def with_list(f):
    items = [1, 2, 3]
    return f(items), items


show("imul", lambda: with_list(lambda l: l.__imul__(Index(l.clear, 2))))
show("imul", lambda: with_list(lambda l: l.__imul__(Index(lambda: l.append(4), 2))))
show("imul", lambda: with_list(lambda l: l.__imul__(Index(lambda: l.append(4), 0))))
show("pop", lambda: with_list(lambda l: l.pop(Index(l.clear, 0))))
show("pop", lambda: with_list(lambda l: l.pop(Index(lambda: l.extend([7] * 50), -1)))[0])
show("insert", lambda: with_list(lambda l: l.insert(Index(l.clear, 2), 9)))


class Key:
    """Of four hashes; the first __eq__ does `action`."""
    action = None

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 4

    def __eq__(self, other):
        action, Key.action = Key.action, None
        if action:
            action()
        return self.n == other.n

    def __repr__(self):
        return f"K{self.n}"


def keys(*numbers):
    return [Key(n) for n in numbers]


for numbers in (13, 1, 2), (1, 13), (13,), (9, 13, 1, 2), tuple(range(12)):
    for new in 13, 17:
        s = set(keys(*numbers))
        for action in (s.clear, s.pop, lambda: s.add(Key(3)),
                       lambda: s.update(keys(*range(20, 40)))):
            s.update(keys(*numbers))
            Key.action = action
            s.add(Key(new))
            Key.action = None
            print("add", sorted(map(repr, s)), len(s) == len(list(s)))
        d = dict.fromkeys(keys(*numbers))
        for action in d.clear, d.popitem, lambda: d.setdefault(Key(3)):
            d.update(dict.fromkeys(keys(*numbers)))
            Key.action = action
            show("pop", lambda: d.pop(Key(new)))
            Key.action = None
            print("dict", d, len(d) == len(list(d)))

# A deleted slot that a search has passed is filled by __eq__.
s = set(keys(*range(40)))
for n in range(0, 40, 3):
    s.discard(Key(n))
Key.action = lambda: s.update(keys(*range(40, 60)))
s.add(Key(100))
print(Key(100) in s, Key(59) in s)


class Grower:
    def __init__(self, d, n):
        self.d, self.n = d, n

    def __eq__(self, other):
        self.d.append(0)
        return self.n == other


for n in 5, 6:
    for f in (lambda d: 5 in d, lambda d: d.index(5), lambda d: d.count(5), lambda d: d.remove(5)):
        d = deque()
        d.extend([Grower(d, n), 5])
        show("deque", lambda: f(d))


class Ordered:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        print("==", end=" ")
        return self.n == other.n

    def __lt__(self, other):
        return "less"


print(deque([Ordered(1)]) < deque([Ordered(2)]))
print(deque([Ordered(1)]) == deque([Ordered(2)]), deque([Ordered(1)]) != deque([Ordered(2)]))

# A dict made from an OrderedDict whose entries were moved.
od = OrderedDict()
od[8], od[16] = 1, 2
od.move_to_end(16, last=False)
d = dict(od)
del d[8]
print(d, 16 in d, d[16])
d = {}
d.update(od)
print(d.popitem(), 16 in d)

# An iterator of an OrderedDict ends with its last item, whatever happens then.
for size in 0, 1, 3:
    for n in range(size + 1):
        for walk in iter, reversed, lambda od: iter(od.items()):
            od = OrderedDict.fromkeys(range(size))
            it = walk(od)
            for _ in range(n):
                next(it)
            od["new"] = 1
            show(f"OrderedDict {size} {n}", lambda: list(it))

# SimpleNamespace's repr shows what there was.
ns = SimpleNamespace()


class Adder:
    count = 0

    def __repr__(self):
        Adder.count += 1
        setattr(ns, f"more{Adder.count}", Adder())
        return "adder"


class Remover:
    def __repr__(self):
        if hasattr(ns, "last"):
            del ns.last
        return "remover"


ns.a, ns.b, ns.c, ns.last = 1, Adder(), Remover(), 2
print(ns)
print(list(vars(ns)))


class Asker:
    """A source that, at its item number `when`, asks the iterator that draws from it."""

    def __init__(self, make, when):
        self.n, self.when, self.seen = 0, when, []
        self.outer = make(self)

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 12:
            raise StopIteration
        if self.n == self.when:
            for _ in range(20):
                self.seen.append(next(self.outer, "end"))
                if self.seen[-1] == "end":
                    break
        return self.n


makers = {
    "islice": lambda source: itertools.islice(source, 1, 9, 2),
    "zip_longest": lambda source: itertools.zip_longest(source, [1, 2, 3]),
    "cycle": itertools.cycle,
    "chain": itertools.chain,
    "accumulate": itertools.accumulate,
    "enumerate": enumerate,
    "zip": lambda source: zip(source, range(5)),
    "takewhile": lambda source: itertools.takewhile(lambda v: v < 8, source),
}
for name, make in makers.items():
    for when in 1, 2, 3:
        source = Asker(make, when)
        print(name, [next(source.outer, "end") for _ in range(16)], source.seen)
source = Asker(itertools.pairwise, 1)
print("pairwise", list(source.outer), source.seen)


def lost_next(make):
    class Iterator:
        def __iter__(self):
            return self

        def __next__(self):
            return 1

    it = make(Iterator())
    del Iterator.__next__
    return next(it)


for make in (itertools.chain, itertools.cycle, lambda x: itertools.islice(x, 3), itertools.pairwise,
             lambda x: itertools.compress(x, [1]), itertools.accumulate, itertools.groupby, zip,
             lambda x: itertools.tee(x)[0], itertools.zip_longest, enumerate,
             lambda x: map(str, x), lambda x: filter(None, x)):
    show("lost", lambda: lost_next(make))
