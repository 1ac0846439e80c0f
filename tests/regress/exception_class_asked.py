# A handler asks the class of an exception whether it is its own subclass: a metaclass may say no,
# or raise. `raise C` and throw(C) ask whether what C() has given is one of C.
log = []


class Asked(type):
    def __subclasscheck__(cls, sub):
        log.append((cls.__name__, sub.__name__))
        return type.__subclasscheck__(cls, sub)

    def __instancecheck__(cls, obj):
        log.append("instance")
        return type.__instancecheck__(cls, obj)


class RaisingMeta(type):
    def __subclasscheck__(cls, sub):
        log.append("raising")
        raise ZeroDivisionError

    __instancecheck__ = __subclasscheck__


class RecursiveMeta(type):
    def __subclasscheck__(cls, sub):
        log.append("recursive")
        raise cls


class YesMeta(type):
    def __subclasscheck__(cls, sub):
        log.append("yes")
        return True


class NoMeta(type):
    def __subclasscheck__(cls, sub):
        log.append("no")
        return False


class Plain(Exception):
    pass


class E(Exception, metaclass=Asked):
    pass


class F(E):
    pass


class Raising(Exception, metaclass=RaisingMeta):
    pass


class Recursive(Exception, metaclass=RecursiveMeta):
    pass


class Yes(Exception, metaclass=YesMeta):
    pass


class No(Exception, metaclass=NoMeta):
    pass


class OfNo(No):
    pass


def gives(base, value):
    class Gives(base):
        def __new__(cls, *args):
            log.append(("new", args))
            return value
    return Gives


def caught(f):
    log.clear()
    try:
        f()
    except BaseException as e:
        return repr(e), repr(e.__context__), repr(e.__cause__), log
    return None, log


def raised(exc):
    def f():
        raise exc
    return f


def thrown(*args):
    def generator():
        yield

    def f():
        started = generator()
        next(started)
        started.throw(*args)
    return f


classes = E, F, Raising, Recursive, Yes, No, OfNo
for c in classes:
    print(c.__name__)
    for f in (raised(c), raised(c(1)), thrown(c), thrown(c, c(2)),
              thrown(c, Plain(3)), thrown(c, 4), thrown(c, (5, 6)), thrown(c(7))):
        print("   ", *caught(f))
for base in Plain, E, Raising, Yes, No:
    for value in 1, Plain(1), None:
        c = gives(base, value)
        print(base.__name__, value)
        print("   ", *caught(raised(c)))
        print("   ", *caught(thrown(c)))


# which clause takes it
for c in classes:
    for clause in classes:
        log.clear()
        try:
            try:
                raise c
            except clause as e:
                print(c.__name__, clause.__name__, "caught", repr(e), log)
        except BaseException as e:
            print(c.__name__, clause.__name__, "not caught", type(e).__name__, log[:1])


# others who take exceptions up
class Stop(StopIteration, metaclass=Asked):
    pass


class Attribute(AttributeError, metaclass=Asked):
    pass


def stops():
    raise Stop
    yield


class NoAttributes:
    def __getattr__(self, name):
        raise Attribute(name)


class Stopping:
    def __iter__(self):
        return self

    def __next__(self):
        raise Stop(5)


print(*caught(lambda: list(stops())))
print(*caught(lambda: list(Stopping())))
print(*caught(lambda: getattr(NoAttributes(), "a", 1)))
