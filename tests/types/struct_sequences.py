"""Struct sequences: what their constructors take, fields without a name, repr and pickling."""
import os
import time


def show(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


show(os.stat_result, range(10))
show(os.stat_result, range(9))
show(os.stat_result, range(19))
show(os.stat_result, range(20))
show(os.stat_result, range(10), {'st_atime': 5, 'st_blocks': 6})
for result in os.stat_result(range(10)), os.stat_result(range(10), {'st_atime': 5}), \
        os.stat_result(range(12)), os.stat_result(range(19)):
    print(result.st_atime, result.st_mtime, result.st_ctime, result.st_atime_ns, result.st_blksize)
    print(result.__reduce__()[1])
show(time.struct_time, 'abcdefghi')
show(time.struct_time, 5)
show(time.struct_time, range(8))
show(time.struct_time, range(12))
show(time.struct_time, range(9), 5)
show(time.struct_time, range(9), None)
show(time.struct_time)
show(time.struct_time, a=1)
show(time.struct_time, range(9), a=1)
show(time.struct_time, sequence=range(9), dict={})


class Key(str):
    def __eq__(self, other):
        raise ZeroDivisionError

    __hash__ = str.__hash__


show(time.struct_time, range(9), {Key('tm_zone'): 1})
