# Carets under the text of a SyntaxError: offsets of all kinds, in text of one line and of several.
import io
import sys


def printed(error):
    sys.stderr = io.StringIO()
    sys.excepthook(type(error), error.with_traceback(None), None)
    text, sys.stderr = sys.stderr.getvalue(), sys.__stderr__
    return text


for text in "éé\n", "éé", "é€ab\n", "a\néé\n", "  éé x\n", "\u3000é\n", "ab\ncd", "\t x = 1", "":
    for offset in range(-1, 12):
        for end in None, 0, -1, 2, 5, 9, 12:
            where = ("f", 1, offset, text) if end is None else ("f", 1, offset, text, 1, end)
            print(ascii(text), offset, end)
            print(printed(SyntaxError("message", where)))

for source in "x = 'éé' + + 5 6\n", "# coding: utf-8\nx = 'éé' + + 5 6\n", "x = é€ + 1\n", "é = (1,\n", "é é", "(é\n= 5)":
    for data in source, source.encode():
        try:
            compile(data, "<text>", "exec")
        except SyntaxError as error:
            print(printed(error))

# Errors that end in a later line, and subclasses, whose ends are not shown.
for kind in SyntaxError, IndentationError, TabError, type("Mine", (SyntaxError,), {}):
    for text in "pass\n", "pass", "éé pass\n", "  pass\n", "a\npass\n":
        for end in (1, 4), (2, 3), (2, -1), (2, None), (0, 4):
            print(kind.__name__, ascii(text), *end)
            print(printed(kind("message", ("f", 1, 3, text, *end))))
for source in "if 1:\npass\n", "f(a for a\\\nx in b, c)\n", "x = 1\n  y = 2\n", "if 1:\n\tx\n        y\n":
    try:
        compile(source, "f", "exec")
    except SyntaxError as error:
        print(printed(error))
