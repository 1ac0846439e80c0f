/* lower.c -- from bytecode to the intermediate form: blocks, and how their stacks meet.
 *
 * Before: a Cfg. After: every reachable block has instructions that end with one ENDS instruction;
 * entries of the value stack that cross a boundary are in the variables block->stack names. */
#include "lower.h"

#include <string.h>

#include "runtime/heap.h"

static const LowerFn lowerers[256] = {
#define OP(name, number, operand, effect, caches) [number] = lower_##name,
#include "frontend/opcode.def"
#undef OP
};

void lower_push(Lower *l, Operand operand)
{
    l->stack[l->depth++] = operand;
}

Operand lower_pop(Lower *l)
{
    return l->stack[--l->depth];
}

Operand lower_peek(Lower *l, int n)
{
    return l->stack[l->depth - n];
}

Insn *lower_emit(Lower *l, enum IrOp op)
{
    return ir_append(l->block, op, l->instr->at, l->instr->line);
}

Insn *lower_emit1(Lower *l, enum IrOp op, Operand a)
{
    Insn *insn = lower_emit(l, op);
    ir_add_arg(insn, a);
    return insn;
}

Insn *lower_emit2(Lower *l, enum IrOp op, Operand a, Operand b)
{
    Insn *insn = lower_emit1(l, op, a);
    ir_add_arg(insn, b);
    return insn;
}

Insn *lower_emit3(Lower *l, enum IrOp op, Operand a, Operand b, Operand c)
{
    Insn *insn = lower_emit2(l, op, a, b);
    ir_add_arg(insn, c);
    return insn;
}

void lower_result(Lower *l, Insn *insn, const char *role)
{
    insn->dst = ir_new_var(l->fn, role);
    lower_push(l, ir_var(insn->dst));
}

void lower_pop_args(Lower *l, Insn *insn, int n)
{
    insn->args = tp_heap_alloc_atomic(((size_t)n + (size_t)insn->nargs + 1) * sizeof *insn->args);
    memcpy(insn->args, l->stack + l->depth - n, (size_t)n * sizeof *insn->args);
    insn->nargs = n;
    l->depth -= n;
}

void lower_protect(Lower *l, int var)
{
    int copy = -1;
    for (int i = 0; i < l->depth; i++) {
        if (!ir_same(l->stack[i], ir_var(var)))
            continue;
        if (copy < 0) {
            copy = ir_new_var(l->fn, 0);
            lower_emit1(l, IR_MOVE, ir_var(var))->dst = copy;
        }
        l->stack[i] = ir_var(copy);
    }
}

Insn *lower_last_def(Lower *l, Operand operand)
{
    if (operand.type != OPD_VAR || l->block->ninsns == 0)
        return 0;
    Insn *last = &l->block->insns[l->block->ninsns - 1];
    return last->dst == operand.index && operand.index >= l->fn->nlocals ? last : 0;
}

static bool stands_in(const Operand *stack, int n, int var)
{
    for (int i = 0; i < n; i++)
        if (ir_same(stack[i], ir_var(var)))
            return true;
    return false;
}

bool lower_is_on_stack(Lower *l, Operand operand)
{
    return stands_in(l->stack, l->depth, operand.index);
}

/* ---- where blocks meet ---- */

/* Emit copies stack[i] -> variables of `to`, as if all at once. */
static void copy_all(Lower *l, const Operand *to, int n)
{
    for (int i = 0; i < n; i++) {
        if (to[i].type != OPD_VAR || ir_same(to[i], l->stack[i]))
            continue;
        /* a later copy that still needs the old value of this variable gets it beforehand */
        for (int k = i + 1; k < l->depth; k++)
            if (ir_same(l->stack[k], to[i])) {
                int saved = ir_new_var(l->fn, 0);
                lower_emit1(l, IR_MOVE, to[i])->dst = saved;
                for (int m = k; m < l->depth; m++)
                    if (ir_same(l->stack[m], to[i]))
                        l->stack[m] = ir_var(saved);
                break;
            }
        lower_emit1(l, IR_MOVE, l->stack[i])->dst = to[i].index;
        l->stack[i] = to[i];
    }
}

/* The current stack (n entries of it) flows into block `to`. */
static void flow(Lower *l, int to, int n)
{
    Block *block = &l->fn->blocks[to];
    if (!block->stack) {
        block->stack = tp_heap_alloc(((size_t)n + 1) * sizeof *block->stack);
        block->depth = n;
        for (int i = 0; i < n; i++) {
            Operand entry = l->stack[i];
            bool is_own = entry.type == OPD_VAR && entry.index >= l->fn->nlocals &&
                          !stands_in(block->stack, i, entry.index);
            if (!is_own && entry.type != OPD_NONE) {
                entry = ir_var(ir_new_var(l->fn, 0));
                if (l->stack[i].type == OPD_VAR)
                    l->fn->vars[entry.index].kind = l->fn->vars[l->stack[i].index].kind;
            }
            block->stack[i] = entry;
        }
    }
    copy_all(l, block->stack, n);
}

/* The start of a handler: what it keeps of the stack stands, the exception is caught. */
static void begin_handler(Lower *l, const CfgBlock *region)
{
    Insn *insn = lower_emit(l, IR_CATCH);
    if (region->handler_lasti) {
        insn->dst2 = ir_new_var(l->fn, "place");
        l->fn->vars[insn->dst2].kind = VAR_PLACE;
        lower_push(l, ir_var(insn->dst2));
    }
    insn->dst = ir_new_var(l->fn, "exc");
    lower_push(l, ir_var(insn->dst));
}

/* A region block tells its handler which variables the kept entries stand in. */
static void flow_to_handler(Lower *l, const CfgBlock *region)
{
    Block *handler = &l->fn->blocks[region->handler];
    int n = region->handler_depth;
    if (!handler->stack) {
        handler->stack = tp_heap_alloc(((size_t)n + 1) * sizeof *handler->stack);
        memcpy(handler->stack, l->stack, (size_t)n * sizeof *handler->stack);
        handler->depth = n;
    } else {
        copy_all(l, handler->stack, n);
    }
}

/* By handler: the first block that it handles; 0 for other blocks. */
static const CfgBlock **find_regions(const Cfg *cfg)
{
    const CfgBlock **regions = tp_heap_alloc(((size_t)cfg->nblocks + 1) * sizeof *regions);
    for (int b = cfg->nblocks - 1; b >= 0; b--)
        if (cfg->blocks[b].handler >= 0 && cfg->blocks[b].is_reachable)
            regions[cfg->blocks[b].handler] = &cfg->blocks[b];
    return regions;
}

static bool is_backward(int op)
{
    return opcode_operand(op) == OPERAND_BACK && op != OP_JUMP_BACKWARD_NO_INTERRUPT;
}

/* The condition of a branch must survive the copies that are made before it. */
static void keep_condition(Lower *l, Insn *end, int to, int n)
{
    if (to < 0 || end->nargs == 0 || end->args[0].type != OPD_VAR)
        return;
    Operand condition = end->args[0];
    const Operand *stack = l->fn->blocks[to].stack;
    for (int i = 0; stack && i < n; i++)
        if (ir_same(stack[i], condition) && !ir_same(l->stack[i], condition)) {
            int saved = ir_new_var(l->fn, 0);
            lower_emit1(l, IR_MOVE, condition)->dst = saved;
            end->args[0] = ir_var(saved);
        }
}

/* The copies that the ends of a block need stand before the instruction that ends it. */
static void end_block(Lower *l, const CfgBlock *shape)
{
    Block *block = l->block;
    Insn *last = block->ninsns ? &block->insns[block->ninsns - 1] : 0;
    Insn end = {.op = IR_JUMP, .at = l->instr->at, .line = l->instr->line, .dst = -1, .dst2 = -1,
                .name = -1, .site = -1};
    block->next = shape->next;
    block->jump = shape->jump;
    if (last && ir_flags[last->op] & ENDS) {
        end = *last;
        block->ninsns--;
    } else if (shape->jump >= 0) {
        block->next = shape->jump;
        block->jump = -1;
    }
    block->polls = is_backward(l->instr->op);
    int depth = l->depth;
    if (end.op == IR_FOR || end.op == IR_SEND) {
        /* the result of the last instruction itself is on top: no copy can follow it */
        Block *next = &l->fn->blocks[block->next], *jump = &l->fn->blocks[block->jump];
        if (next->stack)
            l->stack[depth - 1] = next->stack[depth - 1];
        end.dst = l->stack[depth - 1].index;
        flow(l, block->next, depth);
        if (end.op == IR_SEND) {
            end.dst2 = jump->stack ? jump->stack[depth - 2].index : ir_new_var(l->fn, 0);
            l->stack[depth - 2] = ir_var(end.dst2);
            flow(l, block->jump, depth - 1);
        } else {
            flow(l, block->jump, depth - 2);
        }
    } else {
        /* who jumps may keep the value that falling through pops */
        int jump_depth = end.op == IR_BRANCH && end.arg2 ? depth + 1 : depth;
        keep_condition(l, &end, block->jump, jump_depth);
        keep_condition(l, &end, block->next, depth);
        if (block->jump >= 0)
            flow(l, block->jump, jump_depth);
        if (block->next >= 0)
            flow(l, block->next, depth);
    }
    Insn *insn = ir_append(block, end.op, end.at, end.line);
    *insn = end;
}

static void lower_block(Lower *l, int b)
{
    Fn *fn = l->fn;
    const CfgBlock *shape = &fn->cfg->blocks[b];
    Block *block = &fn->blocks[b];
    l->block = block;
    l->kwnames = -1;
    l->instr = &fn->cfg->instrs[shape->first];
    l->depth = block->depth;
    if (block->depth)
        memcpy(l->stack, block->stack, (size_t)block->depth * sizeof *l->stack);
    size_t words = (size_t)bit_words(fn->code->nlocalsplus);
    memcpy(l->bound, shape->bound, words * sizeof *l->bound);
    if (shape->is_handler)
        begin_handler(l, l->regions[b]);
    int first = shape->first;
    if (shape->is_handler && fn->cfg->instrs[first].op == OP_PUSH_EXC_INFO) {
        /* cannot fail; the handler's kept entries count what it pushes */
        l->instr = &fn->cfg->instrs[first++];
        lowerers[OP_PUSH_EXC_INFO](l, 0);
    }
    if (shape->handler >= 0)
        flow_to_handler(l, shape);
    for (int i = first; i < shape->end; i++) {
        l->instr = &fn->cfg->instrs[i];
        lowerers[l->instr->op](l, l->instr->arg);
    }
    end_block(l, shape);
}

void lower_function(Fn *fn)
{
    const Cfg *cfg = fn->cfg;
    Lower l = {.fn = fn, .kwnames = -1, .regions = find_regions(cfg)};
    l.stack = tp_heap_alloc_atomic(((size_t)fn->code->stacksize + 8) * sizeof *l.stack);
    l.bound = tp_heap_alloc_atomic((size_t)bit_words(fn->code->nlocalsplus) * sizeof *l.bound);
    fn->nlocals = fn->code->nlocalsplus;
    for (int i = 0; i < fn->nlocals; i++)
        ir_new_var(fn, 0);
    fn->nblocks = cfg->nblocks;
    fn->blocks = tp_heap_alloc(((size_t)fn->nblocks + 1) * sizeof *fn->blocks);
    for (int b = 0; b < fn->nblocks; b++) {
        const CfgBlock *shape = &cfg->blocks[b];
        fn->blocks[b] = (Block){.index = b,
                                .next = -1,
                                .jump = -1,
                                .handler = shape->handler,
                                .at = cfg->instrs[shape->first].at,
                                .line = cfg->instrs[shape->first].line,
                                .is_handler = shape->is_handler,
                                .is_reachable = shape->is_reachable,
                                .is_loop = shape->is_loop};
    }
    /* a block is lowered when the stack at its beginning is known */
    bool *is_done = tp_heap_alloc_atomic((size_t)fn->nblocks + 1);
    memset(is_done, 0, (size_t)fn->nblocks + 1);
    fn->blocks[0].stack = tp_heap_alloc(sizeof(Operand));
    for (bool again = true; again;) {
        again = false;
        for (int b = 0; b < fn->nblocks; b++) {
            if (is_done[b] || !fn->blocks[b].stack || !cfg->blocks[b].is_reachable)
                continue;
            is_done[b] = again = true;
            lower_block(&l, b);
        }
    }
}
