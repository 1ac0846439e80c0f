/* text.h -- what the files of str, bytes and bytearray share: copying and searching characters of
 * 1, 2 or 4 bytes. Indices and counts are in characters. */
#ifndef TP_TEXT_H
#define TP_TEXT_H

#include <string.h>
#include "str.h"

/* A buffer with room to spare at its end; `owner` of the strs or bytes that are its prefixes. */
typedef struct TextBuffer {
    int64_t used, capacity; /* bytes */
    char data[];
} TextBuffer;

static inline int text_width(uint32_t max_char)
{
    return max_char < 0x100 ? 1 : max_char < 0x10000 ? 2 : 4;
}

/* A bound of the characters of that str that keeps its width and ASCII-ness. */
static inline uint32_t text_bound(const Str *s)
{
    return s->is_ascii ? 0x7f : s->width == 1 ? 0xff : s->width == 2 ? 0xffff : 0x10ffff;
}

static inline uint32_t text_get(const void *data, int width, int64_t i)
{
    return width == 1   ? ((const uint8_t *)data)[i]
           : width == 2 ? ((const uint16_t *)data)[i]
                        : ((const uint32_t *)data)[i];
}

static inline void text_put(void *data, int width, int64_t i, uint32_t c)
{
    if (width == 1)
        ((uint8_t *)data)[i] = (uint8_t)c;
    else if (width == 2)
        ((uint16_t *)data)[i] = (uint16_t)c;
    else
        ((uint32_t *)data)[i] = c;
}

static inline const void *text_at(const void *data, int width, int64_t i)
{
    return (const char *)data + i * width;
}

/* memcpy of what is short mostly. */
static inline void text_move(char *to, const char *from, int64_t n)
{
    if (n > 16) {
        memcpy(to, from, (size_t)n);
    } else if (n >= 8) {
        uint64_t first, last;
        memcpy(&first, from, 8);
        memcpy(&last, from + n - 8, 8);
        memcpy(to, &first, 8);
        memcpy(to + n - 8, &last, 8);
    } else if (n >= 4) {
        uint32_t first, last;
        memcpy(&first, from, 4);
        memcpy(&last, from + n - 4, 4);
        memcpy(to, &first, 4);
        memcpy(to + n - 4, &last, 4);
    } else if (n > 0) {
        char middle = from[n / 2], last = from[n - 1];
        to[0] = from[0];
        to[n / 2] = middle;
        to[n - 1] = last;
    }
}

/* Copy n characters, from a storage to one at least as wide. */
void text_widen(void *to, int to_width, int64_t at, const void *from, int from_width, int64_t n);
static inline void text_copy(void *to, int to_width, int64_t at, const void *from, int from_width,
                             int64_t n)
{
    if (to_width == from_width)
        memcpy((char *)to + at * to_width, from, (size_t)(n * to_width));
    else
        text_widen(to, to_width, at, from, from_width, n);
}
void text_fill(void *to, int width, int64_t at, uint32_t c, int64_t n);
/* An upper bound of n characters, exact in width and ASCII-ness. */
uint32_t text_max(const void *data, int width, int64_t n);

/* First and last index of needle in hay, or -1. The empty needle is found at 0 and at n. */
int64_t text_find(const void *hay, int hay_width, int64_t n, const void *needle, int needle_width,
                  int64_t m);
int64_t text_rfind(const void *hay, int hay_width, int64_t n, const void *needle, int needle_width,
                   int64_t m);
int64_t text_find_char(const void *hay, int width, int64_t n, uint32_t c);
int64_t text_rfind_char(const void *hay, int width, int64_t n, uint32_t c);
/* Occurrences that do not overlap, at most `limit` (-1: all). */
int64_t text_count(const void *hay, int hay_width, int64_t n, const void *needle, int needle_width,
                   int64_t m, int64_t limit);

/* Clamp slice bounds as str.find and its kin do: start and end may be 0 (not given) or None. -1 on
 * a TypeError. Afterwards 0 <= *end <= length, and *start may lie behind *end. */
int text_bounds(Value start, Value end, int64_t length, int64_t *from, int64_t *to);

/* The str with the storage its characters need, for one that was made with a bound too high. */
Value text_narrow(Str *s);

/* The items that join() is given, which stay as they are until Python code runs: 0, or -1 with an
 * exception. */
int text_join_items(Value iterable, const Value **items, int64_t *n);

/* repr() of n bytes: b'...'. */
Value text_bytes_repr(const char *data, int64_t n);

/* An argument that CPython takes as a C int: -1 with TypeError or OverflowError. */
int text_int_arg(Value v, int64_t *out);
/* The same with the messages of CPython's format "i". */
int text_plain_int_arg(Value v, int64_t *out);
/* An int that CPython takes as that unsigned C type, at most `most`: 0, or -1 with TypeError,
 * ValueError or OverflowError. */
int text_unsigned_arg(Value v, uint64_t most, const char *c_type, uint64_t *out);
/* The low 32 bits of an int of any size, as which CPython takes an unsigned int that it does not
 * check: 0, or -1 with TypeError. */
int text_low_bits_arg(Value v, uint32_t *out);
/* An argument that is true or false but taken as a C int: 1 or 0, `missing` for v 0, or -1. */
int text_flag_arg(Value v, int missing);
/* A str argument that CPython takes as a C string, as UTF-8; 0 with the TypeError of
 * tp_raise_argument, or with ValueError if there are zeros in it. */
const char *text_name_arg(const char *function, const char *argument, Value v);
/* Checks of the RawFns: min..max positional arguments and no keywords. -1 with TypeError. */
int text_arity(const char *function, int nargs, Tuple *kwnames, int min, int max);

/* Methods of str in other files than the type's. */
Value str_capitalize(Value self, Value *args), str_casefold(Value self, Value *args);
Value str_lower(Value self, Value *args), str_upper(Value self, Value *args);
Value str_swapcase(Value self, Value *args), str_title(Value self, Value *args);
Value str_isalnum(Value self, Value *args), str_isalpha(Value self, Value *args);
Value str_isascii(Value self, Value *args), str_isdecimal(Value self, Value *args);
Value str_isdigit(Value self, Value *args), str_isidentifier(Value self, Value *args);
Value str_islower(Value self, Value *args), str_isnumeric(Value self, Value *args);
Value str_isprintable(Value self, Value *args), str_isspace(Value self, Value *args);
Value str_istitle(Value self, Value *args), str_isupper(Value self, Value *args);
Value str_split(Value self, Value *args), str_rsplit(Value self, Value *args);
Value str_splitlines(Value self, Value *args), str_partition(Value self, Value *args);
Value str_rpartition(Value self, Value *args), str_strip(Value self, Value *args);
Value str_lstrip(Value self, Value *args), str_rstrip(Value self, Value *args);
Value str_format(Value self, int nargs, const Value *args, Tuple *kwnames);
Value str_format_map(Value self, Value *args), str_dunder_format(Value self, Value *args);

#endif
