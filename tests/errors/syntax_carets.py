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
