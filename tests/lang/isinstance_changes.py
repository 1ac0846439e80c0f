# isinstance() again and again, while classes change.
import abc


class A:
    pass


class B(A):
    pass


class C:
    pass


class Pretender:
    @property
    def __class__(self):
        return A


class Meta(type):
    def __instancecheck__(cls, v):
        return "yes"


class Checked(metaclass=Meta):
    pass


class Abstract(abc.ABC):
    pass


def show():
    for _ in range(3):
        print([isinstance(v, cls) for v in (A(), B(), C(), Pretender(), 1, True, "s", None)
               for cls in (A, B, C, object, int, (str, C), int | str, Checked, Abstract, (A, (B, (C,))))])


show()
B.__bases__ = (C,)
show()
C.__getattribute__ = lambda self, name: A if name == "__class__" else object.__getattribute__(self, name)
B.__bases__ = (A,)
show()
del C.__getattribute__
show()
Abstract.register(B)
show()
c = C()
print(isinstance(c, A), isinstance(c, B))
c.__class__ = B
print(isinstance(c, A), isinstance(c, B), isinstance(c, C))
for i in range(600):
    T = type("T%d" % i, (A if i % 2 else object,), {})
    t = T()
    assert isinstance(t, T) and isinstance(t, A) == bool(i % 2) and not isinstance(t, B)
for bad in (1, "A", (A, 1), None):
    try:
        print(isinstance(1.5, bad))
    except TypeError as e:
        print(e)
