/* token_dump.c -- prints tokens as `python3 -m tokenize -e` does. */
#include "frontend/token_dump.h"

#include <string.h>

#include "frontend/parser.h"
#include "runtime/object.h"
#include "runtime/str.h"

/* A place in the text and its column, which counts characters here. */
typedef struct Place {
    const char *at;
    int column;
} Place;

/* Goes on to `at`, which is not before the place; gives its column. */
static int move_to(Place *place, const char *at)
{
    const char *newline = memrchr(place->at, '\n', (size_t)(at - place->at));
    if (newline)
        *place = (Place){newline + 1, 0};
    place->column += source_characters(place->at, (size_t)(at - place->at));
    place->at = at;
    return place->column;
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
    Place place = {lexer->text, 0};
    for (Token *token = lexer->tokens;; token++) {
        const char *text = lexer->text + token->start;
        const char *name = token_name((enum TokenKind)token->kind);
        int column = move_to(&place, text);
        switch (token->kind) {
        case TOK_ERROR:
            parser.tok = parser.furthest = token;
            raise_lex_error(&parser);
        case TOK_ENDMARKER:
            print_token(out, lexer, token->lineno + 1, 0, token->lineno + 1, 0, name, "", 0);
            return;
        case TOK_NEWLINE:
            column = move_to(&place, lexer->text + token->end);
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
                        move_to(&place, lexer->text + token->end), name, text,
                        token->end - token->start);
        }
    }
}
