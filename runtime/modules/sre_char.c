/* sre_char.c -- the characters that one opcode of a regular expression matches.
 *
 * `sre_one` answers for one character and says what an opcode means. `sre_set_of` gives all of them
 * as ranges, for translation. Where case is ignored the opcodes hold lower case and the character
 * is made lower before it is compared; as that touches few characters, sets are made as if it did
 * not, and then mended at each character that has a case (`cased`).
 */
#include <ctype.h>
#include <stdlib.h>

#include "runtime/heap.h"
#include "runtime/unicode.h"
#include "sre.h"

/* ---- case and categories ---- */

uint32_t sre_lower_ascii(uint32_t c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

bool sre_is_cased_ascii(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The first character of the full mapping: where a simple mapping is lacking, re sees this one. */
uint32_t sre_lower_unicode(uint32_t c)
{
    uint32_t lower[3];
    if (c < 128)
        return sre_lower_ascii(c);
    tp_char_lower(c, lower);
    return lower[0];
}

static uint32_t upper_unicode(uint32_t c)
{
    uint32_t upper[3];
    tp_char_upper(c, upper);
    return upper[0];
}

bool sre_is_cased_unicode(uint32_t c)
{
    return sre_lower_unicode(c) != c || upper_unicode(c) != c;
}

uint32_t sre_lower_locale(uint32_t c)
{
    return c < 256 ? (uint32_t)tolower((int)c) : c;
}

static uint32_t upper_locale(uint32_t c)
{
    return c < 256 ? (uint32_t)toupper((int)c) : c;
}

static bool is_ascii_word(uint32_t c)
{
    return c == '_' || (c >= '0' && c <= '9') || sre_is_cased_ascii(c);
}

bool sre_is_category(uint32_t category, uint32_t c)
{
    switch (category) {
    case SRE_CATEGORY_DIGIT:
        return c >= '0' && c <= '9';
    case SRE_CATEGORY_SPACE:
        return c == ' ' || (c >= '\t' && c <= '\r');
    case SRE_CATEGORY_WORD:
        return is_ascii_word(c);
    case SRE_CATEGORY_LINEBREAK:
        return c == '\n';
    case SRE_CATEGORY_LOC_WORD:
        return c < 256 && (isalnum((int)c) || c == '_');
    case SRE_CATEGORY_UNI_DIGIT:
        return tp_char_is_decimal(c);
    case SRE_CATEGORY_UNI_SPACE:
        return tp_char_is_space(c);
    case SRE_CATEGORY_UNI_WORD:
        return c < 128 ? is_ascii_word(c) : tp_char_is_alnum(c);
    case SRE_CATEGORY_UNI_LINEBREAK:
        return tp_char_is_line_break(c);
    default:
        /* each NOT_ follows what it negates */
        return !sre_is_category(category - 1, c);
    }
}

/* ---- one character ---- */

static inline bool has_bit(const uint32_t *bits, uint32_t i)
{
    return bits[i / 32] >> i % 32 & 1;
}

/* Is it one of the categories that a CharSet has as bits, not as ranges? */
static bool is_kept(uint32_t category)
{
    switch (category) {
    case SRE_CATEGORY_DIGIT:
    case SRE_CATEGORY_NOT_DIGIT:
    case SRE_CATEGORY_SPACE:
    case SRE_CATEGORY_NOT_SPACE:
    case SRE_CATEGORY_WORD:
    case SRE_CATEGORY_NOT_WORD:
    case SRE_CATEGORY_UNI_SPACE:
    case SRE_CATEGORY_UNI_NOT_SPACE:
        return false;
    default:
        return true;
    }
}

/* Is c in one of the elements of a set, its NEGATE aside, and without the categories that are kept
 * if with_kept is false? */
static bool is_element(const uint32_t *set, uint32_t c, bool with_kept)
{
    for (;;) {
        switch (*set) {
        case SRE_NEGATE:
            set++;
            break;
        case SRE_LITERAL:
            if (c == set[1])
                return true;
            set += 2;
            break;
        case SRE_RANGE:
            if (c >= set[1] && c <= set[2])
                return true;
            set += 3;
            break;
        case SRE_RANGE_UNI_IGNORE: {
            uint32_t upper = upper_unicode(c);
            if ((c >= set[1] && c <= set[2]) || (upper >= set[1] && upper <= set[2]))
                return true;
            set += 3;
            break;
        }
        case SRE_CATEGORY:
            if ((with_kept || !is_kept(set[1])) && sre_is_category(set[1], c))
                return true;
            set += 2;
            break;
        case SRE_CHARSET:
            if (c < 256 && has_bit(set + 1, c))
                return true;
            set += 1 + 8;
            break;
        case SRE_BIGCHARSET:
            if (c < 65536) {
                uint32_t block = ((const uint8_t *)(set + 2))[c >> 8];
                if (has_bit(set + 2 + 64 + block * 8, c & 255))
                    return true;
            }
            set += 2 + 64 + set[1] * 8;
            break;
        default:
            return false;
        }
    }
}

static bool is_in(const uint32_t *set, uint32_t c)
{
    return is_element(set, c, true) != (*set == SRE_NEGATE);
}

bool sre_is_one(uint32_t op)
{
    switch (op) {
    case SRE_ANY:
    case SRE_ANY_ALL:
    case SRE_CATEGORY:
    case SRE_LITERAL:
    case SRE_NOT_LITERAL:
    case SRE_IN:
    case SRE_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_IGNORE:
    case SRE_IN_IGNORE:
    case SRE_LITERAL_UNI_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE:
    case SRE_IN_UNI_IGNORE:
    case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE:
    case SRE_IN_LOC_IGNORE:
        return true;
    default:
        return false;
    }
}

bool sre_one(const uint32_t *code, uint32_t c)
{
    switch (*code) {
    case SRE_ANY:
        return c != '\n';
    case SRE_ANY_ALL:
        return true;
    case SRE_CATEGORY:
        return sre_is_category(code[1], c);
    case SRE_LITERAL:
        return c == code[1];
    case SRE_NOT_LITERAL:
        return c != code[1];
    case SRE_IN:
        return is_in(code + 2, c);
    case SRE_LITERAL_IGNORE:
        return sre_lower_ascii(c) == code[1];
    case SRE_NOT_LITERAL_IGNORE:
        return sre_lower_ascii(c) != code[1];
    case SRE_IN_IGNORE:
        return is_in(code + 2, sre_lower_ascii(c));
    case SRE_LITERAL_UNI_IGNORE:
        return sre_lower_unicode(c) == code[1];
    case SRE_NOT_LITERAL_UNI_IGNORE:
        return sre_lower_unicode(c) != code[1];
    case SRE_IN_UNI_IGNORE:
        return is_in(code + 2, sre_lower_unicode(c));
    case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE:
        return (c == code[1] || sre_lower_locale(c) == code[1] || upper_locale(c) == code[1]) ==
               (*code == SRE_LITERAL_LOC_IGNORE);
    case SRE_IN_LOC_IGNORE:
        return is_in(code + 2, sre_lower_locale(c)) || is_in(code + 2, upper_locale(c));
    default:
        return false;
    }
}

/* ---- all characters of an opcode ---- */

static void add(CharSet *set, uint32_t first, uint32_t last)
{
    if (set->n == set->capacity) {
        set->capacity = set->capacity ? set->capacity * 2 : 16;
        CharRange *ranges = tp_heap_alloc_atomic((size_t)set->capacity * sizeof(CharRange));
        if (set->n)
            memcpy(ranges, set->ranges, (size_t)set->n * sizeof(CharRange));
        set->ranges = ranges;
    }
    set->ranges[set->n++] = (CharRange){first, last};
}

static int by_first(const void *a, const void *b)
{
    uint32_t x = ((const CharRange *)a)->first, y = ((const CharRange *)b)->first;
    return (x > y) - (x < y);
}

/* Sort, join what overlaps or touches, cut at top. */
static void normalize(CharSet *set, uint32_t top)
{
    int64_t n = 0;
    if (set->n)
        qsort(set->ranges, (size_t)set->n, sizeof(CharRange), by_first);
    for (int64_t i = 0; i < set->n && set->ranges[i].first <= top; i++) {
        CharRange range = set->ranges[i];
        range.last = range.last < top ? range.last : top;
        if (n && range.first <= set->ranges[n - 1].last + 1) {
            if (range.last > set->ranges[n - 1].last)
                set->ranges[n - 1].last = range.last;
        } else {
            set->ranges[n++] = range;
        }
    }
    set->n = n;
}

/* The characters whose bits are set, the first of them being `base`. */
static void add_bits(CharSet *set, const uint32_t *bits, uint32_t base)
{
    for (uint32_t c = 0; c < 256; c++) {
        if (!has_bit(bits, c))
            continue;
        uint32_t first = c;
        while (c < 255 && has_bit(bits, c + 1))
            c++;
        add(set, base + first, base + c);
    }
}

static void add_category(CharSet *set, uint32_t category, uint32_t top)
{
    static const CharRange digit[] = {{'0', '9'}};
    static const CharRange space[] = {{'\t', '\r'}, {' ', ' '}};
    static const CharRange word[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    static const CharRange unicode_space[] = {
        {'\t', '\r'},     {0x1c, ' '},      {0x85, 0x85},     {0xa0, 0xa0},    {0x1680, 0x1680},
        {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}};
    static const struct {
        const CharRange *ranges;
        size_t n;
    } table[SRE_CATEGORY_COUNT] = {
#define ROW(ranges) {ranges, sizeof ranges / sizeof *ranges}
        [SRE_CATEGORY_DIGIT] = ROW(digit),          [SRE_CATEGORY_NOT_DIGIT] = ROW(digit),
        [SRE_CATEGORY_SPACE] = ROW(space),          [SRE_CATEGORY_NOT_SPACE] = ROW(space),
        [SRE_CATEGORY_WORD] = ROW(word),            [SRE_CATEGORY_NOT_WORD] = ROW(word),
        [SRE_CATEGORY_UNI_SPACE] = ROW(unicode_space),
        [SRE_CATEGORY_UNI_NOT_SPACE] = ROW(unicode_space),
#undef ROW
    };
    const CharRange *ranges = table[category].ranges;
    size_t n = table[category].n;
    if (is_kept(category)) {
        set->categories |= 1u << category;
        return;
    }
    if (category % 2 == 0) {
        for (size_t i = 0; i < n; i++)
            add(set, ranges[i].first, ranges[i].last);
        return;
    }
    uint32_t from = 0;
    for (size_t i = 0; i < n; i++) {
        add(set, from, ranges[i].first - 1);
        from = ranges[i].last + 1;
    }
    if (from <= top)
        add(set, from, top);
}

static void add_elements(CharSet *set, const uint32_t *code, uint32_t top)
{
    for (;;) {
        switch (*code) {
        case SRE_NEGATE:
            set->is_negated = true;
            code++;
            break;
        case SRE_LITERAL:
            add(set, code[1], code[1]);
            code += 2;
            break;
        case SRE_RANGE:
        case SRE_RANGE_UNI_IGNORE:
            if (code[1] <= code[2])
                add(set, code[1], code[2]);
            code += 3;
            break;
        case SRE_CATEGORY:
            add_category(set, code[1], top);
            code += 2;
            break;
        case SRE_CHARSET:
            add_bits(set, code + 1, 0);
            code += 1 + 8;
            break;
        case SRE_BIGCHARSET:
            for (uint32_t i = 0; i < 256 && i << 8 <= top; i++) {
                uint32_t block = ((const uint8_t *)(code + 2))[i];
                add_bits(set, code + 2 + 64 + block * 8, i << 8);
            }
            code += 2 + 64 + code[1] * 8;
            break;
        default:
            return;
        }
    }
}

/* The characters that have a case, in order, up to at least `top`. */
static const uint32_t *cased(uint32_t top, int64_t *n)
{
    enum { LAST_CASED = 0x1e943, LIMIT = 4096 };
    static uint32_t *chars;
    static int64_t count;
    static uint32_t next;
    if (!chars)
        chars = tp_heap_alloc_atomic(LIMIT * sizeof *chars);
    for (; next <= top && next <= LAST_CASED; next++)
        if (count < LIMIT && sre_is_cased_unicode(next))
            chars[count++] = next;
    *n = count;
    return chars;
}

/* Mend a normalised set so that it has each cased c exactly if wanted(code, c). */
static void mend(CharSet *set, const uint32_t *code, uint32_t top,
                 bool (*wanted)(const uint32_t *code, uint32_t c))
{
    CharSet mended = {.categories = set->categories, .is_negated = set->is_negated};
    int64_t ncased, k = 0;
    const uint32_t *chars = cased(top, &ncased);
    for (int64_t i = 0; i <= set->n; i++) {
        uint64_t first = i < set->n ? set->ranges[i].first : (uint64_t)top + 1;
        for (; k < ncased && chars[k] < first; k++)
            if (wanted(code, chars[k]))
                add(&mended, chars[k], chars[k]);
        if (i == set->n)
            break;
        for (; k < ncased && chars[k] <= set->ranges[i].last; k++) {
            if (wanted(code, chars[k]))
                continue;
            if (first < chars[k])
                add(&mended, (uint32_t)first, chars[k] - 1);
            first = (uint64_t)chars[k] + 1;
        }
        if (first <= set->ranges[i].last)
            add(&mended, (uint32_t)first, set->ranges[i].last);
    }
    normalize(&mended, top);
    *set = mended;
}

static bool wants_ascii(const uint32_t *code, uint32_t c)
{
    return is_element(code, sre_lower_ascii(c), false);
}

static bool wants_unicode(const uint32_t *code, uint32_t c)
{
    return is_element(code, sre_lower_unicode(c), false);
}

void sre_set_of(const uint32_t *code, uint32_t top, CharSet *set)
{
    uint32_t op = *code, literal[3] = {SRE_LITERAL, code[1], SRE_FAILURE};
    const uint32_t *elements = literal;
    *set = (CharSet){0};
    switch (op) {
    case SRE_ANY:
    case SRE_ANY_ALL:
        set->is_negated = true;
        if (op == SRE_ANY)
            add(set, '\n', '\n');
        return;
    case SRE_CATEGORY:
        add_category(set, code[1], top);
        normalize(set, top);
        return;
    case SRE_IN:
    case SRE_IN_IGNORE:
    case SRE_IN_UNI_IGNORE:
        elements = code + 2;
        break;
    case SRE_NOT_LITERAL:
    case SRE_NOT_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE:
        set->is_negated = true;
    }
    add_elements(set, elements, top);
    normalize(set, top);
    if (op == SRE_IN_IGNORE || op == SRE_LITERAL_IGNORE || op == SRE_NOT_LITERAL_IGNORE)
        mend(set, elements, top, wants_ascii);
    else if (op != SRE_IN && op != SRE_LITERAL && op != SRE_NOT_LITERAL)
        mend(set, elements, top, wants_unicode);
}
