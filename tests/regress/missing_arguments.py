# A required argument that is missing is told before a keyword that does not fit.
import bisect
import itertools
import math
import struct


def show(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except TypeError as e:
        print(e)


for function in int.from_bytes, open, sum, compile, struct.Struct, itertools.accumulate, \
        memoryview, bisect.bisect, math.isclose, enumerate, (1).to_bytes, sorted, math.prod:
    show(function, a=1)
show(math.isclose, 1, c=1)
show(math.isclose, 1, a=1)
show(math.isclose, 1, 2, a=1)
show(math.isclose, 1, 2, c=1)
show(math.isclose, b=1, c=1)
show(bisect.bisect, [], b=1)
show(bisect.bisect, [1], b=1, x=1)
show(sum, [], start=1, a=1)
show(enumerate, start=1)
show(enumerate, a=1, start=2)
show(enumerate, start=2, a=1)
show(enumerate, [], a=1)
show(enumerate, [], iterable=1)
print(list(enumerate(start=1, iterable='ab')), list(enumerate('ab', start=2)))
