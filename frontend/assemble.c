/* assemble.c -- instructions to bytes.
 *
 * An instruction takes two bytes, opcode and argument; a larger argument has up to three
 * EXTENDED_ARG before it, and inline caches follow. Jumps count code units from the end of the
 * jump, so their size depends on distances and these on sizes: place_blocks() repeats until no
 * size changes.
 *
 * The line table has an entry for each instruction, longer ones cut at 8 code units:
 *
 *     1cccclll  c: form, l: code units - 1; then, as the form says
 *     form 0-9    same line, columns in one byte: start/8 is the form, then start%8 and length
 *     form 10-12  0-2 lines further, then start and end column, a byte each
 *     form 13     no columns: signed difference of lines
 *     form 14     signed difference of lines, further lines to the end, columns + 1
 *     form 15     no position at all
 *
 * Its numbers are little-endian groups of 6 bits, bit 6 says that more follow, signed ones have
 * the sign in bit 0. The exception table has four numbers a range: start, length, handler, depth
 * and whether the place is kept; big-endian groups of 6 bits, bit 7 marks the start of a range.
 */
#include "frontend/assemble.h"

#include "runtime/str.h"

/* Bytes under construction (arena). */
typedef struct Buffer {
    Arena *arena;
    unsigned char *data;
    int n;
    int capacity;
} Buffer;

/* More than an instruction, or an entry of either table, takes. */
enum { ROOM = 64 };

static inline void make_room(Buffer *buffer)
{
    if (buffer->n + ROOM > buffer->capacity)
        buffer->data = arena_grow(buffer->arena, buffer->data, &buffer->capacity,
                                  buffer->n + ROOM, 1);
}

static inline void put(Buffer *buffer, int byte)
{
    buffer->data[buffer->n++] = (unsigned char)byte;
}

static void put_varint(Buffer *buffer, unsigned value)
{
    while (value >= 64) {
        put(buffer, 64 | (value & 63));
        value >>= 6;
    }
    put(buffer, (int)value);
}

static void put_signed_varint(Buffer *buffer, int value)
{
    put_varint(buffer, value < 0 ? (unsigned)-value << 1 | 1 : (unsigned)value << 1);
}

/* Code units of an instruction without its caches. */
static int arg_units(int arg)
{
    unsigned value = (unsigned)arg;
    return value <= 0xff ? 1 : value <= 0xffff ? 2 : value <= 0xffffff ? 3 : 4;
}

static int instr_units(const Instr *instr)
{
    return arg_units(instr->arg) + opcode_caches(instr->op);
}

/* Sets the offset of every block and the argument of every jump. Only the last instruction of a
   block jumps. */
static void place_blocks(Flow *flow)
{
    for (Block *block = flow->entry; block; block = block->next) {
        block->units = 0;
        for (int i = 0; i < block->n; i++)
            block->units += instr_units(&block->instrs[i]);
    }
    bool changed;
    do {
        int offset = 0;
        for (Block *block = flow->entry; block; block = block->next) {
            block->offset = offset;
            offset += block->units;
        }
        changed = false;
        for (Block *block = flow->entry; block; block = block->next) {
            Instr *jump = block->n ? &block->instrs[block->n - 1] : NULL;
            if (!jump || !jump->target)
                continue;
            int units = instr_units(jump);
            int distance = jump->target->offset - (block->offset + block->units);
            jump->arg = distance < 0 ? -distance : distance;
            block->units += instr_units(jump) - units;
            changed |= instr_units(jump) != units;
        }
    } while (changed);
}

static void put_instr(Buffer *code, const Instr *instr)
{
    unsigned arg = (unsigned)instr->arg;
    make_room(code);
    unsigned char *out = code->data + code->n;
    for (int i = arg_units(instr->arg) - 1; i > 0; i--) {
        *out++ = OP_EXTENDED_ARG;
        *out++ = (unsigned char)(arg >> 8 * i);
    }
    *out++ = (unsigned char)instr->op;
    *out++ = (unsigned char)arg;
    for (int i = opcode_caches(instr->op); i > 0; i--) {
        *out++ = OP_CACHE;
        *out++ = 0;
    }
    code->n = (int)(out - code->data);
}

/* One entry of the line table; *line is the line of the entry before. */
static void put_position(Buffer *table, Span at, int units, int *line)
{
    enum { ONE_LINE = 10, NO_COLUMNS = 13, LONG = 14, NOWHERE = 15 };
    int start = at.col_offset, end = at.end_col_offset, delta = at.lineno - *line;
    int first = 0x80 | (units - 1);
    make_room(table);
    if (at.lineno < 0) {
        put(table, first | NOWHERE << 3);
        return;
    }
    *line = at.lineno;
    if (start < 0 || end < 0) {
        if (at.end_lineno == at.lineno || at.end_lineno == -1) {
            put(table, first | NO_COLUMNS << 3);
            put_signed_varint(table, delta);
            return;
        }
    } else if (at.end_lineno == at.lineno) {
        if (delta == 0 && start < 80 && end - start < 16 && end >= start) {
            put(table, first | (start >> 3) << 3);
            put(table, (start & 7) << 4 | (end - start));
            return;
        }
        if (delta >= 0 && delta < 3 && start < 128 && end < 128) {
            put(table, first | (ONE_LINE + delta) << 3);
            put(table, start);
            put(table, end);
            return;
        }
    }
    put(table, first | LONG << 3);
    put_signed_varint(table, delta);
    put_varint(table, (unsigned)(at.end_lineno - at.lineno));
    put_varint(table, (unsigned)(start + 1));
    put_varint(table, (unsigned)(end + 1));
}

static void put_range_number(Buffer *table, int value, int mark)
{
    int shift = 0;
    while (shift < 30 && value >> (shift + 6))
        shift += 6;
    for (; shift > 0; shift -= 6) {
        put(table, mark | 64 | (value >> shift & 63));
        mark = 0;
    }
    put(table, mark | (value & 63));
}

static void put_range(Buffer *table, int start, int end, const Block *handler)
{
    int depth = handler->depth - 1 - handler->keeps_place;
    make_room(table);
    put_range_number(table, start, 0x80);
    put_range_number(table, end - start, 0);
    put_range_number(table, handler->offset, 0);
    put_range_number(table, depth << 1 | handler->keeps_place, 0);
}

static Value finish(const Buffer *buffer)
{
    return tp_bytes_new(buffer->n ? (const char *)buffer->data : "", buffer->n);
}

Assembled assemble(Flow *flow, int first_line)
{
    Buffer code = {.arena = flow->arena}, lines = code, ranges = code;
    Block *handler = NULL;
    int line = first_line, offset = 0, start = 0;
    place_blocks(flow);
    for (Block *block = flow->entry; block; block = block->next) {
        for (int i = 0; i < block->n; i++) {
            const Instr *instr = &block->instrs[i];
            int units = instr_units(instr);
            put_instr(&code, instr);
            for (int left = units; left > 0; left -= 8)
                put_position(&lines, instr->at, left > 8 ? 8 : left, &line);
            if (instr->handler != handler) {
                if (handler)
                    put_range(&ranges, start, offset, handler);
                handler = instr->handler;
                start = offset;
            }
            offset += units;
        }
    }
    if (handler)
        put_range(&ranges, start, offset, handler);
    return (Assembled){finish(&code), finish(&lines), finish(&ranges)};
}
