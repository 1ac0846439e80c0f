/* dict_methods.c -- dict as Python sees it: what it is made and updated from, operators, methods.
 * The table is in dict.c, views and iterators are in dict_views.c.
 */
#include "dict.h"
#include "error.h"
#include "func.h"
#include "int.h"
#include "list.h"
#include "str.h"

/* ---- updating ---- */

/* Merge through keys() and [], as any mapping has them. */
static int merge_mapping(Dict *d, Value other, int override)
{
    Value keys = tp_call_method_cstr(other, "keys", 0, 0);
    if (!keys)
        return -1;
    if (!tp_is_exact(keys, &tp_list_type)) {
        Value iterator = tp_iter(keys);
        if (!iterator) {
            if (tp_error_is(&tp_TypeError)) {
                tp_error_clear();
                tp_raise(&tp_TypeError, "%T.keys() returned a non-iterable (type %T)", other, keys);
            }
            return -1;
        }
        keys = tp_list_from(iterator);
        if (!keys)
            return -1;
    }
    for (int64_t i = 0; i < tp_as_list(keys)->length; i++) {
        Value key = tp_as_list(keys)->items[i];
        int64_t hash;
        if (override != 1) {
            int found = tp_dict_contains(d, key);
            if (found < 0)
                return -1;
            if (found && override == 0)
                continue;
            if (found) {
                tp_raise_value(&tp_KeyError, key);
                return -1;
            }
        }
        Value value = tp_getitem(other, key);
        if (!value)
            return -1;
        if ((hash = tp_hash_quick(key)) == -1 || tp_dict_set_hash(d, key, hash, value) < 0)
            return -1;
    }
    return 0;
}

/* Store the pairs of an iterable. */
static int merge_pairs(Dict *d, Value pairs)
{
    Value iterator = tp_iter(pairs);
    if (!iterator)
        return -1;
    for (int64_t i = 0;; i++) {
        Value item = tp_next(iterator);
        if (!item)
            return tp_error_pending() ? -1 : 0;
        Value *items;
        int64_t n;
        if (tp_is_exact(item, &tp_tuple_type)) {
            items = tp_as_tuple(item)->items;
            n = tp_as_tuple(item)->length;
        } else {
            if (!tp_is_exact(item, &tp_list_type)) {
                Value list = tp_list_from(item);
                if (!list) {
                    if (tp_error_is(&tp_TypeError)) {
                        tp_error_clear();
                        tp_raise(&tp_TypeError,
                                 "cannot convert dictionary update sequence element #%lld to a "
                                 "sequence",
                                 (long long)i);
                    }
                    return -1;
                }
                item = list;
            }
            items = tp_as_list(item)->items;
            n = tp_as_list(item)->length;
        }
        if (n != 2) {
            tp_raise(&tp_ValueError,
                     "dictionary update sequence element #%lld has length %lld; 2 is required",
                     (long long)i, (long long)n);
            return -1;
        }
        Value key = items[0], value = items[1];
        int64_t hash = tp_hash_quick(key);
        if (hash == -1 || tp_dict_set_hash(d, key, hash, value) < 0)
            return -1;
    }
}

int tp_dict_merge(Dict *d, Value other, int override)
{
    if (tp_is_dict(other) && (tp_obj(other)->type->iter == tp_dict_type.iter ||
                              tp_obj(other)->type == &tp_ordereddict_type))
        return tp_dict_merge_dict(d, tp_as_dict(other), override);
    return merge_mapping(d, other, override);
}

int tp_dict_update(Dict *d, Value other)
{
    if (tp_is_exact(other, &tp_dict_type))
        return tp_dict_merge_dict(d, tp_as_dict(other), 1);
    int error = 0;
    Value keys = tp_getattr_or_null(other, TP_NAME(keys), &error);
    if (keys)
        return tp_dict_merge(d, other, 1);
    if (error)
        return -1;
    return merge_pairs(d, other);
}

/* ---- slots ---- */

static Value dict_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs, (void)args, (void)kwnames;
    return tp_ref(tp_dict_make(type));
}

/* The arguments of dict() and dict.update(). */
static int update_from_args(Dict *d, const char *name, int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs > 1)
        return tp_raise_int(&tp_TypeError, "%s expected at most 1 argument, got %d", name, nargs);
    if (nargs == 1 && tp_dict_update(d, args[0]) < 0)
        return -1;
    if (kwnames) {
        for (int64_t i = 0; i < kwnames->length; i++) {
            if (tp_dict_set(d, kwnames->items[i], args[nargs + i]) < 0)
                return -1;
        }
    }
    return 0;
}

static int dict_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return update_from_args(tp_as_dict(self), "dict", nargs, args, kwnames);
}

static int64_t dict_len(Value self)
{
    return tp_as_dict(self)->length;
}

static int dict_setitem(Value self, Value key, Value value)
{
    Dict *d = tp_as_dict(self);
    int64_t hash = tp_hash_quick(key);
    if (hash == -1)
        return -1;
    if (value)
        return tp_dict_set_hash(d, key, hash, value);
    int r = tp_dict_del_hash(d, key, hash);
    if (r == 0)
        tp_raise_value(&tp_KeyError, key);
    return r > 0 ? 0 : -1;
}

static int dict_contains_slot(Value self, Value key)
{
    return tp_dict_contains(tp_as_dict(self), key);
}

static Value dict_repr(Value self)
{
    Dict *d = tp_as_dict(self);
    if (!d->length)
        return tp_str_cstr("{}");
    int nested = tp_repr_enter(self);
    if (nested)
        return nested < 0 ? 0 : tp_str_cstr("{...}");
    StrBuilder b;
    Value key, value, text, result = 0;
    int64_t pos = 0;
    bool is_first = true;
    tp_builder_init(&b);
    tp_builder_char(&b, '{');
    while (tp_dict_next(d, &pos, &key, &value)) {
        if (!is_first && tp_builder_cstr(&b, ", ") < 0)
            goto done;
        is_first = false;
        if (!(text = tp_repr(key)) || tp_builder_str(&b, text) < 0 ||
            tp_builder_cstr(&b, ": ") < 0 || !(text = tp_repr(value)) ||
            tp_builder_str(&b, text) < 0)
            goto done;
    }
    tp_builder_char(&b, '}');
    result = tp_builder_finish(&b);
done:
    tp_repr_leave(self);
    return result;
}

/* 1, 0 or -1. */
static int dict_equal(Dict *a, Dict *b)
{
    if (a->length != b->length)
        return 0;
    for (int64_t i = 0; i < a->nentries; i++) {
        DictEntry e = a->entries[i];
        if (!e.key)
            continue;
        int64_t position = tp_dict_find(b, e.key, e.hash);
        if (position < 0)
            return position == -1 ? 0 : -1;
        int r = tp_equal(b->entries[position].value, e.value);
        if (r <= 0)
            return r;
    }
    return 1;
}

static Value dict_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_is_dict(other))
        return TP_NOTIMPLEMENTED;
    int r = dict_equal(tp_as_dict(self), tp_as_dict(other));
    return r < 0 ? 0 : tp_bool(r == (op == TP_EQ));
}

/* A dict of what self gives: a subclass may have its own keys() and []. */
static Value dict_copy(Value self, Value *args)
{
    (void)args;
    Dict *copy = tp_dict_new();
    return tp_dict_merge(copy, self, 1) < 0 ? 0 : tp_ref(copy);
}

static Value dict_or(Value self, Value other)
{
    if (!tp_is_dict(self) || !tp_is_dict(other))
        return TP_NOTIMPLEMENTED;
    Value result = dict_copy(self, 0);
    return result && tp_dict_update(tp_as_dict(result), other) >= 0 ? result : 0;
}

static Value dict_ror(Value self, Value other)
{
    return dict_or(other, self);
}

static Value dict_ior(Value self, Value other)
{
    return tp_dict_update(tp_as_dict(self), other) < 0 ? 0 : self;
}

/* ---- methods ---- */

static Value dict_get(Value self, Value *args)
{
    Dict *d = tp_as_dict(self);
    const DictEntry *entry = tp_dict_entry_at_once(d, args[0]);
    Value found = entry ? entry->value : tp_dict_get(d, args[0]);
    if (found)
        return found;
    return tp_error_pending() ? 0 : args[1] ? args[1] : TP_NONE;
}

static Value dict_setdefault(Value self, Value *args)
{
    return tp_dict_setdefault(tp_as_dict(self), args[0], args[1] ? args[1] : TP_NONE);
}

static Value dict_pop(Value self, Value *args)
{
    Dict *d = tp_as_dict(self);
    if (d->length) {
        int64_t hash = tp_hash_quick(args[0]);
        if (hash == -1)
            return 0;
        Value value = tp_dict_pop_hash(d, args[0], hash);
        if (value || tp_error_pending())
            return value;
    }
    return args[1] ? args[1] : tp_raise_value(&tp_KeyError, args[0]);
}

static Value dict_popitem(Value self, Value *args)
{
    (void)args;
    Dict *d = tp_as_dict(self);
    if (!d->length)
        return tp_raise_value(&tp_KeyError, tp_str_cstr("popitem(): dictionary is empty"));
    int64_t position = d->nentries - 1;
    while (!d->entries[position].key)
        position--;
    Value pair = tp_tuple_pack(2, d->entries[position].key, d->entries[position].value);
    tp_dict_remove_at(d, position);
    d->nentries = position;
    return pair;
}

static Value dict_clear(Value self, Value *args)
{
    (void)args;
    tp_dict_clear(tp_as_dict(self));
    return TP_NONE;
}

static Value dict_update(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return update_from_args(tp_as_dict(self), "update", nargs, args, kwnames) < 0 ? 0 : TP_NONE;
}

static Value dict_fromkeys(Value self, Value *args)
{
    Value value = args[1] ? args[1] : TP_NONE, result = tp_call0(self), key;
    if (!result)
        return 0;
    Value iterator = tp_iter(args[0]);
    if (!iterator)
        return 0;
    if (tp_is_exact(result, &tp_dict_type)) {
        while ((key = tp_next(iterator))) {
            if (tp_dict_set(tp_as_dict(result), key, value) < 0)
                return 0;
        }
    } else {
        while ((key = tp_next(iterator))) {
            if (tp_setitem(result, key, value) < 0)
                return 0;
        }
    }
    return tp_error_pending() ? 0 : result;
}

static Value dict_keys(Value self, Value *args)
{
    (void)args;
    return tp_dict_view(&tp_dict_keys_type, tp_as_dict(self));
}

static Value dict_values(Value self, Value *args)
{
    (void)args;
    return tp_dict_view(&tp_dict_values_type, tp_as_dict(self));
}

static Value dict_items(Value self, Value *args)
{
    (void)args;
    return tp_dict_view(&tp_dict_items_type, tp_as_dict(self));
}

static Value dict_iter(Value self)
{
    return tp_dict_iterator(&tp_dict_keyiterator_type, tp_as_dict(self));
}

static Value dict_reversed(Value self, Value *args)
{
    (void)args;
    return tp_dict_iterator(&tp_dict_reversekeyiterator_type, tp_as_dict(self));
}

static Value dict_contains(Value self, Value *args)
{
    int r = tp_dict_contains(tp_as_dict(self), args[0]);
    return r < 0 ? 0 : tp_bool(r);
}

static Value dict_getitem_method(Value self, Value *args)
{
    return tp_dict_getitem(self, args[0]);
}

/* What CPython would say: header, index, and entries of 16 bytes while all keys are str. */
static Value dict_sizeof(Value self, Value *args)
{
    (void)args;
    Dict *d = tp_as_dict(self);
    int64_t size = tp_type_of(self)->dict_offset ? 64 : 48;
    if (d->entries)
        size += 32 + ((int64_t)tp_dict_index_width(d->log2_size) << d->log2_size) +
                tp_dict_usable(d->log2_size) * (d->has_only_str ? 16 : 24);
    return tp_int(size);
}

static Value dict_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static const MethodDef methods[] = {
    METHOD("__contains__", dict_contains, "(key, /)",
           "True if the dictionary has the specified key, else False."),
    METHOD("__getitem__", dict_getitem_method, "(key, /)", "Return self[key]."),
    METHOD("__sizeof__", dict_sizeof, "()", "D.__sizeof__() -> size of D in memory, in bytes"),
    METHOD("get", dict_get, "(key, default=None, /)",
           "Return the value for key if key is in the dictionary, else default."),
    METHOD("setdefault", dict_setdefault, "(key, default=None, /)",
           "Insert key with a value of default if key is not in the dictionary.\n\n"
           "Return the value for key if key is in the dictionary, else default."),
    METHOD("pop", dict_pop, "(key, default=None, /)",
           "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n"
           "If the key is not found, return the default if given; otherwise,\nraise a KeyError."),
    METHOD("popitem", dict_popitem, "()",
           "Remove and return a (key, value) pair as a 2-tuple.\n\n"
           "Pairs are returned in LIFO (last-in, first-out) order.\n"
           "Raises KeyError if the dict is empty."),
    METHOD("keys", dict_keys, "()",
           "D.keys() -> a set-like object providing a view on D's keys"),
    METHOD("items", dict_items, "()",
           "D.items() -> a set-like object providing a view on D's items"),
    METHOD("values", dict_values, "()",
           "D.values() -> an object providing a view on D's values"),
    METHOD_RAW("update", dict_update, 0,
               "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\n"
               "If E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\n"
               "If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\n"
               "In either case, this is followed by: for k in F:  D[k] = F[k]"),
    METHOD_CLASS("fromkeys", dict_fromkeys, "(iterable, value=None, /)",
                 "Create a new dictionary with keys from iterable and values set to value."),
    METHOD("clear", dict_clear, "()", "D.clear() -> None.  Remove all items from D."),
    METHOD("copy", dict_copy, "()", "D.copy() -> a shallow copy of D"),
    METHOD("__reversed__", dict_reversed, "()", "Return a reverse iterator over the dict keys."),
    METHOD_CLASS("__class_getitem__", dict_class_getitem, "(object, /)",
                 "See PEP 585"),
    METHOD_END,
};

Type tp_dict_type = {
    .head = {&tp_type_type},
    .name = "dict",
    .basic_size = sizeof(Dict),
    .flags = TYPE_BASE | TYPE_IS_DICT | TYPE_MAPPING | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .doc = "dict() -> new empty dictionary\n"
           "dict(mapping) -> new dictionary initialized from a mapping object's\n"
           "    (key, value) pairs\n"
           "dict(iterable) -> new dictionary initialized as if via:\n"
           "    d = {}\n"
           "    for k, v in iterable:\n"
           "        d[k] = v\n"
           "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
           "    in the keyword argument list.  For example:  dict(one=1, two=2)",
    .methods = methods,
    .repr = dict_repr,
    .compare = dict_compare,
    .new_ = dict_new,
    .init = dict_init,
    .iter = dict_iter,
    .length = dict_len,
    .getitem = tp_dict_getitem,
    .setitem = dict_setitem,
    .contains = dict_contains_slot,
    .or_ = dict_or,
    .ror = dict_ror,
    .ior = dict_ior,
};
