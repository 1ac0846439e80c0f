/* machine.c -- machine code made in this process: its memory, from making to giving it back.
 *
 * A code object points to its Machine, and so do those nested in it. A frame points to its code
 * object, so code that runs stays; but small functions run without a frame, so what died is given
 * back only when the next is made, and after the finalisers that lead to it have run.
 */
#include "machine.h"

#include <sys/mman.h>

#include "error.h"
#include "shape.h"

/* What is to be given back. */
typedef struct Dead {
    struct Dead *next;
    void *memory;
    size_t size;
} Dead;
static Dead *dead;

static void give_back(void)
{
    for (; dead; dead = dead->next)
        munmap(dead->memory, dead->size);
}

static void machine_died(void *object)
{
    Machine *m = object;
    if (m->compiled)
        tp_caches_unregister(m->compiled->caches);
    Dead *d = tp_heap_alloc(sizeof *d);
    *d = (Dead){dead, m->memory, m->size};
    dead = d;
}

Machine *tp_machine_new(size_t size)
{
    give_back();
    void *memory = mmap(0, size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                        -1, 0);
    if (memory == MAP_FAILED) {
        tp_raise_no_memory();
        return 0;
    }
    Machine *m = tp_heap_value_owner(sizeof *m);
    m->memory = memory;
    m->size = size;
    tp_heap_last_finalizer(m, machine_died);
    return m;
}

void tp_machine_own(Machine *machine, const CompiledModule *compiled)
{
    machine->compiled = compiled;
    machine->values.spans[0].start = compiled->consts;
    machine->values.spans[0].count = (size_t)compiled->nconsts;
    machine->values.spans[1].start = (const Value *)compiled->caches;
    machine->values.spans[1].count = (size_t)compiled->ncaches * sizeof(AttrCache) / sizeof(Value);
}
