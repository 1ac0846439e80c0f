# A class gets a __del__ after instances were made; attributes that come late, in instances and classes.
import gc

made = []


class A:
    def __init__(self, x):
        self.x = x


class B(A):
    pass


def make(cls, n):
    for i in range(n):
        cls(i).x += 1


make(A, 50)
make(B, 50)
A.__del__ = lambda self: made.append(self.x)
make(A, 30)
make(B, 20)
gc.collect()
print(len(made) > 10, all(0 < x <= 30 for x in made))
del A.__del__
gc.collect()
n = len(made)
make(A, 30)
gc.collect()
print(len(made) == n)


class Wide:
    def __init__(self):
        self.a = 1


objects = [Wide() for i in range(40)]
for o in objects[20:]:
    for i in range(12):
        setattr(o, "late%d" % i, i)
more = [Wide() for i in range(40)]
print([sum(vars(o).values()) for o in objects[::10] + more[::10]])


# Objects without attributes, whose second word may be 0, at sites that saw nothing yet.
def attr(o):
    return o.size


def method(o):
    return o.count(1)


def put(o):
    o.size = 1


for o in [], (), "", b"", 0, 0.0, set(), {}, frozenset(), range(0), object(), None, iter([]):
    for f in attr, method, put:
        try:
            print(f.__name__, f(o))
        except AttributeError as e:
            print(f.__name__, e)
        except TypeError as e:
            print(f.__name__, type(e))


def same(a, b):
    return a.name == b.name


class N:
    def __init__(self, name):
        self.name = name


for i in range(3):
    text = "".join(["ab", "c"])
    print(same(N("abc"), N("abc")), same(N("abc"), N(text)), same(N(text), N("".join(["ab", "d"]))),
          same(N("a"), N(1)), same(N("abcd"), N(text)))
