/* complex.c -- the type complex.
 *
 * Arithmetic works on the C pair ComplexPair; mixed operations turn the other operand into a pair
 * first. Division is Smith's, small integer powers are repeated multiplication, so results agree
 * with CPython's to the last bit.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dtoa.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "str.h"
#include "text.h"

typedef struct ComplexPair {
    double real, imag;
} ComplexPair;

bool tp_is_complex(Value v)
{
    return tp_is_ptr(v) && (tp_obj(v)->type->flags & TYPE_IS_COMPLEX);
}

Value tp_complex(double real, double imag)
{
    Complex *c = tp_heap_alloc_atomic(offsetof(Complex, dict));
    c->head.type = &tp_complex_type;
    c->real = real;
    c->imag = imag;
    return tp_ref(c);
}

static inline ComplexPair value_of(Value v)
{
    Complex *c = (Complex *)tp_obj(v);
    return (ComplexPair){c->real, c->imag};
}

/* The pair of an operand: 1; 0 if it is no number, -1 on failure. */
static int operand(Value v, ComplexPair *out)
{
    if (tp_is_complex(v)) {
        *out = value_of(v);
        return 1;
    }
    out->imag = 0.0;
    if (tp_is_float(v)) {
        out->real = tp_float_value(v);
        return 1;
    }
    if (!tp_is_int(v))
        return 0;
    return tp_int_as_double(v, &out->real) < 0 ? -1 : 1;
}

/* ---- construction ---- */

/* v.__complex__() if it has one: 1, 0, or -1. */
static int from_special(Value v, ComplexPair *out)
{
    Value method, result;
    if (!tp_is_ptr(v) || tp_is_exact(v, &tp_float_type) || tp_is_exact(v, &tp_int_type))
        return 0;
    if (!(method = tp_lookup_special(v, TP_NAME(__complex__))))
        return tp_error_pending() ? -1 : 0;
    if (!(result = tp_call0(method)))
        return -1;
    if (!tp_is_complex(result))
        return tp_raise_int(&tp_TypeError, "__complex__ returned non-complex (type %T)", result);
    if (tp_obj(result)->type != &tp_complex_type &&
        tp_warn(&tp_DeprecationWarning, 1,
                "__complex__ returned non-complex (type %T).  The ability to return an instance "
                "of a strict subclass of complex is deprecated, and may be removed in a future "
                "version of Python.", result) < 0)
        return -1;
    *out = value_of(result);
    return 1;
}

int tp_as_complex(Value v, double *real, double *imag)
{
    ComplexPair c = {0.0, 0.0};
    if (tp_is_complex(v)) {
        c = value_of(v);
    } else {
        int status = from_special(v, &c);
        if (status < 0 || (!status && tp_as_double(v, &c.real) < 0))
            return -1;
    }
    *real = c.real;
    *imag = c.imag;
    return 0;
}

/* complex syntax without underscores and outer spaces: false if malformed. */
static bool parse_text(const char *p, const char *end, ComplexPair *out)
{
    const char *q;
    double first;
    bool has_parens = p < end && *p == '(';
    *out = (ComplexPair){0.0, 0.0};
    if (has_parens) {
        if (end[-1] != ')')
            return false;
        p++;
        end--;
        while (p < end && tp_is_ascii_space(*p))
            p++;
        while (end > p && tp_is_ascii_space(end[-1]))
            end--;
    }
    if (p == end)
        return false;
    if (!(q = tp_dtoa_scan(p, end, &first))) {
        /* a lone imaginary unit with or without sign */
        first = *p == '-' ? -1.0 : 1.0;
        q = p + (*p == '-' || *p == '+');
        if (q == end || (*q | 0x20) != 'j')
            return false;
    }
    if (q < end && (*q | 0x20) == 'j') {
        out->imag = first;
        return q + 1 == end;
    }
    out->real = first;
    if (q == end)
        return true;
    if (*q != '+' && *q != '-')
        return false;
    p = q;
    if (!(q = tp_dtoa_scan(p, end, &out->imag))) {
        out->imag = *p == '-' ? -1.0 : 1.0;
        q = p + 1;
    }
    return q + 1 == end && (*q | 0x20) == 'j';
}

static int complex_parse(Value text, ComplexPair *out)
{
    int64_t n;
    const char *p = tp_number_text(text, &n), *end = p + n;
    while (p < end && tp_is_ascii_space(*p))
        p++;
    while (end > p && tp_is_ascii_space(end[-1]))
        end--;
    if (memchr(p, '_', end - p)) {
        char *copy = tp_heap_alloc_atomic(end - p), *to = copy;
        for (const char *c = p; c < end; c++) {
            if (*c != '_')
                *to++ = *c;
            else if (c == p || c + 1 == end || c[-1] < '0' || c[-1] > '9' || c[1] < '0' ||
                     c[1] > '9')
                return tp_raise_int(&tp_ValueError, "could not convert string to complex: %R",
                                    text);
        }
        p = copy;
        end = to;
    }
    if (!parse_text(p, end, out))
        return tp_raise_int(&tp_ValueError, "complex() arg is a malformed string");
    return 0;
}

/* An argument that is no complex must be a real number; `which` for the message. */
static int check_real(Value v, const char *which)
{
    Type *type = tp_type_of(v);
    if (!type->float_ && !type->index)
        return tp_raise_int(&tp_TypeError, "complex() %s, not '%T'", which, v);
    return 0;
}

/* float(v) as a double: 0, or -1. */
static int real_part(Value v, double *out)
{
    if (!(v = tp_float_from(v)))
        return -1;
    *out = tp_float_value(v);
    return 0;
}

static int pair_from_arguments(Value real, Value imag, ComplexPair *out)
{
    ComplexPair a = {0.0, 0.0}, b = {0.0, 0.0};
    int is_complex = 0;
    if (real && tp_is_str(real)) {
        if (imag)
            return tp_raise_int(&tp_TypeError,
                                "complex() can't take second arg if first is a string");
        return complex_parse(real, out);
    }
    if (imag && tp_is_str(imag))
        return tp_raise_int(&tp_TypeError, "complex() second arg can't be a string");
    if (real) {
        if ((is_complex = from_special(real, &a)) < 0)
            return -1;
        if (!is_complex && tp_is_complex(real)) {
            a = value_of(real);
            is_complex = 1;
        }
    }
    if (real && !is_complex &&
        check_real(real, "first argument must be a string or a number") < 0)
        return -1;
    if (imag && !tp_is_complex(imag) && check_real(imag, "second argument must be a number") < 0)
        return -1;
    if (real && !is_complex && real_part(real, &a.real) < 0)
        return -1;
    *out = a;
    if (!imag)
        return 0;
    if (tp_is_complex(imag)) {
        b = value_of(imag);
        out->real -= b.imag;
    } else if (real_part(imag, &b.real) < 0) {
        return -1;
    }
    out->imag = is_complex ? a.imag + b.real : b.real;
    return 0;
}

static Value complex_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value parts[2];
    ComplexPair c;
    if (TP_ARGS("complex", "(real=0, imag=0)", parts) < 0)
        return 0;
    if (type == &tp_complex_type && parts[0] && !parts[1] &&
        tp_is_exact(parts[0], &tp_complex_type))
        return parts[0];
    if (pair_from_arguments(parts[0], parts[1], &c) < 0)
        return 0;
    if (type == &tp_complex_type)
        return tp_complex(c.real, c.imag);
    Complex *instance = tp_heap_object(type, 0);
    instance->real = c.real;
    instance->imag = c.imag;
    return tp_ref(instance);
}

static Value complex_repr(Value self)
{
    char text[80], *p = text;
    ComplexPair c = value_of(self);
    if (c.real == 0 && !signbit(c.real)) {
        p += tp_dtoa_repr(c.imag, false, p);
        *p++ = 'j';
    } else {
        *p++ = '(';
        p += tp_dtoa_repr(c.real, false, p);
        if (isnan(c.imag) || !signbit(c.imag))
            *p++ = '+';
        p += tp_dtoa_repr(c.imag, false, p);
        *p++ = 'j';
        *p++ = ')';
    }
    return tp_str_latin1((const uint8_t *)text, p - text);
}

/* ---- arithmetic ---- */

static ComplexPair multiply(ComplexPair a, ComplexPair b)
{
    return (ComplexPair){a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

/* Smith's division: scale by the larger part of the divisor. b is not zero. */
static ComplexPair divide(ComplexPair a, ComplexPair b)
{
    if (fabs(b.real) >= fabs(b.imag)) {
        double ratio = b.imag / b.real, scale = b.real + b.imag * ratio;
        return (ComplexPair){(a.real + a.imag * ratio) / scale, (a.imag - a.real * ratio) / scale};
    }
    if (fabs(b.imag) >= fabs(b.real)) {
        double ratio = b.real / b.imag, scale = b.real * ratio + b.imag;
        return (ComplexPair){(a.real * ratio + a.imag) / scale, (a.imag * ratio - a.real) / scale};
    }
    return (ComplexPair){NAN, NAN};
}

static inline bool is_zero(ComplexPair c)
{
    return c.real == 0 && c.imag == 0;
}

/* base ** n for n > 0, squaring from the lowest bit up. */
static ComplexPair integer_power(ComplexPair base, int n)
{
    ComplexPair result = {1.0, 0.0};
    for (int bit = 1; bit <= n; bit <<= 1) {
        if (n & bit)
            result = multiply(result, base);
        base = multiply(base, base);
    }
    return result;
}

Value tp_complex_pow(double a, double b, double c, double d)
{
    ComplexPair x = {a, b}, y = {c, d}, result;
    bool is_small = d == 0 && c == floor(c) && fabs(c) <= 100;
    if (is_zero(x) && (c < 0 || (!is_small && d != 0)))
        return tp_raise(&tp_ZeroDivisionError, "0.0 to a negative or complex power");
    if (is_small) {
        ComplexPair one = {1.0, 0.0}, unsigned_power = integer_power(x, abs((int)c));
        if (c > 0)
            result = unsigned_power;
        else if (is_zero(unsigned_power))
            return tp_raise(&tp_ZeroDivisionError, "0.0 to a negative or complex power");
        else
            result = divide(one, unsigned_power);
    } else if (is_zero(y)) {
        result = (ComplexPair){1.0, 0.0};
    } else if (is_zero(x)) {
        result = (ComplexPair){0.0, 0.0};
    } else {
        double size = hypot(a, b), length = pow(size, c), angle = atan2(b, a), phase = angle * c;
        if (d != 0) {
            length /= exp(angle * d);
            phase += d * log(size);
        }
        if (isinf(phase))
            return tp_raise(&tp_ZeroDivisionError, "0.0 to a negative or complex power");
        result = (ComplexPair){length * cos(phase), length * sin(phase)};
    }
    if (isinf(result.real) || isinf(result.imag))
        return tp_raise(&tp_OverflowError, "complex exponentiation");
    return tp_complex(result.real, result.imag);
}

#define COMPLEX_BINARY(name, compute)                                                              \
    static Value compute_##name(ComplexPair a, ComplexPair b)                                      \
    {                                                                                              \
        compute;                                                                                   \
    }                                                                                              \
    static Value complex_##name(Value self, Value other)                                           \
    {                                                                                              \
        ComplexPair b;                                                                             \
        int status = operand(other, &b);                                                           \
        if (status <= 0)                                                                           \
            return status ? 0 : TP_NOTIMPLEMENTED;                                                 \
        return compute_##name(value_of(self), b);                                                  \
    }                                                                                              \
    static Value complex_r##name(Value self, Value other)                                          \
    {                                                                                              \
        ComplexPair b;                                                                             \
        int status = operand(other, &b);                                                           \
        if (status <= 0)                                                                           \
            return status ? 0 : TP_NOTIMPLEMENTED;                                                 \
        return compute_##name(b, value_of(self));                                                  \
    }

static inline Value make(ComplexPair c)
{
    return tp_complex(c.real, c.imag);
}

COMPLEX_BINARY(add, return tp_complex(a.real + b.real, a.imag + b.imag))
COMPLEX_BINARY(sub, return tp_complex(a.real - b.real, a.imag - b.imag))
COMPLEX_BINARY(mul, return make(multiply(a, b)))
COMPLEX_BINARY(truediv, return is_zero(b) ? tp_raise(&tp_ZeroDivisionError,
                                                     "complex division by zero")
                                          : make(divide(a, b)))

static Value power(Value a, Value b, Value modulus)
{
    ComplexPair x, y;
    int status;
    if ((status = operand(a, &x)) <= 0 || (status = operand(b, &y)) <= 0)
        return status ? 0 : TP_NOTIMPLEMENTED;
    if (modulus != TP_NONE)
        return tp_raise(&tp_ValueError, "complex modulo");
    return tp_complex_pow(x.real, x.imag, y.real, y.imag);
}

static Value complex_pow(Value self, Value other, Value modulus)
{
    return power(self, other, modulus);
}

static Value complex_rpow(Value self, Value other, Value modulus)
{
    return power(other, self, modulus);
}

static Value complex_neg(Value self)
{
    ComplexPair c = value_of(self);
    return tp_complex(-c.real, -c.imag);
}

static Value complex_pos(Value self)
{
    return tp_is_exact(self, &tp_complex_type) ? self : make(value_of(self));
}

static Value complex_abs(Value self)
{
    ComplexPair c = value_of(self);
    double size = hypot(c.real, c.imag);
    if (isinf(size) && isfinite(c.real) && isfinite(c.imag))
        return tp_raise(&tp_OverflowError, "absolute value too large");
    return tp_float(size);
}

static int complex_bool(Value self)
{
    return !is_zero(value_of(self));
}

/* The imaginary part is a million away from the real one. */
static int64_t complex_hash(Value self)
{
    enum { IMAG_MULTIPLIER = 1000003 };
    ComplexPair c = value_of(self);
    uint64_t identity = self >> 4 | self << 60;  /* every NaN its own hash */
    uint64_t real = isnan(c.real) ? identity : (uint64_t)tp_double_hash(c.real);
    uint64_t imag = isnan(c.imag) ? identity : (uint64_t)tp_double_hash(c.imag);
    int64_t hash = (int64_t)(real + IMAG_MULTIPLIER * imag);
    return hash == -1 ? -2 : hash;
}

static Value complex_compare(Value self, Value other, int op)
{
    ComplexPair a = value_of(self), b;
    bool is_equal;
    if (op != TP_EQ && op != TP_NE)
        return TP_NOTIMPLEMENTED;
    if (tp_is_complex(other)) {
        b = value_of(other);
        is_equal = a.real == b.real && a.imag == b.imag;
    } else if (tp_is_float(other)) {
        is_equal = a.real == tp_float_value(other) && a.imag == 0;
    } else if (tp_is_int(other)) {
        is_equal = a.imag == 0 && tp_int_equals_double(tp_int_plain(other), a.real);
    } else {
        return TP_NOTIMPLEMENTED;
    }
    return tp_bool(is_equal == (op == TP_EQ));
}

/* ---- methods ---- */

static Value complex_conjugate(Value self, Value *args)
{
    ComplexPair c = value_of(self);
    (void)args;
    return tp_complex(c.real, -c.imag);
}

static Value complex_complex(Value self, Value *args)
{
    (void)args;
    return complex_pos(self);
}

static Value complex_getnewargs(Value self, Value *args)
{
    ComplexPair c = value_of(self);
    (void)args;
    return tp_tuple_pack(2, tp_float(c.real), tp_float(c.imag));
}

static Value complex_format(Value self, Value *args)
{
    if (!tp_is_str(args[0]))
        return tp_raise_argument("__format__", "argument", "str", args[0]);
    return tp_complex_format(self, args[0]);
}

static Value complex_real(Value self)
{
    return tp_float(value_of(self).real);
}

static Value complex_imag(Value self)
{
    return tp_float(value_of(self).imag);
}

static const MethodDef complex_methods[] = {
    METHOD("conjugate", complex_conjugate, "()", "Return the complex conjugate of its argument."),
    METHOD("__complex__", complex_complex, "()", "Convert this value to exact type complex."),
    METHOD("__getnewargs__", complex_getnewargs, "()", 0),
    METHOD("__format__", complex_format, "(format_spec, /)", "Format as format_spec says."),
    METHOD_END,
};

static const GetSetDef complex_getset[] = {
    {"real", complex_real, tp_set_readonly, "the real part of a complex number"},
    {"imag", complex_imag, tp_set_readonly, "the imaginary part of a complex number"},
    {0, 0, 0, 0},
};

Type tp_complex_type = {
    .head = {&tp_type_type},
    .name = "complex",
    .basic_size = sizeof(Complex),
    .flags = TYPE_BASE | TYPE_IMMUTABLE | TYPE_IS_COMPLEX,
    .getattribute = tp_generic_getattr,
    .doc = "Create a complex number from a real part and an optional imaginary part.",
    .methods = complex_methods,
    .getset = complex_getset,
    .repr = complex_repr,
    .hash = complex_hash,
    .compare = complex_compare,
    .new_ = complex_new,
    .bool_ = complex_bool,
    .neg = complex_neg,
    .pos = complex_pos,
    .abs = complex_abs,
    .add = complex_add,
    .radd = complex_radd,
    .sub = complex_sub,
    .rsub = complex_rsub,
    .mul = complex_mul,
    .rmul = complex_rmul,
    .truediv = complex_truediv,
    .rtruediv = complex_rtruediv,
    .pow = complex_pow,
    .rpow = complex_rpow,
};
