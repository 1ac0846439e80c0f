/* memoryview.c -- the type memoryview: one dimension of items in another object's memory.
 *
 * A view counts as an export of the object whose memory it shows until it is released, also by the
 * collector. Views of more dimensions (cast with a shape) do not exist here: NotImplementedError.
 * Start at `tp_memoryview_new`.
 */
#include <stdio.h>
#include "bytes.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "list.h"
#include "text.h"

static inline MemoryView *as_view(Value v)
{
    return (MemoryView *)tp_obj(v);
}

static int check_released(const MemoryView *m)
{
    if (m->exporter)
        return 0;
    return tp_raise_int(&tp_ValueError, "operation forbidden on released memoryview object");
}

static void give_back(MemoryView *m)
{
    Buffer unused;
    if (m->exporter)
        tp_buffer_get(m->exporter, &unused, -1);
    m->exporter = 0;
}

static void finalize(void *object)
{
    give_back(object);
}

/* A view of the memory of `exporter`, whose export is counted already. */
static MemoryView *make(Value exporter, const Buffer *view)
{
    MemoryView *m = tp_heap_object(&tp_memoryview_type, 0);
    m->view = *view;
    m->exporter = exporter;
    m->hash = -1;
    snprintf(m->format, sizeof m->format, "%s", view->format);
    m->view.format = m->format;
    if (!tp_is_bytes(exporter))
        tp_heap_finalizer(m, finalize);
    return m;
}

Value tp_memoryview_new(Value object)
{
    Buffer view;
    if (!tp_is_buffer(object))
        return tp_raise(&tp_TypeError, "memoryview: a bytes-like object is required, not '%T'",
                        object);
    if (tp_is_exact(object, &tp_memoryview_type)) {
        MemoryView *m = as_view(object);
        if (check_released(m) < 0)
            return 0;
        Buffer unused;
        if (tp_buffer_get(m->exporter, &unused, 1) < 0)
            return 0;
        return tp_ref(make(m->exporter, &m->view));
    }
    if (tp_buffer_get(object, &view, 1) < 0)
        return 0;
    return tp_ref(make(object, &view));
}

/* Another view of the same memory. */
static Value derive(MemoryView *m, const Buffer *view)
{
    Buffer unused;
    if (tp_buffer_get(m->exporter, &unused, 1) < 0)
        return 0;
    return tp_ref(make(m->exporter, view));
}

static int memoryview_buffer(Value self, Buffer *out, int change)
{
    MemoryView *m = as_view(self);
    if (change >= 0 && check_released(m) < 0)
        return -1;
    m->exports += change;
    *out = m->view;
    return 0;
}

/* ---- items ---- */

static int64_t item_size(char format)
{
    switch (format) {
    case 'c': case 'b': case 'B': case '?':
        return 1;
    case 'h': case 'H':
        return 2;
    case 'i': case 'I': case 'f':
        return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'n': case 'N': case 'd': case 'P':
        return 8;
    default:
        return 0;
    }
}

static char format_letter(const Buffer *b)
{
    return b->format[0] == '@' ? b->format[1] : b->format[0];
}

#define READ(type) ({ type x_; memcpy(&x_, p, sizeof x_); x_; })

Value tp_buffer_item(char letter, const char *p)
{
    switch (letter) {
    case 'c': return tp_bytes_new(p, 1);
    case 'b': return tp_small(READ(int8_t));
    case 'B': return tp_small(READ(uint8_t));
    case '?': return tp_bool(READ(uint8_t));
    case 'h': return tp_small(READ(int16_t));
    case 'H': return tp_small(READ(uint16_t));
    case 'i': return tp_small(READ(int32_t));
    case 'I': return tp_small(READ(uint32_t));
    case 'l': case 'q': case 'n': return tp_int(READ(int64_t));
    case 'L': case 'Q': case 'N': case 'P': return tp_int_from_u64(READ(uint64_t));
    case 'f': return tp_float(READ(float));
    case 'd': return tp_float(READ(double));
    default: return 0;
    }
}

static int bad_format(const Buffer *b)
{
    return tp_raise_int(&tp_NotImplementedError, "memoryview: format %s not supported", b->format);
}

static Value unpack(const Buffer *b, const char *p)
{
    Value item = tp_buffer_item(format_letter(b), p);
    if (!item)
        bad_format(b);
    return item;
}

static int bad_value(const Buffer *b)
{
    return tp_raise_int(&tp_ValueError, "memoryview: invalid value for format '%s'", b->format);
}

static int bad_type(const Buffer *b)
{
    return tp_raise_int(&tp_TypeError, "memoryview: invalid type for format '%s'", b->format);
}

/* What a conversion raised becomes what the view says of such values. Always -1. */
static int bad_conversion(const Buffer *b)
{
    bool is_type = tp_error_is(&tp_TypeError);
    if (!is_type && !tp_error_is(&tp_OverflowError) && !tp_error_is(&tp_ValueError))
        return -1;
    tp_error_clear();
    return is_type ? bad_type(b) : bad_value(b);
}

/* v as an item of b: its b->itemsize bytes go to p, which has room for 8. */
static int pack(const Buffer *b, char *p, Value v)
{
    char letter = format_letter(b);
    int64_t size = b->itemsize;
    if (!item_size(letter))
        return bad_format(b);
    if (letter == 'c') {
        if (!tp_is_bytes(v))
            return bad_type(b);
        Bytes *one = (Bytes *)tp_obj(v);
        if (one->length != 1)
            return bad_value(b);
        *p = *one->data;
        return 0;
    }
    if (letter == '?') {
        int truth = tp_truth(v);
        *p = (char)(truth > 0);
        return truth < 0 ? -1 : 0;
    }
    if (letter == 'f' || letter == 'd') {
        double d;
        if (tp_as_double(v, &d) < 0)
            return bad_conversion(b);
        float f = (float)d;
        memcpy(p, letter == 'f' ? (void *)&f : (void *)&d, (size_t)size);
        return 0;
    }
    if (!tp_is_int(v) && (letter == 'P' || !tp_type_of(v)->index))
        return bad_type(b);
    Value i = tp_index(v);
    if (!i)
        return bad_conversion(b);
    i = tp_int_plain(i);
    int64_t s;
    if (strchr("LQNP", letter)) {
        uint64_t u;
        if (letter == 'P' && tp_int_fits_i64(i, &s)) { /* negative ones, too */
            memcpy(p, &s, 8);
            return 0;
        }
        if (tp_int_sign(i) < 0)
            return bad_value(b);
        if (tp_int_as_u64(i, &u) < 0)
            return bad_conversion(b);
        memcpy(p, &u, 8);
        return 0;
    }
    if (!tp_int_fits_i64(i, &s))
        return bad_value(b);
    if (size < 8) {
        bool is_signed = letter >= 'a';
        int64_t limit = (int64_t)1 << (8 * size - is_signed);
        if (s >= limit || s < (is_signed ? -limit : 0))
            return bad_value(b);
    }
    memcpy(p, &s, (size_t)size); /* little-endian */
    return 0;
}

/* Index -> item address; 0 with an exception. */
static char *item_at(MemoryView *m, Value key)
{
    int64_t i;
    Value index = tp_index(key);
    if (!index)
        return NULL;
    if (check_released(m) < 0) /* by __index__ */
        return NULL;
    if (!tp_int_fits_i64(index, &i)) {
        tp_raise(&tp_IndexError, "cannot fit '%T' into an index-sized integer", key);
        return NULL;
    }
    if (i < 0)
        i += m->view.length;
    if (i < 0 || i >= m->view.length) {
        tp_raise(&tp_IndexError, "index out of bounds on dimension 1");
        return NULL;
    }
    return m->view.data + i * m->view.stride;
}

/* Narrow a view to a slice of it. */
static int narrow(Buffer *view, Value slice)
{
    int64_t start, stop, step, n = tp_slice_indices(slice, view->length, &start, &stop, &step);
    if (n < 0)
        return -1;
    view->data += start * view->stride;
    view->length = n;
    view->stride *= step;
    return 0;
}

static bool is_index(Value v)
{
    return tp_is_int(v) || tp_type_of(v)->index;
}

/* The index in a key that is no slice: the key itself, or of a tuple of one its item. 0 with an
 * exception; `no_slices` is that for tuples of slices. */
static Value one_index(Value key, const char *no_slices)
{
    if (is_index(key))
        return key;
    if (!tp_is_tuple(key))
        return tp_raise(&tp_TypeError, "memoryview: invalid slice key");
    const Tuple *tuple = tp_as_tuple(key);
    bool has_indices = true, has_slices = tuple->length > 0; /* and nothing else */
    for (int64_t i = 0; i < tuple->length; i++) {
        has_indices = has_indices && is_index(tuple->items[i]);
        has_slices = has_slices && tp_is_exact(tuple->items[i], &tp_slice_type);
    }
    if (has_slices)
        return tp_raise(&tp_NotImplementedError, "%s", no_slices);
    if (!has_indices)
        return tp_raise(&tp_TypeError, "memoryview: invalid slice key");
    if (tuple->length == 0)
        return tp_raise(&tp_NotImplementedError, "sub-views are not implemented");
    if (tuple->length > 1)
        return tp_raise(&tp_TypeError, "cannot index 1-dimension view with %zd-element tuple",
                        tuple->length);
    return tuple->items[0];
}

static Value memoryview_getitem(Value self, Value key)
{
    MemoryView *m = as_view(self);
    if (check_released(m) < 0)
        return 0;
    if (tp_is_small(key)) {
        int64_t i = tp_small_value(key);
        if (i < 0)
            i += m->view.length;
        if (i >= 0 && i < m->view.length)
            return unpack(&m->view, m->view.data + i * m->view.stride);
    }
    if (tp_is_exact(key, &tp_slice_type)) {
        Value part = derive(m, &m->view); /* first, as an __index__ may release m */
        if (part && narrow(&as_view(part)->view, key) < 0) {
            give_back(as_view(part));
            return 0;
        }
        return part;
    }
    Value index = one_index(key, "multi-dimensional slicing is not implemented");
    char *item = index ? item_at(m, index) : NULL;
    return item ? unpack(&m->view, item) : 0;
}

static int assign_slice(MemoryView *m, Value slice, Value value)
{
    Buffer to = m->view, from;
    if (tp_buffer_get(value, &from, 0) < 0)
        return -1;
    /* __index__ may release m or change value */
    if (narrow(&to, slice) < 0 || check_released(m) < 0 || tp_buffer_get(value, &from, 0) < 0)
        return -1;
    if (from.length != to.length || from.itemsize != to.itemsize ||
        format_letter(&from) != format_letter(&to))
        return tp_raise_int(&tp_ValueError, "memoryview assignment: lvalue and rvalue have "
                                            "different structures");
    if (from.length == 0)
        return 0;
    /* through a copy, as the two may overlap */
    size_t n = (size_t)(from.length * from.itemsize);
    char *copy = tp_heap_try_alloc_atomic(n);
    if (!copy)
        return -1;
    memcpy(copy, tp_buffer_bytes(&from), n);
    for (int64_t i = 0; i < to.length; i++)
        memcpy(to.data + i * to.stride, copy + i * to.itemsize, (size_t)to.itemsize);
    return 0;
}

static int memoryview_setitem(Value self, Value key, Value value)
{
    MemoryView *m = as_view(self);
    if (check_released(m) < 0)
        return -1;
    if (m->view.is_readonly)
        return tp_raise_int(&tp_TypeError, "cannot modify read-only memory");
    if (!value)
        return tp_raise_int(&tp_TypeError, "cannot delete memory");
    if (tp_is_exact(key, &tp_slice_type))
        return assign_slice(m, key, value);
    char bytes[8];
    Value index = one_index(key, "memoryview slice assignments are currently restricted to "
                                 "ndim = 1");
    char *item = index ? item_at(m, index) : NULL;
    if (!item || pack(&m->view, bytes, value) < 0 || check_released(m) < 0)
        return -1;
    memcpy(item, bytes, (size_t)m->view.itemsize);
    return 0;
}

/* ---- slots ---- */

static Value memoryview_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type;
    Value a[1];
    if (TP_ARGS("memoryview", "(object)", a) < 0)
        return 0;
    return tp_memoryview_new(a[0]);
}

static Value memoryview_repr(Value self)
{
    return tp_str_format_c(as_view(self)->exporter ? "<memory at %p>" : "<released memory at %p>",
                           (void *)tp_obj(self));
}

static int64_t memoryview_length(Value self)
{
    MemoryView *m = as_view(self);
    return check_released(m) < 0 ? -1 : m->view.length;
}

static int64_t memoryview_hash(Value self)
{
    MemoryView *m = as_view(self);
    if (m->hash != -1)
        return m->hash;
    if (check_released(m) < 0)
        return -1;
    if (!m->view.is_readonly)
        return tp_raise_int(&tp_ValueError, "cannot hash writable memoryview object");
    if (!strchr("Bbc", format_letter(&m->view)))
        return tp_raise_int(&tp_ValueError,
                            "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    if (tp_hash(m->exporter) == -1 || check_released(m) < 0)
        return -1;
    return m->hash = tp_hash_bytes(tp_buffer_bytes(&m->view), (size_t)m->view.length);
}

static Value memoryview_compare(Value self, Value other, int op)
{
    if (op != TP_EQ && op != TP_NE)
        return TP_NOTIMPLEMENTED;
    MemoryView *m = as_view(self);
    Buffer b;
    bool is_released = !m->exporter ||
                       (tp_is_exact(other, &tp_memoryview_type) && !as_view(other)->exporter);
    if (is_released)
        return tp_bool((self == other) == (op == TP_EQ));
    if (!tp_is_buffer(other))
        return TP_NOTIMPLEMENTED;
    if (tp_buffer_get(other, &b, 0) < 0)
        return 0;
    bool is_equal = b.length == m->view.length && item_size(format_letter(&b)) &&
                    item_size(format_letter(&m->view));
    bool is_plain = format_letter(&b) == format_letter(&m->view) &&
                    !strchr("fd", format_letter(&b));
    for (int64_t i = 0; is_equal && i < b.length; i++) {
        const char *p = m->view.data + i * m->view.stride, *q = b.data + i * b.stride;
        if (is_plain) {
            is_equal = !memcmp(p, q, (size_t)b.itemsize);
        } else {
            Value x = unpack(&m->view, p), y = unpack(&b, q);
            int same = x && y ? tp_equal(x, y) : -1;
            if (same < 0)
                return 0;
            is_equal = same;
        }
    }
    return tp_bool(is_equal == (op == TP_EQ));
}

/* ---- methods ---- */

static Value memoryview_tobytes(Value self, Value *args)
{
    MemoryView *m = as_view(self);
    bool has_order = args[0] && args[0] != TP_NONE;
    if (has_order && !tp_is_str(args[0]))
        return tp_raise_argument("tobytes", "argument 'order'", "str or None", args[0]);
    if (check_released(m) < 0)
        return 0;
    if (has_order) {
        if (!tp_str_equal_cstr(args[0], "C") && !tp_str_equal_cstr(args[0], "F") &&
            !tp_str_equal_cstr(args[0], "A"))
            return tp_raise(&tp_ValueError, "order must be 'C', 'F' or 'A'");
    }
    return tp_bytes_new(tp_buffer_bytes(&m->view), m->view.length * m->view.itemsize);
}

static Value memoryview_tolist(Value self, Value *args)
{
    (void)args;
    MemoryView *m = as_view(self);
    if (check_released(m) < 0)
        return 0;
    Value list = tp_list_new(m->view.length);
    for (int64_t i = 0; list && i < m->view.length; i++) {
        Value item = unpack(&m->view, m->view.data + i * m->view.stride);
        if (!item)
            return 0;
        tp_as_list(list)->items[i] = item;
    }
    return list;
}

static Value memoryview_hex(Value self, Value *args)
{
    MemoryView *m = as_view(self);
    if (check_released(m) < 0)
        return 0;
    return tp_bytes_hex(self, args[0], args[1], 127);
}

static Value memoryview_release(Value self, Value *args)
{
    (void)args;
    MemoryView *m = as_view(self);
    if (m->exports > 0)
        return tp_raise(&tp_BufferError, "memoryview has %zd exported buffer%s", m->exports,
                        m->exports == 1 ? "" : "s");
    give_back(m);
    return TP_NONE;
}

/* The shape, a list or tuple, for a cast to n items: of one dimension. */
static int check_shape(Value shape, int64_t n)
{
    const Value *items = tp_is_list(shape) ? tp_as_list(shape)->items : tp_as_tuple(shape)->items;
    int64_t length = tp_is_list(shape) ? tp_as_list(shape)->length : tp_as_tuple(shape)->length;
    if (length > 1)
        return tp_raise_int(&tp_NotImplementedError,
                            "memoryview: only one dimension is supported");
    int64_t size = 0;
    if (length == 1 && !tp_is_int(items[0]))
        return tp_raise_int(&tp_TypeError,
                            "memoryview.cast(): elements of shape must be integers");
    if (length == 1 && !tp_int_fits_i64(tp_int_plain(items[0]), &size))
        return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C ssize_t");
    if (length == 1 && size <= 0)
        return tp_raise_int(&tp_ValueError,
                            "memoryview.cast(): elements of shape must be integers > 0");
    if (size != n)
        return tp_raise_int(&tp_TypeError,
                            "memoryview: product(shape) * itemsize != buffer size");
    return 0;
}

static Value memoryview_cast(Value self, Value *args)
{
    MemoryView *m = as_view(self);
    if (!tp_is_str(args[0]))
        return tp_raise_argument("cast", "argument 'format'", "str", args[0]);
    if (check_released(m) < 0)
        return 0;
    if (!tp_buffer_is_contiguous(&m->view))
        return tp_raise(&tp_TypeError, "memoryview: casts are restricted to C-contiguous views");
    if (args[1] && !m->view.length)
        return tp_raise(&tp_TypeError,
                        "memoryview: cannot cast view with zeros in shape or strides");
    if (args[1] && !tp_is_list(args[1]) && !tp_is_tuple(args[1]))
        return tp_raise(&tp_TypeError, "shape must be a list or a tuple");
    const Str *s = tp_as_str(args[0]);
    if (!s->is_ascii) {
        tp_encode(args[0], "ascii", "strict"); /* raises */
        return 0;
    }
    Buffer view = m->view;
    char format[4] = {0};
    for (int64_t i = 0; i < s->length && i < 3; i++)
        format[i] = (char)tp_str_at(s, i);
    view.format = format;
    bool is_native = s->length == 1 || (s->length == 2 && format[0] == '@');
    view.itemsize = is_native ? item_size(format_letter(&view)) : 0;
    if (!view.itemsize)
        return tp_raise(&tp_ValueError, "memoryview: destination format must be a native single "
                                        "character format prefixed with an optional '@'");
    if (!strchr("Bbc", format_letter(&m->view)) && !strchr("Bbc", format_letter(&view)))
        return tp_raise(&tp_TypeError, "memoryview: cannot cast between two non-byte formats");
    int64_t n = m->view.length * m->view.itemsize;
    if (n % view.itemsize)
        return tp_raise(&tp_TypeError, "memoryview: length is not a multiple of itemsize");
    view.length = n / view.itemsize;
    if (args[1] && check_shape(args[1], view.length) < 0)
        return 0;
    view.stride = view.itemsize;
    return derive(m, &view);
}

static Value memoryview_toreadonly(Value self, Value *args)
{
    (void)args;
    MemoryView *m = as_view(self);
    if (check_released(m) < 0)
        return 0;
    Buffer view = m->view;
    view.is_readonly = true;
    return derive(m, &view);
}

static Value memoryview_enter(Value self, Value *args)
{
    (void)args;
    return check_released(as_view(self)) < 0 ? 0 : self;
}

static Value memoryview_exit(Value self, Value *args)
{
    (void)args;
    return memoryview_release(self, NULL);
}

/* ---- iteration ---- */

typedef struct MemoryIterator {
    Object head;
    Value view;     /* 0 at the end */
    int64_t index;
} MemoryIterator;

static Value memoryview_iter(Value self)
{
    if (check_released(as_view(self)) < 0)
        return 0;
    MemoryIterator *it = tp_heap_object(&tp_memory_iterator_type, 0);
    it->view = self;
    return tp_ref(it);
}

static Value memory_iterator_iter(Value self)
{
    return self;
}

static Value memory_iterator_next(Value self)
{
    MemoryIterator *it = (MemoryIterator *)tp_obj(self);
    MemoryView *m = it->view ? as_view(it->view) : NULL;
    if (!m || it->index >= m->view.length) {
        it->view = 0;
        return 0;
    }
    if (check_released(m) < 0)
        return 0;
    return unpack(&m->view, m->view.data + it->index++ * m->view.stride);
}

Type tp_memory_iterator_type = {
    .head = {&tp_type_type},
    .name = "memory_iterator",
    .basic_size = sizeof(MemoryIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .iter = memory_iterator_iter,
    .next = memory_iterator_next,
};

/* ---- attributes ---- */

#define ATTRIBUTE(name, expression)                                                             \
    static Value get_##name(Value self)                                                         \
    {                                                                                           \
        MemoryView *m = as_view(self);                                                          \
        if (check_released(m) < 0)                                                              \
            return 0;                                                                           \
        return expression;                                                                      \
    }
ATTRIBUTE(obj, m->exporter)
ATTRIBUTE(nbytes, tp_small(m->view.length * m->view.itemsize))
ATTRIBUTE(readonly, tp_bool(m->view.is_readonly))
ATTRIBUTE(itemsize, tp_small(m->view.itemsize))
ATTRIBUTE(format, tp_str_cstr(m->view.format))
ATTRIBUTE(ndim, tp_small(1))
ATTRIBUTE(shape, tp_tuple_pack(1, tp_small(m->view.length)))
ATTRIBUTE(strides, tp_tuple_pack(1, tp_int(m->view.stride)))
ATTRIBUTE(suboffsets, tp_ref(tp_empty_tuple))
ATTRIBUTE(contiguous, tp_bool(tp_buffer_is_contiguous(&m->view)))

static const GetSetDef getset[] = {
    {"obj", get_obj, 0, "The underlying object of the memoryview."},
    {"nbytes", get_nbytes, 0, "The amount of space in bytes that the array would use."},
    {"readonly", get_readonly, 0, "A bool indicating whether the memory is read only."},
    {"itemsize", get_itemsize, 0, "The size in bytes of each element of the memoryview."},
    {"format", get_format, 0, "The format (in struct module style) of each element."},
    {"ndim", get_ndim, 0, "The number of dimensions of the memory."},
    {"shape", get_shape, 0, "A tuple of ndim integers giving the shape of the memory."},
    {"strides", get_strides, 0, "A tuple of integers giving the bytes from item to item."},
    {"suboffsets", get_suboffsets, 0, "A tuple of integers used for PIL-style arrays."},
    {"c_contiguous", get_contiguous, 0, "A bool indicating whether the memory is C contiguous."},
    {"f_contiguous", get_contiguous, 0,
     "A bool indicating whether the memory is Fortran contiguous."},
    {"contiguous", get_contiguous, 0, "A bool indicating whether the memory is contiguous."},
    {0, 0, 0, 0},
};

static const MethodDef methods[] = {
    METHOD("release", memoryview_release, "()", "Release the underlying buffer."),
    METHOD("tobytes", memoryview_tobytes, "(order='C')",
           "Return the data in the buffer as a byte string."),
    METHOD("hex", memoryview_hex, "(sep=None, bytes_per_sep=1)",
           "Return the data in the buffer as a str of hexadecimal numbers."),
    METHOD("tolist", memoryview_tolist, "()",
           "Return the data in the buffer as a list of elements."),
    METHOD("cast", memoryview_cast, "(format, shape=None)",
           "Cast a memoryview to a new format or shape."),
    METHOD("toreadonly", memoryview_toreadonly, "()",
           "Return a readonly version of the memoryview."),
    METHOD("__enter__", memoryview_enter, "()", 0),
    METHOD("__exit__", memoryview_exit, "(*args)", 0),
    METHOD_END,
};

Type tp_memoryview_type = {
    .head = {&tp_type_type},
    .name = "memoryview",
    .basic_size = sizeof(MemoryView),
    .flags = TYPE_IMMUTABLE | TYPE_SEQUENCE,
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .doc = "Create a new memoryview object which references the given object.",
    .methods = methods,
    .getset = getset,
    .repr = memoryview_repr,
    .hash = memoryview_hash,
    .compare = memoryview_compare,
    .new_ = memoryview_new,
    .iter = memoryview_iter,
    .length = memoryview_length,
    .getitem = memoryview_getitem,
    .setitem = memoryview_setitem,
    .buffer = memoryview_buffer,
};
