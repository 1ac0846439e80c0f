/* bytes_methods.c -- the methods and slots that bytes and bytearray share.
 *
 * They see their object as a run of bytes (view_of) and make their result in the type of self
 * (make): bytes for bytes and its subclasses, bytearray for bytearrays. Characters are ASCII.
 *
 * An argument's __index__ may change a bytearray: a view is taken after it has run, but for the
 * searches, which go on in the old bytes; these stay readable, as the collector keeps them.
 */
#include "bytes.h"
#include "config.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "iter.h"
#include "list.h"
#include "sequence.h"
#include "text.h"
#include "unicode.h"

static const char byte_range[] = "byte must be in range(0, 256)";

typedef struct View {
    const char *data;
    int64_t length;
} View;

static inline View view_of(Value self)
{
    if (tp_is_bytes(self)) {
        Bytes *b = (Bytes *)tp_obj(self);
        return (View){b->data, b->length};
    }
    ByteArray *b = (ByteArray *)tp_obj(self);
    return (View){b->data ? b->data : "", b->length};
}

static inline Value make(Value like, const char *data, int64_t n)
{
    return tp_is_bytes(like) ? tp_bytes_new(data, n) : tp_bytearray_new(data, n);
}

/* A new object of n bytes to fill in. */
static Value make_empty(Value like, int64_t n, char **data)
{
    Value v = make(like, NULL, n);
    if (v)
        *data = tp_is_bytes(v) ? ((Bytes *)tp_obj(v))->data : ((ByteArray *)tp_obj(v))->data;
    return v;
}

/* self unchanged: bytes are shared, a bytearray is copied. */
static Value same(Value self)
{
    View v = view_of(self);
    return tp_is_exact(self, &tp_bytes_type) ? self : make(self, v.data, v.length);
}

static int bytes_arg(Value v, View *out)
{
    return tp_bytes_view(v, &out->data, &out->length);
}

/* ---- searching ---- */

/* What find and its kin look for: bytes, or one byte given as an int (kept in *byte). */
static int needle(Value v, View *out, char *byte)
{
    if (tp_is_int(v) || (tp_type_of(v)->index && !tp_is_buffer(v))) {
        int b = tp_byte_value(v, byte_range);
        if (b < 0)
            return -1;
        *byte = (char)b;
        *out = (View){byte, 1};
        return 0;
    }
    if (!tp_is_buffer(v))
        return tp_raise_int(&tp_TypeError,
                            "argument should be integer or bytes-like object, not '%T'", v);
    return bytes_arg(v, out);
}

static int search_args(const char *name, View self, int nargs, const Value *args, Tuple *kwnames,
                       View *sub, char *byte, int64_t *start, int64_t *end)
{
    if (text_arity(name, nargs, kwnames, 1, 3) < 0 ||
        text_bounds(nargs > 1 ? args[1] : 0, nargs > 2 ? args[2] : 0, self.length, start, end) < 0)
        return -1;
    return needle(args[0], sub, byte);
}

/* -1: not found, -2: exception */
static int64_t search(const char *name, Value self, int nargs, const Value *args, Tuple *kwnames,
                      bool backwards)
{
    View s = view_of(self), sub;
    char byte;
    int64_t start, end;
    if (search_args(name, s, nargs, args, kwnames, &sub, &byte, &start, &end) < 0)
        return -2;
    if (end - start < sub.length)
        return -1;
    int64_t at = backwards ? text_rfind(s.data + start, 1, end - start, sub.data, 1, sub.length)
                           : text_find(s.data + start, 1, end - start, sub.data, 1, sub.length);
    return at < 0 ? -1 : at + start;
}

static Value found(int64_t at, bool must_be_there)
{
    if (at == -2)
        return 0;
    return at == -1 && must_be_there ? tp_raise(&tp_ValueError, "subsection not found")
                                     : tp_small(at);
}

Value bytes_find(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return found(search("find", self, nargs, args, kwnames, false), false);
}

Value bytes_rfind(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return found(search("rfind", self, nargs, args, kwnames, true), false);
}

Value bytes_index(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return found(search("index", self, nargs, args, kwnames, false), true);
}

Value bytes_rindex(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return found(search("rindex", self, nargs, args, kwnames, true), true);
}

Value bytes_count(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    View s = view_of(self), sub;
    char byte;
    int64_t start, end;
    if (search_args("count", s, nargs, args, kwnames, &sub, &byte, &start, &end) < 0)
        return 0;
    return tp_small(text_count(s.data + start, 1, end - start, sub.data, 1, sub.length, -1));
}

/* 1, 0, or -1: does s[start:end] start (or end) with the bytes of v? */
static int has_affix(View s, Value v, int64_t start, int64_t end, bool at_end)
{
    View affix;
    if (bytes_arg(v, &affix) < 0)
        return -1;
    if (end - start < affix.length)
        return 0;
    int64_t at = at_end ? end - affix.length : start;
    return !memcmp(s.data + at, affix.data, (size_t)affix.length);
}

static Value test_affix(const char *name, Value self, int nargs, const Value *args, Tuple *kwnames,
                        bool at_end)
{
    View s = view_of(self);
    int64_t start, end;
    if (text_arity(name, nargs, kwnames, 1, 3) < 0 ||
        text_bounds(nargs > 1 ? args[1] : 0, nargs > 2 ? args[2] : 0, s.length, &start, &end) < 0)
        return 0;
    if (!tp_is_tuple(args[0])) {
        if (!tp_is_buffer(args[0]))
            return tp_raise(&tp_TypeError, "%s first arg must be bytes or a tuple of bytes, not %T",
                            name, args[0]);
        int has = has_affix(s, args[0], start, end, at_end);
        return has < 0 ? 0 : tp_bool(has);
    }
    const Tuple *tuple = tp_as_tuple(args[0]);
    for (int64_t i = 0; i < tuple->length; i++) {
        int has = has_affix(s, tuple->items[i], start, end, at_end);
        if (has)
            return has < 0 ? 0 : TP_TRUE;
    }
    return TP_FALSE;
}

Value bytes_startswith(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return test_affix("startswith", self, nargs, args, kwnames, false);
}

Value bytes_endswith(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return test_affix("endswith", self, nargs, args, kwnames, true);
}

Value bytes_removeprefix(Value self, Value *args)
{
    View s = view_of(self), affix;
    if (bytes_arg(args[0], &affix) < 0)
        return 0;
    if (affix.length && has_affix(s, args[0], 0, s.length, false))
        return make(self, s.data + affix.length, s.length - affix.length);
    return same(self);
}

Value bytes_removesuffix(Value self, Value *args)
{
    View s = view_of(self), affix;
    if (bytes_arg(args[0], &affix) < 0)
        return 0;
    if (affix.length && has_affix(s, args[0], 0, s.length, true))
        return make(self, s.data, s.length - affix.length);
    return same(self);
}

/* ---- case and questions ---- */

static inline bool is_upper(uint8_t c)
{
    return (uint8_t)(c - 'A') < 26;
}

static inline bool is_lower(uint8_t c)
{
    return (uint8_t)(c - 'a') < 26;
}

static inline bool is_alpha(uint8_t c)
{
    return is_upper(c & 0xdf);
}

static inline bool is_digit(uint8_t c)
{
    return (uint8_t)(c - '0') < 10;
}

static inline bool is_alnum(uint8_t c)
{
    return is_alpha(c) || is_digit(c);
}

static inline bool is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

enum Conversion { LOWER, UPPER, SWAP, CAPITALIZE, TITLE };

static inline Value convert(Value self, enum Conversion how)
{
    View s = view_of(self);
    char *to;
    Value result = make_empty(self, s.length, &to);
    bool after_letter = false;
    for (int64_t i = 0; result && i < s.length; i++) {
        uint8_t c = (uint8_t)s.data[i];
        bool to_lower = how == LOWER || how == SWAP || (how == CAPITALIZE && i) ||
                        (how == TITLE && after_letter);
        bool to_upper = how == UPPER || how == SWAP || (how == CAPITALIZE && !i) ||
                        (how == TITLE && !after_letter);
        after_letter = is_alpha(c);
        to[i] = (char)((to_lower && is_upper(c)) || (to_upper && is_lower(c)) ? c ^ 32 : c);
    }
    return result;
}

#define CONVERSION(name, how)                                                                   \
    Value bytes_##name(Value self, Value *args)                                                 \
    {                                                                                           \
        (void)args;                                                                             \
        return convert(self, how);                                                              \
    }
CONVERSION(lower, LOWER)
CONVERSION(upper, UPPER)
CONVERSION(swapcase, SWAP)
CONVERSION(capitalize, CAPITALIZE)
CONVERSION(title, TITLE)

#define QUESTION(name, answer)                                                                  \
    Value bytes_##name(Value self, Value *args)                                                 \
    {                                                                                           \
        (void)args;                                                                             \
        View s = view_of(self);                                                                 \
        for (int64_t i = 0; i < s.length; i++) {                                                \
            if (!answer((uint8_t)s.data[i]))                                                    \
                return TP_FALSE;                                                                \
        }                                                                                       \
        return tp_bool(s.length > 0);                                                           \
    }
QUESTION(isalpha, is_alpha)
QUESTION(isdigit, is_digit)
QUESTION(isalnum, is_alnum)
QUESTION(isspace, is_space)

Value bytes_isascii(Value self, Value *args)
{
    (void)args;
    View s = view_of(self);
    return tp_bool(text_max(s.data, 1, s.length) < 128);
}

/* Has letters, and none of the unwanted case. */
static Value is_cased(Value self, bool (*unwanted)(uint8_t))
{
    View s = view_of(self);
    bool has_letters = false;
    for (int64_t i = 0; i < s.length; i++) {
        uint8_t c = (uint8_t)s.data[i];
        if (unwanted(c))
            return TP_FALSE;
        has_letters = has_letters || is_alpha(c);
    }
    return tp_bool(has_letters);
}

Value bytes_islower(Value self, Value *args)
{
    (void)args;
    return is_cased(self, is_upper);
}

Value bytes_isupper(Value self, Value *args)
{
    (void)args;
    return is_cased(self, is_lower);
}

Value bytes_istitle(Value self, Value *args)
{
    (void)args;
    View s = view_of(self);
    bool has_letters = false, after_letter = false;
    for (int64_t i = 0; i < s.length; i++) {
        uint8_t c = (uint8_t)s.data[i];
        if (is_upper(c) ? after_letter : is_lower(c) && !after_letter)
            return TP_FALSE;
        after_letter = is_alpha(c);
        has_letters = has_letters || after_letter;
    }
    return tp_bool(has_letters);
}

/* ---- splitting ---- */

static int append(Value list, Value self, View s, int64_t start, int64_t end)
{
    if (start == 0 && end == s.length && tp_is_exact(self, &tp_bytes_type))
        return tp_list_append(list, self);
    Value part = make(self, s.data + start, end - start);
    return part ? tp_list_append(list, part) : -1;
}

static Value split_spaces(Value self, int64_t limit)
{
    View s = view_of(self);
    Value list = tp_list_new(0);
    int64_t i = 0, n = s.length;
    while (list) {
        while (i < n && is_space((uint8_t)s.data[i]))
            i++;
        if (i == n)
            break;
        int64_t start = i;
        if (limit-- == 0) /* all the rest, with the spaces at its end */
            return append(list, self, s, start, n) < 0 ? 0 : list;
        while (i < n && !is_space((uint8_t)s.data[i]))
            i++;
        if (append(list, self, s, start, i) < 0)
            return 0;
    }
    return list;
}

static void reverse(Value list)
{
    List *l = tp_as_list(list);
    for (int64_t i = 0, j = l->length - 1; i < j; i++, j--) {
        Value swap = l->items[i];
        l->items[i] = l->items[j];
        l->items[j] = swap;
    }
}

static Value rsplit_spaces(Value self, int64_t limit)
{
    View s = view_of(self);
    Value list = tp_list_new(0);
    int64_t i = s.length;
    while (list) {
        while (i > 0 && is_space((uint8_t)s.data[i - 1]))
            i--;
        if (i == 0)
            break;
        int64_t end = i;
        if (limit-- == 0) {
            if (append(list, self, s, 0, end) < 0)
                return 0;
            break;
        }
        while (i > 0 && !is_space((uint8_t)s.data[i - 1]))
            i--;
        if (append(list, self, s, i, end) < 0)
            return 0;
    }
    if (list)
        reverse(list);
    return list;
}

static Value split_on(Value self, View sep, int64_t limit)
{
    View s = view_of(self);
    Value list = tp_list_new(0);
    int64_t start = 0;
    while (list && limit-- != 0) {
        int64_t at = text_find(s.data + start, 1, s.length - start, sep.data, 1, sep.length);
        if (at < 0)
            break;
        if (append(list, self, s, start, start + at) < 0)
            return 0;
        start += at + sep.length;
    }
    return list && append(list, self, s, start, s.length) == 0 ? list : 0;
}

static Value rsplit_on(Value self, View sep, int64_t limit)
{
    View s = view_of(self);
    Value list = tp_list_new(0);
    int64_t end = s.length;
    while (list && limit-- != 0) {
        int64_t at = text_rfind(s.data, 1, end, sep.data, 1, sep.length);
        if (at < 0)
            break;
        if (append(list, self, s, at + sep.length, end) < 0)
            return 0;
        end = at;
    }
    if (!list || append(list, self, s, 0, end) < 0)
        return 0;
    reverse(list);
    return list;
}

static Value split(Value self, Value *args, Value (*on_spaces)(Value, int64_t),
                   Value (*on)(Value, View, int64_t))
{
    int64_t limit = -1;
    View sep;
    if (args[1] && tp_ssize_argument(args[1], &limit) < 0)
        return 0;
    if (!args[0] || args[0] == TP_NONE)
        return on_spaces(self, limit);
    if (bytes_arg(args[0], &sep) < 0)
        return 0;
    return sep.length ? on(self, sep, limit) : tp_raise(&tp_ValueError, "empty separator");
}

Value bytes_split(Value self, Value *args)
{
    return split(self, args, split_spaces, split_on);
}

Value bytes_rsplit(Value self, Value *args)
{
    return split(self, args, rsplit_spaces, rsplit_on);
}

Value bytes_splitlines(Value self, Value *args)
{
    int64_t keep_ends = 0;
    if (args[0] && text_int_arg(args[0], &keep_ends) < 0)
        return 0;
    View s = view_of(self);
    Value list = tp_list_new(0);
    for (int64_t i = 0; list && i < s.length;) {
        int64_t start = i;
        while (i < s.length && s.data[i] != '\n' && s.data[i] != '\r')
            i++;
        int64_t end = i;
        if (i < s.length) {
            i += s.data[i] == '\r' && i + 1 < s.length && s.data[i + 1] == '\n' ? 2 : 1;
            if (keep_ends)
                end = i;
        }
        if (append(list, self, s, start, end) < 0)
            return 0;
    }
    return list;
}

static Value partition(Value self, Value separator, bool backwards)
{
    View s = view_of(self), sep;
    /* bytearrays take views with gaps, too, as CPython's do */
    int status = tp_is_bytes(self) ? bytes_arg(separator, &sep)
                                   : tp_bytes_view_any(separator, &sep.data, &sep.length);
    if (status < 0)
        return 0;
    if (!sep.length)
        return tp_raise(&tp_ValueError, "empty separator");
    int64_t at = backwards ? text_rfind(s.data, 1, s.length, sep.data, 1, sep.length)
                           : text_find(s.data, 1, s.length, sep.data, 1, sep.length);
    Value parts[3];
    if (at < 0) {
        parts[backwards ? 2 : 0] = tp_is_bytes(self) ? self : same(self);
        parts[1] = make(self, "", 0);
        parts[backwards ? 0 : 2] = make(self, "", 0);
    } else {
        parts[0] = make(self, s.data, at);
        parts[1] = tp_is_bytes(self) ? separator : make(self, sep.data, sep.length);
        parts[2] = make(self, s.data + at + sep.length, s.length - at - sep.length);
    }
    return parts[0] && parts[1] && parts[2] ? tp_tuple_of(3, parts) : 0;
}

Value bytes_partition(Value self, Value *args)
{
    return partition(self, args[0], false);
}

Value bytes_rpartition(Value self, Value *args)
{
    return partition(self, args[0], true);
}

static Value strip(Value self, Value chars, bool left, bool right)
{
    View s = view_of(self), set = {" \t\n\r\f\v", 6};
    if (chars && chars != TP_NONE && bytes_arg(chars, &set) < 0)
        return 0;
    int64_t start = 0, end = s.length;
    while (left && start < end && memchr(set.data, s.data[start], (size_t)set.length))
        start++;
    while (right && end > start && memchr(set.data, s.data[end - 1], (size_t)set.length))
        end--;
    return end - start == s.length ? same(self) : make(self, s.data + start, end - start);
}

Value bytes_strip(Value self, Value *args)
{
    return strip(self, args[0], true, true);
}

Value bytes_lstrip(Value self, Value *args)
{
    return strip(self, args[0], true, false);
}

Value bytes_rstrip(Value self, Value *args)
{
    return strip(self, args[0], false, true);
}

/* ---- replacing and joining ---- */

Value bytes_replace(Value self, Value *args)
{
    View old, new;
    int64_t limit = -1;
    if (bytes_arg(args[0], &old) < 0 || bytes_arg(args[1], &new) < 0 ||
        (args[2] && tp_ssize_argument(args[2], &limit) < 0))
        return 0;
    View s = view_of(self);
    int64_t count = text_count(s.data, 1, s.length, old.data, 1, old.length, limit);
    if (count == 0)
        return same(self);
    int64_t length;
    if (__builtin_mul_overflow(new.length - old.length, count, &length) ||
        __builtin_add_overflow(length, s.length, &length))
        return tp_raise(&tp_OverflowError, "replace bytes is too long");
    char *to;
    Value result = make_empty(self, length, &to);
    if (!result)
        return 0;
    int64_t from = 0;
    for (int64_t i = 0; i < count; i++) {
        int64_t n = old.length ? text_find(s.data + from, 1, s.length - from, old.data, 1,
                                           old.length)
                               : i > 0;
        memcpy(to, s.data + from, (size_t)n);
        memcpy(to + n, new.data, (size_t)new.length);
        to += n + new.length;
        from += n + old.length;
    }
    memcpy(to, s.data + from, (size_t)(s.length - from));
    return result;
}

Value bytes_join(Value self, Value *args)
{
    int64_t n;
    const Value *items;
    if (text_join_items(args[0], &items, &n) < 0)
        return 0;
    View sep = view_of(self);
    if (n == 1 && tp_is_exact(items[0], &tp_bytes_type) && tp_is_bytes(self))
        return items[0];
    int64_t length = n > 1 ? sep.length * (n - 1) : 0;
    View part;
    for (int64_t i = 0; i < n; i++) {
        if (bytes_arg(items[i], &part) < 0) {
            tp_error_clear();
            return tp_raise(&tp_TypeError,
                            "sequence item %zd: expected a bytes-like object, %T found", i,
                            items[i]);
        }
        length += part.length;
    }
    char *to;
    Value result = make_empty(self, length, &to);
    for (int64_t i = 0; result && i < n; i++) {
        if (i) {
            memcpy(to, sep.data, (size_t)sep.length);
            to += sep.length;
        }
        if (bytes_arg(items[i], &part) < 0)
            return 0;
        memcpy(to, part.data, (size_t)part.length);
        to += part.length;
    }
    return result;
}

Value bytes_translate(Value self, Value *args)
{
    View s = view_of(self), table = {NULL, 0}, gone = {NULL, 0};
    if (args[0] != TP_NONE) {
        if (bytes_arg(args[0], &table) < 0)
            return 0;
        if (table.length != 256)
            return tp_raise(&tp_ValueError, "translation table must be 256 characters long");
    }
    if (args[1] && bytes_arg(args[1], &gone) < 0)
        return 0;
    bool is_gone[256] = {false};
    for (int64_t i = 0; i < gone.length; i++)
        is_gone[(uint8_t)gone.data[i]] = true;
    ByteBuilder b = {0};
    if (tp_bytes_add(&b, NULL, s.length) < 0)
        return 0;
    int64_t n = 0;
    for (int64_t i = 0; i < s.length; i++) {
        uint8_t c = (uint8_t)s.data[i];
        if (!is_gone[c])
            b.data[n++] = table.data ? table.data[c] : (char)c;
    }
    return make(self, b.data ? b.data : "", n);
}

Value bytes_maketrans(Value self, Value *args)
{
    (void)self;
    View from, to;
    if (bytes_arg(args[0], &from) < 0 || bytes_arg(args[1], &to) < 0)
        return 0;
    if (from.length != to.length)
        return tp_raise(&tp_ValueError, "maketrans arguments must have same length");
    char table[256];
    for (int i = 0; i < 256; i++)
        table[i] = (char)i;
    for (int64_t i = 0; i < from.length; i++)
        table[(uint8_t)from.data[i]] = to.data[i];
    return tp_bytes_new(table, 256);
}

/* ---- padding ---- */

static Value pad(Value self, int64_t left, int64_t right, char fill)
{
    View s = view_of(self);
    if (left <= 0 && right <= 0)
        return same(self);
    char *to;
    Value result = make_empty(self, left + s.length + right, &to);
    if (!result)
        return 0;
    memset(to, fill, (size_t)left);
    memcpy(to + left, s.data, (size_t)s.length);
    memset(to + left + s.length, fill, (size_t)right);
    return result;
}

static int pad_args(const char *name, Value self, Value *args, int64_t *missing, char *fill)
{
    int64_t width;
    if (tp_ssize_argument(args[0], &width) < 0)
        return -1;
    *fill = ' ';
    if (args[1]) {
        View v = {NULL, 0};
        if (tp_is_bytes(args[1]) || tp_instance(args[1], &tp_bytearray_type))
            v = view_of(args[1]);
        if (v.length != 1)
            return tp_raise_int(&tp_TypeError,
                                "%s() argument 2 must be a byte string of length 1, not %s", name,
                                args[1] == TP_NONE ? "None" : tp_type_name(args[1]));
        *fill = *v.data;
    }
    int64_t n = view_of(self).length;
    *missing = width > n ? width - n : 0;
    return 0;
}

Value bytes_center(Value self, Value *args)
{
    int64_t missing;
    char fill;
    if (pad_args("center", self, args, &missing, &fill) < 0)
        return 0;
    int64_t left = missing / 2 + (missing & (missing + view_of(self).length) & 1);
    return pad(self, left, missing - left, fill);
}

Value bytes_ljust(Value self, Value *args)
{
    int64_t missing;
    char fill;
    return pad_args("ljust", self, args, &missing, &fill) < 0 ? 0 : pad(self, 0, missing, fill);
}

Value bytes_rjust(Value self, Value *args)
{
    int64_t missing;
    char fill;
    return pad_args("rjust", self, args, &missing, &fill) < 0 ? 0 : pad(self, missing, 0, fill);
}

Value bytes_zfill(Value self, Value *args)
{
    int64_t width;
    if (tp_ssize_argument(args[0], &width) < 0)
        return 0;
    View s = view_of(self);
    if (width < s.length)
        return same(self);
    int64_t missing = width - s.length;
    Value padded = pad(self, missing, 0, '0');
    if (padded && missing > 0 && s.length && (s.data[0] == '+' || s.data[0] == '-')) {
        char *to = (char *)view_of(padded).data;
        to[0] = s.data[0];
        to[missing] = '0';
    }
    return padded;
}

Value bytes_expandtabs(Value self, Value *args)
{
    int64_t size = 8, column = 0;
    if (args[0] && text_int_arg(args[0], &size) < 0)
        return 0;
    View s = view_of(self);
    ByteBuilder b = {0};
    for (int64_t i = 0; i < s.length; i++) {
        char c = s.data[i];
        if (c != '\t') {
            column = c == '\n' || c == '\r' ? 0 : column + 1;
            if (tp_bytes_add(&b, &c, 1) < 0)
                return 0;
        } else if (size > 0) {
            int64_t n = size - column % size;
            if (tp_bytes_add(&b, NULL, n) < 0)
                return 0;
            memset(b.data + b.length - n, ' ', (size_t)n);
            column += n;
        }
    }
    return make(self, b.data ? b.data : "", b.length);
}

/* ---- text ---- */

Value bytes_decode(Value self, Value *args)
{
    const char *encoding = "utf-8", *errors = "strict";
    if (args[0] && !(encoding = text_name_arg("decode", "argument 'encoding'", args[0])))
        return 0;
    if (args[1] && !(errors = text_name_arg("decode", "argument 'errors'", args[1])))
        return 0;
    return tp_decode_buffer(self, encoding, errors);
}

static int hex_value(uint32_t c)
{
    return c >= '0' && c <= '9'   ? (int)c - '0'
           : c >= 'a' && c <= 'f' ? (int)c - 'a' + 10
           : c >= 'A' && c <= 'F' ? (int)c - 'A' + 10
                                  : -1;
}

static Value raise_not_hex(int64_t position)
{
    return tp_raise(&tp_ValueError, "non-hexadecimal number found in fromhex() arg at position %zd",
                    position);
}

Value bytes_fromhex(Value self, Value *args)
{
    if (!tp_is_str(args[0]))
        return tp_raise_argument("fromhex", "argument", "str", args[0]);
    const Str *s = tp_as_str(args[0]);
    ByteBuilder b = {0};
    for (int64_t i = 0; i < s->length; i++)
        if (tp_str_at(s, i) > 127)
            return raise_not_hex(i);
    for (int64_t i = 0; i < s->length;) {
        uint32_t c = tp_str_at(s, i);
        if (is_space((uint8_t)c)) {
            i++;
            continue;
        }
        int high = hex_value(c), low = i + 1 < s->length ? hex_value(tp_str_at(s, i + 1)) : -1;
        if (high < 0 || low < 0)
            return raise_not_hex(high < 0 ? i : i + 1);
        char byte = (char)(high << 4 | low);
        if (tp_bytes_add(&b, &byte, 1) < 0)
            return 0;
        i += 2;
    }
    const char *data = b.data ? b.data : "";
    Type *type = (Type *)tp_obj(self);
    if (type == &tp_bytearray_type)
        return tp_bytearray_new(data, b.length);
    Value result = tp_bytes_new(data, b.length);
    return !result || type == &tp_bytes_type ? result : tp_call1(self, result);
}

Value tp_bytes_hex(Value v, Value separator, Value group, uint8_t greatest)
{
    static const char digits[] = "0123456789abcdef";
    uint32_t character = 0;
    int64_t every = 1;
    if (group && text_int_arg(group, &every) < 0)
        return 0;
    if (separator) {
        int64_t length = tp_len(separator);
        if (length < 0)
            return 0;
        if (length != 1)
            return tp_raise(&tp_ValueError, "sep must be length 1.");
        if (tp_is_str(separator))
            character = tp_str_at(tp_as_str(separator), 0);
        else if (tp_is_bytes(separator))
            character = (uint8_t)*((Bytes *)tp_obj(separator))->data;
        else
            return tp_raise(&tp_TypeError, "sep must be str or bytes.");
        if (character > greatest)
            return tp_raise(&tp_ValueError, "sep must be ASCII.");
    } else {
        every = 0;
    }
    const char *data;
    int64_t n;
    if (tp_bytes_view_any(v, &data, &n) < 0)
        return 0;
    if (n == 0)
        return TP_EMPTY_STR;
    int64_t size = every < 0 ? -every : every;
    int64_t separators = size ? (n - 1) / size : 0;
    Str *s = tp_str_alloc(2 * n + separators, greatest);
    if (!s)
        return 0;
    char *to = s->data;
    for (int64_t i = 0; i < n; i++) {
        /* groups are counted from the right when positive, from the left when negative */
        if (size && i && (every > 0 ? n - i : i) % size == 0)
            *to++ = (char)character;
        *to++ = digits[(uint8_t)data[i] >> 4];
        *to++ = digits[data[i] & 15];
    }
    return tp_ref(s);
}

Value bytes_hex(Value self, Value *args)
{
    return tp_bytes_hex(self, args[0], args[1], 127);
}

/* ---- slots ---- */

Value bytes_str(Value self)
{
    bool is_bytes = tp_is_bytes(self);
    if (tp_config.bytes_warning && tp_warn(&tp_BytesWarning, 1, "str() on a %s instance",
                                           is_bytes ? "bytes" : "bytearray") < 0)
        return 0;
    return (is_bytes ? &tp_bytes_type : &tp_bytearray_type)->repr(self);
}

/* Under -b, of == and != that can't be true: 0, or -1 with BytesWarning. */
static int warn_of_unlike(Value self, Value other)
{
    bool is_bytes = tp_is_bytes(self);
    const char *what = tp_is_str(other) ? "string" : is_bytes && tp_is_int(other) ? "int" : 0;
    return what ? tp_warn(&tp_BytesWarning, 1, "Comparison between %s and %s",
                          is_bytes ? "bytes" : "bytearray", what)
                : 0;
}

Value bytes_compare(Value self, Value other, int op)
{
    /* bytes leave it to others how they compare with bytes */
    if (tp_is_bytes(self) ? !tp_is_bytes(other) : !tp_is_buffer(other)) {
        bool warns = tp_config.bytes_warning && (op == TP_EQ || op == TP_NE);
        return warns && warn_of_unlike(self, other) < 0 ? 0 : TP_NOTIMPLEMENTED;
    }
    View a = view_of(self), b;
    if (bytes_arg(other, &b) < 0) {
        tp_error_clear();
        return TP_NOTIMPLEMENTED;
    }
    if (op == TP_EQ || op == TP_NE) {
        bool is_equal = a.length == b.length && !memcmp(a.data, b.data, (size_t)a.length);
        return tp_bool(is_equal == (op == TP_EQ));
    }
    int order = memcmp(a.data, b.data, (size_t)(a.length < b.length ? a.length : b.length));
    return tp_bool(order ? tp_order_lengths(order, 0, op)
                         : tp_order_lengths(a.length, b.length, op));
}

int bytes_contains(Value self, Value item)
{
    View sub;
    char byte;
    Value index = 0;
    if (tp_is_int(item) || (tp_type_of(item)->index && !tp_is_buffer(item))) {
        index = tp_is_small(item) ? item : tp_index(item);
        if (!index) /* then it is no bytes either */
            tp_error_clear();
    }
    if (index) {
        int value = tp_byte_value(index, byte_range);
        if (value < 0)
            return -1;
        byte = (char)value;
        sub = (View){&byte, 1};
    } else if (bytes_arg(item, &sub) < 0) {
        return -1;
    }
    View s = view_of(self);
    return text_find(s.data, 1, s.length, sub.data, 1, sub.length) >= 0;
}

int64_t bytes_length(Value self)
{
    return view_of(self).length;
}

int bytes_bool(Value self)
{
    return view_of(self).length > 0;
}

Value bytes_getitem(Value self, Value key)
{
    View s = view_of(self);
    if (tp_is_small(key)) {
        int64_t i = tp_small_value(key);
        if (i < 0)
            i += s.length;
        if ((uint64_t)i < (uint64_t)s.length)
            return tp_small((uint8_t)s.data[i]);
        return tp_raise(&tp_IndexError, tp_is_bytes(self) ? "index out of range"
                                                          : "bytearray index out of range");
    }
    if (tp_is_exact(key, &tp_slice_type)) {
        int64_t start, stop, step;
        if (tp_slice_unpack(key, &start, &stop, &step) < 0)
            return 0;
        s = view_of(self); /* an __index__ may have changed it */
        int64_t n = tp_slice_adjust(s.length, &start, &stop, step);
        if (step == 1)
            return n == s.length ? same(self) : make(self, s.data + start, n);
        char *to;
        Value result = make_empty(self, n, &to);
        for (int64_t i = 0; result && i < n; i++, start += step)
            to[i] = s.data[start];
        return result;
    }
    if (!tp_is_int(key) && !tp_type_of(key)->index)
        return tp_raise(&tp_TypeError, "%s indices must be integers or slices, not %T",
                        tp_is_bytes(self) ? "byte" : "bytearray", key);
    Value index = tp_index(key);
    if (!index)
        return 0;
    index = tp_int_plain(index);
    int64_t i;
    if (!tp_is_small(index))
        return tp_raise(&tp_IndexError,
                        !tp_int_fits_i64(index, &i) ? "cannot fit '%T' into an index-sized integer"
                        : tp_is_bytes(self)         ? "index out of range"
                                                    : "bytearray index out of range",
                        key);
    return bytes_getitem(self, index);
}

Value bytes_add(Value self, Value other)
{
    View a = view_of(self), b;
    if (bytes_arg(other, &b) < 0) {
        tp_error_clear();
        return tp_raise(&tp_TypeError, "can't concat %T to %T", other, self);
    }
    if (tp_is_exact(self, &tp_bytes_type) && b.length == 0)
        return self;
    if (tp_is_exact(other, &tp_bytes_type) && a.length == 0 && tp_is_bytes(self))
        return other;
    char *to;
    Value result = make_empty(self, a.length + b.length, &to);
    if (result) {
        memcpy(to, a.data, (size_t)a.length);
        memcpy(to + a.length, b.data, (size_t)b.length);
    }
    return result;
}

static Value repeat(Value self, int64_t times)
{
    View s = view_of(self);
    int64_t length;
    if (times < 0)
        times = 0;
    if (__builtin_mul_overflow(s.length, times, &length))
        return tp_instance(self, &tp_bytearray_type)
                   ? tp_raise_no_memory()
                   : tp_raise(&tp_OverflowError, "repeated bytes are too long");
    if (length > INT64_MAX / 2)
        return tp_raise_no_memory();
    if (length == s.length && tp_is_exact(self, &tp_bytes_type))
        return self;
    if (!length && tp_is_bytes(self))
        return tp_bytes_empty(); /* not b'' itself, as marshal data show */
    char *to;
    Value result = make_empty(self, length, &to);
    if (!result || !length)
        return result;
    if (s.length == 1) {
        memset(to, *s.data, (size_t)length);
        return result;
    }
    int64_t done = s.length;
    memcpy(to, s.data, (size_t)done);
    for (; done < length; done *= 2)
        memcpy(to + done, to, (size_t)(done * 2 <= length ? done : length - done));
    return result;
}

Value bytes_mul(Value self, Value other)
{
    int64_t n;
    return tp_repeat_by(other, &n) ? repeat(self, n) : 0;
}

Value bytes_modulo(Value self, Value other)
{
    View s = view_of(self);
    ByteBuilder b = {0};
    if (tp_bytes_mod(s.data, s.length, other, &b) < 0)
        return 0;
    return make(self, b.data ? b.data : "", b.length);
}

Value bytes_rmod(Value self, Value other)
{
    return tp_is_bytes(other) && tp_is_bytes(self) ? bytes_modulo(other, self) : TP_NOTIMPLEMENTED;
}

/* ---- iterators ---- */

Value bytes_iterator_self(Value self)
{
    return self;
}

Value bytes_iterator_next(Value self)
{
    StrIterator *it = (StrIterator *)tp_obj(self);
    if (!it->text)
        return 0;
    View s = view_of(it->text);
    if (it->index < s.length)
        return tp_small((uint8_t)s.data[it->index++]);
    it->text = 0;
    return 0;
}

static Value iterator_length_hint(Value self, Value *args)
{
    (void)args;
    StrIterator *it = (StrIterator *)tp_obj(self);
    int64_t n = it->text ? view_of(it->text).length - it->index : 0;
    return tp_small(n < 0 ? 0 : n);
}

static Value iterator_reduce(Value self, Value *args)
{
    (void)args;
    StrIterator *it = (StrIterator *)tp_obj(self);
    if (!it->text)
        return tp_reduce_as("iter", tp_tuple_pack(1, tp_ref(tp_empty_tuple)), 0);
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
        int64_t n = view_of(it->text).length;
        it->index = index < 0 ? 0 : index > n ? n : index;
    }
    return TP_NONE;
}

const MethodDef tp_bytes_iterator_methods[] = {
    METHOD("__length_hint__", iterator_length_hint, "()",
           "Private method returning an estimate of len(list(it))."),
    METHOD("__reduce__", iterator_reduce, "()", "Return state information for pickling."),
    METHOD("__setstate__", iterator_setstate, "(state, /)",
           "Set state information for unpickling."),
    METHOD_END,
};
