/* bytes.c -- the type bytes, and access to the memory of any bytes-like object.
 *
 * Bytes are laid out as str: data in the object, or borrowed from an owner (subclass instances).
 * Start at `tp_bytes_new` and `tp_buffer_get`.
 */
#include "bytes.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "list.h"
#include "text.h"

#define HEADER offsetof(Bytes, owner)

static Value singles[256]; /* shared bytes of length 1 */
static Value empty;

int tp_bytes_check_length(int64_t n)
{
    if (n > INT64_MAX - 33) /* what CPython's layout takes besides */
        return tp_raise_int(&tp_OverflowError, "byte string is too large");
    return 0;
}

char *tp_bytes_room(int64_t n)
{
    return tp_bytes_check_length(n) < 0 ? NULL : tp_heap_try_alloc_atomic((size_t)n + 1);
}

static Bytes *alloc(int64_t n)
{
    if (tp_bytes_check_length(n) < 0)
        return NULL;
    size_t size = tp_size((size_t)n + 1, 1, HEADER);
    Bytes *b = !size         ? NULL
               : size < 4096 ? tp_heap_alloc_atomic(size)
                             : tp_heap_try_alloc_atomic(size);
    if (!b)
        return NULL;
    b->head.type = &tp_bytes_type;
    b->length = n;
    b->hash = -1;
    b->data = (char *)&b->owner;
    b->data[n] = 0;
    return b;
}

Value tp_bytes_new(const char *data, int64_t n)
{
    if (n == 0) {
        if (!empty)
            empty = tp_ref(alloc(0));
        return empty;
    }
    if (n == 1 && data) {
        Value *one = &singles[(uint8_t)*data];
        if (!*one) {
            Bytes *b = alloc(1); /* small, so never 0 */
            *b->data = *data;
            *one = tp_ref(b);
        }
        return *one;
    }
    Bytes *b = alloc(n);
    if (!b)
        return 0;
    if (data)
        memcpy(b->data, data, (size_t)n);
    return tp_ref(b);
}

Value tp_bytes_empty(void)
{
    return tp_ref(alloc(0));
}

/* ---- the memory of bytes-like objects ---- */

bool tp_is_buffer(Value v)
{
    if (!tp_is_ptr(v))
        return false;
    for (const Type *type = tp_obj(v)->type; type; type = type->base) {
        if (type->buffer)
            return true;
    }
    return false;
}

int tp_buffer_get(Value v, Buffer *out, int change)
{
    if (tp_is_ptr(v)) {
        for (const Type *type = tp_obj(v)->type; type; type = type->base) {
            if (type->buffer)
                return type->buffer(v, out, change);
        }
    }
    return tp_raise_int(&tp_TypeError, "a bytes-like object is required, not '%T'", v);
}

const char *tp_buffer_bytes(const Buffer *b)
{
    if (tp_buffer_is_contiguous(b) || b->length == 0)
        return b->data;
    char *copy = tp_heap_alloc_atomic((size_t)(b->length * b->itemsize));
    for (int64_t i = 0; i < b->length; i++)
        memcpy(copy + i * b->itemsize, b->data + i * b->stride, (size_t)b->itemsize);
    return copy;
}

bool tp_has_exports(const int64_t *exports)
{
    if (*exports > 0)
        tp_heap_collect_quietly();
    return *exports > 0;
}

int tp_bytes_view(Value v, const char **data, int64_t *n)
{
    if (tp_is_bytes(v)) {
        Bytes *b = (Bytes *)tp_obj(v);
        *data = b->data;
        *n = b->length;
        return 0;
    }
    Buffer buffer;
    if (tp_buffer_get(v, &buffer, 0) < 0)
        return -1;
    if (!tp_buffer_is_contiguous(&buffer))
        return tp_raise_int(&tp_BufferError,
                            "memoryview: underlying buffer is not C-contiguous");
    *data = buffer.data;
    *n = buffer.length * buffer.itemsize;
    return 0;
}

Value tp_decode_buffer(Value v, const char *encoding, const char *errors)
{
    const char *data;
    int64_t n;
    Buffer held;
    if (tp_bytes_view(v, &data, &n) < 0)
        return 0;
    if (tp_is_bytes(v))
        return tp_decode(data, n, encoding, errors);
    if (tp_buffer_get(v, &held, 1) < 0)
        return 0;
    Value str = tp_decode(data, n, encoding, errors);
    tp_buffer_get(v, &held, -1);
    return str;
}

int tp_bytes_view_any(Value v, const char **data, int64_t *n)
{
    Buffer buffer;
    if (tp_buffer_get(v, &buffer, 0) < 0)
        return -1;
    *data = tp_buffer_bytes(&buffer);
    *n = buffer.length * buffer.itemsize;
    return 0;
}

static int bytes_buffer(Value self, Buffer *out, int change)
{
    (void)change;
    Bytes *b = (Bytes *)tp_obj(self);
    *out = (Buffer){b->data, b->length, 1, 1, "B", true, self};
    return 0;
}

/* ---- making from anything ---- */

int tp_bytes_add(ByteBuilder *b, const void *data, int64_t n)
{
    if (b->length + n > b->capacity) {
        int64_t capacity = b->length + n + b->capacity / 2 + 32;
        char *grown = tp_heap_try_alloc_atomic((size_t)capacity);
        if (!grown)
            return -1;
        if (b->length)
            memcpy(grown, b->data, (size_t)b->length);
        b->data = grown;
        b->capacity = capacity;
    }
    if (data && n)
        memcpy(b->data + b->length, data, (size_t)n);
    b->length += n;
    return 0;
}

int tp_byte_value(Value v, const char *message)
{
    Value i = tp_is_small(v) ? v : tp_index(v);
    int64_t byte;
    if (!i)
        return -1;
    if (!tp_int_fits_i64(i, &byte) || byte < 0 || byte > 255)
        return tp_raise_int(&tp_ValueError, "%s", message);
    return (int)byte;
}

int tp_bytes_collect(ByteBuilder *b, Value iterator, const char *message)
{
    Value item;
    while ((item = tp_next(iterator))) {
        int byte = tp_byte_value(item, message);
        char c = (char)byte;
        if (byte < 0 || tp_bytes_add(b, &c, 1) < 0)
            return -1;
    }
    return tp_error_pending() ? -1 : 0;
}

int tp_bytes_source(const char *type, Value source, Value encoding, Value errors, ByteBuilder *out,
                    int64_t *count, const char *message)
{
    *count = 0;
    const char *encoding_name = NULL, *errors_name = NULL;
    if (encoding && !(encoding_name = text_name_arg(type, "argument 'encoding'", encoding)))
        return -1;
    if (errors && !(errors_name = text_name_arg(type, "argument 'errors'", errors)))
        return -1;
    if (encoding || errors) {
        if (!source || !tp_is_str(source))
            return tp_raise_int(&tp_TypeError, encoding ? "encoding without a string argument"
                                                        : "errors without a string argument");
    }
    if (!source)
        return 0;
    if (tp_is_str(source)) {
        if (!encoding)
            return tp_raise_int(&tp_TypeError, "string argument without an encoding");
        Value encoded = tp_encode(source, encoding_name, errors_name);
        if (!encoded)
            return -1;
        Bytes *b = (Bytes *)tp_obj(encoded);
        return tp_bytes_add(out, b->data, b->length) < 0 ? -1 : 1;
    }
    const char *data;
    int64_t n;
    if (tp_is_int(source) || (tp_type_of(source)->index && !tp_is_buffer(source))) {
        Value index = tp_index(source);
        if (!index) {
            if (!tp_error_is(&tp_TypeError))
                return -1;
            tp_error_clear();
        } else {
            if (!tp_int_fits_i64(index, count))
                return tp_raise_int(&tp_OverflowError,
                                    "cannot fit '%T' into an index-sized integer", source);
            return *count < 0 ? tp_raise_int(&tp_ValueError, "negative count") : 0;
        }
    }
    if (tp_is_buffer(source)) {
        if (tp_bytes_view_any(source, &data, &n) < 0 || tp_bytes_add(out, data, n) < 0)
            return -1;
        return 1;
    }
    Value iterator = tp_iter(source);
    if (!iterator) {
        if (!tp_error_is(&tp_TypeError))
            return -1;
        tp_error_clear();
        return tp_raise_int(&tp_TypeError, "cannot convert '%T' object to %s", source, type);
    }
    /* bytearray() does not ask; there is no use for it, but it may run code and fail */
    if (!strcmp(type, "bytes") && tp_length_hint(source, 64) < 0)
        return -1;
    return tp_bytes_collect(out, iterator, message) < 0 ? -1 : 1;
}

static Value subclass(Type *type, Value content)
{
    Bytes *from = (Bytes *)tp_obj(content);
    Bytes *b = tp_heap_object(type, 0);
    b->length = from->length;
    b->hash = -1;
    b->data = from->data;
    b->owner = content;
    return tp_ref(b);
}

static Value bytes_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[3];
    if (TP_ARGS("bytes", "(source=b'', encoding='utf-8', errors='strict')", a) < 0)
        return 0;
    Value result = 0;
    if (a[0] && !a[1] && !a[2]) {
        Value special = tp_is_exact(a[0], &tp_bytes_type)
                            ? 0
                            : tp_lookup_special(a[0], TP_NAME(__bytes__));
        if (special) {
            result = tp_call0(special);
            if (result && !tp_is_bytes(result))
                return tp_raise(&tp_TypeError, "__bytes__ returned non-bytes (type %T)", result);
        } else if (tp_error_pending()) {
            return 0;
        } else if (tp_is_exact(a[0], &tp_bytes_type)) {
            result = a[0];
        }
        if (special && !result)
            return 0;
    }
    if (!result) {
        ByteBuilder b = {0};
        int64_t count;
        int status = tp_bytes_source("bytes", a[0], a[1], a[2], &b, &count,
                                     "bytes must be in range(0, 256)");
        if (status < 0)
            return 0;
        result = status ? tp_bytes_new(b.data ? b.data : "", b.length) : tp_bytes_new(NULL, count);
        if (result && !status)
            memset(((Bytes *)tp_obj(result))->data, 0, (size_t)count);
    }
    return result && type != &tp_bytes_type ? subclass(type, result) : result;
}

/* ---- the type ---- */

static int64_t bytes_hash(Value self)
{
    Bytes *b = (Bytes *)tp_obj(self);
    if (b->hash == -1)
        b->hash = tp_hash_bytes(b->data, (size_t)b->length);
    return b->hash;
}

static Value bytes_iter(Value self)
{
    StrIterator *it = tp_heap_object(&tp_bytes_iterator_type, 0);
    it->text = self;
    return tp_ref(it);
}

static Value bytes_getnewargs(Value self, Value *args)
{
    (void)args;
    Bytes *b = (Bytes *)tp_obj(self);
    return tp_tuple_pack(1, tp_bytes_new(b->data, b->length));
}

static Value bytes_bytes(Value self, Value *args)
{
    (void)args;
    Bytes *b = (Bytes *)tp_obj(self);
    return tp_is_exact(self, &tp_bytes_type) ? self : tp_bytes_new(b->data, b->length);
}

Type tp_bytes_iterator_type = {
    .head = {&tp_type_type},
    .name = "bytes_iterator",
    .basic_size = sizeof(StrIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = tp_bytes_iterator_methods,
    .iter = bytes_iterator_self,
    .next = bytes_iterator_next,
};

static const MethodDef methods[] = {
#include "bytes_methods.def"
    METHOD("__bytes__", bytes_bytes, "()", "Convert this value to exact type bytes."),
    METHOD("__getnewargs__", bytes_getnewargs, "()", 0),
    METHOD_END,
};

Type tp_bytes_type = {
    .head = {&tp_type_type},
    .name = "bytes",
    .basic_size = sizeof(Bytes),
    .flags = TYPE_BASE | TYPE_IS_BYTES | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .doc = "bytes(iterable_of_ints) -> bytes\n"
           "bytes(string, encoding[, errors]) -> bytes\n"
           "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n"
           "bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n"
           "bytes() -> empty bytes object",
    .methods = methods,
    .repr = tp_bytes_repr,
    .str = bytes_str,
    .hash = bytes_hash,
    .compare = bytes_compare,
    .new_ = bytes_new,
    .iter = bytes_iter,
    .length = bytes_length,
    .getitem = bytes_getitem,
    .contains = bytes_contains,
    .bool_ = bytes_bool,
    .add = bytes_add,
    .mul = bytes_mul,
    .rmul = bytes_mul,
    .mod = bytes_modulo,
    .rmod = bytes_rmod,
    .buffer = bytes_buffer,
};
