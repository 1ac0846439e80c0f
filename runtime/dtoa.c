/* dtoa.c -- doubles to decimal text and back, correctly rounded.
 *
 * Shortest digits are found by Raffaello Giulietti's Schubfach ("The Schubfach way to render
 * doubles", 2020): the double and the borders of its rounding interval are scaled by one power of
 * ten to integers of about 17 digits, by a multiplication with a 128-bit power that rounds to odd;
 * then the interval holds at most one multiple of ten, or the nearer of two neighbours is taken.
 * The 617 powers are computed by GMP when first needed.
 *
 * Digits of a wanted precision come from the C library's printf, numbers are read by its strtod
 * unless machine arithmetic gives the exact result; both are correctly rounded in glibc.
 */
#include "dtoa.h"

#include <gmp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "heap.h"
#include "int.h"

enum {
    MANTISSA_BITS = 52,
    EXPONENT_BIAS = 1075,        /* of the integer significand */
    MIN_POWER = -292,
    MAX_POWER = 324,
    LONGEST_FAST = 19            /* digits that always fit 64 bits */
};

typedef unsigned __int128 U128;

static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* 10^k scaled to 2^127 <= value < 2^128, rounded up; high 0: not computed yet */
typedef struct Power {
    uint64_t high, low;
} Power;

static Power powers[MAX_POWER - MIN_POWER + 1];

static void compute_power(int k, Power *out)
{
    mpz_t p;
    mp_limb_t limbs[2];
    mpz_init(p);
    mpz_ui_pow_ui(p, 10, (unsigned long)abs(k));
    int64_t bits = (int64_t)mpz_sizeinbase(p, 2);
    if (k >= 0) {
        if (bits <= 128)
            mpz_mul_2exp(p, p, 128 - bits);
        else
            mpz_cdiv_q_2exp(p, p, bits - 128);
    } else {
        /* 2^(bits - 1) < 10^-k < 2^bits, so the quotient has 128 bits */
        mpz_t numerator;
        mpz_init(numerator);
        mpz_setbit(numerator, bits + 127);
        mpz_cdiv_q(p, numerator, p);
        mpz_clear(numerator);
    }
    limbs[0] = mpz_getlimbn(p, 0);
    limbs[1] = mpz_getlimbn(p, 1);
    mpz_clear(p);
    out->low = limbs[0];
    out->high = limbs[1];
}

static Power power_of_ten(int k)
{
    Power *p = &powers[k - MIN_POWER];
    if (!p->high)
        compute_power(k, p);
    return *p;
}

/* Floor of log10(2^e), of log10(3/4 * 2^e), of log2(10^e), for the exponents of doubles. */
static inline int log10_of_power_of_two(int e)
{
    return (e * 1262611) >> 22;
}
static inline int log10_of_three_quarters(int e)
{
    return (e * 1262611 - 524031) >> 22;
}
static inline int log2_of_power_of_ten(int e)
{
    return (e * 1741647) >> 19;
}

/* g * c / 2^128, its lowest bit set if anything was cut off (by more than the error of g). */
static inline uint64_t multiply_to_odd(Power g, uint64_t c)
{
    U128 low = (U128)g.low * c;
    U128 high = (U128)g.high * c + (uint64_t)(low >> 64);
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

/* The shortest decimal significand and exponent of a positive double. */
static uint64_t shortest(double d, int *exponent)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    uint64_t fraction = bits & (((uint64_t)1 << MANTISSA_BITS) - 1), c;
    int biased = (int)(bits >> MANTISSA_BITS) & 0x7ff, q;
    if (biased) {
        c = fraction | (uint64_t)1 << MANTISSA_BITS;
        q = biased - EXPONENT_BIAS;
        if (q <= 0 && q > -MANTISSA_BITS - 1 && !(c & (((uint64_t)1 << -q) - 1))) {
            /* an integer below 2^53: its digits are the shortest */
            *exponent = 0;
            return c >> -q;
        }
    } else {
        c = fraction;
        q = 1 - EXPONENT_BIAS;
    }
    bool is_even = !(c & 1);
    bool lower_is_closer = !fraction && biased > 1;  /* below a power of two doubles are denser */
    int k = lower_is_closer ? log10_of_three_quarters(q) : log10_of_power_of_two(q);
    int h = q + log2_of_power_of_ten(-k) + 1;
    Power g = power_of_ten(-k);
    uint64_t lower = multiply_to_odd(g, (4 * c - 2 + lower_is_closer) << h) + !is_even;
    uint64_t value = multiply_to_odd(g, (4 * c) << h);
    uint64_t upper = multiply_to_odd(g, (4 * c + 2) << h) - !is_even;
    uint64_t s = value / 4;
    if (s >= 10) {
        uint64_t tens = s / 10;
        bool is_down_inside = lower <= 40 * tens, is_up_inside = 40 * tens + 40 <= upper;
        if (is_down_inside != is_up_inside) {
            *exponent = k + 1;
            return tens + is_up_inside;
        }
    }
    *exponent = k;
    bool is_down_inside = lower <= 4 * s, is_up_inside = 4 * s + 4 <= upper;
    if (is_down_inside != is_up_inside)
        return s + is_up_inside;
    uint64_t middle = 4 * s + 2;
    return s + (value > middle || (value == middle && (s & 1)));
}

int tp_dtoa_shortest(double d, char digits[20], int *point)
{
    char buffer[20], *end = buffer + sizeof buffer, *p = end;
    int exponent;
    d = fabs(d);
    if (d == 0) {
        digits[0] = '0';
        *point = 1;
        return 1;
    }
    uint64_t significand = shortest(d, &exponent);
    for (; significand; significand /= 10)
        *--p = (char)('0' + significand % 10);
    int n = (int)(end - p);
    *point = n + exponent;
    while (n > 1 && p[n - 1] == '0')
        n--;
    memcpy(digits, p, n);
    return n;
}

void tp_dtoa_round(double d, int count, char *digits, int *point)
{
    char stack[128], *text = stack;
    if (count + 16 > (int)sizeof stack)
        text = tp_heap_alloc_atomic(count + 16);
    snprintf(text, count + 16, "%.*e", count - 1, fabs(d));
    digits[0] = text[0];
    if (count > 1)
        memcpy(digits + 1, text + 2, count - 1);
    *point = atoi(text + (count > 1 ? count + 2 : 2)) + 1;
}

bool tp_dtoa_scaled(double d, int digits, uint64_t *out)
{
    double x = fabs(d), scaled;
    if (digits > 22 || !((scaled = x * exact_powers[digits]) < 0x1p51))
        return false;
    /* scaled + error is the product exactly, so `above` has the sign of the distance to a half */
    double error = fma(x, exact_powers[digits], -scaled), whole = floor(scaled);
    double above = (scaled - whole - 0.5) + error;
    *out = (uint64_t)whole;
    *out += above > 0 || (above == 0 && (*out & 1));
    return true;
}

int tp_dtoa_repr(double d, bool with_dot_zero, char *buffer)
{
    char digits[20], *p = buffer;
    int point, n;
    if (signbit(d) && !isnan(d))
        *p++ = '-';
    if (!isfinite(d)) {
        memcpy(p, isnan(d) ? "nan" : "inf", 4);
        return (int)(p + 3 - buffer);
    }
    n = tp_dtoa_shortest(d, digits, &point);
    if (point < -3 || point > 16) {
        int exponent = point - 1;
        *p++ = digits[0];
        if (n > 1) {
            *p++ = '.';
            memcpy(p, digits + 1, n - 1);
            p += n - 1;
        }
        *p++ = 'e';
        *p++ = exponent < 0 ? '-' : '+';
        exponent = abs(exponent);
        if (exponent >= 100)
            *p++ = (char)('0' + exponent / 100);
        *p++ = (char)('0' + exponent / 10 % 10);
        *p++ = (char)('0' + exponent % 10);
    } else if (point <= 0) {
        *p++ = '0';
        *p++ = '.';
        memset(p, '0', -point);
        p += -point;
        memcpy(p, digits, n);
        p += n;
    } else if (point >= n) {
        memcpy(p, digits, n);
        memset(p + n, '0', point - n);
        p += point;
        if (with_dot_zero) {
            *p++ = '.';
            *p++ = '0';
        }
    } else {
        memcpy(p, digits, point);
        p[point] = '.';
        memcpy(p + point + 1, digits + point, n - point);
        p += n + 1;
    }
    *p = 0;
    return (int)(p - buffer);
}

int tp_float_repr(double d, char *buffer)
{
    return tp_dtoa_repr(d, true, buffer);
}

/* ---- reading ---- */

static const char *scan_name(const char *p, const char *end, bool is_negative, double *out)
{
    double value;
    if (end - p >= 3 && !strncasecmp(p, "inf", 3)) {
        value = INFINITY;
        p += end - p >= 8 && !strncasecmp(p, "infinity", 8) ? 8 : 3;
    } else if (end - p >= 3 && !strncasecmp(p, "nan", 3)) {
        value = NAN;
        p += 3;
    } else {
        return 0;
    }
    *out = is_negative ? -value : value;
    return p;
}

static double read_slowly(const char *start, const char *end)
{
    char stack[128], *text = stack;
    if (end - start >= (int64_t)sizeof stack)
        text = tp_heap_alloc_atomic(end - start + 1);
    memcpy(text, start, end - start);
    text[end - start] = 0;
    return strtod(text, 0);
}

/* The usual: digits, a point among them or not, up to the end; few enough that one operation on
 * exact doubles rounds once. */
static bool scan_plain(const char *p, const char *end, double *out)
{
    bool is_negative = p < end && *p == '-';
    const char *point = 0;
    uint64_t significand = 0;
    p += is_negative;
    if (end - p < 1 || end - p > 16)
        return false;
    int64_t ndigits = end - p;
    for (; p < end; p++) {
        if ((uint8_t)(*p - '0') <= 9) {
            significand = significand * 10 + (uint64_t)(*p - '0');
        } else if (*p == '.' && !point) {
            point = p;
            ndigits--;
        } else {
            return false;
        }
    }
    if (!ndigits || significand > (uint64_t)1 << 53)
        return false;
    double value = (double)significand;
    if (point)
        value /= exact_powers[end - point - 1];
    *out = is_negative ? -value : value;
    return true;
}

const char *tp_dtoa_scan(const char *p, const char *end, double *out)
{
    if (scan_plain(p, end, out))
        return end;
    const char *start = p;
    bool is_negative = p < end && *p == '-';
    uint64_t significand = 0;
    int64_t exponent = 0, ndigits = 0, nsignificant = 0;
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p < end && *p != '.' && (*p < '0' || *p > '9'))
        return scan_name(p, end, is_negative, out);
    for (bool is_fraction = false; p < end; p++) {
        if (*p == '.' && !is_fraction) {
            is_fraction = true;
            continue;
        }
        if (*p < '0' || *p > '9')
            break;
        ndigits++;
        exponent -= is_fraction;
        if (nsignificant || *p != '0')
            nsignificant++;
        if (nsignificant <= LONGEST_FAST)
            significand = significand * 10 + (*p - '0');
    }
    if (!ndigits)
        return 0;
    if (p < end && (*p == 'e' || *p == 'E')) {
        const char *q = p + 1;
        bool is_minus = q < end && *q == '-';
        int64_t given = 0;
        if (q < end && (*q == '-' || *q == '+'))
            q++;
        if (q < end && *q >= '0' && *q <= '9') {
            for (; q < end && *q >= '0' && *q <= '9'; q++)
                if (given < 1000000)
                    given = given * 10 + (*q - '0');
            exponent += is_minus ? -given : given;
            p = q;
        }
    }
    double value;
    if (nsignificant <= LONGEST_FAST && significand <= (uint64_t)1 << 53 && exponent >= -22 &&
        exponent <= 22) {
        /* both are exact doubles, so one operation rounds once */
        value = (double)significand;
        value = exponent < 0 ? value / exact_powers[-exponent] : value * exact_powers[exponent];
        *out = is_negative ? -value : value;
    } else {
        *out = read_slowly(start, p);
    }
    return p;
}
