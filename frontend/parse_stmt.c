/* parse_stmt.c -- statements, simple and compound, and parameter lists.
 *
 * A statement that begins with an expression is read as star_expressions first; what follows says
 * whether that was a target. Bottom-up to `parse` at the end.
 */
#include "frontend/parser.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "frontend/literal.h"

/* ---- names ---- */

/* a.b.c as one name. */
static Name *dotted_name(Parser *p)
{
    Name *name = take_name(p);
    if (!name || !at(p, TOK_DOT))
        return name;
    char *text = NULL;
    int length = 0, capacity = 0;
    for (;;) {
        text = arena_grow(p->arena, text, &capacity, length + name->length + 1, 1);
        memcpy(text + length, name->text, (size_t)name->length);
        length += name->length;
        if (!accept(p, TOK_DOT))
            return name_intern(&p->unit->names, text, (size_t)length);
        text[length++] = '.';
        if (!(name = take_name(p)))
            return NULL;
    }
}

static bool name_list(Parser *p, NameSeq *names)
{
    int capacity = 0;
    *names = (NameSeq){0};
    do {
        Name *name = take_name(p);
        if (!name)
            return false;
        names->items = arena_grow(p->arena, names->items, &capacity, names->n + 1, sizeof(Name *));
        names->items[names->n++] = name;
    } while (accept(p, TOK_COMMA));
    return true;
}

/* ---- assignment ---- */

enum Binary augmented_operator(enum TokenKind kind, bool *is_one)
{
    *is_one = true;
    switch (kind) {
    case TOK_PLUSEQUAL: return BINARY_ADD;
    case TOK_MINEQUAL: return BINARY_SUB;
    case TOK_STAREQUAL: return BINARY_MULT;
    case TOK_ATEQUAL: return BINARY_MAT_MULT;
    case TOK_SLASHEQUAL: return BINARY_DIV;
    case TOK_PERCENTEQUAL: return BINARY_MOD;
    case TOK_AMPEREQUAL: return BINARY_BIT_AND;
    case TOK_VBAREQUAL: return BINARY_BIT_OR;
    case TOK_CIRCUMFLEXEQUAL: return BINARY_BIT_XOR;
    case TOK_LEFTSHIFTEQUAL: return BINARY_LSHIFT;
    case TOK_RIGHTSHIFTEQUAL: return BINARY_RSHIFT;
    case TOK_DOUBLESTAREQUAL: return BINARY_POW;
    case TOK_DOUBLESLASHEQUAL: return BINARY_FLOOR_DIV;
    default:
        *is_one = false;
        return BINARY_ADD;
    }
}

/* `target: annotation [= value]`, the colon at hand. */
Node *annotated_assignment(Parser *p, Token *start, Node *target)
{
    if (!is_single_target(target))
        return NULL;
    advance(p);
    Node *annotation = expression(p), *value = NULL;
    if (!annotation)
        return NULL;
    if (at(p, TOK_EQUAL)) {
        Token *equal = advance(p);
        value = annotated_rhs(p);
        if (!value) {
            if (!is_second_reading(p))
                return NULL;
            go_back(p, equal);
        }
    }
    set_context(target, CTX_STORE);
    return AST_NEW(p->arena, ANN_ASSIGN, AnnAssign, span_from(p, start), .target = target,
                   .annotation = annotation, .value = value,
                   .simple = target->kind == AST_NAME && start->kind == TOK_NAME);
}

/* `target op= value`, the operator at hand. */
Node *augmented_assignment(Parser *p, Token *start, Node *target)
{
    bool is_one;
    enum Binary op = augmented_operator((enum TokenKind)p->tok->kind, &is_one);
    if (!is_single_target(target))
        return NULL;
    advance(p);
    Node *value = annotated_rhs(p);
    if (!value)
        return NULL;
    set_context(target, CTX_STORE);
    return AST_NEW(p->arena, AUG_ASSIGN, AugAssign, span_from(p, start), .target = target,
                   .op = op, .value = value);
}

/* `target = ... = value`, the first `=` at hand. */
static Node *assignment(Parser *p, Token *start, Node *target)
{
    NodeList targets = {0};
    Node *value = target;
    while (at(p, TOK_EQUAL)) {
        if (!set_context(value, CTX_STORE))
            return NULL;
        ast_push(p->arena, &targets, value);
        advance(p);
        value = annotated_rhs(p);
        if (!value)
            return NULL;
    }
    return AST_NEW(p->arena, ASSIGN, Assign, span_from(p, start), .targets = ast_seq(&targets),
                   .value = value);
}

static Node *expression_stmt(Parser *p)
{
    if (__builtin_expect(p->is_explaining, 0))
        return explain_expression_stmt(p);
    Token *start = p->tok;
    Node *value = annotated_rhs(p);
    if (!value)
        return NULL;
    bool is_augmented;
    switch (p->tok->kind) {
    case TOK_NEWLINE:
    case TOK_SEMI:
        break;
    case TOK_EQUAL:
        return assignment(p, start, value);
    case TOK_COLON:
        return annotated_assignment(p, start, value);
    default:
        augmented_operator((enum TokenKind)p->tok->kind, &is_augmented);
        if (is_augmented)
            return augmented_assignment(p, start, value);
    }
    return AST_NEW(p->arena, EXPR, Expr, span_from(p, start), .value = value);
}

/* ---- other simple statements ---- */

static Node *return_stmt(Parser *p)
{
    Token *start = advance(p);
    Node *value = NULL;
    if ((starts_expression(p) || at(p, TOK_STAR)) && !(value = star_expressions(p)))
        return NULL;
    return AST_NEW(p->arena, RETURN, Return, span_from(p, start), .value = value);
}

static Node *raise_stmt(Parser *p)
{
    Token *start = advance(p);
    Node *exc = NULL, *cause = NULL;
    if (starts_expression(p)) {
        exc = expression(p);
        if (!exc || (accept(p, TOK_KW_FROM) && !(cause = expression(p))))
            return NULL;
    }
    return AST_NEW(p->arena, RAISE, Raise, span_from(p, start), .exc = exc, .cause = cause);
}

static Node *assert_stmt(Parser *p)
{
    Token *start = advance(p);
    Node *test = expression(p), *msg = NULL;
    if (!test || (accept(p, TOK_COMMA) && !(msg = expression(p))))
        return NULL;
    return AST_NEW(p->arena, ASSERT, Assert, span_from(p, start), .test = test, .msg = msg);
}

static Node *del_stmt(Parser *p)
{
    Token *start = advance(p);
    NodeList targets = {0};
    do {
        if (targets.n && !starts_expression(p))
            break;
        Node *target = primary(p);
        if (!target || !set_context(target, CTX_DEL)) {
            targets.n = 0;
            break;
        }
        ast_push(p->arena, &targets, target);
    } while (accept(p, TOK_COMMA));
    if (!targets.n || (!at(p, TOK_SEMI) && !at(p, TOK_NEWLINE))) {
        explain_del(p, start);
        return NULL;
    }
    return AST_NEW(p->arena, DELETE, Delete, span_from(p, start), .targets = ast_seq(&targets));
}

static Node *global_stmt(Parser *p)
{
    Token *start = advance(p);
    NameSeq names;
    if (!name_list(p, &names))
        return NULL;
    if (start->kind == TOK_KW_GLOBAL)
        return AST_NEW(p->arena, GLOBAL, Global, span_from(p, start), .names = names);
    return AST_NEW(p->arena, NONLOCAL, Nonlocal, span_from(p, start), .names = names);
}

/* ---- imports ---- */

static Node *alias(Parser *p, Name *(*read_name)(Parser *))
{
    Token *start = p->tok;
    Name *name = read_name(p), *asname = NULL;
    if (!name || (accept(p, TOK_KW_AS) && !(asname = take_name(p))))
        return NULL;
    return AST_NEW(p->arena, ALIAS, alias, span_from(p, start), .name = name, .asname = asname);
}

static Node *import_name(Parser *p)
{
    Token *start = advance(p);
    NodeList names = {0};
    do {
        Node *name = alias(p, dotted_name);
        if (!name)
            return NULL;
        ast_push(p->arena, &names, name);
    } while (accept(p, TOK_COMMA));
    return AST_NEW(p->arena, IMPORT, Import, span_from(p, start), .names = ast_seq(&names));
}

/* What `from m import` names: false if it is wrong. */
static bool import_from_targets(Parser *p, NodeList *names)
{
    if (at(p, TOK_STAR)) {
        Token *star = advance(p);
        ast_push(p->arena, names,
                 AST_NEW(p->arena, ALIAS, alias, span_of_token(star),
                         .name = name_intern(&p->unit->names, "*", 1)));
        return true;
    }
    bool is_enclosed = accept(p, TOK_LPAR);
    do {
        if (is_enclosed && names->n && at(p, TOK_RPAR))
            break;
        Node *name = alias(p, take_name);
        if (!name) {
            if (names->n && !is_enclosed)
                explain_import_names(p);
            return false;
        }
        ast_push(p->arena, names, name);
    } while (accept(p, TOK_COMMA));
    return !is_enclosed || accept(p, TOK_RPAR);
}

static Node *import_from(Parser *p)
{
    Token *start = advance(p);
    int level = 0;
    for (;; advance(p)) {
        if (at(p, TOK_DOT))
            level++;
        else if (at(p, TOK_ELLIPSIS))
            level += 3;
        else
            break;
    }
    Name *module = NULL;
    if ((at(p, TOK_NAME) || !level) && !(module = dotted_name(p)))
        return NULL;
    NodeList names = {0};
    if (!accept(p, TOK_KW_IMPORT) || !import_from_targets(p, &names))
        return NULL;
    return AST_NEW(p->arena, IMPORT_FROM, ImportFrom, span_from(p, start), .module = module,
                   .names = ast_seq(&names), .level = level);
}

static Node *simple_stmt(Parser *p)
{
    switch (p->tok->kind) {
    case TOK_KW_RETURN: return return_stmt(p);
    case TOK_KW_IMPORT: return import_name(p);
    case TOK_KW_FROM: return import_from(p);
    case TOK_KW_RAISE: return raise_stmt(p);
    case TOK_KW_DEL: return del_stmt(p);
    case TOK_KW_ASSERT: return assert_stmt(p);
    case TOK_KW_GLOBAL:
    case TOK_KW_NONLOCAL: return global_stmt(p);
    case TOK_KW_PASS: return AST_NEW(p->arena, PASS, Pass, span_of_token(advance(p)), );
    case TOK_KW_BREAK: return AST_NEW(p->arena, BREAK, Break, span_of_token(advance(p)), );
    case TOK_KW_CONTINUE:
        return AST_NEW(p->arena, CONTINUE, Continue, span_of_token(advance(p)), );
    default: return expression_stmt(p);
    }
}

static bool simple_stmts(Parser *p, NodeList *body)
{
    do {
        Node *node = simple_stmt(p);
        if (!node)
            return false;
        ast_push(p->arena, body, node);
    } while (accept(p, TOK_SEMI) && !at(p, TOK_NEWLINE));
    return accept(p, TOK_NEWLINE);
}

/* ---- blocks ---- */

static bool colon(Parser *p)
{
    return accept(p, TOK_COLON) || explain_colon(p);
}

static void forced_colon(Parser *p)
{
    if (!accept(p, TOK_COLON))
        raise_expected(p, TOK_COLON);
}

/* The block of the statement that began at `start`, a `what` in messages. */
bool block(Parser *p, const Token *start, const char *what, NodeSeq *body)
{
    NodeList list = {0};
    if (at(p, TOK_NEWLINE)) {
        advance(p);
        if (!at(p, TOK_INDENT)) {
            explain_missing_block(p, start, what);
            return false;
        }
        advance(p);
        enter(p, RULES_BLOCK);
        if (!statements(p, &list) || !accept(p, TOK_DEDENT))
            return false;
        leave(p, RULES_BLOCK);
    } else if (!simple_stmts(p, &list)) {
        return false;
    }
    *body = ast_seq(&list);
    return true;
}

static bool else_block(Parser *p, NodeSeq *orelse)
{
    *orelse = (NodeSeq){0};
    Token *start = p->tok;
    if (!accept(p, TOK_KW_ELSE))
        return true;
    forced_colon(p);
    return block(p, start, "'else' statement", orelse);
}

/* ---- compound statements ---- */

static Node *if_stmt(Parser *p)
{
    Token *start = advance(p);
    const char *what = start->kind == TOK_KW_IF ? "'if' statement" : "'elif' statement";
    NodeSeq body, orelse;
    Node *test = named_expression(p);
    if (!test || !colon(p) || !block(p, start, what, &body))
        return NULL;
    if (at(p, TOK_KW_ELIF)) {
        enter(p, RULES_ELIF);
        Node *elif = if_stmt(p);
        if (!elif)
            return NULL;
        leave(p, RULES_ELIF);
        orelse = ast_seq_one(p->arena, elif);
    } else if (!else_block(p, &orelse)) {
        return NULL;
    }
    return AST_NEW(p->arena, IF, If, span_from(p, start), .test = test, .body = body,
                   .orelse = orelse);
}

static Node *while_stmt(Parser *p)
{
    Token *start = advance(p);
    NodeSeq body, orelse;
    Node *test = named_expression(p);
    if (!test || !colon(p) || !block(p, start, "'while' statement", &body) ||
        !else_block(p, &orelse))
        return NULL;
    return AST_NEW(p->arena, WHILE, While, span_from(p, start), .test = test, .body = body,
                   .orelse = orelse);
}

static Node *for_stmt(Parser *p, Token *start)
{
    bool is_async = start->kind == TOK_KW_ASYNC;
    Token *word = advance(p);
    Node *target = star_targets(p);
    if (!target || !accept(p, TOK_KW_IN)) {
        if (p->is_explaining)
            explain_for_target(p, start);
        return NULL;
    }
    NodeSeq body, orelse;
    Node *iter = star_expressions(p);
    if (!iter || !colon(p) || !block(p, word, "'for' statement", &body) ||
        !else_block(p, &orelse))
        return NULL;
    Span span = span_from(p, start);
    if (is_async)
        return AST_NEW(p->arena, ASYNC_FOR, AsyncFor, span, .target = target, .iter = iter,
                       .body = body, .orelse = orelse);
    return AST_NEW(p->arena, FOR, For, span, .target = target, .iter = iter, .body = body,
                   .orelse = orelse);
}

static Node *with_item(Parser *p)
{
    Token *start = p->tok;
    Node *context = expression(p), *vars = NULL;
    if (!context)
        return NULL;
    if (at(p, TOK_KW_AS)) {
        Token *as = advance(p);
        vars = star_target(p);
        if (!vars || !(at(p, TOK_COMMA) || at(p, TOK_RPAR) || at(p, TOK_COLON))) {
            if (p->is_explaining)
                explain_with_target(p, as);
            go_back(p, as);
            vars = NULL;
        }
    }
    return AST_NEW(p->arena, WITHITEM, withitem, span_from(p, start), .context_expr = context,
                   .optional_vars = vars);
}

/* The items of a with statement and its colon. */
static bool with_items(Parser *p, NodeSeq *items)
{
    NodeList list = {0};
    bool is_enclosed = accept(p, TOK_LPAR);
    Node *item = NULL;
    do {
        if (is_enclosed && list.n && at(p, TOK_RPAR))
            break;
        item = with_item(p);
        if (item)
            ast_push(p->arena, &list, item);
    } while (item && accept(p, TOK_COMMA));
    *items = ast_seq(&list);
    return item && (!is_enclosed || accept(p, TOK_RPAR)) && at(p, TOK_COLON);
}

/* `with (a, b):` may be two items in parentheses or one tuple; the former is tried first. */
static bool any_with_items(Parser *p, NodeSeq *items)
{
    Token *mark = p->tok;
    int depth = p->depth;
    if (with_items(p, items))
        return true;
    if (mark->kind != TOK_LPAR)
        return false;
    go_back(p, mark);
    p->depth = depth;
    NodeList list = {0};
    do {
        Node *item = with_item(p);
        if (!item)
            return false;
        ast_push(p->arena, &list, item);
    } while (accept(p, TOK_COMMA));
    *items = ast_seq(&list);
    return at(p, TOK_COLON);
}

static Node *with_stmt(Parser *p, Token *start)
{
    bool is_async = start->kind == TOK_KW_ASYNC;
    Token *word = advance(p);
    NodeSeq items, body;
    if (!any_with_items(p, &items)) {
        explain_with(p, word);
        return NULL;
    }
    advance(p);
    if (!block(p, word, "'with' statement", &body))
        return NULL;
    Span span = span_from(p, start);
    if (is_async)
        return AST_NEW(p->arena, ASYNC_WITH, AsyncWith, span, .items = items, .body = body);
    return AST_NEW(p->arena, WITH, With, span, .items = items, .body = body);
}

/* One except clause, the word at hand. */
Node *except_block(Parser *p, bool *is_star)
{
    Token *start = advance(p);
    Node *type = NULL;
    Name *name = NULL;
    NodeSeq body;
    *is_star = accept(p, TOK_STAR);
    if (*is_star || !at(p, TOK_COLON)) {
        type = expression(p);
        if (!type || (accept(p, TOK_KW_AS) && !(name = take_name(p)))) {
            explain_except(p, start);
            return NULL;
        }
    }
    if (!at(p, TOK_COLON)) {
        explain_except(p, start);
        return NULL;
    }
    advance(p);
    if (!block(p, start, *is_star ? "'except*' statement" : "'except' statement", &body))
        return NULL;
    return AST_NEW(p->arena, EXCEPT_HANDLER, ExceptHandler, span_from(p, start), .type = type,
                   .name = name, .body = body);
}

static Node *try_stmt(Parser *p)
{
    Token *start = advance(p);
    NodeSeq body, orelse = {0}, finalbody = {0};
    NodeList handlers = {0};
    bool has_stars = false;
    forced_colon(p);
    Token *behind_colon = p->tok;
    if (!block(p, start, "'try' statement", &body)) {
        explain_excepts(p, behind_colon);
        return NULL;
    }
    if (!at(p, TOK_KW_EXCEPT) && !at(p, TOK_KW_FINALLY))
        explain_try(p);
    while (at(p, TOK_KW_EXCEPT)) {
        bool is_star;
        if (p->is_explaining && handlers.n)
            explain_mixed_except(p, has_stars);
        if (handlers.n && (kind_after(p) == TOK_STAR) != has_stars) {
            explain_except(p, p->tok);
            return NULL;
        }
        Node *handler = except_block(p, &is_star);
        if (!handler)
            return NULL;
        has_stars = is_star;
        ast_push(p->arena, &handlers, handler);
    }
    if (handlers.n && !else_block(p, &orelse))
        return NULL;
    Token *finally = p->tok;
    if (accept(p, TOK_KW_FINALLY)) {
        forced_colon(p);
        if (!block(p, finally, "'finally' statement", &finalbody))
            return NULL;
    } else if (!handlers.n) {
        return NULL;
    }
    Span span = span_from(p, start);
    NodeSeq clauses = ast_seq(&handlers);
    if (has_stars)
        return AST_NEW(p->arena, TRY_STAR, TryStar, span, .body = body, .handlers = clauses,
                       .orelse = orelse, .finalbody = finalbody);
    return AST_NEW(p->arena, TRY, Try, span, .body = body, .handlers = clauses, .orelse = orelse,
                   .finalbody = finalbody);
}

/* ---- functions and classes ---- */

/* A parameter's name and annotation; `has_star` allows `*args: *Ts`. */
static Node *param(Parser *p, bool is_lambda, bool has_star)
{
    Token *start = p->tok;
    Name *name = take_name(p);
    if (!name)
        return NULL;
    Node *annotation = NULL;
    if (!is_lambda && accept(p, TOK_COLON)) {
        annotation = has_star ? star_expression(p) : expression(p);
        if (!annotation)
            return NULL;
    }
    return AST_NEW(p->arena, ARG, arg, span_from(p, start), .arg = name,
                   .annotation = annotation);
}

/* `= value` behind a parameter: *value is NULL if there is none. */
static bool param_default(Parser *p, Node **value)
{
    *value = NULL;
    if (!at(p, TOK_EQUAL))
        return true;
    Token *equal = advance(p);
    enter(p, RULES_DEFAULT);
    *value = expression(p);
    if (!*value) {
        explain_default(p, equal);
        return false;
    }
    leave(p, RULES_DEFAULT);
    return true;
}

/* What follows `*`: `*args`, or bare and then a parameter, both with keyword-only parameters. */
static bool star_parameters(Parser *p, bool is_lambda, NodeList *kwonly, NodeList *kw_defaults,
                            Node **vararg)
{
    enum TokenKind end = is_lambda ? TOK_COLON : TOK_RPAR;
    advance(p);
    if (!at(p, TOK_COMMA)) {
        *vararg = param(p, is_lambda, true);
        if (!*vararg)
            return false;
    }
    while (accept(p, TOK_COMMA) && !at(p, end) && !at(p, TOK_DOUBLESTAR)) {
        Node *value, *item = param(p, is_lambda, false);
        if (!item || !param_default(p, &value))
            return false;
        ast_push(p->arena, kwonly, item);
        ast_push(p->arena, kw_defaults, value);
    }
    return *vararg || kwonly->n;
}

/* The parameters up to `)`, or `:` of a lambda, which stays at hand. */
Node *parameters(Parser *p, bool is_lambda)
{
    enum TokenKind end = is_lambda ? TOK_COLON : TOK_RPAR;
    NodeList posonly = {0}, args = {0}, kwonly = {0}, kw_defaults = {0}, defaults = {0};
    Node *vararg = NULL, *kwarg = NULL;
    if (p->is_explaining)
        explain_parameters(p, is_lambda);
    while (!at(p, end)) {
        if (at(p, TOK_STAR)) {
            if (p->is_explaining)
                explain_star(p, is_lambda);
            if (!star_parameters(p, is_lambda, &kwonly, &kw_defaults, &vararg))
                return NULL;
            if (!at(p, TOK_DOUBLESTAR) || p->tok[-1].kind != TOK_COMMA)
                break;
        }
        if (at(p, TOK_DOUBLESTAR)) {
            if (p->is_explaining)
                explain_double_star(p, is_lambda);
            advance(p);
            kwarg = param(p, is_lambda, false);
            if (!kwarg)
                return NULL;
            accept(p, TOK_COMMA);
            break;
        }
        if (at(p, TOK_SLASH)) {
            if (!args.n || posonly.n)
                return NULL;
            advance(p);
            posonly = args;
            args = (NodeList){0};
        } else {
            Node *value, *item = param(p, is_lambda, false);
            if (!item || !param_default(p, &value) || (!value && defaults.n))
                return NULL;
            ast_push(p->arena, &args, item);
            if (value)
                ast_push(p->arena, &defaults, value);
        }
        if (!accept(p, TOK_COMMA))
            break;
    }
    if (!at(p, end))
        return NULL;
    return AST_NEW(p->arena, ARGUMENTS, arguments, (Span){0}, .posonlyargs = ast_seq(&posonly),
                   .args = ast_seq(&args), .vararg = vararg, .kwonlyargs = ast_seq(&kwonly),
                   .kw_defaults = ast_seq(&kw_defaults), .kwarg = kwarg,
                   .defaults = ast_seq(&defaults));
}

static Node *function_def(Parser *p, Token *start, NodeSeq decorators)
{
    bool is_async = start->kind == TOK_KW_ASYNC;
    Token *word = advance(p);
    Name *name = take_name(p);
    if (!name)
        return NULL;
    if (!accept(p, TOK_LPAR))
        raise_expected(p, TOK_LPAR);
    Node *args = parameters(p, false), *returns = NULL;
    if (!args || !accept(p, TOK_RPAR))
        return NULL;
    if (at(p, TOK_RARROW)) {
        Token *arrow = advance(p);
        returns = expression(p);
        if (!returns && !is_second_reading(p)) {
            go_back(p, arrow + 1);
            returns = explain_beginning(p);
        }
        if (!returns)
            go_back(p, arrow);
    }
    forced_colon(p);
    NodeSeq body;
    if (!block(p, word, "function definition", &body))
        return NULL;
    Span span = span_from(p, start);
    if (is_async)
        return AST_NEW(p->arena, ASYNC_FUNCTION_DEF, AsyncFunctionDef, span, .name = name,
                       .args = args, .body = body, .decorator_list = decorators,
                       .returns = returns);
    return AST_NEW(p->arena, FUNCTION_DEF, FunctionDef, span, .name = name, .args = args,
                   .body = body, .decorator_list = decorators, .returns = returns);
}

static Node *class_def(Parser *p, NodeSeq decorators)
{
    Token *start = advance(p);
    Name *name = take_name(p);
    NodeSeq bases = {0}, keywords = {0}, body;
    if (!name)
        return NULL;
    if (accept(p, TOK_LPAR)) {
        if (!at(p, TOK_RPAR) && !arguments(p, &bases, &keywords))
            return NULL;
        if (!accept(p, TOK_RPAR))
            return NULL;
    }
    if (!colon(p) || !block(p, start, "class definition", &body))
        return NULL;
    return AST_NEW(p->arena, CLASS_DEF, ClassDef, span_from(p, start), .name = name,
                   .bases = bases, .keywords = keywords, .body = body,
                   .decorator_list = decorators);
}

static Node *decorated(Parser *p)
{
    NodeList decorators = {0};
    while (accept(p, TOK_AT)) {
        Node *decorator = named_expression(p);
        if (!decorator || !accept(p, TOK_NEWLINE))
            return NULL;
        ast_push(p->arena, &decorators, decorator);
    }
    NodeSeq seq = ast_seq(&decorators);
    Token *start = p->tok;
    switch (p->tok->kind) {
    case TOK_KW_CLASS:
        return class_def(p, seq);
    case TOK_KW_ASYNC:
        advance(p);
        return at(p, TOK_KW_DEF) ? function_def(p, start, seq) : NULL;
    case TOK_KW_DEF:
        return function_def(p, start, seq);
    default:
        return NULL;
    }
}

static Node *async_stmt(Parser *p)
{
    Token *start = advance(p);
    switch (p->tok->kind) {
    case TOK_KW_DEF: return function_def(p, start, (NodeSeq){0});
    case TOK_KW_WITH: return with_stmt(p, start);
    case TOK_KW_FOR: return for_stmt(p, start);
    default: return NULL;
    }
}

/* ---- statements ---- */

/* The compound statement at hand in *node, which is NULL if it is wrong; false if none begins. */
static bool compound_stmt(Parser *p, Node **node)
{
    switch (p->tok->kind) {
    case TOK_KW_DEF: *node = function_def(p, p->tok, (NodeSeq){0}); return true;
    case TOK_KW_IF: *node = if_stmt(p); return true;
    case TOK_KW_CLASS: *node = class_def(p, (NodeSeq){0}); return true;
    case TOK_KW_WITH: *node = with_stmt(p, p->tok); return true;
    case TOK_KW_FOR: *node = for_stmt(p, p->tok); return true;
    case TOK_KW_TRY: *node = try_stmt(p); return true;
    case TOK_KW_WHILE: *node = while_stmt(p); return true;
    case TOK_KW_ASYNC: *node = async_stmt(p); return true;
    case TOK_AT: *node = decorated(p); return true;
    case TOK_NAME:
        if (!is_word(p, p->tok, "match"))
            return false;
        *node = match_stmt(p);
        return *node != NULL;
    default:
        return false;
    }
}

/* Statements up to the end of the block or text. */
bool statements(Parser *p, NodeList *body)
{
    while (!at(p, TOK_DEDENT) && !at(p, TOK_ENDMARKER)) {
        Node *node;
        if (compound_stmt(p, &node)) {
            if (!node)
                return false;
            ast_push(p->arena, body, node);
        } else if (!simple_stmts(p, body)) {
            return false;
        }
    }
    return true;
}

static Node *module(Parser *p)
{
    NodeList body = {0};
    if (!statements(p, &body) || !at(p, TOK_ENDMARKER))
        return NULL;
    return AST_NEW(p->arena, MODULE, Module, (Span){0}, .body = ast_seq(&body));
}

/* Only blanks and comments may follow an interactive statement. */
static void check_single_statement(Parser *p)
{
    const char *s = p->lexer.text + p->tok[-1].end;
    for (; *s; s++) {
        if (*s == '#')
            s += strcspn(s, "\n");
        if (!strchr(" \t\n\f", *s))
            raise_multiple(p);
        if (!*s)
            break;
    }
}

static Node *interactive(Parser *p)
{
    NodeList body = {0};
    Node *node;
    Span span = span_of_token(p->tok);
    if (accept(p, TOK_NEWLINE)) {
        ast_push(p->arena, &body, AST_NEW(p->arena, PASS, Pass, span, ));
    } else if (compound_stmt(p, &node)) {
        if (!node || !accept(p, TOK_NEWLINE))
            return NULL;
        ast_push(p->arena, &body, node);
    } else if (!simple_stmts(p, &body)) {
        return NULL;
    }
    check_single_statement(p);
    return AST_NEW(p->arena, INTERACTIVE, Interactive, (Span){0}, .body = ast_seq(&body));
}

static Node *eval(Parser *p)
{
    Node *body = expressions(p);
    if (!body)
        return NULL;
    while (accept(p, TOK_NEWLINE))
        ;
    if (!at(p, TOK_ENDMARKER))
        return NULL;
    return AST_NEW(p->arena, EXPRESSION, Expression, (Span){0}, .body = body);
}

/* One reading from the first token. */
Node *parse_text(Parser *p)
{
    p->tok = p->lexer.tokens;
    p->depth = RULES_TEXT;
    if (p->tok->kind == TOK_ERROR)
        raise_lex_error(p);
    if (p->is_fstring)
        return star_expressions(p);
    if (p->unit->mode != FRONTEND_EVAL)
        p->depth += RULES_STATEMENT;
    switch (p->unit->mode) {
    case FRONTEND_EVAL: return eval(p);
    case FRONTEND_SINGLE: return interactive(p);
    default: return module(p);
    }
}

static Node *parse_or_explain(Parser *p)
{
    p->furthest = p->warned = p->lexer.tokens;
    Node *tree = parse_text(p);
    if (!tree)
        explain(p);
    give_warnings(p, p->lexer.tokens + p->lexer.ntokens);
    return tree;
}

Node *parse(Unit *unit)
{
    Parser parser = {.unit = unit, .arena = &unit->arena};
    lex_source(&parser.lexer, unit);
    return parse_or_explain(&parser);
}

Node *parse_fstring_expression(Parser *outer, const char *text, size_t length, int lineno,
                               int column)
{
    Parser parser = {
        .unit = outer->unit, .arena = outer->arena, .outer = outer, .is_fstring = true};
    give_warnings(outer, outer->tok);
    lex_expression(&parser.lexer, outer->unit, text, length, lineno, column);
    return parse_or_explain(&parser);
}

/* ---- tokens and names ---- */

void give_warnings(Parser *p, const Token *last)
{
    Lexer *lexer = &p->lexer;
    while (lexer->warnings && lexer->tokens + lexer->warnings->token <= last) {
        const LexError *error = &lexer->warnings->error;
        lexer->warnings = lexer->warnings->next;
        if (!diag_warn(p->unit, "SyntaxWarning", error->lineno, error->message)) {
            lexer->error = *error;
            lexer->warnings = NULL;
            raise_lex_error(p);
        }
    }
}

bool is_word(const Parser *p, const Token *token, const char *word)
{
    size_t length = strlen(word);
    return token->kind == TOK_NAME && token->end - token->start == length &&
           !memcmp(token_text(p, token), word, length);
}

Span span_of_token(const Token *token)
{
    return (Span){token->lineno, token->col_offset, token->end_lineno, token->end_col_offset};
}

/* The last token taken that is no layout. */
static const Token *last_token(const Parser *p)
{
    const Token *token = p->tok - 1;
    while (token->kind == TOK_NEWLINE || token->kind == TOK_INDENT || token->kind == TOK_DEDENT)
        token--;
    return token;
}

Span span_from(const Parser *p, const Token *start)
{
    const Token *last = last_token(p);
    return (Span){start->lineno, start->col_offset, last->end_lineno, last->end_col_offset};
}

Name *name_of_token(Parser *p, const Token *token)
{
    const char *text = token_text(p, token);
    size_t length = token->end - token->start;
    for (size_t i = 0; i < length; i++) {
        if (text[i] & 0x80) {
            utf8proc_uint8_t *normal;
            utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)text,
                                              (utf8proc_ssize_t)length, &normal,
                                              UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE);
            if (n < 0)
                BUG("an identifier that is not UTF-8");
            Name *name = name_intern(&p->unit->names, (const char *)normal, (size_t)n);
            free(normal);
            return name;
        }
    }
    return name_intern(&p->unit->names, text, length);
}

Name *take_name(Parser *p)
{
    return at(p, TOK_NAME) ? name_of_token(p, advance(p)) : NULL;
}
