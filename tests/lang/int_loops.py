# Ints of inferred type must leave for big ints exactly where CPython's value needs it.
def powers(n):
    x = 1
    for i in range(n):
        x *= 3
    return x


def sum_to_overflow(start, step, n):
    total = start
    i = 0
    while i < n:
        total += step
        i += 1
    return total


def down(start, n):
    while n > 0:
        start -= 1 << 60
        n -= 1
    return start


def shifts(n):
    x = 1
    out = []
    for i in range(n):
        x <<= 7
        out.append(x >> (i * 7))
    return x, sum(out)


def mixed(n):
    x = 0
    for i in range(n):
        if i % 10 == 9:
            x = x + 0.5
        else:
            x = x + i
    return x


def collatz(n):
    steps = biggest = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        biggest = max(biggest, n)
        steps += 1
    return steps, biggest


def division(a, b):
    return a // b, a % b, -a // b, -a % b, a // -b, a % -b, divmod(a, b), a / b


def bits(a, b):
    return a & b, a | b, a ^ b, ~a, a >> 3, a << 3, -a >> 2, -a & b, -a | b, -a ^ b


def compare(a, b):
    return a < b, a <= b, a == b, a != b, a > b, a >= b


def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def negate(x):
    return -x, +x, ~x, abs(x)


def while_else(n):
    i = 0
    while i * i < n:
        i += 1
        if i == 7:
            break
    else:
        return "ended", i
    return "broken", i


def range_ends(a, b, c):
    out = []
    for i in range(a, b, c):
        out.append(i)
    return out


def loop_variable_after(n):
    i = "untouched"
    for i in range(n):
        pass
    return i


def change_loop_variable(n):
    out = []
    for i in range(n):
        out.append(i)
        i = i * 100
        out.append(i)
    return out


print(powers(39), powers(40), powers(100))
print(sum_to_overflow(0, 1 << 61, 3), sum_to_overflow((1 << 61) - 3, 1, 6), sum_to_overflow(0, 1.5, 3))
print(sum_to_overflow((1 << 62) - 2, 1, 5), sum_to_overflow((1 << 63) - 2, 1, 5))
print(down(0, 20), down(1 << 64, 5))
print(shifts(12), shifts(8))
print(mixed(25), collatz(27), collatz(837799), collatz(2 ** 70 - 1))
for a in (7, 2 ** 61 - 1, 2 ** 61, 2 ** 62, 2 ** 63, 10 ** 30, True):
    for b in (1, 2, -3, 2 ** 61, 10 ** 20):
        print(division(a, b))
        print(bits(a, b), compare(a, b))
print(fib(90), fib(91), fib(92), fib(93), fib(200))
for x in (0, 1, -2 ** 61, 2 ** 61 - 1, -2 ** 63, 2 ** 63 - 1, True):
    print(negate(x))
print(while_else(10), while_else(100))
print(range_ends(0, 10, 3), range_ends(10, 0, -4), range_ends(5, 5, 1), range_ends(2 ** 61 - 2, 2 ** 61 + 2, 2))
print(range_ends(2 ** 64, 2 ** 64 + 3, 1), range_ends(-2 ** 63, -2 ** 63 + 2, 1))
print(loop_variable_after(3), loop_variable_after(0), change_loop_variable(3))
for bad in (lambda: range_ends(0, 1, 0), lambda: range_ends(0, 1.5, 1), lambda: division(1, 0)):
    try:
        print(bad())
    except (ValueError, TypeError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
