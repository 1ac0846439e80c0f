# The methods and operators of arrays, and the memory they show.
import array
import io
import operator
import struct
import weakref
from array import array as A
from collections.abc import MutableSequence


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


def show(name, *args, of=None):
    a = A("i", [1, 2, 3, 2]) if of is None else of
    shown = [x.value if isinstance(x, Index) else type(x) if isinstance(x, io.IOBase) else x
             for x in args]
    print(name, shown, outcome(getattr(a, name), *args), a)


big = 10**30
for args in ((5,), (-4,), (-5,), ("a",), (1.0,), (big,), (Index(1),), (slice(0, "a"),),
             (slice(1, 3),), (slice(None, None, -1),), (slice(3, 1),), (slice(None, None, 2),),
             (slice(-100, 100, 3),), (slice(None, None, -3),)):
    show("__getitem__", *args)
    show("__delitem__", *args)
for args in ((5, 1), ("a", 1), (0, "a"), (big, 1), (9, "a"), (-1, 7), (Index(2), 7), (0, 2**40),
             (slice(0, 1), [1]), (slice(0, 1), A("h")), (slice(0, 3, 2), A("i", [1])),
             (slice(0, 3, 2), 5), (slice(3, 1), A("i", [7, 8])), (slice(3, 1, -1), A("i", [7, 8])),
             (slice(0, 2), A("i")), (slice(0, 2), A("i", [7, 8, 9])), (slice(0, 4, 2), A("i")),
             (slice(0, 4, 2), A("i", [7, 8])), (slice(3, None, -2), A("i", [7, 8]))):
    show("__setitem__", *args)
a = A("i", [1, 2, 3, 4])
a[1:3] = a
print(a)
a[::-1] = a
print(a)
for args in ((), (9,), (2, 2), (2, -1), (2, -100), (2, "a"), (2, 0, big), (2, None), (2, 3, 4, 5),
             ("a",), (2, 2, 3), (2.0,)):
    show("index", *args)
for name, cases in {
    "count": ((), (2,), (2.0,), ("a",), (1, 2)),
    "remove": ((), (2,), (9,), ("a",)),
    "pop": ((), (0,), (7,), (-9,), ("a",), (1, 2), (big,), (1.0,), (Index(1),)),
    "insert": ((0, 9), (-1, 9), (-100, 9), (100, 9), ("a", 1), (1.0, 1), (1,), (big, 1), (0, "a")),
    "extend": ((), (1,), (A("h"),), (A("i", [7]),), ([1, "a"],), (b"ab",), ("ab",), (range(3),),
               (1, 2)),
    "fromlist": ((), ((1,),), ([1, "a"],), ([],), ([7, 8],)),
    "frombytes": ((), ("a",), (b"abc",), (b"abcd",), (1,), (A("h", [1, 2]),), (bytearray(4),),
                  (b"",)),
    "fromunicode": ((), (1,), ("a",)),
    "tofile": ((), (5,), (1, 2)),
    "fromfile": ((), (5,), (5, 1), (5, "a"), (io.BytesIO(b"abcdefgh"), 2),
                 (io.BytesIO(b"abcdefg"), 2), (io.BytesIO(b"abcdefgh"), 3), (io.BytesIO(), -1),
                 (io.StringIO("abcd"), 1), (io.BytesIO(), 2**62), (io.BytesIO(b"abcdefgh"), 1)),
    "append": ((), (1, 2)), "tolist": ((1,),), "tobytes": ((), (1,)), "tounicode": ((),),
    "reverse": ((), (1,)), "byteswap": ((), (1,)), "buffer_info": ((1,),), "__copy__": ((),),
    "__deepcopy__": ((), ({},)), "__contains__": ((2,), ("a",), (9,)), "__len__": ((),),
}.items():
    for args in cases:
        show(name, *args)
show("extend", A("d", [1, 2]), of=A("d"))
a = A("i", [1, 2])
a.extend(a)
a += a
a *= 2
print(a, outcome(a.frombytes, a), A("i").buffer_info(), a.buffer_info()[1])
b = A("B", b"ab")
print(outcome(b.frombytes, b), b)
b.frombytes(memoryview(b"cd"))
print(b, outcome(b.frombytes, memoryview(b"abcd")[::2]))
u = A("u", "ab")
u.fromunicode("\u20ac\U0010ffff")
print(u.tounicode() == "ab\u20ac\U0010ffff", list(u)[:2], u[1:].itemsize)
out = io.BytesIO()
A("d", range(20000)).tofile(out)
print(len(out.getvalue()), outcome(A("i", [1]).tofile, io.StringIO()))
print(outcome(setattr, a, "itemsize", 1), outcome(setattr, a, "foo", 1), outcome(delattr, a, "foo"))
print(outcome(setattr, A, "x", 1), outcome(type(iter(a))), hasattr(A, "clear"))

# operators
a = A("i", [1, 2])
for op in (operator.add, operator.iadd, operator.mul, operator.imul):
    for other in ([1], A("i", [3]), A("h"), 5, 0, -1, 2, 1.5, "a", big, 2**62):
        print(op.__name__, other, outcome(op, A("i", [1, 2]), other))
print(outcome(lambda: [1] + a), outcome(lambda: 3 * a), outcome(lambda: "a" * a), a * 3)
for op in (operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge):
    print(op.__name__, [outcome(op, A("i", [1, 2]), x) for x in (
        A("i", [1, 2]), A("i", [1, 3]), A("i", [1]), A("d", [1, 2]), A("u", "a"), [1, 2], A("i"),
        A("h", [1, 2, 3]), A("i", [-1, 2]), 5)])
nan = A("d", [float("nan")])
print(nan == nan, nan != nan, nan < nan, nan.count(nan[0]), nan[0] in nan)
print(A("Q", [2**64 - 1]) > A("Q", [1]), A("q", [-1]) < A("q", [1]), A("u", "b") > A("u", "a"))
print(outcome(hash, a), bool(A("i")), bool(a), isinstance(a, MutableSequence))
match a:
    case [first, *rest]:
        print(first, rest)
print(weakref.ref(a)() is a, list(reversed(a)), sum(a), max(a))


class Y:
    def __eq__(self, other):
        victim.pop()
        return False


for name in ("index", "count", "remove", "__contains__"):
    victim = A("i", [1, 2, 3, 4])
    print(name, outcome(getattr(victim, name), Y()), victim)


class X:
    def __index__(self):
        del victim[:]
        return 1


for name, args in (("pop", (X(),)), ("__getitem__", (X(),))):
    victim = A("i", [1, 2, 3])
    print(name, outcome(getattr(victim, name), *args), victim)

# iterators
it = iter(a)
print(it.__reduce__()[1:], next(it), it.__reduce__()[1:])
for state in (0, -5, 50, 1):
    it = iter(a)
    print(state, it.__setstate__(state), list(it))
print(it.__reduce__()[1:], outcome(iter(a).__setstate__, "a"), outcome(iter(a).__setstate__, big))
it, other = iter(a), iter(a)
for _ in it:
    next(other)
a.append(3)
print(list(it), list(other))

# while its memory is shown it keeps its length
b = A("i", [1, 2])
view = memoryview(b)
for name, args in (
        ("append", (1,)), ("extend", ([1],)), ("extend", ([],)), ("extend", (A("i"),)),
        ("pop", ()), ("pop", (9,)), ("insert", (0, 1)), ("remove", (1,)), ("remove", (9,)),
        ("frombytes", (b"abcd",)), ("frombytes", (b"",)), ("fromlist", ([1],)),
        ("fromlist", (["a"],)), ("fromlist", ([],)), ("__iadd__", (b,)), ("__iadd__", (A("i"),)),
        ("__imul__", (2,)), ("__imul__", (0,)), ("__imul__", (1,)), ("__delitem__", (0,)),
        ("__delitem__", (slice(0, 1),)), ("__delitem__", (slice(0, 0),)),
        ("__delitem__", (slice(0, 2, 2),)), ("__setitem__", (slice(0, 1), A("i"))),
        ("__setitem__", (slice(0, 1), A("i", [5]))), ("__setitem__", (0, 6)), ("byteswap", ()),
        ("reverse", ()), ("fromfile", (io.BytesIO(b"abcd"), 1))):
    show(name, *args, of=b)
view[0] = 77
view[1:] = A("i", [78])
print(b, view.tolist(), view.format, view.itemsize, view.readonly, view.shape, view.nbytes)
print(outcome(view.__setitem__, 0, 2**40), outcome(view.__setitem__, 0, "a"))
view.release()
b.append(1)
print(b)
backwards = memoryview(b)[::-1]
print(backwards.tolist(), backwards == A("h", [1, 78, 77]),
      backwards.tobytes() == b[::-1].tobytes())
del backwards
for code in array.typecodes:
    v = memoryview(A(code, "a" if code == "u" else [1]))
    print(code, v.format, v.itemsize, v.cast("B").tolist(), outcome(v.tolist), v == v,
          v == A(code, v.obj), v == memoryview(A("h", [1])))
v = memoryview(A("u", "ab"))
print(outcome(v.__getitem__, 0), outcome(v.__setitem__, 0, "a"), outcome(v.cast, "u"))
v = memoryview(nan)
print(v == v, v == nan, nan == v)

# bytes-like
b = A("H", [1, 0x6261])
print(bytes(b), bytearray(b), b"".join([b, b]), b"-" + b, struct.unpack("HH", b), b"ab" in b"xab")
print(io.BytesIO(b"wxyz").readinto(b), b, io.BytesIO().write(b), bytes(3).find(A("B", [0])))
struct.pack_into("H", b, 2, 7)
print(b, int.from_bytes(A("B", [1, 2]), "big"), int(A("B", b"15")), float(A("B", b"1.5")))
