/* posix_files.c -- module posix: owners of files, special files, file systems, extended attributes,
 * and what the system is configured for. */
#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "descriptor.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/structseq.h"
#include "user_id.h"

/* ---- owners and modes ---- */

static int owner_arguments(Value *args, uint32_t *uid, uint32_t *gid)
{
    return tp_user_id(args[0], "uid", uid) < 0 || tp_user_id(args[1], "gid", gid) < 0 ? -1 : 0;
}

static Value posix_chown(Value self, Value *args)
{
    (void)self;
    Path path;
    uint32_t uid, gid;
    int at, follows = args[4] ? tp_truth(args[4]) : 1;
    if (follows < 0 || tp_posix_path(&path, args[0], "chown", "path", PATH_OR_FD) < 0 ||
        owner_arguments(args + 1, &uid, &gid) < 0 || tp_posix_dir_fd(args[3], &at) < 0 ||
        tp_posix_check_fd(&path, "chown", AT_FDCWD, follows) < 0)
        return 0;
    if (path.fd != -1 && at != AT_FDCWD)
        return tp_raise(&tp_ValueError, "chown: can't specify both dir_fd and fd");
    int status = POSIX_CALL(&path, fchown(path.fd, uid, gid),
                            fchownat(at, path.name, uid, gid, follows ? 0 : AT_SYMLINK_NOFOLLOW));
    return tp_posix_status(status, &path);
}

static Value posix_lchown(Value self, Value *args)
{
    (void)self;
    Path path;
    uint32_t uid, gid;
    if (tp_posix_path(&path, args[0], "lchown", "path", PATH_NAME) < 0 ||
        owner_arguments(args + 1, &uid, &gid) < 0)
        return 0;
    return tp_posix_status(lchown(path.name, uid, gid), &path);
}

static Value posix_fchown(Value self, Value *args)
{
    (void)self;
    int fd;
    uint32_t uid, gid;
    if (tp_posix_int(args[0], &fd) < 0 || owner_arguments(args + 1, &uid, &gid) < 0)
        return 0;
    return tp_posix_status(fchown(fd, uid, gid), 0);
}

static Value posix_fchmod(Value self, Value *args)
{
    (void)self;
    int fd, mode;
    if (tp_posix_int(args[0], &fd) < 0 || tp_posix_int(args[1], &mode) < 0)
        return 0;
    return tp_posix_status(fchmod(fd, (mode_t)mode), 0);
}

static Value posix_chroot(Value self, Value *args)
{
    (void)self;
    Path path;
    if (tp_posix_path(&path, args[0], "chroot", "path", PATH_NAME) < 0)
        return 0;
    return tp_posix_status(chroot(path.name), &path);
}

/* ---- special files ---- */

static int device_argument(Value v, uint64_t *device)
{
    if (!tp_is_int(v))
        return tp_raise_int(&tp_TypeError, "an integer is required");
    v = tp_int_plain(v);
    if (tp_int_sign(v) < 0)
        return tp_raise_int(&tp_OverflowError, "can't convert negative int to unsigned");
    if (tp_int_as_u64(v, device) == 0)
        return 0;
    tp_error_clear();
    return tp_raise_int(&tp_OverflowError, "int too big to convert");
}

static Value posix_mkfifo(Value self, Value *args)
{
    (void)self;
    Path path;
    int mode = 0666, at;
    if (tp_posix_path(&path, args[0], "mkfifo", "path", PATH_NAME) < 0 ||
        (args[1] && tp_posix_int(args[1], &mode) < 0) || tp_posix_dir_fd(args[2], &at) < 0)
        return 0;
    return tp_posix_status(mkfifoat(at, path.name, (mode_t)mode), 0);
}

static Value posix_mknod(Value self, Value *args)
{
    (void)self;
    Path path;
    int mode = 0600, at;
    uint64_t device = 0;
    if (tp_posix_path(&path, args[0], "mknod", "path", PATH_NAME) < 0 ||
        (args[1] && tp_posix_int(args[1], &mode) < 0) ||
        (args[2] && device_argument(args[2], &device) < 0) || tp_posix_dir_fd(args[3], &at) < 0)
        return 0;
    return tp_posix_status(mknodat(at, path.name, (mode_t)mode, device), 0);
}

static Value posix_major(Value self, Value *args)
{
    (void)self;
    uint64_t device;
    return device_argument(args[0], &device) < 0 ? 0 : tp_int(major(device));
}

static Value posix_minor(Value self, Value *args)
{
    (void)self;
    uint64_t device;
    return device_argument(args[0], &device) < 0 ? 0 : tp_int(minor(device));
}

static Value posix_makedev(Value self, Value *args)
{
    (void)self;
    int first, second;
    if (tp_posix_int(args[0], &first) < 0 || tp_posix_int(args[1], &second) < 0)
        return 0;
    return tp_int((int64_t)makedev((unsigned)first, (unsigned)second));
}

/* ---- file systems ---- */

static const char *const statvfs_fields[] = {
    "f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail",
    "f_flag", "f_namemax", "f_fsid", 0};
static StructSeq statvfs_result;

static Value new_statvfs(const struct statvfs *s)
{
    const uint64_t numbers[] = {s->f_bsize, s->f_frsize, s->f_blocks, s->f_bfree,
                                s->f_bavail, s->f_files, s->f_ffree, s->f_favail,
                                s->f_flag, s->f_namemax, s->f_fsid};
    Value values[11];
    for (int i = 0; i < 11; i++)
        values[i] = tp_int_from_u64(numbers[i]);
    return tp_structseq_new(&statvfs_result, values);
}

static Value posix_statvfs(Value self, Value *args)
{
    (void)self;
    Path path;
    struct statvfs s;
    if (tp_posix_path(&path, args[0], "statvfs", "path", PATH_OR_FD) < 0)
        return 0;
    int status = POSIX_CALL(&path, fstatvfs(path.fd, &s), statvfs(path.name, &s));
    return status < 0 ? tp_posix_status(-1, &path) : new_statvfs(&s);
}

static Value posix_fstatvfs(Value self, Value *args)
{
    (void)self;
    int fd;
    struct statvfs s;
    if (tp_posix_int(args[0], &fd) < 0)
        return 0;
    return fstatvfs(fd, &s) < 0 ? tp_raise_errno(errno, 0) : new_statvfs(&s);
}

/* ---- extended attributes ---- */

/* The arguments that all share: the path, which is the current directory if it may be None and is
 * that or no descriptor, and whether links are followed. 0, or -1 with an exception. */
static int xattr_path(Value v, Value follow, const char *function, enum PathKind kind, Path *path,
                      int *follows)
{
    *path = (Path){.name = ".", .fd = -1, .object = tp_str_char('.')};
    *follows = follow ? tp_truth(follow) : 1;
    if (*follows < 0)
        return -1;
    bool may_be_none = kind == PATH_OR_FD_OR_NONE;
    bool is_none = may_be_none && (!v || v == TP_NONE);
    if (!is_none && tp_posix_path(path, v, function, "path", kind) < 0)
        return -1;
    if (path->fd < 0)
        path->fd = -1;
    if (may_be_none && path->fd < 0 && !path->name)
        path->name = ".";
    return tp_posix_check_fd(path, function, AT_FDCWD, *follows);
}

/* The room that answers of the system are given, one after the other. */
static const size_t answer_sizes[] = {128, XATTR_SIZE_MAX, 0};

/* One of two calls with a buffer that grows: the data of the answer, *n bytes; 0 with an
 * exception. */
static char *xattr_answer(const Path *path, const char *attribute, bool follows, int64_t *n)
{
    for (const size_t *size = answer_sizes; *size; size++) {
        char *data = tp_heap_alloc_atomic(*size);
        if (!attribute)
            *n = POSIX_CALL(path, flistxattr(path->fd, data, *size),
                            (follows ? listxattr : llistxattr)(path->name, data, *size));
        else
            *n = POSIX_CALL(path, fgetxattr(path->fd, attribute, data, *size),
                            (follows ? getxattr : lgetxattr)(path->name, attribute, data, *size));
        if (*n >= 0)
            return data;
        if (errno != ERANGE)
            break;
    }
    tp_posix_status(-1, path);
    return 0;
}

static Value posix_getxattr(Value self, Value *args)
{
    (void)self;
    Path path, attribute;
    int follows;
    int64_t n;
    if (xattr_path(args[0], args[2], "getxattr", PATH_OR_FD, &path, &follows) < 0 ||
        tp_posix_path(&attribute, args[1], "getxattr", "attribute", PATH_NAME) < 0)
        return 0;
    char *data = xattr_answer(&path, attribute.name, follows, &n);
    return data ? tp_bytes_new(data, n) : 0;
}

static Value posix_listxattr(Value self, Value *args)
{
    (void)self;
    Path path;
    int follows;
    int64_t n;
    if (xattr_path(args[0], args[1], "listxattr", PATH_OR_FD_OR_NONE, &path, &follows) < 0)
        return 0;
    char *data = xattr_answer(&path, 0, follows, &n);
    if (!data)
        return 0;
    Value list = tp_list_new(0);
    for (char *name = data; name < data + n; name += strlen(name) + 1)
        if (tp_list_append(list, tp_posix_name(name, false)) < 0)
            return 0;
    return list;
}

static Value posix_setxattr(Value self, Value *args)
{
    (void)self;
    Path path, attribute;
    int follows, flags = 0;
    const char *data;
    int64_t n;
    if (xattr_path(args[0], args[4], "setxattr", PATH_OR_FD, &path, &follows) < 0 ||
        tp_posix_path(&attribute, args[1], "setxattr", "attribute", PATH_NAME) < 0 ||
        (args[3] && tp_posix_int(args[3], &flags) < 0) || tp_bytes_view(args[2], &data, &n) < 0)
        return 0;
    const char *name = attribute.name;
    int status = POSIX_CALL(&path, fsetxattr(path.fd, name, data, (size_t)n, flags),
                            (follows ? setxattr : lsetxattr)(path.name, name, data, (size_t)n,
                                                             flags));
    return tp_posix_status(status, &path);
}

static Value posix_removexattr(Value self, Value *args)
{
    (void)self;
    Path path, attribute;
    int follows;
    if (xattr_path(args[0], args[2], "removexattr", PATH_OR_FD, &path, &follows) < 0 ||
        tp_posix_path(&attribute, args[1], "removexattr", "attribute", PATH_NAME) < 0)
        return 0;
    int status = POSIX_CALL(&path, fremovexattr(path.fd, attribute.name),
                            (follows ? removexattr : lremovexattr)(path.name, attribute.name));
    return tp_posix_status(status, &path);
}

/* ---- configuration ---- */

typedef struct Setting {
    const char *name;
    int number;
} Setting;

/* The names of sysconf(), pathconf() and confstr(). */
enum { SYSTEM, PATHS, STRINGS };
#define SC(name)
#define PC(name)
#define CS(name)
static const Setting system_settings[] = {
#undef SC
#define SC(name) {"SC_" #name, _SC_##name},
#include "posix_conf.def"
#undef SC
#define SC(name)
    {0, 0}};
static const Setting path_settings[] = {
#undef PC
#define PC(name) {"PC_" #name, _PC_##name},
#include "posix_conf.def"
#undef PC
#define PC(name)
    {0, 0}};
static const Setting string_settings[] = {
#undef CS
#define CS(name) {"CS_" #name, _CS_##name},
#include "posix_conf.def"
    {0, 0}};
static const struct {
    const char *dict;
    const Setting *settings;
} tables[] = {
    [SYSTEM] = {"sysconf_names", system_settings},
    [PATHS] = {"pathconf_names", path_settings},
    [STRINGS] = {"confstr_names", string_settings},
};

/* A name of a table, or its number. */
static int setting_argument(Value v, int table, int *number)
{
    if (tp_is_int(v))
        return tp_posix_int(v, number);
    if (!tp_is_str(v))
        return tp_raise_int(&tp_TypeError, "configuration names must be strings or integers");
    for (const Setting *s = tables[table].settings; s->name; s++)
        if (tp_str_equal_cstr(v, s->name)) {
            *number = s->number;
            return 0;
        }
    return tp_raise_int(&tp_ValueError, "unrecognized configuration name");
}

/* -1 is the answer "no limit", too, so errno tells. */
static Value limit_of(long value, const Path *path)
{
    return value == -1 && errno ? tp_posix_status(-1, errno == EINVAL ? 0 : path)
                                : tp_int(value);
}

static Value posix_sysconf(Value self, Value *args)
{
    (void)self;
    int number;
    if (setting_argument(args[0], SYSTEM, &number) < 0)
        return 0;
    errno = 0;
    return limit_of(sysconf(number), 0);
}

static Value posix_pathconf(Value self, Value *args)
{
    (void)self;
    Path path;
    int number;
    if (tp_posix_path(&path, args[0], "pathconf", "path", PATH_OR_FD) < 0 ||
        setting_argument(args[1], PATHS, &number) < 0)
        return 0;
    errno = 0;
    return limit_of(POSIX_CALL(&path, fpathconf(path.fd, number), pathconf(path.name, number)),
                    &path);
}

static Value posix_fpathconf(Value self, Value *args)
{
    (void)self;
    int fd = tp_descriptor(args[0]), number;
    if (fd < 0 || setting_argument(args[1], PATHS, &number) < 0)
        return 0;
    errno = 0;
    return limit_of(fpathconf(fd, number), 0);
}

static Value posix_confstr(Value self, Value *args)
{
    (void)self;
    int number;
    if (setting_argument(args[0], STRINGS, &number) < 0)
        return 0;
    errno = 0;
    size_t size = confstr(number, 0, 0);
    if (size == 0)
        return errno ? tp_raise_errno(errno, 0) : TP_NONE;
    char *text = tp_heap_alloc_atomic(size);
    confstr(number, text, size);
    return tp_posix_name(text, false);
}

/* ---- the module ---- */

static const MethodDef functions[] = {
    METHOD("chown", posix_chown, "(path, uid, gid, *, dir_fd=None, follow_symlinks=True)",
           "Change the owner and group of a file."),
    METHOD("lchown", posix_lchown, "(path, uid, gid)",
           "Change the owner and group of a file or link."),
    METHOD("fchown", posix_fchown, "(fd, uid, gid)", "Change the owner and group of an open file."),
    METHOD("fchmod", posix_fchmod, "(fd, mode)", "Change the permissions of an open file."),
    METHOD("chroot", posix_chroot, "(path)", "Change the root directory."),
    METHOD("mkfifo", posix_mkfifo, "(path, mode=438, *, dir_fd=None)", "Create a named pipe."),
    METHOD("mknod", posix_mknod, "(path, mode=384, device=0, *, dir_fd=None)",
           "Create a node in the file system."),
    METHOD("major", posix_major, "(device, /)", "The major number of a device."),
    METHOD("minor", posix_minor, "(device, /)", "The minor number of a device."),
    METHOD("makedev", posix_makedev, "(major, minor, /)", "The number of a device."),
    METHOD("statvfs", posix_statvfs, "(path)", "What is known of the file system of a path."),
    METHOD("fstatvfs", posix_fstatvfs, "(fd, /)", "What is known of that of an open file."),
    METHOD("getxattr", posix_getxattr, "(path, attribute, *, follow_symlinks=True)",
           "The value of an extended attribute."),
    METHOD("setxattr", posix_setxattr, "(path, attribute, value, flags=0, *, follow_symlinks=True)",
           "Set an extended attribute."),
    METHOD("removexattr", posix_removexattr, "(path, attribute, *, follow_symlinks=True)",
           "Remove an extended attribute."),
    METHOD("listxattr", posix_listxattr, "(path=None, *, follow_symlinks=True)",
           "The names of the extended attributes."),
    METHOD("sysconf", posix_sysconf, "(name, /)", "A setting of the system."),
    METHOD("pathconf", posix_pathconf, "(path, name)", "A setting of the file system of a path."),
    METHOD("fpathconf", posix_fpathconf, "(fd, name, /)", "A setting of that of an open file."),
    METHOD("confstr", posix_confstr, "(name, /)", "A setting that is a string."),
    METHOD_END,
};

int tp_posix_files_init(Value module)
{
    if (!statvfs_result.names)
        tp_structseq_ready(&statvfs_result, "os.statvfs_result", "What statvfs and fstatvfs give.",
                           statvfs_fields, 11, 10);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        Value dict = tp_ref(tp_dict_new());
        for (const Setting *s = tables[i].settings; s->name; s++)
            tp_dict_set_cstr((Dict *)tp_obj(dict), s->name, tp_small(s->number));
        if (tp_module_add(module, tables[i].dict, dict) < 0)
            return -1;
    }
    return tp_module_add(module, "statvfs_result", tp_ref(&statvfs_result.type)) < 0
               ? -1 : tp_module_add_functions(module, functions);
}
