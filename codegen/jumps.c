/* jumps.c -- shorter ways through the blocks of a function. */
#include "jumps.h"

#include "runtime/heap.h"

/* ---- loops check for signals where they begin ---- */

static bool jumps_back(const Block *block, int to)
{
    return block->is_reachable && block->index >= to && (block->next == to || block->jump == to);
}

/* The first block that jumps back to `head`, if all that do check for signals, and an exception is
 * handled by the same block as one at the head; else 0. */
static const Block *first_polling(const Fn *fn, const Block *head)
{
    const Block *first = 0;
    for (int b = head->index; b < fn->nblocks; b++) {
        const Block *block = &fn->blocks[b];
        if (!jumps_back(block, head->index))
            continue;
        if (!block->polls || block->handler != head->handler)
            return 0;
        if (!first)
            first = block;
    }
    return first;
}

static void poll_at_head(Fn *fn, Block *head)
{
    const Block *first = first_polling(fn, head);
    if (!first)
        return;
    head->polls_first = true;
    head->poll_at = first->insns[first->ninsns - 1].at;
    for (int b = head->index; b < fn->nblocks; b++)
        if (jumps_back(&fn->blocks[b], head->index))
            fn->blocks[b].polls = false;
}

/* ---- jumps to jumps ---- */

static bool only_jumps(const Block *block)
{
    if (block->polls || block->polls_first || block->is_handler)
        return false;
    for (int i = 0; i < block->ninsns - 1; i++)
        if (!block->insns[i].is_dead)
            return false;
    return block->insns[block->ninsns - 1].op == IR_JUMP;
}

static void shorten(Fn *fn, const Block *from, int *to)
{
    for (int steps = 0; *to >= 0 && only_jumps(&fn->blocks[*to]) && steps < fn->nblocks; steps++) {
        *to = fn->blocks[*to].next;
        fn->blocks[*to].is_loop |= *to <= from->index;
    }
}

void jumps_shorten(Fn *fn)
{
    for (int b = 0; b < fn->nblocks; b++)
        if (fn->blocks[b].is_reachable && fn->blocks[b].is_loop)
            poll_at_head(fn, &fn->blocks[b]);
    for (int b = 0; b < fn->nblocks; b++) {
        Block *block = &fn->blocks[b];
        if (!block->is_reachable)
            continue;
        shorten(fn, block, &block->next);
        if (!ir_is_for(&block->insns[block->ninsns - 1])) /* its end looks whether it has failed */
            shorten(fn, block, &block->jump);
    }
    bool *is_end = tp_heap_alloc((size_t)fn->nblocks + 1);
    for (int b = 0; b < fn->nblocks; b++)
        if (fn->blocks[b].is_reachable && ir_is_for(&fn->blocks[b].insns[fn->blocks[b].ninsns - 1]))
            is_end[fn->blocks[b].jump] = true;
    for (int b = 1; b < fn->nblocks; b++)
        if (fn->blocks[b].is_reachable && only_jumps(&fn->blocks[b]) && !is_end[b])
            fn->blocks[b].is_reachable = false;
}
