/* _bisect.c -- the module _bisect: binary search in sorted sequences.
 *
 * Lists are read directly; their items compare by `<` alone, as in Python's bisect. A comparison
 * may change the list, so an index is checked before each use.
 */
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"
#include "runtime/sequence.h"

static Value item_at(Value sequence, int64_t i)
{
    if (tp_is_exact(sequence, &tp_list_type)) {
        List *list = tp_as_list(sequence);
        if (i < list->length)
            return list->items[i];
    }
    return tp_getitem(sequence, tp_int(i));
}

/* Where to insert x into sequence[lo:hi], after equal items if is_right; -1 on failure.
 * `key` is called on items only. */
static int64_t search(Value sequence, Value x, Value lo_value, Value hi_value, Value key,
                      bool is_right)
{
    int64_t lo = 0, hi = -1;
    if (lo_value && tp_ssize_argument(lo_value, &lo) < 0)
        return -1;
    if (lo < 0)
        return tp_raise_int(&tp_ValueError, "lo must be non-negative");
    if (hi_value && hi_value != TP_NONE) {
        if (!tp_is_int(hi_value) && !tp_type_of(hi_value)->index)
            return tp_raise_int(&tp_TypeError, "argument should be integer or None, not '%T'",
                                hi_value);
        if (tp_index_as_i64(hi_value, &hi) < 0)
            return -1;
    }
    if (hi == -1 && (hi = tp_len(sequence)) < 0)
        return -1;
    while (lo < hi) {
        int64_t middle = (int64_t)(((uint64_t)lo + (uint64_t)hi) / 2);
        Value item = item_at(sequence, middle);
        if (!item || (key && !(item = tp_call1(key, item))))
            return -1;
        int is_less = is_right ? tp_compare_bool(x, item, TP_LT) : tp_compare_bool(item, x, TP_LT);
        if (is_less < 0)
            return -1;
        if (is_less == is_right)
            hi = middle;
        else
            lo = middle + 1;
    }
    return lo;
}

static Value bisect(Value *a, bool is_right)
{
    Value key = a[4] == TP_NONE ? 0 : a[4];
    int64_t i = search(a[0], a[1], a[2], a[3], key, is_right);
    return i < 0 ? 0 : tp_int(i);
}

static Value insort(Value *a, bool is_right)
{
    Value key = a[4] == TP_NONE ? 0 : a[4], x = a[1];
    if (key && !(x = tp_call1(key, x)))
        return 0;
    int64_t i = search(a[0], x, a[2], a[3], key, is_right);
    if (i < 0)
        return 0;
    if (tp_is_exact(a[0], &tp_list_type))
        return tp_list_insert(a[0], i, a[1]) < 0 ? 0 : TP_NONE;
    Value args[2] = {tp_int(i), a[1]};
    return tp_call_method_cstr(a[0], "insert", 2, args) ? TP_NONE : 0;
}

static Value bisect_left(Value self, Value *args)
{
    (void)self;
    return bisect(args, false);
}

static Value bisect_right(Value self, Value *args)
{
    (void)self;
    return bisect(args, true);
}

static Value insort_left(Value self, Value *args)
{
    (void)self;
    return insort(args, false);
}

static Value insort_right(Value self, Value *args)
{
    (void)self;
    return insort(args, true);
}

static const MethodDef bisect_functions[] = {
    METHOD("bisect_right", bisect_right, "(a, x, lo=0, hi=None, *, key=None)",
           "Return the index where to insert item x in list a, after equal items."),
    METHOD("insort_right", insort_right, "(a, x, lo=0, hi=None, *, key=None)",
           "Insert item x in list a, after equal items, and keep it sorted."),
    METHOD("bisect_left", bisect_left, "(a, x, lo=0, hi=None, *, key=None)",
           "Return the index where to insert item x in list a, before equal items."),
    METHOD("insort_left", insort_left, "(a, x, lo=0, hi=None, *, key=None)",
           "Insert item x in list a, before equal items, and keep it sorted."),
    METHOD_END,
};

const ModuleDef tp_mod__bisect = {"_bisect", bisect_functions, 0, "Bisection algorithms."};
