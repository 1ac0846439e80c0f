"""Objects of io that __init__ was never called for."""
import io

from shown import show

for T in (io.FileIO, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.BufferedRWPair, io.TextIOWrapper, io.StringIO, io.BytesIO, io.IncrementalNewlineDecoder):
    for m, args in [('read',()),('read',(1,)),('readline',()),('write',(b'x',)),('write',('x',)),('close',()),('flush',()),('tell',()),('seek',(0,)),('truncate',()),('detach',()),('readinto',(bytearray(2),)),('peek',()),('read1',()),('fileno',()),('isatty',()),('seekable',()),('readable',()),('writable',()),('getvalue',()),('getbuffer',()),('readinto1',(bytearray(2),)),('decode',('x',)),('getstate',()),('setstate',((b'',0),)),('reset',()),('__repr__',()),('__next__',()),('__iter__',()),('__enter__',()), ('reconfigure',()),('readlines',()),('writelines',([],)),('readall',())]:
        o = T.__new__(T)
        if hasattr(T, m) and (T, m) != (io.FileIO, 'flush'):
            show('%s.%s%r' % (T.__name__, m, args), lambda: (getattr(o, m)(*args),0)[1] if m in('__repr__','__iter__','__enter__','getbuffer') else getattr(o,m)(*args))
    for a in ('closed','name','mode','raw','buffer','encoding','errors','newlines','line_buffering','write_through','_CHUNK_SIZE','closefd'):
        o = T.__new__(T)
        if hasattr(T, a):
            show('%s.%s' % (T.__name__, a), lambda: getattr(o, a))
