/* str.c -- storage of str: making, interning, hashing, comparing, concatenating, joining.
 *
 * A plain str is one object without pointers: header and characters. Two kinds point elsewhere:
 * instances of subclasses, which share the characters of the plain str they were made from, and
 * strs that grow. When a str that is itself the result of a concatenation is extended, the result
 * goes into a TextBuffer with room to spare; extending a str that ends where its buffer's used
 * part ends appends in place and makes only a new header. The prefix strs stay valid, as what is
 * before their end is never written again. So n appends cost O(n) characters copied.
 *
 * Start at `tp_str_alloc` and `tp_str_concat`.
 */
#include <stdio.h>
#include "text.h"
#include "error.h"
#include "heap.h"
#include "list.h"

/* Bytes before the inline characters: owner and dict are not there. */
#define HEADER offsetof(Str, owner)

/* Smaller results of concatenation are copied each time. */
enum { GROW_FROM = 200 };

/* The shared str of the character c, or for 256 the empty one. */
#define ONE(c)                                                                                  \
    {.str = {.head = {&tp_str_type},                                                            \
             .length = (c) < 256,                                                               \
             .width = 1,                                                                        \
             .is_ascii = (c) < 128 || (c) == 256,                                               \
             .is_interned = true,                                                               \
             .hash = (c) < 256 ? -1 : 0,                                                        \
             .data = tp_chars[c].text},                                                         \
     .text = {(uint8_t)(c)}}
#define FOUR(c) ONE(c), ONE((c) + 1), ONE((c) + 2), ONE((c) + 3)
#define SIXTEEN(c) FOUR(c), FOUR((c) + 4), FOUR((c) + 8), FOUR((c) + 12)
#define SIXTY_FOUR(c) SIXTEEN(c), SIXTEEN((c) + 16), SIXTEEN((c) + 32), SIXTEEN((c) + 48)

_Alignas(16) CharStr tp_chars[257] = {
    SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128), SIXTY_FOUR(192), ONE(256)
};

/* ---- making ---- */

static void *alloc_large(int64_t n, int width)
{
    size_t size = tp_size((size_t)n + 1, (size_t)width, HEADER);
    return size ? tp_heap_try_alloc_atomic(size) : NULL;
}

static inline Str *alloc(int64_t n, int width, bool is_ascii)
{
    Str *s = n < 64 ? tp_heap_small_atomic(((size_t)n + 1) * width + HEADER)
                    : alloc_large(n, width);
    if (!s)
        return NULL;
    s->head.type = &tp_str_type;
    s->layout = TP_STR_LAYOUT(n, width, is_ascii);
    s->hash = -1;
    s->data = (char *)s + HEADER;
    text_put(s->data, width, n, 0);
    return s;
}

Str *tp_str_alloc(int64_t n, uint32_t max_char)
{
    return alloc(n, text_width(max_char), max_char < 128);
}

/* A header for characters that live elsewhere. */
static Str *alloc_view(Type *type, const Str *like, void *data, int64_t length, Value owner)
{
    Str *s = tp_heap_object(type, 0);
    s->layout = TP_STR_LAYOUT(length, like->width, like->is_ascii);
    s->hash = -1;
    s->data = data;
    s->owner = owner;
    return s;
}

Value tp_str_subclass(Type *type, Value content)
{
    if (type == &tp_str_type)
        return tp_str_exact(content);
    Str *from = tp_as_str(content);
    Str *s = alloc_view(type, from, from->data, from->length, content);
    s->hash = from->hash;
    return tp_ref(s);
}

Value tp_str_exact(Value str)
{
    if (tp_is_exact(str, &tp_str_type))
        return str;
    Str *s = tp_as_str(str);
    /* made by tp_str_subclass, so the owner is a str of the same characters */
    return tp_str_exact(s->owner);
}

Value tp_str_latin1(const uint8_t *chars, int64_t n)
{
    if (n <= 1)
        return n ? tp_latin1_char(*chars) : TP_EMPTY_STR;
    Str *s = alloc(n, 1, text_max(chars, 1, n) < 128);
    if (!s)
        return 0;
    memcpy(s->data, chars, (size_t)n);
    return tp_ref(s);
}

Value tp_str_ascii(const char *chars, int64_t n)
{
    if (n <= 1)
        return n ? tp_latin1_char((uint8_t)*chars) : TP_EMPTY_STR;
    Str *s = alloc(n, 1, true);
    if (!s)
        return 0;
    text_move(s->data, chars, n);
    return tp_ref(s);
}

/* Short strs made by tp_str_ascii_part, each in one of the two places that its characters choose:
 * what was asked for lately comes first. Forgotten at every collection. */
enum { RECENT_LOG2 = 11, RECENT_LENGTH = 16 };
typedef struct Recent {
    uint64_t mixed[2];
    Value strs[2];
} Recent;
static Recent recent[1 << RECENT_LOG2] __attribute__((aligned(64)));
static bool has_recent; /* until then nobody looks at its pages, each of which costs a fault */

void tp_str_init(void)
{
    tp_heap_forget(recent, sizeof recent);
}

/* 2 to 16 characters as two words that differ when the characters do. */
static inline void read_short(const char *p, int64_t n, uint64_t *first, uint64_t *last)
{
    if (n >= 8) {
        memcpy(first, p, 8);
        memcpy(last, p + n - 8, 8);
    } else if (n >= 4) {
        uint32_t a, b;
        memcpy(&a, p, 4);
        memcpy(&b, p + n - 4, 4);
        *first = a;
        *last = b;
    } else {
        *first = (uint8_t)p[0];
        *last = (uint64_t)(uint8_t)p[1] << 8 | (uint8_t)p[n - 1];
    }
}

static inline uint64_t mix(uint64_t first, uint64_t last, int64_t n)
{
    return (first ^ (last + (uint64_t)n) * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
}

static inline bool is_short_text(Value str, uint64_t first, uint64_t last, int64_t n)
{
    uint64_t known_first, known_last;
    const Str *s = tp_as_str(str);
    if (s->length != n)
        return false;
    read_short(s->data, n, &known_first, &known_last);
    return known_first == first && known_last == last;
}

Value tp_str_ascii_part(const char *chars, int64_t n)
{
    if (n <= 1 || n > RECENT_LENGTH)
        return tp_str_ascii(chars, n);
    uint64_t first, last;
    read_short(chars, n, &first, &last);
    uint64_t mixed = mix(first, last, n);
    Recent *place = &recent[mixed >> (64 - RECENT_LOG2)];
    if (place->mixed[0] == mixed && place->strs[0] &&
        is_short_text(place->strs[0], first, last, n))
        return place->strs[0];
    Value str = place->mixed[1] == mixed && place->strs[1] &&
                        is_short_text(place->strs[1], first, last, n)
                    ? place->strs[1]
                    : tp_str_ascii(chars, n);
    place->mixed[1] = place->mixed[0];
    place->strs[1] = place->strs[0];
    place->mixed[0] = mixed;
    place->strs[0] = str;
    has_recent = true;
    return str;
}

void tp_str_prefer(Value str, Value other)
{
    const Str *s = tp_as_str(str);
    if (!has_recent || s->length <= 1 || s->length > RECENT_LENGTH || !s->is_ascii)
        return;
    uint64_t first, last;
    read_short(s->data, s->length, &first, &last);
    Recent *place = &recent[mix(first, last, s->length) >> (64 - RECENT_LOG2)];
    for (int i = 0; i < 2; i++)
        if (place->strs[i] == str)
            place->strs[i] = other;
}

/* From characters stored in any width. */
static Value from_chars(const void *chars, int width, int64_t n)
{
    if (width == 1)
        return tp_str_latin1(chars, n);
    if (n <= 1)
        return n ? tp_str_char(text_get(chars, width, 0)) : TP_EMPTY_STR;
    uint32_t max = text_max(chars, width, n);
    Str *s = tp_str_alloc(n, max);
    if (!s)
        return 0;
    if (s->width == width) {
        memcpy(s->data, chars, (size_t)n * width);
    } else {
        for (int64_t i = 0; i < n; i++)
            text_put(s->data, s->width, i, text_get(chars, width, i));
    }
    return tp_ref(s);
}

Value tp_str_ucs4(const uint32_t *chars, int64_t n)
{
    return from_chars(chars, 4, n);
}

Value tp_str_char(uint32_t c)
{
    if (c < 256)
        return tp_latin1_char((uint8_t)c);
    Str *s = alloc(1, text_width(c), false);
    text_put(s->data, s->width, 0, c);
    return tp_ref(s);
}

Value tp_str_utf8(const char *bytes, int64_t n)
{
    if (n <= 0)
        return TP_EMPTY_STR;
    if (text_max(bytes, 1, n) < 128)
        return tp_str_latin1((const uint8_t *)bytes, n);
    return tp_decode(bytes, n, "utf-8", "strict");
}

Value tp_str_cstr(const char *text)
{
    return tp_str_utf8(text, (int64_t)strlen(text));
}

Value tp_str_slice(Value str, int64_t start, int64_t end)
{
    Str *s = tp_as_str(str);
    if (start == 0 && end == s->length)
        return tp_str_exact(str);
    if (s->is_ascii)
        return tp_str_ascii_part((const char *)s->data + start, end - start);
    return from_chars(text_at(s->data, s->width, start), s->width, end - start);
}

/* ---- interning ---- */

static Value *intern_table; /* open addressing, 0: free */
static int64_t intern_mask = -1, intern_count;

static void intern_grow(void)
{
    int64_t old_size = intern_mask + 1;
    Value *old = intern_table;
    int64_t size = old_size ? old_size * 2 : 4096;
    intern_table = tp_heap_alloc((size_t)size * sizeof(Value));
    intern_mask = size - 1;
    for (int64_t i = 0; i < old_size; i++) {
        if (old[i]) {
            int64_t at = tp_as_str(old[i])->hash & intern_mask;
            while (intern_table[at])
                at = (at + 1) & intern_mask;
            intern_table[at] = old[i];
        }
    }
}

/* The place of the str with these characters, or the free place for it. */
static Value *intern_find(const void *data, int width, int64_t n, int64_t hash)
{
    if (intern_count * 2 > intern_mask)
        intern_grow();
    int64_t at = hash & intern_mask;
    for (; intern_table[at]; at = (at + 1) & intern_mask) {
        Str *s = tp_as_str(intern_table[at]);
        if (s->hash == hash && s->length == n && s->width == width &&
            !memcmp(s->data, data, (size_t)n * width))
            break;
    }
    return &intern_table[at];
}

static Value intern_add(Value *place, Str *s, int64_t hash)
{
    s->hash = hash;
    s->is_interned = true;
    intern_count++;
    return *place = tp_ref(s);
}

Value tp_intern(Value str)
{
    Str *s = tp_as_str(str);
    if (s->is_interned)
        return str;
    if (s->length == 0)
        return TP_EMPTY_STR;
    if (s->length == 1 && s->width == 1)
        return tp_latin1_char(*(uint8_t *)s->data);
    int64_t hash = tp_str_hash(str);
    Value *place = intern_find(s->data, s->width, s->length, hash);
    if (*place)
        return *place;
    if (s->data != &s->owner) { /* keeps no buffer alive */
        Str *copy = alloc(s->length, s->width, s->is_ascii);
        if (!copy)
            return 0;
        memcpy(copy->data, s->data, (size_t)s->length * s->width);
        s = copy;
    }
    return intern_add(place, s, hash);
}

Value tp_intern_cstr(const char *name)
{
    int64_t n = (int64_t)strlen(name);
    if (n <= 1 || text_max(name, 1, n) >= 128)
        return tp_intern(tp_str_cstr(name));
    int64_t hash = tp_hash_bytes(name, (size_t)n);
    Value *place = intern_find(name, 1, n, hash);
    if (*place)
        return *place;
    Str *s = alloc(n, 1, true);
    memcpy(s->data, name, (size_t)n);
    return intern_add(place, s, hash);
}

/* ---- hashing and comparing ---- */

int64_t tp_str_hash(Value str)
{
    Str *s = tp_as_str(str);
    if (s->hash == -1)
        s->hash = tp_hash_bytes(s->data, (size_t)s->length * s->width);
    return s->hash;
}

bool tp_str_equal(Value a, Value b)
{
    if (a == b)
        return true;
    const Str *s = tp_as_str(a), *t = tp_as_str(b);
    if (s->length != t->length || s->width != t->width)
        return false;
    if (s->hash != t->hash && s->hash != -1 && t->hash != -1)
        return false;
    if (s->is_interned && t->is_interned)
        return false;
    return !memcmp(s->data, t->data, (size_t)s->length * s->width);
}

bool tp_str_equal_cstr(Value str, const char *ascii)
{
    const Str *s = tp_as_str(str);
    size_t n = strlen(ascii);
    return s->is_ascii && s->length == (int64_t)n && !memcmp(s->data, ascii, n);
}

int tp_str_cmp(Value a, Value b)
{
    const Str *s = tp_as_str(a), *t = tp_as_str(b);
    int64_t n = s->length < t->length ? s->length : t->length;
    if (s->width == 1 && t->width == 1) {
        int order = memcmp(s->data, t->data, (size_t)n);
        if (order)
            return order < 0 ? -1 : 1;
    } else {
        for (int64_t i = 0; i < n; i++) {
            uint32_t c = tp_str_at(s, i), d = tp_str_at(t, i);
            if (c != d)
                return c < d ? -1 : 1;
        }
    }
    return (s->length > t->length) - (s->length < t->length);
}

/* ---- concatenating ---- */

/* a + b as the new end of a buffer with room to spare. */
static Value grow(const Str *a, const Str *b, int width, bool is_ascii)
{
    int64_t length = a->length + b->length;
    int64_t used = length * width;
    TextBuffer *buffer = a->data != (const void *)&a->owner && a->head.type == &tp_str_type
                             ? (TextBuffer *)tp_obj(a->owner)
                             : NULL;
    bool has_room = buffer && width == a->width &&
                    (char *)a->data + a->length * width == buffer->data + buffer->used &&
                    used <= buffer->capacity;
    if (!has_room) {
        size_t capacity = (size_t)used * 2;
        buffer = tp_heap_try_alloc_atomic(sizeof(TextBuffer) + capacity);
        if (!buffer)
            return 0;
        buffer->capacity = (int64_t)capacity;
        text_copy(buffer->data, width, 0, a->data, a->width, a->length);
    }
    text_copy(buffer->data, width, a->length, b->data, b->width, b->length);
    buffer->used = used;
    Str *s = tp_heap_object(&tp_str_type, 0);
    s->layout = TP_STR_LAYOUT(length, width, is_ascii);
    s->hash = -1;
    s->is_concatenated = true;
    s->data = buffer->data;
    s->owner = tp_ref(buffer);
    return tp_ref(s);
}

Value tp_str_concat(Value left, Value right)
{
    const Str *a = tp_as_str(left), *b = tp_as_str(right);
    if (a->length == 0)
        return tp_str_exact(right);
    if (b->length == 0)
        return tp_str_exact(left);
    int width = a->width > b->width ? a->width : b->width;
    bool is_ascii = a->is_ascii && b->is_ascii;
    int64_t length = a->length + b->length;
    if (a->is_concatenated && length >= GROW_FROM)
        return grow(a, b, width, is_ascii);
    Str *s = alloc(length, width, is_ascii);
    if (!s)
        return 0;
    if (width == 1) {
        text_move(s->data, a->data, a->length);
        text_move((char *)s->data + a->length, b->data, b->length);
    } else {
        text_copy(s->data, width, 0, a->data, a->width, a->length);
        text_copy(s->data, width, a->length, b->data, b->width, b->length);
    }
    s->is_concatenated = true;
    return tp_ref(s);
}

Value tp_str_repeat(Value str, int64_t times)
{
    const Str *s = tp_as_str(str);
    if (times <= 0 || s->length == 0)
        return TP_EMPTY_STR;
    if (times == 1)
        return tp_str_exact(str);
    int64_t length;
    if (__builtin_mul_overflow(s->length, times, &length))
        return tp_raise(&tp_OverflowError, "repeated string is too long");
    Str *result = alloc(length, s->width, s->is_ascii);
    if (!result)
        return 0;
    if (s->length == 1) {
        text_fill(result->data, s->width, 0, tp_str_at(s, 0), length);
        return tp_ref(result);
    }
    char *to = result->data;
    size_t total = (size_t)length * s->width, done = (size_t)s->length * s->width;
    memcpy(to, s->data, done);
    for (; done < total; done *= 2) /* doubling what is there */
        memcpy(to + done, to, done * 2 <= total ? done : total - done);
    return tp_ref(result);
}

Value tp_str_of_pieces(int n, const Value *parts, const TextPiece *pieces)
{
    int64_t length = 0;
    uint32_t bound = 0;
    int full = 0, last = 0; /* parts that are not empty */
    for (int i = 0; i < n; i++) {
        int64_t size;
        if (parts[i] == TP_IN_PIECE) {
            if (!(size = pieces[i].length))
                continue;
            bound |= 0x7f;
        } else {
            if (__builtin_expect(!tp_is_str(parts[i]), 0)) /* an f-string of a program's own tree */
                return tp_raise(&tp_TypeError, "sequence item %d: expected str instance, %T found",
                                i, parts[i]);
            const Str *s = tp_as_str(parts[i]);
            if (!(size = s->length))
                continue;
            bound |= text_bound(s);
        }
        length += size;
        last = i;
        full++;
    }
    if (!full)
        return TP_EMPTY_STR;
    if (full == 1 && parts[last] != TP_IN_PIECE)
        return tp_str_exact(parts[last]);
    if (length == 1)
        return tp_latin1_char((uint8_t)pieces[last].text[0]);
    Str *result = tp_str_alloc(length, bound);
    if (!result)
        return 0;
    if (result->width == 1) {
        char *to = result->data;
        for (int i = 0; i < n; i++) {
            bool is_piece = parts[i] == TP_IN_PIECE;
            const Str *s = tp_as_str(parts[i]);
            int64_t size = is_piece ? pieces[i].length : s->length;
            text_move(to, is_piece ? pieces[i].text : s->data, size);
            to += size;
        }
        return tp_ref(result);
    }
    int64_t at = 0;
    for (int i = 0; i < n; i++) {
        if (parts[i] == TP_IN_PIECE) {
            text_copy(result->data, result->width, at, pieces[i].text, 1, pieces[i].length);
            at += pieces[i].length;
        } else {
            const Str *s = tp_as_str(parts[i]);
            text_copy(result->data, result->width, at, s->data, s->width, s->length);
            at += s->length;
        }
    }
    return tp_ref(result);
}

Value tp_str_joinv(int n, const Value *parts)
{
    return tp_str_of_pieces(n, parts, NULL);
}

int text_join_items(Value iterable, const Value **items, int64_t *n)
{
    if (tp_is_exact(iterable, &tp_tuple_type)) {
        *n = tp_as_tuple(iterable)->length;
        *items = tp_as_tuple(iterable)->items;
        return 0;
    }
    if (!tp_is_exact(iterable, &tp_list_type)) {
        Value iterator = tp_iter(iterable);
        if (!iterator && tp_error_is(&tp_TypeError)) {
            tp_error_clear();
            tp_raise(&tp_TypeError, "can only join an iterable");
        }
        if (!iterator || !(iterable = tp_list_from(iterator)))
            return -1;
    }
    *n = tp_as_list(iterable)->length;
    *items = tp_as_list(iterable)->items;
    return 0;
}

Value tp_str_join(Value separator, Value iterable)
{
    int64_t n;
    const Value *items;
    if (text_join_items(iterable, &items, &n) < 0)
        return 0;
    if (n == 0)
        return TP_EMPTY_STR;
    if (n == 1 && tp_is_exact(items[0], &tp_str_type))
        return items[0];
    const Str *sep = tp_as_str(separator);
    int64_t length = sep->length * (n - 1);
    uint32_t bound = n > 1 && sep->length ? text_bound(sep) : 0;
    for (int64_t i = 0; i < n; i++) {
        if (!tp_is_str(items[i]))
            return tp_raise(&tp_TypeError, "sequence item %zd: expected str instance, %T found", i,
                            items[i]);
        const Str *s = tp_as_str(items[i]);
        length += s->length;
        if (s->length)
            bound |= text_bound(s);
    }
    if (length == 0)
        return TP_EMPTY_STR;
    if (length == 1 && bound < 256) {
        if (n > 1 && sep->length)
            return tp_str_exact(separator);
        return tp_str_joinv((int)n, items);
    }
    Str *result = tp_str_alloc(length, bound);
    if (!result)
        return 0;
    int width = result->width;
    if (width == 1) {
        char *to = result->data;
        for (int64_t i = 0; i < n; i++) {
            if (i) {
                text_move(to, sep->data, sep->length);
                to += sep->length;
            }
            const Str *s = tp_as_str(items[i]);
            text_move(to, s->data, s->length);
            to += s->length;
        }
        return tp_ref(result);
    }
    int64_t at = 0;
    for (int64_t i = 0; i < n; i++) {
        if (i && sep->length) {
            text_copy(result->data, width, at, sep->data, sep->width, sep->length);
            at += sep->length;
        }
        const Str *s = tp_as_str(items[i]);
        text_copy(result->data, width, at, s->data, s->width, s->length);
        at += s->length;
    }
    return tp_ref(result);
}

int64_t tp_str_find(Value str, Value needle, int64_t start, int64_t end)
{
    const Str *s = tp_as_str(str), *t = tp_as_str(needle);
    int64_t at = text_find(text_at(s->data, s->width, start), s->width, end - start, t->data,
                           t->width, t->length);
    return at < 0 ? -1 : at + start;
}

/* ---- to UTF-8 ---- */

enum Surrogates { SURROGATES_FAIL, SURROGATES_ESCAPED };

/* UTF-8 of a str that is not ASCII. Where surrogates fail: 0 at the first, or with MemoryError. */
static char *to_utf8(const Str *s, enum Surrogates surrogates, int64_t *n)
{
    int64_t most = s->length * (s->width == 1 ? 2 : s->width == 2 ? 6 : 4);
    if (s->width == 4 && surrogates == SURROGATES_ESCAPED)
        most = s->length * 6;
    char *out = surrogates == SURROGATES_FAIL ? tp_heap_try_alloc_atomic((size_t)most + 1)
                                              : tp_heap_alloc_atomic((size_t)most + 1);
    if (!out)
        return NULL;
    char *p = out;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        if (c < 0x80) {
            *p++ = (char)c;
        } else if (c < 0x800) {
            *p++ = (char)(0xc0 | c >> 6);
            *p++ = (char)(0x80 | (c & 63));
        } else if (c >= 0xd800 && c < 0xe000) {
            if (surrogates == SURROGATES_FAIL)
                return NULL;
            if (c >= 0xdc80 && c <= 0xdcff)
                *p++ = (char)(c & 0xff);
            else
                p += sprintf(p, "\\u%04x", c);
        } else if (c < 0x10000) {
            *p++ = (char)(0xe0 | c >> 12);
            *p++ = (char)(0x80 | (c >> 6 & 63));
            *p++ = (char)(0x80 | (c & 63));
        } else {
            *p++ = (char)(0xf0 | c >> 18);
            *p++ = (char)(0x80 | (c >> 12 & 63));
            *p++ = (char)(0x80 | (c >> 6 & 63));
            *p++ = (char)(0x80 | (c & 63));
        }
    }
    *p = 0;
    *n = p - out;
    return out;
}

/* The characters of an ASCII str, zero-terminated. */
static const char *ascii_data(const Str *s)
{
    if (s->data == &s->owner || s->length <= 1)
        return s->data;
    char *copy = tp_heap_alloc_atomic((size_t)s->length + 1);
    memcpy(copy, s->data, (size_t)s->length);
    copy[s->length] = 0;
    return copy;
}

const char *tp_str_to_utf8(Value str, int64_t *n)
{
    const Str *s = tp_as_str(str);
    int64_t bytes = s->length;
    const char *result = s->is_ascii ? ascii_data(s) : to_utf8(s, SURROGATES_FAIL, &bytes);
    if (!result) {
        if (!tp_error_pending())
            tp_encode(str, "utf-8", "strict"); /* raises */
        return NULL;
    }
    if (n)
        *n = bytes;
    return result;
}

const char *tp_str_to_c(Value str)
{
    const Str *s = tp_as_str(str);
    int64_t n;
    return s->is_ascii ? ascii_data(s) : to_utf8(s, SURROGATES_ESCAPED, &n);
}
