/* io_file.c -- FileIO: a file descriptor. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "posix.h"
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

static FileIO *file_of(Value v)
{
    return (FileIO *)tp_obj(v);
}

static Value closed_error(void)
{
    return tp_raise(&tp_ValueError, "I/O operation on closed file");
}

int tp_fileio_close(FileIO *file)
{
    int fd = file->fd;
    file->fd = -1;
    if (fd < 0 || !file->closes_fd)
        return 0;
    tp_io_finalizer(file, 0);
    if (close(fd) < 0 && errno != EINTR) {
        tp_raise_errno(errno, 0);
        return -1;
    }
    return 0;
}

static void finalize(void *file)
{
    Value saved = tp_error_take();
    if (tp_fileio_close(file) < 0)
        tp_error_clear();
    tp_error_put(saved);
}

void tp_fileio_arm(FileIO *file)
{
    if (file->fd >= 0 && file->closes_fd)
        tp_io_finalizer(file, finalize);
}

/* ---- modes ---- */

static Value bad_mode(const char *mode)
{
    return tp_raise(&tp_ValueError, "invalid mode: %s", mode);
}

static Value mode_error(void)
{
    return tp_raise(&tp_ValueError, "Must have exactly one of create/read/write/append mode and at "
                                    "most one plus");
}

/* Flags of open(2), and the fields of file; -1 with ValueError. */
static int parse_mode(FileIO *file, const char *mode)
{
    int flags = 0;
    bool has_kind = false, has_plus = false;
    for (const char *p = mode; *p; p++) {
        if (strchr("xrwa", *p)) {
            if (has_kind) {
                mode_error();
                return -1;
            }
            has_kind = true;
            file->is_readable = *p == 'r';
            file->is_writable = *p != 'r';
            file->is_created = *p == 'x';
            file->is_appending = *p == 'a';
            flags |= *p == 'x'   ? O_EXCL | O_CREAT
                     : *p == 'w' ? O_CREAT | O_TRUNC
                     : *p == 'a' ? O_APPEND | O_CREAT
                                 : 0;
        } else if (*p == '+') {
            if (has_plus) {
                mode_error();
                return -1;
            }
            has_plus = true;
        } else if (*p != 'b') {
            bad_mode(mode);
            return -1;
        }
    }
    if (!has_kind) {
        mode_error();
        return -1;
    }
    if (has_plus)
        file->is_readable = file->is_writable = true;
    return flags | O_CLOEXEC |
           (!file->is_writable ? O_RDONLY : file->is_readable ? O_RDWR : O_WRONLY);
}

static Value set_name(FileIO *file, Value name)
{
    if (!file->dict)
        file->dict = tp_dict_new();
    return tp_dict_set(file->dict, TP_NAME(name), name) < 0 ? 0 : tp_ref(file);
}

Value tp_fileio_new(int fd, const char *mode, Value name, bool closes_fd)
{
    FileIO *file = tp_heap_object(&tp_fileio_type, 0);
    parse_mode(file, mode);
    file->fd = fd;
    file->closes_fd = closes_fd;
    file->is_seekable = -1;
    tp_fileio_arm(file);
    return set_name(file, name);
}

static Value file_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs;
    (void)args;
    (void)kwnames;
    FileIO *file = tp_heap_object(type, 0);
    file->fd = -1;
    file->is_seekable = -1;
    file->closes_fd = true;
    return tp_ref(file);
}

static int open_path(const char *path, int flags)
{
    for (int tries = 0;; tries++) {
        int fd = open(path, flags, 0666);
        if (fd >= 0)
            return fd;
        if (errno == EINTR && tp_poll() == 0)
            continue;
        if (errno != EMFILE || tries > 0)
            return -1;
        /* unreachable files that nobody closed may hold all descriptors */
        tp_heap_collect();
        errno = EMFILE;
    }
}

static int open_by(Value opener, Value name, int flags)
{
    int64_t fd;
    Value result = tp_call2(opener, name, tp_small(flags));
    if (!result)
        return -1;
    if (!tp_is_int(result))
        return tp_raise_int(&tp_TypeError, "expected integer from opener");
    if (text_int_arg(result, &fd) < 0)
        return -1;
    if (fd < 0)
        return tp_raise_int(&tp_ValueError, "opener returned %d", (int)fd);
    return (int)fd;
}

static int file_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    FileIO *file = file_of(self);
    Value a[4];
    if (TP_ARGS("FileIO", "(file, mode='r', closefd=True, opener=None)", a) < 0)
        return -1;
    if (a[1] && !tp_is_str(a[1]))
        return tp_raise_argument("FileIO", "argument 'mode'", "str", a[1]), -1;
    const char *mode = a[1] ? tp_io_cstr(a[1]) : "r";
    int64_t closes = 1, fd = -1;
    if (!mode || (a[2] && text_int_arg(a[2], &closes) < 0) ||
        (file->fd >= 0 && tp_fileio_close(file) < 0))
        return -1;
    if (!tp_is_str(a[0]) && tp_type_of(a[0])->index) {
        if (text_int_arg(a[0], &fd) < 0) {
            tp_error_clear();
            fd = -1; /* it is no name either, which is said below */
        } else if (fd < 0) {
            return tp_raise_int(&tp_ValueError, "negative file descriptor");
        }
    }
    const char *path = fd < 0 ? tp_posix_fsencode(a[0]) : 0;
    if (fd < 0 && !path)
        return -1;
    int flags = parse_mode(file, mode);
    if (flags < 0)
        return -1;
    bool is_own = fd < 0;
    if (is_own) {
        if (!closes)
            return tp_raise_int(&tp_ValueError, "Cannot use closefd=False with file name");
        if (a[3] && a[3] != TP_NONE) {
            if ((fd = open_by(a[3], a[0], flags)) < 0)
                return -1;
        } else if ((fd = open_path(path, flags)) < 0) {
            if (!tp_error_pending())
                tp_raise_errno(errno, a[0]);
            return -1;
        }
    }
    struct stat status;
    int error = fstat((int)fd, &status) < 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
    if (error) {
        if (is_own)
            close((int)fd);
        tp_raise_errno(error, error == EISDIR ? a[0] : 0);
        return -1;
    }
    file->fd = (int)fd;
    file->closes_fd = closes;
    tp_fileio_arm(file);
    if (!set_name(file, a[0]))
        return -1;
    if (file->is_appending)
        lseek(file->fd, 0, SEEK_END);
    return 0;
}

/* ---- reading and writing ---- */

int64_t tp_fileio_read(FileIO *file, char *data, int64_t n)
{
    for (;;) {
        ssize_t got = read(file->fd, data, (size_t)n);
        if (got >= 0)
            return got;
        if (errno == EAGAIN)
            return -2;
        if (errno != EINTR) {
            tp_raise_errno(errno, 0);
            return -1;
        }
        if (tp_poll() < 0)
            return -1;
    }
}

int64_t tp_fileio_write(FileIO *file, const char *data, int64_t n)
{
    for (;;) {
        ssize_t put = write(file->fd, data, (size_t)n);
        if (put >= 0)
            return put;
        if (errno == EAGAIN)
            return -2;
        if (errno != EINTR) {
            tp_raise_errno(errno, 0);
            return -1;
        }
        if (tp_poll() < 0)
            return -1;
    }
}

static FileIO *open_file(Value self)
{
    FileIO *file = file_of(self);
    if (file->fd < 0) {
        closed_error();
        return 0;
    }
    return file;
}

static FileIO *readable_file(Value self)
{
    FileIO *file = open_file(self);
    if (file && !file->is_readable) {
        tp_io_unsupported("File not open for reading");
        return 0;
    }
    return file;
}

static FileIO *writable_file(Value self)
{
    FileIO *file = open_file(self);
    if (file && !file->is_writable) {
        tp_io_unsupported("File not open for writing");
        return 0;
    }
    return file;
}

static Value read_all(FileIO *file)
{
    struct stat status;
    int64_t capacity = IO_BUFFER_SIZE, n = 0;
    off_t at = lseek(file->fd, 0, SEEK_CUR);
    if (at >= 0 && fstat(file->fd, &status) == 0 && status.st_size > at)
        capacity = status.st_size - at + 1;
    char *data = tp_heap_try_alloc_atomic((size_t)capacity);
    while (data) {
        int64_t got = tp_fileio_read(file, data + n, capacity - n);
        if (got == -1)
            return 0;
        if (got == -2 && n == 0)
            return TP_NONE;
        if (got <= 0)
            return tp_bytes_new(data, n);
        n += got;
        if (n == capacity)
            data = tp_heap_realloc(data, (size_t)(capacity *= 2));
    }
    return 0;
}

static Value file_readall(Value self, Value *args)
{
    (void)args;
    FileIO *file = readable_file(self);
    return file ? read_all(file) : 0;
}

static Value file_read(Value self, Value *args)
{
    int64_t n;
    FileIO *file;
    if (tp_io_size(args[0], &n) < 0 || !(file = readable_file(self)))
        return 0;
    if (n < 0)
        return read_all(file);
    char *data = tp_bytes_room(n);
    if (!data)
        return 0;
    int64_t got = tp_fileio_read(file, data, n);
    return got == -2 ? TP_NONE : got < 0 ? 0 : tp_bytes_new(data, got);
}

static Value file_readinto(Value self, Value *args)
{
    char *data;
    int64_t n;
    if (tp_io_target(args[0], "readinto", &data, &n) < 0)
        return 0;
    FileIO *file = readable_file(self);
    int64_t got = file ? tp_fileio_read(file, data, n) : -1;
    tp_io_leave(args[0]);
    return got == -2 ? TP_NONE : got < 0 ? 0 : tp_int(got);
}

static Value file_write(Value self, Value *args)
{
    const char *data;
    int64_t n;
    if (tp_io_source(args[0], &data, &n) < 0)
        return 0;
    FileIO *file = writable_file(self);
    int64_t put = file ? tp_fileio_write(file, data, n) : -1;
    tp_io_leave(args[0]);
    return put == -2 ? TP_NONE : put < 0 ? 0 : tp_int(put);
}

/* ---- position ---- */

static Value file_seek(Value self, Value *args)
{
    FileIO *file;
    int64_t offset, whence = 0;
    if ((args[1] && text_int_arg(args[1], &whence) < 0) || !(file = open_file(self)) ||
        tp_io_integer(args[0], "long", &offset) < 0)
        return 0;
    off_t at = lseek(file->fd, offset, (int)whence);
    return at < 0 ? tp_raise_errno(errno, 0) : tp_int(at);
}

static Value file_tell(Value self, Value *args)
{
    (void)args;
    FileIO *file = open_file(self);
    if (!file)
        return 0;
    off_t at = lseek(file->fd, 0, SEEK_CUR);
    return at < 0 ? tp_raise_errno(errno, 0) : tp_int(at);
}

static Value file_truncate(Value self, Value *args)
{
    FileIO *file = writable_file(self);
    int64_t size;
    if (!file)
        return 0;
    if (args[0] && args[0] != TP_NONE) {
        if (tp_io_integer(args[0], "long", &size) < 0)
            return 0;
    } else if ((size = lseek(file->fd, 0, SEEK_CUR)) < 0) {
        return tp_raise_errno(errno, 0);
    }
    return ftruncate(file->fd, size) < 0 ? tp_raise_errno(errno, 0) : tp_int(size);
}

/* ---- the rest ---- */

static Value file_close(Value self, Value *args)
{
    (void)args;
    if (tp_type_of(self) != &tp_fileio_type && file_of(self)->fd >= 0 &&
        !tp_call_method(self, TP_NAME(flush), 0, 0, 0)) {
        Value error = tp_error_take();
        tp_fileio_close(file_of(self));
        tp_error_put(error);
        return 0;
    }
    return tp_fileio_close(file_of(self)) < 0 ? 0 : TP_NONE;
}

static Value file_flush(Value self, Value *args)
{
    (void)args;
    return file_of(self)->fd < 0 ? tp_io_closed_error() : TP_NONE;
}

static Value file_seekable(Value self, Value *args)
{
    (void)args;
    FileIO *file = open_file(self);
    if (!file)
        return 0;
    if (file->is_seekable < 0)
        file->is_seekable = lseek(file->fd, 0, SEEK_CUR) >= 0;
    return tp_bool(file->is_seekable);
}

static Value file_readable(Value self, Value *args)
{
    (void)args;
    FileIO *file = open_file(self);
    return file ? tp_bool(file->is_readable) : 0;
}

static Value file_writable(Value self, Value *args)
{
    (void)args;
    FileIO *file = open_file(self);
    return file ? tp_bool(file->is_writable) : 0;
}

static Value file_fileno(Value self, Value *args)
{
    (void)args;
    FileIO *file = open_file(self);
    return file ? tp_small(file->fd) : 0;
}

static Value file_isatty(Value self, Value *args)
{
    (void)args;
    FileIO *file = open_file(self);
    return file ? tp_bool(isatty(file->fd)) : 0;
}

static const char *mode_text(const FileIO *file)
{
    if (file->is_created)
        return file->is_readable ? "xb+" : "xb";
    if (file->is_appending)
        return file->is_readable ? "ab+" : "ab";
    if (file->is_readable)
        return file->is_writable ? "rb+" : "rb";
    return "wb";
}

static Value file_repr(Value self)
{
    FileIO *file = file_of(self);
    if (file->fd < 0)
        return tp_str_cstr("<_io.FileIO [closed]>");
    Value name = tp_getattr_or_null(self, TP_NAME(name), 0);
    if (!name && tp_error_pending())
        return 0;
    const char *closefd = file->closes_fd ? "True" : "False";
    if (!name)
        return tp_str_format_c("<_io.FileIO fd=%d mode='%s' closefd=%s>", file->fd,
                               mode_text(file), closefd);
    if (tp_io_repr_enter(self) < 0)
        return 0;
    Value text = tp_str_format_c("<_io.FileIO name=%R mode='%s' closefd=%s>", name, mode_text(file),
                                 closefd);
    tp_repr_leave(self);
    return text;
}

static Value file_get_closed(Value self)
{
    return tp_bool(file_of(self)->fd < 0);
}

static Value file_get_closefd(Value self)
{
    return tp_bool(file_of(self)->closes_fd);
}

static Value file_get_mode(Value self)
{
    return tp_str_cstr(mode_text(file_of(self)));
}

static const MethodDef file_methods[] = {
    METHOD("read", file_read, "(size=-1, /)", "Read at most size bytes, returned as bytes."),
    METHOD("readall", file_readall, "()", "Read all data from the file, returned as bytes."),
    METHOD("readinto", file_readinto, "(buffer, /)", "Same as RawIOBase.readinto()."),
    METHOD("write", file_write, "(b, /)",
           "Write buffer b to file, return number of bytes written."),
    METHOD("seek", file_seek, "(pos, whence=0, /)", "Move to new file position and return it."),
    METHOD("tell", file_tell, "()", "Current file position."),
    METHOD("truncate", file_truncate, "(size=None, /)", "Truncate the file to at most size bytes."),
    METHOD("__getstate__", tp_io_no_state, "()", 0),
    METHOD("close", file_close, "()", "Close the file."),
    METHOD("flush", file_flush, "()", "Flush write buffers, if applicable."),
    METHOD("seekable", file_seekable, "()", "True if file supports random-access."),
    METHOD("readable", file_readable, "()", "True if file was opened in a read mode."),
    METHOD("writable", file_writable, "()", "True if file was opened in a write mode."),
    METHOD("fileno", file_fileno, "()", "Return the underlying file descriptor (an integer)."),
    METHOD("isatty", file_isatty, "()", "True if the file is connected to a TTY device."),
    METHOD_END,
};

static const GetSetDef file_getset[] = {
    {"closed", file_get_closed, 0, "True if the file is closed"},
    {"closefd", file_get_closefd, 0,
     "True if the file descriptor will be closed by close()."},
    {"mode", file_get_mode, 0, "String giving the file mode"},
    {0, 0, 0, 0},
};

Type tp_fileio_type = {
    .head = {&tp_type_type},
    .name = "_io.FileIO",
    .basic_size = sizeof(FileIO),
    .flags = TYPE_BASE,
    .base = &tp_rawiobase_type,
    .dict_offset = offsetof(FileIO, dict),
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .doc = "Open a file.",
    .new_ = file_new,
    .init = file_init,
    .repr = file_repr,
    .methods = file_methods,
    .getset = file_getset,
};
