/* io_text_read.c -- what a TextIOWrapper gives: lines, characters, its position.
 *
 * As in CPython bytes are asked of the buffer in chunks, and a whole chunk is decoded before any of
 * its text is given: an error in it comes first, `newlines` tells of all of it, and whoever uses
 * the buffer meanwhile finds it behind the chunk. `own` holds the text that is decoded and not yet
 * given, as UTF-8, or in Latin-1 as the bytes themselves: a line is found with memchr. A character
 * that goes on is left in `source`; a \r that may be half of a line end is left out of `own`, too.
 * Bytes that are UTF-8 without a fault are text as they are; what is in other encodings, or has an
 * error handler, is decoded piece by piece; tell() encodes what is left of it, or decodes again.
 */
#include "io_text.h"

#include <string.h>

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

/* ---- chunks ---- */

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

/* Append bytes to a queue: 0, or -1. */
static int take_bytes(Queue *q, Value bytes)
{
    const char *data;
    int64_t n;
    if (tp_bytes_view(bytes, &data, &n) < 0 || tp_queue_reserve(q, n) < 0)
        return -1;
    if (n)
        memcpy(q->data + q->end, data, (size_t)n);
    q->end += n;
    return 0;
}

static int64_t length(const Queue *q)
{
    return q->end - q->pos;
}

/* What kinds of line ends n bytes of text have. */
static void note_line_ends(TextIO *t, const char *text, int64_t n)
{
    const char *end = text + n;
    while (text < end) {
        const char *cr = memchr(text, '\r', (size_t)(end - text));
        if (memchr(text, '\n', (size_t)((cr ? cr : end) - text)))
            t->newlines |= SEEN_LF;
        if (!cr)
            break;
        bool is_pair = cr + 1 < end && cr[1] == '\n';
        t->newlines |= is_pair ? SEEN_CRLF : SEEN_CR;
        text = cr + 1 + is_pair;
    }
}

/* Append n bytes of text to own. is_last: no more follow. 1 if own has more now, 0, -1. */
static int take_text(TextIO *t, const char *text, int64_t n, bool is_last)
{
    Queue *q = &t->own;
    bool had_cr = t->has_cr && (n || is_last);
    if (n + had_cr == 0)
        return 0;
    if (tp_queue_reserve(q, n + had_cr) < 0)
        return -1;
    char *start = q->data + q->end;
    if (had_cr)
        *start = '\r';
    memcpy(start + had_cr, text, (size_t)n);
    n += had_cr;
    t->has_cr = t->is_universal && !is_last && start[n - 1] == '\r';
    n -= t->has_cr;
    if (t->is_universal)
        note_line_ends(t, start, n);
    q->end += n;
    return n > 0;
}

/* Text that can be given as its bytes are: those that go on from a chunk before stand in source. */
static int take_direct(TextIO *t, const char *data, int64_t n, bool is_last)
{
    Queue *open = &t->source;
    int64_t before = length(open);
    if (before) {
        if (tp_queue_reserve(open, n) < 0)
            return -1;
        memcpy(open->data + open->end, data, (size_t)n);
        open->end += n;
        data = queue_start(open);
        n += before;
    }
    int64_t good = t->codec == CODEC_LATIN1 ? n : tp_utf8_prefix(data, n, t->codec == CODEC_ASCII);
    if (good < n && !tp_codec_decode(t->codec, data, n, 0, is_last ? 0 : &good)) {
        open->end = open->pos + before; /* these bytes are lost, as in CPython */
        return -1;
    }
    int more = take_text(t, data, good, is_last);
    if (before) {
        open->pos += good;
    } else if (more >= 0 && good < n) {
        if (tp_queue_reserve(open, n - good) < 0)
            return -1;
        memcpy(open->data + open->end, data + good, (size_t)(n - good));
        open->end += n - good;
    }
    return more;
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

static Value new_decoder(const TextIO *t)
{
    Value codec = tp_codec_lookup(tp_str_to_c(t->encoding));
    Value make = codec ? tp_getattr_cstr(codec, "incrementaldecoder") : 0;
    return make ? tp_call1(make, t->errors) : 0;
}

/* The same by a codec written in Python. */
static Value decode_by_object(TextIO *t, Value bytes, bool is_last)
{
    if (!t->decoder && !(t->decoder = new_decoder(t)))
        return 0;
    Value args[2] = {bytes, tp_bool(is_last)};
    Value text = tp_call_method_cstr(t->decoder, "decode", 2, args);
    if (!text || tp_is_str(text))
        return text;
    return tp_raise(&tp_TypeError, "decoder should return a string result, not '%T'", text);
}

/* Text in an encoding that is not read straight from the bytes. */
static int take_encoded(TextIO *t, Value bytes, bool is_last)
{
    int64_t before = length(&t->source), was_open = t->nopen;
    if (take_bytes(&t->source, bytes) < 0)
        return -1;
    Value text;
    if (t->codec == CODEC_OTHER) {
        text = decode_by_object(t, bytes, is_last);
    } else {
        t->nopen += length(&t->source) - before;
        text = decode_open(t, is_last);
    }
    Value utf8 = text ? tp_encode(text, "utf-8", "surrogatepass") : 0;
    const Bytes *b = utf8 ? (Bytes *)tp_obj(utf8) : 0;
    int more = b ? take_text(t, b->data, b->length, is_last) : -1;
    int64_t have = length(&t->source);
    if (more >= 0) { /* what own has left in the end is of this chunk: tell() needs no other */
        t->source.pos += before - was_open < have ? before - was_open : have;
    } else { /* these bytes are lost, as in CPython */
        t->nopen = was_open;
        t->source.end = t->source.pos + (before < have ? before : have);
    }
    if (t->nopen > length(&t->source)) /* Python code has used the stream meanwhile */
        t->nopen = 0;
    return more;
}

/* A chunk to the end of own; bytes: the object it is of, 0 if there is none. 1, 0, -1. */
static int take_chunk(TextIO *t, Value bytes, const char *data, int64_t n, bool is_last)
{
    if (is_direct(t)) /* asked after the chunk was read: that may have made the stream anew */
        return take_direct(t, data, n, is_last);
    if (!bytes && !(bytes = tp_bytes_new(data, n)))
        return -1;
    return take_encoded(t, bytes, is_last);
}

/* Decode a chunk, of `size` bytes if that is more than usual, to the end of own: 1, 0 at the end of
 * the file, -1. */
static int fill(TextIO *t, int64_t size)
{
    const char *data, *name = "read1";
    int64_t n;
    int more;
    if (!t->buffer)
        return tp_text_detached(t), -1;
    t->has_read = true;
    if (size < t->chunk_size || (double)size >= 0x1p63) /* CPython has it in a double on the way */
        size = t->chunk_size;
    if (t->fast && is_direct(t)) {
        n = tp_buffered_chunk(t->fast, size, &data);
        more = n < 0 ? -1 : take_chunk(t, 0, data, n, n == 0);
        return more < 0 ? -1 : n > 0 || more;
    }
    Value method = tp_getattr_or_null(t->buffer, TP_NAME(read1), 0);
    if (!method) {
        name = "read";
        if (tp_error_pending() || !(method = tp_getattr(t->buffer, TP_NAME(read))))
            return -1;
    }
    Value bytes = tp_call1(method, tp_int(size));
    if (bytes && !tp_is_buffer(bytes))
        return tp_raise_int(&tp_TypeError,
                            "underlying %s() should have returned a bytes-like object, not '%T'",
                            name, bytes);
    if (!bytes || tp_bytes_view(bytes, &data, &n) < 0)
        return -1;
    more = take_chunk(t, bytes, data, n, n == 0);
    return more < 0 ? -1 : n > 0 || more;
}

/* Text of own as a str. */
static Value decode(TextIO *t, const char *data, int64_t n)
{
    if (t->codec == CODEC_LATIN1)
        return tp_str_latin1((const uint8_t *)data, n);
    if (is_direct(t))
        return tp_str_utf8(data, n);
    return tp_codec_decode(CODEC_UTF8, data, n, "surrogatepass", 0);
}

/* ---- lines ---- */

/* Find the end of the line that own begins with. *content is the number of bytes before the line
 * end, *whole with it: all there is if no end is found. */
static bool find_end(TextIO *t, int64_t searched, int64_t *content, int64_t *whole)
{
    int64_t have = length(&t->own);
    *content = *whole = have;
    if (have <= searched)
        return false;
    const char *start = queue_start(&t->own), *at;
    size_t left = (size_t)(have - searched), n;
    if (t->is_universal) {
        at = memchr(start + searched, '\n', left);
        const char *cr = memchr(start + searched, '\r',
                                at ? (size_t)(at - start - searched) : left);
        n = cr && cr + 1 == at ? 2 : 1;
        at = cr ? cr : at;
    } else {
        n = strlen(t->newline_in);
        at = n == 1 ? memchr(start + searched, t->newline_in[0], left)
                    : memmem(start + searched, left, t->newline_in, n);
    }
    if (!at)
        return false;
    *content = at - start;
    *whole = *content + (int64_t)n;
    return true;
}

/* Bytes of the first *chars characters of n bytes; takes from *chars how many there are. */
static int64_t bytes_of_chars(TextIO *t, const char *data, int64_t n, int64_t *chars)
{
    int64_t i = 0;
    if (t->codec == CODEC_LATIN1) {
        i = n < *chars ? n : *chars;
        *chars -= i;
        return i;
    }
    while (i < n && *chars > 0) {
        i++;
        while (i < n && ((uint8_t)data[i] & 0xc0) == 0x80)
            i++;
        --*chars;
    }
    return i;
}

/* A line with its end, or `limit` characters of it if that is not negative; "" at the end. */
static Value read_line(TextIO *t, int64_t limit)
{
    Queue *q = &t->own;
    int64_t searched = 0, cut = 0, content, whole;
    int more = 1;
    bool found;
    while (true) {
        found = find_end(t, searched, &content, &whole);
        if (cut > whole) /* Python code has used the stream meanwhile */
            cut = 0;
        cut = limit < 0 ? whole
                        : cut + bytes_of_chars(t, queue_start(q) + cut, whole - cut, &limit);
        if (found || !more || (limit == 0 && whole))
            break;
        searched = whole > 0 ? whole - 1 : 0; /* a line end of two may be cut in half */
        if ((more = fill(t, 0)) < 0) {
            q->pos = q->end; /* the part that could be decoded is lost, too */
            t->has_read = false;
            return 0;
        }
    }
    if (!found && !more)
        t->has_read = false; /* at the end, where none of the chunk is left */
    char *start = queue_start(q);
    if (found && t->is_translating && cut > content) {
        q->pos += whole;
        start[content] = '\n';
        return decode(t, start, content + 1);
    }
    q->pos += cut;
    return decode(t, start, cut);
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

/* Copy text with \r\n and \r as \n: bytes that were put there. */
static int64_t translate(char *to, const char *from, int64_t n)
{
    const char *start = to, *end = from + n, *cr;
    while ((cr = memchr(from, '\r', (size_t)(end - from)))) {
        memmove(to, from, (size_t)(cr - from));
        to += cr - from;
        *to++ = '\n';
        from = cr + 1;
        from += from < end && *from == '\n';
    }
    memmove(to, from, (size_t)(end - from));
    return to + (end - from) - start;
}

static Value read_all(TextIO *t)
{
    const char *data;
    int64_t n;
    Queue *q = &t->own;
    Value bytes = tp_text_ask_buffer(tp_ref(t), "read");
    if (bytes && !tp_is_buffer(bytes))
        return tp_raise(&tp_TypeError, "can't concat %T to bytes", bytes);
    if (!bytes || tp_bytes_view(bytes, &data, &n) < 0)
        return 0;
    bool is_rest = length(q) || length(&t->source) || t->has_cr;
    if (is_direct(t) && !is_rest && (!t->is_universal || !memchr(data, '\r', (size_t)n))) {
        Value text = tp_codec_decode(t->codec, data, n, 0, 0);
        if (text && t->is_universal)
            note_line_ends(t, data, n);
        t->has_read = false; /* nothing is kept of it */
        return text;
    }
    if (take_chunk(t, bytes, data, n, true) < 0)
        return 0;
    char *start = queue_start(q);
    n = length(q);
    if (t->is_translating)
        n = translate(start, start, n);
    Value text = decode(t, start, n);
    *q = (Queue){0};
    t->has_read = false;
    return text;
}

/* n characters, or what there is. */
static Value read_chars(TextIO *t, int64_t n)
{
    Queue *q = &t->own;
    Queue out = {0};
    while (n > 0) {
        if (length(q) == 0) {
            int more = fill(t, n);
            if (more < 0)
                return 0;
            if (more == 0)
                break;
            continue;
        }
        const char *data = queue_start(q);
        int64_t size = bytes_of_chars(t, data, length(q), &n), put = size;
        if (tp_queue_reserve(&out, size) < 0)
            return 0;
        if (t->is_translating) {
            put = translate(out.data + out.end, data, size);
            n += size - put; /* a pair was counted as two */
            if (data[size - 1] == '\r' && size < length(q) && data[size] == '\n')
                size++;
        } else {
            memcpy(out.data + out.end, data, (size_t)size);
        }
        out.end += put;
        q->pos += size;
    }
    return decode(t, queue_start(&out), out.end);
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

void tp_text_forget(TextIO *t)
{
    t->own.pos = t->own.end = t->source.pos = t->source.end = t->nopen = 0;
    t->decoder = 0;
    t->has_cr = t->has_read = t->is_past_mark = false;
    t->newlines = 0;
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

/* What a codec makes of n bytes at a place where characters begin; *used: of so many of them. */
static Value decode_some(TextIO *t, Value decoder, const char *data, int64_t n, int64_t *used)
{
    *used = n;
    if (!decoder && t->codec == CODEC_OTHER) /* an error handler has made the stream anew */
        return tp_raise(&tp_TypeError, "illegal decoder state");
    if (!decoder)
        return tp_codec_decode(tp_codec_find(tp_text_encoding_after_mark(t, t->is_big)), data, n,
                               tp_str_to_c(t->errors), used);
    Value args[2] = {tp_bytes_new(data, n), TP_FALSE};
    Value text = args[0] ? tp_call_method_cstr(decoder, "decode", 2, args) : 0;
    return !text || tp_is_str(text) ? text : tp_raise(&tp_TypeError, "illegal decoder state");
}

/* How many of the n bytes that were decoded are in front of the text that is left: decoded again,
 * one character after the other. -1: none, or with an exception. */
static int64_t bytes_given(TextIO *t, int64_t n, Value left)
{
    Value bytes = tp_bytes_new(queue_start(&t->source), n), decoder = 0, text;
    if (!bytes || (t->codec == CODEC_OTHER && !(decoder = new_decoder(t))))
        return -1;
    const char *data = ((Bytes *)tp_obj(bytes))->data;
    int64_t at = 0, size = 1, used;
    if (!(text = decode_some(t, decoder, data, n, &used)))
        return -1;
    int64_t given = tp_as_str(text)->length - tp_as_str(left)->length;
    if (given < 0 || !tp_str_equal(tp_str_slice(text, given, tp_as_str(text)->length), left))
        return -1;
    if (decoder && !(decoder = new_decoder(t)))
        return -1;
    while (given > 0 && at + size <= n) {
        if (!(text = decode_some(t, decoder, data + at, size, &used)) || used > size)
            return -1;
        given -= tp_as_str(text)->length;
        at += used;
        size = used ? 1 : size + 1;
    }
    if (given < 0 || (decoder && bytes_kept(decoder) != 0))
        return -1; /* inside what an error handler put there, or inside a shift sequence */
    return at;
}

/* How many bytes were read that text was not given of; -1 with an exception, which may be that it
 * can't be told. */
static int64_t bytes_left(TextIO *t)
{
    if (is_direct(t))
        return length(&t->own) + t->has_cr + length(&t->source);
    int64_t nopen = t->decoder ? bytes_kept(t->decoder) : t->nopen;
    if (nopen < 0 || (length(&t->own) == 0 && !t->has_cr))
        return nopen;
    Value text = decode(t, queue_start(&t->own), length(&t->own));
    if (text && t->has_cr)
        text = tp_str_concat(text, tp_str_char('\r'));
    if (!text)
        return -1;
    /* an error handler may have dropped some, which come after the position */
    Value bytes = t->is_strict ? tp_encode(text, tp_text_encoding_after_mark(t, t->is_big), 0) : 0;
    tp_error_clear();
    const Bytes *left = bytes ? (Bytes *)tp_obj(bytes) : 0;
    int64_t n = length(&t->source) - nopen; /* bytes that are decoded */
    if (left && left->length <= n &&
        memcmp(queue_start(&t->source) + n - left->length, left->data, (size_t)left->length) == 0)
        return left->length + nopen;
    int64_t given = n >= 0 ? bytes_given(t, n, text) : -1;
    if (given >= 0)
        return n - given + nopen;
    if (tp_error_pending())
        return -1;
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
    int64_t left = bytes_left(t);
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
    uint8_t newlines = t->newlines;
    tp_text_forget(t);
    t->is_iterating = false;
    if (!t->buffer)
        return tp_text_detached(t);
    Value arguments[2] = {target, tp_small(whence)};
    Value at = tp_call_method_cstr(t->buffer, "seek", 2, arguments);
    if (at)
        t->has_written = t->is_past_mark = at != tp_small(0);
    if (whence != 2 && at != tp_small(0))
        t->newlines = newlines;
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
