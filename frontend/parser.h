/* parser.h -- tokens to tree, by recursive descent with precedence climbing. */
#ifndef FRONTEND_PARSER_H
#define FRONTEND_PARSER_H

#include "frontend/unit.h"

/* The tree (arena) of unit->source: a Module, Expression or Interactive as unit->mode says. Ends
   the compile at the first error. */
Node *parse(Unit *unit);

#endif
