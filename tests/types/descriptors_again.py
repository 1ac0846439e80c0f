# Descriptors that are initialised once more, or never; their documentation; what __reduce__ gives.
import copy, types


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


# what a site has seen of them is not kept
s = staticmethod(lambda: 1)
c = classmethod(lambda cls: 1)
p = property(lambda self: 1)
class A: s, c, p = s, c, p
a = A()
def use(): return A.s(), a.s(), A.c(), a.c(), a.p
for _ in range(20): use()
s.__init__(lambda: 2)
c.__init__(lambda cls: 2)
p.__init__(lambda self: 2)
print(use())

for cls in (staticmethod, classmethod, property, super):
    empty = cls.__new__(cls)
    print(repr(empty).split(' at ')[0], str(empty.__doc__)[:9])
    attempt(lambda: empty.__get__(1, int))
    attempt(lambda: getattr(empty, '__isabstractmethod__', None))

def f(a): "doc"
for wrapped in (staticmethod(f), classmethod(f)):
    print(wrapped.__dict__, wrapped.__wrapped__ is f, wrapped.__func__ is f, wrapped.__doc__)
    wrapped.q = 1
    print(list(wrapped.__dict__))
    attempt(setattr, wrapped, '__wrapped__', 5)
    attempt(delattr, wrapped, '__dict__')
    wrapped.__dict__ = {'z': 1}
    print(wrapped.__dict__, wrapped.z, wrapped.__doc__[:11])
    attempt(lambda: wrapped.__name__)

class P(property): pass
class P2(property): "documented"
class P3(property): __slots__ = ()
def g(self): "of the getter"
print(P.__doc__, P2.__doc__, P2(lambda s: 1).__doc__, P(g).__doc__, P(g, doc='x').__doc__)
attempt(P3, g)
print(P(g).getter(lambda s: 2).__doc__, P(g).setter(g).__doc__, property(g).setter(g).__doc__)
q = property(g)
q.__doc__ = 'new'
print(q.__doc__, q.setter(g).__doc__)

class C:
    def m(self, x=0): return x
m = C().m
class D: z, cm = m, classmethod(m)
print(hasattr(type(m), '__get__'), D().z(3), D.cm() is D)


# ---- __reduce_ex__ and __getstate__ ----

def gen(): yield
objects = [p, s, c, super(A, a), gen(), iter([]), {}.keys(), memoryview(b''), slice(1), range(3), types,
           len, [].append, int.__add__, (1).__add__, types.SimpleNamespace(a=1), types.CellType(1),
           f.__code__, ..., NotImplemented, None, object(), types.MappingProxyType({}), list[int],
           int | str, BaseException(1), types.MethodType(len, 1), int.real, f, 5, 1.5, 'x', b'x',
           (1,), [1], {1: 2}, 1j, True, iter(list[int])]
for o in objects:
    for protocol in (0, 2):
        try:
            r = o.__reduce_ex__(protocol)
            print(type(o).__name__, protocol, r if isinstance(r, str) else (r[0].__name__, len(r)))
        except TypeError as e:
            print(type(o).__name__, protocol, e)

class S:
    __slots__ = ('a', '__b', 'c')
    def __init__(self): self.a = 1; self.__b = 2
class T(S): __slots__ = ('x', '__dict__', '__weakref__')
t = T()
t.x, t.q = 7, 8
print(t.__getstate__(), copy.copy(t).__getstate__(), S().__getstate__(), T.__slotnames__)
class U: x = S.a            # a descriptor of another class is no slot of this one
u = U()
u.q = 5
print(u.__getstate__())
class V:
    def __getnewargs_ex__(self): return given
class L:
    def __len__(self): raise ValueError
for given in (5, (1,), ((), {}), ((1,), {'a': 2}), (5, {}), ((), 5), ((), L())):
    attempt(lambda: V().__reduce_ex__(2)[1:])
class W:
    def __getstate__(self): raise ValueError('no state')
attempt(W().__reduce_ex__, 2)
