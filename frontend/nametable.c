/* nametable.c -- adding to a table of names. */
#include "frontend/nametable.h"

static void index_name(NameTable *table, int number)
{
    uint32_t at = table->names[number]->hash & table->mask;
    while (table->index[at])
        at = (at + 1) & table->mask;
    table->index[at] = number + 1;
}

/* The index is at most half full. */
static void grow_index(NameTable *table)
{
    uint32_t size = table->index ? (table->mask + 1) * 2 : NAMES_SCANNED * 4;
    table->index = arena_alloc(table->arena, size * sizeof *table->index);
    table->mask = size - 1;
    for (int i = 0; i < table->n - 1; i++)
        index_name(table, i);
}

int names_add(NameTable *table, Name *name)
{
    int number = names_find(table, name);
    if (number >= 0)
        return number;
    table->names = arena_grow(table->arena, table->names, &table->capacity, table->n + 1,
                              sizeof *table->names);
    table->names[table->n++] = name;
    if (table->n > NAMES_SCANNED) {
        if (!table->index || (uint32_t)table->n * 2 > table->mask)
            grow_index(table);
        index_name(table, table->n - 1);
    }
    return table->n - 1;
}
