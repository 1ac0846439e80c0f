# Registered error handlers: what they get, and what they may answer; names of codecs.
import codecs
import warnings


def show(label, f):
    try:
        result = f()
    except Exception as e:
        result = type(e).__name__, str(e)
    print(label, ascii(result))


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


ANSWERS = {
    'str': lambda e: ('?', e.end),
    'latin': lambda e: ('\xe9', e.end),
    'bytes': lambda e: (b'abc', e.end),
    'four': lambda e: (b'abcd', e.end),
    'back': lambda e: ('x', e.end - len(e.object) or len(e.object)),
    'far back': lambda e: ('x', -100),
    'far': lambda e: ('x', 1000),
    'index': lambda e: ('x', Index(e.end)),
    'huge': lambda e: ('x', 2**70),
    'float': lambda e: ('x', 1.0),
    'list': lambda e: ['x', e.end],
    'three': lambda e: ('x', e.end, 1),
    'int': lambda e: (1, e.end),
    'surrogate': lambda e: ('\ud800', e.end),
    'raise': lambda e: 1 / 0,
}
for name, answer in ANSWERS.items():
    codecs.register_error(name, answer)
    for codec in ('ascii', 'latin-1', 'utf-8', 'utf-16', 'utf-16-be', 'utf-32', 'cp1252',
                  'utf-8-sig'):
        show(f'{name}, encode {codec}:', lambda: 'a\ud800b'.encode(codec, name))
    for codec, data in (('ascii', b'a\xffb'), ('utf-8', b'a\xffb'),
                        ('utf-8-sig', b'\xef\xbb\xbfa\xffb'), ('utf-16-le', b'a\0\0\xd8'),
                        ('utf-32', b'a\0\0\0\0\0\x11\0'), ('cp1252', b'\x81'),
                        ('unicode_escape', b'\\x4g'), ('raw_unicode_escape', b'\\u123'),
                        ('utf-7', b'a+!b')):
        show(f'{name}, decode {codec}:', lambda: data.decode(codec, name))

# one exception for all errors of a call
seen = []


def keep(e):
    seen.append(e)
    return '', e.end


codecs.register_error('keep', keep)
b'a\xffb\xffc\xff'.decode('utf-8', 'keep')
'\ud800a\ud801b'.encode('ascii', 'keep')
print(len(seen), len(set(map(id, seen))), seen[0].__context__)

# the exception's object is what decoding goes on with
for new in b'', b'abc\0', 42:
    def change(e):
        e.object = new
        return '\u4242', 0

    codecs.register_error('change', change)
    for codec, data in (('ascii', b'\xff'), ('utf-7', b'++'), ('utf-7', b'+A'), ('utf-8', b'\xff'),
                        ('utf-16', b'\xff'), ('unicode-escape', b'\\u123g'), ('cp1252', b'\x81'),
                        ('raw-unicode-escape', b'\\u123g')):
        show(f'{codec} {new}:', lambda: data.decode(codec, 'change'))


# codecs of the program's own
def search(name):
    print('search', ascii(name))
    if name == 'own':
        return codecs.CodecInfo(lambda text, errors='strict': (bytearray(b'xyz'), 3),
                                lambda data, errors='strict': (type(data).__name__, 3), name='own')
    if name == 'question':
        class Entry(tuple):
            @property
            def _is_text_encoding(self):
                return 1 / 0
        return Entry((None,) * 4)


codecs.register(search)
warnings.showwarning = lambda message, category, *rest: print(category.__name__, message)
for name in 'own', 'question', 'caf\xe9x', 'My  Own--codec', '-a-', 'utf-8\xe9', 'a.b':
    show(name, lambda: 'abc'.encode(name))
    show(name, lambda: b'abc'.decode(name))
show('escapes', lambda: b'\\q\\z'.decode('unicode_escape'))
show('escapes', lambda: b'\\q\\x'.decode('unicode_escape'))
show('escapes', lambda: codecs.escape_decode(b'\\q\\z'))
show('escapes', lambda: codecs.escape_decode(b'\\q\\x'))

for flag in None, 'x', 1.5, 2**40, 1:
    show(f'final {flag}', lambda: codecs.utf_8_decode(b'\xe2\x82', 'replace', flag))
    show(f'order {flag}', lambda: codecs.utf_16_encode('x', None, flag))
show('empty map', lambda: codecs.charmap_build(''))
show('short map', lambda: type(codecs.charmap_build('\0ab')).__name__)

# exceptions that were not filled in
for kind in UnicodeEncodeError, UnicodeDecodeError:
    for fields in ('object',), ('object', 'start', 'end'), ('object', 'encoding'), ():
        for handler in ('ignore', 'replace', 'backslashreplace', 'surrogatepass'):
            e = kind.__new__(kind)
            values = {'object': b'\xed\xa0\x80' if kind is UnicodeDecodeError else '\ud800\udc81',
                      'start': 1, 'end': 2, 'encoding': 'utf-8'}
            for field in fields:
                setattr(e, field, values[field])
            show(f'{kind.__name__} {fields} {handler}', lambda: codecs.lookup_error(handler)(e))

d = codecs.getincrementaldecoder('unicode_escape')('ignore')
print([d.decode(bytes([byte])) for byte in b'9\\NA\\x4'], d.decode(b'', True))
show('escaped', lambda: 'xN\udc80\u0100\x7f'.encode('ascii', 'surrogateescape'))
show('escaped', lambda: 'xN\udc80\u0100\x7f'.encode('latin-1', 'surrogateescape'))
show('escaped', lambda: 'xN\udc80\u0100\x7f'.encode('cp1252', 'surrogateescape'))
show('escaped', lambda: 'xN\udc80\ud800\x7f'.encode('utf-8-sig', 'surrogateescape'))
