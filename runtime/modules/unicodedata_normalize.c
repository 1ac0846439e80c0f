/* unicodedata_normalize.c -- the normal forms of text.
 *
 * Decompositions of single characters and compositions of pairs are those of utf8proc, less what
 * came after Unicode 14.
 */
#include <assert.h>
#include <utf8proc.h>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/text.h"
#include "runtime/unicode.h"
#include "unicodedata.h"

enum { BEFORE_FINAL = 0x11a7 };

typedef struct NormalRow {
    CharRange range;
    uint32_t normal;
} NormalRow;
static const NormalRow old_normals[] = {
#define OLD_NORMAL(c, normal) {{c, c}, normal},
#include "unicodedata.def"
};

const utf8proc_property_t *unicodedata_property(uint32_t c)
{
    return utf8proc_get_property((utf8proc_int32_t)c);
}

unsigned unicodedata_combining(uint32_t c)
{
    unsigned result = unicodedata_property(c)->combining_class;
    return result && tp_char_is_assigned(c) ? result : 0;
}

int unicodedata_decompose(uint32_t c, NormalForm form, uint32_t out[UNICODEDATA_DECOMPOSED])
{
    bool is_syllable = c - UNICODEDATA_SYLLABLES < UNICODEDATA_NSYLLABLES;
    bool is_whole = unicodedata_property(c)->decomp_seqindex == UINT16_MAX && !is_syllable;
    out[0] = c;
    if (is_whole || !tp_char_is_assigned(c) || (form.is_old && unicodedata_is_new(c)))
        return 1;
    const NormalRow *row = form.is_old ? UNICODEDATA_FIND(old_normals, c) : NULL;
    if (row) {
        out[0] = row->normal;
        return 1;
    }
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)c, (utf8proc_int32_t *)out, UNICODEDATA_DECOMPOSED,
        UTF8PROC_DECOMPOSE | (form.is_compatible ? UTF8PROC_COMPAT : 0), &boundary);
    assert(n >= 1 && n <= UNICODEDATA_DECOMPOSED);
    return (int)n;
}

/* The character that a and b make, or 0. */
static uint32_t compose_pair(uint32_t a, uint32_t b)
{
    if (b < 0x300 || b == BEFORE_FINAL) /* which utf8proc would drop behind a syllable */
        return 0;
    utf8proc_int32_t pair[2] = {(utf8proc_int32_t)a, (utf8proc_int32_t)b};
    utf8proc_ssize_t n =
        utf8proc_normalize_utf32(pair, 2, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    return n == 1 ? (uint32_t)pair[0] : 0;
}

int64_t unicodedata_compose(uint32_t *chars, int64_t n)
{
    int64_t length = 0, starter = -1;
    unsigned last = 0; /* the class of the one before */
    for (int64_t i = 0; i < n; i++) {
        unsigned k = unicodedata_combining(chars[i]);
        bool is_blocked = starter < 0 || (length > starter + 1 && last >= k);
        uint32_t whole = is_blocked ? 0 : compose_pair(chars[starter], chars[i]);
        if (whole) {
            chars[starter] = whole;
            continue;
        }
        if (k == 0)
            starter = length;
        last = k;
        chars[length++] = chars[i];
    }
    return length;
}

/* Puts n characters that are marks in canonical order: by classes, which keep theirs. -1 with
 * MemoryError. */
static int order_marks(uint32_t *marks, int64_t n)
{
    enum { CLASSES = 256 };
    bool is_ordered = true;
    for (int64_t i = 1; i < n && is_ordered; i++)
        is_ordered = unicodedata_combining(marks[i - 1]) <= unicodedata_combining(marks[i]);
    if (is_ordered)
        return 0;
    size_t size = (size_t)n * sizeof *marks;
    uint32_t *copy = tp_heap_try_alloc_atomic(size);
    if (!copy)
        return -1;
    memcpy(copy, marks, size);
    int64_t places[CLASSES + 1] = {0}; /* where the next one of a class goes */
    for (int64_t i = 0; i < n; i++)
        places[unicodedata_combining(copy[i]) + 1]++;
    for (int k = 1; k < CLASSES; k++)
        places[k] += places[k - 1];
    for (int64_t i = 0; i < n; i++)
        marks[places[unicodedata_combining(copy[i])]++] = copy[i];
    tp_heap_free(copy);
    return 0;
}

static bool has_text(const Str *s, const uint32_t *chars, int64_t n)
{
    bool result = s->length == n;
    for (int64_t i = 0; i < n && result; i++)
        result = tp_str_at(s, i) == chars[i];
    return result;
}

Value unicodedata_normalize(Value str, NormalForm form)
{
    const Str *s = tp_as_str(str);
    if (s->is_ascii || (s->width == 1 && form.is_composed && !form.is_compatible))
        return str;
    size_t capacity = (size_t)s->length + UNICODEDATA_DECOMPOSED;
    size_t size = tp_size(capacity, sizeof(uint32_t), 0);
    uint32_t *chars = size ? tp_heap_try_alloc_atomic(size) : NULL;
    if (!chars)
        return 0;
    int64_t n = 0, marks = 0; /* where those start that are not in order yet */
    for (int64_t i = 0; i < s->length; i++) {
        if (capacity - (size_t)n < UNICODEDATA_DECOMPOSED) {
            capacity += capacity / 2 + UNICODEDATA_DECOMPOSED;
            size = tp_size(capacity, sizeof(uint32_t), 0);
            chars = size ? tp_heap_realloc(chars, size) : NULL;
            if (!chars)
                return 0;
        }
        for (int left = unicodedata_decompose(tp_str_at(s, i), form, chars + n); left > 0; left--)
            if (unicodedata_combining(chars[n++]) == 0) {
                if (order_marks(chars + marks, n - 1 - marks) < 0)
                    return 0;
                marks = n;
            }
    }
    if (order_marks(chars + marks, n - marks) < 0)
        return 0;
    if (form.is_composed)
        n = unicodedata_compose(chars, n);
    Value result = has_text(s, chars, n) ? str : tp_str_ucs4(chars, n);
    tp_heap_free(chars);
    return result;
}

bool unicodedata_may_compose(Value str)
{
    static const CharRange seconds[] = { /* of the pairs that make a character */
        {0x300, 0x304}, {0x306, 0x30c}, {0x30f, 0x30f}, {0x311, 0x311}, {0x313, 0x314},
        {0x31b, 0x31b}, {0x323, 0x328}, {0x32d, 0x32e}, {0x330, 0x331}, {0x338, 0x338},
        {0x342, 0x342}, {0x345, 0x345}, {0x653, 0x655}, {0x93c, 0x93c}, {0x9be, 0x9be},
        {0x9d7, 0x9d7}, {0xb3e, 0xb3e}, {0xb56, 0xb57}, {0xbbe, 0xbbe}, {0xbd7, 0xbd7},
        {0xc56, 0xc56}, {0xcc2, 0xcc2}, {0xcd5, 0xcd6}, {0xd3e, 0xd3e}, {0xd57, 0xd57},
        {0xdca, 0xdca}, {0xdcf, 0xdcf}, {0xddf, 0xddf}, {0x102e, 0x102e}, {0x1161, 0x1175},
        {0x11a8, 0x11c2}, {0x1b35, 0x1b35}, {0x3099, 0x309a}, {0x110ba, 0x110ba},
        {0x11127, 0x11127}, {0x1133e, 0x1133e}, {0x11357, 0x11357}, {0x114b0, 0x114b0},
        {0x114ba, 0x114ba}, {0x114bd, 0x114bd}, {0x115af, 0x115af}, {0x11930, 0x11930},
    };
    const Str *s = tp_as_str(str);
    for (int64_t i = 0; i < s->length; i++)
        if (UNICODEDATA_FIND(seconds, tp_str_at(s, i)))
            return true;
    return false;
}
