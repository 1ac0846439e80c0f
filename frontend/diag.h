/* diag.h -- the first error ends the compile.
 *
 * diag_error() and its kin fill in a Diag and jump to the one setjmp of the front end (in
 * frontend.c). The Diag says what exception CPython raises and with what attributes; the entry
 * turns it into the runtime's exception.
 *
 * Two stages report positions differently in CPython, and so do we: the parser counts offsets in
 * characters if the encoding was declared, else in bytes, and shows the line of the source it read;
 * symbol table and compiler count them in UTF-8 bytes and read the line again from the file by its
 * name (None for "<string>"). diag_error() is for the latter; the parser fills in the Diag
 * (parse_raise.c).
 */
#ifndef FRONTEND_DIAG_H
#define FRONTEND_DIAG_H

#include <setjmp.h>
#include <stdbool.h>

#include "frontend/ast.h"

typedef struct Unit Unit;

/* What went wrong. Strings are arena. */
typedef struct Diag {
    const char *type;       /* name of the exception class; NULL: the runtime's is pending */
    const char *message;
    bool has_position;      /* false: an exception of the message alone (MemoryError, ...) */
    int lineno;             /* from 1 */
    int offset;             /* from 1; 0 and -1 as CPython gives them */
    bool has_end;           /* false: end_offset is None, and end_lineno unless placed later */
    int end_lineno;
    int end_offset;
    const char *text;       /* the source line, UTF-8, or NULL for None */
    bool is_placed_later;   /* the args are the message alone: the place is in attributes only */
    jmp_buf catch;          /* set by the entry */
} Diag;

/* A SyntaxError of the compiler at `span` (columns as in the tree). */
_Noreturn void diag_error(Unit *unit, Span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same of the symbol table; and of future statements, where the span has no end column (-1). */
_Noreturn void diag_scope_error(Unit *unit, Span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Line `lineno` of the file with its newline (arena), decoded from `encoding`; NULL if there is no
   such file or line, or if encoding is NULL and the line is not UTF-8. As CPython reads it: line
   ends become '\n', and of a line of more than 999 bytes only what is left after taking away
   pieces of 999. */
const char *diag_file_line(Unit *unit, int lineno, const char *encoding);

/* Raises what the Diag says as the runtime's exception, unless one is pending already. */
void diag_to_exception(Unit *unit);

/* Jumps to the entry with unit->diag as it is filled in. */
_Noreturn void diag_throw(Unit *unit);

/* An exception without a position: MemoryError, ValueError, OverflowError, RecursionError. */
_Noreturn void diag_raise(Unit *unit, const char *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A runtime function failed while constants were made: its exception is pending already. */
_Noreturn void diag_pending(Unit *unit);

/* The value, if a runtime call gave one; else ends the compile with its pending exception. */
static inline Value diag_check(Unit *unit, Value value)
{
    if (!value)
        diag_pending(unit);
    return value;
}

/* Issues a warning of category "SyntaxWarning" or "DeprecationWarning"; false if the warning
   filters make it an error: the caller ends the compile with a SyntaxError of that message. */
bool diag_warn(Unit *unit, const char *category, int lineno, const char *message);

/* An impossible state of the compiler itself: prints where, and aborts. */
_Noreturn void diag_bug(const char *file, int line, const char *what);
#define BUG(what) diag_bug(__FILE__, __LINE__, what)

#endif
