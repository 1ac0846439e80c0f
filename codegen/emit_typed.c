/* emit_typed.c -- the typed version of a function: loops on int64_t and double.
 *
 * It stands in front of the general version and does the same with the representations that
 * infer.c chose. Where one does not hold -- an int overflows, an item is no float -- it leaves:
 * typed variables that are still needed become Values, and the general version goes on from the
 * very instruction that could not be done. It is never come back from, so the general version has
 * only the blocks that can be reached from such exits. Handlers of exceptions are general too.
 *
 * An exit may lead back over operators that have no effect but on their own temporaries: so a
 * statement has one exit rather than one an operator. */
#include <stdlib.h>
#include <string.h>

#include "emit.h"
#include "frontend/opcode.h"
#include "live.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"

typedef struct Exit {
    int block, insn;        /* where the general version goes on */
    const Insn *fresh;      /* an instruction whose results are Values already, or 0 */
    bool is_handler;        /* an exception is pending, for the handler `block` */
    const char *label;
} Exit;

struct Exits {
    Exit *all;
    int n, capacity;
    const char **entries;   /* labels in the general version, by number */
    int nentries, entry_capacity;
    int **numbers;          /* by block and instruction: number of the label there plus one */
};

const char *const emit_range_fields[3] = {"next", "stop", "step"};

/* ---- exits ---- */

static void *grow(void *old, int n, int *capacity, size_t size)
{
    if (n < *capacity)
        return old;
    *capacity = 2 * *capacity + 8;
    char *grown = tp_heap_alloc((size_t)*capacity * size);
    if (n)
        memcpy(grown, old, (size_t)n * size);
    return grown;
}

/* The label before instruction insn of block b in the general version. */
static const char *entry_label(Emit *e, int b, int insn)
{
    struct Exits *exits = e->exits;
    const Block *block = &e->fn->blocks[b];
    if (!exits->numbers[b]) {
        exits->numbers[b] = tp_heap_alloc_atomic(((size_t)block->ninsns + 1) * sizeof(int));
        memset(exits->numbers[b], 0, ((size_t)block->ninsns + 1) * sizeof(int));
    }
    int *number = &exits->numbers[b][insn];
    if (!*number) {
        exits->entries = grow(exits->entries, exits->nentries, &exits->entry_capacity,
                              sizeof *exits->entries);
        int line = insn < block->ninsns ? block->insns[insn].line : block->line;
        exits->entries[exits->nentries++] = cname_new(
            &e->names, "general", line > 0 ? text_format("_%d", line) : "");
        *number = exits->nentries;
    }
    return exits->entries[*number - 1];
}

static const char *exit_to(Emit *e, int block, int insn, const Insn *fresh, bool is_handler)
{
    struct Exits *exits = e->exits;
    for (int i = exits->n - 1; i >= 0; i--) {
        const Exit *exit = &exits->all[i];
        if (exit->block == block && exit->insn == insn && exit->fresh == fresh &&
            exit->is_handler == is_handler)
            return exit->label;
    }
    exits->all = grow(exits->all, exits->n, &exits->capacity, sizeof *exits->all);
    int line = e->block->insns[e->insn].line;
    const char *label = cname_new(&e->names, "leave", line > 0 ? text_format("_%d", line) : "");
    exits->all[exits->n++] = (Exit){block, insn, fresh, is_handler, label};
    return label;
}

/* Does insn only compute a number for a temporary, so that doing it again does no harm? */
static bool is_repeatable(const Emit *e, const Insn *insn)
{
    if (insn->is_dead || insn->is_fused)
        return true;
    if (insn->op != IR_BINARY && insn->op != IR_UNARY && insn->op != IR_MOVE)
        return false;
    return insn->dst >= e->fn->nlocals && e->fn->vars[insn->dst].defs == 1 &&
           e->rep[insn->dst] != REP_VALUE;
}

/* Where the general version goes on if the current instruction can't be done. */
static int first_repeatable(const Emit *e)
{
    int insn = e->insn;
    while (insn > 0 && is_repeatable(e, &e->block->insns[insn - 1]))
        insn--;
    return insn;
}

/* The label to go to where the current instruction can't be done. */
static const char *exit_before(Emit *e)
{
    if (e->is_pure) {
        e->is_fail_used = true;
        return "leave";
    }
    return exit_to(e, e->block->index, first_repeatable(e), 0, false);
}

/* Is the present value of var needed by what is done again after exit_before, or by a handler? */
static bool is_needed_again(const Emit *e, int var)
{
    for (int i = first_repeatable(e); i <= e->insn; i++)
        if (ir_uses(&e->block->insns[i], var))
            return true;
    return e->block->handler >= 0;
}

/* The label to go to where a result of the current instruction is not as guessed. */
static const char *exit_after(Emit *e)
{
    const Insn *insn = &e->block->insns[e->insn];
    if (ir_is_for(insn))
        return exit_to(e, e->block->next, 0, insn, false);
    return exit_to(e, e->block->index, e->insn + 1, insn, false);
}

const char *emit_typed_handler(Emit *e)
{
    if (e->block->handler < 0) {
        e->is_fail_used = true;
        return "fail";
    }
    return exit_to(e, e->block->handler, 0, 0, true);
}

const char *emit_typed_target(Emit *e, int b)
{
    e->is_targeted[1][b] = true;
    return e->labels[1][b];
}

const char *emit_reentry_label(Emit *e, int number)
{
    return e->exits->entries[number];
}

int emit_first_insn(const Emit *e, int block)
{
    int insn = 0;
    if (!e->is_typed && e->is_reached && !e->is_reached[block])
        while (emit_reentry(e, block, insn) < 0)
            insn++;
    return insn;
}

int emit_reentry(const Emit *e, int block, int insn)
{
    return e->exits && e->exits->numbers[block] ? e->exits->numbers[block][insn] - 1 : -1;
}

/* ---- operands ---- */

static enum Rep rep_of(const Emit *e, Operand operand)
{
    return infer_operand(e->fn, e->rep, operand);
}

/* An operand that is an int, or has been checked to be one. */
static const char *int_text(Emit *e, Operand operand)
{
    if (operand.type == OPD_VAR)
        return e->rep[operand.index] == REP_INT
                   ? emit_typed_var(e, operand.index, REP_INT)
                   : text_format("INT_OF(%s)", emit_var(e, operand.index));
    int64_t value = tp_small_value(ir_const_value(e->fn, operand));
    bool is_long = value > INT32_MAX || value < INT32_MIN;
    return text_format("%lld%s", (long long)value, is_long ? "LL" : "");
}

/* Leave unless operand is an int. */
static const char *checked_int(Emit *e, Operand operand)
{
    if (rep_of(e, operand) == REP_VALUE)
        emit_line(e, "if (!IS_INT(%s)) goto %s;", emit_value(e, operand), exit_before(e));
    return int_text(e, operand);
}

/* The variable for an unboxed left (0) or right operand. */
static const char *float_scratch(Emit *e, int side)
{
    if (!e->scratch[side])
        e->scratch[side] = cname_new(&e->names, side ? "right" : "left", "_f");
    return e->scratch[side];
}

/* Leave unless operand is a float (or, if ints will do, one of them); its double. */
static const char *checked_float(Emit *e, Operand operand, int side, bool takes_int)
{
    switch (rep_of(e, operand)) {
    case REP_FLOAT:
        if (operand.type == OPD_VAR)
            return emit_typed_var(e, operand.index, REP_FLOAT);
        return emit_double(tp_float_value(ir_const_value(e->fn, operand)));
    case REP_INT:
        if (operand.type == OPD_VAR)
            return text_format("(double)%s", int_text(e, operand));
        return emit_double((double)tp_small_value(ir_const_value(e->fn, operand)));
    default: {
        const char *scratch = float_scratch(e, side);
        emit_line(e, "if (!%s(%s, &%s)) goto %s;", takes_int ? "tp_to_float" : "tp_exact_float",
                  emit_value(e, operand), scratch, exit_before(e));
        return scratch;
    }
    }
}

/* ---- operators ---- */

static const char *const int_operators[] = {
    [BIN_ADD] = "+", [BIN_SUB] = "-", [BIN_MUL] = "*", [BIN_AND] = "&", [BIN_OR] = "|",
    [BIN_XOR] = "^",
};
static const char *const float_operators[] = {
    [BIN_ADD] = "+", [BIN_SUB] = "-", [BIN_MUL] = "*", [BIN_TRUEDIV] = "/",
};

/* dst = function that says whether the result is no int64_t, and sets its target even then. */
static void emit_overflowing(Emit *e, const Insn *insn, const char *function, const char *a,
                             const char *b)
{
    const char *dst = emit_typed_var(e, insn->dst, REP_INT);
    bool is_needed = is_needed_again(e, insn->dst);
    if (is_needed && !e->int_scratch)
        e->int_scratch = text_format("%s_i", cname_new(&e->names, "result", ""));
    emit_line(e, "if (%s(%s, %s, &%s)) goto %s;", function, a, b, is_needed ? e->int_scratch : dst,
              exit_before(e));
    if (is_needed)
        emit_line(e, "%s = %s;", dst, e->int_scratch);
}

static void emit_int_binary(Emit *e, const Insn *insn)
{
    int op = infer_operator(insn);
    bool is_square = op == BIN_POW; /* the exponent is 2 */
    const char *a = checked_int(e, insn->args[0]);
    const char *b = is_square ? a : checked_int(e, insn->args[1]);
    const char *dst = emit_typed_var(e, insn->dst, REP_INT);
    int width = infer_result_width(e->fn, insn);
    switch (op) {
    case BIN_ADD:
    case BIN_SUB:
    case BIN_MUL:
    case BIN_POW:
        if (is_square)
            op = BIN_MUL;
        if (width <= WIDTH_SUM)
            emit_line(e, "%s = %s %s %s;", dst, a, int_operators[op], b);
        else
            emit_overflowing(e, insn, op == BIN_ADD   ? "tp_add_over"
                                      : op == BIN_SUB ? "tp_sub_over"
                                                      : "tp_mul_over",
                             a, b);
        break;
    case BIN_AND:
    case BIN_OR:
    case BIN_XOR:
        emit_line(e, "%s = %s %s %s;", dst, a, int_operators[op], b);
        break;
    case BIN_LSHIFT:
        emit_overflowing(e, insn, "tp_lshift_over", a, b);
        break;
    case BIN_RSHIFT:
        if (insn->args[1].type == OPD_VAR)
            emit_line(e, "if (%s < 0) goto %s;", b, exit_before(e));
        emit_line(e, "%s = tp_rshift_int(%s, %s);", dst, a, b);
        break;
    default: { /* // and %: by a positive number they neither fail nor overflow */
        bool is_positive = insn->args[1].type == OPD_CONST && b[0] != '-' && strcmp(b, "0") != 0;
        if (!is_positive)
            emit_line(e, "if (%s <= 0) goto %s;", b, exit_before(e));
        emit_line(e, "%s = %s(%s, %s);", dst,
                  op == BIN_MOD ? "tp_mod_int" : "tp_floordiv_int", a, b);
        break;
    }
    }
}

static void emit_float_binary(Emit *e, const Insn *insn)
{
    int op = infer_operator(insn);
    enum Rep ra = rep_of(e, insn->args[0]), rb = rep_of(e, insn->args[1]);
    bool has_float = ra == REP_FLOAT || rb == REP_FLOAT;
    const char *dst = emit_typed_var(e, insn->dst, REP_FLOAT);
    if (ra == REP_INT && rb == REP_INT) { /* the quotient is rounded once, if both are exact */
        for (int k = 0; k < 2; k++)
            if (infer_width(e->fn, insn->args[k]) > 53)
                emit_line(e, "if (!IS_EXACT(%s)) goto %s;", int_text(e, insn->args[k]),
                          exit_before(e));
    }
    const char *a = checked_float(e, insn->args[0], 0, has_float);
    const char *b = checked_float(e, insn->args[1], 1, has_float);
    bool may_be_zero = insn->args[1].type == OPD_VAR || strtod(b, 0) == 0;
    switch (op) {
    case BIN_POW:
        emit_line(e, "if (!tp_pow_float(%s, %s, &%s)) goto %s;", a, b, float_scratch(e, 0),
                  exit_before(e));
        emit_line(e, "%s = %s;", dst, float_scratch(e, 0));
        return;
    case BIN_TRUEDIV:
    case BIN_FLOORDIV:
    case BIN_MOD:
        if (may_be_zero)
            emit_line(e, "if (%s == 0) goto %s;", b, exit_before(e));
        break;
    default:
        break;
    }
    if (op == BIN_FLOORDIV || op == BIN_MOD)
        emit_line(e, "%s = %s(%s, %s);", dst,
                  op == BIN_MOD ? "tp_mod_float" : "tp_floordiv_float", a, b);
    else
        emit_line(e, "%s = %s %s %s;", dst, a, float_operators[op], b);
}

/* dst = the operator of insn before `operand`, which may be a negative constant. */
static void emit_prefixed(Emit *e, const Insn *insn, const char *dst, const char *operand)
{
    const char *sign = insn->arg == OP_UNARY_NEGATIVE ? "-"
                       : insn->arg == OP_UNARY_INVERT ? "~"
                                                      : "";
    emit_line(e, *operand == '-' ? "%s = %s(%s);" : "%s = %s%s;", dst, sign, operand);
}

static void emit_unary(Emit *e, const Insn *insn)
{
    if (e->rep[insn->dst] == REP_FLOAT) {
        const char *x = checked_float(e, insn->args[0], 0, false);
        emit_prefixed(e, insn, emit_typed_var(e, insn->dst, REP_FLOAT), x);
        return;
    }
    const char *a = checked_int(e, insn->args[0]), *dst = emit_typed_var(e, insn->dst, REP_INT);
    if (insn->arg == OP_UNARY_NEGATIVE && infer_width(e->fn, insn->args[0]) > WIDTH_SUM)
        emit_overflowing(e, insn, "tp_sub_over", "0", a);
    else
        emit_prefixed(e, insn, dst, a);
}

static void emit_move(Emit *e, const Insn *insn)
{
    enum Rep rep = e->rep[insn->dst];
    emit_line(e, "%s = %s;", emit_typed_var(e, insn->dst, rep),
              rep == REP_INT ? checked_int(e, insn->args[0])
                             : checked_float(e, insn->args[0], 0, false));
}

const char *emit_typed_condition(Emit *e, const Insn *insn)
{
    static const char *const comparisons[] = {"<", "<=", "==", "!=", ">", ">="};
    if (insn->op == IR_BRANCH || insn->op == IR_NOT) {
        switch (rep_of(e, insn->args[0])) {
        case REP_INT: return int_text(e, insn->args[0]);
        case REP_FLOAT: return text_format("%s != 0", checked_float(e, insn->args[0], 0, false));
        default: return 0;
        }
    }
    if (insn->op != IR_COMPARE)
        return 0;
    enum Rep a = rep_of(e, insn->args[0]), b = rep_of(e, insn->args[1]);
    if (a == REP_INT && b == REP_INT)
        return text_format("%s %s %s", int_text(e, insn->args[0]), comparisons[insn->arg],
                           int_text(e, insn->args[1]));
    if (a == REP_VALUE || b == REP_VALUE)
        return 0;
    for (int k = 0; k < 2; k++)
        if (rep_of(e, insn->args[k]) == REP_INT && infer_width(e->fn, insn->args[k]) > 53)
            return 0; /* an int is compared with a float as it stands, not rounded to one */
    return text_format("%s %s %s", checked_float(e, insn->args[0], 0, false),
                       comparisons[insn->arg],
                       checked_float(e, insn->args[1], 1, false));
}

/* ---- items ---- */

static bool emit_item(Emit *e, const Insn *insn)
{
    if (rep_of(e, insn->args[1]) != REP_INT)
        return false;
    const char *object = emit_value(e, insn->args[0]), *index = int_text(e, insn->args[1]);
    const char *value = insn->op == IR_SET_ITEM ? emit_value(e, insn->args[2]) : 0;
    emit_ran(e);
    if (insn->args[0].type == OPD_VAR && e->is_indexed[insn->args[0].index]) {
        if (value)
            emit_status(e, text_format("SET_LIST_ITEM(%s_l, %s, %s, %s)", object, object, index,
                                       value));
        else
            emit_result(e, insn, text_format("LIST_ITEM(%s_l, %s, %s)", object, object, index));
    } else if (value) {
        emit_status(e, text_format("tp_setitem_int(%s, %s, %s)", object, index, value));
    } else {
        emit_result(e, insn, text_format("tp_getitem_int(%s, %s)", object, index));
    }
    return true;
}

static void emit_list_of(Emit *e, int var)
{
    if (e->is_indexed[var] && emit_is_wanted(e, var))
        emit_line(e, "%s_l = tp_indexed(%s);", emit_var(e, var), emit_var(e, var));
}

/* Locals whose items are taken by int. */
static void find_indexed(Emit *e)
{
    const Fn *fn = e->fn;
    e->is_indexed = tp_heap_alloc((size_t)fn->nvars + 1);
    for (int b = 0; b < fn->nblocks; b++)
        for (int i = 0; i < fn->blocks[b].ninsns && fn->types->in_typed[b]; i++) {
            const Insn *insn = &fn->blocks[b].insns[i];
            if ((insn->op != IR_ITEM && insn->op != IR_SET_ITEM) || insn->is_dead ||
                insn->args[0].type != OPD_VAR || rep_of(e, insn->args[1]) != REP_INT)
                continue;
            int var = insn->args[0].index;
            e->is_indexed[var] = var < fn->code->nlocals && e->rep[var] == REP_VALUE;
        }
}

/* ---- range loops ---- */

enum RangeField { RANGE_NEXT, RANGE_STOP, RANGE_STEP };

static const char *range_field(Emit *e, int iterator, enum RangeField field)
{
    uint8_t declared = e->is_declared[REP_RANGE][iterator];
    const char *name = emit_typed_var(e, iterator, REP_RANGE);
    e->is_declared[REP_RANGE][iterator] = (uint8_t)(declared | 1 << field);
    return text_format("%s_%s", name, emit_range_fields[field]);
}

/* The step of a range, if it is the constant 1. */
static bool has_step_one(const Emit *e, const Insn *call)
{
    return call->nargs < 4 || (call->args[3].type == OPD_CONST &&
                               ir_const_value(e->fn, call->args[3]) == tp_small(1));
}

static void emit_range_call(Emit *e, const Insn *call)
{
    int iterator = (call + 1)->dst; /* infer_range_call: ITER follows */
    Operand zero = {OPD_NONE, 0};
    Operand bounds[3] = {call->nargs > 2 ? call->args[1] : zero,
                         call->nargs > 2 ? call->args[2] : call->args[1],
                         call->nargs > 3 ? call->args[3] : zero};
    const char *text[3];
    emit_line(e, "if (%s != tp_known.range_) goto %s;", emit_value(e, call->args[0]),
              exit_before(e));
    for (int i = 0; i < 3; i++) {
        text[i] = bounds[i].type == OPD_NONE ? "0" : checked_int(e, bounds[i]);
        if (bounds[i].type == OPD_VAR && e->rep[bounds[i].index] == REP_INT &&
            infer_width(e->fn, bounds[i]) > WIDTH_SMALL)
            emit_line(e, "if (!tp_fits_small(%s)) goto %s;", text[i], exit_before(e));
    }
    const char *next = range_field(e, iterator, RANGE_NEXT);
    const char *stop = range_field(e, iterator, RANGE_STOP);
    if (has_step_one(e, call)) {
        emit_line(e, "%s = %s, %s = %s;", next, text[0], stop, text[1]);
        return;
    }
    const char *step = range_field(e, iterator, RANGE_STEP);
    if (bounds[2].type == OPD_VAR || strcmp(text[2], "0") == 0)
        emit_line(e, "if (%s == 0) goto %s;", text[2], exit_before(e));
    emit_line(e, "%s = %s, %s = %s;", next, text[0], step, text[2]);
    emit_line(e, "%s = tp_range_count(%s, %s, %s);", stop, text[0], text[1], text[2]);
}

static void emit_range_for(Emit *e, const Insn *insn)
{
    int iterator = insn->args[0].index;
    const Insn *call = infer_range_call(e->fn, e->fn->vars[iterator].def);
    const char *next = range_field(e, iterator, RANGE_NEXT);
    const char *stop = range_field(e, iterator, RANGE_STOP);
    bool is_int = e->rep[insn->dst] == REP_INT;
    const char *dst = emit_typed_var(e, insn->dst, e->rep[insn->dst]);
    const char *end = emit_target(e, e->block->jump);
    if (has_step_one(e, call)) {
        emit_line(e, "if (%s >= %s) goto %s;", next, stop, end);
        emit_line(e, is_int ? "%s = %s++;" : "%s = INT(%s); %s++;", dst, next, next);
    } else {
        emit_line(e, "if (%s-- <= 0) goto %s;", stop, end);
        emit_line(e, is_int ? "%s = %s;" : "%s = INT(%s);", dst, next);
        emit_line(e, "%s += %s;", next, range_field(e, iterator, RANGE_STEP));
    }
    emit_list_of(e, insn->dst);
    emit_goto(e, e->block->next);
}

/* ---- calls of pure functions and of builtins of numbers ---- */

/* The object that a CALL of a global calls; in a pure version, where that is looked at only now. */
static const char *called_value(Emit *e, const Insn *call)
{
    const Insn *def = e->fn->vars[call->args[0].index].def;
    return e->is_pure ? text_format("AS_GLOBAL(%s)->value", emit_cell(e->unit, e->fn, def->name))
                      : emit_value(e, call->args[0]);
}

/* The condition under which the pure version of callee has given dst its value. */
static const char *pure_call(Emit *e, const Insn *insn, Fn *callee)
{
    Text arguments = {0};
    for (int k = 1; k < insn->nargs; k++)
        text_print(&arguments, "%s, ", callee->pure->rep[k - 1] == REP_INT
                                           ? int_text(e, insn->args[k])
                                           : checked_float(e, insn->args[k], 0, false));
    const char *depth = !callee->is_recursive   ? ""
                        : callee == e->fn       ? "depth - 1, "
                                                : "tp_depth_left(), ";
    callee->is_pure_called_ahead |= callee->index > e->fn->index;
    return text_format("IS_FN(%s, %s) && %s_pure(%s%s&%s)", called_value(e, insn), callee->cname,
                       callee->cname, arguments.data, depth,
                       emit_typed_var(e, insn->dst, callee->returns));
}

static const char *number_text(Emit *e, Operand operand, enum Rep rep)
{
    return rep == REP_INT ? int_text(e, operand) : checked_float(e, operand, 0, false);
}

/* The condition under which a builtin has been computed, as an assignment to dst behind it. */
static const char *number_call(Emit *e, const Insn *insn, const NumberCall *call)
{
    const char *a = number_text(e, insn->args[1], call->arg);
    const char *b = call->nargs > 1 ? number_text(e, insn->args[2], call->arg) : "";
    const char *value = text_format(call->value, a, b);
    return text_format("%s == tp_known.%s_ && (%s) && (%s = %s, true)", called_value(e, insn),
                       call->known, text_format(call->condition, a, b),
                       emit_typed_var(e, insn->dst, call->result), value);
}

static bool emit_number_call(Emit *e, const Insn *insn)
{
    Fn *callee = infer_pure_callee(e->fn, e->rep, insn);
    const NumberCall *known = callee ? 0 : infer_number_call(e->fn, e->rep, insn);
    if ((!callee && !known) || e->rep[insn->dst] != (callee ? callee->returns : known->result))
        return false;
    const char *done = callee ? pure_call(e, insn, callee) : number_call(e, insn, known);
    if (e->is_pure) {
        emit_line(e, "if (!(%s)) goto %s;", done, exit_before(e));
        return true;
    }
    emit_ran(e);
    emit_line(e, "if (!(%s)) {", done);
    e->depth++;
    emit_plain_call(e, insn);
    emit_unboxed(e, insn);
    e->depth--;
    emit_line(e, "}");
    return true;
}

/* What a pure version has beside operators. */
static bool emit_pure_insn(Emit *e, const Insn *insn)
{
    switch (insn->op) {
    case IR_GLOBAL: /* the function is looked at where it is called */
        return true;
    case IR_RETURN:
        emit_line(e, "*%s = %s;", EMIT_PURE_RESULT,
                  e->fn->returns == REP_INT ? int_text(e, insn->args[0])
                                            : checked_float(e, insn->args[0], 0, false));
        emit_line(e, "return true;");
        return true;
    default:
        return false;
    }
}

bool emit_typed_insn(Emit *e, const Insn *insn)
{
    if (e->is_pure && emit_pure_insn(e, insn))
        return true;
    enum Rep rep = insn->dst >= 0 ? e->rep[insn->dst] : REP_VALUE;
    switch (insn->op) {
    case IR_MOVE:
        if (rep == REP_VALUE)
            return false;
        emit_move(e, insn);
        return true;
    case IR_BINARY:
        if (rep == REP_VALUE)
            return false;
        if (rep == REP_INT)
            emit_int_binary(e, insn);
        else
            emit_float_binary(e, insn);
        return true;
    case IR_UNARY:
        if (rep == REP_VALUE)
            return false;
        emit_unary(e, insn);
        return true;
    case IR_COMPARE:
    case IR_NOT: {
        const char *condition = emit_typed_condition(e, insn);
        if (!condition)
            return false;
        emit_sure_result(e, insn, text_format(insn->op == IR_NOT ? "tp_bool(!(%s))" : "tp_bool(%s)",
                                              condition));
        emit_unboxed(e, insn);
        return true;
    }
    case IR_ITEM:
    case IR_SET_ITEM:
        if (!emit_item(e, insn))
            return false;
        emit_unboxed(e, insn);
        return true;
    case IR_CALL:
        if (rep != REP_RANGE)
            return emit_number_call(e, insn);
        emit_range_call(e, insn);
        return true;
    case IR_ITER:
        return rep == REP_RANGE;
    case IR_FOR:
        if (rep_of(e, insn->args[0]) != REP_RANGE)
            return false;
        emit_range_for(e, insn);
        return true;
    default:
        return false;
    }
}

void emit_unboxed(Emit *e, const Insn *insn)
{
    for (int i = 0; i < ir_dst_count(insn); i++) {
        int dst = ir_dst(insn, i);
        if (!emit_is_wanted(e, dst))
            continue;
        emit_list_of(e, dst);
        if (e->rep[dst] == REP_INT) {
            emit_line(e, "if (!TAKE_INT(%s, %s)) goto %s;", emit_var(e, dst),
                      emit_typed_var(e, dst, REP_INT), exit_after(e));
        } else if (e->rep[dst] == REP_FLOAT) {
            emit_line(e, "if (!tp_exact_float(%s, &%s)) goto %s;", emit_var(e, dst),
                      emit_typed_var(e, dst, REP_FLOAT), exit_after(e));
        }
    }
}

/* ---- the version ---- */

/* Variables needed before instruction `insn` of block. */
static uint64_t *needed_before(const Emit *e, int b, int insn)
{
    const Block *block = &e->fn->blocks[b];
    uint64_t *live = tp_heap_alloc_atomic((size_t)bit_words(e->fn->nvars) * sizeof *live);
    live_start(e->fn, block, live);
    if (block->handler >= 0)
        for (int i = 0; i < bit_words(e->fn->nvars); i++)
            live[i] |= e->fn->blocks[block->handler].live_in[i];
    for (int i = block->ninsns - 1; i >= insn; i--)
        live_step(e->fn, block, &block->insns[i], live);
    return live;
}

static void emit_exit(Emit *e, const Exit *exit)
{
    uint64_t *live = needed_before(e, exit->block, exit->insn);
    Text t = {0};
    text_add(&t, "", 0);
    for (int v = 0; v < e->fn->nvars; v++) {
        if (!bit_get(live, v) || e->rep[v] == REP_VALUE || (exit->fresh && ir_sets(exit->fresh, v)))
            continue;
        if (v < tp_code_nparams(e->fn->code) && !e->fn->vars[v].defs)
            continue; /* a parameter that is still what it was */
        if (e->rep[v] == REP_RANGE) {
            const Insn *call = infer_range_call(e->fn, e->fn->vars[v].def);
            const char *next = range_field(e, v, RANGE_NEXT), *stop = range_field(e, v, RANGE_STOP);
            bool by_one = has_step_one(e, call);
            text_print(&t, "tp_for_range(&%s, %s, %s%s%s, %s); ", emit_var(e, v), next, stop,
                       by_one ? " - " : "", by_one ? next : "",
                       by_one ? "1" : range_field(e, v, RANGE_STEP));
        } else {
            text_print(&t, "%s = %s; ", emit_var(e, v), emit_value(e, ir_var(v)));
        }
    }
    text_print(e->out, "%s:\n", exit->label);
    if (exit->is_handler) {
        e->is_targeted[0][exit->block] = true;
        emit_line(e, "%sgoto %s;", t.data, e->labels[0][exit->block]);
    } else {
        const Block *block = &e->fn->blocks[exit->block];
        int at = exit->insn < block->ninsns ? block->insns[exit->insn].at : block->at;
        emit_line(e, "%sAT(%d); goto %s;", t.data, at,
                  entry_label(e, exit->block, exit->insn));
    }
}

/* Blocks of the general version that exits lead to, and where these go on. */
static void find_needed(Emit *e)
{
    Fn *fn = e->fn;
    int *work = tp_heap_alloc_atomic(((size_t)fn->nblocks + 1) * sizeof *work), n = 0;
    e->is_needed = tp_heap_alloc((size_t)fn->nblocks + 1);
    e->is_reached = tp_heap_alloc((size_t)fn->nblocks + 1);
    for (int b = 0; b < fn->nblocks; b++)
        if (e->exits->numbers[b] || e->is_targeted[0][b]) {
            e->is_needed[b] = true;
            e->is_reached[b] = e->is_targeted[0][b];
            work[n++] = b;
        }
    while (n) {
        const Block *block = &fn->blocks[work[--n]];
        int to[] = {block->next, block->jump, block->handler};
        for (int k = 0; k < 3; k++) {
            if (to[k] < 0)
                continue;
            e->is_reached[to[k]] = true;
            if (!e->is_needed[to[k]]) {
                e->is_needed[to[k]] = true;
                work[n++] = to[k];
            }
        }
    }
}

static void unbox_parameters(Emit *e)
{
    e->block = &e->fn->blocks[0];
    e->insn = 0;
    for (int v = 0; v < tp_code_nparams(e->fn->code); v++) {
        if (e->rep[v] == REP_VALUE) {
            emit_list_of(e, v);
            continue;
        }
        /* nothing is done yet: all parameters are still Values */
        const char *label = entry_label(e, 0, 0);
        if (e->rep[v] == REP_INT) {
            emit_line(e, "if (!TAKE_INT(%s, %s)) goto %s;", emit_var(e, v),
                      emit_typed_var(e, v, REP_INT), label);
        } else {
            emit_line(e, "if (!tp_exact_float(%s, &%s)) goto %s;", emit_var(e, v),
                      emit_typed_var(e, v, REP_FLOAT), label);
        }
    }
}

void emit_typed_version(Emit *e)
{
    Fn *fn = e->fn;
    struct Exits *exits = tp_heap_alloc(sizeof *exits);
    exits->numbers = tp_heap_alloc(((size_t)fn->nblocks + 1) * sizeof *exits->numbers);
    e->exits = exits;
    e->is_typed = true;
    e->rep = fn->types->rep;
    find_indexed(e);
    unbox_parameters(e);
    for (int b = 0; b < fn->nblocks; b++) {
        if (!fn->types->in_typed[b])
            continue;
        emit_block(e, &fn->blocks[b]);
    }
    if (exits->nentries)
        text_print(e->out, "\n    /* from here on in general */\n");
    for (int i = 0; i < exits->n; i++)
        emit_exit(e, &exits->all[i]);
    find_needed(e);
    e->is_typed = false;
    e->line = -1;
    memset(e->line_into, 0, (size_t)fn->nblocks * sizeof *e->line_into);
    memset(e->is_joined, 0, (size_t)fn->nblocks);
    memset(e->else_end, 0, (size_t)fn->nblocks * sizeof *e->else_end);
}
