/* infer.h -- local type inference. */
#ifndef CODEGEN_INFER_H
#define CODEGEN_INFER_H

#include "ir.h"

/* What is known of a function's types: see infer.c. 0 in Fn.types if nothing worthwhile is. */
typedef struct Types {
    uint8_t **in;           /* by block: enum Rep of each variable at its start; 0 not typed */
} Types;

void infer_function(Fn *fn);

#endif
