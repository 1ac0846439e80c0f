/* lexer.h -- characters to tokens: indentation, line joining, brackets.
 *
 * The whole text is cut into tokens before parsing starts, so the parser can look ahead and go back
 * for free, and can ask for an error further down when it explains an error of its own. A lexical
 * error is a token too (TOK_ERROR, the last one): it is raised when the parser reaches it.
 */
#ifndef FRONTEND_LEXER_H
#define FRONTEND_LEXER_H

#include <stdint.h>

#include "frontend/unit.h"

enum TokenKind {
#define TOKEN(KIND) TOK_##KIND,
#define OP(KIND, spelling) TOK_##KIND,
#define KEYWORD(KIND, spelling) TOK_KW_##KIND,
#include "frontend/token.def"
    TOK_NKINDS
};

typedef struct Token {
    uint8_t kind;           /* enum TokenKind */
    uint8_t level;          /* brackets open after this token */
    uint32_t start;         /* byte offsets into the text: the token is [start, end) */
    uint32_t end;
    int lineno;             /* from 1 */
    int col_offset;         /* UTF-8 bytes from the line's start; -1 for INDENT and DEDENT */
    int end_lineno;
    int end_col_offset;
} Token;

/* An error of the lexer, raised when the parser comes to it. Offsets are bytes of the line. */
typedef struct LexError {
    const char *type;       /* exception class; NULL: the text ended inside brackets[level - 1] */
    const char *message;    /* arena */
    int lineno;
    const char *line;       /* where the reported line starts; NULL: the message is all */
    const char *at;         /* the point of error: characters up to it are the offset */
    const char *range_end;  /* NULL, or characters up to it are the end offset */
    bool is_line_whole;     /* report the line with its newline, and no end */
    int end_offset;         /* then: -1 or 0, as CPython has it */
    bool is_stray_backslash;    /* counted from the first of the lines that are joined */
    bool is_at_end;         /* the text ended too early */
    const char *not_utf8;   /* NULL, or where the name starts whose bytes, up to `at`, are wrong */
} LexError;

/* A number that runs into a keyword: the parser warns when it comes to it. */
typedef struct LexWarning {
    struct LexWarning *next;
    int token;              /* number of the token */
    LexError error;         /* what it is if the warning is to be an error */
} LexWarning;

/* An opening bracket that waits for its partner. */
typedef struct Bracket {
    char c;
    int lineno;
    int col_offset;
} Bracket;

enum {
    LEX_MAX_BRACKETS = 200,
    LEX_MAX_INDENTS = 100
};

/* One text being cut. For the expressions of an f-string the text is not the source itself but
   "(expression)", and positions start at `lineno` and, on the first line, `first_column`. */
typedef struct Lexer {
    Unit *unit;
    const char *text;       /* ends with NUL at text[length] */
    size_t length;
    const char *cur;        /* next character */
    const char *line;       /* start of the current line */
    int lineno;             /* of the current line */
    int first_lineno;
    int first_column;       /* added to the columns of the first line */
    int level;              /* open brackets */
    int nindents;           /* open indentations */
    Bracket brackets[LEX_MAX_BRACKETS];
    int indents[LEX_MAX_INDENTS];       /* columns with tabs to 8 */
    int alt_indents[LEX_MAX_INDENTS];   /* columns with tabs to 1: both must agree */
    Token *tokens;
    int ntokens;
    int capacity;
    LexError error;         /* of the TOK_ERROR token */
    LexWarning *warnings;   /* those not given yet, in order */
    LexWarning **last_warning;  /* where the next is linked */
} Lexer;

/* Cuts the text of the unit's source. */
void lex_source(Lexer *lexer, Unit *unit);

/* Cuts "(expression)" of an f-string: `column` is added to columns of line `lineno`. */
void lex_expression(Lexer *lexer, Unit *unit, const char *text, size_t length, int lineno,
                    int column);

/* The spelling of operators and keywords, "" for the others; the name in Python's token module. */
const char *token_spelling(enum TokenKind kind);
const char *token_name(enum TokenKind kind);

#endif
