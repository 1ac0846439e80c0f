/* format.c -- format specs, padding, and str.format.
 *
 * str.format reads its string piece by piece (tp_markup_next), finds the object that each field
 * names, and formats it straight into one builder; specs that contain fields are formatted first,
 * one level deep. Start at `build`.
 */
#include "format.h"
#include "dict.h"
#include "error.h"
#include "func.h"
#include "int.h"
#include "list.h"
#include "text.h"

/* ---- format specs ---- */

static bool is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

/* Decimal digits of s[start:end] from *pos on: the number, -1 if there are none, -2 with an
 * exception if it is too large. */
static int64_t parse_number(const Str *s, int64_t *pos, int64_t end)
{
    int64_t number = 0, start = *pos;
    for (; *pos < end; ++*pos) {
        int digit = tp_char_decimal(tp_str_at(s, *pos));
        if (digit < 0)
            break;
        if (number > (INT64_MAX - digit) / 10) {
            tp_raise(&tp_ValueError, "Too many decimal digits in format string");
            return -2;
        }
        number = number * 10 + digit;
    }
    return *pos == start ? -1 : number;
}

static int bad_separator(char separator, uint32_t type)
{
    if (type > 32 && type < 128)
        return tp_raise_int(&tp_ValueError, "Cannot specify '%c' with '%c'.", separator, type);
    return tp_raise_int(&tp_ValueError, "Cannot specify '%c' with '\\x%x'.", separator, type);
}

/* default_type is what stands for a missing type in the rules (0 if nothing does); default_align
 * tells numbers ('>'), where a 0 means zeros behind the sign, from text. */
static int parse_spec(Value spec, FormatSpec *out, const char *type_name, uint32_t default_type,
                      char default_align)
{
    const Str *s = tp_as_str(spec);
    int64_t pos = 0, end = s->length;
    *out = (FormatSpec){.fill = ' ', .width = -1, .precision = -1};
    bool has_fill = false;
#define PEEK(c) (pos < end && tp_str_at(s, pos) == (c))
    if (end >= 2 && is_align(tp_str_at(s, 1))) {
        out->fill = tp_str_at(s, 0);
        out->align = (char)tp_str_at(s, 1);
        has_fill = true;
        pos = 2;
    } else if (end >= 1 && is_align(tp_str_at(s, 0))) {
        out->align = (char)tp_str_at(s, 0);
        pos = 1;
    }
    if (PEEK('+') || PEEK('-') || PEEK(' '))
        out->sign = (char)tp_str_at(s, pos++);
    if (PEEK('z')) {
        out->no_neg_zero = true;
        pos++;
    }
    if (PEEK('#')) {
        out->alternate = true;
        pos++;
    }
    if (!has_fill && PEEK('0')) {
        out->fill = '0';
        if (!out->align && default_align == '>')
            out->align = '=';
        pos++;
    }
    out->width = parse_number(s, &pos, end);
    if (out->width == -2)
        return -1;
    if (PEEK(',')) {
        out->thousands = ',';
        pos++;
    }
    if (PEEK('_')) {
        if (out->thousands)
            return tp_raise_int(&tp_ValueError, "Cannot specify both ',' and '_'.");
        out->thousands = '_';
        pos++;
    }
    if (out->thousands == '_' && PEEK(','))
        return tp_raise_int(&tp_ValueError, "Cannot specify both ',' and '_'.");
    if (PEEK('.')) {
        pos++;
        out->precision = parse_number(s, &pos, end);
        if (out->precision == -2)
            return -1;
        if (out->precision == -1)
            return tp_raise_int(&tp_ValueError, "Format specifier missing precision");
    }
#undef PEEK
    if (end - pos > 1)
        return tp_raise_int(&tp_ValueError, "Invalid format specifier '%U' for object of type '%s'",
                            spec, type_name);
    if (pos < end)
        out->type = tp_str_at(s, pos);
    uint32_t type = out->type ? out->type : default_type;
    if (out->thousands && type && !(type < 128 && strchr("defgEG%F", (int)type)) &&
        !(out->thousands == '_' && type < 128 && strchr("boxX", (int)type)))
        return bad_separator(out->thousands, type);
    return 0;
}

int tp_format_spec_parse(Value spec, FormatSpec *out, const char *type_name)
{
    return parse_spec(spec, out, type_name, 0, '>');
}

Value tp_format_pad(Value body, const FormatSpec *spec, char default_align)
{
    const Str *s = tp_as_str(body);
    int64_t missing = spec->width - s->length;
    if (missing <= 0)
        return body;
    char align = spec->align ? spec->align : default_align;
    int64_t left = align == '>' || align == '=' ? missing : align == '^' ? missing / 2 : 0;
    StrBuilder b;
    tp_builder_init(&b);
    if (tp_builder_reserve(&b, spec->width, s->length ? text_bound(s) : 0) < 0 ||
        tp_builder_fill(&b, spec->fill, left) < 0 || tp_builder_str(&b, body) < 0 ||
        tp_builder_fill(&b, spec->fill, missing - left) < 0)
        return 0;
    return tp_builder_finish(&b);
}

/* ---- str.__format__ ---- */

Value str_dunder_format(Value self, Value *args)
{
    Value spec_text = args[0];
    if (!tp_is_str(spec_text))
        return tp_raise_argument("__format__", "argument", "str", spec_text);
    if (tp_as_str(spec_text)->length == 0)
        return tp_is_exact(self, &tp_str_type) ? self : tp_str(self);
    FormatSpec spec;
    if (parse_spec(spec_text, &spec, tp_type_name(self), 's', '<') < 0)
        return 0;
    if (spec.type && spec.type != 's')
        return tp_raise(&tp_ValueError,
                        spec.type > 32 && spec.type < 128
                            ? "Unknown format code '%c' for object of type '%T'"
                            : "Unknown format code '\\x%x' for object of type '%T'",
                        spec.type, self);
    if (spec.sign)
        return tp_raise(&tp_ValueError, spec.sign == ' '
                                            ? "Space not allowed in string format specifier"
                                            : "Sign not allowed in string format specifier");
    if (spec.no_neg_zero)
        return tp_raise(&tp_ValueError,
                        "Negative zero coercion (z) not allowed in string format specifier");
    if (spec.alternate)
        return tp_raise(&tp_ValueError,
                        "Alternate form (#) not allowed in string format specifier");
    if (spec.align == '=')
        return tp_raise(&tp_ValueError, "'=' alignment not allowed in string format specifier");
    Value body = tp_str_exact(self);
    if (spec.precision >= 0 && spec.precision < tp_as_str(body)->length)
        body = tp_str_slice(body, 0, spec.precision);
    return body ? tp_format_pad(body, &spec, '<') : 0;
}

/* ---- the parts of a format string ---- */

static int fail(const char *message)
{
    return tp_raise_int(&tp_ValueError, "%s", message);
}

/* The field behind a {, whose first character is at *pos. */
static int parse_field(const Str *s, int64_t *pos, int64_t end, Markup *out)
{
    int64_t i = *pos;
    bool in_brackets = false;
    uint32_t c = 0;
    out->has_field = true;
    out->name_start = i;
    for (; i < end; i++) {
        c = tp_str_at(s, i);
        if (c == '{' && !in_brackets)
            return fail("unexpected '{' in field name");
        if (c == '[')
            in_brackets = true;
        else if (c == ']')
            in_brackets = false;
        else if ((c == '}' || c == ':' || c == '!') && !in_brackets)
            break;
    }
    if (i == end)
        return fail("expected '}' before end of string");
    out->name_end = i++;
    out->spec_start = out->spec_end = i;
    if (c == '!') {
        if (i == end)
            return fail("end of string while looking for conversion specifier");
        out->conversion = tp_str_at(s, i++);
        if (i < end) {
            c = tp_str_at(s, i++);
            if (c != '}' && c != ':')
                return fail("expected ':' after conversion specifier");
        }
    }
    if (c != '}') {
        out->spec_start = i;
        for (int depth = 1; depth; i++) {
            if (i == end)
                return fail("unmatched '{' in format spec");
            c = tp_str_at(s, i);
            if (c == '{') {
                out->spec_has_fields = true;
                depth++;
            } else if (c == '}') {
                depth--;
            }
        }
        out->spec_end = i - 1;
    }
    *pos = i;
    return 1;
}

int tp_markup_next(const Str *s, int64_t *pos, int64_t end, Markup *out)
{
    int64_t i = *pos;
    if (i >= end)
        return 0;
    *out = (Markup){.literal_start = i};
    uint32_t c = 0;
    if (s->width == 1) {
        const uint8_t *p = s->data;
        while (i < end && p[i] != '{' && p[i] != '}')
            i++;
        c = i < end ? p[i] : 0;
    } else {
        while (i < end && (c = tp_str_at(s, i)) != '{' && c != '}')
            i++;
    }
    out->literal_end = i;
    *pos = i;
    if (i == end)
        return 1;
    bool is_doubled = i + 1 < end && tp_str_at(s, i + 1) == c;
    if (c == '}' && !is_doubled)
        return fail("Single '}' encountered in format string");
    if (c == '{' && i + 1 == end)
        return fail("Single '{' encountered in format string");
    if (is_doubled) {
        out->literal_end = i + 1;
        *pos = i + 2;
        return 1;
    }
    *pos = i + 1;
    return parse_field(s, pos, end, out);
}

/* s[start:end] as a number: -1 if it is none, -2 with an exception. */
static int64_t whole_number(const Str *s, int64_t start, int64_t end)
{
    int64_t pos = start, number = parse_number(s, &pos, end);
    return number == -2 || pos == end ? number : -1;
}

int64_t tp_field_first(const Str *s, int64_t start, int64_t end, int64_t *number)
{
    int64_t i = start;
    while (i < end && tp_str_at(s, i) != '.' && tp_str_at(s, i) != '[')
        i++;
    *number = whole_number(s, start, i);
    return *number == -2 ? -2 : i;
}

int tp_field_next(const Str *s, int64_t *pos, int64_t end, FieldStep *out)
{
    int64_t i = *pos;
    if (i >= end)
        return 0;
    uint32_t c = tp_str_at(s, i++);
    *out = (FieldStep){.is_attribute = c == '.', .start = i, .number = -1};
    if (c == '.') {
        while (i < end && tp_str_at(s, i) != '.' && tp_str_at(s, i) != '[')
            i++;
        out->end = *pos = i;
    } else if (c == '[') {
        while (i < end && tp_str_at(s, i) != ']')
            i++;
        if (i == end)
            return fail("Missing ']' in format string");
        out->end = i;
        *pos = i + 1;
        out->number = whole_number(s, out->start, i);
        if (out->number == -2)
            return -1;
    } else {
        return fail("Only '.' or '[' may follow ']' in format field specifier");
    }
    return out->start == out->end ? fail("Empty attribute in format string") : 1;
}

/* ---- str.format ---- */

typedef struct Formatting {
    int nargs;
    const Value *args;     /* 0: no positional arguments allowed (format_map) */
    Value mapping;         /* of the names, or 0 */
    Tuple *kwnames;        /* names of args[nargs..], if mapping is 0 */
    int64_t next;          /* number of the next field without one */
    enum { NUMBERS_UNKNOWN, NUMBERS_AUTOMATIC, NUMBERS_MANUAL } numbers;
} Formatting;

static Value find_keyword(const Formatting *f, Value name)
{
    if (f->mapping)
        return tp_getitem(f->mapping, name);
    for (int64_t i = 0; f->kwnames && i < f->kwnames->length; i++) {
        if (tp_str_equal(f->kwnames->items[i], name))
            return f->args[f->nargs + i];
    }
    return tp_raise_value(&tp_KeyError, name);
}

static Value find_first(Formatting *f, Value text, int64_t start, int64_t end, int64_t number)
{
    bool is_empty = start == end;
    if (number < 0 && !is_empty) {
        Value name = tp_str_slice(text, start, end);
        return name ? find_keyword(f, name) : 0;
    }
    if (f->numbers == NUMBERS_UNKNOWN)
        f->numbers = is_empty ? NUMBERS_AUTOMATIC : NUMBERS_MANUAL;
    if (is_empty != (f->numbers == NUMBERS_AUTOMATIC))
        return tp_raise(&tp_ValueError, is_empty ? "cannot switch from manual field specification "
                                                   "to automatic field numbering"
                                                 : "cannot switch from automatic field numbering "
                                                   "to manual field specification");
    if (is_empty)
        number = f->next++;
    if (!f->args)
        return tp_raise(&tp_ValueError, "Format string contains positional fields");
    if (number >= f->nargs)
        return tp_raise(&tp_IndexError,
                        "Replacement index %zd out of range for positional args tuple", number);
    return f->args[number];
}

/* The object that a field name stands for. */
static Value find_object(Formatting *f, Value text, int64_t start, int64_t end)
{
    const Str *s = tp_as_str(text);
    int64_t number, pos = tp_field_first(s, start, end, &number);
    if (pos == -2)
        return 0;
    Value object = find_first(f, text, start, pos, number);
    FieldStep step;
    int status = 0;
    while (object && (status = tp_field_next(s, &pos, end, &step)) > 0) {
        Value key = step.number >= 0 ? tp_int(step.number)
                                     : tp_str_slice(text, step.start, step.end);
        object = !key ? 0 : step.is_attribute ? tp_getattr(object, key) : tp_getitem(object, key);
    }
    return status < 0 ? 0 : object;
}

static int build(Formatting *f, StrBuilder *b, Value text, int64_t start, int64_t end, int depth);

static Value convert(Value object, uint32_t conversion)
{
    switch (conversion) {
    case 'r':
        return tp_repr(object);
    case 's':
        return tp_str(object);
    case 'a':
        return tp_ascii(object);
    default:
        return tp_raise(&tp_ValueError, conversion > 32 && conversion < 127
                                            ? "Unknown conversion specifier %c"
                                            : "Unknown conversion specifier \\x%x",
                        conversion);
    }
}

static int add_field(Formatting *f, StrBuilder *b, Value text, const Markup *m, int depth)
{
    Value object = find_object(f, text, m->name_start, m->name_end);
    if (object && m->conversion)
        object = convert(object, m->conversion);
    if (!object)
        return -1;
    Value spec = TP_EMPTY_STR;
    if (m->spec_has_fields) {
        StrBuilder inner;
        tp_builder_init(&inner);
        if (build(f, &inner, text, m->spec_start, m->spec_end, depth - 1) < 0)
            return -1;
        spec = tp_builder_finish(&inner);
    } else if (m->spec_end > m->spec_start) {
        spec = tp_str_slice(text, m->spec_start, m->spec_end);
    }
    if (!spec)
        return -1;
    if (tp_is_exact(object, &tp_str_type) && spec == TP_EMPTY_STR)
        return tp_builder_str(b, object);
    Value result = tp_format(object, spec);
    return result ? tp_builder_str(b, result) : -1;
}

static int build(Formatting *f, StrBuilder *b, Value text, int64_t start, int64_t end, int depth)
{
    if (depth <= 0)
        return fail("Max string recursion exceeded");
    const Str *s = tp_as_str(text);
    Markup m;
    int status;
    while ((status = tp_markup_next(s, &start, end, &m)) > 0) {
        if (tp_builder_slice(b, text, m.literal_start, m.literal_end) < 0)
            return -1;
        if (m.has_field && add_field(f, b, text, &m, depth) < 0)
            return -1;
    }
    return status;
}

static Value format(Value self, Formatting *f)
{
    StrBuilder b;
    tp_builder_init(&b);
    if (build(f, &b, self, 0, tp_as_str(self)->length, 2) < 0)
        return 0;
    return tp_builder_finish(&b);
}

Value str_format(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    static const Value none[1];
    Formatting f = {.nargs = nargs, .args = args ? args : none, .kwnames = kwnames};
    return format(self, &f);
}

Value str_format_map(Value self, Value *args)
{
    Formatting f = {.mapping = args[0]};
    return format(self, &f);
}
