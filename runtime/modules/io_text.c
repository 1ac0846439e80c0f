/* io_text.c -- TextIOWrapper: making one, its state, writing; io_text_read.c: reading.
 *
 * Writing encodes into the output buffer of the Buffered; nothing is kept here.
 */
#include "io_text.h"

#include <string.h>

#include "runtime/bytes.h"
#include "runtime/codec.h"
#include "runtime/config.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/text.h"

/* ---- making ---- */

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

/* *newline is 0 for None. takes_nul: the text ends at a null character. */
static int check_newline(Value v, bool takes_nul, const char **newline)
{
    bool given;
    *newline = 0;
    if (check_text("newline", v, &given) < 0)
        return -1;
    if (!given)
        return 0;
    const char *text = takes_nul ? tp_str_to_utf8(v, 0) : tp_io_cstr(v);
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
        (has_encoding && !tp_io_cstr(a[1])) || check_newline(a[3], false, &newline) < 0 ||
        (has_errors && !tp_str_to_utf8(a[2], 0)))
        return -1;
    int64_t line_buffering = 0, write_through = 0;
    if ((a[4] && text_int_arg(a[4], &line_buffering) < 0) ||
        (a[5] && text_int_arg(a[5], &write_through) < 0))
        return -1;
    Value encoding = has_encoding ? a[1] : tp_str_cstr(tp_config_text_encoding());
    if (tp_str_equal_cstr(encoding, "locale"))
        encoding = tp_str_cstr(tp_config_locale_encoding());
    t->buffer = 0;
    t->fast = 0;
    t->encoding = 0;
    tp_text_forget(t);
    t->is_iterating = t->has_written = t->is_big = false;
    Value errors = has_errors ? a[2] : tp_str_cstr("strict");
    if (tp_codec_check("utf-8", tp_str_to_c(errors)) < 0 || set_encoding(t, encoding, errors) < 0)
        return -1;
    set_newline(t, newline);
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    /* of a buffer of ours the answers are known: but for a mark, where it stands does not matter */
    bool has_mark = t->codec == CODEC_UTF16 || t->codec == CODEC_UTF32 ||
                    t->codec == CODEC_UTF8_SIG;
    if ((has_mark || !tp_is_buffered(a[0])) && ask_new_buffer(a[0], &t->has_written) < 0)
        return -1;
    attach(t, a[0]);
    return 0;
}

/* ---- state ---- */

Value tp_text_detached(TextIO *t)
{
    return tp_raise(&tp_ValueError, t->encoding ? "underlying buffer has been detached"
                                                : "I/O operation on uninitialized object");
}

Value tp_text_ask_buffer(Value self, const char *method)
{
    TextIO *t = text_of(self);
    return t->buffer ? tp_call_method_cstr(t->buffer, method, 0, 0) : tp_text_detached(t);
}

TextIO *tp_text_usable(Value self)
{
    TextIO *t = text_of(self);
    if (!t->buffer) {
        tp_text_detached(t);
        return 0;
    }
    if (t->fast && t->fast->file && t->fast->file->fd >= 0)
        return t;
    return tp_io_check_open(self) < 0 ? 0 : t;
}

int tp_text_check_able(TextIO *t, bool wants_read)
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
    Buffered *b = t->fast; /* the raw stream may make t anew */
    if (b) {
        int status = tp_buffered_write(b, data, n);
        b->is_over_input = false; /* CPython's buffer has nothing but the chunk read ahead */
        return status;
    }
    if (!t->buffer)
        return tp_text_detached(t), -1;
    Value bytes = tp_bytes_new(data, n);
    return bytes && tp_call_method(t->buffer, TP_NAME(write), 1, &bytes, 0) ? 0 : -1;
}

static int flush_buffer(TextIO *t)
{
    if (t->fast)
        return tp_buffered_flush(t->fast);
    if (!t->buffer)
        return tp_text_detached(t), -1;
    return tp_call_method(t->buffer, TP_NAME(flush), 0, 0, 0) ? 0 : -1;
}

/* str.replace("\n", newline) */
static Value translate_out(Value str, const char *newline)
{
    Value args[2] = {tp_str_char('\n'), tp_str_cstr(newline)};
    return tp_call_method_cstr(str, "replace", 2, args);
}

const char *tp_text_encoding_after_mark(const TextIO *t, bool is_big)
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
    if (s->is_ascii && keeps_ascii(t))
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
        const char *encoding = t->has_written ? tp_text_encoding_after_mark(t, false)
                                              : tp_str_to_c(t->encoding);
        Value bytes = tp_encode(str, encoding, tp_str_to_c(t->errors));
        if (!bytes || write_bytes(t, ((Bytes *)tp_obj(bytes))->data,
                                  ((Bytes *)tp_obj(bytes))->length) < 0)
            return -1;
    }
    t->has_written = true;
    tp_text_forget(t); /* what was read ahead is lost, as in CPython */
    return t->line_buffering && has_line_end(s) ? flush_buffer(t) : 0;
}

int tp_text_write_ascii(TextIO *t, const char *text, int64_t n)
{
    if (!keeps_ascii(t))
        return tp_text_write(t, tp_str_latin1((const uint8_t *)text, n));
    t->has_written = true;
    tp_text_forget(t);
    return write_bytes(t, text, n);
}

static Value text_write(Value self, Value *args)
{
    TextIO *t = text_of(self);
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "write() argument must be str, not %T", args[0]);
    if (!t->buffer)
        return tp_text_detached(t);
    if (!tp_text_direct(self) && (!tp_text_usable(self) || tp_text_check_able(t, false) < 0))
        return 0;
    return tp_text_write(t, args[0]) < 0 ? 0 : tp_int(tp_as_str(args[0])->length);
}

/* ---- the rest ---- */

static Value text_flush(Value self, Value *args)
{
    (void)args;
    TextIO *t = tp_text_usable(self);
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
        return tp_text_detached(t);
    int closed = tp_io_is_closed(self);
    if (closed)
        return closed < 0 ? 0 : TP_NONE;
    if (t->fast && !(tp_type_of(self)->flags & TYPE_HEAP))
        return tp_call_method(t->buffer, TP_NAME(close), 0, 0, 0);
    Value flushed = tp_call_method(self, TP_NAME(flush), 0, 0, 0);
    Value error = tp_error_take();
    Value done = tp_text_ask_buffer(self, "close");
    tp_io_chain(error);
    return flushed ? done : 0;
}

static Value text_detach(Value self, Value *args)
{
    (void)args;
    TextIO *t = text_of(self);
    if (!t->buffer)
        return tp_text_detached(t);
    if (!tp_call_method(self, TP_NAME(flush), 0, 0, 0))
        return 0;
    Value buffer = t->buffer;
    if (!buffer)
        return tp_text_detached(t);
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
    TextIO *t = tp_text_usable(self);
    const char *newline;
    if (!t || TP_ARGS("reconfigure",
                      "(*, encoding=None, errors=None, newline=None, line_buffering=None, "
                      "write_through=None)", a) < 0)
        return 0;
    for (int i = 0; i < 3; i++)
        if (a[i] && a[i] != TP_NONE && !tp_is_str(a[i]))
            return tp_raise(&tp_TypeError, "bad argument type for built-in operation");
    bool has_encoding = a[0] && a[0] != TP_NONE, has_errors = a[1] && a[1] != TP_NONE;
    if (has_errors && !tp_str_to_utf8(a[1], 0))
        return 0;
    if (has_encoding && !tp_str_to_utf8(a[0], 0)) {
        tp_error_clear();
        return tp_raise(&tp_TypeError, "bad argument type for built-in operation");
    }
    if ((has_encoding || has_errors || a[2]) && t->has_read)
        return tp_io_unsupported("It is not possible to set the encoding or newline of stream "
                                 "after the first read");
    if (a[2] && check_newline(a[2], true, &newline) < 0)
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
    if (has_encoding || has_errors || a[2])
        tp_text_forget(t);
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    return TP_NONE;
}

static Value text_readable(Value self, Value *args)
{
    (void)args;
    return tp_text_ask_buffer(self, "readable");
}

static Value text_writable(Value self, Value *args)
{
    (void)args;
    return tp_text_ask_buffer(self, "writable");
}

static Value text_seekable(Value self, Value *args)
{
    (void)args;
    return tp_text_ask_buffer(self, "seekable");
}

static Value text_fileno(Value self, Value *args)
{
    (void)args;
    return tp_text_ask_buffer(self, "fileno");
}

static Value text_isatty(Value self, Value *args)
{
    (void)args;
    return tp_text_ask_buffer(self, "isatty");
}

static Value get_name(Value self)
{
    TextIO *t = text_of(self);
    return t->buffer ? tp_getattr_cstr(t->buffer, "name") : tp_text_detached(t);
}

static Value get_closed(Value self)
{
    TextIO *t = text_of(self);
    if (!t->buffer)
        return tp_text_detached(t);
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
    return t->buffer ? t->errors : tp_text_detached(t);
}

static Value get_newlines(Value self)
{
    if (!text_of(self)->buffer)
        return tp_text_detached(text_of(self));
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
    return t->buffer ? tp_int(t->chunk_size) : tp_text_detached(t);
}

static int set_chunk_size(Value self, Value value)
{
    TextIO *t = text_of(self);
    int64_t size;
    if (!t->buffer)
        return tp_text_detached(t), -1;
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
        return tp_text_detached(text_of(self));
    if (tp_io_repr_enter(self) < 0)
        return 0;
    Value text = describe(self);
    tp_repr_leave(self);
    return text;
}

static const MethodDef text_methods[] = {
    METHOD("write", text_write, "(text, /)", 0),
    METHOD("read", tp_text_read, "(size=-1, /)", 0),
    METHOD("readline", tp_text_readline, "(size=-1, /)", 0),
    METHOD("flush", text_flush, "()", 0),
    METHOD("close", text_close, "()", 0),
    METHOD("detach", text_detach, "()", 0),
    METHOD("__getstate__", tp_io_no_state, "()", 0),
    METHOD_RAW("reconfigure", text_reconfigure,
               "(*, encoding=None, errors=None, newline=None, line_buffering=None, "
               "write_through=None)",
               "Reconfigure the text stream with new parameters."),
    METHOD("tell", tp_text_tell, "()", 0),
    METHOD("seek", tp_text_seek, "(cookie, whence=0, /)", 0),
    METHOD("truncate", tp_text_truncate, "(pos=None, /)", 0),
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
    .next = tp_text_next,
    .repr = text_repr,
    .methods = text_methods,
    .getset = text_getset,
    .members = text_members,
};
