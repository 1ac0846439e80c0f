"""Pattern matching: every kind of pattern, the order of questions, and the errors."""
import collections
import collections.abc
import enum


def attempt(function, *args):
    try:
        result = function(*args)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(f"{function.__name__}{args!r} -> {result}")


# ---- literals, values, captures, wildcards ----

class Color(enum.Enum):
    RED = 1
    BLUE = 2


class Limits:
    top = 100

    class inner:
        low = -1


def literals(x):
    match x:
        case None:
            return "None"
        case True:
            return "True"
        case False:
            return "False"
        case -3:
            return "minus three"
        case 1.5:
            return "one and a half"
        case 2 + 3j:
            return "complex"
        case -1 - 1j:
            return "complex below"
        case "text":
            return "str"
        case b"text":
            return "bytes"
        case "a" "b":
            return "joined"
        case 10:
            return "ten"
        case _:
            return "other"


for subject in (None, True, False, 1, 0, -3, 1.5, 2 + 3j, -1 - 1j, "text", b"text", "ab", 10, 10.0, []):
    attempt(literals, subject)


def values(x):
    match x:
        case Color.RED | Color.BLUE as color:
            return color.name
        case Limits.top:
            return "top"
        case Limits.inner.low:
            return "low"
        case Limits.missing:
            return "?"


for subject in (Color.RED, Color.BLUE, 100, -1):
    attempt(values, subject)
attempt(values, 5)


def guards(x):
    match x:
        case int(n) if n > 10:
            return "large", n
        case n if n == 3:
            return "three", n
        case n if (m := n * 2) > 8:
            return "doubled", m, n
    return "none", n


for subject in (11, 3, 5, 1):
    attempt(guards, subject)


# ---- sequences ----

def sequences(x):
    match x:
        case []:
            return "empty"
        case [one]:
            return "one", one
        case (1, 2):
            return "pair of 1 and 2"
        case [first, [inner, *_], *rest]:
            return "nested", first, inner, rest
        case [first, *middle, "end"]:
            return "middle", first, middle
        case [_, _, *_] as whole:
            return "at least two", whole
        case [*everything]:
            return "all", everything
    return "no sequence"


for subject in ([], [7], (1, 2), [1, [2, 3], 4, 5], (1, []), [0, 1, 2, "end"], (5, 6), range(3), "ab",
                b"ab", bytearray(b"ab"), {1, 2}, {1: 2}, memoryview(b"xy").tolist(),
                collections.deque([1, 2]), collections.UserList([9]), iter([1])):
    result = None
    match subject:
        case collections.deque() | collections.UserList():
            attempt(sequences, subject)
        case _ if type(subject).__name__ == "list_iterator":
            print("iterator ->", sequences(subject))
        case _:
            attempt(sequences, subject)


class Registered:
    def __len__(self):
        print("  len")
        return 2

    def __getitem__(self, i):
        print("  item", i)
        if i >= 2:
            raise IndexError
        return i * 10


def registered():
    match Registered():
        case [a, b]:
            return a, b
    return "no sequence"


attempt(registered)
collections.abc.Sequence.register(Registered)
attempt(registered)


class BadLength(list):
    def __len__(self):
        raise OSError("no length")


def bad_length():
    match BadLength([1]):
        case [a]:
            return a


attempt(bad_length)


def star_only(x):
    match x:
        case (*head, last):
            return head, last


for subject in ([1], [1, 2, 3], []):
    attempt(star_only, subject)


# ---- mappings ----

def mappings(x):
    match x:
        case {"kind": "point", "x": x_, "y": y_}:
            return "point", x_, y_
        case {"kind": "line", **rest}:
            return "line", rest
        case {1: [a, *_], None: b}:
            return "mixed keys", a, b
        case {Limits.top: t, -1: u}:
            return "value keys", t, u
        case {}:
            return "any mapping"
    return "no mapping"


for subject in ({"kind": "point", "x": 1, "y": 2, "z": 3}, {"kind": "line", "a": 1, "b": 2},
                {"kind": "line"}, {1: [5, 6], None: 7}, {100: "t", -1: "u"}, {}, {"kind": 1}, [], 3,
                collections.OrderedDict(kind="line", z=1), collections.ChainMap({"kind": "line"}, {"q": 2})):
    attempt(mappings, subject)

counts = collections.defaultdict(int, a=1)
match counts:
    case {"b": value}:
        print("made a value", value)
    case {"a": value}:
        print("a is", value, dict(counts))


class OwnGet(dict):
    def get(self, key, default=None):
        print("  get", key)
        return super().get(key, default)

    def __missing__(self, key):
        return "missing"


def own_get(**items):
    match OwnGet(items):
        case {"a": a, "b": b}:
            return a, b
        case {"a": a, **rest}:
            return a, rest


attempt(own_get)
print(own_get(a=1), own_get(a=1, b=2))


def repeated_key(x):
    match x:
        case {1: a, Limits.one: b}:
            return a, b


Limits.one = 1
attempt(repeated_key, {1: 2, 3: 4})


def unhashable(x):
    match x:
        case {Limits.unhashable: a}:
            return a


Limits.unhashable = []
attempt(unhashable, {1: 2})


# ---- classes ----

class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"{type(self).__name__}({vars(self)})"


class Point3(Point):
    __match_args__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


def classes(x):
    match x:
        case Point3(0, 0, 0):
            return "origin in space"
        case Point3(z=z, x=x):
            return "in space", x, z
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y) | Point(y, x=1):
            return "line", y
        case Point(x_, y=y_):
            return "point", x_, y_
        case Point():
            return "incomplete point"
        case int(n) | float(n):
            return "number", n
        case str() as s:
            return "str", s
        case bytes(b) | bytearray(b):
            return "bytes", b
        case list([a, b]):
            return "list of two", a, b
        case tuple((a, *_)):
            return "tuple", a
        case dict({"k": v}):
            return "dict", v
        case set(s) | frozenset(s):
            return "set", sorted(s)
        case object(real=r, imag=i):
            return "complex", r, i
    return "nothing"


incomplete = Point(1, 2)
del incomplete.y
for subject in (Point3(0, 0, 0), Point3(1, 2, 3), Point(0, 0), Point(0, 4), Point(1, 5), Point(3, 4), incomplete,
                True, 2.5, "s", b"b", bytearray(b"ba"), [1, 2], (1, 2, 3), {"k": 1}, {3, 1}, frozenset([2]),
                1j, None):
    attempt(classes, subject)


class Sub(int):
    pass


class Strings(str):
    __match_args__ = ()


def builtin_subclasses(x):
    match x:
        case Strings(s):
            return "Strings", s
        case Sub(n):
            return "Sub", n


attempt(builtin_subclasses, Sub(4))
attempt(builtin_subclasses, Strings("s"))


class Meta(type):
    def __instancecheck__(cls, other):
        print("  instance?", other)
        return other == 5


class Five(metaclass=Meta):
    pass


def hooks(x):
    match x:
        case Five():
            return "five"
        case Five(real=r) if r:
            return "never"
    return "not five"


attempt(hooks, 5)
attempt(hooks, 6)


class ListArgs:
    __match_args__ = ["a"]


class NumberArgs:
    __match_args__ = (1,)


class TwiceArgs:
    __match_args__ = ("a", "a")
    a = 1


class OneArg:
    __match_args__ = ("a",)
    a = 1


class Raising:
    __match_args__ = ("a",)

    @property
    def a(self):
        raise KeyError("from the property")


class Hidden:
    __match_args__ = ("a",)

    def __getattr__(self, name):
        raise AttributeError(name)


not_a_class = len


def class_errors(number):
    match number, [ListArgs(), NumberArgs(), TwiceArgs(), OneArg(), Raising(), Hidden()]:
        case 0, [ListArgs(1), *_]:
            return 0
        case 1, [_, NumberArgs(1), *_]:
            return 1
        case 2, [_, _, TwiceArgs(1, 1), *_]:
            return 2
        case 3, [*_, OneArg(1, a=1), _, _]:
            return 3
        case 4, [*_, OneArg(1, 2), _, _]:
            return 4
        case 5, [*_, Raising(1), _]:
            return 5
        case 6, [*_, Hidden(1)]:
            return 6
        case 7, not_a_class():
            return 7
        case 8, [*_, int(1, 2)]:
            return 8
        case 9, list(1, 2):
            return 9
        case 10, object(1):
            return 10
    return "no match"


for number in range(11):
    attempt(class_errors, number)


# ---- alternatives, bindings, nesting, order ----

def alternatives(x):
    match x:
        case [("add" | "plus" as op), (int() | float()) as a, int() | float() as b]:
            return op, a + b
        case {"op": "neg" | "minus" as op, "arg": [n] | {"n": n}}:
            return op, -n
        case ["list", [*items] | {"items": [*items]}]:
            return items
        case 1 | 2 | 3 | None:
            return "small"
    return "other"


for subject in (["add", 1, 2.5], ["plus", 1, "x"], {"op": "neg", "arg": [3]}, {"op": "minus", "arg": {"n": 4}},
                ["list", (1, 2)], ["list", {"items": [3]}], 2, None, 4):
    attempt(alternatives, subject)


def bindings_stay():
    match [1, 2, 3]:
        case [a, b, 4]:
            pass
        case [c, *d] if c > 1:
            pass
        case _:
            pass
    return sorted(name for name in locals())


attempt(bindings_stay)


class Loud:
    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        print("  compare", self.name, other)
        return self.name == other


def comparisons():
    match (Loud("x"), Loud("y")):
        case ("a", "b"):
            return 1
        case ("x", "z") | ("x", "y"):
            return 2


attempt(comparisons)


def subject_once():
    def subject():
        print("  subject")
        return 3
    match subject():
        case 1:
            pass
        case 2:
            pass
        case 3:
            return "three"


attempt(subject_once)

match 1, 2:
    case a, b:
        print("open sequence", a, b)
match = {"match": "case"}
match match:
    case {"match": case}:
        print("soft keywords", case)
for x in [1, "q", None]:
    match x:
        case int():
            continue
        case str():
            print("str")
        case _:
            break
else:
    print("not reached")


def generator(items):
    for item in items:
        match item:
            case (a, b):
                received = yield a + b
                print("received", received)
            case {"from": inner}:
                yield from inner
            case _:
                yield item


print(list(generator([(1, 2), {"from": "ab"}, 5])))


def interpreter(command, stack):
    match command.split():
        case ["push", number] if number.isdigit():
            stack.append(int(number))
        case ["push", *rest]:
            raise ValueError(f"push what? {rest}")
        case ["add" | "mul" as op]:
            match stack:
                case [*below, a, b]:
                    stack[:] = [*below, a + b if op == "add" else a * b]
                case _:
                    return "stack too short"
        case [] | [""]:
            return "nothing"
        case [unknown, *_]:
            return f"unknown {unknown}"
    return list(stack)


stack = []
for command in ("push 3", "push 4", "add", "add", "push 5", "mul", "", "pop 3", "push x y"):
    attempt(interpreter, command, stack)
