/* opcode.c -- the columns of opcode.def as tables. */
#include "frontend/opcode.h"

#include <stddef.h>

#define PSEUDO_OP OP

static const char *const names[OP_LIMIT] = {
#define OP(name, number, operand, effect, caches) [number] = #name,
#include "frontend/opcode.def"
#undef OP
};

static const unsigned char operands[OP_LIMIT] = {
#define OP(name, number, operand, effect, caches) [number] = OPERAND_##operand,
#include "frontend/opcode.def"
#undef OP
};

static const unsigned char cache_counts[OP_LIMIT] = {
#define OP(name, number, operand, effect, caches) [number] = caches,
#include "frontend/opcode.def"
#undef OP
};

const char *opcode_name(int op)
{
    return names[op];
}

enum OperandKind opcode_operand(int op)
{
    return operands[op];
}

int opcode_caches(int op)
{
    return cache_counts[op];
}

int opcode_effect(int op, int arg, bool jump)
{
    switch (op) {
#define OP(name, number, operand, effect, caches) case number: return effect;
#include "frontend/opcode.def"
#undef OP
    }
    return 0;
}
