"""A deque has items by index alone: it is no mapping. Iterators pickle by builtins that are there."""
from array import array
from collections import deque
import builtins, types
class D(deque): pass
class E(deque):
    def __getitem__(self, key): return key
def t(f, *args):
    try: print(f(*args))
    except Exception as e: print(type(e).__name__, e)
for a in (deque([1]), D(), E(), [1], range(3), memoryview(b'a'), array('b'), bytearray()):
    for f in ('', 'x', '%(a)s', b'', b'%(a)s'):
        t(lambda: (f % a))
t(exec, 'x = 1', {}, deque())
t(eval, '1', deque())
t(types.MappingProxyType, deque())
for a in ('ab', b'ab', bytearray(b'ab'), [1], (1,), {}, {1}, range(2), list[int]):
    it = iter(a)
    saved = builtins.iter
    del builtins.iter
    try: it.__reduce__()
    except Exception as e: print(type(e).__name__, e)
    else: print('reduced', type(a))
    builtins.iter = saved
