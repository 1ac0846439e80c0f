# importlib beside the import statement: finders, specs, loaders, reloading, hooks.
import importlib
import importlib.machinery
import importlib.util
import re
import sys

import colorsys


def show(*values):
    print(*(re.sub(' at 0x[0-9a-f]+', '', str(v)) for v in values))


show([finder for finder in sys.meta_path if isinstance(finder, type)][-3:])
show(importlib._bootstrap is sys.modules['_frozen_importlib'], importlib.__spec__, sys.__spec__)
show(colorsys.__spec__, type(colorsys.__loader__), colorsys.__cached__)
module = importlib.import_module('bisect')
show(module.__spec__, module.bisect([1, 2, 3], 2))
show(importlib.import_module('.util', 'importlib') is importlib.util)
show(importlib.util.find_spec('nosuch'), importlib.util.find_spec('colorsys'))
for name in 'no.such', 'nosuch', 'colorsys.nosuch':
    try:
        importlib.import_module(name)
    except ImportError as e:
        show(type(e), e, e.name)
try:
    importlib.import_module('.relative')
except TypeError as e:
    show(e)
show(importlib.reload(colorsys) is colorsys, colorsys.rgb_to_hsv(1, .5, 0))
show(importlib.util.resolve_name('.a', 'b.c'), importlib.machinery.SOURCE_SUFFIXES)
show(importlib.__import__('colorsys') is colorsys, importlib.invalidate_caches())
show(isinstance(colorsys.__spec__, importlib.machinery.ModuleSpec))


class Finder:
    @staticmethod
    def find_spec(name, path, target=None):
        if name in ('virtual', 'failing'):
            return importlib.util.spec_from_loader(name, Loader())


class Loader:
    def create_module(self, spec):
        return None

    def exec_module(self, module):
        if module.__name__ == 'failing':
            raise ValueError('failing')
        module.x = 5


sys.meta_path.insert(0, Finder)
import virtual

show(virtual.x, virtual.__spec__, 'virtual' in sys.modules)
try:
    import failing
except ValueError as e:
    show(e, 'failing' in sys.modules)
spec = importlib.util.spec_from_loader('made', Loader())
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
show(made.x, made)
