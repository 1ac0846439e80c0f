# isinstance(), issubclass(), super() and attribute hooks with code that fails, recurs or changes the
# class while it is looked at.
import abc, ast, _abc, sys, warnings


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, str(e).split(' while ')[0].split(' in ')[0])


class Bases:
    @property
    def __bases__(self): raise ValueError('bases')
class Class:
    @property
    def __class__(self): raise ValueError('class')
class Tree:
    @property
    def __bases__(self): return (Tree(), Tree())
attempt(issubclass, Bases(), int)
attempt(issubclass, int, Bases())
attempt(isinstance, 1, Bases())
attempt(isinstance, Class(), int)
attempt(isinstance, Class(), Bases())
attempt(issubclass, Tree(), Tree())
attempt(issubclass, Tree(), int)
attempt(super, int, Class())

class Hook:
    @property
    def x(self):
        del Hook.__getattr__
        raise AttributeError
    def __getattr__(self, name): return 'hook'
print(Hook().x)
class Hook2:
    def __getattribute__(self, name):
        del Hook2.__getattr__
        raise AttributeError
    def __getattr__(self, name): return 'hook'
print(Hook2().x)

class Caller: pass
Caller.__call__ = Caller()
attempt(Caller())

class Cell:
    def m(self):
        nonlocal __class__
        make, __class__ = super, 5
        return make()
attempt(Cell().m)

attempt(_abc._abc_init, 5)
class Abstract(metaclass=abc.ABCMeta): pass
Abstract.__abstractmethods__ = {5}
attempt(lambda: type(Abstract)('B', (Abstract,), {}))
class Node(ast.AST, dict): pass
print(Node(), len(Node(a=1)))
attempt(ast.AST.__new__, int)

class Size:
    def __init__(self, size): self.size = size
    def __sizeof__(self): return self.size
for size in (3, -1, 'x'):
    attempt(lambda: sys.getsizeof(Size(size)) >= 3 if size == 3 else sys.getsizeof(Size(size), 'default'))
attempt(lambda: sys.getsizeof(Size(-1)))

warnings.filters[:] = []
warnings.defaultaction = 5
attempt(warnings.warn, 'text')
