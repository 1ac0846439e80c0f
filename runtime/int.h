/* int.h -- numbers: int (small words and limbs), bool, float, complex. */
#ifndef TP_INT_H
#define TP_INT_H

#include <gmp.h>
#include "object.h"

/* An int outside the 62-bit range: magnitude in limbs, least significant first, no leading zeros.
 * One that is_temp is known to nobody but the operator that gets it next, which may overwrite
 * it. */
typedef struct Int {
    Object head;
    int32_t size;          /* number of limbs, negative for a negative value */
    uint32_t capacity : 31; /* limbs there is room for */
    uint32_t is_temp : 1;
    mp_limb_t limbs[];
} Int;

/* An instance of a Python subclass of int: wraps the plain value. */
typedef struct IntSubclass {
    Object head;
    Dict *dict;
    Value value;           /* a small int or an Int */
} IntSubclass;

/* A float that cannot be self-tagged, and the layout of float subclasses. */
typedef struct Float {
    Object head;
    double value;
    Dict *dict;            /* subclasses only */
} Float;

typedef struct Complex {
    Object head;
    double real, imag;
    Dict *dict;
} Complex;

/* Is v an int (bools and subclass instances included)? */
static inline bool tp_is_int(Value v)
{
    return tp_is_small(v) || tp_is_bool(v) ||
           (tp_is_ptr(v) && (tp_obj(v)->type->flags & TYPE_IS_INT));
}
static inline bool tp_is_float(Value v)
{
    return tp_is_tagged_float(v) || (tp_is_ptr(v) && (tp_obj(v)->type->flags & TYPE_IS_FLOAT));
}
bool tp_is_complex(Value v);

/* The plain int (small word or Int) behind an int, bool or subclass instance. Never fails. */
Value tp_int_plain(Value v);

/* Say that an int that + - * of two plain ints just gave is a temporary (see Int). Takes 0 too. */
Value tp_int_temp(Value v);
/* Take that back for a value that others than these operators will see. */
static inline void tp_int_keep(Value v)
{
    if (tp_is_exact(v, &tp_int_type))
        ((Int *)tp_obj(v))->is_temp = false;
}

Value tp_int_from_i64_slow(int64_t i);
Value tp_int_from_u64(uint64_t i);
static inline Value tp_int(int64_t i)
{
    return tp_fits_small(i) ? tp_small(i) : tp_int_from_i64_slow(i);
}
/* From n limbs (not normalised) with a sign; copies them. */
Value tp_int_from_limbs(const mp_limb_t *limbs, int64_t n, bool negative);
/* What `method` (__int__, __index__) gave, or 0, as a plain int: TypeError for another type, a
 * warning for a subclass, which may be the error. */
Value tp_int_result(Value result, const char *method);
/* int(v) as the type called with one argument: a plain int. */
Value tp_int_from(Value v);
/* round(plain int, ndigits). */
Value tp_int_round(Value v, Value ndigits);
/* Truncated double; OverflowError/ValueError for inf and nan. */
Value tp_int_from_double(double d);
/* n ASCII digits of base 2..36, no sign, no underscores. */
Value tp_int_from_digits(const char *digits, int64_t n, int base);
/* int(text, base) with sign, spaces, prefix and underscores; ValueError as CPython words it. */
Value tp_int_from_str(Value text, int base);
/* The same from n bytes; `source` is what the message of the error shows. */
Value tp_int_parse(const char *text, int64_t n, int base, Value source);
/* The characters of a str as number syntax sees them: decimal digits of any script and spaces made
 * ASCII, '?' for what is neither. Borrowed or collected, not always zero-terminated. */
const char *tp_number_text(Value text, int64_t *n);
static inline bool tp_is_ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
Value tp_int_from_bytes(const uint8_t *bytes, int64_t n, bool little, bool is_signed);

/* The value as int64_t: 0, or -1 with OverflowError ("Python int too large to convert to C long").
 * v must be an int. */
int tp_int_as_i64(Value v, int64_t *out);
/* The same without exception: false if it does not fit. */
bool tp_int_fits_i64(Value v, int64_t *out);
/* The same as uint64_t. */
int tp_int_as_u64(Value v, uint64_t *out);
/* Through __index__: TypeError if v has none. */
int tp_index_as_i64(Value v, int64_t *out);
/* Through __index__, clamped to int64 range instead of overflowing (for slices and repeats). */
int tp_index_clamped(Value v, int64_t *out);
/* The nearest double of any int: 0, or -1 with OverflowError if it is too large. */
int tp_int_as_double(Value v, double *out);

/* Arithmetic on plain ints (call tp_int_plain first). 0 on failure (ZeroDivisionError, memory). */
Value tp_int_add(Value a, Value b);
Value tp_int_sub(Value a, Value b);
Value tp_int_mul(Value a, Value b);
Value tp_int_floordiv(Value a, Value b);
Value tp_int_mod(Value a, Value b);
Value tp_int_truediv(Value a, Value b);
Value tp_int_pow(Value a, Value b);
Value tp_int_pow_mod(Value a, Value b, Value modulus);
Value tp_int_lshift(Value a, Value b);
Value tp_int_rshift(Value a, Value b);
Value tp_int_neg(Value a);
int tp_int_cmp(Value a, Value b);   /* <0, 0, >0 */
int tp_int_sign(Value v);
int64_t tp_int_hash(Value v);
int64_t tp_int_bit_length(Value v);
/* Both at once; -1 on failure. */
int tp_int_divmod(Value a, Value b, Value *quotient, Value *remainder);
Value tp_int_and(Value a, Value b);
Value tp_int_or(Value a, Value b);
Value tp_int_xor(Value a, Value b);
Value tp_int_invert(Value a);
int64_t tp_int_bit_count(Value v);          /* ones of the magnitude */
Value tp_int_gcd(Value a, Value b);         /* not negative */
Value tp_int_isqrt(Value v);                /* v >= 0 */
/* v is about f * 2^*exponent, f in [0.5, 1) correctly rounded (0 for 0). */
double tp_int_frexp(Value v, int64_t *exponent);
/* n bytes of two's complement or magnitude; -1 with OverflowError if v does not fit. */
int tp_int_to_bytes(Value v, uint8_t *bytes, int64_t n, bool little, bool is_signed);
/* A read-only mpz that shows a plain int; *one is room for a small one's limb. And back. */
void tp_int_as_mpz(Value v, mpz_t z, mp_limb_t *one);
Value tp_int_from_mpz(const mpz_t z);
/* sys.set_int_max_str_digits(): 0 for no limit. */
extern int tp_int_max_str_digits;
/* Digits of magnitude, written so that they end at `end`; gives where they start. */
char *tp_int_write(uint64_t magnitude, int base, char *end);
/* Digits in base 2..36 with sign and no prefix, a str; 0 with ValueError past the digit limit (base
 * 10). */
Value tp_int_to_str(Value v, int base);

/* ---- float ---- */

Value tp_float_box(double d);
static inline Value tp_float(double d)
{
    Value v = tp_tag_float(d);
    return v ? v : tp_float_box(d);
}
/* The double of a float (v must be one). */
static inline double tp_float_value(Value v)
{
    return tp_is_tagged_float(v) ? tp_tagged_float_value(v) : ((Float *)tp_obj(v))->value;
}
/* The double of a float or of anything else with __float__ or __index__: 0, or -1. */
int tp_as_double(Value v, double *out);
/* float(v) as the type called: a float, never a subclass instance. Unlike tp_as_double it reads
 * text, and asks the __float__ of a subclass of float. */
Value tp_float_from(Value v);
/* float(text) of a str; 0 with ValueError. */
Value tp_float_from_str(Value text);
/* Shortest text that reads back as d ("1.5", "1e+16", "nan"), as repr; buffer of 32 bytes. */
int tp_float_repr(double d, char *buffer);
int64_t tp_double_hash(double d);
int64_t tp_float_hash(Value v);               /* of a float; every NaN object has its own */
bool tp_int_equals_double(Value plain_int, double d); /* exactly */
/* Python's float % and // and ** (b nonzero where it matters). */
double tp_float_mod(double a, double b);
double tp_float_floordiv(double a, double b);
Value tp_float_pow(double a, double b);

Value tp_complex(double real, double imag);
/* (a + bj) ** (c + dj) */
Value tp_complex_pow(double a, double b, double c, double d);
/* What complex math takes: a complex, __complex__, or what tp_as_double takes. 0, or -1. */
int tp_as_complex(Value v, double *real, double *imag);

/* __format__ of int and float: spec parsed by format.c (see str.h). */
Value tp_int_format(Value v, Value spec);
Value tp_float_format(Value v, Value spec);
Value tp_complex_format(Value v, Value spec);
/* The same with a parsed spec (type must be one of the float's or the int's, or 0). */
struct FormatSpec;
Value tp_double_format(double d, const struct FormatSpec *spec);
Value tp_int_format_parsed(Value v, const struct FormatSpec *spec);

#endif
