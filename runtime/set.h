/* set.h -- the set operations behind the methods and operators (see dict.h for struct Set). */
#ifndef TP_SET_H
#define TP_SET_H

#include "dict.h"
#include "list.h"

/* Key of a slot that was used: no value has this word. */
#define TP_SET_DELETED TP_SPECIAL(31)

static inline Set *tp_as_set(Value v)
{
    return (Set *)tp_obj(v);
}
static inline bool tp_is_frozen(Value v)
{
    return tp_obj(v)->type == &tp_frozenset_type || tp_instance(v, &tp_frozenset_type);
}

/* All that ask keys whether they are equal may fail: those that give an int then give -1, those
 * that give a Value 0 with an exception. `hash` is that of the key. */

/* An empty set of that type. Can't fail. */
Set *tp_set_make(Type *type);
/* A new set of exactly that type with the items of iterable (0: none). */
Value tp_set_of_type(Type *type, Value iterable);

/* Hash of what is looked for; for an (unhashable) set *key becomes a frozenset of it. -1 on
 * failure. */
int64_t tp_set_key_hash(Value item, Value *key);
int tp_set_add_hash(Set *s, Value key, int64_t hash);
int tp_set_contains_hash(Set *s, Value key, int64_t hash);  /* 1, 0, -1 */
Value tp_set_find(Set *s, Value key, int64_t hash);         /* the item equal to key, 0 if none */
int tp_set_discard_hash(Set *s, Value key, int64_t hash);  /* 1 removed, 0 absent, -1 */
void tp_set_clear(Set *s);
void tp_set_swap(Set *a, Set *b);                           /* contents */
Value tp_set_pop(Set *s);                                   /* KeyError if empty */

int tp_set_merge(Set *s, Set *other);                       /* add the items of other */
Value tp_set_intersection(Set *s, Value other);             /* a set or frozenset, as s is */
Value tp_set_difference(Set *s, Value other);
Value tp_set_symmetric_difference(Set *s, Value other);
int tp_set_difference_update(Set *s, Value other);
int tp_set_symmetric_difference_update(Set *s, Value other);
int tp_set_issubset(Set *s, Value other);                   /* 1, 0, -1 */
int tp_set_isdisjoint(Set *s, Value other);
int64_t tp_frozenset_hash(Set *s);

#endif
