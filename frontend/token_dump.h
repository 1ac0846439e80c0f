/* token_dump.h -- the tokens as text. */
#ifndef FRONTEND_TOKEN_DUMP_H
#define FRONTEND_TOKEN_DUMP_H

#include <stdio.h>

#include "frontend/unit.h"

/* Prints a line a token of the unit's source as `python3 -m tokenize -e` does, but for blanks at
   the ends of lines; COMMENT, NL and ENCODING are no tokens here. Ends the compile at a lexical
   error. */
void token_dump(FILE *out, Unit *unit);

#endif
