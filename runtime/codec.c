/* codec.c -- finding encodings, the registry, and what happens to what cannot be encoded or decoded.
 *
 * The codecs built in (codec_utf.c, codec_escape.c) need no module. When one meets a character or
 * byte it cannot handle it asks codec_encode_error or codec_decode_error, which know the standard
 * error handlers and call registered ones. All other encodings are found by the search functions
 * that codecs.register() was given; the first such question imports the package encodings, whose
 * own search function knows CPython's encodings. Start at `tp_encode` and `tp_decode`.
 */
#include <stdio.h>
#include "codec.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "import.h"
#include "int.h"
#include "text.h"

/* ---- names ---- */

typedef struct CodecName {
    const char *name;
    Codec codec;
} CodecName;

/* Spellings in small letters, with _ for everything that is not a letter, a digit or a point. */
static const CodecName names[] = {
    {"utf_8", CODEC_UTF8}, {"utf8", CODEC_UTF8}, {"u8", CODEC_UTF8}, {"utf", CODEC_UTF8},
    {"cp65001", CODEC_UTF8}, {"utf8_ucs2", CODEC_UTF8}, {"utf8_ucs4", CODEC_UTF8},
    {"utf_8_sig", CODEC_UTF8_SIG},
    {"ascii", CODEC_ASCII}, {"us_ascii", CODEC_ASCII}, {"646", CODEC_ASCII}, {"us", CODEC_ASCII},
    {"ansi_x3.4_1968", CODEC_ASCII}, {"ansi_x3_4_1968", CODEC_ASCII}, {"cp367", CODEC_ASCII},
    {"ansi_x3.4_1986", CODEC_ASCII}, {"csascii", CODEC_ASCII}, {"ibm367", CODEC_ASCII},
    {"iso646_us", CODEC_ASCII}, {"iso_646.irv_1991", CODEC_ASCII}, {"iso_ir_6", CODEC_ASCII},
    {"latin_1", CODEC_LATIN1}, {"latin1", CODEC_LATIN1}, {"latin", CODEC_LATIN1},
    {"l1", CODEC_LATIN1}, {"iso_8859_1", CODEC_LATIN1}, {"iso8859_1", CODEC_LATIN1},
    {"iso8859", CODEC_LATIN1}, {"8859", CODEC_LATIN1}, {"cp819", CODEC_LATIN1},
    {"csisolatin1", CODEC_LATIN1}, {"ibm819", CODEC_LATIN1}, {"iso_8859_1_1987", CODEC_LATIN1},
    {"iso_ir_100", CODEC_LATIN1},
    {"utf_16", CODEC_UTF16}, {"utf16", CODEC_UTF16}, {"u16", CODEC_UTF16},
    {"utf_16_le", CODEC_UTF16_LE}, {"utf_16le", CODEC_UTF16_LE},
    {"unicodelittleunmarked", CODEC_UTF16_LE},
    {"utf_16_be", CODEC_UTF16_BE}, {"utf_16be", CODEC_UTF16_BE},
    {"unicodebigunmarked", CODEC_UTF16_BE},
    {"utf_32", CODEC_UTF32}, {"utf32", CODEC_UTF32}, {"u32", CODEC_UTF32},
    {"utf_32_le", CODEC_UTF32_LE}, {"utf_32le", CODEC_UTF32_LE},
    {"utf_32_be", CODEC_UTF32_BE}, {"utf_32be", CODEC_UTF32_BE},
    {"unicode_escape", CODEC_UNICODE_ESCAPE}, {"unicodeescape", CODEC_UNICODE_ESCAPE},
    {"raw_unicode_escape", CODEC_RAW_UNICODE_ESCAPE},
    {"rawunicodeescape", CODEC_RAW_UNICODE_ESCAPE},
};

/* Small letters and digits, with one _ for each run of other characters between them: 0..size-1
 * characters are put there, -1: too long. Characters beyond ASCII are passed over. */
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
        } else if (!(c & 0x80)) {
            is_gap = true;
        }
    }
    text[n] = 0;
    return (int)n;
}

Codec tp_codec_find(const char *name)
{
    if (!strcmp(name, "utf-8"))
        return CODEC_UTF8;
    char text[32];
    if (normalise(name, text, sizeof text) < 0)
        return CODEC_OTHER;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strcmp(text, names[i].name))
            return names[i].codec;
    }
    return CODEC_OTHER;
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

/* ---- errors of decoding ---- */

static Value raise_decode(Decoder *d, int64_t start, int64_t end, const char *reason)
{
    return tp_raise_decode(d->encoding, (const char *)d->data, d->n, start, end, reason);
}

/* The answer of a registered handler, (replacement, position): the replacement, or 0. */
static Value call_handler(const char *name, Value exception, int64_t length, bool is_decoding,
                          int64_t *next)
{
    Value handler = tp_codec_error_handler(name);
    if (!handler)
        return 0;
    Value answer = tp_call1(handler, exception);
    if (!answer)
        return 0;
    bool is_pair = tp_is_tuple(answer) && tp_as_tuple(answer)->length == 2;
    Value text = is_pair ? tp_as_tuple(answer)->items[0] : 0;
    Value position = is_pair ? tp_as_tuple(answer)->items[1] : 0;
    if (!is_pair || !(tp_is_str(text) || (!is_decoding && tp_is_bytes(text))) ||
        !tp_is_int(position))
        return tp_raise(&tp_TypeError, is_decoding
                                           ? "decoding error handler must return (str, int) tuple"
                                           : "encoding error handler must return (str/bytes, int) "
                                             "tuple");
    int64_t at;
    if (tp_int_as_i64(position, &at) < 0)
        return 0;
    *next = at < 0 ? at + length : at;
    if (*next < 0 || *next > length)
        return tp_raise(&tp_IndexError, "position %zd from error handler out of bounds", at);
    return text;
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
    case ERRORS_OTHER: {
        Value handler = tp_codec_error_handler(d->errors);
        if (!handler)
            return -1;
        raise_decode(d, start, end, reason);
        Value replacement = call_handler(d->errors, tp_error_take(), d->n, true, next);
        return replacement ? tp_builder_str(&d->out, replacement) : -1;
    }
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
                if (e->codec == CODEC_UTF8 && i > start) /* in UTF-8 the good ones are done */
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
    case ERRORS_OTHER: {
        Value handler = tp_codec_error_handler(e->errors);
        if (!handler)
            return -1;
        raise_encode(e, start, end, reason);
        Value replacement = call_handler(e->errors, tp_error_take(), s->length, false, next);
        if (!replacement)
            return -1;
        if (tp_is_bytes(replacement)) {
            Bytes *b = (Bytes *)tp_obj(replacement);
            return put_bytes(e, b->data, b->length);
        }
        const Str *r = tp_as_str(replacement);
        for (i = 0; i < r->length; i++) {
            if (codec_reserve(e, 8) < 0)
                return -1;
            if (e->put(e, tp_str_at(r, i)) < 0)
                return tp_error_pending() ? -1 : raise_encode(e, start, end, reason);
        }
        return 0;
    }
    default:
        return raise_encode(e, start, end, reason);
    }
}

/* ---- the codecs built in ---- */

Value tp_codec_decode(Codec codec, const char *data, int64_t n, const char *errors,
                      int64_t *consumed)
{
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
    case CODEC_UTF8_SIG:
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
    ((Exception *)tp_obj(tp_state.pending))->context = cause;
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
    Value is_text = tp_getattr_or_null(entry, tp_intern_cstr("_is_text_encoding"), NULL);
    if (is_text == TP_FALSE)
        return tp_raise(&tp_LookupError, "'%s' is not a text encoding; use %s to handle arbitrary "
                                         "codecs", encoding, function);
    return entry;
}

Value tp_encode(Value str, const char *encoding, const char *errors)
{
    Codec codec = tp_codec_find(encoding);
    if (codec != CODEC_OTHER)
        return tp_codec_encode(codec, str, errors);
    Value entry = lookup_text(encoding, "codecs.encode()");
    Value result = entry ? apply(entry, 0, str, encoding, errors) : 0;
    if (!result || tp_is_bytes(result))
        return result;
    if (tp_is_exact(result, &tp_bytearray_type)) {
        ByteArray *b = (ByteArray *)tp_obj(result);
        return tp_bytes_new(b->data, b->length);
    }
    return tp_raise(&tp_TypeError, "'%s' encoder returned '%T' instead of 'bytes'; use "
                                   "codecs.encode() to encode to arbitrary types", encoding, result);
}

Value tp_decode(const char *data, int64_t n, const char *encoding, const char *errors)
{
    Codec codec = tp_codec_find(encoding);
    if (codec != CODEC_OTHER)
        return tp_codec_decode(codec, data, n, errors, NULL);
    Value entry = lookup_text(encoding, "codecs.decode()");
    Value result = entry ? apply(entry, 1, tp_bytes_new(data, n), encoding, errors) : 0;
    if (!result || tp_is_str(result))
        return result;
    return tp_raise(&tp_TypeError, "'%s' decoder returned '%T' instead of 'str'; use "
                                   "codecs.decode() to decode to arbitrary types", encoding, result);
}

/* ---- file names ---- */

Value tp_fsdecode(const char *bytes, int64_t n)
{
    return tp_codec_decode(CODEC_UTF8, bytes, n, "surrogateescape", NULL);
}

const char *tp_fsencode(Value str_or_bytes)
{
    Value bytes = str_or_bytes;
    if (tp_is_str(bytes)) {
        bytes = tp_codec_encode(CODEC_UTF8, bytes, "surrogateescape");
        if (!bytes)
            return NULL;
    } else if (!tp_is_bytes(bytes)) {
        tp_raise(&tp_TypeError, "expected str, bytes or os.PathLike object, not %T", bytes);
        return NULL;
    }
    Bytes *b = (Bytes *)tp_obj(bytes);
    if ((int64_t)strnlen(b->data, (size_t)b->length) != b->length) {
        tp_raise(&tp_ValueError, "embedded null byte");
        return NULL;
    }
    if (b->data == (char *)&b->owner)
        return b->data;
    Bytes *copy = (Bytes *)tp_obj(tp_bytes_new(b->data, b->length));
    return copy->data;
}
