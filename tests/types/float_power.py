"""x ** 2 is the C library's pow, which is not always x * x in the last bit."""
import math
import operator
import random

x = float.fromhex('0x1.096e4a972b7b5p-1')


def typed(x: float):
    return x ** 2


def inferred():
    y = float.fromhex('0x1.096e4a972b7b5p-1') * 1.0
    return y ** 2


print((x ** 2).hex(), (x ** 2.0).hex(), pow(x, 2).hex(), math.pow(x, 2).hex(), (x * x).hex())
print(typed(x).hex(), inferred().hex(), operator.pow(x, 2).hex(), x.__pow__(2).hex())
y = x
y **= 2
print(y.hex())
random.seed(5)
different = 0
for i in range(20000):
    x = random.uniform(-10, 10)
    different += x ** 2 != x * x
    assert x ** 2 == math.pow(x, 2)
print(different > 0)
for x in 0.0, -0.0, 5e-324, 1e-200, 1e150, 1e154, -1e154, 1e160, math.inf, -math.inf, math.nan:
    try:
        print(x ** 2, x ** 2.0)
    except OverflowError as e:
        print(e)
