# Small functions that look at attributes, compare, store and return: with whatever comes their way.
import sys


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def get_x(self):
        return self.x

    def total(self):
        return self.x + self.y - 1

    def less(self, other):
        return self.x < other.x and self.y < other.y

    def same(self, other):
        return self.x == other.x

    def first(self):
        return self.x[0]

    def sign(self):
        if self.x > 0:
            return 1
        return -1 if self.x < 0 else 0

    def chosen(self):
        return self.y if self.x else not self.y

    def move(self, dx):
        self.x += dx

    def move_twice(self, dx):
        self.x += dx
        self.y += dx

    def set_and_get(self, value):
        self.z = value
        return self.missing

    def swap(self):
        self.x, self.y = self.y, self.x

    def pair(self):
        return (-self.x, self.y)

    def reset(self):
        self.x = ORIGIN
        return self

    def bits(self):
        return self.x & 7 | 8 ^ self.y


ORIGIN = 0


def places(e):
    found, tb = [], e.__traceback__
    while tb:
        found.append((tb.tb_lineno, tb.tb_frame.f_code.co_name))
        tb = tb.tb_next
    return found


def attempt(f, *args):
    try:
        print(f.__name__, f(*args))
    except Exception as e:
        print(f.__name__, type(e).__name__, e)
        print("   ", places(e))


class Loud:
    def __repr__(self):
        return "Loud()"

    def __bool__(self):
        print("bool", sys._getframe(1).f_code.co_name, sys._getframe(1).f_lineno)
        return False

    def __add__(self, other):
        print("add", sys._getframe(1).f_code.co_name)
        return 100

    def __neg__(self):
        raise ValueError("neg")

    def __lt__(self, other):
        return "less"

    def __gt__(self, other):
        raise KeyError("gt")

    def __eq__(self, other):
        print("eq", sys._getframe(1).f_code.co_name)
        return "equal"

    def __getitem__(self, i):
        raise IndexError(sys._getframe(1).f_code.co_name)


values = [1, -5, 0, 2 ** 61 - 1, -2 ** 61, 2 ** 70, 1.5, 0.0, float("inf"), 1e300, "s", "", [1], [],
          (2,), None, True, Loud()]
for value in values:
    for other in (1, value):
        p, q = Point(value, other), Point(1, 2)
        for f in (p.get_x, p.total, p.first, p.sign, p.chosen, p.pair, p.bits):
            attempt(f)
        attempt(p.less, q)
        attempt(q.less, p)
        attempt(p.same, q)
        for f in (p.move, p.move_twice):
            attempt(f, other)
        attempt(p.swap)
        print(p.reset() is p, p.x, p.y)

p = Point(1, 2)
attempt(p.set_and_get, 3)
print(p.z)
del p.x
for f in (p.get_x, p.total, p.sign, p.swap, p.pair):
    attempt(f)
attempt(p.move, 1)
print(sorted(p.__dict__))
del ORIGIN
attempt(p.reset)
print(sorted(p.__dict__))
ORIGIN = 5
attempt(p.reset().get_x)


# As often as one likes.
def mixed(o):
    return o.x + 1


for i in range(400):
    mixed(Point(2 ** 61 - 1 if i % 2 else i, 0))
print(mixed(Point(2 ** 61 - 1, 0)), mixed(Point(1, 0)), mixed(Point(0.5, 0)))


# Classes that change.
class Slots:
    __slots__ = ("x",)

    def __init__(self, x, y):
        self.x = x
        self.y = y


attempt(Slots, 1, 2)


class Child(Point):
    pass


c = Child(1, 2)
print(c.get_x(), c.total())
Child.x = property(lambda self: ("property", sys._getframe(1).f_code.co_name),
                   lambda self, value: print("set", value, sys._getframe(1).f_code.co_name))
print(c.get_x(), c.__dict__)
attempt(c.move, 1)
print(Child(5, 6).__dict__)
del Child.x
print(c.get_x(), Child(5, 6).__dict__)
Child.__setattr__ = lambda self, name, value: object.__setattr__(self, name, [value])
print(Child(5, 6).__dict__)
del Child.__setattr__
Child.__getattribute__ = lambda self, name: name
print(c.get_x, Point.get_x(c), Point.pair.__name__)
del Child.__getattribute__
print(Child(5, 6).total())


# Calling classes.
def new_init(self, *args):
    print("new init", args)


Child.__init__ = new_init
print(Child(1, 2).__dict__)
Child.__init__ = lambda self, x: 5
attempt(Child, 1)
attempt(Child)


class Grandchild(Child):
    pass


attempt(Grandchild, 1)
Grandchild.__new__ = lambda cls, *args: ("made", args)
attempt(Grandchild, 1, 2)
del Child.__init__
attempt(Child, 1)
attempt(Child, 1, 2, 3)
print(Child(1, 2).__dict__, Child(y=1, x=2).__dict__)


class Meta(type):
    def __call__(cls, *args):
        return "called", args


class Called(metaclass=Meta):
    def __init__(self, a):
        self.a = a


print(Called(1), Called(1, 2))
Meta.__call__ = lambda cls, a: type.__call__(cls, a + 1)
print(Called(1).a)
del Meta.__call__
print(Called(1).a)


import abc


class Abstract(abc.ABC):
    def __init__(self, a):
        self.a = a

    @abc.abstractmethod
    def f(self):
        pass


class Concrete(Abstract):
    def f(self):
        return self.a


attempt(Abstract, 1)
print(Concrete(1).f())


class Four:
    def __init__(self, a, b=2, c=3, d=4):
        self.all = (a, b, c, d)

    def __del__(self):
        pass


print(Four(1).all, Four(1, 5).all, Four(1, 5, 6).all, Four(1, 5, 6, 7).all, Four(1, d=0).all)
attempt(Four)
attempt(Four, 1, 2, 3, 4, 5)


class NoArguments:
    def __init__(self):
        self.set = True


print(NoArguments().set)
attempt(NoArguments, 1)


class Number(int):
    def __init__(self, x):
        self.x = x


print(Number(3) + 1, Number(3).x)


# Cells.
def counter():
    n = 0

    def step(by=1):
        nonlocal n
        n += by
        return n

    def peek():
        return n

    def clear():
        nonlocal n
        del n

    return step, peek, clear


step, peek, clear = counter()
print(step(), step(5), step(2.5), peek())
attempt(step, "s")
print(step(2 ** 61), peek())
clear()
attempt(step)
attempt(peek)


# The depth of the stack.
deepest = 0


def leaf(o):
    return o.x


def descend(n):
    global deepest
    deepest = n
    leaf(p)
    descend(n + 1)


def plain(n):
    global deepest
    deepest = n
    plain(n + 1)


for f in (descend, plain):
    try:
        f(0)
    except RecursionError as e:
        print(deepest, e, len(places(e)))


# Names that are words of the C they become.
class Words:
    def words(self, misses, full, fn, frame, test, here, APART):
        self.WORTH_IT = misses
        return full < fn


def MAY_ENTER(misses):
    return misses.WORTH_IT


w = Words()
print(w.words(1, 2, 3, 4, 5, 6, 7), w.WORTH_IT, MAY_ENTER(w))


# Room for attributes: what __init__ says, more, and less.
class Roomy(Point):
    def __init__(self, n):
        super().__init__(n, n)
        self.a = self.b = self.c = 1
        self.x = 2
        if n > 5:
            for i in range(n):
                setattr(self, "late%d" % i, i)


class Many:
    def __init__(self):
        self.a00 = self.a01 = self.a02 = self.a03 = self.a04 = self.a05 = self.a06 = self.a07 = 0
        self.a08 = self.a09 = self.a10 = self.a11 = self.a12 = self.a13 = self.a14 = self.a15 = 1
        self.a16 = self.a17 = self.a18 = self.a19 = self.a20 = self.a21 = self.a22 = self.a23 = 2

    def early(self):
        return self.a00 + self.a15 + self.a16 + self.a23

    def grow(self):
        self.a24 = self.a23
        self.a16 = self.a24


for n in [1, 2, 9, 40] + [3] * 15 + [100]:
    r = Roomy(n)
    print(r.total(), len(r.__dict__), list(r.__dict__)[-1], end="; ")
print()
for _ in range(15):
    many = Many()
    many.grow()
    print(many.early(), many.a24, len(vars(many)), end="; ")
print()
