"""floats: repr, parsing, arithmetic and rounding over thousands of values, as checksums."""
import math
import struct

state = 99


def word():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
    return state ^ state >> 29


def operand():
    kind = word() >> 7 & 7
    if kind == 0:
        return (0.0, -0.0, 1.0, -1.0, 0.5, 1e308, 5e-324, 1e16, 1e-5, 123456789.0,
                float("inf"), float("-inf"), float("nan"), 2.5, -3.5, 1e22)[word() >> 5 & 15]
    if kind == 1:
        return float((word() >> 40) - (1 << 23))
    if kind == 2:
        return ((word() >> 40) - (1 << 23)) / 1000
    if kind == 3:
        return math.ldexp(1.0, (word() >> 20) % 2098 - 1074)
    if kind == 4:
        return math.ldexp((word() >> 12) - (1 << 51), (word() >> 20) % 120 - 100)
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


unary = {
    "repr": lambda x: (x, str(x), float(repr(x)) == x or x != x),
    "ratio": lambda x: (x.as_integer_ratio(), x.is_integer()),
    "hex": lambda x: (x.hex(), float.fromhex(x.hex()) == x or x != x),
    "int": lambda x: (int(x), math.floor(x), math.ceil(x), round(x)),
    "hash": lambda x: hash(x) if x == x else 0,
    "neg": lambda x: (-x, +x, abs(x), bool(x)),
    "round": lambda x: [attempt(round, x, n) for n in (-310, -300, -5, -1, 0, 1, 2, 3, 10, 17, 25, 323)],
    "%f": lambda x: ("%f" % x, "%.0f" % x, "%.2f" % x, "%.17f" % x, "%.30f" % x),
    "%e": lambda x: ("%e" % x, "%.0e" % x, "%.16e" % x, "%.17e" % x, "%.30e" % x),
    "%g": lambda x: ("%g" % x, "%.0g" % x, "%.3g" % x, "%.17g" % x, "%#.5g" % x, "%G" % x),
    "format": lambda x: (f"{x:.3}", f"{x:.17}", f"{x:,}", f"{x:+,.2f}", f"{x:020,.3f}", f"{x:%}",
                         f"{x:z.1f}", f"{x:_.4e}", f"{x:>15}", f"{x:*^20.5g}", f"{x:=+15}", f"{x:n}"),
    "bytes": lambda x: struct.pack(">d", x),
}
binary = {
    "+": lambda x, y: (x + y, x - y, x * y),
    "/": lambda x, y: x / y,
    "//": lambda x, y: x // y,
    "%": lambda x, y: x % y,
    "divmod": lambda x, y: divmod(x, y),
    "<": lambda x, y: (x < y, x <= y, x == y, x != y, x > y, x >= y),
    "int <": lambda x, y: (x < int(y), x == int(y), int(y) > x, int(y) <= x),
    "**": lambda x, y: x ** y,
    "** small": lambda x, y: x ** int(y % 5),
    "math": lambda x, y: (math.fmod(x, y), math.remainder(x, y), math.hypot(x, y), math.atan2(x, y)),
    "complex": lambda x, y: complex(x, y),
    "complex *": lambda x, y: (complex(x, y) * complex(y, x), complex(x, y) - y),
    "complex /": lambda x, y: complex(x, y) / complex(y, 1.5),
}
for name, f in unary.items():
    total = Sum()
    for i in range(500):
        total.add(attempt(f, operand()))
    print(name, total.value)
for name, f in binary.items():
    total = Sum()
    for i in range(800):
        total.add(attempt(f, operand(), operand()))
    print("binary", name, total.value)

total = Sum()
for i in range(2000):
    digits = str(word())
    text = digits[:1 + i % 19] + "." + digits[1 + i % 19:] + "e" + str((word() >> 30) % 660 - 350)
    total.add(float(text))
print("parse", total.value)
total = Sum()
for e in range(-1074, 1024):
    x = math.ldexp(1.0, e)
    total.add((x, math.nextafter(x, 0.0), math.nextafter(x, math.inf)))
print("powers of two", total.value)
print(2 ** -44.0, 9007199254740993.0, 1e23, 9.5e-5, 0.1 + 0.2, 1e15, 1e16, 123456789012345678.0)
