# Sets of ints that come and go: what is found, and the order that CPython's table gives.
class Same:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        print("eq", self.n, type(other).__name__)
        return self.n == other


seed = 12345


def random(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2**31
    return (seed >> 8) % n


def churn(keys, steps):
    s, there = set(), {}
    for step in range(steps):
        key = keys[random(len(keys))]
        assert (key in s) == (key in there)
        if key in there:
            if step % 2:
                s.remove(key)
            else:
                s.discard(key)
            del there[key]
        else:
            s.add(key)
            there[key] = 1
        assert len(s) == len(there)
    for key in keys:
        assert (key in s) == (key in there), key
    return list(s)


for n in 4, 12, 40, 200, 3000:
    result = churn(range(-n // 2, n // 2), n * 20)
    print(n, len(result), sum(i * k for i, k in enumerate(result)), result[:12])
# Keys that begin their search at one slot, or have one hash.
print(churn([i * 64 for i in range(40)], 600))
print(churn([i * 2**20 - 1 for i in range(30)], 500))
edges = [0, -1, -2, 2**61 - 1, 2**61 - 2, -(2**61 - 1), -(2**61), 2**61, 2**62, 2**61 + 5, 6, 5, -2**70,
         2**70, 1 - 2**61, 2 - 2**61]
print(churn(edges * 2, 300))
print(churn(edges + list(range(60)), 900))
# Other types that equal an int.
s = set(range(50))
print(True in s, 7.0 in s, 7.5 in s, complex(9) in s, -1.0 in s, "a" in s)
s.discard(3.0), s.discard(True), s.remove(4.0 + 0j)
print(1 in s, 3 in s, 4 in s, len(s))
s = {float(i) for i in range(30)} | {"x", None}
print(5 in s, 31 in s, "x" in s, "y" in s, sorted(i for i in range(40) if i in s) == list(range(30)))
s.discard(7)
print(7.0 in s, 7 in s, len(s))
# __eq__ is asked for keys with the same hash only, in the order of the table.
s = {Same(i) for i in (3, 67, 5)} | set(range(100, 130))
print(3 in s, 67 in s, 131 in s)
print(Same(101) in s, Same(5) in s, Same(9) in s)
s.discard(5)
print(5 in s, len(s))
# A set that changes while it is searched.
class Clears(Same):
    __hash__ = Same.__hash__

    def __eq__(self, other):
        s.clear()
        s.update(range(200, 240))
        return False


s = {Clears(3)} | set(range(100, 130))
print(3 in s, len(s), 200 in s, 100 in s)
s, t = set(range(20)), set(range(30, 80))
s ^= t
print(s == set(range(20)) | t, 10 in s, 25 in s, 79 in s)
s &= t
print(len(s), 10 in s, 79 in s)
s -= {30, 79}
print(30 in s, 31 in s, 79 in s, [s.pop() for i in range(5)], 31 in s, frozenset(s) == s)
names = ["name%d" % i for i in range(100)]
s = set(names)
print(all("na" + "me%d" % i in s for i in range(100)), any("nom%d" % i in s for i in range(100)))
