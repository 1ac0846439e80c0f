/* tuple.c -- immutable sequences.
 *
 * The items stand in the object. An instance of a Python subclass has its __dict__ pointer behind
 * the last item (dict_offset -1). There is one empty tuple; it is a static object.
 */
#include <stdarg.h>
#include <string.h>

#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "iter.h"
#include "list.h"
#include "sequence.h"
#include "str.h"

static Tuple empty_tuple = {.head = {&tp_tuple_type}, .length = 0};
Tuple *tp_empty_tuple = &empty_tuple;

Tuple *tp_tuple_new(int64_t length)
{
    if (length == 0)
        return tp_empty_tuple;
    Tuple *t = tp_heap_object(&tp_tuple_type, length * sizeof(Value));
    t->length = length;
    return t;
}

Tuple *tp_tuple_try_new(int64_t length)
{
    if (length == 0)
        return tp_empty_tuple;
    size_t bytes = tp_size(length, sizeof(Value), sizeof(Tuple));
    Tuple *t = bytes ? tp_heap_try_alloc(bytes) : 0;
    if (!t)
        return 0;
    t->head.type = &tp_tuple_type;
    t->length = length;
    return t;
}

Value tp_tuple_of(int64_t n, const Value *items)
{
    Tuple *t = tp_tuple_new(n);
    if (n)
        memcpy(t->items, items, n * sizeof(Value));
    return tp_ref(t);
}

Value tp_tuple_pack(int n, ...)
{
    va_list args;
    Tuple *t = tp_tuple_new(n);
    va_start(args, n);
    for (int i = 0; i < n; i++)
        t->items[i] = va_arg(args, Value);
    va_end(args);
    return tp_ref(t);
}

Value tp_tuple_slice(Value tuple, int64_t start, int64_t end)
{
    Tuple *t = tp_as_tuple(tuple);
    if (start < 0)
        start = 0;
    if (end > t->length)
        end = t->length;
    if (start == 0 && end == t->length && tp_is_exact(tuple, &tp_tuple_type))
        return tuple;
    return tp_tuple_of(end > start ? end - start : 0, t->items + start);
}

/* A tuple of subclass `type` with the items of the tuple `from`. */
static Value tuple_of_type(Type *type, Tuple *from)
{
    size_t extra = (from->length + (type->dict_offset != 0)) * sizeof(Value);
    Tuple *t = tp_heap_object(type, extra);
    t->length = from->length;
    memcpy(t->items, from->items, from->length * sizeof(Value));
    return tp_ref(t);
}

static Value tuple_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    /* Keywords may be for the __init__ of a subclass. */
    if (kwnames && kwnames->length && type->init == tp_tuple_type.init)
        return tp_raise(&tp_TypeError, "tuple() takes no keyword arguments");
    if (nargs > 1)
        return tp_raise(&tp_TypeError, "tuple expected at most 1 argument, got %d", nargs);
    Value t = nargs ? tp_tuple_from(args[0]) : tp_ref(tp_empty_tuple);
    if (!t || type == &tp_tuple_type)
        return t;
    return tuple_of_type(type, tp_as_tuple(t));
}

static int64_t tuple_len(Value self)
{
    return tp_as_tuple(self)->length;
}

/* CPython's: the xxHash mixing of the items' hashes. */
static int64_t tuple_hash(Value self)
{
    const uint64_t prime1 = 11400714785074694791u, prime2 = 14029467366897019727u,
                   prime5 = 2870177450012600261u;
    Tuple *t = tp_as_tuple(self);
    uint64_t acc = prime5;
    for (int64_t i = 0; i < t->length; i++) {
        int64_t lane = tp_hash_quick(t->items[i]);
        if (lane == -1)
            return -1;
        acc += lane * prime2;
        acc = acc << 31 | acc >> 33;
        acc *= prime1;
    }
    acc += t->length ^ (prime5 ^ 3527539u);
    return acc == UINT64_MAX ? 1546275796 : (int64_t)acc;
}

static Value tuple_repr(Value self)
{
    Tuple *t = tp_as_tuple(self);
    if (!t->length)
        return tp_str_cstr("()");
    int nested = tp_repr_enter(self);
    if (nested)
        return nested < 0 ? 0 : tp_str_cstr("(...)");
    StrBuilder b;
    Value result = 0;
    tp_builder_init(&b);
    tp_builder_char(&b, '(');
    for (int64_t i = 0; i < t->length; i++) {
        if (i && tp_builder_cstr(&b, ", ") < 0)
            goto done;
        Value text = tp_repr(t->items[i]);
        if (!text || tp_builder_str(&b, text) < 0)
            goto done;
    }
    tp_builder_cstr(&b, t->length == 1 ? ",)" : ")");
    result = tp_builder_finish(&b);
done:
    tp_repr_leave(self);
    return result;
}

static Value tuple_compare(Value self, Value other, int op)
{
    if (!tp_is_tuple(other))
        return TP_NOTIMPLEMENTED;
    Tuple *a = tp_as_tuple(self), *b = tp_as_tuple(other);
    int64_t i = 0;
    for (; i < a->length && i < b->length; i++) {
        if (a->items[i] == b->items[i])
            continue;
        int r = tp_equal_quick(a->items[i], b->items[i]);
        if (r < 0)
            return 0;
        if (!r)
            break;
    }
    if (i >= a->length || i >= b->length)
        return tp_bool(tp_order_lengths(a->length, b->length, op));
    if (op == TP_EQ || op == TP_NE)
        return tp_bool(op == TP_NE);
    return tp_compare(a->items[i], b->items[i], op);
}

static Value tuple_getitem(Value self, Value key)
{
    Tuple *t = tp_as_tuple(self);
    int64_t i;
    if (tp_is_small(key)) {
        i = tp_small_value(key);
    } else if (tp_is_exact(key, &tp_slice_type)) {
        int64_t start, stop, step, n = tp_slice_indices(key, t->length, &start, &stop, &step);
        if (n < 0)
            return 0;
        if (step == 1)
            return tp_tuple_slice(self, start, start + n);
        Tuple *result = tp_tuple_new(n);
        for (int64_t k = 0; k < n; k++, start += step)
            result->items[k] = t->items[start];
        return tp_ref(result);
    } else if (!tp_sequence_index("tuple", key, &i)) {
        return 0;
    }
    if (i < 0)
        i += t->length;
    if ((uint64_t)i >= (uint64_t)t->length)
        return tp_raise(&tp_IndexError, "tuple index out of range");
    return t->items[i];
}

static int tuple_contains(Value self, Value item)
{
    Tuple *t = tp_as_tuple(self);
    for (int64_t i = 0; i < t->length; i++) {
        int r = tp_equal_quick(t->items[i], item);
        if (r)
            return r;
    }
    return 0;
}

static Value tuple_add(Value self, Value other)
{
    if (!tp_is_tuple(other))
        return tp_concat_fails(other, "tuple");
    Tuple *a = tp_as_tuple(self), *b = tp_as_tuple(other);
    if (!a->length && tp_is_exact(other, &tp_tuple_type))
        return other;
    if (!b->length && tp_is_exact(self, &tp_tuple_type))
        return self;
    Tuple *t = tp_tuple_try_new(a->length + b->length);
    if (!t)
        return 0;
    memcpy(t->items, a->items, a->length * sizeof(Value));
    memcpy(t->items + a->length, b->items, b->length * sizeof(Value));
    return tp_ref(t);
}

static Value tuple_repeat(Value self, int64_t n)
{
    Tuple *a = tp_as_tuple(self);
    if (n == 1 && tp_is_exact(self, &tp_tuple_type))
        return self;
    if (n <= 0 || !a->length)
        return tp_ref(tp_empty_tuple);
    if (n > INT64_MAX / 16 / a->length)
        return tp_raise_no_memory();
    Tuple *t = tp_tuple_try_new(a->length * n);
    if (!t)
        return 0;
    tp_repeat_items(t->items, a->items, a->length, n);
    return tp_ref(t);
}

static Value tuple_mul(Value self, Value other)
{
    int64_t n;
    return tp_repeat_by(other, &n) ? tuple_repeat(self, n) : 0;
}

/* ---- methods ---- */

static Value tuple_index(Value self, Value *args)
{
    Tuple *t = tp_as_tuple(self);
    int64_t start = 0, stop = INT64_MAX;
    if ((args[1] && tp_search_bound(args[1], &start) < 0) ||
        (args[2] && tp_search_bound(args[2], &stop) < 0))
        return 0;
    if (start < 0 && (start += t->length) < 0)
        start = 0;
    if (stop < 0)
        stop += t->length;
    for (int64_t i = start; i < stop && i < t->length; i++) {
        int r = tp_equal_quick(t->items[i], args[0]);
        if (r)
            return r < 0 ? 0 : tp_small(i);
    }
    return tp_raise(&tp_ValueError, "tuple.index(x): x not in tuple");
}

static Value tuple_count(Value self, Value *args)
{
    Tuple *t = tp_as_tuple(self);
    int64_t n = 0;
    for (int64_t i = 0; i < t->length; i++) {
        int r = tp_equal_quick(t->items[i], args[0]);
        if (r < 0)
            return 0;
        n += r;
    }
    return tp_small(n);
}

static Value tuple_getnewargs(Value self, Value *args)
{
    (void)args;
    Tuple *t = tp_as_tuple(self);
    return tp_tuple_pack(1, tp_tuple_of(t->length, t->items));
}

static Value tuple_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

/* ---- iterator ---- */

static Value tuple_iter(Value self)
{
    TupleIterator *it = tp_heap_object(&tp_tuple_iterator_type, 0);
    it->tuple = tp_as_tuple(self);
    return tp_ref(it);
}

static Value tuple_iterator_iter(Value self)
{
    return self;
}

static Value tuple_iterator_next(Value self)
{
    TupleIterator *it = (TupleIterator *)tp_obj(self);
    Tuple *t = it->tuple;
    if (!t)
        return 0;
    if (it->position < t->length)
        return t->items[it->position++];
    it->tuple = 0;
    return 0;
}

static Value tuple_iterator_length_hint(Value self, Value *args)
{
    (void)args;
    TupleIterator *it = (TupleIterator *)tp_obj(self);
    return tp_small(it->tuple ? it->tuple->length - it->position : 0);
}

static Value tuple_iterator_reduce(Value self, Value *args)
{
    (void)args;
    TupleIterator *it = (TupleIterator *)tp_obj(self);
    if (!it->tuple)
        return tp_reduce_as("iter", tp_tuple_pack(1, tp_ref(tp_empty_tuple)), 0);
    return tp_reduce_as("iter", tp_tuple_pack(1, tp_ref(it->tuple)), tp_small(it->position));
}

static Value tuple_iterator_setstate(Value self, Value *args)
{
    TupleIterator *it = (TupleIterator *)tp_obj(self);
    int64_t i;
    if (tp_ssize_state(args[0], &i) < 0)
        return 0;
    if (it->tuple)
        it->position = i < 0 ? 0 : i > it->tuple->length ? it->tuple->length : i;
    return TP_NONE;
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", tuple_iterator_length_hint, "()",
           "Private method returning an estimate of len(list(it))."),
    METHOD("__reduce__", tuple_iterator_reduce, "()", "Return state information for pickling."),
    METHOD("__setstate__", tuple_iterator_setstate, "(object, /)",
           "Set state information for unpickling."),
    METHOD_END,
};

Type tp_tuple_iterator_type = {
    .head = {&tp_type_type},
    .name = "tuple_iterator",
    .basic_size = sizeof(TupleIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = iterator_methods,
    .iter = tuple_iterator_iter,
    .next = tuple_iterator_next,
};

static const MethodDef methods[] = {
    METHOD("__getnewargs__", tuple_getnewargs, "()", 0),
    METHOD("index", tuple_index, "(value, start=0, stop=9223372036854775807, /)",
           "Return first index of value.\n\nRaises ValueError if the value is not present."),
    METHOD("count", tuple_count, "(value, /)", "Return number of occurrences of value."),
    METHOD_CLASS("__class_getitem__", tuple_class_getitem, "(object, /)", "See PEP 585"),
    METHOD_END,
};

Type tp_tuple_type = {
    .head = {&tp_type_type},
    .name = "tuple",
    .basic_size = sizeof(Tuple),
    .flags = TYPE_BASE | TYPE_IS_TUPLE | TYPE_SEQUENCE | TYPE_SEQ_CONCAT | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .doc = "Built-in immutable sequence.\n\n"
           "If no argument is given, the constructor returns an empty tuple.\n"
           "If iterable is specified the tuple is initialized from iterable's items.\n\n"
           "If the argument is a tuple, the return value is the same object.",
    .methods = methods,
    .repr = tuple_repr,
    .hash = tuple_hash,
    .compare = tuple_compare,
    .new_ = tuple_new,
    .iter = tuple_iter,
    .length = tuple_len,
    .getitem = tuple_getitem,
    .contains = tuple_contains,
    .add = tuple_add,
    .mul = tuple_mul,
    .rmul = tuple_mul,
};
