"""Random numbers and statistics. Notice: the same Mersenne Twister as CPython, so the same dice for
the same seed; histograms, a random walk, Monte Carlo, shuffles."""
import math
import random


def histogram(values, low, high, bins=10):
    counts = [0] * bins
    for value in values:
        i = int((value - low) / (high - low) * bins)
        if 0 <= i < bins:
            counts[i] += 1
    return counts


def bar(n, scale):
    whole, rest = divmod(n * 8 // scale, 8)
    return "#" * whole + ("+" if rest >= 4 else "")


def mean_and_deviation(values):
    n = mean = m2 = 0
    for value in values:
        n += 1
        delta = value - mean
        mean += delta / n
        m2 += delta * (value - mean)
    return mean, math.sqrt(m2 / (n - 1)) if n > 1 else 0.0


def roll(rng, text):
    """'3d6+2': three dice of six sides, plus two."""
    dice, _, bonus = text.partition("+")
    n, sides = map(int, dice.split("d"))
    return sum(rng.randint(1, sides) for _ in range(n)) + int(bonus or 0)


def estimate_pi(rng, n):
    inside = 0
    for _ in range(n):
        x, y = rng.random(), rng.random()
        if x * x + y * y <= 1.0:
            inside += 1
    return 4 * inside / n


def walk(rng, steps):
    x = y = 0
    for _ in range(steps):
        dx, dy = rng.choice([(0, 1), (0, -1), (1, 0), (-1, 0)])
        x, y = x + dx, y + dy
    return x, y


class Deck:
    suits = "♠♥♦♣"
    ranks = [*map(str, range(2, 11)), *"JQKA"]

    def __init__(self, rng):
        self.rng = rng
        self.cards = [rank + suit for suit in self.suits for rank in self.ranks]

    def shuffle(self):
        self.rng.shuffle(self.cards)
        return self

    def deal(self, n):
        hand, self.cards = self.cards[:n], self.cards[n:]
        return sorted(hand, key=lambda c: (self.suits.index(c[-1]), self.ranks.index(c[:-1])))


def main():
    rng = random.Random(2023)
    print([rng.random() for _ in range(3)])
    print([rng.randrange(100) for _ in range(10)], rng.getrandbits(70), rng.uniform(-1, 1))

    rolls = [roll(rng, "3d6+2") for _ in range(2000)]
    for total in range(5, 21):
        n = rolls.count(total)
        print(f"{total:2} {n:4} {bar(n, 12)}")
    print("mean %.3f, deviation %.3f" % mean_and_deviation(rolls))

    values = [rng.gauss(0, 1) for _ in range(3000)]
    print(histogram(values, -3, 3))
    print("mean %.4f, deviation %.4f" % mean_and_deviation(values))
    print("pi is about", estimate_pi(rng, 20000))
    print([walk(rng, 100) for _ in range(5)])

    deck = Deck(rng).shuffle()
    for player in "North", "East":
        print(f"{player:6}", *deck.deal(5))
    print(len(deck.cards), rng.sample(range(1000), 5), rng.choices("abc", weights=[5, 1, 1], k=12))

    random.seed("taipan")
    first = [random.randint(0, 9) for _ in range(12)]
    state = random.getstate()
    second = random.random()
    random.setstate(state)
    print(first, second == random.random())


main()
