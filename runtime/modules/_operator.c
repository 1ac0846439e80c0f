/* _operator.c -- the module _operator: the operators as functions, and itemgetter, attrgetter and
 * methodcaller.
 *
 * The functions are rows of the tables ONE, TWO and COMPARISONS: name, runtime function, meaning.
 */
#include <string.h>

#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/import.h"
#include "runtime/int.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

/* clang-format off */
#define ONE(ROW) \
    ROW(neg, tp_neg, "-a") \
    ROW(pos, tp_pos, "+a") \
    ROW(abs, tp_abs, "abs(a)") \
    ROW(inv, tp_invert, "~a") \
    ROW(invert, tp_invert, "~a") \
    ROW(not_, tp_not, "not a") \
    ROW(index, tp_index, "a.__index__()")

#define TWO(ROW) \
    ROW(add, tp_add, "a + b") \
    ROW(sub, tp_sub, "a - b") \
    ROW(mul, tp_mul, "a * b") \
    ROW(matmul, tp_matmul, "a @ b") \
    ROW(truediv, tp_truediv, "a / b") \
    ROW(floordiv, tp_floordiv, "a // b") \
    ROW(mod, tp_mod, "a % b") \
    ROW(pow, tp_pow, "a ** b") \
    ROW(lshift, tp_lshift, "a << b") \
    ROW(rshift, tp_rshift, "a >> b") \
    ROW(and_, tp_and, "a & b") \
    ROW(or_, tp_or, "a | b") \
    ROW(xor, tp_xor, "a ^ b") \
    ROW(iadd, tp_iadd, "a += b") \
    ROW(isub, tp_isub, "a -= b") \
    ROW(imul, tp_imul, "a *= b") \
    ROW(imatmul, tp_imatmul, "a @= b") \
    ROW(itruediv, tp_itruediv, "a /= b") \
    ROW(ifloordiv, tp_ifloordiv, "a //= b") \
    ROW(imod, tp_imod, "a %= b") \
    ROW(ipow, tp_ipow, "a **= b") \
    ROW(ilshift, tp_ilshift, "a <<= b") \
    ROW(irshift, tp_irshift, "a >>= b") \
    ROW(iand, tp_iand, "a &= b") \
    ROW(ior, tp_ior, "a |= b") \
    ROW(ixor, tp_ixor, "a ^= b") \
    ROW(getitem, tp_getitem, "a[b]")

#define COMPARISONS(ROW) \
    ROW(lt, TP_LT, "a < b") \
    ROW(le, TP_LE, "a <= b") \
    ROW(eq, TP_EQ, "a == b") \
    ROW(ne, TP_NE, "a != b") \
    ROW(gt, TP_GT, "a > b") \
    ROW(ge, TP_GE, "a >= b")

/* clang-format on */

#define DEFINE_ONE(name, function, meaning)                                                        \
    static Value operator_##name(Value self, Value *args)                                          \
    {                                                                                              \
        (void)self;                                                                                \
        return function(args[0]);                                                                  \
    }
#define DEFINE_TWO(name, function, meaning)                                                        \
    static Value operator_##name(Value self, Value *args)                                          \
    {                                                                                              \
        (void)self;                                                                                \
        return function(args[0], args[1]);                                                         \
    }
#define DEFINE_COMPARISON(name, op, meaning)                                                       \
    static Value operator_##name(Value self, Value *args)                                          \
    {                                                                                              \
        (void)self;                                                                                \
        return tp_compare(args[0], args[1], op);                                                   \
    }
ONE(DEFINE_ONE)
TWO(DEFINE_TWO)
COMPARISONS(DEFINE_COMPARISON)

static Value operator_truth(Value self, Value *args)
{
    int truth = tp_truth(args[0]);
    (void)self;
    return truth < 0 ? 0 : tp_bool(truth);
}

static Value operator_is(Value self, Value *args)
{
    (void)self;
    return tp_bool(args[0] == args[1]);
}

static Value operator_is_not(Value self, Value *args)
{
    (void)self;
    return tp_bool(args[0] != args[1]);
}

/* Is a a sequence that something can be added to? The TypeError if not. */
static bool check_concat(Value a, Value b)
{
    if (tp_is_sequence(a) && (tp_has_flag(a, TYPE_SEQ_CONCAT) || tp_type_of(a)->add ||
                           (tp_is_sequence(b) && tp_type_of(b)->radd)))
        return true;
    tp_raise(&tp_TypeError, "'%T' object can't be concatenated", a);
    return false;
}

static Value operator_concat(Value self, Value *args)
{
    (void)self;
    return check_concat(args[0], args[1]) ? tp_add(args[0], args[1]) : 0;
}

static Value operator_iconcat(Value self, Value *args)
{
    (void)self;
    return check_concat(args[0], args[1]) ? tp_iadd(args[0], args[1]) : 0;
}

static Value operator_setitem(Value self, Value *args)
{
    (void)self;
    return tp_setitem(args[0], args[1], args[2]) < 0 ? 0 : TP_NONE;
}

static Value operator_delitem(Value self, Value *args)
{
    (void)self;
    return tp_delitem(args[0], args[1]) < 0 ? 0 : TP_NONE;
}

static Value operator_contains(Value self, Value *args)
{
    int found = tp_contains(args[0], args[1]);
    (void)self;
    return found < 0 ? 0 : tp_bool(found);
}

static Value searched_iterator(Value v)
{
    Value iterator = tp_iter(v);
    if (!iterator && tp_error_is(&tp_TypeError)) {
        tp_error_clear();
        tp_raise(&tp_TypeError, "argument of type '%T' is not iterable", v);
    }
    return iterator;
}

static Value operator_count_of(Value self, Value *args)
{
    Value iterator = searched_iterator(args[0]), item;
    int64_t count = 0;
    (void)self;
    if (!iterator)
        return 0;
    while ((item = tp_next(iterator))) {
        int is_equal = tp_equal(item, args[1]);
        if (is_equal < 0)
            return 0;
        count += is_equal;
    }
    return tp_error_pending() ? 0 : tp_small(count);
}

static Value operator_index_of(Value self, Value *args)
{
    Value iterator = searched_iterator(args[0]), item;
    (void)self;
    if (!iterator)
        return 0;
    for (int64_t i = 0; (item = tp_next(iterator)); i++) {
        int is_equal = tp_equal(item, args[1]);
        if (is_equal < 0)
            return 0;
        if (is_equal)
            return tp_small(i);
    }
    if (tp_error_pending())
        return 0;
    return tp_raise(&tp_ValueError, "sequence.index(x): x not in sequence");
}

static Value operator_length_hint(Value self, Value *args)
{
    int64_t fallback = 0, hint;
    (void)self;
    if (args[1] && tp_ssize_argument(args[1], &fallback) < 0)
        return 0;
    hint = tp_length_hint(args[0], fallback);
    return hint == -1 && tp_error_pending() ? 0 : tp_int(hint);
}

static Value operator_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (nargs < 1)
        return tp_raise(&tp_TypeError, "call expected at least 1 argument, got 0");
    return tp_call(args[0], nargs - 1, args + 1, kwnames);
}

/* Equality in a time that tells nothing about where two secrets differ. */
static Value operator_compare_digest(Value self, Value *args)
{
    const char *a, *b;
    int64_t n, m;
    uint8_t difference;
    (void)self;
    if (tp_is_str(args[0]) && tp_is_str(args[1])) {
        if (!tp_as_str(args[0])->is_ascii || !tp_as_str(args[1])->is_ascii)
            return tp_raise(&tp_TypeError,
                            "comparing strings with non-ASCII characters is not supported");
        a = tp_as_str(args[0])->data;
        n = tp_as_str(args[0])->length;
        b = tp_as_str(args[1])->data;
        m = tp_as_str(args[1])->length;
    } else if (!tp_is_buffer(args[0]) && !tp_is_buffer(args[1])) {
        return tp_raise(&tp_TypeError,
                        "unsupported operand types(s) or combination of types: '%T' and '%T'",
                        args[0], args[1]);
    } else if (tp_bytes_view(args[0], &a, &n) < 0 || tp_bytes_view(args[1], &b, &m) < 0) {
        return 0;
    }
    difference = n != m;
    for (int64_t i = 0; i < m; i++)
        difference |= (uint8_t)(n == m ? a[i] : b[i]) ^ (uint8_t)b[i];
    return tp_bool(!difference);
}

/* ---- what the three getters share ---- */

/* itemgetter, attrgetter: `items` are the keys or names as given. methodcaller: its positional
 * arguments. */
typedef struct Getter {
    Object head;
    Tuple *items;
    Value name;            /* methodcaller: the method's name */
    Dict *keywords;        /* methodcaller: or 0 */
    Tuple *kwnames;        /* their names, as a call takes them, or 0 */
    Value *paths;          /* attrgetter: for each name the list of its parts, or 0 if it is one */
} Getter;

static inline Getter *as_getter(Value v)
{
    return (Getter *)tp_obj(v);
}

static int reject_keywords(const char *name, Tuple *kwnames)
{
    if (kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "%s() takes no keyword arguments", name);
    return 0;
}

/* The one argument of a call of a getter, or 0. */
static Value one_argument(const char *name, int nargs, const Value *args, Tuple *kwnames)
{
    if (reject_keywords(name, kwnames) < 0)
        return 0;
    if (nargs != 1)
        return tp_raise(&tp_TypeError, "%s expected 1 argument, got %d", name, nargs);
    return args[0];
}

/* (type, items), which also rebuilds the getter. */
static Value getter_reduce(Value self, Value *args)
{
    (void)args;
    return tp_tuple_pack(2, tp_ref(tp_obj(self)->type), tp_ref(as_getter(self)->items));
}

static Value repr_of_getter(Value self, const char *name)
{
    Tuple *items = as_getter(self)->items;
    StrBuilder b;
    int entered = tp_repr_enter(self);
    if (entered)
        return entered < 0 ? 0 : tp_str_format_c("%s(...)", name);
    tp_builder_init(&b);
    int status = tp_builder_cstr(&b, name) < 0 || tp_builder_char(&b, '(') < 0;
    for (int64_t i = 0; !status && i < items->length; i++) {
        Value text = tp_repr(items->items[i]);
        status = (i && tp_builder_cstr(&b, ", ") < 0) || !text || tp_builder_str(&b, text) < 0;
    }
    tp_repr_leave(self);
    return status || tp_builder_char(&b, ')') < 0 ? 0 : tp_builder_finish(&b);
}

/* ---- itemgetter ---- */

static Value itemgetter_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    if (reject_keywords("itemgetter", kwnames) < 0)
        return 0;
    if (nargs < 1)
        return tp_raise(&tp_TypeError, "itemgetter expected 1 argument, got 0");
    Getter *g = tp_heap_object(type, 0);
    g->items = tp_as_tuple(tp_tuple_of(nargs, args));
    return tp_ref(g);
}

static Value itemgetter_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Tuple *items = as_getter(self)->items;
    Value v = one_argument("itemgetter", nargs, args, kwnames);
    if (!v)
        return 0;
    if (items->length == 1) {
        Value key = items->items[0];
        if (tp_is_small(key) && tp_small_value(key) >= 0) {
            int64_t i = tp_small_value(key);
            if (tp_is_exact(v, &tp_tuple_type) && i < tp_as_tuple(v)->length)
                return tp_as_tuple(v)->items[i];
            if (tp_is_exact(v, &tp_list_type) && i < tp_as_list(v)->length)
                return tp_as_list(v)->items[i];
        }
        return tp_getitem(v, key);
    }
    Tuple *result = tp_tuple_new(items->length);
    for (int64_t i = 0; i < items->length; i++)
        if (!(result->items[i] = tp_getitem(v, items->items[i])))
            return 0;
    return tp_ref(result);
}

static Value itemgetter_repr(Value self)
{
    return repr_of_getter(self, "operator.itemgetter");
}

static const MethodDef getter_methods[] = {
    METHOD("__reduce__", getter_reduce, "()", "Return state information for pickling."),
    METHOD_END,
};

static Type itemgetter_type = {
    .head = {&tp_type_type},
    .name = "operator.itemgetter",
    .basic_size = sizeof(Getter),
    .getattribute = tp_generic_getattr,
    .doc = "Return a callable object that fetches the given item(s) from its operand.",
    .methods = getter_methods,
    .new_ = itemgetter_new,
    .call = itemgetter_call,
    .repr = itemgetter_repr,
};

/* ---- attrgetter ---- */

/* The parts of a dotted name as a tuple of interned str, or 0 if there is no dot. */
static Value split_path(Value name)
{
    Value dot = tp_str_char('.'), parts;
    int64_t start = 0, at, length = tp_as_str(name)->length;
    if (tp_str_find(name, dot, 0, length) < 0)
        return 0;
    parts = tp_list_new(0);
    while ((at = tp_str_find(name, dot, start, length)) >= 0) {
        tp_list_append(parts, tp_intern(tp_str_slice(name, start, at)));
        start = at + 1;
    }
    tp_list_append(parts, tp_intern(tp_str_slice(name, start, length)));
    return tp_list_as_tuple(parts);
}

static Value attrgetter_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    if (reject_keywords("attrgetter", kwnames) < 0)
        return 0;
    if (nargs < 1)
        return tp_raise(&tp_TypeError, "attrgetter expected 1 argument, got 0");
    for (int i = 0; i < nargs; i++)
        if (!tp_is_str(args[i]))
            return tp_raise(&tp_TypeError, "attribute name must be a string");
    Getter *g = tp_heap_object(type, 0);
    g->items = tp_tuple_new(nargs);
    g->paths = tp_heap_alloc(nargs * sizeof(Value));
    for (int i = 0; i < nargs; i++) {
        g->paths[i] = split_path(args[i]);
        g->items->items[i] = g->paths[i] ? args[i] : tp_intern(args[i]);
    }
    return tp_ref(g);
}

static Value get_path(const Getter *g, int64_t i, Value v)
{
    if (!g->paths[i])
        return tp_getattr(v, g->items->items[i]);
    Tuple *parts = tp_as_tuple(g->paths[i]);
    for (int64_t j = 0; v && j < parts->length; j++)
        v = tp_getattr(v, parts->items[j]);
    return v;
}

static Value attrgetter_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Getter *g = as_getter(self);
    Value v = one_argument("attrgetter", nargs, args, kwnames);
    if (!v)
        return 0;
    if (g->items->length == 1)
        return get_path(g, 0, v);
    Tuple *result = tp_tuple_new(g->items->length);
    for (int64_t i = 0; i < g->items->length; i++)
        if (!(result->items[i] = get_path(g, i, v)))
            return 0;
    return tp_ref(result);
}

static Value attrgetter_repr(Value self)
{
    return repr_of_getter(self, "operator.attrgetter");
}

static Type attrgetter_type = {
    .head = {&tp_type_type},
    .name = "operator.attrgetter",
    .basic_size = sizeof(Getter),
    .getattribute = tp_generic_getattr,
    .doc = "Return a callable object that fetches the given attribute(s) from its operand.",
    .methods = getter_methods,
    .new_ = attrgetter_new,
    .call = attrgetter_call,
    .repr = attrgetter_repr,
};

/* ---- methodcaller ---- */

static Value methodcaller_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs < 1)
        return tp_raise(&tp_TypeError,
                        "methodcaller needs at least one argument, the method name");
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "method name must be a string");
    Getter *g = tp_heap_object(type, 0);
    g->name = tp_intern(args[0]);
    g->items = tp_as_tuple(tp_tuple_of(nargs - 1, args + 1));
    if (kwnames && kwnames->length) {
        g->kwnames = kwnames;
        g->keywords = tp_dict_new();
        for (int64_t i = 0; i < kwnames->length; i++)
            if (tp_dict_set(g->keywords, kwnames->items[i], args[nargs + i]) < 0)
                return 0;
    }
    return tp_ref(g);
}

static Value methodcaller_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    enum { STACK_ARGS = 16 };
    Getter *g = as_getter(self);
    Value stack[STACK_ARGS], *all = stack, v = one_argument("methodcaller", nargs, args, kwnames);
    if (!v)
        return 0;
    int64_t n = g->items->length, nkw = g->kwnames ? g->kwnames->length : 0;
    if (!nkw)
        return tp_call_method(v, g->name, (int)n, g->items->items, 0);
    if (n + nkw > STACK_ARGS)
        all = tp_heap_alloc((n + nkw) * sizeof(Value));
    memcpy(all, g->items->items, n * sizeof(Value));
    for (int64_t i = 0; i < nkw; i++)
        all[n + i] = tp_dict_get(g->keywords, g->kwnames->items[i]);
    return tp_call_method(v, g->name, (int)n, all, g->kwnames);
}

static Value methodcaller_repr(Value self)
{
    Getter *g = as_getter(self);
    StrBuilder b;
    int entered = tp_repr_enter(self);
    if (entered)
        return entered < 0 ? 0 : tp_str_cstr("operator.methodcaller(...)");
    Value text = tp_repr(g->name);
    tp_builder_init(&b);
    int status = !text || tp_builder_cstr(&b, "operator.methodcaller(") < 0 ||
                 tp_builder_str(&b, text) < 0;
    for (int64_t i = 0; !status && i < g->items->length; i++)
        status = !(text = tp_repr(g->items->items[i])) || tp_builder_cstr(&b, ", ") < 0 ||
                 tp_builder_str(&b, text) < 0;
    for (int64_t i = 0; !status && g->kwnames && i < g->kwnames->length; i++)
        status = !(text = tp_repr(tp_dict_get(g->keywords, g->kwnames->items[i]))) ||
                 tp_builder_cstr(&b, ", ") < 0 || tp_builder_str(&b, g->kwnames->items[i]) < 0 ||
                 tp_builder_char(&b, '=') < 0 || tp_builder_str(&b, text) < 0;
    tp_repr_leave(self);
    return status || tp_builder_char(&b, ')') < 0 ? 0 : tp_builder_finish(&b);
}

extern const ModuleDef tp_mod__functools;

static Value methodcaller_reduce(Value self, Value *args)
{
    Getter *g = as_getter(self);
    Value rebuild = tp_ref(tp_obj(self)->type), functools, partial;
    (void)args;
    if (g->keywords) {
        Value type_and_name = tp_tuple_pack(2, rebuild, g->name);
        if (!(functools = tp_c_module_load(&tp_mod__functools)) ||
            !(partial = tp_getattr(functools, TP_NAME(partial))) ||
            !(rebuild = tp_call_ex(partial, type_and_name, tp_ref(g->keywords))))
            return 0;
        return tp_tuple_pack(2, rebuild, tp_ref(g->items));
    }
    Tuple *arguments = tp_tuple_new(g->items->length + 1);
    arguments->items[0] = g->name;
    memcpy(arguments->items + 1, g->items->items, g->items->length * sizeof(Value));
    return tp_tuple_pack(2, rebuild, tp_ref(arguments));
}

static const MethodDef methodcaller_methods[] = {
    METHOD("__reduce__", methodcaller_reduce, "()", "Return state information for pickling."),
    METHOD_END,
};

static Type methodcaller_type = {
    .head = {&tp_type_type},
    .name = "operator.methodcaller",
    .basic_size = sizeof(Getter),
    .getattribute = tp_generic_getattr,
    .doc = "Return a callable object that calls the given method on its operand.",
    .methods = methodcaller_methods,
    .new_ = methodcaller_new,
    .call = methodcaller_call,
    .repr = methodcaller_repr,
};

/* ---- module ---- */

#define METHOD_ONE(name, function, meaning)                                                        \
    METHOD(#name, operator_##name, "(a, /)", "Same as " meaning "."),
#define METHOD_TWO(name, function, meaning)                                                        \
    METHOD(#name, operator_##name, "(a, b, /)", "Same as " meaning "."),

static const MethodDef operator_functions[] = {
    ONE(METHOD_ONE)
    TWO(METHOD_TWO)
    COMPARISONS(METHOD_TWO)
    METHOD("truth", operator_truth, "(a, /)", "Return True if a is true, False otherwise."),
    METHOD("is_", operator_is, "(a, b, /)", "Same as a is b."),
    METHOD("is_not", operator_is_not, "(a, b, /)", "Same as a is not b."),
    METHOD("concat", operator_concat, "(a, b, /)", "Same as a + b, for a and b sequences."),
    METHOD("iconcat", operator_iconcat, "(a, b, /)", "Same as a += b, for a and b sequences."),
    METHOD("setitem", operator_setitem, "(a, b, c, /)", "Same as a[b] = c."),
    METHOD("delitem", operator_delitem, "(a, b, /)", "Same as del a[b]."),
    METHOD("contains", operator_contains, "(a, b, /)", "Same as b in a (note reversed operands)."),
    METHOD("countOf", operator_count_of, "(a, b, /)",
           "Return the number of items in a equal to b."),
    METHOD("indexOf", operator_index_of, "(a, b, /)", "Return the first index of b in a."),
    METHOD("length_hint", operator_length_hint, "(obj, default=0, /)",
           "Return an estimate of the number of items in obj."),
    METHOD("_compare_digest", operator_compare_digest, "(a, b, /)",
           "Return 'a == b' in a time that does not depend on where they differ."),
    METHOD_RAW("call", operator_call, "(obj, /, *args, **kwargs)",
               "Same as obj(*args, **kwargs)."),
    METHOD_END,
};

static int operator_init(Value module)
{
    if (tp_module_add_type(module, &itemgetter_type) < 0 ||
        tp_module_add_type(module, &attrgetter_type) < 0 ||
        tp_module_add_type(module, &methodcaller_type) < 0)
        return -1;
    return 0;
}

const ModuleDef tp_mod__operator = {"_operator", operator_functions, operator_init,
                                    "Operator interface."};
