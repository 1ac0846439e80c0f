/* libm.c -- libm, loaded when it is first needed. */
#include "runtime/libm.h"

#include <dlfcn.h>
#include <gnu/lib-names.h>
#include <stdio.h>
#include <stdlib.h>

static void load(void)
{
    void *library = dlopen(LIBM_SO, RTLD_NOW);
    if (!library) {
        fprintf(stderr, "taipan: %s\n", dlerror());
        abort();
    }
#define LIBM(name, params, args) *(void **)&tp_libm.name = dlsym(library, #name);
#include "libm.def"
#undef LIBM
}

#define LIBM(name, params, args)      \
    static double first_##name params \
    {                                 \
        load();                       \
        return tp_libm.name args;     \
    }
#include "libm.def"
#undef LIBM

Libm tp_libm = {
#define LIBM(name, params, args) first_##name,
#include "libm.def"
#undef LIBM
};
