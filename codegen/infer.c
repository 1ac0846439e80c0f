/* infer.c -- which variables of a function may be held as C numbers.
 *
 * A variable has one representation all through the typed version: int64_t if every definition
 * gives an int, double if every one gives a float. That is found by going forward from constants
 * and operators until nothing changes (variables start as "nothing known yet", so loops agree with
 * themselves).
 *
 * What comes from outside -- parameters, items, attributes, results of calls -- could be anything.
 * For those the uses are asked: what is multiplied by a float wants to be one, what is a bound of a
 * range wants to be an int; wants go backwards through operators. A variable all of whose
 * definitions may be checked, and whose wants agree, is then taken to be what it is wanted as, and
 * types go forward again. Calls with known arguments within the module have a vote on parameters.
 *
 * A typed version pays where there are loops. */
#include "infer.h"

#include <math.h>
#include <string.h>

#include "frontend/opcode.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"

enum { REP_NONE = 255 };                /* no definition seen yet */
enum { MAX_INSNS = 6000, MAX_ROUNDS = 8 };
enum { WANT_INT = 1, WANT_FLOAT = 2, NEED_INT = 4, IS_OPERAND = 8 };

typedef struct Infer {
    Fn *fn;
    uint8_t *rep;
    uint8_t *guess;         /* what a variable is taken to be; REP_NONE */
    uint8_t *want;
    bool *is_banned;        /* guesses that turned out impossible */
    bool *is_value;         /* what can be nothing but a Value */
    bool is_pure;           /* for infer_pure: fn calls itself as it is being inferred */
    uint8_t returns;        /* what its RETURNs give; REP_NONE */
    bool changed, has_banned;
} Infer;

enum Rep infer_operand(const Fn *fn, const uint8_t *rep, Operand operand)
{
    if (operand.type == OPD_VAR)
        return rep[operand.index];
    Value value = operand.type == OPD_CONST && operand.index >= 0 ? ir_const_value(fn, operand) : 0;
    if (value && tp_is_small(value))
        return REP_INT;
    return value && tp_is_float(value) && isfinite(tp_float_value(value)) ? REP_FLOAT : REP_VALUE;
}

static bool is_number(int rep)
{
    return rep == REP_INT || rep == REP_FLOAT;
}

/* ---- types forward ---- */

static int64_t small_constant(const Fn *fn, Operand operand, int64_t otherwise)
{
    Value value = operand.type == OPD_CONST && operand.index >= 0 ? ir_const_value(fn, operand) : 0;
    return value && tp_is_small(value) ? tp_small_value(value) : otherwise;
}

/* REP_VALUE: not known to be a number. */
static int binary_result(const Infer *in, const Insn *insn)
{
    int a = infer_operand(in->fn, in->rep, insn->args[0]);
    int b = infer_operand(in->fn, in->rep, insn->args[1]);
    if (a == REP_NONE || b == REP_NONE)
        return REP_NONE;
    bool both_ints = a == REP_INT && b == REP_INT, both = is_number(a) && is_number(b);
    switch (infer_operator(insn)) {
    case BIN_ADD:
    case BIN_SUB:
    case BIN_MUL:
        /* a float and something unknown: an int or a float, if the program makes sense */
        return both_ints ? REP_INT : a == REP_FLOAT || b == REP_FLOAT ? REP_FLOAT : REP_VALUE;
    case BIN_TRUEDIV:
        return both || a == REP_FLOAT || b == REP_FLOAT ? REP_FLOAT : REP_VALUE;
    case BIN_FLOORDIV:
    case BIN_MOD:
        return both_ints ? REP_INT : both ? REP_FLOAT : REP_VALUE;
    case BIN_AND:
    case BIN_OR:
    case BIN_XOR:
    case BIN_LSHIFT:
    case BIN_RSHIFT:
        return both_ints ? REP_INT : REP_VALUE;
    case BIN_POW:
        if (both_ints)
            return small_constant(in->fn, insn->args[1], 0) == 2 ? REP_INT : REP_VALUE;
        return both ? REP_FLOAT : REP_VALUE;
    default:
        return REP_VALUE;
    }
}

Insn *infer_range_call(const Fn *fn, const Insn *iter)
{
    if (iter->op != IR_ITER || iter->dst < fn->nlocals || fn->vars[iter->dst].kind != VAR_ITER ||
        iter->args[0].type != OPD_VAR)
        return 0;
    const Var *var = &fn->vars[iter->args[0].index];
    Insn *call = var->def;
    if (!call || call->op != IR_CALL || var->uses != 1 || iter->args[0].index < fn->nlocals ||
        call->arg >= 0 || call->nargs < 2 || call->nargs > 4 || call->args[0].type != OPD_VAR)
        return 0;
    const Insn *callee = fn->vars[call->args[0].index].def;
    if (!callee || callee->op != IR_GLOBAL || strcmp(ir_name_text(fn, callee->name), "range") != 0)
        return 0;
    return call;
}

bool infer_range_for(const Fn *fn, const Insn *call)
{
    if (call->dst < fn->nlocals)
        return false;
    /* its only use is the ITER that follows */
    const Insn *iter = call + 1;
    return !iter->is_dead && iter->op == IR_ITER && infer_range_call(fn, iter) == call;
}

static bool is_range(const Fn *fn, const Insn *insn)
{
    if (insn->op == IR_ITER)
        return infer_range_call(fn, insn);
    return insn->op == IR_CALL && infer_range_for(fn, insn);
}

/* Its parameters are all positional, so that a call of n arguments needs no binding. */
static bool takes_exactly(const Fn *callee, int n)
{
    return callee->code->argcount == n && tp_code_nparams(callee->code) == n && n <= TP_MAX_DIRECT;
}

Fn *infer_pure_callee(const Fn *fn, const uint8_t *rep, const Insn *call)
{
    if (call->op != IR_CALL || call->arg >= 0)
        return 0;
    Fn *callee = ir_likely_function(fn, call->args[0]);
    int n = call->nargs - 1;
    if (!callee || !callee->pure || !callee->is_kept || !takes_exactly(callee, n) ||
        fn->vars[call->args[0].index].def->op != IR_GLOBAL)
        return 0;
    for (int k = 0; k < n; k++)
        if (infer_operand(fn, rep, call->args[k + 1]) != callee->pure->rep[k])
            return 0;
    return callee;
}

static const NumberCall number_calls[] = {
#define NUMBER_CALL(name, known, nargs, arg, result, condition, value)                           \
    {name, #known, nargs, REP_##arg, REP_##result, condition, value},
#include "number_calls.def"
#undef NUMBER_CALL
};
enum { NUMBER_CALLS = sizeof number_calls / sizeof *number_calls };

/* The global that a CALL without keywords calls, or 0. */
static const char *called_name(const Fn *fn, const Insn *call)
{
    const Insn *def = call->args[0].type == OPD_VAR ? fn->vars[call->args[0].index].def : 0;
    return call->arg < 0 && def && def->op == IR_GLOBAL && !ir_likely_function(fn, call->args[0])
               ? ir_name_text(fn, def->name)
               : 0;
}

const NumberCall *infer_number_call(const Fn *fn, const uint8_t *rep, const Insn *call)
{
    const char *name = call->op == IR_CALL && !fn->is_dynamic ? called_name(fn, call) : 0;
    for (int i = 0; i < NUMBER_CALLS && name; i++) {
        const NumberCall *known = &number_calls[i];
        bool fits = known->nargs == call->nargs - 1 && strcmp(known->name, name) == 0;
        for (int k = 1; k < call->nargs && fits; k++)
            fits = infer_operand(fn, rep, call->args[k]) == known->arg;
        if (fits)
            return known;
    }
    return 0;
}

/* While fn itself is being inferred: does it call itself here? */
static bool is_self_call(const Infer *in, const Insn *insn)
{
    return in->is_pure && insn->op == IR_CALL && insn->arg < 0 &&
           ir_likely_function(in->fn, insn->args[0]) == in->fn &&
           takes_exactly(in->fn, insn->nargs - 1);
}

static int result(const Infer *in, const Insn *insn)
{
    switch (insn->op) {
    case IR_MOVE:
        return infer_operand(in->fn, in->rep, insn->args[0]);
    case IR_BINARY:
        return binary_result(in, insn);
    case IR_UNARY: {
        int a = infer_operand(in->fn, in->rep, insn->args[0]);
        if (insn->arg == OP_UNARY_INVERT && a == REP_FLOAT)
            return REP_VALUE;
        return a;
    }
    case IR_CALL: {
        if (is_self_call(in, insn))
            return in->returns;
        const Fn *callee = infer_pure_callee(in->fn, in->rep, insn);
        if (callee)
            return callee->returns;
        const NumberCall *known = infer_number_call(in->fn, in->rep, insn);
        if (known)
            return known->result;
    }   /* fall through */
    case IR_ITER:
        return is_range(in->fn, insn) ? REP_RANGE : REP_VALUE;
    case IR_FOR: {
        int iterator = infer_operand(in->fn, in->rep, insn->args[0]);
        return iterator == REP_RANGE ? REP_INT : iterator;
    }
    default:
        return REP_VALUE;
    }
}

/* Can the typed version compute insn as rep, or check that it gave that, where operands are not
 * known to be numbers? */
static bool is_checkable(const Infer *in, const Insn *insn, int rep)
{
    /* an int does not come of floats */
    for (int i = 0; i < insn->nargs && rep == REP_INT; i++)
        if ((insn->op == IR_BINARY || insn->op == IR_UNARY) &&
            infer_operand(in->fn, in->rep, insn->args[i]) == REP_FLOAT)
            return false;
    switch (insn->op) {
    case IR_ITEM:
    case IR_ATTR:
    case IR_CALL:
    case IR_INVOKE:
    case IR_CALL_METHOD:
    case IR_FOR:
    case IR_FOR_UNPACK:
    case IR_UNPACK:
    case IR_GLOBAL:
    case IR_DEREF:
        return is_number(rep);
    case IR_MOVE:
        return is_number(rep) && insn->args[0].type == OPD_VAR;
    case IR_UNARY:
        return rep == REP_INT || (rep == REP_FLOAT && insn->arg != OP_UNARY_INVERT);
    case IR_BINARY:
        switch (infer_operator(insn)) {
        case BIN_ADD:
        case BIN_SUB:
        case BIN_MUL:
        case BIN_FLOORDIV:
        case BIN_MOD:
            return is_number(rep);
        case BIN_TRUEDIV:
        case BIN_POW:
            return rep == REP_FLOAT;
        case BIN_MATMUL:
            return false;
        default:
            return rep == REP_INT;
        }
    default:
        return false;
    }
}

static void define(Infer *in, int var, int rep, bool is_checkable)
{
    uint8_t *now = &in->rep[var];
    if (rep == REP_NONE || *now == rep)
        return;
    if (in->guess[var] != REP_NONE) {
        if (rep != in->guess[var] && !(rep == REP_VALUE && is_checkable))
            in->is_banned[var] = in->has_banned = true;
        return;
    }
    if (*now == REP_VALUE)
        return;
    *now = *now == REP_NONE ? rep : REP_VALUE;
    in->changed = true;
}

/* The instructions of the typed version, in order. */
#define EACH_INSN(in, block, insn)                                                               \
    for (Block *block = (in)->fn->blocks; block < (in)->fn->blocks + (in)->fn->nblocks; block++) \
        if ((in)->fn->types->in_typed[block->index])                                             \
            for (Insn *insn = block->insns; insn < block->insns + block->ninsns; insn++)         \
                if (!insn->is_dead)

static void join_returns(Infer *in, int rep)
{
    if (rep == REP_NONE || rep == in->returns || in->returns == REP_VALUE)
        return;
    in->returns = in->returns == REP_NONE ? (uint8_t)rep : REP_VALUE;
    in->changed = true;
}

static void forward_round(Infer *in)
{
    Fn *fn = in->fn;
    in->has_banned = false;
    for (int v = 0; v < fn->nvars; v++) {
        if (in->is_banned[v])
            in->guess[v] = REP_NONE;
        in->rep[v] = in->is_value[v] ? REP_VALUE : in->guess[v];
    }
    for (int v = 0; v < tp_code_nparams(fn->code); v++)
        if (in->rep[v] == REP_NONE)
            in->rep[v] = REP_VALUE;
    in->returns = REP_NONE;
    do {
        in->changed = false;
        EACH_INSN(in, block, insn) {
            int rep = result(in, insn);
            if (insn->op == IR_RETURN)
                join_returns(in, infer_operand(fn, in->rep, insn->args[0]));
            for (int i = 0; i < ir_dst_count(insn); i++) {
                int dst = ir_dst(insn, i);
                define(in, dst, i == 0 ? rep : REP_VALUE, is_checkable(in, insn, in->guess[dst]));
            }
        }
    } while (in->changed);
}

/* Types from guesses, of which those that turn out impossible are banned. */
static void go_forward(Infer *in)
{
    do
        forward_round(in);
    while (in->has_banned); /* again without them */
    for (int v = 0; v < in->fn->nvars; v++)
        if (in->rep[v] == REP_NONE)
            in->rep[v] = REP_VALUE;
}

/* ---- wants backward ---- */

static void want(Infer *in, Operand operand, int bits)
{
    if (operand.type != OPD_VAR || (in->want[operand.index] & bits) == bits)
        return;
    in->want[operand.index] |= bits;
    in->changed = true;
}

static int wants_of(const Infer *in, int var)
{
    switch (in->rep[var]) {
    case REP_INT: return WANT_INT;
    case REP_FLOAT: return WANT_FLOAT;
    default: return in->want[var] & (WANT_INT | WANT_FLOAT);
    }
}

static void want_in_binary(Infer *in, const Insn *insn)
{
    int op = infer_operator(insn);
    for (int k = 0; k < 2; k++) {
        Operand operand = insn->args[k];
        if (operand.type != OPD_VAR || in->rep[operand.index] != REP_VALUE)
            continue;
        int other = infer_operand(in->fn, in->rep, insn->args[1 - k]);
        int wanted = wants_of(in, insn->dst);
        want(in, operand, IS_OPERAND);
        switch (op) {
        case BIN_ADD:
        case BIN_SUB:
        case BIN_MUL:
            if (other == REP_FLOAT || wanted & WANT_FLOAT)
                want(in, operand, WANT_FLOAT);
            else if (other == REP_INT || wanted & WANT_INT)
                want(in, operand, WANT_INT);
            break;
        case BIN_TRUEDIV:
            if (other == REP_FLOAT)
                want(in, operand, WANT_FLOAT);
            break;
        case BIN_POW:
            if (k == 0 && other == REP_INT && wanted & WANT_FLOAT)
                want(in, operand, WANT_FLOAT);
            break;
        case BIN_FLOORDIV:
        case BIN_MOD:
            if (other == REP_INT)
                want(in, operand, WANT_INT);
            break;
        case BIN_MATMUL:
            break;
        default:
            if (other == REP_INT)
                want(in, operand, NEED_INT | WANT_INT);
            break;
        }
    }
}

/* A function of floats alone wants them; one that gives what it takes, what its result is wanted
 * as. */
static void want_in_number_call(Infer *in, const Insn *insn)
{
    const char *name = called_name(in->fn, insn);
    bool takes_int = false, takes_float = false, converts = false;
    for (int i = 0; i < NUMBER_CALLS && name; i++) {
        const NumberCall *known = &number_calls[i];
        if (known->nargs != insn->nargs - 1 || strcmp(known->name, name) != 0)
            continue;
        takes_int |= known->arg == REP_INT;
        takes_float |= known->arg == REP_FLOAT;
        converts |= known->arg != known->result;
    }
    int wanted = !takes_float || converts ? 0 : takes_int ? wants_of(in, insn->dst) : WANT_FLOAT;
    for (int k = 1; k < insn->nargs; k++)
        want(in, insn->args[k], wanted);
}

static void want_in_call(Infer *in, const Insn *insn)
{
    const Fn *callee = is_self_call(in, insn) || insn->arg >= 0 ? 0
                       : ir_likely_function(in->fn, insn->args[0]);
    bool is_pure = callee && callee->pure && takes_exactly(callee, insn->nargs - 1);
    bool counts = is_range(in->fn, insn);
    if (!callee)
        want_in_number_call(in, insn);
    for (int k = 1; k < insn->nargs; k++)
        if (counts)
            want(in, insn->args[k], NEED_INT | WANT_INT);
        else if (is_pure)
            want(in, insn->args[k], callee->pure->rep[k - 1] == REP_INT ? WANT_INT : WANT_FLOAT);
}

static void want_in_insn(Infer *in, const Insn *insn)
{
    switch (insn->op) {
    case IR_BINARY:
        want_in_binary(in, insn);
        break;
    case IR_MOVE:
        if (in->rep[insn->dst] == REP_VALUE)
            want(in, insn->args[0], in->want[insn->dst]);
        break;
    case IR_UNARY:
        want(in, insn->args[0], wants_of(in, insn->dst));
        break;
    case IR_COMPARE:
        for (int k = 0; k < 2; k++) {
            int other = infer_operand(in->fn, in->rep, insn->args[1 - k]);
            int wanted = other == REP_INT ? WANT_INT : other == REP_FLOAT ? WANT_FLOAT : 0;
            want(in, insn->args[k], wanted | IS_OPERAND);
        }
        break;
    case IR_CALL:
        want_in_call(in, insn);
        break;
    default:
        break;
    }
}

/* What the calls in the module hand in for var, if it is a parameter and they agree; REP_NONE. */
static int given(const Infer *in, int var)
{
    if (var >= tp_code_nparams(in->fn->code) || !in->fn->arg_reps)
        return REP_NONE;
    switch (in->fn->arg_reps[var]) {
    case 1 << REP_INT: return REP_INT;
    case 1 << REP_FLOAT: return REP_FLOAT;
    default: return REP_NONE;
    }
}

/* What the wants of var, and the calls if it is a parameter, make of it. */
static int guess_of(const Infer *in, int var)
{
    int want = in->want[var];
    if (want && given(in, var) != REP_NONE)
        return given(in, var);
    if (want & WANT_FLOAT)
        return want & NEED_INT ? REP_NONE : REP_FLOAT;
    return want & WANT_INT ? REP_INT : REP_NONE;
}

/* New guesses from wants, if `only_given` just for parameters that calls agree on: true if there
 * are any. */
static bool go_backward(Infer *in, bool only_given)
{
    Fn *fn = in->fn;
    memset(in->want, 0, (size_t)fn->nvars);
    do {
        in->changed = false;
        EACH_INSN(in, block, insn)
            want_in_insn(in, insn);
    } while (in->changed);

    bool *is_possible = tp_heap_alloc_atomic((size_t)fn->nvars + 1);
    for (int v = 0; v < fn->nvars; v++)
        is_possible[v] = in->rep[v] == REP_VALUE && !in->is_banned[v] && !in->is_value[v] &&
                         (only_given ? in->want[v] && given(in, v) != REP_NONE
                                     : guess_of(in, v) != REP_NONE);
    EACH_INSN(in, block, insn) {
        int rep = result(in, insn);
        for (int i = 0; i < ir_dst_count(insn); i++) {
            int dst = ir_dst(insn, i);
            int guess = guess_of(in, dst);
            if (is_possible[dst] && rep != guess &&
                !(rep == REP_VALUE && is_checkable(in, insn, guess)))
                is_possible[dst] = false;
        }
    }
    bool found = false;
    for (int v = 0; v < fn->nvars; v++)
        if (is_possible[v]) {
            in->guess[v] = (uint8_t)guess_of(in, v);
            found = true;
        }
    return found;
}

/* ---- widths of ints ---- */

int infer_width(const Fn *fn, Operand operand)
{
    if (operand.type == OPD_VAR)
        return fn->types->width[operand.index];
    int64_t value = small_constant(fn, operand, 0);
    uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
    int width = 0;
    while ((uint64_t)1 << width < magnitude)
        width++;
    return width;
}

int infer_result_width(const Fn *fn, const Insn *insn)
{
    if (insn->op == IR_MOVE)
        return infer_width(fn, insn->args[0]);
    if (insn->op == IR_UNARY) {
        int width = infer_width(fn, insn->args[0]);
        if (insn->arg == OP_UNARY_INVERT && width < WIDTH_SMALL)
            width++; /* ~x is -x - 1 */
        return width == WIDTH_SMALL ? WIDTH_SUM : width;
    }
    if (insn->op == IR_CALL)
        return WIDTH_ANY; /* of a pure version */
    if (insn->op != IR_BINARY || fn->types->rep[insn->dst] != REP_INT)
        return WIDTH_SMALL; /* unboxed, or counted by a range */
    if (infer_operand(fn, fn->types->rep, insn->args[0]) != REP_INT ||
        infer_operand(fn, fn->types->rep, insn->args[1]) != REP_INT)
        return WIDTH_ANY;
    int a = infer_width(fn, insn->args[0]), b = infer_width(fn, insn->args[1]), width;
    switch (infer_operator(insn)) {
    case BIN_ADD:
    case BIN_SUB:
        width = (a > b ? a : b) + 1;
        break;
    case BIN_MUL:
        width = a + b;
        break;
    case BIN_POW: /* 2 */
        width = a + a;
        break;
    case BIN_MOD:
        width = b;
        break;
    case BIN_FLOORDIV: /* the magnitude may grow by rounding down, from 0 to -1 */
        return a == WIDTH_ANY || b == WIDTH_ANY ? WIDTH_ANY : a + 1;
    case BIN_RSHIFT:
        width = a;
        break;
    case BIN_AND:
    case BIN_OR:
    case BIN_XOR:
        width = (a > b ? a : b) + 1;
        break;
    default:
        return WIDTH_ANY;
    }
    if (width == WIDTH_SMALL)
        width++; /* that word is kept for exactly the small ints */
    return width > WIDTH_ANY ? WIDTH_ANY : width;
}

/* Widths only grow; what still grows after a few rounds is of any width. */
static void find_widths(Infer *in)
{
    Types *types = in->fn->types;
    memset(types->width, 0, (size_t)in->fn->nvars);
    for (int v = 0; v < tp_code_nparams(in->fn->code); v++)
        types->width[v] = in->is_pure ? WIDTH_ANY : WIDTH_SMALL;
    bool grew = true;
    for (int round = 0; grew; round++) {
        grew = false;
        EACH_INSN(in, block, insn) {
            for (int i = 0; i < ir_dst_count(insn); i++) {
                int dst = ir_dst(insn, i);
                int width = i == 0 ? infer_result_width(in->fn, insn) : WIDTH_SMALL;
                if (in->rep[dst] != REP_INT || width <= types->width[dst])
                    continue;
                types->width[dst] = (uint8_t)(round < 4 ? width : WIDTH_ANY);
                grew = true;
            }
        }
    }
}

/* ---- the whole ---- */

/* Blocks reached without an exception. */
static void find_blocks(const Fn *fn, bool *in_typed)
{
    int *work = tp_heap_alloc_atomic(((size_t)fn->nblocks + 1) * sizeof *work), n = 0;
    work[n++] = 0;
    in_typed[0] = true;
    while (n) {
        const Block *block = &fn->blocks[work[--n]];
        int to[] = {block->next, block->jump};
        for (int k = 0; k < 2; k++)
            if (to[k] >= 0 && !in_typed[to[k]]) {
                in_typed[to[k]] = true;
                work[n++] = to[k];
            }
    }
}

/* A function whose loops compute with numbers. */
static bool is_worthwhile(const Infer *in)
{
    bool has_loop = false;
    for (int b = 0; b < in->fn->nblocks; b++)
        has_loop |= in->fn->types->in_typed[b] && in->fn->blocks[b].is_loop;
    if (!has_loop)
        return false;
    EACH_INSN(in, block, insn)
        for (int i = 0; i < ir_dst_count(insn); i++)
            if (in->rep[ir_dst(insn, i)] != REP_VALUE && insn->op != IR_MOVE)
                return true;
    return false;
}

static Types *new_types(const Fn *fn)
{
    Types *types = tp_heap_alloc(sizeof *types);
    types->rep = tp_heap_alloc_atomic((size_t)fn->nvars + 1);
    types->width = tp_heap_alloc_atomic((size_t)fn->nvars + 1);
    types->in_typed = tp_heap_alloc((size_t)fn->nblocks + 1);
    find_blocks(fn, types->in_typed);
    return types;
}

/* Types, guesses and widths into fn->types. */
static Infer infer_types(Fn *fn, bool is_pure)
{
    size_t n = (size_t)fn->nvars + 1;
    fn->types = new_types(fn);
    Infer infer = {.fn = fn, .rep = fn->types->rep, .is_pure = is_pure}, *in = &infer;
    in->guess = tp_heap_alloc_atomic(n);
    in->want = tp_heap_alloc_atomic(n);
    in->is_banned = tp_heap_alloc(n);
    in->is_value = tp_heap_alloc(n);
    memset(in->guess, REP_NONE, n);
    for (int v = 0; v < fn->nvars; v++) /* what may be unbound stays a value */
        in->is_value[v] = fn->vars[v].may_be_unbound || fn->vars[v].kind == VAR_PLACE;
    go_forward(in);
    if (go_backward(in, true))
        go_forward(in);
    for (int round = 0; round < MAX_ROUNDS && go_backward(in, false); round++)
        go_forward(in);
    find_widths(in);
    return infer;
}

/* The functions that may have a typed version at all. */
static bool is_typeable(const Fn *fn)
{
    int ninsns = 0;
    for (int b = 0; b < fn->nblocks; b++)
        ninsns += fn->blocks[b].ninsns;
    return !fn->is_generator && !fn->is_body && !fn->snapshots_locals && ninsns <= MAX_INSNS &&
           tp_code_nparams(fn->code) <= TP_MAX_DIRECT;
}

void infer_function(Fn *fn)
{
    fn->types = 0;
    if (fn->pure || !is_typeable(fn))
        return;
    Infer in = infer_types(fn, false);
    if (!is_worthwhile(&in))
        fn->types = 0;
}

static bool all_numbers(const Infer *in, const Insn *insn, int first)
{
    for (int i = first; i < insn->nargs; i++)
        if (!is_number(infer_operand(in->fn, in->rep, insn->args[i])))
            return false;
    return true;
}

/* Ints and floats are compared as they stand, which C does for ints that a double holds. */
static bool compares_exactly(const Infer *in, const Insn *insn)
{
    int a = infer_operand(in->fn, in->rep, insn->args[0]);
    int b = infer_operand(in->fn, in->rep, insn->args[1]);
    if (a == b)
        return true;
    return infer_width(in->fn, insn->args[a == REP_INT ? 0 : 1]) <= 53;
}

/* Does insn only compute with numbers? */
static bool is_pure(const Infer *in, const Insn *insn)
{
    switch (insn->op) {
    case IR_MOVE:
    case IR_BINARY:
    case IR_UNARY:
        return is_number(in->rep[insn->dst]) && all_numbers(in, insn, 0);
    case IR_COMPARE:
        return insn->is_fused && all_numbers(in, insn, 0) && compares_exactly(in, insn);
    case IR_NOT:
        return insn->is_fused && all_numbers(in, insn, 0);
    case IR_JUMP:
        return true;
    case IR_BRANCH: {
        const Insn *def = insn->args[0].type == OPD_VAR ? in->fn->vars[insn->args[0].index].def : 0;
        return (def && def->is_fused) || all_numbers(in, insn, 0);
    }
    case IR_RETURN:
        return is_number(in->returns) &&
               infer_operand(in->fn, in->rep, insn->args[0]) == in->returns;
    case IR_GLOBAL: { /* which function is called, and nothing else */
        const Var *var = &in->fn->vars[insn->dst];
        return !is_number(in->rep[insn->dst]) && insn->dst >= in->fn->nlocals && var->uses == 1 &&
               var->defs == 1;
    }
    case IR_CALL:
        if (is_self_call(in, insn) && in->fn->is_kept) {
            for (int k = 1; k < insn->nargs; k++)
                if (infer_operand(in->fn, in->rep, insn->args[k]) != in->rep[k - 1])
                    return false;
            return in->fn->vars[insn->args[0].index].def->op == IR_GLOBAL;
        }
        return infer_pure_callee(in->fn, in->rep, insn) || infer_number_call(in->fn, in->rep, insn);
    default:
        return false;
    }
}

void infer_pure(Fn *fn)
{
    int n = tp_code_nparams(fn->code);
    if (fn->pure || !is_typeable(fn) || n == 0 || !takes_exactly(fn, n) ||
        fn->nlocals > fn->code->nlocals)
        return;
    for (int b = 0; b < fn->nblocks; b++)
        if (fn->blocks[b].is_loop || fn->blocks[b].handler >= 0)
            return;
    Infer infer = infer_types(fn, true), *in = &infer;
    Types *types = fn->types;
    bool is_good = is_number(in->returns);
    fn->is_recursive = false;
    for (int v = 0; v < n; v++)
        is_good &= is_number(in->rep[v]);
    EACH_INSN(in, block, insn) {
        is_good = is_good && is_pure(in, insn);
        fn->is_recursive |= is_self_call(in, insn);
    }
    fn->types = 0;
    if (is_good) {
        fn->pure = types;
        fn->returns = in->returns;
    }
}

void infer_arguments(const Fn *fn)
{
    for (int b = 0; b < fn->nblocks; b++)
        for (int i = 0; i < fn->blocks[b].ninsns; i++) {
            const Insn *insn = &fn->blocks[b].insns[i];
            if (insn->op != IR_CALL || insn->is_dead || insn->arg >= 0)
                continue;
            Fn *callee = ir_likely_function(fn, insn->args[0]);
            int n = callee ? tp_code_nparams(callee->code) : 0;
            if (n == 0 || insn->nargs - 1 > n)
                continue;
            if (!callee->arg_reps)
                callee->arg_reps = tp_heap_alloc((size_t)n);
            for (int k = 1; k < insn->nargs; k++) {
                Operand arg = insn->args[k];
                if (arg.type == OPD_VAR && !fn->types)
                    continue;
                int rep = infer_operand(fn, fn->types ? fn->types->rep : 0, arg);
                if (is_number(rep))
                    callee->arg_reps[k - 1] |= (uint8_t)(1 << rep);
            }
        }
}
