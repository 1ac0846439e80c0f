/* duration.c -- arguments that are durations. */
#include "duration.h"

#include <math.h>

#include "runtime/error.h"
#include "runtime/int.h"

int tp_duration(Value v, int64_t unit, int64_t *ns)
{
    static const char too_large[] = "timestamp too large to convert to C _PyTime_t";
    if (tp_is_float(v)) {
        double d = tp_float_value(v);
        if (isnan(d))
            return tp_raise_int(&tp_ValueError, "Invalid value NaN (not a number)");
        d *= (double)unit;
        d = d < 0 ? floor(d) : ceil(d);
        if (!(d > -0x1p63 && d < 0x1p63))
            return tp_raise_int(&tp_OverflowError, "%s", too_large);
        *ns = (int64_t)d;
        return 0;
    }
    int64_t whole;
    Value i = tp_is_int(v) ? v : tp_index(v);
    if (!i)
        return -1;
    if (!tp_int_fits_i64(i, &whole) || __builtin_mul_overflow(whole, unit, ns))
        return tp_raise_int(&tp_OverflowError, "%s", too_large);
    return 0;
}
