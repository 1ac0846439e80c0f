"""Modules that finders of a program find, by loaders of all kinds."""
import sys, types
class L:
    def __init__(s, n): s.n = n
    def exec_module(s, m): m.x = s.n
class M(L):
    def create_module(s, spec): return None
class N:
    def load_module(s, name):
        m = types.ModuleType(name); sys.modules[name] = m; return m
class O:
    def load_module(s, name): return 5
class P:
    def load_module(s, name): sys.modules[name] = 5
class Q(M):
    def exec_module(s, m): sys.modules['qq'] = types.SimpleNamespace(y=1)
class R(M):
    def exec_module(s, m): del sys.modules['qq']
class T(M):
    def exec_module(s, m): raise OSError('x')
class F:
    def find_spec(self, name, path, target=None):
        if name == 'qq':
            from importlib.machinery import ModuleSpec
            return ModuleSpec(name, self.l)
        if name == 'pp': return None
        if name == 'ss': return types.SimpleNamespace(loader=M(1), name='ss')
        if name == 'rr': return 5
f = F()
import importlib.machinery
sys.meta_path.append(f)
for l in (L(1), M(1), N(), O(), P(), Q(1), R(1), T(1), None, 5):
    f.l = l
    sys.modules.pop('qq', None)
    try:
        import qq
        print(type(l).__name__, type(qq).__name__, [k for k in ('x','y','__loader__', '__spec__', '__package__', '__path__') if hasattr(qq, k)])
    except BaseException as e: print(type(l).__name__, type(e).__name__, e)
    print('qq' in sys.modules)
for n in ('pp', 'ss', 'rr'):
    try: __import__(n); print('ok', n)
    except BaseException as e: print(type(e).__name__, e)
sys.meta_path.remove(f)
