/* heap.h -- allocation and collection: the only door to the collector.
 *
 * Everything allocated here is 16-byte aligned, zeroed unless said otherwise, and freed when no
 * longer reachable from the C stack, registers, static data, or other scanned objects. Running out
 * of memory raises MemoryError where the function says it can fail; the small-object allocators
 * abort the process with a message instead, as nothing useful could be done.
 */
#ifndef TP_HEAP_H
#define TP_HEAP_H

#include "object.h"

void tp_heap_init(void);

/* Call before the collector starts. */
void tp_heap_memory_init(void);

/* Zeroed memory that is not the collector's, in huge pages where there are any: size is a multiple
 * of 2 MiB. It is never given back. 0 when there is none. */
void *tp_heap_map(size_t size);

/* What the collector calls for memory, put there by the linker: size zeroed bytes, aligned to a
 * page, or 0. */
void *__wrap_GC_unix_get_mem(size_t size);

/* The program runs on another stack, which grows down from `bottom`. Call before tp_heap_init. */
void tp_heap_set_stack(void *bottom);

/* Small scanned objects come from lists of free ones, one list for each 16 bytes of size up to
 * TP_HEAP_SMALL; the collector empties the lists when it starts. */
enum { TP_HEAP_SMALL = 512 };
extern void *tp_heap_lists[TP_HEAP_SMALL / 16 + 1];
void *tp_heap_refill(size_t list);

/* In a debug build: a collection at each allocation whose number TP_GC_STRESS divides. */
#ifdef TP_DEBUG
void tp_heap_stress(void);
#else
static inline void tp_heap_stress(void)
{
}
#endif

/* size bytes, scanned for Values and pointers. Aborts when memory is out. */
void *tp_heap_alloc(size_t size);

/* The same for 0 < size <= TP_HEAP_SMALL, a few instructions long. */
static inline void *tp_heap_small(size_t size)
{
    tp_heap_stress();
    size_t list = (size + 15) >> 4;
    void **object = (void **)tp_heap_lists[list];
    if (!object)
        return tp_heap_refill(list);
    tp_heap_lists[list] = *object;
    *object = 0;
    return object;
}

/* Give back an object of tp_heap_small of that size, which nothing points to any more. */
void tp_heap_small_reuse(void *object, size_t size);

/* As tp_heap_alloc, but never scanned: for bytes, characters, limbs, doubles. Contents NOT
 * zeroed. */
void *tp_heap_alloc_atomic(size_t size);

/* The same for 0 < size <= TP_HEAP_SMALL, a few instructions long; not zeroed either. */
extern void *tp_heap_atomic_lists[TP_HEAP_SMALL / 16 + 1];
void *tp_heap_refill_atomic(size_t list);
static inline void *tp_heap_small_atomic(size_t size)
{
    tp_heap_stress();
    size_t list = (size + 15) >> 4;
    void **object = (void **)tp_heap_atomic_lists[list];
    if (!object)
        return tp_heap_refill_atomic(list);
    tp_heap_atomic_lists[list] = *object;
    return object;
}

/* Give back at once an object of tp_heap_alloc_atomic or tp_heap_try_alloc_atomic of that size (as
 * it was asked for), which nothing points to any more. */
void tp_heap_reuse(void *object, size_t size);

/* Large buffers: as above, but 0 with MemoryError pending when the machine has not that much memory
 * at all, or memory is out. */
void *tp_heap_try_alloc(size_t size);
void *tp_heap_try_alloc_atomic(size_t size);

/* Resize a buffer of either kind, keeping its kind and contents; 0 with MemoryError. */
void *tp_heap_realloc(void *old, size_t size);

/* Give back a buffer that nothing points to any more: optional, saves a collection. */
void tp_heap_free(void *buffer);

/* count * size + extra, checked: 0 with MemoryError pending on overflow, which the caller must look
 * for, as memory of no bytes can be had. */
size_t tp_size(size_t count, size_t size, size_t extra);

/* A new object of type->basic_size + extra bytes with its type set, scanned. */
void *tp_heap_object(Type *type, size_t extra);
/* The same, not scanned; zeroed up to basic_size. */
void *tp_heap_object_atomic(Type *type, size_t extra);

/* An object that owns values elsewhere: what they point to lives as long as it does. */
typedef struct ValueOwner {
    struct {
        const Value *start; /* words that are no pointer to an object are passed over */
        size_t count;
    } spans[2];
} ValueOwner;
/* A new object of that size, zeroed, that begins with a ValueOwner and is not scanned behind it. */
void *tp_heap_value_owner(size_t size);
/* `mark` is called by each collection, and calls tp_heap_scan for memory that holds values and is
 * not the collector's. One such function can be set. */
void tp_heap_on_mark(void (*mark)(void));
void tp_heap_scan(void *start, void *end);

/* Ends the process: no memory of that size. */
_Noreturn void tp_heap_die(size_t size);

/* Static memory that points to objects without keeping them alive: every collection zeroes it. */
void tp_heap_forget(void *start, size_t size);

/* Run run(object) after object becomes unreachable, perhaps before finalisers of others that refer
 * to it; run 0 takes it back. */
void tp_heap_finalizer(void *object, void (*run)(void *object));

/* The same for what other finalisers may still use: run is called when none of them that is to run
 * leads to object. */
void tp_heap_last_finalizer(void *object, void (*run)(void *object));
/* The same for what programs see: __del__, the `finally` of a generator. These are run at the end
 * of the program, too, where the others must not be: what they close may still be used. */
void tp_heap_exit_finalizer(void *object, void (*run)(void *object));
/* The same for files that are left open: they come behind all those that lead to them, and at the
 * end of the program behind all. */
void tp_heap_file_finalizer(void *file, void (*run)(void *file));
/* Run that finaliser of object now, if it has one, and never again. */
void tp_heap_finalize(void *object);
/* The end of the program: run all finalisers of these two kinds; no others from now on. */
void tp_heap_finalize_all(void);

/* Run this with the finalisers after each collection. */
void tp_heap_after_collection(void (*run)(void));

/* Weak pointer: *link (in atomic memory) becomes 0 when object dies. */
void tp_heap_weak_link(void **link, void *object);
void tp_heap_weak_unlink(void **link);

/* Zero what calls that are over have left on the stack, below the caller's frame: the frames of the
 * next calls will lie there, and what they do not fill would keep objects alive. */
void tp_heap_clear_stack(void);

/* Full collection, then every finaliser that is due; returns how many finalisers ran. */
int64_t tp_heap_collect(void);
/* The same, but no Python code runs: what would run some waits for the next tp_poll. */
void tp_heap_collect_quietly(void);
/* Run due finalisers (called from tp_poll). */
int64_t tp_heap_run_finalizers(void);
/* gc.disable() and gc.enable(); memory is still collected when it would grow very large. */
void tp_heap_set_enabled(bool enabled);

size_t tp_heap_size(void);

#endif
