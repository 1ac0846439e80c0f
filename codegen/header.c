/* header.c -- what libtcc reads of runtime/tp.h: only the declarations that a unit needs.
 *
 * Most pieces of code given to exec and eval are a line or two, and reading all of the header took
 * longer than all else of their compilation. The header is preprocessed when taipan is built; here
 * it is cut into its declarations, once a process. A name leads to those that may declare it:
 *
 *   - the one in which it stands first, as C declares before it uses (a word without a capital or
 *     an underscore names a parameter or member);
 *   - a function's: in front of the first parenthesis;
 *   - those that tell what is in a struct, union or enum, if it is their tag.
 *
 * Too many are no harm. Start at header_for.
 */
#include "header.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* build/tcc_header.h: runtime/tp.h and all it includes as libtcc reads it. */
__asm__(".section .rodata\n"
        "tcc_header_start: .incbin \"" TCC_HEADER "\"\n"
        "tcc_header_end: .byte 0\n"
        ".previous\n");
extern const char tcc_header_start[], tcc_header_end[];

enum { MOST_PARTS = 4096, MOST_NAMES = 1 << 13 };

typedef struct Part {   /* of the header: a declaration, a #define, an #if to its #endif */
    const char *start, *end;
    bool is_needed;
} Part;
static Part parts[MOST_PARTS];
static int nparts;

typedef struct Declarer {
    short part, next;   /* next: of the same name, or 0 */
} Declarer;
static Declarer declarers[MOST_NAMES * 2]; /* the first is unused */
static int ndeclarers;

typedef struct Name {
    const char *text;   /* in the header; 0: free */
    unsigned short length;
    short declarers;
} Name;
static Name names[MOST_NAMES]; /* open-addressed, at most half full */
static int nnames;

/* ---- words ---- */

enum { LETTER = 1, DIGIT = 2, BRACKET = 4 };
static const uint8_t kinds[256] = {
    ['a' ... 'z'] = LETTER, ['A' ... 'Z'] = LETTER, ['_'] = LETTER, ['0' ... '9'] = DIGIT,
    ['('] = BRACKET, ['{'] = BRACKET, ['}'] = BRACKET, [';'] = BRACKET, ['\0'] = BRACKET,
};

static inline bool is_of(const char *p, int kind)
{
    return kinds[(uint8_t)*p] & kind;
}

/* The next identifier from p on, and its end; 0 if there is none. */
static const char *next_word(const char *p, const char *limit, const char **end)
{
    for (; p < limit; p++) {
        if (!is_of(p, LETTER | DIGIT))
            continue;
        const char *word = p;
        while (p < limit && is_of(p, LETTER | DIGIT))
            p++;
        if (is_of(word, LETTER)) { /* 0x1LL is none */
            *end = p;
            return word;
        }
    }
    return 0;
}

static bool is_word(const char *word, const char *end, const char *text)
{
    size_t n = strlen(text);
    return (size_t)(end - word) == n && memcmp(word, text, n) == 0;
}

/* The place of a name: its own, or where it may be put. */
static Name *find_name(const char *word, size_t length)
{
    uint32_t hash = (uint32_t)length;
    for (size_t i = 0; i < length; i++)
        hash = hash * 31 + (uint8_t)word[i];
    Name *name = &names[hash % MOST_NAMES];
    while (name->text && (name->length != length || memcmp(name->text, word, length) != 0))
        name = name == names ? &names[MOST_NAMES - 1] : name - 1;
    return name;
}

/* ---- cutting the header ---- */

/* The header has outgrown the tables above: seen in any run, so in the first test. */
_Noreturn static void no_room(const char *what)
{
    fprintf(stderr, "taipan: header.c: too many %s\n", what);
    abort();
}

static void declare(const char *word, const char *end, int part, bool only_if_new)
{
    Name *name = find_name(word, (size_t)(end - word));
    if (!name->text) {
        if (++nnames > MOST_NAMES / 2)
            no_room("names");
        name->text = word;
        name->length = (unsigned short)(end - word);
    } else if (only_if_new || declarers[name->declarers].part == part) {
        return;
    }
    if (++ndeclarers == MOST_NAMES * 2)
        no_room("declarers");
    declarers[ndeclarers] = (Declarer){(short)part, name->declarers};
    name->declarers = (short)ndeclarers;
}

static bool may_be_global(const char *word, const char *end)
{
    while (word < end && *word != '_' && !(*word >= 'A' && *word <= 'Z'))
        word++;
    return word < end;
}

static void note_names(int part)
{
    const char *limit = parts[part].end, *end = 0, *tag = 0;
    const char *call = memchr(parts[part].start, '(', (size_t)(limit - parts[part].start));
    for (const char *word = parts[part].start; (word = next_word(word, limit, &end)); word = end) {
        const char *next = end;
        while (next < limit && *next == ' ')
            next++;
        bool is_function = next == call, is_filled = tag == word && *next == '{';
        if (is_function || is_filled)
            declare(word, end, part, false);
        else if (may_be_global(word, end))
            declare(word, end, part, true);
        tag = is_word(word, end, "struct") || is_word(word, end, "union") ||
                      is_word(word, end, "enum")
                  ? next
                  : 0;
    }
}

/* The end of the line that p is on, and of those that a backslash continues it with. */
static const char *line_end(const char *p)
{
    while (*p && (*p != '\n' || p[-1] == '\\'))
        p++;
    return p;
}

static bool starts(const char *p, const char *text)
{
    return strncmp(p, text, strlen(text)) == 0;
}

static const char *directive_end(const char *p)
{
    int depth = 0;
    for (;; p++) {
        depth += starts(p, "#if") - starts(p, "#endif");
        p = line_end(p);
        if (depth == 0 || !*p)
            return p;
    }
}

/* A declaration goes to its semicolon, a function to its closing brace; no literal has one. */
static const char *declaration_end(const char *p)
{
    int depth = 0;
    bool is_function = false;
    for (;; p++) {
        if (!is_of(p, BRACKET))
            continue;
        if (*p == '(' && depth == 0)
            is_function = true;
        depth += (*p == '{') - (*p == '}');
        if (!*p || (depth == 0 && (*p == ';' || (*p == '}' && is_function))))
            return *p ? p + 1 : p;
    }
}

static void cut_header(void)
{
    for (const char *p = tcc_header_start; *p;) {
        if (*p == ' ' || *p == '\n') {
            p++;
        } else if (starts(p, "/*")) {
            p = strstr(p, "*/") + 2;
        } else {
            if (nparts == MOST_PARTS)
                no_room("declarations");
            const char *end = *p == '#' ? directive_end(p) : declaration_end(p);
            parts[nparts] = (Part){p, end, false};
            note_names(nparts++);
            p = end;
        }
    }
}

/* ---- choosing ---- */

/* Parts that the words of a text may be declared by are needed, and pushed on the stack. */
static void need(const char *text, const char *limit, short *stack, int *depth)
{
    const char *end = 0;
    for (const char *word = text; (word = next_word(word, limit, &end)); word = end) {
        int k = find_name(word, (size_t)(end - word))->declarers;
        for (; k; k = declarers[k].next) {
            Part *part = &parts[declarers[k].part];
            if (part->is_needed)
                continue;
            part->is_needed = true;
            stack[(*depth)++] = declarers[k].part;
        }
    }
}

void header_for(const char *unit, size_t n, Text *out)
{
    static short stack[MOST_PARTS];
    int depth = 0;
    if (!nparts)
        cut_header();
    for (int i = 0; i < nparts; i++)
        parts[i].is_needed = starts(parts[i].start, "#if");
    need(unit, unit + n, stack, &depth);
    while (depth) {
        Part *part = &parts[stack[--depth]];
        need(part->start, part->end, stack, &depth);
    }
    for (int i = 0; i < nparts; i++)
        if (parts[i].is_needed) {
            text_add(out, parts[i].start, (size_t)(parts[i].end - parts[i].start));
            text_add(out, "\n", 1);
        }
}

bool header_declares(const char *name)
{
    int k = find_name(name, strlen(name))->declarers;
    while (k && !parts[declarers[k].part].is_needed)
        k = declarers[k].next;
    return k;
}
