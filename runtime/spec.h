/* spec.h -- what a module says about where it came from: __spec__ and __loader__ (spec.c). */
#ifndef TP_SPEC_H
#define TP_SPEC_H

#include "object.h"

extern Type tp_spec_type, tp_source_loader_type;

/* Any of loader, origin, paths, cached may be 0. */
Value tp_spec_new(Value name, Value loader, Value origin, Value paths, Value cached);
Value tp_source_loader_new(Value name, Value path);
/* Load by the spec some finder gave: create_module, then exec_module. */
Value tp_spec_load(Value spec, Value name);

#endif
