/* tp.h -- the one header emitted C includes.
 *
 * Two dialects of one C. The system compiler gets the prototypes of abi.def and over them the
 * inline fast paths of fast.h; libtcc, which does not optimise, gets the prototypes alone, and by
 * their names the same fast paths compiled into taipan. Emitted C is the same text for both.
 */
#ifndef TP_H
#define TP_H

#include "value.h"

#include "code.h"
#include "dict.h"
#include "emitted.h"
#include "func.h"
#include "list.h"
#include "shape.h"
#include "state.h"

#define ABI(returns, name, params, fails) returns name params;
#define ABI_DATA(type, name) extern type name;
#include "abi.def"
#undef ABI
#undef ABI_DATA

#if !defined __TINYC__ && !defined TP_NO_FAST
#include "fast.h"
#include "quick.h"
#endif
#include "words.h"

#endif
