/* dict_views.c -- keys(), values() and items() of dicts, and their iterators.
 *
 * A view is its dict and no more. keys and items views are also sets: their operators follow
 * CPython in which operand is copied and which is walked, as the order of the set that results
 * depends on it.
 */
#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "iter.h"
#include "list.h"
#include "str.h"

/* ---- iterators ---- */

static bool is_backwards(const Type *type)
{
    return type == &tp_dict_reversekeyiterator_type || type == &tp_dict_reversevalueiterator_type ||
           type == &tp_dict_reverseitemiterator_type;
}

Value tp_dict_iterator(Type *type, Dict *d)
{
    DictIterator *it = tp_heap_object(type, 0);
    it->dict = d;
    it->position = is_backwards(type) ? d->nentries - 1 : 0;
    it->used = it->left = d->length;
    return tp_ref(it);
}

static __attribute__((noinline)) Value iterator_stale(DictIterator *it)
{
    it->used = -1; /* stays an error */
    return tp_raise(&tp_RuntimeError, "dictionary changed size during iteration");
}

static __attribute__((noinline)) Value iterator_overrun(DictIterator *it)
{
    it->dict = 0;
    return tp_raise(&tp_RuntimeError, "dictionary keys changed during iteration");
}

/* The next entry, or 0: exhausted, or an exception is pending. */
static inline DictEntry *step(DictIterator *it)
{
    Dict *d = it->dict;
    if (!d)
        return 0;
    if (it->used != d->length) {
        iterator_stale(it);
        return 0;
    }
    int64_t i = it->position;
    while (i < d->nentries && !d->entries[i].key)
        i++;
    if (i >= d->nentries) {
        it->dict = 0;
        return 0;
    }
    if (it->left == 0) {
        iterator_overrun(it);
        return 0;
    }
    it->position = i + 1;
    it->left--;
    return &d->entries[i];
}

static inline DictEntry *step_back(DictIterator *it)
{
    Dict *d = it->dict;
    if (!d)
        return 0;
    if (it->used != d->length) {
        iterator_stale(it);
        return 0;
    }
    int64_t i = it->position;
    while (i >= 0 && (i >= d->nentries || !d->entries[i].key))
        i--;
    if (i < 0) {
        it->dict = 0;
        return 0;
    }
    it->position = i - 1;
    it->left--;
    return &d->entries[i];
}

static inline Value pair_of(DictEntry *e)
{
    Tuple *pair = tp_tuple_new(2);
    pair->items[0] = e->key;
    pair->items[1] = e->value;
    return tp_ref(pair);
}

static Value iterator_self(Value self)
{
    return self;
}

static Value keyiterator_next(Value self)
{
    DictEntry *e = step((DictIterator *)tp_obj(self));
    return e ? e->key : 0;
}

static Value valueiterator_next(Value self)
{
    DictEntry *e = step((DictIterator *)tp_obj(self));
    return e ? e->value : 0;
}

static Value itemiterator_next(Value self)
{
    DictEntry *e = step((DictIterator *)tp_obj(self));
    return e ? pair_of(e) : 0;
}

static int itemiterator_next_items(Value self, int n, Value *out)
{
    if (n != 2)
        return -1;
    DictEntry *e = step((DictIterator *)tp_obj(self));
    if (!e)
        return 0;
    out[0] = e->key;
    out[1] = e->value;
    return 1;
}

static Value reversekeyiterator_next(Value self)
{
    DictEntry *e = step_back((DictIterator *)tp_obj(self));
    return e ? e->key : 0;
}

static Value reversevalueiterator_next(Value self)
{
    DictEntry *e = step_back((DictIterator *)tp_obj(self));
    return e ? e->value : 0;
}

static Value reverseitemiterator_next(Value self)
{
    DictEntry *e = step_back((DictIterator *)tp_obj(self));
    return e ? pair_of(e) : 0;
}

static Value iterator_length_hint(Value self, Value *args)
{
    (void)args;
    DictIterator *it = (DictIterator *)tp_obj(self);
    return tp_small(it->dict && it->used == it->dict->length ? it->left : 0);
}

/* (iter, (list of what is left,)): leaves the iterator where it is. */
static Value iterator_reduce(Value self, Value *args)
{
    (void)args;
    DictIterator *copy = tp_heap_object(tp_obj(self)->type, 0);
    DictIterator *it = (DictIterator *)tp_obj(self);
    copy->dict = it->dict;
    copy->position = it->position;
    copy->used = it->used;
    copy->left = it->left;
    Value list = tp_list_from(tp_ref(copy));
    if (!list)
        return 0;
    return tp_reduce_as("iter", tp_tuple_pack(1, list), 0);
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", iterator_length_hint, "()",
           "Private method returning an estimate of len(list(it))."),
    METHOD("__reduce__", iterator_reduce, "()", "Return state information for pickling."),
    METHOD_END,
};

#define ITERATOR_TYPE(id, text, getattr_fn, next_fn, items_fn)                                   \
    Type id = {                                                                                  \
        .head = {&tp_type_type},                                                                 \
        .name = text,                                                                            \
        .basic_size = sizeof(DictIterator),                                                      \
        .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,                                                   \
        .getattribute = getattr_fn,                                                              \
        .methods = iterator_methods,                                                             \
        .iter = iterator_self,                                                                   \
        .next = next_fn,                                                                         \
        .next_items = items_fn,                                                                  \
    };
ITERATOR_TYPE(tp_dict_keyiterator_type, "dict_keyiterator", tp_generic_getattr,
              keyiterator_next, 0)
ITERATOR_TYPE(tp_dict_valueiterator_type, "dict_valueiterator", tp_generic_getattr,
              valueiterator_next, 0)
ITERATOR_TYPE(tp_dict_itemiterator_type, "dict_itemiterator", tp_generic_getattr,
              itemiterator_next, itemiterator_next_items)
ITERATOR_TYPE(tp_dict_reversekeyiterator_type, "dict_reversekeyiterator", 0,
              reversekeyiterator_next, 0)
ITERATOR_TYPE(tp_dict_reversevalueiterator_type, "dict_reversevalueiterator", 0,
              reversevalueiterator_next, 0)
ITERATOR_TYPE(tp_dict_reverseitemiterator_type, "dict_reverseitemiterator", 0,
              reverseitemiterator_next, 0)

/* ---- views ---- */

static inline Dict *dict_of(Value view)
{
    return ((DictView *)tp_obj(view))->dict;
}

Value tp_dict_view(Type *type, Dict *d)
{
    DictView *view = tp_heap_object(type, 0);
    view->dict = d;
    return tp_ref(view);
}

static bool is_set_view(Value v)
{
    return tp_is_ptr(v) &&
           (tp_instance(v, &tp_dict_keys_type) || tp_instance(v, &tp_dict_items_type));
}

static bool is_items(Value v)
{
    return tp_is_ptr(v) && tp_instance(v, &tp_dict_items_type);
}

static int64_t view_len(Value self)
{
    return dict_of(self)->length;
}

static Value keys_iter(Value self)
{
    return tp_dict_iterator(&tp_dict_keyiterator_type, dict_of(self));
}

static Value values_iter(Value self)
{
    return tp_dict_iterator(&tp_dict_valueiterator_type, dict_of(self));
}

static Value items_iter(Value self)
{
    return tp_dict_iterator(&tp_dict_itemiterator_type, dict_of(self));
}

static Value keys_reversed(Value self, Value *args)
{
    (void)args;
    return tp_dict_iterator(&tp_dict_reversekeyiterator_type, dict_of(self));
}

static Value values_reversed(Value self, Value *args)
{
    (void)args;
    return tp_dict_iterator(&tp_dict_reversevalueiterator_type, dict_of(self));
}

static Value items_reversed(Value self, Value *args)
{
    (void)args;
    return tp_dict_iterator(&tp_dict_reverseitemiterator_type, dict_of(self));
}

static int keys_contains(Value self, Value item)
{
    return tp_dict_contains(dict_of(self), item);
}

static int items_contains(Value self, Value item)
{
    if (!tp_is_tuple(item) || tp_as_tuple(item)->length != 2)
        return 0;
    Value found = tp_dict_get(dict_of(self), tp_as_tuple(item)->items[0]);
    if (!found)
        return tp_error_pending() ? -1 : 0;
    return tp_equal(found, tp_as_tuple(item)->items[1]);
}

static int view_contains(Value view, Value item)
{
    return is_items(view) ? items_contains(view, item) : keys_contains(view, item);
}

static Value view_repr(Value self)
{
    int nested = tp_repr_enter(self);
    if (nested)
        return nested < 0 ? 0 : tp_str_cstr("...");
    Value list = tp_list_from(self);
    Value result = list ? tp_str_format_c("%s(%R)", tp_obj(self)->type->name, list) : 0;
    tp_repr_leave(self);
    return result;
}

static Value view_mapping(Value self)
{
    return tp_mappingproxy_new(tp_ref(dict_of(self)));
}

/* Is every item of a in b? */
static int all_in(Value a, Value b)
{
    Value iterator = tp_iter(a), item;
    if (!iterator)
        return -1;
    while ((item = tp_next(iterator))) {
        int r = tp_contains(b, item);
        if (r <= 0)
            return r;
    }
    return tp_error_pending() ? -1 : 1;
}

static Value view_compare(Value self, Value other, int op)
{
    if (!tp_is_set(other) && !is_set_view(other))
        return TP_NOTIMPLEMENTED;
    int64_t n = view_len(self), m = tp_len(other);
    int r = 0;
    if (m < 0)
        return 0;
    switch (op) {
    case TP_EQ:
    case TP_NE:
        r = n == m ? all_in(self, other) : 0;
        if (op == TP_NE && r >= 0)
            r = !r;
        break;
    case TP_LT: r = n < m ? all_in(self, other) : 0; break;
    case TP_LE: r = n <= m ? all_in(self, other) : 0; break;
    case TP_GT: r = n > m ? all_in(other, self) : 0; break;
    case TP_GE: r = n >= m ? all_in(other, self) : 0; break;
    }
    return r < 0 ? 0 : tp_bool(r);
}

/* A new set of the items of any operand. */
static Value to_set(Value v)
{
    if (tp_is_exact(v, &tp_dict_keys_type) &&
        tp_is_exact(tp_ref(dict_of(v)), &tp_dict_type))
        v = tp_ref(dict_of(v));
    return tp_set_from(v);
}

static Value view_sub(Value self, Value other)
{
    Value result = to_set(self);
    if (!result || !tp_call_method_cstr(result, "difference_update", 1, &other))
        return 0;
    return result;
}

static Value view_rsub(Value self, Value other)
{
    return view_sub(other, self);
}

static Value view_and(Value self, Value other)
{
    if (!is_set_view(self)) {
        Value swap = self;
        self = other;
        other = swap;
    }
    int64_t n = view_len(self);
    if (tp_is_exact(other, &tp_set_type) && n <= tp_set_len(other))
        return tp_call_method_cstr(other, "intersection", 1, &self);
    if (is_set_view(other) && view_len(other) > n) {
        Value swap = self;
        self = other;
        other = swap;
    }
    Value result = tp_set_new(), iterator = tp_iter(other), item;
    if (!iterator)
        return 0;
    while ((item = tp_next(iterator))) {
        int r = view_contains(self, item);
        if (r < 0 || (r && tp_set_add(result, item) < 0))
            return 0;
    }
    return tp_error_pending() ? 0 : result;
}

static Value view_or(Value self, Value other)
{
    Value result = to_set(self);
    return result && tp_set_update(result, other) >= 0 ? result : 0;
}

static Value view_ror(Value self, Value other)
{
    return view_or(other, self);
}

/* a.items() ^ b.items() without making pairs of what is common. */
static Value items_xor(Dict *a, Dict *b)
{
    Dict *left;
    if (a->length > b->length) {
        left = a;
        a = b;
        b = left;
    }
    if (!(left = tp_dict_copy(a)))
        return 0;
    Value result = tp_set_new(), key, value;
    int64_t pos = 0;
    while (tp_dict_next(b, &pos, &key, &value)) {
        int64_t hash = tp_hash_quick(key);
        if (hash == -1)
            return 0;
        Value mine = tp_dict_get_hash(left, key, hash);
        if (!mine && tp_error_pending())
            return 0;
        int r = mine ? tp_equal(mine, value) : 0;
        if (r < 0)
            return 0;
        if (r ? tp_dict_del_hash(left, key, hash) < 0
              : tp_set_add(result, tp_tuple_pack(2, key, value)) < 0)
            return 0;
    }
    if (tp_set_update(result, tp_dict_view(&tp_dict_items_type, left)) < 0)
        return 0;
    return result;
}

static Value view_xor(Value self, Value other)
{
    if (tp_is_exact(self, &tp_dict_items_type) && tp_is_exact(other, &tp_dict_items_type))
        return items_xor(dict_of(self), dict_of(other));
    Value result = to_set(self);
    if (!result || !tp_call_method_cstr(result, "symmetric_difference_update", 1, &other))
        return 0;
    return result;
}

static Value view_rxor(Value self, Value other)
{
    return view_xor(other, self);
}

static Value view_isdisjoint(Value self, Value *args)
{
    Value other = args[0], item;
    if (self == other)
        return tp_bool(view_len(self) == 0);
    if (tp_is_set(other) || is_set_view(other)) {
        int64_t n = tp_len(other);
        if (n < 0)
            return 0;
        if (n > view_len(self)) {
            other = self;
            self = args[0];
        }
    }
    Value iterator = tp_iter(other);
    if (!iterator)
        return 0;
    while ((item = tp_next(iterator))) {
        int r = tp_contains(self, item);
        if (r)
            return r < 0 ? 0 : TP_FALSE;
    }
    return tp_error_pending() ? 0 : TP_TRUE;
}

#define VIEW_METHODS(id, reversed_fn, what)                                                      \
    static const MethodDef id[] = {                                                              \
        METHOD("__reversed__", reversed_fn, "()",                                                \
               "Return a reverse iterator over the dict " what "."),                             \
        METHOD("isdisjoint", view_isdisjoint, "(object, /)",                                     \
               "Return True if the view and the given iterable have a null intersection."),      \
        METHOD_END,                                                                              \
    };
VIEW_METHODS(keys_methods, keys_reversed, "keys")
VIEW_METHODS(items_methods, items_reversed, "items")

static const MethodDef values_methods[] = {
    METHOD("__reversed__", values_reversed, "()",
           "Return a reverse iterator over the dict values."),
    METHOD_END,
};

static const GetSetDef view_getset[] = {
    {"mapping", view_mapping, 0, "dictionary that this view refers to"},
    {0, 0, 0, 0},
};

#define SET_VIEW_TYPE(id, text, method_table, iter_fn, contains_fn)                              \
    Type id = {                                                                                  \
        .head = {&tp_type_type},                                                                 \
        .name = text,                                                                            \
        .basic_size = sizeof(DictView),                                                          \
        .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,                                                   \
        .getattribute = tp_generic_getattr,                                                      \
        .methods = method_table,                                                                 \
        .getset = view_getset,                                                                   \
        .repr = view_repr,                                                                       \
        .compare = view_compare,                                                                 \
        .iter = iter_fn,                                                                         \
        .length = view_len,                                                                      \
        .contains = contains_fn,                                                                 \
        .sub = view_sub,                                                                         \
        .rsub = view_rsub,                                                                       \
        .and_ = view_and,                                                                        \
        .rand = view_and,                                                                        \
        .or_ = view_or,                                                                          \
        .ror = view_ror,                                                                         \
        .xor = view_xor,                                                                         \
        .rxor = view_rxor,                                                                       \
    };
SET_VIEW_TYPE(tp_dict_keys_type, "dict_keys", keys_methods, keys_iter, keys_contains)
SET_VIEW_TYPE(tp_dict_items_type, "dict_items", items_methods, items_iter, items_contains)

Type tp_dict_values_type = {
    .head = {&tp_type_type},
    .name = "dict_values",
    .basic_size = sizeof(DictView),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = values_methods,
    .getset = view_getset,
    .repr = view_repr,
    .iter = values_iter,
    .length = view_len,
};
