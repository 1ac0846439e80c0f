/* parser.h -- tokens to tree, by recursive descent with precedence climbing.
 *
 * Each function carries the name of its rule in Python's grammar and gives the node of what it
 * read, or NULL if the tokens at hand are something else; the caller passes NULL on. The first
 * reading of a text is deterministic but for a few places that go back (with_stmt, match_stmt). If
 * it fails, the text is read a second time with is_explaining set: now the functions of
 * parse_invalid.c look for the mistakes that CPython has a message for, in CPython's order, and
 * results are remembered for each token so that going back stays linear. If nothing is found, it
 * is "invalid syntax" at the furthest token looked at.
 *
 * Reading order: parse_expr.c, parse_stmt.c, parse_match.c, parse_raise.c, parse_invalid.c,
 * parse_invalid_stmt.c.
 */
#ifndef FRONTEND_PARSER_H
#define FRONTEND_PARSER_H

#include "frontend/lexer.h"
#include "frontend/unit.h"

/* What a rule gave at a token, on the second reading. */
typedef struct Memo Memo;

typedef struct Parser {
    Unit *unit;
    Arena *arena;           /* the unit's */
    Lexer lexer;            /* its tokens are all there */
    Token *tok;             /* the token at hand */
    Token *furthest;        /* the furthest token looked at before going back */
    Token *warned;          /* string literals before this one have given their warnings */
    int depth;              /* of recursion, in rules of CPython's parser */
    bool is_explaining;     /* second reading: look for known mistakes */
    bool is_fstring;        /* the text is "(expression)" of an f-string */
    Memo **memos;           /* by token, second reading only */
    struct Parser *outer;   /* of the f-string around this text, or NULL */
} Parser;

/* How deep the recursion may be, and how many rules deep CPython's parser goes for one step of the
   same recursion here. */
enum {
    PARSE_MAX_DEPTH = 6000,
    RULES_TEXT = 25,        /* down to the first operator of an expression */
    RULES_STATEMENT = 6,    /* more, if the text is made of statements */
    RULES_UNARY = 1,
    RULES_TERNARY = 1,
    RULES_AND_OR = 2,       /* operands behind the first */
    RULES_COMPARISON = 3,   /* the same */
    RULES_POWER = 2,
    RULES_LAMBDA = 2,
    RULES_DEFAULT = 6,      /* of a parameter */
    RULES_BRACKET = 28,
    RULES_TRAILER = 24,     /* parentheses and brackets behind a primary */
    RULES_BLOCK = 6,
    RULES_ELIF = 1,
    RULES_PATTERN = 6
};

/* The tree (arena) of unit->source: a Module, Expression or Interactive as unit->mode says. Ends
   the compile at the first error. */
Node *parse(Unit *unit);

/* The tree of an f-string's expression, given as "(expression)": its first character has the
   given line and column. `outer` is the parser of the string. */
Node *parse_fstring_expression(Parser *outer, const char *text, size_t length, int lineno,
                               int column);

/* ---- tokens ---- */

/* The errors of parse_raise.c that the functions below need. */
void meet_lex_error(Parser *p);
_Noreturn void raise_lex_error(Parser *p);
_Noreturn void raise_too_deep(Parser *p);

static inline bool at(const Parser *p, enum TokenKind kind)
{
    return p->tok->kind == kind;
}

/* The token at hand is taken: it is given, the next one is at hand. */
static inline Token *advance(Parser *p)
{
    Token *token = p->tok++;
    if (__builtin_expect(p->tok->kind == TOK_ERROR, 0))
        meet_lex_error(p);
    return token;
}

static inline bool accept(Parser *p, enum TokenKind kind)
{
    if (p->tok->kind != kind)
        return false;
    advance(p);
    return true;
}

static inline void saw(Parser *p, Token *token)
{
    if (token > p->furthest)
        p->furthest = token;
}

/* Goes back to an earlier token. */
static inline void go_back(Parser *p, Token *token)
{
    saw(p, p->tok);
    p->tok = token;
}

/* The kind of the token after the one at hand, which must not be the last. */
static inline enum TokenKind kind_after(Parser *p)
{
    saw(p, p->tok + 1);
    if (__builtin_expect(p->tok[1].kind == TOK_ERROR, 0)) {
        p->tok++;
        raise_lex_error(p);
    }
    return (enum TokenKind)p->tok[1].kind;
}

static inline const char *token_text(const Parser *p, const Token *token)
{
    return p->lexer.text + token->start;
}

/* Is the token the NAME `word`? (soft keywords) */
bool is_word(const Parser *p, const Token *token, const char *word);

/* The NAME at hand, normalised, is taken; NULL if it is no NAME. */
Name *take_name(Parser *p);
Name *name_of_token(Parser *p, const Token *token);

/* The span from the start of a token to the end of the last token taken, layout left out. */
Span span_from(const Parser *p, const Token *start);
Span span_of_token(const Token *token);

/* On the second reading a rule that fails after it has begun gives what it had before. */
static inline bool is_second_reading(const Parser *p)
{
    return __builtin_expect(p->memos != NULL, 0);
}

static inline void enter(Parser *p, int rules)
{
    p->depth += rules;
    if (p->depth > PARSE_MAX_DEPTH)
        raise_too_deep(p);
}

static inline void leave(Parser *p, int rules)
{
    p->depth -= rules;
}

/* Gives the warnings of the lexer that concern tokens up to this one. */
void give_warnings(Parser *p, const Token *last);

/* ---- parse_expr.c ---- */

Node *star_expressions(Parser *p);      /* a, *b, c */
Node *star_expression(Parser *p);       /* *a | expression */
Node *star_named_expression(Parser *p); /* *a | named_expression */
Node *named_expression(Parser *p);      /* a := b | expression */
Node *expression(Parser *p);
Node *expression_plain(Parser *p);      /* without looking for mistakes at its own level */
Node *expressions(Parser *p);           /* a, b */
Node *assignment_expression(Parser *p); /* a := b, at hand */
Node *disjunction(Parser *p);
Node *disjunction_plain(Parser *p);
Node *atom(Parser *p);
Node *bitwise_or(Parser *p);
Node *primary(Parser *p);
Node *primary_plain(Parser *p);
Node *yield_expr(Parser *p);
Node *annotated_rhs(Parser *p);         /* yield_expr | star_expressions */
Node *strings(Parser *p);
Node *number(Parser *p);
Node *star_targets(Parser *p);          /* in front of `in` */
Node *star_target(Parser *p);
bool for_if_clauses(Parser *p, NodeSeq *clauses);
bool arguments(Parser *p, NodeSeq *args, NodeSeq *keywords);
bool arguments_plain(Parser *p, Token *paren, NodeSeq *args, NodeSeq *keywords);
bool starts_expression(const Parser *p);

/* Makes an expression an assignment target (or one of del); false if it is none. */
bool set_context(Node *node, enum Context ctx);
bool is_single_target(const Node *node);

Node *make_constant(Parser *p, Span span, Value value);
Node *make_tuple(Parser *p, Span span, const NodeList *items);
Node *make_name(Parser *p, const Token *token, enum Context ctx);

/* ---- parse_stmt.c ---- */

Node *parse_text(Parser *p);            /* one reading of the whole text */
Node *annotated_assignment(Parser *p, Token *start, Node *target);
Node *augmented_assignment(Parser *p, Token *start, Node *target);

bool statements(Parser *p, NodeList *body);
bool block(Parser *p, const Token *start, const char *what, NodeSeq *body);
Node *except_block(Parser *p, bool *is_star);
Node *parameters(Parser *p, bool is_lambda);    /* arguments, up to ')' or ':' */
enum Binary augmented_operator(enum TokenKind kind, bool *is_one);

/* ---- parse_match.c ---- */

Node *match_stmt(Parser *p);            /* NULL without having gone on if it is none */

/* ---- parse_raise.c ---- */

/* The token at hand counts as looked at: where CPython's grammar raises behind a token, that one is
   still at hand. The line shown and the errors further down depend on it. */

/* An error at the furthest token looked at. */
_Noreturn void raise_here(Parser *p, const char *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* An error at a span of the source, and from its start to the furthest token. */
_Noreturn void raise_at(Parser *p, Span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
_Noreturn void raise_from(Parser *p, Span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* `kind` must be at hand: raises "expected 'spelling'" on any reading. */
_Noreturn void raise_expected(Parser *p, enum TokenKind kind);
/* What the lexer could not cut: TOK_ERROR is the furthest token. */
_Noreturn void raise_lex_error(Parser *p);
/* TOK_ERROR is at hand: raises, but not behind a complete interactive statement. */
void meet_lex_error(Parser *p);
/* Before any other error: "incomplete input" if the first reading came to the end of a text that
   may be incomplete. */
void prefer_incomplete(Parser *p);
/* MemoryError: the recursion has gone deeper than CPython's would. */
_Noreturn void raise_too_deep(Parser *p);
_Noreturn void raise_number_too_long(Parser *p, Span span, size_t ndigits);
/* More than one statement where one is compiled: at the last token taken. */
_Noreturn void raise_multiple(Parser *p);
/* "invalid syntax" at the furthest token of the first reading. */
_Noreturn void raise_generic(Parser *p, const Token *token);

/* ---- parse_invalid.c ---- */

/* Raises the message for the text that could not be read. */
_Noreturn void explain(Parser *p);

/* The rules that differ on the second reading: as their namesakes, but looking for mistakes. */
Node *explain_expression(Parser *p);
Node *explain_disjunction(Parser *p);
Node *explain_named_expression(Parser *p);
Node *explain_primary(Parser *p);
bool explain_arguments(Parser *p, NodeSeq *args, NodeSeq *keywords);
bool explain_call(Parser *p, Token *paren, NodeSeq *args, NodeSeq *keywords);
Node *explain_bracketed(Parser *p, Node *(*rule)(Parser *));

/* Mistakes of what begins at the token given, or at hand. */
void explain_trailer(Parser *p);
void explain_for_target(Parser *p, Token *start);
void explain_barry(Parser *p);

/* On the first reading: the mistakes of a dict display, and what can be read of an expression. */
void explain_dict(Parser *p, Token *brace);
Node *explain_beginning(Parser *p);

/* ---- parse_invalid_stmt.c ---- */

Node *explain_expression_stmt(Parser *p);
void explain_del(Parser *p, Token *start);
void explain_import_names(Parser *p);
void explain_with_target(Parser *p, Token *start);
void explain_with(Parser *p, Token *word);
void explain_except(Parser *p, Token *start);
void explain_excepts(Parser *p, Token *start);
void explain_try(Parser *p);
void explain_mixed_except(Parser *p, bool has_stars);
void explain_pattern_target(Parser *p);
void explain_parameters(Parser *p, bool is_lambda);
void explain_star(Parser *p, bool is_lambda);
void explain_double_star(Parser *p, bool is_lambda);
void explain_default(Parser *p, Token *equal);

/* The colon of a compound statement is missing: raises if the line ends here; false. */
bool explain_colon(Parser *p);
/* The block of what began at `start` is missing; "'if' statement" is `what`. */
void explain_missing_block(Parser *p, const Token *start, const char *what);

#endif
