# yield from: frames, positions, state and values on every way in and out.
import sys
# delegation: frames, lasti, gi_yieldfrom, throw, close
def inner():
    try:
        x = yield sys._getframe(1).f_lasti
        print("got", x)
        y = yield sys._getframe(1).f_lineno
        print("got", y)
        print(outer_g.gi_yieldfrom, outer_g.gi_running)
        yield [f.f_code.co_name for f in iter_frames()]
    except ValueError as e:
        print("inner caught", e)
        yield "recovered"
        raise KeyError("from inner")
    return "done"
def iter_frames():
    f = sys._getframe(1)
    while f:
        yield f
        f = f.f_back
def outer():
    r = yield from inner()
    print("r", r)
    try:
        yield from inner()
    except KeyError as e:
        tb = e.__traceback__
        while tb:
            print(tb.tb_frame.f_code.co_name, tb.tb_lasti, tb.tb_lineno)
            tb = tb.tb_next
    yield "end"
    return 5
outer_g = outer()
print(next(outer_g), outer_g.gi_yieldfrom is not None)
print(outer_g.send(1))
print(outer_g.send(2))
print(next(outer_g))
print(outer_g.throw(ValueError("v")))
print(next(outer_g))
try:
    next(outer_g)
except StopIteration as e:
    print(e.value)
def failing():
    yield 1
    yield 2
    1 / 0
def mid():
    yield from failing()
def top():
    for x in mid():
        yield x
g = top()
try:
    for x in g: print(x)
except ZeroDivisionError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lasti, tb.tb_lineno)
        tb = tb.tb_next
def reent():
    try:
        next(rg)
    except ValueError as e:
        print(e)
    yield 1
    yield from rg
rg = reent()
print(next(rg))
try:
    next(rg)
except ValueError as e:
    print(e)
def closing():
    try:
        yield 1
    finally:
        print("closed")
def cl2():
    yield from closing()
g = cl2(); next(g); g.close(); print(g.gi_frame)
def deep(n):
    if n: yield from deep(n-1)
    else: yield 1
print(sum(deep(400)))
try:
    list(deep(5000))
except RecursionError as e: print(e)
def stop():
    yield 1
    raise StopIteration
try: list(stop())
except RuntimeError as e: print(e, repr(e.__cause__))
def loops(n):
    for i in range(n):
        for j in [10, 20, 30][:i]:
            for k in (1, 2):
                yield i, j, k
        l = [1]
        for m in l:
            if len(l) < 3: l.append(m + 1)
            yield m
print(list(loops(3)))
print(list(zip(loops(2), loops(2))))
def y(it):
    return (yield from it)
print(list(y([1,2])), list(y(range(3))), list(y("ab")))
class It:
    def __init__(s): s.n = 0
    def __iter__(s): return s
    def __next__(s):
        s.n += 1
        if s.n > 2: raise StopIteration("val")
        return s.n
    def send(s, v): print("send", v); return next(s)
    def throw(s, *a): print("throw", a); raise a[0]
g = y(It()); print(next(g), g.send(3))
try: next(g)
except StopIteration as e: print(e.value)
