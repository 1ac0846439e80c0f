/* str_split.c -- splitting, partitioning and stripping str. */
#include "text.h"
#include "error.h"
#include "list.h"
#include "sequence.h"
#include "unicode.h"

static inline bool is_space(const Str *s, int64_t i)
{
    return s->width == 1 ? tp_latin1_flags[((const uint8_t *)s->data)[i]] & CHAR_SPACE
                         : tp_char_is_space(tp_str_at(s, i));
}

static int append_slice(Value list, Value self, int64_t start, int64_t end)
{
    Value part = tp_str_slice(self, start, end);
    return part ? tp_list_append(list, part) : -1;
}

/* ---- split ---- */

/* The first index from i on of a space in ASCII text; n if there is none. Eight characters at a
 * time: a byte below 0x21 is marked, and perhaps others behind one that is. */
static inline int64_t next_ascii_space(const uint8_t *chars, int64_t i, int64_t n)
{
    const uint64_t each = 0x0101010101010101;
    for (; i + 8 <= n; i += 8) {
        uint64_t word;
        memcpy(&word, chars + i, 8);
        for (uint64_t marks = (word - each * 0x21) & each * 0x80; marks; marks &= marks - 1) {
            int64_t at = i + (__builtin_ctzll(marks) >> 3);
            if (tp_latin1_flags[chars[at]] & CHAR_SPACE)
                return at;
        }
    }
    while (i < n && !(tp_latin1_flags[chars[i]] & CHAR_SPACE))
        i++;
    return i;
}

/* The first index from i on with or without a space; n if there is none. */
static inline int64_t next_space(const Str *s, int64_t i, int64_t n, bool wanted)
{
    if (s->is_ascii && wanted)
        return next_ascii_space(s->data, i, n);
    if (s->width == 1) {
        const uint8_t *chars = s->data;
        while (i < n && !(tp_latin1_flags[chars[i]] & CHAR_SPACE) == wanted)
            i++;
        return i;
    }
    while (i < n && tp_char_is_space(tp_str_at(s, i)) != wanted)
        i++;
    return i;
}

/* Up to the next run of spaces. */
static Value next_word(Splitter *splitter, const Str *s)
{
    int64_t end = s->length, start = next_space(s, splitter->position, end, false);
    splitter->position = -1;
    if (start == end)
        return 0;
    if (splitter->limit-- != 0) /* else all the rest, with the spaces at its end */
        splitter->position = end = next_space(s, start, end, true);
    return tp_str_slice(splitter->text, start, end);
}

Value tp_splitter_next(Splitter *splitter)
{
    const Str *s = tp_as_str(splitter->text);
    int64_t start = splitter->position, end = -1;
    if (start < 0)
        return 0;
    if (!splitter->separator)
        return next_word(splitter, s);
    const Str *sep = tp_as_str(splitter->separator);
    if (splitter->limit-- != 0) {
        if (s->width == 1 && sep->width == 1 && sep->length == 1) {
            const char *from = (const char *)s->data + start;
            const char *at = memchr(from, *(const char *)sep->data, (size_t)(s->length - start));
            if (at)
                end = start + (at - from);
        } else {
            int64_t at = text_find(text_at(s->data, s->width, start), s->width, s->length - start,
                                   sep->data, sep->width, sep->length);
            if (at >= 0)
                end = start + at;
        }
    }
    splitter->position = end < 0 ? -1 : end + sep->length;
    if (end < 0)
        end = s->length;
    return tp_str_slice(splitter->text, start, end);
}

static Value splitter_self(Value self)
{
    return self;
}

static Value splitter_next(Value self)
{
    return tp_splitter_next((Splitter *)tp_obj(self));
}

Type tp_splitter_type = {
    .head = {&tp_type_type},
    .name = "list_iterator",
    .basic_size = sizeof(Splitter),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .iter = splitter_self,
    .next = splitter_next,
};

/* All parts. Few, as mostly, are gathered first. */
static Value split_list(Value self, Value separator, int64_t limit)
{
    Splitter splitter = {.text = self, .separator = separator, .limit = limit};
    Value parts[16], part, list = 0;
    int n = 0;
    while ((part = tp_splitter_next(&splitter))) {
        if (list) {
            if (tp_list_append(list, part) < 0)
                return 0;
            continue;
        }
        parts[n++] = part;
        if (n == 16 && !(list = tp_list_of(n, parts)))
            return 0;
    }
    if (tp_state.pending)
        return 0;
    return list ? list : tp_list_of(n, parts);
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
    const Str *s = tp_as_str(self);
    Value list = tp_list_new(0);
    if (!list)
        return 0;
    int64_t i = s->length;
    for (;;) {
        while (i > 0 && is_space(s, i - 1))
            i--;
        if (i == 0)
            break;
        int64_t end = i;
        if (limit-- == 0) {
            if (append_slice(list, self, 0, end) < 0)
                return 0;
            break;
        }
        while (i > 0 && !is_space(s, i - 1))
            i--;
        if (append_slice(list, self, i, end) < 0)
            return 0;
    }
    reverse(list);
    return list;
}

static Value rsplit_on(Value self, Value separator, int64_t limit)
{
    const Str *s = tp_as_str(self), *sep = tp_as_str(separator);
    Value list = tp_list_new(0);
    if (!list)
        return 0;
    int64_t end = s->length;
    while (limit-- != 0) {
        int64_t at = text_rfind(s->data, s->width, end, sep->data, sep->width, sep->length);
        if (at < 0)
            break;
        if (append_slice(list, self, at + sep->length, end) < 0)
            return 0;
        end = at;
    }
    if (append_slice(list, self, 0, end) < 0)
        return 0;
    reverse(list);
    return list;
}

/* Check the arguments, the separator None becomes 0. -1 with an exception. */
static int check_split(Value *args, int64_t *limit)
{
    if (args[1] && tp_ssize_argument(args[1], limit) < 0)
        return -1;
    if (!args[0] || args[0] == TP_NONE) {
        args[0] = 0;
        return 0;
    }
    if (!tp_is_str(args[0]))
        return tp_raise_int(&tp_TypeError, "must be str or None, not %T", args[0]);
    if (tp_as_str(args[0])->length == 0)
        return tp_raise_int(&tp_ValueError, "empty separator");
    return 0;
}

/* A separator that is too long or has too wide characters: the only part is self itself, also where
 * it is of a subclass. */
static bool cannot_split(Value self, Value separator)
{
    const Str *s = tp_as_str(self), *sep = separator ? tp_as_str(separator) : NULL;
    return sep && (sep->length > s->length || sep->width > s->width);
}

Value str_split(Value self, Value *args)
{
    int64_t limit = -1;
    if (check_split(args, &limit) < 0)
        return 0;
    if (cannot_split(self, args[0]))
        return tp_list_of(1, &self);
    return split_list(self, args[0], limit);
}

Value str_rsplit(Value self, Value *args)
{
    int64_t limit = -1;
    if (check_split(args, &limit) < 0)
        return 0;
    if (cannot_split(self, args[0]))
        return tp_list_of(1, &self);
    return args[0] ? rsplit_on(self, args[0], limit) : rsplit_spaces(self, limit);
}

Value str_splitlines(Value self, Value *args)
{
    int64_t keep_ends = 0;
    if (args[0] && text_int_arg(args[0], &keep_ends) < 0)
        return 0;
    const Str *s = tp_as_str(self);
    Value list = tp_list_new(0);
    if (!list)
        return 0;
    for (int64_t i = 0; i < s->length;) {
        int64_t start = i;
        while (i < s->length && !tp_char_is_line_break(tp_str_at(s, i)))
            i++;
        int64_t end = i;
        if (i < s->length) {
            bool is_crlf = tp_str_at(s, i) == '\r' && i + 1 < s->length &&
                           tp_str_at(s, i + 1) == '\n';
            i += is_crlf ? 2 : 1;
            if (keep_ends)
                end = i;
        }
        if (append_slice(list, self, start, end) < 0)
            return 0;
    }
    return list;
}

/* ---- partition ---- */

static Value three(Value a, Value b, Value c)
{
    return a && b && c ? tp_tuple_pack(3, a, b, c) : 0;
}

static int check_separator(Value separator)
{
    if (!tp_is_str(separator))
        return tp_raise_int(&tp_TypeError, "must be str, not %T", separator);
    if (tp_as_str(separator)->length == 0)
        return tp_raise_int(&tp_ValueError, "empty separator");
    return 0;
}

Value str_partition(Value self, Value *args)
{
    if (check_separator(args[0]) < 0)
        return 0;
    const Str *s = tp_as_str(self), *sep = tp_as_str(args[0]);
    int64_t at = text_find(s->data, s->width, s->length, sep->data, sep->width, sep->length);
    if (at < 0)
        return three(self, TP_EMPTY_STR, TP_EMPTY_STR);
    return three(tp_str_slice(self, 0, at), args[0],
                 tp_str_slice(self, at + sep->length, s->length));
}

Value str_rpartition(Value self, Value *args)
{
    if (check_separator(args[0]) < 0)
        return 0;
    const Str *s = tp_as_str(self), *sep = tp_as_str(args[0]);
    int64_t at = text_rfind(s->data, s->width, s->length, sep->data, sep->width, sep->length);
    if (at < 0)
        return three(TP_EMPTY_STR, TP_EMPTY_STR, self);
    return three(tp_str_slice(self, 0, at), args[0],
                 tp_str_slice(self, at + sep->length, s->length));
}

/* ---- strip ---- */

/* Strip chars[*start:*end], all ASCII, of the members of set. */
static inline void strip_ascii(const uint8_t *chars, const Str *set, bool left, bool right,
                               int64_t *start, int64_t *end)
{
    uint64_t bits[2] = {0, 0};
    const uint8_t *members = set->data;
    int64_t from = *start, to = *end;
    for (int64_t i = 0, n = set->length; i < n; i++)
        bits[members[i] >> 6] |= (uint64_t)1 << (members[i] & 63);
#define IN_SET(c) (bits[(c) >> 6] >> ((c) & 63) & 1)
    while (left && from < to && IN_SET(chars[from]))
        from++;
    while (right && to > from && IN_SET(chars[to - 1]))
        to--;
#undef IN_SET
    *start = from;
    *end = to;
}

static inline __attribute__((always_inline)) Value strip(Value self, Value chars, bool left,
                                                         bool right, const char *name)
{
    const Str *s = tp_as_str(self);
    int64_t start = 0, end = s->length;
    if (!chars || chars == TP_NONE) {
        if (left) {
            while (start < end && is_space(s, start))
                start++;
        }
        if (right) {
            while (end > start && is_space(s, end - 1))
                end--;
        }
        return tp_str_slice(self, start, end);
    }
    if (!tp_is_str(chars))
        return tp_raise(&tp_TypeError, "%s arg must be None or str", name);
    const Str *set = tp_as_str(chars);
    if (s->is_ascii && set->is_ascii) {
        strip_ascii(s->data, set, left, right, &start, &end);
        return tp_str_slice(self, start, end);
    }
    if (left) {
        while (start < end &&
               text_find_char(set->data, set->width, set->length, tp_str_at(s, start)) >= 0)
            start++;
    }
    if (right) {
        while (end > start &&
               text_find_char(set->data, set->width, set->length, tp_str_at(s, end - 1)) >= 0)
            end--;
    }
    return tp_str_slice(self, start, end);
}

Value str_strip(Value self, Value *args)
{
    return strip(self, args[0], true, true, "strip");
}

Value str_lstrip(Value self, Value *args)
{
    return strip(self, args[0], true, false, "lstrip");
}

Value str_rstrip(Value self, Value *args)
{
    return strip(self, args[0], false, true, "rstrip");
}
