/* anchor.c -- where the operator stands in a failing expression: the ^ in `~~^~~`.
 *
 * A traceback underlines the text of the instruction's position. When that text is one expression
 * whose outermost operation is a binary operator or a subscript, the operator is marked apart. To
 * know, the text is split into tokens and the outermost operation found by precedence; no syntax
 * tree is needed, nor is a parser there in every executable.
 */
#include <ctype.h>
#include <string.h>

#include "runtime/anchor.h"

enum Kind { NAME, NUMBER, STRING, OPEN, CLOSE, OPERATOR, OTHER };

typedef struct Token {
    int start, end;
    int depth;     /* brackets around it; an OPEN and its CLOSE have the same */
    enum Kind kind;
} Token;

enum { MAX_TOKENS = 512 };

typedef struct Tokens {
    const char *text;
    int count;
    Token token[MAX_TOKENS];
} Tokens;

static bool is(const Tokens *t, int i, const char *text)
{
    int n = t->token[i].end - t->token[i].start;
    return (int)strlen(text) == n && memcmp(t->text + t->token[i].start, text, (size_t)n) == 0;
}

static bool is_one_of(const Tokens *t, int i, const char *const *words)
{
    for (; *words; words++)
        if (is(t, i, *words))
            return true;
    return false;
}

static int string_end(const char *s, int i, int n)
{
    char quote = s[i];
    bool is_triple = i + 2 < n && s[i + 1] == quote && s[i + 2] == quote;
    i += is_triple ? 3 : 1;
    for (; i < n; i++) {
        if (s[i] == '\\')
            i++;
        else if (s[i] == quote && !is_triple)
            return i + 1;
        else if (s[i] == quote && i + 2 < n && s[i + 1] == quote && s[i + 2] == quote)
            return i + 3;
    }
    return -1;
}

static int number_end(const char *s, int i, int n)
{
    bool is_hex = s[i] == '0' && i + 1 < n && strchr("xXoObB", s[i + 1]);
    for (; i < n; i++) {
        if (isalnum((unsigned char)s[i]) || s[i] == '.' || s[i] == '_') {
            if (!is_hex && (s[i] == 'e' || s[i] == 'E') && i + 1 < n &&
                (s[i + 1] == '+' || s[i + 1] == '-'))
                i++;
            continue;
        }
        break;
    }
    return i;
}

static bool is_name_char(unsigned char c)
{
    return isalnum(c) || c == '_' || c >= 128;
}

/* Length of the operator at s[i]. */
static int operator_length(const char *s, int i, int n)
{
    static const char *const longer[] = {"**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<",
                                         "<=", ">=", "==", "!=", "->", "+=", "-=", "*=", "/=",
                                         "%=", "&=", "|=", "^=", "@=", ":=", 0};
    for (const char *const *p = longer; *p; p++) {
        int length = (int)strlen(*p);
        if (i + length <= n && memcmp(s + i, *p, (size_t)length) == 0)
            return length;
    }
    return 1;
}

/* false if the text is not one whole expression in shape. */
static bool tokenize(Tokens *t, const char *s, int n)
{
    int depth = 0;
    t->text = s;
    t->count = 0;
    for (int i = 0; i < n;) {
        unsigned char c = (unsigned char)s[i];
        if (c == ' ' || c == '\t' || c == '\f') {
            i++;
            continue;
        }
        if (c == '#' || c == '\\' || t->count == MAX_TOKENS)
            return false;
        Token *k = &t->token[t->count++];
        k->start = i;
        k->depth = depth;
        if (c == '"' || c == '\'') {
            k->kind = STRING;
            if ((i = string_end(s, i, n)) < 0)
                return false;
        } else if (isdigit(c) || (c == '.' && i + 1 < n && isdigit((unsigned char)s[i + 1]))) {
            k->kind = NUMBER;
            i = number_end(s, i, n);
        } else if (is_name_char(c)) {
            k->kind = NAME;
            while (i < n && is_name_char((unsigned char)s[i]))
                i++;
            if (i < n && (s[i] == '"' || s[i] == '\'') && i - k->start <= 2) {
                k->kind = STRING; /* its prefix */
                if ((i = string_end(s, i, n)) < 0)
                    return false;
            }
        } else if (strchr("([{", c)) {
            k->kind = OPEN;
            depth++;
            i++;
        } else if (strchr(")]}", c)) {
            k->kind = CLOSE;
            k->depth = --depth;
            if (depth < 0)
                return false;
            i++;
        } else {
            k->kind = strchr("+-*/%@&|^<>~", c) ? OPERATOR : OTHER;
            i += operator_length(s, i, n);
        }
        k->end = i;
    }
    return depth == 0 && t->count > 0;
}

/* How tightly a binary operator binds: 1 (|) to 6 (* /), 8 (**); 0 for no such operator. */
static int precedence(const Tokens *t, int i)
{
    static const char *const levels[][6] = {{"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"},
                                            {"*", "/", "//", "%", "@"}};
    for (int level = 0; level < 6; level++)
        if (is_one_of(t, i, levels[level]))
            return level + 1;
    return is(t, i, "**") ? 8 : 0;
}

static bool ends_operand(const Tokens *t, int i)
{
    static const char *const keywords[] = {"await", "not", "in", "is", "and", "or", "if", "else",
                                           "lambda", "yield", "return", 0};
    enum Kind kind = t->token[i].kind;
    if (kind == NAME)
        return !is_one_of(t, i, keywords);
    return kind == NUMBER || kind == STRING || kind == CLOSE || is(t, i, "...");
}

/* Do tokens first..last stand at this depth with one of the words among them? */
static bool has_at_depth(const Tokens *t, int first, int last, int depth, const char *const *words)
{
    for (int i = first; i <= last; i++)
        if (t->token[i].depth == depth && t->token[i].kind != OPEN && t->token[i].kind != CLOSE &&
            t->token[i].kind != STRING && is_one_of(t, i, words))
            return true;
    return false;
}

/* Parentheses that only group are not part of the expression in them. */
static void strip_groups(const Tokens *t, int *first, int *last)
{
    static const char *const makes_more[] = {",", "for", 0};
    while (*last - *first >= 2 && is(t, *first, "(") && is(t, *last, ")")) {
        int depth = t->token[*first].depth;
        for (int i = *first + 1; i < *last; i++)
            if (t->token[i].kind == CLOSE && t->token[i].depth == depth)
                return; /* the first one is closed before the last */
        if (has_at_depth(t, *first + 1, *last - 1, depth + 1, makes_more))
            return;
        ++*first;
        --*last;
    }
}

/* Binary operator that is applied last, or -1; -2: the text is not a binary or postfix
 * expression. */
static int outermost_operator(const Tokens *t)
{
    static const char *const others[] = {
        ",", "=", ":", ";", ":=", "->", "<", ">", "==", ">=", "<=", "!=", "+=", "-=", "*=", "/=",
        "//=", "%=", "&=", "|=", "^=", "@=", "**=", ">>=", "<<=", "if", "else", "or", "and", "not",
        "in", "is", "lambda", "for", "yield", "return", "raise", "import", "from", "del", "assert",
        "with", "while", "def", "class", "async", "global", "nonlocal", "pass", "try", "as", 0};
    int best = -1, best_precedence = 100;
    bool has_prefix = false;
    if (has_at_depth(t, 0, t->count - 1, 0, others))
        return -2;
    for (int i = 0; i < t->count; i++) {
        if (t->token[i].depth > 0 || t->token[i].kind != OPERATOR)
            continue;
        int level = precedence(t, i);
        if (i == 0 || !ends_operand(t, i - 1)) {
            if (best < 0)
                has_prefix = true;
            continue;
        }
        if (!level || i == t->count - 1)
            return -2;
        if (level < best_precedence || (level == best_precedence && level != 8)) {
            best = i;
            best_precedence = level;
        }
    }
    if (has_prefix && (best < 0 || best_precedence == 8))
        return -2; /* the sign is applied last */
    return best;
}

bool tp_anchor_find(const char *text, int n, int *left, int *right)
{
    Tokens t;
    if (!tokenize(&t, text, n))
        return false;
    int op = outermost_operator(&t), last = t.count - 1;
    if (op == -2)
        return false;
    if (op >= 0) {
        int left_first = 0, left_last = op - 1, right_first = op + 1, right_last = last;
        strip_groups(&t, &left_first, &left_last);
        strip_groups(&t, &right_first, &right_last);
        int i = t.token[left_last].end, limit = t.token[right_first].start;
        while (i < limit && isspace((unsigned char)text[i]))
            i++;
        *left = i;
        *right = i + 1;
        if (i + 1 < limit && !isspace((unsigned char)text[i + 1]))
            ++*right;
        return true;
    }
    if (!is(&t, last, "]") || is(&t, 0, "await"))
        return false;
    int open = last;
    while (open >= 0 && !(t.token[open].kind == OPEN && t.token[open].depth == 0))
        open--;
    if (open <= 0 || !ends_operand(&t, open - 1) || open == last - 1)
        return false;
    int value_first = 0, value_last = open - 1, key_first = open + 1, key_last = last - 1;
    static const char *const not_one[] = {",", ":", 0};
    strip_groups(&t, &value_first, &value_last);
    if (!has_at_depth(&t, key_first, key_last, 1, not_one))
        strip_groups(&t, &key_first, &key_last);
    *left = t.token[value_last].end;
    *right = t.token[key_last].end + 1;
    return true;
}
