# super() at one site for several classes, which change under it.


class Base:
    def __init__(self, *args):
        self.trace = ["Base"]

    def f(self, x):
        return "Base.f", x

    @classmethod
    def make(cls, x):
        return "Base.make", cls.__name__, x

    @staticmethod
    def static(x):
        return "Base.static", x

    @property
    def value(self):
        return "Base.value"

    def __repr__(self):
        return type(self).__name__ + "()"


class Left(Base):
    def __init__(self, *args):
        super().__init__(*args)
        self.trace.append("Left")

    def f(self, x):
        return "Left.f", super().f(x)

    @classmethod
    def make(cls, x):
        return "Left.make", super().make(x)

    def static(self, x):
        return "Left.static", super().static(x)

    @property
    def value(self):
        return "Left.value", super().value

    def missing(self):
        return super().nothing(1)

    def dunder(self):
        return super().__repr__(), super().__class__, super().__thisclass__, super().__self_class__


class Right(Base):
    def f(self, x):
        return "Right.f", super().f(x)

    def __init__(self, *args):
        super().__init__()
        self.trace.append("Right")


class Both(Left, Right):
    pass


class Other(Left):
    def f(self, x):
        return "Other.f", super(Other, self).f(x), super(Left, self).f(x)


def show(title):
    print(title)
    for cls in (Left, Both, Other, Left, Right, Both):
        o = cls()
        print(cls.__name__, o.trace, o.f(1), cls.make(2) if cls is not Right else "", o.static(3), o.value)


for _ in range(3):
    show("as made")
Base.f = lambda self, x: ("new Base.f", x)
show("a function")
Right.f = lambda self, x: ("new Right.f", x)
show("another")
del Right.f
show("without it")
Base.f = classmethod(lambda cls, x: (cls.__name__, x))
show("a class method")
Base.f = staticmethod(lambda x: ("static", x))
show("a static method")


class Callable:
    def __call__(self, *args):
        return "called", args


Base.f = Callable()
show("no function")
Base.f = property(lambda self: lambda x: ("property", x))
show("a property")
Base.f = lambda self: "too few"
for cls in (Left, Both):
    try:
        cls().f(1)
    except TypeError as e:
        print(e)
del Base.f
for cls in (Left, Both, Other):
    try:
        cls().f(1)
    except AttributeError as e:
        print(e)
Base.f = lambda self, x: ("back", x)
Left.__bases__ = (Right,)
Right.f = lambda self, x: ("Right again", x)
print(Left().f(1), Left().trace, Both.__mro__)

o = Left()
for f in (o.missing, o.dunder):
    try:
        print(f())
    except AttributeError as e:
        print(e)
for wrong in (None, 5, Base(), Right()):
    for f in (Left.f,) if wrong is None else (Left.f, Left.__init__):
        try:
            print(f(wrong, 1))
        except (TypeError, AttributeError) as e:
            print(type(e).__name__, e)


class Deleting(Base):
    def f(self, x):
        del self
        return super().f(x)


try:
    Deleting().f(1)
except RuntimeError as e:
    print(e)


class Name(str):
    def upper(self):
        return "<" + super().upper() + ">"

    def join(self, parts):
        return super().join(p for p in parts)

    def __len__(self):
        return super().__len__() * 2


for _ in range(3):
    print(Name("abc").upper(), Name(", ").join("xyz"), len(Name("1234")))


class Tree(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, [value])

    def get(self, key, default=None):
        return "got", super().get(key, default)


t = Tree()
for i in range(3):
    t[i] = i
print(t, t.get(1), t.get(7), t.get(7, 8))


class Changing(Base):
    def f(self, x):
        return super().f(x)


c = Changing()
print(c.f(1))
c.__class__ = Both
print(c.f(1))
super_ = super


def super(*args):
    return "no super"


class Shadowed(Base):
    def f(self, x):
        return super().upper()


print(Shadowed().f(1))
