/* opcode.c -- the columns of opcode.def as tables. */
#include "frontend/opcode.h"

#include <stddef.h>

#define PSEUDO_OP OP

static const char *const names[OP_LIMIT] = {
#define OP(name, number, operand, effect, caches) [number] = #name,
#include "frontend/opcode.def"
#undef OP
};

const unsigned char opcode_operands[OP_LIMIT] = {
#define OP(name, number, operand, effect, caches) [number] = OPERAND_##operand,
#include "frontend/opcode.def"
#undef OP
};

const unsigned char opcode_cache_counts[OP_LIMIT] = {
#define OP(name, number, operand, effect, caches) [number] = caches,
#include "frontend/opcode.def"
#undef OP
};

const char *opcode_name(int op)
{
    return names[op];
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
