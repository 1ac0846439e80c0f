# zlib: at once, in pieces, bounded output, dictionaries, errors; gzip and zipfile on top of it.
import gzip
import io
import random
import zlib


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


random.seed(2)
words = [random.randbytes(random.randrange(1, 9)) for _ in range(50)]
data = b"".join(random.choice(words) for _ in range(30000))
assert zlib.decompress(zlib.compress(data, 0)) == data
for level in (-1, 1, 6, 9):
    for wbits in (15, -15, 31, 9):
        packed = zlib.compress(data, level, wbits)
        print(level, wbits, len(packed), zlib.crc32(packed[10:]), zlib.decompress(packed, wbits) == data)
print(zlib.compress(b""), zlib.decompress(zlib.compress(b"")), zlib.compress(b"hello"))
packed = zlib.compress(data)
for args in ((b"junk",), (packed[:-5],), (packed[:50] + b"\xff" * 9,), (b"",), (packed, 99), ("text",), (packed, 15, -1)):
    show(zlib.decompress, *args)
show(zlib.compress, "text")
show(zlib.compress, b"x", 99)
show(zlib.compressobj, 99)
show(zlib.decompressobj, 99)
show(zlib.decompressobj, 15, 3)
for f in (zlib.crc32, zlib.adler32):
    print(f(b""), f(b"abc"), f(b"abc", 7), f(data), f(data[500:], f(data[:500])), f(b"a", -1), f(b"a", 2 ** 40 + 5))
    show(f, "text")
c = zlib.compressobj(9, zlib.DEFLATED, -15, 8, zlib.Z_FILTERED)
out = b""
for i in range(0, len(data), 7777):
    out += c.compress(data[i:i + 7777])
    if i % 3 == 0:
        out += c.flush(zlib.Z_SYNC_FLUSH)
half = c.copy()
out += c.flush()
print(len(out), c.flush(zlib.Z_NO_FLUSH), half.flush()[-4:] == out[-4:])
show(c.compress, b"more")
d = zlib.decompressobj(-15)
back = b""
rest = out + b"tail"
while not d.eof:
    piece = d.decompress(rest[:1000], 500)
    back += piece
    rest = d.unconsumed_tail + rest[1000:]
print(back == data, d.eof, d.unused_data, d.decompress(b"!"), d.unused_data, d.flush())
d = zlib.decompressobj()
print(d.decompress(packed[:40])[:5], d.eof, d.unused_data, d.unconsumed_tail, d.copy().decompress(packed[40:])[-3:] == data[-3:])
show(d.decompress, packed, -1)
show(d.flush, 0)
show(d.decompress, b"\xff" * 50)
c = zlib.compressobj(zdict=b"hello world")
packed_with = c.compress(b"hello world hello") + c.flush()
print(packed_with, zlib.decompressobj(zdict=b"hello world").decompress(packed_with))
show(zlib.decompress, packed_with)
show(lambda: zlib.decompressobj(zdict=b"other").decompress(packed_with))
print(zlib.ZLIB_VERSION == zlib.ZLIB_RUNTIME_VERSION, zlib.MAX_WBITS, zlib.DEF_BUF_SIZE, zlib.Z_BEST_SPEED, zlib.error.__mro__)
print(type(c), type(d))

packed = gzip.compress(data, mtime=0)
print(len(packed), gzip.decompress(packed) == data)
f = io.BytesIO()
with gzip.GzipFile(fileobj=f, mode="w", mtime=1) as g:
    g.write(b"line 1\n")
    g.write(b"line 2\n")
f.seek(0)
print(gzip.GzipFile(fileobj=f).readlines())
