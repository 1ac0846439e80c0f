/* files.h -- files that end with the variable that holds them.
 *
 * In CPython a file is written out and closed when nobody has it any more; the collector would find
 * that out later. Where a variable holds what a call of open() gave, and nothing but methods of it
 * are called, nobody else has it: open(path, "w").write(text), or a local that is not closed.
 *
 * Before: parts_cut is done. After: is_file of the variables; a temporary ends with the call of its
 * method, a local with the next file it holds and where the function returns. */
#ifndef CODEGEN_FILES_H
#define CODEGEN_FILES_H

#include "ir.h"

void files_function(Fn *fn);
/* The temporary that holds a file which ends with insn, or -1. */
int files_ended_by(const Fn *fn, const Insn *insn);

#endif
