# Subclasses with an iteration of their own where the base type's items are at hand, and mappings
# that are none.
import collections.abc
from collections import OrderedDict, deque


def show(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, e)


class OwnList(list):
    def __iter__(self):
        return iter("xy")


class OwnTuple(tuple):
    def __iter__(self):
        return iter("xy")


for own in OwnList("ab"), OwnTuple("ab"):
    items = [9, 9, 9]
    items[0:1] = own
    print(items)
    items = [9, 9, 9, 9]
    items[::2] = own
    print(items)


class OwnDict(dict):
    def __getitem__(self, key):
        return f"item {key}"

    def __iter__(self):
        return iter(["own"])

    def keys(self):
        return ["key"]


d = OwnDict(a=1, b=2)
print(d | {"w": 3}, {"w": 3} | d, d.copy(), dict(d), {**d})


class OwnSet(set):
    def __iter__(self):
        return iter("x")


print(OwnSet("ab"), OwnSet("ab").__reduce__())


class OwnDeque(deque):
    def __iter__(self):
        return iter("xy")


print(OwnDeque("ab") < deque("b"), deque("xy") == OwnDeque("ab"), deque("x") < OwnDeque("a"))
for left, right in ("", ""), ("a", ""), ("", "a"), ("ab", "ac"), ("ab", "abc"):
    a, b = deque(left), deque(right)
    print(a < b, a <= b, a == b, a != b, a > b, a >= b)

for value in 5, None, [("a", 1)], "ab", {"a": 1}.items(), OrderedDict(a=1):
    show("**", lambda: {**value})
    show("keyword", lambda: dict(**value))


class Mapping(collections.abc.Mapping):
    def __getitem__(self, key):
        print("asked for", key)
        raise KeyError(key)

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


class Names:
    unhashable, known = [], 1


def match(subject):
    match subject:
        case {Names.known: _}:
            return 1
        case {Names.unhashable: _}:
            return 2


for subject in {}, Mapping():
    show("match", lambda: match(subject))
