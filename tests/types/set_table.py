# The order of sets after many additions and removals, and keys that are equal without being the same.


class Same:
    def __init__(self, hash, name):
        self.hash, self.name = hash, name

    def __hash__(self):
        return self.hash

    def __eq__(self, other):
        return isinstance(other, Same) and self.name == other.name

    def __repr__(self):
        return self.name


def numbers(seed):
    while True:
        seed = (seed * 1103515245 + 12345) % 2**31
        yield seed >> 8


for span in (5, 12, 40, 300):
    source = numbers(span)
    s = set()
    for step in range(2000):
        x = next(source) % span - span // 3
        if next(source) % 2:
            s.add(x)
        else:
            s.discard(x)
        if step % 400 == 0:
            print(step, list(s)[:20], len(s), x in s)
    t = set(s)
    print(list(t)[:10], list(s - {1, 2}) [:10], list(s | {7.5, -1.0})[:10], s.copy() == t)
    while len(s) > 3:
        print(s.pop(), end=" ")
    print(s)

s = {1, 0, 2.0, True, False, -1, -2, 2**61 - 1, 2**61, -(2**61), 2**61 + 1, 3 + 0j}
print(sorted(map(str, s)), 1.0 in s, 0.0 in s, 2 in s, 3 in s, 2**61 - 2 in s, -(2**61) + 1 in s)
s = {Same(i % 3, chr(97 + i)) for i in range(12)}
print(len(s), Same(0, "a") in s, Same(1, "a") in s, 0 in s, Same(2, "c") in s)
for i in range(0, 12, 2):
    s.remove(Same(i % 3, chr(97 + i)))
print(sorted(s, key=repr), Same(0, "a") in s, Same(0, "d") in s)
s |= {0, 1, 2}
print(len(s), 0 in s, 2 in s, Same(2, "f") in s, Same(2, "2") in s)
s.clear()
s.update(range(100), range(50, 150))
s -= set(range(0, 150, 3))
a, b = s, {1, 2}
a ^= b
print(list(s), s.__sizeof__() > 200, frozenset(s) == s, hash(frozenset(s)))
strings = set(str(i) for i in range(60))
for i in range(0, 60, 2):
    strings.remove("%d" % i)
print(sorted(strings), "3" in strings, "4" in strings)
for bad in ([], {}):
    try:
        strings.add(bad)
    except TypeError as e:
        print(e)
try:
    strings.remove("4")
except KeyError as e:
    print(repr(e))


class Changing:
    """__eq__ changes the set that is searched."""

    def __hash__(self):
        return 5

    def __eq__(self, other):
        target.clear()
        target.update(range(20))
        return False


target = {Changing(), 9}
print(5 in target, list(target))


# methods of builtin types at one site, whatever the object
class Mine(set):
    def add(self, x):
        print("add", x)

    def remove(self, x):
        return set.remove(self, x + 1)


class Other:
    def add(self, x):
        print("other", x)


def each(objects):
    for o in objects:
        o.add(3)
        if isinstance(o, set):
            (o.remove)(2) if type(o) is Mine else o.discard(2)
            o.update([1], [2])
            print(o.pop() in (1, 2, 3), len(o))


each([set(), {2, 3}, Mine([3]), Other(), {5}, Mine([3]), {6}])
for f in (lambda s: s.add(), lambda s: s.add(1, 2), lambda s: s.nothing(1), lambda s: s.pop(1)):
    for k in range(3):
        try:
            f({1})
        except (TypeError, AttributeError) as e:
            print(e)


def pops(lists):
    for l in lists:
        yield l.pop(), l.pop(0), l


print(list(pops([[1, 2, 3], bytearray(b"abc"), [4, 5]])))
print([d.get(1) for d in ({1: 2}, {})], [d.get(1, 5) for d in ({1: 2}, {})], [d.setdefault(3) for d in ({3: 1}, {})])
