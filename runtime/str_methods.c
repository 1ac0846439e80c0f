/* str_methods.c -- the type str: its slots, its table of methods, and the methods that are neither
 * case (str_case.c), splitting (str_split.c) nor formatting (format.c, percent.c). */
#include "text.h"
#include "bytes.h"
#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "iter.h"
#include "list.h"
#include "sequence.h"
#include "unicode.h"

/* ---- arguments ---- */

int text_int_arg(Value v, int64_t *out)
{
    Value i = tp_index(v);
    if (!i)
        return -1;
    if (!tp_int_fits_i64(i, out) || *out != (int32_t)*out)
        return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C int");
    return 0;
}

int text_plain_int_arg(Value v, int64_t *out)
{
    Value i = tp_index(v);
    if (!i)
        return -1;
    if (!tp_int_fits_i64(i, out))
        return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C long");
    if (*out != (int32_t)*out)
        return tp_raise_int(&tp_OverflowError, "signed integer is %s",
                            *out > 0 ? "greater than maximum" : "less than minimum");
    return 0;
}

int text_unsigned_arg(Value v, uint64_t most, const char *c_type, uint64_t *out)
{
    if (!tp_is_int(v))
        return tp_raise_int(&tp_TypeError, "an integer is required");
    v = tp_int_plain(v);
    if (tp_int_sign(v) < 0)
        return tp_raise_int(&tp_ValueError, "value must be positive");
    if (tp_int_as_u64(v, out) < 0) {
        tp_error_clear();
        return tp_raise_int(&tp_OverflowError,
                            most == UINT64_MAX
                                ? "int too big to convert"
                                : "Python int too large to convert to C unsigned long");
    }
    if (*out > most)
        return tp_raise_int(&tp_OverflowError, "Python int too large for C %s", c_type);
    return 0;
}

int text_low_bits_arg(Value v, uint32_t *out)
{
    int64_t low;
    Value i = tp_index(v);
    if (!i || !(i = tp_int_and(tp_int_plain(i), tp_int(UINT32_MAX))))
        return -1;
    tp_int_fits_i64(i, &low);
    *out = (uint32_t)low;
    return 0;
}

int text_flag_arg(Value v, int missing)
{
    int64_t flag = missing;
    return v && text_int_arg(v, &flag) < 0 ? -1 : flag != 0;
}

const char *text_name_arg(const char *function, const char *argument, Value v)
{
    int64_t n;
    if (!tp_is_str(v)) {
        tp_raise_argument(function, argument, "str", v);
        return NULL;
    }
    const char *name = tp_str_to_utf8(v, &n);
    if (name && (int64_t)strlen(name) != n) {
        tp_raise(&tp_ValueError, "embedded null character");
        return NULL;
    }
    return name;
}

int text_arity(const char *function, int nargs, Tuple *kwnames, int min, int max)
{
    if (kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "%s() takes no keyword arguments", function);
    if (nargs < min)
        return tp_raise_int(&tp_TypeError, "%s() takes at least %d argument%s (%d given)", function,
                            min, min == 1 ? "" : "s", nargs);
    if (nargs > max)
        return tp_raise_int(&tp_TypeError, "%s() takes at most %d argument%s (%d given)", function,
                            max, max == 1 ? "" : "s", nargs);
    return 0;
}

Value text_narrow(Str *s)
{
    uint32_t max = text_max(s->data, s->width, s->length);
    if (s->length <= 1 || text_width(max) < s->width) {
        StrBuilder b;
        tp_builder_init(&b);
        if (tp_builder_reserve(&b, s->length, max) < 0)
            return 0;
        for (int64_t i = 0; i < s->length; i++)
            text_put(b.data, b.width, i, tp_str_at(s, i));
        b.length = s->length;
        return tp_builder_finish(&b);
    }
    s->is_ascii = max < 128;
    return tp_ref(s);
}

/* ---- searching ---- */

/* The arguments of find and its kin: what to look for and where. -1 with an exception. */
static int search_args(const char *name, const Str *s, int nargs, const Value *args, Tuple *kwnames,
                       int64_t *start, int64_t *end)
{
    if (text_arity(name, nargs, kwnames, 1, 3) < 0)
        return -1;
    if (nargs == 1) {
        *start = 0;
        *end = s->length;
    } else if (text_bounds(args[1], nargs > 2 ? args[2] : 0, s->length, start, end) < 0) {
        return -1;
    }
    if (!tp_is_str(args[0]))
        return tp_raise_int(&tp_TypeError, "must be str, not %T", args[0]);
    return 0;
}

/* -1: not found, -2: exception */
static int64_t search(const char *name, Value self, int nargs, const Value *args, Tuple *kwnames,
                      bool backwards)
{
    const Str *s = tp_as_str(self);
    int64_t start, end;
    if (search_args(name, s, nargs, args, kwnames, &start, &end) < 0)
        return -2;
    const Str *t = tp_as_str(args[0]);
    if (end - start < t->length)
        return -1;
    const void *hay = text_at(s->data, s->width, start);
    int64_t at = backwards
                     ? text_rfind(hay, s->width, end - start, t->data, t->width, t->length)
                     : text_find(hay, s->width, end - start, t->data, t->width, t->length);
    return at < 0 ? -1 : start + at;
}

static Value str_find(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    int64_t at = search("find", self, nargs, args, kwnames, false);
    return at == -2 ? 0 : tp_small(at);
}

static Value str_rfind(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    int64_t at = search("rfind", self, nargs, args, kwnames, true);
    return at == -2 ? 0 : tp_small(at);
}

static Value found(int64_t at)
{
    if (at >= 0)
        return tp_small(at);
    return at == -2 ? 0 : tp_raise(&tp_ValueError, "substring not found");
}

static Value str_index(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return found(search("index", self, nargs, args, kwnames, false));
}

static Value str_rindex(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return found(search("rindex", self, nargs, args, kwnames, true));
}

static Value str_count(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    const Str *s = tp_as_str(self);
    int64_t start, end;
    if (search_args("count", s, nargs, args, kwnames, &start, &end) < 0)
        return 0;
    const Str *t = tp_as_str(args[0]);
    return tp_small(text_count(text_at(s->data, s->width, start), s->width, end - start, t->data,
                               t->width, t->length, -1));
}

/* Is t at that place of s? */
static bool is_at(const Str *s, int64_t at, const Str *t)
{
    if (s->width == t->width)
        return !memcmp(text_at(s->data, s->width, at), t->data, (size_t)t->length * t->width);
    if (s->width < t->width)
        return false;
    for (int64_t i = 0; i < t->length; i++) {
        if (tp_str_at(s, at + i) != tp_str_at(t, i))
            return false;
    }
    return true;
}

static bool has_affix(const Str *s, Value affix, int64_t start, int64_t end, bool at_end)
{
    const Str *t = tp_as_str(affix);
    if (end - start < t->length)
        return false;
    return t->length == 0 || is_at(s, at_end ? end - t->length : start, t);
}

static Value test_affix(const char *name, Value self, int nargs, const Value *args, Tuple *kwnames,
                        bool at_end)
{
    const Str *s = tp_as_str(self);
    if (nargs == 1 && !kwnames && tp_is_str(args[0]))
        return tp_bool(has_affix(s, args[0], 0, s->length, at_end));
    if (text_arity(name, nargs, kwnames, 1, 3) < 0)
        return 0;
    int64_t start, end;
    if (text_bounds(nargs > 1 ? args[1] : 0, nargs > 2 ? args[2] : 0, s->length, &start, &end) < 0)
        return 0;
    if (tp_is_str(args[0]))
        return tp_bool(has_affix(s, args[0], start, end, at_end));
    if (!tp_is_tuple(args[0]))
        return tp_raise(&tp_TypeError, "%s first arg must be str or a tuple of str, not %T", name,
                        args[0]);
    const Tuple *tuple = tp_as_tuple(args[0]);
    for (int64_t i = 0; i < tuple->length; i++) {
        if (!tp_is_str(tuple->items[i]))
            return tp_raise(&tp_TypeError, "tuple for %s must only contain str, not %T", name,
                            tuple->items[i]);
        if (has_affix(s, tuple->items[i], start, end, at_end))
            return TP_TRUE;
    }
    return TP_FALSE;
}

static Value str_startswith(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return test_affix("startswith", self, nargs, args, kwnames, false);
}

static Value str_endswith(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return test_affix("endswith", self, nargs, args, kwnames, true);
}

static Value str_removeprefix(Value self, Value *args)
{
    if (!tp_is_str(args[0]))
        return tp_raise_argument("removeprefix", "argument", "str", args[0]);
    const Str *s = tp_as_str(self);
    if (has_affix(s, args[0], 0, s->length, false))
        return tp_str_slice(self, tp_as_str(args[0])->length, s->length);
    return tp_str_exact(self);
}

static Value str_removesuffix(Value self, Value *args)
{
    if (!tp_is_str(args[0]))
        return tp_raise_argument("removesuffix", "argument", "str", args[0]);
    const Str *s = tp_as_str(self);
    if (has_affix(s, args[0], 0, s->length, true))
        return tp_str_slice(self, 0, s->length - tp_as_str(args[0])->length);
    return tp_str_exact(self);
}

/* ---- replacing ---- */

/* new between the characters of s, `count` times from the start on */
static Value interleave(const Str *s, const Str *new, int64_t count)
{
    int64_t length;
    if (__builtin_mul_overflow(new->length, count, &length) ||
        __builtin_add_overflow(length, s->length, &length))
        return tp_raise(&tp_OverflowError, "replace string is too long");
    Str *result = tp_str_alloc(length, text_bound(s) | text_bound(new));
    if (!result)
        return 0;
    int64_t at = 0;
    for (int64_t i = 0; i <= s->length; i++) {
        if (i < count) {
            text_copy(result->data, result->width, at, new->data, new->width, new->length);
            at += new->length;
        }
        if (i < s->length)
            text_put(result->data, result->width, at++, tp_str_at(s, i));
    }
    return text_narrow(result);
}

static Value replace(Value self, const Str *old, const Str *new, int64_t limit)
{
    const Str *s = tp_as_str(self);
    if (limit == 0)
        return tp_str_exact(self);
    int64_t count = text_count(s->data, s->width, s->length, old->data, old->width, old->length,
                               limit);
    if (count == 0)
        return tp_str_exact(self);
    if (old->length == 0)
        return interleave(s, new, count);
    int64_t length;
    if (__builtin_mul_overflow(new->length - old->length, count, &length) ||
        __builtin_add_overflow(length, s->length, &length))
        return tp_raise(&tp_OverflowError, "replace string is too long");
    if (length == 0)
        return TP_EMPTY_STR;
    Str *result = tp_str_alloc(length, text_bound(s) | text_bound(new));
    if (!result)
        return 0;
    int width = result->width;
    if (old->length == 1 && new->length == 1 && limit < 0 && width == 1) {
        uint8_t from = *(uint8_t *)old->data, to = *(uint8_t *)new->data;
        const uint8_t *in = s->data;
        uint8_t *out = result->data;
        for (int64_t i = 0; i < length; i++)
            out[i] = in[i] == from ? to : in[i];
    } else {
        int64_t from = 0, at = 0;
        for (; count > 0; count--) {
            const void *hay = text_at(s->data, s->width, from);
            int64_t n = text_find(hay, s->width, s->length - from, old->data, old->width,
                                  old->length);
            text_copy(result->data, width, at, hay, s->width, n);
            text_copy(result->data, width, at + n, new->data, new->width, new->length);
            at += n + new->length;
            from += n + old->length;
        }
        text_copy(result->data, width, at, text_at(s->data, s->width, from), s->width,
                  s->length - from);
    }
    /* what was replaced may have been all that needed the storage */
    if (length == 1 || (text_bound(old) > text_bound(new) && text_bound(old) == text_bound(s)))
        return text_narrow(result);
    return tp_ref(result);
}

static Value str_replace(Value self, Value *args)
{
    int64_t limit = -1;
    if (!tp_is_str(args[0]))
        return tp_raise_argument("replace", "argument 1", "str", args[0]);
    if (!tp_is_str(args[1]))
        return tp_raise_argument("replace", "argument 2", "str", args[1]);
    if (args[2] && tp_ssize_argument(args[2], &limit) < 0)
        return 0;
    return replace(self, tp_as_str(args[0]), tp_as_str(args[1]), limit);
}

/* What the table maps c to: 0 with an exception, or a character, a str, None; TP_ELLIPSIS if the
 * table has nothing for it. */
static Value translate_char(Value table, uint32_t c)
{
    Value key = tp_small(c), to;
    if (tp_is_exact(table, &tp_dict_type)) {
        to = tp_dict_get(tp_as_dict(table), key);
        if (!to)
            return tp_error_pending() ? 0 : TP_ELLIPSIS;
    } else {
        to = tp_getitem(table, key);
        if (!to) {
            if (!tp_error_is(&tp_LookupError))
                return 0;
            tp_error_clear();
            return TP_ELLIPSIS;
        }
    }
    if (to == TP_NONE || tp_is_str(to))
        return to;
    if (!tp_is_int(to))
        return tp_raise(&tp_TypeError, "character mapping must return integer, None or str");
    int64_t code;
    if (!tp_int_fits_i64(to, &code) || code < 0 || code > 0x10ffff)
        return tp_raise(&tp_ValueError, "character mapping must be in range(0x110000)");
    return tp_str_char((uint32_t)code);
}

static Value str_translate(Value self, Value *args)
{
    const Str *s = tp_as_str(self);
    Value known[128] = {0}; /* answers for ASCII */
    StrBuilder b;
    tp_builder_init(&b);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        Value to = c < 128 ? known[c] : 0;
        if (!to) {
            to = translate_char(args[0], c);
            if (!to)
                return 0;
            if (c < 128)
                known[c] = to;
        }
        int status = to == TP_NONE       ? 0
                     : to == TP_ELLIPSIS ? tp_builder_char(&b, c)
                                         : tp_builder_str(&b, to);
        if (status < 0)
            return 0;
    }
    return tp_builder_finish(&b);
}

static Value maketrans_from_dict(Value from)
{
    if (!tp_is_exact(from, &tp_dict_type))
        return tp_raise(&tp_TypeError,
                        "if you give only one argument to maketrans it must be a dict");
    Dict *result = tp_dict_new();
    int64_t pos = 0;
    Value key, value;
    while (tp_dict_next(tp_as_dict(from), &pos, &key, &value)) {
        if (tp_is_str(key)) {
            if (tp_as_str(key)->length != 1)
                return tp_raise(&tp_ValueError,
                                "string keys in translate table must be of length 1");
            key = tp_small(tp_str_at(tp_as_str(key), 0));
        } else if (!tp_is_int(key)) {
            return tp_raise(&tp_TypeError, "keys in translate table must be strings or integers");
        }
        if (tp_dict_set(result, key, value) < 0)
            return 0;
    }
    return tp_ref(result);
}

static Value str_maketrans(Value self, Value *args)
{
    (void)self;
    if (args[1] && !tp_is_str(args[1]))
        return tp_raise_argument("maketrans", "argument 2", "str", args[1]);
    if (args[2] && !tp_is_str(args[2]))
        return tp_raise_argument("maketrans", "argument 3", "str", args[2]);
    if (!args[1])
        return maketrans_from_dict(args[0]);
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "first maketrans argument must be a string if there is a "
                                       "second argument");
    const Str *x = tp_as_str(args[0]), *y = tp_as_str(args[1]);
    if (x->length != y->length)
        return tp_raise(&tp_ValueError,
                        "the first two maketrans arguments must have equal length");
    Dict *result = tp_dict_new();
    for (int64_t i = 0; i < x->length; i++) {
        if (tp_dict_set(result, tp_small(tp_str_at(x, i)), tp_small(tp_str_at(y, i))) < 0)
            return 0;
    }
    for (int64_t i = 0; args[2] && i < tp_as_str(args[2])->length; i++) {
        if (tp_dict_set(result, tp_small(tp_str_at(tp_as_str(args[2]), i)), TP_NONE) < 0)
            return 0;
    }
    return tp_ref(result);
}

/* ---- padding ---- */

static Value pad(Value self, int64_t left, int64_t right, uint32_t fill)
{
    const Str *s = tp_as_str(self);
    if (left <= 0 && right <= 0)
        return tp_str_exact(self);
    left = left < 0 ? 0 : left;
    right = right < 0 ? 0 : right;
    int64_t length;
    if (__builtin_add_overflow(s->length, left, &length) ||
        __builtin_add_overflow(length, right, &length))
        return tp_raise(&tp_OverflowError, "padded string is too long");
    if (length == 1)
        return tp_str_char(fill);
    Str *result = tp_str_alloc(length, (s->length ? text_bound(s) : 0) | fill);
    if (!result)
        return 0;
    text_fill(result->data, result->width, 0, fill, left);
    text_copy(result->data, result->width, left, s->data, s->width, s->length);
    text_fill(result->data, result->width, left + s->length, fill, right);
    return tp_ref(result);
}

/* The width and fill arguments: how much to add, and with what. */
static int pad_args(Value self, Value *args, int64_t *missing, uint32_t *fill)
{
    int64_t width;
    if (tp_ssize_argument(args[0], &width) < 0)
        return -1;
    *fill = ' ';
    if (args[1]) {
        if (!tp_is_str(args[1]))
            return tp_raise_int(&tp_TypeError,
                                "The fill character must be a unicode character, not %T", args[1]);
        if (tp_as_str(args[1])->length != 1)
            return tp_raise_int(&tp_TypeError,
                                "The fill character must be exactly one character long");
        *fill = tp_str_at(tp_as_str(args[1]), 0);
    }
    *missing = width < 0 ? 0 : width - tp_as_str(self)->length;
    return 0;
}

static Value str_center(Value self, Value *args)
{
    int64_t missing;
    uint32_t fill;
    if (pad_args(self, args, &missing, &fill) < 0)
        return 0;
    if (missing <= 0)
        return tp_str_exact(self);
    /* an odd one goes left when the width is odd */
    int64_t left = missing / 2 + (missing & (missing + tp_as_str(self)->length) & 1);
    return pad(self, left, missing - left, fill);
}

static Value str_ljust(Value self, Value *args)
{
    int64_t missing;
    uint32_t fill;
    return pad_args(self, args, &missing, &fill) < 0 ? 0 : pad(self, 0, missing, fill);
}

static Value str_rjust(Value self, Value *args)
{
    int64_t missing;
    uint32_t fill;
    return pad_args(self, args, &missing, &fill) < 0 ? 0 : pad(self, missing, 0, fill);
}

static Value str_zfill(Value self, Value *args)
{
    int64_t width;
    if (tp_ssize_argument(args[0], &width) < 0)
        return 0;
    const Str *s = tp_as_str(self);
    if (width <= s->length)
        return tp_str_exact(self);
    int64_t missing = width - s->length;
    Value padded = pad(self, missing, 0, '0');
    uint32_t sign = s->length ? tp_str_at(s, 0) : 0;
    if (padded && (sign == '+' || sign == '-')) {
        Str *p = tp_as_str(padded);
        text_put(p->data, p->width, 0, sign);
        text_put(p->data, p->width, missing, '0');
    }
    return padded;
}

static Value str_expandtabs(Value self, Value *args)
{
    int64_t size = 8;
    if (args[0] && text_int_arg(args[0], &size) < 0)
        return 0;
    const Str *s = tp_as_str(self);
    if (text_find_char(s->data, s->width, s->length, '\t') < 0)
        return tp_str_exact(self);
    StrBuilder b;
    tp_builder_init(&b);
    int64_t column = 0;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        if (c == '\t') {
            if (size > 0) {
                int64_t n = size - column % size;
                column += n;
                if (tp_builder_fill(&b, ' ', n) < 0)
                    return 0;
            }
            continue;
        }
        column = c == '\n' || c == '\r' ? 0 : column + 1;
        if (tp_builder_char(&b, c) < 0)
            return 0;
    }
    return tp_builder_finish(&b);
}

/* ---- other methods ---- */

static Value str_join(Value self, Value *args)
{
    return tp_str_join(self, args[0]);
}

static Value str_encode(Value self, Value *args)
{
    const char *encoding = "utf-8", *errors = "strict";
    if (args[0] && !(encoding = text_name_arg("encode", "argument 'encoding'", args[0])))
        return 0;
    if (args[1] && !(errors = text_name_arg("encode", "argument 'errors'", args[1])))
        return 0;
    return tp_encode(self, encoding, errors);
}

static Value str_getnewargs(Value self, Value *args)
{
    (void)args;
    return tp_tuple_pack(1, tp_str_exact(self));
}

/* What CPython's layout takes. */
static Value str_sizeof(Value self, Value *args)
{
    (void)args;
    const Str *s = tp_as_str(self);
    int64_t header = !tp_is_exact(self, &tp_str_type) ? 80 : s->is_ascii ? 48 : 72;
    return tp_small(header + (s->length + 1) * s->width);
}

/* ---- slots ---- */

static Value str_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs == 1 && !kwnames && type == &tp_str_type)
        return tp_str(args[0]);
    Value a[3];
    if (TP_ARGS("str", "(object='', encoding='utf-8', errors='strict')", a) < 0)
        return 0;
    const char *encoding = "utf-8", *errors = "strict";
    if (a[1] && !(encoding = text_name_arg("str", "argument 'encoding'", a[1])))
        return 0;
    if (a[2] && !(errors = text_name_arg("str", "argument 'errors'", a[2])))
        return 0;
    Value result;
    if (!a[0]) {
        result = TP_EMPTY_STR;
    } else if (!a[1] && !a[2]) {
        result = tp_str(a[0]);
    } else {
        const char *data;
        int64_t n;
        if (tp_is_str(a[0]))
            return tp_raise(&tp_TypeError, "decoding str is not supported");
        if (tp_bytes_view(a[0], &data, &n) < 0) {
            tp_error_clear();
            return tp_raise(&tp_TypeError, "decoding to str: need a bytes-like object, %T found",
                            a[0]);
        }
        result = tp_decode_buffer(a[0], encoding, errors);
    }
    return result && type != &tp_str_type ? tp_str_subclass(type, result) : result;
}

static Value str_str(Value self)
{
    return tp_str_exact(self);
}

static Value str_compare(Value self, Value other, int op)
{
    if (!tp_is_str(other))
        return TP_NOTIMPLEMENTED;
    if (op == TP_EQ || op == TP_NE)
        return tp_bool(tp_str_equal(self, other) == (op == TP_EQ));
    int order = self == other ? 0 : tp_str_cmp(self, other);
    return tp_bool(tp_order_lengths(order, 0, op));
}

static int64_t str_length(Value self)
{
    return tp_as_str(self)->length;
}

static Value str_step_slice(Value self, int64_t start, int64_t step, int64_t n)
{
    const Str *s = tp_as_str(self);
    if (n <= 1)
        return n <= 0 ? TP_EMPTY_STR : tp_str_char(tp_str_at(s, start));
    Str *result = tp_str_alloc(n, text_bound(s));
    if (!result)
        return 0;
    if (s->width == 1) {
        const uint8_t *from = s->data;
        uint8_t *to = result->data;
        for (int64_t i = 0; i < n; i++, start += step)
            to[i] = from[start];
    } else {
        for (int64_t i = 0; i < n; i++, start += step)
            text_put(result->data, result->width, i, tp_str_at(s, start));
    }
    return s->is_ascii ? tp_ref(result) : text_narrow(result);
}

static Value str_getitem(Value self, Value key)
{
    const Str *s = tp_as_str(self);
    if (tp_is_small(key)) {
        int64_t i = tp_small_value(key);
        if (i < 0)
            i += s->length;
        if ((uint64_t)i >= (uint64_t)s->length)
            return tp_raise(&tp_IndexError, "string index out of range");
        return tp_str_char(tp_str_at(s, i));
    }
    if (tp_is_exact(key, &tp_slice_type)) {
        int64_t start, stop, step, n;
        n = tp_slice_indices(key, s->length, &start, &stop, &step);
        if (n < 0)
            return 0;
        return step == 1 ? tp_str_slice(self, start, start + n)
                         : str_step_slice(self, start, step, n);
    }
    if (!tp_is_int(key) && !tp_type_of(key)->index)
        return tp_raise(&tp_TypeError, "string indices must be integers, not '%T'", key);
    Value index = tp_index(key);
    if (!index)
        return 0;
    index = tp_int_plain(index);
    int64_t i;
    if (!tp_is_small(index))
        return tp_raise(&tp_IndexError,
                        tp_int_fits_i64(index, &i) ? "string index out of range"
                                                   : "cannot fit '%T' into an index-sized integer",
                        key);
    return str_getitem(self, index);
}

static int str_contains(Value self, Value item)
{
    if (!tp_is_str(item))
        return tp_raise_int(&tp_TypeError, "'in <string>' requires string as left operand, not %T",
                            item);
    return tp_str_find(self, item, 0, tp_as_str(self)->length) >= 0;
}

static int str_bool(Value self)
{
    return tp_as_str(self)->length > 0;
}

static Value str_add(Value self, Value other)
{
    if (!tp_is_str(other))
        return tp_concat_fails(other, "str");
    return tp_str_concat(self, other);
}

static Value str_mul(Value self, Value other)
{
    int64_t n;
    return tp_repeat_by(other, &n) ? tp_str_repeat(self, n) : 0;
}

static Value str_mod(Value self, Value other)
{
    return tp_str_mod(self, other);
}

static Value str_rmod(Value self, Value other)
{
    return tp_is_str(other) ? tp_str_mod(other, self) : TP_NOTIMPLEMENTED;
}

/* ---- iterators ---- */

static Value iterate(Value self)
{
    bool is_ascii = tp_as_str(self)->is_ascii && tp_is_exact(self, &tp_str_type);
    StrIterator *it = tp_heap_object(is_ascii ? &tp_str_ascii_iterator_type
                                              : &tp_str_iterator_type, 0);
    it->text = self;
    return tp_ref(it);
}

static Value iterator_self(Value self)
{
    return self;
}

static Value ascii_iterator_next(Value self)
{
    StrIterator *it = (StrIterator *)tp_obj(self);
    if (!it->text)
        return 0;
    const Str *s = tp_as_str(it->text);
    if (it->index < s->length)
        return tp_latin1_char(((const uint8_t *)s->data)[it->index++]);
    it->text = 0;
    return 0;
}

static Value iterator_next(Value self)
{
    StrIterator *it = (StrIterator *)tp_obj(self);
    if (!it->text)
        return 0;
    const Str *s = tp_as_str(it->text);
    if (it->index < s->length)
        return tp_str_char(tp_str_at(s, it->index++));
    it->text = 0;
    return 0;
}

static Value iterator_length_hint(Value self, Value *args)
{
    (void)args;
    StrIterator *it = (StrIterator *)tp_obj(self);
    return tp_small(it->text ? tp_as_str(it->text)->length - it->index : 0);
}

static Value iterator_reduce(Value self, Value *args)
{
    (void)args;
    StrIterator *it = (StrIterator *)tp_obj(self);
    if (!it->text)
        return tp_reduce_as("iter", tp_tuple_pack(1, TP_EMPTY_STR), 0);
    return tp_reduce_as("iter", tp_tuple_pack(1, it->text), tp_small(it->index));
}

static Value iterator_setstate(Value self, Value *args)
{
    StrIterator *it = (StrIterator *)tp_obj(self);
    int64_t index;
    if (!tp_is_int(args[0]))
        return tp_raise(&tp_TypeError, "an integer is required");
    if (tp_int_as_i64(args[0], &index) < 0)
        return 0;
    if (it->text) {
        int64_t length = tp_as_str(it->text)->length;
        it->index = index < 0 ? 0 : index > length ? length : index;
    }
    return TP_NONE;
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", iterator_length_hint, "()",
           "Private method returning an estimate of len(list(it))."),
    METHOD("__reduce__", iterator_reduce, "()", "Return state information for pickling."),
    METHOD("__setstate__", iterator_setstate, "(state, /)",
           "Set state information for unpickling."),
    METHOD_END,
};

Type tp_str_iterator_type = {
    .head = {&tp_type_type},
    .name = "str_iterator",
    .basic_size = sizeof(StrIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = iterator_methods,
    .iter = iterator_self,
    .next = iterator_next,
};

Type tp_str_ascii_iterator_type = {
    .head = {&tp_type_type},
    .name = "str_ascii_iterator",
    .basic_size = sizeof(StrIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = iterator_methods,
    .iter = iterator_self,
    .next = ascii_iterator_next,
};

/* ---- the type ---- */

static const MethodDef methods[] = {
    METHOD("__format__", str_dunder_format, "(format_spec, /)",
           "Return a formatted version of the string as described by format_spec."),
    METHOD("__getnewargs__", str_getnewargs, "()", 0),
    METHOD("__sizeof__", str_sizeof, "()", "Return the size of the string in memory, in bytes."),
    METHOD("capitalize", str_capitalize, "()", "Return a capitalized version of the string."),
    METHOD("casefold", str_casefold, "()",
           "Return a version of the string suitable for caseless comparisons."),
    METHOD("center", str_center, "(width, fillchar=' ', /)",
           "Return a centered string of length width."),
    METHOD_RAW("count", str_count, 0,
               "S.count(sub[, start[, end]]) -> int\n\n"
               "Return the number of non-overlapping occurrences of sub in S[start:end]."),
    METHOD("encode", str_encode, "(encoding='utf-8', errors='strict')",
           "Encode the string using the codec registered for encoding."),
    METHOD_RAW("endswith", str_endswith, 0,
               "S.endswith(suffix[, start[, end]]) -> bool\n\n"
               "Return True if S[start:end] ends with the suffix, or one of a tuple of them."),
    METHOD("expandtabs", str_expandtabs, "(tabsize=8)",
           "Return a copy where all tab characters are expanded using spaces."),
    METHOD_RAW("find", str_find, 0,
               "S.find(sub[, start[, end]]) -> int\n\n"
               "Return the lowest index in S where sub is found within S[start:end], or -1."),
    METHOD_RAW("format", str_format, 0,
               "S.format(*args, **kwargs) -> str\n\n"
               "Return a formatted version of S, using substitutions from args and kwargs."),
    METHOD("format_map", str_format_map, "(mapping, /)",
           "Return a formatted version of S, using substitutions from mapping."),
    METHOD_RAW("index", str_index, 0,
               "S.index(sub[, start[, end]]) -> int\n\n"
               "Like S.find(), but raises ValueError when the substring is not found."),
    METHOD("isalnum", str_isalnum, "()",
           "Return True if the string is an alpha-numeric string, False otherwise."),
    METHOD("isalpha", str_isalpha, "()",
           "Return True if the string is an alphabetic string, False otherwise."),
    METHOD("isascii", str_isascii, "()",
           "Return True if all characters in the string are ASCII, False otherwise."),
    METHOD("isdecimal", str_isdecimal, "()",
           "Return True if the string is a decimal string, False otherwise."),
    METHOD("isdigit", str_isdigit, "()",
           "Return True if the string is a digit string, False otherwise."),
    METHOD("isidentifier", str_isidentifier, "()",
           "Return True if the string is a valid Python identifier, False otherwise."),
    METHOD("islower", str_islower, "()",
           "Return True if the string is a lowercase string, False otherwise."),
    METHOD("isnumeric", str_isnumeric, "()",
           "Return True if the string is a numeric string, False otherwise."),
    METHOD("isprintable", str_isprintable, "()",
           "Return True if the string is printable, False otherwise."),
    METHOD("isspace", str_isspace, "()",
           "Return True if the string is a whitespace string, False otherwise."),
    METHOD("istitle", str_istitle, "()",
           "Return True if the string is a title-cased string, False otherwise."),
    METHOD("isupper", str_isupper, "()",
           "Return True if the string is an uppercase string, False otherwise."),
    METHOD("join", str_join, "(iterable, /)", "Concatenate any number of strings."),
    METHOD("ljust", str_ljust, "(width, fillchar=' ', /)",
           "Return a left-justified string of length width."),
    METHOD("lower", str_lower, "()", "Return a copy of the string converted to lowercase."),
    METHOD("lstrip", str_lstrip, "(chars=None, /)",
           "Return a copy of the string with leading whitespace removed."),
    METHOD_STATIC("maketrans", str_maketrans, "(x, y=None, z=None, /)",
                  "Return a translation table usable for str.translate()."),
    METHOD("partition", str_partition, "(sep, /)",
           "Partition the string into three parts using the given separator."),
    METHOD("removeprefix", str_removeprefix, "(prefix, /)",
           "Return a str with the given prefix string removed if present."),
    METHOD("removesuffix", str_removesuffix, "(suffix, /)",
           "Return a str with the given suffix string removed if present."),
    METHOD("replace", str_replace, "(old, new, count=-1, /)",
           "Return a copy with all occurrences of substring old replaced by new."),
    METHOD_RAW("rfind", str_rfind, 0,
               "S.rfind(sub[, start[, end]]) -> int\n\n"
               "Return the highest index in S where sub is found within S[start:end], or -1."),
    METHOD_RAW("rindex", str_rindex, 0,
               "S.rindex(sub[, start[, end]]) -> int\n\n"
               "Like S.rfind(), but raises ValueError when the substring is not found."),
    METHOD("rjust", str_rjust, "(width, fillchar=' ', /)",
           "Return a right-justified string of length width."),
    METHOD("rpartition", str_rpartition, "(sep, /)",
           "Partition the string into three parts using the given separator."),
    METHOD("rsplit", str_rsplit, "(sep=None, maxsplit=-1)",
           "Return a list of the substrings in the string, using sep as the separator string."),
    METHOD("rstrip", str_rstrip, "(chars=None, /)",
           "Return a copy of the string with trailing whitespace removed."),
    METHOD("split", str_split, "(sep=None, maxsplit=-1)",
           "Return a list of the substrings in the string, using sep as the separator string."),
    METHOD("splitlines", str_splitlines, "(keepends=False)",
           "Return a list of the lines in the string, breaking at line boundaries."),
    METHOD_RAW("startswith", str_startswith, 0,
               "S.startswith(prefix[, start[, end]]) -> bool\n\n"
               "Return True if S[start:end] starts with the prefix, or one of a tuple of them."),
    METHOD("strip", str_strip, "(chars=None, /)",
           "Return a copy of the string with leading and trailing whitespace removed."),
    METHOD("swapcase", str_swapcase, "()",
           "Convert uppercase characters to lowercase and lowercase characters to uppercase."),
    METHOD("title", str_title, "()",
           "Return a version of the string where each word is titlecased."),
    METHOD("translate", str_translate, "(table, /)",
           "Replace each character in the string using the given translation table."),
    METHOD("upper", str_upper, "()", "Return a copy of the string converted to uppercase."),
    METHOD("zfill", str_zfill, "(width, /)",
           "Pad a numeric string with zeros on the left, to fill a field of the given width."),
    METHOD_END,
};

Type tp_str_type = {
    .head = {&tp_type_type},
    .name = "str",
    .basic_size = sizeof(Str),
    .flags = TYPE_BASE | TYPE_IS_STR | TYPE_SEQ_CONCAT | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .doc = "str(object='') -> str\n"
           "str(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
           "Create a new string object from the given object, by its __str__ or else its\n"
           "__repr__; or decode the buffer with encoding (default 'utf-8') and errors\n"
           "(default 'strict').",
    .methods = methods,
    .repr = tp_str_repr,
    .str = str_str,
    .hash = tp_str_hash,
    .compare = str_compare,
    .new_ = str_new,
    .iter = iterate,
    .length = str_length,
    .getitem = str_getitem,
    .contains = str_contains,
    .bool_ = str_bool,
    .add = str_add,
    .mul = str_mul,
    .rmul = str_mul,
    .mod = str_mod,
    .rmod = str_rmod,
};
