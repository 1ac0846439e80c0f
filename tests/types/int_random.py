"""ints: every operation over thousands of pseudo-random operand pairs, as checksums."""
import sys

state = 12345


def bits(n):
    """n pseudo-random bits, from a linear congruential generator."""
    global state
    value = 0
    got = 0
    while got < n:
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        value = value << 32 | state >> 32
        got += 32
    return value >> (got - n)


def operand():
    kind = bits(4)
    if kind < 4:
        return bits(6) - 32
    if kind < 7:
        exponent = (31, 32, 52, 53, 54, 60, 61, 62, 63, 64, 65, 127, 128, 129, 192, 256)[bits(4)]
        value = (1 << exponent) + bits(3) - 4
    elif kind < 9:
        value = bits(1 + bits(7)) << bits(8)
    elif kind < 15:
        value = bits(1 + bits(8))
    else:
        value = bits(1 + bits(12))
    return -value if bits(1) else value


class Sum:
    """A checksum of reprs that does not depend on hash randomisation."""

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


binary = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
    "divmod": lambda a, b: divmod(a, b),
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "<": lambda a, b: (a < b, a <= b, a == b, a != b, a > b, a >= b),
    "<<": lambda a, b: a << (b & 511),
    ">>": lambda a, b: a >> (b & 511),
    "**": lambda a, b: (a ** (b & 7)) % (1 << 4000),
    "pow": lambda a, b: pow(a, b & 0xFFFFFFFFFFFFFFFFFFFF, (a ^ b) | 1),
    "inverse": lambda a, b: pow(a, -1, b),
    "//exact": lambda a, b: a * b // b,
    "%exact": lambda a, b: (a * b + 1) % b,
    "float <": lambda a, b: (a < float(b), a == float(b), float(a) >= b),
    "float +": lambda a, b: (a + float(b), float(a) * b),
    "complex": lambda a, b: a * 1j + b,
    "round": lambda a, b: round(a, -(b & 31)),
}
unary = {
    "-": lambda a: (-a, +a, ~a, abs(a), bool(a), not a),
    "hash": lambda a: (hash(a), hash(-a), hash(float(a)) == hash(int(float(a)))),
    "str": lambda a: (str(a), int(str(a)) == a, "%d" % a, "%x" % a, f"{a:,}", f"{a:_b}"),
    "bases": lambda a: (hex(a), oct(a), bin(a), int(hex(a), 16) == a, int(bin(a), 0) == a),
    "base 7": lambda a: int(str(abs(a) % 7 ** 5 // 1).replace("9", "1").replace("8", "2")
                            .replace("7", "3"), 8),
    "bits": lambda a: (a.bit_length(), a.bit_count(), a.as_integer_ratio()),
    "bytes": lambda a: (a.to_bytes(520, "big", signed=True)[-40:],
                        a.to_bytes(521, "little", signed=True)[:40],
                        int.from_bytes(a.to_bytes(522, "big", signed=True), "big", signed=True) == a),
    "float": lambda a: (float(a), int(float(a)), float(a).as_integer_ratio()),
    "format": lambda a: (f"{a:>+30,d}", f"{a:#040x}", f"{a:e}", f"{a:.3f}", f"{a:g}", f"{a:%}"),
}

for name, f in binary.items():
    total = Sum()
    for i in range(600):
        a, b = operand(), operand()
        total.add(attempt(f, a, b))
    print(name, total.value)
for name, f in unary.items():
    total = Sum()
    for i in range(400):
        total.add(attempt(f, operand()))
    print("unary", name, total.value)

# large: conversion both ways, multiplication, division
for n in (1000, 4000, 20000):
    a, b = bits(n), bits(n // 2)
    total = Sum()
    sys.set_int_max_str_digits(0)
    text = str(a)
    total.add(text)
    total.add((int(text) == a, a * b % 1000003, a // b, a % b, (a * b) // a == b, a * a - a ** 2))
    print(n, len(text), total.value)
