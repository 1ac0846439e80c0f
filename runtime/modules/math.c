/* math.c -- the module math: the C library's functions with CPython's errors, and exact sums,
 * norms, gamma functions and integer arithmetic.
 *
 * A function of one double goes through `finish_1`: a NaN out of no NaN is a domain error, an
 * infinity out of a finite argument a range error (or a domain error where there is a pole).
 * gamma and lgamma are Lanczos' approximation with the coefficients of Boost's lanczos13m53.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/emitted.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/str.h"

static Value domain_error(void)
{
    return tp_raise(&tp_ValueError, "math domain error");
}

static Value range_error(void)
{
    return tp_raise(&tp_OverflowError, "math range error");
}

static int no_keywords(const char *name, Tuple *kwnames)
{
    if (kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "math.%s() takes no keyword arguments", name);
    return 0;
}

/* ---- functions of one double ---- */

static Value finish_1(double x, double r, bool has_pole)
{
    if (isfinite(r))
        return tp_float(r);
    if (isnan(r))
        return isnan(x) ? tp_float(r) : domain_error();
    if (isfinite(x))
        return has_pole ? domain_error() : range_error();
    return tp_float(r);
}

#define MATH_1(name, expression, has_pole)                                                         \
    static Value math_##name(Value self, Value *args)                                              \
    {                                                                                              \
        double x;                                                                                  \
        (void)self;                                                                                \
        if (tp_as_double(args[0], &x) < 0)                                                         \
            return 0;                                                                              \
        return finish_1(x, expression, has_pole);                                                  \
    }

MATH_1(acos, acos(x), true)
MATH_1(acosh, acosh(x), true)
MATH_1(asin, asin(x), true)
MATH_1(asinh, asinh(x), true)
MATH_1(atan, atan(x), true)
MATH_1(atanh, atanh(x), true)
MATH_1(cbrt, cbrt(x), true)
MATH_1(cos, cos(x), true)
MATH_1(cosh, cosh(x), false)
MATH_1(erf, erf(x), true)
MATH_1(erfc, erfc(x), true)
MATH_1(exp, exp(x), false)
MATH_1(exp2, exp2(x), false)
MATH_1(expm1, expm1(x), false)
MATH_1(fabs, fabs(x), true)
MATH_1(log1p, log1p(x), true)
MATH_1(sin, sin(x), true)
MATH_1(sinh, sinh(x), false)
MATH_1(sqrt, sqrt(x), true)
MATH_1(tan, tan(x), true)
MATH_1(tanh, tanh(x), true)

static Value math_degrees(Value self, Value *args)
{
    double x;
    (void)self;
    return tp_as_double(args[0], &x) < 0 ? 0 : tp_float(x * (180.0 / M_PI));
}

static Value math_radians(Value self, Value *args)
{
    double x;
    (void)self;
    return tp_as_double(args[0], &x) < 0 ? 0 : tp_float(x * (M_PI / 180.0));
}

/* ---- logarithms ---- */

/* log of v by `function`, also where v is an int that no double holds. */
static Value logarithm(Value v, double (*function)(double))
{
    double x;
    int64_t exponent;
    if (tp_is_int(v)) {
        Value plain = tp_int_plain(v);
        if (tp_int_sign(plain) <= 0)
            return domain_error();
        if (tp_int_bit_length(plain) > 1024 || tp_int_as_double(plain, &x) < 0) {
            tp_error_clear();
            x = tp_int_frexp(plain, &exponent);
            return tp_float(function(x) + function(2.0) * (double)exponent);
        }
    } else if (tp_as_double(v, &x) < 0) {
        return 0;
    }
    if (x <= 0)
        return domain_error();
    return tp_float(function(x));
}

static Value math_log(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value x, base;
    (void)self;
    if (no_keywords("log", kwnames) < 0)
        return 0;
    if (nargs < 1 || nargs > 2)
        return tp_raise(&tp_TypeError, "math.log requires 1 to 2 arguments");
    if (!(x = logarithm(args[0], log)) || nargs == 1)
        return x;
    if (!(base = logarithm(args[1], log)))
        return 0;
    return tp_truediv(x, base);
}

static Value math_log2(Value self, Value *args)
{
    (void)self;
    return logarithm(args[0], log2);
}

static Value math_log10(Value self, Value *args)
{
    (void)self;
    return logarithm(args[0], log10);
}

/* ---- functions of two doubles ---- */

#define TWO_DOUBLES                                                                                \
    double x, y;                                                                                   \
    (void)self;                                                                                    \
    if (tp_as_double(args[0], &x) < 0 || tp_as_double(args[1], &y) < 0)                            \
        return 0;

static Value math_atan2(Value self, Value *args)
{
    TWO_DOUBLES
    return tp_float(atan2(x, y));
}

static Value math_copysign(Value self, Value *args)
{
    TWO_DOUBLES
    return tp_float(copysign(x, y));
}

static Value math_nextafter(Value self, Value *args)
{
    TWO_DOUBLES
    return tp_float(nextafter(x, y));
}

static Value math_fmod(Value self, Value *args)
{
    TWO_DOUBLES
    double r = fmod(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? domain_error() : tp_float(r);
}

static Value math_remainder(Value self, Value *args)
{
    TWO_DOUBLES
    double r = remainder(x, y);
    if (r == 0)
        r = copysign(0.0, x);  /* glibc forgets the sign beside tiny y */
    return isnan(r) && !isnan(x) && !isnan(y) ? domain_error() : tp_float(r);
}

static Value math_pow(Value self, Value *args)
{
    TWO_DOUBLES
    double r = pow(x, y);
    if (isfinite(r) || !isfinite(x) || !isfinite(y))
        return tp_float(r);
    return isnan(r) || x == 0 ? domain_error() : range_error();
}

static Value math_ldexp(Value self, Value *args)
{
    double x;
    int64_t exponent;
    (void)self;
    if (tp_as_double(args[0], &x) < 0)
        return 0;
    if (!tp_is_int(args[1]))
        return tp_raise(&tp_TypeError, "Expected an int as second argument to ldexp.");
    tp_index_clamped(args[1], &exponent);
    if (x == 0 || !isfinite(x))
        return tp_float(x);
    exponent = exponent > 5000 ? 5000 : exponent < -5000 ? -5000 : exponent;
    double r = ldexp(x, (int)exponent);
    return isinf(r) ? range_error() : tp_float(r);
}

static Value math_frexp(Value self, Value *args)
{
    double x;
    int exponent = 0;
    (void)self;
    if (tp_as_double(args[0], &x) < 0)
        return 0;
    if (isfinite(x))
        x = frexp(x, &exponent);
    return tp_tuple_pack(2, tp_float(x), tp_small(exponent));
}

static Value math_modf(Value self, Value *args)
{
    double x, whole;
    (void)self;
    if (tp_as_double(args[0], &x) < 0)
        return 0;
    double fraction = modf(x, &whole);
    return tp_tuple_pack(2, tp_float(fraction), tp_float(whole));
}

static Value math_ulp(Value self, Value *args)
{
    double x;
    (void)self;
    if (tp_as_double(args[0], &x) < 0)
        return 0;
    x = fabs(x);
    if (!isfinite(x))
        return tp_float(x);
    double next = nextafter(x, INFINITY);
    return tp_float(isinf(next) ? x - nextafter(x, -INFINITY) : next - x);
}

static Value math_isfinite(Value self, Value *args)
{
    double x;
    (void)self;
    return tp_as_double(args[0], &x) < 0 ? 0 : tp_bool(isfinite(x));
}

static Value math_isinf(Value self, Value *args)
{
    double x;
    (void)self;
    return tp_as_double(args[0], &x) < 0 ? 0 : tp_bool(isinf(x));
}

static Value math_isnan(Value self, Value *args)
{
    double x;
    (void)self;
    return tp_as_double(args[0], &x) < 0 ? 0 : tp_bool(isnan(x));
}

static Value math_isclose(Value self, Value *args)
{
    double a, b, relative = 1e-9, absolute = 0.0;
    (void)self;
    if (tp_as_double(args[0], &a) < 0 || tp_as_double(args[1], &b) < 0 ||
        (args[2] && tp_as_double(args[2], &relative) < 0) ||
        (args[3] && tp_as_double(args[3], &absolute) < 0))
        return 0;
    if (relative < 0 || absolute < 0)
        return tp_raise(&tp_ValueError, "tolerances must be non-negative");
    if (a == b)
        return TP_TRUE;
    if (isinf(a) || isinf(b))
        return TP_FALSE;
    double difference = fabs(b - a);
    return tp_bool(difference <= fabs(relative * b) || difference <= fabs(relative * a) ||
                   difference <= absolute);
}

/* ---- to integers ---- */

/* v.__floor__() and the like if v's type has it: the result; 0 with *is_absent set if not. */
static Value call_special(Value v, Value name, bool *is_absent)
{
    Value method = tp_lookup_special(v, name);
    *is_absent = !method && !tp_error_pending();
    return method ? tp_call0(method) : 0;
}

static Value math_floor(Value self, Value *args)
{
    double x;
    bool is_absent = false;
    (void)self;
    if (tp_is_small(args[0]))
        return args[0];
    if (!tp_is_tagged_float(args[0]) && !tp_is_exact(args[0], &tp_float_type)) {
        Value result = call_special(args[0], TP_NAME(__floor__), &is_absent);
        if (!is_absent)
            return result;
    }
    return tp_as_double(args[0], &x) < 0 ? 0 : tp_int_from_double(floor(x));
}

static Value math_ceil(Value self, Value *args)
{
    double x;
    bool is_absent = false;
    (void)self;
    if (tp_is_small(args[0]))
        return args[0];
    if (!tp_is_tagged_float(args[0]) && !tp_is_exact(args[0], &tp_float_type)) {
        Value result = call_special(args[0], TP_NAME(__ceil__), &is_absent);
        if (!is_absent)
            return result;
    }
    return tp_as_double(args[0], &x) < 0 ? 0 : tp_int_from_double(ceil(x));
}

static Value math_trunc(Value self, Value *args)
{
    bool is_absent;
    (void)self;
    if (tp_is_small(args[0]))
        return args[0];
    if (tp_is_tagged_float(args[0]) || tp_is_exact(args[0], &tp_float_type))
        return tp_int_from_double(tp_float_value(args[0]));
    Value result = call_special(args[0], TP_NAME(__trunc__), &is_absent);
    if (is_absent)
        return tp_raise(&tp_TypeError, "type %T doesn't define __trunc__ method", args[0]);
    return result;
}

/* ---- sums and norms ---- */

/* Partial sums that together are exact, none overlapping another, in growing order (Shewchuk). */
typedef struct Partials {
    double stack[32];
    double *values;
    int n, capacity;
} Partials;

/* Add a finite x; false if a partial sum overflows. */
static bool partials_add(Partials *p, double x)
{
    int kept = 0;
    for (int i = 0; i < p->n; i++) {
        double y = p->values[i];
        if (fabs(x) < fabs(y)) {
            double swap = x;
            x = y;
            y = swap;
        }
        double high = x + y, low = y - (high - x);
        if (low != 0)
            p->values[kept++] = low;
        x = high;
    }
    if (!isfinite(x))
        return false;
    p->n = kept;
    if (x == 0)
        return true;
    if (p->n == p->capacity) {
        double *more = tp_heap_alloc_atomic(2 * p->capacity * sizeof(double));
        memcpy(more, p->values, p->n * sizeof(double));
        p->values = more;
        p->capacity *= 2;
    }
    p->values[p->n++] = x;
    return true;
}

/* The sum correctly rounded, halves to even. */
static double partials_round(const Partials *p)
{
    int n = p->n;
    if (!n)
        return 0.0;
    double high = p->values[--n], low = 0.0;
    while (n > 0) {
        double x = high, y = p->values[--n];
        high = x + y;
        low = y - (high - x);
        if (low != 0)
            break;
    }
    /* a half was rounded to even, but what is left below says it was no half */
    if (n > 0 && ((low < 0 && p->values[n - 1] < 0) || (low > 0 && p->values[n - 1] > 0))) {
        double twice = low * 2.0, moved = high + twice;
        if (twice == moved - high)
            high = moved;
    }
    return high;
}

static Value math_fsum(Value self, Value *args)
{
    Partials p;
    double x, special = 0.0, infinities = 0.0;
    Value iterator = tp_iter(args[0]), item;
    (void)self;
    if (!iterator)
        return 0;
    p.values = p.stack;
    p.n = 0;
    p.capacity = 32;
    while ((item = tp_next(iterator))) {
        if (tp_as_double(item, &x) < 0)
            return 0;
        if (!isfinite(x)) {
            if (isinf(x))
                infinities += x;
            special += x;
            p.n = 0; /* finite values no longer matter */
        } else if (!partials_add(&p, x)) {
            return tp_raise(&tp_OverflowError, "intermediate overflow in fsum");
        }
    }
    if (tp_error_pending())
        return 0;
    if (special != 0) {
        if (isnan(infinities))
            return tp_raise(&tp_ValueError, "-inf + inf in fsum");
        return tp_float(special);
    }
    return tp_float(partials_round(&p));
}

/* Square root of the sum of squares of n values, none negative, `largest` the largest of them.
 * Scaled by a power of two; the sum is kept in two doubles, and the root is corrected by what its
 * square misses, so the result is nearly always the correctly rounded one. */
static double vector_norm(const double *values, int64_t n, double largest, bool has_nan)
{
    int exponent;
    if (isinf(largest))
        return largest;
    if (has_nan)
        return NAN;
    if (largest == 0 || n <= 1)
        return largest;
    frexp(largest, &exponent);
    double high = 0.0, low = 0.0;
    for (int64_t i = 0; i < n; i++) {
        double x = ldexp(values[i], -exponent), square = x * x, rest = fma(x, x, -square);
        double sum = high + square, part = sum - high;
        low += (high - (sum - part)) + (square - part) + rest;
        high = sum;
    }
    double root = sqrt(high + low);
    double miss = fma(-root, root, high) + low;
    return ldexp(root + miss / (2.0 * root), exponent);
}

static Value math_hypot(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    double stack[32], *values = stack, largest = 0.0;
    bool has_nan = false;
    (void)self;
    if (no_keywords("hypot", kwnames) < 0)
        return 0;
    if (nargs > 32)
        values = tp_heap_alloc_atomic(nargs * sizeof(double));
    for (int i = 0; i < nargs; i++) {
        if (tp_as_double(args[i], &values[i]) < 0)
            return 0;
        values[i] = fabs(values[i]);
        has_nan |= isnan(values[i]);
        if (values[i] > largest)
            largest = values[i];
    }
    return tp_float(vector_norm(values, nargs, largest, has_nan));
}

static Value math_dist(Value self, Value *args)
{
    double stack[32], *values = stack, largest = 0.0, x, y;
    bool has_nan = false;
    Value p = args[0], q = args[1];
    (void)self;
    if (!tp_is_tuple(p) && !(p = tp_tuple_from(p)))
        return 0;
    if (!tp_is_tuple(q) && !(q = tp_tuple_from(q)))
        return 0;
    int64_t n = tp_as_tuple(p)->length;
    if (n != tp_as_tuple(q)->length)
        return tp_raise(&tp_ValueError, "both points must have the same number of dimensions");
    if (n > 32)
        values = tp_heap_alloc_atomic(n * sizeof(double));
    for (int64_t i = 0; i < n; i++) {
        if (tp_as_double(tp_as_tuple(p)->items[i], &x) < 0 ||
            tp_as_double(tp_as_tuple(q)->items[i], &y) < 0)
            return 0;
        values[i] = fabs(x - y);
        has_nan |= isnan(values[i]);
        if (values[i] > largest)
            largest = values[i];
    }
    return tp_float(vector_norm(values, n, largest, has_nan));
}

static Value math_prod(Value self, Value *args)
{
    Value product = args[1] ? args[1] : tp_small(1), iterator = tp_iter(args[0]), item;
    (void)self;
    if (!iterator)
        return 0;
    while ((item = tp_next(iterator)))
        if (!(product = tp_mul(product, item)))
            return 0;
    return tp_error_pending() ? 0 : product;
}

/* ---- gamma ---- */

enum { LANCZOS_TERMS = 13, LARGEST_GAMMA_TABLE = 23 };
static const double lanczos_g = 6.024680040776729583740234375;

/* The rational part of Lanczos' formula; for larger x in powers of 1/x, against overflow. */
static double lanczos_sum(double x)
{
    static const double numerator[LANCZOS_TERMS] = {
        23531376880.41075968857200767445163675473076, 42919803642.64909876895789904700198885093263,
        35711959237.35566804944018545154716670596718, 17921034426.03720969991975575445893111267403,
        6039542586.352028005064291644307297921070,    1439720407.311721673663223072794912393972,
        248874557.8620541565114603864132294232163,    31426415.58540019438061423162831820536287,
        2876370.628935372441225409051620849613599,    186056.2653952234950402949897160456992822,
        8071.672002365816210638002902272250613822,    210.8242777515793458725097339207133627117,
        2.506628274631000270164908177133837338626};
    static const double denominator[LANCZOS_TERMS] = {
        0,       39916800, 120543840, 150917976, 105258076, 45995730, 13339535,
        2637558, 357423,   32670,     1925,      66,        1};
    double over = 0.0, under = 0.0;
    if (x < 5.0) {
        for (int i = LANCZOS_TERMS - 1; i >= 0; i--) {
            over = over * x + numerator[i];
            under = under * x + denominator[i];
        }
    } else {
        for (int i = 0; i < LANCZOS_TERMS; i++) {
            over = over / x + numerator[i];
            under = under / x + denominator[i];
        }
    }
    return over / under;
}

/* sin(pi * x), x >= 0, exact at multiples of a half. */
static double sin_pi(double x)
{
    double y = fmod(x, 2.0);
    switch ((int)round(2.0 * y)) {
    case 0:
        return sin(M_PI * y);
    case 1:
        return cos(M_PI * (y - 0.5));
    case 2:
        return sin(M_PI * (1.0 - y));
    case 3:
        return -cos(M_PI * (y - 1.5));
    default:
        return sin(M_PI * (y - 2.0));
    }
}

static double factorial_double(int n)
{
    double product = 1.0;  /* exact up to 22! */
    for (int i = 2; i <= n; i++)
        product *= i;
    return product;
}

static Value math_gamma(Value self, Value *args)
{
    double x, result;
    (void)self;
    if (tp_as_double(args[0], &x) < 0)
        return 0;
    if (!isfinite(x))
        return isnan(x) || x > 0 ? tp_float(x) : domain_error();
    if (x == floor(x)) {
        if (x <= 0)
            return domain_error();
        if (x <= LARGEST_GAMMA_TABLE)
            return tp_float(factorial_double((int)x - 1));
    }
    double size = fabs(x);
    if (size < 1e-20) {
        result = 1.0 / x;
        return isinf(result) ? range_error() : tp_float(result);
    }
    if (size > 200.0)
        return x > 0 ? range_error() : tp_float(0.0 / -sin_pi(size));
    const double shift = lanczos_g - 0.5;
    double y = size + shift, error;
    /* what the addition lost, to be put back to first order */
    if (size > shift) {
        double q = y - size;
        error = q - shift;
    } else {
        double q = y - shift;
        error = q - size;
    }
    error = error * lanczos_g / y;
    bool is_large = size >= 140.0;  /* the power alone would overflow */
    double power = is_large ? pow(y, size / 2.0 - 0.25) : pow(y, size - 0.5);
    if (x < 0) {
        result = -M_PI / sin_pi(size) / size * exp(y) / lanczos_sum(size);
        result -= error * result;
        result /= power;
        if (is_large)
            result /= power;
    } else {
        result = lanczos_sum(size) / exp(y);
        result += error * result;
        result *= power;
        if (is_large)
            result *= power;
    }
    return isinf(result) ? range_error() : tp_float(result);
}

static Value math_lgamma(Value self, Value *args)
{
    static const double log_pi = 1.144729885849400174143427351353058711647;
    double x, result;
    (void)self;
    if (tp_as_double(args[0], &x) < 0)
        return 0;
    if (!isfinite(x))
        return tp_float(isnan(x) ? x : INFINITY);
    if (x == floor(x) && x <= 2.0)
        return x <= 0 ? domain_error() : tp_float(0.0);
    double size = fabs(x);
    if (size < 1e-20)
        return tp_float(-log(size));
    result = log(lanczos_sum(size)) - lanczos_g;
    result += (size - 0.5) * (log(size + lanczos_g - 0.5) - 1);
    if (x < 0)
        result = log_pi - log(fabs(sin_pi(size))) - log(size) - result;
    return isinf(result) ? range_error() : tp_float(result);
}

/* ---- integers ---- */

/* Through __index__: a plain int. */
static Value plain_index(Value v)
{
    if (tp_is_small(v))
        return v;
    return (v = tp_index(v)) ? tp_int_plain(v) : 0;
}

static Value math_gcd(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value result = tp_small(0), v;
    (void)self;
    if (no_keywords("gcd", kwnames) < 0)
        return 0;
    for (int i = 0; i < nargs; i++)
        if (!(v = plain_index(args[i])) || !(result = tp_int_gcd(result, v)))
            return 0;
    return result;
}

static Value math_lcm(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value result = tp_small(1), v, divisor;
    (void)self;
    if (no_keywords("lcm", kwnames) < 0)
        return 0;
    for (int i = 0; i < nargs; i++) {
        if (!(v = plain_index(args[i])))
            return 0;
        if (tp_int_sign(v) < 0)
            v = tp_int_neg(v);
        if (v == tp_small(0) || result == tp_small(0)) {
            result = tp_small(0);
            continue;
        }
        if (!(divisor = tp_int_gcd(result, v)) || !(v = tp_int_floordiv(v, divisor)) ||
            !(result = tp_int_mul(result, v)))
            return 0;
    }
    return result;
}

static Value math_isqrt(Value self, Value *args)
{
    Value v = plain_index(args[0]);
    (void)self;
    if (!v)
        return 0;
    if (tp_int_sign(v) < 0)
        return tp_raise(&tp_ValueError, "isqrt() argument must be nonnegative");
    return tp_int_isqrt(v);
}

/* Take the value of z and free it. */
static Value take_mpz(mpz_t z)
{
    Value v = tp_int_from_mpz(z);
    mpz_clear(z);
    return v;
}

static Value factorial(Value n)
{
    enum { LARGEST_WORD = 20 };
    int64_t count;
    mpz_t z;
    if (tp_int_sign(n) < 0)
        return tp_raise(&tp_ValueError, "factorial() not defined for negative values");
    if (!tp_int_fits_i64(n, &count))
        return tp_raise(&tp_OverflowError, "factorial() argument should not exceed %lld",
                        (long long)INT64_MAX);
    if (count <= LARGEST_WORD) {
        int64_t product = 1;
        for (int64_t i = 2; i <= count; i++)
            product *= i;
        return tp_int(product);
    }
    if (count > (int64_t)1 << 33)
        return tp_raise_no_memory();
    mpz_init(z);
    mpz_fac_ui(z, (unsigned long)count);
    return take_mpz(z);
}

static Value math_factorial(Value self, Value *args)
{
    Value n = plain_index(args[0]);
    (void)self;
    return n ? factorial(n) : 0;
}

/* n * (n - 1) * ... * (n - k + 1), split in halves so that factors of like size meet. */
static Value falling_product(Value n, int64_t k)
{
    if (k <= 4) {
        Value product = n;
        for (int64_t i = 1; i < k && product; i++)
            product = tp_int_mul(product, tp_int_sub(n, tp_small(i)));
        return product;
    }
    Value high = falling_product(n, k / 2);
    Value low = high ? falling_product(tp_int_sub(n, tp_small(k / 2)), k - k / 2) : 0;
    return low ? tp_int_mul(high, low) : 0;
}

static Value math_perm(Value self, Value *args)
{
    Value n, k;
    int64_t count;
    (void)self;
    if (!(n = plain_index(args[0])))
        return 0;
    if (!args[1] || args[1] == TP_NONE)
        return factorial(n);
    if (!(k = plain_index(args[1])))
        return 0;
    if (tp_int_sign(n) < 0)
        return tp_raise(&tp_ValueError, "n must be a non-negative integer");
    if (tp_int_sign(k) < 0)
        return tp_raise(&tp_ValueError, "k must be a non-negative integer");
    if (tp_int_cmp(n, k) < 0)
        return tp_small(0);
    if (!tp_int_fits_i64(k, &count))
        return tp_raise(&tp_OverflowError, "k must not exceed %lld", (long long)INT64_MAX);
    return count ? falling_product(n, count) : tp_small(1);
}

static Value math_comb(Value self, Value *args)
{
    Value n, k, rest;
    int64_t count;
    mpz_t z, n_mpz;
    mp_limb_t limb;
    (void)self;
    if (!(n = plain_index(args[0])) || !(k = plain_index(args[1])))
        return 0;
    if (tp_int_sign(n) < 0)
        return tp_raise(&tp_ValueError, "n must be a non-negative integer");
    if (tp_int_sign(k) < 0)
        return tp_raise(&tp_ValueError, "k must be a non-negative integer");
    rest = tp_int_sub(n, k);
    if (tp_int_sign(rest) < 0)
        return tp_small(0);
    if (tp_int_cmp(rest, k) < 0)
        k = rest;
    if (!tp_int_fits_i64(k, &count))
        return tp_raise(&tp_OverflowError, "min(n - k, k) must not exceed %lld",
                        (long long)INT64_MAX);
    if (tp_is_small(n) && tp_small_value(n) <= 61) {
        uint64_t result = 1, top = (uint64_t)tp_small_value(n);
        for (int64_t i = 1; i <= count; i++)
            result = (uint64_t)((unsigned __int128)result * (top - count + i) / i);
        return tp_int_from_u64(result);
    }
    mpz_init(z);
    tp_int_as_mpz(n, n_mpz, &limb);
    mpz_bin_ui(z, n_mpz, (unsigned long)count);
    return take_mpz(z);
}

static const MethodDef math_functions[] = {
    METHOD("acos", math_acos, "(x, /)", "Return the arc cosine (measured in radians) of x."),
    METHOD("acosh", math_acosh, "(x, /)", "Return the inverse hyperbolic cosine of x."),
    METHOD("asin", math_asin, "(x, /)", "Return the arc sine (measured in radians) of x."),
    METHOD("asinh", math_asinh, "(x, /)", "Return the inverse hyperbolic sine of x."),
    METHOD("atan", math_atan, "(x, /)", "Return the arc tangent (measured in radians) of x."),
    METHOD("atan2", math_atan2, "(y, x, /)",
           "Return the arc tangent of y/x in radians; the signs of both choose the quadrant."),
    METHOD("atanh", math_atanh, "(x, /)", "Return the inverse hyperbolic tangent of x."),
    METHOD("cbrt", math_cbrt, "(x, /)", "Return the cube root of x."),
    METHOD("ceil", math_ceil, "(x, /)", "Return the smallest integer >= x."),
    METHOD("comb", math_comb, "(n, k, /)",
           "Number of ways to choose k items from n items without repetition and without order."),
    METHOD("copysign", math_copysign, "(x, y, /)",
           "Return a float with the absolute value of x and the sign of y."),
    METHOD("cos", math_cos, "(x, /)", "Return the cosine of x (measured in radians)."),
    METHOD("cosh", math_cosh, "(x, /)", "Return the hyperbolic cosine of x."),
    METHOD("degrees", math_degrees, "(x, /)", "Convert angle x from radians to degrees."),
    METHOD("dist", math_dist, "(p, q, /)", "Return the Euclidean distance between two points."),
    METHOD("erf", math_erf, "(x, /)", "Error function at x."),
    METHOD("erfc", math_erfc, "(x, /)", "Complementary error function at x."),
    METHOD("exp", math_exp, "(x, /)", "Return e raised to the power of x."),
    METHOD("exp2", math_exp2, "(x, /)", "Return 2 raised to the power of x."),
    METHOD("expm1", math_expm1, "(x, /)", "Return exp(x)-1, precise also for small x."),
    METHOD("fabs", math_fabs, "(x, /)", "Return the absolute value of the float x."),
    METHOD("factorial", math_factorial, "(n, /)", "Find n!."),
    METHOD("floor", math_floor, "(x, /)", "Return the largest integer <= x."),
    METHOD("fmod", math_fmod, "(x, y, /)", "Return fmod(x, y), according to platform C."),
    METHOD("frexp", math_frexp, "(x, /)", "Return (m, e) so that x == m * 2.**e, 0.5 <= |m| < 1."),
    METHOD("fsum", math_fsum, "(seq, /)", "Return the exact sum of floats, rounded once."),
    METHOD("gamma", math_gamma, "(x, /)", "Gamma function at x."),
    METHOD_RAW("gcd", math_gcd, "(*integers)", "Greatest Common Divisor."),
    METHOD_RAW("hypot", math_hypot, "(*coordinates)", "Euclidean norm: distance to the origin."),
    METHOD("isclose", math_isclose, "(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
           "Determine whether two floats are close in value."),
    METHOD("isfinite", math_isfinite, "(x, /)", "Return True if x is no infinity and no NaN."),
    METHOD("isinf", math_isinf, "(x, /)", "Return True if x is an infinity of either sign."),
    METHOD("isnan", math_isnan, "(x, /)", "Return True if x is a NaN (not a number)."),
    METHOD("isqrt", math_isqrt, "(n, /)", "Return the integer part of the square root of n."),
    METHOD_RAW("lcm", math_lcm, "(*integers)", "Least Common Multiple."),
    METHOD("ldexp", math_ldexp, "(x, i, /)", "Return x * (2**i)."),
    METHOD("lgamma", math_lgamma, "(x, /)",
           "Natural logarithm of the absolute value of the gamma function at x."),
    METHOD_RAW("log", math_log, "(x, base=e, /)",
               "Return the logarithm of x to the given base (default: e)."),
    METHOD("log10", math_log10, "(x, /)", "Return the base 10 logarithm of x."),
    METHOD("log1p", math_log1p, "(x, /)", "Return the natural logarithm of 1+x."),
    METHOD("log2", math_log2, "(x, /)", "Return the base 2 logarithm of x."),
    METHOD("modf", math_modf, "(x, /)", "Return the fractional and integer parts of x."),
    METHOD("nextafter", math_nextafter, "(x, y, /)",
           "Return the next floating-point value after x towards y."),
    METHOD("perm", math_perm, "(n, k=None, /)",
           "Number of ways to choose k items from n items without repetition and with order."),
    METHOD("pow", math_pow, "(x, y, /)", "Return x**y (x to the power of y)."),
    METHOD("prod", math_prod, "(iterable, /, *, start=1)",
           "Calculate the product of all the elements in the input iterable."),
    METHOD("radians", math_radians, "(x, /)", "Convert angle x from degrees to radians."),
    METHOD("remainder", math_remainder, "(x, y, /)",
           "Difference between x and the closest integer multiple of y."),
    METHOD("sin", math_sin, "(x, /)", "Return the sine of x (measured in radians)."),
    METHOD("sinh", math_sinh, "(x, /)", "Return the hyperbolic sine of x."),
    METHOD("sqrt", math_sqrt, "(x, /)", "Return the square root of x."),
    METHOD("tan", math_tan, "(x, /)", "Return the tangent of x (measured in radians)."),
    METHOD("tanh", math_tanh, "(x, /)", "Return the hyperbolic tangent of x."),
    METHOD("trunc", math_trunc, "(x, /)", "Truncate x to the Integral nearest to it towards 0."),
    METHOD("ulp", math_ulp, "(x, /)", "Return the value of the least significant bit of x."),
    METHOD_END,
};

static int math_init(Value module)
{
    if (tp_module_add(module, "pi", tp_float(M_PI)) < 0 ||
        tp_module_add(module, "e", tp_float(M_E)) < 0 ||
        tp_module_add(module, "tau", tp_float(2.0 * M_PI)) < 0 ||
        tp_module_add(module, "inf", tp_float(INFINITY)) < 0 ||
        tp_module_add(module, "nan", tp_float(NAN)) < 0)
        return -1;
    tp_known.sqrt_ = tp_getattr_cstr(module, "sqrt");
    return tp_known.sqrt_ ? 0 : -1;
}

const ModuleDef tp_mod_math = {
    "math", math_functions, math_init,
    "This module provides access to the mathematical functions defined by the C standard.",
};
