/* heap.c -- allocation and collection, on the Boehm-Demers-Weiser collector.
 *
 * Pointers inside the heap count only when they point to the start of an object or to the items of
 * a tuple (pointers from the stack may point anywhere into it), so a 16-byte object costs 16 bytes.
 *
 * Small objects are popped from free lists kept here, filled a page at a time. The collector knows
 * nothing of these lists: they are emptied when a collection starts, and what was on them is swept
 * with the garbage. The same holds for the lists of pointer-free objects.
 *
 * Pointer-free objects that were given back wait on these lists too; the larger ones, which the
 * collector is slow to make, in a few places of their own.
 *
 * Finalisers are queued by the collector and run by tp_heap_run_finalizers, at a moment when Python
 * code may run: the collector sets tp_state.poll.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>

#define GC_THREADS
#define GC_NO_THREAD_REDIRECTS
#include <gc/gc.h>
#include <gc/gc_inline.h>
#include <gc/gc_mark.h>
#include <gc/javaxfc.h>

#include "error.h"
#include "heap.h"
#include "list.h"
#include "str.h"

void *tp_heap_lists[TP_HEAP_SMALL / 16 + 1];
void *tp_heap_atomic_lists[TP_HEAP_SMALL / 16 + 1];

/* Large pointer-free objects that were given back. */
enum { SPARES = 8 };
static struct Spare {
    void *object;
    size_t size;
} spares[SPARES];

static struct Forgotten {
    void *start;
    size_t size;
} forgotten[8];
static int nforgotten;

/* From this size on a request is refused without asking the system, which may promise memory that
 * is not there, and end the process when it is used. As malloc does on Linux by default: the size
 * of all memory there is. */
static size_t absurd_size;

static void find_absurd_size(void)
{
    struct sysinfo info;
    absurd_size = (size_t)1 << 46;
    if (sysinfo(&info) == 0)
        absurd_size = ((size_t)info.totalram + info.totalswap) * info.mem_unit;
}

void tp_heap_die(size_t size)
{
    fprintf(stderr, "taipan: out of memory (%zu bytes wanted)\n", size);
    abort();
}

static void (*after_collection)(void);
static bool has_collected;

static void GC_CALLBACK collection_event(GC_EventType event)
{
    if (event == GC_EVENT_END && after_collection) {
        has_collected = true;
        tp_poll_soon();
    }
    if (event == GC_EVENT_START) {
        memset(tp_heap_lists, 0, sizeof tp_heap_lists);
        memset(tp_heap_atomic_lists, 0, sizeof tp_heap_atomic_lists);
        memset(spares, 0, sizeof spares);
        for (int i = 0; i < nforgotten; i++)
            memset(forgotten[i].start, 0, forgotten[i].size);
    }
}

static void GC_CALLBACK finalizers_due(void)
{
    tp_poll_soon();
}

static void *stack_bottom;

void tp_heap_set_stack(void *bottom)
{
    stack_bottom = bottom;
}

/* Programs with little live data stay within this: it is collected when it is used up. With it a
 * process is no larger than one of CPython is from the start. With the collector's own tables it
 * makes the two huge pages that heap_memory.c has for it. */
enum { FIRST_HEAP = 27 << 17 };

void tp_heap_init(void)
{
    tp_heap_memory_init();
    find_absurd_size();
    GC_set_all_interior_pointers(0);
    GC_set_finalize_on_demand(1);
    GC_set_java_finalization(1);
    GC_set_finalizer_notifier(finalizers_due);
    GC_set_no_dls(1); /* looking for libc's data, which holds no objects, costs 0.3 ms each time */
    GC_set_dont_precollect(1);
    GC_set_warn_proc(GC_ignore_warn_proc);
    GC_set_handle_fork(1);
    GC_set_markers_count(1);
    GC_set_free_space_divisor(2);
    /* Half of it, as large objects find no place in what is scattered: the heap would grow. */
    GC_set_min_bytes_allocd(FIRST_HEAP >> 1);
    if (stack_bottom) { /* before the collector would read /proc/self/maps for it */
        struct GC_stack_base base = {stack_bottom};
        GC_set_stackbottom(0, &base);
    }
    GC_INIT();
    extern char __data_start, _end;
    GC_add_roots(&__data_start, &_end);
    GC_register_displacement(offsetof(Tuple, items)); /* Function.closure: the items of a tuple */
    GC_register_displacement(offsetof(Bytes, owner)); /* file names: the bytes of tp_fsencode */
    GC_expand_hp(FIRST_HEAP);
    GC_set_on_collection_event(collection_event);
}

#ifdef TP_DEBUG
void tp_heap_stress(void)
{
    static long interval = -1, allocations;
    if (interval < 0) {
        const char *text = getenv("TP_GC_STRESS");
        interval = text ? atol(text) : 0;
    }
    if (interval > 0 && ++allocations % interval == 0)
        GC_gcollect();
}
#endif

void *tp_heap_refill(size_t list)
{
    void *first = 0;
    GC_generic_malloc_many(list << 4, GC_I_NORMAL, &first);
    if (!first)
        tp_heap_die(list << 4);
    void **object = first;
    tp_heap_lists[list] = *object;
    *object = 0;
    return object;
}

void tp_heap_small_reuse(void *object, size_t size)
{
    size_t list = (size + 15) >> 4;
    memset(object, 0, size);
    *(void **)object = tp_heap_lists[list];
    tp_heap_lists[list] = object;
}

/* The list of size 0 is no list. */
static inline size_t at_least_one(size_t size)
{
    return size ? size : 1;
}

void *tp_heap_alloc(size_t size)
{
    if (size <= TP_HEAP_SMALL)
        return tp_heap_small(at_least_one(size));
    tp_heap_stress();
    void *p = GC_malloc(size);
    if (!p)
        tp_heap_die(size);
    return p;
}

void *tp_heap_refill_atomic(size_t list)
{
    /* Objects between here and the list are unmarked garbage to a collection; none can happen. */
    void *first = 0;
    GC_generic_malloc_many(list << 4, GC_I_PTRFREE, &first);
    if (!first)
        tp_heap_die(list << 4);
    tp_heap_atomic_lists[list] = *(void **)first;
    return first;
}

static void *large_atomic(size_t size)
{
    tp_heap_stress();
    for (int i = 0; i < SPARES; i++) {
        if (spares[i].size >= size && spares[i].size - size <= size / 8) {
            spares[i].size = 0;
            return spares[i].object;
        }
    }
    return GC_malloc_atomic(size);
}

void tp_heap_reuse(void *object, size_t size)
{
    if (size <= TP_HEAP_SMALL) {
        size_t list = (at_least_one(size) + 15) >> 4;
        *(void **)object = tp_heap_atomic_lists[list];
        tp_heap_atomic_lists[list] = object;
        return;
    }
    static int turn;
    struct Spare *spare = &spares[turn++ % SPARES];
    if (spare->size)
        GC_free(spare->object);
    *spare = (struct Spare){object, size};
}

void *tp_heap_alloc_atomic(size_t size)
{
    if (size <= TP_HEAP_SMALL)
        return tp_heap_small_atomic(at_least_one(size));
    void *p = large_atomic(size);
    if (!p)
        tp_heap_die(size);
    return p;
}

void *tp_heap_try_alloc(size_t size)
{
    if (size <= TP_HEAP_SMALL)
        return tp_heap_small(at_least_one(size));
    tp_heap_stress();
    void *p = size < absurd_size ? GC_malloc(size) : 0;
    if (!p)
        tp_raise_no_memory();
    return p;
}

void *tp_heap_try_alloc_atomic(size_t size)
{
    if (size <= TP_HEAP_SMALL)
        return tp_heap_alloc_atomic(size);
    void *p = size < absurd_size ? large_atomic(size) : 0;
    if (!p)
        tp_raise_no_memory();
    return p;
}

void *tp_heap_realloc(void *old, size_t size)
{
    void *p = size < absurd_size ? GC_realloc(old, at_least_one(size)) : 0;
    if (!p)
        tp_raise_no_memory();
    return p;
}

void tp_heap_free(void *buffer)
{
    GC_free(buffer);
}

size_t tp_size(size_t count, size_t size, size_t extra)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total) ||
        __builtin_add_overflow(total, extra, &total) || total >= absurd_size) {
        tp_raise_no_memory();
        return 0;
    }
    return total;
}

void *tp_heap_object(Type *type, size_t extra)
{
    Object *object = tp_heap_alloc(type->basic_size + extra);
    object->type = type;
    if (type->flags & TYPE_HAS_DEL)
        tp_type_arm_finalizer(tp_ref(object));
    return object;
}

void *tp_heap_object_atomic(Type *type, size_t extra)
{
    Object *object = tp_heap_alloc_atomic(type->basic_size + extra);
    memset(object, 0, type->basic_size);
    object->type = type;
    return object;
}

/* Called by a collection for a ValueOwner; also for places where none has been made yet, whose
 * counts are 0. */
static struct GC_ms_entry *mark_spans(GC_word *object, struct GC_ms_entry *top,
                                      struct GC_ms_entry *limit, GC_word unused)
{
    (void)unused;
    const ValueOwner *owner = (const ValueOwner *)object;
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < owner->spans[k].count; i++) {
            const Value *v = &owner->spans[k].start[i];
            if (tp_is_ptr(*v))
                top = GC_MARK_AND_PUSH((void *)*v, top, limit, (void **)v);
        }
    return top;
}

void *tp_heap_value_owner(size_t size)
{
    static unsigned kind; /* the collector's own kinds come before */
    if (!kind)
        kind = GC_new_kind(GC_new_free_list(), GC_MAKE_PROC(GC_new_proc(mark_spans), 0), 0, 1);
    void *owner = GC_generic_malloc(size, (int)kind);
    if (!owner)
        tp_heap_die(size);
    return owner;
}

void tp_heap_forget(void *start, size_t size)
{
    assert(nforgotten < (int)(sizeof forgotten / sizeof *forgotten));
    forgotten[nforgotten++] = (struct Forgotten){start, size};
    GC_exclude_static_roots(start, (char *)start + size);
}

static void (*mark_others)(void);
static GC_push_other_roots_proc push_stacks;

static void GC_CALLBACK push_others(void)
{
    if (push_stacks)
        push_stacks();
    mark_others();
}

void tp_heap_on_mark(void (*mark)(void))
{
    if (!mark_others) {
        push_stacks = GC_get_push_other_roots();
        GC_set_push_other_roots(push_others);
    }
    mark_others = mark;
}

void tp_heap_scan(void *start, void *end)
{
    GC_push_all_eager(start, end); /* the other one aborts where there are thousands of ranges */
}

static bool is_ending, is_running;
/* Finalisers that may still be asked for when the program is ending: one that makes another object
 * of its kind must not keep it from its end. */
static int late = 10000;

static void run_finalizer(void *object, void *run)
{
    if (!is_ending)
        ((void (*)(void *))run)(object);
}

/* Finalisers that are due but have to wait: those of files that are left open for the end of the
 * program, those that may run Python code for the end of a quiet collection. */
typedef struct Waiting {
    struct Waiting *next;
    void *object;
    void (*run)(void *object);
} Waiting;
static Waiting *open_files, *put_off;
static bool is_quiet;

static void delay(Waiting **list, void *object, void *run)
{
    Waiting *waiting = tp_heap_alloc(sizeof *waiting);
    *waiting = (Waiting){*list, object, (void (*)(void *))run};
    *list = waiting;
}

static int64_t run_waiting(Waiting **list)
{
    int64_t n = 0;
    for (Waiting *first; (first = *list); n++) {
        *list = first->next;
        first->run(first->object);
    }
    return n;
}

static void run_exit_finalizer(void *object, void *run)
{
    if (is_quiet)
        delay(&put_off, object, run);
    else
        ((void (*)(void *))run)(object);
}

static void run_file_finalizer(void *file, void *close)
{
    if (is_ending)
        delay(&open_files, file, close);
    else
        run_exit_finalizer(file, close);
}

void tp_heap_finalizer(void *object, void (*run)(void *object))
{
    if (run)
        GC_register_finalizer_no_order(object, run_finalizer, (void *)run, 0, 0);
    else
        GC_register_finalizer_no_order(object, 0, 0, 0, 0);
}

void tp_heap_last_finalizer(void *object, void (*run)(void *object))
{
    GC_register_finalizer_unreachable(object, run_finalizer, (void *)run, 0, 0);
}

void tp_heap_exit_finalizer(void *object, void (*run)(void *object))
{
    if (!is_ending || late-- > 0)
        GC_register_finalizer_no_order(object, run_exit_finalizer, (void *)run, 0, 0);
}

void tp_heap_file_finalizer(void *file, void (*run)(void *file))
{
    if (!is_ending || late-- > 0)
        GC_register_finalizer_unreachable(file, run_file_finalizer, (void *)run, 0, 0);
}

void tp_heap_finalize(void *object)
{
    GC_finalization_proc finalizer = 0;
    void *data = 0;
    if (GC_base(object))
        GC_register_finalizer_no_order(object, 0, 0, &finalizer, &data);
    if (finalizer == run_exit_finalizer || finalizer == run_file_finalizer)
        finalizer(object, data);
    else if (finalizer)
        GC_register_finalizer_no_order(object, finalizer, data, 0, 0);
}

void tp_heap_finalize_all(void)
{
    is_ending = is_running = true;
    run_waiting(&put_off);
    GC_finalize_all();
    run_waiting(&open_files);
}

void tp_heap_after_collection(void (*run)(void))
{
    after_collection = run;
}

void tp_heap_weak_link(void **link, void *object)
{
    *link = object;
    /* A static object never dies. */
    if (GC_base(object) && GC_general_register_disappearing_link(link, object) == GC_NO_MEMORY)
        tp_heap_die(sizeof *link);
}

void tp_heap_weak_unlink(void **link)
{
    GC_unregister_disappearing_link(link);
    *link = 0;
}

int64_t tp_heap_run_finalizers(void)
{
    if (is_running)
        return 0;
    is_running = true;
    int64_t n = GC_invoke_finalizers();
    if (!is_quiet)
        n += run_waiting(&put_off);
    if (has_collected && !is_quiet) {
        has_collected = false;
        after_collection();
    }
    is_running = false;
    return n;
}

__attribute__((noinline)) void tp_heap_clear_stack(void)
{
    char dead[4096];
    memset(dead, 0, sizeof dead);
    __asm__ volatile("" : : "r"(dead) : "memory");
}

int64_t tp_heap_collect(void)
{
    int64_t total = 0;
    for (int round = 0; round < 8; round++) {
        tp_heap_clear_stack(); /* the collector's frames have large places that they do not fill */
        GC_gcollect();
        int64_t n = tp_heap_run_finalizers();
        total += n;
        if (n == 0)
            break;
    }
    return total;
}

void tp_heap_collect_quietly(void)
{
    is_quiet = true;
    tp_heap_collect();
    is_quiet = false;
    tp_poll_soon();
}

void tp_heap_set_enabled(bool enabled)
{
    GC_set_free_space_divisor(enabled ? 2 : 1);
}

size_t tp_heap_size(void)
{
    return GC_get_heap_size();
}
