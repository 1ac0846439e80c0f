/* repr.c -- repr() and ascii() of str, repr() of bytes. */
#include "text.h"
#include "error.h"
#include "unicode.h"

static const char hex[] = "0123456789abcdef";

static int put_hex(StrBuilder *b, uint32_t c)
{
    int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    int status = tp_builder_char(b, '\\');
    status |= tp_builder_char(b, c < 0x100 ? 'x' : c < 0x10000 ? 'u' : 'U');
    while (digits-- > 0)
        status |= tp_builder_char(b, (uint8_t)hex[c >> 4 * digits & 15]);
    return status;
}

/* One character inside quotes; `is_plain` says whether it is shown as it is. */
static int put_char(StrBuilder *b, uint32_t c, char quote, bool is_plain)
{
    uint32_t letter = c == '\n' ? 'n' : c == '\t' ? 't' : c == '\r' ? 'r' : 0;
    if (c == '\\' || c == (uint8_t)quote)
        letter = c;
    if (letter)
        return tp_builder_char(b, '\\') | tp_builder_char(b, letter);
    return is_plain ? tp_builder_char(b, c) : put_hex(b, c);
}

/* ' unless only " avoids escaping. */
static char pick_quote(const void *data, int width, int64_t n)
{
    return text_find_char(data, width, n, '\'') >= 0 && text_find_char(data, width, n, '"') < 0
               ? '"'
               : '\'';
}

/* Nothing in it needs escaping. */
static bool is_simple(const Str *s)
{
    const uint8_t *p = s->data;
    for (int64_t i = 0; i < s->length; i++) {
        if (!(tp_latin1_flags[p[i]] & CHAR_PRINTABLE) || p[i] == '\\' || p[i] == '\'')
            return false;
    }
    return true;
}

Value tp_str_repr(Value str)
{
    const Str *s = tp_as_str(str);
    if (s->is_ascii && is_simple(s)) {
        Str *result = tp_str_alloc(s->length + 2, 0x7f);
        if (!result)
            return 0;
        char *to = result->data;
        to[0] = '\'';
        memcpy(to + 1, s->data, (size_t)s->length);
        to[s->length + 1] = '\'';
        return tp_ref(result);
    }
    char quote = pick_quote(s->data, s->width, s->length);
    StrBuilder b;
    tp_builder_init(&b);
    if (tp_builder_char(&b, (uint8_t)quote) < 0)
        return 0;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        if (put_char(&b, c, quote, tp_char_is_printable(c)) < 0)
            return 0;
    }
    return tp_builder_char(&b, (uint8_t)quote) < 0 ? 0 : tp_builder_finish(&b);
}

Value tp_ascii(Value v)
{
    Value repr = tp_repr(v);
    if (!repr || tp_as_str(repr)->is_ascii)
        return repr;
    const Str *s = tp_as_str(repr);
    StrBuilder b;
    tp_builder_init(&b);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        if ((c < 128 ? tp_builder_char(&b, c) : put_hex(&b, c)) < 0)
            return 0;
    }
    return tp_builder_finish(&b);
}

Value text_bytes_repr(const char *data, int64_t n)
{
    char quote = pick_quote(data, 1, n);
    StrBuilder b;
    tp_builder_init(&b);
    if (tp_builder_reserve(&b, n + 3, 'b') < 0)
        return 0;
    tp_builder_char(&b, 'b');
    tp_builder_char(&b, (uint8_t)quote);
    for (int64_t i = 0; i < n; i++) {
        uint8_t c = (uint8_t)data[i];
        if (put_char(&b, c, quote, c >= ' ' && c < 127) < 0)
            return 0;
    }
    return tp_builder_char(&b, (uint8_t)quote) < 0 ? 0 : tp_builder_finish(&b);
}

Value tp_bytes_repr(Value bytes)
{
    const Bytes *b = (Bytes *)tp_obj(bytes);
    return text_bytes_repr(b->data, b->length);
}
