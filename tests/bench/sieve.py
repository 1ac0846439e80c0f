# Slices and list items: primes below ten million, and a plain loop.
def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
        i += 1
    return flags


flags = sieve(3000000)
primes = [i for i, is_prime in enumerate(flags) if is_prime]
print(len(primes), primes[-1], sum(primes) % 1000007)
