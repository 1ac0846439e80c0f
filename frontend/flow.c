/* flow.c -- building the graph of basic blocks, and completing it as CPython 3.11 does.
 *
 * The passes of flow_finish(), in order; start reading there:
 *
 *     skip_empty_targets   jumps lead to blocks with instructions
 *     copy_exits           a jump to a small exit without lines becomes a copy of it
 *     peephole_block       constants and jumps within one block, see peephole.c
 *     mark_reachable       count predecessors; unreachable blocks are emptied
 *     drop_nops            an instruction that does nothing stays only to carry a line
 *     separate_exits       an exit without lines gets one copy a jump, which lends its line
 *     spread_lines         artificial instructions take the position of the one before
 *     measure_depths       depth of the stack on entry of each block
 *     find_handlers        protected regions become a handler for each instruction
 *     direct_jumps         jumps become forward or backward ones
 *
 * Identity with CPython's code rests on the order of these passes and on the order of blocks
 * (newest first) in some of them: both can be observed in lines and in the layout of exits.
 */
#include "frontend/flow.h"

#include <string.h>

#include "frontend/diag.h"
#include "frontend/peephole.h"

enum { SMALL_EXIT = 4 };    /* instructions that copy_exits copies at most */

/* Regions open at a point, innermost first. Never changed once made, so blocks share tails. */
struct Handlers {
    Block *handler;
    Handlers *outer;
};

void flow_init(Flow *flow, Arena *arena)
{
    *flow = (Flow){.arena = arena};
    flow->entry = flow->current = flow_block(flow);
}

Block *flow_block(Flow *flow)
{
    Block *block = arena_alloc(flow->arena, sizeof *block);
    block->depth = -1;
    block->older = flow->newest;
    flow->newest = block;
    return block;
}

void flow_use(Flow *flow, Block *block)
{
    flow->current->next = block;
    flow->current = block;
}

static bool is_jump(const Instr *instr)
{
    enum OperandKind kind = opcode_operand(instr->op);
    return kind == OPERAND_JUMP || kind == OPERAND_BACK;
}

static bool is_region(const Instr *instr)
{
    return opcode_operand(instr->op) == OPERAND_BLOCK;
}

static bool is_exit(int op)
{
    return op == OP_RETURN_VALUE || op == OP_RAISE_VARARGS || op == OP_RERAISE;
}

static bool is_plain_jump(int op)
{
    return op == OP_JUMP || op == OP_JUMP_NO_INTERRUPT;
}

static Instr *last_instr(const Block *block)
{
    return block->n ? &block->instrs[block->n - 1] : NULL;
}

static Instr *append(Flow *flow, Block *block)
{
    block->instrs = arena_grow(flow->arena, block->instrs, &block->capacity, block->n + 1,
                               sizeof(Instr));
    return &block->instrs[block->n++];
}

void flow_jump(Flow *flow, int op, Block *target, Span at)
{
    Instr *last = last_instr(flow->current);
    if (last && (is_jump(last) || is_exit(last->op)))
        flow_use(flow, flow_block(flow));
    Instr *instr = append(flow, flow->current);
    *instr = (Instr){.op = op, .target = target, .at = at};
    if (target && is_region(instr))
        flow->has_regions = true;
}

void flow_add(Flow *flow, int op, int arg, Span at)
{
    flow_jump(flow, op, NULL, at);
    last_instr(flow->current)->arg = arg;
}

void flow_insert(Flow *flow, const Instr *instrs, int n)
{
    Block *entry = flow->entry;
    if (!n)
        return;
    entry->instrs = arena_grow(flow->arena, entry->instrs, &entry->capacity, entry->n + n,
                               sizeof(Instr));
    memmove(&entry->instrs[n], entry->instrs, (size_t)entry->n * sizeof(Instr));
    memcpy(entry->instrs, instrs, (size_t)n * sizeof(Instr));
    entry->n += n;
}

bool flow_returned(const Flow *flow)
{
    Instr *last = last_instr(flow->current);
    return last && last->op == OP_RETURN_VALUE;
}

/* Sets exits and stops. After: every jump leads to a block with instructions. */
static void skip_empty_targets(Flow *flow)
{
    for (Block *block = flow->newest; block; block = block->older) {
        Instr *last = last_instr(block);
        if (!last)
            continue;
        block->exits = is_exit(last->op);
        block->stops = block->exits || is_plain_jump(last->op);
        while (is_jump(last) && !last->target->n)
            last->target = last->target->next;
    }
}

static Block *next_nonempty(Block *block)
{
    do
        block = block->next;
    while (block && !block->n);
    return block;
}

/* Drops the NOPs of a block that carry no line of their own. */
static void drop_nops(Block *block)
{
    int kept = 0, previous_line = -1;
    for (int i = 0; i < block->n; i++) {
        Instr *instr = &block->instrs[i];
        int line = instr->at.lineno;
        if (instr->op == OP_NOP) {
            if (line < 0 || line == previous_line)
                continue;
            if (i + 1 < block->n) {
                int next_line = instr[1].at.lineno;
                if (next_line < 0)
                    instr[1].at = instr->at;
                if (next_line < 0 || next_line == line)
                    continue;
            } else {
                Block *next = next_nonempty(block);
                if (next && next->instrs[0].at.lineno == line)
                    continue;
            }
        }
        if (kept < i)
            block->instrs[kept] = *instr;
        kept++;
        previous_line = line;
    }
    block->n = kept;
}

static bool has_line(const Block *block)
{
    for (int i = 0; i < block->n; i++) {
        if (block->instrs[i].at.lineno > 0)
            return true;
    }
    return false;
}

static void copy_instrs(Flow *flow, Block *to, const Block *from)
{
    for (int i = 0; i < from->n; i++)
        *append(flow, to) = from->instrs[i];
}

static void copy_exits(Flow *flow)
{
    for (Block *block = flow->newest; block; block = block->older) {
        Instr *last = last_instr(block);
        if (!last || last->op != OP_JUMP)
            continue;
        Block *target = last->target;
        if (target->exits && target->n <= SMALL_EXIT && !has_line(target)) {
            last->op = OP_NOP;
            last->target = NULL;
            copy_instrs(flow, block, target);
            block->exits = true;
        }
    }
}

/* Counts predecessors of the blocks that can be reached, and empties the others. */
static void mark_reachable(Flow *flow)
{
    int nblocks = 0;
    for (Block *block = flow->newest; block; block = block->older) {
        block->predecessors = 0;
        nblocks++;
    }
    Block **stack = arena_alloc(flow->arena, (size_t)nblocks * sizeof *stack), **top = stack;
    flow->entry->predecessors = 1;
    *top++ = flow->entry;
    while (top > stack) {
        Block *block = *--top;
        if (block->next && !block->stops && !block->next->predecessors++)
            *top++ = block->next;
        for (int i = 0; i < block->n; i++) {
            Block *target = block->instrs[i].target;
            if (target && !target->predecessors++)
                *top++ = target;
        }
    }
    for (Block *block = flow->entry; block; block = block->next) {
        if (!block->predecessors) {
            block->n = 0;
            block->stops = false;
        }
    }
}

/* Takes empty blocks out of the chain and out of jumps; the last block may stay empty. */
static void unlink_empty(Flow *flow)
{
    for (Block *block = flow->entry; block; block = block->next) {
        while (block->next && !block->next->n && block->next->next)
            block->next = block->next->next;
    }
    for (Block *block = flow->entry; block; block = block->next) {
        for (int i = 0; i < block->n; i++) {
            Instr *instr = &block->instrs[i];
            while (instr->target && !instr->target->n && instr->target->next)
                instr->target = instr->target->next;
        }
    }
}

/* A jump to the block that follows is no jump; it stays as a NOP until the last drop_nops. */
static void drop_redundant_jumps(Flow *flow)
{
    for (Block *block = flow->entry; block; block = block->next) {
        Instr *last = last_instr(block);
        if (last && is_plain_jump(last->op) && last->target == block->next) {
            last->op = OP_NOP;
            last->target = NULL;
            block->stops = false;
        }
    }
}

static void optimize(Flow *flow, Consts *consts)
{
    copy_exits(flow);
    for (Block *block = flow->entry; block; block = block->next) {
        peephole_block(block, consts);
        drop_nops(block);
    }
    /* Again: where a block's NOPs have gone, it may be small enough now. */
    copy_exits(flow);
    mark_reachable(flow);
    for (Block *block = flow->entry; block; block = block->next)
        drop_nops(block);
    unlink_empty(flow);
    drop_redundant_jumps(flow);
}

/* Forgets the constants behind the last that is used; the first stays, it may be a docstring. */
static void trim_consts(Flow *flow, Consts *consts)
{
    int last = 0;
    for (Block *block = flow->entry; block; block = block->next) {
        for (int i = 0; i < block->n; i++) {
            Instr *instr = &block->instrs[i];
            if (opcode_operand(instr->op) == OPERAND_CONST && instr->arg > last)
                last = instr->arg;
        }
    }
    if (last + 1 < consts->n)
        consts_truncate(consts, last + 1);
}

/* Is it an exit whose instructions have no line at all? */
static bool is_lineless_exit(const Block *block)
{
    if (!block->exits)
        return false;
    for (int i = 0; i < block->n; i++) {
        if (block->instrs[i].at.lineno >= 0)
            return false;
    }
    return true;
}

/* A frame must know the line where it ends. After: an exit without lines has one predecessor, and
   its first instruction the position of the jump or instruction before it. */
static void separate_exits(Flow *flow)
{
    for (Block *block = flow->newest; block; block = block->older) {
        Instr *last = last_instr(block);
        if (!last || !is_jump(last))
            continue;
        Block *target = last->target;
        if (!is_lineless_exit(target) || target->predecessors < 2)
            continue;
        Block *copy = flow_block(flow);
        copy_instrs(flow, copy, target);
        copy->exits = copy->stops = true;
        copy->predecessors = 1;
        copy->instrs[0].at = last->at;
        last->target = copy;
        target->predecessors--;
        copy->next = target->next;
        target->next = copy;
    }
    for (Block *block = flow->newest; block; block = block->older) {
        while (block->next && !block->next->n)
            block->next = block->next->next;
    }
    for (Block *block = flow->newest; block; block = block->older) {
        if (!block->stops && block->next && block->n && is_lineless_exit(block->next))
            block->next->instrs[0].at = last_instr(block)->at;
    }
}

static void spread_lines(Flow *flow)
{
    for (Block *block = flow->entry; block; block = block->next) {
        if (!block->n)
            continue;
        Span at = flow_artificial();
        for (int i = 0; i < block->n; i++) {
            if (block->instrs[i].at.lineno < 0)
                block->instrs[i].at = at;
            else
                at = block->instrs[i].at;
        }
        Block *next = block->next;
        if (!block->stops && next && next->predecessors == 1 && next->n &&
            next->instrs[0].at.lineno < 0)
            next->instrs[0].at = at;
        Instr *last = last_instr(block);
        if (is_jump(last) && last->target->predecessors == 1 &&
            last->target->instrs[0].at.lineno < 0)
            last->target->instrs[0].at = at;
    }
}

/* Returns that still have no line get the last line before them in the code. */
static void give_returns_lines(Flow *flow, int line)
{
    for (Block *block = flow->entry; block; block = block->next) {
        Instr *last = last_instr(block);
        if (!last)
            continue;
        if (last->at.lineno >= 0) {
            line = last->at.lineno;
        } else if (last->op == OP_RETURN_VALUE) {
            for (int i = 0; i < block->n; i++)
                block->instrs[i].at.lineno = line;
        }
    }
}

/* Gives the greatest depth; sets the depth of every block that can be reached. */
static int measure_depths(Flow *flow, int at_start)
{
    int nblocks = 0;
    for (Block *block = flow->entry; block; block = block->next)
        nblocks++;
    Block **stack = arena_alloc(flow->arena, (size_t)nblocks * sizeof *stack), **top = stack;
    int greatest = 0;
    flow->entry->depth = at_start;
    *top++ = flow->entry;
    while (top > stack) {
        Block *block = *--top, *next = block->next;
        int depth = block->depth;
        for (int i = 0; i < block->n; i++) {
            Instr *instr = &block->instrs[i];
            int after = depth + opcode_effect(instr->op, instr->arg, false);
            if (after > greatest)
                greatest = after;
            if (instr->target) {
                int there = depth + opcode_effect(instr->op, instr->arg, true);
                if (there > greatest)
                    greatest = there;
                if (instr->target->depth < 0) {
                    instr->target->depth = there;
                    *top++ = instr->target;
                }
            }
            depth = after;
        }
        if (next && !block->stops && next->depth < 0) {
            next->depth = depth;
            *top++ = next;
        }
    }
    return greatest;
}

static void enter_with(Block *block, Handlers *handlers, Block ***top)
{
    if (!block->visited) {
        block->visited = true;
        block->handlers = handlers;
        *(*top)++ = block;
    }
}

/* Sets the handler of each instruction; SETUP_* and POP_BLOCK become NOPs. */
static void find_handlers(Flow *flow)
{
    if (!flow->has_regions)
        return;
    int nblocks = 0;
    for (Block *block = flow->entry; block; block = block->next) {
        block->visited = false;
        nblocks++;
    }
    Block **stack = arena_alloc(flow->arena, (size_t)nblocks * sizeof *stack), **top = stack;
    enter_with(flow->entry, NULL, &top);
    while (top > stack) {
        Block *block = *--top;
        Handlers *open = block->handlers;
        for (int i = 0; i < block->n; i++) {
            Instr *instr = &block->instrs[i];
            if (is_region(instr)) {
                enter_with(instr->target, open, &top);
                Handlers *inner = arena_alloc(flow->arena, sizeof *inner);
                *inner = (Handlers){instr->target, open};
                open = inner;
                if (instr->op != OP_SETUP_FINALLY)
                    instr->target->keeps_place = true;
            } else if (instr->op == OP_POP_BLOCK) {
                if (!open)
                    BUG("POP_BLOCK without a region");
                open = open->outer;
            } else {
                instr->handler = open ? open->handler : NULL;
                if (instr->target)
                    enter_with(instr->target, open, &top);
            }
        }
        if (!block->stops && block->next)
            enter_with(block->next, open, &top);
    }
    for (Block *block = flow->entry; block; block = block->next) {
        for (int i = 0; i < block->n; i++) {
            Instr *instr = &block->instrs[i];
            if (is_region(instr) || instr->op == OP_POP_BLOCK) {
                instr->op = OP_NOP;
                instr->target = NULL;
            }
        }
    }
}

static int directed(int op, bool is_forward)
{
    switch (op) {
    case OP_JUMP:
        return is_forward ? OP_JUMP_FORWARD : OP_JUMP_BACKWARD;
    case OP_JUMP_NO_INTERRUPT:
        return is_forward ? OP_JUMP_FORWARD : OP_JUMP_BACKWARD_NO_INTERRUPT;
    case OP_POP_JUMP_IF_FALSE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_FALSE : OP_POP_JUMP_BACKWARD_IF_FALSE;
    case OP_POP_JUMP_IF_TRUE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_TRUE : OP_POP_JUMP_BACKWARD_IF_TRUE;
    case OP_POP_JUMP_IF_NONE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_NONE : OP_POP_JUMP_BACKWARD_IF_NONE;
    case OP_POP_JUMP_IF_NOT_NONE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_NOT_NONE : OP_POP_JUMP_BACKWARD_IF_NOT_NONE;
    }
    return op;
}

static void direct_jumps(Flow *flow)
{
    for (Block *block = flow->entry; block; block = block->next)
        block->visited = false;
    for (Block *block = flow->entry; block; block = block->next) {
        block->visited = true;
        Instr *last = last_instr(block);
        if (last && is_jump(last))
            last->op = directed(last->op, !last->target->visited);
    }
}

int flow_finish(Flow *flow, Consts *consts, int first_line, int at_start)
{
    skip_empty_targets(flow);
    optimize(flow, consts);
    separate_exits(flow);
    trim_consts(flow, consts);
    spread_lines(flow);
    give_returns_lines(flow, first_line);
    int depth = measure_depths(flow, at_start);
    find_handlers(flow);
    for (Block *block = flow->entry; block; block = block->next)
        drop_nops(block);
    direct_jumps(flow);
    return depth;
}
