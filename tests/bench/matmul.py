# Matrix product of lists of floats.
def matrix(n, seed):
    rows = []
    value = seed
    for i in range(n):
        row = []
        for j in range(n):
            value = (value * 16807) % 2147483647
            row.append(value / 2147483647.0)
        rows.append(row)
    return rows


def product(a, b):
    columns = list(zip(*b))
    result = []
    for row in a:
        out = []
        for column in columns:
            total = 0.0
            for x, y in zip(row, column):
                total += x * y
            out.append(total)
        result.append(out)
    return result


def product_by_index(a, b, n):
    c = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            s = 0.0
            for k in range(n):
                s += a[i][k] * b[k][j]
            c[i][j] = s
    return c


n = 160
a, b = matrix(n, 1), matrix(n, 2)
c, d = product(a, b), product_by_index(a, b, n)
print("%.6f %.6f" % (sum(map(sum, c)), sum(c[i][i] for i in range(n))), c == d)
