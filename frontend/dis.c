/* dis.c -- the disassembler.
 *
 * Columns: source line, where one starts; >> where a jump or an exception may lead; offset; name;
 * argument, and in parentheses what it stands for. The exception table follows, then the code
 * objects among the constants. Lines and jump targets are gathered first, by offset.
 */
#include "frontend/dis.h"

#include <string.h>

#include "frontend/opcode.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/object.h"
#include "runtime/str.h"

enum { HAVE_ARGUMENT = 90, NO_LINE = -1 };

/* A code object being printed; arrays have an entry for each code unit. */
typedef struct Listing {
    FILE *out;
    const Code *code;
    const unsigned char *bytes;
    int nunits;
    int *lines;             /* NO_LINE: none */
    bool *is_target;
} Listing;

/* One instruction: EXTENDED_ARG is one of its own, and adds to the next one's argument. */
typedef struct Decoded {
    int at;                 /* code unit */
    int op;
    int arg;
    int next;               /* code unit behind it and its caches */
    int extended;           /* bits for the next argument */
} Decoded;

static Decoded decode(const Listing *l, int at, int extended)
{
    Decoded d = {.at = at, .op = l->bytes[2 * at]};
    if (d.op >= HAVE_ARGUMENT)
        d.arg = l->bytes[2 * at + 1] | extended;
    if (d.op == OP_EXTENDED_ARG)
        d.extended = (int)((unsigned)d.arg << 8);
    d.next = at + 1 + opcode_caches(d.op);
    return d;
}

static int jump_target(const Decoded *d)
{
    return d->at + 1 + (opcode_operand(d->op) == OPERAND_BACK ? -d->arg : d->arg);
}

static bool is_jump(int op)
{
    return opcode_operand(op) == OPERAND_JUMP || opcode_operand(op) == OPERAND_BACK;
}

/* ---- tables ---- */

typedef struct Cursor {
    const unsigned char *p, *limit;
} Cursor;

static Cursor cursor_of(Value bytes)
{
    Bytes *b = (Bytes *)tp_obj(bytes);
    const unsigned char *data = (const unsigned char *)b->data;
    return (Cursor){data, data + b->length};
}

static int next_byte(Cursor *c)
{
    return c->p < c->limit ? *c->p++ : 0;
}

static int next_varint(Cursor *c)
{
    int value = 0, shift = 0, byte;
    do {
        byte = next_byte(c);
        value |= (byte & 63) << shift;
        shift += 6;
    } while (byte & 64);
    return value;
}

static int next_signed(Cursor *c)
{
    int value = next_varint(c);
    return value & 1 ? -(value >> 1) : value >> 1;
}

/* The line of each code unit; the forms of entries are listed in assemble.c. */
static void read_lines(Listing *l)
{
    Cursor c = cursor_of(l->code->linetable);
    int at = 0, line = l->code->firstlineno;
    while (c.p < c.limit && at < l->nunits) {
        int first = next_byte(&c), form = first >> 3 & 15;
        if (form == 13 || form == 14)
            line += next_signed(&c);
        else if (form >= 10 && form <= 12)
            line += form - 10;
        while (c.p < c.limit && !(*c.p & 0x80))
            c.p++;
        for (int n = (first & 7) + 1; n > 0 && at < l->nunits; n--)
            l->lines[at++] = form == 15 ? NO_LINE : line;
    }
    while (at < l->nunits)
        l->lines[at++] = NO_LINE;
}

/* Numbers of the exception table have their high groups first. */
static int next_range_number(Cursor *c)
{
    int byte = next_byte(c), value = byte & 63;
    while (byte & 64) {
        byte = next_byte(c);
        value = value << 6 | (byte & 63);
    }
    return value;
}

/* A line of the exception table. */
typedef struct Protected {
    int start, length, target, depth;
    bool keeps_place;
} Protected;

static bool next_range(Cursor *c, Protected *range)
{
    if (c->p >= c->limit)
        return false;
    range->start = next_range_number(c);
    range->length = next_range_number(c);
    range->target = next_range_number(c);
    int depth = next_range_number(c);
    range->depth = depth >> 1;
    range->keeps_place = depth & 1;
    return true;
}

static void mark_target(Listing *l, int at)
{
    if (at >= 0 && at < l->nunits)
        l->is_target[at] = true;
}

static void find_targets(Listing *l)
{
    Decoded d = {0};
    while (d.next < l->nunits) {
        d = decode(l, d.next, d.extended);
        if (is_jump(d.op))
            mark_target(l, jump_target(&d));
    }
    Cursor c = cursor_of(l->code->exceptiontable);
    Protected range;
    while (next_range(&c, &range)) {
        if (range.length)
            mark_target(l, range.target);
    }
}

/* ---- arguments ---- */

/* The module of `from . import name` is "", which dis does not show. */
static void print_item(const Listing *l, Value tuple, int i, const char *prefix)
{
    if (i < 0 || i >= tp_as_tuple(tuple)->length)
        return;
    const char *name = tp_str_to_c(tp_as_tuple(tuple)->items[i]);
    if (*prefix || *name)
        fprintf(l->out, " (%s%s)", prefix, name);
}

static int print_constant(const Listing *l, const Decoded *d)
{
    Tuple *consts = tp_as_tuple(l->code->consts);
    if (d->op != OP_LOAD_CONST || d->arg >= consts->length)
        return 0;
    Value repr = tp_repr(consts->items[d->arg]);
    if (!repr)
        return -1;
    fprintf(l->out, " (%s)", tp_str_to_c(repr));
    return 0;
}

static void print_format(const Listing *l, int arg)
{
    static const char *const conversions[] = {"", "str", "repr", "ascii"};
    const char *conversion = conversions[arg & 3];
    const char *spec = !(arg & 4) ? "" : *conversion ? ", with format" : "with format";
    if (*conversion || *spec)
        fprintf(l->out, " (%s%s)", conversion, spec);
}

static void print_function_parts(const Listing *l, int arg)
{
    static const char *const parts[] = {"defaults", "kwdefaults", "annotations", "closure"};
    const char *separator = " (";
    for (int i = 0; i < 4; i++) {
        if (arg & 1 << i) {
            fprintf(l->out, "%s%s", separator, parts[i]);
            separator = ", ";
        }
    }
    if (arg & 15)
        putc(')', l->out);
}

/* What the argument stands for, in parentheses. */
static int print_meaning(const Listing *l, const Decoded *d)
{
    static const char *const comparisons[] = {"<", "<=", "==", "!=", ">", ">="};
    static const char *const operators[] = {"+", "&", "//", "<<", "@", "*", "%",
                                            "|", "**", ">>", "-", "/", "^"};
    switch (opcode_operand(d->op)) {
    case OPERAND_CONST:
        return print_constant(l, d);
    case OPERAND_NAME:
        print_item(l, l->code->names, d->arg, "");
        break;
    case OPERAND_GLOBAL:
        print_item(l, l->code->names, d->arg >> 1, d->arg & 1 ? "NULL + " : "");
        break;
    case OPERAND_LOCAL:
    case OPERAND_DEREF:
        print_item(l, l->code->localsplusnames, d->arg, "");
        break;
    case OPERAND_COMPARE:
        if (d->arg < 6)
            fprintf(l->out, " (%s)", comparisons[d->arg]);
        break;
    case OPERAND_BINARY:
        if (d->arg < 2 * OPERATOR_IN_PLACE)
            fprintf(l->out, " (%s%s)", operators[d->arg % OPERATOR_IN_PLACE],
                    d->arg >= OPERATOR_IN_PLACE ? "=" : "");
        break;
    case OPERAND_JUMP:
    case OPERAND_BACK:
        fprintf(l->out, " (to %d)", 2 * jump_target(d));
        break;
    default:
        if (d->op == OP_FORMAT_VALUE)
            print_format(l, d->arg);
        else if (d->op == OP_MAKE_FUNCTION)
            print_function_parts(l, d->arg);
    }
    return 0;
}

/* ---- the listing ---- */

static int digits(int number)
{
    int n = 1;
    while (number /= 10)
        n++;
    return n;
}

static int print_instrs(const Listing *l)
{
    int largest = NO_LINE, line = NO_LINE;
    for (int i = 0; i < l->nunits; i++) {
        if (l->lines[i] > largest)
            largest = l->lines[i];
    }
    int line_width = largest == NO_LINE ? 0 : largest >= 1000 ? digits(largest) : 3;
    int last_offset = 2 * (l->nunits - 1);
    int offset_width = last_offset >= 10000 ? digits(last_offset) : 4;
    Decoded d = {0};
    while (d.next < l->nunits) {
        d = decode(l, d.next, d.extended);
        bool starts_line = l->lines[d.at] != NO_LINE && l->lines[d.at] != line;
        if (starts_line) {
            line = l->lines[d.at];
            if (d.at)
                putc('\n', l->out);
            fprintf(l->out, "%*d ", line_width, line);
        } else if (line_width) {
            fprintf(l->out, "%*s ", line_width, "");
        }
        const char *name = opcode_name(d.op);
        char unknown[8];
        if (!name) {
            snprintf(unknown, sizeof unknown, "<%d>", d.op);
            name = unknown;
        }
        fprintf(l->out, "    %s %*d ", l->is_target[d.at] ? ">>" : "  ", offset_width, 2 * d.at);
        if (d.op >= HAVE_ARGUMENT) {
            fprintf(l->out, "%-20s %5d", name, d.arg);
            if (print_meaning(l, &d) < 0)
                return -1;
        } else {
            fputs(name, l->out);
        }
        putc('\n', l->out);
    }
    return 0;
}

static void print_ranges(const Listing *l)
{
    Cursor c = cursor_of(l->code->exceptiontable);
    Protected range;
    if (c.p < c.limit)
        fputs("ExceptionTable:\n", l->out);
    while (next_range(&c, &range))
        fprintf(l->out, "  %d to %d -> %d [%d]%s\n", 2 * range.start,
                2 * (range.start + range.length) - 2, 2 * range.target, range.depth,
                range.keeps_place ? " lasti" : "");
}

int dis_print(FILE *out, const Code *code)
{
    Bytes *bytes = (Bytes *)tp_obj(code->code);
    size_t n = (size_t)bytes->length / 2;
    Listing l = {.out = out, .code = code, .bytes = (const unsigned char *)bytes->data,
                 .nunits = (int)n};
    l.lines = tp_heap_alloc_atomic((n + 1) * sizeof *l.lines);
    l.is_target = tp_heap_alloc_atomic((n + 1) * sizeof *l.is_target);
    memset(l.is_target, 0, (n + 1) * sizeof *l.is_target);
    read_lines(&l);
    find_targets(&l);
    if (print_instrs(&l) < 0)
        return -1;
    print_ranges(&l);
    Tuple *consts = tp_as_tuple(code->consts);
    for (int64_t i = 0; i < consts->length; i++) {
        if (!tp_is_exact(consts->items[i], &tp_code_type))
            continue;
        Value repr = tp_repr(consts->items[i]);
        if (!repr)
            return -1;
        fprintf(out, "\nDisassembly of %s:\n", tp_str_to_c(repr));
        if (dis_print(out, (const Code *)tp_obj(consts->items[i])) < 0)
            return -1;
    }
    return 0;
}
