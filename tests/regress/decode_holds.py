# While bytes are decoded, a codec or an error handler can't resize what holds them.
import array, codecs

how = None

def handler(e):
    how()
    return 'x', e.end

def decode(b, errors='strict'):
    try:
        how()
    except (BufferError, ValueError) as e:
        return type(e).__name__ + ' ' + str(e), len(b)
    return 'changed', len(b)

codecs.register_error('changing', handler)
codecs.register(lambda name: codecs.CodecInfo(None, decode, name=name)
                if name == 'changing' else None)

def attempt(f, b):
    try:
        print(f(), end=' ')
    except BufferError as e:
        print(type(e).__name__, e, end=' ')
    print(b)

class Sub(bytearray):
    pass

for make in bytearray, Sub:
    for change in (lambda b: b.clear(), lambda b: b.append(1), lambda b: b.extend(bytes(1000)),
                   lambda b: b.__setitem__(0, 98), lambda b: b.__delitem__(slice(1, 3))):
        b = make(b'a\xffcde')
        how = lambda: change(b)
        attempt(lambda: b.decode('ascii', 'changing'), b)
        attempt(lambda: b.decode('utf-8', 'changing'), b)
        attempt(lambda: str(b, 'utf-8', 'changing'), b)
        attempt(lambda: b.decode('changing'), b)
        attempt(lambda: str(b, 'changing'), b)
        m = memoryview(b)
        attempt(lambda: str(m, 'changing'), b)
        m.release()
        b.append(9)
        print(b)
m = memoryview(b'abc')
how = m.release
attempt(lambda: str(m, 'changing'), m.tobytes())
a = array.array('b', [1, 2])
how = lambda: a.append(1)
attempt(lambda: str(a, 'changing'), a)
