/* type.c -- classes: lookup along the MRO, versions, readiness of builtin types, attributes of
 * classes, calling a class.
 *
 * Every change to a class gives it and its subclasses new version numbers, unique in the process.
 * tp_type_lookup remembers its answers in a table keyed by version and name, so stale ones are
 * never found. Start at tp_type_lookup and type_getattribute; how a class comes to be is in
 * type_new.c.
 */
#include <string.h>

#include "error.h"
#include "int.h"
#include "shape.h"
#include "type.h"

/* ---- lookup ---- */

enum { LOOKUP_SIZE = 4096 };
static struct LookupEntry {
    Value name;
    Dict *dict;        /* that has it, at this position; or 0 */
    uint32_t version;
    int32_t position;
} lookup_table[LOOKUP_SIZE];

static uint32_t last_version;

uint32_t tp_type_next_version(void)
{
    return ++last_version;
}

/* Which dict along the MRO has the name, and at which position, else a negative one. What an __eq__
 * of a key raises ends the search: NOT_KNOWN. */
enum { NOT_KNOWN = -2 };
static int64_t find_in_mro(Type *type, Value name, Type **where)
{
    Tuple *mro = type->mro;
    int64_t hash = tp_str_hash(name), position = -1;
    *where = 0;
    for (int64_t i = 0; i < mro->length && position == -1; i++) {
        Type *t = (Type *)tp_obj(mro->items[i]);
        position = tp_dict_find(tp_type_dict(t), name, hash);
        if (position >= 0)
            *where = t;
    }
    if (position == NOT_KNOWN)
        tp_error_clear();
    return position;
}

Value tp_type_lookup_where(Type *type, Value name, Type **where)
{
    int64_t position = find_in_mro(type, name, where);
    return *where ? tp_type_dict(*where)->entries[position].value : 0;
}

Value tp_type_lookup(Type *type, Value name)
{
    if (!tp_as_str(name)->is_interned)
        name = tp_intern(name);
    uint32_t version = type->version;
    struct LookupEntry *e =
        &lookup_table[((name >> 4) ^ (name >> 12) ^ (version * 31)) & (LOOKUP_SIZE - 1)];
    if (__builtin_expect(e->version == version && e->name == name, 1)) {
        Value v = e->dict ? tp_dict_at(e->dict, e->position, name) : 0;
        if (__builtin_expect(v || !e->dict, 1))
            return v;
    }
    if (!type->mro)
        return 0;
    Type *where;
    int64_t position = find_in_mro(type, name, &where);
    if (position == NOT_KNOWN)
        return 0;
    e->version = version;
    e->name = name;
    e->dict = where ? tp_type_dict(where) : 0;
    e->position = where ? (int32_t)position : 0;
    return where ? e->dict->entries[position].value : 0;
}

/* ---- subclasses and versions ---- */

void tp_type_add_subclass(Type *base, Type *type)
{
    Subclasses *s = base->subclasses;
    for (int i = 0; s && i < s->count; i++) {
        if (!*s->links[i]) {
            tp_heap_weak_link(s->links[i], type);
            return;
        }
    }
    if (!s || s->count == s->capacity) {
        int capacity = s ? s->capacity * 2 : 4;
        Subclasses *larger = tp_heap_alloc(sizeof *s + (size_t)capacity * sizeof(void **));
        larger->capacity = capacity;
        if (s) {
            larger->count = s->count;
            memcpy(larger->links, s->links, (size_t)s->count * sizeof(void **));
        }
        base->subclasses = s = larger;
    }
    void **link = tp_heap_alloc_atomic(sizeof(void *));
    if (type->flags & TYPE_HEAP)
        tp_heap_weak_link(link, type);
    else
        *link = type;
    s->links[s->count++] = link;
}

void tp_type_remove_subclass(Type *base, Type *type)
{
    Subclasses *s = base->subclasses;
    for (int i = 0; s && i < s->count; i++) {
        if (*s->links[i] == type) {
            tp_heap_weak_unlink(s->links[i]);
            s->links[i] = s->links[--s->count];
            return;
        }
    }
}

void tp_type_modified(Type *type)
{
    type->version = tp_type_next_version();
    Subclasses *s = type->subclasses;
    for (int i = 0; s && i < s->count; i++)
        if (*s->links[i])
            tp_type_modified(*s->links[i]);
}

static void update_slots_below(Type *type)
{
    if (type->flags & TYPE_HEAP)
        tp_slots_update(type);
    Subclasses *s = type->subclasses;
    for (int i = 0; s && i < s->count; i++)
        if (*s->links[i])
            update_slots_below(*s->links[i]);
}

/* ---- the method resolution order ---- */

static bool is_in_tail(Tuple *list, int64_t at, Value candidate)
{
    for (int64_t i = at + 1; i < list->length; i++)
        if (list->items[i] == candidate)
            return true;
    return false;
}

static Value mro_conflict(int nlists, Tuple **lists, const int64_t *at)
{
    Value names = tp_str_cstr("");
    Value seen = tp_list_new(0);
    for (int i = 0; i < nlists; i++) {
        if (at[i] >= lists[i]->length)
            continue;
        Value head = lists[i]->items[at[i]];
        bool is_new = true;
        for (int64_t k = 0; k < tp_as_list(seen)->length; k++)
            is_new &= tp_as_list(seen)->items[k] != head;
        if (!is_new)
            continue;
        names = tp_str_format_c("%U%s %U", names, tp_as_list(seen)->length ? "," : "",
                                ((Type *)tp_obj(head))->name_value);
        tp_list_append(seen, head);
    }
    return tp_raise(&tp_TypeError,
                    "Cannot create a consistent method resolution\norder (MRO) for bases%U", names);
}

/* C3: repeatedly the first head of a list that is in no list's tail. */
Tuple *tp_type_compute_mro(Type *type, Tuple *bases)
{
    int nlists = (int)bases->length + 1;
    Tuple **lists = tp_heap_alloc((size_t)nlists * sizeof *lists);
    int64_t *at = tp_heap_alloc((size_t)nlists * sizeof *at);
    int64_t total = 1;
    for (int i = 0; i < nlists; i++) {
        lists[i] = i < nlists - 1 ? ((Type *)tp_obj(bases->items[i]))->mro : bases;
        total += lists[i]->length;
    }
    for (int64_t i = 0; i < bases->length; i++)
        for (int64_t k = i + 1; k < bases->length; k++)
            if (bases->items[i] == bases->items[k]) {
                tp_raise(&tp_TypeError, "duplicate base class %U",
                         ((Type *)tp_obj(bases->items[i]))->name_value);
                return 0;
            }
    Value *order = tp_heap_alloc((size_t)total * sizeof(Value));
    int64_t n = 0;
    order[n++] = tp_ref(type);
    for (;;) {
        bool is_empty = true;
        Value next = 0;
        for (int i = 0; i < nlists && !next; i++) {
            if (at[i] >= lists[i]->length)
                continue;
            is_empty = false;
            next = lists[i]->items[at[i]];
            for (int k = 0; k < nlists && next; k++)
                if (is_in_tail(lists[k], at[k], next))
                    next = 0;
        }
        if (is_empty)
            break;
        if (!next) {
            mro_conflict(nlists, lists, at);
            return 0;
        }
        order[n++] = next;
        for (int i = 0; i < nlists; i++)
            if (at[i] < lists[i]->length && lists[i]->items[at[i]] == next)
                at[i]++;
    }
    return tp_as_tuple(tp_tuple_of(n, order));
}

bool tp_subtype(const Type *type, const Type *base)
{
    if (type == base)
        return true;
    Tuple *mro = type->mro;
    if (!mro) {
        for (; type; type = type->base)
            if (type == base)
                return true;
        return base == &tp_object_type;
    }
    for (int64_t i = 1; i < mro->length; i++)
        if (mro->items[i] == tp_ref(base))
            return true;
    return false;
}

bool tp_instance(Value v, const Type *type)
{
    return tp_subtype(tp_type_of(v), type);
}

Type *tp_type_builtin_base(Type *type)
{
    while (type->flags & TYPE_HEAP)
        type = type->base;
    return type;
}

bool tp_type_has_dict(const Type *type)
{
    return (type->flags & (TYPE_HAS_DICT | TYPE_IS_TYPE)) || type->dict_offset != 0;
}

int tp_type_itemsize(const Type *builtin)
{
    static const struct { uint32_t flag; int size; } by_flag[] = {
        {TYPE_IS_TUPLE, 8}, {TYPE_IS_INT, 4}, {TYPE_IS_BYTES, 1}, {TYPE_IS_TYPE, 40}};
    for (size_t i = 0; i < sizeof by_flag / sizeof *by_flag; i++)
        if (builtin->flags & by_flag[i].flag)
            return by_flag[i].size;
    return builtin == &tp_code_type ? 2
           : builtin == &tp_memoryview_type || builtin == &tp_frame_type ? 8 : 0;
}

const char *tp_type_name(Value v)
{
    return tp_type_of(v)->name;
}

const char *tp_type_short_name(const Type *type)
{
    const char *dot = strrchr(type->name, '.');
    return dot ? dot + 1 : type->name;
}

/* ---- static types ---- */

enum { INHERITED_FLAGS = TYPE_IS_INT | TYPE_IS_FLOAT | TYPE_IS_STR | TYPE_IS_BYTES | TYPE_IS_LIST |
                         TYPE_IS_TUPLE | TYPE_IS_DICT | TYPE_IS_SET | TYPE_IS_TYPE | TYPE_IS_EXC |
                         TYPE_IS_COMPLEX | TYPE_SEQUENCE | TYPE_MAPPING };

static void add_methods(Type *type, Dict *d)
{
    for (const MethodDef *m = type->methods; m && m->name; m++) {
        Value method;
        if (m->flags & METHOD_IS_STATIC) {
            method = tp_staticmethod_new(tp_builtin_new(m, 0, type, 0));
        } else {
            method = tp_builtin_new(m, 0, type, 0);
            tp_obj(method)->type = m->flags & METHOD_IS_CLASS ? &tp_classmethod_descriptor_type
                                                              : &tp_method_descriptor_type;
        }
        tp_dict_set(d, ((Builtin *)tp_obj(tp_is_exact(method, &tp_staticmethod_type)
                                              ? ((ClassMethod *)tp_obj(method))->callable
                                              : method))->name, method);
    }
    for (const GetSetDef *g = type->getset; g && g->name; g++)
        tp_dict_set(d, tp_intern_cstr(g->name), tp_getset_new(type, g));
    for (const MemberDef *m = type->members; m && m->name; m++) {
        Value name = tp_intern_cstr(m->name);
        tp_dict_set(d, name, tp_member_new(type, name, m->offset, m->is_readonly, false, m->doc));
    }
}

/* Most programs look into the dicts of few types, and each object in them is one more to make at
 * the start and to mark in every collection: a type's is made when it is asked for. */
Dict *tp_type_fill_dict(Type *type)
{
    Dict *d = tp_dict_new();
    tp_slots_add_wrappers(type, d);
    add_methods(type, d);
    if (!tp_dict_get_str(d, TP_NAME(__doc__)))
        tp_dict_set(d, TP_NAME(__doc__), type->doc ? tp_str_cstr(type->doc) : TP_NONE);
    return type->namespace = d;
}

void tp_type_ready(Type *type)
{
    if (type->flags & TYPE_READY)
        return;
    if (!type->base && type != &tp_object_type)
        type->base = &tp_object_type;
    if (type->base)
        tp_type_ready(type->base);
    if (!type->head.type)
        type->head.type = type->base ? type->base->head.type : &tp_type_type;
    if (!type->head.type)
        type->head.type = &tp_type_type;
    type->version = tp_type_next_version();
    type->name_value = tp_intern_cstr(tp_type_short_name(type));
    type->qualname = type->name_value;
    if (type->base) {
        type->flags |= type->base->flags & INHERITED_FLAGS;
        if (!type->basic_size)
            type->basic_size = type->base->basic_size;
        if (!type->dict_offset)
            type->dict_offset = type->base->dict_offset;
        if (!type->weakref_offset)
            type->weakref_offset = type->base->weakref_offset;
    }
    if (!type->bases)
        type->bases = type->base ? tp_as_tuple(tp_tuple_pack(1, tp_ref(type->base)))
                                 : tp_as_tuple(tp_tuple_of(0, 0));
    type->mro = tp_type_compute_mro(type, type->bases);
    tp_slots_inherit(type);
    for (int64_t i = 0; i < type->bases->length; i++)
        tp_type_add_subclass((Type *)tp_obj(type->bases->items[i]), type);
    type->flags |= TYPE_READY | TYPE_IMMUTABLE;
}

void tp_types_init(void)
{
    static Type *const types[] = {
#define TYPE(name) &name,
#include "types.def"
#undef TYPE
    };
    enum { NTYPES = sizeof types / sizeof *types };
    tp_heap_forget(lookup_table, sizeof lookup_table);
    tp_shapes_init();
    tp_caches_init();
    for (int i = 0; i < NTYPES; i++)
        if (!types[i]->head.type)
            types[i]->head.type = &tp_type_type;
    Type *const sequences[] = {&tp_str_type, &tp_bytes_type, &tp_bytearray_type, &tp_list_type,
                               &tp_tuple_type};
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
        sequences[i]->flags |= TYPE_SEQ_CONCAT;
    tp_slots_init();
    for (int i = 0; i < NTYPES; i++)
        tp_type_ready(types[i]);
}

/* ---- attributes of classes ---- */

static bool is_descriptor_type(const Type *type)
{
    return type->get || type->set;
}

static Value type_getattribute_or_null(Value v, Value name, int *error)
{
    Type *type = (Type *)tp_obj(v);
    Type *meta = type->head.type;
    *error = 0;
    Value on_meta = tp_type_lookup(meta, name);
    Type *t = on_meta ? tp_type_of(on_meta) : 0;
    Value result;
    if (t && t->get && t->set) {
        result = t->get(on_meta, v, tp_ref(meta));
        *error = result ? 0 : -1;
        return result;
    }
    Value found = tp_type_lookup(type, name);
    if (found) {
        Type *f = tp_type_of(found);
        if (!f->get)
            return found;
        result = f->get(found, 0, v);
        *error = result ? 0 : -1;
        return result;
    }
    if (on_meta) {
        if (!t->get)
            return on_meta;
        result = t->get(on_meta, v, tp_ref(meta));
        *error = result ? 0 : -1;
        return result;
    }
    return 0;
}

static Value type_getattribute(Value v, Value name)
{
    int error;
    Value result = type_getattribute_or_null(v, name, &error);
    if (result || error)
        return result;
    return tp_raise_attribute(v, name, "type object '%U' has no attribute '%U'",
                              ((Type *)tp_obj(v))->name_value, name);
}

Value tp_type_getattr_or_null(Value v, Value name, int *error)
{
    return type_getattribute_or_null(v, name, error);
}

/* Plain data: neither function nor anything that binds. */
static bool is_plain(Value v)
{
    return !v || !is_descriptor_type(tp_type_of(v));
}

/* Is some class at or below type known to have a function or descriptor of that name? */
static bool is_bound_below(Type *type, Value name)
{
    if (!is_plain(tp_type_lookup(type, name)))
        return true;
    Subclasses *s = type->subclasses;
    for (int i = 0; s && i < s->count; i++)
        if (*s->links[i] && is_bound_below(*s->links[i], name))
            return true;
    return false;
}

/* Plain data takes the place of plain data that the class itself has under a name of no meaning to
 * the interpreter: nothing depends on which it is, as caches know the entry, not the value. False
 * if it is not so. */
static bool update_plain(Type *type, Value name, Value value)
{
    const Str *s = tp_as_str(name);
    bool may_mean_more = s->length > 1 && tp_str_at(s, 0) == '_' && tp_str_at(s, 1) == '_';
    if (!value || may_mean_more || !is_plain(value))
        return false;
    Dict *d = tp_type_dict(type);
    int64_t at = d->has_only_str && !d->is_watched ? tp_dict_position(d, name) : -1;
    if (at < 0 || !is_plain(d->entries[at].value))
        return false;
    d->entries[at].value = value;
    return true;
}

int tp_type_setattr(Value v, Value name, Value value)
{
    Type *type = (Type *)tp_obj(v);
    if (type->flags & TYPE_IMMUTABLE)
        return tp_raise_int(&tp_TypeError, "cannot set '%U' attribute of immutable type '%s'", name,
                            type->name);
    name = tp_intern(name);
    Value on_meta = tp_type_lookup(type->head.type, name);
    if (on_meta) {
        Type *t = tp_type_of(on_meta);
        if (t->set)
            return t->set(on_meta, v, value);
    }
    if (update_plain(type, name, value))
        return 0;
    int row = tp_slots_row(name);
    /* Caches hold functions and descriptors, and positions in instances that a data descriptor
     * would hide; plain data is checked by the version. */
    bool is_data_descriptor = value && tp_type_of(value)->set;
    if (row >= 0 || is_data_descriptor || is_bound_below(type, name))
        tp_caches_flush();
    if (value) {
        if (tp_dict_set(tp_type_dict(type), name, value) < 0)
            return -1;
    } else {
        int done = tp_dict_del(tp_type_dict(type), name);
        if (done < 0)
            return -1;
        if (!done)
            return tp_raise_int(&tp_AttributeError, "type object '%U' has no attribute '%U'",
                                type->name_value, name);
    }
    tp_type_modified(type);
    if (row >= 0)
        update_slots_below(type);
    return 0;
}

/* ---- type.__call__ ---- */

Value tp_init_returned(Value result)
{
    return result ? tp_raise(&tp_TypeError, "__init__() should return None, not '%T'", result) : 0;
}

/* A new exception of a class that has the __new__ of BaseException: what its __init__ does in
 * general is done by that. */
static Value make_exception(Type *type, int nargs, const Value *args)
{
    Value self = tp_ref(tp_exc_make(type, nargs, args));
    if (type->init == tp_BaseException.init)
        return self;
    Value init = type->dunders ? type->dunders[ROW_init] : 0;
    if (init && tp_is_exact(init, &tp_function_type) &&
        ((Function *)tp_obj(init))->arity == nargs + 1) {
        Value all[TP_MAX_DIRECT] = {self};
        for (int i = 0; i < nargs; i++)
            all[i + 1] = args[i];
        return tp_initialized(self, tp_function_enter((Function *)tp_obj(init), all));
    }
    return type->init(self, nargs, args, 0) < 0 ? 0 : self;
}

Value tp_type_call(Value callee, int nargs, const Value *args, Tuple *kwnames)
{
    Type *type = (Type *)tp_obj(callee);
    if (type == &tp_type_type && nargs == 1 && !kwnames)
        return tp_ref(tp_type_of(args[0]));
    if (type == &tp_type_type && nargs != 3)
        return tp_raise(&tp_TypeError, nargs == 1 ? "type() takes no keyword arguments"
                                                  : "type() takes 1 or 3 arguments");
    Function *init = kwnames ? 0 : tp_usual_init(callee, nargs + 1);
    if (init) {
        Value all[TP_MAX_DIRECT];
        all[0] = tp_instance_new(type);
        for (int i = 0; i < nargs; i++)
            all[i + 1] = args[i];
        return tp_initialized(all[0], tp_function_enter(init, all));
    }
    if ((type->flags & (TYPE_USUAL_INIT | TYPE_ABSTRACT)) == TYPE_USUAL_INIT) {
        Value self = tp_instance_new(type);
        return type->init(self, nargs, args, kwnames) < 0 ? 0 : self;
    }
    if (type->new_ == tp_BaseException.new_ && !kwnames)
        return make_exception(type, nargs, args);
    if (!type->new_)
        return tp_raise(&tp_TypeError, "cannot create '%s' instances", type->name);
    Value object = type->new_(type, nargs, args, kwnames);
    if (!object)
        return 0;
    Type *made = tp_type_of(object);
    if (made != type && !tp_subtype(made, type))
        return object;
    if (made->init && made->init(object, nargs, args, kwnames) < 0)
        return 0;
    return object;
}

/* ---- what Python sees of a class ---- */

static Type *self_type(Value self)
{
    return (Type *)tp_obj(self);
}

static Value type_repr(Value self)
{
    Type *type = self_type(self);
    Value module = tp_type_module(type);
    if (!module) {
        tp_error_clear();
        return tp_str_format_c("<class '%U'>", type->qualname);
    }
    if (tp_is_str(module) && !tp_str_equal_cstr(module, "builtins"))
        return tp_str_format_c("<class '%U.%U'>", module, type->qualname);
    return tp_str_format_c("<class '%U'>", type->qualname);
}

static int refuse_change(Value self, Value value, const char *name)
{
    Type *type = self_type(self);
    if (type->flags & TYPE_IMMUTABLE)
        return tp_raise_int(&tp_TypeError, "cannot set '%s' attribute of immutable type '%s'", name,
                            type->name);
    if (!value)
        return tp_raise_int(&tp_TypeError, "cannot delete '%s' attribute of immutable type '%s'",
                            name, type->name);
    return 0;
}

static Value get_name(Value self)
{
    return self_type(self)->name_value;
}

static int set_name(Value self, Value value)
{
    Type *type = self_type(self);
    if (refuse_change(self, value, "__name__") < 0)
        return -1;
    if (!tp_is_str(value))
        return tp_raise_int(&tp_TypeError, "can only assign string to %s.__name__, not '%T'",
                            type->name, value);
    const char *name = tp_type_checked_name(value);
    if (!name)
        return -1;
    type->name_value = value;
    type->name = name;
    return 0;
}

static Value get_qualname(Value self)
{
    return self_type(self)->qualname;
}

static int set_qualname(Value self, Value value)
{
    if (refuse_change(self, value, "__qualname__") < 0)
        return -1;
    if (!tp_is_str(value))
        return tp_raise_int(&tp_TypeError, "can only assign string to %s.__qualname__, not '%T'",
                            self_type(self)->name, value);
    self_type(self)->qualname = value;
    return 0;
}

Value tp_type_module(Type *type)
{
    if (type->flags & TYPE_HEAP) {
        Value module = tp_dict_get_str(tp_type_dict(type), TP_NAME(__module__));
        return module ? module : tp_raise(&tp_AttributeError, "__module__");
    }
    const char *dot = strrchr(type->name, '.');
    return dot ? tp_intern(tp_str_utf8(type->name, dot - type->name)) : TP_NAME(builtins);
}

static Value get_module(Value self)
{
    return tp_type_module(self_type(self));
}

static int set_module(Value self, Value value)
{
    if (refuse_change(self, value, "__module__") < 0)
        return -1;
    tp_type_modified(self_type(self));
    return tp_dict_set(tp_type_dict(self_type(self)), TP_NAME(__module__), value);
}

static Value get_bases(Value self)
{
    return tp_ref(self_type(self)->bases);
}

/* Give the class and those below it the orders that follow from its bases now; `undo` gets the
 * classes with their orders so far. */
static int recompute_mro(Type *type, Value undo)
{
    Tuple *mro = tp_type_make_mro(type);
    if (!mro || tp_list_append(undo, tp_tuple_pack(2, tp_ref(type), tp_ref(type->mro))) < 0)
        return -1;
    type->mro = mro;
    /* Code of a metaclass may make and unmake subclasses. */
    for (int i = 0; type->subclasses && i < type->subclasses->count; i++) {
        Type *below = *type->subclasses->links[i];
        if (below && recompute_mro(below, undo) < 0)
            return -1;
    }
    return 0;
}

/* Does base derive from type, by its MRO or, whatever a metaclass made of that, its layout? */
static bool is_above(const Type *type, const Type *base)
{
    if (tp_subtype(base, type))
        return true;
    while (base && base != type)
        base = base->base;
    return base == type;
}

static int set_bases(Value self, Value value)
{
    Type *type = self_type(self);
    if (refuse_change(self, value, "__bases__") < 0)
        return -1;
    if (!tp_is_tuple(value))
        return tp_raise_int(&tp_TypeError, "can only assign tuple to %s.__bases__, not %T",
                            type->name, value);
    Tuple *bases = tp_as_tuple(value);
    if (bases->length == 0)
        return tp_raise_int(&tp_TypeError,
                            "can only assign non-empty tuple to %s.__bases__, not ()", type->name);
    for (int64_t i = 0; i < bases->length; i++) {
        if (!tp_has_flag(bases->items[i], TYPE_IS_TYPE))
            return tp_raise_int(&tp_TypeError, "%s.__bases__ must be tuple of classes, not '%T'",
                                type->name, bases->items[i]);
        if (is_above(type, self_type(bases->items[i])))
            return tp_raise_int(&tp_TypeError, "a __bases__ item causes an inheritance cycle");
    }
    Type *best = tp_type_best_base(bases), *old_base = type->base;
    Tuple *old = type->bases;
    Value undo = tp_list_new(0);
    if (!best || tp_type_check_layout(best, old_base, "__bases__") < 0)
        return -1;
    type->bases = bases;
    type->base = best;
    int status = recompute_mro(type, undo);
    bool is_ours = type->bases == bases; /* no mro() has assigned others */
    for (int64_t i = tp_as_list(undo)->length - 1; status < 0 && i >= 0; i--) {
        Value *pair = tp_as_tuple(tp_as_list(undo)->items[i])->items;
        self_type(pair[0])->mro = tp_as_tuple(pair[1]);
    }
    if (status < 0 && is_ours) {
        type->bases = old;
        type->base = old_base;
    }
    for (int64_t i = 0; status == 0 && is_ours && i < old->length; i++)
        tp_type_remove_subclass(self_type(old->items[i]), type);
    for (int64_t i = 0; status == 0 && is_ours && i < bases->length; i++)
        tp_type_add_subclass(self_type(bases->items[i]), type);
    tp_type_modified(type);
    update_slots_below(type);
    tp_caches_flush();
    return status;
}

static Value get_base(Value self)
{
    return self_type(self)->base ? tp_ref(self_type(self)->base) : TP_NONE;
}

static Value get_mro(Value self)
{
    return tp_ref(self_type(self)->mro);
}

static Value get_dict(Value self)
{
    return tp_mappingproxy_new(tp_ref(tp_type_dict(self_type(self))));
}

static Value get_doc(Value self)
{
    Type *type = self_type(self);
    if (type->doc) /* what its dict has may be that of instances */
        return tp_str_cstr(type->doc);
    Value doc = tp_dict_get_str(tp_type_dict(type), TP_NAME(__doc__));
    if (!doc)
        return TP_NONE;
    GetFn get = tp_type_of(doc)->get;
    return get ? get(doc, 0, self) : doc;
}

static int set_doc(Value self, Value value)
{
    if (refuse_change(self, value, "__doc__") < 0)
        return -1;
    tp_type_modified(self_type(self));
    return tp_dict_set(tp_type_dict(self_type(self)), TP_NAME(__doc__), value);
}

static Value get_abstract(Value self)
{
    Type *type = self_type(self);
    Value v = type == &tp_type_type ? 0
                                    : tp_dict_get(tp_type_dict(type),
                                                  TP_NAME(__abstractmethods__));
    return v || tp_error_pending() ? v : tp_raise(&tp_AttributeError, "__abstractmethods__");
}

static int set_abstract(Value self, Value value)
{
    Type *type = self_type(self);
    int is_abstract = 0;
    if (value) {
        is_abstract = tp_truth(value);
        if (is_abstract < 0 ||
            tp_dict_set(tp_type_dict(type), TP_NAME(__abstractmethods__), value) < 0)
            return -1;
    } else if (tp_dict_del(tp_type_dict(type), TP_NAME(__abstractmethods__)) <= 0) {
        return tp_raise_int(&tp_AttributeError, "__abstractmethods__");
    }
    type->flags = (type->flags & ~(uint32_t)TYPE_ABSTRACT) | (is_abstract ? TYPE_ABSTRACT : 0);
    tp_type_modified(type);
    return 0;
}

static Value get_annotations(Value self)
{
    Type *type = self_type(self);
    if (!(type->flags & TYPE_HEAP))
        return tp_raise(&tp_AttributeError, "type object '%s' has no attribute '__annotations__'",
                        type->name);
    Value v = tp_dict_get_str(tp_type_dict(type), TP_NAME(__annotations__));
    if (v) {
        GetFn get = tp_type_of(v)->get;
        return get ? get(v, 0, self) : v;
    }
    v = tp_ref(tp_dict_new());
    tp_type_modified(type);
    return tp_dict_set(tp_type_dict(type), TP_NAME(__annotations__), v) < 0 ? 0 : v;
}

static int set_annotations(Value self, Value value)
{
    Type *type = self_type(self);
    if (type->flags & TYPE_IMMUTABLE)
        return tp_raise_int(&tp_TypeError,
                            "cannot set '__annotations__' attribute of immutable type '%s'",
                            type->name);
    tp_type_modified(type);
    if (value)
        return tp_dict_set(tp_type_dict(type), TP_NAME(__annotations__), value);
    int done = tp_dict_del(tp_type_dict(type), TP_NAME(__annotations__));
    return done > 0 ? 0 : done < 0 ? -1 : tp_raise_int(&tp_AttributeError, "__annotations__");
}

static Value get_text_signature(Value self)
{
    static const struct { const Type *type; const char *text; } signatures[] = {
        {&tp_object_type, "()"}, {&tp_float_type, "(x=0, /)"},
        {&tp_complex_type, "(real=0, imag=0)"}, {&tp_list_type, "(iterable=(), /)"},
        {&tp_tuple_type, "(iterable=(), /)"}, {&tp_memoryview_type, "(object)"},
        {&tp_enumerate_type, "(iterable, start=0)"}, {&tp_reversed_type, "(sequence, /)"},
        {&tp_property_type, "(fget=None, fset=None, fdel=None, doc=None)"}};
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (signatures[i].type == self_type(self))
            return tp_str_cstr(signatures[i].text);
    return TP_NONE;
}

static Value get_basicsize(Value self)
{
    return tp_int((int64_t)self_type(self)->basic_size);
}

static Value get_itemsize(Value self)
{
    return tp_small(tp_type_itemsize(tp_type_builtin_base(self_type(self))));
}

static Value get_flags(Value self)
{
    Type *type = self_type(self);
    static const struct { uint32_t ours; int bit; } bits[] = {
        {TYPE_HEAP, 9}, {TYPE_BASE, 10}, {TYPE_READY, 12}, {TYPE_ABSTRACT, 20}, {TYPE_SEQUENCE, 5},
        {TYPE_MAPPING, 6}, {TYPE_IMMUTABLE, 8}, {TYPE_IS_INT, 24}, {TYPE_IS_LIST, 25},
        {TYPE_IS_TUPLE, 26}, {TYPE_IS_BYTES, 27}, {TYPE_IS_STR, 28}, {TYPE_IS_DICT, 29},
        {TYPE_IS_EXC, 30}, {TYPE_IS_TYPE, 31}};
    int64_t flags = 0;
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        if (type->flags & bits[i].ours)
            flags |= (int64_t)1 << bits[i].bit;
    return tp_int(flags);
}

static Value get_dictoffset(Value self)
{
    Type *type = self_type(self);
    return tp_int(type->flags & (TYPE_HAS_DICT | TYPE_IS_TYPE) ? 16 : type->dict_offset);
}

static Value get_weakrefoffset(Value self)
{
    return tp_int(self_type(self)->weakref_offset);
}

static Value type_mro(Value self, Value *args)
{
    (void)args;
    Type *type = self_type(self);
    Tuple *mro = tp_type_compute_mro(type, type->bases);
    return mro ? tp_list_of(mro->length, mro->items) : 0;
}

static Value type_subclasses(Value self, Value *args)
{
    (void)args;
    Value list = tp_list_new(0);
    Subclasses *s = self_type(self)->subclasses;
    for (int i = 0; s && i < s->count; i++)
        if (*s->links[i])
            tp_list_append(list, tp_ref(*s->links[i]));
    return list;
}

static Value type_instancecheck(Value self, Value *args)
{
    Value v = args[0];
    if (tp_subtype(tp_type_of(v), self_type(self)))
        return TP_TRUE;
    /* An object may claim another class. */
    Value cls = tp_getattr_or_null(v, TP_NAME(__class__), 0);
    if (!cls && tp_error_pending())
        return 0;
    if (cls && cls != tp_ref(tp_type_of(v)) && tp_has_flag(cls, TYPE_IS_TYPE))
        return tp_bool(tp_subtype(self_type(cls), self_type(self)));
    return TP_FALSE;
}

static Value type_subclasscheck(Value self, Value *args)
{
    int r = tp_issubclass_plain(args[0], self);
    return r < 0 ? 0 : tp_bool(r);
}

static Value type_prepare(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self, (void)nargs, (void)args, (void)kwnames;
    return tp_ref(tp_dict_new());
}

static void collect_names(Type *type, Dict *names)
{
    int64_t pos = 0;
    Value key, value;
    for (int64_t i = type->mro->length - 1; i >= 0; i--, pos = 0)
        while (tp_dict_next(tp_type_dict(self_type(type->mro->items[i])), &pos, &key, &value))
            tp_dict_set(names, key, TP_NONE);
}

static Value type_dir(Value self, Value *args)
{
    (void)args;
    Dict *names = tp_dict_new();
    collect_names(self_type(self), names);
    return tp_dict_keys_list(names);
}

static Value type_sizeof(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_int(sizeof(Type));
}

static Value type_or(Value self, Value other)
{
    return tp_type_or(self, other);
}

static Value type_ror(Value self, Value other)
{
    return tp_type_or(other, self);
}

/* A metaclass may override the hooks; type's own need no call. */
static const MethodDef type_methods[] = {
    METHOD("mro", type_mro, "()", "Return a type's method resolution order."),
    METHOD("__subclasses__", type_subclasses, "()", "Return a list of immediate subclasses."),
    METHOD("__instancecheck__", type_instancecheck, "(instance, /)",
           "Check if an object is an instance."),
    METHOD("__subclasscheck__", type_subclasscheck, "(subclass, /)",
           "Check if a class is a subclass."),
    {"__prepare__", 0, type_prepare, "(*args, **kwargs)",
     "__prepare__() -> dict\nused to create the namespace for the class statement",
     METHOD_IS_RAW | METHOD_IS_CLASS},
    METHOD("__dir__", type_dir, "()", "Specialized __dir__ implementation for types."),
    METHOD("__sizeof__", type_sizeof, "()", "Return memory consumption of the type object."),
    METHOD_END
};

static const GetSetDef type_getset[] = {
    {"__name__", get_name, set_name, 0},
    {"__qualname__", get_qualname, set_qualname, 0},
    {"__bases__", get_bases, set_bases, 0},
    {"__base__", get_base, tp_set_readonly, 0},
    {"__mro__", get_mro, tp_set_readonly, 0},
    {"__module__", get_module, set_module, 0},
    {"__abstractmethods__", get_abstract, set_abstract, 0},
    {"__dict__", get_dict, 0, 0},
    {"__doc__", get_doc, set_doc, 0},
    {"__text_signature__", get_text_signature, 0, 0},
    {"__annotations__", get_annotations, set_annotations, 0},
    {"__basicsize__", get_basicsize, tp_set_readonly, 0},
    {"__itemsize__", get_itemsize, tp_set_readonly, 0},
    {"__flags__", get_flags, tp_set_readonly, 0},
    {"__dictoffset__", get_dictoffset, tp_set_readonly, 0},
    {"__weakrefoffset__", get_weakrefoffset, tp_set_readonly, 0},
    {0, 0, 0, 0}
};

Type tp_type_type = {
    .head = {&tp_type_type},
    .name = "type",
    .basic_size = sizeof(Type),
    .flags = TYPE_BASE | TYPE_IS_TYPE,
    .doc = "type(object) -> the object's type\n"
           "type(name, bases, dict, **kwds) -> a new type",
    .repr = type_repr,
    .call = tp_type_call,
    .getattribute = type_getattribute,
    .setattr = tp_type_setattr,
    .new_ = tp_type_type_new,
    .init = tp_type_type_init,
    .or_ = type_or,
    .ror = type_ror,
    .methods = type_methods,
    .getset = type_getset,
    .weakref_offset = 1,
};
