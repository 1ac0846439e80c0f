/* zlib.c -- the module zlib, on the library zlib.
 *
 * Data goes through `run`, which calls deflate() or inflate() until the input is used and the
 * output fits; the output grows in a ByteBuilder. Compressors and decompressors keep a z_stream,
 * which is freed when they die. */
#include <limits.h>
#include <string.h>
#include <zlib.h>

#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/sequence.h"
#include "runtime/text.h"

enum { BUFFER = 16 * 1024 };

static Type error_type = {
    .head = {&tp_type_type},
    .name = "zlib.error",
    .base = &tp_Exception,
    .flags = TYPE_BASE | TYPE_IS_EXC,
};

typedef struct Stream {
    Object head;
    z_stream z;
    bool is_open;              /* z is to be freed */
    bool is_decompressor, is_at_end;
    Value dictionary;          /* bytes, or 0 */
    Value unused_data, unconsumed_tail; /* bytes; decompressors */
} Stream;

static Type compress_type, decompress_type;

/* "Error -3 while decompressing data: incorrect header check" */
static Value fail(const z_stream *z, int error, const char *doing)
{
    const char *text = error == Z_VERSION_ERROR ? "library version mismatch" : z->msg;
    if (!text)
        text = error == Z_BUF_ERROR      ? "incomplete or truncated stream"
               : error == Z_STREAM_ERROR ? "inconsistent stream state"
               : error == Z_DATA_ERROR   ? "invalid input data"
                                         : NULL;
    if (!text)
        return tp_raise(&error_type, "Error %d %s", error, doing);
    return tp_raise(&error_type, "Error %d %s: %.200s", error, doing, text);
}

typedef struct Input {
    const char *data;
    int64_t n;                 /* bytes not used yet */
} Input;

/* Calls step(z, flush) with all the input, output to out until `most` bytes are there (-1: all of
 * it). The last answer of zlib is *status. -1: no memory. */
static int run(z_stream *z, int (*step)(z_streamp, int), int flush, Input *in, int64_t most,
               ByteBuilder *out, int *status)
{
    char buffer[BUFFER];
    *status = Z_OK;
    do {
        uInt part = in->n > UINT_MAX ? UINT_MAX : (uInt)in->n;
        z->next_in = (Bytef *)in->data;
        z->avail_in = part;
        bool is_last = (int64_t)part == in->n;
        do {
            int64_t left = most < 0 ? BUFFER : most - out->length;
            uInt room = left > BUFFER ? BUFFER : (uInt)left;
            z->next_out = (Bytef *)buffer;
            z->avail_out = room;
            *status = step(z, is_last ? flush : Z_NO_FLUSH);
            if (tp_bytes_add(out, buffer, room - z->avail_out) < 0)
                return -1;
        } while (z->avail_out == 0 && (*status == Z_OK || *status == Z_BUF_ERROR) &&
                 (most < 0 || out->length < most));
        in->data += part - z->avail_in;
        in->n -= part - z->avail_in;
    } while (in->n > 0 && z->avail_in == 0 && *status == Z_OK && (most < 0 || out->length < most));
    return 0;
}

static Value result_of(const ByteBuilder *out)
{
    return tp_bytes_new(out->data ? out->data : "", out->length);
}

static int int_argument(Value v, int64_t default_, int64_t *out)
{
    *out = default_;
    return v && text_int_arg(v, out) < 0 ? -1 : 0;
}

/* ---- at once ---- */

static Value zlib_compress(Value self, Value *args)
{
    Input in;
    int64_t level, wbits;
    z_stream z = {0};
    ByteBuilder out = {0};
    int status;
    (void)self;
    if (tp_bytes_view(args[0], &in.data, &in.n) < 0 || int_argument(args[1], -1, &level) < 0 ||
        int_argument(args[2], MAX_WBITS, &wbits) < 0)
        return 0;
    status = deflateInit2(&z, (int)level, Z_DEFLATED, (int)wbits, 8, Z_DEFAULT_STRATEGY);
    if (status == Z_STREAM_ERROR)
        return tp_raise(&error_type, "Bad compression level");
    if (status != Z_OK)
        return fail(&z, status, "while compressing data");
    int done = run(&z, deflate, Z_FINISH, &in, -1, &out, &status);
    deflateEnd(&z);
    if (done < 0)
        return 0;
    return status == Z_STREAM_END ? result_of(&out) : fail(&z, status, "while compressing data");
}

static Value zlib_decompress(Value self, Value *args)
{
    Input in;
    int64_t wbits, size;
    z_stream z = {0};
    ByteBuilder out = {0};
    int status;
    (void)self;
    if (tp_bytes_view(args[0], &in.data, &in.n) < 0 ||
        int_argument(args[1], MAX_WBITS, &wbits) < 0 ||
        (args[2] && tp_ssize_argument(args[2], &size) < 0))
        return 0;
    if (args[2] && size < 0)
        return tp_raise(&tp_ValueError, "bufsize must be non-negative");
    if ((status = inflateInit2(&z, (int)wbits)) != Z_OK)
        return fail(&z, status, "while preparing to decompress data");
    int done = run(&z, inflate, Z_SYNC_FLUSH, &in, -1, &out, &status);
    if (done == 0 && status != Z_STREAM_END)
        fail(&z, status == Z_OK ? Z_BUF_ERROR : status, "while decompressing data");
    inflateEnd(&z);
    return tp_error_pending() ? 0 : result_of(&out);
}

/* ---- checksums ---- */

static Value checksum(Value *args, uLong start, uLong (*add)(uLong, const Bytef *, z_size_t))
{
    const char *data;
    int64_t n;
    uint32_t value = (uint32_t)start;
    if ((args[1] && text_low_bits_arg(args[1], &value) < 0) ||
        tp_bytes_view(args[0], &data, &n) < 0)
        return 0;
    return tp_int((int64_t)(add(value, (const Bytef *)data, (z_size_t)n) & 0xffffffff));
}

static Value zlib_adler32(Value self, Value *args)
{
    (void)self;
    return checksum(args, 1, adler32_z);
}

static Value zlib_crc32(Value self, Value *args)
{
    (void)self;
    return checksum(args, 0, crc32_z);
}

/* ---- streams ---- */

static Stream *stream_of(Value v)
{
    return (Stream *)tp_obj(v);
}

static void free_stream(void *object)
{
    Stream *s = object;
    if (s->is_open)
        s->is_decompressor ? inflateEnd(&s->z) : deflateEnd(&s->z);
    s->is_open = false;
}

/* zlib's state does not hold Values: its memory need not be scanned. */
static Stream *new_stream(Type *type)
{
    Stream *s = tp_heap_object(type, 0);
    s->is_decompressor = type == &decompress_type;
    s->unused_data = s->unconsumed_tail = tp_bytes_new("", 0);
    tp_heap_finalizer(s, free_stream);
    return s;
}

static Value zlib_compressobj(Value self, Value *args)
{
    int64_t level, method, wbits, memory, strategy;
    (void)self;
    if (int_argument(args[0], -1, &level) < 0 || int_argument(args[1], Z_DEFLATED, &method) < 0 ||
        int_argument(args[2], MAX_WBITS, &wbits) < 0 || int_argument(args[3], 8, &memory) < 0 ||
        int_argument(args[4], 0, &strategy) < 0)
        return 0;
    const char *dictionary = NULL;
    int64_t n = 0;
    if (args[5] && args[5] != TP_NONE && tp_bytes_view(args[5], &dictionary, &n) < 0)
        return 0;
    Stream *s = new_stream(&compress_type);
    int status = deflateInit2(&s->z, (int)level, (int)method, (int)wbits, (int)memory,
                              (int)strategy);
    if (status == Z_STREAM_ERROR)
        return tp_raise(&tp_ValueError, "Invalid initialization option");
    if (status != Z_OK)
        return fail(&s->z, status, "while creating compression object");
    s->is_open = true;
    if (dictionary && deflateSetDictionary(&s->z, (const Bytef *)dictionary, (uInt)n) != Z_OK)
        return tp_raise(&tp_ValueError, "Invalid dictionary");
    return tp_ref(s);
}

static int set_dictionary(Stream *s)
{
    const Bytes *b = (Bytes *)tp_obj(s->dictionary);
    int status = inflateSetDictionary(&s->z, (const Bytef *)b->data, (uInt)b->length);
    return status == Z_OK ? 0 : (fail(&s->z, status, "while setting zdict"), -1);
}

static Value zlib_decompressobj(Value self, Value *args)
{
    int64_t wbits, n;
    const char *data;
    (void)self;
    if (int_argument(args[0], MAX_WBITS, &wbits) < 0)
        return 0;
    Stream *s = new_stream(&decompress_type);
    if (args[1]) {
        if (!tp_is_buffer(args[1]))
            return tp_raise(&tp_TypeError, "zdict argument must support the buffer protocol");
        if (tp_bytes_view(args[1], &data, &n) < 0 || !(s->dictionary = tp_bytes_new(data, n)))
            return 0;
    }
    int status = inflateInit2(&s->z, (int)wbits);
    if (status == Z_STREAM_ERROR)
        return tp_raise(&tp_ValueError, "Invalid initialization option");
    if (status != Z_OK)
        return fail(&s->z, status, "while creating decompression object");
    s->is_open = true;
    if (s->dictionary && wbits < 0 && set_dictionary(s) < 0)
        return 0;
    return tp_ref(s);
}

static Value compress_compress(Value self, Value *args)
{
    Input in;
    ByteBuilder out = {0};
    int status;
    Stream *s = stream_of(self);
    if (tp_bytes_view(args[0], &in.data, &in.n) < 0 ||
        run(&s->z, deflate, Z_NO_FLUSH, &in, -1, &out, &status) < 0)
        return 0;
    if (status == Z_STREAM_ERROR)
        return fail(&s->z, status, "while compressing data");
    return result_of(&out);
}

static Value compress_flush(Value self, Value *args)
{
    int64_t mode;
    Input none = {"", 0};
    ByteBuilder out = {0};
    int status;
    Stream *s = stream_of(self);
    if (int_argument(args[0], Z_FINISH, &mode) < 0)
        return 0;
    if (mode == Z_NO_FLUSH)
        return tp_bytes_new("", 0);
    if (run(&s->z, deflate, (int)mode, &none, -1, &out, &status) < 0)
        return 0;
    if (status == Z_STREAM_END)
        free_stream(s);
    else if (status != Z_OK && status != Z_BUF_ERROR)
        return fail(&s->z, status, "while flushing");
    return result_of(&out);
}

static int add_unused(Stream *s, const Input *in)
{
    Value more = tp_bytes_new(in->data, in->n);
    Value all = more ? tp_add(s->unused_data, more) : 0;
    if (all)
        s->unused_data = all;
    return all ? 0 : -1;
}

static int set_tail(Stream *s, const Input *in)
{
    Value tail = tp_bytes_new(in->data, in->n);
    if (tail)
        s->unconsumed_tail = tail;
    return tail ? 0 : -1;
}

/* Decompress with at most `most` bytes of output (-1: all of it). */
static Value inflate_some(Stream *s, Input in, int flush, int64_t most)
{
    ByteBuilder out = {0};
    int status;
    if (s->is_at_end && !s->is_open) /* by flush */
        return set_tail(s, &in) < 0 ? 0
                                    : fail(&s->z, Z_STREAM_ERROR, "while decompressing data");
    if (s->is_at_end) {
        s->unconsumed_tail = tp_bytes_new("", 0);
        return add_unused(s, &in) < 0 ? 0 : tp_bytes_new("", 0);
    }
    for (;;) {
        if (run(&s->z, inflate, flush, &in, most, &out, &status) < 0)
            return 0;
        if (status != Z_NEED_DICT || !s->dictionary)
            break;
        if (set_dictionary(s) < 0)
            return 0;
    }
    if (status == Z_STREAM_END) {
        s->is_at_end = true;
        /* CPython leaves what follows there too, where there was a tail before */
        if (((Bytes *)tp_obj(s->unconsumed_tail))->length && set_tail(s, &in) < 0)
            return 0;
        if (add_unused(s, &in) < 0)
            return 0;
    } else {
        if (set_tail(s, &in) < 0)
            return 0;
        if (status != Z_OK && status != Z_BUF_ERROR)
            return fail(&s->z, status, "while decompressing data");
    }
    return result_of(&out);
}

static Value decompress_decompress(Value self, Value *args)
{
    Input in;
    int64_t most = 0;
    if (tp_bytes_view(args[0], &in.data, &in.n) < 0 ||
        (args[1] && tp_ssize_argument(args[1], &most) < 0))
        return 0;
    if (most < 0)
        return tp_raise(&tp_ValueError, "max_length must be non-negative");
    return inflate_some(stream_of(self), in, Z_SYNC_FLUSH, most ? most : -1);
}

static Value decompress_flush(Value self, Value *args)
{
    int64_t length = BUFFER;
    Stream *s = stream_of(self);
    if (args[0] && tp_ssize_argument(args[0], &length) < 0)
        return 0;
    if (length <= 0)
        return tp_raise(&tp_ValueError, "length must be greater than zero");
    const Bytes *tail = (Bytes *)tp_obj(s->unconsumed_tail);
    Value result = s->is_at_end
                       ? tp_bytes_new("", 0)
                       : inflate_some(s, (Input){tail->data, tail->length}, Z_FINISH, -1);
    if (s->is_at_end)
        free_stream(s);
    return result;
}

static Value stream_copy(Value self, Value *args)
{
    (void)args;
    Stream *s = stream_of(self), *copy = new_stream(s->head.type);
    int status = s->is_decompressor ? inflateCopy(&copy->z, &s->z) : deflateCopy(&copy->z, &s->z);
    if (status != Z_OK)
        return status == Z_STREAM_ERROR ? tp_raise(&tp_ValueError, "Inconsistent stream state")
                                        : fail(&s->z, status, "while copying object");
    copy->is_open = true;
    copy->is_at_end = s->is_at_end;
    copy->dictionary = s->dictionary;
    copy->unused_data = s->unused_data;
    copy->unconsumed_tail = s->unconsumed_tail;
    return tp_ref(copy);
}

static Value stream_deepcopy(Value self, Value *args)
{
    return stream_copy(self, args);
}

static Value decompress_get_eof(Value self)
{
    return tp_bool(stream_of(self)->is_at_end);
}

#define COPIES                                                                            \
    METHOD("copy", stream_copy, "()", "Return a copy of the object."),                    \
        METHOD("__copy__", stream_copy, "()", 0),                                         \
        METHOD("__deepcopy__", stream_deepcopy, "(memo, /)", 0)

static const MethodDef compress_methods[] = {
    METHOD("compress", compress_compress, "(data, /)",
           "Returns a bytes object containing compressed data."),
    METHOD("flush", compress_flush, "(mode=zlib.Z_FINISH, /)",
           "Return a bytes object containing any remaining compressed data."),
    COPIES,
    METHOD_END,
};

static const MethodDef decompress_methods[] = {
    METHOD("decompress", decompress_decompress, "(data, /, max_length=0)",
           "Return a bytes object containing the decompressed version of the data."),
    METHOD("flush", decompress_flush, "(length=zlib.DEF_BUF_SIZE, /)",
           "Return a bytes object containing any remaining decompressed data."),
    COPIES,
    METHOD_END,
};

static const MemberDef decompress_members[] = {
    {"unused_data", offsetof(Stream, unused_data), true, 0},
    {"unconsumed_tail", offsetof(Stream, unconsumed_tail), true, 0},
    {0, 0, false, 0},
};
static const GetSetDef decompress_getset[] = {
    {"eof", decompress_get_eof, tp_set_readonly, 0}, {0, 0, 0, 0}};

static Type compress_type = {
    .head = {&tp_type_type},
    .name = "zlib.Compress",
    .basic_size = sizeof(Stream),
    .flags = TYPE_NO_NEW,
    .methods = compress_methods,
};

static Type decompress_type = {
    .head = {&tp_type_type},
    .name = "zlib.Decompress",
    .basic_size = sizeof(Stream),
    .flags = TYPE_NO_NEW,
    .methods = decompress_methods,
    .members = decompress_members,
    .getset = decompress_getset,
};

static const MethodDef functions[] = {
    METHOD("compress", zlib_compress, "(data, /, level=-1, wbits=15)",
           "Returns a bytes object containing compressed data."),
    METHOD("decompress", zlib_decompress, "(data, /, wbits=15, bufsize=16384)",
           "Returns a bytes object containing the uncompressed data."),
    METHOD("compressobj", zlib_compressobj,
           "(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)",
           "Return a compressor object."),
    METHOD("decompressobj", zlib_decompressobj, "(wbits=15, zdict=b'')",
           "Return a decompressor object."),
    METHOD("adler32", zlib_adler32, "(data, value=1, /)", "Compute an Adler-32 checksum of data."),
    METHOD("crc32", zlib_crc32, "(data, value=0, /)", "Compute a CRC-32 checksum of data."),
    METHOD_END,
};

static const IntConstant constants[] = {
#define C(name) {#name, name}
    C(MAX_WBITS), C(Z_NO_COMPRESSION), C(Z_BEST_SPEED), C(Z_BEST_COMPRESSION),
    C(Z_DEFAULT_COMPRESSION), C(Z_FILTERED), C(Z_HUFFMAN_ONLY), C(Z_RLE), C(Z_FIXED),
    C(Z_DEFAULT_STRATEGY), C(Z_FINISH), C(Z_NO_FLUSH), C(Z_PARTIAL_FLUSH), C(Z_SYNC_FLUSH),
    C(Z_FULL_FLUSH), C(Z_BLOCK), C(Z_TREES), {"DEFLATED", Z_DEFLATED}, {"DEF_MEM_LEVEL", 8},
    {"DEF_BUF_SIZE", BUFFER},
#undef C
};

static int init(Value module)
{
    tp_type_ready(&compress_type);
    tp_type_ready(&decompress_type);
    if (tp_module_add_type(module, &error_type) < 0 ||
        tp_module_add(module, "__version__", tp_str_cstr("1.0")) < 0 ||
        tp_module_add(module, "ZLIB_VERSION", tp_str_cstr(ZLIB_VERSION)) < 0 ||
        tp_module_add(module, "ZLIB_RUNTIME_VERSION", tp_str_cstr(zlibVersion())) < 0)
        return -1;
    return tp_module_add_ints(module, constants, sizeof constants / sizeof *constants);
}

const ModuleDef tp_mod_zlib = {
    "zlib", functions, init,
    "The functions in this module allow compression and decompression using the\nzlib library."};
