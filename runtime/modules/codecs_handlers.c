/* codecs_handlers.c -- the standard error handlers as callables: each takes a UnicodeError and
 * gives (replacement, where to go on). The codecs built in do the same without calling them
 * (codec.c). */
#include "codecs_module.h"

#include <stdio.h>
#include <string.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"

typedef struct Problem {
    enum { ENCODING, DECODING, TRANSLATING } kind;
    Value object;          /* str, or bytes when decoding */
    int64_t length, start, end; /* of object; 0 <= start <= end <= length */
    Value encoding;        /* 0 when translating */
} Problem;

enum {
    ON_ENCODING = 1 << ENCODING,
    ON_DECODING = 1 << DECODING,
    ON_TRANSLATING = 1 << TRANSLATING
};

static Value cannot_handle(Value exception)
{
    return tp_raise(&tp_TypeError, "don't know how to handle %T in error callback", exception);
}

/* Read an exception of one of these kinds; -1 with TypeError for all else. */
static int read_problem(Value exception, int kinds, Problem *p)
{
    p->kind = tp_instance(exception, &tp_UnicodeEncodeError)      ? ENCODING
              : tp_instance(exception, &tp_UnicodeDecodeError)    ? DECODING
              : tp_instance(exception, &tp_UnicodeTranslateError) ? TRANSLATING
                                                                  : 3;
    if (!(kinds & 1 << p->kind))
        return cannot_handle(exception), -1;
    const Exception *e = (Exception *)tp_obj(exception);
    p->object = e->extra[EXC_OBJECT];
    p->encoding = p->kind == TRANSLATING ? 0 : e->extra[EXC_ENCODING];
    bool wants_bytes = p->kind == DECODING;
    if (!p->object || !(wants_bytes ? tp_is_bytes(p->object) : tp_is_str(p->object)))
        return tp_raise_int(&tp_TypeError, p->object ? "object attribute must be %s"
                                                     : "object attribute not set",
                            wants_bytes ? "bytes" : "unicode");
    p->length = wants_bytes ? ((Bytes *)tp_obj(p->object))->length : tp_as_str(p->object)->length;
    p->start = p->end = 0; /* unless they were set */
    if ((e->extra[EXC_START] && tp_index_as_i64(e->extra[EXC_START], &p->start) < 0) ||
        (e->extra[EXC_END] && tp_index_as_i64(e->extra[EXC_END], &p->end) < 0))
        return -1;
    if (p->start >= p->length)
        p->start = p->length - 1;
    if (p->start < 0)
        p->start = 0;
    if (p->end < 1)
        p->end = 1;
    if (p->end > p->length)
        p->end = p->length;
    if (p->end < p->start)
        p->end = p->start;
    return 0;
}

static Value answer(Value replacement, int64_t next)
{
    return replacement ? tp_tuple_pack(2, replacement, tp_int(next)) : 0;
}

static uint32_t char_at(const Problem *p, int64_t i)
{
    return p->kind == DECODING ? ((const uint8_t *)((Bytes *)tp_obj(p->object))->data)[i]
                               : tp_str_at(tp_as_str(p->object), i);
}

static Value strict_errors(Value self, Value *args)
{
    (void)self;
    if (!tp_is_exc(args[0]))
        return tp_raise(&tp_TypeError, "codec must pass exception instance");
    return tp_raise_instance(args[0]);
}

static Value ignore_errors(Value self, Value *args)
{
    Problem p;
    (void)self;
    if (read_problem(args[0], ON_ENCODING | ON_DECODING | ON_TRANSLATING, &p) < 0)
        return 0;
    return answer(TP_EMPTY_STR, p.end);
}

static Value replace_errors(Value self, Value *args)
{
    Problem p;
    (void)self;
    if (read_problem(args[0], ON_ENCODING | ON_DECODING | ON_TRANSLATING, &p) < 0)
        return 0;
    if (p.kind == DECODING)
        return answer(tp_str_char(0xfffd), p.end);
    return answer(tp_str_repeat(tp_str_char(p.kind == ENCODING ? '?' : 0xfffd), p.end - p.start),
                  p.end);
}

/* Append \xNN, \uNNNN or \UNNNNNNNN. */
static int put_backslash(StrBuilder *b, uint32_t c)
{
    char text[16];
    snprintf(text, sizeof text, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    return tp_builder_cstr(b, text);
}

static Value xmlcharrefreplace_errors(Value self, Value *args)
{
    Problem p;
    StrBuilder b;
    char text[16];
    (void)self;
    if (read_problem(args[0], ON_ENCODING, &p) < 0)
        return 0;
    tp_builder_init(&b);
    for (int64_t i = p.start; i < p.end; i++) {
        snprintf(text, sizeof text, "&#%u;", char_at(&p, i));
        if (tp_builder_cstr(&b, text) < 0)
            return 0;
    }
    return answer(tp_builder_finish(&b), p.end);
}

static Value backslashreplace_errors(Value self, Value *args)
{
    Problem p;
    StrBuilder b;
    (void)self;
    if (read_problem(args[0], ON_ENCODING | ON_DECODING | ON_TRANSLATING, &p) < 0)
        return 0;
    tp_builder_init(&b);
    for (int64_t i = p.start; i < p.end; i++)
        if (put_backslash(&b, char_at(&p, i)) < 0)
            return 0;
    return answer(tp_builder_finish(&b), p.end);
}

static Value namereplace_errors(Value self, Value *args)
{
    Problem p;
    StrBuilder b;
    (void)self;
    if (read_problem(args[0], ON_ENCODING, &p) < 0)
        return 0;
    Value unicodedata = tp_import_module("unicodedata");
    if (!unicodedata)
        return 0;
    tp_builder_init(&b);
    for (int64_t i = p.start; i < p.end; i++) {
        Value query[2] = {tp_str_char(char_at(&p, i)), TP_NONE};
        Value name = tp_call_method_cstr(unicodedata, "name", 2, query);
        if (!name)
            return 0;
        if (name == TP_NONE ? put_backslash(&b, char_at(&p, i)) < 0
                            : tp_builder_cstr(&b, "\\N{") < 0 || tp_builder_str(&b, name) < 0 ||
                                  tp_builder_char(&b, '}') < 0)
            return 0;
    }
    return answer(tp_builder_finish(&b), p.end);
}

static Value surrogateescape(Value self, Value *args)
{
    Problem p;
    (void)self;
    if (read_problem(args[0], ON_ENCODING | ON_DECODING, &p) < 0)
        return 0;
    if (p.kind == ENCODING) {
        Value bytes = tp_bytes_new(0, p.end - p.start);
        for (int64_t i = p.start; bytes && i < p.end; i++) {
            uint32_t c = char_at(&p, i);
            if (c < 0xdc80 || c > 0xdcff)
                return tp_raise_instance(args[0]);
            ((Bytes *)tp_obj(bytes))->data[i - p.start] = (char)c;
        }
        return answer(bytes, p.end);
    }
    StrBuilder b;
    tp_builder_init(&b);
    int64_t i = p.start;
    for (; i < p.end && i < p.start + 4 && char_at(&p, i) >= 128; i++)
        if (tp_builder_char(&b, 0xdc00 + char_at(&p, i)) < 0)
            return 0;
    return i == p.start ? tp_raise_instance(args[0]) : answer(tp_builder_finish(&b), i);
}

/* Decode one surrogate at the start of the problem, or encode all characters of it, by a codec that
 * is told to let surrogates pass: what a codec built in would do. */
static Value surrogatepass(Value self, Value *args)
{
    Problem p;
    (void)self;
    if (read_problem(args[0], ON_ENCODING | ON_DECODING, &p) < 0)
        return 0;
    if (!p.encoding || !tp_is_str(p.encoding))
        return tp_raise(&tp_TypeError, p.encoding ? "encoding attribute must be unicode"
                                                  : "encoding attribute not set");
    Codec codec = tp_codec_find(tp_str_to_c(p.encoding));
    if (codec == CODEC_UTF16)
        codec = CODEC_UTF16_LE;
    if (codec == CODEC_UTF32)
        codec = CODEC_UTF32_LE;
    bool is_utf = codec == CODEC_UTF8 || (codec >= CODEC_UTF16_LE && codec <= CODEC_UTF32_BE);
    if (!is_utf)
        return tp_raise_instance(args[0]);
    if (p.kind == ENCODING) {
        for (int64_t i = p.start; i < p.end; i++)
            if (char_at(&p, i) < 0xd800 || char_at(&p, i) > 0xdfff)
                return tp_raise_instance(args[0]);
        Value text = tp_str_slice(p.object, p.start, p.end);
        return answer(text ? tp_codec_encode(codec, text, "surrogatepass") : 0, p.end);
    }
    int64_t size = codec == CODEC_UTF8 ? 3 : codec <= CODEC_UTF16_BE ? 2 : 4;
    if (p.length - p.start < size)
        return tp_raise_instance(args[0]);
    Value text = tp_codec_decode(codec, ((Bytes *)tp_obj(p.object))->data + p.start, size,
                                 "surrogatepass", 0);
    if (!text)
        tp_error_clear();
    if (!text || tp_as_str(text)->length != 1 || tp_str_at(tp_as_str(text), 0) < 0xd800 ||
        tp_str_at(tp_as_str(text), 0) > 0xdfff)
        return tp_raise_instance(args[0]);
    return answer(text, p.start + size);
}

static const struct Handler {
    const char *name;
    MethodDef function;
} handlers[] = {
#define HANDLER(name, fn, doc) {name, METHOD(#fn, fn, "(exception, /)", doc)}
    HANDLER("strict", strict_errors, "Implements the 'strict' error handling, which raises a "
                                     "UnicodeError on coding errors."),
    HANDLER("ignore", ignore_errors, "Implements the 'ignore' error handling, which ignores "
                                     "malformed data and continues."),
    HANDLER("replace", replace_errors, "Implements the 'replace' error handling, which replaces "
                                       "malformed data with a replacement marker."),
    HANDLER("xmlcharrefreplace", xmlcharrefreplace_errors,
            "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable "
            "character with the appropriate XML character reference."),
    HANDLER("backslashreplace", backslashreplace_errors,
            "Implements the 'backslashreplace' error handling, which replaces malformed data with "
            "a backslashed escape sequence."),
    HANDLER("namereplace", namereplace_errors,
            "Implements the 'namereplace' error handling, which replaces an unencodable character "
            "with a \\N{...} escape sequence."),
    HANDLER("surrogatepass", surrogatepass, 0),
    HANDLER("surrogateescape", surrogateescape, 0),
};

int codecs_register_handlers(void)
{
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (tp_codec_register_error(handlers[i].name,
                                    tp_builtin_new(&handlers[i].function, 0, 0, 0)) < 0)
            return -1;
    return 0;
}
