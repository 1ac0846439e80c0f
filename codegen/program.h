/* program.h -- which modules a program needs, found from the import statements in code objects. */
#ifndef CODEGEN_PROGRAM_H
#define CODEGEN_PROGRAM_H

#include <stdbool.h>

#include "runtime/code.h"

/* One module of the program: compiled from source, or written in C inside the runtime. */
typedef struct ProgramModule {
    const char *name;       /* dotted; "__main__" for the first */
    const char *path;       /* source file; 0 for a module written in C */
    const char *source;     /* its bytes, for line comments in the C */
    size_t source_size;
    bool is_package;
    bool is_stdlib;         /* found in the installed standard library */
    Code *code;             /* 0 for a module written in C */
} ProgramModule;

typedef struct Program {
    ProgramModule *modules; /* the main module first, then in the order they were found */
    int nmodules, capacity;
    bool needs_compiler;    /* names exec, eval, compile or __import__: the compiler is linked in */
    const char **encodings; /* modules of encodings it names, wanted if not built in or looked up */
    int nencodings;
} Program;

/* Compile main_path and, transitively, what it imports. 0, or -1 with an exception pending (a file
 * that can't be read, a syntax error). Imports that name no module that can be found are left to
 * fail at run time, as in CPython. Collected memory. */
int program_load(Program *program, const char *main_path, int optimize);

/* The bytes of a file and a zero, in collected memory; *n without the zero. 0 with OSError or
 * MemoryError pending. */
char *program_read_file(const char *path, size_t *n);

#endif
