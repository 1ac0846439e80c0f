/* dtoa.h -- doubles to decimal text and back, correctly rounded. */
#ifndef TP_DTOA_H
#define TP_DTOA_H

#include <stdbool.h>
#include <stdint.h>

/* The shortest decimal digits that read back as d (finite, sign ignored), nearest to it among the
 * shortest: d = 0.DIGITS * 10^*point. At most 17, no trailing zeros, "0" with point 1 for 0; gives
 * their number. Not zero-terminated. */
int tp_dtoa_shortest(double d, char digits[20], int *point);

/* d rounded (half to even on its exact value) to `count` significant digits, in the same form but
 * with trailing zeros. count >= 1; digits has room for count + 1. */
void tp_dtoa_round(double d, int count, char *digits, int *point);

/* |d| * 10^digits rounded to an int (exact halves to even), 0 <= digits <= 22: false if that is not
 * below 2^51 and has to be found another way. */
bool tp_dtoa_scaled(double d, int digits, uint64_t *out);

/* repr text: with_dot_zero appends ".0" to what looks like an int. Buffer of 32 bytes; gives the
 * length; zero-terminated. */
int tp_dtoa_repr(double d, bool with_dot_zero, char *buffer);

/* Read the longest number at p (sign, decimal digits, point, exponent; inf, infinity, nan in any
 * case; no underscores): where it ends, or 0 if there is none. */
const char *tp_dtoa_scan(const char *p, const char *end, double *out);

#endif
