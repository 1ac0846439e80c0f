/* live.h -- which variables are still needed where; copies that can be left out.
 *
 * Before: blocks as lower.c makes them. After: live_in and live_out of every block; a MOVE is gone
 * where the instruction before could set its target itself; conditions that only their branch uses
 * are marked is_fused; iterators that only `for` uses are VAR_ITER; a FOR whose result is unpacked
 * at once is a FOR_UNPACK; the first three instructions of a class body are a BEGIN_CLASS; a call
 * of split() that is gone over at once is a SPLIT; temporaries that hold memoryviews are marked
 * is_view. */
#ifndef CODEGEN_LIVE_H
#define CODEGEN_LIVE_H

#include "ir.h"

void live_function(Fn *fn);

/* Walk a block backwards: start with live_out, then step over each instruction from the last to
 * the first; what must survive an exception in the block stays live all through it. */
void live_start(const Fn *fn, const Block *block, uint64_t *live);
void live_step(const Fn *fn, const Block *block, const Insn *insn, uint64_t *live);

#endif
