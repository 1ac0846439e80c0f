/* _socket.c -- the module _socket, on which socket is built: opening, connecting, closing.
 *
 * As in CPython, a socket with a timeout is non-blocking for the system, and poll() waits before
 * each call. The other files are named in socket.h. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/can.h>
#include <linux/can/bcm.h>
#include <linux/can/error.h>
#include <linux/can/j1939.h>
#include <linux/can/raw.h>
#include <linux/errqueue.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "socket.h"
#include "duration.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/text.h"

static const IntConstant constants[] = {
#define C(name) {#name, (int64_t)(name)},
#define N(name, value) {#name, (int64_t)(value)},
#include "socket.def"
};

enum { MILLION = 1000000, BILLION = 1000000000, FOR_EVER = -1, OPTION_LIMIT = 1024 };

static int64_t default_timeout = FOR_EVER;

static Type socket_type;

/* ---- waiting ---- */

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * BILLION + t.tv_nsec;
}

int64_t tp_socket_deadline(const Socket *s)
{
    int64_t deadline;
    if (s->timeout <= 0 || __builtin_add_overflow(now(), s->timeout, &deadline))
        return INT64_MAX;
    return deadline;
}

/* For poll(): rounded up. */
static int milliseconds_left(int64_t deadline)
{
    if (deadline == INT64_MAX)
        return -1;
    int64_t left = deadline - now();
    if (left <= 0)
        return 0;
    left = left / MILLION + (left % MILLION > 0);
    return left > INT_MAX ? INT_MAX : (int)left;
}

int tp_socket_poll(const Socket *s, short event, int64_t deadline)
{
    while (s->fd >= 0) {
        struct pollfd fd = {s->fd, event, 0};
        int left = milliseconds_left(deadline), n = poll(&fd, 1, left);
        if (n > 0)
            return 1;
        if (n == 0 && left < INT_MAX)
            return 0;
        if (n < 0 && errno != EINTR) {
            tp_raise_errno(errno, 0);
            return -1;
        }
        if (tp_poll() < 0)
            return -1;
    }
    return 1; /* the call will tell that it is closed */
}

int tp_socket_wait(const Socket *s, short event, int64_t deadline)
{
    int ready = s->timeout > 0 ? tp_socket_poll(s, event, deadline) : 1;
    return ready > 0   ? 0
           : ready < 0 ? -1
                       : tp_raise_int(&tp_TimeoutError, "timed out");
}

bool tp_socket_again(const Socket *s)
{
    if (errno == EINTR)
        return tp_poll() == 0;
    if (s->timeout > 0 && errno == EAGAIN)
        return true;
    tp_raise_errno(errno, 0);
    return false;
}

/* ---- timeouts ---- */

/* None or seconds: 0, or -1 with an exception. */
static int timeout_argument(Value v, int64_t *timeout)
{
    *timeout = FOR_EVER;
    if (v == TP_NONE)
        return 0;
    if (tp_duration(v, BILLION, timeout) < 0)
        return -1;
    if (*timeout < 0)
        return tp_raise_int(&tp_ValueError, "Timeout value out of range");
    return 0;
}

static Value timeout_value(int64_t timeout)
{
    if (timeout < 0)
        return TP_NONE;
    return tp_float(timeout % BILLION ? (double)timeout / BILLION : (double)(timeout / BILLION));
}

static int set_timeout(Socket *s, int64_t timeout)
{
    int is_nonblocking = timeout >= 0;
    s->timeout = timeout;
    if (ioctl(s->fd, FIONBIO, &is_nonblocking) == 0)
        return 0;
    tp_raise_errno(errno, 0);
    return -1;
}

static Value socket_setblocking(Value self, Value *args)
{
    int64_t blocking;
    if (tp_socket_long(args[0], &blocking) < 0)
        return 0;
    return set_timeout(tp_as_socket(self), blocking ? FOR_EVER : 0) < 0 ? 0 : TP_NONE;
}

static Value socket_getblocking(Value self, Value *args)
{
    (void)args;
    return tp_bool(tp_as_socket(self)->timeout != 0);
}

static Value socket_settimeout(Value self, Value *args)
{
    int64_t timeout;
    if (timeout_argument(args[0], &timeout) < 0)
        return 0;
    return set_timeout(tp_as_socket(self), timeout) < 0 ? 0 : TP_NONE;
}

static Value socket_get_timeout(Value self)
{
    return timeout_value(tp_as_socket(self)->timeout);
}

static Value socket_gettimeout(Value self, Value *args)
{
    (void)args;
    return socket_get_timeout(self);
}

/* ---- opening ---- */

/* After an unsuccessful try to get a descriptor: sockets and files that nobody closed may hold them
 * all. True once. */
static bool is_worth_retry(int *tries)
{
    if ((errno != EMFILE && errno != ENFILE) || (*tries)++)
        return false;
    int error = errno;
    tp_heap_collect();
    errno = error;
    return true;
}

static Value socket_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs;
    (void)args;
    (void)kwnames;
    Socket *s = tp_heap_object(type, 0);
    s->family = s->type = s->proto = tp_small(0);
    s->fd = -1;
    s->timeout = FOR_EVER;
    if (!(type->flags & TYPE_HAS_DEL))
        tp_type_arm_finalizer(tp_ref(s));
    return tp_ref(s);
}

static int set_up(Socket *s, int fd, int family, int type, int proto)
{
    s->fd = fd;
    s->family = tp_small(family);
    s->type = tp_small(type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC));
    s->proto = tp_small(proto);
    s->timeout = type & SOCK_NONBLOCK ? 0 : default_timeout;
    return type & SOCK_NONBLOCK || default_timeout < 0 ? 0 : set_timeout(s, default_timeout);
}

/* What is not known of an open socket: 0, or -1 with OSError. */
static int ask_kind(int fd, int *family, int *type, int *proto)
{
    Address address;
    socklen_t length = sizeof address, size = sizeof(int);
    if (getsockname(fd, &address.any, &length) == 0 &&
        (*type != -1 || getsockopt(fd, SOL_SOCKET, SO_TYPE, type, &size) == 0) &&
        (*proto != -1 || getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, proto, &size) == 0)) {
        if (*family == -1)
            *family = address.any.sa_family;
        return 0;
    }
    tp_raise_errno(errno, 0);
    return -1;
}

static int socket_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[4];
    int64_t numbers[3] = {-1, -1, -1};
    if (TP_ARGS("socket", "(family=-1, type=-1, proto=-1, fileno=None)", a) < 0)
        return -1;
    for (int i = 0; i < 3; i++)
        if (a[i] && text_int_arg(a[i], &numbers[i]) < 0)
            return -1;
    int family = (int)numbers[0], type = (int)numbers[1], proto = (int)numbers[2], fd, tries = 0;
    if (a[3] && a[3] != TP_NONE) {
        int64_t number;
        if (tp_socket_long(a[3], &number) < 0)
            return -1;
        if ((fd = (int)number) < 0)
            return tp_raise_int(&tp_ValueError, "negative file descriptor");
        if (ask_kind(fd, &family, &type, &proto) < 0)
            return -1;
        return set_up(tp_as_socket(self), fd, family, type, proto);
    }
    if (family == -1)
        family = AF_INET;
    if (type == -1)
        type = SOCK_STREAM;
    if (proto == -1)
        proto = 0;
    do
        fd = socket(family, type | SOCK_CLOEXEC, proto);
    while (fd < 0 && is_worth_retry(&tries));
    if (fd < 0) {
        tp_raise_errno(errno, 0);
        return -1;
    }
    return set_up(tp_as_socket(self), fd, family, type, proto);
}

static Value new_socket(int fd, int family, int type, int proto)
{
    Value s = socket_new(&socket_type, 0, 0, 0);
    return set_up(tp_as_socket(s), fd, family, type, proto) < 0 ? 0 : s;
}

static Value socket_socketpair(Value self, Value *args)
{
    int family = AF_UNIX, type = SOCK_STREAM, proto = 0, fds[2], status, tries = 0;
    (void)self;
    if ((args[0] && tp_socket_int(args[0], &family) < 0) ||
        (args[1] && tp_socket_int(args[1], &type) < 0) ||
        (args[2] && tp_socket_int(args[2], &proto) < 0))
        return 0;
    do
        status = socketpair(family, type | SOCK_CLOEXEC, proto, fds);
    while (status < 0 && is_worth_retry(&tries));
    if (status < 0)
        return tp_raise_errno(errno, 0);
    Value a = new_socket(fds[0], family, type, proto), b = new_socket(fds[1], family, type, proto);
    return a && b ? tp_tuple_pack(2, a, b) : 0;
}

static Value socket_accept(Value self, Value *args)
{
    Socket *s = tp_as_socket(self);
    int64_t deadline = tp_socket_deadline(s);
    int fd, tries = 0;
    Address address = {0};
    (void)args;
    if (tp_socket_check_family(s) < 0)
        return 0;
    for (;;) {
        socklen_t length = sizeof address;
        if (tp_socket_wait(s, POLLIN, deadline) < 0)
            return 0;
        if ((fd = accept4(s->fd, &address.any, &length, SOCK_CLOEXEC)) >= 0) {
            Value from = tp_socket_address_value(&address, length);
            if (from)
                return tp_tuple_pack(2, tp_small(fd), from);
            close(fd);
            return 0;
        }
        if (!is_worth_retry(&tries) && !tp_socket_again(s))
            return 0;
    }
}

/* ---- connecting ---- */

enum { TIMED_OUT = -2 };

/* 0, the error, TIMED_OUT, or -1 with an exception. */
static int connect_error(const Socket *s, const Address *address, socklen_t length)
{
    if (connect(s->fd, &address->any, length) == 0)
        return 0;
    int error = errno;
    bool is_going_on = error == EINTR ? s->timeout != 0
                                      : error == EINPROGRESS && s->timeout > 0;
    if (error == EINTR && tp_poll() < 0)
        return -1;
    if (!is_going_on)
        return error;
    int ready = tp_socket_poll(s, POLLOUT, tp_socket_deadline(s));
    if (ready <= 0)
        return ready < 0 ? -1 : TIMED_OUT;
    socklen_t size = sizeof error;
    if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
        return errno;
    return error == EISCONN ? 0 : error;
}

static Value socket_connect(Value self, Value *args)
{
    const Socket *s = tp_as_socket(self);
    Address address;
    socklen_t length;
    if (tp_socket_address(s, args[0], "connect", &address, &length) < 0)
        return 0;
    int error = connect_error(s, &address, length);
    if (error == TIMED_OUT)
        return tp_raise(&tp_TimeoutError, "timed out");
    return error < 0 ? 0 : error ? tp_raise_errno(error, 0) : TP_NONE;
}

static Value socket_connect_ex(Value self, Value *args)
{
    const Socket *s = tp_as_socket(self);
    Address address;
    socklen_t length;
    if (tp_socket_address(s, args[0], "connect_ex", &address, &length) < 0)
        return 0;
    int error = connect_error(s, &address, length);
    return error == -1 ? 0 : tp_small(error == TIMED_OUT ? EWOULDBLOCK : error);
}

static Value status(int result)
{
    return result < 0 ? tp_raise_errno(errno, 0) : TP_NONE;
}

static Value socket_bind(Value self, Value *args)
{
    const Socket *s = tp_as_socket(self);
    Address address;
    socklen_t length;
    if (tp_socket_address(s, args[0], "bind", &address, &length) < 0)
        return 0;
    return status(bind(s->fd, &address.any, length));
}

static Value socket_listen(Value self, Value *args)
{
    int backlog = SOMAXCONN < 128 ? SOMAXCONN : 128;
    if (args[0] && tp_socket_int(args[0], &backlog) < 0)
        return 0;
    return status(listen(tp_as_socket(self)->fd, backlog < 0 ? 0 : backlog));
}

static Value socket_shutdown(Value self, Value *args)
{
    int64_t how;
    if (text_int_arg(args[0], &how) < 0)
        return 0;
    return status(shutdown(tp_as_socket(self)->fd, (int)how));
}

static Value name_of(const Socket *s, bool is_peer)
{
    Address address = {0};
    socklen_t length = sizeof address;
    if (tp_socket_check_family(s) < 0)
        return 0;
    int result = is_peer ? getpeername(s->fd, &address.any, &length)
                         : getsockname(s->fd, &address.any, &length);
    return result < 0 ? tp_raise_errno(errno, 0) : tp_socket_address_value(&address, length);
}

static Value socket_getsockname(Value self, Value *args)
{
    (void)args;
    return name_of(tp_as_socket(self), false);
}

static Value socket_getpeername(Value self, Value *args)
{
    (void)args;
    return name_of(tp_as_socket(self), true);
}

/* ---- options ---- */

static Value socket_getsockopt(Value self, Value *args)
{
    int level, option, size = 0, number = 0;
    char data[OPTION_LIMIT];
    const Socket *s = tp_as_socket(self);
    if (tp_socket_int(args[0], &level) < 0 || tp_socket_int(args[1], &option) < 0 ||
        (args[2] && tp_socket_int(args[2], &size) < 0))
        return 0;
    if (size < 0 || size > OPTION_LIMIT)
        return tp_raise(&tp_OSError, "getsockopt buflen out of range");
    socklen_t length = size ? (socklen_t)size : sizeof number;
    if (getsockopt(s->fd, level, option, size ? (void *)data : &number, &length) < 0)
        return tp_raise_errno(errno, 0);
    return size ? tp_bytes_new(data, length) : tp_int(number);
}

static Value socket_setsockopt(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    int level, option, number;
    const char *data;
    int64_t n;
    uint32_t length;
    const Socket *s = tp_as_socket(self);
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "socket.setsockopt() takes no keyword arguments");
    bool is_length = nargs == 4 && args[2] == TP_NONE && tp_type_of(args[3])->index;
    if (nargs != 3 && !is_length)
        return tp_raise(&tp_TypeError, "setsockopt() takes exactly 3 arguments (%d given)", nargs);
    if (tp_socket_int(args[0], &level) < 0 || tp_socket_int(args[1], &option) < 0)
        return 0;
    if (is_length) {
        if (text_low_bits_arg(args[3], &length) < 0)
            return 0;
        return status(setsockopt(s->fd, level, option, 0, length));
    }
    if (tp_type_of(args[2])->index) {
        if (tp_socket_int(args[2], &number) == 0)
            return status(setsockopt(s->fd, level, option, &number, sizeof number));
        tp_error_clear();
    }
    if (tp_bytes_view(args[2], &data, &n) < 0)
        return 0;
    return status(setsockopt(s->fd, level, option, data, (socklen_t)n));
}

/* ---- closing ---- */

static int close_descriptor(int fd)
{
    if (close(fd) == 0 || errno == ECONNRESET)
        return 0;
    tp_raise_errno(errno, 0);
    return -1;
}

static Value socket_detach(Value self, Value *args)
{
    int fd = tp_as_socket(self)->fd;
    (void)args;
    tp_as_socket(self)->fd = -1;
    return tp_small(fd);
}

static Value socket_close(Value self, Value *args)
{
    int fd = tp_as_socket(self)->fd;
    (void)args;
    tp_as_socket(self)->fd = -1;
    return fd >= 0 && close_descriptor(fd) < 0 ? 0 : TP_NONE;
}

static Value socket_fileno(Value self, Value *args)
{
    (void)args;
    return tp_small(tp_as_socket(self)->fd);
}

static Value socket_repr(Value self)
{
    const Socket *s = tp_as_socket(self);
    return tp_str_format_c("<socket object, fd=%d, family=%d, type=%d, proto=%d>", s->fd,
                           (int)tp_small_value(s->family), (int)tp_small_value(s->type),
                           (int)tp_small_value(s->proto));
}

static void socket_del(Value self)
{
    Socket *s = tp_as_socket(self);
    if (s->fd < 0)
        return;
    if (tp_warn(&tp_ResourceWarning, 1, "unclosed %R", self) < 0)
        tp_error_unraisable(self);
    if (s->fd >= 0) /* as its repr may have closed it */
        close(s->fd);
    s->fd = -1;
}

static const MethodDef socket_methods[] = {
    METHOD("_accept", socket_accept, "()",
           "_accept() -> (integer, address info)\n\nWait for an incoming connection."),
    METHOD("bind", socket_bind, "(address, /)", "Bind the socket to a local address."),
    METHOD("close", socket_close, "()", "Close the socket."),
    METHOD("connect", socket_connect, "(address, /)", "Connect the socket to a remote address."),
    METHOD("connect_ex", socket_connect_ex, "(address, /)",
           "Like connect(), but return the error number, or 0."),
    METHOD("detach", socket_detach, "()",
           "Close the socket object, but not its file descriptor, which is returned."),
    METHOD("fileno", socket_fileno, "()", "Return the file descriptor."),
    METHOD("getpeername", socket_getpeername, "()", "Return the address of the remote end."),
    METHOD("getsockname", socket_getsockname, "()", "Return the address of the local end."),
    METHOD_PARSED("getsockopt", socket_getsockopt, "(level, option, buffersize=0, /)",
                  "Get a socket option: an int, or bytes of that size."),
    METHOD_PARSED("listen", socket_listen, "(backlog=128, /)",
                  "Let the socket accept connections."),
    METHOD_RAW("setsockopt", socket_setsockopt, "(level, option, value, optlen=None, /)",
               "Set a socket option: an int, bytes, or None and a length."),
    METHOD("setblocking", socket_setblocking, "(flag, /)", "Make the socket blocking or not."),
    METHOD("getblocking", socket_getblocking, "()", "Is the socket blocking?"),
    METHOD("settimeout", socket_settimeout, "(timeout, /)",
           "Set a timeout on socket operations: seconds, or None for none."),
    METHOD("gettimeout", socket_gettimeout, "()", "Return the timeout in seconds, or None."),
    METHOD("shutdown", socket_shutdown, "(flag, /)",
           "Shut down the reading side, the writing side or both."),
    METHOD_PARSED("recv", socket_recv, "(buffersize, flags=0, /)",
                  "Receive up to buffersize bytes from the socket."),
    METHOD("recv_into", socket_recv_into, "(buffer, nbytes=0, flags=0)",
           "Receive bytes into a buffer; return how many there were."),
    METHOD_PARSED("recvfrom", socket_recvfrom, "(buffersize, flags=0, /)",
                  "Like recv(), but also return the sender's address."),
    METHOD("recvfrom_into", socket_recvfrom_into, "(buffer, nbytes=0, flags=0)",
           "Like recv_into(), but also return the sender's address."),
    METHOD_PARSED("recvmsg", socket_recvmsg, "(bufsize, ancbufsize=0, flags=0, /)",
                  "Receive data and ancillary data: (data, ancdata, msg_flags, address)."),
    METHOD_PARSED("recvmsg_into", socket_recvmsg_into, "(buffers, ancbufsize=0, flags=0, /)",
                  "Like recvmsg(), into buffers: (nbytes, ancdata, msg_flags, address)."),
    METHOD_PARSED("send", socket_send, "(data, flags=0, /)",
                  "Send bytes; return how many were sent."),
    METHOD_PARSED("sendall", socket_sendall, "(data, flags=0, /)", "Send all of the bytes."),
    METHOD_RAW("sendto", socket_sendto, "(data, flags_or_address, address=None, /)",
               "Send bytes to an address: sendto(data[, flags], address)."),
    METHOD_PARSED("sendmsg", socket_sendmsg, "(buffers, ancdata=(), flags=0, address=None, /)",
                  "Send buffers and ancillary data; return how many bytes were sent."),
    METHOD_END,
};

static const GetSetDef socket_getset[] = {
    {"timeout", socket_get_timeout, 0, "the socket timeout"}, {0, 0, 0, 0}};
static const MemberDef socket_members[] = {
    {"family", offsetof(Socket, family), true, "the socket family"},
    {"type", offsetof(Socket, type), true, "the socket type"},
    {"proto", offsetof(Socket, proto), true, "the socket protocol"},
    {0, 0, 0, 0},
};

static Type socket_type = {
    .head = {&tp_type_type},
    .name = "_socket.socket",
    .basic_size = sizeof(Socket),
    .flags = TYPE_BASE,
    .getattribute = tp_generic_getattr,
    .doc = "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\n"
           "socket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\n"
           "Open a socket of the given type, or one for a descriptor.",
    .repr = socket_repr,
    .new_ = socket_new,
    .init = socket_init,
    .del = socket_del,
    .methods = socket_methods,
    .getset = socket_getset,
    .members = socket_members,
};

/* ---- the module ---- */

static Value socket_close_fd(Value self, Value *args)
{
    int64_t fd;
    (void)self;
    return tp_socket_long(args[0], &fd) < 0 || close_descriptor((int)fd) < 0 ? 0 : TP_NONE;
}

static Value socket_dup(Value self, Value *args)
{
    int64_t fd;
    int copy, tries = 0;
    (void)self;
    if (tp_socket_long(args[0], &fd) < 0)
        return 0;
    do
        copy = fcntl((int)fd, F_DUPFD_CLOEXEC, 0);
    while (copy < 0 && is_worth_retry(&tries));
    return copy < 0 ? tp_raise_errno(errno, 0) : tp_small(copy);
}

static Value socket_getdefaulttimeout(Value self, Value *args)
{
    (void)self;
    (void)args;
    return timeout_value(default_timeout);
}

static Value socket_setdefaulttimeout(Value self, Value *args)
{
    int64_t timeout;
    (void)self;
    if (timeout_argument(args[0], &timeout) < 0)
        return 0;
    default_timeout = timeout;
    return TP_NONE;
}

static Value socket_cmsg_len(Value self, Value *args)
{
    int64_t n;
    (void)self;
    if (tp_ssize_argument(args[0], &n) < 0)
        return 0;
    if (n < 0 || n > INT_MAX - (int64_t)CMSG_LEN(0))
        return tp_raise(&tp_OverflowError, "CMSG_LEN() argument out of range");
    return tp_int((int64_t)CMSG_LEN((size_t)n));
}

static Value socket_cmsg_space(Value self, Value *args)
{
    int64_t n;
    (void)self;
    if (tp_ssize_argument(args[0], &n) < 0)
        return 0;
    if (n < 0 || n > INT_MAX - (int64_t)CMSG_SPACE(1))
        return tp_raise(&tp_OverflowError, "CMSG_SPACE() argument out of range");
    return tp_int((int64_t)CMSG_SPACE((size_t)n));
}

static const MethodDef functions[] = {
    METHOD_PARSED("socketpair", socket_socketpair, "(family=AF_UNIX, type=SOCK_STREAM, proto=0, /)",
                  "Create a pair of connected socket objects."),
    METHOD("close", socket_close_fd, "(fd, /)", "Close a socket by its file descriptor."),
    METHOD("dup", socket_dup, "(fd, /)", "Duplicate the file descriptor of a socket."),
    METHOD("getdefaulttimeout", socket_getdefaulttimeout, "()",
           "Return the timeout of new sockets in seconds, or None."),
    METHOD("setdefaulttimeout", socket_setdefaulttimeout, "(timeout, /)",
           "Set the timeout of new sockets: seconds, or None for none."),
    METHOD_PARSED("CMSG_LEN", socket_cmsg_len, "(length, /)",
                  "The length of ancillary data without padding."),
    METHOD_PARSED("CMSG_SPACE", socket_cmsg_space, "(length, /)",
                  "The buffer size that ancillary data need, padding included."),
    METHOD_END,
};

static int init(Value module)
{
    tp_type_ready(&tp_socket_herror);
    tp_type_ready(&tp_socket_gaierror);
    if (tp_module_add_type(module, &socket_type) < 0 ||
        tp_module_add(module, "SocketType", tp_ref(&socket_type)) < 0 ||
        tp_module_add(module, "error", tp_ref(&tp_OSError)) < 0 ||
        tp_module_add(module, "herror", tp_ref(&tp_socket_herror)) < 0 ||
        tp_module_add(module, "gaierror", tp_ref(&tp_socket_gaierror)) < 0 ||
        tp_module_add(module, "timeout", tp_ref(&tp_TimeoutError)) < 0 ||
        tp_module_add(module, "has_ipv6", TP_TRUE) < 0 ||
        tp_module_add(module, "BDADDR_ANY", tp_str_cstr("00:00:00:00:00:00")) < 0 ||
        tp_module_add(module, "BDADDR_LOCAL", tp_str_cstr("00:00:00:FF:FF:FF")) < 0 ||
        tp_module_add_functions(module, tp_socket_name_functions) < 0)
        return -1;
    return tp_module_add_ints(module, constants, sizeof constants / sizeof *constants);
}

const ModuleDef tp_mod__socket = {"_socket", functions, init,
                                  "Implementation module for socket operations.\n\n"
                                  "See the socket module for documentation."};
