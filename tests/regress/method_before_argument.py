# The method is looked up before the arguments are read: its failure comes first, and what looking
# it up does to a global or a cell is seen by the argument.
class Setter:
    @property
    def method(self):
        global late
        late = "set by the lookup"
        return lambda value: value

    def __getattr__(self, name):
        global late
        late = "set by __getattr__ for " + name
        return lambda value: value


def missing_both():
    return Setter.absent(nowhere)


def read_late(setter):
    return setter.method(late), setter.other(late)


def cell(make):
    def set_cell():
        nonlocal value
        value = "new"
        return lambda found: found

    class Sets:
        method = property(lambda self: set_cell())

    value = "old"
    found = Sets().method(value)
    del value
    try:
        make.absent(value)
    except (AttributeError, NameError) as error:
        return found, error
    return found, value


late = "old"
print(read_late(Setter()))
print(cell(object()))
try:
    missing_both()
except (AttributeError, NameError) as error:
    print(type(error).__name__, error)
