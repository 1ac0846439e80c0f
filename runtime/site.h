/* site.h -- the names that CPython's module site adds to the builtins (site.c). */
#ifndef TP_SITE_H
#define TP_SITE_H

#include "object.h"

/* Is it one of these names? Never fails. */
bool tp_is_site_name(const char *name);
/* The object of that name, a builtin from then on; 0 without exception if there is none, with one
 * if it could not be made. */
Value tp_site_builtin(Value name);

#endif
