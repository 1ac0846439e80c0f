/* io_memory.c -- StringIO, BytesIO, IncrementalNewlineDecoder. */
#include <string.h>

#include "runtime/bytes.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/str.h"

/* ---- IncrementalNewlineDecoder ---- */

enum { SEEN_CR = 1, SEEN_LF = 2, SEEN_CRLF = 4 };

typedef struct NewlineDecoder {
    Object head;
    Dict *dict;
    Value decoder;         /* or None */
    bool translate;
    bool has_cr;           /* a \r at the end of the last input waits for its \n */
    uint8_t seen;
} NewlineDecoder;

static int decoder_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[3];
    NewlineDecoder *d = (NewlineDecoder *)tp_obj(self);
    if (TP_ARGS("IncrementalNewlineDecoder", "(decoder, translate, errors='strict')", a) < 0)
        return -1;
    d->decoder = a[0];
    int translate = tp_truth(a[1]);
    d->translate = translate > 0;
    return translate < 0 ? -1 : 0;
}

/* The decoder ready for use; else 0 with ValueError. */
static NewlineDecoder *decoder_of(Value self)
{
    NewlineDecoder *d = (NewlineDecoder *)tp_obj(self);
    if (d->decoder)
        return d;
    tp_raise(&tp_ValueError, "IncrementalNewlineDecoder.__init__() not called");
    return 0;
}

/* Note the line ends of text in *seen; translated to \n if asked. */
static Value translate_newlines(Value text, bool translate, uint8_t *seen)
{
    Str *s = tp_as_str(text);
    StrBuilder b;
    bool has_cr = false;
    for (int64_t i = 0; i < s->length && !has_cr; i++) {
        uint32_t c = tp_str_at(s, i);
        has_cr = c == '\r';
        if (c == '\n')
            *seen |= SEEN_LF;
    }
    if (!has_cr)
        return text;
    tp_builder_init(&b);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        if (c == '\r') {
            bool pair = i + 1 < s->length && tp_str_at(s, i + 1) == '\n';
            *seen |= pair ? SEEN_CRLF : SEEN_CR;
            if (translate) {
                c = '\n';
                i += pair;
            } else if (pair) {
                if (tp_builder_char(&b, c) < 0)
                    return 0;
                c = '\n';
                i++;
            }
        } else if (c == '\n') {
            *seen |= SEEN_LF;
        }
        if (tp_builder_char(&b, c) < 0)
            return 0;
    }
    return tp_builder_finish(&b);
}

static Value decoder_decode(Value self, Value *args)
{
    NewlineDecoder *d;
    int final = args[1] ? tp_truth(args[1]) : 0;
    Value text = args[0];
    if (final < 0 || !(d = decoder_of(self)))
        return 0;
    if (d->decoder != TP_NONE) {
        Value decode_args[2] = {args[0], tp_bool(final)};
        text = tp_call_method_cstr(d->decoder, "decode", 2, decode_args);
        if (!text)
            return 0;
    }
    if (!tp_is_str(text))
        return tp_raise(&tp_TypeError, "decoder should return a string result, not '%T'", text);
    if (d->has_cr && (tp_as_str(text)->length || final)) {
        text = tp_str_concat(tp_str_char('\r'), text);
        d->has_cr = false;
    }
    Str *s = tp_as_str(text);
    if (!final && s->length && tp_str_at(s, s->length - 1) == '\r') {
        text = tp_str_slice(text, 0, s->length - 1);
        d->has_cr = true;
    }
    return translate_newlines(text, d->translate, &d->seen);
}

static Value decoder_getstate(Value self, Value *args)
{
    (void)args;
    NewlineDecoder *d = decoder_of(self);
    Value buffer = tp_bytes_new("", 0);
    int64_t flag = 0;
    if (!d)
        return 0;
    if (d->decoder != TP_NONE) {
        Value state = tp_call_method_cstr(d->decoder, "getstate", 0, 0);
        if (!state)
            return 0;
        if (!tp_is_tuple(state) || tp_as_tuple(state)->length != 2)
            return tp_raise(&tp_TypeError, "illegal decoder state");
        buffer = tp_as_tuple(state)->items[0];
        if (tp_index_as_i64(tp_as_tuple(state)->items[1], &flag) < 0)
            return 0;
    }
    return tp_tuple_pack(2, buffer, tp_int(flag << 1 | d->has_cr));
}

static Value decoder_setstate(Value self, Value *args)
{
    NewlineDecoder *d = decoder_of(self);
    int64_t flag;
    if (!d)
        return 0;
    if (!tp_is_tuple(args[0]) || tp_as_tuple(args[0])->length != 2)
        return tp_raise(&tp_TypeError, "state argument must be a tuple");
    if (tp_index_as_i64(tp_as_tuple(args[0])->items[1], &flag) < 0)
        return 0;
    d->has_cr = flag & 1;
    if (d->decoder != TP_NONE) {
        Value state = tp_tuple_pack(2, tp_as_tuple(args[0])->items[0], tp_int(flag >> 1));
        return tp_call_method_cstr(d->decoder, "setstate", 1, &state);
    }
    return TP_NONE;
}

static Value decoder_reset(Value self, Value *args)
{
    (void)args;
    NewlineDecoder *d = decoder_of(self);
    if (!d)
        return 0;
    d->seen = 0;
    d->has_cr = false;
    if (d->decoder != TP_NONE)
        return tp_call_method_cstr(d->decoder, "reset", 0, 0);
    return TP_NONE;
}

static Value newlines_of(uint8_t seen)
{
    static const char *const texts[] = {"\r", "\n", "\r\n"};
    Value found[3];
    int n = 0;
    for (int i = 0; i < 3; i++)
        if (seen & 1 << i)
            found[n++] = tp_str_cstr(texts[i]);
    return n == 0 ? TP_NONE : n == 1 ? found[0] : tp_tuple_of(n, found);
}

static Value decoder_get_newlines(Value self)
{
    NewlineDecoder *d = decoder_of(self);
    return d ? newlines_of(d->seen) : 0;
}

static const MethodDef decoder_methods[] = {
    METHOD("decode", decoder_decode, "(input, final=False)", 0),
    METHOD("getstate", decoder_getstate, "()", 0),
    METHOD("setstate", decoder_setstate, "(state, /)", 0),
    METHOD("reset", decoder_reset, "()", 0),
    METHOD_END,
};

static const GetSetDef decoder_getset[] = {{"newlines", decoder_get_newlines, 0, 0}, {0, 0, 0, 0}};

Type tp_newline_decoder_type = {
    .head = {&tp_type_type},
    .name = "_io.IncrementalNewlineDecoder",
    .basic_size = sizeof(NewlineDecoder),
    .flags = TYPE_BASE,
    .dict_offset = offsetof(NewlineDecoder, dict),
    .doc = "Codec used when reading a file in universal newlines mode.",
    .new_ = tp_io_new,
    .init = decoder_init,
    .methods = decoder_methods,
    .getset = decoder_getset,
};

/* ---- StringIO ---- */

typedef struct StringIO {
    Object head;
    Dict *dict;
    uint32_t *chars;
    int64_t length, capacity, pos;
    bool is_ready, is_closed;  /* ready: __init__ was called */
    Value newline;             /* the argument, for pickling */
    bool is_universal, is_translating;
    char newline_in[3], newline_out[3];
    uint8_t seen;
} StringIO;

static Value closed_error(void)
{
    return tp_raise(&tp_ValueError, "I/O operation on closed file");
}

/* The object if __init__ was called; else 0 with ValueError. */
static StringIO *ready_string(Value self)
{
    StringIO *s = (StringIO *)tp_obj(self);
    if (s->is_ready)
        return s;
    tp_raise(&tp_ValueError, "I/O operation on uninitialized object");
    return 0;
}

/* The object ready for use; else 0 with ValueError. */
static StringIO *string_of(Value self)
{
    StringIO *s = ready_string(self);
    if (s && s->is_closed) {
        closed_error();
        return 0;
    }
    return s;
}

static int put_chars(StringIO *s, Value text)
{
    Str *t = tp_as_str(text);
    int64_t end;
    if (t->length == 0)
        return 0;
    if (__builtin_add_overflow(s->pos, t->length, &end))
        return tp_raise_int(&tp_OverflowError, "new position too large");
    if (end > s->capacity) {
        if (end >= INT64_MAX / 8)
            return tp_raise_no_memory(), -1;
        int64_t capacity = end + end / 2 + 16;
        uint32_t *chars = tp_heap_try_alloc_atomic((size_t)capacity * 4);
        if (!chars)
            return -1;
        if (s->chars) {
            memcpy(chars, s->chars, (size_t)s->length * 4);
            tp_heap_free(s->chars);
        }
        s->chars = chars;
        s->capacity = capacity;
    }
    if (s->pos > s->length)
        memset(s->chars + s->length, 0, (size_t)(s->pos - s->length) * 4);
    uint32_t *to = s->chars + s->pos;
    if (t->width == 4)
        memcpy(to, t->data, (size_t)t->length * 4);
    else if (t->width == 1)
        for (int64_t i = 0; i < t->length; i++)
            to[i] = ((const uint8_t *)t->data)[i];
    else
        for (int64_t i = 0; i < t->length; i++)
            to[i] = ((const uint16_t *)t->data)[i];
    s->pos = end;
    if (end > s->length)
        s->length = end;
    return 0;
}

static int write_text(StringIO *s, Value text)
{
    if (s->is_universal)
        text = translate_newlines(text, s->is_translating, &s->seen);
    if (text && s->newline_out[0]) {
        text = tp_str_exact(text);
        Value args[2] = {tp_str_char('\n'), tp_str_cstr(s->newline_out)};
        text = tp_call_method_cstr(text, "replace", 2, args);
    }
    return text ? put_chars(s, text) : -1;
}

static int string_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    StringIO *s = (StringIO *)tp_obj(self);
    Value a[2];
    if (TP_ARGS("StringIO", "(initial_value='', newline='\\n')", a) < 0)
        return -1;
    if (a[1] && a[1] != TP_NONE && !tp_is_str(a[1]))
        return tp_raise_int(&tp_TypeError, "newline must be str or None, not %T", a[1]);
    const char *newline = !a[1] ? "\n" : a[1] == TP_NONE ? 0 : tp_str_to_c(a[1]);
    if (newline && *newline && strcmp(newline, "\n") && strcmp(newline, "\r") &&
        strcmp(newline, "\r\n"))
        return tp_raise_int(&tp_ValueError, "illegal newline value: %R", a[1]);
    if (a[0] && a[0] != TP_NONE && !tp_is_str(a[0]))
        return tp_raise_int(&tp_TypeError, "initial_value must be str or None, not %T", a[0]);
    s->length = s->pos = 0;
    s->is_closed = false;
    s->is_ready = true;
    s->newline = a[1] ? a[1] : tp_str_cstr("\n");
    s->seen = 0;
    s->is_universal = !newline || !*newline;
    s->is_translating = !newline;
    s->newline_in[0] = s->newline_out[0] = 0;
    if (newline && *newline) {
        strcpy(s->newline_in, newline);
        if (strcmp(newline, "\n") != 0)
            strcpy(s->newline_out, newline);
    }
    if (a[0] && a[0] != TP_NONE && write_text(s, a[0]) < 0)
        return -1;
    s->pos = 0;
    return 0;
}

static Value string_write(Value self, Value *args)
{
    StringIO *s = ready_string(self);
    if (!s)
        return 0;
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "string argument expected, got '%T'", args[0]);
    return string_of(self) && write_text(s, args[0]) == 0 ? tp_int(tp_as_str(args[0])->length) : 0;
}

static Value string_getvalue(Value self, Value *args)
{
    (void)args;
    StringIO *s = string_of(self);
    return s ? tp_str_ucs4(s->chars, s->length) : 0;
}

static Value take_chars(StringIO *s, int64_t n)
{
    Value text = n ? tp_str_ucs4(s->chars + s->pos, n) : tp_str_cstr("");
    s->pos += n;
    return text;
}

static Value string_read(Value self, Value *args)
{
    int64_t n;
    StringIO *s;
    if (tp_io_size(args[0], &n) < 0 || !(s = string_of(self)))
        return 0;
    int64_t left = s->pos < s->length ? s->length - s->pos : 0;
    return take_chars(s, n < 0 || n > left ? left : n);
}

static Value read_line(StringIO *s, int64_t limit)
{
    int64_t at = s->pos, end = s->length;
    if (at >= end)
        return tp_str_cstr("");
    if (limit >= 0 && limit < end - at)
        end = at + limit;
    size_t newline_length = strlen(s->newline_in);
    while (at < end) {
        uint32_t c = s->chars[at++];
        if (s->is_universal && !s->is_translating && c == '\r') {
            at += at < end && s->chars[at] == '\n';
            break;
        }
        if (newline_length == 2 ? c == '\r' && at < end && s->chars[at] == '\n'
                                : c == (newline_length ? (uint8_t)s->newline_in[0] : '\n')) {
            at += newline_length == 2;
            break;
        }
    }
    return take_chars(s, at - s->pos);
}

static Value string_readline(Value self, Value *args)
{
    int64_t limit;
    StringIO *s;
    return tp_io_size(args[0], &limit) == 0 && (s = string_of(self)) ? read_line(s, limit) : 0;
}

static Value string_next(Value self)
{
    StringIO *s = string_of(self);
    if (!s)
        return 0;
    if (tp_type_of(self)->flags & TYPE_HEAP)
        return tp_iobase_type.next(self);
    return s->pos < s->length ? read_line(s, -1) : 0;
}

static Value string_tell(Value self, Value *args)
{
    (void)args;
    StringIO *s = string_of(self);
    return s ? tp_int(s->pos) : 0;
}

static Value string_seek(Value self, Value *args)
{
    StringIO *s;
    int64_t pos, whence;
    if (tp_io_seek_arguments(args, &pos, &whence) < 0 || !(s = string_of(self)))
        return 0;
    if (whence < 0 || whence > 2)
        return tp_raise(&tp_ValueError, "Invalid whence (%d, should be 0, 1 or 2)", (int)whence);
    if (whence == 0 && pos < 0)
        return tp_raise(&tp_ValueError, "Negative seek position %zd", (size_t)pos);
    if (whence != 0 && pos != 0)
        return tp_raise(&tp_OSError, "Can't do nonzero cur-relative seeks");
    s->pos = whence == 0 ? pos : whence == 1 ? s->pos : s->length;
    return tp_int(s->pos);
}

static Value string_truncate(Value self, Value *args)
{
    StringIO *s;
    int64_t size;
    if (tp_io_size(args[0], &size) < 0 || !(s = string_of(self)))
        return 0;
    if (!args[0] || args[0] == TP_NONE)
        size = s->pos;
    if (size < 0)
        return tp_raise(&tp_ValueError, "Negative size value %zd", (size_t)size);
    if (size < s->length)
        s->length = size;
    return tp_int(size);
}

static Value string_close(Value self, Value *args)
{
    (void)args;
    StringIO *s = (StringIO *)tp_obj(self);
    s->is_closed = true;
    s->chars = 0;
    s->length = s->capacity = 0;
    return TP_NONE;
}

static Value string_true(Value self, Value *args)
{
    (void)args;
    return string_of(self) ? TP_TRUE : 0;
}

/* What the states of both classes end with: the position, for *to, and a dict of attributes or None
 * for self. 0, or -1 with an exception; bad_pos and number are what its messages begin with. */
static int set_rest(Value self, Value pos, Value attributes, const char *bad_pos,
                    const char *number, int64_t *to)
{
    if (!tp_is_int(pos))
        return tp_raise_int(&tp_TypeError, "%s %T", bad_pos, pos);
    if (tp_io_integer(pos, "ssize_t", to) < 0)
        return -1;
    if (*to < 0)
        return tp_raise_int(&tp_ValueError, "position value cannot be negative");
    if (attributes == TP_NONE)
        return 0;
    if (!tp_is_dict(attributes))
        return tp_raise_int(&tp_TypeError, "%s item of state should be a dict, got a %T",
                            number, attributes);
    Dict *own = tp_instance_dict(self);
    return tp_call_method_cstr(tp_ref(own), "update", 1, &attributes) ? 0 : -1;
}

/* The attributes of an object as its state has them: a dict, or None if it never had any. */
static Value attributes_of(Dict *dict)
{
    return dict ? tp_call_method_cstr(tp_ref(dict), "copy", 0, 0) : TP_NONE;
}

static Value bad_state(Value self, int length, Value state)
{
    return tp_raise(&tp_TypeError, "%s.__setstate__ argument should be %d-tuple, got %T",
                    tp_type_of(self)->name, length, state);
}

static Value string_getstate(Value self, Value *args)
{
    Value value = string_getvalue(self, args);
    StringIO *s = (StringIO *)tp_obj(self);
    Value attributes = value ? attributes_of(s->dict) : 0;
    return attributes ? tp_tuple_pack(4, value, s->newline, tp_int(s->pos), attributes) : 0;
}

static Value string_setstate(Value self, Value *args)
{
    StringIO *s = (StringIO *)tp_obj(self);
    if (s->is_closed)
        return closed_error();
    if (!tp_is_tuple(args[0]) || tp_as_tuple(args[0])->length < 4)
        return bad_state(self, 4, args[0]);
    const Value *items = tp_as_tuple(args[0])->items;
    if (string_init(self, 2, items, 0) < 0)
        return 0;
    /* as it is: its line ends were translated when it was written */
    s->length = s->pos = 0;
    if (tp_is_str(items[0]) && put_chars(s, items[0]) < 0)
        return 0;
    return set_rest(self, items[2], items[3], "third item of state must be an integer, got",
                    "fourth", &s->pos) < 0 ? 0 : TP_NONE;
}

static Value string_get_closed(Value self)
{
    StringIO *s = ready_string(self);
    return s ? tp_bool(s->is_closed) : 0;
}

static Value string_get_line_buffering(Value self)
{
    return string_of(self) ? TP_FALSE : 0;
}

static Value string_get_newlines(Value self)
{
    StringIO *s = string_of(self);
    return s ? newlines_of(s->seen) : 0;
}

static const MethodDef string_methods[] = {
    METHOD("getvalue", string_getvalue, "()", "Retrieve the entire contents of the object."),
    METHOD("read", string_read, "(size=-1, /)", "Read at most size characters."),
    METHOD("readline", string_readline, "(size=-1, /)", "Read until newline or EOF."),
    METHOD("tell", string_tell, "()", "Tell the current file position."),
    METHOD("seek", string_seek, "(pos, whence=0, /)", "Change stream position."),
    METHOD("truncate", string_truncate, "(pos=None, /)", "Truncate size to pos."),
    METHOD("write", string_write, "(s, /)", "Write string to file."),
    METHOD("close", string_close, "()", "Close the IO object."),
    METHOD("readable", string_true, "()", 0),
    METHOD("writable", string_true, "()", 0),
    METHOD("seekable", string_true, "()", 0),
    METHOD("__getstate__", string_getstate, "()", 0),
    METHOD("__setstate__", string_setstate, "(state, /)", 0),
    METHOD_END,
};

static const GetSetDef string_getset[] = {
    {"closed", string_get_closed, 0, 0},
    {"newlines", string_get_newlines, 0, 0},
    {"line_buffering", string_get_line_buffering, 0, 0},
    {0, 0, 0, 0},
};

Type tp_stringio_type = {
    .head = {&tp_type_type},
    .name = "_io.StringIO",
    .basic_size = sizeof(StringIO),
    .flags = TYPE_BASE,
    .base = &tp_textiobase_type,
    .dict_offset = offsetof(StringIO, dict),
    .weakref_offset = 1,
    .doc = "Text I/O implementation using an in-memory buffer.",
    .init = string_init,
    .next = string_next,
    .methods = string_methods,
    .getset = string_getset,
};

/* ---- BytesIO ---- */

typedef struct BytesIO {
    Object head;
    Dict *dict;
    Value bytes;           /* the bytearray that holds them; 0: closed */
    int64_t pos;
} BytesIO;

static BytesIO *bytes_of(Value self)
{
    BytesIO *b = (BytesIO *)tp_obj(self);
    if (!b->bytes) {
        tp_io_closed_error();
        return 0;
    }
    return b;
}

static ByteArray *array_of(BytesIO *b)
{
    return (ByteArray *)tp_obj(b->bytes);
}

/* May its bytes be moved? -1 with BufferError if there are views of them. */
static int check_exports(BytesIO *b)
{
    if (b->bytes && tp_has_exports(&array_of(b)->exports))
        return tp_raise_int(&tp_BufferError,
                            "Existing exports of data: object cannot be re-sized");
    return 0;
}

static Value bytesio_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs;
    (void)args;
    (void)kwnames;
    BytesIO *b = tp_heap_object(type, 0);
    b->bytes = tp_bytearray_new("", 0);
    return tp_ref(b);
}

static int bytesio_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    BytesIO *b = (BytesIO *)tp_obj(self);
    Value a[1];
    const char *data = "";
    int64_t n = 0;
    if (TP_ARGS("BytesIO", "(initial_bytes=b'')", a) < 0 || check_exports(b) < 0)
        return -1;
    if (a[0] && a[0] != TP_NONE && tp_bytes_view(a[0], &data, &n) < 0)
        return -1;
    b->bytes = tp_bytearray_new(data, n);
    b->pos = 0;
    return b->bytes ? 0 : -1;
}

static int64_t write_at(BytesIO *b, const char *data, int64_t n)
{
    ByteArray *array = array_of(b);
    int64_t old = array->length, end;
    if (n == 0)
        return 0;
    if (__builtin_add_overflow(b->pos, n, &end) || end == INT64_MAX)
        return tp_raise_int(&tp_OverflowError, "new buffer size too large");
    if (end > old) {
        if (tp_bytearray_resize(array, end) < 0)
            return -1;
        if (b->pos > old)
            memset(array->data + old, 0, (size_t)(b->pos - old));
    }
    memcpy(array->data + b->pos, data, (size_t)n);
    b->pos = end;
    return n;
}

static Value bytesio_write(Value self, Value *args)
{
    const char *data;
    int64_t n;
    BytesIO *b = bytes_of(self);
    if (!b || check_exports(b) < 0 || tp_bytes_view(args[0], &data, &n) < 0)
        return 0;
    return write_at(b, data, n) < 0 ? 0 : tp_int(n);
}

static Value take_bytes(BytesIO *b, int64_t n)
{
    Value bytes = tp_bytes_new(n ? array_of(b)->data + b->pos : "", n);
    b->pos += n;
    return bytes;
}

static int64_t left_of(BytesIO *b)
{
    int64_t length = array_of(b)->length;
    return b->pos < length ? length - b->pos : 0;
}

static Value bytesio_read(Value self, Value *args)
{
    int64_t n;
    BytesIO *b;
    if (tp_io_size(args[0], &n) < 0 || !(b = bytes_of(self)))
        return 0;
    int64_t left = left_of(b);
    return take_bytes(b, n < 0 || n > left ? left : n);
}

static Value bytes_line(BytesIO *b, int64_t limit)
{
    int64_t left = left_of(b);
    if (limit >= 0 && limit < left)
        left = limit;
    if (left == 0)
        return take_bytes(b, 0);
    const char *start = array_of(b)->data + b->pos;
    const char *newline = memchr(start, '\n', (size_t)left);
    return take_bytes(b, newline ? newline - start + 1 : left);
}

static Value bytesio_readline(Value self, Value *args)
{
    int64_t limit;
    BytesIO *b;
    return tp_io_size(args[0], &limit) == 0 && (b = bytes_of(self)) ? bytes_line(b, limit) : 0;
}

static Value bytesio_next(Value self)
{
    BytesIO *b = bytes_of(self);
    if (!b)
        return 0;
    return left_of(b) ? bytes_line(b, -1) : 0;
}

static Value bytesio_readlines(Value self, Value *args)
{
    int64_t hint = -1, total = 0;
    BytesIO *b = bytes_of(self);
    if (!b)
        return 0;
    if (args[0] && tp_is_int(args[0])) {
        if (tp_io_integer(args[0], "ssize_t", &hint) < 0)
            return 0;
    } else if (args[0] && args[0] != TP_NONE) {
        return tp_raise(&tp_TypeError, "integer argument expected, got '%T'", args[0]);
    }
    Value list = tp_list_new(0);
    while (left_of(b) && (hint <= 0 || total < hint)) {
        Value line = bytes_line(b, -1);
        if (tp_list_append(list, line) < 0)
            return 0;
        total += ((Bytes *)tp_obj(line))->length;
    }
    return list;
}

static Value bytesio_readinto(Value self, Value *args)
{
    char *data;
    int64_t n;
    BytesIO *b;
    if (tp_io_target(args[0], "readinto", &data, &n) < 0)
        return 0;
    if ((b = bytes_of(self))) {
        if (n > left_of(b))
            n = left_of(b);
        if (n) /* the target may be a view of these bytes */
            memmove(data, array_of(b)->data + b->pos, (size_t)n);
        b->pos += n;
    }
    tp_io_leave(args[0]);
    return b ? tp_int(n) : 0;
}

static Value bytesio_getvalue(Value self, Value *args)
{
    (void)args;
    BytesIO *b = bytes_of(self);
    return b ? tp_bytes_new(array_of(b)->data, array_of(b)->length) : 0;
}

static Value bytesio_getbuffer(Value self, Value *args)
{
    (void)args;
    BytesIO *b = bytes_of(self);
    return b ? tp_memoryview_new(b->bytes) : 0;
}

static Value bytesio_tell(Value self, Value *args)
{
    (void)args;
    BytesIO *b = bytes_of(self);
    return b ? tp_int(b->pos) : 0;
}

static Value bytesio_seek(Value self, Value *args)
{
    BytesIO *b;
    int64_t pos, whence;
    if (tp_io_seek_arguments(args, &pos, &whence) < 0 || !(b = bytes_of(self)))
        return 0;
    if (whence == 0 && pos < 0)
        return tp_raise(&tp_ValueError, "negative seek value %zd", (size_t)pos);
    if (whence < 0 || whence > 2)
        return tp_raise(&tp_ValueError, "invalid whence (%d, should be 0, 1 or 2)", (int)whence);
    int64_t from = whence == 1 ? b->pos : whence == 2 ? array_of(b)->length : 0;
    if (__builtin_add_overflow(pos, from, &pos))
        return tp_raise(&tp_OverflowError, "new position too large");
    b->pos = pos < 0 ? 0 : pos;
    return tp_int(b->pos);
}

static Value bytesio_truncate(Value self, Value *args)
{
    BytesIO *b;
    int64_t size;
    if (tp_io_size(args[0], &size) < 0 || !(b = bytes_of(self)) || check_exports(b) < 0)
        return 0;
    if (!args[0] || args[0] == TP_NONE)
        size = b->pos;
    if (size < 0)
        return tp_raise(&tp_ValueError, "negative size value %zd", (size_t)size);
    if (size < array_of(b)->length && tp_bytearray_resize(array_of(b), size) < 0)
        return 0;
    return tp_int(size);
}

static Value bytesio_close(Value self, Value *args)
{
    (void)args;
    BytesIO *b = (BytesIO *)tp_obj(self);
    if (check_exports(b) < 0)
        return 0;
    b->bytes = 0;
    return TP_NONE;
}

static Value bytesio_getstate(Value self, Value *args)
{
    Value value = bytesio_getvalue(self, args);
    BytesIO *b = (BytesIO *)tp_obj(self);
    Value attributes = value ? attributes_of(b->dict) : 0;
    return attributes ? tp_tuple_pack(3, value, tp_int(b->pos), attributes) : 0;
}

static Value bytesio_setstate(Value self, Value *args)
{
    BytesIO *b = (BytesIO *)tp_obj(self);
    const char *data;
    int64_t n;
    if (!tp_is_tuple(args[0]) || tp_as_tuple(args[0])->length < 3)
        return bad_state(self, 3, args[0]);
    const Value *items = tp_as_tuple(args[0])->items;
    if (check_exports(b) < 0 || !bytes_of(self) || tp_bytes_view(items[0], &data, &n) < 0 ||
        !(b->bytes = tp_bytearray_new(data, n)))
        return 0;
    return set_rest(self, items[1], items[2], "second item of state must be an integer, not",
                    "third", &b->pos) < 0 ? 0 : TP_NONE;
}

static Value bytesio_iter(Value self)
{
    return self;
}

static Value bytesio_true(Value self, Value *args)
{
    (void)args;
    return bytes_of(self) ? TP_TRUE : 0;
}

static Value bytesio_isatty(Value self, Value *args)
{
    (void)args;
    return bytes_of(self) ? TP_FALSE : 0;
}

static Value bytesio_flush(Value self, Value *args)
{
    (void)args;
    return bytes_of(self) ? TP_NONE : 0;
}

static Value bytesio_get_closed(Value self)
{
    return tp_bool(!((BytesIO *)tp_obj(self))->bytes);
}

static const MethodDef bytesio_methods[] = {
    METHOD("getvalue", bytesio_getvalue, "()", "Retrieve the entire contents of the object."),
    METHOD("getbuffer", bytesio_getbuffer, "()",
           "Get a read-write view over the contents of the BytesIO object."),
    METHOD("read", bytesio_read, "(size=-1, /)", 0),
    METHOD("read1", bytesio_read, "(size=-1, /)", 0),
    METHOD("readinto", bytesio_readinto, "(buffer, /)", 0),
    METHOD("readline", bytesio_readline, "(size=-1, /)", 0),
    METHOD("readlines", bytesio_readlines, "(size=None, /)", 0),
    METHOD("write", bytesio_write, "(b, /)", "Write bytes to file."),
    METHOD("tell", bytesio_tell, "()", "Current file position, an integer."),
    METHOD("seek", bytesio_seek, "(pos, whence=0, /)", "Change stream position."),
    METHOD("truncate", bytesio_truncate, "(size=None, /)", 0),
    METHOD("close", bytesio_close, "()", "Disable all I/O operations."),
    METHOD("flush", bytesio_flush, "()", "Does nothing."),
    METHOD("readable", bytesio_true, "()", 0),
    METHOD("writable", bytesio_true, "()", 0),
    METHOD("seekable", bytesio_true, "()", 0),
    METHOD("isatty", bytesio_isatty, "()", 0),
    METHOD("__getstate__", bytesio_getstate, "()", 0),
    METHOD("__setstate__", bytesio_setstate, "(state, /)", 0),
    METHOD_END,
};

static const GetSetDef bytesio_getset[] = {{"closed", bytesio_get_closed, 0, 0}, {0, 0, 0, 0}};

Type tp_bytesio_type = {
    .head = {&tp_type_type},
    .name = "_io.BytesIO",
    .basic_size = sizeof(BytesIO),
    .flags = TYPE_BASE,
    .base = &tp_bufferediobase_type,
    .dict_offset = offsetof(BytesIO, dict),
    .weakref_offset = 1,
    .doc = "Buffered I/O implementation using an in-memory bytes buffer.",
    .new_ = bytesio_new,
    .init = bytesio_init,
    .iter = bytesio_iter,
    .next = bytesio_next,
    .methods = bytesio_methods,
    .getset = bytesio_getset,
};
