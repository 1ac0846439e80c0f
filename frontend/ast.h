/* ast.h -- the syntax tree: CPython 3.11's nodes, made from ast.def.
 *
 * A node is a kind, a span of source and the fields of its kind: `node->kind == AST_CALL`, then
 * `node->Call.func`, `node->Call.args.items[i]`. Only the bytes of its own kind are allocated, so
 * never copy a Node by value and never change a kind into one with larger fields.
 *
 * Nodes live in the arena of one compile. Make one with AST_NEW:
 *
 *     Node *call = AST_NEW(arena, CALL, Call, span, .func = f, .args = args);
 *
 * Names are interned for one compile: equal identifiers are the same Name, so compare pointers.
 */
#ifndef FRONTEND_AST_H
#define FRONTEND_AST_H

#include "frontend/arena.h"
#include "runtime/value.h"

/* A stretch of source as CPython's ast counts it: lines from 1, columns in UTF-8 bytes from 0. */
typedef struct Span {
    int lineno;
    int col_offset;
    int end_lineno;
    int end_col_offset;
} Span;

/* An interned identifier, NFKC-normalised. */
typedef struct Name {
    const char *text;       /* UTF-8, ends with NUL */
    int length;             /* bytes */
    uint32_t hash;          /* for the intern table */
    Value str;              /* the runtime string: ask name_value() */
    bool is_interned;       /* is str the one of its content? */
    struct Name *next;      /* in the bucket of the intern table */
} Name;

typedef struct Node Node;

typedef struct NodeSeq {
    int n;
    Node **items;
} NodeSeq;

typedef struct NameSeq {
    int n;
    Name **items;
} NameSeq;

typedef struct CompareSeq {
    int n;
    unsigned char *items;   /* each an enum Compare */
} CompareSeq;

enum NodeKind {
#define NODE(KIND, Type, GROUP, FIELDS) AST_##KIND,
#include "frontend/ast.def"
    AST_NKINDS
};

enum NodeGroup {
#define GROUP(KIND, name, PLACE) AST_GROUP_##KIND,
#define PARTS(KIND, PLACE) AST_GROUP_##KIND,
#include "frontend/ast.def"
};

/* Have the nodes of a group a position, and may its end be left out of one from Python? */
enum NodePlacing { AST_NOWHERE, AST_PLACED, AST_PLACED_FULLY };

enum Context {
#define CONTEXT(KIND, Type) CTX_##KIND,
#include "frontend/ast.def"
};

enum BoolOp {
#define BOOLOP(KIND, Type) BOOLOP_##KIND,
#include "frontend/ast.def"
};

enum Binary {
#define BINARY(KIND, Type) BINARY_##KIND,
#include "frontend/ast.def"
};

enum Unary {
#define UNARY(KIND, Type) UNARY_##KIND,
#include "frontend/ast.def"
};

enum Compare {
#define COMPARE(KIND, Type) COMPARE_##KIND,
#include "frontend/ast.def"
};

#define CHILD(type, f) Node *f;
#define OPTIONAL(type, f) Node *f;
#define NODES(type, f) NodeSeq f;
#define IDENT(f) Name *f;
#define IDENT_OR_NONE(f) Name *f;
#define IDENTS(f) NameSeq f;
#define CONTEXT_OF(f) enum Context f;
#define INT(f) int f;
#define INT_OR_NONE(f) int f;
#define STRING(f) Name *f;
#define STRING_OR_NONE(f)
#define VALUE(f) Value f;
#define U_PREFIX(f) bool f;
#define BOOL_OP(f) enum BoolOp f;
#define BINARY_OP(f) enum Binary f;
#define UNARY_OP(f) enum Unary f;
#define COMPARE_OPS(f) CompareSeq f;

#define NODE(KIND, Type, GROUP, FIELDS) struct Ast##Type { FIELDS };
#include "frontend/ast.def"

struct Node {
    enum NodeKind kind;
    Span span;
    union {
#define NODE(KIND, Type, GROUP, FIELDS) struct Ast##Type Type;
#include "frontend/ast.def"
    };
};

/* A new node (arena) of the kind with all fields zero; `size` is the bytes of its fields. */
Node *ast_alloc(Arena *arena, enum NodeKind kind, size_t size, Span span);

/* A new node (arena) whose fields are given as designated initialisers; the others are zero. */
#define AST_NEW(arena, KIND, Type, span, ...)                                                     \
    __extension__({                                                                               \
        Node *ast_new_ = ast_alloc(arena, AST_##KIND, sizeof(struct Ast##Type), span);            \
        ast_new_->Type = (struct Ast##Type){__VA_ARGS__};                                         \
        ast_new_;                                                                                 \
    })

/* The name of a kind as Python's ast module spells it: "FunctionDef". */
const char *ast_kind_name(enum NodeKind kind);
/* Has a node of that kind a position? */
bool ast_kind_is_placed(enum NodeKind kind);

/* A growing list of nodes; finish with ast_seq(). */
typedef struct NodeList {
    int n;
    int capacity;
    Node **items;
} NodeList;

void ast_push(Arena *arena, NodeList *list, Node *node);

static inline NodeSeq ast_seq(const NodeList *list)
{
    return (NodeSeq){list->n, list->items};
}

/* The sequence of one node, and of n that the caller fills in (arena). */
NodeSeq ast_seq_one(Arena *arena, Node *node);
NodeSeq ast_seq_new(Arena *arena, int n);

/* The span from the start of a to the end of b. */
static inline Span span_join(Span a, Span b)
{
    return (Span){a.lineno, a.col_offset, b.end_lineno, b.end_col_offset};
}

/* The table of the names of one compile. */
typedef struct Names {
    Arena *arena;
    Name **buckets;
    uint32_t nbuckets;      /* a power of two, or 0 before the first name */
    uint32_t count;
} Names;

/* The one Name of these bytes (arena). They must be normalised already. */
Name *name_intern(Names *names, const char *text, size_t length);

/* The runtime string of a name, made on first use; never 0. */
Value name_value(Name *name);

/* The same, interned. */
Value name_interned(Name *name);

#endif
