/* posix_process.c -- module posix: processes, the environment, the machine. */
#include "posix.h"

#include <errno.h>
#include <limits.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/structseq.h"

extern char **environ;

/* ---- who we are ---- */

#define ID_FUNCTION(name)                                                                          \
    static Value posix_##name(Value self, Value *args)                                             \
    {                                                                                              \
        (void)self, (void)args;                                                                    \
        return tp_int(name());                                                                     \
    }

ID_FUNCTION(getpid)
ID_FUNCTION(getppid)
ID_FUNCTION(getuid)
ID_FUNCTION(geteuid)
ID_FUNCTION(getgid)
ID_FUNCTION(getegid)
ID_FUNCTION(getpgrp)

/* ---- processes ---- */

/* What register_at_fork was given: functions to call before, after in the child, in the parent. */
enum { BEFORE, IN_CHILD, IN_PARENT };
static Value fork_hooks[3];

static Value posix_register_at_fork(Value self, Value *args)
{
    (void)self;
    if (!args[BEFORE] && !args[IN_PARENT] && !args[IN_CHILD])
        return tp_raise(&tp_TypeError, "At least one argument is required.");
    for (int i = 0; i < 3; i++) {
        static const char *const names[] = {"before", "after_in_child", "after_in_parent"};
        if (args[i] && !tp_callable(args[i]))
            return tp_raise(&tp_TypeError, "'%s' must be callable, not %T", names[i], args[i]);
    }
    for (int i = 0; i < 3; i++) {
        if (!fork_hooks[i])
            fork_hooks[i] = tp_list_new(0);
        if (args[i])
            tp_list_append(fork_hooks[i], args[i]);
    }
    return TP_NONE;
}

/* Those registered last go first before the fork, last after it. */
static void call_hooks(int which)
{
    int64_t n = fork_hooks[which] ? tp_as_list(fork_hooks[which])->length : 0;
    for (int64_t i = 0; i < n; i++) {
        Value hook = tp_as_list(fork_hooks[which])->items[which == BEFORE ? n - 1 - i : i];
        if (!tp_call0(hook))
            tp_error_unraisable(hook);
    }
}

/* The pid of a child, 0 in the child itself, or -1 with errno. With `master` the child gets a new
 * pseudo-terminal, whose other end that is. */
static pid_t fork_with_hooks(int *master)
{
    call_hooks(BEFORE);
    pid_t pid = master ? forkpty(master, 0, 0, 0) : fork();
    int error = errno;
    call_hooks(pid == 0 ? IN_CHILD : IN_PARENT);
    errno = error;
    return pid;
}

static Value posix_fork(Value self, Value *args)
{
    (void)self, (void)args;
    pid_t pid = fork_with_hooks(0);
    return pid < 0 ? tp_raise_errno(errno, 0) : tp_int(pid);
}

static Value posix_forkpty(Value self, Value *args)
{
    (void)self, (void)args;
    int master = -1;
    pid_t pid = fork_with_hooks(&master);
    return pid < 0 ? tp_raise_errno(errno, 0)
                   : tp_tuple_of(2, (Value[]){tp_int(pid), tp_int(master)});
}

static Value posix__exit(Value self, Value *args)
{
    (void)self;
    int status;
    if (tp_posix_int(args[0], &status) < 0)
        return 0;
    _exit(status);
}

static Value posix_abort(Value self, Value *args)
{
    (void)self, (void)args;
    abort();
}

static Value posix_kill(Value self, Value *args)
{
    (void)self;
    int pid, signal;
    if (tp_posix_pid(args[0], &pid) < 0 || tp_posix_int(args[1], &signal) < 0)
        return 0;
    if (kill(pid, signal) < 0)
        return tp_raise_errno(errno, 0);
    return tp_state.poll && tp_poll() < 0 ? 0 : TP_NONE;
}

static Value wait_for(int pid, int options)
{
    int status = 0;
    int64_t got = POSIX_RETRY(waitpid(pid, &status, options));
    if (got < 0)
        return tp_posix_number(got);
    return tp_tuple_of(2, (Value[]){tp_int(got), tp_int(got ? status : 0)});
}

static Value posix_waitpid(Value self, Value *args)
{
    (void)self;
    int pid, options;
    if (tp_posix_pid(args[0], &pid) < 0 || tp_posix_int(args[1], &options) < 0)
        return 0;
    return wait_for(pid, options);
}

static Value posix_wait(Value self, Value *args)
{
    (void)self, (void)args;
    return wait_for(-1, 0);
}

static Value wait_with_usage(int pid, int options)
{
    int status = 0;
    struct rusage usage = {0};
    int64_t got = POSIX_RETRY(wait4(pid, &status, options, &usage));
    if (got < 0)
        return tp_posix_number(got);
    Value used = tp_import_module("resource") ? tp_resource_usage(&usage) : 0;
    return used ? tp_tuple_of(3, (Value[]){tp_int(got), tp_int(status), used}) : 0;
}

static Value posix_wait3(Value self, Value *args)
{
    (void)self;
    int options;
    return tp_posix_int(args[0], &options) < 0 ? 0 : wait_with_usage(-1, options);
}

static Value posix_wait4(Value self, Value *args)
{
    (void)self;
    int pid, options;
    if (tp_posix_pid(args[0], &pid) < 0 || tp_posix_int(args[1], &options) < 0)
        return 0;
    return wait_with_usage(pid, options);
}

static const char *const waitid_fields[] = {"si_pid", "si_uid", "si_signo", "si_status", "si_code",
                                            0};
static StructSeq waitid_result;

static Value posix_waitid(Value self, Value *args)
{
    (void)self;
    int type, id, options;
    siginfo_t info = {0};
    if (tp_posix_pid(args[0], &type) < 0 || tp_posix_pid(args[1], &id) < 0 ||
        tp_posix_int(args[2], &options) < 0)
        return 0;
    int64_t status = POSIX_RETRY(waitid((idtype_t)type, (id_t)id, &info, options));
    if (status < 0)
        return tp_posix_number(status);
    if (!info.si_pid)
        return TP_NONE;
    Value values[] = {tp_int(info.si_pid), tp_int(info.si_uid), tp_int(info.si_signo),
                      tp_int(info.si_status), tp_int(info.si_code)};
    return tp_structseq_new(&waitid_result, values);
}

static Value posix_pidfd_open(Value self, Value *args)
{
    (void)self;
    int pid, flags = 0;
    if (tp_posix_pid(args[0], &pid) < 0 || (args[1] && tp_posix_int(args[1], &flags) < 0))
        return 0;
    long fd = syscall(SYS_pidfd_open, pid, flags);
    return fd < 0 ? tp_raise_errno(errno, 0) : tp_int(fd);
}

#define STATUS_FUNCTION(name, type)                                                                \
    static Value posix_##name(Value self, Value *args)                                             \
    {                                                                                              \
        (void)self;                                                                                \
        int status;                                                                                \
        return tp_posix_int(args[0], &status) < 0 ? 0 : type(name(status));                        \
    }

STATUS_FUNCTION(WIFEXITED, tp_bool)
STATUS_FUNCTION(WIFSIGNALED, tp_bool)
STATUS_FUNCTION(WIFSTOPPED, tp_bool)
STATUS_FUNCTION(WIFCONTINUED, tp_bool)
STATUS_FUNCTION(WCOREDUMP, tp_bool)
STATUS_FUNCTION(WEXITSTATUS, tp_int)
STATUS_FUNCTION(WTERMSIG, tp_int)
STATUS_FUNCTION(WSTOPSIG, tp_int)

static Value posix_waitstatus_to_exitcode(Value self, Value *args)
{
    (void)self;
    int status;
    if (tp_posix_int(args[0], &status) < 0)
        return 0;
    if (WIFEXITED(status))
        return tp_int(WEXITSTATUS(status));
    if (WIFSIGNALED(status))
        return tp_int(-WTERMSIG(status));
    if (WIFSTOPPED(status))
        return tp_raise(&tp_ValueError, "process stopped by delivery of signal %d",
                        WSTOPSIG(status));
    return tp_raise(&tp_ValueError, "invalid wait status: %d", status);
}

static Value posix_system(Value self, Value *args)
{
    (void)self;
    const char *command = tp_posix_fsencode(args[0]);
    return command ? tp_int(system(command)) : 0;
}

/* A 0-terminated vector of the strings of a list or tuple; 0 with an exception pending. */
static char **string_vector(Value sequence, const char *what)
{
    if (!tp_is_list(sequence) && !tp_is_tuple(sequence)) {
        tp_raise(&tp_TypeError, "%s", what);
        return 0;
    }
    Value items = tp_is_list(sequence) ? tp_list_as_tuple(sequence) : sequence;
    int64_t n = tp_as_tuple(items)->length;
    char **vector = tp_heap_alloc(((size_t)n + 1) * sizeof *vector);
    for (int64_t i = 0; i < n; i++)
        if (!(vector[i] = (char *)tp_posix_fsencode(tp_as_tuple(items)->items[i])))
            return 0;
    return vector;
}

/* The entries of a mapping for execve(); 0 with an exception. */
static char **environment_vector(Value env)
{
    if (!tp_is_mapping(env)) {
        tp_raise(&tp_TypeError, "execve: environment must be a mapping object");
        return 0;
    }
    Value keys = tp_call_method_cstr(env, "keys", 0, 0);
    Value values = keys ? tp_call_method_cstr(env, "values", 0, 0) : 0;
    if (!values || !(keys = tp_list_from(keys)) || !(values = tp_list_from(values)))
        return 0;
    Value entries = tp_list_new(0);
    for (int64_t i = 0; i < tp_as_list(keys)->length && i < tp_as_list(values)->length; i++) {
        const char *name = tp_posix_fsencode(tp_as_list(keys)->items[i]);
        const char *value = name ? tp_posix_fsencode(tp_as_list(values)->items[i]) : 0;
        if (!value)
            return 0;
        if (!*name || strchr(name + 1, '=')) {
            tp_raise(&tp_ValueError, "illegal environment variable name");
            return 0;
        }
        size_t n = strlen(name), m = strlen(value);
        char *text = tp_heap_alloc_atomic(n + m + 2);
        memcpy(text, name, n);
        text[n] = '=';
        memcpy(text + n + 1, value, m + 1);
        tp_list_append(entries, tp_bytes_new(text, (int64_t)(n + m + 1)));
    }
    return string_vector(entries, "");
}

static Value execute(Value *args, Value env, const char *function)
{
    Path path;
    const char *what = env ? "execve: argv" : "execv() arg 2";
    if (tp_posix_path(&path, args[0], function, "path", env ? PATH_OR_FD : PATH_NAME) < 0)
        return 0;
    char **argv = string_vector(args[1], env ? "execve: argv must be a tuple or list"
                                             : "execv() arg 2 must be a tuple or list");
    if (!argv)
        return 0;
    if (!argv[0] || !argv[0][0])
        return tp_raise(&tp_ValueError, argv[0] ? "%s first element cannot be empty"
                                                : "%s must not be empty", what);
    char **environment = environ;
    if (env) {
        if (!(environment = environment_vector(env)))
            return 0;
    }
    if (path.fd < 0)
        path.fd = -1;
    int status = POSIX_CALL(&path, fexecve(path.fd, argv, environment),
                            execve(path.name, argv, environment));
    return tp_posix_status(status, env ? &path : 0);
}

static Value posix_execv(Value self, Value *args)
{
    (void)self;
    return execute(args, 0, "execv");
}

static Value posix_execve(Value self, Value *args)
{
    (void)self;
    return execute(args, args[2], "execve");
}

/* ---- the environment ---- */

static Value environment(void)
{
    Value dict = tp_ref(tp_dict_new());
    for (char **entry = environ; *entry; entry++) {
        const char *equals = strchr(*entry, '=');
        if (!equals)
            continue;
        Value name = tp_bytes_new(*entry, equals - *entry);
        Value value = tp_bytes_new(equals + 1, (int64_t)strlen(equals + 1));
        if (!tp_dict_get((Dict *)tp_obj(dict), name))
            tp_dict_set((Dict *)tp_obj(dict), name, value);
    }
    return dict;
}

static Value posix_putenv(Value self, Value *args)
{
    (void)self;
    const char *name = tp_posix_fsencode(args[0]), *value = name ? tp_posix_fsencode(args[1]) : 0;
    if (!value)
        return 0;
    if (strchr(name, '='))
        return tp_raise(&tp_ValueError, "illegal environment variable name");
    return setenv(name, value, 1) < 0 ? tp_raise_errno(errno, 0) : TP_NONE;
}

static Value posix_unsetenv(Value self, Value *args)
{
    (void)self;
    const char *name = tp_posix_fsencode(args[0]);
    return !name ? 0 : unsetenv(name) < 0 ? tp_raise_errno(errno, 0) : TP_NONE;
}

static Value posix_umask(Value self, Value *args)
{
    (void)self;
    int mask;
    return tp_posix_int(args[0], &mask) < 0 ? 0 : tp_int(umask((mode_t)mask));
}

/* ---- the machine ---- */

static Value posix_urandom(Value self, Value *args)
{
    (void)self;
    int64_t n;
    if (tp_io_integer(args[0], "ssize_t", &n) < 0)
        return 0;
    if (n < 0)
        return tp_raise(&tp_ValueError, "negative argument not allowed");
    Value bytes = tp_bytes_new(0, n);
    if (!bytes)
        return 0;
    char *data = ((Bytes *)tp_obj(bytes))->data;
    for (int64_t i = 0; i < n;) {
        ssize_t got = getrandom(data + i, (size_t)(n - i), 0);
        if (got < 0 && errno != EINTR)
            return tp_raise_errno(errno, 0);
        if (got < 0 && tp_poll() < 0)
            return 0;
        i += got > 0 ? got : 0;
    }
    return bytes;
}

/* At most what the system has at hand: perhaps less than asked for. */
static Value posix_getrandom(Value self, Value *args)
{
    (void)self;
    int64_t n;
    int flags = 0;
    if (tp_io_integer(args[0], "ssize_t", &n) < 0 ||
        (args[1] && tp_posix_int(args[1], &flags) < 0))
        return 0;
    if (n < 0)
        return tp_raise_errno(EINVAL, 0);
    char *data = tp_heap_try_alloc_atomic((size_t)n + 1);
    if (!data)
        return 0;
    int64_t got = POSIX_RETRY(getrandom(data, (size_t)n, (unsigned)flags));
    return got < 0 ? tp_posix_number(got) : tp_bytes_new(data, got);
}

static Value posix_cpu_count(Value self, Value *args)
{
    (void)self, (void)args;
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? tp_int(n) : TP_NONE;
}

static Value posix_strerror(Value self, Value *args)
{
    (void)self;
    int code;
    return tp_posix_int(args[0], &code) < 0 ? 0 : tp_str_cstr(strerror(code));
}

static Value posix_sched_yield(Value self, Value *args)
{
    (void)self, (void)args;
    sched_yield();
    return TP_NONE;
}

static Value posix_getloadavg(Value self, Value *args)
{
    (void)self, (void)args;
    double load[3];
    if (getloadavg(load, 3) != 3)
        return tp_raise(&tp_OSError, "Load averages are unobtainable");
    return tp_tuple_of(3, (Value[]){tp_float(load[0]), tp_float(load[1]), tp_float(load[2])});
}

static const char *const uname_fields[] = {"sysname", "nodename", "release", "version", "machine",
                                           0};
static StructSeq uname_result;

static Value posix_uname(Value self, Value *args)
{
    (void)self, (void)args;
    struct utsname u;
    if (uname(&u) < 0)
        return tp_raise_errno(errno, 0);
    Value values[] = {tp_posix_name(u.sysname, false), tp_posix_name(u.nodename, false),
                      tp_posix_name(u.release, false), tp_posix_name(u.version, false),
                      tp_posix_name(u.machine, false)};
    return tp_structseq_new(&uname_result, values);
}

static const char *const times_fields[] = {"user", "system", "children_user", "children_system",
                                           "elapsed", 0};
static StructSeq times_result;

static Value posix_times(Value self, Value *args)
{
    (void)self, (void)args;
    struct tms t;
    double tick = (double)sysconf(_SC_CLK_TCK);
    clock_t elapsed = times(&t);
    double seconds[] = {(double)t.tms_utime, (double)t.tms_stime, (double)t.tms_cutime,
                        (double)t.tms_cstime, (double)elapsed};
    Value values[5];
    for (int i = 0; i < 5; i++)
        values[i] = tp_float(seconds[i] / tick);
    return tp_structseq_new(&times_result, values);
}

const MethodDef tp_posix_process_functions[] = {
    METHOD("getpid", posix_getpid, "()", "Return the current process id."),
    METHOD("getppid", posix_getppid, "()", "Return the parent's process id."),
    METHOD("getuid", posix_getuid, "()", "Return the current process's user id."),
    METHOD("geteuid", posix_geteuid, "()", "Return the current process's effective user id."),
    METHOD("getgid", posix_getgid, "()", "Return the current process's group id."),
    METHOD("getegid", posix_getegid, "()", "Return the current process's effective group id."),
    METHOD("getpgrp", posix_getpgrp, "()", "Return the current process group id."),
    METHOD("register_at_fork", posix_register_at_fork,
           "(*, before=None, after_in_child=None, after_in_parent=None)",
           "Register callables to be called when forking a new process."),
    METHOD("fork", posix_fork, "()", "Fork a child process: 0 in the child, its id in the parent."),
    METHOD("forkpty", posix_forkpty, "()",
           "Fork a child with a new pseudo-terminal: as fork, and the master's descriptor."),
    METHOD("_exit", posix__exit, "(status)",
           "Exit to the system at once, without normal exit processing."),
    METHOD("abort", posix_abort, "()", "Abort the interpreter immediately."),
    METHOD("kill", posix_kill, "(pid, signal, /)", "Kill a process with a signal."),
    METHOD("waitpid", posix_waitpid, "(pid, options, /)",
           "Wait for completion of a child process."),
    METHOD("wait", posix_wait, "()", "Wait for completion of any child process."),
    METHOD("wait3", posix_wait3, "(options)",
           "Wait for completion of a child process: its id, status and use of resources."),
    METHOD("wait4", posix_wait4, "(pid, options)",
           "Wait for completion of that child process: its id, status and use of resources."),
    METHOD("waitid", posix_waitid, "(idtype, id, options, /)",
           "Wait for a change of child processes."),
    METHOD("pidfd_open", posix_pidfd_open, "(pid, flags=0)",
           "Return a descriptor that refers to a process."),
    METHOD("WIFEXITED", posix_WIFEXITED, "(status)", "Did the process exit by itself?"),
    METHOD("WIFSIGNALED", posix_WIFSIGNALED, "(status)", "Was the process ended by a signal?"),
    METHOD("WIFSTOPPED", posix_WIFSTOPPED, "(status)", "Was the process stopped?"),
    METHOD("WIFCONTINUED", posix_WIFCONTINUED, "(status)", "Was the process continued?"),
    METHOD("WCOREDUMP", posix_WCOREDUMP, "(status, /)", "Was a core dumped?"),
    METHOD("WEXITSTATUS", posix_WEXITSTATUS, "(status)", "The exit status."),
    METHOD("WTERMSIG", posix_WTERMSIG, "(status)", "The signal that ended the process."),
    METHOD("WSTOPSIG", posix_WSTOPSIG, "(status)", "The signal that stopped the process."),
    METHOD("waitstatus_to_exitcode", posix_waitstatus_to_exitcode, "(status)",
           "Convert a wait status to an exit code."),
    METHOD("system", posix_system, "(command)", "Execute the command in a subshell."),
    METHOD("execv", posix_execv, "(path, argv, /)", "Replace this process by a program."),
    METHOD("execve", posix_execve, "(path, argv, env)",
           "Replace this process by a program with that environment."),
    METHOD("putenv", posix_putenv, "(name, value, /)", "Change or add an environment variable."),
    METHOD("unsetenv", posix_unsetenv, "(name, /)", "Delete an environment variable."),
    METHOD("umask", posix_umask, "(mask, /)", "Set the umask and return the previous one."),
    METHOD("urandom", posix_urandom, "(size, /)", "Return random bytes suitable for cryptography."),
    METHOD("getrandom", posix_getrandom, "(size, flags=0)", "Return random bytes."),
    METHOD("cpu_count", posix_cpu_count, "()", "Return the number of CPUs, or None."),
    METHOD("strerror", posix_strerror, "(code, /)", "Translate an error code to a message."),
    METHOD("sched_yield", posix_sched_yield, "()", "Relinquish the CPU."),
    METHOD("getloadavg", posix_getloadavg, "()",
           "Return the load averages of 1, 5 and 15 minutes."),
    METHOD("uname", posix_uname, "()", "Identify the operating system."),
    METHOD("times", posix_times, "()", "Return process times and elapsed time."),
    METHOD_END,
};

int tp_posix_process_init(Value module)
{
    if (!uname_result.names) {
        tp_structseq_ready(&uname_result, "posix.uname_result", "What uname gives.",
                           uname_fields, 5, 5);
        tp_structseq_ready(&waitid_result, "posix.waitid_result", "What waitid gives.",
                           waitid_fields, 5, 5);
        tp_structseq_ready(&times_result, "posix.times_result", "What times gives.",
                           times_fields, 5, 5);
    }
    if (tp_module_add_functions(module, tp_posix_process_functions) < 0 ||
        tp_module_add(module, "waitid_result", tp_ref(&waitid_result.type)) < 0 ||
        tp_module_add(module, "uname_result", tp_ref(&uname_result.type)) < 0 ||
        tp_module_add(module, "times_result", tp_ref(&times_result.type)) < 0)
        return -1;
    return tp_module_add(module, "environ", environment());
}
