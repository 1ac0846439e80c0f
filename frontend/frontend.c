/* frontend.c -- the entries: one compile from bytes to what is asked for.
 *
 * The only setjmp of the front end is in run(): whatever ends a compile early comes back here,
 * the arena goes, and the error becomes the runtime's exception.
 */
#include "frontend/frontend.h"

#include "frontend/ast_dump.h"
#include "frontend/ast_python.h"
#include "frontend/compile.h"
#include "frontend/dis.h"
#include "frontend/parser.h"
#include "frontend/token_dump.h"
#include "frontend/unit.h"
#include "runtime/error.h"
#include "runtime/marshal.h"
#include "runtime/modules/_ast.h"
#include "runtime/state.h"
#include "runtime/str.h"

/* What a compile is to do with its source; gives a Value, any but 0. */
typedef Value Stage(Unit *unit, FILE *out);

typedef struct Request {
    const char *source;
    size_t n;
    const char *filename;
    enum FrontendMode mode;
    int flags;
    int optimize;
    Value tree;             /* of Python's, to be compiled instead of source; or 0 */
} Request;

static Value run(const Request *request, Stage *stage, FILE *out)
{
    Unit unit = {
        .mode = request->mode,
        .flags = request->flags,
        .optimize = request->optimize,
        .filename = request->filename,
        .tree = request->tree,
    };
    unit.names.arena = &unit.arena;
    volatile Value result = 0;
    int depth = tp_state.frame->depth;
    if (!setjmp(unit.diag.catch)) {
        if (!request->tree)
            source_load(&unit, request->source, request->n);
        result = stage(&unit, out);
    } else {
        tp_state.frame->depth = depth;
        diag_to_exception(&unit);
    }
    arena_free(&unit.arena);
    return result;
}

static Value compile_stage(Unit *unit, FILE *out)
{
    (void)out;
    return compile_tree(unit, parse(unit));
}

static Value parse_stage(Unit *unit, FILE *out)
{
    (void)out;
    return ast_to_python(unit, parse(unit));
}

static Value compile_python_stage(Unit *unit, FILE *out)
{
    (void)out;
    Node *tree = ast_from_python(unit, unit->tree);
    ast_validate(unit, tree);
    return compile_tree(unit, tree);
}

static Value tokens_stage(Unit *unit, FILE *out)
{
    token_dump(out, unit);
    return TP_NONE;
}

static Value ast_stage(Unit *unit, FILE *out)
{
    ast_dump(out, unit, parse(unit));
    return TP_NONE;
}

static Value scopes_stage(Unit *unit, FILE *out)
{
    scope_print(out, compile_scopes(unit, parse(unit)));
    return TP_NONE;
}

static Value dis_stage(Unit *unit, FILE *out)
{
    Value code = compile_tree(unit, parse(unit));
    return dis_print(out, (const Code *)tp_obj(code)) < 0 ? 0 : TP_NONE;
}

Value frontend_compile(const char *source, size_t n, const char *filename, enum FrontendMode mode,
                       int flags, int optimize)
{
    Request request = {.source = source, .n = n, .filename = filename, .mode = mode,
                       .flags = flags, .optimize = optimize};
    return run(&request, compile_stage, NULL);
}

Value frontend_parse(const char *source, size_t n, const char *filename, enum FrontendMode mode,
                     int flags)
{
    Request request = {.source = source, .n = n, .filename = filename, .mode = mode,
                       .flags = flags};
    return run(&request, parse_stage, NULL);
}

/* The class that a tree must be of to be compiled in that mode. */
static Type *root_class(enum FrontendMode mode)
{
    return tp_ast_class(mode == FRONTEND_EXEC   ? AST_CLASS_Module
                        : mode == FRONTEND_EVAL ? AST_CLASS_Expression
                                                : AST_CLASS_Interactive);
}

Value frontend_compile_python(Value tree, const char *filename, enum FrontendMode mode, int flags,
                              int optimize)
{
    if (tp_ast_ready() < 0)
        return 0;
    int is_right = tp_isinstance(tree, tp_ref(root_class(mode)));
    if (is_right == 0)
        tp_raise(&tp_TypeError, "expected %N node, got %T", root_class(mode), tree);
    if (is_right <= 0)
        return 0;
    Request request = {.filename = filename, .mode = mode, .flags = flags, .optimize = optimize,
                       .tree = tree};
    return run(&request, compile_python_stage, NULL);
}

static int print(FILE *out, Stage *stage, const char *source, size_t n, const char *filename)
{
    Request request = {.source = source, .n = n, .filename = filename, .mode = FRONTEND_EXEC};
    return run(&request, stage, out) ? 0 : -1;
}

int frontend_print_tokens(FILE *out, const char *source, size_t n, const char *filename)
{
    return print(out, tokens_stage, source, n, filename);
}

int frontend_print_ast(FILE *out, const char *source, size_t n, const char *filename)
{
    return print(out, ast_stage, source, n, filename);
}

int frontend_print_scopes(FILE *out, const char *source, size_t n, const char *filename)
{
    return print(out, scopes_stage, source, n, filename);
}

int frontend_print_dis(FILE *out, const char *source, size_t n, const char *filename,
                       int optimize)
{
    Request request = {.source = source, .n = n, .filename = filename, .mode = FRONTEND_EXEC,
                       .optimize = optimize};
    return run(&request, dis_stage, out) ? 0 : -1;
}

int frontend_write_pyc(FILE *out, Value code, uint32_t mtime, uint32_t size)
{
    /* Magic number, flags (0: dated), time and size of the source. */
    uint32_t header[4] = {3495 | (uint32_t)'\r' << 16 | (uint32_t)'\n' << 24, 0, mtime, size};
    Value bytes = tp_marshal_dumps(code, 4);
    if (!bytes)
        return -1;
    Bytes *body = (Bytes *)tp_obj(bytes);
    fwrite(header, sizeof header, 1, out);
    fwrite(body->data, 1, (size_t)body->length, out);
    return 0;
}
