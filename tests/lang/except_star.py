"""except*: splitting, nested groups, what is raised again, and what is new."""
import sys


def show(error, indent=""):
    if isinstance(error, BaseExceptionGroup):
        print(f"{indent}{type(error).__name__} {error.message!r}")
        for member in error.exceptions:
            show(member, indent + "    ")
    else:
        print(f"{indent}{error!r}")


def lines(error):
    """Where the traceback went, as lines from the start of the function."""
    first, found, tb = None, [], error.__traceback__
    while tb:
        first = tb.tb_frame.f_code.co_firstlineno
        found.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - first))
        tb = tb.tb_next
    return found


def attempt(function, *args):
    print(f"-- {function.__name__}{args!r}")
    try:
        print("=>", function(*args))
    except BaseException as error:
        show(error)
        print("   cause", repr(error.__cause__), "context", repr(error.__context__),
              "suppressed", error.__suppress_context__)
        print("   lines", lines(error))
    print("   handled", sys.exc_info()[1])


def tree():
    return ExceptionGroup("top", [
        ValueError(1),
        TypeError("t"),
        ExceptionGroup("inner", [KeyError("k"), ValueError(2),
                                 ExceptionGroup("deep", [OSError(5, "io"), ValueError(3)])]),
    ])


def nothing_raised():
    try:
        x = 1
    except* ValueError:
        x = 2
    else:
        x += 10
    finally:
        x += 100
    return x


def naked(error):
    try:
        raise error
    except* (ValueError, TypeError) as group:
        print(repr(group), group.message == "", sys.exc_info()[1] is group)
        print("member", group.exceptions[0] is error, lines(group.exceptions[0]))
    except* KeyboardInterrupt as group:
        print("interrupt", repr(group), type(group).__name__)


def one_clause():
    try:
        raise tree()
    except* ValueError as group:
        show(group)
        print(lines(group))


def all_clauses():
    try:
        raise tree()
    except* ValueError as group:
        show(group)
    except* (KeyError, TypeError) as group:
        show(group)
    except* OSError as group:
        show(group)
    except* Exception:
        print("not reached")
    else:
        print("not reached either")
    finally:
        print("finally")
    return "done"


def first_takes_all():
    try:
        raise tree()
    except* Exception as group:
        show(group)
    except* ValueError:
        print("not reached")


def raise_again():
    try:
        raise tree()
    except* ValueError:
        raise
    except* KeyError:
        pass


def raise_all_again():
    try:
        raise tree()
    except* ValueError:
        raise
    except* OSError:
        raise
    except* TypeError:
        raise


def raise_by_name():
    try:
        raise tree()
    except* ValueError as group:
        raise group


def raise_new():
    try:
        raise tree()
    except* ValueError:
        raise RuntimeError("new")


def raise_new_twice():
    try:
        raise tree()
    except* ValueError:
        raise RuntimeError("one")
    except* KeyError as group:
        raise RuntimeError("two") from group
    except* OSError:
        raise
    except* TypeError:
        pass


def raise_new_alone():
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError:
        raise KeyError("only")


def raise_new_for_naked():
    try:
        raise ValueError(1)
    except* ValueError:
        raise KeyError("only")


def raise_naked_again():
    try:
        raise ValueError(1)
    except* ValueError:
        raise


def raise_from_none():
    try:
        raise tree()
    except* ValueError as group:
        raise group from None


def with_notes():
    error = tree()
    error.add_note("note")
    try:
        raise error
    except* ValueError as group:
        print(group.__notes__, group.__notes__ is error.__notes__)
        group.add_note("more")
        raise


def base_group():
    try:
        raise BaseExceptionGroup("base", [KeyboardInterrupt(), ValueError(1), SystemExit(3)])
    except* ValueError as group:
        print(type(group).__name__)
        show(group)
    except* SystemExit as group:
        print(type(group).__name__)
        show(group)


def nested_try():
    try:
        try:
            raise tree()
        except* ValueError as group:
            try:
                raise group
            except* ValueError as inner:
                print("inner", len(inner.exceptions))
                raise TypeError("from inside")
    except* TypeError as group:
        show(group)
        try:
            raise KeyError("while handling")
        except KeyError as error:
            print(repr(error.__context__))


def in_loop():
    results = []
    for i in range(5):
        try:
            if i % 2:
                raise ExceptionGroup("odd", [ValueError(i)])
            results.append(i)
        except* ValueError as group:
            results.append(group.exceptions[0].args[0] * 10)
        else:
            results.append("else")
        finally:
            results.append("fin")
    return results


def name_is_deleted():
    try:
        raise ValueError(1)
    except* ValueError as group:
        pass
    return group


def contexts():
    try:
        raise KeyError("outer")
    except KeyError:
        try:
            raise tree()
        except* ValueError as group:
            print(repr(group.__context__), group.exceptions[0].__context__)
        print("back to", repr(sys.exc_info()[1]))


def group_in_classes(classes):
    try:
        raise ValueError(1)
    except* classes:
        print("not reached")


def classes_checked_late(classes):
    try:
        raise ValueError(1)
    except* ValueError:
        print("taken")
    except* classes:
        print("not reached")
    return "unchecked"


class Own(ExceptionGroup):
    def __new__(cls, message, members, code):
        self = super().__new__(cls, message, members)
        self.code = code
        return self

    def derive(self, members):
        print("derive", [repr(m) for m in members])
        return Own(self.message, members, self.code)


def own_group():
    try:
        raise Own("own", [ValueError(1), TypeError(2), Own("under", [ValueError(3), KeyError(4)], 9)], 7)
    except* ValueError as group:
        print(type(group).__name__, group.code, [getattr(m, "code", m) for m in group.exceptions])
        raise


class Plain(ExceptionGroup):
    pass


def plain_subclass():
    try:
        raise Plain("plain", [ValueError(1), TypeError(2)])
    except* ValueError as group:
        print(type(group).__name__)


def whole_group_by_subclass():
    error = Plain("plain", [ValueError(1), TypeError(2)])
    try:
        raise error
    except* Exception as group:
        print(group is error)


class Picky(Exception):
    pass


def except_expression_fails():
    try:
        raise tree()
    except* ValueError:
        print("taken")
    except* undefined_name:
        print("not reached")


def generator():
    try:
        yield 1
        yield 2
    except* ValueError as group:
        yield [repr(e) for e in group.exceptions]
    except* GeneratorExit:
        print("closed")
    yield "end"


def thrown_into():
    g = generator()
    next(g)
    print(g.throw(ExceptionGroup("thrown", [ValueError(1)])), next(g))
    g = generator()
    next(g)
    g.close()
    g = generator()
    next(g)
    print(g.throw(ExceptionGroup("partly", [ValueError(1), KeyError(2)])))
    return next(g)


attempt(nothing_raised)
attempt(naked, ValueError("v"))
attempt(naked, TypeError("t"))
attempt(naked, KeyboardInterrupt())
attempt(naked, OSError("passes"))
for function in (one_clause, all_clauses, first_takes_all, raise_again, raise_all_again, raise_by_name, raise_new,
                 raise_new_twice, raise_new_alone, raise_new_for_naked, raise_naked_again, raise_from_none,
                 with_notes, base_group, nested_try, in_loop, name_is_deleted, contexts):
    attempt(function)
for classes in (ExceptionGroup, BaseExceptionGroup, (ValueError, ExceptionGroup), 3, (ValueError, "x"), Plain, ()):
    attempt(group_in_classes, classes)
    attempt(classes_checked_late, classes)
for function in (own_group, plain_subclass, whole_group_by_subclass, except_expression_fails, thrown_into):
    attempt(function)

group = tree()
match_, rest = group.split(ValueError)
show(match_)
show(rest)
print(group.split(lambda e: isinstance(e, ExceptionGroup))[1], group.subgroup(KeyboardInterrupt))
show(group.subgroup(lambda e: getattr(e, "args", None) == ("k",)))
for arguments in ((), ("m",), ("m", []), ("m", 3), ("m", [3]), (3, [ValueError()]), ("m", [KeyboardInterrupt()]),
                  ("m", {ValueError(1)})):
    try:
        print(repr(ExceptionGroup(*arguments)))
    except Exception as error:
        print(type(error).__name__, error)
