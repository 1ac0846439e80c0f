# Allocation of many small objects.
class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def check(self):
        if self.left is None:
            return 1
        return 1 + self.left.check() + self.right.check()


def make(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make(depth - 1), make(depth - 1))


def main(n):
    low = 4
    high = max(low + 2, n)
    print("stretch tree of depth %d check: %d" % (high + 1, make(high + 1).check()))
    long_lived = make(high)
    for depth in range(low, high + 1, 2):
        count = 1 << (high - depth + low)
        check = 0
        for _ in range(count):
            check += make(depth).check()
        print("%d trees of depth %d check: %d" % (count, depth, check))
    print("long lived tree of depth %d check: %d" % (high, long_lived.check()))


main(14)
