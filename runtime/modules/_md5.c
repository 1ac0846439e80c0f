/* _md5.c -- the module _md5: MD5 after RFC 1321. */
#include <math.h>
#include <string.h>

#include "hash.h"

enum { BLOCK = 64 };

typedef struct HashState {
    uint32_t words[4];
    uint64_t length;
    uint8_t block[BLOCK];
} HashState;

static inline uint32_t rotate(uint32_t x, int bits)
{
    return x << bits | x >> (32 - bits);
}

/* Of each round: how far its four kinds of steps rotate. */
static const uint8_t shifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static void hash_block(void *words, const uint8_t *block)
{
    static uint32_t sines[64]; /* the RFC's table: 2^32 times |sin(i + 1)| */
    if (!sines[0])
        for (int i = 0; i < 64; i++)
            sines[i] = (uint32_t)floor(fabs(sin(i + 1)) * 4294967296.0);
    uint32_t *h = words, x[16], a = h[0], b = h[1], c = h[2], d = h[3];
    memcpy(x, block, BLOCK);
    for (int i = 0; i < 64; i++) {
        uint32_t mix;
        int from, round = i / 16;
        switch (round) {
        case 0: mix = (b & c) | (~b & d); from = i; break;
        case 1: mix = (d & b) | (~d & c); from = (5 * i + 1) % 16; break;
        case 2: mix = b ^ c ^ d; from = (3 * i + 5) % 16; break;
        default: mix = c ^ (b | ~d); from = 7 * i % 16; break;
        }
        uint32_t next = b + rotate(a + mix + sines[i] + x[from], shifts[round][i % 4]);
        a = d;
        d = c;
        c = b;
        b = next;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
}

static void start(void *state)
{
    static const uint32_t initial[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    memcpy(((HashState *)state)->words, initial, sizeof initial);
}

static void update(void *state, const uint8_t *data, size_t n)
{
    HashState *s = state;
    tp_hash_blocks(s->words, s->block, BLOCK, &s->length, data, n, hash_block);
}

static void finish(void *state, uint8_t *out, size_t n)
{
    HashState *s = state;
    tp_hash_pad(s->words, s->block, BLOCK, &s->length, false, hash_block);
    memcpy(out, s->words, n);
}

static const Digest md5_digest = {"md5", BLOCK, 16, sizeof(HashState), start, update, finish};

static Type md5_type = {
    .head = {&tp_type_type},
    .name = "_md5.md5",
    .basic_size = sizeof(Hash),
    .flags = TYPE_NO_NEW,
    .methods = tp_hash_methods,
    .getset = tp_hash_getset,
};

static Value md5_md5(Value self, Value *args)
{
    (void)self;
    return tp_hash_new(&md5_type, &md5_digest, args[0]);
}

static const MethodDef functions[] = {
    METHOD("md5", md5_md5, "(string=b'', *, usedforsecurity=True)",
           "Return a new MD5 hash object; optionally initialized with a string."),
    METHOD_END,
};

static int init(Value module)
{
    tp_type_ready(&md5_type);
    return tp_module_add(module, "MD5Type", tp_ref(&md5_type));
}

const ModuleDef tp_mod__md5 = {"_md5", functions, init, 0};
