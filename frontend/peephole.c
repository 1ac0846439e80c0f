/* peephole.c -- rewriting the instructions of one basic block.
 *
 *     LOAD_CONST, conditional jump          decided now
 *     LOAD_CONST None, IS_OP, jump          jump if (not) None
 *     LOAD_CONST ..., BUILD_TUPLE           one constant
 *     BUILD_TUPLE n, UNPACK_SEQUENCE n      a swap, n up to 3
 *     SWAP ..., SWAP ...                    as few swaps as the permutation needs
 *     SWAP n, stores                        the stores change places instead
 *     PUSH_NULL, LOAD_GLOBAL                one instruction
 *     jump to jump                          threaded, if no line is lost
 */
#include "frontend/peephole.h"

#include "runtime/list.h"
#include "runtime/object.h"

static bool is_conditional_pop(int op)
{
    return op == OP_POP_JUMP_IF_FALSE || op == OP_POP_JUMP_IF_TRUE;
}

static bool jumps_if_true(int op)
{
    return op == OP_POP_JUMP_IF_TRUE || op == OP_JUMP_IF_TRUE_OR_POP;
}

static void make_nop(Instr *instr)
{
    instr->op = OP_NOP;
    instr->arg = 0;
    instr->target = NULL;
}

/* A constant is loaded at instr; rest is how many instructions follow it in the block. */
static void fold_load_const(Block *block, Instr *instr, int rest, Consts *consts)
{
    if (!rest)
        return;
    Instr *jump = instr + 1;
    Value value = consts->items[instr->arg];
    if (is_conditional_pop(jump->op)) {
        bool is_taken = (tp_truth(value) == 1) == jumps_if_true(jump->op);
        make_nop(instr);
        if (is_taken) {
            jump->op = OP_JUMP;
            block->stops = true;
        } else {
            make_nop(jump);
        }
    } else if (jump->op == OP_JUMP_IF_FALSE_OR_POP || jump->op == OP_JUMP_IF_TRUE_OR_POP) {
        if ((tp_truth(value) == 1) == jumps_if_true(jump->op)) {
            jump->op = OP_JUMP;
            block->stops = true;
        } else {
            make_nop(instr);
            make_nop(jump);
        }
    } else if (jump->op == OP_IS_OP && value == TP_NONE && rest > 1 &&
               is_conditional_pop(instr[2].op)) {
        bool is_not = jump->arg == 1;
        bool if_true = instr[2].op == OP_POP_JUMP_IF_TRUE;
        make_nop(instr);
        make_nop(jump);
        instr[2].op = is_not == if_true ? OP_POP_JUMP_IF_NOT_NONE : OP_POP_JUMP_IF_NONE;
    }
}

/* BUILD_TUPLE at instr, its n items in the instructions before: if all are constants, so is it. */
static void fold_tuple(Instr *instr, int n, Consts *consts)
{
    Instr *items = instr - n;
    for (int i = 0; i < n; i++) {
        if (items[i].op != OP_LOAD_CONST)
            return;
    }
    Tuple *tuple = tp_tuple_new(n);
    for (int i = 0; i < n; i++) {
        tuple->items[i] = consts->items[items[i].arg];
        make_nop(&items[i]);
    }
    instr->op = OP_LOAD_CONST;
    instr->arg = consts_add(consts, tp_ref(tuple));
}

/* Lets a jump whose target is a jump go where that one goes, as `op`. False if a line would be
   lost, or if nothing changes. */
static bool thread(Instr *jump, const Instr *target, int op)
{
    if (target->at.lineno != jump->at.lineno)
        return false;
    if (jump->target == target->target)
        return false;
    jump->target = target->target;
    jump->op = op;
    return true;
}

/* One step of threading a jump; true if it changed and may be threaded again. */
static bool thread_jump(Instr *jump)
{
    while (!jump->target->n)
        jump->target = jump->target->next;
    const Instr *target = &jump->target->instrs[0];
    switch (jump->op) {
    case OP_JUMP:
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_POP_JUMP_IF_NONE:
    case OP_POP_JUMP_IF_NOT_NONE:
        return target->op == OP_JUMP && thread(jump, target, jump->op);
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP: {
        bool if_true = jump->op == OP_JUMP_IF_TRUE_OR_POP;
        int same_pop = if_true ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE;
        int other_pop = if_true ? OP_POP_JUMP_IF_FALSE : OP_POP_JUMP_IF_TRUE;
        int other = if_true ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
        if (target->op == same_pop)
            return thread(jump, target, same_pop);
        if (target->op == OP_JUMP || target->op == jump->op)
            return thread(jump, target, jump->op);
        if ((target->op == other || target->op == other_pop) &&
            jump->at.lineno == target->at.lineno) {
            /* The test there fails for sure: pop here and go on behind it. */
            jump->op = same_pop;
            jump->target = jump->target->next;
            return true;
        }
        return false;
    }
    default:
        return false;
    }
}

/* The run of SWAPs (with NOPs between) from index i on becomes as few as its permutation needs;
   gives the index of the last instruction of the run. */
static int merge_swaps(Block *block, int i)
{
    Instr *run = &block->instrs[i];
    int limit = block->n - i, n = 1, depth = run->arg, nswaps = 1;
    while (n < limit && (run[n].op == OP_SWAP || run[n].op == OP_NOP)) {
        if (run[n].op == OP_SWAP) {
            nswaps++;
            if (run[n].arg > depth)
                depth = run[n].arg;
        }
        n++;
    }
    if (nswaps < 2)
        return i;
    int order[depth];
    for (int k = 0; k < depth; k++)
        order[k] = k;
    for (int k = 0; k < n; k++) {
        if (run[k].op == OP_SWAP) {
            int other = run[k].arg - 1, top = order[0];
            order[0] = order[other];
            order[other] = top;
        }
    }
    /* Undo the permutation cycle by cycle, writing swaps from the end of the run backwards. */
    enum { DONE = -1 };
    int at = n - 1;
    for (int k = 0; k < depth; k++) {
        if (order[k] == DONE || order[k] == k)
            continue;
        int j = k;
        for (;;) {
            if (j) {
                run[at].op = OP_SWAP;
                run[at--].arg = j + 1;
            }
            if (order[j] == DONE)
                break;
            int next = order[j];
            order[j] = DONE;
            j = next;
        }
    }
    while (at >= 0)
        make_nop(&run[at--]);
    return i + n - 1;
}

static bool is_swappable(int op)
{
    return op == OP_STORE_FAST || op == OP_POP_TOP;
}

/* The index of the next store or pop behind i with nothing else between, or -1; line >= 0: it and
   all between must have that line. */
static int next_swappable(const Block *block, int i, int line)
{
    while (++i < block->n) {
        if (line >= 0 && block->instrs[i].at.lineno != line)
            return -1;
        if (block->instrs[i].op == OP_NOP)
            continue;
        return is_swappable(block->instrs[i].op) ? i : -1;
    }
    return -1;
}

/* Stores behind the swaps that end at index i change places, where that makes a swap needless. */
static void swap_stores(Block *block, int i)
{
    for (; i >= 0; i--) {
        Instr *swap = &block->instrs[i];
        if (swap->op != OP_SWAP) {
            if (swap->op == OP_NOP || is_swappable(swap->op))
                continue;
            return;
        }
        int first = next_swappable(block, i, -1);
        if (first < 0)
            return;
        int other = first, line = block->instrs[first].at.lineno;
        for (int count = swap->arg; count > 1; count--) {
            other = next_swappable(block, other, line);
            if (other < 0)
                return;
        }
        make_nop(swap);
        Instr moved = block->instrs[first];
        block->instrs[first] = block->instrs[other];
        block->instrs[other] = moved;
    }
}

void peephole_block(Block *block, Consts *consts)
{
    for (int i = 0; i < block->n; i++) {
        Instr *instr = &block->instrs[i];
        int rest = block->n - 1 - i;
        int next_op = rest ? instr[1].op : -1;
        switch (instr->op) {
        case OP_LOAD_CONST:
            fold_load_const(block, instr, rest, consts);
            break;
        case OP_BUILD_TUPLE:
            if (next_op == OP_UNPACK_SEQUENCE && instr[1].arg == instr->arg && instr->arg > 0 &&
                instr->arg <= 3) {
                if (instr->arg == 1)
                    make_nop(&instr[1]);
                else
                    instr[1].op = OP_SWAP;
                make_nop(instr);
            } else if (i >= instr->arg) {
                fold_tuple(instr, instr->arg, consts);
            }
            break;
        case OP_PUSH_NULL:
            if (next_op == OP_LOAD_GLOBAL) {
                make_nop(instr);
                instr[1].arg |= 1;
            }
            break;
        case OP_SWAP:
            if (instr->arg == 1) {
                make_nop(instr);
            } else {
                i = merge_swaps(block, i);
                swap_stores(block, i);
            }
            break;
        default:
            if (instr->target && opcode_operand(instr->op) == OPERAND_JUMP) {
                while (thread_jump(instr))
                    ;
            }
        }
    }
}
