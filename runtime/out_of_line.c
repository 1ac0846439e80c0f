/* out_of_line.c -- inline functions as functions to call: plain_fast_add is fast_add.
 *
 * Object files that libtcc made call them. FAST_NAMES has a row FAST(tp_add, fast_add) for each
 * name that fast.h and quick.h define at their ends; make writes it. */
#include "tp.h"

/* taking the address makes the compiler emit the function */
__attribute__((used)) static void *const addresses[] = {
#define FAST(name, fast_name) (void *)fast_name,
#include FAST_NAMES
#undef FAST
};

#define FAST(name, fast_name) \
    __asm__(".globl plain_" #fast_name "\n.set plain_" #fast_name ", " #fast_name);
#include FAST_NAMES
