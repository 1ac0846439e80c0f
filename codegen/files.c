/* files.c -- files that end with the variable that holds them. */
#include "files.h"

#include <string.h>

static bool opens(const Fn *fn, const Insn *insn)
{
    if (insn->op != IR_CALL || insn->args[0].type != OPD_VAR)
        return false;
    const Insn *def = fn->vars[insn->args[0].index].def;
    return def && (def->op == IR_GLOBAL || def->op == IR_NAME) &&
           strcmp(ir_name_text(fn, def->name), "open") == 0;
}

/* Can it be seen where variable var ends? A temporary ends where it is used. */
static bool has_end(const Fn *fn, int var)
{
    return var >= fn->nlocals ? fn->vars[var].uses == 1 && fn->vars[var].defs == 1
                              : !fn->parts && !fn->is_generator && !fn->snapshots_locals;
}

static bool is_file(const Fn *fn, const Insn *insn, int k)
{
    return insn->args[k].type == OPD_VAR && fn->vars[insn->args[k].index].is_file;
}

/* Operand k is a file: does it go nowhere from there? Methods that give the file itself have names
 * like __enter__. */
static bool is_kept_by(const Fn *fn, const Insn *insn, int k)
{
    return insn->op == IR_CHECK_BOUND || (insn->op == IR_INVOKE && k == 1) ||
           ((insn->op == IR_CALL_METHOD || insn->op == IR_METHOD) && k == 0 &&
            ir_name_text(fn, insn->name)[0] != '_');
}

/* The variables that insn gives a file, as far as insn tells. */
static void find_files(Fn *fn, const Insn *insn)
{
    if (insn->dst >= 0 && opens(fn, insn))
        fn->vars[insn->dst].is_file = has_end(fn, insn->dst);
    else if (insn->op == IR_METHOD && is_file(fn, insn, 0) && insn->args[0].index >= fn->nlocals)
        fn->vars[insn->dst2].is_file = has_end(fn, insn->dst2);
}

/* Those that insn gives something else, or whose file it may keep, are none. */
static void exclude_others(Fn *fn, const Insn *insn)
{
    for (int i = 0; i < ir_dst_count(insn); i++)
        if (ir_dst(insn, i) < fn->nlocals && !opens(fn, insn))
            fn->vars[ir_dst(insn, i)].is_file = false;
    for (int k = 0; k < insn->nargs; k++)
        if (is_file(fn, insn, k) && !is_kept_by(fn, insn, k))
            fn->vars[insn->args[k].index].is_file = false;
    if (insn->op == IR_DELETE_LOCAL)
        fn->vars[insn->arg].is_file = false;
}

static void each_insn(Fn *fn, void (*visit)(Fn *fn, const Insn *insn))
{
    for (int b = 0; b < fn->nblocks; b++)
        for (int i = 0; i < fn->blocks[b].ninsns && fn->blocks[b].is_reachable; i++)
            if (!fn->blocks[b].insns[i].is_dead)
                visit(fn, &fn->blocks[b].insns[i]);
}

void files_function(Fn *fn)
{
    each_insn(fn, find_files);
    each_insn(fn, exclude_others);
}

int files_ended_by(const Fn *fn, const Insn *insn)
{
    int k = insn->op == IR_CALL_METHOD ? 0 : insn->op == IR_INVOKE ? 1 : -1;
    return k >= 0 && is_file(fn, insn, k) && insn->args[k].index >= fn->nlocals
               ? insn->args[k].index : -1;
}
