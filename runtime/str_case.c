/* str_case.c -- case conversion and the is...() questions of str. ASCII is done byte by byte, the
 * rest goes through unicode.c. */
#include "text.h"
#include "unicode.h"

/* ---- conversion ---- */

static bool is_final_sigma(const Str *s, int64_t at)
{
    int64_t i = at - 1;
    while (i >= 0 && tp_char_is_case_ignorable(tp_str_at(s, i)))
        i--;
    if (i < 0 || !tp_char_is_cased(tp_str_at(s, i)))
        return false;
    for (i = at + 1; i < s->length && tp_char_is_case_ignorable(tp_str_at(s, i));)
        i++;
    return i == s->length || !tp_char_is_cased(tp_str_at(s, i));
}

static int lower_at(const Str *s, int64_t i, uint32_t out[3])
{
    uint32_t c = tp_str_at(s, i);
    if (c == 0x3a3) {
        out[0] = is_final_sigma(s, i) ? 0x3c2 : 0x3c3;
        return 1;
    }
    return tp_char_lower(c, out);
}

enum Conversion { LOWER, UPPER, FOLD, SWAP, CAPITALIZE, TITLE };

static Value convert(const Str *s, enum Conversion how)
{
    StrBuilder b;
    tp_builder_init(&b);
    bool after_cased = false;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i), out[3];
        int n;
        switch (how) {
        case LOWER:
            n = lower_at(s, i, out);
            break;
        case UPPER:
            n = tp_char_upper(c, out);
            break;
        case FOLD:
            n = tp_char_fold(c, out);
            break;
        case SWAP:
            if (tp_char_is_upper(c)) {
                n = lower_at(s, i, out);
            } else if (tp_char_is_lower(c)) {
                n = tp_char_upper(c, out);
            } else {
                out[0] = c;
                n = 1;
            }
            break;
        case CAPITALIZE:
            n = i ? lower_at(s, i, out) : tp_char_title(c, out);
            break;
        default:
            n = after_cased ? lower_at(s, i, out) : tp_char_title(c, out);
            after_cased = tp_char_is_cased(c);
        }
        for (int k = 0; k < n; k++) {
            if (tp_builder_char(&b, out[k]) < 0)
                return 0;
        }
    }
    return tp_builder_finish(&b);
}

static inline bool is_upper_ascii(uint8_t c)
{
    return (uint8_t)(c - 'A') < 26;
}

static inline bool is_lower_ascii(uint8_t c)
{
    return (uint8_t)(c - 'a') < 26;
}

/* Of eight ASCII characters the high bits of those from `first` to `last`. */
static inline uint64_t marks(uint64_t word, char first, char last)
{
    const uint64_t each = 0x0101010101010101;
    return ((word + each * (0x80 - (uint8_t)first)) ^ (word + each * (0x7f - (uint8_t)last))) &
           each * 0x80;
}

/* ASCII characters in the other case where they lie between `first` and `last`. */
static inline uint64_t other_case(uint64_t word, char first, char last)
{
    return word ^ marks(word, first, last) >> 2;
}

/* The same of n characters, eight or four at a time; the last ones may overlap with others. */
static inline void change_case(uint8_t *to, const uint8_t *from, int64_t n, char first, char last)
{
    if (n < 4) {
        for (int64_t i = 0; i < n; i++)
            to[i] = (uint8_t)other_case(from[i], first, last);
    } else if (n < 8) {
        uint32_t head, tail;
        memcpy(&head, from, 4);
        memcpy(&tail, from + n - 4, 4);
        head = (uint32_t)other_case(head, first, last);
        tail = (uint32_t)other_case(tail, first, last);
        memcpy(to, &head, 4);
        memcpy(to + n - 4, &tail, 4);
    } else {
        for (int64_t i = 0, end = n - 8; i < n; i += 8) {
            uint64_t word;
            int64_t at = i < end ? i : end;
            memcpy(&word, from + at, 8);
            word = other_case(word, first, last);
            memcpy(to + at, &word, 8);
        }
    }
}

static Value convert_ascii(const Str *s, enum Conversion how)
{
    if (s->length == 0)
        return TP_EMPTY_STR;
    const uint8_t *from = s->data;
    enum { SHORT = 32 };
    uint8_t stack[SHORT], *to = stack;
    Str *result = 0;
    if (s->length > SHORT) {
        if (!(result = tp_str_alloc(s->length, 0x7f)))
            return 0;
        to = result->data;
    }
    bool after_cased = false;
    switch (how) {
    case LOWER:
    case FOLD:
        change_case(to, from, s->length, 'A', 'Z');
        break;
    case UPPER:
        change_case(to, from, s->length, 'a', 'z');
        break;
    case SWAP:
        for (int64_t i = 0; i < s->length; i++)
            to[i] = from[i] ^ (uint8_t)((is_upper_ascii(from[i]) + is_lower_ascii(from[i])) << 5);
        break;
    case CAPITALIZE:
        change_case(to, from, s->length, 'A', 'Z');
        to[0] = (uint8_t)(to[0] - (is_lower_ascii(to[0]) << 5));
        break;
    case TITLE:
        for (int64_t i = 0; i < s->length; i++) {
            uint8_t c = from[i];
            bool is_upper = is_upper_ascii(c), is_lower = is_lower_ascii(c);
            to[i] = (is_upper && after_cased) || (is_lower && !after_cased) ? c ^ 32 : c;
            after_cased = is_upper || is_lower;
        }
    }
    return result ? tp_ref(result) : tp_str_ascii_part((const char *)stack, s->length);
}

/* Does lower() (or upper(), where the others change) leave an ASCII str as it is? */
static bool is_unchanged(const Str *s, char first, char last)
{
    const char *p = s->data;
    int64_t n = s->length;
    uint64_t word = 0;
    if (n < 4) {
        for (int64_t i = 0; i < n; i++)
            word = word << 8 | (uint8_t)p[i];
        return !marks(word, first, last);
    }
    if (n < 8) {
        uint32_t head, tail;
        memcpy(&head, p, 4);
        memcpy(&tail, p + n - 4, 4);
        return !marks((uint64_t)head << 32 | tail, first, last);
    }
    for (int64_t i = 0; i + 8 <= n; i += 8) {
        memcpy(&word, p + i, 8);
        if (marks(word, first, last))
            return false;
    }
    memcpy(&word, p + n - 8, 8);
    return !marks(word, first, last);
}

static inline Value change(Value self, enum Conversion how)
{
    const Str *s = tp_as_str(self);
    if (s->is_ascii && (how == LOWER || how == FOLD) && is_unchanged(s, 'A', 'Z'))
        return tp_str_exact(self);
    if (s->is_ascii && how == UPPER && is_unchanged(s, 'a', 'z'))
        return tp_str_exact(self);
    return s->is_ascii ? convert_ascii(s, how) : convert(s, how);
}

#define CONVERSION(name, how)                                                                   \
    Value str_##name(Value self, Value *args)                                                   \
    {                                                                                           \
        (void)args;                                                                             \
        return change(self, how);                                                               \
    }
CONVERSION(lower, LOWER)
CONVERSION(upper, UPPER)
CONVERSION(casefold, FOLD)
CONVERSION(swapcase, SWAP)
CONVERSION(capitalize, CAPITALIZE)
CONVERSION(title, TITLE)

/* ---- questions ---- */

/* All characters answer yes and there is one; below 256 the flags answer. */
static inline bool all(const Str *s, uint8_t flags, bool (*answer)(uint32_t))
{
    if (flags && s->width == 1) {
        const uint8_t *p = s->data;
        for (int64_t i = 0; i < s->length; i++) {
            if (!(tp_latin1_flags[p[i]] & flags))
                return false;
        }
        return s->length > 0;
    }
    for (int64_t i = 0; i < s->length; i++) {
        if (!answer(tp_str_at(s, i)))
            return false;
    }
    return s->length > 0;
}

static bool is_alnum(uint32_t c)
{
    return tp_char_is_alnum(c);
}

#define QUESTION(name, flags, answer)                                                           \
    Value str_##name(Value self, Value *args)                                                   \
    {                                                                                           \
        (void)args;                                                                             \
        return tp_bool(all(tp_as_str(self), flags, answer));                                    \
    }
QUESTION(isalpha, CHAR_ALPHA, tp_char_is_alpha)
QUESTION(isdecimal, CHAR_DECIMAL, tp_char_is_decimal)
QUESTION(isdigit, 0, tp_char_is_digit)
QUESTION(isnumeric, CHAR_NUMERIC, tp_char_is_numeric)
QUESTION(isalnum, CHAR_ALPHA | CHAR_NUMERIC, is_alnum)
QUESTION(isspace, CHAR_SPACE, tp_char_is_space)

Value str_isprintable(Value self, Value *args)
{
    (void)args;
    const Str *s = tp_as_str(self);
    return tp_bool(s->length == 0 || all(s, CHAR_PRINTABLE, tp_char_is_printable));
}

Value str_isascii(Value self, Value *args)
{
    (void)args;
    return tp_bool(tp_as_str(self)->is_ascii);
}

Value str_isidentifier(Value self, Value *args)
{
    (void)args;
    const Str *s = tp_as_str(self);
    if (s->length == 0 || !tp_char_is_xid_start(tp_str_at(s, 0)))
        return TP_FALSE;
    for (int64_t i = 1; i < s->length; i++) {
        if (!tp_char_is_xid_continue(tp_str_at(s, i)))
            return TP_FALSE;
    }
    return TP_TRUE;
}

Value str_islower(Value self, Value *args)
{
    (void)args;
    const Str *s = tp_as_str(self);
    bool is_cased = false;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        if (tp_char_is_upper(c) || tp_char_is_title(c))
            return TP_FALSE;
        is_cased = is_cased || tp_char_is_lower(c);
    }
    return tp_bool(is_cased);
}

Value str_isupper(Value self, Value *args)
{
    (void)args;
    const Str *s = tp_as_str(self);
    bool is_cased = false;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        if (tp_char_is_lower(c) || tp_char_is_title(c))
            return TP_FALSE;
        is_cased = is_cased || tp_char_is_upper(c);
    }
    return tp_bool(is_cased);
}

Value str_istitle(Value self, Value *args)
{
    (void)args;
    const Str *s = tp_as_str(self);
    bool is_cased = false, after_cased = false;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        if (tp_char_is_upper(c) || tp_char_is_title(c)) {
            if (after_cased)
                return TP_FALSE;
            is_cased = after_cased = true;
        } else if (tp_char_is_lower(c)) {
            if (!after_cased)
                return TP_FALSE;
            is_cased = true;
        } else {
            after_cased = false;
        }
    }
    return tp_bool(is_cased);
}
