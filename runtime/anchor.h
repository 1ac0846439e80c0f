/* anchor.h -- where the operator stands in a failing expression (anchor.c). */
#ifndef TP_ANCHOR_H
#define TP_ANCHOR_H

#include <stdbool.h>

/* If n bytes of text are one expression whose outermost operation is a binary operator or a
 * subscript: true, with the bytes text[*left..*right) to mark. */
bool tp_anchor_find(const char *text, int n, int *left, int *right);

#endif
