"""_operator, time, bisect, random, resource, _string: arguments at their limits."""
import _operator
import _random
import _string
import bisect
import operator
import resource
import time
from collections import deque


def show(name, function, *args):
    try:
        print(name, repr(function(*args)))
    except Exception as e:
        print(name, type(e).__name__, e)


for large in 2**31, -2**31 - 1, 2**40, 2**70, 'a', 1.5:
    show('clock', time.clock_gettime, large)
    show('asctime', time.asctime, (2000, large) + (1,) * 7)
show('sleep', time.sleep, -1e-10)
show('sleep', time.sleep, -1)
for zone in None, 'ABC', 5, b'x', '\ud800':
    show('zone', time.strftime, '%Z', time.struct_time((2000,) + (1,) * 8 + (zone, 3600)))
for offset in None, 3600, True, 'x', 1.5, 2**70:
    show('offset', time.strftime, '%z', time.struct_time((2000,) + (1,) * 8 + ('ABC', offset)))
print(time.struct_time(range(9), {'tm_zone': 'q', 'other': 1}).tm_zone)
show('text', time.strftime, '\ud800 \u20ac %Y', (2000,) + (1,) * 8)
show('text', time.strftime, 'a\0b')
for n in 5, 1000, 2000, 9000:
    print(len(time.strftime(f'%{n}d')))
show('settime', time.clock_settime_ns, time.CLOCK_MONOTONIC, 5)
show('settime', time.clock_settime_ns, time.CLOCK_MONOTONIC, 1.5)
show('settime', time.clock_settime_ns, time.CLOCK_MONOTONIC, 2**70)
show('thread', time.pthread_getcpuclockid, 'a')

show('concat', operator.concat, range(3), range(3))
show('concat', operator.iconcat, range(3), range(3))
show('concat', operator.concat, [1], [2])
show('concat', operator.concat, [1], 2)
show('concat', operator.concat, {}, {})
show('concat', operator.concat, deque([1]), deque([2]))
show('concat', operator.iconcat, [1], (2,))
show('hint', operator.length_hint, [], 2**70)
for pair in ('a', b'a'), (b'a', 'a'), (1, 2), ('\xe9', 'b'), (b'a', bytearray(b'a')), ('a', 'b'):
    show('digest', _operator._compare_digest, *pair)

show('bisect', bisect.bisect, [], 1, 2**70)
show('bisect', bisect.bisect, [], 1, 0, 2**70)
show('setstate', _random.Random().setstate, (2**70,) * 625)
show('setstate', _random.Random().setstate, (-1,) * 625)
show('setrlimit', resource.setrlimit, resource.RLIMIT_CORE, (2**70, 1))
show('setrlimit', resource.setrlimit, resource.RLIMIT_CORE, (1.5, 1))
number = '9223372036854775807'
print(_string.formatter_field_name_split(number)[0],
      list(_string.formatter_field_name_split(f'a[{number}]')[1]))
