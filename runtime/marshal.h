/* marshal.h -- CPython's serialised form of code objects and constants (marshal.c). */
#ifndef TP_MARSHAL_H
#define TP_MARSHAL_H

#include "object.h"

/* The value n bytes of marshal data stand for; 0 with EOFError, ValueError or TypeError. */
Value tp_marshal_loads(const char *data, size_t n);
/* The same of what n bytes begin with; *used is how many of them it took. */
Value tp_marshal_load_prefix(const char *data, size_t n, size_t *used);
/* v as bytes; 0 with ValueError("unmarshallable object"). */
Value tp_marshal_dumps(Value v, int version);

#endif
