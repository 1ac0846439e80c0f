# str.split() whose parts are taken one by one.
class S(str):
    def split(self, *args):
        return ["own", *map(repr, args)]


class Other:
    def split(self, a=None, b=-1):
        return iter([a, b])


def loop(text, *args):
    out = []
    if not args:
        for part in text.split():
            out.append(part)
    elif len(args) == 1:
        for part in text.split(args[0]):
            out.append(part)
    else:
        for part in text.split(args[0], args[1]):
            out.append(part)
    return out


def comp(text, sep, n):
    return [p for p in text.split(sep, n)], {p for p in text.split(sep)} == set(text.split(sep)), \
        list(p for p in text.split(sep, n)), {p: 1 for p in text.split(sep, n)}


texts = ["", " ", "a", "a,b", ",", ",,", "a,,b,", " a  b c ", "\u00e9,\u00e8\u00a0x,y", "\u4e00,\u4e8c, z\u3000w ",
         "\U0001f600,b c", "ab--cd---ef", "x" * 50 + "," + "y" * 20, "\x1ca\x85b\xa0c"]
for t in texts:
    for sep in (None, ",", "--", "\u3000", "\u00a0", "b", "a,b"):
        for n in (-1, 0, 1, 2, True):
            want = t.split(sep, n)
            assert loop(t, sep, n) == want, (t, sep, n)
            a, b, c, d = comp(t, sep, n)
            assert a == c == want and b and list(d) == list(dict.fromkeys(want))
        assert loop(t, sep) == t.split(sep)
        print(ascii(t), ascii(sep), ascii(loop(t, sep)))
    assert loop(t) == t.split()
print(loop(S("a b")), loop(S("a b"), ","), loop(S("a b"), ",", 3))
print(loop(Other()), loop(Other(), 1), loop(Other(), 1, 2))


class Index:
    def __index__(self):
        return 1


print(loop("a,b,c", ",", Index()), loop("a,b,c", S(","), 1))


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


def two(text, *args):
    if not args:
        a, b = text.split()
    elif len(args) == 1:
        a, b = text.split(args[0])
    else:
        a, b = text.split(args[0], args[1])
    return a, b


def none(text):
    [] = text.split()
    return "none"


def swap(text):
    (a, b), c = text.split(":"), text
    a, (b, c) = text.split(":", 1)
    return a, b, c


for args in (("a b",), ("a",), ("",), ("a b c",), ("a,b", ","), ("a,b,c", ","), ("a,b,c", ",", 1), ("abc", ","),
             ("a,b", ""), ("a,b", 3), ("a,b", ",", "x"), ("a,b", ",", 2.5), (5,), (S("a b"),), (S("a b"), ","),
             (Other(),), (b"a b",), (b"a,b", b","), (b"a,b", ","), ("a,b,c", ",", 10 ** 30),
             ("a,b,c", ",", -10 ** 30), ("a b c", None, 1), (bytearray(b"x y"),)):
    attempt(two, *args)
    attempt(loop, *args)
attempt(none, "")
attempt(none, "x")
attempt(swap, "p:qr")


def numbers():
    for word in "10 20 30".split():
        yield int(word)
    yield from (int(w) for w in "1,2".split(","))


print(list(numbers()))
words = "the quick the lazy the dog".split()
counts = {}
for word in "the quick the lazy the dog".split(" "):
    for c in word.split("e"):
        counts[c] = counts.get(c, 0) + 1
print(counts, words)
text = "z y x"
for text in text.split():
    print(text)
for i, w in enumerate("a b".split()):
    print(i, w)
key, value = "k=v=w".split("=", 1)
print(key, value)
