# Loops on ints and floats whose types are guessed, and what happens where the guess is wrong.


def overflow(n):
    x = 1
    for i in range(n):
        x = x * 3 + i
    return x


def counting(limit, step):
    out = []
    i = limit - 3 * step
    while i < limit:
        i += step
        out.append(i)
    return out


def signs(values):
    rows = []
    for v in values:
        rows.append((v // 3, v % 3, v // -3, v % -3, v >> 1, v << 2, -v, ~v, v & 6, v | 6, v ^ 6))
    return rows


def quotients(a, n):
    out = []
    for i in range(n, -n, -1):
        try:
            out.append((a / i, a // i, a % i))
        except ZeroDivisionError as error:
            out.append(str(error))
    return out


def ranges(start, stop, step):
    total = 0
    for i in range(start, stop, step):
        total = total * 7 + i
    for i in range(stop):
        total -= i
    return total, i


def average(values):
    s = 0.0
    n = 0
    for v in values:
        s += v * 0.5
        n += 1
    return s / n


def changing(items):
    best = 0
    for item in items:
        if item * 2 > best:
            best = item * 2
    return best


def handlers(items):
    done = 0
    total = 0.5
    for i in range(len(items)):
        done = i
        try:
            total = total + 1.0 / items[i]
            done = done + 1
        except ZeroDivisionError:
            total = total * 2.0
        except TypeError as error:
            return done, total, str(error)
        finally:
            total += 0.25
    return done, total


def nested(n):
    count = 0
    for i in range(n):
        for j in range(i, n):
            if (i * j) % 3 == 1:
                continue
            if j - i > 5:
                break
            count += i - j
        else:
            count += 100
    return count


def shadowed(range):
    total = 0
    for i in range(3):
        total += i
    return total


def power(x, n):
    out = []
    for i in range(n):
        x = x ** 2
        out.append(x)
    return out


def shifts(n):
    out = []
    for i in range(n):
        out.append((1 << i * 16, -1 << i * 16, 12345678901 >> i * 7))
    return out


def comparisons(values, limit):
    out = []
    for v in values:
        f = v * 1.0
        out.append((f < limit, f == limit, limit <= f, not f, f != f, v == f))
    return out


def unbound(n):
    for i in range(n):
        last = i * 2
    return last


def late(n):
    x = 0
    for i in range(n):
        if i == 3:
            x = "s"
        elif i == 5:
            x = 0.5
        elif x == "s":
            x = x * 2
    return x


def negative_zero(n):
    z = 0.0
    for i in range(n):
        z = -z
    return z


def extremes(x, n):
    out = []
    for i in range(n):
        x = x * 1e200
        out.append(x)
    for i in range(n):
        x = x - x
        out.append(x)
    return out


def big_steps():
    total = 0
    for i in range(2**61 - 2, 2**61 + 2):
        total += i
    for i in range(-2**62, -2**62 + 3):
        total -= i
    x = 2**61 - 2
    for i in range(4):
        x += 1
        total ^= x
    return total


class Number:
    def __init__(self, value):
        self.value = value

    def __radd__(self, other):
        return ("radd", other, self.value)

    def __mul__(self, other):
        return ("mul", self.value, other)

    def __index__(self):
        return self.value


def foreign(items):
    out = []
    total = 1.5
    for item in items:
        total = total + item
        out.append(total)
    return out


print(overflow(10), overflow(60))
print(counting(10, 1), counting(2**62, 2**60), counting(0.75, 0.25))
print(signs([7, -7, 0, 2**61 - 1, -2**61, 2**62, -2**63, 2**64]))
try:
    signs([1.5])
except TypeError as error:
    print(error)
print(quotients(7, 3))
print(quotients(7.5, 3))
print(quotients(2**70, 2))
print(ranges(0, 10, 3), ranges(10, 2, -2), ranges(-5, 5, 1))
for bad in ((0, 5, 0), (0, 2.5, 1), ("a", 1, 1)):
    try:
        ranges(*bad)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(average([1, 2, 3.5]), average([1e308, 1e308]), average([True, 2**70]))
print(changing([1, 5, 2]), changing([0.5, 2, 1]), changing([2**62, 1]))
try:
    changing(["a", 1])
except TypeError as error:
    print(error)
print(handlers([1, 2, 0, 4]), handlers([1.0, "x"]), handlers([]))
print(nested(12))
print(shadowed(range), shadowed(lambda n: [1.5] * n))
print(power(3, 7), power(1.5, 4), power(-2, 3))
print(shifts(6))
try:
    for n in (1, -1):
        print(ranges(1, n, 1))
except UnboundLocalError as error:
    print(error)
print(comparisons([1, 2.5, 2**53 + 1, -0.0], 2**53 + 1), comparisons([float("nan")], 1.5))
print(unbound(4))
try:
    unbound(0)
except UnboundLocalError as error:
    print(error)
print([late(n) for n in range(8)])
print(negative_zero(2), negative_zero(3), str(negative_zero(1)))
print(extremes(1.0, 3))
print(big_steps())
print(foreign([1, 2.5, Number(3)]))


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def fact(n):
    return 1 if n < 2 else n * fact(n - 1)


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def weight(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def clamp(x, low, high):
    if x < low:
        return low
    if x > high:
        return high
    return x


def weights(n):
    s = 0.0
    for i in range(n):
        for j in range(n):
            s += weight(i, j)
    return s


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


print(gcd(2**40 * 15, 2**38 * 9), gcd(2**80 * 15, 2**78 * 9), gcd(12, 0))
print(fact(5), fact(20), fact(21), fact(30), fact(1.5))
print(fib(20), fib(2.5), fib(True))
print(weight(3, 4), weights(10), weight(2**40, 2**41), weight(0.5, 1.5))
try:
    weight(-1, 0)
except ZeroDivisionError as error:
    print(error)
print(clamp(5, 0, 3), clamp(0.5, 0, 3), clamp(-2**70, -2**65, 0), clamp(2, 0, 3), clamp("b", "a", "c"))
print(deep(500))
try:
    deep(100000)
except RecursionError as error:
    print(error)
real_weight = weight
weight = lambda i, j: i * j
print(weights(4))
weight = lambda i, j: str(i)
try:
    weights(4)
except TypeError as error:
    print(error)
weight = real_weight
print(weights(4))


def overflowing_chain(x):
    z = x
    for i in range(2, 9):
        y = 2305843009213693951 + i
        z = (-z) * (i - y)
    return z


def float_bits(a, b):
    out = 1.5
    for i in range(3):
        a = a * 1.0
        out = a & b
    return out


def float_power(x, n):
    for i in range(n):
        x = -x
        x = x ** 2.0 * 3
    return x


def large_constants(x, n):
    for i in range(n):
        x = x * 0.5 + 2305843009213693952
        x = x - 4611686018427387904
    return x


print(overflowing_chain(3))
print(large_constants(1.5, 3), large_constants(1, 2))
for call in (lambda: float_bits(1, 2), lambda: float_power(1e100, 5), lambda: float_power(2.0, 3)):
    try:
        print(call())
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)
