"""What a module that its loader made has already it keeps; warnings of the import system."""
import sys, types, warnings
from importlib.machinery import ModuleSpec
warnings.simplefilter('always')
warnings.showwarning = lambda message, category, *rest: print(category.__name__, message)
class Slots:
    __slots__ = '__name__', '__dict__'
class Bare:
    __slots__ = '__name__'
class Loader:
    def create_module(self, spec): return self.module
    def exec_module(self, module):
        print(type(module).__name__, [
            repr(getattr(module, '__%s__' % name, 'absent'))
            for name in ('name', 'package', 'path', 'file', 'cached')],
            getattr(module, '__loader__', None) is self, hasattr(module, '__spec__'))
class Finder:
    def find_spec(self, name, path, target=None): return self.spec
finder = Finder()
sys.meta_path.insert(0, finder)
def load(module, set_by_hand={}, located=False, **rest):
    loader = Loader()
    loader.module = module
    vars(module).update(set_by_hand) if set_by_hand else None
    finder.spec = ModuleSpec('made', loader, origin='where', **rest)
    finder.spec.has_location = located
    try: __import__('made')
    except Exception as error: print(type(error).__name__, error)
    sys.modules.pop('made', None)
own = {'__name__': 'n', '__loader__': 'l', '__package__': 'p', '__path__': ['x'], '__file__': 'f',
       '__cached__': 'c'}
for module in (types.ModuleType('other'), Slots(), Bare()):
    load(module)
    load(module, is_package=True, located=True)
load(types.ModuleType('other'), own, True, is_package=True)
load(types.ModuleType('other'), dict.fromkeys(own), True, is_package=True)
class Wants:
    @property
    def __package__(self): raise OSError('asked')
load(Wants())
del sys.meta_path[0]

class Neither: pass
saved = sys.meta_path
for path in ((), [], [Neither()], [Neither]):
    sys.meta_path = path
    try: __import__('no_such_module')
    except Exception as error: print(type(error).__name__, error)
sys.meta_path = saved
for namespace in ({}, {'__name__': 'os'}, {'__name__': 5}, {'__package__': None},
                  {'__package__': 'os'}):
    try: __import__('no_such_module', namespace, None, (), 1)
    except Exception as error: print(type(error).__name__, error)
# a module is known by the name that its spec has
class Renames:
    def find_spec(self, name, path, target=None):
        return ModuleSpec('other_name', NoCreate()) if name == 'one_name' else None
class NoCreate:
    def create_module(self, spec): return None
    def exec_module(self, module):
        if fails: raise OSError('exec', module.__name__)
for fails in (False, True):
    sys.meta_path.insert(0, Renames())
    try: print(__import__('one_name').__name__)
    except Exception as error: print(type(error).__name__, error)
    del sys.meta_path[0]
    print('one_name' in sys.modules, 'other_name' in sys.modules)
    sys.modules.pop('other_name', None)
# warnings name a finder or loader that is a class by itself
class Finder:
    @classmethod
    def find_module(cls, name, path=None): return cls.Loader
    class Loader:
        @staticmethod
        def load_module(name):
            sys.modules[name] = types.ModuleType(name)
import warnings
sys.meta_path.insert(0, Finder)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    import made_the_old_way
for warning in caught: print(warning.message)
del sys.meta_path[0]
# what has a path is a package; one that can't have the child as an attribute is warned of
class OldLoader:
    @staticmethod
    def load_module(name):
        module = sys.modules[name] = make()
        if make is not No: module.__name__ = name
        for key in has: setattr(module, key, has[key])
class OldFinder:
    @staticmethod
    def find_module(name, path=None): return OldLoader if 'old' in name else None
class No: pass
class Few: __slots__ = '__name__', '__path__', '__loader__', '__spec__'
sys.meta_path.append(OldFinder)
for make in lambda: types.ModuleType('m'), No, Few:
    for has in {}, {'__path__': []}, {'__path__': None}, {'__package__': 'p'}:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            for name in 'old', 'old.old_child':
                try:
                    __import__(name)
                    print(repr(getattr(sys.modules[name], '__package__', 'absent')))
                except Exception as error: print(type(error).__name__, error)
            for warning in caught:
                if 'attribute' in str(warning.message): print(warning.message)
        for name in 'old', 'old.old_child': sys.modules.pop(name, None)
