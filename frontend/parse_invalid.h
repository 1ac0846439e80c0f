/* parse_invalid.h -- what the files share that look for the mistakes CPython has a message for. */
#ifndef FRONTEND_PARSE_INVALID_H
#define FRONTEND_PARSE_INVALID_H

#include "frontend/parser.h"

/* The rules whose results are remembered on the second reading. */
enum MemoRule {
    MEMO_EXPRESSION,
    MEMO_DISJUNCTION,
    MEMO_NAMED_EXPRESSION,
    MEMO_PRIMARY,
    MEMO_BRACKETED,
    MEMO_ARGUMENTS,         /* a Call of which args and keywords count */
    MEMO_STATEMENT
};

/* What the rule gave at the token at hand when it was read there first, or what `read` gives. */
Node *memoized(Parser *p, enum MemoRule rule, Node *(*read)(Parser *));

/* What messages call an expression: "function call", "literal". */
const char *expression_name(const Node *node);

enum TargetsOf { STAR_TARGETS, FOR_TARGETS, DEL_TARGETS };

/* Raises if a part of the expression (or NULL) can't be a target of that kind. */
void raise_if_bad_target(Parser *p, const Node *node, enum TargetsOf kind);

#endif
