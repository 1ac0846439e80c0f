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

/* ---- handlers that only tidy up ---- */

static bool tidies_up(const Insn *insn)
{
    return insn->is_dead || insn->op == IR_MOVE || insn->op == IR_POP_HANDLED ||
           (insn->op == IR_DELETE_LOCAL && !insn->nargs);
}

/* A handler that catches an exception, does what can neither fail nor look at it, and raises it
 * again as from where it was: it need not catch it. */
static void pass_on(Block *block)
{
    Insn *catch = 0, *last = &block->insns[block->ninsns - 1];
    for (int i = 0; i < block->ninsns - 1; i++) {
        Insn *insn = &block->insns[i];
        if (insn->op == IR_CATCH && !catch)
            catch = insn;
        else if (!tidies_up(insn) || (catch && ir_uses(insn, catch->dst)))
            return;
    }
    if (!catch || last->op != IR_RERAISE || last->nargs < 2 ||
        !ir_same(last->args[0], ir_var(catch->dst)) || !ir_same(last->args[1], ir_var(catch->dst2)))
        return;
    catch->is_dead = true;
    last->op = IR_PASS_ON;
    last->nargs = 0;
    /* `except ... as x` sets x to None and deletes it */
    for (int i = 0; i < block->ninsns - 2; i++)
        if (block->insns[i].op == IR_MOVE && block->insns[i + 1].op == IR_DELETE_LOCAL &&
            block->insns[i].dst == block->insns[i + 1].arg)
            block->insns[i].is_dead = true;
}

static void count_edges(Fn *fn)
{
    fn->blocks[0].npreds++;
    for (int b = 0; b < fn->nblocks; b++) {
        const Block *block = &fn->blocks[b];
        int to[] = {block->next, block->jump, block->handler};
        for (int k = 0; k < 3 && block->is_reachable; k++) {
            Block *target = to[k] >= 0 ? &fn->blocks[to[k]] : 0;
            if (!target)
                continue;
            if (!target->npreds++)
                target->first_pred = b;
            target->last_pred = b;
        }
    }
}

void jumps_shorten(Fn *fn)
{
    for (int b = 0; b < fn->nblocks; b++)
        if (fn->blocks[b].is_reachable && fn->blocks[b].is_handler)
            pass_on(&fn->blocks[b]);
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
    count_edges(fn);
}
