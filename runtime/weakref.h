/* weakref.h -- weak references. */
#ifndef TP_WEAKREF_H
#define TP_WEAKREF_H

#include "object.h"

/* The object, or 0 (no exception) once it is gone. */
Value tp_weakref_get(Value ref);
/* The references and proxies to an object, oldest first, as a list. */
Value tp_weakref_list(Value object);
/* weakref.proxy(object, callback); callback 0 for none. 0 with TypeError. */
Value tp_weakproxy_new(Value object, Value callback);

#endif
