/* ast_dump.c -- prints a tree as Python's ast.dump(tree, include_attributes=True, indent=2) does.
 *
 * Optional fields that are None are left out. Constants are printed by the runtime's repr.
 */
#include "frontend/ast_dump.h"

#include "frontend/unit.h"
#include "runtime/object.h"
#include "runtime/str.h"

static const char *const context_names[] = {
#define CONTEXT(KIND, Type) #Type,
#include "frontend/ast.def"
};
static const char *const boolop_names[] = {
#define BOOLOP(KIND, Type) #Type,
#include "frontend/ast.def"
};
static const char *const binary_names[] = {
#define BINARY(KIND, Type) #Type,
#include "frontend/ast.def"
};
static const char *const unary_names[] = {
#define UNARY(KIND, Type) #Type,
#include "frontend/ast.def"
};
static const char *const compare_names[] = {
#define COMPARE(KIND, Type) #Type,
#include "frontend/ast.def"
};

typedef struct Dump {
    FILE *out;
    Unit *unit;
    int level;
    bool is_first;          /* no field of the node has been printed yet */
} Dump;

static void new_line(Dump *d)
{
    fputc('\n', d->out);
    for (int i = 0; i < d->level; i++)
        fputs("  ", d->out);
}

static void field(Dump *d, const char *name)
{
    if (!d->is_first)
        fputc(',', d->out);
    d->is_first = false;
    new_line(d);
    fprintf(d->out, "%s=", name);
}

static void dump_node(Dump *d, const Node *node);

static void dump_child(Dump *d, const char *name, const Node *node)
{
    field(d, name);
    dump_node(d, node);
    d->is_first = false;
}

static void dump_value(Dump *d, Value value)
{
    Value text = diag_check(d->unit, tp_repr(value));
    fputs(tp_str_to_c(text), d->out);
}

static void dump_name(Dump *d, Name *name)
{
    if (name)
        dump_value(d, name_value(name));
    else
        fputs("None", d->out);
}

static void begin_item(Dump *d, int i)
{
    if (i)
        fputc(',', d->out);
    new_line(d);
}

static void dump_nodes(Dump *d, const char *name, NodeSeq nodes)
{
    field(d, name);
    fputc('[', d->out);
    d->level++;
    for (int i = 0; i < nodes.n; i++) {
        begin_item(d, i);
        if (nodes.items[i])
            dump_node(d, nodes.items[i]);
        else
            fputs("None", d->out);
    }
    d->level--;
    fputc(']', d->out);
    d->is_first = false;
}

static void dump_names(Dump *d, const char *name, NameSeq names)
{
    field(d, name);
    fputc('[', d->out);
    d->level++;
    for (int i = 0; i < names.n; i++) {
        begin_item(d, i);
        dump_name(d, names.items[i]);
    }
    d->level--;
    fputc(']', d->out);
}

static void dump_compare_ops(Dump *d, const char *name, CompareSeq ops)
{
    field(d, name);
    fputc('[', d->out);
    d->level++;
    for (int i = 0; i < ops.n; i++) {
        begin_item(d, i);
        fprintf(d->out, "%s()", compare_names[ops.items[i]]);
    }
    d->level--;
    fputc(']', d->out);
}

static void dump_word(Dump *d, const char *name, const char *word)
{
    field(d, name);
    fprintf(d->out, "%s()", word);
}

static void dump_int(Dump *d, const char *name, int value)
{
    field(d, name);
    fprintf(d->out, "%d", value);
}

/* ast.dump keeps a node on one line only if its few fields are empty or atoms: of all nodes that
   can be is the empty module. */
static void dump_node(Dump *d, const Node *node)
{
    if (node->kind == AST_MODULE && !node->Module.body.n) {
        fputs("Module(body=[], type_ignores=[])", d->out);
        return;
    }
    fprintf(d->out, "%s(", ast_kind_name(node->kind));
    d->level++;
    d->is_first = true;
    switch (node->kind) {
#define CHILD(type, f) dump_child(d, #f, fields->f);
#define OPTIONAL(type, f)                                                                         \
    if (fields->f)                                                                                \
        dump_child(d, #f, fields->f);
#define NODES(type, f) dump_nodes(d, #f, fields->f);
#define IDENT(f)                                                                                  \
    field(d, #f);                                                                                 \
    dump_name(d, fields->f);
#define IDENT_OR_NONE(f)                                                                          \
    if (fields->f) {                                                                              \
        field(d, #f);                                                                             \
        dump_name(d, fields->f);                                                                  \
    }
#define IDENTS(f) dump_names(d, #f, fields->f);
#define CONTEXT_OF(f) dump_word(d, #f, context_names[fields->f]);
#define INT(f) dump_int(d, #f, fields->f);
#define INT_OR_NONE(f) dump_int(d, #f, fields->f);
#define STRING(f)                                                                                 \
    field(d, #f);                                                                                 \
    dump_name(d, fields->f);
#define STRING_OR_NONE(f)
#define VALUE(f)                                                                                  \
    field(d, #f);                                                                                 \
    dump_value(d, fields->f);
#define U_PREFIX(f)                                                                               \
    if (fields->f) {                                                                              \
        field(d, #f);                                                                             \
        fputs("'u'", d->out);                                                                     \
    }
#define BOOL_OP(f) dump_word(d, #f, boolop_names[fields->f]);
#define BINARY_OP(f) dump_word(d, #f, binary_names[fields->f]);
#define UNARY_OP(f) dump_word(d, #f, unary_names[fields->f]);
#define COMPARE_OPS(f) dump_compare_ops(d, #f, fields->f);
#define NODE(KIND, Type, GROUP, FIELDS)                                                           \
    case AST_##KIND: {                                                                            \
        const struct Ast##Type *fields __attribute__((unused)) = &node->Type;                     \
        FIELDS                                                                                    \
        break;                                                                                    \
    }
#include "frontend/ast.def"
    case AST_NKINDS:
        break;
    }
    if (ast_kind_is_placed(node->kind)) {
        dump_int(d, "lineno", node->span.lineno);
        dump_int(d, "col_offset", node->span.col_offset);
        dump_int(d, "end_lineno", node->span.end_lineno);
        dump_int(d, "end_col_offset", node->span.end_col_offset);
    }
    d->level--;
    fputc(')', d->out);
    d->is_first = false;
}

void ast_dump(FILE *out, Unit *unit, const Node *tree)
{
    Dump dump = {.out = out, .unit = unit};
    dump_node(&dump, tree);
    fputc('\n', out);
}
