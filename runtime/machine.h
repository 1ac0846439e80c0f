/* machine.h -- machine code made in this process (machine.c). */
#ifndef TP_MACHINE_H
#define TP_MACHINE_H

#include "code.h"
#include "heap.h"

/* Memory of machine code with its static tables. The collector scans the constants and caches there
 * as long as a code object owns the machine code; then the memory is given back. */
typedef struct Machine {
    ValueOwner values;
    void *memory;          /* may be read, written and run */
    size_t size;
    const CompiledModule *compiled; /* in it; 0 until there is one */
} Machine;

/* Memory of that size: 0 with MemoryError. */
Machine *tp_machine_new(size_t size);
/* The machine code is complete: its tables are owned. */
void tp_machine_own(Machine *machine, const CompiledModule *compiled);

#endif
