/* shape.c -- hidden classes: which slot of an instance holds which attribute.
 *
 * The shapes of a class form trees; an edge adds one name. An instance only ever moves down its
 * tree (setting a new attribute), up one edge (deleting the newest), or out of it into dict mode.
 * Each shape knows only its own name and its parent; where a name is in a shape is remembered in
 * position_table. Start at tp_instance_find and tp_instance_set. Inline caches are in attrcache.c.
 */
#include <string.h>

#include "bytes.h"
#include "code.h"
#include "dict.h"
#include "func.h"
#include "heap.h"
#include "shape.h"
#include "str.h"
#include "type.h"

enum {
    MOST_ATTRIBUTES = 128,     /* an instance with more goes into dict mode */
    MOST_CHILDREN = 1024,      /* so does one whose shape would get more transitions */
    MOST_INLINE = 64,          /* slots in an instance */
    LEARNING_INSTANCES = 12    /* after the first */
};

/* ---- transitions ---- */

typedef struct ShapeTable {
    uint32_t mask, used;
    Shape *entries[];
} ShapeTable;

static uint32_t name_hash(Value name)
{
    return (uint32_t)(name >> 4) * 2654435761u >> 7;
}

static void table_put(ShapeTable *table, Shape *shape)
{
    uint32_t i = name_hash(shape->name) & table->mask;
    while (table->entries[i])
        i = (i + 1) & table->mask;
    table->entries[i] = shape;
    table->used++;
}

static ShapeTable *table_grow(ShapeTable *old)
{
    uint32_t size = old ? (old->mask + 1) * 2 : 8;
    ShapeTable *table = tp_heap_alloc(sizeof *table + size * sizeof(Shape *));
    table->mask = size - 1;
    for (uint32_t i = 0; old && i <= old->mask; i++)
        if (old->entries[i])
            table_put(table, old->entries[i]);
    return table;
}

static Shape *new_shape(Type *type, Shape *parent, Value name)
{
    Shape *shape = tp_heap_alloc(sizeof *shape);
    shape->type = type;
    shape->parent = parent;
    shape->name = name;
    if (parent) {
        shape->count = parent->count + 1;
        shape->capacity = parent->capacity;
        shape->takes_attributes = true;
        shape->root = parent->root;
    }
    return shape;
}

/* The shape with one more attribute; 0 if it should be dict mode instead. */
static Shape *shape_with(Shape *shape, Value name)
{
    Shape *last = shape->last_child;
    if (last && last->name == name)
        return last;
    ShapeTable *table = shape->children;
    if (table) {
        uint32_t i = name_hash(name) & table->mask;
        for (; table->entries[i]; i = (i + 1) & table->mask)
            if (table->entries[i]->name == name)
                return shape->last_child = table->entries[i];
    }
    if (shape->count - shape->type->nfixed >= MOST_ATTRIBUTES ||
        (table && table->used >= MOST_CHILDREN))
        return 0;
    Shape *child = new_shape(shape->type, shape, name);
    if (last) {
        if (!table) {
            shape->children = table = table_grow(0);
            table_put(table, last);
        } else if (table->used * 2 > table->mask) {
            shape->children = table = table_grow(table);
        }
        table_put(table, child);
    }
    shape->last_child = child;
    Shape *root = shape->root;
    if (child->count > root->most) {
        root->most = child->count;
        if (child->count > root->capacity) {
            root->countdown = 1;
            root->list = 0;
        }
    }
    return child;
}

Shape *tp_shape_root(Type *type, int attributes)
{
    bool takes = type->flags & TYPE_HAS_DICT;
    int capacity = type->nfixed;
    if (takes)
        capacity = (capacity + (attributes > 0 ? attributes : 1) + 1) & ~1;
    for (Shape *root = type->root_shape; root; root = root->next_root)
        if (root->capacity == capacity)
            return root;
    Shape *root = new_shape(type, 0, 0);
    root->count = type->nfixed;
    root->capacity = capacity;
    root->takes_attributes = takes;
    root->root = root;
    root->most = type->nfixed;
    root->countdown = 1;
    root->is_first = true;
    root->next_root = type->root_shape;
    Shape *dict_shape = new_shape(type, 0, 0);
    dict_shape->count = type->nfixed;
    dict_shape->capacity = capacity;
    dict_shape->is_dict = true;
    dict_shape->root = root;
    root->dict_shape = dict_shape;
    return root;
}

/* ---- making instances ---- */

/* Note the names of `self.name = ...` in a function: how many are known then. */
static int note_names(const Code *code, Value *names, int n)
{
    enum { LOAD_FAST = 124, STORE_ATTR = 95 }; /* of the bytecode */
    const Bytes *bytes = (Bytes *)tp_obj(code->code);
    const unsigned char *op = (const unsigned char *)bytes->data;
    for (int64_t i = 2; i + 1 < bytes->length && n < MOST_INLINE; i += 2) {
        if (op[i] != STORE_ATTR || op[i - 2] != LOAD_FAST || op[i - 1] != 0)
            continue;
        Value name = tp_as_tuple(code->names)->items[op[i + 1]];
        int k = 0;
        while (k < n && names[k] != name)
            k++;
        if (k == n)
            names[n++] = name;
    }
    return n;
}

/* How many attributes the __init__ methods set, as far as their code tells. */
static int expected_attributes(Type *type)
{
    Value names[MOST_INLINE];
    int n = 0;
    for (int64_t i = 0; i < type->mro->length; i++) {
        Dict *dict = tp_type_dict((Type *)tp_obj(type->mro->items[i]));
        Value init = tp_dict_get_str(dict, TP_NAME(__init__));
        if (init && tp_is_exact(init, &tp_function_type))
            n = note_names(((Function *)tp_obj(init))->code, names, n);
    }
    return n;
}

/* Give the type's next instances the room that the ones so far have needed, or, if it is the first,
 * what its code says. */
static void learn_capacity(Type *type)
{
    Shape *root = type->root_shape;
    bool is_first = root->is_first;
    root->is_first = false;
    int most = is_first ? type->nfixed + expected_attributes(type) : root->most;
    if (most > MOST_INLINE)
        most = MOST_INLINE;
    root->countdown = is_first ? LEARNING_INSTANCES : 0;
    if (!root->takes_attributes || most > root->capacity + MOST_INLINE)
        return;
    Shape *better = tp_shape_root(type, most - type->nfixed);
    better->is_first = false;
    if (better == root)
        return;
    if ((!is_first && better->capacity < root->capacity) || most > root->capacity) {
        better->countdown = root->countdown;
        if (better->next_root != root) {
            /* It was in the list: bring it to the front. */
            Shape *before = root;
            while (before->next_root != better)
                before = before->next_root;
            before->next_root = better->next_root;
            better->next_root = root;
        }
        type->root_shape = better;
    }
}

static Value instance_new_slow(Type *type)
{
    Shape *root = type->root_shape;
    if (root->countdown && --root->countdown == 0) {
        learn_capacity(type);
        root = type->root_shape;
    }
    size_t size = sizeof(Instance) + (size_t)root->capacity * sizeof(Value);
    Instance *instance = size <= TP_HEAP_SMALL ? tp_heap_small(size) : tp_heap_alloc(size);
    instance->head.type = type;
    instance->shape = root;
    if (type->flags & TYPE_HAS_DEL)
        tp_type_arm_finalizer(tp_ref(instance));
    else if (!root->countdown && size <= TP_HEAP_SMALL)
        root->list = (uint32_t)(size + 15) >> 4;
    return tp_ref(instance);
}

Value tp_instance_new(Type *type)
{
    Shape *root = type->root_shape;
    Instance *instance = tp_heap_lists[root->list]; /* 0 in list 0 */
    if (__builtin_expect(!instance, 0))
        return instance_new_slow(type);
    tp_heap_lists[root->list] = *(void **)instance;
    instance->head.type = type;
    instance->shape = root;
    return tp_ref(instance);
}

void tp_shapes_arm(Type *type)
{
    for (Shape *root = type->root_shape; root; root = root->next_root)
        root->list = 0;
}

/* ---- finding ---- */

enum { POSITIONS = 2048 };
static struct {
    Shape *shape;
    Value name;
    int32_t position;          /* -1: not there */
} position_table[POSITIONS];

void tp_shapes_init(void)
{
    tp_heap_forget(position_table, sizeof position_table);
}

/* Position of the name in instances of that shape, or -1. */
static int find_position(Shape *shape, Value name)
{
    if (!shape->parent)
        return -1;
    size_t at = (((uintptr_t)shape >> 4) * 31 ^ (name >> 4)) & (POSITIONS - 1);
    if (position_table[at].shape == shape && position_table[at].name == name)
        return position_table[at].position;
    int position = -1;
    for (Shape *s = shape; s->parent; s = s->parent) {
        if (s->name == name) {
            position = s->count - 1;
            break;
        }
    }
    position_table[at].shape = shape;
    position_table[at].name = name;
    position_table[at].position = position;
    return position;
}

static Value *overflow_of(Instance *instance)
{
    return (Value *)(uintptr_t)instance->slots[instance->shape->capacity - 1];
}

static Value *slot_at(Instance *instance, int position)
{
    Shape *shape = instance->shape;
    if (shape->count <= shape->capacity || position < shape->capacity - 1)
        return &instance->slots[position];
    return &overflow_of(instance)[position - (shape->capacity - 1)];
}

Value *tp_instance_find(Instance *instance, Value name)
{
    int position = find_position(instance->shape, name);
    return position < 0 ? 0 : slot_at(instance, position);
}

Dict *tp_instance_dict_mode(Instance *instance)
{
    Shape *shape = instance->shape;
    return shape->is_dict ? (Dict *)tp_obj(instance->slots[shape->count]) : 0;
}

bool tp_instance_next(Instance *instance, int32_t *pos, Value *name, Value *value)
{
    Shape *shape = instance->shape;
    int first = shape->type->nfixed;
    int position = first + *pos;
    if (shape->is_dict || position >= shape->count)
        return false;
    Shape *s = shape;
    while (s->count - 1 > position)
        s = s->parent;
    *name = s->name;
    *value = *slot_at(instance, position);
    ++*pos;
    return true;
}

/* ---- changing ---- */

/* Room in an overflow array for n values. */
static int overflow_size(int n)
{
    int size = 4;
    while (size < n)
        size *= 2;
    return size;
}

static void add_attribute(Instance *instance, Shape *child, Value value)
{
    int position = child->count - 1, inline_ = child->capacity;
    if (child->count <= inline_) {
        instance->slots[position] = value;
    } else if (child->count == inline_ + 1) {
        Value *overflow = tp_heap_alloc((size_t)overflow_size(2) * sizeof(Value));
        overflow[0] = instance->slots[inline_ - 1];
        overflow[1] = value;
        instance->slots[inline_ - 1] = tp_ref(overflow);
    } else {
        int n = position - (inline_ - 1);
        Value *overflow = overflow_of(instance);
        if (overflow_size(n) == n) {
            Value *larger = tp_heap_alloc((size_t)overflow_size(n + 1) * sizeof(Value));
            memcpy(larger, overflow, (size_t)n * sizeof(Value));
            instance->slots[inline_ - 1] = tp_ref(larger);
            overflow = larger;
        }
        overflow[n] = value;
    }
    instance->shape = child;
}

int tp_instance_set(Instance *instance, Value name, Value value)
{
    Shape *shape = instance->shape;
    if (shape->is_dict)
        return tp_dict_set(tp_instance_dict_mode(instance), name, value);
    int position = find_position(shape, name);
    if (position >= 0) {
        *slot_at(instance, position) = value;
        return 0;
    }
    Shape *child = shape_with(shape, name);
    if (!child)
        return tp_dict_set(tp_instance_make_dict(instance), name, value);
    add_attribute(instance, child, value);
    return 0;
}

Dict *tp_instance_make_dict(Instance *instance)
{
    Shape *shape = instance->shape;
    if (shape->is_dict)
        return tp_instance_dict_mode(instance);
    Dict *dict = tp_dict_new();
    int32_t pos = 0;
    Value name, value;
    while (tp_instance_next(instance, &pos, &name, &value))
        tp_dict_set(dict, name, value);
    tp_instance_replace_dict(instance, dict);
    return dict;
}

void tp_instance_replace_dict(Instance *instance, Dict *dict)
{
    Shape *root = instance->shape->root;
    int fixed = root->count;
    memset(instance->slots + fixed, 0, (size_t)(root->capacity - fixed) * sizeof(Value));
    instance->slots[fixed] = tp_ref(dict);
    instance->shape = root->dict_shape;
}

int tp_instance_delete(Instance *instance, Value name)
{
    Shape *shape = instance->shape;
    if (shape->is_dict)
        return tp_dict_del(tp_instance_dict_mode(instance), name);
    int position = find_position(shape, name);
    if (position < 0)
        return 0;
    if (position == shape->count - 1 && shape->count <= shape->capacity) {
        instance->slots[position] = 0;
        instance->shape = shape->parent;
        return 1;
    }
    return tp_dict_del(tp_instance_make_dict(instance), name);
}

void tp_instance_change_type(Instance *instance, Type *type)
{
    Shape *old = instance->shape;
    int attributes = old->count - old->type->nfixed;
    /* A tree of exactly the room this instance has. */
    Shape *root = type->root_shape;
    while (root && root->capacity != old->capacity)
        root = root->next_root;
    if (!root) {
        root = tp_shape_root(type, old->capacity - type->nfixed);
        root->next_root = type->root_shape->next_root;
        type->root_shape->next_root = root;
    }
    instance->head.type = type;
    if (old->is_dict) {
        instance->shape = root->dict_shape;
        return;
    }
    Shape **path = tp_heap_alloc((size_t)(attributes + 1) * sizeof *path);
    for (Shape *s = old; s->parent; s = s->parent)
        path[--attributes] = s;
    Shape *shape = root;
    for (int i = 0; i < old->count - old->type->nfixed; i++) {
        Shape *next = shape_with(shape, path[i]->name);
        if (!next) {
            instance->shape = old;
            tp_instance_make_dict(instance);
            instance->shape = root->dict_shape;
            return;
        }
        shape = next;
    }
    instance->shape = shape;
}

/* ---- what caches noted ---- */

static void forget_tree(Shape *shape)
{
    memset(shape->loads, 0, sizeof shape->loads);
    memset(shape->stores, 0, sizeof shape->stores);
    shape->is_known_add = false;
    ShapeTable *table = shape->children;
    if (!table && shape->last_child)
        forget_tree(shape->last_child);
    for (uint32_t i = 0; table && i <= table->mask; i++)
        if (table->entries[i])
            forget_tree(table->entries[i]);
}

static void forget_below(Type *type)
{
    for (Shape *root = type->root_shape; root; root = root->next_root)
        forget_tree(root);
    Subclasses *s = type->subclasses;
    for (int i = 0; s && i < s->count; i++)
        if (*s->links[i])
            forget_below(*s->links[i]);
}

void tp_shapes_forget(void)
{
    forget_below(&tp_object_type);
}
