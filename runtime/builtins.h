/* builtins.h -- what the files of the builtins module share. */
#ifndef TP_BUILTINS_H
#define TP_BUILTINS_H

#include "func.h"

extern Value tp_builtins_module;

/* Tables of functions, each ending with METHOD_END. */
extern const MethodDef tp_eval_functions[];     /* builtins_eval.c */
extern const MethodDef tp_print_functions[];    /* builtins_print.c */

/* Positional arguments only, at least min and at most max: 0, or -1 with CPython's TypeError. */
int tp_check_positional(const char *name, int nargs, Tuple *kwnames, int min, int max);

/* Where names that a namespace lacks are looked up: what its __builtins__ names. The same of a
 * function's globals and of a cell's. */
Dict *tp_builtins_of(Dict *globals);
/* What that dict stands for: another object if __builtins__ is no exact dict, whose items are to be
 * asked for. */
Value tp_builtins_object(Dict *globals, Dict *builtins);
Dict *tp_function_builtins(Function *f);
Dict *tp_cell_builtins(const GlobalCell *cell);

/* iter(callable, sentinel): calls it until the result equals sentinel. */
Value tp_callable_iterator_new(Value callable, Value sentinel);

/* sys.NAME, or 0 without exception. */
Value tp_sys_get(Value name);
/* The same; 0 with the AttributeError if it has been deleted. */
Value tp_sys_attribute(Value name);

#endif
