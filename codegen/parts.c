/* parts.c -- long functions cut into several C functions: where, and what they share. */
#include "parts.h"


#include "runtime/code.h"
#include "runtime/heap.h"

#ifdef TP_DEBUG
enum { LONG = 60, PART = 20 };
#else
enum {
    LONG = 3000,            /* instructions of a function that is cut */
    PART = 600              /* of a part, about */
};
#endif

static int length_of(const Block *block)
{
    int n = 0;
    for (int i = 0; i < block->ninsns && block->is_reachable; i++)
        n += !block->insns[i].is_dead;
    return n;
}

static bool has_loop(const Fn *fn, int first, int end)
{
    for (int b = first; b < end; b++)
        if (fn->blocks[b].is_loop)
            return true;
    return false;
}

/* By block: the number of loops that would be cut in two before it. */
static int *loops_across(const Fn *fn)
{
    int *across = tp_heap_alloc(((size_t)fn->nblocks + 2) * sizeof *across);
    for (int b = 0; b < fn->nblocks; b++) {
        const Block *block = &fn->blocks[b];
        int to[2] = {block->next, block->jump};
        for (int k = 0; k < 2 && block->is_reachable; k++)
            if (to[k] >= 0 && to[k] <= b) {
                across[to[k] + 1]++;
                across[b + 1]--;
            }
    }
    for (int b = 1; b <= fn->nblocks; b++)
        across[b] += across[b - 1];
    return across;
}

/* The block before which the part that begins with `first` ends: when the part is long enough, but
 * rather outside of loops. */
static int end_of_part(const Fn *fn, int first, const int *across)
{
    int n = 0, best = -1;
    for (int b = first; b < fn->nblocks; b++) {
        n += length_of(&fn->blocks[b]);
        if (n > PART && b > first)
            return best < 0 ? b : best;
        if (n > PART / 2 && (best < 0 || across[b + 1] <= across[best]))
            best = b + 1;
    }
    return fn->nblocks;
}

static void find_parts(Fn *fn, Parts *parts)
{
    const int *across = loops_across(fn);
    parts->first = tp_heap_alloc_atomic(((size_t)fn->nblocks + 1) * sizeof *parts->first);
    parts->part_of = tp_heap_alloc_atomic(((size_t)fn->nblocks + 1) * sizeof *parts->part_of);
    parts->is_plain = tp_heap_alloc_atomic((size_t)fn->nblocks + 1);
    for (int first = 0; first < fn->nblocks; parts->n++) {
        int end = end_of_part(fn, first, across);
        for (int b = first; b < end; b++)
            parts->part_of[b] = parts->n;
        parts->first[parts->n] = first;
        parts->is_plain[parts->n] = !across[first] && !across[end] && !has_loop(fn, first, end);
        first = end;
    }
    parts->first[parts->n] = fn->nblocks;
}

/* Control comes from block `from` to block `to`. */
static void note_entry(const Fn *fn, const Block *from, int to, bool *is_entry)
{
    const int *part_of = fn->parts->part_of;
    if (to >= 0 && part_of[to] != part_of[from->index])
        is_entry[to] = true;
}

/* What is needed where a part is entered from another one, or at the beginning, is shared. */
static void find_shared(Fn *fn)
{
    bool *is_entry = tp_heap_alloc((size_t)fn->nblocks + 1);
    is_entry[0] = true;
    for (int v = 0; v < tp_code_nparams(fn->code); v++) /* super() needs the first one anywhere */
        fn->vars[v].is_shared = true;
    for (int b = 0; b < fn->nblocks; b++) {
        const Block *block = &fn->blocks[b];
        if (!block->is_reachable)
            continue;
        note_entry(fn, block, block->next, is_entry);
        note_entry(fn, block, block->jump, is_entry);
        note_entry(fn, block, block->handler, is_entry);
    }
    for (int b = 0; b < fn->nblocks; b++)
        for (int v = 0; v < fn->nvars && is_entry[b]; v++)
            if (bit_get(fn->blocks[b].live_in, v)) {
                fn->vars[v].is_shared = true;
                if (fn->vars[v].kind == VAR_ITER)
                    fn->vars[v].kind = VAR_VALUE;
            }
}

void parts_cut(Fn *fn)
{
    int n = 0;
    for (int b = 0; b < fn->nblocks; b++)
        n += length_of(&fn->blocks[b]);
    fn->is_plain = fn->is_body && !has_loop(fn, 0, fn->nblocks);
    if (n <= LONG)
        return;
    fn->parts = tp_heap_alloc(sizeof *fn->parts);
    find_parts(fn, fn->parts);
    find_shared(fn);
}

int parts_effort(const Fn *fn)
{
    int n = 0, nplain = 0;
    for (int b = 0; b < fn->nblocks; b++) {
        bool is_plain = fn->parts ? fn->parts->is_plain[fn->parts->part_of[b]] : fn->is_plain;
        *(is_plain ? &nplain : &n) += length_of(&fn->blocks[b]);
    }
    return n + nplain / 2;
}
