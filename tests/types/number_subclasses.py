"""Subclasses of int, float and complex, and the conversion protocols."""


class MyInt(int):
    def __new__(cls, value=0, tag="t"):
        self = super().__new__(cls, value)
        self.tag = tag
        return self

    def __add__(self, other):
        return MyInt(int(self) + other, self.tag + "+")


a = MyInt(5, "five")
print(a, a.tag, a + 1, (a + 1).tag, type(a + 1).__name__, type(a - 1).__name__, 1 + a, a * 2)
print(a == 5, hash(a) == hash(5), {5: "x"}[a], [10, 20, 30, 40, 50, 60][a], -a, type(-a).__name__)
print(isinstance(a, int), int(a) is a, type(int(a)).__name__, type(+a).__name__, repr(a), str(a))
print(f"{a:03d}", "%d" % a, a.bit_length(), a.to_bytes(2, "big"), a.__dict__, a.real, type(a.real).__name__)
big = MyInt(10 ** 40)
print(big, big // 10 ** 39, big == 10 ** 40, type(big // 1).__name__, big.bit_length(), big > a, a < big)
print(MyInt.from_bytes(b"\x01\x00", "big"), type(MyInt.from_bytes(b"\x01", "big")).__name__)
print(range(MyInt(3)), list(range(MyInt(3))), "ab" * MyInt(2), [0] * MyInt(2), round(MyInt(15), -1))


class MyFloat(float):
    def __repr__(self):
        return "MyFloat(%s)" % float.__repr__(self)


x = MyFloat("1.5")
x.note = "n"
print(x, str(x), [x], x + 1, type(x + 1).__name__, x == 1.5, hash(x) == hash(1.5), x.note, f"{x:.3f}")
print(-x, abs(x), int(x), float(x), type(float(x)).__name__, x.hex(), x.as_integer_ratio(), 2 * x)
print(MyFloat.fromhex("0x1.8p1"), type(MyFloat.fromhex("0x1p0")).__name__, MyFloat(0.0), not MyFloat(0.0))


class MyComplex(complex):
    pass


z = MyComplex(1, 2)
z.k = 1
print(z, z * 2, type(z * 2).__name__, z == 1 + 2j, hash(z) == hash(1 + 2j), z.k, abs(z), z.conjugate())
print(type(z.conjugate()).__name__, type(complex(z)).__name__, MyComplex("3+4j"))


class Index:
    def __index__(self):
        return 3


class Int:
    def __int__(self):
        return 7


class Float:
    def __float__(self):
        return 2.5


class Bad:
    def __int__(self):
        return "x"

    def __float__(self):
        return 1

    def __index__(self):
        return 1.5


class Round:
    def __round__(self, n=None):
        return ("round", n)

    def __trunc__(self):
        return 9

    def __pow__(self, other, mod=None):
        return ("pow", other, mod)

    def __rpow__(self, other, mod=None):
        return ("rpow", other, mod)

    def __divmod__(self, other):
        return ("divmod", other)

    def __rdivmod__(self, other):
        return ("rdivmod", other)

    def __complex__(self):
        return 3j


def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


for f in (lambda: int(Index()), lambda: int(Int()), lambda: float(Index()), lambda: float(Float()),
          lambda: int(Float()), lambda: float(Int()), lambda: int(Bad()), lambda: float(Bad()),
          lambda: hex(Index()), lambda: [1, 2, 3, 4][Index()], lambda: [1][Bad()], lambda: complex(Float()),
          lambda: complex(Round()), lambda: round(Round()), lambda: round(Round(), 2), lambda: 2 ** Round(),
          lambda: Round() ** 2, lambda: pow(Round(), 2, 3), lambda: divmod(Round(), 1),
          lambda: divmod(1, Round()), lambda: bytes(Index()), lambda: int("0x10", Index()),
          lambda: chr(Index()), lambda: range(Index())[1], lambda: "x" * Index(), lambda: int("12", base=3),
          lambda: int.__add__(3, 4), lambda: int.__add__(3, 4.0), lambda: float.__add__(3.0, 4),
          lambda: (3).__radd__(4), lambda: (3).__rsub__(4), lambda: (3).__rpow__(2), lambda: (3.0).__rdivmod__(7),
          lambda: int.__pow__(2, 3, 5), lambda: (2).__pow__(-1), lambda: (7).__divmod__(2), lambda: (5).__lt__(6),
          lambda: (5).__lt__(6.0), lambda: (5).__eq__("5"), lambda: (5.0).__eq__(5), lambda: True.__and__(False),
          lambda: True.__and__(1), lambda: (5).__index__(), lambda: (5).__bool__(), lambda: (5.5).__int__(),
          lambda: (5).__float__(), lambda: (5).__format__("04d"), lambda: (5.5).__format__(""),
          lambda: (5).__format__(5), lambda: (5).__round__(-1), lambda: (5).__getnewargs__(),
          lambda: (5.5).__getnewargs__(), lambda: (5).numerator, lambda: (5).denominator, lambda: (5.5).imag,
          lambda: True.real, lambda: True.__repr__(), lambda: int.__repr__(True), lambda: bool(Bad())):
    show(f)


class Truth:
    def __bool__(self):
        return 5


show(lambda: bool(Truth()))
print(bool.__mro__, issubclass(bool, int), isinstance(True, int), True == 1, True + True, [False, True][True])
show(lambda: type("B", (bool,), {}))
print(sum([True, True, False]), sum([0.1] * 3), sum([1, 2.5]), max(1, 2.0), min(True, 0), sorted([3, 1.5, True, -2]))
