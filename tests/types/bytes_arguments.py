# Arguments of bytes and bytearray methods that are not what they should be.


def show(label, f):
    try:
        result = f()
    except Exception as e:
        result = f'{type(e).__name__}: {e}'
    print(label, result)


class RaisesType:
    def __iter__(self):
        raise TypeError('mine')


class NoIter:
    __iter__ = None


class BadIter:
    def __iter__(self):
        return 5


class RaisesLater:
    def __getitem__(self, i):
        raise TypeError('later')


class RaisesValue:
    def __iter__(self):
        raise ValueError('mine')


for argument in RaisesType(), NoIter(), BadIter(), RaisesLater(), RaisesValue(), 5, None:
    name = type(argument).__name__
    show(f'str.join {name}', lambda: ''.join(argument))
    show(f'bytes.join {name}', lambda: b''.join(argument))
    show(f'bytes {name}', lambda: bytes(argument))
    show(f'extend {name}', lambda: bytearray().extend(argument))
    show(f'assign {name}', lambda: bytearray(b'ab').__setitem__(slice(0, 1), argument))


def assigned(key, value):
    b = bytearray(range(10))
    b[key] = value
    return b


for key in slice(None, None, 2), slice(None, None, -1), slice(5, 2, 2), slice(1, 8, 3), slice(5, 2):
    for value in (b'', b'1', b'ab', b'abc', bytearray(), [], (1,), 'a', 5, 3.5, [300],
                  memoryview(b'')):
        if not isinstance(value, memoryview):
            show(f'{key} = {value!r}', lambda: assigned(key, value))
        else:
            show(f'{key} = view', lambda: assigned(key, value))
for method in 'partition', 'rpartition':
    for separator in 3, 'x', [0, 0], memoryview(b'\0'), -1, 0:
        show(method, lambda: getattr(bytearray(b'a\0\0\0b'), method)(separator))


class Text(str):
    pass


print(','.join([Text('a')]), type(','.join([Text('a')])), ','.join(['', '']),
      ','.join([Text('a'), '']))
for make in (lambda: str(b'x', 'utf-8\0'), lambda: str(b'x', 'utf-8', 'strict\0'),
             lambda: bytes('x', 'utf-8\0'), lambda: bytearray('x', 'utf-8', 'strict\0'),
             lambda: b'x'.decode('utf-8\0'), lambda: 'x'.encode('utf-8', 'a\0'),
             lambda: b''.decode('no such codec'), lambda: str(bytearray(), 'no such codec'),
             lambda: ''.encode('no such codec'), lambda: b'\t'.expandtabs(10**6).count(b' '),
             lambda: bytearray(2**63 - 1), lambda: bytearray(b'x').__imul__(2**62)):
    show('', make)


class Items(list):
    def __iter__(self):
        return iter(['x', 'y'])


class Pair(tuple):
    def __iter__(self):
        return iter([b'x', b'y'])


print('-'.join(Items('ab')), b'-'.join(Pair((b'a',))), '-'.join({'a': 1, 'b': 2}), '-'.join({'c'}))
