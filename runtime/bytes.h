/* bytes.h -- bytes-like objects: what bytes, bytearray, memoryview and array share. */
#ifndef TP_BYTES_H
#define TP_BYTES_H

#include "str.h"

/* The memory behind a bytes-like object, seen as one dimension of items. */
typedef struct Buffer {
    char *data;            /* the first item */
    int64_t length;        /* items */
    int64_t stride;        /* bytes from item to item */
    int64_t itemsize;
    const char *format;    /* one letter of struct, "B" for bytes */
    bool is_readonly;
    Value object;          /* whose memory it is */
} Buffer;

/* The buffer of v by its type's `buffer` function, which has `change` +1 when a view is taken
 * (v may not move its memory until it is given back), -1 when one is given back, 0 when the caller
 * only looks. -1 with TypeError "a bytes-like object is required, not 'X'". */
int tp_buffer_get(Value v, Buffer *out, int change);
/* Does its type have one? */
bool tp_is_buffer(Value v);
/* Does it follow on without gaps? As CPython asks, so an empty one may not. */
static inline bool tp_buffer_is_contiguous(const Buffer *b)
{
    return b->stride == b->itemsize || b->length == 1;
}
/* Bytes of a buffer one after the other: its memory itself if it is contiguous, else a copy. */
const char *tp_buffer_bytes(const Buffer *b);
/* The str that a bytes-like object is in that encoding; what a codec or an error handler written in
 * Python does can't resize it meanwhile. */
Value tp_decode_buffer(Value v, const char *encoding, const char *errors);
/* As tp_bytes_view, also of a view with gaps between its items: of a copy then. */
int tp_bytes_view_any(Value v, const char **data, int64_t *n);

/* The item of a buffer that stands at p, by the letter of its format: 0 without an exception if
 * there is no such format. */
Value tp_buffer_item(char letter, const char *p);
/* Are there views of memory whose owner counts them? One that is garbage counts until it is
 * collected, so if there are any this collects. Runs no Python code. */
bool tp_has_exports(const int64_t *exports);

/* -1 with OverflowError if bytes of that length would be too large for an address: CPython's words
 * for a size that no memory is asked for. */
int tp_bytes_check_length(int64_t n);
/* Memory, not set, for n bytes that are to become a bytes: 0 with OverflowError or MemoryError, as
 * for a bytes of that length. tp_heap_reuse takes it back as n + 1 bytes. */
char *tp_bytes_room(int64_t n);

/* Bytes being put together; {0} is an empty one. */
typedef struct ByteBuilder {
    char *data;            /* collected, atomic */
    int64_t length, capacity;
} ByteBuilder;
/* Append n bytes; data 0: just room for them, to be filled in. 0, or -1 with MemoryError. */
int tp_bytes_add(ByteBuilder *b, const void *data, int64_t n);
/* Append what an iterator gives, ints; `message` is the ValueError for one out of range. 0, or
 * -1. */
int tp_bytes_collect(ByteBuilder *b, Value iterator, const char *message);
/* 0..255, or -1 with TypeError or ValueError(message). */
int tp_byte_value(Value v, const char *message);

typedef struct MemoryView {
    Object head;
    Buffer view;
    Value exporter;        /* object the memory belongs to; 0 after release */
    int64_t exports;       /* views taken of this one */
    int64_t hash;          /* -1: not computed */
    char format[4];
} MemoryView;
/* A view of an object's memory; 0 with TypeError, or ValueError for a released view. */
Value tp_memoryview_new(Value object);

/* The arguments of bytes() and bytearray(): 1 and the source's bytes, 0 and *count zeros, or -1. */
int tp_bytes_source(const char *type, Value source, Value encoding, Value errors, ByteBuilder *out,
                    int64_t *count, const char *message);

/* New bytes are not set. 0, or -1 with BufferError (there are views of it) or MemoryError. */
int tp_bytearray_resize(ByteArray *b, int64_t length);
/* format % args for bytes, appended to *out. 0, or -1. */
int tp_bytes_mod(const char *format, int64_t n, Value args, ByteBuilder *out);
/* hex() of a bytes-like object: separator and group (bytes between separators) as they were given,
 * or 0. No separator above `greatest` is taken: 127, or 255 if the text becomes bytes again. 0 on
 * failure. */
Value tp_bytes_hex(Value v, Value separator, Value group, uint8_t greatest);

/* Methods that bytes and bytearray share, rows for their tables. */
#define METHOD_FN(fn) Value fn(Value self, Value *args)
#define RAW_FN(fn) Value fn(Value self, int nargs, const Value *args, Tuple *kwnames)
METHOD_FN(bytes_capitalize); METHOD_FN(bytes_center); METHOD_FN(bytes_decode);
METHOD_FN(bytes_expandtabs); METHOD_FN(bytes_hex); METHOD_FN(bytes_isalnum);
METHOD_FN(bytes_isalpha); METHOD_FN(bytes_isascii); METHOD_FN(bytes_isdigit);
METHOD_FN(bytes_islower); METHOD_FN(bytes_isspace); METHOD_FN(bytes_istitle);
METHOD_FN(bytes_isupper); METHOD_FN(bytes_join); METHOD_FN(bytes_ljust); METHOD_FN(bytes_lower);
METHOD_FN(bytes_lstrip); METHOD_FN(bytes_maketrans); METHOD_FN(bytes_partition);
METHOD_FN(bytes_removeprefix); METHOD_FN(bytes_removesuffix); METHOD_FN(bytes_replace);
METHOD_FN(bytes_rjust); METHOD_FN(bytes_rpartition); METHOD_FN(bytes_rsplit);
METHOD_FN(bytes_rstrip); METHOD_FN(bytes_split); METHOD_FN(bytes_splitlines);
METHOD_FN(bytes_strip); METHOD_FN(bytes_swapcase); METHOD_FN(bytes_title);
METHOD_FN(bytes_translate); METHOD_FN(bytes_upper); METHOD_FN(bytes_zfill);
METHOD_FN(bytes_fromhex);
RAW_FN(bytes_count); RAW_FN(bytes_endswith); RAW_FN(bytes_find); RAW_FN(bytes_index);
RAW_FN(bytes_rfind); RAW_FN(bytes_rindex); RAW_FN(bytes_startswith);

/* Slots they share. */
Value bytes_str(Value self);
Value bytes_compare(Value self, Value other, int op);
int bytes_contains(Value self, Value item);
int64_t bytes_length(Value self);
int bytes_bool(Value self);
Value bytes_getitem(Value self, Value key);
Value bytes_add(Value self, Value other);
Value bytes_mul(Value self, Value other);
Value bytes_modulo(Value self, Value other), bytes_rmod(Value self, Value other);
Value bytes_iterator_self(Value self), bytes_iterator_next(Value self);
extern const MethodDef tp_bytes_iterator_methods[];

#endif
