# Trees that a program makes or changes: which of them compile() takes, how it refuses others.
import ast
import re


def attempt(source, edit, mode='exec'):
    tree = ast.parse(source, mode=mode)
    exec('b = t.body\n' + edit, {**globals(), 't': tree})
    try:
        code = compile(tree, 'f', mode)
    except Exception as e:
        text = re.sub('0x[0-9a-f]+', '0x', f'{type(e).__name__} {e}')
    else:
        text = 'fine'
    print(f'{edit}: {text}')


def fix(node):
    return ast.fix_missing_locations(node)


N = ast.Name
STAR = dict(lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)

for edit in (
    'b[0].lineno = 5',
    'b[0].end_col_offset=0; b[0].col_offset=3',
    'b[0].col_offset=-1',
    'b[0].end_lineno=-1;b[0].lineno=-1',
    'b[0].end_lineno=-1;b[0].lineno=-1;b[0].col_offset=-1',
    'b[0].end_lineno=0;b[0].lineno=0',
    'b[0].end_lineno=-1;b[0].lineno=-1;b[0].col_offset=-1;b[0].end_col_offset=-1',
    'b[0].value.lineno=9',
):
    attempt('a', edit)

for edit in (
    'b[0].value.keywords[0].lineno=9',
):
    attempt('f(a=1)', edit)

for edit in (
    'b[0].args.args[0].lineno=9',
):
    attempt('def f(a):0', edit)

for edit in (
    'b[0].names[0].lineno=9',
):
    attempt('import a', edit)

for edit in (
    'b[0].handlers[0].lineno=9',
):
    attempt('try:0\nexcept:0', edit)

for edit in (
    'b[0].cases[0].pattern.lineno=9',
):
    attempt('match a:\n case 1:pass', edit)

for edit in (
    'del b[0].value.values[1]',
    'b[0].value.values[1]=None',
    'b[0].value.values[1].ctx=ast.Store()',
):
    attempt('a and b', edit)

for edit in (
    'b[0].value.right.ctx=ast.Del()',
):
    attempt('a + b', edit)

for edit in (
    'del b[0].value.values[0]',
    'b[0].value.keys[0]=None',
    'b[0].value.values[0]=None',
):
    attempt('{a:b}', edit)

for edit in (
    'b[0].value.elts.clear()',
    'b[0].value.elts[0]=None',
):
    attempt('{a}', edit)

for edit in (
    'b[0].value.elts[0]=None',
):
    attempt('[a]', edit)

for edit in (
    'b[0].value.ops.clear()',
    'b[0].value.comparators.clear()',
    'b[0].value.comparators.clear(); b[0].value.ops.clear()',
):
    attempt('a<b', edit)

for edit in (
    'b[0].value.args[0]=None',
    'b[0].value.func.ctx=ast.Store()',
):
    attempt('f(a)', edit)

for edit in (
    'b[0].value.args[0].ctx=ast.Store()',
):
    attempt('f(*a)', edit)

for edit in (
    'b[0].value.keywords[0].value.ctx=ast.Store()',
):
    attempt('f(a=a)', edit)

for edit in (
    'b[0].value.values[0]=None',
    'b[0].value.values[0].value.ctx=ast.Store()',
    'b[0].value.values[0]=fix(N("q", ast.Load()))',
):
    attempt('f"{a}"', edit)

for edit in (
    'b[0].value.values[0].format_spec=fix(N("q", ast.Load()))',
    'b[0].value.values[0].format_spec=fix(N("q", ast.Store()))',
    'b[0].value=b[0].value.values[0]',
):
    attempt('f"{a:x}"', edit)

for edit in (
    'b[0].value.ctx=ast.Store()',
    'b[0].value.value.ctx=ast.Store()',
):
    attempt('a.b', edit)

for edit in (
    'b[0].value.slice.ctx=ast.Store()',
    'b[0].value.slice.id="None"',
):
    attempt('a[b]', edit)

for edit in (
    'b[0].value.slice.lower.ctx=ast.Store()',
):
    attempt('a[b:c]', edit)

for edit in (
    'b[0].value=fix(ast.Slice())',
    'b[0].value=fix(ast.Starred(N("a", ast.Load()), ast.Load()))',
    'b[0].value=fix(ast.Starred(N("a", ast.Load()), ast.Store()))',
):
    attempt('a', edit)

for edit in (
    'b[0].value.target.ctx=ast.Load()',
    'b[0].value.target=b[0].value.value',
):
    attempt('(a:=1)', edit)

for edit in (
    'b[0].value.value.ctx=ast.Store()',
    'b[0].value.target=fix(ast.Attribute(N("x", ast.Load()), "y", ast.Store()))',
):
    attempt('(a:=b)', edit)

for edit in (
    'b[0].targets.clear()',
    'b[0].targets[0]=None',
    'b[0].targets[0].ctx=ast.Load()',
    'b[0].targets[0]=b[0].value',
    'b[0].targets[0]=fix(ast.BinOp(N("x", ast.Load()), ast.Add(), N("x", ast.Load())))',
):
    attempt('a = 1', edit)

for edit in (
    'b[0].targets[0].ctx=ast.Load()',
    'b[0].targets[0].elts[0].ctx=ast.Load()',
):
    attempt('(a,b) = 1', edit)

for edit in (
    'b[0].targets[0].id="__debug__"',
    'b[0].targets[0].id="True"',
    'b[0].value.ctx=3;b[0].value.value={}',
):
    attempt('a = 1', edit)

for edit in (
    'b[0].targets.clear()',
    'b[0].targets[0].ctx=ast.Load()',
    'b[0].targets[0].ctx=ast.Store()',
):
    attempt('del a', edit)

for edit in (
    'b[0].target.ctx=ast.Load()',
    'b[0].target=fix(ast.Tuple([N("x", ast.Store())], ast.Store()))',
):
    attempt('a += 1', edit)

for edit in (
    'b[0].target.ctx=ast.Load()',
    'b[0].simple=3',
    'b[0].simple=-3',
):
    attempt('a : int = 1', edit)

for edit in (
    'b[0].simple=1',
):
    attempt('a.b : int = 1', edit)

for edit in (
    'b[0].annotation.ctx=ast.Store()',
    'b[0].target=fix(ast.Tuple([N("x", ast.Store())], ast.Store()));b[0].simple=0',
):
    attempt('a : int = 1', edit)

for edit in (
    'b[0].target.ctx=ast.Load()',
    'b[0].iter.ctx=ast.Store()',
    'b[0].body.clear()',
    'b[0].body[0]=None',
):
    attempt('for a in b: c', edit)

for edit in (
    'b[0].orelse[0]=None',
):
    attempt('for a in b: c\nelse: d', edit)

for edit in (
    'b[0].body.clear()',
    'b[0].test.ctx=ast.Store()',
):
    attempt('while b: c', edit)

for edit in (
    'b[0].body.clear()',
    'b[0].test.ctx=ast.Store()',
):
    attempt('if b: c', edit)

for edit in (
    'b[0].items.clear()',
    'b[0].body.clear()',
    'b[0].items[0].context_expr.ctx=ast.Store()',
    'b[0].items[0].optional_vars.ctx=ast.Load()',
):
    attempt('with a as b: c', edit)

for edit in (
    'b[0].body[0].items.clear()',
    'b[0].body[0].body.clear()',
):
    attempt('async def f():\n async with a as b: c', edit)

for edit in (
    'b[0].body[0].body.clear()',
):
    attempt('async def f():\n async for a in b: c', edit)

for edit in (
    'b[0].body.clear()',
):
    attempt('async def f(): pass', edit)

for edit in (
    'b[0].cases.clear()',
    'b[0].subject.ctx=ast.Store()',
    'b[0].cases[0].body.clear()',
):
    attempt('match a:\n case b: c', edit)

for edit in (
    'b[0].cases[0].guard.ctx=ast.Store()',
):
    attempt('match a:\n case b if c: c', edit)

for edit in (
    'b[0].exc=None',
    'b[0].exc.ctx=ast.Store()',
    'b[0].cause.ctx=ast.Store()',
):
    attempt('raise a from b', edit)

for edit in (
    'b[0].body.clear()',
    'b[0].handlers.clear(); b[0].finalbody.clear()',
    'b[0].handlers.clear()',
    'b[0].handlers[0].body.clear()',
    'b[0].handlers[0].type.ctx=ast.Store()',
    'b[0].handlers[0].type=None',
    'b[0].handlers[0].name="None"',
):
    attempt('try: a\nexcept b: c\nelse: d\nfinally: e', edit)

for edit in (
    'b[0].handlers.reverse()',
):
    attempt('try: a\nexcept b: c\nexcept: d', edit)

for edit in (
    'b[0].orelse[0]=None',
    'b[0].finalbody[0]=None',
):
    attempt('try: a\nexcept b: c\nelse: d\nfinally: e', edit)

for edit in (
    'b[0].body.clear()',
    'b[0].handlers.clear(); b[0].finalbody.clear()',
    'b[0].handlers.clear()',
    'b[0].handlers[0].type=None',
):
    attempt('try: a\nexcept* b: c\nelse: d\nfinally: e', edit)

for edit in (
    'b[0].test.ctx=ast.Store()',
    'b[0].msg.ctx=ast.Store()',
):
    attempt('assert a, b', edit)

for edit in (
    'b[0].names.clear()',
    'b[0].names[0].name="None"',
    'b[0].names[0].asname="None"',
):
    attempt('import a', edit)

for edit in (
    'b[0].names.clear()',
    'b[0].names[0].name="None"',
    'b[0].module="None"',
    'b[0].module=None',
    'b[0].level=5',
):
    attempt('from a import b', edit)

for edit in (
    'b[0].body[0].names.clear()',
):
    attempt('def f():\n global b', edit)

for edit in (
    'b[0].body[0].names.clear()',
):
    attempt('def f():\n nonlocal b', edit)

for edit in (
    'b[0].names[0]="None"',
):
    attempt('global b', edit)

for edit in (
    'b[0].args.defaults.append(b[0].args.defaults[0])',
    'b[0].args.kw_defaults.append(b[0].args.defaults[0])',
    'b[0].args.kw_defaults.clear()',
    'b[0].args.kw_defaults[0]=None',
    'b[0].args.defaults[0]=None',
):
    attempt('def f(a=1, *b, c=2, **d)->e: g', edit)

for edit in (
    'b[0].args.defaults[0].ctx=ast.Store()',
):
    attempt('def f(a=x, *b, c=2, **d)->e: g', edit)

for edit in (
    'b[0].args.kw_defaults[0].ctx=ast.Store()',
):
    attempt('def f(a=x, *b, c=y, **d)->e: g', edit)

for edit in (
    'b[0].args.args[0].annotation.ctx=ast.Store()',
    'b[0].args.vararg.annotation.ctx=ast.Store()',
    'b[0].args.kwonlyargs[0].annotation.ctx=ast.Store()',
    'b[0].args.kwarg.annotation.ctx=ast.Store()',
    'b[0].args.args[0].arg="None"',
    'b[0].args.args[0].arg="__debug__"',
    'b[0].args.args[0].arg="b"',
    'b[0].returns.ctx=ast.Store()',
    'b[0].body.clear()',
    'b[0].name="None"',
):
    attempt('def f(a:A, *b:B, c:C, **d:D)->e: g', edit)

for edit in (
    'b[0].decorator_list[0].ctx=ast.Store()',
):
    attempt('@d\ndef f(): g', edit)

for edit in (
    'b[0].value.body.ctx=ast.Store()',
    'b[0].value.args.args[0].annotation=fix(N("a", ast.Load()))',
):
    attempt('lambda x: x', edit)

for edit in (
    'b[0].body.clear()',
    'b[0].name="None"',
    'b[0].bases[0].ctx=ast.Store()',
    'b[0].bases[0]=None',
    'b[0].keywords[0].value.ctx=ast.Store()',
    'b[0].keywords[0].arg="None"',
    'b[0].keywords[0].arg="__debug__"',
):
    attempt('class A(b, c=d): e', edit)

for edit in (
    'b[0].decorator_list[0].ctx=ast.Store()',
):
    attempt('@d\nclass f: g', edit)

for edit in (
    'b[0].value=fix(N("a", ast.Store()))',
):
    attempt('return', edit)

for edit in (
    'b[0].value.generators.clear()',
    'b[0].value.generators[0].target.ctx=ast.Load()',
    'b[0].value.generators[0].iter.ctx=ast.Store()',
    'b[0].value.generators[0].ifs[0].ctx=ast.Store()',
    'b[0].value.generators[0].ifs[0]=None',
    'b[0].value.elt.ctx=ast.Store()',
    'b[0].value.generators[0].is_async=1',
):
    attempt('[a for b in c if d]', edit)

for edit in (
    'b[0].value.key.ctx=ast.Store()',
    'b[0].value.value.ctx=ast.Store()',
):
    attempt('{a:x for b in c if d}', edit)

for edit in (
    'b[0].value.generators.clear()',
):
    attempt('{a for b in c if d}', edit)

for edit in (
    'b[0].value.generators.clear()',
):
    attempt('{a:x for b in c if d}', edit)

for edit in (
    'b[0].value.generators.clear()',
):
    attempt('(a for b in c if d)', edit)

for edit in (
    'b[0].value.value.ctx=ast.Store()',
):
    attempt('yield a', edit)

for edit in (
    'b[0].value.value.ctx=ast.Store()',
):
    attempt('yield from a', edit)

for edit in (
    'b[0].body[0].value.value.ctx=ast.Store()',
):
    attempt('async def f(): await a', edit)

for edit in (
    'b[0].value.test.ctx=ast.Store()',
    'b[0].value.body.ctx=ast.Store()',
    'b[0].value.orelse.ctx=ast.Store()',
):
    attempt('a if b else c', edit)

for edit in (
    'b[0].value.operand.ctx=ast.Store()',
):
    attempt('-a', edit)

for edit in (
    'b[0].cases[0].pattern.value=fix(N("a", ast.Load()))',
    'b[0].cases[0].pattern.value=fix(ast.Constant(None))',
    'b[0].cases[0].pattern.value=fix(ast.Constant(...))',
    'b[0].cases[0].pattern.value=fix(ast.Constant((1, )))',
    'b[0].cases[0].pattern.value=fix(ast.Constant(b"x"))',
    'b[0].cases[0].pattern.value=fix(ast.JoinedStr([]))',
    'b[0].cases[0].pattern.value=fix(ast.UnaryOp(ast.USub(), ast.Constant(3)))',
    'b[0].cases[0].pattern.value=fix(ast.UnaryOp(ast.USub(), ast.Constant("x")))',
    'b[0].cases[0].pattern.value=fix(ast.UnaryOp(ast.UAdd(), ast.Constant(3)))',
    'b[0].cases[0].pattern.value=fix(ast.UnaryOp(ast.USub(), ast.UnaryOp(ast.USub(), ast.Constant(3))))',
    'b[0].cases[0].pattern.value=fix(ast.BinOp(ast.Constant(3), ast.Add(), ast.Constant(3j)))',
    'b[0].cases[0].pattern.value=fix(ast.BinOp(ast.Constant(3), ast.Mult(), ast.Constant(3j)))',
    'b[0].cases[0].pattern.value=fix(ast.BinOp(ast.Constant(3j), ast.Add(), ast.Constant(3j)))',
    'b[0].cases[0].pattern.value=fix(ast.BinOp(ast.Constant(3), ast.Add(), ast.Constant(3)))',
    'b[0].cases[0].pattern.value=fix(ast.BinOp(ast.UnaryOp(ast.USub(), ast.Constant(3)), ast.Sub(), ast.Constant(3j)))',
    'b[0].cases[0].pattern.value=fix(ast.BinOp(ast.Constant("x"), ast.Sub(), ast.Constant(3j)))',
    'b[0].cases[0].pattern.value=fix(ast.Attribute(N("a", ast.Load()), "b", ast.Load()))',
    'b[0].cases[0].pattern.value=fix(ast.Attribute(ast.Call(N("a", ast.Load()), [], []), "b", ast.Load()))',
    'b[0].cases[0].pattern.value=fix(ast.Attribute(N("a", ast.Store()), "b", ast.Load()))',
    'b[0].cases[0].pattern.value=fix(ast.Tuple([], ast.Load()))',
    'b[0].cases[0].pattern.value=fix(ast.Constant(True))',
):
    attempt('match a:\n case 1: c', edit)

for edit in (
    'b[0].cases[0].pattern.value=...',
    'b[0].cases[0].pattern.value="x"',
):
    attempt('match a:\n case None: c', edit)

for edit in (
    'b[0].cases[0].pattern.patterns[0]=b[0].cases[0].pattern.patterns[1]',
    'b[0].cases[0].pattern=b[0].cases[0].pattern.patterns[1]',
    'b[0].cases[0].pattern.patterns[0].name="None"',
    'b[0].cases[0].pattern.patterns[0].name="_"',
    'b[0].cases[0].pattern.patterns[1].name="_"',
    'b[0].cases[0].pattern.patterns[1].name="None"',
):
    attempt('match a:\n case [b,*c]: c', edit)

for edit in (
    'b[0].cases[0].pattern.patterns.clear()',
    'b[0].cases[0].pattern.rest="_"',
    'b[0].cases[0].pattern.rest="None"',
    'b[0].cases[0].pattern.keys[0]=fix(N("q", ast.Load()))',
    'b[0].cases[0].pattern.keys[0]=fix(ast.Constant(None))',
    'b[0].cases[0].pattern.keys[0]=fix(ast.Constant(...))',
    'b[0].cases[0].pattern.keys[0]=fix(ast.Constant((1, )))',
    'b[0].cases[0].pattern.patterns[0]=fix(ast.MatchStar("x", **STAR))',
):
    attempt('match a:\n case {1:b,**c}: c', edit)

for edit in (
    'b[0].cases[0].pattern.cls=fix(ast.Constant(1))',
    'b[0].cases[0].pattern.cls=fix(ast.Attribute(ast.Call(N("a", ast.Load()), [], []), "b", ast.Load()))',
    'b[0].cases[0].pattern.cls.ctx=ast.Store()',
    'b[0].cases[0].pattern.kwd_attrs.clear()',
    'b[0].cases[0].pattern.kwd_attrs[0]="None"',
    'b[0].cases[0].pattern.kwd_attrs[0]="_"',
    'b[0].cases[0].pattern.kwd_patterns.clear()',
    'b[0].cases[0].pattern.patterns[0]=fix(ast.MatchStar("x", **STAR))',
):
    attempt('match a:\n case B(1,b=2): c', edit)

for edit in (
    'b[0].cases[0].pattern.name=None',
    'b[0].cases[0].pattern.name="_"',
    'b[0].cases[0].pattern.pattern=None',
    'b[0].cases[0].pattern.pattern=None; b[0].cases[0].pattern.name="_"',
    'b[0].cases[0].pattern.pattern=None; b[0].cases[0].pattern.name=None',
    'b[0].cases[0].pattern.pattern=fix(ast.MatchStar("x", **STAR))',
):
    attempt('match a:\n case 1 as b: c', edit)

for edit in (
    'del b[0].cases[0].pattern.patterns[0]',
    'b[0].cases[0].pattern.patterns[0]=fix(ast.MatchStar("x", **STAR))',
    'b[0].cases[0].pattern.patterns[0]=fix(ast.MatchAs(None, "x", **STAR))',
):
    attempt('match a:\n case 1|2: c', edit)

for edit in (
    'b.append(None)',
    'b.clear()',
):
    attempt('a', edit)

for edit in (
    'b',
):
    attempt('break', edit)

for edit in (
    'b',
):
    attempt('continue', edit)

for edit in (
    'b',
):
    attempt('return', edit)

for edit in (
    'b',
):
    attempt('a = yield', edit)

for edit in (
    'b[0].value.keywords.append(b[0].value.keywords[0])',
    'b[0].value.keywords[0].arg="None"',
    'b[0].value.keywords[0].arg="__debug__"',
    'b[0].value.keywords[0].arg="a b"',
    'b[0].value.keywords[0].arg=""',
):
    attempt('f(a=1)', edit)

for edit in (
    'b[0].value.attr="None"',
    'b[0].value.attr="__debug__"',
):
    attempt('a.b', edit)

for edit in (
    'b[0].targets[0].attr="__debug__"',
    'b[0].targets[0].attr="None"',
):
    attempt('a.b=1', edit)

for edit in (
    'b[0].value.value=b"x"',
    'b[0].value.value=bytearray(b"x")',
    'b[0].value.value=()',
    'b[0].value.value=(None, ..., 1.5, 1j, "x", True, frozenset({1}))',
    'b[0].value.value=frozenset({(1, 2)})',
    'b[0].value.value=NotImplemented',
    'b[0].value.value=int',
    'b[0].value.value=10**50',
):
    attempt('1', edit)

for edit in (
    'b[0].targets[0].elts.append(b[0].targets[0].elts[1])',
):
    attempt('(a, *b) = c', edit)

for edit in (
    'b[0].targets[0] = b[0].targets[0].elts[0]',
):
    attempt('*a, = c', edit)

for edit in (
    'b[0].targets[0].elts[1]=None',
):
    attempt('[a,b] = c', edit)

for edit in (
    'b[0]=fix(ast.Expr(ast.Await(ast.Constant(1))))',
):
    attempt('a', edit)

for edit in (
    'b[0].names[0].name="braces"',
    'b.insert(0, fix(ast.Pass()))',
):
    attempt('from __future__ import annotations', edit)

for edit in (
    'b[0].body=[fix(ast.ImportFrom("a", [ast.alias("*", None)], 0))]',
):
    attempt('def f(): pass', edit)

# Fields that are missing or of another type.
for source, path, value in (
    ('a', 'body', 3), ('a', 'body', None), ('a', 'body', (1, 2)), ('a', 'body.0', 5),
    ('a', 'body.0.value', 5), ('a', 'body.0.value', None), ('a', 'body.0.lineno', 'x'),
    ('a', 'body.0.lineno', None), ('a', 'body.0.end_lineno', None), ('a', 'body.0.lineno', 1.5),
    ('a', 'body.0.lineno', 2**70), ('a', 'body.0.lineno', True), ('a', 'body.0.value.id', None),
    ('a', 'body.0.value.id', b'a'), ('a', 'body.0.value.ctx', None), ('a', 'body.0.value.ctx', 5),
    ('a + b', 'body.0.value.op', ast.And()), ('a < b', 'body.0.value.ops', None),
    ('a < b', 'body.0.value.ops.0', None), ('a < b', 'body.0.value.ops.0', ast.Add()),
    ('global a', 'body.0.names.0', 4), ('a', 'type_ignores', [4]), ('a', 'type_ignores', [None]),
    ('a', 'type_ignores', [ast.TypeIgnore()]), ('a', 'type_ignores', [ast.TypeIgnore(1, 5)]),
    ('a', 'type_ignores', [ast.TypeIgnore(1, 'x')]), ('def f(): pass', 'body.0.type_comment', 5),
    ('def f(): pass', 'body.0.args', 5), ('def f(): pass', 'body.0.args', None),
    ('def f(a): pass', 'body.0.args.args.0', None), ('f(a=1)', 'body.0.value.keywords.0', 5),
    ('f(a=1)', 'body.0.value.keywords.0.lineno', None), ('with a: pass', 'body.0.items.0', 5),
    ('[a for b in c]', 'body.0.value.generators.0', 5), ('import a', 'body.0.names.0', None),
    ('try: a\nexcept: b', 'body.0.handlers.0', 5), ('from a import b', 'body.0.level', None),
    ('from a import b', 'body.0.level', -1), ('from a import b', 'body.0.level', 'x'),
    ('match a:\n case 1: pass', 'body.0.cases.0', None), ('1', 'body.0.value.kind', 5),
    ('match a:\n case 1: pass', 'body.0.cases.0.pattern', 1),
    ('match a:\n case 1: pass', 'body.0.cases.0.pattern.end_lineno', None),
    ('1', 'body.0.value.value', object()), ('1', 'body.0.value.value', (1, [2])),
    ('f"{a}"', 'body.0.value.values.0.conversion', 5),
    ('f"{a}"', 'body.0.value.values.0.conversion', None), ('-a', 'body.0.value.op', 5),
):
    tree = ast.parse(source)
    *parts, last = path.split('.')
    node = tree
    for part in parts:
        node = node[int(part)] if part.isdigit() else getattr(node, part)
    for delete in False, True:
        if isinstance(node, list):
            if delete:
                continue
            node[int(last)] = value
        elif delete:
            delattr(node, last)
        else:
            setattr(node, last, value)
        try:
            compile(tree, 'f', 'exec')
        except Exception as e:
            text = re.sub('0x[0-9a-f]+', '0x', f'{type(e).__name__} {e}')
        else:
            text = 'fine'
        print(repr(source), path, 'deleted' if delete else value if value.__class__ in
              (int, str, float, type(None)) else type(value).__name__, '->', text)

for tree, mode in (
    (ast.parse('1'), 'eval'), (ast.parse('1', mode='eval'), 'exec'), (ast.Name(), 'single'),
    (ast.parse('1', mode='eval'), 'single'), (ast.parse('1', mode='single'), 'exec'),
):
    try:
        compile(tree, 'f', mode)
    except TypeError as e:
        print(e)
for flags in 0x1000, 0x800, 0x200, 0x2000, 0x400:
    try:
        print(flags, type(compile('x', 'f', 'exec', flags)).__name__)
    except ValueError as e:
        print(flags, e)
for mode in 'zzz', 'func_type':
    try:
        compile('x', 'f', mode)
    except ValueError as e:
        print(e)
try:
    compile('x', 'f', 'zzz', ast.PyCF_ONLY_AST)
except ValueError as e:
    print(e)
for function in eval, exec:
    try:
        function(ast.parse('1', mode='eval'))
    except TypeError as e:
        print(e)

# Nested too deeply.
node = ast.Name('a', ast.Load(), lineno=1, col_offset=1)
for i in range(100_000):
    node = ast.UnaryOp(ast.Not(), node, lineno=1, col_offset=1)
tree = ast.Expression(node)
endless = ast.UnaryOp(ast.Not(), lineno=1, col_offset=1)
endless.operand = endless
for tree in ast.Expression(node), ast.Expression(endless):
    try:
        compile(tree, 'f', 'eval')
    except RecursionError as e:
        print(e)
for source in '(' * 150 + 'a' + ')' * 150, 'a' + '.a' * 5000, 'not ' * 5000 + 'a':
    try:
        ast.parse(source)
    except RecursionError as e:
        print(e)
    else:
        print('fine')
