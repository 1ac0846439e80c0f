/* binascii_mail.c -- uuencode, and quoted-printable after RFC 2045 (Q of RFC 2047 in headers). */
#include <string.h>

#include "binascii.h"
#include "runtime/error.h"
#include "runtime/text.h"

/* ---- uuencode: a line is a length and groups of four characters of six bits each ---- */

Value binascii_a2b_uu(Value self, Value *args)
{
    const uint8_t *data;
    int64_t n, i = 1;
    (void)self;
    if (binascii_ascii_argument(args[0], &data, &n) < 0)
        return 0;
    int64_t length = ((n ? data[0] : 0) - ' ') & 63;
    Value result = tp_bytes_new(0, length);
    if (!result)
        return 0;
    uint32_t bits = 0;
    int nbits = 0;
    for (int64_t done = 0; done < length; i++) {
        /* what is missing at the end counts as spaces, which editors cut off */
        uint8_t c = i < n ? data[i] : '\n';
        uint32_t value = 0;
        if (c != '\n' && c != '\r') {
            if (c < ' ' || c > ' ' + 64)
                return binascii_fail("Illegal char");
            value = (c - ' ') & 63;
        }
        bits = bits << 6 | value;
        nbits += 6;
        if (nbits >= 8) {
            nbits -= 8;
            ((Bytes *)tp_obj(result))->data[done++] = (char)(bits >> nbits);
        }
    }
    for (; i < n; i++)
        if (data[i] != ' ' && data[i] != ' ' + 64 && data[i] != '\n' && data[i] != '\r')
            return binascii_fail("Trailing garbage");
    return result;
}

Value binascii_b2a_uu(Value self, Value *args)
{
    const char *data;
    int64_t n;
    ByteBuilder out = {0};
    int has_backtick;
    (void)self;
    if (tp_bytes_view(args[0], &data, &n) < 0 ||
        (has_backtick = text_flag_arg(args[1], false)) < 0)
        return 0;
    if (n > 45)
        return binascii_fail("At most 45 bytes at once");
    char zero = has_backtick ? '`' : ' ', c = n ? (char)(' ' + n) : zero;
    if (tp_bytes_add(&out, &c, 1) < 0)
        return 0;
    for (int64_t i = 0; i < n; i += 3) {
        uint32_t bits = 0;
        for (int64_t k = i; k < i + 3; k++)
            bits = bits << 8 | (k < n ? (uint8_t)data[k] : 0);
        for (int shift = 18; shift >= 0; shift -= 6) {
            uint32_t value = bits >> shift & 63;
            c = value ? (char)(' ' + value) : zero;
            if (tp_bytes_add(&out, &c, 1) < 0)
                return 0;
        }
    }
    return tp_bytes_add(&out, "\n", 1) < 0 ? 0 : binascii_result(&out);
}

/* ---- quoted-printable ---- */

Value binascii_a2b_qp(Value self, Value *args)
{
    const uint8_t *data;
    int64_t n;
    ByteBuilder out = {0};
    int is_header;
    (void)self;
    if (binascii_ascii_argument(args[0], &data, &n) < 0 ||
        (is_header = text_flag_arg(args[1], false)) < 0)
        return 0;
    for (int64_t i = 0; i < n;) {
        uint8_t c = data[i++];
        if (c == '_' && is_header) {
            c = ' ';
        } else if (c == '=') {
            if (i >= n)
                break;
            if (data[i] == '\n' || data[i] == '\r') { /* a soft line end, with all before the \n */
                while (i < n && data[i] != '\n')
                    i++;
                i++;
                continue;
            }
            if (data[i] == '=') { /* broken, but meant for = */
                i++;
            } else if (i + 1 < n && binascii_hex_digit(data[i]) >= 0 &&
                       binascii_hex_digit(data[i + 1]) >= 0) {
                c = (uint8_t)(binascii_hex_digit(data[i]) << 4 | binascii_hex_digit(data[i + 1]));
                i += 2;
            }
        }
        if (tp_bytes_add(&out, &c, 1) < 0)
            return 0;
    }
    return binascii_result(&out);
}

typedef struct Quoting {
    const uint8_t *data;
    int64_t n;
    bool quotes_tabs, is_text, is_header;
    bool has_cr;           /* lines end with \r\n */
    int64_t column;
    ByteBuilder out;
} Quoting;

enum { LINE_LIMIT = 76 };

static int put_line_end(Quoting *q)
{
    return q->has_cr ? tp_bytes_add(&q->out, "\r\n", 2) : tp_bytes_add(&q->out, "\n", 1);
}

static int soft_line_end(Quoting *q)
{
    q->column = 0;
    return tp_bytes_add(&q->out, "=", 1) < 0 ? -1 : put_line_end(q);
}

static int put_quoted(Quoting *q, uint8_t c)
{
    char text[3] = {'=', "0123456789ABCDEF"[c >> 4], "0123456789ABCDEF"[c & 15]};
    return tp_bytes_add(&q->out, text, 3);
}

static bool needs_quotes(const Quoting *q, int64_t i)
{
    uint8_t c = q->data[i], next = i + 1 < q->n ? q->data[i + 1] : 0;
    bool is_last = i + 1 == q->n;
    if (c > 126 || c == '=' || (q->is_header && c == '_'))
        return true;
    if (c == '.' && q->column == 0 && (is_last || next == '\n' || next == '\r' || next == 0))
        return true;
    if (!q->is_text && (c == '\r' || c == '\n'))
        return true;
    if ((c == '\t' || c == ' ') && is_last)
        return true;
    bool is_blank = c == '\t' || c == ' ';
    return c < 33 && c != '\r' && c != '\n' && (q->quotes_tabs || !is_blank);
}

static int quote(Quoting *q)
{
    for (int64_t i = 0; i < q->n;) {
        uint8_t c = q->data[i];
        if (needs_quotes(q, i)) {
            if (q->column + 3 >= LINE_LIMIT && soft_line_end(q) < 0)
                return -1;
            if (put_quoted(q, c) < 0)
                return -1;
            q->column += 3;
            i++;
            continue;
        }
        bool is_pair = c == '\r' && i + 1 < q->n && q->data[i + 1] == '\n';
        if (q->is_text && (c == '\n' || is_pair)) {
            /* white space at the end of a line would be lost */
            char *last = q->out.length ? q->out.data + q->out.length - 1 : NULL;
            if (last && (*last == ' ' || *last == '\t')) {
                uint8_t space = (uint8_t)*last;
                q->out.length--;
                if (put_quoted(q, space) < 0)
                    return -1;
            }
            if (put_line_end(q) < 0)
                return -1;
            q->column = 0;
            i += is_pair ? 2 : 1;
            continue;
        }
        bool is_line_end = i + 1 == q->n || q->data[i + 1] == '\n';
        if (!is_line_end && q->column + 1 >= LINE_LIMIT && soft_line_end(q) < 0)
            return -1;
        if (c == ' ' && q->is_header)
            c = '_';
        if (tp_bytes_add(&q->out, &c, 1) < 0)
            return -1;
        q->column++;
        i++;
    }
    return 0;
}

Value binascii_b2a_qp(Value self, Value *args)
{
    const char *data;
    Quoting q = {0};
    int tabs, text, header;
    (void)self;
    if (tp_bytes_view(args[0], &data, &q.n) < 0 || (tabs = text_flag_arg(args[1], false)) < 0 ||
        (text = text_flag_arg(args[2], true)) < 0 || (header = text_flag_arg(args[3], false)) < 0)
        return 0;
    q.data = (const uint8_t *)data;
    q.quotes_tabs = tabs;
    q.is_text = text;
    q.is_header = header;
    const char *newline = memchr(data, '\n', (size_t)q.n);
    q.has_cr = newline && newline > data && newline[-1] == '\r';
    return quote(&q) < 0 ? 0 : binascii_result(&q.out);
}
