-a ** b if not c else lambda x, /, y=1, *z, k: (yield)
a < b is not c, d or e and f
f(a, *b, k=1, **c)[1:2, ::3].attr
[x for x in y if z], {**a, b: c}, {d, *e}, (g async for g in h)
f"a{b!r:>{c}}{d=}" u"e" "f", b"\x00", 1_0, 2.5j, ..., None
(n := 10)
