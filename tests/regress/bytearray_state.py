"""State of subclasses of bytearray and its like, and what a failing __init__ leaves."""
import pickle, copy
def t(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
# state of subclasses of all builtin containers
for base, v in ((bytearray, b'ab'), (bytes, b'ab'), (list, [1]), (dict, {1: 2}), (set, {1}), (frozenset, {1}), (tuple, (1,)), (str, 'a'), (int, 5), (float, 1.5), (complex, 1j)):
    for slots in (None, ('x',), ('x', '__dict__'), ()):
        if slots and base in (bytes, tuple, int): continue
        ns = {} if slots is None else {'__slots__': slots}
        C = type('C', (base,), ns); globals()['C'] = C
        o = C(v)
        for k in ('x', 'z'):
            try: setattr(o, k, k)
            except AttributeError: pass
        for p in (0, 1, 2, 4):
            t(lambda: o.__reduce_ex__(p)[2:3])
            t(lambda: [getattr(pickle.loads(pickle.dumps(o, p)), k, None) for k in 'xz'])
        t(lambda: [getattr(copy.copy(o), k, None) for k in 'xz'])
        class S(base):
            def __getstate__(self): return 5
            def __setstate__(self, s): print('set', s)
        globals()['S'] = S; S.__qualname__ = 'S'
        t(lambda: copy.copy(S(v)) == v)
x = bytearray(b'old')
for a in (('a', 5), ('a', 'utf8', 5), ('a', 'utf8\0'), (5, 'utf8'), (None,)):
    t(x.__init__, *a)
    t(lambda: x)
    x[:] = b'old'
class H(bytearray):
    def __init__(self, *args): print(args)
H.fromhex('6162')
