/* _sha1.c -- the module _sha1: SHA-1 after FIPS 180-4. */
#include <string.h>

#include "hash.h"

static inline uint32_t rotate(uint32_t x, int bits)
{
    return x << bits | x >> (32 - bits);
}

static void hash_block(void *words, const uint8_t *block)
{
    static const uint32_t constants[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    uint32_t *h = words, w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    memcpy(w, block, 64);
    for (int i = 0; i < 16; i++)
        w[i] = __builtin_bswap32(w[i]);
    for (int i = 16; i < 80; i++)
        w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (int i = 0; i < 80; i++) {
        int round = i / 20;
        uint32_t mix = round == 0   ? (b & c) | (~b & d)
                       : round == 2 ? (b & c) | (b & d) | (c & d)
                                    : b ^ c ^ d;
        uint32_t next = rotate(a, 5) + mix + e + constants[round] + w[i];
        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = next;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
}

static const uint32_t initial[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
static const Digest digest = BLOCK_DIGEST("sha1", 20, initial, true, hash_block);
HASH_TYPE(_sha1, sha1, digest)

static const MethodDef functions[] = {
    HASH_FUNCTION(_sha1, sha1, "SHA1"),
    METHOD_END,
};

static int init(Value module)
{
    tp_type_ready(&sha1_type);
    return tp_module_add(module, "SHA1Type", tp_ref(&sha1_type));
}

const ModuleDef tp_mod__sha1 = {"_sha1", functions, init, 0};
