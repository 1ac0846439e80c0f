/* literal.h -- the values of numbers and strings. */
#ifndef FRONTEND_LITERAL_H
#define FRONTEND_LITERAL_H

#include "frontend/parser.h"

/* The int, float or complex of a NUMBER token. */
Value literal_number(Parser *p, const Token *token);

/* The node of n adjacent STRING tokens: a Constant, or a JoinedStr if one is an f-string. */
Node *literal_strings(Parser *p, const Token *first, int n);

#endif
