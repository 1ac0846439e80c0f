# A typed loop takes items of a list that a branch has chosen just before.


def by_turns(p, q, n):
    a = p
    total = 0
    for i in range(n):
        if i % 2:
            a = q
        else:
            a = p
        total += a[i] * (i + 1)
    return total


def changed_once(p, q, n):
    a = p
    total = 0
    for i in range(n):
        if i == 2:
            a = q
        total += a[i]
        a[i] = total
    return total, p, q


def largest_row(rows, n):
    total = 0
    best = rows[0]
    for i in range(n):
        for row in rows:
            if row[i] > best[i]:
                best = row
            total += best[i] * row[i]
    return total, best


def replaced(a, n):
    total = 0
    for i in range(n):
        if i == 2:
            a = {2: 50, 3: 60.5}
        total += a[i]
    return total


print(by_turns([1, 2, 3, 4], [10, 20, 30, 40], 4))
print(changed_once([1, 2, 3, 4], [10, 20, 30, 40], 4))
print(largest_row([[1, 5, 2], [4, 4, 9], [7, 0, 1]], 3))
print(replaced([1, 2, 3, 4], 4))
