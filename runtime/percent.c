/* percent.c -- format % args, for str and bytes.
 *
 * Bytes are formatted as text of the same Latin-1 characters; the few differences between the two
 * (what %s takes, %b, messages) ask `is_bytes`. Start at `run`.
 */
#include "bytes.h"
#include "dict.h"
#include "error.h"
#include "func.h"
#include "int.h"
#include "list.h"
#include "text.h"

typedef struct Percent {
    const Str *format;
    int64_t pos;
    Value args;           /* the tuple, or the one argument */
    int64_t nargs, next;  /* of a tuple; nargs -1: one argument, next -2 while it is not used */
    Value mapping;        /* for %(name), or 0 */
    bool is_bytes;
    StrBuilder out;
} Percent;

typedef struct Conversion {
    bool left, plus, space, alternate, zero;
    int64_t width;            /* 0: none */
    int64_t precision;        /* -1: none */
    uint32_t letter;
} Conversion;

static Value next_arg(Percent *p)
{
    if (p->nargs < 0) {
        if (p->next == -2) {
            p->next = -1;
            return p->args;
        }
    } else if (p->next < p->nargs) {
        return tp_as_tuple(p->args)->items[p->next++];
    }
    return tp_raise(&tp_TypeError, "not enough arguments for format string");
}

static int incomplete(void)
{
    return tp_raise_int(&tp_ValueError, "incomplete format");
}

/* The (name) behind a %: the mapping's value becomes the argument. */
static int parse_name(Percent *p)
{
    const Str *s = p->format;
    if (!p->mapping)
        return tp_raise_int(&tp_TypeError, "format requires a mapping");
    int64_t start = p->pos + 1, i = start;
    for (int depth = 1; depth > 0; i++) {
        if (i >= s->length)
            return tp_raise_int(&tp_ValueError, "incomplete format key");
        uint32_t c = tp_str_at(s, i);
        depth += (c == '(') - (c == ')');
    }
    p->pos = i;
    Value key = tp_str_slice(tp_ref(s), start, i - 1);
    if (key && p->is_bytes)
        key = tp_encode(key, "latin-1", "strict");
    Value value = key ? tp_getitem(p->mapping, key) : 0;
    if (!value)
        return -1;
    p->args = value;
    p->nargs = -1;
    p->next = -2;
    return 0;
}

/* A number of digits, or the argument that a * stands for: *out is 0 if there is neither. */
static int parse_size(Percent *p, int64_t *out, bool is_precision)
{
    const Str *s = p->format;
    *out = 0;
    if (p->pos < s->length && tp_str_at(s, p->pos) == '*') {
        p->pos++;
        Value v = next_arg(p);
        if (!v)
            return -1;
        if (!tp_is_int(v))
            return tp_raise_int(&tp_TypeError, "* wants int");
        if (!tp_int_fits_i64(v, out) || (is_precision && *out != (int32_t)*out))
            return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C %s",
                                is_precision ? "int" : "ssize_t");
        return 0;
    }
    int64_t limit = is_precision ? INT32_MAX : INT64_MAX;
    for (; p->pos < s->length; p->pos++) {
        uint32_t c = tp_str_at(s, p->pos);
        if (c < '0' || c > '9')
            break;
        if (*out > (limit - (int64_t)(c - '0')) / 10)
            return tp_raise_int(&tp_ValueError, !is_precision ? "width too big"
                                                : p->is_bytes ? "prec too big"
                                                              : "precision too big");
        *out = *out * 10 + (int64_t)(c - '0');
    }
    return 0;
}

/* What stands behind the % at pos - 1. */
static int parse_conversion(Percent *p, Conversion *c)
{
    const Str *s = p->format;
    *c = (Conversion){.precision = -1};
    if (p->pos < s->length && tp_str_at(s, p->pos) == '(' && parse_name(p) < 0)
        return -1;
    for (; p->pos < s->length; p->pos++) {
        uint32_t flag = tp_str_at(s, p->pos);
        if (flag == '-')
            c->left = true;
        else if (flag == '+')
            c->plus = true;
        else if (flag == ' ')
            c->space = true;
        else if (flag == '#')
            c->alternate = true;
        else if (flag == '0')
            c->zero = true;
        else
            break;
    }
    if (parse_size(p, &c->width, false) < 0)
        return -1;
    if (c->width < 0) {
        c->left = true;
        c->width = c->width == INT64_MIN ? 0 : -c->width;
    }
    if (p->pos < s->length && tp_str_at(s, p->pos) == '.') {
        p->pos++;
        if (parse_size(p, &c->precision, true) < 0)
            return -1;
        if (c->precision < 0)
            c->precision = 0;
    }
    if (p->pos < s->length) {
        uint32_t size = tp_str_at(s, p->pos);
        if (size == 'h' || size == 'l' || size == 'L' || (size == 'z' && p->is_bytes))
            p->pos++;
    }
    if (p->pos >= s->length)
        return incomplete();
    c->letter = tp_str_at(s, p->pos++);
    return 0;
}

/* ---- the conversions ---- */

/* Text padded with spaces. */
static int add_text(Percent *p, const Conversion *c, Value text, bool cuts)
{
    if (!text)
        return -1;
    int64_t n = tp_as_str(text)->length;
    if (cuts && c->precision >= 0 && c->precision < n)
        n = c->precision;
    if (!c->left && tp_builder_fill(&p->out, ' ', c->width - n) < 0)
        return -1;
    if (tp_builder_slice(&p->out, text, 0, n) < 0)
        return -1;
    return c->left ? tp_builder_fill(&p->out, ' ', c->width - n) : 0;
}

/* A number: sign, prefix and digits; zeros may come between prefix and digits. */
static int add_number(Percent *p, const Conversion *c, bool is_negative, const char *prefix,
                      Value digits, int64_t digits_start)
{
    int64_t n = tp_as_str(digits)->length - digits_start;
    char sign = is_negative ? '-' : c->plus ? '+' : c->space ? ' ' : 0;
    int64_t fixed = (sign != 0) + (int64_t)strlen(prefix) + n;
    int64_t missing = c->width > fixed ? c->width - fixed : 0;
    bool zeros = c->zero && !c->left;
    StrBuilder *b = &p->out;
    if (!c->left && !zeros && tp_builder_fill(b, ' ', missing) < 0)
        return -1;
    if ((sign && tp_builder_char(b, (uint8_t)sign) < 0) || tp_builder_cstr(b, prefix) < 0)
        return -1;
    if (zeros && tp_builder_fill(b, '0', missing) < 0)
        return -1;
    if (tp_builder_slice(b, digits, digits_start, digits_start + n) < 0)
        return -1;
    return c->left ? tp_builder_fill(b, ' ', missing) : 0;
}

/* The int that v stands for in %d (is_exact: in %x and %o); 0 with an exception. */
static Value int_arg(Percent *p, const Conversion *c, Value v, bool is_exact)
{
    if (tp_is_int(v))
        return tp_int_plain(v);
    const Type *type = tp_type_of(v);
    if (is_exact ? type->index != 0 : type->int_ || type->index || type->float_) {
        Value i = is_exact ? tp_index(v) : tp_int_from(v);
        if (i || !tp_error_is(&tp_TypeError))
            return i;
        tp_error_clear();
    }
    uint32_t letter = p->is_bytes && c->letter == 'i' ? 'd' : c->letter;
    return tp_raise(&tp_TypeError, is_exact ? "%%%c format: an integer is required, not %T"
                                            : "%%%c format: a real number is required, not %T",
                    letter, v);
}

static int add_int(Percent *p, const Conversion *c, Value v)
{
    int base = c->letter == 'x' || c->letter == 'X' ? 16 : c->letter == 'o' ? 8 : 10;
    Value i = int_arg(p, c, v, base != 10);
    if (i && c->precision > INT32_MAX - 3)
        return tp_raise_int(&tp_OverflowError, "precision too large");
    Value digits = i ? tp_int_to_str(i, base) : 0;
    if (!digits)
        return -1;
    bool is_negative = tp_int_sign(i) < 0;
    int64_t start = is_negative, n = tp_as_str(digits)->length - start;
    if (c->letter == 'X' || c->precision > n) {
        StrBuilder b;
        tp_builder_init(&b);
        if (tp_builder_fill(&b, '0', c->precision - n) < 0)
            return -1;
        for (int64_t k = start; k < start + n; k++) {
            uint32_t digit = tp_str_at(tp_as_str(digits), k);
            if (tp_builder_char(&b, c->letter == 'X' && digit >= 'a' ? digit - 32 : digit) < 0)
                return -1;
        }
        digits = tp_builder_finish(&b);
        start = 0;
        if (!digits)
            return -1;
    }
    const char *prefix = !c->alternate      ? ""
                         : c->letter == 'x' ? "0x"
                         : c->letter == 'X' ? "0X"
                         : c->letter == 'o' ? "0o"
                                            : "";
    return add_number(p, c, is_negative, prefix, digits, start);
}

static int add_float(Percent *p, const Conversion *c, Value v)
{
    double d;
    if (tp_as_double(v, &d) < 0) {
        if (p->is_bytes) {
            tp_error_clear();
            return tp_raise_int(&tp_TypeError, "float argument required, not %T", v);
        }
        return -1;
    }
    FormatSpec spec = {.fill = ' ', .alternate = c->alternate, .width = -1,
                       .precision = c->precision < 0 ? 6 : c->precision, .type = c->letter};
    Value text = tp_double_format(d, &spec);
    if (!text)
        return -1;
    bool is_negative = tp_str_at(tp_as_str(text), 0) == '-';
    return add_number(p, c, is_negative, "", text, is_negative);
}

static int add_char(Percent *p, const Conversion *c, Value v)
{
    int64_t code = -1, limit = p->is_bytes ? 256 : 0x110000;
    if (!p->is_bytes && tp_is_str(v) && tp_as_str(v)->length == 1) {
        code = tp_str_at(tp_as_str(v), 0);
    } else if (p->is_bytes && (tp_is_bytes(v) || tp_is_exact(v, &tp_bytearray_type))) {
        const char *data;
        int64_t n;
        if (tp_bytes_view(v, &data, &n) < 0)
            return -1;
        if (n == 1)
            code = (uint8_t)*data;
    } else if (tp_is_int(v) || tp_type_of(v)->index) {
        Value i = tp_index(v);
        if (!i && !tp_error_is(&tp_TypeError))
            return -1;
        if (!i)
            tp_error_clear();
        else if (!tp_int_fits_i64(i, &code) || code < 0 || code >= limit)
            return tp_raise_int(&tp_OverflowError, p->is_bytes ? "%%c arg not in range(256)"
                                                               : "%%c arg not in range(0x110000)");
    }
    if (code < 0)
        return tp_raise_int(&tp_TypeError,
                            p->is_bytes ? "%%c requires an integer in range(256) or a single byte"
                                        : "%%c requires int or char");
    return add_text(p, c, tp_str_char((uint32_t)code), false);
}

/* The bytes of v for %b, as Latin-1 text. */
static Value bytes_text(Value v)
{
    const char *data;
    int64_t n;
    if (!tp_is_buffer(v)) {
        Value special = tp_lookup_special(v, TP_NAME(__bytes__));
        if (!special)
            return tp_error_pending()
                       ? 0
                       : tp_raise(&tp_TypeError, "%%b requires a bytes-like object, or an object "
                                                 "that implements __bytes__, not '%T'", v);
        Value made = tp_call0(special);
        if (!made)
            return 0;
        if (!tp_is_bytes(made))
            return tp_raise(&tp_TypeError, "__bytes__ returned non-bytes (type %T)", made);
        v = made;
    }
    return tp_bytes_view_any(v, &data, &n) < 0 ? 0 : tp_str_latin1((const uint8_t *)data, n);
}

static int bad_letter(Percent *p, uint32_t letter)
{
    bool shows = letter >= 31 && letter < 127;
    return tp_raise_int(&tp_ValueError, "unsupported format character '%c' (0x%x) at index %zd",
                        shows ? letter : '?', letter, p->pos - 1);
}

static int add(Percent *p, const Conversion *c, Value v)
{
    switch (c->letter) {
    case 's':
        if (!p->is_bytes)
            return add_text(p, c, tp_is_exact(v, &tp_str_type) ? v : tp_str(v), true);
        return add_text(p, c, bytes_text(v), true);
    case 'b':
        return p->is_bytes ? add_text(p, c, bytes_text(v), true) : bad_letter(p, 'b');
    case 'r':
        return add_text(p, c, p->is_bytes ? tp_ascii(v) : tp_repr(v), true);
    case 'a':
        return add_text(p, c, tp_ascii(v), true);
    case 'c':
        return add_char(p, c, v);
    case 'd': case 'i': case 'u': case 'x': case 'X': case 'o':
        return add_int(p, c, v);
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
        return add_float(p, c, v);
    default:
        return bad_letter(p, c->letter);
    }
}

/* A bare %d or %s, as most are: the letter is at pos. */
static int add_bare(Percent *p, uint32_t letter)
{
    Conversion c = {.precision = -1, .letter = letter};
    p->pos++;
    Value v = next_arg(p);
    if (!v)
        return -1;
    if (!tp_is_small(v) || p->is_bytes)
        return add(p, &c, v);
    int64_t i = tp_small_value(v);
    char digits[24], *end = digits + sizeof digits;
    char *start = tp_int_write(i < 0 ? -(uint64_t)i : (uint64_t)i, 10, end);
    if (i < 0)
        *--start = '-';
    return tp_builder_utf8(&p->out, start, end - start);
}

static int run(Percent *p)
{
    const Str *s = p->format;
    while (p->pos < s->length) {
        int64_t plain = text_find_char(text_at(s->data, s->width, p->pos), s->width,
                                       s->length - p->pos, '%');
        int64_t end = plain < 0 ? s->length : p->pos + plain;
        if (tp_builder_slice(&p->out, tp_ref(s), p->pos, end) < 0)
            return -1;
        p->pos = end + 1;
        if (plain < 0)
            break;
        if (p->pos >= s->length)
            return incomplete();
        if (tp_str_at(s, p->pos) == '%') {
            p->pos++;
            if (tp_builder_char(&p->out, '%') < 0)
                return -1;
            continue;
        }
        uint32_t letter = tp_str_at(s, p->pos);
        if (letter == 'd' || letter == 's') {
            if (add_bare(p, letter) < 0)
                return -1;
            continue;
        }
        Conversion c;
        if (parse_conversion(p, &c) < 0)
            return -1;
        Value v = next_arg(p);
        if (!v || add(p, &c, v) < 0)
            return -1;
    }
    if (!p->mapping && (p->nargs < 0 ? p->next == -2 : p->next < p->nargs))
        return tp_raise_int(&tp_TypeError, "not all arguments converted during %s formatting",
                            p->is_bytes ? "bytes" : "string");
    return 0;
}

static void begin(Percent *p, Value args)
{
    tp_builder_init(&p->out);
    p->args = args;
    if (tp_is_tuple(args)) {
        p->nargs = tp_as_tuple(args)->length;
    } else {
        p->nargs = -1;
        p->next = -2;
        bool is_bytes = tp_is_bytes(args) || tp_instance(args, &tp_bytearray_type);
        bool is_text = tp_is_str(args) || (p->is_bytes && is_bytes);
        if (tp_is_mapping(args) && !is_text)
            p->mapping = args;
    }
}

Value tp_str_mod(Value format, Value args)
{
    Percent p = {.format = tp_as_str(format)};
    begin(&p, args);
    return run(&p) < 0 ? 0 : tp_builder_finish(&p.out);
}

int tp_bytes_mod(const char *format, int64_t n, Value args, ByteBuilder *out)
{
    Value text = tp_str_latin1((const uint8_t *)format, n);
    if (!text)
        return -1;
    Percent p = {.format = tp_as_str(text), .is_bytes = true};
    begin(&p, args);
    if (run(&p) < 0)
        return -1;
    Value result = tp_builder_finish(&p.out);
    return result ? tp_bytes_add(out, tp_as_str(result)->data, tp_as_str(result)->length) : -1;
}
