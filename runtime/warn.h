/* warn.h -- warnings about places that no frame is at (modules/_warnings.c); for tp_warn see
 * error.h. */
#ifndef TP_WARN_H
#define TP_WARN_H

#include "runtime/object.h"

/* Issues a warning about a line of a file (text and file name are str); -1 if it became an
 * exception. */
int tp_warn_at(Type *category, Value text, Value filename, int line);

#endif
