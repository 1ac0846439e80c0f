# A hook that exits decides the status, also where the program was interrupted.
import sys


def hook(kind, value, traceback):
    print("hook", kind.__name__)
    sys.exit(7)


sys.excepthook = hook
raise KeyboardInterrupt
