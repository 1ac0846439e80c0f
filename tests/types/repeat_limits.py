# What is too long to be repeated, and counts that are no index.
for s in ("ab", b"ab", [1, 2], (1, 2)):
    for k in (2**62, 2**61 + 1, 10**20, -10**20, 2**63, -1, 0, True):
        for product in (lambda: s * k, lambda: k * s):
            try:
                print(product())
            except (OverflowError, MemoryError) as e:
                print(type(e).__name__, e)
