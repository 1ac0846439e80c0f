/* run.h -- compile in this process: code objects to machine code in memory, by libtcc. */
#ifndef CODEGEN_RUN_H
#define CODEGEN_RUN_H

#include <stddef.h>

/* Give the runtime the front end and this compiler: fills tp_compiler (runtime/code.h). */
void run_install_hooks(void);
/* Compile emitted C, n bytes, by libtcc into an object file. -1 with an exception pending. */
int run_write_object(const char *text, size_t n, const char *path);

#endif
