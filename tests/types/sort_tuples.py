# Sorting tuples: column by column where that cannot be told apart.
import random

random.seed(5)


def check(items, key=None):
    """Against an insertion sort by comparison."""
    for reverse in (False, True):
        got = sorted(items, key=key, reverse=reverse)
        want = []
        for x in items:
            kx = key(x) if key else x
            i = len(want)
            while i and (kx < want[i - 1][0] if not reverse else want[i - 1][0] < kx):
                i -= 1
            want.insert(i, (kx, x))
        assert len(got) == len(want) and all(a is b for a, (_, b) in zip(got, want)), items


makers = {
    "int": lambda: random.randrange(-5, 6),
    "wide": lambda: random.randrange(-10 ** 9, 10 ** 9),
    "big": lambda: random.choice([10 ** 30, -10 ** 25, 3, 2 ** 61, 2 ** 61 - 1]),
    "float": lambda: random.choice([0.0, -0.0, 1.5, -2.25, 1e300, float("inf"), -float("inf")]),
    "str": lambda: random.choice(["", "a", "b", "ab", "\u00e9", "\u4e00", "a\0", "zz"]),
    "bool": lambda: random.choice([True, False]),
    "mixed": lambda: random.choice([1, 2.5, True, 10 ** 20]),
    "bytes": lambda: random.choice([b"", b"a", b"b"]),
    "tuple": lambda: (random.randrange(3), random.choice("ab")),
    "none": lambda: None,
}
kinds = list(makers)
for trial in range(120):
    n = random.choice([0, 1, 2, 31, 32, 33, 64, 70])
    columns = [random.choice(kinds) for _ in range(random.randrange(0, 4))]
    columns = [c for c in columns if c != "none"] or ["int"]
    rows = [tuple(makers[c]() for c in columns) for _ in range(n)]
    check(rows)
    check(list(range(n)), key=rows.__getitem__)
for n in (40, 200):
    check([tuple(range(random.randrange(4))) for _ in range(n)])
    check([() for _ in range(n)])
    check([(i, None) for i in random.sample(range(n), n)])
    check([[random.randrange(4), i] for i in range(n)])
    check(["%d" % random.randrange(9) for i in range(n)], key=lambda s: (len(s), s))
big = [(random.randrange(50), "name%d" % random.randrange(90), random.random()) for _ in range(5000)]
for key in (None, lambda p: (-p[2], p[1]), lambda p: (p[1], p[0]), lambda p: p[:2], lambda p: p[0:1]):
    s = sorted(big, key=key)
    k = [key(x) if key else x for x in s]
    assert all(a <= b for a, b in zip(k, k[1:]))
    print(s[0][:2], s[-1][:2], s[2500][:2])


class Loud:
    calls = []

    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        Loud.calls.append((self.n, other.n))
        return self.n < other.n

    def __eq__(self, other):
        Loud.calls.append((self.n, "==", other.n))
        return self.n == other.n


pairs = [(i % 7, Loud(i * 37 % 11)) for i in range(60)]
print([(a, b.n) for a, b in sorted(pairs)], len(Loud.calls), hash(tuple(Loud.calls)) == hash(tuple(list(Loud.calls))))
print(Loud.calls[:12], Loud.calls[-5:])


def attempt(items, **how):
    items = list(items)
    try:
        items.sort(**how)
        print("sorted", items[:3], items[-2:])
    except Exception as e:
        print(type(e).__name__, e, len(items))


nan = float("nan")
attempt([(i % 3, nan if i % 5 == 0 else float(i % 4)) for i in range(50)])
attempt([(nan if i % 5 == 0 else float(i % 4), i) for i in range(50)])
attempt([(i % 3, None) for i in range(50)])
attempt([(i, None) for i in range(50)], reverse=True)
attempt([(i % 3, "x" if i % 4 else 5) for i in range(50)])
attempt([(i % 3, i) if i != 40 else "str" for i in range(50)])
attempt([(i % 2, {i % 3}) for i in range(50)])
attempt([(i % 3, i % 2 == 0) for i in range(50)])


class T(tuple):
    def __lt__(self, other):
        return tuple.__gt__(self, other)


attempt([T((i % 3, i)) for i in range(50)])
attempt([(i % 3, i) if i % 2 else T((i % 3, i)) for i in range(50)])
