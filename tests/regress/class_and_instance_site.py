# A method found for instances at one site, then the same name of the class itself at another.
s = {1, 2}
s.remove(1)


def plain(x):
    return set.remove(x, 2)


print(plain(s), s)
print([list.pop(x, 0) for x in ([1, 2], [3])], [1, 2].pop(0))
