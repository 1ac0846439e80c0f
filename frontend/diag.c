/* diag.c -- ending a compile with an error, and what becomes of it in the runtime. */
#include "frontend/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/unit.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/warn.h"

_Noreturn void diag_throw(Unit *unit)
{
    longjmp(unit->diag.catch, 1);
}

enum { PIECE = 999 };

/* Reads up to a line end or up to PIECE bytes; 0 at the end of the file. */
static size_t read_piece(FILE *file, char *piece)
{
    size_t n = 0;
    for (int c; n < PIECE && (c = getc(file)) != EOF;) {
        if (c == '\r') {
            int next = getc(file);
            if (next != '\n')
                ungetc(next, file);
            c = '\n';
        }
        piece[n++] = (char)c;
        if (c == '\n')
            break;
    }
    return n;
}

const char *diag_file_line(Unit *unit, int lineno, const char *encoding)
{
    char piece[PIECE];
    size_t n = 0;
    FILE *file = fopen(unit->filename, "r");
    if (!file)
        return NULL;
    for (int line = 0; line < lineno;) {
        n = read_piece(file, piece);
        if (!n)
            break;
        if (n < PIECE || piece[n - 1] == '\n')
            line++;
    }
    fclose(file);
    return n ? source_decode_line(unit, encoding, piece, n) : NULL;
}

_Noreturn static void error_at(Unit *unit, Span span, const char *message)
{
    Diag *diag = &unit->diag;
    diag->type = "SyntaxError";
    diag->message = message;
    diag->has_position = true;
    diag->lineno = span.lineno;
    diag->offset = span.col_offset + 1;
    diag->has_end = span.end_col_offset >= 0;
    diag->end_lineno = span.end_lineno;
    diag->end_offset = span.end_col_offset + 1;
    diag->text = diag_file_line(unit, span.lineno, NULL);
    diag_throw(unit);
}

_Noreturn void diag_error(Unit *unit, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(&unit->arena, format, args);
    va_end(args);
    error_at(unit, span, message);
}

_Noreturn void diag_scope_error(Unit *unit, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(&unit->arena, format, args);
    va_end(args);
    unit->diag.is_placed_later = true;
    error_at(unit, span, message);
}

_Noreturn void diag_raise(Unit *unit, const char *type, const char *format, ...)
{
    Diag *diag = &unit->diag;
    va_list args;
    va_start(args, format);
    diag->type = type;
    diag->message = arena_vprintf(&unit->arena, format, args);
    va_end(args);
    diag->has_position = false;
    diag_throw(unit);
}

_Noreturn void diag_pending(Unit *unit)
{
    unit->diag.type = NULL;
    diag_throw(unit);
}

/* ---- warnings ---- */

static Type *warning_type(const char *category)
{
    return !strcmp(category, "DeprecationWarning") ? &tp_DeprecationWarning : &tp_SyntaxWarning;
}

static int issue_warning(const char *category, const char *message, const char *filename,
                         int lineno)
{
    Value text = tp_str_utf8(message, (int64_t)strlen(message));
    Value file = tp_fsdecode(filename, (int64_t)strlen(filename));
    return text && file ? tp_warn_at(warning_type(category), text, file, lineno) : -1;
}

int (*frontend_warn)(const char *, const char *, const char *, int) = issue_warning;

bool diag_warn(Unit *unit, const char *category, int lineno, const char *message)
{
    if (frontend_warn(category, message, unit->filename, lineno) == 0)
        return true;
    if (!tp_error_is(warning_type(category)))
        diag_pending(unit);
    tp_error_clear();
    return false;
}

/* ---- into the runtime ---- */

static Type *exception_type(const char *name)
{
    static const struct {
        const char *name;
        Type *type;
    } types[] = {
        {"SyntaxError", &tp_SyntaxError},   {"IndentationError", &tp_IndentationError},
        {"TabError", &tp_TabError},         {"ValueError", &tp_ValueError},
        {"MemoryError", &tp_MemoryError},   {"OverflowError", &tp_OverflowError},
        {"RecursionError", &tp_RecursionError},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!strcmp(types[i].name, name))
            return types[i].type;
    }
    BUG("an exception type that diag.c does not know");
}

static void raise_placed_later(const Diag *diag, Value message, const Value *where)
{
    static const char *const names[6] = {"filename", "lineno", "offset", "text", "end_lineno",
                                         "end_offset"};
    Value exception = tp_call1(tp_ref(&tp_SyntaxError), message);
    for (int i = 0; exception && i < (diag->has_end ? 6 : 5); i++) {
        if (tp_setattr_cstr(exception, names[i], where[i]) < 0)
            return;
    }
    if (exception)
        tp_raise_instance(exception);
}

void diag_to_exception(Unit *unit)
{
    Diag *diag = &unit->diag;
    if (!diag->type)
        return;
    Type *type = exception_type(diag->type);
    Value message = tp_str_utf8(diag->message, (int64_t)strlen(diag->message));
    if (!message)
        return;
    if (!diag->has_position) {
        if (*diag->message)
            tp_raise_value(type, message);
        else
            tp_raise_instance(tp_call0(tp_ref(type)));
        return;
    }
    Value filename = tp_fsdecode(unit->filename, (int64_t)strlen(unit->filename));
    Value text = diag->text ? tp_str_utf8(diag->text, (int64_t)strlen(diag->text)) : TP_NONE;
    if (!filename || !text)
        return;
    Value where[6] = {filename, tp_int(diag->lineno), tp_int(diag->offset), text,
                      tp_int(diag->end_lineno), tp_int(diag->end_offset)};
    if (diag->is_placed_later) {
        raise_placed_later(diag, message, where);
        return;
    }
    Value details = tp_tuple_of(diag->has_end ? 6 : 4, where);
    Value exception = tp_call2(tp_ref(type), message, details);
    if (exception)
        tp_raise_instance(exception);
}

_Noreturn void diag_bug(const char *file, int line, const char *what)
{
    fprintf(stderr, "taipan: bug in %s:%d: %s\n", file, line, what);
    abort();
}
