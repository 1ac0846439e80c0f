# Functions of numbers that read a number that is global.
value = 1


def add(x):
    return x + value


def line(x):
    return 2 * x + value - 1


def rest(x):
    return value - x


def twice(x):
    return add(x) + add(value)


print(add(4), line(4), rest(4), twice(3))
value = 2.5
print(add(4), line(4), rest(4), twice(3))
