# Generators that only a `yield from` knows: their memory is used again when they return.
import sys
import weakref


class Node:
    def __init__(self, left, key, right):
        self.left, self.key, self.right = left, key, right

    def walk(self):
        if self.left:
            yield from self.left.walk()
        yield self.key
        if self.right:
            yield from self.right.walk()
        return self.key

    def sums(self, more=0, *, scale=1):
        left = (yield from self.left.sums(more, scale=scale)) if self.left else 0
        right = (yield from self.right.sums(more, scale=scale)) if self.right else 0
        yield (left + right + self.key + more) * scale
        return left + right + self.key


def tree(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return Node(tree(low, middle), middle, tree(middle + 1, high))


root = tree(0, 500)
print(list(root.walk()) == list(range(500)), sum(root.sums()), sum(root.sums(3, scale=2)))


# Who asks what it delegates to may keep that.
def leaf(n):
    received = yield n
    return n, received


def middle(n):
    result = yield from leaf(n)
    yield result


def keeps():
    kept = []
    for i in range(50):
        g = middle(i)
        next(g)
        kept.append(g.gi_yieldfrom)
        assert g.gi_yieldfrom is kept[-1] and kept[-1].gi_frame.f_lineno
        g.send("sent")
        assert g.gi_yieldfrom is None
        next(g, None)
    for i in range(50):
        list(middle(i))
    print([k.gi_frame for k in kept] == [None] * 50, {k.__name__ for k in kept}, len(set(map(id, kept))))
    ref = weakref.ref(kept[0])
    print(ref() is kept[0], next(kept[0], "over"), kept[7].gi_running)


keeps()


# Functions that give a generator which others know too.
shared = leaf(7)


def gives_shared():
    return shared


def uses_shared():
    yield from gives_shared()


print(list(uses_shared()), next(shared, "over"), shared.gi_frame, list(middle(1)), repr(shared)[:22])


class Switch:
    made = []

    def walk(self):
        Switch.walk = Switch.later
        self.made.append(self.walk())
        return self.made[-1]

    def later(self):
        yield len(self.made)

    def run(self):
        yield from self.walk()
        yield from self.walk()


print(list(Switch().run()), list(Switch().run()), [list(g) for g in Switch.made])


def recoded():
    box[0].__code__ = leaf3.__code__
    made.append(box[0]())
    return made[-1]


def leaf3():
    yield "leaf3"


def uses_recoded():
    yield from box[0]()
    yield from box[0]()


made, box = [], [recoded]
print(list(uses_recoded()), list(middle(2)), [g.gi_frame for g in made], list(made[0]))


# Errors, handlers, and generators in a cycle of calls.
def fails(n):
    if n == 0:
        yield "deep"
        raise ValueError("deep")
    yield from fails(n - 1)


def handles(n):
    try:
        yield from fails(n)
    except ValueError as e:
        lines = []
        t = e.__traceback__
        while t:
            lines.append((t.tb_frame.f_code.co_name, t.tb_lineno))
            t = t.tb_next
        yield lines
        yield from handles(n - 1) if n else fails2()


def fails2():
    yield 2


print(list(handles(2)))


def stops():
    yield 1
    raise StopIteration


def over_stops():
    yield from stops()


try:
    print(list(over_stops()))
except RuntimeError as e:
    print(repr(e), repr(e.__cause__))


def thrown(n):
    if n:
        r = yield from thrown(n - 1)
        return r + 1
    try:
        yield "ready"
    except KeyError:
        yield "caught"
        return 10


def top():
    for i in range(3):
        print((yield from thrown(i)))


g = top()
print(next(g), g.throw(KeyError), next(g), g.throw(KeyError("x")), next(g), g.throw(KeyError),
      next(g, "end"))


def closed(n):
    if n:
        yield from closed(n - 1)
    else:
        yield from iter([1, 2, 3])


for i in range(5):
    g = closed(i)
    print(next(g), next(g), g.close(), g.gi_frame, next(g, None), end="; ")
print()


# Frames of one that is over.
def shows(n):
    frame = sys._getframe()
    yield frame
    yield from shows(n - 1) if n else ()


def frames():
    yield from shows(0)
    yield from shows(0)
    yield from middle(3)


kept = list(frames())
print(kept[0] is kept[1], kept[0].f_code.co_name, kept[0].f_back)


def expressions(n):
    yield from (i * i for i in range(n))
    yield from map(str, range(n))
    f = lambda: (yield from (i for i in "ab"))
    yield from f()
    return (yield from f())


print(list(expressions(4)), list(expressions(2)))
sys.setrecursionlimit(220)


def deep(n):
    if n:
        yield from deep(n - 1)
    yield n


print(len(list(deep(150))))
try:
    list(deep(300))
except RecursionError as e:
    print(e)
print(sum(deep(100)))


# The same in loops.
def walk(node):
    if node:
        for key in walk(node.left):
            yield key
        yield node.key
        for key in walk(node.right):
            yield key


def pairs(n):
    for i in range(n):
        yield i, -i


def loops(n):
    total = 0
    for i in range(n):
        for a, b in pairs(i):
            total += a - b
        for pair in pairs(i):
            if pair[0] > 3:
                break
            total += len(pair)
        else:
            total += 1000
        kept = pairs(i)
        for pair in kept:
            pass
        assert next(kept, "over") == "over" and kept.gi_frame is None
    return total


sys.setrecursionlimit(1000)
print(list(walk(root)) == list(range(500)), loops(40))


def others(n):
    yield n


others = lambda n: shared
shared = leaf(5)
print(loops.__code__.co_name, [x for x in walk(None)])


def shared_loop():
    for x in others(1):
        yield x
    for x in others(1):
        yield x


print(list(shared_loop()), next(shared, "over"), shared.gi_frame)
