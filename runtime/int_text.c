/* int_text.c -- ints to digits and back.
 *
 * Small words convert with machine arithmetic, larger ones with GMP's subquadratic mpn_get_str and
 * mpn_set_str. Decimal conversion of huge numbers is refused beyond tp_int_max_str_digits, as
 * CPython does against denial of service; bases that are powers of two are not limited.
 *
 * Start at `tp_int_to_str` and `tp_int_from_str`.
 */
#include <string.h>

#include "error.h"
#include "heap.h"
#include "int.h"
#include "str.h"

/* Below so many digits no limit is ever applied. */
enum { LIMIT_THRESHOLD = 640, LONGEST_IN_MESSAGE = 200 };

int tp_int_max_str_digits = 4300;

static inline bool is_power_of_two(int base)
{
    return !(base & (base - 1));
}

static bool is_past_limit(int64_t digits)
{
    return tp_int_max_str_digits > 0 && digits > LIMIT_THRESHOLD && digits > tp_int_max_str_digits;
}

/* ---- to digits ---- */

char *tp_int_write(uint64_t magnitude, int base, char *end)
{
    static const char pairs[] = "0001020304050607080910111213141516171819202122232425262728293031"
                                "3233343536373839404142434445464748495051525354555657585960616263"
                                "6465666768697071727374757677787980818283848586878889909192939495"
                                "96979899";
    if (base == 10) {
        while (magnitude >= 100) {
            end -= 2;
            memcpy(end, pairs + magnitude % 100 * 2, 2);
            magnitude /= 100;
        }
        if (magnitude >= 10) {
            end -= 2;
            memcpy(end, pairs + magnitude * 2, 2);
            return end;
        }
        *--end = (char)('0' + magnitude);
        return end;
    }
    do {
        *--end = "0123456789abcdefghijklmnopqrstuvwxyz"[magnitude % base];
        magnitude /= base;
    } while (magnitude);
    return end;
}

static Value past_limit(void)
{
    return tp_raise(&tp_ValueError,
                    "Exceeds the limit (%d digits) for integer string conversion; "
                    "use sys.set_int_max_str_digits() to increase the limit",
                    tp_int_max_str_digits);
}

static Value big_to_str(Int *b, int base)
{
    int64_t n = b->size < 0 ? -b->size : b->size;
    int64_t bits = n * 64 - __builtin_clzll(b->limbs[n - 1]);
    bool is_limited = !is_power_of_two(base);
    /* 0.30102 is a little less than a decimal digit a bit */
    if (base == 10 && is_past_limit((int64_t)((double)(bits - 1) * 0.30102)))
        return past_limit();
    int64_t room = (int64_t)((double)bits / (base >= 10 ? 3.3 : base >= 4 ? 2.0 : 1.0)) + 8;
    mp_limb_t *copy = tp_heap_try_alloc_atomic((n + 1) * sizeof(mp_limb_t));
    char *text = copy ? tp_heap_try_alloc_atomic(room) : 0;
    if (!text)
        return 0;
    mpn_copyi(copy, b->limbs, n);
    unsigned char *digits = (unsigned char *)text + 1;
    int64_t length = (int64_t)mpn_get_str(digits, base, copy, n);
    while (length > 1 && !*digits)
        digits++, length--;
    if (is_limited && is_past_limit(length))
        return past_limit();
    for (int64_t i = 0; i < length; i++)
        digits[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[digits[i]];
    if (b->size < 0) {
        *--digits = '-';
        length++;
    }
    return tp_str_latin1(digits, length);
}

Value tp_int_to_str(Value v, int base)
{
    char buffer[72], *end = buffer + sizeof buffer, *start;
    int64_t i;
    v = tp_int_plain(v);
    if (!tp_is_small(v))
        return big_to_str((Int *)tp_obj(v), base);
    i = tp_small_value(v);
    start = tp_int_write(i < 0 ? -(uint64_t)i : (uint64_t)i, base, end);
    if (i < 0)
        *--start = '-';
    return tp_str_ascii(start, end - start);
}

/* ---- from digits ---- */

static inline int digit_value(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 10;
    return 99;
}

Value tp_int_from_digits(const char *digits, int64_t n, int base)
{
    /* so many digits always fit 61 bits */
    int64_t word_digits = base <= 10 ? 18 : base <= 16 ? 15 : 11;
    while (n > 1 && *digits == '0')
        digits++, n--;
    if (n <= word_digits) {
        uint64_t value = 0;
        for (int64_t i = 0; i < n; i++)
            value = value * base + digit_value(digits[i]);
        return tp_small((int64_t)value);
    }
    int bits = 64 - __builtin_clzll((uint64_t)base - 1);
    int64_t room = n / 64 * bits + bits + 2;
    unsigned char *raw = tp_heap_try_alloc_atomic(n);
    mp_limb_t *limbs = raw ? tp_heap_try_alloc_atomic(room * sizeof(mp_limb_t)) : 0;
    if (!limbs)
        return 0;
    for (int64_t i = 0; i < n; i++)
        raw[i] = digit_value(digits[i]);
    return tp_int_from_limbs(limbs, mpn_set_str(limbs, raw, n, base), false);
}

const char *tp_number_text(Value text, int64_t *n)
{
    const Str *s = tp_as_str(text);
    *n = s->length;
    if (s->is_ascii)
        return s->data;
    char *copy = tp_heap_alloc_atomic(s->length + 1);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        int decimal;
        if (c < 128)
            copy[i] = (char)c;
        else if ((decimal = tp_char_decimal(c)) >= 0)
            copy[i] = (char)('0' + decimal);
        else
            copy[i] = tp_char_is_space(c) ? ' ' : '?';
    }
    copy[s->length] = 0;
    return copy;
}

/* `source` is what the message shows. */
static Value invalid_literal(Value source, int base)
{
    Value repr = tp_repr(source);
    if (!repr)
        return 0;
    if (tp_as_str(repr)->length > LONGEST_IN_MESSAGE)
        repr = tp_str_slice(repr, 0, LONGEST_IN_MESSAGE);
    return tp_raise(&tp_ValueError, "invalid literal for int() with base %d: %U", base, repr);
}

/* The base that a prefix at p asks for (0x, 0o, 0b in either case), or 0. */
static int prefix_base(const char *p, const char *end)
{
    if (end - p < 2 || p[0] != '0')
        return 0;
    switch (p[1] | 0x20) {
    case 'x':
        return 16;
    case 'o':
        return 8;
    case 'b':
        return 2;
    default:
        return 0;
    }
}

/* The usual: decimal digits that fit a word, after a minus sign if any. */
static bool read_word(const char *p, int64_t n, int64_t *out)
{
    bool is_negative = n > 1 && *p == '-';
    const char *end = p + n;
    int64_t value = 0;
    p += is_negative;
    if (p == end || end - p > 18)
        return false;
    for (; p < end; p++) {
        if ((uint8_t)(*p - '0') > 9)
            return false;
        value = value * 10 + (*p - '0');
    }
    *out = is_negative ? -value : value;
    return true;
}

Value tp_int_parse(const char *text, int64_t n, int base, Value source)
{
    int64_t word;
    if (base == 10 && read_word(text, n, &word))
        return tp_small(word);
    const char *p = text, *end = text + n, *start;
    char stack[64], *digits = stack;
    int asked = base;
    bool is_negative, needs_zero = false;
    int64_t count = 0;
    while (p < end && tp_is_ascii_space(*p))
        p++;
    while (end > p && tp_is_ascii_space(end[-1]))
        end--;
    is_negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    int prefix = prefix_base(p, end);
    if (base == 0) {
        base = prefix ? prefix : 10;
        needs_zero = !prefix && p < end && *p == '0';  /* "010" is no literal */
    }
    if (prefix == base && prefix) {
        p += 2;
        if (p < end && *p == '_')
            p++;
    }
    for (start = p; p < end; p++) {
        if (*p == '_') {
            if (p == start || p[-1] == '_' || p + 1 == end)
                goto invalid;
        } else if (digit_value(*p) >= base) {
            break;
        } else {
            count++;
        }
    }
    if (!count)
        goto invalid;
    if (!is_power_of_two(base) && is_past_limit(count))
        return tp_raise(&tp_ValueError,
                        "Exceeds the limit (%d digits) for integer string conversion: value has "
                        "%lld digits; use sys.set_int_max_str_digits() to increase the limit",
                        tp_int_max_str_digits, (long long)count);
    if (p < end || p[-1] == '_')
        goto invalid;
    if (count == p - start) {
        digits = (char *)start;
    } else {
        if (count > (int64_t)sizeof stack && !(digits = tp_heap_try_alloc_atomic(count)))
            return 0;
        char *to = digits;
        for (const char *from = start; from < p; from++)
            if (*from != '_')
                *to++ = *from;
    }
    Value result = tp_int_from_digits(digits, count, base);
    if (needs_zero && result != tp_small(0))
        goto invalid;
    return is_negative && result ? tp_int_neg(result) : result;
invalid:
    return invalid_literal(source, asked);
}

Value tp_int_from_str(Value text, int base)
{
    int64_t n;
    const char *chars = tp_number_text(text, &n);
    return tp_int_parse(chars, n, base, text);
}
