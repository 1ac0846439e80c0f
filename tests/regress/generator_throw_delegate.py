"""throw() gives an iterator that is delegated to what it was called with, not what that means."""
class D:
    def __iter__(self): return self
    def __next__(self): return 1
    def throw(self, *a): print('throw', len(a), a[0], [type(x) for x in a]); raise KeyError(1)
def g():
    try: yield from D()
    except KeyError as e: print('got', repr(e))
    yield 2
for args in [(ValueError,), (ValueError('x'),), (ValueError, 5), (ValueError, ValueError(3)), (ValueError, None, None), (ValueError, (1,2))]:
    x = g(); next(x)
    try: print(x.throw(*args))
    except BaseException as e: print(type(e).__name__, repr(e))
try: 1/0
except Exception as e: tb = e.__traceback__
x = g(); next(x)
try: print(x.throw(ValueError, 5, tb))
except BaseException as e: print(type(e).__name__, repr(e))
for args in [(5,), (ValueError, 5, 5), (ValueError(1), 5), (int,), (None,), ()]:
    x = g(); next(x)
    try: print(x.throw(*args))
    except BaseException as e: print(type(e).__name__, repr(e))
class E:
    def __iter__(self): return self
    def __next__(self): return 1
def h():
    yield from E()
x = h(); next(x)
try: x.throw(ValueError, 5)
except BaseException as e: print(type(e).__name__, repr(e))
x = h(); next(x)
try: x.throw(GeneratorExit)
except BaseException as e: print(type(e).__name__, repr(e))
class F:
    def __iter__(self): return self
    def __next__(self): return 1
    @property
    def throw(self): raise OSError('t')
def h(): yield from F()
x = h(); next(x)
try: x.throw(ValueError, 5)
except BaseException as e: print(type(e).__name__, repr(e))
class A:
    def __await__(self): return self
    def __iter__(self): return self
    def __next__(self): return 1
    def throw(self, *a): print('athrow', len(a), a); return 7
async def co(): await A()
c = co(); c.send(None)
print(c.throw(ValueError, 5))
print(c.throw(ValueError(6)))
# what can't be thrown leaves the generator that delegates where it is, but goes to those outside
def g():
    try: yield from E()
    except TypeError as e: print('in g', e)
def h():
    try: yield from g()
    except TypeError as e: print('in h', e); yield 'h'
for make in (g, h):
    for args in ((1,), (ValueError, 1, 2), (ValueError(1), 2), (GeneratorExit(), 3)):
        x = make(); next(x)
        try: print(x.throw(*args))
        except BaseException as e: print(type(e).__name__, repr(e))
        print(x.gi_frame is None, next(x, 'end'))
# so does what asking for throw raises
class P:
    def __iter__(self): return self
    def __next__(self): return 'next'
    @property
    def throw(self): raise OSError('asked')
def outer():
    try: yield from P()
    except OSError as e: print('in outer', e); yield 'handled'
for make in (outer, lambda: (x for x in outer())):
    x = make(); next(x)
    try: print(x.throw(ValueError))
    except BaseException as e: print(type(e).__name__, repr(e))
    print(x.gi_frame is None, next(x, 'end'))
