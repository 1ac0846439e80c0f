/* token_dump.h -- the tokens as text. */
#ifndef FRONTEND_TOKEN_DUMP_H
#define FRONTEND_TOKEN_DUMP_H

#include <stdio.h>

#include "frontend/lexer.h"

/* Prints a line a token as `python3 -m tokenize -e` does; COMMENT, NL and ENCODING are no tokens
   here. Ends the compile at a lexical error. */
void token_dump(FILE *out, const Lexer *lexer);

#endif
