"""A constant that looks like emitted C; closures in generators."""
def f(n):
    def g():
        yield "fn->closure"
    def h():
        yield n
        yield (lambda: n)()
    return list(g()) + list(h())
print(f(3))
