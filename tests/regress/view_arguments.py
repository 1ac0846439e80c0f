# In which order arguments of memoryview and int methods are looked at.
import array


class BadTruth:
    def __bool__(self):
        raise KeyError('truth')


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)


def released():
    m = memoryview(b'abcd')
    m.release()
    return m


views = (lambda: memoryview(b'abcd'), lambda: memoryview(b'abcd')[::2], lambda: memoryview(b''),
         lambda: memoryview(array.array('h', [1, 2])), released)
casts = (('x',), ('b',), (1,), (b'b',), ('é',), ('b', None), ('x', None), ('b', 4), ('b', [4]),
         ('b', [0]), ('b', [-1]), ('b', ['a']), ('b', [1 << 70]), ('b', [5]), ('b', (4,)),
         ('é', 3), ('x', [4]))
for make in views:
    for args in casts:
        attempt(lambda: make().cast(*args).tolist())
    for order in None, 'C', 'x', 1, b'C':
        attempt(lambda: make().tobytes(order))
    for other in 1, b'abcd', None:
        attempt(lambda: make().__eq__(other))
        attempt(lambda: make().__ne__(other))
        attempt(lambda: make().__lt__(other))
    attempt(lambda: make() == 1)
for order in 'big', 'x', 1, None:
    for signed in True, False, BadTruth():
        attempt(lambda: (5).to_bytes(2, order, signed=signed))
        attempt(lambda: int.from_bytes(b'ab', order, signed=signed))
        attempt(lambda: int.from_bytes(3, order, signed=signed))
