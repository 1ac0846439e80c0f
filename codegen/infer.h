/* infer.h -- which variables of a function may be held as C numbers.
 *
 * Before: live.c is done with all functions of the unit. After: Fn.types names the representation
 * of each variable in the function's typed version (emit_typed.c), or is 0 where that would gain
 * nothing. What is inferred is in part a guess: the typed version checks it where a value comes in,
 * and goes on in the general version where the guess is wrong. */
#ifndef CODEGEN_INFER_H
#define CODEGEN_INFER_H

#include "ir.h"

/* Operators of BINARY_OP, as the bytecode numbers them. */
enum {
    BIN_ADD, BIN_AND, BIN_FLOORDIV, BIN_LSHIFT, BIN_MATMUL, BIN_MUL, BIN_MOD, BIN_OR, BIN_POW,
    BIN_RSHIFT, BIN_SUB, BIN_TRUEDIV, BIN_XOR, BIN_INPLACE /* the same in place follow from here */
};

/* How a variable is held in the typed version. */
enum Rep {
    REP_VALUE,              /* any value, as a Value */
    REP_INT,                /* int64_t */
    REP_FLOAT,              /* double */
    REP_RANGE,              /* the range of a `for`, or its iterator: start or next, stop or number
                               left, step */
    REP_LIMIT
};

/* Widths: an int variable v is known to have |v| <= 2^width; WIDTH_SMALL is exactly the range of a
 * small int. */
enum { WIDTH_SMALL = 61, WIDTH_SUM = 62, WIDTH_ANY = 63 };

typedef struct Types {
    uint8_t *rep;           /* enum Rep by variable */
    uint8_t *width;         /* of each int variable */
    bool *in_typed;         /* blocks of the typed version */
} Types;

/* Note the types of arguments that fn's calls hand to known functions: in their arg_reps. */
void infer_arguments(const Fn *fn);
/* Find the types of fn's typed version: Fn.types. */
void infer_function(Fn *fn);
/* Find out whether fn, given numbers, does nothing but compute a number from them, calling at most
 * itself and other such functions: then it gets a C function of int64_t and double (Fn.pure), which
 * may be given up at any place and done again in general. Functions it calls must have been asked
 * before. */
void infer_pure(Fn *fn);

/* ---- for emit_typed.c ---- */

/* The representation of an operand; REP_VALUE for constants that are no number. */
enum Rep infer_operand(const Fn *fn, const uint8_t *rep, Operand operand);
/* Magnitude of an int operand, in the sense of Types.width. */
int infer_width(const Fn *fn, Operand operand);
/* The width that the result of an int operation has without an overflow check; above WIDTH_SUM it
 * needs one. */
int infer_result_width(const Fn *fn, const Insn *insn);
/* The operator without its in-place form. */
static inline int infer_operator(const Insn *insn)
{
    return insn->arg % BIN_INPLACE;
}
/* The range call that iterator instruction `iter` walks, where the typed version counts instead. */
Insn *infer_range_call(const Fn *fn, const Insn *iter);
/* Is this IR_CALL the range() of a `for`, whose ITER follows? */
bool infer_range_for(const Fn *fn, const Insn *call);

/* The function whose pure version a CALL may use, its arguments being what that takes; or 0. */
Fn *infer_pure_callee(const Fn *fn, const uint8_t *rep, const Insn *call);

/* A call of a builtin that the typed version computes itself: see number_calls.def. */
typedef struct NumberCall {
    const char *name, *known;
    int nargs;
    enum Rep arg, result;
    const char *condition, *value;
} NumberCall;
/* The one that a CALL most likely is, its arguments being what it takes; or 0. */
const NumberCall *infer_number_call(const Fn *fn, const uint8_t *rep, const Insn *call);

#endif
