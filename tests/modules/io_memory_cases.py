"""StringIO and BytesIO: extremes, views, states, arguments whose methods close the stream."""
import io

from shown import show

class I:
    def __init__(self, f, v): self.f=f; self.v=v
    def __index__(self): self.f(); return self.v
# StringIO extremes
def f():
    s = io.StringIO(); s.seek(2**63-1); s.write('x'); return s.tell()
show('sio big', f)
def f():
    s = io.StringIO(); s.seek((2**62-16)*2//3-1); s.write('x'); return s.tell()
show('sio big2', f)
def f():
    s = io.StringIO(); s.seek(2**61); s.write('x'); return s.tell()
show('sio big3', f)
def f():
    s = io.BytesIO(); s.seek(2**63-1); s.write(b'x'); return s.tell()
show('bio big', f)
def f():
    s = io.BytesIO(b'abc'); s.seek(2**63-1); return s.seek(5,1)
show('bio seek', f)
def f():
    s = io.BytesIO(b'abc'); return s.seek(2**63-1,2)
show('bio seek2', f)
def f():
    s = io.BytesIO(b'abc'); return s.seek(-2**63,1)
show('bio seek3', f)
show('bio seek f', lambda: io.BytesIO(b'abc').seek(1.5))
show('bio seek none', lambda: io.BytesIO(b'abc').seek(None))
show('bio seek 2**63', lambda: io.BytesIO(b'abc').seek(2**63))
show('bio seek wh', lambda: io.BytesIO(b'abc').seek(0,3))
show('bio seek wh', lambda: io.BytesIO(b'abc').seek(0,2**31))
show('bio seek wh', lambda: io.BytesIO(b'abc').seek(-1,3))
show('sio seek wh', lambda: io.StringIO('abc').seek(-1,3))
show('sio seek wh', lambda: io.StringIO('abc').seek(-1))
show('sio seek wh', lambda: io.StringIO('abc').seek(1,1))
show('sio seek wh', lambda: io.StringIO('abc').seek(1,2))
show('sio seek 2**63', lambda: io.StringIO('abc').seek(2**63))
show('sio trunc', lambda: io.StringIO('abc').truncate(-1))
show('sio trunc', lambda: io.StringIO('abc').truncate(1.5))
show('sio trunc', lambda: io.StringIO('abc').truncate('x'))
show('sio trunc', lambda: io.StringIO('abc').truncate(2**70))
show('bio trunc', lambda: io.BytesIO(b'abc').truncate(-1))
show('bio trunc', lambda: io.BytesIO(b'abc').truncate('x'))
show('bio trunc', lambda: io.BytesIO(b'abc').truncate(2**70))
# user closes in __index__
def f():
    s = io.BytesIO(b'abc'); return s.read(I(s.close, 2))
show('bio read close', f)
def f():
    s = io.BytesIO(b'abc'); return s.seek(I(s.close, 2))
show('bio seek close', f)
def f():
    s = io.BytesIO(b'abc'); return s.truncate(I(s.close, 2))
show('bio truncate close', f)
def f():
    s = io.BytesIO(b'abc'); return s.readline(I(s.close, 2))
show('bio readline close', f)
def f():
    s = io.StringIO('abc'); return s.read(I(s.close, 2))
show('sio read close', f)
def f():
    s = io.StringIO('abc'); return s.seek(I(s.close, 2))
show('sio seek close', f)
def f():
    s = io.StringIO('abc'); return s.readline(I(s.close, 2))
show('sio readline close', f)
def f():
    s = io.StringIO('abc'); return s.truncate(I(s.close, 2))
show('sio trunc close', f)
# exports
def f():
    s = io.BytesIO(b'abcdef'); v = s.getbuffer(); r=[]
    for g in (lambda: s.write(b'x'), lambda: s.write(b''), lambda: s.truncate(2), lambda: s.truncate(10), lambda: s.truncate(6), s.close, lambda: s.__setstate__((b'',0,None)), lambda: s.read(), lambda: s.seek(0), lambda: s.readinto(v), lambda:s.getvalue(), lambda: s.writelines([])):
        try: r.append(g())
        except Exception as e: r.append((type(e).__name__, str(e)))
    return r
show('exports', f)
def f():
    s = io.BytesIO(b'abcdef'); v = s.getbuffer(); v[0]=65; b = s.getvalue(); v.release(); s.write(b'zz'); return b, s.getvalue(), 
show('exports2', f)
# str subclass with replace
class S(str):
    def replace(self, *a): return 5
def f():
    s = io.StringIO(newline='\r\n'); s.write(S('a\nb')); return s.getvalue()
show('replace', f)
def f():
    b = io.BytesIO(); s = io.TextIOWrapper(b, newline='\r\n'); s.write(S('a\nb')); s.flush(); return b.getvalue()
show('replace2', f)
# pickling, copy
show('getstate', lambda: io.BytesIO(b'abc').__getstate__())
show('getstate', lambda: io.StringIO('abc').__getstate__())
def f():
    s = io.BytesIO(); s.__setstate__((b'hello', 3, {'x':1})); return s.read(), s.x
show('setstate', f)
def f():
    s = io.StringIO(); s.__setstate__(('hello', '\n', 3, {'x':1})); return s.read(), s.x
show('setstate', f)
for st in [(), (b'a',), ('a',1,None), (b'a','x',None), (b'a',-1,None), (b'a',1,5), 5]:
    show('setstate %r'%(st,), lambda: io.BytesIO().__setstate__(st))
for st in [(), ('a',), (b'a','',1,None), ('a',5,1,None), ('a','\n',-1,None), ('a','\n','x',None),('a','\n',1,5), 5]:
    show('setstate %r'%(st,), lambda: io.StringIO().__setstate__(st))
show('bio args', lambda: io.BytesIO(5))
show('bio args', lambda: io.BytesIO('x'))
show('bio args', lambda: io.BytesIO(None).getvalue())
show('bio args', lambda: io.BytesIO(initial_bytes=b'x').getvalue())
show('bio args', lambda: io.BytesIO(b'x', 5))
show('sio args', lambda: io.StringIO(b'x'))
show('sio args', lambda: io.StringIO('x', 5))
show('sio args', lambda: io.StringIO('x', 'q'))
show('sio args', lambda: io.StringIO('x', '\n\0'))
show('sio args', lambda: io.StringIO('x', b'\n'))
show('sio args', lambda: io.StringIO(initial_value='x', newline=None).getvalue())
show('bio write', lambda: io.BytesIO().write('x'))
show('bio write', lambda: io.BytesIO().write(5))
show('sio write', lambda: io.StringIO().write(b'x'))
show('bio read', lambda: io.BytesIO(b'abc').read('x'))
show('bio read', lambda: io.BytesIO(b'abc').read(1.5))
show('bio read', lambda: io.BytesIO(b'abc').read(2**63))
show('bio readinto', lambda: io.BytesIO(b'abc').readinto(b'xx'))
show('bio readinto', lambda: io.BytesIO(b'abc').readinto('xx'))
show('bio readinto1', lambda: io.BytesIO(b'abc').readinto1(bytearray(2)))
show('bio readlines', lambda: io.BytesIO(b'abc\nd\ne').readlines(4))
show('bio readlines', lambda: io.BytesIO(b'abc\nd\ne').readlines('x'))
show('bio readlines', lambda: io.BytesIO(b'abc\nd\ne').readlines(None))
show('sio readlines', lambda: io.StringIO('abc\nd\ne').readlines(2))
show('bio writelines', lambda: io.BytesIO().writelines([b'x', 5]))
show('bio writelines', lambda: io.BytesIO().writelines(5))
show('sio detach', lambda: io.StringIO().detach())
show('bio detach', lambda: io.BytesIO().detach())
show('sio enc', lambda: (io.StringIO().encoding, io.StringIO().errors, io.StringIO().newlines, io.StringIO().line_buffering))
s=io.StringIO('a\rb\r\nc\n', newline=None); show('nl', lambda: (s.newlines, s.read(), s.newlines))
s=io.StringIO('a\rb\r\nc\n', newline=''); show('nl', lambda: (s.newlines, s.readlines(), s.newlines))
s=io.StringIO('a\rb\r\nc\n', newline='\r'); show('nl', lambda: (s.newlines, s.readlines(), s.newlines, s.getvalue()))
s=io.StringIO('a\rb\r\nc\n', newline='\r\n'); show('nl', lambda: (s.newlines, s.readlines(), s.newlines, s.getvalue()))
s.close()
for m,a in [('read',()),('getvalue',()),('write',('x',)),('write',(5,)),('tell',()),('seek',(0,)),('truncate',()),('readline',()),('__next__',()),('__iter__',()),('__enter__',()),('closed',None),('newlines',None),('line_buffering',None),('readable',()),('seekable',()),('isatty',()),('flush',()),('fileno',()),('readable',())]:
    show('closed sio.'+m, lambda: getattr(s,m)(*a) if a is not None else getattr(s,m))
s = io.BytesIO(); s.close()
for m,a in [('read',()),('getvalue',()),('getbuffer',()),('write',(b'x',)),('write',(5,)),('tell',()),('seek',(0,)),('truncate',()),('readline',()),('__next__',()),('__iter__',()),('__enter__',()),('closed',None),('readable',()),('seekable',()),('isatty',()),('flush',()),('fileno',()),('close',()),('readinto',(bytearray(1),)),('read1',()),('readlines',()),('__getstate__',()),('__setstate__',((b'x',0,None),))]:
    show('closed bio.'+m, lambda: getattr(s,m)(*a) if a is not None else getattr(s,m))
