/* attrcache.c -- inline caches: attribute loads, stores and method calls of emitted code.
 *
 * A cache remembers what one site found last, keyed by the shape of a shaped object, the type of
 * another, or the very class or module. A site that sees several shapes goes on to what it knows of
 * them: is the attribute in the same slot there (Shape.loads and stores), is the shape among the
 * site's MethodsSeen, has any other site found it (the table `shared`).
 *
 * Whatever a cache holds stays true as long as no class changes: tp_type_setattr flushes all caches
 * if one could have become wrong. Attributes of classes that are plain data are found in the dict
 * of the class at a known position, if the class has the same version: programs keep counters
 * there.
 */
#include <string.h>

#include "dict.h"
#include "func.h"
#include "heap.h"
#include "shape.h"
#include "str.h"
#include "type.h"

/* ---- registry ---- */

typedef struct CacheBlock {
    struct CacheBlock *next;
    AttrCache *caches;
    int n;
} CacheBlock;

static CacheBlock *blocks;
static bool any_filled;

/* What any site found lately, by what was looked at (see key_of) and the name: a site that sees
 * several classes finds here what its own cache had to give up. */
typedef struct Shared {
    const void *key;
    Value name;
    AttrPlace place;
} Shared;
enum { SHARED = 1024 };
static Shared shared[SHARED];

void tp_caches_init(void)
{
    tp_heap_forget(shared, sizeof shared);
}

void tp_caches_register(AttrCache *caches, int n)
{
    CacheBlock *block = tp_heap_alloc(sizeof *block);
    block->caches = caches;
    block->n = n;
    block->next = blocks;
    blocks = block;
}

void tp_caches_unregister(AttrCache *caches)
{
    CacheBlock **block = &blocks;
    while (*block && (*block)->caches != caches)
        block = &(*block)->next;
    if (*block)
        *block = (*block)->next;
}

void tp_caches_flush(void)
{
    if (!any_filled)
        return;
    for (CacheBlock *b = blocks; b; b = b->next)
        if (b->n)
            memset(b->caches, 0, (size_t)b->n * sizeof(AttrCache));
    memset(shared, 0, sizeof shared);
    tp_shapes_forget();
    any_filled = false;
}

/* What decides how an attribute of v is found: the shape, the type, or the very class or module,
 * which must not be taken for the type of instances. */
static inline const void *key_of(Value v, const Type *type)
{
    if (type->flags & TYPE_SHAPED)
        return ((Instance *)tp_obj(v))->shape;
    if (type->getattribute == tp_generic_getattr)
        return type;
    return (const char *)tp_obj(v) + 2;
}

static inline size_t home_of(const void *key, Value name)
{
    uint64_t mixed = ((uintptr_t)key + name * 5) * 0x9E3779B97F4A7C15u;
    return mixed >> 32 & (SHARED - 1);
}

/* An entry is at home or next door. */
static inline const Shared *shared_find(const void *key, Value name)
{
    size_t home = home_of(key, name);
    const Shared *s = &shared[home];
    if (s->key == key && s->name == name)
        return s;
    s = &shared[home ^ 1];
    return s->key == key && s->name == name ? s : 0;
}

static void shared_add(const void *key, Value name, const AttrPlace *place)
{
    size_t home = home_of(key, name);
    if (shared[home].key && (shared[home].key != key || shared[home].name != name))
        shared[home ^ 1] = shared[home];
    shared[home].key = key;
    shared[home].name = name;
    shared[home].place = *place;
}

/* The site missed what is in the table: every eighth time it takes that over. */
static inline void adopt(AttrCache *site, const Shared *s)
{
    if (++site->misses % 8 == 0)
        site->place = s->place;
}

/* ---- filling ---- */

static void place_set(AttrPlace *p, const void *key, Type *type, enum CacheKind kind, Value value)
{
    any_filled = true;
    *p = (AttrPlace){
        .key = key, .value = value, .slot = -1, .kind = kind, .version = type->version};
}

/* Plain data that type finds under a name. */
static void place_plain(AttrPlace *p, const void *key, Type *type, enum CacheKind kind, Value name)
{
    Type *where;
    if (!tp_type_lookup_where(type, name, &where))
        return;
    place_set(p, key, type, kind, 0);
    Dict *dict = tp_type_dict(where);
    p->cell = dict;
    p->slot = (int32_t)tp_dict_position(dict, name);
}

/* In instances of that shape, which has the attribute. */
static void place_position(AttrPlace *p, Shape *shape, int position)
{
    bool is_inline = shape->count <= shape->capacity || position < shape->capacity - 1;
    place_set(p, shape, shape->type, is_inline ? CACHE_SLOT : CACHE_OVERFLOW, 0);
    p->slot = is_inline ? position : position - (shape->capacity - 1);
    p->cell = shape;
}

static int position_of(Instance *instance, Value *slot)
{
    Shape *shape = instance->shape;
    if (slot >= instance->slots && slot < instance->slots + shape->capacity)
        return (int)(slot - instance->slots);
    Value *overflow = (Value *)(uintptr_t)instance->slots[shape->capacity - 1];
    return (int)(slot - overflow) + shape->capacity - 1;
}

/* The attribute in the dict of a mixed instance where the dicts of others had it at that position.
 * 0: it has none, or __eq__ of another key of the dict, which may be in front, is to be asked. */
static inline Value own_value_at(Value v, int32_t position, Value name)
{
    Dict *d = *tp_dict_slot(v);
    if (!d || !d->has_only_str)
        return 0;
    Value found = tp_dict_at(d, position, name);
    return found ? found : tp_dict_get_str(d, name);
}

/* May a mixed instance have an attribute of its own of that name? */
static inline bool may_have_own(Value v, Type *type, Value name)
{
    if (__builtin_expect(!type->dict_offset, 1) || !tp_is_ptr(v))
        return false;
    Dict *d = *tp_dict_slot(v);
    return d && (!d->has_only_str || tp_dict_get_str(d, name));
}

/* Is what the type has under a name a method that may be called with an instance in front? A method
 * of another builtin type may not, and says so when it is bound. */
static bool is_method_for(Value found, const Type *type)
{
    const Type *t = tp_type_of(found);
    if (t == &tp_method_descriptor_type)
        return tp_subtype(type, ((Builtin *)tp_obj(found))->owner);
    return t->flags & TYPE_METHOD_LIKE;
}

/* The function that a classmethod calls with the class, or 0. */
static Value class_function(Value v)
{
    if (!tp_is_exact(v, &tp_classmethod_type))
        return 0;
    Value callable = ((ClassMethod *)tp_obj(v))->callable;
    return callable && tp_is_exact(callable, &tp_function_type) ? callable : 0;
}

/* Look the attribute of v up and tell the place; v's type uses the generic lookup. */
static void fill_generic(Value v, Type *type, Value name, AttrPlace *p)
{
    Shape *shape = type->flags & TYPE_SHAPED ? ((Instance *)tp_obj(v))->shape : 0;
    const void *key = shape ? (const void *)shape : type;
    Value found = tp_type_lookup(type, name);
    Type *t = found ? tp_type_of(found) : 0;
    if (t && t->get && t->set) {
        if (t == &tp_property_type) {
            Value get = ((Property *)tp_obj(found))->get;
            if (get && tp_is_exact(get, &tp_function_type) &&
                ((Function *)tp_obj(get))->arity == 1)
                place_set(p, key, type, CACHE_GETTER, get);
        } else if (t == &tp_member_descriptor_type && shape) {
            MemberDescriptor *m = (MemberDescriptor *)tp_obj(found);
            if (m->is_slot && tp_subtype(type, m->owner)) {
                place_set(p, shape, type, CACHE_SLOT, 0);
                p->slot = (int)((m->offset - offsetof(Instance, slots)) / sizeof(Value));
                p->cell = shape;
            }
        } else if (t == &tp_getset_descriptor_type) {
            place_set(p, key, type, CACHE_GETSET, found);
        }
        return;
    }
    if (shape) {
        if (shape->is_dict)
            return;
        Value *slot = tp_instance_find((Instance *)tp_obj(v), name);
        if (slot) {
            place_position(p, shape, position_of((Instance *)tp_obj(v), slot));
            return;
        }
    }
    if (may_have_own(v, type, name)) {
        Dict *own = *tp_dict_slot(v);
        if (!own->has_only_str)
            return;
        place_set(p, key, type, CACHE_OWN, 0);
        p->slot = (int32_t)tp_dict_position(own, name);
        return;
    }
    if (!found)
        return;
    if (!t->get)
        place_plain(p, key, type, CACHE_PLAIN, name);
    else if (is_method_for(found, type))
        place_set(p, key, type, CACHE_METHOD, found);
    else if (t == &tp_staticmethod_type)
        place_set(p, key, type, CACHE_PLAIN, ((ClassMethod *)tp_obj(found))->callable);
    else if ((found = class_function(found)))
        place_set(p, key, type, CACHE_BOUND, found);
}

static void fill_module(Value v, Value name, AttrPlace *p)
{
    GlobalCell *cell = tp_cell_for(((Module *)tp_obj(v))->dict, name);
    if (!cell->value || cell->is_builtin || tp_type_lookup(&tp_module_type, name))
        return;
    place_set(p, tp_obj(v), &tp_module_type, CACHE_MODULE, 0);
    p->cell = cell;
}

/* Attributes of a class that its metaclass does not hide. */
static void fill_class(Value v, Value name, AttrPlace *p)
{
    Type *type = (Type *)tp_obj(v);
    if (tp_type_lookup(type->head.type, name))
        return;
    Value found = tp_type_lookup(type, name);
    if (!found)
        return;
    Type *t = tp_type_of(found);
    Value function = class_function(found);
    if (function) {
        place_set(p, type, type, CACHE_CLASS_BOUND, function);
        return;
    }
    if (!t->get)
        place_plain(p, type, type, CACHE_CLASS, name);
    else if (t == &tp_staticmethod_type)
        place_set(p, type, type, CACHE_CLASS, ((ClassMethod *)tp_obj(found))->callable);
    else if (t == &tp_function_type || t == &tp_method_descriptor_type)
        place_set(p, type, type, CACHE_CLASS, found);
}

static void fill(Value v, Type *type, Value name, AttrPlace *p)
{
    if (type->getattribute == tp_generic_getattr)
        fill_generic(v, type, name, p);
    else if (type == &tp_module_type)
        fill_module(v, name, p);
    else if (type->getattribute == tp_type_type.getattribute)
        fill_class(v, name, p);
}

/* Look the attribute up for the site and the table; false if the place can't be remembered. */
static bool refill(Value v, Type *type, Value name, AttrCache *site)
{
    AttrPlace place = {0};
    fill(v, type, name, &place);
    if (place.kind == CACHE_EMPTY)
        return false;
    if (place.kind == CACHE_SLOT && place.slot < SHAPE_KNOWN)
        ((Instance *)tp_obj(v))->shape->loads[place.slot] = name;
    shared_add(key_of(v, type), name, &place);
    site->place = place;
    return true;
}

/* ---- loads ---- */

static inline bool matches(Value v, Type *type, const AttrPlace *p)
{
    return p->key == (type->flags & TYPE_SHAPED ? (void *)((Instance *)tp_obj(v))->shape : type);
}

static Value call_getter(Value getter, Value v)
{
    return tp_function_enter((Function *)tp_obj(getter), &v);
}

static inline bool is_method(Value v, Type *type, Value name, const AttrPlace *p)
{
    return p->kind == CACHE_METHOD && matches(v, type, p) && !may_have_own(v, type, name);
}

/* The class to call a classmethod's function with, if the place is that of a classmethod of v. */
static inline Value bound_to(Value v, Type *type, Value name, const AttrPlace *p)
{
    if (p->kind == CACHE_BOUND)
        return matches(v, type, p) && !may_have_own(v, type, name) ? tp_ref(type) : 0;
    return p->kind == CACHE_CLASS_BOUND && p->key == tp_obj(v) &&
                   p->version == ((Type *)tp_obj(v))->version
               ? v
               : 0;
}

/* What a class has, of CACHE_PLAIN and CACHE_CLASS; 0 if it is not where it was. */
static inline Value class_value(const AttrPlace *p, Value name)
{
    return p->cell ? tp_dict_at(p->cell, p->slot, name) : p->value;
}

/* Is the attribute there? Then its value, or 0 with the exception of a getter. */
static bool load(Value v, Type *type, Value name, const AttrPlace *p, Value *value)
{
    switch (p->kind) {
    case CACHE_SLOT:
        if (matches(v, type, p))
            return (*value = ((Instance *)tp_obj(v))->slots[p->slot]) != 0;
        return false;
    case CACHE_OVERFLOW:
        if (matches(v, type, p)) {
            Instance *instance = (Instance *)tp_obj(v);
            int last = instance->shape->capacity - 1;
            *value = ((Value *)(uintptr_t)instance->slots[last])[p->slot];
            return true;
        }
        return false;
    case CACHE_OWN:
        return matches(v, type, p) && (*value = own_value_at(v, p->slot, name)) != 0;
    case CACHE_METHOD:
        if (is_method(v, type, name, p)) {
            *value = tp_ptr_type(p->value)->get(p->value, v, tp_ref(type));
            return true;
        }
        return false;
    case CACHE_BOUND:
    case CACHE_CLASS_BOUND: {
        Value cls = bound_to(v, type, name, p);
        if (cls)
            *value = tp_method_new(p->value, cls);
        return cls != 0;
    }
    case CACHE_PLAIN:
        return matches(v, type, p) && p->version == type->version &&
               !may_have_own(v, type, name) && (*value = class_value(p, name)) != 0;
    case CACHE_GETTER:
        if (matches(v, type, p)) {
            *value = call_getter(p->value, v);
            return true;
        }
        return false;
    case CACHE_GETSET:
        if (matches(v, type, p)) {
            *value = tp_ptr_type(p->value)->get(p->value, v, tp_ref(type));
            return true;
        }
        return false;
    case CACHE_CLASS:
        return p->key == tp_obj(v) && p->version == ((Type *)tp_obj(v))->version &&
               (*value = class_value(p, name)) != 0;
    case CACHE_MODULE:
        *value = ((GlobalCell *)p->cell)->value;
        return p->key == tp_obj(v) && *value && !((GlobalCell *)p->cell)->is_builtin;
    default:
        return false;
    }
}

/* The same from where the site or the table has it. */
static bool load_known(Value v, Type *type, Value name, AttrCache *site, Value *value)
{
    if (load(v, type, name, &site->place, value))
        return true;
    const void *key = key_of(v, type);
    const Shared *s = shared_find(key, name);
    if (!s || !load(v, type, name, &s->place, value))
        return false;
    if (s->key == key && s->name == name) /* a getter may have had it replaced */
        adopt(site, s);
    return true;
}

/* The rest of tp_getattr_cached: apart, so that the usual way saves no registers. */
__attribute__((noinline)) static Value getattr_elsewhere(Value v, Value name, AttrCache *site)
{
    Type *type = tp_type_of(v);
    if (type->flags & TYPE_SHAPED) {
        Instance *instance = (Instance *)tp_obj(v);
        const Shared *s = shared_find(instance->shape, name);
        if (s && s->place.kind == CACHE_SLOT && instance->slots[s->place.slot]) {
            site->shape = instance->shape;
            site->of.place = s->place.slot + 1;
            return instance->slots[s->place.slot];
        }
    }
    Value value;
    if (__builtin_expect(load_known(v, type, name, site, &value), 1))
        return value;
    if (refill(v, type, name, site) && site->place.kind == CACHE_SLOT) {
        site->shape = ((Instance *)tp_obj(v))->shape;
        site->of.place = site->place.slot + 1;
    }
    return type->getattribute(v, name);
}

Value tp_getattr_cached(Value v, Value name, AttrCache *site)
{
    if (tp_is_ptr(v) && tp_ptr_type(v)->flags & TYPE_SHAPED) { /* what most sites see */
        Instance *instance = (Instance *)tp_obj(v);
        Shape *shape = instance->shape;
        int64_t slot = site->of.place - 1;
        if ((uint64_t)slot < SHAPE_KNOWN && shape->loads[slot] == name && instance->slots[slot]) {
            site->shape = shape;
            return instance->slots[slot];
        }
    }
    return getattr_elsewhere(v, name, site);
}

/* ---- stores ---- */

static inline int store(Instance *instance, int64_t slot, Value value, Shape *next_shape)
{
    instance->slots[slot] = value;
    instance->shape = next_shape;
    return 0;
}

static void expect_store(AttrCache *site, const AttrPlace *place)
{
    site->shape = (Shape *)(uintptr_t)place->key;
    site->of.place = place->slot + 1;
    site->next_shape = place->cell;
}

/* An object of a type that is not shaped: the site remembers that nothing in the type keeps the
 * attribute from its dict. */
static int setattr_mixed(Value v, Type *type, Value name, Value value, AttrCache *site)
{
    if (type->setattr != tp_generic_setattr || !type->dict_offset || !tp_is_ptr(v))
        return type->setattr(v, name, value);
    if (site->place.kind != CACHE_OWN || site->place.key != type) {
        Value found = tp_type_lookup(type, name);
        if (found && tp_type_of(found)->set)
            return type->setattr(v, name, value);
        place_set(&site->place, type, type, CACHE_OWN, 0);
    }
    Dict **own = tp_dict_slot(v);
    if (*own)
        return tp_dict_set(*own, name, value);
    *own = tp_dict_new_few(name, value);
    return 0;
}

/* The rest of tp_setattr_cached: apart for the same reason. */
__attribute__((noinline)) static int setattr_elsewhere(Value v, Value name, Value value,
                                                       AttrCache *site)
{
    Type *type = tp_type_of(v);
    if (!(type->flags & TYPE_SHAPED))
        return setattr_mixed(v, type, name, value, site);
    if (type->setattr != tp_generic_setattr)
        return type->setattr(v, name, value);
    Instance *instance = (Instance *)tp_obj(v);
    Shape *shape = instance->shape;
    const void *key = (const char *)shape + 1; /* no key of a load */
    const Shared *s = shared_find(key, name);
    if (s) {
        expect_store(site, &s->place);
        return store(instance, s->place.slot, value, site->next_shape);
    }
    AttrPlace place = {0};
    Value descriptor = tp_type_lookup(type, name);
    Type *t = descriptor ? tp_type_of(descriptor) : 0;
    int status = 0;
    if (t && t->set) {
        if (t == &tp_member_descriptor_type && ((MemberDescriptor *)tp_obj(descriptor))->is_slot)
            fill_generic(v, type, name, &place);
        status = t->set(descriptor, v, value);
    } else if (!shape->takes_attributes || shape->is_dict) {
        return tp_generic_setattr(v, name, value);
    } else {
        status = tp_instance_set(instance, name, value);
        Shape *after = instance->shape;
        if (status < 0 || after->is_dict)
            return status;
        if (after == shape) {
            place_position(&place, shape,
                           position_of(instance, tp_instance_find(instance, name)));
        } else if (after->count <= after->capacity) {
            place_set(&place, shape, type, CACHE_SLOT, 0);
            place.slot = after->count - 1;
            place.cell = after;
            after->is_known_add = true;
        }
    }
    if (place.kind == CACHE_SLOT) {
        if (place.cell == shape && place.slot < SHAPE_KNOWN)
            shape->stores[place.slot] = name;
        shared_add(key, name, &place);
        expect_store(site, &place);
    }
    return status;
}

static inline bool store_known(Value v, Value name, Value value, AttrCache *site)
{
    if (!(tp_ptr_type(v)->flags & TYPE_SHAPED))
        return false;
    Instance *instance = (Instance *)tp_obj(v);
    Shape *shape = instance->shape, *next = shape;
    int64_t slot = site->of.place - 1;
    if ((uint64_t)slot >= SHAPE_KNOWN || shape->stores[slot] != name) {
        next = shape->last_child;
        if (!next || next->name != name || !next->is_known_add)
            return false;
        slot = next->count - 1;
    }
    site->shape = shape;
    site->next_shape = next;
    site->of.place = slot + 1;
    store(instance, slot, value, next);
    return true;
}

bool tp_setattr_known(Value v, Value name, Value value, AttrCache *site)
{
    return store_known(v, name, value, site);
}

int tp_setattr_cached(Value v, Value name, Value value, AttrCache *site)
{
    if (tp_is_ptr(v) && store_known(v, name, value, site)) /* what most sites see */
        return 0;
    return setattr_elsewhere(v, name, value, site);
}

/* ---- methods ---- */

/* The site met an instance of another shape: its function is remembered along with the last
 * ones. */
static void see_method(AttrCache *site, Value v, Value method)
{
    if (!tp_is_exact(method, &tp_function_type) || ((Function *)tp_obj(method))->arity < 0)
        return;
    MethodsSeen *seen = site->seen;
    if (site->shape) {
        if (!seen)
            seen = site->seen = tp_heap_alloc(sizeof *seen);
        unsigned i = seen->oldest++ & 3;
        seen->shapes[i] = site->shape;
        seen->methods[i] = site->of.method;
    }
    site->shape = ((Instance *)tp_obj(v))->shape;
    site->of.method = (Function *)tp_obj(method);
}

/* What v.name is called with first, if the place is that of a method: v or its class. Else 0. */
static inline Value method_self(Value v, Type *type, Value name, const AttrPlace *p)
{
    return is_method(v, type, name, p) ? v : bound_to(v, type, name, p);
}

/* The method that the site or the table knows and what to call it with, or 0 and 0. */
static inline Value known_method(Value v, Type *type, Value name, AttrCache *site, Value *self)
{
    *self = method_self(v, type, name, &site->place);
    if (*self)
        return site->place.value;
    const Shared *s = shared_find(key_of(v, type), name);
    *self = s ? method_self(v, type, name, &s->place) : 0;
    if (!*self)
        return 0;
    if (s->place.kind == CACHE_METHOD && type->flags & TYPE_SHAPED)
        see_method(site, v, s->place.value);
    else
        adopt(site, s);
    return s->place.value;
}

Value tp_method_cached(Value v, Value name, AttrCache *site, Value *self)
{
    Type *type = tp_type_of(v);
    if (type == &tp_super_type)
        return tp_super_method(v, name, &site->place, self);
    Value found;
    *self = 0;
    if (site->place.kind == CACHE_SLOT && load(v, type, name, &site->place, &found))
        return found;
    found = known_method(v, type, name, site, self);
    if (__builtin_expect(found != 0, 1))
        return found;
    if (load_known(v, type, name, site, &found))
        return found;
    if (refill(v, type, name, site) && (*self = method_self(v, type, name, &site->place))) {
        if (site->place.kind == CACHE_METHOD && type->flags & TYPE_SHAPED)
            see_method(site, v, site->place.value);
        return site->place.value;
    }
    if (type->getattribute == tp_generic_getattr) {
        found = tp_type_lookup(type, name);
        if (found && is_method_for(found, type) && !tp_may_have_own_attribute(v, type, name)) {
            *self = v;
            return found;
        }
    }
    return type->getattribute(v, name);
}
