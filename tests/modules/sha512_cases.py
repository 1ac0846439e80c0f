# Digests across block boundaries, updates in pieces, copies.
from _sha512 import sha384, sha512

for n in (0, 1, 3, 111, 112, 113, 127, 128, 129, 240, 1000):
    data = bytes(i * 7 % 256 for i in range(n))
    print(n, sha512(data).hexdigest(), sha384(data).hexdigest())
h = sha512()
for size in (1, 50, 61, 16, 200, 128, 0, 300):
    h.update(b"x" * size)
    print(h.hexdigest()[:32], h.digest()[:4], h.copy().hexdigest()[:8])
print(h.name, h.digest_size, h.block_size, sha384().name, sha384().digest_size)
print(sha512(bytearray(b"abc"), usedforsecurity=False).hexdigest() == sha512(memoryview(b"abc")).hexdigest())
for bad in ("text", 3):
    try:
        sha512(bad)
    except TypeError as error:
        print(error)
