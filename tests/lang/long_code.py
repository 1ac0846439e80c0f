# Functions so long that several C functions are made of each: all that may cross from one to another.


def define(head, *templates, n=900, tail=""):
    lines = [head]
    for i in range(n):
        lines.append(templates[i % len(templates)].format(i=i))
    space = {}
    exec("\n".join(lines) + "\n" + tail, space)
    return space


# variables, some of them unbound for long
space = define("def f(x):\n    total = 0\n    if x > 5: late = x",
               "    v{i} = x + {i}\n    total += v{i} * 2",
               "    if v0 > {i}: total -= 1\n    else: total ^= {i}",
               "    w, *rest = total, {i}, x\n    total += len(rest) + w % 7",
               tail="    return total, late\n")
print(space["f"](7))
try:
    space["f"](1)
except UnboundLocalError as error:
    print(error, error.__traceback__.tb_next.tb_lineno)

# loops around it all, break and continue far away
space = define("def f(n):\n    seen = []\n    for i in range(n):\n        k = 0\n        while True:\n"
               "            k += 1\n            if k > 3: break",
               "            if i * k == {i}: seen.append((i, k)); continue",
               "            for j in range(2): k += j * {i} % 2",
               tail="            if i == 6: return seen, k\n        else: seen = 0\n    return seen\n")
print(space["f"](5), space["f"](9))

# handlers and finally over it all
space = define("def f(stop):\n    log = []\n    try:\n        try:\n            a = 0",
               "            a += 1\n            if stop == {i}: raise KeyError(a)",
               "            try:\n                if stop == {i}: 1 // 0\n"
               "            except ZeroDivisionError as e: log.append(str(e))",
               "            with open('/dev/null') as null: a += null.closed",
               tail="        except KeyError as e:\n            log.append(repr(e))\n            raise\n"
                    "        else: log.append(a)\n        finally: log.append('finally')\n"
                    "    except KeyError as e:\n"
                    "        log.append(e.__traceback__.tb_lineno)\n    return log\n")
print(space["f"](-1), space["f"](7), space["f"](393), space["f"](1200))

# generators: values sent, thrown, delegated
space = define("def inner():\n    got = yield 'inner'\n    return got\n"
               "def g(a, b=2):\n    total = a + b",
               "    total += (yield {i}) or 0",
               "    try:\n        x = yield total\n    except ValueError as e:\n        total += len(str(e))",
               "    if total % 3 == 0: total += (yield from inner()) or 1",
               tail="    return total\n")


def drive(g):
    values, n = [next(g)], 0
    try:
        while True:
            n += 1
            values.append(g.throw(ValueError("x" * (n % 5))) if n % 7 == 2 and values[-1] != "inner"
                          and n > 1 and n in catchable else g.send(n))
    except StopIteration as stop:
        return sum(v for v in values if v != "inner"), len(values), stop.value
    except ValueError as error:
        return "escaped", str(error), n


catchable = set()
print(drive(space["g"](1)))
catchable = {2}
print(drive(space["g"](1, 3)))
catchable = {9, 30}
print(drive(space["g"](4)))

# closures, classes, super, locals
space = define("class Base:\n    def name(self): return 'base'\n"
               "class Long(Base):\n    def m(self, x):\n        def get(): return x, y\n        y = 0",
               "        y += {i}; x = x + 1",
               "        get2 = lambda k={i}: (k, y)",
               tail="        return super().name(), get(), get2(), sorted(locals())\n")
print(space["Long"]().m(1))
space = define("class Long:", "    def m{i}(self): return {i}\n    if m{i} is not None: n{i} = {i}",
               "    p{i} = [m0, n0 + {i}]", tail="    last = len(locals())\n")
print(space["Long"]().m398(), space["Long"].last, space["Long"].p399[1])

# a module, displays, assertions, deletions
space = define("x = 1\ntable = {", "    'k{i}': x + {i},", "    {i}: [x, x],", tail="}\nnames = len(globals())")
print(len(space["table"]), space["table"]["k398"], space["names"])
space = define("x = 1", "def f{i}(a=x): return a + {i}", "x += f0() + {i}", tail="del f0\n")
print(space["x"], "f0" in space, space["f398"]())

# coroutines
space = define("async def step(x): return x + 1\nasync def f(a):\n    total = 0",
               "    total += await step({i})\n    if total % 5 == a: continue_ = total",
               "    [total := total + k async for k in agen({i})]",
               tail="    return total\nasync def agen(n):\n    yield n\n    yield n + 1\n")
coroutine = space["f"](0)
try:
    coroutine.send(None)
except StopIteration as stop:
    print(stop.value)
