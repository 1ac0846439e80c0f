"""Errors of sources that `make fuzz` found to be told differently (tests/fuzz/found.py has more)."""
SOURCES = [
    ("single", "def t():\n "), ("single", "if a:\n  b\n  "), ("single", "x\n "),
    ("exec", "class s():\r\n"), ("exec", "f(\r\n"), ("exec", "'''a\r\n"),
    ("exec", "f\"{\x01}\",\x7f"), ("exec", "f'{a b}'\n)"), ("exec", "1android"),
]

for mode, source in SOURCES:
    try:
        compile(source, "<fuzz>", mode, dont_inherit=True)
        print(repr(source), "compiled")
    except SyntaxError as error:
        print(repr(source), type(error).__name__, error.args)

# Constants of large sets are told apart item by item.
code = compile("x in {1, 2, 3}; x in {1.0, 2, 3}; x in {3, 2, 1}", "<sets>", "exec")
print([sorted(map(repr, c)) for c in code.co_consts if isinstance(c, frozenset)])
