import bisect

a = [1, 3, 3, 5, 7]
print([bisect.bisect_left(a, x) for x in range(9)], [bisect.bisect(a, x) for x in range(9)])
bisect.insort(a, 4)
bisect.insort_left(a, 3)
print(a, bisect.bisect_right(a, 3, 0, 2), bisect.bisect_left("ace", "d"))
people = [("ann", 20), ("bob", 30), ("cy", 40)]
print(bisect.bisect(people, 30, key=lambda p: p[1]))
try:
    bisect.bisect(a, 1, -1)
except ValueError as error:
    print(error)


class Backwards:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        return self.v > other.v


print(bisect.bisect_left([Backwards(5), Backwards(3), Backwards(1)], Backwards(2)))
