/* header.h -- what libtcc reads of runtime/tp.h in front of a piece of emitted C (header.c). */
#ifndef CODEGEN_HEADER_H
#define CODEGEN_HEADER_H

#include "text.h"

/* Append the declarations that `unit`, emitted C, needs, directly or through each other. */
void header_for(const char *unit, size_t n, Text *out);
/* Is name declared by what was appended last? */
bool header_declares(const char *name);

#endif
