# A local called `result` that is an int beside sums that may overflow.
def number(digits, bias):
    result = 0
    w = 1
    j = 0
    for digit in digits:
        t = 36 * (j + 1) - bias
        j += 1
        if t < 1:
            t = 1
        elif t > 26:
            t = 26
        result += digit * w
        if digit < t:
            return j, result
        w = w * (36 - t)
    return j, result


print(number([35] * 30, 72), number([3, 1], 1))
