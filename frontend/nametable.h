/* nametable.h -- names numbered in the order of their first use: co_names, co_varnames and so on.
 *
 * Most tables are small: up to NAMES_SCANNED names are found by going through them, more by an
 * index with open addressing.
 */
#ifndef FRONTEND_NAMETABLE_H
#define FRONTEND_NAMETABLE_H

#include "frontend/ast.h"

/* Names numbered from 0 in the order they were added. */
typedef struct NameTable {
    Arena *arena;
    Name **names;
    int n;
    int capacity;
    int *index;             /* number + 1 at the name's hash or behind it; 0: free */
    uint32_t mask;          /* size of the index - 1 */
} NameTable;

enum { NAMES_SCANNED = 8 };

/* The number of the name, or -1. */
static inline int names_find(const NameTable *table, const Name *name)
{
    if (!table->index) {
        for (int i = 0; i < table->n; i++) {
            if (table->names[i] == name)
                return i;
        }
        return -1;
    }
    uint32_t at = name->hash & table->mask;
    while (table->index[at] && table->names[table->index[at] - 1] != name)
        at = (at + 1) & table->mask;
    return table->index[at] - 1;
}

/* The number of the name, added if it is new. */
int names_add(NameTable *table, Name *name);

#endif
