# super().method(...) at sites that see several classes, changes of classes, and errors on the way.
class Base:
    def __init__(self, *args, **kwargs):
        self.seen = args, kwargs

    def name(self):
        return "Base"

    def pair(self, a, b=2):
        return a, b

    @classmethod
    def make(cls, x):
        return cls.__name__, x

    @staticmethod
    def plain(x):
        return x

    def append(self, x):
        return "append", x

    value = 7
    call_me = print


class Left(Base):
    def name(self):
        return "Left " + super().name()


class Right(Base):
    def name(self):
        return "Right " + super().name()

    def pair(self, a, b=3):
        return super().pair(b, a)


class Both(Left, Right):
    def __init__(self, x, *rest, key=None):
        super().__init__(x, *rest, key=key)

    def name(self):
        return "Both " + super().name()

    def pair(self, a, b=4):
        return super().pair(a, b=b), super().pair(a + b), super().pair(b + a, b - a)

    @classmethod
    def make(cls, x):
        return super().make(x), super().make(x + 1)

    def plain(self, x):
        return super().plain(x), super().plain(x + x), super().value

    def append(self, x):
        return super().append(x), super().append(x + 1)

    def call_me(self):
        super().call_me("called", end=".\n")


class Other(Left):
    pass


for o in (Both(1, 2, key=3), Left(), Right(), Both(5), Other(), Left()):
    print(o.name(), o.seen)
b = Both(0)
print(b.pair(1, 5), b.make(3), Both.make(4), b.plain(2), b.append(3))
b.call_me()

Right.name = lambda self: "changed"
print(b.name(), Left().name())
del Right.name
print(b.name())
Base.name = lambda self: "new"
print(b.name(), Right().name())
Left.__bases__ = (Right,)
print(Left().name(), Other().name())
Left.__bases__ = (Base,)
print(Left().name())


class Missing(Base):
    def go(self):
        return super().nothing(1)

    def bad(self):
        return super().pair()

    def late(self):
        return super().pair(undefined)

    def cell(self):
        def inner():
            return self
        return super().name(), inner() is self

    def swapped(self):
        self = 3
        return super().name()

    def gone(self):
        del self
        return super().name()

    def nested(self):
        return [super().name() for _ in range(1)]


import sys

for f in ("go", "bad", "late", "cell", "swapped", "gone", "nested"):
    for again in range(2):
        try:
            print(f, getattr(Missing(), f)())
        except Exception as e:
            tb = e.__traceback__.tb_next
            print(f, type(e).__name__, e, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno)


class Text(str):
    def upper(self):
        return super().upper() + "!"

    def __repr__(self):
        return "T" + super().__repr__()


class Error(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


class Special(Error):
    def __init__(self, value):
        super().__init__([value])


class Meta(type):
    def __new__(mcls, name, bases, namespace):
        return super().__new__(mcls, name, bases, namespace)

    def __call__(cls, *args):
        return super().__call__(*args), 1

    def hello(cls):
        return super().__repr__()[:8]


class Made(metaclass=Meta):
    def __new__(cls, *args):
        return super().__new__(cls)


print(Text("a").upper(), repr(Text("b")), [Error(i).args for i in range(2)], Special(3).value)
print(type(Made(1)[0]), Made.hello())


def fake(super):
    class C(Base):
        def name(self):
            return super().name()
    return C().name()


class Fake:
    def name(self):
        return "fake"


print(fake(Fake), fake(lambda: Fake()))
super = Fake
try:
    Both(1)
except TypeError as e:
    print(e)
print(Left.name(3))
