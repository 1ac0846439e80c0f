/* build.h -- `taipan build`: a program and all its modules to one executable. */
#ifndef CODEGEN_BUILD_H
#define CODEGEN_BUILD_H

#include <stdbool.h>

typedef struct BuildOptions {
    const char *input;      /* Python source file */
    const char *output;     /* executable; 0: the input's name without .py */
    const char *cc;         /* system C compiler; 0: $CC or "cc" */
    const char *c_directory; /* keep the C files here; 0: a temporary directory, removed */
    int c_optimize;         /* -O level of the C compiler, 0..3 */
    int optimize;           /* Python's -O count */
    int jobs;               /* C compilers at a time; 0: number of processors */
    bool is_static;         /* link libc statically too */
    bool is_verbose;        /* show commands and times */
} BuildOptions;

/* Build. 0 on success. 1 after reporting on stderr, with no output file written; a Python exception
 * (unreadable file, SyntaxError) is left pending with status -1 for the caller to print. */
int build_program(const BuildOptions *options);

/* Directories of the runtime library (libtaipan.a) and of the headers, found from where this
 * executable is: the build tree or an installed PREFIX. 0 when they are nowhere. */
const char *build_library_directory(void);
const char *build_include_directory(void);

#endif
