# One attribute, store or method site that sees several classes, which change under it.
class Base:
    def __init__(self, n):
        self.n = n
        self.m = 0

    def name(self):
        return "base"

    def both(self, a, b):
        return "base", a, b


class A(Base):
    pass


class B(Base):
    def __init__(self, n):
        Base.__init__(self, n)
        self.extra = "b"

    def name(self):
        return "B"


class C(Base):
    def __init__(self, n):
        self.m = 1
        self.n = n


class D(Base):
    def name(self):
        return "D"


class E(Base):
    def name(self, default="E"):
        return default

    def both(self, *args):
        return "E", args


class F(Base):
    __slots__ = ("fixed",)


def get(o):
    return o.n, o.m


def put(o, value):
    o.n = value
    o.late = value


def call(o):
    return o.name()


def call2(o, a, b):
    return o.both(a, b)


def show(title, objects):
    print(title)
    for _ in range(3):
        for o in objects:
            try:
                print(type(o).__name__, get(o), call(o), call2(o, 1, 2), end="; ")
            except Exception as e:
                print(type(o).__name__, type(e).__name__, e, end="; ")
        print()


def family():
    return [A(1), B(2), C(3), D(4), E(5), F(6)]


for _ in range(15):
    objects = family()
show("as made", objects)
for o in objects:
    put(o, o.n * 10)
show("stored", objects)

A.name = lambda self: "patched A"
Base.both = lambda self, a, b: ("patched", a + b)
show("patched", objects)
del B.name
show("deleted", objects)
D.name = staticmethod(lambda: "static D")
E.name = classmethod(lambda cls: cls.__name__ + " class")
C.name = property(lambda self: lambda: "property C")
show("bound otherwise", objects)

objects[0].name = lambda: "own A"
objects[3].both = lambda a, b: ("own D", a, b)
show("own", objects)
del objects[0].name
del objects[3].both
show("own no more", objects)

del objects[1].m
show("attribute deleted", objects)
objects[1].m = "back"
show("attribute back", objects)

objects[2].__class__ = B
objects[4].__class__ = A
show("other classes", objects)

A.n = property(lambda self: "property n", lambda self, value: print("set n", value))
objects = family()
show("data descriptor over attributes", objects)
put(objects[0], 7)
del A.n
objects = family()
show("and gone", objects)


class Reader:
    def __get__(self, instance, owner):
        return "read"


B.m = Reader()
show("a descriptor that does not hide", objects)
Reader.__set__ = lambda self, instance, value: print("write", value)
show("and one that hides", family())
del Reader.__set__
show("and does not again", family())


def getattribute(self, name):
    return "all", name


D.__getattribute__ = getattribute
show("__getattribute__", objects)
del D.__getattribute__
show("without", objects)
D.__getattr__ = lambda self, name: "missing " + name
del objects[3].m
show("__getattr__", objects)
del D.__getattr__
show("without", objects)
objects[3].m = 8


def setattribute(self, name, value):
    object.__setattr__(self, name, ("set", value))


D.__setattr__ = setattribute
for o in objects:
    put(o, 5)
    print(get(o), o.late)
del D.__setattr__
for o in objects:
    put(o, 6)
    print(get(o), o.late)

objects[0].__dict__["n"] = "through dict"
objects[1].__dict__ = {"n": 1, "m": 2}
show("dicts", objects)


class Slotted:
    __slots__ = ("n", "m")

    def name(self):
        return "slotted"

    both = Base.both


slotted = Slotted()
show("unset slots", [slotted, A(1), slotted])
slotted.n = 1
show("half set", [slotted, A(1), slotted])
slotted.m = 2
show("set", [slotted, A(1), slotted])
del slotted.n
show("deleted", [slotted, A(1), slotted])


class Many:
    def __init__(self, n):
        for i in range(n):
            setattr(self, "a%d" % i, i)
        self.n = n
        self.m = -n

    def name(self):
        return "many"

    both = Base.both


show("overflowing", [Many(i) for i in (0, 3, 20, 70, 200)])


def change_code(x):
    return "changed", x.n


Base.name.__code__ = change_code.__code__
show("other code", [Base(1), C.__new__(C), F(2), A(3)])
A.name.__defaults__ = (1,)
A.name.__code__ = (lambda self, more: ("more", more)).__code__
show("other arity", [Base(1), F(2), A(3)])
for bad in (1, 1.5, None, "s", [], {}, len, int, ...):
    for f in (get, call):
        try:
            print(f(bad))
        except (AttributeError, TypeError) as e:
            print(e)
    try:
        put(bad, 1)
    except (AttributeError, TypeError) as e:
        print(e)
