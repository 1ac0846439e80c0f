/* _posixsubprocess.c -- the module _posixsubprocess: fork_exec(), which starts a program for
 * subprocess.
 *
 * All that allocates is done before fork(). The child arranges its descriptors and execs; what
 * fails there is written to errpipe_write as "ExceptionName:errno in hexadecimal:text" for the
 * parent. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "user_id.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/text.h"

typedef struct Start {
    char **argv, **envp;       /* envp 0: as it is */
    char **paths;              /* to try one after the other */
    const char *directory;     /* or 0 */
    int *kept;                 /* descriptors that stay open, ascending */
    int nkept;
    bool closes, restores_signals, calls_setsid;
    int64_t read_in, write_in, read_out, write_out, read_err, write_err, read_fail, write_fail;
    int64_t group;             /* of processes; -1: leave it */
    int64_t umask;             /* -1: leave it */
    gid_t gid;
    uid_t uid;
    gid_t *groups;
    int64_t ngroups;
    bool sets_gid, sets_uid, sets_groups;
    Value preexec;             /* or None */
} Start;

/* ---- in the child ---- */

static void complain(int fd, const char *exception, int error, const char *text)
{
    char message[128];
    int n = snprintf(message, sizeof message, "%s:%X:%s", exception, (unsigned)error, text);
    if (write(fd, message, (size_t)n) < 0)
        return; /* nobody to tell */
}

static int set_inheritable(int fd)
{
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 ? -1 : fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC);
}

static bool is_kept(const Start *s, int fd)
{
    for (int i = 0; i < s->nkept; i++)
        if (s->kept[i] == fd)
            return true;
    return false;
}

/* Close all from 3 on but those that are kept. */
static void close_others(const Start *s)
{
    int from = 3;
    for (int i = 0; i <= s->nkept; i++) {
        int until = i < s->nkept ? s->kept[i] : -1; /* -1: no end */
        if (until >= 0 && until < from)
            continue;
        if (syscall(SYS_close_range, (unsigned)from,
                    until < 0 ? ~0u : (unsigned)until - 1, 0) < 0) {
            long limit = until < 0 ? sysconf(_SC_OPEN_MAX) : until;
            for (int fd = from; fd < limit; fd++)
                close(fd);
        }
        from = until + 1;
    }
}

/* Standard stream `to` comes from fd (-1: stays). */
static int connect_stream(int64_t fd, int to)
{
    if (fd == to)
        return set_inheritable(to);
    return fd == -1 ? 0 : dup2((int)fd, to) < 0 ? -1 : 0;
}

/* All before exec; -1 on failure, with errno set. *text tells subprocess which: "noexec" is
 * chdir. */
static int arrange(Start *s, const char **text)
{
    *text = "";
    for (int i = 0; i < s->nkept; i++)
        if (s->kept[i] != s->write_fail && set_inheritable(s->kept[i]) < 0)
            return -1;
    if (s->write_in >= 0)
        close((int)s->write_in);
    if (s->read_out >= 0)
        close((int)s->read_out);
    if (s->read_err >= 0)
        close((int)s->read_err);
    close((int)s->read_fail);
    /* a low descriptor must not be overwritten before it is used */
    if (s->write_out == 0 && (s->write_out = dup(0)) < 0)
        return -1;
    while (s->write_err == 0 || s->write_err == 1)
        if ((s->write_err = dup((int)s->write_err)) < 0)
            return -1;
    if (connect_stream(s->read_in, 0) < 0 || connect_stream(s->write_out, 1) < 0 ||
        connect_stream(s->write_err, 2) < 0)
        return -1;
    *text = "noexec";
    if (s->directory && chdir(s->directory) < 0)
        return -1;
    *text = "";
    if (s->umask >= 0)
        umask((mode_t)s->umask);
    if (s->restores_signals) {
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
    }
    if (s->calls_setsid && setsid() < 0)
        return -1;
    if (s->group >= 0 && setpgid(0, (pid_t)s->group) < 0)
        return -1;
    if ((s->sets_groups && setgroups((size_t)s->ngroups, s->groups) < 0) ||
        (s->sets_gid && setregid(s->gid, s->gid) < 0) ||
        (s->sets_uid && setreuid(s->uid, s->uid) < 0))
        return -1;
    return 0;
}

static void run_child(Start *s)
{
    const char *text;
    if (arrange(s, &text) < 0) {
        complain((int)s->write_fail, "OSError", errno, text);
        return;
    }
    if (s->preexec != TP_NONE && !tp_call0(s->preexec)) {
        complain((int)s->write_fail, "SubprocessError", 0, "Exception occurred in preexec_fn.");
        return;
    }
    if (s->closes)
        close_others(s);
    int saved = 0;
    for (char **path = s->paths; *path; path++) {
        if (s->envp)
            execve(*path, s->argv, s->envp);
        else
            execv(*path, s->argv);
        if (errno != ENOENT && errno != ENOTDIR && saved == 0)
            saved = errno;
    }
    complain((int)s->write_fail, "OSError", saved ? saved : errno, "");
}

/* ---- arguments ---- */

/* A sequence of file names and the like as C strings ended by 0; NULL with exception. */
static char **strings(Value sequence)
{
    Value items = tp_tuple_from(sequence);
    if (!items)
        return NULL;
    int64_t n = tp_as_tuple(items)->length;
    char **vector = tp_heap_alloc((size_t)(n + 1) * sizeof *vector);
    for (int64_t i = 0; i < n; i++) {
        Value item = tp_as_tuple(items)->items[i];
        if (!tp_is_str(item) && !tp_is_bytes(item)) {
            Value path = tp_lookup_special(item, TP_NAME(__fspath__));
            if (path && !(item = tp_call0(path)))
                return NULL;
        }
        if (!(vector[i] = (char *)tp_fsencode(item)))
            return NULL;
    }
    return vector;
}

static int read_kept(Value fds, Start *s)
{
    if (!tp_is_tuple(fds))
        return tp_raise_int(&tp_TypeError, "fork_exec() argument 4 must be tuple, not %T", fds);
    int64_t previous = -1;
    s->nkept = (int)tp_as_tuple(fds)->length;
    s->kept = tp_heap_alloc_atomic((size_t)(s->nkept + 1) * sizeof *s->kept);
    for (int i = 0; i < s->nkept; i++) {
        Value fd = tp_as_tuple(fds)->items[i];
        int64_t number;
        if (!tp_is_int(fd) || !tp_int_fits_i64(fd, &number) || number <= previous ||
            number != (int)number)
            return tp_raise_int(&tp_ValueError, "bad value(s) in fds_to_keep");
        s->kept[i] = (int)number;
        previous = number;
    }
    return 0;
}

static int read_id(Value v, const char *what, uint32_t *id, bool *sets)
{
    *sets = v != TP_NONE;
    return *sets ? tp_user_id(v, what, id) : 0;
}

static int read_groups(Value groups, Start *s)
{
    s->sets_groups = groups != TP_NONE;
    if (!s->sets_groups)
        return 0;
    Value items = tp_tuple_from(groups);
    if (!items)
        return -1;
    s->ngroups = tp_as_tuple(items)->length;
    s->groups = tp_heap_alloc_atomic((size_t)(s->ngroups + 1) * sizeof *s->groups);
    for (int64_t i = 0; i < s->ngroups; i++) {
        Value item = tp_as_tuple(items)->items[i];
        if (!tp_is_int(item))
            return tp_raise_int(&tp_TypeError, "groups must be integers");
        if (tp_user_id(item, "gid", &s->groups[i]) < 0) {
            tp_error_clear();
            return tp_raise_int(&tp_ValueError, "invalid group id");
        }
    }
    return 0;
}

static int read_start(Value *args, Start *s)
{
    int64_t *const descriptors[] = {&s->read_in, &s->write_in, &s->read_out, &s->write_out,
                                    &s->read_err, &s->write_err, &s->read_fail, &s->write_fail};
    if (!(s->argv = strings(args[0])) || !(s->paths = strings(args[1])))
        return -1;
    int closes = tp_truth(args[2]), restores = tp_truth(args[14]), session = tp_truth(args[15]);
    if (closes < 0 || restores < 0 || session < 0 || read_kept(args[3], s) < 0)
        return -1;
    s->closes = closes;
    s->restores_signals = restores;
    s->calls_setsid = session;
    if (args[4] != TP_NONE && !(s->directory = tp_fsencode(args[4])))
        return -1;
    if (args[5] != TP_NONE && !(s->envp = strings(args[5])))
        return -1;
    for (int i = 0; i < 8; i++)
        if (text_int_arg(args[6 + i], descriptors[i]) < 0)
            return -1;
    if (closes && s->write_fail < 3)
        return tp_raise_int(&tp_ValueError, "errpipe_write must be >= 3");
    s->preexec = args[21];
    return text_int_arg(args[16], &s->group) < 0 ||
                   read_id(args[17], "gid", &s->gid, &s->sets_gid) < 0 ||
                   read_groups(args[18], s) < 0 ||
                   read_id(args[19], "uid", &s->uid, &s->sets_uid) < 0 ||
                   text_int_arg(args[20], &s->umask) < 0
               ? -1 : 0;
}

static Value subprocess_fork_exec(Value self, Value *args)
{
    Start start = {0};
    (void)self;
    if (read_start(args, &start) < 0)
        return 0;
    if (start.closes && !is_kept(&start, (int)start.write_fail))
        return tp_raise(&tp_ValueError, "errpipe_write is not in fds_to_keep");
    pid_t pid = fork();
    if (pid < 0)
        return tp_raise_errno(errno, 0);
    if (pid == 0) {
        run_child(&start);
        _exit(255);
    }
    return tp_int(pid);
}

static const MethodDef functions[] = {
    METHOD("fork_exec", subprocess_fork_exec,
           "(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, "
           "c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, "
           "call_setsid, pgid_to_set, gid, groups_list, uid, child_umask, preexec_fn, "
           "allow_vfork, /)",
           "Forks a child process, arranges its descriptors, and calls exec() in it.\n\n"
           "Returns: the child process's PID."),
    METHOD_END,
};

const ModuleDef tp_mod__posixsubprocess = {"_posixsubprocess", functions, 0,
                                           "A POSIX helper for the subprocess module."};
