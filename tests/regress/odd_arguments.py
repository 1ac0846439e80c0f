"""Lengths that are asked for, what OrderedDict's KeyErrors hold, *= called by name."""
from collections import OrderedDict, deque
import array
def t(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e.args)
for k in (None, (1, 2), (), 5, KeyError(4), KeyError):
    od = OrderedDict(a_=1)
    t(od.pop, k)
    t(od.move_to_end, k)
    t(od.__delitem__, k)
for s in ([], bytearray(), array.array('i'), deque()):
    for v in ('x', None, 1.5, []):
        t(s.__imul__, v)
class Sized:
    def __init__(self, n): self.n = n
    def __len__(self):
        print('len')
        return 1 // self.n
    def __iter__(self):
        print('iter')
        return iter((1, 2))
class NotIterable:
    def __iter__(self): raise TypeError('own')
class Fails:
    def __iter__(self): raise ValueError('own')
for n in (1, 0):
    L = [5, 6, 7]
    t(L.__setitem__, slice(0, 1), Sized(n))
    t(L.__setitem__, slice(0, 3, 2), Sized(n))
    t(L.extend, Sized(n))
    t(lambda: L)
    B = bytearray(b'xyz')
    t(B.extend, Sized(n))
    t(B.__setitem__, slice(0, 1), Sized(n))
    t(lambda: B)
for v in (NotIterable(), Fails(), 5):
    t(L.__setitem__, slice(0, 1), v)
    t(L.__setitem__, slice(0, 3, 2), v)
    t(B.extend, v)
t(L.__setitem__, slice(0, 1), L)
t(L.__setitem__, slice(None, None, 1), L)
t(lambda: L)
