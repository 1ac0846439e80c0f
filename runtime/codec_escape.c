/* codec_escape.c -- the encodings unicode_escape and raw_unicode_escape: Latin-1 in which
 * backslashes introduce other characters, all of a string literal's escapes or only \u and \U. */
#include "codec.h"
#include "error.h"
#include "func.h"
#include "text.h"

static int hex_digit(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Up to `digits` hexadecimal digits at data[i]; gives how many there are. */
static int hex_digits(const Decoder *d, int64_t i, int digits, uint32_t *c)
{
    int n = 0;
    for (*c = 0; n < digits && i + n < d->n; n++) {
        int digit = hex_digit(d->data[i + n]);
        if (digit < 0)
            break;
        *c = *c << 4 | (uint32_t)digit;
    }
    return n;
}

static const char *truncated(uint8_t kind)
{
    return kind == 'x'   ? "truncated \\xXX escape"
           : kind == 'u' ? "truncated \\uXXXX escape"
                         : "truncated \\UXXXXXXXX escape";
}

/* The character of that name, asked of unicodedata: -1 with an exception if there is no such
 * module, -2 if there is no such name. */
static int64_t named_char(const char *name, int64_t n)
{
    Value module = tp_import_module("unicodedata");
    if (!module) {
        tp_error_clear();
        return tp_raise_int(&tp_UnicodeError,
                            "\\N escapes not supported (can't load unicodedata module)");
    }
    Value text = tp_str_latin1((const uint8_t *)name, n);
    Value found = tp_call_method_cstr(module, "lookup", 1, &text);
    if (!found) {
        if (!tp_error_is(&tp_KeyError))
            return -1;
        tp_error_clear();
        return -2;
    }
    if (!tp_is_str(found) || tp_as_str(found)->length != 1) /* a named sequence; another module */
        return -2;
    return tp_str_at(tp_as_str(found), 0);
}

/* The escape behind the backslash at data[i], which is \N: like codec_decode_error. */
static int decode_name(Decoder *d, int64_t i, int64_t *next)
{
    int64_t end = i + 2;
    if (end < d->n && d->data[end] == '{') {
        const uint8_t *close = memchr(d->data + end, '}', (size_t)(d->n - end));
        if (close && close > d->data + end + 1) {
            int64_t name = end + 1;
            end = close - d->data + 1;
            int64_t c = named_char((const char *)d->data + name, end - 1 - name);
            if (c == -1)
                return -1;
            if (c >= 0) {
                *next = end;
                return tp_builder_char(&d->out, (uint32_t)c);
            }
            return codec_decode_error(d, i, end, "unknown Unicode character name", next);
        }
        end = close ? end + 1 : d->n;
    }
    return codec_decode_error(d, i, end, "malformed \\N character escape", next);
}

/* Does the input end in the {NAME} of a \N that has to be at data[i]? */
static bool is_name_cut(const Decoder *d, int64_t i)
{
    return i == d->n || (d->data[i] == '{' && !memchr(d->data + i, '}', (size_t)(d->n - i)));
}

Value codec_escape_decode(Decoder *d, int64_t *consumed)
{
    int invalid = -1; /* the first character that should have no backslash */
    for (int64_t i = 0; i < d->n;) {
        const uint8_t *backslash = memchr(d->data + i, '\\', (size_t)(d->n - i));
        int64_t plain = backslash ? backslash - d->data : d->n;
        for (; i < plain; i++) {
            if (tp_builder_char(&d->out, d->data[i]) < 0)
                return 0;
        }
        if (!backslash)
            break;
        if (i + 1 == d->n) {
            if (consumed) {
                *consumed = i;
                break;
            }
            if (codec_decode_error(d, i, i + 1, "\\ at end of string", &i) < 0)
                return 0;
            continue;
        }
        uint8_t kind = d->data[i + 1];
        uint32_t c = kind;
        int64_t next = i + 2;
        int digits = 0;
        switch (kind) {
        case '\n':
            i = next;
            continue;
        case '\\':
        case '\'':
        case '"':
            break;
        case 'a': c = '\a'; break;
        case 'b': c = '\b'; break;
        case 'f': c = '\f'; break;
        case 'n': c = '\n'; break;
        case 'r': c = '\r'; break;
        case 't': c = '\t'; break;
        case 'v': c = '\v'; break;
        case '0' ... '7':
            c = kind - '0';
            for (int k = 0; k < 2 && next < d->n && (d->data[next] & ~7) == '0'; k++)
                c = c << 3 | (d->data[next++] & 7u);
            break;
        case 'x': digits = 2; break;
        case 'u': digits = 4; break;
        case 'U': digits = 8; break;
        case 'N':
            if (consumed && is_name_cut(d, next)) {
                *consumed = i;
                goto end;
            }
            if (decode_name(d, i, &i) < 0)
                return 0;
            continue;
        default:
            if (invalid < 0)
                invalid = kind;
            if (tp_builder_char(&d->out, '\\') < 0)
                return 0;
        }
        if (digits) {
            int n = hex_digits(d, next, digits, &c);
            next += n;
            if (n < digits && consumed && next == d->n) {
                *consumed = i;
                goto end;
            }
            if (n < digits || c > 0x10ffff) {
                const char *reason = n < digits ? truncated(kind) : "illegal Unicode character";
                if (codec_decode_error(d, i, next, reason, &i) < 0)
                    return 0;
                continue;
            }
        }
        if (tp_builder_char(&d->out, c) < 0)
            return 0;
        i = next;
    }
end:
    if (invalid >= 0 &&
        tp_warn(&tp_DeprecationWarning, 1, "invalid escape sequence '\\%c'", invalid) < 0)
        return 0;
    return tp_builder_finish(&d->out);
}

Value codec_raw_escape_decode(Decoder *d, int64_t *consumed)
{
    for (int64_t i = 0; i < d->n;) {
        uint8_t kind = i + 1 < d->n && d->data[i] == '\\' ? d->data[i + 1] : 0;
        if (kind == 'u' || kind == 'U') {
            uint32_t c;
            int digits = kind == 'u' ? 4 : 8, n = hex_digits(d, i + 2, digits, &c);
            int64_t next = i + 2 + n;
            if (n < digits && consumed && next == d->n) {
                *consumed = i;
                break;
            }
            if (n < digits || c > 0x10ffff) {
                const char *reason = n < digits ? truncated(kind) : "\\Uxxxxxxxx out of range";
                if (codec_decode_error(d, i, next, reason, &i) < 0)
                    return 0;
                continue;
            }
            if (tp_builder_char(&d->out, c) < 0)
                return 0;
            i = next;
            continue;
        }
        if (consumed && d->data[i] == '\\' && i + 1 == d->n) {
            *consumed = i;
            break;
        }
        if (tp_builder_char(&d->out, d->data[i++]) < 0)
            return 0;
        /* an escaped backslash stays as it is, both of it */
        if (kind == '\\' && tp_builder_char(&d->out, d->data[i++]) < 0)
            return 0;
    }
    return tp_builder_finish(&d->out);
}

/* Append \xNN, \uNNNN or \UNNNNNNNN, the shortest that holds c. */
static void put_hex(Encoder *e, uint32_t c)
{
    int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    e->out[e->length++] = '\\';
    e->out[e->length++] = c < 0x100 ? 'x' : c < 0x10000 ? 'u' : 'U';
    while (digits-- > 0)
        e->out[e->length++] = "0123456789abcdef"[c >> 4 * digits & 15];
}

Value codec_escape_encode(Encoder *e)
{
    const Str *s = tp_as_str(e->str);
    for (int64_t i = 0; i < s->length; i++) {
        if (codec_reserve(e, 12) < 0)
            return 0;
        uint32_t c = tp_str_at(s, i);
        char letter = c == '\\' ? '\\' : c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : 0;
        if (letter) {
            e->out[e->length++] = '\\';
            e->out[e->length++] = letter;
        } else if (c >= ' ' && c < 127) {
            e->out[e->length++] = (char)c;
        } else {
            put_hex(e, c);
        }
    }
    return tp_bytes_new(e->out ? e->out : "", e->length);
}

Value codec_raw_escape_encode(Encoder *e)
{
    const Str *s = tp_as_str(e->str);
    for (int64_t i = 0; i < s->length; i++) {
        if (codec_reserve(e, 12) < 0)
            return 0;
        uint32_t c = tp_str_at(s, i);
        if (c < 0x100)
            e->out[e->length++] = (char)c;
        else
            put_hex(e, c);
    }
    return tp_bytes_new(e->out ? e->out : "", e->length);
}
