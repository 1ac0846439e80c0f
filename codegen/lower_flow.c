/* lower_flow.c -- jumps, loops, exceptions, with. */
#include "lower.h"

/* ---- jumps: the end of a block gets its successors from the graph ---- */

void lower_JUMP_FORWARD(Lower *l, int arg)
{
    (void)l, (void)arg;
}

void lower_JUMP_BACKWARD(Lower *l, int arg)
{
    (void)l, (void)arg;
}

void lower_JUMP_BACKWARD_NO_INTERRUPT(Lower *l, int arg)
{
    (void)l, (void)arg;
}

static void branch(Lower *l, enum IrOp op, bool sense)
{
    lower_emit1(l, op, lower_pop(l))->arg = sense;
}

void lower_POP_JUMP_FORWARD_IF_FALSE(Lower *l, int arg)
{
    (void)arg;
    branch(l, IR_BRANCH, false);
}

void lower_POP_JUMP_FORWARD_IF_TRUE(Lower *l, int arg)
{
    (void)arg;
    branch(l, IR_BRANCH, true);
}

void lower_POP_JUMP_BACKWARD_IF_FALSE(Lower *l, int arg)
{
    (void)arg;
    branch(l, IR_BRANCH, false);
}

void lower_POP_JUMP_BACKWARD_IF_TRUE(Lower *l, int arg)
{
    (void)arg;
    branch(l, IR_BRANCH, true);
}

void lower_POP_JUMP_FORWARD_IF_NONE(Lower *l, int arg)
{
    (void)arg;
    branch(l, IR_BRANCH_NONE, true);
}

void lower_POP_JUMP_FORWARD_IF_NOT_NONE(Lower *l, int arg)
{
    (void)arg;
    branch(l, IR_BRANCH_NONE, false);
}

void lower_POP_JUMP_BACKWARD_IF_NONE(Lower *l, int arg)
{
    (void)arg;
    branch(l, IR_BRANCH_NONE, true);
}

void lower_POP_JUMP_BACKWARD_IF_NOT_NONE(Lower *l, int arg)
{
    (void)arg;
    branch(l, IR_BRANCH_NONE, false);
}

/* The jump keeps the value (it stays just above the top), falling through pops it: arg2 says so. */
static void branch_or_pop(Lower *l, bool sense)
{
    Insn *insn = lower_emit1(l, IR_BRANCH, lower_pop(l));
    insn->arg = sense;
    insn->arg2 = 1;
}

void lower_JUMP_IF_FALSE_OR_POP(Lower *l, int arg)
{
    (void)arg;
    branch_or_pop(l, false);
}

void lower_JUMP_IF_TRUE_OR_POP(Lower *l, int arg)
{
    (void)arg;
    branch_or_pop(l, true);
}

/* ---- loops ---- */

void lower_GET_ITER(Lower *l, int arg)
{
    (void)arg;
    lower_result(l, lower_emit1(l, IR_ITER, lower_pop(l)), "it");
}

/* The next value lands on top of the iterator; at the end the iterator is popped. */
void lower_FOR_ITER(Lower *l, int arg)
{
    (void)arg;
    lower_result(l, lower_emit1(l, IR_FOR, lower_peek(l, 1)), "next");
}

void lower_RETURN_VALUE(Lower *l, int arg)
{
    (void)arg;
    lower_emit1(l, IR_RETURN, lower_pop(l));
}

/* ---- exceptions ---- */

void lower_PUSH_EXC_INFO(Lower *l, int arg)
{
    (void)arg;
    Operand exc = lower_pop(l);
    lower_result(l, lower_emit1(l, IR_PUSH_HANDLED, exc), "handled");
    lower_push(l, exc);
}

void lower_POP_EXCEPT(Lower *l, int arg)
{
    (void)arg;
    lower_emit1(l, IR_POP_HANDLED, lower_pop(l));
}

void lower_CHECK_EXC_MATCH(Lower *l, int arg)
{
    (void)arg;
    Operand classes = lower_pop(l);
    lower_result(l, lower_emit2(l, IR_EXC_MATCH, lower_peek(l, 1), classes), 0);
}

void lower_CHECK_EG_MATCH(Lower *l, int arg)
{
    (void)arg;
    Operand classes = lower_pop(l), exc = lower_pop(l);
    Insn *insn = lower_emit2(l, IR_GROUP_MATCH, exc, classes);
    lower_result(l, insn, "rest");
    insn->dst2 = ir_new_var(l->fn, "match");
    lower_push(l, ir_var(insn->dst2));
}

void lower_PREP_RERAISE_STAR(Lower *l, int arg)
{
    (void)arg;
    Operand list = lower_pop(l), original = lower_pop(l);
    lower_result(l, lower_emit2(l, IR_GROUP_RERAISE, original, list), 0);
}

void lower_RAISE_VARARGS(Lower *l, int arg)
{
    lower_pop_args(l, lower_emit(l, IR_RAISE), arg);
}

void lower_RERAISE(Lower *l, int arg)
{
    Insn *insn = lower_emit1(l, IR_RERAISE, lower_pop(l));
    if (arg)
        ir_add_arg(insn, lower_peek(l, arg));
}

/* ---- with ---- */

void lower_BEFORE_WITH(Lower *l, int arg)
{
    (void)arg;
    Insn *insn = lower_emit1(l, IR_WITH_ENTER, lower_pop(l));
    insn->dst2 = ir_new_var(l->fn, "exit");
    lower_push(l, ir_var(insn->dst2));
    lower_result(l, insn, 0);
}

void lower_WITH_EXCEPT_START(Lower *l, int arg)
{
    (void)arg;
    lower_result(l, lower_emit2(l, IR_WITH_EXIT, lower_peek(l, 4), lower_peek(l, 1)), 0);
}
