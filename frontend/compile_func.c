/* compile_func.c -- what opens a code object of its own: functions, lambdas, classes,
 * comprehensions.
 */
#include "frontend/compile.h"

#include "runtime/list.h"

/* Bits of MAKE_FUNCTION: what is on the stack for the new function. */
enum { WITH_DEFAULTS = 1, WITH_KW_DEFAULTS = 2, WITH_ANNOTATIONS = 4, WITH_CLOSURE = 8 };

/* Makes a function of the code of a body, which is gone then: loads the cells it closes over, and
   the code. */
static void emit_closure(Compiler *c, const Body *inner, Value code, int flags)
{
    Body *body = c->body;
    const NameTable *freevars = &inner->freevars;
    for (int i = 0; i < freevars->n; i++) {
        Name *name = freevars->names[i];
        /* A class body's own cell, or a free variable that may also be a name of the class. */
        bool is_class_cell = body->kind == BODY_CLASS && name == c->known.class_cell;
        int cell = is_class_cell || scope_place(body->scope, name) == PLACE_CELL
                       ? names_find(&body->cellvars, name)
                       : body->cellvars.n + names_find(&body->freevars, name);
        emit_arg(c, OP_LOAD_CLOSURE, cell);
    }
    if (freevars->n) {
        flags |= WITH_CLOSURE;
        emit_arg(c, OP_BUILD_TUPLE, freevars->n);
    }
    arena_done(&c->unit->arena, inner->arena);
    emit_const(c, code);
    emit_arg(c, OP_MAKE_FUNCTION, flags);
}

static void apply_decorators(Compiler *c, NodeSeq decorators)
{
    Span at = c->body->at;
    for (int i = decorators.n - 1; i >= 0; i--) {
        set_position(c, decorators.items[i]);
        emit_call(c, 0);
    }
    c->body->at = at;
}

static int compile_defaults(Compiler *c, struct Astarguments *args)
{
    int flags = 0;
    if (args->defaults.n) {
        flags |= WITH_DEFAULTS;
        compile_exprs(c, args->defaults);
        emit_arg(c, OP_BUILD_TUPLE, args->defaults.n);
    }
    int n = 0;
    for (int i = 0; i < args->kwonlyargs.n; i++) {
        if (args->kw_defaults.items[i]) {
            compile_expr(c, args->kw_defaults.items[i]);
            n++;
        }
    }
    if (n) {
        flags |= WITH_KW_DEFAULTS;
        Tuple *names = tp_tuple_new(n);
        for (int i = args->kwonlyargs.n - 1; i >= 0; i--) {
            if (args->kw_defaults.items[i])
                names->items[--n] = name_interned(mangle(c, args->kwonlyargs.items[i]->arg.arg));
        }
        emit_const(c, tp_ref(names));
        emit_arg(c, OP_BUILD_CONST_KEY_MAP, (int)names->length);
    }
    return flags;
}

void compile_annotation(Compiler *c, Node *annotation)
{
    if (annotations_are_text(c->unit))
        emit_const(c, unparse(c->unit, annotation));
    else
        compile_expr(c, annotation);
}

/* Name and annotation of one parameter; gives how many values that is. */
static int compile_param_annotation(Compiler *c, Name *name, Node *annotation)
{
    if (!annotation)
        return 0;
    emit_const(c, name_interned(mangle(c, name)));
    if (!annotations_are_text(c->unit) && annotation->kind == AST_STARRED) {
        /* *args: *Ts */
        compile_expr(c, annotation->Starred.value);
        emit_arg(c, OP_UNPACK_SEQUENCE, 1);
    } else {
        compile_annotation(c, annotation);
    }
    return 2;
}

static int compile_param_annotations(Compiler *c, NodeSeq params)
{
    int n = 0;
    for (int i = 0; i < params.n; i++)
        n += compile_param_annotation(c, params.items[i]->arg.arg,
                                      params.items[i]->arg.annotation);
    return n;
}

static int compile_annotations(Compiler *c, struct Astarguments *args, Node *returns)
{
    int n = compile_param_annotations(c, args->args);
    n += compile_param_annotations(c, args->posonlyargs);
    if (args->vararg)
        n += compile_param_annotation(c, args->vararg->arg.arg, args->vararg->arg.annotation);
    n += compile_param_annotations(c, args->kwonlyargs);
    if (args->kwarg)
        n += compile_param_annotation(c, args->kwarg->arg.arg, args->kwarg->arg.annotation);
    n += compile_param_annotation(c, c->known.return_, returns);
    if (!n)
        return 0;
    emit_arg(c, OP_BUILD_TUPLE, n);
    return WITH_ANNOTATIONS;
}

static void forbid_debug_params(Compiler *c, struct Astarguments *args)
{
    NodeSeq groups[] = {args->posonlyargs, args->args, args->kwonlyargs};
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        for (int k = 0; k < groups[i].n; k++)
            forbid_debug(c, groups[i].items[k]->arg.arg, CTX_STORE);
    }
    if (args->vararg)
        forbid_debug(c, args->vararg->arg.arg, CTX_STORE);
    if (args->kwarg)
        forbid_debug(c, args->kwarg->arg.arg, CTX_STORE);
}

static void set_counts(Compiler *c, struct Astarguments *args)
{
    c->body->argcount = args->args.n;
    c->body->posonlyargcount = args->posonlyargs.n;
    c->body->kwonlyargcount = args->kwonlyargs.n;
}

static int first_line_of(const Node *node, NodeSeq decorators)
{
    return decorators.n ? decorators.items[0]->span.lineno : node->span.lineno;
}

void compile_function(Compiler *c, Node *node)
{
    struct AstFunctionDef *def = &node->FunctionDef;
    struct Astarguments *args = &def->args->arguments;
    forbid_debug_params(c, args);
    compile_exprs(c, def->decorator_list);
    int flags = compile_defaults(c, args);
    flags |= compile_annotations(c, args, def->returns);
    body_enter(c, node->kind == AST_FUNCTION_DEF ? BODY_FUNCTION : BODY_ASYNC_FUNCTION, def->name,
               node, first_line_of(node, def->decorator_list));
    Node *docstring = c->unit->optimize < 2 ? docstring_of(def->body) : NULL;
    add_const(c, docstring ? docstring->Constant.value : TP_NONE);
    set_counts(c, args);
    for (int i = docstring ? 1 : 0; i < def->body.n; i++)
        compile_stmt(c, def->body.items[i]);
    Body *inner = c->body;
    emit_closure(c, inner, body_leave(c, true), flags);
    apply_decorators(c, def->decorator_list);
    emit_variable(c, def->name, CTX_STORE);
}

void compile_lambda(Compiler *c, Node *node)
{
    struct Astarguments *args = &node->Lambda.args->arguments;
    forbid_debug_params(c, args);
    int flags = compile_defaults(c, args);
    body_enter(c, BODY_LAMBDA, known_name(c, "<lambda>"), node, node->span.lineno);
    /* The first constant would be taken for a docstring. */
    add_const(c, TP_NONE);
    set_counts(c, args);
    compile_expr(c, node->Lambda.body);
    bool is_generator = c->body->scope->is_generator;
    if (!is_generator)
        emit(c, OP_RETURN_VALUE);
    Body *inner = c->body;
    emit_closure(c, inner, body_leave(c, !is_generator), flags);
}

void compile_class(Compiler *c, Node *node)
{
    struct AstClassDef *def = &node->ClassDef;
    compile_exprs(c, def->decorator_list);
    body_enter(c, BODY_CLASS, def->name, node, first_line_of(node, def->decorator_list));
    c->body->private = def->name;
    emit_variable(c, c->known.name, CTX_LOAD);
    emit_variable(c, c->known.module, CTX_STORE);
    emit_const(c, c->body->qualname);
    emit_variable(c, c->known.qualname, CTX_STORE);
    compile_body(c, def->body);
    clear_position(c);
    if (c->body->scope->needs_class_cell) {
        emit_arg(c, OP_LOAD_CLOSURE, names_find(&c->body->cellvars, c->known.class_cell));
        emit_arg(c, OP_COPY, 1);
        emit_variable(c, c->known.classcell, CTX_STORE);
    } else {
        emit_const(c, TP_NONE);
    }
    emit(c, OP_RETURN_VALUE);
    Body *inner = c->body;
    Value code = body_leave(c, true);
    emit(c, OP_PUSH_NULL);
    emit(c, OP_LOAD_BUILD_CLASS);
    emit_closure(c, inner, code, 0);
    emit_const(c, name_interned(def->name));
    compile_call_args(c, 2, def->bases, def->keywords);
    apply_decorators(c, def->decorator_list);
    emit_variable(c, def->name, CTX_STORE);
}

/* ---- comprehensions ---- */

typedef struct Loops {
    NodeSeq generators;
    Node *element;          /* or the key of a dict */
    Node *value;            /* of a dict, else NULL */
    enum Comprehension kind;
} Loops;

static void compile_loops(Compiler *c, const Loops *loops, int at, int depth);

/* What is done for each item; depth: iterators on the stack above the collection. */
static void compile_element(Compiler *c, const Loops *loops, int depth)
{
    compile_expr(c, loops->element);
    switch (loops->kind) {
    case COMP_LIST:
        emit_arg(c, OP_LIST_APPEND, depth + 1);
        break;
    case COMP_SET:
        emit_arg(c, OP_SET_ADD, depth + 1);
        break;
    case COMP_DICT:
        compile_expr(c, loops->value);
        emit_arg(c, OP_MAP_ADD, depth + 1);
        break;
    default:
        if (c->body->scope->is_generator && c->body->scope->is_coroutine)
            emit(c, OP_ASYNC_GEN_WRAP);
        emit(c, OP_YIELD_VALUE);
        emit_arg(c, OP_RESUME, 1);
        emit(c, OP_POP_TOP);
    }
}

/* The conditions of the loop at `at`, the loops inside it, and the element. */
static void compile_inner(Compiler *c, const Loops *loops, int at, int depth, Block *if_cleanup)
{
    NodeSeq ifs = loops->generators.items[at]->comprehension.ifs;
    for (int i = 0; i < ifs.n; i++)
        compile_condition(c, ifs.items[i], if_cleanup, false);
    if (at + 1 < loops->generators.n)
        compile_loops(c, loops, at + 1, depth);
    else
        compile_element(c, loops, depth);
    use_block(c, if_cleanup);
}

/* The one item of `for x in [item]`, which needs no loop, or NULL. */
static Node *only_item(const Node *iter)
{
    if (iter->kind != AST_LIST && iter->kind != AST_TUPLE)
        return NULL;
    NodeSeq elts = iter->List.elts;
    return elts.n == 1 && elts.items[0]->kind != AST_STARRED ? elts.items[0] : NULL;
}

static void compile_loop(Compiler *c, const Loops *loops, int at, int depth)
{
    struct Astcomprehension *generator = &loops->generators.items[at]->comprehension;
    Block *start = new_block(c), *if_cleanup = new_block(c), *anchor = new_block(c);
    Node *item = at ? only_item(generator->iter) : NULL;
    if (at == 0) {
        /* The outermost iterator is an argument. */
        c->body->argcount = 1;
        emit_arg(c, OP_LOAD_FAST, 0);
    } else if (item) {
        compile_expr(c, item);
        start = NULL;
    } else {
        compile_expr(c, generator->iter);
        emit(c, OP_GET_ITER);
    }
    if (start) {
        depth++;
        use_block(c, start);
        emit_jump(c, OP_FOR_ITER, anchor);
    }
    compile_expr(c, generator->target);
    compile_inner(c, loops, at, depth, if_cleanup);
    if (start) {
        emit_jump(c, OP_JUMP, start);
        use_block(c, anchor);
    }
}

static void compile_async_loop(Compiler *c, const Loops *loops, int at, int depth)
{
    struct Astcomprehension *generator = &loops->generators.items[at]->comprehension;
    Block *start = new_block(c), *except = new_block(c), *if_cleanup = new_block(c);
    if (at == 0) {
        c->body->argcount = 1;
        emit_arg(c, OP_LOAD_FAST, 0);
    } else {
        compile_expr(c, generator->iter);
        emit(c, OP_GET_AITER);
    }
    use_block(c, start);
    region_push(c, (Region){.kind = REGION_ASYNC_COMPREHENSION});
    emit_jump(c, OP_SETUP_FINALLY, except);
    emit(c, OP_GET_ANEXT);
    emit_const(c, TP_NONE);
    emit_yield_from(c, true);
    emit(c, OP_POP_BLOCK);
    compile_expr(c, generator->target);
    compile_inner(c, loops, at, depth + 1, if_cleanup);
    emit_jump(c, OP_JUMP, start);
    region_pop(c, REGION_ASYNC_COMPREHENSION);
    use_block(c, except);
    emit(c, OP_END_ASYNC_FOR);
}

static void compile_loops(Compiler *c, const Loops *loops, int at, int depth)
{
    if (loops->generators.items[at]->comprehension.is_async)
        compile_async_loop(c, loops, at, depth);
    else
        compile_loop(c, loops, at, depth);
}

static Loops loops_of(Node *node)
{
    switch (node->kind) {
    case AST_LIST_COMP:
        return (Loops){node->ListComp.generators, node->ListComp.elt, NULL, COMP_LIST};
    case AST_SET_COMP:
        return (Loops){node->SetComp.generators, node->SetComp.elt, NULL, COMP_SET};
    case AST_DICT_COMP:
        return (Loops){node->DictComp.generators, node->DictComp.key, node->DictComp.value,
                       COMP_DICT};
    default:
        return (Loops){node->GeneratorExp.generators, node->GeneratorExp.elt, NULL,
                       COMP_GENERATOR};
    }
}

void compile_comprehension(Compiler *c, Node *node)
{
    static const char *const names[] = {
        [COMP_LIST] = "<listcomp>",
        [COMP_SET] = "<setcomp>",
        [COMP_DICT] = "<dictcomp>",
        [COMP_GENERATOR] = "<genexpr>",
    };
    static const short builds[] = {
        [COMP_LIST] = OP_BUILD_LIST,
        [COMP_SET] = OP_BUILD_SET,
        [COMP_DICT] = OP_BUILD_MAP,
        [COMP_GENERATOR] = 0,
    };
    Loops loops = loops_of(node);
    struct Astcomprehension *outermost = &loops.generators.items[0]->comprehension;
    bool is_generator = loops.kind == COMP_GENERATOR;
    bool at_top = is_top_level_await(c);
    bool may_await = at_top || c->body->kind == BODY_ASYNC_FUNCTION ||
                     c->body->kind == BODY_COMPREHENSION;
    body_enter(c, BODY_COMPREHENSION, known_name(c, names[loops.kind]), node, node->span.lineno);
    set_position(c, node);
    bool is_async = c->body->scope->is_coroutine;
    if (is_async && !is_generator && !may_await)
        compile_error(c, "asynchronous comprehension outside of an asynchronous function");
    if (!is_generator)
        emit_arg(c, builds[loops.kind], 0);
    compile_loops(c, &loops, 0, 0);
    if (!is_generator)
        emit(c, OP_RETURN_VALUE);
    Body *inner = c->body;
    Value code = body_leave(c, true);
    if (at_top && is_async)
        c->body->scope->is_coroutine = true;
    emit_closure(c, inner, code, 0);
    compile_expr(c, outermost->iter);
    emit(c, outermost->is_async ? OP_GET_AITER : OP_GET_ITER);
    emit_call(c, 0);
    if (is_async && !is_generator)
        emit_await(c, 0);
}
