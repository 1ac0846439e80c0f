/* compile.h -- from tree to code objects: the state of the compiler and what its files share.
 *
 *     compile.c         entry; one code object from its first instruction to its bytes; emit_x
 *     compile_expr.c    expressions, calls, displays, comparisons, conditions of jumps
 *     compile_stmt.c    statements but those of the next two
 *     compile_func.c    functions, lambdas, classes, comprehensions
 *     compile_match.c   match
 *     fold.c, unparse.c tree to tree, tree to text
 *
 * The position of an instruction is that of `at`: statements set it and leave it set, expressions
 * put it back. Where code stands for nothing in the source, `at` is artificial for a while. The
 * exact places where that happens are visible in co_linetable, so they are CPython's.
 */
#ifndef FRONTEND_COMPILE_H
#define FRONTEND_COMPILE_H

#include "frontend/consts.h"
#include "frontend/flow.h"
#include "frontend/nametable.h"
#include "frontend/scope.h"
#include "frontend/unit.h"

enum BodyKind {
    BODY_MODULE,
    BODY_CLASS,
    BODY_FUNCTION,
    BODY_ASYNC_FUNCTION,
    BODY_LAMBDA,
    BODY_COMPREHENSION
};

/* What break, continue and return must undo on their way out. */
enum RegionKind {
    REGION_WHILE,
    REGION_FOR,
    REGION_TRY,             /* body of try-except */
    REGION_FINALLY_TRY,     /* body of try-finally */
    REGION_FINALLY,         /* the finally block run for an exception */
    REGION_WITH,
    REGION_ASYNC_WITH,
    REGION_HANDLER,         /* body of an except clause */
    REGION_EXCEPTION,       /* the except clauses */
    REGION_GROUP,           /* the except* clauses */
    REGION_VALUE,           /* a value to be returned waits on the stack */
    REGION_ASYNC_COMPREHENSION
};

typedef struct Region {
    enum RegionKind kind;
    Block *start;           /* of a loop: where continue goes */
    Block *exit;            /* of a loop: where break goes */
    Node *node;             /* REGION_WITH: the statement; REGION_FINALLY_TRY: the try */
    Name *name;             /* REGION_HANDLER: bound to the exception, or NULL */
} Region;

enum { MAX_REGIONS = 20 };

/* One code object under construction. */
typedef struct Body Body;
struct Body {
    enum BodyKind kind;
    Body *outer;            /* NULL for the module */
    Arena *arena;           /* of all that is needed only until the code object is made */
    Scope *scope;
    Name *name;
    Value qualname;
    Name *private;          /* class whose names are mangled here, or NULL */
    Flow flow;
    Span at;                /* position of the next instruction */
    Consts consts;
    NameTable names;        /* co_names */
    NameTable varnames;
    NameTable cellvars;
    NameTable freevars;
    int argcount;           /* positional-only ones not counted */
    int posonlyargcount;
    int kwonlyargcount;
    int first_line;
    int nregions;
    Region regions[MAX_REGIONS];
};

/* The names that the compiler itself mentions. */
typedef struct KnownNames {
    Name *annotations, *class_cell, *classcell, *debug, *doc, *empty, *future, *join, *module,
        *name, *qualname, *return_, *dot0;
} KnownNames;

typedef struct Compiler {
    Unit *unit;
    Scopes *scopes;
    Body *body;             /* innermost */
    Consts shared;          /* constants of the whole module: equal ones are one object */
    KnownNames known;
    Value filename;
    bool is_interactive;
    int nesting;            /* bodies around and including the current one */
    int last_future_line;   /* of the last from __future__ import at the top, or -1 */
} Compiler;

#define LATE_FUTURE "from __future__ imports must occur at the beginning of the file"

/* The Code value of a tree; unit says mode and optimisation. Ends the compile at the first error,
   also with an exception pending. The tree is folded in place. */
Value compile_tree(Unit *unit, Node *tree);

/* Only the symbol table (arena), for printing; the tree is folded. */
Scopes *compile_scopes(Unit *unit, Node *tree);

/* ---- fold.c ---- */

/* Folds constants in place. */
void fold_tree(Unit *unit, Node *tree);

/* The docstring (a Constant) of a body, or NULL. */
Node *docstring_of(NodeSeq body);

/* ---- unparse.c ---- */

/* The source of an expression as CPython writes it: a str. */
Value unparse(Unit *unit, Node *expr);

/* ---- compile.c: bodies ---- */

/* Opens a body: what is emitted from now on belongs to it. */
void body_enter(Compiler *c, enum BodyKind kind, Name *name, const Node *node, int first_line);

/* Completes the code object of the innermost body and closes it. with_none: running off the end
   returns None, else what is on the stack. The Body lives until arena_done of its arena. */
Value body_leave(Compiler *c, bool with_none);

/* A name of known text. */
Name *known_name(Compiler *c, const char *text);

/* A SyntaxError at the current position. */
_Noreturn void compile_error(Compiler *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A SyntaxWarning at the current position. */
void compile_warning(Compiler *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- compile.c: emitting into the innermost body ---- */

void emit(Compiler *c, int op);
void emit_arg(Compiler *c, int op, int arg);
void emit_jump(Compiler *c, int op, Block *target);
/* The same, artificial. */
void emit_artificial(Compiler *c, int op, int arg);
void emit_jump_artificial(Compiler *c, int op, Block *target);
void emit_const(Compiler *c, Value value);
/* The index of a constant. */
int add_const(Compiler *c, Value value);
/* An instruction whose argument is an index into co_names; the name is mangled. */
void emit_name(Compiler *c, int op, Name *name);
/* Loads, stores or deletes a variable, wherever it lives. */
void emit_variable(Compiler *c, Name *name, enum Context ctx);
/* PRECALL and CALL. */
void emit_call(Compiler *c, int nargs);
/* Runs the awaitable or iterator on the stack to its end; its result takes its place. */
void emit_yield_from(Compiler *c, bool is_await);
/* GET_AWAITABLE and running it; how: 0 await, 1 after __aenter__, 2 after __aexit__. */
void emit_await(Compiler *c, int how);

static inline Block *new_block(Compiler *c)
{
    return flow_block(&c->body->flow);
}

static inline void use_block(Compiler *c, Block *block)
{
    flow_use(&c->body->flow, block);
}

static inline void set_position(Compiler *c, const Node *node)
{
    c->body->at = node->span;
}

static inline void clear_position(Compiler *c)
{
    c->body->at = flow_artificial();
}

static inline Name *mangle(Compiler *c, Name *name)
{
    return scope_mangle(c->unit, c->body->private, name);
}

/* await and friends are allowed at the top level of a module. */
static inline bool is_top_level_await(const Compiler *c)
{
    return (c->unit->flags & FRONTEND_TOP_LEVEL_AWAIT) && c->body->scope->kind == SCOPE_MODULE;
}

/* Is `name` __debug__, which cannot be assigned or deleted? Ends the compile then. */
void forbid_debug(Compiler *c, Name *name, enum Context ctx);

/* ---- compile_expr.c ---- */

void compile_expr(Compiler *c, Node *node);
void compile_exprs(Compiler *c, NodeSeq nodes);
/* Jumps to target if the truth of node is `condition`, else goes on. */
void compile_condition(Compiler *c, Node *node, Block *target, bool condition);
/* The arguments and the call of what is on the stack; npushed of the arguments are there too. */
void compile_call_args(Compiler *c, int npushed, NodeSeq args, NodeSeq keywords);
/* Attribute accesses stand at the line of the attribute's name: moves the position there. */
void move_to_attribute(Compiler *c, const Node *attribute);
void emit_binary(Compiler *c, enum Binary op, bool in_place);

/* ---- compile_stmt.c ---- */

void compile_stmt(Compiler *c, Node *node);
void compile_stmts(Compiler *c, NodeSeq nodes);
/* The statements of a module or class, with docstring and __annotations__. */
void compile_body(Compiler *c, NodeSeq stmts);
void region_push(Compiler *c, Region region);
void region_pop(Compiler *c, enum RegionKind kind);

/* ---- compile_func.c ---- */

void compile_function(Compiler *c, Node *node);
void compile_class(Compiler *c, Node *node);
void compile_lambda(Compiler *c, Node *node);
/* ListComp, SetComp, DictComp, GeneratorExp. */
void compile_comprehension(Compiler *c, Node *node);
/* An annotation: its value, or its text. */
void compile_annotation(Compiler *c, Node *annotation);

/* ---- compile_match.c ---- */

void compile_match(Compiler *c, Node *node);

#endif
