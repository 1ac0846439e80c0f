# What each type code takes and gives, and what it says of values that do not fit.
import array
from array import array as A

from shown import Index


class Float:
    def __float__(self):
        return 5.5

    def __repr__(self):
        return "Float()"


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


print(array.typecodes, array.ArrayType is A)
edges = [0]
for bits in (7, 8, 15, 16, 31, 32, 63, 64):
    edges += [2**bits - 1, 2**bits, -2**bits, -2**bits - 1]
others = [1.5, 1e300, float("inf"), -0.0, True, "a", "ab", "", "\u20ac", "\ud800", b"a", None,
          Index(3), Index(-300), Index(2**70), Float()]
for code in array.typecodes:
    a = A(code)
    print(code, a.itemsize, a.typecode, a, a.__sizeof__())
    for value in edges + others:
        what = outcome(a.append, value)
        print("  ", ascii(value), what)
    print("  ", ascii(list(a)), a.tobytes())
    print("  ", ascii(a.tolist() == list(a)), len(a))
    a.byteswap()
    if code == "u":
        print("  ", outcome(a.tolist), outcome(a.tounicode), outcome(repr, a), outcome(list, a),
              outcome(lambda: a[0]))
    else:
        print("  ", a)

# what the bytes of each kind are
for code in "bhilq":
    print(A(code, [1, -2]).tobytes(), A(code.upper(), [1, 2]).tobytes())
print(A("f", [1.1, float("nan")]), A("d", [1.1, float("-inf")]), A("f", [1.1]) == A("d", [1.1]))

# the initial value
for code in ("i", "u", "d", "x"):
    for initial in ([], (1, 2), [1, "a"], b"12345678", bytearray(8), b"123", "ab", "", range(3),
                    A("i", [1]), A("u", "xy"), A("d", [1.5]), memoryview(b"ab"), 5, None,
                    {1: 2}, iter([1, 2]), ["a", "b"], ["a", "bb"]):
        shown = "view" if isinstance(initial, memoryview) else type(initial).__name__
        print(code, shown, outcome(lambda: ascii(A(code, initial))))
for args in ((), (1,), ("ii",), ("",), (b"i",), ("i", [1], 3), ("\u20ac",)):
    print(args, outcome(A, *args))
print(outcome(lambda: A(typecode="i")), outcome(lambda: A("i", x=1)))


class Evil(list):
    def __getitem__(self, i):
        return 7


class Shrink:
    def __index__(self):
        victim.clear()
        return 1


print(A("i", Evil([1, 2])))
victim = [Shrink(), 2, 3]
print(outcome(A, "i", victim))
for where in range(2):
    victim = [2, 3]
    victim.insert(where, Shrink())
    a = A("i", [9])
    print(outcome(a.fromlist, victim), a)


class Named(A):
    pass


class Keywords(A):
    def __init__(self, *args, **kwargs):
        print(args, kwargs)


print(Named("i", [1]), Named("d"), outcome(lambda: Named("i", x=1)), Keywords("i", [1], z=2))
print(repr(A("u", "a'b\"\u00e9\U0001f600")), A("u", "\U0001f600a").tobytes())
