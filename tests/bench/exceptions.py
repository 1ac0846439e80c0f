# Raising and catching in loops.
class Rejected(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


def check(i):
    if i % 3 == 0:
        raise Rejected(i)
    return i


def nested(i):
    try:
        return check(i)
    finally:
        counts["finally"] += 1


counts = {"finally": 0, "rejected": 0, "key": 0, "zero": 0}
table = {i: i for i in range(0, 1000, 2)}
total = 0
for i in range(600000):
    try:
        total += nested(i)
    except Rejected as e:
        counts["rejected"] += 1
        total -= e.value
    try:
        total += table[i % 1000]
    except KeyError:
        counts["key"] += 1
    try:
        total += 10 // (i % 5)
    except ZeroDivisionError:
        counts["zero"] += 1
print(total, counts)
