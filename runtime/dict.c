/* dict.c -- ordered hash table behind dict, keyword arguments, globals and class namespaces.
 *
 * Entries stand in an array in order of insertion; `index` is an open-addressed table of positions
 * in it: EMPTY, DELETED or a position, each 1, 2, 4 or 8 bytes wide as the table's size demands. A
 * deleted entry leaves a hole (key 0) until the table is renewed. At most two thirds of the index
 * are used; a full table grows to three times its live entries, rounded up to a power of two.
 *
 * A key is found by identity, else by equal hash and equality. While every key is an exact str
 * (has_only_str) and so is the one looked for, nothing of Python runs. In general __eq__ may run
 * and change the dict; a search that notices starts over.
 *
 * Small tables keep the index behind the entries in one block; that of larger ones is separate, in
 * memory the collector does not scan. Start at `find`;
 * dict_methods.c has what Python sees.
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

/* There is a key that is no exact str. */
static void not_only_str(Dict *d)
{
    d->has_only_str = false;
    if (d->is_watched)
        tp_cells_forget(d);
}

/* Entries and an empty index for a table of 1 << log2_size slots. On failure both are as before. */
static int storage_new(int log2_size, DictEntry **entries, void **index)
{
    size_t index_bytes = ((size_t)1 << log2_size) * tp_dict_index_width(log2_size);
    bool is_shared = log2_size <= MAX_SHARED_LOG2;
    size_t nentries = tp_dict_usable(log2_size);
    size_t bytes = tp_size(nentries, sizeof(DictEntry), is_shared ? index_bytes : 0);
    DictEntry *new_entries = bytes ? tp_heap_try_alloc(bytes) : 0;
    if (!new_entries)
        return -1;
    void *new_index = is_shared ? new_entries + nentries : tp_heap_try_alloc_atomic(index_bytes);
    if (!new_index)
        return -1;
    *entries = new_entries;
    *index = memset(new_index, 0xff, index_bytes);
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

/* Give d a fresh table of 1 << log2_size slots with the entries of `from`, holes squeezed out. */
static int rebuild(Dict *d, const Dict *from, int log2_size)
{
    DictEntry *entries;
    void *index;
    if (storage_new(log2_size, &entries, &index) < 0)
        return -1;
    if (from->length == from->nentries) {
        if (from->length)
            memcpy(entries, from->entries, from->length * sizeof(DictEntry));
    } else {
        DictEntry *to = entries;
        for (int64_t i = 0; i < from->nentries; i++) {
            if (from->entries[i].key)
                *to++ = from->entries[i];
        }
    }
    switch (tp_dict_index_width(log2_size)) {
    case 1: build_index(index, log2_size, entries, from->length, 1); break;
    case 2: build_index(index, log2_size, entries, from->length, 2); break;
    case 4: build_index(index, log2_size, entries, from->length, 4); break;
    default: build_index(index, log2_size, entries, from->length, 8); break;
    }
    d->entries = entries;
    d->index = index;
    d->log2_size = log2_size;
    d->length = d->nentries = d->filled = from->length;
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
    return rebuild(d, d, log2_for_slots(d->length * 3));
}

/* Make room for n entries in all, if d is much smaller than that. */
static int reserve(Dict *d, int64_t n)
{
    if (d->entries && tp_dict_usable(d->log2_size) - d->filled + d->length >= n)
        return 0;
    return rebuild(d, d, log2_for_slots((n * 3 + 1) / 2));
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

Dict *tp_dict_make(Type *type)
{
    Dict *d = tp_heap_object(type, 0);
    d->has_only_str = true;
    return d;
}

Dict *tp_dict_new(void)
{
    return tp_dict_make(&tp_dict_type);
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
    Dict *d = tp_dict_make(&tp_dict_type);
    if (n > 0 && rebuild(d, d, log2_for_slots((n * 3 + 1) / 2)) < 0)
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
    int64_t position = tp_dict_position(d, key);
    return position >= 0 ? d->entries[position].value : 0;
}

int64_t tp_dict_position(Dict *d, Value key)
{
    size_t slot;
    int64_t position = find(d, key, tp_str_hash(key), &slot);
    if (position == FAILED)
        tp_error_clear();
    return position;
}

Value tp_dict_get_cstr(Dict *d, const char *key)
{
    return tp_dict_get_str(d, tp_str_cstr(key));
}

/* What d[key] is where key is absent. */
static Value dict_missing(Value self, Value key)
{
    if (tp_obj(self)->type == &tp_defaultdict_type)
        return tp_defaultdict_missing(self, key);
    if (tp_obj(self)->type != &tp_dict_type) {
        Value missing = tp_lookup_special(self, TP_NAME(__missing__));
        if (missing)
            return tp_call_deeper(missing, 1, &key, 0);
        if (tp_error_pending())
            return 0;
    }
    return tp_raise_value(&tp_KeyError, key);
}

Value tp_dict_getitem(Value self, Value key)
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

/* Is there a place for one entry more, and for its position in the index? */
static inline bool has_room(const Dict *d)
{
    int64_t limit = tp_dict_usable(d->log2_size);
    return d->entries && d->filled < limit && d->nentries < limit;
}

/* Add a key known to be absent. slot: from find; ignored if there is no room. */
static int insert_new(Dict *d, Value key, int64_t hash, Value value, size_t slot)
{
    if (!has_room(d)) {
        if (grow(d) < 0)
            return -1;
        slot = free_slot(d, hash);
    }
    if (d->has_only_str && !is_exact_str(key))
        not_only_str(d);
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

void tp_dict_remove_at(Dict *d, int64_t position)
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
    tp_dict_remove_at(d, position);
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
    tp_dict_remove_at(d, position);
    return value;
}

/* ---- for OrderedDict: moving entries ---- */

int tp_dict_move_last(Dict *d, int64_t position)
{
    DictEntry e = d->entries[position];
    if (position == d->nentries - 1)
        return 0;
    if (!has_room(d)) {
        if (grow(d) < 0)
            return -1;
        while (position >= d->nentries || d->entries[position].key != e.key)
            position--; /* the holes before it are gone */
    }
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
static int clone_into(Dict *d, const Dict *from)
{
    int64_t n = from->nentries;
    if (!from->length)
        return 0;
    bool is_sparse = from->length < n * 2 / 3;
    /* The index of another type may have other slots than those that come of inserting the entries
     * in their order, which tp_dict_remove_at relies on. */
    if (is_sparse || from->head.type != &tp_dict_type) {
        int log2_size = is_sparse ? log2_for_slots((from->length * 3 + 1) / 2) : from->log2_size;
        if (rebuild(d, from, log2_size) < 0)
            return -1;
    } else {
        if (storage_new(from->log2_size, &d->entries, &d->index) < 0)
            return -1;
        memcpy(d->entries, from->entries, n * sizeof(DictEntry));
        memcpy(d->index, from->index,
               ((size_t)1 << from->log2_size) * tp_dict_index_width(from->log2_size));
        d->log2_size = from->log2_size;
        d->length = from->length;
        d->nentries = n;
        d->filled = from->filled;
    }
    if (!from->has_only_str)
        not_only_str(d);
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

int tp_dict_merge_one(Dict *d, Value key, int64_t hash, Value value, int override)
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

int tp_dict_merge_dict(Dict *d, Dict *other, int override)
{
    if (d == other || !other->length)
        return 0;
    if (!d->length)
        d->has_only_str = true;
    if (!d->entries)
        return clone_into(d, other);
    if (tp_dict_usable(d->log2_size) - d->filled < other->length &&
        reserve(d, d->length + other->length) < 0)
        return -1;
    for (int64_t i = 0; i < other->nentries; i++) {
        DictEntry e = other->entries[i];
        if (!e.key)
            continue;
        int64_t n = other->nentries;
        if (tp_dict_merge_one(d, e.key, e.hash, e.value, override) < 0)
            return -1;
        if (other->nentries != n) {
            tp_raise(&tp_RuntimeError, "dict mutated during update");
            return -1;
        }
    }
    return 0;
}

/* ---- lists ---- */

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
