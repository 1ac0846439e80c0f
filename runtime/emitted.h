/* emitted.h -- structures that only emitted C and the helpers behind it know.
 *
 * C99 as libtcc takes it. */
#ifndef TP_EMITTED_H
#define TP_EMITTED_H

#include "code.h"
#include "dict.h"
#include "func.h"
#include "shape.h"
#include "state.h"

/* The iterator of a `for` loop, kept in the C frame or the generator: lists, tuples and ranges of
 * small ints are walked by index, without an iterator object. ITER_ENUMERATE and ITER_ZIP are
 * enumerate over the iterator of a list or tuple, and zip of two such. */
enum IterKind {
    ITER_LIST, ITER_TUPLE, ITER_RANGE, ITER_OBJECT, ITER_ENUMERATE, ITER_ZIP, ITER_GENERATOR
};
typedef struct Iter {
    Value object;      /* list or tuple, or from ITER_OBJECT on an iterator; 0: list exhausted */
    int64_t index;     /* next position, or next value of a range */
    union {
        struct {
            int64_t stop, step; /* of a range; `stop` counts the values that are left */
        };
        struct SequenceIterator *over[2]; /* of ITER_ENUMERATE (one) and ITER_ZIP */
    };
    int kind;
} Iter;

/* What tp_range_for gives instead of a range: no value of Python, tp_for alone knows it. */
#define TP_RANGE_SET TP_SPECIAL(6)

/* tp_for_unpack and tp_next_unpack give 0 at the end or with an exception pending, 1 with n values,
 * or this with one object that is still to be unpacked. */
enum { TP_PACKED = 2 };

/* A part of a long function: goes on from a place in it, gives the place to go on from next, or
 * DONE with the function's result in *result. What parts share is in `shared`, or in the
 * generator's slots. */
typedef int Part(Frame *frame, Value *shared, Value *result, int place);
typedef int GeneratorPart(Generator *g, Value sent, Value *result, int place);

/* Well-known values of builtins that emitted code compares with before it takes a short way. */
typedef struct KnownBuiltins {
#define KNOWN(name, path) Value name##_;
#include "known.def"
#undef KNOWN
} KnownBuiltins;
extern KnownBuiltins tp_known;

extern List tp_no_list;     /* never has items */

#endif
