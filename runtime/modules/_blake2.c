/* _blake2.c -- the module _blake2: BLAKE2b and BLAKE2s after RFC 7693, with the tree parameters of
 * the BLAKE2 paper.
 *
 * The two differ in the width of their words. The functions that do are made twice by FLAVOUR; the
 * last block of a message is hashed with a mark, so a full block waits until more comes. */
#include <string.h>

#include "hash.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/text.h"

/* The order in which each round takes the words of the message. */
static const uint8_t sigma[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

/* Where the four words of each of a round's eight steps stand. */
static const uint8_t steps[8][4] = {{0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15},
                                    {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14}};

/* What blake2b() and blake2s() take beside the data, for either. */
typedef struct Parameters {
    int64_t digest_size, fanout, depth, inner_size, node_depth;
    uint64_t leaf_size, node_offset;
    char key[64], salt[16], person[16];
    int64_t key_size, salt_size, person_size;
    bool is_last_node;
} Parameters;

#define FLAVOUR(flavour, Word, State, rounds, r1, r2, r3, r4)                                     \
    typedef struct State {                                                                        \
        Word h[8];                                                                                \
        uint64_t length;       /* bytes hashed, those waiting not counted */                      \
        uint32_t waiting;                                                                         \
        bool is_last_node;                                                                        \
        uint8_t block[16 * sizeof(Word)];                                                         \
    } State;                                                                                      \
    static inline Word flavour##_rotate(Word x, int bits)                                         \
    {                                                                                             \
        return x >> bits | x << (8 * sizeof(Word) - bits);                                        \
    }                                                                                             \
    static void flavour##_block(State *s, uint32_t n, bool is_last)                               \
    {                                                                                             \
        Word m[16], v[16];                                                                        \
        s->length += n;                                                                           \
        memcpy(m, s->block, sizeof m);                                                            \
        memcpy(v, s->h, sizeof s->h);                                                             \
        memcpy(v + 8, flavour##_initial, sizeof flavour##_initial);                               \
        v[12] ^= (Word)s->length;                                                                 \
        v[13] ^= sizeof(Word) == 4 ? (Word)(s->length >> 32) : 0;                                 \
        v[14] ^= is_last ? (Word)-1 : 0;                                                          \
        v[15] ^= is_last && s->is_last_node ? (Word)-1 : 0;                                       \
        for (int round = 0; round < rounds; round++) {                                            \
            for (int i = 0; i < 8; i++) {                                                         \
                Word *a = &v[steps[i][0]], *b = &v[steps[i][1]], *c = &v[steps[i][2]],            \
                     *d = &v[steps[i][3]];                                                        \
                *a += *b + m[sigma[round % 10][2 * i]];                                           \
                *d = flavour##_rotate(*d ^ *a, r1);                                               \
                *c += *d;                                                                         \
                *b = flavour##_rotate(*b ^ *c, r2);                                               \
                *a += *b + m[sigma[round % 10][2 * i + 1]];                                       \
                *d = flavour##_rotate(*d ^ *a, r3);                                               \
                *c += *d;                                                                         \
                *b = flavour##_rotate(*b ^ *c, r4);                                               \
            }                                                                                     \
        }                                                                                         \
        for (int i = 0; i < 8; i++)                                                               \
            s->h[i] ^= v[i] ^ v[i + 8];                                                           \
    }                                                                                             \
    static void flavour##_update(const Digest *digest, void *state, const uint8_t *data, size_t n)\
    {                                                                                             \
        (void)digest;                                                                             \
        State *s = state;                                                                         \
        while (n) {                                                                               \
            if (s->waiting == sizeof s->block) {                                                  \
                flavour##_block(s, s->waiting, false);                                            \
                s->waiting = 0;                                                                   \
            }                                                                                     \
            size_t part = sizeof s->block - s->waiting;                                           \
            part = part < n ? part : n;                                                           \
            memcpy(s->block + s->waiting, data, part);                                            \
            s->waiting += (uint32_t)part;                                                         \
            data += part;                                                                         \
            n -= part;                                                                            \
        }                                                                                         \
    }                                                                                             \
    static void flavour##_finish(const Digest *digest, void *state, uint8_t *out, size_t n)       \
    {                                                                                             \
        (void)digest;                                                                             \
        State *s = state;                                                                         \
        memset(s->block + s->waiting, 0, sizeof s->block - s->waiting);                           \
        flavour##_block(s, s->waiting, true);                                                     \
        memcpy(out, s->h, n);                                                                     \
    }                                                                                             \
    static void flavour##_start(const Digest *digest, void *state)                                \
    {                                                                                             \
        (void)digest;                                                                             \
        memcpy(((State *)state)->h, flavour##_initial, sizeof flavour##_initial);                 \
    }                                                                                             \
    static const Digest flavour##_digest = {                                                      \
        .name = #flavour,                                                                         \
        .block_size = 16 * sizeof(Word),                                                          \
        .digest_size = 8 * sizeof(Word),                                                          \
        .state_size = sizeof(State),                                                              \
        .start = flavour##_start,                                                                 \
        .update = flavour##_update,                                                               \
        .finish = flavour##_finish,                                                               \
    };                                                                                            \
    /* Mix in the parameters, and the key as a block of its own. */                               \
    static void flavour##_set(State *s, const Parameters *p)                                      \
    {                                                                                             \
        uint8_t block[8 * sizeof(Word)] = {(uint8_t)p->digest_size, (uint8_t)p->key_size,         \
                                           (uint8_t)p->fanout, (uint8_t)p->depth};                \
        Word words[8];                                                                            \
        size_t offset = sizeof(Word) == 8 ? 8 : 6;                                                \
        memcpy(block + 4, &p->leaf_size, 4);                                                      \
        memcpy(block + 8, &p->node_offset, offset);                                               \
        block[8 + offset] = (uint8_t)p->node_depth;                                               \
        block[9 + offset] = (uint8_t)p->inner_size;                                               \
        memcpy(block + 4 * sizeof(Word), p->salt, (size_t)p->salt_size);                          \
        memcpy(block + 6 * sizeof(Word), p->person, (size_t)p->person_size);                      \
        memcpy(words, block, sizeof words);                                                       \
        for (int i = 0; i < 8; i++)                                                               \
            s->h[i] ^= words[i];                                                                  \
        s->is_last_node = p->is_last_node;                                                        \
        if (p->key_size) {                                                                        \
            memset(s->block, 0, sizeof s->block);                                                 \
            memcpy(s->block, p->key, (size_t)p->key_size);                                        \
            s->waiting = sizeof s->block;                                                         \
        }                                                                                         \
    }                                                                                             \
    static Value flavour##_make(Type *type, int nargs, const Value *args, Tuple *kwnames)         \
    {                                                                                             \
        Value a[14];                                                                              \
        Parameters p;                                                                             \
        if (TP_ARGS(#flavour, signature, a) < 0 || read_parameters(a, 8 * sizeof(Word), &p) < 0)  \
            return 0;                                                                             \
        Value v = tp_hash_new(type, &flavour##_digest, 0);                                        \
        Hash *hash = (Hash *)tp_obj(v);                                                           \
        hash->digest_size = (int)p.digest_size;                                                   \
        flavour##_set((State *)hash->state, &p);                                                  \
        return a[0] && tp_hash_update(hash, a[0]) < 0 ? 0 : v;                                    \
    }                                                                                             \
    static Type flavour##_type = {                                                                \
        .head = {&tp_type_type},                                                                  \
        .name = "_blake2." #flavour,                                                              \
        .basic_size = sizeof(Hash),                                                               \
        .flags = TYPE_IMMUTABLE,                                                                  \
        .new_ = flavour##_make,                                                                   \
        .methods = tp_hash_methods,                                                               \
        .getset = tp_hash_getset,                                                                 \
        .doc = "Return a new " #flavour " hash object.",                                          \
    };

static const char signature[] =
    "(data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, "
    "leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, "
    "usedforsecurity=True)";

/* At most `limit` bytes, copied: the __index__ of another argument may change them. */
static int bytes_parameter(Value v, const char *name, int64_t limit, char *copy, int64_t *n)
{
    const char *data = "";
    *n = 0;
    if (v && tp_bytes_view(v, &data, n) < 0)
        return -1;
    if (*n > limit)
        return tp_raise_int(&tp_ValueError, "maximum %s length is %d bytes", name, (int)limit);
    memcpy(copy, data, (size_t)*n);
    return 0;
}

static int int_parameter(Value v, int64_t default_, int64_t *out)
{
    *out = default_;
    return v && text_int_arg(v, out) < 0 ? -1 : 0;
}

static int unsigned_parameter(Value v, const char *too_large, uint64_t limit, const char *message,
                              uint64_t *out)
{
    *out = 0;
    if (v && tp_hash_unsigned(v, too_large, out) < 0)
        return -1;
    return *out > limit ? tp_raise_int(&tp_OverflowError, "%s", message) : 0;
}

/* The arguments but the data, for digests of at most `size` bytes. */
static int read_parameters(Value *a, int64_t size, Parameters *p)
{
    if (int_parameter(a[1], size, &p->digest_size) < 0)
        return -1;
    if (p->digest_size < 1 || p->digest_size > size)
        return tp_raise_int(&tp_ValueError, "digest_size must be between 1 and %d bytes",
                            (int)size);
    if (bytes_parameter(a[3], "salt", size / 4, p->salt, &p->salt_size) < 0 ||
        bytes_parameter(a[4], "person", size / 4, p->person, &p->person_size) < 0 ||
        int_parameter(a[5], 1, &p->fanout) < 0 || int_parameter(a[6], 1, &p->depth) < 0)
        return -1;
    if (p->fanout < 0 || p->fanout > 255)
        return tp_raise_int(&tp_ValueError, "fanout must be between 0 and 255");
    if (p->depth < 1 || p->depth > 255)
        return tp_raise_int(&tp_ValueError, "depth must be between 1 and 255");
    if (unsigned_parameter(a[7], "Python int too large to convert to C unsigned long", UINT32_MAX,
                           "leaf_size is too large", &p->leaf_size) < 0 ||
        unsigned_parameter(a[8], "int too big to convert",
                           size == 64 ? UINT64_MAX : (UINT64_C(1) << 48) - 1,
                           "node_offset is too large", &p->node_offset) < 0 ||
        int_parameter(a[9], 0, &p->node_depth) < 0 || int_parameter(a[10], 0, &p->inner_size) < 0)
        return -1;
    if (p->node_depth < 0 || p->node_depth > 255)
        return tp_raise_int(&tp_ValueError, "node_depth must be between 0 and 255");
    if (p->inner_size < 0 || p->inner_size > size)
        return tp_raise_int(&tp_ValueError, "inner_size must be between 0 and is %d", (int)size);
    int is_last_node = a[11] ? tp_truth(a[11]) : 0;
    p->is_last_node = is_last_node;
    return is_last_node < 0 ? -1 : bytes_parameter(a[2], "key", size, p->key, &p->key_size);
}

static const uint64_t blake2b_initial[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
static const uint32_t blake2s_initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                            0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

FLAVOUR(blake2b, uint64_t, StateB, 12, 32, 24, 16, 63)
FLAVOUR(blake2s, uint32_t, StateS, 10, 16, 12, 8, 7)

static int add_sizes(Value module, Type *type, const char *prefix, int size)
{
    static const char *const names[] = {"SALT_SIZE", "PERSON_SIZE", "MAX_KEY_SIZE",
                                        "MAX_DIGEST_SIZE"};
    if (tp_module_add_type(module, type) < 0)
        return -1;
    for (int i = 0; i < 4; i++) {
        Value value = tp_small(i < 2 ? size / 4 : size);
        Value name = tp_str_format_c("%s_%s", prefix, names[i]);
        if (!name || tp_dict_set_cstr(tp_type_dict(type), names[i], value) < 0 ||
            tp_module_add(module, tp_str_to_c(name), value) < 0)
            return -1;
    }
    return 0;
}

static int init(Value module)
{
    if (add_sizes(module, &blake2b_type, "BLAKE2B", 64) < 0)
        return -1;
    return add_sizes(module, &blake2s_type, "BLAKE2S", 32);
}

const ModuleDef tp_mod__blake2 = {"_blake2", 0, init, 0};
