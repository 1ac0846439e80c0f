/* _functools.c -- the module _functools: partial, reduce, cmp_to_key and the wrapper of lru_cache.
 *
 * The cache is a dict from keys to entries; a bounded cache also links its entries in a ring, the
 * one used longest ago first. A key is the argument itself when there is just one and it is an int
 * or str, else a tuple of all arguments, as in CPython.
 */
#include <string.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

/* ---- partial ---- */

typedef struct Partial {
    Object head;
    Value function;
    Tuple *args;
    Dict *keywords;
    Dict *dict;
} Partial;

static Type partial_type;

static inline Partial *as_partial(Value v)
{
    return (Partial *)tp_obj(v);
}

static Value call_joined(Partial *p, int nargs, const Value *args, Tuple *kwnames)
{
    Tuple *own = p->args; /* __setstate__ may put in another while keywords are compared */
    int64_t nown = own->length, nkw = kwnames ? kwnames->length : 0;
    int64_t total = nown + nargs;
    if (!p->keywords->length) {
        if (!nown)
            return tp_call_deeper(p->function, nargs, args, kwnames);
        Value small[16], *all = small;
        if (total + nkw > 16)
            all = tp_heap_alloc((total + nkw) * sizeof(Value));
        memcpy(all, own->items, nown * sizeof(Value));
        if (nargs + nkw)
            memcpy(all + nown, args, (nargs + nkw) * sizeof(Value));
        return tp_call_deeper(p->function, total, all, kwnames);
    }
    Dict *keywords = p->keywords;
    if (nkw) {
        if (!(keywords = tp_dict_copy(keywords)))
            return 0;
        for (int64_t i = 0; i < nkw; i++) {
            if (tp_dict_set(keywords, kwnames->items[i], args[nargs + i]) < 0)
                return 0;
        }
    }
    Value *all = tp_heap_alloc((total + keywords->length) * sizeof(Value)), key, value;
    Tuple *names = tp_tuple_new(keywords->length);
    int64_t pos = 0;
    memcpy(all, own->items, nown * sizeof(Value));
    if (nargs)
        memcpy(all + nown, args, nargs * sizeof(Value));
    for (int64_t i = 0; tp_dict_next(keywords, &pos, &key, &value); i++) {
        if (!tp_is_str(key)) /* partial.keywords can be written to */
            return tp_raise(&tp_TypeError, "keywords must be strings");
        names->items[i] = key;
        all[total + i] = value;
    }
    return tp_call_deeper(p->function, total, all, names);
}

/* As in CPython, one with keywords or of a subclass is a level of recursion. */
static Value partial_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Partial *p = as_partial(self);
    if (!p->keywords->length && p->head.type == &partial_type)
        return call_joined(p, nargs, args, kwnames);
    if (tp_recursion_enter(" while calling a Python object") < 0)
        return 0;
    Value v = call_joined(p, nargs, args, kwnames);
    tp_recursion_leave();
    return v;
}

static Value partial_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    if (!nargs)
        return tp_raise(&tp_TypeError, "type 'partial' takes at least one argument");
    Value function = args[0];
    if (!tp_callable(function))
        return tp_raise(&tp_TypeError, "the first argument must be callable");
    Partial *inner = 0;
    /* A partial of a partial is one partial, unless attributes would be lost. */
    if (tp_is_ptr(function) && tp_obj(function)->type->call == partial_call &&
        !as_partial(function)->dict) {
        inner = as_partial(function);
        function = inner->function;
    }
    Partial *p = tp_heap_object(type, 0);
    p->function = function;
    int64_t nown = inner ? inner->args->length : 0;
    p->args = tp_tuple_new(nown + nargs - 1);
    if (nown)
        memcpy(p->args->items, inner->args->items, nown * sizeof(Value));
    if (nargs > 1)
        memcpy(p->args->items + nown, args + 1, (nargs - 1) * sizeof(Value));
    p->keywords = inner ? tp_dict_copy(inner->keywords) : tp_dict_new();
    for (int64_t i = 0; kwnames && i < kwnames->length; i++) {
        if (tp_dict_set(p->keywords, kwnames->items[i], args[nargs + i]) < 0)
            return 0;
    }
    return tp_ref(p);
}

static Value partial_repr(Value self)
{
    Partial *p = as_partial(self);
    int nested = tp_repr_enter(self);
    if (nested)
        return nested < 0 ? 0 : tp_str_cstr("...");
    StrBuilder b;
    Value text, key, value, result = 0;
    int64_t pos = 0;
    tp_builder_init(&b);
    const char *name = tp_type_of(self)->name;
    if (!(text = tp_repr(p->function)) || tp_builder_utf8(&b, name, strlen(name)) < 0 ||
        tp_builder_char(&b, '(') < 0 || tp_builder_str(&b, text) < 0)
        goto done;
    for (int64_t i = 0; i < p->args->length; i++) {
        if (!(text = tp_repr(p->args->items[i])) || tp_builder_cstr(&b, ", ") < 0 ||
            tp_builder_str(&b, text) < 0)
            goto done;
    }
    while (tp_dict_next(p->keywords, &pos, &key, &value)) {
        if (!(text = tp_str_format_c(", %S=%R", key, value)) || tp_builder_str(&b, text) < 0)
            goto done;
    }
    tp_builder_char(&b, ')');
    result = tp_builder_finish(&b);
done:
    tp_repr_leave(self);
    return result;
}

static Value partial_reduce(Value self, Value *args)
{
    (void)args;
    Partial *p = as_partial(self);
    return tp_tuple_pack(3, tp_ref(tp_type_of(self)), tp_tuple_pack(1, p->function),
                         tp_tuple_pack(4, p->function, tp_ref(p->args), tp_ref(p->keywords),
                                       p->dict ? tp_ref(p->dict) : TP_NONE));
}

static Value partial_setstate(Value self, Value *args)
{
    Partial *p = as_partial(self);
    Value *state = tp_is_tuple(args[0]) ? tp_as_tuple(args[0])->items : 0;
    if (!state || tp_as_tuple(args[0])->length != 4 || !tp_callable(state[0]) ||
        !tp_is_tuple(state[1]) || (state[2] != TP_NONE && !tp_is_dict(state[2])))
        return tp_raise(&tp_TypeError, "invalid partial state");
    Value own = tp_is_exact(state[1], &tp_tuple_type) ? state[1] : tp_tuple_from(state[1]);
    if (!own)
        return 0;
    Dict *keywords = state[2] == TP_NONE ? tp_dict_new()
                     : tp_is_exact(state[2], &tp_dict_type) ? tp_as_dict(state[2])
                                                           : tp_dict_copy(tp_as_dict(state[2]));
    p->function = state[0];
    p->args = tp_as_tuple(own);
    p->keywords = keywords;
    p->dict = tp_is_dict(state[3]) ? tp_as_dict(state[3]) : 0;
    return TP_NONE;
}

static Value class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static const MethodDef partial_methods[] = {
    METHOD("__reduce__", partial_reduce, "()", 0),
    METHOD("__setstate__", partial_setstate, "(state, /)", 0),
    METHOD_CLASS("__class_getitem__", class_getitem, "(object, /)", "See PEP 585"),
    METHOD_END,
};

static const MemberDef partial_members[] = {
    {"func", offsetof(Partial, function), true, "function object to use in future partial calls"},
    {"args", offsetof(Partial, args), true, "tuple of arguments to future partial calls"},
    {"keywords", offsetof(Partial, keywords), true,
     "dictionary of keyword arguments to future partial calls"},
    {0, 0, 0, 0},
};

static Value get_dict(Value self)
{
    return tp_ref(tp_instance_dict(self));
}

static const GetSetDef dict_getset[] = {
    {"__dict__", get_dict, 0, 0},
    {0, 0, 0, 0},
};

static Type partial_type = {
    .head = {&tp_type_type},
    .name = "functools.partial",
    .basic_size = sizeof(Partial),
    .flags = TYPE_BASE | TYPE_IMMUTABLE,
    .dict_offset = offsetof(Partial, dict),
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .setattr = tp_generic_setattr,
    .doc = "partial(func, *args, **keywords) - new function with partial application\n"
           "    of the given arguments and keywords.\n",
    .methods = partial_methods,
    .members = partial_members,
    .getset = dict_getset,
    .repr = partial_repr,
    .call = partial_call,
    .new_ = partial_new,
};

/* ---- cmp_to_key ---- */

typedef struct Key {
    Object head;
    Value cmp;
    Value object;          /* 0 in what cmp_to_key gives */
} Key;

static Type key_type;

static Value key_make(Value cmp, Value object)
{
    Key *k = tp_heap_object(&key_type, 0);
    k->cmp = cmp;
    k->object = object;
    return tp_ref(k);
}

static Value key_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[1];
    if (TP_ARGS("K", "(obj)", a) < 0)
        return 0;
    return key_make(((Key *)tp_obj(self))->cmp, a[0]);
}

static Value key_compare(Value self, Value other, int op)
{
    Key *a = (Key *)tp_obj(self), *b = (Key *)tp_obj(other);
    if (!tp_is_exact(other, &key_type))
        return tp_raise(&tp_TypeError, "other argument must be K instance");
    if (!a->object || !b->object)
        return tp_raise(&tp_AttributeError, "object");
    Value order = tp_call2(a->cmp, a->object, b->object);
    return order ? tp_compare(order, tp_small(0), op) : 0;
}

static const MemberDef key_members[] = {
    {"obj", offsetof(Key, object), false, "Value wrapped by a key function."},
    {0, 0, 0, 0},
};

static Type key_type = {
    .head = {&tp_type_type},
    .name = "functools.KeyWrapper",
    .basic_size = sizeof(Key),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .members = key_members,
    .call = key_call,
    .compare = key_compare,
};

static Value functools_cmp_to_key(Value self, Value *args)
{
    (void)self;
    return key_make(args[0], 0);
}

/* ---- reduce ---- */

static Value functools_reduce(Value self, Value *args)
{
    (void)self;
    Value total = args[2], v, iterator = tp_iter(args[1]);
    if (!iterator) {
        if (tp_error_is(&tp_TypeError)) {
            tp_error_clear();
            tp_raise(&tp_TypeError, "reduce() arg 2 must support iteration");
        }
        return 0;
    }
    if (!total && !(total = tp_next(iterator))) {
        if (!tp_error_pending())
            tp_raise(&tp_TypeError, "reduce() of empty iterable with no initial value");
        return 0;
    }
    while ((v = tp_next(iterator))) {
        if (!(total = tp_call2(args[0], total, v)))
            return 0;
    }
    return tp_error_pending() ? 0 : total;
}

/* ---- lru_cache ---- */

typedef struct Entry {
    struct Entry *before, *after;
    Value key, result;
    int64_t hash;
} Entry;

typedef struct Cache {
    Object head;
    Value function;
    Dict *entries;         /* key to result; bounded: key to Entry */
    Value info_type;
    int64_t limit;         /* -1: none */
    int64_t hits, misses;
    bool is_typed;
    Entry ring;            /* bounded: ring.after was used longest ago */
    Dict *dict;
} Cache;

static Type cache_type;
static Value keyword_mark;

static inline Cache *as_cache(Value v)
{
    return (Cache *)tp_obj(v);
}

static Value make_key(int nargs, const Value *args, Tuple *kwnames, bool is_typed)
{
    int64_t nkw = kwnames ? kwnames->length : 0;
    if (nargs == 1 && !nkw && !is_typed &&
        (tp_is_small(args[0]) || tp_is_exact(args[0], &tp_str_type) ||
         tp_is_exact(args[0], &tp_int_type)))
        return args[0];
    int64_t n = nargs + (nkw ? 1 + 2 * nkw : 0);
    Tuple *key = tp_tuple_new(n + (is_typed ? nargs + nkw : 0));
    Value *to = key->items;
    for (int i = 0; i < nargs; i++)
        *to++ = args[i];
    if (nkw)
        *to++ = keyword_mark;
    for (int64_t i = 0; i < nkw; i++) {
        *to++ = kwnames->items[i];
        *to++ = args[nargs + i];
    }
    for (int64_t i = 0; is_typed && i < nargs + nkw; i++)
        *to++ = tp_ref(tp_type_of(args[i]));
    return tp_ref(key);
}

static inline void unlink_entry(Entry *e)
{
    e->before->after = e->after;
    e->after->before = e->before;
}

static inline void link_last(Cache *c, Entry *e)
{
    e->before = c->ring.before;
    e->after = &c->ring;
    e->before->after = e;
    c->ring.before = e;
}

static Value call_bounded(Cache *c, Value key, int64_t hash, int nargs, const Value *args,
                          Tuple *kwnames)
{
    Value found = tp_dict_get_hash(c->entries, key, hash);
    if (found) {
        Entry *e = (Entry *)tp_obj(found);
        unlink_entry(e);
        link_last(c, e);
        c->hits++;
        return e->result;
    }
    if (tp_error_pending())
        return 0;
    c->misses++;
    Value result = tp_call(c->function, nargs, args, kwnames);
    if (!result)
        return 0;
    /* The call may have cached the same key. */
    found = tp_dict_get_hash(c->entries, key, hash);
    if (found || tp_error_pending())
        return found ? result : 0;
    Entry *e = 0;
    if (c->entries->length >= c->limit && c->ring.after != &c->ring) {
        e = c->ring.after;
        unlink_entry(e);
        if (!tp_dict_pop_hash(c->entries, e->key, e->hash) && tp_error_pending())
            return 0;
    } else {
        e = tp_heap_alloc(sizeof *e);
    }
    e->key = key;
    e->hash = hash;
    e->result = result;
    if (tp_dict_set_hash(c->entries, key, hash, tp_ref(e)) < 0)
        return 0;
    link_last(c, e);
    return result;
}

static Value cache_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Cache *c = as_cache(self);
    if (c->limit == 0) {
        c->misses++;
        return tp_call(c->function, nargs, args, kwnames);
    }
    Value key = make_key(nargs, args, kwnames, c->is_typed), result;
    int64_t hash = tp_hash_quick(key);
    if (hash == -1)
        return 0;
    if (c->limit > 0)
        return call_bounded(c, key, hash, nargs, args, kwnames);
    if ((result = tp_dict_get_hash(c->entries, key, hash))) {
        c->hits++;
        return result;
    }
    if (tp_error_pending())
        return 0;
    c->misses++;
    if (!(result = tp_call(c->function, nargs, args, kwnames)) ||
        tp_dict_set_hash(c->entries, key, hash, result) < 0)
        return 0;
    return result;
}

static Value cache_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[4];
    int64_t limit = -1;
    if (TP_ARGS("lru_cache", "(user_function, maxsize, typed, cache_info_type)", a) < 0)
        return 0;
    if (!tp_callable(a[0]))
        return tp_raise(&tp_TypeError, "the first argument must be callable");
    if (a[1] != TP_NONE) {
        if (!tp_type_of(a[1])->index)
            return tp_raise(&tp_TypeError, "maxsize should be integer or None");
        if (tp_ssize_argument(a[1], &limit) < 0)
            return 0;
        if (limit < 0)
            limit = 0;
    }
    int is_typed = tp_truth(a[2]);
    if (is_typed < 0)
        return 0;
    Cache *c = tp_heap_object(type, 0);
    c->function = a[0];
    c->entries = tp_dict_new();
    c->info_type = a[3];
    c->limit = limit;
    c->is_typed = is_typed;
    c->ring.before = c->ring.after = &c->ring;
    return tp_ref(c);
}

static Value cache_get(Value self, Value object, Value type)
{
    (void)type;
    return object && object != TP_NONE ? tp_method_new(self, object) : self;
}

static Value cache_cache_info(Value self, Value *args)
{
    (void)args;
    Cache *c = as_cache(self);
    Value info[4] = {tp_int(c->hits), tp_int(c->misses), c->limit < 0 ? TP_NONE : tp_int(c->limit),
                     tp_int(c->entries->length)};
    return tp_call(c->info_type, 4, info, 0);
}

static Value cache_cache_clear(Value self, Value *args)
{
    (void)args;
    Cache *c = as_cache(self);
    c->hits = c->misses = 0;
    tp_dict_clear(c->entries);
    c->ring.before = c->ring.after = &c->ring;
    return TP_NONE;
}

static Value cache_reduce(Value self, Value *args)
{
    (void)args;
    return tp_getattr_cstr(self, "__qualname__");
}

static Value cache_copy(Value self, Value *args)
{
    (void)args;
    return self;
}

static const MethodDef cache_methods[] = {
    METHOD("cache_info", cache_cache_info, "()", "Report cache statistics"),
    METHOD("cache_clear", cache_cache_clear, "()", "Clear the cache and cache statistics"),
    METHOD("__reduce__", cache_reduce, "()", 0),
    METHOD("__copy__", cache_copy, "()", 0),
    METHOD("__deepcopy__", cache_copy, "(memo, /)", 0),
    METHOD_END,
};

static Type cache_type = {
    .head = {&tp_type_type},
    .name = "functools._lru_cache_wrapper",
    .basic_size = sizeof(Cache),
    .flags = TYPE_BASE | TYPE_IMMUTABLE,
    .dict_offset = offsetof(Cache, dict),
    .weakref_offset = 1,
    .doc = "Create a cached callable that wraps another function.\n\n"
           "user_function:      the function being cached\n\n"
           "maxsize:  0         for no caching\n"
           "          None      for unlimited cache size\n"
           "          n         for a bounded cache\n\n"
           "typed:    False     cache f(3) and f(3.0) as identical calls\n"
           "          True      cache f(3) and f(3.0) as distinct calls\n\n"
           "cache_info_type:    namedtuple class with the fields:\n"
           "                        hits misses currsize maxsize\n",
    .methods = cache_methods,
    .getset = dict_getset,
    .call = cache_call,
    .get = cache_get,
    .new_ = cache_new,
};

/* ---- the module ---- */

static int functools_init(Value module)
{
    tp_type_ready(&key_type);
    keyword_mark = tp_call0(tp_ref(&tp_object_type));
    if (!keyword_mark || tp_module_add_type(module, &partial_type) < 0)
        return -1;
    return tp_module_add_type(module, &cache_type);
}

static const MethodDef functions[] = {
    METHOD("reduce", functools_reduce, "(function, iterable, initial=None, /)",
           "reduce(function, iterable[, initial]) -> value\n\n"
           "Apply a function of two arguments cumulatively to the items of a sequence\n"
           "or iterable, from left to right, so as to reduce the iterable to a single\n"
           "value.  For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5]) calculates\n"
           "((((1+2)+3)+4)+5).  If initial is present, it is placed before the items\n"
           "of the iterable in the calculation, and serves as a default when the\n"
           "iterable is empty."),
    METHOD("cmp_to_key", functools_cmp_to_key, "(mycmp)",
           "Convert a cmp= function into a key= function."),
    METHOD_END,
};

const ModuleDef tp_mod__functools = {
    "_functools",
    functions,
    functools_init,
    "Tools that operate on functions.",
};
