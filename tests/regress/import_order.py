# genericpath and os import each other: os comes first whoever is asked for. imp needs all of _imp.
import genericpath
print(genericpath.exists("/"), genericpath.commonprefix(["/usr/lib", "/usr/local"]))

import os
print(os.path.genericpath is genericpath, os.genericpath if hasattr(os, "genericpath") else None)

import warnings
warnings.simplefilter("ignore")
import imp
print(imp.is_builtin("sys"), imp.init_frozen("no_such_module"), imp.C_BUILTIN)
try:
    imp.init_frozen(3)
except TypeError as error:
    print(error)
