/* source.h -- the text of one compile: decoded to UTF-8, line ends made '\n'. */
#ifndef FRONTEND_SOURCE_H
#define FRONTEND_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "frontend/arena.h"

typedef struct Unit Unit;

typedef struct Source {
    const char *text;       /* UTF-8 with '\n' line ends; NUL at text[length] */
    size_t length;          /* bytes */
    const char *undecoded;  /* the bytes it was decoded from, line ends made '\n'; NUL at the end */
    const char *what_follows; /* NULL, or what is wrong with the line behind the text (arena) */
} Source;

/* Fills in unit->source and unit->encoding from n bytes in any encoding (PEP 263): a byte order
   mark and a coding line are obeyed unless FRONTEND_SOURCE_IS_UTF8 is set. In FRONTEND_EXEC mode a
   last line without newline gets one. Ends the compile on NUL bytes, unknown encodings and bytes
   that do not decode; UTF-8 itself is checked by the lexer where it matters, but the text of a
   script that declares no encoding ends before the first line that is not UTF-8. */
void source_load(Unit *unit, const char *bytes, size_t n);

/* The n bytes of a line from the file, as UTF-8 (arena): what does not decode becomes U+FFFD. If
   encoding is NULL they must be UTF-8, else the result is NULL. */
const char *source_decode_line(Unit *unit, const char *encoding, const char *bytes, size_t n);

/* Decodes the character at p: its bytes (1 to 4), or 0 if they are not UTF-8. */
int source_char(const char *p, const char *end, uint32_t *c);

/* "(unicode error) 'utf-8' codec can't decode ..." for the bad bytes at p (arena). */
const char *source_bad_char(Arena *arena, const char *p, const char *end, size_t position);

/* Characters in n bytes of UTF-8; each byte that is not UTF-8 counts as one. */
int source_characters(const char *text, size_t n);

/* The n bytes as valid UTF-8: what is not becomes U+FFFD (arena). */
const char *source_repair(Arena *arena, const char *text, size_t n);

#endif
