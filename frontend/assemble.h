/* assemble.h -- from the finished graph to bytes: co_code, co_linetable, co_exceptiontable. */
#ifndef FRONTEND_ASSEMBLE_H
#define FRONTEND_ASSEMBLE_H

#include "frontend/flow.h"
#include "runtime/value.h"

typedef struct Assembled {
    Value code;             /* instructions, EXTENDED_ARG and inline caches included; bytes */
    Value linetable;        /* PEP 657; bytes */
    Value exceptiontable;   /* bytes */
} Assembled;

/* Before: flow_finish() has run. first_line is co_firstlineno. Fields are 0 with an exception
   pending if memory is out. */
Assembled assemble(Flow *flow, int first_line);

#endif
