/* sre_jit.c -- patterns of PCRE2 compiled to machine code and run.
 *
 * A pattern has machine code of its own for each width of characters, and for searching, matching
 * at a place, and matching up to the end, because PCRE2 wants to know these when it compiles. Each
 * is made when it is first needed. A search that exceeds PCRE2's limits is given back (-1), for
 * sre_vm.c to do again: it needs no limits, and looks for signals as it goes.
 */
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 0
#include <pcre2.h>

#include "sre.h"

enum {
    MATCH_LIMIT = 4000000,     /* steps, a fraction of a second of machine code */
    JIT_STACK_FIRST = 32 * 1024,
    JIT_STACK_LIMIT = 16 * 1024 * 1024,
    NEST_LIMIT = 1000
};

struct Jit {
    int bits;                  /* of a character: 8, 16, 32 */
    void *code;                /* pcre2_code; 0: there is none */
    void *match;               /* pcre2_match_data */
};

/* The functions for one width. */
#define WIDTH(bits)                                                                              \
    static pcre2_match_context_##bits *context_##bits(void)                                      \
    {                                                                                            \
        static pcre2_match_context_##bits *context;                                              \
        if (!context) {                                                                          \
            context = pcre2_match_context_create_##bits(0);                                      \
            pcre2_set_match_limit_##bits(context, MATCH_LIMIT);                                  \
            pcre2_jit_stack_assign_##bits(                                                       \
                context, 0, pcre2_jit_stack_create_##bits(JIT_STACK_FIRST, JIT_STACK_LIMIT, 0)); \
        }                                                                                        \
        return context;                                                                          \
    }                                                                                            \
                                                                                                 \
    static void compile_##bits(Jit *jit, const char *text, size_t n, uint32_t options)           \
    {                                                                                            \
        int error;                                                                               \
        size_t where;                                                                            \
        uint##bits##_t *units = malloc((n + 1) * sizeof *units);                                 \
        pcre2_compile_context_##bits *context = pcre2_compile_context_create_##bits(0);          \
        pcre2_set_newline_##bits(context, PCRE2_NEWLINE_LF);                                     \
        pcre2_set_parens_nest_limit_##bits(context, NEST_LIMIT);                                 \
        for (size_t i = 0; i < n; i++)                                                           \
            units[i] = (uint8_t)text[i];                                                         \
        pcre2_code_##bits *code =                                                                \
            pcre2_compile_##bits(units, n, options, &error, &where, context);                    \
        free(units);                                                                             \
        pcre2_compile_context_free_##bits(context);                                              \
        if (!code)                                                                               \
            return;                                                                              \
        if (pcre2_jit_compile_##bits(code, PCRE2_JIT_COMPLETE) != 0) {                           \
            pcre2_code_free_##bits(code);                                                        \
            return;                                                                              \
        }                                                                                        \
        jit->code = code;                                                                        \
        jit->match = pcre2_match_data_create_from_pattern_##bits(code, 0);                       \
    }                                                                                            \
                                                                                                 \
    static void free_##bits(Jit *jit)                                                            \
    {                                                                                            \
        pcre2_match_data_free_##bits(jit->match);                                                \
        pcre2_code_free_##bits(jit->code);                                                       \
    }                                                                                            \
                                                                                                 \
    static int run_##bits(Jit *jit, const Search *search, uint32_t options)                      \
    {                                                                                            \
        return pcre2_jit_match_##bits(jit->code, search->subject.data, (size_t)search->end,      \
                                      (size_t)search->start, options, jit->match,                \
                                      context_##bits());                                         \
    }

WIDTH(8)
WIDTH(16)
WIDTH(32)
#undef WIDTH

Jit *sre_jit_new(const Pattern *pattern, enum SreMode mode, enum SreHow how)
{
    Jit *jit = calloc(1, sizeof *jit);
    size_t n;
    bool ucp;
    char *text = sre_pcre_text(pattern, mode, &n, &ucp);
    jit->bits = mode == MODE_UCS2 ? 16 : mode == MODE_UCS4 ? 32 : 8;
    if (!text)
        return jit;
    uint32_t options = PCRE2_DOTALL | PCRE2_ALT_CIRCUMFLEX | PCRE2_NEVER_UTF;
    if (ucp)
        options |= PCRE2_UCP;
    if (how != SRE_SEARCH)
        options |= PCRE2_ANCHORED;
    if (how == SRE_FULLMATCH)
        options |= PCRE2_ENDANCHORED;
    if (jit->bits == 8)
        compile_8(jit, text, n, options);
    else if (jit->bits == 16)
        compile_16(jit, text, n, options);
    else
        compile_32(jit, text, n, options);
    free(text);
    return jit;
}

void sre_jit_free(Jit *jit)
{
    if (jit->code && jit->bits == 8)
        free_8(jit);
    else if (jit->code && jit->bits == 16)
        free_16(jit);
    else if (jit->code)
        free_32(jit);
    free(jit);
}

int sre_jit_run(Jit *jit, Search *search)
{
    if (!jit->code)
        return -1;
    uint32_t options = search->must_advance ? PCRE2_NOTEMPTY_ATSTART : 0;
    const size_t *ends;
    int n;
    if (jit->bits == 8) {
        n = run_8(jit, search, options);
        ends = pcre2_get_ovector_pointer_8(jit->match);
    } else if (jit->bits == 16) {
        n = run_16(jit, search, options);
        ends = pcre2_get_ovector_pointer_16(jit->match);
    } else {
        n = run_32(jit, search, options);
        ends = pcre2_get_ovector_pointer_32(jit->match);
    }
    if (n <= 0)
        return n == PCRE2_ERROR_NOMATCH ? 0 : -1;
    int64_t count = 2 * (search->pattern->groups + 1);
    for (int64_t i = 0; i < count; i++)
        search->marks[i] = i < 2 * n ? (int64_t)ends[i] : -1; /* PCRE2_UNSET is -1 */
    search->last = SRE_LAST_UNKNOWN;
    return 1;
}
