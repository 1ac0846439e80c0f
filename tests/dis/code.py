"""Opcodes of every kind of argument, jumps both ways, cells, and the exception table."""
import a.b as c


def loop(n, *, step=1):
    total = 0
    for i in range(n):
        if i % 2 and total < 100:
            total += i * step
            continue
        print(f"{i!r:>{step}}", total, sep="")
    while total:
        total -= 1
    return total


def closure(x):
    def inner(y=1):
        return x[y], c.attribute, c.method(y)
    x.y, *z = inner(y=2), *x
    return inner


def protected():
    try:
        with open(x) as f:
            del f.name
    except OSError as error:
        raise Error from error
    finally:
        pass


async def coroutine(x):
    async for y in x:
        yield await y


match c:
    case {"k": [1, _], **rest}:
        assert {1, 2} is not None, lambda: rest
