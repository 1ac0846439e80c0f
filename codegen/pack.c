/* pack.c -- bytes as a short printable text.
 *
 * Repetitions are found through chains of the places where the same four bytes stood before; of the
 * last TRIES of them the longest repetition is taken. */
#include "pack.h"

#include <stdint.h>
#include <string.h>

#include "runtime/heap.h"
#include "runtime/packed.h"

enum { HASH_BITS = 13, TRIES = 32, FARTHEST = 0xFFFF };

typedef struct Packer {
    const unsigned char *bytes;
    size_t n;
    int32_t *last;          /* by hash of four bytes: where they stood last, plus one */
    int32_t *before;        /* by place: where the same hash was before, plus one */
    Text steps;
} Packer;

static unsigned hash(const unsigned char *p)
{
    uint32_t four;
    memcpy(&four, p, sizeof four);
    return four * 2654435761u >> (32 - HASH_BITS);
}

static void note(Packer *p, size_t at)
{
    if (at + PACKED_COPY > p->n)
        return;
    unsigned h = hash(p->bytes + at);
    p->before[at] = p->last[h];
    p->last[h] = (int32_t)at + 1;
}

/* The longest repetition at `at`, which is not noted yet; 0 if there is none. */
static size_t longest(const Packer *p, size_t at, size_t *back)
{
    size_t best = 0;
    if (at + PACKED_COPY > p->n)
        return 0;
    int32_t from = p->last[hash(p->bytes + at)];
    for (int i = 0; i < TRIES && from && at - (size_t)(from - 1) <= FARTHEST; i++) {
        size_t start = (size_t)(from - 1), n = 0;
        while (at + n < p->n && p->bytes[start + n] == p->bytes[at + n])
            n++;
        if (n > best) {
            best = n;
            *back = at - start;
        }
        from = p->before[start];
    }
    return best >= PACKED_COPY ? best : 0;
}

static void add_byte(Text *t, size_t byte)
{
    char c = (char)byte;
    text_add(t, &c, 1);
}

static size_t half(size_t length)
{
    return length < PACKED_HALF ? length : PACKED_HALF;
}

static void add_rest(Text *t, size_t length)
{
    if (length < PACKED_HALF)
        return;
    for (length -= PACKED_HALF; length >= 255; length -= 255)
        add_byte(t, 255);
    add_byte(t, length);
}

/* Literals, and a copy unless its length is 0. */
static void add_step(Text *t, const unsigned char *literals, size_t n, size_t copied, size_t back)
{
    size_t length = copied ? copied - PACKED_COPY : 0;
    add_byte(t, half(n) << 4 | half(length));
    add_rest(t, n);
    text_add(t, (const char *)literals, n);
    if (!copied)
        return;
    add_rest(t, length);
    add_byte(t, back & 255);
    add_byte(t, back >> 8);
}

static void find_steps(Packer *p)
{
    size_t start = 0, at = 0;
    while (at < p->n) {
        size_t back = 0, later_back, n = longest(p, at, &back);
        note(p, at);
        /* a longer one may begin at the next byte */
        if (!n || longest(p, at + 1, &later_back) > n) {
            at++;
            continue;
        }
        add_step(&p->steps, p->bytes + start, at - start, n, back);
        for (size_t end = at++ + n; at < end; at++)
            note(p, at);
        start = at;
    }
    if (start < p->n)
        add_step(&p->steps, p->bytes + start, p->n - start, 0, 0);
}

static void print_digits(Text *out, const unsigned char *four)
{
    uint32_t word = (uint32_t)four[0] << 24 | (uint32_t)four[1] << 16 | (uint32_t)four[2] << 8 |
                    four[3];
    char digits[5];
    for (int i = 4; i >= 0; i--) {
        char c = (char)(PACKED_FIRST + word % 85);
        digits[i] = c == '?' ? 'x' : c == '\\' ? 'y' : c;
        word /= 85;
    }
    text_add(out, digits, sizeof digits);
}

void pack_print(Text *out, const char *bytes, size_t n)
{
    enum { PER_LINE = 18 }; /* words, of five characters */
    Packer packer = {.bytes = (const unsigned char *)bytes, .n = n}, *p = &packer;
    p->last = tp_heap_alloc(sizeof *p->last << HASH_BITS);
    p->before = tp_heap_alloc((n + 1) * sizeof *p->before);
    find_steps(p);
    text_add(&p->steps, "\0\0\0", 3);
    size_t words = p->steps.n / 4;
    for (size_t i = 0; i < words; i++) {
        if (i % PER_LINE == 0)
            text_print(out, "%s    \"", i ? "\"\n" : "");
        print_digits(out, (const unsigned char *)p->steps.data + 4 * i);
    }
    text_add(out, "\"", 1);
}
