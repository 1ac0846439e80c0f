/* quick.h -- what small functions do without a frame: see codegen/quick.c.
 *
 * Each takes the short way, or does nothing and says so: 0, or -1. None runs Python code or raises.
 * They have names of their own, tp_quick_..., for emitted C and libtcc as those of fast.h have.
 */
#ifndef TP_QUICK_H
#define TP_QUICK_H

#include "fast.h"

static inline Value fast_quick_attr(Value v, const Value *name, AttrCache *cache)
{
    return (v & 7) == 0 ? tp_slot_attr(v, name, cache) : 0;
}

static inline int fast_quick_set_attr(Value v, const Value *name, Value value, AttrCache *cache)
{
    if (TP_UNLIKELY((v & 7) != 0))
        return -1;
    Instance *instance = (Instance *)tp_obj(v);
    Shape *shape = cache->shape;
    if (TP_LIKELY(instance->shape == shape && shape)) {
        instance->slots[cache->of.place - 1] = value;
        instance->shape = cache->next_shape;
        return 0;
    }
    return tp_setattr_known(v, *name, value, cache) ? 0 : -1;
}

/* Of numbers: a += b is the same. */
static inline Value fast_quick_add(Value a, Value b)
{
    int64_t r;
    if (tp_both_small(a, b))
        return TP_LIKELY(!__builtin_add_overflow((int64_t)a, (int64_t)(b - 3), &r)) ? (Value)r : 0;
    return tp_both_floats(a, b)
               ? fast_box_float(tp_tagged_float_value(a) + tp_tagged_float_value(b))
               : 0;
}

static inline Value fast_quick_sub(Value a, Value b)
{
    int64_t r;
    if (tp_both_small(a, b))
        return TP_LIKELY(!__builtin_sub_overflow((int64_t)a, (int64_t)(b - 3), &r)) ? (Value)r : 0;
    return tp_both_floats(a, b)
               ? fast_box_float(tp_tagged_float_value(a) - tp_tagged_float_value(b))
               : 0;
}

static inline Value fast_quick_mul(Value a, Value b)
{
    int64_t r;
    if (tp_both_small(a, b))
        return TP_LIKELY(!__builtin_mul_overflow((int64_t)(a - 3), (int64_t)b >> 2, &r))
                   ? (Value)r | 3
                   : 0;
    return tp_both_floats(a, b)
               ? fast_box_float(tp_tagged_float_value(a) * tp_tagged_float_value(b))
               : 0;
}

static inline Value fast_quick_floordiv(Value a, Value b)
{
    bool is_plain = tp_both_small(a, b) && tp_small_value(b) > 0;
    return is_plain ? tp_small(fast_floordiv_int(tp_small_value(a), tp_small_value(b))) : 0;
}

static inline Value fast_quick_mod(Value a, Value b)
{
    bool is_plain = tp_both_small(a, b) && tp_small_value(b) > 0;
    return is_plain ? tp_small(fast_mod_int(tp_small_value(a), tp_small_value(b))) : 0;
}

static inline Value fast_quick_and(Value a, Value b)
{
    return tp_both_small(a, b) ? a & b : 0;
}

static inline Value fast_quick_or(Value a, Value b)
{
    return tp_both_small(a, b) ? a | b : 0;
}

static inline Value fast_quick_xor(Value a, Value b)
{
    return tp_both_small(a, b) ? (a ^ b) | 3 : 0;
}

static inline Value fast_quick_neg(Value v)
{
    if (tp_is_small(v) && v != tp_small(TP_SMALL_MIN))
        return tp_small(-tp_small_value(v));
    return tp_is_tagged_float(v) ? tp_tag_float(-tp_tagged_float_value(v)) : 0;
}

#define TP_COMPARISON(name, op)                                                                  \
    static inline int fast_quick_##name(Value a, Value b)                                        \
    {                                                                                            \
        if (tp_both_small(a, b))                                                                 \
            return (int64_t)a op(int64_t) b;                                                     \
        if (tp_both_floats(a, b))                                                                \
            return tp_tagged_float_value(a) op tp_tagged_float_value(b);                         \
        return -1;                                                                               \
    }
TP_COMPARISON(lt, <)
TP_COMPARISON(le, <=)
TP_COMPARISON(gt, >)
TP_COMPARISON(ge, >=)
#undef TP_COMPARISON

static inline int fast_quick_eq(Value a, Value b)
{
    if (tp_both_small(a, b))
        return a == b;
    if (tp_is_exact(a, &tp_str_type) && tp_is_exact(b, &tp_str_type)) {
        if (a == b)
            return 1;
        const Str *s = tp_as_str(a), *t = tp_as_str(b);
        return (s->is_interned && t->is_interned) || s->length != t->length ? 0 : -1;
    }
    return -1;
}

static inline int fast_quick_ne(Value a, Value b)
{
    int r = fast_quick_eq(a, b);
    return r < 0 ? r : !r;
}

static inline int fast_quick_truth(Value v)
{
    if (v == TP_TRUE)
        return 1;
    if (v == TP_FALSE || v == TP_NONE)
        return 0;
    if (tp_is_small(v))
        return v != tp_small(0);
    if (tp_is_exact(v, &tp_list_type))
        return tp_as_list(v)->length != 0;
    return tp_is_exact(v, &tp_str_type) ? tp_as_str(v)->length != 0 : -1;
}

static inline Value fast_quick_getitem(Value v, Value key)
{
    if (!tp_is_small(key))
        return 0;
    int64_t i = tp_small_value(key);
    if (tp_is_exact(v, &tp_list_type)) {
        List *list = tp_as_list(v);
        i = i < 0 ? i + list->length : i;
        return TP_LIKELY((uint64_t)i < (uint64_t)list->length) ? list->items[i] : 0;
    }
    if (tp_is_exact(v, &tp_tuple_type)) {
        Tuple *tuple = tp_as_tuple(v);
        i = i < 0 ? i + tuple->length : i;
        return TP_LIKELY((uint64_t)i < (uint64_t)tuple->length) ? tuple->items[i] : 0;
    }
    return 0;
}

#define tp_quick_attr fast_quick_attr
#define tp_quick_set_attr fast_quick_set_attr
#define tp_quick_add fast_quick_add
#define tp_quick_sub fast_quick_sub
#define tp_quick_mul fast_quick_mul
#define tp_quick_floordiv fast_quick_floordiv
#define tp_quick_mod fast_quick_mod
#define tp_quick_and fast_quick_and
#define tp_quick_or fast_quick_or
#define tp_quick_xor fast_quick_xor
#define tp_quick_neg fast_quick_neg
#define tp_quick_lt fast_quick_lt
#define tp_quick_le fast_quick_le
#define tp_quick_gt fast_quick_gt
#define tp_quick_ge fast_quick_ge
#define tp_quick_eq fast_quick_eq
#define tp_quick_ne fast_quick_ne
#define tp_quick_truth fast_quick_truth
#define tp_quick_getitem fast_quick_getitem

#endif
