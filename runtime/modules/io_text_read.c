/* io_text_read.c -- what a TextIOWrapper gives: lines, characters, its position.
 *
 * UTF-8, ASCII and Latin-1 text is read straight out of the byte queue of the Buffered below (or of
 * `own`, when the buffer is some other object): a line is found with memchr and becomes a str, no
 * decoded text is kept, and tell() is the position of the first byte not yet given. In these
 * encodings no character but the line ends themselves contains the bytes of \r and \n. Text in
 * other encodings is decoded piece by piece to UTF-8 in `own`; tell() encodes what is left of it.
 */
#include "io_text.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/text.h"

static TextIO *readable(Value self)
{
    TextIO *t = tp_text_usable(self);
    return t && tp_text_check_able(t, true) == 0 ? t : 0;
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
    Codec codec = t->codec;
    if (t->is_past_mark)
        codec = tp_codec_find(tp_text_encoding_after_mark(t, t->is_big));
    /* the start of a mark waits for the rest of it, also where that never comes */
    is_last &= codec != CODEC_UTF8_SIG || n >= 3 || memcmp(data, "\xef\xbb\xbf", (size_t)n) != 0;
    Value text = tp_codec_decode(codec, data, n, tp_str_to_c(t->errors), is_last ? 0 : &used);
    if (!text || (!t->is_past_mark && check_mark(t, data, n) < 0))
        return 0;
    t->is_past_mark |= used > 0;
    t->nopen = used < n ? n - used : 0; /* an error handler may have made them more */
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
        return tp_text_detached(t), -1;
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
    Value bytes = tp_text_ask_buffer(tp_ref(t), "read");
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

Value tp_text_readline(Value self, Value *args)
{
    int64_t limit;
    TextIO *t;
    return tp_io_size(args[0], &limit) == 0 && (t = readable(self)) ? read_line(t, limit) : 0;
}

Value tp_text_next(Value self)
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

Value tp_text_read(Value self, Value *args)
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
    Value bytes = text ? tp_encode(text, tp_text_encoding_after_mark(t, t->is_big),
                                   tp_str_to_c(t->errors)) : 0;
    tp_error_clear();
    const Bytes *left = bytes ? (Bytes *)tp_obj(bytes) : 0;
    int64_t n = t->source.end - t->source.pos - nopen; /* bytes that are decoded */
    if (left && left->length <= n &&
        memcmp(queue_start(&t->source) + n - left->length, left->data, (size_t)left->length) == 0)
        return left->length + nopen;
    return tp_raise_int(&tp_NotImplementedError, "tell() inside text in encoding %S", t->encoding);
}

Value tp_text_tell(Value self, Value *args)
{
    (void)args;
    TextIO *t = tp_text_usable(self);
    int64_t at;
    if (!t || check_seekable(t) < 0)
        return 0;
    if (t->is_iterating)
        return tp_raise(&tp_OSError, "telling position disabled by next() call");
    if (!tp_call_method(self, TP_NAME(flush), 0, 0, 0))
        return 0;
    Value position = tp_text_ask_buffer(self, "tell");
    if (!position)
        return 0;
    int64_t left = is_direct(t) ? t->own.end - t->own.pos : bytes_left(t);
    if (left <= 0)
        return left < 0 ? 0 : position;
    return tp_index_as_i64(position, &at) < 0 ? 0 : tp_int(at - left);
}

Value tp_text_seek(Value self, Value *args)
{
    TextIO *t;
    Value target = args[0];
    int64_t whence = 0;
    if ((args[1] && text_int_arg(args[1], &whence) < 0) || !(t = tp_text_usable(self)) ||
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
        return tp_text_detached(t);
    Value arguments[2] = {target, tp_small(whence)};
    Value at = tp_call_method_cstr(t->buffer, "seek", 2, arguments);
    if (at)
        t->has_written = t->is_past_mark = at != tp_small(0);
    if (whence == 2 || at == tp_small(0))
        t->newlines = 0;
    return at;
}

Value tp_text_truncate(Value self, Value *args)
{
    TextIO *t = tp_text_usable(self);
    if (!t || !tp_call_method(self, TP_NAME(flush), 0, 0, 0))
        return 0;
    Value size = args[0] ? args[0] : TP_NONE;
    if (!t->buffer)
        return tp_text_detached(t);
    return tp_call_method_cstr(t->buffer, "truncate", 1, &size);
}
