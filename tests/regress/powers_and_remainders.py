# Powers, remainders and sizes in a program that imports no module of mathematics.
def power(x):
    total = 0.0
    for i in range(5):
        total += x ** 1.5
    return total


def size(c):
    return abs(c)


print(power(3.3))
print(2.5 ** 0.5, (-8.0) ** (1 / 3), float("inf") ** -0.5)
print(7.5 % 0.3, divmod(1e300, 0.7), -1e300 // 0.3)
print(f"{2.675:.2f} {0.125:.2f} {1e22 / 3:.1f}")
print((1 + 2j) ** (0.3 - 1j), size(3 + 4j), size(1e-320 + 1e-320j))
try:
    print(1e200 ** 2.5)
except OverflowError as e:
    print(e)
