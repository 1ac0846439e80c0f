/* parse_expr.c -- expressions, from star_expressions down to atoms.
 *
 * Binary operators are read by precedence climbing (binary); comparisons, `not`, `and` and `or`
 * have functions of their own. Targets are read as expressions and turned by set_context.
 */
#include "frontend/parser.h"

#include "frontend/literal.h"

Node *make_constant(Parser *p, Span span, Value value)
{
    return AST_NEW(p->arena, CONSTANT, Constant, span, .value = value);
}

Node *make_name(Parser *p, const Token *token, enum Context ctx)
{
    return AST_NEW(p->arena, NAME, Name, span_of_token(token), .id = name_of_token(p, token),
                   .ctx = ctx);
}

Node *make_tuple(Parser *p, Span span, const NodeList *items)
{
    return AST_NEW(p->arena, TUPLE, Tuple, span, .elts = ast_seq(items), .ctx = CTX_LOAD);
}

/* ---- targets ---- */

bool is_single_target(const Node *node)
{
    return node->kind == AST_NAME || node->kind == AST_ATTRIBUTE || node->kind == AST_SUBSCRIPT;
}

bool set_context(Node *node, enum Context ctx)
{
    NodeSeq *items;
    switch (node->kind) {
    case AST_NAME:
        node->Name.ctx = ctx;
        return true;
    case AST_ATTRIBUTE:
        node->Attribute.ctx = ctx;
        return true;
    case AST_SUBSCRIPT:
        node->Subscript.ctx = ctx;
        return true;
    case AST_STARRED:
        if (ctx == CTX_DEL || node->Starred.value->kind == AST_STARRED)
            return false;
        node->Starred.ctx = ctx;
        return set_context(node->Starred.value, ctx);
    case AST_TUPLE:
        node->Tuple.ctx = ctx;
        items = &node->Tuple.elts;
        break;
    case AST_LIST:
        node->List.ctx = ctx;
        items = &node->List.elts;
        break;
    default:
        return false;
    }
    for (int i = 0; i < items->n; i++) {
        if (!set_context(items->items[i], ctx))
            return false;
    }
    return true;
}

Node *star_target(Parser *p)
{
    Token *start = p->tok;
    if (accept(p, TOK_STAR)) {
        if (at(p, TOK_STAR))
            return NULL;
        Node *value = star_target(p);
        if (!value)
            return NULL;
        return AST_NEW(p->arena, STARRED, Starred, span_from(p, start), .value = value,
                       .ctx = CTX_STORE);
    }
    Node *target = primary(p);
    return target && set_context(target, CTX_STORE) ? target : NULL;
}

Node *star_targets(Parser *p)
{
    Token *start = p->tok;
    Node *first = star_target(p);
    if (!first || !at(p, TOK_COMMA))
        return first;
    NodeList items = {0};
    ast_push(p->arena, &items, first);
    while (accept(p, TOK_COMMA)) {
        Token *mark = p->tok;
        Node *item = starts_expression(p) || at(p, TOK_STAR) ? star_target(p) : NULL;
        if (!item) {
            go_back(p, mark);
            break;
        }
        ast_push(p->arena, &items, item);
    }
    Node *tuple = make_tuple(p, span_from(p, start), &items);
    tuple->Tuple.ctx = CTX_STORE;
    return tuple;
}

/* ---- lists of expressions ---- */

/* Can the token at hand begin an expression? */
bool starts_expression(const Parser *p)
{
    switch (p->tok->kind) {
    case TOK_NAME: case TOK_NUMBER: case TOK_STRING: case TOK_LPAR: case TOK_LSQB: case TOK_LBRACE:
    case TOK_MINUS: case TOK_PLUS: case TOK_TILDE: case TOK_ELLIPSIS: case TOK_KW_NONE:
    case TOK_KW_TRUE: case TOK_KW_FALSE: case TOK_KW_NOT: case TOK_KW_LAMBDA: case TOK_KW_AWAIT:
        return true;
    default:
        return false;
    }
}

Node *star_expression(Parser *p)
{
    Token *start = p->tok;
    if (!accept(p, TOK_STAR))
        return expression(p);
    Node *value = bitwise_or(p);
    if (!value)
        return NULL;
    return AST_NEW(p->arena, STARRED, Starred, span_from(p, start), .value = value,
                   .ctx = CTX_LOAD);
}

Node *star_named_expression(Parser *p)
{
    return at(p, TOK_STAR) ? star_expression(p) : named_expression(p);
}

/* One item, or several with commas between them and perhaps behind: then a tuple. */
static Node *one_or_tuple(Parser *p, Node *(*item)(Parser *), bool has_stars)
{
    Token *start = p->tok;
    Node *first = item(p);
    if (!first || !at(p, TOK_COMMA))
        return first;
    NodeList items = {0};
    ast_push(p->arena, &items, first);
    while (accept(p, TOK_COMMA)) {
        if (!starts_expression(p) && !(has_stars && at(p, TOK_STAR)))
            break;
        Token *mark = p->tok;
        Node *next = item(p);
        if (!next) {
            if (!is_second_reading(p))
                return NULL;
            go_back(p, mark);
            break;
        }
        ast_push(p->arena, &items, next);
    }
    return make_tuple(p, span_from(p, start), &items);
}

Node *star_expressions(Parser *p)
{
    return one_or_tuple(p, star_expression, true);
}

Node *expressions(Parser *p)
{
    return one_or_tuple(p, expression, false);
}

Node *annotated_rhs(Parser *p)
{
    return at(p, TOK_KW_YIELD) ? yield_expr(p) : star_expressions(p);
}

Node *yield_expr(Parser *p)
{
    Token *start = p->tok;
    if (!accept(p, TOK_KW_YIELD))
        return NULL;
    if (accept(p, TOK_KW_FROM)) {
        Node *value = expression(p);
        if (!value)
            return NULL;
        return AST_NEW(p->arena, YIELD_FROM, YieldFrom, span_from(p, start), .value = value);
    }
    Node *value = NULL;
    if (starts_expression(p) || at(p, TOK_STAR)) {
        value = star_expressions(p);
        if (!value)
            return NULL;
    }
    return AST_NEW(p->arena, YIELD, Yield, span_from(p, start), .value = value);
}

/* ---- operators ---- */

/* `a := b`, which is at hand. */
Node *assignment_expression(Parser *p)
{
    Token *start = advance(p);
    advance(p);
    Node *value = expression(p);
    if (!value)
        return NULL;
    return AST_NEW(p->arena, NAMED_EXPR, NamedExpr, span_from(p, start),
                   .target = make_name(p, start, CTX_STORE), .value = value);
}

Node *named_expression(Parser *p)
{
    if (is_second_reading(p))
        return explain_named_expression(p);
    if (at(p, TOK_NAME) && p->tok[1].kind == TOK_COLONEQUAL)
        return assignment_expression(p);
    Node *value = expression(p);
    return value && !at(p, TOK_COLONEQUAL) ? value : NULL;
}

static Node *lambdef(Parser *p)
{
    Token *start = advance(p);
    enter(p, RULES_LAMBDA);
    Node *params = parameters(p, true);
    if (!params || !accept(p, TOK_COLON))
        return NULL;
    Node *body = expression(p);
    if (!body)
        return NULL;
    leave(p, RULES_LAMBDA);
    return AST_NEW(p->arena, LAMBDA, Lambda, span_from(p, start), .args = params, .body = body);
}

Node *expression_plain(Parser *p)
{
    if (at(p, TOK_KW_LAMBDA))
        return lambdef(p);
    Token *start = p->tok;
    Node *body = disjunction(p);
    if (!body || !at(p, TOK_KW_IF))
        return body;
    Token *mark = advance(p) /* if */;
    enter(p, RULES_TERNARY);
    int depth = p->depth;
    Node *test = disjunction(p);
    Node *orelse = test && accept(p, TOK_KW_ELSE) ? expression(p) : NULL;
    p->depth = depth - RULES_TERNARY;
    if (!orelse) {
        /* `a if b` may go on as a clause of a comprehension. */
        go_back(p, mark);
        return body;
    }
    return AST_NEW(p->arena, IF_EXP, IfExp, span_from(p, start), .test = test, .body = body,
                   .orelse = orelse);
}

Node *expression(Parser *p)
{
    if (is_second_reading(p))
        return explain_expression(p);
    return expression_plain(p);
}

static Node *comparison(Parser *p);

static Node *inversion(Parser *p)
{
    if (!at(p, TOK_KW_NOT))
        return comparison(p);
    Token *start = advance(p);
    enter(p, RULES_UNARY);
    Node *operand = inversion(p);
    if (!operand)
        return NULL;
    leave(p, RULES_UNARY);
    return AST_NEW(p->arena, UNARY_OP, UnaryOp, span_from(p, start), .op = UNARY_NOT,
                   .operand = operand);
}

static Node *bool_op(Parser *p, enum TokenKind token, enum BoolOp op, Node *(*operand)(Parser *))
{
    Token *start = p->tok;
    Node *first = operand(p);
    if (!first || !at(p, token))
        return first;
    NodeList values = {0};
    ast_push(p->arena, &values, first);
    while (at(p, token)) {
        Token *mark = advance(p);
        int depth = p->depth;
        enter(p, RULES_AND_OR);
        Node *value = operand(p);
        p->depth = depth;
        if (!value) {
            if (!is_second_reading(p))
                return NULL;
            go_back(p, mark);
            if (values.n == 1)
                return first;
            break;
        }
        ast_push(p->arena, &values, value);
    }
    return AST_NEW(p->arena, BOOL_OP, BoolOp, span_from(p, start), .op = op,
                   .values = ast_seq(&values));
}

static Node *conjunction(Parser *p)
{
    return bool_op(p, TOK_KW_AND, BOOLOP_AND, inversion);
}

Node *disjunction_plain(Parser *p)
{
    return bool_op(p, TOK_KW_OR, BOOLOP_OR, conjunction);
}

Node *disjunction(Parser *p)
{
    if (is_second_reading(p))
        return explain_disjunction(p);
    return disjunction_plain(p);
}

/* The comparison operator at hand is taken; -1 if there is none. */
static int compare_operator(Parser *p)
{
    int op;
    switch (p->tok->kind) {
    case TOK_EQEQUAL: op = COMPARE_EQ; break;
    case TOK_NOTEQUAL: {
        bool is_diamond = *token_text(p, p->tok) == '<';
        if (is_diamond != ((p->unit->flags & FRONTEND_FUTURE_BARRY_AS_BDFL) != 0)) {
            if (!is_diamond)
                explain_barry(p);
            return -1;
        }
        op = COMPARE_NOT_EQ;
        break;
    }
    case TOK_LESS: op = COMPARE_LT; break;
    case TOK_LESSEQUAL: op = COMPARE_LT_E; break;
    case TOK_GREATER: op = COMPARE_GT; break;
    case TOK_GREATEREQUAL: op = COMPARE_GT_E; break;
    case TOK_KW_IN: op = COMPARE_IN; break;
    case TOK_KW_IS:
        advance(p);
        return accept(p, TOK_KW_NOT) ? COMPARE_IS_NOT : COMPARE_IS;
    case TOK_KW_NOT:
        if (kind_after(p) != TOK_KW_IN)
            return -1;
        advance(p);
        op = COMPARE_NOT_IN;
        break;
    default:
        return -1;
    }
    advance(p);
    return op;
}

static Node *comparison(Parser *p)
{
    Token *start = p->tok;
    Node *left = bitwise_or(p);
    if (!left)
        return NULL;
    Token *mark = p->tok;
    int op = compare_operator(p);
    if (op < 0)
        return left;
    NodeList comparators = {0};
    unsigned char *ops = NULL;
    int capacity = 0;
    do {
        int depth = p->depth;
        enter(p, RULES_COMPARISON);
        Node *right = bitwise_or(p);
        p->depth = depth;
        if (!right) {
            if (!is_second_reading(p))
                return NULL;
            go_back(p, mark);
            if (!comparators.n)
                return left;
            break;
        }
        ops = arena_grow(p->arena, ops, &capacity, comparators.n + 1, 1);
        ops[comparators.n] = (unsigned char)op;
        ast_push(p->arena, &comparators, right);
        mark = p->tok;
    } while ((op = compare_operator(p)) >= 0);
    return AST_NEW(p->arena, COMPARE, Compare, span_from(p, start), .left = left,
                   .ops = (CompareSeq){comparators.n, ops}, .comparators = ast_seq(&comparators));
}

/* A binary operator's strength, 0 for what is none, and what it is. */
static const struct {
    uint8_t precedence;
    uint8_t op;
} binary_operators[TOK_NKINDS] = {
    [TOK_VBAR] = {1, BINARY_BIT_OR},
    [TOK_CIRCUMFLEX] = {2, BINARY_BIT_XOR},
    [TOK_AMPER] = {3, BINARY_BIT_AND},
    [TOK_LEFTSHIFT] = {4, BINARY_LSHIFT},
    [TOK_RIGHTSHIFT] = {4, BINARY_RSHIFT},
    [TOK_PLUS] = {5, BINARY_ADD},
    [TOK_MINUS] = {5, BINARY_SUB},
    [TOK_STAR] = {6, BINARY_MULT},
    [TOK_SLASH] = {6, BINARY_DIV},
    [TOK_DOUBLESLASH] = {6, BINARY_FLOOR_DIV},
    [TOK_PERCENT] = {6, BINARY_MOD},
    [TOK_AT] = {6, BINARY_MAT_MULT},
};

static Node *factor(Parser *p);

static Node *power(Parser *p)
{
    Token *start = p->tok;
    Node *base;
    if (accept(p, TOK_KW_AWAIT)) {
        base = primary(p);
        if (!base)
            return NULL;
        base = AST_NEW(p->arena, AWAIT, Await, span_from(p, start), .value = base);
    } else {
        base = primary(p);
    }
    if (!base || !accept(p, TOK_DOUBLESTAR))
        return base;
    Token *mark = p->tok - 1;
    enter(p, RULES_POWER);
    Node *exponent = factor(p);
    if (!exponent) {
        if (!is_second_reading(p))
            return NULL;
        go_back(p, mark);
        return base;
    }
    leave(p, RULES_POWER);
    return AST_NEW(p->arena, BIN_OP, BinOp, span_from(p, start), .left = base, .op = BINARY_POW,
                   .right = exponent);
}

static Node *factor(Parser *p)
{
    enum Unary op;
    switch (p->tok->kind) {
    case TOK_PLUS: op = UNARY_UADD; break;
    case TOK_MINUS: op = UNARY_USUB; break;
    case TOK_TILDE: op = UNARY_INVERT; break;
    default: return power(p);
    }
    Token *start = advance(p);
    enter(p, RULES_UNARY);
    Node *operand = factor(p);
    if (!operand)
        return NULL;
    leave(p, RULES_UNARY);
    return AST_NEW(p->arena, UNARY_OP, UnaryOp, span_from(p, start), .op = op,
                   .operand = operand);
}

static Node *binary(Parser *p, int weakest)
{
    Token *start = p->tok;
    Node *left = factor(p);
    while (left) {
        int precedence = binary_operators[p->tok->kind].precedence;
        if (precedence < weakest)
            break;
        enum Binary op = binary_operators[p->tok->kind].op;
        Token *mark = advance(p);
        Node *right = binary(p, precedence + 1);
        if (!right) {
            if (!is_second_reading(p))
                return NULL;
            go_back(p, mark);
            return left;
        }
        left = AST_NEW(p->arena, BIN_OP, BinOp, span_from(p, start), .left = left, .op = op,
                       .right = right);
    }
    return left;
}

Node *bitwise_or(Parser *p)
{
    return binary(p, 1);
}

/* ---- calls, subscripts, attributes ---- */

static Node *slice(Parser *p)
{
    Token *start = p->tok;
    Node *lower = NULL, *upper = NULL, *step = NULL;
    if (!at(p, TOK_COLON)) {
        lower = named_expression(p);
        if (!lower || !at(p, TOK_COLON))
            return lower;
        /* A named expression is no bound. */
        if (lower->kind == AST_NAMED_EXPR && start->kind == TOK_NAME)
            return NULL;
    }
    advance(p);
    if (!at(p, TOK_COLON) && !at(p, TOK_COMMA) && !at(p, TOK_RSQB) && !(upper = expression(p)))
        return NULL;
    if (accept(p, TOK_COLON) && !at(p, TOK_COMMA) && !at(p, TOK_RSQB) && !(step = expression(p)))
        return NULL;
    return AST_NEW(p->arena, SLICE, Slice, span_from(p, start), .lower = lower, .upper = upper,
                   .step = step);
}

static Node *starred_expression(Parser *p)
{
    Token *start = advance(p);
    Node *value = expression(p);
    if (!value)
        return NULL;
    return AST_NEW(p->arena, STARRED, Starred, span_from(p, start), .value = value,
                   .ctx = CTX_LOAD);
}

static Node *slice_or_starred(Parser *p)
{
    return at(p, TOK_STAR) ? starred_expression(p) : slice(p);
}

static Node *slices(Parser *p)
{
    Token *start = p->tok;
    Node *first = slice_or_starred(p);
    if (!first || (!at(p, TOK_COMMA) && first->kind != AST_STARRED))
        return first;
    NodeList items = {0};
    ast_push(p->arena, &items, first);
    while (accept(p, TOK_COMMA) && !at(p, TOK_RSQB)) {
        Node *item = slice_or_starred(p);
        if (!item)
            return NULL;
        ast_push(p->arena, &items, item);
    }
    return make_tuple(p, span_from(p, start), &items);
}

/* An argument that is no keyword and has no star: it may be `a := b`. */
static Node *positional(Parser *p)
{
    if (at(p, TOK_NAME) && kind_after(p) == TOK_COLONEQUAL)
        return assignment_expression(p);
    Node *value = expression(p);
    return value && !at(p, TOK_COLONEQUAL) ? value : NULL;
}

static Node *make_keyword(Parser *p, Token *start, Name *name, Node *value)
{
    return AST_NEW(p->arena, KEYWORD, keyword, span_from(p, start), .arg = name, .value = value);
}

static Node *make_genexp(Parser *p, Token *start, Node *element, NodeSeq clauses)
{
    return AST_NEW(p->arena, GENERATOR_EXP, GeneratorExp, span_from(p, start), .elt = element,
                   .generators = clauses);
}

static inline bool at_for(const Parser *p)
{
    return at(p, TOK_KW_FOR) || at(p, TOK_KW_ASYNC);
}

/* Arguments up to the closing parenthesis, which stays at hand. With `paren`, the opening one, they
   may be one generator expression; then the closing one is taken. */
bool arguments_plain(Parser *p, Token *paren, NodeSeq *args, NodeSeq *keywords)
{
    NodeList positionals = {0}, named = {0};
    bool has_named = false, has_double_star = false;
    while (!at(p, TOK_RPAR)) {
        Token *start = p->tok;
        if (at(p, TOK_STAR)) {
            /* *args may follow keywords, but not **kwargs. */
            if (has_double_star)
                return false;
            Node *item = starred_expression(p);
            if (!item)
                return false;
            ast_push(p->arena, &positionals, item);
        } else if (accept(p, TOK_DOUBLESTAR)) {
            Node *value = expression(p);
            if (!value)
                return false;
            ast_push(p->arena, &named, make_keyword(p, start, NULL, value));
            has_double_star = true;
        } else if (at(p, TOK_NAME) && kind_after(p) == TOK_EQUAL) {
            Name *name = take_name(p);
            advance(p);
            Node *value = expression(p);
            if (!value)
                return false;
            ast_push(p->arena, &named, make_keyword(p, start, name, value));
            has_named = true;
        } else {
            if (has_named || has_double_star)
                return false;
            Node *item = positional(p);
            if (!item)
                return false;
            if (paren && positionals.n == 0 && at_for(p)) {
                NodeSeq clauses;
                if (!for_if_clauses(p, &clauses) || !accept(p, TOK_RPAR))
                    return false;
                *args = ast_seq_one(p->arena, make_genexp(p, paren, item, clauses));
                *keywords = (NodeSeq){0};
                return true;
            }
            ast_push(p->arena, &positionals, item);
        }
        if (!accept(p, TOK_COMMA))
            break;
    }
    *args = ast_seq(&positionals);
    *keywords = ast_seq(&named);
    return paren ? accept(p, TOK_RPAR) : at(p, TOK_RPAR);
}

bool arguments(Parser *p, NodeSeq *args, NodeSeq *keywords)
{
    if (is_second_reading(p))
        return explain_arguments(p, args, keywords);
    return arguments_plain(p, NULL, args, keywords);
}

/* A call's parentheses and what they hold. */
static bool call_arguments(Parser *p, NodeSeq *args, NodeSeq *keywords)
{
    Token *paren = advance(p);
    if (is_second_reading(p))
        return explain_call(p, paren, args, keywords);
    return arguments_plain(p, paren, args, keywords);
}

/* What stands behind a primary, with its operator at hand; NULL if it is wrong. */
static Node *trailer(Parser *p, Token *start, Node *left)
{
    switch (p->tok->kind) {
    case TOK_DOT: {
        advance(p);
        Name *name = take_name(p);
        if (!name)
            return NULL;
        return AST_NEW(p->arena, ATTRIBUTE, Attribute, span_from(p, start), .value = left,
                       .attr = name, .ctx = CTX_LOAD);
    }
    case TOK_LPAR: {
        NodeSeq args, keywords;
        if (!call_arguments(p, &args, &keywords))
            return NULL;
        return AST_NEW(p->arena, CALL, Call, span_from(p, start), .func = left, .args = args,
                       .keywords = keywords);
    }
    default: {
        advance(p);
        Node *index = slices(p);
        if (!index || !accept(p, TOK_RSQB))
            return NULL;
        return AST_NEW(p->arena, SUBSCRIPT, Subscript, span_from(p, start), .value = left,
                       .slice = index, .ctx = CTX_LOAD);
    }
    }
}

Node *primary_plain(Parser *p)
{
    Token *start = p->tok;
    Node *node = atom(p);
    for (;;) {
        if (p->is_explaining && node)
            explain_trailer(p);
        if (!node || !(at(p, TOK_DOT) || at(p, TOK_LPAR) || at(p, TOK_LSQB)))
            break;
        Token *mark = p->tok;
        int depth = p->depth;
        enter(p, RULES_TRAILER);
        Node *longer = trailer(p, start, node);
        p->depth = depth;
        if (!longer) {
            if (!is_second_reading(p))
                return NULL;
            go_back(p, mark);
            break;
        }
        node = longer;
    }
    return node;
}

Node *primary(Parser *p)
{
    if (is_second_reading(p))
        return explain_primary(p);
    return primary_plain(p);
}

/* ---- comprehensions ---- */

static Node *for_if_clause(Parser *p)
{
    Token *start = p->tok;
    bool is_async = accept(p, TOK_KW_ASYNC);
    if (!accept(p, TOK_KW_FOR))
        return NULL;
    Node *target = star_targets(p);
    if (!target || !accept(p, TOK_KW_IN)) {
        if (p->is_explaining)
            explain_for_target(p, start);
        return NULL;
    }
    Node *iter = disjunction(p);
    if (!iter)
        return NULL;
    NodeList conditions = {0};
    while (at(p, TOK_KW_IF)) {
        Token *mark = advance(p);
        Node *condition = disjunction(p);
        if (!condition) {
            if (!is_second_reading(p))
                return NULL;
            go_back(p, mark);
            break;
        }
        ast_push(p->arena, &conditions, condition);
    }
    return AST_NEW(p->arena, COMPREHENSION, comprehension, span_from(p, start), .target = target,
                   .iter = iter, .ifs = ast_seq(&conditions), .is_async = is_async);
}

bool for_if_clauses(Parser *p, NodeSeq *clauses)
{
    NodeList list = {0};
    while (at_for(p)) {
        Token *mark = p->tok;
        Node *clause = for_if_clause(p);
        if (!clause) {
            if (!is_second_reading(p) || !list.n)
                return false;
            go_back(p, mark);
            break;
        }
        ast_push(p->arena, &list, clause);
    }
    *clauses = ast_seq(&list);
    return list.n > 0;
}

/* ---- displays ---- */

/* The rest of a display's items after the first, up to the closing bracket, which stays at hand. */
static bool more_items(Parser *p, NodeList *items, enum TokenKind close)
{
    while (accept(p, TOK_COMMA)) {
        if (at(p, close))
            return true;
        Node *item = star_named_expression(p);
        if (!item)
            return false;
        ast_push(p->arena, items, item);
    }
    return at(p, close);
}

/* Whatever parentheses hold: a tuple, a group, or a generator expression. */
static Node *parenthesized(Parser *p)
{
    Token *start = advance(p);
    NodeList items = {0};
    if (accept(p, TOK_RPAR))
        return make_tuple(p, span_from(p, start), &items);
    if (at(p, TOK_KW_YIELD)) {
        Node *value = yield_expr(p);
        return value && accept(p, TOK_RPAR) ? value : NULL;
    }
    bool is_starred = at(p, TOK_STAR);
    Node *first = star_named_expression(p);
    if (!first)
        return NULL;
    if (at(p, TOK_RPAR) && !is_starred) {
        advance(p);
        return first;
    }
    if (at_for(p) && !is_starred) {
        NodeSeq clauses;
        if (!for_if_clauses(p, &clauses) || !accept(p, TOK_RPAR))
            return NULL;
        return make_genexp(p, start, first, clauses);
    }
    if (!at(p, TOK_COMMA))
        return NULL;
    ast_push(p->arena, &items, first);
    if (!more_items(p, &items, TOK_RPAR))
        return NULL;
    advance(p);
    return make_tuple(p, span_from(p, start), &items);
}

static Node *bracketed(Parser *p)
{
    Token *start = advance(p);
    NodeList items = {0};
    if (!at(p, TOK_RSQB)) {
        bool is_starred = at(p, TOK_STAR);
        Node *first = star_named_expression(p);
        if (!first)
            return NULL;
        if (at_for(p) && !is_starred) {
            NodeSeq clauses;
            if (!for_if_clauses(p, &clauses) || !accept(p, TOK_RSQB))
                return NULL;
            return AST_NEW(p->arena, LIST_COMP, ListComp, span_from(p, start), .elt = first,
                           .generators = clauses);
        }
        ast_push(p->arena, &items, first);
        if (!more_items(p, &items, TOK_RSQB))
            return NULL;
    }
    advance(p);
    return AST_NEW(p->arena, LIST, List, span_from(p, start), .elts = ast_seq(&items),
                   .ctx = CTX_LOAD);
}

/* One entry of a dict display; *key is NULL for **value. */
static bool dict_item(Parser *p, Node **key, Node **value)
{
    *key = NULL;
    if (accept(p, TOK_DOUBLESTAR))
        return (*value = bitwise_or(p)) != NULL;
    *key = expression(p);
    return *key && accept(p, TOK_COLON) && (*value = expression(p)) != NULL;
}

static Node *dict_rest(Parser *p, Token *start, Node *key, Node *value)
{
    NodeList keys = {0}, values = {0};
    if (key && at_for(p)) {
        NodeSeq clauses;
        if (!for_if_clauses(p, &clauses) || !accept(p, TOK_RBRACE))
            return NULL;
        return AST_NEW(p->arena, DICT_COMP, DictComp, span_from(p, start), .key = key,
                       .value = value, .generators = clauses);
    }
    ast_push(p->arena, &keys, key);
    ast_push(p->arena, &values, value);
    while (accept(p, TOK_COMMA) && !at(p, TOK_RBRACE)) {
        if (!dict_item(p, &key, &value))
            return NULL;
        ast_push(p->arena, &keys, key);
        ast_push(p->arena, &values, value);
    }
    if (!accept(p, TOK_RBRACE))
        return NULL;
    return AST_NEW(p->arena, DICT, Dict, span_from(p, start), .keys = ast_seq(&keys),
                   .values = ast_seq(&values));
}

static Node *braced(Parser *p)
{
    Token *start = advance(p);
    if (accept(p, TOK_RBRACE))
        return AST_NEW(p->arena, DICT, Dict, span_from(p, start), .keys = {0});
    if (at(p, TOK_DOUBLESTAR)) {
        Node *key, *value;
        return dict_item(p, &key, &value) ? dict_rest(p, start, key, value) : NULL;
    }
    bool is_starred = at(p, TOK_STAR);
    bool is_named = at(p, TOK_NAME) && kind_after(p) == TOK_COLONEQUAL;
    Node *first = star_named_expression(p);
    if (!first)
        return NULL;
    if (!is_starred && !is_named && accept(p, TOK_COLON)) {
        Node *value = expression(p);
        return value ? dict_rest(p, start, first, value) : NULL;
    }
    if (at_for(p) && !is_starred) {
        NodeSeq clauses;
        if (!for_if_clauses(p, &clauses) || !accept(p, TOK_RBRACE))
            return NULL;
        return AST_NEW(p->arena, SET_COMP, SetComp, span_from(p, start), .elt = first,
                       .generators = clauses);
    }
    NodeList items = {0};
    ast_push(p->arena, &items, first);
    if (!more_items(p, &items, TOK_RBRACE))
        return NULL;
    advance(p);
    return AST_NEW(p->arena, SET, Set, span_from(p, start), .elts = ast_seq(&items));
}

/* ---- atoms ---- */

Node *number(Parser *p)
{
    Value value = literal_number(p, p->tok);
    Token *token = advance(p);
    return make_constant(p, span_of_token(token), value);
}

Node *strings(Parser *p)
{
    Token *first = p->tok;
    while (at(p, TOK_STRING))
        advance(p);
    Node *node = literal_strings(p, first, (int)(p->tok - first));
    if (p->tok > p->warned)
        p->warned = p->tok;
    return node;
}

static Node *bracketed_atom(Parser *p, Node *(*rule)(Parser *))
{
    int depth = p->depth;
    Token *start = p->tok;
    enter(p, RULES_BRACKET);
    Node *node = is_second_reading(p) ? explain_bracketed(p, rule) : rule(p);
    p->depth = depth;
    if (!node && !is_second_reading(p) && start->kind == TOK_LBRACE)
        explain_dict(p, start);
    return node;
}

Node *atom(Parser *p)
{
    switch (p->tok->kind) {
    case TOK_NAME:
        return make_name(p, advance(p), CTX_LOAD);
    case TOK_KW_TRUE:
        return make_constant(p, span_of_token(advance(p)), TP_TRUE);
    case TOK_KW_FALSE:
        return make_constant(p, span_of_token(advance(p)), TP_FALSE);
    case TOK_KW_NONE:
        return make_constant(p, span_of_token(advance(p)), TP_NONE);
    case TOK_ELLIPSIS:
        return make_constant(p, span_of_token(advance(p)), TP_ELLIPSIS);
    case TOK_STRING:
        return strings(p);
    case TOK_NUMBER:
        return number(p);
    case TOK_LPAR:
        return bracketed_atom(p, parenthesized);
    case TOK_LSQB:
        return bracketed_atom(p, bracketed);
    case TOK_LBRACE:
        return bracketed_atom(p, braced);
    default:
        return NULL;
    }
}
