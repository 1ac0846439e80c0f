/* importlib.h -- importlib's own machinery beside that of import.c (importlib.c). */
#ifndef TP_IMPORTLIB_H
#define TP_IMPORTLIB_H

#include "object.h"

/* The source file, without its ending and below the standard library's directory, of the two
 * modules that CPython has under other names; 0 for all others. */
const char *tp_importlib_source(const char *module_name);
/* `_frozen_importlib` was loaded: install its finders, hand it the import machinery. -1 on
 * failure. */
int tp_importlib_install(Value module);
/* What sys.meta_path is at first: a new list of what stands for importlib's finders. */
Value tp_importlib_finders(void);
/* Is it one of importlib's three finders in sys.meta_path, or stands for one? For PathFinder? */
bool tp_importlib_owns(Value finder);
bool tp_importlib_is_path_finder(Value finder);
/* The ModuleSpec that importlib makes for a module with a source file; paths: a package's list of
 * directories, or 0. 0 with an exception on failure, without if importlib is not loaded. */
Value tp_importlib_spec(Value name, Value file, Value paths);
/* Give a module what it has from importlib, if that is loaded; -1 on failure. */
int tp_importlib_adopt(Value module);
/* The search of importlib's PathFinder, which asks sys.path_hooks: a spec or None; None if
 * importlib is not loaded. 0 on failure. */
Value tp_importlib_find_on_path(Value name, Value path);

#endif
