# Floats of inferred type, their edges, and leaving the float world.
import math


def newton(x):
    guess = x / 2.0
    for _ in range(30):
        guess = (guess + x / guess) / 2.0
    return guess


def harmonic(n):
    s = 0.0
    for i in range(1, n + 1):
        s += 1.0 / i
    return s


def accumulate(values):
    s = 0.0
    for v in values:
        s += v
    return s


def huge(n):
    x = 1e70
    for _ in range(n):
        x *= 10.0
    return x


def tiny(n):
    x = 1e-70
    for _ in range(n):
        x /= 10.0
    return x


def divide(a, b):
    try:
        return a / b, a // b, a % b, divmod(a, b)
    except ZeroDivisionError as error:
        return str(error)


def powers(a, b):
    try:
        return a ** b
    except (OverflowError, ZeroDivisionError) as error:
        return f"{type(error).__name__}: {error}"


def compare(a, b):
    return a < b, a <= b, a == b, a != b, a > b, a >= b


def count_steps(x):
    n = 0
    while x > 1.0:
        x *= 0.7
        n += 1
    return n, x


nan, inf = float("nan"), float("inf")
print(newton(2.0), harmonic(1000), accumulate([1, 2.5, True]), accumulate([0.1] * 10))
for n in (3, 6, 7, 8, 20, 238, 239):
    print(huge(n), tiny(n))
for a in (0.0, -0.0, 1.5, -7.25, 1e300, inf, nan):
    for b in (0.0, 2.0, -0.3, 1e-300, inf):
        print(a, b, divide(a, b), compare(a, b), a + b, a - b, a * b)
for a, b in [(2.0, 0.5), (-8.0, 1 / 3), (0.0, -1.0), (10.0, 400.0), (-2.0, 3.0), (2, -2), (nan, 0.0)]:
    print(a, b, powers(a, b))
print(count_steps(1e10), 1 < 1.5, 2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53 + 1, 10 ** 400 > inf)
print(0.1 + 0.2, 1e16, 1e15, 123456789012345680.0, 1e-5, 0.0001, 5e-324, 1.7976931348623157e308, 2 ** -44)
print(math.floor(-2.5), round(2.5), round(3.5), round(-1.25, 1), int(-3.99), -0.0 == 0.0, [0.0, -0.0])
print(hash(1.0), hash(0.5), hash(-0.0), hash(inf), hash(1e100), {1: "a", 1.0: "b", True: "c"})
