# A function that gets another __code__, also while it runs; code objects that programs make up.
import marshal, types


def other(n): return n + 100
def at_once(n):
    at_once.__code__ = other.__code__
    return n
print([at_once(i) for i in range(3)])
def later(n):
    if n == 5: later.__code__ = other.__code__
    return n
for i in range(10): print(later(i), end=' ')
print()
def fact(n):
    if n == 3: fact.__code__ = other.__code__
    return n * fact(n - 1) if n else 1
print(fact(5), fact(5))
class A:
    def m(self, n):
        A.m.__code__ = B.m.__code__
        return self.m(n)
class B:
    def m(self, n): return 'B', n
a = A()
print([a.m(i) for i in range(3)])
def maker():
    def inner(n): return n
    results = []
    for i in range(4):
        if i == 2: inner.__code__ = other.__code__
        results.append(inner(i))
    return results
print(maker(), maker())


def f(a, b): return a
code = f.__code__
def attempt(what, make):
    try:
        print(what, make().co_varnames)
    except SystemError as e:
        print(what, 'SystemError')
    except Exception as e:
        print(what, type(e).__name__, e)
for changes in (dict(co_argcount=100), dict(co_argcount=-1), dict(co_names=(1,)), dict(co_varnames=()),
                dict(co_varnames=(1, 2)), dict(co_posonlyargcount=5), dict(co_kwonlyargcount=7),
                dict(co_flags=-1), dict(co_stacksize=-1), dict(co_nlocals=5), dict(co_code=b'x'),
                dict(co_firstlineno=-5), dict(co_flags=code.co_flags | 4), dict(co_freevars=(5,)),
                dict(co_consts=[1]), dict(co_linetable=b''), dict(co_argcount=2**40),
                dict(co_varnames=('a', 'c')), dict(co_cellvars=('a',)), dict(zork=1)):
    attempt(changes, lambda: code.replace(**changes))
fields = [2, 0, 0, 2, 2, 3, code.co_code, (None,), (), ('a', 'b'), 'file', 'f', 'f', 1, b'', b'', (), ()]
for i, v in [(0, -1), (1, -1), (2, -1), (3, -1), (4, -1), (5, -1), (13, -1), (1, 5), (0, 7), (2, 1),
             (3, 5), (6, b'x'), (8, (1,)), (9, (1, 2)), (16, (1,)), (17, (1,)), (6, 'x'), (7, []),
             (10, 5), (9, ('a',)), (0, 2**40), (0, 'x'), (5, 3 | 8), (16, 5), (17, [])]:
    changed = fields[:i] + [v] + fields[i + 1:]
    attempt((i, v), lambda: types.CodeType(*changed))

# the caller's tuple stays as it is
word = ''.join(['not a', ' name'])
names = (word,)
code.replace(co_names=names)
print(names[0] is word)


# ---- marshal: what is broken ----

for data in (b'\xa9\x01r\x00\x00\x00\x00', b'\xdb\x01\x00\x00\x00r\x00\x00\x00\x00',
             b'[\x01\x00\x00\x000', b'(\x01\x00\x00\x000', b'0', b'{0', b'{N0', b'', b'i',
             b'\xbe\x01\x00\x00\x00r\x00\x00\x00\x00', b'\xfb0', b'(\xff\xff\xff\xff',
             b's\xff\xff\xff\x7f', b'l\x00\x00\x00\x80', b'f\x03abc', b'f\x03nan', b'y', b'S',
             b'I1234567', b'z\x05ab', b't\x01\x00\x00\x00a', b'\xe9', b'r\x00\x00\x00\x00',
             b'l\x01\x00\x00\x00\x00\x00', b'l\x01\x00\x00\x00\xff\xff'):
    try:
        print(data, marshal.loads(data))
    except Exception as e:
        print(data, type(e).__name__, e)
good = marshal.dumps(code)
for at, v in ((1, 100), (4, 0x80), (5, 9), (9, 9), (17, 0x0c)):
    broken = bytearray(good)
    broken[at] = v
    attempt((at, v), lambda: marshal.loads(broken))
