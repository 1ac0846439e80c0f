/* token_dump.c -- prints tokens as `python3 -m tokenize -e` does. */
#include "frontend/token_dump.h"

#include <string.h>

#include "frontend/parser.h"
#include "runtime/object.h"
#include "runtime/str.h"

/* Columns count characters here; `at` is the token's byte offset. */
static int character_column(const Lexer *lexer, uint32_t at)
{
    const char *line = lexer->text + at;
    while (line > lexer->text && line[-1] != '\n')
        line--;
    return source_characters(line, (size_t)(lexer->text + at - line));
}

static void print_token(FILE *out, const Lexer *lexer, int lineno, int column, int end_lineno,
                        int end_column, const char *name, const char *text, size_t n)
{
    char range[64];
    Value repr = diag_check(lexer->unit, tp_str_utf8(text, (int64_t)n));
    repr = diag_check(lexer->unit, tp_repr(repr));
    snprintf(range, sizeof range, "%d,%d-%d,%d:", lineno, column, end_lineno, end_column);
    fprintf(out, "%-20s%-15s%s\n", range, name, tp_str_to_c(repr));
}

void token_dump(FILE *out, Unit *unit)
{
    Parser parser = {.unit = unit, .arena = &unit->arena};
    const Lexer *lexer = &parser.lexer;
    lex_source(&parser.lexer, unit);
    for (Token *token = lexer->tokens;; token++) {
        const char *text = lexer->text + token->start;
        const char *name = token_name((enum TokenKind)token->kind);
        int column = character_column(lexer, token->start);
        switch (token->kind) {
        case TOK_ERROR:
            parser.tok = parser.furthest = token;
            raise_lex_error(&parser);
        case TOK_ENDMARKER:
            print_token(out, lexer, token->lineno + 1, 0, token->lineno + 1, 0, name, "", 0);
            return;
        case TOK_NEWLINE:
            column = character_column(lexer, token->end);
            print_token(out, lexer, token->lineno, column, token->lineno, column + 1, name, "\n",
                        1);
            break;
        case TOK_INDENT:
            print_token(out, lexer, token->lineno, 0, token->lineno, column, name, text - column,
                        (size_t)column);
            break;
        case TOK_DEDENT:
            if (token->start == lexer->length)
                print_token(out, lexer, token->lineno + 1, 0, token->lineno + 1, 0, name, "", 0);
            else
                print_token(out, lexer, token->lineno, column, token->lineno, column, name, "",
                            0);
            break;
        default:
            print_token(out, lexer, token->lineno, column, token->end_lineno,
                        character_column(lexer, token->end), name, text,
                        token->end - token->start);
        }
    }
}
