# %d and %s without anything between.
class D(dict):
    pass


class I(int):
    def __str__(self):
        return "I!"


class X:
    def __int__(self):
        return 7

    def __str__(self):
        return "x\u00e9"


def attempt(fmt, args):
    try:
        print(ascii(fmt % args))
    except Exception as e:
        print(type(e).__name__, e)


values = [0, 1, -1, 42, -42, 2 ** 61 - 1, -2 ** 61, 2 ** 61, -10 ** 40, True, None, 2.75, -0.5, "", "a", "\u4e00", I(5), X(),
          b"b", [1], {"a": 1}, D(a=2), (), (1,), (1, 2), float("nan"), 1j]
for fmt in ("%d", "%s", "name%d", "%s!", "%d%s", "a%db%%c", "\u4e00%d", "\U0001f600%s\u00e9", "%", "%%", "%d %"):
    for v in values:
        attempt(fmt, v)
        attempt(fmt, (v,))
    attempt(fmt, (3, "x"))
    attempt(fmt, (3, 4, 5))
for fmt in (b"%d", b"%s", b"<%d>", b"%d%s"):
    for v in (0, -5, 2 ** 70, True, b"q", "q", bytearray(b"w"), 2.5, (1, b"z"), X()):
        attempt(fmt, v)
attempt("%(a)d %(a)s %d", {"a": 1})
attempt("%(a)s %(b)d", {"a": "x", "b": -9})
print("%s" * 20 % tuple(range(-10, 10)), "%d," * 3 % (10 ** 18, -10 ** 18, 0))
