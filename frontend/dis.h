/* dis.h -- code objects as text: what `python3.11 -m dis FILE` prints. */
#ifndef FRONTEND_DIS_H
#define FRONTEND_DIS_H

#include <stdio.h>

#include "runtime/code.h"

/* Prints a code object and those among its constants. 0, or -1 with an exception pending. */
int dis_print(FILE *out, const Code *code);

#endif
