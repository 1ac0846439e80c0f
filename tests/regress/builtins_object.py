# __builtins__ that are no dict are asked for an item for each name that globals lack.
import sys
import types
def run(what, f, *a):
    try: r = f(*a)
    except BaseException as e: r = type(e).__name__, str(e)
    print(what, r)
class U:
    def __getitem__(self, k):
        print('U', k)
        if k == 'err': raise IndexError(k)
        if k == 'missing': raise KeyError(k)
        return 'got ' + k
class D(dict):
    def __getitem__(self, k):
        print('D', k); return dict.__getitem__(self, k)
    def __missing__(self, k):
        print('miss', k)
        if k == 'missing': raise KeyError(k)
        return 'missed ' + k
import builtins
d = D(vars(builtins))
u = U()
for b in u, d, D():
    g = {'__builtins__': b}
    for src in 'a', 'err', 'missing', 'len', '(lambda: a)()', '(lambda: err)()', '(lambda: missing)()', '(lambda: len)()', '[len for i in (1,2)]':
        run(src, eval, src, dict(g))
    for src in 'class A: pass', 'global z\nz', 'class A:\n  x = y', 'assert 0', 'def f():\n  for i in 1,2: y\nf()', 'eval("1")','exec("x")', 'print(1)', 'del a':
        run(src, exec, src, dict(g))
    run('fn', lambda: types.FunctionType((lambda: 1).__code__, g).__builtins__ is b)
    def f():
        h = dict(g, sys=sys)
        fr = eval('sys._getframe()', h)
        return fr.f_builtins is b
    run('frame', f)
for b in None, 1, "a", [], int:
    for src in "1", "len", "(lambda: 1)()", "(lambda: len)()":
        run((b, src), eval, src, {"__builtins__": b})
