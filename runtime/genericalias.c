/* genericalias.c -- list[int] and the like: types.GenericAlias.
 *
 * An alias stands for its origin: attributes not named in `own_names` are the origin's, a call
 * makes an instance of it. Type variables among the arguments (whatever has __typing_subst__ or
 * __parameters__) are the alias's own parameters; subscripting it again puts arguments in their
 * place, by the protocol that typing.py defines.
 */
#include "dict.h"
#include "error.h"
#include "func.h"
#include "genericalias.h"
#include "heap.h"
#include "iter.h"
#include "list.h"
#include "sequence.h"
#include "str.h"

static inline GenericAlias *as_alias(Value v)
{
    return (GenericAlias *)tp_obj(v);
}

static bool is_type(Value v)
{
    return tp_has_flag(v, TYPE_IS_TYPE);
}

/* Attribute of v, or 0 if it has none or it is None; *failed is set on other errors. */
static Value optional_attribute(Value v, Value name, bool *failed)
{
    int error = 0;
    Value found = tp_getattr_or_null(v, name, &error);
    if (error)
        *failed = true;
    return found == TP_NONE ? 0 : found;
}

static GenericAlias *alias_make(Value origin, Value args, bool is_starred)
{
    GenericAlias *alias = tp_heap_object(&tp_genericalias_type, 0);
    alias->origin = origin;
    alias->args = tp_as_tuple(tp_is_tuple(args) ? args : tp_tuple_pack(1, args));
    alias->is_starred = is_starred;
    return alias;
}

Value tp_genericalias_new(Value origin, Value args)
{
    return tp_ref(alias_make(origin, args, false));
}

/* ---- parameters ---- */

static int64_t position(Tuple *t, int64_t n, Value item)
{
    for (int64_t i = 0; i < n; i++) {
        if (t->items[i] == item)
            return i;
    }
    return -1;
}

Value tp_generic_parameters(Tuple *args)
{
    Value list = tp_list_new(0);
    bool failed = false;
    for (int64_t i = 0; i < args->length; i++) {
        Value arg = args->items[i];
        if (is_type(arg)) /* its __parameters__ would be a descriptor */
            continue;
        Value found[1] = {arg};
        int64_t n = 1;
        Value *from = found;
        if (!optional_attribute(arg, TP_NAME(__typing_subst__), &failed)) {
            Value inner = optional_attribute(arg, TP_NAME(__parameters__), &failed);
            if (!inner || !tp_is_tuple(inner))
                n = 0;
            else
                from = tp_as_tuple(inner)->items, n = tp_as_tuple(inner)->length;
        }
        if (failed)
            return 0;
        for (int64_t k = 0; k < n; k++) {
            List *l = tp_as_list(list);
            bool is_known = false;
            for (int64_t j = 0; j < l->length && !is_known; j++)
                is_known = l->items[j] == from[k];
            if (!is_known && tp_list_append(list, from[k]) < 0)
                return 0;
        }
    }
    return tp_list_as_tuple(list);
}

/* obj with its own parameters replaced: obj[the arguments they stand for]. */
static Value substitute_inside(Value obj, Tuple *parameters, Tuple *items)
{
    bool failed = false;
    Value inner = optional_attribute(obj, TP_NAME(__parameters__), &failed);
    if (failed)
        return 0;
    if (!inner || !tp_is_tuple(inner) || !tp_as_tuple(inner)->length)
        return obj;
    Value list = tp_list_new(0);
    for (int64_t i = 0; i < tp_as_tuple(inner)->length; i++) {
        Value arg = tp_as_tuple(inner)->items[i];
        int64_t at = position(parameters, parameters->length, arg);
        if (at >= 0) {
            Value parameter = arg;
            arg = items->items[at];
            if (tp_type_of(parameter)->iter && tp_is_tuple(arg)) { /* a TypeVarTuple */
                if (tp_list_extend(list, arg) < 0)
                    return 0;
                continue;
            }
        }
        if (tp_list_append(list, arg) < 0)
            return 0;
    }
    return tp_getitem(obj, tp_list_as_tuple(list));
}

/* The subscript as a tuple, with *tuple[...] opened up. */
static Value unpack_items(Value item)
{
    bool failed = false;
    Value list = tp_list_new(0), one[1] = {item};
    Value *items = one;
    int64_t n = 1;
    if (tp_is_tuple(item)) {
        items = tp_as_tuple(item)->items;
        n = tp_as_tuple(item)->length;
    }
    for (int64_t i = 0; i < n; i++) {
        Value inner = 0;
        if (!is_type(items[i]))
            inner = optional_attribute(items[i], TP_NAME(__typing_unpacked_tuple_args__), &failed);
        if (failed)
            return 0;
        if (inner && tp_is_tuple(inner) &&
            !(tp_as_tuple(inner)->length &&
              tp_as_tuple(inner)->items[tp_as_tuple(inner)->length - 1] == TP_ELLIPSIS)) {
            if (tp_list_extend(list, inner) < 0)
                return 0;
        } else if (tp_list_append(list, items[i]) < 0) {
            return 0;
        }
    }
    return tp_list_as_tuple(list);
}

Value tp_generic_substitute(Value self, Tuple *args, Tuple *parameters, Value item)
{
    bool failed = false;
    if (!parameters->length)
        return tp_raise(&tp_TypeError, "%R is not a generic class", self);
    if (!(item = unpack_items(item)))
        return 0;
    for (int64_t i = 0; i < parameters->length; i++) {
        Value prepare = optional_attribute(parameters->items[i],
                                           TP_NAME(__typing_prepare_subst__), &failed);
        if (failed)
            return 0;
        if (prepare) {
            if (!tp_is_tuple(item))
                item = tp_tuple_pack(1, item);
            if (!(item = tp_call2(prepare, self, item)))
                return 0;
        }
    }
    if (!tp_is_tuple(item))
        item = tp_tuple_pack(1, item);
    Tuple *items = tp_as_tuple(item);
    if (items->length != parameters->length)
        return tp_raise(&tp_TypeError, "Too %s arguments for %R; actual %lld, expected %lld",
                        items->length > parameters->length ? "many" : "few", self,
                        (long long)items->length, (long long)parameters->length);
    Value list = tp_list_new(0);
    for (int64_t i = 0; i < args->length; i++) {
        Value arg = args->items[i];
        bool is_unpacked = false;
        if (!is_type(arg)) {
            Value flag = optional_attribute(
                arg, TP_NAME(__typing_is_unpacked_typevartuple__), &failed);
            if (failed)
                return 0;
            int truth = flag ? tp_truth(flag) : 0;
            if (truth < 0)
                return 0;
            is_unpacked = truth;
            Value subst = optional_attribute(arg, TP_NAME(__typing_subst__), &failed);
            if (failed)
                return 0;
            int64_t at = subst ? position(parameters, parameters->length, arg) : -1;
            if (at >= 0)
                arg = tp_call1(subst, items->items[at]);
            else
                arg = substitute_inside(arg, parameters, items);
            if (!arg)
                return 0;
        }
        if (is_unpacked ? tp_list_extend(list, arg) < 0 : tp_list_append(list, arg) < 0)
            return 0;
    }
    return tp_list_as_tuple(list);
}

/* ---- text ---- */

int tp_generic_repr_item(StrBuilder *b, Value v)
{
    bool failed = false;
    Value text;
    if (v == TP_ELLIPSIS)
        return tp_builder_cstr(b, "...");
    Value origin = optional_attribute(v, TP_NAME(__origin__), &failed);
    Value args = origin ? optional_attribute(v, TP_NAME(__args__), &failed) : 0;
    if (failed)
        return -1;
    if (!origin || !args) {
        Value qualname = optional_attribute(v, TP_NAME(__qualname__), &failed);
        Value module = qualname ? optional_attribute(v, TP_NAME(__module__), &failed) : 0;
        if (failed)
            return -1;
        if (qualname && module) {
            if (tp_is_str(module) && tp_str_equal_cstr(module, "builtins"))
                text = tp_str(qualname);
            else
                text = tp_str_format_c("%S.%S", module, qualname);
            return text ? tp_builder_str(b, text) : -1;
        }
    }
    text = tp_repr(v);
    return text ? tp_builder_str(b, text) : -1;
}

static Value alias_repr(Value self)
{
    GenericAlias *alias = as_alias(self);
    StrBuilder b;
    tp_builder_init(&b);
    if (alias->is_starred)
        tp_builder_char(&b, '*');
    if (tp_generic_repr_item(&b, alias->origin) < 0)
        return 0;
    tp_builder_char(&b, '[');
    for (int64_t i = 0; i < alias->args->length; i++) {
        if ((i && tp_builder_cstr(&b, ", ") < 0) ||
            tp_generic_repr_item(&b, alias->args->items[i]) < 0)
            return 0;
    }
    tp_builder_cstr(&b, alias->args->length ? "]" : "()]");
    return tp_builder_finish(&b);
}

/* ---- slots ---- */

static Value alias_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "GenericAlias() takes no keyword arguments");
    if (nargs != 2)
        return tp_raise(&tp_TypeError, "GenericAlias expected 2 arguments, got %d", nargs);
    GenericAlias *alias = alias_make(args[0], args[1], false);
    if (type == &tp_genericalias_type)
        return tp_ref(alias);
    GenericAlias *derived = tp_heap_object(type, 0);
    derived->origin = alias->origin;
    derived->args = alias->args;
    return tp_ref(derived);
}

static int64_t alias_hash(Value self)
{
    int64_t a = tp_hash(as_alias(self)->origin), b;
    if (a == -1 || (b = tp_hash(tp_ref(as_alias(self)->args))) == -1)
        return -1;
    return (a ^ b) == -1 ? -2 : a ^ b;
}

static Value alias_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_instance(other, &tp_genericalias_type))
        return TP_NOTIMPLEMENTED;
    GenericAlias *a = as_alias(self), *b = as_alias(other);
    int r = a->is_starred == b->is_starred;
    if (r)
        r = tp_equal(a->origin, b->origin);
    if (r > 0)
        r = tp_equal(tp_ref(a->args), tp_ref(b->args));
    return r < 0 ? 0 : tp_bool(r == (op == TP_EQ));
}

static Value alias_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value instance = tp_call(as_alias(self)->origin, nargs, args, kwnames);
    if (instance && tp_setattr_cstr(instance, "__orig_class__", self) < 0) {
        if (!tp_error_is(&tp_AttributeError) && !tp_error_is(&tp_TypeError))
            return 0;
        tp_error_clear();
    }
    return instance;
}

static Value alias_getattribute(Value self, Value name)
{
    static const char *const own_names[] = {
        "__class__",       "__origin__",     "__args__",   "__unpacked__",
        "__parameters__",  "__mro_entries__", "__typing_unpacked_tuple_args__",
        "__reduce_ex__",   "__reduce__",     "__copy__",   "__deepcopy__",
    };
    for (size_t i = 0; i < sizeof own_names / sizeof *own_names; i++) {
        if (tp_str_equal_cstr(name, own_names[i]))
            return tp_generic_getattr(self, name);
    }
    return tp_getattr(as_alias(self)->origin, name);
}

static Value get_parameters(Value self)
{
    GenericAlias *alias = as_alias(self);
    if (!alias->parameters) {
        Value parameters = tp_generic_parameters(alias->args);
        if (!parameters)
            return 0;
        alias->parameters = tp_as_tuple(parameters);
    }
    return tp_ref(alias->parameters);
}

static Value alias_getitem(Value self, Value item)
{
    GenericAlias *alias = as_alias(self);
    if (!get_parameters(self))
        return 0;
    Value args = tp_generic_substitute(self, alias->args, alias->parameters, item);
    return args ? tp_ref(alias_make(alias->origin, args, alias->is_starred)) : 0;
}

static Value alias_or(Value self, Value other)
{
    return tp_type_or(self, other);
}

static Value alias_ror(Value self, Value other)
{
    return tp_type_or(other, self);
}

/* ---- the iterator: gives the starred alias once ---- */

typedef struct AliasIterator {
    Object head;
    Value alias;       /* 0 once exhausted */
} AliasIterator;

static Value iterator_self(Value self)
{
    return self;
}

static Value iterator_next(Value self)
{
    AliasIterator *it = (AliasIterator *)tp_obj(self);
    if (!it->alias)
        return 0;
    GenericAlias *alias = as_alias(it->alias);
    it->alias = 0;
    return tp_ref(alias_make(alias->origin, tp_ref(alias->args), true));
}

static Value iterator_reduce(Value self, Value *args)
{
    (void)args;
    Value alias = ((AliasIterator *)tp_obj(self))->alias;
    return tp_reduce_as("iter", tp_tuple_pack(1, alias ? alias : tp_ref(tp_empty_tuple)), 0);
}

static const MethodDef iterator_methods[] = {
    METHOD("__reduce__", iterator_reduce, "()", 0),
    METHOD_END
};

static Type alias_iterator_type = {
    .head = {&tp_type_type},
    .name = "generic_alias_iterator",
    .basic_size = sizeof(AliasIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .iter = iterator_self,
    .next = iterator_next,
    .methods = iterator_methods,
};

static Value alias_iter(Value self)
{
    tp_type_ready(&alias_iterator_type);
    AliasIterator *it = tp_heap_object(&alias_iterator_type, 0);
    it->alias = self;
    return tp_ref(it);
}

/* ---- methods ---- */

static Value alias_mro_entries(Value self, Value *args)
{
    (void)args;
    return tp_tuple_pack(1, as_alias(self)->origin);
}

static Value alias_instancecheck(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_raise(&tp_TypeError, "isinstance() argument 2 cannot be a parameterized generic");
}

static Value alias_subclasscheck(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_raise(&tp_TypeError, "issubclass() argument 2 cannot be a parameterized generic");
}

static Value alias_reduce(Value self, Value *args)
{
    (void)args;
    GenericAlias *alias = as_alias(self);
    if (alias->is_starred) {
        Value plain = tp_genericalias_new(alias->origin, tp_ref(alias->args));
        return tp_reduce_as("next", tp_tuple_pack(1, alias_iter(plain)), 0);
    }
    return tp_tuple_pack(2, tp_ref(&tp_genericalias_type),
                         tp_tuple_pack(2, alias->origin, tp_ref(alias->args)));
}

static Value alias_dir(Value self, Value *args)
{
    static const char *const extra[] = {
        "__origin__",  "__args__",      "__unpacked__", "__parameters__",
        "__mro_entries__", "__typing_unpacked_tuple_args__", "__reduce_ex__", "__reduce__",
        "__copy__",    "__deepcopy__",
    };
    (void)args;
    Value dir = tp_dict_get_str(tp_builtins, TP_NAME(dir));
    Value names = dir ? tp_call1(dir, as_alias(self)->origin) : tp_raise(&tp_AttributeError, "dir");
    if (!names || !(names = tp_list_from(names)))
        return 0;
    for (size_t i = 0; i < sizeof extra / sizeof *extra; i++) {
        Value name = tp_intern_cstr(extra[i]);
        int r = tp_contains(names, name);
        if (r < 0 || (!r && tp_list_append(names, name) < 0))
            return 0;
    }
    return names;
}

static Value get_unpacked(Value self)
{
    return tp_bool(as_alias(self)->is_starred);
}

static Value get_unpacked_args(Value self)
{
    GenericAlias *alias = as_alias(self);
    if (alias->is_starred && alias->origin == tp_ref(&tp_tuple_type))
        return tp_ref(alias->args);
    return TP_NONE;
}

static const MethodDef methods[] = {
    METHOD("__mro_entries__", alias_mro_entries, "(object, /)", 0),
    METHOD("__instancecheck__", alias_instancecheck, "(object, /)", 0),
    METHOD("__subclasscheck__", alias_subclasscheck, "(object, /)", 0),
    METHOD("__reduce__", alias_reduce, "()", 0),
    METHOD("__dir__", alias_dir, "()", 0),
    METHOD_END,
};

static const GetSetDef getset[] = {
    {"__parameters__", get_parameters, 0, "Type variables in the GenericAlias."},
    {"__typing_unpacked_tuple_args__", get_unpacked_args, 0, 0},
    {"__unpacked__", get_unpacked, tp_set_readonly, 0},
    {0, 0, 0, 0},
};

static const MemberDef members[] = {
    {"__origin__", offsetof(GenericAlias, origin), true, 0},
    {"__args__", offsetof(GenericAlias, args), true, 0},
    {0, 0, 0, 0},
};

Type tp_genericalias_type = {
    .head = {&tp_type_type},
    .name = "types.GenericAlias",
    .basic_size = sizeof(GenericAlias),
    .flags = TYPE_BASE | TYPE_IMMUTABLE,
    .weakref_offset = 1,
    .doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and "
           "t.__args__ is (int,).",
    .methods = methods,
    .getset = getset,
    .members = members,
    .repr = alias_repr,
    .hash = alias_hash,
    .compare = alias_compare,
    .getattribute = alias_getattribute,
    .call = alias_call,
    .new_ = alias_new,
    .iter = alias_iter,
    .getitem = alias_getitem,
    .or_ = alias_or,
    .ror = alias_ror,
};
