/* _collections.c -- the module _collections: defaultdict, _count_elements, _tuplegetter; deque and
 * OrderedDict are in collections_deque.c and collections_odict.c.
 */
#include <string.h>

#include "runtime/modules/_collections.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

/* ---- defaultdict ---- */

typedef struct DefaultDict {
    Dict dict;
    Value factory;         /* 0 or None: none */
} DefaultDict;

static inline DefaultDict *as_defaultdict(Value v)
{
    return (DefaultDict *)tp_obj(v);
}

static Value factory_of(Value self)
{
    Value factory = as_defaultdict(self)->factory;
    return factory ? factory : TP_NONE;
}

static int defaultdict_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs) {
        if (args[0] != TP_NONE && !tp_callable(args[0]))
            return tp_raise_int(&tp_TypeError, "first argument must be callable or None");
        as_defaultdict(self)->factory = args[0];
        nargs--;
        args++;
    } else {
        as_defaultdict(self)->factory = 0;
    }
    return tp_dict_type.init(self, nargs, args, kwnames);
}

Value tp_defaultdict_missing(Value self, Value key)
{
    Value factory = factory_of(self);
    if (factory == TP_NONE)
        return tp_raise_value(&tp_KeyError, key);
    Value value = tp_call0(factory);
    return value && tp_setitem(self, key, value) >= 0 ? value : 0;
}

static Value defaultdict_missing(Value self, Value *args)
{
    return tp_defaultdict_missing(self, args[0]);
}

static Value defaultdict_repr(Value self)
{
    const char *name = tp_type_of(self)->name, *dot = strrchr(name, '.');
    Value base = tp_dict_type.repr(self), factory = factory_of(self), text;
    if (!base)
        return 0;
    if (factory == TP_NONE) {
        text = tp_str_cstr("None");
    } else {
        int nested = tp_repr_enter(factory);
        if (nested < 0)
            return 0;
        text = nested ? tp_str_cstr("...") : tp_repr(factory);
        if (!nested)
            tp_repr_leave(factory);
    }
    return text ? tp_str_format_c("%s(%U, %U)", dot ? dot + 1 : name, text, base) : 0;
}

static Value defaultdict_copy(Value self, Value *args)
{
    (void)args;
    return tp_call2(tp_ref(tp_type_of(self)), factory_of(self), self);
}

/* What a call of the type made, 0 included, updated: a subclass may make anything. */
static Value update_made(Value made, Value other)
{
    if (made && !tp_is_dict(made))
        return tp_raise(&tp_SystemError, "bad argument to internal function");
    return made && tp_dict_update(tp_as_dict(made), other) >= 0 ? made : 0;
}

static Value defaultdict_or(Value self, Value other)
{
    if (!tp_is_dict(other))
        return TP_NOTIMPLEMENTED;
    return update_made(defaultdict_copy(self, 0), other);
}

static Value defaultdict_ror(Value self, Value other)
{
    if (!tp_is_dict(other))
        return TP_NOTIMPLEMENTED;
    return update_made(tp_call2(tp_ref(tp_type_of(self)), factory_of(self), other), self);
}

static Value defaultdict_reduce(Value self, Value *args)
{
    (void)args;
    Value factory = factory_of(self);
    Value items = tp_call_method_cstr(self, "items", 0, 0), iterator = items ? tp_iter(items) : 0;
    if (!iterator)
        return 0;
    return tp_tuple_pack(5, tp_ref(tp_type_of(self)),
                         factory == TP_NONE ? tp_ref(tp_empty_tuple) : tp_tuple_pack(1, factory),
                         TP_NONE, TP_NONE, iterator);
}

static Value defaultdict_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static const MethodDef defaultdict_methods[] = {
    METHOD("__missing__", defaultdict_missing, "(key, /)",
           "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n"
           "  if self.default_factory is None: raise KeyError((key,))\n"
           "  self[key] = value = self.default_factory()\n"
           "  return value\n"),
    METHOD("copy", defaultdict_copy, "()", "D.copy() -> a shallow copy of D."),
    METHOD("__copy__", defaultdict_copy, "()", "D.copy() -> a shallow copy of D."),
    METHOD("__reduce__", defaultdict_reduce, "()", "Return state information for pickling."),
    METHOD_CLASS("__class_getitem__", defaultdict_class_getitem, "(object, /)", "See PEP 585"),
    METHOD_END,
};

static const MemberDef defaultdict_members[] = {
    {"default_factory", offsetof(DefaultDict, factory), false,
     "Factory for default value called by __missing__()."},
    {0, 0, 0, 0},
};

Type tp_defaultdict_type = {
    .head = {&tp_type_type},
    .name = "collections.defaultdict",
    .base = &tp_dict_type,
    .basic_size = sizeof(DefaultDict),
    .flags = TYPE_BASE | TYPE_MAPPING | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\n"
           "The default factory is called without arguments to produce\n"
           "a new value when a key is not present, in __getitem__ only.\n"
           "A defaultdict compares equal to a dict with the same items.\n"
           "All remaining arguments are treated the same as if they were\n"
           "passed to the dict constructor, including keyword arguments.\n",
    .methods = defaultdict_methods,
    .members = defaultdict_members,
    .repr = defaultdict_repr,
    .init = defaultdict_init,
    .or_ = defaultdict_or,
    .ror = defaultdict_ror,
};

/* ---- _tuplegetter: the attributes of namedtuples ---- */

typedef struct TupleGetter {
    Object head;
    int64_t index;
    Value doc;
} TupleGetter;

static Value tuplegetter_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    int64_t index;
    if (TP_ARGS("_tuplegetter", "(index, doc, /)", a) < 0 || tp_ssize_argument(a[0], &index) < 0)
        return 0;
    TupleGetter *getter = tp_heap_object(type, 0);
    getter->index = index;
    getter->doc = a[1];
    return tp_ref(getter);
}

static Value tuplegetter_get(Value self, Value object, Value type)
{
    (void)type;
    TupleGetter *getter = (TupleGetter *)tp_obj(self);
    if (!object)
        return self;
    if (!tp_is_tuple(object)) {
        if (object == TP_NONE)
            return self;
        return tp_raise(&tp_TypeError,
                        "descriptor for index '%lld' for tuple subclasses doesn't apply to '%T' "
                        "object",
                        (long long)getter->index, object);
    }
    Tuple *t = tp_as_tuple(object);
    if ((uint64_t)getter->index >= (uint64_t)t->length)
        return tp_raise(&tp_IndexError, "tuple index out of range");
    return t->items[getter->index];
}

static int tuplegetter_set(Value self, Value object, Value value)
{
    (void)self, (void)object;
    return tp_raise_int(&tp_AttributeError,
                        value ? "can't set attribute" : "can't delete attribute");
}

static Value tuplegetter_repr(Value self)
{
    TupleGetter *getter = (TupleGetter *)tp_obj(self);
    Value doc = getter->doc ? tp_repr(getter->doc) : tp_str_cstr("<NULL>"); /* 0: deleted */
    return doc ? tp_str_format_c("_tuplegetter(%lld, %U)", (long long)getter->index, doc) : 0;
}

static Value tuplegetter_reduce(Value self, Value *args)
{
    (void)args;
    TupleGetter *getter = (TupleGetter *)tp_obj(self);
    if (!getter->doc)
        return tp_raise(&tp_SystemError, "NULL object passed to Py_BuildValue");
    return tp_tuple_pack(2, tp_ref(tp_type_of(self)),
                         tp_tuple_pack(2, tp_int(getter->index), getter->doc));
}

static const MethodDef tuplegetter_methods[] = {
    METHOD("__reduce__", tuplegetter_reduce, "()", 0),
    METHOD_END,
};

static const MemberDef tuplegetter_members[] = {
    {"__doc__", offsetof(TupleGetter, doc), false, 0},
    {0, 0, 0, 0},
};

static Type tuplegetter_type = {
    .head = {&tp_type_type},
    .name = "_collections._tuplegetter",
    .basic_size = sizeof(TupleGetter),
    .flags = TYPE_IMMUTABLE,
    .methods = tuplegetter_methods,
    .members = tuplegetter_members,
    .repr = tuplegetter_repr,
    .get = tuplegetter_get,
    .set = tuplegetter_set,
    .new_ = tuplegetter_new,
};

/* ---- _count_elements ---- */

/* Do mapping[key] = value and mapping.get mean dict's own? */
static bool is_plain_counter(Value mapping)
{
    Type *type = tp_type_of(mapping);
    return tp_is_dict(mapping) &&
           tp_type_lookup(type, TP_NAME(get)) == tp_type_lookup(&tp_dict_type, TP_NAME(get)) &&
           tp_type_lookup(type, TP_NAME(__setitem__)) ==
               tp_type_lookup(&tp_dict_type, TP_NAME(__setitem__));
}

static Value increment(Value count)
{
    return tp_is_small(count) ? tp_int(tp_small_value(count) + 1) : tp_add(count, tp_small(1));
}

static Value collections_count_elements(Value self, Value *args)
{
    (void)self;
    Value mapping = args[0], iterator = tp_iter(args[1]), key, count;
    if (!iterator)
        return 0;
    if (is_plain_counter(mapping)) {
        Dict *d = tp_as_dict(mapping);
        while ((key = tp_next(iterator))) {
            int64_t hash = tp_hash_quick(key);
            if (hash == -1)
                return 0;
            int64_t at = tp_dict_find(d, key, hash);
            if (at == -2)
                return 0;
            if (at >= 0 && tp_is_small(d->entries[at].value) && !d->is_watched) {
                d->entries[at].value = increment(d->entries[at].value);
                continue;
            }
            count = at >= 0 ? increment(d->entries[at].value) : tp_small(1);
            if (!count || tp_dict_set_hash(d, key, hash, count) < 0)
                return 0;
        }
        return tp_error_pending() ? 0 : TP_NONE;
    }
    Value get = tp_getattr_cstr(mapping, "get");
    if (!get)
        return 0;
    while ((key = tp_next(iterator))) {
        if (!(count = tp_call2(get, key, tp_small(0))) || !(count = increment(count)) ||
            tp_setitem(mapping, key, count) < 0)
            return 0;
    }
    return tp_error_pending() ? 0 : TP_NONE;
}

/* ---- the module ---- */

static int collections_init(Value module)
{
    if (tp_module_add_type(module, &collections_deque_type) < 0 ||
        tp_module_add_type(module, &tp_defaultdict_type) < 0 ||
        tp_module_add_type(module, &collections_deque_iterator_type) < 0 ||
        tp_module_add_type(module, &collections_deque_reverse_iterator_type) < 0 ||
        tp_module_add_type(module, &tuplegetter_type) < 0)
        return -1;
    return collections_odict_ready(module);
}

static const MethodDef functions[] = {
    METHOD("_count_elements", collections_count_elements, "(mapping, iterable, /)",
           "Count elements in the iterable, updating the mapping"),
    METHOD_END,
};

const ModuleDef tp_mod__collections = {
    "_collections",
    functions,
    collections_init,
    "High performance data structures.\n"
    "- deque:        ordered collection accessible from endpoints only\n"
    "- defaultdict:  dict subclass with a default value factory\n",
};
