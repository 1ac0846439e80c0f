/* unparse.c -- an expression of the tree as source text, as CPython writes annotations that stay
 * text after `from __future__ import annotations`.
 *
 * Each node is written for a precedence that its surroundings ask for, and takes parentheses if its
 * own is lower.
 */
#include "frontend/compile.h"

#include <math.h>

#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/object.h"
#include "runtime/str.h"

enum Precedence {
    PR_TUPLE,
    PR_TEST,                /* if-else, lambda */
    PR_OR,
    PR_AND,
    PR_NOT,
    PR_COMPARE,
    PR_EXPR,
    PR_BIT_OR = PR_EXPR,
    PR_BIT_XOR,
    PR_BIT_AND,
    PR_SHIFT,
    PR_ARITHMETIC,
    PR_TERM,
    PR_FACTOR,
    PR_POWER,
    PR_AWAIT,
    PR_ATOM
};

typedef struct Writer {
    Unit *unit;
    StrBuilder text;
} Writer;

static void write_expr(Writer *w, Node *node, int level);

static void put(Writer *w, const char *text)
{
    if (tp_builder_cstr(&w->text, text) < 0)
        diag_pending(w->unit);
}

static void put_str(Writer *w, Value str)
{
    if (tp_builder_str(&w->text, diag_check(w->unit, str)) < 0)
        diag_pending(w->unit);
}

static void put_if(Writer *w, bool condition, const char *text)
{
    if (condition)
        put(w, text);
}

static void write_list(Writer *w, NodeSeq nodes, int level)
{
    for (int i = 0; i < nodes.n; i++) {
        put_if(w, i, ", ");
        write_expr(w, nodes.items[i], level);
    }
}

static void write_bool_op(Writer *w, Node *node, int level)
{
    bool is_and = node->BoolOp.op == BOOLOP_AND;
    int own = is_and ? PR_AND : PR_OR;
    put_if(w, level > own, "(");
    for (int i = 0; i < node->BoolOp.values.n; i++) {
        put_if(w, i, is_and ? " and " : " or ");
        write_expr(w, node->BoolOp.values.items[i], own + 1);
    }
    put_if(w, level > own, ")");
}

static void write_binary(Writer *w, Node *node, int level)
{
    static const struct {
        const char *text;
        int precedence;
    } operators[] = {
        [BINARY_ADD] = {" + ", PR_ARITHMETIC},
        [BINARY_SUB] = {" - ", PR_ARITHMETIC},
        [BINARY_MULT] = {" * ", PR_TERM},
        [BINARY_MAT_MULT] = {" @ ", PR_TERM},
        [BINARY_DIV] = {" / ", PR_TERM},
        [BINARY_MOD] = {" % ", PR_TERM},
        [BINARY_POW] = {" ** ", PR_POWER},
        [BINARY_LSHIFT] = {" << ", PR_SHIFT},
        [BINARY_RSHIFT] = {" >> ", PR_SHIFT},
        [BINARY_BIT_OR] = {" | ", PR_BIT_OR},
        [BINARY_BIT_XOR] = {" ^ ", PR_BIT_XOR},
        [BINARY_BIT_AND] = {" & ", PR_BIT_AND},
        [BINARY_FLOOR_DIV] = {" // ", PR_TERM},
    };
    enum Binary op = node->BinOp.op;
    int own = operators[op].precedence;
    bool is_right = op == BINARY_POW;   /* groups from the right */
    put_if(w, level > own, "(");
    write_expr(w, node->BinOp.left, own + is_right);
    put(w, operators[op].text);
    write_expr(w, node->BinOp.right, own + !is_right);
    put_if(w, level > own, ")");
}

static void write_unary(Writer *w, Node *node, int level)
{
    static const char *const texts[] = {
        [UNARY_INVERT] = "~",
        [UNARY_NOT] = "not ",
        [UNARY_UADD] = "+",
        [UNARY_USUB] = "-",
    };
    int own = node->UnaryOp.op == UNARY_NOT ? PR_NOT : PR_FACTOR;
    put_if(w, level > own, "(");
    put(w, texts[node->UnaryOp.op]);
    write_expr(w, node->UnaryOp.operand, own);
    put_if(w, level > own, ")");
}

static void write_compare(Writer *w, Node *node, int level)
{
    static const char *const texts[] = {
        [COMPARE_EQ] = " == ",  [COMPARE_NOT_EQ] = " != ",  [COMPARE_LT] = " < ",
        [COMPARE_LT_E] = " <= ", [COMPARE_GT] = " > ",      [COMPARE_GT_E] = " >= ",
        [COMPARE_IS] = " is ",  [COMPARE_IS_NOT] = " is not ", [COMPARE_IN] = " in ",
        [COMPARE_NOT_IN] = " not in ",
    };
    put_if(w, level > PR_COMPARE, "(");
    write_expr(w, node->Compare.left, PR_COMPARE + 1);
    for (int i = 0; i < node->Compare.ops.n; i++) {
        put(w, texts[node->Compare.ops.items[i]]);
        write_expr(w, node->Compare.comparators.items[i], PR_COMPARE + 1);
    }
    put_if(w, level > PR_COMPARE, ")");
}

static void write_default(Writer *w, Node *value)
{
    if (!value)
        return;
    put(w, "=");
    write_expr(w, value, PR_TEST);
}

static void write_param(Writer *w, Node *arg, bool *is_first)
{
    put_if(w, !*is_first, ", ");
    *is_first = false;
    put_str(w, name_value(arg->arg.arg));
}

static void write_params(Writer *w, struct Astarguments *args)
{
    bool is_first = true;
    int nposonly = args->posonlyargs.n, n = nposonly + args->args.n;
    for (int i = 0; i < n; i++) {
        write_param(w, i < nposonly ? args->posonlyargs.items[i] : args->args.items[i - nposonly],
                    &is_first);
        int at = i - n + args->defaults.n;
        write_default(w, at >= 0 ? args->defaults.items[at] : NULL);
        put_if(w, i + 1 == nposonly, ", /");
    }
    if (args->vararg || args->kwonlyargs.n) {
        put_if(w, !is_first, ", ");
        put(w, "*");
        is_first = true;
        if (args->vararg)
            write_param(w, args->vararg, &is_first);
        is_first = false;
    }
    for (int i = 0; i < args->kwonlyargs.n; i++) {
        write_param(w, args->kwonlyargs.items[i], &is_first);
        write_default(w, args->kw_defaults.items[i]);
    }
    if (args->kwarg) {
        put_if(w, !is_first, ", ");
        put(w, "**");
        is_first = true;
        write_param(w, args->kwarg, &is_first);
    }
}

static void write_lambda(Writer *w, Node *node, int level)
{
    struct Astarguments *args = &node->Lambda.args->arguments;
    put_if(w, level > PR_TEST, "(");
    put(w, args->args.n + args->posonlyargs.n ? "lambda " : "lambda");
    write_params(w, args);
    put(w, ": ");
    write_expr(w, node->Lambda.body, PR_TEST);
    put_if(w, level > PR_TEST, ")");
}

static void write_if_exp(Writer *w, Node *node, int level)
{
    put_if(w, level > PR_TEST, "(");
    write_expr(w, node->IfExp.body, PR_TEST + 1);
    put(w, " if ");
    write_expr(w, node->IfExp.test, PR_TEST + 1);
    put(w, " else ");
    write_expr(w, node->IfExp.orelse, PR_TEST);
    put_if(w, level > PR_TEST, ")");
}

static void write_dict(Writer *w, Node *node)
{
    put(w, "{");
    for (int i = 0; i < node->Dict.values.n; i++) {
        Node *key = node->Dict.keys.items[i];
        put_if(w, i, ", ");
        if (key) {
            write_expr(w, key, PR_TEST);
            put(w, ": ");
        } else {
            put(w, "**");
        }
        write_expr(w, node->Dict.values.items[i], key ? PR_TEST : PR_EXPR);
    }
    put(w, "}");
}

static void write_generators(Writer *w, NodeSeq generators)
{
    for (int i = 0; i < generators.n; i++) {
        struct Astcomprehension *generator = &generators.items[i]->comprehension;
        put(w, generator->is_async ? " async for " : " for ");
        write_expr(w, generator->target, PR_TUPLE);
        put(w, " in ");
        write_expr(w, generator->iter, PR_TEST + 1);
        for (int k = 0; k < generator->ifs.n; k++) {
            put(w, " if ");
            write_expr(w, generator->ifs.items[k], PR_TEST + 1);
        }
    }
}

/* ListComp, SetComp and GeneratorExp have the same fields. */
static void write_comprehension(Writer *w, Node *node, const char *open, const char *close)
{
    put(w, open);
    write_expr(w, node->ListComp.elt, PR_TEST);
    write_generators(w, node->ListComp.generators);
    put(w, close);
}

static void write_call(Writer *w, Node *node)
{
    NodeSeq args = node->Call.args, keywords = node->Call.keywords;
    write_expr(w, node->Call.func, PR_ATOM);
    if (args.n == 1 && !keywords.n && args.items[0]->kind == AST_GENERATOR_EXP) {
        write_expr(w, args.items[0], PR_TEST);
        return;
    }
    put(w, "(");
    write_list(w, args, PR_TEST);
    for (int i = 0; i < keywords.n; i++) {
        struct Astkeyword *keyword = &keywords.items[i]->keyword;
        put_if(w, args.n || i, ", ");
        if (keyword->arg) {
            put_str(w, name_value(keyword->arg));
            put(w, "=");
        } else {
            put(w, "**");
        }
        write_expr(w, keyword->value, PR_TEST);
    }
    put(w, ")");
}

/* ---- f-strings ---- */

static void write_fstring_part(Writer *w, Node *node);

static void write_fstring_parts(Writer *w, NodeSeq values)
{
    for (int i = 0; i < values.n; i++)
        write_fstring_part(w, values.items[i]);
}

static void write_formatted(Writer *w, Node *node)
{
    struct AstFormattedValue *field = &node->FormattedValue;
    Writer inner = {.unit = w->unit};
    tp_builder_init(&inner.text);
    write_expr(&inner, field->value, PR_TEST + 1);
    Value text = diag_check(w->unit, tp_builder_finish(&inner.text));
    bool starts_with_brace = tp_as_str(text)->length && tp_str_at(tp_as_str(text), 0) == '{';
    put(w, starts_with_brace ? "{ " : "{");
    put_str(w, text);
    if (field->conversion > 0) {
        char conversion[] = {'!', (char)field->conversion, 0};
        put(w, conversion);
    }
    if (field->format_spec) {
        put(w, ":");
        write_fstring_part(w, field->format_spec);
    }
    put(w, "}");
}

static void write_escaped(Writer *w, Value str)
{
    Str *s = tp_as_str(str);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        tp_builder_char(&w->text, c);
        if (c == '{' || c == '}')
            tp_builder_char(&w->text, c);
    }
}

static void write_fstring_part(Writer *w, Node *node)
{
    switch (node->kind) {
    case AST_CONSTANT:
        write_escaped(w, node->Constant.value);
        break;
    case AST_JOINED_STR:
        write_fstring_parts(w, node->JoinedStr.values);
        break;
    default:
        write_formatted(w, node);
    }
}

static void write_joined_str(Writer *w, Node *node)
{
    Writer body = {.unit = w->unit};
    tp_builder_init(&body.text);
    write_fstring_parts(&body, node->JoinedStr.values);
    put(w, "f");
    put_str(w, tp_repr(diag_check(w->unit, tp_builder_finish(&body.text))));
}

/* ---- atoms ---- */

static bool has_infinity(Value value)
{
    if (tp_is_float(value))
        return isinf(tp_float_value(value));
    return tp_is_complex(value);
}

static void write_constant(Writer *w, Node *node)
{
    Value value = node->Constant.value;
    if (value == TP_ELLIPSIS) {
        put(w, "...");
        return;
    }
    put_if(w, node->Constant.kind, "u");
    Value repr = diag_check(w->unit, tp_repr(value));
    if (has_infinity(value)) {
        /* There is no literal inf: one too large for a float is written. */
        Value args[] = {tp_str_cstr("inf"), tp_str_cstr("1e309")};
        repr = tp_call_method_cstr(repr, "replace", 2, args);
    }
    put_str(w, repr);
}

static void write_attribute(Writer *w, Node *node)
{
    Node *value = node->Attribute.value;
    write_expr(w, value, PR_ATOM);
    bool is_int = value->kind == AST_CONSTANT && tp_is_int(value->Constant.value) &&
                  !tp_is_bool(value->Constant.value);
    put(w, is_int ? " ." : ".");
    put_str(w, name_value(node->Attribute.attr));
}

static void write_slice(Writer *w, Node *node)
{
    if (node->Slice.lower)
        write_expr(w, node->Slice.lower, PR_TEST);
    put(w, ":");
    if (node->Slice.upper)
        write_expr(w, node->Slice.upper, PR_TEST);
    if (node->Slice.step) {
        put(w, ":");
        write_expr(w, node->Slice.step, PR_TEST);
    }
}

static void write_tuple(Writer *w, Node *node, int level)
{
    NodeSeq elts = node->Tuple.elts;
    if (!elts.n) {
        put(w, "()");
        return;
    }
    put_if(w, level > PR_TUPLE, "(");
    write_list(w, elts, PR_TEST);
    put_if(w, elts.n == 1, ",");
    put_if(w, level > PR_TUPLE, ")");
}

static void write_yield(Writer *w, Node *node)
{
    Node *value = node->Yield.value;
    put(w, node->kind == AST_YIELD_FROM ? "(yield from " : value ? "(yield " : "(yield");
    if (value)
        write_expr(w, value, PR_TEST);
    put(w, ")");
}

static void write_expr(Writer *w, Node *node, int level)
{
    switch (node->kind) {
    case AST_BOOL_OP:
        write_bool_op(w, node, level);
        break;
    case AST_BIN_OP:
        write_binary(w, node, level);
        break;
    case AST_UNARY_OP:
        write_unary(w, node, level);
        break;
    case AST_LAMBDA:
        write_lambda(w, node, level);
        break;
    case AST_IF_EXP:
        write_if_exp(w, node, level);
        break;
    case AST_DICT:
        write_dict(w, node);
        break;
    case AST_SET:
        put(w, "{");
        write_list(w, node->Set.elts, PR_TEST);
        put(w, "}");
        break;
    case AST_LIST_COMP:
        write_comprehension(w, node, "[", "]");
        break;
    case AST_SET_COMP:
        write_comprehension(w, node, "{", "}");
        break;
    case AST_GENERATOR_EXP:
        write_comprehension(w, node, "(", ")");
        break;
    case AST_DICT_COMP:
        put(w, "{");
        write_expr(w, node->DictComp.key, PR_TEST);
        put(w, ": ");
        write_expr(w, node->DictComp.value, PR_TEST);
        write_generators(w, node->DictComp.generators);
        put(w, "}");
        break;
    case AST_YIELD:
    case AST_YIELD_FROM:
        write_yield(w, node);
        break;
    case AST_AWAIT:
        put_if(w, level > PR_AWAIT, "(");
        put(w, "await ");
        write_expr(w, node->Await.value, PR_ATOM);
        put_if(w, level > PR_AWAIT, ")");
        break;
    case AST_COMPARE:
        write_compare(w, node, level);
        break;
    case AST_CALL:
        write_call(w, node);
        break;
    case AST_CONSTANT:
        write_constant(w, node);
        break;
    case AST_JOINED_STR:
        write_joined_str(w, node);
        break;
    case AST_FORMATTED_VALUE:
        write_formatted(w, node);
        break;
    case AST_ATTRIBUTE:
        write_attribute(w, node);
        break;
    case AST_STARRED:
        put(w, "*");
        write_expr(w, node->Starred.value, PR_EXPR);
        break;
    case AST_NAME:
        put_str(w, name_value(node->Name.id));
        break;
    case AST_LIST:
        put(w, "[");
        write_list(w, node->List.elts, PR_TEST);
        put(w, "]");
        break;
    case AST_TUPLE:
        write_tuple(w, node, level);
        break;
    case AST_SUBSCRIPT:
        write_expr(w, node->Subscript.value, PR_ATOM);
        put(w, "[");
        write_expr(w, node->Subscript.slice, PR_TUPLE);
        put(w, "]");
        break;
    case AST_SLICE:
        write_slice(w, node);
        break;
    case AST_NAMED_EXPR:
        put_if(w, level > PR_TUPLE, "(");
        write_expr(w, node->NamedExpr.target, PR_ATOM);
        put(w, " := ");
        write_expr(w, node->NamedExpr.value, PR_ATOM);
        put_if(w, level > PR_TUPLE, ")");
        break;
    default:
        BUG("not an expression");
    }
}

Value unparse(Unit *unit, Node *expr)
{
    Writer w = {.unit = unit};
    tp_builder_init(&w.text);
    write_expr(&w, expr, PR_TEST);
    return diag_check(unit, tp_builder_finish(&w.text));
}
