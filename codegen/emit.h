/* emit.h -- from the intermediate form to C text: what the emit_*.c share.
 *
 *   emit_module.c   the file: constants, functions in source order, tables
 *   emit_func.c     one function: declarations, blocks, labels, entry and exit
 *   emit_parts.c    a long function as several
 *   emit_insn.c     one instruction, on values of unknown type
 *   emit_call.c     calls and functions
 *   emit_typed.c    one instruction, on inferred ints and floats
 *   emit_const.c    names of constants
 */
#ifndef CODEGEN_EMIT_H
#define CODEGEN_EMIT_H

#include "cname.h"
#include "infer.h"
#include "ir.h"
#include "text.h"

/* A named entry of the table K. */
typedef struct NamedConst {
    Value value;            /* 0: free place in the hash table */
    int index;              /* in K */
    const char *name;       /* K_hello, its index as an enumerator; 0 until used */
} NamedConst;

struct Unit {
    const CodegenOptions *options;
    Fn **fns;               /* all functions in preorder */
    int nfns;
    Fn **codes;             /* by index in K: the function of a code object there */
    Dict *globals;          /* name -> Fn that a `def` gives it; None: something else does too */
    int nconsts;            /* entries of K that the runtime fills; behind them one for each of
                               `fns` (the Function, where kept), then the cells */
    NameSet names;          /* C names at file level */
    NamedConst *consts;     /* by value, open-addressed */
    unsigned nconsts_named, const_size;
    Text functions;
    NamedConst *cells;      /* by name, open-addressed; index counts cells */
    unsigned ncells, cell_size;
    int *cell_names;        /* K index of each cell's name */
    unsigned cell_capacity;
    int nsites;             /* inline caches */
    int nhints;             /* places where a constant key was seen in a dict */
    const char **lines;     /* source lines, or 0 */
    int nlines;
};

/* One function being emitted. A line of C goes to `out` through emit_line. */
typedef struct Emit {
    Unit *unit;
    Fn *fn;
    Text *out;
    const Block *block;
    int insn;               /* index of the instruction in block */
    int line;               /* source line whose comment was printed last */
    bool ran;               /* the line emitted may run Python code: it stores its offset */
    int ran_at;             /* which is this */
    int stored;             /* the offset that is surely stored in the frame, or -1 */
    int stored_line;        /* the line of what is stored there, or 0 */
    bool is_entered;        /* in the midst of the line, with another offset stored */
    int lines_before;       /* of C, for the line before; many at the beginning of a block;
                               -1 behind a brace */
    int group_line;         /* the source line of what is being emitted, or -1 */
    int *line_into;         /* by block: that line on all ways there so far; 0 none yet, -1 any */
    const char **ended;     /* by block: what to do there if the `for` ended by failing, or 0 */
    bool is_plain;          /* the C compiler need not optimise it: see parts.h */
    bool is_typed;          /* emitting the typed version */
    bool is_in_super;       /* in the braces of emit_super */
    bool is_quick;          /* emitting the version without a frame: see quick.h */
    bool is_pure;           /* emitting the function of numbers alone: typed, given up at `leave` */
    const uint8_t *rep;     /* enum Rep of each variable, in the typed version */
    const char **labels[2]; /* label of each block: general, typed */
    bool *is_targeted[2];
    bool is_fail_used;
    bool uses_test, uses_status, uses_maker, uses_closure;
    int ntemps;             /* temporaries named t1, t2... */
    bool *is_needed;        /* blocks of the general version that can be reached; 0: all */
    int depth, block_depth; /* of braces: now; where the block begins */
    int ends[4];            /* by depth: the block before which they are closed */
    int *else_end;          /* by block that is all of an `else`: the block behind it, or 0 */
    bool is_opened;         /* a brace stands in front of the block */
    bool *is_joined;        /* blocks that the branch to them has done already */
    bool *is_reached;       /* and those among them from their beginning, not just by entries */
    int nvalues;            /* size of the array for unpacking */
    int npieces;            /* and of that for parts of f-strings */
    NameSet names;          /* C names of the function */
    struct PartsText *parts; /* emitting a function in parts; or 0 */
    struct Exits *exits;    /* ways out of the typed version, emitted behind it; 0: there is none */
    const char *scratch[2], *int_scratch; /* variables of its operators, or 0 */
    bool *is_indexed;       /* variables with a List * beside them in the typed version, as items
                               are taken by int: NAME_l, without items if the value is no list */
    uint8_t *is_declared[REP_LIMIT]; /* by Rep: variables that need a declaration; of ranges a bit
                               for each of emit_range_fields */
} Emit;

/* ---- emit_const.c ---- */

/* The C expression of a constant: INT(1), None, K[K_hello]. */
const char *emit_constant(Unit *unit, const Fn *fn, int index);
/* The same for co_names[name]. */
const char *emit_co_name(Unit *unit, const Fn *fn, int name);
/* The C expression of entry `index` of K, which is `value`. */
const char *emit_k(Unit *unit, Value value, int index, const char *hint);
/* The GlobalCell of co_names[name]: K[G_print]. */
const char *emit_cell(Unit *unit, const Fn *fn, int name);
/* The enumerators that name the entries used of K. */
void emit_names_of_k(const Unit *unit, Text *out);
/* A double as C text that reads back as itself. */
const char *emit_double(double d);

/* ---- emit_func.c ---- */

void emit_function(Unit *unit, Fn *fn);
/* The C parameters of fn's function: "Function *fn, Value a"; names or 0 for a prototype. */
const char *emit_parameters(const Fn *fn);
/* The same for its pure version; the last is where that puts its result. */
#define EMIT_PURE_RESULT "result"
const char *emit_pure_parameters(const Fn *fn);
/* Append a line, indented; long ones are broken at commas. */
void emit_line(Emit *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The C variable of var as a Value, noting that it is used. */
const char *emit_var(Emit *e, int var);
/* The C text of an operand as a Value, boxed if need be; "0" if there is none. */
const char *emit_value(Emit *e, Operand operand);
/* The C variable of var held as rep. */
const char *emit_typed_var(Emit *e, int var, enum Rep rep);
/* A block: its label, if it is used, and its instructions, grouped by source line. */
void emit_block(Emit *e, const Block *block);
/* The current instruction may run Python code. */
void emit_ran(Emit *e);
/* Only failures that are AT(...) may follow: something else than the line's offset is stored. */
void emit_stored_unknown(Emit *e);
/* "{ AT(24); goto fail; }" for the current instruction; "goto fail;" where that is stored. */
const char *emit_failure(Emit *e);
/* Where the current instruction goes when it fails. */
const char *emit_failure_label(Emit *e);
/* The C expression that points to the Iter of a VAR_ITER. */
const char *emit_iter(Emit *e, int var);
/* A label stands here, if it is used: G, T block of the general or typed version; D entry. */
void emit_mark(Emit *e, char kind, int number);
/* Control goes on in block b: what is known of the place stored holds there. */
void emit_flow(Emit *e, int b);
/* The label to go to for block b from here. */
const char *emit_target(Emit *e, int b);

/* "return value;", or what a part does instead. */
void emit_return(Emit *e, const char *value);
/* Comment that opens a function. */
void emit_banner(Emit *e, Text *out);
/* The instructions of blocks first to end - 1 of the general version. */
void emit_blocks(Emit *e, int first, int end);
/* The declarations of all variables noted, parameters too if they are no C parameters. */
void emit_declarations(Emit *e, Text *out, bool with_parameters);
/* The lines that link the frame of a function that is no generator. */
void emit_entry(Emit *e, Text *out);
/* The C function that makes a generator and keeps the arguments in it. */
void emit_generator_entry(Emit *e, Text *out);
/* The text of blocks with their marks resolved. */
void emit_resolved(Emit *e, Text *out, const Text *body);

/* ---- emit_parts.c ---- */

/* The C functions that fn is cut into, and what calls them: all of it but the prototypes. */
void emit_parts(Emit *e, Text *out);
/* Is block b emitted into the C function that is being emitted? */
bool emit_is_here(const Emit *e, int b);
/* The label that leads to block b of another part. */
const char *emit_part_target(Emit *e, int b);
/* The number that a generator goes on from behind yield number `resume`. */
int emit_resume_place(Emit *e, int resume);

/* ---- emit_insn.c ---- */

void emit_insn(Emit *e, const Insn *insn);
bool emit_is_wanted(const Emit *e, int var);
/* In front of block b: the braces that are closed there. */
void emit_braces(Emit *e, int b);
/* Go on in block b, which need not be the one that follows. */
void emit_goto(Emit *e, int b);
/* What a function gives when it returns, with the end of the files of its locals. */
const char *emit_files_end(Emit *e, const char *expression);
/* dst = expression that is 0 on failure. */
void emit_result(Emit *e, const Insn *insn, const char *expression);
/* dst = expression that cannot fail. */
void emit_sure_result(Emit *e, const Insn *insn, const char *expression);
/* An expression that is negative on failure, result unused. */
void emit_status(Emit *e, const char *expression);
/* VALUES(a, b) of operands first.. ; "0" for none. */
const char *emit_values(Emit *e, const Insn *insn, int first, int n);
/* Operands as ", a, b". */
const char *emit_arguments(Emit *e, const Insn *insn, int first, int n);
const char *emit_site(Emit *e, const Insn *insn);

/* ---- emit_call.c ---- */

void emit_any_call(Emit *e, const Insn *insn);
void emit_yield_iter(Emit *e, const Insn *insn);
/* The callee of the call whose result ITER takes, if that may be a generator only known here, or
 * 0. */
const char *emit_loop_maker(Emit *e, const Insn *insn);
void emit_yield(Emit *e, const Insn *insn);
void emit_function_object(Emit *e, const Insn *insn);

/* A CALL in general, by the C function of the callee that is most likely if it is that. */
void emit_plain_call(Emit *e, const Insn *insn);

/* ---- emit_typed.c ---- */

/* The typed version of the function, in front of the general one. */
void emit_typed_version(Emit *e);
/* Where the typed version goes for block b, and for exceptions of the current block. */
const char *emit_typed_target(Emit *e, int b);
const char *emit_typed_handler(Emit *e);
/* The C variables behind a REP_RANGE are called NAME_next, ... */
extern const char *const emit_range_fields[3];
/* Where the block of the general version is first entered: at its beginning, or later. */
int emit_first_insn(const Emit *e, int block);
/* The number of the entry before instruction insn of the general version, or -1; its label. */
int emit_reentry(const Emit *e, int block, int insn);
const char *emit_reentry_label(Emit *e, int number);
/* Emit insn on inferred types: false if it must be emitted in general. */
bool emit_typed_insn(Emit *e, const Insn *insn);
/* A C condition for a COMPARE, NOT (of its operand) or BRANCH on numbers; 0 if it is general. */
const char *emit_typed_condition(Emit *e, const Insn *insn);
/* insn's results, which are Values, into the variables they are to be held in. */
void emit_unboxed(Emit *e, const Insn *insn);

#endif
