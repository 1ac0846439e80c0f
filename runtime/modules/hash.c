/* hash.c -- hash objects: what the modules of message digests share. */
#include "hash.h"

#include <string.h>

#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/str.h"

static Hash *hash_of(Value v)
{
    return (Hash *)tp_obj(v);
}

int tp_hash_update(Hash *h, Value data)
{
    const char *bytes;
    int64_t n;
    if (tp_is_str(data))
        return tp_raise_int(&tp_TypeError, "Strings must be encoded before hashing");
    if (!tp_is_buffer(data))
        return tp_raise_int(&tp_TypeError, "object supporting the buffer API required");
    if (tp_bytes_view(data, &bytes, &n) < 0)
        return -1;
    h->digest->update(h->digest, h->state, (const uint8_t *)bytes, (size_t)n);
    return 0;
}

Value tp_hash_new(Type *type, const Digest *digest, Value data)
{
    Hash *h = tp_heap_object(type, digest->state_size);
    h->digest = digest;
    h->digest_size = digest->digest_size;
    digest->start(digest, h->state);
    return data && tp_hash_update(h, data) < 0 ? 0 : tp_ref(h);
}

static Value hash_update(Value self, Value *args)
{
    return tp_hash_update(hash_of(self), args[0]) < 0 ? 0 : TP_NONE;
}

static Value hash_copy(Value self, Value *args)
{
    (void)args;
    Hash *h = hash_of(self), *copy = tp_heap_object(h->head.type, h->digest->state_size);
    memcpy(copy, h, sizeof *h + h->digest->state_size);
    return tp_ref(copy);
}

static Value digest_of(const Hash *h, int64_t n)
{
    Value bytes = tp_bytes_new(0, n);
    void *state = tp_heap_alloc_atomic(h->digest->state_size);
    memcpy(state, h->state, h->digest->state_size);
    if (bytes && n)
        h->digest->finish(h->digest, state, (uint8_t *)((Bytes *)tp_obj(bytes))->data, (size_t)n);
    return bytes;
}

static Value hex_of(Value bytes)
{
    return bytes ? tp_bytes_hex(bytes, 0, 0, 127) : 0;
}

static Value hash_digest(Value self, Value *args)
{
    (void)args;
    return digest_of(hash_of(self), hash_of(self)->digest_size);
}

static Value hash_hexdigest(Value self, Value *args)
{
    return hex_of(hash_digest(self, args));
}

int tp_hash_unsigned(Value v, const char *too_large, uint64_t *out)
{
    if (!tp_is_int(v))
        return tp_raise_int(&tp_TypeError, "an integer is required");
    Value i = tp_int_plain(v);
    if (tp_int_sign(i) < 0)
        return tp_raise_int(&tp_ValueError, "value must be positive");
    if (tp_int_as_u64(i, out) == 0)
        return 0;
    tp_error_clear();
    return tp_raise_int(&tp_OverflowError, "%s", too_large);
}

static Value extendable_digest(Value self, Value *args)
{
    uint64_t n;
    if (tp_hash_unsigned(args[0], "Python int too large to convert to C unsigned long", &n) < 0)
        return 0;
    if (n >= (uint64_t)1 << 29)
        return tp_raise(&tp_ValueError, "length is too large");
    return digest_of(hash_of(self), (int64_t)n);
}

static Value extendable_hexdigest(Value self, Value *args)
{
    return hex_of(extendable_digest(self, args));
}

static Value get_block_size(Value self)
{
    return tp_small(hash_of(self)->digest->block_size);
}

static Value get_digest_size(Value self)
{
    return tp_small(hash_of(self)->digest_size);
}

static Value get_name(Value self)
{
    return tp_str_cstr(hash_of(self)->digest->name);
}

#define COMMON                                                                             \
    METHOD("update", hash_update, "(obj, /)",                                              \
           "Update this hash object's state with the provided string."),                   \
        METHOD("copy", hash_copy, "()", "Return a copy of the hash object.")

const MethodDef tp_hash_methods[] = {
    COMMON,
    METHOD("digest", hash_digest, "()", "Return the digest value as a bytes object."),
    METHOD("hexdigest", hash_hexdigest, "()",
           "Return the digest value as a string of hexadecimal digits."),
    METHOD_END,
};

const MethodDef tp_hash_extendable_methods[] = {
    COMMON,
    METHOD("digest", extendable_digest, "(length, /)",
           "Return the digest value as a bytes object."),
    METHOD("hexdigest", extendable_hexdigest, "(length, /)",
           "Return the digest value as a string of hexadecimal digits."),
    METHOD_END,
};

const GetSetDef tp_hash_getset[] = {
    {"block_size", get_block_size, 0, 0},
    {"digest_size", get_digest_size, 0, 0},
    {"name", get_name, 0, 0},
    {0, 0, 0, 0},
};

/* ---- digests of blocks ---- */

void tp_hash_block_start(const Digest *digest, void *state)
{
    BlockState *s = state;
    memcpy(s->words, digest->initial, (size_t)(digest->nwords * digest->word_size));
}

void tp_hash_block_update(const Digest *digest, void *state, const uint8_t *data, size_t n)
{
    BlockState *s = state;
    size_t block_size = (size_t)digest->block_size, waiting = s->length % block_size;
    s->length += n;
    if (waiting + n < block_size) {
        memcpy(s->block + waiting, data, n);
        return;
    }
    size_t taken = block_size - waiting;
    memcpy(s->block + waiting, data, taken);
    digest->hash_block(s->words, s->block);
    for (; n - taken >= block_size; taken += block_size)
        digest->hash_block(s->words, data + taken);
    memcpy(s->block, data + taken, n - taken);
}

/* Pad the message: 0x80, zeros, and the length in bits in the last two words of a block, of which
 * no message needs more than 64 bits. */
static void pad(const Digest *digest, BlockState *s)
{
    size_t block_size = (size_t)digest->block_size, waiting = s->length % block_size;
    size_t length_at = block_size - 2 * (size_t)digest->word_size;
    s->block[waiting++] = 0x80;
    memset(s->block + waiting, 0, block_size - waiting);
    if (waiting > length_at) {
        digest->hash_block(s->words, s->block);
        memset(s->block, 0, block_size);
    }
    uint64_t bits = s->length << 3;
    for (size_t i = 0; i < 8; i++)
        s->block[digest->is_big ? block_size - 1 - i : length_at + i] = (uint8_t)(bits >> 8 * i);
    digest->hash_block(s->words, s->block);
}

void tp_hash_block_finish(const Digest *digest, void *state, uint8_t *out, size_t n)
{
    BlockState *s = state;
    pad(digest, s);
    const uint8_t *bytes = (const uint8_t *)s->words;
    size_t last = (size_t)digest->word_size - 1; /* of a word's bytes; word_size is a power of 2 */
    for (size_t i = 0; i < n; i++)
        out[i] = bytes[digest->is_big ? i ^ last : i];
}
