"""Raw streams that give junk, block, or call back; arguments of TextIOWrapper."""
import io
import os

from shown import show

class I:
    def __init__(self, f, v): self.f=f; self.v=v
    def __index__(self): self.f(); return self.v
class Raw(io.RawIOBase):
    def __init__(self, ri=None, wr=None, sk=None): self.ri=ri; self.wr=wr; self.sk=sk; self.pos=0
    def readable(self): return True
    def writable(self): return True
    def seekable(self): return True
    def readinto(self, b):
        if self.ri: return self.ri(b)
        b[:3]=b'abc'; return 3
    def write(self, b):
        if self.wr: return self.wr(b)
        return len(b)
    def seek(self, o, w=0):
        if self.sk: return self.sk(o,w)
        return 0
    def tell(self): return self.seek(0,1)
# junk sizes
for v in (-1, 100, 'x', None, 2**70, -2**70, 1.5, 10**6):
    show('ri %r'%(v,), lambda: io.BufferedReader(Raw(ri=lambda b: v), 16).read(4))
    show('ri1 %r'%(v,), lambda: io.BufferedReader(Raw(ri=lambda b: v), 16).read1(4))
    show('rl %r'%(v,), lambda: io.BufferedReader(Raw(ri=lambda b: v), 16).readline())
    show('peek %r'%(v,), lambda: io.BufferedReader(Raw(ri=lambda b: v), 16).peek())
    show('rinto %r'%(v,), lambda: io.BufferedReader(Raw(ri=lambda b: v), 16).readinto(bytearray(5)))
    show('rinto big %r'%(v,), lambda: io.BufferedReader(Raw(ri=lambda b: v), 16).readinto(bytearray(50)))
    def f():
        w = io.BufferedWriter(Raw(wr=lambda b: v), 16); r=[]
        for g in (lambda: w.write(b'x'*10), lambda: w.write(b'y'*10), lambda: w.flush(), lambda: w.write(b'z'*40)):
            try: r.append(g())
            except Exception as e: r.append((type(e).__name__, str(e)))
        w.raw.wr=None
        return r
    show('wr %r'%(v,), f)
    show('sk %r'%(v,), lambda: io.BufferedReader(Raw(sk=lambda o,w: v), 16).seek(4))
    show('tl %r'%(v,), lambda: io.BufferedReader(Raw(sk=lambda o,w: v), 16).tell())
    if v not in (100, 10**6):
        show('rawread %r'%(v,), lambda: Raw(ri=lambda b: v).read(4))
# reentrant
def reent(kind, op):
    def run():
        done=[]; cnt=[]
        def inner(*a):
            if not done:
                done.append(1)
                try: r.append(op(o))
                except BaseException as e: r.append((type(e).__name__, str(e).split(' at 0x')[0].replace('_io.','')))
            if kind in ('read','line','peek','readinto','text'):
                n=min(3,len(a[0])); a[0][:n]=b'abc'[:n]; cnt.append(1); return n if len(cnt)<4 else 0
            if kind=='write': return len(a[0])
            return 0
        r=[]
        if kind=='write':
            o = io.BufferedWriter(Raw(wr=inner), 8); o.write(b'12345'); o.write(b'6789abc'); o.flush()
        elif kind=='text':
            o = io.BufferedReader(Raw(ri=inner), 8); t=io.TextIOWrapper(o); r.append(t.read(2))
        else:
            o = io.BufferedReader(Raw(ri=inner), 8); r.append({'read': lambda: o.read(10), 'line': o.readline, 'peek': o.peek, 'readinto': lambda: o.readinto(bytearray(7))}[kind]())
        return r
    return run
for k in ('read','peek','readinto','write','text'):
    for nm, op in [('read', lambda o: o.read(1)), ('readall', lambda o: o.read()),('readline', lambda o: o.readline()),('peek', lambda o:o.peek()),('close', lambda o: o.close()),('write', lambda o: o.write(b'x'*20)),('flush', lambda o: o.flush()),('seek', lambda o: o.seek(0)),('tell', lambda o: o.tell())]:
        show('reent %s/%s'%(k,nm), reent(k, op))
# index user code
for nm in ('read','read1','readline','peek'):
    def f():
        b = io.BufferedReader(Raw(), 8); return getattr(b,nm)(I(lambda: b.detach(), 2))
    show('detach in index '+nm, f)
    def f():
        b = io.BufferedReader(Raw(), 8); return getattr(b,nm)(I(lambda: b.close(), 2))
    show('close in index '+nm, f)
# sizes
for n in (0,-1,2**62,2**63,2**63-1,'x',1.5,None):
    show('bufsize %r'%(n,), lambda: io.BufferedReader(Raw(), n))
    show('bufsize %r'%(n,), lambda: io.BufferedWriter(Raw(), n).write(b'x'))
    show('bufsize %r'%(n,), lambda: io.BufferedRWPair(Raw(), Raw(), n))
# reinit
def f():
    w = io.BufferedWriter(Raw(), 16); w.write(b'1234'); w.__init__(w.raw, 1<<20); w.write(b'z'*500000); w.flush(); return 'ok'
show('reinit', f)
def f():
    w = io.BufferedReader(Raw(), 16); a=w.read(1); w.__init__(w.raw, 1<<20); return a, w.read(2)
show('reinit', f)
def f():
    w = io.BufferedReader(Raw(), 16)
    try: w.__init__(w.raw, -1)
    except ValueError: pass
    return w.read(1)
show('reinit fail', f)
# non-blocking
r,w=os.pipe(); (lambda f: __import__('fcntl').fcntl(f,4,0o4000))(r)
R=io.open(r,'rb')
show('nb', lambda: (R.read(5), R.read(), R.peek(), R.readline(), R.readinto(bytearray(3)), R.read1(3)))
os.write(w,b'ab'); show('nb', lambda: (R.read(5), ))
os.write(w,b'ab'); show('nb', lambda: (R.read(), ))
os.write(w,b'ab\nc'); show('nb', lambda: (R.readline(),R.readline(),R.readline()))
(lambda f: __import__('fcntl').fcntl(f,4,0o4000|1))(w)
W=io.open(w,'wb',buffering=1000)
def f():
    try:
        while 1: W.write(b'x'*700)
    except BlockingIOError as e: return e.errno, e.strerror, e.characters_written, e.args
show('nbw', f)
def f():
    try: W.flush()
    except BlockingIOError as e: return e.errno, e.strerror, e.characters_written
show('nbw', f)
os.read(r, 1<<20); W.close()
# text
class B(io.BufferedIOBase):
    def __init__(s, rd): s.rd=rd
    def readable(s): return True
    def writable(s): return True
    def seekable(s): return True
    def read1(s, n): return s.rd(n)
    def read(s, n=-1): return s.rd(n)
    def write(s, b): return s.rd(b)
    def tell(s): return 0
for v in (b'', None, 5, 'str', bytearray(b'ab'), b'\xff', -1):
    it=[v]
    show('text read %r'%(v,), lambda: io.TextIOWrapper(B(lambda n: it.pop() if it else b''), encoding='utf-8').read(2))
    it=[v]
    show('text readall %r'%(v,), lambda: io.TextIOWrapper(B(lambda n: it.pop() if it else b''), encoding='utf-8').read())
    it=[v]
    show('text readline %r'%(v,), lambda: io.TextIOWrapper(B(lambda n: it.pop() if it else b''), encoding='utf-8').readline())
show('tw args', lambda: io.TextIOWrapper(io.BytesIO(), encoding=5))
show('tw args', lambda: io.TextIOWrapper(io.BytesIO(), encoding='nope'))
show('tw args', lambda: io.TextIOWrapper(io.BytesIO(), errors=5))
show('tw args', lambda: io.TextIOWrapper(io.BytesIO(), errors='nope').write('x'))
show('tw args', lambda: io.TextIOWrapper(io.BytesIO(), newline='q'))
show('tw args', lambda: io.TextIOWrapper(io.BytesIO(), newline='\0'))
show('tw args', lambda: io.TextIOWrapper(io.BytesIO(), encoding='a\0b'))
show('tw args', lambda: io.TextIOWrapper(io.BytesIO(), encoding='hex'))
show('tw args', lambda: io.TextIOWrapper(io.BytesIO(), line_buffering='x'))
show('tw args', lambda: io.TextIOWrapper(io.BytesIO(), write_through='x').write_through)
show('tw repr', lambda: io.TextIOWrapper(io.BytesIO()))
t=io.TextIOWrapper(io.BytesIO(b'a\nb'))
show('tw chunk', lambda: t._CHUNK_SIZE)
def f(): t._CHUNK_SIZE=0
show('tw chunk', f)
def f(): t._CHUNK_SIZE='x'
show('tw chunk', f)
def f(): del t._CHUNK_SIZE
show('tw chunk', f)
def f(): t._CHUNK_SIZE=1; return t._CHUNK_SIZE
show('tw chunk', f)
show('tw', lambda: t.seek(0,3)); show('tw', lambda: t.seek(1,1)); show('tw', lambda: t.seek('x')); show('tw', lambda: t.seek(-1)); show('tw', lambda: t.seek(1,2)); 
show('tw', lambda: t.truncate(-1)); show('tw', lambda: t.truncate('x'))
show('tw', lambda: t.reconfigure(encoding=5)); show('tw', lambda: t.reconfigure(newline='q')); show('tw', lambda: t.reconfigure(line_buffering='x'));
show('tw', lambda: (t.seek(0), t.read(1), t.reconfigure(encoding='latin-1')))
show('tw', lambda: (t.seek(0), t.read(1), t.reconfigure(newline='\n')))
