# Names that no module has, and what ModuleSpec makes of its arguments.
import sys, types
from importlib.machinery import ModuleSpec


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


for name in ('math\0x', 'math.x\0', 'a/b', '../x', '\ud800', 5, 'json.', '.x', 'x..y', '', 'sys.x',
             'json.nope'):
    attempt(__import__, name)
import json
print('json.' in sys.modules, 'math\0x' in sys.modules)
print(ModuleSpec('a.b', None).parent, ModuleSpec('a', None, is_package=True).parent)
attempt(lambda: ModuleSpec(5, None).parent)
print(ModuleSpec('a', None) == ModuleSpec('a', None), ModuleSpec('a', None) != ModuleSpec('a', 5),
      ModuleSpec('a', None) == 5, ModuleSpec('a', None, is_package=[]))
class Spec(ModuleSpec):
    def __init__(self, x): super().__init__(x, None, origin='here')
print(Spec('x').name, Spec('x').origin)
attempt(ModuleSpec)

m = types.ModuleType('m')
for args in ((), (5,), ('x', 'doc')):
    attempt(types.ModuleType, *args)
attempt(setattr, m, '__dict__', {})
attempt(lambda: m.nope)
del m.__name__
attempt(lambda: m.nope)
print(m)
m.__getattr__ = lambda name: name * 2
m.__dir__ = lambda: ['z', 'b']
print(m.ab, dir(m))
m.__getattr__ = 5
attempt(lambda: m.ab)
sys.modules['zork'] = None
attempt(__import__, 'zork')
