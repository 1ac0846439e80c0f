/* codec_utf.c -- UTF-8, UTF-16, UTF-32, ASCII and Latin-1.
 *
 * UTF-8 is decoded in two passes: the first checks all and measures, the second writes into a str
 * of the right size. Only bad input goes the slow way, character by character into a builder.
 */
#include "codec.h"
#include "error.h"
#include "heap.h"
#include "text.h"

/* ---- UTF-8 ---- */

typedef struct Utf8Step {
    uint32_t c;
    int length;         /* bytes of the character; or of the bad sequence */
    const char *reason; /* 0: fine */
} Utf8Step;

static inline bool is_next(uint8_t b)
{
    return (b & 0xc0) == 0x80;
}

/* The character at p, of which n > 0 bytes are there. */
static Utf8Step utf8_step(const uint8_t *p, int64_t n)
{
    static const char *const bad_start = "invalid start byte";
    static const char *const bad_next = "invalid continuation byte";
    static const char *const short_of = "unexpected end of data";
    uint8_t b = p[0];
    if (b < 0x80)
        return (Utf8Step){b, 1, NULL};
    if (b < 0xc2 || b > 0xf4)
        return (Utf8Step){0, 1, bad_start};
    if (n < 2)
        return (Utf8Step){0, (int)n, short_of};
    if (b < 0xe0) {
        if (!is_next(p[1]))
            return (Utf8Step){0, 1, bad_next};
        return (Utf8Step){(uint32_t)(b & 31) << 6 | (p[1] & 63), 2, NULL};
    }
    /* the second byte excludes what is too long, surrogates, and what is beyond U+10FFFF */
    if (!is_next(p[1]) || (b == 0xe0 && p[1] < 0xa0) || (b == 0xed && p[1] >= 0xa0) ||
        (b == 0xf0 && p[1] < 0x90) || (b == 0xf4 && p[1] >= 0x90))
        return (Utf8Step){0, 1, bad_next};
    if (n < 3)
        return (Utf8Step){0, (int)n, short_of};
    if (!is_next(p[2]))
        return (Utf8Step){0, 2, bad_next};
    uint32_t c = (uint32_t)(p[1] & 63) << 6 | (p[2] & 63);
    if (b < 0xf0)
        return (Utf8Step){(uint32_t)(b & 15) << 12 | c, 3, NULL};
    if (n < 4)
        return (Utf8Step){0, (int)n, short_of};
    if (!is_next(p[3]))
        return (Utf8Step){0, 3, bad_next};
    return (Utf8Step){(uint32_t)(b & 7) << 18 | c << 6 | (p[3] & 63), 4, NULL};
}

/* Bytes below 128 at the start of p[0:n]. */
static inline int64_t ascii_run(const uint8_t *p, int64_t n)
{
    int64_t i = 0;
    uint64_t word;
    for (; i + 8 <= n; i += 8) {
        memcpy(&word, p + i, 8);
        if (word & 0x8080808080808080)
            break;
    }
    while (i < n && p[i] < 0x80)
        i++;
    return i;
}

/* Bytes at the start of p[0:n] that are UTF-8 without a fault: how many, of how many characters,
 * *bits: all the bits of these. */
static int64_t utf8_measure(const uint8_t *p, int64_t n, int64_t *length, uint32_t *bits)
{
    int64_t i = 0, count = 0;
    uint32_t all = 0;
    while (i < n) {
        uint8_t b = p[i];
        if (b < 0x80) {
            int64_t run = ascii_run(p + i, n - i);
            count += run;
            i += run;
            continue;
        }
        Utf8Step step = {(uint32_t)(b & 31) << 6, 2, NULL}; /* the most common kind */
        if (b >= 0xc2 && b < 0xe0 && i + 1 < n && is_next(p[i + 1]))
            step.c |= p[i + 1] & 63;
        else
            step = utf8_step(p + i, n - i);
        if (step.reason)
            break;
        all |= step.c;
        count++;
        i += step.length;
    }
    *length = count;
    *bits = all;
    return i;
}

int64_t tp_utf8_prefix(const char *data, int64_t n, bool is_ascii)
{
    int64_t length;
    uint32_t bits;
    const uint8_t *p = (const uint8_t *)data;
    return is_ascii ? ascii_run(p, n) : utf8_measure(p, n, &length, &bits);
}

/* Write the valid UTF-8 p[0:n] as characters of that width. */
static void utf8_write(const uint8_t *p, int64_t n, void *to, int width)
{
    int64_t at = 0;
    for (int64_t i = 0; i < n;) {
        uint8_t b = p[i];
        uint32_t c;
        if (b < 0x80) {
            c = b;
            i++;
        } else if (b < 0xe0) {
            c = (uint32_t)(b & 31) << 6 | (p[i + 1] & 63);
            i += 2;
        } else if (b < 0xf0) {
            c = (uint32_t)(b & 15) << 12 | (uint32_t)(p[i + 1] & 63) << 6 | (p[i + 2] & 63);
            i += 3;
        } else {
            c = (uint32_t)(b & 7) << 18 | (uint32_t)(p[i + 1] & 63) << 12 |
                (uint32_t)(p[i + 2] & 63) << 6 | (p[i + 3] & 63);
            i += 4;
        }
        text_put(to, width, at++, c);
    }
}

/* Bad input: with error handling. */
static Value utf8_decode_slowly(Decoder *d, int64_t *consumed)
{
    for (int64_t i = 0; i < d->n;) {
        Utf8Step step = utf8_step(d->data + i, d->n - i);
        if (!step.reason) {
            if (tp_builder_char(&d->out, step.c) < 0)
                return 0;
            i += step.length;
            continue;
        }
        /* the start of a surrogate waits for its end too, as surrogatepass takes it whole */
        const uint8_t *p = d->data + i;
        bool is_surrogate = d->n - i == 2 && p[0] == 0xed && p[1] >= 0xa0 && is_next(p[1]);
        if (consumed && (is_surrogate || (step.reason[0] == 'u' && i + step.length == d->n))) {
            *consumed = i;
            break;
        }
        if (codec_decode_error(d, i, i + step.length, step.reason, &i) < 0)
            return 0;
    }
    return tp_builder_finish(&d->out);
}

Value codec_utf8_decode(Decoder *d, int64_t *consumed)
{
    const uint8_t *p = d->data;
    int64_t n = d->n, length;
    uint32_t max;
    if (utf8_measure(p, n, &length, &max) < n)
        return utf8_decode_slowly(d, consumed);
    if (max > 0x10ffff)
        max = 0x10ffff;
    if (length <= 1)
        return length ? tp_str_char(utf8_step(p, n).c) : TP_EMPTY_STR;
    Str *s = tp_str_alloc(length, max);
    if (!s)
        return 0;
    if (s->is_ascii)
        memcpy(s->data, p, (size_t)n);
    else
        utf8_write(p, n, s->data, s->width);
    return tp_ref(s);
}

static int utf8_put(Encoder *e, uint32_t c)
{
    char *p = e->out + e->length;
    if (c < 0x80) {
        *p++ = (char)c;
    } else if (c < 0x800) {
        *p++ = (char)(0xc0 | c >> 6);
        *p++ = (char)(0x80 | (c & 63));
    } else if (c < 0x10000) {
        if (c >= 0xd800 && c < 0xe000)
            return -1;
        *p++ = (char)(0xe0 | c >> 12);
        *p++ = (char)(0x80 | (c >> 6 & 63));
        *p++ = (char)(0x80 | (c & 63));
    } else {
        *p++ = (char)(0xf0 | c >> 18);
        *p++ = (char)(0x80 | (c >> 12 & 63));
        *p++ = (char)(0x80 | (c >> 6 & 63));
        *p++ = (char)(0x80 | (c & 63));
    }
    e->length = p - e->out;
    return 0;
}

static inline bool is_surrogate(uint32_t c)
{
    return c >= 0xd800 && c < 0xe000;
}

static Value finish(Encoder *e)
{
    return tp_bytes_new(e->out ? e->out : "", e->length);
}

Value codec_utf8_encode(Encoder *e)
{
    const Str *s = tp_as_str(e->str);
    e->put = utf8_put;
    if (codec_reserve(e, s->length + s->length / 2 + 16) < 0)
        return 0;
    if (e->codec == CODEC_UTF8_SIG) {
        memcpy(e->out, "\xef\xbb\xbf", 3);
        e->length = 3;
    }
    for (int64_t i = 0; i < s->length;) {
        if (codec_reserve(e, 8) < 0)
            return 0;
        uint32_t c = tp_str_at(s, i);
        if (!is_surrogate(c)) {
            utf8_put(e, c);
            i++;
            continue;
        }
        int64_t end = i + 1;
        while (end < s->length && is_surrogate(tp_str_at(s, end)))
            end++;
        if (codec_encode_error(e, i, end, "surrogates not allowed", &i) < 0)
            return 0;
    }
    return finish(e);
}

/* ---- ASCII and Latin-1 ---- */

Value codec_ascii_decode(Decoder *d)
{
    for (int64_t i = 0; i < d->n;) {
        int64_t run = ascii_run(d->data + i, d->n - i);
        if (tp_builder_utf8(&d->out, (const char *)d->data + i, run) < 0)
            return 0;
        i += run;
        if (i < d->n && codec_decode_error(d, i, i + 1, "ordinal not in range(128)", &i) < 0)
            return 0;
    }
    return tp_builder_finish(&d->out);
}

static int narrow_put(Encoder *e, uint32_t c)
{
    if (c >= (e->codec == CODEC_ASCII ? 128u : 256u))
        return -1;
    e->out[e->length++] = (char)c;
    return 0;
}

Value codec_narrow_encode(Encoder *e)
{
    const Str *s = tp_as_str(e->str);
    if (s->width == 1 && e->codec == CODEC_LATIN1)
        return tp_bytes_new(s->data, s->length);
    uint32_t limit = e->codec == CODEC_ASCII ? 128 : 256;
    const char *reason = e->codec == CODEC_ASCII ? "ordinal not in range(128)"
                                                 : "ordinal not in range(256)";
    e->put = narrow_put;
    if (codec_reserve(e, s->length) < 0)
        return 0;
    for (int64_t i = 0; i < s->length;) {
        uint32_t c = tp_str_at(s, i);
        if (c < limit) {
            if (codec_reserve(e, 1) < 0)
                return 0;
            e->out[e->length++] = (char)c;
            i++;
            continue;
        }
        int64_t end = i + 1;
        while (end < s->length && tp_str_at(s, end) >= limit)
            end++;
        if (codec_encode_error(e, i, end, reason, &i) < 0)
            return 0;
    }
    return finish(e);
}

/* ---- UTF-16 ---- */

static inline uint32_t get16(const uint8_t *p, bool is_big)
{
    return is_big ? (uint32_t)(p[0] << 8 | p[1]) : (uint32_t)(p[1] << 8 | p[0]);
}

static inline uint32_t get32(const uint8_t *p, bool is_big)
{
    return is_big ? get16(p, true) << 16 | get16(p + 2, true)
                  : get16(p + 2, false) << 16 | get16(p, false);
}

Value codec_utf16_decode(Decoder *d, int64_t *consumed)
{
    bool is_big = d->codec == CODEC_UTF16_BE;
    int64_t i = 0;
    if (d->codec == CODEC_UTF16) {
        if (d->n >= 2) {
            uint32_t mark = get16(d->data, false);
            is_big = mark == 0xfffe;
            i = is_big || mark == 0xfeff ? 2 : 0;
        } else if (consumed) {
            *consumed = 0;
            return TP_EMPTY_STR;
        }
        d->encoding = is_big ? "utf-16-be" : "utf-16-le";
        d->codec = is_big ? CODEC_UTF16_BE : CODEC_UTF16_LE;
    }
    while (i < d->n) {
        int64_t left = d->n - i, bad;
        const char *reason;
        uint32_t c = left >= 2 ? get16(d->data + i, is_big) : 0;
        if (left < 2) {
            reason = "truncated data";
            bad = left;
        } else if (!is_surrogate(c)) {
            if (tp_builder_char(&d->out, c) < 0)
                return 0;
            i += 2;
            continue;
        } else if (c >= 0xdc00) {
            reason = "illegal encoding";
            bad = 2;
        } else if (left < 4) {
            reason = "unexpected end of data";
            bad = left;
        } else {
            uint32_t low = get16(d->data + i + 2, is_big);
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
                if (tp_builder_char(&d->out, c) < 0)
                    return 0;
                i += 4;
                continue;
            }
            reason = "illegal UTF-16 surrogate";
            bad = 2;
        }
        if (consumed && (reason[0] == 't' || reason[0] == 'u')) {
            *consumed = i;
            break;
        }
        if (codec_decode_error(d, i, i + bad, reason, &i) < 0)
            return 0;
    }
    return tp_builder_finish(&d->out);
}

static void put_unit(Encoder *e, uint32_t unit)
{
    uint8_t high = (uint8_t)(unit >> 8), low = (uint8_t)unit;
    bool is_big = e->codec == CODEC_UTF16_BE;
    e->out[e->length++] = (char)(is_big ? high : low);
    e->out[e->length++] = (char)(is_big ? low : high);
}

static int utf16_put(Encoder *e, uint32_t c)
{
    if (is_surrogate(c))
        return -1;
    if (c >= 0x10000) {
        put_unit(e, 0xd800 + ((c - 0x10000) >> 10));
        put_unit(e, 0xdc00 + (c & 0x3ff));
    } else {
        put_unit(e, c);
    }
    return 0;
}

static int utf32_put(Encoder *e, uint32_t c)
{
    if (is_surrogate(c))
        return -1;
    bool is_big = e->codec == CODEC_UTF32_BE;
    for (int i = 0; i < 4; i++)
        e->out[e->length++] = (char)(c >> 8 * (is_big ? 3 - i : i));
    return 0;
}

/* UTF-16 and UTF-32: each surrogate is an error of its own. */
static Value wide_encode(Encoder *e, int width)
{
    const Str *s = tp_as_str(e->str);
    e->put = width == 2 ? utf16_put : utf32_put;
    if (codec_reserve(e, (s->length + 1) * width) < 0)
        return 0;
    if (e->codec == CODEC_UTF16 || e->codec == CODEC_UTF32)
        e->put(e, 0xfeff);
    for (int64_t i = 0; i < s->length;) {
        if (codec_reserve(e, 8) < 0)
            return 0;
        if (e->put(e, tp_str_at(s, i)) == 0)
            i++;
        else if (codec_encode_error(e, i, i + 1, "surrogates not allowed", &i) < 0)
            return 0;
    }
    return finish(e);
}

Value codec_utf16_encode(Encoder *e)
{
    return wide_encode(e, 2);
}

/* ---- UTF-32 ---- */

Value codec_utf32_encode(Encoder *e)
{
    return wide_encode(e, 4);
}

Value codec_utf32_decode(Decoder *d, int64_t *consumed)
{
    bool is_big = d->codec == CODEC_UTF32_BE;
    int64_t i = 0;
    if (d->codec == CODEC_UTF32) {
        if (d->n >= 4) {
            uint32_t mark = get32(d->data, false);
            is_big = mark == 0xfffe0000;
            i = is_big || mark == 0xfeff ? 4 : 0;
        } else if (consumed) {
            *consumed = 0;
            return TP_EMPTY_STR;
        }
        d->encoding = is_big ? "utf-32-be" : "utf-32-le";
        d->codec = is_big ? CODEC_UTF32_BE : CODEC_UTF32_LE;
    }
    while (i < d->n) {
        int64_t left = d->n - i;
        const char *reason = "truncated data";
        if (left >= 4) {
            uint32_t c = get32(d->data + i, is_big);
            if (c <= 0x10ffff && !is_surrogate(c)) {
                if (tp_builder_char(&d->out, c) < 0)
                    return 0;
                i += 4;
                continue;
            }
            reason = c > 0x10ffff ? "code point not in range(0x110000)"
                                  : "code point in surrogate code point range(0xd800, 0xe000)";
        } else if (consumed) {
            *consumed = i;
            break;
        }
        if (codec_decode_error(d, i, i + (left < 4 ? left : 4), reason, &i) < 0)
            return 0;
    }
    return tp_builder_finish(&d->out);
}
