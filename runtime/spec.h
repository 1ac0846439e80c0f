/* spec.h -- what a module says about where it came from: __spec__ and __loader__ (spec.c). */
#ifndef TP_SPEC_H
#define TP_SPEC_H

#include "object.h"

extern Type tp_spec_type, tp_source_loader_type;

/* A ModuleSpec; any of loader, origin, paths, cached may be 0. Never fails. */
Value tp_spec_new(Value name, Value loader, Value origin, Value paths, Value cached);
/* A SourceFileLoader. Never fails. */
Value tp_source_loader_new(Value name, Value path);
/* Load by the spec some finder gave: create_module, then exec_module. The module, or 0 with an
 * exception. */
Value tp_spec_load(Value spec);
/* What importlib's warnings call a finder or loader: its __qualname__, or its type's. */
Value tp_spec_object_name(Value v);

#endif
