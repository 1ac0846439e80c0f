/* _abc.c -- the module _abc: what abc.ABCMeta is made of.
 *
 * Each abstract class has an AbcData in its attribute _abc_impl: the classes registered with it,
 * and two caches of the answers of issubclass(). A cache knows classes by address and version (a
 * number that no two classes share and that changes with the class), so it keeps none alive; any
 * registration anywhere makes the caches of negative answers void.
 */
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/set.h"
#include "runtime/str.h"
#include "runtime/weakref.h"

typedef struct Known {
    uint64_t address;      /* complement of the Type *; 0 free */
    uint32_t version;
} Known;

typedef struct Cache {
    int64_t length, size;
    Known *slots;          /* unscanned memory */
} Cache;

enum { MAX_KNOWN = 4096 }; /* then a cache starts over: most in it may be gone */

typedef struct AbcData {
    Object head;
    Value registry;        /* list of classes */
    Cache yes, no;
    uint64_t no_version;   /* registrations there were when `no` was started */
} AbcData;

static uint64_t registrations;

static Type abc_data_type = {
    .head = {&tp_type_type},
    .name = "_abc._abc_data",
    .basic_size = sizeof(AbcData),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .doc = "Internal state held by ABC machinery.",
};

static inline Type *as_type(Value v)
{
    return (Type *)tp_obj(v);
}

/* ---- caches ---- */

static Known *known_slot(Cache *c, uint64_t address)
{
    uint64_t i = (address >> 4) * 0x9E3779B97F4A7C15u >> 32;
    for (;; i++) {
        Known *k = &c->slots[i & (c->size - 1)];
        if (!k->address || k->address == address)
            return k;
    }
}

static bool cache_has(Cache *c, Value cls)
{
    if (!c->length)
        return false;
    return known_slot(c, ~(uint64_t)cls)->version == as_type(cls)->version &&
           known_slot(c, ~(uint64_t)cls)->address;
}

static void cache_clear(Cache *c)
{
    c->length = c->size = 0;
    c->slots = 0;
}

static void cache_add(Cache *c, Value cls)
{
    if (c->length >= MAX_KNOWN)
        cache_clear(c);
    if (c->length * 2 >= c->size) {
        Cache old = *c;
        c->size = old.size ? old.size * 2 : 8;
        c->slots = tp_heap_alloc_atomic(c->size * sizeof(Known));
        __builtin_memset(c->slots, 0, c->size * sizeof(Known));
        for (int64_t i = 0; i < old.size; i++) {
            if (old.slots[i].address)
                *known_slot(c, old.slots[i].address) = old.slots[i];
        }
    }
    Known *k = known_slot(c, ~(uint64_t)cls);
    if (!k->address) {
        k->address = ~(uint64_t)cls;
        c->length++;
    }
    k->version = as_type(cls)->version;
}

/* ---- helpers ---- */

static AbcData *data_of(Value cls)
{
    Value v = tp_getattr_cstr(cls, "_abc_impl");
    if (v && !tp_is_exact(v, &abc_data_type)) {
        tp_raise(&tp_TypeError, "_abc_impl is set to a wrong type");
        return 0;
    }
    return v ? (AbcData *)tp_obj(v) : 0;
}

/* Is v marked as abstract? 1, 0, -1. */
static int is_abstract(Value v)
{
    int error = 0;
    Value mark = tp_getattr_or_null(v, TP_NAME(__isabstractmethod__), &error);
    return mark ? tp_truth(mark) : error ? -1 : 0;
}

static Value abstract_names(Value cls)
{
    Value names = tp_set_new(), key, value, base_names, iterator;
    int64_t pos = 0;
    Dict *items = tp_dict_copy(tp_type_dict(as_type(cls)));
    while (items && tp_dict_next(items, &pos, &key, &value)) {
        int r = is_abstract(value);
        if (r < 0 || (r && tp_set_add(names, key) < 0))
            return 0;
    }
    Tuple *bases = as_type(cls)->bases;
    for (int64_t i = 0; i < bases->length; i++) {
        int error = 0;
        base_names = tp_getattr_or_null(bases->items[i], TP_NAME(__abstractmethods__), &error);
        if (!base_names) {
            if (error)
                return 0;
            continue;
        }
        if (!(iterator = tp_iter(base_names)))
            return 0;
        while ((key = tp_next(iterator))) {
            if (!tp_is_str(key)) {
                tp_raise(&tp_TypeError, "attribute name must be string, not '%T'", key);
                return 0;
            }
            value = tp_getattr_or_null(cls, key, &error);
            int r = value ? is_abstract(value) : error ? -1 : 0;
            if (r < 0 || (r && tp_set_add(names, key) < 0))
                return 0;
        }
        if (tp_error_pending())
            return 0;
    }
    return tp_frozenset_from(names);
}

/* The bits of CPython's Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING, which collections.abc sets. */
enum { FLAG_SEQUENCE = 1 << 5, FLAG_MAPPING = 1 << 6 };

static int set_pattern_flags(Value cls)
{
    Value flags = tp_dict_get_str(tp_type_dict(as_type(cls)), TP_NAME(__abc_tpflags__));
    if (!flags)
        return 0;
    if (tp_is_small(flags)) {
        int64_t bits = tp_small_value(flags) & (FLAG_SEQUENCE | FLAG_MAPPING);
        if (bits == (FLAG_SEQUENCE | FLAG_MAPPING))
            return tp_raise_int(&tp_TypeError, "__abc_tpflags__ cannot be both "
                                               "Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
        as_type(cls)->flags |= bits == FLAG_SEQUENCE  ? TYPE_SEQUENCE
                               : bits == FLAG_MAPPING ? TYPE_MAPPING
                                                      : 0;
    }
    return tp_setattr(cls, TP_NAME(__abc_tpflags__), 0);
}

/* What matches patterns as cls does makes its subclasses match too. */
static void inherit_pattern_flags(Value cls, uint32_t flags)
{
    Type *type = as_type(cls);
    if ((type->flags & (TYPE_SEQUENCE | TYPE_MAPPING)) == flags ||
        (type->flags & TYPE_IMMUTABLE && !(type->flags & TYPE_HEAP)))
        return;
    type->flags = (type->flags & ~(uint32_t)(TYPE_SEQUENCE | TYPE_MAPPING)) | flags;
    Value subclasses = tp_call_method_cstr(tp_ref(&tp_type_type), "__subclasses__", 1, &cls);
    if (!subclasses) {
        tp_error_clear();
        return;
    }
    for (int64_t i = 0; i < tp_as_list(subclasses)->length; i++)
        inherit_pattern_flags(tp_as_list(subclasses)->items[i], flags);
}

/* ---- functions ---- */

static Value abc_get_cache_token(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_int_from_u64(registrations);
}

static Value abc_init(Value self, Value *args)
{
    (void)self;
    if (!tp_has_flag(args[0], TYPE_IS_TYPE))
        return tp_raise_attribute(args[0], TP_NAME(__dict__),
                                  "'%T' object has no attribute '__dict__'", args[0]);
    Value names = abstract_names(args[0]);
    if (!names || tp_setattr_cstr(args[0], "__abstractmethods__", names) < 0)
        return 0;
    AbcData *data = tp_heap_object(&abc_data_type, 0);
    data->registry = tp_list_new(0);
    data->no_version = registrations;
    if (tp_setattr_cstr(args[0], "_abc_impl", tp_ref(data)) < 0 || set_pattern_flags(args[0]) < 0)
        return 0;
    return TP_NONE;
}

static Value abc_register(Value self, Value *args)
{
    (void)self;
    Value cls = args[0], subclass = args[1];
    if (!tp_has_flag(subclass, TYPE_IS_TYPE))
        return tp_raise(&tp_TypeError, "Can only register classes");
    int r = tp_issubclass(subclass, cls);
    if (r)
        return r < 0 ? 0 : subclass;
    /* A class above this one must not become one below it. */
    if ((r = tp_issubclass(cls, subclass)))
        return r < 0 ? 0
                     : tp_raise(&tp_RuntimeError, "Refusing to create an inheritance cycle");
    AbcData *data = data_of(cls);
    if (!data || tp_list_append(data->registry, subclass) < 0)
        return 0;
    registrations++;
    uint32_t flags = tp_has_flag(cls, TYPE_IS_TYPE)
                         ? as_type(cls)->flags & (TYPE_SEQUENCE | TYPE_MAPPING)
                         : 0;
    if (flags)
        inherit_pattern_flags(subclass, flags);
    return subclass;
}

static Value subclasscheck(Value cls, Value subclass)
{
    return tp_call_method(cls, TP_NAME(__subclasscheck__), 1, &subclass, 0);
}

static Value abc_instancecheck(Value self, Value *args)
{
    (void)self;
    Value cls = args[0], instance = args[1];
    AbcData *data = data_of(cls);
    if (!data)
        return 0;
    Value subclass = tp_getattr(instance, TP_NAME(__class__)), type = tp_ref(tp_type_of(instance));
    if (!subclass)
        return 0;
    bool is_class = tp_has_flag(subclass, TYPE_IS_TYPE);
    if (is_class && cache_has(&data->yes, subclass))
        return TP_TRUE;
    if (subclass == type) {
        if (data->no_version == registrations && cache_has(&data->no, subclass))
            return TP_FALSE;
        return subclasscheck(cls, subclass);
    }
    Value r = subclasscheck(cls, subclass);
    int truth = r ? tp_truth(r) : -1;
    return truth < 0 ? 0 : truth ? r : subclasscheck(cls, type);
}

/* 1, 0 or -1, not looking at the caches. */
static int find_subclass(AbcData *data, Value cls, Value subclass)
{
    Value r = tp_call_method_cstr(cls, "__subclasshook__", 1, &subclass);
    if (!r || r == TP_TRUE || r == TP_FALSE)
        return r ? r == TP_TRUE : -1;
    if (r != TP_NOTIMPLEMENTED)
        return tp_raise_int(&tp_AssertionError,
                            "__subclasshook__ must return either False, True, or NotImplemented");
    if (tp_subtype(as_type(subclass), as_type(cls)))
        return 1;
    for (int64_t i = 0; i < tp_as_list(data->registry)->length; i++) {
        int found = tp_issubclass(subclass, tp_as_list(data->registry)->items[i]);
        if (found)
            return found;
    }
    Value subclasses = tp_call_method_cstr(cls, "__subclasses__", 0, 0);
    if (!subclasses)
        return -1;
    if (!tp_is_list(subclasses))
        return tp_raise_int(&tp_TypeError, "__subclasses__() must return a list");
    for (int64_t i = 0; i < tp_as_list(subclasses)->length; i++) {
        int found = tp_issubclass(subclass, tp_as_list(subclasses)->items[i]);
        if (found)
            return found;
    }
    return 0;
}

static Value abc_subclasscheck(Value self, Value *args)
{
    (void)self;
    Value cls = args[0], subclass = args[1];
    if (!tp_has_flag(subclass, TYPE_IS_TYPE))
        return tp_raise(&tp_TypeError, "issubclass() arg 1 must be a class");
    AbcData *data = data_of(cls);
    if (!data)
        return 0;
    if (!tp_has_flag(cls, TYPE_IS_TYPE))
        return tp_raise(&tp_TypeError, "issubclass() arg 2 must be a class");
    if (cache_has(&data->yes, subclass))
        return TP_TRUE;
    if (data->no_version < registrations) {
        cache_clear(&data->no);
        data->no_version = registrations;
    } else if (cache_has(&data->no, subclass)) {
        return TP_FALSE;
    }
    int r = find_subclass(data, cls, subclass);
    if (r < 0)
        return 0;
    cache_add(r ? &data->yes : &data->no, subclass);
    return tp_bool(r);
}

static Value abc_reset_registry(Value self, Value *args)
{
    (void)self;
    AbcData *data = data_of(args[0]);
    if (!data)
        return 0;
    data->registry = tp_list_new(0);
    return TP_NONE;
}

static Value abc_reset_caches(Value self, Value *args)
{
    (void)self;
    AbcData *data = data_of(args[0]);
    if (!data)
        return 0;
    cache_clear(&data->yes);
    cache_clear(&data->no);
    return TP_NONE;
}

/* A set of weak references to the classes of a cache that are alive and unchanged: those found
 * among the subclasses of object, since a cache itself keeps no pointers. */
static int dump_cache(Cache *c, Value cls, Value set)
{
    Value subclasses = tp_call_method_cstr(tp_ref(&tp_type_type), "__subclasses__", 1, &cls);
    if (!subclasses)
        return -1;
    for (int64_t i = 0; i < tp_as_list(subclasses)->length; i++) {
        Value subclass = tp_as_list(subclasses)->items[i];
        if (cache_has(c, subclass)) {
            Value ref = tp_call1(tp_ref(&tp_weakref_type), subclass);
            if (!ref || tp_set_add(set, ref) < 0)
                return -1;
        }
        if (dump_cache(c, subclass, set) < 0)
            return -1;
    }
    return 0;
}

static Value abc_get_dump(Value self, Value *args)
{
    (void)self;
    AbcData *data = data_of(args[0]);
    if (!data)
        return 0;
    Value registry = tp_set_new(), yes = tp_set_new(), no = tp_set_new();
    for (int64_t i = 0; i < tp_as_list(data->registry)->length; i++) {
        Value ref = tp_call1(tp_ref(&tp_weakref_type), tp_as_list(data->registry)->items[i]);
        if (!ref || tp_set_add(registry, ref) < 0)
            return 0;
    }
    if (dump_cache(&data->yes, tp_ref(&tp_object_type), yes) < 0 ||
        dump_cache(&data->no, tp_ref(&tp_object_type), no) < 0)
        return 0;
    return tp_tuple_pack(4, registry, yes, no, tp_int_from_u64(data->no_version));
}

static int init(Value module)
{
    (void)module;
    tp_type_ready(&abc_data_type);
    return 0;
}

static const MethodDef functions[] = {
    METHOD("get_cache_token", abc_get_cache_token, "()",
           "Returns the current ABC cache token.\n\n"
           "The token is an opaque object (supporting equality testing) identifying the\n"
           "current version of the ABC cache for virtual subclasses. The token changes\n"
           "with every call to register() on any ABC."),
    METHOD("_abc_init", abc_init, "(self, /)",
           "Internal ABC helper for class set-up. Should be never used outside abc module."),
    METHOD("_reset_registry", abc_reset_registry, "(self, /)",
           "Internal ABC helper to reset registry of a given class.\n\n"
           "Should be only used by refleak.py"),
    METHOD("_reset_caches", abc_reset_caches, "(self, /)",
           "Internal ABC helper to reset both caches of a given class.\n\n"
           "Should be only used by refleak.py"),
    METHOD("_get_dump", abc_get_dump, "(self, /)",
           "Internal ABC helper for cache and registry debugging.\n\n"
           "Return shallow copies of registry, of both caches, and\n"
           "negative cache version. Don't call this function directly,\n"
           "instead use ABC._dump_registry() for a nice repr."),
    METHOD("_abc_register", abc_register, "(self, subclass, /)",
           "Internal ABC helper for subclasss registration. Should be never used outside abc "
           "module."),
    METHOD("_abc_instancecheck", abc_instancecheck, "(self, instance, /)",
           "Internal ABC helper for instance checks. Should be never used outside abc module."),
    METHOD("_abc_subclasscheck", abc_subclasscheck, "(self, subclass, /)",
           "Internal ABC helper for subclasss checks. Should be never used outside abc module."),
    METHOD_END,
};

const ModuleDef tp_mod__abc = {
    "_abc",
    functions,
    init,
    "Module contains faster C implementation of abc.ABCMeta",
};
