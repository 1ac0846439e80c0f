/* type_new.c -- how a class comes to be: type(name, bases, namespace) and the class statement.
 *
 * The layout of instances follows from the base that fixes it (best_base): shaped if that is object
 * in the end, else mixed, with the Dict pointer in the field that the builtin struct keeps for it
 * or behind the struct. Start at make_type; tp_build_class is the class statement.
 */
#include <string.h>

#include "int.h"
#include "list.h"
#include "shape.h"
#include "type.h"

/* ---- metatype and layout ---- */

Type *tp_type_winner(Type *winner, int64_t nbases, const Value *bases)
{
    for (int64_t i = 0; i < nbases; i++) {
        Type *meta = tp_type_of(bases[i]);
        if (tp_subtype(winner, meta))
            continue;
        if (tp_subtype(meta, winner)) {
            winner = meta;
            continue;
        }
        tp_raise(&tp_TypeError,
                 "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                 "subclass of the metaclasses of all its bases");
        return 0;
    }
    return winner;
}

static Type *as_type(Value v)
{
    return (Type *)tp_obj(v);
}

/* Does type add fields of its own to its base's instances (other than __dict__)? */
static bool adds_layout(const Type *type)
{
    const Type *base = type->base;
    if (!base)
        return true;
    if (!(type->flags & TYPE_HEAP))
        return type->basic_size != base->basic_size && base->basic_size != 0;
    return type->slots && type->slots->length > 0;
}

static Type *solid_base(Type *type)
{
    while (type->base && !adds_layout(type))
        type = type->base;
    return type;
}

static bool adds_dict(const Type *type)
{
    return type->base && tp_type_has_dict(type) && !tp_type_has_dict(type->base);
}

static bool adds_weakref(const Type *type)
{
    return type->base && type->weakref_offset && !type->base->weakref_offset;
}

/* The nearest class that adds anything to the instances of its base. */
static Type *adding_base(Type *type)
{
    while (type->base && !adds_layout(type) && !adds_dict(type) && !adds_weakref(type))
        type = type->base;
    return type;
}

static bool same_names(const List *a, const List *b)
{
    int64_t n = a ? a->length : 0;
    if (n != (b ? b->length : 0))
        return false;
    for (int64_t i = 0; i < n; i++)
        if (a->items[i] != b->items[i])
            return false;
    return true;
}

static bool same_layout(Type *a, Type *b)
{
    a = adding_base(a);
    b = adding_base(b);
    if (a == b)
        return true;
    /* Behind items, of which there may be more or fewer, nothing has its place. */
    return a->flags & b->flags & TYPE_HEAP && a->base == b->base &&
           adds_dict(a) == adds_dict(b) && adds_weakref(a) == adds_weakref(b) &&
           same_names(a->slots, b->slots) && !tp_type_itemsize(tp_type_builtin_base(a));
}

/* Does CPython's cycle collector know instances of the type? */
static bool is_collected(const Type *type)
{
    bool is_atom = type == &tp_object_type || type == &tp_bytearray_type ||
                   type->flags & (TYPE_IS_INT | TYPE_IS_FLOAT | TYPE_IS_COMPLEX | TYPE_IS_STR |
                                  TYPE_IS_BYTES);
    return type->flags & TYPE_HEAP || !is_atom;
}

int tp_type_check_layout(Type *type, Type *old, const char *attribute)
{
    if (is_collected(type) != is_collected(old))
        return tp_raise_int(&tp_TypeError, "%s assignment: '%s' deallocator differs from '%s'",
                            attribute, type->name, old->name);
    if (!same_layout(type, old))
        return tp_raise_int(&tp_TypeError, "%s assignment: '%s' object layout differs from '%s'",
                            attribute, type->name, old->name);
    return 0;
}

Type *tp_type_best_base(Tuple *bases)
{
    Type *best = 0, *best_solid = 0;
    for (int64_t i = 0; i < bases->length; i++) {
        if (!tp_has_flag(bases->items[i], TYPE_IS_TYPE)) {
            tp_raise(&tp_TypeError, "bases must be types");
            return 0;
        }
        Type *base = as_type(bases->items[i]);
        if (!(base->flags & TYPE_BASE)) {
            tp_raise(&tp_TypeError, "type '%s' is not an acceptable base type", base->name);
            return 0;
        }
        Type *solid = solid_base(base);
        if (!best) {
            best = base;
            best_solid = solid;
        } else if (tp_subtype(best_solid, solid)) {
            continue;
        } else if (tp_subtype(solid, best_solid)) {
            best = base;
            best_solid = solid;
        } else {
            tp_raise(&tp_TypeError, "multiple bases have instance lay-out conflict");
            return 0;
        }
    }
    return best;
}

/* Where a builtin struct keeps the __dict__ of subclass instances; 0: behind the struct. */
static int64_t reserved_dict_offset(const Type *builtin)
{
    static const struct { const Type *type; int64_t offset; } table[] = {
        {&tp_list_type, offsetof(List, dict)}, {&tp_dict_type, offsetof(Dict, dict)},
        {&tp_set_type, offsetof(Set, dict)}, {&tp_frozenset_type, offsetof(Set, dict)},
        {&tp_str_type, offsetof(Str, dict)}, {&tp_bytes_type, offsetof(Bytes, dict)},
        {&tp_bytearray_type, offsetof(ByteArray, dict)}, {&tp_float_type, offsetof(Float, dict)},
        {&tp_complex_type, offsetof(Complex, dict)}, {&tp_int_type, offsetof(IntSubclass, dict)},
        {&tp_tuple_type, -1}};
    for (const Type *t = builtin; t; t = t->base)
        for (size_t i = 0; i < sizeof table / sizeof *table; i++)
            if (table[i].type == t)
                return table[i].offset;
    return 0;
}

/* ---- __slots__ ---- */

static Value mangled(Value class_name, Value name)
{
    Str *s = tp_as_str(name), *c = tp_as_str(class_name);
    if (s->length < 3 || tp_str_at(s, 0) != '_' || tp_str_at(s, 1) != '_' ||
        (tp_str_at(s, s->length - 1) == '_' && tp_str_at(s, s->length - 2) == '_') ||
        tp_str_find(name, tp_str_char('.'), 0, s->length) >= 0)
        return name;
    int64_t start = 0;
    while (start < c->length && tp_str_at(c, start) == '_')
        start++;
    if (start == c->length)
        return name;
    return tp_str_format_c("_%U%U", tp_str_slice(class_name, start, c->length), name);
}

static bool is_identifier(Value name)
{
    Str *s = tp_as_str(name);
    if (s->length == 0 || !(tp_char_is_xid_start(tp_str_at(s, 0)) || tp_str_at(s, 0) == '_'))
        return false;
    for (int64_t i = 1; i < s->length; i++)
        if (!tp_char_is_xid_continue(tp_str_at(s, i)))
            return false;
    return true;
}

typedef struct Layout {
    Type *base;
    bool add_dict, add_weakref;
    Value slots;               /* sorted list of names, or 0: no __slots__ */
} Layout;

static bool is_dunder_of(Value name, const char *text)
{
    return tp_str_equal_cstr(name, text);
}

/* What the namespace has under a name, 0 if nothing, in *found. -1: an __eq__ of a key raised. */
static int look_up(Dict *dict, Value name, Value *found)
{
    *found = tp_dict_get(dict, name);
    return *found || !tp_error_pending() ? 0 : -1;
}

/* Read __slots__ of the namespace into layout. */
static int read_slots(Value class_name, Dict *dict, Layout *layout)
{
    Type *base = layout->base, *builtin = tp_type_builtin_base(base);
    bool may_add_dict = !tp_type_has_dict(base);
    bool may_add_weakref = base->weakref_offset == 0 && !tp_type_itemsize(builtin);
    Value given;
    if (look_up(dict, TP_NAME(__slots__), &given) < 0)
        return -1;
    if (!given) {
        layout->add_dict = may_add_dict;
        layout->add_weakref = may_add_weakref;
        return 0;
    }
    Value names = tp_is_str(given) ? tp_tuple_pack(1, given) : tp_tuple_from(given);
    if (!names)
        return -1;
    Tuple *t = tp_as_tuple(names);
    if (t->length > 0 && tp_type_itemsize(builtin))
        return tp_raise_int(&tp_TypeError, "nonempty __slots__ not supported for subtype of '%s'",
                            base->name);
    Value list = tp_list_new(0);
    for (int64_t i = 0; i < t->length; i++) {
        Value name = t->items[i];
        if (!tp_is_str(name))
            return tp_raise_int(&tp_TypeError, "__slots__ items must be strings, not '%T'", name);
        if (!is_identifier(name))
            return tp_raise_int(&tp_TypeError, "__slots__ must be identifiers");
        if (is_dunder_of(name, "__dict__")) {
            if (!may_add_dict || layout->add_dict)
                return tp_raise_int(&tp_TypeError,
                                    "__dict__ slot disallowed: we already got one");
            layout->add_dict = true;
            continue;
        }
        if (is_dunder_of(name, "__weakref__")) {
            if (!may_add_weakref || layout->add_weakref)
                return tp_raise_int(&tp_TypeError,
                                    "__weakref__ slot disallowed: we already got one");
            layout->add_weakref = true;
            continue;
        }
        name = tp_intern(mangled(class_name, name));
        Value variable;
        if (look_up(dict, name, &variable) < 0)
            return -1;
        if (variable) {
            if (!is_dunder_of(name, "__qualname__") && !is_dunder_of(name, "__classcell__") &&
                !is_dunder_of(name, "__module__"))
                return tp_raise_int(&tp_ValueError,
                                    "%R in __slots__ conflicts with class variable", name);
        }
        tp_list_append(list, name);
    }
    if (tp_list_sort(list, 0, false) < 0)
        return -1;
    layout->slots = list;
    return 0;
}

/* What another base brings. */
static void take_from_other_bases(Tuple *bases, Layout *layout)
{
    if (!layout->slots)
        return;
    for (int64_t i = 0; i < bases->length; i++) {
        Type *base = as_type(bases->items[i]);
        if (base == layout->base)
            continue;
        if (tp_type_has_dict(base) && !tp_type_has_dict(layout->base))
            layout->add_dict = true;
        if (base->weakref_offset && !layout->base->weakref_offset)
            layout->add_weakref = true;
    }
}

/* __dict__ and __weakref__ of classes that bring them. */
static Value instance_dict(Value self)
{
    Dict *d = tp_instance_dict(self);
    if (!d && !tp_error_pending())
        return tp_raise(&tp_AttributeError, "This object has no __dict__");
    return tp_ref(d);
}

static int set_instance_dict(Value self, Value value)
{
    if (!value)
        value = tp_ref(tp_dict_new());
    if (!tp_is_dict(value))
        return tp_raise_int(&tp_TypeError, "__dict__ must be set to a dictionary, not a '%T'",
                            value);
    if (tp_ptr_type(self)->flags & TYPE_SHAPED) {
        tp_instance_replace_dict((Instance *)tp_obj(self), tp_as_dict(value));
        return 0;
    }
    Dict **slot = tp_dict_slot(self);
    if (!slot)
        return tp_raise_int(&tp_AttributeError, "This object has no __dict__");
    *slot = tp_as_dict(value);
    return 0;
}

static Value instance_weakref(Value self)
{
    (void)self;
    return TP_NONE;
}

static const GetSetDef dict_getset = {"__dict__", instance_dict, set_instance_dict,
                                      "dictionary for instance variables (if defined)"};
static const GetSetDef weakref_getset = {"__weakref__", instance_weakref, 0,
                                         "list of weak references to the object (if defined)"};

/* Unless the class body has something under that name. */
static int add_getset(Type *type, const GetSetDef *def)
{
    Value getset = tp_getset_new(type, def);
    return tp_dict_setdefault(tp_type_dict(type), tp_intern_cstr(def->name), getset) ? 0 : -1;
}

/* Sizes, offsets and the descriptors of __slots__. */
static int lay_out(Type *type, Layout *layout)
{
    Type *base = layout->base, *builtin = tp_type_builtin_base(base);
    Value slots = layout->slots;
    int64_t nslots = slots ? tp_as_list(slots)->length : 0;
    bool is_shaped = builtin == &tp_object_type;
    size_t offset;
    type->basic_size = base->basic_size;
    type->dict_offset = base->dict_offset;
    type->weakref_offset = base->weakref_offset;
    type->nfixed = (base->flags & TYPE_HEAP ? base->nfixed : 0) + (int32_t)nslots;
    type->slots = slots ? tp_as_list(slots) : 0;
    if (is_shaped) {
        type->flags |= TYPE_SHAPED | (base->flags & TYPE_HAS_DICT);
        if (layout->add_dict)
            type->flags |= TYPE_HAS_DICT;
        offset = offsetof(Instance, slots) + (size_t)(type->nfixed - nslots) * sizeof(Value);
        type->basic_size = sizeof(Instance) + (size_t)type->nfixed * sizeof(Value);
    } else {
        if (builtin == &tp_int_type && type->basic_size < sizeof(IntSubclass))
            type->basic_size = sizeof(IntSubclass);
        if (layout->add_dict) {
            type->dict_offset = reserved_dict_offset(builtin);
            if (!type->dict_offset) {
                type->basic_size = (type->basic_size + 7) & ~(size_t)7;
                type->dict_offset = (int64_t)type->basic_size;
                type->basic_size += sizeof(Dict *);
            }
        }
        type->basic_size = (type->basic_size + 7) & ~(size_t)7;
        offset = type->basic_size;
        type->basic_size += (size_t)nslots * sizeof(Value);
    }
    if (layout->add_weakref)
        type->weakref_offset = 1;
    for (int64_t i = 0; i < nslots; i++, offset += sizeof(Value)) {
        Value name = tp_as_list(slots)->items[i];
        Value member = tp_member_new(type, name, offset, false, true, 0);
        if (tp_dict_set(tp_type_dict(type), name, member) < 0)
            return -1;
    }
    if (is_shaped)
        type->root_shape = tp_shape_root(type, 4);
    if (layout->add_dict && add_getset(type, &dict_getset) < 0)
        return -1;
    return layout->add_weakref ? add_getset(type, &weakref_getset) : 0;
}

/* ---- type(name, bases, namespace) ---- */

static int set_static(Dict *dict, Value name, Value (*wrap)(Value))
{
    Value v;
    if (look_up(dict, name, &v) < 0)
        return -1;
    if (v && tp_is_exact(v, &tp_function_type))
        return tp_dict_set(dict, name, wrap(v));
    return 0;
}

static int caller_module(Value *name)
{
    Frame *frame = tp_state.frame;
    *name = 0;
    return frame && frame->globals ? look_up(frame->globals, TP_NAME(__name__), name) : 0;
}

/* __qualname__, __module__, implicit static and class methods. */
static int prepare_dict(Type *type)
{
    Dict *dict = tp_type_dict(type);
    Value qualname, module;
    if (look_up(dict, TP_NAME(__qualname__), &qualname) < 0)
        return -1;
    if (qualname && !tp_is_str(qualname))
        return tp_raise_int(&tp_TypeError, "type __qualname__ must be a str, not %T", qualname);
    type->qualname = qualname ? qualname : type->name_value;
    if (qualname)
        tp_dict_del(dict, TP_NAME(__qualname__));
    if (look_up(dict, TP_NAME(__module__), &module) < 0)
        return -1;
    if (!module) {
        if (caller_module(&module) < 0)
            return -1;
        if (module && tp_dict_set(dict, TP_NAME(__module__), module) < 0)
            return -1;
    }
    if (set_static(dict, TP_NAME(__new__), tp_staticmethod_new) < 0 ||
        set_static(dict, TP_NAME(__init_subclass__), tp_classmethod_new) < 0 ||
        set_static(dict, TP_NAME(__class_getitem__), tp_classmethod_new) < 0)
        return -1;
    return 0;
}

/* What comes last in a class's dict. */
static int complete_dict(Dict *dict)
{
    if (!tp_dict_setdefault(dict, TP_NAME(__doc__), TP_NONE))
        return -1;
    int has_hash = tp_dict_contains(dict, TP_NAME(__hash__));
    int has_eq = has_hash ? 0 : tp_dict_contains(dict, TP_NAME(__eq__));
    if (has_hash < 0 || has_eq < 0)
        return -1;
    return has_eq ? tp_dict_set(dict, TP_NAME(__hash__), TP_NONE) : 0;
}

/* The __class__ cell of methods that use super() or __class__. */
static int fill_class_cell(Type *type)
{
    Value cell;
    if (look_up(tp_type_dict(type), TP_NAME(__classcell__), &cell) < 0)
        return -1;
    if (!cell)
        return 0;
    if (!tp_is_exact(cell, &tp_cell_type))
        return tp_raise_int(&tp_TypeError,
                            "__classcell__ must be a nonlocal cell, not %R",
                            tp_ref(tp_type_of(cell)));
    ((Cell *)tp_obj(cell))->value = tp_ref(type);
    return tp_dict_del(tp_type_dict(type), TP_NAME(__classcell__)) < 0 ? -1 : 0;
}

static int call_set_names(Type *type)
{
    int64_t pos = 0;
    Value key, value;
    Dict *copy = 0;
    while (tp_dict_next(tp_type_dict(type), &pos, &key, &value)) {
        if (!tp_is_ptr(value) || !tp_type_lookup(tp_ptr_type(value), TP_NAME(__set_name__)))
            continue;
        copy = tp_dict_copy(tp_type_dict(type));
        break;
    }
    pos = 0;
    while (copy && tp_dict_next(copy, &pos, &key, &value)) {
        Value set_name = tp_lookup_special(value, TP_NAME(__set_name__));
        if (!set_name) {
            if (tp_error_pending())
                return -1;
            continue;
        }
        if (!tp_call2(set_name, tp_ref(type), key)) {
            Value cause = tp_error_take();
            Value text = tp_str_format_c("Error calling __set_name__ on '%T' instance %R in '%U'",
                                         value, key, type->name_value);
            Value error = text ? tp_exc_new(&tp_RuntimeError, text) : 0;
            if (error)
                tp_raise_stmt(error, cause);
            return -1;
        }
    }
    return 0;
}

static int call_init_subclass(Type *type, int nkw, const Value *kwargs, Tuple *kwnames)
{
    /* super(type, type).__init_subclass__(**kwargs) */
    Value name = TP_NAME(__init_subclass__);
    int64_t i = 0;
    while (i < type->mro->length && type->mro->items[i] != tp_ref(type))
        i++;
    if (i == type->mro->length)
        return tp_raise_int(&tp_TypeError,
                            "super(type, obj): obj must be an instance or subtype of type");
    for (i++; i < type->mro->length; i++) {
        Value f;
        if (look_up(tp_type_dict(as_type(type->mro->items[i])), name, &f) < 0)
            return -1;
        if (!f)
            continue;
        if (type->mro->items[i] == tp_ref(&tp_object_type) && nkw == 0)
            return 0;
        GetFn get = tp_type_of(f)->get;
        if (get && !(f = get(f, 0, tp_ref(type))))
            return -1;
        return tp_call(f, 0, kwargs, nkw ? kwnames : 0) ? 0 : -1;
    }
    return 0;
}

/* ---- the method resolution order ---- */

static bool has_mro_of_its_own(Type *metatype)
{
    return metatype != &tp_type_type && tp_type_lookup(metatype, TP_NAME(mro)) !=
                                            tp_type_lookup(&tp_type_type, TP_NAME(mro));
}

/* mro() is given the class: it works then, with nothing but the base that fixes the layout. */
static void set_provisional_mro(Type *type)
{
    const Tuple *above = type->base->mro;
    Tuple *mro = tp_tuple_new(above->length + 1);
    mro->items[0] = tp_ref(type);
    memcpy(mro->items + 1, above->items, (size_t)above->length * sizeof(Value));
    type->mro = mro;
    tp_slots_update(type);
}

Tuple *tp_type_make_mro(Type *type)
{
    if (!has_mro_of_its_own(type->head.type))
        return tp_type_compute_mro(type, type->bases);
    Value mro = tp_lookup_special(tp_ref(type), TP_NAME(mro));
    Value order = mro ? tp_call0(mro) : 0;
    if (!order || !(order = tp_tuple_from(order)))
        return 0;
    Tuple *t = tp_as_tuple(order);
    Type *solid = solid_base(type);
    if (t->length == 0)
        tp_raise(&tp_TypeError, "type MRO must not be empty");
    for (int64_t i = 0; i < t->length && !tp_error_pending(); i++) {
        Value cls = t->items[i];
        if (!tp_has_flag(cls, TYPE_IS_TYPE))
            tp_raise(&tp_TypeError, "mro() returned a non-class ('%T')", cls);
        else if (!tp_subtype(solid, solid_base(as_type(cls))))
            tp_raise(&tp_TypeError, "mro() returned base with unsuitable layout ('%s')",
                     as_type(cls)->name);
    }
    return tp_error_pending() ? 0 : t;
}

/* ---- a class ---- */

static Value make_type(Type *metatype, Value name, Tuple *bases, Dict *namespace)
{
    Layout layout = {0};
    if (bases->length == 0)
        bases = tp_as_tuple(tp_tuple_pack(1, tp_ref(&tp_object_type)));
    if (!(layout.base = tp_type_best_base(bases)))
        return 0;
    Type *type = tp_heap_object(metatype, 0);
    type->flags = TYPE_HEAP | TYPE_BASE | TYPE_READY |
                  (layout.base->flags & (TYPE_IS_INT | TYPE_IS_FLOAT | TYPE_IS_STR | TYPE_IS_BYTES |
                                         TYPE_IS_LIST | TYPE_IS_TUPLE | TYPE_IS_DICT | TYPE_IS_SET |
                                         TYPE_IS_TYPE | TYPE_IS_EXC | TYPE_IS_COMPLEX));
    /* what the first base that is either is */
    for (int64_t i = 0; i < bases->length && !(type->flags & (TYPE_SEQUENCE | TYPE_MAPPING)); i++)
        type->flags |= as_type(bases->items[i])->flags & (TYPE_SEQUENCE | TYPE_MAPPING);
    type->version = tp_type_next_version();
    type->name_value = tp_intern(name);
    type->name = tp_str_to_c(name);
    type->base = layout.base;
    type->bases = bases;
    Dict *dict = type->namespace = tp_dict_copy(namespace);
    if (!dict || prepare_dict(type) < 0 || read_slots(name, dict, &layout) < 0)
        return 0;
    take_from_other_bases(bases, &layout);
    if (fill_class_cell(type) < 0)
        return 0;
    if (lay_out(type, &layout) < 0 || complete_dict(dict) < 0)
        return 0;
    if (has_mro_of_its_own(metatype))
        set_provisional_mro(type);
    if (!(type->mro = tp_type_make_mro(type)))
        return 0;
    type->version = tp_type_next_version();
    for (int64_t i = 0; i < bases->length; i++)
        tp_type_add_subclass(as_type(bases->items[i]), type);
    tp_slots_update(type);
    return tp_ref(type);
}

Value tp_type_new(Type *metatype, Value name, Tuple *bases, Dict *namespace, int nkw,
                  const Value *kwargs, Tuple *kwnames)
{
    for (int64_t i = 0; i < bases->length; i++) {
        Value base = bases->items[i];
        if (!tp_has_flag(base, TYPE_IS_TYPE)) {
            if (tp_getattr_or_null(base, TP_NAME(__mro_entries__), 0))
                return tp_raise(&tp_TypeError, "type() doesn't support MRO entry resolution; "
                                               "use types.new_class()");
            if (tp_error_pending())
                return 0;
        }
    }
    Type *winner = tp_type_winner(metatype, bases->length, bases->items);
    if (!winner)
        return 0;
    if (winner != metatype && winner->new_ != tp_type_type_new) {
        Value args[3] = {name, tp_ref(bases), tp_ref(namespace)};
        if (nkw == 0)
            return winner->new_(winner, 3, args, 0);
        Value *all = tp_heap_alloc((size_t)(3 + nkw) * sizeof(Value));
        memcpy(all, args, sizeof args);
        memcpy(all + 3, kwargs, (size_t)nkw * sizeof(Value));
        return winner->new_(winner, 3, all, kwnames);
    }
    Value v = make_type(winner, name, bases, namespace);
    if (!v || call_set_names(as_type(v)) < 0 ||
        call_init_subclass(as_type(v), nkw, kwargs, kwnames) < 0)
        return 0;
    return v;
}

const char *tp_type_checked_name(Value name)
{
    int64_t n;
    const char *text = tp_str_to_utf8(name, &n);
    if (text && (int64_t)strlen(text) != n) {
        tp_raise(&tp_ValueError, "type name must not contain null characters");
        return 0;
    }
    return text;
}

Value tp_type_type_new(Type *metatype, int nargs, const Value *args, Tuple *kwnames)
{
    int nkw = kwnames ? (int)kwnames->length : 0;
    if (nargs != 3)
        return tp_raise(&tp_TypeError, "type.__new__() takes exactly 3 arguments (%d given)",
                        nargs);
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "type.__new__() argument 1 must be str, not %T", args[0]);
    if (!tp_is_tuple(args[1]))
        return tp_raise(&tp_TypeError, "type.__new__() argument 2 must be tuple, not %T", args[1]);
    if (!tp_is_dict(args[2]))
        return tp_raise(&tp_TypeError, "type.__new__() argument 3 must be dict, not %T", args[2]);
    if (!tp_type_checked_name(args[0]))
        return 0;
    return tp_type_new(metatype, args[0], tp_as_tuple(args[1]), tp_as_dict(args[2]), nkw,
                       args + nargs, kwnames);
}

int tp_type_type_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self, (void)args;
    if (nargs == 1 && kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "type.__init__() takes no keyword arguments");
    if (nargs != 1 && nargs != 3)
        return tp_raise_int(&tp_TypeError, "type.__init__() takes 1 or 3 arguments");
    return 0;
}

/* ---- the class statement ---- */

/* Bases with __mro_entries__ resolved; the same tuple if there are none. */
static Tuple *resolve_bases(Tuple *bases)
{
    Value list = 0;
    for (int64_t i = 0; i < bases->length; i++) {
        Value base = bases->items[i];
        Value entries = 0;
        if (!tp_has_flag(base, TYPE_IS_TYPE)) {
            int error = 0;
            entries = tp_getattr_or_null(base, TP_NAME(__mro_entries__), &error);
            if (error)
                return 0;
        }
        if (!entries) {
            if (list)
                tp_list_append(list, base);
            continue;
        }
        entries = tp_call1(entries, tp_ref(bases));
        if (!entries)
            return 0;
        if (!tp_is_tuple(entries)) {
            tp_raise(&tp_TypeError, "__mro_entries__ must return a tuple");
            return 0;
        }
        if (!list)
            list = tp_list_of(i, bases->items);
        if (tp_list_extend(list, entries) < 0)
            return 0;
    }
    return list ? tp_as_tuple(tp_list_as_tuple(list)) : bases;
}

/* Take the keyword `metaclass` out of the keywords: its value or 0. */
static Value take_metaclass(Value *kwargs, Tuple **kwnames)
{
    Tuple *names = *kwnames;
    for (int64_t i = 0; names && i < names->length; i++) {
        if (!tp_str_equal_cstr(names->items[i], "metaclass"))
            continue;
        Value metaclass = kwargs[i];
        Tuple *rest = tp_tuple_new(names->length - 1);
        for (int64_t k = 0, n = 0; k < names->length; k++) {
            if (k == i)
                continue;
            kwargs[n] = kwargs[k];
            rest->items[n++] = names->items[k];
        }
        *kwnames = rest->length ? rest : 0;
        return metaclass;
    }
    return 0;
}

Value tp_build_class(Value body, Value name, int nbases, const Value *base_values, Tuple *kwnames)
{
    if (!tp_is_exact(body, &tp_function_type))
        return tp_raise(&tp_TypeError, "__build_class__: func must be a function");
    if (!tp_is_str(name))
        return tp_raise(&tp_TypeError, "__build_class__: name is not a string");
    int nkw = kwnames ? (int)kwnames->length : 0;
    Value *call = tp_heap_alloc((size_t)(3 + nkw) * sizeof(Value));
    if (nkw)
        memcpy(call + 3, base_values + nbases, (size_t)nkw * sizeof(Value));
    Tuple *original = tp_as_tuple(tp_tuple_of(nbases, base_values));
    Tuple *bases = resolve_bases(original);
    if (!bases)
        return 0;
    Value meta = take_metaclass(call + 3, &kwnames);
    if (!meta)
        meta = bases->length ? tp_ref(tp_type_of(bases->items[0])) : tp_ref(&tp_type_type);
    bool is_class = tp_has_flag(meta, TYPE_IS_TYPE);
    if (is_class) {
        Type *winner = tp_type_winner(as_type(meta), bases->length, bases->items);
        if (!winner)
            return 0;
        meta = tp_ref(winner);
    }
    call[0] = name;
    call[1] = tp_ref(bases);
    Value namespace;
    if (meta == tp_ref(&tp_type_type)) {
        namespace = tp_ref(tp_dict_new());
    } else {
        int error = 0;
        Value prepare = tp_getattr_or_null(meta, TP_NAME(__prepare__), &error);
        if (error)
            return 0;
        if (prepare) {
            Value *args = tp_heap_alloc((size_t)(2 + nkw) * sizeof(Value));
            args[0] = name;
            args[1] = tp_ref(bases);
            if (kwnames)
                memcpy(args + 2, call + 3, (size_t)kwnames->length * sizeof(Value));
            namespace = tp_call(prepare, 2, args, kwnames);
        } else {
            namespace = tp_ref(tp_dict_new());
        }
        if (!namespace)
            return 0;
    }
    if (!tp_is_mapping(namespace))
        return tp_raise(&tp_TypeError, "%s.__prepare__() must return a mapping, not %T",
                        is_class ? as_type(meta)->name : "<metaclass>", namespace);
    Value cell = tp_function_run_body((Function *)tp_obj(body), namespace);
    if (!cell)
        return 0;
    if (bases != original &&
        tp_setitem(namespace, TP_NAME(__orig_bases__), tp_ref(original)) < 0)
        return 0;
    call[2] = namespace;
    Value cls = tp_call(meta, 3, call, kwnames);
    if (!cls || !tp_is_exact(cell, &tp_cell_type) || !tp_has_flag(cls, TYPE_IS_TYPE))
        return cls;
    Value in_cell = ((Cell *)tp_obj(cell))->value;
    if (!in_cell)
        return tp_raise(&tp_RuntimeError, "__class__ not set defining %R as %R. Was __classcell__ "
                                          "propagated to type.__new__?", name, cls);
    if (in_cell != cls)
        return tp_raise(&tp_TypeError, "__class__ set to %R defining %R as %R", in_cell, name, cls);
    return cls;
}
