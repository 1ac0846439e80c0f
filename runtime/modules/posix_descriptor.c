/* posix_descriptor.c -- module posix: more calls on descriptors: reading and writing at a place, in
 * parts and between descriptors; terminals; descriptors of memory and counters.
 *
 * A call that a signal interrupts is made again when the signal's handler was happy
 * (`POSIX_RETRY`), but for lockf() and those of counters, as in CPython. */
#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utmp.h>

#include "descriptor.h"
#include "runtime/bytes.h"
#include "runtime/config.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/text.h"

static int offset_argument(Value v, int64_t *offset)
{
    return tp_io_integer(v, "long", offset);
}

/* ---- reading and writing at a place ---- */

static Value posix_pread(Value self, Value *args)
{
    (void)self;
    int fd;
    int64_t n, offset;
    if (tp_posix_int(args[0], &fd) < 0 || tp_io_integer(args[1], "ssize_t", &n) < 0 ||
        offset_argument(args[2], &offset) < 0)
        return 0;
    if (n < 0)
        return tp_raise_errno(EINVAL, 0);
    char *data = tp_bytes_room(n);
    if (!data)
        return 0;
    int64_t got = POSIX_RETRY(pread(fd, data, (size_t)n, offset));
    return got < 0 ? tp_posix_number(got) : tp_bytes_new(data, got);
}

static Value posix_pwrite(Value self, Value *args)
{
    (void)self;
    int fd;
    int64_t n, offset;
    const char *data;
    if (tp_posix_int(args[0], &fd) < 0 || offset_argument(args[2], &offset) < 0 ||
        tp_io_source(args[1], &data, &n) < 0)
        return 0;
    int64_t done = POSIX_RETRY(pwrite(fd, data, (size_t)n, offset));
    tp_io_leave(args[1]);
    return tp_posix_number(done);
}

/* ---- several buffers ---- */

typedef struct Parts {
    Value owners;              /* a tuple of bytes-like objects */
    struct iovec *parts;       /* their memory, which may not move: of the first n */
    int n;
} Parts;

static void leave_parts(const Parts *p)
{
    for (int i = 0; i < p->n; i++)
        tp_io_leave(tp_as_tuple(p->owners)->items[i]);
}

/* 0, or -1 with an exception; leave_parts must follow in either case. */
static int take_parts(Value sequence, const char *function, bool writes, Parts *p)
{
    Buffer buffer;
    *p = (Parts){0};
    if (!tp_is_sequence(sequence))
        return tp_raise_int(&tp_TypeError, "%s() arg 2 must be a sequence", function);
    if (!(p->owners = tp_tuple_from(sequence)))
        return -1;
    int64_t n = tp_as_tuple(p->owners)->length;
    if (!(p->parts = tp_heap_try_alloc(((size_t)n + 1) * sizeof *p->parts)))
        return -1;
    for (int64_t i = 0; i < n; i++) {
        if (tp_buffer_get(tp_as_tuple(p->owners)->items[i], &buffer, 1) < 0)
            return -1;
        p->n++;
        if (writes && buffer.is_readonly)
            return tp_raise_int(&tp_BufferError, "Object is not writable.");
        if (!tp_buffer_is_contiguous(&buffer))
            return tp_raise_int(&tp_BufferError,
                                "memoryview: underlying buffer is not C-contiguous");
        p->parts[i] = (struct iovec){buffer.data, (size_t)(buffer.length * buffer.itemsize)};
    }
    return 0;
}

/* One of the calls on several buffers, all as the one with most arguments: offset -1 is the
 * descriptor's position. */
static Value move_parts(Value *args, const char *function, bool reads, int64_t offset, int flags)
{
    int fd;
    Parts p;
    if (tp_posix_int(args[0], &fd) < 0)
        return 0;
    int64_t done = -1;
    if (take_parts(args[1], function, reads, &p) == 0)
        done = reads ? POSIX_RETRY(preadv2(fd, p.parts, p.n, offset, flags))
                     : POSIX_RETRY(pwritev2(fd, p.parts, p.n, offset, flags));
    leave_parts(&p);
    return tp_posix_number(done);
}

static Value posix_readv(Value self, Value *args)
{
    (void)self;
    return move_parts(args, "readv", true, -1, 0);
}

static Value posix_writev(Value self, Value *args)
{
    (void)self;
    return move_parts(args, "writev", false, -1, 0);
}

static Value move_parts_at(Value *args, const char *function, bool reads)
{
    int flags = 0;
    int64_t offset;
    if (offset_argument(args[2], &offset) < 0 || (args[3] && tp_posix_int(args[3], &flags) < 0))
        return 0;
    return move_parts(args, function, reads, offset, flags);
}

static Value posix_preadv(Value self, Value *args)
{
    (void)self;
    return move_parts_at(args, "preadv", true);
}

static Value posix_pwritev(Value self, Value *args)
{
    (void)self;
    return move_parts_at(args, "pwritev", false);
}

/* ---- from one descriptor to another ---- */

/* An offset argument that may be None: *at is then 0, for "where the descriptor is". */
static int optional_offset(Value v, off64_t *offset, off64_t **at)
{
    int64_t i;
    *at = 0;
    if (!v || v == TP_NONE)
        return 0;
    if (offset_argument(v, &i) < 0)
        return -1;
    *offset = i;
    *at = offset;
    return 0;
}

static Value posix_sendfile(Value self, Value *args)
{
    (void)self;
    int out, in;
    int64_t count;
    off64_t offset, *at;
    if (tp_posix_int(args[0], &out) < 0 || tp_posix_int(args[1], &in) < 0 ||
        optional_offset(args[2], &offset, &at) < 0 ||
        tp_io_integer(args[3], "ssize_t", &count) < 0)
        return 0;
    return tp_posix_number(POSIX_RETRY(sendfile64(out, in, at, (size_t)count)));
}

static int two_descriptors(Value *args, int *from, int *to, int64_t *count, off64_t *offsets,
                           off64_t **at)
{
    if (tp_posix_int(args[0], from) < 0 || tp_posix_int(args[1], to) < 0 ||
        tp_io_integer(args[2], "ssize_t", count) < 0 ||
        optional_offset(args[3], &offsets[0], &at[0]) < 0 ||
        optional_offset(args[4], &offsets[1], &at[1]) < 0)
        return -1;
    return *count < 0 ? tp_raise_int(&tp_ValueError, "negative value for 'count' not allowed") : 0;
}

static Value posix_copy_file_range(Value self, Value *args)
{
    (void)self;
    int from, to;
    int64_t count;
    off64_t offsets[2], *at[2];
    if (two_descriptors(args, &from, &to, &count, offsets, at) < 0)
        return 0;
    return tp_posix_number(POSIX_RETRY(copy_file_range(from, at[0], to, at[1], (size_t)count, 0)));
}

static Value posix_splice(Value self, Value *args)
{
    (void)self;
    int from, to;
    int64_t count;
    uint64_t flags = 0;
    off64_t offsets[2], *at[2];
    if (two_descriptors(args, &from, &to, &count, offsets, at) < 0 ||
        (args[5] && text_unsigned_arg(args[5], UINT32_MAX, "unsigned int", &flags) < 0))
        return 0;
    return tp_posix_number(
        POSIX_RETRY(splice(from, at[0], to, at[1], (size_t)count, (unsigned)flags)));
}

/* ---- what is on the disk ---- */

/* A call on an open file, of which only a descriptor is known or that has fileno(). */
#define FILE_FUNCTION(name)                                                   \
    static Value posix_##name(Value self, Value *args)                        \
    {                                                                         \
        (void)self;                                                           \
        int fd = tp_descriptor(args[0]);                                      \
        return fd < 0 ? 0 : tp_posix_none(POSIX_RETRY(name(fd)));             \
    }

FILE_FUNCTION(fsync)
FILE_FUNCTION(fdatasync)
FILE_FUNCTION(fchdir)

static Value posix_sync(Value self, Value *args)
{
    (void)self, (void)args;
    sync();
    return TP_NONE;
}

static Value posix_lockf(Value self, Value *args)
{
    (void)self;
    int fd, command;
    int64_t length;
    if (tp_posix_int(args[0], &fd) < 0 || tp_posix_int(args[1], &command) < 0 ||
        offset_argument(args[2], &length) < 0)
        return 0;
    return tp_posix_none(lockf(fd, command, length));
}

/* The next two give the error instead of setting errno: as a call that does. */
static int error_of(int error)
{
    errno = error;
    return error ? -1 : 0;
}

static Value posix_posix_fallocate(Value self, Value *args)
{
    (void)self;
    int fd;
    int64_t offset, length;
    if (tp_posix_int(args[0], &fd) < 0 || offset_argument(args[1], &offset) < 0 ||
        offset_argument(args[2], &length) < 0)
        return 0;
    return tp_posix_none(POSIX_RETRY(error_of(posix_fallocate(fd, offset, length))));
}

static Value posix_posix_fadvise(Value self, Value *args)
{
    (void)self;
    int fd, advice;
    int64_t offset, length;
    if (tp_posix_int(args[0], &fd) < 0 || offset_argument(args[1], &offset) < 0 ||
        offset_argument(args[2], &length) < 0 || tp_posix_int(args[3], &advice) < 0)
        return 0;
    return tp_posix_none(POSIX_RETRY(error_of(posix_fadvise(fd, offset, length, advice))));
}

/* ---- new descriptors ---- */

static Value pair(int first, int second)
{
    return tp_tuple_of(2, (Value[]){tp_small(first), tp_small(second)});
}

static Value posix_pipe2(Value self, Value *args)
{
    (void)self;
    int flags, ends[2];
    if (tp_posix_int(args[0], &flags) < 0)
        return 0;
    return pipe2(ends, flags) < 0 ? tp_raise_errno(errno, 0) : pair(ends[0], ends[1]);
}

static Value posix_memfd_create(Value self, Value *args)
{
    (void)self;
    uint32_t flags = MFD_CLOEXEC;
    const char *name = tp_posix_fsencode(args[0]);
    if (!name || (args[1] && text_low_bits_arg(args[1], &flags) < 0))
        return 0;
    return tp_posix_number(memfd_create(name, flags));
}

static Value posix_eventfd(Value self, Value *args)
{
    (void)self;
    uint64_t initial;
    int flags = EFD_CLOEXEC;
    if (text_unsigned_arg(args[0], UINT32_MAX, "unsigned int", &initial) < 0 ||
        (args[1] && tp_posix_int(args[1], &flags) < 0))
        return 0;
    return tp_posix_number(eventfd((unsigned)initial, flags));
}

static Value posix_eventfd_read(Value self, Value *args)
{
    (void)self;
    eventfd_t value;
    int fd = tp_descriptor(args[0]);
    if (fd < 0)
        return 0;
    int status = eventfd_read(fd, &value);
    return status < 0 ? tp_posix_number(status) : tp_int_from_u64(value);
}

static Value posix_eventfd_write(Value self, Value *args)
{
    (void)self;
    uint64_t value;
    int fd = tp_descriptor(args[0]);
    if (fd < 0 ||
        text_unsigned_arg(args[1], UINT64_MAX, "unsigned long", &value) < 0)
        return 0;
    return tp_posix_none(eventfd_write(fd, value));
}

/* ---- terminals ---- */

static Value posix_ttyname(Value self, Value *args)
{
    (void)self;
    int fd;
    char name[256];
    if (tp_posix_int(args[0], &fd) < 0)
        return 0;
    int error = ttyname_r(fd, name, sizeof name);
    return error ? tp_raise_errno(error, 0) : tp_posix_name(name, false);
}

static Value posix_ctermid(Value self, Value *args)
{
    (void)self, (void)args;
    char name[L_ctermid];
    return tp_posix_name(ctermid(name), false);
}

/* What text of a terminal is in; None for what is none. */
static Value posix_device_encoding(Value self, Value *args)
{
    (void)self;
    int fd;
    if (tp_posix_int(args[0], &fd) < 0)
        return 0;
    return isatty(fd) ? tp_str_cstr(tp_config_text_encoding()) : TP_NONE;
}

static Value posix_openpty(Value self, Value *args)
{
    (void)self, (void)args;
    int ends[2];
    if (openpty(&ends[0], &ends[1], 0, 0, 0) < 0)
        return tp_raise_errno(errno, 0);
    for (int i = 0; i < 2; i++)
        if (fcntl(ends[i], F_SETFD, FD_CLOEXEC) < 0) {
            int error = errno;
            close(ends[0]);
            close(ends[1]);
            return tp_raise_errno(error, 0);
        }
    return pair(ends[0], ends[1]);
}

static Value posix_login_tty(Value self, Value *args)
{
    (void)self;
    int fd = tp_descriptor(args[0]);
    return fd < 0 ? 0 : tp_posix_status(login_tty(fd), 0);
}

const MethodDef tp_posix_descriptor_functions[] = {
    METHOD("pread", posix_pread, "(fd, length, offset, /)", "Read from a place of a file."),
    METHOD("pwrite", posix_pwrite, "(fd, buffer, offset, /)", "Write bytes to a place of a file."),
    METHOD("readv", posix_readv, "(fd, buffers, /)", "Read into several buffers."),
    METHOD("writev", posix_writev, "(fd, buffers, /)", "Write several buffers."),
    METHOD("preadv", posix_preadv, "(fd, buffers, offset, flags=0, /)",
           "Read from a place of a file into several buffers."),
    METHOD("pwritev", posix_pwritev, "(fd, buffers, offset, flags=0, /)",
           "Write several buffers to a place of a file."),
    METHOD("sendfile", posix_sendfile, "(out_fd, in_fd, offset, count)",
           "Copy bytes from a file to a descriptor."),
    METHOD("copy_file_range", posix_copy_file_range,
           "(src, dst, count, offset_src=None, offset_dst=None)",
           "Copy bytes from a file to a file."),
    METHOD("splice", posix_splice, "(src, dst, count, offset_src=None, offset_dst=None, flags=0)",
           "Move bytes from or to a pipe."),
    METHOD("fchdir", posix_fchdir, "(fd)", "Change to the directory of a descriptor."),
    METHOD("fsync", posix_fsync, "(fd)", "Force a file to disk."),
    METHOD("fdatasync", posix_fdatasync, "(fd)", "Force a file's data to disk."),
    METHOD("sync", posix_sync, "()", "Force everything to disk."),
    METHOD("lockf", posix_lockf, "(fd, command, length, /)",
           "Apply, test or remove a lock of a file."),
    METHOD("posix_fallocate", posix_posix_fallocate, "(fd, offset, length, /)",
           "Make sure that there is room on the disk."),
    METHOD("posix_fadvise", posix_posix_fadvise, "(fd, offset, length, advice, /)",
           "Say how a file will be used."),
    METHOD("pipe2", posix_pipe2, "(flags, /)", "Create a pipe with those flags."),
    METHOD("memfd_create", posix_memfd_create, "(name, flags=MFD_CLOEXEC)",
           "Create a file in memory."),
    METHOD("eventfd", posix_eventfd, "(initval, flags=EFD_CLOEXEC)",
           "Create a counter that can be waited for."),
    METHOD("eventfd_read", posix_eventfd_read, "(fd)", "Read such a counter."),
    METHOD("eventfd_write", posix_eventfd_write, "(fd, value)", "Add to such a counter."),
    METHOD("ttyname", posix_ttyname, "(fd, /)", "The name of a terminal."),
    METHOD("ctermid", posix_ctermid, "()", "The name of this process's terminal."),
    METHOD("device_encoding", posix_device_encoding, "(fd)",
           "The encoding of a terminal, None of other descriptors."),
    METHOD("openpty", posix_openpty, "()", "Open a pseudo-terminal: (master, slave)."),
    METHOD("login_tty", posix_login_tty, "(fd, /)",
           "Make a terminal this process's, and its standard streams."),
    METHOD_END,
};
