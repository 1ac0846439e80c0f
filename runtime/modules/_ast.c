/* _ast.c -- the module _ast: the classes of Python's syntax trees, made from the front end's table.
 *
 * A row of ast.def becomes a class with _fields, __match_args__ and a __doc__ that shows the fields
 * with their types; a field or an attribute that may be left out has the default None in the class.
 * The classes are ordinary ones, which programs change and derive from; they are made when they are
 * first needed. Turning trees of the front end into instances and back is frontend/ast_python.c.
 */
#include "runtime/modules/_ast.h"

#include <string.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/shape.h"
#include "runtime/str.h"
#include "runtime/type.h"

/* ---- the table ---- */

/* Which attributes a class has: those of its base, or ones of its own. */
enum Place { INHERITED, NOWHERE, PLACED, PLACED_FULLY };

static const char *const place_attributes[] = {
    [NOWHERE] = "",
    [PLACED] = "int lineno, int col_offset, int? end_lineno, int? end_col_offset, ",
    [PLACED_FULLY] = "int lineno, int col_offset, int end_lineno, int end_col_offset, ",
};

typedef struct Row {
    const char *name;
    const char *fields;       /* "expr left, operator op, expr right, " */
    unsigned char place;      /* enum Place */
    unsigned char base;       /* enum AstClass */
} Row;

enum { /* the base of the classes of a group */
#define GROUP(KIND, name, PLACE) BASE_##KIND = AST_CLASS_##name,
#define PARTS(KIND, PLACE) BASE_##KIND = AST_CLASS_AST,
#include "frontend/ast.def"
};

enum { /* and their place */
#define GROUP(KIND, name, PLACE) PLACE_##KIND = INHERITED,
#define PARTS(KIND, PLACE) PLACE_##KIND = PLACE,
#include "frontend/ast.def"
};

#define CHILD(type, f) #type " " #f ", "
#define OPTIONAL(type, f) #type "? " #f ", "
#define NODES(type, f) #type "* " #f ", "
#define IDENT(f) "identifier " #f ", "
#define IDENT_OR_NONE(f) "identifier? " #f ", "
#define IDENTS(f) "identifier* " #f ", "
#define CONTEXT_OF(f) "expr_context " #f ", "
#define INT(f) "int " #f ", "
#define INT_OR_NONE(f) "int? " #f ", "
#define STRING(f) "string " #f ", "
#define STRING_OR_NONE(f) "string? " #f ", "
#define VALUE(f) "constant " #f ", "
#define U_PREFIX(f) "string? " #f ", "
#define BOOL_OP(f) "boolop " #f ", "
#define BINARY_OP(f) "operator " #f ", "
#define UNARY_OP(f) "unaryop " #f ", "
#define COMPARE_OPS(f) "cmpop* " #f ", "

static const Row rows[] = {
    {"AST", "", NOWHERE, AST_CLASS_AST},
#define NODE(KIND, Type, GROUP, FIELDS) {#Type, "" FIELDS, PLACE_##GROUP, BASE_##GROUP},
#define GROUP(KIND, name, PLACE) {#name, "", PLACE, AST_CLASS_AST},
#define CONTEXT(KIND, Type) {#Type, "", INHERITED, BASE_CONTEXT},
#define BOOLOP(KIND, Type) {#Type, "", INHERITED, BASE_BOOLOP},
#define BINARY(KIND, Type) {#Type, "", INHERITED, BASE_BINARY},
#define UNARY(KIND, Type) {#Type, "", INHERITED, BASE_UNARY},
#define COMPARE(KIND, Type) {#Type, "", INHERITED, BASE_COMPARE},
#include "frontend/ast.def"
};

static Value classes[AST_NCLASSES];   /* 0 until tp_ast_ready */
static Value words[AST_NCLASSES];

/* ---- what instances can do ---- */

/* The value of _fields of the node's class: 0 without exception if there is none, -1 in *n if it is
 * no sequence. */
static Value fields_of(Value self, int64_t *n)
{
    *n = 0;
    int error = 0;
    Value fields = tp_getattr_or_null(tp_ref(tp_type_of(self)), TP_NAME(_fields), &error);
    if (error || (fields && (*n = tp_len(fields)) < 0))
        *n = -1;
    return fields;
}

/* Is the field that a keyword names given by position already? */
static int is_given(Value fields, int nargs, Value name)
{
    for (int i = 0; i < nargs; i++) {
        Value field = tp_getitem(fields, tp_small(i));
        int same = field ? tp_equal(field, name) : -1;
        if (same)
            return same;
    }
    return 0;
}

static int ast_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    int64_t n;
    const Type *type = tp_type_of(self);
    Value fields = fields_of(self, &n);
    if (n < 0)
        return -1;
    if (nargs > n)
        return tp_raise_int(&tp_TypeError, "%U constructor takes at most %d positional argument%s",
                            type->name_value, (int)n, n == 1 ? "" : "s");
    for (int i = 0; i < nargs; i++) {
        Value name = tp_getitem(fields, tp_small(i));
        if (!name)
            return -1;
        if (!tp_is_str(name))
            return tp_raise_int(&tp_TypeError, "attribute name must be string, not '%T'", name);
        if (tp_setattr(self, name, args[i]) < 0)
            return -1;
    }
    for (int64_t i = 0; kwnames && i < kwnames->length; i++) {
        int given = is_given(fields, nargs, kwnames->items[i]);
        if (given > 0)
            tp_raise(&tp_TypeError, "%U got multiple values for argument %R", type->name_value,
                     kwnames->items[i]);
        if (given || tp_setattr(self, kwnames->items[i], args[nargs + i]) < 0)
            return -1;
    }
    return 0;
}

/* Arguments are __init__'s. */
static Value ast_new(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (!nargs)
        return tp_raise(&tp_TypeError, "ast.AST.__new__(): not enough arguments");
    if (!tp_has_flag(args[0], TYPE_IS_TYPE))
        return tp_raise(&tp_TypeError, "ast.AST.__new__(X): X is not a type object (%T)", args[0]);
    Type *type = (Type *)tp_obj(args[0]);
    if (!tp_subtype(type, tp_ast_class(AST_CLASS_AST)))
        return tp_raise(&tp_TypeError, "ast.AST.__new__(%s): %s is not a subtype of ast.AST",
                        type->name, type->name);
    if (type->flags & TYPE_SHAPED)
        return tp_instance_new(type);
    NewFn new_ = tp_type_builtin_base(type)->new_; /* it derives from another builtin type, too */
    return new_ ? new_(type, nargs - 1, args + 1, kwnames)
                : tp_raise(&tp_TypeError, "cannot create '%s' instances", type->name);
}

static Value ast_reduce(Value self, Value *args)
{
    (void)args;
    Value type = tp_ref(tp_type_of(self)), nothing = tp_ref(tp_empty_tuple);
    int error = 0;
    Value dict = tp_getattr_or_null(self, TP_NAME(__dict__), &error);
    if (error)
        return 0;
    return dict ? tp_tuple_pack(3, type, nothing, dict) : tp_tuple_pack(2, type, nothing);
}

static const MethodDef ast_new_def = METHOD_RAW("__new__", ast_new, 0, 0);
static const MethodDef ast_reduce_def = METHOD("__reduce__", ast_reduce, "()", 0);

/* ---- making the classes ---- */

/* The names in a text of fields, a tuple; those that may be left out become None in the
 * namespace. */
static Value field_names(const char *text, Dict *namespace)
{
    Value names = tp_list_new(0);
    while (*text) {
        const char *space = strchr(text, ' '), *end = strchr(space, ',');
        Value name = tp_intern(tp_str_utf8(space + 1, end - space - 1));
        if (space[-1] == '?')
            tp_dict_set(namespace, name, TP_NONE);
        tp_list_append(names, name);
        text = end + 2;
    }
    return tp_list_as_tuple(names);
}

/* "BinOp(expr left, operator op, expr right)", or the name alone. */
static void describe(StrBuilder *b, const Row *row)
{
    tp_builder_cstr(b, row->name);
    if (!*row->fields)
        return;
    tp_builder_char(b, '(');
    tp_builder_utf8(b, row->fields, (int64_t)strlen(row->fields) - 2);
    tp_builder_char(b, ')');
}

/* "boolop = And | Or": nodes with fields stand on a line each. */
static void describe_sum(StrBuilder *b, enum AstClass which)
{
    bool has_fields = false;
    for (int i = which + 1; i < AST_NCLASSES; i++)
        has_fields |= rows[i].base == which && *rows[i].fields;
    const char *separator = " = ";
    tp_builder_cstr(b, rows[which].name);
    for (int i = which + 1; i < AST_NCLASSES; i++) {
        if (rows[i].base != which)
            continue;
        if (has_fields && *separator != ' ') {
            tp_builder_char(b, '\n');
            tp_builder_fill(b, ' ', (int64_t)strlen(rows[which].name) + 1);
        }
        tp_builder_cstr(b, separator);
        describe(b, &rows[i]);
        separator = has_fields ? "| " : " | ";
    }
}

static Value documentation(enum AstClass which)
{
    bool is_sum = false;
    for (int i = which + 1; i < AST_NCLASSES; i++)
        is_sum |= rows[i].base == which;
    StrBuilder b;
    tp_builder_init(&b);
    if (is_sum)
        describe_sum(&b, which);
    else
        describe(&b, &rows[which]);
    return tp_builder_finish(&b);
}

/* What all nodes inherit. */
static int add_methods(Value ast)
{
    Type *type = (Type *)tp_obj(ast);
    type->name = "ast.AST";
    Value reduce = tp_builtin_new(&ast_reduce_def, 0, type, 0);
    tp_obj(reduce)->type = &tp_method_descriptor_type;
    if (tp_setattr_cstr(ast, "__init__", tp_wrapper_new(type, ROW_init, ast_init)) < 0)
        return -1;
    if (tp_setattr_cstr(ast, "__reduce__", reduce) < 0)
        return -1;
    Value new = tp_builtin_new(&ast_new_def, 0, 0, 0);
    return tp_setattr_cstr(ast, "__new__", tp_staticmethod_new(new));
}

static Value make_class(enum AstClass which)
{
    const Row *row = &rows[which];
    Dict *namespace = tp_dict_new();
    Value fields = field_names(row->fields, namespace);
    tp_dict_set_cstr(namespace, "_fields", fields);
    tp_dict_set_cstr(namespace, "__match_args__", fields);
    tp_dict_set_cstr(namespace, "__module__", tp_str_cstr("ast"));
    if (row->place != INHERITED)
        tp_dict_set_cstr(namespace, "_attributes",
                         field_names(place_attributes[row->place], namespace));
    Value name = tp_intern_cstr(row->name), base = classes[row->base];
    if (which == AST_CLASS_AST) {
        base = tp_ref(&tp_object_type);
        tp_dict_set_cstr(namespace, "__slots__", tp_tuple_pack(1, TP_NAME(__dict__)));
    } else {
        tp_dict_set_cstr(namespace, "__doc__", documentation(which));
    }
    Value made = tp_type_new(&tp_type_type, name, tp_as_tuple(tp_tuple_pack(1, base)), namespace, 0,
                             0, 0);
    return made && which == AST_CLASS_AST && add_methods(made) < 0 ? 0 : made;
}

int tp_ast_ready(void)
{
    for (int i = 0; i < AST_NCLASSES; i++)
        if (!classes[i] && !(classes[i] = make_class(i)))
            return -1;
    return 0;
}

Type *tp_ast_class(enum AstClass which)
{
    return (Type *)tp_obj(classes[which]);
}

Value tp_ast_word(enum AstClass which)
{
    if (!words[which])
        words[which] = tp_instance_new(tp_ast_class(which));
    return words[which];
}

bool tp_is_ast(Value v)
{
    return classes[AST_CLASS_AST] && tp_instance(v, tp_ast_class(AST_CLASS_AST));
}

static int init(Value module)
{
    if (tp_ast_ready() < 0 || tp_module_add(module, "AST", classes[AST_CLASS_AST]) < 0 ||
        tp_module_add(module, "PyCF_ALLOW_TOP_LEVEL_AWAIT", tp_small(0x2000)) < 0 ||
        tp_module_add(module, "PyCF_ONLY_AST", tp_small(0x400)) < 0 ||
        tp_module_add(module, "PyCF_TYPE_COMMENTS", tp_small(0x1000)) < 0)
        return -1;
    for (int i = AST_CLASS_AST + 1; i < AST_NCLASSES; i++)
        if (tp_module_add(module, rows[i].name, classes[i]) < 0)
            return -1;
    return 0;
}

const ModuleDef tp_mod__ast = {.name = "_ast", .init = init};
