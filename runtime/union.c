/* union.c -- int | str: types.UnionType. */
#include "dict.h"
#include "error.h"
#include "genericalias.h"
#include "heap.h"
#include "list.h"
#include "str.h"

static inline Union *as_union(Value v)
{
    return (Union *)tp_obj(v);
}

Tuple *tp_union_args(Value v)
{
    return as_union(v)->args;
}

/* May v stand in a union made by |? */
static bool is_unionable(Value v)
{
    return v == TP_NONE || tp_has_flag(v, TYPE_IS_TYPE) ||
           tp_instance(v, &tp_genericalias_type) || tp_is_exact(v, &tp_union_type);
}

/* Add v, or what it consists of, unless it is there. -1 on failure. */
static int add_member(Value list, Value v)
{
    if (tp_is_exact(v, &tp_union_type)) {
        Tuple *args = as_union(v)->args;
        for (int64_t i = 0; i < args->length; i++) {
            if (add_member(list, args->items[i]) < 0)
                return -1;
        }
        return 0;
    }
    if (v == TP_NONE)
        v = tp_ref(&tp_none_type);
    for (int64_t i = 0; i < tp_as_list(list)->length; i++) {
        Value other = tp_as_list(list)->items[i];
        int r = v == other;
        if (tp_instance(v, &tp_genericalias_type) && tp_instance(other, &tp_genericalias_type))
            r = tp_equal(v, other);
        if (r)
            return r < 0 ? -1 : 0;
    }
    return tp_list_append(list, v);
}

Value tp_type_or(Value a, Value b)
{
    if (!is_unionable(a) || !is_unionable(b))
        return TP_NOTIMPLEMENTED;
    Value list = tp_list_new(0);
    if (add_member(list, a) < 0 || add_member(list, b) < 0)
        return 0;
    if (tp_as_list(list)->length == 1)
        return tp_as_list(list)->items[0];
    Union *u = tp_heap_object(&tp_union_type, 0);
    u->args = tp_as_tuple(tp_list_as_tuple(list));
    return tp_ref(u);
}

static Value union_or(Value self, Value other)
{
    return tp_type_or(self, other);
}

static Value union_ror(Value self, Value other)
{
    return tp_type_or(other, self);
}

static Value union_repr(Value self)
{
    Tuple *args = as_union(self)->args;
    StrBuilder b;
    tp_builder_init(&b);
    for (int64_t i = 0; i < args->length; i++) {
        if (i && tp_builder_cstr(&b, " | ") < 0)
            return 0;
        if (args->items[i] == tp_ref(&tp_none_type) ? tp_builder_cstr(&b, "None") < 0
                                                    : tp_generic_repr_item(&b, args->items[i]) < 0)
            return 0;
    }
    return tp_builder_finish(&b);
}

static int64_t union_hash(Value self)
{
    Value set = tp_frozenset_from(tp_ref(as_union(self)->args));
    return set ? tp_hash(set) : -1;
}

static Value union_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_is_exact(other, &tp_union_type))
        return TP_NOTIMPLEMENTED;
    Value a = tp_set_from(tp_ref(as_union(self)->args));
    Value b = tp_set_from(tp_ref(as_union(other)->args));
    return a && b ? tp_compare(a, b, op) : 0;
}

static Value get_parameters(Value self)
{
    Union *u = as_union(self);
    if (!u->parameters) {
        Value parameters = tp_generic_parameters(u->args);
        if (!parameters)
            return 0;
        u->parameters = tp_as_tuple(parameters);
    }
    return tp_ref(u->parameters);
}

static Value union_getitem(Value self, Value item)
{
    if (!get_parameters(self))
        return 0;
    Union *u = as_union(self);
    Value args = tp_generic_substitute(self, u->args, u->parameters, item);
    if (!args)
        return 0;
    Tuple *t = tp_as_tuple(args);
    Value result = t->length ? t->items[0] : TP_NONE;
    for (int64_t i = 1; result && i < t->length; i++)
        result = tp_or(result, t->items[i]);
    return result;
}

/* The module is that of the type, which an instance's attribute is not otherwise. */
static Value union_getattribute(Value self, Value name)
{
    if (tp_str_equal_cstr(name, "__module__"))
        return tp_getattr(tp_ref(&tp_union_type), name);
    return tp_generic_getattr(self, name);
}

static const GetSetDef getset[] = {
    {"__parameters__", get_parameters, 0, "Type variables in the types.UnionType."},
    {0, 0, 0, 0},
};

static const MemberDef members[] = {
    {"__args__", offsetof(Union, args), true, 0},
    {0, 0, 0, 0},
};

Type tp_union_type = {
    .head = {&tp_type_type},
    .name = "types.UnionType",
    .basic_size = sizeof(Union),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
    .getset = getset,
    .members = members,
    .getattribute = union_getattribute,
    .repr = union_repr,
    .hash = union_hash,
    .compare = union_compare,
    .getitem = union_getitem,
    .or_ = union_or,
    .ror = union_ror,
};
