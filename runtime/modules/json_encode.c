/* json_encode.c -- writing JSON text into one growing str.
 *
 * `put_value` knows the types of JSON; all else goes through `default`, whose answer is written
 * instead. Containers that are being written stand in `markers`, by their addresses. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "json.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/text.h"

typedef struct Encoder {
    Object head;
    Value markers, default_, encoder, indent, key_separator, item_separator, sort_keys, skipkeys;
    bool sorts_keys, skips_keys, allows_nan;
    int plain_encoder;     /* 2: encode_basestring_ascii, 1: encode_basestring, 0: another */
} Encoder;

/* ---- strings ---- */

static inline bool is_plain(uint32_t c, bool is_ascii)
{
    return c >= ' ' && c != '"' && c != '\\' && (c < 127 || !is_ascii);
}

static int put_unit(StrBuilder *out, uint32_t unit)
{
    char text[16];
    snprintf(text, sizeof text, "\\u%04x", unit);
    return tp_builder_cstr(out, text);
}

static int put_escape(StrBuilder *out, uint32_t c)
{
    static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *p = letters; *p; p += 2) {
        if ((uint8_t)*p == c) {
            char text[3] = {'\\', p[1], 0};
            return tp_builder_cstr(out, text);
        }
    }
    if (c < 0x10000)
        return put_unit(out, c);
    return put_unit(out, 0xd800 + ((c - 0x10000) >> 10)) < 0 ? -1
                                                             : put_unit(out, 0xdc00 + (c & 0x3ff));
}

int json_put_string(StrBuilder *out, Value text, bool is_ascii)
{
    const Str *s = tp_as_str(text);
    if (tp_builder_char(out, '"') < 0)
        return -1;
    for (int64_t i = 0; i < s->length;) {
        int64_t start = i;
        while (i < s->length && is_plain(tp_str_at(s, i), is_ascii))
            i++;
        if (i > start && tp_builder_slice(out, text, start, i) < 0)
            return -1;
        if (i < s->length && put_escape(out, tp_str_at(s, i++)) < 0)
            return -1;
    }
    return tp_builder_char(out, '"');
}

static Value encode(Value *args, bool is_ascii)
{
    StrBuilder out;
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "first argument must be a string, not %T", args[0]);
    tp_builder_init(&out);
    return json_put_string(&out, args[0], is_ascii) < 0 ? 0 : tp_builder_finish(&out);
}

Value json_encode_basestring(Value self, Value *args)
{
    (void)self;
    return encode(args, false);
}

Value json_encode_basestring_ascii(Value self, Value *args)
{
    (void)self;
    return encode(args, true);
}

static int put_string(Encoder *e, StrBuilder *out, Value text)
{
    if (e->plain_encoder)
        return json_put_string(out, text, e->plain_encoder == 2);
    Value encoded = tp_call1(e->encoder, text);
    if (!encoded)
        return -1;
    if (!tp_is_str(encoded))
        return tp_raise_int(&tp_TypeError, "encoder() must return a string, not %T", encoded);
    return tp_builder_str(out, encoded);
}

/* ---- numbers ---- */

/* The text of a float, or 0 with ValueError. */
static const char *float_text(Encoder *e, double d, char *buffer)
{
    if (isfinite(d)) {
        tp_float_repr(d, buffer);
        return buffer;
    }
    if (e->allows_nan)
        return isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity";
    tp_raise(&tp_ValueError, "Out of range float values are not JSON compliant");
    return 0;
}

static int put_float(Encoder *e, StrBuilder *out, Value v)
{
    char buffer[32];
    const char *text = float_text(e, tp_float_value(v), buffer);
    return text ? tp_builder_cstr(out, text) : -1;
}

static int put_int(StrBuilder *out, Value v)
{
    if (tp_is_small(v)) {
        char buffer[32];
        snprintf(buffer, sizeof buffer, "%lld", (long long)tp_small_value(v));
        return tp_builder_cstr(out, buffer);
    }
    Value text = tp_int_to_str(tp_int_plain(v), 10);
    return text ? tp_builder_str(out, text) : -1;
}

/* ---- containers ---- */

static int put_value(Encoder *e, StrBuilder *out, Value v);

/* Containers on the way from the root to here: *marker is 0 if nobody watches. */
static int enter(Encoder *e, Value v, Value *marker)
{
    *marker = 0;
    if (e->markers == TP_NONE)
        return 0;
    *marker = tp_int((int64_t)v);
    int is_inside = tp_dict_contains(tp_as_dict(e->markers), *marker);
    if (is_inside > 0)
        return tp_raise_int(&tp_ValueError, "Circular reference detected");
    return is_inside < 0 ? -1 : tp_dict_set(tp_as_dict(e->markers), *marker, v);
}

static int leave(Encoder *e, Value marker)
{
    return marker && tp_dict_del(tp_as_dict(e->markers), marker) < 0 ? -1 : 0;
}

/* A list or tuple; of a subclass, what iterating gives. */
static int put_list(Encoder *e, StrBuilder *out, Value v)
{
    Value marker, items = v;
    bool is_plain = tp_is_exact(v, &tp_list_type) || tp_is_exact(v, &tp_tuple_type);
    if (!is_plain && !(items = tp_list_from(v)))
        return -1;
    bool is_list = tp_is_list(items);
    int64_t n = is_list ? tp_as_list(items)->length : tp_as_tuple(items)->length;
    if (n == 0)
        return tp_builder_cstr(out, "[]");
    if (enter(e, v, &marker) < 0 || tp_builder_char(out, '[') < 0)
        return -1;
    /* the list may change under way */
    for (int64_t i = 0; i < (is_list ? tp_as_list(items)->length : n); i++) {
        Value item = is_list ? tp_as_list(items)->items[i] : tp_as_tuple(items)->items[i];
        if ((i && tp_builder_str(out, e->item_separator) < 0) || put_value(e, out, item) < 0)
            return -1;
    }
    return leave(e, marker) < 0 ? -1 : tp_builder_char(out, ']');
}

/* A key as text, 0 on failure; *is_skipped: it is of no type for keys, and that is allowed. */
static Value key_text(Encoder *e, Value key, bool *is_skipped)
{
    char buffer[32];
    *is_skipped = false;
    if (tp_is_str(key))
        return key;
    if (tp_is_float(key)) {
        const char *text = float_text(e, tp_float_value(key), buffer);
        return text ? tp_str_cstr(text) : 0;
    }
    if (key == TP_TRUE || key == TP_FALSE || key == TP_NONE)
        return tp_str_cstr(key == TP_TRUE ? "true" : key == TP_FALSE ? "false" : "null");
    if (tp_is_int(key))
        return tp_int_to_str(tp_int_plain(key), 10);
    if (!e->skips_keys)
        return tp_raise(&tp_TypeError, "keys must be str, int, float, bool or None, not %T", key);
    *is_skipped = true;
    return TP_NONE;
}

static int put_item(Encoder *e, StrBuilder *out, Value key, Value value, bool *is_first)
{
    bool is_skipped;
    Value text = key_text(e, key, &is_skipped);
    if (!text || is_skipped)
        return text ? 0 : -1;
    if (!*is_first && tp_builder_str(out, e->item_separator) < 0)
        return -1;
    *is_first = false;
    return put_string(e, out, text) < 0 || tp_builder_str(out, e->key_separator) < 0
               ? -1
               : put_value(e, out, value);
}

/* A list of the pairs of a dict: of a subclass, what its items() gives. */
static Value items_of(Encoder *e, Value v)
{
    Value items;
    if (tp_is_exact(v, &tp_dict_type)) {
        items = tp_dict_items_list(tp_as_dict(v));
    } else {
        Value answer = tp_call_method_cstr(v, "items", 0, 0);
        if (!answer)
            return 0;
        if (!tp_type_of(answer)->iter && !tp_type_of(answer)->getitem)
            return tp_raise(&tp_TypeError, "%s.items() returned a non-iterable (type %T)",
                            tp_type_name(v), answer);
        items = tp_list_from(answer);
    }
    return items && e->sorts_keys && tp_list_sort(items, 0, false) < 0 ? 0 : items;
}

static int put_dict(Encoder *e, StrBuilder *out, Value v)
{
    Value marker;
    bool is_first = true;
    if (tp_as_dict(v)->length == 0)
        return tp_builder_cstr(out, "{}");
    if (enter(e, v, &marker) < 0 || tp_builder_char(out, '{') < 0)
        return -1;
    Value items = items_of(e, v);
    if (!items)
        return -1;
    for (int64_t i = 0; i < tp_as_list(items)->length; i++) {
        Value pair = tp_as_list(items)->items[i];
        if (!tp_is_tuple(pair) || tp_as_tuple(pair)->length != 2)
            return tp_raise_int(&tp_ValueError, "items must return 2-tuples");
        const Value *item = tp_as_tuple(pair)->items;
        if (put_item(e, out, item[0], item[1], &is_first) < 0)
            return -1;
    }
    return leave(e, marker) < 0 ? -1 : tp_builder_char(out, '}');
}

/* What default() makes of a value that JSON has no form for. */
static int put_default(Encoder *e, StrBuilder *out, Value v)
{
    Value marker;
    if (enter(e, v, &marker) < 0)
        return -1;
    Value other = tp_call1(e->default_, v);
    if (!other || put_value(e, out, other) < 0)
        return -1;
    return leave(e, marker);
}

static int put_value(Encoder *e, StrBuilder *out, Value v)
{
    if (v == TP_NONE || v == TP_TRUE || v == TP_FALSE)
        return tp_builder_cstr(out, v == TP_NONE ? "null" : v == TP_TRUE ? "true" : "false");
    if (tp_is_str(v))
        return put_string(e, out, v);
    if (tp_is_int(v))
        return put_int(out, v);
    if (tp_is_float(v))
        return put_float(e, out, v);
    if (tp_recursion_enter(" while encoding a JSON object") < 0)
        return -1;
    int r = tp_is_list(v) || tp_is_tuple(v) ? put_list(e, out, v)
            : tp_is_dict(v)                 ? put_dict(e, out, v)
                                            : put_default(e, out, v);
    tp_recursion_leave();
    return r;
}

/* ---- the type ---- */

static int str_argument(Value v, int number)
{
    if (tp_is_str(v))
        return 0;
    return tp_raise_int(&tp_TypeError, "make_encoder() argument %d must be str, not %T", number, v);
}

static Value encoder_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[9];
    if (TP_ARGS("make_encoder", "(markers, default, encoder, indent, key_separator, "
                                "item_separator, sort_keys, skipkeys, allow_nan)", a) < 0)
        return 0;
    if (str_argument(a[4], 5) < 0 || str_argument(a[5], 6) < 0)
        return 0;
    int sorts = tp_truth(a[6]), skips = tp_truth(a[7]), allows = tp_truth(a[8]);
    if (sorts < 0 || skips < 0 || allows < 0)
        return 0;
    if (a[0] != TP_NONE && !tp_is_dict(a[0]))
        return tp_raise(&tp_TypeError, "make_encoder() argument 1 must be dict or None, not %T",
                        a[0]);
    Encoder *e = tp_heap_object(type, 0);
    e->markers = a[0];
    e->default_ = a[1];
    e->encoder = a[2];
    e->indent = a[3];
    e->key_separator = a[4];
    e->item_separator = a[5];
    e->sorts_keys = sorts;
    e->skips_keys = skips;
    e->allows_nan = allows;
    e->sort_keys = tp_bool(sorts);
    e->skipkeys = tp_bool(skips);
    if (tp_is_exact(a[2], &tp_builtin_type)) {
        const MethodDef *def = ((Builtin *)tp_obj(a[2]))->def;
        e->plain_encoder = def->fn == json_encode_basestring_ascii ? 2
                           : def->fn == json_encode_basestring     ? 1
                                                                   : 0;
    }
    return tp_ref(e);
}

static Value encoder_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    int64_t level;
    StrBuilder out;
    if (TP_ARGS("_iterencode", "(obj, _current_indent_level)", a) < 0 ||
        tp_index_as_i64(a[1], &level) < 0)
        return 0;
    tp_builder_init(&out);
    if (put_value((Encoder *)tp_obj(self), &out, a[0]) < 0) /* the C encoder never indents */
        return 0;
    Value text = tp_builder_finish(&out);
    return text ? tp_list_of(1, &text) : 0;
}

#define FIELD(name, field) {name, offsetof(Encoder, field), true, name}
static const MemberDef encoder_members[] = {
    FIELD("markers", markers), FIELD("default", default_), FIELD("encoder", encoder),
    FIELD("indent", indent), FIELD("key_separator", key_separator),
    FIELD("item_separator", item_separator), FIELD("sort_keys", sort_keys),
    FIELD("skipkeys", skipkeys), {0, 0, false, 0},
};

Type json_encoder_type = {
    .head = {&tp_type_type},
    .name = "_json.Encoder",
    .basic_size = sizeof(Encoder),
    .flags = TYPE_BASE,
    .new_ = encoder_new,
    .call = encoder_call,
    .members = encoder_members,
    .doc = "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, "
           "skipkeys, allow_nan)",
};
