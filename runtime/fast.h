/* fast.h -- the inline fast paths of emitted C, for compilers that optimise.
 *
 * Each function here takes the short way where it sees that it may, and else calls the function of
 * the same name in the runtime. At the end the short names are redirected to these: emitted C says
 * tp_add, the system compiler reads fast_add, and libtcc is given the address of fast_add.
 */
#ifndef TP_FAST_H
#define TP_FAST_H

#include "emitted.h"
#include "iter.h"
#include "list.h"
#include "str.h"

/* Surer than __builtin_expect says (90 %): registers are kept for the fast path alone. */
#define TP_LIKELY(x) __builtin_expect_with_probability(!!(x), 1, 0.999)
#define TP_UNLIKELY(x) __builtin_expect_with_probability(!!(x), 0, 0.999)

/* Spares the caller's check for an error. */
static inline Value tp_never_null(Value v)
{
    if (!v)
        __builtin_unreachable();
    return v;
}

/* ---- entering and leaving ---- */

static inline int fast_enter(Frame *frame, Function *fn)
{
    frame->code = fn->code;
    frame->function = fn;
    frame->globals = fn->globals;
    frame->locals = 0;
    frame->object = 0;
    frame->at = 0;
    return tp_frame_push(frame); /* polls, too: recursion has no back-edge to poll at */
}

static inline Value fast_leave(Frame *frame, Value result)
{
    tp_state.frame = frame->back;
    return result;
}

static inline bool fast_pending(void)
{
    return tp_state.pending != 0;
}

static inline Value fast_gen_finish(Generator *g, Value result)
{
    g->resume = -1;
    return result;
}

/* ---- names ---- */

/* No larger than a call, but gcc would call it in the body of a module. */
static inline __attribute__((always_inline)) Value fast_global(Value cell)
{
    Value v = ((GlobalCell *)tp_obj(cell))->value;
    return TP_LIKELY(v != 0) ? v : tp_global(cell);
}

static inline int fast_set_global(Value cell, Value value)
{
    return tp_cell_store((GlobalCell *)tp_obj(cell), value);
}

/* ---- numbers ---- */

static inline Value fast_box_int(int64_t i)
{
    return TP_LIKELY(tp_fits_small(i)) ? tp_small(i) : tp_box_int(i);
}

static inline Value fast_box_float(double d)
{
    Value v = tp_tag_float(d);
    return TP_LIKELY(v != 0) ? v : tp_box_float(d);
}

static inline bool fast_to_float(Value v, double *result)
{
    if (TP_LIKELY(tp_is_tagged_float(v))) {
        *result = tp_tagged_float_value(v);
        return true;
    }
    double boxed; /* *result need not live in memory for that */
    if (!tp_to_float(v, &boxed))
        return false;
    *result = boxed;
    return true;
}

/* Inline everywhere: *result would else live in memory, and long functions run out of the growth
 * that gcc lets them have. */
static inline __attribute__((always_inline)) bool fast_exact_float(Value v, double *result)
{
    if (TP_LIKELY(tp_is_tagged_float(v))) {
        *result = tp_tagged_float_value(v);
        return true;
    }
    double boxed; /* *result need not live in memory for that */
    if (!tp_exact_float(v, &boxed))
        return false;
    *result = boxed;
    return true;
}

static inline bool tp_both_floats(Value a, Value b)
{
    return tp_is_tagged_float(a) && tp_is_tagged_float(b);
}

/* The sum, difference or product of words and of floats, or `slow`. The bits of a small word are
 * its value times 4 plus 3. */
#define TP_ARITHMETIC(name, slow, overflows, op, tag)                                            \
    static inline Value fast_##name(Value a, Value b)                                            \
    {                                                                                            \
        int64_t r;                                                                               \
        if (tp_both_small(a, b)) {                                                               \
            if (TP_LIKELY(!overflows))                                                           \
                return (Value)r | tag;                                                           \
        } else if (tp_both_floats(a, b)) {                                                       \
            return fast_box_float(tp_tagged_float_value(a) op tp_tagged_float_value(b));         \
        }                                                                                        \
        return slow(a, b);                                                                       \
    }
#define TP_SUM(name) \
    TP_ARITHMETIC(name, tp_##name, __builtin_add_overflow((int64_t)a, (int64_t)(b - 3), &r), +, 0)
#define TP_DIFFERENCE(name) \
    TP_ARITHMETIC(name, tp_##name, __builtin_sub_overflow((int64_t)a, (int64_t)(b - 3), &r), -, 0)
#define TP_PRODUCT(name) \
    TP_ARITHMETIC(name, tp_##name, __builtin_mul_overflow((int64_t)(a - 3), (int64_t)b >> 2, &r), \
                  *, 3)
TP_SUM(add)
TP_SUM(iadd)
TP_SUM(temp_add)
TP_DIFFERENCE(sub)
TP_DIFFERENCE(isub)
TP_DIFFERENCE(temp_sub)
TP_PRODUCT(mul)
TP_PRODUCT(imul)
TP_PRODUCT(temp_mul)
#undef TP_SUM
#undef TP_DIFFERENCE
#undef TP_PRODUCT
#undef TP_ARITHMETIC

static inline Value fast_truediv(Value a, Value b)
{
    if (tp_both_floats(a, b)) /* a tagged float is never zero */
        return fast_box_float(tp_tagged_float_value(a) / tp_tagged_float_value(b));
    return tp_truediv(a, b);
}

static inline double fast_sqrt(double d)
{
    return __builtin_sqrt(d);
}

static inline double fast_fabs(double d)
{
    return __builtin_fabs(d);
}

static inline int64_t fast_floordiv_int(int64_t a, int64_t b)
{
    int64_t q = a / b;
    return q - ((a % b != 0) & ((a ^ b) < 0));
}

static inline int64_t fast_mod_int(int64_t a, int64_t b)
{
    int64_t r = a % b;
    return r + (r != 0 && (r ^ b) < 0 ? b : 0);
}

static inline Value fast_floordiv(Value a, Value b)
{
    /* the one quotient that does not fit is TP_SMALL_MIN // -1 */
    if (tp_both_small(a, b) && tp_small_value(b) > 0)
        return tp_small(fast_floordiv_int(tp_small_value(a), tp_small_value(b)));
    return tp_floordiv(a, b);
}

static inline Value fast_mod(Value a, Value b)
{
    if (tp_both_small(a, b) && tp_small_value(b) > 0)
        return tp_small(fast_mod_int(tp_small_value(a), tp_small_value(b)));
    return tp_mod(a, b);
}

static inline Value fast_and(Value a, Value b)
{
    return tp_both_small(a, b) ? a & b : tp_and(a, b);
}

static inline Value fast_or(Value a, Value b)
{
    return tp_both_small(a, b) ? a | b : tp_or(a, b);
}

static inline Value fast_xor(Value a, Value b)
{
    return tp_both_small(a, b) ? (a ^ b) | 3 : tp_xor(a, b);
}

static inline Value fast_rshift(Value a, Value b)
{
    if (tp_both_small(a, b) && (uint64_t)tp_small_value(b) < 62)
        return tp_small(tp_small_value(a) >> tp_small_value(b));
    return tp_rshift(a, b);
}

static inline Value fast_lshift(Value a, Value b)
{
    if (tp_both_small(a, b) && (uint64_t)tp_small_value(b) < 62) {
        int64_t r = (int64_t)((a - 3) << tp_small_value(b));
        if (TP_LIKELY(r >> tp_small_value(b) == (int64_t)(a - 3)))
            return (Value)r | 3;
    }
    return tp_lshift(a, b);
}

static inline Value fast_neg(Value v)
{
    if (tp_is_small(v) && v != tp_small(TP_SMALL_MIN))
        return tp_small(-tp_small_value(v));
    if (tp_is_tagged_float(v))
        return tp_tag_float(-tp_tagged_float_value(v));
    return tp_neg(v);
}

static inline bool fast_add_over(int64_t a, int64_t b, int64_t *result)
{
    return __builtin_add_overflow(a, b, result);
}

static inline bool fast_sub_over(int64_t a, int64_t b, int64_t *result)
{
    return __builtin_sub_overflow(a, b, result);
}

static inline bool fast_mul_over(int64_t a, int64_t b, int64_t *result)
{
    return __builtin_mul_overflow(a, b, result);
}

static inline bool fast_lshift_over(int64_t a, int64_t b, int64_t *result)
{
    if ((uint64_t)b >= 63)
        return true;
    *result = (int64_t)((uint64_t)a << b);
    return *result >> b != a;
}

static inline int64_t fast_rshift_int(int64_t a, int64_t b) /* b >= 0 */
{
    return a >> (b > 63 ? 63 : b);
}

/* ---- comparisons: 1, 0, or -1 ---- */

#define TP_COMPARISON(name, op)                                                                  \
    static inline int fast_##name(Value a, Value b)                                              \
    {                                                                                            \
        if (tp_both_small(a, b))                                                                 \
            return (int64_t)a op(int64_t) b;                                                     \
        if (tp_both_floats(a, b))                                                                \
            return tp_tagged_float_value(a) op tp_tagged_float_value(b);                         \
        return tp_##name(a, b);                                                                  \
    }
TP_COMPARISON(lt, <)
TP_COMPARISON(le, <=)
TP_COMPARISON(gt, >)
TP_COMPARISON(ge, >=)
#undef TP_COMPARISON

/* Two interned strs are equal only if they are one; the same str always is. */
static inline int fast_eq(Value a, Value b)
{
    if (tp_both_small(a, b))
        return a == b;
    if (a == b && tp_is_exact(a, &tp_str_type))
        return 1;
    return tp_eq(a, b);
}

static inline int fast_ne(Value a, Value b)
{
    if (tp_both_small(a, b))
        return a != b;
    if (a == b && tp_is_exact(a, &tp_str_type))
        return 0;
    return tp_ne(a, b);
}

static inline int fast_truth(Value v)
{
    if (v == TP_TRUE)
        return 1;
    if (v == TP_FALSE || v == TP_NONE)
        return 0;
    if (tp_is_small(v))
        return v != tp_small(0);
    if (tp_is_exact(v, &tp_list_type))
        return tp_as_list(v)->length != 0;
    return tp_truth(v);
}

/* ---- items ---- */

static inline List *fast_indexed(Value v)
{
    return TP_LIKELY(tp_is_exact(v, &tp_list_type)) ? tp_as_list(v) : &tp_no_list;
}

static inline Value fast_getitem_int(Value v, int64_t i)
{
    if (TP_LIKELY(tp_is_exact(v, &tp_list_type))) {
        List *list = tp_as_list(v);
        int64_t n = list->length;
        if (i < 0)
            i += n;
        if (TP_LIKELY((uint64_t)i < (uint64_t)n))
            return tp_never_null(list->items[i]);
        i = i < 0 ? i - n : i;
    } else if (tp_is_exact(v, &tp_tuple_type)) {
        Tuple *tuple = tp_as_tuple(v);
        if (TP_LIKELY((uint64_t)i < (uint64_t)tuple->length))
            return tp_never_null(tuple->items[i]);
    }
    return tp_getitem_int(v, i);
}

static inline Value fast_getitem(Value v, Value key)
{
    if (tp_is_small(key)) {
        int64_t i = tp_small_value(key);
        if (tp_is_exact(v, &tp_list_type)) {
            List *list = tp_as_list(v);
            if (i < 0)
                i += list->length;
            if (TP_LIKELY((uint64_t)i < (uint64_t)list->length))
                return tp_never_null(list->items[i]);
        } else if (tp_is_exact(v, &tp_tuple_type)) {
            Tuple *tuple = tp_as_tuple(v);
            if (i < 0)
                i += tuple->length;
            if (TP_LIKELY((uint64_t)i < (uint64_t)tuple->length))
                return tp_never_null(tuple->items[i]);
        }
    }
    return tp_getitem(v, key);
}

/* Keys are unique: an entry with this very key is the one. */
static inline Value fast_getitem_key(Value v, Value key, int32_t *hint)
{
    if (TP_LIKELY(tp_is_exact(v, &tp_dict_type))) {
        Value found = tp_dict_at(tp_as_dict(v), *hint, key);
        if (TP_LIKELY(found != 0))
            return found;
    }
    return tp_getitem_key(v, key, hint);
}

static inline int fast_setitem_key(Value v, Value key, Value value, int32_t *hint)
{
    if (TP_LIKELY(tp_is_exact(v, &tp_dict_type))) {
        Dict *d = tp_as_dict(v);
        int64_t at = *hint;
        if (TP_LIKELY(at < d->nentries && d->entries[at].key == key && !d->is_watched)) {
            d->entries[at].value = value;
            return 0;
        }
    }
    return tp_setitem_key(v, key, value, hint);
}

static inline int fast_setitem_int(Value v, int64_t i, Value value)
{
    if (TP_LIKELY(tp_is_exact(v, &tp_list_type))) {
        List *list = tp_as_list(v);
        if (TP_LIKELY((uint64_t)i < (uint64_t)list->length)) {
            list->items[i] = value;
            return 0;
        }
    }
    return tp_setitem_int(v, i, value);
}

static inline int fast_setitem(Value v, Value key, Value value)
{
    if (tp_is_small(key) && tp_is_exact(v, &tp_list_type)) {
        List *list = tp_as_list(v);
        int64_t i = tp_small_value(key);
        if (i < 0)
            i += list->length;
        if (TP_LIKELY((uint64_t)i < (uint64_t)list->length)) {
            list->items[i] = value;
            return 0;
        }
    }
    return tp_setitem(v, key, value);
}

static inline int64_t fast_len_int(Value v)
{
    if (tp_is_exact(v, &tp_list_type))
        return tp_as_list(v)->length;
    return tp_len_int(v);
}

static inline int fast_list_append(Value v, Value item)
{
    List *list = tp_as_list(v);
    if (TP_LIKELY(list->length < list->capacity)) {
        list->items[list->length++] = item;
        return 0;
    }
    return tp_list_append(v, item);
}

/* Is a small int in a set? What its home tells (see dict.h); -1 if that is not enough. */
static inline int tp_set_told(const Set *s, Value item)
{
    uint64_t mask = s->mask, hash = tp_small_value(item);
    if (mask < TP_SET_SMALL || !tp_small_is_own_hash(item))
        return -1;
    SetHome home = tp_set_homes(s->table, mask)[hash & mask];
    if (!home)
        return 0;
    if (home == TP_HOME_SHARED)
        return -1;
    const SetEntry *e = &s->table[home - 1];
    return e->key == item ? 1 : (uint64_t)e->hash == hash ? -1 : 0;
}

static inline int fast_contains(Value container, Value item)
{
    if (!tp_is_exact(container, &tp_set_type))
        return tp_contains(container, item);
    int told = tp_is_small(item) ? tp_set_told((Set *)tp_obj(container), item) : -1;
    return told >= 0 ? told : tp_set_contains(container, item);
}

/* ---- attributes ---- */

/* The attribute of object v that is known to be in a slot, or 0 (an entry of __slots__ may be
 * unset). */
static inline Value tp_slot_attr(Value v, const Value *name, AttrCache *cache)
{
    Instance *instance = (Instance *)tp_obj(v);
    Shape *shape = instance->shape;
    if (TP_LIKELY(shape == cache->shape))
        return instance->slots[cache->of.place - 1];
    if (instance->head.type->flags & TYPE_SHAPED) {
        uint64_t slot = (uint64_t)cache->of.place - 1; /* as in the class seen last? */
        if (TP_LIKELY(slot < SHAPE_KNOWN && shape->loads[slot] == *name)) {
            cache->shape = shape;
            return instance->slots[slot];
        }
    }
    return 0;
}

static inline Value fast_attr(Value v, const Value *name, AttrCache *cache)
{
    if (TP_LIKELY((v & 7) == 0)) {
        Value found = tp_slot_attr(v, name, cache);
        if (TP_LIKELY(found != 0))
            return found;
    }
    return tp_attr(v, name, cache);
}

static inline int fast_set_attr(Value v, const Value *name, Value value, AttrCache *cache)
{
    if (TP_LIKELY((v & 7) == 0)) {
        Instance *instance = (Instance *)tp_obj(v);
        Shape *shape = cache->shape;
        if (TP_LIKELY(instance->shape == shape && shape)) {
            instance->slots[cache->of.place - 1] = value;
            instance->shape = cache->next_shape;
            return 0;
        }
    }
    return tp_set_attr(v, name, value, cache);
}

/* ---- calls ---- */

static inline bool tp_is_function(Value v, int arity)
{
    return tp_is_exact(v, &tp_function_type) && ((Function *)tp_obj(v))->arity == arity;
}

#define TP_ENTRY(f, ...) ((Value(*)(Function *, ##__VA_ARGS__))((Function *)tp_obj(f))->entry)

static inline Value fast_call0(Value f)
{
    return tp_is_function(f, 0) ? TP_ENTRY(f)((Function *)tp_obj(f)) : tp_call0(f);
}

static inline Value fast_call1(Value f, Value a)
{
    return tp_is_function(f, 1) ? TP_ENTRY(f, Value)((Function *)tp_obj(f), a) : tp_call1(f, a);
}

static inline Value fast_call2(Value f, Value a, Value b)
{
    return tp_is_function(f, 2) ? TP_ENTRY(f, Value, Value)((Function *)tp_obj(f), a, b)
                                : tp_call2(f, a, b);
}

static inline Value fast_call3(Value f, Value a, Value b, Value c)
{
    return tp_is_function(f, 3) ? TP_ENTRY(f, Value, Value, Value)((Function *)tp_obj(f), a, b, c)
                                : tp_call3(f, a, b, c);
}

/* A method as tp_load_method found it: self 0 says that `method` is bound or no method. */
static inline Value fast_invoke0(Value method, Value self)
{
    if (self && tp_is_function(method, 1))
        return TP_ENTRY(method, Value)((Function *)tp_obj(method), self);
    BuiltinFn fn = self ? tp_exact_builtin(method, 0) : 0;
    return fn ? fn(self, 0) : tp_invoke0(method, self);
}

static inline Value fast_invoke1(Value method, Value self, Value a)
{
    if (self && tp_is_function(method, 2))
        return TP_ENTRY(method, Value, Value)((Function *)tp_obj(method), self, a);
    BuiltinFn fn = self ? tp_exact_builtin(method, 1) : 0;
    Value args[1] = {a};
    return fn ? fn(self, args) : tp_invoke1(method, self, a);
}

static inline Value fast_invoke2(Value method, Value self, Value a, Value b)
{
    if (self && tp_is_function(method, 3))
        return TP_ENTRY(method, Value, Value, Value)((Function *)tp_obj(method), self, a, b);
    return tp_invoke2(method, self, a, b);
}

static inline Value fast_site_method(Value v, AttrCache *cache)
{
    Function *method = tp_cached_method(v, cache);
    return method ? tp_ref(method) : 0;
}

static inline bool tp_is_bare(Value v, AttrCache *cache)
{
    return tp_is_ptr(v) && tp_obj(v)->type == cache->bare;
}

static inline Value fast_load_method(Value v, const Value *name, AttrCache *cache, Value *self)
{
    Function *method = tp_cached_method(v, cache);
    if (TP_LIKELY(method != 0)) {
        *self = v;
        return tp_ref(method);
    }
    if (tp_is_bare(v, cache)) {
        *self = v;
        return cache->bare_method;
    }
    return tp_load_method(v, name, cache, self);
}

static inline Value fast_method0(Value v, const Value *name, AttrCache *cache)
{
    Function *f = tp_cached_method(v, cache);
    if (TP_LIKELY(f && f->arity == 1))
        return ((Value (*)(Function *, Value))f->entry)(f, v);
    if (tp_is_bare(v, cache) && cache->builtin) {
        Value args[TP_METHOD_ROOM] = {0};
        return cache->builtin(v, args);
    }
    return tp_method0(v, name, cache);
}

static inline Value fast_method1(Value v, const Value *name, Value a, AttrCache *cache)
{
    Function *f = tp_cached_method(v, cache);
    if (TP_LIKELY(f && f->arity == 2))
        return ((Value (*)(Function *, Value, Value))f->entry)(f, v, a);
    if (tp_is_bare(v, cache) && cache->builtin) {
        Value args[TP_METHOD_ROOM] = {a};
        return cache->builtin(v, args);
    }
    return tp_method1(v, name, a, cache);
}

static inline Value fast_method2(Value v, const Value *name, Value a, Value b, AttrCache *cache)
{
    Function *f = tp_cached_method(v, cache);
    if (TP_LIKELY(f && f->arity == 3))
        return ((Value (*)(Function *, Value, Value, Value))f->entry)(f, v, a, b);
    if (tp_is_bare(v, cache) && cache->builtin) {
        Value args[TP_METHOD_ROOM] = {a, b};
        return cache->builtin(v, args);
    }
    return tp_method2(v, name, a, b, cache);
}

/* v.append(item) */
static inline Value fast_append(Value v, const Value *name, Value item, AttrCache *cache)
{
    if (TP_LIKELY(tp_is_exact(v, &tp_list_type)))
        return fast_list_append(v, item) < 0 ? 0 : TP_NONE;
    return tp_method1(v, name, item, cache);
}

static inline Value fast_invoke_append(Value method, Value self, Value item)
{
    if (TP_LIKELY(method == tp_known.list_append_ && self && tp_is_exact(self, &tp_list_type)))
        return fast_list_append(self, item) < 0 ? 0 : TP_NONE;
    return fast_invoke1(method, self, item);
}

static inline bool fast_has_entry(Value v, void *entry)
{
    return tp_is_exact(v, &tp_function_type) && ((Function *)tp_obj(v))->entry == entry;
}

static inline Value fast_builtin_len(Value callee, Value v)
{
    if (TP_LIKELY(callee == tp_known.len_)) {
        int64_t n = fast_len_int(v);
        return TP_LIKELY(n >= 0) ? fast_box_int(n) : 0;
    }
    return tp_call1(callee, v);
}

/* ---- loops ---- */

static inline Value fast_for_next(Iter *iter)
{
    if (iter->kind == ITER_LIST) {
        List *list = (List *)tp_obj(iter->object);
        if (TP_LIKELY(list && iter->index < list->length))
            return list->items[iter->index++];
        iter->object = 0;
        return 0;
    }
    if (iter->kind == ITER_RANGE) {
        if (iter->stop <= 0)
            return 0;
        iter->stop--;
        Value v = tp_small(iter->index);
        iter->index += iter->step;
        return v;
    }
    if (iter->kind == ITER_TUPLE) {
        const Tuple *tuple = tp_as_tuple(iter->object);
        return iter->index < tuple->length ? tuple->items[iter->index++] : 0;
    }
    if (iter->kind == ITER_GENERATOR)
        return tp_generator_next((Generator *)tp_obj(iter->object));
    return tp_for_next(iter);
}

static inline __attribute__((always_inline)) int fast_for_unpack(Iter *iter, int n, Value *values)
{
    if (iter->kind == ITER_ENUMERATE && n == 2) {
        Enumerate *e = (Enumerate *)tp_obj(iter->object);
        Value v = tp_sequence_peek(iter->over[0]);
        if (TP_LIKELY(v && tp_is_small(e->count) && e->count != tp_small(TP_SMALL_MAX))) {
            values[0] = e->count;
            values[1] = v;
            iter->over[0]->position++;
            e->count = tp_small(tp_small_value(e->count) + 1);
            return 1;
        }
    } else if (iter->kind == ITER_ZIP && n == 2) {
        values[0] = tp_sequence_peek(iter->over[0]);
        values[1] = tp_sequence_peek(iter->over[1]);
        if (TP_LIKELY(values[0] && values[1])) {
            iter->over[0]->position++;
            iter->over[1]->position++;
            return 1;
        }
    } else if (iter->kind == ITER_GENERATOR) {
        Value v = tp_generator_next((Generator *)tp_obj(iter->object));
        if (TP_UNLIKELY(!v))
            return 0;
        if (tp_is_exact(v, &tp_tuple_type) && tp_as_tuple(v)->length == n) {
            for (int i = 0; i < n; i++)
                values[i] = tp_as_tuple(v)->items[i];
            return 1;
        }
        values[0] = v;
        return TP_PACKED;
    }
    return tp_for_unpack(iter, n, values);
}

static inline void fast_for_range(Iter *iter, int64_t next, int64_t left, int64_t step)
{
    iter->kind = ITER_RANGE;
    iter->object = 0;
    iter->index = next;
    iter->stop = left;
    iter->step = step;
}

static inline int64_t fast_range_count(int64_t start, int64_t stop, int64_t step)
{
    if (step > 0)
        return start < stop ? (int64_t)(((uint64_t)stop - (uint64_t)start - 1) / (uint64_t)step) + 1
                            : 0;
    return start > stop ? (int64_t)(((uint64_t)start - (uint64_t)stop - 1) / -(uint64_t)step) + 1
                        : 0;
}

static inline Value fast_comprehension_arg(Value v)
{
    return tp_is_exact(v, &tp_list_type) ? v : tp_comprehension_arg(v);
}

static inline int fast_unpack(Value v, int n, Value *out)
{
    if (tp_is_exact(v, &tp_tuple_type) && tp_as_tuple(v)->length == n) {
        for (int i = 0; i < n; i++)
            out[i] = tp_as_tuple(v)->items[i];
        return 0;
    }
    return tp_unpack(v, n, out);
}

/* ---- exceptions ---- */

static inline Value fast_push_handled(Value exc)
{
    Value previous = tp_state.handled;
    tp_state.handled = exc;
    return previous;
}

static inline void fast_pop_handled(Value previous)
{
    tp_state.handled = previous;
}

static inline int fast_except_match(Value exc, Value classes)
{
    return tp_ref(tp_obj(exc)->type) == classes ? 1 : tp_except_match(exc, classes);
}

/* ---- the names that emitted C uses ---- */
#define tp_enter fast_enter
#define tp_leave fast_leave
#define tp_gen_finish fast_gen_finish
#define tp_pending fast_pending
#define tp_global fast_global
#define tp_set_global fast_set_global
#define tp_box_int fast_box_int
#define tp_box_float fast_box_float
#define tp_to_float fast_to_float
#define LIKELY TP_LIKELY
#define NEVER_NULL tp_never_null
#define tp_exact_float fast_exact_float
#define tp_add fast_add
#define tp_iadd fast_iadd
#define tp_sub fast_sub
#define tp_isub fast_isub
#define tp_mul fast_mul
#define tp_imul fast_imul
#define tp_temp_add fast_temp_add
#define tp_temp_sub fast_temp_sub
#define tp_temp_mul fast_temp_mul
#define tp_truediv fast_truediv
#define tp_floordiv fast_floordiv
#define tp_mod fast_mod
#define tp_and fast_and
#define tp_or fast_or
#define tp_xor fast_xor
#define tp_rshift fast_rshift
#define tp_lshift fast_lshift
#define tp_neg fast_neg
#define tp_add_over fast_add_over
#define tp_sub_over fast_sub_over
#define tp_mul_over fast_mul_over
#define tp_lshift_over fast_lshift_over
#define tp_rshift_int fast_rshift_int
#define tp_sqrt fast_sqrt
#define tp_fabs fast_fabs
#define tp_floordiv_int fast_floordiv_int
#define tp_mod_int fast_mod_int
#define tp_lt fast_lt
#define tp_le fast_le
#define tp_eq fast_eq
#define tp_ne fast_ne
#define tp_gt fast_gt
#define tp_ge fast_ge
#define tp_truth fast_truth
#define tp_getitem fast_getitem
#define tp_indexed fast_indexed
#define tp_getitem_int fast_getitem_int
#define tp_getitem_key fast_getitem_key
#define tp_setitem fast_setitem
#define tp_setitem_key fast_setitem_key
#define tp_setitem_int fast_setitem_int
#define tp_len_int fast_len_int
#define tp_list_append fast_list_append
#define tp_contains fast_contains
#define tp_attr fast_attr
#define tp_set_attr fast_set_attr
#define tp_call0 fast_call0
#define tp_call1 fast_call1
#define tp_call2 fast_call2
#define tp_call3 fast_call3
#define tp_site_method fast_site_method
#define tp_load_method fast_load_method
#define tp_method0 fast_method0
#define tp_method1 fast_method1
#define tp_method2 fast_method2
#define tp_invoke0 fast_invoke0
#define tp_invoke1 fast_invoke1
#define tp_invoke2 fast_invoke2
#define tp_append fast_append
#define tp_invoke_append fast_invoke_append
#define tp_has_entry fast_has_entry
#define tp_builtin_len fast_builtin_len
#define tp_for_next fast_for_next
#define tp_for_unpack fast_for_unpack
#define tp_for_range fast_for_range
#define tp_range_count fast_range_count
#define tp_comprehension_arg fast_comprehension_arg
#define tp_unpack fast_unpack
#define tp_except_match fast_except_match
#define tp_push_handled fast_push_handled
#define tp_pop_handled fast_pop_handled

#endif
