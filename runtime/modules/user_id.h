/* user_id.h -- arguments that are numbers of users or groups. */
#ifndef TP_USER_ID_H
#define TP_USER_ID_H

#include "runtime/object.h"

/* The number v of a user or a group: 0, or -1 with TypeError or OverflowError; `what` is "uid" or
 * "gid". -1 stands for the largest, which calls take for "as it is". */
int tp_user_id(Value v, const char *what, uint32_t *id);
/* An id as Python sees it: the largest is -1. */
Value tp_user_id_value(uint32_t id);

#endif
