/* _codecs.c -- the module _codecs: the registry of encodings, and the codecs built in one by one.
 *
 * A decoder gives (text, bytes used), an encoder (bytes, characters used). Decoders that may meet
 * half a character at the end take `final`; without it they leave it for the next call. */
#include <string.h>

#include "codecs_module.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"
#include "runtime/text.h"

/* ---- arguments ---- */

/* The argument `errors`: *errors is 0 for None. */
static int errors_argument(const char *function, Value v, const char **errors)
{
    *errors = 0;
    if (!v || v == TP_NONE)
        return 0;
    if (!tp_is_str(v)) {
        tp_raise_argument(function, "argument 2", "str or None", v);
        return -1;
    }
    *errors = text_name_arg(function, "argument 2", v);
    return *errors ? 0 : -1;
}

static int str_argument(const char *function, Value v)
{
    if (tp_is_str(v))
        return 0;
    tp_raise_argument(function, "argument 1", "str", v);
    return -1;
}

/* bytes-like objects, and str as its UTF-8. */
static int data_or_str(Value v, const char **data, int64_t *n)
{
    if (!tp_is_str(v))
        return tp_bytes_view(v, data, n);
    *data = tp_str_to_utf8(v, n);
    return *data ? 0 : -1;
}

static Value pair(Value result, int64_t used)
{
    return result ? tp_tuple_pack(2, result, tp_int(used)) : 0;
}

/* ---- codecs of codec.c ---- */

/* final: that argument, or 0 for `final_default`. */
static Value decode_piece(const char *function, Codec codec, Value *args, Value final,
                          bool final_default, bool takes_str)
{
    const char *data, *errors;
    int64_t n, used;
    int is_final;
    if ((takes_str ? data_or_str(args[0], &data, &n) : tp_bytes_view(args[0], &data, &n)) < 0 ||
        errors_argument(function, args[1], &errors) < 0 ||
        (is_final = text_flag_arg(final, final_default)) < 0)
        return 0;
    used = n;
    Value text = tp_codec_decode(codec, data, n, errors, is_final ? 0 : &used);
    return pair(text, used);
}

static Value encode_all(const char *function, Codec codec, Value *args)
{
    const char *errors;
    if (str_argument(function, args[0]) < 0 || errors_argument(function, args[1], &errors) < 0)
        return 0;
    return pair(tp_codec_encode(codec, args[0], errors), tp_as_str(args[0])->length);
}

/* CODEC(name, codec): the two functions of a codec; PARTIAL: its decoder takes `final`. */
#define ENCODE(name, codec)                                        \
    static Value codecs_##name##_encode(Value self, Value *args)   \
    {                                                              \
        (void)self;                                                \
        return encode_all(#name "_encode", codec, args);           \
    }
#define CODEC(name, codec)                                                         \
    ENCODE(name, codec)                                                            \
    static Value codecs_##name##_decode(Value self, Value *args)                   \
    {                                                                              \
        (void)self;                                                                \
        return decode_piece(#name "_decode", codec, args, 0, true, false);         \
    }
#define DECODE_PARTIAL(name, codec, final_default, takes_str)                      \
    static Value codecs_##name##_decode(Value self, Value *args)                   \
    {                                                                              \
        (void)self;                                                                \
        return decode_piece(#name "_decode", codec, args, args[2], final_default,  \
                            takes_str);                                            \
    }
#define PARTIAL(name, codec)                  \
    ENCODE(name, codec)                       \
    DECODE_PARTIAL(name, codec, false, false)
#define ESCAPES(name, codec)                  \
    ENCODE(name, codec)                       \
    DECODE_PARTIAL(name, codec, true, true)

#include "codecs.def"

/* ---- UTF-16 and UTF-32 of an order chosen by the caller ---- */

static Value encode_order(const char *function, Value *args, Codec marked)
{
    int64_t order = 0;
    if (str_argument(function, args[0]) < 0 || (args[2] && text_int_arg(args[2], &order) < 0))
        return 0;
    return encode_all(function, order == 0 ? marked : order < 0 ? marked + 1 : marked + 2, args);
}

static Value codecs_utf_16_encode(Value self, Value *args)
{
    (void)self;
    return encode_order("utf_16_encode", args, CODEC_UTF16);
}

static Value codecs_utf_32_encode(Value self, Value *args)
{
    (void)self;
    return encode_order("utf_32_encode", args, CODEC_UTF32);
}

DECODE_PARTIAL(utf_16, CODEC_UTF16, false, false)
DECODE_PARTIAL(utf_32, CODEC_UTF32, false, false)

/* (text, bytes used, order): the order is found from the mark if 0 is given. */
static Value decode_order(const char *function, Value *args, Codec marked, int width)
{
    static const char little[] = {'\xff', '\xfe', 0, 0}, big[] = {0, 0, '\xfe', '\xff'};
    int64_t order = 0, n;
    const char *data;
    if (tp_bytes_view(args[0], &data, &n) < 0 || (args[2] && text_int_arg(args[2], &order) < 0))
        return 0;
    Codec codec = order == 0 ? marked : order < 0 ? marked + 1 : marked + 2;
    if (order == 0 && n >= width)
        order = !memcmp(data, little, width) ? -1 : !memcmp(data, big + 4 - width, width) ? 1 : 0;
    Value result = decode_piece(function, codec, args, args[3], false, false);
    if (!result)
        return 0;
    return tp_tuple_pack(3, tp_as_tuple(result)->items[0], tp_as_tuple(result)->items[1],
                         tp_int(order));
}

static Value codecs_utf_16_ex_decode(Value self, Value *args)
{
    (void)self;
    return decode_order("utf_16_ex_decode", args, CODEC_UTF16, 2);
}

static Value codecs_utf_32_ex_decode(Value self, Value *args)
{
    (void)self;
    return decode_order("utf_32_ex_decode", args, CODEC_UTF32, 4);
}

/* ---- codecs of this module ---- */

static Value codecs_utf_7_decode(Value self, Value *args)
{
    const char *data, *errors;
    int64_t n, used;
    int is_final;
    (void)self;
    if (tp_bytes_view(args[0], &data, &n) < 0 ||
        errors_argument("utf_7_decode", args[1], &errors) < 0 ||
        (is_final = text_flag_arg(args[2], false)) < 0)
        return 0;
    used = n;
    Value text = codecs_utf7_decode(data, n, errors, is_final ? 0 : &used);
    return pair(text, used);
}

static Value codecs_utf_7_encode(Value self, Value *args)
{
    const char *errors;
    (void)self;
    if (str_argument("utf_7_encode", args[0]) < 0 ||
        errors_argument("utf_7_encode", args[1], &errors) < 0)
        return 0;
    return pair(codecs_utf7_encode(args[0]), tp_as_str(args[0])->length);
}

static Value codecs_charmap_decode_(Value self, Value *args)
{
    const char *data, *errors;
    int64_t n;
    (void)self;
    if (!args[2] || args[2] == TP_NONE)
        return decode_piece("charmap_decode", CODEC_LATIN1, args, 0, true, false);
    if (tp_bytes_view(args[0], &data, &n) < 0 ||
        errors_argument("charmap_decode", args[1], &errors) < 0)
        return 0;
    return pair(codecs_charmap_decode(data, n, errors, args[2]), n);
}

static Value codecs_charmap_encode_(Value self, Value *args)
{
    const char *errors;
    (void)self;
    if (!args[2] || args[2] == TP_NONE)
        return encode_all("charmap_encode", CODEC_LATIN1, args);
    if (str_argument("charmap_encode", args[0]) < 0 ||
        errors_argument("charmap_encode", args[1], &errors) < 0)
        return 0;
    return pair(codecs_charmap_encode(args[0], errors, args[2]), tp_as_str(args[0])->length);
}

static Value codecs_charmap_build_(Value self, Value *args)
{
    (void)self;
    if (!tp_is_str(args[0]))
        return tp_raise_argument("charmap_build", "argument", "str", args[0]);
    if (!tp_as_str(args[0])->length)
        return tp_raise(&tp_TypeError, "bad argument type for built-in operation");
    return codecs_charmap_build(args[0]);
}

static Value codecs_readbuffer_encode(Value self, Value *args)
{
    const char *data, *errors;
    int64_t n;
    (void)self;
    if (data_or_str(args[0], &data, &n) < 0 ||
        errors_argument("readbuffer_encode", args[1], &errors) < 0)
        return 0;
    return pair(tp_bytes_new(data, n), n);
}

/* ---- the escapes of bytes literals ---- */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* \x without its two digits, at data[at]. */
static int bad_hex(ByteBuilder *out, const char *errors, int64_t at)
{
    if (!errors || !strcmp(errors, "strict"))
        return tp_raise_int(&tp_ValueError, "invalid \\x escape at position %zd", at);
    if (!strcmp(errors, "replace"))
        return tp_bytes_add(out, "?", 1);
    if (!strcmp(errors, "ignore"))
        return 0;
    return tp_raise_int(&tp_ValueError, "decoding error; unknown error handling code: %.400s",
                        errors);
}

static int unescape(ByteBuilder *out, const char *data, int64_t n, const char *errors)
{
    static const char letters[] = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";
    int invalid = -1; /* the first character that should have no backslash */
    for (int64_t i = 0; i < n;) {
        const char *backslash = memchr(data + i, '\\', (size_t)(n - i));
        int64_t plain = backslash ? backslash - data : n;
        if (tp_bytes_add(out, data + i, plain - i) < 0)
            return -1;
        if (!backslash)
            break;
        i = plain + 1;
        if (i == n)
            return tp_raise_int(&tp_ValueError, "Trailing \\ in string");
        char c = data[i++];
        const char *letter = NULL;
        for (const char *p = letters; *p && !letter; p += 2)
            letter = *p == c ? p : NULL;
        if (c == '\n')
            continue;
        if (letter) {
            c = letter[1];
        } else if (c >= '0' && c <= '7') {
            int value = c - '0';
            for (int k = 0; k < 2 && i < n && data[i] >= '0' && data[i] <= '7'; k++)
                value = value * 8 + data[i++] - '0';
            c = (char)value;
        } else if (c == 'x') {
            int high = i < n ? hex_digit(data[i]) : -1;
            int low = i + 1 < n ? hex_digit(data[i + 1]) : -1;
            if (high < 0 || low < 0) {
                if (bad_hex(out, errors, i - 2) < 0)
                    return -1;
                i += high >= 0;
                continue;
            }
            c = (char)(high << 4 | low);
            i += 2;
        } else {
            if (invalid < 0)
                invalid = (uint8_t)c;
            if (tp_bytes_add(out, "\\", 1) < 0)
                return -1;
        }
        if (tp_bytes_add(out, &c, 1) < 0)
            return -1;
    }
    return invalid < 0 ? 0
                       : tp_warn(&tp_DeprecationWarning, 1, "invalid escape sequence '\\%c'",
                                 invalid);
}

static Value codecs_escape_decode(Value self, Value *args)
{
    const char *data, *errors;
    int64_t n;
    ByteBuilder out = {0};
    (void)self;
    if (data_or_str(args[0], &data, &n) < 0 ||
        errors_argument("escape_decode", args[1], &errors) < 0 ||
        unescape(&out, data, n, errors) < 0)
        return 0;
    return pair(tp_bytes_new(out.data ? out.data : "", out.length), n);
}

static Value codecs_escape_encode(Value self, Value *args)
{
    const char *errors;
    (void)self;
    if (!tp_is_bytes(args[0]))
        return tp_raise_argument("escape_encode", "argument 1", "bytes", args[0]);
    if (errors_argument("escape_encode", args[1], &errors) < 0)
        return 0;
    const Bytes *b = (Bytes *)tp_obj(args[0]);
    ByteBuilder out = {0};
    for (int64_t i = 0; i < b->length; i++) {
        char c = b->data[i], text[4] = {'\\', c, 0, 0};
        int length = 2;
        if (c == '\t' || c == '\n' || c == '\r') {
            text[1] = c == '\t' ? 't' : c == '\n' ? 'n' : 'r';
        } else if (c >= ' ' && c < 127 && c != '\'' && c != '\\') {
            text[0] = c;
            length = 1;
        } else if (c != '\'' && c != '\\') {
            text[1] = 'x';
            text[2] = "0123456789abcdef"[(uint8_t)c >> 4];
            text[3] = "0123456789abcdef"[c & 15];
            length = 4;
        }
        if (tp_bytes_add(&out, text, length) < 0)
            return 0;
    }
    return pair(tp_bytes_new(out.data ? out.data : "", out.length), b->length);
}

/* ---- the registry ---- */

static Value codecs_register(Value self, Value *args)
{
    (void)self;
    return tp_codec_register(args[0]) < 0 ? 0 : TP_NONE;
}

static Value codecs_unregister(Value self, Value *args)
{
    (void)self;
    return tp_codec_unregister(args[0]) < 0 ? 0 : TP_NONE;
}

static Value codecs_lookup(Value self, Value *args)
{
    (void)self;
    const char *name = text_name_arg("lookup", "argument", args[0]);
    return name ? tp_codec_lookup(name) : 0;
}

static Value codecs_register_error(Value self, Value *args)
{
    (void)self;
    const char *name = text_name_arg("register_error", "argument 1", args[0]);
    return !name || tp_codec_register_error(name, args[1]) < 0 ? 0 : TP_NONE;
}

static Value codecs_lookup_error(Value self, Value *args)
{
    (void)self;
    const char *name = text_name_arg("lookup_error", "argument", args[0]);
    return name ? tp_codec_error_handler(name) : 0;
}

/* codecs.encode and decode with a codec of any kind. */
static Value convert(const char *function, Value *args,
                     Value (*apply)(Value object, const char *encoding, const char *errors))
{
    const char *encoding = "utf-8", *errors = 0;
    if (args[1] && !(encoding = text_name_arg(function, "argument 'encoding'", args[1])))
        return 0;
    if (args[2] && !(errors = text_name_arg(function, "argument 'errors'", args[2])))
        return 0;
    return apply(args[0], encoding, errors);
}

static Value codecs_encode(Value self, Value *args)
{
    (void)self;
    return convert("encode", args, tp_codec_encode_object);
}

static Value codecs_decode(Value self, Value *args)
{
    (void)self;
    return convert("decode", args, tp_codec_decode_object);
}

#undef ENCODE
#undef CODEC
#undef PARTIAL
#undef ESCAPES
#define DECODER(name, fn, signature) METHOD(#name "_decode", fn, signature, 0)
#define ENCODER(name, fn, signature) METHOD(#name "_encode", fn, signature, 0)
#define ENCODE(name, codec) ENCODER(name, codecs_##name##_encode, "(str, errors=None, /)"),
#define CODEC(name, codec)  \
    ENCODE(name, codec)     \
    DECODER(name, codecs_##name##_decode, "(data, errors=None, /)"),
#define PARTIAL(name, codec) \
    ENCODE(name, codec)      \
    DECODER(name, codecs_##name##_decode, "(data, errors=None, final=False, /)"),
#define ESCAPES(name, codec) \
    ENCODE(name, codec)      \
    DECODER(name, codecs_##name##_decode, "(data, errors=None, final=True, /)"),

static const MethodDef codecs_functions[] = {
    METHOD("register", codecs_register, "(search_function, /)",
           "Register a codec search function."),
    METHOD("unregister", codecs_unregister, "(search_function, /)",
           "Unregister a codec search function and clear the registry's cache."),
    METHOD("lookup", codecs_lookup, "(encoding, /)",
           "Looks up a codec tuple in the Python codec registry and returns a CodecInfo object."),
    METHOD("encode", codecs_encode, "(obj, encoding='utf-8', errors='strict')",
           "Encodes obj using the codec registered for encoding."),
    METHOD("decode", codecs_decode, "(obj, encoding='utf-8', errors='strict')",
           "Decodes obj using the codec registered for encoding."),
    METHOD("register_error", codecs_register_error, "(errors, handler, /)",
           "Register the specified error handler under the name errors."),
    METHOD("lookup_error", codecs_lookup_error, "(name, /)",
           "Return the error handler for the specified error handling name."),
#include "codecs.def"
    DECODER(utf_16, codecs_utf_16_decode, "(data, errors=None, final=False, /)"),
    DECODER(utf_32, codecs_utf_32_decode, "(data, errors=None, final=False, /)"),
    ENCODER(utf_16, codecs_utf_16_encode, "(str, errors=None, byteorder=0, /)"),
    ENCODER(utf_32, codecs_utf_32_encode, "(str, errors=None, byteorder=0, /)"),
    DECODER(utf_16_ex, codecs_utf_16_ex_decode, "(data, errors=None, byteorder=0, final=False, /)"),
    DECODER(utf_32_ex, codecs_utf_32_ex_decode, "(data, errors=None, byteorder=0, final=False, /)"),
    DECODER(utf_7, codecs_utf_7_decode, "(data, errors=None, final=False, /)"),
    ENCODER(utf_7, codecs_utf_7_encode, "(str, errors=None, /)"),
    DECODER(charmap, codecs_charmap_decode_, "(data, errors=None, mapping=None, /)"),
    ENCODER(charmap, codecs_charmap_encode_, "(str, errors=None, mapping=None, /)"),
    METHOD("charmap_build", codecs_charmap_build_, "(map, /)", 0),
    DECODER(escape, codecs_escape_decode, "(data, errors=None, /)"),
    ENCODER(escape, codecs_escape_encode, "(data, errors=None, /)"),
    ENCODER(readbuffer, codecs_readbuffer_encode, "(data, errors=None, /)"),
    METHOD_END,
};

static int codecs_init(Value module)
{
    (void)module;
    codecs_charmap_ready();
    return codecs_register_handlers();
}

const ModuleDef tp_mod__codecs = {"_codecs", codecs_functions, codecs_init, 0};
