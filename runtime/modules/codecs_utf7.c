/* codecs_utf7.c -- UTF-7 after RFC 2152: ASCII, and between + and - UTF-16 in base 64.
 *
 * Decoding goes byte by byte with the state in Shift: bits not yet made into a unit, and the first
 * half of a pair of surrogates. Where a shift sequence cannot be finished it is one error from its
 * + on, and what it gave so far is kept. */
#include "codecs_module.h"

#include <string.h>

#include "runtime/bytes.h"
#include "runtime/error.h"

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(uint8_t c)
{
    const char *found = c ? strchr(base64, c) : NULL;
    return found ? (int)(found - base64) : -1;
}

typedef struct Shift {
    bool is_on;            /* between + and the end of base 64 */
    int64_t start;         /* of the + */
    uint32_t bits;         /* read and not yet used */
    int nbits;
    uint32_t high;         /* first half of a pair, or 0 */
} Shift;

/* One UTF-16 unit. */
static int put_unit(StrBuilder *out, Shift *shift, uint32_t unit)
{
    if (shift->high) {
        uint32_t high = shift->high;
        shift->high = 0;
        if (unit >= 0xdc00 && unit < 0xe000)
            return tp_builder_char(out, 0x10000 + ((high & 0x3ff) << 10 | (unit & 0x3ff)));
        if (tp_builder_char(out, high) < 0)
            return -1;
    }
    if (unit >= 0xd800 && unit < 0xdc00) {
        shift->high = unit;
        return 0;
    }
    return tp_builder_char(out, unit);
}

/* The bits left over must be fewer than a digit and zero. */
static const char *check_rest(const Shift *shift)
{
    if (shift->nbits >= 6)
        return "partial character in shift sequence";
    if (shift->bits & ((1u << shift->nbits) - 1))
        return "non-zero padding bits in shift sequence";
    return NULL;
}

static bool is_direct(uint8_t c)
{
    return c < 128 && c != '+';
}

Value codecs_utf7_decode(const char *data, int64_t n, const char *errors, int64_t *consumed)
{
    Decoder d = {.encoding = "utf7", .codec = CODEC_OTHER, .data = (const uint8_t *)data, .n = n,
                 .errors = errors, .mode = codec_error_mode(errors)};
    Shift shift = {0};
    int64_t shift_length = 0; /* of the output when the shift began */
    tp_builder_init(&d.out);
    int64_t i = 0;
again:
    while (i < d.n) {
        uint8_t c = d.data[i];
        const char *reason = NULL;
        int64_t from = shift.start;
        if (shift.is_on) {
            int digit = base64_value(c);
            if (digit >= 0) {
                shift.bits = shift.bits << 6 | (uint32_t)digit;
                shift.nbits += 6;
                i++;
                if (shift.nbits >= 16) {
                    shift.nbits -= 16;
                    uint32_t unit = shift.bits >> shift.nbits & 0xffff;
                    shift.bits &= (1u << shift.nbits) - 1;
                    if (put_unit(&d.out, &shift, unit) < 0)
                        return 0;
                }
                continue;
            }
            shift.is_on = false;
            if (shift.nbits > 0)
                reason = check_rest(&shift);
            if (reason) {
                i++;
            } else {
                if (shift.high && is_direct(c) && tp_builder_char(&d.out, shift.high) < 0)
                    return 0;
                shift.high = 0;
                if (c == '-')
                    i++;
                else if (!is_direct(c))
                    reason = "unexpected special character", from = i, i++;
                else if (tp_builder_char(&d.out, c) < 0)
                    return 0;
                else
                    i++;
            }
        } else if (c == '+') {
            shift.start = from = i++;
            if (i < d.n && d.data[i] == '-') {
                i++;
                if (tp_builder_char(&d.out, '+') < 0)
                    return 0;
            } else if (i < d.n && base64_value(d.data[i]) < 0) {
                i++;
                reason = "ill-formed sequence";
            } else {
                shift = (Shift){.is_on = true, .start = i - 1};
                shift_length = d.out.length;
            }
        } else if (is_direct(c)) {
            i++;
            if (tp_builder_char(&d.out, c) < 0)
                return 0;
        } else {
            from = i++;
            reason = "unexpected special character";
        }
        if (reason && codec_decode_error(&d, from, i, reason, &i) < 0)
            return 0;
    }
    if (shift.is_on && !consumed) {
        shift.is_on = false;
        if (shift.high || shift.nbits >= 6 || (shift.nbits > 0 && shift.bits)) {
            if (codec_decode_error(&d, shift.start, d.n, "unterminated shift sequence", &i) < 0)
                return 0;
            goto again; /* for handlers that go back */
        }
    }
    if (!consumed)
        return tp_builder_finish(&d.out);
    *consumed = i;
    if (!shift.is_on)
        return tp_builder_finish(&d.out);
    *consumed = shift.start;
    Value text = tp_builder_finish(&d.out);
    return text ? tp_str_slice(text, 0, shift_length) : 0;
}

/* Characters that stand for themselves: letters, digits, '(),-./:? (set D), the space and line
 * ends, and all of set O but ~ and \. */
static bool is_plain(uint32_t c)
{
    if (c < 32)
        return c == '\t' || c == '\n' || c == '\r';
    return c < 127 && c != '+' && c != '\\' && c != '~';
}

static int put_digit(ByteBuilder *out, uint32_t bits)
{
    return tp_bytes_add(out, &base64[bits & 63], 1);
}

Value codecs_utf7_encode(Value str)
{
    const Str *s = tp_as_str(str);
    ByteBuilder out = {0};
    uint32_t bits = 0;
    int nbits = 0;
    bool is_on = false;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        if (is_plain(c)) {
            if (is_on) {
                if (nbits && put_digit(&out, bits << (6 - nbits)) < 0)
                    return 0;
                bits = 0;
                nbits = 0;
                is_on = false;
                /* the end of base 64 must show where the next character could belong to it */
                if ((base64_value((uint8_t)c) >= 0 || c == '-') && tp_bytes_add(&out, "-", 1) < 0)
                    return 0;
            }
            char byte = (char)c;
            if (tp_bytes_add(&out, &byte, 1) < 0)
                return 0;
            continue;
        }
        if (!is_on && c == '+') {
            if (tp_bytes_add(&out, "+-", 2) < 0)
                return 0;
            continue;
        }
        if (!is_on && tp_bytes_add(&out, "+", 1) < 0)
            return 0;
        is_on = true;
        uint32_t units[2] = {c, 0};
        int count = 1;
        if (c >= 0x10000) {
            units[0] = 0xd800 + ((c - 0x10000) >> 10);
            units[1] = 0xdc00 + (c & 0x3ff);
            count = 2;
        }
        for (int k = 0; k < count; k++) {
            bits = bits << 16 | units[k];
            nbits += 16;
            for (; nbits >= 6; nbits -= 6)
                if (put_digit(&out, bits >> (nbits - 6)) < 0)
                    return 0;
            bits &= (1u << nbits) - 1;
        }
    }
    if (nbits && put_digit(&out, bits << (6 - nbits)) < 0)
        return 0;
    if (is_on && tp_bytes_add(&out, "-", 1) < 0)
        return 0;
    return tp_bytes_new(out.data ? out.data : "", out.length);
}
