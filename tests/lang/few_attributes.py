# Dicts of instances that begin small; names of a namespace that come and go; methods of many arguments.
class E(Exception):
    pass


class L(list):
    pass


for make in (E, L):
    o = make()
    print(o.__dict__)
    o.a = 1
    print(o.__dict__, "a" in o.__dict__, "b" in o.__dict__)
    o.b = 2
    o.c = 3
    del o.b
    o.b = 4
    print(o.__dict__, list(reversed(o.__dict__)), o.__dict__.copy(), len(o.__dict__))
    print(o.__dict__.popitem(), o.__dict__.pop("a"), o.__dict__)
    o.__dict__.clear()
    o.d = 5
    o.__dict__[3] = 4
    print(o.__dict__)
    p = make()
    p.x = 1
    del p.x
    print(p.__dict__)
    for n in ("y", "z", "w", "v", "u", "t", "s", "r"):
        setattr(p, n, n)
        print(getattr(p, n), end=" ")
    print(len(vars(p)), list(vars(p)))
    q = make()
    q.__dict__.update(k=1, l=2, m=3)
    print(q.k, q.l, q.m)
    q = make()
    try:
        del q.nothing
    except AttributeError as e:
        print(e)
    print(q.__dict__)

names = list(globals())
for i in range(100):
    try:
        raise E(i)
    except E as e:
        kept = e
    try:
        e
    except NameError as err:
        last = str(err)
print(last, kept.args, [n for n in globals() if n not in names])
for i in range(20):
    exec("temporary%d = %d" % (i, i))
    try:
        raise E(i)
    except E as e:
        globals()["f%d" % i] = e.args[0]
    if i % 3 == 0:
        del globals()["temporary%d" % i]
print([(k, v) for k, v in globals().items() if k[:1] in "ft"])
print = print
del print
print("builtin again")
e = 1
del e
e = 2
print(e, list(globals())[-1])


class M:
    def __init__(self):
        super().__init__()

    def m(self, a, b, c, d=4, e=5):
        return a, b, c, d, e

    def k(self, a, *, b=2):
        return a, b


class N(M):
    def m(self, a, b, c):
        return "N", a, b, c


def call(o):
    return o.m(1, 2, 3), o.m(1, 2, c=4), o.m(a=1, b=2, c=3)


def attempt(f):
    try:
        return f()
    except TypeError as err:
        return str(err)


for o in (M(), N(), M(), N(), M()):
    print(call(o), attempt(lambda: o.m(1, 2, 3, 4)), attempt(lambda: o.m(1, 2, 3, e=9)),
          attempt(lambda: o.m(1, 2, 3, 4, 5, 6)), attempt(lambda: o.k(1, b=3)), attempt(lambda: o.k(1, 2, 3)))
print(attempt(lambda: object.__init__(3)), attempt(lambda: M.__init__()))


class P(int):
    def __init__(self, *a):
        print(attempt(lambda: super(P, self).__init__(*a)))
        super().__init__()


print(P(3), P("4"))


class Q:
    def __init__(self):
        print(attempt(lambda: super(Q, self).__init__(1)))


Q()
