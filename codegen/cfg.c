/* cfg.c -- a code object as basic blocks and protected regions. */
#include "cfg.h"

#include <string.h>

#include "frontend/opcode.h"
#include "runtime/heap.h"
#include "runtime/str.h"

static const char *bytes_of(Value bytes, int64_t *n)
{
    Bytes *b = (Bytes *)tp_obj(bytes);
    *n = b->length;
    return b->data;
}

static bool is_jump(int op)
{
    enum OperandKind kind = opcode_operand(op);
    return kind == OPERAND_JUMP || kind == OPERAND_BACK;
}

static bool falls_through(int op)
{
    switch (op) {
    case OP_JUMP_FORWARD:
    case OP_JUMP_BACKWARD:
    case OP_JUMP_BACKWARD_NO_INTERRUPT:
    case OP_RETURN_VALUE:
    case OP_RAISE_VARARGS:
    case OP_RERAISE:
        return false;
    default:
        return true;
    }
}

/* Lines of all code units, from the line table: entries of 5 bits kind, 3 bits length. */
static void decode_lines(const Code *code, int *lines, int n)
{
    int64_t size;
    const uint8_t *p = (const uint8_t *)bytes_of(code->linetable, &size), *end = p + size;
    int line = code->firstlineno, unit = 0;
    while (p < end && unit < n) {
        int kind = *p >> 3 & 15, length = (*p & 7) + 1;
        p++;
        int delta = 0;
        bool has_line = kind != 15;
        if (kind == 13 || kind == 14) {
            unsigned value = 0, shift = 0, byte;
            do {
                byte = *p++;
                value |= (byte & 63) << shift;
                shift += 6;
            } while (byte & 64);
            delta = value & 1 ? -(int)(value >> 1) : (int)(value >> 1);
        } else if (kind >= 10 && kind <= 12) {
            delta = kind - 10;
        }
        line += delta;
        for (int i = 0; i < length && unit < n; i++)
            lines[unit++] = has_line ? line : -1;
        while (p < end && !(*p & 128)) /* columns */
            p++;
    }
    while (unit < n)
        lines[unit++] = -1;
}

/* Instructions, and in `index` the instruction that each code unit belongs to or leads to. */
static void decode(Cfg *cfg, int *index)
{
    int64_t size;
    const uint8_t *ops = (const uint8_t *)bytes_of(cfg->code->code, &size);
    int units = (int)(size / 2), arg = 0, n = 0;
    int *lines = tp_heap_alloc_atomic(((size_t)units + 1) * sizeof *lines);
    decode_lines(cfg->code, lines, units);
    cfg->instrs = tp_heap_alloc_atomic(((size_t)units + 1) * sizeof *cfg->instrs);
    for (int u = 0; u < units;) {
        int op = ops[2 * u];
        arg = arg << 8 | ops[2 * u + 1];
        index[u] = n;
        if (op == OP_EXTENDED_ARG) {
            u++;
            continue;
        }
        int after = u + 1 + opcode_caches(op), target = -1;
        if (is_jump(op))
            target = opcode_operand(op) == OPERAND_BACK ? after - arg : after + arg;
        cfg->instrs[n++] = (Instr){2 * u, op, arg, target, lines[u]};
        for (int i = u + 1; i < after && i < units; i++)
            index[i] = n - 1;
        u = after;
        arg = 0;
    }
    index[units] = n;
    cfg->ninstrs = n;
    for (int i = 0; i < n; i++)
        if (cfg->instrs[i].target >= 0)
            cfg->instrs[i].target = index[cfg->instrs[i].target];
}

typedef struct Region {
    int first, end, target, depth; /* instructions */
    bool lasti;
} Region;

static unsigned read_varint(const uint8_t **p)
{
    unsigned value = **p & 63;
    while (*(*p)++ & 64)
        value = value << 6 | (**p & 63);
    return value;
}

static Region *read_regions(const Cfg *cfg, const int *index, int *n)
{
    int64_t size;
    const uint8_t *p = (const uint8_t *)bytes_of(cfg->code->exceptiontable, &size), *end = p + size;
    Region *regions = tp_heap_alloc_atomic(((size_t)size + 1) * sizeof *regions);
    for (*n = 0; p < end; ++*n) {
        unsigned start = read_varint(&p), length = read_varint(&p), target = read_varint(&p);
        unsigned depth_lasti = read_varint(&p);
        regions[*n] = (Region){index[start], index[start + length], index[target],
                               (int)(depth_lasti >> 1), depth_lasti & 1};
    }
    return regions;
}

/* Blocks of straight-line code are cut where they grow long, between lines if that is soon, so that
 * parts.c can make several C functions of them. What the next instruction looks for in this block
 * stays together: constants (a code object, the level of an import) and names of keywords. */
static void bound_blocks(const Cfg *cfg, bool *leads)
{
#ifdef TP_DEBUG
    enum { LONG = 12, LONGEST = 16 };
#else
    enum { LONG = 300, LONGEST = 400 };
#endif
    for (int i = 1, length = 0; i < cfg->ninstrs; i++) {
        int before = cfg->instrs[i - 1].op;
        bool is_new_line = cfg->instrs[i].line != cfg->instrs[i - 1].line;
        length = leads[i] ? 0 : length + 1;
        if (length >= (is_new_line ? LONG : LONGEST) && before != OP_LOAD_CONST &&
            before != OP_KW_NAMES && before != OP_PRECALL) {
            leads[i] = true;
            length = 0;
        }
    }
}

static void cut(Cfg *cfg, const Region *regions, int nregions)
{
    int n = cfg->ninstrs, nblocks = 0;
    bool *leads = tp_heap_alloc_atomic((size_t)n + 1);
    int *block_of = tp_heap_alloc_atomic(((size_t)n + 1) * sizeof *block_of);
    memset(leads, 0, (size_t)n + 1);
    leads[0] = true;
    for (int i = 0; i < n; i++) {
        if (cfg->instrs[i].target >= 0)
            leads[cfg->instrs[i].target] = true;
        if (cfg->instrs[i].target >= 0 || !falls_through(cfg->instrs[i].op))
            leads[i + 1] = true;
    }
    for (int i = 0; i < nregions; i++)
        leads[regions[i].first] = leads[regions[i].end] = leads[regions[i].target] = true;
    bound_blocks(cfg, leads);
    for (int i = 0; i < n; i++)
        nblocks += leads[i];

    cfg->blocks = tp_heap_alloc(((size_t)nblocks + 1) * sizeof *cfg->blocks);
    cfg->nblocks = nblocks;
    for (int i = 0, b = -1; i < n; i++) {
        if (leads[i])
            cfg->blocks[++b] = (CfgBlock){.first = i, .next = -1, .jump = -1, .handler = -1};
        cfg->blocks[b].end = i + 1;
        block_of[i] = b;
    }
    for (int b = 0; b < nblocks; b++) {
        CfgBlock *block = &cfg->blocks[b];
        const Instr *last = &cfg->instrs[block->end - 1];
        if (last->target >= 0) {
            block->jump = block_of[last->target];
            cfg->blocks[block->jump].is_loop |= last->target <= block->end - 1;
        }
        if (falls_through(last->op) && b + 1 < nblocks)
            block->next = b + 1;
    }
    for (int i = 0; i < nregions; i++)
        for (int b = block_of[regions[i].first]; b < nblocks; b++) {
            CfgBlock *block = &cfg->blocks[b];
            if (block->first >= regions[i].end)
                break;
            block->handler = block_of[regions[i].target];
            block->handler_depth = regions[i].depth;
            block->handler_lasti = regions[i].lasti;
            cfg->blocks[block->handler].is_handler = true;
        }
}

/* Meet `bound` into what is known of block b; true if that changed something. */
static bool meet(Cfg *cfg, int b, const uint64_t *bound, int words)
{
    CfgBlock *block = &cfg->blocks[b];
    if (!block->is_reachable) {
        block->is_reachable = true;
        block->bound = tp_heap_alloc_atomic((size_t)words * sizeof *block->bound);
        memcpy(block->bound, bound, (size_t)words * sizeof *bound);
        return true;
    }
    bool changed = false;
    for (int i = 0; i < words; i++) {
        changed |= (block->bound[i] & ~bound[i]) != 0;
        block->bound[i] &= bound[i];
    }
    return changed;
}

/* Forward over all paths: reachable blocks, and the locals bound on every path to them. */
static void find_bound(Cfg *cfg)
{
    int words = bit_words(cfg->code->nlocalsplus);
    size_t size = (size_t)words * sizeof(uint64_t);
    uint64_t *bound = tp_heap_alloc_atomic(size), *least = tp_heap_alloc_atomic(size);
    memset(bound, 0, size);
    for (int i = 0; i < tp_code_nparams(cfg->code); i++)
        bit_set(bound, i);
    int *work = tp_heap_alloc_atomic(((size_t)cfg->nblocks + 1) * sizeof *work), nwork = 0;
    bool *is_waiting = tp_heap_alloc(((size_t)cfg->nblocks + 1) * sizeof *is_waiting);
    meet(cfg, 0, bound, words);
    work[nwork++] = 0;
    while (nwork) {
        int b = work[--nwork];
        CfgBlock *block = &cfg->blocks[b];
        is_waiting[b] = false;
        memcpy(bound, block->bound, size);
        memcpy(least, block->bound, size); /* what is bound all through the block */
        for (int i = block->first; i < block->end; i++) {
            const Instr *in = &cfg->instrs[i];
            if (in->op == OP_STORE_FAST || in->op == OP_LOAD_FAST) {
                bit_set(bound, in->arg);
            } else if (in->op == OP_DELETE_FAST) {
                bit_clear(bound, in->arg);
                bit_clear(least, in->arg);
            }
        }
        int to[3] = {block->next, block->jump, block->handler};
        for (int k = 0; k < 3; k++)
            if (to[k] >= 0 && meet(cfg, to[k], k == 2 ? least : bound, words) &&
                !is_waiting[to[k]]) {
                is_waiting[to[k]] = true;
                work[nwork++] = to[k];
            }
    }
}

Cfg *cfg_build(const Code *code)
{
    Cfg *cfg = tp_heap_alloc(sizeof *cfg);
    cfg->code = code;
    int64_t size;
    bytes_of(code->code, &size);
    int *index = tp_heap_alloc_atomic(((size_t)size / 2 + 2) * sizeof *index);
    decode(cfg, index);
    int nregions;
    Region *regions = read_regions(cfg, index, &nregions);
    cut(cfg, regions, nregions);
    find_bound(cfg);
    return cfg;
}
