# What operators, format and constructors say of operands that do not fit.
import operator
import types


class Index:
    def __index__(self):
        return 3


class Plain:
    pass


class Scaled:
    def __mul__(self, other):
        return "scaled by %r" % (other,)


class Word(str):  # repeats itself as a str does
    pass


def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


def repeat_in_place(a, b):
    a *= b
    return a


lefts = [Index(), Plain(), Scaled(), range(3), {}, {1}, {}.keys(), types.MappingProxyType({}),
         3, 2.5, None, len, slice(1), "a", [1], (1,)]
for left in lefts:
    for right in "ab", [1], bytearray(b"x"), (1,), Word("w"):
        print(type(left).__name__, type(right).__name__, end=": ")
        show(lambda: repeat_in_place(left, right))
        show(lambda: left * right)


class Pair(tuple):
    pass


class Sized:
    def __len__(self):
        return 1


for container in (1,), Pair(), "abc", b"a", range(2), {1}, {}.keys(), Plain(), Sized(), 5, None, int:
    for key in 0, "a", slice(1), True, Index():
        print(type(container).__name__, type(key).__name__, end=": ")
        show(lambda: operator.delitem(container, key))

for text in "{0[!a}", "{0[{}", "{0[{0}]}", "{0[:}", "{0[}{a]:}", "{a{b}", "{0[[]}", "{x[{]}":
    show(lambda: text.format({"{0}": 1, "[": 2, "{": 4}, x={"{": 3}))

for text in b"%d", b"%i", b"%u", b"%x", "%d", "%i", "%u":
    show(lambda: text % ([],))
for args in (b"a",), ("x", []), ([], "x"), ([], []), ([], 1), (1, "x"), (1, []), (1j, []), (1, 2):
    show(lambda: complex(*args))
for code in 2**31, 2**63, -2**31 - 1, -2**63 - 1, -1, 2**31 - 1, 0x10ffff, 97:
    show(lambda: ascii(chr(code)))
for value in 1, "", 1.0, 1j, []:
    show(lambda: value.__format__(None))
show(lambda: format(1, None))
show(lambda: int.from_bytes(b"", None))
show(lambda: (1).to_bytes(1, None))
show(lambda: float.__getformat__(None))
show(lambda: float(bytearray(b"x")))
show(lambda: float(b"x"))
for text in "zz\xe9", "z\u20ac", "12 zz", "1", "12 \x1c34", "ab CD\t12":
    show(lambda: bytes.fromhex(text))
    show(lambda: bytearray.fromhex(text))
show(lambda: bytearray(b"a").__rmod__(1))
show(lambda: bytearray(b"a").__rmod__(b"%s"))
show(lambda: bytearray(b"a").__rmod__(bytearray(b"[%s]")))
show(lambda: b"%s" % bytearray(b"a"))


class Asked(str):
    def __rmul__(self, other):
        return "asked by " + type(other).__name__


for left in Index(), Plain(), Scaled(), range(3), 3:
    show(lambda: repeat_in_place(left, Asked("w")))
show(lambda: operator.delitem(memoryview(b"a"), 0))
show(lambda: operator.setitem(memoryview(b"a"), 0, 1))

for sequence in "ab", "\xe9", b"ab", bytearray(b"ab"), [1], (1,), range(3), memoryview(b"a"):
    for index in 2**61, 2**63 - 1, 2**63, -2**61 - 1, -2**63, -2**63 - 1:
        print(type(sequence).__name__, index, end=": ")
        show(lambda: sequence[index])
