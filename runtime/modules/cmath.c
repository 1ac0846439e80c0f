/* cmath.c -- the module cmath: functions of complex numbers.
 *
 * Finite arguments are computed by Kahan's formulas ("Branch Cuts for Complex Elementary
 * Functions", 1987), with scaling where squares would overflow. Infinities and NaNs are left to the
 * C library, whose results for them are those of C99's annex G, as Python's are; what annex G calls
 * invalid is a domain error.
 */
#include <complex.h>
#include <errno.h>
#include <float.h>
#include <math.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"

typedef double complex Z;

/* Beyond `large` hypot and squares may overflow; beyond log_large sinh and exp do. */
static const double large = DBL_MAX / 4.0;
#define SQRT_LARGE sqrt(large)
#define LOG_LARGE log(large)
#define SQRT_SMALL sqrt(DBL_MIN)

typedef enum Error { FINE, DOMAIN, RANGE } Error;

static inline Z make(double real, double imag)
{
    union {
        double parts[2];
        Z z;
    } u = {{real, imag}};  /* not real + imag * I: that would lose signs of zeros */
    return u.z;
}

/* z with its NaNs positive: the C library lets a NaN's sign show in its results, Python doesn't. */
static inline Z unsigned_nans(Z z)
{
    return make(isnan(creal(z)) ? NAN : creal(z), isnan(cimag(z)) ? NAN : cimag(z));
}

static inline bool is_finite(Z z)
{
    return isfinite(creal(z)) && isfinite(cimag(z));
}

static Value raise_or(Error error, Value v)
{
    if (error == DOMAIN)
        return tp_raise(&tp_ValueError, "math domain error");
    if (error == RANGE)
        return tp_raise(&tp_OverflowError, "math range error");
    return v;
}

/* ---- the functions: results of finite arguments, *error set where they have none ---- */

static Z sqrt_of(Z z)
{
    double x = fabs(creal(z)), y = fabs(cimag(z)), s;
    if (x == 0 && y == 0)
        return make(0.0, cimag(z));
    if (x < DBL_MIN && y < DBL_MIN) {
        x = ldexp(x, 53);
        s = ldexp(sqrt(x + hypot(x, ldexp(y, 53))), -27);
    } else {
        x /= 8.0;
        s = 2.0 * sqrt(x + hypot(x, y / 8.0));
    }
    double d = y / (2.0 * s);
    return creal(z) >= 0 ? make(s, copysign(d, cimag(z))) : make(d, copysign(s, cimag(z)));
}

static inline bool is_large(Z z)
{
    return fabs(creal(z)) > large || fabs(cimag(z)) > large;
}

/* log(|2z|) of a large z */
static inline double log_twice(Z z)
{
    return log(hypot(creal(z) / 2.0, cimag(z) / 2.0)) + M_LN2 * 2.0;
}

static Z cmath_sqrt(Z z, Error *error)
{
    (void)error;
    return is_finite(z) ? sqrt_of(z) : csqrt(z);
}

static Z cmath_acos(Z z, Error *error)
{
    double x = creal(z), y = cimag(z);
    (void)error;
    if (!is_finite(z))
        return isinf(x) && isnan(y) ? make(y, INFINITY) : cacos(z);
    if (is_large(z)) {
        double size = log_twice(z);
        return make(atan2(fabs(y), x), x < 0 ? -copysign(size, y) : copysign(size, -y));
    }
    Z s1 = sqrt_of(make(1.0 - x, -y)), s2 = sqrt_of(make(1.0 + x, y));
    return make(2.0 * atan2(creal(s1), creal(s2)),
                asinh(creal(s2) * cimag(s1) - cimag(s2) * creal(s1)));
}

static Z cmath_acosh(Z z, Error *error)
{
    double x = creal(z), y = cimag(z);
    (void)error;
    if (!is_finite(z))
        return x == 0 && isnan(y) ? make(y, y) : cacosh(z);
    if (is_large(z))
        return make(log_twice(z), atan2(y, x));
    Z s1 = sqrt_of(make(x - 1.0, y)), s2 = sqrt_of(make(x + 1.0, y));
    return make(asinh(creal(s1) * creal(s2) + cimag(s1) * cimag(s2)),
                2.0 * atan2(cimag(s1), creal(s2)));
}

static Z cmath_asinh(Z z, Error *error)
{
    double x = creal(z), y = cimag(z);
    (void)error;
    if (!is_finite(z))
        return casinh(unsigned_nans(z));
    if (is_large(z))
        return make(y >= 0 ? copysign(log_twice(z), x) : -copysign(log_twice(z), -x),
                    atan2(y, fabs(x)));
    Z s1 = sqrt_of(make(1.0 + y, -x)), s2 = sqrt_of(make(1.0 - y, x));
    return make(asinh(creal(s1) * cimag(s2) - creal(s2) * cimag(s1)),
                atan2(y, creal(s1) * creal(s2) - cimag(s1) * cimag(s2)));
}

/* f(z) as -i f_hyperbolic(iz) */
static Z cmath_asin(Z z, Error *error)
{
    Z s = cmath_asinh(make(-cimag(z), creal(z)), error);
    return make(cimag(s), -creal(s));
}

static Z cmath_atanh(Z z, Error *error)
{
    double x = creal(z), y = cimag(z), size = fabs(y);
    if (!is_finite(z))
        return catanh(unsigned_nans(z));
    if (signbit(x)) {
        Z mirrored = cmath_atanh(make(-x, -y), error);
        return make(-creal(mirrored), -cimag(mirrored));
    }
    if (x > SQRT_LARGE || size > SQRT_LARGE) {
        double h = hypot(x / 2.0, y / 2.0);
        return make(x / 4.0 / h / h, -copysign(M_PI / 2.0, -y));
    }
    if (x == 1.0 && size < SQRT_SMALL) {
        if (size == 0) {
            *error = DOMAIN;
            return make(INFINITY, y);
        }
        return make(-log(sqrt(size) / sqrt(hypot(size, 2.0))),
                    copysign(atan2(2.0, -size) / 2.0, y));
    }
    return make(log1p(4.0 * x / ((1.0 - x) * (1.0 - x) + size * size)) / 4.0,
                -atan2(-2.0 * y, (1.0 - x) * (1.0 + x) - size * size) / 2.0);
}

static Z cmath_atan(Z z, Error *error)
{
    Z s = cmath_atanh(make(-cimag(z), creal(z)), error);
    return make(cimag(s), -creal(s));
}

/* Of an argument that is not finite: an infinite angle has no sine, unless what it is multiplied
 * with is unknown or, where `fades`, vanishes. */
static bool is_invalid(Z z, bool fades)
{
    double x = creal(z);
    return isinf(cimag(z)) && !isnan(x) && !(fades && isinf(x) && x < 0);
}

static Z finish(Z result, Error *error)
{
    if (isinf(creal(result)) || isinf(cimag(result)))
        *error = RANGE;
    return result;
}

static Z cmath_cosh(Z z, Error *error)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z)) {
        if (is_invalid(z, false))
            *error = DOMAIN;
        return isnan(x) && y == 0 ? make(x, 0.0) : ccosh(z);
    }
    if (fabs(x) > LOG_LARGE) {
        double less = x - copysign(1.0, x);
        return finish(make(cos(y) * cosh(less) * M_E, sin(y) * sinh(less) * M_E), error);
    }
    return finish(make(cos(y) * cosh(x), sin(y) * sinh(x)), error);
}

static Z cmath_sinh(Z z, Error *error)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z)) {
        if (is_invalid(z, false))
            *error = DOMAIN;
        return x == 0 && isnan(y) ? make(0.0, y) : csinh(z);
    }
    if (fabs(x) > LOG_LARGE) {
        double less = x - copysign(1.0, x);
        return finish(make(cos(y) * sinh(less) * M_E, sin(y) * cosh(less) * M_E), error);
    }
    return finish(make(cos(y) * sinh(x), sin(y) * cosh(x)), error);
}

static Z cmath_tanh(Z z, Error *error)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z)) {
        if (isinf(y) && isfinite(x))
            *error = DOMAIN;
        if (isinf(x))
            return make(copysign(1.0, x), isfinite(y) ? copysign(0.0, sin(y) * cos(y)) : 0.0);
        return x == 0 ? make(NAN, NAN) : ctanh(z);
    }
    if (fabs(x) > LOG_LARGE)
        return make(copysign(1.0, x), 4.0 * sin(y) * cos(y) * exp(-2.0 * fabs(x)));
    double tx = tanh(x), ty = tan(y), cx = 1.0 / cosh(x), product = tx * ty;
    double scale = 1.0 + product * product;
    return make(tx * (1.0 + ty * ty) / scale, ty / scale * cx * cx);
}

static Z cmath_cos(Z z, Error *error)
{
    return cmath_cosh(make(-cimag(z), creal(z)), error);
}

static Z cmath_sin(Z z, Error *error)
{
    Z s = cmath_sinh(make(-cimag(z), creal(z)), error);
    return make(cimag(s), -creal(s));
}

static Z cmath_tan(Z z, Error *error)
{
    Z s = cmath_tanh(make(-cimag(z), creal(z)), error);
    return make(cimag(s), -creal(s));
}

static Z cmath_exp(Z z, Error *error)
{
    double x = creal(z), y = cimag(z), size;
    if (!is_finite(z)) {
        if (is_invalid(z, true))
            *error = DOMAIN;
        return isinf(x) && x < 0 && !isfinite(y) ? make(0.0, 0.0) : cexp(z);
    }
    if (x > LOG_LARGE) {
        size = exp(x - 1.0);
        return finish(make(size * cos(y) * M_E, size * sin(y) * M_E), error);
    }
    size = exp(x);
    return finish(make(size * cos(y), size * sin(y)), error);
}

static Z log_of(Z z, Error *error)
{
    double x = fabs(creal(z)), y = fabs(cimag(z)), real;
    if (!is_finite(z))
        return clog(z);
    if (x > large || y > large) {
        real = log(hypot(x / 2.0, y / 2.0)) + M_LN2;
    } else if (x < DBL_MIN && y < DBL_MIN) {
        if (x == 0 && y == 0) {
            *error = DOMAIN;
            real = -INFINITY;
        } else {
            real = log(hypot(ldexp(x, DBL_MANT_DIG), ldexp(y, DBL_MANT_DIG))) -
                   DBL_MANT_DIG * M_LN2;
        }
    } else {
        double h = hypot(x, y);
        if (0.71 <= h && h <= 1.73) {
            double more = x > y ? x : y, less = x > y ? y : x;
            real = log1p((more - 1) * (more + 1) + less * less) / 2.0;
        } else {
            real = log(h);
        }
    }
    return make(real, atan2(cimag(z), creal(z)));
}

static Z cmath_log10(Z z, Error *error)
{
    Z r = log_of(z, error);
    return make(creal(r) / M_LN10, cimag(r) / M_LN10);
}

/* ---- what Python calls ---- */

static int argument(Value v, Z *z)
{
    double real, imag;
    if (tp_as_complex(v, &real, &imag) < 0)
        return -1;
    *z = make(real, imag);
    return 0;
}

#define CMATH_1(name)                                                                              \
    static Value call_##name(Value self, Value *args)                                              \
    {                                                                                              \
        Z z;                                                                                       \
        Error error = FINE;                                                                        \
        (void)self;                                                                                \
        if (argument(args[0], &z) < 0)                                                             \
            return 0;                                                                              \
        z = cmath_##name(z, &error);                                                               \
        return raise_or(error, error ? 0 : tp_complex(creal(z), cimag(z)));                        \
    }

CMATH_1(acos)
CMATH_1(acosh)
CMATH_1(asin)
CMATH_1(asinh)
CMATH_1(atan)
CMATH_1(atanh)
CMATH_1(cos)
CMATH_1(cosh)
CMATH_1(exp)
CMATH_1(log10)
CMATH_1(sin)
CMATH_1(sinh)
CMATH_1(sqrt)
CMATH_1(tan)
CMATH_1(tanh)

static Value call_log(Value self, Value *args)
{
    Z z, base;
    Error error = FINE;
    (void)self;
    if (argument(args[0], &z) < 0)
        return 0;
    z = log_of(z, &error);
    if (!args[1])
        return raise_or(error, error ? 0 : tp_complex(creal(z), cimag(z)));
    if (argument(args[1], &base) < 0)
        return 0;
    error = FINE; /* the base decides alone */
    base = log_of(base, &error);
    if (error || (creal(base) == 0 && cimag(base) == 0))
        return raise_or(DOMAIN, 0);
    return tp_truediv(tp_complex(creal(z), cimag(z)), tp_complex(creal(base), cimag(base)));
}

static Value call_phase(Value self, Value *args)
{
    Z z;
    (void)self;
    if (argument(args[0], &z) < 0)
        return 0;
    errno = 0;  /* CPython reports even an angle that underflows */
    double angle = atan2(cimag(z), creal(z));
    return raise_or(errno ? RANGE : FINE, errno ? 0 : tp_float(angle));
}

static Value call_polar(Value self, Value *args)
{
    Z z;
    (void)self;
    if (argument(args[0], &z) < 0)
        return 0;
    double size = hypot(creal(z), cimag(z));
    if (isinf(size) && is_finite(z))
        return raise_or(RANGE, 0);
    return tp_tuple_pack(2, tp_float(size), tp_float(atan2(cimag(z), creal(z))));
}

static Value call_rect(Value self, Value *args)
{
    double r, phi;
    (void)self;
    if (tp_as_double(args[0], &r) < 0 || tp_as_double(args[1], &phi) < 0)
        return 0;
    if (isinf(phi) && r != 0 && !isnan(r))
        return raise_or(DOMAIN, 0);
    if (phi == 0)
        return tp_complex(r, isnan(r) ? 0.0 : isinf(r) ? copysign(1.0, r) * phi : r * phi);
    if (r == 0 && !isfinite(phi))
        return tp_complex(0.0, 0.0);
    if (isinf(r) && isnan(phi))
        return tp_complex(INFINITY, phi);
    if (isinf(r) && isfinite(phi))
        return tp_complex(copysign(INFINITY, r * copysign(1.0, cos(phi))),
                          copysign(INFINITY, r * copysign(1.0, sin(phi))));
    return tp_complex(r * cos(phi), r * sin(phi));
}

static Value call_isfinite(Value self, Value *args)
{
    Z z;
    (void)self;
    return argument(args[0], &z) < 0 ? 0 : tp_bool(is_finite(z));
}

static Value call_isinf(Value self, Value *args)
{
    Z z;
    (void)self;
    return argument(args[0], &z) < 0 ? 0 : tp_bool(isinf(creal(z)) || isinf(cimag(z)));
}

static Value call_isnan(Value self, Value *args)
{
    Z z;
    (void)self;
    return argument(args[0], &z) < 0 ? 0 : tp_bool(isnan(creal(z)) || isnan(cimag(z)));
}

static Value call_isclose(Value self, Value *args)
{
    Z a, b;
    double relative = 1e-9, absolute = 0.0;
    (void)self;
    if (argument(args[0], &a) < 0 || argument(args[1], &b) < 0 ||
        (args[2] && tp_as_double(args[2], &relative) < 0) ||
        (args[3] && tp_as_double(args[3], &absolute) < 0))
        return 0;
    if (relative < 0 || absolute < 0)
        return tp_raise(&tp_ValueError, "tolerances must be non-negative");
    if (creal(a) == creal(b) && cimag(a) == cimag(b))
        return TP_TRUE;
    if (isinf(creal(a)) || isinf(cimag(a)) || isinf(creal(b)) || isinf(cimag(b)))
        return TP_FALSE;
    double difference = hypot(creal(a) - creal(b), cimag(a) - cimag(b));
    return tp_bool(difference <= relative * hypot(creal(b), cimag(b)) ||
                   difference <= relative * hypot(creal(a), cimag(a)) || difference <= absolute);
}

static const MethodDef cmath_functions[] = {
    METHOD("acos", call_acos, "(z, /)", "Return the arc cosine of z."),
    METHOD("acosh", call_acosh, "(z, /)", "Return the inverse hyperbolic cosine of z."),
    METHOD("asin", call_asin, "(z, /)", "Return the arc sine of z."),
    METHOD("asinh", call_asinh, "(z, /)", "Return the inverse hyperbolic sine of z."),
    METHOD("atan", call_atan, "(z, /)", "Return the arc tangent of z."),
    METHOD("atanh", call_atanh, "(z, /)", "Return the inverse hyperbolic tangent of z."),
    METHOD("cos", call_cos, "(z, /)", "Return the cosine of z."),
    METHOD("cosh", call_cosh, "(z, /)", "Return the hyperbolic cosine of z."),
    METHOD("exp", call_exp, "(z, /)", "Return the exponential value e**z."),
    METHOD("isclose", call_isclose, "(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
           "Determine whether two complex numbers are close in value."),
    METHOD("isfinite", call_isfinite, "(z, /)", "Return True if both parts of z are finite."),
    METHOD("isinf", call_isinf, "(z, /)", "Return True if a part of z is infinite."),
    METHOD("isnan", call_isnan, "(z, /)", "Return True if a part of z is a NaN."),
    METHOD("log", call_log, "(z, base=<unrepresentable>, /)",
           "Return the logarithm of z to the given base, the natural one by default."),
    METHOD("log10", call_log10, "(z, /)", "Return the base-10 logarithm of z."),
    METHOD("phase", call_phase, "(z, /)", "Return argument, also known as the phase angle, of z."),
    METHOD("polar", call_polar, "(z, /)", "Convert from rectangular to polar coordinates."),
    METHOD("rect", call_rect, "(r, phi, /)", "Convert from polar to rectangular coordinates."),
    METHOD("sin", call_sin, "(z, /)", "Return the sine of z."),
    METHOD("sinh", call_sinh, "(z, /)", "Return the hyperbolic sine of z."),
    METHOD("sqrt", call_sqrt, "(z, /)", "Return the square root of z."),
    METHOD("tan", call_tan, "(z, /)", "Return the tangent of z."),
    METHOD("tanh", call_tanh, "(z, /)", "Return the hyperbolic tangent of z."),
    METHOD_END,
};

static int cmath_init(Value module)
{
    if (tp_module_add(module, "pi", tp_float(M_PI)) < 0 ||
        tp_module_add(module, "e", tp_float(M_E)) < 0 ||
        tp_module_add(module, "tau", tp_float(2.0 * M_PI)) < 0 ||
        tp_module_add(module, "inf", tp_float(INFINITY)) < 0 ||
        tp_module_add(module, "infj", tp_complex(0.0, INFINITY)) < 0 ||
        tp_module_add(module, "nan", tp_float(NAN)) < 0 ||
        tp_module_add(module, "nanj", tp_complex(0.0, NAN)) < 0)
        return -1;
    return 0;
}

const ModuleDef tp_mod_cmath = {"cmath", cmath_functions, cmath_init,
                                "Mathematical functions for complex numbers."};
