/* _collections.h -- the types of the module _collections. */
#ifndef TP_COLLECTIONS_H
#define TP_COLLECTIONS_H

#include "runtime/dict.h"

extern Type collections_deque_type, collections_deque_iterator_type,
    collections_deque_reverse_iterator_type;
int collections_odict_ready(Value module);

#endif
