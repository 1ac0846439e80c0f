# Modules written in C have specs and loaders once importlib is there, whichever was first.
import math
import importlib.util
import importlib.machinery

for name in ("math", "sys", "builtins", "posix", "_io", "itertools", "time", "_sre", "_struct",
             "binascii", "select", "unicodedata", "_weakref"):
    print(name, importlib.util.find_spec(name) is not None)
    module = __import__(name)
    spec = importlib.util.find_spec(name)
    print(spec is module.__spec__, spec.name, spec.loader is module.__loader__, module.__package__,
          spec.submodule_search_locations, spec.parent, importlib.reload(module) is module)
    if name in ("sys", "builtins", "posix", "itertools"):
        print(spec, module, spec.origin, spec.loader is importlib.machinery.BuiltinImporter)
