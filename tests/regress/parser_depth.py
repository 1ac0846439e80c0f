# How deep expressions may be nested: CPython's parser counts its rules and gives up with a
# MemoryError at 6000.


def is_too_deep(source, mode):
    try:
        compile(source, "<deep>", mode)
    except MemoryError:
        return True
    except RecursionError:
        pass
    return False


def deepest(make, mode="eval"):
    low, high = 1, 7000
    while low < high:
        middle = (low + high + 1) // 2
        if is_too_deep(make(middle), mode):
            high = middle - 1
        else:
            low = middle
    return low


def minus(n):
    return "-" * n + "a"


print("unary", deepest(minus))
print("not", deepest(lambda n: "not " * n + "a"))
print("statement", deepest(minus, "exec"))
print("in a function", deepest(lambda n: "def f(): return x\nif a:\n " + minus(n), "exec"))
print("power", deepest(lambda n: "a" + "**a" * n))
print("lambda", deepest(lambda n: "lambda:" * n + "0"))
print("lambda with a default", deepest(lambda n: "lambda a=" * n + "1" + ":0" * n, "exec"))
print("or", deepest(lambda n: "a or " + minus(n)))
print("comparison", deepest(lambda n: "a < " + minus(n)))
print("conditional", deepest(lambda n: "a if b else " * n + "c"))
print("parentheses", deepest(lambda n: "(" * 100 + minus(n) + ")" * 100))
print("calls", deepest(lambda n: "f(" * 100 + minus(n) + ")" * 100))
print("subscripts", deepest(lambda n: "a[" * 100 + minus(n) + "]" * 100))
print("calls of lambdas", deepest(lambda n: "f(lambda:" * 100 + minus(n) + ")" * 100))
print("chains have no depth", deepest(lambda n: "a" + "+a" * n), deepest(lambda n: "a" + ".b" * n))
# The expression of an f-string has a parser of its own.
print("f-string", is_too_deep("(" * 150 + "f'{" + minus(5000) + "}'" + ")" * 150, "eval"))
