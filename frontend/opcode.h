/* opcode.h -- the opcodes as numbers: OP_LOAD_FAST and so on, expanded from opcode.def. */
#ifndef FRONTEND_OPCODE_H
#define FRONTEND_OPCODE_H

#include <stdbool.h>

enum Opcode {
#define OP(name, number, operand, effect, caches) OP_##name = number,
#define PSEUDO_OP OP
#include "frontend/opcode.def"
#undef PSEUDO_OP
#undef OP
    OP_LIMIT = 266          /* above every opcode, the compiler's own included */
};

enum OperandKind {
    OPERAND_NONE,
    OPERAND_NUMBER,
    OPERAND_CONST,
    OPERAND_NAME,
    OPERAND_GLOBAL,
    OPERAND_LOCAL,
    OPERAND_DEREF,
    OPERAND_COMPARE,
    OPERAND_BINARY,
    OPERAND_JUMP,
    OPERAND_BACK,
    OPERAND_BLOCK           /* SETUP_*: the handler */
};

/* Arguments of BINARY_OP; its in-place form is IN_PLACE higher. */
enum BinaryOperator {
    OPERATOR_ADD,
    OPERATOR_AND,
    OPERATOR_FLOOR_DIVIDE,
    OPERATOR_LSHIFT,
    OPERATOR_MATRIX_MULTIPLY,
    OPERATOR_MULTIPLY,
    OPERATOR_REMAINDER,
    OPERATOR_OR,
    OPERATOR_POWER,
    OPERATOR_RSHIFT,
    OPERATOR_SUBTRACT,
    OPERATOR_TRUE_DIVIDE,
    OPERATOR_XOR,
    OPERATOR_IN_PLACE
};

/* The name as dis prints it, or NULL if there is no such opcode. */
const char *opcode_name(int op);

extern const unsigned char opcode_operands[OP_LIMIT], opcode_cache_counts[OP_LIMIT];

static inline enum OperandKind opcode_operand(int op)
{
    return (enum OperandKind)opcode_operands[op];
}

/* Code units of inline cache behind the instruction. */
static inline int opcode_caches(int op)
{
    return opcode_cache_counts[op];
}

/* How the depth of the stack changes; jump: the jump is taken, or the handler entered. */
int opcode_effect(int op, int arg, bool jump);

#endif
