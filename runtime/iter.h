/* iter.h -- iterators that other files make or look into. */
#ifndef TP_ITER_H
#define TP_ITER_H

#include "list.h"
#include "object.h"

typedef struct Enumerate {
    Object head;
    Value iterator;
    Value count;           /* the next one: an int */
} Enumerate;

typedef struct Zip {
    Object head;
    Tuple *iterators;
    bool is_strict;
} Zip;

/* The iterator of a list or tuple, or 0 if it is another one. */
static inline SequenceIterator *tp_sequence_iterator(Value iterator)
{
    const Type *type = tp_obj(iterator)->type; /* an iterator is always a pointer */
    return type == &tp_list_iterator_type || type == &tp_tuple_iterator_type
               ? (SequenceIterator *)tp_obj(iterator) : 0;
}

/* Its next item, which is left where it is; 0 at the end. */
static inline Value tp_sequence_peek(const SequenceIterator *iterator)
{
    if (iterator->head.type == &tp_list_iterator_type) {
        const ListIterator *it = (const ListIterator *)iterator;
        return it->list && it->position < it->list->length ? it->list->items[it->position] : 0;
    }
    const TupleIterator *it = (const TupleIterator *)iterator;
    return it->tuple && it->position < it->tuple->length ? it->tuple->items[it->position] : 0;
}

/* Over __getitem__ from 0 until IndexError. */
Value tp_seqiter_new(Value sequence);
/* What __reduce__ of an iterator gives: (builtin, args), or (builtin, args, state) if there is one,
 * where `builtin` is the name of iter, reversed, ...: 0 with AttributeError if builtins lost it. */
Value tp_reduce_as(const char *builtin, Value args, Value state);
/* Keywords are for the __init__ that a subclass of `base` may have, and then are no matter here:
 * *kwnames is 0 after. -1 with TypeError if there is none. */
int tp_iter_no_keywords(const Type *type, const Type *base, const char *name, Tuple **kwnames);
/* iter(callable, sentinel); TypeError if it cannot be called. */
Value tp_callable_iterator_new(Value callable, Value sentinel);

#endif
