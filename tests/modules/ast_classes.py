# The classes of the module _ast: fields, attributes, defaults, documentation, constructors.
import _ast
import ast
import copy
import re

for name, value in vars(_ast).items():
    if isinstance(value, type) and issubclass(value, _ast.AST):
        own = {k: v for k, v in vars(value).items() if v is None}
        print(name, value.__base__, value._fields, value._attributes, value.__match_args__, own)
        print(value.__doc__)
print({k: v for k, v in vars(_ast).items() if isinstance(v, int)})


def attempt(make):
    try:
        result = make()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(re.sub('0x[0-9a-f]+', '0x', repr(result)))


class Two(ast.AST):
    _fields = ('a', 'b')


class NoSequence(ast.AST):
    _fields = 5


class NoNames(ast.AST):
    _fields = (5,)


class InList(ast.AST):
    _fields = ['q']


attempt(lambda: ast.BinOp(1, 2, 3, 4))
attempt(lambda: ast.BinOp(1, 2))
attempt(lambda: vars(ast.BinOp(1, 2)))
attempt(lambda: vars(ast.BinOp(1, 2, op=5)))
attempt(lambda: vars(ast.BinOp(1, 2, foo=5, lineno=3)))
attempt(lambda: vars(ast.Constant(1)))
attempt(lambda: ast.Pass(1))
attempt(lambda: ast.Load(1))
attempt(lambda: ast.arg(1, 2, 3, 4))
attempt(lambda: vars(ast.AST()))
attempt(lambda: ast.AST(1))
attempt(lambda: vars(ast.AST(a=1)))
attempt(lambda: vars(Two(1)))
attempt(lambda: vars(Two(1, 2)))
attempt(lambda: Two(1, 2, 3))
attempt(lambda: Two(1, a=3))
attempt(lambda: NoSequence(1))
attempt(lambda: NoSequence())
attempt(lambda: NoNames(1))
attempt(lambda: vars(InList(1)))
attempt(lambda: ast.Load().__reduce__())
attempt(lambda: ast.BinOp(1, 2).__reduce_ex__(2))
attempt(lambda: ast.dump(copy.deepcopy(ast.parse('a + b'))))
attempt(lambda: ast.parse('a').body[0].value.ctx is ast.parse('b').body[0].value.ctx)
for source in 'a', 'a = 1', 'def f(a): pass', 'import a', 'f(b=1)', 'a + b < -c and d', '1':
    attempt(lambda: [list(vars(node)) for node in ast.walk(ast.parse(source))])
attempt(lambda: ast.Load())
attempt(lambda: ast.BinOp() == ast.BinOp())
attempt(lambda: ast.BinOp().left)
attempt(lambda: ast.Return().value)
attempt(lambda: ast.AST.__init__)
attempt(lambda: type(ast.BinOp))
attempt(lambda: isinstance(ast.Constant(3), ast.Num))
attempt(lambda: ast.Constant(3).n)
attempt(lambda: ast.Num(3))
attempt(lambda: ast.Tuple([], ast.Load()).dims)
match ast.parse('1 + x', mode='eval').body:
    case ast.BinOp(ast.Constant(value), ast.Add(), ast.Name(id=name)):
        print('matched', value, name)
ast.BinOp.note = 'classes can be changed'
print(ast.BinOp().note)


class OwnNum(ast.Num):
    def __init__(self, *args):
        super().__init__(*args)
        self.z = 'spam'


attempt(lambda: vars(OwnNum(42)))
attempt(lambda: isinstance(OwnNum(42), ast.Constant))
attempt(lambda: vars(ast.AST.__new__(ast.Name, 1, x=2)))
attempt(lambda: type(ast.Constant.__new__(ast.Constant, 3)))
del Two._fields
attempt(lambda: Two(1))
