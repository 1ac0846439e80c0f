# Functions ask globals of a class derived from dict by its __getitem__ and __missing__.
import types
from collections import OrderedDict, defaultdict


class Shown(dict):
    def __getitem__(self, key):
        print("get", key)
        return dict.__getitem__(self, key)

    def __missing__(self, key):
        print("missing", key)
        raise KeyError(key)


class Cells(dict):
    def __getitem__(self, key):
        return eval(dict.__getitem__(self, key), self)


class Fails(dict):
    def __missing__(self, key):
        raise ValueError(key)


class Changes(dict):
    def __getitem__(self, key):
        dict.clear(self)
        for i in range(100):
            self[i] = i
        return key


text = """
def f():
    return q
def g():
    return q + len("x")
def stores(value):
    global q
    q = value
    return q
def deletes():
    global q
    del q
class A:
    z = q
"""
shown = Shown(q=5, __name__="m")
exec(text, shown)
print(shown["f"](), shown["g"](), shown["A"].z)
print(shown["stores"](6), shown["f"]())
shown["q"] = 7
f = types.FunctionType(shown["f"].__code__, shown)
print(f(), f())
shown["deletes"]()
for name in "f", "deletes":
    try:
        shown[name]()
    except NameError as e:
        print(e)

sheet = Cells(a="1 + 2", b="sum(a for _ in range(3))", c="(lambda: a + b)()")
print(sheet["c"], sheet["b"])
print(eval("[n for _ in 'ab'], (lambda: n)()", defaultdict(int)))
print(eval("(lambda: n + len(m))()", OrderedDict(n=1, m="ab")))
for names in Fails(), Changes():
    try:
        print(eval("(lambda: (n, n))()", names))
    except ValueError as e:
        print(repr(e))
