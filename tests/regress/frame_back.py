"""What a frame object says when its call is over: who called it, and what its builtins are."""
import sys
def names(f):
    out = []
    while f:
        out.append(f.f_code.co_name)
        f = f.f_back
    return out
def a(): return sys._getframe()
def b(): return a()
def c(): return b()
f = c()
print(names(f), f.f_back.f_back is f.f_back.f_back)
def gen():
    yield sys._getframe()
    yield c()
    yield sys._getframe(1)
def use(g): return next(g)
g = gen()
f = use(g)
print(f.f_code.co_name, f.f_back)
print(names(use(g)))
print(names(use(g)))
class Body:
    f = sys._getframe()
    def m(self): return [sys._getframe() for _ in range(2)]
print(names(Body.f), [names(f) for f in Body().m()])
def deep(n): return deep(n - 1) if n else sys._getframe()
print(len(names(deep(300))))
def rec(n, out):
    out.append(sys._getframe())
    if n: rec(n - 1, out)
    return out
out = rec(5, [])
print([o.f_back is p for o, p in zip(out[1:], out)])
def fails(): raise ValueError
def calls(): fails()
try: calls()
except ValueError as e: tb = e.__traceback__
print(names(tb.tb_next.tb_next.tb_frame), tb.tb_next.tb_frame is tb.tb_next.tb_next.tb_frame.f_back)
ns = {'__builtins__': {'one': 1}, 'sys': sys}
exec('def f(): return sys._getframe().f_builtins', ns)
print(ns['f']())
