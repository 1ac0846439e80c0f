# sys.exc_info() in a generator: its own exception, else that of whoever resumed it last.
import sys


def handled():
    return sys.exc_info()[0]


def left_in_handler():
    try:
        raise KeyError
    except KeyError:
        yield handled()
    yield handled()


try:
    raise ValueError
except ValueError:
    g = left_in_handler()
    print(next(g), handled())
print(next(g), handled())


def catches():
    try:
        yield 1
    except ValueError as e:
        print(handled(), repr(e.__context__))
        yield 2
        print(handled())
        yield 3
        raise


g = catches()
next(g)
try:
    raise ValueError
except ValueError as e:
    g.throw(e)  # the exception being handled here is handled there, too
    print(handled())
print(handled())
next(g)
print(handled())
try:
    next(g)
except ValueError as e:
    print(repr(e), repr(e.__context__))


def loop():
    while True:
        try:
            yield handled()
        except KeyError:
            yield handled()
        finally:
            print("finally", handled())


g = loop()
print(next(g))
try:
    raise ValueError
except ValueError:
    print(next(g), g.throw(KeyError), next(g))
print(next(g), g.throw(KeyError), handled())
try:
    raise IndexError
except IndexError:
    print(next(g))
    g.close()
print(handled())


async def coroutine():
    try:
        raise KeyError
    except KeyError:
        await Once()
        print(handled())
        try:
            raise ValueError
        except ValueError as e:
            print(repr(e.__context__))
    print(handled())


class Once:
    def __await__(self):
        yield 1


c = coroutine()
try:
    1 / 0
except ZeroDivisionError:
    c.send(None)
try:
    c.send(None)
except StopIteration:
    print(handled())
