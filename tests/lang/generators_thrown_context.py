# The context of what is thrown into a generator: what that handles.
def ctx(e): 
    c=[]
    while e is not None and len(c)<6:
        c.append(repr(e)); e=e.__context__
    return c
def f(y=1):
    try:
        raise KeyError('a')
    except Exception:
        yield y
        yield 5
def g():
    try: yield 1
    except ValueError as e:
        print("caught", ctx(e)); yield 2
def outer():
    try: raise IndexError("outer")
    except IndexError:
        yield from f()
def outer2():
    try: raise IndexError("outer2")
    except IndexError:
        yield from g()
def outer3():
    try: raise IndexError("outer3")
    except IndexError:
        yield from iter([1,2])
class It:
    def __iter__(self): return self
    def __next__(self): return 1
    def throw(self, *a): raise OSError("it")
def outer4():
    try: raise IndexError("outer4")
    except IndexError:
        yield from It()
def outer5():
    yield from f()
for mk in f, g, outer, outer2, outer3, outer4, outer5:
    for how in range(3):
        x = mk(); next(x)
        try:
            if how == 0: r = x.throw(ValueError("t"))
            elif how == 1:
                e = ValueError("u"); e.__context__ = TypeError("old"); r = x.throw(e)
            else:
                try: raise RuntimeError("h")
                except RuntimeError: r = x.throw(ValueError("v"))
            print(mk.__name__, how, "yielded", r)
        except Exception as e: print(mk.__name__, how, ctx(e))
# same object
def same():
    try: raise KeyError("s")
    except KeyError as k:
        yield k
x = same(); k = next(x)
try: x.throw(k)
except KeyError as e: print(ctx(e))
x = f(); next(x)
v = ValueError("cyc"); 
try: x.throw(v)
except ValueError as e: 
    print(ctx(e))
    x = f(); next(x)
    try: x.throw(e)
    except ValueError as e: print(ctx(e))
x = f(); next(x)
try: print(x.close())
except BaseException as e: print(e)
def closing():
    try: raise KeyError("c")
    except KeyError:
        try: yield
        except GeneratorExit as e: print(ctx(e)); raise
x = closing(); next(x); x.close()
async def co():
    try: raise KeyError("co")
    except KeyError:
        await A()
class A:
    def __await__(self):
        try: yield 1
        except ValueError as e: print("await", ctx(e)); raise
x = co(); x.send(None)
try: x.throw(ValueError("w"))
except ValueError as e: print(ctx(e))
