# Lines that repeat are folded.
def f(n):
    return f(n + 1)


f(0)
