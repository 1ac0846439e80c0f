/* user_id.c -- arguments that are numbers of users or groups. */
#include "user_id.h"

#include "runtime/error.h"
#include "runtime/int.h"

int tp_user_id(Value v, const char *what, uint32_t *id)
{
    int64_t i;
    if (!tp_is_int(v) && !tp_type_of(v)->index)
        return tp_raise_int(&tp_TypeError, "%s should be integer, not %K", what, v);
    Value index = tp_index(v);
    if (!index)
        return -1;
    index = tp_int_plain(index);
    bool fits = tp_int_fits_i64(index, &i);
    if (!fits && tp_int_sign(index) > 0)
        return tp_raise_int(&tp_OverflowError, "%s is greater than maximum", what);
    if (!fits || i < -1 || i > UINT32_MAX) /* this is what CPython says of large ones, too */
        return tp_raise_int(&tp_OverflowError, "%s is less than minimum", what);
    *id = (uint32_t)i;
    return 0;
}

Value tp_user_id_value(uint32_t id)
{
    return id == UINT32_MAX ? tp_small(-1) : tp_int(id);
}
