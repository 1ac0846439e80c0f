/* source.h -- the text of one compile: decoded to UTF-8, newlines normalised, lines indexed. */
#ifndef FRONTEND_SOURCE_H
#define FRONTEND_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

struct Unit;

typedef struct Source {
    const char *text;       /* UTF-8, '\n' line ends, the last line ended too; NUL after it */
    size_t length;          /* bytes */
    const char **lines;     /* lines[i] is where line i + 1 starts; lines[nlines] is the end */
    int nlines;
    int line_capacity;
    bool ends_bare;         /* the last line had no newline of its own */
} Source;

/* Fills in unit->source from bytes in any encoding. Ends the compile if they cannot be decoded. */
void source_load(struct Unit *unit, const char *bytes, size_t n);

/* Line `lineno` (from 1) with its newline: its start, and its bytes in *length. */
const char *source_line(const Source *source, int lineno, size_t *length);

/* How many characters the first `bytes` bytes of a UTF-8 text hold. */
int source_characters(const char *text, int bytes);

#endif
