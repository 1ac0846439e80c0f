/* list.h -- list, tuple, range, slice. */
#ifndef TP_LIST_H
#define TP_LIST_H

#include "object.h"

struct List {
    Object head;
    int64_t length;
    int64_t capacity;
    Value *items;      /* 0 while capacity is 0 */
    Dict *dict;        /* subclasses only */
};

/* Items stand in the object; a subclass instance with a __dict__ has it behind the last item. */
struct Tuple {
    Object head;
    int64_t length;
    Value items[];
};

typedef struct Range {
    Object head;
    Value start, stop, step;  /* ints */
    Value length;             /* an int */
} Range;

typedef struct Slice {
    Object head;
    Value start, stop, step;
} Slice;

static inline bool tp_is_list(Value v)
{
    return tp_is_ptr(v) && (tp_obj(v)->type->flags & TYPE_IS_LIST);
}
static inline bool tp_is_tuple(Value v)
{
    return tp_is_ptr(v) && (tp_obj(v)->type->flags & TYPE_IS_TUPLE);
}
static inline List *tp_as_list(Value v)
{
    return (List *)tp_obj(v);
}
static inline Tuple *tp_as_tuple(Value v)
{
    return (Tuple *)tp_obj(v);
}

extern Tuple *tp_empty_tuple;  /* the only exact tuple of length 0 */

/* ---- making and changing: 0 or -1 with MemoryError, unless something else is said ---- */

Value tp_list_new(int64_t length);                 /* items must be filled in by the caller */
Value tp_list_of(int64_t n, const Value *items);
int tp_list_append(Value list, Value item);
int tp_list_extend(Value list, Value iterable);    /* or what iterating raises */
Value tp_list_slice(Value list, int64_t start, int64_t end);   /* bounds beyond the list are cut */
int tp_list_insert(Value list, int64_t index, Value item);     /* as list.insert takes the index */
/* Stable; key 0 or None for none. -1 with what comparing or key raised, or with ValueError if they
 * changed the list. */
int tp_list_sort(Value list, Value key, bool reverse);
Value tp_list_as_tuple(Value list);

/* 0 with MemoryError; for a length that a program may choose. Items are 0. */
Tuple *tp_tuple_try_new(int64_t length);

/* These never fail. */
Tuple *tp_tuple_new(int64_t length);               /* items must be filled in by the caller */
Value tp_tuple_of(int64_t n, const Value *items);
Value tp_tuple_pack(int n, ...);                   /* n Values */
Value tp_tuple_slice(Value tuple, int64_t start, int64_t end); /* bounds beyond it are cut */

/* list.append where the list is known. */
static inline int tp_list_push(List *l, Value item)
{
    if (l->length < l->capacity) {
        l->items[l->length++] = item;
        return 0;
    }
    return tp_list_append(tp_ref(l), item);
}
/* Make room for n items in all, or have length n (new items are 0): -1 with MemoryError. */
int tp_list_reserve(List *l, int64_t n);
int tp_list_resize(List *l, int64_t n);

/* Iterators of list and tuple begin alike. */
typedef struct SequenceIterator {
    Object head;
    int64_t position;
} SequenceIterator;

typedef struct ListIterator {
    Object head;
    int64_t position;
    List *list;        /* 0 once exhausted */
} ListIterator;

typedef struct TupleIterator {
    Object head;
    int64_t position;
    Tuple *tuple;      /* 0 once exhausted */
} TupleIterator;

typedef struct RangeIterator {
    Object head;
    int64_t next, step, left;
    int64_t start;     /* where it began, for pickling */
} RangeIterator;

/* Of plain ints; 0 with ValueError if step is 0. */
Value tp_range_new(Value start, Value stop, Value step);
/* So many items has range(start, stop, step), of small ints. */
int64_t tp_range_length(int64_t start, int64_t stop, int64_t step);
Value tp_slice_new(Value start, Value stop, Value step);
/* Fit the indices of a slice to a sequence of that length; gives the number of items. Never
 * fails. */
int64_t tp_slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step);
/* The fields as numbers, None replaced and large ones clamped: 0, or -1 with ValueError (step 0) or
 * what __index__ raised. */
int tp_slice_unpack(Value slice, int64_t *start, int64_t *stop, int64_t *step);
/* Both: the number of items, or -1 with an exception. */
int64_t tp_slice_indices(Value slice, int64_t length, int64_t *start, int64_t *stop, int64_t *step);

#endif
