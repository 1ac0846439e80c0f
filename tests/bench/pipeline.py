# A pipeline of generators.
def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


def odd(source):
    for x in source:
        if x % 2:
            yield x


def square(source):
    for x in source:
        yield x * x


def pairs(source):
    previous = None
    for x in source:
        if previous is not None:
            yield previous, x
        previous = x


def flatten(tree):
    if isinstance(tree, list):
        for branch in tree:
            yield from flatten(branch)
    else:
        yield tree


total = 0
for a, b in pairs(square(odd(numbers(2000000)))):
    total += b - a
print(total)
tree = [[[i, i + 1], [i + 2, [i + 3]]] for i in range(80000)]
print(sum(flatten(tree)))
print(sum(x * y for x in range(1000) for y in range(1000) if (x ^ y) & 1))
