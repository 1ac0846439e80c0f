# Float arithmetic through small functions and lists.
from math import sqrt


def a(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v, u, n):
    for i in range(n):
        s = 0.0
        for j in range(n):
            s += a(i, j) * u[j]
        v[i] = s


def times_transposed(v, u, n):
    for i in range(n):
        s = 0.0
        for j in range(n):
            s += a(j, i) * u[j]
        v[i] = s


def main(n):
    u = [1.0] * n
    v = [0.0] * n
    t = [0.0] * n
    for _ in range(10):
        times(t, u, n)
        times_transposed(v, t, n)
        times(t, v, n)
        times_transposed(u, t, n)
    uv = vv = 0.0
    for x, y in zip(u, v):
        uv += x * y
        vv += y * y
    return sqrt(uv / vv)


print("%.9f" % main(300))
