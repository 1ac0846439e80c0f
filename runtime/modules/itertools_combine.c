/* itertools_combine.c -- product, permutations, combinations, combinations_with_replacement.
 *
 * Each keeps the items to choose from, the indices of the choice given last, and that choice; the
 * next choice is a copy with the items from some place on replaced.
 */
#include <string.h>

#include "runtime/modules/itertools.h"

typedef struct Choice {
    Object head;
    Tuple *pool;           /* items; of a product: tuples of items */
    Tuple *result;         /* given last, or 0 */
    int64_t *indices;      /* into the pool (a product: into each of its tuples) */
    int64_t *cycles;       /* permutations only */
    int64_t r;             /* length of a result */
    bool is_stopped;
} Choice;

/* n numbers, not set; 0 with MemoryError: n may be what a program asks for. */
static int64_t *numbers_new(int64_t n)
{
    size_t bytes = tp_size(n, sizeof(int64_t), 1);
    return bytes ? tp_heap_try_alloc_atomic(bytes) : 0;
}

/* Results of r items, or 0 with MemoryError. */
static Choice *choice_make(Type *type, Tuple *pool, int64_t nindices, int64_t r)
{
    int64_t *indices = numbers_new(nindices);
    if (!indices)
        return 0;
    Choice *c = tp_heap_object(type, 0);
    c->pool = pool;
    c->r = r;
    c->indices = indices;
    return c;
}

/* The next result starts as a copy of the last. */
static Tuple *copy_result(Choice *c)
{
    return tp_as_tuple(tp_tuple_of(c->result->length, c->result->items));
}

static Value stop(Choice *c)
{
    c->is_stopped = true;
    return 0;
}

static Value indices_tuple(const int64_t *indices, int64_t n)
{
    Tuple *t = tp_tuple_new(n);
    for (int64_t i = 0; i < n; i++)
        t->items[i] = tp_int(indices[i]);
    return tp_ref(t);
}

/* Read n indices, each put within [least, limits[i]], or made `least` if there is nothing between;
 * -1 with an exception, some of them read. */
static int read_indices(Value state, int64_t *indices, int64_t n, int64_t least,
                        const int64_t *limits)
{
    if (!tp_is_tuple(state) || tp_as_tuple(state)->length != n)
        return tp_raise_int(&tp_ValueError, "invalid arguments");
    for (int64_t i = 0; i < n; i++) {
        int64_t index;
        if (tp_ssize_state(tp_as_tuple(state)->items[i], &index) < 0)
            return -1;
        index = index > limits[i] ? limits[i] : index;
        indices[i] = index < least ? least : index;
    }
    return 0;
}

/* The argument r of the three, which is an int before the other argument is asked for its items,
 * and must not be negative: -1 with an exception. */
static int read_pool_r(const Value *a, Value *pool, int64_t *r)
{
    if (tp_ssize_argument(a[1], r) < 0 || (!*pool && !(*pool = tp_tuple_from(a[0]))))
        return -1;
    return *r < 0 ? tp_raise_int(&tp_ValueError, "r must be non-negative") : 0;
}

/* ---- product ---- */

static Value product_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    int64_t repeat = 1;
    if (kwnames && kwnames->length) {
        if (kwnames->length > 1)
            return tp_raise(&tp_TypeError, "product() takes at most 1 keyword argument (%d given)",
                            (int)kwnames->length);
        if (!tp_str_equal_cstr(kwnames->items[0], "repeat"))
            return tp_raise(&tp_TypeError, "'%U' is an invalid keyword argument for product()",
                            kwnames->items[0]);
        if (tp_ssize_argument(args[nargs], &repeat) < 0)
            return 0;
        if (repeat < 0)
            return tp_raise(&tp_ValueError, "repeat argument cannot be negative");
    }
    if (nargs && repeat > INT64_MAX / (int64_t)sizeof(Value) / nargs)
        return tp_raise(&tp_OverflowError, "repeat argument too large");
    int64_t n = repeat ? nargs : 0, npools = n * repeat;
    Tuple *pools = tp_tuple_try_new(npools);
    if (!pools)
        return 0;
    for (int64_t i = 0; i < n; i++) {
        if (!(pools->items[i] = tp_tuple_from(args[i])))
            return 0;
    }
    for (int64_t i = n; i < npools; i++)
        pools->items[i] = pools->items[i - n];
    Choice *c = choice_make(type, pools, npools, npools);
    if (!c)
        return 0;
    memset(c->indices, 0, npools * sizeof(int64_t));
    return tp_ref(c);
}

static inline Tuple *pool_at(Choice *c, int64_t i)
{
    return tp_as_tuple(c->pool->items[i]);
}

static Value product_next(Value self)
{
    Choice *c = SELF(Choice);
    int64_t i = c->r - 1;
    if (c->is_stopped)
        return 0;
    if (!c->result) {
        Tuple *result = tp_tuple_new(c->r);
        for (int64_t k = 0; k < c->r; k++) {
            if (!pool_at(c, k)->length)
                return stop(c);
            result->items[k] = pool_at(c, k)->items[0];
        }
        return tp_ref(c->result = result);
    }
    Tuple *result = copy_result(c);
    for (; i >= 0; i--) {
        Tuple *pool = pool_at(c, i);
        if (++c->indices[i] < pool->length) {
            result->items[i] = pool->items[c->indices[i]];
            return tp_ref(c->result = result);
        }
        c->indices[i] = 0;
        result->items[i] = pool->items[0];
    }
    return stop(c);
}

static Value product_reduce(Value self, Value *args)
{
    (void)args;
    Choice *c = SELF(Choice);
    if (c->is_stopped)
        return tp_tuple_pack(2, type_value(self), tp_tuple_pack(1, tp_ref(tp_empty_tuple)));
    if (!c->result)
        return tp_tuple_pack(2, type_value(self), tp_ref(c->pool));
    return tp_tuple_pack(3, type_value(self), tp_ref(c->pool), indices_tuple(c->indices, c->r));
}

static Value product_setstate(Value self, Value *args)
{
    Choice *c = SELF(Choice);
    int64_t *limits = numbers_new(c->r);
    if (!limits)
        return 0;
    for (int64_t i = 0; i < c->r; i++) {
        if (!pool_at(c, i)->length) {
            c->is_stopped = true;
            return TP_NONE;
        }
        limits[i] = pool_at(c, i)->length - 1;
    }
    if (read_indices(args[0], c->indices, c->r, 0, limits) < 0)
        return 0;
    c->result = tp_tuple_new(c->r);
    for (int64_t i = 0; i < c->r; i++)
        c->result->items[i] = pool_at(c, i)->items[c->indices[i]];
    return TP_NONE;
}

/* ---- what the other three share ---- */

/* The choice that the indices describe. */
static Value take(Choice *c)
{
    Tuple *result = tp_tuple_try_new(c->r);
    if (!result)
        return 0;
    for (int64_t i = 0; i < c->r; i++)
        result->items[i] = c->pool->items[c->indices[i]];
    return tp_ref(c->result = result);
}

/* The end of __setstate__: go on from the choice that the indices describe. The indices of one that
 * is at its end describe none, if that is because the pool is too small. */
static Value resume(Choice *c)
{
    return c->is_stopped || take(c) ? TP_NONE : 0;
}

static Value reduce_choice(Value self, Value state)
{
    Choice *c = SELF(Choice);
    if (c->is_stopped)
        return tp_tuple_pack(2, type_value(self),
                             tp_tuple_pack(2, tp_ref(tp_empty_tuple), tp_int(c->r)));
    Value made = tp_tuple_pack(2, tp_ref(c->pool), tp_int(c->r));
    if (!c->result)
        return tp_tuple_pack(2, type_value(self), made);
    return tp_tuple_pack(3, type_value(self), made, state);
}

static Value choice_reduce(Value self, Value *args)
{
    (void)args;
    return reduce_choice(self, indices_tuple(SELF(Choice)->indices, SELF(Choice)->r));
}

/* ---- combinations ---- */

static Value combinations_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2], pool = 0;
    int64_t r;
    if (TP_ARGS("combinations", "(iterable, r)", a) < 0 || read_pool_r(a, &pool, &r) < 0)
        return 0;
    Choice *c = choice_make(type, tp_as_tuple(pool), r, r);
    if (!c)
        return 0;
    for (int64_t i = 0; i < r; i++)
        c->indices[i] = i;
    c->is_stopped = r > c->pool->length;
    return tp_ref(c);
}

static Value combinations_next(Value self)
{
    Choice *c = SELF(Choice);
    int64_t n = c->pool->length, r = c->r, i = r - 1;
    if (c->is_stopped)
        return 0;
    if (!c->result)
        return take(c);
    while (i >= 0 && c->indices[i] == i + n - r)
        i--;
    if (i < 0)
        return stop(c);
    Tuple *result = copy_result(c);
    int64_t index = c->indices[i] + 1;
    for (; i < r; i++, index++) {
        c->indices[i] = index;
        result->items[i] = c->pool->items[index];
    }
    return tp_ref(c->result = result);
}

static Value combinations_setstate(Value self, Value *args)
{
    Choice *c = SELF(Choice);
    int64_t *limits = numbers_new(c->r);
    if (!limits)
        return 0;
    for (int64_t i = 0; i < c->r; i++)
        limits[i] = i + c->pool->length - c->r;
    if (read_indices(args[0], c->indices, c->r, 0, limits) < 0)
        return 0;
    return resume(c);
}

/* ---- combinations_with_replacement ---- */

static Value combinations_with_replacement_new(Type *type, int nargs, const Value *args,
                                               Tuple *kwnames)
{
    Value a[2], pool = 0;
    int64_t r;
    if (TP_ARGS("combinations_with_replacement", "(iterable, r)", a) < 0 ||
        read_pool_r(a, &pool, &r) < 0)
        return 0;
    Choice *c = choice_make(type, tp_as_tuple(pool), r, r);
    if (!c)
        return 0;
    memset(c->indices, 0, r * sizeof(int64_t));
    c->is_stopped = c->pool->length == 0 && r > 0;
    return tp_ref(c);
}

static Value combinations_with_replacement_next(Value self)
{
    Choice *c = SELF(Choice);
    int64_t n = c->pool->length, i = c->r - 1;
    if (c->is_stopped)
        return 0;
    if (!c->result)
        return take(c);
    while (i >= 0 && c->indices[i] == n - 1)
        i--;
    if (i < 0)
        return stop(c);
    Tuple *result = copy_result(c);
    int64_t index = c->indices[i] + 1;
    for (; i < c->r; i++) {
        c->indices[i] = index;
        result->items[i] = c->pool->items[index];
    }
    return tp_ref(c->result = result);
}

static Value combinations_with_replacement_setstate(Value self, Value *args)
{
    Choice *c = SELF(Choice);
    int64_t *limits = numbers_new(c->r);
    if (!limits)
        return 0;
    for (int64_t i = 0; i < c->r; i++)
        limits[i] = c->pool->length - 1;
    if (read_indices(args[0], c->indices, c->r, 0, limits) < 0)
        return 0;
    return resume(c);
}

/* ---- permutations ---- */

static Value permutations_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2], pool;
    if (TP_ARGS("permutations", "(iterable, r=None)", a) < 0 || !(pool = tp_tuple_from(a[0])))
        return 0;
    int64_t n = tp_as_tuple(pool)->length, r = n;
    if (a[1] && a[1] != TP_NONE) {
        if (!tp_is_int(a[1]))
            return tp_raise(&tp_TypeError, "Expected int as r");
        if (read_pool_r(a, &pool, &r) < 0)
            return 0;
    }
    Choice *c = choice_make(type, tp_as_tuple(pool), n, r);
    if (!c || !(c->cycles = numbers_new(r)))
        return 0;
    for (int64_t i = 0; i < n; i++)
        c->indices[i] = i;
    for (int64_t i = 0; i < r; i++)
        c->cycles[i] = n - i;
    c->is_stopped = r > n;
    return tp_ref(c);
}

static Value permutations_next(Value self)
{
    Choice *c = SELF(Choice);
    int64_t n = c->pool->length, r = c->r, *indices = c->indices;
    if (c->is_stopped)
        return 0;
    if (!c->result)
        return take(c);
    if (n == 0)
        return stop(c);
    for (int64_t i = r - 1; i >= 0; i--) {
        if (--c->cycles[i] == 0) {
            /* All are through at this place: put its index behind the others. */
            int64_t index = indices[i];
            memmove(indices + i, indices + i + 1, (n - 1 - i) * sizeof(int64_t));
            indices[n - 1] = index;
            c->cycles[i] = n - i;
        } else {
            int64_t j = n - c->cycles[i], index = indices[i];
            indices[i] = indices[j];
            indices[j] = index;
            Tuple *result = copy_result(c);
            for (int64_t k = i; k < r; k++)
                result->items[k] = c->pool->items[indices[k]];
            return tp_ref(c->result = result);
        }
    }
    return stop(c);
}

static Value permutations_reduce(Value self, Value *args)
{
    (void)args;
    Choice *c = SELF(Choice);
    return reduce_choice(self, tp_tuple_pack(2, indices_tuple(c->indices, c->pool->length),
                                             indices_tuple(c->cycles, c->r)));
}

static Value permutations_setstate(Value self, Value *args)
{
    Choice *c = SELF(Choice);
    int64_t n = c->pool->length;
    Value *state = itertools_state(args[0], 2);
    if (!state)
        return 0;
    for (int i = 0; i < 2; i++) {
        if (!tp_is_tuple(state[i]))
            return tp_raise_argument(0, i ? "argument 2" : "argument 1", "tuple", state[i]);
    }
    int64_t *limits = numbers_new(n > c->r ? n : c->r);
    if (!limits)
        return 0;
    for (int64_t i = 0; i < n; i++)
        limits[i] = n - 1;
    if (read_indices(state[0], c->indices, n, 0, limits) < 0)
        return 0;
    for (int64_t i = 0; i < c->r; i++)
        limits[i] = n - i;
    if (read_indices(state[1], c->cycles, c->r, 1, limits) < 0)
        return 0;
    return resume(c);
}

#define SIZED_METHODS(id, reduce_fn, setstate_fn)                                                \
    static const MethodDef id[] = {                                                              \
        METHOD("__reduce__", reduce_fn, "()", "Return state information for pickling."),         \
        METHOD("__setstate__", setstate_fn, "(state, /)",                                        \
               "Set state information for unpickling."),                                         \
        METHOD("__sizeof__", tp_object_sizeof, "()", "Returns size in memory, in bytes."),       \
        METHOD_END,                                                                              \
    };
SIZED_METHODS(product_methods, product_reduce, product_setstate)
SIZED_METHODS(combinations_methods, choice_reduce, combinations_setstate)
SIZED_METHODS(cwr_methods, choice_reduce, combinations_with_replacement_setstate)
SIZED_METHODS(permutations_methods, permutations_reduce, permutations_setstate)

ITERTOOLS_TYPE(itertools_product_type, "product", Choice, product, product_methods,
               "product(*iterables, repeat=1) --> product object\n\n"
               "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\n"
               "For example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\n"
               "The leftmost iterators are in the outermost for-loop, so the output tuples\n"
               "cycle in a manner similar to an odometer (with the rightmost element changing\n"
               "on every iteration).\n\n"
               "To compute the product of an iterable with itself, specify the number\n"
               "of repetitions with the optional repeat keyword argument. For example,\n"
               "product(A, repeat=4) means the same as product(A, A, A, A).\n\n"
               "product('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\n"
               "product((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...")
ITERTOOLS_TYPE(itertools_combinations_type, "combinations", Choice, combinations,
               combinations_methods,
               "Return successive r-length combinations of elements in the iterable.\n\n"
               "combinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)")
ITERTOOLS_TYPE(itertools_cwr_type, "combinations_with_replacement", Choice,
               combinations_with_replacement, cwr_methods,
               "Return successive r-length combinations of elements in the iterable allowing "
               "individual elements to have successive repeats.\n\n"
               "combinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), "
               "('B','B'), ('B','C'), ('C','C')")
ITERTOOLS_TYPE(itertools_permutations_type, "permutations", Choice, permutations,
               permutations_methods,
               "Return successive r-length permutations of elements in the iterable.\n\n"
               "permutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)")
