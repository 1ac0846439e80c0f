/* pack.h -- bytes as a short printable text: its form is in runtime/packed.h. */
#ifndef CODEGEN_PACK_H
#define CODEGEN_PACK_H

#include "text.h"

/* Append the text of n bytes, in lines of C strings. */
void pack_print(Text *out, const char *bytes, size_t n);

#endif
