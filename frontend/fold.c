/* fold.c -- constant folding on the tree, before the symbol table sees it.
 *
 * What CPython 3.11 folds is folded, and nothing else: operators on constants (the arithmetic is
 * the runtime's, results are limited in size), tuples and subscripts of constants, `not` of a
 * comparison that has an opposite, the list or set behind `in`, the list behind `for`, "..." % of
 * a tuple with %s %r %a (an f-string then), and __debug__. What raises is left as it is.
 *
 * A fold_x function gives the node that takes the place of its argument.
 */
#include "frontend/compile.h"

#include <string.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/object.h"
#include "runtime/state.h"
#include "runtime/str.h"

enum {
    MAX_INT_BITS = 128,
    MAX_ITEMS = 256,        /* of a repeated tuple */
    MAX_CHARACTERS = 4096,  /* of a repeated str or bytes */
    MAX_TOTAL_ITEMS = 1024, /* of a repeated tuple with the tuples in it */
    MAX_DIGITS = 3          /* of a width or precision: fewer than that */
};

typedef struct Folder {
    Unit *unit;
    Name *debug;            /* "__debug__" */
    int depth;
    int limit;
} Folder;

static Node *fold_expr(Folder *f, Node *node);
static void fold_stmts(Folder *f, NodeSeq stmts);

static void descend(Folder *f)
{
    if (++f->depth > f->limit)
        diag_raise(f->unit, "RecursionError",
                   "maximum recursion depth exceeded during compilation");
}

static Node *constant(Folder *f, Value value, Span span)
{
    return AST_NEW(&f->unit->arena, CONSTANT, Constant, span, .value = value);
}

/* A constant in the place of node, or node itself if value is 0: then the exception is dropped. */
static Node *constant_or(Folder *f, Node *node, Value value)
{
    if (value)
        return constant(f, value, node->span);
    tp_error_clear();
    return node;
}

static Value constant_value(const Node *node)
{
    return node->kind == AST_CONSTANT ? node->Constant.value : 0;
}

static void fold_exprs(Folder *f, NodeSeq nodes)
{
    for (int i = 0; i < nodes.n; i++)
        nodes.items[i] = fold_expr(f, nodes.items[i]);
}

static bool has_starred(NodeSeq nodes)
{
    for (int i = 0; i < nodes.n; i++) {
        if (nodes.items[i]->kind == AST_STARRED)
            return true;
    }
    return false;
}

/* The tuple of the values, or 0 if one is not constant. */
static Value constant_tuple(NodeSeq nodes)
{
    for (int i = 0; i < nodes.n; i++) {
        if (nodes.items[i]->kind != AST_CONSTANT)
            return 0;
    }
    Tuple *tuple = tp_tuple_new(nodes.n);
    for (int i = 0; i < nodes.n; i++)
        tuple->items[i] = nodes.items[i]->Constant.value;
    return tp_ref(tuple);
}

static Node *fold_unary(Folder *f, Node *node)
{
    Node *operand = node->UnaryOp.operand;
    Value value = constant_value(operand);
    if (value) {
        switch (node->UnaryOp.op) {
        case UNARY_INVERT:
            return constant_or(f, node, tp_invert(value));
        case UNARY_NOT:
            return constant_or(f, node, tp_not(value));
        case UNARY_UADD:
            return constant_or(f, node, tp_pos(value));
        case UNARY_USUB:
            return constant_or(f, node, tp_neg(value));
        }
    }
    if (node->UnaryOp.op == UNARY_NOT && operand->kind == AST_COMPARE &&
        operand->Compare.ops.n == 1) {
        static const signed char opposites[] = {
            [COMPARE_IS] = COMPARE_IS_NOT,
            [COMPARE_IS_NOT] = COMPARE_IS,
            [COMPARE_IN] = COMPARE_NOT_IN,
            [COMPARE_NOT_IN] = COMPARE_IN,
        };
        unsigned char *op = &operand->Compare.ops.items[0];
        if (*op >= COMPARE_IS) {
            *op = (unsigned char)opposites[*op];
            return operand;
        }
    }
    return node;
}

static bool is_zero(Value v)
{
    return tp_int_sign(tp_int_plain(v)) == 0;
}

/* limit less the items of a tuple and of the tuples in it; negative if there are more. */
static int64_t count_down(Value v, int64_t limit)
{
    if (tp_is_tuple(v)) {
        Tuple *tuple = tp_as_tuple(v);
        limit -= tuple->length;
        for (int64_t i = 0; limit >= 0 && i < tuple->length; i++)
            limit = count_down(tuple->items[i], limit);
    } else if (tp_is_set(v)) {
        limit -= tp_set_len(v);
    }
    return limit;
}

static int64_t int_bits(Value v)
{
    return tp_int_bit_length(tp_int_plain(v));
}

/* The sequence repeated, or 0 if that would be large. */
static Value multiply_sequence(Value sequence, Value count)
{
    bool has_items = tp_is_tuple(sequence);
    int64_t length = tp_len(sequence), n;
    if (length) {
        int64_t most = (has_items ? MAX_ITEMS : MAX_CHARACTERS) / length;
        if (!tp_int_fits_i64(count, &n) || n < 0 || n > most)
            return 0;
        if (has_items && n && count_down(sequence, MAX_TOTAL_ITEMS / n) < 0)
            return 0;
    }
    return tp_mul(sequence, count);
}

static bool is_sequence(Value v)
{
    return tp_is_tuple(v) || tp_is_str(v) || tp_is_bytes(v);
}

static Value multiply(Value a, Value b)
{
    if (tp_is_int(a) && tp_is_int(b)) {
        if (!is_zero(a) && !is_zero(b) && int_bits(a) + int_bits(b) > MAX_INT_BITS)
            return 0;
    } else if (tp_is_int(a) && is_sequence(b)) {
        return multiply_sequence(b, a);
    } else if (tp_is_int(b) && is_sequence(a)) {
        return multiply_sequence(a, b);
    }
    return tp_mul(a, b);
}

static Value power(Value a, Value b)
{
    if (tp_is_int(a) && tp_is_int(b) && !is_zero(a) && tp_int_sign(tp_int_plain(b)) > 0) {
        int64_t exponent;
        if (!tp_int_fits_i64(b, &exponent) || int_bits(a) > MAX_INT_BITS / exponent)
            return 0;
    }
    return tp_pow(a, b);
}

static Value left_shift(Value a, Value b)
{
    if (tp_is_int(a) && tp_is_int(b) && !is_zero(a) && !is_zero(b)) {
        int64_t shift;
        if (!tp_int_fits_i64(b, &shift) || shift < 0 || shift > MAX_INT_BITS ||
            int_bits(a) > MAX_INT_BITS - shift)
            return 0;
    }
    return tp_lshift(a, b);
}

/* The result, or 0, perhaps with an exception. */
static Value compute(enum Binary op, Value a, Value b)
{
    switch (op) {
    case BINARY_ADD:
        return tp_add(a, b);
    case BINARY_SUB:
        return tp_sub(a, b);
    case BINARY_MULT:
        return multiply(a, b);
    case BINARY_DIV:
        return tp_truediv(a, b);
    case BINARY_FLOOR_DIV:
        return tp_floordiv(a, b);
    case BINARY_MOD:
        return tp_is_str(a) || tp_is_bytes(a) ? 0 : tp_mod(a, b);
    case BINARY_POW:
        return power(a, b);
    case BINARY_LSHIFT:
        return left_shift(a, b);
    case BINARY_RSHIFT:
        return tp_rshift(a, b);
    case BINARY_BIT_OR:
        return tp_or(a, b);
    case BINARY_BIT_XOR:
        return tp_xor(a, b);
    case BINARY_BIT_AND:
        return tp_and(a, b);
    case BINARY_MAT_MULT:
        return 0;
    }
    return 0;
}

static Span nowhere(void)
{
    return (Span){-1, -1, -1, -1};
}

/* The literal text of a format from *pos to the next unit, %% undoubled, or NULL if there is
   none. */
static Node *format_literal(Folder *f, Str *format, int64_t *pos)
{
    StrBuilder text;
    int64_t start = *pos;
    tp_builder_init(&text);
    while (*pos < format->length) {
        uint32_t c = tp_str_at(format, *pos);
        if (c == '%') {
            if (*pos + 1 >= format->length || tp_str_at(format, *pos + 1) != '%')
                break;
            ++*pos;
        }
        tp_builder_char(&text, c);
        ++*pos;
    }
    if (*pos == start)
        return NULL;
    return constant(f, diag_check(f->unit, tp_builder_finish(&text)), nowhere());
}

/* Reads up to MAX_DIGITS - 1 digits, if there are any, then one more character into *c. False if
   there are more digits, or the format ends. */
static bool format_number(Str *format, int64_t *pos, uint32_t *c, int *number)
{
    int digits = 0;
    while (*c >= '0' && *c <= '9') {
        *number = (digits ? *number * 10 : 0) + (int)(*c - '0');
        if (*pos >= format->length)
            return false;
        *c = tp_str_at(format, (*pos)++);
        if (++digits >= MAX_DIGITS)
            return false;
    }
    return true;
}

/* The field for a unit (%-5.3r) at *pos, behind its %, or NULL if f-strings have no such thing. */
static Node *format_field(Folder *f, Str *format, int64_t *pos, Node *value)
{
    bool is_left = false;
    int width = -1, precision = -1;
    uint32_t c;
    do {
        if (*pos >= format->length)
            return NULL;
        c = tp_str_at(format, (*pos)++);
        is_left |= c == '-';
    } while (c && c < 128 && strchr("-+ #0", (int)c));
    if (!format_number(format, pos, &c, &width))
        return NULL;
    if (c == '.') {
        if (*pos >= format->length)
            return NULL;
        precision = 0;
        c = tp_str_at(format, (*pos)++);
        if (!format_number(format, pos, &c, &precision))
            return NULL;
    }
    if (c != 's' && c != 'r' && c != 'a')
        return NULL;
    char spec[16], *end = spec;
    if (!is_left && width > 0)
        *end++ = '>';
    if (width >= 0)
        end += sprintf(end, "%d", width);
    if (precision >= 0)
        end += sprintf(end, ".%d", precision);
    *end = 0;
    Node *spec_node = *spec ? constant(f, tp_str_cstr(spec), nowhere()) : NULL;
    return AST_NEW(&f->unit->arena, FORMATTED_VALUE, FormattedValue, value->span, .value = value,
                   .conversion = (int)c, .format_spec = spec_node);
}

/* "..." % (a, b) as an f-string, or node itself. */
static Node *fold_format(Folder *f, Node *node, Str *format, NodeSeq args)
{
    NodeList parts = {0};
    int64_t pos = 0;
    int used = 0;
    for (;;) {
        Node *literal = format_literal(f, format, &pos);
        if (literal)
            ast_push(&f->unit->arena, &parts, literal);
        if (pos >= format->length)
            break;
        if (used >= args.n)
            return node;
        pos++;
        Node *field = format_field(f, format, &pos, args.items[used++]);
        if (!field)
            return node;
        ast_push(&f->unit->arena, &parts, field);
    }
    if (used < args.n)
        return node;
    return AST_NEW(&f->unit->arena, JOINED_STR, JoinedStr, node->span, .values = ast_seq(&parts));
}

static Node *fold_binary(Folder *f, Node *node)
{
    Node *right = node->BinOp.right;
    Value a = constant_value(node->BinOp.left), b = constant_value(right);
    if (!a)
        return node;
    if (node->BinOp.op == BINARY_MOD && right->kind == AST_TUPLE && tp_is_str(a) &&
        !has_starred(right->Tuple.elts))
        return fold_format(f, node, tp_as_str(a), right->Tuple.elts);
    if (!b)
        return node;
    return constant_or(f, node, compute(node->BinOp.op, a, b));
}

/* What is only iterated or searched: a list becomes a tuple, a set of constants a frozenset. */
static Node *fold_iterable(Folder *f, Node *node)
{
    if (node->kind == AST_LIST) {
        if (has_starred(node->List.elts))
            return node;
        Value tuple = constant_tuple(node->List.elts);
        if (tuple)
            return constant(f, tuple, node->span);
        return AST_NEW(&f->unit->arena, TUPLE, Tuple, node->span, .elts = node->List.elts,
                       .ctx = node->List.ctx);
    }
    if (node->kind == AST_SET) {
        Value tuple = constant_tuple(node->Set.elts);
        if (tuple)
            return constant_or(f, node, tp_frozenset_from(tuple));
    }
    return node;
}

static Node *fold_compare(Folder *f, Node *node)
{
    int last = node->Compare.ops.n - 1;
    enum Compare op = node->Compare.ops.items[last];
    if (op == COMPARE_IN || op == COMPARE_NOT_IN) {
        Node **right = &node->Compare.comparators.items[last];
        *right = fold_iterable(f, *right);
    }
    return node;
}

static Node *fold_subscript(Folder *f, Node *node)
{
    Value value = constant_value(node->Subscript.value);
    Value index = constant_value(node->Subscript.slice);
    if (!value || !index || node->Subscript.ctx != CTX_LOAD)
        return node;
    return constant_or(f, node, tp_getitem(value, index));
}

static void fold_arg_annotations(Folder *f, NodeSeq args)
{
    for (int i = 0; i < args.n; i++)
        args.items[i]->arg.annotation = fold_expr(f, args.items[i]->arg.annotation);
}

static void fold_arguments(Folder *f, Node *args)
{
    struct Astarguments *a = &args->arguments;
    if (!annotations_are_text(f->unit)) {
        fold_arg_annotations(f, a->posonlyargs);
        fold_arg_annotations(f, a->args);
        fold_arg_annotations(f, a->kwonlyargs);
        if (a->vararg)
            a->vararg->arg.annotation = fold_expr(f, a->vararg->arg.annotation);
        if (a->kwarg)
            a->kwarg->arg.annotation = fold_expr(f, a->kwarg->arg.annotation);
    }
    fold_exprs(f, a->kw_defaults);
    fold_exprs(f, a->defaults);
}

static void fold_generators(Folder *f, NodeSeq generators)
{
    for (int i = 0; i < generators.n; i++) {
        struct Astcomprehension *generator = &generators.items[i]->comprehension;
        generator->target = fold_expr(f, generator->target);
        generator->iter = fold_iterable(f, fold_expr(f, generator->iter));
        fold_exprs(f, generator->ifs);
    }
}

static void fold_keywords(Folder *f, NodeSeq keywords)
{
    for (int i = 0; i < keywords.n; i++)
        keywords.items[i]->keyword.value = fold_expr(f, keywords.items[i]->keyword.value);
}

static Node *fold_children(Folder *f, Node *node)
{
    switch (node->kind) {
    case AST_BOOL_OP:
        fold_exprs(f, node->BoolOp.values);
        return node;
    case AST_NAMED_EXPR:
        node->NamedExpr.value = fold_expr(f, node->NamedExpr.value);
        return node;
    case AST_BIN_OP:
        node->BinOp.left = fold_expr(f, node->BinOp.left);
        node->BinOp.right = fold_expr(f, node->BinOp.right);
        return fold_binary(f, node);
    case AST_UNARY_OP:
        node->UnaryOp.operand = fold_expr(f, node->UnaryOp.operand);
        return fold_unary(f, node);
    case AST_LAMBDA:
        fold_arguments(f, node->Lambda.args);
        node->Lambda.body = fold_expr(f, node->Lambda.body);
        return node;
    case AST_IF_EXP:
        node->IfExp.test = fold_expr(f, node->IfExp.test);
        node->IfExp.body = fold_expr(f, node->IfExp.body);
        node->IfExp.orelse = fold_expr(f, node->IfExp.orelse);
        return node;
    case AST_DICT:
        fold_exprs(f, node->Dict.keys);
        fold_exprs(f, node->Dict.values);
        return node;
    case AST_SET:
        fold_exprs(f, node->Set.elts);
        return node;
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_GENERATOR_EXP:
        node->ListComp.elt = fold_expr(f, node->ListComp.elt);
        fold_generators(f, node->ListComp.generators);
        return node;
    case AST_DICT_COMP:
        node->DictComp.key = fold_expr(f, node->DictComp.key);
        node->DictComp.value = fold_expr(f, node->DictComp.value);
        fold_generators(f, node->DictComp.generators);
        return node;
    case AST_AWAIT:
    case AST_YIELD:
    case AST_YIELD_FROM:
        node->Yield.value = fold_expr(f, node->Yield.value);
        return node;
    case AST_COMPARE:
        node->Compare.left = fold_expr(f, node->Compare.left);
        fold_exprs(f, node->Compare.comparators);
        return fold_compare(f, node);
    case AST_CALL:
        node->Call.func = fold_expr(f, node->Call.func);
        fold_exprs(f, node->Call.args);
        fold_keywords(f, node->Call.keywords);
        return node;
    case AST_FORMATTED_VALUE:
        node->FormattedValue.value = fold_expr(f, node->FormattedValue.value);
        node->FormattedValue.format_spec = fold_expr(f, node->FormattedValue.format_spec);
        return node;
    case AST_JOINED_STR:
        fold_exprs(f, node->JoinedStr.values);
        return node;
    case AST_ATTRIBUTE:
        node->Attribute.value = fold_expr(f, node->Attribute.value);
        return node;
    case AST_SUBSCRIPT:
        node->Subscript.value = fold_expr(f, node->Subscript.value);
        node->Subscript.slice = fold_expr(f, node->Subscript.slice);
        return fold_subscript(f, node);
    case AST_STARRED:
        node->Starred.value = fold_expr(f, node->Starred.value);
        return node;
    case AST_NAME:
        if (node->Name.id == f->debug && node->Name.ctx == CTX_LOAD)
            return constant(f, tp_bool(f->unit->optimize == 0), node->span);
        return node;
    case AST_LIST:
        fold_exprs(f, node->List.elts);
        return node;
    case AST_TUPLE: {
        fold_exprs(f, node->Tuple.elts);
        Value tuple = node->Tuple.ctx == CTX_LOAD ? constant_tuple(node->Tuple.elts) : 0;
        return tuple ? constant(f, tuple, node->span) : node;
    }
    case AST_SLICE:
        node->Slice.lower = fold_expr(f, node->Slice.lower);
        node->Slice.upper = fold_expr(f, node->Slice.upper);
        node->Slice.step = fold_expr(f, node->Slice.step);
        return node;
    default:
        return node;
    }
}

/* node may be NULL. */
static Node *fold_expr(Folder *f, Node *node)
{
    if (!node)
        return NULL;
    descend(f);
    node = fold_children(f, node);
    f->depth--;
    return node;
}

Node *docstring_of(NodeSeq body)
{
    if (!body.n || body.items[0]->kind != AST_EXPR)
        return NULL;
    Node *value = body.items[0]->Expr.value;
    return value->kind == AST_CONSTANT && tp_is_str(value->Constant.value) ? value : NULL;
}

/* The body of a module, class or function. What folding makes a str is not a docstring. */
static void fold_body(Folder *f, NodeSeq body)
{
    bool has_docstring = docstring_of(body) != NULL;
    fold_stmts(f, body);
    if (!has_docstring && docstring_of(body)) {
        Node *stmt = body.items[0];
        NodeSeq values = ast_seq_one(&f->unit->arena, stmt->Expr.value);
        stmt->Expr.value = AST_NEW(&f->unit->arena, JOINED_STR, JoinedStr, stmt->span,
                                   .values = values);
    }
}

static void fold_pattern(Folder *f, Node *node);

static void fold_patterns(Folder *f, NodeSeq patterns)
{
    for (int i = 0; i < patterns.n; i++)
        fold_pattern(f, patterns.items[i]);
}

static void fold_pattern(Folder *f, Node *node)
{
    descend(f);
    switch (node->kind) {
    case AST_MATCH_VALUE:
        node->MatchValue.value = fold_expr(f, node->MatchValue.value);
        break;
    case AST_MATCH_SEQUENCE:
        fold_patterns(f, node->MatchSequence.patterns);
        break;
    case AST_MATCH_MAPPING:
        fold_exprs(f, node->MatchMapping.keys);
        fold_patterns(f, node->MatchMapping.patterns);
        break;
    case AST_MATCH_CLASS:
        node->MatchClass.cls = fold_expr(f, node->MatchClass.cls);
        fold_patterns(f, node->MatchClass.patterns);
        fold_patterns(f, node->MatchClass.kwd_patterns);
        break;
    case AST_MATCH_AS:
        if (node->MatchAs.pattern)
            fold_pattern(f, node->MatchAs.pattern);
        break;
    case AST_MATCH_OR:
        fold_patterns(f, node->MatchOr.patterns);
        break;
    default:
        break;
    }
    f->depth--;
}

static void fold_with_items(Folder *f, NodeSeq items)
{
    for (int i = 0; i < items.n; i++) {
        struct Astwithitem *item = &items.items[i]->withitem;
        item->context_expr = fold_expr(f, item->context_expr);
        item->optional_vars = fold_expr(f, item->optional_vars);
    }
}

static void fold_stmt(Folder *f, Node *node)
{
    descend(f);
    switch (node->kind) {
    case AST_FUNCTION_DEF:
    case AST_ASYNC_FUNCTION_DEF:
        fold_arguments(f, node->FunctionDef.args);
        fold_body(f, node->FunctionDef.body);
        fold_exprs(f, node->FunctionDef.decorator_list);
        if (!annotations_are_text(f->unit))
            node->FunctionDef.returns = fold_expr(f, node->FunctionDef.returns);
        break;
    case AST_CLASS_DEF:
        fold_exprs(f, node->ClassDef.bases);
        fold_keywords(f, node->ClassDef.keywords);
        fold_body(f, node->ClassDef.body);
        fold_exprs(f, node->ClassDef.decorator_list);
        break;
    case AST_RETURN:
        node->Return.value = fold_expr(f, node->Return.value);
        break;
    case AST_DELETE:
        fold_exprs(f, node->Delete.targets);
        break;
    case AST_ASSIGN:
        fold_exprs(f, node->Assign.targets);
        node->Assign.value = fold_expr(f, node->Assign.value);
        break;
    case AST_AUG_ASSIGN:
        node->AugAssign.target = fold_expr(f, node->AugAssign.target);
        node->AugAssign.value = fold_expr(f, node->AugAssign.value);
        break;
    case AST_ANN_ASSIGN:
        node->AnnAssign.target = fold_expr(f, node->AnnAssign.target);
        if (!annotations_are_text(f->unit))
            node->AnnAssign.annotation = fold_expr(f, node->AnnAssign.annotation);
        node->AnnAssign.value = fold_expr(f, node->AnnAssign.value);
        break;
    case AST_FOR:
    case AST_ASYNC_FOR:
        node->For.target = fold_expr(f, node->For.target);
        node->For.iter = fold_expr(f, node->For.iter);
        fold_stmts(f, node->For.body);
        fold_stmts(f, node->For.orelse);
        if (node->kind == AST_FOR)
            node->For.iter = fold_iterable(f, node->For.iter);
        break;
    case AST_WHILE:
        node->While.test = fold_expr(f, node->While.test);
        fold_stmts(f, node->While.body);
        fold_stmts(f, node->While.orelse);
        break;
    case AST_IF:
        node->If.test = fold_expr(f, node->If.test);
        fold_stmts(f, node->If.body);
        fold_stmts(f, node->If.orelse);
        break;
    case AST_WITH:
    case AST_ASYNC_WITH:
        fold_with_items(f, node->With.items);
        fold_stmts(f, node->With.body);
        break;
    case AST_MATCH:
        node->Match.subject = fold_expr(f, node->Match.subject);
        for (int i = 0; i < node->Match.cases.n; i++) {
            struct Astmatch_case *branch = &node->Match.cases.items[i]->match_case;
            fold_pattern(f, branch->pattern);
            branch->guard = fold_expr(f, branch->guard);
            fold_stmts(f, branch->body);
        }
        break;
    case AST_RAISE:
        node->Raise.exc = fold_expr(f, node->Raise.exc);
        node->Raise.cause = fold_expr(f, node->Raise.cause);
        break;
    case AST_TRY:
    case AST_TRY_STAR:
        fold_stmts(f, node->Try.body);
        for (int i = 0; i < node->Try.handlers.n; i++) {
            struct AstExceptHandler *handler = &node->Try.handlers.items[i]->ExceptHandler;
            handler->type = fold_expr(f, handler->type);
            fold_stmts(f, handler->body);
        }
        fold_stmts(f, node->Try.orelse);
        fold_stmts(f, node->Try.finalbody);
        break;
    case AST_ASSERT:
        node->Assert.test = fold_expr(f, node->Assert.test);
        node->Assert.msg = fold_expr(f, node->Assert.msg);
        break;
    case AST_EXPR:
        node->Expr.value = fold_expr(f, node->Expr.value);
        break;
    default:
        break;
    }
    f->depth--;
}

static void fold_stmts(Folder *f, NodeSeq stmts)
{
    for (int i = 0; i < stmts.n; i++)
        fold_stmt(f, stmts.items[i]);
}

void fold_tree(Unit *unit, Node *tree)
{
    Folder f = {
        .unit = unit,
        .debug = name_intern(&unit->names, "__debug__", 9),
        .limit = 3 * tp_state.recursion_limit,
    };
    if (tree->kind == AST_EXPRESSION)
        tree->Expression.body = fold_expr(&f, tree->Expression.body);
    else if (tree->kind == AST_INTERACTIVE)
        fold_stmts(&f, tree->Interactive.body);
    else
        fold_body(&f, tree->Module.body);
}
