class D(dict):
    def __missing__(self, k): return "missing " + k
class G:
    def __getitem__(self, k): return "G" + k
    def __setitem__(self, k, v): print("set", k, v)
def get(d): return d["name"]
def put(d, v): d["name"] = v
ds = [{"name": 1}, {"x": 0, "name": 2}, D(), D(name=5), G(), {"a": 1, 3: 4, "name": 9}, {"na" + "me": 7}, {}, {"y": 1}, 5]
for i in range(3):
    for d in ds:
        try: print(get(d))
        except Exception as e: print(type(e), e)
for i in range(3):
    for d in ds:
        try: put(d, i)
        except Exception as e: print(type(e), e)
        print(d if not isinstance(d, G) else "G")
d = {"name": 1}
print(get(d)); del d["name"]
try: get(d)
except KeyError as e: print(repr(e), e.args)
put(d, 3); d["z"] = 1; print(d); del d["name"]; put(d, 4); print(d, list(d)); d.clear(); put(d, 1); print(d)
def up(d): d["n"] += 1
for i in range(3): up(c := {"n": 1, "m": 2}); print(c)
name = 5
def glob(): globals()["name"] = 7; return name
print(glob(), name)
globals()["name"] = 8
print(name, glob(), globals()["name"])
class S(str):
    def __hash__(self): return str.__hash__(self)
    def __eq__(self, o): return str.__eq__(self, o)
print({S("name"): 3}["name"], get({S("name"): 4}))
for i in range(3):
    try: 1 / 0
    except ZeroDivisionError as e: print(e)
    print("e" in globals())
    try: e
    except NameError as x: print(x)
len_ = len
for i in range(2):
    len = lambda x: 42
    print(len("abc"))
    del len
    print(len("abc"))
