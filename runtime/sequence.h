/* sequence.h -- what list, tuple, str, bytes, deque and the like have in common. */
#ifndef TP_SEQUENCE_H
#define TP_SEQUENCE_H

#include "dict.h"
#include "object.h"

/* tp_equal with identity, small ints and strs in line: 1, 0, or -1 with an exception. */
static inline int tp_equal_quick(Value a, Value b)
{
    if (a == b)
        return 1;
    if (tp_both_small(a, b))
        return 0;
    if (tp_is_exact(a, &tp_str_type) && tp_is_exact(b, &tp_str_type))
        return tp_str_equal(a, b);
    return tp_equal(a, b);
}

/* The outcome of a comparison that lengths decide. */
static inline bool tp_order_lengths(int64_t a, int64_t b, int op)
{
    switch (op) {
    case TP_LT: return a < b;
    case TP_LE: return a <= b;
    case TP_EQ: return a == b;
    case TP_NE: return a != b;
    case TP_GT: return a > b;
    default: return a >= b;
    }
}

/* Index `key` of a sequence called `name` in messages ("list"): false with TypeError or IndexError
 * pending. Negative ones are left as they are. */
bool tp_sequence_index(const char *name, Value key, int64_t *index);

/* A bound of a slice that is not None, and a start or stop argument of a method index, clamped; -1
 * with TypeError. */
int tp_slice_bound(Value v, int64_t *out);
int tp_search_bound(Value v, int64_t *out);

/* An argument that CPython takes as Py_ssize_t: -1 with TypeError or OverflowError. */
int tp_ssize_argument(Value v, int64_t *out);
/* The same for a place given to __setstate__: an int, nothing else that has __index__. */
int tp_ssize_state(Value v, int64_t *out);

/* TypeError "can only concatenate NAME"; gives 0. Types with TYPE_SEQ_CONCAT need not ask other for
 * its __radd__ and __rmul__: that has been done. */
Value tp_concat_fails(Value other, const char *name);

/* The count by which a sequence is to be repeated; false with an exception. */
bool tp_repeat_by(Value v, int64_t *n);

/* Write `length` items n times, one after the other. */
void tp_repeat_items(Value *to, const Value *items, int64_t length, int64_t n);

#endif
