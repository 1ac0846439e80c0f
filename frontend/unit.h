/* unit.h -- one compile: what every stage of the front end shares. */
#ifndef FRONTEND_UNIT_H
#define FRONTEND_UNIT_H

#include "frontend/arena.h"
#include "frontend/ast.h"
#include "frontend/diag.h"
#include "frontend/frontend.h"
#include "frontend/source.h"

struct Unit {
    Arena arena;            /* all memory of this compile */
    Names names;            /* interned identifiers */
    Source source;          /* the text, decoded */
    const char *encoding;   /* declared: by a coding line, a mark, or a str; NULL: none */
    Diag diag;              /* the error, once there is one */
    enum FrontendMode mode;
    int flags;              /* enum FrontendFlag, those of __future__ added as they are met */
    int optimize;           /* 0, 1, 2 */
    const char *filename;   /* as given */
    Value tree;             /* Python's tree that stands for the source, or 0 */
};

#endif
