# The class after `from` may give anything: nothing checks it.
import io
import sys
import traceback


class Gives(Exception):
    value = None

    def __new__(cls):
        return cls.value


class Fails(ValueError):
    def __new__(cls):
        raise KeyError("new")


class List(Gives):
    value = [1, 2]


def report(value, what):
    Gives.value = value
    try:
        raise ValueError("e") from what
    except Exception as e:
        print(type(e).__name__, e, repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
        try:
            print(traceback.format_exception_only(e), len(traceback.format_exception(e)))
        except AttributeError as error:
            print(error)
        return e


for value in None, 5, "text", int, ValueError, ValueError("ve"), []:
    report(value, Gives)
report(None, Fails)
report(None, 5)
try:
    try:
        raise TypeError("context")
    except TypeError:
        raise ValueError("e") from List
except ValueError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
    e.__cause__ = None
    print(repr(e.__cause__), e.__suppress_context__)
    try:
        e.__cause__ = [1]
    except TypeError as error:
        print(error)
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)]) from List
    except* ValueError:
        pass
except ExceptionGroup as e:
    print(repr(e), e.__cause__, e.split(TypeError)[0].__cause__)


def made(cause):
    try:
        raise ValueError("e") from cause
    except ValueError as e:
        return e


group = ExceptionGroup("g", [made(List), made(KeyError),
                             ExceptionGroup("h", [made(Gives), made(List)])])
sys.stderr = io.StringIO()
sys.excepthook(ExceptionGroup, group, None)
print(*[line.rstrip() for line in sys.stderr.getvalue().splitlines() if "File" not in line],
      sep="\n")
sys.stderr = sys.__stderr__
raise ValueError("e") from List
