/* atexit.c -- the module atexit: functions to call when the program ends, last registered first. */
#include "runtime/builtins.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/startup.h"

/* A list of (function, args tuple, kwargs dict), or None for what was unregistered; 0 until
 * something is registered. */
static Value callbacks;

static Value atexit_register(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (nargs == 0)
        return tp_raise(&tp_TypeError, "register() takes at least 1 argument (0 given)");
    if (!tp_callable(args[0]))
        return tp_raise(&tp_TypeError, "the first argument must be callable");
    Dict *kwargs = tp_dict_new();
    for (int64_t i = 0; kwnames && i < kwnames->length; i++)
        if (tp_dict_set(kwargs, kwnames->items[i], args[nargs + i]) < 0)
            return 0;
    if (!callbacks)
        callbacks = tp_list_new(0);
    Value entry = tp_tuple_pack(3, args[0], tp_tuple_of(nargs - 1, args + 1), tp_ref(kwargs));
    return tp_list_append(callbacks, entry) < 0 ? 0 : args[0];
}

static Value atexit_unregister(Value self, Value *args)
{
    (void)self;
    if (!callbacks)
        return TP_NONE;
    List *list = tp_as_list(callbacks);
    for (int64_t i = 0; i < list->length; i++) {
        if (list->items[i] == TP_NONE)
            continue;
        int same = tp_equal(tp_as_tuple(list->items[i])->items[0], args[0]);
        if (same < 0)
            return 0;
        if (same && i < list->length)
            list->items[i] = TP_NONE;
    }
    return TP_NONE;
}

static Value atexit_clear(Value self, Value *args)
{
    (void)self;
    (void)args;
    if (callbacks)
        tp_as_list(callbacks)->length = 0;
    return TP_NONE;
}

/* What is registered meanwhile is not called, nor what is unregistered. */
void tp_atexit_run(void)
{
    if (!callbacks)
        return;
    List *list = tp_as_list(callbacks);
    for (int64_t i = list->length - 1; i >= 0; i--) {
        if (i >= list->length || list->items[i] == TP_NONE)
            continue;
        Tuple *entry = tp_as_tuple(list->items[i]);
        if (!tp_call_ex(entry->items[0], entry->items[1], entry->items[2]))
            tp_error_unraisable_in("Exception ignored in atexit callback", entry->items[0]);
    }
    list->length = 0;
}

static Value atexit_run_exitfuncs(Value self, Value *args)
{
    (void)self;
    (void)args;
    tp_atexit_run();
    return TP_NONE;
}

static Value atexit_ncallbacks(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_small(callbacks ? tp_as_list(callbacks)->length : 0);
}

static const MethodDef functions[] = {
    METHOD_RAW("register", atexit_register, 0,
               "register(func, *args, **kwargs) -> func\n\n"
               "Register a function to be executed upon normal program termination"),
    METHOD("unregister", atexit_unregister, "(func, /)",
           "unregister(func) -> None\n\n"
           "Unregister an exit function which was previously registered using\natexit.register"),
    METHOD("_clear", atexit_clear, "()", "_clear() -> None"),
    METHOD("_run_exitfuncs", atexit_run_exitfuncs, "()", "_run_exitfuncs() -> None"),
    METHOD("_ncallbacks", atexit_ncallbacks, "()", "_ncallbacks() -> int"),
    METHOD_END,
};

const ModuleDef tp_mod_atexit = {
    "atexit", functions, 0,
    "allow programmer to define multiple exit functions to be executed\n"
    "upon normal program termination.\n\n"
    "Two public functions, register and unregister, are defined."};
