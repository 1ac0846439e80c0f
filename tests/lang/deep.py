# Nesting without bound ends in CPython's exceptions, never in a crash.
def nested_source(opening, closing, n):
    return opening * n + closing * n


for source in (nested_source("(", ")", 150) , nested_source("(", ")", 250), "[" * 300, "x = " + "-" * 50 + "1",
               "".join("    " * i + "if 1:\n" for i in range(101)) + "    " * 101 + "pass\n",
               "".join(" " * i + "while 1:\n" for i in range(21)) + " " * 21 + "pass\n",
               "f'{" * 200):
    try:
        compile(source, "<deep>", "exec")
        print("compiled")
    except (SyntaxError, MemoryError, RecursionError) as error:
        print(type(error).__name__, str(error).partition(" (")[0])

nest = []
for _ in range(100000):
    nest = [nest]
tree = {}
for _ in range(100000):
    tree = {1: tree}
pair = ()
for _ in range(100000):
    pair = (pair, 1)


class Box:
    def __init__(self, inside):
        self.inside = inside

    def __repr__(self):
        return f"Box({self.inside!r})"

    def __eq__(self, other):
        return self.inside == other.inside

    def __hash__(self):
        return hash((self.inside,))


box = None
for _ in range(50000):
    box = Box(box)
other = []
for _ in range(100000):
    other = [other]
for action in (lambda: repr(nest), lambda: nest == other, lambda: repr(tree), lambda: str(pair), lambda: hash(pair),
               lambda: repr(box), lambda: hash(box), lambda: nest < other):
    try:
        action()
        print("finished")
    except RecursionError as error:
        print("RecursionError")


def mutual(n):
    return other_one(n + 1)


def other_one(n):
    try:
        return mutual(n)
    finally:
        pass


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __call__(self):
        return self()

    def __iter__(self):
        yield from self


for action in (lambda: mutual(0), lambda: Deep().a, lambda: Deep()(), lambda: list(Deep()),
               lambda: sorted([1, 2], key=lambda x: mutual(x))):
    try:
        action()
    except RecursionError as error:
        print(str(error)[:32])
import sys
sys.setrecursionlimit(50000)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(40000))
recursive = [1]
recursive.append(recursive)
d = {"self": recursive}
d["d"] = d
print(recursive, d)
