/* codec.c -- finding encodings, the registry, and what becomes of what cannot be en- or decoded.
 *
 * The codecs built in (codec_utf.c, codec_escape.c) need no module. When one meets a character or
 * byte it cannot handle it asks codec_encode_error or codec_decode_error, which know the standard
 * error handlers and call registered ones. All other encodings are found by the search functions
 * that codecs.register() was given; the first such question imports the package encodings, whose
 * own search function knows CPython's encodings. Start at `tp_encode` and `tp_decode`.
 */
#include <stdio.h>
#include "bytes.h"
#include "codec.h"
#include "config.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "import.h"
#include "sequence.h"
#include "text.h"

/* ---- names ---- */

typedef struct CodecName {
    const char *name;
    Codec codec;
    bool is_direct;    /* CPython does not ask the registry for it */
} CodecName;

/* Spellings in small letters, with _ for everything that is not a letter, a digit or a point. */
static const CodecName names[] = {
    {"utf_8", CODEC_UTF8, true}, {"utf8", CODEC_UTF8, true}, {"u8", CODEC_UTF8, false},
    {"utf", CODEC_UTF8, false}, {"cp65001", CODEC_UTF8, false}, {"utf8_ucs2", CODEC_UTF8, false},
    {"utf8_ucs4", CODEC_UTF8, false},
    {"utf_8_sig", CODEC_UTF8_SIG, false},
    {"ascii", CODEC_ASCII, true}, {"us_ascii", CODEC_ASCII, true}, {"646", CODEC_ASCII, false},
    {"us", CODEC_ASCII, false}, {"ansi_x3.4_1968", CODEC_ASCII, false},
    {"ansi_x3_4_1968", CODEC_ASCII, false}, {"cp367", CODEC_ASCII, false},
    {"ansi_x3.4_1986", CODEC_ASCII, false}, {"csascii", CODEC_ASCII, false},
    {"ibm367", CODEC_ASCII, false}, {"iso646_us", CODEC_ASCII, false},
    {"iso_646.irv_1991", CODEC_ASCII, false}, {"iso_ir_6", CODEC_ASCII, false},
    {"latin_1", CODEC_LATIN1, true}, {"latin1", CODEC_LATIN1, true},
    {"latin", CODEC_LATIN1, false}, {"l1", CODEC_LATIN1, false},
    {"iso_8859_1", CODEC_LATIN1, true}, {"iso8859_1", CODEC_LATIN1, true},
    {"iso8859", CODEC_LATIN1, false}, {"8859", CODEC_LATIN1, false},
    {"cp819", CODEC_LATIN1, false}, {"csisolatin1", CODEC_LATIN1, false},
    {"ibm819", CODEC_LATIN1, false}, {"iso_8859_1_1987", CODEC_LATIN1, false},
    {"iso_ir_100", CODEC_LATIN1, false},
    {"utf_16", CODEC_UTF16, true}, {"utf16", CODEC_UTF16, true}, {"u16", CODEC_UTF16, false},
    {"utf_16_le", CODEC_UTF16_LE, false}, {"utf_16le", CODEC_UTF16_LE, false},
    {"unicodelittleunmarked", CODEC_UTF16_LE, false},
    {"utf_16_be", CODEC_UTF16_BE, false}, {"utf_16be", CODEC_UTF16_BE, false},
    {"unicodebigunmarked", CODEC_UTF16_BE, false},
    {"utf_32", CODEC_UTF32, true}, {"utf32", CODEC_UTF32, true}, {"u32", CODEC_UTF32, false},
    {"utf_32_le", CODEC_UTF32_LE, false}, {"utf_32le", CODEC_UTF32_LE, false},
    {"utf_32_be", CODEC_UTF32_BE, false}, {"utf_32be", CODEC_UTF32_BE, false},
    {"unicode_escape", CODEC_UNICODE_ESCAPE, false},
    {"unicodeescape", CODEC_UNICODE_ESCAPE, false},
    {"raw_unicode_escape", CODEC_RAW_UNICODE_ESCAPE, false},
    {"rawunicodeescape", CODEC_RAW_UNICODE_ESCAPE, false},
};

/* Small letters and digits, with one _ for each run of other characters between them: 0..size-1
 * characters are put there, -1: too long. */
static int normalise(const char *name, char *text, size_t size)
{
    size_t n = 0;
    bool is_gap = false;
    for (; *name; name++) {
        char c = *name;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.') {
            if (n + 3 > size)
                return -1;
            if (is_gap && n)
                text[n++] = '_';
            text[n++] = c;
            is_gap = false;
        } else {
            is_gap = true;
        }
    }
    text[n] = 0;
    return (int)n;
}

static const CodecName *find_name(const char *name)
{
    static const CodecName other = {"", CODEC_OTHER, false};
    if (!strcmp(name, "utf-8"))
        return &names[0];
    char text[32];
    if (normalise(name, text, sizeof text) < 0)
        return &other;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strcmp(text, names[i].name))
            return &names[i];
    }
    return &other;
}

Codec tp_codec_find(const char *name)
{
    return find_name(name)->codec;
}

const char *tp_codec_name(Codec codec)
{
    static const char *const registered[] = {
        "utf-8", "utf-8-sig", "ascii", "iso8859-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
        "utf-32-le", "utf-32-be", "unicode-escape", "raw-unicode-escape",
    };
    return registered[codec];
}

/* The name in messages. */
static const char *const shown[] = {
    "utf-8", "utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
    "utf-32-le", "utf-32-be", "unicodeescape", "rawunicodeescape",
};

enum ErrorMode codec_error_mode(const char *errors)
{
    static const char *const modes[] = {"strict",          "ignore",
                                        "replace",         "backslashreplace",
                                        "xmlcharrefreplace", "surrogateescape",
                                        "surrogatepass"};
    if (!errors)
        return ERRORS_STRICT;
    for (int i = 0; i < ERRORS_OTHER; i++) {
        if (!strcmp(errors, modes[i]))
            return (enum ErrorMode)i;
    }
    return ERRORS_OTHER;
}

/* ---- registered error handlers ---- */

/* The exception that a handler gets: one for all errors of a call, as in CPython, made at the
 * first. 0 with MemoryError. */
static Value describe(Value *problem, Type *type, const char *encoding, Value object, int64_t start,
                      int64_t end, const char *reason)
{
    if (!*problem) {
        Value args[5] = {tp_str_cstr(encoding), object, tp_small(start), tp_small(end),
                         tp_str_cstr(reason)};
        return object ? *problem = tp_call(tp_ref(type), 5, args, NULL) : 0;
    }
    Exception *e = (Exception *)tp_obj(*problem);
    e->extra[EXC_START] = tp_small(start);
    e->extra[EXC_END] = tp_small(end);
    e->extra[EXC_REASON] = tp_str_cstr(reason);
    return *problem;
}

/* A handler's answer, (replacement, position): the replacement, or 0; `message` is the TypeError
 * for other answers. */
static Value call_handler(Value handler, Value problem, bool takes_bytes, const char *message,
                          int64_t *position)
{
    Value answer = tp_call1(handler, problem);
    if (!answer)
        return 0;
    if (!tp_is_tuple(answer) || tp_as_tuple(answer)->length != 2)
        return tp_raise(&tp_TypeError, "%s", message);
    Value text = tp_as_tuple(answer)->items[0];
    if (!tp_is_str(text) && !(takes_bytes && tp_is_bytes(text)))
        return tp_raise(&tp_TypeError, "%s", message);
    return tp_ssize_argument(tp_as_tuple(answer)->items[1], position) < 0 ? 0 : text;
}

/* Where a handler wants to go on in n characters or bytes: 0, or -1 with IndexError. */
static int check_position(int64_t position, int64_t n, int64_t *next)
{
    if (position < 0)
        position += n;
    if (position < 0 || position > n)
        return tp_raise_int(&tp_IndexError, "position %zd from error handler out of bounds",
                            position);
    *next = position;
    return 0;
}

/* ---- errors of decoding ---- */

static Value raise_decode(Decoder *d, int64_t start, int64_t end, const char *reason)
{
    return tp_raise_decode(d->encoding, (const char *)d->data, d->n, start, end, reason);
}

static int call_decode_handler(Decoder *d, int64_t start, int64_t end, const char *reason,
                               int64_t *next)
{
    int64_t position;
    Value handler = tp_codec_error_handler(d->errors);
    if (!handler)
        return -1;
    Value bytes = d->problem ? 0 : tp_bytes_new((const char *)d->data, d->n);
    if (!d->problem && !bytes)
        return -1;
    Value problem = describe(&d->problem, &tp_UnicodeDecodeError, d->encoding, bytes, start, end,
                             reason);
    Value text = problem ? call_handler(handler, problem, false,
                                        "decoding error handler must return (str, int) tuple",
                                        &position)
                         : 0;
    if (!text)
        return -1;
    /* decoding goes on in the exception's object, which may be another now */
    bytes = ((Exception *)tp_obj(problem))->extra[EXC_OBJECT];
    if (!bytes || !tp_is_bytes(bytes))
        return tp_raise_int(&tp_TypeError, bytes ? "object attribute must be bytes"
                                                 : "object attribute not set");
    d->data = (const uint8_t *)((Bytes *)tp_obj(bytes))->data;
    d->n = ((Bytes *)tp_obj(bytes))->length;
    return check_position(position, d->n, next) < 0 ? -1 : tp_builder_str(&d->out, text);
}

/* A surrogate encoded at the start of p[0:n], as surrogatepass takes it: its bytes, or 0. */
static int passed_surrogate(Codec codec, const uint8_t *p, int64_t n, uint32_t *c)
{
    int used;
    if (codec <= CODEC_UTF8_SIG && n >= 3) {
        if ((p[0] & 0xf0) != 0xe0 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
            return 0;
        *c = (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63);
        used = 3;
    } else if (codec == CODEC_UTF16_LE && n >= 2) {
        *c = (uint32_t)(p[1] << 8 | p[0]);
        used = 2;
    } else if (codec == CODEC_UTF16_BE && n >= 2) {
        *c = (uint32_t)(p[0] << 8 | p[1]);
        used = 2;
    } else if (codec == CODEC_UTF32_LE && n >= 4) {
        *c = (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
        used = 4;
    } else if (codec == CODEC_UTF32_BE && n >= 4) {
        *c = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
        used = 4;
    } else {
        return 0;
    }
    return *c >= 0xd800 && *c < 0xe000 ? used : 0;
}

int codec_decode_error(Decoder *d, int64_t start, int64_t end, const char *reason, int64_t *next)
{
    *next = end;
    uint32_t c;
    int used;
    int64_t i;
    char text[8];
    switch (d->mode) {
    case ERRORS_IGNORE:
        return 0;
    case ERRORS_REPLACE:
        return tp_builder_char(&d->out, 0xfffd);
    case ERRORS_BACKSLASH:
        for (i = start; i < end; i++) {
            snprintf(text, sizeof text, "\\x%02x", d->data[i]);
            if (tp_builder_cstr(&d->out, text) < 0)
                return -1;
        }
        return 0;
    case ERRORS_ESCAPE:
        for (i = start; i < end && i < start + 4 && d->data[i] >= 128; i++) {
            if (tp_builder_char(&d->out, 0xdc00u + d->data[i]) < 0)
                return -1;
        }
        if (i == start)
            break;
        *next = i;
        return 0;
    case ERRORS_PASS:
        used = passed_surrogate(d->codec, d->data + start, d->n - start, &c);
        if (!used)
            break;
        *next = start + used;
        return tp_builder_char(&d->out, c);
    case ERRORS_XML:
        tp_raise(&tp_TypeError, "don't know how to handle UnicodeDecodeError in error callback");
        return -1;
    case ERRORS_OTHER:
        return call_decode_handler(d, start, end, reason, next);
    default:
        break;
    }
    raise_decode(d, start, end, reason);
    return -1;
}

/* ---- errors of encoding ---- */

int codec_reserve(Encoder *e, int64_t n)
{
    if (e->length + n <= e->capacity)
        return 0;
    int64_t capacity = e->length + n + e->capacity / 2;
    char *out = tp_heap_try_alloc_atomic((size_t)capacity);
    if (!out)
        return -1;
    if (e->length)
        memcpy(out, e->out, (size_t)e->length);
    e->out = out;
    e->capacity = capacity;
    return 0;
}

static int put_bytes(Encoder *e, const void *bytes, int64_t n)
{
    if (codec_reserve(e, n) < 0)
        return -1;
    memcpy(e->out + e->length, bytes, (size_t)n);
    e->length += n;
    return 0;
}

static int raise_encode(Encoder *e, int64_t start, int64_t end, const char *reason)
{
    tp_raise_encode(e->encoding, e->str, start, end, reason);
    return -1;
}

/* What stands for str[start:end], which is the error where that cannot be encoded either. */
static int put_ascii(Encoder *e, const char *text, int64_t start, int64_t end, const char *reason)
{
    for (; *text; text++) {
        if (codec_reserve(e, 8) < 0)
            return -1;
        if (e->put(e, (uint8_t)*text) < 0)
            return tp_error_pending() ? -1 : raise_encode(e, start, end, reason);
    }
    return 0;
}

/* c is a surrogate; its bytes as if it were any character. */
static int put_surrogate(Encoder *e, uint32_t c)
{
    uint8_t high = (uint8_t)(c >> 8), low = (uint8_t)c;
    switch (e->codec) {
    case CODEC_UTF8:
    case CODEC_UTF8_SIG:
        return put_bytes(e, (uint8_t[]){(uint8_t)(0xe0 | c >> 12), 0x80 | (c >> 6 & 63),
                                        0x80 | (c & 63)}, 3);
    case CODEC_UTF16:
    case CODEC_UTF16_LE:
        return put_bytes(e, (uint8_t[]){low, high}, 2);
    case CODEC_UTF16_BE:
        return put_bytes(e, (uint8_t[]){high, low}, 2);
    case CODEC_UTF32:
    case CODEC_UTF32_LE:
        return put_bytes(e, (uint8_t[]){low, high, 0, 0}, 4);
    default:
        return put_bytes(e, (uint8_t[]){0, 0, high, low}, 4);
    }
}

static int call_encode_handler(Encoder *e, int64_t start, int64_t end, const char *reason,
                               int64_t *next)
{
    int64_t position;
    Value handler = tp_codec_error_handler(e->errors);
    Value problem = handler ? describe(&e->problem, &tp_UnicodeEncodeError, e->encoding, e->str,
                                       start, end, reason)
                            : 0;
    Value text = problem ? call_handler(handler, problem, true, "encoding error handler must "
                                        "return (str/bytes, int) tuple", &position)
                         : 0;
    if (!text || check_position(position, tp_as_str(e->str)->length, next) < 0)
        return -1;
    int unit = e->codec >= CODEC_UTF32 && e->codec <= CODEC_UTF32_BE   ? 4
               : e->codec >= CODEC_UTF16 && e->codec <= CODEC_UTF16_BE ? 2
                                                                       : 1;
    if (tp_is_bytes(text)) {
        Bytes *b = (Bytes *)tp_obj(text);
        return b->length % unit ? raise_encode(e, start, end, reason)
                                : put_bytes(e, b->data, b->length);
    }
    const Str *s = tp_as_str(text);
    bool is_utf = e->codec <= CODEC_UTF8_SIG || unit > 1; /* CPython's take ASCII only */
    if (is_utf && !s->is_ascii)
        return raise_encode(e, start, end, reason);
    for (int64_t i = 0; i < s->length; i++) {
        if (codec_reserve(e, 8) < 0)
            return -1;
        if (e->put(e, tp_str_at(s, i)) < 0)
            return tp_error_pending() ? -1 : raise_encode(e, start, end, reason);
    }
    return 0;
}

int codec_encode_error(Encoder *e, int64_t start, int64_t end, const char *reason, int64_t *next)
{
    *next = end;
    const Str *s = tp_as_str(e->str);
    char text[16];
    int64_t i;
    switch (e->mode) {
    case ERRORS_IGNORE:
        return 0;
    case ERRORS_REPLACE:
        for (i = start; i < end; i++) {
            if (put_ascii(e, "?", start, end, reason) < 0)
                return -1;
        }
        return 0;
    case ERRORS_BACKSLASH:
    case ERRORS_XML:
        for (i = start; i < end; i++) {
            uint32_t c = tp_str_at(s, i);
            const char *format = e->mode == ERRORS_XML ? "&#%u;"
                                 : c < 0x100           ? "\\x%02x"
                                 : c < 0x10000         ? "\\u%04x"
                                                       : "\\U%08x";
            snprintf(text, sizeof text, format, c);
            if (put_ascii(e, text, start, end, reason) < 0)
                return -1;
        }
        return 0;
    case ERRORS_ESCAPE:
        if (e->codec >= CODEC_UTF16 && e->codec != CODEC_OTHER)
            return raise_encode(e, start, end, reason);
        for (i = start; i < end; i++) {
            uint32_t c = tp_str_at(s, i);
            if (c < 0xdc80 || c > 0xdcff) {
                if (e->codec != CODEC_OTHER && i > start) /* the good ones are done */
                    return codec_encode_error(e, i, end, reason, next);
                return raise_encode(e, start, end, reason);
            }
            uint8_t byte = (uint8_t)c;
            if (put_bytes(e, &byte, 1) < 0)
                return -1;
        }
        return 0;
    case ERRORS_PASS:
        if (e->codec == CODEC_ASCII || e->codec == CODEC_LATIN1 || e->codec == CODEC_OTHER)
            return raise_encode(e, start, end, reason);
        for (i = start; i < end; i++) {
            if (put_surrogate(e, tp_str_at(s, i)) < 0)
                return -1;
        }
        return 0;
    case ERRORS_OTHER:
        return call_encode_handler(e, start, end, reason, next);
    default:
        return raise_encode(e, start, end, reason);
    }
}

/* ---- the codecs built in ---- */

Value tp_codec_decode(Codec codec, const char *data, int64_t n, const char *errors,
                      int64_t *consumed)
{
    if (codec == CODEC_UTF8_SIG) {
        int64_t mark = n >= 3 && !memcmp(data, "\xef\xbb\xbf", 3) ? 3 : 0;
        Value text = tp_codec_decode(CODEC_UTF8, data + mark, n - mark, errors, consumed);
        if (consumed)
            *consumed += mark;
        return text;
    }
    if (consumed)
        *consumed = n;
    if (codec == CODEC_LATIN1)
        return tp_str_latin1((const uint8_t *)data, n);
    if (codec <= CODEC_ASCII && text_max(data, 1, n) < 128)
        return tp_str_latin1((const uint8_t *)data, n);
    Decoder d = {.encoding = shown[codec], .codec = codec, .data = (const uint8_t *)data, .n = n,
                 .errors = errors, .mode = codec_error_mode(errors)};
    tp_builder_init(&d.out);
    switch (codec) {
    case CODEC_UTF8:
        return codec_utf8_decode(&d, consumed);
    case CODEC_ASCII:
        return codec_ascii_decode(&d);
    case CODEC_UTF16:
    case CODEC_UTF16_LE:
    case CODEC_UTF16_BE:
        return codec_utf16_decode(&d, consumed);
    case CODEC_UTF32:
    case CODEC_UTF32_LE:
    case CODEC_UTF32_BE:
        return codec_utf32_decode(&d, consumed);
    case CODEC_UNICODE_ESCAPE:
        return codec_escape_decode(&d, consumed);
    default:
        return codec_raw_escape_decode(&d, consumed);
    }
}

Value tp_codec_encode(Codec codec, Value str, const char *errors)
{
    const Str *s = tp_as_str(str);
    if (s->is_ascii && (codec <= CODEC_LATIN1 && codec != CODEC_UTF8_SIG))
        return tp_bytes_new(s->data, s->length);
    Encoder e = {.encoding = shown[codec], .codec = codec, .str = str, .errors = errors,
                 .mode = codec_error_mode(errors)};
    switch (codec) {
    case CODEC_UTF8:
    case CODEC_UTF8_SIG:
        return codec_utf8_encode(&e);
    case CODEC_ASCII:
    case CODEC_LATIN1:
        return codec_narrow_encode(&e);
    case CODEC_UTF16:
    case CODEC_UTF16_LE:
    case CODEC_UTF16_BE:
        return codec_utf16_encode(&e);
    case CODEC_UTF32:
    case CODEC_UTF32_LE:
    case CODEC_UTF32_BE:
        return codec_utf32_encode(&e);
    case CODEC_UNICODE_ESCAPE:
        return codec_escape_encode(&e);
    default:
        return codec_raw_escape_encode(&e);
    }
}

/* ---- the registry ---- */

static Dict *cache, *error_handlers; /* by normalised name; by name */
static Value search_functions;       /* list */

static int registry_init(void)
{
    if (cache)
        return 0;
    cache = tp_dict_new();
    if (!search_functions)
        search_functions = tp_list_new(0);
    if (tp_import_module("encodings"))
        return 0;
    /* an executable without it knows the encodings built in and those the program registers */
    if (!tp_error_is(&tp_ModuleNotFoundError) || tp_dict_get_cstr(tp_sys_modules, "encodings"))
        return -1;
    tp_error_clear();
    return 0;
}

int tp_codec_register(Value search)
{
    if (!tp_callable(search))
        return tp_raise_int(&tp_TypeError, "argument must be callable");
    if (!search_functions)
        search_functions = tp_list_new(0);
    return tp_list_append(search_functions, search);
}

int tp_codec_unregister(Value search)
{
    List *list = search_functions ? tp_as_list(search_functions) : NULL;
    for (int64_t i = 0; list && i < list->length; i++) {
        if (list->items[i] == search) {
            memmove(list->items + i, list->items + i + 1,
                    (size_t)(list->length - i - 1) * sizeof(Value));
            list->length--;
            if (cache)
                tp_dict_clear(cache);
            break;
        }
    }
    return 0;
}

Value tp_codec_lookup(const char *name)
{
    if (registry_init() < 0)
        return 0;
    size_t room = strlen(name) + 3;
    char *normal = tp_heap_alloc_atomic(room);
    Value key = tp_str_latin1((const uint8_t *)normal, normalise(name, normal, room));
    if (!key)
        return 0;
    Value entry = tp_dict_get(cache, key);
    if (entry)
        return entry;
    List *list = tp_as_list(search_functions);
    for (int64_t i = 0; i < list->length; i++) {
        entry = tp_call1(list->items[i], key);
        if (!entry)
            return 0;
        if (entry == TP_NONE)
            continue;
        if (!tp_is_tuple(entry) || tp_as_tuple(entry)->length != 4)
            return tp_raise(&tp_TypeError, "codec search functions must return 4-tuples");
        return tp_dict_set(cache, key, entry) < 0 ? 0 : entry;
    }
    return tp_raise(&tp_LookupError, "unknown encoding: %s", name);
}

Value tp_codec_error_handler(const char *name)
{
    if (!error_handlers) {
        /* the standard ones become callables when the module is there */
        error_handlers = tp_dict_new();
        if (tp_c_module_find("_codecs") && !tp_import_module("_codecs"))
            return 0;
    }
    Value handler = tp_dict_get_cstr(error_handlers, name);
    return handler ? handler : tp_raise(&tp_LookupError, "unknown error handler name '%s'", name);
}

int tp_codec_register_error(const char *name, Value handler)
{
    if (!tp_callable(handler))
        return tp_raise_int(&tp_TypeError, "handler must be callable");
    if (!error_handlers)
        error_handlers = tp_dict_new();
    return tp_dict_set_cstr(error_handlers, name, handler);
}

/* A codec's exception that has just a message is the cause of one that says which codec it was. */
static Value explain(const char *operation, const char *encoding)
{
    Value cause = tp_error_take();
    Type *type = tp_type_of(cause);
    Exception *e = (Exception *)tp_obj(cause);
    Tuple *args = tp_as_tuple(tp_exc_args(cause));
    bool is_plain = type->init == tp_BaseException.init && type->new_ == tp_BaseException.new_ &&
                    type->basic_size == sizeof(Exception) && (!e->dict || !e->dict->length) &&
                    (args->length == 0 || (args->length == 1 && tp_is_str(args->items[0])));
    if (!is_plain) {
        tp_error_put(cause);
        return 0;
    }
    tp_raise(type, "%s with '%s' codec failed (%N: %S)", operation, encoding, type, cause);
    ((Exception *)tp_obj(tp_state.pending))->cause = cause;
    ((Exception *)tp_obj(tp_state.pending))->suppress_context = true;
    return 0;
}

/* Apply a codec's function; `which` is its place in the entry. */
static Value apply(Value entry, int which, Value object, const char *encoding, const char *errors)
{
    Value args[2] = {object, errors ? tp_str_cstr(errors) : 0};
    Value answer = tp_call(tp_as_tuple(entry)->items[which], errors ? 2 : 1, args, NULL);
    if (!answer)
        return explain(which ? "decoding" : "encoding", encoding);
    if (!tp_is_tuple(answer) || tp_as_tuple(answer)->length != 2)
        return tp_raise(&tp_TypeError, which ? "decoder must return a tuple (object,integer)"
                                             : "encoder must return a tuple (object, integer)");
    return tp_as_tuple(answer)->items[0];
}

Value tp_codec_encode_object(Value object, const char *encoding, const char *errors)
{
    Value entry = tp_codec_lookup(encoding);
    return entry ? apply(entry, 0, object, encoding, errors) : 0;
}

Value tp_codec_decode_object(Value object, const char *encoding, const char *errors)
{
    Value entry = tp_codec_lookup(encoding);
    return entry ? apply(entry, 1, object, encoding, errors) : 0;
}

/* The entry of a codec between str and bytes; `function` names the alternative in the message. */
static Value lookup_text(const char *encoding, const char *function)
{
    Value entry = tp_codec_lookup(encoding);
    if (!entry || tp_is_exact(entry, &tp_tuple_type))
        return entry;
    int error = 0, is_text = 1;
    Value answer = tp_getattr_or_null(entry, TP_NAME(_is_text_encoding), &error);
    if (error < 0 || (answer && (is_text = tp_truth(answer)) < 0))
        return 0;
    if (!is_text)
        return tp_raise(&tp_LookupError, "'%s' is not a text encoding; use %s to handle arbitrary "
                                         "codecs", encoding, function);
    return entry;
}

int tp_codec_check(const char *encoding, const char *errors)
{
    if (!tp_config.dev_mode)
        return 0;
    if (find_name(encoding)->codec == CODEC_OTHER && !tp_codec_lookup(encoding))
        return -1;
    return errors && !tp_codec_error_handler(errors) ? -1 : 0;
}

Value tp_encode(Value str, const char *encoding, const char *errors)
{
    if (tp_codec_check(encoding, errors) < 0)
        return 0;
    const CodecName *name = find_name(encoding);
    if (name->codec != CODEC_OTHER) {
        Value bytes = tp_codec_encode(name->codec, str, errors);
        return bytes || name->is_direct ? bytes : explain("encoding", encoding);
    }
    Value entry = lookup_text(encoding, "codecs.encode()");
    Value result = entry ? apply(entry, 0, str, encoding, errors) : 0;
    if (!result || tp_is_bytes(result))
        return result;
    if (tp_is_exact(result, &tp_bytearray_type)) {
        if (tp_warn(&tp_RuntimeWarning, 1, "encoder %s returned bytearray instead of bytes; use "
                    "codecs.encode() to encode to arbitrary types", encoding) < 0)
            return 0;
        ByteArray *b = (ByteArray *)tp_obj(result);
        return tp_bytes_new(b->data, b->length);
    }
    return tp_raise(&tp_TypeError, "'%s' encoder returned '%T' instead of 'bytes'; use "
                                   "codecs.encode() to encode to arbitrary types",
                    encoding, result);
}

Value tp_decode(const char *data, int64_t n, const char *encoding, const char *errors)
{
    if (tp_codec_check(encoding, errors) < 0)
        return 0;
    if (n == 0)
        return TP_EMPTY_STR; /* whatever the codec, even if there is none */
    const CodecName *name = find_name(encoding);
    if (name->codec != CODEC_OTHER) {
        Value str = tp_codec_decode(name->codec, data, n, errors, NULL);
        return str || name->is_direct ? str : explain("decoding", encoding);
    }
    Value entry = lookup_text(encoding, "codecs.decode()");
    Value bytes = entry ? tp_bytes_new(data, n) : 0;
    Value result = bytes ? apply(entry, 1, tp_memoryview_new(bytes), encoding, errors) : 0;
    if (!result || tp_is_str(result))
        return result;
    return tp_raise(&tp_TypeError, "'%s' decoder returned '%T' instead of 'str'; use "
                                   "codecs.decode() to decode to arbitrary types",
                    encoding, result);
}

/* ---- file names ---- */

static Codec file_system_codec(void)
{
    return tp_config_is_ascii() ? CODEC_ASCII : CODEC_UTF8;
}

Value tp_fsdecode(const char *bytes, int64_t n)
{
    return tp_codec_decode(file_system_codec(), bytes, n, "surrogateescape", NULL);
}

const char *tp_fsencode(Value str_or_bytes)
{
    Value bytes = str_or_bytes;
    if (tp_is_str(bytes)) {
        bytes = tp_codec_encode(file_system_codec(), bytes, "surrogateescape");
        if (!bytes)
            return NULL;
    } else if (!tp_is_bytes(bytes)) {
        tp_raise(&tp_TypeError, "expected str, bytes or os.PathLike object, not %K", bytes);
        return NULL;
    }
    Bytes *b = (Bytes *)tp_obj(bytes);
    if ((int64_t)strnlen(b->data, (size_t)b->length) != b->length) {
        tp_raise(&tp_ValueError, "embedded null byte");
        return NULL;
    }
    if (b->data == (char *)&b->owner)
        return b->data;
    Value copy = tp_bytes_new(b->data, b->length);
    return copy ? ((Bytes *)tp_obj(copy))->data : NULL;
}
