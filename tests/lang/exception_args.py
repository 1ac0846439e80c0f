import sys, traceback, pickle, copy
class A(Exception): pass
class B(Exception):
    def __init__(self, x): self.x = x
class C(Exception):
    def __init__(self, *a): super().__init__(*a)
class D(Exception):
    def __new__(cls, *a): o = super().__new__(cls, *a); o.made = 1; return o
class E(Exception):
    def __init__(self): return 3
class F(KeyError):
    def __init__(self, k=1, l=2): super().__init__(k, l)
class G(OSError): pass
class H(StopIteration): pass
for cls, args in [(A, ()), (A, (1,)), (A, (1, 2)), (B, (1,)), (B, ()), (C, ()), (C, (1,)), (C, (1, 2)), (D, (1,)), (E, ()),
                  (F, ()), (F, (3,)), (G, (1, "x")), (H, (5,)), (ValueError, ((1, 2),)), (KeyError, (None,)), (KeyError, ("k",)),
                  (SystemExit, (1,)), (SystemExit, ((1, 2),)), (ImportError, ("m",)), (UnicodeError, ("u",)), (Exception, ([],))]:
    for i in range(2):
        try:
            raise cls(*args)
        except BaseException as e:
            print(type(e), repr(e), str(e), e.args, e.args is e.args, e.__dict__, getattr(e, "code", None), getattr(e, "value", None))
            print(copy.copy(e).args, e.__reduce__())
            e.args = (7,); print(e, e.args); e.args = (); print(repr(e), e.args)
            try: e.__init__(8); print(e.args)
            except TypeError as t: print(t)
            try: e.__init__(); print(e.args)
            except TypeError as t: print(t)
try: A(x=1)
except TypeError as t: print(t)
try: C(x=1)
except TypeError as t: print(t)
def f(n):
    if n == 0: raise A("deep")
    try: f(n - 1)
    finally: pass
class K:
    def m(self):
        f(2)
class Meta(type):
    @classmethod
    def __prepare__(m, *a): return {"q": 5}
try:
    class Body(metaclass=Meta):
        z = 3
        K().m()
except A as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_frame is tb.tb_frame, sorted(tb.tb_frame.f_locals) if tb.tb_frame.f_code.co_name == "Body" else "")
        tb = tb.tb_next
    print(traceback.format_exc().replace(f.__code__.co_filename, "exception_args.py"), end="")
x = StopIteration(None); print(x.args, x.value)
def gen():
    return None
    yield
try: next(gen())
except StopIteration as s: print(s.args, s.value)
class Slots(Exception):
    __slots__ = ("a",)
s = Slots(1); s.a = 2; s.b = 3; s.c = 4; s.d = 5; print(s.__dict__, s.a, s.args)
e = A(1); e.__dict__["q"] = 1; e.w = 2; e.r = 3; del e.w; print(e.__dict__, vars(e), e.q)
A.__init__ = lambda self, a: setattr(self, "late", a)
print(A(3).late, A(3).args)
del A.__init__
print(A(3).args, A(3, 4).args)
