class A:
    def f(self, x): return ("A.f", x)
    def g(self): return "A.g"
class B(A):
    def f(self, x): return ("B.f",) + super().f(x)
    def g(self):
        return super().g() + super().f(self.h() + 1)[0]
    def h(self): return 3
    @classmethod
    def make(cls): return cls
    def bad(self):
        del self
        return super().g()
    def bad2(self):
        return super().nothing(1)
class C(B):
    @classmethod
    def make(cls): return ("C", super().make())
    def f(self, x):
        super = 3
        return x
    def nested(self):
        def inner(y):
            return super(C, y).g()
        return inner(self)
class M(type):
    def __call__(cls, *a):
        return super().__call__(*a)
    def __new__(m, name, bases, ns):
        return super().__new__(m, name, bases, ns)
    def name(cls): return cls.__name__
class M2(M):
    def name(cls):
        return "M2" + super().name()
class X(metaclass=M2): pass
for i in range(3):
    b, c = B(), C()
    print(b.f(1), b.g(), c.f(2), c.g(), c.make(), B.make(), c.nested(), X.name(), M2.name(X))
    for n in "bad", "bad2":
        try: getattr(b, n)()
        except Exception as e: print(type(e), e)
def newf(self, x): return ("new", x)
A.f = newf
print(B().f(1), C().g())
class D(A):
    def f(self, x): return ("D", x)
b = B(); print(b.f(1)); 
B.__bases__ = (D,); print(b.f(2), C().g())
class E1(Exception):
    def __init__(self, v): super().__init__(v, v); self.v = v
for i in range(2):
    e = E1(4); print(e.args, e.v, repr(e))
class F(B):
    def f(self, x): return super().f(x)
f = F(); print(f.f(1)); f.__class__ = C; print(f.f(9)); f.__class__ = F
for cls in (F, B, D):
    print(cls().f(0))
