# Through generators, comprehensions, lambdas and class bodies.
def numbers():
    yield 1
    yield 1 // 0


def total():
    return sum(x for x in numbers() if x)


class Body:
    f = lambda: total()
    value = f()
