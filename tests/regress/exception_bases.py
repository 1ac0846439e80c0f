# Classes with two exceptions among their bases, or an exception and another class: whose
# __new__, __init__ and __str__ they have.
def t(f):
    try: r = f(); print(repr(r), str(r), type(r).__mro__[1:3] if not isinstance(r,(str,int,tuple)) else '')
    except BaseException as e: print(type(e).__name__, e)
class A(ValueError, OSError): pass
class B(OSError, ValueError): pass
class D(UnicodeDecodeError, KeyError): pass
class E(KeyError, AttributeError): pass
class F(AttributeError, KeyError): pass
class H(RuntimeError, ImportError): pass
class I(TypeError, StopIteration): pass
class J(KeyError, SystemExit): pass
class K(NameError, LookupError): pass
class L(Exception): pass
class M(ImportError, ValueError): pass
class N(ModuleNotFoundError, ValueError): pass
class O(FileNotFoundError, LookupError): pass
class P(LookupError, FileNotFoundError): pass
class Q(ExceptionGroup, ValueError): pass
class R(ValueError, SyntaxError): pass
class Mix:
    def __new__(cls, *a, **k): print('Mix new', a, k); return super().__new__(cls, *a)
    def __init__(self, *a, **k): print('Mix init', a, k); super().__init__(*a)
    def __str__(self): return 'Mix'
class T1(ValueError, Mix): pass
class T2(Mix, ValueError): pass
class T3(OSError, Mix): pass
class T4(KeyError, Mix): pass
class T5(NameError, Mix): pass
class T6(FileNotFoundError, Mix): pass
class T7(ExceptionGroup, Mix): pass
for c in (A,B,D,E,F,H,I,J,K,L,M,N,O,P,R,T1,T2,T3,T4,T5,T6):
    for a in ((), (1,), (2, 'x'), (2, 'x', 'f'), ('utf8', b'abc', 0, 1, 'why'), ('m', ('f', 1, 2, 't'))):
        print(c.__name__, a, end=' '); t(lambda: c(*a))
        try: e = c(*a)
        except Exception: continue
        print({k: getattr(e, k, None) for k in ('args','errno','filename','name','obj','value','code','msg','start','path','lineno')})
    print(c.__name__, end=' '); t(lambda: c(1, name='q'))
for c in (Q, T7):
    print(c.__name__, end=' '); t(lambda: c('m', [ValueError(1)]))
for c in (A,H,I,J):
    for b in c.__mro__[1:-1]:
        print(c.__name__, b.__name__, end=' '); t(lambda: b.__new__(c, 1));
        print(c.__name__, b.__name__, end=' '); t(lambda: b.__init__(b.__new__(c), 1))
