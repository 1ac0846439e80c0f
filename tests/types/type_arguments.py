# What type(), object() and the attributes of classes and functions say of arguments that don't fit.
import types


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


for slots in ('a', ('a', 'a'), ('a b',), (5,), 5, {'a': 'doc'}, ('__dict__',),
              ('__dict__', '__dict__'), ('__weakref__', 'x'), ('__class__',), ('__init__',), (),
              iter(['q', 'r']), '__dict__', ['__slots__'], ('',), ('\ud800',), ('é',), ('a.b',), '1a',
              ('__x', '_y__', '__z__'), ('__qualname__',), ('__doc__',), ('__module__',),
              ('__classcell__',), (b'a',)):
    attempt(lambda: sorted(vars(type('X', (), {'__slots__': slots, '__init__': len}))))
class A: __slots__ = ('x', '__dict__')
for base, slots in ((A, ('__dict__',)), (A, ('x',)), (int, ('x',)), (tuple, ()), (list, ('x',)),
                    (dict, ('__dict__', 'y')), (Exception, ('y',)), (Exception, ('__dict__',)),
                    (type, ())):
    attempt(lambda: sorted(vars(type('X', (base,), {'__slots__': slots}))))

for args in ((), (1,), (1, 2), (1, 2, 3, 4), (1, (), {}), ('x', [], {}), ('x', (), []),
             ('x', (1,), {}), ('x\0', (), {}), ('\ud800', (), {}), ('x', (), {'__qualname__': 5}),
             ('x', (), {'__classcell__': 5}), ('x', (int, str), {}), ('x', (A, A), {}),
             ('x', (A, object), {}), ('x', (object, A), {})):
    attempt(type, *args)
    attempt(type.__new__, type, *args)
    attempt(type.__init__, A, *args)
for f in (type, lambda *a, **k: type.__new__(type, *a, **k), lambda *a, **k: type.__init__(A, *a, **k)):
    attempt(f, 5, a=1)
    attempt(f, 'x', (), {}, a=1)
for f in (lambda: type.__new__(), lambda: type.__new__(5), lambda: type.__new__(int),
          lambda: type.__new__(object, 'x', (), {}), lambda: object.__new__(type),
          lambda: object.__new__(), lambda: object.__new__(5), lambda: object.__new__(int),
          lambda: int.__new__(object), lambda: int.__new__(str), lambda: type.__call__(5),
          lambda: type.mro(5), lambda: type.__subclasses__(5), lambda: type.__subclasscheck__(int, 5),
          lambda: type.__dict__['__name__'].__get__(5), lambda: type.__getattribute__(5, 'x'),
          lambda: type.__repr__(5), lambda: object.__reduce_ex__(5, 'x'),
          lambda: object.__format__(5, 5), lambda: type.__dir__(5),
          lambda: type.__prepare__(1, 2, 3, x=4), lambda: object(1), lambda: object.__init__(1, 2),
          lambda: object.__setattr__(A, 'x', 1), lambda: object.__delattr__(int, 'x')):
    attempt(f)

# made by object.__new__ nothing would be initialised
def generator(): yield
for cls in (type(generator()), type(len), type(int.__add__), types.FrameType, type(iter([])),
            type({}.keys()), type(int.real), types.UnionType, types.CodeType, type(None)):
    attempt(object.__new__, cls)

class C: pass
def change(cls, name, *value):
    return setattr(cls, name, *value) if value else delattr(cls, name)
for args in (('__name__', 5), ('__name__', 'a\0'), ('__name__', '\ud800'), ('__qualname__', 5),
             ('__bases__', 5), ('__bases__', ()), ('__bases__', (5,)), ('__module__',),
             ('__name__',), ('__bases__',), ('__doc__',), ('__mro__', 5), ('__base__', 5),
             ('__dict__', {}), ('__abstractmethods__', frozenset()), ('__abstractmethods__',),
             ('__abstractmethods__',), ('__annotations__',), ('nope',), (5, 1)):
    attempt(change, C, *args)
C.__abstractmethods__ = frozenset(['x', 'y'])
attempt(C)
del C.__abstractmethods__
for args in (('x', 1), ('x',), ('__name__', 'x'), ('__bases__', (object,)), ('__annotations__', 1)):
    attempt(change, int, *args)
for args in (('__class__', 5), ('__class__',), ('__dict__', 5), ('__weakref__', 5)):
    attempt(change, C(), *args)
c = C()
attempt(lambda: c.__annotations__)
C.__annotations__ = {'x': 1}
print(c.__annotations__)
print(None | int, int | None, None | list[int], None | (int | str), (int | str).__module__)
attempt(lambda: None | None)
attempt(lambda: hash(C.__dict__))
print([t.__text_signature__ for t in (object, float, complex, list, tuple, int, property, C)])
print(float.__doc__[:7], property.__doc__[:8], classmethod.__doc__[:11])


def f(a, b=1, *, c=2): pass
def g(): return lambda: a
for args in (('__code__', 5), ('__code__',), ('__defaults__', 5), ('__defaults__', [1]),
             ('__kwdefaults__', 5), ('__name__', 5), ('__name__',), ('__qualname__', 5),
             ('__dict__', 5), ('__dict__',), ('__globals__', {}), ('__closure__', 1),
             ('__annotations__', 5)):
    attempt(change, f, *args)
for args in ((), (5, {}), (f.__code__, 5), (f.__code__, {}, 5), (f.__code__, {}, 'x', 5),
             (f.__code__, {}, 'x', (), 5), (f.__code__, {}, 'x', (), (5,)),
             ((lambda x: lambda: x)(1).__code__, {})):
    attempt(types.FunctionType, *args)
for args in ((), (1,), (1, 2), (len, None)):
    attempt(types.MethodType, *args)

class Unnamed:
    def __getattr__(self, name): raise ValueError('no name')
    def __call__(self): pass
attempt(lambda: repr(types.MethodType(Unnamed(), 1)))
