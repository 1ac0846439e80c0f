/* _ast.h -- the classes of Python's syntax trees, for who makes such trees and who reads them. */
#ifndef TP_MODULES_AST_H
#define TP_MODULES_AST_H

#include "runtime/object.h"

/* AST itself, then every class in the order of the front end's table: AST_CLASS_BinOp. */
enum AstClass {
    AST_CLASS_AST,
#define NODE(KIND, Type, GROUP, FIELDS) AST_CLASS_##Type,
#define GROUP(KIND, name, PLACE) AST_CLASS_##name,
#define CONTEXT(KIND, Type) AST_CLASS_##Type,
#define BOOLOP(KIND, Type) AST_CLASS_##Type,
#define BINARY(KIND, Type) AST_CLASS_##Type,
#define UNARY(KIND, Type) AST_CLASS_##Type,
#define COMPARE(KIND, Type) AST_CLASS_##Type,
#include "frontend/ast.def"
    AST_NCLASSES
};

/* Make the classes, the first time: 0, or -1 with an exception pending. */
int tp_ast_ready(void);
/* That class (after tp_ast_ready), and the one instance that trees have of a word like Load. */
Type *tp_ast_class(enum AstClass which);
Value tp_ast_word(enum AstClass which);
/* Is v an instance of AST? Never fails. */
bool tp_is_ast(Value v);

#endif
