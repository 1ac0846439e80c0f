"""math and cmath: functions over many values, as checksums."""
import cmath
import math
import struct

state = 4242


def word():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
    return state ^ state >> 29


special = (0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.5, -2.5, math.inf, -math.inf, math.nan, 1e308, -1e308,
           5e-324, 1e-310, 171.5)


def operand():
    kind = word() >> 7 & 7
    if kind == 0:
        return special[word() >> 5 & 15]
    if kind < 4:
        return ((word() >> 40) - (1 << 23)) / 100000
    if kind == 4:
        return float((word() >> 56) - 128)
    if kind == 5:
        return math.ldexp((word() >> 12) - (1 << 51), (word() >> 20) % 120 - 110)
    return struct.unpack("<d", struct.pack("<Q", word()))[0]


class Sum:
    def __init__(self):
        self.value = 0

    def add(self, thing):
        value = self.value
        for c in repr(thing):
            value = (value * 131 + ord(c)) % 2305843009213693951
        self.value = value


def attempt(f, *args):
    try:
        return f(*args)
    except (ArithmeticError, ValueError, TypeError) as e:
        return type(e).__name__, str(e)


for name in ("acos acosh asin asinh atan atanh cbrt ceil cos cosh degrees erf erfc exp exp2 expm1 fabs "
             "floor frexp gamma isfinite isinf isnan lgamma log log10 log1p log2 modf radians sin sinh "
             "sqrt tan tanh trunc ulp").split():
    f = getattr(math, name)
    total = Sum()
    for i in range(600):
        total.add(attempt(f, operand()))
    print(name, total.value)
for name in "atan2 copysign fmod hypot isclose nextafter pow remainder log".split():
    f = getattr(math, name)
    total = Sum()
    for i in range(600):
        total.add(attempt(f, operand(), operand()))
    print(name, total.value)
for name in "comb perm gcd lcm".split():
    f = getattr(math, name)
    total = Sum()
    for i in range(300):
        total.add(attempt(f, word() >> 54, word() >> 56))
    print(name, total.value)
for name in "factorial isqrt".split():
    f = getattr(math, name)
    total = Sum()
    for i in range(300):
        total.add(attempt(f, i))
    print(name, total.value)
total = Sum()
for i in range(300):
    values = [operand() for j in range(i % 40)]
    total.add(attempt(math.fsum, values))
    total.add(attempt(math.fsum, [x for x in values if abs(x) < 1e300] * 3))
print("fsum", total.value)
total = Sum()
for i in range(300):
    p = [operand() for j in range(i % 8)]
    q = [operand() for j in range(i % 8)]
    total.add((attempt(math.dist, p, q), attempt(lambda: math.hypot(*p)), attempt(math.prod, p)))
print("dist", total.value)
for name in ("sqrt exp log log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh phase polar "
             "isfinite").split():
    f = getattr(cmath, name)
    total = Sum()
    for x in special:
        for y in special:
            total.add(attempt(f, complex(x, y)))
    for i in range(400):
        total.add(attempt(f, complex(operand(), operand())))
    print("cmath", name, total.value)
for name in "rect log isclose".split():
    f = getattr(cmath, name)
    total = Sum()
    for x in special:
        for y in special:
            total.add(attempt(f, x, y))
    for i in range(400):
        total.add(attempt(f, operand(), operand()))
    print("cmath", name, total.value)
