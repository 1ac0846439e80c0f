/* format.h -- the parts of a format string, for str.format and the module _string. */
#ifndef TP_FORMAT_H
#define TP_FORMAT_H

#include "str.h"

/* Some literal text, and the replacement field behind it. Positions are indices into the string. */
typedef struct Markup {
    int64_t literal_start, literal_end;
    bool has_field;
    int64_t name_start, name_end;
    int64_t spec_start, spec_end;
    bool spec_has_fields;
    uint32_t conversion;      /* 0: none */
} Markup;

/* The next piece of s[*pos:end]: 1, 0 at the end, -1 with ValueError. */
int tp_markup_next(const Str *s, int64_t *pos, int64_t end, Markup *out);

/* The first part of a field name: where it ends, and its number, or -1 if it is not one. -2 with
 * ValueError. */
int64_t tp_field_first(const Str *s, int64_t start, int64_t end, int64_t *number);
/* The next .name or [key] of a field name: 1, 0 at the end, -1 with ValueError. */
typedef struct FieldStep {
    bool is_attribute;
    int64_t start, end;       /* the name or key */
    int64_t number;           /* of a key; -1 if it is not one */
} FieldStep;
int tp_field_next(const Str *s, int64_t *pos, int64_t end, FieldStep *out);

#endif
