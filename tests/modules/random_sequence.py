"""random: the same numbers as CPython's for the same seeds."""
import random

for seed in (0, 1, -1, 12345, 2 ** 100, -(2 ** 64), 3.5, "text", b"bytes", True):
    r = random.Random(seed)
    print(repr(seed), r.random(), r.random(), r.getrandbits(1), r.getrandbits(33), r.getrandbits(200))
r = random.Random(7)
print(r.randint(1, 6), r.randrange(10 ** 30), r.choice("abcdef"), r.uniform(1, 2), r.gauss(0, 1))
print(r.sample(range(1000), 5), r.choices([1, 2, 3], k=5), r.expovariate(1.5), r.betavariate(2, 3))
items = list(range(20))
r.shuffle(items)
print(items, r.triangular(0, 1), r.normalvariate(1, 2), r.lognormvariate(0, 1), r.vonmisesvariate(1, 2))
state = r.getstate()
first = [r.random() for i in range(700)]
r.setstate(state)
print(first == [r.random() for i in range(700)], first[-1], r.randbytes(10))
random.seed(42)
print([random.randint(0, 100) for i in range(10)], random.paretovariate(3), random.weibullvariate(1, 2))
