# Chains of operators on large ints: what is between two operators is used up by the second.
class Keeper:
    """Operators that keep what they are given."""
    def __init__(self):
        self.seen = []

    def __radd__(self, other):
        self.seen.append(other)
        return other

    __rsub__ = __rmul__ = __rmod__ = __rfloordiv__ = __add__ = __mul__ = __iadd__ = __radd__

    def __lt__(self, other):
        self.seen.append(other)
        return True

    __gt__ = __eq__ = __lt__


def chains(a, b, c, keeper):
    out = [
        4 * a + b - c, a * b - c * a, 10 * (a - b * c), (3 * a + b) // c - 10 * b,
        a + b + c + 1, a - b - c - 1, a * 2 * 4 * 8, a * 16 - a * 16, a * 0 + b, b - b * 1,
        (a * b) % c, (a - b) % (c * c + 7), (a + b) // (a * a + b * b + c * c), a * b + c * a + b * c,
        4 * a + b < c * a, a * 2 == a + a, a * b - a * b == 0, a * b > b * a, a - b <= a + b,
        (a + 1) * (b + 1) - a * b, (a * b) // b - a, a * c // (b * 3), a * 8 // 8 - a,
        (a + b) * (a - b) - (a * a - b * b), a * b * c // (a * b) - c,
    ]
    x = a
    x += b * c
    x -= b * c + 1
    x *= b + 1
    out.append(x)
    out.append(a * 5 + keeper)
    out.append(a * 6 - keeper)
    out.append((a + b) * keeper)
    out.append((a * 7) % keeper)
    out.append((a * 8) // keeper)
    out.append(a * 9 > keeper)
    out.append(keeper + a * 10)
    keeper2 = keeper
    keeper2 += a * 11
    out.append(keeper2)
    first, second = a * 3, a * 3 + 1
    out.append((first, second, first - second))
    return out


def digest(values):
    text = repr(values)
    total = 0
    for ch in text:
        total = (total * 131 + ord(ch)) % (10 ** 18 + 9)
    return len(text), total


sizes = [1, 5, 2 ** 30, 2 ** 61 - 1, 2 ** 61, 2 ** 62, 2 ** 63, 2 ** 64 - 1, 2 ** 64, 10 ** 25,
         3 ** 100, 7 ** 300, 2 ** 1000, 2 ** 1024 - 1, 11 ** 900, 3 ** 3000]
for a in sizes:
    for b in (3, 2 ** 62 + 1, 2 ** 64, 5 ** 100, 13 ** 500):
        row = []
        for c in (1, 2 ** 61, 10 ** 40, 17 ** 400):
            keeper = Keeper()
            for signs in ((1, 1, 1), (-1, 1, 1), (1, -1, 1), (1, 1, -1), (-1, -1, -1)):
                row += chains(a * signs[0], b * signs[1], c * signs[2], keeper)
            row += keeper.seen
        print(a % 1000, b % 1000, digest(row))


def kept(n):
    """What was kept stays as it was while more is computed."""
    keeper = Keeper()
    for i in range(n):
        (3 ** 90 + i) * 7 + keeper
        keeper + (5 ** 90 - i) * 3
    junk = [(2 ** 200 + i) * 3 - i for i in range(50)]
    return all(keeper.seen[2 * i] == (3 ** 90 + i) * 7 and
               keeper.seen[2 * i + 1] == (5 ** 90 - i) * 3 for i in range(n)), len(junk)


print(kept(100))
try:
    (2 ** 100 * 3 + 1) // (2 ** 70 - 2 ** 70)
except ZeroDivisionError as e:
    print(e)
try:
    (2 ** 100 * 3 + 1) + "x"
except TypeError as e:
    print(e)


def series(n):
    for i in range(n):
        yield (2 ** 90 + i) * 3 - (yield i)


g = series(3)
print(next(g), g.send(2 ** 80), next(g), g.send(-1), next(g), g.send(3 ** 99))
