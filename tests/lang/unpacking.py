# Assignment in all forms, order of evaluation, slices, chained comparison, conditions.
a, b = 1, 2
a, b = b, a
(c, [d, *e]), f = (3, [4, 5, 6]), "f"
*g, h = "xyz"
i = j = []
i.append(1)
print(a, b, c, d, e, f, g, h, j)
for x, (y, *z) in [(1, (2, 3, 4)), (5, "ab")]:
    print(x, y, z)
for bad in (lambda: [0 for p, q in [(1, 2, 3)]], lambda: [0 for p, q in [(1,)]],
            lambda: [0 for p, *q, r in [(1,)]], lambda: [0 for p, q in [5]], lambda: [0 for p, q in ["a"]]):
    try:
        bad()
    except (ValueError, TypeError) as error:
        print(error)


def note(tag, value=None):
    print("note", tag)
    return value


class Box:
    def __setattr__(self, name, value):
        print("set", name, value)
        object.__setattr__(self, name, value)

    def __getitem__(self, key):
        print("get", key)
        return 10

    def __setitem__(self, key, value):
        print("item", key, value)


box = Box()
note(1, box).x, note(2, box)[note(3, "k")] = note(4, "ab")
note(5, box)[note(6, "i")] += note(7, 5)
box.x = box.y = note(8, 1)
box.x += 1
print(box.x)
result = note("a", {}).get(note("b"), note("c", 3)) if note("d", True) else note("e")
print(result, {note("k1", 1): note("v1"), note("k2", 2): note("v2")})
print(1 < note("m", 2) < 3, 1 < note("n", 0) < note("never"), 1 == 1.0 == True != 2, 3 > 2 >= 2 in [2])
print(note("o", 0) or note("p", "x") and note("q", []) or "last", not note("r", ""), None is None is not False)

numbers = list(range(10))
numbers[2:4], numbers[-1] = ["a"], "z"
print(numbers, numbers[3:], numbers[:-3:-1], numbers[::4], numbers[100:], numbers[slice(1, 3)])
numbers[::2] = "12345"[:len(numbers[::2])]
del numbers[1:3], numbers[-1]
print(numbers)
numbers[1:1] = [[], {}]
numbers[:0] = (n for n in range(2))
print(numbers)
for bad in ("numbers[::2] = [1]", "numbers[99]", "numbers['a']", "numbers[99] = 1", "del numbers[99]",
            "'abc'[5]", "(1, 2)[2]", "{}[1, 2]", "numbers[1:'x']", "n = 5; n[0]", "n = None; n[0]", "n = 'a'; n['b']"):
    try:
        exec(bad)
    except (ValueError, IndexError, TypeError, KeyError) as error:
        print(bad, "->", type(error).__name__, error)

n = 10
n += 1; n -= 2; n *= 3; n //= 2; n **= 2; n %= 100; n <<= 3; n >>= 1; n |= 1; n &= 0xff; n ^= 0b11
print(n, n.__class__.__name__)
n /= 4
print(n)
t = (1,)
t += 2,
print(t, [*t, *"x"], (*t,), {*t, 3}, {**{"a": 1}, "a": 2})
tup = ([],)
try:
    tup[0] += [1]
except TypeError as error:
    print(error, tup)
m: int = 5
k: "undefined name" = 6
print(m, k, __annotations__)


def annotated(x: int, *args: str, y: float = 1.0) -> None:
    local: list = []
    unset: int
    return local


print(annotated.__annotations__, annotated(1))
if (w := len("walrus")) > 5 and (v := w * 2):
    print(w, v)
print(*[1, 2], sep="-", end="!\n")
x = 5 if False else 6 if None else 7
print(x, x if x > 3 else -x, [] or {} or 0 or "none")
del a, (b, c), [d]
print("a" in globals(), "c" in globals())
pass
...
"docstring not at the top"
while False:
    print("never")
else:
    print("else of a while that never ran")
for _ in ():
    pass
else:
    print("else of an empty for")
