# Names: closures, nonlocal, global, class bodies, comprehensions, del, unbound.
def make(n):
    def get():
        return n

    def set(value):
        nonlocal n
        n = value

    def nested():
        def deeper():
            nonlocal n
            n += 1
            return n
        return deeper
    return get, set, nested()


get, set_, bump = make(1)
set_(10)
print(get(), bump(), get())

total = 0


def add(x):
    global total, created
    total += x
    created = "yes"


add(5)
print(total, created)


def unbound(flag):
    if flag:
        value = 1
    return value


def deleted():
    value = 1
    del value
    return value


def free_before():
    def inner():
        return later
    try:
        inner()
    except NameError as error:
        print(error)
    later = 1
    return inner()


def delete_cell():
    x = 1

    def inner():
        return x
    del x
    try:
        return inner()
    except NameError as error:
        return str(error)


for f in (lambda: unbound(True), lambda: unbound(False), deleted, free_before, delete_cell,
          lambda: no_such_name):
    try:
        print(f())
    except NameError as error:
        print(type(error).__name__, error)

print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]])
i = "outer"
print([i for i in range(3)], i, {i: j for i, j in [(1, 2)]}, {i for i in "a"}, list(i for i in [9]))
print([y := 5, y ** 2], y, [last := x for x in range(3)], last, any((hit := n) > 2 for n in [1, 3, 5]), hit)
print([[(a, b) for a in range(b)] for b in range(3)], [x for x in [1, 2, 3] if x > 1 if x < 3])
print([(x, y) for x in "ab" for y in [x * 2]], [lambda: x for x in range(2)][0]())


class Closure:
    n = 1

    def method(self):
        return [self.n + x for x in range(2)], __class__.__name__


print(Closure().method())


def counter():
    count = 0

    class Inner:
        nonlocal count
        count += 1
        seen = count

        def f(self):
            return count
    count += 1
    return Inner


print(counter().seen, counter()().f())


def parameters(a, b):
    def inner():
        nonlocal a
        a += b
        return a
    b = 100
    return inner(), a


print(parameters(1, 2))


def locals_of(a, b=2):
    c = a + b
    return sorted(locals().items())


print(locals_of(1), "total" in globals(), globals()["total"])
exec("made_by_exec = total + 1")
print(made_by_exec, eval("total * 2"), eval("a + b", {"a": 1, "b": 2}))


def shadow():
    len = lambda x: "shadowed"
    return len([])


print(shadow(), len([]))
len_saved = len
len = lambda x: "global"
print(len([]))
del len
print(len([]))


def late():
    return helper()


def helper():
    return "helped"


print(late())
helper = lambda: "replaced"
print(late())
for x in []:
    pass
try:
    del nothing
except NameError as error:
    print(error)
_private = [__name__, __doc__]
print(_private)
