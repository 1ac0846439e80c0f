/* compile.c -- the entry of the bytecode compiler; code objects begun, filled and completed.
 *
 * compile_tree() runs the stages after the parser: future statements, folding, symbol table, code.
 * A Body collects the instructions of one code object; functions and classes open one inside the
 * other. body_leave() gives local variables their final numbers, puts the instructions in front
 * that make cells and generators, and has flow.c and assemble.c do the rest.
 */
#include "frontend/compile.h"

#include <string.h>

#include "frontend/assemble.h"
#include "runtime/code.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/str.h"

/* The flags of __future__ features, which a code object remembers. */
enum { FUTURE_FLAGS = 0x1fe0000 };

Name *known_name(Compiler *c, const char *text)
{
    return name_intern(&c->unit->names, text, strlen(text));
}

void compile_error(Compiler *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(&c->unit->arena, format, args);
    va_end(args);
    diag_error(c->unit, c->body->at, "%s", message);
}

void compile_warning(Compiler *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(&c->unit->arena, format, args);
    va_end(args);
    if (!diag_warn(c->unit, "SyntaxWarning", c->body->at.lineno, message))
        diag_error(c->unit, c->body->at, "%s", message);
}

/* ---- emitting ---- */

void emit_arg(Compiler *c, int op, int arg)
{
    flow_add(&c->body->flow, op, arg, c->body->at);
}

void emit(Compiler *c, int op)
{
    emit_arg(c, op, 0);
}

void emit_jump(Compiler *c, int op, Block *target)
{
    flow_jump(&c->body->flow, op, target, c->body->at);
}

void emit_artificial(Compiler *c, int op, int arg)
{
    flow_add(&c->body->flow, op, arg, flow_artificial());
}

void emit_jump_artificial(Compiler *c, int op, Block *target)
{
    flow_jump(&c->body->flow, op, target, flow_artificial());
}

/* The characters that make a str constant interned. */
static bool is_identifier_like(Value value)
{
    if (!tp_is_exact(value, &tp_str_type))
        return false;
    Str *s = tp_as_str(value);
    if (!s->is_ascii)
        return false;
    const char *text = s->data;
    for (int64_t i = 0; i < s->length; i++) {
        char ch = text[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
              ch == '_'))
            return false;
    }
    return true;
}

/* The one object for this part of a code object (names, tables) or constant in the whole module. */
static Value share_one(Compiler *c, Value value)
{
    int index = consts_add(&c->shared, value);
    return c->shared.items[index];
}

static Value share(Compiler *c, Value value);

/* A frozenset of the shared items, in the order in which they come: as CPython, which makes it anew
   even if no item changes, and that may change the order. */
static Value share_items(Compiler *c, Value set)
{
    Tuple *items = tp_tuple_new(tp_set_len(set));
    int64_t pos = 0, n = 0, hash;
    Value item;
    while (tp_set_next(set, &pos, &item, &hash))
        items->items[n++] = share(c, item);
    return diag_check(c->unit, tp_frozenset_from(tp_ref(items)));
}

/* The same for any constant, and for the items of a tuple or a frozenset. */
static Value share(Compiler *c, Value value)
{
    if (!tp_is_ptr(value))
        return value;
    if (is_identifier_like(value))
        return tp_intern(value);
    if (tp_is_exact(value, &tp_tuple_type)) {
        Tuple *tuple = tp_as_tuple(value);
        for (int64_t i = 0; i < tuple->length; i++)
            tuple->items[i] = share(c, tuple->items[i]);
    } else if (tp_is_exact(value, &tp_frozenset_type)) {
        value = share_items(c, value);
    }
    return share_one(c, value);
}

int add_const(Compiler *c, Value value)
{
    Consts *consts = &c->body->consts;
    int n = consts->n, index = consts_add(consts, value);
    if (consts->n > n)
        consts->items[index] = share(c, value);
    return index;
}

void emit_const(Compiler *c, Value value)
{
    emit_arg(c, OP_LOAD_CONST, add_const(c, diag_check(c->unit, value)));
}

void emit_name(Compiler *c, int op, Name *name)
{
    emit_arg(c, op, names_add(&c->body->names, mangle(c, name)));
}

void emit_call(Compiler *c, int nargs)
{
    emit_arg(c, OP_PRECALL, nargs);
    emit_arg(c, OP_CALL, nargs);
}

void emit_yield_from(Compiler *c, bool is_await)
{
    Block *start = new_block(c), *resume = new_block(c), *exit = new_block(c);
    use_block(c, start);
    emit_jump(c, OP_SEND, exit);
    use_block(c, resume);
    emit(c, OP_YIELD_VALUE);
    emit_arg(c, OP_RESUME, is_await ? 3 : 2);
    emit_jump(c, OP_JUMP_NO_INTERRUPT, start);
    use_block(c, exit);
}

void emit_await(Compiler *c, int how)
{
    emit_arg(c, OP_GET_AWAITABLE, how);
    emit_const(c, TP_NONE);
    emit_yield_from(c, true);
}

void forbid_debug(Compiler *c, Name *name, enum Context ctx)
{
    if (name != c->known.debug || ctx == CTX_LOAD)
        return;
    compile_error(c, ctx == CTX_STORE ? "cannot assign to __debug__" : "cannot delete __debug__");
}

enum Access { BY_NAME, BY_FAST, BY_GLOBAL, BY_CELL, BY_CELL_IN_CLASS };

void emit_variable(Compiler *c, Name *name, enum Context ctx)
{
    static const short ops[][3] = {
        [BY_NAME] = {OP_LOAD_NAME, OP_STORE_NAME, OP_DELETE_NAME},
        [BY_FAST] = {OP_LOAD_FAST, OP_STORE_FAST, OP_DELETE_FAST},
        [BY_GLOBAL] = {OP_LOAD_GLOBAL, OP_STORE_GLOBAL, OP_DELETE_GLOBAL},
        [BY_CELL] = {OP_LOAD_DEREF, OP_STORE_DEREF, OP_DELETE_DEREF},
        [BY_CELL_IN_CLASS] = {OP_LOAD_CLASSDEREF, OP_STORE_DEREF, OP_DELETE_DEREF},
    };
    Body *body = c->body;
    forbid_debug(c, name, ctx);
    name = mangle(c, name);
    bool is_function = body->scope->kind == SCOPE_FUNCTION;
    enum Access cell = body->scope->kind == SCOPE_CLASS ? BY_CELL_IN_CLASS : BY_CELL;
    enum Access access = BY_NAME;
    int arg;
    switch (scope_place(body->scope, name)) {
    case PLACE_FREE:
        access = cell;
        arg = body->cellvars.n + names_add(&body->freevars, name);
        break;
    case PLACE_CELL:
        access = cell;
        arg = names_add(&body->cellvars, name);
        break;
    case PLACE_LOCAL:
        access = is_function ? BY_FAST : BY_NAME;
        arg = names_add(is_function ? &body->varnames : &body->names, name);
        break;
    case PLACE_GLOBAL_EXPLICIT:
        access = BY_GLOBAL;
        arg = names_add(&body->names, name);
        break;
    default:
        if (is_function && scope_lookup(body->scope, name))
            access = BY_GLOBAL;
        arg = names_add(&body->names, name);
    }
    int op = ops[access][ctx];
    emit_arg(c, op, op == OP_LOAD_GLOBAL ? arg << 1 : arg);
}

/* ---- bodies ---- */

static bool is_function_like(const Body *body)
{
    return body->kind == BODY_FUNCTION || body->kind == BODY_ASYNC_FUNCTION ||
           body->kind == BODY_LAMBDA;
}

/* Names are interned, but "<lambda>" and its like. */
static Value body_name(Body *body)
{
    return body->name->text[0] == '<' ? name_value(body->name) : name_interned(body->name);
}

/* "outer.<locals>.name"; alone if the outer body is the module or the name is declared global. */
static Value qualified_name(Compiler *c, Body *body)
{
    Body *outer = body->outer;
    Value name = body_name(body);
    if (!outer || !outer->outer)
        return name;
    if (body->kind == BODY_FUNCTION || body->kind == BODY_ASYNC_FUNCTION ||
        body->kind == BODY_CLASS) {
        Name *mangled = scope_mangle(c->unit, outer->private, body->name);
        if (scope_place(outer->scope, mangled) == PLACE_GLOBAL_EXPLICIT)
            return name;
    }
    Value dot = tp_str_cstr(is_function_like(outer) ? ".<locals>." : ".");
    return diag_check(c->unit, tp_str_joinv(3, (Value[]){outer->qualname, dot, name}));
}

void body_enter(Compiler *c, enum BodyKind kind, Name *name, const Node *node, int first_line)
{
    Arena *arena = arena_inner(&c->unit->arena);
    Body *body = arena_alloc(arena, sizeof *body);
    body->arena = arena;
    body->kind = kind;
    body->outer = c->body;
    body->scope = scope_of_node(c->scopes, node);
    body->name = name;
    body->private = c->body ? c->body->private : NULL;
    body->first_line = first_line;
    body->at = (Span){first_line, 0, first_line, 0};
    body->consts.arena = body->names.arena = body->varnames.arena = arena;
    body->cellvars.arena = body->freevars.arena = arena;
    flow_init(&body->flow, arena);
    for (int i = 0; i < body->scope->params.n; i++)
        names_add(&body->varnames, body->scope->params.names[i]);
    scope_sorted(body->scope, PLACE_CELL, &body->cellvars);
    if (body->scope->needs_class_cell)
        names_add(&body->cellvars, c->known.class_cell);
    scope_sorted(body->scope, PLACE_FREE, &body->freevars);
    body->qualname = qualified_name(c, body);
    c->body = body;
    c->nesting++;
    if (kind == BODY_MODULE)
        body->at.lineno = 0;
    emit_arg(c, OP_RESUME, 0);
    if (kind == BODY_MODULE)
        clear_position(c);
}

static Value names_tuple(const NameTable *table)
{
    Tuple *tuple = tp_tuple_new(table->n);
    for (int i = 0; i < table->n; i++)
        tuple->items[i] = name_interned(table->names[i]);
    return tp_ref(tuple);
}

static int code_flags(const Compiler *c, const Body *body)
{
    const Scope *scope = body->scope;
    int flags = c->unit->flags & FUTURE_FLAGS;
    if (scope->kind == SCOPE_FUNCTION) {
        flags |= CO_NEWLOCALS | CO_OPTIMIZED;
        if (scope->is_nested)
            flags |= CO_NESTED;
        if (scope->is_generator)
            flags |= scope->is_coroutine ? CO_ASYNC_GENERATOR : CO_GENERATOR;
        else if (scope->is_coroutine)
            flags |= CO_COROUTINE;
        if (scope->has_varargs)
            flags |= CO_VARARGS;
        if (scope->has_varkeywords)
            flags |= CO_VARKEYWORDS;
    } else if (is_top_level_await(c) && scope->is_coroutine && !scope->is_generator) {
        flags |= CO_COROUTINE;
    }
    return flags;
}

/* Final numbers: locals first, then cells that are no parameters, then free variables. While
   compiling, cell i has the number i and free variable j the number ncells + j. */
static int *number_cells(Body *body)
{
    int ncells = body->cellvars.n, nfree = body->freevars.n;
    int *numbers = arena_alloc(body->arena, (size_t)(ncells + nfree + 1) * sizeof *numbers);
    int next = body->varnames.n;
    for (int i = 0; i < ncells; i++) {
        int param = names_find(&body->varnames, body->cellvars.names[i]);
        numbers[i] = param >= 0 ? param : next++;
    }
    for (int i = 0; i < nfree; i++)
        numbers[ncells + i] = next++;
    return numbers;
}

static void renumber_cells(Body *body, const int *numbers)
{
    for (Block *block = body->flow.entry; block; block = block->next) {
        for (int i = 0; i < block->n; i++) {
            Instr *instr = &block->instrs[i];
            if (opcode_operand(instr->op) == OPERAND_DEREF)
                instr->arg = numbers[instr->arg];
        }
    }
}

/* What runs before RESUME: free variables copied, cells made, a generator returned. */
static void insert_prefix(Body *body, const int *numbers, int flags)
{
    Span first_line = {body->first_line, -1, body->first_line, -1};
    int ncells = body->cellvars.n, at = 0;
    Span nowhere = flow_artificial();
    Instr *prefix = arena_alloc(body->arena, (size_t)(ncells + 3) * sizeof *prefix);
    if (body->freevars.n)
        prefix[at++] = (Instr){.op = OP_COPY_FREE_VARS, .arg = body->freevars.n, .at = nowhere};
    /* In the order of their final numbers: parameters first, then the others as they are. */
    for (int i = 0; ncells && i < body->varnames.n; i++) {
        int cell = names_find(&body->cellvars, body->varnames.names[i]);
        if (cell >= 0)
            prefix[at++] = (Instr){.op = OP_MAKE_CELL, .arg = cell, .at = nowhere};
    }
    for (int cell = 0; cell < ncells; cell++) {
        if (numbers[cell] >= body->varnames.n)
            prefix[at++] = (Instr){.op = OP_MAKE_CELL, .arg = cell, .at = nowhere};
    }
    if (flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) {
        prefix[at++] = (Instr){.op = OP_RETURN_GENERATOR, .at = first_line};
        prefix[at++] = (Instr){.op = OP_POP_TOP, .at = first_line};
    }
    flow_insert(&body->flow, prefix, at);
}

/* Sets the names and kinds of local variables, cells and free variables. */
static void set_localsplus(Compiler *c, Code *code, const int *numbers)
{
    Body *body = c->body;
    int ncells = body->cellvars.n, nfree = body->freevars.n, n = body->varnames.n;
    for (int i = 0; i < ncells + nfree; i++)
        n = numbers[i] >= n ? numbers[i] + 1 : n;
    Tuple *names = tp_tuple_new(n);
    code->localspluskinds = diag_check(c->unit, tp_bytes_new(NULL, n));
    char *kinds = ((Bytes *)tp_obj(code->localspluskinds))->data;
    memset(kinds, 0, (size_t)n);
    for (int i = 0; i < body->varnames.n; i++) {
        names->items[i] = name_interned(body->varnames.names[i]);
        kinds[i] = CO_FAST_LOCAL;
    }
    for (int i = 0; i < ncells; i++) {
        names->items[numbers[i]] = name_interned(body->cellvars.names[i]);
        kinds[numbers[i]] |= CO_FAST_CELL;
    }
    for (int i = 0; i < nfree; i++) {
        names->items[numbers[ncells + i]] = name_interned(body->freevars.names[i]);
        kinds[numbers[ncells + i]] = (char)CO_FAST_FREE;
    }
    code->nlocals = body->varnames.n;
    code->localsplusnames = share_one(c, tp_ref(names));
}

Value body_leave(Compiler *c, bool with_none)
{
    Body *body = c->body;
    if (!flow_returned(&body->flow)) {
        clear_position(c);
        if (with_none)
            emit_const(c, TP_NONE);
        emit(c, OP_RETURN_VALUE);
    }
    int flags = code_flags(c, body);
    bool is_resumable = flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR);
    int *numbers = number_cells(body);
    insert_prefix(body, numbers, flags);
    renumber_cells(body, numbers);
    int nshared = body->consts.n;
    int depth = flow_finish(&body->flow, &body->consts, body->first_line, is_resumable);
    /* Those that were added while compiling have been shared. */
    for (int i = nshared; i < body->consts.n; i++)
        body->consts.items[i] = share(c, body->consts.items[i]);
    Assembled bytes = assemble(&body->flow, body->first_line);
    Code fields = {
        .argcount = body->argcount + body->posonlyargcount,
        .posonlyargcount = body->posonlyargcount,
        .kwonlyargcount = body->kwonlyargcount,
        .stacksize = depth,
        .flags = flags,
        .firstlineno = body->first_line,
        .code = diag_check(c->unit, bytes.code),
        .linetable = share_one(c, diag_check(c->unit, bytes.linetable)),
        .exceptiontable = share_one(c, diag_check(c->unit, bytes.exceptiontable)),
        .consts = share_one(c, tp_tuple_of(body->consts.n, body->consts.items)),
        .names = share_one(c, names_tuple(&body->names)),
        .filename = c->filename,
        .name = body_name(body),
        .qualname = body->qualname,
    };
    set_localsplus(c, &fields, numbers);
    Code *code = tp_code_new(&fields);
    if (!code)
        diag_pending(c->unit);
    c->body = body->outer;
    c->nesting--;
    return tp_ref(code);
}

/* ---- future statements ---- */

/* A future error has a start and no end. */
static Span start_of(const Node *stmt, int column)
{
    return (Span){stmt->span.lineno, column, stmt->span.lineno, -1};
}

static void future_feature(Unit *unit, Node *alias, Node *stmt)
{
    static const char *const always_on[] = {
        "nested_scopes",  "generators",       "division",       "absolute_import",
        "with_statement", "print_function",   "unicode_literals", "generator_stop",
    };
    const char *feature = alias->alias.name->text;
    for (size_t i = 0; i < sizeof always_on / sizeof always_on[0]; i++) {
        if (strcmp(feature, always_on[i]) == 0)
            return;
    }
    if (strcmp(feature, "annotations") == 0)
        unit->flags |= FRONTEND_FUTURE_ANNOTATIONS;
    else if (strcmp(feature, "barry_as_FLUFL") == 0)
        unit->flags |= FRONTEND_FUTURE_BARRY_AS_BDFL;
    else if (strcmp(feature, "braces") == 0)
        diag_scope_error(unit, start_of(stmt, stmt->span.col_offset), "not a chance");
    else
        diag_scope_error(unit, start_of(stmt, stmt->span.col_offset),
                         "future feature %.100s is not defined", feature);
}

static bool is_future_import(const Node *stmt)
{
    return stmt->kind == AST_IMPORT_FROM && stmt->ImportFrom.module &&
           strcmp(stmt->ImportFrom.module->text, "__future__") == 0;
}

/* Notes the features asked for at the top of a module, behind a docstring; gives the line of the
   last such import, or -1. What stands on the line where the top ends is looked at too. */
static int scan_future(Unit *unit, Node *tree)
{
    int line = -1, previous_line = 0;
    bool is_over = false;
    if (tree->kind == AST_EXPRESSION)
        return line;
    NodeSeq body = tree->Module.body;
    for (int i = docstring_of(body) ? 1 : 0; i < body.n; i++) {
        Node *stmt = body.items[i];
        if (is_over && stmt->span.lineno > previous_line)
            break;
        previous_line = stmt->span.lineno;
        if (!is_future_import(stmt)) {
            is_over = true;
            continue;
        }
        if (is_over)
            diag_scope_error(unit, start_of(stmt, stmt->span.col_offset - 1), LATE_FUTURE);
        for (int k = 0; k < stmt->ImportFrom.names.n; k++)
            future_feature(unit, stmt->ImportFrom.names.items[k], stmt);
        line = stmt->span.lineno;
    }
    return line;
}

/* ---- entry ---- */

static void init_known_names(Compiler *c)
{
    c->known = (KnownNames){
        .annotations = known_name(c, "__annotations__"),
        .class_cell = known_name(c, "__class__"),
        .classcell = known_name(c, "__classcell__"),
        .debug = known_name(c, "__debug__"),
        .doc = known_name(c, "__doc__"),
        .empty = known_name(c, ""),
        .future = known_name(c, "__future__"),
        .join = known_name(c, "join"),
        .module = known_name(c, "__module__"),
        .name = known_name(c, "__name__"),
        .qualname = known_name(c, "__qualname__"),
        .return_ = known_name(c, "return"),
        .dot0 = known_name(c, ".0"),
    };
}

Scopes *compile_scopes(Unit *unit, Node *tree)
{
    scan_future(unit, tree);
    fold_tree(unit, tree);
    return scope_build(unit, tree);
}

Value compile_tree(Unit *unit, Node *tree)
{
    Compiler *c = arena_alloc(&unit->arena, sizeof *c);
    c->unit = unit;
    c->shared.arena = &unit->arena;
    c->filename = diag_check(unit, tp_fsdecode(unit->filename, (int64_t)strlen(unit->filename)));
    init_known_names(c);
    c->last_future_line = scan_future(unit, tree);
    fold_tree(unit, tree);
    c->scopes = scope_build(unit, tree);
    body_enter(c, BODY_MODULE, known_name(c, "<module>"), tree, 1);
    switch (tree->kind) {
    case AST_EXPRESSION:
        compile_expr(c, tree->Expression.body);
        return body_leave(c, false);
    case AST_INTERACTIVE:
        c->is_interactive = true;
        compile_body(c, tree->Interactive.body);
        return body_leave(c, true);
    default:
        compile_body(c, tree->Module.body);
        return body_leave(c, true);
    }
}
