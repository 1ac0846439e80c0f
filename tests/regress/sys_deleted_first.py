# Nobody has asked for the name when it is deleted.
import sys

del sys.meta_path
try:
    import colorsys
except AttributeError as e:
    print(e)
print(hasattr(sys, "meta_path"), "path_hooks" in sys.__dict__)
