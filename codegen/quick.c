/* quick.c -- which functions are tried without a frame first: start at quick_fits. */
#include "quick.h"

#include "frontend/opcode.h"
#include "infer.h"
#include "runtime/func.h"
#include "runtime/heap.h"

enum { MOST_INSNS = 48 };

/* Operators of runtime/quick.h. */
static bool has_quick_operator(const Insn *insn)
{
    switch (insn->arg % BIN_INPLACE) {
    case BIN_ADD:
    case BIN_SUB:
    case BIN_MUL:
    case BIN_FLOORDIV:
    case BIN_MOD:
    case BIN_AND:
    case BIN_OR:
    case BIN_XOR:
        return true;
    default:
        return false;
    }
}

static bool is_quick(const Fn *fn, const Insn *insn)
{
    switch (insn->op) {
    case IR_MOVE:
    case IR_DEREF:
    case IR_SET_DEREF:
    case IR_NOT:
    case IR_COMPARE:
    case IR_IS:
    case IR_ATTR:
    case IR_SET_ATTR:
    case IR_ITEM:
    case IR_TUPLE:
    case IR_JUMP:
    case IR_BRANCH:
    case IR_BRANCH_NONE:
    case IR_RETURN:
        return true;
    case IR_GLOBAL:
        return !fn->is_dynamic;
    case IR_UNARY:
        return insn->arg == OP_UNARY_NEGATIVE;
    case IR_BINARY:
        return has_quick_operator(insn);
    default:
        return false;
    }
}

static bool is_store(const Insn *insn)
{
    return !insn->is_dead && (insn->op == IR_SET_ATTR || insn->op == IR_SET_DEREF);
}

/* Does it read what the store sets? */
static bool reads(const Insn *insn, const Insn *store)
{
    if (insn->is_dead)
        return false;
    if (store->op == IR_SET_ATTR)
        return insn->op == IR_ATTR && insn->name == store->name;
    return insn->op == IR_DEREF && ir_same(insn->args[0], store->args[0]);
}

/* Can it give up, once that store is done? */
static bool may_give_up(const Insn *insn, const Insn *store)
{
    bool is_set_now = store->op == IR_SET_DEREF && reads(insn, store);
    return !insn->is_dead && (ir_flags[insn->op] & FAILS) && insn->op != IR_TUPLE && !is_set_now;
}

/* The same of what comes behind, in that block from `first` on and in those it leads to; not of
 * blocks that have been looked at. */
static bool may_give_up_from(const Fn *fn, int b, int first, const Insn *store, bool *is_seen)
{
    if (b < 0 || is_seen[b])
        return false;
    const Block *block = &fn->blocks[b];
    is_seen[b] = true;
    for (int i = first; i < block->ninsns; i++)
        if (may_give_up(&block->insns[i], store))
            return true;
    return may_give_up_from(fn, block->next, 0, store, is_seen) ||
           may_give_up_from(fn, block->jump, 0, store, is_seen);
}

/* A store is done again when an instruction behind it gives up. That is no difference, unless the
 * value stored comes from what it has overwritten. */
static bool may_be_repeated(const Fn *fn, int b, int i)
{
    const Insn *store = &fn->blocks[b].insns[i];
    for (int k = 0; k < fn->nblocks; k++)
        for (int j = 0; fn->blocks[k].is_reachable && j < fn->blocks[k].ninsns; j++)
            if (reads(&fn->blocks[k].insns[j], store))
                return !may_give_up_from(fn, b, i + 1, store, tp_heap_alloc((size_t)fn->nblocks));
    return true;
}

bool quick_fits(const Fn *fn)
{
    int nparams = tp_code_nparams(fn->code), ninsns = 0;
    if (fn->is_body || fn->is_generator || fn->snapshots_locals || fn->pure || fn->types ||
        nparams > TP_MAX_DIRECT)
        return false;
    for (int i = 0; i < nparams; i++)
        if (fn->vars[i].defs) /* the full version needs it as it was */
            return false;
    for (int b = 0; b < fn->nblocks; b++) {
        const Block *block = &fn->blocks[b];
        if (!block->is_reachable)
            continue;
        if (block->handler >= 0 || block->is_loop || block->polls)
            return false;
        for (int i = 0; i < block->ninsns; i++)
            if (!block->insns[i].is_dead &&
                (!is_quick(fn, &block->insns[i]) || ++ninsns > MOST_INSNS))
                return false;
    }
    for (int b = 0; b < fn->nblocks; b++)
        for (int i = 0; fn->blocks[b].is_reachable && i < fn->blocks[b].ninsns; i++)
            if (is_store(&fn->blocks[b].insns[i]) && !may_be_repeated(fn, b, i))
                return false;
    return true;
}
