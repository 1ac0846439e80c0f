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

/* The next item of an iterator of a list or tuple; 0 where that is not seen at a glance. */
static inline Value tp_iterator_peek(Value iterator)
{
    const Object *object = tp_obj(iterator); /* an iterator is always a pointer */
    if (object->type == &tp_list_iterator_type) {
        const ListIterator *it = (const ListIterator *)object;
        return it->list && it->position < it->list->length ? it->list->items[it->position] : 0;
    }
    if (object->type == &tp_tuple_iterator_type) {
        const TupleIterator *it = (const TupleIterator *)object;
        return it->tuple && it->position < it->tuple->length ? it->tuple->items[it->position] : 0;
    }
    return 0;
}

/* Go past the item that tp_iterator_peek gave. */
static inline void tp_iterator_skip(Value iterator)
{
    ((SequenceIterator *)tp_obj(iterator))->position++;
}

/* Over __getitem__ from 0 until IndexError. */
Value tp_seqiter_new(Value sequence);
/* iter(callable, sentinel); TypeError if it cannot be called. */
Value tp_callable_iterator_new(Value callable, Value sentinel);

#endif
