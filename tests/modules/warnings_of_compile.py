# What the compiler warns of goes through the filters, shows its line, and can be an error.
import io
import os
import sys

source = "x = 1\nif x is 1: pass\nassert (x, 'é')\n'\\d'\n1()\n"
path = f"/tmp/warned_{os.getpid()}.py"
with open(path, "w", encoding="utf-8") as file:
    file.write(source)
sys.stderr = io.StringIO()
compile(source, path, "exec")
os.remove(path)
compile(source, "no_such_file.py", "exec")
printed, sys.stderr = sys.stderr.getvalue(), sys.__stderr__
print(printed.replace(path, "warned.py"))

import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    compile(source, "f.py", "exec")
    eval("1 is 1")
    exec("y = 1 is not 2")
for w in caught:
    print(w.category, w.message, w.filename, w.lineno, w.line)

TEXTS = ("x is 1", "assert (1, 2)", "'\\d'", "'\\777'", "0x1for x in y", "[1, 2] (3)", "[1][1, 2]", "b'\\z'",
         "f'\\z{1}'", "(x is\n 'é')", "'\\d' 5", "f(a, 'b\\d' 'c')", "x = 1if 2else '\\e'")
for text in TEXTS:
    for action in "error", "ignore", "default", "once", "module":
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter(action)
            for i in range(2):
                try:
                    compile(text, "<text>", "exec")
                    print(text, action, "compiled", len(caught))
                except SyntaxError as error:
                    print(text, action, error, error.args, len(caught))
    for filename, module in ("<text>", "<text>"), ("text.py", "text$"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.filterwarnings("error", module=module)
            try:
                compile(text, filename, "exec")
                print("compiled")
            except SyntaxError as error:
                print(error)
