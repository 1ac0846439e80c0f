/* packed.c -- bytes from their short text. */
#include "packed.h"

#include <stdint.h>
#include <string.h>

typedef struct Reader {
    const char *text;
    uint32_t word;          /* four bytes, the next one highest */
    int left;               /* how many of them are still to be read */
    bool is_bad;            /* the text has ended */
} Reader;

static uint32_t digit(char c)
{
    return (uint32_t)(c == 'x' ? '?' : c == 'y' ? '\\' : c) - PACKED_FIRST;
}

static inline unsigned next(Reader *r)
{
    if (!r->left--) {
        r->word = 0;
        for (int i = 0; i < 5 && !r->is_bad; i++) {
            r->is_bad = !*r->text;
            r->word = r->word * 85 + digit(*r->text++);
        }
        r->left = 3;
    }
    unsigned byte = r->word >> 24;
    r->word <<= 8;
    return byte;
}

static size_t length(Reader *r, unsigned half)
{
    size_t n = half;
    if (half == PACKED_HALF)
        for (unsigned more = 255; more == 255 && !r->is_bad;)
            n += more = next(r);
    return n;
}

bool tp_packed_read(const char *text, char *bytes, size_t n)
{
    Reader reader = {.text = text}, *r = &reader;
    size_t done = 0;
    while (done < n && !r->is_bad) {
        unsigned step = next(r);
        size_t literals = length(r, step >> 4);
        if (literals > n - done)
            return false;
        for (size_t end = done + literals; done < end; done++)
            bytes[done] = (char)next(r);
        if (done == n)
            break;
        size_t copied = length(r, step & 15) + PACKED_COPY, back = next(r);
        back |= next(r) << 8;
        if (back == 0 || back > done || copied > n - done)
            return false;
        for (size_t end = done + copied; done < end; done++)
            bytes[done] = bytes[done - back];
    }
    return !r->is_bad;
}
