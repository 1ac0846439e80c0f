/* namespace.c -- types.SimpleNamespace. */
#include "dict.h"
#include "error.h"
#include "heap.h"
#include "list.h"
#include "str.h"

typedef struct Namespace {
    Object head;
    Dict *dict;
} Namespace;

static inline Namespace *as_namespace(Value v)
{
    return (Namespace *)tp_obj(v);
}

static Value namespace_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs, (void)args, (void)kwnames;
    Namespace *ns = tp_heap_object(type, 0);
    ns->dict = tp_dict_new();
    return tp_ref(ns);
}

static int namespace_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs)
        return tp_raise_int(&tp_TypeError, "no positional arguments expected");
    for (int64_t i = 0; kwnames && i < kwnames->length; i++) {
        if (tp_dict_set(as_namespace(self)->dict, kwnames->items[i], args[i]) < 0)
            return -1;
    }
    return 0;
}

static Value namespace_repr(Value self)
{
    bool is_plain = tp_is_exact(self, &tp_namespace_type);
    const char *name = is_plain ? "namespace" : tp_obj(self)->type->name;
    int nested = tp_repr_enter(self);
    if (nested)
        return nested < 0 ? 0 : tp_str_format_c("%s(...)", name);
    StrBuilder b;
    Dict *dict = as_namespace(self)->dict;
    Value keys = tp_dict_keys_list(dict), text, result = 0; /* repr() may add some */
    bool is_first = true;
    if (!keys)
        goto done;
    tp_builder_init(&b);
    tp_builder_utf8(&b, name, __builtin_strlen(name));
    tp_builder_char(&b, '(');
    for (int64_t i = 0; i < tp_as_list(keys)->length; i++) {
        Value key = tp_as_list(keys)->items[i], value;
        if (!tp_is_str(key) || !tp_as_str(key)->length)
            continue;
        if (!(value = tp_dict_get(dict, key))) {
            if (tp_error_pending())
                goto done;
            continue;
        }
        if (!is_first && tp_builder_cstr(&b, ", ") < 0)
            goto done;
        is_first = false;
        if (!(text = tp_repr(value)) || tp_builder_str(&b, key) < 0 ||
            tp_builder_char(&b, '=') < 0 || tp_builder_str(&b, text) < 0)
            goto done;
    }
    tp_builder_char(&b, ')');
    result = tp_builder_finish(&b);
done:
    tp_repr_leave(self);
    return result;
}

static Value namespace_compare(Value self, Value other, int op)
{
    if (!tp_instance(other, &tp_namespace_type))
        return TP_NOTIMPLEMENTED;
    return tp_compare(tp_ref(as_namespace(self)->dict), tp_ref(as_namespace(other)->dict), op);
}

static Value namespace_reduce(Value self, Value *args)
{
    (void)args;
    return tp_tuple_pack(3, tp_ref(tp_type_of(self)), tp_ref(tp_empty_tuple),
                         tp_ref(as_namespace(self)->dict));
}

static const MethodDef methods[] = {
    METHOD("__reduce__", namespace_reduce, "()", "Return state information for pickling"),
    METHOD_END,
};

static const MemberDef members[] = {
    {"__dict__", offsetof(Namespace, dict), true, 0},
    {0, 0, 0, 0},
};

Type tp_namespace_type = {
    .head = {&tp_type_type},
    .name = "types.SimpleNamespace",
    .basic_size = sizeof(Namespace),
    .flags = TYPE_BASE | TYPE_IMMUTABLE,
    .dict_offset = offsetof(Namespace, dict),
    .getattribute = tp_generic_getattr,
    .setattr = tp_generic_setattr,
    .doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)",
    .methods = methods,
    .members = members,
    .repr = namespace_repr,
    .compare = namespace_compare,
    .new_ = namespace_new,
    .init = namespace_init,
};
