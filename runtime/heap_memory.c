/* heap_memory.c -- where the collector's memory comes from: huge pages.
 *
 * The first touch of a page is a fault, and a program that allocates touches pages all the time: on
 * a virtual machine 12 us for each 4 KiB were measured, 130 us for 2 MiB at once, so that faults
 * took a quarter to two thirds of the time of programs like tests/bench/sieve.py. Left to itself
 * the collector maps small pieces, in which the system cannot use huge pages.
 *
 * The collector has no hook for its memory: the linker's --wrap=GC_unix_get_mem puts the function
 * here in the place of its own. Without it, or where the system has no huge pages, all works as
 * well, slower.
 */
#include <stdint.h>
#include <sys/mman.h>

#include "heap.h"

#define PAGE ((size_t)1 << 12)
#define HUGE_PAGE ((size_t)1 << 21)

/* Only address space until it is touched. A small process stays within the first span, so it is no
 * larger than one of CPython. */
#define FIRST_SPAN (2 * HUGE_PAGE)
#define SPAN (32 * HUGE_PAGE)

/* Smaller pieces than this, tables of the collector, are not worth a huge page of their own. */
#define SMALL (HUGE_PAGE / 2)

/* What is left of the span mapped last. Of the first one, tables are taken from the start and the
 * heap from the end, so that a program that allocates little touches only the first huge page. */
static char *span;
static size_t left;
static bool has_spans;

static size_t round_up(size_t size, size_t unit)
{
    return (size + unit - 1) & ~(unit - 1);
}

static void *map(size_t size)
{
    void *memory = mmap(0, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? 0 : memory;
}

void *tp_heap_map(size_t size)
{
    char *memory = map(size + HUGE_PAGE);
    if (memory) {
        memory = (char *)round_up((uintptr_t)memory, HUGE_PAGE);
        madvise(memory, size, MADV_HUGEPAGE);
    }
    return memory;
}

static bool map_span(size_t size)
{
    char *start = tp_heap_map(size);
    if (start) {
        span = start;
        left = size;
    }
    return start;
}

void tp_heap_memory_init(void)
{
    extern char __data_start, _edata;
    map_span(FIRST_SPAN);
    /* Static data is written to when the types are made; its pages at once are cheaper. */
    char *start = (char *)((uintptr_t)&__data_start & ~(PAGE - 1));
    madvise(start, (size_t)(&_edata - start), MADV_POPULATE_WRITE);
}

void *__wrap_GC_unix_get_mem(size_t size)
{
    if (size > SIZE_MAX / 2)
        return 0;
    size = round_up(size, PAGE);
    if (size > left) {
        if (size < SMALL || !map_span(round_up(size > SPAN ? size : SPAN, HUGE_PAGE)))
            return map(size);
        has_spans = true;
    }
    left -= size;
    if (size >= SMALL && !has_spans)
        return span + left;
    span += size;
    return span - size;
}
