/* descriptor.c -- arguments that are open files: a descriptor or an object with fileno(). */
#include "descriptor.h"

#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/str.h"
#include "runtime/text.h"

int tp_descriptor(Value v)
{
    int64_t fd;
    if (!tp_is_int(v)) {
        Value method = tp_getattr_or_null(v, TP_NAME(fileno), 0);
        if (!method)
            return tp_error_pending()
                       ? -1
                       : tp_raise_int(&tp_TypeError,
                                      "argument must be an int, or have a fileno() method.");
        if (!(v = tp_call0(method)))
            return -1;
        if (!tp_is_int(v))
            return tp_raise_int(&tp_TypeError, "fileno() returned a non-integer");
    }
    if (text_int_arg(v, &fd) < 0)
        return -1;
    if (fd < 0)
        return tp_raise_int(&tp_ValueError,
                            "file descriptor cannot be a negative integer (%d)", (int)fd);
    return (int)fd;
}
