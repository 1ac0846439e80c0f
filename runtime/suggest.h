/* suggest.h -- "Did you mean: 'x'?" (suggest.c). */
#ifndef TP_SUGGEST_H
#define TP_SUGGEST_H

#include "object.h"

/* A str for an AttributeError or NameError whose name resembles a known one; else 0. Never
 * raises. */
Value tp_suggestion(Value exception);

#endif
