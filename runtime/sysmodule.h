/* sysmodule.h -- what others need of the module sys. */
#ifndef TP_SYSMODULE_H
#define TP_SYSMODULE_H

#include "object.h"

/* Would CPython's collector ever need to look at v? (modules/gc.c) */
bool tp_gc_looks_after(Value v);
/* threading.get_ident() of this thread. */
int64_t tp_thread_ident(void);

#endif
