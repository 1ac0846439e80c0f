/* quick.h -- which functions are tried without a frame first.
 *
 * Small methods mostly look at slots, compare small numbers, set a slot and return. Done so, no
 * Python code runs and nothing is raised, so nobody can see whether there was a frame. Such a
 * function gets a quick version in front of its full one: the quick one does the same by functions
 * of runtime/quick.h, and starts the full one from the beginning as soon as one of them gives up.
 */
#ifndef CODEGEN_QUICK_H
#define CODEGEN_QUICK_H

#include "ir.h"

/* Can fn have a quick version: all its instructions are of that kind, and those done before one
 * gives up may be done again? */
bool quick_fits(const Fn *fn);

#endif
