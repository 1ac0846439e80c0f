# The slice of an augmented assignment is used twice.
class Shows:
    def __getitem__(self, key):
        return [key]

    def __setitem__(self, key, value):
        print("set", key, value)


def function(items, low, high):
    items[1:2] *= 2
    items[low:high] += [low]
    items[low:] = items[:high] + items[low:high]
    items[::2] += items[::2]
    return items


def generator(items):
    items[1:2] += [(yield items[0:1])]
    yield items


try:
    function([1, 2, 3], 0, 1)
except ValueError as error:
    print(error)
shows = Shows()
shows[1:2] += ["module"]
items = [1, 2, 3]
items[1:2] *= 2
items[len(items):] += items
print(items)
g = generator([1, 2, 3])
print(next(g), g.send("sent"))


def nested(low):
    def inner():
        shows[low:low + 1] += ["inner"]
        shows[low:] -= ["inner"]
    inner()


try:
    nested(4)
except TypeError as error:
    print(error)
