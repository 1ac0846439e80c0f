/* lower_ops.c -- operators, comparisons, unpacking, imports, patterns. */
#include "lower.h"

#include "runtime/heap.h"

static void unary(Lower *l, enum IrOp op, int arg)
{
    Insn *insn = lower_emit1(l, op, lower_pop(l));
    insn->arg = arg;
    lower_result(l, insn, 0);
}

static void binary(Lower *l, enum IrOp op, int arg)
{
    Operand b = lower_pop(l), a = lower_pop(l);
    Insn *insn = lower_emit2(l, op, a, b);
    insn->arg = arg;
    lower_result(l, insn, 0);
}

void lower_UNARY_POSITIVE(Lower *l, int arg)
{
    (void)arg;
    unary(l, IR_UNARY, OP_UNARY_POSITIVE);
}

void lower_UNARY_NEGATIVE(Lower *l, int arg)
{
    (void)arg;
    unary(l, IR_UNARY, OP_UNARY_NEGATIVE);
}

void lower_UNARY_INVERT(Lower *l, int arg)
{
    (void)arg;
    unary(l, IR_UNARY, OP_UNARY_INVERT);
}

void lower_UNARY_NOT(Lower *l, int arg)
{
    unary(l, IR_NOT, arg);
}

void lower_BINARY_OP(Lower *l, int arg)
{
    binary(l, IR_BINARY, arg);
}

void lower_COMPARE_OP(Lower *l, int arg)
{
    binary(l, IR_COMPARE, arg);
}

void lower_IS_OP(Lower *l, int arg)
{
    binary(l, IR_IS, arg);
}

void lower_CONTAINS_OP(Lower *l, int arg)
{
    binary(l, IR_CONTAINS, arg);
}

/* ---- unpacking: results are pushed so that the first is on top ---- */

static void unpack(Lower *l, enum IrOp op, int arg, int n)
{
    Insn *insn = lower_emit1(l, op, lower_pop(l));
    insn->arg = arg;
    insn->ndsts = n;
    insn->dsts = tp_heap_alloc_atomic(((size_t)n + 1) * sizeof *insn->dsts);
    for (int i = 0; i < n; i++)
        insn->dsts[i] = ir_new_var(l->fn, 0);
    for (int i = n - 1; i >= 0; i--)
        lower_push(l, ir_var(insn->dsts[i]));
}

void lower_UNPACK_SEQUENCE(Lower *l, int arg)
{
    unpack(l, IR_UNPACK, arg, arg);
}

void lower_UNPACK_EX(Lower *l, int arg)
{
    unpack(l, IR_UNPACK_STAR, arg, (arg & 255) + 1 + (arg >> 8));
}

/* ---- imports ---- */

void lower_IMPORT_NAME(Lower *l, int arg)
{
    Operand names = lower_pop(l), level = lower_pop(l);
    Insn *insn = lower_emit2(l, IR_IMPORT, level, names);
    insn->name = arg;
    lower_result(l, insn, 0);
}

void lower_IMPORT_FROM(Lower *l, int arg)
{
    Insn *insn = lower_emit1(l, IR_IMPORT_FROM, lower_peek(l, 1));
    insn->name = arg;
    lower_result(l, insn, 0);
}

void lower_IMPORT_STAR(Lower *l, int arg)
{
    (void)arg;
    lower_emit1(l, IR_IMPORT_STAR, lower_pop(l));
}

/* ---- patterns ---- */

static void ask(Lower *l, enum IrOp op)
{
    lower_result(l, lower_emit1(l, op, lower_peek(l, 1)), 0);
}

void lower_GET_LEN(Lower *l, int arg)
{
    (void)arg;
    ask(l, IR_LENGTH);
}

void lower_MATCH_SEQUENCE(Lower *l, int arg)
{
    (void)arg;
    ask(l, IR_MATCH_SEQUENCE);
}

void lower_MATCH_MAPPING(Lower *l, int arg)
{
    (void)arg;
    ask(l, IR_MATCH_MAPPING);
}

void lower_MATCH_KEYS(Lower *l, int arg)
{
    (void)arg;
    lower_result(l, lower_emit2(l, IR_MATCH_KEYS, lower_peek(l, 2), lower_peek(l, 1)), 0);
}

void lower_MATCH_CLASS(Lower *l, int arg)
{
    Operand names = lower_pop(l), type = lower_pop(l), subject = lower_pop(l);
    Insn *insn = lower_emit3(l, IR_MATCH_CLASS, subject, type, names);
    insn->arg = arg;
    lower_result(l, insn, 0);
}

/* ---- the rest ---- */

void lower_SETUP_ANNOTATIONS(Lower *l, int arg)
{
    (void)arg;
    lower_emit(l, IR_SETUP_ANNOTATIONS);
}

void lower_PRINT_EXPR(Lower *l, int arg)
{
    (void)arg;
    lower_emit1(l, IR_PRINT, lower_pop(l));
}

void lower_LOAD_ASSERTION_ERROR(Lower *l, int arg)
{
    (void)arg;
    lower_result(l, lower_emit(l, IR_ASSERTION_ERROR), 0);
}
