# int(x) and float(x) of one argument.
class I(int):
    def __int__(self):
        return 5


class F(float):
    def __float__(self):
        return 2.5


class N:
    def __init__(self, v):
        self.v = v

    def __int__(self):
        return self.v

    def __float__(self):
        return self.v


class X:
    def __index__(self):
        return 9


class T:
    def __trunc__(self):
        return 4


import warnings
warnings.simplefilter("ignore")
for v in ("12", " 7 ", "1.5", "", "x", b"3", 2.75, -2.75, True, I(3), N(3), N(2.5), N(True), N(I(4)), N(F(4.5)),
          N("s"), X(), T(), None, [], 10 ** 30, 1e300, float("inf"), "nan", "1_0", "\u0663", 1j):
    for kind in (int, float):
        try:
            r = kind(v)
            print(kind.__name__, type(r).__name__, r)
        except Exception as e:
            print(kind.__name__, type(e).__name__, e)
print(list(map(int, "123")), sum(map(float, ["1", "2.5"])), sorted("231", key=int))
