/* weakref.h -- weak references. */
#ifndef TP_WEAKREF_H
#define TP_WEAKREF_H

#include "object.h"

/* weakref.ref(object, callback) of the exact type; callback 0 for none. 0 with TypeError. */
Value tp_weakref_new(Value object, Value callback);
/* The object, or 0 (no exception) once it is gone. */
Value tp_weakref_get(Value ref);
/* The references and proxies to an object, oldest first, as a list. */
Value tp_weakref_list(Value object);
Value tp_weakproxy_new(Value object, Value callback);

#endif
