/* peephole.h -- what CPython 3.11 improves in the instructions of one basic block. */
#ifndef FRONTEND_PEEPHOLE_H
#define FRONTEND_PEEPHOLE_H

#include "frontend/flow.h"

/* Rewrites the instructions of block in place; leaves NOPs where something was dropped. May add
   constants. A block whose last jump became unconditional stops. */
void peephole_block(Block *block, Consts *consts);

#endif
