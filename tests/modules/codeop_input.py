# Input that is complete, may go on, or is wrong; and what a text that may be incomplete is told.
import codeop

TEXTS = ["", "x", "x = ", "if 1:", "if 1:\n  pass", "if 1:\n  pass\n", "(a", "(a $", "1 1", "'abc", "'''abc",
         "a \\", "a \\\n", "def f(", "def f():\n  return (1,\n", "f'{1 +}'", "f'{1 +}'\n", "'\\x'", "{1:}", "{1:}\n",
         "class A", "class A\n", "@a\n", "try:\n  x\n", "# only\n", "if 1:\n  pass\n# c", "x)", "for x in",
         "lambda", "a b (", "if 1:\nx", "x\ny"]

for text in TEXTS:
    for symbol in "single", "exec", "eval":
        try:
            code = codeop.compile_command(text, "<text>", symbol)
            result = "needs more" if code is None else "complete"
        except SyntaxError as error:
            result = type(error).__name__, error.args
        print(repr(text), symbol, result)

for text in TEXTS:
    for mode in "single", "exec", "eval":
        try:
            compile(text, "<text>", mode, 0x4000)
            print(repr(text), mode, "complete")
        except SyntaxError as error:
            print(repr(text), mode, error.args)
