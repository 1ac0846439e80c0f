/* _struct.c -- the module _struct: C values to bytes and back.
 *
 * A format is compiled once into Fields with their offsets (`compile_format`); formats used through
 * the module's functions are kept in a small cache. `pack_fields` and `unpack_fields` walk the
 * fields; a number is moved as its machine bytes, turned around where the byte order asks for it.
 */
#include <math.h>
#include <string.h>

#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/sequence.h"

enum { CACHE_LIMIT = 100 };

/* Values of one code, `count` of them side by side (s and p: one value of `count` bytes). */
typedef struct Field {
    char code;
    int size;              /* bytes of one */
    int64_t count;
    int64_t offset;
} Field;

typedef struct StructObject {
    Object head;
    Value format;          /* str; 0 before __init__ */
    Field *fields;         /* not scanned */
    int64_t nfields;
    int64_t nvalues;       /* that pack takes and unpack gives */
    int64_t size;
    bool is_big;           /* byte order */
    bool is_native;        /* C's own rules: floats convert by cast */
} StructObject;

typedef struct UnpackIterator {
    Object head;
    StructObject *format;  /* a copy: the Struct may be initialised again */
    Value buffer;
    int64_t index;
} UnpackIterator;

static Type struct_type, iterator_type, error_type;
static Dict *cache;

static Value fail(const char *message)
{
    return tp_raise(&error_type, "%s", message);
}

/* ---- formats ---- */

/* Bytes of a code, or 0 if there is no such; *align (bytes) as C has it. */
static int code_size(char code, bool is_native, int *align)
{
    int size;
    switch (code) {
    case 'x': case 'b': case 'B': case 'c': case 's': case 'p': case '?':
        size = 1;
        break;
    case 'h': case 'H': case 'e':
        size = 2;
        break;
    case 'i': case 'I': case 'f':
        size = 4;
        break;
    case 'l': case 'L':
        size = is_native ? sizeof(long) : 4;
        break;
    case 'q': case 'Q': case 'd':
        size = 8;
        break;
    case 'n': case 'N': case 'P':
        size = is_native ? 8 : 0;
        break;
    default:
        size = 0;
    }
    *align = is_native ? size : 1;
    return size;
}

static inline bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Fill in s from the n characters of a format. */
static int compile_format(StructObject *s, const char *text, int64_t n)
{
    static const char too_long[] = "total struct size too long";
    const char *end = text + n;
    bool is_aligned = true;
    if (memchr(text, 0, (size_t)n))
        return fail("embedded null character"), -1;
    s->is_native = true;
    s->is_big = false;
    if (text < end && strchr("@=<>!", *text)) {
        is_aligned = s->is_native = *text == '@';
        s->is_big = *text == '>' || *text == '!';
        text++;
    }
    s->fields = tp_heap_try_alloc_atomic((n + 1) * sizeof(Field));
    if (!s->fields)
        return -1;
    s->nfields = s->nvalues = s->size = 0;
    for (const char *p = text; p < end; p++) {
        int64_t count = 1, bytes;
        int align;
        if (is_space(*p))
            continue;
        if (*p >= '0' && *p <= '9') {
            for (count = 0; p < end && *p >= '0' && *p <= '9'; p++)
                if (__builtin_mul_overflow(count, 10, &count) ||
                    __builtin_add_overflow(count, *p - '0', &count))
                    return fail(too_long), -1;
            if (p == end)
                return fail("repeat count given without format specifier"), -1;
        }
        int size = code_size(*p, s->is_native, &align);
        if (!size)
            return fail("bad char in struct format"), -1;
        if (is_aligned && s->size % align) {
            if (__builtin_add_overflow(s->size, align - s->size % align, &s->size))
                return fail(too_long), -1;
        }
        Field *f = &s->fields[s->nfields++];
        *f = (Field){*p, size, count, s->size};
        if (__builtin_mul_overflow(count, size, &bytes) ||
            __builtin_add_overflow(s->size, bytes, &s->size))
            return fail(too_long), -1;
        if (*p == 's' || *p == 'p')
            s->nvalues++;
        else if (*p != 'x')
            s->nvalues += count;
    }
    return 0;
}

/* A format that is wrong leaves s as it was. */
static int struct_init_format(StructObject *s, Value format)
{
    StructObject made = *s;
    Value text = format;
    if (!tp_is_str(format) && !tp_is_bytes(format))
        return tp_raise_int(&tp_TypeError,
                            "Struct() argument 1 must be a str or bytes object, not %T", format);
    if (tp_is_str(format) && !(text = tp_encode(format, "ascii", "strict")))
        return -1;
    const Bytes *b = (Bytes *)tp_obj(text);
    made.format = tp_is_str(format) ? format : tp_str_latin1((const uint8_t *)b->data, b->length);
    if (!made.format || compile_format(&made, b->data, b->length) < 0)
        return -1;
    *s = made;
    return 0;
}

/* The compiled format behind a format argument. */
static StructObject *compiled(Value format)
{
    Value found;
    if (tp_is_exact(format, &struct_type))
        return (StructObject *)tp_obj(format);
    if (!cache)
        cache = tp_dict_new();
    bool can_cache = tp_is_str(format) || tp_is_bytes(format);
    if (can_cache && (found = tp_dict_get(cache, format)))
        return (StructObject *)tp_obj(found);
    if (!can_cache && tp_hash(format) == -1) /* what CPython says of it first */
        return 0;
    StructObject *s = tp_heap_object(&struct_type, 0);
    if (struct_init_format(s, format) < 0)
        return 0;
    if (cache->length >= CACHE_LIMIT)
        tp_dict_clear(cache);
    if (can_cache && tp_dict_set(cache, format, tp_ref(s)) < 0)
        return 0;
    return s;
}

/* ---- numbers to bytes ---- */

static void put_bytes(char *to, uint64_t bits, int size, bool is_big)
{
    for (int i = 0; i < size; i++, bits >>= 8)
        to[is_big ? size - 1 - i : i] = (char)bits;
}

static uint64_t get_bytes(const char *from, int size, bool is_big)
{
    uint64_t bits = 0;
    for (int i = 0; i < size; i++)
        bits |= (uint64_t)(uint8_t)from[is_big ? size - 1 - i : i] << 8 * i;
    return bits;
}

static Value integer_argument(Value v)
{
    if (tp_is_int(v))
        return tp_int_plain(v);
    if (!tp_type_of(v)->index)
        return fail("required argument is not an integer");
    return (v = tp_index(v)) ? tp_int_plain(v) : 0;
}

/* -1 with what is said of an int that is too large for the field: one that an __index__ gave shows
 * the OverflowError of the conversion. */
static int too_large(const Field *f, Value v, bool is_whole, bool was_int)
{
    bool is_negative = tp_int_sign(v) < 0;
    if (!is_whole || was_int)
        return fail(is_whole ? "int too large to convert" : "argument out of range"), -1;
    if (f->code == 'P')
        return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C %slong",
                            is_negative ? "" : "unsigned ");
    return tp_raise_int(&tp_OverflowError, is_negative && f->code == 'Q'
                                               ? "can't convert negative int to unsigned"
                                               : "int too big to convert");
}

static int pack_integer(char *to, const Field *f, Value v, bool is_big)
{
    int64_t i = 0;
    uint64_t bits;
    int width = f->size * 8;
    bool is_unsigned = memchr("ILQN", f->code, 4) || (f->code == 'H' && is_big);
    /* CPython converts these as wholes, the others by way of C types; what has the machine's order
     * and size as if it were native */
    bool is_whole = f->code == 'P' || ((f->code == 'q' || f->code == 'Q') && is_big);
    bool was_int = tp_is_int(v);
    if (!(v = integer_argument(v)))
        return -1;
    if (f->code == 'P') {
        if (!tp_int_fits_i64(v, &i) && tp_int_as_u64(v, (uint64_t *)&i) < 0) {
            tp_error_clear();
            return too_large(f, v, is_whole, was_int);
        }
        bits = (uint64_t)i;
    } else if (is_unsigned) {
        if (tp_int_as_u64(v, &bits) < 0) {
            tp_error_clear();
            return too_large(f, v, is_whole, was_int);
        }
        if (width < 64 && bits >> width)
            return tp_raise_int(&error_type, "'%c' format requires 0 <= number <= %llu", f->code,
                                ((unsigned long long)1 << width) - 1);
    } else {
        if (!tp_int_fits_i64(v, &i))
            return too_large(f, v, is_whole, was_int);
        bool is_small_unsigned = f->code == 'B' || f->code == 'H';
        int64_t most = INT64_MAX >> (64 - width - is_small_unsigned);
        int64_t least = is_small_unsigned ? 0 : -most - 1;
        if (i < least || i > most) {
            const char *name = f->code == 'b'   ? "byte"
                               : f->code == 'B' ? "ubyte"
                               : is_big         ? 0
                               : f->code == 'h' ? "short"
                               : f->code == 'H' ? "ushort"
                                                : 0;
            if (name)
                return tp_raise_int(&error_type, "%s format requires %lld <= number <= %lld", name,
                                    (long long)least, (long long)most);
            return tp_raise_int(&error_type, "'%c' format requires %lld <= number <= %lld",
                                f->code, (long long)least, (long long)most);
        }
        bits = (uint64_t)i;
    }
    put_bytes(to, bits, f->size, is_big);
    return 0;
}

/* A double as the 16 bits of IEEE half precision, rounded half to even: false if too large. */
static bool half_bits(double d, uint16_t *out)
{
    uint16_t sign = signbit(d) ? 0x8000 : 0;
    int exponent;
    if (isnan(d)) {
        *out = sign | 0x7e00;
        return true;
    }
    if (isinf(d)) {
        *out = sign | 0x7c00;
        return true;
    }
    double fraction = frexp(fabs(d), &exponent);  /* 0.5 <= fraction < 1 */
    if (fraction == 0 || exponent < -24) {
        *out = sign;
        return true;
    }
    /* in units of the last of 11 bits, or of 2^-24 when subnormal */
    int unit = exponent - 11 < -24 ? -24 : exponent - 11;
    double scaled = rint(ldexp(fabs(d), -unit));
    if (exponent > 16)
        return false;
    /* the leading bit, if there, adds one to the exponent field */
    uint32_t bits = (uint32_t)scaled + ((uint32_t)(unit + 24) << 10);
    *out = sign | (uint16_t)bits;
    return bits < 0x7c00;
}

static double half_value(uint16_t bits)
{
    int exponent = (bits >> 10) & 31, fraction = bits & 1023;
    double value;
    if (exponent == 31)
        value = fraction ? NAN : INFINITY;
    else if (!exponent)
        value = ldexp(fraction, -24);
    else
        value = ldexp(fraction + 1024, exponent - 25);
    return bits >> 15 ? -value : value;
}

static int pack_float(char *to, const Field *f, Value v, const StructObject *s)
{
    double d;
    uint64_t bits = 0;
    bool fits = true;
    if (tp_as_double(v, &d) < 0) {
        tp_error_clear();
        return fail("required argument is not a float"), -1;
    }
    if (f->code == 'd') {
        memcpy(&bits, &d, 8);
    } else if (f->code == 'f') {
        float single = (float)d;
        fits = s->is_native || !isinf(single) || isinf(d);
        memcpy(&bits, &single, 4);
    } else {
        uint16_t half = 0;
        fits = half_bits(d, &half);
        bits = half;
    }
    if (!fits && tp_is_int(v))
        return fail("int too large to convert"), -1;
    if (!fits)
        return tp_raise_int(&tp_OverflowError, "float too large to pack with %c format", f->code);
    put_bytes(to, bits, f->size, s->is_big);
    return 0;
}

/* s and p: bytes cut or filled up with zeros; p with its length in front. */
static int pack_string(char *to, const Field *f, Value v)
{
    const char *data;
    int64_t n, room = f->count, shift = f->code == 'p';
    if (!tp_is_bytes(v) && !tp_instance(v, &tp_bytearray_type))
        return tp_raise_int(&error_type, "argument for '%c' must be a bytes object", f->code);
    if (tp_bytes_view(v, &data, &n) < 0)
        return -1;
    memset(to, 0, room);
    if (room <= shift)
        return 0;
    n = n > room - shift ? room - shift : n;
    memcpy(to + shift, data, n);
    if (shift)
        *to = (char)(n > 255 ? 255 : n);
    return 0;
}

static int pack_one(char *to, const Field *f, Value v, const StructObject *s)
{
    int truth;
    switch (f->code) {
    case '?':
        if ((truth = tp_truth(v)) < 0)
            return -1;
        *to = (char)truth;
        return 0;
    case 'c':
        if (!tp_is_bytes(v) || ((Bytes *)tp_obj(v))->length != 1)
            return fail("char format requires a bytes object of length 1"), -1;
        *to = ((Bytes *)tp_obj(v))->data[0];
        return 0;
    case 'e':
    case 'f':
    case 'd':
        return pack_float(to, f, v, s);
    default:
        return pack_integer(to, f, v, s->is_big);
    }
}

/* s is a copy of the Struct: numbers may run code that calls its __init__ again. */
static int pack_fields(const StructObject *s, const Value *values, char *to)
{
    memset(to, 0, s->size);
    for (int64_t i = 0; i < s->nfields; i++) {
        const Field *f = &s->fields[i];
        char *at = to + f->offset;
        if (f->code == 'x')
            continue;
        if (f->code == 's' || f->code == 'p') {
            if (pack_string(at, f, *values++) < 0)
                return -1;
            continue;
        }
        for (int64_t j = 0; j < f->count; j++, at += f->size)
            if (pack_one(at, f, *values++, s) < 0)
                return -1;
    }
    return 0;
}

/* ---- bytes to numbers ---- */

static Value unpack_one(const char *from, const Field *f, bool is_big)
{
    uint64_t bits = get_bytes(from, f->size, is_big);
    double d;
    float single;
    int unused = 64 - f->size * 8;
    switch (f->code) {
    case '?':
        return tp_bool(bits != 0);
    case 'c':
        return tp_bytes_new(from, 1);
    case 'e':
        return tp_float(half_value((uint16_t)bits));
    case 'f':
        memcpy(&single, &bits, 4);
        return tp_float(single);
    case 'd':
        memcpy(&d, &bits, 8);
        return tp_float(d);
    case 'b':
    case 'h':
    case 'i':
    case 'l':
    case 'q':
    case 'n':
        return tp_int((int64_t)(bits << unused) >> unused);
    default:
        return tp_int_from_u64(bits);
    }
}

static Value unpack_fields(const StructObject *s, const char *from)
{
    Tuple *result = tp_tuple_new(s->nvalues);
    Value *to = result->items;
    for (int64_t i = 0; i < s->nfields; i++) {
        const Field *f = &s->fields[i];
        const char *at = from + f->offset;
        if (f->code == 'x')
            continue;
        if (f->code == 's') {
            *to++ = tp_bytes_new(at, f->count);
        } else if (f->code == 'p') {
            int64_t n = f->count ? (uint8_t)*at : 0;
            if (n >= f->count)
                n = f->count ? f->count - 1 : 0;
            *to++ = tp_bytes_new(at + 1, n);
        } else {
            for (int64_t j = 0; j < f->count; j++, at += f->size)
                *to++ = unpack_one(at, f, s->is_big);
        }
    }
    return tp_ref(result);
}

/* ---- the operations, of a format and the rest of the arguments ---- */

static Value pack(const StructObject *object, int nargs, const Value *args)
{
    const StructObject copy = *object, *s = &copy;
    if (nargs != s->nvalues)
        return tp_raise(&error_type, "pack expected %lld items for packing (got %d)",
                        (long long)s->nvalues, nargs);
    Value bytes = tp_bytes_new(0, s->size);
    if (!bytes || pack_fields(s, args, ((Bytes *)tp_obj(bytes))->data) < 0)
        return 0;
    return bytes;
}

/* The part of pack_into that works on the buffer. */
static Value pack_at(const StructObject *s, const Buffer *buffer, const Value *args)
{
    int64_t offset, length = buffer->length * buffer->itemsize;
    Value index = tp_index(args[1]);
    if (!index)
        return 0;
    if (!tp_int_fits_i64(index, &offset))
        return tp_raise(&tp_IndexError, "cannot fit '%T' into an index-sized integer", args[1]);
    if (offset < 0) {
        if (offset + s->size > 0)
            return tp_raise(&error_type, "no space to pack %lld bytes at offset %lld",
                            (long long)s->size, (long long)offset);
        if (offset + length < 0)
            return tp_raise(&error_type, "offset %lld out of range for %lld-byte buffer",
                            (long long)offset, (long long)length);
        offset += length;
    }
    if (length - offset < s->size)
        return tp_raise(&error_type,
                        "pack_into requires a buffer of at least %llu bytes for packing %lld bytes "
                        "at offset %lld (actual buffer size is %lld)",
                        (unsigned long long)s->size + (unsigned long long)offset,
                        (long long)s->size, (long long)offset, (long long)length);
    return pack_fields(s, args + 2, buffer->data + offset) < 0 ? 0 : TP_NONE;
}

static Value pack_into(const StructObject *object, int nargs, const Value *args)
{
    const StructObject copy = *object, *s = &copy;
    Buffer buffer, unused;
    if (nargs < 1)
        return fail("pack_into expected buffer argument");
    if (nargs < 2)
        return fail("pack_into expected offset argument");
    if (nargs - 2 != s->nvalues)
        return tp_raise(&error_type, "pack_into expected %lld items for packing (got %d)",
                        (long long)s->nvalues, nargs - 2);
    if (!tp_is_buffer(args[0]) || tp_buffer_get(args[0], &buffer, 0) < 0 || buffer.is_readonly ||
        !tp_buffer_is_contiguous(&buffer)) {
        tp_error_clear();
        return tp_raise(&tp_TypeError, "argument must be read-write bytes-like object, not %T",
                        args[0]);
    }
    /* the buffer stays where it is while numbers run code */
    if (tp_buffer_get(args[0], &buffer, 1) < 0)
        return 0;
    Value result = pack_at(s, &buffer, args);
    tp_buffer_get(args[0], &unused, -1);
    return result;
}

static Value unpack(const StructObject *s, Value buffer)
{
    const char *data;
    int64_t n;
    if (tp_bytes_view(buffer, &data, &n) < 0)
        return 0;
    if (n != s->size)
        return tp_raise(&error_type, "unpack requires a buffer of %lld bytes", (long long)s->size);
    return unpack_fields(s, data);
}

static Value unpack_from(const StructObject *s, Value buffer, Value offset_value)
{
    const char *data;
    int64_t n, offset = 0;
    if (tp_bytes_view(buffer, &data, &n) < 0)
        return 0;
    if (offset_value && tp_is_small(offset_value)) {
        offset = tp_small_value(offset_value);
    } else if (offset_value) { /* an __index__ must not resize the buffer */
        Buffer held;
        if (tp_buffer_get(buffer, &held, 1) < 0)
            return 0;
        int status = tp_ssize_argument(offset_value, &offset);
        tp_buffer_get(buffer, &held, -1);
        if (status < 0)
            return 0;
    }
    if (offset < 0) {
        if (offset + s->size > 0)
            return tp_raise(&error_type, "not enough data to unpack %lld bytes at offset %lld",
                            (long long)s->size, (long long)offset);
        if (offset + n < 0)
            return tp_raise(&error_type, "offset %lld out of range for %lld-byte buffer",
                            (long long)offset, (long long)n);
        offset += n;
    }
    if (n - offset < s->size)
        return tp_raise(&error_type,
                        "unpack_from requires a buffer of at least %llu bytes for unpacking %lld "
                        "bytes at offset %lld (actual buffer size is %lld)",
                        (unsigned long long)s->size + (unsigned long long)offset,
                        (long long)s->size, (long long)offset, (long long)n);
    return unpack_fields(s, data + offset);
}

static Value iter_unpack(const StructObject *s, Value buffer)
{
    const char *data;
    int64_t n;
    if (!s->size)
        return fail("cannot iteratively unpack with a struct of length 0");
    if (tp_bytes_view(buffer, &data, &n) < 0)
        return 0;
    if (n % s->size)
        return tp_raise(&error_type,
                        "iterative unpacking requires a buffer of a multiple of %lld bytes",
                        (long long)s->size);
    UnpackIterator *it = tp_heap_object(&iterator_type, 0);
    it->format = tp_heap_object(&struct_type, 0);
    *it->format = *s;
    it->buffer = buffer;
    return tp_ref(it);
}

static Value iterator_next(Value self)
{
    UnpackIterator *it = (UnpackIterator *)tp_obj(self);
    const char *data;
    int64_t n;
    if (!it->buffer || tp_bytes_view(it->buffer, &data, &n) < 0)
        return 0;
    if (n - it->index < it->format->size) {
        it->buffer = 0;
        return 0;
    }
    Value result = unpack_fields(it->format, data + it->index);
    it->index += it->format->size;
    return result;
}

static Value iterator_iter(Value self)
{
    return self;
}

static Value iterator_length_hint(Value self, Value *args)
{
    UnpackIterator *it = (UnpackIterator *)tp_obj(self);
    const char *data;
    int64_t n;
    (void)args;
    if (!it->buffer)
        return tp_small(0);
    if (tp_bytes_view(it->buffer, &data, &n) < 0)
        return 0;
    return tp_int((n - it->index) / it->format->size);
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", iterator_length_hint, "()", 0),
    METHOD_END,
};

static Type iterator_type = {
    .head = {&tp_type_type},
    .name = "_struct.unpack_iterator",
    .basic_size = sizeof(UnpackIterator),
    .flags = TYPE_NO_NEW,
    .getattribute = tp_generic_getattr,
    .methods = iterator_methods,
    .iter = iterator_iter,
    .next = iterator_next,
};

/* ---- Struct ---- */

static StructObject *as_struct(Value self)
{
    return (StructObject *)tp_obj(self);
}

static int no_keywords(const char *name, Tuple *kwnames)
{
    if (kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "%s() takes no keyword arguments", name);
    return 0;
}

static Value struct_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs;
    (void)args;
    (void)kwnames;
    return tp_ref(tp_heap_object(type, 0));
}

static int struct_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[1];
    if (TP_ARGS("Struct", "(format)", a) < 0)
        return -1;
    return struct_init_format(as_struct(self), a[0]);
}

/* Subclasses may forget to call __init__. */
static bool is_ready(Value self)
{
    if (as_struct(self)->format)
        return true;
    tp_raise(&tp_RuntimeError, "Struct object is not initialized");
    return false;
}

static Value struct_pack(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (no_keywords("Struct.pack", kwnames) < 0 || !is_ready(self))
        return 0;
    return pack(as_struct(self), nargs, args);
}

static Value struct_pack_into(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (no_keywords("Struct.pack_into", kwnames) < 0 || !is_ready(self))
        return 0;
    return pack_into(as_struct(self), nargs, args);
}

static Value struct_unpack(Value self, Value *args)
{
    return is_ready(self) ? unpack(as_struct(self), args[0]) : 0;
}

static Value struct_unpack_from(Value self, Value *args)
{
    return is_ready(self) ? unpack_from(as_struct(self), args[0], args[1]) : 0;
}

static Value struct_iter_unpack(Value self, Value *args)
{
    return is_ready(self) ? iter_unpack(as_struct(self), args[0]) : 0;
}

static Value struct_sizeof(Value self, Value *args)
{
    (void)args;
    return tp_small((int64_t)sizeof(StructObject) +
                    as_struct(self)->nfields * (int64_t)sizeof(Field));
}

static const MethodDef struct_methods[] = {
    METHOD_RAW("pack", struct_pack, "(*values)", "Return bytes with the values packed."),
    METHOD_RAW("pack_into", struct_pack_into, "(buffer, offset, /, *values)",
               "Pack the values into a writable buffer at an offset."),
    METHOD("unpack", struct_unpack, "(buffer, /)", "Return a tuple of the values in a buffer."),
    METHOD("unpack_from", struct_unpack_from, "(buffer, offset=0)",
           "Return a tuple of the values in a buffer at an offset."),
    METHOD("iter_unpack", struct_iter_unpack, "(buffer, /)",
           "Return an iterator of tuples, one each time the format fits."),
    METHOD("__sizeof__", struct_sizeof, "()", "Returns size in memory, in bytes."),
    METHOD_END,
};

static Value struct_get_format(Value self)
{
    return is_ready(self) ? as_struct(self)->format : 0;
}

static Value struct_get_size(Value self)
{
    return tp_int(as_struct(self)->size);
}

static const GetSetDef struct_getset[] = {
    {"format", struct_get_format, 0, "struct format string"},
    {"size", struct_get_size, 0, "struct size in bytes"},
    {0, 0, 0, 0},
};

static Type struct_type = {
    .head = {&tp_type_type},
    .name = "_struct.Struct",
    .basic_size = sizeof(StructObject),
    .flags = TYPE_BASE,
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .setattr = tp_generic_setattr,
    .doc = "Struct(fmt) --> compiled struct object",
    .methods = struct_methods,
    .getset = struct_getset,
    .new_ = struct_new,
    .init = struct_init,
};

static Type error_type = {
    .head = {&tp_type_type},
    .name = "struct.error",
    .basic_size = sizeof(Exception),
    .flags = TYPE_BASE,
    .base = &tp_Exception,
};

/* ---- module ---- */

static Value module_calcsize(Value self, Value *args)
{
    StructObject *s = compiled(args[0]);
    (void)self;
    return s ? tp_int(s->size) : 0;
}

static Value module_pack(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    StructObject *s;
    (void)self;
    if (no_keywords("_struct.pack", kwnames) < 0)
        return 0;
    if (!nargs)
        return tp_raise(&tp_TypeError, "missing format argument");
    return (s = compiled(args[0])) ? pack(s, nargs - 1, args + 1) : 0;
}

static Value module_pack_into(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    StructObject *s;
    (void)self;
    if (no_keywords("_struct.pack_into", kwnames) < 0)
        return 0;
    if (!nargs)
        return tp_raise(&tp_TypeError, "missing format argument");
    return (s = compiled(args[0])) ? pack_into(s, nargs - 1, args + 1) : 0;
}

static Value module_unpack(Value self, Value *args)
{
    StructObject *s = compiled(args[0]);
    (void)self;
    return s ? unpack(s, args[1]) : 0;
}

static Value module_unpack_from(Value self, Value *args)
{
    StructObject *s = compiled(args[0]);
    (void)self;
    return s ? unpack_from(s, args[1], args[2]) : 0;
}

static Value module_iter_unpack(Value self, Value *args)
{
    StructObject *s = compiled(args[0]);
    (void)self;
    return s ? iter_unpack(s, args[1]) : 0;
}

static Value module_clearcache(Value self, Value *args)
{
    (void)self;
    (void)args;
    cache = 0;
    return TP_NONE;
}

static const MethodDef module_functions[] = {
    METHOD("calcsize", module_calcsize, "(format, /)", "Return size in bytes of the format."),
    METHOD_RAW("pack", module_pack, "(format, /, *values)", "Return bytes with the values packed."),
    METHOD_RAW("pack_into", module_pack_into, "(format, buffer, offset, /, *values)",
               "Pack the values into a writable buffer at an offset."),
    METHOD("unpack", module_unpack, "(format, buffer, /)",
           "Return a tuple of the values in a buffer."),
    METHOD("unpack_from", module_unpack_from, "(format, /, buffer, offset=0)",
           "Return a tuple of the values in a buffer at an offset."),
    METHOD("iter_unpack", module_iter_unpack, "(format, buffer, /)",
           "Return an iterator of tuples, one each time the format fits."),
    METHOD("_clearcache", module_clearcache, "()", "Clear the internal cache."),
    METHOD_END,
};

static int module_init(Value module)
{
    if (tp_module_add_type(module, &error_type) < 0 ||
        tp_module_add_type(module, &struct_type) < 0)
        return -1;
    tp_type_ready(&iterator_type);
    return 0;
}

const ModuleDef tp_mod__struct = {"_struct", module_functions, module_init,
                                  "Functions to convert between Python values and C structs."};
