# Values chosen by conditions, alone on a line and in the midst of expressions; heads of classes.
import sys
import traceback


def choose(n, text, flag=None):
    sign = "+" if n >= 0 else "-"
    kind = ("none" if flag is None else "flag") + sign
    other = text or "empty"
    both = text and n
    word = flag if flag is not None else text
    return sign, kind, other, both, word, "a" if not n else "b", (1 if n else 2) + (3 if text else 4)


def chosen_numbers(items):
    total = 0
    for i in range(len(items)):
        step = 1 if i % 2 else 2
        total += step if items[i] is not None else 10
        big = total if total > 5 else items[i]
        total += 0 if big is None else 1
    return total


def in_lines(n):
    return (n,
            "many"
            if n > 1
            else "one" if n else
            "none",
            sys._getframe().f_lineno)


class Loud:
    def __init__(self, truth):
        self.truth = truth

    def __repr__(self):
        return f"Loud({self.truth})"

    def __bool__(self):
        if self.truth is None:
            raise ValueError("neither")
        return self.truth


def truths(value):
    try:
        return "yes" if value else "no", value and 1, value or 2
    except ValueError:
        place = traceback.extract_tb(sys.exc_info()[2])[0]
        return place.lineno, place.colno, place.end_colno


def handled(n):
    try:
        try:
            x = 1 // n
        except ZeroDivisionError as error:
            x = "zero" if error else n
            raise KeyError(x) from error
        finally:
            n = None
    except KeyError as error:
        return repr(error), repr(error.__cause__), n, "x" in locals()
    return x, n


def chained(n):
    return [i for i in range(8) if n <= i < 2 * n != 6]


for arguments in [(1, "x"), (-1, ""), (0, "y", 0), (0, "", False), (2.5, "z", 1)]:
    print(choose(*arguments))
print(chosen_numbers([1, None, 2, None, 3.5]), chosen_numbers([]), chosen_numbers([0] * 20))
for n in range(3):
    print(in_lines(n))
for truth in (True, False, None):
    print(truths(Loud(truth)))
print(handled(0), handled(3))
print([chained(n) for n in range(5)])


class Namespace(dict):
    def __init__(self, bad):
        self.bad = bad

    def __setitem__(self, name, value):
        print("set", name, value if isinstance(value, str) else "...")
        if name == self.bad:
            raise LookupError(name)
        super().__setitem__(name, value)


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, bad=None, **more):
        namespace = Namespace(bad)
        dict.update(namespace, more)
        return namespace

    def __new__(meta, name, bases, namespace, **more):
        return super().__new__(meta, name, bases, dict(namespace))

    def __init__(cls, *arguments, **more):
        pass


for bad in (None, "__module__", "__qualname__", "method"):
    try:
        class Made(metaclass=Meta, bad=bad):
            def method(self):
                return __class__
        print(Made.__module__, Made.__qualname__, Made().method())
    except LookupError as error:
        tb = error.__traceback__.tb_next
        print(repr(error), tb.tb_frame.f_code.co_name, tb.tb_lasti, tb.tb_lineno)


class Named(metaclass=Meta, __name__="elsewhere"):
    class Inner:
        pass


print(Named.__module__, Named.Inner.__module__, Named.Inner.__qualname__)
name, __name__ = __name__, None
del __name__
try:
    class Nameless(metaclass=Meta):
        pass
    print(Nameless.__module__)
except NameError as error:
    print(error, error.__traceback__.tb_next.tb_lasti)
