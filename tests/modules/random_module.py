# random: the sequence of every distribution for the same seed, seeds of all types, states.
import random

for seed in (0, 1, -5, 2**70, 1.5, "text", b"bytes", bytearray(b"x"), None):
    r = random.Random(seed)
    if seed is None:
        print(0 <= r.random() < 1)
        continue
    print(seed, r.random(), r.getrandbits(70), r.randrange(10**20), r.randint(-3, 3))
r = random.Random(42)
print(r.choice("abcdef"), r.choices([1, 2, 3], weights=[5, 1, 1], k=5), r.sample(range(100), 5))
items = list(range(10))
r.shuffle(items)
print(items, r.sample(["a", "b"], counts=[3, 2], k=3))
for f, args in (("uniform", (1, 10)), ("triangular", (0, 10, 3)), ("betavariate", (2, 3)),
                ("expovariate", (1.5,)), ("gammavariate", (2, 3)), ("gauss", (0, 1)),
                ("lognormvariate", (0, 1)), ("normalvariate", (0, 1)), ("vonmisesvariate", (1, 2)),
                ("paretovariate", (3,)), ("weibullvariate", (1, 2))):
    print(f, getattr(r, f)(*args), getattr(r, f)(*args))
state = r.getstate()
a = [r.random() for _ in range(3)]
r.setstate(state)
print(a == [r.random() for _ in range(3)], r.randbytes(5), len(random.SystemRandom().randbytes(4)))
for bad in (lambda: r.choice([]), lambda: r.randrange(5, 5), lambda: r.sample([1], 2),
            lambda: r.seed([]), lambda: r.choices([1], weights=[0])):
    try:
        print(bad())
    except (ValueError, IndexError, TypeError) as error:
        print(type(error).__name__, error)
