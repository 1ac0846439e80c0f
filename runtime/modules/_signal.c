/* _signal.c -- signals: the module _signal, and Ctrl-C.
 *
 * The C handler only notes which signal came and calls tp_poll_soon; compiled code sees that at the
 * next loop or call and tp_poll runs the Python handler (tp_signals_run).
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "duration.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/startup.h"
#include "runtime/str.h"
#include "runtime/structseq.h"
#include "runtime/text.h"

enum { BILLION = 1000000000 };

static volatile sig_atomic_t pending[NSIG];
static volatile sig_atomic_t any_pending;
static volatile int wakeup_fd = -1;
/* Python handlers; small 0: SIG_DFL, small 1: SIG_IGN, None: not ours. */
static Value handlers[NSIG];
static Value default_int_handler;
static bool dies_of_interrupt;

void tp_signals_note(int signum)
{
    pending[signum] = 1;
    any_pending = 1;
    tp_poll_soon();
}

static void on_signal(int signum)
{
    int saved = errno;
    tp_signals_note(signum);
    if (wakeup_fd >= 0) {
        unsigned char byte = (unsigned char)signum;
        if (write(wakeup_fd, &byte, 1) < 0)
            errno = saved;
    }
    errno = saved;
}

static int install(int signum, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    return sigaction(signum, &action, 0);
}

void tp_signals_init(void)
{
    struct sigaction old;
    install(SIGPIPE, SIG_IGN);
    if (sigaction(SIGINT, 0, &old) == 0 && old.sa_handler == SIG_DFL)
        install(SIGINT, on_signal);
}

int tp_signals_run(void)
{
    if (!any_pending)
        return 0;
    any_pending = 0;
    for (int signum = 1; signum < NSIG; signum++) {
        if (!pending[signum])
            continue;
        pending[signum] = 0;
        Value handler = handlers[signum];
        if (signum == SIGINT && (!handler || handler == default_int_handler)) {
            tp_raise_value(&tp_KeyboardInterrupt, 0);
        } else if (handler && !tp_is_small(handler) && handler != TP_NONE) {
            tp_call2(handler, tp_small(signum), tp_frame_object(tp_state.frame));
        }
        if (tp_error_pending()) {
            for (int rest = signum + 1; rest < NSIG; rest++)
                if (pending[rest]) {
                    any_pending = 1;
                    tp_poll_soon();
                }
            return -1;
        }
    }
    return 0;
}

void tp_signals_die_of_interrupt(void)
{
    dies_of_interrupt = true;
}

/* A program that Ctrl-C ended dies of the signal, so that a shell sees it. */
void tp_signals_finish(void)
{
    if (!dies_of_interrupt)
        return;
    install(SIGINT, SIG_DFL);
    kill(getpid(), SIGINT);
}

/* ---- the module ---- */

static int signal_number(Value v, int *out)
{
    int64_t signum;
    *out = 0;
    if (text_int_arg(v, &signum) < 0)
        return -1;
    if (signum < 1 || signum >= NSIG)
        return tp_raise_int(&tp_ValueError, "signal number out of range");
    *out = (int)signum;
    return 0;
}

static Value current_handler(int signum)
{
    struct sigaction old;
    if (handlers[signum])
        return handlers[signum];
    if (sigaction(signum, 0, &old) < 0)
        return TP_NONE;
    if (signum == SIGINT && old.sa_handler == on_signal)
        return default_int_handler;
    return old.sa_handler == SIG_DFL   ? tp_small(0)
           : old.sa_handler == SIG_IGN ? tp_small(1)
                                       : TP_NONE;
}

static Value signal_signal(Value self, Value *args)
{
    (void)self;
    int signum;
    if (signal_number(args[0], &signum) < 0)
        return 0;
    Value handler = args[1];
    void (*c_handler)(int) = on_signal;
    if (handler == tp_small(0)) {
        c_handler = SIG_DFL;
    } else if (handler == tp_small(1)) {
        c_handler = SIG_IGN;
    } else if (!tp_callable(handler)) {
        return tp_raise(&tp_TypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or "
                                       "a callable object");
    }
    Value old = current_handler(signum);
    if (tp_poll() < 0)
        return 0;
    if (install(signum, c_handler) < 0)
        return tp_raise_errno(errno, 0);
    handlers[signum] = handler;
    return old;
}

static Value signal_getsignal(Value self, Value *args)
{
    (void)self;
    int signum;
    return signal_number(args[0], &signum) < 0 ? 0 : current_handler(signum);
}

static Value signal_default_int_handler(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_raise_value(&tp_KeyboardInterrupt, 0);
}

static Value signal_alarm(Value self, Value *args)
{
    (void)self;
    int64_t seconds;
    return text_int_arg(args[0], &seconds) < 0 ? 0 : tp_int(alarm((unsigned)seconds));
}

static Value signal_pause(Value self, Value *args)
{
    (void)self;
    (void)args;
    pause();
    return tp_poll() < 0 ? 0 : TP_NONE;
}

static Value signal_raise_signal(Value self, Value *args)
{
    (void)self;
    int64_t signum;
    if (text_int_arg(args[0], &signum) < 0)
        return 0;
    if (raise((int)signum) != 0)
        return tp_raise_errno(errno, 0);
    return tp_poll() < 0 ? 0 : TP_NONE;
}

static double timeval_seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* Seconds as a timeval, rounded up; 0: none. */
static int timeval_argument(Value seconds, struct timeval *t)
{
    int64_t ns = 0;
    if (seconds && tp_duration(seconds, BILLION, &ns) < 0)
        return -1;
    int64_t microseconds = ns / 1000 + (ns % 1000 > 0);
    *t = (struct timeval){microseconds / 1000000, microseconds % 1000000};
    return 0;
}

static Type timer_error_type = {
    .head = {&tp_type_type},
    .name = "signal.itimer_error",
    .flags = TYPE_BASE | TYPE_IS_EXC,
    .base = &tp_OSError,
};

static Value raise_timer_error(void)
{
    int error = errno;
    Value instance = tp_call2(tp_ref(&timer_error_type), tp_small(error),
                              tp_str_cstr(strerror(error)));
    return instance ? tp_raise_instance(instance) : 0;
}

static Value timer_value(const struct itimerval *timer)
{
    return tp_tuple_pack(2, tp_float(timeval_seconds(timer->it_value)),
                         tp_float(timeval_seconds(timer->it_interval)));
}

static Value signal_setitimer(Value self, Value *args)
{
    (void)self;
    int64_t which;
    struct itimerval new, old;
    if (text_int_arg(args[0], &which) < 0 || timeval_argument(args[1], &new.it_value) < 0 ||
        timeval_argument(args[2], &new.it_interval) < 0)
        return 0;
    return setitimer((int)which, &new, &old) < 0 ? raise_timer_error() : timer_value(&old);
}

static Value signal_getitimer(Value self, Value *args)
{
    (void)self;
    int64_t which;
    struct itimerval now;
    if (text_int_arg(args[0], &which) < 0)
        return 0;
    return getitimer((int)which, &now) < 0 ? raise_timer_error() : timer_value(&now);
}

static Value signal_set_wakeup_fd(Value self, Value *args)
{
    (void)self;
    int64_t fd;
    int flags = 0;
    if (text_plain_int_arg(args[0], &fd) < 0)
        return 0;
    if (fd != -1 && (flags = fcntl((int)fd, F_GETFL)) < 0)
        return tp_raise_errno(errno, 0);
    if (fd != -1 && !(flags & O_NONBLOCK))
        return tp_raise(&tp_ValueError, "the fd %d must be in non-blocking mode", (int)fd);
    int old = wakeup_fd;
    wakeup_fd = (int)fd;
    return tp_small(old);
}

static Value signal_siginterrupt(Value self, Value *args)
{
    (void)self;
    int signum;
    int64_t flag;
    struct sigaction action;
    if (signal_number(args[0], &signum) < 0 || text_int_arg(args[1], &flag) < 0)
        return 0;
    sigaction(signum, 0, &action);
    action.sa_flags = flag ? action.sa_flags & ~SA_RESTART : action.sa_flags | SA_RESTART;
    return sigaction(signum, &action, 0) < 0 ? tp_raise_errno(errno, 0) : TP_NONE;
}

static Value signal_strsignal(Value self, Value *args)
{
    (void)self;
    int signum;
    if (signal_number(args[0], &signum) < 0)
        return 0;
    const char *text = strsignal(signum);
    return text ? tp_str_cstr(text) : TP_NONE;
}

static Value signal_valid_signals(Value self, Value *args)
{
    (void)self;
    (void)args;
    Value set = tp_set_new();
    for (int signum = 1; signum < NSIG; signum++)
        if (signum != 32 && signum != 33 && tp_set_add(set, tp_small(signum)) < 0)
            return 0;
    return set;
}

static int signal_set(Value iterable, sigset_t *mask)
{
    sigemptyset(mask);
    Value iterator = tp_iter(iterable), item;
    if (!iterator)
        return -1;
    while ((item = tp_next(iterator))) {
        int64_t signum;
        Value number = tp_index(item);
        if (!number)
            return -1;
        if (!tp_int_fits_i64(number, &signum))
            signum = -1;
        if (signum < 1 || signum >= NSIG)
            return tp_raise_int(&tp_ValueError, "signal number %lld out of range [1; %d]",
                                (long long)signum, NSIG - 1);
        sigaddset(mask, (int)signum);
    }
    return tp_error_pending() ? -1 : 0;
}

static Value set_value(const sigset_t *mask)
{
    Value set = tp_set_new();
    for (int signum = 1; signum < NSIG; signum++)
        if (sigismember(mask, signum) == 1 && tp_set_add(set, tp_small(signum)) < 0)
            return 0;
    return set;
}

static Value signal_pthread_sigmask(Value self, Value *args)
{
    (void)self;
    int64_t how;
    sigset_t mask, old;
    if (text_int_arg(args[0], &how) < 0 || signal_set(args[1], &mask) < 0)
        return 0;
    int error = pthread_sigmask((int)how, &mask, &old);
    if (error)
        return tp_raise_errno(error, 0);
    return tp_state.poll && tp_poll() < 0 ? 0 : set_value(&old);
}

static Value signal_pthread_kill(Value self, Value *args)
{
    (void)self;
    int64_t thread, signum;
    if (!tp_is_int(args[0]))
        return tp_raise_argument("pthread_kill", "argument 1", "int", args[0]);
    if (tp_index_as_i64(args[0], &thread) < 0 || text_int_arg(args[1], &signum) < 0)
        return 0;
    int error = pthread_kill((pthread_t)thread, (int)signum);
    if (error)
        return tp_raise_errno(error, 0);
    return tp_state.poll && tp_poll() < 0 ? 0 : TP_NONE;
}

static Value signal_sigpending(Value self, Value *args)
{
    (void)self;
    (void)args;
    sigset_t mask;
    return sigpending(&mask) < 0 ? tp_raise_errno(errno, 0) : set_value(&mask);
}

static Value signal_sigwait(Value self, Value *args)
{
    (void)self;
    sigset_t mask;
    int signum;
    if (signal_set(args[0], &mask) < 0)
        return 0;
    int error = sigwait(&mask, &signum);
    return error ? tp_raise_errno(error, 0) : tp_small(signum);
}

static const char *const siginfo_fields[] = {"si_signo", "si_code", "si_errno", "si_pid", "si_uid",
                                             "si_status", "si_band", 0};
static StructSeq siginfo_type;

/* What is known of a signal of the set, which is waited for until the time is over: None then. */
static Value wait_for_signal(const sigset_t *mask, int64_t until)
{
    siginfo_t info;
    for (;;) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        int64_t left = until - (now.tv_sec * (int64_t)BILLION + now.tv_nsec);
        left = left < 0 ? 0 : left;
        struct timespec time = {left / BILLION, left % BILLION};
        if (sigtimedwait(mask, &info, until == INT64_MAX ? NULL : &time) >= 0)
            break;
        if (errno == EAGAIN)
            return TP_NONE;
        if (errno != EINTR)
            return tp_raise_errno(errno, 0);
        if (tp_poll() < 0)
            return 0;
    }
    Value values[] = {tp_int(info.si_signo), tp_int(info.si_code), tp_int(info.si_errno),
                      tp_int(info.si_pid), tp_int(info.si_uid), tp_int(info.si_status),
                      tp_int(info.si_band)};
    return tp_structseq_new(&siginfo_type, values);
}

static Value signal_sigwaitinfo(Value self, Value *args)
{
    (void)self;
    sigset_t mask;
    return signal_set(args[0], &mask) < 0 ? 0 : wait_for_signal(&mask, INT64_MAX);
}

static Value signal_sigtimedwait(Value self, Value *args)
{
    (void)self;
    sigset_t mask;
    int64_t timeout, until;
    struct timespec now;
    if (tp_duration(args[1], BILLION, &timeout) < 0)
        return 0;
    if (timeout < 0)
        return tp_raise(&tp_ValueError, "timeout must be non-negative");
    if (signal_set(args[0], &mask) < 0)
        return 0;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (__builtin_add_overflow(now.tv_sec * (int64_t)BILLION + now.tv_nsec, timeout, &until))
        until = INT64_MAX;
    return wait_for_signal(&mask, until);
}

static const MethodDef functions[] = {
    METHOD("signal", signal_signal, "(signalnum, handler, /)",
           "Set the action for the given signal."),
    METHOD("getsignal", signal_getsignal, "(signalnum, /)",
           "Return the current action for the given signal."),
    METHOD("default_int_handler", signal_default_int_handler, "(signalnum, frame, /)",
           "The default handler for SIGINT installed by Python."),
    METHOD("alarm", signal_alarm, "(seconds, /)", "Arrange for SIGALRM to arrive."),
    METHOD("pause", signal_pause, "()", "Wait until a signal arrives."),
    METHOD("raise_signal", signal_raise_signal, "(signalnum, /)",
           "Send a signal to the executing process."),
    METHOD("setitimer", signal_setitimer, "(which, seconds, interval=0.0, /)", 0),
    METHOD("getitimer", signal_getitimer, "(which, /)", 0),
    METHOD("set_wakeup_fd", signal_set_wakeup_fd, "(fd, *, warn_on_full_buffer=True)", 0),
    METHOD("siginterrupt", signal_siginterrupt, "(signalnum, flag, /)", 0),
    METHOD("strsignal", signal_strsignal, "(signalnum, /)",
           "Return the system description of the given signal."),
    METHOD("valid_signals", signal_valid_signals, "()", 0),
    METHOD("pthread_sigmask", signal_pthread_sigmask, "(how, mask, /)", 0),
    METHOD("pthread_kill", signal_pthread_kill, "(thread_id, signalnum, /)",
           "Send a signal to a thread."),
    METHOD("sigpending", signal_sigpending, "()", 0),
    METHOD("sigwait", signal_sigwait, "(sigset, /)", 0),
    METHOD("sigwaitinfo", signal_sigwaitinfo, "(sigset, /)",
           "Wait synchronously until one of the signals in *sigset* is delivered."),
    METHOD("sigtimedwait", signal_sigtimedwait, "(sigset, timeout, /)",
           "Like sigwaitinfo(), but with a timeout."),
    METHOD_END,
};

static const IntConstant constants[] = {
    {"NSIG", NSIG}, {"SIG_DFL", 0}, {"SIG_IGN", 1}, {"SIG_BLOCK", SIG_BLOCK},
    {"SIG_UNBLOCK", SIG_UNBLOCK}, {"SIG_SETMASK", SIG_SETMASK}, {"SIGHUP", SIGHUP},
    {"SIGINT", SIGINT}, {"SIGQUIT", SIGQUIT}, {"SIGILL", SIGILL}, {"SIGTRAP", SIGTRAP},
    {"SIGIOT", SIGIOT}, {"SIGABRT", SIGABRT}, {"SIGFPE", SIGFPE}, {"SIGKILL", SIGKILL},
    {"SIGBUS", SIGBUS}, {"SIGSEGV", SIGSEGV}, {"SIGSYS", SIGSYS}, {"SIGPIPE", SIGPIPE},
    {"SIGALRM", SIGALRM}, {"SIGTERM", SIGTERM}, {"SIGUSR1", SIGUSR1}, {"SIGUSR2", SIGUSR2},
    {"SIGCLD", SIGCHLD}, {"SIGCHLD", SIGCHLD}, {"SIGPWR", SIGPWR}, {"SIGIO", SIGIO},
    {"SIGURG", SIGURG}, {"SIGWINCH", SIGWINCH}, {"SIGPOLL", SIGPOLL}, {"SIGSTOP", SIGSTOP},
    {"SIGTSTP", SIGTSTP}, {"SIGCONT", SIGCONT}, {"SIGTTIN", SIGTTIN}, {"SIGTTOU", SIGTTOU},
    {"SIGVTALRM", SIGVTALRM}, {"SIGPROF", SIGPROF}, {"SIGXCPU", SIGXCPU}, {"SIGXFSZ", SIGXFSZ},
    {"SIGRTMIN", 34}, {"SIGRTMAX", 64}, {"SIGSTKFLT", SIGSTKFLT}, {"ITIMER_REAL", ITIMER_REAL},
    {"ITIMER_VIRTUAL", ITIMER_VIRTUAL}, {"ITIMER_PROF", ITIMER_PROF},
};

static int init(Value module)
{
    if (tp_module_add_ints(module, constants, sizeof constants / sizeof *constants) < 0)
        return -1;
    default_int_handler = tp_getattr_cstr(module, "default_int_handler");
    tp_type_ready(&timer_error_type);
    tp_structseq_ready(&siginfo_type, "signal.struct_siginfo",
                       "struct_siginfo: Result from sigwaitinfo or sigtimedwait.", siginfo_fields,
                       7, 7);
    if (tp_module_add(module, "struct_siginfo", tp_ref(&siginfo_type.type)) < 0)
        return -1;
    return tp_module_add(module, "ItimerError", tp_ref(&timer_error_type));
}

const ModuleDef tp_mod__signal = {"_signal", functions, init,
                                  "This module provides mechanisms to use signal handlers."};
