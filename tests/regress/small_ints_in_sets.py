# `in` a set of small ints: -1, whose hash is that of -2, ints that are not their own hash, shared
# homes, items that are equal but no ints.
M = (1 << 61) - 1
edge = [-3, -2, -1, 0, 1, 2, 7, 8, M - 1, M, M + 1, -M, -M + 1, -M - 1, 1 << 61, -(1 << 61), 1 << 62,
        -(1 << 62), M * 2, M * 2 + 1]


def holds(s, items):
    return "".join("01"[i in s] for i in items)


def count(s, items):
    n = 0
    for i in items:
        if i in s:
            n += 1
    return n


for size in (3, 8, 9, 20, 100):
    for start in (-size, 0, M - 3, -M - 2, -size // 2):
        s = set(range(start, start + size))
        print(size, start, holds(s, edge), count(s, range(start - 5, start + size + 5)))
for missing in edge:
    s = set(edge) - {missing}
    print(missing, holds(s, edge), holds(frozenset(s), edge))
s = {i * 64 for i in range(12)} | {-1, 1}
print(holds(s, range(-3, 70)), True in s, 1.0 in s, -1.0 in s, 64.0 in s, 0.5 in s)
s.discard(-1)
print(-1 in s, -2 in s)
s.add(-2)
print(-1 in s, -2 in s)


class Same:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n

    def __eq__(self, other):
        print("compared", self.n, other)
        return other == self.n


s = {Same(5), Same(-2)} | set(range(100, 120))
print(5 in s, -1 in s, -2 in s, 6 in s, 105 in s)
