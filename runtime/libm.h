/* libm.h -- what the files that are in every program need of libm.
 *
 * To load libm was a fifth of the time in which a small program starts, and most never come to a
 * float's power. So executables are linked with it only where a module like math refers to it, and
 * these functions are looked up when one of them is first called: tp_libm.pow(x, y). Static
 * executables, which can't load it, have another tp_libm (codegen/build.c). */
#ifndef TP_LIBM_H
#define TP_LIBM_H

typedef struct Libm {
#define LIBM(name, params, args) double(*name) params;
#include "libm.def"
#undef LIBM
} Libm;
extern Libm tp_libm;

#endif
