/* range.c -- range objects and their iterators.
 *
 * start, stop, step and length are ints of any size. Where all are small the work is done on
 * int64_t; iteration goes by RangeIterator when the values fit 64 bits, else by LongRangeIterator.
 */
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "iter.h"
#include "list.h"
#include "sequence.h"
#include "str.h"

static inline Range *as_range(Value v)
{
    return (Range *)tp_obj(v);
}

/* All four fields are small ints. */
static inline bool is_small_range(const Range *r)
{
    return tp_both_small(r->start & r->stop, r->step & r->length);
}

int64_t tp_range_length(int64_t start, int64_t stop, int64_t step)
{
    if (step > 0)
        return start < stop ? (stop - start - 1) / step + 1 : 0;
    return start > stop ? (start - stop - 1) / -step + 1 : 0;
}

/* Number of items, an int; 0 on failure. */
static Value count_items(Value start, Value stop, Value step)
{
    if (tp_is_small(start) && tp_is_small(stop) && tp_is_small(step))
        return tp_int(tp_range_length(tp_small_value(start), tp_small_value(stop),
                                      tp_small_value(step)));
    if (tp_int_sign(step) < 0) {
        Value swap = start;
        start = stop;
        stop = swap;
        if (!(step = tp_int_neg(step)))
            return 0;
    }
    if (tp_int_cmp(start, stop) >= 0)
        return tp_small(0);
    Value n = tp_int_sub(stop, start);
    if (!n || !(n = tp_int_sub(n, tp_small(1))) || !(n = tp_int_floordiv(n, step)))
        return 0;
    return tp_int_add(n, tp_small(1));
}

Value tp_range_new(Value start, Value stop, Value step)
{
    if (step == tp_small(0))
        return tp_raise(&tp_ValueError, "range() arg 3 must not be zero");
    Range *r = tp_heap_object(&tp_range_type, 0);
    r->start = start;
    r->stop = stop;
    r->step = step;
    r->length = count_items(start, stop, step);
    return r->length ? tp_ref(r) : 0;
}

/* v through __index__, as a plain int. */
static Value int_of(Value v)
{
    if (tp_is_small(v))
        return v;
    return (v = tp_index(v)) ? tp_int_plain(v) : 0;
}

static Value range_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value start = tp_small(0), stop, step = tp_small(1);
    (void)type;
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "range() takes no keyword arguments");
    if (nargs == 0)
        return tp_raise(&tp_TypeError, "range expected at least 1 argument, got 0");
    if (nargs > 3)
        return tp_raise(&tp_TypeError, "range expected at most 3 arguments, got %d", nargs);
    if (nargs == 1) {
        stop = int_of(args[0]);
    } else {
        if (!(start = int_of(args[0])))
            return 0;
        stop = int_of(args[1]);
    }
    if (!stop || (nargs == 3 && !(step = int_of(args[2]))))
        return 0;
    return tp_range_new(start, stop, step);
}

static Value range_repr(Value self)
{
    Range *r = as_range(self);
    if (r->step == tp_small(1))
        return tp_str_format_c("range(%R, %R)", r->start, r->stop);
    return tp_str_format_c("range(%R, %R, %R)", r->start, r->stop, r->step);
}

static int64_t range_len(Value self)
{
    int64_t n;
    if (!tp_int_fits_i64(as_range(self)->length, &n))
        return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C ssize_t");
    return n;
}

static int range_bool(Value self)
{
    return as_range(self)->length != tp_small(0);
}

static bool range_equal(Range *a, Range *b)
{
    if (a == b)
        return true;
    if (tp_int_cmp(a->length, b->length) != 0)
        return false;
    if (a->length == tp_small(0))
        return true;
    if (tp_int_cmp(a->start, b->start) != 0)
        return false;
    return a->length == tp_small(1) || tp_int_cmp(a->step, b->step) == 0;
}

static Value range_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_is_exact(other, &tp_range_type))
        return TP_NOTIMPLEMENTED;
    return tp_bool(range_equal(as_range(self), as_range(other)) == (op == TP_EQ));
}

static int64_t range_hash(Value self)
{
    Range *r = as_range(self);
    bool has_start = r->length != tp_small(0), has_step = has_start && r->length != tp_small(1);
    return tp_hash(tp_tuple_pack(3, r->length, has_start ? r->start : TP_NONE,
                                 has_step ? r->step : TP_NONE));
}

/* start + i * step. */
static Value item_at(Range *r, Value i)
{
    Value offset = tp_int_mul(i, r->step);
    return offset ? tp_int_add(r->start, offset) : 0;
}

static Value get_slice(Range *r, Value slice)
{
    Value bounds = tp_call_method_cstr(slice, "indices", 1, &r->length);
    if (!bounds)
        return 0;
    Value *b = tp_as_tuple(bounds)->items;
    Value step = tp_int_mul(r->step, b[2]), start = item_at(r, b[0]), stop = item_at(r, b[1]);
    return step && start && stop ? tp_range_new(start, stop, step) : 0;
}

static Value range_getitem(Value self, Value key)
{
    Range *r = as_range(self);
    if (tp_is_small(key) && is_small_range(r)) {
        int64_t i = tp_small_value(key), n = tp_small_value(r->length);
        if (i < 0)
            i += n;
        if ((uint64_t)i >= (uint64_t)n)
            return tp_raise(&tp_IndexError, "range object index out of range");
        return tp_int(tp_small_value(r->start) + i * tp_small_value(r->step));
    }
    if (tp_is_exact(key, &tp_slice_type))
        return get_slice(r, key);
    if (!tp_type_of(key)->index)
        return tp_raise(&tp_TypeError, "range indices must be integers or slices, not %T", key);
    Value i = int_of(key);
    if (!i || (tp_int_sign(i) < 0 && !(i = tp_int_add(i, r->length))))
        return 0;
    if (tp_int_sign(i) < 0 || tp_int_cmp(i, r->length) >= 0)
        return tp_raise(&tp_IndexError, "range object index out of range");
    return item_at(r, i);
}

static bool is_plain_int(Value v)
{
    return tp_is_small(v) || tp_is_bool(v) || tp_is_exact(v, &tp_int_type);
}

/* Is the plain int in the range? 1, 0, -1. */
static int has_int(Range *r, Value v)
{
    v = tp_int_plain(v);
    if (is_small_range(r) && tp_is_small(v)) {
        int64_t i = tp_small_value(v), start = tp_small_value(r->start),
                stop = tp_small_value(r->stop), step = tp_small_value(r->step);
        if (step > 0 ? i < start || i >= stop : i > start || i <= stop)
            return 0;
        return (i - start) % step == 0;
    }
    bool is_up = tp_int_sign(r->step) > 0;
    if (is_up ? tp_int_cmp(v, r->start) < 0 || tp_int_cmp(v, r->stop) >= 0
              : tp_int_cmp(v, r->start) > 0 || tp_int_cmp(v, r->stop) <= 0)
        return 0;
    Value offset = tp_int_sub(v, r->start);
    if (!offset || !(offset = tp_int_mod(offset, r->step)))
        return -1;
    return offset == tp_small(0);
}

/* Walk for what is no plain int: the number of equal items, or with `position` the place of the
 * first (-1: none); -2 on failure. */
static int64_t search(Value self, Value item, bool is_position)
{
    Value iterator = tp_iter(self), v;
    int64_t i = 0, count = 0;
    if (!iterator)
        return -2;
    for (; (v = tp_next(iterator)); i++) {
        int r = tp_equal(v, item);
        if (r < 0)
            return -2;
        if (r && is_position)
            return i;
        count += r;
    }
    return tp_error_pending() ? -2 : is_position ? -1 : count;
}

static int range_contains(Value self, Value item)
{
    if (is_plain_int(item))
        return has_int(as_range(self), item);
    int64_t at = search(self, item, true);
    return at == -2 ? -1 : at >= 0;
}

static Value range_count(Value self, Value *args)
{
    if (is_plain_int(args[0])) {
        int r = has_int(as_range(self), args[0]);
        return r < 0 ? 0 : tp_small(r);
    }
    int64_t n = search(self, args[0], false);
    return n == -2 ? 0 : tp_small(n);
}

static Value range_index(Value self, Value *args)
{
    Range *r = as_range(self);
    if (is_plain_int(args[0])) {
        int found = has_int(r, args[0]);
        if (found < 0)
            return 0;
        if (!found)
            return tp_raise(&tp_ValueError, "%R is not in range", args[0]);
        Value offset = tp_int_sub(tp_int_plain(args[0]), r->start);
        return offset ? tp_int_floordiv(offset, r->step) : 0;
    }
    int64_t at = search(self, args[0], true);
    if (at == -1)
        return tp_raise(&tp_ValueError, "sequence.index(x): x not in sequence");
    return at == -2 ? 0 : tp_small(at);
}

static Value range_reduce(Value self, Value *args)
{
    (void)args;
    Range *r = as_range(self);
    return tp_tuple_pack(2, tp_ref(&tp_range_type), tp_tuple_pack(3, r->start, r->stop, r->step));
}

/* ---- iterators ---- */

typedef struct LongRangeIterator {
    Object head;
    Value start, step, length, index;
} LongRangeIterator;

/* An iterator over n items from start on; which kind depends on stop too, as in CPython. */
static Value iterate(Value start, Value stop, Value step, Value n)
{
    int64_t first, last, by, left;
    if (tp_int_fits_i64(start, &first) && tp_int_fits_i64(stop, &last) &&
        tp_int_fits_i64(step, &by) && tp_int_fits_i64(n, &left) &&
        (by > 0 ? last <= INT64_MAX - (by - 1) : last >= INT64_MIN + (-1 - by))) {
        RangeIterator *it = tp_heap_object_atomic(&tp_range_iterator_type, 0);
        it->start = it->next = first;
        it->step = by;
        it->left = left;
        return tp_ref(it);
    }
    LongRangeIterator *it = tp_heap_object(&tp_longrange_iterator_type, 0);
    it->start = start;
    it->step = step;
    it->length = n;
    it->index = tp_small(0);
    return tp_ref(it);
}

static Value range_iter(Value self)
{
    Range *r = as_range(self);
    return iterate(r->start, r->stop, r->step, r->length);
}

static Value range_reversed(Value self, Value *args)
{
    (void)args;
    Range *r = as_range(self);
    Value last = tp_int_sub(r->length, tp_small(1)), step = tp_int_neg(r->step), start, stop;
    if (!last || !step || !(start = item_at(r, last)) || !(stop = tp_int_sub(r->start, r->step)))
        return 0;
    return iterate(start, stop, step, r->length);
}

static Value iterator_self(Value self)
{
    return self;
}

static Value range_iterator_next(Value self)
{
    RangeIterator *it = (RangeIterator *)tp_obj(self);
    if (it->left <= 0)
        return 0;
    int64_t v = it->next;
    it->left--;
    it->next = (int64_t)((uint64_t)v + (uint64_t)it->step); /* may pass the end of int64_t */
    return tp_int(v);
}

static Value range_iterator_length_hint(Value self, Value *args)
{
    (void)args;
    return tp_int(((RangeIterator *)tp_obj(self))->left);
}

/* As unsigned: from one end of int64_t to the other may be more than it holds. */
static int64_t steps_done(RangeIterator *it)
{
    uint64_t start = it->start, next = it->next, step = it->step;
    return (int64_t)(it->step > 0 ? (next - start) / step : (start - next) / -step);
}

/* (iter, (range,), how far): how CPython pickles both iterators. */
static Value reduced(Value start, Value step, Value length, Value index)
{
    Value stop = tp_int_mul(length, step), range;
    if (!stop || !(stop = tp_int_add(start, stop)) || !(range = tp_range_new(start, stop, step)))
        return 0;
    return tp_reduce_as("iter", tp_tuple_pack(1, range), index);
}

static Value range_iterator_reduce(Value self, Value *args)
{
    (void)args;
    RangeIterator *it = (RangeIterator *)tp_obj(self);
    int64_t done = steps_done(it);
    return reduced(tp_int(it->start), tp_int(it->step), tp_int(done + it->left), tp_int(done));
}

static Value range_iterator_setstate(Value self, Value *args)
{
    RangeIterator *it = (RangeIterator *)tp_obj(self);
    int64_t i;
    Value state = int_of(args[0]);
    if (!state || tp_int_as_i64(state, &i) < 0)
        return 0;
    int64_t length = steps_done(it) + it->left;
    i = i < 0 ? 0 : i > length ? length : i;
    it->next = (int64_t)((uint64_t)it->start + (uint64_t)i * (uint64_t)it->step);
    it->left = length - i;
    return TP_NONE;
}

static Value longrange_iterator_next(Value self)
{
    LongRangeIterator *it = (LongRangeIterator *)tp_obj(self);
    if (tp_int_cmp(it->index, it->length) >= 0)
        return 0;
    Value offset = tp_int_mul(it->index, it->step), v;
    if (!offset || !(v = tp_int_add(it->start, offset)))
        return 0;
    it->index = tp_int_add(it->index, tp_small(1));
    return v;
}

static Value longrange_iterator_length_hint(Value self, Value *args)
{
    (void)args;
    LongRangeIterator *it = (LongRangeIterator *)tp_obj(self);
    return tp_int_sub(it->length, it->index);
}

static Value longrange_iterator_reduce(Value self, Value *args)
{
    (void)args;
    LongRangeIterator *it = (LongRangeIterator *)tp_obj(self);
    return reduced(it->start, it->step, it->length, it->index);
}

static Value longrange_iterator_setstate(Value self, Value *args)
{
    LongRangeIterator *it = (LongRangeIterator *)tp_obj(self);
    Value i = int_of(args[0]);
    if (!i)
        return 0;
    it->index = tp_int_sign(i) < 0 ? tp_small(0) : tp_int_cmp(i, it->length) > 0 ? it->length : i;
    return TP_NONE;
}

#define ITERATOR_TYPE(id, text, struct_type, prefix)                                             \
    static const MethodDef prefix##_methods[] = {                                                \
        METHOD("__length_hint__", prefix##_length_hint, "()",                                    \
               "Private method returning an estimate of len(list(it))."),                        \
        METHOD("__reduce__", prefix##_reduce, "()", "Return state information for pickling."),   \
        METHOD("__setstate__", prefix##_setstate, "(object, /)",                                 \
               "Set state information for unpickling."),                                         \
        METHOD_END,                                                                              \
    };                                                                                           \
    Type id = {                                                                                  \
        .head = {&tp_type_type},                                                                 \
        .name = text,                                                                            \
        .basic_size = sizeof(struct_type),                                                       \
        .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,                                                   \
        .getattribute = tp_generic_getattr,                                                      \
        .methods = prefix##_methods,                                                             \
        .iter = iterator_self,                                                                   \
        .next = prefix##_next,                                                                   \
    };
ITERATOR_TYPE(tp_range_iterator_type, "range_iterator", RangeIterator, range_iterator)
ITERATOR_TYPE(tp_longrange_iterator_type, "longrange_iterator", LongRangeIterator,
              longrange_iterator)

static const MethodDef methods[] = {
    METHOD("__reversed__", range_reversed, "()", "Return a reverse iterator."),
    METHOD("__reduce__", range_reduce, "()", 0),
    METHOD("count", range_count, "(object, /)",
           "rangeobject.count(value) -> integer -- return number of occurrences of value"),
    METHOD("index", range_index, "(object, /)",
           "rangeobject.index(value) -> integer -- return index of value.\n"
           "Raise ValueError if the value is not present."),
    METHOD_END,
};

static const MemberDef members[] = {
    {"start", offsetof(Range, start), true, 0},
    {"stop", offsetof(Range, stop), true, 0},
    {"step", offsetof(Range, step), true, 0},
    {0, 0, 0, 0},
};

Type tp_range_type = {
    .head = {&tp_type_type},
    .name = "range",
    .basic_size = sizeof(Range),
    .flags = TYPE_SEQUENCE | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
           "Return an object that produces a sequence of integers from start (inclusive)\n"
           "to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n"
           "start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n"
           "These are exactly the valid indices for a list of 4 elements.\n"
           "When step is given, it specifies the increment (or decrement).",
    .methods = methods,
    .members = members,
    .repr = range_repr,
    .hash = range_hash,
    .compare = range_compare,
    .new_ = range_new,
    .iter = range_iter,
    .length = range_len,
    .getitem = range_getitem,
    .contains = range_contains,
    .bool_ = range_bool,
};
