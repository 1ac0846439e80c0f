/* heap.h -- allocation and collection: the only door to the collector.
 *
 * Everything allocated here is zeroed, 16-byte aligned, and freed when no longer reachable from
 * the C stack, registers, static data, or other scanned objects. Running out of memory raises
 * MemoryError where the function says it can fail; the small-object allocators abort the process
 * with a message instead, as nothing useful could be done.
 */
#ifndef TP_HEAP_H
#define TP_HEAP_H

#include "object.h"

void tp_heap_init(void);

/* The program runs on another stack, which grows down from `bottom`. Call before tp_heap_init. */
void tp_heap_set_stack(void *bottom);

/* size bytes, scanned for Values and pointers. Aborts when memory is out. */
void *tp_heap_alloc(size_t size);

/* The same, never scanned: for bytes, characters, limbs, doubles. Contents NOT zeroed. */
void *tp_heap_alloc_atomic(size_t size);

/* Large buffers: as above, but 0 with MemoryError pending when size is absurd or memory is out. */
void *tp_heap_try_alloc(size_t size);
void *tp_heap_try_alloc_atomic(size_t size);

/* Resize a buffer of either kind, keeping its kind and contents; 0 with MemoryError. */
void *tp_heap_realloc(void *old, size_t size);

/* count * size + extra, checked: 0 on overflow with MemoryError pending (so a size of 0 fails). */
size_t tp_size(size_t count, size_t size, size_t extra);

/* A new object of type->basic_size + extra bytes with its type set, scanned. */
void *tp_heap_object(Type *type, size_t extra);
void *tp_heap_object_atomic(Type *type, size_t extra);

/* Memory that holds Values but is not allocated here (tables of libtcc's code): make it a root. */
void tp_heap_add_root(void *start, size_t size);

/* Run del(object) after object becomes unreachable. */
void tp_heap_finalizer(void *object, void (*run)(void *object));

/* Weak pointer: *link (in atomic memory) becomes 0 when object dies. */
void tp_heap_weak_link(void **link, void *object);
void tp_heap_weak_unlink(void **link);

/* Full collection, then every finaliser that is due; returns how many finalisers ran. */
int64_t tp_heap_collect(void);
/* Run due finalisers (called from tp_poll). */
int64_t tp_heap_run_finalizers(void);

size_t tp_heap_size(void);

#endif
