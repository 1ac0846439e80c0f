/* hash.h -- what the modules of message digests share: objects that take bytes and give a digest. */
#ifndef TP_HASH_H
#define TP_HASH_H

#include "runtime/func.h"

/* How one algorithm works. The state is the algorithm's own and is copied as it stands. */
typedef struct Digest {
    const char *name;
    int block_size, digest_size;   /* bytes; digest_size 0: chosen by who asks */
    size_t state_size;
    void (*start)(void *state);
    void (*update)(void *state, const uint8_t *data, size_t n);
    /* The first n bytes of the digest; the state is a copy that is not needed any more. */
    void (*finish)(void *state, uint8_t *out, size_t n);
} Digest;

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

/* Tables for the types: with digest() and hexdigest(), or with a length for the extendable ones. */
extern const MethodDef tp_hash_methods[], tp_hash_extendable_methods[];
extern const GetSetDef tp_hash_getset[];

/* ---- for digests that work on whole blocks (Merkle-Damgard) ---- */

/* Gather data in block[block_size]; hash_block is called for each full one. *length counts bytes. */
void tp_hash_blocks(void *words, uint8_t *block, size_t block_size, uint64_t *length,
                    const uint8_t *data, size_t n,
                    void (*hash_block)(void *words, const uint8_t *block));
/* The padding of these digests: 0x80, zeros, the length in bits in the last 8 bytes. */
void tp_hash_pad(void *words, uint8_t *block, size_t block_size, uint64_t *length, bool is_big,
                 void (*hash_block)(void *words, const uint8_t *block));

#endif
