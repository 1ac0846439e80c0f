# Handlers for the very class that is raised, for others, and for what is no class.
class Odd(Exception):
    pass


class Odder(Odd):
    pass


def catch(exception, classes):
    try:
        try:
            raise exception
        except classes as e:
            return "caught", type(e).__name__
    except BaseException as e:
        return type(e).__name__, str(e), type(e.__context__).__name__


for exception in (KeyError(1), Odd(), Odder(), StopIteration(), GeneratorExit()):
    for classes in (KeyError, LookupError, Odd, Odder, Exception, BaseException, (), (Odd, KeyError),
                    type(exception), exception, int, (KeyError, int), ((KeyError,),), None, 3):
        print(type(exception).__name__, catch(exception, classes))


def rebound():
    global KeyError
    try:
        {}["x"]
    except KeyError:
        return "our class"
    except LookupError:
        return "the other"


KeyError = Odd
print(rebound())
del KeyError
print(rebound())
