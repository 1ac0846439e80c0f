"""open, FileIO and open_code with every kind of argument; what cannot be pickled."""
import io
import os
import tempfile
import warnings

from shown import show

warnings.simplefilter('ignore')
d = tempfile.mkdtemp(); os.chdir(d)
with open('f', 'w') as f: f.write('abc\n')
def op(*a, **k):
    with open(*a, **k) as f: return type(f).__name__, getattr(f, 'mode', None), f.name if isinstance(f.name, (str,bytes)) else type(f.name)
for m in ['', 'r', 'w+', 'x', 'rw', 'U', 'rU', 'rb', 'rbt', 'rr', 'r++', '+', 'b', 't', 'rb+', 'q', 'r\0', 5, None, b'r', 'a', 'ab+', 'xb', 'é']:
    show('open %r' % (m,), lambda: op('f', m))
    show('FileIO %r' % (m,), lambda: (lambda f: (f.mode, f.close()))(io.FileIO('f', m)))
for p in ['nope', b'f', 5.5, None, [], 2**40, 2**32, -1, 999, '', 'a\0b', b'a\0b', '.', bytearray(b'f'), '\ud800']:
    show('open path %r' % (p,), lambda: op(p)); show('FileIO path %r' % (p,), lambda: op(p, 'rb', buffering=0)); show('open_code %r' % (p,), lambda: io.open_code(p).close())
class P:
    def __init__(s, v): s.v = v
    def __fspath__(s): return s.v
class Ix:
    def __index__(s): return 99999
for v in ('f', b'f', 5, None): show('P %r' % (v,), lambda: op(P(v)))
show('Ix', lambda: op(Ix()))
for b in [-1, 0, 1, 2, 5, 2**31, 2**62, -5, 'x', 1.5, None, True]:
    show('buf %r' % (b,), lambda: op('f', buffering=b)); show('bufb %r' % (b,), lambda: op('f', 'rb', buffering=b))
for kw in [dict(encoding=5), dict(encoding='nope'), dict(encoding='hex'), dict(errors=5), dict(errors='nope'), dict(newline=5), dict(newline='x'), dict(newline='\0'), dict(closefd=False), dict(closefd='x'), dict(opener=5), dict(opener=lambda p, f: 'x'), dict(opener=lambda p, f: -5), dict(opener=lambda p, f: 2**40), dict(opener=lambda p, f: 1/0), dict(opener=lambda p, f: True and os.open(p, f)), dict(foo=1), dict(encoding='a\0'), dict(errors='a\0')]:
    show('kw %s' % (sorted(kw),), lambda: op('f', **kw)); show('kwb %s' % (sorted(kw),), lambda: op('f', 'rb', **kw))
show('args', lambda: open()); show('args', lambda: open('f', 'r', -1, None, None, None, True, None, 5))
show('FileIO args', lambda: io.FileIO()); show('FileIO args', lambda: io.FileIO('f', 'r', False)); show('FileIO args', lambda: io.FileIO('f', opener=5)); show('FileIO args', lambda: io.FileIO(0, 'r', False).name)
f = io.FileIO('f', 'r+')
show('repr', lambda: repr(f)); f.name = 'q'; show('repr', lambda: repr(f)); del f.name; show('repr', lambda: repr(f)[:14]); f.name = f; show('repr', lambda: repr(f))
f.name = 5
for nm, a in [('seek', (0, 9)), ('seek', (-1,)), ('seek', (1.5,)), ('seek', ('x',)), ('seek', (2**63,)), ('seek', (0, 2**31)), ('truncate', (-1,)), ('truncate', ('x',)), ('truncate', (2**63,)), ('truncate', (1.5,)), ('read', (2**63,)), ('read', ('x',)), ('read', (1.5,)), ('readinto', (b'x',)), ('readinto', (5,)), ('write', ('x',)), ('write', (5,)), ('readline', ('x',)), ('readlines', ('x',)), ('writelines', (5,)), ('fileno', (1,))]:
    show('%s%r' % (nm, a), lambda: getattr(f, nm)(*a))
f.close(); show('repr', lambda: repr(f))
for nm, a in [('read', ()), ('read', ('x',)), ('write', ('x',)), ('seek', ('x',)), ('tell', ()), ('truncate', ('x',)), ('fileno', ()), ('isatty', ()), ('seekable', ()), ('readable', ()), ('flush', ()), ('close', ()), ('readall', ()), ('readinto', (5,)), ('__enter__', ()), ('__iter__', ()), ('__next__', ())]:
    show('closed %s%r' % (nm, a), lambda: getattr(f, nm)(*a))
w = io.FileIO('g', 'w'); show('w', lambda: w.read()); show('w', lambda: w.readinto(bytearray(1))); show('w', lambda: w.readable()); w.close()
r = io.FileIO('g'); show('r', lambda: r.write(b'x')); show('r', lambda: r.truncate(1)); show('r', lambda: (r.mode, r.closefd, r.closed)); r.close()
for o in (io.FileIO('f'), open('f'), open('f', 'rb'), open('f', 'r+b')):
    show('state', lambda: o.__reduce_ex__(4)); o.close()
show('text_encoding', lambda: (io.text_encoding(None), io.text_encoding('x'), io.text_encoding(5))); show('te', lambda: io.text_encoding())
class R(io.RawIOBase):
    def close(self): print('close'); super().close()
    def flush(self): print('flush'); super().flush()
x = R(); x.close(); x.close(); show('R', lambda: x.flush())
class Bad(io.RawIOBase):
    def flush(self): raise ValueError('f')
    def close(self): raise KeyError('c')
    def writable(self): return True
    def readable(self): return True
    def seekable(self): return True
for o in (io.BufferedWriter(Bad()), io.BufferedReader(Bad()), io.BufferedRWPair(Bad(), Bad())):
    try: o.close()
    except Exception as e: print(type(o).__name__, repr(e), repr(e.__context__))
os.chdir('/')
