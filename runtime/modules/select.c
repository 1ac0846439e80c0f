/* select.c -- the module select: waiting for descriptors with select(), poll() and epoll. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "descriptor.h"
#include "duration.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/text.h"

static const IntConstant constants[] = {
#define C(name) {#name, (uint32_t)name},
#include "select.def"
};

/* ---- deadlines: a call that a signal interrupts goes on with the time that is left ---- */

enum { THOUSAND = 1000, MILLION = 1000000, BILLION = 1000000000 };

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * BILLION + t.tv_nsec;
}

typedef struct Deadline {
    bool is_forever;
    int64_t at;            /* in nanoseconds of the monotonic clock */
} Deadline;

static void set_deadline(Deadline *d, bool is_forever, int64_t nanoseconds)
{
    d->is_forever = is_forever;
    if (__builtin_add_overflow(now(), nanoseconds, &d->at))
        d->at = INT64_MAX;
}

/* What is left in units of so many nanoseconds, rounded up. */
static int64_t time_left(const Deadline *d, int64_t unit)
{
    int64_t left = d->at - now();
    return left <= 0 ? 0 : left / unit + (left % unit > 0);
}

/* Milliseconds left; -1: for ever. */
static int milliseconds_left(const Deadline *d)
{
    if (d->is_forever)
        return -1;
    int64_t left = time_left(d, MILLION);
    return left > INT_MAX ? INT_MAX : (int)left;
}

/* The argument timeout, in units of so many nanoseconds: *is_forever for none and None. */
static int timeout_argument(Value v, int64_t unit, const char *type_error, bool *is_forever,
                            int64_t *nanoseconds)
{
    *nanoseconds = 0;
    *is_forever = !v || v == TP_NONE;
    if (*is_forever || tp_duration(v, unit, nanoseconds) == 0)
        return 0;
    if (!tp_error_is(&tp_TypeError))
        return -1;
    tp_error_clear();
    return tp_raise_int(&tp_TypeError, "%s", type_error);
}

/* The same for poll() and epoll: negative is for ever too, and the kernel takes an int. */
static int poll_deadline(Value timeout, int64_t unit, Deadline *d)
{
    bool is_forever;
    int64_t nanoseconds;
    if (timeout_argument(timeout, unit, "timeout must be an integer or None", &is_forever,
                         &nanoseconds) < 0)
        return -1;
    if (nanoseconds > (int64_t)INT_MAX * MILLION)
        return tp_raise_int(&tp_OverflowError, "timeout is too large");
    set_deadline(d, is_forever || nanoseconds < 0, nanoseconds);
    return 0;
}

/* After a failed call: go on (0) if a signal interrupted it and its handler was happy, else -1. */
static int after_failure(void)
{
    if (errno != EINTR) {
        tp_raise_errno(errno, 0);
        return -1;
    }
    return tp_poll() < 0 ? -1 : 0;
}

/* ---- select() ---- */

typedef struct Watched {
    Value objects;         /* a list */
    int *fds;              /* of the objects */
    fd_set set;
} Watched;

static int read_watched(Value iterable, Watched *w, int *highest)
{
    FD_ZERO(&w->set);
    if (!tp_type_of(iterable)->iter && !tp_type_of(iterable)->getitem)
        return tp_raise_int(&tp_TypeError, "arguments 1-3 must be sequences");
    if (!(w->objects = tp_list_from(iterable)))
        return -1;
    w->fds = tp_heap_alloc_atomic((size_t)(tp_as_list(w->objects)->length + 1) * sizeof *w->fds);
    for (int64_t i = 0; i < tp_as_list(w->objects)->length; i++) {
        int fd = tp_descriptor(tp_as_list(w->objects)->items[i]);
        if (fd < 0)
            return -1;
        if (fd >= FD_SETSIZE)
            return tp_raise_int(&tp_ValueError, "filedescriptor out of range in select()");
        w->fds[i] = fd;
        FD_SET(fd, &w->set);
        if (fd > *highest)
            *highest = fd;
    }
    return 0;
}

/* Those of the objects whose descriptors are in the set. */
static Value ready_objects(const Watched *w, const fd_set *ready)
{
    Value list = tp_list_new(0);
    for (int64_t i = 0; i < tp_as_list(w->objects)->length; i++) {
        Value object = tp_as_list(w->objects)->items[i];
        if (FD_ISSET(w->fds[i], ready) && tp_list_append(list, object) < 0)
            return 0;
    }
    return list;
}

static Value select_select(Value self, Value *args)
{
    Watched watched[3];
    int highest = -1;
    bool is_forever;
    int64_t nanoseconds;
    Deadline deadline;
    (void)self;
    if (timeout_argument(args[3], BILLION, "timeout must be a float or None", &is_forever,
                         &nanoseconds) < 0)
        return 0;
    if (nanoseconds < 0)
        return tp_raise(&tp_ValueError, "timeout must be non-negative");
    for (int i = 0; i < 3; i++)
        if (read_watched(args[i], &watched[i], &highest) < 0)
            return 0;
    set_deadline(&deadline, is_forever, nanoseconds);
    for (;;) {
        fd_set ready[3] = {watched[0].set, watched[1].set, watched[2].set};
        int64_t left = time_left(&deadline, THOUSAND);
        struct timeval time = {left / MILLION, left % MILLION};
        int n = select(highest + 1, &ready[0], &ready[1], &ready[2],
                       deadline.is_forever ? NULL : &time);
        if (n < 0) {
            if (after_failure() < 0)
                return 0;
            continue;
        }
        Value lists[3];
        for (int i = 0; i < 3; i++)
            if (!(lists[i] = ready_objects(&watched[i], &ready[i])))
                return 0;
        return tp_tuple_of(3, lists);
    }
}

/* ---- poll() ---- */

typedef struct Poll {
    Object head;
    Dict *events;          /* by descriptor */
    bool is_polling;
} Poll;

static Type poll_type, epoll_type;

static Value select_poll(Value self, Value *args)
{
    (void)self;
    (void)args;
    Poll *poll = tp_heap_object(&poll_type, 0);
    poll->events = tp_dict_new();
    return tp_ref(poll);
}

static int event_mask(Value v, int64_t *mask)
{
    uint64_t events;
    if (text_unsigned_arg(v, USHRT_MAX, "unsigned short", &events) < 0)
        return -1;
    *mask = (int64_t)events;
    return 0;
}

static Value poll_register(Value self, Value *args)
{
    int64_t mask = POLLIN | POLLPRI | POLLOUT;
    int fd = tp_descriptor(args[0]);
    if (fd < 0 || (args[1] && event_mask(args[1], &mask) < 0))
        return 0;
    return tp_dict_set(((Poll *)tp_obj(self))->events, tp_int(fd), tp_int(mask)) < 0 ? 0 : TP_NONE;
}

static Value poll_modify(Value self, Value *args)
{
    int64_t mask;
    Dict *events = ((Poll *)tp_obj(self))->events;
    int fd = tp_descriptor(args[0]);
    if (fd < 0 || event_mask(args[1], &mask) < 0)
        return 0;
    if (tp_dict_contains(events, tp_int(fd)) <= 0)
        return tp_raise_errno(ENOENT, 0);
    return tp_dict_set(events, tp_int(fd), tp_int(mask)) < 0 ? 0 : TP_NONE;
}

static Value poll_unregister(Value self, Value *args)
{
    int fd = tp_descriptor(args[0]);
    if (fd < 0)
        return 0;
    int removed = tp_dict_del(((Poll *)tp_obj(self))->events, tp_int(fd));
    return removed > 0 ? TP_NONE : removed < 0 ? 0 : tp_raise_value(&tp_KeyError, tp_int(fd));
}

static Value poll_poll(Value self, Value *args)
{
    Poll *poll_object = (Poll *)tp_obj(self);
    Dict *events = poll_object->events;
    Deadline deadline;
    if (poll_deadline(args[0], MILLION, &deadline) < 0)
        return 0;
    struct pollfd *fds = tp_heap_alloc_atomic((size_t)(events->length + 1) * sizeof *fds);
    int64_t position = 0, count = 0;
    Value key, value;
    while (tp_dict_next(events, &position, &key, &value))
        fds[count++] = (struct pollfd){(int)tp_small_value(key), (short)tp_small_value(value), 0};
    if (poll_object->is_polling)
        return tp_raise(&tp_RuntimeError, "concurrent poll() invocation");
    int n;
    poll_object->is_polling = true;
    while ((n = poll(fds, (nfds_t)count, milliseconds_left(&deadline))) < 0) {
        if (after_failure() < 0) {
            poll_object->is_polling = false;
            return 0;
        }
    }
    poll_object->is_polling = false;
    Value list = tp_list_new(0);
    for (int64_t i = 0; i < count; i++)
        if (fds[i].revents &&
            tp_list_append(list, tp_tuple_pack(2, tp_int(fds[i].fd),
                                               tp_int((unsigned short)fds[i].revents))) < 0)
            return 0;
    return list;
}

static const MethodDef poll_methods[] = {
    METHOD("register", poll_register,
           "(fd, eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)",
           "Register a file descriptor with the polling object."),
    METHOD("modify", poll_modify, "(fd, eventmask, /)", "Modify an already registered descriptor."),
    METHOD("unregister", poll_unregister, "(fd, /)",
           "Remove a file descriptor being tracked by the polling object."),
    METHOD("poll", poll_poll, "(timeout=None, /)", "Polls the set of registered file descriptors."),
    METHOD_END,
};

static Type poll_type = {
    .head = {&tp_type_type},
    .name = "select.poll",
    .basic_size = sizeof(Poll),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .methods = poll_methods,
};

/* ---- epoll ---- */

typedef struct Epoll {
    Object head;
    int fd;                /* -1: closed */
} Epoll;

static Epoll *open_epoll(Value self)
{
    Epoll *e = (Epoll *)tp_obj(self);
    if (e->fd >= 0)
        return e;
    tp_raise(&tp_ValueError, "I/O operation on closed epoll object");
    return 0;
}

static void close_descriptor(void *object)
{
    Epoll *e = object;
    if (e->fd >= 0)
        close(e->fd);
    e->fd = -1;
}

static Value new_epoll(Type *type, int fd)
{
    if (fd < 0)
        return tp_raise_errno(errno, 0);
    Epoll *e = tp_heap_object(type, 0);
    e->fd = fd;
    tp_heap_finalizer(e, close_descriptor);
    return tp_ref(e);
}

static Value epoll_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    int64_t size = -1, flags = 0;
    if (TP_ARGS("epoll", "(sizehint=-1, flags=0)", a) < 0 ||
        (a[0] && text_int_arg(a[0], &size) < 0) || (a[1] && text_int_arg(a[1], &flags) < 0))
        return 0;
    if (size < -1 || size == 0)
        return tp_raise(&tp_ValueError, "negative sizehint");
    if (flags && flags != EPOLL_CLOEXEC)
        return tp_raise(&tp_OSError, "invalid flags");
    return new_epoll(type, epoll_create1(EPOLL_CLOEXEC));
}

static Value epoll_fromfd(Value self, Value *args)
{
    int64_t fd;
    return text_int_arg(args[0], &fd) < 0 ? 0 : new_epoll((Type *)tp_obj(self), (int)fd);
}

static Value control(Value self, int operation, Value object, Value mask)
{
    uint32_t events = EPOLLIN | EPOLLPRI | EPOLLOUT;
    Epoll *e = open_epoll(self);
    if (!e || (mask && text_low_bits_arg(mask, &events) < 0))
        return 0;
    int fd = tp_descriptor(object);
    if (fd < 0)
        return 0;
    struct epoll_event event = {.events = (uint32_t)events, .data.fd = fd};
    return epoll_ctl(e->fd, operation, fd, &event) < 0 ? tp_raise_errno(errno, 0) : TP_NONE;
}

static Value epoll_register(Value self, Value *args)
{
    return control(self, EPOLL_CTL_ADD, args[0], args[1]);
}

static Value epoll_modify(Value self, Value *args)
{
    return control(self, EPOLL_CTL_MOD, args[0], args[1]);
}

static Value epoll_unregister(Value self, Value *args)
{
    return control(self, EPOLL_CTL_DEL, args[0], 0);
}

static Value epoll_poll(Value self, Value *args)
{
    Epoll *e = open_epoll(self);
    int64_t most = -1;
    Deadline deadline;
    if (!e || (args[1] && text_int_arg(args[1], &most) < 0))
        return 0;
    if (poll_deadline(args[0], BILLION, &deadline) < 0)
        return 0;
    if (most == -1)
        most = FD_SETSIZE - 1;
    if (most < 1)
        return tp_raise(&tp_ValueError, "maxevents must be greater than 0, got %d", (int)most);
    struct epoll_event *events = tp_heap_try_alloc_atomic((size_t)most * sizeof *events);
    if (!events)
        return 0;
    int n;
    while ((n = epoll_wait(e->fd, events, (int)most, milliseconds_left(&deadline))) < 0)
        if (after_failure() < 0)
            return 0;
    Value list = tp_list_new(0);
    for (int i = 0; i < n; i++)
        if (tp_list_append(list, tp_tuple_pack(2, tp_int(events[i].data.fd),
                                               tp_int(events[i].events))) < 0)
            return 0;
    return list;
}

static Value epoll_close(Value self, Value *args)
{
    (void)args;
    close_descriptor(tp_obj(self));
    return TP_NONE;
}

static Value epoll_fileno(Value self, Value *args)
{
    (void)args;
    Epoll *e = open_epoll(self);
    return e ? tp_int(e->fd) : 0;
}

static Value epoll_enter(Value self, Value *args)
{
    (void)args;
    return open_epoll(self) ? self : 0;
}

static Value epoll_get_closed(Value self)
{
    return tp_bool(((Epoll *)tp_obj(self))->fd < 0);
}

static const MethodDef epoll_methods[] = {
    METHOD_CLASS("fromfd", epoll_fromfd, "(fd, /)",
           "Create an epoll object from a given control fd."),
    METHOD("close", epoll_close, "()", "Close the epoll control file descriptor."),
    METHOD("fileno", epoll_fileno, "()", "Return the epoll control file descriptor."),
    METHOD("register", epoll_register,
           "(fd, eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)",
           "Registers a new fd or raises an OSError if the fd is already registered."),
    METHOD("modify", epoll_modify, "(fd, eventmask)",
           "Modify event mask for a registered descriptor."),
    METHOD("unregister", epoll_unregister, "(fd)",
           "Remove a registered file descriptor from the epoll object."),
    METHOD("poll", epoll_poll, "(timeout=None, maxevents=-1)",
           "Wait for events on the descriptor."),
    METHOD("__enter__", epoll_enter, "()", 0),
    METHOD("__exit__", epoll_close, "(exc_type=None, exc_value=None, exc_tb=None, /)", 0),
    METHOD_END,
};
static const GetSetDef epoll_getset[] = {
    {"closed", epoll_get_closed, 0, "True if the epoll handler is closed"}, {0, 0, 0, 0}};

static Type epoll_type = {
    .head = {&tp_type_type},
    .name = "select.epoll",
    .basic_size = sizeof(Epoll),
    .getattribute = tp_generic_getattr,
    .new_ = epoll_new,
    .methods = epoll_methods,
    .getset = epoll_getset,
};

static const MethodDef functions[] = {
    METHOD("select", select_select, "(rlist, wlist, xlist, timeout=None, /)",
           "Wait until one or more file descriptors are ready for some kind of I/O."),
    METHOD("poll", select_poll, "()", "Returns a polling object."),
    METHOD_END,
};

static int init(Value module)
{
    tp_type_ready(&poll_type);
    if (tp_module_add_type(module, &epoll_type) < 0 ||
        tp_module_add(module, "error", tp_ref(&tp_OSError)) < 0)
        return -1;
    return tp_module_add_ints(module, constants, sizeof constants / sizeof *constants);
}

const ModuleDef tp_mod_select = {"select", functions, init,
                                 "This module supports asynchronous I/O on multiple file "
                                 "descriptors."};
