/* _weakref.c -- what the weakref module is made of: see runtime/weakref.c. */
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/list.h"
#include "runtime/weakref.h"

static Value weakref_getweakrefcount(Value self, Value *args)
{
    (void)self;
    return tp_small(tp_as_list(tp_weakref_list(args[0]))->length);
}

static Value weakref_getweakrefs(Value self, Value *args)
{
    (void)self;
    return tp_weakref_list(args[0]);
}

static Value weakref_proxy(Value self, Value *args)
{
    (void)self;
    return tp_weakproxy_new(args[0], args[1]);
}

/* Remove the key if its value is a reference to an object that is gone. */
static Value weakref_remove_dead_weakref(Value self, Value *args)
{
    (void)self;
    if (!tp_is_dict(args[0]))
        return tp_raise(&tp_TypeError, "_remove_dead_weakref() argument 1 must be dict, not %T",
                        args[0]);
    Dict *dict = tp_as_dict(args[0]);
    Value ref = tp_dict_get(dict, args[1]);
    if (ref && tp_instance(ref, &tp_weakref_type) && !tp_weakref_get(ref))
        tp_dict_del(dict, args[1]);
    return tp_error_pending() ? 0 : TP_NONE;
}

static const MethodDef weakref_functions[] = {
    METHOD("getweakrefcount", weakref_getweakrefcount, "(object, /)",
           "Return the number of weak references to 'object'."),
    METHOD("getweakrefs", weakref_getweakrefs, "(object, /)",
           "Return a list of all weak reference objects pointing to 'object'."),
    METHOD("proxy", weakref_proxy, "(object, callback=None, /)",
           "Create a proxy object that weakly references 'object'.\n\n'callback', if given, is "
           "called with a reference to the\nproxy when 'object' is about to be finalized."),
    METHOD("_remove_dead_weakref", weakref_remove_dead_weakref, "(dct, key, /)",
           "Atomically remove key from dict if it points to a dead weakref."),
    METHOD_END
};

static int init(Value module)
{
    if (tp_module_add(module, "ref", tp_ref(&tp_weakref_type)) < 0 ||
        tp_module_add(module, "ReferenceType", tp_ref(&tp_weakref_type)) < 0 ||
        tp_module_add(module, "ProxyType", tp_ref(&tp_weakproxy_type)) < 0)
        return -1;
    return tp_module_add(module, "CallableProxyType", tp_ref(&tp_weakcallableproxy_type));
}

const ModuleDef tp_mod__weakref = {"_weakref", weakref_functions, init,
                                   "Weak-reference support module."};
