/* dict.c -- ordered hash table behind dict, keyword arguments, globals and class namespaces.
 *
 * Entries stand in an array in order of insertion; `index` is an open-addressed table of positions
 * in it: EMPTY, DELETED or a position, each 1, 2, 4 or 8 bytes wide as the table's size demands. A
 * deleted entry leaves a hole (key 0) until the next resize. At most two thirds of the index are
 * used; a full table grows to three times its live entries, rounded up to a power of two.
 *
 * A key is found by identity, else by equal hash and equality. While every key is an exact str
 * (has_only_str) and so is the one looked for, nothing of Python runs. In general __eq__ may run
 * and change the dict; a search that notices starts over.
 *
 * Small tables keep the index behind the entries in one block; that of larger ones is separate, in
 * memory the collector does not scan. Start at `find`.
 */
#include <string.h>

#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "list.h"
#include "str.h"

enum { EMPTY = -1, DELETED = -2 };
enum { ABSENT = -1, FAILED = -2 };       /* results of find besides positions */
enum { MIN_LOG2 = 3, MAX_SHARED_LOG2 = 6 };

/* ---- storage ---- */

static inline int64_t usable(int log2_size)
{
    return ((int64_t)2 << log2_size) / 3;
}

static inline void index_set(Dict *d, size_t i, int64_t position)
{
    switch (tp_dict_index_width(d->log2_size)) {
    case 1: ((int8_t *)d->index)[i] = position; break;
    case 2: ((int16_t *)d->index)[i] = position; break;
    case 4: ((int32_t *)d->index)[i] = position; break;
    default: ((int64_t *)d->index)[i] = position; break;
    }
}

static inline void changed(Dict *d)
{
    d->version++;
}

static inline bool is_exact_str(Value v)
{
    return tp_is_exact(v, &tp_str_type);
}

static void notify(Dict *d, Value key, Value value)
{
    if (tp_is_str(key))
        tp_cells_changed(d, key, value);
}

/* Entries and an empty index for a table of 1 << log2_size slots. */
static int storage_new(int log2_size, DictEntry **entries, void **index)
{
    size_t index_bytes = ((size_t)1 << log2_size) * tp_dict_index_width(log2_size);
    bool is_shared = log2_size <= MAX_SHARED_LOG2;
    size_t bytes = tp_size(usable(log2_size), sizeof(DictEntry), is_shared ? index_bytes : 0);
    if (!bytes || !(*entries = tp_heap_try_alloc(bytes)))
        return -1;
    if (is_shared)
        *index = *entries + usable(log2_size);
    else if (!(*index = tp_heap_try_alloc_atomic(index_bytes)))
        return -1;
    memset(*index, 0xff, index_bytes);
    return 0;
}

/* Enter positions of entries [0, n), none deleted, in an empty index. */
static inline __attribute__((always_inline)) void build_index(void *index, int log2_size,
                                                              const DictEntry *entries, int64_t n,
                                                              int width)
{
    size_t mask = ((size_t)1 << log2_size) - 1;
    for (int64_t position = 0; position < n; position++) {
        uint64_t perturb = entries[position].hash;
        size_t i = perturb & mask;
        while (tp_dict_index_get(index, i, width) != EMPTY) {
            perturb >>= 5;
            i = (i * 5 + perturb + 1) & mask;
        }
        switch (width) {
        case 1: ((int8_t *)index)[i] = position; break;
        case 2: ((int16_t *)index)[i] = position; break;
        case 4: ((int32_t *)index)[i] = position; break;
        default: ((int64_t *)index)[i] = position; break;
        }
    }
}

/* Give d a fresh table of 1 << log2_size slots with the holes squeezed out. */
static int resize(Dict *d, int log2_size)
{
    DictEntry *entries;
    void *index;
    if (storage_new(log2_size, &entries, &index) < 0)
        return -1;
    if (d->length == d->nentries) {
        if (d->length)
            memcpy(entries, d->entries, d->length * sizeof(DictEntry));
    } else {
        DictEntry *to = entries;
        for (int64_t i = 0; i < d->nentries; i++) {
            if (d->entries[i].key)
                *to++ = d->entries[i];
        }
    }
    switch (tp_dict_index_width(log2_size)) {
    case 1: build_index(index, log2_size, entries, d->length, 1); break;
    case 2: build_index(index, log2_size, entries, d->length, 2); break;
    case 4: build_index(index, log2_size, entries, d->length, 4); break;
    default: build_index(index, log2_size, entries, d->length, 8); break;
    }
    d->entries = entries;
    d->index = index;
    d->log2_size = log2_size;
    d->nentries = d->filled = d->length;
    changed(d);
    return 0;
}

/* Least table of at least n slots. */
static int log2_for_slots(int64_t n)
{
    int log2_size = MIN_LOG2;
    while (((int64_t)1 << log2_size) < n)
        log2_size++;
    return log2_size;
}

static int grow(Dict *d)
{
    return resize(d, log2_for_slots(d->length * 3));
}

/* Make room for n entries in all, if d is much smaller than that. */
static int reserve(Dict *d, int64_t n)
{
    if (d->entries && usable(d->log2_size) - d->filled + d->length >= n)
        return 0;
    return resize(d, log2_for_slots((n * 3 + 1) / 2));
}

/* ---- searching ---- */

/* Slot of the index that holds EMPTY first on the way of hash. */
static size_t free_slot(Dict *d, int64_t hash)
{
    size_t mask = ((size_t)1 << d->log2_size) - 1;
    int width = tp_dict_index_width(d->log2_size);
    uint64_t perturb = hash;
    size_t i = perturb & mask;
    while (tp_dict_index_get(d->index, i, width) != EMPTY) {
        perturb >>= 5;
        i = (i * 5 + perturb + 1) & mask;
    }
    return i;
}

/* Slot of the index that holds `position`, an entry of that hash. */
static size_t slot_of(Dict *d, int64_t hash, int64_t position)
{
    size_t mask = ((size_t)1 << d->log2_size) - 1;
    int width = tp_dict_index_width(d->log2_size);
    uint64_t perturb = hash;
    size_t i = perturb & mask;
    while (tp_dict_index_get(d->index, i, width) != position) {
        perturb >>= 5;
        i = (i * 5 + perturb + 1) & mask;
    }
    return i;
}

static inline bool same_text(const Str *a, const Str *b)
{
    if (a->length != b->length || a->width != b->width || (a->is_interned && b->is_interned))
        return false;
    return memcmp(a->data, b->data, a->length * a->width) == 0;
}

/* Position of an exact str in a dict of exact strs; ABSENT, with the free slot in *slot. */
static inline __attribute__((always_inline)) int64_t find_str_in(const Dict *d, Value key,
                                                                 int64_t hash, size_t *slot,
                                                                 int width)
{
    size_t mask = ((size_t)1 << d->log2_size) - 1;
    const void *index = d->index;
    const DictEntry *entries = d->entries;
    uint64_t perturb = hash;
    size_t i = perturb & mask;
    for (;;) {
        int64_t position = tp_dict_index_get(index, i, width);
        if (position >= 0) {
            const DictEntry *e = &entries[position];
            if (e->key == key || (e->hash == hash && same_text(tp_as_str(e->key), tp_as_str(key))))
                return position;
        } else if (position == EMPTY) {
            *slot = i;
            return ABSENT;
        }
        perturb >>= 5;
        i = (i * 5 + perturb + 1) & mask;
    }
}

static int64_t find_str(const Dict *d, Value key, int64_t hash, size_t *slot)
{
    int64_t position;
    switch (tp_dict_index_width(d->log2_size)) {
    case 1: position = find_str_in(d, key, hash, slot, 1); break;
    case 2: position = find_str_in(d, key, hash, slot, 2); break;
    case 4: position = find_str_in(d, key, hash, slot, 4); break;
    default: position = find_str_in(d, key, hash, slot, 8); break;
    }
    if (position >= 0 && d->entries[position].key != key)
        tp_str_prefer(key, d->entries[position].key);
    return position;
}

/* Is the key of an entry with the same hash, not the same word, equal? May run Python code. */
static int equal_keys(Value a, Value b)
{
    if (tp_both_small(a, b))
        return 0;
    if (is_exact_str(a) && is_exact_str(b))
        return same_text(tp_as_str(a), tp_as_str(b));
    return tp_equal(a, b);
}

static inline __attribute__((always_inline)) int64_t find_any_in(Dict *d, Value key, int64_t hash,
                                                                 size_t *slot, int width,
                                                                 bool *is_stale)
{
    size_t mask = ((size_t)1 << d->log2_size) - 1;
    const void *index = d->index;
    DictEntry *entries = d->entries;
    uint64_t perturb = hash;
    size_t i = perturb & mask;
    for (;;) {
        int64_t position = tp_dict_index_get(index, i, width);
        if (position >= 0) {
            DictEntry *e = &entries[position];
            Value found = e->key;
            if (found == key)
                return position;
            if (e->hash == hash) {
                int r = equal_keys(found, key);
                if (r < 0)
                    return FAILED;
                if (d->entries != entries || d->index != index || e->key != found) {
                    *is_stale = true;
                    return ABSENT;
                }
                if (r)
                    return position;
            }
        } else if (position == EMPTY) {
            *slot = i;
            return ABSENT;
        }
        perturb >>= 5;
        i = (i * 5 + perturb + 1) & mask;
    }
}

static int64_t find_any(Dict *d, Value key, int64_t hash, size_t *slot)
{
    for (;;) {
        bool is_stale = false;
        int64_t position;
        if (!d->entries)
            return ABSENT;
        switch (tp_dict_index_width(d->log2_size)) {
        case 1: position = find_any_in(d, key, hash, slot, 1, &is_stale); break;
        case 2: position = find_any_in(d, key, hash, slot, 2, &is_stale); break;
        case 4: position = find_any_in(d, key, hash, slot, 4, &is_stale); break;
        default: position = find_any_in(d, key, hash, slot, 8, &is_stale); break;
        }
        if (!is_stale)
            return position;
    }
}

/* Position of key, ABSENT or FAILED. When absent and d has storage, *slot is where in the index
 * the key would go. */
static inline int64_t find(Dict *d, Value key, int64_t hash, size_t *slot)
{
    if (!d->entries)
        return ABSENT;
    int64_t position = tp_dict_first_place(d, hash);
    if (position >= 0 && d->entries[position].key == key)
        return position;
    if (d->has_only_str && is_exact_str(key))
        return find_str(d, key, hash, slot);
    return find_any(d, key, hash, slot);
}

/* ---- C interface ---- */

static Dict *dict_make(Type *type)
{
    Dict *d = tp_heap_object(type, 0);
    d->has_only_str = true;
    return d;
}

Dict *tp_dict_new(void)
{
    return dict_make(&tp_dict_type);
}

/* The dict and its first table, of four slots, are one object. */
Dict *tp_dict_new_few(Value key, Value value)
{
    enum { LOG2 = 2, ENTRIES = 2 };
    struct {
        Dict dict;
        DictEntry entries[ENTRIES];
        int8_t index[1 << LOG2];
    } *few = tp_heap_small(sizeof *few);
    Dict *d = &few->dict;
    d->head.type = &tp_dict_type;
    d->has_only_str = true;
    d->entries = few->entries;
    d->index = memset(few->index, EMPTY, sizeof few->index);
    d->log2_size = LOG2;
    if (key) {
        int64_t hash = tp_str_hash(key);
        few->entries[0] = (DictEntry){hash, key, value};
        few->index[(size_t)hash & ((1 << LOG2) - 1)] = 0;
        d->length = d->nentries = d->filled = 1;
    }
    return d;
}

Dict *tp_dict_new_sized(int64_t n)
{
    Dict *d = dict_make(&tp_dict_type);
    if (n > 0 && resize(d, log2_for_slots((n * 3 + 1) / 2)) < 0)
        return 0;
    return d;
}

Value tp_dict_get_hash(Dict *d, Value key, int64_t hash)
{
    size_t slot;
    int64_t position = find(d, key, hash, &slot);
    return position >= 0 ? d->entries[position].value : 0;
}

Value tp_dict_get(Dict *d, Value key)
{
    size_t slot;
    int64_t hash = tp_hash_quick(key);
    if (hash == -1)
        return 0;
    int64_t position = find(d, key, hash, &slot);
    return position >= 0 ? d->entries[position].value : 0;
}

Value tp_dict_get_str(Dict *d, Value key)
{
    size_t slot;
    if (!d->length)
        return 0;
    if (d->has_only_str) {
        int64_t position = find_str(d, key, tp_str_hash(key), &slot);
        return position >= 0 ? d->entries[position].value : 0;
    }
    /* Keys with an __eq__ of their own might raise: that counts as absent, as in CPython. */
    int64_t position = find_any(d, key, tp_str_hash(key), &slot);
    if (position == FAILED)
        tp_error_clear();
    return position >= 0 ? d->entries[position].value : 0;
}

int64_t tp_dict_position(Dict *d, Value key)
{
    size_t slot;
    return find(d, key, tp_str_hash(key), &slot);
}

Value tp_dict_get_cstr(Dict *d, const char *key)
{
    return tp_dict_get_str(d, tp_str_cstr(key));
}

/* Add a key known to be absent. slot: from find; ignored if there is no room. */
static int insert_new(Dict *d, Value key, int64_t hash, Value value, size_t slot)
{
    if (!d->entries || d->filled >= usable(d->log2_size) || d->nentries >= usable(d->log2_size)) {
        if (grow(d) < 0)
            return -1;
        slot = free_slot(d, hash);
    }
    if (d->has_only_str && !is_exact_str(key))
        d->has_only_str = false;
    index_set(d, slot, d->nentries);
    d->entries[d->nentries++] = (DictEntry){hash, key, value};
    d->filled++;
    d->length++;
    changed(d);
    if (d->is_watched)
        notify(d, key, value);
    return 0;
}

int tp_dict_add_str(Dict *d, Value key, Value value)
{
    int64_t hash = tp_str_hash(key);
    return insert_new(d, key, hash, value, d->entries ? free_slot(d, hash) : 0);
}

int tp_dict_set_hash(Dict *d, Value key, int64_t hash, Value value)
{
    size_t slot = 0;
    int64_t position = find(d, key, hash, &slot);
    if (position >= 0) {
        d->entries[position].value = value;
        if (d->is_watched)
            notify(d, d->entries[position].key, value);
        return 0;
    }
    if (position == FAILED)
        return -1;
    return insert_new(d, key, hash, value, slot);
}

int tp_dict_set(Dict *d, Value key, Value value)
{
    int64_t hash = tp_hash_quick(key);
    if (hash == -1)
        return -1;
    return tp_dict_set_hash(d, key, hash, value);
}

int tp_dict_set_cstr(Dict *d, const char *key, Value value)
{
    return tp_dict_set(d, tp_intern_cstr(key), value);
}

static void remove_at(Dict *d, int64_t position)
{
    DictEntry *e = &d->entries[position];
    Value key = e->key;
    /* No search has passed the slot of what came last: it is free again. So the index of a
     * namespace stays short where names come and go, as in `except ... as e`. In other types than
     * dict an entry in front may have come later. */
    bool is_last = position == d->nentries - 1 && d->head.type == &tp_dict_type;
    index_set(d, slot_of(d, e->hash, position), is_last ? EMPTY : DELETED);
    d->filled -= is_last;
    e->key = 0;
    e->value = 0;
    d->length--;
    changed(d);
    if (d->is_watched)
        notify(d, key, 0);
}

int tp_dict_del_hash(Dict *d, Value key, int64_t hash)
{
    size_t slot;
    int64_t position = find(d, key, hash, &slot);
    if (position < 0)
        return position == ABSENT ? 0 : -1;
    remove_at(d, position);
    return 1;
}

int tp_dict_del(Dict *d, Value key)
{
    int64_t hash = tp_hash_quick(key);
    return hash == -1 ? -1 : tp_dict_del_hash(d, key, hash);
}

int tp_dict_contains(Dict *d, Value key)
{
    size_t slot;
    int64_t hash = tp_hash_quick(key);
    if (hash == -1)
        return -1;
    int64_t position = find(d, key, hash, &slot);
    return position >= 0 ? 1 : position == ABSENT ? 0 : -1;
}

int tp_dict_contains_hash(Dict *d, Value key, int64_t hash)
{
    size_t slot;
    int64_t position = find(d, key, hash, &slot);
    return position >= 0 ? 1 : position == ABSENT ? 0 : -1;
}

Value tp_dict_setdefault(Dict *d, Value key, Value value)
{
    size_t slot = 0;
    int64_t hash = tp_hash_quick(key);
    if (hash == -1)
        return 0;
    int64_t position = find(d, key, hash, &slot);
    if (position >= 0)
        return d->entries[position].value;
    if (position == FAILED || insert_new(d, key, hash, value, slot) < 0)
        return 0;
    return value;
}

/* Value of key, removed; 0 without exception if absent. */
Value tp_dict_pop_hash(Dict *d, Value key, int64_t hash)
{
    size_t slot;
    int64_t position = find(d, key, hash, &slot);
    if (position < 0)
        return 0;
    Value value = d->entries[position].value;
    remove_at(d, position);
    return value;
}

/* ---- for OrderedDict: moving entries ---- */

int tp_dict_move_last(Dict *d, int64_t position)
{
    DictEntry e = d->entries[position];
    if (position == d->nentries - 1)
        return 0;
    index_set(d, slot_of(d, e.hash, position), DELETED);
    d->entries[position].key = 0;
    d->entries[position].value = 0;
    d->length--;
    return insert_new(d, e.key, e.hash, e.value, free_slot(d, e.hash));
}

/* Leave room for entries in front of the first. */
static int make_room_in_front(Dict *d)
{
    DictEntry *entries;
    void *index;
    int64_t gap = d->length / 2 + 4, n = gap;
    int log2_size = log2_for_slots(((d->length + gap) * 3 + 1) / 2);
    if (storage_new(log2_size, &entries, &index) < 0)
        return -1;
    for (int64_t i = 0; i < d->nentries; i++) {
        if (d->entries[i].key)
            entries[n++] = d->entries[i];
    }
    d->entries = entries;
    d->index = index;
    d->log2_size = log2_size;
    d->nentries = n;
    d->filled = d->length;
    for (int64_t i = gap; i < n; i++)
        index_set(d, free_slot(d, entries[i].hash), i);
    return 0;
}

int tp_dict_move_first(Dict *d, int64_t position)
{
    int64_t first = 0;
    while (!d->entries[first].key)
        first++;
    if (position == first)
        return 0;
    if (first == 0) {
        DictEntry e = d->entries[position];
        if (make_room_in_front(d) < 0)
            return -1;
        first = d->nentries - d->length;
        for (position = first; d->entries[position].key != e.key;)
            position++;
    }
    DictEntry e = d->entries[position];
    index_set(d, slot_of(d, e.hash, position), first - 1);
    d->entries[position].key = 0;
    d->entries[position].value = 0;
    d->entries[first - 1] = e;
    changed(d);
    return 0;
}

void tp_dict_remove_at(Dict *d, int64_t position)
{
    remove_at(d, position);
}

int64_t tp_dict_find(Dict *d, Value key, int64_t hash)
{
    size_t slot;
    return find(d, key, hash, &slot);
}

void tp_dict_clear(Dict *d)
{
    DictEntry *entries = d->entries;
    int64_t n = d->nentries;
    d->entries = 0;
    d->index = 0;
    d->log2_size = 0;
    d->length = d->nentries = d->filled = 0;
    d->has_only_str = true;
    changed(d);
    if (d->is_watched) {
        for (int64_t i = 0; i < n; i++) {
            if (entries[i].key)
                notify(d, entries[i].key, 0);
        }
    }
}

bool tp_dict_next(Dict *d, int64_t *pos, Value *key, Value *value)
{
    int64_t i = *pos;
    while (i < d->nentries && !d->entries[i].key)
        i++;
    if (i >= d->nentries)
        return false;
    *pos = i + 1;
    if (key)
        *key = d->entries[i].key;
    if (value)
        *value = d->entries[i].value;
    return true;
}

/* Make d, which is empty, a copy of the contents of `from`. */
static int clone_into(Dict *d, Dict *from)
{
    int64_t n = from->nentries;
    if (!from->length)
        return 0;
    if (from->length >= n * 2 / 3) {
        if (storage_new(from->log2_size, &d->entries, &d->index) < 0)
            return -1;
        memcpy(d->entries, from->entries, n * sizeof(DictEntry));
        memcpy(d->index, from->index,
               ((size_t)1 << from->log2_size) * tp_dict_index_width(from->log2_size));
        d->log2_size = from->log2_size;
        d->length = from->length;
        d->nentries = n;
        d->filled = from->filled;
    } else {
        Dict old = *from;
        d->entries = old.entries;
        d->length = old.length;
        d->nentries = old.nentries;
        if (resize(d, log2_for_slots((old.length * 3 + 1) / 2)) < 0)
            return -1;
    }
    d->has_only_str = from->has_only_str;
    changed(d);
    if (d->is_watched) {
        for (int64_t i = 0; i < d->nentries; i++) {
            if (d->entries[i].key)
                notify(d, d->entries[i].key, d->entries[i].value);
        }
    }
    return 0;
}

Dict *tp_dict_copy(Dict *d)
{
    Dict *copy = tp_dict_new();
    return clone_into(copy, d) < 0 ? 0 : copy;
}

/* ---- merging ---- */

/* Store as merge's `override` says: 0 keep what is there, 1 replace, 2 KeyError. */
static int merge_one(Dict *d, Value key, int64_t hash, Value value, int override)
{
    if (override == 1)
        return tp_dict_set_hash(d, key, hash, value);
    size_t slot = 0;
    int64_t position = find(d, key, hash, &slot);
    if (position == FAILED)
        return -1;
    if (position >= 0) {
        if (override == 0)
            return 0;
        tp_raise_value(&tp_KeyError, key);
        return -1;
    }
    return insert_new(d, key, hash, value, slot);
}

static int merge_dict(Dict *d, Dict *other, int override)
{
    if (d == other || !other->length)
        return 0;
    if (!d->length)
        d->has_only_str = true;
    if (!d->entries)
        return clone_into(d, other);
    if (usable(d->log2_size) - d->filled < other->length &&
        reserve(d, d->length + other->length) < 0)
        return -1;
    for (int64_t i = 0; i < other->nentries; i++) {
        DictEntry e = other->entries[i];
        if (!e.key)
            continue;
        int64_t n = other->nentries;
        if (merge_one(d, e.key, e.hash, e.value, override) < 0)
            return -1;
        if (other->nentries != n) {
            tp_raise(&tp_RuntimeError, "dict mutated during update");
            return -1;
        }
    }
    return 0;
}

/* Merge through keys() and [], as any mapping has them. */
static int merge_mapping(Dict *d, Value other, int override)
{
    Value keys = tp_call_method_cstr(other, "keys", 0, 0);
    if (!keys)
        return -1;
    if (!tp_is_exact(keys, &tp_list_type)) {
        Value iterator = tp_iter(keys);
        if (!iterator) {
            if (tp_error_is(&tp_TypeError)) {
                tp_error_clear();
                tp_raise(&tp_TypeError, "%T.keys() returned a non-iterable (type %T)", other, keys);
            }
            return -1;
        }
        keys = tp_list_from(iterator);
        if (!keys)
            return -1;
    }
    for (int64_t i = 0; i < tp_as_list(keys)->length; i++) {
        Value key = tp_as_list(keys)->items[i];
        int64_t hash;
        if (override != 1) {
            int found = tp_dict_contains(d, key);
            if (found < 0)
                return -1;
            if (found && override == 0)
                continue;
            if (found) {
                tp_raise_value(&tp_KeyError, key);
                return -1;
            }
        }
        Value value = tp_getitem(other, key);
        if (!value)
            return -1;
        if ((hash = tp_hash_quick(key)) == -1 || tp_dict_set_hash(d, key, hash, value) < 0)
            return -1;
    }
    return 0;
}

/* Merge an iterable of pairs. */
static int merge_pairs(Dict *d, Value pairs, int override)
{
    Value iterator = tp_iter(pairs);
    if (!iterator)
        return -1;
    for (int64_t i = 0;; i++) {
        Value item = tp_next(iterator);
        if (!item)
            return tp_error_pending() ? -1 : 0;
        Value *items;
        int64_t n;
        if (tp_is_exact(item, &tp_tuple_type)) {
            items = tp_as_tuple(item)->items;
            n = tp_as_tuple(item)->length;
        } else {
            if (!tp_is_exact(item, &tp_list_type)) {
                Value list = tp_list_from(item);
                if (!list) {
                    if (tp_error_is(&tp_TypeError)) {
                        tp_error_clear();
                        tp_raise(&tp_TypeError,
                                 "cannot convert dictionary update sequence element #%lld to a "
                                 "sequence",
                                 (long long)i);
                    }
                    return -1;
                }
                item = list;
            }
            items = tp_as_list(item)->items;
            n = tp_as_list(item)->length;
        }
        if (n != 2) {
            tp_raise(&tp_ValueError,
                     "dictionary update sequence element #%lld has length %lld; 2 is required",
                     (long long)i, (long long)n);
            return -1;
        }
        Value key = items[0], value = items[1];
        int64_t hash = tp_hash_quick(key);
        if (hash == -1 || merge_one(d, key, hash, value, override) < 0)
            return -1;
    }
}

int tp_dict_merge(Dict *d, Value other, int override)
{
    if (tp_is_dict(other) && (tp_obj(other)->type->iter == tp_dict_type.iter ||
                              tp_obj(other)->type == &tp_ordereddict_type))
        return merge_dict(d, tp_as_dict(other), override);
    return merge_mapping(d, other, override);
}

int tp_dict_update(Dict *d, Value other)
{
    if (tp_is_exact(other, &tp_dict_type))
        return merge_dict(d, tp_as_dict(other), 1);
    int error = 0;
    Value keys = tp_getattr_or_null(other, TP_NAME(keys), &error);
    if (keys)
        return tp_dict_merge(d, other, 1);
    if (error)
        return -1;
    return merge_pairs(d, other, 1);
}

Value tp_dict_keys_list(Dict *d)
{
    Value list = tp_list_new(d->length);
    if (!list)
        return 0;
    Value *to = tp_as_list(list)->items;
    for (int64_t i = 0; i < d->nentries; i++) {
        if (d->entries[i].key)
            *to++ = d->entries[i].key;
    }
    return list;
}

Value tp_dict_values_list(Dict *d)
{
    Value list = tp_list_new(d->length);
    if (!list)
        return 0;
    Value *to = tp_as_list(list)->items;
    for (int64_t i = 0; i < d->nentries; i++) {
        if (d->entries[i].key)
            *to++ = d->entries[i].value;
    }
    return list;
}

Value tp_dict_items_list(Dict *d)
{
    Value list = tp_list_new(d->length);
    if (!list)
        return 0;
    Value *to = tp_as_list(list)->items;
    for (int64_t i = 0; i < d->nentries; i++) {
        DictEntry *e = &d->entries[i];
        if (e->key) {
            Tuple *pair = tp_tuple_new(2);
            pair->items[0] = e->key;
            pair->items[1] = e->value;
            *to++ = tp_ref(pair);
        }
    }
    return list;
}

/* ---- slots ---- */

static Value dict_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs, (void)args, (void)kwnames;
    return tp_ref(dict_make(type));
}

/* The arguments of dict() and dict.update(). */
static int update_from_args(Dict *d, const char *name, int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs > 1)
        return tp_raise_int(&tp_TypeError, "%s expected at most 1 argument, got %d", name, nargs);
    if (nargs == 1 && tp_dict_update(d, args[0]) < 0)
        return -1;
    if (kwnames) {
        for (int64_t i = 0; i < kwnames->length; i++) {
            if (tp_dict_set(d, kwnames->items[i], args[nargs + i]) < 0)
                return -1;
        }
    }
    return 0;
}

static int dict_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return update_from_args(tp_as_dict(self), "dict", nargs, args, kwnames);
}

static int64_t dict_len(Value self)
{
    return tp_as_dict(self)->length;
}

static Value dict_missing(Value self, Value key)
{
    if (tp_obj(self)->type == &tp_defaultdict_type)
        return tp_defaultdict_missing(self, key);
    if (tp_obj(self)->type != &tp_dict_type) {
        Value missing = tp_lookup_special(self, TP_NAME(__missing__));
        if (missing)
            return tp_call1(missing, key);
        if (tp_error_pending())
            return 0;
    }
    return tp_raise_value(&tp_KeyError, key);
}

static Value dict_getitem(Value self, Value key)
{
    Dict *d = tp_as_dict(self);
    size_t slot;
    int64_t hash = tp_hash_quick(key);
    if (hash == -1)
        return 0;
    int64_t position = find(d, key, hash, &slot);
    if (position >= 0)
        return d->entries[position].value;
    return position == FAILED ? 0 : dict_missing(self, key);
}

static int dict_setitem(Value self, Value key, Value value)
{
    Dict *d = tp_as_dict(self);
    int64_t hash = tp_hash_quick(key);
    if (hash == -1)
        return -1;
    if (value)
        return tp_dict_set_hash(d, key, hash, value);
    int r = tp_dict_del_hash(d, key, hash);
    if (r == 0)
        tp_raise_value(&tp_KeyError, key);
    return r > 0 ? 0 : -1;
}

static int dict_contains_slot(Value self, Value key)
{
    return tp_dict_contains(tp_as_dict(self), key);
}

static Value dict_repr(Value self)
{
    Dict *d = tp_as_dict(self);
    if (!d->length)
        return tp_str_cstr("{}");
    int nested = tp_repr_enter(self);
    if (nested)
        return nested < 0 ? 0 : tp_str_cstr("{...}");
    StrBuilder b;
    Value key, value, text, result = 0;
    int64_t pos = 0;
    bool is_first = true;
    tp_builder_init(&b);
    tp_builder_char(&b, '{');
    while (tp_dict_next(d, &pos, &key, &value)) {
        if (!is_first && tp_builder_cstr(&b, ", ") < 0)
            goto done;
        is_first = false;
        if (!(text = tp_repr(key)) || tp_builder_str(&b, text) < 0 ||
            tp_builder_cstr(&b, ": ") < 0 || !(text = tp_repr(value)) ||
            tp_builder_str(&b, text) < 0)
            goto done;
    }
    tp_builder_char(&b, '}');
    result = tp_builder_finish(&b);
done:
    tp_repr_leave(self);
    return result;
}

/* 1, 0 or -1. */
static int dict_equal(Dict *a, Dict *b)
{
    if (a->length != b->length)
        return 0;
    for (int64_t i = 0; i < a->nentries; i++) {
        DictEntry e = a->entries[i];
        if (!e.key)
            continue;
        size_t slot;
        int64_t position = find(b, e.key, e.hash, &slot);
        if (position < 0)
            return position == ABSENT ? 0 : -1;
        int r = tp_equal(b->entries[position].value, e.value);
        if (r <= 0)
            return r;
    }
    return 1;
}

static Value dict_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_is_dict(other))
        return TP_NOTIMPLEMENTED;
    if (tp_recursion_check(" in comparison") < 0)
        return 0;
    int r = dict_equal(tp_as_dict(self), tp_as_dict(other));
    return r < 0 ? 0 : tp_bool(r == (op == TP_EQ));
}

static Value dict_or(Value self, Value other)
{
    if (!tp_is_dict(self) || !tp_is_dict(other))
        return TP_NOTIMPLEMENTED;
    Dict *result = tp_dict_copy(tp_as_dict(self));
    return result && tp_dict_update(result, other) >= 0 ? tp_ref(result) : 0;
}

static Value dict_ror(Value self, Value other)
{
    return dict_or(other, self);
}

static Value dict_ior(Value self, Value other)
{
    return tp_dict_update(tp_as_dict(self), other) < 0 ? 0 : self;
}

/* ---- methods ---- */

static Value dict_get(Value self, Value *args)
{
    Dict *d = tp_as_dict(self);
    const DictEntry *entry = tp_dict_entry_at_once(d, args[0]);
    Value found = entry ? entry->value : tp_dict_get(d, args[0]);
    if (found)
        return found;
    return tp_error_pending() ? 0 : args[1] ? args[1] : TP_NONE;
}

static Value dict_setdefault(Value self, Value *args)
{
    return tp_dict_setdefault(tp_as_dict(self), args[0], args[1] ? args[1] : TP_NONE);
}

static Value dict_pop(Value self, Value *args)
{
    Dict *d = tp_as_dict(self);
    int64_t hash;
    if (d->length || !args[1]) {
        if ((hash = tp_hash_quick(args[0])) == -1)
            return 0;
        Value value = tp_dict_pop_hash(d, args[0], hash);
        if (value || tp_error_pending())
            return value;
    }
    return args[1] ? args[1] : tp_raise_value(&tp_KeyError, args[0]);
}

static Value dict_popitem(Value self, Value *args)
{
    (void)args;
    Dict *d = tp_as_dict(self);
    if (!d->length)
        return tp_raise_value(&tp_KeyError, tp_str_cstr("popitem(): dictionary is empty"));
    int64_t position = d->nentries - 1;
    while (!d->entries[position].key)
        position--;
    Value pair = tp_tuple_pack(2, d->entries[position].key, d->entries[position].value);
    remove_at(d, position);
    d->nentries = position;
    return pair;
}

static Value dict_clear(Value self, Value *args)
{
    (void)args;
    tp_dict_clear(tp_as_dict(self));
    return TP_NONE;
}

static Value dict_copy(Value self, Value *args)
{
    (void)args;
    return tp_ref(tp_dict_copy(tp_as_dict(self)));
}

static Value dict_update(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    return update_from_args(tp_as_dict(self), "update", nargs, args, kwnames) < 0 ? 0 : TP_NONE;
}

static Value dict_fromkeys(Value self, Value *args)
{
    Value value = args[1] ? args[1] : TP_NONE, result = tp_call0(self), key;
    if (!result)
        return 0;
    Value iterator = tp_iter(args[0]);
    if (!iterator)
        return 0;
    if (tp_is_exact(result, &tp_dict_type)) {
        while ((key = tp_next(iterator))) {
            if (tp_dict_set(tp_as_dict(result), key, value) < 0)
                return 0;
        }
    } else {
        while ((key = tp_next(iterator))) {
            if (tp_setitem(result, key, value) < 0)
                return 0;
        }
    }
    return tp_error_pending() ? 0 : result;
}

static Value dict_keys(Value self, Value *args)
{
    (void)args;
    return tp_dict_view(&tp_dict_keys_type, tp_as_dict(self));
}

static Value dict_values(Value self, Value *args)
{
    (void)args;
    return tp_dict_view(&tp_dict_values_type, tp_as_dict(self));
}

static Value dict_items(Value self, Value *args)
{
    (void)args;
    return tp_dict_view(&tp_dict_items_type, tp_as_dict(self));
}

static Value dict_iter(Value self)
{
    return tp_dict_iterator(&tp_dict_keyiterator_type, tp_as_dict(self));
}

static Value dict_reversed(Value self, Value *args)
{
    (void)args;
    return tp_dict_iterator(&tp_dict_reversekeyiterator_type, tp_as_dict(self));
}

static Value dict_contains(Value self, Value *args)
{
    int r = tp_dict_contains(tp_as_dict(self), args[0]);
    return r < 0 ? 0 : tp_bool(r);
}

static Value dict_getitem_method(Value self, Value *args)
{
    return dict_getitem(self, args[0]);
}

/* What CPython would say: header, index, and entries of 16 bytes while all keys are str. */
static Value dict_sizeof(Value self, Value *args)
{
    (void)args;
    Dict *d = tp_as_dict(self);
    int64_t size = tp_type_of(self)->dict_offset ? 64 : 48;
    if (d->entries)
        size += 32 + ((int64_t)tp_dict_index_width(d->log2_size) << d->log2_size) +
                usable(d->log2_size) * (d->has_only_str ? 16 : 24);
    return tp_int(size);
}

static Value dict_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static const MethodDef methods[] = {
    METHOD("__contains__", dict_contains, "(key, /)",
           "True if the dictionary has the specified key, else False."),
    METHOD("__getitem__", dict_getitem_method, "(key, /)", "Return self[key]."),
    METHOD("__sizeof__", dict_sizeof, "()", "D.__sizeof__() -> size of D in memory, in bytes"),
    METHOD("get", dict_get, "(key, default=None, /)",
           "Return the value for key if key is in the dictionary, else default."),
    METHOD("setdefault", dict_setdefault, "(key, default=None, /)",
           "Insert key with a value of default if key is not in the dictionary.\n\n"
           "Return the value for key if key is in the dictionary, else default."),
    METHOD("pop", dict_pop, "(key, default=None, /)",
           "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n"
           "If the key is not found, return the default if given; otherwise,\nraise a KeyError."),
    METHOD("popitem", dict_popitem, "()",
           "Remove and return a (key, value) pair as a 2-tuple.\n\n"
           "Pairs are returned in LIFO (last-in, first-out) order.\n"
           "Raises KeyError if the dict is empty."),
    METHOD("keys", dict_keys, "()",
           "D.keys() -> a set-like object providing a view on D's keys"),
    METHOD("items", dict_items, "()",
           "D.items() -> a set-like object providing a view on D's items"),
    METHOD("values", dict_values, "()",
           "D.values() -> an object providing a view on D's values"),
    METHOD_RAW("update", dict_update, 0,
               "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\n"
               "If E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\n"
               "If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\n"
               "In either case, this is followed by: for k in F:  D[k] = F[k]"),
    METHOD_CLASS("fromkeys", dict_fromkeys, "(iterable, value=None, /)",
                 "Create a new dictionary with keys from iterable and values set to value."),
    METHOD("clear", dict_clear, "()", "D.clear() -> None.  Remove all items from D."),
    METHOD("copy", dict_copy, "()", "D.copy() -> a shallow copy of D"),
    METHOD("__reversed__", dict_reversed, "()", "Return a reverse iterator over the dict keys."),
    METHOD_CLASS("__class_getitem__", dict_class_getitem, "(object, /)",
                 "See PEP 585"),
    METHOD_END,
};

Type tp_dict_type = {
    .head = {&tp_type_type},
    .name = "dict",
    .basic_size = sizeof(Dict),
    .flags = TYPE_BASE | TYPE_IS_DICT | TYPE_MAPPING | TYPE_IMMUTABLE,
    .doc = "dict() -> new empty dictionary\n"
           "dict(mapping) -> new dictionary initialized from a mapping object's\n"
           "    (key, value) pairs\n"
           "dict(iterable) -> new dictionary initialized as if via:\n"
           "    d = {}\n"
           "    for k, v in iterable:\n"
           "        d[k] = v\n"
           "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
           "    in the keyword argument list.  For example:  dict(one=1, two=2)",
    .methods = methods,
    .repr = dict_repr,
    .compare = dict_compare,
    .new_ = dict_new,
    .init = dict_init,
    .iter = dict_iter,
    .length = dict_len,
    .getitem = dict_getitem,
    .setitem = dict_setitem,
    .contains = dict_contains_slot,
    .or_ = dict_or,
    .ror = dict_ror,
    .ior = dict_ior,
};
