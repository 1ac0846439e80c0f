/* scope.h -- the symbol table: for each block of code, where each of its names lives, and why. */
#ifndef FRONTEND_SCOPE_H
#define FRONTEND_SCOPE_H

#include <stdio.h>

#include "frontend/nametable.h"
#include "frontend/table.h"
#include "frontend/unit.h"

enum ScopeKind {
    SCOPE_MODULE,
    SCOPE_CLASS,
    SCOPE_FUNCTION,         /* function, lambda or comprehension */
    SCOPE_ANNOTATION        /* an annotation that stays text: looked at for errors only */
};

enum Comprehension { COMP_NONE, COMP_LIST, COMP_SET, COMP_DICT, COMP_GENERATOR };

/* What a block does with a name. */
enum SymbolFlag {
    SYMBOL_GLOBAL = 1,          /* declared global */
    SYMBOL_LOCAL = 2,           /* assigned */
    SYMBOL_PARAM = 4,
    SYMBOL_NONLOCAL = 8,
    SYMBOL_USED = 16,
    SYMBOL_IMPORT = 32,
    SYMBOL_ANNOTATED = 64,
    SYMBOL_ITERATION = 128,     /* target of a comprehension's for */
    SYMBOL_FREE_IN_CLASS = 256, /* a class binds it, and its methods mean an outer one */
    SYMBOL_BOUND = SYMBOL_LOCAL | SYMBOL_PARAM | SYMBOL_IMPORT
};

/* Where a name lives. */
enum Place {
    PLACE_UNKNOWN,
    PLACE_LOCAL,
    PLACE_CELL,             /* local, and an inner function uses it */
    PLACE_FREE,             /* local to an outer function */
    PLACE_GLOBAL_EXPLICIT,
    PLACE_GLOBAL_IMPLICIT   /* nothing binds it: global or builtin */
};

typedef struct Symbol {
    Name *name;             /* mangled */
    int flags;              /* enum SymbolFlag */
    enum Place place;
} Symbol;

typedef struct Directive Directive;
typedef struct Scope Scope;

struct Scope {
    enum ScopeKind kind;
    Name *name;             /* of function or class; NULL: module, lambda, comprehension */
    Node *node;             /* the node that opens the block */
    Scope *outer;           /* NULL for a module */
    Scope *first_inner;     /* in order of source */
    Scope *last_inner;
    Scope *next;            /* after this one in outer */
    NameTable names;        /* in order of first mention */
    Symbol **symbols;       /* by their numbers */
    int capacity;           /* of symbols */
    NameTable params;       /* in the order of co_varnames */
    Directive *directives;  /* where names are declared global or nonlocal, last one first */
    enum Comprehension comprehension;
    bool is_nested;         /* a function is around it */
    bool is_generator;
    bool is_coroutine;
    bool has_varargs;
    bool has_varkeywords;
    bool needs_class_cell;  /* a class whose methods use super() or __class__ */
    bool in_target;         /* while building: in the target of a comprehension's for */
    int in_iterable;        /* while building: in an iterable of a comprehension */
    UT_hash_handle hh;      /* in the table by node */
};

typedef struct Scopes {
    Unit *unit;
    Scope *top;
    Scope *by_node;
} Scopes;

/* The symbol table (arena) of a tree; ends the compile at the first error. */
Scopes *scope_build(Unit *unit, Node *tree);

/* The block that node opens. */
Scope *scope_of_node(Scopes *scopes, const Node *node);

/* What is known of a name (mangled) in a block, or NULL. */
Symbol *scope_lookup(const Scope *scope, Name *name);
enum Place scope_place(const Scope *scope, Name *name);

/* The names of a block that live in `place`, sorted, appended to a table. For PLACE_FREE also
   those with SYMBOL_FREE_IN_CLASS. */
void scope_sorted(const Scope *scope, enum Place place, NameTable *into);

/* The name as class `private` mangles it: "__x" becomes "_Class__x". private may be NULL. */
Name *scope_mangle(Unit *unit, Name *private, Name *name);

/* Do annotations stay text, after from __future__ import annotations? */
static inline bool annotations_are_text(const Unit *unit)
{
    return unit->flags & FRONTEND_FUTURE_ANNOTATIONS;
}

void scope_print(FILE *out, const Scopes *scopes);

#endif
