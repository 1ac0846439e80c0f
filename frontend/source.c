/* source.c -- bytes to text: byte order mark, coding line, newlines.
 *
 * UTF-8 (declared or not) is taken as it stands. Latin-1 is decoded here, what charset.c lists by
 * iconv, everything else by a codec of the runtime's or one among Python's modules. Start at
 * source_load.
 */
#include "frontend/source.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "frontend/charset.h"
#include "frontend/unit.h"
#include "runtime/codec.h"
#include "runtime/error.h"

enum { NORMAL_NAME = 12 };      /* how much of an encoding's name is compared with the known ones */

static bool is_name_char(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.';
}

/* The encoding that the line declares, in *name; false if none. */
static bool coding_of_line(const char *line, size_t n, const char **name, size_t *name_length)
{
    size_t i = 0;
    while (i < n && (line[i] == ' ' || line[i] == '\t' || line[i] == '\f'))
        i++;
    if (i == n || line[i] != '#')
        return false;
    for (; i + 7 <= n; i++) {
        if (memcmp(line + i, "coding", 6) || (line[i + 6] != ':' && line[i + 6] != '='))
            continue;
        size_t start = i + 7;
        while (start < n && (line[start] == ' ' || line[start] == '\t'))
            start++;
        size_t end = start;
        while (end < n && is_name_char(line[end]))
            end++;
        if (end > start) {
            *name = line + start;
            *name_length = end - start;
            return true;
        }
    }
    return false;
}

static bool is_blank_or_comment(const char *line, size_t n)
{
    size_t i = 0;
    while (i < n && (line[i] == ' ' || line[i] == '\t' || line[i] == '\f'))
        i++;
    return i == n || line[i] == '#';
}

/* The encoding declared in the first two lines (arena), as CPython spells it; NULL if none. A line
   that does not end declares none. */
static const char *declared_encoding(Unit *unit, const char *bytes, size_t n)
{
    const char *end = bytes + n;
    for (int i = 0; i < 2 && bytes < end; i++) {
        const char *newline = memchr(bytes, '\n', (size_t)(end - bytes));
        if (!newline)
            return NULL;
        size_t length = (size_t)(newline - bytes);
        const char *name;
        size_t name_length;
        if (coding_of_line(bytes, length, &name, &name_length)) {
            char normal[NORMAL_NAME + 1] = "";
            for (size_t k = 0; k < name_length && k < NORMAL_NAME; k++)
                normal[k] = name[k] == '_' ? '-' : (char)tolower((unsigned char)name[k]);
            if (!strcmp(normal, "utf-8") || !strncmp(normal, "utf-8-", 6))
                return "utf-8";
            if (!strcmp(normal, "latin-1") || !strcmp(normal, "iso-8859-1") ||
                !strcmp(normal, "iso-latin-1") || !strncmp(normal, "latin-1-", 8) ||
                !strncmp(normal, "iso-8859-1-", 11) || !strncmp(normal, "iso-latin-1-", 12))
                return "iso-8859-1";
            return arena_copy(&unit->arena, name, name_length);
        }
        if (!is_blank_or_comment(bytes, length))
            return NULL;
        bytes = newline + 1;
    }
    return NULL;
}

/* Of a script CPython tells the encoding only. */
_Noreturn static void bad_encoding(Unit *unit, const char *encoding, const char *message)
{
    Diag *diag = &unit->diag;
    if (unit->flags & FRONTEND_SOURCE_IS_FILE)
        diag_raise(unit, "SyntaxError", "encoding problem: %s", encoding);
    diag->type = "SyntaxError";
    diag->message = message;
    diag->has_position = true;
    diag->lineno = 0;
    diag->offset = -1;
    diag->has_end = false;
    diag->text = NULL;
    diag_throw(unit);
}

/* What Python says of bytes that do not decode. */
static const char *bad_bytes(Unit *unit, const Charset *charset, bool is_cut, unsigned char byte,
                             size_t position)
{
    const char *name = charset->names, *reason = "character maps to <undefined>";
    int length = (int)strcspn(name, " ");
    if (charset->is_table) {
        name = "charmap";
        length = (int)strlen(name);
    } else {
        reason = is_cut ? "incomplete multibyte sequence" : "illegal multibyte sequence";
    }
    return arena_printf(&unit->arena, "'%.*s' codec can't decode byte 0x%02x in position %zu: %s",
                        length, name, byte, position, reason);
}

/* The text of a codec of the runtime's or of Python's, as UTF-8 (arena). */
static const char *decode_by_codec(Unit *unit, const char *encoding, const char *bytes, size_t n,
                                   bool is_lossy, size_t *length)
{
    int64_t size;
    Value text = tp_decode(bytes, (int64_t)n, encoding, is_lossy ? "replace" : "strict");
    const char *utf8 = text ? tp_str_to_utf8(text, &size) : NULL;
    if (!utf8) {
        Value message = tp_str(tp_error_take());
        bad_encoding(unit, encoding,
                     arena_printf(&unit->arena, "%s", message ? tp_str_to_c(message) : ""));
    }
    *length = (size_t)size;
    return arena_copy(&unit->arena, utf8, (size_t)size);
}

/* In Python Shift_JIS has ASCII below 0x80; iconv has the yen sign and the overline in it. Gives
   the text's new length. */
static size_t undo_jisx0201(char *text, size_t n)
{
    char *out = text;
    for (size_t i = 0; i < n; i++) {
        bool is_yen = !memcmp(text + i, "\xC2\xA5", 2);
        if (is_yen || !memcmp(text + i, "\xE2\x80\xBE", 3)) {
            *out++ = is_yen ? '\\' : '~';
            i += is_yen ? 1 : 2;
        } else {
            *out++ = text[i];
        }
    }
    *out = 0;
    return (size_t)(out - text);
}

/* The bytes as UTF-8 (arena). What does not decode becomes U+FFFD if is_lossy, else it ends the
   compile. */
static const char *decode(Unit *unit, const char *encoding, const char *bytes, size_t n,
                          bool is_lossy, size_t *length)
{
    const Charset *charset = charset_find(encoding);
    iconv_t converter = charset ? iconv_open("UTF-8", charset->iconv_name) : (iconv_t)-1;
    if (converter == (iconv_t)-1)
        return decode_by_codec(unit, encoding, bytes, n, is_lossy, length);
    /* No charset gives more than four bytes for one. */
    size_t room = n * 4 + 16, left = n;
    char *text = arena_bytes(&unit->arena, room), *out = text;
    char *in = (char *)bytes;
    while (iconv(converter, &in, &left, &out, &room) == (size_t)-1) {
        if (!is_lossy) {
            bool is_cut = errno == EINVAL;
            iconv_close(converter);
            bad_encoding(unit, encoding, bad_bytes(unit, charset, is_cut, (unsigned char)*in,
                                                   (size_t)(in - bytes)));
        }
        memcpy(out, "\xEF\xBF\xBD", 3);
        out += 3;
        room -= 3;
        in++;
        left--;
    }
    iconv_close(converter);
    *out = 0;
    *length = (size_t)(out - text);
    if (!strcmp(charset->iconv_name, "SHIFT_JIS"))
        *length = undo_jisx0201(text, *length);
    return text;
}

static const char *latin1_to_utf8(Unit *unit, const char *bytes, size_t n, size_t *length)
{
    char *text = arena_bytes(&unit->arena, n * 2 + 1), *out = text;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c < 0x80) {
            *out++ = (char)c;
        } else {
            *out++ = (char)(0xC0 | c >> 6);
            *out++ = (char)(0x80 | (c & 0x3F));
        }
    }
    *out = 0;
    *length = (size_t)(out - text);
    return text;
}

static bool is_latin1(const char *encoding)
{
    return !strcmp(encoding, "iso-8859-1");
}

static bool is_utf8(const char *bytes, size_t n)
{
    uint32_t c;
    int length;
    for (const char *p = bytes, *end = bytes + n; p < end; p += length) {
        if (!(length = source_char(p, end, &c)))
            return false;
    }
    return true;
}

const char *source_decode_line(Unit *unit, const char *encoding, const char *bytes, size_t n)
{
    size_t length = n;
    if (!encoding && !is_utf8(bytes, n))
        return NULL;
    if (encoding && is_latin1(encoding))
        bytes = latin1_to_utf8(unit, bytes, n, &length);
    else if (encoding && strcmp(encoding, "utf-8"))
        bytes = decode(unit, encoding, bytes, n, true, &length);
    return source_repair(&unit->arena, bytes, length);
}

/* How many bytes there are before the first line that is not UTF-8, which ends a script that says
   nothing of its encoding: an error that is found above that line goes first. */
static size_t utf8_lines(Unit *unit, const char *bytes, size_t n)
{
    uint32_t c;
    int length, lineno = 1;
    const char *line = bytes;
    for (const char *p = bytes, *end = bytes + n; p < end; p += length) {
        if (!(length = source_char(p, end, &c))) {
            unit->source.what_follows = arena_printf(
                &unit->arena,
                "Non-UTF-8 code starting with '\\x%02x' in file %s on line %d, but no encoding "
                "declared; see https://peps.python.org/pep-0263/ for details",
                (unsigned char)*p, unit->filename, lineno);
            return (size_t)(line - bytes);
        }
        if (c == '\n') {
            lineno++;
            line = p + 1;
        }
    }
    return n;
}

static void check_size(Unit *unit, size_t n)
{
    if (n > INT32_MAX / 2)
        diag_raise(unit, "OverflowError", "source code string is too long");
}

/* The source as UTF-8 that ends with NUL: byte order mark and coding line are obeyed. *n is its
   size, before and after. */
static const char *decode_source(Unit *unit, char *bytes, size_t *n)
{
    if (unit->flags & FRONTEND_SOURCE_IS_UTF8) {
        unit->encoding = "utf-8";
        unit->source.undecoded = bytes;
        return bytes;
    }
    bool has_mark = *n >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3);
    if (has_mark) {
        bytes += 3;
        *n -= 3;
        unit->encoding = "utf-8";
    }
    unit->source.undecoded = bytes;
    const char *encoding = declared_encoding(unit, bytes, *n);
    if (!encoding) {
        if (!has_mark && unit->flags & FRONTEND_SOURCE_IS_FILE) {
            *n = utf8_lines(unit, bytes, *n);
            bytes[*n] = 0;
        }
        return bytes;
    }
    unit->encoding = encoding;
    if (!strcmp(encoding, "utf-8"))
        return bytes;
    if (has_mark)
        bad_encoding(unit, arena_printf(&unit->arena, "%s with BOM", encoding),
                     arena_printf(&unit->arena, "encoding problem: %s with BOM", encoding));
    return is_latin1(encoding) ? latin1_to_utf8(unit, bytes, *n, n)
                               : decode(unit, encoding, bytes, *n, false, n);
}

/* Copies the text, line ends made '\n', which takes no more room; gives the end of the copy. */
static char *copy_lines(const Unit *unit, char *out, const char *bytes, size_t n)
{
    if (!memchr(bytes, '\r', n)) {
        memcpy(out, bytes, n);
        return out + n;
    }
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] != '\r') {
            *out++ = bytes[i];
            continue;
        }
        *out++ = '\n';
        if (i + 1 < n && bytes[i + 1] == '\n')
            i++;
        /* CPython does not see that a last line which ends so has ended. */
        if (i + 1 == n && bytes[i] == '\n' && unit->mode == FRONTEND_EXEC &&
            !(unit->flags & FRONTEND_SOURCE_IS_FILE))
            *out++ = '\n';
    }
    return out;
}

static void refuse_nul(Unit *unit, const char *text, size_t n)
{
    if (memchr(text, 0, n))
        diag_raise(unit, "ValueError", "source code string cannot contain null bytes");
}

void source_load(Unit *unit, const char *bytes, size_t n)
{
    bool is_file = unit->flags & FRONTEND_SOURCE_IS_FILE;
    check_size(unit, n);
    if (!is_file)
        refuse_nul(unit, bytes, n);
    /* Line ends first: errors of decoding tell places in the text that has '\n' only. */
    char *lines = arena_bytes(&unit->arena, n + 2);
    char *out = copy_lines(unit, lines, bytes, n);
    if (unit->mode == FRONTEND_EXEC && out > lines && out[-1] != '\n')
        *out++ = '\n';
    *out = 0;
    n = (size_t)(out - lines);
    unit->source.text = decode_source(unit, lines, &n);
    if (is_file) /* CPython 3.11 would drop the rest of the line, its end included */
        refuse_nul(unit, unit->source.text, n);
    unit->source.length = strlen(unit->source.text);
    check_size(unit, unit->source.length);
}

int source_char(const char *p, const char *end, uint32_t *c)
{
    const unsigned char *s = (const unsigned char *)p;
    size_t left = (size_t)(end - p);
    if (s[0] < 0x80) {
        *c = s[0];
        return 1;
    }
    if (s[0] >= 0xC2 && s[0] < 0xE0 && left >= 2 && (s[1] & 0xC0) == 0x80) {
        *c = (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
        return 2;
    }
    if (s[0] >= 0xE0 && s[0] < 0xF0 && left >= 3 && (s[1] & 0xC0) == 0x80 &&
        (s[2] & 0xC0) == 0x80) {
        *c = (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
        return *c >= 0x800 && (*c < 0xD800 || *c > 0xDFFF) ? 3 : 0;
    }
    if (s[0] >= 0xF0 && s[0] < 0xF5 && left >= 4 && (s[1] & 0xC0) == 0x80 &&
        (s[2] & 0xC0) == 0x80 && (s[3] & 0xC0) == 0x80) {
        *c = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
             (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
        return *c >= 0x10000 && *c <= 0x10FFFF ? 4 : 0;
    }
    return 0;
}

/* How many bytes from p on belong to one bad sequence, and whether the text ends within it. */
static int bad_sequence(const char *p, const char *end, bool *is_cut)
{
    const unsigned char *s = (const unsigned char *)p;
    int wanted = s[0] >= 0xF0 && s[0] < 0xF5 ? 4 : s[0] >= 0xE0 && s[0] < 0xF0 ? 3
                 : s[0] >= 0xC2 && s[0] < 0xE0 ? 2 : 1;
    int n = 1;
    for (; n < wanted && p + n < end; n++) {
        unsigned low = 0x80, high = 0xBF;
        if (n == 1) {
            low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
            high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
        }
        if (s[n] < low || s[n] > high)
            break;
    }
    *is_cut = wanted > 1 && p + n == end;
    return n;
}

#define BAD_UTF8 "(unicode error) 'utf-8' codec can't decode "

const char *source_bad_char(Arena *arena, const char *p, const char *end, size_t position)
{
    bool is_cut;
    int n = bad_sequence(p, end, &is_cut);
    unsigned char c = (unsigned char)*p;
    const char *reason = is_cut                  ? "unexpected end of data"
                         : c < 0xC2 || c >= 0xF5 ? "invalid start byte"
                                                 : "invalid continuation byte";
    if (n > 1)
        return arena_printf(arena, BAD_UTF8 "bytes in position %zu-%zu: %s", position,
                            position + (size_t)n - 1, reason);
    return arena_printf(arena, BAD_UTF8 "byte 0x%02x in position %zu: %s", c, position, reason);
}

int source_characters(const char *text, size_t n)
{
    int count = 0;
    for (const char *p = text, *end = text + n; p < end; count++) {
        uint32_t c;
        bool is_cut;
        int length = source_char(p, end, &c);
        p += length ? length : bad_sequence(p, end, &is_cut);
    }
    return count;
}

const char *source_repair(Arena *arena, const char *text, size_t n)
{
    char *repaired = arena_text(arena, n * 3 + 1), *out = repaired;
    for (const char *p = text, *end = text + n; p < end;) {
        uint32_t c;
        bool is_cut;
        int length = source_char(p, end, &c);
        if (length) {
            memcpy(out, p, (size_t)length);
            out += length;
            p += length;
        } else {
            memcpy(out, "\xEF\xBF\xBD", 3);
            out += 3;
            p += bad_sequence(p, end, &is_cut);
        }
    }
    *out = 0;
    return repaired;
}
