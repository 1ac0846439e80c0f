# Classes: scopes, MRO, descriptors, special methods, changing things at run time.
class Base:
    kind = "base"
    registry = []

    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, tag))

    def who(self):
        return "base", self.kind


class Left(Base, tag="l"):
    kind = "left"

    def who(self):
        return ("left", *super().who())


class Right(Base):
    def who(self):
        return ("right", *super().who())


class Both(Left, Right, tag="b"):
    def who(self):
        return ("both", *super().who())


print(Both().who(), [c.__name__ for c in Both.__mro__], Base.registry)
Base.kind = "changed"
Right.kind = "right"
print(Both().who(), Right().who())


class Scope:
    x = 1
    y = [_ for _ in range(x)]
    z = x + 1
    for i in range(3):
        x += i
    del i

    def method(self):
        return x

    if z == 2:
        def conditional(self):
            return "conditional"
    try:
        hidden = [hiding + q for q in range(2)]
    except NameError as error:
        hidden = str(error)


x = "global"
print(Scope.x, Scope.y, Scope.z, Scope().method(), Scope().conditional(), Scope.hidden, hasattr(Scope, "i"))


class Counter:
    total = 0

    def __init__(self):
        Counter.total += 1
        self.n = 0

    def bump(self):
        self.n += 1
        type(self).total += 10
        return self


c = Counter().bump().bump()
print(c.n, Counter.total, vars(c))
c.extra = 5
del c.n
print(vars(c), c.__dict__ is c.__dict__, hasattr(c, "n"))
c.__dict__["n"] = 42
print(c.n, c.bump().n)
Counter.bump = lambda self: "replaced"
print(c.bump())
c.bump = lambda: "own"
print(c.bump(), Counter.bump(c))
try:
    c.missing
except AttributeError as error:
    print(error)
try:
    Counter.missing
except AttributeError as error:
    print(error)
try:
    (5).missing = 1
except AttributeError as error:
    print(error)


class Number:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return f"N({self.v})"

    def __add__(self, other):
        return Number(self.v + other.v) if isinstance(other, Number) else NotImplemented

    def __radd__(self, other):
        return Number(other + self.v)

    def __iadd__(self, other):
        self.v += 100
        return self

    def __getitem__(self, key):
        if isinstance(key, int) and key > 3:
            raise IndexError
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)

    def __contains__(self, item):
        return item == self.v

    def __len__(self):
        return 3

    def __eq__(self, other):
        return isinstance(other, Number) and self.v == other.v

    def __hash__(self):
        return hash(self.v)

    def __lt__(self, other):
        return self.v < other.v

    def __bool__(self):
        return self.v != 0

    def __int__(self):
        return int(self.v)

    def __index__(self):
        return self.v

    def __neg__(self):
        return Number(-self.v)

    def __enter__(self):
        return "entered"

    def __exit__(self, *args):
        return True

    def __matmul__(self, other):
        return "matmul"

    def __divmod__(self, other):
        return "divmod"

    def __pow__(self, other, mod=None):
        return "pow", mod

    def __rshift__(self, other):
        return NotImplemented

    def __round__(self, n=None):
        return "round", n


n = Number(2)
m = n
m += 1
print(n, m is n, n + n, 1 + n, n[1], n[1:2, ::3], list(n), 102 in n, len(n), n == Number(102), -n)
n[5] = 6
del n[::2]
print(n < Number(500), n > Number(500), bool(Number(0)), int(n), [1] * Number(2), hex(n), {n: 1}[Number(102)])
print(n @ 1, divmod(n, 1), n ** 2, pow(n, 2, 3), round(n), round(n, 1), sorted([Number(3), Number(1)]))
for op in (lambda: n >> 1, lambda: n - 1, lambda: 1 @ n, lambda: n >= n, lambda: n(), lambda: n + "x"):
    try:
        print(op())
    except TypeError as error:
        print(error)
with n as entered:
    raise ValueError(entered)


class Meta(type):
    def __call__(cls, *args):
        print("making", cls.__name__)
        return super().__call__(*args)

    def __new__(meta, name, bases, namespace, **kw):
        return super().__new__(meta, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kw):
        super().__init__(name, bases, namespace)

    @property
    def loud(cls):
        return cls.__name__.upper()

    def __getitem__(cls, key):
        return cls, key

    @classmethod
    def __prepare__(meta, name, bases, **kw):
        return {"prepared": kw}


class Made(metaclass=Meta, option=1):
    def __new__(cls, *args):
        self = super().__new__(cls)
        self.args = args
        return self


print(Made(1, 2).args, Made.loud, Made[3], Made.prepared, type(Made))
Dynamic = type("Dynamic", (Base,), {"kind": "dynamic", "f": lambda self: self.kind})
print(Dynamic().f(), Dynamic.__name__, Dynamic.__module__, Dynamic.__qualname__, Base.registry[-1])


class Outer:
    class Inner:
        def f(self):
            pass

    def g(self):
        def h():
            pass
        return h


print(Outer.Inner.f.__qualname__, Outer().g().__qualname__, Outer.Inner, Outer.g.__qualname__)


class Slots:
    __slots__ = ("a", "_Slots__b")

    def __init__(self):
        self.a = 1
        self.__b = 2


s = Slots()
print(s.a, s._Slots__b, Slots.a)
for action in (lambda: setattr(s, "c", 1), lambda: s.__dict__, lambda: delattr(s, "a") or s.a):
    try:
        action()
    except AttributeError as error:
        print(error)


class Sub(list):
    def __init__(self, *a):
        super().__init__(a)
        self.note = "hi"

    def append(self, x):
        super().append(x * 2)


sub = Sub(1, 2)
sub.append(3)
print(sub, len(sub), sub.note, sub + [1], type(sub[:1]).__name__, isinstance(sub, list), sub == [1, 2, 6])


class D(dict):
    def __missing__(self, key):
        return f"no {key}"


d = D(a=1)
print(d["a"], d["b"], d.get("b"), d)


class I(int):
    def __add__(self, other):
        return I(int(self) + other + 1)


print(I(3) + 4, I(3) * 2, type(I(3) + 1).__name__, I(5) == 5, {I(5): 1}[5])
class Str(str):
    def shout(self):
        return self.upper() + "!"


print(Str("abc").shout(), Str("a") + "b", type(Str("a") + "b").__name__, f"{Str('x'):>3}")
for bases in [(Left, Base), (Base, Left), (int, str)]:
    try:
        print(type("X", bases, {}).__mro__[0])
    except TypeError as error:
        print(error)
print(issubclass(Both, Base), isinstance(Both(), (int, Left)), issubclass(bool, int), Both.__bases__)
