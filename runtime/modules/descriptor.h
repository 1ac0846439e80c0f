/* descriptor.h -- arguments that are open files: a descriptor or an object with fileno(). */
#ifndef TP_DESCRIPTOR_H
#define TP_DESCRIPTOR_H

#include "runtime/object.h"

/* The descriptor that v is or has, or -1 with TypeError, ValueError or what fileno() raised. */
int tp_descriptor(Value v);

#endif
