# Big integers: digits of pi by a spigot, and a large factorial.
def digits(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = (q * k, (2 * q + r) * x, t * x, k + 1,
                                (q * (7 * k + 2) + r * x) // (t * x), x + 2)
    return "".join(map(str, out))


def factorial(n):
    product = 1
    for i in range(2, n + 1):
        product *= i
    return product


text = digits(4000)
print(text[:20], text[-20:])
f = factorial(12000)
print(f % 1000000007, f.bit_length(), pow(3, 10 ** 400, 10 ** 300) % 10 ** 20)
