"""Code compiled with PyCF_ALLOW_TOP_LEVEL_AWAIT keeps its namespace while it is suspended."""
import ast
F = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
class Sleep:
    def __await__(self): return (yield 7)
def run(c):
    try:
        while 1: print(c.send(None))
    except StopIteration as e: return e.value
def t(src, mode='exec', ns=None, loc=None):
    c = compile(src, 's', mode, flags=F)
    ns = ns or {'Sleep': Sleep, 'A': A}
    try:
        r = eval(c, ns) if loc is None else eval(c, ns, loc)
        print(type(r).__name__, run(r))
    except Exception as e: print(type(e).__name__, e)
    print(sorted(k for k in ns if len(k) < 3), loc)
class A:
    async def __aenter__(s): print('enter'); await Sleep()
    async def __aexit__(s, *a): print('exit'); return True
    def __aiter__(s): s.n = 3; return s
    async def __anext__(s):
        if not s.n: raise StopAsyncIteration
        s.n -= 1; await Sleep(); return s.n
t('async with A() as a:\n  b = 1\n  1/0\nc = 5\n')
t('async for i in A():\n  x = i\n  if i == 1: continue\nelse:\n  y = 9\n')
t('x = [i async for i in A()]')
t('x = await Sleep()\nprint(x, locals() is globals())\ndel x\nclass K:\n  z = 1\n', loc=None)
t('x = await Sleep()\ny = 2\nglobal q\nq = 3\n', loc={})
t('await Sleep()', 'eval')
t('await Sleep()', 'single')
t('try:\n  await Sleep()\n  1/0\nexcept Exception as e:\n  z = str(e)\nfinally:\n  await Sleep()\n  w = 1\n')
t('x: int = await Sleep()\nimport sys\nfrom math import *\n' + '\n'.join('v%d = %d' % (i, i) for i in range(100)) + '\nawait Sleep()\n')
t('raise ValueError(await Sleep())')
t('def f():\n  global gg\n  gg = 5\nf(); await Sleep(); print(gg)')
c = compile('await Sleep()\nx = 1', 's', 'exec', flags=F)
n1, n2 = {'Sleep': Sleep}, {'Sleep': Sleep}
r1, r2 = eval(c, n1), eval(c, n2)
run(r2); print('x' in n1, n2['x']); run(r1); print(n1['x'])
import types
f = types.FunctionType(c, {'Sleep': Sleep})
r = f(); print(type(r).__name__, r.__qualname__); run(r); print(f.__globals__['x'])
