/* fcntl.c -- the module fcntl: control of descriptors and locks of files. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>

#include "descriptor.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/text.h"

enum { BUFFER_LIMIT = 1024 };

static const IntConstant constants[] = {
#define C(name) {#name, (uint32_t)name},
#include "fcntl.def"
};

/* A failed call: 0 with OSError, or 1 to try again after a signal. */
static int after_failure(void)
{
    if (errno == EINTR)
        return tp_poll() < 0 ? 0 : 1;
    tp_raise_errno(errno, 0);
    return 0;
}

/* 0, or -1 with ValueError if it is too long for a buffer of BUFFER_LIMIT bytes. */
static int copy_argument(const char *data, int64_t n, const char *function, char *buffer)
{
    if (n > BUFFER_LIMIT)
        return tp_raise_int(&tp_ValueError, "%s string arg too long", function);
    memset(buffer, 0, BUFFER_LIMIT);
    memcpy(buffer, data, (size_t)n);
    return 0;
}

/* An argument in memory, str or bytes: copied to buffer, at most BUFFER_LIMIT bytes. *n is -1 for
 * all else, which is to be an int. */
static int memory_argument(Value v, const char *function, char *buffer, int64_t *n)
{
    const char *data;
    *n = -1;
    if (!v || (!tp_is_str(v) && !tp_is_bytes(v)))
        return 0;
    if (tp_is_bytes(v))
        tp_bytes_view(v, &data, n);
    else if (!(data = tp_str_to_utf8(v, n)))
        return -1;
    return copy_argument(data, *n, function, buffer);
}

static int int_argument(Value v, int64_t *out)
{
    uint32_t low = 0;
    if (v && text_low_bits_arg(v, &low) < 0)
        return -1;
    *out = low;
    return 0;
}

static Value fcntl_fcntl(Value self, Value *args)
{
    char buffer[BUFFER_LIMIT];
    int64_t code, n, argument = 0;
    (void)self;
    int fd = tp_descriptor(args[0]), result;
    if (fd < 0 || text_int_arg(args[1], &code) < 0 ||
        memory_argument(args[2], "fcntl", buffer, &n) < 0 ||
        (n < 0 && int_argument(args[2], &argument) < 0))
        return 0;
    do {
        result = n >= 0 ? fcntl(fd, (int)code, buffer) : fcntl(fd, (int)code, (int)argument);
        if (result >= 0)
            return n >= 0 ? tp_bytes_new(buffer, n) : tp_int(result);
    } while (after_failure());
    return 0;
}

/* An ioctl that writes to its argument. The kernel does not know how long that is: what is small is
 * lent a buffer with room for any answer. */
static Value change_memory(int fd, int64_t code, const Buffer *view)
{
    char buffer[BUFFER_LIMIT + 1], *data = view->data;
    int64_t n = view->length * view->itemsize;
    bool is_small = n <= BUFFER_LIMIT;
    if (is_small) {
        memset(buffer, 0, sizeof buffer);
        memcpy(buffer, data, (size_t)n);
    }
    int result = ioctl(fd, (unsigned long)code, is_small ? buffer : data);
    if (is_small)
        memcpy(data, buffer, (size_t)n);
    return result < 0 ? tp_raise_errno(errno, 0) : tp_int(result);
}

static Value fcntl_ioctl(Value self, Value *args)
{
    char buffer[BUFFER_LIMIT];
    Buffer view;
    int64_t code, n, argument = 0;
    (void)self;
    int fd = tp_descriptor(args[0]), changes = args[3] ? tp_truth(args[3]) : 1;
    if (fd < 0 || changes < 0 || int_argument(args[1], &code) < 0)
        return 0;
    bool is_buffer = args[2] && tp_is_buffer(args[2]);
    if (is_buffer && tp_buffer_get(args[2], &view, 0) < 0)
        return 0;
    bool is_memory = is_buffer && !view.is_readonly && tp_buffer_is_contiguous(&view);
    if (is_memory && changes)
        return change_memory(fd, code, &view);
    if (is_memory) {
        n = view.length * view.itemsize;
        if (copy_argument(view.data, n, "ioctl", buffer) < 0)
            return 0;
    } else if (memory_argument(args[2], "ioctl", buffer, &n) < 0 ||
               (n < 0 && args[2] && text_plain_int_arg(args[2], &argument) < 0)) {
        return 0;
    }
    int result = n >= 0 ? ioctl(fd, (unsigned long)code, buffer)
                        : ioctl(fd, (unsigned long)code, (int)argument);
    if (result < 0)
        return tp_raise_errno(errno, 0);
    return n >= 0 ? tp_bytes_new(buffer, n) : tp_int(result);
}

static Value fcntl_flock(Value self, Value *args)
{
    int64_t operation;
    (void)self;
    int fd = tp_descriptor(args[0]);
    if (fd < 0 || text_int_arg(args[1], &operation) < 0)
        return 0;
    do {
        if (flock(fd, (int)operation) >= 0)
            return TP_NONE;
    } while (after_failure());
    return 0;
}

static Value fcntl_lockf(Value self, Value *args)
{
    int64_t command, length = 0, start = 0, whence = 0;
    (void)self;
    int fd = tp_descriptor(args[0]);
    if (fd < 0 || text_int_arg(args[1], &command) < 0 ||
        (args[2] && tp_io_integer(args[2], "long", &length) < 0) ||
        (args[3] && tp_io_integer(args[3], "long", &start) < 0) ||
        (args[4] && text_int_arg(args[4], &whence) < 0))
        return 0;
    struct flock lock = {.l_whence = (short)whence, .l_start = start, .l_len = length};
    if (command == LOCK_UN)
        lock.l_type = F_UNLCK;
    else if (command & LOCK_SH)
        lock.l_type = F_RDLCK;
    else if (command & LOCK_EX)
        lock.l_type = F_WRLCK;
    else
        return tp_raise(&tp_ValueError, "unrecognized lockf argument");
    do {
        if (fcntl(fd, command & LOCK_NB ? F_SETLK : F_SETLKW, &lock) >= 0)
            return TP_NONE;
    } while (after_failure());
    return 0;
}

static const MethodDef functions[] = {
    METHOD("fcntl", fcntl_fcntl, "(fd, cmd, arg=0, /)",
           "Perform the operation `cmd` on file descriptor fd."),
    METHOD("ioctl", fcntl_ioctl, "(fd, request, arg=0, mutate_flag=True, /)",
           "Perform the operation `request` on file descriptor `fd`."),
    METHOD("flock", fcntl_flock, "(fd, operation, /)",
           "Perform the lock operation `operation` on file descriptor `fd`."),
    METHOD("lockf", fcntl_lockf, "(fd, cmd, len=0, start=0, whence=0, /)",
           "A wrapper around the fcntl() locking calls."),
    METHOD_END,
};

static int init(Value module)
{
    return tp_module_add_ints(module, constants, sizeof constants / sizeof *constants);
}

const ModuleDef tp_mod_fcntl = {
    "fcntl", functions, init,
    "This module performs file control and I/O control on file\ndescriptors."};
