/* parse_raise.c -- where a syntax error is said to be, and the line shown with it.
 *
 * CPython's rules, as its output shows them. Offsets count characters from 1, or bytes where no
 * encoding was declared (a str has one). "Here" is the furthest token looked at; layout tokens and
 * the end of text have no column of their own, so the column is where reading had come to. The line
 * shown is taken from the file if there is one of that name, else from the text: whole with its
 * newline if it is the line being read (then lines joined to it by a backslash or an open string
 * come along), without its newline if it is an earlier one. Errors in an f-string's expression are
 * counted within "(expression)", in bytes.
 */
#include "frontend/parser.h"

#include <string.h>

#include "runtime/int.h"
#include "runtime/str.h"

/* The start of the line that holds text offset `at`; the end of text belongs to the last line. */
static const char *line_start(const Parser *p, uint32_t at)
{
    const char *start = p->lexer.text + at;
    if (at == p->lexer.length && at > 0)
        start--;
    while (start > p->lexer.text && start[-1] != '\n')
        start--;
    return start;
}

static const char *line_end(const Parser *p, const char *from)
{
    const char *newline = strchr(from, '\n');
    return newline ? newline : p->lexer.text + p->lexer.length;
}

/* The start of a line that the one at `line` continues: by a backslash after a token, or inside a
   string; NULL if it continues none. `before` is the last token that starts above it. */
static const char *joined_to(const Parser *p, const char *line, const Token *before)
{
    for (;;) {
        uint32_t at = (uint32_t)(line - p->lexer.text);
        if (before->kind == TOK_STRING && before->end > at)
            return line_start(p, at - 1);
        if (at < 2 || line[-2] != '\\')
            return NULL;
        const char *above = line_start(p, at - 1);
        if (before->kind == TOK_NEWLINE && p->lexer.text + before->end >= above)
            return NULL;                /* it ends a comment */
        const char *from = p->lexer.text + (before->end < at ? before->end : at - 1);
        if (from < above)
            from = above;
        if (memchr(from, '#', (size_t)(line - from)))
            return NULL;
        for (const char *c = above; c < line - 2; c++) {
            if (*c != ' ' && *c != '\t' && *c != '\f')
                return above;
        }
        /* A backslash that only indentation precedes joins nothing if a line begins there. */
        line = above;
    }
}

/* Where the lines being read when `token` was the last one start. */
static const char *lines_start(const Parser *p, const Token *token)
{
    const char *start = line_start(p, token->kind == TOK_STRING ? token->end : token->start);
    for (;;) {
        const Token *before = token;
        while (before > p->lexer.tokens && p->lexer.text + before->start >= start)
            before--;
        if (start == p->lexer.text || p->lexer.text + before->start >= start)
            return start;
        const char *first = joined_to(p, start, before);
        if (!first)
            return start;
        start = first;
    }
}

/* These lines, with the newline. */
static const char *lines_at(Parser *p, const Token *token)
{
    const char *start = lines_start(p, token);
    uint32_t last = token->kind == TOK_STRING ? token->end : token->start;
    if (token->kind == TOK_ERROR && p->lexer.error.is_at_end)
        last = (uint32_t)p->lexer.length;
    const char *end = line_end(p, line_start(p, last));
    if (end < p->lexer.text + p->lexer.length)
        end++;
    const char *text = source_repair(p->arena, start, (size_t)(end - start));
    /* The text of an f-string's expression is read as a line. */
    return p->is_fstring && end[-1] != '\n' ? arena_printf(p->arena, "%s\n", text) : text;
}

/* Line `lineno` without its newline, as it was before it was decoded. */
static const char *earlier_line(Parser *p, int lineno)
{
    const char *line = p->is_fstring ? p->lexer.text : p->unit->source.undecoded;
    for (int i = p->lexer.first_lineno; i < lineno; i++) {
        const char *newline = strchr(line, '\n');
        if (!newline)
            break;
        line = newline + 1;
    }
    return source_repair(p->arena, line, strcspn(line, "\n"));
}

static const char *shown_line(Parser *p, int lineno)
{
    const Token *last = p->furthest;
    if (!p->is_fstring && p->unit->mode == FRONTEND_EXEC) {
        const char *line = diag_file_line(p->unit, lineno, p->unit->encoding);
        if (line)
            return line;
    }
    return last->end_lineno <= lineno ? lines_at(p, last) : earlier_line(p, lineno);
}

/* Characters in the first n bytes, one more if the text is shorter; n itself if the source has no
   declared encoding. */
static int characters_to(const Parser *p, const char *text, int n)
{
    int length = (int)strlen(text);
    if (n <= 0 || !p->unit->encoding)
        return n;
    if (n <= length)
        return source_characters(text, (size_t)n);
    return source_characters(text, (size_t)length) + 1;
}

/* Ends the compile with an error whose offsets are bytes from 1, or what CPython has instead. */
_Noreturn static void raise_located(Parser *p, const char *type, int lineno, int offset,
                                    int end_lineno, int end_offset, const char *message)
{
    Diag *diag = &p->unit->diag;
    const char *line = shown_line(p, lineno);
    give_warnings(p, p->furthest);
    if (p->is_fstring) {
        offset -= p->lexer.first_column;
        end_offset -= p->lexer.first_column;
    } else {
        offset = characters_to(p, line, offset);
        if (end_offset > 0)
            end_offset = characters_to(p, line, end_offset);
    }
    diag->type = type;
    diag->message = message;
    diag->has_position = diag->has_end = true;
    diag->lineno = lineno;
    diag->offset = offset;
    diag->end_lineno = end_lineno;
    diag->end_offset = end_offset;
    diag->text = line;
    diag_throw(p->unit);
}

_Noreturn static void raise_unclosed(Parser *p);
_Noreturn static void raise_at_layout(Parser *p, const char *type, const Token *token,
                                      const char *message);

/* Has reading come to the end of the text, be it to see where a token ends? The newline that
   CPython puts behind the text of an f-string's expression is not reached so. */
static bool has_read_all(Parser *p)
{
    saw(p, p->tok);
    const Token *last = p->furthest;
    const char *text = token_text(p, last);
    switch (last->kind) {
    case TOK_ERROR: return p->lexer.error.is_at_end;
    case TOK_NEWLINE: return last->start == p->lexer.length;
    case TOK_STRING:            /* behind '' there might be a third quote */
        text += strcspn(text, "'\"");
        if (text + 2 != p->lexer.text + last->end)
            return false;
        break;
    case TOK_ELLIPSIS: case TOK_DOUBLESTAREQUAL: case TOK_DOUBLESLASHEQUAL:
    case TOK_LEFTSHIFTEQUAL: case TOK_RIGHTSHIFTEQUAL:
        return false;           /* no token is longer */
    default:
        break;
    }
    return last->end == p->lexer.length && !p->is_fstring;
}

void prefer_incomplete(Parser *p)
{
    while (p->outer)
        p = p->outer;
    if (!(p->unit->flags & FRONTEND_ALLOW_INCOMPLETE_INPUT) || !has_read_all(p))
        return;
    p->unit->flags &= ~FRONTEND_ALLOW_INCOMPLETE_INPUT;
    static const char message[] = "incomplete input";
    const Token *last = p->furthest;
    const LexError *error = &p->lexer.error;
    if (last->kind == TOK_ERROR && error->line)
        raise_located(p, "SyntaxError", error->lineno, (int)(error->at - error->line),
                      error->lineno, -1, message);
    if (last->col_offset >= 0)
        raise_located(p, "SyntaxError", last->lineno, last->col_offset + 1, last->end_lineno,
                      last->end_col_offset + 1, message);
    raise_at_layout(p, "SyntaxError", last, message);
}

/* An error of the lexer further down goes before one of the parser, also in the text around an
   f-string. CPython does not look for it if all has been read, unless the error is a generic one
   of this text. */
static void prefer_lex_error(Parser *p, bool is_generic)
{
    if (p)
        prefer_incomplete(p);
    for (; p; p = p->outer) {
        const Lexer *lexer = &p->lexer;
        give_warnings(p, lexer->tokens + lexer->ntokens);
        if (lexer->tokens[lexer->ntokens - 1].kind != TOK_ERROR)
            continue;
        saw(p, p->tok);
        if (p->furthest->kind == TOK_ERROR)
            continue;                   /* CPython has come to it and forgotten it */
        const char *name = lexer->error.not_utf8;
        if (name && p->outer)
            raise_here(p->outer, "SyntaxError", "%s", lexer->error.message);
        if (name) {
            tp_decode(name, lexer->error.at - name, "utf-8", "strict");
            diag_pending(p->unit);
        }
        if (lexer->error.type && !lexer->error.is_line_whole)
            raise_lex_error(p);
        if (lexer->level && p->furthest->lineno > lexer->brackets[lexer->level - 1].lineno &&
            (is_generic || !has_read_all(p)))
            raise_unclosed(p);
        is_generic = false;
    }
}

static const char *vmessage(Parser *p, const char *format, va_list args)
{
    const char *text = arena_vprintf(p->arena, format, args);
    return p->is_fstring ? arena_printf(p->arena, "f-string: %s", text) : text;
}

/* Layout has no column: it is where reading had come to. */
_Noreturn static void raise_at_layout(Parser *p, const char *type, const Token *token,
                                      const char *message)
{
    int column = (int)(p->lexer.text + token->start - line_start(p, token->start));
    raise_located(p, type, token->lineno, column, token->end_lineno, -1, message);
}

_Noreturn void raise_here(Parser *p, const char *type, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = vmessage(p, format, args);
    va_end(args);
    saw(p, p->tok);
    const Token *token = p->furthest;
    prefer_lex_error(p, false);
    if (token->col_offset >= 0)
        raise_located(p, type, token->lineno, token->col_offset + 1, token->end_lineno,
                      token->end_col_offset + 1, message);
    raise_at_layout(p, type, token, message);
}

_Noreturn void raise_at(Parser *p, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = vmessage(p, format, args);
    va_end(args);
    saw(p, p->tok);
    prefer_lex_error(p, false);
    raise_located(p, "SyntaxError", span.lineno, span.col_offset + 1, span.end_lineno,
                  span.end_col_offset + 1, message);
}

_Noreturn void raise_from(Parser *p, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = vmessage(p, format, args);
    va_end(args);
    saw(p, p->tok);
    prefer_lex_error(p, false);
    const Token *last = p->furthest;
    int column = (int)(p->lexer.text + last->end - line_start(p, last->end ? last->end - 1 : 0));
    raise_located(p, "SyntaxError", span.lineno, span.col_offset + 1, last->end_lineno, column,
                  message);
}

_Noreturn void raise_expected(Parser *p, enum TokenKind kind)
{
    raise_at(p, span_of_token(p->tok), "expected '%s'", token_spelling(kind));
}

_Noreturn void raise_too_deep(Parser *p)
{
    diag_raise(p->unit, "MemoryError", "%s", "");
}

_Noreturn void raise_number_too_long(Parser *p, Span span, size_t ndigits)
{
    saw(p, p->tok);
    prefer_lex_error(p, false);
    raise_located(p, "SyntaxError", span.lineno, 0, span.lineno, 0,
                  arena_printf(p->arena,
                               "%sExceeds the limit (%d digits) for integer string conversion: "
                               "value has %zu digits; use sys.set_int_max_str_digits() to increase "
                               "the limit - Consider hexadecimal for huge integer literals to "
                               "avoid decimal conversion limits.",
                               p->is_fstring ? "f-string: " : "", tp_int_max_str_digits,
                               ndigits));
}

/* ---- errors of the lexer ---- */

/* The bracket that was never closed. */
_Noreturn static void raise_unclosed(Parser *p)
{
    const Lexer *lexer = &p->lexer;
    const Bracket *bracket = &lexer->brackets[lexer->level - 1];
    raise_located(p, "SyntaxError", bracket->lineno, bracket->col_offset + 1, bracket->lineno, 0,
                  arena_printf(p->arena, "%s'%c' was never closed",
                               p->is_fstring ? "f-string: " : "", bracket->c));
}

/* TOK_ERROR is at hand: raises, but not behind a complete interactive statement. */
void meet_lex_error(Parser *p)
{
    int nindents = 0;
    if (p->unit->mode == FRONTEND_SINGLE && !p->is_fstring && p->tok[-1].kind == TOK_NEWLINE) {
        for (const Token *token = p->lexer.tokens; token < p->tok; token++)
            nindents += (token->kind == TOK_INDENT) - (token->kind == TOK_DEDENT);
        if (!nindents)
            return;
    }
    raise_lex_error(p);
}

_Noreturn void raise_lex_error(Parser *p)
{
    saw(p, p->tok);
    prefer_incomplete(p);
    prefer_lex_error(p->outer, false);
    const Lexer *lexer = &p->lexer;
    const LexError *error = &lexer->error;
    give_warnings(p, p->furthest);
    Diag *diag = &p->unit->diag;
    if (!error->type)
        raise_unclosed(p);
    if (!error->line)
        diag_raise(p->unit, error->type, "%s", error->message);
    diag->type = error->type;
    diag->message = error->message;
    diag->has_position = diag->has_end = true;
    diag->lineno = diag->end_lineno = error->lineno;
    size_t length = (size_t)(line_end(p, error->line) - error->line);
    diag->text = source_repair(p->arena, error->line, length);
    int offset = (int)(error->at - error->line);
    if (error->is_line_whole) {
        diag->text = shown_line(p, error->lineno);
        /* A stray backslash is counted from the first of the lines that are joined. */
        if (error->is_stray_backslash)
            offset = (int)(error->at - lines_start(p, p->furthest));
        diag->offset = characters_to(p, diag->text, offset + (error->end_offset == 0));
        diag->end_offset = error->end_offset;
        if (p->is_fstring && error->not_utf8) {
            diag->message = arena_printf(p->arena, "f-string: %s", error->message);
            bool is_first = error->lineno == lexer->first_lineno;
            diag->offset = is_first ? 0 : offset - lexer->first_column;
            diag->end_offset = is_first ? 0 : -1 - lexer->first_column;
        }
    } else if (error->range_end) {
        diag->offset = offset;
        diag->end_offset = (int)(error->range_end - error->line);
    } else {
        diag->offset = diag->end_offset = source_characters(error->line, (size_t)offset);
    }
    diag_throw(p->unit);
}

_Noreturn void raise_multiple(Parser *p)
{
    const Token *last = p->furthest = --p->tok;
    raise_located(p, "SyntaxError", last->lineno, last->col_offset + 1, last->end_lineno,
                  last->end_col_offset + 1,
                  "multiple statements found while compiling a single statement");
}

_Noreturn void raise_generic(Parser *p, const Token *token)
{
    switch (token->kind) {
    case TOK_ERROR:
        raise_lex_error(p);
    case TOK_INDENT:
    case TOK_DEDENT:
        raise_at_layout(p, "IndentationError", token,
                        token->kind == TOK_INDENT ? "unexpected indent" : "unexpected unindent");
    default:
        saw(p, p->tok);
        prefer_lex_error(p, true);
        raise_located(p, "SyntaxError", token->lineno, token->col_offset + 1, token->end_lineno,
                      token->end_col_offset + 1,
                      p->is_fstring ? "f-string: invalid syntax" : "invalid syntax");
    }
}
