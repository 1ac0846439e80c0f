/* float.c -- the type float: arithmetic, conversion, hashing, comparison.
 *
 * Most floats are words (value.h); 0.0, infinities, NaN and the extremes are boxes, allocated
 * without the `dict` field that only subclasses have. 0.0 is one preallocated box.
 *
 * Comparison with ints is exact: no int is rounded to a double first.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtoa.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "str.h"
#include "text.h"

enum { HASH_BITS = 61, HASH_INF = 314159 };
#define HASH_MODULUS (((uint64_t)1 << HASH_BITS) - 1)

static Float zero = {{&tp_float_type}, 0.0, 0};

Value tp_float_box(double d)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    if (!bits)
        return tp_ref(&zero);
    Float *f = tp_heap_alloc_atomic(offsetof(Float, dict));
    f->head.type = &tp_float_type;
    f->value = d;
    return tp_ref(f);
}

static inline double value_of(Value v)
{
    return tp_float_value(v);
}

/* The double that an operand of a mixed operation stands for: 1; 0 if it is no number that float
 * knows, -1 if it is an int too large. */
static inline int operand(Value v, double *out)
{
    if (tp_is_float(v)) {
        *out = tp_float_value(v);
        return 1;
    }
    if (!tp_is_int(v))
        return 0;
    return tp_int_as_double(v, out) < 0 ? -1 : 1;
}

/* Through __float__ or __index__: 0, or -1. */
static int by_special(Value v, const Type *type, double *out)
{
    Value result;
    if (type->float_) {
        if (!(result = type->float_(v)))
            return -1;
        if (!tp_is_float(result))
            return tp_raise_int(&tp_TypeError, "%T.__float__ returned non-float (type %T)", v,
                                result);
        if (tp_type_of(result) != &tp_float_type &&
            tp_warn(&tp_DeprecationWarning, 1,
                    "%T.__float__ returned non-float (type %T).  The ability to return an instance"
                    " of a strict subclass of float is deprecated, and may be removed in a future"
                    " version of Python.", v, result) < 0)
            return -1;
        *out = tp_float_value(result);
        return 0;
    }
    if (type->index)
        return (result = tp_index(v)) ? tp_int_as_double(result, out) : -1;
    return tp_raise_int(&tp_TypeError, "must be real number, not %T", v);
}

int tp_as_double(Value v, double *out)
{
    Type *type;
    if (tp_is_float(v)) {
        *out = tp_float_value(v);
        return 0;
    }
    if (tp_is_small(v)) {
        *out = (double)tp_small_value(v);
        return 0;
    }
    type = tp_type_of(v);
    if (tp_is_int(v) && type->float_ == tp_int_type.float_)
        return tp_int_as_double(v, out);
    return by_special(v, type, out);
}

/* ---- text ---- */

/* Number syntax with underscores between digits and spaces around. */
static bool parse_text(const char *text, int64_t n, double *out)
{
    const char *p = text, *end = text + n;
    char stack[64], *copy = stack, *to;
    while (p < end && tp_is_ascii_space(*p))
        p++;
    while (end > p && tp_is_ascii_space(end[-1]))
        end--;
    if (memchr(p, '_', end - p)) {
        if (end - p > (int64_t)sizeof stack)
            copy = tp_heap_alloc_atomic(end - p);
        to = copy;
        for (const char *c = p; c < end; c++) {
            if (*c != '_')
                *to++ = *c;
            else if (c == p || c + 1 == end || c[-1] < '0' || c[-1] > '9' || c[1] < '0' ||
                     c[1] > '9')
                return false;
        }
        p = copy;
        end = to;
    }
    return tp_dtoa_scan(p, end, out) == end && p < end;
}

static Value float_parse(const char *text, int64_t n, Value source)
{
    double d;
    if (!parse_text(text, n, &d))
        return tp_raise(&tp_ValueError, "could not convert string to float: %R", source);
    return tp_float(d);
}

Value tp_float_from_str(Value text)
{
    int64_t n;
    const char *chars = tp_number_text(text, &n);
    return float_parse(chars, n, text);
}

Value tp_float_from(Value v)
{
    const char *bytes;
    int64_t n;
    double d;
    if (tp_is_tagged_float(v) || tp_is_exact(v, &tp_float_type))
        return v;
    if (tp_is_exact(v, &tp_str_type))
        return tp_float_from_str(v);
    Type *type = tp_type_of(v);
    if (type->float_ || type->index) {
        int status = tp_is_float(v) ? by_special(v, type, &d) : tp_as_double(v, &d);
        return status < 0 ? 0 : tp_float(d);
    }
    if (tp_is_str(v))
        return tp_float_from_str(v);
    if (tp_bytes_view(v, &bytes, &n) == 0)
        return float_parse(bytes, n, v);
    tp_error_clear();
    return tp_raise(&tp_TypeError, "float() argument must be a string or a real number, not '%T'",
                    v);
}

static Value float_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value x[1], result;
    if (type == &tp_float_type && nargs == 1 && !kwnames)
        return tp_float_from(args[0]);
    if (type != &tp_float_type && nargs == 1)
        x[0] = args[0];  /* keywords are the subclass's business */
    else if (TP_ARGS("float", "(x=0, /)", x) < 0)
        return 0;
    if (!(result = x[0] ? tp_float_from(x[0]) : tp_float(0.0)))
        return 0;
    if (type == &tp_float_type)
        return result;
    Float *instance = tp_heap_object(type, 0);
    instance->value = tp_float_value(result);
    return tp_ref(instance);
}

static Value float_repr(Value self)
{
    char buffer[32];
    int n = tp_float_repr(value_of(self), buffer);
    return tp_str_latin1((const uint8_t *)buffer, n);
}

/* ---- hash and comparison ---- */

int64_t tp_double_hash(double d)
{
    int exponent;
    if (!isfinite(d))
        return isnan(d) ? 0 : d > 0 ? HASH_INF : -HASH_INF;
    double truncated = trunc(d);
    int64_t hash;
    if (truncated == d && fabs(d) < (double)((int64_t)1 << 60)) {
        hash = (int64_t)d;
    } else {
        /* |d| = significand * 2^exponent; 2^61 is 1 modulo 2^61 - 1, so the power rotates */
        uint64_t significand = (uint64_t)ldexp(frexp(fabs(d), &exponent), 53);
        int turn = (exponent - 53) % HASH_BITS;
        if (turn < 0)
            turn += HASH_BITS;
        significand = ((significand << turn) & HASH_MODULUS) | significand >> (HASH_BITS - turn);
        hash = d < 0 ? -(int64_t)significand : (int64_t)significand;
    }
    return hash == -1 ? -2 : hash;
}

int64_t tp_float_hash(Value v)
{
    double d = value_of(v);
    if (isnan(d)) {
        /* every NaN object its own */
        int64_t hash = (int64_t)(v >> 4 | v << 60);
        return hash == -1 ? -2 : hash;
    }
    return tp_double_hash(d);
}

/* The order of a plain int and a double that is no NaN: <0, 0, >0. */
static int compare_int_double(Value i, double d)
{
    if (tp_is_small(i)) {
        int64_t n = tp_small_value(i);
        if (n < (int64_t)1 << 53 && n > -((int64_t)1 << 53))
            return ((double)n > d) - ((double)n < d);
        if (d >= 0x1p62)
            return -1;
        if (d <= -0x1p62)
            return 1;
        int64_t whole = (int64_t)d;
        if (n != whole)
            return n < whole ? -1 : 1;
        return ((double)whole > d) - ((double)whole < d);
    }
    int sign = tp_int_sign(i), exponent;
    if ((d > 0) - (d < 0) != sign)
        return sign;
    if (isinf(d))
        return -sign;
    frexp(d, &exponent);
    int64_t bits = tp_int_bit_length(i);
    if (bits != exponent)
        return bits > exponent ? sign : -sign;
    int order = tp_int_cmp(i, tp_int_from_double(d));
    double rest = d - trunc(d);
    return order ? order : (rest < 0) - (rest > 0);
}

static Value compare_result(int order, int op)
{
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

static Value float_compare(Value self, Value other, int op)
{
    double a = value_of(self), b;
    if (tp_is_float(other)) {
        b = value_of(other);
        switch (op) {
        case TP_LT:
            return tp_bool(a < b);
        case TP_LE:
            return tp_bool(a <= b);
        case TP_EQ:
            return tp_bool(a == b);
        case TP_NE:
            return tp_bool(a != b);
        case TP_GT:
            return tp_bool(a > b);
        default:
            return tp_bool(a >= b);
        }
    }
    if (!tp_is_int(other))
        return TP_NOTIMPLEMENTED;
    if (isnan(a))
        return tp_bool(op == TP_NE);
    return compare_result(-compare_int_double(tp_int_plain(other), a), op);
}

bool tp_int_equals_double(Value i, double d)
{
    return !isnan(d) && compare_int_double(i, d) == 0;
}

/* ---- arithmetic ---- */

/* C's fmod, without its loop where the quotient fits a double. */
static double remainder_towards_zero(double a, double b)
{
    double x = fabs(a), y = fabs(b);
    if (x < y)
        return a;
    if (x < 0x1p52 && y < 0x1p52 && x == (double)(int64_t)x && y == (double)(int64_t)y)
        return copysign((double)((int64_t)x % (int64_t)y), a);
    return fmod(a, b);
}

double tp_float_mod(double a, double b)
{
    double r = remainder_towards_zero(a, b);
    if (r == 0)
        return copysign(0.0, b);
    return (b < 0) != (r < 0) ? r + b : r;
}

static double floor_divide(double a, double b, double *remainder)
{
    double r = remainder_towards_zero(a, b), quotient = (a - r) / b;
    if (r == 0) {
        r = copysign(0.0, b);
    } else if ((b < 0) != (r < 0)) {
        r += b;
        quotient -= 1.0;
    }
    *remainder = r;
    if (quotient == 0)
        return copysign(0.0, a / b);
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1.0 : whole;
}

double tp_float_floordiv(double a, double b)
{
    double remainder;
    return floor_divide(a, b, &remainder);
}

/* Special cases of C99's pow that CPython fixes whatever the C library does, then pow itself. */
Value tp_float_pow(double a, double b)
{
    if (b == 0 || a == 1.0)
        return tp_float(1.0);
    if (isnan(a) || isnan(b))
        return tp_float(isnan(a) ? a : b);
    if (isfinite(a) && isfinite(b)) {
        if (a == 0 && b < 0)
            return tp_raise(&tp_ZeroDivisionError, "0.0 cannot be raised to a negative power");
        if (a < 0 && b != floor(b))
            return tp_complex_pow(a, 0.0, b, 0.0);
        double d = pow(a, b);
        if (isfinite(d))
            return tp_float(d);
        Value args[2] = {tp_small(ERANGE), tp_str_cstr(strerror(ERANGE))};
        Value error = tp_call(tp_ref(&tp_OverflowError), 2, args, 0);
        return error ? tp_raise_instance(error) : 0;
    }
    return tp_float(pow(a, b));
}

#define FLOAT_BINARY(name, compute)                                                                \
    static Value compute_##name(double a, double b)                                                \
    {                                                                                              \
        compute;                                                                                   \
    }                                                                                              \
    static Value float_##name(Value self, Value other)                                             \
    {                                                                                              \
        double b;                                                                                  \
        int status = operand(other, &b);                                                           \
        if (status <= 0)                                                                           \
            return status ? 0 : TP_NOTIMPLEMENTED;                                                 \
        return compute_##name(value_of(self), b);                                                  \
    }                                                                                              \
    static Value float_r##name(Value self, Value other)                                            \
    {                                                                                              \
        double b;                                                                                  \
        int status = operand(other, &b);                                                           \
        if (status <= 0)                                                                           \
            return status ? 0 : TP_NOTIMPLEMENTED;                                                 \
        return compute_##name(b, value_of(self));                                                  \
    }

static Value divided_by_zero(const char *message)
{
    return tp_raise(&tp_ZeroDivisionError, "%s", message);
}

static Value divmod_pair(double a, double b)
{
    double remainder, quotient = floor_divide(a, b, &remainder);
    return tp_tuple_pack(2, tp_float(quotient), tp_float(remainder));
}

FLOAT_BINARY(add, return tp_float(a + b))
FLOAT_BINARY(sub, return tp_float(a - b))
FLOAT_BINARY(mul, return tp_float(a * b))
FLOAT_BINARY(truediv, return b == 0 ? divided_by_zero("float division by zero") : tp_float(a / b))
FLOAT_BINARY(floordiv, return b == 0 ? divided_by_zero("float floor division by zero")
                                     : tp_float(tp_float_floordiv(a, b)))
FLOAT_BINARY(mod, return b == 0 ? divided_by_zero("float modulo") : tp_float(tp_float_mod(a, b)))
FLOAT_BINARY(divmod, return b == 0 ? divided_by_zero("float divmod()") : divmod_pair(a, b))

static Value power(Value a, Value b, Value modulus)
{
    double x, y;
    int status;
    if (modulus != TP_NONE)
        return tp_raise(&tp_TypeError,
                        "pow() 3rd argument not allowed unless all arguments are integers");
    if ((status = operand(a, &x)) <= 0 || (status = operand(b, &y)) <= 0)
        return status ? 0 : TP_NOTIMPLEMENTED;
    return tp_float_pow(x, y);
}

static Value float_pow(Value self, Value other, Value modulus)
{
    return power(self, other, modulus);
}

static Value float_rpow(Value self, Value other, Value modulus)
{
    return power(other, self, modulus);
}

static Value float_neg(Value self)
{
    return tp_float(-value_of(self));
}

static Value float_abs(Value self)
{
    return tp_float(fabs(value_of(self)));
}

static Value float_self(Value self)
{
    bool is_exact = tp_is_tagged_float(self) || tp_obj(self)->type == &tp_float_type;
    return is_exact ? self : tp_float(value_of(self));
}

static int float_bool(Value self)
{
    return value_of(self) != 0;
}

static Value float_int(Value self)
{
    return tp_int_from_double(value_of(self));
}

/* ---- rounding ---- */

/* d to `digits` decimals, 0 <= digits: exact halves to even, everything else by the exact value. */
static double round_decimals(double d, int digits)
{
    char text[400];
    uint64_t scaled;
    double power = 1.0;
    if (tp_dtoa_scaled(d, digits, &scaled)) {
        for (int i = 0; i < digits; i++)
            power *= 10.0;  /* exact up to 10^22 */
        return copysign((double)scaled / power, d);
    }
    snprintf(text, sizeof text, "%.*f", digits, fabs(d));
    return copysign(strtod(text, 0), d);
}

static Value round_to_digits(double d, Value ndigits_value)
{
    enum { MOST = 323, LEAST = -308 };
    int64_t ndigits;
    if (tp_index_clamped(ndigits_value, &ndigits) < 0)
        return 0;
    if (!isfinite(d) || d == 0 || ndigits > MOST)
        return tp_float(d);
    if (ndigits < LEAST)
        return tp_float(copysign(0.0, d));
    if (ndigits >= 0) {
        if (fabs(d) >= 0x1p52)
            return tp_float(d);
        return tp_float(round_decimals(d, (int)ndigits));
    }
    /* to a multiple of ten: on the whole part, the fraction only decides what looks like a half */
    double x = fabs(d), whole = floor(x), result;
    Value unit = tp_int_pow(tp_small(10), tp_small(-ndigits)), n = tp_int_from_double(whole);
    Value quotient, rest;
    if (!unit || !n || tp_int_divmod(n, unit, &quotient, &rest) < 0)
        return 0;
    int order = tp_int_cmp(tp_int_add(rest, rest), unit);
    if (order == 0 && x > whole)
        order = 1;
    if (order > 0 || (order == 0 && tp_int_and(quotient, tp_small(1)) != tp_small(0)))
        quotient = tp_int_add(quotient, tp_small(1));
    if (tp_int_as_double(tp_int_mul(quotient, unit), &result) < 0) {
        tp_error_clear();
        return tp_raise(&tp_OverflowError, "rounded value too large to represent");
    }
    return tp_float(copysign(result, d));
}

static Value float_round(Value self, Value *args)
{
    double d = value_of(self);
    if (args[0] && args[0] != TP_NONE)
        return round_to_digits(d, args[0]);
    return tp_int_from_double(rint(d));
}

static Value float_trunc(Value self, Value *args)
{
    (void)args;
    return tp_int_from_double(value_of(self));
}

static Value float_floor(Value self, Value *args)
{
    (void)args;
    return tp_int_from_double(floor(value_of(self)));
}

static Value float_ceil(Value self, Value *args)
{
    (void)args;
    return tp_int_from_double(ceil(value_of(self)));
}

/* ---- other methods ---- */

static Value float_is_integer(Value self, Value *args)
{
    double d = value_of(self);
    (void)args;
    return tp_bool(isfinite(d) && floor(d) == d);
}

static Value float_conjugate(Value self, Value *args)
{
    (void)args;
    return float_self(self);
}

static Value float_as_integer_ratio(Value self, Value *args)
{
    double d = value_of(self);
    int exponent;
    Value numerator;
    (void)args;
    if (isinf(d))
        return tp_raise(&tp_OverflowError, "cannot convert Infinity to integer ratio");
    if (isnan(d))
        return tp_raise(&tp_ValueError, "cannot convert NaN to integer ratio");
    int64_t significand = (int64_t)ldexp(frexp(d, &exponent), 53);
    if (!significand)
        return tp_tuple_pack(2, tp_small(0), tp_small(1));
    exponent -= 53;
    int zeros = __builtin_ctzll(significand);
    numerator = tp_small(significand >> zeros);
    exponent += zeros;
    if (exponent >= 0)
        return tp_tuple_pack(2, tp_int_lshift(numerator, tp_small(exponent)), tp_small(1));
    return tp_tuple_pack(2, numerator, tp_int_lshift(tp_small(1), tp_small(-exponent)));
}

static Value float_hex(Value self, Value *args)
{
    char text[40];
    double d = value_of(self);
    uint64_t bits;
    (void)args;
    if (!isfinite(d))
        return float_repr(self);
    memcpy(&bits, &d, sizeof bits);
    const char *sign = signbit(d) ? "-" : "";
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
    int exponent = (int)(bits >> 52) & 0x7ff;
    if (d == 0)
        snprintf(text, sizeof text, "%s0x0.0p+0", sign);
    else
        snprintf(text, sizeof text, "%s0x%d.%013llxp%+d", sign, exponent != 0,
                 (unsigned long long)fraction, exponent ? exponent - 1023 : -1022);
    return tp_str_cstr(text);
}

static bool is_hex_digit(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* Value of a checked hexadecimal number: digits with perhaps a point, and a binary exponent. */
static double hex_value(const char *digits, const char *end, int64_t exponent)
{
    /* strtod rounds correctly but wants its own spelling; put the prefix back */
    int64_t n = end - digits;
    char *text = tp_heap_alloc_atomic(n + 40);
    snprintf(text, n + 40, "0x%.*sp%lld", (int)n, digits, (long long)exponent);
    return strtod(text, 0);
}

static Value float_fromhex(Value class, Value *args)
{
    int64_t n;
    double d;
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "bad argument type for built-in operation");
    const char *p = tp_str_to_utf8(args[0], &n), *end, *q;
    if (!p)
        return 0;
    end = p + n;
    while (p < end && tp_is_ascii_space(*p))
        p++;
    while (end > p && tp_is_ascii_space(end[-1]))
        end--;
    bool is_negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p < end && !is_hex_digit(*p) && *p != '.' && *p != '-' && *p != '+') {
        /* names; "nan" and "inf" begin with no hexadecimal digit */
        if (!(q = tp_dtoa_scan(p, end, &d)) || q != end)
            goto invalid;
    } else {
        int64_t ndigits = 0, exponent = 0;
        bool has_point = false;
        if (end - p >= 2 && p[0] == '0' && (p[1] | 0x20) == 'x')
            p += 2;
        for (q = p; q < end && (is_hex_digit(*q) || (*q == '.' && !has_point)); q++) {
            has_point |= *q == '.';
            ndigits += *q != '.';
        }
        const char *digits_end = q;
        if (!ndigits)
            goto invalid;
        if (q < end && (*q | 0x20) == 'p') {
            bool is_minus = ++q < end && *q == '-';
            if (q < end && (*q == '-' || *q == '+'))
                q++;
            const char *first = q;
            for (; q < end && *q >= '0' && *q <= '9'; q++)
                if (exponent < (int64_t)1 << 50)
                    exponent = exponent * 10 + (*q - '0');
            if (q == first)
                goto invalid;
            exponent = is_minus ? -exponent : exponent;
        }
        d = hex_value(p, digits_end, exponent);
        if (isinf(d))
            return tp_raise(&tp_OverflowError,
                            "hexadecimal value too large to represent as a float");
        if (q != end)
            goto invalid;
    }
    Value result = tp_float(is_negative ? -d : d);
    return class == tp_ref(&tp_float_type) ? result : tp_call1(class, result);
invalid:
    return tp_raise(&tp_ValueError, "invalid hexadecimal floating-point string");
}

static Value float_getformat(Value class, Value *args)
{
    (void)class;
    if (!tp_is_str(args[0]))
        return tp_raise_argument("__getformat__", "argument", "str", args[0]);
    if (!tp_str_equal_cstr(args[0], "double") && !tp_str_equal_cstr(args[0], "float"))
        return tp_raise(&tp_ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
    return tp_str_cstr("IEEE, little-endian");
}

static Value float_getnewargs(Value self, Value *args)
{
    (void)args;
    return tp_tuple_pack(1, tp_float(value_of(self)));
}

static Value float_format(Value self, Value *args)
{
    if (!tp_is_str(args[0]))
        return tp_raise_argument("__format__", "argument", "str", args[0]);
    return tp_float_format(self, args[0]);
}

static Value float_get_zero(Value self)
{
    (void)self;
    return tp_float(0.0);
}

static const MethodDef float_methods[] = {
    METHOD("conjugate", float_conjugate, "()", "Return self, the complex conjugate of any float."),
    METHOD("__trunc__", float_trunc, "()", "Return the Integral closest to x between 0 and x."),
    METHOD("__floor__", float_floor, "()", "Return the floor as an Integral."),
    METHOD("__ceil__", float_ceil, "()", "Return the ceiling as an Integral."),
    METHOD("__round__", float_round, "(ndigits=None, /)",
           "Return the Integral closest to x, rounding half toward even, or x rounded to ndigits."),
    METHOD("as_integer_ratio", float_as_integer_ratio, "()",
           "Return a pair of ints whose ratio is exactly self, with a positive denominator."),
    METHOD_CLASS("fromhex", float_fromhex, "(string, /)",
                 "Create a floating-point number from a hexadecimal string."),
    METHOD("hex", float_hex, "()", "Return a hexadecimal representation of self."),
    METHOD("is_integer", float_is_integer, "()", "Return True if the float is an integer."),
    METHOD("__getnewargs__", float_getnewargs, "()", 0),
    METHOD_CLASS("__getformat__", float_getformat, "(typestr, /)",
                 "Say how floats are stored: for test suites only."),
    METHOD("__format__", float_format, "(format_spec, /)", "Format as format_spec says."),
    METHOD_END,
};

static const GetSetDef float_getset[] = {
    {"real", float_self, 0, "the real part of a complex number"},
    {"imag", float_get_zero, 0, "the imaginary part of a complex number"},
    {0, 0, 0, 0},
};

Type tp_float_type = {
    .head = {&tp_type_type},
    .name = "float",
    .basic_size = sizeof(Float),
    .flags = TYPE_BASE | TYPE_IMMUTABLE | TYPE_IS_FLOAT,
    .getattribute = tp_generic_getattr,
    .doc = "Convert a string or number to a floating point number, if possible.",
    .methods = float_methods,
    .getset = float_getset,
    .repr = float_repr,
    .hash = tp_float_hash,
    .compare = float_compare,
    .new_ = float_new,
    .bool_ = float_bool,
    .neg = float_neg,
    .pos = float_self,
    .abs = float_abs,
    .int_ = float_int,
    .float_ = float_self,
    .add = float_add,
    .radd = float_radd,
    .sub = float_sub,
    .rsub = float_rsub,
    .mul = float_mul,
    .rmul = float_rmul,
    .truediv = float_truediv,
    .rtruediv = float_rtruediv,
    .floordiv = float_floordiv,
    .rfloordiv = float_rfloordiv,
    .mod = float_mod,
    .rmod = float_rmod,
    .divmod = float_divmod,
    .rdivmod = float_rdivmod,
    .pow = float_pow,
    .rpow = float_rpow,
};
