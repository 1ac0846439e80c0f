/* lower.h -- from bytecode to the intermediate form: the value stack made explicit.
 *
 * While a block is lowered, its part of the value stack is known entry by entry: an entry is a
 * local, a constant, a temporary, or NULL (OPD_NONE). So LOAD_FAST makes no instruction: who pops
 * the entry uses the local itself. Only when the local is about to change while an entry still
 * means its old value is the value copied.
 *
 * Where blocks meet, each entry stands in a variable that all predecessors agree on: the first one
 * to arrive gives its own temporaries, the others copy into them.
 *
 * There is one function `lower_OPCODE` for each opcode; the table of them expands from opcode.def.
 */
#ifndef CODEGEN_LOWER_H
#define CODEGEN_LOWER_H

#include "frontend/opcode.h"
#include "ir.h"

typedef struct Lower {
    Fn *fn;
    Block *block;           /* being filled */
    const Instr *instr;     /* being lowered */
    Operand *stack;
    int depth;
    uint64_t *bound;        /* locals surely bound here */
    const CfgBlock **regions; /* by handler: the first block that it handles */
    int kwnames;            /* constant of the KW_NAMES before a call, or -1 */
} Lower;

typedef void (*LowerFn)(Lower *l, int arg);
#define OP(name, number, operand, effect, caches) void lower_##name(Lower *l, int arg);
#include "frontend/opcode.def"
#undef OP

/* All blocks of fn, whose cfg is there. */
void lower_function(Fn *fn);

/* ---- for the lower_OPCODE functions ---- */

void lower_push(Lower *l, Operand operand);
Operand lower_pop(Lower *l);
/* The entry n places below the top; 1 is the top. */
Operand lower_peek(Lower *l, int n);
/* Append an instruction for the current opcode. */
Insn *lower_emit(Lower *l, enum IrOp op);
Insn *lower_emit1(Lower *l, enum IrOp op, Operand a);
Insn *lower_emit2(Lower *l, enum IrOp op, Operand a, Operand b);
Insn *lower_emit3(Lower *l, enum IrOp op, Operand a, Operand b, Operand c);
/* Give insn a new temporary as its result and push it. */
void lower_result(Lower *l, Insn *insn, const char *role);
/* Move the top n entries into insn's operands, the deepest first. */
void lower_pop_args(Lower *l, Insn *insn, int n);
/* Before local `var` changes: entries that mean its present value get a copy. */
void lower_protect(Lower *l, int var);
/* The insn of this block that defined operand, if it was the last one; else 0. */
Insn *lower_last_def(Lower *l, Operand operand);
/* Does an entry of the stack mean operand, a variable? */
bool lower_is_on_stack(Lower *l, Operand operand);

#endif
