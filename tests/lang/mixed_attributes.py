# Attributes in the dicts of instances that derive from builtin types, at sites that see them often.
class Error(Exception):
    kind = "class"

    def __init__(self, value):
        super().__init__(value)
        self.value = value


class Text(str):
    pass


class Pair(tuple):
    pass


class Plain:
    def __init__(self, value):
        self.value = value


def values(objects):
    for o in objects:
        try:
            yield o.value, o.kind
        except AttributeError as e:
            yield str(e)


def make(type, *args, **names):
    o = type(*args)
    for name, value in names.items():
        setattr(o, name, value)
    return o


objects = [Error(1), Error(2), make(Text, "a", value=3, kind="own"), make(Pair, (1,), value=4), Plain(5),
           make(Error, 6, kind="own"), Text("b"), Error(7), make(Plain, 8, kind=9)]
print(list(values(objects)))
del objects[0].value
print(list(values(objects)))
Error.value = property(lambda self: "property")
print(list(values(objects)))
del Error.value
Error.value = "plain"
print(list(values(objects)))
Error.kind = property(lambda self: "kind")
print(list(values(objects)))
objects[1].__dict__ = {"value": "replaced"}
objects[2].__dict__.clear()
Error.__getattr__ = lambda self, name: name.upper()
print(list(values(objects)))


class Other(Exception):
    value = "other"


for o in objects:
    if type(o) is Error:
        o.__class__ = Other
print(list(values(objects)))


def calls(objects):
    return [o.call() for o in objects]


class A(list):
    def call(self):
        return "method"


a, b = A(), A()
b.call = lambda: "own"
print(calls([a, b, a, b, b]))
del b.call
print(calls([b, a]))
