# Keys, casts, formats and states of memoryview, and bytes methods that are given views with gaps.
import binascii
import codecs
import zlib


def show(*text):
    for each in text:
        try:
            result = eval(each)
        except Exception as e:
            result = f'{type(e).__name__}: {e}'
        print(each, '->', result)


m = memoryview(bytearray(range(24)))
mi = m.cast('i')
for key in ((0,), (24,), (-1,), (), ..., (0, 1), (slice(1),), (slice(1), 0), 'a', None, 1.5,
            (0, 'a'), 2**70, True):
    for call in m.__getitem__, lambda key: m.__setitem__(key, 65):
        try:
            print(key, call(key))
        except Exception as e:
            print(key, type(e).__name__, e)
for arguments in (('B', (24,)), ('b', [24]), ('i', [6]), ('i', [5]), ('B', ()), ('B', [0]),
                  ('B', [-1]), ('B', ['x']), ('B', 24), ('B', None), ('B', (24.0,)), ('x',), ('',),
                  ('@',), ('@i',), ('<i',), ('ii',), (5,)):
    try:
        print(arguments, m.cast(*arguments).tolist())
    except Exception as e:
        print(arguments, type(e).__name__, e)
for format in 'cbB?hHiIlLqQnNfdP':
    v = memoryview(bytearray(8)).cast(format)
    for item in (0, -1, 127, 128, 255, 256, 65535, 65536, 2**31, 2**32, 2**63, 2**64, -2**63,
                 -2**63 - 1,
                 1.5, 'a', b'a', b'ab', None, True):
        try:
            v[0] = item
            print(format, repr(item), v[0])
        except Exception as e:
            print(format, repr(item), type(e).__name__, e)
show('m[5:6:3].cast("b").tolist()', 'm[::2].cast("b")', 'm[5:5:3].contiguous',
     'm[5:6:3].contiguous',
     'mi[::-1].tolist()', 'mi.hex()[:8]', 'm[::2].hex("-")[:8]', 'm.hex("ab")', 'm.hex(5)',
     'bytearray(b"ab") < memoryview(b"ac")', 'memoryview(b"ab") < bytearray(b"ac")',
     'b"ab" < memoryview(b"ac")', 'b"ab" == memoryview(b"ab")', 'b"ab".__eq__(bytearray(b"ab"))',
     'b"ab" < bytearray(b"ac")', 'bytearray(b"ab").__eq__(b"ab")', 'bytearray(b"ab").__lt__(5)')

ba = bytearray(b'abc')
gaps = memoryview(b'001122')[::2]
CALLS = ['bytes(v)', 'bytearray(v)', 'b"a" + v', 'ba + v', 'ba.__iadd__(v)', 'ba.extend(v)',
         'ba.__setitem__(slice(0, 1), v)', 'b"".join([v])', 'b"abc".find(v)', 'b"abc".split(v)',
         'b"abc".partition(v)', 'ba.partition(v)', 'b"abc".replace(v, b"")', 'b"abc".strip(v)',
         'b"abc".startswith(v)', 'b"abc".removeprefix(v)', 'v in b"abc"', 'v in ba', 'b"abc" == v',
         'ba == v', 'b"abc".translate(None, v)', 'bytes.maketrans(v, v)', 'b"%b" % v',
         'str(v, "ascii")',
         'codecs.decode(v, "ascii")', 'codecs.utf_8_decode(v)', 'codecs.escape_decode(v)',
         'binascii.hexlify(v)', 'binascii.unhexlify(v)', 'binascii.crc32(v)', 'zlib.compress(v)',
         'int.from_bytes(v, "big")']
v = gaps
show(*CALLS)
v = gaps[:1]
show('b"abc".find(v)', 'b"a" + v')
v = gaps[:0]
show('b"abc".find(v)', 'bytes(v)')

print('released')
v = memoryview(b'abc')
v.release()
show(*CALLS, 'v[0]', 'v[0:1]', 'len(v)', 'v.tolist()', 'v == v', 'v != v', 'hash(v)', 'v.obj',
     'v.hex()',
     'memoryview(v)', 'v.cast("b")', 'v.release()')

print('exported')
b = bytearray(b'abc')
v = memoryview(b)
part = v[1:]
show('b.append(1)', 'b.extend(b"")', 'b.clear()', 'b.__imul__(1)', 'b.__imul__(2)',
     'b.__setitem__(slice(0, 1), b"z")', 'b.__setitem__(slice(0, 1), b"zz")', 'b.__delitem__(0)',
     'b.__delitem__(slice(0, 0, 2))', 'b.__delitem__(slice(0, 0))', 'b.reverse()', 'v.release()',
     'b.append(1)', 'part.release()', 'b.append(1)', 'b')


class Fails:
    def __init__(self, error):
        self.error = error

    def __index__(self):
        raise self.error

    __float__ = __bool__ = __index__


for error in TypeError('mine'), ValueError('mine'), OverflowError('mine'), KeyError('mine'):
    for format in 'BQPd?':
        v = memoryview(bytearray(8)).cast(format)
        show('v.__setitem__(0, Fails(error))')
    show('Fails(error) in b"a"')
v = memoryview(bytearray(8)).cast('d')
show('v.__setitem__(0, 10**400)', 'v.__setitem__(0, float("nan"))', 'v == v')
