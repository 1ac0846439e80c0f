/* _sha3.c -- the module _sha3: SHA-3 and SHAKE after FIPS 202.
 *
 * The sponge takes `rate` bytes at a time into 25 words and stirs them; a digest is read out of the
 * same words. What an algorithm is follows from its rate, a Digest's block_size, and the bits that
 * end the message. */
#include <string.h>

#include "hash.h"
#include "runtime/int.h"
#include "runtime/str.h"

typedef struct HashState {
    uint64_t words[25];
    uint32_t at;           /* bytes taken into the current block */
} HashState;

static inline uint64_t rotate(uint64_t x, int bits)
{
    return bits ? x << bits | x >> (64 - bits) : x;
}

/* One bit of the round constants' shift register, x^8 + x^6 + x^5 + x^4 + 1. */
static bool next_bit(uint8_t *lfsr)
{
    bool bit = *lfsr & 1;
    *lfsr = (uint8_t)(*lfsr & 0x80 ? *lfsr << 1 ^ 0x71 : *lfsr << 1);
    return bit;
}

static void stir(uint64_t *a)
{
    uint8_t lfsr = 1;
    for (int round = 0; round < 24; round++) {
        uint64_t columns[5], last;
        for (int x = 0; x < 5; x++)
            columns[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        for (int x = 0; x < 5; x++) {
            uint64_t mix = columns[(x + 4) % 5] ^ rotate(columns[(x + 1) % 5], 1);
            for (int y = 0; y < 25; y += 5)
                a[y + x] ^= mix;
        }
        /* rotate and move the words along the one cycle through 24 of the places */
        last = a[1];
        for (int t = 0, x = 1, y = 0; t < 24; t++) {
            int next = (2 * x + 3 * y) % 5;
            x = y;
            y = next;
            uint64_t moved = rotate(last, (t + 1) * (t + 2) / 2 % 64);
            last = a[5 * y + x];
            a[5 * y + x] = moved;
        }
        for (int y = 0; y < 25; y += 5) {
            uint64_t row[5];
            memcpy(row, a + y, sizeof row);
            for (int x = 0; x < 5; x++)
                a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
        }
        for (int j = 0; j < 7; j++)
            if (next_bit(&lfsr))
                a[0] ^= (uint64_t)1 << ((1 << j) - 1);
    }
}

/* The bits that end a message: 01 for SHA-3, 1111 for SHAKE, then the padding's first 1. */
static uint8_t suffix_of(const Digest *digest)
{
    return digest->digest_size ? 0x06 : 0x1f;
}

static void start(const Digest *digest, void *state)
{
    (void)digest, (void)state; /* all is zero */
}

static void update(const Digest *digest, void *state, const uint8_t *data, size_t n)
{
    HashState *s = state;
    uint32_t rate = (uint32_t)digest->block_size;
    uint8_t *bytes = (uint8_t *)s->words;
    for (size_t i = 0; i < n; i++) {
        bytes[s->at++] ^= data[i];
        if (s->at == rate) {
            stir(s->words);
            s->at = 0;
        }
    }
}

static void finish(const Digest *digest, void *state, uint8_t *out, size_t n)
{
    HashState *s = state;
    size_t rate = (size_t)digest->block_size;
    uint8_t *bytes = (uint8_t *)s->words;
    bytes[s->at] ^= suffix_of(digest);
    bytes[rate - 1] ^= 0x80;
    while (n) {
        size_t part = n < rate ? n : rate;
        stir(s->words);
        memcpy(out, bytes, part);
        out += part;
        n -= part;
    }
}

/* SHA3(name, rate, digest size, methods) */
#define ALGORITHMS                                               \
    SHA3(sha3_224, 144, 28, tp_hash_methods)                     \
    SHA3(sha3_256, 136, 32, tp_hash_methods)                     \
    SHA3(sha3_384, 104, 48, tp_hash_methods)                     \
    SHA3(sha3_512, 72, 64, tp_hash_methods)                      \
    SHA3(shake_128, 168, 0, tp_hash_extendable_methods)          \
    SHA3(shake_256, 136, 0, tp_hash_extendable_methods)

static const Digest *digest_of(Value self)
{
    return ((Hash *)tp_obj(self))->digest;
}

static Value get_rate_bits(Value self)
{
    return tp_small(8 * digest_of(self)->block_size);
}

static Value get_capacity_bits(Value self)
{
    return tp_small(1600 - 8 * digest_of(self)->block_size);
}

static Value get_suffix(Value self)
{
    char suffix = (char)suffix_of(digest_of(self));
    return tp_bytes_new(&suffix, 1);
}

static GetSetDef getset[8]; /* those of all digests, and three of the sponge's */

#define SHA3(name_, rate, size, methods_)                                                    \
    static const Digest name_##_digest = {                                                   \
        .name = #name_,                                                                      \
        .block_size = rate,                                                                  \
        .digest_size = size,                                                                 \
        .state_size = sizeof(HashState),                                                     \
        .start = start,                                                                      \
        .update = update,                                                                    \
        .finish = finish,                                                                    \
    };                                                                                       \
    static Value name_##_new(Type *type, int nargs, const Value *args, Tuple *kwnames)       \
    {                                                                                        \
        Value a[2];                                                                          \
        if (TP_ARGS(#name_, "(data=b'', /, *, usedforsecurity=True)", a) < 0)                \
            return 0;                                                                        \
        return tp_hash_new(type, &name_##_digest, a[0]);                                     \
    }                                                                                        \
    static Type name_##_type = {                                                             \
        .head = {&tp_type_type},                                                             \
        .name = "_sha3." #name_,                                                             \
        .basic_size = sizeof(Hash),                                                          \
        .new_ = name_##_new,                                                                 \
        .methods = methods_,                                                                 \
        .getset = getset,                                                                    \
    };
ALGORITHMS
#undef SHA3

static int init(Value module)
{
    int n = 0;
    for (const GetSetDef *row = tp_hash_getset; row->name; row++)
        getset[n++] = *row;
    getset[n++] = (GetSetDef){"_rate_bits", get_rate_bits, 0, 0};
    getset[n++] = (GetSetDef){"_capacity_bits", get_capacity_bits, 0, 0};
    getset[n++] = (GetSetDef){"_suffix", get_suffix, 0, 0};
#define SHA3(name, rate, size, methods)                  \
    if (tp_module_add_type(module, &name##_type) < 0)    \
        return -1;
    ALGORITHMS
#undef SHA3
    return tp_module_add(module, "implementation", tp_str_cstr("FIPS 202, plain C"));
}

const ModuleDef tp_mod__sha3 = {"_sha3", 0, init, 0};
