/* gc.c -- the module gc, as far as it means something for a collector that traces.
 *
 * collect() runs a full collection and every finaliser and weak reference callback that is due.
 * Thresholds, debug flags and generations are remembered and have no effect; there are no lists of
 * all objects and their referrers.
 */
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/sequence.h"
#include "runtime/set.h"
#include "runtime/str.h"
#include "runtime/sysmodule.h"

static bool is_enabled = true;
static int64_t thresholds[3] = {700, 10, 10};
static int64_t debug_flags;
static int64_t ncollections;

static Value gc_enable(Value self, Value *args)
{
    (void)self, (void)args;
    is_enabled = true;
    tp_heap_set_enabled(true);
    return TP_NONE;
}

static Value gc_disable(Value self, Value *args)
{
    (void)self, (void)args;
    is_enabled = false;
    tp_heap_set_enabled(false);
    return TP_NONE;
}

static Value gc_isenabled(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_bool(is_enabled);
}

/* Call what is in gc.callbacks. */
static int call_callbacks(Value module, const char *phase, int64_t generation, int64_t collected)
{
    Value callbacks = tp_dict_get_cstr(((Module *)tp_obj(module))->dict, "callbacks");
    if (!callbacks || !tp_is_list(callbacks) || !tp_as_list(callbacks)->length)
        return 0;
    Dict *info = tp_dict_new();
    if (tp_dict_set_cstr(info, "generation", tp_int(generation)) < 0 ||
        tp_dict_set_cstr(info, "collected", tp_int(collected)) < 0 ||
        tp_dict_set_cstr(info, "uncollectable", tp_small(0)) < 0)
        return -1;
    for (int64_t i = 0; i < tp_as_list(callbacks)->length; i++) {
        Value f = tp_as_list(callbacks)->items[i];
        if (!tp_call2(f, tp_str_cstr(phase), tp_ref(info)))
            tp_error_unraisable(f);
    }
    return 0;
}

static Value gc_collect(Value self, Value *args)
{
    int64_t generation = 2;
    if (args[0] && tp_ssize_argument(args[0], &generation) < 0)
        return 0;
    if (generation < 0 || generation > 2)
        return tp_raise(&tp_ValueError, "invalid generation");
    if (call_callbacks(self, "start", generation, 0) < 0)
        return 0;
    int64_t n = tp_heap_collect();
    ncollections++;
    if (call_callbacks(self, "stop", generation, n) < 0)
        return 0;
    return tp_error_pending() ? 0 : tp_int(n);
}

static Value gc_get_count(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_tuple_pack(3, tp_small(0), tp_small(0), tp_small(0));
}

static Value gc_get_threshold(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_tuple_pack(3, tp_int(thresholds[0]), tp_int(thresholds[1]), tp_int(thresholds[2]));
}

static Value gc_set_threshold(Value self, Value *args)
{
    (void)self;
    for (int i = 0; i < 3 && args[i]; i++) {
        if (tp_ssize_argument(args[i], &thresholds[i]) < 0)
            return 0;
    }
    return TP_NONE;
}

static Value gc_get_debug(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_int(debug_flags);
}

static Value gc_set_debug(Value self, Value *args)
{
    (void)self;
    return tp_ssize_argument(args[0], &debug_flags) < 0 ? 0 : TP_NONE;
}

static Value gc_get_stats(Value self, Value *args)
{
    (void)self, (void)args;
    Value list = tp_list_new(0);
    for (int i = 0; i < 3; i++) {
        Dict *d = tp_dict_new();
        if (tp_dict_set_cstr(d, "collections", tp_int(i == 2 ? ncollections : 0)) < 0 ||
            tp_dict_set_cstr(d, "collected", tp_small(0)) < 0 ||
            tp_dict_set_cstr(d, "uncollectable", tp_small(0)) < 0 ||
            tp_list_append(list, tp_ref(d)) < 0)
            return 0;
    }
    return list;
}

bool tp_gc_looks_after(Value v)
{
    if (!tp_is_ptr(v))
        return false;
    Type *type = tp_type_of(v);
    if (type->flags & TYPE_HEAP)
        return true;
    return !(type->flags & (TYPE_IS_INT | TYPE_IS_FLOAT | TYPE_IS_STR | TYPE_IS_BYTES |
                            TYPE_IS_COMPLEX)) &&
           type != &tp_range_type && type != &tp_bytearray_type && type != &tp_code_type &&
           type != &tp_ellipsis_type && type != &tp_object_type;
}

static Value gc_is_tracked(Value self, Value *args)
{
    (void)self;
    if (tp_is_exact(args[0], &tp_dict_type)) {
        Value key, value;
        int64_t pos = 0;
        while (tp_dict_next(tp_as_dict(args[0]), &pos, &key, &value)) {
            if (tp_gc_looks_after(key) || tp_gc_looks_after(value))
                return TP_TRUE;
        }
        return TP_FALSE;
    }
    if (tp_is_exact(args[0], &tp_tuple_type) && !tp_as_tuple(args[0])->length)
        return TP_FALSE;
    return tp_bool(tp_gc_looks_after(args[0]));
}

static Value gc_is_finalized(Value self, Value *args)
{
    (void)self, (void)args;
    return TP_FALSE;
}

/* What a container holds directly; of other objects only the type and attributes are known. */
static int add_referents(Value list, Value v)
{
    Value key, value;
    int64_t pos = 0;
    if (tp_is_list(v) || tp_is_tuple(v))
        return tp_list_extend(list, v);
    if (tp_is_set(v)) {
        while (tp_set_next(v, &pos, &key, 0)) {
            if (tp_list_append(list, key) < 0)
                return -1;
        }
        return 0;
    }
    if (tp_is_dict(v)) {
        while (tp_dict_next(tp_as_dict(v), &pos, &key, &value)) {
            if (tp_list_append(list, key) < 0 || tp_list_append(list, value) < 0)
                return -1;
        }
        return 0;
    }
    if (!tp_gc_looks_after(v))
        return 0;
    Dict *d = tp_type_of(v)->flags & TYPE_HEAP ? tp_instance_dict(v) : 0;
    if (d && tp_list_append(list, tp_ref(d)) < 0)
        return -1;
    return tp_list_append(list, tp_ref(tp_type_of(v)));
}

static Value gc_get_referents(Value self, Value *args)
{
    (void)self;
    Value list = tp_list_new(0);
    Tuple *objects = tp_as_tuple(args[0]);
    for (int64_t i = 0; i < objects->length; i++) {
        if (add_referents(list, objects->items[i]) < 0)
            return 0;
    }
    return list;
}

static Value gc_get_objects(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_raise(&tp_NotImplementedError, "gc.get_objects() is not available: objects are not "
                                             "listed anywhere");
}

static Value gc_get_referrers(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_raise(&tp_NotImplementedError, "gc.get_referrers() is not available: objects are not "
                                             "listed anywhere");
}

static Value gc_nothing(Value self, Value *args)
{
    (void)self, (void)args;
    return TP_NONE;
}

static Value gc_get_freeze_count(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_small(0);
}

static int gc_init(Value module)
{
    static const IntConstant flags[] = {{"DEBUG_STATS", 1},
                                        {"DEBUG_COLLECTABLE", 2},
                                        {"DEBUG_UNCOLLECTABLE", 4},
                                        {"DEBUG_SAVEALL", 32},
                                        {"DEBUG_LEAK", 38}};
    if (tp_module_add_ints(module, flags, sizeof flags / sizeof *flags) < 0 ||
        tp_module_add(module, "garbage", tp_list_new(0)) < 0)
        return -1;
    return tp_module_add(module, "callbacks", tp_list_new(0));
}

static const MethodDef functions[] = {
    METHOD("enable", gc_enable, "()", "Enable automatic garbage collection."),
    METHOD("disable", gc_disable, "()", "Disable automatic garbage collection."),
    METHOD("isenabled", gc_isenabled, "()",
           "Returns true if automatic garbage collection is enabled."),
    METHOD("collect", gc_collect, "(generation=2)",
           "Run the garbage collector.\n\n"
           "With no arguments, run a full collection.  The optional argument\n"
           "may be an integer specifying which generation to collect.  A ValueError\n"
           "is raised if the generation number is invalid.\n\n"
           "The number of unreachable objects is returned."),
    METHOD("get_count", gc_get_count, "()",
           "Return a three-tuple of the current collection counts."),
    METHOD("get_threshold", gc_get_threshold, "()", "Return the current collection thresholds."),
    METHOD("set_threshold", gc_set_threshold, "(threshold0, threshold1=10, threshold2=10, /)",
           "set_threshold(threshold0, [threshold1, threshold2]) -> None\n\n"
           "Sets the collection thresholds.  Setting threshold0 to zero disables\ncollection.\n"),
    METHOD("get_debug", gc_get_debug, "()", "Get the garbage collection debugging flags."),
    METHOD("set_debug", gc_set_debug, "(flags, /)", "Set the garbage collection debugging flags."),
    METHOD("get_stats", gc_get_stats, "()",
           "Return a list of dictionaries containing per-generation statistics."),
    METHOD("is_tracked", gc_is_tracked, "(obj, /)",
           "Returns true if the object is tracked by the garbage collector.\n\n"
           "Simple atomic objects will return false."),
    METHOD("is_finalized", gc_is_finalized, "(obj, /)",
           "Returns true if the object has been already finalized by the GC."),
    METHOD("get_objects", gc_get_objects, "(generation=None)",
           "Return a list of objects tracked by the collector (excluding the list returned)."),
    METHOD("get_referrers", gc_get_referrers, "(*objs)",
           "get_referrers(*objs) -> list\n"
           "Return the list of objects that directly refer to any of objs."),
    METHOD("get_referents", gc_get_referents, "(*objs)",
           "get_referents(*objs) -> list\n"
           "Return the list of objects that are directly referred to by objs."),
    METHOD("freeze", gc_nothing, "()",
           "Freeze all current tracked objects and ignore them for future collections."),
    METHOD("unfreeze", gc_nothing, "()", "Unfreeze all objects in the permanent generation."),
    METHOD("get_freeze_count", gc_get_freeze_count, "()",
           "Return the number of objects in the permanent generation."),
    METHOD_END,
};

const ModuleDef tp_mod_gc = {
    "gc",
    functions,
    gc_init,
    "This module provides access to the garbage collector for reference cycles.\n\n"
    "enable() -- Enable automatic garbage collection.\n"
    "disable() -- Disable automatic garbage collection.\n"
    "isenabled() -- Returns true if automatic collection is enabled.\n"
    "collect() -- Do a full collection right now.\n"
    "get_count() -- Return the current collection counts.\n"
    "get_stats() -- Return list of dictionaries containing per-generation stats.\n"
    "set_debug() -- Set debugging flags.\n"
    "get_debug() -- Get debugging flags.\n"
    "set_threshold() -- Set the collection thresholds.\n"
    "get_threshold() -- Return the current collection thresholds.\n"
    "get_objects() -- Return a list of all objects tracked by the collector.\n"
    "is_tracked() -- Returns true if a given object is tracked.\n"
    "is_finalized() -- Returns true if a given object has been already finalized.\n"
    "get_referrers() -- Return the list of objects that refer to an object.\n"
    "get_referents() -- Return the list of objects that an object refers to.\n"
    "freeze() -- Freeze all tracked objects and ignore them for future collections.\n"
    "unfreeze() -- Unfreeze all objects in the permanent generation.\n"
    "get_freeze_count() -- Return the number of objects in the permanent generation.\n",
};
