/* nametable.h -- names numbered in the order of their first use: co_names, co_varnames and so on. */
#ifndef FRONTEND_NAMETABLE_H
#define FRONTEND_NAMETABLE_H

#include "frontend/ast.h"
#include "frontend/table.h"

typedef struct NumberedName {
    Name *name;
    int number;
    UT_hash_handle hh;
} NumberedName;

/* Names numbered from 0 in the order they were added. */
typedef struct NameTable {
    Arena *arena;
    NumberedName *head;     /* iterate with ->hh.next: in order */
    int n;
} NameTable;

/* The number of the name, or -1. */
static inline int names_find(const NameTable *table, Name *name)
{
    NumberedName *found;
    HASH_FIND_BYHASHVALUE(hh, table->head, &name, sizeof name, name->hash, found);
    return found ? found->number : -1;
}

/* The number of the name, added if it is new. */
static inline int names_add(NameTable *table, Name *name)
{
    int number = names_find(table, name);
    if (number >= 0)
        return number;
    Arena *arena = table->arena;
    NumberedName *added = arena_alloc(arena, sizeof *added);
    added->name = name;
    added->number = table->n;
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, table->head, &added->name, sizeof name, name->hash, added);
    return table->n++;
}

#endif
