/* parse_invalid.c -- the messages for what is not Python: the second reading, and expressions.
 *
 * The second reading tries, where CPython's grammar has a rule for a mistake, that rule at the same
 * place in the same order, so that the same mistake is found first. A function that finds its
 * mistake raises; else it leaves the token at hand where it was.
 *
 * Going back is frequent here, so what the rules for expressions gave at a token is remembered
 * (memoized), as CPython does: the reading stays linear. What was read silently (is_explaining is
 * off for a while) is remembered too, and hides mistakes from later: that is CPython's as well.
 * Start at `explain` at the end; the mistakes of statements are in parse_invalid_stmt.c.
 */
#include "frontend/parse_invalid.h"

#include <string.h>

/* ---- remembering ---- */

struct Memo {
    Memo *next;             /* another rule at the same token */
    enum MemoRule rule;
    Node *node;             /* NULL: the rule does not match there */
    Token *end;             /* the token behind it */
};

static void start_memos(Parser *p)
{
    p->memos = arena_alloc(p->arena, (size_t)p->lexer.ntokens * sizeof *p->memos);
}

static bool recall(Parser *p, enum MemoRule rule, Node **node)
{
    for (Memo *memo = p->memos[p->tok - p->lexer.tokens]; memo; memo = memo->next) {
        if (memo->rule == rule) {
            *node = memo->node;
            p->tok = memo->end;
            return true;
        }
    }
    return false;
}

static Node *remember(Parser *p, enum MemoRule rule, Token *start, Node *node)
{
    if (!node)
        go_back(p, start);
    Memo *memo = arena_alloc(p->arena, sizeof *memo);
    Memo **first = &p->memos[start - p->lexer.tokens];
    *memo = (Memo){*first, rule, node, p->tok};
    *first = memo;
    return node;
}

Node *memoized(Parser *p, enum MemoRule rule, Node *(*read)(Parser *))
{
    Token *start = p->tok;
    Node *node;
    if (recall(p, rule, &node))
        return node;
    int depth = p->depth;
    node = read(p);
    p->depth = depth;
    return remember(p, rule, start, node);
}

/* ---- what things are called ---- */

static const char *constant_name(Value value)
{
    switch (value) {
    case TP_NONE: return "None";
    case TP_TRUE: return "True";
    case TP_FALSE: return "False";
    case TP_ELLIPSIS: return "ellipsis";
    default: return "literal";
    }
}

const char *expression_name(const Node *node)
{
    switch (node->kind) {
    case AST_ATTRIBUTE: return "attribute";
    case AST_SUBSCRIPT: return "subscript";
    case AST_STARRED: return "starred";
    case AST_NAME: return "name";
    case AST_LIST: return "list";
    case AST_TUPLE: return "tuple";
    case AST_LAMBDA: return "lambda";
    case AST_CALL: return "function call";
    case AST_BOOL_OP:
    case AST_BIN_OP:
    case AST_UNARY_OP: return "expression";
    case AST_GENERATOR_EXP: return "generator expression";
    case AST_YIELD:
    case AST_YIELD_FROM: return "yield expression";
    case AST_AWAIT: return "await expression";
    case AST_LIST_COMP: return "list comprehension";
    case AST_SET_COMP: return "set comprehension";
    case AST_DICT_COMP: return "dict comprehension";
    case AST_DICT: return "dict literal";
    case AST_SET: return "set display";
    case AST_JOINED_STR:
    case AST_FORMATTED_VALUE: return "f-string expression";
    case AST_CONSTANT: return constant_name(node->Constant.value);
    case AST_COMPARE: return "comparison";
    case AST_IF_EXP: return "conditional expression";
    case AST_NAMED_EXPR: return "named expression";
    default: BUG("an expression without a name");
    }
}

/* The first part of an expression that can't be a target; NULL if all can. */
static const Node *invalid_target(const Node *node, enum TargetsOf kind)
{
    NodeSeq items = {0};
    switch (node->kind) {
    case AST_NAME:
    case AST_SUBSCRIPT:
    case AST_ATTRIBUTE:
        return NULL;
    case AST_STARRED:
        return kind == DEL_TARGETS ? node : invalid_target(node->Starred.value, kind);
    case AST_COMPARE:
        /* `for a in b` was read as a comparison. */
        if (kind == FOR_TARGETS && node->Compare.ops.items[0] == COMPARE_IN)
            return invalid_target(node->Compare.left, kind);
        return kind == FOR_TARGETS ? NULL : node;
    case AST_LIST:
        items = node->List.elts;
        break;
    case AST_TUPLE:
        items = node->Tuple.elts;
        break;
    default:
        return node;
    }
    for (int i = 0; i < items.n; i++) {
        const Node *bad = invalid_target(items.items[i], kind);
        if (bad)
            return bad;
    }
    return NULL;
}

void raise_if_bad_target(Parser *p, const Node *node, enum TargetsOf kind)
{
    const Node *bad = node ? invalid_target(node, kind) : NULL;
    if (bad)
        raise_at(p, bad->span, kind == DEL_TARGETS ? "cannot delete %s" : "cannot assign to %s",
                 expression_name(bad));
}

/* ---- expressions ---- */

static bool is_legacy(const Node *node)
{
    return node->kind == AST_NAME &&
           (!strcmp(node->Name.id->text, "print") || !strcmp(node->Name.id->text, "exec"));
}

/* A name that begins a soft keyword: CPython compares no more than the name's length. */
static bool is_soft_keyword(const Parser *p, const Token *token)
{
    const char *text = token_text(p, token);
    size_t length = token->end - token->start;
    return token->kind == TOK_NAME && (!strncmp(text, "_", length) ||
                                       !strncmp(text, "case", length) ||
                                       !strncmp(text, "match", length));
}

/* An expression, without looking for mistakes in it. */
static Node *expression_silently(Parser *p)
{
    p->is_explaining = false;
    int depth = p->depth;
    Token *start = p->tok;
    Node *node = expression_plain(p);
    p->depth = depth;
    p->is_explaining = true;
    if (!node)
        go_back(p, start);
    return node;
}

/* `a b` in brackets; `a if b` without else. */
static void invalid_expression(Parser *p)
{
    Token *start = p->tok;
    if (!(at(p, TOK_NAME) && kind_after(p) == TOK_STRING) && !is_soft_keyword(p, start)) {
        Node *a = disjunction(p);
        Node *b = a ? expression_silently(p) : NULL;
        if (b && !is_legacy(a) && p->tok[-1].level != 0)
            raise_at(p, span_join(a->span, b->span),
                     "invalid syntax. Perhaps you forgot a comma?");
        go_back(p, start);
    }
    Node *a = disjunction(p);
    if (a && accept(p, TOK_KW_IF)) {
        Node *b = disjunction(p);
        if (b && !at(p, TOK_KW_ELSE) && !at(p, TOK_COLON))
            raise_at(p, span_join(a->span, b->span), "expected 'else' after 'if' expression");
    }
    go_back(p, start);
}

/* print x */
static void invalid_legacy_expression(Parser *p)
{
    Token *start = p->tok;
    if (!at(p, TOK_NAME) || kind_after(p) == TOK_LPAR)
        return;
    Node *a = make_name(p, advance(p), CTX_LOAD);
    Node *b = star_expressions(p);
    if (b && is_legacy(a))
        raise_at(p, span_join(a->span, b->span),
                 "Missing parentheses in call to '%s'. Did you mean %s(...)?", a->Name.id->text,
                 a->Name.id->text);
    go_back(p, start);
}

static Node *expression_or_mistake(Parser *p)
{
    int depth = p->depth;
    if (p->is_explaining) {
        enter(p, 1);
        invalid_expression(p);
        invalid_legacy_expression(p);
        p->depth = depth;
    }
    return expression_plain(p);
}

Node *explain_expression(Parser *p)
{
    return memoized(p, MEMO_EXPRESSION, expression_or_mistake);
}

Node *explain_disjunction(Parser *p)
{
    return memoized(p, MEMO_DISJUNCTION, disjunction_plain);
}

Node *explain_primary(Parser *p)
{
    return memoized(p, MEMO_PRIMARY, primary_plain);
}

static bool at_assignment(const Parser *p)
{
    return at(p, TOK_EQUAL) || at(p, TOK_COLONEQUAL);
}

/* Does a list, tuple, generator expression or singleton stand here? `[a] = b` is another
   mistake. */
static bool at_display(Parser *p)
{
    Token *start = p->tok;
    if (at(p, TOK_KW_TRUE) || at(p, TOK_KW_NONE) || at(p, TOK_KW_FALSE))
        return true;
    if (!at(p, TOK_LPAR) && !at(p, TOK_LSQB))
        return false;
    Node *node = atom(p);
    go_back(p, start);
    return node && node->span.lineno == start->lineno &&
           node->span.col_offset == start->col_offset &&
           (node->kind == AST_LIST || node->kind == AST_TUPLE ||
            node->kind == AST_GENERATOR_EXP);
}

/* `a.b := c`, `a = b` where only an expression may stand. */
static void invalid_named_expression(Parser *p)
{
    Token *start = p->tok;
    Node *a = expression(p);
    if (a && accept(p, TOK_COLONEQUAL) && expression(p))
        raise_at(p, a->span, "cannot use assignment expressions with %s", expression_name(a));
    go_back(p, start);

    if (at(p, TOK_NAME) && kind_after(p) == TOK_EQUAL) {
        a = make_name(p, advance(p), CTX_LOAD);
        advance(p);
        Node *b = bitwise_or(p);
        if (b && !at_assignment(p))
            raise_at(p, span_join(a->span, b->span),
                     "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        go_back(p, start);
    }

    if (at_display(p))
        return;
    a = bitwise_or(p);
    if (a && accept(p, TOK_EQUAL) && bitwise_or(p) && !at_assignment(p))
        raise_at(p, a->span, "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                 expression_name(a));
    go_back(p, start);
}

static Node *named_expression_or_mistake(Parser *p)
{
    Token *start = p->tok;
    if (at(p, TOK_NAME) && kind_after(p) == TOK_COLONEQUAL) {
        Node *node = assignment_expression(p);
        if (node)
            return node;
        go_back(p, start);
    }
    if (p->is_explaining)
        invalid_named_expression(p);
    Node *node = expression(p);
    return node && !at(p, TOK_COLONEQUAL) ? node : NULL;
}

Node *explain_named_expression(Parser *p)
{
    if (!p->is_explaining)
        return named_expression_or_mistake(p);
    return memoized(p, MEMO_NAMED_EXPRESSION, named_expression_or_mistake);
}

void explain_barry(Parser *p)
{
    raise_here(p, "SyntaxError", "with Barry as BDFL, use '<>' instead of '!='");
}

/* ---- displays and comprehensions ---- */

/* `*a`, with the star at hand. */
static Node *starred_expression(Parser *p)
{
    Token *start = p->tok;
    if (!accept(p, TOK_STAR))
        return NULL;
    Node *value = expression(p);
    if (!value)
        return NULL;
    return AST_NEW(p->arena, STARRED, Starred, span_from(p, start), .value = value);
}

/* `a, *b` and so on: the last of the items, NULL if there is none. */
static Node *last_of_star_named_expressions(Parser *p)
{
    Node *last = star_named_expression(p);
    while (last && at(p, TOK_COMMA)) {
        Token *comma = advance(p);
        Node *next = star_named_expression(p);
        if (!next) {
            go_back(p, comma + 1);
            break;
        }
        last = next;
    }
    return last;
}

static void invalid_group(Parser *p, Token *paren)
{
    p->tok = paren + 1;
    Node *a = starred_expression(p);
    if (a && at(p, TOK_RPAR))
        raise_at(p, a->span, "cannot use starred expression here");
    go_back(p, paren + 1);
    if (at(p, TOK_DOUBLESTAR)) {
        Token *stars = advance(p);
        if (expression(p) && at(p, TOK_RPAR))
            raise_at(p, span_of_token(stars), "cannot use double starred expression here");
    }
    go_back(p, paren);
}

/* `[*a for ...]`, `[a, b for ...]`, the bracket at hand. */
static void invalid_comprehension(Parser *p, Token *bracket)
{
    NodeSeq clauses;
    p->tok = bracket + 1;
    Node *a = starred_expression(p);
    if (a && for_if_clauses(p, &clauses))
        raise_at(p, a->span, "iterable unpacking cannot be used in comprehension");
    go_back(p, bracket + 1);
    if (bracket->kind != TOK_LPAR) {
        a = star_named_expression(p);
        Token *comma = p->tok;
        if (a && accept(p, TOK_COMMA)) {
            Node *b = last_of_star_named_expressions(p);
            if (b && for_if_clauses(p, &clauses))
                raise_at(p, span_join(a->span, b->span),
                         "did you forget parentheses around the comprehension target?");
            go_back(p, comma + 1);
            if (for_if_clauses(p, &clauses))
                raise_at(p, span_join(a->span, span_of_token(comma)),
                         "did you forget parentheses around the comprehension target?");
        }
    }
    go_back(p, bracket);
}

/* Behind a primary CPython looks for a generator expression, and so for the mistakes of every
   comprehension, whatever its bracket. */
void explain_trailer(Parser *p)
{
    if (at(p, TOK_LSQB) || at(p, TOK_LBRACE))
        invalid_comprehension(p, advance(p));
}

/* One entry of a dict display, well formed. */
static bool double_starred_kvpair(Parser *p)
{
    if (accept(p, TOK_DOUBLESTAR))
        return bitwise_or(p) != NULL;
    return expression(p) && accept(p, TOK_COLON) && expression(p);
}

/* `key: *value` and `key:` with nothing behind it. */
static void invalid_value(Parser *p)
{
    Token *start = p->tok;
    if (expression(p) && at(p, TOK_COLON)) {
        Token *colon = advance(p);
        Token *star = p->tok;
        if (accept(p, TOK_STAR) && bitwise_or(p))
            raise_from(p, span_of_token(star),
                       "cannot use a starred expression in a dictionary value");
        go_back(p, star);
        if (at(p, TOK_RBRACE) || at(p, TOK_COMMA))
            raise_at(p, span_of_token(colon),
                     "expression expected after dictionary key and ':'");
    }
    go_back(p, start);
}

static void invalid_double_starred_kvpairs(Parser *p, Token *brace)
{
    p->tok = brace + 1;
    Token *behind_comma = NULL;     /* the last entry that is none */
    while (double_starred_kvpair(p) && accept(p, TOK_COMMA))
        behind_comma = p->tok;
    if (behind_comma) {
        go_back(p, behind_comma);
        Node *a = expression(p);
        if (a && !at(p, TOK_COLON)) {
            Span span = {a->span.lineno, a->span.end_col_offset - 1, a->span.end_lineno, -1};
            raise_at(p, span, "':' expected after dictionary key");
        }
        go_back(p, behind_comma);
        invalid_value(p);
    }
    go_back(p, brace + 1);
    invalid_value(p);
    go_back(p, brace);
}

static void invalid_dict_comprehension(Parser *p, Token *brace)
{
    NodeSeq clauses;
    p->tok = brace + 1;
    if (at(p, TOK_DOUBLESTAR)) {
        Token *stars = advance(p);
        if (bitwise_or(p) && for_if_clauses(p, &clauses) && at(p, TOK_RBRACE))
            raise_at(p, span_of_token(stars),
                     "dict unpacking cannot be used in dict comprehension");
    }
    go_back(p, brace);
}

/* A dict display that could not be read is looked at on any reading, with no other mistake in view:
   that it alone comes so early is an accident of CPython's parser generator. */
void explain_dict(Parser *p, Token *brace)
{
    saw(p, p->tok);
    start_memos(p);
    invalid_double_starred_kvpairs(p, brace);
    p->memos = NULL;
}

/* On the first reading: what can be read of an expression, and what follows is at hand. */
Node *explain_beginning(Parser *p)
{
    saw(p, p->tok);
    start_memos(p);
    Node *node = expression(p);
    p->memos = NULL;
    return node;
}

Node *explain_bracketed(Parser *p, Node *(*rule)(Parser *))
{
    Token *start = p->tok;
    Node *node;
    if (recall(p, MEMO_BRACKETED, &node))
        return node;
    int depth = p->depth;
    node = rule(p);
    p->depth = depth;
    if (!p->is_explaining) {
        if (!node && start->kind == TOK_LBRACE) {
            go_back(p, start);
            invalid_double_starred_kvpairs(p, start);
        }
        return node;
    }
    if (!node) {
        go_back(p, start);
        if (start->kind == TOK_LPAR)
            invalid_group(p, start);
        if (start->kind == TOK_LBRACE) {
            invalid_double_starred_kvpairs(p, start);
            invalid_dict_comprehension(p, start);
        }
        invalid_comprehension(p, start);
    }
    return remember(p, MEMO_BRACKETED, start, node);
}

void explain_for_target(Parser *p, Token *start)
{
    go_back(p, start + (start->kind == TOK_KW_ASYNC) + 1);
    raise_if_bad_target(p, star_expressions(p), FOR_TARGETS);
    go_back(p, start);
}

/* ---- calls ---- */

/* As many well-formed arguments as stand here. */
typedef struct Args {
    Span span;              /* from the first to the last */
    int npositional;        /* starred ones included */
    Node *last;             /* the last of these */
    bool has_keyword;
    bool has_double_star;
} Args;

/* `True=1`, `a=b for ...`, `a.b=1` as a keyword argument. */
static void invalid_kwarg(Parser *p)
{
    Token *start = p->tok;
    NodeSeq clauses;
    bool is_name = at(p, TOK_NAME) && kind_after(p) == TOK_EQUAL;
    if ((at(p, TOK_KW_TRUE) || at(p, TOK_KW_FALSE) || at(p, TOK_KW_NONE)) &&
        kind_after(p) == TOK_EQUAL)
        raise_at(p, span_join(span_of_token(start), span_of_token(start + 1)),
                 "cannot assign to %s", token_spelling((enum TokenKind)start->kind));
    if (is_name) {
        advance(p);
        advance(p);
        if (expression(p) && for_if_clauses(p, &clauses))
            raise_at(p, span_join(span_of_token(start), span_of_token(start + 1)),
                     "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    } else {
        Node *a = expression(p);
        if (a && at(p, TOK_EQUAL))
            raise_at(p, span_join(a->span, span_of_token(p->tok)),
                     "expression cannot contain assignment, perhaps you meant \"==\"?");
    }
    go_back(p, start);
}

/* A keyword argument, or one with stars. False if there is none. */
static bool keyword_or_starred(Parser *p, Args *args)
{
    Token *start = p->tok;
    invalid_kwarg(p);
    if (at(p, TOK_NAME) && kind_after(p) == TOK_EQUAL) {
        advance(p);
        advance(p);
        if (expression(p)) {
            args->has_keyword = true;
            return true;
        }
    } else if (at(p, TOK_STAR) && !args->has_double_star) {
        Node *item = starred_expression(p);
        if (item) {
            args->npositional++;
            args->last = item;
            return true;
        }
    } else if (accept(p, TOK_DOUBLESTAR) && expression(p)) {
        args->has_double_star = true;
        return true;
    }
    go_back(p, start);
    return false;
}

static bool positional_argument(Parser *p, Args *args)
{
    Token *start = p->tok;
    Node *item = NULL;
    if (at(p, TOK_STAR)) {
        item = starred_expression(p);
    } else {
        if (at(p, TOK_NAME) && kind_after(p) == TOK_COLONEQUAL) {
            item = assignment_expression(p);
            if (!item)
                go_back(p, start);
        }
        if (!item) {
            item = expression(p);
            if (item && at(p, TOK_COLONEQUAL))
                item = NULL;
        }
        if (item && at(p, TOK_EQUAL))
            item = NULL;
    }
    if (!item) {
        go_back(p, start);
        return false;
    }
    args->npositional++;
    args->last = item;
    return true;
}

/* Takes arguments as far as they go, without a comma at the end; false if there is none. */
static bool prefix_of_arguments(Parser *p, Args *args)
{
    Token *start = p->tok;
    Token *end = NULL;
    bool has_keywords = false;
    *args = (Args){0};
    for (;;) {
        if (!has_keywords && !positional_argument(p, args))
            has_keywords = true;
        if (has_keywords && !keyword_or_starred(p, args))
            break;
        end = p->tok;
        if (!accept(p, TOK_COMMA))
            break;
    }
    if (!end) {
        go_back(p, start);
        return false;
    }
    go_back(p, end);
    args->span = span_from(p, start);
    return true;
}

/* The last expression of comprehension clauses. */
static Node *end_of_clauses(NodeSeq clauses)
{
    const Node *last = clauses.items[clauses.n - 1];
    NodeSeq ifs = last->comprehension.ifs;
    return ifs.n ? ifs.items[ifs.n - 1] : last->comprehension.iter;
}

static const char *const UNPARENTHESIZED = "Generator expression must be parenthesized";

static void invalid_arguments(Parser *p)
{
    Token *start = p->tok;
    Args args, more;
    NodeSeq clauses;

    bool has_args = prefix_of_arguments(p, &args);
    Token *end = p->tok;
    if (has_args && accept(p, TOK_COMMA) && at(p, TOK_STAR))
        raise_at(p, args.span,
                 "iterable argument unpacking follows keyword argument unpacking");
    go_back(p, start);

    Node *a = expression(p);
    if (a && for_if_clauses(p, &clauses) && accept(p, TOK_COMMA)) {
        NodeSeq more_clauses;
        Token *mark = p->tok;
        if (!prefix_of_arguments(p, &more) && expression(p))
            for_if_clauses(p, &more_clauses);
        go_back(p, mark);
        raise_at(p, span_join(a->span, end_of_clauses(clauses)->span), "%s", UNPARENTHESIZED);
    }
    go_back(p, start);

    if (at(p, TOK_NAME) && kind_after(p) == TOK_EQUAL) {
        advance(p);
        advance(p);
        if (expression(p) && for_if_clauses(p, &clauses))
            raise_at(p, span_join(span_of_token(start), span_of_token(start + 1)),
                     "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        go_back(p, start);
    }

    if (!has_args)
        return;
    p->tok = end;
    if (for_if_clauses(p, &clauses) && args.npositional > 1)
        raise_at(p, span_join(args.last->span, end_of_clauses(clauses)->span), "%s",
                 UNPARENTHESIZED);
    go_back(p, end);

    if (accept(p, TOK_COMMA)) {
        Token *behind = p->tok;
        a = expression(p);
        if (a && for_if_clauses(p, &clauses))
            raise_at(p, span_join(a->span, end_of_clauses(clauses)->span), "%s",
                     UNPARENTHESIZED);
        go_back(p, behind);
        if (prefix_of_arguments(p, &more))
            raise_here(p, "SyntaxError",
                       args.has_double_star
                           ? "positional argument follows keyword argument unpacking"
                           : "positional argument follows keyword argument");
    }
    go_back(p, start);
}

static Node *arguments_or_mistake(Parser *p)
{
    Token *start = p->tok;
    Args prefix;
    Node *call = AST_NEW(p->arena, CALL, Call, span_of_token(start), );
    int depth = p->depth;
    if (p->is_explaining) {
        prefix_of_arguments(p, &prefix);
        go_back(p, start);
    }
    if (arguments_plain(p, NULL, &call->Call.args, &call->Call.keywords))
        return call;
    p->depth = depth;
    go_back(p, start);
    if (p->is_explaining)
        invalid_arguments(p);
    return NULL;
}

bool explain_arguments(Parser *p, NodeSeq *args, NodeSeq *keywords)
{
    Node *call = memoized(p, MEMO_ARGUMENTS, arguments_or_mistake);
    if (!call)
        return false;
    *args = call->Call.args;
    *keywords = call->Call.keywords;
    return true;
}

bool explain_call(Parser *p, Token *paren, NodeSeq *args, NodeSeq *keywords)
{
    Token *start = p->tok;
    int depth = p->depth;
    Args first = {0};
    NodeSeq clauses;
    if (!at(p, TOK_STAR) && positional_argument(p, &first) && for_if_clauses(p, &clauses) &&
        at(p, TOK_RPAR)) {
        go_back(p, start);
        return arguments_plain(p, paren, args, keywords);
    }
    p->depth = depth;
    go_back(p, start);
    if (p->is_explaining)
        invalid_comprehension(p, paren);
    p->tok = start;
    if (at(p, TOK_RPAR))
        return arguments_plain(p, paren, args, keywords);
    return explain_arguments(p, args, keywords) && accept(p, TOK_RPAR);
}

/* ---- the second reading ---- */

_Noreturn void explain(Parser *p)
{
    prefer_incomplete(p);
    p->unit->flags &= ~FRONTEND_ALLOW_INCOMPLETE_INPUT;
    saw(p, p->tok);
    Token *last = p->furthest;
    if (last->kind == TOK_ERROR)
        raise_lex_error(p);
    start_memos(p);
    p->is_explaining = true;
    p->warned = p->lexer.tokens;
    parse_text(p);
    raise_generic(p, last);
}
