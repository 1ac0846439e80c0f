/* descr.c -- the descriptors: slots, fields and attributes of builtin types, entries of __slots__,
 * property, classmethod, staticmethod; and mappingproxy, the read-only view of a class's dict.
 *
 * (Methods of builtin types are Builtins: see func.c. super is in super.c.)
 */
#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "shape.h"
#include "str.h"
#include "type.h"

/* ---- what the kinds share: messages, names, pickling ---- */

static Value raise_wrong_object(Value name, Type *owner, Value object)
{
    return tp_raise(&tp_TypeError,
                    "descriptor '%U' for '%s' objects doesn't apply to a '%T' object", name,
                    owner->name, object);
}

static Value qualified(Type *owner, Value name)
{
    return tp_str_format_c("%U.%U", owner->qualname, name);
}

int tp_set_readonly(Value self, Value value)
{
    (void)self, (void)value;
    return tp_raise_int(&tp_AttributeError, "readonly attribute");
}

static Value text_or_none(const char *text)
{
    return text ? tp_str_cstr(text) : TP_NONE;
}

Value tp_reduce_as_attribute(Value object, Value name)
{
    Value getattr = tp_dict_get_str(tp_builtins, TP_NAME(getattr));
    if (!getattr)
        return tp_raise(&tp_AttributeError, "getattr");
    return tp_tuple_pack(2, getattr, tp_tuple_pack(2, object, name));
}

/* ---- wrapper_descriptor: int.__add__ ---- */

Value tp_wrapper_new(Type *owner, int row, void *fn)
{
    WrapperDescriptor *w = tp_heap_object(&tp_wrapper_descriptor_type, 0);
    w->owner = owner;
    w->row = row;
    w->fn = fn;
    return tp_ref(w);
}

static WrapperDescriptor *wrapper(Value self)
{
    return (WrapperDescriptor *)tp_obj(self);
}

static Value wrapper_name(Value self)
{
    return tp_slot_rows[wrapper(self)->row].name_value;
}

static Value wrapper_qualname(Value self)
{
    return qualified(wrapper(self)->owner, wrapper_name(self));
}

static Value wrapper_owner(Value self)
{
    return tp_ref(wrapper(self)->owner);
}

static Value row_doc(int row)
{
    const char *doc = tp_slot_rows[row].doc;
    return doc ? tp_str_cstr(doc) : TP_NONE;
}

static Value wrapper_doc(Value self)
{
    return row_doc(wrapper(self)->row);
}

static Value row_text_signature(int row)
{
    switch (tp_slot_rows[row].kind) {
    case SLOT_UNARY: case SLOT_LEN: case SLOT_HASH: case SLOT_BOOL: case SLOT_NEXT:
        return tp_str_cstr("($self, /)");
    case SLOT_BINARY: case SLOT_RBINARY: case SLOT_COMPARE:
        return tp_str_cstr(row == ROW_getitem ? "($self, key, /)" : "($self, value, /)");
    case SLOT_TERNARY:
        return tp_str_cstr("($self, value, mod=None, /)");
    case SLOT_CONTAINS: case SLOT_DELITEM:
        return tp_str_cstr("($self, key, /)");
    case SLOT_SETITEM:
        return tp_str_cstr("($self, key, value, /)");
    case SLOT_GETATTR: case SLOT_DELATTR:
        return tp_str_cstr("($self, name, /)");
    case SLOT_SETATTR:
        return tp_str_cstr("($self, name, value, /)");
    case SLOT_GET:
        return tp_str_cstr("($self, instance, owner=None, /)");
    case SLOT_SET:
        return tp_str_cstr("($self, instance, value, /)");
    case SLOT_DELETE:
        return tp_str_cstr("($self, instance, /)");
    default:
        return tp_str_cstr("($self, /, *args, **kwargs)");
    }
}

static Value wrapper_text_signature(Value self)
{
    return row_text_signature(wrapper(self)->row);
}

static Value wrapper_repr(Value self)
{
    return tp_str_format_c("<slot wrapper '%U' of '%s' objects>", wrapper_name(self),
                           wrapper(self)->owner->name);
}

/* What a wrapper asks of the first argument before the type sees it: an index in general. 0 with
 * TypeError or OverflowError. */
static Value check_index(Value v)
{
    int64_t i;
    Value index = tp_index(v);
    if (index && !tp_int_fits_i64(index, &i))
        return tp_raise(&tp_OverflowError, "cannot fit '%T' into an index-sized integer", v);
    return index;
}

/* A sequence's + leaves it to the operator to complain; as a method it does so itself. */
static Value apply(WrapperDescriptor *w, Value self, int nargs, const Value *args, Tuple *kwnames)
{
    bool is_sequence = w->owner->flags & TYPE_SEQ_CONCAT;
    bool is_indexed = w->owner->flags & TYPE_INDEXED;
    bool is_repeat = w->row == ROW_mul || w->row == ROW_rmul || w->row == ROW_imul;
    bool is_item = w->row == ROW_getitem || w->row == ROW_setitem || w->row == ROW_delitem;
    bool has_keywords = kwnames && kwnames->length;
    Value all[2], index;
    if (is_sequence && is_repeat && nargs != 1 && !has_keywords)
        return tp_raise(&tp_TypeError, " expected 1 argument, got %d", nargs);
    if (is_sequence && is_repeat && !has_keywords && !tp_type_of(args[0])->index)
        return tp_index(args[0]);
    if (is_indexed && is_item && nargs == 1 + (w->row == ROW_setitem) && !has_keywords) {
        if (!(index = check_index(args[0])))
            return 0;
        all[0] = index;
        all[1] = nargs > 1 ? args[1] : 0;
        args = all;
    }
    Value v = tp_wrapper_apply(w->row, w->fn, self, nargs, args, kwnames);
    if (v == TP_NOTIMPLEMENTED && is_sequence && w->row == ROW_add)
        return tp_raise_sequence_operand(self, args[0], false);
    return v;
}

static Value wrapper_call(Value callee, int nargs, const Value *args, Tuple *kwnames)
{
    WrapperDescriptor *w = wrapper(callee);
    Value name = wrapper_name(callee);
    if (nargs < 1)
        return tp_raise(&tp_TypeError, "descriptor '%U' of '%s' object needs an argument", name,
                        w->owner->name);
    if (!tp_subtype(tp_type_of(args[0]), w->owner))
        return tp_raise(&tp_TypeError, "descriptor '%U' requires a '%s' object but received a '%T'",
                        name, w->owner->name, args[0]);
    return apply(w, args[0], nargs - 1, args + 1, kwnames);
}

static Value wrapper_get(Value self, Value object, Value type)
{
    (void)type;
    WrapperDescriptor *w = wrapper(self);
    if (!object)
        return self;
    if (!tp_subtype(tp_type_of(object), w->owner))
        return raise_wrong_object(wrapper_name(self), w->owner, object);
    MethodWrapper *m = tp_heap_object(&tp_method_wrapper_type, 0);
    m->wrapper = w;
    m->self = object;
    return tp_ref(m);
}

static Value wrapper_reduce(Value self, Value *args)
{
    (void)args;
    return tp_reduce_as_attribute(wrapper_owner(self), wrapper_name(self));
}

static const GetSetDef wrapper_getset[] = {
    {"__name__", wrapper_name, tp_set_readonly, 0},
    {"__qualname__", wrapper_qualname, 0, 0},
    {"__objclass__", wrapper_owner, tp_set_readonly, 0},
    {"__doc__", wrapper_doc, 0, 0},
    {"__text_signature__", wrapper_text_signature, 0, 0},
    {0, 0, 0, 0}
};

static const MethodDef wrapper_methods[] = {
    METHOD("__reduce__", wrapper_reduce, "()", 0),
    METHOD_END
};

Type tp_wrapper_descriptor_type = {
    .name = "wrapper_descriptor", .basic_size = sizeof(WrapperDescriptor), .repr = wrapper_repr,
    .flags = TYPE_METHOD_LIKE, .call = wrapper_call, .get = wrapper_get, .getset = wrapper_getset,
    .getattribute = tp_generic_getattr,
    .methods = wrapper_methods,
};

/* ---- method-wrapper: (1).__add__ ---- */

static MethodWrapper *bound(Value self)
{
    return (MethodWrapper *)tp_obj(self);
}

static Value bound_call(Value callee, int nargs, const Value *args, Tuple *kwnames)
{
    return apply(bound(callee)->wrapper, bound(callee)->self, nargs, args, kwnames);
}

static Value bound_repr(Value self)
{
    MethodWrapper *m = bound(self);
    return tp_str_format_c("<method-wrapper '%U' of %T object at 0x%lx>",
                           wrapper_name(tp_ref(m->wrapper)), m->self, (unsigned long)m->self);
}

static Value bound_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_is_exact(other, &tp_method_wrapper_type))
        return TP_NOTIMPLEMENTED;
    bool is_equal = bound(self)->wrapper == bound(other)->wrapper &&
                    bound(self)->self == bound(other)->self;
    return tp_bool(is_equal == (op == TP_EQ));
}

static int64_t bound_hash(Value self)
{
    int64_t h = (int64_t)((uintptr_t)bound(self)->wrapper >> 4) ^ tp_object_hash(bound(self)->self);
    return h == -1 ? -2 : h;
}

static Value bound_name(Value self)
{
    return wrapper_name(tp_ref(bound(self)->wrapper));
}

static Value bound_qualname(Value self)
{
    return wrapper_qualname(tp_ref(bound(self)->wrapper));
}

static Value bound_owner(Value self)
{
    return tp_ref(bound(self)->wrapper->owner);
}

static Value bound_self(Value self)
{
    return bound(self)->self;
}

static Value bound_doc(Value self)
{
    return row_doc(bound(self)->wrapper->row);
}

static Value bound_text_signature(Value self)
{
    return row_text_signature(bound(self)->wrapper->row);
}

static Value bound_reduce(Value self, Value *args)
{
    (void)args;
    return tp_reduce_as_attribute(bound_self(self), bound_name(self));
}

static const GetSetDef bound_getset[] = {
    {"__name__", bound_name, 0, 0},
    {"__qualname__", bound_qualname, 0, 0},
    {"__objclass__", bound_owner, 0, 0},
    {"__self__", bound_self, tp_set_readonly, 0},
    {"__doc__", bound_doc, 0, 0},
    {"__text_signature__", bound_text_signature, 0, 0},
    {0, 0, 0, 0}
};

static const MethodDef bound_methods[] = {
    METHOD("__reduce__", bound_reduce, "()", 0),
    METHOD_END
};

Type tp_method_wrapper_type = {
    .name = "method-wrapper", .basic_size = sizeof(MethodWrapper), .repr = bound_repr,
    .getattribute = tp_generic_getattr,
    .call = bound_call, .compare = bound_compare, .hash = bound_hash, .getset = bound_getset,
    .methods = bound_methods,
};

/* ---- getset_descriptor: type.__name__ ---- */

Value tp_getset_new(Type *owner, const GetSetDef *def)
{
    GetSetDescriptor *d = tp_heap_object(&tp_getset_descriptor_type, 0);
    d->owner = owner;
    d->def = def;
    d->name = tp_intern_cstr(def->name);
    return tp_ref(d);
}

static GetSetDescriptor *getset(Value self)
{
    return (GetSetDescriptor *)tp_obj(self);
}

static Value getset_get(Value self, Value object, Value type)
{
    (void)type;
    GetSetDescriptor *d = getset(self);
    if (!object)
        return self;
    if (!tp_subtype(tp_type_of(object), d->owner))
        return raise_wrong_object(d->name, d->owner, object);
    if (!d->def->get)
        return tp_raise(&tp_AttributeError, "attribute '%U' of '%s' objects is not readable",
                        d->name, d->owner->name);
    return d->def->get(object);
}

static int getset_set(Value self, Value object, Value value)
{
    GetSetDescriptor *d = getset(self);
    if (!tp_subtype(tp_type_of(object), d->owner)) {
        raise_wrong_object(d->name, d->owner, object);
        return -1;
    }
    if (!d->def->set)
        return tp_raise_int(&tp_AttributeError, "attribute '%U' of '%s' objects is not writable",
                            d->name, d->owner->name);
    return d->def->set(object, value);
}

static Value getset_repr(Value self)
{
    return tp_str_format_c("<attribute '%U' of '%s' objects>", getset(self)->name,
                           getset(self)->owner->name);
}

static Value getset_name(Value self)
{
    return getset(self)->name;
}

static Value getset_qualname(Value self)
{
    return qualified(getset(self)->owner, getset(self)->name);
}

static Value getset_owner(Value self)
{
    return tp_ref(getset(self)->owner);
}

static Value getset_doc(Value self)
{
    return text_or_none(getset(self)->def->doc);
}

static const GetSetDef getset_getset[] = {
    {"__name__", getset_name, tp_set_readonly, 0},
    {"__qualname__", getset_qualname, 0, 0},
    {"__objclass__", getset_owner, tp_set_readonly, 0},
    {"__doc__", getset_doc, 0, 0},
    {0, 0, 0, 0}
};

Type tp_getset_descriptor_type = {
    .name = "getset_descriptor", .basic_size = sizeof(GetSetDescriptor), .repr = getset_repr,
    .getattribute = tp_generic_getattr,
    .get = getset_get, .set = getset_set, .getset = getset_getset,
};

/* ---- member_descriptor: a field of a C struct, an entry of __slots__ ---- */

Value tp_member_new(Type *owner, Value name, size_t offset, bool is_readonly, bool is_slot,
                    const char *doc)
{
    MemberDescriptor *m = tp_heap_object(&tp_member_descriptor_type, 0);
    m->owner = owner;
    m->name = name;
    m->offset = offset;
    m->is_readonly = is_readonly;
    m->is_slot = is_slot;
    m->doc = doc;
    return tp_ref(m);
}

static MemberDescriptor *member(Value self)
{
    return (MemberDescriptor *)tp_obj(self);
}

static Value *member_field(MemberDescriptor *m, Value object)
{
    return (Value *)((char *)tp_obj(object) + m->offset);
}

static Value member_get(Value self, Value object, Value type)
{
    (void)type;
    MemberDescriptor *m = member(self);
    if (!object)
        return self;
    if (!tp_subtype(tp_type_of(object), m->owner))
        return raise_wrong_object(m->name, m->owner, object);
    Value v = *member_field(m, object);
    if (v)
        return v;
    return m->is_slot ? tp_raise_no_attribute(object, m->name) : TP_NONE;
}

static int member_set(Value self, Value object, Value value)
{
    MemberDescriptor *m = member(self);
    if (!tp_subtype(tp_type_of(object), m->owner)) {
        raise_wrong_object(m->name, m->owner, object);
        return -1;
    }
    if (m->is_readonly)
        return tp_set_readonly(object, value);
    Value *field = member_field(m, object);
    if (!value && !*field && m->is_slot)
        return tp_raise_int(&tp_AttributeError, "%U", m->name);
    *field = value;
    return 0;
}

static Value member_repr(Value self)
{
    return tp_str_format_c("<member '%U' of '%s' objects>", member(self)->name,
                           member(self)->owner->name);
}

static Value member_name(Value self)
{
    return member(self)->name;
}

static Value member_qualname(Value self)
{
    return qualified(member(self)->owner, member(self)->name);
}

static Value member_owner(Value self)
{
    return tp_ref(member(self)->owner);
}

static Value member_doc(Value self)
{
    return text_or_none(member(self)->doc);
}

static Value member_reduce(Value self, Value *args)
{
    (void)args;
    return tp_reduce_as_attribute(member_owner(self), member_name(self));
}

static const GetSetDef member_getset[] = {
    {"__name__", member_name, tp_set_readonly, 0},
    {"__qualname__", member_qualname, 0, 0},
    {"__objclass__", member_owner, tp_set_readonly, 0},
    {"__doc__", member_doc, 0, 0},
    {0, 0, 0, 0}
};

static const MethodDef member_methods[] = {
    METHOD("__reduce__", member_reduce, "()", 0),
    METHOD_END
};

Type tp_member_descriptor_type = {
    .name = "member_descriptor", .basic_size = sizeof(MemberDescriptor), .repr = member_repr,
    .getattribute = tp_generic_getattr,
    .get = member_get, .set = member_set, .getset = member_getset, .methods = member_methods,
};

/* ---- property ---- */

static Property *property(Value self)
{
    return (Property *)tp_obj(self);
}

static Value none_to_zero(Value v)
{
    return v == TP_NONE ? 0 : v;
}

/* doc 0: that of the getter. */
static int property_setup(Value self, Value get, Value set, Value del, Value doc)
{
    Property *p = property(self);
    if (p->get) /* initialized once more: sites may have seen what it was */
        tp_caches_flush();
    p->get = get;
    p->set = set;
    p->del = del;
    p->doc_is_getters = false;
    p->doc = doc;
    if (doc || !get)
        return 0;
    int error = 0;
    doc = tp_getattr_or_null(get, TP_NAME(__doc__), &error);
    if (!doc)
        return error;
    p->doc_is_getters = true;
    /* The class of an instance of a subclass has a __doc__, which hides that of property. */
    if (tp_type_of(self) != &tp_property_type)
        return tp_setattr(self, TP_NAME(__doc__), doc);
    p->doc = doc;
    return 0;
}

static Value property_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs, (void)args, (void)kwnames;
    return tp_ref(tp_heap_object(type, 0));
}

static int property_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[4];
    if (TP_ARGS("property", "(fget=None, fset=None, fdel=None, doc=None)", a) < 0)
        return -1;
    return property_setup(self, none_to_zero(a[0]), none_to_zero(a[1]), none_to_zero(a[2]),
                          none_to_zero(a[3]));
}

static int no_accessor(Value self, Value object, const char *what)
{
    Value name = property(self)->name;
    Value class_name = tp_type_of(object)->qualname;
    if (name)
        return tp_raise_int(&tp_AttributeError, "property %R of %R object has no %s", name,
                            class_name, what);
    return tp_raise_int(&tp_AttributeError, "property of %R object has no %s", class_name, what);
}

static Value property_get(Value self, Value object, Value type)
{
    (void)type;
    if (!object)
        return self;
    Value get = property(self)->get;
    if (!get) {
        no_accessor(self, object, "getter");
        return 0;
    }
    return tp_call(get, 1, &object, 0);
}

static int property_set(Value self, Value object, Value value)
{
    Property *p = property(self);
    Value f = value ? p->set : p->del;
    if (!f)
        return no_accessor(self, object, value ? "setter" : "deleter");
    Value args[2] = {object, value};
    return tp_call(f, value ? 2 : 1, args, 0) ? 0 : -1;
}

/* A copy with one accessor replaced. */
static Value copy_with(Value self, Value get, Value set, Value del)
{
    Property *p = property(self);
    get = get ? get : p->get;
    set = set ? set : p->set;
    del = del ? del : p->del;
    Value doc = p->doc_is_getters && get ? 0 : p->doc;
    Value args[4] = {get ? get : TP_NONE, set ? set : TP_NONE, del ? del : TP_NONE,
                     doc ? doc : TP_NONE};
    Value copy = tp_call(tp_ref(tp_type_of(self)), 4, args, 0);
    if (copy && tp_instance(copy, &tp_property_type))
        property(copy)->name = p->name;
    return copy;
}

static Value property_getter(Value self, Value *args)
{
    return copy_with(self, args[0], 0, 0);
}

static Value property_setter(Value self, Value *args)
{
    return copy_with(self, 0, args[0], 0);
}

static Value property_deleter(Value self, Value *args)
{
    return copy_with(self, 0, 0, args[0]);
}

static Value property_set_name(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "property.__set_name__() takes no keyword arguments");
    if (nargs != 2)
        return tp_raise(&tp_TypeError,
                        "__set_name__() takes 2 positional arguments but %d were given", nargs);
    property(self)->name = args[1];
    return TP_NONE;
}

/* Is what a descriptor holds (0: nothing) an abstract method? 1, 0, or -1. */
static int is_marked_abstract(Value v)
{
    int error = 0;
    Value flag = v ? tp_getattr_or_null(v, TP_NAME(__isabstractmethod__), &error) : 0;
    return flag ? tp_truth(flag) : error;
}

static Value property_is_abstract(Value self)
{
    Property *p = property(self);
    Value parts[3] = {p->get, p->set, p->del};
    for (int i = 0; i < 3; i++) {
        int truth = is_marked_abstract(parts[i]);
        if (truth)
            return truth < 0 ? 0 : TP_TRUE;
    }
    return TP_FALSE;
}

static Value property_doc(Value self)
{
    Value doc = property(self)->doc;
    return doc ? doc : TP_NONE;
}

static int property_set_doc(Value self, Value value)
{
    property(self)->doc = value;
    return 0;
}

static const MethodDef property_methods[] = {
    METHOD("getter", property_getter, "(fget, /)",
           "Descriptor to obtain a copy of the property with a different getter."),
    METHOD("setter", property_setter, "(fset, /)",
           "Descriptor to obtain a copy of the property with a different setter."),
    METHOD("deleter", property_deleter, "(fdel, /)",
           "Descriptor to obtain a copy of the property with a different deleter."),
    METHOD_RAW("__set_name__", property_set_name, 0,
           "Method to set name of a property."),
    METHOD_END
};

static const GetSetDef property_getset[] = {
    {"__isabstractmethod__", property_is_abstract, 0, 0},
    {"__doc__", property_doc, property_set_doc, 0},
    {0, 0, 0, 0}
};

static const MemberDef property_members[] = {
    {"fget", offsetof(Property, get), true, 0},
    {"fset", offsetof(Property, set), true, 0},
    {"fdel", offsetof(Property, del), true, 0},
    {0, 0, 0, 0}
};

Type tp_property_type = {
    .name = "property", .basic_size = sizeof(Property), .flags = TYPE_BASE, .get = property_get,
    .getattribute = tp_generic_getattr,
    .set = property_set, .new_ = property_new, .init = property_init, .methods = property_methods,
    .getset = property_getset, .members = property_members,
    .doc = "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n"
           "  fset\n    function to be used for setting an attribute value\n  fdel\n    function to"
           " be used for del'ing an attribute\n  doc\n    docstring\n\nTypical use is to define a "
           "managed attribute x:\n\nclass C(object):\n    def getx(self): return self._x\n    def "
           "setx(self, value): self._x = value\n    def delx(self): del self._x\n    x = "
           "property(getx, setx, delx, \"I'm the 'x' property.\")\n\nDecorators make defining new "
           "properties or modifying existing ones easy:\n\nclass C(object):\n    @property\n    def"
           " x(self):\n        \"I am the 'x' property.\"\n        return self._x\n    @x.setter\n "
           "   def x(self, value):\n        self._x = value\n    @x.deleter\n    def x(self):\n    "
           "    del self._x",
};

/* ---- classmethod, staticmethod ---- */

static ClassMethod *method(Value self)
{
    return (ClassMethod *)tp_obj(self);
}

/* The wrapped function's names and documentation stand on the wrapper, too, if it was made by a
 * call: what a class statement wraps of its own has none. */
static int copy_attributes(Value self, Value callable)
{
    static const char *const names[] = {"__module__", "__name__", "__qualname__", "__doc__",
                                        "__annotations__"};
    Dict *dict = tp_dict_new();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int error = 0;
        Value name = tp_intern_cstr(names[i]);
        Value v = tp_getattr_or_null(callable, name, &error);
        if (error)
            return -1;
        if (v)
            tp_dict_set(dict, name, v);
    }
    method(self)->dict = dict;
    return 0;
}

static Value new_wrapper(Type *type, Value callable)
{
    ClassMethod *m = tp_heap_object(type, 0);
    m->callable = callable;
    return tp_ref(m);
}

Value tp_staticmethod_new(Value callable)
{
    return new_wrapper(&tp_staticmethod_type, callable);
}

Value tp_classmethod_new(Value callable)
{
    return new_wrapper(&tp_classmethod_type, callable);
}

static Value wrapped_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs, (void)args, (void)kwnames;
    return new_wrapper(type, 0);
}

static int set_callable(Value self, Value callable)
{
    if (method(self)->callable) /* once more: sites may have seen what it was */
        tp_caches_flush();
    method(self)->callable = callable;
    return copy_attributes(self, callable);
}

static int classmethod_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[1];
    return TP_ARGS("classmethod", "(function, /)", a) < 0 ? -1 : set_callable(self, a[0]);
}

static int staticmethod_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[1];
    return TP_ARGS("staticmethod", "(function, /)", a) < 0 ? -1 : set_callable(self, a[0]);
}

static Value classmethod_get(Value self, Value object, Value type)
{
    Value callable = method(self)->callable;
    if (!callable)
        return tp_raise(&tp_RuntimeError, "uninitialized classmethod object");
    if (!type)
        type = tp_ref(tp_type_of(object));
    /* A wrapped descriptor such as property binds to the class. */
    GetFn get = tp_type_of(callable)->get;
    if (get && !tp_is_exact(callable, &tp_function_type))
        return get(callable, type, type);
    return tp_method_new(callable, type);
}

static Value staticmethod_get(Value self, Value object, Value type)
{
    (void)object, (void)type;
    Value callable = method(self)->callable;
    return callable ? callable
                    : tp_raise(&tp_RuntimeError, "uninitialized staticmethod object");
}

static Value staticmethod_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value callable = staticmethod_get(self, 0, 0);
    return callable ? tp_call(callable, nargs, args, kwnames) : 0;
}

static Value wrapped_repr(Value self)
{
    Value callable = method(self)->callable;
    return callable ? tp_str_format_c("<%s(%R)>", tp_type_of(self)->name, callable)
                    : tp_str_format_c("<%s(<NULL>)>", tp_type_of(self)->name);
}

static Value wrapped_is_abstract(Value self)
{
    int truth = is_marked_abstract(method(self)->callable);
    return truth < 0 ? 0 : tp_bool(truth);
}

static const GetSetDef wrapped_getset[] = {
    {"__isabstractmethod__", wrapped_is_abstract, 0, 0},
    {"__dict__", tp_get_dict, tp_set_dict, 0},
    {0, 0, 0, 0}
};

static const MemberDef wrapped_members[] = {
    {"__func__", offsetof(ClassMethod, callable), true, 0},
    {"__wrapped__", offsetof(ClassMethod, callable), true, 0},
    {0, 0, 0, 0}
};

Type tp_classmethod_type = {
    .name = "classmethod", .basic_size = sizeof(ClassMethod), .flags = TYPE_BASE,
    .dict_offset = offsetof(ClassMethod, dict), .repr = wrapped_repr, .get = classmethod_get,
    .new_ = wrapped_new, .init = classmethod_init, .getset = wrapped_getset,
    .members = wrapped_members,
    .doc = "classmethod(function) -> method\n\nConvert a function to be a class method.\n\nA class "
           "method receives the class as implicit first argument,\njust like an instance method "
           "receives the instance.\nTo declare a class method, use this idiom:\n\n  class C:\n     "
           " @classmethod\n      def f(cls, arg1, arg2, ...):\n          ...\n\nIt can be called "
           "either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()).  The instance is "
           "ignored except for its class.\nIf a class method is called for a derived class, the "
           "derived class\nobject is passed as the implied first argument.\n\nClass methods are "
           "different than C++ or Java static methods.\nIf you want those, see the staticmethod "
           "builtin.",
};

Type tp_staticmethod_type = {
    .name = "staticmethod", .basic_size = sizeof(ClassMethod), .flags = TYPE_BASE,
    .dict_offset = offsetof(ClassMethod, dict), .repr = wrapped_repr, .get = staticmethod_get,
    .call = staticmethod_call, .new_ = wrapped_new, .init = staticmethod_init,
    .getset = wrapped_getset, .members = wrapped_members,
    .doc = "staticmethod(function) -> method\n\nConvert a function to be a static method.\n\nA "
           "static method does not receive an implicit first argument.\nTo declare a static method,"
           " use this idiom:\n\n     class C:\n         @staticmethod\n         def f(arg1, arg2, "
           "...):\n             ...\n\nIt can be called either on the class (e.g. C.f()) or on an "
           "instance\n(e.g. C().f()). Both the class and the instance are ignored, and\nneither is "
           "passed implicitly as the first argument to the method.\n\nStatic methods in Python are "
           "similar to those found in Java or C++.\nFor a more advanced concept, see the "
           "classmethod builtin.",
};

/* ---- mappingproxy ---- */

typedef struct MappingProxy {
    Object head;
    Value mapping;
} MappingProxy;

static Value mapping_of(Value self)
{
    return ((MappingProxy *)tp_obj(self))->mapping;
}

Value tp_mappingproxy_new(Value mapping)
{
    MappingProxy *p = tp_heap_object(&tp_mappingproxy_type, 0);
    p->mapping = mapping;
    return tp_ref(p);
}

static Value proxy_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type;
    Value a[1];
    if (TP_ARGS("mappingproxy", "(mapping)", a) < 0)
        return 0;
    if (!tp_is_mapping(a[0]) || tp_is_list(a[0]) || tp_is_tuple(a[0]))
        return tp_raise(&tp_TypeError, "mappingproxy() argument must be a mapping, not %T", a[0]);
    return tp_mappingproxy_new(a[0]);
}

static Value proxy_repr(Value self)
{
    return tp_str_format_c("mappingproxy(%R)", mapping_of(self));
}

static Value proxy_str(Value self)
{
    return tp_str(mapping_of(self));
}

static int64_t proxy_length(Value self)
{
    return tp_len(mapping_of(self));
}

static Value proxy_getitem(Value self, Value key)
{
    return tp_getitem(mapping_of(self), key);
}

static int proxy_contains(Value self, Value key)
{
    return tp_contains(mapping_of(self), key);
}

static Value proxy_iter(Value self)
{
    return tp_iter(mapping_of(self));
}

static Value proxy_compare(Value self, Value other, int op)
{
    return tp_compare(mapping_of(self), other, op);
}

static Value unproxied(Value v)
{
    return tp_is_exact(v, &tp_mappingproxy_type) ? mapping_of(v) : v;
}

static Value proxy_or(Value self, Value other)
{
    return tp_or(unproxied(self), unproxied(other));
}

static Value proxy_ror(Value self, Value other)
{
    return tp_or(unproxied(other), unproxied(self));
}

static Value proxy_ior(Value self, Value other)
{
    (void)other;
    return tp_raise(&tp_TypeError, "'|=' is not supported by %T; use '|' instead", self);
}

static Value proxy_get(Value self, Value *args)
{
    Value all[2] = {args[0], args[1] ? args[1] : TP_NONE};
    return tp_call_method(mapping_of(self), TP_NAME(get), 2, all, 0);
}

#define FORWARD(name)                                                                            \
    static Value proxy_##name(Value self, Value *args)                                           \
    {                                                                                            \
        (void)args;                                                                              \
        return tp_call_method(mapping_of(self), TP_NAME(name), 0, 0, 0);                         \
    }
FORWARD(keys)
FORWARD(values)
FORWARD(items)
FORWARD(copy)
FORWARD(__reversed__)
#undef FORWARD

static Value proxy_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static const MethodDef proxy_methods[] = {
    METHOD("get", proxy_get, "(key, default=None, /)",
           "Return the value for key if key is in the mapping, else default."),
    METHOD("keys", proxy_keys, "()", "D.keys() -> a set-like object providing a view on D's keys"),
    METHOD("values", proxy_values, "()",
           "D.values() -> an object providing a view on D's values"),
    METHOD("items", proxy_items, "()",
           "D.items() -> a set-like object providing a view on D's items"),
    METHOD("copy", proxy_copy, "()", "D.copy() -> a shallow copy of D"),
    METHOD("__reversed__", proxy___reversed__, "()", "D.__reversed__() -> reverse iterator"),
    METHOD_CLASS("__class_getitem__", proxy_class_getitem, "(object, /)", "See PEP 585"),
    METHOD_END
};

Type tp_mappingproxy_type = {
    .name = "mappingproxy", .basic_size = sizeof(MappingProxy), .flags = TYPE_MAPPING,
    .getattribute = tp_generic_getattr,
    .repr = proxy_repr, .str = proxy_str, .length = proxy_length, .getitem = proxy_getitem,
    .contains = proxy_contains, .iter = proxy_iter, .compare = proxy_compare,
    .or_ = proxy_or, .ror = proxy_ror, .ior = proxy_ior, .new_ = proxy_new,
    .methods = proxy_methods,
};
