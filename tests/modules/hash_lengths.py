# messages of every length about the ends of blocks, in pieces and from copies
import _blake2
import _md5
import _sha1
import _sha256
import _sha3
import _sha512

makers = [_md5.md5, _sha1.sha1, _sha256.sha224, _sha256.sha256, _sha512.sha384, _sha512.sha512,
          _sha3.sha3_224, _sha3.sha3_256, _sha3.sha3_384, _sha3.sha3_512, _blake2.blake2b,
          _blake2.blake2s]
for make in makers:
    h = make()
    for n in range(300):
        h.update(make(bytes(n)).digest())
        h.update(bytes(range(256))[:n % 256])
        copy = h.copy()
        copy.update(b"x")
        h.update(copy.hexdigest().encode())
    print(h.name, h.block_size, h.digest_size, h.hexdigest())

for make in (_sha3.shake_128, _sha3.shake_256):
    h = make()
    for n in range(300):
        h.update(make(bytes(n)).digest(n))
    print(h.name, h.hexdigest(77), h._rate_bits, h._capacity_bits, h._suffix)
print(_sha3.sha3_256()._suffix)

for make in makers[:6]:
    kind = type(make())
    print(kind, make.__name__, make.__text_signature__, make.__doc__)
    for attempt in (lambda: make(3), lambda: make("a"), lambda: make(None), lambda: make().update(7),
                    kind):
        try:
            attempt()
        except TypeError as error:
            print(error)
print(_sha512.SHA384Type, hasattr(_sha512, "SHA512Type"))
