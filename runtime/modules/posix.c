/* posix.c -- the module posix, on which os is built: paths, directories, descriptors.
 *
 * Each function is the system call of its name. posix_stat.c has what tells about files,
 * posix_files.c owners, special files and settings, posix_descriptor.c more on descriptors,
 * posix_process.c processes and the environment, posix_ids.c users, groups and sessions. Start at
 * `posix_init`. */
#include "posix.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/structseq.h"
#include "runtime/text.h"

/* ---- arguments and answers ---- */

int tp_posix_int(Value v, int *out)
{
    int64_t i;
    if (text_int_arg(v, &i) < 0)
        return -1;
    *out = (int)i;
    return 0;
}

int tp_posix_pid(Value v, int *pid)
{
    int64_t i;
    if (text_plain_int_arg(v, &i) < 0)
        return -1;
    *pid = (int)i;
    return 0;
}

/* A descriptor in place of a path, or beside one. */
static int fd_argument(Value v, int *fd)
{
    int64_t i;
    Value index = tp_index(v);
    if (!index)
        return -1;
    index = tp_int_plain(index);
    if (!tp_int_fits_i64(index, &i))
        i = tp_int_sign(index) < 0 ? INT64_MIN : INT64_MAX;
    if (i < INT_MIN || i > INT_MAX)
        return tp_raise_int(&tp_OverflowError, i < 0 ? "fd is less than minimum"
                                                     : "fd is greater than maximum");
    *fd = (int)i;
    return 0;
}

/* v, or what its __fspath__ gives: a str or bytes. 0 with nothing pending: it has none. */
static Value as_path(Value v)
{
    if (tp_is_str(v) || tp_is_bytes(v))
        return v;
    Value method = tp_lookup_special(v, tp_intern_cstr("__fspath__"));
    if (!method)
        return 0;
    Value path = tp_call0(method);
    if (path && !tp_is_str(path) && !tp_is_bytes(path))
        return tp_raise(&tp_TypeError, "expected %K.__fspath__() to return str or bytes, not %K", v,
                        path);
    return path;
}

static const char *const path_kinds[] = {
    [PATH_NAME] = "string, bytes or os.PathLike",
    [PATH_OR_FD] = "string, bytes, os.PathLike or integer",
    [PATH_OR_FD_OR_NONE] = "string, bytes, os.PathLike, integer or None",
};

/* Other bytes-like objects are taken with a warning: their bytes, or 0 with an exception. */
static Value bytes_of_path(Value v, const char *function, const char *argument,
                           enum PathKind kind)
{
    const char *data;
    int64_t n;
    if (tp_warn(&tp_DeprecationWarning, 1, "%s: %s should be %s, not %K", function, argument,
                path_kinds[kind], v) < 0 ||
        tp_bytes_view_any(v, &data, &n) < 0)
        return 0;
    return tp_bytes_new(data, n);
}

int tp_posix_path(Path *path, Value v, const char *function, const char *argument,
                  enum PathKind kind)
{
    *path = (Path){.fd = -1, .object = v};
    if (kind != PATH_NAME && !tp_is_str(v) && tp_type_of(v)->index)
        return fd_argument(v, &path->fd);
    Value text = as_path(v);
    if (text) {
        path->object = text;
    } else if (!tp_error_pending() && tp_is_buffer(v)) {
        text = bytes_of_path(v, function, argument, kind);
    } else if (!tp_error_pending()) {
        tp_raise(&tp_TypeError, "%s: %s should be %s, not %K", function, argument,
                 path_kinds[kind], v);
    }
    if (!text)
        return -1;
    path->is_bytes = tp_is_bytes(text);
    const Bytes *bytes = (Bytes *)tp_obj(text);
    if (path->is_bytes && memchr(bytes->data, 0, (size_t)bytes->length))
        return tp_raise_int(&tp_ValueError, "%s: embedded null character in %s", function,
                            argument);
    path->name = tp_fsencode(text);
    return path->name ? 0 : -1;
}

int tp_posix_dir_fd(Value v, int *fd)
{
    *fd = AT_FDCWD;
    if (!v || v == TP_NONE)
        return 0;
    if (!tp_type_of(v)->index)
        return tp_raise_int(&tp_TypeError, "argument should be integer or None, not %K", v);
    return fd_argument(v, fd);
}

int tp_posix_check_fd(const Path *path, const char *function, int dir_fd, bool follows)
{
    if (!path->name && dir_fd != AT_FDCWD)
        return tp_raise_int(&tp_ValueError, "%s: can't specify dir_fd without matching path",
                            function);
    if (path->fd > 0 && !follows)
        return tp_raise_int(&tp_ValueError, "%s: cannot use fd and follow_symlinks together",
                            function);
    return 0;
}

Value tp_posix_status(int status, const Path *path)
{
    return status < 0 ? tp_raise_errno(errno, path ? path->object : 0) : TP_NONE;
}

Value tp_posix_number(int64_t result)
{
    if (result >= 0)
        return tp_int(result);
    return tp_error_pending() ? 0 : tp_raise_errno(errno, 0);
}

Value tp_posix_none(int64_t result)
{
    return tp_posix_number(result) ? TP_NONE : 0;
}

Value tp_posix_name(const char *name, bool is_bytes)
{
    int64_t n = (int64_t)strlen(name);
    return is_bytes ? tp_bytes_new(name, n) : tp_fsdecode(name, n);
}

const char *tp_posix_fsencode(Value v)
{
    Value path = as_path(v);
    return path || !tp_error_pending() ? tp_fsencode(path ? path : v) : 0;
}

static Value posix_fspath(Value self, Value *args)
{
    (void)self;
    Value path = as_path(args[0]);
    if (!path && !tp_error_pending())
        tp_raise(&tp_TypeError, "expected str, bytes or os.PathLike object, not %K", args[0]);
    return path;
}

/* ---- one path ---- */

static Value posix_chdir(Value self, Value *args)
{
    (void)self;
    Path path;
    if (tp_posix_path(&path, args[0], "chdir", "path", PATH_OR_FD) < 0)
        return 0;
    return tp_posix_status(POSIX_CALL(&path, fchdir(path.fd), chdir(path.name)), &path);
}

/* A function of a path with dir_fd= as the last of its nargs arguments. */
#define PATH_AT_FUNCTION(name, nargs, call)                                                        \
    static Value posix_##name(Value self, Value *args)                                             \
    {                                                                                              \
        (void)self;                                                                                \
        Path path;                                                                                 \
        int at;                                                                                    \
        if (tp_posix_path(&path, args[0], #name, "path", PATH_NAME) < 0 ||                         \
            tp_posix_dir_fd(args[nargs - 1], &at) < 0)                                          \
            return 0;                                                                              \
        return tp_posix_status(call, &path);                                                       \
    }

PATH_AT_FUNCTION(unlink, 2, unlinkat(at, path.name, 0))
PATH_AT_FUNCTION(remove, 2, unlinkat(at, path.name, 0))
PATH_AT_FUNCTION(rmdir, 2, unlinkat(at, path.name, AT_REMOVEDIR))

static Value posix_mkdir(Value self, Value *args)
{
    (void)self;
    Path path;
    int mode = 0777, at;
    if (tp_posix_path(&path, args[0], "mkdir", "path", PATH_NAME) < 0 ||
        (args[1] && tp_posix_int(args[1], &mode) < 0) || tp_posix_dir_fd(args[2], &at) < 0)
        return 0;
    return tp_posix_status(mkdirat(at, path.name, (mode_t)mode), &path);
}

static Value posix_access(Value self, Value *args)
{
    (void)self;
    Path path;
    int mode, at;
    int effective = args[3] ? tp_truth(args[3]) : 0;
    int follows = args[4] ? tp_truth(args[4]) : 1;
    if (effective < 0 || follows < 0 ||
        tp_posix_path(&path, args[0], "access", "path", PATH_NAME) < 0 ||
        tp_posix_int(args[1], &mode) < 0 || tp_posix_dir_fd(args[2], &at) < 0)
        return 0;
    int flags = (effective ? AT_EACCESS : 0) | (follows ? 0 : AT_SYMLINK_NOFOLLOW);
    return tp_bool(faccessat(at, path.name, mode, flags) == 0);
}

static Value posix_chmod(Value self, Value *args)
{
    (void)self;
    Path path;
    int mode, at, follows = args[3] ? tp_truth(args[3]) : 1;
    if (follows < 0 || tp_posix_path(&path, args[0], "chmod", "path", PATH_OR_FD) < 0 ||
        tp_posix_int(args[1], &mode) < 0 || tp_posix_dir_fd(args[2], &at) < 0)
        return 0;
    int status = POSIX_CALL(&path, fchmod(path.fd, (mode_t)mode),
                            fchmodat(at, path.name, (mode_t)mode,
                                     follows ? 0 : AT_SYMLINK_NOFOLLOW));
    if (status < 0 && !follows && errno == EOPNOTSUPP)
        return at == AT_FDCWD
                   ? tp_raise(&tp_NotImplementedError,
                              "chmod: follow_symlinks unavailable on this platform")
                   : tp_raise(&tp_ValueError,
                              "chmod: cannot use dir_fd and follow_symlinks together");
    return tp_posix_status(status, &path);
}

static Value posix_truncate(Value self, Value *args)
{
    (void)self;
    Path path;
    int64_t length;
    if (tp_posix_path(&path, args[0], "truncate", "path", PATH_OR_FD) < 0 ||
        tp_io_integer(args[1], "long", &length) < 0)
        return 0;
    int status = POSIX_CALL(&path, ftruncate(path.fd, length), truncate(path.name, length));
    if (status < 0 && length < 0 && errno == EFAULT)
        errno = EINVAL; /* the system looks at the length first */
    return tp_posix_status(status, path.fd == -1 ? &path : 0);
}

static Value posix_readlink(Value self, Value *args)
{
    (void)self;
    Path path;
    int at;
    char target[PATH_MAX + 1];
    if (tp_posix_path(&path, args[0], "readlink", "path", PATH_NAME) < 0 ||
        tp_posix_dir_fd(args[1], &at) < 0)
        return 0;
    ssize_t n = readlinkat(at, path.name, target, PATH_MAX);
    if (n < 0)
        return tp_posix_status(-1, &path);
    target[n] = '\0';
    return tp_posix_name(target, path.is_bytes);
}

/* ---- two paths ---- */

static Value two_paths(int status, const Path *from, const Path *to)
{
    return status < 0 ? tp_raise_errno2(errno, from->object, to->object) : TP_NONE;
}

static Value move(Value *args, const char *function)
{
    Path from, to;
    int from_at, to_at;
    if (tp_posix_path(&from, args[0], function, "src", PATH_NAME) < 0 ||
        tp_posix_path(&to, args[1], function, "dst", PATH_NAME) < 0 ||
        tp_posix_dir_fd(args[2], &from_at) < 0 || tp_posix_dir_fd(args[3], &to_at) < 0)
        return 0;
    return two_paths(renameat(from_at, from.name, to_at, to.name), &from, &to);
}

static Value posix_rename(Value self, Value *args)
{
    (void)self;
    return move(args, "rename");
}

static Value posix_replace(Value self, Value *args)
{
    (void)self;
    return move(args, "replace");
}

static Value posix_link(Value self, Value *args)
{
    (void)self;
    Path from, to;
    int from_at, to_at, follows = args[4] ? tp_truth(args[4]) : 1;
    if (follows < 0 || tp_posix_path(&from, args[0], "link", "src", PATH_NAME) < 0 ||
        tp_posix_path(&to, args[1], "link", "dst", PATH_NAME) < 0 ||
        tp_posix_dir_fd(args[2], &from_at) < 0 ||
        tp_posix_dir_fd(args[3], &to_at) < 0)
        return 0;
    /* link() itself, which takes no directories, does not follow */
    bool is_plain = from_at == AT_FDCWD && to_at == AT_FDCWD;
    int flags = follows && !is_plain ? AT_SYMLINK_FOLLOW : 0;
    return two_paths(linkat(from_at, from.name, to_at, to.name, flags), &from, &to);
}

static Value posix_symlink(Value self, Value *args)
{
    (void)self;
    Path from, to;
    int at;
    if (tp_posix_path(&from, args[0], "symlink", "src", PATH_NAME) < 0 ||
        tp_posix_path(&to, args[1], "symlink", "dst", PATH_NAME) < 0 ||
        tp_posix_dir_fd(args[3], &at) < 0)
        return 0;
    return two_paths(symlinkat(from.name, at, to.name), &from, &to);
}

/* ---- directories ---- */

static Value current_directory(bool is_bytes)
{
    char *name = getcwd(0, 0);
    if (!name)
        return tp_raise_errno(errno, 0);
    Value result = tp_posix_name(name, is_bytes);
    free(name);
    return result;
}

static Value posix_getcwd(Value self, Value *args)
{
    (void)self, (void)args;
    return current_directory(false);
}

static Value posix_getcwdb(Value self, Value *args)
{
    (void)self, (void)args;
    return current_directory(true);
}

DIR *tp_posix_open_directory(const Path *path)
{
    int fd = -1;
    if (path->fd != -1 && (fd = fcntl(path->fd, F_DUPFD_CLOEXEC, 0)) < 0) {
        tp_raise_errno(errno, 0);
        return 0;
    }
    DIR *directory = fd < 0 ? opendir(path->name ? path->name : ".") : fdopendir(fd);
    if (!directory)
        tp_posix_status(-1, path);
    if (!directory && fd >= 0)
        close(fd);
    return directory;
}

void tp_posix_close_directory(DIR *directory, const Path *path)
{
    if (path->fd != -1)
        rewinddir(directory); /* the caller's descriptor shares the position */
    closedir(directory);
}

static Value posix_listdir(Value self, Value *args)
{
    (void)self;
    Path path = {.fd = -1};
    if (args[0] && args[0] != TP_NONE &&
        tp_posix_path(&path, args[0], "listdir", "path", PATH_OR_FD_OR_NONE) < 0)
        return 0;
    DIR *directory = tp_posix_open_directory(&path);
    if (!directory)
        return 0;
    Value names = tp_list_new(0);
    struct dirent *entry;
    while ((errno = 0, entry = readdir(directory)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            tp_list_append(names, tp_posix_name(entry->d_name, path.is_bytes));
    int error = errno;
    tp_posix_close_directory(directory, &path);
    return error ? tp_raise_errno(error, path.object) : names;
}

/* ---- descriptors ---- */

static Value posix_open(Value self, Value *args)
{
    (void)self;
    Path path;
    int flags, mode = 0777, at;
    if (tp_posix_path(&path, args[0], "open", "path", PATH_NAME) < 0 ||
        tp_posix_int(args[1], &flags) < 0 ||
        (args[2] && tp_posix_int(args[2], &mode) < 0) || tp_posix_dir_fd(args[3], &at) < 0)
        return 0;
    int64_t fd = POSIX_RETRY(openat(at, path.name, flags | O_CLOEXEC, mode));
    if (fd < 0)
        return tp_error_pending() ? 0 : tp_posix_status(-1, &path);
    return tp_small(fd);
}

#define FD_FUNCTION(name, call)                                                                    \
    static Value posix_##name(Value self, Value *args)                                             \
    {                                                                                              \
        (void)self;                                                                                \
        int fd;                                                                                    \
        return tp_posix_int(args[0], &fd) < 0 ? 0 : call;                                          \
    }

FD_FUNCTION(close, tp_posix_status(close(fd), 0))
FD_FUNCTION(isatty, tp_bool(isatty(fd)))

FD_FUNCTION(dup, tp_posix_number(fcntl(fd, F_DUPFD_CLOEXEC, 0)))

static Value posix_dup2(Value self, Value *args)
{
    (void)self;
    int fd, target, inherits = args[2] ? tp_truth(args[2]) : 1;
    if (inherits < 0 || tp_posix_int(args[0], &fd) < 0 || tp_posix_int(args[1], &target) < 0)
        return 0;
    return tp_posix_number(POSIX_RETRY(inherits ? dup2(fd, target)
                                                : dup3(fd, target, O_CLOEXEC)));
}

static Value posix_closerange(Value self, Value *args)
{
    (void)self;
    int low, high;
    if (tp_posix_int(args[0], &low) < 0 || tp_posix_int(args[1], &high) < 0)
        return 0;
    low = low < 0 ? 0 : low;
    if (low < high && close_range((unsigned)low, (unsigned)high - 1, 0) < 0)
        for (int fd = low; fd < high; fd++)
            close(fd);
    return TP_NONE;
}

static Value posix_pipe(Value self, Value *args)
{
    (void)self, (void)args;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return tp_raise_errno(errno, 0);
    return tp_tuple_of(2, (Value[]){tp_small(ends[0]), tp_small(ends[1])});
}

static Value posix_read(Value self, Value *args)
{
    (void)self;
    int fd;
    int64_t n;
    if (tp_posix_int(args[0], &fd) < 0 || tp_io_integer(args[1], "ssize_t", &n) < 0)
        return 0;
    if (n < 0)
        return tp_raise_errno(EINVAL, 0);
    char *data = tp_bytes_room(n);
    if (!data)
        return 0;
    int64_t got = POSIX_RETRY(read(fd, data, (size_t)n));
    return got < 0 ? tp_posix_number(got) : tp_bytes_new(data, got);
}

static Value posix_write(Value self, Value *args)
{
    (void)self;
    int fd;
    const char *data;
    int64_t n;
    if (tp_posix_int(args[0], &fd) < 0 || tp_io_source(args[1], &data, &n) < 0)
        return 0;
    int64_t done = POSIX_RETRY(write(fd, data, (size_t)n));
    tp_io_leave(args[1]);
    return tp_posix_number(done);
}

static Value posix_lseek(Value self, Value *args)
{
    (void)self;
    int fd, whence;
    int64_t offset;
    if (tp_posix_int(args[0], &fd) < 0 || tp_io_integer(args[1], "long", &offset) < 0 ||
        tp_posix_int(args[2], &whence) < 0)
        return 0;
    return tp_posix_number(lseek(fd, offset, whence));
}

static Value posix_ftruncate(Value self, Value *args)
{
    (void)self;
    int fd;
    int64_t length;
    if (tp_posix_int(args[0], &fd) < 0 || tp_io_integer(args[1], "long", &length) < 0)
        return 0;
    return tp_posix_none(POSIX_RETRY(ftruncate(fd, length)));
}

static Value inheritable(int fd)
{
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 ? tp_raise_errno(errno, 0) : tp_bool(!(flags & FD_CLOEXEC));
}

FD_FUNCTION(get_inheritable, inheritable(fd))

static Value posix_set_inheritable(Value self, Value *args)
{
    (void)self;
    int fd, inherits = tp_truth(args[1]);
    if (inherits < 0 || tp_posix_int(args[0], &fd) < 0)
        return 0;
    int flags = fcntl(fd, F_GETFD);
    if (flags >= 0)
        flags = fcntl(fd, F_SETFD, inherits ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC);
    return tp_posix_status(flags, 0);
}

static Value blocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? tp_raise_errno(errno, 0) : tp_bool(!(flags & O_NONBLOCK));
}

FD_FUNCTION(get_blocking, blocking(fd))

static Value posix_set_blocking(Value self, Value *args)
{
    (void)self;
    int fd, blocks = tp_truth(args[1]);
    if (blocks < 0 || tp_posix_int(args[0], &fd) < 0)
        return 0;
    int flags = fcntl(fd, F_GETFL);
    if (flags >= 0)
        flags = fcntl(fd, F_SETFL, blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
    return tp_posix_status(flags, 0);
}

static const char *const terminal_size_fields[] = {"columns", "lines", 0};
static StructSeq terminal_size;

static Value posix_get_terminal_size(Value self, Value *args)
{
    (void)self;
    int fd = STDOUT_FILENO;
    struct winsize size;
    if (args[0] && tp_posix_int(args[0], &fd) < 0)
        return 0;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0)
        return tp_raise_errno(errno, 0);
    Value values[] = {tp_small(size.ws_col), tp_small(size.ws_row)};
    return tp_structseq_new(&terminal_size, values);
}

/* ---- the module ---- */

static const MethodDef posix_functions[] = {
    METHOD("fspath", posix_fspath, "(path)",
           "Return the file system path representation of the object."),
    METHOD("chdir", posix_chdir, "(path)", "Change the current working directory."),
    METHOD("getcwd", posix_getcwd, "()", "Return a string: the current working directory."),
    METHOD("getcwdb", posix_getcwdb, "()", "Return bytes: the current working directory."),
    METHOD("listdir", posix_listdir, "(path=None)", "Return the names in a directory."),
    METHOD("mkdir", posix_mkdir, "(path, mode=511, *, dir_fd=None)", "Create a directory."),
    METHOD("rmdir", posix_rmdir, "(path, *, dir_fd=None)", "Remove a directory."),
    METHOD("unlink", posix_unlink, "(path, *, dir_fd=None)", "Remove a file."),
    METHOD("remove", posix_remove, "(path, *, dir_fd=None)", "Remove a file."),
    METHOD("rename", posix_rename, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
           "Rename a file or directory."),
    METHOD("replace", posix_replace, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
           "Rename a file or directory, overwriting the destination."),
    METHOD("link", posix_link,
           "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
           "Create a hard link to a file."),
    METHOD("symlink", posix_symlink, "(src, dst, target_is_directory=False, *, dir_fd=None)",
           "Create a symbolic link."),
    METHOD("readlink", posix_readlink, "(path, *, dir_fd=None)", "What a symbolic link points to."),
    METHOD("access", posix_access,
           "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
           "May the path be accessed that way?"),
    METHOD("chmod", posix_chmod, "(path, mode, *, dir_fd=None, follow_symlinks=True)",
           "Change the access permissions of a file."),
    METHOD("truncate", posix_truncate, "(path, length)", "Truncate a file to that length."),
    METHOD("open", posix_open, "(path, flags, mode=511, *, dir_fd=None)", "Open a descriptor."),
    METHOD("close", posix_close, "(fd)", "Close a descriptor."),
    METHOD("closerange", posix_closerange, "(fd_low, fd_high, /)",
           "Close all descriptors of a range, ignoring errors."),
    METHOD("read", posix_read, "(fd, length, /)", "Read from a descriptor."),
    METHOD("write", posix_write, "(fd, data, /)", "Write bytes to a descriptor."),
    METHOD("lseek", posix_lseek, "(fd, position, how, /)", "Set the position of a descriptor."),
    METHOD("ftruncate", posix_ftruncate, "(fd, length, /)", "Truncate an open file."),
    METHOD("isatty", posix_isatty, "(fd, /)", "Is the descriptor a terminal?"),
    METHOD("dup", posix_dup, "(fd, /)", "Duplicate a descriptor."),
    METHOD("dup2", posix_dup2, "(fd, fd2, inheritable=True)", "Duplicate a descriptor to another."),
    METHOD("pipe", posix_pipe, "()", "Create a pipe: (read end, write end)."),
    METHOD("get_inheritable", posix_get_inheritable, "(fd, /)", "Do child processes inherit it?"),
    METHOD("set_inheritable", posix_set_inheritable, "(fd, inheritable, /)",
           "Set whether child processes inherit it."),
    METHOD("get_blocking", posix_get_blocking, "(fd, /)", "Does it wait until it can go on?"),
    METHOD("set_blocking", posix_set_blocking, "(fd, blocking, /)",
           "Set whether it waits until it can go on."),
    METHOD("get_terminal_size", posix_get_terminal_size, "(fd=1, /)",
           "Return the size of the terminal as (columns, lines)."),
    METHOD_END,
};

/* For os.supports_dir_fd and its kin: the calls that take a directory or a descriptor. */
static const char *const have_functions[] = {
    "HAVE_EVENTFD", "HAVE_FACCESSAT", "HAVE_FCHDIR", "HAVE_FCHMOD", "HAVE_FCHMODAT",
    "HAVE_FCHOWN", "HAVE_FCHOWNAT", "HAVE_FDOPENDIR", "HAVE_FEXECVE", "HAVE_FPATHCONF",
    "HAVE_FSTATAT", "HAVE_FSTATVFS", "HAVE_FTRUNCATE", "HAVE_FUTIMENS", "HAVE_FUTIMES",
    "HAVE_FUTIMESAT", "HAVE_LCHOWN", "HAVE_LINKAT", "HAVE_LSTAT", "HAVE_LUTIMES",
    "HAVE_MEMFD_CREATE", "HAVE_MKDIRAT", "HAVE_MKFIFOAT", "HAVE_MKNODAT", "HAVE_OPENAT",
    "HAVE_READLINKAT", "HAVE_RENAMEAT", "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT",
};

static int posix_init(Value module)
{
    if (tp_posix_constants_init(module) < 0)
        return -1;
    Value have = tp_list_new(0);
    for (size_t i = 0; i < sizeof have_functions / sizeof *have_functions; i++)
        tp_list_append(have, tp_str_cstr(have_functions[i]));
    if (!terminal_size.names)
        tp_structseq_ready(&terminal_size, "os.terminal_size",
                           "A tuple of (columns, lines) for holding terminal window size",
                           terminal_size_fields, 2, 2);
    if (tp_module_add(module, "_have_functions", have) < 0 ||
        tp_module_add(module, "terminal_size", tp_ref(&terminal_size.type)) < 0 ||
        tp_module_add(module, "error", tp_ref(&tp_OSError)) < 0)
        return -1;
    if (tp_module_add_functions(module, tp_posix_ids_functions) < 0 ||
        tp_module_add_functions(module, tp_posix_descriptor_functions) < 0 ||
        tp_posix_files_init(module) < 0)
        return -1;
    return tp_posix_stat_init(module) < 0 ? -1 : tp_posix_process_init(module);
}

const ModuleDef tp_mod_posix = {"posix", posix_functions, posix_init,
                                "Access to operating system functionality; see the module os."};
