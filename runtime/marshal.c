/* marshal.c -- CPython's serialised form of constants and code objects, as .pyc files hold it.
 *
 * Each value is a type letter and what it needs. The highest bit of the letter says that the value
 * is numbered, from 0 in the order of appearance; the letter r refers back to such a number. Since
 * version 3 equal strings and shared constants are thus written once. Numbers are little-endian;
 * an int beyond 32 bits is a count of digits, negative for a negative int, and digits of 15 bits.
 *
 * CPython numbers whatever has more than one reference at the moment, anywhere in the process; here
 * values are numbered that occur more than once in what is written, and interned strings, which
 * always may. Ints and floats without an object of their own are the same where they are equal, as
 * they are among the constants of a module in CPython.
 */
#include "runtime/marshal.h"

#include <stdio.h>
#include <string.h>

#include "runtime/code.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"

enum {
    TYPE_NULL = '0',
    TYPE_NONE = 'N',
    TYPE_FALSE = 'F',
    TYPE_TRUE = 'T',
    TYPE_STOPITER = 'S',
    TYPE_ELLIPSIS = '.',
    TYPE_INT = 'i',
    TYPE_INT64 = 'I',
    TYPE_FLOAT = 'f',
    TYPE_BINARY_FLOAT = 'g',
    TYPE_COMPLEX = 'x',
    TYPE_BINARY_COMPLEX = 'y',
    TYPE_LONG = 'l',
    TYPE_STRING = 's',
    TYPE_INTERNED = 't',
    TYPE_REF = 'r',
    TYPE_TUPLE = '(',
    TYPE_SMALL_TUPLE = ')',
    TYPE_LIST = '[',
    TYPE_DICT = '{',
    TYPE_CODE = 'c',
    TYPE_UNICODE = 'u',
    TYPE_SET = '<',
    TYPE_FROZENSET = '>',
    TYPE_ASCII = 'a',
    TYPE_ASCII_INTERNED = 'A',
    TYPE_SHORT_ASCII = 'z',
    TYPE_SHORT_ASCII_INTERNED = 'Z',
    FLAG_REF = 0x80
};

enum { MAX_DEPTH = 2000, DIGIT_BITS = 15 };

/* ---- a table of values by identity ---- */

/* Not None and its like, which are written without a number. */
static bool has_identity(Value v)
{
    return tp_is_ptr(v) || tp_is_small(v) || tp_is_tagged_float(v);
}

typedef struct Seen {
    Value value;            /* 0: free */
    int count;              /* how often it occurs */
    int number;             /* what a reference to it says, or -1 */
} Seen;

typedef struct Identities {
    Seen *table;
    size_t size;            /* a power of two, or 0 */
    size_t used;
} Identities;

static Seen *probe(Seen *table, size_t size, Value value)
{
    size_t i = (size_t)(value * 0x9E3779B97F4A7C15u >> 32) & (size - 1);
    while (table[i].value && table[i].value != value)
        i = (i + 1) & (size - 1);
    return &table[i];
}

static Seen *find_seen(Identities *ids, Value value)
{
    if (ids->used * 2 >= ids->size) {
        size_t size = ids->size ? ids->size * 2 : 256;
        Seen *table = tp_heap_alloc(size * sizeof *table);
        for (size_t i = 0; i < ids->size; i++) {
            if (ids->table[i].value)
                *probe(table, size, ids->table[i].value) = ids->table[i];
        }
        ids->table = table;
        ids->size = size;
    }
    Seen *seen = probe(ids->table, ids->size, value);
    if (!seen->value) {
        *seen = (Seen){value, 0, -1};
        ids->used++;
    }
    return seen;
}

/* ---- writing ---- */

typedef struct Writer {
    char *data;             /* collected, atomic */
    size_t n;
    size_t capacity;
    int version;
    int depth;
    int nrefs;
    Identities ids;
} Writer;

static int write_value(Writer *w, Value v);

static int put_bytes(Writer *w, const void *bytes, size_t n)
{
    if (w->n + n > w->capacity) {
        size_t capacity = w->capacity ? w->capacity * 2 : 512;
        while (capacity < w->n + n)
            capacity *= 2;
        char *data = w->data ? tp_heap_realloc(w->data, capacity)
                             : tp_heap_try_alloc_atomic(capacity);
        if (!data)
            return -1;
        w->data = data;
        w->capacity = capacity;
    }
    memcpy(w->data + w->n, bytes, n);
    w->n += n;
    return 0;
}

static int put_byte(Writer *w, int byte)
{
    char c = (char)byte;
    return put_bytes(w, &c, 1);
}

static int put_short(Writer *w, int value)
{
    char bytes[] = {(char)value, (char)(value >> 8)};
    return put_bytes(w, bytes, sizeof bytes);
}

static int put_long(Writer *w, int64_t value)
{
    char bytes[] = {(char)value, (char)(value >> 8), (char)(value >> 16), (char)(value >> 24)};
    return put_bytes(w, bytes, sizeof bytes);
}

static int put_size(Writer *w, int64_t size)
{
    if (size > INT32_MAX)
        return tp_raise_int(&tp_ValueError, "unmarshallable object");
    return put_long(w, size);
}

static int put_sized(Writer *w, int type, const void *bytes, int64_t n)
{
    return put_byte(w, type) < 0 || put_size(w, n) < 0 ? -1 : put_bytes(w, bytes, (size_t)n);
}

/* The bits of a digit, counted from the least significant. */
static int digit_at(const mp_limb_t *limbs, int64_t nlimbs, int64_t bit)
{
    int64_t at = bit / 64;
    int shift = (int)(bit % 64);
    uint64_t bits = limbs[at] >> shift;
    if (shift > 64 - DIGIT_BITS && at + 1 < nlimbs)
        bits |= limbs[at + 1] << (64 - shift);
    return (int)(bits & ((1 << DIGIT_BITS) - 1));
}

static int write_int(Writer *w, Value v, int flag)
{
    mp_limb_t small[1];
    const mp_limb_t *limbs = small;
    int64_t nlimbs = 1;
    bool is_negative;
    if (tp_is_small(v)) {
        int64_t i = tp_small_value(v);
        if (i >= INT32_MIN && i <= INT32_MAX)
            return put_byte(w, TYPE_INT | flag) < 0 ? -1 : put_long(w, i);
        is_negative = i < 0;
        small[0] = is_negative ? -(uint64_t)i : (uint64_t)i;
    } else {
        Int *big = (Int *)tp_obj(v);
        is_negative = big->size < 0;
        nlimbs = is_negative ? -big->size : big->size;
        limbs = big->limbs;
    }
    int64_t ndigits = (tp_int_bit_length(v) + DIGIT_BITS - 1) / DIGIT_BITS;
    if (put_byte(w, TYPE_LONG | flag) < 0 || put_long(w, is_negative ? -ndigits : ndigits) < 0)
        return -1;
    for (int64_t i = 0; i < ndigits; i++) {
        if (put_short(w, digit_at(limbs, nlimbs, i * DIGIT_BITS)) < 0)
            return -1;
    }
    return 0;
}

static int write_float_text(Writer *w, double d)
{
    char text[40];
    int n = snprintf(text, sizeof text, "%.17g", d);
    return put_byte(w, n) < 0 ? -1 : put_bytes(w, text, (size_t)n);
}

static int write_float(Writer *w, double d, int flag)
{
    if (w->version < 2)
        return put_byte(w, TYPE_FLOAT | flag) < 0 ? -1 : write_float_text(w, d);
    return put_byte(w, TYPE_BINARY_FLOAT | flag) < 0 ? -1 : put_bytes(w, &d, sizeof d);
}

static int write_complex(Writer *w, Complex *z, int flag)
{
    if (w->version < 2)
        return put_byte(w, TYPE_COMPLEX | flag) < 0 || write_float_text(w, z->real) < 0
                   ? -1 : write_float_text(w, z->imag);
    return put_byte(w, TYPE_BINARY_COMPLEX | flag) < 0 || put_bytes(w, &z->real, 8) < 0
               ? -1 : put_bytes(w, &z->imag, 8);
}

/* Is it marked as interned? The runtime interns every str of one Latin-1 character, CPython those
 * that have been a name. */
static bool is_interned(const Str *s)
{
    char c = *(const char *)s->data;
    return s->is_interned && (s->length != 1 || s->width != 1 || (c >= '0' && c <= '9') ||
                              (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_');
}

static int write_str(Writer *w, Value v, int flag)
{
    Str *s = tp_as_str(v);
    if (w->version >= 4 && s->is_ascii) {
        bool is_short = s->length < 256;
        int type = is_short ? is_interned(s) ? TYPE_SHORT_ASCII_INTERNED : TYPE_SHORT_ASCII
                            : is_interned(s) ? TYPE_ASCII_INTERNED : TYPE_ASCII;
        if (!is_short)
            return put_sized(w, type | flag, s->data, s->length);
        return put_byte(w, type | flag) < 0 || put_byte(w, (int)s->length) < 0
                   ? -1 : put_bytes(w, s->data, (size_t)s->length);
    }
    Value utf8 = tp_encode(v, "utf-8", "surrogatepass");
    if (!utf8)
        return -1;
    Bytes *bytes = (Bytes *)tp_obj(utf8);
    int type = w->version >= 3 && is_interned(s) ? TYPE_INTERNED : TYPE_UNICODE;
    return put_sized(w, type | flag, bytes->data, bytes->length);
}

static int write_items(Writer *w, const Value *items, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        if (write_value(w, items[i]) < 0)
            return -1;
    }
    return 0;
}

static int write_tuple(Writer *w, Tuple *tuple, int flag)
{
    if (w->version >= 4 && tuple->length < 256) {
        if (put_byte(w, TYPE_SMALL_TUPLE | flag) < 0 || put_byte(w, (int)tuple->length) < 0)
            return -1;
    } else if (put_byte(w, TYPE_TUPLE | flag) < 0 || put_size(w, tuple->length) < 0) {
        return -1;
    }
    return write_items(w, tuple->items, tuple->length);
}

static int write_list(Writer *w, List *list, int flag)
{
    if (put_byte(w, TYPE_LIST | flag) < 0 || put_size(w, list->length) < 0)
        return -1;
    return write_items(w, list->items, list->length);
}

static int write_dict(Writer *w, Dict *dict, int flag)
{
    int64_t pos = 0;
    Value key, value;
    if (put_byte(w, TYPE_DICT | flag) < 0)
        return -1;
    while (tp_dict_next(dict, &pos, &key, &value)) {
        if (write_value(w, key) < 0 || write_value(w, value) < 0)
            return -1;
    }
    return put_byte(w, TYPE_NULL);
}

/* The items in the order of their serialised form, so that the result does not depend on hashes. */
static int write_set(Writer *w, Value set, int flag)
{
    bool is_frozen = tp_obj(set)->type == &tp_frozenset_type;
    int64_t n = tp_set_len(set), pos = 0, hash;
    if (put_byte(w, (is_frozen ? TYPE_FROZENSET : TYPE_SET) | flag) < 0 || put_size(w, n) < 0)
        return -1;
    Value pairs = tp_list_new(0), item;
    if (!pairs)
        return -1;
    while (tp_set_next(set, &pos, &item, &hash)) {
        Value dumped = tp_marshal_dumps(item, w->version);
        if (!dumped || tp_list_append(pairs, tp_tuple_pack(2, dumped, item)) < 0)
            return -1;
    }
    if (tp_list_sort(pairs, 0, false) < 0)
        return -1;
    for (int64_t i = 0; i < tp_as_list(pairs)->length; i++) {
        if (write_value(w, tp_as_tuple(tp_as_list(pairs)->items[i])->items[1]) < 0)
            return -1;
    }
    return 0;
}

static int write_code(Writer *w, Code *code, int flag)
{
    int32_t numbers[] = {code->argcount, code->posonlyargcount, code->kwonlyargcount,
                         code->stacksize, code->flags};
    Value fields[] = {code->code, code->consts, code->names, code->localsplusnames,
                      code->localspluskinds, code->filename, code->name, code->qualname};
    Value tables[] = {code->linetable, code->exceptiontable};
    if (put_byte(w, TYPE_CODE | flag) < 0)
        return -1;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (put_long(w, numbers[i]) < 0)
            return -1;
    }
    if (write_items(w, fields, sizeof fields / sizeof fields[0]) < 0)
        return -1;
    if (put_long(w, code->firstlineno) < 0)
        return -1;
    return write_items(w, tables, 2);
}

static int write_object(Writer *w, Value v, int flag)
{
    Type *type = tp_obj(v)->type;
    if (type == &tp_int_type)
        return write_int(w, v, flag);
    if (type == &tp_float_type)
        return write_float(w, tp_float_value(v), flag);
    if (type == &tp_complex_type)
        return write_complex(w, (Complex *)tp_obj(v), flag);
    if (type == &tp_bytes_type) {
        Bytes *bytes = (Bytes *)tp_obj(v);
        return put_sized(w, TYPE_STRING | flag, bytes->data, bytes->length);
    }
    if (type == &tp_str_type)
        return write_str(w, v, flag);
    if (type == &tp_tuple_type)
        return write_tuple(w, tp_as_tuple(v), flag);
    if (type == &tp_list_type)
        return write_list(w, tp_as_list(v), flag);
    if (type == &tp_dict_type)
        return write_dict(w, tp_as_dict(v), flag);
    if (type == &tp_set_type || type == &tp_frozenset_type)
        return write_set(w, v, flag);
    if (type == &tp_code_type)
        return write_code(w, (Code *)tp_obj(v), flag);
    const char *data;
    int64_t n;
    if (tp_bytes_view(v, &data, &n) == 0)
        return put_sized(w, TYPE_STRING | flag, data, n);
    tp_error_clear();
    return tp_raise_int(&tp_ValueError, "unmarshallable object");
}

/* A reference to a value written before: 1; or the flag it is to be written with, in *flag: 0. */
static int write_reference(Writer *w, Value v, int *flag)
{
    *flag = 0;
    if (w->version < 3)
        return 0;
    Seen *seen = find_seen(&w->ids, v);
    if (seen->number >= 0)
        return put_byte(w, TYPE_REF) < 0 || put_long(w, seen->number) < 0 ? -1 : 1;
    if (seen->count > 1 || (tp_is_ptr(v) && tp_is_str(v) && is_interned(tp_as_str(v)))) {
        *flag = FLAG_REF;
        seen->number = w->nrefs++;
    }
    return 0;
}

static int write_value(Writer *w, Value v)
{
    switch (v) {
    case TP_NONE:
        return put_byte(w, TYPE_NONE);
    case TP_TRUE:
        return put_byte(w, TYPE_TRUE);
    case TP_FALSE:
        return put_byte(w, TYPE_FALSE);
    case TP_ELLIPSIS:
        return put_byte(w, TYPE_ELLIPSIS);
    }
    if (v == tp_ref(&tp_StopIteration))
        return put_byte(w, TYPE_STOPITER);
    if (!has_identity(v))
        return tp_raise_int(&tp_ValueError, "unmarshallable object");
    int flag, status = write_reference(w, v, &flag);
    if (status)
        return status < 0 ? -1 : 0;
    if (tp_is_small(v))
        return write_int(w, v, flag);
    if (tp_is_tagged_float(v))
        return write_float(w, tp_tagged_float_value(v), flag);
    if (++w->depth > MAX_DEPTH)
        return tp_raise_int(&tp_ValueError, "object too deeply nested to marshal");
    status = write_object(w, v, flag);
    w->depth--;
    return status;
}

/* Counts how often each object occurs in what v holds. */
static void count_values(Identities *ids, Value v, int depth)
{
    if (!has_identity(v) || depth > MAX_DEPTH || find_seen(ids, v)->count++ || !tp_is_ptr(v))
        return;
    Type *type = tp_obj(v)->type;
    int64_t pos = 0, hash;
    Value key, value;
    if (type == &tp_tuple_type) {
        for (int64_t i = 0; i < tp_as_tuple(v)->length; i++)
            count_values(ids, tp_as_tuple(v)->items[i], depth + 1);
    } else if (type == &tp_list_type) {
        for (int64_t i = 0; i < tp_as_list(v)->length; i++)
            count_values(ids, tp_as_list(v)->items[i], depth + 1);
    } else if (type == &tp_dict_type) {
        while (tp_dict_next(tp_as_dict(v), &pos, &key, &value)) {
            count_values(ids, key, depth + 1);
            count_values(ids, value, depth + 1);
        }
    } else if (type == &tp_set_type || type == &tp_frozenset_type) {
        while (tp_set_next(v, &pos, &key, &hash))
            count_values(ids, key, depth + 1);
    } else if (type == &tp_code_type) {
        Code *code = (Code *)tp_obj(v);
        Value fields[] = {code->code, code->consts, code->names, code->localsplusnames,
                          code->localspluskinds, code->filename, code->name, code->qualname,
                          code->linetable, code->exceptiontable};
        for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
            count_values(ids, fields[i], depth + 1);
    }
}

Value tp_marshal_dumps(Value v, int version)
{
    Writer w = {.version = version};
    if (version >= 3)
        count_values(&w.ids, v, 0);
    if (write_value(&w, v) < 0)
        return 0;
    return tp_bytes_new(w.data, (int64_t)w.n);
}

/* ---- reading ---- */

typedef struct Reader {
    const char *p, *limit;
    Value *refs;            /* collected; 0: not complete yet */
    int nrefs;
    int capacity;
    int depth;
} Reader;

static Value read_value(Reader *r);

static const char *take(Reader *r, int64_t n)
{
    if (n > r->limit - r->p) {
        tp_raise(&tp_EOFError, "marshal data too short");
        return 0;
    }
    const char *bytes = r->p;
    r->p += n;
    return bytes;
}

static int take_byte(Reader *r, int *byte)
{
    const char *p = take(r, 1);
    if (!p)
        return -1;
    *byte = (unsigned char)*p;
    return 0;
}

static int take_long(Reader *r, int32_t *value)
{
    const char *p = take(r, 4);
    if (!p)
        return -1;
    uint32_t bits;
    memcpy(&bits, p, 4);
    *value = (int32_t)bits;
    return 0;
}

static int take_size(Reader *r, int32_t *size, const char *what)
{
    if (take_long(r, size) < 0)
        return -1;
    if (*size < 0)
        return tp_raise_int(&tp_ValueError, "bad marshal data (%s size out of range)", what);
    return 0;
}

/* Numbers a value; value 0 keeps the number free for one that is being read. */
static int add_ref(Reader *r, Value value)
{
    if (r->nrefs == r->capacity) {
        int capacity = r->capacity ? r->capacity * 2 : 64;
        Value *refs = tp_heap_alloc((size_t)capacity * sizeof *refs);
        if (r->nrefs)
            memcpy(refs, r->refs, (size_t)r->nrefs * sizeof *refs);
        r->refs = refs;
        r->capacity = capacity;
    }
    r->refs[r->nrefs] = value;
    return r->nrefs++;
}

static Value read_long(Reader *r)
{
    int32_t size;
    if (take_long(r, &size) < 0)
        return 0;
    if (size == INT32_MIN)
        return tp_raise(&tp_ValueError, "bad marshal data (long size out of range)");
    int64_t ndigits = size < 0 ? -(int64_t)size : size;
    const unsigned char *p = (const unsigned char *)take(r, ndigits * 2);
    if (!p)
        return 0;
    if (!ndigits)
        return tp_small(0);
    int64_t nlimbs = (ndigits * DIGIT_BITS + 63) / 64;
    mp_limb_t *limbs = tp_heap_try_alloc_atomic((size_t)nlimbs * sizeof *limbs);
    if (!limbs)
        return 0;
    memset(limbs, 0, (size_t)nlimbs * sizeof *limbs);
    for (int64_t i = 0; i < ndigits; i++) {
        uint64_t digit = p[2 * i] | (uint64_t)p[2 * i + 1] << 8;
        if (digit >> DIGIT_BITS)
            return tp_raise(&tp_ValueError, "bad marshal data (digit out of range in long)");
        if (!digit && i == ndigits - 1)
            return tp_raise(&tp_ValueError, "bad marshal data (unnormalized long data)");
        int64_t bit = i * DIGIT_BITS;
        int shift = (int)(bit % 64);
        limbs[bit / 64] |= digit << shift;
        if (shift > 64 - DIGIT_BITS && bit / 64 + 1 < nlimbs)
            limbs[bit / 64 + 1] |= digit >> (64 - shift);
    }
    return tp_int_from_limbs(limbs, nlimbs, size < 0);
}

static int read_double(Reader *r, double *d)
{
    const char *p = take(r, 8);
    if (!p)
        return -1;
    memcpy(d, p, 8);
    return 0;
}

static int read_double_text(Reader *r, double *d)
{
    int n;
    const char *p;
    if (take_byte(r, &n) < 0 || !(p = take(r, n)))
        return -1;
    Value v = tp_float_from_str(tp_str_latin1((const uint8_t *)p, n));
    if (!v)
        return -1;
    *d = tp_float_value(v);
    return 0;
}

static Value read_complex(Reader *r, int (*part)(Reader *r, double *d))
{
    double real, imag;
    if (part(r, &real) < 0 || part(r, &imag) < 0)
        return 0;
    return tp_complex(real, imag);
}

static Value read_ascii(Reader *r, bool is_short, bool is_interned)
{
    int32_t n;
    int short_n = 0;
    if (is_short ? take_byte(r, &short_n) < 0 : take_size(r, &n, "string") < 0)
        return 0;
    if (is_short)
        n = short_n;
    const char *p = take(r, n);
    if (!p)
        return 0;
    Value str = tp_str_latin1((const uint8_t *)p, n);
    return str && is_interned ? tp_intern(str) : str;
}

static Value read_unicode(Reader *r, bool is_interned)
{
    int32_t n;
    const char *p;
    if (take_size(r, &n, "string") < 0 || !(p = take(r, n)))
        return 0;
    Value str = tp_decode(p, n, "utf-8", "surrogatepass");
    return str && is_interned ? tp_intern(str) : str;
}

static Value read_bytes(Reader *r)
{
    int32_t n;
    const char *p;
    if (take_size(r, &n, "bytes object") < 0 || !(p = take(r, n)))
        return 0;
    return tp_bytes_new(p, n);
}

static int read_items(Reader *r, Value *items, int64_t n, const char *what)
{
    for (int64_t i = 0; i < n; i++) {
        items[i] = read_value(r);
        if (!items[i]) {
            if (!tp_error_pending())
                tp_raise(&tp_TypeError, "NULL object in marshal data for %s", what);
            return -1;
        }
    }
    return 0;
}

/* Every item takes a byte at least: a count beyond that is a lie, not a reason to allocate. */
static int check_count(Reader *r, int64_t n)
{
    if (n > r->limit - r->p)
        return tp_raise_int(&tp_EOFError, "marshal data too short");
    return 0;
}

/* What is among its own items may be looked at, as a key is, before all of them are read. */
static void show_unfinished(Reader *r, int ref, Value v, Value *items, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        items[i] = TP_NONE;
    r->refs[ref] = v;
}

static Value read_tuple(Reader *r, int64_t n, int ref)
{
    if (check_count(r, n) < 0)
        return 0;
    Tuple *tuple = tp_tuple_new(n);
    if (!tuple)
        return 0;
    if (ref >= 0)
        show_unfinished(r, ref, tp_ref(tuple), tuple->items, n);
    return read_items(r, tuple->items, n, "tuple") < 0 ? 0 : tp_ref(tuple);
}

static Value read_list(Reader *r, int64_t n, int ref)
{
    if (check_count(r, n) < 0)
        return 0;
    Value list = tp_list_new(n);
    if (!list)
        return 0;
    if (ref >= 0)
        show_unfinished(r, ref, list, tp_as_list(list)->items, n);
    return read_items(r, tp_as_list(list)->items, n, "list") < 0 ? 0 : list;
}

static Value read_dict(Reader *r, int ref)
{
    Dict *dict = tp_dict_new();
    if (ref >= 0)
        r->refs[ref] = tp_ref(dict);
    for (;;) {
        Value key = read_value(r), value;
        if (!key)
            return tp_error_pending() ? 0 : tp_ref(dict);
        if (!(value = read_value(r)))
            return tp_error_pending() ? 0 : tp_ref(dict);
        if (tp_dict_set(dict, key, value) < 0)
            return 0;
    }
}

static Value read_set(Reader *r, int64_t n, bool is_frozen, int ref)
{
    if (check_count(r, n) < 0)
        return 0;
    Value set = is_frozen ? tp_frozenset_new() : tp_set_new();
    for (int64_t i = 0; set && i < n; i++) {
        Value item = read_value(r);
        if (!item) {
            if (!tp_error_pending())
                tp_raise(&tp_TypeError, "NULL object in marshal data for set");
            return 0;
        }
        if (tp_set_add(set, item) < 0)
            return 0;
    }
    if (ref >= 0)
        r->refs[ref] = set;
    return set;
}

static Value read_code(Reader *r, int ref)
{
    Code fields = {0};
    int32_t *numbers[] = {&fields.argcount, &fields.posonlyargcount, &fields.kwonlyargcount,
                          &fields.stacksize, &fields.flags};
    Value *values[] = {&fields.code, &fields.consts, &fields.names, &fields.localsplusnames,
                       &fields.localspluskinds, &fields.filename, &fields.name,
                       &fields.qualname};
    Value *tables[] = {&fields.linetable, &fields.exceptiontable};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (take_long(r, numbers[i]) < 0)
            return 0;
    }
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (read_items(r, values[i], 1, "object") < 0)
            return 0;
    }
    if (take_long(r, &fields.firstlineno) < 0)
        return 0;
    for (size_t i = 0; i < 2; i++) {
        if (read_items(r, tables[i], 1, "object") < 0)
            return 0;
    }
    Value str_fields[] = {fields.filename, fields.name, fields.qualname};
    Value bytes_fields[] = {fields.code, fields.localspluskinds, fields.linetable,
                            fields.exceptiontable};
    Value tuple_fields[] = {fields.consts, fields.names, fields.localsplusnames};
    bool is_sound = true;
    for (size_t i = 0; i < sizeof str_fields / sizeof str_fields[0]; i++)
        is_sound = is_sound && tp_is_str(str_fields[i]);
    for (size_t i = 0; i < sizeof bytes_fields / sizeof bytes_fields[0]; i++)
        is_sound = is_sound && tp_is_bytes(bytes_fields[i]);
    for (size_t i = 0; i < sizeof tuple_fields / sizeof tuple_fields[0]; i++)
        is_sound = is_sound && tp_is_tuple(tuple_fields[i]);
    if (!is_sound)
        return tp_raise(&tp_ValueError, "bad marshal data (code object)");
    if (tp_code_check(&fields) < 0)
        return 0;
    Code *code = tp_code_new(&fields);
    if (code && ref >= 0)
        r->refs[ref] = tp_ref(code);
    return tp_ref(code);
}

static Value read_reference(Reader *r)
{
    int32_t number;
    if (take_long(r, &number) < 0)
        return 0;
    if (number < 0 || number >= r->nrefs || !r->refs[number])
        return tp_raise(&tp_ValueError, "bad marshal data (invalid reference)");
    return r->refs[number];
}

/* A value without parts, or 0; *is_known is false for the types that have parts. */
static Value read_plain(Reader *r, int type, bool *is_known)
{
    int32_t i;
    double d;
    const char *p;
    *is_known = true;
    switch (type) {
    case TYPE_NULL:
        return 0;
    case TYPE_NONE:
        return TP_NONE;
    case TYPE_FALSE:
        return TP_FALSE;
    case TYPE_TRUE:
        return TP_TRUE;
    case TYPE_ELLIPSIS:
        return TP_ELLIPSIS;
    case TYPE_STOPITER:
        return tp_ref(&tp_StopIteration);
    case TYPE_INT:
        return take_long(r, &i) < 0 ? 0 : tp_small(i);
    case TYPE_INT64: {
        int64_t wide;
        if (!(p = take(r, 8)))
            return 0;
        memcpy(&wide, p, 8);
        return tp_int(wide);
    }
    case TYPE_LONG:
        return read_long(r);
    case TYPE_FLOAT:
        return read_double_text(r, &d) < 0 ? 0 : tp_float(d);
    case TYPE_BINARY_FLOAT:
        return read_double(r, &d) < 0 ? 0 : tp_float(d);
    case TYPE_COMPLEX:
        return read_complex(r, read_double_text);
    case TYPE_BINARY_COMPLEX:
        return read_complex(r, read_double);
    case TYPE_STRING:
        return read_bytes(r);
    case TYPE_ASCII:
        return read_ascii(r, false, false);
    case TYPE_ASCII_INTERNED:
        return read_ascii(r, false, true);
    case TYPE_SHORT_ASCII:
        return read_ascii(r, true, false);
    case TYPE_SHORT_ASCII_INTERNED:
        return read_ascii(r, true, true);
    case TYPE_UNICODE:
        return read_unicode(r, false);
    case TYPE_INTERNED:
        return read_unicode(r, true);
    case TYPE_REF:
        return read_reference(r);
    }
    *is_known = false;
    return 0;
}

static Value read_compound(Reader *r, int type, int ref)
{
    int32_t n;
    int small;
    switch (type) {
    case TYPE_SMALL_TUPLE:
        return take_byte(r, &small) < 0 ? 0 : read_tuple(r, small, ref);
    case TYPE_TUPLE:
        return take_size(r, &n, "tuple") < 0 ? 0 : read_tuple(r, n, ref);
    case TYPE_LIST:
        return take_size(r, &n, "list") < 0 ? 0 : read_list(r, n, ref);
    case TYPE_DICT:
        return read_dict(r, ref);
    case TYPE_SET:
    case TYPE_FROZENSET:
        return take_size(r, &n, "set") < 0 ? 0 : read_set(r, n, type == TYPE_FROZENSET, ref);
    case TYPE_CODE:
        return read_code(r, ref);
    default:
        return tp_raise(&tp_ValueError, "bad marshal data (unknown type code)");
    }
}

/* The next value; 0 without an exception for the mark that ends a dict. */
static Value read_value(Reader *r)
{
    int byte;
    if (r->p == r->limit)
        return tp_raise(&tp_EOFError, "EOF read where object expected");
    if (take_byte(r, &byte) < 0)
        return 0;
    int type = byte & ~FLAG_REF;
    bool is_numbered = byte & FLAG_REF, is_plain;
    Value v = read_plain(r, type, &is_plain);
    if (is_plain) {
        if (v && is_numbered && type != TYPE_REF)
            add_ref(r, v);
        return v;
    }
    if (++r->depth > MAX_DEPTH)
        return tp_raise(&tp_ValueError, "recursion limit exceeded");
    v = read_compound(r, type, is_numbered ? add_ref(r, 0) : -1);
    r->depth--;
    return v;
}

Value tp_marshal_load_prefix(const char *data, size_t n, size_t *used)
{
    Reader r = {.p = data, .limit = data + n};
    Value v = read_value(&r);
    if (!v && !tp_error_pending())
        tp_raise(&tp_TypeError, "NULL object in marshal data for object");
    *used = (size_t)(r.p - data);
    return v;
}

Value tp_marshal_loads(const char *data, size_t n)
{
    size_t used;
    return tp_marshal_load_prefix(data, n, &used);
}
