/* number_format.c -- __format__ of int, float and complex.
 *
 * A number is laid out as
 *
 *     [left padding] sign [prefix] [inner padding] digits [rest] [right padding]
 *
 * where `rest` is the point with what follows, and `digits` may be grouped. The spec arrives parsed
 * (format.c); here each kind of number turns into a Layout, and `assemble` makes the str.
 *
 * Start at `tp_int_format`.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtoa.h"
#include "error.h"
#include "heap.h"
#include "int.h"
#include "text.h"

enum {
    DEFAULT_PRECISION = 6,
    MOST_DIGITS = 767,     /* that a double has before zeros follow */
    MOST_ROOM = INT32_MAX - 400, /* a precision whose text printf can count */
    STACK_TEXT = 512
};

/* A number's parts before padding; texts are borrowed. */
typedef struct Layout {
    char sign;             /* or 0 */
    char prefix[3];        /* "0x", or "" */
    const char *digits;    /* integer digits */
    int64_t ndigits;
    const char *rest;      /* point, fraction, exponent, percent sign */
    int64_t nrest;
    char separator;        /* between groups, or 0 */
    int group;             /* digits of a group */
} Layout;

/* Text of a double being made: inline for what is usual, else collected memory. */
typedef struct Text {
    char stack[STACK_TEXT];
    char *data;
    int64_t length;
} Text;

static Value unknown_code(uint32_t code, Value v)
{
    if (code > 32 && code < 128)
        return tp_raise(&tp_ValueError, "Unknown format code '%c' for object of type '%T'",
                        (int)code, v);
    return tp_raise(&tp_ValueError, "Unknown format code '\\x%x' for object of type '%T'", code, v);
}

static inline bool pads_with_zeros(const FormatSpec *spec)
{
    return spec->fill == '0' && (spec->align == '=' || !spec->align);
}

/* Number of separators among n digits. */
static inline int64_t separators(const Layout *l, int64_t n)
{
    return l->separator && n > 0 ? (n - 1) / l->group : 0;
}

/* How many digits with their separators take at least `wanted` places, more than none. */
static int64_t digits_to_fill(const Layout *l, int64_t wanted)
{
    int64_t n = wanted - wanted / (l->group + 1);
    return n + (n + separators(l, n) < wanted);
}

static char sign_char(bool is_negative, const FormatSpec *spec)
{
    if (is_negative)
        return '-';
    return spec->sign == '+' || spec->sign == ' ' ? spec->sign : 0;
}

/* Write sign, prefix, inner padding, digits with `zeros` zeros before them, rest. */
static char *write_number(char *p, const Layout *l, int64_t zeros, int64_t inner, char fill)
{
    int64_t n = l->ndigits + zeros;
    if (l->sign)
        *p++ = l->sign;
    for (const char *c = l->prefix; *c; c++)
        *p++ = *c;
    memset(p, fill, inner);
    p += inner;
    if (l->separator) {
        for (int64_t i = 0; i < n; i++) {
            if (i && (n - i) % l->group == 0)
                *p++ = l->separator;
            *p++ = i < zeros ? '0' : l->digits[i - zeros];
        }
    } else {
        memset(p, '0', zeros);
        memcpy(p + zeros, l->digits, l->ndigits);
        p += n;
    }
    memcpy(p, l->rest, l->nrest);
    return p + l->nrest;
}

/* The str of a layout as spec pads it. */
static Value assemble(const Layout *l, const FormatSpec *spec)
{
    char stack[STACK_TEXT], *text = stack, *p;
    int64_t fixed = (l->sign != 0) + (int64_t)strlen(l->prefix) + l->nrest, zeros = 0;
    uint32_t fill = spec->fill;
    char align = spec->align ? spec->align : pads_with_zeros(spec) ? '=' : '>';
    if (spec->width > INT64_MAX / 2)  /* nothing below overflows */
        return tp_raise_no_memory();
    if (pads_with_zeros(spec) && l->ndigits) {
        /* zeros are digits: they are grouped too, and a group is never left without one */
        int64_t wanted = spec->width - fixed, n = l->ndigits;
        if (!l->separator)
            n = wanted > n ? wanted : n;
        else if (n + separators(l, n) < wanted)
            n = digits_to_fill(l, wanted);
        zeros = n - l->ndigits;
    }
    int64_t number = fixed + l->ndigits + zeros + separators(l, l->ndigits + zeros);
    int64_t padding = spec->width > number ? spec->width - number : 0;
    if (number + padding > STACK_TEXT && !(text = tp_heap_try_alloc_atomic(number + padding)))
        return 0;
    int64_t left = align == '>' ? padding : align == '^' ? padding / 2 : 0;
    int64_t inner = align == '=' ? padding : 0, right = padding - left - inner;
    if (fill < 128) {
        memset(text, (int)fill, left);
        p = write_number(text + left, l, zeros, inner, (char)fill);
        memset(p, (int)fill, right);
        return tp_str_latin1((const uint8_t *)text, number + padding);
    }
    /* a fill character that is not ASCII: NUL stands for it until the end */
    memset(text, 0, left);
    p = write_number(text + left, l, zeros, inner, 0);
    memset(p, 0, right);
    StrBuilder b;
    tp_builder_init(&b);
    for (int64_t i = 0; i < number + padding; i++)
        if (tp_builder_char(&b, text[i] ? (uint32_t)text[i] : fill) < 0)
            return 0;
    return tp_builder_finish(&b);
}

/* ---- int ---- */

static Value format_char(Value v, const FormatSpec *spec)
{
    int64_t code;
    if (spec->sign)
        return tp_raise(&tp_ValueError, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return tp_raise(&tp_ValueError,
                        "Alternate form (#) not allowed with integer format specifier 'c'");
    if (tp_int_as_i64(v, &code) < 0)
        return 0;
    if (code < 0 || code > 0x10ffff)
        return tp_raise(&tp_OverflowError, "%%c arg not in range(0x110000)");
    return tp_format_pad(tp_str_char((uint32_t)code), spec, '>');
}

static Value format_int(Value v, const FormatSpec *spec, int base)
{
    Layout l = {0};
    Value plain = tp_int_plain(v), digits = tp_int_to_str(plain, base);
    if (!digits)
        return 0;
    const char *text = tp_as_str(digits)->data;
    l.digits = text;
    l.ndigits = tp_as_str(digits)->length;
    bool is_negative = *text == '-';
    if (is_negative)
        l.digits++, l.ndigits--;
    l.sign = sign_char(is_negative, spec);
    l.rest = "";
    l.separator = spec->thousands;
    l.group = base == 10 ? 3 : 4;
    if (spec->alternate && base != 10) {
        l.prefix[0] = '0';
        l.prefix[1] = (char)spec->type;
    }
    if (spec->type == 'X') {
        char *upper = tp_heap_try_alloc_atomic(l.ndigits);
        if (!upper)
            return 0;
        for (int64_t i = 0; i < l.ndigits; i++)
            upper[i] = (char)toupper((unsigned char)l.digits[i]);
        l.digits = upper;
    }
    return assemble(&l, spec);
}

Value tp_int_format_parsed(Value v, const FormatSpec *spec)
{
    double d;
    switch (spec->type) {
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%':
        return tp_int_as_double(v, &d) < 0 ? 0 : tp_double_format(d, spec);
    case 0:
    case 'b':
    case 'c':
    case 'd':
    case 'n':
    case 'o':
    case 'x':
    case 'X':
        break;
    default:
        return unknown_code(spec->type, v);
    }
    if (spec->precision >= 0)
        return tp_raise(&tp_ValueError, "Precision not allowed in integer format specifier");
    if (spec->no_neg_zero)
        return tp_raise(&tp_ValueError,
                        "Negative zero coercion (z) not allowed in integer format specifier");
    switch (spec->type) {
    case 'c':
        return format_char(v, spec);
    case 'b':
        return format_int(v, spec, 2);
    case 'o':
        return format_int(v, spec, 8);
    case 'x':
    case 'X':
        return format_int(v, spec, 16);
    default:
        return format_int(v, spec, 10);
    }
}

Value tp_int_format(Value v, Value spec_text)
{
    FormatSpec spec;
    char text[TP_PIECE];
    int length = tp_format_short(v, spec_text, text);
    if (length)
        return tp_str_ascii(text, length);
    if (!tp_as_str(spec_text)->length)
        return tp_str(v);
    if (tp_format_spec_parse(spec_text, &spec, tp_type_name(v)) < 0)
        return 0;
    return tp_int_format_parsed(v, &spec);
}

/* ---- float ---- */

static int text_reserve(Text *t, int64_t n)
{
    t->data = t->stack;
    return n <= STACK_TEXT || (t->data = tp_heap_try_alloc_atomic(n)) ? 0 : -1;
}

/* Like repr or with `precision` significant digits: as %g, but never without a point and digit
 * after it if `is_float`, and in exponent form already when all digits stand before the point. */
static int text_general(Text *t, double d, int precision, bool is_alternate, bool is_float)
{
    char stack[20], *digits = stack, *p;
    int point, n, exponent_from;
    if (precision < 0) {
        n = tp_dtoa_shortest(d, digits, &point);
        exponent_from = 16;
    } else {
        if (!precision)
            precision = 1;
        if (precision >= (int)sizeof stack && !(digits = tp_heap_try_alloc_atomic(precision + 1)))
            return -1;
        tp_dtoa_round(d, precision, digits, &point);
        n = precision;
        while (!is_alternate && n > 1 && digits[n - 1] == '0')
            n--;
        exponent_from = precision - is_float;
    }
    bool has_exponent = point <= -4 || point > exponent_from;
    if (text_reserve(t, n + abs(point) + 32) < 0)
        return -1;
    p = t->data;
    if (has_exponent) {
        *p++ = digits[0];
        if (n > 1 || is_alternate)
            *p++ = '.';
        memcpy(p, digits + 1, n - 1);
        p += n - 1;
        p += sprintf(p, "e%+03d", point - 1);
    } else {
        int whole = point > 0 ? point : 0;
        if (!whole)
            *p++ = '0';
        for (int i = 0; i < whole; i++)
            *p++ = i < n ? digits[i] : '0';
        if (n > point || is_float || is_alternate)
            *p++ = '.';
        for (int i = point; i < 0; i++)
            *p++ = '0';
        for (int i = whole; i < n; i++)
            *p++ = digits[i];
        if (n <= point && is_float)
            *p++ = '0';
    }
    t->length = p - t->data;
    return 0;
}

/* |d| with `precision` digits behind the point, written so that it ends at `end`, for what is
 * usual: where it starts, or 0 if printf must do it. */
static char *write_fixed(double d, int64_t precision, char *end)
{
    uint64_t scaled;
    char *p = end;
    if (precision > 22 || !tp_dtoa_scaled(d, (int)precision, &scaled))
        return 0;
    for (int64_t i = 0; i < precision; i++, scaled /= 10)
        *--p = (char)('0' + scaled % 10);
    if (precision)
        *--p = '.';
    return tp_int_write(scaled, 10, p);
}

/* |d| as `type` (e, f, g, 0, or 'r' for a part of a complex) says, without sign; d finite.
 * precision -1: none given. */
static int text_of_double(Text *t, double d, uint32_t type, int64_t precision, bool is_alternate)
{
    char format[8] = "%#.*f";
    int shown = (int)(precision < 0 ? DEFAULT_PRECISION : precision);
    d = fabs(d);
    if (shown > MOST_DIGITS && type != 'e' && type != 'f' && !is_alternate)
        shown = MOST_DIGITS;
    if (shown > MOST_ROOM)
        return tp_raise_no_memory(), -1;
    if (!type)
        return text_general(t, d, precision < 0 ? -1 : shown, is_alternate, true);
    if (type == 'r')  /* complex: as repr or %g, no ".0" */
        return text_general(t, d, precision < 0 ? -1 : shown, is_alternate, false);
    if (type == 'f' && !is_alternate && (t->data = write_fixed(d, shown, t->stack + 48))) {
        t->length = t->stack + 48 - t->data;
        return 0;
    }
    if (!is_alternate)
        memmove(format + 1, format + 2, 4);
    format[strlen(format) - 1] = (char)type;
    if (text_reserve(t, (int64_t)shown + 340) < 0)
        return -1;
    t->length = snprintf(t->data, (size_t)shown + 340, format, shown, d);
    return 0;
}

/* Fill a layout from the text of a double. */
static int layout_double(Layout *l, Text *t, double d, const FormatSpec *spec, uint32_t type,
                         bool is_percent)
{
    if (spec->precision > INT32_MAX)
        return tp_raise_int(&tp_ValueError, "precision too big");
    bool is_upper = type == 'E' || type == 'F' || type == 'G';
    bool is_negative = signbit(d) && !isnan(d);
    if (is_percent)
        d *= 100;
    memset(l, 0, sizeof *l);
    if (!isfinite(d)) {
        t->data = t->stack;
        memcpy(t->data, isnan(d) ? "nan%" : "inf%", 4);
        t->length = 3;
    } else {
        if (is_upper)
            type |= 0x20;
        if (text_of_double(t, d, type, spec->precision, spec->alternate) < 0)
            return -1;
    }
    if (is_percent)
        t->data[t->length++] = '%';
    if (is_upper)
        for (int64_t i = 0; i < t->length; i++)
            t->data[i] = (char)toupper((unsigned char)t->data[i]);
    if (is_negative && spec->no_neg_zero && isfinite(d)) {
        /* -0.0 after rounding loses its sign */
        is_negative = false;
        for (int64_t i = 0; i < t->length && (t->data[i] | 0x20) != 'e'; i++)
            is_negative |= t->data[i] >= '1' && t->data[i] <= '9';
    }
    l->sign = sign_char(is_negative, spec);
    l->digits = t->data;
    while (l->ndigits < t->length && isdigit((unsigned char)t->data[l->ndigits]))
        l->ndigits++;
    l->rest = t->data + l->ndigits;
    l->nrest = t->length - l->ndigits;
    l->separator = spec->thousands;
    l->group = 3;
    return 0;
}

Value tp_double_format(double d, const FormatSpec *spec)
{
    Layout l;
    Text t;
    uint32_t type = spec->type;
    bool is_percent = type == '%';
    if (type == 'n')
        type = 'g';
    if (layout_double(&l, &t, d, spec, is_percent ? 'f' : type, is_percent) < 0)
        return 0;
    return assemble(&l, spec);
}

Value tp_float_format(Value v, Value spec_text)
{
    FormatSpec spec;
    char text[TP_PIECE];
    int length = tp_format_short(v, spec_text, text);
    if (length)
        return tp_str_ascii(text, length);
    if (!tp_as_str(spec_text)->length)
        return tp_str(v);
    if (tp_format_spec_parse(spec_text, &spec, tp_type_name(v)) < 0)
        return 0;
    if (spec.type && (spec.type >= 128 || !strchr("eEfFgGn%", (int)spec.type)))
        return unknown_code(spec.type, v);
    return tp_double_format(tp_float_value(v), &spec);
}

/* ---- short texts ---- */

/* What a spec says if it is plain: no grouping, no # or z, an ASCII fill. Specs are constants
 * mostly, so what the last ones said is kept. 0 if it is none or wrong. */
static const FormatSpec *plain_spec(Value text)
{
    enum { KEPT = 64 };
    static struct Kept {
        Value text;
        bool is_plain;
        FormatSpec spec;
    } kept[KEPT];
    struct Kept *k = &kept[(text >> 4) % KEPT];
    if (k->text != text) {
        if (!tp_is_exact(text, &tp_str_type))
            return 0;
        FormatSpec spec;
        if (tp_format_spec_parse(text, &spec, "") < 0) {
            tp_error_clear();
            return 0;
        }
        k->text = text;
        k->spec = spec;
        k->is_plain = !k->spec.thousands && !k->spec.alternate && !k->spec.no_neg_zero &&
                      k->spec.fill < 128 && k->spec.width <= TP_PIECE;
    }
    return k->is_plain ? &k->spec : 0;
}

/* |v| of a small int, written so that it ends at `end`: where it starts. */
static inline char *write_small(Value v, char *end)
{
    int64_t i = tp_small_value(v);
    return tp_int_write(i < 0 ? -(uint64_t)i : (uint64_t)i, 10, end);
}

int tp_format_short(Value v, Value spec_text, char *text)
{
    double d;
    bool is_int = tp_is_small(v);
    if (is_int)
        d = (double)tp_small_value(v);
    else if (tp_is_tagged_float(v))
        d = tp_tagged_float_value(v);
    else if (tp_is_exact(v, &tp_float_type))
        d = ((Float *)tp_obj(v))->value;
    else
        return 0;
    char buffer[48], *end = buffer + sizeof buffer, *digits;
    bool is_negative = is_int ? tp_small_value(v) < 0 : signbit(d);
    if (!spec_text || !tp_as_str(spec_text)->length) {
        if (!is_int)
            return tp_float_repr(d, text);
        digits = write_small(v, end);
        if (is_negative)
            *--digits = '-';
        text_move(text, digits, end - digits);
        return (int)(end - digits);
    }
    const FormatSpec *spec = plain_spec(spec_text);
    if (!spec)
        return 0;
    if (spec->type == 'f') {
        if (!isfinite(d) || (is_int && fabs(d) > 0x1p53) ||
            !(digits = write_fixed(d, spec->precision < 0 ? DEFAULT_PRECISION : spec->precision,
                                   end)))
            return 0;
    } else if (is_int && spec->precision < 0 && (spec->type == 'd' || !spec->type)) {
        digits = write_small(v, end);
    } else {
        return 0;
    }
    char sign = sign_char(is_negative, spec), align = spec->align ? spec->align : '>';
    int64_t number = end - digits + (sign != 0);
    int64_t padding = spec->width > number ? spec->width - number : 0;
    if (number + padding > TP_PIECE)
        return 0;
    int64_t left = align == '>' ? padding : align == '^' ? padding / 2 : 0;
    int64_t inner = align == '=' ? padding : 0;
    if (padding)
        memset(text, (int)spec->fill, number + padding);
    char *p = text + left;
    if (sign)
        *p++ = sign;
    text_move(p + inner, digits, end - digits);
    return (int)(number + padding);
}

/* ---- complex ---- */

Value tp_complex_format(Value v, Value spec_text)
{
    FormatSpec spec, part;
    Layout real_layout, imag_layout;
    Text real_text, imag_text;
    Complex *c = (Complex *)tp_obj(v);
    if (!tp_as_str(spec_text)->length)
        return tp_str(v);
    if (tp_format_spec_parse(spec_text, &spec, tp_type_name(v)) < 0)
        return 0;
    if (spec.type && (spec.type >= 128 || !strchr("eEfFgGn", (int)spec.type)))
        return unknown_code(spec.type, v);
    if (spec.fill == '0')
        return tp_raise(&tp_ValueError,
                        "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=')
        return tp_raise(&tp_ValueError,
                        "'=' alignment flag is not allowed in complex format specifier");
    bool is_bare = !spec.type, has_real = !is_bare || c->real != 0 || signbit(c->real);
    uint32_t type = is_bare ? 'r' : spec.type == 'n' ? 'g' : spec.type;
    part = spec;
    part.width = -1;
    if (layout_double(&real_layout, &real_text, c->real, &part, type, false) < 0)
        return 0;
    if (has_real)
        part.sign = '+';
    if (layout_double(&imag_layout, &imag_text, c->imag, &part, type, false) < 0)
        return 0;
    Value pieces[5];
    int n = 0;
    if (is_bare && has_real)
        pieces[n++] = tp_str_char('(');
    if (has_real && !(pieces[n++] = assemble(&real_layout, &part)))
        return 0;
    if (!(pieces[n++] = assemble(&imag_layout, &part)))
        return 0;
    pieces[n++] = tp_str_char('j');
    if (is_bare && has_real)
        pieces[n++] = tp_str_char(')');
    Value body = tp_str_joinv(n, pieces);
    if (!body)
        return 0;
    spec.precision = -1;
    return tp_format_pad(body, &spec, '>');
}
