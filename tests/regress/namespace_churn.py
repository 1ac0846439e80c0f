# Names that come and go in a namespace: the order of what stays, and lookups of all of it.
for i in range(300):
    try:
        raise KeyError(i)
    except KeyError as e:
        globals()["made_%d" % (i % 7)] = e.args
    if i % 5 == 0:
        del globals()["made_%d" % (i % 7)]
    assert "e" not in globals()
print([name for name in globals() if name.startswith("made")], "i" in globals())
try:
    e
except NameError as error:
    print(error)
d = {}
for i in range(1000):
    d[i % 13] = i
    d["%d" % (i % 11)] = i
    if i % 3 == 0:
        del d[i % 13]
    if i % 4 == 0:
        d.popitem()
    d[(i,)] = i
    d.pop((i,))
print(d, all(d[k] == v for k, v in d.items()), 5 in d, (999,) in d)
seen = []
d = dict.fromkeys("abc")
try:
    for k in d:
        seen.append(k)
        if len(seen) < 10:
            del d["c" if "c" in d else "z"]
            d["z" if "z" not in d else "c"] = 1
except RuntimeError as error:
    print(error)
print(seen, d)
