import operator as op

print(op.add(1, 2), op.itemgetter(1)("abc"), op.itemgetter(0, -1)([1, 2, 3]), op.attrgetter("real")(5))
print(op.attrgetter("real", "imag")(1 + 2j), op.methodcaller("upper")("x"), op.methodcaller("split", ",")("a,b"))
print(op.concat([1], [2]), op.contains("abc", "b"), op.countOf([1, 2, 1], 1), op.indexOf("abc", "c"))
print(op.truth([]), op.is_(None, None), op.not_(1), op.index(True), op.length_hint(iter([1, 2, 3])))
a = [1]
print(op.iadd(a, [2]), a, op.setitem(a, 0, 9), op.getitem(a, 0), op.delitem(a, 0), a)
print(op.floordiv(7, 2), op.mod(7, 3), op.pow(2, 5), op.xor(5, 3), op.inv(5), op.matmul.__name__)
print(op.itemgetter(1), op.attrgetter("a.b"), op.methodcaller("m", 1, k=2))
print(sorted([(2, "b"), (1, "z")], key=op.itemgetter(1)), op.eq(1, 1.0), op.lt("a", "b"), op.call(len, "xy"))
try:
    op.indexOf([], 1)
except ValueError as error:
    print(error)
