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
        memset(b->caches, 0, (size_t)b->n * sizeof(AttrCache));
    any_filled = false;
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
static bool has_own(Value v, Type *type, Value name)
{
    if (!type->dict_offset || !tp_is_ptr(v))
        return false;
    Dict *d = *tp_dict_slot(v);
    return d && d->length && tp_dict_get_str(d, name);
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
    else if (t->flags & TYPE_METHOD_LIKE)
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

static void fill(Value v, Value name, AttrCache *c)
{
    Type *type = tp_type_of(v);
    if (type->getattribute == tp_generic_getattr)
        fill_generic(v, type, name, c);
    else if (type == &tp_module_type)
        fill_module(v, name, c);
    else if (type->getattribute == tp_type_type.getattribute)
        fill_class(v, name, c);
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

/* The attribute if the cache knows it, else 0 without exception (check c->kind == CACHE_EMPTY:
 * a getter that failed also gives 0, with one). */
static Value load_cached(Value v, Type *type, Value name, const AttrCache *c, bool *is_hit)
{
    *is_hit = true;
    switch (c->kind) {
    case CACHE_SLOT:
        if (matches(v, type, c)) {
            Value value = ((Instance *)tp_obj(v))->slots[c->slot];
            if (value)
                return value;
        }
        break;
    case CACHE_OVERFLOW:
        if (matches(v, type, c)) {
            Instance *instance = (Instance *)tp_obj(v);
            return ((Value *)(uintptr_t)instance->slots[c->shape->capacity - 1])[c->version];
        }
        break;
    case CACHE_METHOD:
        if (matches(v, type, c) && !has_own(v, type, name))
            return tp_ptr_type(c->value)->get(c->value, v, tp_ref(type));
        break;
    case CACHE_PLAIN:
        if (matches(v, type, c) && c->version == type->version && !has_own(v, type, name))
            return c->value;
        break;
    case CACHE_GETTER:
        if (matches(v, type, c))
            return call_getter(c->value, v);
        break;
    case CACHE_GETSET:
        if (matches(v, type, c))
            return tp_ptr_type(c->value)->get(c->value, v, tp_ref(type));
        break;
    case CACHE_CLASS:
        if (c->cell == tp_obj(v) && c->version == ((Type *)tp_obj(v))->version)
            return c->value;
        break;
    case CACHE_MODULE:
        if (c->value == v) {
            GlobalCell *cell = c->cell;
            if (cell->value && !cell->is_builtin)
                return cell->value;
        }
        break;
    default:
        break;
    }
    *is_hit = false;
    return 0;
}

Value tp_getattr_cached(Value v, Value name, AttrCache *c)
{
    Type *type = tp_type_of(v);
    bool is_hit;
    Value value = load_cached(v, type, name, c, &is_hit);
    if (__builtin_expect(is_hit, 1))
        return value;
    fill(v, name, c);
    return type->getattribute(v, name);
}

/* ---- stores ---- */

int tp_setattr_cached(Value v, Value name, Value value, AttrCache *c)
{
    Type *type = tp_type_of(v);
    if (!(type->flags & TYPE_SHAPED) || type->setattr != tp_generic_setattr)
        return type->setattr(v, name, value);
    Instance *instance = (Instance *)tp_obj(v);
    Shape *shape = instance->shape;
    if (shape == c->shape && c->slot >= 0) {
        instance->slots[c->slot] = value;
        instance->shape = c->next_shape;
        return 0;
    }
    Value found = tp_type_lookup(type, name);
    Type *t = found ? tp_type_of(found) : 0;
    if (t && t->set) {
        if (t == &tp_member_descriptor_type && ((MemberDescriptor *)tp_obj(found))->is_slot)
            fill_generic(v, type, name, c);
        return t->set(found, v, value);
    }
    if (!shape->takes_attributes || shape->is_dict)
        return tp_generic_setattr(v, name, value);
    int status = tp_instance_set(instance, name, value);
    Shape *after = instance->shape;
    if (status < 0 || after->is_dict)
        return status;
    if (after == shape) {
        cache_position(c, shape, position_of(instance, tp_instance_find(instance, name)));
    } else if (after->count <= after->capacity) {
        cache_set(c, shape, type, CACHE_ADD, 0);
        c->slot = after->count - 1;
        c->next_shape = after;
    }
    return 0;
}

/* ---- method calls ---- */

static Value call_unbound(Value f, Value self, int nargs, Value *args, Tuple *kwnames)
{
    Type *t = tp_ptr_type(f);
    if (t == &tp_function_type) {
        Function *function = (Function *)tp_obj(f);
        args[-1] = self;
        if (!kwnames && function->arity == nargs + 1)
            return tp_function_enter(function, args - 1);
        return tp_function_call(f, nargs + 1, args - 1, kwnames);
    }
    if (t == &tp_method_descriptor_type)
        return tp_builtin_call((Builtin *)tp_obj(f), self, nargs, args, kwnames);
    args[-1] = self;
    return tp_call(f, nargs + 1, args - 1, kwnames);
}

Value tp_call_method_cached(Value v, Value name, int nargs, Value *args, Tuple *kwnames,
                            AttrCache *c)
{
    Type *type = tp_type_of(v);
    if (c->kind == CACHE_METHOD && matches(v, type, c) && !has_own(v, type, name))
        return call_unbound(c->value, v, nargs, args, kwnames);
    bool is_hit;
    Value f = load_cached(v, type, name, c, &is_hit);
    if (is_hit)
        return f ? tp_call(f, nargs, args, kwnames) : 0;
    fill(v, name, c);
    if (c->kind == CACHE_METHOD && matches(v, type, c) && !has_own(v, type, name))
        return call_unbound(c->value, v, nargs, args, kwnames);
    if (type->getattribute == tp_generic_getattr)
        return tp_call_method(v, name, nargs, args, kwnames);
    f = type->getattribute(v, name);
    return f ? tp_call(f, nargs, args, kwnames) : 0;
}

Value tp_method_cached(Value v, Value name, AttrCache *c, Value *self)
{
    Type *type = tp_type_of(v);
    *self = 0;
    if (c->kind != CACHE_METHOD || !matches(v, type, c)) {
        bool is_hit;
        Value f = load_cached(v, type, name, c, &is_hit);
        if (is_hit)
            return f;
        fill(v, name, c);
    }
    if (c->kind == CACHE_METHOD && matches(v, type, c) && !has_own(v, type, name)) {
        *self = v;
        return c->value;
    }
    return type->getattribute(v, name);
}
