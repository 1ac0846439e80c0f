/* json_scan.c -- reading JSON text.
 *
 * A Scan goes once over the characters of a str; `scan_value` reads the value at an index and tells
 * where it goes on. What it cannot start to read is StopIteration(index), as in Python's own
 * scanner; errors inside a value are json.decoder.JSONDecodeError. Equal keys are one str. */
#include <string.h>

#include "json.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/text.h"

typedef struct Scanner {
    Object head;
    Value strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;
    bool is_strict;
} Scanner;

typedef struct Scan {
    const Scanner *scanner;
    Value text;
    const void *data;
    int width;
    int64_t length;
    Dict *keys;            /* met so far */
} Scan;

static inline uint32_t char_at(const Scan *s, int64_t i)
{
    return i < s->length ? text_get(s->data, s->width, i) : 0;
}

static inline int64_t skip_space(const Scan *s, int64_t i)
{
    for (;; i++) {
        uint32_t c = char_at(s, i);
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return i;
    }
}

/* JSONDecodeError(message, text, at); gives 0. */
static Value fail(const char *message, Value text, int64_t at)
{
    Value decoder = tp_import_module("json.decoder");
    Value type = decoder ? tp_getattr_cstr(decoder, "JSONDecodeError") : 0;
    Value error = type ? tp_call3(type, tp_str_cstr(message), text, tp_int(at)) : 0;
    return error ? tp_raise_instance(error) : 0;
}

static Value nothing_at(int64_t i)
{
    return tp_raise_value(&tp_StopIteration, tp_int(i));
}

/* ---- strings ---- */

/* Four hexadecimal digits at i, behind which the text must go on, or -1. */
static int64_t hex4(const Str *s, int64_t i)
{
    int64_t value = 0;
    if (i + 4 >= s->length)
        return -1;
    for (int64_t end = i + 4; i < end; i++) {
        uint32_t c = tp_str_at(s, i);
        int digit = c >= '0' && c <= '9'   ? (int)c - '0'
                    : c >= 'a' && c <= 'f' ? (int)c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? (int)c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* Where the plain characters from i on end: at a quote, a backslash, the end of the text, and if
 * is_strict at a control character. */
static inline int64_t plain_end(const Str *s, int64_t i, bool is_strict)
{
    if (s->width == 1) {
        const uint8_t *p = s->data;
        while (i < s->length && p[i] != '"' && p[i] != '\\' && (p[i] >= ' ' || !is_strict))
            i++;
        return i;
    }
    for (; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        if (c == '"' || c == '\\' || (c < ' ' && is_strict))
            break;
    }
    return i;
}

Value json_scan_string(Value text, int64_t begin, int64_t *end, bool is_strict)
{
    const Str *s = tp_as_str(text);
    StrBuilder out;
    bool has_out = false;
    for (int64_t i = begin + 1;;) {
        int64_t stop = plain_end(s, i, is_strict);
        uint32_t c = stop < s->length ? tp_str_at(s, stop) : 0;
        if (stop == s->length)
            return fail("Unterminated string starting at", text, begin);
        if (c != '"' && c != '\\')
            return fail("Invalid control character at", text, stop);
        if (c == '"' && !has_out) {
            *end = stop + 1;
            return tp_str_slice(text, i, stop);
        }
        if (!has_out)
            tp_builder_init(&out);
        has_out = true;
        if (stop > i && tp_builder_slice(&out, text, i, stop) < 0)
            return 0;
        if (c == '"') {
            *end = stop + 1;
            return tp_builder_finish(&out);
        }
        i = stop + 1;
        if (i == s->length)
            return fail("Unterminated string starting at", text, begin);
        c = tp_str_at(s, i++);
        if (c == 'u') {
            int64_t unit = hex4(s, i);
            if (unit < 0)
                return fail("Invalid \\uXXXX escape", text, i - 1);
            i += 4;
            c = (uint32_t)unit;
            if (c >= 0xd800 && c < 0xdc00 && i + 6 <= s->length && tp_str_at(s, i) == '\\' &&
                tp_str_at(s, i + 1) == 'u') {
                int64_t low = hex4(s, i + 2);
                if (low >= 0xdc00 && low < 0xe000) {
                    c = 0x10000 + ((c & 0x3ff) << 10 | ((uint32_t)low & 0x3ff));
                    i += 6;
                }
            }
        } else {
            static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
            const char *p = escapes;
            while (*p && (uint32_t)*p != c)
                p += 2;
            if (!*p)
                return fail("Invalid \\escape", text, i - 2);
            c = (uint8_t)p[1];
        }
        if (tp_builder_char(&out, c) < 0)
            return 0;
    }
}

/* ---- numbers and constants ---- */

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static Value scan_number(Scan *s, int64_t start, int64_t *end)
{
    int64_t i = start;
    bool is_float = false;
    if (char_at(s, i) == '-')
        i++;
    if (!is_digit(char_at(s, i)))
        return nothing_at(start);
    if (char_at(s, i) == '0')
        i++;
    else
        while (is_digit(char_at(s, i)))
            i++;
    if (char_at(s, i) == '.' && is_digit(char_at(s, i + 1))) {
        is_float = true;
        for (i += 2; is_digit(char_at(s, i));)
            i++;
    }
    if (char_at(s, i) == 'e' || char_at(s, i) == 'E') {
        int64_t digits = i + 1;
        if (char_at(s, digits) == '+' || char_at(s, digits) == '-')
            digits++;
        if (is_digit(char_at(s, digits))) {
            is_float = true;
            for (i = digits; is_digit(char_at(s, i));)
                i++;
        }
    }
    *end = i;
    Value parse = is_float ? s->scanner->parse_float : s->scanner->parse_int;
    if (!is_float && parse == tp_ref(&tp_int_type) && i - start <= 18) {
        bool is_negative = char_at(s, start) == '-';
        int64_t value = 0;
        for (int64_t k = start + is_negative; k < i; k++)
            value = value * 10 + (char_at(s, k) - '0');
        return tp_int(is_negative ? -value : value);
    }
    Value digits = tp_str_slice(s->text, start, i);
    if (!digits)
        return 0;
    if (is_float && parse == tp_ref(&tp_float_type))
        return tp_float_from_str(digits);
    return tp_call1(parse, digits);
}

static bool is_word(const Scan *s, int64_t i, const char *word)
{
    for (; *word; word++, i++)
        if (char_at(s, i) != (uint8_t)*word)
            return false;
    return true;
}

static Value constant(Scan *s, const char *word, int64_t i, int64_t *end)
{
    *end = i + (int64_t)strlen(word);
    return tp_call1(s->scanner->parse_constant, tp_intern_cstr(word));
}

/* ---- values ---- */

static Value scan_value(Scan *s, int64_t i, int64_t *end);

/* Behind the [. */
static Value scan_array(Scan *s, int64_t i, int64_t *end)
{
    Value list = tp_list_new(0);
    i = skip_space(s, i);
    if (char_at(s, i) == ']') {
        *end = i + 1;
        return list;
    }
    for (;;) {
        Value item = scan_value(s, i, &i);
        if (!item || tp_list_append(list, item) < 0)
            return 0;
        i = skip_space(s, i);
        uint32_t c = char_at(s, i);
        if (c == ']') {
            *end = i + 1;
            return list;
        }
        if (c != ',')
            return fail("Expecting ',' delimiter", s->text, i);
        i = skip_space(s, i + 1);
    }
}

/* The key whose quote is at i, its colon, and its value. */
static int scan_item(Scan *s, int64_t i, Value *key, Value *value, int64_t *end)
{
    if (char_at(s, i) != '"')
        return fail("Expecting property name enclosed in double quotes", s->text, i), -1;
    if (!(*key = json_scan_string(s->text, i, &i, s->scanner->is_strict)))
        return -1;
    if (!s->keys)
        s->keys = tp_dict_new();
    if (!(*key = tp_dict_setdefault(s->keys, *key, *key)))
        return -1;
    i = skip_space(s, i);
    if (char_at(s, i) != ':')
        return fail("Expecting ':' delimiter", s->text, i), -1;
    *value = scan_value(s, skip_space(s, i + 1), &i);
    *end = skip_space(s, i);
    return *value ? 0 : -1;
}

/* Behind the {. */
static Value scan_object(Scan *s, int64_t i, int64_t *end)
{
    const Scanner *scanner = s->scanner;
    bool wants_pairs = scanner->object_pairs_hook != TP_NONE;
    Dict *dict = wants_pairs ? 0 : tp_dict_new();
    Value pairs = wants_pairs ? tp_list_new(0) : 0;
    i = skip_space(s, i);
    if (char_at(s, i) == '}') {
        i++;
    } else {
        for (;;) {
            Value key, value;
            if (scan_item(s, i, &key, &value, &i) < 0)
                return 0;
            if (wants_pairs ? tp_list_append(pairs, tp_tuple_pack(2, key, value)) < 0
                            : tp_dict_set(dict, key, value) < 0)
                return 0;
            uint32_t c = char_at(s, i);
            if (c == '}') {
                i++;
                break;
            }
            if (c != ',')
                return fail("Expecting ',' delimiter", s->text, i);
            i = skip_space(s, i + 1);
        }
    }
    *end = i;
    if (wants_pairs)
        return tp_call1(scanner->object_pairs_hook, pairs);
    return scanner->object_hook == TP_NONE ? tp_ref(dict)
                                           : tp_call1(scanner->object_hook, tp_ref(dict));
}

static Value scan_value(Scan *s, int64_t i, int64_t *end)
{
    Value v;
    if (i >= s->length)
        return nothing_at(i);
    switch (char_at(s, i)) {
    case '"':
        return json_scan_string(s->text, i, end, s->scanner->is_strict);
    case '{':
        if (tp_recursion_enter(" while decoding a JSON object from a unicode string") < 0)
            return 0;
        v = scan_object(s, i + 1, end);
        tp_recursion_leave();
        return v;
    case '[':
        if (tp_recursion_enter(" while decoding a JSON array from a unicode string") < 0)
            return 0;
        v = scan_array(s, i + 1, end);
        tp_recursion_leave();
        return v;
    case 'n':
        *end = i + 4;
        return is_word(s, i, "null") ? TP_NONE : nothing_at(i);
    case 't':
        *end = i + 4;
        return is_word(s, i, "true") ? TP_TRUE : nothing_at(i);
    case 'f':
        *end = i + 5;
        return is_word(s, i, "false") ? TP_FALSE : nothing_at(i);
    case 'N':
        return is_word(s, i, "NaN") ? constant(s, "NaN", i, end) : nothing_at(i);
    case 'I':
        return is_word(s, i, "Infinity") ? constant(s, "Infinity", i, end) : nothing_at(i);
    case '-':
        if (is_word(s, i, "-Infinity"))
            return constant(s, "-Infinity", i, end);
        break;
    default:
        break;
    }
    return scan_number(s, i, end);
}

/* ---- the type ---- */

static Value scanner_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value context;
    if (TP_ARGS("make_scanner", "(context)", &context) < 0)
        return 0;
    Scanner *scanner = tp_heap_object(type, 0);
    scanner->strict = tp_getattr(context, TP_NAME(strict));
    int is_strict = scanner->strict ? tp_truth(scanner->strict) : -1;
    if (is_strict < 0)
        return 0;
    scanner->is_strict = is_strict;
    scanner->strict = tp_bool(is_strict);
    if (!(scanner->object_hook = tp_getattr(context, TP_NAME(object_hook))) ||
        !(scanner->object_pairs_hook = tp_getattr(context, TP_NAME(object_pairs_hook))) ||
        !(scanner->parse_float = tp_getattr(context, TP_NAME(parse_float))) ||
        !(scanner->parse_int = tp_getattr(context, TP_NAME(parse_int))) ||
        !(scanner->parse_constant = tp_getattr(context, TP_NAME(parse_constant))))
        return 0;
    return tp_ref(scanner);
}

static Value scanner_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    int64_t start, end;
    if (TP_ARGS("scan_once", "(string, idx)", a) < 0 || tp_index_as_i64(a[1], &start) < 0)
        return 0;
    if (!tp_is_str(a[0]))
        return tp_raise(&tp_TypeError, "first argument must be a string, not %T", a[0]);
    if (start < 0)
        return tp_raise(&tp_ValueError, "idx cannot be negative");
    const Str *text = tp_as_str(a[0]);
    Scan scan = {(Scanner *)tp_obj(self), a[0], text->data, text->width, text->length, 0};
    Value value = scan_value(&scan, start, &end);
    return value ? tp_tuple_pack(2, value, tp_int(end)) : 0;
}

#define FIELD(name) {#name, offsetof(Scanner, name), true, #name}
static const MemberDef scanner_members[] = {
    FIELD(strict), FIELD(object_hook), FIELD(object_pairs_hook), FIELD(parse_float),
    FIELD(parse_int), FIELD(parse_constant), {0, 0, false, 0},
};

Type json_scanner_type = {
    .head = {&tp_type_type},
    .name = "_json.Scanner",
    .basic_size = sizeof(Scanner),
    .flags = TYPE_BASE,
    .new_ = scanner_new,
    .call = scanner_call,
    .members = scanner_members,
    .doc = "JSON scanner object",
};
