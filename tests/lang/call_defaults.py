# Calls that leave out defaults or name parameters, at sites that know the function and others.
def f(a, b=2, c=3): return (a, b, c)
def g(a, *, k, l=5): return (a, k, l)
def p(a, b, /, c=1, *, d=2): return (a, b, c, d)
def v(a, b=1, *args, **kw): return (a, b, args, kw)
def gen(n, step=1):
    for i in range(n): yield i * step
class C:
    n = 0
    def __init__(self, x=1, y=2): self.x, self.y = x, y
    def m(self, a, b="b", c="c"): return (self.x, self.y, a, b, c)
    @classmethod
    def cm(cls, a, b=7): return (cls.__name__, a, b)
    @staticmethod
    def sm(a, b=8): return (a, b)
class D(C):
    def m(self, a, b="B"): return super().m(a, c=b) + super().m(a)
def attempt(h):
    try: return h()
    except TypeError as e: return str(e)
def run():
    order = []
    def o(x): order.append(x); return x
    c = C()
    out = [f(1), f(1, 4), f(1, c=9), f(c=o(1), a=o(2)), f(b=1, a=2), f(o(5), c=o(6), b=o(7)), order,
           g(1, k=2), g(1, l=3, k=4), g(k=1, a=2), p(1, 2), p(1, 2, d=3), p(1, 2, d=4, c=5), v(1), v(1, x=2),
           list(gen(3)), list(gen(3, step=2)), c.m(1), c.m(1, 2), c.m(1, c=3), c.m(a=1), C.m(c, 1), D().m(4), D(y=5).m(6),
           C(7).m(1), C(y=8).m(2), C(1, 2).m(3), C.cm(1), c.cm(1, b=2), C.sm(1), c.sm(b=1, a=2)]
    for x in out: print(x)
    bad = [lambda: f(), lambda: f(1, 2, 3, 4), lambda: f(1, a=2), lambda: f(1, z=2), lambda: g(1), lambda: g(1, 2),
           lambda: p(1, b=2), lambda: p(a=1, b=2), lambda: C(1, 2, 3), lambda: C(z=1), lambda: c.m(), lambda: c.m(1, 2, 3, 4),
           lambda: c.m(1, a=2), lambda: c.m(q=2), lambda: D().m(1, 2, 3), lambda: f(b=2), lambda: c.cm(), lambda: C.sm()]
    for h in bad: print(attempt(h))
run()
f.__defaults__ = (20, 30); print("defaults"); run()
f.__defaults__ = (30,); print(attempt(lambda: f(1)), f(1, 2), f(1, b=5), attempt(lambda: f(1, c=2)))
f.__defaults__ = (10, 20, 30); print(f(), f(c=1), f(b=1), f(1))
f.__defaults__ = None; print(attempt(lambda: f(1)), f(1, 2, 3))
f.__defaults__ = (2, 3)
C.m.__defaults__ = ("x", "y"); C.__init__.__defaults__ = (100, 200)
print(C().m(1), C(5).m(1, 2), C(y=6).m(1, c=3))
def other(a, b=50, c=60, d=70): return ("other", a, b, c, d)
def call(): return f(1), f(1, c=2), f(b=3, a=4)
print(call()); old = f; f = other; print(call()); f = old; print(call())
f.__code__ = (lambda x, b, c: ("code", x, b, c)).__code__; print(call.__name__, attempt(lambda: f(1)), attempt(lambda: f(a=1)), f(x=1))
f = lambda *a, **k: (a, sorted(k.items())); print(call())
C.m = lambda self, a, b=1: ("new m", a, b)
def meth(c): return c.m(1), c.m(1, 2)
print(meth(C()), attempt(lambda: meth(D())))
# class attributes that are plain data
class Base: count = 0; name = "base"
class Sub(Base): pass
class Meta(type): level = 1
class WithMeta(metaclass=Meta): size = 2
def bump(cls, o):
    cls.count += 1
    return cls.count, o.count, Base.count, Sub.count, Sub().count
for i in range(3): print(bump(Base, Base()), bump(Sub, Sub()))
del Sub.count; print(bump(Base, Sub()))
Base.count = property(lambda self: "prop"); print(Base().count, Sub().count)
Base.count = 5; print(bump(Base, Sub()), Sub().count)
Base.count = lambda self: "method"; print(Sub().count(), Base().count())
Base.count = 7; print(Sub().count, Base.count)
s = Sub(); s.count = "own"; Base.count = 8; print(s.count, Sub.count); del s.count; print(s.count)
def lev(c): return c.level, c.size
for i in range(3):
    Meta.level += 1; WithMeta.size *= 2; print(lev(WithMeta))
WithMeta.level = "own"; print(lev(WithMeta)); del WithMeta.level; print(lev(WithMeta))
class Desc:
    def __get__(self, o, t): return "desc"
def read(o): return o.name, type(o).name
for value in ("x", Desc(), "y", 3, staticmethod(len), 4):
    Base.name = value; print(read(Base()) if not isinstance(value, staticmethod) else read(Base())[0]([1]), Sub.name if not isinstance(value, staticmethod) else "")
class Late: pass
Base.name = Late(); r = read(Base()); print(r[0] is r[1]); Late.__get__ = lambda self, o, t: "late"; print(read(Base()))
for i in range(40): setattr(Base, "extra%d" % i, i); Base.name = i; assert read(Sub()) == (i, i), read(Sub())
print(Base.extra39, Sub().extra3)
