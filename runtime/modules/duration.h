/* duration.h -- arguments that are durations. */
#ifndef TP_DURATION_H
#define TP_DURATION_H

#include "runtime/object.h"

/* v, an int or a float that counts units of so many nanoseconds, as nanoseconds, rounded
 * away from zero. -1 with CPython's errors for other types, NaN, and what is beyond 292 years. */
int tp_duration(Value v, int64_t unit, int64_t *ns);

#endif
