# try in all its shapes.
def shapes(kind):
    log = []
    try:
        log.append("try")
        if kind == 1:
            raise ValueError("one")
        if kind == 2:
            raise KeyError("two")
        if kind == 3:
            return log
        if kind == 4:
            [][1]
    except ValueError as error:
        log.append(f"value {error}")
    except (KeyError, IndexError) as error:
        log.append(f"lookup {error!r}")
    else:
        log.append("else")
    finally:
        log.append("finally")
    log.append("after")
    return log


def finally_return():
    try:
        raise ValueError
    finally:
        return "swallowed"


def finally_break():
    for i in range(5):
        try:
            if i == 2:
                raise KeyError(i)
        finally:
            if i == 2:
                break
    return i


def finally_continue():
    out = []
    for i in range(4):
        try:
            if i % 2:
                continue
            out.append(i)
        finally:
            out.append(-i)
    return out


def nested():
    try:
        try:
            raise ValueError("inner")
        except ValueError as inner:
            raise TypeError("outer") from inner
    except TypeError as error:
        return error, error.__cause__, error.__context__, error.__suppress_context__


def context():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            {}["x"]
    except KeyError as error:
        return repr(error.__context__), error.__cause__


def name_is_deleted():
    error = "before"
    try:
        raise ValueError("v")
    except ValueError as error:
        pass
    try:
        return error
    except UnboundLocalError as e:
        return str(e)


def reraise():
    try:
        try:
            raise ValueError("again")
        except ValueError:
            raise
    except ValueError as e:
        return str(e)


def bare():
    try:
        raise KeyboardInterrupt
    except:
        return "bare"


def loops():
    out = []
    for i in range(3):
        while True:
            try:
                if i == 1:
                    break
                out.append(i)
                raise StopIteration(i)
            except StopIteration as s:
                out.append(s.value)
                break
            finally:
                out.append("f")
    return out


class Custom(Exception):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code

    def __str__(self):
        return f"code {self.code}"


class Manager:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise RuntimeError("enter failed")
        return self

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value, traceback is not None)
        if self.fail == "exit":
            raise RuntimeError("exit failed")
        return self.swallow


def with_shapes(swallow, fail=None, leave=None):
    try:
        for _ in range(2):
            with Manager("a", swallow) as a, Manager("b", fail=fail):
                if leave == "return":
                    return a.name
                if leave == "break":
                    break
                if leave == "continue":
                    continue
                raise Custom(7, "x")
        return "end"
    except Exception as error:
        return f"{type(error).__name__}: {error}, {error.args}, {error.__context__!r}"


for kind in range(5):
    print(kind, shapes(kind))
print(finally_return(), finally_break(), finally_continue())
print(nested(), context(), name_is_deleted(), reraise(), bare(), loops())
for arguments in [(True,), (False,), (True, "exit"), (False, "enter"), (False, None, "return"),
                  (False, None, "break"), (False, None, "continue")]:
    print(with_shapes(*arguments))
try:
    raise Custom(1) from None
except Custom as error:
    print(error, error.args, error.__suppress_context__, repr(error))
try:
    raise "text"
except TypeError as error:
    print(error)
try:
    raise int
except TypeError as error:
    print(error)
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as error:
    print(error)
try:
    with 5:
        pass
except TypeError as error:
    print(error)


def raise_in_except_type():
    def kind():
        print("evaluated")
        return ValueError
    try:
        raise ValueError("x")
    except kind():
        return "ok"


print(raise_in_except_type())
import sys
print(sys.exc_info())
try:
    assert 1 == 2, f"{1 + 1}"
except AssertionError as error:
    print("assert:", error, sys.exc_info()[1] is error)
print(sys.exc_info())
e = ValueError("a", 2)
print(e, repr(e), e.args, isinstance(e, Exception), ValueError.__mro__)
e.add_note("a note")
print(e.__notes__)
