/* builder.c -- text under construction, and printf-like making of strs.
 *
 * A StrBuilder writes straight into the Str that it will give: tp_builder_finish only sets the
 * length, and copies when too much room would be wasted. The storage is widened when the first
 * character comes that needs it. Start at `tp_builder_reserve`.
 */
#include <stdio.h>
#include "text.h"
#include "error.h"
#include "heap.h"

void tp_builder_init(StrBuilder *b)
{
    memset(b, 0, sizeof *b);
    b->width = 1;
}

int tp_builder_reserve(StrBuilder *b, int64_t n, uint32_t max_char)
{
    if (n > INT64_MAX / 4)  /* no memory holds it, and sums of it would overflow */
        return tp_raise_no_memory(), -1;
    int64_t need = b->length + n;
    int width = text_width(max_char);
    if (width < b->width)
        width = b->width;
    if (need > b->capacity || width > b->width || !b->str) {
        int64_t capacity = need > b->capacity ? need + b->capacity / 2 + 24 : b->capacity;
        Str *s = tp_str_alloc(capacity, width == 1 ? 0xff : width == 2 ? 0xffff : 0x10ffff);
        if (!s)
            return -1;
        if (b->length)
            text_copy(s->data, width, 0, b->data, b->width, b->length);
        b->str = s;
        b->data = s->data;
        b->width = width;
        b->capacity = capacity;
    }
    if (max_char > b->max_char)
        b->max_char = max_char;
    return 0;
}

int tp_builder_char(StrBuilder *b, uint32_t c)
{
    if (b->length >= b->capacity || c > b->max_char) {
        if (tp_builder_reserve(b, 1, c) < 0)
            return -1;
    }
    text_put(b->data, b->width, b->length++, c);
    return 0;
}

int tp_builder_fill(StrBuilder *b, uint32_t c, int64_t n)
{
    if (n <= 0)
        return 0;
    if (tp_builder_reserve(b, n, c) < 0)
        return -1;
    text_fill(b->data, b->width, b->length, c, n);
    b->length += n;
    return 0;
}

int tp_builder_slice(StrBuilder *b, Value str, int64_t start, int64_t end)
{
    const Str *s = tp_as_str(str);
    int64_t n = end - start;
    if (n <= 0)
        return 0;
    const void *from = text_at(s->data, s->width, start);
    uint32_t max = text_bound(s);
    if (max > b->max_char && n != s->length)
        max = text_max(from, s->width, n);
    if (tp_builder_reserve(b, n, max) < 0)
        return -1;
    if (b->width < s->width) { /* a narrow part of a wide str */
        for (int64_t i = 0; i < n; i++)
            text_put(b->data, b->width, b->length + i, text_get(from, s->width, i));
    } else {
        text_copy(b->data, b->width, b->length, from, s->width, n);
    }
    b->length += n;
    return 0;
}

int tp_builder_str(StrBuilder *b, Value str)
{
    return tp_builder_slice(b, str, 0, tp_as_str(str)->length);
}

int tp_builder_utf8(StrBuilder *b, const char *bytes, int64_t n)
{
    if (n <= 0)
        return 0;
    if (text_max(bytes, 1, n) >= 128) {
        Value str = tp_decode(bytes, n, "utf-8", "replace");
        return str ? tp_builder_str(b, str) : -1;
    }
    if (tp_builder_reserve(b, n, 0x7f) < 0)
        return -1;
    text_copy(b->data, b->width, b->length, bytes, 1, n);
    b->length += n;
    return 0;
}

int tp_builder_cstr(StrBuilder *b, const char *ascii)
{
    return tp_builder_utf8(b, ascii, (int64_t)strlen(ascii));
}

Value tp_builder_finish(StrBuilder *b)
{
    if (b->length == 0)
        return TP_EMPTY_STR;
    if (b->length == 1)
        return tp_str_char(text_get(b->data, b->width, 0));
    Str *s = b->str;
    bool is_ascii = b->max_char < 128;
    if (b->max_char < 256 && !is_ascii)
        is_ascii = text_max(b->data, 1, b->length) < 128;
    if ((b->capacity - b->length) * b->width > 32 + b->length * b->width / 8) {
        Str *copy = tp_str_alloc(b->length, is_ascii ? 0x7f : b->width == 1 ? 0xff : b->max_char);
        if (!copy)
            return 0;
        memcpy(copy->data, b->data, (size_t)(b->length * b->width));
        return tp_ref(copy);
    }
    s->length = b->length;
    s->is_ascii = is_ascii;
    text_put(s->data, s->width, s->length, 0);
    return tp_ref(s);
}

/* ---- printf ---- */

/* One conversion of a format: %[-0][width][.precision][l|ll|z]letter. */
typedef struct Conversion {
    bool left, zero;
    int width, precision; /* -1: none */
    int longs;            /* 0 int, 1 long, 2 long long and size_t */
    char letter;
} Conversion;

static const char *parse_conversion(const char *p, Conversion *c)
{
    *c = (Conversion){.width = -1, .precision = -1};
    for (; *p == '-' || *p == '0'; p++)
        *(*p == '-' ? &c->left : &c->zero) = true;
    if (*p >= '1' && *p <= '9') {
        for (c->width = 0; *p >= '0' && *p <= '9'; p++)
            c->width = c->width * 10 + (*p - '0');
    }
    if (*p == '.') {
        for (p++, c->precision = 0; *p >= '0' && *p <= '9'; p++)
            c->precision = c->precision * 10 + (*p - '0');
    }
    for (; *p == 'l' || *p == 'z'; p++)
        c->longs += *p == 'z' ? 2 : 1;
    c->letter = *p;
    return *p ? p + 1 : p;
}

static int add_number(StrBuilder *b, const Conversion *c, uint64_t u, bool is_negative, int base)
{
    char digits[32], *p = digits + sizeof digits;
    const char *alphabet = c->letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    *--p = 0;
    do
        *--p = alphabet[u % (unsigned)base];
    while (u /= (unsigned)base);
    int64_t n = digits + sizeof digits - 1 - p;
    int64_t zeros = c->precision > n ? c->precision - n : 0;
    int64_t pad = c->width - n - zeros - is_negative;
    if (c->zero && !c->left && pad > 0) {
        zeros += pad;
        pad = 0;
    }
    if (!c->left && tp_builder_fill(b, ' ', pad) < 0)
        return -1;
    if (is_negative && tp_builder_char(b, '-') < 0)
        return -1;
    if (tp_builder_fill(b, '0', zeros) < 0 || tp_builder_utf8(b, p, n) < 0)
        return -1;
    return c->left ? tp_builder_fill(b, ' ', pad) : 0;
}

static int add_text(StrBuilder *b, const Conversion *c, Value str)
{
    if (!str)
        return -1;
    int64_t n = tp_as_str(str)->length;
    if (c->precision >= 0 && n > c->precision)
        n = c->precision;
    if (!c->left && tp_builder_fill(b, ' ', c->width - n) < 0)
        return -1;
    if (tp_builder_slice(b, str, 0, n) < 0)
        return -1;
    return c->left ? tp_builder_fill(b, ' ', c->width - n) : 0;
}

static int add_cstr(StrBuilder *b, const Conversion *c, const char *text)
{
    size_t n = c->precision >= 0 ? strnlen(text, (size_t)c->precision) : strlen(text);
    if (c->width < 0)
        return tp_builder_utf8(b, text, (int64_t)n);
    Conversion whole = *c;
    whole.precision = -1;
    return add_text(b, &whole, tp_decode(text, (int64_t)n, "utf-8", "replace"));
}

Value tp_str_vformat_c(const char *format, va_list list)
{
    StrBuilder b;
    tp_builder_init(&b);
    va_list args;
    va_copy(args, list);
    int status = 0;
    while (*format && status == 0) {
        size_t plain = strcspn(format, "%");
        status = tp_builder_utf8(&b, format, (int64_t)plain);
        format += plain;
        if (!*format || status < 0)
            break;
        Conversion c;
        format = parse_conversion(format + 1, &c);
        int64_t i;
        char text[32];
        switch (c.letter) {
        case 'd':
        case 'i':
            i = c.longs == 0   ? va_arg(args, int)
                : c.longs == 1 ? va_arg(args, long)
                               : va_arg(args, long long);
            status = add_number(&b, &c, i < 0 ? -(uint64_t)i : (uint64_t)i, i < 0, 10);
            break;
        case 'u':
        case 'x':
        case 'X':
            i = c.longs == 0   ? (int64_t)va_arg(args, unsigned)
                : c.longs == 1 ? (int64_t)va_arg(args, unsigned long)
                               : (int64_t)va_arg(args, unsigned long long);
            status = add_number(&b, &c, (uint64_t)i, false, c.letter == 'u' ? 10 : 16);
            break;
        case 'c':
            status = tp_builder_char(&b, va_arg(args, unsigned));
            break;
        case 's':
            status = add_cstr(&b, &c, va_arg(args, const char *));
            break;
        case 'p':
            snprintf(text, sizeof text, "%p", va_arg(args, void *));
            status = tp_builder_cstr(&b, text);
            break;
        case 'N':
            status = add_cstr(&b, &c, va_arg(args, Type *)->name);
            break;
        case 'T':
            status = add_cstr(&b, &c, tp_type_name(va_arg(args, Value)));
            break;
        case 'K':
            status = add_cstr(&b, &c, tp_type_short_name(tp_type_of(va_arg(args, Value))));
            break;
        case 'U':
            status = add_text(&b, &c, va_arg(args, Value));
            break;
        case 'S':
            status = add_text(&b, &c, tp_str(va_arg(args, Value)));
            break;
        case 'R':
            status = add_text(&b, &c, tp_repr(va_arg(args, Value)));
            break;
        case 'A':
            status = add_text(&b, &c, tp_ascii(va_arg(args, Value)));
            break;
        case '%':
            status = tp_builder_char(&b, '%');
            break;
        default: /* an unknown one stands for itself, as does the rest */
            status = tp_builder_char(&b, '%');
            if (c.letter && status == 0)
                status = tp_builder_char(&b, (uint8_t)c.letter);
        }
    }
    va_end(args);
    return status < 0 ? 0 : tp_builder_finish(&b);
}

Value tp_str_format_c(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Value result = tp_str_vformat_c(format, args);
    va_end(args);
    return result;
}
