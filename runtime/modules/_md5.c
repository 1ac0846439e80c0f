/* _md5.c -- the module _md5: MD5 after RFC 1321. */
#include <math.h>
#include <string.h>

#include "hash.h"

static inline uint32_t rotate(uint32_t x, int bits)
{
    return x << bits | x >> (32 - bits);
}

/* Of each round: how far its four kinds of steps rotate. */
static const uint8_t shifts[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static void hash_block(void *words, const uint8_t *block)
{
    static uint32_t sines[64]; /* the RFC's table: 2^32 times |sin(i + 1)| */
    if (!sines[0])
        for (int i = 0; i < 64; i++)
            sines[i] = (uint32_t)floor(fabs(sin(i + 1)) * 4294967296.0);
    uint32_t *h = words, x[16], a = h[0], b = h[1], c = h[2], d = h[3];
    memcpy(x, block, sizeof x);
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

static const uint32_t initial[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
static const Digest digest = BLOCK_DIGEST("md5", 16, initial, false, hash_block);
HASH_TYPE(_md5, md5, digest)

static const MethodDef functions[] = {
    HASH_FUNCTION(_md5, md5, "MD5"),
    METHOD_END,
};

static int init(Value module)
{
    tp_type_ready(&md5_type);
    return tp_module_add(module, "MD5Type", tp_ref(&md5_type));
}

const ModuleDef tp_mod__md5 = {"_md5", functions, init, 0};
