/* ast_python.c -- the tree as Python sees it, and back.
 *
 * Both directions are expansions of ast.def. To Python every node becomes an instance of its class
 * in the module _ast. From Python nothing is taken for granted: fields may be missing, of any type,
 * or properties that run code, so each is read once, in CPython's order, with its errors.
 */
#include "frontend/ast_python.h"

#include <limits.h>
#include <string.h>

#include "frontend/unit.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/modules/_ast.h"
#include "runtime/shape.h"
#include "runtime/str.h"

static const unsigned char class_of_kind[] = {
#define NODE(KIND, Type, GROUP, FIELDS) [AST_##KIND] = AST_CLASS_##Type,
#include "frontend/ast.def"
};

/* ---- to Python ---- */

typedef struct Writer {
    Unit *unit;
    int depth, limit;       /* of nodes, as CPython counts them: three a frame */
} Writer;

static Value write_node(Writer *w, const Node *node);

static Value write_nodes(Writer *w, NodeSeq nodes)
{
    Value list = diag_check(w->unit, tp_list_new(0));
    for (int i = 0; i < nodes.n; i++)
        tp_list_append(list, write_node(w, nodes.items[i]));
    return list;
}

static Value write_name(Name *name)
{
    return name ? tp_intern(name_value(name)) : TP_NONE;
}

static Value write_names(NameSeq names)
{
    Value list = tp_list_new(0);
    for (int i = 0; i < names.n; i++)
        tp_list_append(list, write_name(names.items[i]));
    return list;
}

static Value write_compare_ops(CompareSeq ops)
{
    Value list = tp_list_new(0);
    for (int i = 0; i < ops.n; i++)
        tp_list_append(list, tp_ast_word(AST_CLASS_Eq + ops.items[i]));
    return list;
}

static void set(Writer *w, Value object, Value name, Value value)
{
    if (tp_instance_set((Instance *)tp_obj(object), name, value) < 0)
        diag_pending(w->unit);
}

#define SET(f, value) set(w, object, TP_NAME(f), value);

static Value write_node(Writer *w, const Node *node)
{
    if (!node)
        return TP_NONE;
    if (++w->depth > w->limit)
        diag_raise(w->unit, "RecursionError",
                   "maximum recursion depth exceeded during ast construction");
    Value object = tp_instance_new(tp_ast_class(class_of_kind[node->kind]));
    switch (node->kind) {
#define CHILD(type, f) SET(f, write_node(w, fields->f))
#define OPTIONAL(type, f) SET(f, write_node(w, fields->f))
#define NODES(type, f) SET(f, write_nodes(w, fields->f))
#define IDENT(f) SET(f, write_name(fields->f))
#define IDENT_OR_NONE(f) SET(f, write_name(fields->f))
#define IDENTS(f) SET(f, write_names(fields->f))
#define CONTEXT_OF(f) SET(f, tp_ast_word(AST_CLASS_Load + fields->f))
#define INT(f) SET(f, tp_int(fields->f))
#define INT_OR_NONE(f) SET(f, tp_int(fields->f))
#define STRING(f) SET(f, write_name(fields->f))
#define STRING_OR_NONE(f) SET(f, TP_NONE)
#define VALUE(f) SET(f, fields->f)
#define U_PREFIX(f) SET(f, fields->f ? TP_NAME(u) : TP_NONE)
#define BOOL_OP(f) SET(f, tp_ast_word(AST_CLASS_And + fields->f))
#define BINARY_OP(f) SET(f, tp_ast_word(AST_CLASS_Add + fields->f))
#define UNARY_OP(f) SET(f, tp_ast_word(AST_CLASS_Invert + fields->f))
#define COMPARE_OPS(f) SET(f, write_compare_ops(fields->f))
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
        SET(lineno, tp_int(node->span.lineno))
        SET(col_offset, tp_int(node->span.col_offset))
        SET(end_lineno, tp_int(node->span.end_lineno))
        SET(end_col_offset, tp_int(node->span.end_col_offset))
    }
    w->depth--;
    return object;
}

Value ast_to_python(Unit *unit, const Node *tree)
{
    enum { NODES_A_FRAME = 3 };
    if (tp_ast_ready() < 0)
        diag_pending(unit);
    Writer writer = {unit, NODES_A_FRAME * tp_state.frame->depth,
                     NODES_A_FRAME * tp_state.recursion_limit};
    return write_node(&writer, tree);
}

/* ---- from Python ---- */

/* What a class of _ast is to the reader. */
typedef struct ClassInfo {
    const char *name;
    const char *traversing;   /* for the message of RecursionError */
    short kind;               /* enum NodeKind, or -1: a sum */
    short group;              /* enum NodeGroup, of a sum its own */
    enum NodePlacing placing; /* of a sum: have its nodes a position? */
} ClassInfo;

static const ClassInfo infos[] = {
#define GROUP(KIND, name, PLACE)                                                                  \
    [AST_CLASS_##name] = {#name, " while traversing '" #name "' node", -1, AST_GROUP_##KIND,      \
                          AST_##PLACE},
#define NODE(KIND, Type, GROUP, FIELDS)                                                           \
    [AST_CLASS_##Type] = {#Type, " while traversing '" #Type "' node", AST_##KIND,                \
                          AST_GROUP_##GROUP, AST_NOWHERE},
#include "frontend/ast.def"
};

_Noreturn static void raise_missing(Unit *unit, const char *field, const char *type)
{
    tp_raise(&tp_TypeError, "required field \"%s\" missing from %s", field, type);
    diag_pending(unit);
}

/* The attribute, or 0 if there is none. */
static Value read_attribute(Unit *unit, Value object, Value name)
{
    int error = 0;
    Value value = tp_getattr_or_null(object, name, &error);
    if (error)
        diag_pending(unit);
    return value;
}

static Value read_required(Unit *unit, Value object, Value name, const char *field,
                           const char *type)
{
    Value value = read_attribute(unit, object, name);
    if (!value)
        raise_missing(unit, field, type);
    return value;
}

static Value read_optional(Unit *unit, Value object, Value name)
{
    Value value = read_attribute(unit, object, name);
    return value ? value : TP_NONE;
}

static int read_int(Unit *unit, Value value)
{
    int64_t i;
    if (!tp_has_flag(value, TYPE_IS_INT)) {
        tp_raise(&tp_ValueError, "invalid integer value: %R", value);
        diag_pending(unit);
    }
    if (!tp_int_fits_i64(tp_int_plain(value), &i) || i < INT_MIN || i > INT_MAX) {
        tp_raise(&tp_OverflowError, "Python int too large to convert to C int");
        diag_pending(unit);
    }
    return (int)i;
}

static int read_int_or(Unit *unit, Value value, int otherwise)
{
    return value == TP_NONE ? otherwise : read_int(unit, value);
}

static Name *read_text(Unit *unit, Value value, const char *what)
{
    if (value == TP_NONE)
        return NULL;
    if (!tp_is_exact(value, &tp_str_type)) {
        tp_raise(&tp_TypeError, "AST %s must be of type str", what);
        diag_pending(unit);
    }
    int64_t n;
    const char *text = tp_str_to_utf8(value, &n);
    if (!text)
        diag_pending(unit);
    return name_intern(&unit->names, text, (size_t)n);
}

/* Which of `n` words from `first` on the value is. */
static int read_word(Unit *unit, Value value, enum AstClass first, int n, const char *sum)
{
    for (int i = 0; i < n; i++) {
        int is_one = tp_isinstance(value, tp_ref(tp_ast_class(first + i)));
        if (is_one < 0)
            diag_pending(unit);
        if (is_one)
            return i;
    }
    tp_raise(&tp_TypeError, "expected some sort of %s, but got %R", sum, value);
    diag_pending(unit);
}

/* A list field: items that the reading of items adds or takes away are an error. */
static List *read_list(Unit *unit, Value value, const char *field, const char *type)
{
    if (!tp_is_list(value)) {
        tp_raise(&tp_TypeError, "%s field \"%s\" must be a list, not a %T", type, field, value);
        diag_pending(unit);
    }
    return tp_as_list(value);
}

static void check_length(Unit *unit, const List *list, int n, const char *field, const char *type)
{
    if (list->length != n) {
        tp_raise(&tp_RuntimeError, "%s field \"%s\" changed size during iteration", type, field);
        diag_pending(unit);
    }
}

static Node *read_node(Unit *unit, Value value, enum AstClass type);

static NodeSeq read_nodes(Unit *unit, Value value, enum AstClass item_type, const char *field,
                          const char *type)
{
    List *list = read_list(unit, value, field, type);
    NodeSeq seq = ast_seq_new(&unit->arena, (int)list->length);
    for (int i = 0; i < seq.n; i++) {
        seq.items[i] = read_node(unit, list->items[i], item_type);
        check_length(unit, list, seq.n, field, type);
    }
    return seq;
}

static NameSeq read_names(Unit *unit, Value value, const char *field, const char *type)
{
    List *list = read_list(unit, value, field, type);
    NameSeq seq = {(int)list->length, NULL};
    seq.items = arena_alloc(&unit->arena, (size_t)seq.n * sizeof *seq.items);
    for (int i = 0; i < seq.n; i++)
        seq.items[i] = read_text(unit, list->items[i], "identifier");
    return seq;
}

enum {
    NCONTEXTS = AST_CLASS_Del - AST_CLASS_Load + 1,
    NBOOLOPS = AST_CLASS_Or - AST_CLASS_And + 1,
    NBINARIES = AST_CLASS_FloorDiv - AST_CLASS_Add + 1,
    NUNARIES = AST_CLASS_USub - AST_CLASS_Invert + 1,
    NCOMPARES = AST_CLASS_NotIn - AST_CLASS_Eq + 1
};

static CompareSeq read_compare_ops(Unit *unit, Value value, const char *field, const char *type)
{
    List *list = read_list(unit, value, field, type);
    CompareSeq seq = {(int)list->length, NULL};
    seq.items = arena_alloc(&unit->arena, (size_t)seq.n);
    for (int i = 0; i < seq.n; i++) {
        seq.items[i] = (unsigned char)read_word(unit, list->items[i], AST_CLASS_Eq, NCOMPARES,
                                                "cmpop");
        check_length(unit, list, seq.n, field, type);
    }
    return seq;
}

static Span read_span(Unit *unit, Value object, const ClassInfo *info)
{
    const char *name = info->name;
    Span span;
#define REQUIRED(f) read_int(unit, read_required(unit, object, TP_NAME(f), #f, name))
#define OTHERWISE(f, value) read_int_or(unit, read_optional(unit, object, TP_NAME(f)), value)
    span.lineno = REQUIRED(lineno);
    span.col_offset = REQUIRED(col_offset);
    if (info->placing == AST_PLACED_FULLY) {
        span.end_lineno = REQUIRED(end_lineno);
        span.end_col_offset = REQUIRED(end_col_offset);
    } else {
        span.end_lineno = OTHERWISE(end_lineno, span.lineno);
        span.end_col_offset = OTHERWISE(end_col_offset, span.col_offset);
    }
#undef REQUIRED
#undef OTHERWISE
    return span;
}

/* The fields of a node, in their order. None in one that needs something is told at the end. */
static Node *read_fields(Unit *unit, Value object, enum NodeKind kind, Span span)
{
    const char *type = ast_kind_name(kind), *lacking = NULL;
    Node *node = NULL;
#define NEEDED(f, value)                                                                          \
    if (!(fields.f = value) && !lacking)                                                          \
        lacking = #f;
#define REQUIRED(f) read_required(unit, object, TP_NAME(f), #f, type)
#define OPTIONAL_(f) read_optional(unit, object, TP_NAME(f))
#define CHILD(type_, f) NEEDED(f, read_node(unit, REQUIRED(f), AST_CLASS_##type_))
#define OPTIONAL(type_, f)                                                                        \
    Value f##_value = OPTIONAL_(f);                                                               \
    fields.f = f##_value == TP_NONE ? NULL : read_node(unit, f##_value, AST_CLASS_##type_);
#define NODES(type_, f) fields.f = read_nodes(unit, REQUIRED(f), AST_CLASS_##type_, #f, type);
#define IDENT(f) NEEDED(f, read_text(unit, REQUIRED(f), "identifier"))
#define IDENT_OR_NONE(f) fields.f = read_text(unit, OPTIONAL_(f), "identifier");
#define IDENTS(f) fields.f = read_names(unit, REQUIRED(f), #f, type);
#define CONTEXT_OF(f)                                                                             \
    fields.f = read_word(unit, REQUIRED(f), AST_CLASS_Load, NCONTEXTS, "expr_context");
#define INT(f) fields.f = read_int(unit, REQUIRED(f));
#define INT_OR_NONE(f) fields.f = read_int_or(unit, OPTIONAL_(f), 0);
#define STRING(f) NEEDED(f, read_text(unit, REQUIRED(f), "string"))
#define STRING_OR_NONE(f) read_text(unit, OPTIONAL_(f), "string");
#define VALUE(f) fields.f = REQUIRED(f);
#define U_PREFIX(f)                                                                               \
    Name *prefix = read_text(unit, OPTIONAL_(f), "string");                                       \
    fields.f = prefix && strcmp(prefix->text, "u") == 0;
#define BOOL_OP(f) fields.f = read_word(unit, REQUIRED(f), AST_CLASS_And, NBOOLOPS, "boolop");
#define BINARY_OP(f) fields.f = read_word(unit, REQUIRED(f), AST_CLASS_Add, NBINARIES, "operator");
#define UNARY_OP(f)                                                                               \
    fields.f = read_word(unit, REQUIRED(f), AST_CLASS_Invert, NUNARIES, "unaryop");
#define COMPARE_OPS(f) fields.f = read_compare_ops(unit, REQUIRED(f), #f, type);
    switch (kind) {
#define NODE(KIND, Type, GROUP, FIELDS)                                                           \
    case AST_##KIND: {                                                                            \
        struct Ast##Type fields __attribute__((unused));                                          \
        memset(&fields, 0, sizeof fields);                                                        \
        FIELDS                                                                                    \
        node = ast_alloc(&unit->arena, kind, sizeof fields, span);                                \
        node->Type = fields;                                                                      \
        break;                                                                                    \
    }
#include "frontend/ast.def"
    case AST_NKINDS:
        BUG("a node of no kind");
    }
    if (lacking) {
        tp_raise(&tp_ValueError, "field '%s' is required for %s", lacking, type);
        diag_pending(unit);
    }
    return node;
}

/* Which kind of the sum the value is. */
static enum NodeKind kind_within(Unit *unit, Value value, const ClassInfo *sum)
{
    for (int class = 0; class < AST_NCLASSES; class++) {
        const ClassInfo *info = &infos[class];
        if (!info->name || info->kind < 0 || info->group != sum->group)
            continue;
        int is_one = tp_isinstance(value, tp_ref(tp_ast_class(class)));
        if (is_one < 0)
            diag_pending(unit);
        if (is_one)
            return info->kind;
    }
    tp_raise(&tp_TypeError, "expected some sort of %s, but got %R", sum->name, value);
    diag_pending(unit);
}

/* A node of that sum or product; NULL for None of a sum. */
static Node *read_node(Unit *unit, Value value, enum AstClass type)
{
    const ClassInfo *info = &infos[type];
    bool is_sum = info->kind < 0;
    if (is_sum && value == TP_NONE)
        return NULL;
    if (tp_recursion_enter(info->traversing) < 0)
        diag_pending(unit);
    Span span = {0};
    if (is_sum && info->placing != AST_NOWHERE)
        span = read_span(unit, value, info);
    enum NodeKind kind = is_sum ? kind_within(unit, value, info) : (enum NodeKind)info->kind;
    Node *node = read_fields(unit, value, kind, span);
    if (!is_sum && ast_kind_is_placed(kind))
        node->span = read_span(unit, value, info);
    tp_recursion_leave();
    return node;
}

Node *ast_from_python(Unit *unit, Value tree)
{
    return read_node(unit, tree, AST_CLASS_mod);
}
