/* _thread.c -- the module _thread: locks and the identity of the one thread there is.
 *
 * Programs run in a single thread. Locks are kept so that code written for threads works; to wait
 * for a lock that is held would be for ever, which is said instead.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "duration.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/sequence.h"
#include "runtime/startup.h"
#include "runtime/str.h"
#include "runtime/sysmodule.h"
#include "runtime/text.h"

typedef struct Lock {
    Object head;
    Value sentinel;        /* what the thread's end calls, or 0 */
    int64_t count;         /* how often an RLock is held */
    bool is_held;
} Lock;

static Type lock_type, rlock_type, local_type;

int64_t tp_thread_ident(void)
{
    return (int64_t)pthread_self();
}

static Lock *lock_of(Value v)
{
    return (Lock *)tp_obj(v);
}

enum { BILLION = 1000000000, NO_TIMEOUT = -BILLION }; /* nanoseconds */

/* blocking and timeout of acquire(): 0, or -1 with CPython's errors. */
static int check_timeout(Value *args, bool *blocking, int64_t *timeout)
{
    int truth = args[0] ? tp_truth(args[0]) : 1;
    *timeout = NO_TIMEOUT;
    if (truth < 0 || (args[1] && tp_duration(args[1], BILLION, timeout) < 0))
        return -1;
    *blocking = truth;
    if (!*blocking && *timeout != NO_TIMEOUT)
        return tp_raise_int(&tp_ValueError, "can't specify a timeout for a non-blocking call");
    if (*timeout < 0 && *timeout != NO_TIMEOUT)
        return tp_raise_int(&tp_ValueError, "timeout value must be positive");
    return 0;
}

static Value lock_acquire(Value self, Value *args)
{
    bool blocking;
    int64_t timeout;
    if (check_timeout(args, &blocking, &timeout) < 0)
        return 0;
    Lock *lock = lock_of(self);
    if (!lock->is_held) {
        lock->is_held = true;
        return TP_TRUE;
    }
    if (!blocking)
        return TP_FALSE;
    if (timeout < 0)
        return tp_raise(&tp_RuntimeError,
                        "deadlock: the lock is held by this thread, and there is no other");
    struct timespec left = {timeout / BILLION, timeout % BILLION};
    while (nanosleep(&left, &left) < 0 && errno == EINTR)
        if (tp_poll() < 0)
            return 0;
    return TP_FALSE;
}

static Value lock_release(Value self, Value *args)
{
    (void)args;
    if (!lock_of(self)->is_held)
        return tp_raise(&tp_RuntimeError, "release unlocked lock");
    lock_of(self)->is_held = false;
    return TP_NONE;
}

static Value lock_locked(Value self, Value *args)
{
    (void)args;
    return tp_bool(lock_of(self)->is_held);
}

static Value lock_enter(Value self, Value *args)
{
    (void)args;
    Value none[2] = {0, 0};
    return lock_acquire(self, none);
}

static Value lock_exit(Value self, Value *args)
{
    (void)args;
    return lock_release(self, 0);
}

static Value lock_reset(Value self, Value *args)
{
    (void)args;
    lock_of(self)->is_held = false;
    lock_of(self)->count = 0;
    return TP_NONE;
}

static Value lock_repr(Value self)
{
    return tp_str_format_c("<%s %s object at 0x%lx>",
                           lock_of(self)->is_held ? "locked" : "unlocked", tp_type_of(self)->name,
                           (long)self);
}

static const MethodDef lock_methods[] = {
    METHOD("acquire", lock_acquire, "(blocking=True, timeout=-1)", "Lock the lock."),
    METHOD("acquire_lock", lock_acquire, "(blocking=True, timeout=-1)", "Lock the lock."),
    METHOD("release", lock_release, "()", "Release the lock."),
    METHOD("release_lock", lock_release, "()", "Release the lock."),
    METHOD("locked", lock_locked, "()", "Return whether the lock is in the locked state."),
    METHOD("locked_lock", lock_locked, "()", "Return whether the lock is in the locked state."),
    METHOD("__enter__", lock_enter, "()", "Lock the lock."),
    METHOD("__exit__", lock_exit, "(*exc_info)", "Release the lock."),
    METHOD("_at_fork_reinit", lock_reset, "()", 0),
    METHOD_END,
};

static Type lock_type = {
    .head = {&tp_type_type},
    .name = "_thread.lock",
    .basic_size = sizeof(Lock),
    .flags = TYPE_NO_NEW,
    .weakref_offset = 1,
    .doc = "A lock object is a synchronization primitive.",
    .repr = lock_repr,
    .methods = lock_methods,
};

/* ---- RLock ---- */

static Value rlock_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs;
    (void)args;
    (void)kwnames;
    return tp_ref(tp_heap_object(type, 0));
}

static Value rlock_acquire(Value self, Value *args)
{
    bool blocking;
    int64_t timeout;
    if (check_timeout(args, &blocking, &timeout) < 0)
        return 0;
    lock_of(self)->count++;
    return TP_TRUE;
}

static Value rlock_release(Value self, Value *args)
{
    (void)args;
    if (lock_of(self)->count == 0)
        return tp_raise(&tp_RuntimeError, "cannot release un-acquired lock");
    lock_of(self)->count--;
    return TP_NONE;
}

static Value rlock_enter(Value self, Value *args)
{
    (void)args;
    lock_of(self)->count++;
    return TP_TRUE;
}

static Value rlock_exit(Value self, Value *args)
{
    (void)args;
    return rlock_release(self, 0);
}

static Value rlock_is_owned(Value self, Value *args)
{
    (void)args;
    return tp_bool(lock_of(self)->count > 0);
}

static Value rlock_recursion_count(Value self, Value *args)
{
    (void)args;
    return tp_int(lock_of(self)->count);
}

static Value rlock_release_save(Value self, Value *args)
{
    (void)args;
    Lock *lock = lock_of(self);
    if (lock->count == 0)
        return tp_raise(&tp_RuntimeError, "cannot release un-acquired lock");
    Value saved = tp_tuple_pack(2, tp_int(lock->count), tp_int(tp_thread_ident()));
    lock->count = 0;
    return saved;
}

static Value rlock_acquire_restore(Value self, Value *args)
{
    if (!tp_is_tuple(args[0]))
        return tp_raise(&tp_TypeError,
                        "_acquire_restore() argument 1 must be 2-item sequence, not %T", args[0]);
    Tuple *saved = tp_as_tuple(args[0]);
    if (saved->length != 2)
        return tp_raise(&tp_TypeError,
                        "_acquire_restore() argument 1 must be sequence of length 2, not %d",
                        (int)saved->length);
    return tp_index_as_i64(saved->items[0], &lock_of(self)->count) < 0 ? 0 : TP_NONE;
}

static Value rlock_repr(Value self)
{
    Lock *lock = lock_of(self);
    return tp_str_format_c("<%s %s object owner=%ld count=%ld at 0x%lx>",
                           lock->count ? "locked" : "unlocked", tp_type_of(self)->name,
                           lock->count ? (long)tp_thread_ident() : 0L, (long)lock->count,
                           (long)self);
}

static const MethodDef rlock_methods[] = {
    METHOD("acquire", rlock_acquire, "(blocking=True, timeout=-1)", "Lock the lock."),
    METHOD("release", rlock_release, "()", "Release the lock."),
    METHOD("__enter__", rlock_enter, "()", "Lock the lock."),
    METHOD("__exit__", rlock_exit, "(*exc_info)", "Release the lock."),
    METHOD("_is_owned", rlock_is_owned, "()", "For internal use by `threading.Condition`."),
    METHOD("_recursion_count", rlock_recursion_count, "()", 0),
    METHOD("_release_save", rlock_release_save, "()", 0),
    METHOD("_acquire_restore", rlock_acquire_restore, "(state)", 0),
    METHOD("_at_fork_reinit", lock_reset, "()", 0),
    METHOD_END,
};

static Type rlock_type = {
    .head = {&tp_type_type},
    .name = "_thread.RLock",
    .basic_size = sizeof(Lock),
    .flags = TYPE_BASE,
    .weakref_offset = 1,
    .new_ = rlock_new,
    .repr = rlock_repr,
    .methods = rlock_methods,
};

/* ---- _local: with one thread, an object with attributes ---- */

typedef struct Local {
    Object head;
    Dict *dict;
} Local;

static Value local_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)args;
    if (type->init == tp_object_type.init && (nargs || (kwnames && kwnames->length)))
        return tp_raise(&tp_TypeError, "Initialization arguments are not supported");
    return tp_ref(tp_heap_object(type, 0));
}

static Type local_type = {
    .head = {&tp_type_type},
    .name = "_thread._local",
    .basic_size = sizeof(Local),
    .flags = TYPE_BASE,
    .dict_offset = offsetof(Local, dict),
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .setattr = tp_generic_setattr,
    .doc = "Thread-local data",
    .new_ = local_new,
};

/* ---- functions ---- */

static Value thread_allocate_lock(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_ref(tp_heap_object(&lock_type, 0));
}

static Value thread_get_ident(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_int(tp_thread_ident());
}

static Value thread_get_native_id(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_int(gettid());
}

static Value thread_count(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_small(0);
}

static Value thread_start_new_thread(Value self, Value *args)
{
    (void)self;
    if (!tp_callable(args[0]))
        return tp_raise(&tp_TypeError, "first arg must be callable");
    if (!tp_is_tuple(args[1]))
        return tp_raise(&tp_TypeError, "2nd arg must be a tuple");
    if (args[2] && !tp_is_dict(args[2]))
        return tp_raise(&tp_TypeError, "optional 3rd arg must be a dictionary");
    return tp_raise(&tp_NotImplementedError,
                    "threads cannot be started: programs run in one thread");
}

static Value thread_exit(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_raise_value(&tp_SystemExit, 0);
}

static Value thread_stack_size(Value self, Value *args)
{
    enum { SMALLEST = 32768 };
    static int64_t size; /* remembered */
    (void)self;
    int64_t new_size = 0, old = size;
    if (args[0] && tp_ssize_argument(args[0], &new_size) < 0)
        return 0;
    if (new_size < 0)
        return tp_raise(&tp_ValueError, "size must be 0 or a positive value");
    if (new_size && new_size < SMALLEST)
        return tp_raise(&tp_ValueError, "size not valid: %zd bytes", (size_t)new_size);
    size = new_size;
    return tp_int(old);
}

static Value thread_interrupt_main(Value self, Value *args)
{
    (void)self;
    int64_t signum = SIGINT;
    struct sigaction action;
    if (args[0] && text_int_arg(args[0], &signum) < 0)
        return 0;
    if (signum < 1 || signum >= NSIG)
        return tp_raise(&tp_ValueError, "signal number out of range");
    if (sigaction((int)signum, 0, &action) == 0 && action.sa_handler != SIG_DFL &&
        action.sa_handler != SIG_IGN)
        tp_signals_note((int)signum);
    return TP_NONE;
}

static const MethodDef functions[] = {
    METHOD("allocate_lock", thread_allocate_lock, "()", "Create a new lock object."),
    METHOD("allocate", thread_allocate_lock, "()", "Create a new lock object."),
    METHOD("_set_sentinel", thread_allocate_lock, "()", 0),
    METHOD("get_ident", thread_get_ident, "()",
           "Return a non-zero integer that uniquely identifies the current thread."),
    METHOD("get_native_id", thread_get_native_id, "()", 0),
    METHOD("_count", thread_count, "()", 0),
    METHOD("start_new_thread", thread_start_new_thread, "(function, args, kwargs={}, /)",
           "Start a new thread."),
    METHOD("start_new", thread_start_new_thread, "(function, args, kwargs={}, /)",
           "Start a new thread."),
    METHOD("exit", thread_exit, "()", "Raise SystemExit."),
    METHOD("exit_thread", thread_exit, "()", "Raise SystemExit."),
    METHOD("stack_size", thread_stack_size, "(size=0, /)", 0),
    METHOD("interrupt_main", thread_interrupt_main, "(signum=2, /)", 0),
    METHOD_END,
};

static int init(Value module)
{
    if (tp_module_add_type(module, &lock_type) < 0 || tp_module_add_type(module, &rlock_type) < 0 ||
        tp_module_add_type(module, &local_type) < 0)
        return -1;
    return tp_module_add(module, "LockType", tp_ref(&lock_type)) < 0 ||
                   tp_module_add(module, "error", tp_ref(&tp_RuntimeError)) < 0 ||
                   tp_module_add(module, "TIMEOUT_MAX", tp_float(9223372036.0)) < 0
               ? -1
               : 0;
}

const ModuleDef tp_mod__thread = {
    "_thread", functions, init,
    "This module provides primitive operations to write multi-threaded programs.\n"
    "The 'threading' module provides a more convenient interface."};
