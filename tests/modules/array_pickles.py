# Copies and pickles of arrays.
import array
import copy
import pickle
from array import array as A


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


class Named(A):
    pass


a = A("i", [1, 2, 3])
s = Named("i", [1])
s.x = 5
for what in (copy.copy(s), copy.deepcopy(s), s[:], s + s, s * 2):
    print(type(what).__name__, what)
for protocol in range(6):
    print(a.__reduce_ex__(protocol)[1:], s.__reduce_ex__(protocol)[1:])
    for code in array.typecodes:
        x = Named(code, "ab" if code == "u" else [1, 2])
        x.y = [x.typecode]
        back = pickle.loads(pickle.dumps(x, min(protocol, 5)))
        assert back == x and type(back) is Named and back.y == [code] and back.typecode == code
for value in ((), ("a",), (None,), (1.0,), (1, 2)):
    print(value, outcome(a.__reduce_ex__, *value))
make = array._array_reconstructor
print(make.__module__, make.__reduce__(), a.__reduce_ex__(3)[0] is make)
for code in array.typecodes:
    for layout in range(22):
        print(code, layout, [
            outcome(lambda: make(A, code, layout, data).tolist())
            for data in (b"\1\0\0\0\0\0\0\1", b"\0\0\0a", b"a\0\0\0\0\0\0\0", b"a\0", b"abc")])
for args in ((), (1, 2, 3, 4), (1, "i", 8, b""), (int, "i", 0, b""), (A, "i", -1, b""),
             (A, "i", 99, b""), (A, "i", 2**40, b""), (A, "x", 8, b""), (A, "x", 99, b""),
             (A, "i", 8, "a"), (A, "i", 8, bytearray(4)), (A, "ii", 1, b""), (A, "i", "a", b""),
             (Named, "i", 8, b"abcd"), (Named, "i", 9, b"abcd"), (A, "u", 18, b"a")):
    print(outcome(make, *args))
