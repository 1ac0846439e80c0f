/* binascii.c -- the module binascii: hexadecimal digits, base 64 and checksums. Quoted-printable
 * and uuencode are in binascii_mail.c. */
#include <string.h>

#include "binascii.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/text.h"

Type binascii_error_type = {
    .head = {&tp_type_type},
    .name = "binascii.Error",
    .base = &tp_ValueError,
    .flags = TYPE_BASE | TYPE_IS_EXC,
};
static Type incomplete_type = {
    .head = {&tp_type_type},
    .name = "binascii.Incomplete",
    .base = &tp_Exception,
    .flags = TYPE_BASE | TYPE_IS_EXC,
};

Value binascii_fail(const char *message)
{
    return tp_raise(&binascii_error_type, "%s", message);
}

int binascii_ascii_argument(Value v, const uint8_t **data, int64_t *n)
{
    const char *bytes;
    if (tp_is_str(v)) {
        const Str *s = tp_as_str(v);
        if (!s->is_ascii)
            return tp_raise_int(&tp_ValueError,
                                "string argument should contain only ASCII characters");
        *data = s->data;
        *n = s->length;
        return 0;
    }
    if (tp_bytes_view(v, &bytes, n) < 0) {
        tp_error_clear();
        return tp_raise_int(&tp_TypeError,
                            "argument should be bytes, buffer or ASCII string, not '%T'", v);
    }
    *data = (const uint8_t *)bytes;
    return 0;
}

Value binascii_result(const ByteBuilder *out)
{
    return tp_bytes_new(out->data ? out->data : "", out->length);
}

/* ---- hexadecimal ---- */

static Value b2a_hex(Value self, Value *args)
{
    const char *data;
    int64_t n;
    (void)self;
    if (tp_bytes_view(args[0], &data, &n) < 0)
        return 0;
    Value text = tp_bytes_hex(args[0], args[1], args[2], 255);
    return text ? tp_bytes_new(tp_as_str(text)->data, tp_as_str(text)->length) : 0;
}

static Value a2b_hex(Value self, Value *args)
{
    const uint8_t *data;
    int64_t n;
    (void)self;
    if (binascii_ascii_argument(args[0], &data, &n) < 0)
        return 0;
    if (n % 2)
        return binascii_fail("Odd-length string");
    Value result = tp_bytes_new(0, n / 2);
    for (int64_t i = 0; result && i < n; i += 2) {
        int high = binascii_hex_digit(data[i]), low = binascii_hex_digit(data[i + 1]);
        if (high < 0 || low < 0)
            return binascii_fail("Non-hexadecimal digit found");
        ((Bytes *)tp_obj(result))->data[i / 2] = (char)(high << 4 | low);
    }
    return result;
}

/* ---- base 64 ---- */

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static Value b2a_base64(Value self, Value *args)
{
    const char *bytes;
    int64_t n;
    int has_newline;
    (void)self;
    if (tp_bytes_view(args[0], &bytes, &n) < 0 || (has_newline = text_flag_arg(args[1], true)) < 0)
        return 0;
    const uint8_t *data = (const uint8_t *)bytes;
    Value result = tp_bytes_new(0, (n + 2) / 3 * 4 + has_newline);
    if (!result || (n == 0 && !has_newline))
        return result;
    char *out = ((Bytes *)tp_obj(result))->data;
    for (int64_t i = 0; i < n; i += 3) {
        int64_t left = n - i;
        uint32_t bits = (uint32_t)data[i] << 16 | (left > 1 ? (uint32_t)data[i + 1] << 8 : 0) |
                        (left > 2 ? data[i + 2] : 0);
        *out++ = base64[bits >> 18];
        *out++ = base64[bits >> 12 & 63];
        *out++ = left > 1 ? base64[bits >> 6 & 63] : '=';
        *out++ = left > 2 ? base64[bits & 63] : '=';
    }
    if (has_newline)
        *out = '\n';
    return result;
}

/* What each byte is in base 64; 64: nothing. */
static const uint8_t *base64_values(void)
{
    static uint8_t values[256];
    if (!values[0]) {
        memset(values, 64, sizeof values);
        for (int i = 0; i < 64; i++)
            values[(uint8_t)base64[i]] = (uint8_t)i;
    }
    return values;
}

static Value a2b_base64(Value self, Value *args)
{
    const uint8_t *data, *values = base64_values();
    int64_t n, digits = 0, length = 0;
    uint32_t bits = 0;
    int pads = 0, is_strict;
    (void)self;
    if (binascii_ascii_argument(args[0], &data, &n) < 0 ||
        (is_strict = text_flag_arg(args[1], false)) < 0)
        return 0;
    if (is_strict && n > 0 && data[0] == '=')
        return binascii_fail("Leading padding not allowed");
    char *out = tp_heap_try_alloc_atomic((size_t)(n / 4 * 3 + 3));
    if (!out)
        return 0;
    for (int64_t i = 0; i < n; i++) {
        if (data[i] == '=') {
            pads++;
            int64_t at = digits % 4;
            if (at < 2 || at + pads < 4)
                continue;
            /* the padding is complete: that is the end */
            if (is_strict && i + 1 < n)
                return binascii_fail("Excess data after padding");
            return tp_bytes_new(out, length);
        }
        uint32_t value = values[data[i]];
        if (value == 64) {
            if (is_strict)
                return binascii_fail("Only base64 data is allowed");
            continue;
        }
        if (is_strict && pads)
            return binascii_fail("Discontinuous padding not allowed");
        pads = 0;
        bits = bits << 6 | value;
        if (digits++ % 4)
            out[length++] = (char)(bits >> (6 - 2 * ((digits - 1) % 4)));
    }
    if (digits % 4 == 1)
        return tp_raise(&binascii_error_type,
                        "Invalid base64-encoded string: number of data characters (%zd) cannot be "
                        "1 more than a multiple of 4", digits);
    return digits % 4 ? binascii_fail("Incorrect padding") : tp_bytes_new(out, length);
}

/* ---- checksums ---- */

static uint32_t crc32_of(uint32_t crc, const uint8_t *data, int64_t n)
{
    static uint32_t table[256];
    if (!table[1])
        for (uint32_t i = 0; i < 256; i++) {
            uint32_t c = i;
            for (int k = 0; k < 8; k++)
                c = c >> 1 ^ (c & 1 ? 0xedb88320 : 0);
            table[i] = c;
        }
    crc = ~crc;
    for (int64_t i = 0; i < n; i++)
        crc = table[(crc ^ data[i]) & 255] ^ crc >> 8;
    return ~crc;
}

/* The start value: any int, of which the lower bits count. */
static int start_value(Value v, uint32_t *out)
{
    *out = 0;
    return v ? text_low_bits_arg(v, out) : 0;
}

static Value crc32(Value self, Value *args)
{
    const char *data;
    int64_t n;
    uint32_t crc;
    (void)self;
    if (start_value(args[1], &crc) < 0 || tp_bytes_view(args[0], &data, &n) < 0)
        return 0;
    return tp_int(crc32_of(crc, (const uint8_t *)data, n));
}

static Value crc_hqx(Value self, Value *args)
{
    const char *data;
    int64_t n;
    uint32_t crc;
    (void)self;
    if (start_value(args[1], &crc) < 0 || tp_bytes_view(args[0], &data, &n) < 0)
        return 0;
    crc &= 0xffff;
    for (int64_t i = 0; i < n; i++) {
        crc ^= (uint32_t)(uint8_t)data[i] << 8;
        for (int k = 0; k < 8; k++)
            crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    return tp_int(crc);
}

static const MethodDef functions[] = {
    METHOD("a2b_uu", binascii_a2b_uu, "(data, /)", "Decode a line of uuencoded data."),
    METHOD("b2a_uu", binascii_b2a_uu, "(data, /, *, backtick=False)", "Uuencode line of data."),
    METHOD("a2b_base64", a2b_base64, "(data, /, *, strict_mode=False)",
           "Decode a line of base64 data."),
    METHOD("b2a_base64", b2a_base64, "(data, /, *, newline=True)", "Base64-code line of data."),
    METHOD("b2a_hex", b2a_hex, "(data, sep=<unrepresentable>, bytes_per_sep=1)",
           "Hexadecimal representation of binary data."),
    METHOD("hexlify", b2a_hex, "(data, sep=<unrepresentable>, bytes_per_sep=1)",
           "Hexadecimal representation of binary data."),
    METHOD("a2b_hex", a2b_hex, "(hexstr, /)", "Binary data of hexadecimal representation."),
    METHOD("unhexlify", a2b_hex, "(hexstr, /)", "Binary data of hexadecimal representation."),
    METHOD("crc32", crc32, "(data, crc=0, /)", "Compute CRC-32 incrementally."),
    METHOD("crc_hqx", crc_hqx, "(data, crc, /)", "Compute CRC-CCITT incrementally."),
    METHOD("a2b_qp", binascii_a2b_qp, "(data, header=False)",
           "Decode a string of qp-encoded data."),
    METHOD("b2a_qp", binascii_b2a_qp, "(data, quotetabs=False, istext=True, header=False)",
           "Encode a string using quoted-printable encoding."),
    METHOD_END,
};

static int binascii_init(Value module)
{
    if (tp_module_add_type(module, &binascii_error_type) < 0)
        return -1;
    return tp_module_add_type(module, &incomplete_type);
}

const ModuleDef tp_mod_binascii = {"binascii", functions, binascii_init,
                                   "Conversion between binary data and ASCII"};
