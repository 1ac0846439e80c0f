# What a SyntaxError says: message, place, and the line that was being read when it was raised.
SOURCES = [
    # The token behind the mistake has not been read yet.
    "def r((e)\n(", "['']=\"\\\n\"", 'class n():\n  ()\n  None="""\n"""', "[a] + 1 = \\\n1",
    "lambda *a, *b,\\\n : 0", 'lambda a=1, b,"""\n""": 0', "lambda **a, b \\\n: 0",
    "lambda (a, b)\\\n: 0", "def f(*, a, *,\n b): 0", "lambda *a, *b, \\\n\\\n",
    "match x:\n case 1j + y: 0", "match x:\n case (1 + 1\n): 0", "def f(/\\): pass",
    "match x:\n case C(a=b, c, d\n\n=2, e): 0", "match x:\n case C(a=b, c, ]d)",
    "f(x for x in y, z=\n  ", "if x:\n def a(f,(,", "(),*:()", "(), not:x",
    # All has been read: brackets that stay open are not looked for.
    "[\n1\n  f(*)", "(\n(*a)", "[\na b\n''", "[\na b\n'c'", "[\na b\n...", "[\na b\n//", "try:\n\\\n",
    "x\\\n\\", "'' b'\\x'", "b'' f'{a b}'",
    # What is not UTF-8.
    b"\xc3\xa9\xe2\x82\xac\xc3", b"'\\n\xc3\xa9\xc3'", b"f'{\xff}'", b"f'{a $ \x8fb}'",
    "f'''{a b\n}'''", 'f"a\\N}}"',
    # Line ends are made '\n' before decoding.
    b"# coding: ascii\r\n\xe9", b"# coding: utf8\r\n\r\n\xe9", b"# coding: \0",
    # Encodings that iconv knows, but not Python; and by Python's rules for names.
    b"# coding: koi8\n", b"# coding: gb\n", b"# coding: -windows--1252-\nx='\x80\x81'",
    b"# coding: EUC_JP\nx='\xa4\xff'",
]
for source in SOURCES:
    for mode in "exec", "single", "eval":
        try:
            compile(source, "<text>", mode)
            print(mode, source, "compiles")
        except SyntaxError as error:
            print(mode, type(error).__name__, error.msg, error.lineno, error.offset,
                  ascii(error.text), error.end_lineno, error.end_offset)
        except ValueError as error:
            print(mode, type(error).__name__, error)

# A keyword argument that may not be is told before a call in the arguments is warned of.
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    try:
        compile("a.f(''(), __debug__=1)", "<text>", "exec")
    except SyntaxError as error:
        print(error, error.offset, error.end_offset, caught)

# Backslash and tilde are themselves in Shift_JIS.
names = {}
exec(compile(b"# coding: shift_jis\nx = 'a\\t~\x82\xa0'", "<text>", "exec"), names)
print(ascii(names["x"]))
# The annotations of an interactive text are set up in its first line.
print([place for place in compile("\nx: int", "<text>", "single").co_positions()][:2])
# A text that may go on (PyCF_ALLOW_INCOMPLETE_INPUT): the whole string that is open is shown.
for source in "'''\n\n", "a[*'''\n]\n", "x = \\\n'''a\n\nb", "f(\n'''\n":
    for mode in "exec", "single", "eval":
        try:
            compile(source, "<text>", mode, 0x4000)
        except SyntaxError as error:
            print(mode, error.msg, error.lineno, error.offset, ascii(error.text), error.end_lineno,
                  error.end_offset)
