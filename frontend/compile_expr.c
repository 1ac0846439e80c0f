/* compile_expr.c -- expressions.
 *
 * compile_expr() leaves one value on the stack (or, for a target, takes one away or deletes). The
 * position is that of the expression while it is compiled, and the caller's again after.
 */
#include "frontend/compile.h"

#include <string.h>

#include "runtime/dict.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/object.h"
#include "runtime/str.h"

/* Above this depth displays and calls are built piecemeal. */
enum { STACK_GUIDELINE = 30 };

void compile_exprs(Compiler *c, NodeSeq nodes)
{
    for (int i = 0; i < nodes.n; i++)
        compile_expr(c, nodes.items[i]);
}

static bool is_constant(const Node *node)
{
    return node && node->kind == AST_CONSTANT;
}

static bool are_constants(Node *const *nodes, int n)
{
    for (int i = 0; i < n; i++) {
        if (!is_constant(nodes[i]))
            return false;
    }
    return true;
}

static Value tuple_of_constants(Node *const *nodes, int n)
{
    Tuple *tuple = tp_tuple_new(n);
    for (int i = 0; i < n; i++)
        tuple->items[i] = nodes[i]->Constant.value;
    return tp_ref(tuple);
}

static bool has_starred(NodeSeq nodes)
{
    for (int i = 0; i < nodes.n; i++) {
        if (nodes.items[i]->kind == AST_STARRED)
            return true;
    }
    return false;
}

/* ---- operators ---- */

void emit_binary(Compiler *c, enum Binary op, bool in_place)
{
    static const unsigned char operators[] = {
        [BINARY_ADD] = OPERATOR_ADD,
        [BINARY_SUB] = OPERATOR_SUBTRACT,
        [BINARY_MULT] = OPERATOR_MULTIPLY,
        [BINARY_MAT_MULT] = OPERATOR_MATRIX_MULTIPLY,
        [BINARY_DIV] = OPERATOR_TRUE_DIVIDE,
        [BINARY_MOD] = OPERATOR_REMAINDER,
        [BINARY_POW] = OPERATOR_POWER,
        [BINARY_LSHIFT] = OPERATOR_LSHIFT,
        [BINARY_RSHIFT] = OPERATOR_RSHIFT,
        [BINARY_BIT_OR] = OPERATOR_OR,
        [BINARY_BIT_XOR] = OPERATOR_XOR,
        [BINARY_BIT_AND] = OPERATOR_AND,
        [BINARY_FLOOR_DIV] = OPERATOR_FLOOR_DIVIDE,
    };
    emit_arg(c, OP_BINARY_OP, operators[op] + (in_place ? OPERATOR_IN_PLACE : 0));
}

static void compile_unary(Compiler *c, Node *node)
{
    static const unsigned char ops[] = {
        [UNARY_INVERT] = OP_UNARY_INVERT,
        [UNARY_NOT] = OP_UNARY_NOT,
        [UNARY_UADD] = OP_UNARY_POSITIVE,
        [UNARY_USUB] = OP_UNARY_NEGATIVE,
    };
    compile_expr(c, node->UnaryOp.operand);
    emit(c, ops[node->UnaryOp.op]);
}

static void emit_compare(Compiler *c, enum Compare op)
{
    switch (op) {
    case COMPARE_EQ:
        emit_arg(c, OP_COMPARE_OP, TP_EQ);
        break;
    case COMPARE_NOT_EQ:
        emit_arg(c, OP_COMPARE_OP, TP_NE);
        break;
    case COMPARE_LT:
        emit_arg(c, OP_COMPARE_OP, TP_LT);
        break;
    case COMPARE_LT_E:
        emit_arg(c, OP_COMPARE_OP, TP_LE);
        break;
    case COMPARE_GT:
        emit_arg(c, OP_COMPARE_OP, TP_GT);
        break;
    case COMPARE_GT_E:
        emit_arg(c, OP_COMPARE_OP, TP_GE);
        break;
    case COMPARE_IS:
        emit_arg(c, OP_IS_OP, 0);
        break;
    case COMPARE_IS_NOT:
        emit_arg(c, OP_IS_OP, 1);
        break;
    case COMPARE_IN:
        emit_arg(c, OP_CONTAINS_OP, 0);
        break;
    case COMPARE_NOT_IN:
        emit_arg(c, OP_CONTAINS_OP, 1);
        break;
    }
}

/* A literal whose identity means nothing. */
static bool is_plain_literal(const Node *node)
{
    if (!is_constant(node))
        return false;
    Value v = node->Constant.value;
    return v != TP_NONE && v != TP_TRUE && v != TP_FALSE && v != TP_ELLIPSIS;
}

static void warn_of_is(Compiler *c, Node *node)
{
    const Node *left = node->Compare.left;
    for (int i = 0; i < node->Compare.ops.n; i++) {
        const Node *right = node->Compare.comparators.items[i];
        enum Compare op = node->Compare.ops.items[i];
        if (op == COMPARE_IS || op == COMPARE_IS_NOT) {
            if (is_plain_literal(left) || is_plain_literal(right)) {
                compile_warning(c, op == COMPARE_IS
                                       ? "\"is\" with a literal. Did you mean \"==\"?"
                                       : "\"is not\" with a literal. Did you mean \"!=\"?");
                return;
            }
        }
        left = right;
    }
}

/* All but the last comparison of a chain: each leaves its right operand below its result, and if
   that is false jumps to cleanup by `jump`. */
static void compile_chain(Compiler *c, Node *node, int jump, Block *cleanup)
{
    int last = node->Compare.ops.n - 1;
    compile_expr(c, node->Compare.left);
    for (int i = 0; i < last; i++) {
        compile_expr(c, node->Compare.comparators.items[i]);
        emit_arg(c, OP_SWAP, 2);
        emit_arg(c, OP_COPY, 2);
        emit_compare(c, node->Compare.ops.items[i]);
        emit_jump(c, jump, cleanup);
    }
    compile_expr(c, node->Compare.comparators.items[last]);
    emit_compare(c, node->Compare.ops.items[last]);
}

static void compile_compare(Compiler *c, Node *node)
{
    warn_of_is(c, node);
    if (node->Compare.ops.n == 1) {
        compile_expr(c, node->Compare.left);
        compile_expr(c, node->Compare.comparators.items[0]);
        emit_compare(c, node->Compare.ops.items[0]);
        return;
    }
    Block *cleanup = new_block(c);
    compile_chain(c, node, OP_JUMP_IF_FALSE_OR_POP, cleanup);
    Block *end = new_block(c);
    emit_jump_artificial(c, OP_JUMP, end);
    use_block(c, cleanup);
    emit_arg(c, OP_SWAP, 2);
    emit(c, OP_POP_TOP);
    use_block(c, end);
}

static void compile_bool_op(Compiler *c, Node *node)
{
    int jump = node->BoolOp.op == BOOLOP_AND ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    NodeSeq values = node->BoolOp.values;
    Block *end = new_block(c);
    for (int i = 0; i < values.n - 1; i++) {
        compile_expr(c, values.items[i]);
        emit_jump(c, jump, end);
    }
    compile_expr(c, values.items[values.n - 1]);
    use_block(c, end);
}

static void compile_if_exp(Compiler *c, Node *node)
{
    Block *end = new_block(c), *orelse = new_block(c);
    compile_condition(c, node->IfExp.test, orelse, false);
    compile_expr(c, node->IfExp.body);
    emit_jump_artificial(c, OP_JUMP, end);
    use_block(c, orelse);
    compile_expr(c, node->IfExp.orelse);
    use_block(c, end);
}

/* ---- conditions ---- */

static void bool_op_condition(Compiler *c, Node *node, Block *target, bool condition)
{
    NodeSeq values = node->BoolOp.values;
    bool decides = node->BoolOp.op == BOOLOP_OR;    /* the value that ends it early */
    Block *decided = decides == condition ? target : new_block(c);
    for (int i = 0; i < values.n - 1; i++)
        compile_condition(c, values.items[i], decided, decides);
    compile_condition(c, values.items[values.n - 1], target, condition);
    if (decided != target)
        use_block(c, decided);
}

static void if_exp_condition(Compiler *c, Node *node, Block *target, bool condition)
{
    Block *end = new_block(c), *orelse = new_block(c);
    compile_condition(c, node->IfExp.test, orelse, false);
    compile_condition(c, node->IfExp.body, target, condition);
    emit_jump_artificial(c, OP_JUMP, end);
    use_block(c, orelse);
    compile_condition(c, node->IfExp.orelse, target, condition);
    use_block(c, end);
}

static void chain_condition(Compiler *c, Node *node, Block *target, bool condition)
{
    warn_of_is(c, node);
    Block *cleanup = new_block(c);
    compile_chain(c, node, OP_POP_JUMP_IF_FALSE, cleanup);
    emit_jump(c, condition ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE, target);
    Block *end = new_block(c);
    emit_jump_artificial(c, OP_JUMP, end);
    use_block(c, cleanup);
    emit(c, OP_POP_TOP);
    if (!condition)
        emit_jump_artificial(c, OP_JUMP, target);
    use_block(c, end);
}

void compile_condition(Compiler *c, Node *node, Block *target, bool condition)
{
    switch (node->kind) {
    case AST_UNARY_OP:
        if (node->UnaryOp.op == UNARY_NOT) {
            compile_condition(c, node->UnaryOp.operand, target, !condition);
            return;
        }
        break;
    case AST_BOOL_OP:
        bool_op_condition(c, node, target, condition);
        return;
    case AST_IF_EXP:
        if_exp_condition(c, node, target, condition);
        return;
    case AST_COMPARE:
        set_position(c, node);
        if (node->Compare.ops.n > 1) {
            chain_condition(c, node, target, condition);
            return;
        }
        break;
    default:
        break;
    }
    compile_expr(c, node);
    emit_jump(c, condition ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE, target);
}

/* ---- displays ---- */

/* The opcodes that build a list or set. */
typedef struct Display {
    short build, add, extend;
    bool is_tuple;          /* the list becomes a tuple at last */
} Display;

static const Display list_display = {OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, false};
static const Display tuple_display = {OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, true};
static const Display set_display = {OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE, false};

/* npushed values are on the stack already and come first. */
static void compile_display(Compiler *c, NodeSeq elts, int npushed, Display display)
{
    if (elts.n > 2 && are_constants(elts.items, elts.n)) {
        Value folded = tuple_of_constants(elts.items, elts.n);
        if (display.is_tuple && !npushed) {
            emit_const(c, folded);
            return;
        }
        if (display.add == OP_SET_ADD)
            folded = tp_frozenset_from(folded);
        emit_arg(c, display.build, npushed);
        emit_const(c, folded);
        emit_arg(c, display.extend, 1);
        if (display.is_tuple)
            emit(c, OP_LIST_TO_TUPLE);
        return;
    }
    bool is_big = elts.n + npushed > STACK_GUIDELINE;
    if (!is_big && !has_starred(elts)) {
        compile_exprs(c, elts);
        emit_arg(c, display.is_tuple ? OP_BUILD_TUPLE : display.build, elts.n + npushed);
        return;
    }
    bool is_built = is_big;
    if (is_big)
        emit_arg(c, display.build, npushed);
    for (int i = 0; i < elts.n; i++) {
        Node *elt = elts.items[i];
        if (elt->kind == AST_STARRED) {
            if (!is_built)
                emit_arg(c, display.build, i + npushed);
            is_built = true;
            compile_expr(c, elt->Starred.value);
            emit_arg(c, display.extend, 1);
        } else {
            compile_expr(c, elt);
            if (is_built)
                emit_arg(c, display.add, 1);
        }
    }
    if (display.is_tuple)
        emit(c, OP_LIST_TO_TUPLE);
}

static void compile_target_list(Compiler *c, NodeSeq elts)
{
    bool has_star = false;
    for (int i = 0; i < elts.n; i++) {
        if (elts.items[i]->kind != AST_STARRED)
            continue;
        if (has_star)
            compile_error(c, "multiple starred expressions in assignment");
        int after = elts.n - i - 1;
        if (i >= 1 << 8 || after >= 1 << 23)
            compile_error(c, "too many expressions in star-unpacking assignment");
        emit_arg(c, OP_UNPACK_EX, i + (after << 8));
        has_star = true;
    }
    if (!has_star)
        emit_arg(c, OP_UNPACK_SEQUENCE, elts.n);
    for (int i = 0; i < elts.n; i++) {
        Node *elt = elts.items[i];
        compile_expr(c, elt->kind == AST_STARRED ? elt->Starred.value : elt);
    }
}

/* List and Tuple have the same fields. */
static void compile_sequence(Compiler *c, Node *node)
{
    switch (node->List.ctx) {
    case CTX_STORE:
        compile_target_list(c, node->List.elts);
        break;
    case CTX_LOAD:
        compile_display(c, node->List.elts, 0,
                        node->kind == AST_LIST ? list_display : tuple_display);
        break;
    case CTX_DEL:
        compile_exprs(c, node->List.elts);
        break;
    }
}

/* A dict of the items from begin to end. */
static void compile_items(Compiler *c, Node *node, int begin, int end)
{
    Node **keys = node->Dict.keys.items, **values = node->Dict.values.items;
    int n = end - begin;
    bool is_big = n * 2 > STACK_GUIDELINE;
    if (n > 1 && !is_big && are_constants(keys + begin, n)) {
        for (int i = begin; i < end; i++)
            compile_expr(c, values[i]);
        emit_const(c, tuple_of_constants(keys + begin, n));
        emit_arg(c, OP_BUILD_CONST_KEY_MAP, n);
        return;
    }
    if (is_big)
        emit_arg(c, OP_BUILD_MAP, 0);
    for (int i = begin; i < end; i++) {
        compile_expr(c, keys[i]);
        compile_expr(c, values[i]);
        if (is_big)
            emit_arg(c, OP_MAP_ADD, 1);
    }
    if (!is_big)
        emit_arg(c, OP_BUILD_MAP, n);
}

/* The dict on the stack, if there is one, takes in the items from begin to end. */
static void merge_items(Compiler *c, Node *node, int begin, int end, bool *has_dict)
{
    compile_items(c, node, begin, end);
    if (*has_dict)
        emit_arg(c, OP_DICT_UPDATE, 1);
    *has_dict = true;
}

static void compile_dict(Compiler *c, Node *node)
{
    int n = node->Dict.values.n, waiting = 0;
    bool has_dict = false;
    for (int i = 0; i < n; i++) {
        if (!node->Dict.keys.items[i]) {
            if (waiting)
                merge_items(c, node, i - waiting, i, &has_dict);
            waiting = 0;
            if (!has_dict)
                emit_arg(c, OP_BUILD_MAP, 0);
            has_dict = true;
            compile_expr(c, node->Dict.values.items[i]);
            emit_arg(c, OP_DICT_UPDATE, 1);
        } else if (waiting * 2 > STACK_GUIDELINE) {
            merge_items(c, node, i - waiting, i + 1, &has_dict);
            waiting = 0;
        } else {
            waiting++;
        }
    }
    if (waiting)
        merge_items(c, node, n - waiting, n, &has_dict);
    if (!has_dict)
        emit_arg(c, OP_BUILD_MAP, 0);
}

static void compile_slice(Compiler *c, Node *node)
{
    Node *bounds[] = {node->Slice.lower, node->Slice.upper, node->Slice.step};
    int n = node->Slice.step ? 3 : 2;
    for (int i = 0; i < n; i++) {
        if (bounds[i])
            compile_expr(c, bounds[i]);
        else
            emit_const(c, TP_NONE);
    }
    emit_arg(c, OP_BUILD_SLICE, n);
}

/* ---- f-strings ---- */

static void compile_joined_str(Compiler *c, Node *node)
{
    NodeSeq values = node->JoinedStr.values;
    if (values.n > STACK_GUIDELINE) {
        emit_const(c, tp_str_cstr(""));
        emit_name(c, OP_LOAD_METHOD, c->known.join);
        emit_arg(c, OP_BUILD_LIST, 0);
        for (int i = 0; i < values.n; i++) {
            compile_expr(c, values.items[i]);
            emit_arg(c, OP_LIST_APPEND, 1);
        }
        emit_call(c, 1);
        return;
    }
    compile_exprs(c, values);
    if (values.n != 1)
        emit_arg(c, OP_BUILD_STRING, values.n);
}

static void compile_formatted_value(Compiler *c, Node *node)
{
    enum { HAS_SPEC = 4 };
    int how = 0;
    compile_expr(c, node->FormattedValue.value);
    switch (node->FormattedValue.conversion) {
    case 's':
        how = 1;
        break;
    case 'r':
        how = 2;
        break;
    case 'a':
        how = 3;
        break;
    }
    if (node->FormattedValue.format_spec) {
        compile_expr(c, node->FormattedValue.format_spec);
        how |= HAS_SPEC;
    }
    emit_arg(c, OP_FORMAT_VALUE, how);
}

/* ---- attributes and subscripts ---- */

void move_to_attribute(Compiler *c, const Node *attribute)
{
    Span *at = &c->body->at;
    if (at->lineno == attribute->span.end_lineno)
        return;
    at->lineno = attribute->span.end_lineno;
    int length = (int)tp_len(name_value(attribute->Attribute.attr));
    if (length <= attribute->span.end_col_offset)
        at->col_offset = attribute->span.end_col_offset - length;
    else
        at->col_offset = at->end_col_offset = -1;
}

static void compile_attribute(Compiler *c, Node *node)
{
    static const unsigned char ops[] = {OP_LOAD_ATTR, OP_STORE_ATTR, OP_DELETE_ATTR};
    enum Context ctx = node->Attribute.ctx;
    compile_expr(c, node->Attribute.value);
    move_to_attribute(c, node);
    if (ctx == CTX_STORE)
        forbid_debug(c, node->Attribute.attr, ctx);
    emit_name(c, ops[ctx], node->Attribute.attr);
}

/* The type of the value of a literal or display, for warnings, or NULL. */
static const char *literal_type(const Node *node)
{
    switch (node->kind) {
    case AST_CONSTANT:
        return tp_type_name(node->Constant.value);
    case AST_TUPLE:
        return "tuple";
    case AST_LIST:
    case AST_LIST_COMP:
        return "list";
    case AST_DICT:
    case AST_DICT_COMP:
        return "dict";
    case AST_SET:
    case AST_SET_COMP:
        return "set";
    case AST_GENERATOR_EXP:
        return "generator";
    case AST_LAMBDA:
        return "function";
    case AST_JOINED_STR:
    case AST_FORMATTED_VALUE:
        return "str";
    default:
        return NULL;
    }
}

static void warn_of_subscript(Compiler *c, const Node *value)
{
    switch (value->kind) {
    case AST_CONSTANT: {
        Value v = value->Constant.value;
        if (v != TP_NONE && v != TP_ELLIPSIS && !tp_is_int(v) && !tp_is_float(v) &&
            !tp_is_complex(v) && !tp_is_set(v))
            return;
        break;
    }
    case AST_SET:
    case AST_SET_COMP:
    case AST_GENERATOR_EXP:
    case AST_LAMBDA:
        break;
    default:
        return;
    }
    compile_warning(c, "'%.200s' object is not subscriptable; perhaps you missed a comma?",
                    literal_type(value));
}

static void warn_of_index(Compiler *c, const Node *value, const Node *index)
{
    const char *type = literal_type(index);
    if (!type || strcmp(type, "int") == 0 || strcmp(type, "bool") == 0 ||
        strcmp(type, "slice") == 0)
        return;
    switch (value->kind) {
    case AST_CONSTANT: {
        Value v = value->Constant.value;
        if (!tp_is_str(v) && !tp_is_bytes(v) && !tp_is_tuple(v))
            return;
        break;
    }
    case AST_TUPLE:
    case AST_LIST:
    case AST_LIST_COMP:
    case AST_JOINED_STR:
    case AST_FORMATTED_VALUE:
        break;
    default:
        return;
    }
    compile_warning(c, "%.200s indices must be integers or slices, not %.200s; perhaps you missed "
                    "a comma?", literal_type(value), type);
}

static void compile_subscript(Compiler *c, Node *node)
{
    static const unsigned char ops[] = {OP_BINARY_SUBSCR, OP_STORE_SUBSCR, OP_DELETE_SUBSCR};
    if (node->Subscript.ctx == CTX_LOAD) {
        warn_of_subscript(c, node->Subscript.value);
        warn_of_index(c, node->Subscript.value, node->Subscript.slice);
    }
    compile_expr(c, node->Subscript.value);
    compile_expr(c, node->Subscript.slice);
    emit(c, ops[node->Subscript.ctx]);
}

/* ---- calls ---- */

static void compile_keyword_values(Compiler *c, NodeSeq keywords)
{
    for (int i = 0; i < keywords.n; i++)
        compile_expr(c, keywords.items[i]->keyword.value);
}

static Value keyword_names(NodeSeq keywords, int begin, int end)
{
    Tuple *names = tp_tuple_new(end - begin);
    for (int i = begin; i < end; i++)
        names->items[i - begin] = name_interned(keywords.items[i]->keyword.arg);
    return tp_ref(names);
}

static void emit_kw_names(Compiler *c, NodeSeq keywords)
{
    if (keywords.n)
        emit_arg(c, OP_KW_NAMES, add_const(c, keyword_names(keywords, 0, keywords.n)));
}

static bool has_double_starred(NodeSeq keywords)
{
    for (int i = 0; i < keywords.n; i++) {
        if (!keywords.items[i]->keyword.arg)
            return true;
    }
    return false;
}

/* Of several repeated names CPython tells the one that stands first, at its second place. */
static void check_keywords(Compiler *c, NodeSeq keywords)
{
    NameTable seen = {.arena = c->body->arena};
    int first = keywords.n, repeated = -1;
    if (keywords.n < 2 && !(keywords.n && keywords.items[0]->keyword.arg == c->known.debug))
        return;
    int *places = arena_alloc(seen.arena, (size_t)keywords.n * sizeof *places);
    for (int i = 0; i < keywords.n; i++) {
        Name *name = keywords.items[i]->keyword.arg;
        if (!name)
            continue;
        int number = names_find(&seen, name);
        if (number < 0) {
            places[names_add(&seen, name)] = i;
        } else if (places[number] < first) {
            first = places[number];
            repeated = i;
        }
    }
    for (int i = 0; i < keywords.n && i <= first; i++) {
        if (keywords.items[i]->keyword.arg)
            forbid_debug(c, keywords.items[i]->keyword.arg, CTX_STORE);
    }
    if (repeated >= 0) {
        set_position(c, keywords.items[repeated]);
        compile_error(c, "keyword argument repeated: %s",
                      keywords.items[repeated]->keyword.arg->text);
    }
}

/* A dict of the keyword arguments from begin to end, merged into the one on the stack if any. */
static void merge_keywords(Compiler *c, NodeSeq keywords, int begin, int end, bool *has_dict)
{
    int n = end - begin;
    bool is_big = n * 2 > STACK_GUIDELINE;
    if (n > 1 && !is_big) {
        for (int i = begin; i < end; i++)
            compile_expr(c, keywords.items[i]->keyword.value);
        emit_const(c, keyword_names(keywords, begin, end));
        emit_arg(c, OP_BUILD_CONST_KEY_MAP, n);
    } else {
        if (is_big)
            emit_artificial(c, OP_BUILD_MAP, 0);
        for (int i = begin; i < end; i++) {
            emit_const(c, name_interned(keywords.items[i]->keyword.arg));
            compile_expr(c, keywords.items[i]->keyword.value);
            if (is_big)
                emit_artificial(c, OP_MAP_ADD, 1);
        }
        if (!is_big)
            emit_arg(c, OP_BUILD_MAP, n);
    }
    if (*has_dict)
        emit_arg(c, OP_DICT_MERGE, 1);
    *has_dict = true;
}

/* A call with * or **, or with many arguments: of a tuple and a dict. */
static void compile_call_ex(Compiler *c, int npushed, NodeSeq args, NodeSeq keywords)
{
    if (!npushed && args.n == 1 && args.items[0]->kind == AST_STARRED)
        compile_expr(c, args.items[0]->Starred.value);
    else
        compile_display(c, args, npushed, tuple_display);
    bool has_dict = false;
    int waiting = 0;
    for (int i = 0; i < keywords.n; i++) {
        if (keywords.items[i]->keyword.arg) {
            waiting++;
            continue;
        }
        if (waiting)
            merge_keywords(c, keywords, i - waiting, i, &has_dict);
        waiting = 0;
        if (!has_dict)
            emit_arg(c, OP_BUILD_MAP, 0);
        has_dict = true;
        compile_expr(c, keywords.items[i]->keyword.value);
        emit_arg(c, OP_DICT_MERGE, 1);
    }
    if (waiting)
        merge_keywords(c, keywords, keywords.n - waiting, keywords.n, &has_dict);
    emit_arg(c, OP_CALL_FUNCTION_EX, keywords.n > 0);
}

void compile_call_args(Compiler *c, int npushed, NodeSeq args, NodeSeq keywords)
{
    check_keywords(c, keywords);
    if (args.n + keywords.n * 2 > STACK_GUIDELINE || has_starred(args) ||
        has_double_starred(keywords)) {
        compile_call_ex(c, npushed, args, keywords);
        return;
    }
    compile_exprs(c, args);
    compile_keyword_values(c, keywords);
    emit_kw_names(c, keywords);
    emit_call(c, npushed + args.n + keywords.n);
}

/* A name that the module imports: its attributes are functions, not methods. */
static bool is_imported(Compiler *c, const Node *node)
{
    if (node->kind != AST_NAME)
        return false;
    Symbol *symbol = scope_lookup(c->scopes->top, node->Name.id);
    return symbol && (symbol->flags & SYMBOL_IMPORT);
}

/* x.name(...) without making a bound method; false if the call has not that form. */
static bool compile_method_call(Compiler *c, Node *node)
{
    Node *method = node->Call.func;
    NodeSeq args = node->Call.args, keywords = node->Call.keywords;
    if (method->kind != AST_ATTRIBUTE || method->Attribute.ctx != CTX_LOAD ||
        is_imported(c, method->Attribute.value))
        return false;
    if (args.n + keywords.n + (keywords.n != 0) >= STACK_GUIDELINE || has_starred(args) ||
        has_double_starred(keywords))
        return false;
    compile_expr(c, method->Attribute.value);
    Span at = c->body->at;
    set_position(c, method);
    move_to_attribute(c, method);
    emit_name(c, OP_LOAD_METHOD, method->Attribute.attr);
    compile_exprs(c, args);
    compile_keyword_values(c, keywords);
    emit_kw_names(c, keywords);
    set_position(c, node);
    move_to_attribute(c, method);
    emit_call(c, args.n + keywords.n);
    c->body->at = at;
    return true;
}

static void warn_of_call(Compiler *c, const Node *callee)
{
    switch (callee->kind) {
    case AST_CONSTANT:
    case AST_TUPLE:
    case AST_LIST:
    case AST_LIST_COMP:
    case AST_DICT:
    case AST_DICT_COMP:
    case AST_SET:
    case AST_SET_COMP:
    case AST_GENERATOR_EXP:
    case AST_JOINED_STR:
    case AST_FORMATTED_VALUE:
        compile_warning(c, "'%.200s' object is not callable; perhaps you missed a comma?",
                        literal_type(callee));
        break;
    default:
        break;
    }
}

static void compile_call(Compiler *c, Node *node)
{
    check_keywords(c, node->Call.keywords);
    if (compile_method_call(c, node))
        return;
    warn_of_call(c, node->Call.func);
    set_position(c, node->Call.func);
    emit(c, OP_PUSH_NULL);
    set_position(c, node);
    compile_expr(c, node->Call.func);
    compile_call_args(c, 0, node->Call.args, node->Call.keywords);
}

/* ---- yield and await ---- */

static bool is_in_function(const Compiler *c)
{
    return c->body->scope->kind == SCOPE_FUNCTION;
}

static void compile_yield(Compiler *c, Node *node)
{
    if (!is_in_function(c))
        compile_error(c, "'yield' outside function");
    if (node->Yield.value)
        compile_expr(c, node->Yield.value);
    else
        emit_const(c, TP_NONE);
    if (c->body->scope->is_generator && c->body->scope->is_coroutine)
        emit(c, OP_ASYNC_GEN_WRAP);
    emit(c, OP_YIELD_VALUE);
    emit_arg(c, OP_RESUME, 1);
}

static void compile_yield_from(Compiler *c, Node *node)
{
    if (!is_in_function(c))
        compile_error(c, "'yield' outside function");
    if (c->body->kind == BODY_ASYNC_FUNCTION)
        compile_error(c, "'yield from' inside async function");
    compile_expr(c, node->YieldFrom.value);
    emit(c, OP_GET_YIELD_FROM_ITER);
    emit_const(c, TP_NONE);
    emit_yield_from(c, false);
}

static void compile_await(Compiler *c, Node *node)
{
    if (!is_top_level_await(c)) {
        if (!is_in_function(c))
            compile_error(c, "'await' outside function");
        if (c->body->kind != BODY_ASYNC_FUNCTION && c->body->kind != BODY_COMPREHENSION)
            compile_error(c, "'await' outside async function");
    }
    compile_expr(c, node->Await.value);
    emit_await(c, 0);
}

/* ---- dispatch ---- */

static void compile_expr_here(Compiler *c, Node *node)
{
    switch (node->kind) {
    case AST_NAMED_EXPR:
        compile_expr(c, node->NamedExpr.value);
        emit_arg(c, OP_COPY, 1);
        compile_expr(c, node->NamedExpr.target);
        break;
    case AST_BOOL_OP:
        compile_bool_op(c, node);
        break;
    case AST_BIN_OP:
        compile_expr(c, node->BinOp.left);
        compile_expr(c, node->BinOp.right);
        emit_binary(c, node->BinOp.op, false);
        break;
    case AST_UNARY_OP:
        compile_unary(c, node);
        break;
    case AST_LAMBDA:
        compile_lambda(c, node);
        break;
    case AST_IF_EXP:
        compile_if_exp(c, node);
        break;
    case AST_DICT:
        compile_dict(c, node);
        break;
    case AST_SET:
        compile_display(c, node->Set.elts, 0, set_display);
        break;
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_DICT_COMP:
    case AST_GENERATOR_EXP:
        compile_comprehension(c, node);
        break;
    case AST_YIELD:
        compile_yield(c, node);
        break;
    case AST_YIELD_FROM:
        compile_yield_from(c, node);
        break;
    case AST_AWAIT:
        compile_await(c, node);
        break;
    case AST_COMPARE:
        compile_compare(c, node);
        break;
    case AST_CALL:
        compile_call(c, node);
        break;
    case AST_CONSTANT:
        emit_const(c, node->Constant.value);
        break;
    case AST_JOINED_STR:
        compile_joined_str(c, node);
        break;
    case AST_FORMATTED_VALUE:
        compile_formatted_value(c, node);
        break;
    case AST_ATTRIBUTE:
        compile_attribute(c, node);
        break;
    case AST_SUBSCRIPT:
        compile_subscript(c, node);
        break;
    case AST_STARRED:
        compile_error(c, node->Starred.ctx == CTX_STORE
                             ? "starred assignment target must be in a list or tuple"
                             : "can't use starred expression here");
    case AST_SLICE:
        compile_slice(c, node);
        break;
    case AST_NAME:
        emit_variable(c, node->Name.id, node->Name.ctx);
        break;
    case AST_LIST:
    case AST_TUPLE:
        compile_sequence(c, node);
        break;
    default:
        BUG("not an expression");
    }
}

void compile_expr(Compiler *c, Node *node)
{
    Span at = c->body->at;
    set_position(c, node);
    compile_expr_here(c, node);
    c->body->at = at;
}
