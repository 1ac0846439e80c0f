/* modules_all.c -- all modules written in C, for programs that do not define their own table:
 * taipan itself, executables with the compiler linked in (which may import anything), unit tests.
 */
#include "runtime/main.h"

#define MODULE(name) extern const ModuleDef tp_mod_##name;
#include "runtime/modules/modules.def"
#undef MODULE

const ModuleDef *const tp_c_modules[] = {
#define MODULE(name) &tp_mod_##name,
#include "runtime/modules/modules.def"
#undef MODULE
    0};
