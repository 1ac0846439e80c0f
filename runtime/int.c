/* int.c -- the types int and bool: construction, slots, methods.
 *
 * The slots take any int (word, Int, bool, instance of a subclass), strip it to a plain int and
 * hand on to bigint.c. An instance of a Python subclass is a wrapper around its plain value.
 *
 * Start at `int_new` for conversion, at the tables at the end for the rest.
 */
#include <string.h>

#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "sequence.h"
#include "str.h"
#include "text.h"

Value tp_int_plain(Value v)
{
    if (tp_is_small(v))
        return v;
    if (tp_is_bool(v))
        return tp_small(v == TP_TRUE);
    return tp_obj(v)->type == &tp_int_type ? v : ((IntSubclass *)tp_obj(v))->value;
}

int tp_index_as_i64(Value v, int64_t *out)
{
    Value i = tp_is_int(v) ? v : tp_index(v);
    if (!i)
        return -1;
    if (tp_int_fits_i64(i, out))
        return 0;
    return tp_raise_int(&tp_OverflowError, "cannot fit '%T' into an index-sized integer", v);
}

int tp_index_clamped(Value v, int64_t *out)
{
    Value i = tp_is_int(v) ? v : tp_index(v);
    if (!i)
        return -1;
    if (!tp_int_fits_i64(i, out))
        *out = tp_int_sign(tp_int_plain(i)) < 0 ? INT64_MIN : INT64_MAX;
    return 0;
}

/* ---- int(x) ---- */

Value tp_int_result(Value result, const char *method)
{
    if (!result || tp_is_small(result) || tp_is_exact(result, &tp_int_type))
        return result;
    if (!tp_is_int(result))
        return tp_raise(&tp_TypeError, "%s returned non-int (type %T)", method, result);
    if (tp_warn(&tp_DeprecationWarning, 1,
                "%s returned non-int (type %T).  The ability to return an instance of a strict "
                "subclass of int is deprecated, and may be removed in a future version of Python.",
                method, result) < 0)
        return 0;
    return tp_int_plain(result);
}

static Value int_from_trunc(Value trunc)
{
    Value result;
    if (tp_warn(&tp_DeprecationWarning, 1,
                "The delegation of int() to __trunc__ is deprecated.") < 0)
        return 0;
    if (!(result = tp_call0(trunc)))
        return 0;
    if (tp_is_int(result))
        return tp_int_plain(result);
    if (!tp_type_of(result)->index)
        return tp_raise(&tp_TypeError, "__trunc__ returned non-Integral (type %T)", result);
    return (result = tp_index(result)) ? tp_int_plain(result) : 0;
}

/* int(v): a plain int. */
Value tp_int_from(Value v)
{
    const char *bytes;
    int64_t n;
    if (tp_is_small(v) || tp_is_bool(v) || tp_is_exact(v, &tp_int_type))
        return tp_int_plain(v);
    if (tp_is_tagged_float(v))
        return tp_int_from_double(tp_tagged_float_value(v));
    if (tp_is_exact(v, &tp_str_type))
        return tp_int_from_str(v, 10);
    Type *type = tp_type_of(v);
    if (type->int_)
        return tp_int_result(type->int_(v), "__int__");
    if (type->index)
        return (v = tp_index(v)) ? tp_int_plain(v) : 0;
    Value trunc = tp_lookup_special(v, TP_NAME(__trunc__));
    if (trunc)
        return int_from_trunc(trunc);
    if (tp_error_pending())
        return 0;
    if (tp_is_str(v))
        return tp_int_from_str(v, 10);
    if (tp_bytes_view(v, &bytes, &n) == 0)
        return tp_int_parse(bytes, n, 10, tp_is_bytes(v) ? v : tp_bytes_new(bytes, n));
    tp_error_clear();
    return tp_raise(&tp_TypeError, "int() argument must be a string, a bytes-like object or a real "
                                   "number, not '%T'", v);
}

static Value int_from_base(Value v, Value base_value)
{
    int64_t base;
    if (tp_index_clamped(base_value, &base) < 0)
        return 0;
    if ((base != 0 && base < 2) || base > 36)
        return tp_raise(&tp_ValueError, "int() base must be >= 2 and <= 36, or 0");
    if (tp_is_str(v))
        return tp_int_from_str(v, (int)base);
    if (tp_is_bytes(v))
        return tp_int_parse(((Bytes *)tp_obj(v))->data, ((Bytes *)tp_obj(v))->length, (int)base, v);
    if (tp_is_ptr(v) && tp_subtype(tp_obj(v)->type, &tp_bytearray_type)) {
        ByteArray *b = (ByteArray *)tp_obj(v);
        return tp_int_parse(b->data, b->length, (int)base, tp_bytes_new(b->data, b->length));
    }
    return tp_raise(&tp_TypeError, "int() can't convert non-string with explicit base");
}

static Value int_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    int nkw = kwnames ? (int)kwnames->length : 0;
    Value base = 0, result;
    if (nargs + nkw > 2)
        return tp_raise(&tp_TypeError, "int() takes at most 2 arguments (%d given)", nargs + nkw);
    for (int i = 0; i < nkw; i++) {
        if (!tp_str_equal_cstr(kwnames->items[i], "base"))
            return tp_raise(&tp_TypeError, "'%U' is an invalid keyword argument for int()",
                            kwnames->items[i]);
        base = args[nargs + i];
    }
    if (nargs == 2) {
        if (base)
            return tp_raise(&tp_TypeError,
                            "argument for int() given by name ('base') and position (2)");
        base = args[1];
    }
    if (!nargs) {
        if (base)
            return tp_raise(&tp_TypeError, "int() missing string argument");
        result = tp_small(0);
    } else {
        result = base ? int_from_base(args[0], base) : tp_int_from(args[0]);
    }
    if (type == &tp_int_type || !result)
        return result;
    IntSubclass *instance = tp_heap_object(type, 0);
    instance->value = result;
    return tp_ref(instance);
}

/* ---- slots ---- */

#define INT_BINARY(name, compute)                                                                  \
    static Value int_##name(Value self, Value other)                                               \
    {                                                                                              \
        if (!tp_is_int(other))                                                                     \
            return TP_NOTIMPLEMENTED;                                                              \
        return compute(tp_int_plain(self), tp_int_plain(other));                                   \
    }                                                                                              \
    static Value int_r##name(Value self, Value other)                                              \
    {                                                                                              \
        if (!tp_is_int(other))                                                                     \
            return TP_NOTIMPLEMENTED;                                                              \
        return compute(tp_int_plain(other), tp_int_plain(self));                                   \
    }

static Value divmod_pair(Value a, Value b)
{
    Value quotient, remainder;
    if (tp_int_divmod(a, b, &quotient, &remainder) < 0)
        return 0;
    return tp_tuple_pack(2, quotient, remainder);
}

INT_BINARY(add, tp_int_add)
INT_BINARY(sub, tp_int_sub)
INT_BINARY(mul, tp_int_mul)
INT_BINARY(truediv, tp_int_truediv)
INT_BINARY(floordiv, tp_int_floordiv)
INT_BINARY(mod, tp_int_mod)
INT_BINARY(divmod, divmod_pair)
INT_BINARY(lshift, tp_int_lshift)
INT_BINARY(rshift, tp_int_rshift)
INT_BINARY(and, tp_int_and)
INT_BINARY(xor, tp_int_xor)
INT_BINARY(or, tp_int_or)

static Value int_pow(Value self, Value other, Value modulus)
{
    if (!tp_is_int(other) || (modulus != TP_NONE && !tp_is_int(modulus)))
        return TP_NOTIMPLEMENTED;
    self = tp_int_plain(self);
    other = tp_int_plain(other);
    return modulus == TP_NONE ? tp_int_pow(self, other)
                              : tp_int_pow_mod(self, other, tp_int_plain(modulus));
}

static Value int_rpow(Value self, Value other, Value modulus)
{
    if (!tp_is_int(other))
        return TP_NOTIMPLEMENTED;
    return int_pow(other, self, modulus);
}

static Value int_compare(Value self, Value other, int op)
{
    if (!tp_is_int(other))
        return TP_NOTIMPLEMENTED;
    int order = tp_int_cmp(tp_int_plain(self), tp_int_plain(other));
    switch (op) {
    case TP_LT:
        return tp_bool(order < 0);
    case TP_LE:
        return tp_bool(order <= 0);
    case TP_EQ:
        return tp_bool(order == 0);
    case TP_NE:
        return tp_bool(order != 0);
    case TP_GT:
        return tp_bool(order > 0);
    default:
        return tp_bool(order >= 0);
    }
}

static Value int_neg(Value self)
{
    return tp_int_neg(tp_int_plain(self));
}

static Value int_abs(Value self)
{
    self = tp_int_plain(self);
    return tp_int_sign(self) < 0 ? tp_int_neg(self) : self;
}

static Value int_invert(Value self)
{
    return tp_int_invert(tp_int_plain(self));
}

static Value int_float(Value self)
{
    double d;
    return tp_int_as_double(self, &d) < 0 ? 0 : tp_float(d);
}

static int int_bool(Value self)
{
    return tp_int_plain(self) != tp_small(0);
}

static Value int_repr(Value self)
{
    return tp_int_to_str(self, 10);
}

/* ---- methods ---- */

static Value int_self(Value self, Value *args)
{
    (void)args;
    return tp_int_plain(self);
}

static Value int_bit_length(Value self, Value *args)
{
    (void)args;
    return tp_small(tp_int_bit_length(tp_int_plain(self)));
}

static Value int_bit_count(Value self, Value *args)
{
    (void)args;
    return tp_small(tp_int_bit_count(tp_int_plain(self)));
}

static Value int_as_integer_ratio(Value self, Value *args)
{
    (void)args;
    return tp_tuple_pack(2, tp_int_plain(self), tp_small(1));
}

/* The arguments byteorder and signed, in the order CPython looks at them: 0 big, 1 little, or -1
 * with an exception. */
static int order_and_sign(const char *function, Value order, Value sign, int *is_signed)
{
    if (order && !tp_is_str(order)) {
        tp_raise_argument(function, "argument 'byteorder'", "str", order);
        return -1;
    }
    if (sign && (*is_signed = tp_truth(sign)) < 0)
        return -1;
    if (!order)
        return 0;
    if (tp_str_equal_cstr(order, "little"))
        return 1;
    if (tp_str_equal_cstr(order, "big"))
        return 0;
    return tp_raise_int(&tp_ValueError, "byteorder must be either 'little' or 'big'");
}

static Value int_to_bytes(Value self, Value *args)
{
    int64_t length = 1;
    int is_little, is_signed = 0;
    Value bytes;
    if (args[0] && tp_ssize_argument(args[0], &length) < 0)
        return 0;
    if ((is_little = order_and_sign("to_bytes", args[1], args[2], &is_signed)) < 0)
        return 0;
    if (length < 0)
        return tp_raise(&tp_ValueError, "length argument must be non-negative");
    if (!(bytes = tp_bytes_new(0, length)))
        return 0;
    if (tp_int_to_bytes(tp_int_plain(self), (uint8_t *)((Bytes *)tp_obj(bytes))->data, length,
                        is_little, is_signed) < 0)
        return 0;
    return bytes;
}

/* bytes(v) but never of a count. */
static Value as_bytes(Value v)
{
    Type *type = tp_type_of(v);
    Value method = tp_lookup_special(v, TP_NAME(__bytes__));
    if (!method && tp_error_pending())
        return 0;
    if (!method && (tp_is_str(v) || !(type->iter || type->getitem)))
        return tp_raise(&tp_TypeError, "cannot convert '%T' object to bytes", v);
    if (!method && type->index && !(v = tp_tuple_from(v)))
        return 0;
    return tp_call1(tp_ref(&tp_bytes_type), v);
}

static Value int_from_bytes(Value class, Value *args)
{
    const char *data;
    int64_t n;
    int is_little, is_signed = 0;
    Value bytes = args[0], result;
    if ((is_little = order_and_sign("from_bytes", args[1], args[2], &is_signed)) < 0)
        return 0;
    if (!tp_is_bytes(bytes) && !(bytes = as_bytes(bytes)))
        return 0;
    if (tp_bytes_view(bytes, &data, &n) < 0)
        return 0;
    result = tp_int_from_bytes((const uint8_t *)data, n, is_little, is_signed);
    if (!result || class == tp_ref(&tp_int_type))
        return result;
    return tp_call1(class, result);
}

/* self to the nearest multiple of unit > 0, halves to even. */
static Value round_to(Value self, Value unit)
{
    Value quotient, rest, doubled;
    if (tp_int_divmod(self, unit, &quotient, &rest) < 0)
        return 0;
    if (!(doubled = tp_int_add(rest, rest)))
        return 0;
    int order = tp_int_cmp(doubled, unit);
    bool is_odd = tp_int_and(quotient, tp_small(1)) != tp_small(0);
    Value down = tp_int_sub(self, rest);
    return down && (order > 0 || (order == 0 && is_odd)) ? tp_int_add(down, unit) : down;
}

Value tp_int_round(Value self, Value ndigits)
{
    if (!tp_is_int(ndigits) && !(ndigits = tp_index(ndigits)))
        return 0;
    ndigits = tp_int_plain(ndigits);
    if (tp_int_sign(ndigits) >= 0)
        return self;
    /* 10**n is more than twice the value: nothing is left */
    int64_t bits = tp_int_bit_length(self);
    if (!tp_is_small(ndigits) || -tp_small_value(ndigits) > bits / 3 + 2)
        return tp_small(0);
    Value unit = tp_int_pow(tp_small(10), tp_int_neg(ndigits));
    return unit ? round_to(self, unit) : 0;
}

static Value int_round(Value self, Value *args)
{
    self = tp_int_plain(self);
    return args[0] ? tp_int_round(self, args[0]) : self;
}

static Value int_format(Value self, Value *args)
{
    if (!tp_is_str(args[0]))
        return tp_raise_argument("__format__", "argument", "str", args[0]);
    return tp_int_format(self, args[0]);
}

static Value int_getnewargs(Value self, Value *args)
{
    (void)args;
    return tp_tuple_pack(1, tp_int_plain(self));
}

/* What CPython's object takes: digits of 30 bits behind a header of 24 bytes. */
static Value int_sizeof(Value self, Value *args)
{
    (void)args;
    return tp_small(24 + 4 * ((tp_int_bit_length(tp_int_plain(self)) + 29) / 30));
}

static Value int_get_zero(Value self)
{
    (void)self;
    return tp_small(0);
}

static Value int_get_one(Value self)
{
    (void)self;
    return tp_small(1);
}

static const MethodDef int_methods[] = {
    METHOD("conjugate", int_self, "()", "Returns self, the complex conjugate of any int."),
    METHOD("bit_length", int_bit_length, "()",
           "Number of bits necessary to represent self in binary."),
    METHOD("bit_count", int_bit_count, "()",
           "Number of ones in the binary representation of the absolute value of self."),
    METHOD("to_bytes", int_to_bytes, "(length=1, byteorder='big', *, signed=False)",
           "Return an array of bytes representing an integer."),
    METHOD_CLASS("from_bytes", int_from_bytes, "(bytes, byteorder='big', *, signed=False)",
                 "Return the integer represented by the given array of bytes."),
    METHOD("as_integer_ratio", int_as_integer_ratio, "()", "Return the pair (self, 1)."),
    METHOD("__trunc__", int_self, "()", "Truncating an Integral returns itself."),
    METHOD("__floor__", int_self, "()", "Flooring an Integral returns itself."),
    METHOD("__ceil__", int_self, "()", "Ceiling of an Integral returns itself."),
    METHOD("__round__", int_round, "(ndigits=<unrepresentable>, /)",
           "Round to a multiple of ten to the power -ndigits."),
    METHOD("__getnewargs__", int_getnewargs, "()", 0),
    METHOD("__format__", int_format, "(format_spec, /)", "Format as format_spec says."),
    METHOD("__sizeof__", int_sizeof, "()", "Returns size in memory, in bytes."),
    METHOD_END,
};

static Value int_get_self(Value self)
{
    return tp_int_plain(self);
}

static const GetSetDef int_getset[] = {
    {"real", int_get_self, 0, "the real part of a complex number"},
    {"imag", int_get_zero, 0, "the imaginary part of a complex number"},
    {"numerator", int_get_self, 0, "the numerator of a rational number in lowest terms"},
    {"denominator", int_get_one, 0, "the denominator of a rational number in lowest terms"},
    {0, 0, 0, 0},
};

Type tp_int_type = {
    .head = {&tp_type_type},
    .name = "int",
    .basic_size = sizeof(IntSubclass),
    .flags = TYPE_BASE | TYPE_IMMUTABLE | TYPE_IS_INT,
    .getattribute = tp_generic_getattr,
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
           "Convert a number or string to an integer, or return 0 if no arguments are given.",
    .methods = int_methods,
    .getset = int_getset,
    .repr = int_repr,
    .hash = tp_int_hash,
    .compare = int_compare,
    .new_ = int_new,
    .bool_ = int_bool,
    .neg = int_neg,
    .pos = int_get_self,
    .abs = int_abs,
    .invert = int_invert,
    .int_ = int_get_self,
    .float_ = int_float,
    .index = int_get_self,
    .add = int_add,
    .radd = int_radd,
    .sub = int_sub,
    .rsub = int_rsub,
    .mul = int_mul,
    .rmul = int_rmul,
    .truediv = int_truediv,
    .rtruediv = int_rtruediv,
    .floordiv = int_floordiv,
    .rfloordiv = int_rfloordiv,
    .mod = int_mod,
    .rmod = int_rmod,
    .divmod = int_divmod,
    .rdivmod = int_rdivmod,
    .pow = int_pow,
    .rpow = int_rpow,
    .lshift = int_lshift,
    .rlshift = int_rlshift,
    .rshift = int_rshift,
    .rrshift = int_rrshift,
    .and_ = int_and,
    .rand = int_rand,
    .xor = int_xor,
    .rxor = int_rxor,
    .or_ = int_or,
    .ror = int_ror,
};

/* ---- bool ---- */

static Value bool_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value x[1];
    int truth;
    (void)type;
    if (TP_ARGS("bool", "(x=False, /)", x) < 0)
        return 0;
    if (!x[0])
        return TP_FALSE;
    return (truth = tp_truth(x[0])) < 0 ? 0 : tp_bool(truth);
}

static Value bool_repr(Value self)
{
    return self == TP_TRUE ? TP_NAME(True) : TP_NAME(False);
}

/* & | ^ of two bools give a bool, anything else is an int's business. */
static Value bool_and(Value self, Value other)
{
    return tp_is_bool(self) && tp_is_bool(other) ? self & other : int_and(self, other);
}

static Value bool_or(Value self, Value other)
{
    return tp_is_bool(self) && tp_is_bool(other) ? self | other : int_or(self, other);
}

static Value bool_xor(Value self, Value other)
{
    return tp_is_bool(self) && tp_is_bool(other) ? tp_bool(self != other) : int_xor(self, other);
}

Type tp_bool_type = {
    .head = {&tp_type_type},
    .name = "bool",
    .basic_size = sizeof(IntSubclass),
    .flags = TYPE_IMMUTABLE | TYPE_IS_INT,
    .base = &tp_int_type,
    .doc = "bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.",
    .repr = bool_repr,
    .new_ = bool_new,
    .and_ = bool_and,
    .rand = bool_and,
    .or_ = bool_or,
    .ror = bool_or,
    .xor = bool_xor,
    .rxor = bool_xor,
};
