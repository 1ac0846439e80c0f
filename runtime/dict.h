/* dict.h -- dict and set. */
#ifndef TP_DICT_H
#define TP_DICT_H

#include "object.h"
#include "str.h"

typedef struct DictEntry {
    int64_t hash;
    Value key;         /* 0: deleted */
    Value value;
} DictEntry;

/* Insertion-ordered hash table: `entries` in order of insertion, `index` an open-addressed table
 * of positions in it (1, 2, 4 or 8 bytes each). */
struct Dict {
    Object head;
    int64_t length;        /* live entries */
    int64_t nentries;      /* used entries, deleted ones included */
    int64_t filled;        /* slots of index ever used; at two thirds the table is renewed */
    DictEntry *entries;
    void *index;
    uint32_t version;      /* changes when keys are added or removed or storage moves */
    uint8_t log2_size;     /* of index; 0: no storage yet */
    bool has_only_str;     /* every key is an exact str: lookups need no Python code */
    bool is_watched;       /* a namespace with global cells: writes go through tp_cells_changed */
    bool is_builtins;      /* cells of other namespaces fall back to this dict */
    union {
        Dict *dict;              /* subclasses only */
        struct CellTable *cells; /* exact dicts: the cells of a watched namespace, or 0 */
    };
};

/* Linear probing with perturbation, the table CPython 3.11 has: iteration order is the same. */
typedef struct SetEntry {
    Value key;             /* 0: free; TP_SET_DELETED: was used */
    int64_t hash;
} SetEntry;

enum { TP_SET_SMALL = 8 };  /* slots of a table in the object */

struct Set {
    Object head;
    int64_t fill;          /* used and deleted */
    int64_t used;
    int64_t mask;
    SetEntry *table;
    int64_t hash;          /* frozenset; -1: not computed */
    int64_t finger;        /* where pop() looks next */
    Dict *dict;            /* subclasses only */
    SetEntry small[TP_SET_SMALL];
};

/* Behind a table of more slots: of the items whose search begins at a slot, 0 if there are none,
 * the number plus one of the slot where the only one is, or TP_HOME_SHARED: there may be more. */
typedef uint32_t SetHome;
#define TP_HOME_SHARED 0xffffffffu

static inline SetHome *tp_set_homes(const SetEntry *table, uint64_t mask)
{
    return (SetHome *)(table + mask + 1);
}

static inline bool tp_is_dict(Value v)
{
    return tp_is_ptr(v) && (tp_obj(v)->type->flags & TYPE_IS_DICT);
}
static inline Dict *tp_as_dict(Value v)
{
    return (Dict *)tp_obj(v);
}
static inline bool tp_is_set(Value v)
{
    return tp_is_ptr(v) && (tp_obj(v)->type->flags & TYPE_IS_SET);
}

/* A small int is its own hash inside (-(2**61 - 1), 2**61 - 1), but -1 means failure. False for
 * some of the largest, whose upper two bits tell them. */
static inline bool tp_small_is_own_hash(Value v)
{
    return (int64_t)(v ^ v << 1) >= 0 && v != tp_small(-1);
}

/* tp_hash with the cases of most keys in line. */
static inline int64_t tp_hash_quick(Value v)
{
    if (tp_is_exact(v, &tp_str_type)) {
        int64_t hash = tp_as_str(v)->hash;
        return hash != -1 ? hash : tp_str_hash(v);
    }
    return tp_is_small(v) && tp_small_is_own_hash(v) ? tp_small_value(v) : tp_hash(v);
}

static inline int tp_dict_index_width(int log2_size)
{
    return log2_size <= 7 ? 1 : log2_size <= 15 ? 2 : log2_size <= 31 ? 4 : 8;
}

static inline __attribute__((always_inline)) int64_t tp_dict_index_get(const void *index, size_t i,
                                                                       int width)
{
    switch (width) {
    case 1: return ((const int8_t *)index)[i];
    case 2: return ((const int16_t *)index)[i];
    case 4: return ((const int32_t *)index)[i];
    default: return ((const int64_t *)index)[i];
    }
}

/* What the index of a dict that has storage says where a key of that hash is looked for first: a
 * position or a negative number. Most keys are found there. */
static inline int64_t tp_dict_first_place(const Dict *d, int64_t hash)
{
    size_t i = (size_t)hash & (((size_t)1 << d->log2_size) - 1);
    return tp_dict_index_get(d->index, i, tp_dict_index_width(d->log2_size));
}

/* The entry of key if that is the very same key, in the first place, and has its hash at hand; else
 * 0, which says nothing. */
static inline DictEntry *tp_dict_entry_at_once(const Dict *d, Value key)
{
    int64_t hash = tp_is_small(key) ? tp_small_value(key) : -1;
    if (tp_is_exact(key, &tp_str_type))
        hash = tp_as_str(key)->hash;
    if (hash == -1 || !d->entries)
        return 0;
    int64_t position = tp_dict_first_place(d, hash);
    return position >= 0 && d->entries[position].key == key ? &d->entries[position] : 0;
}

/* Entries that a table of 1 << log2_size slots has room for. */
static inline int64_t tp_dict_usable(int log2_size)
{
    return ((int64_t)2 << log2_size) / 3;
}

/* An empty dict of that type. Can't fail. */
Dict *tp_dict_make(Type *type);
Dict *tp_dict_new(void);
Dict *tp_dict_new_sized(int64_t n);
/* For a few attributes of an instance, none or one so far (key an interned str, or 0). */
Dict *tp_dict_new_few(Value key, Value value);
/* Add an exact str that is absent, in a dict of exact strs. */
int tp_dict_add_str(Dict *d, Value key, Value value);
/* Value for key; 0 without exception if absent, 0 with one if hashing or comparing failed. */
Value tp_dict_get(Dict *d, Value key);
Value tp_dict_get_hash(Dict *d, Value key, int64_t hash);
/* key an exact str (interned for speed): never raises, what an __eq__ raises counts as absent. For
 * dicts that Python code has no part in, and where CPython drops the exception. */
Value tp_dict_get_str(Dict *d, Value key);
/* The value of the entry at a position, if it still has that very key; else 0, as for what
 * tp_dict_position gives for none. */
static inline Value tp_dict_at(const Dict *d, int64_t position, Value key)
{
    bool is_there = (uint64_t)position < (uint64_t)d->nentries && d->entries[position].key == key;
    return __builtin_expect(is_there, 1) ? d->entries[position].value : 0;
}
Value tp_dict_get_cstr(Dict *d, const char *key);
/* Index in entries of a str key, or negative. Never raises, as tp_dict_get_str. */
int64_t tp_dict_position(Dict *d, Value key);
int tp_dict_set(Dict *d, Value key, Value value);
int tp_dict_set_hash(Dict *d, Value key, int64_t hash, Value value);
int tp_dict_set_cstr(Dict *d, const char *key, Value value);
/* 1 removed, 0 absent, -1 failed. */
int tp_dict_del(Dict *d, Value key);
int tp_dict_del_hash(Dict *d, Value key, int64_t hash);
int tp_dict_contains(Dict *d, Value key);
int tp_dict_contains_hash(Dict *d, Value key, int64_t hash);
/* The value, removed; 0 without exception if absent. */
Value tp_dict_pop_hash(Dict *d, Value key, int64_t hash);
Value tp_dict_setdefault(Dict *d, Value key, Value value);
Dict *tp_dict_copy(Dict *d);
/* dict[key] of any kind of dict: what __missing__ gives or KeyError if key is absent. */
Value tp_dict_getitem(Value dict, Value key);
/* Merging. Of a key that is there already, override 0 keeps the value, 1 replaces it, 2 raises
 * KeyError(key). All give -1 with an exception. */
int tp_dict_merge_one(Dict *d, Value key, int64_t hash, Value value, int override);
int tp_dict_merge_dict(Dict *d, Dict *other, int override);  /* never asks methods of other */
int tp_dict_merge(Dict *d, Value other, int override);       /* any mapping */
int tp_dict_update(Dict *d, Value other);   /* any mapping or iterable of pairs; replaces */
void tp_dict_clear(Dict *d);
/* Walk: *pos starts at 0; false at the end. Safe when values change, not when keys do. */
bool tp_dict_next(Dict *d, int64_t *pos, Value *key, Value *value);
Value tp_dict_keys_list(Dict *d);
Value tp_dict_values_list(Dict *d);
Value tp_dict_items_list(Dict *d);

/* Position in entries of any key: -1 absent, -2 failed. */
int64_t tp_dict_find(Dict *d, Value key, int64_t hash);
void tp_dict_remove_at(Dict *d, int64_t position);
/* Move the entry at `position` behind or before all others; -1: out of memory. */
int tp_dict_move_last(Dict *d, int64_t position);
int tp_dict_move_first(Dict *d, int64_t position);

/* Dicts of the module _collections that dict.c knows. */
extern Type tp_defaultdict_type, tp_ordereddict_type;
Value tp_defaultdict_missing(Value self, Value key);

/* keys(), values(), items() of d, by type. */
typedef struct DictView {
    Object head;
    Dict *dict;
} DictView;
Value tp_dict_view(Type *type, Dict *d);

/* Iterators of dicts and of their views, by type; forwards or, for a reverse type, backwards. */
typedef struct DictIterator {
    Object head;
    Dict *dict;            /* 0 once exhausted */
    int64_t position;      /* next entry to look at */
    int64_t used;          /* length of the dict when the iterator was made; -1: it has changed */
    int64_t left;          /* entries still to come */
} DictIterator;
Value tp_dict_iterator(Type *type, Dict *d);

/* ---- set and frozenset ---- */

Value tp_set_new(void);
Value tp_frozenset_new(void);
Value tp_set_from(Value iterable);
Value tp_frozenset_from(Value iterable);
int tp_set_add(Value set, Value item);
int tp_set_contains(Value set, Value item);
int tp_set_discard(Value set, Value item);         /* 1 removed, 0 absent, -1 */
int tp_set_update(Value set, Value iterable);
bool tp_set_next(Value set, int64_t *pos, Value *item, int64_t *hash);
int64_t tp_set_len(Value set);

/* ---- global cells: compiled code reads a global with one load ----
 *
 * A cell mirrors one name of one module namespace: the module's value if there is one, else the
 * value in builtins, else 0. The dict code calls tp_cells_changed for a watched dict whenever the
 * value of a str key is set or removed (0). While keys are in the way that are no strs, and in
 * instances of classes derived from dict, cells have no value. */
typedef struct GlobalCell {
    Value value;           /* 0: not defined, or to be looked up */
    Value name;
    Dict *globals;
    bool is_builtin;       /* value comes from builtins */
    int32_t hint;          /* position in globals->entries where the name was last seen */
} GlobalCell;
GlobalCell *tp_cell_for(Dict *globals, Value name); /* the same cell each time; watches globals */
void tp_cells_changed(Dict *d, Value key, Value value);
/* A watched dict has got its first key that is not an exact str. */
void tp_cells_forget(Dict *d);
/* The value of name in a namespace, any mapping: 0 without exception if there is none. */
Value tp_namespace_get(Value namespace, Value name);
/* The value, from the dicts if the cell has none; 0 without exception if there is none. */
Value tp_cell_lookup(const GlobalCell *cell);
/* STORE_GLOBAL, STORE_NAME of module code, and their deletion (NameError if absent). */
int tp_cell_store_slow(GlobalCell *cell, Value value);
static inline int tp_cell_store(GlobalCell *cell, Value value)
{
    Dict *d = cell->globals;
    int32_t i = cell->hint;
    if (i < d->nentries && d->entries[i].key == cell->name && !d->is_builtins) {
        d->entries[i].value = value;
        cell->value = value;
        cell->is_builtin = false;
        return 0;
    }
    return tp_cell_store_slow(cell, value);
}
int tp_cell_delete(GlobalCell *cell);

#endif
