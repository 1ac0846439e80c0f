/* set.c -- set and frozenset: the hash table that CPython 3.11 has, slot for slot.
 *
 * The order in which a set gives its items is the order of its table, and programs show it. So the
 * table grows when CPython's does (fill * 5 >= mask * 3, to four times the items, two times when
 * there are more than 50000), is probed in its order (ten neighbouring slots where they do not
 * run over the end, then a jump by i * 5 + 1 + perturb), and each operation copies, presizes and
 * walks the same operand that CPython does.
 *
 * A new item takes the last deleted slot that its search passed, or else the free one where that
 * ended. A free slot has key 0; a deleted one has TP_SET_DELETED with hash -1, which no item has.
 * Tables of 8 slots stand in the object. Behind a larger one stand as many homes: each tells of the
 * items whose search begins at that slot, so that a look-up seldom walks. Behind them stands a byte
 * for each slot, its tag: free, deleted, or some bits of the hash. The ten neighbouring slots are
 * told apart by their tags at once. A search calls __eq__, which may change the set: it then starts
 * over. Start at `find`; set_methods.c has what Python sees.
 */
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "error.h"
#include "heap.h"
#include "sequence.h"
#include "set.h"

enum { SMALL = TP_SET_SMALL, LINEAR_PROBES = 9, PERTURB_SHIFT = 5 };

static inline bool is_live(const SetEntry *e)
{
    return e->key && e->key != TP_SET_DELETED;
}

/* ---- what stands behind a table of more than SMALL slots ---- */

enum { TAG_FREE = 0, TAG_DELETED = 1, TAG_LIVE = 0x80, TAG_WINDOW = 16 };

static inline uint8_t tag_of(int64_t hash)
{
    return TAG_LIVE | ((hash ^ hash >> 7) & 0x7f);
}

/* TAG_WINDOW bytes more than slots. */
static inline uint8_t *tags_of(SetEntry *table, uint64_t mask)
{
    return (uint8_t *)(tp_set_homes(table, mask) + mask + 1);
}

/* Bit k is set where tags[k] is that tag, for the slots that one probe looks at. */
static inline unsigned tags_match(const uint8_t *tags, uint8_t tag)
{
    unsigned bits = 0;
#ifdef __SSE2__
    __m128i window = _mm_loadu_si128((const __m128i *)tags);
    bits = _mm_movemask_epi8(_mm_cmpeq_epi8(window, _mm_set1_epi8((char)tag)));
#else
    for (int k = 0; k <= LINEAR_PROBES; k++)
        bits |= (unsigned)(tags[k] == tag) << k;
#endif
    return bits & ((1u << (LINEAR_PROBES + 1)) - 1);
}

static inline void slot_fill(SetEntry *table, uint64_t mask, SetEntry *e, Value key, int64_t hash)
{
    e->key = key;
    e->hash = hash;
    if (mask >= SMALL) {
        SetHome *home = &tp_set_homes(table, mask)[hash & mask];
        uint64_t slot = e - table;
        *home = !*home && slot + 1 < TP_HOME_SHARED ? (SetHome)slot + 1 : TP_HOME_SHARED;
        tags_of(table, mask)[slot] = tag_of(hash);
    }
}

static inline void slot_delete(Set *s, SetEntry *e)
{
    if (s->mask >= SMALL) {
        SetHome *home = &tp_set_homes(s->table, s->mask)[e->hash & s->mask];
        uint64_t slot = e - s->table;
        if (*home == slot + 1)
            *home = 0;
        tags_of(s->table, s->mask)[slot] = TAG_DELETED;
    }
    e->key = TP_SET_DELETED;
    e->hash = -1;
    s->used--;
}

/* Bytes of a table of more than SMALL slots; 0 with an exception. */
static size_t table_size(uint64_t slots)
{
    return tp_size(slots, sizeof(SetEntry) + sizeof(SetHome) + 1, TAG_WINDOW);
}

/* ---- the table ---- */

Set *tp_set_make(Type *type)
{
    Set *s = tp_heap_object(type, 0);
    s->table = s->small;
    s->mask = SMALL - 1;
    s->hash = -1;
    return s;
}

enum Verdict { NO, YES, FAILED, CHANGED, CHANGED_YES };

static enum Verdict compare(const Set *s, const SetEntry *e, Value key)
{
    const SetEntry *table = s->table;
    Value found = e->key;
    if (tp_is_exact(key, &tp_str_type) && tp_is_exact(found, &tp_str_type))
        return tp_str_equal(found, key) ? YES : NO;
    int r = tp_equal(found, key);
    if (r < 0)
        return FAILED;
    if (s->table != table || e->key != found)
        return r ? CHANGED_YES : CHANGED;
    return r ? YES : NO;
}

/* The slot of key, or the free slot where the search ended; 0 with an exception. *deleted: the last
 * deleted slot on the way, or 0. When adding, an item that was equal but is gone counts, as in
 * CPython: some slot that is not free. */
static SetEntry *walk(Set *s, Value key, int64_t hash, SetEntry **deleted, bool is_adding)
{
    static SetEntry gone_item = {TP_SET_DELETED, -1};
    uint8_t tag = tag_of(hash);
restart:;
    SetEntry *table = s->table;
    uint64_t mask = s->mask, perturb = hash, i = perturb & mask;
    *deleted = 0;
    for (;;) {
        bool is_window = i + LINEAR_PROBES <= mask;
        const uint8_t *tags = tags_of(table, mask) + i;
        unsigned bits = is_window ? tags_match(tags, tag) | tags_match(tags, TAG_FREE) : 1;
        unsigned gone = is_window ? tags_match(tags, TAG_DELETED) : table[i].key == TP_SET_DELETED;
        for (; bits; bits &= bits - 1) {
            int k = __builtin_ctz(bits);
            SetEntry *e = &table[i + k];
            if (!e->key) {
                gone &= (bits & -bits) - 1; /* before e */
                if (gone)
                    *deleted = &table[i + 31 - __builtin_clz(gone)];
                return e;
            }
            if (e->hash != hash)
                continue;
            if (e->key == key)
                return e;
            switch (compare(s, e, key)) {
            case YES:
                return e;
            case FAILED:
                return 0;
            case CHANGED_YES:
                if (is_adding)
                    return &gone_item;
                goto restart;
            case CHANGED:
                goto restart;
            case NO: /* __eq__ may have changed the slots that follow */
                if (is_window) {
                    bits = (tags_match(tags, tag) | tags_match(tags, TAG_FREE)) & ~0u << k;
                    gone = tags_match(tags, TAG_DELETED);
                }
                break;
            }
        }
        if (gone)
            *deleted = &table[i + 31 - __builtin_clz(gone)];
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* The same for a key that is known to be absent. */
static inline SetEntry *walk_to_free(Set *s, int64_t hash, SetEntry **deleted)
{
    SetEntry *table = s->table;
    uint64_t mask = s->mask, perturb = hash, i = perturb & mask;
    *deleted = 0;
    for (;;) {
        bool is_window = i + LINEAR_PROBES <= mask;
        const uint8_t *tags = tags_of(table, mask) + i;
        unsigned free = is_window ? tags_match(tags, TAG_FREE) : !table[i].key;
        unsigned gone = is_window ? tags_match(tags, TAG_DELETED) : table[i].key == TP_SET_DELETED;
        if (free)
            gone &= (free & -free) - 1;
        if (gone)
            *deleted = &table[i + 31 - __builtin_clz(gone)];
        if (free)
            return &table[i + __builtin_ctz(free)];
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* The slot of key or some free slot, if one look without comparing tells it; else 0. */
static inline SetEntry *find_at_once(Set *s, Value key, int64_t hash)
{
    static SetEntry absent;
    SetEntry *table = s->table, *e;
    uint64_t mask = s->mask;
    if (mask < SMALL) {
        e = &table[hash & mask];
        return !e->key || (e->key == key && e->hash == hash) ? e : 0;
    }
    SetHome home = tp_set_homes(table, mask)[hash & mask];
    if (!home)
        return &absent;
    if (home == TP_HOME_SHARED)
        return 0;
    e = &table[home - 1];
    if (e->hash != hash)
        return &absent;
    return e->key == key ? e : 0;
}

/* The slot of key or a free one; 0 with an exception. */
static inline SetEntry *find(Set *s, Value key, int64_t hash)
{
    SetEntry *deleted, *e = find_at_once(s, key, hash);
    return e ? e : walk(s, key, hash, &deleted, false);
}

/* Enter a key that is not in a table without deleted slots. */
static inline void insert_clean(SetEntry *table, uint64_t mask, Value key, int64_t hash)
{
    uint64_t perturb = hash, i = perturb & mask;
    for (;;) {
        SetEntry *e = &table[i];
        int probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        do {
            if (!e->key) {
                slot_fill(table, mask, e, key, hash);
                return;
            }
            e++;
        } while (probes--);
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* A table for more than `least` items, without the deleted slots. */
static int resize(Set *s, int64_t least)
{
    int64_t size = SMALL, old_mask = s->mask;
    SetEntry copy[SMALL], *old = s->table, *table;
    while (size <= least)
        size <<= 1;
    if (size == SMALL) {
        table = s->small;
        if (old == table) {
            if (s->fill == s->used)
                return 0;
            memcpy(copy, old, sizeof copy);
            old = copy;
        }
        memset(table, 0, sizeof s->small);
    } else {
        size_t bytes = table_size(size);
        if (!bytes || !(table = tp_heap_try_alloc(bytes)))
            return -1;
    }
    s->table = table;
    s->mask = size - 1;
    s->fill = s->used;
    for (SetEntry *e = old; e <= old + old_mask; e++) {
        if (is_live(e))
            insert_clean(table, size - 1, e->key, e->hash);
    }
    if (old == s->small)
        memset(s->small, 0, sizeof s->small);
    return 0;
}

static int grow(Set *s)
{
    return resize(s, s->used > 50000 ? s->used * 2 : s->used * 4);
}

/* Grow if `more` further items could fill the table too much. */
static int presize(Set *s, int64_t more)
{
    if ((s->fill + more) * 5 >= s->mask * 3)
        return resize(s, (s->used + more) * 2);
    return 0;
}

int tp_set_add_hash(Set *s, Value key, int64_t hash)
{
    SetEntry *deleted, *e = find_at_once(s, key, hash);
    if (!e)
        e = walk(s, key, hash, &deleted, true);
    else if (!e->key)
        e = walk_to_free(s, hash, &deleted);
    if (!e)
        return -1;
    if (e->key)
        return 0;
    s->used++;
    /* __eq__ may have filled the deleted slot since it was passed. */
    if (deleted && deleted->key == TP_SET_DELETED) {
        slot_fill(s->table, s->mask, deleted, key, hash);
        return 0;
    }
    s->fill++;
    slot_fill(s->table, s->mask, e, key, hash);
    if (s->fill * 5 < s->mask * 3)
        return 0;
    return grow(s);
}

int tp_set_contains_hash(Set *s, Value key, int64_t hash)
{
    SetEntry *e = find(s, key, hash);
    return e ? e->key != 0 : -1;
}

Value tp_set_find(Set *s, Value key, int64_t hash)
{
    SetEntry *e = find(s, key, hash);
    return e ? e->key : 0;
}

int tp_set_discard_hash(Set *s, Value key, int64_t hash)
{
    SetEntry *e = find(s, key, hash);
    if (!e)
        return -1;
    if (!e->key)
        return 0;
    slot_delete(s, e);
    return 1;
}

void tp_set_clear(Set *s)
{
    s->table = s->small;
    s->mask = SMALL - 1;
    s->fill = s->used = 0;
    s->hash = -1;
    memset(s->small, 0, sizeof s->small);
}

void tp_set_swap(Set *a, Set *b)
{
    Set t = *a;
    a->fill = b->fill, a->used = b->used, a->mask = b->mask;
    a->table = b->table == b->small ? a->small : b->table;
    memcpy(a->small, b->small, sizeof a->small);
    b->fill = t.fill, b->used = t.used, b->mask = t.mask;
    b->table = t.table == a->small ? b->small : t.table;
    memcpy(b->small, t.small, sizeof b->small);
    a->hash = b->hash = -1;
}

Value tp_set_pop(Set *s)
{
    if (!s->used)
        return tp_raise_value(&tp_KeyError, tp_str_cstr("pop from an empty set"));
    SetEntry *e = s->table + (s->finger & s->mask), *last = s->table + s->mask;
    while (!is_live(e)) {
        if (++e > last)
            e = s->table;
    }
    Value key = e->key;
    slot_delete(s, e);
    s->finger = e - s->table + 1;
    return key;
}

/* ---- hashing keys ---- */

int64_t tp_set_key_hash(Value key, Value *actual)
{
    int64_t hash = tp_hash_quick(key);
    *actual = key;
    if (__builtin_expect(hash == -1, 0) && tp_is_set(key) && tp_error_is(&tp_TypeError) &&
        !tp_instance(key, &tp_frozenset_type)) {
        /* A set as the key of a search stands for a frozenset of its items. */
        tp_error_clear();
        if (!(*actual = tp_frozenset_from(key)))
            return -1;
        hash = tp_hash(*actual);
    }
    return hash;
}

/* ---- whole sets ---- */

bool tp_set_next(Value set, int64_t *pos, Value *item, int64_t *hash)
{
    Set *s = tp_as_set(set);
    int64_t i = *pos;
    while (i <= s->mask && !is_live(&s->table[i]))
        i++;
    *pos = i + 1;
    if (i > s->mask)
        return false;
    *item = s->table[i].key;
    if (hash)
        *hash = s->table[i].hash;
    return true;
}

int tp_set_merge(Set *s, Set *other)
{
    if (other == s || !other->used)
        return 0;
    if (presize(s, other->used) < 0)
        return -1;
    if (!s->fill && s->mask == other->mask && other->fill == other->used) {
        memcpy(s->table, other->table,
               s->mask < SMALL ? sizeof s->small : table_size(s->mask + 1));
        s->fill = other->fill;
        s->used = other->used;
        return 0;
    }
    if (!s->fill) {
        s->fill = s->used = other->used;
        for (SetEntry *e = other->table; e <= other->table + other->mask; e++) {
            if (is_live(e))
                insert_clean(s->table, s->mask, e->key, e->hash);
        }
        return 0;
    }
    for (int64_t i = 0; i <= other->mask; i++) {
        SetEntry e = other->table[i];
        if (is_live(&e) && tp_set_add_hash(s, e.key, e.hash) < 0)
            return -1;
    }
    return 0;
}

/* Add the keys of a dict. */
static int merge_dict(Set *s, Dict *d)
{
    if (presize(s, d->length) < 0)
        return -1;
    for (int64_t i = 0; i < d->nentries; i++) {
        DictEntry e = d->entries[i];
        if (e.key && tp_set_add_hash(s, e.key, e.hash) < 0)
            return -1;
    }
    return 0;
}

static inline int add_value(Set *s, Value item)
{
    int64_t hash = tp_hash_quick(item);
    return hash == -1 ? -1 : tp_set_add_hash(s, item, hash);
}

int tp_set_update(Value set, Value iterable)
{
    Set *s = tp_as_set(set);
    Value item;
    if (tp_is_set(iterable))
        return tp_set_merge(s, tp_as_set(iterable));
    if (tp_is_exact(iterable, &tp_dict_type))
        return merge_dict(s, tp_as_dict(iterable));
    if (tp_is_exact(iterable, &tp_list_type)) {
        List *l = tp_as_list(iterable);
        for (int64_t i = 0; i < l->length; i++) {
            if (add_value(s, l->items[i]) < 0)
                return -1;
        }
        return 0;
    }
    Value iterator = tp_iter(iterable);
    if (!iterator)
        return -1;
    while ((item = tp_next(iterator))) {
        if (add_value(s, item) < 0)
            return -1;
    }
    return tp_error_pending() ? -1 : 0;
}

Value tp_set_of_type(Type *type, Value iterable)
{
    Value s = tp_ref(tp_set_make(type));
    return iterable && tp_set_update(s, iterable) < 0 ? 0 : s;
}

/* set or frozenset, as `s` is or derives from. */
static Type *plain_type(Set *s)
{
    return tp_is_frozen(tp_ref(s)) ? &tp_frozenset_type : &tp_set_type;
}

Value tp_set_intersection(Set *s, Value other)
{
    Value item, result;
    int64_t hash, pos = 0;
    if (tp_ref(s) == other)
        return tp_set_of_type(plain_type(s), other);
    result = tp_ref(tp_set_make(plain_type(s)));
    Set *to = tp_as_set(result);
    if (tp_is_set(other)) {
        Set *walked = tp_as_set(other);
        if (walked->used > s->used) {
            walked = s;
            s = tp_as_set(other);
        }
        while (tp_set_next(tp_ref(walked), &pos, &item, &hash)) {
            int r = tp_set_contains_hash(s, item, hash);
            if (r < 0 || (r && tp_set_add_hash(to, item, hash) < 0))
                return 0;
        }
        return result;
    }
    Value iterator = tp_iter(other);
    if (!iterator)
        return 0;
    while ((item = tp_next(iterator))) {
        if ((hash = tp_hash_quick(item)) == -1)
            return 0;
        int r = tp_set_contains_hash(s, item, hash);
        if (r < 0 || (r && tp_set_add_hash(to, item, hash) < 0))
            return 0;
    }
    return tp_error_pending() ? 0 : result;
}

int tp_set_difference_update(Set *s, Value other)
{
    Value item;
    int64_t hash, pos = 0;
    if (tp_ref(s) == other) {
        tp_set_clear(s);
        return 0;
    }
    if (tp_is_set(other)) {
        /* Far fewer items here than there: look for what both have. */
        if (tp_as_set(other)->used >> 3 > s->used && !(other = tp_set_intersection(s, other)))
            return -1;
        while (tp_set_next(other, &pos, &item, &hash)) {
            if (tp_set_discard_hash(s, item, hash) < 0)
                return -1;
        }
    } else {
        Value iterator = tp_iter(other);
        if (!iterator)
            return -1;
        while ((item = tp_next(iterator))) {
            if ((hash = tp_hash_quick(item)) == -1 || tp_set_discard_hash(s, item, hash) < 0)
                return -1;
        }
        if (tp_error_pending())
            return -1;
    }
    if (s->fill - s->used <= s->mask / 4)
        return 0;
    return grow(s);
}

Value tp_set_difference(Set *s, Value other)
{
    int64_t n, hash, pos = 0;
    Value item;
    if (tp_is_set(other))
        n = tp_as_set(other)->used;
    else if (tp_is_exact(other, &tp_dict_type))
        n = tp_as_dict(other)->length;
    else
        n = -1;
    if (n < 0 || s->used >> 2 > n) {
        Value result = tp_set_of_type(plain_type(s), tp_ref(s));
        return result && tp_set_difference_update(tp_as_set(result), other) >= 0 ? result : 0;
    }
    Set *to = tp_set_make(plain_type(s));
    while (tp_set_next(tp_ref(s), &pos, &item, &hash)) {
        int r = tp_is_set(other) ? tp_set_contains_hash(tp_as_set(other), item, hash)
                                 : tp_dict_contains_hash(tp_as_dict(other), item, hash);
        if (r < 0 || (!r && tp_set_add_hash(to, item, hash) < 0))
            return 0;
    }
    return tp_ref(to);
}

static int toggle(Set *s, Value key, int64_t hash)
{
    int r = tp_set_discard_hash(s, key, hash);
    return r < 0 || (r == 0 && tp_set_add_hash(s, key, hash) < 0) ? -1 : 0;
}

int tp_set_symmetric_difference_update(Set *s, Value other)
{
    Value item;
    int64_t hash, pos = 0;
    if (tp_ref(s) == other) {
        tp_set_clear(s);
        return 0;
    }
    if (tp_is_exact(other, &tp_dict_type)) {
        Dict *d = tp_as_dict(other);
        for (int64_t i = 0; i < d->nentries; i++) {
            DictEntry e = d->entries[i];
            if (e.key && toggle(s, e.key, e.hash) < 0)
                return -1;
        }
        return 0;
    }
    if (!tp_is_set(other) && !(other = tp_set_of_type(plain_type(s), other)))
        return -1;
    while (tp_set_next(other, &pos, &item, &hash)) {
        if (toggle(s, item, hash) < 0)
            return -1;
    }
    return 0;
}

Value tp_set_symmetric_difference(Set *s, Value other)
{
    Value result = tp_set_of_type(plain_type(s), other);
    if (!result || tp_set_symmetric_difference_update(tp_as_set(result), tp_ref(s)) < 0)
        return 0;
    return result;
}

int tp_set_issubset(Set *s, Value other)
{
    Value item;
    int64_t hash, pos = 0;
    if (!tp_is_set(other) && !(other = tp_set_from(other)))
        return -1;
    if (s->used > tp_as_set(other)->used)
        return 0;
    while (tp_set_next(tp_ref(s), &pos, &item, &hash)) {
        int r = tp_set_contains_hash(tp_as_set(other), item, hash);
        if (r <= 0)
            return r;
    }
    return 1;
}

int tp_set_isdisjoint(Set *s, Value other)
{
    Value item;
    int64_t hash, pos = 0;
    if (tp_ref(s) == other)
        return s->used == 0;
    if (tp_is_exact(other, &tp_set_type) || tp_is_exact(other, &tp_frozenset_type)) {
        if (tp_as_set(other)->used > s->used) {
            Set *swap = tp_as_set(other);
            other = tp_ref(s);
            s = swap;
        }
        while (tp_set_next(other, &pos, &item, &hash)) {
            int r = tp_set_contains_hash(s, item, hash);
            if (r)
                return r < 0 ? -1 : 0;
        }
        return 1;
    }
    Value iterator = tp_iter(other);
    if (!iterator)
        return -1;
    while ((item = tp_next(iterator))) {
        if ((hash = tp_hash_quick(item)) == -1)
            return -1;
        int r = tp_set_contains_hash(s, item, hash);
        if (r)
            return r < 0 ? -1 : 0;
    }
    return tp_error_pending() ? -1 : 1;
}

static uint64_t shuffle(uint64_t h)
{
    return ((h ^ 89869747u) ^ (h << 16)) * 3644798167u;
}

int64_t tp_frozenset_hash(Set *s)
{
    if (s->hash != -1)
        return s->hash;
    uint64_t hash = 0;
    for (SetEntry *e = s->table; e <= s->table + s->mask; e++) {
        if (is_live(e))
            hash ^= shuffle(e->hash);
    }
    hash ^= ((uint64_t)s->used + 1) * 1927868237u;
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash * 69069u + 907133923u;
    if (hash == UINT64_MAX)
        hash = 590923713u;
    return s->hash = hash;
}

/* ---- plain C interface ---- */

Value tp_set_new(void)
{
    return tp_ref(tp_set_make(&tp_set_type));
}

Value tp_frozenset_new(void)
{
    return tp_ref(tp_set_make(&tp_frozenset_type));
}

Value tp_set_from(Value iterable)
{
    return tp_set_of_type(&tp_set_type, iterable);
}

Value tp_frozenset_from(Value iterable)
{
    if (tp_is_exact(iterable, &tp_frozenset_type))
        return iterable;
    return tp_set_of_type(&tp_frozenset_type, iterable);
}

int tp_set_add(Value set, Value item)
{
    return add_value(tp_as_set(set), item);
}

int tp_set_contains(Value set, Value item)
{
    int64_t hash = tp_set_key_hash(item, &item);
    return hash == -1 ? -1 : tp_set_contains_hash(tp_as_set(set), item, hash);
}

int tp_set_discard(Value set, Value item)
{
    if (tp_is_small(item))
        return tp_set_discard_hash(tp_as_set(set), item, tp_hash_quick(item));
    int64_t hash = tp_set_key_hash(item, &item);
    return hash == -1 ? -1 : tp_set_discard_hash(tp_as_set(set), item, hash);
}

int64_t tp_set_len(Value set)
{
    return tp_as_set(set)->used;
}
