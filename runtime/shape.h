/* shape.h -- hidden classes of instances, and inline caches.
 *
 * An Instance keeps its attributes in slots; its shape says which name is where. Instances of a
 * class that set the same attributes in the same order share shapes, so a compiled `self.x` is:
 * compare the shape with the one seen last time, load the slot.
 *
 * Positions: the first type->nfixed slots are those of __slots__ (0 in one: not set); attribute
 * number i of a shape is at position nfixed + i, and `count` counts positions. Where position i of
 * a shape of n positions is, in an instance with room for `capacity`:
 * n <= capacity: slots[i]. Else slots[capacity - 1] points to a Value array for i >= capacity - 1.
 * A position below count is never 0 unless it is fixed. The shape in an empty cache is 0, as the
 * second word of an object of another kind may be: see AttrCache.
 *
 * A shape with `is_dict` set marks an instance whose attributes live in a real Dict (at slot
 * nfixed), made when Python asks for __dict__, deletes an attribute, or sets very many.
 *
 * `capacity` is learned: a class starts with room for what its __init__ sets; when the first
 * instances have been filled the class gets a new tree of shapes with just the room they needed,
 * and when an instance overflows, a tree with more. Trees of other capacities stay valid for the
 * instances that have them.
 */
#ifndef TP_SHAPE_H
#define TP_SHAPE_H

#include "object.h"

enum { SHAPE_KNOWN = 16 };

struct Shape {
    Type *type;
    Shape *parent;             /* without the last attribute; 0 in a root */
    Value name;                /* of the last attribute (interned str) */
    int32_t count;             /* positions */
    int32_t capacity;          /* inline slots of every instance of this tree */
    bool is_dict;
    bool takes_attributes;     /* not for instances without __dict__ */
    bool is_first;             /* root: no instance was made yet */
    bool is_known_add;         /* storing `name` in an instance of the parent's just comes here */
    Shape *last_child;         /* transition taken last */
    struct ShapeTable *children; /* all transitions, if there are several */
    /* roots only */
    Shape *root;
    Shape *dict_shape;         /* of its instances in dict mode */
    Shape *next_root;          /* of other capacity */
    uint32_t countdown;        /* instances until capacity is learned; 0: it is */
    uint32_t list;             /* of free objects, that instances come from if nothing else is due
                                  when one is made; or 0 */
    int32_t most;              /* positions of the largest shape in use */
    /* The (interned) name that is known to be loaded from, or stored to, slots[i] and nothing else;
     * or 0. Classes of one family have most attributes in the same slots: a site that saw one of
     * them tries the slot it knows in the others. */
    Value loads[SHAPE_KNOWN], stores[SHAPE_KNOWN];
};

typedef struct Instance {
    Object head;
    Shape *shape;              /* what caches compare; never 0 */
    Value slots[];             /* __slots__ of the class first (fixed), then attributes */
} Instance;

/* Inline caches, one an attribute or method site of emitted code. Zero: empty. */
enum CacheKind {
    CACHE_EMPTY,
    CACHE_SLOT,                /* instances: slots[slot] */
    CACHE_OVERFLOW,            /* instances: overflow array [slot] */
    CACHE_OWN,                 /* in the dict of an instance whose type derives from a builtin */
    CACHE_METHOD,              /* value is a function, to be bound */
    CACHE_BOUND,               /* value is a classmethod's Function, to be bound to the type */
    CACHE_PLAIN,               /* value, or the dict `cell` at `slot`, if the version matches */
    CACHE_GETTER,              /* value is a property's Python function */
    CACHE_GETSET,              /* value is a GetSetDescriptor */
    CACHE_CLASS,               /* of a class: the same */
    CACHE_CLASS_BOUND,         /* of a class: a classmethod's Function, if the version matches */
    CACHE_MODULE,              /* of a module: in the cell */
    CACHE_SUPER                /* of super(cell, instance of key), if key has the version: value */
};

/* Where an attribute was found. */
typedef struct AttrPlace {
    const void *key;           /* holds for objects of this shape, of this type if they have none,
                                  or for this very class or module */
    Value value;               /* method, class attribute, or 0 */
    void *cell;                /* module attributes: the GlobalCell; stores: the Shape afterwards;
                                  plain data of a class: the Dict that has it */
    int32_t slot;              /* index into Instance.slots, overflow array, Dict.entries; or -1 */
    int32_t kind;              /* enum CacheKind */
    uint32_t version;          /* of the type, for class attributes that are plain data */
} AttrPlace;

/* The functions that a method site found in instances of several shapes. */
typedef struct MethodsSeen {
    Shape *shapes[4];
    Function *methods[4];
    uint32_t oldest;
} MethodsSeen;

enum { TP_METHOD_ROOM = 4 };
typedef struct AttrCache {
    /* What emitted C looks at: for instances of that shape the attribute is in slots[place - 1];
     * the shape after storing it is next_shape (the same if none is added); the method is a
     * Function of fixed arity. Only what the site is about is set. While nothing is, an object
     * whose second word is 0 matches: it has no method, and slots[-1] is that word, no value. */
    Shape *shape;
    union {
        int64_t place;
        Function *method;
    } of;
    Shape *next_shape;
    MethodsSeen *seen;         /* methods for several shapes; or 0 */
    /* The same for methods of other objects: those of the type `bare` have no attributes of their
     * own, and their method is bare_method; if it is written in C and takes this site's arguments,
     * `builtin` is what to call with an array of TP_METHOD_ROOM: the arguments, the rest 0. */
    Type *bare;
    Value bare_method;
    BuiltinFn builtin;
    AttrPlace place;           /* of any kind */
    uint32_t misses;           /* of this site, where another had found the place */
} AttrCache;

/* The function that is the method of an instance whose shape the cache knows, or 0. */
static inline Function *tp_cached_method(Value v, AttrCache *cache)
{
    bool is_known = (v & 7) == 0 && ((Instance *)tp_obj(v))->shape == cache->shape;
    return __builtin_expect(is_known, 1) ? cache->of.method : 0;
}

/* All caches of a compiled module are registered, and zeroed when a change to a class could make
 * one of them wrong. */
void tp_caches_register(AttrCache *caches, int n);
void tp_caches_unregister(AttrCache *caches);
void tp_caches_flush(void);

/* A new instance with no attributes. */
Value tp_instance_new(Type *type);

/* Attribute access that fills the cache. */
Value tp_getattr_cached(Value v, Value name, AttrCache *cache);
int tp_setattr_cached(Value v, Value name, Value value, AttrCache *cache);
/* Store it if v's shape is known to just take it; v is an object. */
bool tp_setattr_known(Value v, Value name, Value value, AttrCache *cache);
/* The first half of v.name(args): the unbound method with *self = v, which needs no further check
 * that it goes with v; or any attribute with *self = 0. */
Value tp_method_cached(Value v, Value name, AttrCache *cache, Value *self);

/* The same for a super object, which remembers the place itself (super.c). */
Value tp_super_method(Value v, Value name, AttrPlace *place, Value *self);

/* ---- for the type machinery ---- */

/* Called once, when the process starts: what is remembered of shapes and attributes is not to keep
 * anything alive. */
void tp_shapes_init(void);
void tp_caches_init(void);
/* The root of the shapes of a shaped type, with room for `attributes` beyond the fixed slots. */
Shape *tp_shape_root(Type *type, int attributes);
/* Where the attribute is, or 0 if the instance has none of that (interned) name; not its fixed
 * slots. In dict mode the answer is 0: ask the dict. */
Value *tp_instance_find(Instance *instance, Value name);
/* The Dict of an instance in dict mode, else 0. */
Dict *tp_instance_dict_mode(Instance *instance);
/* Set an attribute (interned name) in the instance itself, whose type has TYPE_HAS_DICT: 0, or -1
 * with an exception. */
int tp_instance_set(Instance *instance, Value name, Value value);
/* Delete: 1 done, 0 there was none, -1 with an exception. */
int tp_instance_delete(Instance *instance, Value name);
/* The live __dict__: the instance goes into dict mode. */
Dict *tp_instance_make_dict(Instance *instance);
/* Replace the whole __dict__. */
void tp_instance_replace_dict(Instance *instance, Dict *dict);
/* Make it an instance of another shaped type with the same fixed slots. */
void tp_instance_change_type(Instance *instance, Type *type);
/* Instances of the type made from now on have a finaliser. */
void tp_shapes_arm(Type *type);
/* All shapes forget what is known of their slots and transitions. */
void tp_shapes_forget(void);
/* Attributes as (name, value) pairs in order: call with *pos = 0; false at the end (and always in
 * dict mode). */
bool tp_instance_next(Instance *instance, int32_t *pos, Value *name, Value *value);

#endif
