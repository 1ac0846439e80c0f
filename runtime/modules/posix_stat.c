/* posix_stat.c -- module posix: what is known of files; scandir; their times. */
#include "posix.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/error.h"
#include "runtime/genericalias.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/structseq.h"
#include "runtime/text.h"

enum { BILLION = 1000000000 };

/* ---- stat ---- */

/* The times stand three times: as whole seconds among the visible ten, as floats, and in
 * nanoseconds. */
static const char *const stat_fields[] = {
    "st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", 0, 0, 0,
    "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns",
    "st_blksize", "st_blocks", "st_rdev", 0};
enum { STAT_FIELDS = 19, STAT_VISIBLE = 10 };
static StructSeq stat_result;

static Value new_stat(const struct stat *s)
{
    const struct timespec *times[] = {&s->st_atim, &s->st_mtim, &s->st_ctim};
    Value values[STAT_FIELDS] = {
        tp_int(s->st_mode), tp_int((int64_t)s->st_ino), tp_int((int64_t)s->st_dev),
        tp_int((int64_t)s->st_nlink), tp_int(s->st_uid), tp_int(s->st_gid), tp_int(s->st_size),
    };
    for (int i = 0; i < 3; i++) {
        int64_t nanoseconds = times[i]->tv_sec * (int64_t)BILLION + times[i]->tv_nsec;
        values[7 + i] = tp_int(times[i]->tv_sec);
        values[10 + i] = tp_float((double)times[i]->tv_sec + 1e-9 * (double)times[i]->tv_nsec);
        values[13 + i] = tp_int(nanoseconds);
    }
    values[16] = tp_int(s->st_blksize);
    values[17] = tp_int(s->st_blocks);
    values[18] = tp_int((int64_t)s->st_rdev);
    return tp_structseq_new(&stat_result, values);
}

static Value do_stat(Value object, const char *function, enum PathKind kind, Value dir_fd,
                     bool follows)
{
    Path path;
    int at;
    struct stat status;
    if (tp_posix_path(&path, object, function, "path", kind) < 0 ||
        tp_posix_dir_fd(dir_fd, &at) < 0 || tp_posix_check_fd(&path, function, at, follows) < 0)
        return 0;
    int failed = POSIX_CALL(&path, fstat(path.fd, &status),
                            fstatat(at, path.name, &status, follows ? 0 : AT_SYMLINK_NOFOLLOW));
    return failed < 0 ? tp_posix_status(-1, &path) : new_stat(&status);
}

static Value posix_stat(Value self, Value *args)
{
    (void)self;
    int follows = args[2] ? tp_truth(args[2]) : 1;
    return follows < 0 ? 0 : do_stat(args[0], "stat", PATH_OR_FD, args[1], follows);
}

static Value posix_lstat(Value self, Value *args)
{
    (void)self;
    return do_stat(args[0], "lstat", PATH_NAME, args[1], false);
}

static Value posix_fstat(Value self, Value *args)
{
    (void)self;
    int fd;
    struct stat status;
    if (tp_posix_int(args[0], &fd) < 0)
        return 0;
    return fstat(fd, &status) < 0 ? tp_raise_errno(errno, 0) : new_stat(&status);
}

/* ---- times ---- */

static int out_of_range(void)
{
    return tp_raise_int(&tp_OverflowError, "timestamp out of range for platform time_t");
}

static int time_argument(Value v, bool is_ns, struct timespec *out)
{
    int64_t whole, rest = 0;
    if (!is_ns && tp_is_float(v)) {
        double seconds = tp_float_value(v), floor_ = floor(seconds);
        if (isnan(seconds))
            return tp_raise_int(&tp_ValueError, "Invalid value NaN (not a number)");
        if (!(fabs(floor_) < 9e18))
            return out_of_range();
        out->tv_sec = (time_t)floor_;
        out->tv_nsec = (long)((seconds - floor_) * BILLION);
        return 0;
    }
    Value seconds = tp_index(v), nanoseconds = tp_small(0);
    if (!seconds)
        return -1;
    seconds = tp_int_plain(seconds);
    if (is_ns && tp_int_divmod(seconds, tp_small(BILLION), &seconds, &nanoseconds) < 0)
        return -1;
    if (!tp_int_fits_i64(seconds, &whole) || !tp_int_fits_i64(nanoseconds, &rest))
        return out_of_range();
    out->tv_sec = whole;
    out->tv_nsec = rest;
    return 0;
}

static Value posix_utime(Value self, Value *args)
{
    (void)self;
    Path path;
    int at, follows = args[4] ? tp_truth(args[4]) : 1;
    bool has_times = args[1] && args[1] != TP_NONE, has_ns = args[2] && args[2] != TP_NONE;
    if (follows < 0 || tp_posix_path(&path, args[0], "utime", "path", PATH_OR_FD) < 0 ||
        tp_posix_dir_fd(args[3], &at) < 0)
        return 0;
    if (has_times && has_ns)
        return tp_raise(&tp_ValueError,
                        "utime: you may specify either 'times' or 'ns' but not both");
    Value given = has_ns ? args[2] : args[1];
    struct timespec times[2];
    if (has_times || has_ns) {
        if (!tp_is_tuple(given) || tp_as_tuple(given)->length != 2)
            return tp_raise(&tp_TypeError, has_ns ? "utime: 'ns' must be a tuple of two ints"
                                                  : "utime: 'times' must be either a tuple of two "
                                                    "ints or None");
        for (int i = 0; i < 2; i++)
            if (time_argument(tp_as_tuple(given)->items[i], has_ns, &times[i]) < 0)
                return 0;
    }
    if (tp_posix_check_fd(&path, "utime", at, follows) < 0)
        return 0;
    const struct timespec *to = has_times || has_ns ? times : 0;
    int status = POSIX_CALL(&path, futimens(path.fd, to),
                            utimensat(at, path.name, to, follows ? 0 : AT_SYMLINK_NOFOLLOW));
    if (path.fd == -1 && !path.name)
        errno = EINVAL; /* what the C library says of a null pointer */
    return tp_posix_status(status, 0);
}

/* ---- scandir ---- */

typedef struct DirEntry {
    Object head;
    Value name, path;
    Value stat, lstat;      /* 0: not asked yet */
    const char *c_path;     /* what calls take: the path, or the name below `at` */
    int at;
    unsigned char kind;     /* d_type */
    int64_t inode;
} DirEntry;

typedef struct ScandirIterator {
    Object head;
    DIR *directory;         /* 0: closed */
    Path path;
} ScandirIterator;

static Type direntry_type, scandir_type;

static DirEntry *entry_of(Value v)
{
    return (DirEntry *)tp_obj(v);
}

static Value entry_stat(DirEntry *entry, bool follows)
{
    Value *kept = follows ? &entry->stat : &entry->lstat;
    struct stat status;
    if (*kept)
        return *kept;
    if (fstatat(entry->at, entry->c_path, &status, follows ? 0 : AT_SYMLINK_NOFOLLOW) < 0)
        return tp_raise_errno(errno, entry->path);
    return *kept = new_stat(&status);
}

/* Is the entry of that type? A link that leads nowhere is of none. */
static Value entry_is(DirEntry *entry, bool follows, mode_t mode, unsigned char kind)
{
    if (entry->kind != DT_UNKNOWN && !(follows && entry->kind == DT_LNK))
        return tp_bool(entry->kind == kind);
    Value status = entry_stat(entry, follows);
    if (!status) {
        if (!tp_error_is(&tp_FileNotFoundError))
            return 0;
        tp_error_clear();
        return TP_FALSE;
    }
    return tp_bool((tp_small_value(tp_as_tuple(status)->items[0]) & S_IFMT) == mode);
}

static Value direntry_is_dir(Value self, Value *args)
{
    int follows = args[0] ? tp_truth(args[0]) : 1;
    return follows < 0 ? 0 : entry_is(entry_of(self), follows, S_IFDIR, DT_DIR);
}

static Value direntry_is_file(Value self, Value *args)
{
    int follows = args[0] ? tp_truth(args[0]) : 1;
    return follows < 0 ? 0 : entry_is(entry_of(self), follows, S_IFREG, DT_REG);
}

static Value direntry_is_symlink(Value self, Value *args)
{
    (void)args;
    return entry_is(entry_of(self), false, S_IFLNK, DT_LNK);
}

static Value direntry_stat(Value self, Value *args)
{
    int follows = args[0] ? tp_truth(args[0]) : 1;
    return follows < 0 ? 0 : entry_stat(entry_of(self), follows);
}

static Value direntry_inode(Value self, Value *args)
{
    (void)args;
    return tp_int(entry_of(self)->inode);
}

static Value direntry_fspath(Value self, Value *args)
{
    (void)args;
    return entry_of(self)->path;
}

static Value direntry_repr(Value self)
{
    return tp_str_format_c("<DirEntry %R>", entry_of(self)->name);
}

static Value direntry_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static const MethodDef direntry_methods[] = {
    METHOD("is_dir", direntry_is_dir, "(*, follow_symlinks=True)", "Is the entry a directory?"),
    METHOD("is_file", direntry_is_file, "(*, follow_symlinks=True)", "Is the entry a file?"),
    METHOD("is_symlink", direntry_is_symlink, "()", "Is the entry a symbolic link?"),
    METHOD("stat", direntry_stat, "(*, follow_symlinks=True)", "The stat_result of the entry."),
    METHOD("inode", direntry_inode, "()", "The inode of the entry."),
    METHOD("__fspath__", direntry_fspath, "()", "The path of the entry."),
    METHOD_CLASS("__class_getitem__", direntry_class_getitem, "(item, /)", "See PEP 585"),
    METHOD_END,
};

static const MemberDef direntry_members[] = {
    {"name", offsetof(DirEntry, name), true, "the entry's base filename"},
    {"path", offsetof(DirEntry, path), true, "the entry's full path name"},
    {0, 0, false, 0},
};

static Type direntry_type = {
    .head = {&tp_type_type},
    .name = "posix.DirEntry",
    .basic_size = sizeof(DirEntry),
    .flags = TYPE_NO_NEW,
    .repr = direntry_repr,
    .methods = direntry_methods,
    .members = direntry_members,
};

static void close_scan(ScandirIterator *scan)
{
    if (scan->directory)
        tp_posix_close_directory(scan->directory, &scan->path);
    scan->directory = 0;
}

static void finalize_scan(void *object)
{
    close_scan(object);
}

static Value new_entry(const ScandirIterator *scan, const struct dirent *found)
{
    DirEntry *entry = tp_heap_object(&direntry_type, 0);
    const char *name = found->d_name;
    entry->name = tp_posix_name(name, scan->path.is_bytes);
    entry->kind = found->d_type;
    entry->inode = (int64_t)found->d_ino;
    if (scan->path.fd != -1) {
        entry->path = entry->name;
        entry->at = scan->path.fd;
    } else {
        const char *directory = scan->path.name ? scan->path.name : ".";
        size_t n = strlen(directory), length = strlen(name);
        bool has_slash = n && directory[n - 1] == '/';
        char *path = tp_heap_alloc_atomic(n + length + 2);
        memcpy(path, directory, n);
        path[n] = '/';
        memcpy(path + n + !has_slash, name, length + 1);
        entry->path = tp_posix_name(path, scan->path.is_bytes);
        entry->at = AT_FDCWD;
    }
    entry->c_path = tp_fsencode(entry->path);
    return tp_ref(entry);
}

static Value scandir_next(Value self)
{
    ScandirIterator *scan = (ScandirIterator *)tp_obj(self);
    while (scan->directory) {
        errno = 0;
        struct dirent *found = readdir(scan->directory);
        if (!found) {
            int error = errno;
            close_scan(scan);
            return error ? tp_raise_errno(error, scan->path.object) : 0;
        }
        if (strcmp(found->d_name, ".") != 0 && strcmp(found->d_name, "..") != 0)
            return new_entry(scan, found);
    }
    return 0;
}

static Value scandir_self(Value self)
{
    return self;
}

static Value scandir_close(Value self, Value *args)
{
    (void)args;
    close_scan((ScandirIterator *)tp_obj(self));
    return TP_NONE;
}

static Value scandir_enter(Value self, Value *args)
{
    (void)args;
    return self;
}

static const MethodDef scandir_methods[] = {
    METHOD("close", scandir_close, "()", "Close the iterator."),
    METHOD("__enter__", scandir_enter, "()", 0),
    METHOD("__exit__", scandir_close, "(*args)", 0),
    METHOD_END,
};

static Type scandir_type = {
    .head = {&tp_type_type},
    .name = "posix.ScandirIterator",
    .basic_size = sizeof(ScandirIterator),
    .flags = TYPE_NO_NEW,
    .iter = scandir_self,
    .next = scandir_next,
    .methods = scandir_methods,
};

static Value posix_scandir(Value self, Value *args)
{
    (void)self;
    Path path = {.fd = -1};
    if (args[0] && args[0] != TP_NONE &&
        tp_posix_path(&path, args[0], "scandir", "path", PATH_OR_FD_OR_NONE) < 0)
        return 0;
    ScandirIterator *scan = tp_heap_object(&scandir_type, 0);
    scan->path = path;
    scan->directory = tp_posix_open_directory(&path);
    if (!scan->directory)
        return 0;
    tp_heap_finalizer(scan, finalize_scan);
    return tp_ref(scan);
}

const MethodDef tp_posix_stat_functions[] = {
    METHOD("stat", posix_stat, "(path, *, dir_fd=None, follow_symlinks=True)",
           "Perform a stat system call on the given path."),
    METHOD("lstat", posix_lstat, "(path, *, dir_fd=None)",
           "Perform a stat system call on the given path, without following symbolic links."),
    METHOD("fstat", posix_fstat, "(fd)", "Perform a stat system call on a descriptor."),
    METHOD("utime", posix_utime,
           "(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)",
           "Set the access and modified time of a file."),
    METHOD("scandir", posix_scandir, "(path=None)", "Return an iterator of DirEntry objects."),
    METHOD_END,
};

static NewFn construct;

/* Times that are not given are the whole seconds. */
static Value stat_result_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    enum { SECONDS = 7, TIMES = 10 };
    Value v = construct(type, nargs, args, kwnames);
    Value *items = v ? tp_as_tuple(v)->items : 0;
    for (int i = 0; v && i < 3; i++)
        if (items[TIMES + i] == TP_NONE)
            items[TIMES + i] = items[SECONDS + i];
    return v;
}

int tp_posix_stat_init(Value module)
{
    if (!stat_result.names) {
        tp_structseq_ready(&stat_result, "os.stat_result", "What stat, lstat and fstat give.",
                           stat_fields, STAT_FIELDS, STAT_VISIBLE);
        construct = stat_result.type.new_;
        stat_result.type.new_ = stat_result_new;
    }
    tp_type_ready(&scandir_type);
    return tp_module_add_functions(module, tp_posix_stat_functions) < 0 ||
                   tp_module_add_type(module, &direntry_type) < 0
               ? -1
               : tp_module_add(module, "stat_result", tp_ref(&stat_result.type));
}
