from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, defaultdict, deque, namedtuple

Point = namedtuple("Point", "x y", defaults=[0])
p = Point(1)
print(p, p.x, p[1], p._replace(y=5), p._asdict(), Point._fields, Point(x=3, y=4) == (3, 4), Point._make([7, 8]))
x, y = p
print(x, y, p + (1,), hash(p) == hash((1, 0)), Point.__doc__, p._field_defaults)
for bad in (lambda: namedtuple("B", "a a"), lambda: namedtuple("B", "class"), lambda: Point(), lambda: p._replace(z=1)):
    try:
        bad()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)

c = Counter("abracadabra")
print(c, c.most_common(2), c["z"], sorted(c.elements())[:4], c.total())
c.subtract("aab")
c.update({"q": 3})
print(c, +c, c + Counter(a=1), c - Counter(a=1), c & Counter(a=1, b=5), c | Counter(z=1))

d = defaultdict(list)
for word in "apple ant bee bear cat".split():
    d[word[0]].append(word)
print(d, d.get("z"), d.default_factory, len(d))
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a")
o.move_to_end("c", last=False)
print(o, o.popitem(), o.popitem(last=False), list(reversed(o)), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1))

q = deque([1, 2, 3], maxlen=4)
q.append(4)
q.appendleft(0)
q.extend([9, 8])
print(q, q.pop(), q.popleft(), len(q), q[0], q.index(9), 9 in q)
q.rotate(1)
q.insert(1, "i")
q.remove(9)
print(q, list(reversed(q)), q.maxlen, q.copy() == q, q.count(9), deque("ab") + deque("c"), deque([1]) * 3)
q.clear()
try:
    q.pop()
except IndexError as error:
    print(error)
chain = ChainMap({"a": 1}, {"a": 2, "b": 3})
chain["c"] = 4
print(chain["a"], chain["b"], dict(chain), chain.maps, chain.new_child({"b": 0})["b"], chain.parents)


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


u = Upper(a=1)
u["b"] = 2
print(u, "A" in u, list(u), UserList([3, 1, 2]) + [4], sorted(UserList([3, 1])))
