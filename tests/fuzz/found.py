"""What differences.py has found, and what was made of it by hand, compared with the oracle.

The last line is `N of N sources agree`; the status says whether all did."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../identity"))
import compare      # noqa: E402
import judges       # noqa: E402

# Numbers that run into a keyword.
NUMBERS = ("0xf", "0x1", "0b1", "0o7", "1", "1.", "1.5", "1e5", "1j", "0", "00", "1_0")
FOLLOWERS = ("and", "android", "and_", "and\u00e9", "else", "elsex", "for", "forx", "fox", "if",
             "ifx", "in", "inx", "is", "isx", "or", "ore", "not", "notx", "no", "a", "o", "e", "i")
SOURCES = [
    # what the lexer warns of is told when the parser comes to it
    " 1if x else y\n", "()\n1if", "x y\n1if a else b\n", "x = (1if a else b y)\n",
    "x = (a b\n1if)\n", "a b 1if c else d\n", "f(a b,\n1if c else d)\n", "1if x else 1if y else z",
    "x = 1 if\n2if y else z\n", "x = $\n1if a else b\n", "if a:\nx = 1if a else b\n",
    "1if x else y\n2if",
    # escapes are told once a reading
    "x = '\\d' 1if\n", "1if '\\d' else 2\n", "'\\d'; 1if a else b\n", "1if a else b; '\\d'",
    "'\\d'_", "['\\d'1]", "del'\\d'", "def t():'\\d'=[]", "(\n'\\d',,", "'\\d' f'{2if y else z w}'",
    "1if x else f\"{2if y else z}\"", "f\"{1if x else '\\d'}\"", "f'{2if y else z}' 1",
    "f'{2if y else z w}'", "1if x else f\"{2if y else z w}\"",
    # an interactive text that ends in blanks
    "def t():\n ", "def t():\n  ", "def t():\n\t", "x\n ", "if a:\n ", "if a:\n  b\n ",
    "if a:\n  b\n  ", "if a:\n  b\n   ", "def t():\n  x\n #c", "def t():\n #c", "x #c",
    "def t():\n",
    "if a:\n  b\n\t",
    # a text that ends in CRLF has a line more
    b"class s():\r\n", b"if a:\r\n  b\r\n  '''x\r\n", b"class s():\n\n", b"class s():\r\n\r\n",
    b"f(\r\n", b"f(\n", b"f(\n\n", b"g(f(\n", b"f(", b"f(a\nb", b"f(a\nb\n", b"'''a\n", b"'''a\r\n",
    b"f(a,\r\n", b"x\r", b"x\r\r\n",
    # errors of the lexer behind an f-string go before those in it
    'f"{\x01}",\x7f', 'f"{a b}",\x7f', 'f"{a b}",$', 'f"{$}",\x7f', 'f"{a b}",(', 'f"{a b}"\n)',
    'f"{\x01}"\n)', 'f"{(}",\n)', 'f"{(}",\x7f', 'f"{1x}",\x7f', "f'{\"}', \x7f", 'f"{",\x7f',
    'f"{}",\x7f', 'f"{a!x}",\x7f', "'\\x1',\x7f", "b'\u00e9',\x7f", "'\\N{foo}', \x7f", "1__0,\x7f",
    "f'{b\"\u00e9\"}',\x7f",
    # equal constants
    "[lambda: 0, lambda: 0]", "x in {1, 2}; x in {1.0, 2}; x in {2, 1}",
    # names beyond ASCII are interned where they become constants
    'if _=="_":Ps(ta\u00e9=f)', "f(ta\u00e9='ta\u00e9', b=1)", "def f(*, \u00e9\u00e9=1): pass",
    "def f(\u00e9\u00e9: int): pass", "class \u00e9\u00e9(m=1): \u00e9\u00e9: int",
    "from \u00e9\u00e9 import \u00e9\u00e9a", "match x:\n case C(\u00e9\u00e9=1): pass\n",
    "f(**a, \u00e9\u00e9=2)", "x = 'ta\u00e9'; f(ta\u00e9=1)",
    # a backslash that only indentation precedes joins its line if that one was joined itself
    "class p(\n\\\n):", "f(a,\n \\\nb c)\n", "f(\n\\\n\\\na b)\n", "[\n\\\n ]; \\\nx = \n",
    "(\n\\\n'''\n''') x", "x = (\n'''\n\\\n''') y", "x = 1 \\\n  \\\n \\\ny z\n",
    "f(a \\\n\n\\\nb c)\n", "x\n\\\ny z\n", "f(a # \\\n\\\na b)",
    # what follows the last token looked at is not read yet: the line shown is the last one read
    "def r((e)\n(", "['']=\"\\\n\"",
    'class n():\n        ()\n        None="""\n"""', "[a] + 1 = \\\n1",
    "lambda *a, *b,\\\n : 0", 'lambda a=1, b,"""\n""": 0', "lambda **a, b \\\n: 0",
    "lambda (a, b)\\\n: 0", "def f(*, a, *,\n b): 0", "x = (1" + "9" * 5000 + "\n)",
    "match x:\n case 1j + y: 0", "match x:\n case {1j - 1: 0}: 0", "match x:\n case (1 + 1\n): 0",
    "lambda *a, *b, \\\n\\\n", "f(x for x in y, z=\n  ", "def f(/\\): pass",
    # no comma is read where no item was
    "if x:\n def a(f,(,", "def a(f,(,\n", "lambda f,(,", "(),*:()", "(), not:x", "(), x, *:y",
    "s(B,f for s in S for g in()if:", "s(B,f for s in S if a if:", "[*a for s in S if a if]",
    # positional patterns behind keyword ones: what goes wrong in them is forgotten
    "match x:\n case C(a=b, c, d\n\n=2, e): 0", "match x:\n case C(a=b, c, \\\n",
    "match x:\n case C(a=b, c, ]d)", "match x:\n case C(a=b, c, $", "match x:\n case C(a=b, $",
    # brackets never closed are not looked for where all has been read
    "[\n1\n  xf(*)", "(\nf'{'\\\nx", "[\n1if a\n x", "(\n(*a)", "(\n{a:\n#\n}", "[\na b\n''",
    "[\na b\n'c'", "[\na b\n...", "[\na b\n**=", "[\na b\n//", "[\na b\n1", "[\n1 1\n$",
    "try:\n\\\n",
    # a stray backslash at the end of joined lines
    "f'{ !xr:}'\\\n\\", "x\\\n\\", "\\", "x \\\n y \\ z",
    # what is wrong in a literal goes before what it is joined to
    "'' b'\u00e9'", "'' b'\\x'", "b'' '\\x'", "b'' f'{'", "b'' f'{a b}'", "'' b'\\d'",
    # keywords are looked at before anything of the call
    "a.f(''(), __debug__=1)", "''(__debug__=1)", "''().f(x=1, x=2)", "f(''(), x=1, x=2)",
    # the first line of an interactive text
    "x: int", "\nx: int", "if a:\n  x: int\n",
    # bytes that are not UTF-8
    b"\xc3\xa9\xe2\x82\xac\xc3", b"\xef\x8f\xbb\xbf", b"'\\n\xc3\xa9\xc3'", b"'\\\xe9\xe9'",
    b"'a\xe9'",
    b"f'a\xc3x{<'", b"rf'a\xc3x{<'", b"f'{\xff}'", b"x; f'''{a\n +\xff}'''", b"f'{a $ \x8fb}'",
    "f'''{a b\n}'''", "f'''{\na b\n}'''",
    # encodings
    b"# coding: shift_jis\nx='a\\n~\x82\xa0'", b"# coding: latin-1\r\nx\xe9 = 'a\xe9\\t'\r\nb c",
    b"# coding: ascii\r\n\xe9", b"# coding: utf8\r\n\r\n\xe9", b"# coding: shift_jis\r\n\xff",
    b"# coding: foo", b"# coding: foo\n", b"\n# coding: latin-1", b"'\xc3\xa9' x # coding: utf-8",
    b"#coding:base64", b"# coding: koi8\n", b"# coding: mac\n", b"# coding: EUC-JP\nx='\xa4\xff'",
    b"# coding: cp1252\nx='\x81'", b"# coding: -windows--1252-\nx='\x80'",
    b"# coding: mac_roman\nx='\x80'", b"# coding: utf-7\nx='+AAA-'", b"\r# coding: latin-1\r\xe9\r",
    # an empty bytes that is not the one of tables
    "x = 0 * b'd'", "(()[:], 0 * b'd')", "x = b'd' * 0 * 3", "b'' * 3",
    # a __future__ import of <> is for what is compiled later
    "from __future__ import barry_as_FLUFL\na<>b", "from __future__ import barry_as_FLUFL\na!=b",
    # places in a literal whose characters beyond ASCII count as ten
    "'\\N{\u00e9}'", "'a\u00e9\\N{\u00e9\u20ac\U0001f600b}'", "'\\N{\u00e9'", "f'\\N{\u00e9}'",
    "'\\u\u00e9'", "'\\\u00e9\\N{c}'", "'\\N{" + "n" * 300 + "}'",
    # behind a primary CPython reads on for a generator expression
    "'a' ={a\n}{#}", "x = a\n{", "a = (b\n)[", "f'{" + "9" * 4301 + "}'", "f'{1, " + "9" * 4301,
    # aliases, names in either case, what is no single character's name
    "'\\N{LF}\\N{nbsp}\\N{latin small letter gha}'", "'\\N{HANGUL SYLLABLE GAG}'",
    "'\\N{CJK UNIFIED IDEOGRAPH-4E00}'", "'\\N{KEYCAP DIGIT ONE}'", "'\\N{CJK UNIFIED IDEOGRAPH-4e00}'", "'\\N{hangul syllable gag}'",
    # what follows \\N is passed over
    'f"\\N}}"', 'f"\\N{{"', 'f"\\N"', 'f"a\\N}"', 'f"\\Nx{a}"', 'rf"\\N}}"', 'f"\\N{x"',
    'f"{a:\\N}"',
    # parts of format specs in joined literals
    '(f\'{x:{y}}\'"")', '(((""f\'{r:{y}}\'[:])))',
]


def main():
    taipan = judges.Taipan()
    sources = [(number + follower + " x", "exec") for number in NUMBERS for follower in FOLLOWERS]
    sources += [(source, mode) for source in SOURCES for mode in ("exec", "single", "eval")]
    failed = 0
    for source, mode in sources:
        theirs = judges.oracle(source, "<fuzz>", mode)
        found = list(compare.differences(taipan(source, "<fuzz>", mode), theirs,
                                         f"{source!r} {mode}"))
        failed += bool(found)
        for line in found:
            print(line)
    taipan.close()
    print(f"{len(sources) - failed} of {len(sources)} sources agree")
    sys.exit(failed > 0)


main()
