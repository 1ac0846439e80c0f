/* hash.h -- what the modules of message digests share: objects that take bytes and give a
 * digest. */
#ifndef TP_HASH_H
#define TP_HASH_H

#include "runtime/func.h"

/* How one algorithm works. The state is the algorithm's own and is copied as it stands. */
typedef struct Digest Digest;
struct Digest {
    const char *name;
    int block_size, digest_size;   /* bytes; digest_size 0: chosen by who asks */
    size_t state_size;
    void (*start)(const Digest *digest, void *state); /* the state is all zero */
    void (*update)(const Digest *digest, void *state, const uint8_t *data, size_t n);
    /* The first n bytes of the digest; the state is a copy that is not needed any more. */
    void (*finish)(const Digest *digest, void *state, uint8_t *out, size_t n);

    /* of BLOCK_DIGESTs only */
    const void *initial;           /* the words that hashing starts with */
    int nwords, word_size;
    bool is_big;                   /* words and the length are big-endian */
    void (*hash_block)(void *words, const uint8_t *block);
};

/* A hash object: the state stands behind it. */
typedef struct Hash {
    Object head;
    const Digest *digest;
    int digest_size;               /* of this object; blake2's can be chosen */
    uint64_t state[];
} Hash;

/* A new object of that type, started, and fed with data unless that is 0. 0 with TypeError. */
Value tp_hash_new(Type *type, const Digest *digest, Value data);
/* Feed it: -1 with CPython's TypeErrors for what is no bytes. */
int tp_hash_update(Hash *h, Value data);

/* An argument that must be a non-negative int: -1 with TypeError, ValueError or, beyond 64 bits,
 * OverflowError with that message. */
int tp_hash_unsigned(Value v, const char *too_large, uint64_t *out);

/* Tables for the types: with digest() and hexdigest(), or with a length for the extendable ones. */
extern const MethodDef tp_hash_methods[], tp_hash_extendable_methods[];
extern const GetSetDef tp_hash_getset[];

/* ---- digests that stir each full block into a few words (Merkle-Damgard) ---- */

typedef struct BlockState {
    uint64_t words[8];
    uint64_t length;               /* bytes hashed or waiting */
    uint8_t block[128];            /* those that wait until they fill a block */
} BlockState;

void tp_hash_block_start(const Digest *digest, void *state);
void tp_hash_block_update(const Digest *digest, void *state, const uint8_t *data, size_t n);
void tp_hash_block_finish(const Digest *digest, void *state, uint8_t *out, size_t n);

/* A Digest of that kind; initial: an array of words. */
#define BLOCK_DIGEST(name, digest_size, initial, is_big, hash_block)                              \
    {name, 16 * sizeof *(initial), digest_size, sizeof(BlockState), tp_hash_block_start,          \
     tp_hash_block_update, tp_hash_block_finish, initial, sizeof(initial) / sizeof *(initial),    \
     sizeof *(initial), is_big, hash_block}

/* NAME_type, the type of the hash objects of a digest, and MODULE_NAME, the function that makes
 * them. */
#define HASH_TYPE(module, digest_name, digest)                                                    \
    static Type digest_name##_type = {                                                            \
        .head = {&tp_type_type},                                                                  \
        .name = #module "." #digest_name,                                                         \
        .basic_size = sizeof(Hash),                                                               \
        .flags = TYPE_NO_NEW,                                                                     \
        .methods = tp_hash_methods,                                                               \
        .getset = tp_hash_getset,                                                                 \
    };                                                                                            \
    static Value module##_##digest_name(Value self, Value *args)                                  \
    {                                                                                             \
        (void)self;                                                                               \
        return tp_hash_new(&digest_name##_type, &(digest), args[0]);                              \
    }
/* The row of that function. */
#define HASH_FUNCTION(module, digest_name, doc_name)                                              \
    METHOD(#digest_name, module##_##digest_name, "(string=b'', *, usedforsecurity=True)",         \
           "Return a new " doc_name " hash object; optionally initialized with a string.")

#endif
