/* collections_odict.c -- collections.OrderedDict.
 *
 * A dict keeps its order already; what OrderedDict adds is moving entries to an end, comparing
 * order, and methods that go through overridden __setitem__ and the like. `first` remembers from
 * where the first entry is to be looked for, so popping from the front does not walk over the same
 * holes again.
 */
#include <string.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/iter.h"
#include "runtime/list.h"
#include "runtime/modules/_collections.h"
#include "runtime/str.h"

typedef struct OrderedDict {
    Dict dict;
    DictEntry *seen;       /* the entries that `first` counts in */
    int64_t first;         /* all before are holes */
} OrderedDict;

static Type odict_keys_type, odict_values_type, odict_items_type, odict_iterator_type;

static inline bool is_exact(Value v)
{
    return tp_is_exact(v, &tp_ordereddict_type);
}

/* Position of the first entry; the dict is not empty. */
static int64_t first_position(Value self)
{
    OrderedDict *od = (OrderedDict *)tp_obj(self);
    Dict *d = &od->dict;
    if (od->seen != d->entries) {
        od->seen = d->entries;
        od->first = 0;
    }
    while (!d->entries[od->first].key)
        od->first++;
    return od->first;
}

/* ---- update ---- */

static int set_item(Value self, Value key, Value value)
{
    return is_exact(self) ? tp_dict_set(tp_as_dict(self), key, value)
                          : tp_setitem(self, key, value);
}

static int add_pairs(Value self, Value pairs)
{
    Value iterator = tp_iter(pairs), pair;
    if (!iterator)
        return -1;
    while ((pair = tp_next(iterator))) {
        Value source = tp_iter(pair), key, value, more;
        if (!source)
            return -1;
        if (!(key = tp_next(source))) {
            if (!tp_error_pending())
                tp_raise(&tp_ValueError, "need more than 0 values to unpack");
            return -1;
        }
        if (!(value = tp_next(source))) {
            if (!tp_error_pending())
                tp_raise(&tp_ValueError, "need more than 1 value to unpack");
            return -1;
        }
        more = tp_next(source);
        if (more || tp_error_pending()) {
            if (more)
                tp_raise(&tp_ValueError, "too many values to unpack (expected 2)");
            return -1;
        }
        if (set_item(self, key, value) < 0)
            return -1;
    }
    return tp_error_pending() ? -1 : 0;
}

static int update_one(Value self, Value other)
{
    int error = 0;
    Value f, list;
    if (tp_is_exact(other, &tp_dict_type)) {
        list = tp_dict_items_list(tp_as_dict(other));
        return list ? add_pairs(self, list) : -1;
    }
    if ((f = tp_getattr_or_null(other, TP_NAME(keys), &error))) {
        Value keys = tp_call0(f), key;
        Value iterator = keys ? tp_iter(keys) : 0;
        if (!iterator)
            return -1;
        while ((key = tp_next(iterator))) {
            Value value = tp_getitem(other, key);
            if (!value || set_item(self, key, value) < 0)
                return -1;
        }
        return tp_error_pending() ? -1 : 0;
    }
    if (error)
        return -1;
    if ((f = tp_getattr_or_null(other, TP_NAME(items), &error))) {
        Value items = tp_call0(f);
        return items ? add_pairs(self, items) : -1;
    }
    return error ? -1 : add_pairs(self, other);
}

/* The arguments of OrderedDict(), of which there is at most one, or of update(). */
static int update(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs && update_one(self, args[0]) < 0)
        return -1;
    for (int64_t i = 0; kwnames && i < kwnames->length; i++) {
        if (set_item(self, kwnames->items[i], args[nargs + i]) < 0)
            return -1;
    }
    return 0;
}

static Value odict_update(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs > 1)
        return tp_raise(&tp_TypeError, "update() takes at most 1 positional argument (%d given)",
                        nargs);
    return update(self, nargs, args, kwnames) < 0 ? 0 : TP_NONE;
}

static int odict_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs > 1)
        return tp_raise_int(&tp_TypeError, "expected at most 1 arguments, got %d", nargs);
    return update(self, nargs, args, kwnames);
}

/* ---- iterators and views ---- */

enum { KEYS = 1, VALUES = 2 };

typedef struct ODictIterator {
    Object head;
    Dict *dict;            /* 0 once exhausted: as soon as the last item is given */
    int64_t position;      /* of the entry to give next */
    uint32_t version;      /* of the dict: any move, addition or removal changes it */
    int8_t what;           /* KEYS | VALUES */
    bool is_reverse;
} ODictIterator;

/* The next entry is the first from place i on. */
static void go_to(ODictIterator *it, int64_t i)
{
    Dict *d = it->dict;
    while (i >= 0 && i < d->nentries && !d->entries[i].key)
        i += it->is_reverse ? -1 : 1;
    it->position = i;
    if (i < 0 || i >= d->nentries)
        it->dict = 0;
}

static Value iterator_make(Dict *d, int what, bool is_reverse)
{
    ODictIterator *it = tp_heap_object(&odict_iterator_type, 0);
    it->dict = d;
    it->version = d->version;
    it->what = what;
    it->is_reverse = is_reverse;
    go_to(it, is_reverse ? d->nentries - 1 : 0);
    return tp_ref(it);
}

static Value iterator_self(Value self)
{
    return self;
}

static Value odict_iterator_next(Value self)
{
    ODictIterator *it = (ODictIterator *)tp_obj(self);
    Dict *d = it->dict;
    if (!d)
        return 0;
    if (d->version != it->version) {
        it->dict = 0;
        return tp_raise(&tp_RuntimeError, "OrderedDict mutated during iteration");
    }
    DictEntry *e = &d->entries[it->position];
    go_to(it, it->position + (it->is_reverse ? -1 : 1));
    return it->what == KEYS ? e->key : it->what == VALUES ? e->value
                                                          : tp_tuple_pack(2, e->key, e->value);
}

static Value odict_iterator_reduce(Value self, Value *args)
{
    (void)args;
    ODictIterator *it = (ODictIterator *)tp_obj(self);
    ODictIterator *copy = tp_heap_object(&odict_iterator_type, 0);
    Object head = copy->head;
    *copy = *it;
    copy->head = head;
    Value list = tp_list_from(tp_ref(copy));
    if (!list)
        return 0;
    return tp_reduce_as("iter", tp_tuple_pack(1, list), 0);
}

static const MethodDef iterator_methods[] = {
    METHOD("__reduce__", odict_iterator_reduce, "()", "Return state information for pickling"),
    METHOD_END,
};

static Type odict_iterator_type = {
    .head = {&tp_type_type},
    .name = "odict_iterator",
    .basic_size = sizeof(ODictIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = iterator_methods,
    .iter = iterator_self,
    .next = odict_iterator_next,
};

static inline Dict *dict_of(Value view)
{
    return ((DictView *)tp_obj(view))->dict;
}

#define VIEW(prefix, text, base_type, what)                                                      \
    static Value prefix##_iter(Value self)                                                       \
    {                                                                                            \
        return iterator_make(dict_of(self), what, false);                                        \
    }                                                                                            \
    static Value prefix##_reversed(Value self, Value *args)                                      \
    {                                                                                            \
        (void)args;                                                                              \
        return iterator_make(dict_of(self), what, true);                                         \
    }                                                                                            \
    static const MethodDef prefix##_methods[] = {                                                \
        METHOD("__reversed__", prefix##_reversed, "()", 0),                                      \
        METHOD_END,                                                                              \
    };                                                                                           \
    static Type prefix##_type = {                                                                \
        .head = {&tp_type_type},                                                                 \
        .name = text,                                                                            \
        .base = &base_type,                                                                      \
        .basic_size = sizeof(DictView),                                                          \
        .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,                                                   \
        .methods = prefix##_methods,                                                             \
        .iter = prefix##_iter,                                                                   \
    };
VIEW(odict_keys, "odict_keys", tp_dict_keys_type, KEYS)
VIEW(odict_values, "odict_values", tp_dict_values_type, VALUES)
VIEW(odict_items, "odict_items", tp_dict_items_type, KEYS | VALUES)

static Value odict_iter(Value self)
{
    return iterator_make(tp_as_dict(self), KEYS, false);
}

static Value odict_reversed(Value self, Value *args)
{
    (void)args;
    return iterator_make(tp_as_dict(self), KEYS, true);
}

static Value odict_keys(Value self, Value *args)
{
    (void)args;
    return tp_dict_view(&odict_keys_type, tp_as_dict(self));
}

static Value odict_values(Value self, Value *args)
{
    (void)args;
    return tp_dict_view(&odict_values_type, tp_as_dict(self));
}

static Value odict_items(Value self, Value *args)
{
    (void)args;
    return tp_dict_view(&odict_items_type, tp_as_dict(self));
}

/* ---- slots ---- */

static Value odict_repr(Value self)
{
    const char *name = tp_type_of(self)->name, *dot = strrchr(name, '.');
    name = dot ? dot + 1 : name;
    if (!tp_as_dict(self)->length)
        return tp_str_format_c("%s()", name);
    int nested = tp_repr_enter(self);
    if (nested)
        return nested < 0 ? 0 : tp_str_cstr("...");
    Value items, result = 0;
    if (is_exact(self))
        items = tp_dict_items_list(tp_as_dict(self));
    else if ((items = tp_call_method_cstr(self, "items", 0, 0)))
        items = tp_list_from(items);
    if (items)
        result = tp_str_format_c("%s(%R)", name, items);
    tp_repr_leave(self);
    return result;
}

static Value odict_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_is_dict(other))
        return TP_NOTIMPLEMENTED;
    Value same = tp_dict_type.compare(self, other, TP_EQ);
    if (!same || !tp_instance(other, &tp_ordereddict_type))
        return !same ? 0 : tp_bool((same == TP_TRUE) == (op == TP_EQ));
    bool is_equal = same == TP_TRUE;
    Dict *a = tp_as_dict(self), *b = tp_as_dict(other);
    int64_t i = 0, j = 0;
    Value x, y;
    while (is_equal && tp_dict_next(a, &i, &x, 0) && tp_dict_next(b, &j, &y, 0)) {
        int r = tp_equal(x, y);
        if (r < 0)
            return 0;
        is_equal = r;
    }
    return tp_bool(is_equal == (op == TP_EQ));
}

static Value odict_or(Value self, Value other)
{
    if (!tp_is_dict(other))
        return TP_NOTIMPLEMENTED;
    Value made = tp_call1(tp_ref(tp_type_of(self)), self);
    return made && update_one(made, other) >= 0 ? made : 0;
}

static Value odict_ror(Value self, Value other)
{
    if (!tp_is_dict(other))
        return TP_NOTIMPLEMENTED;
    Value made = tp_call1(tp_ref(tp_type_of(self)), other);
    return made && update_one(made, self) >= 0 ? made : 0;
}

static Value odict_ior(Value self, Value other)
{
    return update_one(self, other) < 0 ? 0 : self;
}

/* ---- methods ---- */

static Value odict_fromkeys(Value self, Value *args)
{
    Value result = tp_call0(self), value = args[1] ? args[1] : TP_NONE, key;
    Value iterator = result ? tp_iter(args[0]) : 0;
    if (!iterator)
        return 0;
    while ((key = tp_next(iterator))) {
        if (set_item(result, key, value) < 0)
            return 0;
    }
    return tp_error_pending() ? 0 : result;
}

static Value odict_sizeof(Value self, Value *args)
{
    (void)args;
    Dict *d = tp_as_dict(self);
    return tp_int(sizeof(OrderedDict) + d->length * 24 +
                  (d->entries ? 88 << d->log2_size >> 3 : 0));
}

static Value odict_reduce(Value self, Value *args)
{
    (void)args;
    Value state = tp_call_method_cstr(self, "__getstate__", 0, 0);
    Value items = state ? tp_call_method_cstr(self, "items", 0, 0) : 0;
    Value iterator = items ? tp_iter(items) : 0;
    if (!iterator)
        return 0;
    return tp_tuple_pack(5, tp_ref(tp_type_of(self)), tp_ref(tp_empty_tuple), state, TP_NONE,
                         iterator);
}

static Value odict_setdefault(Value self, Value *args)
{
    Value value = args[1] ? args[1] : TP_NONE;
    if (is_exact(self))
        return tp_dict_setdefault(tp_as_dict(self), args[0], value);
    int r = tp_contains(self, args[0]);
    if (r < 0)
        return 0;
    if (r)
        return tp_getitem(self, args[0]);
    return tp_setitem(self, args[0], value) < 0 ? 0 : value;
}

/* As these two methods of CPython's raise it, the key is what KeyError is called with: a tuple is
 * its arguments, None none, and a KeyError is raised itself. */
static Value raise_missing(Value key)
{
    Value type = tp_ref(&tp_KeyError);
    Value error = tp_instance(key, &tp_KeyError) ? key
                  : tp_is_tuple(key)             ? tp_call_ex(type, key, 0)
                  : key == TP_NONE               ? tp_call0(type)
                                                 : tp_call1(type, key);
    return error ? tp_raise_stmt(error, 0) : 0;
}

static Value odict_pop(Value self, Value *args)
{
    Dict *d = tp_as_dict(self);
    Value value;
    int64_t hash = tp_hash(args[0]);
    if (hash == -1)
        return 0;
    if ((value = tp_dict_pop_hash(d, args[0], hash)) || tp_error_pending())
        return value;
    return args[1] ? args[1] : raise_missing(args[0]);
}

static Value odict_popitem(Value self, Value *args)
{
    Dict *d = tp_as_dict(self);
    int is_last = args[0] ? tp_truth(args[0]) : 1;
    if (is_last < 0)
        return 0;
    if (!d->length)
        return tp_raise_value(&tp_KeyError, tp_str_cstr("dictionary is empty"));
    int64_t position = d->nentries - 1;
    if (is_last) {
        while (!d->entries[position].key)
            position--;
    } else {
        position = first_position(self);
    }
    Value pair = tp_tuple_pack(2, d->entries[position].key, d->entries[position].value);
    tp_dict_remove_at(d, position);
    if (is_last)
        d->nentries = position;
    return pair;
}

static Value odict_move_to_end(Value self, Value *args)
{
    Dict *d = tp_as_dict(self);
    int is_last = args[1] ? tp_truth(args[1]) : 1;
    int64_t hash = is_last < 0 ? -1 : tp_hash(args[0]);
    if (hash == -1)
        return 0;
    int64_t position = tp_dict_find(d, args[0], hash);
    if (position < 0)
        return position == -1 ? raise_missing(args[0]) : 0;
    if (!is_last)
        ((OrderedDict *)tp_obj(self))->seen = 0;
    return (is_last ? tp_dict_move_last(d, position) : tp_dict_move_first(d, position)) < 0
               ? 0
               : TP_NONE;
}

static Value odict_clear(Value self, Value *args)
{
    (void)args;
    tp_dict_clear(tp_as_dict(self));
    return TP_NONE;
}

static Value odict_copy(Value self, Value *args)
{
    (void)args;
    Dict *d = tp_as_dict(self);
    Value copy = tp_call0(tp_ref(tp_type_of(self))), key, value;
    int64_t pos = 0;
    if (!copy)
        return 0;
    if (is_exact(self))
        return tp_dict_merge(tp_as_dict(copy), self, 1) < 0 ? 0 : copy;
    while (tp_dict_next(d, &pos, &key, &value)) {
        if (!(value = tp_getitem(self, key)) || tp_setitem(copy, key, value) < 0)
            return 0;
    }
    return copy;
}

static const MethodDef methods[] = {
    METHOD_CLASS("fromkeys", odict_fromkeys, "(iterable, value=None)",
                 "Create a new ordered dictionary with keys from iterable and values set to "
                 "value."),
    METHOD("__sizeof__", odict_sizeof, "()", 0),
    METHOD("__reduce__", odict_reduce, "()", "Return state information for pickling"),
    METHOD("setdefault", odict_setdefault, "(key, default=None)",
           "Insert key with a value of default if key is not in the dictionary.\n\n"
           "Return the value for key if key is in the dictionary, else default."),
    METHOD("pop", odict_pop, "(key, default=None)",
           "od.pop(key[,default]) -> v, remove specified key and return the corresponding "
           "value.\n\nIf the key is not found, return the default if given; otherwise,\n"
           "raise a KeyError."),
    METHOD("popitem", odict_popitem, "(last=True)",
           "Remove and return a (key, value) pair from the dictionary.\n\n"
           "Pairs are returned in LIFO order if last is true or FIFO order if false."),
    METHOD("keys", odict_keys, "()", 0),
    METHOD("values", odict_values, "()", 0),
    METHOD("items", odict_items, "()", 0),
    METHOD_RAW("update", odict_update, 0, 0),
    METHOD("clear", odict_clear, "()", "od.clear() -> None.  Remove all items from od."),
    METHOD("copy", odict_copy, "()", "od.copy() -> a shallow copy of od"),
    METHOD("__reversed__", odict_reversed, "()", "od.__reversed__() <==> reversed(od)"),
    METHOD("move_to_end", odict_move_to_end, "(key, last=True)",
           "Move an existing element to the end (or beginning if last is false).\n\n"
           "Raise KeyError if the element does not exist."),
    METHOD_END,
};

static int odict_setitem(Value self, Value key, Value value)
{
    return tp_dict_type.setitem(self, key, value);
}

static const GetSetDef getset[] = {
    {"__dict__", tp_get_dict, tp_set_dict, 0},
    {0, 0, 0, 0},
};

Type tp_ordereddict_type = {
    .head = {&tp_type_type},
    .name = "collections.OrderedDict",
    .base = &tp_dict_type,
    .basic_size = sizeof(OrderedDict),
    .flags = TYPE_BASE | TYPE_MAPPING | TYPE_IMMUTABLE,
    .dict_offset = offsetof(Dict, dict),
    .weakref_offset = 1,
    .doc = "Dictionary that remembers insertion order",
    .methods = methods,
    .getset = getset,
    .repr = odict_repr,
    .compare = odict_compare,
    .init = odict_init,
    .iter = odict_iter,
    .setitem = odict_setitem,
    .or_ = odict_or,
    .ror = odict_ror,
    .ior = odict_ior,
};

int collections_odict_ready(Value module)
{
    tp_type_ready(&odict_iterator_type);
    tp_type_ready(&odict_keys_type);
    tp_type_ready(&odict_values_type);
    tp_type_ready(&odict_items_type);
    return tp_module_add_type(module, &tp_ordereddict_type);
}
