/* bytearray.c -- the type bytearray. Its memory grows by about an eighth when it must; it cannot be
 * resized while views of it exist. Start at `tp_bytearray_resize`. */
#include "bytes.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "list.h"
#include "sequence.h"
#include "text.h"

static const char byte_range[] = "byte must be in range(0, 256)";

static inline ByteArray *as_bytearray(Value v)
{
    return (ByteArray *)tp_obj(v);
}

Value tp_bytearray_new(const char *data, int64_t n)
{
    ByteArray *b = tp_heap_object(&tp_bytearray_type, 0);
    if (n) {
        b->data = tp_heap_try_alloc_atomic((size_t)n + 1);
        if (!b->data)
            return 0;
        b->capacity = n + 1;
        b->length = n;
        if (data)
            memcpy(b->data, data, (size_t)n);
        b->data[n] = 0;
    }
    return tp_ref(b);
}

static int check_exports(ByteArray *b)
{
    if (tp_has_exports(&b->exports))
        return tp_raise_int(&tp_BufferError,
                            "Existing exports of data: object cannot be re-sized");
    return 0;
}

int tp_bytearray_resize(ByteArray *b, int64_t length)
{
    if (length == b->length)
        return 0;
    if (check_exports(b) < 0)
        return -1;
    if (length > INT64_MAX / 2)
        return tp_raise_no_memory(), -1;
    if (length + 1 > b->capacity || length + 1 < b->capacity / 2) {
        int64_t capacity = length + 1;
        if (length + 1 > b->capacity && b->capacity)
            capacity = length + (length >> 3) + (length < 9 ? 3 : 6);
        char *data = tp_heap_try_alloc_atomic((size_t)capacity);
        if (!data)
            return -1;
        int64_t n = length < b->length ? length : b->length;
        if (n)
            memcpy(data, b->data, (size_t)n);
        b->data = data;
        b->capacity = capacity;
    }
    b->length = length;
    b->data[length] = 0;
    return 0;
}

static int bytearray_buffer(Value self, Buffer *out, int change)
{
    ByteArray *b = as_bytearray(self);
    b->exports += change;
    *out = (Buffer){b->data ? b->data : "", b->length, 1, 1, "B", false, self};
    return 0;
}

/* Replace b[start:start+old] by n bytes that are not b's own. */
static int splice(ByteArray *b, int64_t start, int64_t old, const char *data, int64_t n)
{
    int64_t tail = b->length - start - old;
    if (n < old) {
        if (check_exports(b) < 0)
            return -1;
        memmove(b->data + start + n, b->data + start + old, (size_t)tail);
        if (tp_bytearray_resize(b, b->length + n - old) < 0)
            return -1;
    } else if (n > old) {
        if (tp_bytearray_resize(b, b->length + n - old) < 0)
            return -1;
        memmove(b->data + start + n, b->data + start + old, (size_t)tail);
    }
    if (n)
        memcpy(b->data + start, data, (size_t)n);
    return 0;
}

/* ---- methods that change it ---- */

static Value bytearray_append(Value self, Value *args)
{
    ByteArray *b = as_bytearray(self);
    int byte = tp_byte_value(args[0], byte_range);
    if (byte < 0 || tp_bytearray_resize(b, b->length + 1) < 0)
        return 0;
    b->data[b->length - 1] = (char)byte;
    return TP_NONE;
}

/* What is to be added: a buffer's bytes (copied if it is `self`) or ints. */
static int read_extension(Value self, Value v, ByteBuilder *out)
{
    if (tp_is_buffer(v)) {
        const char *data;
        int64_t n;
        if (tp_bytes_view(v, &data, &n) < 0) {
            tp_error_clear();
            return tp_raise_int(&tp_TypeError, "can't set bytearray slice from %T", v);
        }
        if (v == self)
            return tp_bytes_add(out, data, n);
        *out = (ByteBuilder){(char *)data, n, n};
        return 0;
    }
    Value iterator = tp_iter(v);
    if (!iterator) {
        if (!tp_error_is(&tp_TypeError))
            return -1;
        tp_error_clear();
        return tp_raise_int(&tp_TypeError, "can't extend bytearray with %T", v);
    }
    if (tp_length_hint(v, 32) < 0) /* there is no use for it, but it may run code and fail */
        return -1;
    return tp_bytes_collect(out, iterator, byte_range);
}

static Value bytearray_extend(Value self, Value *args)
{
    ByteArray *b = as_bytearray(self);
    ByteBuilder more = {0};
    if (read_extension(self, args[0], &more) < 0)
        return 0;
    return splice(b, b->length, 0, more.data, more.length) < 0 ? 0 : TP_NONE;
}

static Value bytearray_insert(Value self, Value *args)
{
    ByteArray *b = as_bytearray(self);
    int64_t at;
    if (tp_ssize_argument(args[0], &at) < 0)
        return 0;
    int byte = tp_byte_value(args[1], byte_range);
    if (byte < 0)
        return 0;
    if (at < 0)
        at = at + b->length < 0 ? 0 : at + b->length;
    if (at > b->length)
        at = b->length;
    char c = (char)byte;
    return splice(b, at, 0, &c, 1) < 0 ? 0 : TP_NONE;
}

static Value bytearray_pop(Value self, Value *args)
{
    ByteArray *b = as_bytearray(self);
    int64_t at = -1;
    if (args[0] && tp_ssize_argument(args[0], &at) < 0)
        return 0;
    if (b->length == 0)
        return tp_raise(&tp_IndexError, "pop from empty bytearray");
    if (at < 0)
        at += b->length;
    if (at < 0 || at >= b->length)
        return tp_raise(&tp_IndexError, "pop index out of range");
    Value byte = tp_small((uint8_t)b->data[at]);
    return splice(b, at, 1, NULL, 0) < 0 ? 0 : byte;
}

static Value bytearray_remove(Value self, Value *args)
{
    ByteArray *b = as_bytearray(self);
    int byte = tp_byte_value(args[0], byte_range);
    if (byte < 0)
        return 0;
    char *at = b->length ? memchr(b->data, byte, (size_t)b->length) : NULL;
    if (!at)
        return tp_raise(&tp_ValueError, "value not found in bytearray");
    return splice(b, at - b->data, 1, NULL, 0) < 0 ? 0 : TP_NONE;
}

static Value bytearray_clear(Value self, Value *args)
{
    (void)args;
    return tp_bytearray_resize(as_bytearray(self), 0) < 0 ? 0 : TP_NONE;
}

static Value bytearray_copy(Value self, Value *args)
{
    (void)args;
    ByteArray *b = as_bytearray(self);
    return tp_bytearray_new(b->data, b->length);
}

static Value bytearray_reverse(Value self, Value *args)
{
    (void)args;
    ByteArray *b = as_bytearray(self);
    for (int64_t i = 0, j = b->length - 1; i < j; i++, j--) {
        char swap = b->data[i];
        b->data[i] = b->data[j];
        b->data[j] = swap;
    }
    return TP_NONE;
}

static Value bytearray_alloc(Value self, Value *args)
{
    (void)args;
    return tp_small(as_bytearray(self)->capacity);
}

static Value bytearray_sizeof(Value self, Value *args)
{
    (void)args;
    return tp_small(56 + as_bytearray(self)->capacity);
}

static Value reduce(Value self, bool as_bytes)
{
    ByteArray *b = as_bytearray(self);
    Value state = tp_call_method_cstr(self, "__getstate__", 0, 0);
    if (!state)
        return 0;
    Value data = as_bytes ? tp_bytes_new(b->data, b->length)
                          : tp_str_latin1((uint8_t *)b->data, b->length);
    if (!data)
        return 0;
    Value content = b->length == 0 ? tp_ref(tp_empty_tuple)
                    : as_bytes     ? tp_tuple_pack(1, data)
                                   : tp_tuple_pack(2, data, tp_str_cstr("latin-1"));
    return tp_tuple_pack(3, tp_ref(tp_type_of(self)), content, state);
}

static Value bytearray_reduce(Value self, Value *args)
{
    (void)args;
    return reduce(self, false);
}

static Value bytearray_reduce_ex(Value self, Value *args)
{
    int64_t protocol = 0;
    if (args[0] && text_int_arg(args[0], &protocol) < 0)
        return 0;
    return reduce(self, protocol >= 3);
}

/* ---- slots ---- */

static Value bytearray_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs, (void)args, (void)kwnames;
    return tp_ref(tp_heap_object(type, 0));
}

static int bytearray_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[3];
    if (TP_ARGS("bytearray", "(source=b'', encoding='utf-8', errors='strict')", a) < 0)
        return -1;
    /* arguments of wrong types leave the contents, all other errors do not */
    if ((a[1] && !text_name_arg("bytearray", "argument 'encoding'", a[1])) ||
        (a[2] && !text_name_arg("bytearray", "argument 'errors'", a[2])))
        return -1;
    ByteArray *b = as_bytearray(self);
    if (b->length && tp_bytearray_resize(b, 0) < 0)
        return -1;
    ByteBuilder bytes = {0};
    int64_t count;
    int status = tp_bytes_source("bytearray", a[0], a[1], a[2], &bytes, &count, byte_range);
    if (status < 0) {
        Value error = tp_error_take(); /* the items before it stay */
        if (!bytes.length || splice(b, 0, 0, bytes.data, bytes.length) == 0)
            tp_error_put(error);
        return -1;
    }
    if (status)
        return splice(b, 0, 0, bytes.data, bytes.length);
    if (tp_bytearray_resize(b, count) < 0)
        return -1;
    if (count)
        memset(b->data, 0, (size_t)count);
    return 0;
}

static Value bytearray_repr(Value self)
{
    ByteArray *b = as_bytearray(self);
    Value body = text_bytes_repr(b->data ? b->data : "", b->length);
    return body ? tp_str_format_c("%s(%U)", tp_type_name(self), body) : 0;
}

static int assign_index(ByteArray *b, Value key, Value value)
{
    Value plain = tp_index(key);
    int64_t i;
    if (!plain)
        return -1;
    if (!tp_int_fits_i64(plain, &i))
        return tp_raise_int(&tp_IndexError, "cannot fit '%T' into an index-sized integer", key);
    int byte = value ? tp_byte_value(value, byte_range) : 0; /* first: __index__ may shorten b */
    if (byte < 0)
        return -1;
    if (i < 0)
        i += b->length;
    if (i < 0 || i >= b->length)
        return tp_raise_int(&tp_IndexError, "bytearray index out of range");
    if (!value)
        return splice(b, i, 1, NULL, 0);
    b->data[i] = (char)byte;
    return 0;
}

/* The bytes to be assigned to a slice: what bytearray(v) would hold, of v itself if it can be. */
static int read_assigned(Value self, Value v, ByteBuilder *out)
{
    const Type *type = tp_type_of(v);
    if (tp_is_bytes(v) || (v != self && tp_subtype(type, &tp_bytearray_type))) {
        const char *data;
        int64_t n;
        if (tp_bytes_view(v, &data, &n) < 0)
            return -1;
        *out = (ByteBuilder){(char *)data, n, n};
        return 0;
    }
    if (tp_is_str(v) || type->index || type->int_ || type->float_)
        return tp_raise_int(&tp_TypeError, "can assign only bytes, buffers, or iterables of "
                                           "ints in range(0, 256)");
    int64_t zeros; /* there are none, as v is no number */
    return tp_bytes_source("bytearray", v, 0, 0, out, &zeros, byte_range) < 0 ? -1 : 0;
}

/* Remove n bytes, each `step` behind the one before it. */
static int delete_stepped(ByteArray *b, int64_t start, int64_t step, int64_t n)
{
    if (check_exports(b) < 0)
        return -1;
    if (n == 0)
        return 0;
    if (step < 0) {
        start += (n - 1) * step;
        step = -step;
    }
    int64_t to = start;
    for (int64_t from = start, gone = 0; from < b->length; from++) {
        if (gone < n && from == start + gone * step)
            gone++;
        else
            b->data[to++] = b->data[from];
    }
    return tp_bytearray_resize(b, to);
}

/* value 0 deletes */
static int assign_slice(Value self, Value key, Value value)
{
    ByteArray *b = as_bytearray(self);
    ByteBuilder bytes = {0};
    int64_t start, stop, step;
    if (tp_slice_unpack(key, &start, &stop, &step) < 0)
        return -1;
    if (value && read_assigned(self, value, &bytes) < 0)
        return -1;
    int64_t n = tp_slice_adjust(b->length, &start, &stop, step);
    if (step == 1)
        return splice(b, start, n, bytes.data, bytes.length);
    if (bytes.length == 0)
        return delete_stepped(b, start, step, n);
    if (bytes.length != n)
        return tp_raise_int(&tp_ValueError, "attempt to assign bytes of size %zd to extended "
                                            "slice of size %zd", bytes.length, n);
    for (int64_t i = 0; i < n; i++)
        b->data[start + i * step] = bytes.data[i];
    return 0;
}

static int bytearray_setitem(Value self, Value key, Value value)
{
    if (tp_is_exact(key, &tp_slice_type))
        return assign_slice(self, key, value);
    if (!tp_is_int(key) && !tp_type_of(key)->index)
        return tp_raise_int(&tp_TypeError, "bytearray indices must be integers or slices, not %T",
                            key);
    return assign_index(as_bytearray(self), key, value);
}

static Value bytearray_iadd(Value self, Value other)
{
    ByteArray *b = as_bytearray(self);
    int64_t n;
    const char *data;
    if (other == self && b->length) /* CPython's: it holds a view of itself meanwhile */
        return tp_raise(&tp_BufferError, "Existing exports of data: object cannot be re-sized");
    if (tp_bytes_view(other, &data, &n) < 0) {
        tp_error_clear();
        return tp_raise(&tp_TypeError, "can't concat %T to %T", other, self);
    }
    return splice(b, b->length, 0, data, n) < 0 ? 0 : self;
}

static Value bytearray_imul(Value self, Value other)
{
    ByteArray *b = as_bytearray(self);
    int64_t times, length;
    if (!tp_repeat_by(other, &times))
        return 0;
    int64_t n = b->length;
    if (__builtin_mul_overflow(n, times < 0 ? 0 : times, &length))
        return tp_raise_no_memory();
    if (tp_bytearray_resize(b, length) < 0)
        return 0;
    for (int64_t at = n; at < length; at += n)
        memcpy(b->data + at, b->data, (size_t)n);
    return self;
}

static Value bytearray_iter(Value self)
{
    StrIterator *it = tp_heap_object(&tp_bytearray_iterator_type, 0);
    it->text = self;
    return tp_ref(it);
}

Type tp_bytearray_iterator_type = {
    .head = {&tp_type_type},
    .name = "bytearray_iterator",
    .basic_size = sizeof(StrIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = tp_bytes_iterator_methods,
    .iter = bytes_iterator_self,
    .next = bytes_iterator_next,
};

static const MethodDef methods[] = {
#include "bytes_methods.def"
    METHOD("__alloc__", bytearray_alloc, "()", "Return the number of bytes actually allocated."),
    METHOD("__reduce__", bytearray_reduce, "()", "Return state information for pickling."),
    METHOD("__reduce_ex__", bytearray_reduce_ex, "(proto=0, /)",
           "Return state information for pickling."),
    METHOD("__sizeof__", bytearray_sizeof, "()",
           "Returns the size of the bytearray object in memory, in bytes."),
    METHOD("append", bytearray_append, "(item, /)",
           "Append a single item to the end of the bytearray."),
    METHOD("clear", bytearray_clear, "()", "Remove all items from the bytearray."),
    METHOD("copy", bytearray_copy, "()", "Return a copy of B."),
    METHOD("extend", bytearray_extend, "(iterable_of_ints, /)",
           "Append all the items from the iterator or sequence to the end of the bytearray."),
    METHOD("insert", bytearray_insert, "(index, item, /)",
           "Insert a single item into the bytearray before the given index."),
    METHOD("pop", bytearray_pop, "(index=-1, /)", "Remove and return a single item from B."),
    METHOD("remove", bytearray_remove, "(value, /)",
           "Remove the first occurrence of a value in the bytearray."),
    METHOD("reverse", bytearray_reverse, "()", "Reverse the order of the values in B in place."),
    METHOD_END,
};

static Value bytearray_rmod(Value self, Value other)
{
    return tp_subtype(tp_type_of(other), &tp_bytearray_type) ? bytes_modulo(other, self)
                                                              : TP_NOTIMPLEMENTED;
}

Type tp_bytearray_type = {
    .head = {&tp_type_type},
    .name = "bytearray",
    .basic_size = sizeof(ByteArray),
    .flags = TYPE_BASE | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .doc = "bytearray(iterable_of_ints) -> bytearray\n"
           "bytearray(string, encoding[, errors]) -> bytearray\n"
           "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n"
           "bytearray(int) -> bytes array of size given by the parameter initialized with null "
           "bytes\n"
           "bytearray() -> empty bytes array",
    .methods = methods,
    .repr = bytearray_repr,
    .str = bytes_str,
    .compare = bytes_compare,
    .new_ = bytearray_new,
    .init = bytearray_init,
    .iter = bytearray_iter,
    .length = bytes_length,
    .getitem = bytes_getitem,
    .setitem = bytearray_setitem,
    .contains = bytes_contains,
    .bool_ = bytes_bool,
    .add = bytes_add,
    .iadd = bytearray_iadd,
    .mul = bytes_mul,
    .rmul = bytes_mul,
    .imul = bytearray_imul,
    .mod = bytes_modulo,
    .rmod = bytearray_rmod,
    .buffer = bytearray_buffer,
};
