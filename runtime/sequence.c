/* sequence.c -- indices, counts and messages that all sequences share. */
#include <string.h>

#include "error.h"
#include "int.h"
#include "sequence.h"

bool tp_sequence_index(const char *name, Value key, int64_t *index)
{
    if (tp_is_small(key)) {
        *index = tp_small_value(key);
        return true;
    }
    if (!tp_type_of(key)->index) {
        tp_raise(&tp_TypeError, "%s indices must be integers or slices, not %T", name, key);
        return false;
    }
    Value i = tp_index(key);
    if (!i)
        return false;
    if (!tp_int_fits_i64(i, index)) {
        tp_raise(&tp_IndexError, "cannot fit '%T' into an index-sized integer", key);
        return false;
    }
    return true;
}

static int clamped(Value v, int64_t *out, const char *or_what)
{
    if (tp_is_small(v)) {
        *out = tp_small_value(v);
        return 0;
    }
    if (!tp_type_of(v)->index)
        return tp_raise_int(&tp_TypeError, "slice indices must be integers %sor have an __index__ "
                                           "method", or_what);
    return tp_index_clamped(v, out);
}

int tp_slice_bound(Value v, int64_t *out)
{
    return clamped(v, out, "or None ");
}

int tp_search_bound(Value v, int64_t *out)
{
    return clamped(v, out, "");
}

int tp_ssize_argument(Value v, int64_t *out)
{
    if (tp_is_small(v)) {
        *out = tp_small_value(v);
        return 0;
    }
    Value i = tp_index(v);
    if (!i)
        return -1;
    if (!tp_int_fits_i64(i, out))
        return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C ssize_t");
    return 0;
}

int tp_ssize_state(Value v, int64_t *out)
{
    if (!tp_is_int(v))
        return tp_raise_int(&tp_TypeError, "an integer is required");
    return tp_ssize_argument(v, out);
}

Value tp_concat_fails(Value other, const char *name)
{
    return tp_raise(&tp_TypeError, "can only concatenate %s (not \"%T\") to %s", name, other, name);
}

bool tp_repeat_by(Value v, int64_t *n)
{
    if (tp_is_small(v)) {
        *n = tp_small_value(v);
        return true;
    }
    if (!tp_type_of(v)->index) {
        tp_raise(&tp_TypeError, "can't multiply sequence by non-int of type '%T'", v);
        return false;
    }
    Value i = tp_index(v);
    if (!i)
        return false;
    if (!tp_int_fits_i64(i, n)) {
        tp_raise(&tp_OverflowError, "cannot fit '%T' into an index-sized integer", v);
        return false;
    }
    return true;
}

void tp_repeat_items(Value *to, const Value *items, int64_t length, int64_t n)
{
    if (length == 1) {
        for (int64_t i = 0; i < n; i++)
            to[i] = items[0];
        return;
    }
    int64_t total = length * n, done = length;
    memcpy(to, items, length * sizeof(Value));
    while (done < total) {
        int64_t more = done < total - done ? done : total - done;
        memcpy(to + done, to, more * sizeof(Value));
        done += more;
    }
}
