# The smallest of everything: if this fails, look nowhere else first.
def add(a, b=1):
    return a + b


class Point:
    def __init__(self, x):
        self.x = x

    def double(self):
        return self.x * 2


def numbers(n):
    for i in range(n):
        yield i


print("hello", 1 + 2, add(1), add(1, 2), Point(4).double())
total = 0
for i in numbers(5):
    if i == 3:
        continue
    total += i
while total:
    total -= 7
print(total, [x * x for x in range(4)], {"a": 1}, (1,), {2}, f"{3!r:>4}", 1.5, None, True)
try:
    {}["missing"]
except KeyError as error:
    print("caught", error)
finally:
    print("done")
