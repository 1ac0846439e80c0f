/* consts.c -- one table entry for each distinct constant, found by a hash of type and value.
 *
 * Only values that code objects hold come here: None, bool, Ellipsis, int, float, complex, str,
 * bytes, tuple, frozenset, code.
 */
#include "frontend/consts.h"

#include <math.h>
#include <string.h>

#include "runtime/code.h"
#include "runtime/dict.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/set.h"
#include "runtime/str.h"

#include "frontend/table.h"

static bool is_same(Value a, Value b);

#undef HASH_KEYCMP
#define HASH_KEYCMP(a, b, n) (!is_same(*(const Value *)(a), *(const Value *)(b)))

struct Constant {
    Value value;
    int index;
    UT_hash_handle hh;
};

static uint64_t double_bits(double d)
{
    union {
        double d;
        uint64_t bits;
    } u = {d};
    return u.bits;
}

static bool is_frozenset(Value v)
{
    return tp_is_exact(v, &tp_frozenset_type);
}

/* A NaN equals nothing, so each stays a constant of its own. */
static bool is_nan(Value v)
{
    if (tp_is_complex(v))
        return isnan(((Complex *)tp_obj(v))->real) || isnan(((Complex *)tp_obj(v))->imag);
    return tp_is_float(v) && isnan(tp_float_value(v));
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    a = (a ^ b) * 0x9E3779B97F4A7C15u;
    a = (a ^ a >> 32) * 0x9E3779B97F4A7C15u;
    return a ^ a >> 32;
}

static uint64_t hash_bytes(const Bytes *object)
{
    const char *bytes = object->data;
    size_t n = (size_t)object->length;
    uint64_t hash = n, word = 0;
    for (; n >= sizeof word; n -= sizeof word, bytes += sizeof word) {
        memcpy(&word, bytes, sizeof word);
        hash = ((hash << 5 | hash >> 59) ^ word) * 0x9E3779B97F4A7C15u;
    }
    word = 0;
    memcpy(&word, bytes, n);
    return mix(hash, word);
}

static uint64_t hash_value(Value v)
{
    if (!tp_is_ptr(v))
        return mix(v, 1);
    if (tp_is_str(v))
        return (uint64_t)tp_str_hash(v);    /* which the str keeps */
    if (tp_is_tuple(v)) {
        Tuple *tuple = tp_as_tuple(v);
        uint64_t hash = 2;
        for (int64_t i = 0; i < tuple->length; i++)
            hash = mix(hash, hash_value(tuple->items[i]));
        return hash;
    }
    if (is_frozenset(v)) {
        int64_t pos = 0, item_hash;
        Value item;
        uint64_t hash = 3;
        while (tp_set_next(v, &pos, &item, &item_hash))
            hash += hash_value(item);
        return hash;
    }
    if (tp_is_exact(v, &tp_code_type)) {
        /* Equal tables of one compile are one object. */
        Code *code = (Code *)tp_obj(v);
        return mix(code->linetable, (uint64_t)code->firstlineno);
    }
    if (tp_is_bytes(v))
        return mix(hash_bytes((Bytes *)tp_obj(v)), 4);
    if (tp_is_complex(v)) {
        Complex *z = (Complex *)tp_obj(v);
        return mix(double_bits(z->real), double_bits(z->imag));
    }
    if (tp_is_float(v))
        return mix(double_bits(tp_float_value(v)), 5);
    return mix((uint64_t)tp_int_hash(v), 6);
}

static bool same_items(Value a, Value b)
{
    Tuple *x = tp_as_tuple(a), *y = tp_as_tuple(b);
    if (x->length != y->length)
        return false;
    for (int64_t i = 0; i < x->length; i++) {
        if (!is_same(x->items[i], y->items[i]))
            return false;
    }
    return true;
}

static bool same_sets(Value a, Value b)
{
    if (tp_set_len(a) != tp_set_len(b))
        return false;
    int64_t pos = 0, hash;
    Value item;
    while (tp_set_next(a, &pos, &item, &hash)) {
        /* Equal is not enough: 1 and 1.0 are different constants. */
        Value other = tp_set_find(tp_as_set(b), item, hash);
        if (!other || !is_same(item, other))
            return false;
    }
    return true;
}

static bool same_code(Code *a, Code *b)
{
    return a->argcount == b->argcount && a->posonlyargcount == b->posonlyargcount &&
           a->kwonlyargcount == b->kwonlyargcount && a->flags == b->flags &&
           a->firstlineno == b->firstlineno && is_same(a->name, b->name) &&
           is_same(a->code, b->code) && is_same(a->consts, b->consts) &&
           is_same(a->names, b->names) &&
           is_same(a->localsplusnames, b->localsplusnames) &&
           is_same(a->linetable, b->linetable) &&
           is_same(a->exceptiontable, b->exceptiontable);
}

static bool is_same(Value a, Value b)
{
    if (a == b)
        return true;
    if (!tp_is_ptr(a) || !tp_is_ptr(b) || tp_obj(a)->type != tp_obj(b)->type)
        return false;
    if (tp_is_str(a))
        return tp_str_equal(a, b);
    if (tp_is_tuple(a))
        return same_items(a, b);
    if (is_frozenset(a))
        return same_sets(a, b);
    if (tp_is_exact(a, &tp_code_type))
        return same_code((Code *)tp_obj(a), (Code *)tp_obj(b));
    if (tp_is_bytes(a)) {
        Bytes *x = (Bytes *)tp_obj(a), *y = (Bytes *)tp_obj(b);
        return x->length == y->length && memcmp(x->data, y->data, (size_t)x->length) == 0;
    }
    if (is_nan(a) || is_nan(b))
        return false;
    if (tp_is_complex(a)) {
        Complex *x = (Complex *)tp_obj(a), *y = (Complex *)tp_obj(b);
        return double_bits(x->real) == double_bits(y->real) &&
               double_bits(x->imag) == double_bits(y->imag);
    }
    if (tp_is_float(a))
        return double_bits(tp_float_value(a)) == double_bits(tp_float_value(b));
    return tp_int_cmp(a, b) == 0;
}

int consts_add(Consts *consts, Value value)
{
    unsigned hash = (unsigned)hash_value(value);
    Constant *found;
    HASH_FIND_BYHASHVALUE(hh, consts->head, &value, sizeof value, hash, found);
    if (found)
        return found->index;
    Arena *arena = consts->arena;
    found = arena_alloc(arena, sizeof *found);
    found->value = value;
    found->index = consts->n;
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, consts->head, &found->value, sizeof value, hash, found);
    consts->items = arena_grow(arena, consts->items, &consts->capacity, consts->n + 1,
                               sizeof(Value));
    consts->items[consts->n] = value;
    return consts->n++;
}

void consts_truncate(Consts *consts, int n)
{
    consts->n = n;
}
