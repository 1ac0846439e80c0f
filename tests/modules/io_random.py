"""Random sequences of operations on the streams of io."""
import io
import os
import random
import tempfile

rnd = random.Random(7)
path = tempfile.mktemp()
def slurp():
    with open(path,'rb') as g: return g.read()
chars = 'ab\n\r\ré€\U0001F600 x'
def text(n): return ''.join(rnd.choice(chars) for _ in range(n))
def attempt(f):
    try: return f()
    except Exception as e: return type(e).__name__, str(e)[:150]
def ops(f, is_text, reads_only=False):
    out=[]
    tells=[0]
    for _ in range(rnd.randrange(3,14)):
        k = rnd.randrange(12)
        if reads_only and k in (5, 9):
            continue
        n = rnd.choice([-1, 0, 1, 2, 3, 5, 9, None])
        if k<3: r = attempt(lambda: f.read(n))
        elif k==3: r = attempt(lambda: f.readline(n if n is not None else -1))
        elif k==4: r = attempt(lambda: f.readlines(n))
        elif k==5:
            d = text(rnd.randrange(6))
            r = attempt(lambda: f.write(d if is_text else d.encode()))
        elif k==6: r = attempt(lambda: f.tell()); tells.append(r) if isinstance(r,int) else 0
        elif k==7:
            p = rnd.choice(tells) if is_text else rnd.randrange(12); r = attempt(lambda: f.seek(p))
        elif k==8: r = attempt(lambda: f.seek(0, rnd.choice([1,2])))
        elif k==9: r = attempt(lambda: f.truncate(rnd.choice([None, 0, 3, 20])))
        elif k==10: r = attempt(lambda: next(f))
        elif k==11: r = attempt(lambda: f.flush())
        out.append((k, n, r))
    return out
for i in range(250):
    kind = rnd.randrange(6)
    data = text(rnd.randrange(25))
    nl = rnd.choice([None, '', '\n', '\r', '\r\n'])
    enc = rnd.choice(['utf-8', 'utf-8', 'latin-1', 'ascii'])
    err = rnd.choice(['replace','ignore','surrogateescape','backslashreplace'])
    if kind==0:
        f = io.StringIO(data, newline=nl); r = ops(f, True); print(i, 'sio', repr(nl), r, repr(attempt(f.getvalue)), f.newlines)
    elif kind==1:
        f = io.BytesIO(data.encode()); r = ops(f, False); print(i, 'bio', r, f.getvalue())
    elif kind==2:
        f = io.TextIOWrapper(io.BytesIO(data.encode()), encoding=enc, errors=err, newline=nl); r = ops(f, True, True); print(i, 'tio', enc, err, repr(nl), ascii(data), ascii(r))
    elif kind==3:
        with open(path,'wb') as g: g.write(data.encode())
        with open(path, rnd.choice(['r', 'r+']), encoding=enc, errors=err, newline=nl, buffering=rnd.choice([-1,-1,1,4])) as f:
            r = ops(f, True, True)
            at = attempt(f.close)
        print(i, 'file', enc, err, repr(nl), ascii(data), ascii(r), at, slurp())
    elif kind==4:
        with open(path,'wb') as g: g.write(data.encode())
        with open(path, rnd.choice(['rb','rb+','wb+','ab+']), buffering=rnd.choice([-1,4,2,0])) as f:
            r = ops(f, False)
        print(i, 'bin', r, slurp())
    else:
        d = io.IncrementalNewlineDecoder(None, rnd.random()<.5); r=[]
        for _ in range(5): r.append(attempt(lambda: rnd.choice([lambda: d.decode(text(3)), lambda: d.decode(text(2), True), d.getstate, d.reset, lambda: d.newlines, lambda: d.setstate((b'', rnd.randrange(4)))])()))
        print(i, 'dec', r)
os.unlink(path)
