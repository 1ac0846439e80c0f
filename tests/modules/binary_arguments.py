# Flags of binascii, sizes and states of zlib's objects, and what blake2 is not.
import _blake2
import binascii
import zlib


def show(*text):
    for each in text:
        try:
            result = eval(each)
        except Exception as e:
            result = f'{type(e).__name__}: {e}'
        print(each, '->', result)


for flag in None, 'x', 0, 1, 1.5, [], 2**40:
    print(repr(flag))
    show('binascii.b2a_base64(b"x", newline=flag)',
         'binascii.a2b_base64(b"eA==", strict_mode=flag)',
         'binascii.b2a_uu(b"x", backtick=flag)', 'binascii.b2a_qp(b"x", flag)',
         'binascii.b2a_qp(b"x", 0, flag)', 'binascii.a2b_qp(b"x", flag)')
show('binascii.hexlify(b"abcdef", ":", 2)', 'binascii.hexlify(b"abcdef", "", 2)',
     'binascii.hexlify("a", 5)', 'binascii.a2b_hex("\xe9")', 'binascii.a2b_hex(5)')

packed = zlib.compress(b'hello world' * 5)
show('zlib.decompress(packed, bufsize=-1)', 'zlib.decompress(packed, bufsize=2**70)',
     'zlib.decompressobj().flush(0)', 'zlib.decompressobj().flush(2**70)',
     'zlib.decompressobj().decompress(packed, -1)',
     'zlib.decompressobj().decompress(packed, 2**70)')
for data in packed, packed + b'xx', packed[:-1]:
    d = zlib.decompressobj()
    show('d.decompress(data, 5)', 'd.unconsumed_tail', 'd.decompress(d.unconsumed_tail, 7)',
         'd.flush()',
         'd.eof, d.unused_data, d.unconsumed_tail', 'd.flush()', 'd.decompress(b"more")',
         'd.unused_data, d.unconsumed_tail', 'd.copy().eof')
d = zlib.decompressobj()
show('d.decompress(packed)', 'd.copy().eof', 'd.flush()', 'd.flush()', 'd.copy()')
show('type("B", (_blake2.blake2b,), {})', 'setattr(_blake2.blake2b, "x", 1)')


class Index:
    def __index__(self):
        return 3


import _sha3
for n in -1, 0, 3, 2**29, 2**64, -2**70, 'x', 1.5, True, Index(), None:
    show('n if isinstance(n, int) else type(n)', '_sha3.shake_128(b"x").hexdigest(n)',
         '_blake2.blake2b(b"", leaf_size=n).hexdigest()[:9]',
         '_blake2.blake2b(b"", node_offset=n).hexdigest()[:9]',
         '_blake2.blake2s(b"", node_offset=n).hexdigest()[:9]',
         '_blake2.blake2b(b"", fanout=n).hexdigest()[:9]',
         '_blake2.blake2b(b"", digest_size=n).hexdigest()[:9]',
         '_blake2.blake2b(b"", last_node=n).hexdigest()[:9]')
