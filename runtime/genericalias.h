/* genericalias.h -- types.GenericAlias and types.UnionType. */
#ifndef TP_GENERICALIAS_H
#define TP_GENERICALIAS_H

#include "object.h"
#include "str.h"

typedef struct GenericAlias {
    Object head;
    Value origin;
    Tuple *args;
    Tuple *parameters;     /* type variables in args; 0 until asked */
    bool is_starred;       /* *tuple[int, ...] */
} GenericAlias;

typedef struct Union {
    Object head;
    Tuple *args;           /* at least two, flat, without duplicates */
    Tuple *parameters;
} Union;

/* The type variables in args, a tuple; 0 on failure. */
Value tp_generic_parameters(Tuple *args);
/* args with item (the subscript) in place of parameters, for messages about self; 0 on failure. */
Value tp_generic_substitute(Value self, Tuple *args, Tuple *parameters, Value item);
/* Text of an argument in repr(); -1 on failure. */
int tp_generic_repr_item(StrBuilder *b, Value v);

#endif
