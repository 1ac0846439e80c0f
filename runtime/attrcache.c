/* attrcache.c -- inline caches: attribute loads, stores and method calls of emitted code.
 *
 * A cache remembers what one site found last, keyed by the shape of a shaped object, the type of
 * another, or the very class or module. Whatever a cache holds stays true as long as no class
 * changes: tp_type_setattr flushes all caches if one could have become wrong; attributes of classes
 * that are plain data are checked by the class's version instead, as programs keep counters there.
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
    AttrCache cache;
} Shared;
enum { SHARED = 1024 };
static Shared shared[SHARED];

void tp_caches_register(AttrCache *caches, int n)
{
    CacheBlock *block = tp_heap_alloc(sizeof *block);
    block->caches = caches;
    block->n = n;
    block->next = blocks;
    blocks = block;
    tp_heap_add_root(caches, (size_t)n * sizeof *caches);
}

void tp_caches_flush(void)
{
    if (!any_filled)
        return;
    for (CacheBlock *b = blocks; b; b = b->next)
        if (b->n)
            memset(b->caches, 0, (size_t)b->n * sizeof(AttrCache));
    memset(shared, 0, sizeof shared);
    any_filled = false;
}

/* What decides how an attribute of v is found: the shape, the type, or the very class or module. */
static inline const void *key_of(Value v, const Type *type)
{
    if (type->flags & TYPE_SHAPED)
        return ((Instance *)tp_obj(v))->shape;
    return type->getattribute == tp_generic_getattr ? (const void *)type : tp_obj(v);
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

static void shared_add(const void *key, Value name, const AttrCache *cache)
{
    size_t home = home_of(key, name);
    if (shared[home].key && (shared[home].key != key || shared[home].name != name))
        shared[home ^ 1] = shared[home];
    shared[home].key = key;
    shared[home].name = name;
    shared[home].cache = *cache;
}

/* The site missed what is in the table: every eighth time it takes that over. */
static inline void adopt(AttrCache *site, const Shared *s)
{
    uint32_t misses = site->misses + 1;
    if (misses % 8 == 0)
        *site = s->cache;
    site->misses = misses;
}

/* ---- filling ---- */

static void cache_set(AttrCache *c, Shape *shape, Type *type, enum CacheKind kind, Value value)
{
    any_filled = true;
    c->shape = shape;
    c->type = shape ? 0 : type;
    c->kind = kind;
    c->value = value;
    c->slot = -1;
    c->next_shape = 0;
    c->version = type->version;
    c->cell = 0;
}

static void cache_position(AttrCache *c, Shape *shape, int position)
{
    if (shape->count <= shape->capacity || position < shape->capacity - 1) {
        cache_set(c, shape, shape->type, CACHE_SLOT, 0);
        c->slot = position;
    } else {
        cache_set(c, shape, shape->type, CACHE_OVERFLOW, 0);
        c->version = (uint32_t)(position - (shape->capacity - 1));
    }
    c->next_shape = shape;
}

static int position_of(Instance *instance, Value *slot)
{
    Shape *shape = instance->shape;
    if (slot >= instance->slots && slot < instance->slots + shape->capacity)
        return (int)(slot - instance->slots);
    Value *overflow = (Value *)(uintptr_t)instance->slots[shape->capacity - 1];
    return (int)(slot - overflow) + shape->capacity - 1;
}

/* Does a mixed instance have an attribute of its own of that name? */
static inline bool has_own(Value v, Type *type, Value name)
{
    if (__builtin_expect(!type->dict_offset, 1) || !tp_is_ptr(v))
        return false;
    Dict *d = *tp_dict_slot(v);
    return d && d->length && tp_dict_get_str(d, name);
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

/* Look the attribute of v up and fill the cache; v's type uses the generic lookup. */
static void fill_generic(Value v, Type *type, Value name, AttrCache *c)
{
    Shape *shape = type->flags & TYPE_SHAPED ? ((Instance *)tp_obj(v))->shape : 0;
    Value found = tp_type_lookup(type, name);
    Type *t = found ? tp_type_of(found) : 0;
    if (t && t->get && t->set) {
        if (t == &tp_property_type) {
            Value get = ((Property *)tp_obj(found))->get;
            if (get && tp_is_exact(get, &tp_function_type) &&
                ((Function *)tp_obj(get))->arity == 1)
                cache_set(c, shape, type, CACHE_GETTER, get);
        } else if (t == &tp_member_descriptor_type && shape) {
            MemberDescriptor *m = (MemberDescriptor *)tp_obj(found);
            if (m->is_slot && tp_subtype(type, m->owner)) {
                cache_set(c, shape, type, CACHE_SLOT, 0);
                c->slot = (int)((m->offset - offsetof(Instance, slots)) / sizeof(Value));
                c->next_shape = shape;
            }
        } else if (t == &tp_getset_descriptor_type) {
            cache_set(c, shape, type, CACHE_GETSET, found);
        }
        return;
    }
    if (shape) {
        if (shape->is_dict)
            return;
        Value *slot = tp_instance_find((Instance *)tp_obj(v), name);
        if (slot) {
            cache_position(c, shape, position_of((Instance *)tp_obj(v), slot));
            return;
        }
    }
    if (!found)
        return;
    if (!t->get)
        cache_set(c, shape, type, CACHE_PLAIN, found);
    else if (is_method_for(found, type))
        cache_set(c, shape, type, CACHE_METHOD, found);
    else if (t == &tp_staticmethod_type)
        cache_set(c, shape, type, CACHE_PLAIN, ((ClassMethod *)tp_obj(found))->callable);
}

static void fill_module(Value v, Value name, AttrCache *c)
{
    GlobalCell *cell = tp_cell_for(((Module *)tp_obj(v))->dict, name);
    if (!cell->value || cell->is_builtin || tp_type_lookup(&tp_module_type, name))
        return;
    cache_set(c, 0, &tp_module_type, CACHE_MODULE, v);
    c->type = 0;
    c->cell = cell;
}

/* Attributes of a class that its metaclass does not hide. */
static void fill_class(Value v, Value name, AttrCache *c)
{
    Type *type = (Type *)tp_obj(v);
    if (tp_type_lookup(type->head.type, name))
        return;
    Value found = tp_type_lookup(type, name);
    if (!found)
        return;
    Type *t = tp_type_of(found);
    if (t->get) {
        if (t == &tp_staticmethod_type)
            found = ((ClassMethod *)tp_obj(found))->callable;
        else if (t != &tp_function_type && t != &tp_method_descriptor_type)
            return;
    }
    cache_set(c, 0, type, CACHE_CLASS, found);
    c->type = 0;
    c->cell = type;
}

static void fill(Value v, Type *type, Value name, AttrCache *c)
{
    if (type->getattribute == tp_generic_getattr)
        fill_generic(v, type, name, c);
    else if (type == &tp_module_type)
        fill_module(v, name, c);
    else if (type->getattribute == tp_type_type.getattribute)
        fill_class(v, name, c);
}

/* Look the attribute up for the site and the table: the site's cache, if it can be cached. */
static const AttrCache *refill(Value v, Type *type, Value name, AttrCache *site)
{
    AttrCache found = {.misses = site->misses};
    fill(v, type, name, &found);
    if (found.kind == CACHE_EMPTY)
        return 0;
    *site = found;
    shared_add(key_of(v, type), name, site);
    return site;
}

/* ---- loads ---- */

static inline bool matches(Value v, Type *type, const AttrCache *c)
{
    if (type->flags & TYPE_SHAPED)
        return c->shape == ((Instance *)tp_obj(v))->shape;
    return c->type == type;
}

static Value call_getter(Value getter, Value v)
{
    return tp_function_enter((Function *)tp_obj(getter), &v);
}

static inline bool is_method(Value v, Type *type, Value name, const AttrCache *c)
{
    return c->kind == CACHE_METHOD && matches(v, type, c) && !has_own(v, type, name);
}

/* Does the cache know the attribute? Then its value, or 0 with the exception of a getter. */
static bool load(Value v, Type *type, Value name, const AttrCache *c, Value *value)
{
    switch (c->kind) {
    case CACHE_SLOT:
        if (matches(v, type, c))
            return (*value = ((Instance *)tp_obj(v))->slots[c->slot]) != 0;
        return false;
    case CACHE_OVERFLOW:
        if (matches(v, type, c)) {
            Instance *instance = (Instance *)tp_obj(v);
            *value = ((Value *)(uintptr_t)instance->slots[c->shape->capacity - 1])[c->version];
            return true;
        }
        return false;
    case CACHE_METHOD:
        if (is_method(v, type, name, c)) {
            *value = tp_ptr_type(c->value)->get(c->value, v, tp_ref(type));
            return true;
        }
        return false;
    case CACHE_PLAIN:
        *value = c->value;
        return matches(v, type, c) && c->version == type->version && !has_own(v, type, name);
    case CACHE_GETTER:
        if (matches(v, type, c)) {
            *value = call_getter(c->value, v);
            return true;
        }
        return false;
    case CACHE_GETSET:
        if (matches(v, type, c)) {
            *value = tp_ptr_type(c->value)->get(c->value, v, tp_ref(type));
            return true;
        }
        return false;
    case CACHE_CLASS:
        *value = c->value;
        return c->cell == tp_obj(v) && c->version == ((Type *)tp_obj(v))->version;
    case CACHE_MODULE:
        *value = ((GlobalCell *)c->cell)->value;
        return c->value == v && *value && !((GlobalCell *)c->cell)->is_builtin;
    default:
        return false;
    }
}

/* The same from the site's cache or the table. */
static bool load_known(Value v, Type *type, Value name, AttrCache *site, Value *value)
{
    if (load(v, type, name, site, value))
        return true;
    const Shared *s = shared_find(key_of(v, type), name);
    if (s && load(v, type, name, &s->cache, value)) {
        adopt(site, s);
        return true;
    }
    return false;
}

Value tp_getattr_cached(Value v, Value name, AttrCache *site)
{
    if (tp_is_ptr(v) && tp_ptr_type(v)->flags & TYPE_SHAPED) { /* what most sites see */
        Instance *instance = (Instance *)tp_obj(v);
        const Shared *s = shared_find(instance->shape, name);
        if (s && s->cache.slot >= 0 && instance->slots[s->cache.slot]) {
            adopt(site, s);
            return instance->slots[s->cache.slot];
        }
    }
    Type *type = tp_type_of(v);
    Value value;
    if (__builtin_expect(load_known(v, type, name, site, &value), 1))
        return value;
    refill(v, type, name, site);
    return type->getattribute(v, name);
}

/* ---- stores ---- */

static inline void store(Instance *instance, Value value, const AttrCache *c)
{
    instance->slots[c->slot] = value;
    instance->shape = c->next_shape;
}

int tp_setattr_cached(Value v, Value name, Value value, AttrCache *site)
{
    Type *type = tp_type_of(v);
    if (!(type->flags & TYPE_SHAPED) || type->setattr != tp_generic_setattr)
        return type->setattr(v, name, value);
    Instance *instance = (Instance *)tp_obj(v);
    Shape *shape = instance->shape;
    if (shape == site->shape && site->slot >= 0) {
        store(instance, value, site);
        return 0;
    }
    const void *key = (const char *)shape + 1; /* no key of a load */
    const Shared *s = shared_find(key, name);
    if (s) {
        store(instance, value, &s->cache);
        adopt(site, s);
        return 0;
    }
    AttrCache found = {.misses = site->misses, .slot = -1};
    Value descriptor = tp_type_lookup(type, name);
    Type *t = descriptor ? tp_type_of(descriptor) : 0;
    int status = 0;
    if (t && t->set) {
        if (t == &tp_member_descriptor_type && ((MemberDescriptor *)tp_obj(descriptor))->is_slot)
            fill_generic(v, type, name, &found);
        status = t->set(descriptor, v, value);
    } else if (!shape->takes_attributes || shape->is_dict) {
        return tp_generic_setattr(v, name, value);
    } else {
        status = tp_instance_set(instance, name, value);
        Shape *after = instance->shape;
        if (status < 0 || after->is_dict)
            return status;
        if (after == shape) {
            cache_position(&found, shape,
                           position_of(instance, tp_instance_find(instance, name)));
        } else if (after->count <= after->capacity) {
            cache_set(&found, shape, type, CACHE_ADD, 0);
            found.slot = after->count - 1;
            found.next_shape = after;
        }
    }
    if (found.slot >= 0) {
        *site = found;
        shared_add(key, name, site);
    }
    return status;
}

/* ---- methods ---- */

/* The cache, the site's or the table's, that says: a method to be called with v. Else 0. For shaped
 * instances emitted C has looked at the site's itself. */
static inline const AttrCache *known_method(Value v, Type *type, Value name, AttrCache *site)
{
    if (!(type->flags & TYPE_SHAPED) && is_method(v, type, name, site))
        return site;
    const Shared *s = shared_find(key_of(v, type), name);
    if (!s || s->cache.kind != CACHE_METHOD || has_own(v, type, name))
        return 0;
    adopt(site, s);
    return &s->cache;
}

Value tp_method_cached(Value v, Value name, AttrCache *site, Value *self)
{
    Type *type = tp_is_ptr(v) ? tp_ptr_type(v) : tp_type_of(v);
    *self = v;
    const AttrCache *c = known_method(v, type, name, site);
    if (__builtin_expect(c != 0, 1))
        return c->value;
    *self = 0;
    Value found;
    if (load_known(v, type, name, site, &found))
        return found;
    c = refill(v, type, name, site);
    if (c && is_method(v, type, name, c)) {
        *self = v;
        return c->value;
    }
    if (type->getattribute == tp_generic_getattr) {
        found = tp_type_lookup(type, name);
        if (found && is_method_for(found, type) && !tp_has_own_attribute(v, type, name)) {
            *self = v;
            return found;
        }
    }
    return type->getattribute(v, name);
}
