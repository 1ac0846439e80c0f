/* lower_data.c -- opcodes that move values: constants, locals, cells, globals, names, attributes,
 * items, and displays. */
#include "lower.h"

void lower_CACHE(Lower *l, int arg)
{
    (void)l, (void)arg;
}

void lower_NOP(Lower *l, int arg)
{
    (void)l, (void)arg;
}

void lower_EXTENDED_ARG(Lower *l, int arg)
{
    (void)l, (void)arg;
}

/* ---- the stack itself ---- */

void lower_POP_TOP(Lower *l, int arg)
{
    (void)arg;
    lower_pop(l);
}

void lower_PUSH_NULL(Lower *l, int arg)
{
    (void)arg;
    lower_push(l, NO_OPERAND);
}

void lower_SWAP(Lower *l, int arg)
{
    Operand top = l->stack[l->depth - 1];
    l->stack[l->depth - 1] = l->stack[l->depth - arg];
    l->stack[l->depth - arg] = top;
}

void lower_COPY(Lower *l, int arg)
{
    lower_push(l, lower_peek(l, arg));
}

/* ---- constants and locals ---- */

void lower_LOAD_CONST(Lower *l, int arg)
{
    Operand operand = ir_const(arg);
    if (ir_const_value(l->fn, operand) == TP_NONE)
        operand.index = -1;
    lower_push(l, operand);
}

void lower_LOAD_FAST(Lower *l, int arg)
{
    if (arg == 0 && l->fn->is_comprehension && l->instr[1].op == OP_FOR_ITER) {
        /* the outermost iterable comes as COMPREHENSION_ARG made it */
        lower_result(l, lower_emit1(l, IR_ITER, ir_var(0)), "it");
        return;
    }
    if (!bit_get(l->bound, arg)) {
        l->fn->vars[arg].may_be_unbound = true;
        lower_emit1(l, IR_CHECK_BOUND, ir_var(arg));
        bit_set(l->bound, arg);
    }
    lower_push(l, ir_var(arg));
}

/* A MOVE: where the value has no other use, live.c lets its instruction set the local itself. */
void lower_STORE_FAST(Lower *l, int arg)
{
    Operand value = lower_pop(l);
    lower_protect(l, arg);
    bit_set(l->bound, arg);
    if (!ir_same(value, ir_var(arg)))
        lower_emit1(l, IR_MOVE, value)->dst = arg;
}

void lower_DELETE_FAST(Lower *l, int arg)
{
    lower_protect(l, arg);
    Insn *insn = lower_emit(l, IR_DELETE_LOCAL);
    insn->arg = arg;
    l->fn->vars[arg].may_be_unbound = true;
    if (!bit_get(l->bound, arg))
        ir_add_arg(insn, ir_var(arg));
    bit_clear(l->bound, arg);
}

/* ---- cells ---- */

void lower_MAKE_CELL(Lower *l, int arg)
{
    Insn *insn = lower_emit(l, IR_MAKE_CELL);
    insn->dst = arg;
    if (arg < tp_code_nparams(l->fn->code))
        ir_add_arg(insn, ir_var(arg));
}

void lower_COPY_FREE_VARS(Lower *l, int arg)
{
    (void)l, (void)arg; /* emitted functions read them from fn->closure */
}

void lower_LOAD_CLOSURE(Lower *l, int arg)
{
    lower_push(l, ir_var(arg));
}

void lower_LOAD_DEREF(Lower *l, int arg)
{
    lower_result(l, lower_emit1(l, IR_DEREF, ir_var(arg)), 0);
}

void lower_LOAD_CLASSDEREF(Lower *l, int arg)
{
    lower_result(l, lower_emit1(l, IR_CLASS_DEREF, ir_var(arg)), 0);
}

void lower_STORE_DEREF(Lower *l, int arg)
{
    lower_emit2(l, IR_SET_DEREF, ir_var(arg), lower_pop(l));
}

void lower_DELETE_DEREF(Lower *l, int arg)
{
    lower_emit1(l, IR_DELETE_DEREF, ir_var(arg));
}

/* ---- globals and names ---- */

static void load_named(Lower *l, enum IrOp op, int name)
{
    Insn *insn = lower_emit(l, op);
    insn->name = name;
    lower_result(l, insn, 0);
}

static void store_named(Lower *l, enum IrOp op, int name)
{
    lower_emit1(l, op, lower_pop(l))->name = name;
}

void lower_LOAD_GLOBAL(Lower *l, int arg)
{
    if (arg & 1)
        lower_push(l, NO_OPERAND);
    load_named(l, IR_GLOBAL, arg >> 1);
}

void lower_STORE_GLOBAL(Lower *l, int arg)
{
    store_named(l, IR_SET_GLOBAL, arg);
}

void lower_DELETE_GLOBAL(Lower *l, int arg)
{
    lower_emit(l, IR_DELETE_GLOBAL)->name = arg;
}

void lower_LOAD_NAME(Lower *l, int arg)
{
    load_named(l, IR_NAME, arg);
}

void lower_STORE_NAME(Lower *l, int arg)
{
    store_named(l, IR_SET_NAME, arg);
}

void lower_DELETE_NAME(Lower *l, int arg)
{
    lower_emit(l, IR_DELETE_NAME)->name = arg;
}

/* ---- attributes and items ---- */

void lower_LOAD_ATTR(Lower *l, int arg)
{
    Insn *insn = lower_emit1(l, IR_ATTR, lower_pop(l));
    insn->name = arg;
    lower_result(l, insn, 0);
}

void lower_STORE_ATTR(Lower *l, int arg)
{
    Operand object = lower_pop(l), value = lower_pop(l);
    lower_emit2(l, IR_SET_ATTR, object, value)->name = arg;
}

void lower_DELETE_ATTR(Lower *l, int arg)
{
    lower_emit1(l, IR_DELETE_ATTR, lower_pop(l))->name = arg;
}

void lower_BINARY_SUBSCR(Lower *l, int arg)
{
    (void)arg;
    Operand key = lower_pop(l), object = lower_pop(l);
    Insn *slice = lower_last_def(l, key);
    /* that of an augmented assignment is needed again */
    if (slice && slice->op == IR_SLICE && slice->nargs == 2 && !lower_is_on_stack(l, key)) {
        Operand start = slice->args[0], stop = slice->args[1];
        slice->is_dead = true;
        lower_result(l, lower_emit3(l, IR_GET_SLICE, object, start, stop), 0);
        return;
    }
    lower_result(l, lower_emit2(l, IR_ITEM, object, key), 0);
}

void lower_STORE_SUBSCR(Lower *l, int arg)
{
    (void)arg;
    Operand key = lower_pop(l), object = lower_pop(l), value = lower_pop(l);
    lower_emit3(l, IR_SET_ITEM, object, key, value);
}

void lower_DELETE_SUBSCR(Lower *l, int arg)
{
    (void)arg;
    Operand key = lower_pop(l), object = lower_pop(l);
    lower_emit2(l, IR_DELETE_ITEM, object, key);
}

void lower_BUILD_SLICE(Lower *l, int arg)
{
    Insn *insn = lower_emit(l, IR_SLICE);
    lower_pop_args(l, insn, arg);
    lower_result(l, insn, 0);
}

/* ---- displays ---- */

static void build(Lower *l, enum IrOp op, int n, const char *role)
{
    Insn *insn = lower_emit(l, op);
    lower_pop_args(l, insn, n);
    lower_result(l, insn, role);
}

void lower_BUILD_TUPLE(Lower *l, int arg)
{
    build(l, IR_TUPLE, arg, 0);
}

void lower_BUILD_LIST(Lower *l, int arg)
{
    build(l, IR_LIST, arg, 0);
}

void lower_BUILD_SET(Lower *l, int arg)
{
    build(l, IR_SET, arg, 0);
}

void lower_BUILD_MAP(Lower *l, int arg)
{
    build(l, IR_MAP, 2 * arg, 0);
}

void lower_BUILD_CONST_KEY_MAP(Lower *l, int arg)
{
    build(l, IR_KEY_MAP, arg + 1, 0);
}

void lower_BUILD_STRING(Lower *l, int arg)
{
    for (int i = l->depth - arg; i < l->depth; i++)
        if (l->stack[i].type == OPD_VAR)
            l->fn->vars[l->stack[i].index].piece = i + 1;
    build(l, IR_STRING, arg, 0);
    l->block->insns[l->block->ninsns - 1].arg2 = l->depth - 1;
}

void lower_FORMAT_VALUE(Lower *l, int arg)
{
    Insn *insn = lower_emit(l, IR_FORMAT);
    insn->arg = arg & 3;
    lower_pop_args(l, insn, arg & 4 ? 2 : 1);
    lower_result(l, insn, 0);
}

/* The value on top goes into the container that is then arg places down. */
static void into(Lower *l, enum IrOp op, int arg)
{
    Operand value = lower_pop(l);
    lower_emit2(l, op, lower_peek(l, arg), value);
}

void lower_LIST_APPEND(Lower *l, int arg)
{
    into(l, IR_LIST_APPEND, arg);
}

void lower_SET_ADD(Lower *l, int arg)
{
    into(l, IR_SET_ADD, arg);
}

void lower_MAP_ADD(Lower *l, int arg)
{
    Operand value = lower_pop(l), key = lower_pop(l);
    lower_emit3(l, IR_MAP_ADD, lower_peek(l, arg), key, value);
}

void lower_LIST_EXTEND(Lower *l, int arg)
{
    into(l, IR_LIST_EXTEND, arg);
}

void lower_SET_UPDATE(Lower *l, int arg)
{
    into(l, IR_SET_UPDATE, arg);
}

void lower_DICT_UPDATE(Lower *l, int arg)
{
    into(l, IR_MAP_UPDATE, arg);
}

void lower_DICT_MERGE(Lower *l, int arg)
{
    Operand other = lower_pop(l);
    lower_emit3(l, IR_MAP_MERGE, lower_peek(l, arg), other, lower_peek(l, arg + 2));
}

void lower_LIST_TO_TUPLE(Lower *l, int arg)
{
    (void)arg;
    lower_result(l, lower_emit1(l, IR_LIST_TO_TUPLE, lower_pop(l)), 0);
}
