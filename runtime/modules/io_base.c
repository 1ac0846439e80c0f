/* io_base.c -- _IOBase, _RawIOBase, _BufferedIOBase, _TextIOBase: what streams have by default.
 *
 * These work through the Python methods of whatever class derives from them; the C classes override
 * most of it.
 */
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
#include "runtime/text.h"

typedef struct IOBase {
    Object head;
    Dict *dict;
} IOBase;

Value tp_io_unsupported(const char *message)
{
    return tp_raise(tp_unsupported_operation, "%s", message);
}

Value tp_io_closed_error(void)
{
    return tp_raise(&tp_ValueError, "I/O operation on closed file.");
}

int tp_io_is_closed(Value stream)
{
    Value closed = tp_getattr(stream, TP_NAME(closed));
    return closed ? tp_truth(closed) : -1;
}

int tp_io_check_open(Value stream)
{
    int closed = tp_io_is_closed(stream);
    if (closed > 0)
        tp_io_closed_error();
    return closed ? -1 : 0;
}

int tp_io_size(Value v, int64_t *size)
{
    *size = -1;
    if (!v || v == TP_NONE)
        return 0;
    if (tp_is_small(v)) {
        *size = tp_small_value(v);
        return 0;
    }
    if (!tp_type_of(v)->index)
        return tp_raise_int(&tp_TypeError, "argument should be integer or None, not '%T'", v);
    return tp_index_as_i64(v, size);
}

int tp_io_integer(Value v, const char *c_type, int64_t *out)
{
    Value index = tp_index(v);
    if (!index)
        return -1;
    if (!tp_int_fits_i64(tp_int_plain(index), out))
        return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C %s", c_type);
    return 0;
}

const char *tp_io_cstr(Value str)
{
    int64_t n;
    const char *text = tp_str_to_utf8(str, &n);
    if (!text || strlen(text) == (size_t)n)
        return text;
    tp_raise(&tp_ValueError, "embedded null character");
    return 0;
}

Value tp_io_no_state(Value self, Value *args)
{
    (void)args;
    return tp_raise(&tp_TypeError, "cannot pickle '%s' object", tp_type_of(self)->name);
}

int tp_io_repr_enter(Value self)
{
    int is_inside = tp_repr_enter(self);
    if (is_inside > 0)
        return tp_raise_int(&tp_RuntimeError, "reentrant call inside %s.__repr__",
                            tp_type_of(self)->name);
    return is_inside;
}

int tp_io_seek_arguments(Value *args, int64_t *offset, int64_t *whence)
{
    *whence = 0;
    return tp_io_integer(args[0], "ssize_t", offset) < 0 ||
                   (args[1] && text_int_arg(args[1], whence) < 0)
               ? -1 : 0;
}

Value tp_io_zeros(int64_t n)
{
    Value array = tp_bytearray_new(0, n);
    if (array && n)
        memset(((ByteArray *)tp_obj(array))->data, 0, (size_t)n);
    return array;
}

int tp_io_source(Value v, const char **data, int64_t *n)
{
    Buffer unused;
    if (tp_bytes_view(v, data, n) < 0)
        return -1;
    return tp_buffer_get(v, &unused, 1);
}

int tp_io_target(Value v, const char *function, char **data, int64_t *n)
{
    Buffer buffer;
    bool has_buffer = tp_buffer_get(v, &buffer, 1) == 0;
    if (!has_buffer || buffer.is_readonly || !tp_buffer_is_contiguous(&buffer)) {
        if (has_buffer)
            tp_io_leave(v);
        tp_error_clear();
        return tp_raise_int(&tp_TypeError,
                            "%s() argument must be read-write bytes-like object, not %T", function,
                            v);
    }
    *data = buffer.data;
    *n = buffer.length * buffer.itemsize;
    return 0;
}

void tp_io_leave(Value v)
{
    Buffer unused;
    tp_buffer_get(v, &unused, -1);
}

void tp_io_chain(Value first)
{
    if (first && tp_error_pending())
        ((Exception *)tp_obj(tp_state.pending))->context = first;
    else if (first)
        tp_error_put(first);
}

/* ---- _IOBase ---- */

Value tp_io_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs;
    (void)args;
    (void)kwnames;
    return tp_ref(tp_heap_object(type, 0));
}

static int base_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    (void)nargs;
    (void)args;
    (void)kwnames;
    return 0;
}

static Value base_seek(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_io_unsupported("seek");
}

static Value base_tell(Value self, Value *args)
{
    (void)args;
    Value zero_one[2] = {tp_small(0), tp_small(1)};
    return tp_call_method_cstr(self, "seek", 2, zero_one);
}

static Value base_truncate(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_io_unsupported("truncate");
}

static bool is_marked_closed(Value self)
{
    Dict *dict = tp_instance_dict(self);
    return dict && tp_dict_get_cstr(dict, "__IOBase_closed");
}

static Value base_flush(Value self, Value *args)
{
    (void)args;
    return is_marked_closed(self) ? tp_io_closed_error() : TP_NONE;
}

static Value base_close(Value self, Value *args)
{
    (void)args;
    if (is_marked_closed(self))
        return TP_NONE;
    Value flushed = tp_call_method(self, TP_NAME(flush), 0, 0, 0);
    Value error = tp_error_take();
    Dict *dict = tp_instance_dict(self);
    if (dict)
        tp_dict_set_cstr(dict, "__IOBase_closed", TP_TRUE);
    tp_error_put(error);
    return flushed ? TP_NONE : 0;
}

static Value base_get_closed(Value self)
{
    return tp_bool(is_marked_closed(self));
}

static Value base_false(Value self, Value *args)
{
    (void)args;
    return tp_io_check_open(self) < 0 ? 0 : TP_FALSE;
}

static Value base_says_no(Value self, Value *args)
{
    (void)self;
    (void)args;
    return TP_FALSE;
}

static Value base_fileno(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_io_unsupported("fileno");
}

static Value base_enter(Value self, Value *args)
{
    (void)args;
    return tp_io_check_open(self) < 0 ? 0 : self;
}

static Value base_exit(Value self, Value *args)
{
    (void)args;
    return tp_call_method(self, TP_NAME(close), 0, 0, 0);
}

static Value base_iter(Value self)
{
    return tp_io_check_open(self) < 0 ? 0 : self;
}

static Value base_next(Value self)
{
    Value line = tp_call_method(self, TP_NAME(readline), 0, 0, 0);
    if (!line)
        return 0;
    return tp_len(line) > 0 ? line : 0;
}

/* A line byte by byte, or by what peek() shows. */
static Value base_readline(Value self, Value *args)
{
    int64_t limit;
    if (tp_io_size(args[0], &limit) < 0)
        return 0;
    Value line = tp_bytearray_new(0, 0);
    Value peek = tp_getattr_or_null(self, TP_NAME(peek), 0);
    if (!line || tp_error_pending())
        return 0;
    ByteArray *bytes = (ByteArray *)tp_obj(line);
    while (limit < 0 || bytes->length < limit) {
        int64_t wanted = 1, n;
        const char *data;
        if (peek) {
            Value ahead = tp_call1(peek, tp_small(1));
            if (!ahead || tp_bytes_view(ahead, &data, &n) < 0)
                return 0;
            if (n > 0) {
                const char *newline = memchr(data, '\n', (size_t)n);
                wanted = newline ? newline - data + 1 : n;
                if (limit >= 0 && wanted > limit - bytes->length)
                    wanted = limit - bytes->length;
            }
        }
        Value count = tp_int(wanted);
        Value piece = tp_call_method(self, TP_NAME(read), 1, &count, 0);
        if (!piece)
            return 0;
        if (!tp_is_bytes(piece))
            return tp_raise(&tp_OSError, "read() should have returned a bytes object, not '%T'",
                            piece);
        if (((Bytes *)tp_obj(piece))->length == 0)
            break;
        if (!(line = tp_iadd(line, piece)))
            return 0;
        bytes = (ByteArray *)tp_obj(line);
        if (bytes->data[bytes->length - 1] == '\n')
            break;
    }
    return tp_bytes_new(bytes->data, bytes->length);
}

static Value base_readlines(Value self, Value *args)
{
    int64_t hint, total = 0;
    if (tp_io_size(args[0], &hint) < 0)
        return 0;
    Value list = tp_list_new(0), iterator = tp_iter(self), line;
    if (!iterator)
        return 0;
    while ((line = tp_next(iterator))) {
        if (tp_list_append(list, line) < 0)
            return 0;
        int64_t length = hint > 0 ? tp_len(line) : 0;
        if (length < 0)
            return 0;
        if (hint > 0 && (total += length) > hint)
            break;
    }
    return tp_error_pending() ? 0 : list;
}

static Value base_writelines(Value self, Value *args)
{
    if (tp_io_check_open(self) < 0)
        return 0;
    Value iterator = tp_iter(args[0]), line;
    if (!iterator)
        return 0;
    while ((line = tp_next(iterator)))
        if (!tp_call_method(self, TP_NAME(write), 1, &line, 0))
            return 0;
    return tp_error_pending() ? 0 : TP_NONE;
}

static Value check_able(Value self, const char *method, const char *message)
{
    Value answer = tp_call_method_cstr(self, method, 0, 0);
    if (!answer)
        return 0;
    return answer == TP_TRUE ? answer : tp_io_unsupported(message);
}

static Value base_check_closed(Value self, Value *args)
{
    (void)args;
    return tp_io_check_open(self) < 0 ? 0 : TP_NONE;
}

static Value base_check_seekable(Value self, Value *args)
{
    (void)args;
    return check_able(self, "seekable", "File or stream is not seekable.");
}

static Value base_check_readable(Value self, Value *args)
{
    (void)args;
    return check_able(self, "readable", "File or stream is not readable.");
}

static Value base_check_writable(Value self, Value *args)
{
    (void)args;
    return check_able(self, "writable", "File or stream is not writable.");
}

static const MethodDef base_methods[] = {
    METHOD("seek", base_seek, "(offset, whence=0, /)", "Change stream position."),
    METHOD("tell", base_tell, "()", "Return current stream position."),
    METHOD("truncate", base_truncate, "(size=None, /)", "Truncate file to size bytes."),
    METHOD("flush", base_flush, "()", "Flush write buffers, if applicable."),
    METHOD("close", base_close, "()", "Flush and close the IO object."),
    METHOD("seekable", base_says_no, "()", "Return whether object supports random access."),
    METHOD("readable", base_says_no, "()", "Return whether object was opened for reading."),
    METHOD("writable", base_says_no, "()", "Return whether object was opened for writing."),
    METHOD("_checkClosed", base_check_closed, "()", 0),
    METHOD("_checkSeekable", base_check_seekable, "()", 0),
    METHOD("_checkReadable", base_check_readable, "()", 0),
    METHOD("_checkWritable", base_check_writable, "()", 0),
    METHOD("fileno", base_fileno, "()", "Returns underlying file descriptor if one exists."),
    METHOD("isatty", base_false, "()", "Return whether this is an 'interactive' stream."),
    METHOD("__enter__", base_enter, "()", 0),
    METHOD("__exit__", base_exit, "(*args)", 0),
    METHOD("readline", base_readline, "(size=-1, /)", "Read and return a line from the stream."),
    METHOD("readlines", base_readlines, "(hint=-1, /)", "Return a list of lines from the stream."),
    METHOD("writelines", base_writelines, "(lines, /)", "Write a list of lines to stream."),
    METHOD_END,
};

static const GetSetDef base_getset[] = {
    {"closed", base_get_closed, 0, 0},
    {0, 0, 0, 0},
};

/* A stream of a class written in Python that is not closed is, when it dies. */
static void base_del(Value self)
{
    int closed = tp_io_is_closed(self);
    if (closed < 0 || (!closed && !tp_call_method(self, TP_NAME(close), 0, 0, 0)))
        tp_error_clear();
}

void tp_io_finalizer(void *stream, void (*run)(void *stream))
{
    if (((Object *)stream)->type->flags & TYPE_HAS_DEL)
        return;
    if (run)
        tp_heap_file_finalizer(stream, run);
    else
        tp_heap_finalizer(stream, 0);
}

Type tp_iobase_type = {
    .head = {&tp_type_type},
    .name = "_io._IOBase",
    .basic_size = sizeof(IOBase),
    .flags = TYPE_BASE,
    .dict_offset = offsetof(IOBase, dict),
    .weakref_offset = 1,
    .doc = "The abstract base class for all I/O classes.",
    .new_ = tp_io_new,
    .init = base_init,
    .del = base_del,
    .iter = base_iter,
    .next = base_next,
    .methods = base_methods,
    .getset = base_getset,
};

/* ---- _RawIOBase ---- */

static Value raw_readall(Value self, Value *args)
{
    (void)args;
    Value all = tp_bytearray_new(0, 0), size = tp_small(IO_BUFFER_SIZE);
    for (;;) {
        Value piece = tp_call_method(self, TP_NAME(read), 1, &size, 0);
        if (!piece)
            return 0;
        if (piece == TP_NONE && ((ByteArray *)tp_obj(all))->length == 0)
            return TP_NONE;
        if (piece == TP_NONE)
            break;
        if (!tp_is_bytes(piece))
            return tp_raise(&tp_TypeError, "read() should return bytes");
        if (((Bytes *)tp_obj(piece))->length == 0)
            break;
        if (!(all = tp_iadd(all, piece)))
            return 0;
    }
    ByteArray *bytes = (ByteArray *)tp_obj(all);
    return tp_bytes_new(bytes->data, bytes->length);
}

static Value raw_read(Value self, Value *args)
{
    int64_t n, got;
    if (tp_io_size(args[0], &n) < 0)
        return 0;
    if (n < 0)
        return tp_call_method_cstr(self, "readall", 0, 0);
    Value target = tp_io_zeros(n);
    if (!target)
        return 0;
    Value count = tp_call_method_cstr(self, "readinto", 1, &target);
    if (!count || count == TP_NONE)
        return count;
    if (!(count = tp_index(count)))
        return 0;
    if (!tp_int_fits_i64(tp_int_plain(count), &got))
        return tp_raise(&tp_ValueError, "cannot fit 'int' into an index-sized integer");
    if (got < 0)
        return tp_raise(&tp_SystemError, "Negative size passed to PyBytes_FromStringAndSize");
    const ByteArray *array = (ByteArray *)tp_obj(target);
    return tp_bytes_new(array->data, got < array->length ? got : array->length);
}

static const MethodDef raw_methods[] = {
    METHOD("read", raw_read, "(size=-1, /)", 0),
    METHOD("readall", raw_readall, "()", "Read until EOF, using multiple read() call."),
    METHOD_END,
};

Type tp_rawiobase_type = {
    .head = {&tp_type_type},
    .name = "_io._RawIOBase",
    .basic_size = sizeof(IOBase),
    .flags = TYPE_BASE,
    .base = &tp_iobase_type,
    .dict_offset = offsetof(IOBase, dict),
    .weakref_offset = 1,
    .doc = "Base class for raw binary I/O.",
    .methods = raw_methods,
};

/* ---- _BufferedIOBase ---- */

static Value no_detach(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_io_unsupported("detach");
}

static Value no_read(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_io_unsupported("read");
}

static Value no_read1(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_io_unsupported("read1");
}

static Value no_write(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_io_unsupported("write");
}

static Value no_readline(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_io_unsupported("readline");
}

static Value read_into(Value self, Value target, const char *method, const char *name)
{
    char *data;
    const char *source;
    int64_t n, got = -1;
    if (tp_io_target(target, name, &data, &n) < 0)
        return 0;
    Value size = tp_int(n);
    Value bytes = tp_call_method_cstr(self, method, 1, &size);
    if (bytes && !tp_is_bytes(bytes)) {
        tp_raise(&tp_TypeError, "read() should return bytes");
    } else if (bytes && tp_bytes_view(bytes, &source, &got) == 0 && got > n) {
        tp_raise(&tp_ValueError,
                 "read() returned too much data: %zd bytes requested, %zd returned", (size_t)n,
                 (size_t)got);
        got = -1;
    }
    if (got >= 0)
        memcpy(data, source, (size_t)got);
    tp_io_leave(target);
    return got < 0 ? 0 : tp_int(got);
}

static Value buffered_readinto(Value self, Value *args)
{
    return read_into(self, args[0], "read", "readinto");
}

static Value buffered_readinto1(Value self, Value *args)
{
    return read_into(self, args[0], "read1", "readinto1");
}

static const MethodDef buffered_methods[] = {
    METHOD("detach", no_detach, "()",
           "Disconnect this buffer from its underlying raw stream and return it."),
    METHOD("read", no_read, "(size=-1, /)", "Read and return up to n bytes."),
    METHOD("read1", no_read1, "(size=-1, /)",
           "Read and return up to n bytes, with at most one read() call to the raw stream."),
    METHOD("readinto", buffered_readinto, "(buffer, /)", 0),
    METHOD("readinto1", buffered_readinto1, "(buffer, /)", 0),
    METHOD("write", no_write, "(b, /)", "Write the given buffer to the IO stream."),
    METHOD_END,
};

Type tp_bufferediobase_type = {
    .head = {&tp_type_type},
    .name = "_io._BufferedIOBase",
    .basic_size = sizeof(IOBase),
    .flags = TYPE_BASE,
    .base = &tp_iobase_type,
    .dict_offset = offsetof(IOBase, dict),
    .weakref_offset = 1,
    .doc = "Base class for buffered IO objects.",
    .methods = buffered_methods,
};

/* ---- _TextIOBase ---- */

static Value get_none(Value self)
{
    (void)self;
    return TP_NONE;
}

static const MethodDef text_methods[] = {
    METHOD("detach", no_detach, "()",
           "Separate the underlying buffer from the TextIOBase and return it."),
    METHOD("read", no_read, "(size=-1, /)", "Read at most n characters from stream."),
    METHOD("readline", no_readline, "(size=-1, /)", "Read until newline or EOF."),
    METHOD("write", no_write, "(s, /)", "Write string to stream."),
    METHOD_END,
};

static const GetSetDef text_getset[] = {
    {"encoding", get_none, 0, "Encoding of the text stream."},
    {"newlines", get_none, 0, "Line endings translated so far."},
    {"errors", get_none, 0, "The error setting of the decoder or encoder."},
    {0, 0, 0, 0},
};

Type tp_textiobase_type = {
    .head = {&tp_type_type},
    .name = "_io._TextIOBase",
    .basic_size = sizeof(IOBase),
    .flags = TYPE_BASE,
    .base = &tp_iobase_type,
    .dict_offset = offsetof(IOBase, dict),
    .weakref_offset = 1,
    .doc = "Base class for text I/O.",
    .methods = text_methods,
    .getset = text_getset,
};
