/* modules_all.c -- the module tables of programs that do not define their own: taipan itself, unit
 * tests. */
#include "runtime/main.h"

#define MODULE(name) extern const ModuleDef tp_mod_##name;
#include "runtime/modules/modules.def"
#undef MODULE

const CompiledModule *const tp_linked_modules[] = {0};

const ModuleDef *const tp_c_modules[] = {
#define MODULE(name) &tp_mod_##name,
#include "runtime/modules/modules.def"
#undef MODULE
    0};
