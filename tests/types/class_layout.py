# Assigning __bases__ and __class__, and orders that a metaclass makes up: layouts must go together.
import types


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


def set_bases(cls, *bases):
    cls.__bases__ = bases
    return 'ok', [c.__name__ for c in cls.__mro__]


class Plain: pass
class Other: pass
for bases in [(Other,), (int,), (list,), (bool,), (Other, Plain)]:
    attempt(set_bases, Plain, *bases)

class A: __slots__ = ('a',)
class B: __slots__ = ('a', 'b')
class A2: __slots__ = ('a',)
class A3: __slots__ = ('b',)
class C(A): pass
class D(A): __slots__ = ()
class E(A): __slots__ = ('x',)
class F(A2): __slots__ = ('x',)
for cls in (C, D, E):
    for bases in [(B,), (A2,), (A3,), (object,), (E,), (F,), (D,), (int,), (A, D), (D, A)]:
        attempt(set_bases, cls, *bases)

# methods found before are not found afterwards
class One:
    def f(self): return 'one'
class Two:
    def f(self): return 'two'
class Base: pass
class Base2: pass
class Mid(Base, One): pass
class Low(Mid): pass
def call(o): return o.f()
low = Low()
for _ in range(30): call(low)
print(set_bases(Mid, Base, Two), call(low), One.__subclasses__(), Two.__subclasses__())
print(set_bases(Mid, Base2, Two, One), call(low))
attempt(set_bases, Mid, One, object, Two)
attempt(set_bases, Mid, One, Low)
print(Mid.__bases__, Mid.__base__, call(low))


# ---- mro() of a metaclass ----

class Junk(type):
    def mro(cls): return given
for given in (5, (), [5], [int], [object], [list, object], 'ab', [dict], [type, object], (None,)):
    attempt(Junk, 'T', (), {})

class Failing(type):
    bad = False
    def mro(cls):
        if Failing.bad and cls.__name__ == 'Z': raise ValueError('bad mro')
        return super().mro()
class X(metaclass=Failing): v = 1
class X2(metaclass=Failing): v = 2
class Y(X): pass
class Z(Y): pass
Failing.bad = True
attempt(set_bases, Y, X2)
print(Y.__bases__, Y.v, Z.v, Y.__mro__, Z.__mro__)
Failing.bad = False
print(set_bases(Y, X2), Y.v, Z.v)

class Reversed(type):
    def mro(cls):
        order = type.mro(cls)
        return [order[0]] + order[1:-1][::-1] + order[-1:]
class R1(metaclass=Reversed): n = 1
class R2(metaclass=Reversed): n = 2
class R3(R1, R2): pass
print(R3.n, R3().n, R3.__mro__)

class Adding(type):
    def mro(cls): return type.mro(cls)[:-1] + [Mixin, object]
class Mixin:
    def mixed(self): return 'mixed'
    def __len__(self): return 77
class W(metaclass=Adding): pass
print(W().mixed(), len(W()))

# the class is given to mro() before it has an order
class Curious(type):
    def mro(cls):
        seen.append((cls.__name__, repr(cls), cls.__bases__))
        cls.note = 'seen'
        return type.mro(cls)
seen = []
class S1(metaclass=Curious): pass
class S2(S1): pass
print(seen, S2.note)


# ---- __class__ ----

def change(o, cls):
    o.__class__ = cls
    return 'ok'

class G(list): pass
class H(list): pass
class I(list): __slots__ = ()
class J(dict): pass
class K(TypeError): pass
class L(ValueError): pass
class M(int): pass
class N(int): pass
class M0(int): __slots__ = ()
class N0(int): __slots__ = ()
class O(OSError): pass
class P: __slots__ = ('a', '__dict__')
class Q: __slots__ = ('a', '__weakref__')
classes = [A, A3, A2, P, Q, D, G, H, I, J, K, L, M, N, M0, N0, O]
for x in classes:
    for y in classes:
        try:
            o = x()
            o.__class__ = y
            print(x.__name__, y.__name__, end='; ')
        except TypeError as e:
            if 'layout' not in str(e):
                print(e, end='; ')
    print()

class Mod(types.ModuleType): pass
class Mod2(types.ModuleType): __slots__ = ('q',)
m = types.ModuleType('m')
for cls in (Mod, Mod2, types.ModuleType, int):
    attempt(change, m, cls)
for o, cls in ((A, type), (5, int), (Plain(), int), (Plain(), 5)):
    attempt(change, o, cls)

class Meta1(type):
    def __call__(cls, *a): return 'called', cls.__name__
class Meta2(type):
    @property
    def z(cls): return 'of the metaclass'
class T(metaclass=Meta1): z = 'of the class'
def make(): return T()
def get(): return T.z
for _ in range(20): make(), get()
T.__class__ = Meta2
print(type(make()).__name__, get())
T.__class__ = Meta1
print(make(), get())

class Before:
    def __init__(self): self.v = 1
    def m(self):
        self.__class__ = After
        return self.v, self.m()
class After:
    def m(self): return 'after', self.v
print(Before().m())
o = Before()
for k in range(200): setattr(o, 'k%d' % k, k)
o.__class__ = After
print(len(o.__dict__), o.k150)
o = Before()
o.__dict__ = {'v': 9, 5: 6}
o.__class__ = After
print(o.m(), o.__dict__)


# ---- metaclasses and varying sizes ----

class Meta3(type): pass
print('__dict__' in vars(Meta3), type(Meta3('x', (), {}).__dict__).__name__)
for base in (type, tuple, int, bytes):
    attempt(type, 'X', (base,), {'__slots__': ('a',)})
print(object.__getattribute__(R1, 'n'))
class Text(str):
    def __len__(self): return 0
class Data(bytes):
    def __len__(self): return 0
print(bool(Text('x')), bool(Data(b'x')), bool(str('x')))
