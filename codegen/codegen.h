/* codegen.h -- a code object in, C text out. The only header of codegen that drivers include.
 *
 *     code object ─ cfg.c ─ lower_*.c ─ live.c ─ infer.c ─ emit_*.c ─ C text
 *
 * Start at codegen_module in emit_module.c.
 */
#ifndef CODEGEN_CODEGEN_H
#define CODEGEN_CODEGEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "runtime/code.h"

typedef struct CodegenOptions {
    const char *module_name;  /* dotted; 0: code of exec or eval, which may run in any namespace */
    bool is_package;
    bool with_constants;      /* emit the code object as packed data; else it is in memory */
    const char *source;       /* text of the module for line comments, or 0 */
    size_t source_size;
} CodegenOptions;

/* The C text of a module's (or exec's) code object, with all code objects in it. New (malloc), *n
 * bytes and a zero. 0 with an exception pending if its constants can't be marshalled or memory is
 * out. *effort, if asked for, is what it costs a C compiler that optimises, in instructions of the
 * intermediate form. */
char *codegen_module(Code *module, const CodegenOptions *options, size_t *n, int *effort);

/* The name of the CompiledModule that the text defines: tp_compiled_pkg_mod. Collected memory. */
const char *codegen_module_symbol(const char *module_name);

/* `taipan ir FILE`: print the intermediate form of all functions. */
void codegen_print_ir(FILE *out, Code *module, const CodegenOptions *options);

#endif
