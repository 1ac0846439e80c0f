/* ast_dump.h -- the tree as text. */
#ifndef FRONTEND_AST_DUMP_H
#define FRONTEND_AST_DUMP_H

#include <stdio.h>

#include "frontend/ast.h"

typedef struct Unit Unit;

/* Prints the tree as ast.dump(tree, include_attributes=True, indent=2) does, and a newline. */
void ast_dump(FILE *out, Unit *unit, const Node *tree);

#endif
