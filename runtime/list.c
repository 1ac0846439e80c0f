/* list.c -- the list type.
 *
 * A List points at an array of `capacity` items of which `length` are in use; the rest is 0.
 * Appending grows the array as CPython does while it is small (sys.getsizeof shows it) and by half
 * when large. list.sort is in sort.c; while it runs the list is empty and its capacity is -1, so
 * that any change to it shows.
 */
#include <string.h>

#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "iter.h"
#include "list.h"
#include "sequence.h"
#include "str.h"
#include "text.h"

/* ---- storage ---- */

static int set_capacity(List *l, int64_t capacity)
{
    if (capacity == 0) {
        l->items = 0;
        l->capacity = 0;
        return 0;
    }
    size_t bytes = tp_size(capacity, sizeof(Value), 0);
    if (!bytes)
        return -1;
    Value *items = l->items ? tp_heap_realloc(l->items, bytes) : tp_heap_try_alloc(bytes);
    if (!items)
        return -1;
    if (capacity > l->length)
        memset(items + l->length, 0, (capacity - l->length) * sizeof(Value));
    l->items = items;
    l->capacity = capacity;
    return 0;
}

/* Capacity for a list that comes to have n items by growing or shrinking. */
static int64_t roomy(List *l, int64_t n)
{
    if (n == 0)
        return 0;
    int64_t capacity = (n + (n >> (n <= 128 ? 3 : 1)) + 6) & ~(int64_t)3;
    if (n - l->length > capacity - n)
        capacity = (n + 3) & ~(int64_t)3;
    return capacity;
}

int tp_list_resize(List *l, int64_t n)
{
    if (n > l->capacity || n < l->capacity >> 1) {
        int64_t old = l->length;
        if (n < old)
            l->length = n;
        if (set_capacity(l, roomy(l, n)) < 0) {
            l->length = old;
            return -1;
        }
    } else if (n < l->length) {
        memset(l->items + n, 0, (l->length - n) * sizeof(Value));
    }
    l->length = n;
    return 0;
}

int tp_list_reserve(List *l, int64_t n)
{
    return n > l->capacity ? set_capacity(l, n) : 0;
}

static List *list_make(Type *type)
{
    return tp_heap_object(type, 0);
}

Value tp_list_new(int64_t length)
{
    List *l = list_make(&tp_list_type);
    if (length) {
        size_t bytes = tp_size(length, sizeof(Value), 0);
        if (!bytes || !(l->items = tp_heap_try_alloc(bytes)))
            return 0;
        l->length = l->capacity = length;
    }
    return tp_ref(l);
}

Value tp_list_of(int64_t n, const Value *items)
{
    Value list = tp_list_new(n);
    if (list && n)
        memcpy(tp_as_list(list)->items, items, n * sizeof(Value));
    return list;
}

static __attribute__((noinline)) int append_growing(List *l, Value item)
{
    int64_t n = l->length;
    if (tp_list_resize(l, n + 1) < 0)
        return -1;
    l->items[n] = item;
    return 0;
}

int tp_list_append(Value list, Value item)
{
    List *l = tp_as_list(list);
    if (l->length < l->capacity) {
        l->items[l->length++] = item;
        return 0;
    }
    return append_growing(l, item);
}

Value tp_list_slice(Value list, int64_t start, int64_t end)
{
    List *l = tp_as_list(list);
    if (start < 0)
        start = 0;
    if (end > l->length)
        end = l->length;
    return end > start ? tp_list_of(end - start, l->items + start) : tp_list_new(0);
}

int tp_list_insert(Value list, int64_t index, Value item)
{
    List *l = tp_as_list(list);
    int64_t n = l->length;
    if (index < 0 && (index += n) < 0)
        index = 0;
    if (index > n)
        index = n;
    if (n < l->capacity)
        l->length = n + 1;
    else if (tp_list_resize(l, n + 1) < 0)
        return -1;
    memmove(l->items + index + 1, l->items + index, (n - index) * sizeof(Value));
    l->items[index] = item;
    return 0;
}

Value tp_list_as_tuple(Value list)
{
    List *l = tp_as_list(list);
    return tp_tuple_of(l->length, l->items);
}

static int extend_items(List *l, const Value *items, int64_t n)
{
    int64_t old = l->length;
    if (n == 0)
        return 0;
    if (!l->items ? set_capacity(l, n) < 0 : tp_list_resize(l, old + n) < 0)
        return -1;
    l->length = old + n;
    memcpy(l->items + old, items, n * sizeof(Value));
    return 0;
}

/* Extend by a range of small ints. */
static int extend_range(List *l, Range *r)
{
    int64_t start = tp_small_value(r->start), step = tp_small_value(r->step);
    int64_t n = tp_small_value(r->length), old = l->length;
    if (n == 0)
        return 0;
    if (!l->items ? set_capacity(l, n) < 0 : tp_list_resize(l, old + n) < 0)
        return -1;
    l->length = old + n;
    Value *to = l->items + old;
    Value v = tp_small(start), add = (Value)step << 2;
    for (int64_t i = 0; i < n; i++, v += add)
        to[i] = v;
    return 0;
}

int tp_list_extend(Value list, Value iterable)
{
    List *l = tp_as_list(list);
    if (tp_is_exact(iterable, &tp_list_type) || iterable == list) {
        List *other = tp_as_list(iterable);
        int64_t n = other->length, old = l->length;
        if (other != l)
            return extend_items(l, other->items, n);
        if (tp_list_resize(l, old + n) < 0)
            return -1;
        if (n)
            memcpy(l->items + old, l->items, n * sizeof(Value));
        return 0;
    }
    if (tp_is_exact(iterable, &tp_tuple_type))
        return extend_items(l, tp_as_tuple(iterable)->items, tp_as_tuple(iterable)->length);
    if (tp_is_exact(iterable, &tp_range_type)) {
        Range *r = (Range *)tp_obj(iterable);
        if (tp_is_small(r->start) && tp_is_small(r->step) && tp_is_small(r->length) &&
            tp_is_small(r->stop))
            return extend_range(l, r);
    }
    if (tp_is_exact(iterable, &tp_dict_type)) {
        Dict *d = tp_as_dict(iterable);
        int64_t pos = 0;
        Value key;
        if (tp_list_reserve(l, l->length + d->length) < 0)
            return -1;
        while (tp_dict_next(d, &pos, &key, 0)) {
            if (tp_list_push(l, key) < 0)
                return -1;
        }
        return 0;
    }
    Value iterator = tp_iter(iterable);
    if (!iterator)
        return -1;
    int64_t hint = tp_length_hint(iterable, 8);
    if (hint < 0)
        return -1;
    /* The hint may be a lie: reserve, and give back what was too much. */
    if (hint <= INT64_MAX - l->length && l->length + hint > l->capacity) {
        if (set_capacity(l, l->length + hint) < 0)
            return -1;
    }
    NextFn next = tp_type_of(iterator)->next;
    Value item;
    if (next) {
        while ((item = next(iterator))) {
            if (tp_list_push(l, item) < 0)
                return -1;
        }
        if (tp_error_pending()) {
            if (!tp_error_is(&tp_StopIteration))
                return -1;
            tp_error_clear();
        }
    }
    if (l->length < l->capacity)
        return tp_list_resize(l, l->length);
    return 0;
}

/* ---- slots ---- */

static Value list_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs, (void)args, (void)kwnames;
    return tp_ref(list_make(type));
}

static int list_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    List *l = tp_as_list(self);
    if (kwnames && kwnames->length && l->head.type->new_ == tp_list_type.new_)
        return tp_raise_int(&tp_TypeError, "list() takes no keyword arguments");
    if (nargs > 1)
        return tp_raise_int(&tp_TypeError, "list expected at most 1 argument, got %d", nargs);
    l->items = 0;
    l->length = l->capacity = 0;
    return nargs ? tp_list_extend(self, args[0]) : 0;
}

static int64_t list_len(Value self)
{
    return tp_as_list(self)->length;
}

static Value list_repr(Value self)
{
    List *l = tp_as_list(self);
    if (!l->length)
        return tp_str_cstr("[]");
    int nested = tp_repr_enter(self);
    if (nested)
        return nested < 0 ? 0 : tp_str_cstr("[...]");
    StrBuilder b;
    Value result = 0;
    tp_builder_init(&b);
    tp_builder_char(&b, '[');
    for (int64_t i = 0; i < l->length; i++) {
        if (i && tp_builder_cstr(&b, ", ") < 0)
            goto done;
        Value text = tp_repr(l->items[i]);
        if (!text || tp_builder_str(&b, text) < 0)
            goto done;
    }
    tp_builder_char(&b, ']');
    result = tp_builder_finish(&b);
done:
    tp_repr_leave(self);
    return result;
}

static Value list_compare(Value self, Value other, int op)
{
    if (!tp_is_list(other))
        return TP_NOTIMPLEMENTED;
    List *a = tp_as_list(self), *b = tp_as_list(other);
    if (a->length != b->length && (op == TP_EQ || op == TP_NE))
        return tp_bool(op == TP_NE);
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

static Value list_getitem(Value self, Value key)
{
    List *l = tp_as_list(self);
    int64_t i;
    if (tp_is_small(key)) {
        i = tp_small_value(key);
    } else if (tp_is_exact(key, &tp_slice_type)) {
        int64_t start, stop, step;
        if (tp_slice_unpack(key, &start, &stop, &step) < 0)
            return 0;
        int64_t n = tp_slice_adjust(l->length, &start, &stop, step);
        if (step == 1)
            return tp_list_of(n, l->items + start);
        Value result = tp_list_new(n);
        if (!result)
            return 0;
        Value *to = tp_as_list(result)->items;
        for (int64_t k = 0; k < n; k++, start += step)
            to[k] = l->items[start];
        return result;
    } else if (!tp_sequence_index("list", key, &i)) {
        return 0;
    }
    if (i < 0)
        i += l->length;
    if ((uint64_t)i >= (uint64_t)l->length)
        return tp_raise(&tp_IndexError, "list index out of range");
    return l->items[i];
}

/* l[start:stop] = items, of which there are n; items may not lie in l. */
static int replace(List *l, int64_t start, int64_t stop, const Value *items, int64_t n)
{
    int64_t old = l->length, tail = old - stop, grown = n - (stop - start);
    if (grown > 0) {
        if (tp_list_resize(l, old + grown) < 0)
            return -1;
        memmove(l->items + stop + grown, l->items + stop, tail * sizeof(Value));
    } else if (grown < 0) {
        memmove(l->items + stop + grown, l->items + stop, tail * sizeof(Value));
        if (tp_list_resize(l, old + grown) < 0)
            return -1;
    }
    if (n)
        memcpy(l->items + start, items, n * sizeof(Value));
    return 0;
}

/* The items of an iterable that is to be assigned to a slice of l: a copy if it is l itself. */
static int assigned_items(List *l, Value value, const char *message, Value **items, int64_t *n)
{
    if (tp_is_exact(value, &tp_tuple_type)) {
        *items = tp_as_tuple(value)->items;
        *n = tp_as_tuple(value)->length;
        return 0;
    }
    if (value == tp_ref(l)) {
        value = tp_list_of(l->length, l->items);
    } else if (!tp_is_exact(value, &tp_list_type)) {
        Value iterator = tp_iter(value); /* is asked for its length, not value */
        if (!iterator) {
            if (tp_error_is(&tp_TypeError)) {
                tp_error_clear();
                tp_raise(&tp_TypeError, "%s", message);
            }
            return -1;
        }
        if (!(value = tp_list_from(iterator)))
            return -1;
    }
    *items = tp_as_list(value)->items;
    *n = tp_as_list(value)->length;
    return 0;
}

static int delete_stepped(List *l, int64_t start, int64_t step, int64_t n)
{
    if (step < 0) {
        start += step * (n - 1);
        step = -step;
    }
    int64_t to = start;
    for (int64_t k = 0, i = start; k < n; k++, i += step) {
        int64_t end = k + 1 < n ? i + step : l->length;
        memmove(l->items + to, l->items + i + 1, (end - i - 1) * sizeof(Value));
        to += end - i - 1;
    }
    return tp_list_resize(l, l->length - n);
}

static int assign_slice(List *l, Value key, Value value)
{
    int64_t start, stop, step, n = 0;
    Value *items = 0;
    if (tp_slice_unpack(key, &start, &stop, &step) < 0)
        return -1;
    if (value && assigned_items(l, value,
                                step == 1 ? "can only assign an iterable"
                                          : "must assign iterable to extended slice",
                                &items, &n) < 0)
        return -1;
    int64_t wanted = tp_slice_adjust(l->length, &start, &stop, step);
    if (step == 1)
        return replace(l, start, stop < start ? start : stop, items, n);
    if (!value)
        return wanted ? delete_stepped(l, start, step, wanted) : 0;
    if (n != wanted)
        return tp_raise_int(&tp_ValueError,
                            "attempt to assign sequence of size %lld to extended slice of size "
                            "%lld",
                            (long long)n, (long long)wanted);
    for (int64_t k = 0; k < n; k++, start += step)
        l->items[start] = items[k];
    return 0;
}

static int list_setitem(Value self, Value key, Value value)
{
    List *l = tp_as_list(self);
    int64_t i;
    if (tp_is_small(key))
        i = tp_small_value(key);
    else if (tp_is_exact(key, &tp_slice_type))
        return assign_slice(l, key, value);
    else if (!tp_sequence_index("list", key, &i))
        return -1;
    if (i < 0)
        i += l->length;
    if ((uint64_t)i >= (uint64_t)l->length)
        return tp_raise_int(&tp_IndexError, "list assignment index out of range");
    if (!value)
        return replace(l, i, i + 1, 0, 0);
    l->items[i] = value;
    return 0;
}

static int list_contains(Value self, Value item)
{
    List *l = tp_as_list(self);
    for (int64_t i = 0; i < l->length; i++) {
        int r = tp_equal_quick(l->items[i], item);
        if (r)
            return r;
    }
    return 0;
}

static Value list_add(Value self, Value other)
{
    if (!tp_is_list(other))
        return tp_concat_fails(other, "list");
    List *a = tp_as_list(self), *b = tp_as_list(other);
    Value result = tp_list_new(a->length + b->length);
    if (!result)
        return 0;
    Value *to = tp_as_list(result)->items;
    if (a->length)
        memcpy(to, a->items, a->length * sizeof(Value));
    if (b->length)
        memcpy(to + a->length, b->items, b->length * sizeof(Value));
    return result;
}

static Value list_iadd(Value self, Value other)
{
    return tp_list_extend(self, other) < 0 ? 0 : self;
}

static Value list_repeat(Value self, int64_t n)
{
    List *l = tp_as_list(self);
    if (n <= 0 || !l->length)
        return tp_list_new(0);
    if (n > INT64_MAX / 16 / l->length)
        return tp_raise_no_memory();
    Value result = tp_list_new(l->length * n);
    if (result)
        tp_repeat_items(tp_as_list(result)->items, l->items, l->length, n);
    return result;
}

static Value list_mul(Value self, Value other)
{
    int64_t n;
    return tp_repeat_by(other, &n) ? list_repeat(self, n) : 0;
}

static Value list_imul(Value self, Value other)
{
    List *l = tp_as_list(self);
    int64_t n;
    if (!tp_repeat_by(other, &n))
        return 0;
    int64_t length = l->length;
    if (!length || n == 1)
        return self;
    if (n <= 0) {
        tp_list_resize(l, 0);
        return self;
    }
    if (n > INT64_MAX / 16 / length)
        return tp_raise_no_memory();
    if (tp_list_resize(l, length * n) < 0)
        return 0;
    tp_repeat_items(l->items + length, l->items, length, n - 1);
    return self;
}

/* ---- methods ---- */

static Value list_append(Value self, Value *args)
{
    return tp_list_append(self, args[0]) < 0 ? 0 : TP_NONE;
}

static Value list_insert(Value self, Value *args)
{
    int64_t index;
    if (tp_ssize_argument(args[0], &index) < 0 || tp_list_insert(self, index, args[1]) < 0)
        return 0;
    return TP_NONE;
}

static Value list_extend(Value self, Value *args)
{
    return tp_list_extend(self, args[0]) < 0 ? 0 : TP_NONE;
}

static Value list_pop(Value self, Value *args)
{
    List *l = tp_as_list(self);
    int64_t i = -1;
    if (args[0] && tp_ssize_argument(args[0], &i) < 0)
        return 0;
    int64_t n = l->length;
    if (!n)
        return tp_raise(&tp_IndexError, "pop from empty list");
    if (i < 0)
        i += n;
    if ((uint64_t)i >= (uint64_t)n)
        return tp_raise(&tp_IndexError, "pop index out of range");
    Value item = l->items[i];
    if (i < n - 1)
        memmove(l->items + i, l->items + i + 1, (n - 1 - i) * sizeof(Value));
    if (n - 1 >= l->capacity >> 1) {
        l->items[n - 1] = 0;
        l->length = n - 1;
    } else if (tp_list_resize(l, n - 1) < 0) {
        return 0;
    }
    return item;
}

static Value list_remove(Value self, Value *args)
{
    List *l = tp_as_list(self);
    for (int64_t i = 0; i < l->length; i++) {
        int r = tp_equal_quick(l->items[i], args[0]);
        if (r < 0)
            return 0;
        if (r)
            return i < l->length && replace(l, i, i + 1, 0, 0) < 0 ? 0 : TP_NONE;
    }
    return tp_raise(&tp_ValueError, "list.remove(x): x not in list");
}

static Value list_index(Value self, Value *args)
{
    List *l = tp_as_list(self);
    int64_t start = 0, stop = INT64_MAX;
    if ((args[1] && tp_search_bound(args[1], &start) < 0) ||
        (args[2] && tp_search_bound(args[2], &stop) < 0))
        return 0;
    if (start < 0 && (start += l->length) < 0)
        start = 0;
    if (stop < 0)
        stop += l->length;
    for (int64_t i = start; i < stop && i < l->length; i++) {
        int r = tp_equal_quick(l->items[i], args[0]);
        if (r)
            return r < 0 ? 0 : tp_small(i);
    }
    return tp_raise(&tp_ValueError, "%R is not in list", args[0]);
}

static Value list_count(Value self, Value *args)
{
    List *l = tp_as_list(self);
    int64_t n = 0;
    for (int64_t i = 0; i < l->length; i++) {
        int r = tp_equal_quick(l->items[i], args[0]);
        if (r < 0)
            return 0;
        n += r;
    }
    return tp_small(n);
}

static Value list_reverse(Value self, Value *args)
{
    (void)args;
    List *l = tp_as_list(self);
    for (int64_t i = 0, j = l->length - 1; i < j; i++, j--) {
        Value swap = l->items[i];
        l->items[i] = l->items[j];
        l->items[j] = swap;
    }
    return TP_NONE;
}

static Value list_clear(Value self, Value *args)
{
    (void)args;
    List *l = tp_as_list(self);
    l->length = 0;
    if (l->items)
        set_capacity(l, 0);
    return TP_NONE;
}

static Value list_copy(Value self, Value *args)
{
    (void)args;
    return tp_list_of(tp_as_list(self)->length, tp_as_list(self)->items);
}

static Value list_sort(Value self, Value *args)
{
    int64_t reverse = 0;
    if (args[1] && text_int_arg(args[1], &reverse) < 0)
        return 0;
    return tp_list_sort(self, args[0], reverse) < 0 ? 0 : TP_NONE;
}

static Value list_getitem_method(Value self, Value *args)
{
    return list_getitem(self, args[0]);
}

static Value list_sizeof(Value self, Value *args)
{
    (void)args;
    List *l = tp_as_list(self);
    return tp_int((tp_type_of(self)->dict_offset ? 56 : 40) + 8 * l->capacity);
}

static Value list_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

/* ---- iterators ---- */

static Value list_iter(Value self)
{
    ListIterator *it = tp_heap_object(&tp_list_iterator_type, 0);
    it->list = tp_as_list(self);
    return tp_ref(it);
}

static Value list_reversed(Value self, Value *args)
{
    (void)args;
    ListIterator *it = tp_heap_object(&tp_list_reverseiterator_type, 0);
    it->list = tp_as_list(self);
    it->position = it->list->length - 1;
    return tp_ref(it);
}

static Value iterator_self(Value self)
{
    return self;
}

static Value list_iterator_next(Value self)
{
    ListIterator *it = (ListIterator *)tp_obj(self);
    List *l = it->list;
    if (!l)
        return 0;
    if (it->position < l->length)
        return l->items[it->position++];
    it->list = 0;
    return 0;
}

static Value list_reverseiterator_next(Value self)
{
    ListIterator *it = (ListIterator *)tp_obj(self);
    List *l = it->list;
    if (!l)
        return 0;
    if (it->position >= 0 && it->position < l->length)
        return l->items[it->position--];
    it->position = -1;
    it->list = 0;
    return 0;
}

static Value list_iterator_length_hint(Value self, Value *args)
{
    (void)args;
    ListIterator *it = (ListIterator *)tp_obj(self);
    int64_t left = it->list ? it->list->length - it->position : 0;
    return tp_small(left > 0 ? left : 0);
}

static Value list_reverseiterator_length_hint(Value self, Value *args)
{
    (void)args;
    ListIterator *it = (ListIterator *)tp_obj(self);
    int64_t left = it->list && it->position < it->list->length ? it->position + 1 : 0;
    return tp_small(left);
}

static Value reduce_with(ListIterator *it, const char *name)
{
    if (!it->list)
        return tp_reduce_as("iter", tp_tuple_pack(1, tp_list_new(0)), 0);
    return tp_reduce_as(name, tp_tuple_pack(1, tp_ref(it->list)), tp_small(it->position));
}

static Value list_iterator_reduce(Value self, Value *args)
{
    (void)args;
    return reduce_with((ListIterator *)tp_obj(self), "iter");
}

static Value list_reverseiterator_reduce(Value self, Value *args)
{
    (void)args;
    return reduce_with((ListIterator *)tp_obj(self), "reversed");
}

static Value list_iterator_setstate(Value self, Value *args)
{
    ListIterator *it = (ListIterator *)tp_obj(self);
    int64_t i;
    if (tp_ssize_state(args[0], &i) < 0)
        return 0;
    if (it->list)
        it->position = i < 0 ? 0 : i > it->list->length ? it->list->length : i;
    return TP_NONE;
}

static Value list_reverseiterator_setstate(Value self, Value *args)
{
    ListIterator *it = (ListIterator *)tp_obj(self);
    int64_t i;
    if (tp_ssize_state(args[0], &i) < 0)
        return 0;
    if (it->list)
        it->position = i < -1 ? -1 : i > it->list->length - 1 ? it->list->length - 1 : i;
    return TP_NONE;
}

#define ITERATOR_METHODS(id, hint, reduce, setstate)                                             \
    static const MethodDef id[] = {                                                              \
        METHOD("__length_hint__", hint, "()",                                                    \
               "Private method returning an estimate of len(list(it))."),                        \
        METHOD("__reduce__", reduce, "()", "Return state information for pickling."),            \
        METHOD("__setstate__", setstate, "(object, /)", "Set state information for unpickling."), \
        METHOD_END,                                                                              \
    };
ITERATOR_METHODS(iterator_methods, list_iterator_length_hint, list_iterator_reduce,
                 list_iterator_setstate)
ITERATOR_METHODS(reverseiterator_methods, list_reverseiterator_length_hint,
                 list_reverseiterator_reduce, list_reverseiterator_setstate)

Type tp_list_iterator_type = {
    .head = {&tp_type_type},
    .name = "list_iterator",
    .basic_size = sizeof(ListIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = iterator_methods,
    .iter = iterator_self,
    .next = list_iterator_next,
};

Type tp_list_reverseiterator_type = {
    .head = {&tp_type_type},
    .name = "list_reverseiterator",
    .basic_size = sizeof(ListIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = reverseiterator_methods,
    .iter = iterator_self,
    .next = list_reverseiterator_next,
};

static const MethodDef methods[] = {
    METHOD("__getitem__", list_getitem_method, "(index, /)", "x.__getitem__(y) <==> x[y]"),
    METHOD("__reversed__", list_reversed, "()", "Return a reverse iterator over the list."),
    METHOD("__sizeof__", list_sizeof, "()", "Return the size of the list in memory, in bytes."),
    METHOD("clear", list_clear, "()", "Remove all items from list."),
    METHOD("copy", list_copy, "()", "Return a shallow copy of the list."),
    METHOD("append", list_append, "(object, /)", "Append object to the end of the list."),
    METHOD("insert", list_insert, "(index, object, /)", "Insert object before index."),
    METHOD("extend", list_extend, "(iterable, /)",
           "Extend list by appending elements from the iterable."),
    METHOD("pop", list_pop, "(index=-1, /)",
           "Remove and return item at index (default last).\n\n"
           "Raises IndexError if list is empty or index is out of range."),
    METHOD("remove", list_remove, "(value, /)",
           "Remove first occurrence of value.\n\nRaises ValueError if the value is not present."),
    METHOD("index", list_index, "(value, start=0, stop=9223372036854775807, /)",
           "Return first index of value.\n\nRaises ValueError if the value is not present."),
    METHOD("count", list_count, "(value, /)", "Return number of occurrences of value."),
    METHOD("reverse", list_reverse, "()", "Reverse *IN PLACE*."),
    METHOD("sort", list_sort, "(*, key=None, reverse=False)",
           "Sort the list in ascending order and return None.\n\n"
           "The sort is in-place (i.e. the list itself is modified) and stable (i.e. the\n"
           "order of two equal elements is maintained).\n\n"
           "If a key function is given, apply it once to each list item and sort them,\n"
           "ascending or descending, according to their function values.\n\n"
           "The reverse flag can be set to sort in descending order."),
    METHOD_CLASS("__class_getitem__", list_class_getitem, "(object, /)", "See PEP 585"),
    METHOD_END,
};

Type tp_list_type = {
    .head = {&tp_type_type},
    .name = "list",
    .basic_size = sizeof(List),
    .flags = TYPE_BASE | TYPE_IS_LIST | TYPE_SEQUENCE | TYPE_SEQ_CONCAT | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .doc = "Built-in mutable sequence.\n\n"
           "If no argument is given, the constructor creates a new empty list.\n"
           "The argument must be an iterable if specified.",
    .methods = methods,
    .repr = list_repr,
    .compare = list_compare,
    .new_ = list_new,
    .init = list_init,
    .iter = list_iter,
    .length = list_len,
    .getitem = list_getitem,
    .setitem = list_setitem,
    .contains = list_contains,
    .add = list_add,
    .iadd = list_iadd,
    .mul = list_mul,
    .rmul = list_mul,
    .imul = list_imul,
};
