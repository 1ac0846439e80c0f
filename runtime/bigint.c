/* bigint.c -- arithmetic of plain ints: small words first, limbs of any number behind.
 *
 * A plain int is a small word (62 bits) or an Int: a magnitude in limbs and a sign, never a value
 * that a small word could hold. Every operation tries machine arithmetic first; the general path
 * looks at both operands through a View (limbs, their number, the sign), lets GMP's mpn functions
 * work on limbs that the collector owns, and ends in `finish`, which drops leading zeros and turns
 * small results into words.
 *
 * Operands that are temporaries (Int.is_temp) are used up: the result goes into one of them if
 * there is room, and the memory of the others is given back. So a chain like 4 * q + r - t of large
 * ints takes one object, not three.
 *
 * Start at `tp_int_add`; int.c has the type, int_text.c the digits.
 */
#include <math.h>
#include <string.h>

#include "error.h"
#include "heap.h"
#include "int.h"

enum { LIMB_BITS = 64, STACK_LIMBS = 32 };

typedef unsigned __int128 U128;
typedef __int128 I128;

/* How an operand looks to mpn. */
typedef struct View {
    const mp_limb_t *limbs;
    int64_t n;            /* 0 for zero */
    bool is_negative;
    mp_limb_t one;        /* the limb of a small word */
} View;

static inline Int *big(Value v)
{
    return (Int *)tp_obj(v);
}

static inline mp_limb_t magnitude_of(int64_t i)
{
    return i < 0 ? -(uint64_t)i : (uint64_t)i;
}

static inline void view(Value v, View *out)
{
    if (tp_is_small(v)) {
        int64_t i = tp_small_value(v);
        out->one = magnitude_of(i);
        out->limbs = &out->one;
        out->n = i != 0;
        out->is_negative = i < 0;
    } else {
        Int *b = big(v);
        out->limbs = b->limbs;
        out->is_negative = b->size < 0;
        out->n = out->is_negative ? -b->size : b->size;
    }
}

/* Room for n limbs, size not set; 0 with MemoryError. */
static Int *int_alloc(int64_t n)
{
    Int *b;
    if (n < 256) {
        b = tp_heap_alloc_atomic(sizeof(Int) + n * sizeof(mp_limb_t));
    } else {
        size_t size = n <= INT32_MAX ? tp_size(n, sizeof(mp_limb_t), sizeof(Int)) : 0;
        if (!size)
            return (Int *)tp_raise_no_memory();
        if (!(b = tp_heap_try_alloc_atomic(size)))
            return 0;
    }
    b->head.type = &tp_int_type;
    b->capacity = n;
    b->is_temp = false;
    return b;
}

static void int_free(Int *b)
{
    tp_heap_reuse(b, sizeof(Int) + b->capacity * sizeof(mp_limb_t));
}

/* ---- temporaries ---- */

static inline bool is_temp(Value v)
{
    return !tp_is_small(v) && big(v)->is_temp;
}

/* An operand that is used up after the operation. */
static inline void drop(Value v)
{
    if (is_temp(v))
        int_free(big(v));
}

/* Room for n limbs of a result: operand a or b if that is a temporary with enough room. */
static inline Int *take_or_alloc(Value a, Value b, int64_t n)
{
    if (is_temp(a) && big(a)->capacity >= n) {
        big(a)->is_temp = false;
        return big(a);
    }
    if (is_temp(b) && big(b)->capacity >= n) {
        big(b)->is_temp = false;
        return big(b);
    }
    return int_alloc(n);
}

Value tp_int_temp(Value v)
{
    if (v && !tp_is_small(v))
        big(v)->is_temp = true;
    return v;
}

/* The Value of one limb with a sign. */
static Value from_limb(mp_limb_t limb, bool is_negative)
{
    if (limb <= (mp_limb_t)TP_SMALL_MAX)
        return tp_small(is_negative ? -(int64_t)limb : (int64_t)limb);
    if (is_negative && limb == (mp_limb_t)1 << 61)
        return tp_small(TP_SMALL_MIN);
    Int *b = int_alloc(1);
    b->limbs[0] = limb;
    b->size = is_negative ? -1 : 1;
    return tp_ref(b);
}

static Value from_u128(U128 magnitude, bool is_negative)
{
    mp_limb_t high = magnitude >> 64;
    if (!high)
        return from_limb((mp_limb_t)magnitude, is_negative);
    Int *b = int_alloc(2);
    b->limbs[0] = (mp_limb_t)magnitude;
    b->limbs[1] = high;
    b->size = is_negative ? -2 : 2;
    return tp_ref(b);
}

/* The Value of b, which nothing else points to, with n limbs, leading zeros allowed. */
static Value finish(Int *b, int64_t n, bool is_negative)
{
    while (n > 0 && !b->limbs[n - 1])
        n--;
    if (n <= 1) {
        mp_limb_t limb = n ? b->limbs[0] : 0;
        if (limb <= (mp_limb_t)TP_SMALL_MAX || (is_negative && limb == (mp_limb_t)1 << 61)) {
            int_free(b);
            return from_limb(limb, is_negative);
        }
    }
    if (b->capacity > 2 * n + 8) { /* keeps no memory that it does not need */
        Value copy = tp_int_from_limbs(b->limbs, n, is_negative);
        int_free(b);
        return copy;
    }
    b->size = is_negative ? -n : n;
    return tp_ref(b);
}

Value tp_int_from_i64_slow(int64_t i)
{
    return from_limb(magnitude_of(i), i < 0);
}

Value tp_int_from_u64(uint64_t i)
{
    return from_limb(i, false);
}

Value tp_int_from_limbs(const mp_limb_t *limbs, int64_t n, bool is_negative)
{
    while (n > 0 && !limbs[n - 1])
        n--;
    if (n <= 1)
        return from_limb(n ? limbs[0] : 0, is_negative);
    Int *b = int_alloc(n);
    if (!b)
        return 0;
    memcpy(b->limbs, limbs, n * sizeof(mp_limb_t));
    b->size = is_negative ? -n : n;
    return tp_ref(b);
}

Value tp_int_from_mpz(const mpz_t z)
{
    return tp_int_from_limbs(mpz_limbs_read(z), mpz_size(z), mpz_sgn(z) < 0);
}

void tp_int_as_mpz(Value v, mpz_t z, mp_limb_t *one)
{
    View a;
    view(v, &a);
    if (a.limbs == &a.one) {
        *one = a.one;
        a.limbs = one;
    }
    mpz_roinit_n(z, a.limbs, a.is_negative ? -a.n : a.n);
}

int tp_int_sign(Value v)
{
    if (tp_is_small(v))
        return (tp_small_value(v) > 0) - (tp_small_value(v) < 0);
    return big(v)->size < 0 ? -1 : 1;
}

static int compare_magnitudes(const View *a, const View *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    return mpn_cmp(a->limbs, b->limbs, a->n);
}

int tp_int_cmp(Value a, Value b)
{
    View x, y;
    int order;
    if (tp_both_small(a, b))
        return ((int64_t)a > (int64_t)b) - ((int64_t)a < (int64_t)b);
    view(a, &x);
    view(b, &y);
    if (x.is_negative != y.is_negative)
        order = x.is_negative ? -1 : 1;
    else
        order = x.is_negative ? compare_magnitudes(&y, &x) : compare_magnitudes(&x, &y);
    drop(a);
    drop(b);
    return order;
}

/* ---- addition, subtraction, multiplication ---- */

/* x + y, or x - y if the sign of y is turned, of the views of a and b. */
static Value add_views(Value a, Value b, const View *x, const View *y, bool y_is_negative)
{
    const View *large = x, *little = y;
    bool is_negative = x->is_negative;
    if (x->n <= 1 && y->n <= 1) {
        I128 i = x->n ? x->limbs[0] : 0, j = y->n ? y->limbs[0] : 0;
        i = (x->is_negative ? -i : i) + (y_is_negative ? -j : j);
        return from_u128(i < 0 ? -(U128)i : (U128)i, i < 0);
    }
    if (x->is_negative == y_is_negative) {
        if (x->n < y->n)
            large = y, little = x;
        Int *r = take_or_alloc(a, b, large->n + 1);
        if (!r)
            return 0;
        r->limbs[large->n] =
            little->n ? mpn_add(r->limbs, large->limbs, large->n, little->limbs, little->n)
                      : (mpn_copyi(r->limbs, large->limbs, large->n), 0);
        return finish(r, large->n + 1, is_negative);
    }
    if (compare_magnitudes(x, y) < 0)
        large = y, little = x, is_negative = y_is_negative;
    Int *r = take_or_alloc(a, b, large->n);
    if (!r)
        return 0;
    if (little->n)
        mpn_sub(r->limbs, large->limbs, large->n, little->limbs, little->n);
    else
        mpn_copyi(r->limbs, large->limbs, large->n);
    return finish(r, large->n, is_negative);
}

/* What is left of the operands of an operation that gave `result`, which one of them may be. */
static inline Value done(Value a, Value b, Value result)
{
    drop(a);
    drop(b);
    return result;
}

Value tp_int_add(Value a, Value b)
{
    View x, y;
    if (tp_both_small(a, b))
        return tp_int(tp_small_value(a) + tp_small_value(b));
    view(a, &x);
    view(b, &y);
    return done(a, b, add_views(a, b, &x, &y, y.is_negative));
}

Value tp_int_sub(Value a, Value b)
{
    View x, y;
    if (tp_both_small(a, b))
        return tp_int(tp_small_value(a) - tp_small_value(b));
    view(a, &x);
    view(b, &y);
    return done(a, b, add_views(a, b, &x, &y, !y.is_negative));
}

Value tp_int_mul(Value a, Value b)
{
    View x, y;
    if (tp_both_small(a, b)) {
        int64_t i = tp_small_value(a), j = tp_small_value(b), product;
        if (!__builtin_mul_overflow(i, j, &product))
            return tp_int(product);
        return from_u128((U128)magnitude_of(i) * magnitude_of(j), (i < 0) != (j < 0));
    }
    view(a, &x);
    view(b, &y);
    const View *large = x.n < y.n ? &y : &x, *little = x.n < y.n ? &x : &y;
    if (!little->n)
        return done(a, b, tp_small(0));
    /* by one limb it works in place */
    Int *r = little->n == 1 ? take_or_alloc(a, b, large->n + 1) : int_alloc(x.n + y.n);
    if (!r)
        return 0;
    if (little->n == 1)
        r->limbs[large->n] = mpn_mul_1(r->limbs, large->limbs, large->n, little->limbs[0]);
    else if (x.limbs == y.limbs)
        mpn_sqr(r->limbs, x.limbs, x.n);
    else
        mpn_mul(r->limbs, large->limbs, large->n, little->limbs, little->n);
    return done(a, b, finish(r, x.n + y.n, x.is_negative != y.is_negative));
}

Value tp_int_neg(Value a)
{
    if (tp_is_small(a))
        return tp_int(-tp_small_value(a));
    Int *b = big(a);
    int64_t n = b->size < 0 ? -b->size : b->size;
    return tp_int_from_limbs(b->limbs, n, b->size > 0);
}

/* ---- division ---- */

/* The same by one limb: nothing but the quotient needs memory. */
static int divide_by_limb(const View *a, mp_limb_t divisor, bool is_negative,
                          bool divisor_is_negative, Value *quotient, Value *remainder)
{
    Int *q = int_alloc(a->n + 1);
    if (!q)
        return -1;
    mp_limb_t rest = mpn_divrem_1(q->limbs, 0, a->limbs, a->n, divisor);
    q->limbs[a->n] = 0;
    if (is_negative && rest) {
        q->limbs[a->n] = mpn_add_1(q->limbs, q->limbs, a->n, 1);
        rest = divisor - rest;
    }
    if (quotient)
        *quotient = finish(q, a->n + 1, is_negative);
    else
        int_free(q);
    if (remainder)
        *remainder = from_limb(rest, divisor_is_negative);
    return 0;
}

/* Floor division of views into new ints: what is asked for (not NULL) is stored. b is not zero. */
static int divide_views(const View *a, const View *b, Value *quotient, Value *remainder)
{
    bool is_negative = a->is_negative != b->is_negative;
    int64_t nq = a->n - b->n + 1;
    if (nq <= 0 || (nq == 1 && compare_magnitudes(a, b) < 0)) {
        /* |a| < |b|: the quotient is 0 or -1 */
        if (quotient)
            *quotient = tp_small(a->n && is_negative ? -1 : 0);
        if (remainder) {
            if (a->n && is_negative)
                *remainder = add_views(tp_small(0), tp_small(0), b, a, a->is_negative);
            else
                *remainder = tp_int_from_limbs(a->limbs, a->n, a->is_negative);
            if (!*remainder)
                return -1;
        }
        return 0;
    }
    if (b->n == 1)
        return divide_by_limb(a, b->limbs[0], is_negative, b->is_negative, quotient, remainder);
    Int *q = int_alloc(nq + 1), *r = int_alloc(b->n);
    bool has_remainder = false;
    if (!q || !r)
        return -1;
    mpn_tdiv_qr(q->limbs, r->limbs, 0, a->limbs, a->n, b->limbs, b->n);
    for (int64_t i = 0; i < b->n && !has_remainder; i++)
        has_remainder = r->limbs[i] != 0;
    if (is_negative && has_remainder) {
        q->limbs[nq] = mpn_add_1(q->limbs, q->limbs, nq, 1);
        mpn_sub_n(r->limbs, b->limbs, r->limbs, b->n);
        nq++;
    }
    if (quotient)
        *quotient = finish(q, nq, is_negative);
    else
        int_free(q);
    if (remainder)
        *remainder = finish(r, b->n, b->is_negative);
    else
        int_free(r);
    return 0;
}

Value tp_int_floordiv(Value a, Value b)
{
    View x, y;
    Value quotient;
    if (b == tp_small(0))
        return tp_raise(&tp_ZeroDivisionError, "integer division or modulo by zero");
    if (tp_both_small(a, b)) {
        int64_t i = tp_small_value(a), j = tp_small_value(b), q = i / j;
        return tp_int(q - (q * j != i && (i < 0) != (j < 0)));
    }
    view(a, &x);
    view(b, &y);
    return divide_views(&x, &y, &quotient, 0) < 0 ? 0 : done(a, b, quotient);
}

Value tp_int_mod(Value a, Value b)
{
    View x, y;
    Value remainder;
    if (b == tp_small(0))
        return tp_raise(&tp_ZeroDivisionError, "integer modulo by zero");
    if (tp_both_small(a, b)) {
        int64_t i = tp_small_value(a), j = tp_small_value(b), r = i % j;
        return tp_small(r && (r < 0) != (j < 0) ? r + j : r);
    }
    if (tp_is_small(b)) {
        /* one limb: no quotient needed */
        int64_t j = tp_small_value(b);
        view(a, &x);
        int64_t r = mpn_mod_1(x.limbs, x.n, magnitude_of(j));
        if (r && x.is_negative != (j < 0))
            r = magnitude_of(j) - r;
        return tp_small(j < 0 ? -r : r);
    }
    view(a, &x);
    view(b, &y);
    return divide_views(&x, &y, 0, &remainder) < 0 ? 0 : remainder;
}

int tp_int_divmod(Value a, Value b, Value *quotient, Value *remainder)
{
    View x, y;
    if (b == tp_small(0))
        return tp_raise_int(&tp_ZeroDivisionError, "integer division or modulo by zero");
    if (tp_both_small(a, b)) {
        *quotient = tp_int_floordiv(a, b);
        *remainder = tp_int_mod(a, b);
        return 0;
    }
    view(a, &x);
    view(b, &y);
    return divide_views(&x, &y, quotient, remainder);
}

/* ---- shifts and bits ---- */

static inline int64_t limb_bits(mp_limb_t limb)
{
    return limb ? LIMB_BITS - __builtin_clzll(limb) : 0;
}

static int64_t view_bits(const View *a)
{
    return a->n ? (a->n - 1) * LIMB_BITS + limb_bits(a->limbs[a->n - 1]) : 0;
}

int64_t tp_int_bit_length(Value v)
{
    View a;
    view(v, &a);
    return view_bits(&a);
}

int64_t tp_int_bit_count(Value v)
{
    View a;
    view(v, &a);
    return a.n ? (int64_t)mpn_popcount(a.limbs, a.n) : 0;
}

/* r = a << count; r has room for a->n + count / 64 + 1 limbs. */
static void shift_left(mp_limb_t *r, const View *a, int64_t count)
{
    int64_t words = count / LIMB_BITS, bits = count % LIMB_BITS;
    if (bits) {
        r[a->n + words] = mpn_lshift(r + words, a->limbs, a->n, bits);
    } else {
        mpn_copyi(r + words, a->limbs, a->n);
        r[a->n + words] = 0;
    }
    mpn_zero(r, words);
}

/* The exception of a shift by 2^61 or more: CPython, whose digits have 30 bits, first counts
 * them. */
static Value shift_too_far(Value count)
{
    enum { CPYTHON_DIGIT_BITS = 30 };
    const U128 most = (U128)CPYTHON_DIGIT_BITS << 61;
    View v;
    view(count, &v);
    if (v.n > 2 || (v.n == 2 && ((U128)v.limbs[1] << 64 | v.limbs[0]) >= most))
        return tp_raise(&tp_OverflowError, "too many digits in integer");
    return tp_raise_no_memory();
}

Value tp_int_lshift(Value a, Value b)
{
    View x;
    int64_t count;
    if (tp_int_sign(b) < 0)
        return tp_raise(&tp_ValueError, "negative shift count");
    if (a == tp_small(0))
        return a;
    if (!tp_is_small(b))
        return shift_too_far(b);
    count = tp_small_value(b);
    if (tp_is_small(a) && count < 62) {
        int64_t i = tp_small_value(a), shifted = (int64_t)((uint64_t)i << count);
        if (shifted >> count == i)
            return tp_int(shifted);
    }
    view(a, &x);
    int64_t n = x.n + count / LIMB_BITS + 1;
    Int *r = int_alloc(n);
    if (!r)
        return 0;
    shift_left(r->limbs, &x, count);
    return finish(r, n, x.is_negative);
}

Value tp_int_rshift(Value a, Value b)
{
    View x;
    int64_t count;
    if (tp_int_sign(b) < 0)
        return tp_raise(&tp_ValueError, "negative shift count");
    if (!tp_is_small(b))
        return tp_small(tp_int_sign(a) < 0 ? -1 : 0);
    count = tp_small_value(b);
    if (tp_is_small(a))
        return tp_small(tp_small_value(a) >> (count > 63 ? 63 : count));
    view(a, &x);
    int64_t words = count / LIMB_BITS, bits = count % LIMB_BITS, n = x.n - words;
    if (n <= 0)
        return tp_small(x.is_negative ? -1 : 0);
    /* a negative value rounds towards minus infinity: one more if a bit falls off */
    bool round_up = x.is_negative && (int64_t)mpn_scan1(x.limbs, 0) < count;
    Int *r = int_alloc(n + 1);
    if (!r)
        return 0;
    if (bits)
        mpn_rshift(r->limbs, x.limbs + words, n, bits);
    else
        mpn_copyi(r->limbs, x.limbs + words, n);
    r->limbs[n] = round_up ? mpn_add_1(r->limbs, r->limbs, n, 1) : 0;
    return finish(r, n + 1, x.is_negative);
}

/* r = a as n limbs of two's complement. */
static void to_twos(mp_limb_t *r, const View *a, int64_t n)
{
    if (a->n)
        mpn_copyi(r, a->limbs, a->n);
    mpn_zero(r + a->n, n - a->n);
    if (a->is_negative)
        mpn_neg(r, r, n);
}

static Value bitwise(Value a, Value b, char op)
{
    mp_limb_t stack[STACK_LIMBS], *other = stack;
    View x, y;
    view(a, &x);
    view(b, &y);
    int64_t n = (x.n > y.n ? x.n : y.n) + 1;
    Int *r = int_alloc(n);
    if (r && n > STACK_LIMBS)
        other = tp_heap_try_alloc_atomic(n * sizeof(mp_limb_t));
    if (!r || !other)
        return 0;
    to_twos(r->limbs, &x, n);
    to_twos(other, &y, n);
    if (op == '&')
        mpn_and_n(r->limbs, r->limbs, other, n);
    else if (op == '|')
        mpn_ior_n(r->limbs, r->limbs, other, n);
    else
        mpn_xor_n(r->limbs, r->limbs, other, n);
    bool is_negative = r->limbs[n - 1] >> (LIMB_BITS - 1);
    if (is_negative)
        mpn_neg(r->limbs, r->limbs, n);
    return finish(r, n, is_negative);
}

/* A mask that is small and not negative keeps only the lowest limb. */
static Value and_mask(Value a, int64_t mask)
{
    mp_limb_t low = big(a)->size < 0 ? -big(a)->limbs[0] : big(a)->limbs[0];
    return tp_small(low & (mp_limb_t)mask);
}

Value tp_int_and(Value a, Value b)
{
    if (tp_both_small(a, b))
        return a & b;
    if (tp_is_small(b) && tp_small_value(b) >= 0)
        return and_mask(a, tp_small_value(b));
    if (tp_is_small(a) && tp_small_value(a) >= 0)
        return and_mask(b, tp_small_value(a));
    return bitwise(a, b, '&');
}

Value tp_int_or(Value a, Value b)
{
    return tp_both_small(a, b) ? a | b : bitwise(a, b, '|');
}

Value tp_int_xor(Value a, Value b)
{
    return tp_both_small(a, b) ? (a ^ b) | 3 : bitwise(a, b, '^');
}

Value tp_int_invert(Value a)
{
    if (tp_is_small(a))
        return tp_small(~tp_small_value(a));
    return tp_int_sub(tp_small(-1), a);
}

/* ---- powers ---- */

/* base ** exponent for exponent > 0 and |base| > 1: square and multiply from the top bit down. */
static Value power(const View *base, int64_t exponent)
{
    int64_t bits = view_bits(base), total, n;
    if (__builtin_mul_overflow(bits, exponent, &total) || total > (int64_t)1 << 50)
        return tp_raise_no_memory();
    n = total / LIMB_BITS + 2 + base->n;
    Int *result = int_alloc(n), *spare = int_alloc(n);
    if (!result || !spare)
        return 0;
    int64_t size = base->n;
    mpn_copyi(result->limbs, base->limbs, size);
    for (int bit = (int)limb_bits(exponent) - 2; bit >= 0; bit--) {
        Int *swap;
        mpn_sqr(spare->limbs, result->limbs, size);
        size *= 2;
        size -= !spare->limbs[size - 1];
        swap = result, result = spare, spare = swap;
        if (!(exponent >> bit & 1))
            continue;
        if (base->n == 1) {
            result->limbs[size] = mpn_mul_1(result->limbs, result->limbs, size, base->limbs[0]);
            size += 1;
        } else {
            mpn_mul(spare->limbs, result->limbs, size, base->limbs, base->n);
            swap = result, result = spare, spare = swap;
            size += base->n;
        }
        size -= !result->limbs[size - 1];
    }
    return finish(result, size, base->is_negative && (exponent & 1));
}

Value tp_int_pow(Value a, Value b)
{
    View x;
    if (tp_int_sign(b) < 0) {
        double base, exponent;
        if (tp_int_as_double(a, &base) < 0 || tp_int_as_double(b, &exponent) < 0)
            return 0;
        return tp_float_pow(base, exponent);
    }
    if (b == tp_small(0) || a == tp_small(1))
        return tp_small(1);
    if (a == tp_small(0) || b == tp_small(1))
        return a;
    if (a == tp_small(-1)) {
        mp_limb_t low = tp_is_small(b) ? (mp_limb_t)tp_small_value(b) : big(b)->limbs[0];
        return tp_small(low & 1 ? -1 : 1);
    }
    if (!tp_is_small(b))
        return tp_raise_no_memory();
    int64_t exponent = tp_small_value(b);
    if (a == tp_small(2))
        return tp_int_lshift(tp_small(1), b);
    if (tp_is_small(a) && exponent < 62) {
        int64_t result = 1, square = tp_small_value(a);
        for (int64_t e = exponent;;) {
            if ((e & 1) && __builtin_mul_overflow(result, square, &result))
                break;
            if (!(e >>= 1))
                return tp_int(result);
            if (__builtin_mul_overflow(square, square, &square))
                break;
        }
    }
    view(a, &x);
    int64_t zeros = mpn_scan1(x.limbs, 0);
    if (zeros && exponent > 8) {
        /* an even base: raise its odd part, shift by the rest */
        int64_t shift;
        Value odd = tp_int_rshift(a, tp_small(zeros)), result;
        if (__builtin_mul_overflow(zeros, exponent, &shift))
            return tp_raise_no_memory();
        if (!odd || !(result = tp_int_pow(odd, b)))
            return 0;
        return tp_int_lshift(result, tp_small(shift));
    }
    return power(&x, exponent);
}

/* base ** exponent % modulus in machine words; all below 2^62, modulus not 0. */
static uint64_t power_mod_word(uint64_t base, uint64_t exponent, uint64_t modulus)
{
    uint64_t result = 1 % modulus;
    base %= modulus;
    if (modulus <= UINT32_MAX) {
        for (; exponent; exponent >>= 1) {
            if (exponent & 1)
                result = result * base % modulus;
            base = base * base % modulus;
        }
        return result;
    }
    for (; exponent; exponent >>= 1) {
        if (exponent & 1)
            result = (uint64_t)((U128)result * base % modulus);
        base = (uint64_t)((U128)base * base % modulus);
    }
    return result;
}

Value tp_int_pow_mod(Value a, Value b, Value modulus)
{
    mpz_t base, exponent, m, result;
    mp_limb_t limb[3];
    Value r;
    if (modulus == tp_small(0))
        return tp_raise(&tp_ValueError, "pow() 3rd argument cannot be 0");
    if (tp_both_small(a, b) && tp_is_small(modulus) && tp_small_value(b) >= 0) {
        int64_t m1 = tp_small_value(modulus), m0 = (int64_t)magnitude_of(m1);
        int64_t x = tp_small_value(a) % m0;
        int64_t word = power_mod_word(x < 0 ? x + m0 : x, tp_small_value(b), m0);
        return tp_small(word && m1 < 0 ? word - m0 : word);
    }
    tp_int_as_mpz(a, base, &limb[0]);
    tp_int_as_mpz(b, exponent, &limb[1]);
    tp_int_as_mpz(modulus, m, &limb[2]);
    mpz_init(result);
    if (mpz_sgn(exponent) < 0) {
        mpz_t positive;
        if (!mpz_invert(result, base, m) && mpz_cmpabs_ui(m, 1) != 0) {
            mpz_clear(result);
            return tp_raise(&tp_ValueError, "base is not invertible for the given modulus");
        }
        mpz_roinit_n(positive, mpz_limbs_read(exponent), mpz_size(exponent));
        mpz_powm(result, result, positive, m);
    } else {
        mpz_powm(result, base, exponent, m);
    }
    if (mpz_sgn(m) < 0 && mpz_sgn(result) > 0)
        mpz_add(result, result, m);
    r = tp_int_from_mpz(result);
    mpz_clear(result);
    return r;
}

/* ---- doubles ---- */

/* significand * 2^exponent, correctly rounded (half to even); the lowest bit of the significand may
 * stand for lost bits if it has more than 54. Infinity if too large. */
static double round_scaled(uint64_t significand, int64_t exponent)
{
    int64_t drop = limb_bits(significand) - 53;
    if (drop < -1074 - exponent)
        drop = -1074 - exponent;
    if (drop > 0) {
        if (drop > 63)
            return 0.0;
        uint64_t half = (uint64_t)1 << (drop - 1), rest = significand & ((half << 1) - 1);
        significand >>= drop;
        exponent += drop;
        significand += rest > half || (rest == half && (significand & 1));
    }
    return ldexp((double)significand, exponent > 5000 ? 5000 : (int)exponent);
}

/* The top 64 bits of a (the last one set if any bit below is): a is about top * 2^*exponent. */
static uint64_t top_bits(const View *a, int64_t *exponent)
{
    int64_t bits = view_bits(a), shift = bits - 64;
    if (shift <= 0) {
        *exponent = 0;
        return a->n ? a->limbs[0] : 0;
    }
    *exponent = shift;
    int64_t word = shift / LIMB_BITS, bit = shift % LIMB_BITS;
    uint64_t top = a->limbs[word] >> bit;
    if (bit)
        top |= a->limbs[word + 1] << (LIMB_BITS - bit);
    return top | ((int64_t)mpn_scan1(a->limbs, 0) < shift);
}

int tp_int_as_double(Value v, double *out)
{
    View a;
    int64_t exponent;
    v = tp_int_plain(v);
    if (tp_is_small(v)) {
        *out = (double)tp_small_value(v);
        return 0;
    }
    view(v, &a);
    uint64_t top = top_bits(&a, &exponent);
    double d = round_scaled(top, exponent);
    if (isinf(d))
        return tp_raise_int(&tp_OverflowError, "int too large to convert to float");
    *out = a.is_negative ? -d : d;
    return 0;
}

double tp_int_frexp(Value v, int64_t *exponent)
{
    View a;
    int64_t shift;
    int extra;
    view(v, &a);
    double d = frexp(round_scaled(top_bits(&a, &shift), 0), &extra);
    *exponent = a.n ? shift + extra : 0;
    return a.is_negative ? -d : d;
}

Value tp_int_from_double(double d)
{
    if (d > -0x1p61 && d < 0x1p61)
        return tp_small((int64_t)d);
    if (isnan(d))
        return tp_raise(&tp_ValueError, "cannot convert float NaN to integer");
    if (isinf(d))
        return tp_raise(&tp_OverflowError, "cannot convert float infinity to integer");
    int exponent;
    uint64_t significand = (uint64_t)ldexp(frexp(fabs(d), &exponent), 53);
    Value magnitude = tp_int_from_u64(significand);
    if (d < 0)
        magnitude = tp_int_neg(magnitude);
    return exponent >= 53 ? tp_int_lshift(magnitude, tp_small(exponent - 53))
                          : tp_int_rshift(magnitude, tp_small(53 - exponent));
}

Value tp_int_truediv(Value a, Value b)
{
    View x, y;
    if (b == tp_small(0))
        return tp_raise(&tp_ZeroDivisionError, "division by zero");
    if (tp_both_small(a, b)) {
        int64_t i = tp_small_value(a), j = tp_small_value(b), limit = (int64_t)1 << 53;
        if (i <= limit && i >= -limit && j <= limit && j >= -limit)
            return tp_float((double)i / (double)j);
    }
    view(a, &x);
    view(b, &y);
    bool is_negative = x.is_negative != y.is_negative;
    int64_t distance = view_bits(&x) - view_bits(&y);
    if (!x.n || distance < -1080)
        return tp_float(is_negative ? -0.0 : 0.0);
    if (distance > 1026)
        goto too_large;

    /* quotient of 55 to 57 bits: x * 2^shift // y, its last bit set if there is a remainder */
    int64_t shift = 56 - distance, n = x.n, m = y.n;
    const mp_limb_t *scaled, *divisor;
    View *longer = shift >= 0 ? &x : &y;
    int64_t count = shift >= 0 ? shift : -shift, room = longer->n + count / LIMB_BITS + 1;
    Int *space = int_alloc(room);
    if (!space)
        return 0;
    shift_left(space->limbs, longer, count);
    room -= !space->limbs[room - 1];
    if (shift >= 0)
        scaled = space->limbs, n = room, divisor = y.limbs;
    else
        divisor = space->limbs, m = room, scaled = x.limbs;
    Int *q = int_alloc(n - m + 2), *r = int_alloc(m);
    if (!q || !r)
        return 0;
    if (m == 1)
        r->limbs[0] = mpn_divrem_1(q->limbs, 0, scaled, n, divisor[0]);
    else
        mpn_tdiv_qr(q->limbs, r->limbs, 0, scaled, n, divisor, m);
    uint64_t significand = q->limbs[0];
    for (int64_t i = 0; i < m; i++) {
        if (r->limbs[i]) {
            significand |= 1;
            break;
        }
    }
    double d = round_scaled(significand, -shift);
    if (!isinf(d))
        return tp_float(is_negative ? -d : d);
too_large:
    return tp_raise(&tp_OverflowError, "integer division result too large for a float");
}

/* ---- hash and machine integers ---- */

int64_t tp_int_hash(Value v)
{
    enum { HASH_BITS = 61 };
    const mp_limb_t modulus = ((mp_limb_t)1 << HASH_BITS) - 1;
    v = tp_int_plain(v);
    int64_t hash;
    if (tp_is_small(v)) {
        hash = tp_small_value(v);
        if (__builtin_expect(hash == (int64_t)modulus, 0))
            hash = 0;
        else if (__builtin_expect(hash <= -(int64_t)modulus, 0))
            hash += modulus;
    } else {
        View a;
        view(v, &a);
        hash = (int64_t)mpn_mod_1(a.limbs, a.n, modulus);
        if (a.is_negative)
            hash = -hash;
    }
    return hash == -1 ? -2 : hash;
}

bool tp_int_fits_i64(Value v, int64_t *out)
{
    v = tp_int_plain(v);
    if (tp_is_small(v)) {
        *out = tp_small_value(v);
        return true;
    }
    Int *b = big(v);
    if (b->size == 1 && b->limbs[0] <= INT64_MAX)
        *out = (int64_t)b->limbs[0];
    else if (b->size == -1 && b->limbs[0] <= (mp_limb_t)INT64_MAX + 1)
        *out = (int64_t)-b->limbs[0];
    else
        return false;
    return true;
}

int tp_int_as_i64(Value v, int64_t *out)
{
    if (tp_int_fits_i64(v, out))
        return 0;
    return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C long");
}

int tp_int_as_u64(Value v, uint64_t *out)
{
    View a;
    view(tp_int_plain(v), &a);
    if (a.is_negative)
        return tp_raise_int(&tp_OverflowError, "can't convert negative value to unsigned int");
    if (a.n > 1)
        return tp_raise_int(&tp_OverflowError, "int too big to convert");
    *out = a.n ? a.limbs[0] : 0;
    return 0;
}

/* ---- bytes ---- */

Value tp_int_from_bytes(const uint8_t *bytes, int64_t n, bool is_little, bool is_signed)
{
    int64_t count = n / 8 + 1;
    Int *r = int_alloc(count);
    if (!r)
        return 0;
    bool is_negative = is_signed && n && bytes[is_little ? n - 1 : 0] & 0x80;
    uint8_t *to = (uint8_t *)r->limbs;
    if (is_little)
        memcpy(to, bytes, n);
    else
        for (int64_t i = 0; i < n; i++)
            to[i] = bytes[n - 1 - i];
    memset(to + n, is_negative ? 0xff : 0, count * 8 - n);
    if (is_negative)
        mpn_neg(r->limbs, r->limbs, count);
    return finish(r, count, is_negative);
}

int tp_int_to_bytes(Value v, uint8_t *bytes, int64_t n, bool is_little, bool is_signed)
{
    View a;
    view(v, &a);
    if (a.is_negative && !is_signed)
        return tp_raise_int(&tp_OverflowError, "can't convert negative int to unsigned");
    int64_t bits = view_bits(&a);
    /* -2^k fits in k + 1 bits of two's complement, as 2^k - 1 does */
    if (is_signed && a.n && !(a.is_negative && (int64_t)mpn_scan1(a.limbs, 0) == bits - 1))
        bits++;
    /* CPython lets -1 into no bytes at all */
    if (bits > n * 8 && v != tp_small(-1))
        return tp_raise_int(&tp_OverflowError, "int too big to convert");
    mp_limb_t borrow = a.is_negative;
    for (int64_t i = 0; i < n; i += 8) {
        mp_limb_t limb = i / 8 < a.n ? a.limbs[i / 8] : 0;
        if (a.is_negative) {
            limb = ~limb + borrow;
            borrow = borrow && !limb;
        }
        for (int64_t j = i; j < n && j < i + 8; j++, limb >>= 8)
            bytes[is_little ? j : n - 1 - j] = (uint8_t)limb;
    }
    return 0;
}

/* ---- number theory ---- */

Value tp_int_gcd(Value a, Value b)
{
    mpz_t x, y, result;
    mp_limb_t limb[2];
    Value r;
    if (tp_both_small(a, b)) {
        uint64_t u = magnitude_of(tp_small_value(a)), w = magnitude_of(tp_small_value(b));
        if (!u || !w)
            return tp_int_from_u64(u | w);
        int zeros = __builtin_ctzll(u | w);
        u >>= __builtin_ctzll(u);
        while (w) {
            w >>= __builtin_ctzll(w);
            if (u > w) {
                uint64_t swap = u;
                u = w;
                w = swap;
            }
            w -= u;
        }
        return tp_int_from_u64(u << zeros);
    }
    tp_int_as_mpz(a, x, &limb[0]);
    tp_int_as_mpz(b, y, &limb[1]);
    mpz_init(result);
    mpz_gcd(result, x, y);
    r = tp_int_from_mpz(result);
    mpz_clear(result);
    return r;
}

Value tp_int_isqrt(Value v)
{
    View a;
    view(v, &a);
    if (!a.n)
        return v;
    Int *root = int_alloc((a.n + 1) / 2);
    if (!root)
        return 0;
    Int *rest = int_alloc(a.n);
    if (!rest)
        return 0;
    mpn_sqrtrem(root->limbs, rest->limbs, a.limbs, a.n);
    return finish(root, (a.n + 1) / 2, false);
}
