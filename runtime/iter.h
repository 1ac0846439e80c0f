/* iter.h -- iterators that other files make or look into. */
#ifndef TP_ITER_H
#define TP_ITER_H

#include "object.h"

/* Over __getitem__ from 0 until IndexError. */
Value tp_seqiter_new(Value sequence);
/* iter(callable, sentinel); TypeError if it cannot be called. */
Value tp_callable_iterator_new(Value callable, Value sentinel);

#endif
