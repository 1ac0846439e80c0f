def pairs(a, b):
    total = 0.0
    for x, y in zip(a, b):
        total += x * y
    return total
def enum(a):
    t = 0
    for i, x in enumerate(a):
        t += i * x
    return t, i, x
def items(d):
    for k, v in d.items():
        print(k, v, end=" ")
    for k, v in list(d.items()):
        d[k] = v + 1
    print(k, v)
    try:
        for k, v in d.items():
            d[k * 2] = 1
    except RuntimeError as e:
        print(e, k, v)
def gen(d):
    for i, (a, b) in enumerate(d):
        yield i, a, b
def bad():
    for what in ([(1, 2), (3,)], [(1, 2, 3)], [5], ["ab", "cd"], zip([1], [2], [3]), iter([[1, 2]]), enumerate("x")):
        try:
            for a, b in what:
                print(a, b)
        except (ValueError, TypeError) as e:
            print(type(e), e)
def strict():
    for c in ((1, 2), (1, 2, 3)), ((1, 2, 3), (1, 2)), ((1, 2), (1, 2)):
        try:
            for a, b in zip(*c, strict=True):
                print(a, b)
        except ValueError as e:
            print(e)
    for a, in zip([1, 2]):
        print(a)
    try:
        for a, b, c in zip([1, 2], [3, 4], [1], strict=True):
            print(a, b, c)
    except ValueError as e:
        print(e)
    for x, y in zip():
        print("never")
def shared():
    z = zip(range(10), "abcdefghij")
    for a, b in z:
        print(a, b, next(z))
        if a > 3:
            break
    print(list(z), a, b)
    e = enumerate([5, 6, 7, 8], 2**61 - 2)
    for i, x in e:
        print(i, x)
class Z(zip):
    def __next__(self):
        return "uv"
class E(enumerate):
    pass
def sub():
    n = 0
    for a, b in Z([1], [2]):
        print(a, b)
        n += 1
        if n > 2: break
    for a, b in E("xy"):
        print(a, b)
print(pairs([1.0, 2.0, 3.5], [2.0, 1.0, 0.5]), pairs([1, 2.0], [2.0, 3.0]), pairs([1, 2], (3, 4)))
print(enum([1, 2, 3]), enum([1.5, 2]), enum(["a", "b"][:0] or [True]))
items({"a": 1, "b": 2})
print(list(gen([(1, 2), "xy"])))
bad(); strict(); shared(); sub()
print([k for k, v in {1: 2, 3: 0}.items() if v], {v: k for k, v in enumerate("abc")})
for i, (a, *b) in enumerate([(1, 2, 3), "xyz"]):
    print(i, a, b)
it = iter([1, 2, 3, 4, 5])
print([(a, b) for a, b in zip(it, it)], list(it))
def same():
    it = iter((1, 2, 3, 4, 5))
    for a, b in zip(it, it):
        print(a, b)
    l = [1, 2, 3]
    for i, x in enumerate(l):
        if i < 3: l.append(x)
    print(l)
    a = iter([1, 2, 3, 4])
    for x, y in zip(a, [1, 2]):
        pass
    print(list(a), x, y)
same()
