/* hash.c -- SipHash-1-3, the hash of str and bytes.
 *
 * The key comes from PYTHONHASHSEED as CPython derives it, so that the hash of a text, and with it
 * the order of sets, is the oracle's under the same seed: unset or "random" takes 16 bytes from the
 * system, "0" is the zero key, another number is expanded by a linear congruential generator.
 * The function is that of Aumasson and Bernstein, "SipHash: a fast short-input PRF", with one
 * compression round a word and three of finalisation. Start at `tp_hash_bytes`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include "config.h"
#include "str.h"

static uint64_t key0, key1;

static inline uint64_t rotate(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] = rotate(v[2], 32);
}

uint64_t tp_siphash(const void *data, size_t n, uint64_t k0, uint64_t k1)
{
    const uint8_t *p = data;
    const uint8_t *end = p + (n & ~(size_t)7);
    uint64_t v[4] = {
        k0 ^ 0x736f6d6570736575, /* "somepseudorandomlygeneratedbytes" */
        k1 ^ 0x646f72616e646f6d,
        k0 ^ 0x6c7967656e657261,
        k1 ^ 0x7465646279746573,
    };
    uint64_t word;
    for (; p < end; p += 8) {
        memcpy(&word, p, 8);
        v[3] ^= word;
        sip_round(v);
        v[0] ^= word;
    }
    word = (uint64_t)n << 56;
    switch (n & 7) {
    case 7: word |= (uint64_t)p[6] << 48; /* fall through */
    case 6: word |= (uint64_t)p[5] << 40; /* fall through */
    case 5: word |= (uint64_t)p[4] << 32; /* fall through */
    case 4: word |= (uint64_t)p[3] << 24; /* fall through */
    case 3: word |= (uint64_t)p[2] << 16; /* fall through */
    case 2: word |= (uint64_t)p[1] << 8; /* fall through */
    case 1: word |= p[0];
    }
    v[3] ^= word;
    sip_round(v);
    v[0] ^= word;
    v[2] ^= 0xff;
    sip_round(v);
    sip_round(v);
    sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

int64_t tp_hash_bytes(const void *data, size_t n)
{
    int64_t hash = n ? (int64_t)tp_siphash(data, n, key0, key1) : 0;
    return hash == -1 ? -2 : hash;
}

void tp_hash_init(void)
{
    uint8_t key[16] = {0};
    const char *text = tp_config_hash_seed();
    if (!text) {
        if (getrandom(key, sizeof key, 0) != sizeof key) {
            fputs("Fatal Python error: failed to get random numbers to initialize Python\n",
                  stderr);
            exit(1);
        }
    } else {
        char *end;
        unsigned long seed = strtoul(text, &end, 10);
        if (*end || seed > 4294967295) {
            fputs("Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" "
                  "or an integer in range [0; 4294967295]\n"
                  "Python runtime state: preinitialized\n\n", stderr);
            exit(1);
        }
        uint32_t x = (uint32_t)seed;
        for (int i = 0; seed && i < 16; i++) {
            x = x * 214013 + 2531011;
            key[i] = (uint8_t)(x >> 16);
        }
    }
    memcpy(&key0, key, 8);
    memcpy(&key1, key + 8, 8);
}
