/* unicode.h -- case mapping and further properties of characters, for the text files. */
#ifndef TP_UNICODE_H
#define TP_UNICODE_H

#include "str.h"

/* Case mappings fill in out and give their number of characters (1 to 3). Nothing here fails. */
int tp_char_upper(uint32_t c, uint32_t out[3]);
int tp_char_lower(uint32_t c, uint32_t out[3]); /* without the final sigma, which needs context */
int tp_char_title(uint32_t c, uint32_t out[3]);
int tp_char_fold(uint32_t c, uint32_t out[3]);
/* The simple, one to one mappings. */
uint32_t tp_char_simple_upper(uint32_t c);
uint32_t tp_char_simple_lower(uint32_t c);

bool tp_char_is_assigned(uint32_t c);
bool tp_char_is_cased(uint32_t c);
bool tp_char_is_case_ignorable(uint32_t c);
bool tp_char_is_line_break(uint32_t c);
static inline bool tp_char_is_alnum(uint32_t c)
{
    return tp_char_is_alpha(c) || tp_char_is_numeric(c);
}

/* Properties of the characters below 256, one bit each. */
enum {
    CHAR_ALPHA = 1,
    CHAR_DECIMAL = 2,
    CHAR_NUMERIC = 4, /* digits and fractions */
    CHAR_LOWER = 8,
    CHAR_UPPER = 16,
    CHAR_SPACE = 32,
    CHAR_PRINTABLE = 64,
    CHAR_BREAK = 128  /* ends a line for str.splitlines */
};
extern const uint8_t tp_latin1_flags[256];

#endif
