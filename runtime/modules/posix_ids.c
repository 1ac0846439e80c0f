/* posix_ids.c -- module posix: ids of users, groups, sessions and groups of processes, and the
 * shares of the processors. Each function is the system call of its name. */
#include "posix.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/text.h"
#include "user_id.h"

/* ---- processes, their groups and sessions ---- */

/* A function of a process, descriptor or policy, and one of that and a group of processes. */
#define ID_FUNCTION(name, argument, answer)                                                        \
    static Value posix_##name(Value self, Value *args)                                             \
    {                                                                                              \
        (void)self;                                                                                \
        int id;                                                                                    \
        return argument(args[0], &id) < 0 ? 0 : answer;                                            \
    }
#define GROUP_FUNCTION(name, argument, answer)                                                     \
    static Value posix_##name(Value self, Value *args)                                             \
    {                                                                                              \
        (void)self;                                                                                \
        int id, group;                                                                             \
        return argument(args[0], &id) < 0 || tp_posix_pid(args[1], &group) < 0 ? 0 : answer;       \
    }

ID_FUNCTION(getpgid, tp_posix_pid, tp_posix_number(getpgid(id)))
ID_FUNCTION(getsid, tp_posix_pid, tp_posix_number(getsid(id)))
ID_FUNCTION(tcgetpgrp, tp_posix_int, tp_posix_number(tcgetpgrp(id)))
ID_FUNCTION(sched_get_priority_max, tp_posix_int, tp_posix_number(sched_get_priority_max(id)))
ID_FUNCTION(sched_get_priority_min, tp_posix_int, tp_posix_number(sched_get_priority_min(id)))
GROUP_FUNCTION(setpgid, tp_posix_pid, tp_posix_status(setpgid(id, group), 0))
GROUP_FUNCTION(tcsetpgrp, tp_posix_int, tp_posix_status(tcsetpgrp(id, group), 0))

static Value posix_killpg(Value self, Value *args)
{
    (void)self;
    int group, signal;
    if (tp_posix_pid(args[0], &group) < 0 || tp_posix_int(args[1], &signal) < 0)
        return 0;
    if (killpg(group, signal) < 0)
        return tp_raise_errno(errno, 0);
    return tp_state.poll && tp_poll() < 0 ? 0 : TP_NONE;
}

static Value posix_setsid(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_posix_status(setsid() < 0 ? -1 : 0, 0);
}

static Value posix_setpgrp(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_posix_status(setpgrp(), 0);
}

/* ---- priorities ---- */

/* -1 is an answer, too, so errno tells. */
static Value posix_getpriority(Value self, Value *args)
{
    (void)self;
    int which, who;
    if (tp_posix_int(args[0], &which) < 0 || tp_posix_int(args[1], &who) < 0)
        return 0;
    errno = 0;
    int priority = getpriority((__priority_which_t)which, (id_t)who);
    return errno ? tp_raise_errno(errno, 0) : tp_int(priority);
}

static Value posix_setpriority(Value self, Value *args)
{
    (void)self;
    int which, who, priority;
    if (tp_posix_int(args[0], &which) < 0 || tp_posix_int(args[1], &who) < 0 ||
        tp_posix_int(args[2], &priority) < 0)
        return 0;
    return tp_posix_status(setpriority((__priority_which_t)which, (id_t)who, priority), 0);
}

static Value posix_nice(Value self, Value *args)
{
    (void)self;
    int increment;
    if (tp_posix_int(args[0], &increment) < 0)
        return 0;
    errno = 0;
    int priority = nice(increment);
    return errno ? tp_raise_errno(errno, 0) : tp_int(priority);
}

static Value posix_sched_getaffinity(Value self, Value *args)
{
    (void)self;
    int pid;
    cpu_set_t cpus;
    if (tp_posix_pid(args[0], &pid) < 0)
        return 0;
    if (sched_getaffinity(pid, sizeof cpus, &cpus) < 0)
        return tp_raise_errno(errno, 0);
    Value set = tp_set_new();
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &cpus) && tp_set_add(set, tp_small(cpu)) < 0)
            return 0;
    return set;
}

static Value posix_sched_setaffinity(Value self, Value *args)
{
    (void)self;
    int pid;
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    if (tp_posix_pid(args[0], &pid) < 0)
        return 0;
    Value iterator = tp_iter(args[1]), item;
    if (!iterator)
        return 0;
    while ((item = tp_next(iterator))) {
        int64_t cpu;
        if (!tp_is_int(item))
            return tp_raise(&tp_TypeError, "expected an iterator of ints, but iterator yielded %R",
                            tp_ref(tp_type_of(item)));
        if (tp_io_integer(item, "long", &cpu) < 0)
            return 0;
        if (cpu < 0)
            return tp_raise(&tp_ValueError, "negative CPU number");
        if (cpu > INT_MAX - 1)
            return tp_raise(&tp_OverflowError, "CPU number too large");
        if (cpu < CPU_SETSIZE) /* there are no others */
            CPU_SET((int)cpu, &cpus);
    }
    if (tp_error_pending())
        return 0;
    return tp_posix_status(sched_setaffinity(pid, sizeof cpus, &cpus), 0);
}

/* ---- users and groups ---- */

/* A function of so many ids, at most three. */
#define SET_IDS_FUNCTION(name, what, n, call)                                                      \
    static Value posix_##name(Value self, Value *args)                                             \
    {                                                                                              \
        (void)self;                                                                                \
        uint32_t id[3];                                                                            \
        for (int i = 0; i < n; i++)                                                                \
            if (tp_user_id(args[i], what, &id[i]) < 0)                                             \
                return 0;                                                                          \
        return tp_posix_status(call, 0);                                                           \
    }

SET_IDS_FUNCTION(setuid, "uid", 1, setuid(id[0]))
SET_IDS_FUNCTION(seteuid, "uid", 1, seteuid(id[0]))
SET_IDS_FUNCTION(setreuid, "uid", 2, setreuid(id[0], id[1]))
SET_IDS_FUNCTION(setresuid, "uid", 3, setresuid(id[0], id[1], id[2]))
SET_IDS_FUNCTION(setgid, "gid", 1, setgid(id[0]))
SET_IDS_FUNCTION(setegid, "gid", 1, setegid(id[0]))
SET_IDS_FUNCTION(setregid, "gid", 2, setregid(id[0], id[1]))
SET_IDS_FUNCTION(setresgid, "gid", 3, setresgid(id[0], id[1], id[2]))

static Value three_ids(int status, const uint32_t *id)
{
    return status < 0 ? tp_raise_errno(errno, 0)
                      : tp_tuple_of(3, (Value[]){tp_user_id_value(id[0]), tp_user_id_value(id[1]),
                                                 tp_user_id_value(id[2])});
}

static Value posix_getresuid(Value self, Value *args)
{
    (void)self, (void)args;
    uint32_t id[3];
    int status = getresuid(&id[0], &id[1], &id[2]);
    return three_ids(status, id);
}

static Value posix_getresgid(Value self, Value *args)
{
    (void)self, (void)args;
    uint32_t id[3];
    int status = getresgid(&id[0], &id[1], &id[2]);
    return three_ids(status, id);
}

static Value list_of_ids(const gid_t *groups, int n)
{
    Value list = tp_list_new(n);
    for (int i = 0; list && i < n; i++)
        tp_as_list(list)->items[i] = tp_user_id_value(groups[i]);
    return list;
}

static Value posix_getgroups(Value self, Value *args)
{
    (void)self, (void)args;
    int n = getgroups(0, 0);
    gid_t *groups = n < 0 ? 0 : tp_heap_alloc_atomic(((size_t)n + 1) * sizeof *groups);
    if (!groups || (n = getgroups(n, groups)) < 0)
        return tp_raise_errno(errno, 0);
    return list_of_ids(groups, n);
}

static Value posix_setgroups(Value self, Value *args)
{
    (void)self;
    enum { MOST = 65536 };
    if (!tp_is_sequence(args[0]))
        return tp_raise(&tp_TypeError, "setgroups argument must be a sequence");
    Value items = tp_tuple_from(args[0]);
    if (!items)
        return 0;
    int64_t n = tp_as_tuple(items)->length;
    if (n > MOST)
        return tp_raise(&tp_ValueError, "too many groups");
    gid_t *groups = tp_heap_alloc_atomic(((size_t)n + 1) * sizeof *groups);
    for (int64_t i = 0; i < n; i++) {
        Value item = tp_as_tuple(items)->items[i];
        if (!tp_is_int(item))
            return tp_raise(&tp_TypeError, "groups must be integers");
        if (tp_user_id(item, "gid", &groups[i]) < 0)
            return 0;
    }
    return tp_posix_status(setgroups((size_t)n, groups), 0);
}

static Value posix_initgroups(Value self, Value *args)
{
    (void)self;
    uint32_t group;
    const char *user = tp_posix_fsencode(args[0]);
    if (!user || tp_user_id(args[1], "gid", &group) < 0)
        return 0;
    return tp_posix_status(initgroups(user, group), 0);
}

static Value posix_getgrouplist(Value self, Value *args)
{
    (void)self;
    uint32_t group;
    const char *user = text_name_arg("getgrouplist", "argument 1", args[0]);
    if (!user || tp_user_id(args[1], "gid", &group) < 0)
        return 0;
    for (int room = 32;; room *= 2) {
        gid_t *groups = tp_heap_try_alloc_atomic((size_t)room * sizeof *groups);
        int n = room;
        if (!groups)
            return 0;
        if (getgrouplist(user, group, groups, &n) >= 0)
            return list_of_ids(groups, n);
    }
}

static Value posix_getlogin(Value self, Value *args)
{
    (void)self, (void)args;
    errno = 0;
    const char *name = getlogin();
    if (!name)
        return errno ? tp_raise_errno(errno, 0)
                     : tp_raise(&tp_OSError, "unable to determine login name");
    return tp_posix_name(name, false);
}

const MethodDef tp_posix_ids_functions[] = {
    METHOD("getpgid", posix_getpgid, "(pid)", "The group of a process."),
    METHOD("getsid", posix_getsid, "(pid, /)", "The session of a process."),
    METHOD("setpgid", posix_setpgid, "(pid, pgrp, /)", "Move a process to a group."),
    METHOD("setpgrp", posix_setpgrp, "()", "Make this process the leader of a new group."),
    METHOD("setsid", posix_setsid, "()", "Make this process the leader of a new session."),
    METHOD("killpg", posix_killpg, "(pgid, signal, /)", "Send a signal to a group of processes."),
    METHOD("tcgetpgrp", posix_tcgetpgrp, "(fd, /)", "The group in a terminal's foreground."),
    METHOD("tcsetpgrp", posix_tcsetpgrp, "(fd, pgid, /)",
           "Set the group in a terminal's foreground."),
    METHOD("getpriority", posix_getpriority, "(which, who)", "The scheduling priority."),
    METHOD("setpriority", posix_setpriority, "(which, who, priority)",
           "Set the scheduling priority."),
    METHOD("nice", posix_nice, "(increment, /)",
           "Add to the niceness of this process and return the new one."),
    METHOD("sched_getaffinity", posix_sched_getaffinity, "(pid, /)",
           "The set of processors that a process may use."),
    METHOD("sched_setaffinity", posix_sched_setaffinity, "(pid, mask, /)",
           "Set the processors that a process may use."),
    METHOD("sched_get_priority_max", posix_sched_get_priority_max, "(policy)",
           "The greatest priority of a policy."),
    METHOD("sched_get_priority_min", posix_sched_get_priority_min, "(policy)",
           "The least priority of a policy."),
    METHOD("setuid", posix_setuid, "(uid, /)", "Set the user."),
    METHOD("seteuid", posix_seteuid, "(euid, /)", "Set the effective user."),
    METHOD("setreuid", posix_setreuid, "(ruid, euid, /)", "Set the real and effective user."),
    METHOD("setresuid", posix_setresuid, "(ruid, euid, suid, /)",
           "Set the real, effective and saved user."),
    METHOD("getresuid", posix_getresuid, "()", "The real, effective and saved user."),
    METHOD("setgid", posix_setgid, "(gid, /)", "Set the group."),
    METHOD("setegid", posix_setegid, "(egid, /)", "Set the effective group."),
    METHOD("setregid", posix_setregid, "(rgid, egid, /)", "Set the real and effective group."),
    METHOD("setresgid", posix_setresgid, "(rgid, egid, sgid, /)",
           "Set the real, effective and saved group."),
    METHOD("getresgid", posix_getresgid, "()", "The real, effective and saved group."),
    METHOD("getgroups", posix_getgroups, "()", "The supplementary groups."),
    METHOD("setgroups", posix_setgroups, "(groups, /)", "Set the supplementary groups."),
    METHOD("initgroups", posix_initgroups, "(username, gid, /)",
           "Take the supplementary groups of a user, and that one."),
    METHOD("getgrouplist", posix_getgrouplist, "(user, group, /)", "The groups of a user."),
    METHOD("getlogin", posix_getlogin, "()", "The name that the user logged in with."),
    METHOD_END,
};
