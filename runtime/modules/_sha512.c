/* _sha512.c -- the module _sha512: SHA-384 and SHA-512 after FIPS 180-4.
 *
 * A message is hashed in blocks of 128 bytes; what does not fill a block waits in `block`. digest()
 * pads a copy, so that an object can go on. */
#include <string.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/str.h"

enum { BLOCK = 128 };

typedef struct Sha {
    Object head;
    uint64_t state[8];
    uint64_t length;            /* bytes hashed or waiting */
    uint8_t block[BLOCK];
    int32_t digest_size;        /* 64 or 48 */
} Sha;

static Type sha512_type, sha384_type;

/* The first 64 bits of the fractional parts of the cube roots of the first 80 primes. */
static const uint64_t round_constants[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

/* The same of the square roots of the first eight primes, and of the next eight. */
static const uint64_t initial_512[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179
};
static const uint64_t initial_384[8] = {
    0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
    0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4
};

static inline uint64_t rotate(uint64_t x, int bits)
{
    return x >> bits | x << (64 - bits);
}

static uint64_t load(const uint8_t *p)
{
    uint64_t word;
    memcpy(&word, p, 8);
    return __builtin_bswap64(word);
}

static void hash_block(uint64_t *state, const uint8_t *block)
{
    uint64_t w[80], v[8];
    for (int i = 0; i < 16; i++)
        w[i] = load(block + 8 * i);
    for (int i = 16; i < 80; i++) {
        uint64_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (rotate(a, 1) ^ rotate(a, 8) ^ a >> 7) + w[i - 7] +
               (rotate(b, 19) ^ rotate(b, 61) ^ b >> 6);
    }
    memcpy(v, state, sizeof v);
    for (int i = 0; i < 80; i++) {
        uint64_t a = v[0], e = v[4];
        uint64_t choice = (e & v[5]) ^ (~e & v[6]), majority = (a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]);
        uint64_t one = v[7] + (rotate(e, 14) ^ rotate(e, 18) ^ rotate(e, 41)) + choice +
                       round_constants[i] + w[i];
        uint64_t two = (rotate(a, 28) ^ rotate(a, 34) ^ rotate(a, 39)) + majority;
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += one;
        v[0] = one + two;
    }
    for (int i = 0; i < 8; i++)
        state[i] += v[i];
}

static void add(Sha *sha, const uint8_t *data, size_t n)
{
    size_t waiting = sha->length % BLOCK;
    sha->length += n;
    if (waiting + n < BLOCK) {
        memcpy(sha->block + waiting, data, n);
        return;
    }
    size_t taken = BLOCK - waiting;
    memcpy(sha->block + waiting, data, taken);
    hash_block(sha->state, sha->block);
    for (; n - taken >= BLOCK; taken += BLOCK)
        hash_block(sha->state, data + taken);
    memcpy(sha->block, data + taken, n - taken);
}

/* The digest, 64 bytes of which digest_size count. */
static void finish(const Sha *sha, uint8_t *digest)
{
    static const uint8_t padding[BLOCK] = {0x80};
    Sha end = *sha;
    size_t waiting = sha->length % BLOCK;
    uint64_t bits[2] = {__builtin_bswap64(sha->length >> 61), __builtin_bswap64(sha->length << 3)};
    add(&end, padding, (waiting < 112 ? 112 : 240) - waiting);
    add(&end, (const uint8_t *)bits, sizeof bits);
    for (int i = 0; i < 8; i++) {
        uint64_t word = __builtin_bswap64(end.state[i]);
        memcpy(digest + 8 * i, &word, 8);
    }
}

static Sha *sha_of(Value v)
{
    return (Sha *)tp_obj(v);
}

static Value sha_update(Value self, Value *args)
{
    const char *data;
    int64_t n;
    if (tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "Strings must be encoded before hashing");
    if (tp_bytes_view(args[0], &data, &n) < 0) {
        if (tp_error_is(&tp_TypeError)) {
            tp_error_clear();
            tp_raise(&tp_TypeError, "object supporting the buffer API required");
        }
        return 0;
    }
    add(sha_of(self), (const uint8_t *)data, (size_t)n);
    return TP_NONE;
}

static Value sha_digest(Value self, Value *args)
{
    (void)args;
    uint8_t digest[64];
    finish(sha_of(self), digest);
    return tp_bytes_new((const char *)digest, sha_of(self)->digest_size);
}

static Value sha_hexdigest(Value self, Value *args)
{
    (void)args;
    uint8_t digest[64];
    char text[129];
    finish(sha_of(self), digest);
    for (int i = 0; i < sha_of(self)->digest_size; i++) {
        text[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        text[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    return tp_str_utf8(text, 2 * sha_of(self)->digest_size);
}

static Value sha_copy(Value self, Value *args)
{
    (void)args;
    Sha *copy = tp_heap_object(sha_of(self)->head.type, 0);
    *copy = *sha_of(self);
    return tp_ref(copy);
}

static Value get_block_size(Value self)
{
    (void)self;
    return tp_small(BLOCK);
}

static Value get_digest_size(Value self)
{
    return tp_small(sha_of(self)->digest_size);
}

static Value get_name(Value self)
{
    return tp_str_cstr(sha_of(self)->digest_size == 64 ? "sha512" : "sha384");
}

static const MethodDef sha_methods[] = {
    METHOD("update", sha_update, "(obj, /)", "Update this hash object's state with the provided string."),
    METHOD("digest", sha_digest, "()", "Return the digest value as a bytes object."),
    METHOD("hexdigest", sha_hexdigest, "()", "Return the digest value as a string of hexadecimal digits."),
    METHOD("copy", sha_copy, "()", "Return a copy of the hash object."),
    METHOD_END,
};

static const GetSetDef sha_getset[] = {
    {"block_size", get_block_size, 0, 0},
    {"digest_size", get_digest_size, 0, 0},
    {"name", get_name, 0, 0},
    {0, 0, 0, 0},
};

#define SHA_TYPE(size)                                                                             \
    static Type sha##size##_type = {                                                               \
        .head = {&tp_type_type},                                                                   \
        .name = "_sha512.sha" #size,                                                               \
        .basic_size = sizeof(Sha),                                                                 \
        .methods = sha_methods,                                                                    \
        .getset = sha_getset,                                                                      \
    }
SHA_TYPE(512);
SHA_TYPE(384);

static Value new_sha(Type *type, const uint64_t *initial, int digest_size, Value data)
{
    Sha *sha = tp_heap_object(type, 0);
    memcpy(sha->state, initial, sizeof sha->state);
    sha->digest_size = digest_size;
    return data && !sha_update(tp_ref(sha), &data) ? 0 : tp_ref(sha);
}

static Value sha512_new(Value self, Value *args)
{
    (void)self;
    return new_sha(&sha512_type, initial_512, 64, args[0]);
}

static Value sha384_new(Value self, Value *args)
{
    (void)self;
    return new_sha(&sha384_type, initial_384, 48, args[0]);
}

static const MethodDef functions[] = {
    METHOD("sha512", sha512_new, "(string=b'', *, usedforsecurity=True)",
           "Return a new SHA-512 hash object; optionally initialized with a string."),
    METHOD("sha384", sha384_new, "(string=b'', *, usedforsecurity=True)",
           "Return a new SHA-384 hash object; optionally initialized with a string."),
    METHOD_END,
};

static int sha512_init(Value module)
{
    (void)module;
    tp_type_ready(&sha512_type);
    tp_type_ready(&sha384_type);
    return 0;
}

const ModuleDef tp_mod__sha512 = {"_sha512", functions, sha512_init, 0};
