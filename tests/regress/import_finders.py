"""sys.meta_path: where a finder stands in it, finders of old, and what is no list of finders."""
import sys, types, warnings
warnings.simplefilter('ignore')

class Fallback:
    def find_spec(self, name, path, target=None):
        print('fallback', name, path)

sys.meta_path.append(Fallback())
import colorsys
try: import nope
except ImportError as e: print(e)
print(colorsys.__name__, [getattr(f, '__name__', type(f).__name__) for f in sys.meta_path][-4:])
sys.meta_path.pop()

class Old:
    def find_module(self, name, path=None):
        print('find_module', name, path)

class Loader:
    def load_module(self, name):
        m = types.ModuleType(name)
        m.x = 1
        sys.modules[name] = m
        return m

class Old2:
    def find_module(self, name, path=None):
        if name == 'qqq': return Loader()

sys.meta_path[:0] = [Old2(), Old()]
try: import nope
except Exception as e: print(type(e), e)
import qqq
print(qqq.x, type(qqq.__loader__).__name__, qqq.__spec__.name, repr(qqq.__package__))
sys.meta_path[:2] = []

saved = sys.meta_path
for v in (None, 5, (), [], [None], [5], tuple(saved)):
    sys.meta_path = v
    for name in ('nope2', 'colorsys'):
        sys.modules.pop(name, None)
        try: print(__import__(name).__name__)
        except Exception as e: print(v if v is None else type(v).__name__, type(e).__name__, e)
sys.meta_path = saved
sys.modules.pop('colorsys')
sys.meta_path[:] = [f for f in saved if getattr(f, '__name__', '') != 'PathFinder']
try: import colorsys
except ImportError as e: print(e)
import math
sys.meta_path[:] = saved[::-1]
