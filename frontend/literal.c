/* literal.c -- what NUMBER and STRING tokens stand for.
 *
 * Text is collected as UTF-8 in a Text; lone surrogates (from \ud800) are kept in their three-byte
 * form and the string is made from code points then. Adjacent literals are joined here. An f-string
 * is split into literal text and replacement fields; the expression of a field goes to a parser of
 * its own as "(expression)", so that it may begin and end with blanks.
 *
 * Errors are reported at the token after the literals, as CPython does. Start at literal_strings.
 */
#include "frontend/literal.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/int.h"
#include "runtime/modules/unicodedata.h"
#include "runtime/str.h"

/* ---- numbers ---- */

enum { SMALL_DIGITS = 17 };     /* so many decimal digits fit a small int */

static Value decimal_int(Parser *p, const Token *token, const char *digits, size_t n)
{
    if (n <= SMALL_DIGITS) {
        int64_t value = 0;
        for (size_t i = 0; i < n; i++)
            value = value * 10 + (digits[i] - '0');
        return tp_small(value);
    }
    if (tp_int_max_str_digits && n > (size_t)tp_int_max_str_digits)
        raise_number_too_long(p, span_of_token(token), n);
    return diag_check(p->unit, tp_int_from_digits(digits, (int64_t)n, 10));
}

/* strtod that knows no locale. */
static double to_double(const char *text)
{
    static locale_t c_locale;
    if (!c_locale)
        c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return strtod_l(text, NULL, c_locale);
}

Value literal_number(Parser *p, const Token *token)
{
    const char *text = token_text(p, token);
    size_t length = token->end - token->start, n = 0;
    char small[64];
    char *digits = length < sizeof small ? small : arena_text(p->arena, length + 1);
    bool is_float = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '_')
            continue;
        if (text[i] == '.' || (text[i] | 32) == 'e')
            is_float = true;
        digits[n++] = text[i];
    }
    digits[n] = 0;
    char last = (char)(digits[n - 1] | 32);
    if (digits[0] == '0' && n > 2) {
        int base = 0;
        switch (digits[1] | 32) {
        case 'x': base = 16; break;
        case 'o': base = 8; break;
        case 'b': base = 2; break;
        }
        if (base)
            return diag_check(p->unit, tp_int_from_digits(digits + 2, (int64_t)n - 2, base));
    }
    if (last == 'j') {
        digits[n - 1] = 0;
        return diag_check(p->unit, tp_complex(0.0, to_double(digits)));
    }
    if (is_float)
        return diag_check(p->unit, tp_float(to_double(digits)));
    return decimal_int(p, token, digits, n);
}

/* ---- text under construction ---- */

typedef struct Text {
    char *bytes;
    int length;
    int capacity;
    bool has_surrogates;
} Text;

static char *text_room(Parser *p, Text *text, size_t n)
{
    if (!text->bytes || text->length + n > (size_t)text->capacity) {
        size_t capacity = ((size_t)text->length + n + 1) * 2;
        char *bytes = arena_text(p->arena, capacity);
        if (text->length)
            memcpy(bytes, text->bytes, (size_t)text->length);
        text->bytes = bytes;
        text->capacity = (int)capacity;
    }
    return text->bytes + text->length;
}

static void text_add(Parser *p, Text *text, const char *bytes, size_t n)
{
    memcpy(text_room(p, text, n), bytes, n);
    text->length += (int)n;
}

static void text_add_byte(Parser *p, Text *text, unsigned char c)
{
    *text_room(p, text, 1) = (char)c;
    text->length++;
}

static void text_add_char(Parser *p, Text *text, uint32_t c)
{
    char *out = text_room(p, text, 4);
    int n;
    if (c < 0x80) {
        out[0] = (char)c;
        n = 1;
    } else if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        n = 2;
    } else if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        n = 3;
        if (c >= 0xD800 && c <= 0xDFFF)
            text->has_surrogates = true;
    } else {
        out[0] = (char)(0xF0 | c >> 18);
        out[1] = (char)(0x80 | (c >> 12 & 0x3F));
        out[2] = (char)(0x80 | (c >> 6 & 0x3F));
        out[3] = (char)(0x80 | (c & 0x3F));
        n = 4;
    }
    text->length += n;
}

/* The str of the text, surrogates included. */
static Value text_str(Parser *p, const Text *text)
{
    if (!text->has_surrogates)
        return diag_check(p->unit, tp_str_utf8(text->bytes, text->length));
    uint32_t *chars = arena_alloc(p->arena, (size_t)text->length * sizeof *chars);
    int n = 0;
    for (const unsigned char *s = (unsigned char *)text->bytes, *end = s + text->length; s < end;) {
        if (s[0] < 0x80) {
            chars[n++] = s[0];
            s += 1;
        } else if (s[0] < 0xE0) {
            chars[n++] = (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
            s += 2;
        } else if (s[0] < 0xF0) {
            chars[n++] = (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 |
                         (s[2] & 0x3F);
            s += 3;
        } else {
            chars[n++] = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
                         (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
            s += 4;
        }
    }
    return diag_check(p->unit, tp_str_ucs4(chars, n));
}

/* ---- escapes ---- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The value of an octal escape whose first digit is at s; *end is behind its last. */
static unsigned octal(const char *s, const char *limit, const char **end)
{
    unsigned value = 0;
    int n = 0;
    for (; n < 3 && s < limit && *s >= '0' && *s <= '7'; n++)
        value = value * 8 + (unsigned)(*s++ - '0');
    *end = s;
    return value;
}

/* The simple escapes: what \c stands for, -1 if it is none of them. */
static int simple_escape(char c)
{
    switch (c) {
    case '\\': case '\'': case '"': return c;
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return -1;
    }
}

/* A deprecated escape of which the text from `c` on is shown, once a reading. */
static void warn_escape(Parser *p, const Token *token, const char *c)
{
    if (token < p->warned)
        return;
    give_warnings(p, p->tok);
    const char *message =
        *c >= '4' && *c <= '7'
            ? arena_printf(p->arena, "invalid octal escape sequence '\\%.3s'", c)
            : arena_printf(p->arena, "invalid escape sequence '\\%c'", *c);
    if (!diag_warn(p->unit, "DeprecationWarning", token->lineno, message))
        raise_at(p, span_of_token(token), "%s", message);
}

/* CPython decodes a copy of the literal in which characters beyond ASCII are \UXXXXXXXX; the
   positions that it reports are those of the copy. */
static size_t reported_position(const char *start, const char *at)
{
    size_t position = 0;
    for (const char *s = start; s < at;) {
        if (*s & 0x80) {
            uint32_t c;
            int n = source_char(s, at + 4, &c);
            s += n ? n : 1;
            position += 10;
        } else if (*s == '\\' && s + 1 < at) {
            position += s[1] & 0x80 ? 6 : 2;
            s += s[1] & 0x80 ? 1 : 2;
        } else {
            position++;
            s++;
        }
    }
    return position;
}

_Noreturn static void bad_unicode_escape(Parser *p, const char *start, const char *escape,
                                         const char *end, const char *reason)
{
    size_t first = reported_position(start, escape);
    size_t last = reported_position(start, end) - 1;
    if (first == last)
        raise_here(p, "SyntaxError",
                   "(unicode error) 'unicodeescape' codec can't decode byte 0x%02x in position "
                   "%zu: %s",
                   (unsigned char)*escape, first, reason);
    raise_here(p, "SyntaxError",
               "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: %s",
               first, last, reason);
}

/* \xXX, \uXXXX, \UXXXXXXXX at `escape`; gives what is behind it. */
static const char *hex_escape(Parser *p, Text *text, const char *start, const char *escape,
                              const char *limit, int ndigits, const char *truncated)
{
    const char *s = escape + 2;
    uint32_t c = 0;
    for (int i = 0; i < ndigits; i++, s++) {
        int digit = s < limit ? hex_value(*s) : -1;
        if (digit < 0)
            bad_unicode_escape(p, start, escape, s, truncated);
        c = c << 4 | (uint32_t)digit;
    }
    if (c > 0x10FFFF)
        bad_unicode_escape(p, start, escape, s, "illegal Unicode character");
    text_add_char(p, text, c);
    return s;
}

/* \N{name} at `escape`. */
static const char *named_escape(Parser *p, Text *text, const char *start, const char *escape,
                                const char *limit)
{
    const char *name = escape + 3;
    if (name > limit || escape[2] != '{')
        bad_unicode_escape(p, start, escape, escape + 2, "malformed \\N character escape");
    const char *end = memchr(name, '}', (size_t)(limit - name));
    if (!end)
        bad_unicode_escape(p, start, escape, limit, "malformed \\N character escape");
    if (end == name)
        bad_unicode_escape(p, start, escape, end, "malformed \\N character escape");
    uint32_t found[UNICODEDATA_SEQUENCE];
    int n = unicodedata_lookup(name, (size_t)(end - name), false, found);
    if (n < 0)
        diag_pending(p->unit);
    if (n != 1) /* not a sequence of characters either */
        bad_unicode_escape(p, start, escape, end + 1, "unknown Unicode character name");
    text_add_char(p, text, found[0]);
    return end + 1;
}

/* Adds the text of a str literal [s, limit), escapes decoded. */
static void add_escaped(Parser *p, Text *text, const Token *token, const char *s,
                        const char *limit)
{
    const char *start = s, *first_bad = NULL;
    while (s < limit) {
        const char *escape = memchr(s, '\\', (size_t)(limit - s));
        if (!escape) {
            text_add(p, text, s, (size_t)(limit - s));
            break;
        }
        text_add(p, text, s, (size_t)(escape - s));
        s = escape + 1;
        if (s == limit) {
            text_add_byte(p, text, '\\');
            break;
        }
        int c = simple_escape(*s);
        if (c >= 0) {
            text_add_byte(p, text, (unsigned char)c);
            s++;
            continue;
        }
        switch (*s) {
        case '\n':
            s++;
            break;
        case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': {
            const char *digits = s;
            unsigned value = octal(s, limit, &s);
            if (value > 0377 && !first_bad)
                first_bad = digits;
            text_add_char(p, text, value);
            break;
        }
        case 'x':
            s = hex_escape(p, text, start, escape, limit, 2, "truncated \\xXX escape");
            break;
        case 'u':
            s = hex_escape(p, text, start, escape, limit, 4, "truncated \\uXXXX escape");
            break;
        case 'U':
            s = hex_escape(p, text, start, escape, limit, 8, "truncated \\UXXXXXXXX escape");
            break;
        case 'N':
            s = named_escape(p, text, start, escape, limit);
            break;
        default:
            if (!first_bad && !(*s & 0x80))
                first_bad = s;
            text_add_byte(p, text, '\\');
        }
    }
    if (first_bad)
        warn_escape(p, token, first_bad);
}

/* Adds the bytes of a bytes literal [s, limit), escapes decoded. */
static void add_escaped_bytes(Parser *p, Text *text, const Token *token, const char *s,
                              const char *limit)
{
    const char *start = s, *first_bad = NULL;
    while (s < limit) {
        if (*s != '\\') {
            text_add_byte(p, text, (unsigned char)*s++);
            continue;
        }
        const char *escape = s++;
        int c = simple_escape(*s);
        if (c >= 0) {
            text_add_byte(p, text, (unsigned char)c);
            s++;
        } else if (*s == '\n') {
            s++;
        } else if (*s >= '0' && *s <= '7') {
            const char *digits = s;
            unsigned value = octal(s, limit, &s);
            if (value > 0377 && !first_bad)
                first_bad = digits;
            text_add_byte(p, text, (unsigned char)value);
        } else if (*s == 'x') {
            int high = s + 1 < limit ? hex_value(s[1]) : -1;
            int low = high >= 0 && s + 2 < limit ? hex_value(s[2]) : -1;
            if (low < 0)
                raise_here(p, "SyntaxError", "(value error) invalid \\x escape at position %zu",
                           (size_t)(escape - start));
            text_add_byte(p, text, (unsigned char)(high << 4 | low));
            s += 3;
        } else {
            if (!first_bad)
                first_bad = s;
            text_add_byte(p, text, '\\');
        }
    }
    if (first_bad)
        warn_escape(p, token, first_bad);
}

/* ---- one literal ---- */

/* A STRING token taken apart. */
typedef struct Literal {
    const char *body;       /* between the quotes */
    const char *end;
    bool is_raw, is_bytes, is_format, is_unicode;   /* its prefix; unicode: u */
} Literal;

static Literal take_apart(const Parser *p, const Token *token)
{
    Literal literal = {0};
    const char *s = token_text(p, token);
    literal.is_unicode = *s == 'u';
    for (; *s != '"' && *s != '\''; s++) {
        switch (*s | 32) {
        case 'r': literal.is_raw = true; break;
        case 'b': literal.is_bytes = true; break;
        case 'f': literal.is_format = true; break;
        }
    }
    size_t length = token->end - token->start - (size_t)(s - token_text(p, token));
    int quotes = length >= 6 && s[1] == s[0] && s[2] == s[0] ? 3 : 1;
    literal.body = s + quotes;
    literal.end = s + length - quotes;
    return literal;
}

/* Adds str text, which must be UTF-8; if it has escapes, they are decoded. */
static void add_text(Parser *p, Text *text, const Token *token, const char *s, const char *end,
                     bool has_escapes)
{
    const char *run = s;            /* since when all bytes have been beyond ASCII */
    for (const char *c = s; c < end;) {
        uint32_t code;
        if (!(*c & 0x80)) {
            run = ++c;
            continue;
        }
        int n = source_char(c, end, &code);
        if (!n) {
            /* CPython decodes such runs one by one if there are escapes. */
            const char *start = has_escapes ? run : s, *stop = has_escapes ? c : end;
            while (stop < end && *stop & 0x80)
                stop++;
            raise_here(p, "SyntaxError", "%s",
                       source_bad_char(p->arena, c, stop, (size_t)(c - start)));
        }
        c += n;
    }
    if (!has_escapes)
        text_add(p, text, s, (size_t)(end - s));
    else
        add_escaped(p, text, token, s, end);
}

static void add_bytes(Parser *p, Text *text, const Token *token, const Literal *literal)
{
    for (const char *s = literal->body; s < literal->end; s++) {
        if (*s & 0x80)
            raise_here(p, "SyntaxError", "bytes can only contain ASCII literal characters");
    }
    if (literal->is_raw)
        text_add(p, text, literal->body, (size_t)(literal->end - literal->body));
    else
        add_escaped_bytes(p, text, token, literal->body, literal->end);
}

/* ---- f-strings ---- */

/* The value of adjacent literals, or of a format spec, while it grows. */
typedef struct Joined {
    Span span;              /* of all the literals: every part has it, but for the end of a spec */
    bool is_unicode;        /* the first literal is u'...' */
    NodeList values;        /* Constants and FormattedValues so far */
    Text text;              /* literal text since the last of them */
} Joined;

static Node *string_constant(Parser *p, const Joined *joined, const Text *text)
{
    return AST_NEW(p->arena, CONSTANT, Constant, joined->span, .value = text_str(p, text),
                   .kind = joined->is_unicode);
}

/* Literal text before a field, or at the end, becomes a part of its own. */
static void flush_text(Parser *p, Joined *joined)
{
    if (joined->text.length)
        ast_push(p->arena, &joined->values, string_constant(p, joined, &joined->text));
    joined->text = (Text){0};
}

/* The f-string whose field is read. */
typedef struct Format {
    const Token *token;
    const char *end;        /* of its text */
    bool is_raw;
    const char *counted;    /* up to here, lines were counted */
    const char *line;       /* the start of the line, or of the token on its first line */
    int lineno;
    int first_column;       /* where `line` is */
} Format;

enum {
    FORMAT_MAX_BRACKETS = 200,
    FORMAT_MAX_DEPTH = 2        /* a field in a format spec, no deeper */
};

/* The end of the expression at s: a closing brace, '!', ':' or '=' outside of brackets and strings.
   Backslashes and comments may not be in it. */
static const char *expression_end(Parser *p, const Format *format, const char *s)
{
    char brackets[FORMAT_MAX_BRACKETS];
    int depth = 0;
    char quote = 0;
    bool is_triple = false;
    for (; s < format->end; s++) {
        char c = *s;
        bool has_two = s + 2 < format->end;
        if (c == '\\')
            raise_here(p, "SyntaxError",
                       "f-string expression part cannot include a backslash");
        if (quote) {
            if (c == quote && (!is_triple || (has_two && s[1] == c && s[2] == c))) {
                s += is_triple ? 2 : 0;
                quote = 0;
            }
            continue;
        }
        if (c == '\'' || c == '"') {
            quote = c;
            is_triple = has_two && s[1] == c && s[2] == c;
            s += is_triple ? 2 : 0;
            continue;
        }
        if (c == '[' || c == '{' || c == '(') {
            if (depth >= FORMAT_MAX_BRACKETS)
                raise_here(p, "SyntaxError", "f-string: too many nested parenthesis");
            brackets[depth++] = c;
            continue;
        }
        if (c == '#')
            raise_here(p, "SyntaxError", "f-string expression part cannot include '#'");
        if (depth == 0 && strchr("!:}=<>", c)) {
            if (s + 1 < format->end && s[1] == '=' && strchr("!=<>", c)) {
                s++;
                continue;
            }
            if (c == '<' || c == '>')
                continue;
            break;
        }
        if (c == ']' || c == '}' || c == ')') {
            if (depth == 0)
                raise_here(p, "SyntaxError", "f-string: unmatched '%c'", c);
            char open = brackets[--depth];
            if (c != (open == '(' ? ')' : open == '[' ? ']' : '}'))
                raise_here(p, "SyntaxError",
                           "f-string: closing parenthesis '%c' does not match opening "
                           "parenthesis '%c'",
                           c, open);
        }
    }
    if (quote)
        raise_here(p, "SyntaxError", "f-string: unterminated string");
    if (depth)
        raise_here(p, "SyntaxError", "f-string: unmatched '%c'", brackets[depth - 1]);
    return s;
}

_Noreturn static void raise_expecting_brace(Parser *p)
{
    raise_here(p, "SyntaxError", "f-string: expecting '}'");
}

/* The tree of the expression [start, end), which a brace precedes. */
static Node *field_expression(Parser *p, Format *format, const char *start, const char *end)
{
    const char *s = start;
    while (s < end && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\f' || *s == '\r'))
        s++;
    if (s == end) {
        if (*end == '}')
            raise_here(p, "SyntaxError", "f-string: empty expression not allowed");
        raise_here(p, "SyntaxError", "f-string: expression required before '%c'", *end);
    }

    size_t length = (size_t)(end - start);
    char *text = arena_text(p->arena, length + 3);
    text[0] = '(';
    memcpy(text + 1, start, length);
    text[length + 1] = ')';
    text[length + 2] = 0;

    const char *brace = start - 1;
    for (; format->counted < brace; format->counted++) {
        if (*format->counted == '\n') {
            format->lineno++;
            format->line = format->counted + 1;
            format->first_column = 0;
        }
    }
    int column = format->first_column + (int)(brace - format->line);
    /* CPython forgets the column of a brace that ends its line. */
    s = start + strspn(start, " \t\f");
    if (*s == '\n')
        column = format->first_column;
    return parse_fstring_expression(p, text, length + 2, format->lineno, column);
}

static const char *add_format(Parser *p, Joined *joined, Format *format, const char *s,
                              int depth);

/* The replacement field at s, an opening brace; gives what is behind its closing one. */
static const char *add_field(Parser *p, Joined *joined, Format *format, const char *s,
                             int depth)
{
    if (depth >= FORMAT_MAX_DEPTH)
        raise_here(p, "SyntaxError", "f-string: expressions nested too deeply");
    const char *start = ++s;
    s = expression_end(p, format, s);
    if (s == format->end)
        raise_expecting_brace(p);
    Node *value = field_expression(p, format, start, s);
    const char *shown_end = NULL;       /* of the text that {expression=} shows */
    int conversion = -1;
    Node *spec = NULL;
    if (*s == '=') {
        s++;
        while (s < format->end && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\f' ||
                                   *s == '\r' || *s == '\v'))
            s++;
        if (s == format->end)
            raise_expecting_brace(p);
        shown_end = s;
    }
    if (*s == '!') {
        if (++s == format->end)
            raise_expecting_brace(p);
        conversion = *s++;
        if (conversion != 's' && conversion != 'r' && conversion != 'a')
            raise_here(p, "SyntaxError",
                       "f-string: invalid conversion character: expected 's', 'r', or 'a'");
        if (s == format->end)
            raise_expecting_brace(p);
    }
    if (*s == ':') {
        Joined inner = {.span = joined->span};
        s = add_format(p, &inner, format, s + 1, depth + 1);
        inner.span = span_of_token(format->token);
        flush_text(p, &inner);
        spec = AST_NEW(p->arena, JOINED_STR, JoinedStr, inner.span,
                       .values = ast_seq(&inner.values));
    }
    if (s == format->end || *s != '}')
        raise_expecting_brace(p);
    if (shown_end) {
        text_add(p, &joined->text, start, (size_t)(shown_end - start));
        if (conversion < 0 && !spec)
            conversion = 'r';
    }
    flush_text(p, joined);
    ast_push(p->arena, &joined->values,
             AST_NEW(p->arena, FORMATTED_VALUE, FormattedValue, joined->span, .value = value,
                     .conversion = conversion, .format_spec = spec));
    return s + 1;
}

/* The literal text at s, up to a field, the end, or (in a format spec) a closing brace. */
static const char *add_literal(Parser *p, Joined *joined, const Format *format, const char *s,
                               int depth)
{
    const char *start = s;
    for (; s < format->end; s++) {
        if (*s == '\\' && !format->is_raw && s + 1 < format->end) {
            s++;
            if (*s == 'N') {
                /* Without a brace, too, the character behind it is passed over. */
                if (++s < format->end && *s == '{') {
                    while (s < format->end && *s != '}')
                        s++;
                }
                if (s == format->end)
                    break;
                continue;
            }
            if (*s == '{')
                warn_escape(p, format->token, s);
            if (*s != '{' && *s != '}')
                continue;
        }
        if (*s != '{' && *s != '}')
            continue;
        if (depth == 0 && s + 1 < format->end && s[1] == *s) {
            add_text(p, &joined->text, format->token, start, s + 1, !format->is_raw);
            return s + 2;
        }
        if (depth == 0 && *s == '}')
            raise_here(p, "SyntaxError", "f-string: single '}' is not allowed");
        break;
    }
    add_text(p, &joined->text, format->token, start, s, !format->is_raw);
    return s;
}

static const char *add_format(Parser *p, Joined *joined, Format *format, const char *s,
                              int depth)
{
    while (s < format->end) {
        if (*s == '{' && !(depth == 0 && s + 1 < format->end && s[1] == '{'))
            s = add_field(p, joined, format, s, depth);
        else if (*s == '}' && depth)
            break;
        else
            s = add_literal(p, joined, format, s, depth);
    }
    return s;
}

/* ---- adjacent literals ---- */

Node *literal_strings(Parser *p, const Token *first, int n)
{
    Joined joined = {.span = span_of_token(first)};
    joined.span.end_lineno = first[n - 1].end_lineno;
    joined.span.end_col_offset = first[n - 1].end_col_offset;
    joined.is_unicode = *token_text(p, first) == 'u';
    bool is_bytes = false, is_format = false;
    for (int i = 0; i < n; i++) {
        Literal literal = take_apart(p, &first[i]);
        /* What is wrong in a literal goes before what it is joined to. */
        if (literal.is_bytes)
            add_bytes(p, &joined.text, &first[i], &literal);
        else if (!literal.is_format)
            add_text(p, &joined.text, &first[i], literal.body, literal.end,
                     !literal.is_raw && memchr(literal.body, '\\',
                                               (size_t)(literal.end - literal.body)));
        if (i > 0 && literal.is_bytes != is_bytes)
            raise_here(p, "SyntaxError", "cannot mix bytes and nonbytes literals");
        is_bytes = literal.is_bytes;
        if (literal.is_format) {
            const char *start = token_text(p, &first[i]);
            Format format = {&first[i], literal.end, literal.is_raw, start, start,
                             first[i].lineno, first[i].col_offset};
            is_format = true;
            add_format(p, &joined, &format, literal.body, 0);
        }
    }
    if (is_bytes) {
        const char *bytes = joined.text.bytes ? joined.text.bytes : "";
        Value value = diag_check(p->unit, tp_bytes_new(bytes, joined.text.length));
        return make_constant(p, joined.span, value);
    }
    if (!is_format)
        return string_constant(p, &joined, &joined.text);
    flush_text(p, &joined);
    return AST_NEW(p->arena, JOINED_STR, JoinedStr, joined.span,
                   .values = ast_seq(&joined.values));
}
