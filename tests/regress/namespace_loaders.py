# Packages that are directories have a loader once importlib is there, whichever was first.
import os
import shutil
import sys

folder = f"/tmp/namespace_loaders_{os.getpid()}"
os.makedirs(folder + "/first/sub")
os.makedirs(folder + "/second")
with open(folder + "/first/sub/module.py", "w") as file:
    file.write("x = 1\n")
sys.path.insert(0, folder)


def show(module):
    spec, loader = module.__spec__, module.__loader__
    print(repr(module)[:30], module.__file__, module.__package__, type(module.__path__).__name__,
          [path.removeprefix(folder) for path in module.__path__])
    print(repr(spec)[:40], spec.loader is loader, spec.origin, spec.has_location, spec.parent,
          spec.submodule_search_locations is module.__path__)
    print(type(loader).__name__, loader.is_package(module.__name__), repr(loader.get_source("x")),
          type(loader.get_resource_reader("x")).__name__)


try:
    import first.sub.module
    import importlib.resources
    show(first)
    show(first.sub)
    import second
    show(second)
    print(first.sub.module.x, type(first.sub.module.__spec__.loader).__name__)
    print([path.name for path in importlib.resources.files("first").iterdir()])
finally:
    shutil.rmtree(folder)
