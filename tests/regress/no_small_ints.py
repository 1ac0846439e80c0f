# Numbers that C code gives and that are no small ints.
import array
import bisect
import itertools
import operator
import struct
import sys

n = sys.maxsize
data = range(n - 1)
print(bisect.bisect_left(data, n - 3), bisect.bisect_right(data, n - 3),
      bisect.bisect(data, -5), bisect.bisect_left(range(2**62), 2**61 + 5))


class L:
    def __len__(self):
        return sys.maxsize

    def __getitem__(self, i):
        return i

    def insert(self, i, x):
        print('insert', i, x)


bisect.insort_left(L(), 2**61 + 7)
bisect.insort_right(L(), 2**62 + 7)


class H:
    def __init__(self, n):
        self.n = n

    def __length_hint__(self):
        return self.n


for h in (2**61, 2**62, sys.maxsize):
    print(operator.length_hint(H(h)), operator.length_hint(L()), operator.length_hint(5, h))
print(struct.Struct('%db' % sys.maxsize).size, struct.calcsize('%ds' % 2**62),
      struct.Struct('%ds' % 2**61).size)
it = iter(L())
print(it.__length_hint__())
it = reversed(range(2**62))
print(it.__length_hint__())
it = enumerate([], 2**61 - 1)
print(it.__reduce__()[1][1])
print(itertools.repeat(1, sys.maxsize).__length_hint__(), itertools.repeat(1, 2**61))
print(range(2**62).count(2**61), range(2**62).index(2**61 + 3), (2**61) in range(2**62))
print(slice(2**61, 2**62, 2**61).indices(sys.maxsize), range(sys.maxsize)[2**61:2**62:2**60])
print(reversed(L()).__length_hint__(), next(reversed(L())))
print(round(2**61 + 0.0), int(2.0**61), hash(2**61), hash(2**61 - 1), hash(2**61 - 2),
      hash(2.0**61), hash(-2**61))
print(int.from_bytes(b'\x20' + b'\0' * 7), struct.unpack('>q', b'\x20' + b'\0' * 7),
      memoryview(b'\0' * 7 + b'\x20').cast('q')[0], array.array('q', [2**61])[0])
print((2**61).bit_length(), -(-2**61), abs(-2**61), (-2**61) // -1, divmod(-2**61, -1),
      2**61 - 1 + 1, (2**60) << 1, ~(-2**61), (2**61 - 1) * -1 - 1)
