/* shape.h -- hidden classes of instances, and inline caches.
 *
 * An Instance keeps its attributes in slots; its shape says which name is where. Instances of a
 * class that set the same attributes in the same order share shapes, so a compiled `self.x` is:
 * compare the shape with the one seen last time, load the slot.
 *
 * A shape with `is_dict` set marks an instance whose attributes live in a real Dict (slot 0), made
 * when Python asks for __dict__, deletes an attribute, or sets very many.
 *
 * Where attribute i of a shape of n attributes is, in an instance with room for `capacity`:
 * n <= capacity: slots[i]. Else slots[capacity - 1] points to a Value array for i >= capacity - 1.
 */
#ifndef TP_SHAPE_H
#define TP_SHAPE_H

#include "object.h"

struct Shape {
    Type *type;
    Shape *parent;             /* without the last attribute */
    Value name;                /* of the last attribute (interned str) */
    int32_t count;             /* attributes */
    int32_t capacity;          /* inline slots of every instance of this tree */
    bool is_dict;
    Shape *last_child;         /* transition taken last */
    void *children;            /* the others */
    Dict *index;               /* name -> small int position, made for larger shapes */
};

typedef struct Instance {
    Object head;
    Shape *shape;              /* second word of every shaped object: caches compare it */
    Value slots[];             /* __slots__ of the class first (fixed), then attributes */
} Instance;

/* One inline cache, one an attribute or method site of emitted code. Zero: empty. Which fields
 * count is the business of shape.c and of the fast paths in fast.h. */
typedef struct AttrCache {
    Shape *shape;              /* instances: hit if the object's shape is this one */
    Type *type;                /* other objects: hit if its type is this one */
    Value value;               /* method, class attribute, or 0 */
    Shape *next_shape;         /* stores that add an attribute: the shape afterwards */
    uint32_t version;          /* of type, for class attributes that are plain data */
    int32_t slot;              /* index into Instance.slots; -1: in the overflow array or elsewhere */
    void *cell;                /* module attributes */
} AttrCache;

/* All caches of a compiled module are registered, and zeroed when a change to a class could make
 * one of them wrong. */
void tp_caches_register(AttrCache *caches, int n);
void tp_caches_flush(void);

/* A new instance with no attributes. */
Value tp_instance_new(Type *type);

/* Attribute access that fills the cache. */
Value tp_getattr_cached(Value v, Value name, AttrCache *cache);
int tp_setattr_cached(Value v, Value name, Value value, AttrCache *cache);
/* v.name(args): args[0] has room for self: args points at the first argument and args[-1] may be
 * overwritten. */
Value tp_call_method_cached(Value v, Value name, int nargs, Value *args, Tuple *kwnames,
                            AttrCache *cache);

#endif
