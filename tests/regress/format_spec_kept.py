# A spec that does not parse must not spoil one that was parsed before it.
kept = [f".{i}f" for i in range(1, 9)]
print([format(1.5, spec) for spec in kept])
refused = 0
for i in range(2000):
    try:
        format(1.5, f"{i}.{i % 50}zz")
    except ValueError:
        refused += 1
print(refused, [format(1.5, spec) for spec in kept])
