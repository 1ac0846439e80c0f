/* ast.c -- making nodes and names.
 *
 * The names of one compile are interned in a table of chained buckets that doubles; printing the
 * tree is ast_dump.c.
 */
#include "frontend/ast.h"

#include <string.h>

#include "runtime/str.h"

static const char *const kind_names[] = {
#define NODE(KIND, Type, GROUP, FIELDS) [AST_##KIND] = #Type,
#include "frontend/ast.def"
};

static const unsigned char kind_groups[] = {
#define NODE(KIND, Type, GROUP, FIELDS) [AST_##KIND] = AST_GROUP_##GROUP,
#include "frontend/ast.def"
};

static const unsigned char group_placings[] = {
#define GROUP(KIND, name, PLACE) [AST_GROUP_##KIND] = AST_##PLACE,
#define PARTS(KIND, PLACE) [AST_GROUP_##KIND] = AST_##PLACE,
#include "frontend/ast.def"
};

const char *ast_kind_name(enum NodeKind kind)
{
    return kind_names[kind];
}

bool ast_kind_is_placed(enum NodeKind kind)
{
    return group_placings[kind_groups[kind]] != AST_NOWHERE;
}

Node *ast_alloc(Arena *arena, enum NodeKind kind, size_t size, Span span)
{
    Node *node = arena_alloc(arena, offsetof(Node, Module) + size);
    node->kind = kind;
    node->span = span;
    return node;
}

void ast_push(Arena *arena, NodeList *list, Node *node)
{
    if (list->n == list->capacity)
        list->items = arena_grow(arena, list->items, &list->capacity, list->n + 1, sizeof(Node *));
    list->items[list->n++] = node;
}

NodeSeq ast_seq_new(Arena *arena, int n)
{
    return (NodeSeq){n, n ? arena_alloc(arena, (size_t)n * sizeof(Node *)) : NULL};
}

NodeSeq ast_seq_one(Arena *arena, Node *node)
{
    NodeSeq seq = ast_seq_new(arena, 1);
    seq.items[0] = node;
    return seq;
}

/* FNV-1a: names are short. */
static uint32_t hash_name(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static void grow_table(Names *names)
{
    uint32_t nbuckets = names->nbuckets ? names->nbuckets * 2 : 256;
    Name **buckets = arena_alloc(names->arena, nbuckets * sizeof(Name *));
    for (uint32_t i = 0; i < names->nbuckets; i++) {
        for (Name *name = names->buckets[i], *next; name; name = next) {
            next = name->next;
            name->next = buckets[name->hash & (nbuckets - 1)];
            buckets[name->hash & (nbuckets - 1)] = name;
        }
    }
    names->buckets = buckets;
    names->nbuckets = nbuckets;
}

Name *name_intern(Names *names, const char *text, size_t length)
{
    uint32_t hash = hash_name(text, length);
    if (names->nbuckets) {
        Name *name = names->buckets[hash & (names->nbuckets - 1)];
        for (; name; name = name->next) {
            if (name->hash == hash && name->length == (int)length &&
                memcmp(name->text, text, length) == 0)
                return name;
        }
    }
    if (names->count >= names->nbuckets)
        grow_table(names);
    Name *name = arena_alloc(names->arena, sizeof(Name));
    name->text = arena_copy(names->arena, text, length);
    name->length = (int)length;
    name->hash = hash;
    name->next = names->buckets[hash & (names->nbuckets - 1)];
    names->buckets[hash & (names->nbuckets - 1)] = name;
    names->count++;
    return name;
}

Value name_value(Name *name)
{
    if (!name->str)
        name->str = tp_str_utf8(name->text, name->length);
    return name->str;
}

Value name_interned(Name *name)
{
    if (!name->is_interned) {
        name->str = tp_intern(name_value(name));
        name->is_interned = true;
    }
    return name->str;
}
