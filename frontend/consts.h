/* consts.h -- the constants of one code object: each distinct value once, in order of first use.
 *
 * Two constants are the same if type and value agree, all the way down: 1, 1.0 and True are three,
 * so are 0.0 and -0.0; a NaN is the same only as itself; tuples and frozensets compare by their
 * items; code objects, the tables of which equal ones share, as Python's == compares them.
 */
#ifndef FRONTEND_CONSTS_H
#define FRONTEND_CONSTS_H

#include "frontend/arena.h"
#include "runtime/value.h"

typedef struct Constant Constant;

typedef struct Consts {
    Arena *arena;
    Constant *head;         /* table by value */
    Value *items;           /* by index */
    int n;
    int capacity;
} Consts;

/* The index of value, added if it is new. */
int consts_add(Consts *consts, Value value);

/* Forgets the constants from index n on; none may be added after that. */
void consts_truncate(Consts *consts, int n);

#endif
