# The object of a method call is evaluated before the arguments, which may set its variable.


def index_of(x):
    found = x.index((x := 5))
    return found, x


def append_to(x):
    return x.append((x := 5)), x


def split_by(s):
    a, b = s.split((s := ','))
    return a, b, s


def parts(s):
    result = []
    for part in s.split((s := ',')):
        result.append((part, s))
    return result


def missing(x):
    x.y((x := 3), x)


print(index_of([1, 5]), append_to([1]), split_by('a,b'), parts('a,b'))
try:
    missing('text')
except AttributeError as e:
    print(e)
