/* codec.h -- encodings built in, their error handlers, and the registry of the others. */
#ifndef TP_CODEC_H
#define TP_CODEC_H

#include "str.h"

typedef enum Codec {
    CODEC_UTF8,
    CODEC_UTF8_SIG,
    CODEC_ASCII,
    CODEC_LATIN1,
    CODEC_UTF16,     /* native order, with a byte order mark */
    CODEC_UTF16_LE,
    CODEC_UTF16_BE,
    CODEC_UTF32,
    CODEC_UTF32_LE,
    CODEC_UTF32_BE,
    CODEC_UNICODE_ESCAPE,
    CODEC_RAW_UNICODE_ESCAPE,
    CODEC_OTHER      /* in the registry, or nowhere */
} Codec;

/* The codec of that name in any spelling. Never fails. */
Codec tp_codec_find(const char *name);

/* What the registry calls one that is built in. */
const char *tp_codec_name(Codec codec);

/* Encode to bytes and decode to str with one that is built in (not CODEC_OTHER); errors may be 0
 * for "strict". 0 with UnicodeError, or what an error handler raised.
 * A decoder that is not given everything yet (consumed is not 0) leaves an unfinished character at
 * the end alone and says in *consumed how many bytes it has used. */
Value tp_codec_encode(Codec codec, Value str, const char *errors);
Value tp_codec_decode(Codec codec, const char *data, int64_t n, const char *errors,
                      int64_t *consumed);

/* How many bytes at the start of n are UTF-8, or ASCII, without a fault. */
int64_t tp_utf8_prefix(const char *data, int64_t n, bool is_ascii);

/* -X dev: is there such a codec, and such an error handler (0: strict)? -1 with LookupError. */
int tp_codec_check(const char *encoding, const char *errors);

/* ---- the registry (what the module _codecs shows) ---- */

/* The entry for a name: a tuple (encode, decode, streamreader, streamwriter); LookupError. */
Value tp_codec_lookup(const char *name);
/* Add a search function: 0, or -1 with TypeError if it cannot be called. */
int tp_codec_register(Value search);
/* Take it out again, if it is there. Always 0. */
int tp_codec_unregister(Value search);
/* codecs.encode(object, encoding, errors) and decode: any object, any codec. errors may be 0. */
Value tp_codec_encode_object(Value object, const char *encoding, const char *errors);
Value tp_codec_decode_object(Value object, const char *encoding, const char *errors);
/* Error handlers by name, as Python callables: LookupError if there is none. */
Value tp_codec_error_handler(const char *name);
/* 0, or -1 with TypeError if the handler cannot be called. */
int tp_codec_register_error(const char *name, Value handler);

/* ---- for the files of the codecs ---- */

enum ErrorMode {
    ERRORS_STRICT,
    ERRORS_IGNORE,
    ERRORS_REPLACE,
    ERRORS_BACKSLASH,
    ERRORS_XML,
    ERRORS_ESCAPE,   /* surrogateescape */
    ERRORS_PASS,     /* surrogatepass */
    ERRORS_OTHER     /* a registered handler */
};

typedef struct Decoder {
    const char *encoding;      /* as it stands in messages */
    Codec codec;
    const uint8_t *data;       /* an error handler may put other bytes in their place */
    int64_t n;
    const char *errors;
    enum ErrorMode mode;
    Value problem;             /* the exception that handlers get, or 0 before the first error */
    StrBuilder out;
} Decoder;

typedef struct Encoder Encoder;
struct Encoder {
    const char *encoding;
    Codec codec;
    Value str;
    const char *errors;
    enum ErrorMode mode;
    Value problem;             /* as a Decoder's */
    /* Append one character; -1: it cannot be encoded, or an exception is pending. */
    int (*put)(Encoder *e, uint32_t c);
    char *out;                 /* collected, atomic */
    int64_t length, capacity;
};

/* The mode of that name; 0 is "strict". */
enum ErrorMode codec_error_mode(const char *errors);
/* data[start:end] cannot be decoded: append what stands for it, say in *next where to go on; or
 * fail with -1. */
int codec_decode_error(Decoder *d, int64_t start, int64_t end, const char *reason, int64_t *next);
/* The same for str[start:end]. */
int codec_encode_error(Encoder *e, int64_t start, int64_t end, const char *reason, int64_t *next);
/* Room for n more bytes behind e->out[e->length]: 0, or -1 with MemoryError. */
int codec_reserve(Encoder *e, int64_t n);

/* The codecs themselves, for tp_codec_decode and tp_codec_encode: a str or bytes, 0 with an
 * exception. codec_narrow_encode is for ASCII and Latin-1. */
Value codec_utf8_decode(Decoder *d, int64_t *consumed), codec_utf8_encode(Encoder *e);
Value codec_utf16_decode(Decoder *d, int64_t *consumed), codec_utf16_encode(Encoder *e);
Value codec_utf32_decode(Decoder *d, int64_t *consumed), codec_utf32_encode(Encoder *e);
Value codec_ascii_decode(Decoder *d), codec_narrow_encode(Encoder *e);
Value codec_escape_decode(Decoder *d, int64_t *consumed), codec_escape_encode(Encoder *e);
Value codec_raw_escape_decode(Decoder *d, int64_t *consumed), codec_raw_escape_encode(Encoder *e);

#endif
