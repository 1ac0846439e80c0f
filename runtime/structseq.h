/* structseq.h -- tuples whose items have names: time.struct_time, sys.version_info and their kind.
 *
 * An instance is a Tuple of the visible fields; the others stand behind them, reached by name only.
 * Classes of this kind can't be subclassed.
 */
#ifndef TP_STRUCTSEQ_H
#define TP_STRUCTSEQ_H

#include "list.h"

typedef struct StructSeq {
    Type type;                 /* first: the class itself */
    const char *const *names;  /* one each field; 0 for one without a name */
    int nfields, nvisible;
    MemberDef *members;
} StructSeq;

/* Fill in a zeroed static StructSeq; name is "module.name"; names ends with an extra 0 after the
 * nfields ones. */
void tp_structseq_ready(StructSeq *s, const char *name, const char *doc, const char *const *names,
                        int nfields, int nvisible);
/* An instance with nfields values, which are copied. */
Value tp_structseq_new(StructSeq *s, const Value *values);

#endif
