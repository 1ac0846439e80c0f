/* ir.c -- building, asking and printing the intermediate form. */
#include "ir.h"

#include <string.h>

#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "text.h"

const unsigned char ir_flags[IR_LIMIT] = {
#define IR(name, text, flags) [IR_##name] = flags,
#include "ir.def"
#undef IR
};

const char *const ir_names[IR_LIMIT] = {
#define IR(name, text, flags) [IR_##name] = text,
#include "ir.def"
#undef IR
};

int ir_new_var(Fn *fn, const char *role)
{
    if (fn->nvars == fn->var_capacity) {
        fn->var_capacity = fn->var_capacity ? 2 * fn->var_capacity : 32;
        Var *grown = tp_heap_alloc((size_t)fn->var_capacity * sizeof *grown);
        if (fn->nvars)
            memcpy(grown, fn->vars, (size_t)fn->nvars * sizeof *grown);
        fn->vars = grown;
    }
    fn->vars[fn->nvars] = (Var){.role = role, .slot = -1};
    return fn->nvars++;
}

Insn *ir_append(Block *block, enum IrOp op, int at, int line)
{
    if (block->ninsns == block->capacity) {
        block->capacity = block->capacity ? 2 * block->capacity : 8;
        Insn *grown = tp_heap_alloc((size_t)block->capacity * sizeof *grown);
        if (block->ninsns)
            memcpy(grown, block->insns, (size_t)block->ninsns * sizeof *grown);
        block->insns = grown;
    }
    Insn *insn = &block->insns[block->ninsns++];
    *insn = (Insn){.op = op, .at = at, .line = line, .dst = -1, .dst2 = -1, .name = -1, .site = -1};
    return insn;
}

void ir_add_arg(Insn *insn, Operand operand)
{
    Operand *args = tp_heap_alloc_atomic(((size_t)insn->nargs + 1) * sizeof *args);
    if (insn->nargs)
        memcpy(args, insn->args, (size_t)insn->nargs * sizeof *args);
    args[insn->nargs++] = operand;
    insn->args = args;
}

Value ir_const_value(const Fn *fn, Operand operand)
{
    if (operand.type != OPD_CONST)
        return 0;
    return operand.index < 0 ? TP_NONE : tp_as_tuple(fn->code->consts)->items[operand.index];
}

const char *ir_name_text(const Fn *fn, int name)
{
    return tp_str_to_c(tp_as_tuple(fn->code->names)->items[name]);
}

const char *ir_local_text(const Fn *fn, int local)
{
    return tp_str_to_c(tp_as_tuple(fn->code->localsplusnames)->items[local]);
}

bool ir_is_comprehension(const Code *code)
{
    const char *name = tp_str_to_c(code->name);
    return strcmp(name, "<listcomp>") == 0 || strcmp(name, "<setcomp>") == 0 ||
           strcmp(name, "<dictcomp>") == 0 || strcmp(name, "<genexpr>") == 0;
}

bool ir_sets(const Insn *insn, int var)
{
    if (insn->op == IR_DELETE_LOCAL && insn->arg == var)
        return true;
    for (int i = 0; i < ir_dst_count(insn); i++)
        if (ir_dst(insn, i) == var)
            return true;
    return false;
}

bool ir_uses(const Insn *insn, int var)
{
    for (int i = 0; i < insn->nargs; i++)
        if (insn->args[i].type == OPD_VAR && insn->args[i].index == var)
            return true;
    return insn->is_super && var == 0;
}

static const char *var_text(const Fn *fn, int var)
{
    if (var < fn->nlocals)
        return ir_local_text(fn, var);
    return fn->vars[var].name ? fn->vars[var].name : text_format("t%d", var - fn->nlocals + 1);
}

static const char *operand_text(const Fn *fn, Operand operand)
{
    switch (operand.type) {
    case OPD_VAR:
        return var_text(fn, operand.index);
    case OPD_CONST: {
        Value v = ir_const_value(fn, operand);
        if (tp_is_exact(v, &tp_code_type))
            return text_format("<code %s>", tp_str_to_c(((Code *)tp_obj(v))->name));
        Value repr = tp_repr(v);
        return repr ? tp_str_to_c(repr) : "?";
    }
    default:
        return "-";
    }
}

static void print_insn(FILE *out, const Fn *fn, const Insn *insn)
{
    fprintf(out, "    %4d  ", insn->at);
    int n = ir_dst_count(insn);
    for (int i = 0; i < n; i++)
        fprintf(out, "%s%s", var_text(fn, ir_dst(insn, i)), i + 1 < n ? ", " : " = ");
    fprintf(out, "%s", ir_names[insn->op]);
    if (insn->name >= 0)
        fprintf(out, " .%s", ir_name_text(fn, insn->name));
    for (int i = 0; i < insn->nargs; i++)
        fprintf(out, "%s%s", i ? ", " : " ", operand_text(fn, insn->args[i]));
    if (insn->op == IR_BINARY || insn->op == IR_COMPARE || insn->op == IR_UNARY ||
        insn->op == IR_IS || insn->op == IR_CONTAINS || insn->op == IR_BRANCH ||
        insn->op == IR_BRANCH_NONE || insn->op == IR_FORMAT || insn->op == IR_YIELD)
        fprintf(out, "  (%d)", insn->arg);
    fprintf(out, "\n");
}

void ir_print(FILE *out, const Fn *fn)
{
    fprintf(out, "%s:\n", tp_str_to_c(fn->code->qualname));
    for (int b = 0; b < fn->nblocks; b++) {
        const Block *block = &fn->blocks[b];
        if (!block->is_reachable)
            continue;
        fprintf(out, "  block %d%s%s", b, block->is_loop ? " (loop)" : "",
                block->is_handler ? " (handler)" : "");
        if (block->handler >= 0)
            fprintf(out, ", errors to %d", block->handler);
        fprintf(out, "\n");
        for (int i = 0; i < block->ninsns; i++)
            if (!block->insns[i].is_dead)
                print_insn(out, fn, &block->insns[i]);
        if (block->next >= 0)
            fprintf(out, "          -> %d", block->next);
        if (block->jump >= 0)
            fprintf(out, " or %d", block->jump);
        if (block->next >= 0 || block->jump >= 0)
            fprintf(out, "\n");
    }
}
