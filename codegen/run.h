/* run.h -- compile in this process: code objects to machine code in memory, by libtcc. */
#ifndef CODEGEN_RUN_H
#define CODEGEN_RUN_H

/* Give the runtime the front end and this compiler: fills tp_compiler (runtime/code.h). */
void run_install_hooks(void);

#endif
