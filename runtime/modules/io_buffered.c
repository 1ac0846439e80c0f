/* io_buffered.c -- BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair.
 *
 * The three share one struct. Reading goes through b->in, writing through b->out; one of the two is
 * always empty. Over a plain FileIO the system calls are made directly, over anything else through
 * its methods readinto, write, seek, tell. These, and handlers of signals, may run any Python code:
 * meanwhile is_busy is set, and who uses the buffers gets a RuntimeError.
 *
 * A Buffered that dies unclosed is flushed and its file closed by a finaliser; it takes over from
 * the FileIO's own, so that the bytes are written before the descriptor is closed.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/bytes.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/text.h"

#define BUFFER_LIMIT ((int64_t)1 << 46) /* no machine has memory for more */

static Buffered *buffered_of(Value v)
{
    return (Buffered *)tp_obj(v);
}

/* ---- making ---- */

static void finalize(void *object)
{
    Buffered *b = object;
    Value saved = tp_error_take();
    if (b->raw && b->file && b->file->fd >= 0) {
        if (tp_buffered_flush(b) < 0)
            tp_error_clear();
        if (tp_fileio_close(b->file) < 0)
            tp_error_clear();
    } else if (b->raw && !b->file && !tp_call_method(tp_ref(b), TP_NAME(close), 0, 0, 0)) {
        tp_error_clear();
    }
    tp_error_put(saved);
}

/* Is raw of a class written in Python whose __del__ only closes it? */
static bool is_only_closed(Value raw)
{
    return tp_type_of(raw)->del == tp_iobase_type.del;
}

static void finalize_raw(void *raw)
{
    Value saved = tp_error_take();
    tp_iobase_type.del(tp_ref(raw));
    tp_error_put(saved);
}

/* The raw stream is to be closed when b dies, and not before. */
static void take_over(Buffered *b)
{
    bool has_own_del = tp_type_of(tp_ref(b))->flags & TYPE_HAS_DEL; /* which may not close it */
    if (!b->file && !is_only_closed(b->raw))
        return;
    if (!has_own_del) {
        tp_heap_finalizer(tp_obj(b->raw), 0);
        tp_io_finalizer(b, finalize);
    } else if (!b->file) {
        tp_heap_file_finalizer(tp_obj(b->raw), finalize_raw);
    }
}

static void attach(Buffered *b, Value raw, int64_t size)
{
    b->raw = raw;
    b->size = size;
    b->in = (Queue){0};
    b->out = 0;
    b->nout = 0;
    b->file = tp_is_exact(raw, &tp_fileio_type) ? (FileIO *)tp_obj(raw) : 0;
    b->is_readable = !tp_instance(tp_ref(b), &tp_buffered_writer_type);
    b->is_writable = !tp_instance(tp_ref(b), &tp_buffered_reader_type);
    take_over(b);
}

Value tp_buffered_new(Type *type, Value raw, int64_t size)
{
    Buffered *b = tp_heap_object(type, 0);
    attach(b, raw, size);
    return tp_ref(b);
}

static int busy_error(Buffered *b)
{
    return tp_raise_int(&tp_RuntimeError, "reentrant call inside %R", tp_ref(b));
}

static int expect_able(Value raw, const char *method, const char *message)
{
    Value answer = tp_call_method_cstr(raw, method, 0, 0);
    if (!answer)
        return -1;
    if (answer == TP_TRUE)
        return 0;
    tp_io_unsupported(message);
    return -1;
}

static int buffered_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    int64_t size = IO_BUFFER_SIZE;
    Buffered *b = buffered_of(self);
    Type *type = tp_type_of(self);
    bool is_reader = tp_subtype(type, &tp_buffered_reader_type);
    bool is_writer = tp_subtype(type, &tp_buffered_writer_type);
    const char *name = is_reader   ? "BufferedReader"
                       : is_writer ? "BufferedWriter"
                                   : "BufferedRandom";
    if (TP_ARGS(name, "(raw, buffer_size=8192)", a) < 0 ||
        (a[1] && tp_io_integer(a[1], "ssize_t", &size) < 0))
        return -1;
    if (b->is_busy)
        return busy_error(b);
    b->raw = 0;
    b->file = 0;
    b->size = 0;
    if (!is_reader && !is_writer &&
        expect_able(a[0], "seekable", "File or stream is not seekable.") < 0)
        return -1;
    if (!is_writer && expect_able(a[0], "readable", "File or stream is not readable.") < 0)
        return -1;
    if (!is_reader && expect_able(a[0], "writable", "File or stream is not writable.") < 0)
        return -1;
    if (size <= 0)
        return tp_raise_int(&tp_ValueError, "buffer size must be strictly positive");
    if (size > BUFFER_LIMIT)
        return tp_raise_no_memory(), -1;
    attach(b, a[0], size);
    return 0;
}

/* ---- state ---- */

static int is_closed(Buffered *b)
{
    return b->file ? b->file->fd < 0 : tp_io_is_closed(b->raw);
}

/* The object if it has a raw stream; else 0 with ValueError. */
static Buffered *attached(Value self)
{
    Buffered *b = buffered_of(self);
    if (b->raw)
        return b;
    tp_raise(&tp_ValueError, b->size ? "raw stream has been detached"
                                     : "I/O operation on uninitialized object");
    return 0;
}

/* May the buffers be used? -1 with an exception. */
static int check_free(Buffered *b)
{
    return b->is_busy ? busy_error(b) : attached(tp_ref(b)) ? 0 : -1;
}

/* The object ready for use; else 0, with ValueError("<doing> closed file") or RuntimeError. */
static Buffered *usable(Value self, const char *doing)
{
    Buffered *b = attached(self);
    if (!b)
        return 0;
    int closed = is_closed(b);
    if (closed > 0)
        tp_raise(&tp_ValueError, "%s closed file", doing);
    return closed || check_free(b) < 0 ? 0 : b;
}

int tp_queue_reserve(Queue *q, int64_t more)
{
    if (q->pos == q->end)
        q->pos = q->end = 0;
    if (q->size - q->end >= more)
        return 0;
    if (q->pos > 0) {
        memmove(q->data, q->data + q->pos, (size_t)(q->end - q->pos));
        q->end -= q->pos;
        q->pos = 0;
        if (q->size - q->end >= more)
            return 0;
    }
    int64_t size = q->size + q->size / 2;
    if (size < q->end + more)
        size = q->end + more;
    char *data = tp_heap_try_alloc_atomic((size_t)size);
    if (!data)
        return -1;
    if (q->data) {
        memcpy(data, q->data, (size_t)q->end);
        tp_heap_free(q->data);
    }
    q->data = data;
    q->size = size;
    return 0;
}

/* ---- the raw stream ---- */

/* Each gives the bytes moved, -1 with an exception, or -2 if it would block. */

static int64_t call_readinto(Value raw, char *data, int64_t n)
{
    Value target = tp_io_zeros(n), view = target ? tp_memoryview_new(target) : 0;
    Buffer unused;
    int64_t got;
    if (!view)
        return -1;
    tp_buffer_get(target, &unused, 1); /* readinto() may release the view and shorten its object */
    Value count = tp_call_method_cstr(raw, "readinto", 1, &view);
    tp_io_leave(target);
    if (!count)
        return -1;
    if (count == TP_NONE)
        return -2;
    if (tp_index_as_i64(count, &got) < 0) {
        Value cause = tp_error_take();
        Value error = tp_exc_new(&tp_OSError, tp_str_cstr("raw readinto() failed"));
        return tp_raise_stmt(error, cause), -1;
    }
    if (got < 0 || got > n)
        return tp_raise_int(&tp_OSError,
                            "raw readinto() returned invalid length %zd (should have been between "
                            "0 and %zd)", (size_t)got, (size_t)n);
    memcpy(data, ((ByteArray *)tp_obj(target))->data, (size_t)got);
    return got;
}

static int64_t raw_read(Buffered *b, char *data, int64_t n)
{
    b->is_busy = true;
    int64_t got = b->file ? tp_fileio_read(b->file, data, n) : call_readinto(b->raw, data, n);
    b->is_busy = false;
    return got;
}

static int64_t call_write(Value raw, const char *data, int64_t n)
{
    int64_t put;
    Value bytes = tp_bytes_new(data, n), view = bytes ? tp_memoryview_new(bytes) : 0;
    Value count = view ? tp_call_method(raw, TP_NAME(write), 1, &view, 0) : 0;
    if (!count)
        return -1;
    if (count == TP_NONE)
        return -2;
    if (tp_index_as_i64(count, &put) < 0) {
        tp_error_clear();
        put = -1;
    }
    if (put < 0 || put > n)
        return tp_raise_int(&tp_OSError,
                            "raw write() returned invalid length %zd (should have been between "
                            "0 and %zd)", (size_t)put, (size_t)n);
    return put;
}

/* Write while more than `limit` bytes are left: how many are written, in *status 0, -1 or -2. */
static int64_t raw_write(Buffered *b, const char *data, int64_t n, int64_t limit, int64_t *status)
{
    int64_t done = 0, put = 0;
    b->is_busy = true;
    while (n - done > limit && put >= 0) {
        put = b->file ? tp_fileio_write(b->file, data + done, n - done)
                      : call_write(b->raw, data + done, n - done);
        done += put > 0 ? put : 0;
        /* a signal may have cut it short: its handler runs before waiting again */
        if (put >= 0 && tp_state.poll && tp_poll() < 0)
            put = -1;
    }
    b->is_busy = false;
    *status = put < 0 ? put : 0;
    return done;
}

/* BlockingIOError, after `written` bytes were taken; gives -1. */
static int would_block(Buffered *b, int64_t written)
{
    int number = tp_instance(b->raw, &tp_fileio_type) ? EAGAIN : 0;
    Value error = tp_call3(tp_ref(&tp_BlockingIOError), tp_small(number),
                           tp_str_cstr("write could not complete without blocking"),
                           tp_int(written));
    if (error)
        tp_raise_instance(error);
    return -1;
}

static int64_t raw_position(Value result)
{
    int64_t at;
    if (!result || !(result = tp_index(result)))
        return -1;
    if (!tp_int_fits_i64(tp_int_plain(result), &at))
        return tp_raise_int(&tp_ValueError, "cannot fit 'int' into an offset-sized integer");
    if (at < 0)
        return tp_raise_int(&tp_OSError, "Raw stream returned invalid position %zd", (size_t)at);
    return at;
}

static int64_t raw_seek(Buffered *b, int64_t offset, int whence)
{
    if (b->file) {
        int64_t at = lseek(b->file->fd, offset, whence);
        if (at < 0)
            tp_raise_errno(errno, 0);
        return at;
    }
    Value args[2] = {tp_int(offset), tp_small(whence)};
    b->is_busy = true;
    int64_t at = raw_position(tp_call_method_cstr(b->raw, "seek", 2, args));
    b->is_busy = false;
    return at;
}

static int64_t raw_tell(Buffered *b)
{
    return b->file ? raw_seek(b, 0, SEEK_CUR)
                   : raw_position(tp_call_method_cstr(b->raw, "tell", 0, 0));
}

/* ---- the two buffers ---- */

int tp_buffered_flush(Buffered *b)
{
    int64_t status;
    if (b->nout == 0)
        return 0;
    if (check_free(b) < 0)
        return -1;
    b->is_over_input = false;
    int64_t done = raw_write(b, b->out, b->nout, 0, &status);
    b->nout -= done;
    if (b->nout)
        memmove(b->out, b->out + done, (size_t)b->nout);
    return status == -2 ? would_block(b, 0) : (int)status;
}

/* The file position goes back to where the program is: 0, or -1; then what was read ahead is kept,
 * unless is_lost. */
static int drop_read_ahead(Buffered *b, bool is_lost)
{
    int64_t ahead = b->in.end - b->in.pos;
    int status = ahead && raw_seek(b, -ahead, SEEK_CUR) < 0 ? -1 : 0;
    if (status == 0 || is_lost) {
        b->is_over_input = b->in.end > 0;
        b->in.pos = b->in.end = 0;
    }
    return status;
}

static void keep(Buffered *b, const char *data, int64_t n)
{
    memcpy(b->out + b->nout, data, (size_t)n);
    b->nout += n;
}

/* Write what does not fit into the buffer: as much as the raw stream takes, the rest is kept. */
static int write_long(Buffered *b, const char *data, int64_t n)
{
    int64_t done = 0, status = 0;
    if (tp_buffered_flush(b) < 0) {
        if (!tp_error_is(&tp_BlockingIOError))
            return -1;
        tp_error_clear();
        status = -2;
    } else {
        done = raw_write(b, data, n, b->size, &status);
    }
    if (status == -1)
        return -1;
    int64_t left = n - done, room = b->size - b->nout;
    keep(b, data + done, left < room ? left : room);
    return left > room ? would_block(b, done + room) : 0;
}

int tp_buffered_write(Buffered *b, const char *data, int64_t n)
{
    if (__builtin_expect((b->in.end != 0) | b->is_busy, 0) &&
        (check_free(b) < 0 || drop_read_ahead(b, false) < 0))
        return -1;
    if (!b->out && !(b->out = tp_heap_try_alloc_atomic((size_t)b->size)))
        return -1;
    if (n > b->size - b->nout)
        return write_long(b, data, n);
    keep(b, data, n);
    return 0;
}

/* Read more into b->in, which keeps what it has; gives what raw_read does. */
static int64_t fill(Buffered *b)
{
    Queue *q = &b->in;
    if (check_free(b) < 0 || (b->nout && tp_buffered_flush(b) < 0))
        return -1;
    if (q->pos == q->end)
        q->pos = q->end = 0;
    if (q->end == q->size && tp_queue_reserve(q, b->size) < 0)
        return -1;
    int64_t got = raw_read(b, q->data + q->end, q->size - q->end);
    q->end += got > 0 ? got : 0;
    return got;
}

int tp_buffered_fill(Buffered *b)
{
    int64_t got = fill(b);
    return got > 0 ? 1 : got == -1 ? -1 : 0;
}

/* ---- reading ---- */

/* Before reading straight from the raw stream: what was written where bytes may have been read
 * ahead is in front of what comes; else it stays behind that, as in CPython. */
static int input_again(Buffered *b)
{
    return b->nout && b->is_over_input ? tp_buffered_fill(b) : 0;
}

int64_t tp_buffered_chunk(Buffered *b, int64_t n, const char **data)
{
    Queue *q = &b->in;
    if (check_free(b) < 0 || input_again(b) < 0)
        return -1;
    if (b->nout || (q->pos == q->end && n > b->size)) {
        char *room = tp_bytes_room(n);
        int64_t got = room ? raw_read(b, room, n) : -1;
        *data = room;
        return got == -2 ? 0 : got;
    }
    if (q->pos == q->end && tp_buffered_fill(b) < 0)
        return -1;
    *data = q->data ? q->data + q->pos : "";
    if (n > q->end - q->pos)
        n = q->end - q->pos;
    q->pos += n;
    return n;
}

static Value take(Queue *q, int64_t n)
{
    Value bytes = tp_bytes_new(q->data + q->pos, n);
    q->pos += n;
    return bytes;
}

/* All that the methods of a raw stream give: readall(), or read() until it gives nothing. */
static Value call_readall(Value raw)
{
    Value method = tp_getattr_or_null(raw, tp_intern_cstr("readall"), 0), all = 0;
    if (!method && tp_error_pending())
        return 0;
    if (method) {
        all = tp_call0(method);
        return !all || all == TP_NONE || tp_is_bytes(all)
                   ? all : tp_raise(&tp_TypeError, "readall() should return bytes");
    }
    for (;;) {
        Value piece = tp_call_method(raw, TP_NAME(read), 0, 0, 0);
        if (!piece)
            return 0;
        if (piece != TP_NONE && !tp_is_bytes(piece))
            return tp_raise(&tp_TypeError, "read() should return bytes");
        if (piece == TP_NONE || !((Bytes *)tp_obj(piece))->length)
            return all ? all : piece;
        if (all && !(piece = tp_add(all, piece)))
            return 0;
        all = piece;
    }
}

static Value read_all(Buffered *b)
{
    Queue *q = &b->in;
    if (b->nout && tp_buffered_flush(b) < 0)
        return 0;
    if (!b->file) {
        Value ahead = q->end > q->pos ? take(q, q->end - q->pos) : 0;
        b->is_busy = true;
        Value rest = call_readall(b->raw);
        b->is_busy = false;
        if (!rest || !ahead)
            return rest;
        return rest == TP_NONE ? ahead : tp_add(ahead, rest);
    }
    struct stat status;
    off_t at = lseek(b->file->fd, 0, SEEK_CUR);
    if (at >= 0 && fstat(b->file->fd, &status) == 0 && status.st_size > at &&
        tp_queue_reserve(q, status.st_size - at + 1) < 0)
        return 0;
    int64_t got;
    while ((got = fill(b)) > 0)
        ;
    if (got == -1)
        return 0;
    if (got == -2 && q->pos == q->end)
        return TP_NONE;
    Value all = take(q, q->end - q->pos);
    if (q->size > 4 * b->size)
        *q = (Queue){0};
    return all;
}

static Value read_some(Buffered *b, int64_t n)
{
    Queue *q = &b->in;
    if (n <= q->end - q->pos)
        return take(q, n);
    if (tp_bytes_check_length(n) < 0)
        return 0;
    if (n > b->size && tp_queue_reserve(q, n - (q->end - q->pos)) < 0)
        return 0;
    while (q->end - q->pos < n) {
        int64_t got = fill(b);
        if (got == -1)
            return 0;
        if (got == -2 && q->pos == q->end)
            return TP_NONE;
        if (got <= 0)
            break;
    }
    int64_t got = q->end - q->pos;
    return take(q, got < n ? got : n);
}

static Value buffered_read(Value self, Value *args)
{
    int64_t n;
    Buffered *b;
    if (tp_io_size(args[0], &n) < 0 || !attached(self))
        return 0;
    if (n < -1)
        return tp_raise(&tp_ValueError, "read length must be non-negative or -1");
    if (!(b = usable(self, "read of")))
        return 0;
    return n < 0 ? read_all(b) : read_some(b, n);
}

/* At most one call of the raw stream, for what is not there already. */
static Value buffered_read1(Value self, Value *args)
{
    int64_t n = -1;
    Buffered *b;
    if ((args[0] && tp_io_integer(args[0], "ssize_t", &n) < 0) || !(b = usable(self, "read of")))
        return 0;
    if (n < 0)
        n = b->size;
    if (input_again(b) < 0)
        return 0;
    int64_t have = b->in.end - b->in.pos;
    if (n == 0 || have)
        return take(&b->in, have < n ? have : n);
    char *data = tp_bytes_room(n);
    int64_t got = data ? raw_read(b, data, n) : -1;
    return got == -1 ? 0 : tp_bytes_new(data, got > 0 ? got : 0);
}

static Value buffered_peek(Value self, Value *args)
{
    int64_t unused;
    Buffered *b;
    if ((args[0] && tp_io_integer(args[0], "ssize_t", &unused) < 0) ||
        !(b = usable(self, "peek of")) || (b->in.pos == b->in.end && tp_buffered_fill(b) < 0))
        return 0;
    return tp_bytes_new(b->in.data + b->in.pos, b->in.end - b->in.pos);
}

/* Fill n bytes of data, or with `once` by at most one call of the raw stream: how many were read,
 * -1 with an exception, -2: none, it would block. */
static int64_t read_bytes(Buffered *b, char *data, int64_t n, bool once)
{
    Queue *q = &b->in;
    int64_t done = 0, got = 0;
    if (b->nout && tp_buffered_flush(b) < 0)
        return -1;
    while (done < n) {
        int64_t left = n - done, have = q->end - q->pos;
        if (have) {
            got = have < left ? have : left;
            memcpy(data + done, q->data + q->pos, (size_t)got);
            q->pos += got;
            done += got;
        } else if (left > b->size) {
            got = raw_read(b, data + done, left);
            done += got > 0 ? got : 0;
            if (once)
                break;
        } else {
            got = once && done ? 0 : fill(b);
        }
        if (got <= 0)
            break;
    }
    return got == -1 || (got == -2 && !done) ? got : done;
}

static Value read_into(Value self, Value target, const char *name, bool once)
{
    char *data;
    int64_t n;
    if (tp_io_target(target, name, &data, &n) < 0)
        return 0;
    Buffered *b = usable(self, "readinto of");
    int64_t got = b ? read_bytes(b, data, n, once) : -1;
    tp_io_leave(target);
    return got == -2 ? TP_NONE : got < 0 ? 0 : tp_int(got);
}

static Value buffered_readinto(Value self, Value *args)
{
    return read_into(self, args[0], "readinto", false);
}

static Value buffered_readinto1(Value self, Value *args)
{
    return read_into(self, args[0], "readinto1", true);
}

static Value read_line(Buffered *b, int64_t limit)
{
    Queue *q = &b->in;
    int64_t searched = 0;
    for (;;) {
        int64_t have = q->end - q->pos;
        char *newline = have > searched ? memchr(q->data + q->pos + searched, '\n',
                                                 (size_t)(have - searched)) : 0;
        int64_t n = newline ? newline - (q->data + q->pos) + 1 : have;
        if (limit >= 0 && n >= limit)
            return take(q, limit);
        if (newline)
            return take(q, n);
        searched = have;
        int more = tp_buffered_fill(b);
        if (more < 0)
            return 0;
        if (more == 0)
            return take(q, q->end - q->pos);
    }
}

static Value buffered_readline(Value self, Value *args)
{
    int64_t limit;
    Buffered *b;
    return tp_io_size(args[0], &limit) == 0 && (b = usable(self, "readline of"))
               ? read_line(b, limit) : 0;
}

static Value reader_next(Value self)
{
    Buffered *b = usable(self, "readline of");
    if (!b)
        return 0;
    if (tp_type_of(self)->flags & TYPE_HEAP)
        return tp_iobase_type.next(self);
    Value line = read_line(b, -1);
    return line && ((Bytes *)tp_obj(line))->length ? line : 0;
}

/* ---- writing ---- */

static Value buffered_write(Value self, Value *args)
{
    const char *data;
    int64_t n;
    if (tp_io_source(args[0], &data, &n) < 0)
        return 0;
    Buffered *b = usable(self, "write to");
    int status = b ? tp_buffered_write(b, data, n) : -1;
    tp_io_leave(args[0]);
    return status < 0 ? 0 : tp_int(n);
}

static Value buffered_flush(Value self, Value *args)
{
    (void)args;
    Buffered *b = usable(self, "flush of");
    return b && tp_buffered_flush(b) == 0 && drop_read_ahead(b, true) == 0 ? TP_NONE : 0;
}

/* Of a reader, which has nothing to write. */
static Value reader_flush(Value self, Value *args)
{
    (void)args;
    Buffered *b = attached(self);
    return b ? tp_call_method(b->raw, TP_NAME(flush), 0, 0, 0) : 0;
}

/* ---- position ---- */

static Value buffered_seek(Value self, Value *args)
{
    int64_t offset, whence = 0;
    if ((args[1] && text_int_arg(args[1], &whence) < 0) || !attached(self))
        return 0;
    if (whence < 0 || whence > 2)
        return tp_raise(&tp_ValueError, "whence value %d unsupported", (int)whence);
    Buffered *b = usable(self, "seek of");
    if (!b || (!b->file &&
               expect_able(b->raw, "seekable", "File or stream is not seekable.") < 0))
        return 0;
    Value target = tp_index(args[0]);
    if (!target)
        return 0;
    if (!tp_int_fits_i64(tp_int_plain(target), &offset))
        return tp_raise(&tp_ValueError, "cannot fit 'int' into an offset-sized integer");
    if (check_free(b) < 0 || tp_buffered_flush(b) < 0)
        return 0;
    if (whence == SEEK_CUR &&
        __builtin_sub_overflow(offset, b->in.end - b->in.pos, &offset))
        offset = INT64_MIN;
    int64_t at = raw_seek(b, offset, (int)whence);
    if (at < 0)
        return 0;
    /* CPython reads nothing again for a seek within what it has; one from the end leaves that */
    b->is_over_input = whence != SEEK_END && b->in.end > 0;
    b->in.pos = b->in.end = 0;
    return tp_int(at);
}

static Value buffered_tell(Value self, Value *args)
{
    (void)args;
    Buffered *b = attached(self);
    int64_t at = b ? raw_tell(b) : -1;
    if (at < 0)
        return 0;
    at += b->nout - (b->in.end - b->in.pos);
    return tp_int(at < 0 ? 0 : at);
}

static Value buffered_truncate(Value self, Value *args)
{
    Buffered *b = usable(self, "truncate of");
    if (!b)
        return 0;
    if (!b->is_writable)
        return tp_io_unsupported("truncate");
    Value size = args[0] ? args[0] : TP_NONE;
    if (tp_buffered_flush(b) < 0 || drop_read_ahead(b, true) < 0)
        return 0;
    return tp_call_method_cstr(b->raw, "truncate", 1, &size);
}

/* ---- ending ---- */

static Value buffered_close(Value self, Value *args)
{
    (void)args;
    Buffered *b = attached(self);
    if (!b || check_free(b) < 0)
        return 0;
    int closed = is_closed(b);
    if (closed)
        return closed < 0 ? 0 : TP_NONE;
    bool is_plain = b->file && !(tp_type_of(self)->flags & TYPE_HEAP);
    bool flushed = is_plain ? tp_buffered_flush(b) == 0
                            : tp_call_method(self, TP_NAME(flush), 0, 0, 0) != 0;
    Value error = tp_error_take(), done = 0;
    b->nout = 0;
    tp_io_finalizer(b, 0);
    if (b->file)
        done = tp_fileio_close(b->file) == 0 ? TP_NONE : 0;
    else if ((b = attached(self)))
        done = tp_call_method(b->raw, TP_NAME(close), 0, 0, 0);
    tp_io_chain(error);
    return flushed ? done : 0;
}

static Value buffered_detach(Value self, Value *args)
{
    (void)args;
    Buffered *b = attached(self);
    if (!b || !tp_call_method(self, TP_NAME(flush), 0, 0, 0) || check_free(b) < 0)
        return 0;
    Value raw = b->raw;
    tp_io_finalizer(b, 0);
    if (b->file)
        tp_fileio_arm(b->file);
    else if (is_only_closed(raw))
        tp_type_arm_finalizer(raw);
    b->raw = 0;
    b->file = 0;
    return raw;
}

/* ---- what the raw stream answers ---- */

static Value ask_raw(Value self, const char *method)
{
    Buffered *b = attached(self);
    return b ? tp_call_method_cstr(b->raw, method, 0, 0) : 0;
}

static Value buffered_seekable(Value self, Value *args)
{
    (void)args;
    return ask_raw(self, "seekable");
}

static Value buffered_readable(Value self, Value *args)
{
    (void)args;
    return tp_instance(self, &tp_buffered_writer_type) ? TP_FALSE : ask_raw(self, "readable");
}

static Value buffered_writable(Value self, Value *args)
{
    (void)args;
    return tp_instance(self, &tp_buffered_reader_type) ? TP_FALSE : ask_raw(self, "writable");
}

static Value buffered_fileno(Value self, Value *args)
{
    (void)args;
    return ask_raw(self, "fileno");
}

static Value buffered_isatty(Value self, Value *args)
{
    (void)args;
    return ask_raw(self, "isatty");
}

static Value raw_attribute(Value self, const char *name)
{
    Buffered *b = attached(self);
    return b ? tp_getattr_cstr(b->raw, name) : 0;
}

static Value get_closed(Value self)
{
    return raw_attribute(self, "closed");
}

static Value get_name(Value self)
{
    return raw_attribute(self, "name");
}

static Value get_mode(Value self)
{
    return raw_attribute(self, "mode");
}

static Value buffered_repr(Value self)
{
    Value name = tp_getattr_or_null(self, TP_NAME(name), 0);
    const char *type = tp_type_of(self)->name;
    if (!name && tp_error_pending()) {
        if (!tp_error_is(&tp_ValueError))
            return 0;
        tp_error_clear();
    }
    if (!name)
        return tp_str_format_c("<%s>", type);
    if (tp_io_repr_enter(self) < 0)
        return 0;
    Value text = tp_str_format_c("<%s name=%R>", type, name);
    tp_repr_leave(self);
    return text;
}

#define COMMON_METHODS                                                                          \
    METHOD("detach", buffered_detach, "()",                                                     \
           "Disconnect this buffer from its underlying raw stream and return it."),             \
    METHOD("close", buffered_close, "()", 0),                                                   \
    METHOD("__getstate__", tp_io_no_state, "()", 0),                                            \
    METHOD("__sizeof__", tp_object_sizeof, "()", 0),                                            \
    METHOD("seek", buffered_seek, "(target, whence=0, /)", 0),                                  \
    METHOD("tell", buffered_tell, "()", 0),                                                     \
    METHOD("truncate", buffered_truncate, "(pos=None, /)", 0),                                  \
    METHOD("seekable", buffered_seekable, "()", 0),                                             \
    METHOD("readable", buffered_readable, "()", 0),                                             \
    METHOD("writable", buffered_writable, "()", 0),                                             \
    METHOD("fileno", buffered_fileno, "()", 0),                                                 \
    METHOD("isatty", buffered_isatty, "()", 0)

#define READ_METHODS                                                                            \
    METHOD("read", buffered_read, "(size=-1, /)", 0),                                           \
    METHOD("read1", buffered_read1, "(size=-1, /)", 0),                                         \
    METHOD("peek", buffered_peek, "(size=0, /)", 0),                                            \
    METHOD("readinto", buffered_readinto, "(buffer, /)", 0),                                    \
    METHOD("readinto1", buffered_readinto1, "(buffer, /)", 0),                                  \
    METHOD("readline", buffered_readline, "(size=-1, /)", 0)

#define WRITE_METHODS                                                                           \
    METHOD("flush", buffered_flush, "()", 0),                                                   \
    METHOD("write", buffered_write, "(buffer, /)", 0)

static const MethodDef reader_methods[] = {
    COMMON_METHODS, READ_METHODS, METHOD("flush", reader_flush, "()", 0), METHOD_END};
static const MethodDef writer_methods[] = {COMMON_METHODS, WRITE_METHODS, METHOD_END};
static const MethodDef random_methods[] = {
    COMMON_METHODS, READ_METHODS, WRITE_METHODS, METHOD_END};

static const GetSetDef buffered_getset[] = {
    {"closed", get_closed, 0, 0},
    {"name", get_name, 0, 0},
    {"mode", get_mode, 0, 0},
    {0, 0, 0, 0},
};

static const MemberDef buffered_members[] = {
    {"raw", offsetof(Buffered, raw), true, 0},
    {0, 0, false, 0},
};

#define BUFFERED_TYPE(variable, python_name, method_table, next_fn)  \
    Type variable = {                                                \
        .head = {&tp_type_type},                                     \
        .name = python_name,                                         \
        .basic_size = sizeof(Buffered),                              \
        .flags = TYPE_BASE,                                          \
        .base = &tp_bufferediobase_type,                             \
        .dict_offset = offsetof(Buffered, dict),                     \
        .weakref_offset = 1,                                         \
        .new_ = tp_io_new,                                           \
        .init = buffered_init,                                       \
        .next = next_fn,                                             \
        .repr = buffered_repr,                                       \
        .methods = method_table,                                     \
        .getset = buffered_getset,                                   \
        .members = buffered_members,                                 \
    }

BUFFERED_TYPE(tp_buffered_reader_type, "_io.BufferedReader", reader_methods, reader_next);
BUFFERED_TYPE(tp_buffered_writer_type, "_io.BufferedWriter", writer_methods, 0);
BUFFERED_TYPE(tp_buffered_random_type, "_io.BufferedRandom", random_methods, reader_next);

/* ---- BufferedRWPair: a reader and a writer that are two streams ---- */

typedef struct Pair {
    Object head;
    Dict *dict;
    Value reader, writer;
} Pair;

static int pair_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[3];
    Pair *pair = (Pair *)tp_obj(self);
    pair->reader = pair->writer = 0;
    if (TP_ARGS("BufferedRWPair", "(reader, writer, buffer_size=8192, /)", a) < 0 ||
        expect_able(a[0], "readable", "File or stream is not readable.") < 0 ||
        expect_able(a[1], "writable", "File or stream is not writable.") < 0)
        return -1;
    Value size = a[2] ? a[2] : tp_small(IO_BUFFER_SIZE);
    pair->reader = tp_call2(tp_ref(&tp_buffered_reader_type), a[0], size);
    pair->writer = pair->reader ? tp_call2(tp_ref(&tp_buffered_writer_type), a[1], size) : 0;
    return pair->writer ? 0 : -1;
}

/* A method of one of the two; 0 with ValueError if there is none yet. */
static Value call_half(Value half, const char *method, int nargs, const Value *args)
{
    if (!half)
        return tp_raise(&tp_ValueError, "I/O operation on uninitialized object");
    return tp_call_method_cstr(half, method, nargs, args);
}

#define PAIR_METHOD(name, half)                                                         \
    static Value pair_##name(Value self, Value *args)                                   \
    {                                                                                   \
        return call_half(((Pair *)tp_obj(self))->half, #name, args && args[0], args);   \
    }
PAIR_METHOD(read, reader)
PAIR_METHOD(peek, reader)
PAIR_METHOD(read1, reader)
PAIR_METHOD(readinto, reader)
PAIR_METHOD(readinto1, reader)
PAIR_METHOD(write, writer)

#define PAIR_QUESTION(name, half)                                            \
    static Value pair_##name(Value self, Value *args)                        \
    {                                                                        \
        (void)args;                                                          \
        return call_half(((Pair *)tp_obj(self))->half, #name, 0, 0);         \
    }
PAIR_QUESTION(flush, writer)
PAIR_QUESTION(readable, reader)
PAIR_QUESTION(writable, writer)

static Value pair_close(Value self, Value *args)
{
    (void)args;
    Pair *pair = (Pair *)tp_obj(self);
    Value first = call_half(pair->writer, "close", 0, 0);
    Value error = tp_error_take();
    Value second = call_half(pair->reader, "close", 0, 0);
    tp_io_chain(error);
    return first ? second : 0;
}

static Value pair_isatty(Value self, Value *args)
{
    (void)args;
    Pair *pair = (Pair *)tp_obj(self);
    Value answer = call_half(pair->writer, "isatty", 0, 0);
    return answer != TP_FALSE ? answer : call_half(pair->reader, "isatty", 0, 0);
}

static Value pair_get_closed(Value self)
{
    Value writer = ((Pair *)tp_obj(self))->writer;
    if (!writer)
        return tp_raise(&tp_RuntimeError,
                        "the BufferedRWPair object is being garbage-collected");
    return tp_getattr_cstr(writer, "closed");
}

static const MethodDef pair_methods[] = {
    METHOD("read", pair_read, "(size=-1, /)", 0),
    METHOD("peek", pair_peek, "(size=0, /)", 0),
    METHOD("read1", pair_read1, "(size=-1, /)", 0),
    METHOD("readinto", pair_readinto, "(buffer, /)", 0),
    METHOD("readinto1", pair_readinto1, "(buffer, /)", 0),
    METHOD("write", pair_write, "(buffer, /)", 0),
    METHOD("flush", pair_flush, "()", 0),
    METHOD("readable", pair_readable, "()", 0),
    METHOD("writable", pair_writable, "()", 0),
    METHOD("close", pair_close, "()", 0),
    METHOD("isatty", pair_isatty, "()", 0),
    METHOD_END,
};

static const GetSetDef pair_getset[] = {{"closed", pair_get_closed, 0, 0}, {0, 0, 0, 0}};

Type tp_buffered_rwpair_type = {
    .head = {&tp_type_type},
    .name = "_io.BufferedRWPair",
    .basic_size = sizeof(Pair),
    .flags = TYPE_BASE,
    .base = &tp_bufferediobase_type,
    .dict_offset = offsetof(Pair, dict),
    .weakref_offset = 1,
    .init = pair_init,
    .methods = pair_methods,
    .getset = pair_getset,
};
