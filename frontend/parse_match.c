/* parse_match.c -- the match statement and its patterns.
 *
 * `match` and `case` are names everywhere else, so match_stmt goes back if what follows the word is
 * no subject, colon and indented block. Start at match_stmt at the end.
 */
#include "frontend/parser.h"

static Node *pattern(Parser *p);

/* ---- literals ---- */

static bool is_complex(const Parser *p, const Token *token)
{
    return (p->lexer.text[token->end - 1] | 32) == 'j';
}

/* `1`, `-1`, `1 + 2j`, `-1 - 2j` as an expression. */
static Node *signed_number(Parser *p)
{
    Token *start = p->tok;
    bool is_negative = accept(p, TOK_MINUS);
    if (!at(p, TOK_NUMBER))
        return NULL;
    Token *real = p->tok;
    Node *value = number(p);
    if (is_negative)
        value = AST_NEW(p->arena, UNARY_OP, UnaryOp, span_from(p, start), .op = UNARY_USUB,
                        .operand = value);
    if (!at(p, TOK_PLUS) && !at(p, TOK_MINUS))
        return value;
    if (is_complex(p, real))
        raise_at(p, span_of_token(real), "real number required in complex literal");
    enum Binary op = at(p, TOK_PLUS) ? BINARY_ADD : BINARY_SUB;
    advance(p);
    if (!at(p, TOK_NUMBER))
        return NULL;
    if (!is_complex(p, p->tok))
        raise_at(p, span_of_token(p->tok), "imaginary number required in complex literal");
    Node *right = number(p);
    return AST_NEW(p->arena, BIN_OP, BinOp, span_from(p, start), .left = value, .op = op,
                   .right = right);
}

/* a.b.c */
static Node *name_or_attr(Parser *p)
{
    Token *start = p->tok;
    if (!at(p, TOK_NAME))
        return NULL;
    Node *node = make_name(p, advance(p), CTX_LOAD);
    while (accept(p, TOK_DOT)) {
        Name *attr = take_name(p);
        if (!attr)
            return NULL;
        node = AST_NEW(p->arena, ATTRIBUTE, Attribute, span_from(p, start), .value = node,
                       .attr = attr, .ctx = CTX_LOAD);
    }
    return node;
}

static Node *match_value(Parser *p, Token *start, Node *value)
{
    if (!value)
        return NULL;
    return AST_NEW(p->arena, MATCH_VALUE, MatchValue, span_from(p, start), .value = value);
}

/* None, True or False at hand. */
static Value take_singleton(Parser *p)
{
    switch (advance(p)->kind) {
    case TOK_KW_TRUE: return TP_TRUE;
    case TOK_KW_FALSE: return TP_FALSE;
    default: return TP_NONE;
    }
}

/* ---- captures ---- */

/* Takes the name that a pattern binds; NULL if it is `_` or goes on as something else. */
static Name *capture_target(Parser *p)
{
    if (!at(p, TOK_NAME) || is_word(p, p->tok, "_"))
        return NULL;
    Token *mark = p->tok;
    Name *name = take_name(p);
    if (at(p, TOK_DOT) || at(p, TOK_LPAR) || at(p, TOK_EQUAL)) {
        go_back(p, mark);
        return NULL;
    }
    return name;
}

/* `*name` or `*_`, the star at hand. */
static Node *star_pattern(Parser *p)
{
    Token *start = advance(p);
    Name *name = NULL;
    if (is_word(p, p->tok, "_"))
        advance(p);
    else if (!(name = capture_target(p)))
        return NULL;
    return AST_NEW(p->arena, MATCH_STAR, MatchStar, span_from(p, start), .name = name);
}

static Node *maybe_star_pattern(Parser *p)
{
    return at(p, TOK_STAR) ? star_pattern(p) : pattern(p);
}

/* ---- sequences, mappings, classes ---- */

/* Can the token at hand begin a pattern? */
static bool starts_pattern(const Parser *p)
{
    switch (p->tok->kind) {
    case TOK_NAME: case TOK_NUMBER: case TOK_STRING: case TOK_MINUS: case TOK_LPAR: case TOK_LSQB:
    case TOK_LBRACE: case TOK_KW_NONE: case TOK_KW_TRUE: case TOK_KW_FALSE:
        return true;
    default:
        return false;
    }
}

/* After the first item: `, item ...`, a last comma allowed. False if an item is wrong. */
static bool more_patterns(Parser *p, NodeList *items)
{
    while (accept(p, TOK_COMMA)) {
        if (!starts_pattern(p) && !at(p, TOK_STAR))
            break;
        Node *item = maybe_star_pattern(p);
        if (!item)
            return false;
        ast_push(p->arena, items, item);
    }
    return true;
}

static Node *match_sequence(Parser *p, Token *start, const NodeList *items)
{
    return AST_NEW(p->arena, MATCH_SEQUENCE, MatchSequence, span_from(p, start),
                   .patterns = ast_seq(items));
}

static Node *bracket_pattern(Parser *p)
{
    Token *start = advance(p);
    NodeList items = {0};
    if (!at(p, TOK_RSQB)) {
        Node *first = maybe_star_pattern(p);
        if (!first)
            return NULL;
        ast_push(p->arena, &items, first);
        if (!more_patterns(p, &items))
            return NULL;
    }
    return accept(p, TOK_RSQB) ? match_sequence(p, start, &items) : NULL;
}

/* `(pattern)` is the pattern; `()` and `(pattern,)` are sequences. */
static Node *paren_pattern(Parser *p)
{
    Token *start = advance(p);
    NodeList items = {0};
    if (accept(p, TOK_RPAR))
        return match_sequence(p, start, &items);
    Node *first = maybe_star_pattern(p);
    if (!first)
        return NULL;
    if (!at(p, TOK_COMMA))
        return first->kind != AST_MATCH_STAR && accept(p, TOK_RPAR) ? first : NULL;
    ast_push(p->arena, &items, first);
    if (!more_patterns(p, &items))
        return NULL;
    return accept(p, TOK_RPAR) ? match_sequence(p, start, &items) : NULL;
}

static Node *mapping_key(Parser *p)
{
    Token *start = p->tok;
    switch (start->kind) {
    case TOK_NUMBER:
    case TOK_MINUS:
        return signed_number(p);
    case TOK_STRING:
        return strings(p);
    case TOK_KW_NONE:
    case TOK_KW_TRUE:
    case TOK_KW_FALSE: {
        Value value = take_singleton(p);
        return make_constant(p, span_of_token(start), value);
    }
    default: {
        Node *key = name_or_attr(p);
        return key && key->kind == AST_ATTRIBUTE ? key : NULL;
    }
    }
}

static Node *mapping_pattern(Parser *p)
{
    Token *start = advance(p);
    NodeList keys = {0}, patterns = {0};
    Name *rest = NULL;
    while (!at(p, TOK_RBRACE)) {
        if (accept(p, TOK_DOUBLESTAR)) {
            rest = capture_target(p);
            if (!rest)
                return NULL;
            accept(p, TOK_COMMA);
            break;
        }
        Node *key = mapping_key(p);
        Node *value = key && accept(p, TOK_COLON) ? pattern(p) : NULL;
        if (!value)
            return NULL;
        ast_push(p->arena, &keys, key);
        ast_push(p->arena, &patterns, value);
        if (!accept(p, TOK_COMMA))
            break;
    }
    if (!accept(p, TOK_RBRACE))
        return NULL;
    return AST_NEW(p->arena, MATCH_MAPPING, MatchMapping, span_from(p, start),
                   .keys = ast_seq(&keys), .patterns = ast_seq(&patterns), .rest = rest);
}

/* `Class(pattern, name=pattern)`, the parenthesis at hand. */
static Node *class_pattern(Parser *p, Token *start, Node *cls)
{
    NodeList patterns = {0}, named = {0};
    NameSeq names = {0};
    int capacity = 0;
    Span after_keywords = {0};
    Token *comma = advance(p);
    while (!at(p, TOK_RPAR)) {
        if (at(p, TOK_NAME) && kind_after(p) == TOK_EQUAL) {
            names.items = arena_grow(p->arena, names.items, &capacity, names.n + 1,
                                     sizeof(Name *));
            names.items[names.n++] = take_name(p);
            advance(p);
            Node *value = pattern(p);
            if (!value)
                return NULL;
            ast_push(p->arena, &named, value);
        } else {
            Node *value = named.n && !p->is_explaining ? NULL : pattern(p);
            if (!value && !after_keywords.lineno)
                return NULL;
            if (!value) {
                go_back(p, comma);
                break;
            }
            if (named.n)
                after_keywords = after_keywords.lineno ? span_join(after_keywords, value->span)
                                                       : value->span;
            ast_push(p->arena, &patterns, value);
        }
        comma = p->tok;
        if (after_keywords.lineno && at(p, TOK_COMMA) && comma[1].kind == TOK_ERROR) {
            saw(p, comma + 1);
            break;                  /* CPython forgets that error */
        }
        if (!accept(p, TOK_COMMA))
            break;
        if (after_keywords.lineno && at(p, TOK_NAME) && kind_after(p) == TOK_EQUAL) {
            go_back(p, comma);
            break;
        }
    }
    if (after_keywords.lineno) {
        if (p->is_explaining)
            raise_at(p, after_keywords, "positional patterns follow keyword patterns");
        return NULL;
    }
    if (!accept(p, TOK_RPAR))
        return NULL;
    return AST_NEW(p->arena, MATCH_CLASS, MatchClass, span_from(p, start), .cls = cls,
                   .patterns = ast_seq(&patterns), .kwd_attrs = names,
                   .kwd_patterns = ast_seq(&named));
}

/* ---- patterns ---- */

static Node *name_pattern(Parser *p)
{
    Token *start = p->tok;
    if (is_word(p, start, "_")) {
        advance(p);
        return AST_NEW(p->arena, MATCH_AS, MatchAs, span_from(p, start), );
    }
    Name *name = capture_target(p);
    if (name)
        return AST_NEW(p->arena, MATCH_AS, MatchAs, span_from(p, start), .name = name);
    Node *value = name_or_attr(p);
    if (!value || at(p, TOK_EQUAL))
        return NULL;
    if (at(p, TOK_LPAR))
        return class_pattern(p, start, value);
    return match_value(p, start, value);
}

static Node *closed_pattern(Parser *p)
{
    Token *start = p->tok;
    switch (start->kind) {
    case TOK_NUMBER:
    case TOK_MINUS: {
        Node *value = signed_number(p);
        return match_value(p, start, value);
    }
    case TOK_STRING: {
        Node *value = strings(p);
        return match_value(p, start, value);
    }
    case TOK_KW_NONE:
    case TOK_KW_TRUE:
    case TOK_KW_FALSE: {
        Value value = take_singleton(p);
        return AST_NEW(p->arena, MATCH_SINGLETON, MatchSingleton, span_from(p, start),
                       .value = value);
    }
    case TOK_NAME:
        return name_pattern(p);
    case TOK_LPAR:
        return paren_pattern(p);
    case TOK_LSQB:
        return bracket_pattern(p);
    case TOK_LBRACE:
        return mapping_pattern(p);
    default:
        return NULL;
    }
}

static Node *or_pattern(Parser *p)
{
    Token *start = p->tok;
    int depth = p->depth;
    enter(p, RULES_PATTERN);
    Node *first = closed_pattern(p);
    p->depth = depth;
    if (!first || !at(p, TOK_VBAR))
        return first;
    NodeList items = {0};
    ast_push(p->arena, &items, first);
    while (accept(p, TOK_VBAR)) {
        Node *item = closed_pattern(p);
        if (!item)
            return NULL;
        ast_push(p->arena, &items, item);
    }
    return AST_NEW(p->arena, MATCH_OR, MatchOr, span_from(p, start), .patterns = ast_seq(&items));
}

static Node *pattern(Parser *p)
{
    Token *start = p->tok;
    Node *inner = or_pattern(p);
    if (!inner || !at(p, TOK_KW_AS))
        return inner;
    advance(p);
    Name *name = capture_target(p);
    if (!name) {
        explain_pattern_target(p);
        return NULL;
    }
    return AST_NEW(p->arena, MATCH_AS, MatchAs, span_from(p, start), .pattern = inner,
                   .name = name);
}

/* What stands behind `case`: one pattern, or several as a sequence. */
static Node *patterns(Parser *p)
{
    Token *start = p->tok;
    Node *first = maybe_star_pattern(p);
    if (!first)
        return NULL;
    if (!at(p, TOK_COMMA))
        return first->kind == AST_MATCH_STAR ? NULL : first;
    NodeList items = {0};
    ast_push(p->arena, &items, first);
    return more_patterns(p, &items) ? match_sequence(p, start, &items) : NULL;
}

static Node *case_block(Parser *p)
{
    Token *start = advance(p);
    Node *which = patterns(p), *guard = NULL;
    if (!which || (accept(p, TOK_KW_IF) && !(guard = named_expression(p))))
        return NULL;
    NodeSeq body;
    if (!accept(p, TOK_COLON)) {
        explain_colon(p);
        return NULL;
    }
    if (!block(p, start, "'case' statement", &body))
        return NULL;
    return AST_NEW(p->arena, MATCH_CASE, match_case, span_from(p, start), .pattern = which,
                   .guard = guard, .body = body);
}

static Node *subject_expr(Parser *p)
{
    Token *start = p->tok;
    bool is_starred = at(p, TOK_STAR);
    Node *first = star_named_expression(p);
    if (!first || (is_starred && !at(p, TOK_COMMA)))
        return NULL;
    if (!at(p, TOK_COMMA))
        return first;
    NodeList items = {0};
    ast_push(p->arena, &items, first);
    while (accept(p, TOK_COMMA) && (starts_expression(p) || at(p, TOK_STAR))) {
        Node *item = star_named_expression(p);
        if (!item)
            return NULL;
        ast_push(p->arena, &items, item);
    }
    return make_tuple(p, span_from(p, start), &items);
}

static Node *match_after_word(Parser *p, Token *start)
{
    if (!starts_expression(p) && !at(p, TOK_STAR))
        return NULL;
    Node *subject = subject_expr(p);
    if (!subject)
        return NULL;
    if (!at(p, TOK_COLON)) {
        explain_colon(p);
        return NULL;
    }
    advance(p);
    if (!accept(p, TOK_NEWLINE))
        return NULL;
    if (!at(p, TOK_INDENT)) {
        explain_missing_block(p, start, "'match' statement");
        return NULL;
    }
    advance(p);
    NodeList cases = {0};
    enter(p, RULES_BLOCK);
    while (is_word(p, p->tok, "case")) {
        Node *item = case_block(p);
        if (!item)
            return NULL;
        ast_push(p->arena, &cases, item);
    }
    if (!cases.n || !accept(p, TOK_DEDENT))
        return NULL;
    leave(p, RULES_BLOCK);
    return AST_NEW(p->arena, MATCH, Match, span_from(p, start), .subject = subject,
                   .cases = ast_seq(&cases));
}

Node *match_stmt(Parser *p)
{
    Token *start = advance(p);
    int depth = p->depth;
    Node *node = match_after_word(p, start);
    if (!node) {
        go_back(p, start);
        p->depth = depth;
    }
    return node;
}
