# Wrong arguments of deque, OrderedDict and struct, and those whose methods change what is asked.
import struct
from collections import OrderedDict, deque


class Index:
    def __init__(self, value, change=None):
        self.value, self.change = value, change
    def __index__(self):
        if self.change:
            self.change()
        return self.value
    def __repr__(self):
        return f'Index({self.value})'


class Plain:
    def __repr__(self):
        return 'Plain'


class BadHash(Plain):
    def __hash__(self):
        raise KeyError('hash')


class Sub(deque):
    pass


def attempt(label, f, state=lambda: '.'):
    try:
        print(label, f(), end=' ')
    except Exception as e:
        print(label, type(e).__name__ + ':', e, end=' ')
    print(state())


values = [None, 1, -4, 1 << 70, 1.5, 'a', b'a', [1], slice(1), Plain(), Index(1), Index(1 << 70)]
for T in deque, Sub:
    for name in '__getitem__', '__setitem__', '__delitem__', '__mul__', '__imul__', '__rmul__':
        for args in [(v,) for v in values] + [(v, 5) for v in values] + [(), (1, 2, 3)]:
            if name.endswith('mul__') and args and args[0] is values[3]:
                continue
            d = T([1, 2, 3], 4)
            attempt((T.__name__, name, args), lambda: getattr(d, name)(*args), lambda: d)
        attempt(name, lambda: getattr(T([1]), name)(1, x=1))
    for name in 'index', 'insert', 'rotate':
        for args in (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4):
            attempt((T.__name__, name, args), lambda: getattr(T([1, 2]), name)(*args))
        attempt(name, lambda: getattr(T([1]), name)(n=1))
for b in bytearray(b'ab'), [1], (1,), 'ab':
    for name in '__mul__', '__rmul__':
        for args in (), (1, 2), (None,):
            attempt((b, name, args), lambda: getattr(b, name)(*args))
        attempt(name, lambda: getattr(b, name)(2, x=1))

d = deque([1])
for T in type(iter(d)), type(reversed(d)):
    for args in (), (3,), (d,), (d, 1), (d, -1), (d, 'a'), (d, 1, 2):
        attempt(T.__name__, lambda: list(T(*args)))
    attempt(T.__name__, lambda: list(T(d, x=1)))
for make in iter, reversed:
    d = deque([1, 2])
    it = make(d)
    d.pop()
    for i in range(3):
        attempt(make.__name__, lambda: next(it))
for change in (lambda: d.append(1)), (lambda: d.pop()), (lambda: d.clear()):
    d = deque([1, 2, 3, 4])
    attempt('index', lambda: d.index(4, 0, Index(4, change)), lambda: d)

od = OrderedDict(a=1)
od.x = 5
attempt('vars', lambda: vars(od))
attempt('set', lambda: setattr(od, '__dict__', {'y': 6}), lambda: (vars(od), od.y))
attempt('set', lambda: setattr(od, '__dict__', 5))
attempt('delete', lambda: delattr(od, '__dict__'))
for name in '__setitem__', '__delitem__', '__dict__':
    print(vars(OrderedDict)[name])
attempt('unbound', lambda: OrderedDict.__setitem__({}, 1, 2))

for f in struct.pack, struct.unpack, struct.calcsize, struct.iter_unpack, struct.unpack_from:
    for v in bytearray(b'b'), [], {}, Plain(), BadHash(), 5, None:
        attempt((f.__name__, v), lambda: f(v) if f is struct.calcsize else f(v, b'a'))
for code in '>q', '>Q', 'P', '<q', 'q', 'Q', '>I', 'b':
    for v in 1 << 70, -1 << 70, Index(1 << 70), Index(-1 << 70), Index(-1), -1:
        attempt((code, v), lambda: struct.pack(code, v))
for offset in None, 1 << 70, 'a', 2, -1, Index(1), Index(1 << 70):
    for b in None, b'abc', 5:
        attempt((b, offset), lambda: struct.unpack_from('<h', b, offset))
b = bytearray(8)
for change in b.clear, (lambda: b.extend(b'abc')):
    attempt('unpack_from', lambda: struct.unpack_from('b', b, Index(1, change)), lambda: b)
    attempt('pack_into', lambda: struct.pack_into('b', b, Index(1, change), 1), lambda: b)
