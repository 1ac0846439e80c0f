/* exc_types.h -- what exc_types.c and exc_group.c share. */
#ifndef TP_EXC_TYPES_H
#define TP_EXC_TYPES_H

#include "error.h"

extern const MethodDef tp_group_methods[];
extern const MemberDef tp_group_members[];
Value tp_group_new(Type *type, int nargs, const Value *args, Tuple *kwnames);
int tp_group_init(Value self, int nargs, const Value *args, Tuple *kwnames);
Value tp_group_str(Value self);

#endif
