/* live.c -- which variables are still needed where; copies that can be left out. */
#include "live.h"

#include <string.h>

#include "runtime/heap.h"

static void join(uint64_t *into, const uint64_t *from, int words)
{
    for (int i = 0; i < words; i++)
        into[i] |= from[i];
}

void live_start(const Fn *fn, const Block *block, uint64_t *live)
{
    memcpy(live, block->live_out, (size_t)bit_words(fn->nvars) * sizeof *live);
}

void live_step(const Fn *fn, const Block *block, const Insn *insn, uint64_t *live)
{
    if (insn->is_dead)
        return;
    for (int i = 0; i < ir_dst_count(insn); i++)
        bit_clear(live, ir_dst(insn, i));
    if (insn->op == IR_DELETE_LOCAL)
        bit_clear(live, insn->arg);
    for (int i = 0; i < insn->nargs; i++)
        if (insn->args[i].type == OPD_VAR)
            bit_set(live, insn->args[i].index);
    if (insn->is_super)
        bit_set(live, 0);
    if (fn->snapshots_locals)
        for (int i = 0; i < fn->nlocals; i++)
            bit_set(live, i);
    if (block->handler >= 0)
        join(live, fn->blocks[block->handler].live_in, bit_words(fn->nvars));
}

static void find_liveness(Fn *fn)
{
    int words = bit_words(fn->nvars);
    size_t size = (size_t)words * sizeof(uint64_t);
    for (int b = 0; b < fn->nblocks; b++) {
        fn->blocks[b].live_in = tp_heap_alloc(size);
        fn->blocks[b].live_out = tp_heap_alloc(size);
    }
    uint64_t *live = tp_heap_alloc_atomic(size);
    for (bool changed = true; changed;) {
        changed = false;
        for (int b = fn->nblocks - 1; b >= 0; b--) {
            Block *block = &fn->blocks[b];
            if (!block->is_reachable)
                continue;
            if (block->next >= 0)
                join(block->live_out, fn->blocks[block->next].live_in, words);
            if (block->jump >= 0)
                join(block->live_out, fn->blocks[block->jump].live_in, words);
            live_start(fn, block, live);
            if (block->handler >= 0)
                join(live, fn->blocks[block->handler].live_in, words);
            for (int i = block->ninsns - 1; i >= 0; i--)
                live_step(fn, block, &block->insns[i], live);
            if (memcmp(live, block->live_in, size) != 0) {
                memcpy(block->live_in, live, size);
                changed = true;
            }
        }
    }
}

static void count(Fn *fn)
{
    for (int v = 0; v < fn->nvars; v++) {
        fn->vars[v].uses = fn->vars[v].defs = 0;
        fn->vars[v].def = 0;
    }
    for (int b = 0; b < fn->nblocks; b++)
        for (int i = 0; i < fn->blocks[b].ninsns; i++) {
            Insn *insn = &fn->blocks[b].insns[i];
            if (insn->is_dead)
                continue;
            for (int k = 0; k < insn->nargs; k++)
                if (insn->args[k].type == OPD_VAR)
                    fn->vars[insn->args[k].index].uses++;
            if (insn->is_super)
                fn->vars[0].uses++;
            for (int k = 0; k < ir_dst_count(insn); k++) {
                Var *var = &fn->vars[ir_dst(insn, k)];
                var->def = var->defs++ ? 0 : insn;
            }
            if (insn->op == IR_DELETE_LOCAL) {
                fn->vars[insn->arg].def = 0;
                fn->vars[insn->arg].defs += 2;
            }
        }
}

static void replace_dst(Insn *insn, int old, int new)
{
    if (insn->dst == old)
        insn->dst = new;
    if (insn->dst2 == old)
        insn->dst2 = new;
    for (int i = 0; i < insn->ndsts; i++)
        if (insn->dsts[i] == old)
            insn->dsts[i] = new;
}

/* t = op ...; x = t, where t has no other use: let op set x. Not where a handler would miss the old
 * x, as a failing op sets it to 0. */
static void join_moves(Fn *fn, Block *block)
{
    for (int i = 0; i < block->ninsns; i++) {
        Insn *move = &block->insns[i];
        if (move->op != IR_MOVE || move->is_dead || move->args[0].type != OPD_VAR)
            continue;
        int from = move->args[0].index, to = move->dst;
        const Var *var = &fn->vars[from];
        if (from < fn->nlocals || var->uses != 1 || var->defs != 1 || var->kind == VAR_PLACE)
            continue;
        for (int k = i - 1; k >= 0; k--) {
            Insn *insn = &block->insns[k];
            if (insn->is_dead)
                continue;
            if (ir_sets(insn, from)) {
                bool may_fail = ir_flags[insn->op] & FAILS;
                bool is_missed = block->handler >= 0 &&
                                 bit_get(fn->blocks[block->handler].live_in, to);
                if ((may_fail && is_missed) || ir_sets(insn, to) || insn->op == IR_CATCH)
                    break;
                replace_dst(insn, from, to);
                move->is_dead = true;
                break;
            }
            if (ir_uses(insn, to) || ir_sets(insn, to) || ir_flags[insn->op] & ENDS)
                break;
            /* a failure in between would show the new x to the handler */
            if (ir_flags[insn->op] & FAILS && block->handler >= 0 &&
                bit_get(fn->blocks[block->handler].live_in, to))
                break;
        }
    }
}

/* The yield in a `yield from` is resumed when what it delegates to has ended, with the result. */
static void leave_delegation(Fn *fn, Block *block)
{
    for (int i = 0; i < block->ninsns; i++) {
        Insn *yield = &block->insns[i];
        if (yield->op != IR_YIELD || yield->nargs < 2)
            continue;
        const Block *loop = &fn->blocks[block->next];
        for (int k = i + 1; k < block->ninsns; k++) /* what would be sent next */
            if (block->insns[k].op == IR_MOVE && ir_uses(&block->insns[k], yield->dst))
                block->insns[k].is_dead = true;
        yield->dst = loop->insns[loop->ninsns - 1].dst2;
        block->next = loop->jump;
    }
}

/* The first instruction of block that is not left out, or 0. */
static Insn *first_insn(Block *block)
{
    for (int i = 0; i < block->ninsns; i++)
        if (!block->insns[i].is_dead)
            return &block->insns[i];
    return 0;
}

/* for: the body begins with the unpacking of what comes next; let the loop do both, as zip,
 * enumerate and items of a dict need no tuple then. */
static void join_unpack(Fn *fn, Block *block)
{
    Insn *last = &block->insns[block->ninsns - 1];
    if (last->op != IR_FOR || last->dst < fn->nlocals)
        return;
    Block *body = &fn->blocks[block->next];
    Insn *unpack = first_insn(body);
    const Var *next = &fn->vars[last->dst];
    if (!unpack || unpack->op != IR_UNPACK || unpack->ndsts == 0 || next->uses != 1 ||
        next->defs != 1 || !ir_same(unpack->args[0], ir_var(last->dst)) ||
        body->handler != block->handler)
        return;
    last->op = IR_FOR_UNPACK;
    last->dst = -1;
    last->ndsts = unpack->ndsts;
    last->dsts = unpack->dsts;
    last->arg = unpack->at;
    last->arg2 = unpack->line == last->line;
    unpack->is_dead = true;
}

/* for: the body begins with x = next; let the loop set x, if the value that x keeps after the loop
 * isn't needed. */
static void join_loop_variables(Fn *fn, Block *block)
{
    Insn *last = &block->insns[block->ninsns - 1];
    if (!ir_is_for(last))
        return;
    Block *body = &fn->blocks[block->next], *end = &fn->blocks[block->jump];
    for (int i = 0; i < ir_dst_count(last); i++) {
        Insn *move = first_insn(body);
        int next = ir_dst(last, i);
        if (!move || move->op != IR_MOVE || !ir_same(move->args[0], ir_var(next)) ||
            next < fn->nlocals || fn->vars[next].uses != 1 || ir_sets(last, move->dst))
            return;
        if (bit_get(end->live_in, move->dst) ||
            (block->handler >= 0 && bit_get(fn->blocks[block->handler].live_in, move->dst)))
            return;
        replace_dst(last, next, move->dst);
        move->is_dead = true;
    }
}

/* The first three instructions of a class body as one. */
static void join_class_head(Fn *fn)
{
    static const char *const names[] = {"__name__", "__module__", "__qualname__"};
    Insn *head[3] = {0};
    int n = 0;
    for (int i = 0; i < fn->blocks[0].ninsns && n < 3; i++) {
        Insn *insn = &fn->blocks[0].insns[i];
        enum IrOp op = n == 0 ? IR_NAME : IR_SET_NAME;
        if (insn->op == op && strcmp(ir_name_text(fn, insn->name), names[n]) == 0)
            head[n++] = insn;
        else if (n > 0)
            return;
    }
    if (n < 3 || !ir_same(head[1]->args[0], ir_var(head[0]->dst)) ||
        head[1]->at != head[0]->at + 2 || head[2]->at != head[0]->at + 6)
        return;
    head[0]->op = IR_BEGIN_CLASS;
    head[0]->dst = head[0]->name = -1;
    ir_add_arg(head[0], head[2]->args[0]);
    head[1]->is_dead = head[2]->is_dead = true;
}

/* Is it a temporary that is set in one place and used in one? */
static bool is_single(const Fn *fn, int var)
{
    return var >= fn->nlocals && fn->vars[var].uses == 1 && fn->vars[var].defs == 1;
}

static void fuse_condition(Fn *fn, Block *block)
{
    Insn *last = &block->insns[block->ninsns - 1];
    if (last->op != IR_BRANCH || last->args[0].type != OPD_VAR)
        return;
    int condition = last->args[0].index;
    if (!is_single(fn, condition))
        return;
    for (int i = block->ninsns - 2; i >= 0; i--) {
        Insn *insn = &block->insns[i];
        if (insn->is_dead)
            continue;
        if (insn->dst == condition)
            switch (insn->op) {
            case IR_COMPARE:
            case IR_IS:
            case IR_CONTAINS:
            case IR_NOT:
            case IR_EXC_MATCH:
                insn->is_fused = true;
                break;
            default:
                break;
            }
        return;
    }
}

/* x.split(...) that is gone over at once: by a loop, a comprehension or an unpacking. */
static void find_splits(Fn *fn, Block *block)
{
    Insn *call = 0;
    for (int i = 0; i < block->ninsns; i++) {
        Insn *insn = &block->insns[i];
        if (insn->is_dead)
            continue;
        if (call && insn->nargs && ir_same(insn->args[0], ir_var(call->dst)) &&
            (insn->op == IR_UNPACK || insn->op == IR_COMPREHENSION_ARG ||
             (insn->op == IR_ITER && fn->vars[insn->dst].kind == VAR_ITER))) {
            call->op = IR_SPLIT;
            call->arg2 = insn->op == IR_UNPACK;
        }
        bool is_split = insn->op == IR_CALL_METHOD && insn->arg < 0 && insn->nargs <= 3 &&
                        is_single(fn, insn->dst) &&
                        strcmp(ir_name_text(fn, insn->name), "split") == 0;
        call = is_split ? insn : 0;
    }
}

/* Is it a call of what is named memoryview, or another view of such a temporary? */
static bool makes_view(const Fn *fn, const Insn *insn)
{
    if (!insn->nargs || insn->args[0].type != OPD_VAR)
        return false;
    const Var *first = &fn->vars[insn->args[0].index];
    if (insn->op == IR_CALL)
        return first->def && (first->def->op == IR_GLOBAL || first->def->op == IR_NAME) &&
               strcmp(ir_name_text(fn, first->def->name), "memoryview") == 0;
    return first->is_view && (insn->op == IR_GET_SLICE || insn->op == IR_ITEM ||
                              insn->op == IR_CALL_METHOD);
}

/* In CPython a memoryview that nobody has any more is gone at once, and what it showed can be
 * resized. The collector would find it in its temporary. */
static void find_views(Fn *fn, Block *block)
{
    for (int i = 0; i < block->ninsns; i++) {
        const Insn *insn = &block->insns[i];
        if (!insn->is_dead && insn->dst >= 0 && is_single(fn, insn->dst))
            fn->vars[insn->dst].is_view = makes_view(fn, insn);
    }
}

/* Results of PURE instructions that nobody uses. */
static void drop_unused(Fn *fn)
{
    for (bool again = true; again;) {
        again = false;
        count(fn);
        for (int b = 0; b < fn->nblocks; b++)
            for (int i = 0; i < fn->blocks[b].ninsns; i++) {
                Insn *insn = &fn->blocks[b].insns[i];
                if (insn->is_dead || !(ir_flags[insn->op] & PURE) || insn->op == IR_MAKE_CELL)
                    continue;
                if (insn->dst >= fn->nlocals && fn->vars[insn->dst].uses == 0)
                    insn->is_dead = again = true;
            }
    }
}

static void find_iterators(Fn *fn)
{
    for (int v = fn->nlocals; v < fn->nvars; v++)
        if (fn->vars[v].def && fn->vars[v].def->op == IR_ITER)
            fn->vars[v].kind = VAR_ITER;
    for (int b = 0; b < fn->nblocks; b++)
        for (int i = 0; i < fn->blocks[b].ninsns; i++) {
            const Insn *insn = &fn->blocks[b].insns[i];
            for (int k = 0; k < insn->nargs && !insn->is_dead; k++)
                if (insn->args[k].type == OPD_VAR && !ir_is_for(insn) &&
                    fn->vars[insn->args[k].index].kind == VAR_ITER)
                    fn->vars[insn->args[k].index].kind = VAR_VALUE;
        }
}

void live_function(Fn *fn)
{
    for (int b = 0; b < fn->nblocks; b++)
        leave_delegation(fn, &fn->blocks[b]);
    if (fn->is_body && fn->parent)
        join_class_head(fn);
    drop_unused(fn);
    find_liveness(fn);
    for (int b = 0; b < fn->nblocks; b++) {
        Block *block = &fn->blocks[b];
        if (!block->is_reachable)
            continue;
        join_unpack(fn, block);
        join_moves(fn, block);
        join_loop_variables(fn, block);
    }
    count(fn);
    find_iterators(fn);
    for (int b = 0; b < fn->nblocks; b++)
        if (fn->blocks[b].is_reachable) {
            fuse_condition(fn, &fn->blocks[b]);
            find_splits(fn, &fn->blocks[b]);
            find_views(fn, &fn->blocks[b]);
        }
    find_liveness(fn);
}
