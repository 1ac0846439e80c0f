/* sre.h -- regular expressions: what the files of the module _sre share.
 *
 * The way of a pattern: re's own parser and compiler (Python) write it as a list of numbers, the
 * opcodes of sre.def. sre_tree.c reads them into Nodes. From the Nodes sre_pcre.c writes a pattern
 * of PCRE2, whose machine code does the matching; sre_vm.c is an engine of our own, which defines
 * what a pattern means: it takes the patterns that PCRE2 has no exact words for, the ones that
 * exceed PCRE2's limits, and finds the last group to close where PCRE2 does not tell.
 *
 *     _sre.c        the module, Pattern: matching, splitting, substituting
 *     sre_match.c   Match
 *     sre_tree.c    opcodes to Nodes
 *     sre_char.c    sets of characters, case
 *     sre_pcre.c    Nodes to PCRE2; sre_jit.c runs it, for the three widths of characters
 *     sre_vm.c      the backtracking engine
 */
#ifndef TP_SRE_H
#define TP_SRE_H

#include "runtime/bytes.h"
#include "runtime/dict.h"
#include "runtime/list.h"
#include "runtime/text.h"

enum {
#define OP(name) SRE_##name,
#include "sre.def"
    SRE_OP_COUNT
};
enum {
#define AT_CODE(name) SRE_AT_##name,
#include "sre.def"
    SRE_AT_COUNT
};
enum {
#define CATEGORY(name) SRE_CATEGORY_##name,
#include "sre.def"
    SRE_CATEGORY_COUNT
};

#define SRE_MAXREPEAT UINT32_MAX
enum { SRE_MAXGROUPS = INT32_MAX / 2 };

enum SreFlag {
    SRE_FLAG_TEMPLATE = 1,
    SRE_FLAG_IGNORECASE = 2,
    SRE_FLAG_LOCALE = 4,
    SRE_FLAG_MULTILINE = 8,
    SRE_FLAG_DOTALL = 16,
    SRE_FLAG_UNICODE = 32,
    SRE_FLAG_VERBOSE = 64,
    SRE_FLAG_DEBUG = 128,
    SRE_FLAG_ASCII = 256
};

/* ---- the tree ---- */

enum NodeKind {
    NODE_ONE,          /* one character that passes the test at `code` (sre_one) */
    NODE_AT,           /* a place: `number` is an AT_CODE */
    NODE_MARK,         /* group number/2 opens (even) or closes (odd), counted from 0 */
    NODE_BRANCH,       /* body: the alternatives, each a NODE_ALTERNATIVE, linked by next */
    NODE_ALTERNATIVE,
    NODE_REPEAT,       /* body, min to max times, in that `manner` */
    NODE_ASSERT,       /* body matches from `number` characters back */
    NODE_ASSERT_NOT,
    NODE_ATOMIC,       /* body, its first way of matching only */
    NODE_REF,          /* the text of group `number`, compared as opcode `manner` says */
    NODE_IF,           /* body if group `number` is set, else `other` */
    NODE_FAIL
};

enum RepeatManner { REPEAT_GREEDY, REPEAT_LAZY, REPEAT_POSSESSIVE };

typedef struct Node {
    enum NodeKind kind;
    uint32_t number;
    uint32_t min, max;         /* max SRE_MAXREPEAT: no bound */
    int manner;
    const uint32_t *code;      /* borrowed from the pattern */
    struct Node *body, *other; /* sequences; 0 is the empty one */
    struct Node *next;         /* what follows in the sequence */
} Node;

/* The tree of n opcodes that use `groups` groups, *tree; false with RuntimeError if they are not
 * what re's compiler writes. */
bool sre_tree_read(const uint32_t *code, int64_t n, int64_t groups, Node **tree);
/* Lower bound of the characters a sequence matches. */
int64_t sre_tree_width(const Node *sequence);
/* Give the groups (counted from 1) in the order they close, *n of them, to order[]; false if they
 * may close in another order, or not all of the pattern's are there just once. */
bool sre_tree_closing(const Node *sequence, int64_t groups, uint32_t *order, int64_t *n);

/* ---- characters (sre_char.c) ---- */

uint32_t sre_lower_ascii(uint32_t c);
uint32_t sre_lower_unicode(uint32_t c);
uint32_t sre_lower_locale(uint32_t c);
/* Has c another case? */
bool sre_is_cased_ascii(uint32_t c);
bool sre_is_cased_unicode(uint32_t c);
bool sre_is_category(uint32_t category, uint32_t c);
/* Does c pass the test of one character that starts at code: LITERAL, IN, ANY and so on? */
bool sre_one(const uint32_t *code, uint32_t c);
/* Is `op` such a test, with no further opcodes inside? */
bool sre_is_one(uint32_t op);

/* The characters a test passes as ranges, sorted and apart. Categories of Unicode, which have
 * hundreds of ranges, are kept as bits (1 << category) to be added. */
typedef struct CharRange {
    uint32_t first, last;
} CharRange;
typedef struct CharSet {
    CharRange *ranges;         /* collected, atomic */
    int64_t n, capacity;
    uint32_t categories;
    bool is_negated;           /* it is the characters NOT in ranges and categories */
} CharSet;
/* Fill in `set` for the test at code; characters above `top` don't matter. Not for locales. */
void sre_set_of(const uint32_t *code, uint32_t top, CharSet *set);

/* ---- matching ---- */

/* What is searched. */
typedef struct Subject {
    Value object;
    const void *data;
    int64_t length;            /* characters */
    int width;                 /* bytes a character */
    bool is_bytes;
    bool is_ascii;             /* a str with characters below 128 only */
    bool is_exported;          /* a view was taken that must be given back */
} Subject;

enum SreHow { SRE_SEARCH, SRE_MATCH, SRE_FULLMATCH, SRE_HOW_COUNT };

/* Kinds of subjects that have machine code of their own. */
enum SreMode { MODE_ASCII, MODE_LATIN1, MODE_UCS2, MODE_UCS4, MODE_COUNT };

typedef struct Pattern {
    Object head;
    Value pattern;             /* str, bytes, or None */
    Dict *groupindex;          /* name to number */
    Tuple *indexgroup;         /* number to name */
    int64_t groups;
    int64_t flags;
    int is_bytes;              /* -1: goes with both */
    int64_t ncode;
    uint32_t *code;            /* not scanned */
    Node *tree;
    struct Program *program;   /* of sre_vm.c; 0 until needed */
    struct Jit *jits[MODE_COUNT][SRE_HOW_COUNT]; /* 0 until needed */
    uint32_t *closing;         /* the groups in the order they close, counted from 1; 0 if a repeat
                                  may close them in another; not scanned */
} Pattern;

enum { SRE_LAST_UNKNOWN = -2, SRE_LAST_NONE = -1 };

/* A search from `start`, in the text up to `end`. Holds no Match: its results are in marks. */
typedef struct Search {
    Pattern *pattern;
    Subject subject;
    int64_t start, end;
    bool must_advance;         /* the empty match at `start` is none */
    int64_t *marks;            /* start and end of the groups 0 to groups; -1 for one not set */
    int64_t last;              /* number of the last group to close, or SRE_LAST_ */
} Search;

/* 1 and marks and last filled in, 0 if there is no match, -1 with an exception. */
int sre_run(Search *search, enum SreHow how);
int sre_vm_run(Search *search, enum SreHow how);

/* Machine code for that kind of subject. Never 0; without `run` if there can be none. */
typedef struct Jit Jit;
Jit *sre_jit_new(const Pattern *pattern, enum SreMode mode, enum SreHow how);
void sre_jit_free(Jit *jit);
/* 1, 0, or -1 without an exception: exceeded a limit, or there is no machine code. */
int sre_jit_run(Jit *jit, Search *search);

/* The pattern as PCRE2 has it: ASCII text of *n characters in malloc'ed memory (new), and in *ucp
 * whether Unicode's words are meant; 0 if there is no exact translation. */
char *sre_pcre_text(const Pattern *pattern, enum SreMode mode, size_t *n, bool *ucp);

/* ---- objects ---- */

extern Type sre_pattern_type, sre_match_type, sre_scanner_type;

/* A Match of a search that found something; it began at pos. */
Value sre_match_new(const Search *search, enum SreHow how, int64_t pos);
/* Look at an object to be searched or cut: str or bytes-like; -1 with TypeError. With `change` 1
 * the object may not change its size until sre_subject_leave. */
int sre_subject_enter(Subject *subject, Value object, int change);
void sre_subject_leave(Subject *subject);
/* subject[start:end], a plain str or bytes. */
Value sre_subject_slice(const Subject *subject, int64_t start, int64_t end);
#endif
