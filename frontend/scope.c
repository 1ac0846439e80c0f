/* scope.c -- the symbol table, in two passes.
 *
 * The first pass walks the tree and notes in the Scope of each block what the block does with each
 * name; most errors are found here. The second, resolve(), goes through the scopes from the outside
 * in and decides where each name lives: a name used but not bound is sought in the functions
 * around; the one that binds it gets a cell, and those between pass it on as a free variable.
 * Classes are skipped, but for __class__, which every class offers to its methods.
 *
 * Words: a name is *bound* if it is assigned, imported or a parameter; a *directive* is a global or
 * nonlocal declaration; what is called comprehension includes generator expressions.
 * Start at scope_build().
 */
#include "frontend/scope.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/state.h"

struct Directive {
    Name *name;
    Span span;
    Directive *next;
};

typedef struct Builder {
    Unit *unit;
    Scopes *scopes;
    Scope *current;
    Name *private;          /* class whose body we are in, for mangling */
    Name *super_name;
    Name *class_cell;       /* "__class__" */
    int depth;              /* of the recursion */
    int limit;
} Builder;

static void visit_expr(Builder *b, Node *node);
static void visit_stmt(Builder *b, Node *node);

static unsigned hash_pointer(const void *pointer)
{
    uint64_t bits = (uintptr_t)pointer * 0x9E3779B97F4A7C15u;
    return (unsigned)(bits >> 32);
}

Scope *scope_of_node(Scopes *scopes, const Node *node)
{
    Scope *found;
    HASH_FIND_BYHASHVALUE(hh, scopes->by_node, &node, sizeof node, hash_pointer(node), found);
    return found;
}

Symbol *scope_lookup(const Scope *scope, Name *name)
{
    int number = names_find(&scope->names, name);
    return number < 0 ? NULL : scope->symbols[number];
}

enum Place scope_place(const Scope *scope, Name *name)
{
    Symbol *symbol = scope_lookup(scope, name);
    return symbol ? symbol->place : PLACE_UNKNOWN;
}

static int flags_of(const Scope *scope, Name *name)
{
    Symbol *symbol = scope_lookup(scope, name);
    return symbol ? symbol->flags : 0;
}

Name *scope_mangle(Unit *unit, Name *private, Name *name)
{
    if (!private || name->text[0] != '_' || name->text[1] != '_')
        return name;
    size_t n = (size_t)name->length;
    if ((name->text[n - 1] == '_' && name->text[n - 2] == '_') || memchr(name->text, '.', n))
        return name;
    const char *class_name = private->text;
    while (*class_name == '_')
        class_name++;
    if (!*class_name)
        return name;
    char *text = arena_printf(&unit->arena, "_%s%s", class_name, name->text);
    return name_intern(&unit->names, text, strlen(text));
}

static Symbol *add_symbol(Arena *arena, Scope *scope, Name *name)
{
    Symbol *symbol = scope_lookup(scope, name);
    if (symbol)
        return symbol;
    symbol = arena_alloc(arena, sizeof *symbol);
    symbol->name = name;
    int number = names_add(&scope->names, name);
    scope->symbols = arena_grow(arena, scope->symbols, &scope->capacity, number + 1,
                                sizeof *scope->symbols);
    scope->symbols[number] = symbol;
    return symbol;
}

/* ---- first pass: what each block does with its names ---- */

static void enter(Builder *b, enum ScopeKind kind, Name *name, Node *node)
{
    Arena *arena = &b->unit->arena;
    Scope *scope = arena_alloc(arena, sizeof *scope), *outer = b->current;
    scope->kind = kind;
    scope->name = name;
    scope->node = node;
    scope->outer = outer;
    scope->names.arena = scope->params.arena = arena;
    b->current = scope;
    if (outer) {
        scope->is_nested = outer->is_nested || outer->kind == SCOPE_FUNCTION;
        scope->in_iterable = outer->in_iterable;
    }
    if (kind == SCOPE_ANNOTATION)
        return;
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, b->scopes->by_node, &scope->node, sizeof scope->node,
                                hash_pointer(node), scope);
    if (!outer)
        return;
    if (outer->last_inner)
        outer->last_inner->next = scope;
    else
        outer->first_inner = scope;
    outer->last_inner = scope;
}

static void leave(Builder *b)
{
    b->current = b->current->outer;
}

static void define_in(Builder *b, Scope *scope, Name *name, int flag, Span span)
{
    Name *mangled = scope_mangle(b->unit, b->private, name);
    Arena *arena = &b->unit->arena;
    Symbol *symbol = add_symbol(arena, scope, mangled);
    if ((flag & SYMBOL_PARAM) && (symbol->flags & SYMBOL_PARAM))
        diag_scope_error(b->unit, span, "duplicate argument '%s' in function definition",
                         name->text);
    symbol->flags |= flag;
    if (scope->in_target) {
        if (symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL))
            diag_scope_error(b->unit, span,
                             "comprehension inner loop cannot rebind assignment expression "
                             "target '%s'", name->text);
        symbol->flags |= SYMBOL_ITERATION;
    }
    if (flag & SYMBOL_PARAM)
        names_add(&scope->params, mangled);
    else if (flag & SYMBOL_GLOBAL)
        add_symbol(arena, b->scopes->top, mangled)->flags |= flag;
}

static void define(Builder *b, Name *name, int flag, Span span)
{
    define_in(b, b->current, name, flag, span);
}

static void add_directive(Builder *b, Name *name, Span span)
{
    Directive *directive = arena_alloc(&b->unit->arena, sizeof *directive);
    *directive = (Directive){scope_mangle(b->unit, b->private, name), span,
                             b->current->directives};
    b->current->directives = directive;
}

static void descend(Builder *b)
{
    if (++b->depth > b->limit)
        diag_raise(b->unit, "RecursionError",
                   "maximum recursion depth exceeded during compilation");
}

static void visit_exprs(Builder *b, NodeSeq nodes)
{
    for (int i = 0; i < nodes.n; i++)
        visit_expr(b, nodes.items[i]);
}

static void visit_stmts(Builder *b, NodeSeq nodes)
{
    for (int i = 0; i < nodes.n; i++)
        visit_stmt(b, nodes.items[i]);
}

static void forbid_in_annotation(Builder *b, const char *what, Node *node)
{
    if (b->current->kind == SCOPE_ANNOTATION)
        diag_scope_error(b->unit, node->span, "'%s' can not be used within an annotation", what);
}

static void visit_annotation(Builder *b, Node *annotation)
{
    if (!annotation)
        return;
    if (annotations_are_text(b->unit)) {
        enter(b, SCOPE_ANNOTATION, NULL, annotation);
        visit_expr(b, annotation);
        leave(b);
    } else {
        visit_expr(b, annotation);
    }
}

static void visit_arg_annotations(Builder *b, NodeSeq args)
{
    for (int i = 0; i < args.n; i++)
        visit_expr(b, args.items[i]->arg.annotation);
}

static void visit_annotations(Builder *b, Node *function, Node *args, Node *returns)
{
    struct Astarguments *a = &args->arguments;
    if (annotations_are_text(b->unit))
        enter(b, SCOPE_ANNOTATION, NULL, function);
    visit_arg_annotations(b, a->posonlyargs);
    visit_arg_annotations(b, a->args);
    if (a->vararg)
        visit_expr(b, a->vararg->arg.annotation);
    if (a->kwarg)
        visit_expr(b, a->kwarg->arg.annotation);
    visit_arg_annotations(b, a->kwonlyargs);
    if (annotations_are_text(b->unit))
        leave(b);
    visit_annotation(b, returns);
}

static void define_params(Builder *b, NodeSeq args)
{
    for (int i = 0; i < args.n; i++)
        define(b, args.items[i]->arg.arg, SYMBOL_PARAM, args.items[i]->span);
}

static void visit_params(Builder *b, Node *args)
{
    struct Astarguments *a = &args->arguments;
    define_params(b, a->posonlyargs);
    define_params(b, a->args);
    define_params(b, a->kwonlyargs);
    if (a->vararg) {
        define(b, a->vararg->arg.arg, SYMBOL_PARAM, a->vararg->span);
        b->current->has_varargs = true;
    }
    if (a->kwarg) {
        define(b, a->kwarg->arg.arg, SYMBOL_PARAM, a->kwarg->span);
        b->current->has_varkeywords = true;
    }
}

/* FunctionDef and AsyncFunctionDef have the same fields. */
static void visit_function(Builder *b, Node *node)
{
    struct AstFunctionDef *def = &node->FunctionDef;
    define(b, def->name, SYMBOL_LOCAL, node->span);
    visit_exprs(b, def->args->arguments.defaults);
    visit_exprs(b, def->args->arguments.kw_defaults);
    visit_annotations(b, node, def->args, def->returns);
    visit_exprs(b, def->decorator_list);
    enter(b, SCOPE_FUNCTION, def->name, node);
    b->current->is_coroutine = node->kind == AST_ASYNC_FUNCTION_DEF;
    visit_params(b, def->args);
    visit_stmts(b, def->body);
    leave(b);
}

static void visit_keywords(Builder *b, NodeSeq keywords)
{
    for (int i = 0; i < keywords.n; i++)
        visit_expr(b, keywords.items[i]->keyword.value);
}

static void visit_class(Builder *b, Node *node)
{
    struct AstClassDef *def = &node->ClassDef;
    define(b, def->name, SYMBOL_LOCAL, node->span);
    visit_exprs(b, def->bases);
    visit_keywords(b, def->keywords);
    visit_exprs(b, def->decorator_list);
    enter(b, SCOPE_CLASS, def->name, node);
    Name *private = b->private;
    b->private = def->name;
    visit_stmts(b, def->body);
    b->private = private;
    leave(b);
}

static void visit_directive(Builder *b, Node *node, int flag)
{
    NameSeq names = node->Global.names;
    const char *what = flag == SYMBOL_GLOBAL ? "global" : "nonlocal";
    for (int i = 0; i < names.n; i++) {
        const char *text = names.items[i]->text;
        int flags = flags_of(b->current, scope_mangle(b->unit, b->private, names.items[i]));
        if (flags & SYMBOL_PARAM)
            diag_scope_error(b->unit, node->span, "name '%s' is parameter and %s", text, what);
        if (flags & SYMBOL_USED)
            diag_scope_error(b->unit, node->span, "name '%s' is used prior to %s declaration", text,
                       what);
        if (flags & SYMBOL_ANNOTATED)
            diag_scope_error(b->unit, node->span, "annotated name '%s' can't be %s", text, what);
        if (flags & SYMBOL_LOCAL)
            diag_scope_error(b->unit, node->span, "name '%s' is assigned to before %s declaration",
                       text, what);
        define(b, names.items[i], flag, node->span);
        add_directive(b, names.items[i], node->span);
    }
}

static void visit_ann_assign(Builder *b, Node *node)
{
    struct AstAnnAssign *assign = &node->AnnAssign;
    Node *target = assign->target;
    if (target->kind == AST_NAME) {
        Name *name = target->Name.id;
        int flags = flags_of(b->current, scope_mangle(b->unit, b->private, name));
        if ((flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) && b->current != b->scopes->top &&
            assign->simple)
            diag_scope_error(b->unit, node->span, "annotated name '%s' can't be %s", name->text,
                             flags & SYMBOL_GLOBAL ? "global" : "nonlocal");
        if (assign->simple)
            define(b, name, SYMBOL_ANNOTATED | SYMBOL_LOCAL, target->span);
        else if (assign->value)
            define(b, name, SYMBOL_LOCAL, target->span);
    } else {
        visit_expr(b, target);
    }
    visit_annotation(b, assign->annotation);
    visit_expr(b, assign->value);
}

static void visit_aliases(Builder *b, NodeSeq aliases)
{
    for (int i = 0; i < aliases.n; i++) {
        Node *alias = aliases.items[i];
        Name *name = alias->alias.asname ? alias->alias.asname : alias->alias.name;
        if (strcmp(name->text, "*") == 0) {
            if (b->current->kind != SCOPE_MODULE)
                diag_scope_error(b->unit, alias->span, "import * only allowed at module level");
            continue;
        }
        const char *dot = strchr(name->text, '.');
        if (dot)
            name = name_intern(&b->unit->names, name->text, (size_t)(dot - name->text));
        define(b, name, SYMBOL_IMPORT, alias->span);
    }
}

static void visit_handlers(Builder *b, NodeSeq handlers)
{
    for (int i = 0; i < handlers.n; i++) {
        Node *handler = handlers.items[i];
        visit_expr(b, handler->ExceptHandler.type);
        if (handler->ExceptHandler.name)
            define(b, handler->ExceptHandler.name, SYMBOL_LOCAL, handler->span);
        visit_stmts(b, handler->ExceptHandler.body);
    }
}

static void visit_with_items(Builder *b, NodeSeq items)
{
    for (int i = 0; i < items.n; i++) {
        visit_expr(b, items.items[i]->withitem.context_expr);
        visit_expr(b, items.items[i]->withitem.optional_vars);
    }
}

static void visit_pattern(Builder *b, Node *node);

static void visit_patterns(Builder *b, NodeSeq patterns)
{
    for (int i = 0; i < patterns.n; i++)
        visit_pattern(b, patterns.items[i]);
}

static void define_capture(Builder *b, Name *name, Node *node)
{
    if (name)
        define(b, name, SYMBOL_LOCAL, node->span);
}

static void visit_pattern(Builder *b, Node *node)
{
    descend(b);
    switch (node->kind) {
    case AST_MATCH_VALUE:
        visit_expr(b, node->MatchValue.value);
        break;
    case AST_MATCH_SEQUENCE:
        visit_patterns(b, node->MatchSequence.patterns);
        break;
    case AST_MATCH_STAR:
        define_capture(b, node->MatchStar.name, node);
        break;
    case AST_MATCH_MAPPING:
        visit_exprs(b, node->MatchMapping.keys);
        visit_patterns(b, node->MatchMapping.patterns);
        define_capture(b, node->MatchMapping.rest, node);
        break;
    case AST_MATCH_CLASS:
        visit_expr(b, node->MatchClass.cls);
        visit_patterns(b, node->MatchClass.patterns);
        visit_patterns(b, node->MatchClass.kwd_patterns);
        break;
    case AST_MATCH_AS:
        if (node->MatchAs.pattern)
            visit_pattern(b, node->MatchAs.pattern);
        define_capture(b, node->MatchAs.name, node);
        break;
    case AST_MATCH_OR:
        visit_patterns(b, node->MatchOr.patterns);
        break;
    default:
        break;
    }
    b->depth--;
}

static void visit_match(Builder *b, Node *node)
{
    NodeSeq cases = node->Match.cases;
    visit_expr(b, node->Match.subject);
    for (int i = 0; i < cases.n; i++) {
        visit_pattern(b, cases.items[i]->match_case.pattern);
        visit_expr(b, cases.items[i]->match_case.guard);
        visit_stmts(b, cases.items[i]->match_case.body);
    }
}

static void visit_stmt(Builder *b, Node *node)
{
    descend(b);
    switch (node->kind) {
    case AST_FUNCTION_DEF:
    case AST_ASYNC_FUNCTION_DEF:
        visit_function(b, node);
        break;
    case AST_CLASS_DEF:
        visit_class(b, node);
        break;
    case AST_RETURN:
        visit_expr(b, node->Return.value);
        break;
    case AST_DELETE:
        visit_exprs(b, node->Delete.targets);
        break;
    case AST_ASSIGN:
        visit_exprs(b, node->Assign.targets);
        visit_expr(b, node->Assign.value);
        break;
    case AST_AUG_ASSIGN:
        visit_expr(b, node->AugAssign.target);
        visit_expr(b, node->AugAssign.value);
        break;
    case AST_ANN_ASSIGN:
        visit_ann_assign(b, node);
        break;
    case AST_FOR:
    case AST_ASYNC_FOR:
        visit_expr(b, node->For.target);
        visit_expr(b, node->For.iter);
        visit_stmts(b, node->For.body);
        visit_stmts(b, node->For.orelse);
        break;
    case AST_WHILE:
        visit_expr(b, node->While.test);
        visit_stmts(b, node->While.body);
        visit_stmts(b, node->While.orelse);
        break;
    case AST_IF:
        visit_expr(b, node->If.test);
        visit_stmts(b, node->If.body);
        visit_stmts(b, node->If.orelse);
        break;
    case AST_WITH:
    case AST_ASYNC_WITH:
        visit_with_items(b, node->With.items);
        visit_stmts(b, node->With.body);
        break;
    case AST_MATCH:
        visit_match(b, node);
        break;
    case AST_RAISE:
        visit_expr(b, node->Raise.exc);
        visit_expr(b, node->Raise.cause);
        break;
    case AST_TRY:
    case AST_TRY_STAR:
        visit_stmts(b, node->Try.body);
        visit_stmts(b, node->Try.orelse);
        visit_handlers(b, node->Try.handlers);
        visit_stmts(b, node->Try.finalbody);
        break;
    case AST_ASSERT:
        visit_expr(b, node->Assert.test);
        visit_expr(b, node->Assert.msg);
        break;
    case AST_IMPORT:
        visit_aliases(b, node->Import.names);
        break;
    case AST_IMPORT_FROM:
        visit_aliases(b, node->ImportFrom.names);
        break;
    case AST_GLOBAL:
        visit_directive(b, node, SYMBOL_GLOBAL);
        break;
    case AST_NONLOCAL:
        visit_directive(b, node, SYMBOL_NONLOCAL);
        break;
    case AST_EXPR:
        visit_expr(b, node->Expr.value);
        break;
    default:
        break;
    }
    b->depth--;
}

/* An assignment expression in a comprehension binds in the function or module around it. */
static void extend_named_expr(Builder *b, Node *target)
{
    Name *name = target->Name.id;
    for (Scope *scope = b->current; scope; scope = scope->outer) {
        if (scope->comprehension) {
            int flags = flags_of(scope, name);
            if ((flags & SYMBOL_ITERATION) && (flags & (SYMBOL_LOCAL | SYMBOL_GLOBAL)))
                diag_scope_error(b->unit, target->span,
                                 "assignment expression cannot rebind comprehension iteration "
                                 "variable '%s'", name->text);
            continue;
        }
        if (scope->kind == SCOPE_FUNCTION) {
            bool is_global = flags_of(scope, name) & SYMBOL_GLOBAL;
            define(b, name, is_global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, target->span);
            add_directive(b, name, target->span);
            define_in(b, scope, name, SYMBOL_LOCAL, target->span);
            return;
        }
        if (scope->kind == SCOPE_MODULE) {
            define(b, name, SYMBOL_GLOBAL, target->span);
            add_directive(b, name, target->span);
            define_in(b, scope, name, SYMBOL_GLOBAL, target->span);
            return;
        }
        if (scope->kind == SCOPE_CLASS)
            diag_scope_error(b->unit, target->span,
                             "assignment expression within a comprehension cannot be used in a "
                             "class body");
    }
}

static void visit_named_expr(Builder *b, Node *node)
{
    forbid_in_annotation(b, "named expression", node);
    if (b->current->in_iterable)
        diag_scope_error(b->unit, node->span,
                         "assignment expression cannot be used in a comprehension iterable "
                         "expression");
    if (b->current->comprehension)
        extend_named_expr(b, node->NamedExpr.target);
    visit_expr(b, node->NamedExpr.value);
    visit_expr(b, node->NamedExpr.target);
}

static void visit_for_target(Builder *b, Node *target)
{
    b->current->in_target = true;
    visit_expr(b, target);
    b->current->in_target = false;
}

static void visit_iterable(Builder *b, Node *iter)
{
    b->current->in_iterable++;
    visit_expr(b, iter);
    b->current->in_iterable--;
}

static void visit_comprehension(Builder *b, Node *node, enum Comprehension kind, NodeSeq generators,
                                Node *element, Node *value)
{
    struct Astcomprehension *first = &generators.items[0]->comprehension;
    visit_iterable(b, first->iter);
    enter(b, SCOPE_FUNCTION, NULL, node);
    b->current->comprehension = kind;
    b->current->is_coroutine = first->is_async;
    define(b, name_intern(&b->unit->names, ".0", 2), SYMBOL_PARAM, node->span);
    visit_for_target(b, first->target);
    visit_exprs(b, first->ifs);
    for (int i = 1; i < generators.n; i++) {
        struct Astcomprehension *generator = &generators.items[i]->comprehension;
        visit_for_target(b, generator->target);
        visit_iterable(b, generator->iter);
        visit_exprs(b, generator->ifs);
        if (generator->is_async)
            b->current->is_coroutine = true;
    }
    visit_expr(b, value);
    visit_expr(b, element);
    b->current->is_generator = kind == COMP_GENERATOR;
    bool is_async = b->current->is_coroutine && kind != COMP_GENERATOR;
    leave(b);
    if (is_async)
        b->current->is_coroutine = true;
}

static void visit_yield(Builder *b, Node *node, Node *value)
{
    static const char *const kinds[] = {
        [COMP_LIST] = "list comprehension",
        [COMP_SET] = "set comprehension",
        [COMP_DICT] = "dict comprehension",
        [COMP_GENERATOR] = "generator expression",
    };
    forbid_in_annotation(b, "yield expression", node);
    visit_expr(b, value);
    b->current->is_generator = true;
    if (b->current->comprehension)
        diag_scope_error(b->unit, node->span, "'yield' inside %s",
                         kinds[b->current->comprehension]);
}

static void visit_lambda(Builder *b, Node *node)
{
    visit_exprs(b, node->Lambda.args->arguments.defaults);
    visit_exprs(b, node->Lambda.args->arguments.kw_defaults);
    enter(b, SCOPE_FUNCTION, NULL, node);
    visit_params(b, node->Lambda.args);
    visit_expr(b, node->Lambda.body);
    leave(b);
}

static void visit_name(Builder *b, Node *node)
{
    bool is_load = node->Name.ctx == CTX_LOAD;
    define(b, node->Name.id, is_load ? SYMBOL_USED : SYMBOL_LOCAL, node->span);
    /* super() finds its class through the cell __class__. */
    if (is_load && node->Name.id == b->super_name && b->current->kind == SCOPE_FUNCTION)
        define(b, b->class_cell, SYMBOL_USED, node->span);
}

/* node may be NULL. */
static void visit_expr(Builder *b, Node *node)
{
    if (!node)
        return;
    descend(b);
    switch (node->kind) {
    case AST_BOOL_OP:
        visit_exprs(b, node->BoolOp.values);
        break;
    case AST_NAMED_EXPR:
        visit_named_expr(b, node);
        break;
    case AST_BIN_OP:
        visit_expr(b, node->BinOp.left);
        visit_expr(b, node->BinOp.right);
        break;
    case AST_UNARY_OP:
        visit_expr(b, node->UnaryOp.operand);
        break;
    case AST_LAMBDA:
        visit_lambda(b, node);
        break;
    case AST_IF_EXP:
        visit_expr(b, node->IfExp.test);
        visit_expr(b, node->IfExp.body);
        visit_expr(b, node->IfExp.orelse);
        break;
    case AST_DICT:
        visit_exprs(b, node->Dict.keys);
        visit_exprs(b, node->Dict.values);
        break;
    case AST_SET:
        visit_exprs(b, node->Set.elts);
        break;
    case AST_LIST_COMP:
        visit_comprehension(b, node, COMP_LIST, node->ListComp.generators, node->ListComp.elt,
                            NULL);
        break;
    case AST_SET_COMP:
        visit_comprehension(b, node, COMP_SET, node->SetComp.generators, node->SetComp.elt, NULL);
        break;
    case AST_DICT_COMP:
        visit_comprehension(b, node, COMP_DICT, node->DictComp.generators, node->DictComp.key,
                            node->DictComp.value);
        break;
    case AST_GENERATOR_EXP:
        visit_comprehension(b, node, COMP_GENERATOR, node->GeneratorExp.generators,
                            node->GeneratorExp.elt, NULL);
        break;
    case AST_AWAIT:
        forbid_in_annotation(b, "await expression", node);
        visit_expr(b, node->Await.value);
        b->current->is_coroutine = true;
        break;
    case AST_YIELD:
        visit_yield(b, node, node->Yield.value);
        break;
    case AST_YIELD_FROM:
        visit_yield(b, node, node->YieldFrom.value);
        break;
    case AST_COMPARE:
        visit_expr(b, node->Compare.left);
        visit_exprs(b, node->Compare.comparators);
        break;
    case AST_CALL:
        visit_expr(b, node->Call.func);
        visit_exprs(b, node->Call.args);
        visit_keywords(b, node->Call.keywords);
        break;
    case AST_FORMATTED_VALUE:
        visit_expr(b, node->FormattedValue.value);
        visit_expr(b, node->FormattedValue.format_spec);
        break;
    case AST_JOINED_STR:
        visit_exprs(b, node->JoinedStr.values);
        break;
    case AST_ATTRIBUTE:
        visit_expr(b, node->Attribute.value);
        break;
    case AST_SUBSCRIPT:
        visit_expr(b, node->Subscript.value);
        visit_expr(b, node->Subscript.slice);
        break;
    case AST_STARRED:
        visit_expr(b, node->Starred.value);
        break;
    case AST_NAME:
        visit_name(b, node);
        break;
    case AST_LIST:
        visit_exprs(b, node->List.elts);
        break;
    case AST_TUPLE:
        visit_exprs(b, node->Tuple.elts);
        break;
    case AST_SLICE:
        visit_expr(b, node->Slice.lower);
        visit_expr(b, node->Slice.upper);
        visit_expr(b, node->Slice.step);
        break;
    default:
        break;
    }
    b->depth--;
}

/* ---- second pass: where each name lives ---- */

_Noreturn static void directive_error(Builder *b, Scope *scope, Name *name, const char *format)
{
    Directive *directive = NULL;        /* the first of this name */
    for (Directive *d = scope->directives; d; d = d->next)
        directive = d->name == name ? d : directive;
    diag_scope_error(b->unit, directive->span, format, name->text);
}

/* The block around scope whose variable `name` means in scope, or NULL: it is global. */
static Scope *find_binder(Builder *b, Scope *scope, Name *name)
{
    for (Scope *outer = scope->outer; outer && outer->kind != SCOPE_MODULE; outer = outer->outer) {
        if (outer->kind == SCOPE_CLASS) {
            if (name == b->class_cell)
                return outer;
            continue;
        }
        int flags = flags_of(outer, name);
        if (flags & SYMBOL_GLOBAL)
            return NULL;
        if ((flags & SYMBOL_BOUND) && !(flags & SYMBOL_NONLOCAL))
            return outer;
    }
    return NULL;
}

/* The name is free in scope and bound in binder: a cell there, and free in what is between. */
static void pass_on(Builder *b, Scope *scope, Scope *binder, Name *name)
{
    for (Scope *between = scope->outer; between != binder; between = between->outer) {
        Symbol *symbol = scope_lookup(between, name);
        if (!symbol)
            add_symbol(&b->unit->arena, between, name)->place = PLACE_FREE;
        else if (between->kind == SCOPE_CLASS &&
                 (symbol->flags & (SYMBOL_BOUND | SYMBOL_GLOBAL)))
            symbol->flags |= SYMBOL_FREE_IN_CLASS;
    }
    if (binder->kind == SCOPE_CLASS)
        binder->needs_class_cell = true;
    else
        scope_lookup(binder, name)->place = PLACE_CELL;
}

static void resolve_symbol(Builder *b, Scope *scope, Symbol *symbol)
{
    if (symbol->flags & SYMBOL_GLOBAL) {
        if (symbol->flags & SYMBOL_NONLOCAL)
            directive_error(b, scope, symbol->name, "name '%s' is nonlocal and global");
        symbol->place = PLACE_GLOBAL_EXPLICIT;
        return;
    }
    if (symbol->flags & SYMBOL_NONLOCAL) {
        if (scope->kind == SCOPE_MODULE)
            directive_error(b, scope, symbol->name,
                            "nonlocal declaration not allowed at module level");
        Scope *binder = find_binder(b, scope, symbol->name);
        if (!binder)
            directive_error(b, scope, symbol->name, "no binding for nonlocal '%s' found");
        symbol->place = PLACE_FREE;
        pass_on(b, scope, binder, symbol->name);
        return;
    }
    if (symbol->flags & SYMBOL_BOUND) {
        symbol->place = PLACE_LOCAL;
        return;
    }
    if (symbol->place == PLACE_FREE)
        return;
    Scope *binder = find_binder(b, scope, symbol->name);
    if (binder) {
        symbol->place = PLACE_FREE;
        pass_on(b, scope, binder, symbol->name);
    } else {
        symbol->place = PLACE_GLOBAL_IMPLICIT;
    }
}

/* The order, outer blocks first, also decides which of two errors is told. */
static void resolve(Builder *b, Scope *scope)
{
    for (int i = 0; i < scope->names.n; i++)
        resolve_symbol(b, scope, scope->symbols[i]);
    for (Scope *inner = scope->first_inner; inner; inner = inner->next)
        resolve(b, inner);
}

Scopes *scope_build(Unit *unit, Node *tree)
{
    Scopes *scopes = arena_alloc(&unit->arena, sizeof *scopes);
    scopes->unit = unit;
    Builder b = {
        .unit = unit,
        .scopes = scopes,
        .super_name = name_intern(&unit->names, "super", 5),
        .class_cell = name_intern(&unit->names, "__class__", 9),
        .limit = 3 * tp_state.recursion_limit,
    };
    enter(&b, SCOPE_MODULE, NULL, tree);
    scopes->top = b.current;
    if (tree->kind == AST_EXPRESSION)
        visit_expr(&b, tree->Expression.body);
    else
        visit_stmts(&b, tree->Module.body);
    resolve(&b, scopes->top);
    return scopes;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp((*(Name *const *)a)->text, (*(Name *const *)b)->text);
}

void scope_sorted(const Scope *scope, enum Place place, NameTable *into)
{
    int n = 0;
    Name **names = NULL;
    for (int i = 0; i < scope->names.n; i++) {
        Symbol *symbol = scope->symbols[i];
        if (symbol->place != place &&
            (place != PLACE_FREE || !(symbol->flags & SYMBOL_FREE_IN_CLASS)))
            continue;
        if (!names)
            names = arena_alloc(into->arena, (size_t)(scope->names.n - i) * sizeof *names);
        names[n++] = symbol->name;
    }
    if (!n)
        return;
    qsort(names, (size_t)n, sizeof *names, compare_names);
    for (int i = 0; i < n; i++)
        names_add(into, names[i]);
}

/* ---- printing ---- */

static const char *scope_title(const Scope *scope)
{
    switch (scope->node->kind) {
    case AST_LAMBDA:
        return "lambda";
    case AST_LIST_COMP:
        return "listcomp";
    case AST_SET_COMP:
        return "setcomp";
    case AST_DICT_COMP:
        return "dictcomp";
    case AST_GENERATOR_EXP:
        return "genexpr";
    default:
        return scope->name ? scope->name->text : "top";
    }
}

static void print_symbol(FILE *out, const Symbol *symbol, int indent)
{
    static const char *const places[] = {
        [PLACE_UNKNOWN] = "unknown",
        [PLACE_LOCAL] = "local",
        [PLACE_CELL] = "cell",
        [PLACE_FREE] = "free",
        [PLACE_GLOBAL_EXPLICIT] = "global explicit",
        [PLACE_GLOBAL_IMPLICIT] = "global implicit",
    };
    static const struct {
        int flag;
        const char *text;
    } reasons[] = {
        {SYMBOL_GLOBAL, "declared global"}, {SYMBOL_NONLOCAL, "declared nonlocal"},
        {SYMBOL_PARAM, "parameter"},        {SYMBOL_LOCAL, "assigned"},
        {SYMBOL_IMPORT, "imported"},        {SYMBOL_USED, "used"},
        {SYMBOL_ANNOTATED, "annotated"},    {SYMBOL_ITERATION, "target of a comprehension"},
        {SYMBOL_FREE_IN_CLASS, "free in class"},
    };
    fprintf(out, "%*s%s: %s", indent, "", symbol->name->text, places[symbol->place]);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (symbol->flags & reasons[i].flag)
            fprintf(out, ", %s", reasons[i].text);
    }
    putc('\n', out);
}

static int compare_symbols(const void *a, const void *b)
{
    return strcmp((*(Symbol *const *)a)->name->text, (*(Symbol *const *)b)->name->text);
}

static void print_scope(FILE *out, Arena *arena, const Scope *scope, int indent)
{
    static const char *const kinds[] = {"module", "class", "function", "annotation"};
    fprintf(out, "%*s%s %s", indent, "", kinds[scope->kind], scope_title(scope));
    if (scope->outer)
        fprintf(out, " line %d", scope->node->span.lineno);
    if (scope->is_nested)
        fprintf(out, " nested");
    putc('\n', out);
    int n = scope->names.n;
    Symbol **symbols = arena_alloc(arena, (size_t)n * sizeof *symbols);
    for (int i = 0; i < n; i++)
        symbols[i] = scope->symbols[i];
    qsort(symbols, (size_t)n, sizeof *symbols, compare_symbols);
    for (int i = 0; i < n; i++)
        print_symbol(out, symbols[i], indent + 4);
    for (const Scope *inner = scope->first_inner; inner; inner = inner->next)
        print_scope(out, arena, inner, indent + 4);
}

void scope_print(FILE *out, const Scopes *scopes)
{
    print_scope(out, &scopes->unit->arena, scopes->top, 0);
}
