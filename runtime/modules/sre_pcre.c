/* sre_pcre.c -- the tree of a regular expression as a pattern of PCRE2.
 *
 * The text is ASCII and independent of what PCRE2's letters mean by default: characters are written
 * as numbers, sets as their ranges, case is never left to PCRE2 but for references in ASCII text.
 * For subjects of one byte a character a set is found by asking `sre_one` about all 256; for wider
 * ones `sre_set_of` gives ranges, and \p{...} the categories of Unicode, which are the same in both
 * (the tests compare all characters). What has no exact translation is left to sre_vm.c:
 * locales, and references that ignore the case of more than ASCII.
 */
#include <stdio.h>
#include <stdlib.h>

#include "sre.h"

typedef struct Writer {
    FILE *out;
    enum SreMode mode;
    uint32_t top;              /* no character of the subject is larger */
    int64_t next_group;
    bool *is_open;             /* by group; new */
    bool is_ascii_only;        /* something here means ASCII where Unicode could be meant... */
    bool is_unicode;           /* ...and something means Unicode: that can't be said together */
    bool has_failed;
} Writer;

static void write_char(Writer *w, uint32_t c)
{
    if ((c >= '0' && c <= '9') || sre_is_cased_ascii(c))
        fputc((int)c, w->out);
    else
        fprintf(w->out, "\\x{%x}", c);
}

static void write_ranges(Writer *w, const CharRange *ranges, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        write_char(w, ranges[i].first);
        if (ranges[i].last > ranges[i].first + 1)
            fputc('-', w->out);
        if (ranges[i].last > ranges[i].first)
            write_char(w, ranges[i].last);
    }
}

static void write_set(Writer *w, const CharSet *set)
{
    static const char *const text[SRE_CATEGORY_COUNT] = {
        [SRE_CATEGORY_UNI_DIGIT] = "\\p{Nd}",
        [SRE_CATEGORY_UNI_NOT_DIGIT] = "\\P{Nd}",
        [SRE_CATEGORY_UNI_WORD] = "\\p{L}\\p{N}_",
        [SRE_CATEGORY_UNI_NOT_WORD] = "\\W",
    };
    bool is_empty = !set->n && !set->categories;
    if (is_empty && set->is_negated) {
        fputc('.', w->out);
        return;
    }
    if (is_empty) {
        fprintf(w->out, "[^\\x00-\\x{%x}]", w->top);
        return;
    }
    bool is_single = set->n == 1 && set->ranges[0].first == set->ranges[0].last &&
                     !set->categories && !set->is_negated;
    if (!is_single)
        fputs(set->is_negated ? "[^" : "[", w->out);
    write_ranges(w, set->ranges, set->n);
    for (uint32_t category = 0; category < SRE_CATEGORY_COUNT; category++) {
        if (!(set->categories >> category & 1))
            continue;
        if (!text[category]) {
            w->has_failed = true;
            return;
        }
        fputs(text[category], w->out);
        if (category == SRE_CATEGORY_UNI_NOT_WORD)
            w->is_unicode = true;
    }
    if (!is_single)
        fputc(']', w->out);
}

/* The set of a test among the 256 characters of one byte. */
static void set_of_bytes(const Writer *w, const uint32_t *code, CharSet *set, CharRange room[256])
{
    bool has[256];
    uint32_t n = 0;
    for (uint32_t c = 0; c < 256; c++) {
        /* where characters don't occur, the set may go on as it ended */
        has[c] = c <= w->top ? sre_one(code, c) : has[w->top];
        n += has[c];
    }
    *set = (CharSet){.ranges = room, .is_negated = n > 128};
    for (uint32_t c = 0; c < 256; c++) {
        if (has[c] == set->is_negated)
            continue;
        uint32_t first = c;
        while (c < 255 && has[c + 1] == has[c])
            c++;
        room[set->n++] = (CharRange){first, c};
    }
}

static void write_one(Writer *w, const uint32_t *code)
{
    CharSet set;
    CharRange room[256];
    switch (*code) {
    case SRE_LITERAL:
        if (code[1] <= w->top) {
            write_char(w, code[1]);
            return;
        }
        break;
    case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE:
    case SRE_IN_LOC_IGNORE:
        w->has_failed = true;
        return;
    }
    if (w->mode == MODE_ASCII || w->mode == MODE_LATIN1)
        set_of_bytes(w, code, &set, room);
    else
        sre_set_of(code, w->top, &set);
    write_set(w, &set);
}

static void write_at(Writer *w, uint32_t what)
{
    static const char *const text[SRE_AT_COUNT] = {
        [SRE_AT_BEGINNING] = "\\A",        [SRE_AT_BEGINNING_LINE] = "(?m:^)",
        [SRE_AT_BEGINNING_STRING] = "\\A", [SRE_AT_BOUNDARY] = "\\b",
        [SRE_AT_NON_BOUNDARY] = "\\B",     [SRE_AT_END] = "$",
        [SRE_AT_END_LINE] = "(?m:$)",      [SRE_AT_END_STRING] = "\\z",
        [SRE_AT_UNI_BOUNDARY] = "\\b",     [SRE_AT_UNI_NON_BOUNDARY] = "\\B",
    };
    if (!text[what])
        w->has_failed = true;
    else
        fputs(text[what], w->out);
    if (what == SRE_AT_BOUNDARY || what == SRE_AT_NON_BOUNDARY)
        w->is_ascii_only = true;
    if (what == SRE_AT_UNI_BOUNDARY || what == SRE_AT_UNI_NON_BOUNDARY)
        w->is_unicode = true;
}

static void write_reference(Writer *w, const Node *node)
{
    uint32_t number = node->number + 1;
    switch (node->manner) {
    case SRE_GROUPREF:
        fprintf(w->out, "\\g{%u}", number);
        break;
    case SRE_GROUPREF_IGNORE:
        w->is_ascii_only = true;
        fprintf(w->out, "(?i:\\g{%u})", number);
        break;
    case SRE_GROUPREF_UNI_IGNORE:
        w->has_failed |= w->mode != MODE_ASCII;
        fprintf(w->out, "(?i:\\g{%u})", number);
        break;
    default:
        w->has_failed = true;
    }
}

static void write_sequence(Writer *w, const Node *sequence);

static void write_group(Writer *w, const char *open, const Node *sequence)
{
    fputs(open, w->out);
    write_sequence(w, sequence);
    fputc(')', w->out);
}

static void write_repeat(Writer *w, const Node *node)
{
    static const char *const suffix[] = {
        [REPEAT_GREEDY] = "", [REPEAT_LAZY] = "?", [REPEAT_POSSESSIVE] = "+"};
    const Node *body = node->body;
    if (body && body->kind == NODE_ONE && !body->next) {
        write_one(w, body->code);
    } else {
        /* what makes a loop stop at an iteration that matched nothing differs a little */
        w->has_failed |= node->max > 1 && sre_tree_width(body) == 0;
        write_group(w, node->manner == REPEAT_POSSESSIVE ? "(?>" : "(?:", body);
    }
    if (node->min == 0 && node->max == SRE_MAXREPEAT)
        fputc('*', w->out);
    else if (node->min == 1 && node->max == SRE_MAXREPEAT)
        fputc('+', w->out);
    else if (node->min == 0 && node->max == 1)
        fputc('?', w->out);
    else if (node->max == SRE_MAXREPEAT)
        fprintf(w->out, "{%u,}", node->min);
    else
        fprintf(w->out, "{%u,%u}", node->min, node->max);
    fputs(suffix[node->manner], w->out);
}

static void write_node(Writer *w, const Node *node)
{
    switch (node->kind) {
    case NODE_ONE:
        write_one(w, node->code);
        break;
    case NODE_AT:
        write_at(w, node->number);
        break;
    case NODE_MARK:
        /* PCRE2 numbers groups as they open; only re.Scanner makes others */
        if (node->number % 2 == 0 && node->number / 2 != w->next_group++)
            w->has_failed = true;
        w->is_open[node->number / 2] = node->number % 2 == 0;
        fputc(node->number % 2 ? ')' : '(', w->out);
        break;
    case NODE_BRANCH:
        fputs("(?:", w->out);
        for (const Node *a = node->body; a; a = a->next) {
            write_sequence(w, a->body);
            if (a->next)
                fputc('|', w->out);
        }
        fputc(')', w->out);
        break;
    case NODE_REPEAT:
        write_repeat(w, node);
        break;
    case NODE_ASSERT:
        write_group(w, node->number ? "(?<=" : "(?=", node->body);
        break;
    case NODE_ASSERT_NOT:
        write_group(w, node->number ? "(?<!" : "(?!", node->body);
        break;
    case NODE_ATOMIC:
        write_group(w, "(?>", node->body);
        break;
    case NODE_REF:
        write_reference(w, node);
        break;
    case NODE_IF:
        /* the state of a group within itself is a matter of its own */
        w->has_failed |= w->is_open[node->number];
        fprintf(w->out, "(?(%u)", node->number + 1);
        write_sequence(w, node->body);
        if (node->other) {
            fputc('|', w->out);
            write_sequence(w, node->other);
        }
        fputc(')', w->out);
        break;
    default:
        fputs("(?!)", w->out);
    }
}

static void write_sequence(Writer *w, const Node *sequence)
{
    for (; sequence; sequence = sequence->next)
        write_node(w, sequence);
}

char *sre_pcre_text(const Pattern *pattern, enum SreMode mode, size_t *n, bool *ucp)
{
    static const uint32_t tops[MODE_COUNT] = {
        [MODE_ASCII] = 0x7f, [MODE_LATIN1] = 0xff, [MODE_UCS2] = 0xffff, [MODE_UCS4] = 0x10ffff};
    char *text = 0;
    Writer w = {.mode = mode, .top = pattern->is_bytes > 0 ? 0xff : tops[mode]};
    w.is_open = calloc((size_t)pattern->groups + 1, sizeof *w.is_open);
    w.out = open_memstream(&text, n);
    if (!w.out || !w.is_open) {
        free(w.is_open);
        return 0;
    }
    write_sequence(&w, pattern->tree);
    if (fclose(w.out) != 0)
        w.has_failed = true;
    free(w.is_open);
    *ucp = w.is_unicode && mode != MODE_ASCII;
    if (w.has_failed || w.next_group != pattern->groups || (*ucp && w.is_ascii_only)) {
        free(text);
        return 0;
    }
    return text;
}
