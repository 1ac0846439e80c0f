/* modules_none.c -- no compiled modules, for programs that do not define their own table. */
#include "runtime/main.h"

const CompiledModule *const tp_linked_modules[] = {0};
