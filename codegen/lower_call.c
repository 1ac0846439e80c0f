/* lower_call.c -- functions and calls of all shapes. */
#include "lower.h"

#include <string.h>

void lower_LOAD_METHOD(Lower *l, int arg)
{
    Insn *insn = lower_emit1(l, IR_METHOD, lower_pop(l));
    insn->name = arg;
    insn->dst = ir_new_var(l->fn, "method");
    insn->dst2 = ir_new_var(l->fn, "self");
    l->fn->vars[insn->dst].is_method = true;
    lower_push(l, ir_var(insn->dst));
    lower_push(l, ir_var(insn->dst2));
}

void lower_KW_NAMES(Lower *l, int arg)
{
    l->kwnames = arg;
}

void lower_PRECALL(Lower *l, int arg)
{
    (void)l, (void)arg;
}

static bool uses_class_cell(const Fn *fn)
{
    for (int i = fn->code->nlocalsplus - fn->code->nfreevars; i < fn->nlocals; i++)
        if (strcmp(ir_local_text(fn, i), "__class__") == 0)
            return fn->code->argcount > 0;
    return false;
}

/* Is a callee without arguments what is named super, in a method? */
static bool is_super(Lower *l, Operand callee)
{
    const Insn *def = lower_last_def(l, callee);
    return def && def->op == IR_GLOBAL && strcmp(ir_name_text(l->fn, def->name), "super") == 0 &&
           uses_class_cell(l->fn);
}

/* Is the instruction before block->insns[i] a call of super()? Then the method is found without the
 * object that it makes: emit_super. */
static bool is_of_super(Lower *l, int i)
{
    return i > 0 && l->block->insns[i - 1].is_super;
}

/* Does anything behind instruction i of the block set its object? */
static bool is_object_set(Lower *l, int i)
{
    Operand object = l->block->insns[i].args[0];
    for (int k = i + 1; k < l->block->ninsns; k++)
        if (object.type == OPD_VAR && ir_sets(&l->block->insns[k], object.index))
            return true;
    return false;
}

/* The METHOD instruction that a call may swallow, so that it runs later: in this block, with
 * nothing behind it that runs Python code, reads a global or a cell (the lookup may set it, and its
 * error comes first) or sets the object. */
static Insn *method_to_fuse(Lower *l, Operand method)
{
    for (int i = l->block->ninsns - 1; i >= 0; i--) {
        Insn *insn = &l->block->insns[i];
        if (insn->op == IR_METHOD && insn->dst == method.index)
            return is_of_super(l, i) || is_object_set(l, i) ? 0 : insn;
        if (!(ir_flags[insn->op] & PURE) && !insn->is_dead)
            return 0;
    }
    return 0;
}

/* Is operand a function that this block made of a comprehension? */
static bool makes_comprehension(Lower *l, Operand operand)
{
    for (int i = 0; i < l->block->ninsns; i++) {
        const Insn *insn = &l->block->insns[i];
        if (insn->op != IR_FUNCTION || !ir_same(ir_var(insn->dst), operand))
            continue;
        Value code = ir_const_value(l->fn, ir_const(insn->arg));
        return ir_is_comprehension((Code *)tp_obj(code));
    }
    return false;
}

/* The stack: NULL callee args, or method self args, or (decorators, comprehensions) callee and its
 * first argument. */
void lower_CALL(Lower *l, int arg)
{
    Operand first = lower_peek(l, arg + 2);
    bool is_method = first.type == OPD_VAR && l->fn->vars[first.index].is_method;
    int kwnames = l->kwnames;
    l->kwnames = -1;
    Insn *fused = is_method ? method_to_fuse(l, first) : 0;
    Insn *insn;
    if (fused) {
        Operand object = fused->args[0];
        int name = fused->name;
        fused->is_dead = true;
        insn = lower_emit(l, IR_CALL_METHOD);
        l->stack[l->depth - arg - 1] = object;
        lower_pop_args(l, insn, arg + 1);
        insn->name = name;
        lower_pop(l);
    } else if (is_method) {
        insn = lower_emit(l, IR_INVOKE);
        lower_pop_args(l, insn, arg + 2);
    } else if (first.type == OPD_NONE) {
        bool is_of_class = arg == 0 && is_super(l, lower_peek(l, 1));
        insn = lower_emit(l, IR_CALL);
        insn->is_super = is_of_class;
        lower_pop_args(l, insn, arg + 1);
        lower_pop(l);
    } else {
        Insn *iter = arg == 0 ? lower_last_def(l, lower_peek(l, 1)) : 0;
        if (iter && iter->op == IR_ITER && makes_comprehension(l, first))
            iter->op = IR_COMPREHENSION_ARG;
        insn = lower_emit(l, IR_CALL);
        lower_pop_args(l, insn, arg + 2);
    }
    insn->arg = kwnames;
    lower_result(l, insn, 0);
}

void lower_CALL_FUNCTION_EX(Lower *l, int arg)
{
    Insn *insn = lower_emit(l, IR_CALL_EX);
    lower_pop_args(l, insn, arg & 1 ? 3 : 2);
    lower_pop(l);
    lower_result(l, insn, 0);
}

/* Operands: code, then those of defaults, kwdefaults, annotations, closure that arg's bits name. */
void lower_MAKE_FUNCTION(Lower *l, int arg)
{
    int n = (arg & 1) + (arg >> 1 & 1) + (arg >> 2 & 1) + (arg >> 3 & 1);
    Operand code = lower_pop(l);
    Insn *insn = lower_emit(l, IR_FUNCTION);
    lower_pop_args(l, insn, n);
    insn->arg = code.index;
    insn->arg2 = arg;
    lower_result(l, insn, 0);
}

void lower_LOAD_BUILD_CLASS(Lower *l, int arg)
{
    (void)arg;
    lower_result(l, lower_emit(l, IR_BUILD_CLASS), 0);
}
