# range() of a `for` in a generator: what else the name may mean, arguments that are no small ints.
import builtins


def one(n):
    for i in range(n):
        yield i


def two(a, b):
    for i in range(a, b):
        yield i
    yield i


def three(a, b, c):
    for i in range(a, b, c):
        for j in range(i, b):
            if j > i + 1:
                break
            yield i, j
        else:
            yield "end"


big = 2**61
print(list(one(5)), list(one(0)), list(one(-3)), list(one(True)), sum(one(1000)))
print(list(two(-2, 3)), list(two(big - 2, big + 2)), list(two(-big - 1, -big + 2)), list(two(2**64, 2**64 + 2)))
print(list(three(10, -5, -4)), list(three(0, 7, 3)), list(three(-big, big - 1, big)))
print(list(three(-big, big - 1, big - 1))[:2], next(three(big - 1, -big, -big)))


class Index:
    def __index__(self):
        return 3


print(list(one(Index())), list(two(Index(), 5)))
for wrong in ((one, 1.5), (one, "a"), (one, None), (two, 1, 2.0), (three, 1, 2, 0), (three, "a", 0, 0)):
    try:
        print(list(wrong[0](*wrong[1:])))
    except (TypeError, ValueError) as e:
        t = e.__traceback__.tb_next
        print(type(e).__name__, e, t.tb_lineno, t.tb_frame.f_code.co_name,
              list(t.tb_frame.f_code.co_positions())[t.tb_lasti // 2])


def keyword():
    for i in range(stop=3):
        yield i


try:
    list(keyword())
except TypeError as e:
    print(e)
try:
    print(list(two(3, 3)))
except UnboundLocalError as e:
    print(e)

g = one(3)
print(next(g), g.gi_frame.f_lineno, next(g), g.close(), next(g, "closed"))


def nested(n):
    for i in range(n):
        yield from nested(i)
        for j in range(i):
            for k in range(i, j, -1):
                yield i, j, k


print(sum(sum(t) for t in nested(7)), len(list(nested(9))))
print(sum(x * y for x in range(30) for y in range(x) if x ^ y))


# Another range.
def letters(n):
    return "xyz"[:n]


range = letters
print(list(one(2)))
range = 7
try:
    list(one(2))
except TypeError as e:
    print(e)
range = lambda n: n
try:
    list(one(2))
except TypeError as e:
    t = e.__traceback__.tb_next
    print(e, list(t.tb_frame.f_code.co_positions())[t.tb_lasti // 2], t.tb_lasti)
del range
print(list(one(2)))
kept, builtins.range = builtins.range, list
print(list(one("ab")))
builtins.range = kept


class Derived(int):
    pass


print([type(i).__name__ for i in one(Derived(2))], [type(i).__name__ for i in two(False, True)])
