/* ir.h -- the intermediate form: blocks of instructions on named variables.
 *
 * A variable is a local of the Python function (numbers below nlocalsplus, in the order of
 * co_localsplusnames) or a temporary that stands for an entry of the value stack. What crosses from
 * block to block stands in the same variable on both sides. The forms below hold what lower_*.c
 * puts in; live.c and infer.c add what they find out.
 */
#ifndef CODEGEN_IR_H
#define CODEGEN_IR_H

#include <stdio.h>

#include "cfg.h"
#include "codegen.h"

enum IrOp {
#define IR(name, text, flags) IR_##name,
#include "ir.def"
#undef IR
    IR_LIMIT
};

enum IrFlag { FAILS = 1, PURE = 2, RUNS = 4, ENDS = 8 };
extern const unsigned char ir_flags[IR_LIMIT];
extern const char *const ir_names[IR_LIMIT];

enum OperandType { OPD_NONE, OPD_VAR, OPD_CONST };

typedef struct Operand {
    enum OperandType type;
    int index;              /* variable, or index into co_consts; -1 there: None */
} Operand;

#define NO_OPERAND ((Operand){OPD_NONE, 0})

typedef struct Insn {
    enum IrOp op;
    int at, line;           /* byte offset in co_code; source line or -1 */
    int dst, dst2;          /* variables, or -1 */
    int arg, arg2, name;    /* meaning in ir.def */
    int nargs;
    Operand *args;
    int ndsts;              /* UNPACK: several results */
    int *dsts;
    bool is_dead;           /* left out of the emitted text */
    bool is_fused;          /* a condition that its branch, the next instruction, computes */
    bool is_super;          /* a call of super(), which reads the first variable, too */
    int site;               /* number of its inline cache (or hint) in the module, or -1 */
    uint64_t *live;         /* variables needed after it (set by live.c where it matters) */
} Insn;

enum VarKind {
    VAR_VALUE,
    VAR_ITER,               /* an Iter of the C frame or the generator: only `for` uses it */
    VAR_PLACE               /* an int32_t: byte offset of an error */
};

typedef struct Var {
    const char *name;       /* C name */
    enum VarKind kind;
    const char *role;       /* for naming temporaries */
    bool is_method;         /* first result of METHOD */
    bool is_view;           /* a temporary that holds a memoryview: forgotten once it is used */
    bool is_file;           /* holds an open file that nobody else has: files.h */
    int uses, defs;
    int slot;               /* in the Generator, or among what parts share; -1 none */
    int piece;              /* what an f-string is made of: its place on the stack + 1, or 0 */
    bool may_be_unbound;    /* a local that is checked before some use */
    bool is_shared;         /* crosses from part to part: stands in its slot */
    Insn *def;              /* the instruction that sets it, if there is just one */
} Var;

typedef struct Block {
    int index;
    Insn *insns;
    int ninsns, capacity;
    int next, jump;         /* successors of the last instruction; -1 */
    int handler;            /* -1 none */
    int at;                 /* offset of its first instruction */
    int line;
    bool is_handler, is_reachable, is_loop;
    int npreds;             /* how many edges lead here, handlers' too */
    int first_pred, last_pred; /* the first and the last block they come from */
    bool polls;             /* its jump back checks for signals */
    bool polls_first;       /* a loop that does so where it begins, as if at offset poll_at */
    int poll_at;
    Operand *stack;         /* entries at its beginning */
    int depth;
    uint64_t *live_in, *live_out;
} Block;

typedef struct Unit Unit;

typedef struct Fn {
    Unit *unit;
    Code *code;
    int index;              /* in preorder */
    struct Fn *parent;
    const char *cname;
    int consts, names;      /* where co_consts and co_names begin in the table K */
    bool is_dynamic;        /* code of exec and eval: no cells, names are looked up */
    bool is_body;           /* a module or class body: has a namespace */
    bool is_plain;          /* a body without loops: not worth optimising */
    bool is_generator;
    bool is_comprehension;
    bool snapshots_locals;  /* calls something named locals() */
    bool is_kept;           /* the function made of it is kept in K, for guards of direct calls */
    bool is_called_ahead;   /* its C function is named in front of where it stands */
    bool is_pure_called_ahead; /* and its pure version */
    Cfg *cfg;
    Block *blocks;
    int nblocks;
    Var *vars;
    int nvars, var_capacity;
    int nlocals;            /* = nlocalsplus */
    int nresumes;           /* yields */
    int nslots;             /* of its Generator, or shared by its parts */
    struct Parts *parts;    /* the C functions it is cut into, or 0: see parts.h */
    struct Types *types;    /* what infer.c found for its loops, or 0 */
    struct Types *pure;     /* the same for a version of numbers alone, or 0: see infer_pure */
    uint8_t returns;        /* enum Rep of what the pure version gives */
    bool is_recursive;      /* the pure version calls itself */
    uint8_t *arg_reps;      /* by parameter: set of 1 << enum Rep that calls hand in; or 0 */
} Fn;

/* ---- building and asking ---- */

/* The number of a new temporary. */
int ir_new_var(Fn *fn, const char *role);
/* A new instruction at the end of block, valid until the next one is appended there. */
Insn *ir_append(Block *block, enum IrOp op, int at, int line);
void ir_add_arg(Insn *insn, Operand operand);
static inline Operand ir_var(int index)
{
    return (Operand){OPD_VAR, index};
}
static inline Operand ir_const(int index)
{
    return (Operand){OPD_CONST, index};
}
static inline bool ir_same(Operand a, Operand b)
{
    return a.type == b.type && a.index == b.index;
}
/* The constant; 0 for an operand that is none. */
Value ir_const_value(const Fn *fn, Operand operand);
const char *ir_name_text(const Fn *fn, int name);      /* co_names[name] as UTF-8 */
const char *ir_local_text(const Fn *fn, int local);    /* the same of a local */
static inline bool ir_is_for(const Insn *insn)
{
    return insn->op == IR_FOR || insn->op == IR_FOR_UNPACK;
}
/* How many variables insn sets, and each of them. */
static inline int ir_dst_count(const Insn *insn)
{
    return (insn->dst >= 0) + (insn->dst2 >= 0) + insn->ndsts;
}
static inline int ir_dst(const Insn *insn, int i)
{
    if (insn->dst >= 0 && i-- == 0)
        return insn->dst;
    if (insn->dst2 >= 0 && i-- == 0)
        return insn->dst2;
    return insn->dsts[i];
}
/* The code of a comprehension or generator expression, called with its outermost iterable. */
bool ir_is_comprehension(const Code *code);
/* Builtins that look at the variables of their caller: locals, vars, dir, eval, exec. */
bool ir_shows_locals(const char *name);
/* The function of this unit that a callee most likely is, or 0: to be checked at run time. */
Fn *ir_likely_function(const Fn *fn, Operand callee);
/* Does insn set, or delete, variable var? Does it read it? */
bool ir_sets(const Insn *insn, int var);
bool ir_uses(const Insn *insn, int var);

/* Print one function as text, for people. */
void ir_print(FILE *out, const Fn *fn);

#endif
