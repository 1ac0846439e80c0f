# Sites that store into the dicts of exceptions, dicts, functions: what the class gets later counts.
class Problem(Exception):
    pass


class Worse(Problem):
    def __init__(self, value):
        super().__init__(value)
        self.value = value
        self.other = value + 1


class Table(dict):
    pass


class Pair(tuple):
    pass


class Slotted(Exception):
    __slots__ = ("x",)


def put(o, v):
    o.x = v


def get(o):
    return o.x


def show(o):
    try:
        return get(o), sorted(vars(o).items())
    except AttributeError as e:
        return str(e)


objects = [Problem(), Worse(3), Table(), Pair((1, 2)), lambda: 0, Slotted()]
for step in range(3):
    for o in objects:
        put(o, step)
        print(type(o).__name__, show(o))
same = Problem(), Problem(), Problem()
for step in range(3):
    for o in same:
        put(o, step)
        o.y = step
    print([vars(o) for o in same])

del same[0].x
print(show(same[0]))
put(same[0], "again")
print(vars(same[0]))
same[1].__dict__ = {"z": 1, "x": 2}
print(show(same[1]))
put(same[1], 3)
print(show(same[1]))
same[1].__dict__ = Table(a=1)
put(same[1], 4)
print(show(same[1]), type(vars(same[1])))

Problem.x = "plain data of the class"
for o in same:
    put(o, 5)
print([show(o) for o in same], get(Problem()))
Problem.x = property(lambda self: "property", lambda self, v: print("set to", v))
for o in same + (Worse(1),):
    put(o, 6)
    print(get(o), vars(o))
del Problem.x
for o in same:
    put(o, 7)
print([show(o) for o in same])
Problem.__setattr__ = lambda self, name, value: print("setting", name, value)
for o in same:
    put(o, 8)
del Problem.__setattr__
for o in same:
    put(o, 9)
print([show(o) for o in same])

o = Problem()
put(o, 1)
o.__class__ = Worse
put(o, 2)
Worse.x = property(lambda self: "of Worse")
try:
    put(o, 3)
except AttributeError as e:
    print(e)
o.__class__ = Problem
put(o, 4)
print(show(o))
try:
    put(KeyError("k"), 1)
    put(3, 1)
except AttributeError as e:
    print(e)
try:
    put({}, 1)
except AttributeError as e:
    print(e)
