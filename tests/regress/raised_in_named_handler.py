# An exception raised in a handler `except ... as e` of module code: its traceback tells the line.
import traceback

try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        x = 1
        [][x]
except IndexError as e:
    print([(t.lineno, t.line) for t in traceback.extract_tb(e.__traceback__)])


def cells():
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            f = lambda: e
            x = 1
            [][x]
    except IndexError as e:
        print([(t.lineno, t.line) for t in traceback.extract_tb(e.__traceback__)])


cells()
