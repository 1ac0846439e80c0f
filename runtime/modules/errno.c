/* errno.c -- the module errno: names of error numbers, and errorcode from number to name. */
#include <errno.h>

#include "runtime/dict.h"
#include "runtime/func.h"
#include "runtime/int.h"

static const struct Error {
    const char *name;
    int number;
} errors[] = {
#define ERROR(name) {#name, name},
#include "errno.def"
};

static int errno_init(Value module)
{
    Dict *codes = tp_dict_new();
    if (tp_module_add(module, "errorcode", tp_ref(codes)) < 0)
        return -1;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        Value number = tp_int(errors[i].number);
        /* of two names for one number the later one is the one shown */
        if (tp_module_add(module, errors[i].name, number) < 0 ||
            tp_dict_set(codes, number, tp_intern_cstr(errors[i].name)) < 0)
            return -1;
    }
    return 0;
}

const ModuleDef tp_mod_errno = {
    "errno", 0, errno_init,
    "This module makes available standard errno system symbols.\n\nThe value of each symbol is the "
    "corresponding integer value,\ne.g., on most systems, errno.ENOENT equals the integer 2."};
