from math import sqrt, inf, nan
import math

def norm(x, y):
    return sqrt(x * x + y * y)

def constants(n):
    t = 0
    for i in range(n):
        t += abs(-5) + max(-1, i) + int(-2.5) + abs(-0.5) + min(-1.5, 2.5)
    return t

def total(n, step):
    s = 0.0
    for i in range(n):
        x = i * step
        s += norm(x, 1.0) + abs(x - 2.0) + max(x, 1.5) - min(x, 0.25)
    return s

def ints(n, m):
    t = 0
    for i in range(n):
        t += abs(i - m) + max(i, m) * min(i, 3) + int(i * 0.5) + int(i)
        f = float(i) + float(i * 0.5)
        t = max(t, 5)
    return t, f

def edge(values):
    out = []
    for v in values:
        v = v + 0.0
        try:
            out.append((sqrt(v), abs(v), max(v, 0.0), min(0.0, v), max(0.0, v), min(v, -0.0), float(v)))
        except ValueError as e:
            out.append((str(e), abs(v), max(v, 0.0), min(0.0, v)))
        try:
            out.append(int(v))
        except (ValueError, OverflowError) as e:
            out.append(str(e))
    return out

def overflow(n):
    x = -2 ** 61
    for i in range(n):
        x = x * 2 + 0
        y = abs(x)
    return x, y

def strings(n):
    s = 0.0
    k = 0
    for i in range(n):
        s += float("1.5") + float(i)
        k += int("7") + int(2.9) + int(i)
        s += max(i, 2.5) + min(1, 2.5, i) + max([1.0, 2.0]) + abs(-1) + abs(1j)
    return s, k

def gcd(a, b):
    a = abs(a)
    b = abs(b)
    if b == 0:
        return a
    return gcd(b, a % b)

print(constants(3), norm(3.0, 4.0), norm(3, 4), total(50, 0.1), ints(40, 7), ints(5, 2.5))
print(edge([0.0, -0.0, 1.0, -1.0, 2.5, -2.5, inf, -inf, nan, 1e300, -1e300, 9e18, 1e-320]))
print(overflow(3), strings(4))
print(gcd(48, -18), gcd(2**70, 2**35), total(3, 1), total(3, 2**53 + 1))

def shadowed(n):
    s = 0.0
    for i in range(n):
        s += sqrt(i * 1.0) + abs(i * -1.0)
    return s
print(shadowed(10))
keep = sqrt
sqrt = lambda x: x + 100
print(shadowed(10), norm(3.0, 4.0))
sqrt = lambda x: "no"
try:
    shadowed(3)
except TypeError as e:
    print(e)
sqrt = keep
abs = lambda x: 1
print(shadowed(10), ints(10, 3))
del abs
print(shadowed(10))
max, min = min, max
print(total(10, 0.5), ints(10, 3))
