# A typed loop negates what turns out to be a negative constant.


def signs(n):
    total = 0
    for i in range(n):
        x = -(-5 if True else 3)
        y = -(1 and -5)
        z = ~(-1 if True else 0)
        w = -(-2.5 if True else 0.0)
        total += x + y + z + w + abs(-5 if True else 3) - (-5 if True else 3)
    return total


# ~x is one further from 0 than x: too far to be compared as a float.
def inverted(n):
    x = 9007199254740992
    equal = less = 0
    for i in range(n):
        y = ~x
        equal += y == -9007199254740992.0
        if y == -9007199254740992.0:
            equal += 10
        if y < -9007199254740992.0:
            less += 1
    return equal, less


print(signs(3), inverted(3))
