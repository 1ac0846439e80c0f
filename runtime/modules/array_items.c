/* array_items.c -- the items of arrays: C values to Python's and back, by type code. */
#include "array.h"

#include <string.h>

#include "runtime/error.h"
#include "runtime/int.h"

/* In the order of array.typecodes. */
static const Kind kinds[] = {
    {'b', 1, 1, "b"}, {'B', 1, 0, "B"}, {'u', 4, 20, "w"}, {'h', 2, 4, "h"}, {'H', 2, 2, "H"},
    {'i', 4, 8, "i"}, {'I', 4, 6, "I"}, {'l', 8, 12, "l"}, {'L', 8, 10, "L"}, {'q', 8, 12, "q"},
    {'Q', 8, 10, "Q"}, {'f', 4, 14, "f"}, {'d', 8, 16, "d"},
};

const Kind *tp_array_kind(uint32_t code)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((uint32_t)kinds[i].code == code)
            return &kinds[i];
    return 0;
}

/* ---- reading ---- */

Value tp_array_text(const char *items, int64_t n)
{
    uint32_t c;
    for (int64_t i = 0; i < n; i++) {
        memcpy(&c, items + i * 4, 4);
        if (c > 0x10ffff)
            return tp_raise(&tp_ValueError, "character U+%x is not in range [U+0000; U+10ffff]", c);
    }
    return tp_str_ucs4((const uint32_t *)items, n);
}

Value tp_array_get(const Kind *kind, const char *p)
{
    uint32_t c;
    if (kind->code != 'u')
        return tp_buffer_item(kind->code, p);
    memcpy(&c, p, 4);
    if (c > 0x10ffff)
        return tp_raise(&tp_ValueError, "chr() arg not in range(0x110000)");
    return tp_str_char(c);
}

/* ---- writing ---- */

static const char too_big[] = "int too big to convert";
static const char too_large[] = "Python int too large to convert to C %s";

static int check_range(int64_t i, int64_t least, int64_t most, const char *name)
{
    if (i < least)
        return tp_raise_int(&tp_OverflowError, "%s is less than minimum", name);
    if (i > most)
        return tp_raise_int(&tp_OverflowError, "%s is greater than maximum", name);
    return 0;
}

/* A plain int as one of the types of at most 64 bits. CPython reads some types as a wider one
 * first, whose range its messages then name. */
static int put_signed(char code, char *p, Value v)
{
    static const char short_name[] = "signed short integer", int_name[] = "signed integer";
    int64_t i;
    int status = 0;
    if (!tp_int_fits_i64(v, &i))
        return tp_raise_int(&tp_OverflowError, code == 'q' ? too_big : too_large, "long");
    switch (code) {
    case 'b':
        status = check_range(i, INT16_MIN, INT16_MAX, short_name);
        if (!status)
            status = check_range(i, INT8_MIN, INT8_MAX, "signed char");
        break;
    case 'B':
        status = check_range(i, 0, UINT8_MAX, "unsigned byte integer");
        break;
    case 'h':
        status = check_range(i, INT16_MIN, INT16_MAX, short_name);
        break;
    case 'H':
        status = check_range(i, INT32_MIN, INT32_MAX, int_name);
        if (!status)
            status = check_range(i, 0, UINT16_MAX, "unsigned short");
        break;
    case 'i':
        status = check_range(i, INT32_MIN, INT32_MAX, int_name);
        break;
    }
    if (!status)
        memcpy(p, &i, (size_t)tp_array_kind((uint8_t)code)->size); /* little-endian */
    return status;
}

static int put_unsigned(char code, char *p, Value v)
{
    uint64_t u;
    if (tp_int_sign(v) < 0)
        return tp_raise_int(&tp_OverflowError, "can't convert negative %s",
                            code == 'Q' ? "int to unsigned" : "value to unsigned int");
    if (tp_int_as_u64(v, &u) < 0) {
        tp_error_clear();
        return tp_raise_int(&tp_OverflowError, code == 'Q' ? too_big : too_large, "unsigned long");
    }
    if (code == 'I' && u > UINT32_MAX)
        return tp_raise_int(&tp_OverflowError, "unsigned int is greater than maximum");
    memcpy(p, &u, code == 'I' ? 4 : 8); /* little-endian */
    return 0;
}

static int put_character(char *p, Value v)
{
    if (!tp_is_str(v) || tp_as_str(v)->length != 1)
        return tp_raise_int(&tp_TypeError, "array item must be unicode character");
    uint32_t c = tp_str_at(tp_as_str(v), 0);
    memcpy(p, &c, 4);
    return 0;
}

int tp_array_put(const Kind *kind, char *p, Value v)
{
    double d;
    switch (kind->code) {
    case 'u':
        return put_character(p, v);
    case 'd':
        if (tp_as_double(v, &d) < 0)
            return -1;
        memcpy(p, &d, 8);
        return 0;
    case 'f':
        if (tp_as_double(v, &d) < 0)
            return -1;
        memcpy(p, &(float){(float)d}, 4);
        return 0;
    }
    if (!(v = tp_index(v)))
        return -1;
    v = tp_int_plain(v);
    return strchr("ILQ", kind->code) ? put_unsigned(kind->code, p, v)
                                     : put_signed(kind->code, p, v);
}

void tp_array_swap(char *items, int64_t n, int size)
{
    for (char *end = items + n * size; items < end; items += size) {
        for (int i = 0, j = size - 1; i < j; i++, j--) {
            char swap = items[i];
            items[i] = items[j];
            items[j] = swap;
        }
    }
}
