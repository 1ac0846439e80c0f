/* unicode.c -- properties and case mappings of characters, as Unicode 14 has them.
 *
 * The first 256 characters are looked up in one table. Beyond it the general category and the
 * simple case pairs come from utf8proc, and what it does not know, or knows from a later version
 * of Unicode, from the ranges of unicode.def, found by binary search.
 */
#include <utf8proc.h>
#include "unicode.h"

#define LETTER (CHAR_ALPHA | CHAR_PRINTABLE)
const uint8_t tp_latin1_flags[256] = {
    ['\t'] = CHAR_SPACE,
    ['\n' ... '\r'] = CHAR_SPACE | CHAR_BREAK,
    [0x1c ... 0x1e] = CHAR_SPACE | CHAR_BREAK,
    [0x1f] = CHAR_SPACE,
    [' '] = CHAR_SPACE | CHAR_PRINTABLE,
    ['!' ... '/'] = CHAR_PRINTABLE,
    ['0' ... '9'] = CHAR_DECIMAL | CHAR_NUMERIC | CHAR_PRINTABLE,
    [':' ... '@'] = CHAR_PRINTABLE,
    ['A' ... 'Z'] = LETTER | CHAR_UPPER,
    ['[' ... '`'] = CHAR_PRINTABLE,
    ['a' ... 'z'] = LETTER | CHAR_LOWER,
    ['{' ... '~'] = CHAR_PRINTABLE,
    [0x85] = CHAR_SPACE | CHAR_BREAK,
    [0xa0] = CHAR_SPACE,
    [0xa1 ... 0xa9] = CHAR_PRINTABLE,
    [0xaa] = LETTER | CHAR_LOWER,
    [0xab ... 0xac] = CHAR_PRINTABLE,
    [0xae ... 0xb1] = CHAR_PRINTABLE,
    [0xb2 ... 0xb3] = CHAR_NUMERIC | CHAR_PRINTABLE,
    [0xb4] = CHAR_PRINTABLE,
    [0xb5] = LETTER | CHAR_LOWER,
    [0xb6 ... 0xb8] = CHAR_PRINTABLE,
    [0xb9] = CHAR_NUMERIC | CHAR_PRINTABLE,
    [0xba] = LETTER | CHAR_LOWER,
    [0xbb] = CHAR_PRINTABLE,
    [0xbc ... 0xbe] = CHAR_NUMERIC | CHAR_PRINTABLE,
    [0xbf] = CHAR_PRINTABLE,
    [0xc0 ... 0xd6] = LETTER | CHAR_UPPER,
    [0xd7] = CHAR_PRINTABLE,
    [0xd8 ... 0xde] = LETTER | CHAR_UPPER,
    [0xdf ... 0xf6] = LETTER | CHAR_LOWER,
    [0xf7] = CHAR_PRINTABLE,
    [0xf8 ... 0xff] = LETTER | CHAR_LOWER,
};

typedef struct Range32 {
    uint32_t first, last;
} Range32;

static const Range32 unassigned[] = {
#define UNASSIGNED(first, last) {first, last},
#include "unicode.def"
};
static const Range32 digits[] = {
#define DIGIT(first, last) {first, last},
#include "unicode.def"
};
static const Range32 numerics[] = {
#define NUMERIC(first, last) {first, last},
#include "unicode.def"
};
static const Range32 lowers[] = {
#define LOWER(first, last) {first, last},
#include "unicode.def"
};
static const Range32 uppers[] = {
#define UPPER(first, last) {first, last},
#include "unicode.def"
};
static const Range32 id_starts[] = {
#define ID_START(first, last) {first, last},
#include "unicode.def"
};
static const Range32 not_id_starts[] = {
#define NOT_ID_START(first, last) {first, last},
#include "unicode.def"
};
static const Range32 id_continues[] = {
#define ID_CONTINUE(first, last) {first, last},
#include "unicode.def"
};
static const Range32 not_id_continues[] = {
#define NOT_ID_CONTINUE(first, last) {first, last},
#include "unicode.def"
};
static const Range32 case_ignorables[] = {
#define CASE_IGNORABLE(first, last) {first, last},
#include "unicode.def"
};

typedef struct CaseRow {
    uint16_t c;
    uint16_t upper[3], title[3]; /* ended by 0 */
} CaseRow;

static const CaseRow cases[] = {
#define CASE(c, u1, u2, u3, t1, t2, t3) {c, {u1, u2, u3}, {t1, t2, t3}},
#include "unicode.def"
};

static bool find_range(const Range32 *ranges, size_t n, uint32_t c)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else if (c < ranges[middle].first)
            high = middle;
        else
            return true;
    }
    return false;
}
#define IN(ranges, c) find_range(ranges, sizeof ranges / sizeof *ranges, c)

static utf8proc_category_t category(uint32_t c)
{
    utf8proc_category_t result = utf8proc_category((utf8proc_int32_t)c);
    if (result != UTF8PROC_CATEGORY_CN && c > 0xcf2 && IN(unassigned, c))
        return UTF8PROC_CATEGORY_CN;
    return result;
}

bool tp_char_is_assigned(uint32_t c)
{
    return category(c) != UTF8PROC_CATEGORY_CN;
}

static bool is_letter(utf8proc_category_t k)
{
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO;
}

bool tp_char_is_alpha(uint32_t c)
{
    return c < 256 ? tp_latin1_flags[c] & CHAR_ALPHA : is_letter(category(c));
}

bool tp_char_is_decimal(uint32_t c)
{
    return c < 256 ? tp_latin1_flags[c] & CHAR_DECIMAL : category(c) == UTF8PROC_CATEGORY_ND;
}

bool tp_char_is_digit(uint32_t c)
{
    return tp_char_is_decimal(c) || (c > 0x7f && IN(digits, c));
}

bool tp_char_is_numeric(uint32_t c)
{
    if (c < 256)
        return tp_latin1_flags[c] & CHAR_NUMERIC;
    utf8proc_category_t k = category(c);
    return (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO) ||
           (k == UTF8PROC_CATEGORY_LO && IN(numerics, c));
}

bool tp_char_is_lower(uint32_t c)
{
    return c < 256 ? tp_latin1_flags[c] & CHAR_LOWER
                   : category(c) == UTF8PROC_CATEGORY_LL || IN(lowers, c);
}

bool tp_char_is_upper(uint32_t c)
{
    return c < 256 ? tp_latin1_flags[c] & CHAR_UPPER
                   : category(c) == UTF8PROC_CATEGORY_LU || IN(uppers, c);
}

bool tp_char_is_title(uint32_t c)
{
    return c >= 256 && category(c) == UTF8PROC_CATEGORY_LT;
}

bool tp_char_is_space(uint32_t c)
{
    if (c < 256)
        return tp_latin1_flags[c] & CHAR_SPACE;
    return c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

bool tp_char_is_line_break(uint32_t c)
{
    return c < 256 ? tp_latin1_flags[c] & CHAR_BREAK : c == 0x2028 || c == 0x2029;
}

bool tp_char_is_printable(uint32_t c)
{
    if (c < 256)
        return tp_latin1_flags[c] & CHAR_PRINTABLE;
    utf8proc_category_t k = category(c);
    return k != UTF8PROC_CATEGORY_CN && k < UTF8PROC_CATEGORY_ZS;
}

bool tp_char_is_xid_start(uint32_t c)
{
    if (c < 128)
        return (tp_latin1_flags[c] & CHAR_ALPHA) || c == '_';
    utf8proc_category_t k = category(c);
    if (is_letter(k) || k == UTF8PROC_CATEGORY_NL)
        return !IN(not_id_starts, c);
    return IN(id_starts, c);
}

bool tp_char_is_xid_continue(uint32_t c)
{
    if (c < 128)
        return (tp_latin1_flags[c] & (CHAR_ALPHA | CHAR_DECIMAL)) || c == '_';
    utf8proc_category_t k = category(c);
    if (is_letter(k) || k == UTF8PROC_CATEGORY_NL || k == UTF8PROC_CATEGORY_MN ||
        k == UTF8PROC_CATEGORY_MC || k == UTF8PROC_CATEGORY_ND || k == UTF8PROC_CATEGORY_PC)
        return !IN(not_id_continues, c);
    return IN(id_continues, c);
}

bool tp_char_is_cased(uint32_t c)
{
    return tp_char_is_lower(c) || tp_char_is_upper(c) || tp_char_is_title(c);
}

bool tp_char_is_case_ignorable(uint32_t c)
{
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_ME || k == UTF8PROC_CATEGORY_CF ||
           k == UTF8PROC_CATEGORY_LM || k == UTF8PROC_CATEGORY_SK || IN(case_ignorables, c);
}

/* Decimal digits come in runs of ten that start where the last hexadecimal digit is 0 or 6, but
 * for the mathematical ones. */
int tp_char_decimal(uint32_t c)
{
    if (c < 128)
        return c >= '0' && c <= '9' ? (int)c - '0' : -1;
    if (!tp_char_is_decimal(c))
        return -1;
    if (c >= 0x1d7ce && c <= 0x1d7ff)
        return (int)(c - 0x1d7ce) % 10;
    int low = c & 15;
    if (low < 6)
        return low;
    if (low > 9)
        return low - 6;
    return tp_char_is_decimal(c & ~(uint32_t)15) ? low : low - 6;
}

/* ---- case ---- */

static const CaseRow *find_case(uint32_t c)
{
    size_t low = 0, high = sizeof cases / sizeof *cases;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > cases[middle].c)
            low = middle + 1;
        else if (c < cases[middle].c)
            high = middle;
        else
            return &cases[middle];
    }
    return NULL;
}

static int expand(const uint16_t from[3], uint32_t out[3])
{
    int n = 0;
    for (; n < 3 && from[n]; n++)
        out[n] = from[n];
    return n;
}

uint32_t tp_char_simple_upper(uint32_t c)
{
    if (c < 128)
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

uint32_t tp_char_simple_lower(uint32_t c)
{
    if (c < 128)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

int tp_char_upper(uint32_t c, uint32_t out[3])
{
    const CaseRow *row = c < 0xdf ? NULL : find_case(c);
    if (row)
        return expand(row->upper, out);
    out[0] = tp_char_simple_upper(c);
    return 1;
}

int tp_char_title(uint32_t c, uint32_t out[3])
{
    const CaseRow *row = c < 0xdf ? NULL : find_case(c);
    if (row && row->title[0])
        return expand(row->title, out);
    out[0] = c < 128 ? tp_char_simple_upper(c) : (uint32_t)utf8proc_totitle((utf8proc_int32_t)c);
    return 1;
}

int tp_char_lower(uint32_t c, uint32_t out[3])
{
    if (c == 0x130) {
        out[0] = 'i';
        out[1] = 0x307;
        return 2;
    }
    out[0] = tp_char_simple_lower(c);
    return 1;
}

int tp_char_fold(uint32_t c, uint32_t out[3])
{
    if (c < 128 || (c >= 0xd800 && c < 0xe000)) {
        out[0] = tp_char_simple_lower(c);
        return 1;
    }
    utf8proc_int32_t folded[18];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, folded, 18,
                                                 UTF8PROC_CASEFOLD, &boundary);
    if (n < 1 || n > 3) {
        out[0] = c;
        return 1;
    }
    for (int i = 0; i < n; i++)
        out[i] = (uint32_t)folded[i];
    return (int)n;
}
