# Digests of all lengths around the block sizes, in pieces; parameters of blake2; hashlib, hmac, zlib's kin.
import _blake2
import _md5
import _sha1
import _sha256
import _sha3


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


makers = [_md5.md5, _sha1.sha1, _sha256.sha224, _sha256.sha256, _sha3.sha3_224, _sha3.sha3_256, _sha3.sha3_384,
          _sha3.sha3_512, _blake2.blake2b, _blake2.blake2s]
data = bytes(i * 7 % 251 for i in range(1000))
for make in makers:
    h = make()
    print(h.name, h.digest_size, h.block_size, type(h))
    for n in (0, 1, 3, 55, 56, 57, 63, 64, 65, 71, 72, 73, 103, 104, 127, 128, 129, 136, 144, 255, 256, 257, 1000):
        print(n, make(data[:n]).hexdigest())
    for size in (1, 50, 61, 16, 200, 128, 0, 300):
        h.update(b"x" * size)
        print(h.hexdigest()[:16], h.digest()[:4], h.copy().hexdigest()[:8])
    show(make, "text")
    show(make, 3)
    show(h.update, "text")
    print(make(bytearray(b"abc"), usedforsecurity=False).hexdigest() == make(memoryview(b"abc")).hexdigest())
for make in (_sha3.shake_128, _sha3.shake_256):
    h = make(b"abc")
    for n in (0, 1, 10, 168, 169, 500):
        print(n, h.hexdigest(n))
    print(h.name, h.digest_size, h.block_size, h.digest(5), h._rate_bits, h._capacity_bits, h._suffix)
    show(h.digest, -1)
    show(h.digest)
for make in (_blake2.blake2b, _blake2.blake2s):
    print(make.MAX_DIGEST_SIZE, make.MAX_KEY_SIZE, make.SALT_SIZE, make.PERSON_SIZE)
    for kwargs in ({"digest_size": 1}, {"digest_size": 20}, {"key": b"k"}, {"key": b"k" * 32}, {"salt": b"salt"},
                   {"person": b"me"}, {"fanout": 0}, {"fanout": 255, "depth": 255}, {"leaf_size": 2 ** 32 - 1},
                   {"node_offset": 2 ** 47}, {"node_depth": 3, "inner_size": 7}, {"last_node": True},
                   {"digest_size": 0}, {"digest_size": 65}, {"key": b"k" * 65}, {"salt": b"s" * 17}, {"person": b"s" * 17},
                   {"fanout": 256}, {"fanout": -1}, {"depth": 0}, {"leaf_size": -1}, {"leaf_size": 2 ** 32},
                   {"node_offset": 2 ** 64 - 1}, {"node_depth": 256}, {"inner_size": 65}, {"foo": 1}):
        show(lambda: make(b"data", **kwargs).hexdigest())
        show(lambda: make(**kwargs).hexdigest())
