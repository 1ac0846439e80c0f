/* runtime.c -- the runtime alone: starts, prints, raises, ends. No compiler is linked in. */
#include <stdio.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"

static int program(void *data)
{
    (void)data;
    Value print = tp_dict_get_cstr(tp_builtins, "print");
    Value items[3] = {tp_small(1), tp_float(2.5), tp_str_cstr("three")};
    if (!tp_call3(print, tp_str_cstr("hello"), tp_list_of(3, items), tp_tuple_of(3, items)))
        return tp_error_exit_status();
    if (!tp_raise(&tp_KeyError, "%s", "key") && !tp_error_is(&tp_LookupError))
        return 3;
    tp_error_clear();
    if (tp_add(tp_small(1), tp_str_cstr("x")))
        return 4;
    return tp_error_exit_status() == 1 ? 0 : 5;
}

int main(int argc, char **argv)
{
    return tp_run(argc, argv, program, 0);
}
