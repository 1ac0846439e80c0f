/* slice.c -- slice objects. */
#include <string.h>

#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "list.h"
#include "sequence.h"
#include "str.h"

static inline Slice *as_slice(Value v)
{
    return (Slice *)tp_obj(v);
}

Value tp_slice_new(Value start, Value stop, Value step)
{
    Slice *s = tp_heap_object(&tp_slice_type, 0);
    s->start = start;
    s->stop = stop;
    s->step = step;
    return tp_ref(s);
}

int64_t tp_slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step)
{
    int64_t low = step < 0 ? -1 : 0, high = step < 0 ? length - 1 : length;
    if (*start < 0) {
        *start += length;
        if (*start < 0)
            *start = low;
    } else if (*start >= length) {
        *start = high;
    }
    if (*stop < 0) {
        *stop += length;
        if (*stop < 0)
            *stop = low;
    } else if (*stop >= length) {
        *stop = high;
    }
    if (step == 1)
        return *stop > *start ? *stop - *start : 0;
    if (step < 0)
        return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

int tp_slice_unpack(Value slice, int64_t *start, int64_t *stop, int64_t *step)
{
    Slice *s = as_slice(slice);
    if (s->step == TP_NONE) {
        *step = 1;
    } else {
        if (tp_slice_bound(s->step, step) < 0)
            return -1;
        if (*step == 0)
            return tp_raise_int(&tp_ValueError, "slice step cannot be zero");
        if (*step < -INT64_MAX)
            *step = -INT64_MAX;
    }
    if (s->start == TP_NONE)
        *start = *step < 0 ? INT64_MAX : 0;
    else if (tp_slice_bound(s->start, start) < 0)
        return -1;
    if (s->stop == TP_NONE)
        *stop = *step < 0 ? INT64_MIN : INT64_MAX;
    else if (tp_slice_bound(s->stop, stop) < 0)
        return -1;
    return 0;
}

int64_t tp_slice_indices(Value slice, int64_t length, int64_t *start, int64_t *stop, int64_t *step)
{
    if (tp_slice_unpack(slice, start, stop, step) < 0)
        return -1;
    return tp_slice_adjust(length, start, stop, *step);
}

static Value slice_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type;
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "slice() takes no keyword arguments");
    switch (nargs) {
    case 0: return tp_raise(&tp_TypeError, "slice expected at least 1 argument, got 0");
    case 1: return tp_slice_new(TP_NONE, args[0], TP_NONE);
    case 2: return tp_slice_new(args[0], args[1], TP_NONE);
    case 3: return tp_slice_new(args[0], args[1], args[2]);
    default: return tp_raise(&tp_TypeError, "slice expected at most 3 arguments, got %d", nargs);
    }
}

static Value slice_repr(Value self)
{
    Slice *s = as_slice(self);
    return tp_str_format_c("slice(%R, %R, %R)", s->start, s->stop, s->step);
}

static Value slice_compare(Value self, Value other, int op)
{
    if (!tp_is_exact(other, &tp_slice_type))
        return TP_NOTIMPLEMENTED;
    if (self == other)
        return tp_bool(op == TP_EQ || op == TP_LE || op == TP_GE);
    Slice *a = as_slice(self), *b = as_slice(other);
    return tp_compare(tp_tuple_pack(3, a->start, a->stop, a->step),
                      tp_tuple_pack(3, b->start, b->stop, b->step), op);
}

/* An index of slice.indices(): an int of any size, or `missing` for None. */
static Value big_bound(Value v, Value missing)
{
    if (v == TP_NONE)
        return missing;
    if (!tp_type_of(v)->index)
        return tp_raise(&tp_TypeError,
                        "slice indices must be integers or None or have an __index__ method");
    return tp_index(v);
}

/* Bound `v` to [low, high], counting from the end if negative. */
static Value big_clamp(Value v, Value length, Value low, Value high)
{
    if (tp_int_sign(v) < 0) {
        v = tp_int_add(tp_int_plain(v), length);
        return !v || tp_int_cmp(v, low) >= 0 ? v : low;
    }
    v = tp_int_plain(v);
    return tp_int_cmp(v, high) <= 0 ? v : high;
}

static Value slice_indices(Value self, Value *args)
{
    Slice *s = as_slice(self);
    Value length = tp_index(args[0]), step, start, stop;
    if (!length)
        return 0;
    length = tp_int_plain(length);
    if (tp_int_sign(length) < 0)
        return tp_raise(&tp_ValueError, "length should not be negative");
    if (!(step = big_bound(s->step, tp_small(1))))
        return 0;
    step = tp_int_plain(step);
    int sign = tp_int_sign(step);
    if (sign == 0)
        return tp_raise(&tp_ValueError, "slice step cannot be zero");
    Value low = sign < 0 ? tp_small(-1) : tp_small(0);
    Value high = sign < 0 ? tp_int_sub(length, tp_small(1)) : length;
    if (!(start = big_bound(s->start, 0)) && tp_error_pending())
        return 0;
    start = start ? big_clamp(start, length, low, high) : sign < 0 ? high : low;
    if (!(stop = big_bound(s->stop, 0)) && tp_error_pending())
        return 0;
    stop = stop ? big_clamp(stop, length, low, high) : sign < 0 ? low : high;
    return tp_tuple_pack(3, start, stop, step);
}

static Value slice_reduce(Value self, Value *args)
{
    (void)args;
    Slice *s = as_slice(self);
    return tp_tuple_pack(2, tp_ref(&tp_slice_type),
                         tp_tuple_pack(3, s->start, s->stop, s->step));
}

static const MethodDef methods[] = {
    METHOD("indices", slice_indices, "(len, /)",
           "S.indices(len) -> (start, stop, stride)\n\n"
           "Assuming a sequence of length len, calculate the start and stop\n"
           "indices, and the stride length of the extended slice described by\n"
           "S. Out of bounds indices are clipped in a manner consistent with the\n"
           "handling of normal slices."),
    METHOD("__reduce__", slice_reduce, "()", "Return state information for pickling."),
    METHOD_END,
};

static const MemberDef members[] = {
    {"start", offsetof(Slice, start), true, 0},
    {"stop", offsetof(Slice, stop), true, 0},
    {"step", offsetof(Slice, step), true, 0},
    {0, 0, 0, 0},
};

Type tp_slice_type = {
    .head = {&tp_type_type},
    .name = "slice",
    .basic_size = sizeof(Slice),
    .flags = TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .doc = "slice(stop)\nslice(start, stop[, step])\n\n"
           "Create a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
    .methods = methods,
    .members = members,
    .repr = slice_repr,
    .compare = slice_compare,
    .new_ = slice_new,
};
