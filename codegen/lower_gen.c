/* lower_gen.c -- generators, coroutines, asynchronous generators. */
#include "lower.h"

/* The generator is made by the function's entry; its body begins here, with the value of the first
 * send, which the next instruction pops. */
void lower_RETURN_GENERATOR(Lower *l, int arg)
{
    (void)arg;
    lower_push(l, ir_const(-1));
}

void lower_RESUME(Lower *l, int arg)
{
    (void)l, (void)arg;
}

/* A yield that belongs to `yield from` or await stands in a loop with its SEND; the iterator is
 * below the value. */
void lower_YIELD_VALUE(Lower *l, int arg)
{
    (void)arg;
    Insn *insn = lower_emit1(l, IR_YIELD, lower_pop(l));
    insn->arg = ++l->fn->nresumes;
    const Instr *resume = l->instr + 1;
    if (resume->op == OP_RESUME && (resume->arg & 3) >= 2)
        ir_add_arg(insn, lower_peek(l, 1));
    lower_result(l, insn, "sent");
}

void lower_GET_YIELD_FROM_ITER(Lower *l, int arg)
{
    (void)arg;
    lower_result(l, lower_emit1(l, IR_YIELD_ITER, lower_pop(l)), "from");
}

/* stack: iterator, value to send. Yielded: iterator, what came; returned: the result alone. */
void lower_SEND(Lower *l, int arg)
{
    (void)arg;
    Operand value = lower_pop(l);
    lower_result(l, lower_emit2(l, IR_SEND, lower_peek(l, 1), value), 0);
}

void lower_GET_AWAITABLE(Lower *l, int arg)
{
    Insn *insn = lower_emit1(l, IR_AWAITABLE, lower_pop(l));
    insn->arg = arg;
    lower_result(l, insn, "from");
}

void lower_GET_AITER(Lower *l, int arg)
{
    (void)arg;
    lower_result(l, lower_emit1(l, IR_ASYNC_ITER, lower_pop(l)), "ait");
}

void lower_GET_ANEXT(Lower *l, int arg)
{
    (void)arg;
    lower_result(l, lower_emit1(l, IR_ASYNC_NEXT, lower_peek(l, 1)), 0);
}

void lower_BEFORE_ASYNC_WITH(Lower *l, int arg)
{
    (void)arg;
    Insn *insn = lower_emit1(l, IR_ASYNC_ENTER, lower_pop(l));
    insn->dst2 = ir_new_var(l->fn, "exit");
    lower_push(l, ir_var(insn->dst2));
    lower_result(l, insn, 0);
}

void lower_ASYNC_GEN_WRAP(Lower *l, int arg)
{
    (void)arg;
    lower_result(l, lower_emit1(l, IR_ASYNC_WRAP, lower_pop(l)), 0);
}

void lower_END_ASYNC_FOR(Lower *l, int arg)
{
    (void)arg;
    lower_emit1(l, IR_END_ASYNC_FOR, lower_pop(l));
    lower_pop(l);
}
