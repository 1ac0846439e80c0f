# An uncaught exception several calls deep, with carets.
def outer(values):
    return [inner(v) for v in values]


def inner(v):
    return compute(v["a"]["b"] + 1, v) / (v["c"] - 3)


def compute(x, v):
    return x


print("before")
outer([{"a": {"b": 1}, "c": 4}, {"a": {"b": 1}, "c": 3}])
