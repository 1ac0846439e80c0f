/* main.h -- running a program: what taipan.c and the main file of a built executable call. */
#ifndef TP_MAIN_H
#define TP_MAIN_H

#include "func.h"

/* The modules of this executable, each table ending with 0: compiled Python ones, and those in C
 * (builtins and sys are always there). A program that does not define them itself gets no compiled
 * modules (modules_none.c) and every one in C (modules_all.c). */
extern const CompiledModule *const tp_linked_modules[];
extern const ModuleDef *const tp_c_modules[];

/* sys.argv, and sys.path[0] ("" for the directory that is current when importing; 0: leave sys.path
 * as it is). Call once, inside tp_run. */
void tp_main_set_argv(int argc, char **argv, const char *path0);
/* Run prepared code as the module __main__, whose __file__ is `file` (or 0); reports an uncaught
 * exception. Gives the exit status. */
int tp_main_run(Code *code, const char *file);
/* The same for `-m name`. */
int tp_main_run_module(const char *name);
/* The whole main() of a built executable: runs the linked module __main__. */
int tp_program_main(int argc, char **argv);
/* codegen/run.c: installs the compiler in an executable that it is linked into. */
void run_install_hooks(void);

#endif
