/* collections_deque.c -- collections.deque: a ring of items in an array of 2**n places.
 *
 * `state` counts changes of length, so iterators and searches notice them.
 */
#include <string.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/modules/_collections.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

typedef struct Deque {
    Object head;
    Value *items;          /* 0 while capacity is 0 */
    int64_t capacity;      /* a power of two, or 0 */
    int64_t first;         /* place of item 0 */
    int64_t length;
    int64_t limit;         /* maxlen, or -1 */
    int64_t state;
} Deque;

static inline Deque *as_deque(Value v)
{
    return (Deque *)tp_obj(v);
}

static inline bool is_deque(Value v)
{
    return tp_is_exact(v, &collections_deque_type) || tp_instance(v, &collections_deque_type);
}

/* The place of item i. */
static inline Value *at(Deque *d, int64_t i)
{
    return &d->items[(d->first + i) & (d->capacity - 1)];
}

/* ---- adding and removing at the ends ---- */

static __attribute__((noinline)) int grow(Deque *d)
{
    int64_t capacity = d->capacity ? d->capacity * 2 : 8, until_end = d->capacity - d->first;
    size_t bytes = tp_size(capacity, sizeof(Value), 0);
    Value *items = bytes ? tp_heap_try_alloc(bytes) : 0;
    if (!items)
        return -1;
    if (d->length) {
        if (until_end > d->length)
            until_end = d->length;
        memcpy(items, d->items + d->first, until_end * sizeof(Value));
        memcpy(items + until_end, d->items, (d->length - until_end) * sizeof(Value));
    }
    d->items = items;
    d->capacity = capacity;
    d->first = 0;
    return 0;
}

static inline Value take_last(Deque *d)
{
    Value *place = at(d, d->length - 1), item = *place;
    *place = 0;
    d->length--;
    d->state++;
    return item;
}

static inline Value take_first(Deque *d)
{
    Value *place = at(d, 0), item = *place;
    *place = 0;
    d->first = (d->first + 1) & (d->capacity - 1);
    d->length--;
    d->state++;
    return item;
}

static inline int push_last(Deque *d, Value item)
{
    if (d->length == d->capacity && grow(d) < 0)
        return -1;
    *at(d, d->length) = item;
    d->length++;
    d->state++;
    if (d->limit >= 0 && d->length > d->limit)
        take_first(d);
    return 0;
}

static inline int push_first(Deque *d, Value item)
{
    if (d->length == d->capacity && grow(d) < 0)
        return -1;
    d->first = (d->first - 1) & (d->capacity - 1);
    *at(d, 0) = item;
    d->length++;
    d->state++;
    if (d->limit >= 0 && d->length > d->limit)
        take_last(d);
    return 0;
}

static int extend(Deque *d, Value iterable, bool is_left)
{
    Value item;
    if (iterable == tp_ref(d) && !(iterable = tp_list_from(iterable)))
        return -1;
    Value iterator = tp_iter(iterable);
    if (!iterator)
        return -1;
    while ((item = tp_next(iterator))) {
        if (is_left ? push_first(d, item) < 0 : push_last(d, item) < 0)
            return -1;
    }
    return tp_error_pending() ? -1 : 0;
}

static void clear(Deque *d)
{
    d->items = 0;
    d->capacity = d->first = d->length = 0;
    d->state++;
}

static void rotate(Deque *d, int64_t n)
{
    if (d->length <= 1)
        return;
    n %= d->length;
    if (n > d->length / 2)
        n -= d->length;
    else if (n < -d->length / 2)
        n += d->length;
    if (n)
        d->state++;
    if (d->length == d->capacity) {
        d->first = (d->first - n) & (d->capacity - 1);
        return;
    }
    for (; n > 0; n--) {
        Value *last = at(d, d->length - 1), item = *last;
        *last = 0;
        d->first = (d->first - 1) & (d->capacity - 1);
        *at(d, 0) = item;
    }
    for (; n < 0; n++) {
        Value *first = at(d, 0), item = *first;
        *first = 0;
        d->first = (d->first + 1) & (d->capacity - 1);
        *at(d, d->length - 1) = item;
    }
}

static void delete_at(Deque *d, int64_t i)
{
    if (i < d->length / 2) {
        for (; i > 0; i--)
            *at(d, i) = *at(d, i - 1);
        take_first(d);
    } else {
        for (; i < d->length - 1; i++)
            *at(d, i) = *at(d, i + 1);
        take_last(d);
    }
}

/* ---- slots ---- */

static Value deque_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs, (void)args, (void)kwnames;
    Deque *d = tp_heap_object(type, 0);
    d->limit = -1;
    return tp_ref(d);
}

static int deque_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Deque *d = as_deque(self);
    Value a[2];
    int64_t limit = -1;
    if (TP_ARGS("deque", "(iterable=(), maxlen=None)", a) < 0)
        return -1;
    if (a[1] && a[1] != TP_NONE) {
        if (!tp_is_int(a[1]))
            return tp_raise_int(&tp_TypeError, "an integer is required");
        if (tp_ssize_argument(a[1], &limit) < 0)
            return -1;
        if (limit < 0)
            return tp_raise_int(&tp_ValueError, "maxlen must be non-negative");
    }
    d->limit = limit;
    if (d->length)
        clear(d);
    return a[0] ? extend(d, a[0], false) : 0;
}

static int64_t deque_len(Value self)
{
    return as_deque(self)->length;
}

static Value deque_repr(Value self)
{
    Deque *d = as_deque(self);
    int nested = tp_repr_enter(self);
    if (nested)
        return nested < 0 ? 0 : tp_str_cstr("[...]");
    const char *name = tp_type_of(self)->name, *dot = strrchr(name, '.');
    Value list = tp_list_from(self), result = 0;
    name = dot ? dot + 1 : name;
    if (list) {
        if (d->limit >= 0)
            result = tp_str_format_c("%s(%R, maxlen=%lld)", name, list, (long long)d->limit);
        else
            result = tp_str_format_c("%s(%R)", name, list);
    }
    tp_repr_leave(self);
    return result;
}

static Value deque_compare(Value self, Value other, int op)
{
    if (!is_deque(other))
        return TP_NOTIMPLEMENTED;
    Deque *a = as_deque(self), *b = as_deque(other);
    if (self == other)
        return tp_bool(op == TP_EQ || op == TP_LE || op == TP_GE);
    if (a->length != b->length && (op == TP_EQ || op == TP_NE))
        return tp_bool(op == TP_NE);
    Value left = tp_iter(self), right = tp_iter(other), x = 0, y = 0;
    if (!left || !right)
        return 0;
    for (;;) {
        if ((!(x = tp_next(left)) && tp_error_pending()) ||
            (!(y = tp_next(right)) && tp_error_pending()))
            return 0;
        if (!x || !y)
            return tp_bool(tp_order_lengths(x != 0, y != 0, op));
        int r = tp_equal_quick(x, y);
        if (r == 0 && (r = tp_compare_bool(x, y, op)) >= 0) /* asked again, even for == */
            return tp_bool(r);
        if (r < 0)
            return 0;
    }
}

/* Index of an item; -1 with IndexError or TypeError. */
static int64_t item_index(Deque *d, Value key)
{
    int64_t i;
    if (!tp_type_of(key)->index)
        return tp_raise_int(&tp_TypeError, "sequence index must be integer, not '%T'", key);
    if (tp_ssize_argument(key, &i) < 0) {
        if (tp_error_is(&tp_OverflowError)) {
            tp_error_clear();
            tp_raise(&tp_IndexError, "cannot fit '%T' into an index-sized integer", key);
        }
        return -1;
    }
    if (i < 0)
        i += d->length;
    if ((uint64_t)i >= (uint64_t)d->length)
        return tp_raise_int(&tp_IndexError, "deque index out of range");
    return i;
}

static Value deque_getitem(Value self, Value key)
{
    Deque *d = as_deque(self);
    int64_t i = item_index(d, key);
    return i < 0 ? 0 : *at(d, i);
}

static int deque_setitem(Value self, Value key, Value value)
{
    Deque *d = as_deque(self);
    int64_t i = item_index(d, key);
    if (i < 0)
        return -1;
    if (value)
        *at(d, i) = value;
    else
        delete_at(d, i);
    return 0;
}

/* Position of an equal item in [start, stop), -1 if there is none, -2 on failure. */
static int64_t search(Deque *d, Value item, int64_t start, int64_t stop)
{
    int64_t state = d->state;
    for (int64_t i = start; i < stop; i++) {
        int r = tp_equal_quick(*at(d, i), item);
        if (r)
            return r < 0 ? -2 : i;
        if (d->state != state) {
            tp_raise(&tp_RuntimeError, "deque mutated during iteration");
            return -2;
        }
    }
    return -1;
}

static int deque_contains(Value self, Value item)
{
    int64_t i = search(as_deque(self), item, 0, as_deque(self)->length);
    return i == -2 ? -1 : i >= 0;
}

/* A deque of the same type, limit and items. */
static Value copy_of(Value self)
{
    Deque *d = as_deque(self);
    if (tp_is_exact(self, &collections_deque_type)) {
        Value copy = deque_new(&collections_deque_type, 0, 0, 0);
        as_deque(copy)->limit = d->limit;
        return extend(as_deque(copy), self, false) < 0 ? 0 : copy;
    }
    Value copy = d->limit < 0 ? tp_call1(tp_ref(tp_type_of(self)), self)
                              : tp_call2(tp_ref(tp_type_of(self)), self, tp_int(d->limit));
    if (copy && !is_deque(copy))
        return tp_raise(&tp_TypeError, "%T() must return a deque, not %T", self, copy);
    return copy;
}

static Value deque_add(Value self, Value other)
{
    if (!is_deque(other))
        return tp_raise(&tp_TypeError, "can only concatenate deque (not \"%T\") to deque", other);
    Value result = copy_of(self);
    return result && extend(as_deque(result), other, false) >= 0 ? result : 0;
}

static Value deque_iadd(Value self, Value other)
{
    return extend(as_deque(self), other, false) < 0 ? 0 : self;
}

/* Repeat in place. */
static Value repeat(Value self, int64_t n)
{
    Deque *d = as_deque(self);
    int64_t length = d->length;
    if (n <= 0 || !length) {
        clear(d);
        return self;
    }
    if (d->limit < 0 && n > INT64_MAX / 16 / length)
        return tp_raise_no_memory();
    if (d->limit >= 0 && n > d->limit / length + 2)
        n = d->limit / length + 2;
    Value items = tp_list_from(self);
    for (int64_t k = 1; items && k < n; k++) {
        for (int64_t i = 0; i < length; i++) {
            if (push_last(d, tp_as_list(items)->items[i]) < 0)
                return 0;
        }
    }
    return items ? self : 0;
}

static Value deque_imul(Value self, Value other)
{
    int64_t n;
    return tp_repeat_by(other, &n) ? repeat(self, n) : 0;
}

static Value deque_mul(Value self, Value other)
{
    int64_t n;
    if (!tp_repeat_by(other, &n))
        return 0;
    Value copy = copy_of(self);
    return copy ? repeat(copy, n) : 0;
}

/* ---- iterators ---- */

typedef struct DequeIterator {
    Object head;
    Deque *deque;
    int64_t position, left, state;
} DequeIterator;

static Value iterator_make(Type *type, Deque *d)
{
    DequeIterator *it = tp_heap_object(type, 0);
    it->deque = d;
    it->left = d->length;
    it->state = d->state;
    it->position = type == &collections_deque_iterator_type ? 0 : d->length - 1;
    return tp_ref(it);
}

static Value deque_iter(Value self)
{
    return iterator_make(&collections_deque_iterator_type, as_deque(self));
}

static Value deque_reversed(Value self, Value *args)
{
    (void)args;
    return iterator_make(&collections_deque_reverse_iterator_type, as_deque(self));
}

static Value iterator_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    int64_t skip = 0;
    if (nargs < 1 || nargs > 2)
        return tp_raise(&tp_TypeError, "function takes at %s argument%s (%d given)",
                        nargs < 1 ? "least 1" : "most 2", nargs < 1 ? "" : "s", nargs);
    (void)kwnames; /* CPython doesn't look at them either */
    a[0] = args[0];
    a[1] = nargs > 1 ? args[1] : 0;
    if (!is_deque(a[0]))
        return tp_raise_argument(0, "argument 1", "collections.deque", a[0]);
    if (a[1] && tp_ssize_argument(a[1], &skip) < 0)
        return 0;
    DequeIterator *it = (DequeIterator *)tp_obj(iterator_make(type, as_deque(a[0])));
    skip = skip < 0 ? 0 : skip > it->left ? it->left : skip;
    it->left -= skip;
    it->position += type == &collections_deque_iterator_type ? skip : -skip;
    return tp_ref(it);
}

static Value iterator_self(Value self)
{
    return self;
}

static inline Value step(Value self, int64_t by)
{
    DequeIterator *it = (DequeIterator *)tp_obj(self);
    Deque *d = it->deque;
    if (by < 0 && it->left == 0)
        return 0;
    if (d->state != it->state) {
        it->left = 0;
        return tp_raise(&tp_RuntimeError, "deque mutated during iteration");
    }
    if (it->left == 0)
        return 0;
    Value item = *at(d, it->position);
    it->left--;
    it->position += by;
    return item;
}

static Value iterator_next(Value self)
{
    return step(self, 1);
}

static Value reverse_iterator_next(Value self)
{
    return step(self, -1);
}

static Value iterator_length_hint(Value self, Value *args)
{
    (void)args;
    return tp_int(((DequeIterator *)tp_obj(self))->left);
}

static Value iterator_reduce(Value self, Value *args)
{
    (void)args;
    DequeIterator *it = (DequeIterator *)tp_obj(self);
    return tp_tuple_pack(2, tp_ref(tp_type_of(self)),
                         tp_tuple_pack(2, tp_ref(it->deque), tp_int(it->deque->length - it->left)));
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", iterator_length_hint, "()",
           "Private method returning an estimate of len(list(it))."),
    METHOD("__reduce__", iterator_reduce, "()", "Return state information for pickling."),
    METHOD_END,
};

Type collections_deque_iterator_type = {
    .head = {&tp_type_type},
    .name = "_collections._deque_iterator",
    .basic_size = sizeof(DequeIterator),
    .flags = TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = iterator_methods,
    .new_ = iterator_new,
    .iter = iterator_self,
    .next = iterator_next,
};

Type collections_deque_reverse_iterator_type = {
    .head = {&tp_type_type},
    .name = "_collections._deque_reverse_iterator",
    .basic_size = sizeof(DequeIterator),
    .flags = TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = iterator_methods,
    .new_ = iterator_new,
    .iter = iterator_self,
    .next = reverse_iterator_next,
};

/* ---- methods ---- */

static Value deque_append(Value self, Value *args)
{
    return push_last(as_deque(self), args[0]) < 0 ? 0 : TP_NONE;
}

static Value deque_appendleft(Value self, Value *args)
{
    return push_first(as_deque(self), args[0]) < 0 ? 0 : TP_NONE;
}

static Value deque_pop(Value self, Value *args)
{
    (void)args;
    if (!as_deque(self)->length)
        return tp_raise(&tp_IndexError, "pop from an empty deque");
    return take_last(as_deque(self));
}

static Value deque_popleft(Value self, Value *args)
{
    (void)args;
    if (!as_deque(self)->length)
        return tp_raise(&tp_IndexError, "pop from an empty deque");
    return take_first(as_deque(self));
}

static Value deque_extend(Value self, Value *args)
{
    return extend(as_deque(self), args[0], false) < 0 ? 0 : TP_NONE;
}

static Value deque_extendleft(Value self, Value *args)
{
    return extend(as_deque(self), args[0], true) < 0 ? 0 : TP_NONE;
}

static Value deque_clear(Value self, Value *args)
{
    (void)args;
    clear(as_deque(self));
    return TP_NONE;
}

static Value deque_copy(Value self, Value *args)
{
    (void)args;
    return copy_of(self);
}

static Value deque_count(Value self, Value *args)
{
    Deque *d = as_deque(self);
    int64_t n = 0, state = d->state;
    for (int64_t i = 0; i < d->length; i++) {
        int r = tp_equal_quick(*at(d, i), args[0]);
        if (r < 0)
            return 0;
        if (d->state != state)
            return tp_raise(&tp_RuntimeError, "deque mutated during iteration");
        n += r;
    }
    return tp_int(n);
}

static Value deque_index(Value self, Value *args)
{
    Deque *d = as_deque(self);
    int64_t start = 0, stop = d->length, state = d->state;
    if ((args[1] && tp_search_bound(args[1], &start) < 0) ||
        (args[2] && tp_search_bound(args[2], &stop) < 0))
        return 0;
    if (start < 0 && (start += d->length) < 0)
        start = 0;
    if (stop < 0)
        stop += d->length;
    if (stop > d->length)
        stop = d->length;
    if (d->state != state && start < stop) /* by an __index__ */
        return tp_raise(&tp_RuntimeError, "deque mutated during iteration");
    int64_t i = search(d, args[0], start, stop);
    if (i == -1)
        return tp_raise(&tp_ValueError, "%R is not in deque", args[0]);
    return i < 0 ? 0 : tp_int(i);
}

static Value deque_insert(Value self, Value *args)
{
    Deque *d = as_deque(self);
    int64_t index;
    if (tp_ssize_argument(args[0], &index) < 0)
        return 0;
    if (d->length == d->limit)
        return tp_raise(&tp_IndexError, "deque already at its maximum size");
    if (index < 0 && (index += d->length) < 0)
        index = 0;
    if (push_last(d, args[1]) < 0)
        return 0;
    for (int64_t i = d->length - 1; i > index; i--) {
        *at(d, i) = *at(d, i - 1);
        *at(d, i - 1) = args[1];
    }
    return TP_NONE;
}

static Value deque_remove(Value self, Value *args)
{
    Deque *d = as_deque(self);
    int64_t state = d->state;
    for (int64_t i = 0; i < d->length; i++) {
        int r = tp_equal_quick(*at(d, i), args[0]);
        if (r < 0)
            return 0;
        if (d->state != state)
            return tp_raise(&tp_IndexError, "deque mutated during iteration");
        if (r) {
            delete_at(d, i);
            return TP_NONE;
        }
    }
    return tp_raise(&tp_ValueError, "%R is not in deque", args[0]);
}

static Value deque_reverse(Value self, Value *args)
{
    (void)args;
    Deque *d = as_deque(self);
    for (int64_t i = 0, j = d->length - 1; i < j; i++, j--) {
        Value swap = *at(d, i);
        *at(d, i) = *at(d, j);
        *at(d, j) = swap;
    }
    return TP_NONE;
}

static Value deque_rotate(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    int64_t n = 1;
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "%s.rotate() takes no keyword arguments",
                        tp_type_short_name(tp_type_of(self)));
    if (nargs > 1)
        return tp_raise(&tp_TypeError, "deque.rotate expected at most 1 argument, got %d", nargs);
    if (nargs && tp_ssize_argument(args[0], &n) < 0)
        return 0;
    rotate(as_deque(self), n);
    return TP_NONE;
}

static Value deque_reduce(Value self, Value *args)
{
    (void)args;
    Deque *d = as_deque(self);
    Value state = tp_call_method_cstr(self, "__getstate__", 0, 0), none = tp_ref(tp_empty_tuple);
    if (!state)
        return 0;
    Value made = d->limit < 0 ? none : tp_tuple_pack(2, none, tp_int(d->limit));
    Value iterator = tp_iter(self);
    return iterator ? tp_tuple_pack(4, tp_ref(tp_type_of(self)), made, state, iterator) : 0;
}

static Value deque_sizeof(Value self, Value *args)
{
    (void)args;
    return tp_int(sizeof(Deque) + as_deque(self)->capacity * 8);
}

static Value deque_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static Value deque_maxlen(Value self)
{
    int64_t limit = as_deque(self)->limit;
    return limit < 0 ? TP_NONE : tp_int(limit);
}

static const MethodDef methods[] = {
    METHOD("append", deque_append, "(object, /)", "Add an element to the right side of the deque."),
    METHOD("appendleft", deque_appendleft, "(object, /)",
           "Add an element to the left side of the deque."),
    METHOD("clear", deque_clear, "()", "Remove all elements from the deque."),
    METHOD("__copy__", deque_copy, "()", "Return a shallow copy of a deque."),
    METHOD("copy", deque_copy, "()", "Return a shallow copy of a deque."),
    METHOD("count", deque_count, "(object, /)",
           "D.count(value) -- return number of occurrences of value"),
    METHOD("extend", deque_extend, "(iterable, /)",
           "Extend the right side of the deque with elements from the iterable"),
    METHOD("extendleft", deque_extendleft, "(iterable, /)",
           "Extend the left side of the deque with elements from the iterable"),
    METHOD_PARSED("index", deque_index, "(value, start=0, stop=9223372036854775807, /)",
                  "D.index(value, [start, [stop]]) -- return first index of value.\n"
                  "Raises ValueError if the value is not present."),
    METHOD_PARSED("insert", deque_insert, "(index, object, /)",
                  "D.insert(index, object) -- insert object before index"),
    METHOD("pop", deque_pop, "()", "Remove and return the rightmost element."),
    METHOD("popleft", deque_popleft, "()", "Remove and return the leftmost element."),
    METHOD("__reduce__", deque_reduce, "()", "Return state information for pickling."),
    METHOD("remove", deque_remove, "(object, /)",
           "D.remove(value) -- remove first occurrence of value."),
    METHOD("__reversed__", deque_reversed, "()",
           "D.__reversed__() -- return a reverse iterator over the deque"),
    METHOD("reverse", deque_reverse, "()", "D.reverse() -- reverse *IN PLACE*"),
    METHOD_RAW("rotate", deque_rotate, "(n=1, /)",
               "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates "
               "left."),
    METHOD("__sizeof__", deque_sizeof, "()", "D.__sizeof__() -- size of D in memory, in bytes"),
    METHOD_CLASS("__class_getitem__", deque_class_getitem, "(object, /)", "See PEP 585"),
    METHOD_END,
};

static const GetSetDef getset[] = {
    {"maxlen", deque_maxlen, 0, "maximum size of a deque or None if unbounded"},
    {0, 0, 0, 0},
};

Type collections_deque_type = {
    .head = {&tp_type_type},
    .name = "collections.deque",
    .basic_size = sizeof(Deque),
    .flags = TYPE_BASE | TYPE_SEQUENCE | TYPE_SEQ_CONCAT | TYPE_INDEXED | TYPE_IMMUTABLE,
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .doc = "deque([iterable[, maxlen]]) --> deque object\n\n"
           "A list-like sequence optimized for data accesses near its endpoints.",
    .methods = methods,
    .getset = getset,
    .repr = deque_repr,
    .compare = deque_compare,
    .new_ = deque_new,
    .init = deque_init,
    .iter = deque_iter,
    .length = deque_len,
    .getitem = deque_getitem,
    .setitem = deque_setitem,
    .contains = deque_contains,
    .add = deque_add,
    .iadd = deque_iadd,
    .mul = deque_mul,
    .rmul = deque_mul,
    .imul = deque_imul,
};
