/* array.c -- the module array: sequences of C numbers or characters, all of one kind.
 *
 * The items stand one after the other in memory that grows by a sixteenth when it must. While
 * memoryviews show it, an array keeps its length. Converting a value to an item may run Python code
 * that changes the array, so an item is made aside first (`tp_array_put`) and bounds are looked at
 * after that. What items are is in array_items.c, pickling in array_pickle.c. Start at
 * `tp_array_new` and `resize`.
 */
#include "array.h"

#include <string.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/iter.h"
#include "runtime/list.h"
#include "runtime/sequence.h"
#include "runtime/text.h"

enum { FILE_BLOCK = 64 * 1024 }; /* bytes that tofile writes at once */

static Type iterator_type;

static bool is_array(Value v)
{
    return tp_is_exact(v, &tp_array_type) || tp_instance(v, &tp_array_type);
}

static inline char *item_at(const Array *a, int64_t i)
{
    return a->data + i * a->kind->size;
}

static inline size_t bytes_of(const Array *a, int64_t n)
{
    return (size_t)(n * a->kind->size);
}

static inline Value get(const Array *a, int64_t i)
{
    return tp_array_get(a->kind, item_at(a, i));
}

/* ---- memory ---- */

/* A new array with room for just `length` items, which are not set. */
static Array *make(Type *type, const Kind *kind, int64_t length)
{
    Array *a = tp_heap_object(type, 0);
    a->kind = kind;
    if (length) {
        size_t size = tp_size((size_t)length, (size_t)kind->size, 0);
        a->data = size ? tp_heap_try_alloc_atomic(size) : 0;
        if (!a->data)
            return 0;
    }
    a->length = a->capacity = length;
    return a;
}

/* A new array of n items that stand at data. */
static Value make_of(const Kind *kind, const char *data, int64_t n)
{
    Array *a = make(&tp_array_type, kind, n);
    if (a && n)
        memcpy(a->data, data, bytes_of(a, n));
    return tp_ref(a);
}

static int check_exports(Array *a)
{
    if (tp_has_exports(&a->exports))
        return tp_raise_int(&tp_BufferError, "cannot resize an array that is exporting buffers");
    return 0;
}

/* New items are not set. The old memory stays as it is, for those who still look at it. */
static int resize(Array *a, int64_t length)
{
    if (length == a->length)
        return 0;
    if (check_exports(a) < 0)
        return -1;
    if (length == 0) {
        a->data = 0;
        a->capacity = 0;
    } else if (length > a->capacity || length + 16 <= a->length) {
        int64_t capacity = length + (length >> 4) + (a->length < 8 ? 3 : 7);
        size_t size = tp_size((size_t)capacity, (size_t)a->kind->size, 0);
        char *data = size ? tp_heap_try_alloc_atomic(size) : 0;
        if (!data)
            return -1;
        int64_t kept = length < a->length ? length : a->length;
        if (kept)
            memcpy(data, a->data, bytes_of(a, kept));
        a->data = data;
        a->capacity = capacity;
    }
    a->length = length;
    return 0;
}

/* Replace `old` items from start on by n that stand at data, which is not in a's memory. */
static int splice(Array *a, int64_t start, int64_t old, const char *data, int64_t n)
{
    int64_t tail = a->length - start - old, length = a->length + n - old;
    if (n != old && check_exports(a) < 0)
        return -1;
    if (n > old && resize(a, length) < 0)
        return -1;
    if (n != old && tail)
        memmove(item_at(a, start + n), item_at(a, start + old), bytes_of(a, tail));
    if (n < old && resize(a, length) < 0)
        return -1;
    if (n)
        memcpy(item_at(a, start), data, bytes_of(a, n));
    return 0;
}

static int append(Array *a, Value v)
{
    char item[ITEM_SIZE];
    if (tp_array_put(a->kind, item, v) < 0 || resize(a, a->length + 1) < 0)
        return -1;
    memcpy(item_at(a, a->length - 1), item, (size_t)a->kind->size);
    return 0;
}

static int extend_from(Array *a, Value iterator)
{
    Value item;
    while ((item = tp_next(iterator)))
        if (append(a, item) < 0)
            return -1;
    return tp_error_pending() ? -1 : 0;
}

static int array_buffer(Value self, Buffer *out, int change)
{
    Array *a = tp_as_array(self);
    a->exports += change;
    *out = (Buffer){a->data ? a->data : "", a->length, a->kind->size, a->kind->size,
                    a->kind->format, false, self};
    return 0;
}

/* ---- making ---- */

/* TypeError: other's items are of another kind. Gives 0. */
static Value bad_kind(void)
{
    return tp_raise(&tp_TypeError, "bad argument type for built-in operation");
}

/* Append n bytes, items as the machine has them; they are not a's own. */
static int add_bytes(Array *a, const char *data, int64_t n)
{
    if (n % a->kind->size)
        return tp_raise_int(&tp_ValueError, "bytes length not a multiple of item size");
    return splice(a, a->length, 0, data, n / a->kind->size);
}

/* Append the characters of a str to an array of characters. */
static int add_text(Array *a, Value text)
{
    const Str *s = tp_as_str(text);
    int64_t at = a->length;
    if (resize(a, at + s->length) < 0)
        return -1;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        memcpy(item_at(a, at + i), &c, 4);
    }
    return 0;
}

/* Fill a new array of that length from a list or tuple. */
static Value fill(Array *a, Value sequence)
{
    for (int64_t i = 0; a && i < a->length; i++) {
        Value v = tp_getitem(sequence, tp_small(i));
        if (!v || tp_array_put(a->kind, item_at(a, i), v) < 0)
            return 0;
    }
    return tp_ref(a);
}

Value tp_array_new(Type *type, uint32_t code, Value initial)
{
    bool is_sequence = false, is_bytes = false, is_text = false;
    Array *other = initial && is_array(initial) ? tp_as_array(initial) : 0;
    if (initial) {
        if (code != 'u' && (tp_is_str(initial) || (other && other->kind->code == 'u')))
            return tp_raise(&tp_TypeError,
                            "cannot use a %s to initialize an array with typecode '%c'",
                            other ? "unicode array" : "str", (int)code);
        is_sequence = tp_is_list(initial) || tp_is_tuple(initial);
        is_bytes = tp_is_bytes(initial) || tp_is_exact(initial, &tp_bytearray_type) ||
                   tp_instance(initial, &tp_bytearray_type);
        is_text = tp_is_str(initial);
        if (other && (uint32_t)other->kind->code != code)
            other = 0;
        if (!is_sequence && !is_bytes && !is_text && !other && !(initial = tp_iter(initial)))
            return 0;
    }
    const Kind *kind = tp_array_kind(code);
    if (!kind)
        return tp_raise(&tp_ValueError,
                        "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    if (is_sequence)
        return fill(make(type, kind, tp_is_list(initial) ? tp_as_list(initial)->length
                                                         : tp_as_tuple(initial)->length),
                    initial);
    Array *a = make(type, kind, other ? other->length : 0);
    if (!a || !initial)
        return tp_ref(a);
    int status = 0;
    if (other) {
        if (a->length)
            memcpy(a->data, other->data, bytes_of(a, a->length));
    } else if (is_bytes) {
        const char *data;
        int64_t n;
        status = tp_bytes_view(initial, &data, &n) < 0 ? -1 : add_bytes(a, data, n);
    } else {
        status = is_text ? add_text(a, initial) : extend_from(a, initial);
    }
    return status < 0 ? 0 : tp_ref(a);
}

static Value array_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    /* a subclass with an __init__ of its own may take keywords */
    if (type->init == tp_array_type.init && kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "array.array() takes no keyword arguments");
    if (text_arity("array", nargs, 0, 1, 2) < 0)
        return 0;
    if (!tp_is_str(args[0]) || tp_as_str(args[0])->length != 1)
        return tp_raise_argument("array", "argument 1", "a unicode character", args[0]);
    return tp_array_new(type, tp_str_at(tp_as_str(args[0]), 0), nargs == 2 ? args[1] : 0);
}

Value tp_array_list(const Array *a)
{
    Value list = tp_list_new(a->length);
    for (int64_t i = 0; list && i < a->length; i++) {
        Value item = get(a, i);
        if (!item)
            return 0;
        tp_as_list(list)->items[i] = item;
    }
    return list;
}

/* ---- slots ---- */

static int64_t array_length(Value self)
{
    return tp_as_array(self)->length;
}

static Value array_repr(Value self)
{
    const Array *a = tp_as_array(self);
    const char *name = tp_type_name(self), *dot = strrchr(name, '.');
    name = dot ? dot + 1 : name;
    if (!a->length)
        return tp_str_format_c("%s('%c')", name, a->kind->code);
    Value items = a->kind->code == 'u' ? tp_array_text(a->data, a->length) : tp_array_list(a);
    return items ? tp_str_format_c("%s('%c', %R)", name, a->kind->code, items) : 0;
}

/* -1, 0 or 1 as item i of a stands to that of b, both of a kind of whole numbers. */
static int order_items(const Array *a, const Array *b, int64_t i)
{
    const char *p = item_at(a, i), *q = item_at(b, i);
    int size = a->kind->size, shift = 64 - 8 * size;
    uint64_t x = 0, y = 0;
    memcpy(&x, p, (size_t)size); /* little-endian */
    memcpy(&y, q, (size_t)size);
    if (a->kind->code >= 'a') { /* the signed types, and 'u': wchar_t is signed */
        int64_t s = (int64_t)(x << shift) >> shift, t = (int64_t)(y << shift) >> shift;
        return (s > t) - (s < t);
    }
    return (x > y) - (x < y);
}

static Value array_compare(Value self, Value other, int op)
{
    if (!is_array(other))
        return TP_NOTIMPLEMENTED;
    const Array *a = tp_as_array(self), *b = tp_as_array(other);
    if (a->length != b->length && (op == TP_EQ || op == TP_NE))
        return tp_bool(op == TP_NE);
    bool is_plain = a->kind == b->kind && !strchr("fd", a->kind->code);
    for (int64_t i = 0; i < a->length && i < b->length; i++) {
        if (is_plain) {
            int order = order_items(a, b, i);
            if (order)
                return tp_bool(tp_order_lengths(order, 0, op));
            continue;
        }
        Value x = get(a, i), y = x ? get(b, i) : 0;
        int same = y ? tp_equal(x, y) : -1;
        if (same < 0)
            return 0;
        if (!same)
            return op == TP_EQ || op == TP_NE ? tp_bool(op == TP_NE) : tp_compare(x, y, op);
    }
    return tp_bool(tp_order_lengths(a->length, b->length, op));
}

/* The number that an index stands for; false with TypeError or IndexError pending. */
static bool index_of(Value key, int64_t *i)
{
    if (!tp_is_small(key) && !tp_type_of(key)->index) {
        tp_raise(&tp_TypeError, "array indices must be integers");
        return false;
    }
    return tp_sequence_index("array", key, i);
}

static Value get_slice(const Array *a, Value key)
{
    int64_t start, stop, step;
    if (tp_slice_unpack(key, &start, &stop, &step) < 0)
        return 0;
    int64_t n = tp_slice_adjust(a->length, &start, &stop, step);
    if (step == 1 || n == 0)
        return make_of(a->kind, n ? item_at(a, start) : 0, n);
    Array *result = make(&tp_array_type, a->kind, n);
    for (int64_t i = 0; result && i < n; i++)
        memcpy(item_at(result, i), item_at(a, start + i * step), (size_t)a->kind->size);
    return tp_ref(result);
}

static Value array_getitem(Value self, Value key)
{
    Array *a = tp_as_array(self);
    int64_t i;
    if (tp_is_small(key))
        i = tp_small_value(key);
    else if (tp_is_exact(key, &tp_slice_type))
        return get_slice(a, key);
    else if (!index_of(key, &i))
        return 0;
    if (i < 0)
        i += a->length;
    if ((uint64_t)i >= (uint64_t)a->length)
        return tp_raise(&tp_IndexError, "array index out of range");
    return get(a, i);
}

/* Delete n > 0 items that are `step` apart. */
static int delete_stepped(Array *a, int64_t start, int64_t step, int64_t n)
{
    if (step < 0) {
        start += (n - 1) * step;
        step = -step;
    }
    int64_t to = start;
    for (int64_t k = 0; k < n; k++) {
        int64_t from = start + k * step + 1, end = k + 1 < n ? from + step - 1 : a->length;
        if (end > from)
            memmove(item_at(a, to), item_at(a, from), bytes_of(a, end - from));
        to += end - from;
    }
    return resize(a, to);
}

/* a[key] = value, or del a[key] if value is 0. No items put in place of every second one delete
 * them, as in CPython. */
static int assign_slice(Array *a, Value key, Value value)
{
    int64_t start, stop, step, n = 0;
    const char *data = 0;
    if (tp_slice_unpack(key, &start, &stop, &step) < 0)
        return -1;
    int64_t old = tp_slice_adjust(a->length, &start, &stop, step);
    if (value) {
        if (!is_array(value))
            return tp_raise_int(&tp_TypeError, "can only assign array (not \"%T\") to array slice",
                                value);
        const Array *other = tp_as_array(value);
        if (other->kind != a->kind)
            return bad_kind(), -1;
        n = other->length;
        data = other->data;
        if (other == a && n) {
            char *copy = tp_heap_try_alloc_atomic(bytes_of(a, n));
            if (!copy)
                return -1;
            data = memcpy(copy, data, bytes_of(a, n));
        }
    }
    if ((n == 0 || n != old) && check_exports(a) < 0)
        return -1;
    if (step == 1)
        return splice(a, start, old, data, n);
    if (n == 0)
        return old ? delete_stepped(a, start, step, old) : 0;
    if (n != old)
        return tp_raise_int(&tp_ValueError,
                            "attempt to assign array of size %lld to extended slice of size %lld",
                            (long long)n, (long long)old);
    for (int64_t i = 0; i < n; i++)
        memcpy(item_at(a, start + i * step), data + bytes_of(a, i), (size_t)a->kind->size);
    return 0;
}

static int array_setitem(Value self, Value key, Value value)
{
    Array *a = tp_as_array(self);
    char item[ITEM_SIZE];
    int64_t i;
    if (tp_is_exact(key, &tp_slice_type))
        return assign_slice(a, key, value);
    if (!index_of(key, &i))
        return -1;
    if (i < 0)
        i += a->length;
    bool is_inside = (uint64_t)i < (uint64_t)a->length;
    if (is_inside && value) {
        if (tp_array_put(a->kind, item, value) < 0)
            return -1;
        is_inside = i < a->length;
    }
    if (!is_inside)
        return tp_raise_int(&tp_IndexError, "array assignment index out of range");
    if (!value)
        return splice(a, i, 1, 0, 0);
    memcpy(item_at(a, i), item, (size_t)a->kind->size);
    return 0;
}

/* The first index from start on, below stop, of an item equal to v; -1 if there is none, -2 with an
 * exception. */
static int64_t search(const Array *a, Value v, int64_t start, int64_t stop)
{
    for (int64_t i = start; i < stop && i < a->length; i++) {
        Value item = get(a, i);
        int same = item ? tp_equal(item, v) : -1;
        if (same)
            return same < 0 ? -2 : i;
    }
    return -1;
}

static int array_contains(Value self, Value v)
{
    int64_t i = search(tp_as_array(self), v, 0, INT64_MAX);
    return i == -2 ? -1 : i >= 0;
}

static Value array_add(Value self, Value other)
{
    if (!is_array(other))
        return tp_raise(&tp_TypeError, "can only append array (not \"%T\") to array", other);
    const Array *a = tp_as_array(self), *b = tp_as_array(other);
    if (a->kind != b->kind)
        return bad_kind();
    Array *sum = make(&tp_array_type, a->kind, a->length + b->length);
    if (sum && a->length)
        memcpy(sum->data, a->data, bytes_of(a, a->length));
    if (sum && b->length)
        memcpy(item_at(sum, a->length), b->data, bytes_of(b, b->length));
    return tp_ref(sum);
}

/* Append the items of an array, which may be a itself. */
static int extend_by(Array *a, const Array *b)
{
    int64_t at = a->length, n = b->length;
    if (a->kind != b->kind)
        return tp_raise_int(&tp_TypeError, "can only extend with array of same kind");
    if (resize(a, at + n) < 0)
        return -1;
    if (n)
        memcpy(item_at(a, at), b->data, bytes_of(a, n));
    return 0;
}

static Value array_iadd(Value self, Value other)
{
    if (!is_array(other))
        return tp_raise(&tp_TypeError, "can only extend array with array (not \"%T\")", other);
    return extend_by(tp_as_array(self), tp_as_array(other)) < 0 ? 0 : self;
}

/* How long an array is when it is repeated `times`; -1 with MemoryError. */
static int64_t repeated_length(const Array *a, int64_t times)
{
    int64_t length;
    if (__builtin_mul_overflow(a->length, times < 0 ? 0 : times, &length) ||
        length > INT64_MAX / (2 * ITEM_SIZE))
        return tp_raise_no_memory(), -1;
    return length;
}

/* Fill items up to a->length by those before `filled`, again and again. */
static void repeat_items(Array *a, int64_t filled)
{
    while (filled && filled < a->length) {
        int64_t n = filled < a->length - filled ? filled : a->length - filled;
        memcpy(item_at(a, filled), a->data, bytes_of(a, n));
        filled += n;
    }
}

static Value array_mul(Value self, Value other)
{
    const Array *a = tp_as_array(self);
    int64_t times;
    if (!tp_repeat_by(other, &times))
        return 0;
    int64_t length = repeated_length(a, times);
    Array *result = length < 0 ? 0 : make(&tp_array_type, a->kind, length);
    if (result && length) {
        memcpy(result->data, a->data, bytes_of(a, a->length));
        repeat_items(result, a->length);
    }
    return tp_ref(result);
}

static Value array_imul(Value self, Value other)
{
    Array *a = tp_as_array(self);
    int64_t times;
    if (!tp_repeat_by(other, &times))
        return 0;
    int64_t filled = a->length, length = repeated_length(a, times);
    if (length < 0 || resize(a, length) < 0)
        return 0;
    repeat_items(a, filled);
    return self;
}

/* ---- iterator ---- */

typedef struct ArrayIterator {
    Object head;
    int64_t position;
    Array *array;          /* 0 once exhausted */
} ArrayIterator;

static Value array_iter(Value self)
{
    ArrayIterator *it = tp_heap_object(&iterator_type, 0);
    it->array = tp_as_array(self);
    return tp_ref(it);
}

static Value iterator_self(Value self)
{
    return self;
}

static Value iterator_next(Value self)
{
    ArrayIterator *it = (ArrayIterator *)tp_obj(self);
    if (!it->array)
        return 0;
    if (it->position < it->array->length)
        return get(it->array, it->position++);
    it->array = 0;
    return 0;
}

static Value iterator_reduce(Value self, Value *args)
{
    (void)args;
    ArrayIterator *it = (ArrayIterator *)tp_obj(self);
    if (!it->array)
        return tp_reduce_as("iter", tp_tuple_pack(1, tp_ref(tp_empty_tuple)), 0);
    return tp_reduce_as("iter", tp_tuple_pack(1, tp_ref(it->array)), tp_small(it->position));
}

static Value iterator_setstate(Value self, Value *args)
{
    ArrayIterator *it = (ArrayIterator *)tp_obj(self);
    int64_t i;
    if (!tp_is_int(args[0]))
        return tp_raise(&tp_TypeError, "an integer is required");
    if (tp_ssize_argument(args[0], &i) < 0)
        return 0;
    if (it->array)
        it->position = i < 0 ? 0 : i > it->array->length ? it->array->length : i;
    return TP_NONE;
}

static const MethodDef iterator_methods[] = {
    METHOD("__reduce__", iterator_reduce, "()", "Return state information for pickling."),
    METHOD("__setstate__", iterator_setstate, "(state, /)",
           "Set state information for unpickling."),
    METHOD_END,
};

static Type iterator_type = {
    .head = {&tp_type_type},
    .name = "array.arrayiterator",
    .basic_size = sizeof(ArrayIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = iterator_methods,
    .iter = iterator_self,
    .next = iterator_next,
};

/* ---- methods ---- */

static Value array_append(Value self, Value *args)
{
    return append(tp_as_array(self), args[0]) < 0 ? 0 : TP_NONE;
}

static Value array_extend(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Array *a = tp_as_array(self);
    if (tp_array_arity("extend", nargs, kwnames, 1) < 0)
        return 0;
    if (is_array(args[0]))
        return extend_by(a, tp_as_array(args[0])) < 0 ? 0 : TP_NONE;
    Value iterator = tp_iter(args[0]);
    return iterator && extend_from(a, iterator) >= 0 ? TP_NONE : 0;
}

static Value array_insert(Value self, Value *args)
{
    Array *a = tp_as_array(self);
    char item[ITEM_SIZE];
    int64_t i;
    if (tp_ssize_argument(args[0], &i) < 0 || tp_array_put(a->kind, item, args[1]) < 0)
        return 0;
    if (i < 0)
        i = i + a->length < 0 ? 0 : i + a->length;
    if (i > a->length)
        i = a->length;
    return splice(a, i, 0, item, 1) < 0 ? 0 : TP_NONE;
}

static Value array_pop(Value self, Value *args)
{
    Array *a = tp_as_array(self);
    int64_t i = -1;
    if (args[0] && tp_ssize_argument(args[0], &i) < 0)
        return 0;
    if (!a->length)
        return tp_raise(&tp_IndexError, "pop from empty array");
    if (i < 0)
        i += a->length;
    if ((uint64_t)i >= (uint64_t)a->length)
        return tp_raise(&tp_IndexError, "pop index out of range");
    Value item = get(a, i);
    return item && splice(a, i, 1, 0, 0) >= 0 ? item : 0;
}

static Value array_remove(Value self, Value *args)
{
    Array *a = tp_as_array(self);
    int64_t i = search(a, args[0], 0, INT64_MAX);
    if (i == -1)
        return tp_raise(&tp_ValueError, "array.remove(x): x not in array");
    if (i >= a->length) /* comparing made it shorter */
        return TP_NONE;
    return i < 0 || splice(a, i, 1, 0, 0) < 0 ? 0 : TP_NONE;
}

static Value array_index(Value self, Value *args)
{
    Array *a = tp_as_array(self);
    int64_t start = 0, stop = INT64_MAX;
    if ((args[1] && tp_search_bound(args[1], &start) < 0) ||
        (args[2] && tp_search_bound(args[2], &stop) < 0))
        return 0;
    if (start < 0 && (start += a->length) < 0)
        start = 0;
    if (stop < 0)
        stop += a->length;
    int64_t i = search(a, args[0], start, stop);
    if (i == -1)
        return tp_raise(&tp_ValueError, "array.index(x): x not in array");
    return i < 0 ? 0 : tp_small(i);
}

static Value array_count(Value self, Value *args)
{
    const Array *a = tp_as_array(self);
    int64_t n = 0;
    for (int64_t i = 0; i < a->length; i++) {
        Value item = get(a, i);
        int same = item ? tp_equal(item, args[0]) : -1;
        if (same < 0)
            return 0;
        n += same;
    }
    return tp_small(n);
}

static Value array_reverse(Value self, Value *args)
{
    (void)args;
    Array *a = tp_as_array(self);
    size_t size = (size_t)a->kind->size;
    for (int64_t i = 0, j = a->length - 1; i < j; i++, j--) {
        char swap[ITEM_SIZE];
        memcpy(swap, item_at(a, i), size);
        memcpy(item_at(a, i), item_at(a, j), size);
        memcpy(item_at(a, j), swap, size);
    }
    return TP_NONE;
}

static Value array_byteswap(Value self, Value *args)
{
    (void)args;
    Array *a = tp_as_array(self);
    tp_array_swap(a->data, a->length, a->kind->size);
    return TP_NONE;
}

static Value array_buffer_info(Value self, Value *args)
{
    (void)args;
    Array *a = tp_as_array(self);
    return tp_tuple_pack(2, tp_int_from_u64((uintptr_t)a->data), tp_small(a->length));
}

static Value array_copy(Value self, Value *args)
{
    (void)args;
    Array *a = tp_as_array(self);
    return make_of(a->kind, a->data, a->length);
}

static Value array_sizeof(Value self, Value *args)
{
    (void)args;
    Array *a = tp_as_array(self);
    return tp_small(64 + a->capacity * a->kind->size);
}

/* ---- methods: conversions ---- */

static Value array_tolist(Value self, Value *args)
{
    (void)args;
    return tp_array_list(tp_as_array(self));
}

static Value array_fromlist(Value self, Value *args)
{
    Array *a = tp_as_array(self);
    if (!tp_is_list(args[0]))
        return tp_raise(&tp_TypeError, "arg must be list");
    List *list = tp_as_list(args[0]);
    int64_t n = list->length;
    if (!n)
        return TP_NONE;
    if (check_exports(a) < 0)
        return 0;
    Array *items = make(&tp_array_type, a->kind, n);
    for (int64_t i = 0; items && i < n; i++) {
        if (tp_array_put(a->kind, item_at(items, i), list->items[i]) < 0)
            return 0;
        if (list->length != n)
            return tp_raise(&tp_RuntimeError, "list changed size during iteration");
    }
    return items && splice(a, a->length, 0, items->data, n) >= 0 ? TP_NONE : 0;
}

static Value array_tobytes(Value self, Value *args)
{
    (void)args;
    Array *a = tp_as_array(self);
    return tp_bytes_new(a->data, (int64_t)bytes_of(a, a->length));
}

static Value array_frombytes(Value self, Value *args)
{
    Array *a = tp_as_array(self);
    Buffer b;
    if (tp_buffer_get(args[0], &b, 0) < 0)
        return 0;
    if (!tp_buffer_is_contiguous(&b))
        return tp_raise(&tp_BufferError, "memoryview: underlying buffer is not C-contiguous");
    if (b.itemsize != 1)
        return tp_raise(&tp_TypeError, "a bytes-like object is required");
    if (args[0] == self && a->length) /* CPython's: it holds a view of itself meanwhile */
        return tp_raise(&tp_BufferError, "cannot resize an array that is exporting buffers");
    return add_bytes(a, b.data, b.length) < 0 ? 0 : TP_NONE;
}

static Value array_tounicode(Value self, Value *args)
{
    (void)args;
    Array *a = tp_as_array(self);
    if (a->kind->code != 'u')
        return tp_raise(&tp_ValueError, "tounicode() may only be called on unicode type arrays");
    return tp_array_text(a->data, a->length);
}

static Value array_fromunicode(Value self, Value *args)
{
    Array *a = tp_as_array(self);
    if (!tp_is_str(args[0]))
        return tp_raise_argument("fromunicode", "argument", "str", args[0]);
    if (a->kind->code != 'u')
        return tp_raise(&tp_ValueError, "fromunicode() may only be called on unicode type arrays");
    return add_text(a, args[0]) < 0 ? 0 : TP_NONE;
}

static Value array_tofile(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Array *a = tp_as_array(self);
    if (tp_array_arity("tofile", nargs, kwnames, 1) < 0)
        return 0;
    int64_t end = (int64_t)bytes_of(a, a->length);
    for (int64_t at = 0; at < end; at += FILE_BLOCK) {
        int64_t left = (int64_t)bytes_of(a, a->length) - at; /* write() may have changed it */
        if (left <= 0)
            break;
        Value block = tp_bytes_new(a->data + at, left < FILE_BLOCK ? left : FILE_BLOCK);
        if (!block || !tp_call_method_cstr(args[0], "write", 1, &block))
            return 0;
    }
    return TP_NONE;
}

static Value array_fromfile(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Array *a = tp_as_array(self);
    int64_t n, size;
    if (tp_array_arity("fromfile", nargs, kwnames, 2) < 0 || tp_ssize_argument(args[1], &n) < 0)
        return 0;
    if (n < 0)
        return tp_raise(&tp_ValueError, "negative count");
    if (__builtin_mul_overflow(n, a->kind->size, &size))
        return tp_raise_no_memory();
    Value wanted = tp_int(size), read = tp_call_method_cstr(args[0], "read", 1, &wanted);
    if (!read)
        return 0;
    if (!tp_is_bytes(read))
        return tp_raise(&tp_TypeError, "read() didn't return bytes");
    const Bytes *b = (Bytes *)tp_obj(read);
    if (add_bytes(a, b->data, b->length) < 0)
        return 0;
    if (b->length != size)
        return tp_raise(&tp_EOFError, "read() didn't return enough bytes");
    return TP_NONE;
}

static Value get_typecode(Value self)
{
    return tp_latin1_char((uint8_t)tp_as_array(self)->kind->code);
}

static Value get_itemsize(Value self)
{
    return tp_small(tp_as_array(self)->kind->size);
}

static const GetSetDef getset[] = {
    {"typecode", get_typecode, 0, "the typecode character used to create the array"},
    {"itemsize", get_itemsize, 0, "the size, in bytes, of one array item"},
    {0, 0, 0, 0},
};

static const MethodDef methods[] = {
    METHOD("append", array_append, "(v, /)", "Append new value v to the end of the array."),
    METHOD("buffer_info", array_buffer_info, "()",
           "Return a tuple (address, length) giving the current memory address and the length in "
           "items of the buffer used to hold array's contents.\n\n"
           "The length should be multiplied by the itemsize attribute to calculate\n"
           "the buffer length in bytes."),
    METHOD("byteswap", array_byteswap, "()",
           "Byteswap all items of the array.\n\n"
           "If the items in the array are not 1, 2, 4, or 8 bytes in size, RuntimeError is\n"
           "raised."),
    METHOD("__copy__", array_copy, "()", "Return a copy of the array."),
    METHOD("count", array_count, "(v, /)", "Return number of occurrences of v in the array."),
    METHOD("__deepcopy__", array_copy, "(unused, /)", "Return a copy of the array."),
    METHOD_RAW("extend", array_extend, "(bb, /)", "Append items to the end of the array."),
    METHOD_RAW("fromfile", array_fromfile, "(f, n, /)",
               "Read n objects from the file object f and append them to the end of the array."),
    METHOD("fromlist", array_fromlist, "(list, /)", "Append items to array from list."),
    METHOD("frombytes", array_frombytes, "(buffer, /)",
           "Appends items from the string, interpreting it as an array of machine values, as if it "
           "had been read from a file using the fromfile() method."),
    METHOD("fromunicode", array_fromunicode, "(ustr, /)",
           "Extends this array with data from the unicode string ustr.\n\n"
           "The array must be a unicode type array; otherwise a ValueError is raised.\n"
           "Use array.frombytes(ustr.encode(...)) to append Unicode data to an array of\n"
           "some other type."),
    METHOD("index", array_index, "(v, start=0, stop=sys.maxsize, /)",
           "Return index of first occurrence of v in the array.\n\n"
           "Raise ValueError if the value is not present."),
    METHOD("insert", array_insert, "(i, v, /)",
           "Insert a new item v into the array before position i."),
    METHOD("pop", array_pop, "(i=-1, /)",
           "Return the i-th element and delete it from the array.\n\ni defaults to -1."),
    METHOD_RAW("__reduce_ex__", array_reduce_ex, "(value, /)",
               "Return state information for pickling."),
    METHOD("remove", array_remove, "(v, /)", "Remove the first occurrence of v in the array."),
    METHOD("reverse", array_reverse, "()", "Reverse the order of the items in the array."),
    METHOD("__sizeof__", array_sizeof, "()", "Size of the array in memory, in bytes."),
    METHOD("tobytes", array_tobytes, "()",
           "Convert the array to an array of machine values and return the bytes representation."),
    METHOD_RAW("tofile", array_tofile, "(f, /)",
               "Write all items (as machine values) to the file object f."),
    METHOD("tolist", array_tolist, "()", "Convert array to an ordinary list with the same items."),
    METHOD("tounicode", array_tounicode, "()",
           "Extends this array with data from the unicode string ustr.\n\n"
           "Convert the array to a unicode string.  The array must be a unicode type array;\n"
           "otherwise a ValueError is raised.  Use array.tobytes().decode() to obtain a\n"
           "unicode string from an array of some other type."),
    METHOD_END,
};

Type tp_array_type = {
    .head = {&tp_type_type},
    .name = "array.array",
    .basic_size = sizeof(Array),
    .flags = TYPE_BASE | TYPE_SEQUENCE | TYPE_SEQ_CONCAT | TYPE_IMMUTABLE,
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .doc = "array(typecode [, initializer]) -> array\n\n"
           "Return a new array whose items are restricted by typecode, and\n"
           "initialized from the optional initializer value, which must be a list,\n"
           "string or iterable over elements of the appropriate type.",
    .methods = methods,
    .getset = getset,
    .repr = array_repr,
    .compare = array_compare,
    .new_ = array_new,
    .iter = array_iter,
    .length = array_length,
    .getitem = array_getitem,
    .setitem = array_setitem,
    .contains = array_contains,
    .add = array_add,
    .iadd = array_iadd,
    .mul = array_mul,
    .rmul = array_mul,
    .imul = array_imul,
    .buffer = array_buffer,
};

/* ---- module ---- */

static const MethodDef functions[] = {
    METHOD("_array_reconstructor", array_reconstructor,
           "(arraytype, typecode, mformat_code, items, /)",
           "Internal. Used for pickling support."),
    METHOD_END,
};

static int module_init(Value module)
{
    Value type = tp_ref(&tp_array_type);
    tp_type_ready(&iterator_type);
    if (tp_module_add_type(module, &tp_array_type) < 0 ||
        tp_module_add(module, "ArrayType", type) < 0 ||
        tp_module_add(module, "typecodes", tp_str_cstr("bBuhHiIlLqQfd")) < 0)
        return -1;
    Value abc = tp_import_module("_collections_abc");
    Value mutable_sequence = abc ? tp_getattr_cstr(abc, "MutableSequence") : 0;
    return mutable_sequence && tp_call_method_cstr(mutable_sequence, "register", 1, &type) ? 0 : -1;
}

const ModuleDef tp_mod_array = {
    "array", functions, module_init,
    "This module defines an object type which can efficiently represent\n"
    "an array of basic values: characters, integers, floating point\n"
    "numbers.  Arrays are sequence types and behave very much like lists,\n"
    "except that the type of objects stored in them is constrained.",
};
