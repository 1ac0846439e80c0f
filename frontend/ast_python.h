/* ast_python.h -- Python's syntax trees: instances of the classes of the module _ast. */
#ifndef FRONTEND_AST_PYTHON_H
#define FRONTEND_AST_PYTHON_H

#include "frontend/ast.h"

typedef struct Unit Unit;

/* The tree as instances of _ast's classes. Ends the compile if it is nested too deeply. */
Value ast_to_python(Unit *unit, const Node *tree);

/* The tree (arena) of an instance of one of the classes that derive from mod. Ends the compile with
   CPython's TypeError or ValueError if a field is missing or of another type. What is in the fields
   is checked by ast_validate(). */
Node *ast_from_python(Unit *unit, Value tree);

/* Ends the compile with CPython's ValueError or TypeError if the tree, which a program has made, is
   none that the parser could have made. */
void ast_validate(Unit *unit, const Node *tree);

#endif
