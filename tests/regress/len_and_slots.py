# Lengths that are no small ints, and what the slots of builtin types tell.
import collections.abc
import itertools
import sys
import types


def show(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except Exception as e:
        print(type(e).__name__, repr(str(e)))


class Long:
    def __len__(self):
        return sys.maxsize

    def __getitem__(self, i):
        return i


def length(of):
    return len(of)


for thing in (Long(), range(2**61), range(2**61 - 1), range(2**62),
              range(-sys.maxsize, sys.maxsize, 2)):
    print(len(thing), length(thing), [len][0](thing), thing.__len__())
show(length, range(2**63))
it = iter(Long())
it.__setstate__(sys.maxsize - 1)
show(next, it)
show(next, it)

for type_ in (object, type, int, float, complex, str, list, bytearray, dict, set, range, property,
              type(iter([])), type(x for x in ())):
    for name in ('next iter iadd imul isub bool neg pos abs invert int float setattr '
                 'delattr get set delete call init index pow rpow len getitem setitem contains '
                 'lt add radd and ior').split():
        slot = vars(type_).get('__%s__' % name)
        if isinstance(slot, types.WrapperDescriptorType) and name != 'iter':
            print(type_.__name__, name, slot.__doc__)

# keywords that a subclass's __init__ takes
for cls, args in ((filter, (None, [0, 1])), (itertools.filterfalse, (None, [0, 1])),
                  (itertools.chain, ([1], [2])), (map, (str, [1])),
                  (itertools.starmap, (pow, [(2, 3)])), (itertools.islice, ([1, 2, 3], 2)),
                  (itertools.takewhile, (bool, [1, 0])), (itertools.dropwhile, (bool, [1, 0])),
                  (itertools.cycle, ([],)), (itertools.pairwise, ([1, 2],))):
    class Plain(cls):
        pass

    class WithInit(cls):
        def __init__(self, *args, more=None):
            self.more = more

    show(cls, *args, more=3)
    show(Plain, *args, more=3)
    made = WithInit(*args, more=3)
    print(list(made), made.more)


# the first base says whether a class is a sequence or a mapping
class S(collections.abc.Sequence):
    __getitem__ = __len__ = lambda self, *i: 0


class M(collections.abc.Mapping):
    __getitem__ = __len__ = lambda self, *i: 0

    def __iter__(self):
        return iter(())


for bases in (S, M), (M, S), (list, M), (M, list), (S, dict), (dict, S):
    cls = type('Both', bases, {})
    match cls():
        case []:
            print(bases[0].__name__, 'sequence')
        case {}:
            print(bases[0].__name__, 'mapping')


def f(**keywords):
    return keywords


class Keys:
    def __init__(self, error):
        self.error = error

    def keys(self):
        raise self.error


class Items(Keys):
    def keys(self):
        return ['a']

    def __getitem__(self, key):
        raise self.error


show(lambda: f(**{1: 2}, **{1: 3}))
show(lambda: f(**{1: 2}))
show(lambda: f(**{'a': 2}, **{'a': 3}))
for made in (Keys(AttributeError('x')), Keys(KeyError('x')), Items(KeyError('x')),
             Items(AttributeError('x')), Items(ValueError('x')), 5):
    show(lambda: f(**made))
    show(lambda: f(a=1, **made))

# what throw() makes of a class that makes no exception


class Odd(Exception):
    def __new__(cls, *args):
        return args and 1 / 0 or 5


def catching():
    while True:
        try:
            yield
        except Exception as e:
            print('inside:', type(e).__name__, e)


g = catching()
next(g)
g.throw(Odd)
g.throw(Odd, 1)
g = catching()
show(g.throw, Odd)
show(next, g)


class BadHint:
    def __length_hint__(self):
        raise RuntimeError('hint')

    def __iter__(self):
        return iter(b'ab')


show(bytearray().extend, BadHint())

p = property()
for args in (), (1,), (1, 2), (1, 2, 3):
    show(p.__set_name__, *args)


class Loader:
    def __repr__(self):
        return 'Loader()'


class Telling(Loader):
    def module_repr(self, module):
        return 'told of ' + module.__name__


for loader in Loader(), Telling():
    module = types.ModuleType('m')
    module.__loader__ = loader
    print(repr(module))
    module.__file__ = 'm.py'
    print(repr(module))
    del module.__name__
    print(repr(module))
    del module.__file__
    print(repr(module))
