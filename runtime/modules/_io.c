/* _io.c -- the module _io: open(), the standard streams, and what happens to them at the end. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/builtins.h"
#include "runtime/codec.h"
#include "runtime/config.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/startup.h"
#include "runtime/str.h"
#include "runtime/text.h"
#include "runtime/tp.h"

Type *tp_unsupported_operation;

/* A class as a program makes them, so that io.py can set its __module__. */
static Type *make_unsupported_operation(void)
{
    Tuple *bases = tp_as_tuple(tp_tuple_pack(2, tp_ref(&tp_OSError), tp_ref(&tp_ValueError)));
    Dict *namespace = tp_dict_new();
    tp_dict_set_cstr(namespace, "__module__", tp_str_cstr("io"));
    Value made = tp_type_new(&tp_type_type, tp_str_cstr("UnsupportedOperation"), bases, namespace,
                             0, 0, 0);
    return (Type *)tp_obj(made);
}

/* ---- open ---- */

typedef struct OpenMode {
    bool creating, reading, writing, appending, updating, text, binary;
} OpenMode;

static int parse_mode(Value mode, OpenMode *m)
{
    *m = (OpenMode){0};
    const char *text = tp_io_cstr(mode);
    if (!text)
        return -1;
    for (const char *p = text; *p; p++) {
        bool *flag = *p == 'x'   ? &m->creating
                     : *p == 'r' ? &m->reading
                     : *p == 'w' ? &m->writing
                     : *p == 'a' ? &m->appending
                     : *p == '+' ? &m->updating
                     : *p == 't' ? &m->text
                     : *p == 'b' ? &m->binary
                                 : 0;
        if (!flag || *flag)
            return tp_raise_int(&tp_ValueError, "invalid mode: %R", mode);
        *flag = true;
    }
    if (m->text && m->binary)
        return tp_raise_int(&tp_ValueError, "can't have text and binary mode at once");
    if (m->creating + m->reading + m->writing + m->appending > 1)
        return tp_raise_int(&tp_ValueError,
                            "must have exactly one of create/read/write/append mode");
    return 0;
}

static bool is_given(Value v)
{
    return v && v != TP_NONE;
}

static int check_text(const char *name, Value v)
{
    if (!is_given(v))
        return 0;
    if (tp_is_str(v))
        return tp_io_cstr(v) ? 0 : -1;
    return tp_raise_int(&tp_TypeError, "open() argument '%s' must be str or None, not %T", name, v);
}

static Value open_raw(Value *args, const OpenMode *m)
{
    char raw_mode[4];
    int n = 0;
    if (m->creating)
        raw_mode[n++] = 'x';
    if (m->reading)
        raw_mode[n++] = 'r';
    if (m->writing)
        raw_mode[n++] = 'w';
    if (m->appending)
        raw_mode[n++] = 'a';
    if (m->updating)
        raw_mode[n++] = '+';
    raw_mode[n] = 0;
    Value raw_args[4] = {args[0], tp_str_cstr(raw_mode), args[6] ? args[6] : TP_TRUE,
                         args[7] ? args[7] : TP_NONE};
    return tp_call(tp_ref(&tp_fileio_type), 4, raw_args, 0);
}

/* Give the descriptor back when a layer above cannot be made. */
static Value abandon(Value stream)
{
    Value error = tp_error_take();
    if (!tp_call_method(stream, TP_NAME(close), 0, 0, 0))
        tp_error_clear();
    tp_error_put(error);
    return 0;
}

Value tp_io_open(Value self, Value *args)
{
    (void)self;
    OpenMode m;
    Value file = args[0], mode = args[1] ? args[1] : tp_str_char('r');
    int64_t buffering = -1;
    if (!tp_is_str(mode))
        return tp_raise_argument("open", "argument 'mode'", "str", mode);
    if (args[2] && text_int_arg(args[2], &buffering) < 0)
        return 0;
    if (check_text("encoding", args[3]) < 0 || check_text("errors", args[4]) < 0 ||
        check_text("newline", args[5]) < 0)
        return 0;
    if (!tp_has_flag(file, TYPE_IS_STR | TYPE_IS_BYTES) && !tp_type_of(file)->index) {
        Value fspath = tp_lookup_special(file, TP_NAME(__fspath__));
        if (!fspath)
            return tp_error_pending()
                       ? 0
                       : tp_raise(&tp_TypeError,
                                  "expected str, bytes or os.PathLike object, not %T", file);
        if (!(file = tp_call0(fspath)))
            return 0;
        if (!tp_is_str(file) && !tp_is_bytes(file))
            return tp_raise(&tp_TypeError,
                            "expected %T.__fspath__() to return str or bytes, not %T", args[0],
                            file);
        args[0] = file;
    }
    if (parse_mode(mode, &m) < 0)
        return 0;
    if (m.binary && is_given(args[3]))
        return tp_raise(&tp_ValueError, "binary mode doesn't take an encoding argument");
    if (m.binary && is_given(args[4]))
        return tp_raise(&tp_ValueError, "binary mode doesn't take an errors argument");
    if (m.binary && is_given(args[5]))
        return tp_raise(&tp_ValueError, "binary mode doesn't take a newline argument");
    if (m.binary && buffering == 1 &&
        tp_warn(&tp_RuntimeWarning, 1,
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer "
                "size will be used") < 0)
        return 0;
    Value raw = open_raw(args, &m);
    if (!raw)
        return 0;
    int fd = ((FileIO *)tp_obj(raw))->fd;
    bool line_buffering = false;
    if (buffering == 1 || (buffering < 0 && isatty(fd))) {
        buffering = -1;
        line_buffering = true;
    }
    if (buffering < 0) {
        buffering = IO_FILE_BUFFER_SIZE;
    } else if (buffering == 0) {
        if (m.binary)
            return raw;
        tp_raise(&tp_ValueError, "can't have unbuffered text I/O");
        return abandon(raw);
    }
    Type *type = m.updating                              ? &tp_buffered_random_type
                 : m.creating || m.writing || m.appending ? &tp_buffered_writer_type
                                                          : &tp_buffered_reader_type;
    if (m.updating && lseek(fd, 0, SEEK_CUR) < 0) {
        tp_io_unsupported("File or stream is not seekable.");
        return abandon(raw);
    }
    Value buffer = tp_buffered_new(type, raw, buffering);
    if (m.binary)
        return buffer;
    Value text_args[5] = {buffer, args[3] ? args[3] : TP_NONE, args[4] ? args[4] : TP_NONE,
                          args[5] ? args[5] : TP_NONE, tp_bool(line_buffering)};
    Value text = tp_call(tp_ref(&tp_textio_type), 5, text_args, 0);
    if (!text)
        return abandon(buffer);
    TextIO *t = (TextIO *)tp_obj(text);
    t->dict = tp_dict_new();
    if (tp_dict_set(t->dict, TP_NAME(mode), mode) < 0)
        return 0;
    t->has_written = m.appending && lseek(fd, 0, SEEK_CUR) > 0;
    return text;
}

/* ---- files of variables ---- */

static FileIO *file_under(Value stream)
{
    if (tp_is_exact(stream, &tp_textio_type)) {
        const Buffered *b = ((TextIO *)tp_obj(stream))->fast;
        return b ? b->file : 0;
    }
    if (tp_is_buffered(stream))
        return ((Buffered *)tp_obj(stream))->file;
    return tp_is_exact(stream, &tp_fileio_type) ? (FileIO *)tp_obj(stream) : 0;
}

Value tp_begin_file(Value callee, Value old, Value file)
{
    FileIO *under = file ? file_under(file) : 0;
    tp_end_file(old, 0);
    if (under && tp_is_exact(callee, &tp_builtin_type))
        under->is_of_variable = ((Builtin *)tp_obj(callee))->def->fn == tp_io_open;
    return file;
}

Value tp_end_file(Value file, Value result)
{
    FileIO *under = file ? file_under(file) : 0;
    if (under && under->is_of_variable) {
        if (tp_is_exact(file, &tp_textio_type))
            file = ((TextIO *)tp_obj(file))->buffer;
        tp_heap_finalize(tp_obj(file));
    }
    return result;
}

static Value io_open_code(Value self, Value *args)
{
    Value open_args[8] = {args[0], tp_str_cstr("rb")};
    if (!tp_is_str(args[0]))
        return tp_raise_argument("open_code", "argument 'path'", "str", args[0]);
    return tp_io_open(self, open_args);
}

static Value io_text_encoding(Value self, Value *args)
{
    (void)self;
    return is_given(args[0]) ? args[0] : tp_str_cstr(tp_config.utf8_mode ? "utf-8" : "locale");
}

/* ---- standard streams ---- */

static Value streams[3], buffers[3]; /* buffers: 0 if unbuffered */
static struct {
    char encoding[64];
    const char *errors;
} stdio;

static const char *const stream_names[3][2] = {
    {"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};

static void read_stdio_encoding(void)
{
    strcpy(stdio.encoding, tp_config_is_ascii() ? "ascii" : "utf-8");
    stdio.errors = tp_config.escapes_stdio ? "surrogateescape" : "strict";
    const char *wanted = tp_config_getenv("PYTHONIOENCODING");
    if (!wanted)
        return;
    size_t n = strcspn(wanted, ":");
    if (wanted[n] && wanted[n + 1])
        stdio.errors = wanted + n + 1;
    else if (n > 0)
        stdio.errors = "strict";
    if (n > 0 && n < sizeof stdio.encoding) {
        memcpy(stdio.encoding, wanted, n);
        stdio.encoding[n] = 0;
    }
}

static Value standard_stream(int fd, const char *encoding, const char *errors)
{
    static const char *const names[] = {"<stdin>", "<stdout>", "<stderr>"};
    struct stat status;
    if (fstat(fd, &status) < 0)
        return TP_NONE;
    Value name = tp_str_cstr(names[fd]);
    Value bytes = tp_fileio_new(fd, fd ? "wb" : "rb", name, false);
    if (fd == 0 || !tp_config.unbuffered) {
        bytes = tp_buffered_new(fd ? &tp_buffered_writer_type : &tp_buffered_reader_type, bytes,
                                IO_BUFFER_SIZE);
        tp_io_finalizer(tp_obj(bytes), 0); /* it is used to the very end */
        buffers[fd] = bytes;
    }
    bool has_lines = fd == 2 || (S_ISCHR(status.st_mode) && isatty(fd));
    Value text = tp_textio_new(bytes, tp_str_cstr(encoding), tp_str_cstr(errors), fd ? "\n" : 0,
                               has_lines && !tp_config.unbuffered, tp_config.unbuffered);
    if (!text)
        return 0;
    TextIO *t = (TextIO *)tp_obj(text);
    t->dict = tp_dict_new();
    tp_dict_set(t->dict, TP_NAME(mode), tp_str_char(fd ? 'w' : 'r'));
    return text;
}

static const char *stdio_errors(int fd)
{
    return fd == 2 ? "backslashreplace" : stdio.errors;
}

void tp_io_init(void)
{
    static Type *const types[] = {
        &tp_iobase_type, &tp_rawiobase_type, &tp_bufferediobase_type, &tp_textiobase_type,
        &tp_fileio_type, &tp_buffered_reader_type, &tp_buffered_writer_type,
        &tp_buffered_random_type, &tp_textio_type,
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        tp_type_ready(types[i]);
    tp_unsupported_operation = make_unsupported_operation();

    read_stdio_encoding();
    Codec codec = tp_codec_find(stdio.encoding);
    const char *encoding = tp_codec_name(codec == CODEC_OTHER ? CODEC_UTF8 : codec);
    Dict *sys = ((Module *)tp_obj(tp_import_module("sys")))->dict;
    for (int fd = 0; fd < 3; fd++) {
        streams[fd] = standard_stream(fd, encoding, stdio_errors(fd));
        for (int i = 0; i < 2; i++)
            tp_dict_set_cstr(sys, stream_names[fd][i], streams[fd]);
    }
}

/* The codecs of the library are Python code, which could not be imported before. */
int tp_io_configure(void)
{
    if (tp_codec_find(stdio.encoding) != CODEC_OTHER)
        return 0;
    Value entry = tp_codec_lookup(stdio.encoding), name = tp_str_cstr(stdio.encoding);
    if (entry && !tp_is_exact(entry, &tp_tuple_type))
        name = tp_getattr(entry, TP_NAME(name));
    Value names = tp_tuple_pack(2, tp_intern_cstr("encoding"), tp_intern_cstr("errors"));
    for (int fd = 0; entry && name && fd < 3; fd++) {
        Value args[2] = {name, tp_str_cstr(stdio_errors(fd))};
        if (streams[fd] != TP_NONE &&
            !tp_call(tp_getattr_cstr(streams[fd], "reconfigure"), 0, args, tp_as_tuple(names)))
            return -1;
    }
    return entry && name ? 0 : -1;
}

/* ---- messages ---- */

static bool write_to(Value stream, Value str)
{
    TextIO *direct = tp_text_direct(stream);
    if (direct)
        return tp_text_write(direct, str) == 0;
    return tp_call_method(stream, TP_NAME(write), 1, &str, 0) != 0;
}

void tp_stderr_write(Value str)
{
    Value saved = tp_error_take();
    Value stream = tp_sys_get(TP_NAME(stderr));
    if (stream && stream != TP_NONE) {
        if (!write_to(stream, str))
            tp_error_clear();
    } else if (!stream) {
        const char *text = tp_str_to_c(str);
        if (write(2, text, strlen(text)) < 0)
            tp_error_clear();
    }
    tp_error_put(saved);
}

void tp_stderr_cstr(const char *text)
{
    tp_stderr_write(tp_str_cstr(text));
}

static int flush_stream(Value stream)
{
    if (!stream || stream == TP_NONE)
        return 0;
    if (tp_text_direct(stream)) {
        Buffered *b = ((TextIO *)tp_obj(stream))->fast;
        if (b->nout == 0)
            return 0;
    }
    Value closed = tp_getattr_or_null(stream, TP_NAME(closed), 0);
    if (closed && tp_truth(closed) > 0)
        return 0;
    tp_error_clear();
    return tp_call_method(stream, TP_NAME(flush), 0, 0, 0) ? 0 : -1;
}

void tp_std_flush(void)
{
    Value saved = tp_error_take();
    if (flush_stream(tp_sys_get(TP_NAME(stderr))) < 0)
        tp_error_clear();
    if (flush_stream(tp_sys_get(TP_NAME(stdout))) < 0)
        tp_error_clear();
    tp_error_put(saved);
}

int tp_io_finish(void)
{
    int status = 0;
    Value out = tp_sys_get(TP_NAME(stdout));
    if (flush_stream(out) < 0) {
        tp_error_unraisable(out);
        status = -1;
    }
    if (flush_stream(tp_sys_get(TP_NAME(stderr))) < 0) {
        tp_error_clear();
        status = -1;
    }
    for (int fd = 1; fd < 3; fd++) { /* detached or replaced */
        Buffered *b = buffers[fd] ? (Buffered *)tp_obj(buffers[fd]) : 0;
        if (b && b->file && b->file->fd >= 0 && tp_buffered_flush(b) < 0)
            tp_error_clear();
    }
    return status;
}

void tp_io_restore(void)
{
    Dict *sys = ((Module *)tp_obj(tp_import_module("sys")))->dict;
    for (int fd = 0; fd < 3; fd++) {
        Value original = tp_dict_get_cstr(sys, stream_names[fd][1]);
        tp_dict_set_cstr(sys, stream_names[fd][0], original ? original : TP_NONE);
    }
}

static const MethodDef functions[] = {
    METHOD("open", tp_io_open,
           "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, "
           "opener=None)",
           "Open file and return a stream.  Raise OSError upon failure."),
    METHOD("open_code", io_open_code, "(path)",
           "Opens the provided file with the intent to import."),
    METHOD("text_encoding", io_text_encoding, "(encoding, stacklevel=2, /)",
           "A helper function to choose the text encoding."),
    METHOD_END,
};

static int init(Value module)
{
    static Type *const types[] = {
        &tp_iobase_type, &tp_rawiobase_type, &tp_bufferediobase_type, &tp_textiobase_type,
        &tp_fileio_type, &tp_buffered_reader_type, &tp_buffered_writer_type,
        &tp_buffered_random_type, &tp_textio_type, &tp_buffered_rwpair_type, &tp_stringio_type,
        &tp_bytesio_type, &tp_newline_decoder_type,
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (tp_module_add_type(module, types[i]) < 0)
            return -1;
    Value open = tp_dict_get_str(tp_builtins, TP_NAME(open));
    if (open && tp_module_add(module, "open", open) < 0)
        return -1;
    return tp_module_add(module, "UnsupportedOperation", tp_ref(tp_unsupported_operation)) < 0 ||
                   tp_module_add(module, "BlockingIOError", tp_ref(&tp_BlockingIOError)) < 0 ||
                   tp_module_add(module, "DEFAULT_BUFFER_SIZE", tp_small(IO_BUFFER_SIZE)) < 0
               ? -1
               : 0;
}

const ModuleDef tp_mod__io = {"_io", functions, init,
                              "The io module provides the Python interfaces to stream handling."};
