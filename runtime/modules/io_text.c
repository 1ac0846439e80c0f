/* io_text.c -- TextIOWrapper.
 *
 * UTF-8, ASCII and Latin-1 text is read straight out of the byte queue of the Buffered below (or of
 * `own`, when the buffer is some other object): a line is found with memchr and becomes a str, no
 * decoded text is kept, and tell() is the position of the first byte not yet given. In these
 * encodings no character but the line ends themselves contains the bytes of \r and \n. Text in
 * other encodings is decoded piece by piece to UTF-8 in `own`; tell() encodes what is left of it.
 *
 * Writing encodes into the output buffer of the Buffered; nothing is kept here.
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/bytes.h"
#include "runtime/codec.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/text.h"

enum { SEEN_CR = 1, SEEN_LF = 2, SEEN_CRLF = 4 };

static TextIO *text_of(Value v)
{
    return (TextIO *)tp_obj(v);
}

/* ---- making ---- */

/* Is text in this codec read straight from the bytes? */
static inline bool is_direct(const TextIO *t)
{
    return t->codec == CODEC_UTF8 || t->codec == CODEC_ASCII || t->codec == CODEC_LATIN1;
}

/* Is there a codec of that name, and is it one between str and bytes? -1 with LookupError. */
static int check_is_text(Value encoding)
{
    Value codec = tp_codec_lookup(tp_str_to_c(encoding));
    Value answer = codec ? tp_getattr_or_null(codec, tp_intern_cstr("_is_text_encoding"), 0) : 0;
    if (!codec || tp_error_pending())
        return -1;
    int is_text = answer ? tp_truth(answer) : 1;
    if (!is_text)
        return tp_raise_int(&tp_LookupError,
                            "%R is not a text encoding; use codecs.open() to handle arbitrary "
                            "codecs",
                            encoding);
    return is_text < 0 ? -1 : 0;
}

static int set_encoding(TextIO *t, Value encoding, Value errors)
{
    Codec codec = tp_codec_find(tp_str_to_c(encoding));
    if (codec == CODEC_OTHER && check_is_text(encoding) < 0)
        return -1;
    t->codec = codec;
    t->encoding = encoding;
    t->errors = errors;
    t->is_strict = tp_str_equal_cstr(errors, "strict");
    return 0;
}

/* newline: 0 for None. */
static void set_newline(TextIO *t, const char *newline)
{
    t->is_universal = !newline || !*newline;
    t->is_translating = !newline;
    t->newline_in[0] = t->newline_out[0] = 0;
    if (newline) {
        strcpy(t->newline_in, newline);
        if (*newline && strcmp(newline, "\n") != 0)
            strcpy(t->newline_out, newline);
    }
}

static void attach(TextIO *t, Value buffer)
{
    t->buffer = buffer;
    t->chunk_size = IO_BUFFER_SIZE;
    t->fast = tp_is_buffered(buffer) ? (Buffered *)tp_obj(buffer) : 0;
}

Value tp_textio_new(Value buffer, Value encoding, Value errors, const char *newline,
                    bool line_buffering, bool write_through)
{
    TextIO *t = tp_heap_object(&tp_textio_type, 0);
    if (set_encoding(t, encoding, errors) < 0)
        return 0;
    set_newline(t, newline);
    attach(t, buffer);
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    return tp_ref(t);
}

static int check_text(const char *name, Value v, bool *given)
{
    *given = v && v != TP_NONE;
    if (!*given || tp_is_str(v))
        return 0;
    return tp_raise_int(&tp_TypeError,
                        "TextIOWrapper() argument '%s' must be str or None, not %T", name, v);
}

/* *newline is 0 for None. */
static int check_newline(Value v, const char **newline)
{
    bool given;
    *newline = 0;
    if (check_text("newline", v, &given) < 0)
        return -1;
    if (!given)
        return 0;
    const char *text = tp_io_cstr(v);
    if (!text)
        return -1;
    if (*text && strcmp(text, "\n") && strcmp(text, "\r") && strcmp(text, "\r\n"))
        return tp_raise_int(&tp_ValueError, "illegal newline value: %s", text);
    *newline = text;
    return 0;
}

/* What is asked of a buffer at first; *is_started: something was written to it, so that no byte
 * order mark is due. -1 with an exception. */
static int ask_new_buffer(Value buffer, bool *is_started)
{
    static const char *const questions[] = {"readable", "writable", "seekable"};
    int answer = 0, writable = 0;
    if (tp_is_buffered(buffer))
        return 0;
    for (int i = 0; i < 3; i++) {
        Value v = tp_call_method_cstr(buffer, questions[i], 0, 0);
        if (!v || (answer = tp_truth(v)) < 0)
            return -1;
        if (i == 1)
            writable = answer;
    }
    if (!answer || !writable)
        return 0;
    Value at = tp_call_method_cstr(buffer, "tell", 0, 0);
    int is_start = at ? tp_equal(at, tp_small(0)) : -1;
    *is_started = !is_start;
    return is_start < 0 ? -1 : 0;
}

static int text_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[6];
    TextIO *t = text_of(self);
    const char *newline;
    bool has_encoding, has_errors;
    if (TP_ARGS("TextIOWrapper",
                "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, "
                "write_through=False)", a) < 0 ||
        check_text("encoding", a[1], &has_encoding) < 0 ||
        check_text("errors", a[2], &has_errors) < 0 ||
        (has_encoding && !tp_io_cstr(a[1])) || (has_errors && !tp_io_cstr(a[2])) ||
        check_newline(a[3], &newline) < 0)
        return -1;
    int64_t line_buffering = 0, write_through = 0;
    if ((a[4] && text_int_arg(a[4], &line_buffering) < 0) ||
        (a[5] && text_int_arg(a[5], &write_through) < 0))
        return -1;
    Value encoding = has_encoding ? a[1] : tp_str_cstr("UTF-8");
    if (tp_str_equal_cstr(encoding, "locale"))
        encoding = tp_str_cstr("UTF-8");
    t->buffer = 0;
    t->fast = 0;
    t->encoding = 0;
    t->own = t->source = (Queue){0};
    t->nopen = 0;
    t->decoder = 0;
    t->is_iterating = t->has_written = t->has_read = false;
    t->is_big = t->is_past_mark = false;
    t->newlines = 0;
    Value errors = has_errors ? a[2] : tp_str_cstr("strict");
    if (tp_codec_check("utf-8", tp_str_to_c(errors)) < 0 || set_encoding(t, encoding, errors) < 0)
        return -1;
    set_newline(t, newline);
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    if (ask_new_buffer(a[0], &t->has_written) < 0)
        return -1;
    attach(t, a[0]);
    return 0;
}

/* ---- state ---- */

static Value detached_error(TextIO *t)
{
    return tp_raise(&tp_ValueError, t->encoding ? "underlying buffer has been detached"
                                                : "I/O operation on uninitialized object");
}

static Value ask_buffer(Value self, const char *method)
{
    TextIO *t = text_of(self);
    return t->buffer ? tp_call_method_cstr(t->buffer, method, 0, 0) : detached_error(t);
}

/* The object ready for use; else 0 with ValueError. */
static TextIO *usable(Value self)
{
    TextIO *t = text_of(self);
    if (!t->buffer) {
        detached_error(t);
        return 0;
    }
    if (t->fast && t->fast->file && t->fast->file->fd >= 0)
        return t;
    return tp_io_check_open(self) < 0 ? 0 : t;
}

static int check_able(TextIO *t, bool wants_read)
{
    if (t->fast) {
        if (wants_read ? t->fast->is_readable : t->fast->is_writable)
            return 0;
    } else {
        Value answer = tp_call_method_cstr(t->buffer, wants_read ? "readable" : "writable", 0, 0);
        if (!answer)
            return -1;
        if (answer == TP_TRUE)
            return 0;
    }
    tp_io_unsupported(wants_read ? "not readable" : "not writable");
    return -1;
}

static TextIO *readable(Value self)
{
    TextIO *t = usable(self);
    return t && check_able(t, true) == 0 ? t : 0;
}

/* ---- writing ---- */

TextIO *tp_text_direct(Value stream)
{
    if (!tp_is_exact(stream, &tp_textio_type))
        return 0;
    TextIO *t = text_of(stream);
    Buffered *b = t->fast;
    if (!t->buffer || !b || !b->is_writable || !b->file || b->file->fd < 0)
        return 0;
    return t;
}

static int write_bytes(TextIO *t, const char *data, int64_t n)
{
    if (t->fast)
        return tp_buffered_write(t->fast, data, n);
    if (!t->buffer)
        return detached_error(t), -1;
    Value bytes = tp_bytes_new(data, n);
    return bytes && tp_call_method(t->buffer, TP_NAME(write), 1, &bytes, 0) ? 0 : -1;
}

static int flush_buffer(TextIO *t)
{
    if (t->fast)
        return tp_buffered_flush(t->fast);
    if (!t->buffer)
        return detached_error(t), -1;
    return tp_call_method(t->buffer, TP_NAME(flush), 0, 0, 0) ? 0 : -1;
}

/* str.replace("\n", newline) */
static Value translate_out(Value str, const char *newline)
{
    Value args[2] = {tp_str_char('\n'), tp_str_cstr(newline)};
    return tp_call_method_cstr(str, "replace", 2, args);
}

/* The encoding of what stands behind the byte order mark, if there is one. */
static const char *encoding_after_mark(const TextIO *t, bool is_big)
{
    switch ((Codec)t->codec) {
    case CODEC_UTF16:
        return is_big ? "utf-16-be" : "utf-16-le";
    case CODEC_UTF32:
        return is_big ? "utf-32-be" : "utf-32-le";
    case CODEC_UTF8_SIG:
        return "utf-8";
    default:
        return tp_str_to_c(t->encoding);
    }
}

/* Encode ASCII or UTF-8 without an intermediate object where that can be done; 1 done, 0 not. */
static int write_plain(TextIO *t, Str *s)
{
    if (s->is_ascii && is_direct(t))
        return write_bytes(t, s->data, s->length) < 0 ? -1 : 1;
    if (t->codec != CODEC_UTF8)
        return 0;
    int64_t n;
    const char *utf8 = tp_str_to_utf8(tp_ref(s), &n);
    if (!utf8) { /* lone surrogates: for the error handler */
        tp_error_clear();
        return 0;
    }
    return write_bytes(t, utf8, n) < 0 ? -1 : 1;
}

static bool has_line_end(const Str *s)
{
    if (s->width == 1)
        return memchr(s->data, '\n', (size_t)s->length) || memchr(s->data, '\r', (size_t)s->length);
    for (int64_t i = 0; i < s->length; i++)
        if (tp_str_at(s, i) == '\n' || tp_str_at(s, i) == '\r')
            return true;
    return false;
}

int tp_text_write(TextIO *t, Value str)
{
    Str *s = tp_as_str(str);
    if (t->newline_out[0]) {
        if (!(str = translate_out(str, t->newline_out)))
            return -1;
        if (!tp_is_str(str)) /* of a subclass of str */
            return tp_raise_int(&tp_TypeError, "bad argument type for built-in operation");
        s = tp_as_str(str);
    }
    int done = write_plain(t, s);
    if (done < 0)
        return -1;
    if (!done) {
        const char *encoding = t->has_written ? encoding_after_mark(t, false)
                                              : tp_str_to_c(t->encoding);
        Value bytes = tp_encode(str, encoding, tp_str_to_c(t->errors));
        if (!bytes || write_bytes(t, ((Bytes *)tp_obj(bytes))->data,
                                  ((Bytes *)tp_obj(bytes))->length) < 0)
            return -1;
    }
    t->has_written = true;
    t->has_read = false;
    if (t->write_through && t->fast && tp_buffered_flush(t->fast) < 0) {
        t->fast->nout = 0; /* nothing keeps what could not be written */
        return -1;
    }
    if (t->write_through)
        return 0;
    return t->line_buffering && has_line_end(s) ? flush_buffer(t) : 0;
}

int tp_text_write_ascii(TextIO *t, const char *text, int64_t n)
{
    if (!is_direct(t) || t->write_through)
        return tp_text_write(t, tp_str_latin1((const uint8_t *)text, n));
    t->has_written = true;
    return write_bytes(t, text, n);
}

static Value text_write(Value self, Value *args)
{
    TextIO *t = text_of(self);
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "write() argument must be str, not %T", args[0]);
    if (!t->buffer)
        return detached_error(t);
    if (!tp_text_direct(self) && (!usable(self) || check_able(t, false) < 0))
        return 0;
    return tp_text_write(t, args[0]) < 0 ? 0 : tp_int(tp_as_str(args[0])->length);
}

/* ---- bytes to read from ---- */

static Queue *queue_of(TextIO *t)
{
    return t->fast && is_direct(t) ? &t->fast->in : &t->own;
}

/* Where its bytes begin; an empty one may have no memory. */
static char *queue_start(const Queue *q)
{
    return q->data ? q->data + q->pos : "";
}

/* Where UTF-16 and UTF-32 don't tell their byte order, a stream must begin with the mark. */
static int check_mark(TextIO *t, const char *data, int64_t n)
{
    int width = t->codec == CODEC_UTF16 ? 2 : t->codec == CODEC_UTF32 ? 4 : 0;
    static const char little[] = "\xff\xfe\0", big[] = "\0\0\xfe\xff";
    t->is_big = width && n >= width && memcmp(data, big + 4 - width, (size_t)width) == 0;
    if (!width || n < width || memcmp(data, little, (size_t)width) == 0 || t->is_big)
        return 0;
    return tp_raise_int(&tp_UnicodeError, "UTF-%d stream does not start with BOM", 8 * width);
}

/* Append bytes to a queue: 1, 0 for no bytes, -1. */
static int take_bytes(Queue *q, Value bytes)
{
    const char *data;
    int64_t n;
    if (tp_bytes_view(bytes, &data, &n) < 0 || tp_queue_reserve(q, n) < 0)
        return -1;
    if (n)
        memcpy(q->data + q->end, data, (size_t)n);
    q->end += n;
    return n > 0;
}

/* What the last bytes of source are, by a codec built in; those of a character that goes on stay
 * open unless they are the last of all. 0 with an exception. */
static Value decode_open(TextIO *t, bool is_last)
{
    Value open = tp_bytes_new(queue_start(&t->source) + (t->source.end - t->source.pos) - t->nopen,
                              t->nopen);
    if (!open)
        return 0;
    const char *data = ((Bytes *)tp_obj(open))->data;
    int64_t n = t->nopen, used = n;
    t->nopen = 0; /* an error handler that reads does not find them */
    Codec codec = t->is_past_mark ? tp_codec_find(encoding_after_mark(t, t->is_big)) : t->codec;
    Value text = tp_codec_decode(codec, data, n, tp_str_to_c(t->errors), is_last ? 0 : &used);
    if (!text || (!t->is_past_mark && check_mark(t, data, n) < 0))
        return 0;
    t->is_past_mark |= used > 0;
    t->nopen = n - used;
    return text;
}

/* The same by a codec written in Python. */
static Value decode_by_object(TextIO *t, Value bytes, bool is_last)
{
    if (!t->decoder) {
        Value codec = tp_codec_lookup(tp_str_to_c(t->encoding));
        Value make = codec ? tp_getattr_cstr(codec, "incrementaldecoder") : 0;
        if (!make || !(t->decoder = tp_call1(make, t->errors)))
            return 0;
    }
    Value args[2] = {bytes, tp_bool(is_last)};
    Value text = tp_call_method_cstr(t->decoder, "decode", 2, args);
    if (!text || tp_is_str(text))
        return text;
    return tp_raise(&tp_TypeError, "decoder should return a string result, not '%T'", text);
}

/* Decode more bytes to the end of own, in an encoding that is not read straight from them; no bytes
 * are the last, too. 1, 0 for no bytes, -1. */
static int take_encoded(TextIO *t, Value bytes, bool is_last)
{
    if (t->own.pos == t->own.end)
        t->source.pos = t->source.end - t->nopen;
    int64_t before = t->source.end - t->source.pos, was_open = t->nopen;
    int more = take_bytes(&t->source, bytes);
    if (more < 0)
        return -1;
    is_last |= more == 0;
    Value text;
    if (t->codec == CODEC_OTHER) {
        text = decode_by_object(t, bytes, is_last);
    } else {
        t->nopen += t->source.end - t->source.pos - before;
        text = decode_open(t, is_last);
    }
    Value utf8 = text ? tp_encode(text, "utf-8", "surrogatepass") : 0;
    bool is_done = utf8 && take_bytes(&t->own, utf8) >= 0;
    if (!is_done) /* these bytes are lost, as in CPython */
        t->nopen = was_open;
    if (!is_done && t->source.end - t->source.pos > before)
        t->source.end = t->source.pos + before;
    if (t->nopen > t->source.end - t->source.pos) /* Python code has used the stream meanwhile */
        t->nopen = 0;
    return is_done ? more : -1;
}

/* More bytes behind the queue's end: 1, 0 at the end of the file, -1. */
static int fill(TextIO *t)
{
    if (!t->buffer)
        return detached_error(t), -1;
    t->has_read = true;
    if (t->fast && is_direct(t))
        return tp_buffered_fill(t->fast);
    const char *name = "read1";
    Value size = tp_int(t->chunk_size);
    Value method = tp_getattr_or_null(t->buffer, TP_NAME(read1), 0);
    if (!method) {
        name = "read";
        if (tp_error_pending() || !(method = tp_getattr(t->buffer, TP_NAME(read))))
            return -1;
    }
    Value bytes = tp_call1(method, size);
    if (bytes && !tp_is_buffer(bytes))
        return tp_raise_int(&tp_TypeError,
                            "underlying %s() should have returned a bytes-like object, not '%T'",
                            name, bytes);
    if (!bytes)
        return -1;
    return is_direct(t) ? take_bytes(&t->own, bytes) : take_encoded(t, bytes, false);
}

/* All that is left behind the queue's end: 0, or -1. */
static int fill_all(TextIO *t)
{
    int more;
    if (t->fast && is_direct(t)) {
        while ((more = fill(t)) > 0)
            ;
        return more;
    }
    Value bytes = ask_buffer(tp_ref(t), "read");
    if (bytes && !tp_is_buffer(bytes))
        return tp_raise_int(&tp_TypeError, "can't concat %T to bytes", bytes);
    t->has_read = true;
    if (!bytes)
        return -1;
    more = is_direct(t) ? take_bytes(&t->own, bytes) : take_encoded(t, bytes, true);
    return more < 0 ? -1 : 0;
}

static Value decode(TextIO *t, const char *data, int64_t n)
{
    switch ((Codec)t->codec) {
    case CODEC_LATIN1:
        return tp_str_latin1((const uint8_t *)data, n);
    case CODEC_UTF8:
        if (t->is_strict)
            return tp_str_utf8(data, n);
        break;
    case CODEC_ASCII:
        break;
    default:
        return tp_codec_decode(CODEC_UTF8, data, n, "surrogatepass", 0);
    }
    return tp_codec_decode(t->codec, data, n, tp_str_to_c(t->errors), 0);
}

/* ---- lines ---- */

/* Find the end of the line that starts at q->pos. *content is the number of bytes before the line
 * end, *whole with it. 1 found, 0: the queue ends first, -1. */
static int find_end(TextIO *t, Queue *q, int64_t searched, bool is_last, int64_t *content,
                    int64_t *whole)
{
    int64_t have = q->end - q->pos;
    if (have <= searched)
        return 0;
    const char *start = queue_start(q);
    size_t left = (size_t)(have - searched);
    if (t->is_universal) {
        const char *lf = memchr(start + searched, '\n', left);
        const char *cr = memchr(start + searched, '\r',
                                lf ? (size_t)(lf - start - searched) : left);
        if (cr) {
            *content = cr - start;
            if (*content + 1 == have && !is_last)
                return 0; /* a \n may follow */
            bool pair = *content + 1 < have && cr[1] == '\n';
            *whole = *content + 1 + pair;
            t->newlines |= pair ? SEEN_CRLF : SEEN_CR;
            return 1;
        }
        if (!lf)
            return 0;
        t->newlines |= SEEN_LF;
        *content = lf - start;
        *whole = *content + 1;
        return 1;
    }
    size_t n = strlen(t->newline_in);
    const char *at = n == 1 ? memchr(start + searched, t->newline_in[0], left)
                            : memmem(start + searched, left, t->newline_in, n);
    if (!at)
        return 0;
    *content = at - start;
    *whole = *content + (int64_t)n;
    return 1;
}

/* Bytes of the first `limit` characters of n bytes. */
static int64_t bytes_of_chars(TextIO *t, const char *data, int64_t n, int64_t limit)
{
    if (t->codec == CODEC_LATIN1 || t->codec == CODEC_ASCII)
        return n < limit ? n : limit;
    int64_t i = 0;
    while (i < n && limit > 0) {
        i++;
        while (i < n && ((uint8_t)data[i] & 0xc0) == 0x80)
            i++;
        limit--;
    }
    return i;
}

/* A line with its end, "" at the end of the file. */
static Value read_line(TextIO *t, int64_t limit)
{
    Queue *q = queue_of(t);
    int64_t searched = 0, content, whole;
    bool is_last = false;
    for (;;) {
        int found = find_end(t, q, searched, is_last, &content, &whole);
        int64_t have = q->end - q->pos;
        if (!found && !is_last) {
            /* a line end of two characters may be cut in half */
            searched = have > 0 ? have - 1 : 0;
            int more = fill(t);
            if (more < 0 && !is_direct(t))
                q->pos = q->end; /* the part that could be decoded is lost, too */
            if (more < 0)
                return 0;
            is_last = more == 0;
            continue;
        }
        if (!found)
            content = whole = have;
        char *start = queue_start(q);
        if (limit >= 0) {
            int64_t n = bytes_of_chars(t, start, whole, limit);
            if (n <= content) {
                q->pos += n;
                return n ? decode(t, start, n) : tp_str_cstr("");
            }
        }
        q->pos += whole;
        if (whole == 0)
            return tp_str_cstr("");
        if (found && t->is_translating && start[content] == '\r') {
            start[content] = '\n';
            return decode(t, start, content + 1);
        }
        return decode(t, start, whole);
    }
}

static Value text_readline(Value self, Value *args)
{
    int64_t limit;
    TextIO *t;
    return tp_io_size(args[0], &limit) == 0 && (t = readable(self)) ? read_line(t, limit) : 0;
}

static Value text_next(Value self)
{
    TextIO *t = text_of(self);
    if (!t->is_iterating || !t->fast || !t->fast->file || t->fast->file->fd < 0)
        if (!(t = readable(self)))
            return 0;
    t->is_iterating = true;
    Value line;
    if (tp_type_of(self)->flags & TYPE_HEAP) {
        line = tp_call_method(self, TP_NAME(readline), 0, 0, 0);
        if (line && !tp_is_str(line))
            return tp_raise(&tp_OSError, "readline() should have returned an str object, not '%T'",
                            line);
    } else {
        line = read_line(t, -1);
    }
    if (!line)
        return 0;
    if (tp_as_str(line)->length)
        return line;
    t->is_iterating = false;
    return 0;
}

/* ---- read ---- */

/* Replace \r\n and \r by \n in place; gives the new length. */
static int64_t translate_in(TextIO *t, char *data, int64_t n)
{
    char *from = memchr(data, '\r', (size_t)n), *end = data + n;
    if (t->is_universal && memchr(data, '\n', from ? (size_t)(from - data) : (size_t)n))
        t->newlines |= SEEN_LF;
    if (!from)
        return n;
    char *to = from;
    while (from < end) {
        if (*from != '\r') {
            if (*from == '\n')
                t->newlines |= SEEN_LF;
            *to++ = *from++;
            continue;
        }
        bool pair = from + 1 < end && from[1] == '\n';
        t->newlines |= pair ? SEEN_CRLF : SEEN_CR;
        *to++ = '\n';
        from += 1 + pair;
    }
    return to - data;
}

static Value read_all(TextIO *t)
{
    Queue *q = queue_of(t);
    if (t->fast && t->fast->file && is_direct(t)) {
        struct stat status;
        off_t at = lseek(t->fast->file->fd, 0, SEEK_CUR);
        if (at >= 0 && fstat(t->fast->file->fd, &status) == 0 && status.st_size > at &&
            tp_queue_reserve(q, status.st_size - at + 1) < 0)
            return 0;
    }
    if (fill_all(t) < 0)
        return 0;
    char *start = queue_start(q);
    int64_t n = q->end - q->pos;
    if (n && t->is_translating)
        n = translate_in(t, start, n);
    Value text = n ? decode(t, start, n) : tp_str_cstr("");
    q->pos = q->end;
    if (q->size > 4 * IO_FILE_BUFFER_SIZE)
        *q = (Queue){0};
    return text;
}

/* The bytes of the next n characters, with line ends translated, decoded; *at_end: there are no
 * more. Bytes that are no text count, too: what is given may be shorter, or longer. */
static Value take_chars(TextIO *t, int64_t n, bool *at_end)
{
    Queue *q = queue_of(t);
    Queue out = {0};
    bool is_last = false;
    while (n > 0) {
        int64_t have = q->end - q->pos;
        char *data = queue_start(q);
        int64_t size = bytes_of_chars(t, data, have, n);
        /* the last character may go on, a \r be half of \r\n */
        bool is_single = t->codec == CODEC_LATIN1 || t->codec == CODEC_ASCII;
        bool is_open = size == have && (have == 0 || !is_single ||
                                        (t->is_translating && data[have - 1] == '\r'));
        if (is_open && !is_last) {
            int more = fill(t);
            if (more < 0)
                return 0;
            is_last = more == 0;
            continue; /* with what is there now: Python code may have run that read, too */
        }
        if (size == 0)
            break;
        if (tp_queue_reserve(&out, size) < 0)
            return 0;
        int64_t taken = 0, chars = 0;
        while (taken < size) {
            char c = data[taken++];
            if (c == '\r' && t->is_translating) {
                c = '\n';
                if (taken < have && data[taken] == '\n')
                    taken++;
            }
            chars += t->codec == CODEC_LATIN1 || t->codec == CODEC_ASCII ||
                     ((uint8_t)c & 0xc0) != 0x80;
            out.data[out.end++] = c;
        }
        q->pos += taken;
        n -= chars;
    }
    *at_end = is_last && q->pos == q->end;
    return out.end ? decode(t, out.data, out.end) : tp_str_cstr("");
}

/* n characters, or what there is. */
static Value read_chars(TextIO *t, int64_t n)
{
    bool at_end = false;
    Value text = take_chars(t, n, &at_end);
    /* an error handler may have dropped some */
    while (text && !at_end && !t->is_strict && tp_as_str(text)->length < n) {
        Value more = take_chars(t, n - tp_as_str(text)->length, &at_end);
        text = more ? tp_str_concat(text, more) : 0;
    }
    return text;
}

static Value text_read(Value self, Value *args)
{
    int64_t n;
    TextIO *t;
    if (tp_io_size(args[0], &n) < 0 || !(t = readable(self)))
        return 0;
    return n < 0 ? read_all(t) : read_chars(t, n);
}

/* ---- position ---- */

static void forget(TextIO *t)
{
    t->own.pos = t->own.end = t->source.pos = t->source.end = t->nopen = 0;
    t->decoder = 0;
    t->is_iterating = t->has_read = false;
}

static int check_seekable(TextIO *t)
{
    Value answer = tp_call_method_cstr(t->buffer, "seekable", 0, 0);
    if (!answer)
        return -1;
    if (answer == TP_TRUE)
        return 0;
    tp_io_unsupported("underlying stream is not seekable");
    return -1;
}

/* How many bytes a decoder written in Python has kept, -1 with an exception. */
static int64_t bytes_kept(Value decoder)
{
    const char *data;
    int64_t n;
    Value state = tp_call_method_cstr(decoder, "getstate", 0, 0);
    if (!state)
        return -1;
    if (!tp_is_tuple(state) || tp_as_tuple(state)->length != 2)
        return tp_raise_int(&tp_TypeError, "illegal decoder state");
    Value kept = tp_as_tuple(state)->items[0];
    if (!tp_is_bytes(kept))
        return tp_raise_int(&tp_TypeError, "illegal decoder state: the first item should be a "
                                           "bytes object, not '%T'", kept);
    return tp_bytes_view(kept, &data, &n) < 0 ? -1 : n;
}

/* How many bytes were read that text was not given of, in an encoding that isn't read straight from
 * them; -1 with an exception, which may be that it can't be told, as the text is not what its bytes
 * would be written as. */
static int64_t bytes_left(TextIO *t)
{
    int64_t nopen = t->decoder ? bytes_kept(t->decoder) : t->nopen;
    if (nopen < 0 || t->own.pos == t->own.end)
        return nopen;
    Value text = tp_codec_decode(CODEC_UTF8, queue_start(&t->own), t->own.end - t->own.pos,
                                 "surrogatepass", 0);
    Value bytes = text ? tp_encode(text, encoding_after_mark(t, t->is_big),
                                   tp_str_to_c(t->errors)) : 0;
    tp_error_clear();
    const Bytes *left = bytes ? (Bytes *)tp_obj(bytes) : 0;
    int64_t n = t->source.end - t->source.pos - nopen; /* bytes that are decoded */
    if (left && left->length <= n &&
        memcmp(queue_start(&t->source) + n - left->length, left->data, (size_t)left->length) == 0)
        return left->length + nopen;
    return tp_raise_int(&tp_NotImplementedError, "tell() inside text in encoding %S", t->encoding);
}

static Value text_tell(Value self, Value *args)
{
    (void)args;
    TextIO *t = usable(self);
    int64_t at;
    if (!t || check_seekable(t) < 0)
        return 0;
    if (t->is_iterating)
        return tp_raise(&tp_OSError, "telling position disabled by next() call");
    if (!tp_call_method(self, TP_NAME(flush), 0, 0, 0))
        return 0;
    Value position = ask_buffer(self, "tell");
    if (!position)
        return 0;
    int64_t left = is_direct(t) ? t->own.end - t->own.pos : bytes_left(t);
    if (left <= 0)
        return left < 0 ? 0 : position;
    return tp_index_as_i64(position, &at) < 0 ? 0 : tp_int(at - left);
}

static Value text_seek(Value self, Value *args)
{
    TextIO *t;
    Value target = args[0];
    int64_t whence = 0;
    if ((args[1] && text_int_arg(args[1], &whence) < 0) || !(t = usable(self)) ||
        check_seekable(t) < 0)
        return 0;
    if (whence == 1 || whence == 2) {
        int is_zero = tp_equal(target, tp_small(0));
        if (is_zero < 0)
            return 0;
        if (!is_zero)
            return tp_io_unsupported(whence == 1 ? "can't do nonzero cur-relative seeks"
                                                 : "can't do nonzero end-relative seeks");
    } else if (whence != 0) {
        return tp_raise(&tp_ValueError, "invalid whence (%d, should be 0, 1 or 2)", (int)whence);
    }
    if (whence == 1) {
        if (!(target = tp_call_method(self, TP_NAME(tell), 0, 0, 0)))
            return 0;
        whence = 0;
    }
    if (whence == 0) {
        int is_negative = tp_compare_bool(target, tp_small(0), TP_LT);
        if (is_negative < 0)
            return 0;
        if (is_negative)
            return tp_raise(&tp_ValueError, "negative seek position %R", target);
    }
    if (!tp_call_method(self, TP_NAME(flush), 0, 0, 0))
        return 0;
    forget(t);
    if (!t->buffer)
        return detached_error(t);
    Value arguments[2] = {target, tp_small(whence)};
    Value at = tp_call_method_cstr(t->buffer, "seek", 2, arguments);
    if (at)
        t->has_written = t->is_past_mark = at != tp_small(0);
    if (whence == 2 || at == tp_small(0))
        t->newlines = 0;
    return at;
}

static Value text_truncate(Value self, Value *args)
{
    TextIO *t = usable(self);
    if (!t || !tp_call_method(self, TP_NAME(flush), 0, 0, 0))
        return 0;
    Value size = args[0] ? args[0] : TP_NONE;
    if (!t->buffer)
        return detached_error(t);
    return tp_call_method_cstr(t->buffer, "truncate", 1, &size);
}

/* ---- the rest ---- */

static Value text_flush(Value self, Value *args)
{
    (void)args;
    TextIO *t = usable(self);
    if (!t)
        return 0;
    t->is_iterating = false;
    return flush_buffer(t) < 0 ? 0 : TP_NONE;
}

static Value text_close(Value self, Value *args)
{
    (void)args;
    TextIO *t = text_of(self);
    if (!t->buffer)
        return detached_error(t);
    int closed = tp_io_is_closed(self);
    if (closed)
        return closed < 0 ? 0 : TP_NONE;
    if (t->fast && !(tp_type_of(self)->flags & TYPE_HEAP))
        return tp_call_method(t->buffer, TP_NAME(close), 0, 0, 0);
    Value flushed = tp_call_method(self, TP_NAME(flush), 0, 0, 0);
    Value error = tp_error_take();
    Value done = ask_buffer(self, "close");
    tp_io_chain(error);
    return flushed ? done : 0;
}

static Value text_detach(Value self, Value *args)
{
    (void)args;
    TextIO *t = text_of(self);
    if (!t->buffer)
        return detached_error(t);
    if (!tp_call_method(self, TP_NAME(flush), 0, 0, 0))
        return 0;
    Value buffer = t->buffer;
    if (!buffer)
        return detached_error(t);
    t->buffer = 0;
    t->fast = 0;
    return buffer;
}

/* An argument that is None (or not given) to leave the flag as it is, or an int. */
static int set_flag(Value v, bool *flag)
{
    int64_t value = *flag;
    if (v && v != TP_NONE && text_int_arg(v, &value) < 0)
        return -1;
    *flag = value != 0;
    return 0;
}

static Value text_reconfigure(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[5];
    TextIO *t = usable(self);
    const char *newline;
    if (!t || TP_ARGS("reconfigure",
                      "(*, encoding=None, errors=None, newline=None, line_buffering=None, "
                      "write_through=None)", a) < 0)
        return 0;
    for (int i = 0; i < 3; i++)
        if (a[i] && a[i] != TP_NONE && !tp_is_str(a[i]))
            return tp_raise(&tp_TypeError, "bad argument type for built-in operation");
    bool has_encoding = a[0] && a[0] != TP_NONE, has_errors = a[1] && a[1] != TP_NONE;
    if ((has_encoding && !tp_io_cstr(a[0])) || (has_errors && !tp_io_cstr(a[1])))
        return 0;
    if ((has_encoding || has_errors || a[2]) && t->has_read)
        return tp_io_unsupported("It is not possible to set the encoding or newline of stream "
                                 "after the first read");
    if (a[2] && check_newline(a[2], &newline) < 0)
        return 0;
    bool line_buffering = t->line_buffering, write_through = t->write_through;
    if (set_flag(a[3], &line_buffering) < 0 || set_flag(a[4], &write_through) < 0)
        return 0;
    if (!tp_call_method(self, TP_NAME(flush), 0, 0, 0))
        return 0;
    if (has_encoding || has_errors) {
        Value errors = has_errors ? a[1] : has_encoding ? tp_str_cstr("strict") : t->errors;
        if (set_encoding(t, has_encoding ? a[0] : t->encoding, errors) < 0)
            return 0;
    }
    if (a[2])
        set_newline(t, newline);
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    return TP_NONE;
}

static Value text_readable(Value self, Value *args)
{
    (void)args;
    return ask_buffer(self, "readable");
}

static Value text_writable(Value self, Value *args)
{
    (void)args;
    return ask_buffer(self, "writable");
}

static Value text_seekable(Value self, Value *args)
{
    (void)args;
    return ask_buffer(self, "seekable");
}

static Value text_fileno(Value self, Value *args)
{
    (void)args;
    return ask_buffer(self, "fileno");
}

static Value text_isatty(Value self, Value *args)
{
    (void)args;
    return ask_buffer(self, "isatty");
}

static Value get_name(Value self)
{
    TextIO *t = text_of(self);
    return t->buffer ? tp_getattr_cstr(t->buffer, "name") : detached_error(t);
}

static Value get_closed(Value self)
{
    TextIO *t = text_of(self);
    if (!t->buffer)
        return detached_error(t);
    if (t->fast && t->fast->file)
        return tp_bool(t->fast->file->fd < 0);
    return tp_getattr_cstr(t->buffer, "closed");
}

static Value get_line_buffering(Value self)
{
    return tp_bool(text_of(self)->line_buffering);
}

static Value get_write_through(Value self)
{
    return tp_bool(text_of(self)->write_through);
}

static Value get_errors(Value self)
{
    TextIO *t = text_of(self);
    return t->buffer ? t->errors : detached_error(t);
}

static Value get_newlines(Value self)
{
    if (!text_of(self)->buffer)
        return detached_error(text_of(self));
    static const char *const texts[] = {"\r", "\n", "\r\n"};
    Value seen[3];
    int n = 0;
    for (int i = 0; i < 3; i++)
        if (text_of(self)->newlines & 1 << i)
            seen[n++] = tp_str_cstr(texts[i]);
    return n == 0 ? TP_NONE : n == 1 ? seen[0] : tp_tuple_of(n, seen);
}

static Value get_chunk_size(Value self)
{
    TextIO *t = text_of(self);
    return t->buffer ? tp_int(t->chunk_size) : detached_error(t);
}

static int set_chunk_size(Value self, Value value)
{
    TextIO *t = text_of(self);
    int64_t size;
    if (!t->buffer)
        return detached_error(t), -1;
    if (!value)
        return tp_raise_int(&tp_AttributeError, "cannot delete attribute");
    if (tp_index_as_i64(value, &size) < 0)
        return -1;
    if (size <= 0)
        return tp_raise_int(&tp_ValueError, "a strictly positive integer is required");
    t->chunk_size = size;
    return 0;
}

/* name, mode and encoding, as far as there are any. */
static Value describe(Value self)
{
    StrBuilder b;
    tp_builder_init(&b);
    tp_builder_cstr(&b, "<_io.TextIOWrapper");
    const struct {
        const char *label;
        Value value;
    } parts[] = {{" name=", tp_getattr_or_null(self, TP_NAME(name), 0)},
                 {" mode=", tp_getattr_or_null(self, TP_NAME(mode), 0)},
                 {" encoding=", text_of(self)->encoding}};
    if (tp_error_pending()) {
        if (!tp_error_is(&tp_ValueError))
            return 0;
        tp_error_clear();
    }
    for (int i = 0; i < 3; i++) {
        Value text = parts[i].value ? tp_repr(parts[i].value) : 0;
        if (!text && tp_error_pending())
            return 0;
        if (!text)
            continue;
        tp_builder_cstr(&b, parts[i].label);
        tp_builder_str(&b, text);
    }
    tp_builder_char(&b, '>');
    return tp_builder_finish(&b);
}

static Value text_repr(Value self)
{
    if (!text_of(self)->encoding)
        return detached_error(text_of(self));
    if (tp_io_repr_enter(self) < 0)
        return 0;
    Value text = describe(self);
    tp_repr_leave(self);
    return text;
}

static const MethodDef text_methods[] = {
    METHOD("write", text_write, "(text, /)", 0),
    METHOD("read", text_read, "(size=-1, /)", 0),
    METHOD("readline", text_readline, "(size=-1, /)", 0),
    METHOD("flush", text_flush, "()", 0),
    METHOD("close", text_close, "()", 0),
    METHOD("detach", text_detach, "()", 0),
    METHOD("__getstate__", tp_io_no_state, "()", 0),
    METHOD_RAW("reconfigure", text_reconfigure,
               "(*, encoding=None, errors=None, newline=None, line_buffering=None, "
               "write_through=None)",
               "Reconfigure the text stream with new parameters."),
    METHOD("tell", text_tell, "()", 0),
    METHOD("seek", text_seek, "(cookie, whence=0, /)", 0),
    METHOD("truncate", text_truncate, "(pos=None, /)", 0),
    METHOD("readable", text_readable, "()", 0),
    METHOD("writable", text_writable, "()", 0),
    METHOD("seekable", text_seekable, "()", 0),
    METHOD("fileno", text_fileno, "()", 0),
    METHOD("isatty", text_isatty, "()", 0),
    METHOD_END,
};

static const GetSetDef text_getset[] = {
    {"name", get_name, 0, 0},
    {"closed", get_closed, 0, 0},
    {"line_buffering", get_line_buffering, 0, 0},
    {"write_through", get_write_through, 0, 0},
    {"errors", get_errors, 0, 0},
    {"newlines", get_newlines, 0, 0},
    {"_CHUNK_SIZE", get_chunk_size, set_chunk_size, 0},
    {0, 0, 0, 0},
};

static const MemberDef text_members[] = {
    {"buffer", offsetof(TextIO, buffer), true, 0},
    {"encoding", offsetof(TextIO, encoding), true, 0},
    {0, 0, false, 0},
};

Type tp_textio_type = {
    .head = {&tp_type_type},
    .name = "_io.TextIOWrapper",
    .basic_size = sizeof(TextIO),
    .flags = TYPE_BASE,
    .base = &tp_textiobase_type,
    .dict_offset = offsetof(TextIO, dict),
    .weakref_offset = 1,
    .doc = "Character and line based layer over a BufferedIOBase object, buffer.",
    .new_ = tp_io_new,
    .init = text_init,
    .next = text_next,
    .repr = text_repr,
    .methods = text_methods,
    .getset = text_getset,
    .members = text_members,
};
