/* socket_transfer.c -- sending and receiving.
 *
 * All of it is sendmsg() and recvmsg(), which `transfer` makes again after a signal and, with a
 * timeout, waits for. The buffers are locked meanwhile, as Python code may run. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "socket.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/text.h"

/* How many bytes were sent or received; -1 with an exception. */
static int64_t transfer(const Socket *s, short event, struct msghdr *message, int flags,
                        int64_t deadline)
{
    for (;;) {
        if (tp_socket_wait(s, event, deadline) < 0)
            return -1;
        ssize_t n = event == POLLOUT ? sendmsg(s->fd, message, flags)
                                     : recvmsg(s->fd, message, flags);
        if (n >= 0)
            return n;
        if (!tp_socket_again(s))
            return -1;
    }
}

/* One buffer; message may name an address, too. */
static int64_t transfer_buffer(const Socket *s, short event, struct msghdr *message, char *data,
                               int64_t n, int flags)
{
    struct iovec part = {data, (size_t)n};
    message->msg_iov = &part;
    message->msg_iovlen = 1;
    int64_t done = transfer(s, event, message, flags, tp_socket_deadline(s));
    message->msg_iov = 0;
    return done;
}

static int flags_argument(Value v, int *flags)
{
    *flags = 0;
    return v ? tp_socket_int(v, flags) : 0;
}

/* ---- receiving ---- */

/* Lock a buffer that is to be written to; false, without an exception, if v has none. */
static bool lock_writable(Value v, Buffer *buffer)
{
    if (tp_buffer_get(v, buffer, 1) < 0) {
        tp_error_clear();
        return false;
    }
    if (!buffer->is_readonly && tp_buffer_is_contiguous(buffer))
        return true;
    tp_io_leave(v);
    return false;
}

static int writable_argument(Value v, const char *function, Buffer *buffer)
{
    if (lock_writable(v, buffer))
        return 0;
    tp_raise_argument(function, "argument 1", "read-write bytes-like object", v);
    return -1;
}

static int64_t size_of(const Buffer *buffer)
{
    return buffer->length * buffer->itemsize;
}

/* The bytes that were received in tp_bytes_room of that size, which is given back. With MSG_TRUNC n
 * counts those that found no room, too. */
static Value received(char *data, int64_t size, int64_t n)
{
    Value bytes = n < 0 ? 0 : tp_bytes_new(data, n < size ? n : size);
    tp_heap_reuse(data, (size_t)size + 1);
    return bytes;
}

/* The arguments buffersize and flags, which may be missing. */
static int size_and_flags(Value *args, const char *function, int64_t *size, int *flags)
{
    *size = 0;
    if ((args[0] && tp_ssize_argument(args[0], size) < 0) || flags_argument(args[1], flags) < 0)
        return -1;
    if (*size < 0)
        return tp_raise_int(&tp_ValueError, "negative buffersize in %s", function);
    return 0;
}

Value socket_recv(Value self, Value *args)
{
    const Socket *s = tp_as_socket(self);
    struct msghdr message = {0};
    int64_t size;
    int flags;
    if (size_and_flags(args, "recv", &size, &flags) < 0)
        return 0;
    char *data = tp_bytes_room(size);
    if (!data)
        return 0;
    int64_t n = size ? transfer_buffer(s, POLLIN, &message, data, size, flags) : 0;
    return received(data, size, n);
}

static Value with_address(Value first, const Address *address, const struct msghdr *message)
{
    Value from = first ? tp_socket_address_value(address, message->msg_namelen) : 0;
    return from ? tp_tuple_pack(2, first, from) : 0;
}

Value socket_recvfrom(Value self, Value *args)
{
    const Socket *s = tp_as_socket(self);
    Address address = {0};
    struct msghdr message = {.msg_name = &address, .msg_namelen = sizeof address};
    int64_t size;
    int flags;
    if (size_and_flags(args, "recvfrom", &size, &flags) < 0 || tp_socket_check_family(s) < 0)
        return 0;
    char *data = tp_bytes_room(size);
    if (!data)
        return 0;
    int64_t n = transfer_buffer(s, POLLIN, &message, data, size, flags);
    return with_address(received(data, size, n), &address, &message);
}

/* Arguments of recv_into() and recvfrom_into(): the buffer is locked then, and *n bytes of it are
 * wanted. */
static int into_arguments(Value *args, const char *function, const char *too_large, Buffer *buffer,
                          int64_t *n, int *flags)
{
    if (writable_argument(args[0], function, buffer) < 0)
        return -1;
    int64_t size = size_of(buffer);
    if (size_and_flags(args + 1, function, n, flags) == 0) {
        if (*n == 0)
            *n = size;
        if (*n <= size)
            return 0;
        tp_raise(&tp_ValueError, too_large);
    }
    tp_io_leave(args[0]);
    return -1;
}

Value socket_recv_into(Value self, Value *args)
{
    const Socket *s = tp_as_socket(self);
    struct msghdr message = {0};
    Buffer buffer;
    int64_t n;
    int flags;
    if (into_arguments(args, "recv_into", "buffer too small for requested bytes", &buffer, &n,
                       &flags) < 0)
        return 0;
    if (n)
        n = transfer_buffer(s, POLLIN, &message, buffer.data, n, flags);
    tp_io_leave(args[0]);
    return n < 0 ? 0 : tp_int(n);
}

Value socket_recvfrom_into(Value self, Value *args)
{
    const Socket *s = tp_as_socket(self);
    Address address = {0};
    struct msghdr message = {.msg_name = &address, .msg_namelen = sizeof address};
    Buffer buffer;
    int64_t n;
    int flags;
    if (into_arguments(args, "recvfrom_into", "nbytes is greater than the length of the buffer",
                       &buffer, &n, &flags) < 0)
        return 0;
    n = tp_socket_check_family(s) < 0
            ? -1 : transfer_buffer(s, POLLIN, &message, buffer.data, n, flags);
    tp_io_leave(args[0]);
    return with_address(n < 0 ? 0 : tp_int(n), &address, &message);
}

/* ---- messages with ancillary data ---- */

/* The items of an iterable in a list of our own. */
static List *items_of(Value v, const char *function, int argument)
{
    if (!tp_type_of(v)->iter && !tp_type_of(v)->getitem) {
        tp_raise(&tp_TypeError, "%s() argument %d must be an iterable", function, argument);
        return 0;
    }
    Value list = tp_list_from(v);
    return list ? tp_as_list(list) : 0;
}

static void leave_all(const List *locked, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        tp_io_leave(locked->items[i]);
}

static struct iovec *new_parts(int64_t n)
{
    size_t size = tp_size((size_t)n, sizeof(struct iovec), sizeof(struct iovec));
    return size ? tp_heap_try_alloc(size) : 0;
}

/* [(level, type, data), ...] of what was received. */
static Value ancillary_data(struct msghdr *message)
{
    Value list = tp_list_new(0);
    const char *end = (char *)message->msg_control + message->msg_controllen;
    struct cmsghdr *header = message->msg_controllen ? CMSG_FIRSTHDR(message) : 0;
    for (; header && header->cmsg_len >= CMSG_LEN(0); header = CMSG_NXTHDR(message, header)) {
        const char *data = (const char *)CMSG_DATA(header);
        int64_t n = (int64_t)(header->cmsg_len - CMSG_LEN(0));
        if (n > end - data)
            n = end - data;
        Value item = tp_tuple_pack(3, tp_int(header->cmsg_level), tp_int(header->cmsg_type),
                                   tp_bytes_new(data, n));
        if (tp_list_append(list, item) < 0)
            return 0;
    }
    return list;
}

/* Close the descriptors in a message that nobody will get. */
static void close_received(struct msghdr *message)
{
    struct cmsghdr *header = message->msg_controllen ? CMSG_FIRSTHDR(message) : 0;
    for (; header && header->cmsg_len >= CMSG_LEN(0); header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        const unsigned char *data = CMSG_DATA(header);
        size_t n = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < n; i++) {
            int fd;
            memcpy(&fd, data + i * sizeof fd, sizeof fd);
            close(fd);
        }
    }
}

/* recvmsg() and recvmsg_into() with their arguments from the second on. `first` makes of the number
 * of bytes the first that they give. */
static Value receive_message(const Socket *s, Value *args, struct iovec *parts, int64_t nparts,
                             Value (*first)(const struct iovec *parts, int64_t n))
{
    Address address = {0};
    int64_t size = 0;
    int flags;
    if ((args[0] && tp_ssize_argument(args[0], &size) < 0) || flags_argument(args[1], &flags) < 0 ||
        tp_socket_check_family(s) < 0)
        return 0;
    if (size < 0 || size > INT_MAX)
        return tp_raise(&tp_ValueError, "invalid ancillary data buffer length");
    char *control = tp_bytes_room(size);
    if (!control)
        return 0;
    struct msghdr message = {.msg_name = &address, .msg_namelen = sizeof address,
                             .msg_iov = parts, .msg_iovlen = (size_t)nparts,
                             .msg_control = control, .msg_controllen = (size_t)size};
    int64_t n = transfer(s, POLLIN, &message, flags, tp_socket_deadline(s));
    if (n < 0)
        return 0;
    Value what = first(parts, n), ancillary = what ? ancillary_data(&message) : 0;
    Value from = ancillary ? tp_socket_address_value(&address, message.msg_namelen) : 0;
    if (from)
        return tp_tuple_pack(4, what, ancillary, tp_int(message.msg_flags), from);
    close_received(&message);
    return 0;
}

static Value bytes_of(const struct iovec *part, int64_t n)
{
    int64_t size = (int64_t)part->iov_len; /* less than n with MSG_TRUNC */
    return tp_bytes_new(part->iov_base, n < size ? n : size);
}

static Value count_of(const struct iovec *parts, int64_t n)
{
    (void)parts;
    return tp_int(n);
}

Value socket_recvmsg(Value self, Value *args)
{
    int64_t size;
    if (tp_ssize_argument(args[0], &size) < 0)
        return 0;
    if (size < 0)
        return tp_raise(&tp_ValueError, "negative buffer size in recvmsg()");
    char *data = tp_bytes_room(size);
    if (!data)
        return 0;
    struct iovec part = {data, (size_t)size};
    return receive_message(tp_as_socket(self), args + 1, &part, 1, bytes_of);
}

Value socket_recvmsg_into(Value self, Value *args)
{
    List *buffers = items_of(args[0], "recvmsg_into", 1);
    if (!buffers)
        return 0;
    struct iovec *parts = new_parts(buffers->length);
    if (!parts)
        return 0;
    int64_t locked = 0;
    Value result = 0;
    Buffer buffer;
    while (locked < buffers->length && lock_writable(buffers->items[locked], &buffer))
        parts[locked++] = (struct iovec){buffer.data, (size_t)size_of(&buffer)};
    if (locked == buffers->length)
        result = receive_message(tp_as_socket(self), args + 1, parts, locked, count_of);
    else
        tp_raise(&tp_TypeError, "recvmsg_into() argument 1 must be an iterable of single-segment "
                                "read-write buffers");
    leave_all(buffers, locked);
    return result;
}

/* The three of an item of ancillary data. */
static List *ancillary_item(Value v)
{
    static const char function[] = "[sendmsg() ancillary data items]";
    if (!tp_is_sequence(v) || tp_is_bytes(v)) {
        tp_raise_argument(function, "argument", "3-item sequence", v);
        return 0;
    }
    Value list = tp_list_from(v);
    if (!list || tp_as_list(list)->length == 3)
        return list ? tp_as_list(list) : 0;
    tp_raise(&tp_TypeError, "%s() argument must be sequence of length 3, not %lld", function,
             (long long)tp_as_list(list)->length);
    return 0;
}

/* Write the control messages of a list of items to *control: 0, or -1. */
static int make_control(const List *items, ByteBuilder *control)
{
    for (int64_t i = 0; i < items->length; i++) {
        int level, type;
        const char *data;
        int64_t n;
        const List *item = ancillary_item(items->items[i]);
        if (!item || tp_socket_int(item->items[0], &level) < 0 ||
            tp_socket_int(item->items[1], &type) < 0 ||
            tp_bytes_view(item->items[2], &data, &n) < 0)
            return -1;
        if (n > INT_MAX - (int64_t)CMSG_SPACE(0))
            return tp_raise_int(&tp_OSError, "ancillary data item too large");
        int64_t start = control->length, space = (int64_t)CMSG_SPACE((size_t)n);
        if (start + space > INT_MAX)
            return tp_raise_int(&tp_OSError, "too much ancillary data");
        if (tp_bytes_add(control, 0, space) < 0)
            return -1;
        struct cmsghdr header = {.cmsg_len = CMSG_LEN((size_t)n), .cmsg_level = level,
                                 .cmsg_type = type};
        memset(control->data + start, 0, (size_t)space);
        memcpy(control->data + start, &header, sizeof header);
        memcpy(control->data + start + CMSG_LEN(0), data, (size_t)n);
    }
    return 0;
}

Value socket_sendmsg(Value self, Value *args)
{
    const Socket *s = tp_as_socket(self);
    Address address;
    socklen_t length = 0;
    ByteBuilder control = {0};
    int flags;
    if (flags_argument(args[2], &flags) < 0 ||
        (args[3] && args[3] != TP_NONE &&
         tp_socket_address(s, args[3], "sendmsg", &address, &length) < 0))
        return 0;
    List *buffers = items_of(args[0], "sendmsg", 1), *items = 0;
    struct iovec *parts = buffers ? new_parts(buffers->length) : 0;
    if (!parts)
        return 0;
    int64_t locked = 0, n = -1, size;
    const char *data;
    while (locked < buffers->length && tp_io_source(buffers->items[locked], &data, &size) == 0)
        parts[locked++] = (struct iovec){(void *)data, (size_t)size};
    if (locked == buffers->length &&
        (!args[1] || ((items = items_of(args[1], "sendmsg", 2)) &&
                      make_control(items, &control) == 0))) {
        struct msghdr message = {.msg_name = length ? &address : 0, .msg_namelen = length,
                                 .msg_iov = parts, .msg_iovlen = (size_t)locked,
                                 .msg_control = control.data,
                                 .msg_controllen = (size_t)control.length};
        n = transfer(s, POLLOUT, &message, flags, tp_socket_deadline(s));
    }
    leave_all(buffers, locked);
    return n < 0 ? 0 : tp_int(n);
}

/* ---- sending ---- */

Value socket_send(Value self, Value *args)
{
    struct msghdr message = {0};
    const char *data;
    int64_t n;
    int flags;
    if (tp_io_source(args[0], &data, &n) < 0)
        return 0;
    n = flags_argument(args[1], &flags) < 0
            ? -1
            : transfer_buffer(tp_as_socket(self), POLLOUT, &message, (char *)data, n, flags);
    tp_io_leave(args[0]);
    return n < 0 ? 0 : tp_int(n);
}

/* The timeout is for all of it. */
static int send_all(const Socket *s, const char *data, int64_t n, int flags)
{
    int64_t deadline = tp_socket_deadline(s);
    do {
        struct iovec part = {(void *)data, (size_t)n};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
        int64_t sent = transfer(s, POLLOUT, &message, flags, deadline);
        if (sent < 0 || tp_poll() < 0)
            return -1;
        data += sent;
        n -= sent;
    } while (n > 0);
    return 0;
}

Value socket_sendall(Value self, Value *args)
{
    const char *data;
    int64_t n;
    int flags;
    if (tp_io_source(args[0], &data, &n) < 0)
        return 0;
    bool is_sent = flags_argument(args[1], &flags) == 0 &&
                   send_all(tp_as_socket(self), data, n, flags) == 0;
    tp_io_leave(args[0]);
    return is_sent ? TP_NONE : 0;
}

Value socket_sendto(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    const Socket *s = tp_as_socket(self);
    Address address;
    socklen_t length;
    const char *data;
    int64_t n;
    int flags;
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "socket.sendto() takes no keyword arguments");
    if (nargs != 2 && nargs != 3)
        return tp_raise(&tp_TypeError, "sendto() takes 2 or 3 arguments (%d given)", nargs);
    if (tp_io_source(args[0], &data, &n) < 0)
        return 0;
    if (flags_argument(nargs == 3 ? args[1] : 0, &flags) < 0 ||
        tp_socket_address(s, args[nargs - 1], "sendto", &address, &length) < 0) {
        n = -1;
    } else {
        struct msghdr message = {.msg_name = &address, .msg_namelen = length};
        n = transfer_buffer(s, POLLOUT, &message, (char *)data, n, flags);
    }
    tp_io_leave(args[0]);
    return n < 0 ? 0 : tp_int(n);
}
