/* codecs_charmap.c -- encodings of one byte a character, given by a mapping.
 *
 * Decoding looks a byte up in a str (by index) or in any mapping from int to int, str or None.
 * Encoding looks a character up in a mapping from int to int, bytes or None, or in an EncodingMap:
 * pages of 256 bytes by the upper half of the character, 0 for what has no byte. */
#include "codecs_module.h"

#include <string.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"

enum { UNDEFINED = 0xfffe };

static const char reason[] = "character maps to <undefined>";

typedef struct EncodingMap {
    Object head;
    uint8_t *pages[256];   /* 0: none of these characters has a byte */
} EncodingMap;

static Type encoding_map_type = {
    .head = {&tp_type_type},
    .name = "EncodingMap",
    .basic_size = sizeof(EncodingMap),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
};

void codecs_charmap_ready(void)
{
    tp_type_ready(&encoding_map_type);
}

Value codecs_charmap_build(Value table)
{
    const Str *s = tp_as_str(table);
    int64_t n = s->length < 256 ? s->length : 256;
    bool is_simple = tp_str_at(s, 0) == 0;
    for (int64_t i = 1; is_simple && i < n; i++)
        is_simple = tp_str_at(s, i) != 0 && tp_str_at(s, i) < 0x10000;
    if (!is_simple) {
        Dict *dict = tp_dict_new();
        for (int64_t i = 0; i < n; i++)
            if (tp_dict_set(dict, tp_small(tp_str_at(s, i)), tp_small(i)) < 0)
                return 0;
        return tp_ref(dict);
    }
    EncodingMap *map = tp_heap_object(&encoding_map_type, 0);
    for (int64_t i = 1; i < n; i++) {
        uint32_t c = tp_str_at(s, i);
        if (c == UNDEFINED)
            continue;
        if (!map->pages[c >> 8])
            map->pages[c >> 8] = memset(tp_heap_alloc_atomic(256), 0, 256);
        map->pages[c >> 8][c & 255] = (uint8_t)i;
    }
    return tp_ref(map);
}

/* ---- decoding ---- */

/* mapping[key], None where there is nothing; 0 on failure. */
static Value look_up(Value mapping, int64_t key)
{
    Value found = tp_getitem(mapping, tp_small(key));
    if (found || !tp_error_is(&tp_LookupError))
        return found;
    tp_error_clear();
    return TP_NONE;
}

/* Append what `byte` stands for: 1, 0 if it is undefined, -1 on failure. */
static int decode_byte(StrBuilder *out, Value mapping, uint8_t byte)
{
    if (tp_is_exact(mapping, &tp_str_type)) {
        const Str *s = tp_as_str(mapping);
        uint32_t c = byte < s->length ? tp_str_at(s, byte) : UNDEFINED;
        return c == UNDEFINED ? 0 : tp_builder_char(out, c) < 0 ? -1 : 1;
    }
    Value found = look_up(mapping, byte);
    if (!found)
        return -1;
    if (found == TP_NONE)
        return 0;
    if (tp_is_str(found)) {
        const Str *s = tp_as_str(found);
        if (s->length == 1 && tp_str_at(s, 0) == UNDEFINED)
            return 0;
        return tp_builder_str(out, found) < 0 ? -1 : 1;
    }
    if (!tp_is_int(found))
        return tp_raise_int(&tp_TypeError, "character mapping must return integer, None or str");
    int64_t c;
    if (!tp_int_fits_i64(found, &c) || c < 0 || c > 0x10ffff)
        return tp_raise_int(&tp_TypeError, "character mapping must be in range(0x110000)");
    return c == UNDEFINED ? 0 : tp_builder_char(out, (uint32_t)c) < 0 ? -1 : 1;
}

Value codecs_charmap_decode(const char *data, int64_t n, const char *errors, Value mapping)
{
    Decoder d = {.encoding = "charmap", .codec = CODEC_OTHER, .data = (const uint8_t *)data, .n = n,
                 .errors = errors, .mode = codec_error_mode(errors)};
    tp_builder_init(&d.out);
    for (int64_t i = 0; i < d.n;) {
        int done = decode_byte(&d.out, mapping, d.data[i]);
        if (done < 0)
            return 0;
        if (done)
            i++;
        else if (codec_decode_error(&d, i, i + 1, reason, &i) < 0)
            return 0;
    }
    return tp_builder_finish(&d.out);
}

/* ---- encoding ---- */

typedef struct CharmapEncoder {
    Encoder encoder;       /* first: `put` gets only this */
    Value mapping;
} CharmapEncoder;

static int put_in_map(Encoder *e, uint32_t c)
{
    const EncodingMap *map = (EncodingMap *)tp_obj(((CharmapEncoder *)e)->mapping);
    uint8_t byte = c < 0x10000 && map->pages[c >> 8] ? map->pages[c >> 8][c & 255] : 0;
    if (c && !byte)
        return -1;
    e->out[e->length++] = (char)byte;
    return 0;
}

static int put_mapped(Encoder *e, uint32_t c)
{
    Value found = look_up(((CharmapEncoder *)e)->mapping, c);
    if (!found || found == TP_NONE)
        return -1;
    if (tp_is_bytes(found)) {
        Bytes *b = (Bytes *)tp_obj(found);
        if (codec_reserve(e, b->length) < 0)
            return -1;
        memcpy(e->out + e->length, b->data, (size_t)b->length);
        e->length += b->length;
        return 0;
    }
    if (!tp_is_int(found))
        return tp_raise_int(&tp_TypeError, "character mapping must return integer, bytes or None, "
                                           "not %T", found);
    int64_t byte;
    if (!tp_int_fits_i64(found, &byte) || byte < 0 || byte > 255)
        return tp_raise_int(&tp_TypeError, "character mapping must be in range(256)");
    e->out[e->length++] = (char)byte;
    return 0;
}

/* Append str[i]: 1, 0 if it has no byte, -1 on failure. */
static int encode_char(Encoder *e, int64_t i)
{
    if (codec_reserve(e, 1) < 0)
        return -1;
    if (e->put(e, tp_str_at(tp_as_str(e->str), i)) == 0)
        return 1;
    return tp_error_pending() ? -1 : 0;
}

Value codecs_charmap_encode(Value str, const char *errors, Value mapping)
{
    CharmapEncoder c = {.encoder = {.encoding = "charmap", .codec = CODEC_OTHER, .str = str,
                                    .errors = errors, .mode = codec_error_mode(errors)},
                        .mapping = mapping};
    Encoder *e = &c.encoder;
    e->put = tp_is_exact(mapping, &encoding_map_type) ? put_in_map : put_mapped;
    int64_t n = tp_as_str(str)->length;
    for (int64_t i = 0; i < n;) {
        int done = encode_char(e, i);
        if (done < 0)
            return 0;
        if (done) {
            i++;
            continue;
        }
        /* all that cannot be encoded from here on is one error */
        int64_t end = i + 1, length = e->length;
        while (end < n && (done = encode_char(e, end)) == 0)
            end++;
        if (done < 0)
            return 0;
        e->length = length;
        if (codec_encode_error(e, i, end, reason, &i) < 0)
            return 0;
    }
    return tp_bytes_new(e->out ? e->out : "", e->length);
}
