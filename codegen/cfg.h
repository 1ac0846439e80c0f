/* cfg.h -- a code object as basic blocks and protected regions.
 *
 * Before: any valid code object of CPython 3.11. After: every instruction decoded, with its caches
 * and EXTENDED_ARGs folded away; blocks in order of offset, none of them long, cut at jump targets,
 * after jumps, and at the ends of protected regions, so that one block has one handler; which
 * locals are surely bound where a block begins; which blocks begin loops. */
#ifndef CODEGEN_CFG_H
#define CODEGEN_CFG_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/code.h"

typedef struct Instr {
    int at;                 /* byte offset of the opcode proper (EXTENDED_ARGs stand before) */
    int op, arg;
    int target;             /* jumps: index of the instruction jumped to; else -1 */
    int line;               /* -1 if it has none */
} Instr;

typedef struct CfgBlock {
    int first, end;         /* instructions first .. end - 1 */
    int next, jump;         /* successors by falling through and by jumping; -1 if none */
    int handler;            /* block that handles exceptions of all of this block; -1 none */
    int handler_depth;      /* stack entries the handler keeps */
    bool handler_lasti;     /* the handler finds the place of the error under the exception */
    bool is_handler;
    bool is_reachable;
    bool is_loop;           /* a backward jump leads here */
    uint64_t *bound;        /* bit for each of localsplus: surely bound at the start */
} CfgBlock;

typedef struct Cfg {
    const Code *code;
    Instr *instrs;
    int ninstrs;
    CfgBlock *blocks;
    int nblocks;
} Cfg;

/* The graph of code. Collected memory. */
Cfg *cfg_build(const Code *code);

static inline bool bit_get(const uint64_t *bits, int i)
{
    return bits[i >> 6] >> (i & 63) & 1;
}
static inline void bit_set(uint64_t *bits, int i)
{
    bits[i >> 6] |= (uint64_t)1 << (i & 63);
}
static inline void bit_clear(uint64_t *bits, int i)
{
    bits[i >> 6] &= ~((uint64_t)1 << (i & 63));
}
static inline int bit_words(int n)
{
    return (n + 63) / 64 + 1;
}

#endif
