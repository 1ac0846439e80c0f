/* ast_validate.c -- is a tree that a program has made one that the compiler can take?
 *
 * The parser makes only trees that are well-formed; those from Python are held against the same
 * rules here, in CPython's order and with its messages. Positions are looked at before the fields
 * of a node, contexts before what they are the contexts of.
 */
#include "frontend/ast_python.h"

#include <string.h>

#include "frontend/unit.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/str.h"

static const char *const context_names[] = {
#define CONTEXT(KIND, Type) #Type,
#include "frontend/ast.def"
};

#define INVALID(unit, ...)                                                                        \
    do {                                                                                          \
        tp_raise(&tp_ValueError, __VA_ARGS__);                                                    \
        diag_pending(unit);                                                                       \
    } while (0)

static void check_position(Unit *unit, const Node *node)
{
    const Span *at = &node->span;
    if (at->lineno > at->end_lineno)
        INVALID(unit, "AST node line range (%d, %d) is not valid", at->lineno, at->end_lineno);
    if ((at->lineno < 0 && at->end_lineno != at->lineno) ||
        (at->col_offset < 0 && at->col_offset != at->end_col_offset))
        INVALID(unit, "AST node column range (%d, %d) for line range (%d, %d) is not valid",
                at->col_offset, at->end_col_offset, at->lineno, at->end_lineno);
    if (at->lineno == at->end_lineno && at->col_offset > at->end_col_offset)
        INVALID(unit, "line %d, column %d-%d is not a valid range", at->lineno, at->col_offset,
                at->end_col_offset);
}

static void check_name(Unit *unit, const Name *name)
{
    static const char *const constants[] = {"None", "True", "False"};
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (strcmp(name->text, constants[i]) == 0)
            INVALID(unit, "identifier field can't represent '%s' constant", name->text);
    }
}

static void check_not_empty(Unit *unit, int n, const char *what, const Node *owner)
{
    if (!n)
        INVALID(unit, "empty %s on %s", what, ast_kind_name(owner->kind));
}

/* ---- expressions ---- */

static void check_expr(Unit *unit, const Node *node, enum Context context);

static void check_optional(Unit *unit, const Node *node)
{
    if (node)
        check_expr(unit, node, CTX_LOAD);
}

static void check_exprs(Unit *unit, NodeSeq nodes, enum Context context, bool may_be_none)
{
    for (int i = 0; i < nodes.n; i++) {
        if (nodes.items[i])
            check_expr(unit, nodes.items[i], context);
        else if (!may_be_none)
            INVALID(unit, "None disallowed in expression list");
    }
}

/* A level deeper in the tree; an error that ends the compile leaves all levels at once (run()). */
static void enter(Unit *unit)
{
    if (tp_recursion_enter(" during compilation") < 0)
        diag_pending(unit);
}

static void check_constant(Unit *unit, Value value)
{
    static Type *const types[] = {&tp_int_type, &tp_float_type, &tp_complex_type, &tp_bool_type,
                                  &tp_str_type, &tp_bytes_type};
    if (value == TP_NONE || value == TP_ELLIPSIS)
        return;
    Type *type = tp_type_of(value);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (type == types[i])
            return;
    }
    if (type == &tp_tuple_type || type == &tp_frozenset_type) {
        enter(unit);
        Tuple *items = tp_as_tuple(diag_check(unit, tp_tuple_from(value)));
        for (int64_t i = 0; i < items->length; i++)
            check_constant(unit, items->items[i]);
        tp_recursion_leave();
        return;
    }
    tp_raise(&tp_TypeError, "got an invalid type in Constant: %T", value);
    diag_pending(unit);
}

static void check_generators(Unit *unit, NodeSeq generators)
{
    if (!generators.n)
        INVALID(unit, "comprehension with no generators");
    for (int i = 0; i < generators.n; i++) {
        const struct Astcomprehension *loop = &generators.items[i]->comprehension;
        check_expr(unit, loop->target, CTX_STORE);
        check_expr(unit, loop->iter, CTX_LOAD);
        check_exprs(unit, loop->ifs, CTX_LOAD, false);
    }
}

static void check_keywords(Unit *unit, NodeSeq keywords)
{
    for (int i = 0; i < keywords.n; i++)
        check_expr(unit, keywords.items[i]->keyword.value, CTX_LOAD);
}

static void check_arg(Unit *unit, const Node *arg)
{
    if (arg) {
        check_position(unit, arg);
        check_optional(unit, arg->arg.annotation);
    }
}

static void check_args(Unit *unit, NodeSeq args)
{
    for (int i = 0; i < args.n; i++)
        check_arg(unit, args.items[i]);
}

static void check_arguments(Unit *unit, const Node *node)
{
    const struct Astarguments *args = &node->arguments;
    check_args(unit, args->posonlyargs);
    check_args(unit, args->args);
    check_arg(unit, args->vararg);
    check_args(unit, args->kwonlyargs);
    check_arg(unit, args->kwarg);
    if (args->defaults.n > args->posonlyargs.n + args->args.n)
        INVALID(unit, "more positional defaults than args on arguments");
    if (args->kw_defaults.n != args->kwonlyargs.n)
        INVALID(unit, "length of kwonlyargs is not the same as kw_defaults on arguments");
    check_exprs(unit, args->defaults, CTX_LOAD, false);
    check_exprs(unit, args->kw_defaults, CTX_LOAD, true);
}

/* What follows is found by CPython's compiler, as an error of the system. */
static void check_conversion(Unit *unit, int conversion)
{
    if (conversion != -1 && conversion != 's' && conversion != 'r' && conversion != 'a') {
        tp_raise(&tp_SystemError, "Unrecognized conversion character %d", conversion);
        diag_pending(unit);
    }
}

static void check_single_target(Unit *unit, const Node *target, const char *statement)
{
    if (target->kind != AST_NAME && target->kind != AST_ATTRIBUTE &&
        target->kind != AST_SUBSCRIPT) {
        tp_raise(&tp_SystemError, "invalid node type (%d) for %s assignment",
                 target->kind - AST_BOOL_OP + 1, statement);
        diag_pending(unit);
    }
}

/* The context that the expression says it stands in; Load for those that have none. */
static enum Context context_of(const Node *node)
{
    switch (node->kind) {
    case AST_ATTRIBUTE:
        return node->Attribute.ctx;
    case AST_SUBSCRIPT:
        return node->Subscript.ctx;
    case AST_STARRED:
        return node->Starred.ctx;
    case AST_NAME:
        return node->Name.ctx;
    case AST_LIST:
        return node->List.ctx;
    case AST_TUPLE:
        return node->Tuple.ctx;
    default:
        return CTX_LOAD;
    }
}

static void check_context(Unit *unit, const Node *node, enum Context context)
{
    switch (node->kind) {
    case AST_ATTRIBUTE: case AST_SUBSCRIPT: case AST_STARRED: case AST_NAME: case AST_LIST:
    case AST_TUPLE:
        if (node->kind == AST_NAME)
            check_name(unit, node->Name.id);
        if (context_of(node) != context)
            INVALID(unit, "expression must have %s context but has %s instead",
                    context_names[context], context_names[context_of(node)]);
        break;
    default:
        if (context != CTX_LOAD)
            INVALID(unit, "expression which can't be assigned to in %s context",
                    context_names[context]);
    }
}

static void check_compare(Unit *unit, const struct AstCompare *compare)
{
    if (!compare->comparators.n)
        INVALID(unit, "Compare with no comparators");
    if (compare->comparators.n != compare->ops.n)
        INVALID(unit, "Compare has a different number of comparators and operands");
    check_exprs(unit, compare->comparators, CTX_LOAD, false);
    check_expr(unit, compare->left, CTX_LOAD);
}

static void check_expr(Unit *unit, const Node *node, enum Context context)
{
    enter(unit);
    check_position(unit, node);
    check_context(unit, node, context);
    switch (node->kind) {
    case AST_BOOL_OP:
        if (node->BoolOp.values.n < 2)
            INVALID(unit, "BoolOp with less than 2 values");
        check_exprs(unit, node->BoolOp.values, CTX_LOAD, false);
        break;
    case AST_NAMED_EXPR:
        check_expr(unit, node->NamedExpr.value, CTX_LOAD);
        break;
    case AST_BIN_OP:
        check_expr(unit, node->BinOp.left, CTX_LOAD);
        check_expr(unit, node->BinOp.right, CTX_LOAD);
        break;
    case AST_UNARY_OP:
        check_expr(unit, node->UnaryOp.operand, CTX_LOAD);
        break;
    case AST_LAMBDA:
        check_arguments(unit, node->Lambda.args);
        check_expr(unit, node->Lambda.body, CTX_LOAD);
        break;
    case AST_IF_EXP:
        check_expr(unit, node->IfExp.test, CTX_LOAD);
        check_expr(unit, node->IfExp.body, CTX_LOAD);
        check_expr(unit, node->IfExp.orelse, CTX_LOAD);
        break;
    case AST_DICT:
        if (node->Dict.keys.n != node->Dict.values.n)
            INVALID(unit, "Dict doesn't have the same number of keys as values");
        check_exprs(unit, node->Dict.keys, CTX_LOAD, true);
        check_exprs(unit, node->Dict.values, CTX_LOAD, false);
        break;
    case AST_SET:
        check_exprs(unit, node->Set.elts, CTX_LOAD, false);
        break;
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_GENERATOR_EXP: /* the three have the same fields */
        check_generators(unit, node->ListComp.generators);
        check_expr(unit, node->ListComp.elt, CTX_LOAD);
        break;
    case AST_DICT_COMP:
        check_generators(unit, node->DictComp.generators);
        check_expr(unit, node->DictComp.key, CTX_LOAD);
        check_expr(unit, node->DictComp.value, CTX_LOAD);
        break;
    case AST_AWAIT:
        check_expr(unit, node->Await.value, CTX_LOAD);
        break;
    case AST_YIELD:
        check_optional(unit, node->Yield.value);
        break;
    case AST_YIELD_FROM:
        check_expr(unit, node->YieldFrom.value, CTX_LOAD);
        break;
    case AST_COMPARE:
        check_compare(unit, &node->Compare);
        break;
    case AST_CALL:
        check_expr(unit, node->Call.func, CTX_LOAD);
        check_exprs(unit, node->Call.args, CTX_LOAD, false);
        check_keywords(unit, node->Call.keywords);
        break;
    case AST_FORMATTED_VALUE:
        check_conversion(unit, node->FormattedValue.conversion);
        check_expr(unit, node->FormattedValue.value, CTX_LOAD);
        check_optional(unit, node->FormattedValue.format_spec);
        break;
    case AST_JOINED_STR:
        check_exprs(unit, node->JoinedStr.values, CTX_LOAD, false);
        break;
    case AST_CONSTANT:
        check_constant(unit, node->Constant.value);
        break;
    case AST_ATTRIBUTE:
        check_expr(unit, node->Attribute.value, CTX_LOAD);
        break;
    case AST_SUBSCRIPT:
        check_expr(unit, node->Subscript.slice, CTX_LOAD);
        check_expr(unit, node->Subscript.value, CTX_LOAD);
        break;
    case AST_STARRED:
        check_expr(unit, node->Starred.value, context);
        break;
    case AST_LIST:
        check_exprs(unit, node->List.elts, context, false);
        break;
    case AST_TUPLE:
        check_exprs(unit, node->Tuple.elts, context, false);
        break;
    case AST_SLICE:
        check_optional(unit, node->Slice.lower);
        check_optional(unit, node->Slice.upper);
        check_optional(unit, node->Slice.step);
        break;
    default: /* a name */
        break;
    }
    tp_recursion_leave();
}

/* ---- patterns ---- */

static void check_pattern(Unit *unit, const Node *pattern, bool may_be_star);

static void check_capture(Unit *unit, const Name *name)
{
    if (strcmp(name->text, "_") == 0)
        INVALID(unit, "can't capture name '_' in patterns");
    check_name(unit, name);
}

static bool is_number(const Node *node, bool may_be_real, bool may_be_complex)
{
    if (node->kind != AST_CONSTANT)
        return false;
    const Type *type = tp_type_of(node->Constant.value);
    return (may_be_real && (type == &tp_int_type || type == &tp_float_type)) ||
           (may_be_complex && type == &tp_complex_type);
}

static bool is_signed_number(const Node *node, bool may_be_complex)
{
    if (node->kind == AST_UNARY_OP)
        return node->UnaryOp.op == UNARY_USUB &&
               is_number(node->UnaryOp.operand, true, may_be_complex);
    return is_number(node, true, may_be_complex);
}

static bool is_complex_sum(const Node *node)
{
    return (node->BinOp.op == BINARY_ADD || node->BinOp.op == BINARY_SUB) &&
           is_signed_number(node->BinOp.left, false) && is_number(node->BinOp.right, false, true);
}

static void check_literal(Unit *unit, const Node *value)
{
    check_expr(unit, value, CTX_LOAD);
    switch (value->kind) {
    case AST_CONSTANT: {
        const Type *type = tp_type_of(value->Constant.value);
        if (type != &tp_str_type && type != &tp_bytes_type && !is_number(value, true, true))
            INVALID(unit, "unexpected constant inside of a literal pattern");
        return;
    }
    case AST_ATTRIBUTE:
    case AST_JOINED_STR: /* the compiler has its say on those */
        return;
    case AST_UNARY_OP:
        if (is_signed_number(value, true))
            return;
        break;
    case AST_BIN_OP:
        if (is_complex_sum(value))
            return;
        break;
    default:
        break;
    }
    INVALID(unit, "patterns may only match literals and attribute lookups");
}

static void check_patterns(Unit *unit, NodeSeq patterns, bool may_be_star)
{
    for (int i = 0; i < patterns.n; i++)
        check_pattern(unit, patterns.items[i], may_be_star);
}

static void check_mapping(Unit *unit, const struct AstMatchMapping *mapping)
{
    if (mapping->keys.n != mapping->patterns.n)
        INVALID(unit, "MatchMapping doesn't have the same number of keys as patterns");
    if (mapping->rest)
        check_capture(unit, mapping->rest);
    for (int i = 0; i < mapping->keys.n; i++) {
        const Node *key = mapping->keys.items[i];
        if (!key)
            INVALID(unit, "None disallowed in expression list");
        bool is_singleton = key->kind == AST_CONSTANT &&
                            (key->Constant.value == TP_NONE || key->Constant.value == TP_TRUE ||
                             key->Constant.value == TP_FALSE);
        if (!is_singleton)
            check_literal(unit, key);
    }
    check_patterns(unit, mapping->patterns, false);
}

static void check_class(Unit *unit, const struct AstMatchClass *class)
{
    if (class->kwd_attrs.n != class->kwd_patterns.n)
        INVALID(unit, "MatchClass doesn't have the same number of keyword attributes as patterns");
    check_expr(unit, class->cls, CTX_LOAD);
    const Node *root = class->cls;
    while (root->kind == AST_ATTRIBUTE)
        root = root->Attribute.value;
    if (root->kind != AST_NAME)
        INVALID(unit, "MatchClass cls field can only contain Name or Attribute nodes.");
    for (int i = 0; i < class->kwd_attrs.n; i++) {
        if (!class->kwd_attrs.items[i])
            INVALID(unit, "None disallowed in identifier list");
        check_name(unit, class->kwd_attrs.items[i]);
    }
    check_patterns(unit, class->patterns, false);
    check_patterns(unit, class->kwd_patterns, false);
}

static void check_as(Unit *unit, const struct AstMatchAs *as)
{
    if (as->name)
        check_capture(unit, as->name);
    if (!as->pattern)
        return;
    if (!as->name)
        INVALID(unit, "MatchAs must specify a target name if a pattern is given");
    check_pattern(unit, as->pattern, false);
}

static void check_pattern(Unit *unit, const Node *pattern, bool may_be_star)
{
    if (!pattern) /* CPython crashes */
        INVALID(unit, "None disallowed in pattern list");
    enter(unit);
    check_position(unit, pattern);
    switch (pattern->kind) {
    case AST_MATCH_VALUE:
        check_literal(unit, pattern->MatchValue.value);
        break;
    case AST_MATCH_SINGLETON: {
        Value value = pattern->MatchSingleton.value;
        if (value != TP_NONE && value != TP_TRUE && value != TP_FALSE)
            INVALID(unit, "MatchSingleton can only contain True, False and None");
        break;
    }
    case AST_MATCH_SEQUENCE:
        check_patterns(unit, pattern->MatchSequence.patterns, true);
        break;
    case AST_MATCH_MAPPING:
        check_mapping(unit, &pattern->MatchMapping);
        break;
    case AST_MATCH_CLASS:
        check_class(unit, &pattern->MatchClass);
        break;
    case AST_MATCH_STAR:
        if (!may_be_star)
            INVALID(unit, "can't use MatchStar here");
        if (pattern->MatchStar.name)
            check_capture(unit, pattern->MatchStar.name);
        break;
    case AST_MATCH_AS:
        check_as(unit, &pattern->MatchAs);
        break;
    default:
        if (pattern->MatchOr.patterns.n < 2)
            INVALID(unit, "MatchOr requires at least 2 patterns");
        check_patterns(unit, pattern->MatchOr.patterns, false);
        break;
    }
    tp_recursion_leave();
}

/* ---- statements ---- */

static void check_stmt(Unit *unit, const Node *node);

static void check_stmts(Unit *unit, NodeSeq stmts)
{
    for (int i = 0; i < stmts.n; i++) {
        if (!stmts.items[i])
            INVALID(unit, "None disallowed in statement list");
        check_stmt(unit, stmts.items[i]);
    }
}

static void check_body(Unit *unit, NodeSeq body, const Node *owner)
{
    check_not_empty(unit, body.n, "body", owner);
    check_stmts(unit, body);
}

static void check_targets(Unit *unit, NodeSeq targets, enum Context context, const Node *owner)
{
    check_not_empty(unit, targets.n, "targets", owner);
    check_exprs(unit, targets, context, false);
}

static void check_items(Unit *unit, NodeSeq items, const Node *owner)
{
    check_not_empty(unit, items.n, "items", owner);
    for (int i = 0; i < items.n; i++) {
        check_expr(unit, items.items[i]->withitem.context_expr, CTX_LOAD);
        if (items.items[i]->withitem.optional_vars)
            check_expr(unit, items.items[i]->withitem.optional_vars, CTX_STORE);
    }
}

static void check_cases(Unit *unit, const Node *match)
{
    NodeSeq cases = match->Match.cases;
    check_expr(unit, match->Match.subject, CTX_LOAD);
    check_not_empty(unit, cases.n, "cases", match);
    for (int i = 0; i < cases.n; i++) {
        const Node *one = cases.items[i];
        check_pattern(unit, one->match_case.pattern, false);
        check_optional(unit, one->match_case.guard);
        check_body(unit, one->match_case.body, one);
    }
}

static void check_handlers(Unit *unit, NodeSeq handlers)
{
    for (int i = 0; i < handlers.n; i++) {
        const Node *handler = handlers.items[i];
        if (!handler) /* CPython crashes */
            INVALID(unit, "None disallowed in handler list");
        check_position(unit, handler);
        check_optional(unit, handler->ExceptHandler.type);
        check_body(unit, handler->ExceptHandler.body, handler);
    }
}

/* Try and TryStar have the same fields. */
static void check_try(Unit *unit, const Node *node)
{
    const struct AstTry *try = &node->Try;
    const char *name = ast_kind_name(node->kind);
    check_body(unit, try->body, node);
    if (!try->handlers.n && !try->finalbody.n)
        INVALID(unit, "%s has neither except handlers nor finalbody", name);
    if (!try->handlers.n && try->orelse.n)
        INVALID(unit, "%s has orelse but no except handlers", name);
    check_handlers(unit, try->handlers);
    check_stmts(unit, try->finalbody);
    check_stmts(unit, try->orelse);
}

static void check_names(Unit *unit, NameSeq names, const Node *owner)
{
    check_not_empty(unit, names.n, "names", owner);
    for (int i = 0; i < names.n; i++) {
        if (!names.items[i]) /* CPython crashes */
            INVALID(unit, "None disallowed in identifier list");
    }
}

static void check_function(Unit *unit, const Node *node)
{
    const struct AstFunctionDef *function = &node->FunctionDef;
    check_body(unit, function->body, node);
    check_arguments(unit, function->args);
    check_exprs(unit, function->decorator_list, CTX_LOAD, false);
    check_optional(unit, function->returns);
}

static void check_ann_assign(Unit *unit, const struct AstAnnAssign *assign)
{
    if (assign->target->kind != AST_NAME && assign->simple) {
        tp_raise(&tp_TypeError, "AnnAssign with simple non-Name target");
        diag_pending(unit);
    }
    check_expr(unit, assign->target, CTX_STORE);
    check_optional(unit, assign->value);
    check_expr(unit, assign->annotation, CTX_LOAD);
    check_single_target(unit, assign->target, "annotated");
}

static void check_stmt(Unit *unit, const Node *node)
{
    enter(unit);
    check_position(unit, node);
    switch (node->kind) {
    case AST_FUNCTION_DEF:
    case AST_ASYNC_FUNCTION_DEF: /* the same fields */
        check_function(unit, node);
        break;
    case AST_CLASS_DEF:
        check_body(unit, node->ClassDef.body, node);
        check_exprs(unit, node->ClassDef.bases, CTX_LOAD, false);
        check_keywords(unit, node->ClassDef.keywords);
        check_exprs(unit, node->ClassDef.decorator_list, CTX_LOAD, false);
        break;
    case AST_RETURN:
        check_optional(unit, node->Return.value);
        break;
    case AST_DELETE:
        check_targets(unit, node->Delete.targets, CTX_DEL, node);
        break;
    case AST_ASSIGN:
        check_targets(unit, node->Assign.targets, CTX_STORE, node);
        check_expr(unit, node->Assign.value, CTX_LOAD);
        break;
    case AST_AUG_ASSIGN:
        check_expr(unit, node->AugAssign.target, CTX_STORE);
        check_expr(unit, node->AugAssign.value, CTX_LOAD);
        check_single_target(unit, node->AugAssign.target, "augmented");
        break;
    case AST_ANN_ASSIGN:
        check_ann_assign(unit, &node->AnnAssign);
        break;
    case AST_FOR:
    case AST_ASYNC_FOR: /* the same fields */
        check_expr(unit, node->For.target, CTX_STORE);
        check_expr(unit, node->For.iter, CTX_LOAD);
        check_body(unit, node->For.body, node);
        check_stmts(unit, node->For.orelse);
        break;
    case AST_WHILE:
    case AST_IF: /* the same fields */
        check_expr(unit, node->While.test, CTX_LOAD);
        check_body(unit, node->While.body, node);
        check_stmts(unit, node->While.orelse);
        break;
    case AST_WITH:
    case AST_ASYNC_WITH: /* the same fields */
        check_items(unit, node->With.items, node);
        check_body(unit, node->With.body, node);
        break;
    case AST_MATCH:
        check_cases(unit, node);
        break;
    case AST_RAISE:
        if (!node->Raise.exc && node->Raise.cause)
            INVALID(unit, "Raise with cause but no exception");
        check_optional(unit, node->Raise.exc);
        check_optional(unit, node->Raise.cause);
        break;
    case AST_TRY:
    case AST_TRY_STAR:
        check_try(unit, node);
        break;
    case AST_ASSERT:
        check_expr(unit, node->Assert.test, CTX_LOAD);
        check_optional(unit, node->Assert.msg);
        break;
    case AST_IMPORT:
        check_not_empty(unit, node->Import.names.n, "names", node);
        break;
    case AST_IMPORT_FROM:
        if (node->ImportFrom.level < 0)
            INVALID(unit, "Negative ImportFrom level");
        check_not_empty(unit, node->ImportFrom.names.n, "names", node);
        break;
    case AST_GLOBAL:
    case AST_NONLOCAL: /* the same fields */
        check_names(unit, node->Global.names, node);
        break;
    case AST_EXPR:
        check_expr(unit, node->Expr.value, CTX_LOAD);
        break;
    default: /* pass, break, continue */
        break;
    }
    tp_recursion_leave();
}

void ast_validate(Unit *unit, const Node *tree)
{
    switch (tree->kind) {
    case AST_MODULE:
        check_stmts(unit, tree->Module.body);
        break;
    case AST_INTERACTIVE:
        check_stmts(unit, tree->Interactive.body);
        break;
    default:
        check_expr(unit, tree->Expression.body, CTX_LOAD);
        break;
    }
}
