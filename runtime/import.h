/* import.h -- finding and loading modules (import.c, module.c). */
#ifndef TP_IMPORT_H
#define TP_IMPORT_H

#include "func.h"

/* Where Debian's libpython3.11-stdlib is. */
extern const char tp_stdlib_directory[];

/* A module written in C, linked in; 0 if there is none of that name. */
const ModuleDef *tp_c_module_find(const char *name);
/* C name of its ModuleDef: "tp_mod_NAME". Static buffer. */
const char *tp_c_module_symbol(const char *name);
/* Make it (or give the one in sys.modules). 0 on failure. */
Value tp_c_module_load(const ModuleDef *def);
/* A compiled module linked into this executable, or 0. */
const CompiledModule *tp_linked_module_find(const char *name);

/* Run a module's code (bound to machine code) in module's namespace: 0, or -1. */
int tp_module_exec(Value module, Code *code);
/* Set __file__, __package__, __path__, __spec__ and so on. path: directory of a package, or 0. */
int tp_module_set_origin(Value module, Value name, const char *file, const char *path);

/* Where a module's source is. */
typedef struct SourceFile {
    const char *path;      /* collected memory; 0: only directories of a namespace package */
    bool is_package;
    Value portions;        /* list of those directories, or 0 */
} SourceFile;
/* Look for the module called `tail` (the last part of its name) in a list of directories: 1 found,
 * 0 not (portions may be set), -1 exception. */
int tp_import_locate(const char *tail, Value directories, SourceFile *found);
/* The code of a source file made runnable as module `name`; 0 on failure. */
Code *tp_import_compile(Value name, const char *path);

#endif
