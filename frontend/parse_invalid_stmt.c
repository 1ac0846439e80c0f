/* parse_invalid_stmt.c -- the messages for what is not Python in statements and parameters.
 *
 * Called on the second reading (see parse_invalid.c) by the rules of parse_stmt.c and
 * parse_match.c, where CPython's grammar has a rule for a mistake. A function that finds none
 * leaves the token at hand where it was.
 */
#include "frontend/parse_invalid.h"

/* ---- assignments and other simple statements ---- */

/* `target =` as often as it stands here. */
static NodeSeq take_targets(Parser *p)
{
    NodeList targets = {0};
    for (;;) {
        Token *mark = p->tok;
        Node *target = star_targets(p);
        if (!target || !accept(p, TOK_EQUAL)) {
            go_back(p, mark);
            return ast_seq(&targets);
        }
        ast_push(p->arena, &targets, target);
    }
}

/* The list or tuple that can't be annotated, in parentheses perhaps. */
static Node *invalid_ann_assign_target(Parser *p)
{
    Token *start = p->tok;
    if (!at(p, TOK_LPAR) && !at(p, TOK_LSQB))
        return NULL;
    Node *node = atom(p);
    if (node && (node->kind == AST_LIST || node->kind == AST_TUPLE))
        return node;
    go_back(p, start);
    return NULL;
}

static void invalid_assignment(Parser *p)
{
    Token *start = p->tok;
    Node *a = invalid_ann_assign_target(p);
    if (a && accept(p, TOK_COLON) && expression(p))
        raise_at(p, a->span, "only single target (not %s) can be annotated", expression_name(a));
    go_back(p, start);

    a = star_named_expression(p);
    if (a && accept(p, TOK_COMMA)) {
        Token *behind = p->tok;
        while (star_named_expression(p)) {
            accept(p, TOK_COMMA);
            behind = p->tok;
        }
        go_back(p, behind);
        if (accept(p, TOK_COLON) && expression(p))
            raise_at(p, a->span, "only single target (not tuple) can be annotated");
    }
    go_back(p, start);

    a = expression(p);
    if (a && accept(p, TOK_COLON) && expression(p))
        raise_at(p, a->span, "illegal target for annotation");
    go_back(p, start);

    take_targets(p);
    Token *value = p->tok;
    a = star_expressions(p);
    if (a && at(p, TOK_EQUAL))
        raise_if_bad_target(p, a, STAR_TARGETS);
    go_back(p, value);
    a = yield_expr(p);
    if (a && at(p, TOK_EQUAL))
        raise_at(p, a->span, "assignment to yield expression not possible");
    go_back(p, start);

    a = star_expressions(p);
    bool is_augmented = false;
    if (a)
        augmented_operator((enum TokenKind)p->tok->kind, &is_augmented);
    if (is_augmented) {
        advance(p);
        if (annotated_rhs(p))
            raise_at(p, a->span, "'%s' is an illegal expression for augmented assignment",
                     expression_name(a));
    }
    go_back(p, start);
}

/* `a = b = value`; NULL if it is no assignment. */
static Node *assignment(Parser *p, Token *start)
{
    NodeSeq targets = take_targets(p);
    if (!targets.n)
        return NULL;
    Node *value = annotated_rhs(p);
    if (!value || at(p, TOK_EQUAL))
        return NULL;
    return AST_NEW(p->arena, ASSIGN, Assign, span_from(p, start), .targets = targets,
                   .value = value);
}

static Node *expression_stmt(Parser *p)
{
    Token *start = p->tok;
    Node *target, *node;
    bool is_augmented;

    if (starts_expression(p)) {
        target = primary(p);
        if (target && at(p, TOK_COLON) && (node = annotated_assignment(p, start, target)))
            return node;
        go_back(p, start);
    }
    if ((node = assignment(p, start)))
        return node;
    go_back(p, start);
    if (starts_expression(p)) {
        target = primary(p);
        augmented_operator((enum TokenKind)p->tok->kind, &is_augmented);
        if (target && is_augmented && is_single_target(target)) {
            /* The operator settles what the statement is. */
            return augmented_assignment(p, start, target);
        }
        go_back(p, start);
    }
    invalid_assignment(p);
    node = annotated_rhs(p);
    if (!node)
        return NULL;
    return AST_NEW(p->arena, EXPR, Expr, span_from(p, start), .value = node);
}

Node *explain_expression_stmt(Parser *p)
{
    return memoized(p, MEMO_STATEMENT, expression_stmt);
}

void explain_del(Parser *p, Token *start)
{
    if (!p->is_explaining)
        return;
    go_back(p, start + 1);
    raise_if_bad_target(p, star_expressions(p), DEL_TARGETS);
    go_back(p, start);
}

void explain_import_names(Parser *p)
{
    if (p->is_explaining && at(p, TOK_NEWLINE))
        raise_here(p, "SyntaxError",
                   "trailing comma not allowed without surrounding parentheses");
}

/* ---- compound statements ---- */

bool explain_colon(Parser *p)
{
    if (p->is_explaining && at(p, TOK_NEWLINE))
        raise_here(p, "SyntaxError", "expected ':'");
    return false;
}

void explain_missing_block(Parser *p, const Token *start, const char *what)
{
    if (p->is_explaining)
        raise_here(p, "IndentationError", "expected an indented block after %s on line %d", what,
                   start->lineno);
}

void explain_with_target(Parser *p, Token *as)
{
    go_back(p, as + 1);
    Node *a = expression(p);
    if (a && (at(p, TOK_COMMA) || at(p, TOK_RPAR) || at(p, TOK_COLON)))
        raise_if_bad_target(p, a, STAR_TARGETS);
    go_back(p, as);
}

/* Items of a with statement whose line ends without colon. */
static void with_without_colon(Parser *p, Node *(*context)(Parser *), bool is_enclosed)
{
    do {
        if (is_enclosed && at(p, TOK_RPAR) && p->tok[-1].kind == TOK_COMMA)
            break;
        if (!context(p))
            return;
        Token *as = p->tok;
        if (accept(p, TOK_KW_AS) && !star_target(p))
            go_back(p, as);
    } while (accept(p, TOK_COMMA));
    if ((!is_enclosed || accept(p, TOK_RPAR)) && at(p, TOK_NEWLINE))
        raise_here(p, "SyntaxError", "expected ':'");
}

void explain_with(Parser *p, Token *word)
{
    if (!p->is_explaining)
        return;
    go_back(p, word + 1);
    with_without_colon(p, expression, false);
    go_back(p, word + 1);
    if (accept(p, TOK_LPAR))
        with_without_colon(p, expressions, true);
    go_back(p, word);
}

static void optional_as_name(Parser *p)
{
    Token *as = p->tok;
    if (accept(p, TOK_KW_AS) && !accept(p, TOK_NAME))
        go_back(p, as);
}

void explain_except(Parser *p, Token *start)
{
    if (!p->is_explaining)
        return;
    go_back(p, start + 1);
    bool is_star = accept(p, TOK_STAR);
    Token *behind = p->tok;
    Node *a = expression(p);
    if (a) {
        Token *end = p->tok;
        if (accept(p, TOK_COMMA) && expressions(p)) {
            optional_as_name(p);
            if (at(p, TOK_COLON))
                raise_from(p, a->span, "multiple exception types must be parenthesized");
        }
        go_back(p, end);
        optional_as_name(p);
        if (at(p, TOK_NEWLINE))
            raise_here(p, "SyntaxError", "expected ':'");
    }
    go_back(p, behind);
    if (!is_star && at(p, TOK_NEWLINE))
        raise_here(p, "SyntaxError", "expected ':'");
    if (is_star && (at(p, TOK_NEWLINE) || at(p, TOK_COLON)))
        raise_here(p, "SyntaxError", "expected one or more exception types");
    go_back(p, start);
}

/* Except clauses right behind `try:`. */
void explain_excepts(Parser *p, Token *start)
{
    if (!p->is_explaining)
        return;
    bool is_star, has_stars = false;
    go_back(p, start);
    for (int n = 0; at(p, TOK_KW_EXCEPT); n++) {
        if (n)
            explain_mixed_except(p, has_stars);
        if (!except_block(p, &is_star))
            break;
        has_stars = is_star;
    }
    go_back(p, start);
}

void explain_try(Parser *p)
{
    if (p->is_explaining)
        raise_here(p, "SyntaxError", "expected 'except' or 'finally' block");
}

/* An except clause of the other kind than those before, at hand. */
void explain_mixed_except(Parser *p, bool has_stars)
{
    Token *start = advance(p), *star = p->tok;
    if (accept(p, TOK_STAR) != has_stars) {
        if (has_stars ? at(p, TOK_COLON) || expression(p) : expression(p) != NULL) {
            Token *last = has_stars ? start : star;
            optional_as_name(p);
            if (at(p, TOK_COLON))
                raise_at(p, span_join(span_of_token(start), span_of_token(last)),
                         "cannot have both 'except' and 'except*' on the same 'try'");
        }
    }
    go_back(p, start);
}

void explain_pattern_target(Parser *p)
{
    if (!p->is_explaining)
        return;
    Token *start = p->tok;
    if (is_word(p, start, "_"))
        raise_at(p, span_of_token(start), "cannot use '_' as a target");
    if (!at(p, TOK_NAME)) {
        Node *a = expression(p);
        if (a)
            raise_at(p, a->span, "invalid pattern target");
    }
    go_back(p, start);
}

/* ---- parameters ---- */

/* A name and its annotation; NULL if there is none. */
static Token *bare_param(Parser *p, bool is_lambda)
{
    Token *start = p->tok;
    if (!accept(p, TOK_NAME))
        return NULL;
    if (!is_lambda && accept(p, TOK_COLON) && !expression(p)) {
        go_back(p, start);
        return NULL;
    }
    return start;
}

static bool ends_param(Parser *p, bool is_lambda)
{
    return accept(p, TOK_COMMA) || at(p, is_lambda ? TOK_COLON : TOK_RPAR);
}

void explain_default(Parser *p, Token *equal)
{
    if (p->is_explaining && p->tok == equal + 1 && (at(p, TOK_RPAR) || at(p, TOK_COMMA)))
        raise_at(p, span_of_token(equal), "expected default value expression");
}

/* A parameter without default is taken, but the comma behind it only in a def, where CPython goes
   on to look for a type comment; *span is its own. */
static bool see_plain_param(Parser *p, bool is_lambda, Span *span)
{
    Token *start = p->tok;
    if (bare_param(p, is_lambda)) {
        *span = span_from(p, start);
        if (is_lambda ? at(p, TOK_COMMA) || at(p, TOK_COLON) : ends_param(p, false))
            return true;
    }
    go_back(p, start);
    return false;
}

/* A parameter without default, and the comma behind it; *span is its own. */
static bool take_plain_param(Parser *p, bool is_lambda, Span *span)
{
    if (!see_plain_param(p, is_lambda, span))
        return false;
    if (is_lambda)
        accept(p, TOK_COMMA);
    return true;
}

/* A parameter with default, and the comma behind it. */
static bool take_default_param(Parser *p, bool is_lambda)
{
    Token *start = p->tok;
    if (bare_param(p, is_lambda) && at(p, TOK_EQUAL)) {
        Token *equal = advance(p);
        if (expression(p) && ends_param(p, is_lambda))
            return true;
        go_back(p, equal + 1);
        explain_default(p, equal);
    }
    go_back(p, start);
    return false;
}

static bool take_param(Parser *p, bool is_lambda)
{
    Span span;
    return take_plain_param(p, is_lambda, &span) || take_default_param(p, is_lambda);
}

static void skip_plain_params(Parser *p, bool is_lambda)
{
    Span span;
    while (take_plain_param(p, is_lambda, &span))
        ;
}

static void skip_params(Parser *p, bool is_lambda)
{
    while (take_param(p, is_lambda))
        ;
}

/* Parameters with defaults, then perhaps a slash. False if there are none. */
static bool default_params(Parser *p, bool is_lambda)
{
    bool has_any = false;
    while (take_default_param(p, is_lambda))
        has_any = true;
    Token *slash = p->tok;
    if (has_any && (!accept(p, TOK_SLASH) || !ends_param(p, is_lambda)))
        go_back(p, slash);
    return has_any;
}

/* Parameters and the slash behind them; false, going back, without a slash. */
static bool params_to_slash(Parser *p, bool is_lambda)
{
    Token *start = p->tok;
    if (take_param(p, is_lambda)) {
        skip_params(p, is_lambda);
        if (accept(p, TOK_SLASH) && ends_param(p, is_lambda))
            return true;
    }
    go_back(p, start);
    return false;
}

/* `(a, b)` among the parameters. */
static void invalid_parenthesized(Parser *p, bool is_lambda)
{
    if (!at(p, TOK_LPAR))
        return;
    Token *open = advance(p);
    Span span;
    int n = 0;
    if (is_lambda) {
        while (accept(p, TOK_NAME)) {
            n++;
            if (!accept(p, TOK_COMMA))
                break;
        }
    } else {
        while (take_plain_param(p, false, &span))
            n++;
        if (n)
            accept(p, TOK_COMMA);
    }
    if (n && at(p, TOK_RPAR)) {
        raise_at(p, span_join(span_of_token(open), span_of_token(p->tok)),
                 is_lambda ? "Lambda expression parameters cannot be parenthesized"
                           : "Function parameters cannot be parenthesized");
    }
    go_back(p, open);
}

/* Mistakes of a whole list of parameters. */
void explain_parameters(Parser *p, bool is_lambda)
{
    Token *start = p->tok;
    Span span;

    skip_plain_params(p, is_lambda);
    Token *behind_plain = p->tok;
    if (default_params(p, is_lambda) && see_plain_param(p, is_lambda, &span))
        raise_at(p, span, "non-default argument follows default argument");
    go_back(p, behind_plain);
    invalid_parenthesized(p, is_lambda);
    go_back(p, start);

    if (at(p, TOK_SLASH) && kind_after(p) == TOK_COMMA)
        raise_at(p, span_of_token(start), "at least one argument must precede /");

    bool has_slash = params_to_slash(p, is_lambda);
    if (has_slash) {
        skip_params(p, is_lambda);
        if (at(p, TOK_SLASH))
            raise_at(p, span_of_token(p->tok), "/ may appear only once");
    }
    skip_params(p, is_lambda);
    if (accept(p, TOK_STAR) &&
        (accept(p, TOK_COMMA) || take_plain_param(p, is_lambda, &span))) {
        skip_params(p, is_lambda);
        if (at(p, TOK_SLASH))
            raise_at(p, span_of_token(p->tok), "/ must be ahead of *");
    }
    go_back(p, start);

    if (take_param(p, is_lambda)) {
        skip_params(p, is_lambda);
        if (accept(p, TOK_SLASH) && at(p, TOK_STAR))
            raise_at(p, span_of_token(p->tok), "expected comma between / and *");
    }
    go_back(p, start);
}

/* Mistakes behind `*`, which is at hand. */
void explain_star(Parser *p, bool is_lambda)
{
    enum TokenKind end = is_lambda ? TOK_COLON : TOK_RPAR;
    Token *star = advance(p);
    Span span;
    if (at(p, end))
        goto bare;
    if (accept(p, TOK_COMMA)) {
        if (at(p, end) || at(p, TOK_DOUBLESTAR))
            goto bare;
        go_back(p, star + 1);
    }
    if (bare_param(p, is_lambda) && at(p, TOK_EQUAL))
        raise_at(p, span_of_token(p->tok),
                 "var-positional argument cannot have default value");
    go_back(p, star + 1);
    if (take_plain_param(p, is_lambda, &span) || accept(p, TOK_COMMA)) {
        skip_params(p, is_lambda);
        Token *second = p->tok;
        if (accept(p, TOK_STAR) && (see_plain_param(p, is_lambda, &span) || at(p, TOK_COMMA)))
            raise_at(p, span_of_token(second), "* argument may appear only once");
    }
    go_back(p, star);
    return;
bare:
    if (is_lambda)
        raise_here(p, "SyntaxError", "named arguments must follow bare *");
    raise_at(p, span_of_token(star), "named arguments must follow bare *");
}

/* Mistakes behind `**`, which is at hand. */
void explain_double_star(Parser *p, bool is_lambda)
{
    Token *stars = advance(p);
    if (bare_param(p, is_lambda)) {
        if (at(p, TOK_EQUAL))
            raise_at(p, span_of_token(p->tok),
                     "var-keyword argument cannot have default value");
        if (accept(p, TOK_COMMA)) {
            Token *next = p->tok;
            if (!is_lambda && bare_param(p, false))
                raise_at(p, span_from(p, next),
                         "arguments cannot follow var-keyword argument");
            if (at(p, TOK_STAR) || at(p, TOK_DOUBLESTAR) || at(p, TOK_SLASH) ||
                (is_lambda && at(p, TOK_NAME)))
                raise_at(p, span_of_token(next),
                         "arguments cannot follow var-keyword argument");
        }
    }
    go_back(p, stars);
}
