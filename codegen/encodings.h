/* encodings.h -- which modules of the package encodings a program needs. */
#ifndef CODEGEN_ENCODINGS_H
#define CODEGEN_ENCODINGS_H

#include "runtime/code.h"

/* Is this the name of a function or an argument that may be given the name of an encoding? */
bool encodings_names_user(const char *name);

/* The module that knows the encoding (or error handler) of that name in any spelling, such as
 * "encodings.cp1252"; 0 if there is none. Collected memory. Never leaves an exception. */
const char *encodings_module(const char *name);

#endif
