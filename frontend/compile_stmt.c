/* compile_stmt.c -- statements.
 *
 * A statement sets the position and leaves it, so that what is emitted behind it for its sake (the
 * way out of a loop, a RERAISE) has its line unless it is made artificial.
 *
 * Words: a *region* is a stretch of code that must be left in an orderly way: break, continue and
 * return undo the regions around them, innermost first, see unwind().
 */
#include "frontend/compile.h"

#include <string.h>

#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"

void compile_stmts(Compiler *c, NodeSeq nodes)
{
    for (int i = 0; i < nodes.n; i++)
        compile_stmt(c, nodes.items[i]);
}

/* ---- regions ---- */

void region_push(Compiler *c, Region region)
{
    Body *body = c->body;
    if (body->nregions == MAX_REGIONS)
        compile_error(c, "too many statically nested blocks");
    body->regions[body->nregions++] = region;
}

void region_pop(Compiler *c, enum RegionKind kind)
{
    Body *body = c->body;
    if (!body->nregions || body->regions[body->nregions - 1].kind != kind)
        BUG("regions out of order");
    body->nregions--;
}

static void emit_exit_call(Compiler *c)
{
    emit_const(c, TP_NONE);
    emit_const(c, TP_NONE);
    emit_const(c, TP_NONE);
    emit_call(c, 2);
}

/* `name = None; del name`: the exception an except clause has bound is let go. */
static void emit_unbind(Compiler *c, Name *name)
{
    emit_const(c, TP_NONE);
    emit_variable(c, name, CTX_STORE);
    emit_variable(c, name, CTX_DEL);
}

/* Code that leaves one region. keep_top: the value on top of the stack stays there. */
static void leave_region(Compiler *c, const Region *region, bool keep_top)
{
    switch (region->kind) {
    case REGION_WHILE:
    case REGION_EXCEPTION:
    case REGION_GROUP:
    case REGION_ASYNC_COMPREHENSION:
        break;
    case REGION_FOR:
    case REGION_VALUE:
        if (keep_top)
            emit_arg(c, OP_SWAP, 2);
        emit(c, OP_POP_TOP);
        break;
    case REGION_TRY:
        emit(c, OP_POP_BLOCK);
        break;
    case REGION_FINALLY_TRY:
        emit(c, OP_POP_BLOCK);
        if (keep_top)
            region_push(c, (Region){.kind = REGION_VALUE});
        compile_stmts(c, region->node->Try.finalbody);
        if (keep_top)
            region_pop(c, REGION_VALUE);
        clear_position(c);
        break;
    case REGION_FINALLY:
        if (keep_top)
            emit_arg(c, OP_SWAP, 2);
        emit(c, OP_POP_TOP);
        if (keep_top)
            emit_arg(c, OP_SWAP, 2);
        emit(c, OP_POP_BLOCK);
        emit(c, OP_POP_EXCEPT);
        break;
    case REGION_WITH:
    case REGION_ASYNC_WITH:
        set_position(c, region->node);
        emit(c, OP_POP_BLOCK);
        if (keep_top)
            emit_arg(c, OP_SWAP, 2);
        emit_exit_call(c);
        if (region->kind == REGION_ASYNC_WITH)
            emit_await(c, 2);
        emit(c, OP_POP_TOP);
        clear_position(c);
        break;
    case REGION_HANDLER:
        if (region->name)
            emit(c, OP_POP_BLOCK);
        if (keep_top)
            emit_arg(c, OP_SWAP, 2);
        emit(c, OP_POP_BLOCK);
        emit(c, OP_POP_EXCEPT);
        if (region->name)
            emit_unbind(c, region->name);
        break;
    }
}

/* Leaves regions, innermost first, all of them or up to a loop, which is given back and not left.
   While the code for one is made, it and those inside it do not count as open. */
static bool unwind(Compiler *c, bool keep_top, bool to_loop, Region *loop)
{
    Body *body = c->body;
    if (!body->nregions)
        return false;
    Region top = body->regions[body->nregions - 1];
    if (top.kind == REGION_GROUP)
        compile_error(c, "'break', 'continue' and 'return' cannot appear in an except* block");
    if (to_loop && (top.kind == REGION_WHILE || top.kind == REGION_FOR)) {
        *loop = top;
        return true;
    }
    body->nregions--;
    leave_region(c, &top, keep_top);
    bool found = unwind(c, keep_top, to_loop, loop);
    body->regions[body->nregions++] = top;
    return found;
}

static void compile_return(Compiler *c, Node *node)
{
    Node *value = node->Return.value;
    Scope *scope = c->body->scope;
    bool is_computed = value && value->kind != AST_CONSTANT;
    if (scope->kind != SCOPE_FUNCTION)
        compile_error(c, "'return' outside function");
    if (value && scope->is_coroutine && scope->is_generator)
        compile_error(c, "'return' with value in async generator");
    if (is_computed) {
        compile_expr(c, value);
    } else if (value) {
        set_position(c, value);
        emit(c, OP_NOP);
    }
    if (!value || value->span.lineno != node->span.lineno) {
        set_position(c, node);
        emit(c, OP_NOP);
    }
    unwind(c, is_computed, false, NULL);
    if (!value)
        emit_const(c, TP_NONE);
    else if (!is_computed)
        emit_const(c, value->Constant.value);
    emit(c, OP_RETURN_VALUE);
}

static void compile_break(Compiler *c)
{
    Region loop;
    emit(c, OP_NOP);
    Span at = c->body->at;
    if (!unwind(c, false, true, &loop)) {
        c->body->at = at;
        compile_error(c, "'break' outside loop");
    }
    leave_region(c, &loop, false);
    emit_jump(c, OP_JUMP, loop.exit);
}

static void compile_continue(Compiler *c)
{
    Region loop;
    emit(c, OP_NOP);
    Span at = c->body->at;
    if (!unwind(c, false, true, &loop)) {
        c->body->at = at;
        compile_error(c, "'continue' not properly in loop");
    }
    emit_jump(c, OP_JUMP, loop.start);
}

/* ---- if and loops ---- */

static void compile_if(Compiler *c, Node *node)
{
    NodeSeq orelse = node->If.orelse;
    Block *end = new_block(c), *otherwise = orelse.n ? new_block(c) : end;
    compile_condition(c, node->If.test, otherwise, false);
    compile_stmts(c, node->If.body);
    if (orelse.n) {
        emit_jump_artificial(c, OP_JUMP, end);
        use_block(c, otherwise);
        compile_stmts(c, orelse);
    }
    use_block(c, end);
}

static void compile_while(Compiler *c, Node *node)
{
    Block *loop = new_block(c), *body = new_block(c), *anchor = new_block(c);
    Block *end = new_block(c);
    use_block(c, loop);
    region_push(c, (Region){.kind = REGION_WHILE, .start = loop, .exit = end});
    compile_condition(c, node->While.test, anchor, false);
    use_block(c, body);
    compile_stmts(c, node->While.body);
    set_position(c, node);
    compile_condition(c, node->While.test, body, true);
    region_pop(c, REGION_WHILE);
    use_block(c, anchor);
    compile_stmts(c, node->While.orelse);
    use_block(c, end);
}

static void compile_for(Compiler *c, Node *node)
{
    Block *start = new_block(c), *body = new_block(c), *cleanup = new_block(c);
    Block *end = new_block(c);
    region_push(c, (Region){.kind = REGION_FOR, .start = start, .exit = end});
    compile_expr(c, node->For.iter);
    emit(c, OP_GET_ITER);
    use_block(c, start);
    emit_jump(c, OP_FOR_ITER, cleanup);
    use_block(c, body);
    compile_expr(c, node->For.target);
    compile_stmts(c, node->For.body);
    clear_position(c);
    emit_jump(c, OP_JUMP, start);
    use_block(c, cleanup);
    region_pop(c, REGION_FOR);
    compile_stmts(c, node->For.orelse);
    use_block(c, end);
}

static void check_async(Compiler *c, const char *what)
{
    if (is_top_level_await(c))
        c->body->scope->is_coroutine = true;
    else if (c->body->kind != BODY_ASYNC_FUNCTION)
        compile_error(c, "'async %s' outside async function", what);
}

static void compile_async_for(Compiler *c, Node *node)
{
    check_async(c, "for");
    Block *start = new_block(c), *except = new_block(c), *end = new_block(c);
    compile_expr(c, node->For.iter);
    emit(c, OP_GET_AITER);
    use_block(c, start);
    region_push(c, (Region){.kind = REGION_FOR, .start = start, .exit = end});
    emit_jump(c, OP_SETUP_FINALLY, except);
    emit(c, OP_GET_ANEXT);
    emit_const(c, TP_NONE);
    emit_yield_from(c, true);
    emit(c, OP_POP_BLOCK);
    compile_expr(c, node->For.target);
    compile_stmts(c, node->For.body);
    clear_position(c);
    emit_jump(c, OP_JUMP, start);
    region_pop(c, REGION_FOR);
    use_block(c, except);
    set_position(c, node->For.iter);
    emit(c, OP_END_ASYNC_FOR);
    compile_stmts(c, node->For.orelse);
    use_block(c, end);
}

/* ---- try ---- */

/* The end of a handler's handler: [previous exception, place, exception] is raised on. */
static void emit_pop_except_and_reraise(Compiler *c)
{
    emit_arg(c, OP_COPY, 3);
    emit(c, OP_POP_EXCEPT);
    emit_arg(c, OP_RERAISE, 1);
}

/* One except clause. After: the current block is where the next one begins; handled exceptions
   have gone to end. */
static void compile_handler(Compiler *c, Node *node, bool is_last, Block *end)
{
    struct AstExceptHandler *handler = &node->ExceptHandler;
    set_position(c, node);
    if (!handler->type && !is_last)
        compile_error(c, "default 'except:' must be last");
    Block *next = new_block(c);
    if (handler->type) {
        compile_expr(c, handler->type);
        emit(c, OP_CHECK_EXC_MATCH);
        emit_jump(c, OP_POP_JUMP_IF_FALSE, next);
    }
    if (handler->name) {
        Block *cleanup = new_block(c), *body = new_block(c);
        emit_variable(c, handler->name, CTX_STORE);
        emit_jump(c, OP_SETUP_CLEANUP, cleanup);
        use_block(c, body);
        region_push(c, (Region){.kind = REGION_HANDLER, .name = handler->name});
        compile_stmts(c, handler->body);
        region_pop(c, REGION_HANDLER);
        clear_position(c);
        emit(c, OP_POP_BLOCK);
        emit(c, OP_POP_BLOCK);
        emit(c, OP_POP_EXCEPT);
        emit_unbind(c, handler->name);
        emit_jump(c, OP_JUMP, end);
        use_block(c, cleanup);
        clear_position(c);
        emit_unbind(c, handler->name);
        emit_arg(c, OP_RERAISE, 1);
    } else {
        Block *body = new_block(c);
        emit(c, OP_POP_TOP);
        use_block(c, body);
        region_push(c, (Region){.kind = REGION_HANDLER});
        compile_stmts(c, handler->body);
        region_pop(c, REGION_HANDLER);
        clear_position(c);
        emit(c, OP_POP_BLOCK);
        emit(c, OP_POP_EXCEPT);
        emit_jump(c, OP_JUMP, end);
    }
    use_block(c, next);
}

static void compile_try_except(Compiler *c, Node *node)
{
    Block *body = new_block(c), *except = new_block(c), *end = new_block(c);
    Block *cleanup = new_block(c);
    NodeSeq handlers = node->Try.handlers;
    emit_jump(c, OP_SETUP_FINALLY, except);
    use_block(c, body);
    region_push(c, (Region){.kind = REGION_TRY});
    compile_stmts(c, node->Try.body);
    region_pop(c, REGION_TRY);
    emit_artificial(c, OP_POP_BLOCK, 0);
    compile_stmts(c, node->Try.orelse);
    emit_jump_artificial(c, OP_JUMP, end);
    use_block(c, except);
    clear_position(c);
    emit_jump(c, OP_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO);
    region_push(c, (Region){.kind = REGION_EXCEPTION});
    for (int i = 0; i < handlers.n; i++)
        compile_handler(c, handlers.items[i], i == handlers.n - 1, end);
    region_pop(c, REGION_EXCEPTION);
    emit_arg(c, OP_RERAISE, 0);
    use_block(c, cleanup);
    emit_pop_except_and_reraise(c);
    use_block(c, end);
}

/* One except* clause. On the stack: the original exception, the list of what the clauses raised,
   and what is left to be handled. */
static void compile_group_handler(Compiler *c, Node *node, bool is_first)
{
    struct AstExceptHandler *handler = &node->ExceptHandler;
    set_position(c, node);
    Block *next = new_block(c), *matched = new_block(c);
    if (is_first) {
        emit_arg(c, OP_COPY, 1);
        emit_arg(c, OP_BUILD_LIST, 0);
        emit_arg(c, OP_SWAP, 2);
    }
    if (handler->type) {
        compile_expr(c, handler->type);
        emit(c, OP_CHECK_EG_MATCH);
        emit_arg(c, OP_COPY, 1);
        emit_jump(c, OP_POP_JUMP_IF_NOT_NONE, matched);
        emit(c, OP_POP_TOP);
        emit_jump(c, OP_JUMP, next);
    }
    use_block(c, matched);
    Block *cleanup = new_block(c), *body = new_block(c);
    if (handler->name)
        emit_variable(c, handler->name, CTX_STORE);
    else
        emit(c, OP_POP_TOP);
    emit_jump(c, OP_SETUP_CLEANUP, cleanup);
    use_block(c, body);
    region_push(c, (Region){.kind = REGION_HANDLER, .name = handler->name});
    compile_stmts(c, handler->body);
    region_pop(c, REGION_HANDLER);
    clear_position(c);
    emit(c, OP_POP_BLOCK);
    if (handler->name)
        emit_unbind(c, handler->name);
    emit_jump(c, OP_JUMP, next);
    use_block(c, cleanup);
    clear_position(c);
    if (handler->name)
        emit_unbind(c, handler->name);
    emit_arg(c, OP_LIST_APPEND, 3);
    emit(c, OP_POP_TOP);
    emit_jump(c, OP_JUMP, next);
    use_block(c, next);
}

static void compile_try_star_except(Compiler *c, Node *node)
{
    Block *body = new_block(c), *except = new_block(c), *orelse = new_block(c);
    Block *end = new_block(c), *cleanup = new_block(c), *finish = new_block(c);
    NodeSeq handlers = node->TryStar.handlers;
    emit_jump(c, OP_SETUP_FINALLY, except);
    use_block(c, body);
    region_push(c, (Region){.kind = REGION_TRY});
    compile_stmts(c, node->TryStar.body);
    region_pop(c, REGION_TRY);
    emit_artificial(c, OP_POP_BLOCK, 0);
    emit_jump_artificial(c, OP_JUMP, orelse);
    use_block(c, except);
    clear_position(c);
    emit_jump(c, OP_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO);
    region_push(c, (Region){.kind = REGION_GROUP});
    for (int i = 0; i < handlers.n; i++)
        compile_group_handler(c, handlers.items[i], i == 0);
    emit_arg(c, OP_LIST_APPEND, 1);
    emit_jump(c, OP_JUMP, finish);
    region_pop(c, REGION_GROUP);
    Block *reraise = new_block(c);
    use_block(c, finish);
    emit(c, OP_PREP_RERAISE_STAR);
    emit_arg(c, OP_COPY, 1);
    emit_jump(c, OP_POP_JUMP_IF_NOT_NONE, reraise);
    emit(c, OP_POP_TOP);
    emit(c, OP_POP_BLOCK);
    emit(c, OP_POP_EXCEPT);
    emit_jump(c, OP_JUMP, end);
    use_block(c, reraise);
    emit(c, OP_POP_BLOCK);
    emit_arg(c, OP_SWAP, 2);
    emit(c, OP_POP_EXCEPT);
    emit_arg(c, OP_RERAISE, 0);
    use_block(c, cleanup);
    emit_pop_except_and_reraise(c);
    use_block(c, orelse);
    compile_stmts(c, node->TryStar.orelse);
    use_block(c, end);
}

static void compile_try_body(Compiler *c, Node *node)
{
    if (!node->Try.handlers.n)
        compile_stmts(c, node->Try.body);
    else if (node->kind == AST_TRY_STAR)
        compile_try_star_except(c, node);
    else
        compile_try_except(c, node);
}

/* The finally block is compiled twice: for the normal end, and for an exception. */
static void compile_try_finally(Compiler *c, Node *node)
{
    Block *body = new_block(c), *end = new_block(c), *exit = new_block(c);
    emit_jump(c, OP_SETUP_FINALLY, end);
    use_block(c, body);
    region_push(c, (Region){.kind = REGION_FINALLY_TRY, .node = node});
    compile_try_body(c, node);
    emit_artificial(c, OP_POP_BLOCK, 0);
    region_pop(c, REGION_FINALLY_TRY);
    compile_stmts(c, node->Try.finalbody);
    emit_jump_artificial(c, OP_JUMP, exit);
    Block *cleanup = new_block(c);
    use_block(c, end);
    clear_position(c);
    region_push(c, (Region){.kind = REGION_FINALLY});
    emit_jump(c, OP_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO);
    compile_stmts(c, node->Try.finalbody);
    region_pop(c, REGION_FINALLY);
    emit_arg(c, OP_RERAISE, 0);
    use_block(c, cleanup);
    emit_pop_except_and_reraise(c);
    use_block(c, exit);
}

static void compile_try(Compiler *c, Node *node)
{
    if (node->Try.finalbody.n)
        compile_try_finally(c, node);
    else
        compile_try_body(c, node);
}

/* ---- with ---- */

/* The items of a with statement from item `at` on, and its body. */
static void compile_with(Compiler *c, Node *node, int at)
{
    bool is_async = node->kind == AST_ASYNC_WITH;
    enum RegionKind kind = is_async ? REGION_ASYNC_WITH : REGION_WITH;
    struct Astwithitem *item = &node->With.items.items[at]->withitem;
    if (is_async)
        check_async(c, "with");
    Block *body = new_block(c), *final = new_block(c), *exit = new_block(c);
    Block *cleanup = new_block(c);
    compile_expr(c, item->context_expr);
    emit(c, is_async ? OP_BEFORE_ASYNC_WITH : OP_BEFORE_WITH);
    if (is_async)
        emit_await(c, 1);
    emit_jump(c, OP_SETUP_WITH, final);
    use_block(c, body);
    region_push(c, (Region){.kind = kind, .node = node});
    if (item->optional_vars)
        compile_expr(c, item->optional_vars);
    else
        emit(c, OP_POP_TOP);
    if (at + 1 < node->With.items.n)
        compile_with(c, node, at + 1);
    else
        compile_stmts(c, node->With.body);
    region_pop(c, kind);
    if (!is_async)
        clear_position(c);
    emit(c, OP_POP_BLOCK);
    set_position(c, node);
    emit_exit_call(c);
    if (is_async)
        emit_await(c, 2);
    emit(c, OP_POP_TOP);
    emit_jump(c, OP_JUMP, exit);

    use_block(c, final);
    emit_jump(c, OP_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO);
    emit(c, OP_WITH_EXCEPT_START);
    if (is_async)
        emit_await(c, 2);
    clear_position(c);
    Block *suppressed = new_block(c);
    emit_jump(c, OP_POP_JUMP_IF_TRUE, suppressed);
    emit_arg(c, OP_RERAISE, 2);
    use_block(c, cleanup);
    emit_pop_except_and_reraise(c);
    use_block(c, suppressed);
    emit(c, OP_POP_TOP);
    emit(c, OP_POP_BLOCK);
    emit(c, OP_POP_EXCEPT);
    emit(c, OP_POP_TOP);
    emit(c, OP_POP_TOP);
    use_block(c, exit);
}

/* ---- assignments ---- */

static void compile_assign(Compiler *c, Node *node)
{
    NodeSeq targets = node->Assign.targets;
    compile_expr(c, node->Assign.value);
    for (int i = 0; i < targets.n; i++) {
        if (i + 1 < targets.n)
            emit_arg(c, OP_COPY, 1);
        compile_expr(c, targets.items[i]);
    }
}

static void compile_aug_assign(Compiler *c, Node *node)
{
    Node *target = node->AugAssign.target;
    Span at = c->body->at;
    set_position(c, target);
    switch (target->kind) {
    case AST_ATTRIBUTE:
        compile_expr(c, target->Attribute.value);
        emit_arg(c, OP_COPY, 1);
        move_to_attribute(c, target);
        emit_name(c, OP_LOAD_ATTR, target->Attribute.attr);
        break;
    case AST_SUBSCRIPT:
        compile_expr(c, target->Subscript.value);
        compile_expr(c, target->Subscript.slice);
        emit_arg(c, OP_COPY, 2);
        emit_arg(c, OP_COPY, 2);
        emit(c, OP_BINARY_SUBSCR);
        break;
    default:
        emit_variable(c, target->Name.id, CTX_LOAD);
    }
    c->body->at = at;
    compile_expr(c, node->AugAssign.value);
    emit_binary(c, node->AugAssign.op, true);
    set_position(c, target);
    switch (target->kind) {
    case AST_ATTRIBUTE:
        move_to_attribute(c, target);
        emit_arg(c, OP_SWAP, 2);
        emit_name(c, OP_STORE_ATTR, target->Attribute.attr);
        break;
    case AST_SUBSCRIPT:
        emit_arg(c, OP_SWAP, 3);
        emit_arg(c, OP_SWAP, 2);
        emit(c, OP_STORE_SUBSCR);
        break;
    default:
        emit_variable(c, target->Name.id, CTX_STORE);
    }
}

/* Computes what an annotation mentions, for its errors only. */
static void compile_and_pop(Compiler *c, Node *node)
{
    if (!node)
        return;
    compile_expr(c, node);
    emit(c, OP_POP_TOP);
}

static void compile_and_pop_index(Compiler *c, Node *index)
{
    switch (index->kind) {
    case AST_SLICE:
        compile_and_pop(c, index->Slice.lower);
        compile_and_pop(c, index->Slice.upper);
        compile_and_pop(c, index->Slice.step);
        break;
    case AST_TUPLE:
        for (int i = 0; i < index->Tuple.elts.n; i++)
            compile_and_pop_index(c, index->Tuple.elts.items[i]);
        break;
    default:
        compile_and_pop(c, index);
    }
}

static void compile_ann_assign(Compiler *c, Node *node)
{
    struct AstAnnAssign *assign = &node->AnnAssign;
    Node *target = assign->target;
    bool is_kept = c->body->kind == BODY_MODULE || c->body->kind == BODY_CLASS;
    if (assign->value) {
        compile_expr(c, assign->value);
        compile_expr(c, target);
    }
    switch (target->kind) {
    case AST_NAME:
        forbid_debug(c, target->Name.id, CTX_STORE);
        if (assign->simple && is_kept) {
            compile_annotation(c, assign->annotation);
            emit_name(c, OP_LOAD_NAME, c->known.annotations);
            emit_const(c, name_interned(mangle(c, target->Name.id)));
            emit(c, OP_STORE_SUBSCR);
        }
        break;
    case AST_ATTRIBUTE:
        forbid_debug(c, target->Attribute.attr, CTX_STORE);
        if (!assign->value)
            compile_and_pop(c, target->Attribute.value);
        break;
    default:
        if (!assign->value) {
            compile_and_pop(c, target->Subscript.value);
            compile_and_pop_index(c, target->Subscript.slice);
        }
    }
    if (!assign->simple && is_kept && !annotations_are_text(c->unit))
        compile_and_pop(c, assign->annotation);
}

/* ---- imports ---- */

static Name *part_of(Compiler *c, const char *text, const char *end)
{
    return name_intern(&c->unit->names, text, end ? (size_t)(end - text) : strlen(text));
}

/* `import a.b.c as name`: the module a is on the stack. */
static void compile_import_as(Compiler *c, Name *name, Name *asname)
{
    const char *dot = strchr(name->text, '.');
    if (!dot) {
        emit_variable(c, asname, CTX_STORE);
        return;
    }
    for (;;) {
        const char *part = dot + 1;
        dot = strchr(part, '.');
        emit_arg(c, OP_IMPORT_FROM, names_add(&c->body->names, part_of(c, part, dot)));
        if (!dot)
            break;
        emit_arg(c, OP_SWAP, 2);
        emit(c, OP_POP_TOP);
    }
    emit_variable(c, asname, CTX_STORE);
    emit(c, OP_POP_TOP);
}

static void compile_import(Compiler *c, Node *node)
{
    for (int i = 0; i < node->Import.names.n; i++) {
        struct Astalias *alias = &node->Import.names.items[i]->alias;
        emit_const(c, tp_small(0));
        emit_const(c, TP_NONE);
        emit_name(c, OP_IMPORT_NAME, alias->name);
        if (alias->asname)
            compile_import_as(c, alias->name, alias->asname);
        else
            emit_variable(c, part_of(c, alias->name->text, strchr(alias->name->text, '.')),
                          CTX_STORE);
    }
}

static void compile_import_from(Compiler *c, Node *node)
{
    struct AstImportFrom *import = &node->ImportFrom;
    emit_const(c, tp_small(import->level));
    Tuple *names = tp_tuple_new(import->names.n);
    for (int i = 0; i < import->names.n; i++)
        names->items[i] = name_interned(import->names.items[i]->alias.name);
    if (node->span.lineno > c->last_future_line && import->module == c->known.future)
        compile_error(c, LATE_FUTURE);
    emit_const(c, tp_ref(names));
    emit_name(c, OP_IMPORT_NAME, import->module ? import->module : c->known.empty);
    for (int i = 0; i < import->names.n; i++) {
        struct Astalias *alias = &import->names.items[i]->alias;
        if (i == 0 && strcmp(alias->name->text, "*") == 0) {
            emit(c, OP_IMPORT_STAR);
            return;
        }
        emit_name(c, OP_IMPORT_FROM, alias->name);
        emit_variable(c, alias->asname ? alias->asname : alias->name, CTX_STORE);
    }
    emit(c, OP_POP_TOP);
}

/* ---- the rest ---- */

static void compile_assert(Compiler *c, Node *node)
{
    Node *test = node->Assert.test;
    if ((test->kind == AST_TUPLE && test->Tuple.elts.n) ||
        (test->kind == AST_CONSTANT && tp_is_tuple(test->Constant.value) &&
         tp_as_tuple(test->Constant.value)->length))
        compile_warning(c, "assertion is always true, perhaps remove parentheses?");
    if (c->unit->optimize)
        return;
    Block *end = new_block(c);
    compile_condition(c, test, end, true);
    emit(c, OP_LOAD_ASSERTION_ERROR);
    if (node->Assert.msg) {
        compile_expr(c, node->Assert.msg);
        emit_call(c, 0);
    }
    emit_arg(c, OP_RAISE_VARARGS, 1);
    use_block(c, end);
}

static void compile_raise(Compiler *c, Node *node)
{
    int n = 0;
    if (node->Raise.exc) {
        compile_expr(c, node->Raise.exc);
        n++;
        if (node->Raise.cause) {
            compile_expr(c, node->Raise.cause);
            n++;
        }
    }
    emit_arg(c, OP_RAISE_VARARGS, n);
}

static void compile_expr_stmt(Compiler *c, Node *node)
{
    Node *value = node->Expr.value;
    if (c->is_interactive && c->nesting <= 1) {
        compile_expr(c, value);
        emit(c, OP_PRINT_EXPR);
    } else if (value->kind == AST_CONSTANT) {
        emit(c, OP_NOP);
    } else {
        compile_expr(c, value);
        clear_position(c);
        emit(c, OP_POP_TOP);
    }
}

void compile_stmt(Compiler *c, Node *node)
{
    set_position(c, node);
    switch (node->kind) {
    case AST_FUNCTION_DEF:
    case AST_ASYNC_FUNCTION_DEF:
        compile_function(c, node);
        break;
    case AST_CLASS_DEF:
        compile_class(c, node);
        break;
    case AST_RETURN:
        compile_return(c, node);
        break;
    case AST_DELETE:
        compile_exprs(c, node->Delete.targets);
        break;
    case AST_ASSIGN:
        compile_assign(c, node);
        break;
    case AST_AUG_ASSIGN:
        compile_aug_assign(c, node);
        break;
    case AST_ANN_ASSIGN:
        compile_ann_assign(c, node);
        break;
    case AST_FOR:
        compile_for(c, node);
        break;
    case AST_ASYNC_FOR:
        compile_async_for(c, node);
        break;
    case AST_WHILE:
        compile_while(c, node);
        break;
    case AST_IF:
        compile_if(c, node);
        break;
    case AST_WITH:
    case AST_ASYNC_WITH:
        compile_with(c, node, 0);
        break;
    case AST_MATCH:
        compile_match(c, node);
        break;
    case AST_RAISE:
        compile_raise(c, node);
        break;
    case AST_TRY:
    case AST_TRY_STAR:
        compile_try(c, node);
        break;
    case AST_ASSERT:
        compile_assert(c, node);
        break;
    case AST_IMPORT:
        compile_import(c, node);
        break;
    case AST_IMPORT_FROM:
        compile_import_from(c, node);
        break;
    case AST_GLOBAL:
    case AST_NONLOCAL:
        break;
    case AST_EXPR:
        compile_expr_stmt(c, node);
        break;
    case AST_PASS:
        emit(c, OP_NOP);
        break;
    case AST_BREAK:
        compile_break(c);
        break;
    case AST_CONTINUE:
        compile_continue(c);
        break;
    default:
        BUG("not a statement");
    }
}

/* ---- bodies of modules and classes ---- */

/* Is there an annotated assignment, here or in inner blocks? match is not searched. */
static bool has_annotation(NodeSeq stmts)
{
    for (int i = 0; i < stmts.n; i++) {
        Node *node = stmts.items[i];
        bool found = false;
        switch (node->kind) {
        case AST_ANN_ASSIGN:
            found = true;
            break;
        case AST_FOR:
        case AST_ASYNC_FOR:
            found = has_annotation(node->For.body) || has_annotation(node->For.orelse);
            break;
        case AST_WHILE:
            found = has_annotation(node->While.body) || has_annotation(node->While.orelse);
            break;
        case AST_IF:
            found = has_annotation(node->If.body) || has_annotation(node->If.orelse);
            break;
        case AST_WITH:
        case AST_ASYNC_WITH:
            found = has_annotation(node->With.body);
            break;
        case AST_TRY:
        case AST_TRY_STAR:
            for (int k = 0; !found && k < node->Try.handlers.n; k++)
                found = has_annotation(node->Try.handlers.items[k]->ExceptHandler.body);
            found = found || has_annotation(node->Try.body) ||
                    has_annotation(node->Try.finalbody) || has_annotation(node->Try.orelse);
            break;
        default:
            break;
        }
        if (found)
            return true;
    }
    return false;
}

void compile_body(Compiler *c, NodeSeq stmts)
{
    int first = 0;
    if (c->body->kind == BODY_MODULE && c->is_interactive)
        c->body->at = (Span){1, 0, 1, 0};
    else if (c->body->kind == BODY_MODULE && stmts.n)
        set_position(c, stmts.items[0]);
    if (has_annotation(stmts))
        emit(c, OP_SETUP_ANNOTATIONS);
    if (!c->is_interactive || c->body->kind == BODY_CLASS) {
        Node *docstring = c->unit->optimize < 2 ? docstring_of(stmts) : NULL;
        if (docstring) {
            first = 1;
            compile_expr(c, docstring);
            clear_position(c);
            emit_variable(c, c->known.doc, CTX_STORE);
        }
    }
    for (int i = first; i < stmts.n; i++)
        compile_stmt(c, stmts.items[i]);
}
