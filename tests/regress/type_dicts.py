# What stands in the dict of each builtin type, and of which kind it is: a table, so that none is
# lost or added unseen. `__module__` of types that CPython makes from a description is left out.
import builtins, collections, contextvars, functools, io, itertools, operator, types
import array, collections.abc, string, struct, sys, unicodedata

KINDS = {'wrapper_descriptor': '', 'method_descriptor': '()', 'builtin_function_or_method': '.',
         'classmethod_descriptor': '@', 'staticmethod': '$', 'getset_descriptor': '=',
         'member_descriptor': '='}
SKIP = {'__module__', '__weakref__', '__vectorcalloffset__', '__doc__'}


def generator(): yield
async def async_generator(): yield
async def coroutine(): pass


def table():
    found = {object, type}
    for v in vars(builtins).values():
        if isinstance(v, type) and v.__module__ == 'builtins':
            found.add(v)
    for v in vars(types).values():
        if isinstance(v, type) and v.__module__ == 'builtins':
            found.add(v)
    views = {}.keys(), {}.values(), {}.items()
    for v in [[], (), {}, set(), '', 'é', b'', bytearray(), range(3), range(1 << 70),
              memoryview(b''), *views]:
        found |= {type(v), type(iter(v))}
    for v in [[], {}, *views]:
        found.add(type(reversed(v)))
    found |= {type(iter(int, 1)), type(reversed('a')), type(iter(collections.UserList()))}
    found |= {type(None), type(NotImplemented), type(...), types.SimpleNamespace}
    c = coroutine()
    found |= {type(c), type(c.__await__())}
    c.close()
    a = async_generator()
    found |= {type(a), type(a.asend(None)), type(anext(a, 1))}
    found |= {v for k, v in vars(itertools).items() if isinstance(v, type) and k[0] != '_'}
    found |= {collections.deque, collections.OrderedDict, collections.defaultdict,
              type(iter(collections.deque())),
              type(reversed(collections.deque())), type(iter(collections.OrderedDict()))}
    found |= {contextvars.Context, contextvars.ContextVar}
    found |= {functools.partial, functools.cmp_to_key(1).__class__}
    found |= {operator.attrgetter, operator.itemgetter, operator.methodcaller}
    found |= {struct.Struct, array.array, type(iter(array.array('b'))), type(unicodedata.ucd_3_2_0)}
    return found - {ExceptionGroup}


for t in sorted(table(), key=lambda t: (t.__module__, t.__qualname__)):
    d = vars(t)
    names = [k + KINDS.get(type(d[k]).__name__, ':' + type(d[k]).__name__)
             for k in sorted(d) if k not in SKIP]
    print(t.__module__, t.__qualname__ + ':')
    line = ' '
    for n in names:
        if len(line) + len(n) > 98:
            print(line)
            line = ' '
        line += ' ' + n
    print(line)

# The generic methods of the type come before those of a class further on.
class Other:
    def __getattribute__(self, name):
        return 'other' if name == 'zz' else object.__getattribute__(self, name)
    def __setattr__(self, name, value):
        object.__setattr__(self, name, ('other', value))
    def __hash__(self):
        return 5

for base in (int, str, list, dict, tuple, float, complex, bytes, bytearray, set, frozenset,
             ValueError, property, enumerate, zip, map, staticmethod, object):
    for bases in (base, Other), (Other, base):
        try:
            X = type('X', bases, {})
            x = X(int, []) if base is map else X([]) if base is enumerate else \
                X(len) if base is staticmethod else X()
        except TypeError as e:
            print(base.__name__, e)
            continue
        print(base.__name__, getattr(x, 'zz', None), end=' ')
        try:
            x.q = 1
            print(x.q)
        except AttributeError as e:
            print(e)

# What a class statement wraps in staticmethod or classmethod has no copied attributes.
class C:
    def __new__(cls): "doc"
    def __init_subclass__(cls): "doc"
    def __class_getitem__(cls, x): "doc"
    @staticmethod
    def s(): "doc s"
    @classmethod
    def c(cls): "doc c"

for d, n in ((vars(C), '__new__'), (vars(C), '__init_subclass__'), (vars(C), '__class_getitem__'),
             (vars(C), 's'), (vars(C), 'c'), (vars(str), 'maketrans'), (vars(dict), 'fromkeys')):
    x = d[n]
    print(n, type(x).__name__)
    for a in '__name__', '__qualname__', '__doc__', '__module__', '__annotations__', '__dict__':
        v = getattr(x, a, 'none')
        print('   ', a, v[:20] if isinstance(v, str) else v)

# Iterators over memoryviews.
m = memoryview(b'abc')
it = iter(m)
print(type(it), next(it))
m.release()
for i in range(2):
    try:
        print(next(it))
    except ValueError as e:
        print(e)
it = iter(memoryview(array.array('u', 'ab')))
for i in range(3):
    try:
        print(next(it, 'end'))
    except NotImplementedError as e:
        print(e)
print(list(memoryview(b'abcdefgh')[::-2]), isinstance(memoryview, collections.abc.Iterable))
for x in b'abc', (1, 2), (), b'':
    print(x.__sizeof__(), object.__sizeof__(x))
