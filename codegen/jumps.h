/* jumps.h -- shorter ways through the blocks of a function.
 *
 * Before: live.c is done. After: no jump leads to a block that only jumps on, other than the end of
 * a `for`; a loop whose jumps back all check for signals does that where it begins; handlers that
 * only tidy up don't catch the exception; the edges to each block are counted. */
#ifndef CODEGEN_JUMPS_H
#define CODEGEN_JUMPS_H

#include "ir.h"

void jumps_shorten(Fn *fn);

#endif
