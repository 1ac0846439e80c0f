/* weakref.c -- weak references and proxies.
 *
 * A reference points to a Watch, a block that the collector does not scan: both words of it are
 * weak, one to the object, one back to the reference. All Watches stand in a hash table by the
 * object's address, so that the references of an object can be found: asking twice for a reference
 * without callback gives the same one. After each collection the table is searched for references
 * that outlived their object: their callbacks run.
 */
#include "error.h"
#include "func.h"
#include "heap.h"
#include "list.h"
#include "str.h"
#include "type.h"
#include "weakref.h"

typedef struct Watch {
    void *object;          /* 0 once collected */
    void *ref;             /* the WeakRef; 0 once collected */
} Watch;

/* weakref.ref, and the proxies. */
typedef struct WeakRef {
    Object head;
    Watch *watch;
    Value callback;        /* 0: none, or called already */
    int64_t hash;          /* of the object; -1: not asked for yet */
} WeakRef;

/* ---- the table of watches ---- */

static Watch **table;
static size_t table_size, table_used;  /* size: a power of two; used: dead ones included */

static size_t slot_for(const void *object)
{
    return ((uintptr_t)object >> 4) * (uintptr_t)0x9E3779B97F4A7C15u >> 20;
}

static void table_put(Watch *watch)
{
    size_t i = slot_for(watch->object) & (table_size - 1);
    while (table[i])
        i = (i + 1) & (table_size - 1);
    table[i] = watch;
    table_used++;
}

static bool is_done_with(const Watch *watch)
{
    return !watch->ref || !watch->object;
}

static void table_renew(void)
{
    size_t live = 0, old_size = table_size;
    Watch **old = table;
    for (size_t i = 0; i < old_size; i++)
        live += old[i] && !is_done_with(old[i]);
    for (table_size = 64; table_size < live * 3; table_size *= 2)
        ;
    table = tp_heap_alloc(table_size * sizeof *table);
    table_used = 0;
    for (size_t i = 0; i < old_size; i++)
        if (old[i] && !is_done_with(old[i]))
            table_put(old[i]);
}

/* Next reference to object from table position *at on; 0 at the end. Start with slot_for. */
static WeakRef *next_ref(const void *object, size_t *at)
{
    while (table_size) {
        Watch *watch = table[*at & (table_size - 1)];
        if (!watch)
            return 0;
        ++*at;
        if (watch->object == object && watch->ref)
            return watch->ref;
    }
    return 0;
}

/* ---- callbacks ---- */

static int64_t ncallbacks;     /* references made with one: 0 saves the search */

static void run_callbacks(void)
{
    if (ncallbacks == 0)
        return;
    Value due = tp_list_new(0);
    int64_t left = 0;
    for (size_t i = 0; i < table_size; i++) {
        Watch *watch = table[i];
        WeakRef *ref = watch ? watch->ref : 0;
        if (!ref || !ref->callback)
            continue;
        if (watch->object)
            left++;
        else
            tp_list_append(due, tp_ref(ref));
    }
    ncallbacks = left;
    for (int64_t i = 0; i < tp_as_list(due)->length; i++) {
        Value ref = tp_as_list(due)->items[i];
        Value callback = ((WeakRef *)tp_obj(ref))->callback;
        ((WeakRef *)tp_obj(ref))->callback = 0;
        if (!tp_call1(callback, ref))
            tp_error_unraisable(callback);
    }
}

/* ---- making ---- */

static Value new_ref(Type *type, Value object, Value callback)
{
    if (!tp_is_ptr(object) || !tp_ptr_type(object)->weakref_offset)
        return tp_raise(&tp_TypeError, "cannot create weak reference to '%T' object", object);
    if (callback == TP_NONE)
        callback = 0;
    bool is_shared = !callback && (type == &tp_weakref_type || type == &tp_weakproxy_type ||
                                   type == &tp_weakcallableproxy_type);
    size_t at = slot_for(tp_obj(object));
    WeakRef *found;
    while (is_shared && (found = next_ref(tp_obj(object), &at)))
        if (found->head.type == type && !found->callback)
            return tp_ref(found);
    WeakRef *ref = tp_heap_object(type, 0);
    Watch *watch = tp_heap_alloc_atomic(sizeof *watch);
    ref->watch = watch;
    ref->callback = callback;
    ref->hash = -1;
    if (callback) {
        tp_heap_after_collection(run_callbacks);
        ncallbacks++;
    }
    tp_heap_weak_link(&watch->object, tp_obj(object));
    tp_heap_weak_link(&watch->ref, ref);
    if (table_used * 2 >= table_size)
        table_renew();
    table_put(watch);
    return tp_ref(ref);
}

Value tp_weakproxy_new(Value object, Value callback)
{
    return new_ref(tp_callable(object) ? &tp_weakcallableproxy_type : &tp_weakproxy_type, object,
                   callback);
}

static WeakRef *as_ref(Value v)
{
    return (WeakRef *)tp_obj(v);
}

Value tp_weakref_get(Value ref)
{
    return tp_ref(as_ref(ref)->watch->object);
}

Value tp_weakref_list(Value object)
{
    Value list = tp_list_new(0);
    if (!tp_is_ptr(object))
        return list;
    size_t at = slot_for(tp_obj(object));
    WeakRef *ref;
    while ((ref = next_ref(tp_obj(object), &at)))
        tp_list_append(list, tp_ref(ref));
    return list;
}

/* ---- weakref.ref ---- */

static Value ref_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    if (kwnames && kwnames->length && type == &tp_weakref_type)
        return tp_raise(&tp_TypeError, "ref() takes no keyword arguments");
    if (nargs < 1 || nargs > 2)
        return tp_raise(&tp_TypeError, "__new__ expected at %s %d argument%s, got %d",
                        nargs < 1 ? "least" : "most", nargs < 1 ? 1 : 2, nargs < 1 ? "" : "s",
                        nargs);
    return new_ref(type, args[0], nargs > 1 ? args[1] : 0);
}

static int ref_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self, (void)args;
    if (kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "ref() takes no keyword arguments");
    if (nargs < 1 || nargs > 2)
        return tp_raise_int(&tp_TypeError, "__init__ expected at %s %d argument%s, got %d",
                            nargs < 1 ? "least" : "most", nargs < 1 ? 1 : 2, nargs < 1 ? "" : "s",
                            nargs);
    return 0;
}

static Value ref_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)args;
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "weakref() takes no keyword arguments");
    if (nargs)
        return tp_raise(&tp_TypeError, "weakref expected 0 arguments, got %d", nargs);
    Value object = tp_weakref_get(self);
    return object ? object : TP_NONE;
}

static int64_t ref_hash(Value self)
{
    WeakRef *ref = as_ref(self);
    if (ref->hash == -1) {
        Value object = tp_weakref_get(self);
        if (!object)
            return tp_raise_int(&tp_TypeError, "weak object has gone away");
        ref->hash = tp_hash(object);
    }
    return ref->hash;
}

static Value ref_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_instance(other, &tp_weakref_type))
        return TP_NOTIMPLEMENTED;
    Value a = tp_weakref_get(self), b = tp_weakref_get(other);
    if (a && b)
        return tp_compare(a, b, op);
    return tp_bool((self == other) == (op == TP_EQ));
}

static Value ref_repr(Value self)
{
    Value object = tp_weakref_get(self);
    if (!object)
        return tp_str_format_c("<weakref at 0x%lx; dead>", (unsigned long)self);
    Value name = tp_getattr_or_null(object, TP_NAME(__name__), 0);
    tp_error_clear();
    if (name && tp_is_str(name))
        return tp_str_format_c("<weakref at 0x%lx; to '%T' at 0x%lx (%U)>", (unsigned long)self,
                               object, (unsigned long)object, name);
    return tp_str_format_c("<weakref at 0x%lx; to '%T' at 0x%lx>", (unsigned long)self, object,
                           (unsigned long)object);
}

static Value class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static const MethodDef ref_methods[] = {
    METHOD_CLASS("__class_getitem__", class_getitem, "(object, /)", "See PEP 585"),
    METHOD_END
};

static const MemberDef ref_members[] = {
    {"__callback__", offsetof(WeakRef, callback), true, 0},
    {0, 0, 0, 0}
};

Type tp_weakref_type = {
    .name = "weakref.ReferenceType", .basic_size = sizeof(WeakRef), .flags = TYPE_BASE,
    .repr = ref_repr, .hash = ref_hash, .compare = ref_compare, .call = ref_call,
    .new_ = ref_new, .init = ref_init, .methods = ref_methods, .members = ref_members,
};

/* ---- proxies: every operation is that of the object ---- */

/* The object behind v if v is a proxy, else v; 0 with ReferenceError. */
static Value behind(Value v)
{
    if (!tp_is_exact(v, &tp_weakproxy_type) && !tp_is_exact(v, &tp_weakcallableproxy_type))
        return v;
    Value object = tp_weakref_get(v);
    return object ? object
                  : tp_raise(&tp_ReferenceError, "weakly-referenced object no longer exists");
}

#define PROXY_UNARY(name, function)                                                              \
    static Value proxy_##name(Value self)                                                        \
    {                                                                                            \
        Value v = behind(self);                                                                  \
        return v ? function(v) : 0;                                                              \
    }
#define PROXY_BINARY(name, function)                                                             \
    static Value proxy_##name(Value self, Value other)                                           \
    {                                                                                            \
        Value a = behind(self), b = a ? behind(other) : 0;                                       \
        return b ? function(a, b) : 0;                                                           \
    }
#define PROXY_OPERATOR(name, function, inplace)                                                  \
    PROXY_BINARY(name, function)                                                                 \
    PROXY_BINARY(i##name, inplace)                                                               \
    static Value proxy_r##name(Value self, Value other)                                          \
    {                                                                                            \
        Value b = behind(self), a = b ? behind(other) : 0;                                       \
        return a ? function(a, b) : 0;                                                           \
    }

PROXY_OPERATOR(add, tp_add, tp_iadd)
PROXY_OPERATOR(sub, tp_sub, tp_isub)
PROXY_OPERATOR(mul, tp_mul, tp_imul)
PROXY_OPERATOR(matmul, tp_matmul, tp_imatmul)
PROXY_OPERATOR(truediv, tp_truediv, tp_itruediv)
PROXY_OPERATOR(floordiv, tp_floordiv, tp_ifloordiv)
PROXY_OPERATOR(mod, tp_mod, tp_imod)
PROXY_OPERATOR(lshift, tp_lshift, tp_ilshift)
PROXY_OPERATOR(rshift, tp_rshift, tp_irshift)
PROXY_OPERATOR(and, tp_and, tp_iand)
PROXY_OPERATOR(xor, tp_xor, tp_ixor)
PROXY_OPERATOR(or, tp_or, tp_ior)
PROXY_BINARY(divmod, tp_divmod)
PROXY_UNARY(neg, tp_neg)
PROXY_UNARY(pos, tp_pos)
PROXY_UNARY(abs, tp_abs)
PROXY_UNARY(invert, tp_invert)
PROXY_UNARY(index, tp_index)
PROXY_UNARY(str, tp_str)
PROXY_UNARY(iter, tp_iter)
PROXY_BINARY(getitem, tp_getitem)

static Value proxy_rdivmod(Value self, Value other)
{
    Value b = behind(self), a = b ? behind(other) : 0;
    return a ? tp_divmod(a, b) : 0;
}

static Value call_int(Value v)
{
    return tp_call1(tp_ref(&tp_int_type), v);
}

static Value call_float(Value v)
{
    return tp_call1(tp_ref(&tp_float_type), v);
}

PROXY_UNARY(int, call_int)
PROXY_UNARY(float, call_float)

static Value proxy_pow(Value self, Value other, Value modulus)
{
    Value a = behind(self), b = a ? behind(other) : 0, m = b ? behind(modulus) : 0;
    return m ? tp_pow3(a, b, m) : 0;
}

static Value proxy_rpow(Value self, Value other, Value modulus)
{
    Value b = behind(self), a = b ? behind(other) : 0, m = a ? behind(modulus) : 0;
    return m ? tp_pow3(a, b, m) : 0;
}

PROXY_BINARY(ipow, tp_ipow)

static Value proxy_repr(Value self)
{
    Value v = tp_weakref_get(self);
    if (!v)
        v = TP_NONE;
    return tp_str_format_c("<weakproxy at 0x%lx to %T at 0x%lx>", (unsigned long)self, v,
                           (unsigned long)v);
}

static Value proxy_next(Value self)
{
    Value v = behind(self);
    if (!v)
        return 0;
    if (!tp_type_of(v)->next)
        return tp_raise(&tp_TypeError, "Weakref proxy referenced a non-iterator '%T' object", v);
    return tp_next(v);
}

static Value proxy_compare(Value self, Value other, int op)
{
    Value a = behind(self), b = a ? behind(other) : 0;
    return b ? tp_compare(a, b, op) : 0;
}

static int proxy_bool(Value self)
{
    Value v = behind(self);
    return v ? tp_truth(v) : -1;
}

static int64_t proxy_length(Value self)
{
    Value v = behind(self);
    return v ? tp_len(v) : -1;
}

static int proxy_contains(Value self, Value item)
{
    Value v = behind(self);
    return v ? tp_contains(v, item) : -1;
}

static int proxy_setitem(Value self, Value key, Value value)
{
    Value v = behind(self);
    if (!v)
        return -1;
    return value ? tp_setitem(v, key, value) : tp_delitem(v, key);
}

static Value proxy_getattribute(Value self, Value name)
{
    Value v = behind(self);
    return v ? tp_getattr(v, name) : 0;
}

static int proxy_setattr(Value self, Value name, Value value)
{
    Value v = behind(self);
    return v ? tp_setattr(v, name, value) : -1;
}

static Value proxy_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value v = behind(self);
    return v ? tp_call(v, nargs, args, kwnames) : 0;
}

static Value proxy_bytes(Value self, Value *args)
{
    (void)args;
    Value v = behind(self);
    return v ? tp_call_method_cstr(v, "__bytes__", 0, 0) : 0;
}

static Value proxy_reversed(Value self, Value *args)
{
    (void)args;
    Value v = behind(self);
    return v ? tp_call_method_cstr(v, "__reversed__", 0, 0) : 0;
}

static const MethodDef proxy_methods[] = {
    METHOD("__bytes__", proxy_bytes, "()", 0),
    METHOD("__reversed__", proxy_reversed, "()", 0),
    METHOD_END
};

#define PROXY_SLOTS                                                                              \
    .basic_size = sizeof(WeakRef), .flags = TYPE_NO_NEW, .repr = proxy_repr,                       \
    .str = proxy_str, .compare = proxy_compare, .getattribute = proxy_getattribute,              \
    .setattr = proxy_setattr, .iter = proxy_iter, .next = proxy_next, .length = proxy_length,    \
    .getitem = proxy_getitem, .setitem = proxy_setitem, .contains = proxy_contains,              \
    .bool_ = proxy_bool, .neg = proxy_neg, .pos = proxy_pos, .abs = proxy_abs,                   \
    .invert = proxy_invert, .int_ = proxy_int, .float_ = proxy_float, .index = proxy_index,      \
    .add = proxy_add, .radd = proxy_radd, .iadd = proxy_iadd, .sub = proxy_sub,                  \
    .rsub = proxy_rsub, .isub = proxy_isub, .mul = proxy_mul, .rmul = proxy_rmul,                \
    .imul = proxy_imul, .matmul = proxy_matmul, .rmatmul = proxy_rmatmul,                        \
    .imatmul = proxy_imatmul, .truediv = proxy_truediv, .rtruediv = proxy_rtruediv,              \
    .itruediv = proxy_itruediv, .floordiv = proxy_floordiv, .rfloordiv = proxy_rfloordiv,        \
    .ifloordiv = proxy_ifloordiv, .mod = proxy_mod, .rmod = proxy_rmod, .imod = proxy_imod,      \
    .divmod = proxy_divmod, .rdivmod = proxy_rdivmod, .pow = proxy_pow, .rpow = proxy_rpow,      \
    .ipow = proxy_ipow, .lshift = proxy_lshift, .rlshift = proxy_rlshift,                        \
    .ilshift = proxy_ilshift, .rshift = proxy_rshift, .rrshift = proxy_rrshift,                  \
    .irshift = proxy_irshift, .and_ = proxy_and, .rand = proxy_rand, .iand = proxy_iand,         \
    .xor = proxy_xor, .rxor = proxy_rxor, .ixor = proxy_ixor, .or_ = proxy_or,                   \
    .ror = proxy_ror, .ior = proxy_ior

Type tp_weakproxy_type = {
    .name = "weakref.ProxyType", PROXY_SLOTS, .methods = proxy_methods,
};
Type tp_weakcallableproxy_type = {
    .name = "weakref.CallableProxyType", PROXY_SLOTS, .call = proxy_call,
};
