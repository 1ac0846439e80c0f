/* posix.h -- what the files behind module posix share. */
#ifndef TP_POSIX_H
#define TP_POSIX_H

#include <dirent.h>
#include <errno.h>
#include <sys/resource.h>

#include "runtime/func.h"

/* A path argument: str, bytes or os.PathLike, or an open descriptor where that is allowed. */
typedef struct Path {
    const char *name;       /* 0: a descriptor, even if that is -1 */
    int fd;                 /* -1: a name, or the descriptor -1 */
    Value object;           /* what errors name */
    bool is_bytes;          /* names in answers are bytes too */
} Path;

/* What a path argument may be beside str, bytes and os.PathLike. */
enum PathKind { PATH_NAME, PATH_OR_FD, PATH_OR_FD_OR_NONE };

/* str, bytes or os.PathLike as a C string; 0 with an exception. */
const char *tp_posix_fsencode(Value v);
/* 0, or -1 with CPython's errors for that argument of that function. Not for None itself. */
int tp_posix_path(Path *path, Value v, const char *function, const char *argument,
                  enum PathKind kind);
/* dir_fd=: *fd is a descriptor, or AT_FDCWD for None and 0. 0, or -1 with an exception. */
int tp_posix_dir_fd(Value v, int *fd);
/* May dir_fd and follow_symlinks=False stand beside that path? -1 with ValueError if it is
 * a descriptor (with the second CPython takes 0 and less all the same). */
int tp_posix_check_fd(const Path *path, const char *function, int dir_fd, bool follows);
/* A C int argument: 0, or -1 with TypeError or OverflowError. */
int tp_posix_int(Value v, int *out);
/* The same for the id of a process, of which CPython words the errors otherwise. */
int tp_posix_pid(Value v, int *pid);
/* A directory to read, that of the path or, without one, the current; 0 with OSError. */
DIR *tp_posix_open_directory(const Path *path);
void tp_posix_close_directory(DIR *directory, const Path *path);
/* None, or OSError from errno naming path (0: none). */
Value tp_posix_status(int status, const Path *path);
/* A system call, made again when a signal interrupted it whose handler did not raise: what it
 * gives, or -1 with errno or with what the handler raised. */
#define POSIX_RETRY(call)                                                  \
    ({                                                                     \
        int64_t result_;                                                   \
        while ((result_ = (call)) < 0 && errno == EINTR && tp_poll() == 0) \
            ;                                                              \
        result_;                                                           \
    })
/* The answer of such a call, or of one that is not made again: an int, or None; 0 with what the
 * handler raised, or OSError. */
Value tp_posix_number(int64_t result);
Value tp_posix_none(int64_t result);
/* What a call by descriptor gives, or one by name. The descriptor -1 is neither: with it CPython
 * calls by a name that is a null pointer, which the system says is a bad address. */
#define POSIX_CALL(path, by_fd, by_name) \
    ((path)->fd != -1 ? (by_fd) : (path)->name ? (by_name) : posix_bad_address())
static inline int posix_bad_address(void)
{
    errno = EFAULT;
    return -1;
}
/* What a process has used, as module resource has it, which must have been imported. */
Value tp_resource_usage(const struct rusage *usage);
/* A file name in the type that path asks for. */
Value tp_posix_name(const char *name, bool is_bytes);

extern const MethodDef tp_posix_process_functions[];
extern const MethodDef tp_posix_stat_functions[];
extern const MethodDef tp_posix_ids_functions[], tp_posix_descriptor_functions[];
int tp_posix_process_init(Value module);
int tp_posix_stat_init(Value module);
int tp_posix_files_init(Value module);
int tp_posix_constants_init(Value module);

#endif
