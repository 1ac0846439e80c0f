/* parse_invalid.c -- the messages for what is not Python. */
#include "frontend/parser.h"

#include <stdarg.h>
#include <string.h>

/* ---- raising ---- */

_Noreturn void raise_lex_error(Parser *p)
{
    lex_raise(&p->lexer);
}

_Noreturn void raise_too_deep(Parser *p)
{
    diag_raise(p->unit, "MemoryError", "%s", "");
}

static const char *vmessage(Parser *p, const char *format, va_list args)
{
    char buffer[1024];
    vsnprintf(buffer, sizeof buffer, format, args);
    return arena_printf(p->arena, "%s%s", p->is_fstring ? "f-string: " : "", buffer);
}

_Noreturn static void raise_span(Parser *p, const char *type, Span span, const char *message)
{
    Diag *diag = &p->unit->diag;
    diag->type = type;
    diag->message = message;
    diag->has_position = true;
    diag->lineno = span.lineno;
    diag->offset = span.col_offset + 1;
    diag->has_end = true;
    diag->end_lineno = span.end_lineno;
    diag->end_offset = span.end_col_offset + 1;
    size_t length;
    const char *line = source_line(&p->unit->source, span.lineno, &length);
    diag->text = line ? arena_printf(p->arena, "%.*s\n", (int)length, line) : NULL;
    diag_throw(p->unit);
}

_Noreturn void raise_number_too_long(Parser *p, size_t ndigits)
{
    raise_here(p, "SyntaxError",
               "Exceeds the limit (4300 digits) for integer string conversion: value has %zu "
               "digits; use sys.set_int_max_str_digits() to increase the limit - Consider "
               "hexadecimal for huge integer literals to avoid decimal conversion limits.",
               ndigits);
}

_Noreturn void raise_here(Parser *p, const char *type, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = vmessage(p, format, args);
    va_end(args);
    saw(p, p->tok);
    raise_span(p, type, span_of_token(p->furthest), message);
}

_Noreturn void raise_at(Parser *p, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = vmessage(p, format, args);
    va_end(args);
    raise_span(p, "SyntaxError", span, message);
}

_Noreturn void raise_expected(Parser *p, enum TokenKind kind)
{
    raise_at(p, span_of_token(p->tok), "expected '%s'", token_spelling(kind));
}

_Noreturn void explain(Parser *p)
{
    raise_here(p, "SyntaxError", "invalid syntax");
}
Node *explain_expression(Parser *p) { return expression_plain(p); }
Node *explain_disjunction(Parser *p) { return disjunction_plain(p); }
Node *explain_named_expression(Parser *p) { return expression_plain(p); }
bool explain_call(Parser *p, Token *paren, NodeSeq *args, NodeSeq *keywords) { return arguments_plain(p, paren, args, keywords); }
bool explain_arguments(Parser *p, NodeSeq *args, NodeSeq *keywords) { return arguments_plain(p, NULL, args, keywords); }
Node *explain_bracketed(Parser *p, Node *(*rule)(Parser *)) { return rule(p); }
Node *explain_primary(Parser *p) { return primary_plain(p); }
Node *explain_expression_stmt(Parser *p) { (void)p; return NULL; }
#define NOP(f, ...) void f(__VA_ARGS__) { (void)p; }
NOP(explain_for_target, Parser *p, Token *start __attribute__((unused)))
NOP(explain_barry, Parser *p)
NOP(explain_parameters, Parser *p, bool b __attribute__((unused)))
NOP(explain_del, Parser *p, Token *start __attribute__((unused)))
NOP(explain_import_names, Parser *p)
NOP(explain_with_target, Parser *p, Token *start __attribute__((unused)))
NOP(explain_except, Parser *p, Token *start __attribute__((unused)))
NOP(explain_with, Parser *p, Token *start __attribute__((unused)))
NOP(explain_try, Parser *p)
NOP(explain_mixed_excepts, Parser *p)
NOP(explain_default, Parser *p, Token *start __attribute__((unused)))
NOP(explain_pattern_target, Parser *p)
bool explain_colon(Parser *p) { (void)p; return false; }
void explain_missing_block(Parser *p, const Token *start, const char *what)
{
    if (at(p, TOK_ERROR)) raise_lex_error(p);
    raise_here(p, "IndentationError", "expected an indented block after %s on line %d", what, start->lineno);
}
