/* parts.h -- long functions cut into several C functions.
 *
 * A C compiler takes far more than twice the time for a function twice as long, so none may grow
 * without bound. A long function becomes parts, each a run of its blocks: a part is entered at a
 * place (its first block, or another that control comes to from elsewhere, or behind a yield), and
 * gives the place to go on from in another part. What is needed across that stands in an array that
 * all parts share; the other variables are local to a part. */
#ifndef CODEGEN_PARTS_H
#define CODEGEN_PARTS_H

#include "ir.h"

typedef struct Parts {
    int n;
    int *first;             /* by part: its first block; behind the last one the number of blocks */
    int *part_of;           /* by block */
    bool *is_plain;         /* by part: no loop is or leads through there */
} Parts;

/* Before: live.c is done. After: fn->parts, where fn is long; its variables know whether they are
 * shared. Code that a C compiler need not optimise is known as plain: bodies of modules and classes
 * and parts of long functions, where they have no loops. */
void parts_cut(Fn *fn);
/* What fn costs a C compiler: its instructions, of which two plain ones count as one. */
int parts_effort(const Fn *fn);

#endif
