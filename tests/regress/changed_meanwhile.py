# What an argument's __index__, __bool__, __float__ or __iter__ does to the bytearray or memoryview
# whose method asks for it.


class Act:
    def __init__(self, act, value):
        self.act, self.value = act, value

    def __index__(self):
        self.act()
        return self.value

    def __bool__(self):
        self.act()
        return True

    def __float__(self):
        self.act()
        return 1.5


def show(label, f, *state):
    try:
        result = f()
    except Exception as e:
        result = type(e).__name__, str(e)
    print(label, result, *state)


def clear(b):
    b.clear()


def shorten(b):
    del b[3:]


def grow(b):
    b.extend(b'x' * 20)


CALLS = {
    'get slice': lambda b, i: b[i(1):8],
    'get slice to': lambda b, i: b[1:i(8)],
    'get steps': lambda b, i: b[i(1):8:2],
    'get': lambda b, i: b[i(7)],
    'del slice': lambda b, i: b.__delitem__(slice(i(1), 8)),
    'insert': lambda b, i: b.insert(i(7), 65),
    'insert item': lambda b, i: b.insert(7, i(65)),
    'pop': lambda b, i: b.pop(i(7)),
    'append': lambda b, i: b.append(i(65)),
    'remove': lambda b, i: b.remove(i(7)),
    'repeat': lambda b, i: b * i(2),
    'split': lambda b, i: b.split(b'\5', i(2)),
    'replace': lambda b, i: b.replace(b'\1', b'1', i(2)),
    'center': lambda b, i: b.center(i(20)),
    'zfill': lambda b, i: b.zfill(i(20)),
    'hex': lambda b, i: b.hex(':', i(2)),
    'expandtabs': lambda b, i: b.expandtabs(i(2)),
    'splitlines': lambda b, i: b.splitlines(i(2)),
    'contains': lambda b, i: i(99) in b,
    'init': lambda b, i: b.__init__(i(2)),
    'extend': lambda b, i: b.extend([1, i(2)]),
    'assign items': lambda b, i: b.__setitem__(slice(1, 8), [1, i(2)]),
    'join': lambda b, i: b.join(x for x in [b'1', bytes([i(50)])]),
}
for act in clear, shorten, grow:
    for name, call in CALLS.items():
        b = bytearray(range(10))
        show(f'{act.__name__}, {name}:',
             lambda: call(b, lambda value: Act(lambda: act(b), value)))
        print('   ', b)

for act in clear, shorten:
    b = bytearray(range(10))
    show('del steps', lambda: b.__delitem__(slice(Act(lambda: clear(b), 1), 8, 2)), b)
    b = bytearray(range(10))
    show('repeat in place', lambda: b.__imul__(Act(lambda: act(b), 2)), b)
    b = bytearray(range(10))
    show('assign', lambda: b.__setitem__(slice(Act(lambda: act(b), 1), 8), b'abc'), b)
    b = bytearray(range(10))
    show('assign steps', lambda: b.__setitem__(slice(Act(lambda: act(b), 1), 8, 2), b'abcd'), b)
    b = bytearray(range(10))
    show('assign at', lambda: b.__setitem__(Act(lambda: act(b), 7), 1), b)
    b = bytearray(range(10))
    show('assign item', lambda: b.__setitem__(7, Act(lambda: act(b), 1)), b)


def release(m, b, also_clear):
    m.release()
    if also_clear:
        b.clear()


VIEW_CALLS = {
    'get': lambda m, a: m[a(3)],
    'get slice': lambda m, a: m[a(3):].tolist(),
    'set at': lambda m, a: m.__setitem__(a(3), 1),
    'set item': lambda m, a: m.__setitem__(3, a(1)),
    'set slice': lambda m, a: m.__setitem__(slice(a(3), 5), b'ab'),
    'hex': lambda m, a: m.hex(':', a(3)),
}
for also_clear in False, True:
    for name, call in VIEW_CALLS.items():
        b = bytearray(range(8))
        m = memoryview(b)
        show(f'view, {name}:',
             lambda: call(m, lambda value: Act(lambda: release(m, b, also_clear), value)))
        print('   ', b)
for format in 'bBhHiIlLqQnNPfd?':
    b = bytearray(range(8))
    m = memoryview(b).cast(format)
    show(f'view, {format}:', lambda: m.__setitem__(0, Act(m.release, 1)), b)
