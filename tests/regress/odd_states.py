# Iterators over others: states that fail half way, or lie, leave them whole.
import codecs
import collections
import contextvars
import functools
import itertools
import re
import struct
import sys
import weakref


def show(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except Exception as e:
        print(type(e).__name__, e)


p = itertools.permutations('abc', 2)
next(p)
show(p.__setstate__, ((0, 1, 2), (0, 'x')))
print(list(p))
show(p.__setstate__, ((0, 1, 2), 5))
show(p.__setstate__, (None, (1, 2)))
print(list(p))

for v in 2**31, 2**63, -2**70, 'x', 58, -1:
    show(itertools.cycle([1]).__setstate__, ([1], v))
    tee, = itertools.tee('abc', 1)
    show(tee.__setstate__, (tee.__reduce__()[2][0], v))

equal = []


class Key:
    def __eq__(self, other):
        equal.append(1)
        return True


for key, group in itertools.groupby('abcd', lambda c: Key()):
    print(list(group), len(equal))

for args in [('abc', -1), ('abc', -2), ('abc', -2, None), ('abc', 0, -2), ('abc', 0, -1),
             ('abc', 1.5), ('abc', -1, 2), ('abc', -2**70), ('abc', None, -2**62)]:
    show(itertools.islice, *args)
for make in itertools.combinations, itertools.combinations_with_replacement:
    for args in [(1, 1.5), (1, 1), (1, -1), ('a', -1), (None, None)]:
        show(make, *args)
show(itertools._grouper, None, 1)
show(itertools._tee_dataobject, 1, None, None)
show(type(iter(collections.deque())), None)

p = functools.partial(print)
p.__setstate__((p, (), {}, None))
print(p)
p.__setstate__((p, (1,), {'a': p}, None))
print(p)

# what can be referred to weakly
for thing in memoryview(b''), re.compile(''), struct.Struct('b'), contextvars.copy_context():
    print(weakref.ref(thing)() is thing)
show(weakref.ref, int | str)

m = re.match('a', 'a')
n = re.match('(?P<x>a)', 'a')
for group in 'x', [], {}:
    show(m.group, group)
    show(n.group, group)

try:
    codecs.encode(1, 'utf-8')
except TypeError as e:
    print(e.__context__, '/', e.__cause__)

for third in 5, -1, 1.5, 2**70, 2j, 'name', None, True:
    try:
        e = BlockingIOError(1, 'x', third)
        print(e.args, e.filename, getattr(e, 'characters_written', 'none'))
    except Exception as e:
        print(type(e).__name__, e)
show(UnicodeTranslateError, None, 1, 2, 3)
for args in (), (1,), ('event', 2):
    show(sys.audit, *args)
show(sys.audit, 'event', key=1)
show(sys.addaudithook)
