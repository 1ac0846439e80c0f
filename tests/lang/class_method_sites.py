# Class methods and bound methods at one site, of classes that change.
class Base:
    @classmethod
    def make(cls, x):
        return "make", cls.__name__, x

    @classmethod
    def none(cls):
        return cls

    def bound(self, x, y=5):
        return type(self).__name__, x, y


class Child(Base):
    pass


class Number(int):
    make = Base.__dict__["make"]
    none = classmethod(lambda cls: ("number", cls))
    bound = Base.bound


class Failed(Exception):
    make = Base.__dict__["make"]
    none = classmethod(len)
    bound = Base.bound


class Meta(type):
    def meta(cls):
        return "meta", cls


class Made(Base, metaclass=Meta):
    @classmethod
    def __init_subclass__(cls, **k):
        print("init_subclass", cls.__name__)


def show(*objects):
    for _ in range(3):
        for o in objects:
            for f in (lambda: o.make(1), lambda: o.none(), lambda: o.make, lambda: o.make(1, 2)):
                try:
                    r = f()
                    print(r if isinstance(r, tuple) else getattr(r, "__name__", r), end=" ")
                except Exception as e:
                    print(type(e).__name__, e, end=" ")
        print()


objects = [Base, Base(), Child, Child(), Number, Number(3), Failed, Failed("x"), Made, Made(), int]
show(*objects)
Child.make = lambda self, x: ("plain", x)
show(*objects)
Base.make = classmethod(lambda cls, x: ("other", cls.__name__, x))
show(*objects)
objects[1].make = lambda x: ("own", x)
objects[7].make = lambda x: ("own", x)
show(*objects)
del objects[1].make, objects[7].make, Child.make
show(*objects)
Meta.make = property(lambda cls: lambda x: ("from meta", x))
show(*objects)
del Meta.make
Base.make = 5
Number.make = staticmethod(lambda x: ("static", x))
show(*objects)
Base.make = classmethod(Child)
show(Base, Child())


# Bound methods called as values.
def call(f, *args):
    try:
        if len(args) == 0:
            return f()
        if len(args) == 1:
            return f(args[0])
        if len(args) == 2:
            return f(args[0], args[1])
        return f(*args)
    except TypeError as e:
        return str(e)


for f in (Base().bound, Child().bound, [].append, "a".join, Base.none, Base(), Made().none, len, Base().__init__):
    print(call(f), call(f, 1), call(f, 1, 2), call(f, 1, 2, 3))
