/* value.h -- what a Value is.
 *
 * Every Python value is one 64-bit word. The low three bits say what the word holds:
 *
 *     ...pppp p000   pointer to a heap object (16-byte aligned); the word 0 is no value at all:
 *                    as a result it says "an exception is pending", as an argument "not given"
 *     ...iiii ii11   small int: 62 bits, two's complement, shifted left by 2
 *     ...ffff f10x   float (low bits 100 and 101): the double's bits plus 2^60, rotated left by 4;
 *                    that is every magnitude from about 1e-77 to 1e77. The others (0.0, inf, nan,
 *                    the extremes) are boxed objects. Self-tagging after Melançon, Serrano and
 *                    Feeley, "Float Self-Tagging", OOPSLA 2025.
 *     ...cccc c001   the constants None, False, True, Ellipsis, NotImplemented
 *
 * Ints outside 62 bits are heap objects (Int in int.h); a value that fits 62 bits is never one, so
 * two small ints are equal exactly when their words are. A float that can be self-tagged may still
 * never be boxed, for the same reason.
 *
 * This header is C99 as libtcc 0.9.27 takes it: emitted C reads it too.
 */
#ifndef TP_VALUE_H
#define TP_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

typedef uint64_t Value;

#define TP_SPECIAL(n) ((Value)(((n) << 3) | 1))
#define TP_FALSE TP_SPECIAL(0)
#define TP_TRUE TP_SPECIAL(1)
#define TP_NONE TP_SPECIAL(2)
#define TP_ELLIPSIS TP_SPECIAL(3)
#define TP_NOTIMPLEMENTED TP_SPECIAL(4)
#define TP_IN_PIECE TP_SPECIAL(5)  /* no value of Python: see TextPiece */

#define TP_SMALL_MAX (((int64_t)1 << 61) - 1)
#define TP_SMALL_MIN (-((int64_t)1 << 61))

/* A heap object. False for 0. */
static inline bool tp_is_ptr(Value v)
{
    return (v & 7) == 0 && v != 0;
}

static inline bool tp_is_small(Value v)
{
    return (v & 3) == 3;
}

static inline bool tp_both_small(Value a, Value b)
{
    return (a & b & 3) == 3;
}

/* A self-tagged float; a boxed float is a heap object. */
static inline bool tp_is_tagged_float(Value v)
{
    return (v & 6) == 4;
}

static inline bool tp_is_bool(Value v)
{
    return (v & ~(Value)8) == TP_FALSE;
}

/* The word of a small int; i must lie in TP_SMALL_MIN..TP_SMALL_MAX. */
static inline Value tp_small(int64_t i)
{
    return ((Value)i << 2) | 3;
}

static inline int64_t tp_small_value(Value v)
{
    return (int64_t)v >> 2;
}

static inline bool tp_fits_small(int64_t i)
{
    return i >= TP_SMALL_MIN && i <= TP_SMALL_MAX;
}

static inline Value tp_bool(bool b)
{
    return b ? TP_TRUE : TP_FALSE;
}

union TpFloatBits {
    double d;
    uint64_t u;
};

/* The double of a self-tagged float. */
static inline double tp_tagged_float_value(Value v)
{
    union TpFloatBits bits;
    bits.u = ((v >> 4) | (v << 60)) - ((uint64_t)1 << 60);
    return bits.d;
}

/* The self-tagged word of d, or 0 if d has none and must be boxed. */
static inline Value tp_tag_float(double d)
{
    union TpFloatBits bits;
    Value v;
    bits.d = d;
    bits.u += (uint64_t)1 << 60;
    v = (bits.u << 4) | (bits.u >> 60);
    return (v & 6) == 4 ? v : 0;
}

#endif
