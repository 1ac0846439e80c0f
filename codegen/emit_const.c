/* emit_const.c -- constants and names as readable C.
 *
 * Small ints, None, booleans and floats stand in the text itself. The others are entries of the
 * module's table K, which the runtime fills from co_consts and co_names of all code objects in
 * preorder; the index of each that is used is an enumerator named after what is in it. Equal
 * interned strs share one name. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "emit.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"

static NamedConst *find(NamedConst *table, unsigned size, Value value)
{
    unsigned i = (unsigned)(value * 0x9E3779B97F4A7C15u >> 40) & (size - 1);
    while (table[i].value && table[i].value != value)
        i = (i + 1) & (size - 1);
    return &table[i];
}

/* The entry for value, new entries with name 0; the table grows as needed. */
static NamedConst *enter(NamedConst **table, unsigned *n, unsigned *size, Value value)
{
    if (2 * *n >= *size) {
        NamedConst *old = *table;
        unsigned old_size = *size;
        *size = old_size ? 2 * old_size : 64;
        *table = tp_heap_alloc(*size * sizeof **table);
        for (unsigned i = 0; i < old_size; i++)
            if (old[i].value)
                *find(*table, *size, old[i].value) = old[i];
    }
    NamedConst *entry = find(*table, *size, value);
    if (!entry->value) {
        entry->value = value;
        ++*n;
    }
    return entry;
}

const char *emit_double(double d)
{
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, d);
        if (strtod(text, 0) == d)
            break;
    }
    return text_format("%s%s", text, strpbrk(text, ".en") ? "" : ".0");
}

/* What a constant is called: a few letters of it. */
static const char *hint_of(Value value)
{
    if (tp_is_str(value))
        return cname_slug(tp_str_to_c(value), 24);
    if (tp_is_exact(value, &tp_code_type))
        return cname_slug(tp_str_to_c(((Code *)tp_obj(value))->name), 24);
    if (tp_is_tuple(value)) {
        Tuple *tuple = tp_as_tuple(value);
        if (tuple->length && tp_is_str(tuple->items[0]))
            return text_format("%s_etc", cname_slug(tp_str_to_c(tuple->items[0]), 16));
        return "tuple";
    }
    if (tp_is_float(value))
        return text_format("%s%s", tp_float_value(value) < 0 ? "minus_" : "",
                           cname_slug(emit_double(fabs(tp_float_value(value))), 24));
    return cname_slug(tp_type_of(value)->name, 24);
}

const char *emit_k(Unit *unit, Value value, int index, const char *hint)
{
    NamedConst *entry = enter(&unit->consts, &unit->nconsts_named, &unit->const_size, value);
    if (!entry->name) {
        const char *slug = hint ? hint : hint_of(value);
        entry->index = index;
        entry->name = cname_new(&unit->names, "K_", slug);
    }
    return text_format("K[%s]", entry->name);
}

const char *emit_constant(Unit *unit, const Fn *fn, int index)
{
    Value value = ir_const_value(fn, ir_const(index));
    if (value == TP_NONE)
        return "None";
    if (value == TP_TRUE || value == TP_FALSE)
        return value == TP_TRUE ? "True" : "False";
    if (value == TP_ELLIPSIS)
        return "Ellipsis";
    if (tp_is_small(value)) {
        int64_t i = tp_small_value(value);
        bool is_long = i > INT32_MAX || i < INT32_MIN;
        return text_format("INT(%lld%s)", (long long)i, is_long ? "LL" : "");
    }
    return emit_k(unit, value, fn->consts + index, 0);
}

const char *emit_co_name(Unit *unit, const Fn *fn, int name)
{
    return emit_k(unit, tp_as_tuple(fn->code->names)->items[name], fn->names + name, 0);
}

const char *emit_cell(Unit *unit, const Fn *fn, int name)
{
    Value value = tp_as_tuple(fn->code->names)->items[name];
    NamedConst *entry = enter(&unit->cells, &unit->ncells, &unit->cell_size, value);
    if (!entry->name) {
        entry->index = (int)unit->ncells - 1;
        entry->name = cname_new(&unit->names, "G_", cname_slug(tp_str_to_c(value), 60));
        if (unit->ncells > unit->cell_capacity) {
            unit->cell_capacity = 2 * unit->ncells + 16;
            int *grown = tp_heap_alloc_atomic(unit->cell_capacity * sizeof *grown);
            if (unit->ncells > 1)
                memcpy(grown, unit->cell_names, (unit->ncells - 1) * sizeof *grown);
            unit->cell_names = grown;
        }
        unit->cell_names[entry->index] = fn->names + name;
    }
    return text_format("K[%s]", entry->name);
}

static int by_index(const void *a, const void *b)
{
    return ((const NamedConst *)a)->index - ((const NamedConst *)b)->index;
}

/* An enumerator, with its value where that is not one more than the one before. */
static void print_name(Text *out, const char *name, int index, int *next)
{
    if (index == *next)
        text_item(out, "%s", name);
    else
        text_item(out, "%s = %d", name, index);
    *next = index + 1;
}

static void print_entries(Text *out, const NamedConst *table, unsigned size, unsigned n, int first,
                          int *next)
{
    NamedConst *sorted = tp_heap_alloc((n + 1) * sizeof *sorted);
    size_t used = 0;
    for (unsigned i = 0; i < size; i++)
        if (table[i].name)
            sorted[used++] = table[i];
    qsort(sorted, used, sizeof *sorted, by_index);
    for (size_t i = 0; i < used; i++)
        print_name(out, sorted[i].name, first + sorted[i].index, next);
}

void emit_names_of_k(const Unit *unit, Text *out)
{
    Text names = {0};
    int next = 0;
    print_entries(&names, unit->consts, unit->const_size, unit->nconsts_named, 0, &next);
    for (int i = 0; i < unit->nfns; i++)
        if (unit->fns[i]->is_kept)
            print_name(&names, text_format("fn_%s", unit->fns[i]->cname), unit->nconsts + i, &next);
    print_entries(&names, unit->cells, unit->cell_size, unit->ncells, unit->nconsts + unit->nfns,
                  &next);
    if (names.n)
        text_print(out, "enum {\n%s\n};\n", names.data);
}
