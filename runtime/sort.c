/* sort.c -- list.sort: a stable merge sort that takes what is sorted already as it comes.
 *
 * The list is cut into runs, stretches that ascend or strictly descend (those are turned round);
 * short runs are filled up by binary insertion. Runs are merged in the order of powersort (Munro
 * and Wild, "Nearly-Optimal Mergesorts", 2018): each boundary between two runs has the power that
 * its node in a balanced tree over the list would have, and a boundary is merged before one of
 * less power arrives. A merge first cuts off what is in place at both ends, copies the shorter run
 * away, and gallops (Tim Peters's exponential search) when one side wins again and again.
 *
 * With a key function there are two arrays, keys and values, moved alike; without one the keys are
 * the values. All of it is compiled once for each kind of keys (all small ints, all floats, all
 * strs, anything) with and without values: `kind` and `has_values` are constants everywhere.
 * Many small ints in no order go through a radix sort, tuples are sorted column by column.
 *
 * Start at tp_list_sort.
 */
#include <string.h>

#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "list.h"
#include "sequence.h"
#include "str.h"

enum { INTS, FLOATS, STRS, ANY };
enum { MIN_GALLOP = 7, MAX_RUNS = 85, RADIX_BITS = 11, RADIX_LEAST = 1024 };

#define INLINE static inline __attribute__((always_inline))

typedef struct Run {
    int64_t start, length;
    int power;             /* of the boundary to the next run */
} Run;

typedef struct Sorter {
    Value *keys;
    Value *values;         /* 0 without a key function */
    int64_t n;
    Value *temp_keys, *temp_values;
    int64_t temp_size;
    int64_t min_gallop;    /* wins in a row that start galloping; adapts */
    int nruns;
    Run runs[MAX_RUNS];
} Sorter;

/* ---- comparing ---- */

/* Below, at or above 0 as a is less than, equal to or greater than b. */
static inline int64_t str_order(Value a, Value b)
{
    const Str *s = tp_as_str(a), *t = tp_as_str(b);
    if (s->width == 1 && t->width == 1) {
        int r = memcmp(s->data, t->data, s->length < t->length ? s->length : t->length);
        return r ? r : s->length - t->length;
    }
    return tp_str_cmp(a, b);
}

static int str_less(Value a, Value b)
{
    return str_order(a, b) < 0;
}

static int any_less(Value a, Value b);

/* a < b for tuples: the first items that differ decide. */
static int tuple_less(Value a, Value b)
{
    Tuple *s = tp_as_tuple(a), *t = tp_as_tuple(b);
    for (int64_t i = 0; i < s->length && i < t->length; i++) {
        Value x = s->items[i], y = t->items[i];
        if (x == y)
            continue;
        if (tp_both_small(x, y))
            return (int64_t)x < (int64_t)y;
        if (tp_is_tagged_float(x) && tp_is_tagged_float(y)) /* neither zero nor nan: they differ */
            return tp_tagged_float_value(x) < tp_tagged_float_value(y);
        if (tp_is_exact(x, &tp_str_type) && tp_is_exact(y, &tp_str_type)) {
            int64_t order = str_order(x, y);
            if (order)
                return order < 0;
            continue;
        }
        int r = tp_equal_quick(x, y);
        if (r < 0)
            return -1;
        if (!r)
            return any_less(s->items[i], t->items[i]);
    }
    return s->length < t->length;
}

static int any_less(Value a, Value b)
{
    if (tp_both_small(a, b))
        return (int64_t)a < (int64_t)b;
    if (tp_is_tagged_float(a) && tp_is_tagged_float(b))
        return tp_tagged_float_value(a) < tp_tagged_float_value(b);
    if (tp_is_ptr(a) && tp_is_ptr(b)) {
        Type *type = tp_obj(a)->type;
        if (type == tp_obj(b)->type) {
            if (type == &tp_str_type)
                return str_less(a, b);
            if (type == &tp_tuple_type)
                return tuple_less(a, b);
        }
    }
    return tp_compare_bool(a, b, TP_LT);
}

INLINE int less(int kind, Value a, Value b)
{
    switch (kind) {
    case INTS: return (int64_t)a < (int64_t)b;
    case FLOATS: return tp_float_value(a) < tp_float_value(b);
    case STRS: return str_less(a, b);
    default: return any_less(a, b);
    }
}

static int kind_of(const Value *keys, int64_t n)
{
    int64_t i = 0;
    if (tp_is_small(keys[0])) {
        while (i < n && tp_is_small(keys[i]))
            i++;
        return i == n ? INTS : ANY;
    }
    if (tp_is_exact(keys[0], &tp_str_type)) {
        while (i < n && tp_is_exact(keys[i], &tp_str_type))
            i++;
        return i == n ? STRS : ANY;
    }
    while (i < n && (tp_is_tagged_float(keys[i]) || tp_is_exact(keys[i], &tp_float_type)))
        i++;
    return i == n ? FLOATS : ANY;
}

/* ---- runs ---- */

static void reverse(Value *items, int64_t n)
{
    for (int64_t i = 0, j = n - 1; i < j; i++, j--) {
        Value swap = items[i];
        items[i] = items[j];
        items[j] = swap;
    }
}

/* Length of the run at `start`, made ascending; -1 on failure. */
INLINE int64_t count_run(Sorter *s, int64_t start, int kind, bool has_values)
{
    const Value *keys = s->keys + start;
    int64_t left = s->n - start, n = 2;
    int r;
    if (left < 2)
        return left;
    if ((r = less(kind, keys[1], keys[0])) < 0)
        return -1;
    if (r) {
        while (n < left && (r = less(kind, keys[n], keys[n - 1])) > 0)
            n++;
        if (r < 0)
            return -1;
        reverse(s->keys + start, n);
        if (has_values)
            reverse(s->values + start, n);
    } else {
        while (n < left && (r = less(kind, keys[n], keys[n - 1])) == 0)
            n++;
        if (r < 0)
            return -1;
    }
    return n;
}

/* Sort [start, start + n), of which the first `sorted` are in order. */
INLINE int insert_rest(Sorter *s, int64_t start, int64_t sorted, int64_t n, int kind,
                       bool has_values)
{
    Value *keys = s->keys + start, *values = has_values ? s->values + start : 0;
    for (int64_t i = sorted; i < n; i++) {
        Value pivot = keys[i];
        int64_t low = 0, high = i;
        while (low < high) {
            int64_t middle = low + ((high - low) >> 1);
            int r = less(kind, pivot, keys[middle]);
            if (r < 0)
                return -1;
            if (r)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(keys + low + 1, keys + low, (i - low) * sizeof(Value));
        keys[low] = pivot;
        if (has_values) {
            Value value = values[i];
            memmove(values + low + 1, values + low, (i - low) * sizeof(Value));
            values[low] = value;
        }
    }
    return 0;
}

/* ---- merging ---- */

/* How many of the n sorted keys come before `key`: those less than it, or with `is_right` those
 * less or equal. The search widens exponentially from position `hint`. -1 on failure. */
INLINE int64_t gallop(Value key, const Value *keys, int64_t n, int64_t hint, bool is_right,
                      int kind)
{
    /* BEFORE(i): keys[i] belongs before key. */
#define BEFORE(i)                                                                                \
    (is_right ? (r = less(kind, key, keys[i])) < 0 ? r : !r : (r = less(kind, keys[i], key)))
    int64_t low, high, last = 0, offset = 1;
    int r, before = BEFORE(hint);
    if (before < 0)
        return -1;
    if (before) {
        int64_t limit = n - hint;
        while (offset < limit && (before = BEFORE(hint + offset)) > 0) {
            last = offset;
            offset = offset * 2 + 1;
        }
        if (before < 0)
            return -1;
        low = hint + last + 1;
        high = hint + (offset < limit ? offset : limit);
    } else {
        int64_t limit = hint + 1;
        while (offset < limit && (before = BEFORE(hint - offset)) == 0) {
            last = offset;
            offset = offset * 2 + 1;
        }
        if (before < 0)
            return -1;
        low = hint - (offset < limit ? offset : limit) + 1;
        high = hint - last;
    }
    while (low < high) {
        int64_t middle = low + ((high - low) >> 1);
        before = BEFORE(middle);
        if (before < 0)
            return -1;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
#undef BEFORE
}

static int temp_room(Sorter *s, int64_t n)
{
    if (n <= s->temp_size)
        return 0;
    size_t bytes = tp_size(n, sizeof(Value), 0);
    if (!bytes || !(s->temp_keys = tp_heap_try_alloc(bytes)) ||
        (s->values && !(s->temp_values = tp_heap_try_alloc(bytes))))
        return -1;
    s->temp_size = n;
    return 0;
}

/* One side of a merge: where its keys and, if any, values are read or written. */
typedef struct Side {
    Value *keys, *values;
} Side;

INLINE void copy_one(Side to, int64_t i, Side from, int64_t j, bool has_values)
{
    to.keys[i] = from.keys[j];
    if (has_values)
        to.values[i] = from.values[j];
}

INLINE void copy_many(Side to, int64_t i, Side from, int64_t j, int64_t n, bool has_values)
{
    memmove(to.keys + i, from.keys + j, n * sizeof(Value));
    if (has_values)
        memmove(to.values + i, from.values + j, n * sizeof(Value));
}

/* Merge a[start, start + n1) with the n2 that follow, n1 <= n2: from left to right. */
INLINE int merge_low(Sorter *s, int64_t start, int64_t n1, int64_t n2, int kind, bool has_values)
{
    Side all = {s->keys, s->values}, temp;
    int64_t to = start, j = start + n1, i = 0, end = j + n2, k;
    int64_t min_gallop = s->min_gallop;
    int r = -1;
    if (temp_room(s, n1) < 0)
        return -1;
    temp = (Side){s->temp_keys, s->temp_values};
    copy_many(temp, 0, all, start, n1, has_values);
    copy_one(all, to++, all, j++, has_values);
    if (j == end)
        goto rest_of_left;
    if (n1 == 1)
        goto last_of_left;
    for (;;) {
        int64_t left_wins = 0, right_wins = 0;
        do {
            if ((r = less(kind, all.keys[j], temp.keys[i])) < 0)
                goto failed;
            if (r) {
                copy_one(all, to++, all, j++, has_values);
                right_wins++;
                left_wins = 0;
                if (j == end)
                    goto rest_of_left;
            } else {
                copy_one(all, to++, temp, i++, has_values);
                left_wins++;
                right_wins = 0;
                if (i == n1 - 1)
                    goto last_of_left;
            }
        } while ((left_wins | right_wins) < min_gallop);
        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            s->min_gallop = min_gallop;
            if ((k = gallop(all.keys[j], temp.keys + i, n1 - i, 0, true, kind)) < 0)
                goto failed;
            left_wins = k;
            if (k) {
                copy_many(all, to, temp, i, k, has_values);
                to += k;
                i += k;
                if (i == n1 - 1)
                    goto last_of_left;
                if (i == n1) /* only if the order is inconsistent */
                    goto done;
            }
            copy_one(all, to++, all, j++, has_values);
            if (j == end)
                goto rest_of_left;
            if ((k = gallop(temp.keys[i], all.keys + j, end - j, 0, false, kind)) < 0)
                goto failed;
            right_wins = k;
            if (k) {
                copy_many(all, to, all, j, k, has_values);
                to += k;
                j += k;
                if (j == end)
                    goto rest_of_left;
            }
            copy_one(all, to++, temp, i++, has_values);
            if (i == n1 - 1)
                goto last_of_left;
        } while (left_wins >= MIN_GALLOP || right_wins >= MIN_GALLOP);
        min_gallop++;
        s->min_gallop = min_gallop;
    }
failed:
    copy_many(all, to, temp, i, n1 - i, has_values);
    return -1;
rest_of_left:
    copy_many(all, to, temp, i, n1 - i, has_values);
done:
    return 0;
last_of_left: /* it is known to be greater than all that is left on the right */
    copy_many(all, to, all, j, end - j, has_values);
    copy_one(all, end - 1, temp, n1 - 1, has_values);
    return 0;
}

/* The mirror image, n1 >= n2: from right to left. */
INLINE int merge_high(Sorter *s, int64_t start, int64_t n1, int64_t n2, int kind, bool has_values)
{
    Side all = {s->keys, s->values}, temp;
    int64_t i = start + n1 - 1, j = n2 - 1, to = start + n1 + n2 - 1, k;
    int64_t min_gallop = s->min_gallop;
    int r = -1;
    if (temp_room(s, n2) < 0)
        return -1;
    temp = (Side){s->temp_keys, s->temp_values};
    copy_many(temp, 0, all, start + n1, n2, has_values);
    copy_one(all, to--, all, i--, has_values);
    if (i < start)
        goto rest_of_right;
    if (n2 == 1)
        goto first_of_right;
    for (;;) {
        int64_t left_wins = 0, right_wins = 0;
        do {
            if ((r = less(kind, temp.keys[j], all.keys[i])) < 0)
                goto failed;
            if (r) {
                copy_one(all, to--, all, i--, has_values);
                left_wins++;
                right_wins = 0;
                if (i < start)
                    goto rest_of_right;
            } else {
                copy_one(all, to--, temp, j--, has_values);
                right_wins++;
                left_wins = 0;
                if (j == 0)
                    goto first_of_right;
            }
        } while ((left_wins | right_wins) < min_gallop);
        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            s->min_gallop = min_gallop;
            int64_t n = i - start + 1;
            if ((k = gallop(temp.keys[j], all.keys + start, n, n - 1, true, kind)) < 0)
                goto failed;
            k = n - k;
            left_wins = k;
            if (k) {
                to -= k;
                i -= k;
                copy_many(all, to + 1, all, i + 1, k, has_values);
                if (i < start)
                    goto rest_of_right;
            }
            copy_one(all, to--, temp, j--, has_values);
            if (j == 0)
                goto first_of_right;
            if ((k = gallop(all.keys[i], temp.keys, j + 1, j, false, kind)) < 0)
                goto failed;
            k = j + 1 - k;
            right_wins = k;
            if (k) {
                to -= k;
                j -= k;
                copy_many(all, to + 1, temp, j + 1, k, has_values);
                if (j == 0)
                    goto first_of_right;
                if (j < 0) /* only if the order is inconsistent */
                    goto done;
            }
            copy_one(all, to--, all, i--, has_values);
            if (i < start)
                goto rest_of_right;
        } while (left_wins >= MIN_GALLOP || right_wins >= MIN_GALLOP);
        min_gallop++;
        s->min_gallop = min_gallop;
    }
failed:
    copy_many(all, to - j, temp, 0, j + 1, has_values);
    return -1;
rest_of_right:
    copy_many(all, to - j, temp, 0, j + 1, has_values);
done:
    return 0;
first_of_right: /* it is known to be less than all that is left on the left */
    k = i - start + 1;
    copy_many(all, to - k + 1, all, start, k, has_values);
    copy_one(all, start, temp, 0, has_values);
    return 0;
}

/* Merge runs at and at + 1. */
INLINE int merge_at(Sorter *s, int at, int kind, bool has_values)
{
    Run *left = &s->runs[at], *right = left + 1;
    int64_t start = left->start, n1 = left->length, middle = right->start, n2 = right->length, k;
    left->length = n1 + n2;
    if (at == s->nruns - 3)
        s->runs[at + 1] = s->runs[at + 2];
    s->nruns--;
    if ((k = gallop(s->keys[middle], s->keys + start, n1, 0, true, kind)) < 0)
        return -1;
    start += k;
    n1 -= k;
    if (n1 == 0)
        return 0;
    n2 = gallop(s->keys[middle - 1], s->keys + middle, n2, n2 - 1, false, kind);
    if (n2 <= 0)
        return n2;
    return n1 <= n2 ? merge_low(s, start, n1, n2, kind, has_values)
                    : merge_high(s, start, n1, n2, kind, has_values);
}

/* Depth in the balanced tree over n items of the boundary between two adjacent runs. */
static int boundary_power(int64_t start, int64_t n1, int64_t n2, int64_t n)
{
    int64_t a = 2 * start + n1, b = a + n1 + n2;
    for (int power = 1;; power++) {
        if (a >= n) {
            a -= n;
            b -= n;
        } else if (b >= n) {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

/* The length that short runs are filled up to: 32..64, n over it a power of two or just below. */
static int64_t least_run(int64_t n)
{
    int64_t odd = 0;
    while (n >= 64) {
        odd |= n & 1;
        n >>= 1;
    }
    return n + odd;
}

INLINE int merge_sort(Sorter *s, int64_t first_run, int kind, bool has_values)
{
    int64_t minimum = least_run(s->n), start = 0;
    while (start < s->n) {
        int64_t length = start ? count_run(s, start, kind, has_values) : first_run;
        if (length < 0)
            return -1;
        if (length < minimum) {
            int64_t filled = s->n - start < minimum ? s->n - start : minimum;
            if (insert_rest(s, start, length, filled, kind, has_values) < 0)
                return -1;
            length = filled;
        }
        if (s->nruns) {
            Run *last = &s->runs[s->nruns - 1];
            int power = boundary_power(last->start, last->length, length, s->n);
            while (s->nruns > 1 && s->runs[s->nruns - 2].power > power) {
                if (merge_at(s, s->nruns - 2, kind, has_values) < 0)
                    return -1;
            }
            s->runs[s->nruns - 1].power = power;
        }
        s->runs[s->nruns++] = (Run){start, length, 0};
        start += length;
    }
    while (s->nruns > 1) {
        int at = s->nruns - 2;
        if (at > 0 && s->runs[at - 1].length < s->runs[at + 1].length)
            at--;
        if (merge_at(s, at, kind, has_values) < 0)
            return -1;
    }
    return 0;
}

/* ---- small ints ---- */

/* Sort by digits of 11 bits, the least significant first. 1 if done, 0 if merging will be better
 * (few items or much order), -1 on failure. */
static int radix_sort(Sorter *s)
{
    int64_t n = s->n, descents = 0;
    Value *from = s->keys, *from_values = s->values;
    int64_t low = (int64_t)from[0], high = low;
    if (n < RADIX_LEAST)
        return 0;
    for (int64_t i = 1; i < n; i++) {
        int64_t v = (int64_t)from[i];
        descents += v < (int64_t)from[i - 1];
        low = v < low ? v : low;
        high = v > high ? v : high;
    }
    if (descents < n / 16 || descents > n - n / 16)
        return 0;
    uint64_t range = ((uint64_t)high - (uint64_t)low) >> 2; /* the tag is the same in all */
    int passes = 0;
    for (uint64_t r = range; r; r >>= RADIX_BITS)
        passes++;
    if (temp_room(s, n) < 0)
        return -1;
    Value *to = s->temp_keys, *to_values = s->temp_values;
    for (int pass = 0; pass < passes; pass++) {
        enum { SIZE = 1 << RADIX_BITS };
        int64_t place[SIZE] = {0}, sum = 0;
        int shift = 2 + pass * RADIX_BITS;
        for (int64_t i = 0; i < n; i++)
            place[(from[i] - (uint64_t)low) >> shift & (SIZE - 1)]++;
        for (int d = 0; d < SIZE; d++) {
            int64_t count = place[d];
            place[d] = sum;
            sum += count;
        }
        for (int64_t i = 0; i < n; i++) {
            int64_t at = place[(from[i] - (uint64_t)low) >> shift & (SIZE - 1)]++;
            to[at] = from[i];
            if (from_values)
                to_values[at] = from_values[i];
        }
        Value *swap = from;
        from = to;
        to = swap;
        swap = from_values;
        from_values = to_values;
        to_values = swap;
    }
    if (from != s->keys) {
        memcpy(s->keys, from, n * sizeof(Value));
        if (s->values)
            memcpy(s->values, from_values, n * sizeof(Value));
    }
    return 1;
}

/* ---- one function for each kind ---- */

#define SORT_KIND(name, kind, has_values)                                                        \
    static __attribute__((noinline)) int name(Sorter *s)                                         \
    {                                                                                            \
        int64_t run = count_run(s, 0, kind, has_values);                                         \
        if (run < 0 || run == s->n)                                                              \
            return run < 0 ? -1 : 0;                                                             \
        if (kind == INTS) {                                                                      \
            int r = radix_sort(s);                                                               \
            if (r)                                                                               \
                return r < 0 ? -1 : 0;                                                           \
        }                                                                                        \
        return merge_sort(s, run, kind, has_values);                                             \
    }
SORT_KIND(sort_ints, INTS, false)
SORT_KIND(sort_floats, FLOATS, false)
SORT_KIND(sort_strs, STRS, false)
SORT_KIND(sort_any, ANY, false)
SORT_KIND(sort_by_ints, INTS, true)
SORT_KIND(sort_by_floats, FLOATS, true)
SORT_KIND(sort_by_strs, STRS, true)
SORT_KIND(sort_by_any, ANY, true)

static int sort_keys(Sorter *s, int kind)
{
    switch (kind) {
    case INTS: return s->values ? sort_by_ints(s) : sort_ints(s);
    case FLOATS: return s->values ? sort_by_floats(s) : sort_floats(s);
    case STRS: return s->values ? sort_by_strs(s) : sort_strs(s);
    default: return s->values ? sort_by_any(s) : sort_any(s);
    }
}

/* ---- tuples ----
 *
 * Many tuples of one length are sorted column by column: all by their first items, then what has
 * the same first item by the second ones, and so on. So a comparison looks at two words that stand
 * in an array. This needs columns of one kind as far as they are compared, with an order that is
 * total: where it meets another one, all is left to any_less, as if nothing had been done. */

enum { ROWS_LEAST = 32, COLUMNS_MOST = 32 };

typedef struct Rows {
    const Value *tuples;
    int64_t width;
    Value *order;          /* numbers of tuples: what is sorted */
    Value *column;         /* of tuple order[i], the item that it is sorted by */
} Rows;

static bool has_nan(const Value *items, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        if (tp_float_value(items[i]) != tp_float_value(items[i]))
            return true;
    return false;
}

static bool is_same(int kind, Value a, Value b)
{
    return kind == INTS     ? a == b
           : kind == FLOATS ? tp_float_value(a) == tp_float_value(b)
                            : str_order(a, b) == 0;
}

/* Sort order[start:start + n], which is sorted by the columns before. 1 if done, 0 if there are
 * others than the simple kinds or more columns than the stack has room for, -1 on failure. */
static int sort_rows(Rows *rows, int64_t start, int64_t n, int64_t column)
{
    Value *order = rows->order + start, *items = rows->column + start;
    for (int64_t i = 0; i < n; i++)
        items[i] = tp_as_tuple(rows->tuples[order[i]])->items[column];
    int kind = kind_of(items, n);
    if (column == COLUMNS_MOST || kind == ANY || (kind == FLOATS && has_nan(items, n)))
        return 0;
    Sorter s;
    memset(&s, 0, offsetof(Sorter, runs));
    s.n = n;
    s.keys = items;
    s.values = order;
    s.min_gallop = MIN_GALLOP;
    if (sort_keys(&s, kind) < 0)
        return -1;
    if (column + 1 == rows->width)
        return 1;
    for (int64_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && is_same(kind, items[i], items[end]);)
            end++;
        int r = end - i > 1 ? sort_rows(rows, start + i, end - i, column + 1) : 1;
        if (r <= 0)
            return r;
    }
    return 1;
}

/* Sort tuples that way, and with them the values, or alone. Results as above. */
static int sort_tuples(Sorter *s)
{
    int64_t n = s->n;
    if (n < ROWS_LEAST || !tp_is_exact(s->keys[0], &tp_tuple_type))
        return 0;
    Rows rows = {.tuples = s->keys, .width = tp_as_tuple(s->keys[0])->length};
    for (int64_t i = 0; i < n; i++)
        if (!tp_is_exact(s->keys[i], &tp_tuple_type) ||
            tp_as_tuple(s->keys[i])->length != rows.width)
            return 0;
    if (rows.width == 0 || !(rows.order = tp_heap_try_alloc_atomic(n * sizeof(Value))) ||
        !(rows.column = tp_heap_try_alloc_atomic(n * sizeof(Value))))
        return rows.width ? -1 : 0;
    for (int64_t i = 0; i < n; i++)
        rows.order[i] = i;
    int r = sort_rows(&rows, 0, n, 0);
    if (r > 0) {
        Value *sorted = s->values ? s->values : s->keys, *old = rows.column;
        memcpy(old, sorted, n * sizeof(Value));
        for (int64_t i = 0; i < n; i++)
            sorted[i] = old[rows.order[i]];
    }
    return r;
}

/* The keys of n items: key(item) each; 0 on failure. */
static Value *make_keys(Value key, const Value *items, int64_t n)
{
    Value *keys = tp_heap_try_alloc(n * sizeof(Value));
    if (!keys)
        return 0;
    for (int64_t i = 0; i < n; i++) {
        if (!(keys[i] = tp_call1(key, items[i])))
            return 0;
    }
    return keys;
}

int tp_list_sort(Value list, Value key, bool is_reverse)
{
    List *l = tp_as_list(list);
    Value *items = l->items;
    int64_t n = l->length, capacity = l->capacity;
    int result = 0;
    Sorter s;
    memset(&s, 0, offsetof(Sorter, runs));
    s.n = n;
    s.keys = items;
    s.min_gallop = MIN_GALLOP;
    l->items = 0;
    l->length = 0;
    l->capacity = -1;
    if (key && key != TP_NONE && n) {
        s.values = items;
        if (!(s.keys = make_keys(key, items, n)))
            result = -1;
    }
    if (result == 0 && n > 1) {
        /* Turning the list round before and after keeps equal items in order. */
        if (is_reverse) {
            reverse(s.keys, n);
            if (s.values)
                reverse(s.values, n);
        }
        int kind = kind_of(s.keys, n), r = kind == ANY ? sort_tuples(&s) : 0;
        result = r ? (r < 0 ? -1 : 0) : sort_keys(&s, kind);
        if (is_reverse)
            reverse(items, n);
    }
    if (l->capacity != -1 && result == 0)
        result = tp_raise_int(&tp_ValueError, "list modified during sort");
    l->items = items;
    l->length = n;
    l->capacity = capacity;
    return result;
}
