# Data as deep as the recursion limit: RecursionError says where, a little less works, and a refusal
# leaves nothing behind.
import copy
import json
import sys


def nested(wrap, depth):
    value = wrap(None)
    for _ in range(depth):
        value = wrap(value)
    return value


def tries(name, action, make):
    for depth in 900, 1100, 100_000, 900:
        value = make(depth)
        try:
            action(value)
            print(name, depth, "works")
        except RecursionError as error:
            print(name, depth, error)


WRAPS = {"list": lambda x: [x], "tuple": lambda x: (x,), "dict": lambda x: {1: x}}
for kind, wrap in WRAPS.items():
    tries("repr " + kind, repr, lambda depth: nested(wrap, depth))
    tries("str " + kind, str, lambda depth: nested(wrap, depth))
    tries("format " + kind, "{}".format, lambda depth: nested(wrap, depth))
    tries("== " + kind, lambda pair: pair[0] == pair[1],
          lambda depth: (nested(wrap, depth), nested(wrap, depth)))
tries("< tuple", lambda pair: pair[0] < pair[1],
      lambda depth: (nested(WRAPS["tuple"], depth), nested(WRAPS["tuple"], depth)))
tries("isinstance", lambda classes: isinstance(1, classes),
      lambda depth: nested(WRAPS["tuple"], depth) if depth > 1000 else int)
tries("issubclass", lambda classes: issubclass(int, classes),
      lambda depth: nested(WRAPS["tuple"], depth) if depth > 1000 else int)
tries("json.dumps", json.dumps, lambda depth: nested(WRAPS["list"], depth))
tries("json.loads", json.loads, lambda depth: "[" * depth + "]" * depth)
tries("json.loads", json.loads, lambda depth: '{"a":' * depth + "1" + "}" * depth)


class Callable:
    pass


Callable.__call__ = Callable()
try:
    Callable()()
except RecursionError as error:
    print(error)


class Bases:
    @property
    def __bases__(self):
        return Bases(), Bases()


try:
    issubclass(Bases(), int)
except RecursionError:
    print("too many bases")


def split(depth):
    group = ExceptionGroup("g", [ValueError()])
    for _ in range(depth):
        group = ExceptionGroup("g", [group])
    return group.split(TypeError)


for depth in 900, 1100, 900:
    try:
        split(depth)
        print("split", depth)
    except RecursionError as error:
        print("split", depth, error)


# In a frame that is deeper, and one of a generator.
def below(levels, action):
    return below(levels - 1, action) if levels else action()


def refuses(action):
    try:
        action()
        return False
    except RecursionError:
        return True


deep = nested(WRAPS["list"], 500)
print(refuses(lambda: below(400, lambda: repr(deep))),
      refuses(lambda: below(600, lambda: repr(deep))))
print([refuses(lambda: repr(deep)) for _ in range(3)],
      list(refuses(lambda: below(n, lambda: repr(deep))) for n in (400, 600, 400)))
sys.setrecursionlimit(2000)
print(refuses(lambda: repr(nested(WRAPS["list"], 1500))),
      refuses(lambda: repr(nested(WRAPS["list"], 2100))))
sys.setrecursionlimit(50)
print(refuses(lambda: repr(nested(WRAPS["list"], 20))),
      refuses(lambda: repr(nested(WRAPS["list"], 60))))
