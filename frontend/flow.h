/* flow.h -- the code of one function, class or module as a graph of basic blocks.
 *
 * The compiler appends instructions to the current block. A block is closed by a jump or an exit;
 * the next instruction then opens a new one, so jumps and exits are always last. flow_finish()
 * turns the graph into what CPython 3.11 would make of it: jumps threaded, dead blocks gone, every
 * exit with a line, depths and handlers known, jumps with a direction.
 *
 * Words: a block *falls through* if control can run off its end into block->next; it *exits* if
 * it returns or raises; an instruction is *artificial* while it has no line.
 */
#ifndef FRONTEND_FLOW_H
#define FRONTEND_FLOW_H

#include "frontend/ast.h"
#include "frontend/consts.h"
#include "frontend/opcode.h"

typedef struct Block Block;
typedef struct Handlers Handlers;

typedef struct Instr {
    int op;                 /* enum Opcode */
    int arg;
    Block *target;          /* of a jump or SETUP_*, else NULL */
    Block *handler;         /* where an exception raised here goes, or NULL; set by flow_finish */
    Span at;                /* lineno -1: artificial */
} Instr;

struct Block {
    Block *next;            /* in the order of code */
    Block *older;           /* the block made before this one */
    Instr *instrs;
    int n;
    int capacity;
    int predecessors;       /* ways to get here; 0: unreachable, or not counted yet */
    int depth;              /* of the stack on entry; -1: not known yet */
    int offset;             /* in code units, set by the assembler */
    int units;              /* size, the same */
    bool exits;             /* ends in return or raise */
    bool stops;             /* does not fall through */
    bool visited;           /* mark of the pass under way */
    bool keeps_place;       /* a handler that finds the place of the error on the stack */
    Handlers *handlers;     /* regions open on entry */
};

typedef struct Flow {
    Arena *arena;
    Block *entry;           /* the first block of the code */
    Block *current;         /* where instructions are appended */
    Block *newest;          /* head of the list of all blocks, newest first */
    bool has_regions;       /* a SETUP_* was appended */
} Flow;

static inline Span flow_artificial(void)
{
    return (Span){-1, -1, -1, -1};
}

/* Starts an empty graph; everything in it is arena. */
void flow_init(Flow *flow, Arena *arena);

/* A new block, not placed yet. */
Block *flow_block(Flow *flow);

/* Places block after the current one and makes it current. */
void flow_use(Flow *flow, Block *block);

/* Appends an instruction. */
void flow_add(Flow *flow, int op, int arg, Span at);
void flow_jump(Flow *flow, int op, Block *target, Span at);

/* Puts n instructions before those of the entry block. */
void flow_insert(Flow *flow, const Instr *instrs, int n);

/* Does the code end in a return that was compiled last? */
bool flow_returned(const Flow *flow);

/* Optimises and completes the graph. Before: all code appended, arguments of LOAD_CONST index
   consts. After: no pseudo opcode is left, every Block has its depth, every Instr its handler.
   first_line is that of the code object, at_start the depth of the stack when it is entered.
   Gives the greatest depth of the stack. */
int flow_finish(Flow *flow, Consts *consts, int first_line, int at_start);

#endif
