# Parsing to Python's trees, printing, walking and changing them, and compiling them again.
import ast

SOURCE = '''
"""Doc."""
from __future__ import annotations
import os.path as p, sys
from .. import (a as b, c)

@decorator(1)
class C(Base, metaclass=Meta):
    x: int = 3
    y: str
    (z): int

    async def m(self, a, /, b: int = 2, *args, c, d=4, **kw) -> str:
        async with open(a) as f, g:
            async for line in f:
                await line
            else:
                yield line
        return [i async for i in f if i]

def f(*, a):
    global g
    nonlocal_ = lambda x, *y, z=1: (yield)
    for i, (j, *k) in a[1:2, ::3, ...]:
        if not i or j and k <= 3 < k is not None not in ():
            continue
        elif i == -1 + ~2 ** 3 // 4 % 5 @ 6:
            break
    while True:
        pass
    try:
        raise E from e
    except (A, B) as e:
        del e, a[0], b.c
    except:
        assert False, "no"
    else:
        x += 1
    finally:
        x = y = {**a, 'b': 1, **{1, 2, *c}}
    try:
        pass
    except* E:
        pass
    return f"{a!r:>{w}} {b=} {{}} {c:%Y}" 'x' rb'y\\n' u'z'

match a:
    case 1 | -2.5 | 3+4j | "s" | None:
        pass
    case [x, *_, y] | (x, y, _) if x:
        pass
    case {"k": v, **rest}:
        pass
    case C(1, a=b) as c:
        pass
    case a.b.c:
        pass
    case _:
        pass
if (n := 10) > 5: print(*a, k=1, **d)
{k: v for k, v in x if k for y in z}, {a for a in b}, (a for a in b)
a if b else c
'''.replace("b'y", "'y")

tree = ast.parse(SOURCE)
print(ast.dump(tree, include_attributes=True))
print(ast.dump(tree, indent=1))
print(ast.unparse(tree))
print(ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(tree))
print([type(node).__name__ for node in ast.walk(tree)])
print(ast.get_docstring(tree, clean=False), ast.get_source_segment(SOURCE, tree.body[3]))
for mode in 'eval', 'single', 'exec':
    print(ast.dump(ast.parse('a + 1', mode=mode)))
for source in '', '\n', '# only a comment', 'é = "ü"; ü', "u'x'", '-1', '1_000', '1e400', '0.1j', \
        '(1, 2)':
    print(ast.dump(ast.parse(source), include_attributes=True))


def same(a, b):
    simple = all(getattr(a, n) == getattr(b, n) for n in (
        'co_code', 'co_names', 'co_varnames', 'co_cellvars', 'co_freevars', 'co_flags',
        'co_stacksize', 'co_linetable', 'co_exceptiontable', 'co_qualname', 'co_firstlineno'))
    return simple and len(a.co_consts) == len(b.co_consts) and all(
        same(x, y) if hasattr(x, 'co_code') else repr(x) == repr(y)
        for x, y in zip(a.co_consts, b.co_consts))


FINE = SOURCE[SOURCE.index('def f'):].replace('(yield)', 'y')
print(same(compile(FINE, 'f', 'exec'), compile(ast.parse(FINE), 'f', 'exec')))
print(same(compile(FINE, 'f', 'exec', optimize=2),
           compile(ast.parse(FINE), 'f', 'exec', optimize=2)))


class Doubler(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node)

    def visit_Assert(self, node):
        return None


class Names(ast.NodeVisitor):
    def __init__(self):
        self.found = []

    def visit_Name(self, node):
        self.found.append((node.id, type(node.ctx).__name__))
        self.generic_visit(node)


tree = ast.parse('def f(x):\n    assert x < 3\n    return x + 10\nprint(f(5), "a")')
names = Names()
names.visit(tree)
print(names.found)
exec(compile(ast.fix_missing_locations(Doubler().visit(tree)), 'made', 'exec'))

made = ast.Module([ast.FunctionDef(
    'add', ast.arguments([], [ast.arg('a'), ast.arg('b')], None, [], [], None, []),
    [ast.Return(ast.BinOp(ast.Name('a', ast.Load()), ast.Add(), ast.Name('b', ast.Load())))],
    [])], [])
ast.fix_missing_locations(made)
namespace = {}
exec(compile(made, 'made', 'exec'), namespace)
print(namespace['add'](3, 4), ast.unparse(made))
print(eval(compile(ast.Expression(ast.Constant((1, 'x'), lineno=1, col_offset=0)), 'e', 'eval')))
call = compile(ast.parse('1/0', mode='eval'), 'made', 'eval')
try:
    eval(call)
except ZeroDivisionError as e:
    print(e, e.__traceback__.tb_next.tb_lineno, list(call.co_positions())[1])


class MyName(ast.Name):
    pass


print(eval(compile(ast.Expression(MyName('made', ast.Load(), lineno=5, col_offset=2)), 'e', 'eval'))
      is made)

for text in ("{'a': [1, 2.5, (3, 'x')], 'b': -4+2j, 'c': {1, 2}, 'd': b'x', 'e': None}", 'set()',
             ' \t1', '-1', '+2', '...'):
    print(ast.literal_eval(text))
for text in 'a', '1 + a', 'f()', '[1,', '1 +', '{**a}', '2 * 3':
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError) as e:
        print(type(e).__name__, str(e).partition(' object at')[0])
for source in 'a b', 'def f(:', ' x', 'f(**a, *b)', "'", 'x = = 3', 'lambda: (yield', 'break':
    try:
        print(ast.dump(ast.parse(source, 'name.py')))
    except SyntaxError as e:
        print(type(e).__name__, e.args)

# f-strings that no source has: their parts must be strs all the same.
for values in ([ast.Constant('a'), ast.Name('x', ast.Load())], [ast.Name('x', ast.Load())], [],
               [ast.Constant('a'), ast.Constant(5)], [ast.Constant(5), ast.Constant(6)]):
    code = compile(ast.fix_missing_locations(ast.Expression(ast.JoinedStr(values))), 'f', 'eval')
    for x in 5, 'q', None:
        try:
            print(repr(eval(code, {'x': x})))
        except TypeError as e:
            print(e)
