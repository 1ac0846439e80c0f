/* object.c -- what holds for every value: its type, attribute access, isinstance, and the class
 * object itself.
 *
 * The order of attribute lookup, object.__getattribute__: data descriptor of the class, the
 * instance's own attribute, other descriptor or plain attribute of the class. Start at
 * tp_generic_getattr_or_null. None, NotImplemented and Ellipsis have their types here.
 */
#include "int.h"
#include "shape.h"
#include "text.h"
#include "type.h"

/* ---- types of values ---- */

static Type *const special_types[8] = {
    &tp_bool_type, &tp_bool_type, &tp_none_type, &tp_ellipsis_type, &tp_notimplemented_type,
    &tp_none_type, &tp_none_type, &tp_none_type};

Type *tp_type_of_word(Value v)
{
    if (tp_is_small(v))
        return &tp_int_type;
    if (tp_is_tagged_float(v))
        return &tp_float_type;
    return special_types[(v >> 3) & 7];
}

/* ---- isinstance, issubclass ---- */

/* The tuple __bases__ of what may be no type but acts as a class; 0 if it does not: with TypeError
 * if there is a message, or what looking it up raised. */
static Tuple *bases_of(Value v, const char *message)
{
    Value bases = tp_getattr_or_null(v, TP_NAME(__bases__), 0);
    if (bases && tp_is_tuple(bases))
        return tp_as_tuple(bases);
    if (message && (bases || !tp_error_pending()))
        tp_raise(&tp_TypeError, message);
    return 0;
}

/* Is cls v or among the bases of v, and theirs? 1, 0, or -1. */
static int derives(Value v, Value cls)
{
    if (v == cls)
        return 1;
    if (tp_recursion_enter(" in __subclasscheck__") < 0)
        return -1;
    Tuple *bases = bases_of(v, 0);
    int r = 0;
    for (int64_t i = 0; !r && bases && i < bases->length; i++)
        r = derives(bases->items[i], cls);
    tp_recursion_leave();
    return r ? r : tp_error_pending() ? -1 : 0;
}

int tp_issubclass_plain(Value v, Value cls)
{
    if (tp_has_flag(v, TYPE_IS_TYPE) && tp_has_flag(cls, TYPE_IS_TYPE))
        return tp_subtype((Type *)tp_obj(v), (Type *)tp_obj(cls));
    if (!bases_of(v, "issubclass() arg 1 must be a class") ||
        !bases_of(cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union"))
        return -1;
    return derives(v, cls);
}

static bool has_plain_checks(Type *meta)
{
    return meta == &tp_type_type;
}

/* What isinstance() found lately, by the versions of two classes: true until one changes. */
enum { ANSWERS = 256 };
static struct {
    uint32_t type, cls;
    bool is;
} answers[ANSWERS];

/* Does the check say so for one of the classes? 1, 0, or -1. */
static int is_any(Value v, const Tuple *classes, int (*check)(Value v, Value cls),
                  const char *where)
{
    if (tp_recursion_enter(where) < 0)
        return -1;
    int r = 0;
    for (int64_t i = 0; !r && i < classes->length; i++)
        r = check(v, classes->items[i]);
    tp_recursion_leave();
    return r;
}

int tp_isinstance(Value v, Value cls)
{
    Type *type = tp_type_of(v);
    if (tp_ref(type) == cls)
        return 1;
    if (tp_is_ptr(cls) && has_plain_checks(tp_ptr_type(cls))) {
        uint32_t version = ((Type *)tp_obj(cls))->version;
        unsigned at = (type->version * 31 ^ version) % ANSWERS;
        if (answers[at].type == type->version && answers[at].cls == version)
            return answers[at].is;
        bool is = tp_subtype(type, (Type *)tp_obj(cls));
        if (is || (type->getattribute == tp_generic_getattr &&
                   (!(type->flags & TYPE_HEAP) ||
                    tp_type_lookup(type, TP_NAME(__class__)) ==
                        tp_type_lookup(&tp_object_type, TP_NAME(__class__))))) {
            /* if not, it has no __class__ of its own: no builtin type of that kind does */
            answers[at].type = type->version;
            answers[at].cls = version;
            answers[at].is = is;
            return is;
        }
        Value claimed = tp_getattr_or_null(v, TP_NAME(__class__), 0);
        if (!claimed && tp_error_pending())
            return -1;
        return claimed && tp_has_flag(claimed, TYPE_IS_TYPE) &&
               tp_subtype((Type *)tp_obj(claimed), (Type *)tp_obj(cls));
    }
    if (tp_is_exact(cls, &tp_union_type))
        cls = tp_ref(tp_union_args(cls));
    if (tp_is_tuple(cls))
        return is_any(v, tp_as_tuple(cls), tp_isinstance, " in __instancecheck__");
    Value check = tp_lookup_special(cls, TP_NAME(__instancecheck__));
    if (check) {
        Value r = tp_call1(check, v);
        return r ? tp_truth(r) : -1;
    }
    if (tp_error_pending())
        return -1;
    if (!bases_of(cls, "isinstance() arg 2 must be a type, a tuple of types, or a union"))
        return -1;
    Value own = tp_getattr_or_null(v, TP_NAME(__class__), 0);
    return own ? derives(own, cls) : tp_error_pending() ? -1 : 0;
}

int tp_issubclass(Value v, Value cls)
{
    if (tp_is_ptr(cls) && has_plain_checks(tp_ptr_type(cls)))
        return v == cls ? 1 : tp_issubclass_plain(v, cls);
    if (tp_is_exact(cls, &tp_union_type))
        cls = tp_ref(tp_union_args(cls));
    if (tp_is_tuple(cls))
        return is_any(v, tp_as_tuple(cls), tp_issubclass, " in __subclasscheck__");
    Value check = tp_lookup_special(cls, TP_NAME(__subclasscheck__));
    if (check) {
        Value r = tp_call1(check, v);
        return r ? tp_truth(r) : -1;
    }
    return tp_error_pending() ? -1 : tp_issubclass_plain(v, cls);
}

/* ---- the instance's own attributes ---- */

Dict **tp_dict_slot(Value v)
{
    Type *type = tp_ptr_type(v);
    int64_t offset = type->dict_offset;
    if (offset > 0)
        return (Dict **)((char *)tp_obj(v) + offset);
    if (offset < 0) {
        Tuple *t = tp_as_tuple(v);
        return (Dict **)&t->items[t->length];
    }
    return 0;
}

Dict *tp_instance_dict(Value v)
{
    if (!tp_is_ptr(v))
        return 0;
    Type *type = tp_ptr_type(v);
    if (type->flags & TYPE_SHAPED)
        return type->flags & TYPE_HAS_DICT ? tp_instance_make_dict((Instance *)tp_obj(v)) : 0;
    if (type->flags & TYPE_IS_TYPE)
        return tp_type_dict((Type *)tp_obj(v));
    Dict **slot = tp_dict_slot(v);
    if (!slot)
        return 0;
    if (!*slot)
        *slot = tp_dict_new_few(0, 0);
    return *slot;
}

/* The dict where attributes are that v has itself and not in its shape, or 0. */
static Dict *own_dict(Value v, Type *type)
{
    if (type->flags & TYPE_SHAPED)
        return tp_instance_dict_mode((Instance *)tp_obj(v));
    if (type->dict_offset && tp_is_ptr(v))
        return *tp_dict_slot(v);
    return type->flags & TYPE_IS_TYPE ? tp_type_dict((Type *)tp_obj(v)) : 0;
}

/* The attribute in the instance itself (name interned), or 0; with an exception if an __eq__ of
 * a key of its dict raised it. */
static Value own_attribute(Value v, Type *type, Value name)
{
    Value *slot = type->flags & TYPE_SHAPED ? tp_instance_find((Instance *)tp_obj(v), name) : 0;
    if (slot)
        return *slot;
    Dict *d = own_dict(v, type);
    return d ? tp_dict_get(d, name) : 0;
}

bool tp_may_have_own_attribute(Value v, Type *type, Value name)
{
    if (type->flags & TYPE_SHAPED && tp_instance_find((Instance *)tp_obj(v), name))
        return true;
    Dict *d = own_dict(v, type);
    return d && (!d->has_only_str || tp_dict_get_str(d, name));
}

Value tp_generic_getattr_or_null(Value v, Value name, int *error)
{
    if (error)
        *error = 0;
    Type *type = tp_type_of(v);
    if (!tp_as_str(name)->is_interned)
        name = tp_intern(name);
    Value found = tp_type_lookup(type, name);
    Type *t = found ? tp_type_of(found) : 0;
    if (!t || !t->set || !t->get) {
        Value own = own_attribute(v, type, name);
        if (own)
            return own;
        if (tp_error_pending()) {
            if (error)
                *error = -1;
            return 0;
        }
        if (!t)
            return 0;
    }
    if (!t->get)
        return found;
    Value result = t->get(found, v, tp_ref(type));
    if (!result) {
        if (error && tp_error_is(&tp_AttributeError)) {
            tp_error_clear();
            return 0;
        }
        if (error)
            *error = -1;
    }
    return result;
}

Value tp_raise_no_attribute(Value v, Value name)
{
    return tp_raise_attribute(v, name, "'%T' object has no attribute '%U'", v, name);
}

Value tp_generic_getattr(Value v, Value name)
{
    Value result = tp_generic_getattr_or_null(v, name, 0);
    if (result || tp_error_pending())
        return result;
    return tp_raise_no_attribute(v, name);
}

/* Unlike those of looking up, its exceptions do not tell name and object, as CPython's do not. */
int tp_generic_setattr(Value v, Value name, Value value)
{
    Type *type = tp_type_of(v);
    if (!tp_as_str(name)->is_interned)
        name = tp_intern(name);
    Value found = tp_type_lookup(type, name);
    Type *t = found ? tp_type_of(found) : 0;
    if (t && t->set)
        return t->set(found, v, value);
    if (type->flags & TYPE_HAS_DICT) {
        Instance *instance = (Instance *)tp_obj(v);
        if (value)
            return tp_instance_set(instance, name, value);
        int done = tp_instance_delete(instance, name);
        if (done)
            return done < 0 ? -1 : 0;
    } else if (type->dict_offset && tp_is_ptr(v)) {
        Dict **slot = tp_dict_slot(v);
        if (!*slot) {
            *slot = tp_dict_new_few(value ? name : 0, value);
            if (value)
                return 0;
        }
        if (value)
            return tp_dict_set(*slot, name, value);
        if (type == &tp_module_type && tp_module_complete(v) < 0)
            return -1;
        int done = tp_dict_del(*slot, name);
        if (done)
            return done < 0 ? -1 : 0;
    } else if (found) {
        return tp_raise_int(&tp_AttributeError, "'%T' object attribute '%U' is read-only", v, name);
    }
    return tp_raise_int(&tp_AttributeError, "'%T' object has no attribute '%U'", v, name);
}

Value tp_get_dict(Value self)
{
    return tp_ref(tp_instance_dict(self));
}

int tp_set_dict(Value self, Value value)
{
    if (!value)
        return tp_raise_int(&tp_TypeError, "cannot delete __dict__");
    if (!tp_is_dict(value))
        return tp_raise_int(&tp_TypeError, "__dict__ must be set to a dictionary, not a '%T'",
                            value);
    *tp_dict_slot(self) = tp_as_dict(value);
    return 0;
}

/* ---- attributes of any value ---- */

Value tp_getattr(Value v, Value name)
{
    return tp_type_of(v)->getattribute(v, name);
}

Value tp_getattr_or_null(Value v, Value name, int *error)
{
    Type *type = tp_type_of(v);
    int failed = 0;
    Value result;
    if (error)
        *error = 0;
    if (type->getattribute == tp_generic_getattr) {
        result = tp_generic_getattr_or_null(v, name, &failed);
    } else if (type->getattribute == tp_type_type.getattribute) {
        result = tp_type_getattr_or_null(v, name, &failed);
        if (failed && tp_error_is(&tp_AttributeError)) {
            tp_error_clear();
            failed = 0;
        }
    } else {
        result = type->getattribute(v, name);
        if (!result) {
            if (tp_error_is(&tp_AttributeError))
                tp_error_clear();
            else
                failed = -1;
        }
    }
    if (error)
        *error = failed;
    return result;
}

int tp_setattr(Value v, Value name, Value value)
{
    return tp_type_of(v)->setattr(v, name, value);
}

Value tp_getattr_cstr(Value v, const char *name)
{
    return tp_getattr(v, tp_intern_cstr(name));
}

int tp_setattr_cstr(Value v, const char *name, Value value)
{
    return tp_setattr(v, tp_intern_cstr(name), value);
}

Value tp_lookup_special(Value v, Value name)
{
    Type *type = tp_type_of(v);
    Value found = tp_type_lookup(type, name);
    if (!found)
        return 0;
    GetFn get = tp_type_of(found)->get;
    return get ? get(found, v, tp_ref(type)) : found;
}

/* ---- class object ---- */

static bool has_excess(int nargs, Tuple *kwnames)
{
    return nargs > 0 || (kwnames && kwnames->length > 0);
}

static Value raise_abstract(Type *type)
{
    Value names = tp_dict_get_str(tp_type_dict(type), TP_NAME(__abstractmethods__));
    Value list = names ? tp_list_from(names) : 0;
    if (!list || tp_list_sort(list, 0, false) < 0)
        return 0;
    Value text = tp_str_join(tp_str_cstr(", "), list);
    if (!text)
        return 0;
    return tp_raise(&tp_TypeError, "Can't instantiate abstract class %s with abstract method%s %U",
                    type->name, tp_as_list(list)->length > 1 ? "s" : "", text);
}

Value tp_object_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)args;
    if (has_excess(nargs, kwnames)) {
        if (type->new_ != tp_object_new)
            return tp_raise(&tp_TypeError, "object.__new__() takes exactly one argument "
                                           "(the type to instantiate)");
        if (type->init == tp_object_init)
            return tp_raise(&tp_TypeError, "%s() takes no arguments", type->name);
    }
    if (type->flags & TYPE_ABSTRACT)
        return raise_abstract(type);
    if (type->flags & TYPE_SHAPED)
        return tp_instance_new(type);
    return tp_ref(tp_heap_object(type, 0));
}

int tp_object_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)args;
    Type *type = tp_type_of(self);
    if (has_excess(nargs, kwnames)) {
        if (type->init != tp_object_init)
            return tp_raise_int(&tp_TypeError, "object.__init__() takes exactly one argument "
                                               "(the instance to initialize)");
        if (type->new_ == tp_object_new)
            return tp_raise_int(&tp_TypeError, "%s.__init__() takes exactly one argument "
                                               "(the instance to initialize)", type->name);
    }
    return 0;
}

Value tp_object_repr(Value self)
{
    Type *type = tp_type_of(self);
    Value module = tp_type_module(type);
    if (!module)
        tp_error_clear();
    if (module && tp_is_str(module) && !tp_str_equal_cstr(module, "builtins"))
        return tp_str_format_c("<%U.%U object at 0x%lx>", module, type->qualname,
                               (unsigned long)self);
    return tp_str_format_c("<%s object at 0x%lx>", type->name, (unsigned long)self);
}

static Value object_str(Value self)
{
    return tp_type_of(self)->repr(self);
}

int64_t tp_object_hash(Value self)
{
    int64_t h = (int64_t)((self >> 4) | (self << 60));
    return h == -1 ? -2 : h;
}

Value tp_object_compare(Value self, Value other, int op)
{
    if (op == TP_EQ)
        return self == other ? TP_TRUE : TP_NOTIMPLEMENTED;
    if (op != TP_NE)
        return TP_NOTIMPLEMENTED;
    CompareFn compare = tp_type_of(self)->compare;
    if (!compare || compare == tp_object_compare)
        return self == other ? TP_FALSE : TP_NOTIMPLEMENTED;
    Value equal = compare(self, other, TP_EQ);
    if (!equal || equal == TP_NOTIMPLEMENTED)
        return equal;
    int truth = tp_truth(equal);
    return truth < 0 ? 0 : tp_bool(!truth);
}

static Value get_class(Value self)
{
    return tp_ref(tp_type_of(self));
}

int tp_object_set_class(Value self, Value cls)
{
    if (!cls)
        return tp_raise_int(&tp_TypeError, "can't delete __class__ attribute");
    if (!tp_has_flag(cls, TYPE_IS_TYPE))
        return tp_raise_int(&tp_TypeError, "__class__ must be set to a class, not '%T' object",
                            cls);
    Type *old = tp_type_of(self), *type = (Type *)tp_obj(cls);
    bool are_modules = tp_subtype(old, &tp_module_type) && tp_subtype(type, &tp_module_type);
    if (!are_modules && !((old->flags & TYPE_HEAP) && (type->flags & TYPE_HEAP)))
        return tp_raise_int(&tp_TypeError, "__class__ assignment only supported for mutable types "
                                           "or ModuleType subclasses");
    if (tp_type_check_layout(type, old, "__class__") < 0)
        return -1;
    if (type->flags & TYPE_SHAPED)
        tp_instance_change_type((Instance *)tp_obj(self), type);
    else
        tp_obj(self)->type = type;
    if (type->flags & TYPE_IS_TYPE) { /* self is a class, and caches rely on its metaclass */
        tp_type_modified((Type *)tp_obj(self));
        tp_caches_flush();
    }
    if ((type->flags & TYPE_HAS_DEL) && !(old->flags & TYPE_HAS_DEL))
        tp_type_arm_finalizer(self);
    return 0;
}

static Value call_copyreg(const char *function, int nargs, const Value *args)
{
    Value copyreg = tp_import_module("copyreg");
    return copyreg ? tp_call_method_cstr(copyreg, function, nargs, args) : 0;
}

/* The names of all __slots__ of the class, as copyreg finds and keeps them: a list or None; 0 with
 * an exception. */
static Value slot_names(Type *type)
{
    bool has_slots = false; /* for most there is no need to ask */
    for (Type *t = type; t && t->flags & TYPE_HEAP; t = t->base)
        has_slots |= t->slots != 0;
    Value names = tp_dict_get_str(tp_type_dict(type), TP_NAME(__slotnames__));
    if (!names) {
        if (!has_slots)
            return TP_NONE;
        Value cls = tp_ref(type);
        names = call_copyreg("_slotnames", 1, &cls);
    }
    if (names && names != TP_NONE && !tp_is_list(names))
        return tp_raise(&tp_TypeError, "copyreg._slotnames didn't return a list or None");
    return names;
}

/* Everything of __slots__ that is set, as a dict, or None; 0 with an exception. */
static Value slots_state(Value self)
{
    Value names = slot_names(tp_type_of(self));
    if (!names || names == TP_NONE)
        return names;
    Dict *found = tp_dict_new();
    names = tp_list_as_tuple(names); /* getters may change the list */
    for (int64_t i = 0; i < tp_as_tuple(names)->length; i++) {
        Value name = tp_as_tuple(names)->items[i], v = 0;
        if (!tp_is_str(name))
            return tp_raise(&tp_TypeError, "attribute name must be string, not '%T'", name);
        v = tp_getattr_or_null(self, name, 0);
        if (v ? tp_dict_set(found, name, v) < 0 : tp_error_pending())
            return 0;
    }
    return found->length ? tp_ref(found) : TP_NONE;
}

/* The attributes of the instance: what object.__getstate__ gives. */
static Value default_state(Value self)
{
    Dict *dict = tp_has_flag(self, TYPE_IS_TYPE) ? 0 : tp_instance_dict(self);
    Value state = dict && dict->length > 0 ? tp_ref(dict) : TP_NONE, slots = slots_state(self);
    return !slots ? 0 : slots == TP_NONE ? state : tp_tuple_pack(2, state, slots);
}

static Value object_getstate(Value self, Value *args)
{
    (void)args;
    return default_state(self);
}

/* What __getstate__ gives; if that is object's and the state is_whole, there is to be nothing else
 * to the object: one of a builtin type that has fields can't be pickled. */
static Value reduced_state(Value self, bool is_whole)
{
    Value f = tp_getattr_cstr(self, "__getstate__");
    bool is_default = f && tp_is_exact(f, &tp_builtin_type) &&
                      ((Builtin *)tp_obj(f))->def->fn == object_getstate &&
                      ((Builtin *)tp_obj(f))->self == self;
    if (!is_default)
        return f ? tp_call0(f) : 0;
    const Type *builtin = tp_type_builtin_base(tp_type_of(self));
    if (is_whole && tp_type_itemsize(builtin))
        return tp_raise(&tp_TypeError, "cannot pickle %T objects", self);
    if (is_whole && builtin->basic_size > sizeof(Object))
        return tp_raise(&tp_TypeError, "cannot pickle '%T' object", self);
    return default_state(self);
}

/* __reduce_ex__(protocol >= 2): copyreg.__newobj__(cls, *args), state, items. */
static Value reduce_new(Value self)
{
    Type *type = tp_type_of(self);
    Value args = 0, kwargs = 0;
    if (!type->new_)
        return tp_raise(&tp_TypeError, "cannot pickle '%T' object", self);
    Value f = tp_lookup_special(self, TP_NAME(__getnewargs_ex__));
    if (f) {
        Value pair = tp_call0(f);
        if (!pair)
            return 0;
        if (!tp_is_tuple(pair))
            return tp_raise(&tp_TypeError, "__getnewargs_ex__ should return a tuple, not '%T'",
                            pair);
        if (tp_as_tuple(pair)->length != 2)
            return tp_raise(&tp_ValueError,
                            "__getnewargs_ex__ should return a tuple of length 2, not %zd",
                            (size_t)tp_as_tuple(pair)->length);
        args = tp_as_tuple(pair)->items[0];
        kwargs = tp_as_tuple(pair)->items[1];
        if (!tp_is_tuple(args))
            return tp_raise(&tp_TypeError, "first item of the tuple returned by __getnewargs_ex__ "
                                           "must be a tuple, not '%T'", args);
        if (!tp_is_dict(kwargs))
            return tp_raise(&tp_TypeError, "second item of the tuple returned by __getnewargs_ex__ "
                                           "must be a dict, not '%T'", kwargs);
    } else if (tp_error_pending()) {
        return 0;
    } else if ((f = tp_lookup_special(self, TP_NAME(__getnewargs__)))) {
        args = tp_call0(f);
        if (!args)
            return 0;
        if (!tp_is_tuple(args))
            return tp_raise(&tp_TypeError, "__getnewargs__ should return a tuple, not '%T'", args);
    } else if (tp_error_pending()) {
        return 0;
    }
    bool is_listlike = type->flags & TYPE_IS_LIST, is_dictlike = type->flags & TYPE_IS_DICT;
    Value maker, all;
    Value copyreg = tp_import_module("copyreg");
    if (!copyreg)
        return 0;
    if (kwargs && tp_as_dict(kwargs)->length > 0) {
        maker = tp_getattr_cstr(copyreg, "__newobj_ex__");
        all = tp_tuple_pack(3, tp_ref(type), args, kwargs);
    } else {
        maker = tp_getattr_cstr(copyreg, "__newobj__");
        Value list = tp_list_of(1, (Value[]){tp_ref(type)});
        if (args && tp_list_extend(list, args) < 0)
            return 0;
        all = tp_list_as_tuple(list);
    }
    if (!maker || !all)
        return 0;
    Value state = reduced_state(self, !args && !is_listlike && !is_dictlike);
    if (!state)
        return 0;
    Value items = TP_NONE, pairs = TP_NONE;
    if (is_listlike && !(items = tp_iter(self)))
        return 0;
    if (is_dictlike) {
        pairs = tp_call_method_cstr(self, "items", 0, 0);
        if (!pairs || !(pairs = tp_iter(pairs)))
            return 0;
    }
    return tp_tuple_pack(5, maker, all, state, items, pairs);
}

static Value reduce_by_protocol(Value self, int64_t protocol)
{
    if (protocol >= 2)
        return reduce_new(self);
    Value args[2] = {self, tp_int(protocol)};
    return call_copyreg("_reduce_ex", 2, args);
}

static Value object_reduce(Value self, Value *args)
{
    (void)args;
    return reduce_by_protocol(self, 0);
}

static Value object_reduce_ex(Value self, Value *args)
{
    int64_t protocol;
    if (text_int_arg(args[0], &protocol) < 0)
        return 0;
    Value own = tp_type_lookup(tp_type_of(self), TP_NAME(__reduce__));
    if (own && own != tp_type_lookup(&tp_object_type, TP_NAME(__reduce__)))
        return tp_call_method(self, TP_NAME(__reduce__), 0, 0, 0);
    return reduce_by_protocol(self, protocol);
}

static Value object_format(Value self, Value *args)
{
    if (!tp_is_str(args[0]))
        return tp_raise_argument("__format__", "argument", "str", args[0]);
    if (tp_as_str(args[0])->length > 0)
        return tp_raise(&tp_TypeError, "unsupported format string passed to %T.__format__", self);
    return tp_str(self);
}

Value tp_object_sizeof(Value self, Value *args)
{
    (void)args;
    Type *type = tp_type_of(self);
    size_t size = type->basic_size;
    if (type->flags & TYPE_IS_BYTES) /* these two as CPython lays them out */
        size = 33 + (size_t)((Bytes *)tp_obj(self))->length + (type->dict_offset ? 8 : 0);
    else if (type->flags & TYPE_IS_TUPLE)
        size = 24 + 8 * (size_t)tp_as_tuple(self)->length + (type->dict_offset ? 8 : 0);
    else if (type->flags & TYPE_SHAPED)
        size = sizeof(Instance) +
               (size_t)((Instance *)tp_obj(self))->shape->capacity * sizeof(Value);
    return tp_int((int64_t)size);
}

static void add_class_names(Type *type, Dict *names)
{
    Value key, value;
    for (int64_t i = 0; i < type->mro->length; i++) {
        int64_t pos = 0;
        while (tp_dict_next(tp_type_dict((Type *)tp_obj(type->mro->items[i])), &pos, &key, &value))
            tp_dict_set(names, key, TP_NONE);
    }
}

static Value object_dir(Value self, Value *args)
{
    (void)args;
    Dict *names = tp_dict_new();
    Value dict = tp_getattr_or_null(self, TP_NAME(__dict__), 0);
    if (dict ? tp_is_dict(dict) && tp_dict_update(names, dict) < 0 : tp_error_pending())
        return 0;
    Value cls = tp_getattr_or_null(self, TP_NAME(__class__), 0);
    if (!cls && tp_error_pending())
        return 0;
    if (cls && tp_has_flag(cls, TYPE_IS_TYPE))
        add_class_names((Type *)tp_obj(cls), names);
    return tp_dict_keys_list(names);
}

static Value object_init_subclass(Value self, Value *args)
{
    (void)self, (void)args;
    return TP_NONE;
}

static Value object_subclasshook(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self, (void)nargs, (void)args, (void)kwnames;
    return TP_NOTIMPLEMENTED;
}

static const MethodDef object_methods[] = {
    METHOD("__reduce__", object_reduce, "()", "Helper for pickle."),
    METHOD("__reduce_ex__", object_reduce_ex, "(protocol, /)", "Helper for pickle."),
    METHOD("__getstate__", object_getstate, "()", "Helper for pickle."),
    METHOD("__format__", object_format, "(format_spec, /)",
           "Default object formatter.\n\nReturn str(self) if format_spec is empty. Raise TypeError "
           "otherwise."),
    METHOD("__sizeof__", tp_object_sizeof, "()", "Size of object in memory, in bytes."),
    METHOD("__dir__", object_dir, "()", "Default dir() implementation."),
    METHOD_CLASS("__init_subclass__", object_init_subclass, "()",
                 "This method is called when a class is subclassed.\n\nThe default implementation "
                 "does nothing. It may be\noverridden to extend subclasses."),
    {"__subclasshook__", 0, object_subclasshook, "(*args)",
     "Abstract classes can override this to customize issubclass().\n\nThis is invoked early on by "
     "abc.ABCMeta.__subclasscheck__().\nIt should return True, False or NotImplemented.  If it "
     "returns\nNotImplemented, the normal algorithm is used.  Otherwise, it\noverrides the normal "
     "algorithm (and the outcome is cached).", METHOD_IS_RAW | METHOD_IS_CLASS},
    METHOD_END
};

static const GetSetDef object_getset[] = {
    {"__class__", get_class, tp_object_set_class, "the object's class"},
    {0, 0, 0, 0}
};

Type tp_object_type = {
    .name = "object",
    .basic_size = sizeof(Object),
    .flags = TYPE_BASE,
    .doc = "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and "
           "returns a new featureless\ninstance that has no instance attributes and cannot be given"
           " any.\n",
    .repr = tp_object_repr,
    .str = object_str,
    .hash = tp_object_hash,
    .compare = tp_object_compare,
    .getattribute = tp_generic_getattr,
    .setattr = tp_generic_setattr,
    .new_ = tp_object_new,
    .init = tp_object_init,
    .methods = object_methods,
    .getset = object_getset,
};

/* ---- None, NotImplemented, Ellipsis ---- */

static Value none_repr(Value self)
{
    (void)self;
    return TP_NAME(None);
}

static int none_bool(Value self)
{
    (void)self;
    return 0;
}

static Value none_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type, (void)args;
    return has_excess(nargs, kwnames) ? tp_raise(&tp_TypeError, "NoneType takes no arguments")
                                      : TP_NONE;
}

Type tp_none_type = {
    .name = "NoneType", .basic_size = sizeof(Object), .repr = none_repr, .bool_ = none_bool,
    .new_ = none_new,
};

static Value notimplemented_repr(Value self)
{
    (void)self;
    return TP_NAME(NotImplemented);
}

static int notimplemented_bool(Value self)
{
    (void)self;
    if (tp_warn(&tp_DeprecationWarning, 1,
                "NotImplemented should not be used in a boolean context") < 0)
        return -1;
    return 1;
}

static Value notimplemented_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type, (void)args;
    return has_excess(nargs, kwnames)
               ? tp_raise(&tp_TypeError, "NotImplementedType takes no arguments")
               : TP_NOTIMPLEMENTED;
}

static Value name_reduce(Value self, Value *args)
{
    (void)args;
    return tp_repr(self);
}

static const MethodDef singleton_methods[] = {
    METHOD("__reduce__", name_reduce, "()", 0),
    METHOD_END
};

Type tp_notimplemented_type = {
    .name = "NotImplementedType", .basic_size = sizeof(Object), .repr = notimplemented_repr,
    .bool_ = notimplemented_bool, .new_ = notimplemented_new,
    .methods = singleton_methods,
};

static Value ellipsis_repr(Value self)
{
    (void)self;
    return TP_NAME(Ellipsis);
}

static Value ellipsis_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type, (void)args;
    return has_excess(nargs, kwnames) ? tp_raise(&tp_TypeError, "EllipsisType takes no arguments")
                                      : TP_ELLIPSIS;
}

Type tp_ellipsis_type = {
    .name = "ellipsis", .basic_size = sizeof(Object), .repr = ellipsis_repr,
    .getattribute = tp_generic_getattr, .new_ = ellipsis_new, .methods = singleton_methods,
};
