/* search.c -- copying, measuring and searching characters of 1, 2 or 4 bytes.
 *
 * Searching one byte is memchr, several are memmem. For wider characters, and backwards, candidates
 * that agree in their first and last character are compared; when that has cost more than a few
 * looks at each character, the search goes on with the table of Knuth, Morris and Pratt, so no
 * input is quadratic. Start at `text_find`.
 */
#include "text.h"
#include "error.h"
#include "heap.h"
#include "int.h"
#include "sequence.h"

void text_widen(void *to, int to_width, int64_t at, const void *from, int from_width, int64_t n)
{
    if (to_width == 2) {
        uint16_t *out = (uint16_t *)to + at;
        for (int64_t i = 0; i < n; i++)
            out[i] = ((const uint8_t *)from)[i];
    } else if (from_width == 1) {
        uint32_t *out = (uint32_t *)to + at;
        for (int64_t i = 0; i < n; i++)
            out[i] = ((const uint8_t *)from)[i];
    } else {
        uint32_t *out = (uint32_t *)to + at;
        for (int64_t i = 0; i < n; i++)
            out[i] = ((const uint16_t *)from)[i];
    }
}

void text_fill(void *to, int width, int64_t at, uint32_t c, int64_t n)
{
    if (width == 1) {
        memset((char *)to + at, (int)c, (size_t)n);
        return;
    }
    for (int64_t i = 0; i < n; i++)
        text_put(to, width, at + i, c);
}

uint32_t text_max(const void *data, int width, int64_t n)
{
    uint32_t all = 0;
    if (width == 1) {
        const uint8_t *p = data, *end = p + n;
        for (; end - p >= 32; p += 32) {
            uint64_t words[4];
            memcpy(words, p, 32);
            if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080)
                return 0xff;
        }
        if (n >= 8) { /* the last eight may have been seen before */
            uint64_t word, words = 0;
            for (; end - p >= 8; p += 8) {
                memcpy(&word, p, 8);
                words |= word;
            }
            memcpy(&word, end - 8, 8);
            return (words | word) & 0x8080808080808080 ? 0xff : 0x7f;
        }
        while (p < end)
            all |= *p++;
        return all;
    }
    if (width == 2) {
        const uint16_t *p = data;
        for (int64_t i = 0; i < n; i++)
            all |= p[i];
        return all;
    }
    const uint32_t *p = data;
    for (int64_t i = 0; i < n; i++)
        all |= p[i];
    return all > 0x10ffff ? 0x10ffff : all;
}

/* Searches from h on in direction `step` (1 or -1); h and t point to the character that comes first
 * in that direction. Gives the distance from h, or -1. */
#define DEFINE_SEARCH(NAME, CHAR)                                                               \
    static int64_t NAME##_kmp(const CHAR *h, int64_t n, const CHAR *t, int64_t m, int step)     \
    {                                                                                           \
        int64_t *fail = tp_heap_alloc_atomic((size_t)(m + 1) * sizeof(int64_t));                \
        fail[0] = -1;                                                                           \
        for (int64_t i = 0, k = -1; i < m;) {                                                   \
            while (k >= 0 && t[i * step] != t[k * step])                                        \
                k = fail[k];                                                                    \
            fail[++i] = ++k;                                                                    \
        }                                                                                       \
        for (int64_t i = 0, k = 0; i < n; i++) {                                                \
            while (k >= 0 && h[i * step] != t[k * step])                                        \
                k = fail[k];                                                                    \
            if (++k == m)                                                                       \
                return i + 1 - m;                                                               \
        }                                                                                       \
        return -1;                                                                              \
    }                                                                                           \
                                                                                                \
    static inline int64_t NAME(const CHAR *h, int64_t n, const CHAR *t, int64_t m, int step)    \
    {                                                                                           \
        CHAR first = t[0], last = t[(m - 1) * step];                                            \
        int64_t work = 0;                                                                       \
        for (int64_t i = 0; i <= n - m; i++) {                                                  \
            if (h[i * step] != first || h[(i + m - 1) * step] != last)                          \
                continue;                                                                       \
            int64_t j = 1;                                                                      \
            while (j < m - 1 && h[(i + j) * step] == t[j * step])                               \
                j++;                                                                            \
            if (j >= m - 1)                                                                     \
                return i;                                                                       \
            work += j;                                                                          \
            if (work > 4 * (i + m) + 100) {                                                     \
                int64_t rest = NAME##_kmp(h + (i + 1) * step, n - i - 1, t, m, step);           \
                return rest < 0 ? -1 : i + 1 + rest;                                            \
            }                                                                                   \
        }                                                                                       \
        return -1;                                                                              \
    }

DEFINE_SEARCH(search1, uint8_t)
DEFINE_SEARCH(search2, uint16_t)
DEFINE_SEARCH(search4, uint32_t)

int64_t text_find_char(const void *hay, int width, int64_t n, uint32_t c)
{
    if (width == 1) {
        const char *p = c < 256 ? memchr(hay, (int)c, (size_t)n) : NULL;
        return p ? p - (const char *)hay : -1;
    }
    if (width == 2) {
        const uint16_t *p = hay;
        for (int64_t i = 0; i < n; i++) {
            if (p[i] == c)
                return i;
        }
        return -1;
    }
    const uint32_t *p = hay;
    for (int64_t i = 0; i < n; i++) {
        if (p[i] == c)
            return i;
    }
    return -1;
}

int64_t text_rfind_char(const void *hay, int width, int64_t n, uint32_t c)
{
    if (width == 1) {
        const char *p = c < 256 ? memrchr(hay, (int)c, (size_t)n) : NULL;
        return p ? p - (const char *)hay : -1;
    }
    for (int64_t i = n - 1; i >= 0; i--) {
        if (text_get(hay, width, i) == c)
            return i;
    }
    return -1;
}

/* needle in the hay's width; `room` serves if it is short. */
static const void *widen(const void *needle, int from, int64_t m, int to, uint32_t room[64])
{
    if (from == to)
        return needle;
    void *wide = m <= 64 ? room : tp_heap_alloc_atomic((size_t)(m * to));
    text_copy(wide, to, 0, needle, from, m);
    return wide;
}

/* needle as wide as hay, 1 < m <= n */
static int64_t find_same(const void *hay, int width, int64_t n, const void *needle, int64_t m)
{
    if (width == 1) {
        const char *p = memmem(hay, (size_t)n, needle, (size_t)m);
        return p ? p - (const char *)hay : -1;
    }
    return width == 2 ? search2(hay, n, needle, m, 1) : search4(hay, n, needle, m, 1);
}

int64_t text_find(const void *hay, int hay_width, int64_t n, const void *needle, int needle_width,
                  int64_t m)
{
    if (m == 0)
        return n < 0 ? -1 : 0;
    if (m > n || needle_width > hay_width)
        return -1;
    if (m == 1)
        return text_find_char(hay, hay_width, n, text_get(needle, needle_width, 0));
    uint32_t room[64];
    return find_same(hay, hay_width, n, widen(needle, needle_width, m, hay_width, room), m);
}

int64_t text_rfind(const void *hay, int hay_width, int64_t n, const void *needle, int needle_width,
                   int64_t m)
{
    if (m == 0)
        return n < 0 ? -1 : n;
    if (m > n || needle_width > hay_width)
        return -1;
    if (m == 1)
        return text_rfind_char(hay, hay_width, n, text_get(needle, needle_width, 0));
    uint32_t room[64];
    const void *t = text_at(widen(needle, needle_width, m, hay_width, room), hay_width, m - 1);
    const void *h = text_at(hay, hay_width, n - 1);
    int64_t back = hay_width == 1   ? search1(h, n, t, m, -1)
                   : hay_width == 2 ? search2(h, n, t, m, -1)
                                    : search4(h, n, t, m, -1);
    return back < 0 ? -1 : n - m - back;
}

int64_t text_count(const void *hay, int hay_width, int64_t n, const void *needle, int needle_width,
                   int64_t m, int64_t limit)
{
    if (n < 0 || limit == 0)
        return 0;
    if (m == 0)
        return limit >= 0 && limit < n + 1 ? limit : n + 1;
    if (m > n || needle_width > hay_width)
        return 0;
    int64_t count = 0;
    if (m == 1 && limit < 0) {
        uint32_t c = text_get(needle, needle_width, 0);
        if (hay_width == 1) {
            const uint8_t *p = hay;
            for (int64_t i = 0; i < n; i++)
                count += p[i] == c;
        } else {
            for (int64_t i = 0; i < n; i++)
                count += text_get(hay, hay_width, i) == c;
        }
        return count;
    }
    uint32_t room[64];
    const void *t = widen(needle, needle_width, m, hay_width, room);
    for (int64_t at = 0; n - at >= m && count != limit; count++) {
        const void *h = text_at(hay, hay_width, at);
        int64_t next = m == 1 ? text_find_char(h, hay_width, n - at, text_get(t, hay_width, 0))
                              : find_same(h, hay_width, n - at, t, m);
        if (next < 0)
            break;
        at += next + m;
    }
    return count;
}

static int bound(Value v, int64_t length, int64_t *out)
{
    if (tp_slice_bound(v, out) < 0)
        return -1;
    if (*out < 0) {
        *out += length;
        if (*out < 0)
            *out = 0;
    }
    return 0;
}

int text_bounds(Value start, Value end, int64_t length, int64_t *from, int64_t *to)
{
    *from = 0;
    *to = length;
    if (start && start != TP_NONE && bound(start, length, from) < 0)
        return -1;
    if (end && end != TP_NONE && bound(end, length, to) < 0)
        return -1;
    if (*to > length)
        *to = length;
    return 0;
}
