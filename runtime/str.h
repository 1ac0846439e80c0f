/* str.h -- str, bytes and bytearray, and building them. */
#ifndef TP_STR_H
#define TP_STR_H

#include <stdarg.h>
#include "object.h"

/* Immutable text of `length` characters, stored 1, 2 or 4 bytes each: the fewest that its largest
 * character needs. Either the characters stand in the object, where `owner` would be (the object
 * is allocated atomic and has neither owner nor dict; a zero character ends the data), or `data`
 * points into what `owner` keeps alive: a buffer with room to spare that longer strings share
 * (see tp_str_concat, which makes s += x in a loop linear), or another str. */
struct Str {
    Object head;
    union {
        struct {
            uint64_t width : 8;           /* bytes a character: 1, 2, 4 */
            uint64_t is_ascii : 1;        /* all characters below 128 */
            uint64_t is_interned : 1;     /* the one str of its content in the intern table */
            uint64_t is_concatenated : 1; /* the next concatenation gets room to spare */
            uint64_t unused : 5;
            int64_t length : 48;          /* characters */
        };
        uint64_t layout;                  /* all of these: see TP_STR_LAYOUT */
    };
    int64_t hash;                         /* -1: not computed yet */
    void *data;
    Value owner;                          /* of data; only there if data is not inline */
    Dict *dict;                           /* subclasses only */
};

#define TP_STR_LAYOUT(length, width, is_ascii)                                                  \
    ((uint64_t)(length) << 16 | (uint64_t)(is_ascii) << 8 | (uint64_t)(width))

typedef struct Bytes {
    Object head;
    int64_t length;
    int64_t hash;      /* -1: not computed yet */
    char *data;        /* as Str.data; zero-terminated if inline */
    Value owner;       /* as Str.owner */
    Dict *dict;        /* subclasses only */
} Bytes;

typedef struct ByteArray {
    Object head;
    int64_t length;
    int64_t capacity;
    int64_t exports;   /* live memoryviews: cannot be resized */
    char *data;
    Dict *dict;
} ByteArray;

static inline bool tp_is_str(Value v)
{
    return tp_is_ptr(v) && (tp_obj(v)->type->flags & TYPE_IS_STR);
}
static inline bool tp_is_bytes(Value v)
{
    return tp_is_ptr(v) && (tp_obj(v)->type->flags & TYPE_IS_BYTES);
}
static inline Str *tp_as_str(Value v)
{
    return (Str *)tp_obj(v);
}
static inline uint32_t tp_str_at(const Str *s, int64_t i)
{
    return s->width == 1   ? ((const uint8_t *)s->data)[i]
           : s->width == 2 ? ((const uint16_t *)s->data)[i]
                           : ((const uint32_t *)s->data)[i];
}

/* The shared strs of one character below 256, and the empty one. */
typedef struct CharStr {
    Str str;
    uint8_t text[16];
} CharStr;
extern CharStr tp_chars[257];
static inline Value tp_latin1_char(uint8_t c)
{
    return tp_ref(&tp_chars[c]);
}
#define TP_EMPTY_STR tp_ref(&tp_chars[256])

/* The text of a replacement field of an f-string, if it is short and ASCII: tp_format_piece then
 * gives TP_IN_PIECE instead of a str. */
enum { TP_PIECE = 31 };
typedef struct TextPiece {
    uint8_t length;
    char text[TP_PIECE];
} TextPiece;

/* Iterators of str (both types), bytes and bytearray. */
typedef struct StrIterator {
    Object head;
    Value text;        /* 0 when exhausted */
    int64_t index;
} StrIterator;

/* The parts of str.split() one by one: what loops and unpacking take instead of a list that nobody
 * else sees. An iterator, for which the program sees an iterator of that list. */
typedef struct Splitter {
    Object head;
    Value text;
    Value separator;   /* an exact str that is not empty, or 0: spaces */
    int64_t position;  /* where the next part starts; -1: there is none */
    int64_t limit;     /* how many more times to split; negative: no limit */
} Splitter;

/* ---- making ---- */

/* A str of n characters to be filled in by the caller at once; max_char (or any upper bound of the
 * same width and ASCII-ness) fixes its storage. 0 with MemoryError. Not for n = 0, nor for one
 * character below 256: these are shared. */
Str *tp_str_alloc(int64_t n, uint32_t max_char);
/* str(v) of a str: itself, or the plain str a subclass instance holds. */
Value tp_str_exact(Value str);
/* Instance of a subclass of str (or str itself) with that content. */
Value tp_str_subclass(Type *type, Value content);

/* From valid UTF-8 (invalid bytes: UnicodeDecodeError, 0). Single characters below 256 and the
 * empty str are shared. */
Value tp_str_utf8(const char *bytes, int64_t n);
Value tp_str_cstr(const char *ascii_or_utf8);      /* zero-terminated, must be valid; never fails */
Value tp_str_latin1(const uint8_t *chars, int64_t n);
Value tp_str_ascii(const char *chars, int64_t n);  /* all below 128 */
/* The same for parts of texts, which repeat: a short one may be a str that was made lately. */
Value tp_str_ascii_part(const char *chars, int64_t n);
/* other has the text of str, too, and lives longer, like a key of a dict: the next part of that
 * text is to be other if it would have been str. */
void tp_str_prefer(Value str, Value other);
void tp_str_init(void);                            /* once, when the runtime starts */
Value tp_str_ucs4(const uint32_t *chars, int64_t n); /* any code points, surrogates too */
Value tp_str_char(uint32_t c);
/* printf-like with the formats of tp_raise; 0 on failure. */
Value tp_str_format_c(const char *format, ...);
Value tp_str_vformat_c(const char *format, va_list args);

/* The one str of this content: pointer equality for names. */
Value tp_intern(Value str);
Value tp_intern_cstr(const char *name);
/* A constant name: `TP_NAME(append)` is the interned str "append", looked up once a place. */
#define TP_NAME(id) ({ static Value name_; if (!name_) name_ = tp_intern_cstr(#id); name_; })

/* ---- using ---- */

/* UTF-8 of a str, zero-terminated, collected memory; *n bytes (n may be NULL). 0 with
 * UnicodeEncodeError for lone surrogates, or MemoryError. */
const char *tp_str_to_utf8(Value str, int64_t *n);
/* The same for messages and file names: surrogates escaped, never fails. */
const char *tp_str_to_c(Value str);
bool tp_str_equal(Value a, Value b);               /* both str */
bool tp_str_equal_cstr(Value str, const char *ascii);
int tp_str_cmp(Value a, Value b);                  /* code point order */
Value tp_splitter_next(Splitter *splitter);        /* the next part; 0 at the end, or MemoryError */
int64_t tp_str_hash(Value str);
Value tp_str_repeat(Value str, int64_t times);
Value tp_str_concat(Value a, Value b);             /* both str; amortised for growing a */
Value tp_str_slice(Value str, int64_t start, int64_t end); /* 0 <= start <= end <= length */
Value tp_str_join(Value separator, Value iterable);
Value tp_str_joinv(int n, const Value *parts);     /* n strs, one after the other (f-strings) */
/* The same where parts that are TP_IN_PIECE stand in pieces, under the same number. */
Value tp_str_of_pieces(int n, const Value *parts, const TextPiece *pieces);
/* First index of needle in str[start:end], or -1. */
int64_t tp_str_find(Value str, Value needle, int64_t start, int64_t end);
Value tp_str_mod(Value format, Value args);        /* format % args */
/* repr() of a str. */
Value tp_str_repr(Value str);

/* Text under construction. */
typedef struct StrBuilder {
    int64_t length, capacity;  /* in characters */
    int width;
    uint32_t max_char;         /* at least the largest character so far */
    void *data;                /* inside `str` */
    Str *str;                  /* what tp_builder_finish gives; 0 while nothing was added */
} StrBuilder;
void tp_builder_init(StrBuilder *b);
/* Make room for n more characters up to max_char; -1: out of memory. */
int tp_builder_reserve(StrBuilder *b, int64_t n, uint32_t max_char);
int tp_builder_slice(StrBuilder *b, Value str, int64_t start, int64_t end);
int tp_builder_fill(StrBuilder *b, uint32_t c, int64_t n);
int tp_builder_char(StrBuilder *b, uint32_t c);    /* -1: out of memory */
int tp_builder_str(StrBuilder *b, Value str);
int tp_builder_cstr(StrBuilder *b, const char *ascii);
int tp_builder_utf8(StrBuilder *b, const char *bytes, int64_t n);
Value tp_builder_finish(StrBuilder *b);

/* ---- characters (unicode.c, on utf8proc) ---- */

bool tp_char_is_alpha(uint32_t c), tp_char_is_decimal(uint32_t c), tp_char_is_digit(uint32_t c);
bool tp_char_is_numeric(uint32_t c), tp_char_is_lower(uint32_t c), tp_char_is_upper(uint32_t c);
bool tp_char_is_title(uint32_t c), tp_char_is_space(uint32_t c), tp_char_is_printable(uint32_t c);
bool tp_char_is_xid_start(uint32_t c), tp_char_is_xid_continue(uint32_t c);
int tp_char_decimal(uint32_t c);                   /* 0..9 or -1 */

/* ---- hashing: SipHash-1-3 keyed by PYTHONHASHSEED ---- */
void tp_hash_init(void);
uint64_t tp_siphash(const void *data, size_t n, uint64_t k0, uint64_t k1); /* SipHash-1-3 */
int64_t tp_hash_bytes(const void *data, size_t n); /* never -1; 0 for n = 0 */

/* ---- bytes ---- */

Value tp_bytes_new(const char *data, int64_t n);   /* data 0: uninitialised */
Value tp_bytes_empty(void);                            /* empty, but not the b'' that all share */
Value tp_bytearray_new(const char *data, int64_t n);
/* The bytes of a bytes-like object (bytes, bytearray, memoryview, BytesIO's view): 0, or -1 with
 * TypeError ("a bytes-like object is required, not 'X'"), ValueError for a released view, or
 * BufferError for one with gaps between its items. Borrowed: if Python code runs meanwhile they
 * stay readable, as long as data is on the stack, but may be the object's no more. */
int tp_bytes_view(Value v, const char **data, int64_t *n);
Value tp_bytes_repr(Value bytes);

/* ---- codecs ---- */
Value tp_encode(Value str, const char *encoding, const char *errors);   /* bytes */
Value tp_decode(const char *data, int64_t n, const char *encoding, const char *errors); /* str */
/* File names and arguments: UTF-8 with surrogateescape. */
Value tp_fsdecode(const char *bytes, int64_t n);
/* 0 with an exception (embedded NUL, type). The collector keeps what the pointer leads to, in the
 * heap as well. */
const char *tp_fsencode(Value str_or_bytes);

/* ---- format specs (format.c) ---- */
typedef struct FormatSpec {
    uint32_t fill;
    char align;         /* '<' '>' '=' '^' or 0 */
    char sign;          /* '+' '-' ' ' or 0 */
    bool alternate;     /* # */
    bool no_neg_zero;   /* z */
    int64_t width;      /* -1: none */
    char thousands;     /* ',' '_' or 0 */
    int64_t precision;  /* -1: none */
    uint32_t type;      /* or 0 */
} FormatSpec;
/* Parse spec (a str) for a value of that type name; -1 with ValueError. */
int tp_format_spec_parse(Value spec, FormatSpec *out, const char *type_name);
/* Pad `body` (a str) as spec says; default_align where none is given. */
Value tp_format_pad(Value body, const FormatSpec *spec, char default_align);
/* format(v, spec) of an exact int or float in the usual ways, if it has at most TP_PIECE
 * characters: how many it has, written to text; 0 if the general way must be taken. spec 0: none.
 * Never raises. */
int tp_format_short(Value v, Value spec, char *text);

#endif
