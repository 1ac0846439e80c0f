# How deep expressions may be nested: CPython's parser counts its rules and gives up with a
# MemoryError at 6000.


def is_too_deep(source, mode="eval"):
    try:
        compile(source, "<deep>", mode)
    except MemoryError:
        return True
    except RecursionError:
        pass
    return False


def deepest(make, guess, mode="eval"):
    """The largest n for which make(n) is not too deep, sought around a guess."""
    low, high = guess - 16, guess + 16
    while low < high:
        middle = (low + high + 1) // 2
        if is_too_deep(make(middle), mode):
            high = middle - 1
        else:
            low = middle
    return low


def minus(n):
    return "-" * n + "a"


print("unary", deepest(minus, 5980))
print("statement", deepest(minus, 5970, "exec"))
print("in a block", deepest(lambda n: "if a:\n " + minus(n), 5960, "exec"))
print("power", deepest(lambda n: "a" + "**a" * n, 2980))
print("lambda", deepest(lambda n: "lambda:" * n + "0", 2980))
print("lambda with a default", deepest(lambda n: "lambda a=" * n + "1" + ":0" * n, 750, "exec"))
print("or", deepest(lambda n: "a or " + minus(n), 5970))
print("comparison", deepest(lambda n: "a < " + minus(n), 5970))
print("conditional", deepest(lambda n: "a if b else " * n + "c", 5980))
print("parentheses", deepest(lambda n: "(" * 100 + minus(n) + ")" * 100, 3180))
print("calls", deepest(lambda n: "f(" * 100 + minus(n) + ")" * 100, 3580))
print("subscripts", deepest(lambda n: "a[" * 100 + minus(n) + "]" * 100, 3580))
print("calls of lambdas", deepest(lambda n: "f(lambda:" * 100 + minus(n) + ")" * 100, 3380))
print("chains have no depth", is_too_deep("a" + "+a" * 7000), is_too_deep("a" + ".b" * 7000))
# The expression of an f-string has a parser of its own.
print("f-string", is_too_deep("(" * 150 + "f'{" + minus(5000) + "}'" + ")" * 150))
