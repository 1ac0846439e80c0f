/* lexer.c -- one pass over the text, one switch a token.
 *
 * begin_line() measures indentation and makes INDENT and DEDENT; lex_line() cuts the tokens. Line
 * numbers advance when the next line has a character, so at the end of text the current line is
 * still the last one, as in CPython.
 *
 * Start at lex_all at the end.
 */
#include "frontend/lexer.h"

#include <string.h>

#include "runtime/str.h"

enum CharClass {
    CH_OTHER,       /* no token starts so */
    CH_NAME,        /* letters, _, and all bytes of UTF-8 sequences */
    CH_DIGIT,
    CH_OP,
    CH_QUOTE,
    CH_SPACE        /* blank, tab, form feed */
};

static const uint8_t char_class[256] = {
    ['a' ... 'z'] = CH_NAME, ['A' ... 'Z'] = CH_NAME, ['_'] = CH_NAME, [0x80 ... 0xFF] = CH_NAME,
    ['0' ... '9'] = CH_DIGIT, ['"'] = CH_QUOTE, ['\''] = CH_QUOTE,
    [' '] = CH_SPACE, ['\t'] = CH_SPACE, ['\f'] = CH_SPACE,
    ['('] = CH_OP, [')'] = CH_OP, ['['] = CH_OP, [']'] = CH_OP, ['{'] = CH_OP, ['}'] = CH_OP,
    [':'] = CH_OP, [','] = CH_OP, [';'] = CH_OP, ['.'] = CH_OP, ['-'] = CH_OP, ['@'] = CH_OP,
    ['='] = CH_OP, ['+'] = CH_OP, ['*'] = CH_OP, ['/'] = CH_OP, ['%'] = CH_OP, ['<'] = CH_OP,
    ['>'] = CH_OP, ['|'] = CH_OP, ['&'] = CH_OP, ['^'] = CH_OP, ['~'] = CH_OP, ['!'] = CH_OP,
};

static const char *const spellings[] = {
#define TOKEN(KIND) [TOK_##KIND] = "",
#define OP(KIND, spelling) [TOK_##KIND] = spelling,
#define KEYWORD(KIND, spelling) [TOK_KW_##KIND] = spelling,
#include "frontend/token.def"
};

static const uint8_t spelling_lengths[] = {
#define TOKEN(KIND) [TOK_##KIND] = 0,
#define OP(KIND, spelling) [TOK_##KIND] = sizeof spelling - 1,
#define KEYWORD(KIND, spelling) [TOK_KW_##KIND] = sizeof spelling - 1,
#include "frontend/token.def"
};

static const char *const names[] = {
#define TOKEN(KIND) [TOK_##KIND] = #KIND,
#define OP(KIND, spelling) [TOK_##KIND] = #KIND,
#define KEYWORD(KIND, spelling) [TOK_KW_##KIND] = "NAME",
#include "frontend/token.def"
};

const char *token_spelling(enum TokenKind kind)
{
    return spellings[kind];
}

const char *token_name(enum TokenKind kind)
{
    return names[kind];
}

static inline uint8_t class_of(char c)
{
    return char_class[(unsigned char)c];
}

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_name_char(char c)
{
    return class_of(c) == CH_NAME || is_digit(c);
}

static inline bool at_end(const Lexer *lexer, const char *p)
{
    return p == lexer->text + lexer->length;
}

/* ---- errors: each leaves TOK_ERROR as the last token ---- */

static bool fail_at(Lexer *lexer, const char *at, const char *message)
{
    lexer->error = (LexError){
        .type = "SyntaxError",
        .message = message,
        .lineno = lexer->lineno,
        .line = lexer->line,
        .at = at,
    };
    return false;
}

static bool fail_line(Lexer *lexer, const char *type, const char *at, int end_offset,
                      const char *message)
{
    lexer->error = (LexError){
        .type = type,
        .message = message,
        .lineno = lexer->lineno,
        .line = lexer->line,
        .at = at,
        .is_line_whole = true,
        .end_offset = end_offset,
    };
    return false;
}

/* The text ends inside brackets. */
static bool fail_unclosed(Lexer *lexer)
{
    lexer->cur = lexer->text + lexer->length;
    lexer->error = (LexError){.is_at_end = true};
    return false;
}

/* Where the current line ends, newline included. */
static const char *line_end(const Lexer *lexer, const char *from)
{
    const char *newline = memchr(from, '\n', (size_t)(lexer->text + lexer->length - from));
    return newline ? newline + 1 : lexer->text + lexer->length;
}

static bool fail_indentation_tabs(Lexer *lexer)
{
    return fail_line(lexer, "TabError", lexer->line, 0,
                     "inconsistent use of tabs and spaces in indentation");
}

/* ---- tokens ---- */

static void grow_tokens(Lexer *lexer)
{
    int capacity = lexer->capacity * 2;
    Token *tokens = arena_bytes(&lexer->unit->arena, (size_t)capacity * sizeof(Token));
    memcpy(tokens, lexer->tokens, (size_t)lexer->ntokens * sizeof(Token));
    lexer->tokens = tokens;
    lexer->capacity = capacity;
}

static inline Token *new_token(Lexer *lexer, enum TokenKind kind)
{
    if (__builtin_expect(lexer->ntokens == lexer->capacity, 0))
        grow_tokens(lexer);
    Token *token = &lexer->tokens[lexer->ntokens++];
    token->kind = (uint8_t)kind;
    token->level = (uint8_t)lexer->level;
    return token;
}

/* A token without text: INDENT, DEDENT, ENDMARKER, ERROR. */
static void push_mark(Lexer *lexer, enum TokenKind kind)
{
    Token *token = new_token(lexer, kind);
    token->start = token->end = (uint32_t)(lexer->cur - lexer->text);
    token->lineno = token->end_lineno = lexer->lineno;
    token->col_offset = token->end_col_offset = -1;
}

/* What is added to columns, now that the line has been reached. */
static int shift(const Lexer *lexer)
{
    return lexer->lineno == lexer->first_lineno ? lexer->first_column : 0;
}

static int column(const Lexer *lexer, const char *p)
{
    return (int)(p - lexer->line) + shift(lexer);
}

/* The token [start, lexer->cur) on the current line. */
static void push_token(Lexer *lexer, enum TokenKind kind, const char *start)
{
    Token *token = new_token(lexer, kind);
    token->start = (uint32_t)(start - lexer->text);
    token->end = (uint32_t)(lexer->cur - lexer->text);
    token->lineno = token->end_lineno = lexer->lineno;
    token->col_offset = column(lexer, start);
    token->end_col_offset = column(lexer, lexer->cur);
}

/* The newline at `p` has been passed: the next line is current if there is one. */
static inline void next_line(Lexer *lexer, const char *p)
{
    lexer->cur = p + 1;
    if (!at_end(lexer, p + 1)) {
        lexer->lineno++;
        lexer->line = p + 1;
    }
}

/* ---- names ---- */

static enum TokenKind keyword_kind(const char *text, size_t length)
{
    /* Keywords stand in alphabetical order, so one letter's are neighbours. */
    static const uint8_t first[128] = {
        ['F'] = TOK_KW_FALSE, ['N'] = TOK_KW_NONE, ['T'] = TOK_KW_TRUE, ['a'] = TOK_KW_AND,
        ['b'] = TOK_KW_BREAK, ['c'] = TOK_KW_CLASS, ['d'] = TOK_KW_DEF, ['e'] = TOK_KW_ELIF,
        ['f'] = TOK_KW_FINALLY, ['g'] = TOK_KW_GLOBAL, ['i'] = TOK_KW_IF, ['l'] = TOK_KW_LAMBDA,
        ['n'] = TOK_KW_NONLOCAL, ['o'] = TOK_KW_OR, ['p'] = TOK_KW_PASS, ['r'] = TOK_KW_RAISE,
        ['t'] = TOK_KW_TRY, ['w'] = TOK_KW_WHILE, ['y'] = TOK_KW_YIELD,
    };
    unsigned char c = (unsigned char)text[0];
    if (length < 2 || length > 8 || c >= 128 || !first[c])
        return TOK_NAME;
    for (int kind = first[c]; kind < TOK_NKINDS && spellings[kind][0] == text[0]; kind++) {
        if (spelling_lengths[kind] == length && !memcmp(spellings[kind], text, length))
            return (enum TokenKind)kind;
    }
    return TOK_NAME;
}

static bool is_identifier_char(uint32_t c, bool is_first)
{
    if (c < 128)
        return class_of((char)c) == CH_NAME || (!is_first && is_digit((char)c));
    return is_first ? tp_char_is_xid_start(c) : tp_char_is_xid_continue(c);
}

/* The name [start, end) has bytes beyond ASCII: is it an identifier? */
static bool check_identifier(Lexer *lexer, const char *start, const char *end)
{
    Arena *arena = &lexer->unit->arena;
    uint32_t c;
    int n;
    for (const char *p = start; p < end; p += n) {
        if (!(n = source_char(p, end, &c))) {
            fail_line(lexer, "SyntaxError", end, -1,
                      source_bad_char(arena, p, end, (size_t)(p - start)));
            lexer->error.not_utf8 = start;
            return false;
        }
    }
    for (const char *p = start; p < end; p += n) {
        n = source_char(p, end, &c);
        if (!is_identifier_char(c, p == start)) {
            const char *message =
                tp_char_is_printable(c)
                    ? arena_printf(arena, "invalid character '%.*s' (U+%04X)", n, p, c)
                    : arena_printf(arena, "invalid non-printable character U+%04X", c);
            return fail_at(lexer, p + n, message);
        }
    }
    return true;
}

/* ---- strings ---- */

/* A string whose quote stands at `quote`, after a prefix from `start` on. */
static bool lex_string(Lexer *lexer, const char *start, const char *quote)
{
    char c = *quote;
    const char *p = quote + 1, *end = lexer->text + lexer->length;
    int first_lineno = lexer->lineno;
    const char *first_line = lexer->line;
    bool is_triple = p[0] == c && p[1] == c;

    if (is_triple)
        p += 2;
    else if (*p == c) {
        lexer->cur = p + 1;         /* the empty string */
        push_token(lexer, TOK_STRING, start);
        return true;
    }
    for (;; p++) {
        if (*p == c) {
            if (!is_triple)
                break;
            if (p[1] == c && p[2] == c) {
                p += 2;
                break;
            }
        } else if (*p == '\\') {
            p++;
            if (*p == '\n')
                next_line(lexer, p);
            else if (p == end)
                p--;
        } else if (*p == '\n' && is_triple) {
            next_line(lexer, p);
        } else if (*p == '\n' || p == end) {
            const char *format = is_triple
                ? "unterminated triple-quoted string literal (detected at line %d)"
                : "unterminated string literal (detected at line %d)";
            const char *message = arena_printf(&lexer->unit->arena, format, lexer->lineno);
            lexer->cur = start;
            lexer->lineno = first_lineno;
            lexer->line = first_line;
            fail_at(lexer, start + 1, message);
            lexer->error.is_at_end = p == end;
            return false;
        }
    }
    lexer->cur = p + 1;
    Token *token = new_token(lexer, TOK_STRING);
    token->start = (uint32_t)(start - lexer->text);
    token->end = (uint32_t)(lexer->cur - lexer->text);
    token->lineno = first_lineno;
    token->col_offset = (int)(start - first_line) + shift(lexer);   /* as CPython: by its end */
    token->end_lineno = lexer->lineno;
    token->end_col_offset = column(lexer, lexer->cur);
    return true;
}

/* How many of the letters at p are a string prefix, a quote following; 0 if they are not. */
static int prefix_length(const char *p)
{
    bool has_b = false, has_r = false, has_u = false, has_f = false;
    for (int n = 0; n < 3; n++) {
        switch (p[n]) {
        case 'b': case 'B':
            if (has_b || has_u || has_f)
                return 0;
            has_b = true;
            break;
        case 'u': case 'U':
            if (has_b || has_u || has_r || has_f)
                return 0;
            has_u = true;
            break;
        case 'r': case 'R':
            if (has_r || has_u)
                return 0;
            has_r = true;
            break;
        case 'f': case 'F':
            if (has_f || has_b || has_u)
                return 0;
            has_f = true;
            break;
        case '"': case '\'':
            return n;
        default:
            return 0;
        }
    }
    return 0;
}

/* ---- numbers ---- */

/* The keywords that may follow a number without a blank; of longer names only those that begin with
   the last three pass. */
static bool starts_follower(const char *p)
{
    static const char *const followers[] = {"and", "else", "for", "or", "not", "if", "in", "is"};
    for (size_t i = 0; i < sizeof followers / sizeof *followers; i++) {
        size_t n = strlen(followers[i]);
        if (!strncmp(p, followers[i], n))
            return followers[i][0] == 'i' || !is_name_char(p[n]);
    }
    return false;
}

/* What a number runs into: a keyword is let pass with a warning, any other letter is an error. */
static bool check_number_end(Lexer *lexer, const char *p, const char *kind)
{
    if (!is_name_char(*p))
        return true;
    fail_at(lexer, p, arena_printf(&lexer->unit->arena, "invalid %s literal", kind));
    if (!starts_follower(p))
        return false;
    LexWarning *warning = arena_alloc(&lexer->unit->arena, sizeof *warning);
    *warning = (LexWarning){NULL, lexer->ntokens, lexer->error};
    *lexer->last_warning = warning;
    lexer->last_warning = &warning->next;
    return true;
}

/* Digits with single underscores between them; *cur moves past them. */
static bool lex_decimal_tail(Lexer *lexer, const char **cur)
{
    const char *p = *cur;
    for (;;) {
        while (is_digit(*p))
            p++;
        if (*p != '_')
            break;
        p++;
        if (!is_digit(*p))
            return fail_at(lexer, p, "invalid decimal literal");
    }
    *cur = p;
    return true;
}

static bool is_radix_digit(char c, int radix)
{
    if (radix == 16)
        return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    return c >= '0' && c < '0' + radix;
}

static bool lex_radix(Lexer *lexer, const char *start, int radix, const char *kind)
{
    const char *p = start + 2;
    do {
        if (*p == '_')
            p++;
        if (!is_radix_digit(*p, radix)) {
            if (is_digit(*p))
                return fail_at(lexer, p + 1,
                               arena_printf(&lexer->unit->arena, "invalid digit '%c' in %s literal",
                                            *p, kind));
            return fail_at(lexer, p,
                           arena_printf(&lexer->unit->arena, "invalid %s literal", kind));
        }
        while (is_radix_digit(*p, radix))
            p++;
    } while (*p == '_');
    if (is_digit(*p))
        return fail_at(lexer, p + 1,
                       arena_printf(&lexer->unit->arena, "invalid digit '%c' in %s literal", *p,
                                    kind));
    if (!check_number_end(lexer, p, kind))
        return false;
    lexer->cur = p;
    push_token(lexer, TOK_NUMBER, start);
    return true;
}

static bool end_number(Lexer *lexer, const char *start, const char *p, const char *kind)
{
    if ((*p | 32) == 'j') {
        p++;
        kind = "imaginary";
    }
    if (!check_number_end(lexer, p, kind))
        return false;
    lexer->cur = p;
    push_token(lexer, TOK_NUMBER, start);
    return true;
}

/* After the digits before and behind the point: an exponent perhaps. */
static bool lex_exponent(Lexer *lexer, const char *start, const char *p)
{
    if ((*p | 32) == 'e') {
        const char *digits = p + 1;
        bool has_sign = *digits == '+' || *digits == '-';
        if (has_sign)
            digits++;
        if (is_digit(*digits)) {
            if (!lex_decimal_tail(lexer, &digits))
                return false;
            return end_number(lexer, start, digits, "decimal");
        }
        if (has_sign)
            return fail_at(lexer, digits, "invalid decimal literal");
    }
    return end_number(lexer, start, p, "decimal");
}

static bool lex_fraction(Lexer *lexer, const char *start, const char *p)
{
    if (is_digit(*p) && !lex_decimal_tail(lexer, &p))
        return false;
    return lex_exponent(lexer, start, p);
}

static bool lex_number(Lexer *lexer, const char *start)
{
    const char *p = start;
    if (*p == '0') {
        switch (p[1] | 32) {
        case 'x': return lex_radix(lexer, start, 16, "hexadecimal");
        case 'o': return lex_radix(lexer, start, 8, "octal");
        case 'b': return lex_radix(lexer, start, 2, "binary");
        }
        /* Zeros may be many; other digits behind them only in a float or imaginary number. */
        bool is_nonzero = false;
        p++;
        for (;;) {
            if (*p == '_') {
                p++;
                if (!is_digit(*p))
                    return fail_at(lexer, p, "invalid decimal literal");
            }
            if (*p != '0')
                break;
            p++;
        }
        const char *zeros_end = p;
        if (is_digit(*p)) {
            is_nonzero = true;
            if (!lex_decimal_tail(lexer, &p))
                return false;
        }
        if (is_nonzero && *p != '.' && (*p | 32) != 'e' && (*p | 32) != 'j') {
            fail_at(lexer, start + 1,
                    "leading zeros in decimal integer literals are not permitted; use an 0o prefix "
                    "for octal integers");
            lexer->error.range_end = zeros_end + 1;
            return false;
        }
    } else if (!lex_decimal_tail(lexer, &p)) {
        return false;
    }
    if (*p == '.')
        return lex_fraction(lexer, start, p + 1);
    return lex_exponent(lexer, start, p);
}

/* ---- operators ---- */

static bool open_bracket(Lexer *lexer, const char *start)
{
    if (lexer->level >= LEX_MAX_BRACKETS)
        return fail_at(lexer, start + 1, "too many nested parentheses");
    lexer->brackets[lexer->level++] = (Bracket){*start, lexer->lineno, (int)(start - lexer->line)};
    return true;
}

static bool close_bracket(Lexer *lexer, const char *start)
{
    Arena *arena = &lexer->unit->arena;
    if (!lexer->level)
        return fail_at(lexer, start + 1, arena_printf(arena, "unmatched '%c'", *start));
    Bracket *bracket = &lexer->brackets[lexer->level - 1];
    char partner = bracket->c == '(' ? ')' : bracket->c == '[' ? ']' : '}';
    if (*start != partner) {
        const char *message =
            bracket->lineno != lexer->lineno
                ? arena_printf(arena,
                               "closing parenthesis '%c' does not match opening parenthesis '%c' "
                               "on line %d",
                               *start, bracket->c, bracket->lineno)
                : arena_printf(arena,
                               "closing parenthesis '%c' does not match opening parenthesis '%c'",
                               *start, bracket->c);
        return fail_at(lexer, start + 1, message);
    }
    lexer->level--;
    return true;
}

static bool lex_operator(Lexer *lexer, const char *p)
{
    enum TokenKind kind = TOK_OP;
    int n = 1;
#define PICK(length, KIND) (n = (length), TOK_##KIND)
    switch (*p) {
    case '(': kind = TOK_LPAR; break;
    case ')': kind = TOK_RPAR; break;
    case '[': kind = TOK_LSQB; break;
    case ']': kind = TOK_RSQB; break;
    case '{': kind = TOK_LBRACE; break;
    case '}': kind = TOK_RBRACE; break;
    case ',': kind = TOK_COMMA; break;
    case ';': kind = TOK_SEMI; break;
    case '~': kind = TOK_TILDE; break;
    case ':': kind = p[1] == '=' ? PICK(2, COLONEQUAL) : TOK_COLON; break;
    case '.': kind = p[1] == '.' && p[2] == '.' ? PICK(3, ELLIPSIS) : TOK_DOT; break;
    case '@': kind = p[1] == '=' ? PICK(2, ATEQUAL) : TOK_AT; break;
    case '=': kind = p[1] == '=' ? PICK(2, EQEQUAL) : TOK_EQUAL; break;
    case '!': kind = p[1] == '=' ? PICK(2, NOTEQUAL) : TOK_OP; break;
    case '+': kind = p[1] == '=' ? PICK(2, PLUSEQUAL) : TOK_PLUS; break;
    case '%': kind = p[1] == '=' ? PICK(2, PERCENTEQUAL) : TOK_PERCENT; break;
    case '&': kind = p[1] == '=' ? PICK(2, AMPEREQUAL) : TOK_AMPER; break;
    case '|': kind = p[1] == '=' ? PICK(2, VBAREQUAL) : TOK_VBAR; break;
    case '^': kind = p[1] == '=' ? PICK(2, CIRCUMFLEXEQUAL) : TOK_CIRCUMFLEX; break;
    case '-':
        kind = p[1] == '=' ? PICK(2, MINEQUAL) : p[1] == '>' ? PICK(2, RARROW) : TOK_MINUS;
        break;
    case '*':
        if (p[1] == '*')
            kind = p[2] == '=' ? PICK(3, DOUBLESTAREQUAL) : PICK(2, DOUBLESTAR);
        else
            kind = p[1] == '=' ? PICK(2, STAREQUAL) : TOK_STAR;
        break;
    case '/':
        if (p[1] == '/')
            kind = p[2] == '=' ? PICK(3, DOUBLESLASHEQUAL) : PICK(2, DOUBLESLASH);
        else
            kind = p[1] == '=' ? PICK(2, SLASHEQUAL) : TOK_SLASH;
        break;
    case '<':
        if (p[1] == '<')
            kind = p[2] == '=' ? PICK(3, LEFTSHIFTEQUAL) : PICK(2, LEFTSHIFT);
        else if (p[1] == '>')
            kind = PICK(2, NOTEQUAL);       /* the parser asks the flags whether it may */
        else
            kind = p[1] == '=' ? PICK(2, LESSEQUAL) : TOK_LESS;
        break;
    case '>':
        if (p[1] == '>')
            kind = p[2] == '=' ? PICK(3, RIGHTSHIFTEQUAL) : PICK(2, RIGHTSHIFT);
        else
            kind = p[1] == '=' ? PICK(2, GREATEREQUAL) : TOK_GREATER;
        break;
    }
#undef PICK
    switch (kind) {
    case TOK_LPAR: case TOK_LSQB: case TOK_LBRACE:
        if (!open_bracket(lexer, p))
            return false;
        break;
    case TOK_RPAR: case TOK_RSQB: case TOK_RBRACE:
        if (!close_bracket(lexer, p))
            return false;
        break;
    default:
        break;
    }
    lexer->cur = p + n;
    push_token(lexer, kind, p);
    return true;
}

/* ---- lines ---- */

static const char *skip_comment(const Lexer *lexer, const char *p)
{
    const char *end = line_end(lexer, p);
    return end > p && end[-1] == '\n' ? end - 1 : end;
}

/* A backslash at p must be the last character of its line: the next line becomes current. */
static bool join_line(Lexer *lexer, const char *p)
{
    if (p[1] != '\n') {
        fail_line(lexer, "SyntaxError", at_end(lexer, p + 1) ? p : p + 1, 0,
                  "unexpected character after line continuation character");
        lexer->error.is_stray_backslash = true;
        return false;
    }
    if (at_end(lexer, p + 2)) {
        if (lexer->level)
            return fail_unclosed(lexer);
        fail_line(lexer, "SyntaxError", lexer->text + lexer->length, -1,
                  "unexpected EOF while parsing");
        lexer->error.is_at_end = true;
        return false;
    }
    next_line(lexer, p + 1);
    return true;
}

/* INDENT and DEDENTs for a line indented by `indent` columns (`alt` with tabs as one). */
static bool change_indentation(Lexer *lexer, int indent, int alt)
{
    int top = lexer->nindents - 1;
    if (indent == lexer->indents[top])
        return alt == lexer->alt_indents[top] || fail_indentation_tabs(lexer);
    if (indent > lexer->indents[top]) {
        if (lexer->nindents >= LEX_MAX_INDENTS)
            return fail_line(lexer, "IndentationError", lexer->line, 0,
                             "too many levels of indentation");
        if (alt <= lexer->alt_indents[top])
            return fail_indentation_tabs(lexer);
        lexer->indents[lexer->nindents] = indent;
        lexer->alt_indents[lexer->nindents++] = alt;
        push_mark(lexer, TOK_INDENT);
        return true;
    }
    int ndedents = 0;
    while (indent < lexer->indents[top]) {
        top--;
        ndedents++;
    }
    if (indent != lexer->indents[top])
        return fail_line(lexer, "IndentationError", line_end(lexer, lexer->cur), -1,
                         "unindent does not match any outer indentation level");
    if (alt != lexer->alt_indents[top])
        return fail_indentation_tabs(lexer);
    lexer->nindents = top + 1;
    while (ndedents--)
        push_mark(lexer, TOK_DEDENT);
    return true;
}

/* At the first column: measure the indentation. Lines without code are passed over. */
static bool begin_line(Lexer *lexer)
{
    for (;;) {
        int indent = 0, alt = 0, joined = 0;
        const char *p = lexer->cur;
        for (;;) {
            if (*p == ' ') {
                indent++;
                alt++;
            } else if (*p == '\t') {
                indent = (indent / 8 + 1) * 8;
                alt++;
            } else if (*p == '\f') {
                indent = alt = 0;
            } else if (*p == '\\') {
                /* The first line of several joined ones counts. */
                if (!joined)
                    joined = indent;
                if (!join_line(lexer, p))
                    return false;
                p = lexer->cur;
                continue;
            } else {
                break;
            }
            p++;
        }
        if (*p == '#')
            p = skip_comment(lexer, p);
        else if (*p != '\n') {
            lexer->cur = p;
            if (lexer->level)
                return true;
            return change_indentation(lexer, joined ? joined : indent, joined ? joined : alt);
        }
        if (*p != '\n') {
            lexer->cur = p;             /* a comment ends the text without newline */
            return true;
        }
        next_line(lexer, p);
        if (at_end(lexer, p + 1)) {
            if (lexer->level)
                return true;
            return change_indentation(lexer, 0, 0);
        }
    }
}

/* Cuts tokens up to the end of the line (of the logical line's current physical line). */
static bool lex_line(Lexer *lexer)
{
    for (;;) {
        const char *p = lexer->cur;
        while (class_of(*p) == CH_SPACE)
            p++;
        switch (class_of(*p)) {
        case CH_NAME: {
            int prefix = prefix_length(p);
            if (prefix) {
                if (!lex_string(lexer, p, p + prefix))
                    return false;
                break;
            }
            const char *start = p;
            unsigned char seen = 0;
            do {
                seen |= (unsigned char)*p++;
            } while (is_name_char(*p));
            lexer->cur = p;
            if (seen >= 128 && !check_identifier(lexer, start, p))
                return false;
            push_token(lexer, keyword_kind(start, (size_t)(p - start)), start);
            break;
        }
        case CH_DIGIT:
            if (!lex_number(lexer, p))
                return false;
            break;
        case CH_QUOTE:
            if (!lex_string(lexer, p, p))
                return false;
            break;
        case CH_OP:
            if (*p == '.' && is_digit(p[1])) {
                if (!lex_fraction(lexer, p, p + 1))
                    return false;
            } else if (!lex_operator(lexer, p)) {
                return false;
            }
            break;
        default: {
            const char *start = p;
            if (*p == '#')
                p = skip_comment(lexer, p);
            if (*p == '\n') {
                if (!lexer->level) {
                    lexer->cur = p;
                    push_token(lexer, TOK_NEWLINE, start);  /* the comment included */
                }
                next_line(lexer, p);
                return true;
            }
            if (at_end(lexer, p)) {
                lexer->cur = p;
                return true;
            }
            if (*p == '\\') {
                if (!join_line(lexer, p))
                    return false;
                break;
            }
            lexer->cur = p + 1;
            if (*p != '$' && *p != '?' && *p != '`')
                return fail_at(lexer, p + 1,
                               arena_printf(&lexer->unit->arena,
                                            "invalid non-printable character U+%04X",
                                            (unsigned char)*p));
            push_token(lexer, TOK_OP, p);
        }
        }
    }
}

/* In interactive mode the end of text is a NEWLINE first, and open blocks end there unless more
   text may come. */
static void end_interactive(Lexer *lexer)
{
    push_mark(lexer, TOK_NEWLINE);
    if (lexer->unit->flags & FRONTEND_DONT_IMPLY_DEDENT || lexer->nindents == 1)
        return;
    while (lexer->nindents > 1) {
        lexer->nindents--;
        push_mark(lexer, TOK_DEDENT);
    }
    push_mark(lexer, TOK_NEWLINE);
}

static void lex_all(Lexer *lexer, bool is_interactive)
{
    bool is_good = true;
    if (lexer->length)
        while (is_good && !at_end(lexer, lexer->cur))
            is_good = begin_line(lexer) && (at_end(lexer, lexer->cur) || lex_line(lexer));
    if (is_good && lexer->level)
        is_good = fail_unclosed(lexer);
    const Source *source = &lexer->unit->source;
    if (source->what_follows && lexer->text == source->text &&
        (is_good || lexer->error.is_at_end)) {
        lexer->error = (LexError){.type = "SyntaxError", .message = source->what_follows};
        is_good = false;
    }
    if (!is_good) {
        push_mark(lexer, TOK_ERROR);
        return;
    }
    bool has_tokens = lexer->ntokens > 0;
    if (lexer->nindents > 1 && lexer->length && lexer->text[lexer->length - 1] == '\n')
        change_indentation(lexer, 0, 0);
    if (is_interactive && has_tokens)
        end_interactive(lexer);
    push_mark(lexer, TOK_ENDMARKER);
}

static void start_lexer(Lexer *lexer, Unit *unit, const char *text, size_t length, int lineno,
                        int first_column)
{
    *lexer = (Lexer){
        .unit = unit,
        .text = text,
        .length = length,
        .cur = text,
        .line = text,
        .lineno = lineno,
        .first_lineno = lineno,
        .first_column = first_column,
        .nindents = 1,
        .capacity = (int)(length / 4) + 16,
    };
    lexer->tokens = arena_bytes(&unit->arena, (size_t)lexer->capacity * sizeof(Token));
    lexer->last_warning = &lexer->warnings;
}

void lex_source(Lexer *lexer, Unit *unit)
{
    const Source *source = &unit->source;
    start_lexer(lexer, unit, source->text, source->length, source->length ? 1 : 0, 0);
    lex_all(lexer, unit->mode == FRONTEND_SINGLE);
}

void lex_expression(Lexer *lexer, Unit *unit, const char *text, size_t length, int lineno,
                    int column)
{
    start_lexer(lexer, unit, text, length, lineno, column);
    lex_all(lexer, false);
}
