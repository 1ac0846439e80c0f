/* frontend.h -- source text in; code object, or an exception, out.
 *
 * The only header of the front end that the rest includes.
 */
#ifndef FRONTEND_FRONTEND_H
#define FRONTEND_FRONTEND_H

#include <stddef.h>
#include <stdio.h>

#include "runtime/value.h"

enum FrontendMode {
    FRONTEND_EXEC,          /* a module */
    FRONTEND_EVAL,          /* one expression */
    FRONTEND_SINGLE         /* one interactive statement */
};

/* Compile flags, with the numbers of Python's compile(). */
enum FrontendFlag {
    FRONTEND_SOURCE_IS_UTF8 = 0x0100,       /* a str was compiled: coding lines are ignored */
    FRONTEND_SOURCE_IS_FILE = 0x10000,     /* a script: bytes that are no UTF-8 are told by line */
    FRONTEND_DONT_IMPLY_DEDENT = 0x0200,
    FRONTEND_TOP_LEVEL_AWAIT = 0x2000,
    FRONTEND_ALLOW_INCOMPLETE_INPUT = 0x4000,
    FRONTEND_FUTURE_BARRY_AS_BDFL = 0x400000,
    FRONTEND_FUTURE_ANNOTATIONS = 0x1000000
};

/* The Code value of n bytes of source in any encoding (PEP 263), or 0 with the runtime's exception
   set. optimize is 0, 1 (-O) or 2 (-OO). */
Value frontend_compile(const char *source, size_t n, const char *filename, enum FrontendMode mode,
                       int flags, int optimize);

/* The tree of the source as instances of the module _ast's classes, or 0 with an exception; and the
   Code value of such a tree, which is checked first. */
Value frontend_parse(const char *source, size_t n, const char *filename, enum FrontendMode mode,
                     int flags);
Value frontend_compile_python(Value tree, const char *filename, enum FrontendMode mode, int flags,
                              int optimize);

/* Issues a warning of the front end ("SyntaxWarning", "DeprecationWarning"): 0, or -1 with the
   exception pending that the filters made of it. Tests put their own in place. */
extern int (*frontend_warn)(const char *category, const char *message, const char *filename,
                            int lineno);

/* Printing a stage, as `taipan tokens|ast|scopes|dis` do: 0, or -1 with the runtime's exception
   set. The tree is printed as ast.dump(tree, include_attributes=True, indent=2) prints it, the
   tokens as `python3 -m tokenize -e` does, but for blanks at the ends of lines. */
int frontend_print_tokens(FILE *out, const char *source, size_t n, const char *filename);
int frontend_print_ast(FILE *out, const char *source, size_t n, const char *filename);
int frontend_print_scopes(FILE *out, const char *source, size_t n, const char *filename);
int frontend_print_dis(FILE *out, const char *source, size_t n, const char *filename,
                       int optimize);

/* Writes a .pyc file as CPython 3.11 makes it, dated by time and size of its source. 0, or -1 with
   the runtime's exception set; whether the file took it all, ferror() says. */
int frontend_write_pyc(FILE *out, Value code, uint32_t mtime, uint32_t size);

#endif
