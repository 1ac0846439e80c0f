/* emit_insn.c -- one instruction as C, on values of unknown type.
 *
 * Each form is the shortest that says what happens: a call of a runtime function that gives 0 or -1
 * on failure, and the way out. Names of these functions and their fast paths: abi.def, fast.h. */
#include <string.h>

#include "emit.h"
#include "files.h"
#include "frontend/opcode.h"
#include "runtime/list.h"
#include "runtime/str.h"

/* By operator of BINARY_OP. */
static const char *const binary_names[] = {
    "tp_add",  "tp_and",  "tp_floordiv",  "tp_lshift",  "tp_matmul",  "tp_mul",  "tp_mod",
    "tp_or",   "tp_pow",  "tp_rshift",    "tp_sub",     "tp_truediv", "tp_xor",  "tp_iadd",
    "tp_iand", "tp_ifloordiv", "tp_ilshift", "tp_imatmul", "tp_imul", "tp_imod", "tp_ior",
    "tp_ipow", "tp_irshift", "tp_isub",   "tp_itruediv", "tp_ixor",
};
static const char *const compare_names[] = {"tp_lt", "tp_le", "tp_eq", "tp_ne", "tp_gt", "tp_ge"};
static const char *const compare_codes[] = {"TP_LT", "TP_LE", "TP_EQ", "TP_NE", "TP_GT", "TP_GE"};

bool emit_is_wanted(const Emit *e, int var)
{
    return var >= 0 && (var < e->fn->nlocals || e->fn->vars[var].uses > 0);
}

/* The expression of insn, with which files begin or end. */
static const char *with_files(Emit *e, const Insn *insn, const char *expression)
{
    int ended = files_ended_by(e->fn, insn);
    if (ended >= 0)
        return text_format("tp_end_file(%s, %s)", emit_var(e, ended), expression);
    if (insn->op != IR_CALL || insn->dst < 0 || !e->fn->vars[insn->dst].is_file)
        return expression;
    return text_format("tp_begin_file(%s, %s, %s)", emit_value(e, insn->args[0]),
                       insn->dst < e->fn->nlocals ? emit_var(e, insn->dst) : "0", expression);
}

const char *emit_files_end(Emit *e, const char *expression)
{
    for (int v = 0; v < e->fn->nlocals; v++)
        if (e->fn->vars[v].is_file)
            expression = text_format("tp_end_file(%s, %s)", emit_var(e, v), expression);
    return expression;
}

void emit_result(Emit *e, const Insn *insn, const char *expression)
{
    expression = with_files(e, insn, expression);
    if (emit_is_wanted(e, insn->dst))
        emit_line(e, "if (!(%s = %s)) %s", emit_var(e, insn->dst), expression, emit_failure(e));
    else
        emit_line(e, "if (!%s) %s", expression, emit_failure(e));
}

void emit_sure_result(Emit *e, const Insn *insn, const char *expression)
{
    if (emit_is_wanted(e, insn->dst))
        emit_line(e, "%s = %s;", emit_var(e, insn->dst), expression);
}

void emit_status(Emit *e, const char *expression)
{
    emit_line(e, "if (%s < 0) %s", expression, emit_failure(e));
}

/* Set `test` to 0 or 1. */
static void emit_test(Emit *e, const char *expression)
{
    e->uses_test = true;
    emit_line(e, "if ((test = %s) < 0) %s", expression, emit_failure(e));
}

const char *emit_arguments(Emit *e, const Insn *insn, int first, int n)
{
    Text t = {0};
    text_add(&t, "", 0);
    for (int i = first; i < first + n; i++)
        text_print(&t, ", %s", emit_value(e, insn->args[i]));
    return t.data;
}

const char *emit_values(Emit *e, const Insn *insn, int first, int n)
{
    return n ? text_format("VALUES(%s)", emit_arguments(e, insn, first, n) + 2) : "0";
}

const char *emit_site(Emit *e, const Insn *insn)
{
    if (insn->site < 0)
        ((Insn *)insn)->site = e->unit->nsites++;
    return text_format("&C[%d]", insn->site);
}

static const char *operand(Emit *e, const Insn *insn, int i)
{
    return i < insn->nargs ? emit_value(e, insn->args[i]) : "0";
}

static const char *name_of(Emit *e, const Insn *insn)
{
    return emit_co_name(e->unit, e->fn, insn->name);
}

/* The module's own names are cells. */
static bool has_cells(const Emit *e)
{
    return !e->fn->is_dynamic;
}

static bool is_module_body(const Emit *e)
{
    return e->fn->is_body && !e->fn->parent;
}

/* tp_add, or tp_quick_add where that must do. */
static const char *quick_name(const Emit *e, const char *name)
{
    return e->is_quick ? text_format("tp_quick_%s", name + strlen("tp_")) : name;
}

static void emit_names(Emit *e, const Insn *insn)
{
    bool by_cell = has_cells(e) && (insn->op == IR_GLOBAL || insn->op == IR_SET_GLOBAL ||
                                    insn->op == IR_DELETE_GLOBAL || is_module_body(e));
    if (by_cell) {
        const char *cell = emit_cell(e->unit, e->fn, insn->name);
        if (e->is_quick) {
            emit_result(e, insn, text_format("AS_GLOBAL(%s)->value", cell));
            return;
        }
        switch (insn->op) {
        case IR_GLOBAL:
        case IR_NAME:
            emit_result(e, insn, text_format("tp_global(%s)", cell));
            return;
        case IR_SET_GLOBAL:
        case IR_SET_NAME:
            emit_status(e, text_format("tp_set_global(%s, %s)", cell, operand(e, insn, 0)));
            return;
        default:
            emit_status(e, text_format("tp_cell_delete(AS_GLOBAL(%s))", cell));
            return;
        }
    }
    const char *name = name_of(e, insn);
    switch (insn->op) {
    case IR_GLOBAL:
        emit_result(e, insn, text_format("tp_load_global(frame, %s)", name));
        break;
    case IR_NAME:
        emit_result(e, insn, text_format("tp_load_name(frame, %s)", name));
        break;
    case IR_SET_GLOBAL:
        emit_status(e, text_format("tp_store_global(frame, %s, %s)", name, operand(e, insn, 0)));
        break;
    case IR_SET_NAME:
        emit_status(e, text_format("tp_store_name(frame, %s, %s)", name, operand(e, insn, 0)));
        break;
    case IR_DELETE_GLOBAL:
        emit_status(e, text_format("tp_delete_global(frame, %s)", name));
        break;
    default:
        emit_status(e, text_format("tp_delete_name(frame, %s)", name));
        break;
    }
}

/* tp_no_local of a local, if `value` is 0. */
static void emit_check(Emit *e, const char *value, int local)
{
    int at = e->block->insns[e->insn].at;
    const char *store = at == e->stored ? "" : text_format(" AT(%d);", at);
    emit_line(e, "if (!%s) { tp_no_local(frame, %d);%s goto %s; }", value, local, store,
              emit_failure_label(e));
}

static void emit_cell_op(Emit *e, const Insn *insn)
{
    int local = insn->nargs ? insn->args[0].index : insn->dst;
    switch (insn->op) {
    case IR_MAKE_CELL:
        emit_line(e, "%s = tp_cell_new(%s);", emit_var(e, insn->dst), operand(e, insn, 0));
        break;
    case IR_DEREF:
        if (e->is_quick)
            emit_result(e, insn, text_format("AS_CELL(%s)->value", operand(e, insn, 0)));
        else if (emit_is_wanted(e, insn->dst))
            emit_check(e, text_format("(%s = AS_CELL(%s)->value)", emit_var(e, insn->dst),
                                      operand(e, insn, 0)), local);
        else
            emit_check(e, text_format("AS_CELL(%s)->value", operand(e, insn, 0)), local);
        break;
    case IR_CLASS_DEREF:
        emit_result(e, insn,
                    text_format("tp_load_classderef(frame, %d, %s)", local, operand(e, insn, 0)));
        break;
    case IR_SET_DEREF:
        emit_line(e, "AS_CELL(%s)->value = %s;", operand(e, insn, 0), operand(e, insn, 1));
        break;
    default:
        emit_check(e, text_format("AS_CELL(%s)->value", operand(e, insn, 0)), local);
        emit_line(e, "AS_CELL(%s)->value = 0;", operand(e, insn, 0));
        break;
    }
}

static bool takes_temporaries(const Insn *insn)
{
    int op = insn->op == IR_BINARY ? infer_operator(insn) : -1;
    return op == BIN_ADD || op == BIN_SUB || op == BIN_MUL || op == BIN_FLOORDIV || op == BIN_MOD;
}

/* Does only the next operator see what insn gives? */
static bool is_passed_on(const Emit *e, const Insn *insn)
{
    if (insn->dst < e->fn->nlocals || e->fn->vars[insn->dst].uses != 1)
        return false;
    const Insn *end = e->block->insns + e->block->ninsns;
    for (const Insn *user = insn + 1; user < end; user++)
        if (ir_uses(user, insn->dst))
            return user->op == IR_COMPARE || takes_temporaries(user);
    return false;
}

static const char *binary_name(const Emit *e, const Insn *insn)
{
    if (e->is_quick) /* numbers have no operators in place */
        return quick_name(e, binary_names[insn->arg % BIN_INPLACE]);
    const char *name = binary_names[insn->arg];
    bool has_twin = insn->arg == OPERATOR_ADD || insn->arg == OPERATOR_SUBTRACT ||
                    insn->arg == OPERATOR_MULTIPLY;
    return has_twin && is_passed_on(e, insn) ? text_format("tp_temp%s", name + 2) : name;
}

static void emit_operator(Emit *e, const Insn *insn)
{
    const char *a = operand(e, insn, 0), *b = insn->nargs > 1 ? operand(e, insn, 1) : 0;
    switch (insn->op) {
    case IR_UNARY:
        emit_result(e, insn,
                    text_format("%s(%s)",
                                insn->arg == OP_UNARY_NEGATIVE   ? quick_name(e, "tp_neg")
                                : insn->arg == OP_UNARY_POSITIVE ? "tp_pos"
                                                                 : "tp_invert",
                                a));
        break;
    case IR_BINARY:
        emit_result(e, insn, text_format("%s(%s, %s)", binary_name(e, insn), a, b));
        break;
    case IR_COMPARE:
        if (e->is_quick) {
            emit_test(e, text_format("%s(%s, %s)", quick_name(e, compare_names[insn->arg]), a, b));
            emit_sure_result(e, insn, "tp_bool(test)");
        } else {
            emit_result(e, insn,
                        text_format("tp_compare(%s, %s, %s)", a, b, compare_codes[insn->arg]));
        }
        break;
    case IR_IS:
        emit_sure_result(e, insn, text_format("tp_bool(%s %s %s)", a, insn->arg ? "!=" : "==", b));
        break;
    case IR_NOT:
        emit_test(e, text_format("%s(%s)", quick_name(e, "tp_truth"), a));
        emit_sure_result(e, insn, "tp_bool(!test)");
        break;
    case IR_CONTAINS:
        emit_test(e, text_format("tp_contains(%s, %s)", b, a));
        emit_sure_result(e, insn, insn->arg ? "tp_bool(!test)" : "tp_bool(test)");
        break;
    default: /* IR_EXC_MATCH */
        emit_test(e, text_format("tp_except_match(%s, %s)", a, b));
        emit_sure_result(e, insn, "tp_bool(test)");
        break;
    }
}

static void emit_attribute(Emit *e, const Insn *insn)
{
    const char *object = operand(e, insn, 0), *name = name_of(e, insn);
    switch (insn->op) {
    case IR_ATTR:
        emit_result(e, insn, text_format("%s(%s, &%s, %s)", quick_name(e, "tp_attr"), object, name,
                                         emit_site(e, insn)));
        break;
    case IR_SET_ATTR:
        emit_status(e, text_format("%s(%s, &%s, %s, %s)", quick_name(e, "tp_set_attr"), object,
                                   name, operand(e, insn, 1), emit_site(e, insn)));
        break;
    default:
        emit_status(e, text_format("tp_del_attr(%s, %s)", object, name));
        break;
    }
}

/* Is the key of a[b] a constant str? The dicts that one place of a program meets mostly have it at
 * the same position. */
static bool has_constant_key(const Emit *e, const Insn *insn)
{
    return !e->is_quick && !e->is_plain && insn->args[1].type == OPD_CONST &&
           insn->args[1].index >= 0 &&
           tp_is_exact(ir_const_value(e->fn, insn->args[1]), &tp_str_type);
}

static const char *emit_hint(Emit *e, const Insn *insn)
{
    if (insn->site < 0)
        ((Insn *)insn)->site = e->unit->nhints++;
    return text_format("&H[%d]", insn->site);
}

static void emit_item(Emit *e, const Insn *insn)
{
    const char *a = operand(e, insn, 0), *b = operand(e, insn, 1);
    if (insn->op == IR_ITEM && has_constant_key(e, insn)) {
        emit_result(e, insn, text_format("tp_getitem_key(%s, %s, %s)", a, b, emit_hint(e, insn)));
        return;
    }
    if (insn->op == IR_SET_ITEM && has_constant_key(e, insn)) {
        emit_status(e, text_format("tp_setitem_key(%s, %s, %s, %s)", a, b, operand(e, insn, 2),
                                   emit_hint(e, insn)));
        return;
    }
    switch (insn->op) {
    case IR_ITEM:
        emit_result(e, insn, text_format("%s(%s, %s)", quick_name(e, "tp_getitem"), a, b));
        break;
    case IR_SET_ITEM:
        emit_status(e, text_format("tp_setitem(%s, %s, %s)", a, b, operand(e, insn, 2)));
        break;
    case IR_DELETE_ITEM:
        emit_status(e, text_format("tp_delitem(%s, %s)", a, b));
        break;
    case IR_GET_SLICE:
        emit_result(e, insn, text_format("tp_getslice(%s, %s, %s)", a, b, operand(e, insn, 2)));
        break;
    default:
        emit_result(e, insn,
                    text_format("tp_slice_new(%s, %s, %s)", a, b,
                                insn->nargs > 2 ? operand(e, insn, 2) : "None"));
        break;
    }
}

/* The number of the piece that the text of a temporary may stand in until its f-string is made, or
 * -1. Pieces would not outlive a yield, nor the C function that is a part. */
static int piece_of(const Emit *e, Operand operand)
{
    const Var *var = operand.type == OPD_VAR && operand.index >= e->fn->nlocals
                         ? &e->fn->vars[operand.index] : 0;
    if (!var || e->fn->is_generator || var->is_shared || !var->def || var->uses != 1 ||
        var->defs != 1)
        return -1;
    return var->def->op == IR_FORMAT ? var->piece - 1 : -1;
}

static void emit_string(Emit *e, const Insn *insn)
{
    const char *values = emit_values(e, insn, 0, insn->nargs);
    bool has_pieces = false;
    for (int i = 0; i < insn->nargs; i++)
        has_pieces |= piece_of(e, insn->args[i]) >= 0;
    emit_result(e, insn, has_pieces ? text_format("tp_str_of_pieces(%d, %s, pieces + %d)",
                                                  insn->nargs, values, insn->arg2)
                                    : text_format("tp_str_joinv(%d, %s)", insn->nargs, values));
}

static void emit_format(Emit *e, const Insn *insn, const char *value, const char *spec)
{
    int piece = insn->dst >= 0 ? piece_of(e, ir_var(insn->dst)) : -1;
    if (piece < 0) {
        emit_result(e, insn, text_format("tp_format_value(%s, %d, %s)", value, insn->arg, spec));
        return;
    }
    if (e->npieces <= piece)
        e->npieces = piece + 1;
    emit_result(e, insn, text_format("tp_format_piece(%s, %d, %s, pieces + %d)", value, insn->arg,
                                     spec, piece));
}

static void emit_display(Emit *e, const Insn *insn)
{
    const char *a = insn->nargs ? operand(e, insn, 0) : 0;
    const char *b = insn->nargs > 1 ? operand(e, insn, 1) : 0;
    int n = insn->nargs;
    switch (insn->op) {
    case IR_TUPLE:
        emit_result(e, insn, text_format("tp_tuple_of(%d, %s)", n, emit_values(e, insn, 0, n)));
        break;
    case IR_LIST:
        emit_result(e, insn, text_format("tp_list_of(%d, %s)", n, emit_values(e, insn, 0, n)));
        break;
    case IR_SET:
        emit_result(e, insn, text_format("tp_set_of(%d, %s)", n, emit_values(e, insn, 0, n)));
        break;
    case IR_MAP:
        emit_result(e, insn, text_format("tp_dict_of(%d, %s)", n / 2, emit_values(e, insn, 0, n)));
        break;
    case IR_KEY_MAP:
        emit_result(e, insn, text_format("tp_dict_of_keys(%s, %s)", operand(e, insn, n - 1),
                                         emit_values(e, insn, 0, n - 1)));
        break;
    case IR_STRING:
        emit_string(e, insn);
        break;
    case IR_FORMAT:
        emit_format(e, insn, a, b ? b : "0");
        break;
    case IR_LIST_APPEND:
        emit_status(e, text_format("tp_list_append(%s, %s)", a, b));
        break;
    case IR_SET_ADD:
        emit_status(e, text_format("tp_set_add(%s, %s)", a, b));
        break;
    case IR_MAP_ADD:
        emit_status(e, text_format("tp_map_add(%s, %s, %s)", a, b, operand(e, insn, 2)));
        break;
    case IR_LIST_EXTEND:
        emit_status(e, text_format("tp_list_star(%s, %s)", a, b));
        break;
    case IR_SET_UPDATE:
        emit_status(e, text_format("tp_set_update(%s, %s)", a, b));
        break;
    case IR_MAP_UPDATE:
        emit_status(e, text_format("tp_map_update(%s, %s)", a, b));
        break;
    case IR_MAP_MERGE:
        emit_status(e, text_format("tp_map_merge(%s, %s, %s)", a, b, operand(e, insn, 2)));
        break;
    default: /* IR_LIST_TO_TUPLE */
        emit_result(e, insn, text_format("tp_list_as_tuple(%s)", a));
        break;
    }
}

/* The array `values` into the results of insn. */
static void emit_unpacked(Emit *e, const Insn *insn)
{
    if (e->nvalues < insn->ndsts)
        e->nvalues = insn->ndsts;
    Text t = {0};
    for (int i = 0; i < insn->ndsts; i++)
        if (emit_is_wanted(e, insn->dsts[i]))
            text_print(&t, "%s%s = values[%d]", t.n ? ", " : "", emit_var(e, insn->dsts[i]), i);
    if (t.n)
        emit_line(e, "%s;", t.data);
}

static void emit_iteration(Emit *e, const Insn *insn)
{
    const char *a = operand(e, insn, 0);
    if (insn->op == IR_UNPACK || insn->op == IR_UNPACK_STAR) {
        int n = insn->ndsts;
        if (insn->op == IR_UNPACK)
            emit_status(e, text_format("tp_unpack(%s, %d, %s)", a, n, n ? "values" : "0"));
        else
            emit_status(e, text_format("tp_unpack_star(%s, %d, %d, values)", a, insn->arg & 255,
                                       insn->arg >> 8));
        emit_unpacked(e, insn);
        return;
    }
    if (insn->op == IR_COMPREHENSION_ARG) {
        emit_result(e, insn, text_format("tp_comprehension_arg(%s)", a));
    } else if (insn->op == IR_YIELD_ITER) {
        emit_yield_iter(e, insn);
    } else if (e->fn->vars[insn->dst].kind == VAR_ITER) {
        const char *maker = emit_loop_maker(e, insn), *iter = emit_iter(e, insn->dst);
        emit_status(e, maker ? text_format("tp_for_call(%s, %s, %s)", iter, a, maker)
                             : text_format("tp_for(%s, %s)", iter, a));
    } else {
        emit_result(e, insn, text_format("tp_iter(%s)", a));
    }
}

static void emit_exception(Emit *e, const Insn *insn)
{
    switch (insn->op) {
    case IR_CATCH:
        if (emit_is_wanted(e, insn->dst))
            emit_line(e, "%s = tp_catch(frame);", emit_var(e, insn->dst));
        else
            emit_line(e, "tp_catch(frame);");
        if (emit_is_wanted(e, insn->dst2))
            emit_line(e, "%s = frame->at;", emit_var(e, insn->dst2));
        break;
    case IR_PUSH_HANDLED:
        emit_sure_result(e, insn, text_format(e->fn->is_generator ? "tp_gen_push_handled(g, %s)"
                                                                  : "tp_push_handled(%s)",
                                              operand(e, insn, 0)));
        break;
    case IR_POP_HANDLED:
        emit_line(e, e->fn->is_generator ? "tp_gen_pop_handled(g, %s);" : "tp_pop_handled(%s);",
                  operand(e, insn, 0));
        break;
    case IR_WITH_ENTER: {
        const char *exit = emit_var(e, insn->dst2);
        emit_result(e, insn, text_format("tp_with_enter(%s, &%s)", operand(e, insn, 0), exit));
        break;
    }
    default: /* IR_WITH_EXIT */
        emit_result(e, insn, text_format("tp_with_exit(%s, %s)", operand(e, insn, 0),
                                         operand(e, insn, 1)));
        break;
    }
}

static void emit_import(Emit *e, const Insn *insn)
{
    switch (insn->op) {
    case IR_IMPORT: {
        Value level = ir_const_value(e->fn, insn->args[0]);
        emit_result(e, insn,
                    text_format("tp_import_stmt(frame, %s, %s, %d)", name_of(e, insn),
                                operand(e, insn, 1), level ? (int)tp_small_value(level) : 0));
        break;
    }
    case IR_IMPORT_FROM:
        emit_result(e, insn,
                    text_format("tp_import_from(%s, %s)", operand(e, insn, 0), name_of(e, insn)));
        break;
    default:
        emit_status(e, text_format("tp_import_all(frame, %s)", operand(e, insn, 0)));
        break;
    }
}

static void emit_pattern(Emit *e, const Insn *insn)
{
    const char *a = operand(e, insn, 0);
    switch (insn->op) {
    case IR_LENGTH:
        emit_result(e, insn, text_format("tp_match_len(%s)", a));
        break;
    case IR_MATCH_SEQUENCE:
        emit_sure_result(e, insn, text_format("tp_match_sequence(%s)", a));
        break;
    case IR_MATCH_MAPPING:
        emit_sure_result(e, insn, text_format("tp_match_mapping(%s)", a));
        break;
    case IR_MATCH_KEYS:
        emit_result(e, insn, text_format("tp_match_keys(%s, %s)", a, operand(e, insn, 1)));
        break;
    default: /* IR_MATCH_CLASS */
        emit_result(e, insn, text_format("tp_match_class(%s, %s, %d, %s)", a, operand(e, insn, 1),
                                         insn->arg, operand(e, insn, 2)));
        break;
    }
}

static void emit_async(Emit *e, const Insn *insn)
{
    const char *a = operand(e, insn, 0);
    switch (insn->op) {
    case IR_AWAITABLE:
        emit_result(e, insn, text_format("tp_awaitable(%s, %d)", a, insn->arg));
        break;
    case IR_ASYNC_ITER:
        emit_result(e, insn, text_format("tp_async_iter(%s)", a));
        break;
    case IR_ASYNC_NEXT:
        emit_result(e, insn, text_format("tp_async_next(%s)", a));
        break;
    case IR_ASYNC_ENTER: {
        const char *exit = emit_var(e, insn->dst2);
        emit_result(e, insn, text_format("tp_async_enter(%s, &%s)", a, exit));
        break;
    }
    case IR_ASYNC_WRAP:
        emit_result(e, insn, text_format("tp_async_wrap(%s)", a));
        break;
    default: /* IR_END_ASYNC_FOR */
        emit_line(e, "AT(%d);", insn->at);
        emit_line(e, "if (tp_end_async_for(frame, %s) < 0) goto %s;", a, emit_failure_label(e));
        emit_stored_unknown(e);
        if (e->stored_line != insn->line)
            e->stored_line = 0;
        break;
    }
}

static void emit_group(Emit *e, const Insn *insn)
{
    if (insn->op == IR_GROUP_MATCH) {
        const char *match = emit_var(e, insn->dst2);
        emit_result(e, insn, text_format("tp_group_match(%s, %s, &%s)", operand(e, insn, 0),
                                         operand(e, insn, 1), match));
    } else {
        emit_result(e, insn, text_format("tp_group_reraise(%s, %s)", operand(e, insn, 0),
                                         operand(e, insn, 1)));
    }
}

/* ---- the ends of blocks ---- */

static void emit_poll(Emit *e)
{
    if (e->block->polls)
        emit_line(e, "if (POLL() < 0) %s", emit_failure(e));
}

static bool is_emitted(const Emit *e, int b)
{
    if (e->is_joined[b])
        return false;
    if (e->is_typed)
        return e->fn->types->in_typed[b];
    return e->fn->blocks[b].is_reachable && (!e->is_needed || e->is_needed[b]) &&
           emit_is_here(e, b);
}

static int next_block(const Emit *e, int b)
{
    do
        b++;
    while (b < e->fn->nblocks && !is_emitted(e, b));
    return b;
}

/* Does control come to b without a jump? */
static bool is_next(const Emit *e, int b)
{
    int next = next_block(e, e->block->index);
    return next == b || (next < e->fn->nblocks && e->else_end[next] == b);
}

void emit_goto(Emit *e, int b)
{
    if (!is_next(e, b))
        emit_line(e, "goto %s;", emit_target(e, b));
}

/* The MOVE of block b that only sets a variable, for the one branch that leads there; or 0. */
static const Insn *only_move(const Emit *e, int b)
{
    const Block *block = &e->fn->blocks[b];
    const Insn *move = 0;
    if (b <= e->block->index || block->npreds != 1 || block->polls || block->polls_first ||
        !emit_is_here(e, b) || e->ended[b] || block->insns[block->ninsns - 1].op != IR_JUMP)
        return 0;
    for (int i = 0; i < block->ninsns; i++) {
        const Insn *insn = &block->insns[i];
        if (!e->is_typed && emit_reentry(e, b, i) >= 0)
            return 0;
        if (insn->is_dead || i == block->ninsns - 1)
            continue;
        if (move || insn->op != IR_MOVE || !emit_is_wanted(e, insn->dst) ||
            (e->is_typed && (e->rep[insn->dst] != REP_VALUE || e->is_indexed[insn->dst])))
            return 0;
        move = insn;
    }
    return move;
}

/* The opposite of test, !test, a == b, a != b, !(...) or another condition. */
static const char *negated(const char *condition)
{
    size_t n = strlen(condition);
    const char *equal = strstr(condition, " == "), *unequal = strstr(condition, " != ");
    const char *at = equal ? equal : unequal;
    if (at && !strpbrk(condition, "()") && !strstr(at + 4, "= "))
        return text_format("%.*s %s %s", (int)(at - condition), condition, equal ? "!=" : "==",
                           at + 4);
    if (strncmp(condition, "!(", 2) == 0)
        return text_format("%.*s", (int)n - 3, condition + 2);
    if (*condition == '!')
        return condition + 1;
    return text_format(strcmp(condition, "test") == 0 ? "!%s" : "!(%s)", condition);
}

/* Where a branch only chooses a value: x = condition ? a : b, or if (condition) x = a. */
static bool emit_choice(Emit *e, const char *condition)
{
    const Block *block = e->block, *blocks = e->fn->blocks;
    const Insn *yes = only_move(e, block->jump), *no = only_move(e, block->next);
    int to = yes ? blocks[block->jump].next : no ? blocks[block->next].next : -1;
    if (yes && no && yes->dst == no->dst && to == blocks[block->next].next) {
        const char *a = emit_value(e, yes->args[0]), *b = emit_value(e, no->args[0]);
        bool is_plain = *condition != '!';
        emit_line(e, "%s = %s ? %s : %s;", emit_var(e, yes->dst),
                  is_plain ? condition : negated(condition), is_plain ? a : b, is_plain ? b : a);
        e->is_joined[block->jump] = e->is_joined[block->next] = true;
    } else if (no && to == block->jump) {
        emit_line(e, "if (%s) %s = %s;", negated(condition), emit_var(e, no->dst),
                  emit_value(e, no->args[0]));
        e->is_joined[block->next] = true;
    } else {
        return false;
    }
    emit_flow(e, to);
    emit_goto(e, to);
    return true;
}

/* ---- braces: blocks that only one branch leads into, and that stand behind it ---- */

/* Does control come to the blocks first to end - 1 from outside only by `from`, to the first? */
static bool is_closed(const Emit *e, int from, int first, int end)
{
    const Block *blocks = e->fn->blocks;
    if (blocks[first].first_pred != from || blocks[first].last_pred >= end)
        return false;
    for (int b = first + 1; b < end; b++)
        if (blocks[b].npreds && (blocks[b].first_pred < first || blocks[b].last_pred >= end))
            return false;
    return true;
}

/* The block behind an `else` that is one block, b, or 0: what stands in front of it jumps there. */
static int end_of_else(const Emit *e, int before, int b, int limit)
{
    const Block *last = &e->fn->blocks[before];
    int end = next_block(e, b);
    bool jumps = last->insns[last->ninsns - 1].op == IR_JUMP && !last->polls;
    return jumps && last->next == end && end <= limit && end < e->fn->nblocks &&
           is_closed(e, e->block->index, b, end) ? end : 0;
}

/* if (condition) { what follows, up to where else the branch leads } */
static bool emit_opening(Emit *e, const char *condition)
{
    enum { DEEPEST = sizeof e->ends / sizeof *e->ends };
    int from = e->block->index, first = e->block->next, end = e->block->jump;
    int limit = e->depth ? e->ends[e->depth - 1] : e->fn->nblocks;
    if (e->depth == DEEPEST || first != next_block(e, from) || end <= first || end > limit ||
        !emit_is_here(e, end) || !is_closed(e, from, first, end))
        return false;
    int last = first;
    for (int b = first; b < end; b = next_block(e, b))
        last = b;
    e->else_end[end] = end_of_else(e, last, end, limit);
    emit_line(e, "if (%s) {", negated(condition));
    e->ends[e->depth++] = end;
    e->is_opened = true;
    return true;
}

void emit_braces(Emit *e, int b)
{
    while (e->depth && e->ends[e->depth - 1] == b) {
        e->depth--;
        emit_line(e, e->else_end[b] ? "} else {" : "}");
        if (!e->else_end[b])
            continue;
        e->ends[e->depth++] = e->else_end[b];
        e->is_opened = true;
        break;
    }
}

static void emit_conditional(Emit *e, const char *condition)
{
    if (emit_choice(e, condition) || emit_opening(e, condition))
        return;
    if (e->block->jump != e->block->next)
        emit_line(e, "if (%s) goto %s;", condition, emit_target(e, e->block->jump));
    emit_goto(e, e->block->next);
}

/* What the instruction before, fused into the branch, tests. */
static const char *fused_test(Emit *e, const Insn *insn, bool *sense)
{
    const char *a = operand(e, insn, 0), *b = insn->nargs > 1 ? operand(e, insn, 1) : 0;
    switch (insn->op) {
    case IR_COMPARE:
        return text_format("%s(%s, %s)", quick_name(e, compare_names[insn->arg]), a, b);
    case IR_CONTAINS:
        *sense ^= insn->arg;
        return text_format("tp_contains(%s, %s)", b, a);
    case IR_NOT:
        *sense = !*sense;
        return text_format("%s(%s)", quick_name(e, "tp_truth"), a);
    default: /* IR_EXC_MATCH */
        return text_format("tp_except_match(%s, %s)", a, b);
    }
}

static void emit_branch(Emit *e, const Insn *insn)
{
    bool sense = insn->arg;
    const Insn *fused = 0;
    for (int i = e->insn - 1; i >= 0; i--)
        if (!e->block->insns[i].is_dead) {
            fused = e->block->insns[i].is_fused ? &e->block->insns[i] : 0;
            break;
        }
    if (fused && fused->op == IR_IS) {
        bool is_equal = sense ^ fused->arg;
        emit_conditional(e, text_format("%s %s %s", operand(e, fused, 0), is_equal ? "==" : "!=",
                                        operand(e, fused, 1)));
        return;
    }
    const char *condition = e->is_typed ? emit_typed_condition(e, fused ? fused : insn) : 0;
    if (condition) {
        if (fused && fused->op == IR_NOT)
            sense = !sense;
        emit_conditional(e, sense ? condition : text_format("!(%s)", condition));
        return;
    }
    int at = insn->at;
    if (fused)
        ((Insn *)insn)->at = fused->at; /* where an error belongs */
    emit_ran(e);
    emit_test(e, fused ? fused_test(e, fused, &sense)
                       : text_format("%s(%s)", quick_name(e, "tp_truth"), operand(e, insn, 0)));
    ((Insn *)insn)->at = at;
    emit_conditional(e, sense ? "test" : "!test");
}

/* The next value of a `for`, or to its end. There it is seen whether it has failed, if no other
 * `for` ends there. */
static void emit_for_next(Emit *e, const char *next)
{
    int end = e->block->jump;
    const char *failure = emit_failure(e);
    if (!e->ended[end] && emit_is_here(e, end) && !e->fn->blocks[end].is_loop) {
        e->ended[end] = failure;
        emit_line(e, "if (!%s) goto %s;", next, emit_target(e, end));
        return;
    }
    emit_line(e, "if (!%s) {", next);
    emit_line(e, "    if (tp_pending()) %s", failure);
    emit_line(e, "    goto %s;", emit_target(e, end));
    emit_line(e, "}");
}

static void emit_for(Emit *e, const Insn *insn)
{
    int iterator = insn->args[0].index;
    const char *next = e->fn->vars[iterator].kind == VAR_ITER
                           ? text_format("tp_for_next(%s)", emit_iter(e, iterator))
                           : text_format("tp_next(%s)", emit_var(e, iterator));
    emit_for_next(e, text_format("(%s = %s)", emit_var(e, insn->dst), next));
    if (e->is_typed)
        emit_unboxed(e, insn);
    emit_goto(e, e->block->next);
}

static void emit_for_unpack(Emit *e, const Insn *insn)
{
    int iterator = insn->args[0].index;
    const char *next = e->fn->vars[iterator].kind == VAR_ITER
                           ? text_format("tp_for_unpack(%s", emit_iter(e, iterator))
                           : text_format("tp_next_unpack(%s", emit_var(e, iterator));
    e->uses_test = true;
    emit_for_next(e, text_format("(test = %s, %d, values))", next, insn->ndsts));
    if (insn->arg2) {
        emit_line(e, "if (test == TP_PACKED && tp_unpack(values[0], %d, values) < 0) "
                     "{ AT(%d); goto %s; }", insn->ndsts, insn->arg, emit_failure_label(e));
    } else {
        emit_line(e, "if (test == TP_PACKED) {");
        emit_line(e, "    AT(%d);", insn->arg);
        emit_line(e, "    if (tp_unpack(values[0], %d, values) < 0) goto %s;", insn->ndsts,
                  emit_failure_label(e));
        emit_line(e, "}");
        emit_stored_unknown(e);
        e->stored_line = 0;
    }
    emit_unpacked(e, insn);
    if (e->is_typed)
        emit_unboxed(e, insn);
    emit_goto(e, e->block->next);
}

static void emit_send(Emit *e, const Insn *insn)
{
    const char *result = emit_var(e, insn->dst);
    e->uses_status = true;
    emit_line(e, "status = tp_gen_send(%s, %s, &%s);", operand(e, insn, 0), operand(e, insn, 1),
              result);
    emit_line(e, "if (status == GEN_ERROR) %s", emit_failure(e));
    if (emit_is_wanted(e, insn->dst2))
        emit_line(e, "if (status == GEN_RETURN) { %s = %s; goto %s; }", emit_var(e, insn->dst2),
                  result, emit_target(e, e->block->jump));
    else
        emit_line(e, "if (status == GEN_RETURN) goto %s;", emit_target(e, e->block->jump));
    emit_goto(e, e->block->next);
}

/* To the handler, or out. */
static void emit_to_handler(Emit *e)
{
    const char *label = emit_failure_label(e);
    if (e->block->handler < 0 || e->is_typed || !is_next(e, e->block->handler))
        emit_line(e, "goto %s;", label);
}

static void emit_raise(Emit *e, const Insn *insn)
{
    if (insn->op == IR_RERAISE && insn->nargs > 1 && insn->args[1].type == OPD_VAR &&
        e->fn->vars[insn->args[1].index].kind == VAR_PLACE)
        emit_line(e, "AT(%s);", emit_var(e, insn->args[1].index));
    else if (e->stored != insn->at)
        emit_line(e, "AT(%d);", insn->at);
    if (insn->op == IR_RERAISE)
        emit_line(e, "tp_reraise_exc(frame, %s);", operand(e, insn, 0));
    else if (insn->nargs)
        emit_line(e, "tp_raise_stmt(%s, %s);", operand(e, insn, 0), operand(e, insn, 1));
    else
        emit_line(e, "tp_raise_again(frame);");
    emit_to_handler(e);
}

static void emit_end(Emit *e, const Insn *insn)
{
    switch (insn->op) {
    case IR_JUMP:
        emit_goto(e, e->block->next);
        break;
    case IR_BRANCH:
        emit_branch(e, insn);
        break;
    case IR_BRANCH_NONE:
        emit_conditional(
            e, text_format("%s %s None", operand(e, insn, 0), insn->arg ? "==" : "!="));
        break;
    case IR_FOR:
        emit_for(e, insn);
        break;
    case IR_FOR_UNPACK:
        emit_for_unpack(e, insn);
        break;
    case IR_SEND:
        emit_send(e, insn);
        break;
    case IR_PASS_ON:
        emit_to_handler(e);
        break;
    case IR_RETURN:
        emit_return(e, emit_files_end(e, text_format(e->is_quick           ? "%s"
                                                     : e->fn->is_generator ? "tp_gen_finish(g, %s)"
                                                                           : "tp_leave(frame, %s)",
                                                     operand(e, insn, 0))));
        break;
    default:
        emit_raise(e, insn);
        break;
    }
}

static void emit_general_insn(Emit *e, const Insn *insn)
{
    if (ir_flags[insn->op] & RUNS && insn->op != IR_BRANCH)
        emit_ran(e);
    switch (insn->op) {
    case IR_MOVE:
        if (insn->dst < e->fn->nlocals || e->fn->vars[insn->dst].uses)
            emit_line(e, "%s = %s;", emit_var(e, insn->dst), operand(e, insn, 0));
        break;
    case IR_CHECK_BOUND:
        emit_check(e, operand(e, insn, 0), insn->args[0].index);
        break;
    case IR_DELETE_LOCAL:
        if (insn->nargs)
            emit_check(e, operand(e, insn, 0), insn->args[0].index);
        emit_line(e, "%s = 0;", emit_var(e, insn->arg));
        break;
    case IR_GLOBAL:
    case IR_SET_GLOBAL:
    case IR_DELETE_GLOBAL:
    case IR_NAME:
    case IR_SET_NAME:
    case IR_DELETE_NAME:
        emit_names(e, insn);
        break;
    case IR_MAKE_CELL:
    case IR_DEREF:
    case IR_CLASS_DEREF:
    case IR_SET_DEREF:
    case IR_DELETE_DEREF:
        emit_cell_op(e, insn);
        break;
    case IR_UNARY:
    case IR_NOT:
    case IR_BINARY:
    case IR_COMPARE:
    case IR_IS:
    case IR_CONTAINS:
    case IR_EXC_MATCH:
        emit_operator(e, insn);
        break;
    case IR_ATTR:
    case IR_SET_ATTR:
    case IR_DELETE_ATTR:
        emit_attribute(e, insn);
        break;
    case IR_ITEM:
    case IR_SET_ITEM:
    case IR_DELETE_ITEM:
    case IR_SLICE:
    case IR_GET_SLICE:
        emit_item(e, insn);
        break;
    case IR_METHOD:
    case IR_CALL:
    case IR_INVOKE:
    case IR_CALL_METHOD:
    case IR_SPLIT:
    case IR_CALL_EX:
        emit_any_call(e, insn);
        break;
    case IR_TUPLE:
    case IR_LIST:
    case IR_SET:
    case IR_MAP:
    case IR_KEY_MAP:
    case IR_STRING:
    case IR_FORMAT:
    case IR_LIST_APPEND:
    case IR_SET_ADD:
    case IR_MAP_ADD:
    case IR_LIST_EXTEND:
    case IR_SET_UPDATE:
    case IR_MAP_UPDATE:
    case IR_MAP_MERGE:
    case IR_LIST_TO_TUPLE:
        emit_display(e, insn);
        break;
    case IR_FUNCTION:
        emit_function_object(e, insn);
        break;
    case IR_BUILD_CLASS:
        emit_result(e, insn, "tp_build_class_builtin(frame)");
        break;
    case IR_ITER:
    case IR_COMPREHENSION_ARG:
    case IR_YIELD_ITER:
    case IR_UNPACK:
    case IR_UNPACK_STAR:
        emit_iteration(e, insn);
        break;
    case IR_CATCH:
    case IR_PUSH_HANDLED:
    case IR_POP_HANDLED:
    case IR_WITH_ENTER:
    case IR_WITH_EXIT:
        emit_exception(e, insn);
        break;
    case IR_ASSERTION_ERROR:
        emit_sure_result(e, insn, "tp_ref(&tp_AssertionError)");
        break;
    case IR_YIELD:
        emit_yield(e, insn);
        break;
    case IR_IMPORT:
    case IR_IMPORT_FROM:
    case IR_IMPORT_STAR:
        emit_import(e, insn);
        break;
    case IR_BEGIN_CLASS:
        emit_status(e, text_format("tp_begin_class(frame, %s)", operand(e, insn, 0)));
        emit_stored_unknown(e);
        break;
    case IR_SETUP_ANNOTATIONS:
        emit_status(e, "tp_setup_annotations(frame)");
        break;
    case IR_PRINT:
        emit_status(e, text_format("tp_print_expr(%s)", operand(e, insn, 0)));
        break;
    case IR_LENGTH:
    case IR_MATCH_SEQUENCE:
    case IR_MATCH_MAPPING:
    case IR_MATCH_KEYS:
    case IR_MATCH_CLASS:
        emit_pattern(e, insn);
        break;
    case IR_AWAITABLE:
    case IR_ASYNC_ITER:
    case IR_ASYNC_NEXT:
    case IR_ASYNC_ENTER:
    case IR_ASYNC_WRAP:
    case IR_END_ASYNC_FOR:
        emit_async(e, insn);
        break;
    case IR_GROUP_MATCH:
    case IR_GROUP_RERAISE:
        emit_group(e, insn);
        break;
    default:
        emit_end(e, insn);
        break;
    }
}

/* Views that the instruction has used keep nothing alive. (A fused one uses them later.) */
static void forget_views(Emit *e, const Insn *insn)
{
    bool is_done = !insn->is_fused && !(ir_flags[insn->op] & ENDS);
    for (int i = 0; is_done && i < insn->nargs; i++)
        if (insn->args[i].type == OPD_VAR && e->fn->vars[insn->args[i].index].is_view)
            emit_line(e, "tp_forget(&%s);", emit_var(e, insn->args[i].index));
}

void emit_insn(Emit *e, const Insn *insn)
{
    if (ir_flags[insn->op] & ENDS)
        emit_poll(e);
    if (e->is_typed && emit_typed_insn(e, insn))
        return;
    emit_general_insn(e, insn);
    forget_views(e, insn);
    if (e->is_typed && !(ir_flags[insn->op] & ENDS))
        emit_unboxed(e, insn);
}
