/* frontend.c -- the entries: one compile from bytes to what is asked for.
 *
 * The only setjmp of the front end is in run(): whatever ends a compile early comes back here,
 * the arena goes, and the error becomes the runtime's exception.
 */
#include "frontend/frontend.h"

#include <string.h>

#include "frontend/ast_dump.h"
#include "frontend/compile.h"
#include "frontend/parser.h"
#include "frontend/token_dump.h"
#include "frontend/unit.h"
#include "runtime/error.h"

/* What a compile is to do with its source; gives a Value, any but 0. */
typedef Value Stage(Unit *unit, FILE *out);

typedef struct Request {
    const char *source;
    size_t n;
    const char *filename;
    enum FrontendMode mode;
    int flags;
    int optimize;
} Request;

static Value run(const Request *request, Stage *stage, FILE *out)
{
    Unit unit = {
        .mode = request->mode,
        .flags = request->flags,
        .optimize = request->optimize,
        .filename = request->filename,
    };
    unit.names.arena = &unit.arena;
    volatile Value result = 0;
    if (!setjmp(unit.diag.catch)) {
        source_load(&unit, request->source, request->n);
        result = stage(&unit, out);
    } else {
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

Value frontend_compile(const char *source, size_t n, const char *filename, enum FrontendMode mode,
                       int flags, int optimize)
{
    return run(&(Request){source, n, filename, mode, flags, optimize}, compile_stage, NULL);
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
