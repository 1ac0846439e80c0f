/* faulthandler.c -- the module faulthandler: tracebacks without the help of Python code, when a
 * signal kills the program, when one asks for them, or after some time.
 *
 * All runs in the handlers of signals: it reads the chain of frames and calls write(), no more.
 * There is one thread, so what CPython's watchdog thread does, the signal of a timer does here.
 * Functions that were compiled without a frame of their own do not show. Start at `dump`.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "duration.h"
#include "runtime/code.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"
#include "runtime/str.h"
#include "runtime/text.h"

enum { MAX_FRAMES = 100, MAX_TEXT = 500, STACK_SIZE = 64 * 1024 };

/* Whose file descriptor it is keeps it open. */
typedef struct Target {
    Value file;
    int fd;
    bool all_threads;      /* how the head of the traceback is worded */
} Target;

typedef struct Fault {     /* a signal that kills */
    int signum;
    const char *name;
    bool is_installed;
    struct sigaction previous;
} Fault;

typedef struct Request {   /* a signal that asks for a traceback */
    bool is_installed, chains;
    Target target;
    struct sigaction previous;
} Request;

static Fault faults[] = {
    {.signum = SIGBUS, .name = "Bus error"},
    {.signum = SIGILL, .name = "Illegal instruction"},
    {.signum = SIGFPE, .name = "Floating point exception"},
    {.signum = SIGABRT, .name = "Aborted"},
    {.signum = SIGSEGV, .name = "Segmentation fault"},
};
enum { NFAULTS = sizeof faults / sizeof *faults };

static bool is_enabled;
static Target fault_target;
static Request requests[NSIG];

static struct {
    timer_t timer;
    bool is_made, exits;
    Target target;
    int64_t microseconds;
} watchdog;

/* ---- writing, in handlers of signals ---- */

typedef struct Out {
    int fd, n;
    char data[256];
} Out;

static void flush(Out *out)
{
    for (int at = 0; at < out->n;) {
        ssize_t n = write(out->fd, out->data + at, (size_t)(out->n - at));
        if (n < 0 && errno != EINTR)
            break;
        at += n > 0 ? (int)n : 0;
    }
    out->n = 0;
}

static void put_char(Out *out, char c)
{
    if (out->n == sizeof out->data)
        flush(out);
    out->data[out->n++] = c;
}

static void put(Out *out, const char *text)
{
    while (*text)
        put_char(out, *text++);
}

/* At least `width` digits. */
static void put_number(Out *out, uint64_t n, int base, int width)
{
    char digits[64];
    int i = sizeof digits;
    for (; n || width > 0; n /= (unsigned)base, width--)
        digits[--i] = "0123456789abcdef"[n % (unsigned)base];
    while (i < (int)sizeof digits)
        put_char(out, digits[i++]);
}

static void put_str(Out *out, Value text)
{
    const Str *s = tp_as_str(text);
    for (int64_t i = 0; i < s->length && i < MAX_TEXT; i++) {
        uint32_t c = tp_str_at(s, i);
        if (c >= ' ' && c < 0x7f) {
            put_char(out, (char)c);
            continue;
        }
        put(out, c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U");
        put_number(out, c, 16, c < 0x100 ? 2 : c < 0x10000 ? 4 : 8);
    }
    if (s->length > MAX_TEXT)
        put(out, "...");
}

static void put_frame(Out *out, const Frame *frame)
{
    int line = tp_code_line(frame->code, frame->at);
    put(out, "  File \"");
    put_str(out, frame->code->filename);
    put(out, "\", line ");
    if (line >= 0)
        put_number(out, (uint64_t)line, 10, 1);
    else
        put(out, "???");
    put(out, " in ");
    put_str(out, frame->code->name);
    put(out, "\n");
}

/* The traceback of the thread; `who` is what CPython calls it: "Thread" or "Current thread", or 0
 * when there is only talk of a stack. */
static void dump(Out *out, const char *who)
{
    if (who) {
        put(out, who);
        put(out, " 0x");
        put_number(out, (uint64_t)pthread_self(), 16, 16);
    } else {
        put(out, "Stack");
    }
    put(out, " (most recent call first):\n");
    const Frame *frame = tp_state.frame;
    if (!frame->code)
        put(out, "  <no Python frame>\n");
    for (int n = 0; frame->code; frame = frame->back) {
        if (n++ == MAX_FRAMES) {
            put(out, "  ...\n");
            break;
        }
        put_frame(out, frame);
    }
    flush(out);
}

static void dump_to(const Target *target)
{
    Out out = {.fd = target->fd};
    dump(&out, target->all_threads ? "Current thread" : 0);
}

/* ---- the handlers ---- */

static void on_fault(int signum)
{
    int saved = errno, i = 0;
    Out out = {.fd = fault_target.fd};
    while (i < NFAULTS - 1 && faults[i].signum != signum)
        i++;
    faults[i].is_installed = false;
    sigaction(signum, &faults[i].previous, 0);
    put(&out, "Fatal Python error: ");
    put(&out, faults[i].name);
    put(&out, "\n\n");
    dump(&out, fault_target.all_threads ? "Current thread" : 0);
    errno = saved;
    raise(signum);
}

static void on_request(int signum)
{
    int saved = errno;
    Request *request = &requests[signum];
    dump_to(&request->target);
    errno = saved;
    if (request->chains) {
        struct sigaction own;
        sigaction(signum, &request->previous, &own);
        raise(signum);
        sigaction(signum, &own, 0);
    }
}

static void on_timeout(int signum)
{
    (void)signum;
    int saved = errno;
    uint64_t seconds = (uint64_t)watchdog.microseconds / 1000000;
    uint64_t rest = (uint64_t)watchdog.microseconds % 1000000;
    Out out = {.fd = watchdog.target.fd};
    put(&out, "Timeout (");
    put_number(&out, seconds / 3600, 10, 1);
    put(&out, ":");
    put_number(&out, seconds / 60 % 60, 10, 2);
    put(&out, ":");
    put_number(&out, seconds % 60, 10, 2);
    if (rest) {
        put(&out, ".");
        put_number(&out, rest, 10, 6);
    }
    put(&out, ")!\n");
    dump(&out, "Thread");
    if (watchdog.exits)
        _exit(1);
    errno = saved;
}

/* On a stack of their own, as the program's may have overflowed. 0, or -1 with errno. */
static int install(int signum, void (*handler)(int), int flags, struct sigaction *previous)
{
    static char memory[STACK_SIZE];
    static bool has_stack;
    if (!has_stack) {
        stack_t stack = {.ss_sp = memory, .ss_size = sizeof memory};
        if (sigaltstack(&stack, 0) < 0)
            return -1;
        has_stack = true;
    }
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    return sigaction(signum, &action, previous);
}

/* ---- arguments ---- */

/* An int that CPython's format "i" reads; `missing` if it was not given. */
static int int_arg(Value v, int missing, int *out)
{
    int64_t i = missing;
    if (v && text_plain_int_arg(v, &i) < 0)
        return -1;
    *out = (int)i;
    return 0;
}

static Value standard_error(void)
{
    int error = 0;
    Value file = tp_getattr_or_null(tp_import_module("sys"), TP_NAME(stderr), &error);
    if (!file && !error)
        tp_raise(&tp_RuntimeError, "unable to get sys.stderr");
    return file == TP_NONE ? tp_raise(&tp_RuntimeError, "sys.stderr is None") : file;
}

/* The arguments file and all_threads. Other output to the file is flushed first. */
static int read_target(Value file, Value all_threads, Target *out)
{
    int is_all;
    int64_t fd;
    if (int_arg(all_threads, 1, &is_all) < 0)
        return -1;
    if ((!file || file == TP_NONE) && !(file = standard_error()))
        return -1;
    if (tp_is_int(file)) {
        if (text_int_arg(file, &fd) < 0)
            return -1;
        if (fd < 0)
            return tp_raise_int(&tp_ValueError, "file is not a valid file descripter");
    } else {
        Value number = tp_call_method_cstr(file, "fileno", 0, 0);
        if (!number)
            return -1;
        if (!tp_is_int(number) || !tp_int_fits_i64(number, &fd) || fd != (int)fd || fd < 0)
            return tp_raise_int(&tp_RuntimeError,
                                "file.fileno() is not a valid file descriptor");
        if (!tp_call_method_cstr(file, "flush", 0, 0))
            tp_error_clear();
    }
    *out = (Target){file, (int)fd, is_all != 0};
    return 0;
}

static int read_signal(Value v, int *signum)
{
    if (int_arg(v, 0, signum) < 0)
        return -1;
    for (int i = 0; i < NFAULTS; i++)
        if (faults[i].signum == *signum)
            return tp_raise_int(&tp_RuntimeError,
                                "signal %d cannot be registered, use enable() instead", *signum);
    if (*signum < 1 || *signum >= NSIG)
        return tp_raise_int(&tp_ValueError, "signal number out of range");
    return 0;
}

/* ---- functions ---- */

static Value faulthandler_dump_traceback(Value self, Value *args)
{
    (void)self;
    Target target;
    if (read_target(args[0], args[1], &target) < 0)
        return 0;
    dump_to(&target);
    return TP_NONE;
}

static Value faulthandler_enable(Value self, Value *args)
{
    (void)self;
    Target target;
    if (read_target(args[0], args[1], &target) < 0)
        return 0;
    fault_target = target;
    is_enabled = true;
    for (int i = 0; i < NFAULTS; i++) {
        if (faults[i].is_installed)
            continue;
        if (install(faults[i].signum, on_fault, SA_NODEFER, &faults[i].previous) < 0)
            return tp_raise_errno(errno, 0);
        faults[i].is_installed = true;
    }
    return TP_NONE;
}

static Value faulthandler_disable(Value self, Value *args)
{
    (void)self, (void)args;
    bool was_enabled = is_enabled;
    for (int i = 0; i < NFAULTS; i++) {
        if (faults[i].is_installed)
            sigaction(faults[i].signum, &faults[i].previous, 0);
        faults[i].is_installed = false;
    }
    is_enabled = false;
    fault_target.file = 0;
    return tp_bool(was_enabled);
}

static Value faulthandler_is_enabled(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_bool(is_enabled);
}

static Value faulthandler_cancel(Value self, Value *args)
{
    (void)self, (void)args;
    if (watchdog.is_made)
        timer_delete(watchdog.timer);
    watchdog.is_made = false;
    watchdog.target.file = 0;
    return TP_NONE;
}

/* The timer sends the last of the signals, which programs are not likely to use. */
static Value faulthandler_dump_traceback_later(Value self, Value *args)
{
    int repeats, exits;
    int64_t ns;
    Target target;
    if (int_arg(args[1], 0, &repeats) < 0 || int_arg(args[3], 0, &exits) < 0 ||
        tp_duration(args[0], 1000000000, &ns) < 0)
        return 0;
    if (ns <= 0)
        return tp_raise(&tp_ValueError, "timeout must be greater than 0");
    if (read_target(args[2], 0, &target) < 0)
        return 0;
    faulthandler_cancel(self, 0);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMAX};
    if (install(SIGRTMAX, on_timeout, SA_RESTART, 0) < 0 ||
        timer_create(CLOCK_MONOTONIC, &event, &watchdog.timer) < 0)
        return tp_raise_errno(errno, 0);
    watchdog.is_made = true;
    watchdog.exits = exits;
    watchdog.target = target;
    watchdog.microseconds = ns / 1000 + (ns % 1000 > 0);
    struct timespec time = {ns / 1000000000, ns % 1000000000}, none = {0, 0};
    struct itimerspec spec = {.it_value = time, .it_interval = repeats ? time : none};
    return timer_settime(watchdog.timer, 0, &spec, 0) < 0 ? tp_raise_errno(errno, 0) : TP_NONE;
}

static Value faulthandler_register(Value self, Value *args)
{
    (void)self;
    int signum, chains;
    Target target;
    if (int_arg(args[3], 0, &chains) < 0 || read_signal(args[0], &signum) < 0 ||
        read_target(args[1], args[2], &target) < 0)
        return 0;
    Request *request = &requests[signum];
    struct sigaction previous;
    int flags = SA_RESTART | (chains ? SA_NODEFER : 0);
    if (!request->is_installed) {
        request->target = target;
        if (install(signum, on_request, flags, &previous) < 0)
            return tp_raise_errno(errno, 0);
        request->previous = previous;
    }
    request->is_installed = true;
    request->chains = chains;
    request->target = target;
    return TP_NONE;
}

static Value faulthandler_unregister(Value self, Value *args)
{
    (void)self;
    int signum;
    if (read_signal(args[0], &signum) < 0)
        return 0;
    Request *request = &requests[signum];
    if (!request->is_installed)
        return TP_FALSE;
    sigaction(signum, &request->previous, 0);
    *request = (Request){0};
    return TP_TRUE;
}

/* ---- what tests call to die ---- */

static Value die_of(int signum)
{
    raise(signum);
    return TP_NONE;
}

static Value faulthandler_sigsegv(Value self, Value *args)
{
    (void)self, (void)args;
    return die_of(SIGSEGV);
}

static Value faulthandler_sigfpe(Value self, Value *args)
{
    (void)self, (void)args;
    return die_of(SIGFPE);
}

static Value faulthandler_sigabrt(Value self, Value *args)
{
    (void)self, (void)args;
    abort();
}

static Value faulthandler_read_null(Value self, Value *args)
{
    (void)self, (void)args;
    const volatile int *volatile null = 0;
    return tp_small(*null);
}

static const MethodDef functions[] = {
    METHOD("enable", faulthandler_enable, "(file=sys.stderr, all_threads=True)",
           "enable(file=sys.stderr, all_threads=True): enable the fault handler"),
    METHOD("disable", faulthandler_disable, "()", "disable(): disable the fault handler"),
    METHOD("is_enabled", faulthandler_is_enabled, "()",
           "is_enabled()->bool: check if the handler is enabled"),
    METHOD("dump_traceback", faulthandler_dump_traceback, "(file=sys.stderr, all_threads=True)",
           "dump_traceback(file=sys.stderr, all_threads=True): write the traceback of the thread "
           "to file"),
    METHOD("dump_traceback_later", faulthandler_dump_traceback_later,
           "(timeout, repeat=False, file=sys.stderr, exit=False)",
           "dump_traceback_later(timeout, repeat=False, file=sys.stderr, exit=False):\n"
           "write the traceback of the thread after timeout seconds, or each timeout seconds if\n"
           "repeat is True; then end the process with status 1 if exit is True."),
    METHOD("cancel_dump_traceback_later", faulthandler_cancel, "()",
           "cancel_dump_traceback_later():\ncancel the previous call to dump_traceback_later()."),
    METHOD("register", faulthandler_register,
           "(signum, file=sys.stderr, all_threads=True, chain=False)",
           "register(signum, file=sys.stderr, all_threads=True, chain=False): write the traceback "
           "of the thread to file when that signal comes"),
    METHOD_PARSED("unregister", faulthandler_unregister, "(signum, /)",
                  "unregister(signum): unregister the handler of the signal 'signum' registered "
                  "by register()"),
    METHOD("_sigsegv", faulthandler_sigsegv, "(release_gil=False, /)", 0),
    METHOD("_sigfpe", faulthandler_sigfpe, "()", 0),
    METHOD("_sigabrt", faulthandler_sigabrt, "()", 0),
    METHOD("_read_null", faulthandler_read_null, "()", 0),
    METHOD_END,
};

const ModuleDef tp_mod_faulthandler = {"faulthandler", functions, 0, "faulthandler module."};
