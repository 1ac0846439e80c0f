/* resource.c -- the module resource: limits and use of the system's resources. */
#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

#include "posix.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"
#include "runtime/structseq.h"
#include "runtime/text.h"

static const IntConstant constants[] = {
#define C(name) {#name, (int64_t)name},
#include "resource.def"
};

static const char *const fields[] = {
    "ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt",
    "ru_majflt", "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals",
    "ru_nvcsw", "ru_nivcsw", 0};
static StructSeq rusage_type;

static Value seconds(struct timeval t)
{
    return tp_float((double)t.tv_sec + (double)t.tv_usec * 1e-6);
}

Value tp_resource_usage(const struct rusage *r)
{
    Value values[] = {
        seconds(r->ru_utime), seconds(r->ru_stime), tp_int(r->ru_maxrss), tp_int(r->ru_ixrss),
        tp_int(r->ru_idrss), tp_int(r->ru_isrss), tp_int(r->ru_minflt), tp_int(r->ru_majflt),
        tp_int(r->ru_nswap), tp_int(r->ru_inblock), tp_int(r->ru_oublock), tp_int(r->ru_msgsnd),
        tp_int(r->ru_msgrcv), tp_int(r->ru_nsignals), tp_int(r->ru_nvcsw), tp_int(r->ru_nivcsw)};
    return tp_structseq_new(&rusage_type, values);
}

static Value resource_getrusage(Value self, Value *args)
{
    int64_t who;
    struct rusage r;
    (void)self;
    if (text_int_arg(args[0], &who) < 0)
        return 0;
    if (getrusage((int)who, &r) < 0)
        return errno == EINVAL ? tp_raise(&tp_ValueError, "invalid who parameter")
                               : tp_raise_errno(errno, 0);
    return tp_resource_usage(&r);
}

static int resource_argument(Value v, int64_t *resource)
{
    if (text_int_arg(v, resource) < 0)
        return -1;
    if (*resource < 0 || *resource >= RLIM_NLIMITS)
        return tp_raise_int(&tp_ValueError, "invalid resource specified");
    return 0;
}

static Value limit_pair(const struct rlimit *limit)
{
    return tp_tuple_pack(2, tp_int((int64_t)limit->rlim_cur), tp_int((int64_t)limit->rlim_max));
}

static int read_limits(Value limits, struct rlimit *out)
{
    int64_t numbers[2];
    Value pair = tp_tuple_from(limits);
    if (!pair)
        return -1;
    if (tp_as_tuple(pair)->length != 2)
        return tp_raise_int(&tp_ValueError, "expected a tuple of 2 integers");
    for (int i = 0; i < 2; i++) {
        Value number = tp_index(tp_as_tuple(pair)->items[i]);
        if (!number || tp_int_as_i64(number, &numbers[i]) < 0)
            return -1;
    }
    *out = (struct rlimit){(rlim_t)numbers[0], (rlim_t)numbers[1]};
    return 0;
}

static Value limit_error(void)
{
    if (errno == EINVAL)
        return tp_raise(&tp_ValueError, "current limit exceeds maximum limit");
    if (errno == EPERM)
        return tp_raise(&tp_ValueError, "not allowed to raise maximum limit");
    return tp_raise_errno(errno, 0);
}

static Value resource_getrlimit(Value self, Value *args)
{
    int64_t resource;
    struct rlimit limit;
    (void)self;
    if (resource_argument(args[0], &resource) < 0)
        return 0;
    return getrlimit((int)resource, &limit) < 0 ? tp_raise_errno(errno, 0) : limit_pair(&limit);
}

static Value resource_setrlimit(Value self, Value *args)
{
    int64_t resource;
    struct rlimit limit;
    (void)self;
    if (resource_argument(args[0], &resource) < 0 || read_limits(args[1], &limit) < 0)
        return 0;
    return setrlimit((int)resource, &limit) < 0 ? limit_error() : TP_NONE;
}

static Value resource_prlimit(Value self, Value *args)
{
    int64_t pid, resource;
    struct rlimit limit, old;
    (void)self;
    bool sets = args[2] && args[2] != TP_NONE;
    if (text_int_arg(args[0], &pid) < 0 || resource_argument(args[1], &resource) < 0 ||
        (sets && read_limits(args[2], &limit) < 0))
        return 0;
    if (prlimit((pid_t)pid, (enum __rlimit_resource)resource, sets ? &limit : NULL, &old) < 0)
        return errno == EINVAL ? limit_error() : tp_raise_errno(errno, 0);
    return limit_pair(&old);
}

static Value resource_getpagesize(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_int(sysconf(_SC_PAGESIZE));
}

static const MethodDef functions[] = {
    METHOD("getrusage", resource_getrusage, "(who, /)", 0),
    METHOD("getrlimit", resource_getrlimit, "(resource, /)", 0),
    METHOD("setrlimit", resource_setrlimit, "(resource, limits, /)", 0),
    METHOD("prlimit", resource_prlimit, "(pid, resource, limits=None, /)", 0),
    METHOD("getpagesize", resource_getpagesize, "()", 0),
    METHOD_END,
};

static int init(Value module)
{
    if (!rusage_type.names)
        tp_structseq_ready(&rusage_type, "resource.struct_rusage",
                           "struct_rusage: Result from getrusage.", fields, 16, 16);
    if (tp_module_add(module, "struct_rusage", tp_ref(&rusage_type.type)) < 0 ||
        tp_module_add(module, "error", tp_ref(&tp_OSError)) < 0)
        return -1;
    return tp_module_add_ints(module, constants, sizeof constants / sizeof *constants);
}

const ModuleDef tp_mod_resource = {"resource", functions, init, 0};
