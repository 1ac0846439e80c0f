# What is left when split() has split often enough; parts that are of a subclass.
import pickle


class Text(str):
    pass


class Data(bytes):
    pass


class Array(bytearray):
    pass


for text in (' 1  2   3  ', '', '   ', 'a', ' a ', '\t a \x1c b\n\n',
             '\u20ac \u3000b\u3000 c \u3000'):
    for limit in -1, 0, 1, 2, 3:
        print(ascii(text), limit, ascii(text.split(None, limit)), ascii(text.rsplit(None, limit)))
        if text.isascii():
            data = text.encode()
            print(data.split(None, limit), data.rsplit(None, limit))
            print(bytearray(data).split(None, limit))
        for part in text.split(None, limit):
            print(ascii(part), end=';')
        print()
first, rest = 'key  the value  '.split(None, 1)
print([first, rest])
first, rest = 'key  the value  '.split(maxsplit=1)
print([first, rest])


def types(parts):
    return [(type(part).__name__, part) for part in parts]


for separator in 'b', 'long', 'x', '\u20ac', 'abc':
    for text in Text('abc'), Text(''), Text('a\xe9c'):
        for method in 'split', 'rsplit', 'partition', 'rpartition':
            print(separator, method, types(getattr(text, method)(separator)))
for separator in b'b', bytearray(b'b'), Data(b'b'), memoryview(b'b'), b'x', b'long':
    for data in Data(b'abc'), b'abc', Array(b'abc'):
        for method in 'split', 'rsplit', 'partition', 'rpartition':
            print(bytes(separator), method,
                  [(type(part).__name__, bytes(part)) for part in getattr(data, method)(separator)])
print(type(iter(Text('a'))), type(iter('a')), type(iter('\xe9')))
print(Text('a').__sizeof__(), 'a'.__sizeof__(), Text('\xe9').__sizeof__(), '\xe9'.__sizeof__())
b = Array(b'')
print(b.__reduce__(), b.__reduce_ex__(4), bytearray(b'a').__reduce__())
b.name = 'x'
print(b.__reduce__(), pickle.loads(pickle.dumps(b)).name)
print(b'x'.ljust(3, Array(b'-')), memoryview(b'abcdef')[::2**62].strides)
for make in (lambda: b'x'.ljust(2**63 - 1), lambda: b.__iadd__(5),
             lambda: memoryview(b'').cast('\xe9')):
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)
