# find_module is called while the exception that there is no find_spec is handled.
import sys
import warnings


def chain(e):
    while e:
        yield repr(e)
        e = e.__context__


class Old:
    def __init__(self, find):
        self.find_module = find


class Property:
    def __init__(self, error):
        self.error = error

    @property
    def find_spec(self):
        raise self.error

    def find_module(self, name, path):
        raise KeyError(name)


def fails(name, path):
    raise KeyError(name)


def shows(name, path):
    print("handled:", repr(sys.exception()))


for finder in (Old(fails), Old(shows), 5, Property(AttributeError("mine")),
               Property(ValueError("mine"))):
    sys.meta_path.insert(0, finder)
    for action in "ignore", "error":
        warnings.simplefilter(action)
        try:
            import no_such_module
        except Exception as e:
            print(action, *chain(e))
        try:
            try:
                1 / 0
            except ZeroDivisionError:
                import no_such_module
        except Exception as e:
            print(action, *chain(e))
        print(sys.exception())
    del sys.meta_path[0]
