"""Four ways to the primes. Notice: infinite generators, yield from, itertools, and a sieve that
lives in a chain of closures."""
from itertools import chain, count, islice, takewhile


def by_division():
    found = []
    for n in chain([2], count(3, 2)):
        if all(n % p for p in takewhile(lambda p: p * p <= n, found)):
            found.append(n)
            yield n


def by_postponed_sieve():
    """A dict of the next odd multiple of each prime; grows only to the square root."""
    yield 2
    yield 3
    multiples = {}
    base = by_postponed_sieve()
    next(base)
    p = next(base)
    square = p * p
    for n in count(5, 2):
        step = multiples.pop(n, 0)
        if not step:
            if n < square:
                yield n
                continue
            step = 2 * p
            p = next(base)
            square = p * p
        m = n + step
        while m in multiples:
            m += step
        multiples[m] = step


def by_slices(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[0:2] = b"\0\0"
    for i in range(2, int(limit ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, limit + 1, i)))
    yield from (i for i, flag in enumerate(flags) if flag)


def by_filters(limit):
    numbers = iter(range(2, limit))
    while True:
        try:
            p = next(numbers)
        except StopIteration:
            return
        yield p
        numbers = filter(lambda n, p=p: n % p, numbers)


def is_prime(n):
    """Miller and Rabin; certain below 3.3e24."""
    if n < 2:
        return False
    small = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)
    for p in small:
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for a in small:
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def factors(n):
    for p in by_division():
        while n % p == 0:
            yield p
            n //= p
        if p * p > n:
            break
    if n > 1:
        yield n


def main():
    first = list(islice(by_division(), 25))
    print(first)
    assert first == list(islice(by_postponed_sieve(), 25)) == list(by_filters(100))
    assert first == list(by_slices(100))
    print("the 5000th prime:", next(islice(by_postponed_sieve(), 4999, None)))
    print("below 200000:", sum(1 for _ in by_slices(200000)))
    gaps = {}
    previous = 2
    for p in takewhile(lambda p: p < 20000, by_postponed_sieve()):
        gaps.setdefault(p - previous, []).append(p)
        previous = p
    gaps.pop(0)
    for gap, where in sorted(gaps.items())[:8]:
        print(f"gap {gap:3}: {len(where):4} times, first before {where[0]}")
    for n in (2 ** 61 - 1, 2 ** 67 - 1, 10 ** 18 + 9, 561):
        print(n, "is prime" if is_prime(n) else "is composite")
    print(600851475143, "=", " * ".join(map(str, factors(600851475143))))
    print(2 ** 32 + 1, "=", " * ".join(map(str, factors(2 ** 32 + 1))))


main()
