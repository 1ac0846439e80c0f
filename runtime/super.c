/* super.c -- super: attribute lookup that starts behind a class in the MRO.
 *
 * super() without arguments is compiled to tp_super0, which is given the class and self; called
 * from elsewhere (super under another name, say) it finds both in the calling frame as CPython
 * does, if the locals can be seen there.
 */
#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "list.h"
#include "shape.h"
#include "str.h"
#include "emitted.h"
#include "type.h"

typedef struct Super {
    Object head;
    Type *type;            /* look behind this one; 0: not initialised */
    Value self;            /* instance or class, or 0: unbound */
    Type *self_type;       /* whose MRO is searched */
} Super;

static Super *super_of(Value self)
{
    return (Super *)tp_obj(self);
}

/* The class whose MRO counts for super(type, object), or 0 with TypeError. */
static Type *check(Type *type, Value object)
{
    if (tp_has_flag(object, TYPE_IS_TYPE) && tp_subtype((Type *)tp_obj(object), type))
        return (Type *)tp_obj(object);
    if (tp_subtype(tp_type_of(object), type))
        return tp_type_of(object);
    Value cls = tp_getattr_or_null(object, TP_NAME(__class__), 0);
    if (!cls && tp_error_pending())
        return 0;
    if (cls && tp_has_flag(cls, TYPE_IS_TYPE) && tp_subtype((Type *)tp_obj(cls), type))
        return (Type *)tp_obj(cls);
    tp_raise(&tp_TypeError, "super(type, obj): obj must be an instance or subtype of type");
    return 0;
}

/* The attribute behind type in the MRO, unbound; 0 if there is none, or an exception is pending. */
static Value find_behind(Type *type, Type *self_type, Value name)
{
    Tuple *mro = self_type->mro;
    int64_t i = 0;
    while (i < mro->length && mro->items[i] != tp_ref(type))
        i++;
    for (i++; i < mro->length; i++) {
        Value v = tp_dict_get(tp_type_dict((Type *)tp_obj(mro->items[i])), name);
        if (v || tp_error_pending())
            return v;
    }
    return 0;
}

static Value super_getattribute(Value self, Value name)
{
    Super *s = super_of(self);
    if (!s->self_type || tp_str_equal_cstr(name, "__class__"))
        return tp_generic_getattr(self, name);
    if (!tp_as_str(name)->is_interned)
        name = tp_intern(name);
    Value found = find_behind(s->type, s->self_type, name);
    if (!found)
        return tp_error_pending() ? 0 : tp_generic_getattr(self, name);
    GetFn get = tp_type_of(found)->get;
    if (!get)
        return found;
    bool is_class = s->self == tp_ref(s->self_type);
    return get(found, is_class ? 0 : s->self, tp_ref(s->self_type));
}

Value tp_super_new(Type *type, Value self)
{
    Type *self_type = check(type, self);
    if (!self_type)
        return 0;
    Super *bound = tp_heap_small(sizeof *bound);
    *bound = (Super){{&tp_super_type}, type, self, self_type};
    return tp_ref(bound);
}

Value tp_super_method(Value v, Value name, AttrPlace *place, Value *self)
{
    Super *s = super_of(v);
    Type *self_type = s->self_type;
    *self = s->self;
    if (place->kind == CACHE_SUPER && place->key == self_type && place->cell == s->type &&
        place->version == self_type->version && s->self != tp_ref(self_type))
        return place->value;
    Value found = 0;
    if (self_type && s->self != tp_ref(self_type))
        found = find_behind(s->type, self_type, name);
    if (found && tp_type_of(found)->flags & TYPE_METHOD_LIKE) {
        *place = (AttrPlace){.key = self_type, .cell = s->type, .value = found, .slot = -1,
                             .kind = CACHE_SUPER, .version = self_type->version};
        return found;
    }
    *self = 0;
    if (!found && tp_error_pending())
        return 0;
    return super_getattribute(v, name);
}

Value tp_super_known(Value callee, Value cell, Value self, AttrCache *cache, Value *bound)
{
    const AttrPlace *place = &cache->place;
    if (place->kind != CACHE_SUPER || callee != tp_known.super_ || !self || !tp_is_ptr(self))
        return 0;
    const Type *type = tp_ptr_type(self);
    if (place->key != type || place->version != type->version || (type->flags & TYPE_IS_TYPE) ||
        tp_ref(place->cell) != ((Cell *)tp_obj(cell))->value)
        return 0;
    *bound = self;
    return place->value;
}

/* super() called in a way the compiler did not see: from the namespace of the frame. */
static int from_frame(Super *s)
{
    Frame *frame = tp_state.frame;
    if (!frame->code)
        return tp_raise_int(&tp_RuntimeError, "super(): no current frame");
    if (frame->code->argcount == 0)
        return tp_raise_int(&tp_RuntimeError, "super(): no arguments");
    Function *f = frame->function;
    Tuple *names = tp_as_tuple(frame->code->localsplusnames);
    int first_free = frame->code->nlocalsplus - frame->code->nfreevars;
    for (int i = 0; f && f->closure && i < frame->code->nfreevars; i++) {
        if (!tp_str_equal_cstr(names->items[first_free + i], "__class__"))
            continue;
        Value type = ((Cell *)tp_obj(f->closure[i]))->value;
        if (!type)
            return tp_raise_int(&tp_RuntimeError, "super(): empty __class__ cell");
        if (!tp_has_flag(type, TYPE_IS_TYPE))
            return tp_raise_int(&tp_RuntimeError, "super(): __class__ is not a type (%T)", type);
        Value self = frame->locals && tp_is_dict(frame->locals)
                         ? tp_dict_get_str(tp_as_dict(frame->locals), names->items[0])
                         : 0;
        if (!self)
            return tp_raise_int(&tp_RuntimeError, "super(): arg[0] deleted");
        s->type = (Type *)tp_obj(type);
        s->self = self;
        s->self_type = check(s->type, self);
        return s->self_type ? 0 : -1;
    }
    return tp_raise_int(&tp_RuntimeError, "super(): __class__ cell not found");
}

static Value super_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs, (void)args, (void)kwnames;
    return tp_ref(tp_heap_object(type, 0));
}

static int super_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Super *s = super_of(self);
    Value a[2];
    if (kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "super() takes no keyword arguments");
    if (nargs == 0)
        return from_frame(s);
    if (TP_ARGS("super()", "(type, object=None, /)", a) < 0)
        return -1;
    if (!tp_has_flag(a[0], TYPE_IS_TYPE))
        return tp_raise_int(&tp_TypeError, "super() argument 1 must be a type, not %T", a[0]);
    s->type = (Type *)tp_obj(a[0]);
    if (!a[1] || a[1] == TP_NONE)
        return 0;
    s->self = a[1];
    s->self_type = check(s->type, a[1]);
    return s->self_type ? 0 : -1;
}

static Value super_get(Value self, Value object, Value type)
{
    (void)type;
    Super *s = super_of(self);
    if (!object || object == TP_NONE || s->self)
        return self;
    if (tp_type_of(self) != &tp_super_type)
        return tp_call2(tp_ref(tp_type_of(self)), tp_ref(s->type), object);
    return tp_super_new(s->type, object);
}

static Value super_repr(Value self)
{
    Super *s = super_of(self);
    const char *name = s->type ? s->type->name : "NULL";
    if (s->self_type)
        return tp_str_format_c("<super: <class '%s'>, <%s object>>", name, s->self_type->name);
    return tp_str_format_c("<super: <class '%s'>, NULL>", name);
}

static Value this_class(Value self)
{
    return super_of(self)->type ? tp_ref(super_of(self)->type) : TP_NONE;
}

static Value this_self(Value self)
{
    return super_of(self)->self ? super_of(self)->self : TP_NONE;
}

static Value this_self_class(Value self)
{
    return super_of(self)->self_type ? tp_ref(super_of(self)->self_type) : TP_NONE;
}

static const GetSetDef super_getset[] = {
    {"__thisclass__", this_class, tp_set_readonly, "the class invoking super()"},
    {"__self__", this_self, tp_set_readonly, "the instance invoking super(); may be None"},
    {"__self_class__", this_self_class, tp_set_readonly,
     "the type of the instance invoking super(); may be None"},
    {0, 0, 0, 0}
};

Type tp_super_type = {
    .name = "super", .basic_size = sizeof(Super), .flags = TYPE_BASE, .repr = super_repr,
    .getattribute = super_getattribute, .get = super_get, .new_ = super_new, .init = super_init,
    .getset = super_getset,
    .doc = "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super "
           "object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\n"
           "super(type, type2) -> bound super object; requires issubclass(type2, type)\nTypical use"
           " to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n     "
           "   super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    "
           "@classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n",
};
