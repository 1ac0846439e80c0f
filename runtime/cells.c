/* cells.c -- global cells: what compiled code reads instead of looking names up.
 *
 * A watched dict has a CellTable: name to GlobalCell. A cell mirrors the name's value in the dict,
 * or, while the dict has none, in the builtins that the namespace uses. dict.c reports every change
 * of a watched dict here; a change of a builtins dict goes on to the tables that fall back to it.
 * A cell is as lasting as its table, the table as its dict, so compiled code may keep cells.
 *
 * The __eq__ of a key that is no str may have a say in whose value a name's is, and may raise:
 * cells mirror neither a namespace nor builtins with such a key. Nor a namespace of a class derived
 * from dict, whose __getitem__ or __missing__ answers. Whoever finds a cell without value looks in
 * the dicts: tp_cell_lookup.
 */
#include "builtins.h"
#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "str.h"

typedef struct CellTable {
    Dict *globals;
    Dict *builtins;        /* where names that globals lacks are looked up */
    int64_t length;
    int64_t size;          /* slots, a power of two */
    GlobalCell **slots;    /* by hash of the name, linear probing; 0 free */
} CellTable;

/* All tables, weakly held: a change of builtins must find those that use it. */
static struct {
    int64_t length, capacity;
    CellTable ***links;    /* each link is a word of unscanned memory */
} tables;

/* Tables of namespaces that are instances of dict subclasses; such a Dict has no room for one. */
static struct {
    int64_t length, capacity;
    CellTable **items;
} others;

static bool is_mirrored(const Dict *globals)
{
    return globals->has_only_str && globals->head.type == &tp_dict_type;
}

static CellTable *table_of(Dict *d)
{
    if (d->head.type == &tp_dict_type)
        return d->cells;
    for (int64_t i = 0; i < others.length; i++) {
        if (others.items[i]->globals == d)
            return others.items[i];
    }
    return 0;
}

static void remember(CellTable *table)
{
    int64_t free_at = -1;
    for (int64_t i = 0; i < tables.length && free_at < 0; i++) {
        if (!*tables.links[i])
            free_at = i;
    }
    if (free_at < 0) {
        if (tables.length == tables.capacity) {
            tables.capacity = tables.capacity * 2 + 16;
            size_t bytes = tables.capacity * sizeof *tables.links;
            tables.links = tables.links ? tp_heap_realloc(tables.links, bytes)
                                        : tp_heap_alloc(bytes);
        }
        free_at = tables.length++;
        tables.links[free_at] = tp_heap_alloc_atomic(sizeof(CellTable *));
    }
    tp_heap_weak_link((void **)tables.links[free_at], table);
}

/* Stands for __builtins__ that are no exact dict, of which no item is known but by asking. */
static Dict *nothing;

/* What globals have as __builtins__, or the module's if they have none; of a module its dict. */
static Value builtins_value(Dict *globals)
{
    /* CPython looks __builtins__ up for each function and lets an __eq__ raise; here it is asked
     * for where nothing may raise. */
    Value v = tp_dict_get_str(globals, TP_NAME(__builtins__));
    if (!v)
        return tp_ref(tp_builtins);
    return tp_instance(v, &tp_module_type) ? tp_ref(((Module *)tp_obj(v))->dict) : v;
}

Dict *tp_builtins_of(Dict *globals)
{
    Value v = builtins_value(globals);
    if (!v || tp_is_exact(v, &tp_dict_type))
        return v ? tp_as_dict(v) : 0;
    if (!nothing)
        nothing = tp_dict_new();
    return nothing;
}

Value tp_builtins_object(Dict *globals, Dict *builtins)
{
    return builtins && builtins == nothing ? builtins_value(globals) : tp_ref(builtins);
}

static void use_builtins(CellTable *table)
{
    table->builtins = tp_builtins_of(table->globals);
    if (table->builtins) {
        table->builtins->is_watched = true;
        table->builtins->is_builtins = true;
    }
}

static CellTable *table_make(Dict *globals)
{
    CellTable *table = tp_heap_alloc(sizeof *table);
    table->globals = globals;
    table->size = 32;
    table->slots = tp_heap_alloc(table->size * sizeof *table->slots);
    if (globals->head.type == &tp_dict_type) {
        globals->cells = table;
    } else {
        if (others.length == others.capacity) {
            others.capacity = others.capacity * 2 + 4;
            size_t bytes = others.capacity * sizeof *others.items;
            others.items = others.items ? tp_heap_realloc(others.items, bytes)
                                        : tp_heap_alloc(bytes);
        }
        others.items[others.length++] = table;
    }
    globals->is_watched = true;
    use_builtins(table);
    remember(table);
    return table;
}

/* The slot of name: its cell, or 0 where the cell would go. */
static GlobalCell **slot_of(CellTable *table, Value name)
{
    uint64_t i = tp_str_hash(name);
    for (;; i++) {
        GlobalCell **slot = &table->slots[i & (table->size - 1)];
        if (!*slot || (*slot)->name == name || tp_str_equal((*slot)->name, name))
            return slot;
    }
}

static void mirror_builtin(const CellTable *table, GlobalCell *cell)
{
    const Dict *builtins = table->builtins;
    cell->value = builtins && builtins->has_only_str
                      ? tp_dict_get_str(table->builtins, cell->name)
                      : 0;
    cell->is_builtin = cell->value != 0;
}

/* Look the value up afresh. */
static void refresh(CellTable *table, GlobalCell *cell)
{
    cell->value = 0;
    cell->is_builtin = false;
    if (!is_mirrored(table->globals)) {
        cell->hint = INT32_MAX;
        return;
    }
    int64_t at = tp_dict_position(table->globals, cell->name);
    if (at >= 0) {
        cell->value = table->globals->entries[at].value;
        cell->hint = at <= INT32_MAX ? at : INT32_MAX;
        return;
    }
    mirror_builtin(table, cell);
}

static void refresh_all(CellTable *table)
{
    for (int64_t i = 0; i < table->size; i++) {
        if (table->slots[i])
            refresh(table, table->slots[i]);
    }
}

GlobalCell *tp_cell_for(Dict *globals, Value name)
{
    CellTable *table = table_of(globals);
    if (!table)
        table = table_make(globals);
    name = tp_intern(name);
    GlobalCell **slot = slot_of(table, name);
    if (*slot)
        return *slot;
    GlobalCell *cell = tp_heap_alloc(sizeof *cell);
    cell->name = name;
    cell->globals = globals;
    cell->hint = INT32_MAX;
    refresh(table, cell);
    *slot = cell;
    if (++table->length * 2 > table->size) {
        GlobalCell **old = table->slots;
        int64_t n = table->size;
        table->size *= 2;
        table->slots = tp_heap_alloc(table->size * sizeof *table->slots);
        for (int64_t i = 0; i < n; i++) {
            if (old[i])
                *slot_of(table, old[i]->name) = old[i];
        }
    }
    return cell;
}

static void builtins_changed(Dict *builtins, Value key, Value value)
{
    for (int64_t i = 0; i < tables.length; i++) {
        CellTable *table = *tables.links[i];
        if (!table || table->builtins != builtins || !is_mirrored(table->globals))
            continue;
        GlobalCell *cell = *slot_of(table, key);
        if (cell && (cell->is_builtin || !cell->value)) {
            cell->value = value;
            cell->is_builtin = value != 0;
        }
    }
}

void tp_cells_changed(Dict *d, Value key, Value value)
{
    CellTable *table = table_of(d);
    if (table) {
        GlobalCell *cell = *slot_of(table, key);
        if (cell && value && is_mirrored(d)) {
            cell->value = value;
            cell->is_builtin = false;
        } else if (cell) {
            refresh(table, cell);
        }
        if (tp_str_equal(key, TP_NAME(__builtins__)) && table->builtins != tp_builtins_of(d)) {
            use_builtins(table);
            refresh_all(table);
        }
    }
    if (d->is_builtins && d->has_only_str)
        builtins_changed(d, key, value);
}

void tp_cells_forget(Dict *d)
{
    CellTable *table = table_of(d);
    if (table)
        refresh_all(table);
    for (int64_t i = 0; d->is_builtins && i < tables.length; i++) {
        if (*tables.links[i] && (*tables.links[i])->builtins == d)
            refresh_all(*tables.links[i]);
    }
}

Value tp_namespace_get(Value namespace, Value name)
{
    if (tp_is_exact(namespace, &tp_dict_type))
        return tp_dict_get(tp_as_dict(namespace), name);
    Value v = tp_getitem(namespace, name);
    if (!v && tp_error_is(&tp_KeyError))
        tp_error_clear();
    return v;
}

Value tp_cell_lookup(const GlobalCell *cell)
{
    if (cell->value)
        return cell->value;
    Value v = tp_namespace_get(tp_ref(cell->globals), cell->name);
    Dict *builtins = tp_cell_builtins(cell);
    return v || !builtins || tp_error_pending() ? v : tp_dict_get(builtins, cell->name);
}

/* May a change of the name be noted in its cell alone? Others would not see it that look the name
 * up in builtins, or use other ones; and with keys of other types, Python code may run. */
static bool is_private(const GlobalCell *cell)
{
    const Dict *d = cell->globals;
    return is_mirrored(d) && !d->is_builtins && cell->name != TP_NAME(__builtins__);
}

int tp_cell_store_slow(GlobalCell *cell, Value value)
{
    Dict *d = cell->globals;
    if (is_private(cell)) {
        bool is_absent = !cell->value || cell->is_builtin;
        d->is_watched = false;
        int status = is_absent ? tp_dict_add_str(d, cell->name, value)
                               : tp_dict_set(d, cell->name, value);
        d->is_watched = true;
        if (status < 0)
            return -1;
        cell->value = value;
        cell->is_builtin = false;
    } else if (tp_dict_set(d, cell->name, value) < 0) {
        return -1;
    }
    if (!is_mirrored(d))
        return 0;
    int64_t last = d->nentries - 1; /* where a name that is new has gone */
    int64_t at = last >= 0 && d->entries[last].key == cell->name ? last
                                                                 : tp_dict_position(d, cell->name);
    cell->hint = at >= 0 && at <= INT32_MAX ? at : INT32_MAX;
    return 0;
}

int tp_cell_delete(GlobalCell *cell)
{
    Dict *d = cell->globals;
    int64_t at = cell->hint;
    if (at < d->nentries && d->entries[at].key == cell->name && is_private(cell)) {
        d->is_watched = false;
        tp_dict_remove_at(d, at);
        if (at == d->nentries - 1 && d->head.type == &tp_dict_type)
            d->nentries--; /* the next name goes there: so `except ... as e` leaves no holes */
        d->is_watched = true;
        mirror_builtin(table_of(d), cell);
        return 0;
    }
    int r = tp_dict_del(cell->globals, cell->name);
    if (r == 0)
        tp_raise_name(cell->name);
    return r > 0 ? 0 : -1;
}

Dict *tp_cell_builtins(const GlobalCell *cell)
{
    return table_of(cell->globals)->builtins;
}
