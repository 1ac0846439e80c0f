# Closures, lambdas as sort keys, higher-order functions.
def counter():
    n = 0

    def step(by=1):
        nonlocal n
        n += by
        return n

    return step


def compose(*functions):
    def composed(x):
        for f in functions:
            x = f(x)
        return x

    return composed


def make_people(n):
    seed = 7
    people = []
    for i in range(n):
        seed = (seed * 48271) % 2147483647
        people.append((seed % 97, "name%d" % (seed % 1009), seed % 1000 / 10))
    return people


step = counter()
total = 0
for i in range(1500000):
    total += step(i & 3)
pipeline = compose(lambda x: x + 1, lambda x: x * 3, lambda x: x ^ 5, lambda x: x % 1001)
for i in range(600000):
    total += pipeline(i)
people = make_people(60000)
by_age = sorted(people, key=lambda p: p[0])
by_both = sorted(people, key=lambda p: (-p[2], p[1]))
print(total, by_age[0], by_both[-1])
print(sum(map(lambda p: p[0] * 2, filter(lambda p: p[2] > 50.0, people))))
