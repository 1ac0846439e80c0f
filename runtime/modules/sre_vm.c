/* sre_vm.c -- a backtracking engine for regular expressions, which defines what they mean.
 *
 * The tree becomes a Program of instructions (`emit`). `run_at` executes it at one place of the
 * subject; what it may have to come back to goes onto a stack of its own, never onto the C stack:
 *
 *   a choice    an instruction and a place to go on from if what was tried fails
 *   an iteration  the same for one more round of a lazy repeat
 *   a run       the same for a repeat of one character: from any of a range of places
 *   an undo     the old value of a variable
 *   a barrier   what lies above belongs to an assertion or an atomic group
 *
 * The variables are the ends of the groups ("marks"), the number of the last group to close, and
 * for each repeat its count and the place where its latest iteration began. Failing (`backtrack`)
 * takes entries off the stack, putting variables back, up to a choice. Leaving an atomic group
 * drops the choices above its barrier but keeps the undos.
 */
#include <stdlib.h>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "sre.h"

enum OpCode {
    VM_CHAR,           /* the character `number` */
    VM_ONE,            /* one character that passes `code` */
    VM_AT,
    VM_MARK,           /* variable `number` becomes the place */
    VM_SPLIT,          /* go on; if that fails, from `target` */
    VM_JUMP,
    VM_RUN,            /* min to max characters that pass `code` */
    VM_LOOP_START,     /* variables number, number + 1: count and latest start */
    VM_LOOP,           /* again from `target`, or go on */
    VM_ENTER,          /* an atomic group; `number`: variable for the barrier */
    VM_LEAVE,
    VM_ASSERT_ENTER,   /* from `back` characters back */
    VM_ASSERT_LEAVE,
    VM_NOT_ENTER,      /* the same; go on at `target` if it does not match */
    VM_NOT_LEAVE,
    VM_REF,
    VM_IF,             /* group `number` set: go on, else from `target` */
    VM_FAIL,
    VM_MATCH
};

typedef struct Instruction {
    uint8_t op;
    uint8_t manner;            /* enum RepeatManner, or the opcode of a reference */
    uint32_t number;
    uint32_t min, max;
    int64_t target;
    int64_t back;
    const uint32_t *code;
} Instruction;

typedef struct Program {
    Instruction *instructions;
    int64_t n, capacity;
    int64_t nvariables;
    int64_t last;              /* the variable for the last group to close */
} Program;

/* ---- tree to program ---- */

static Instruction *add(Program *p, enum OpCode op)
{
    if (p->n == p->capacity) {
        int64_t capacity = p->capacity ? p->capacity * 2 : 32;
        Instruction *more = tp_heap_alloc((size_t)capacity * sizeof(Instruction));
        if (p->n)
            memcpy(more, p->instructions, (size_t)p->n * sizeof(Instruction));
        p->instructions = more;
        p->capacity = capacity;
    }
    Instruction *i = &p->instructions[p->n++];
    *i = (Instruction){.op = op};
    return i;
}

static uint32_t new_variables(Program *p, int n)
{
    p->nvariables += n;
    return (uint32_t)(p->nvariables - n);
}

static void emit(Program *p, const Node *sequence);

/* sequence as an atomic group. */
static void emit_atomic(Program *p, const Node *sequence)
{
    uint32_t barrier = new_variables(p, 1);
    add(p, VM_ENTER)->number = barrier;
    emit(p, sequence);
    add(p, VM_LEAVE)->number = barrier;
}

static void emit_repeat(Program *p, const Node *node)
{
    const Node *body = node->body;
    bool is_possessive = node->manner == REPEAT_POSSESSIVE;
    if (body && body->kind == NODE_ONE && !body->next) {
        Instruction *run = add(p, VM_RUN);
        run->min = node->min;
        run->max = node->max;
        run->manner = (uint8_t)node->manner;
        run->code = body->code;
        return;
    }
    uint32_t barrier = 0;
    if (is_possessive) {
        barrier = new_variables(p, 1);
        add(p, VM_ENTER)->number = barrier;
    }
    uint32_t variables = new_variables(p, 2);
    add(p, VM_LOOP_START)->number = variables;
    int64_t jump = p->n;
    add(p, VM_JUMP);
    if (is_possessive)
        emit_atomic(p, body);
    else
        emit(p, body);
    p->instructions[jump].target = p->n;
    Instruction *loop = add(p, VM_LOOP);
    loop->number = variables;
    loop->min = node->min;
    loop->max = node->max;
    loop->manner = node->manner == REPEAT_LAZY ? REPEAT_LAZY : REPEAT_GREEDY;
    loop->target = jump + 1;
    if (is_possessive)
        add(p, VM_LEAVE)->number = barrier;
}

static void emit_branch(Program *p, const Node *node)
{
    int64_t jumps = -1; /* the JUMPs out, each holding the index of the one before it */
    for (const Node *a = node->body; a; a = a->next) {
        int64_t split = p->n;
        if (a->next)
            add(p, VM_SPLIT);
        emit(p, a->body);
        if (!a->next)
            break;
        add(p, VM_JUMP)->target = jumps;
        jumps = p->n - 1;
        p->instructions[split].target = p->n;
    }
    if (!node->body)
        add(p, VM_FAIL);
    while (jumps >= 0) {
        int64_t before = p->instructions[jumps].target;
        p->instructions[jumps].target = p->n;
        jumps = before;
    }
}

static void emit_node(Program *p, const Node *node)
{
    Instruction *i;
    int64_t at = p->n;
    switch (node->kind) {
    case NODE_ONE:
        if (*node->code == SRE_LITERAL) {
            add(p, VM_CHAR)->number = node->code[1];
        } else {
            add(p, VM_ONE)->code = node->code;
        }
        break;
    case NODE_AT:
        add(p, VM_AT)->number = node->number;
        break;
    case NODE_MARK:
        add(p, VM_MARK)->number = node->number;
        break;
    case NODE_BRANCH:
        emit_branch(p, node);
        break;
    case NODE_REPEAT:
        emit_repeat(p, node);
        break;
    case NODE_ASSERT:
    case NODE_ASSERT_NOT: {
        bool is_not = node->kind == NODE_ASSERT_NOT;
        uint32_t variables = new_variables(p, 2); /* the barrier and the place to come back to */
        i = add(p, is_not ? VM_NOT_ENTER : VM_ASSERT_ENTER);
        i->number = variables;
        i->back = node->number;
        emit(p, node->body);
        add(p, is_not ? VM_NOT_LEAVE : VM_ASSERT_LEAVE)->number = variables;
        p->instructions[at].target = p->n;
        break;
    }
    case NODE_ATOMIC:
        emit_atomic(p, node->body);
        break;
    case NODE_REF:
        i = add(p, VM_REF);
        i->number = node->number;
        i->manner = (uint8_t)node->manner;
        break;
    case NODE_IF: {
        add(p, VM_IF)->number = node->number;
        emit(p, node->body);
        int64_t jump = p->n;
        add(p, VM_JUMP);
        p->instructions[at].target = p->n;
        emit(p, node->other);
        p->instructions[jump].target = p->n;
        break;
    }
    default:
        add(p, VM_FAIL);
    }
}

static void emit(Program *p, const Node *sequence)
{
    for (; sequence; sequence = sequence->next)
        emit_node(p, sequence);
}

static Program *compile(const Pattern *pattern)
{
    Program *p = tp_heap_alloc(sizeof *p);
    p->last = 2 * pattern->groups;
    p->nvariables = p->last + 1;
    emit(p, pattern->tree);
    add(p, VM_MATCH);
    return p;
}

/* ---- running ---- */

enum EntryKind { ENTRY_CHOICE, ENTRY_ITERATION, ENTRY_GREEDY, ENTRY_LAZY, ENTRY_UNDO,
                 ENTRY_BARRIER };

typedef struct Entry {
    enum EntryKind kind;
    uint32_t left;             /* lazy run: how many more characters it may take */
    int64_t at;                /* instruction, or variable of an undo */
    int64_t place;             /* or old value */
    int64_t least;             /* greedy run: the first place it may end at; iteration: the
                                  variable that gets its place */
} Entry;

typedef struct Machine {
    const Program *program;
    const Search *search;
    bool is_full;              /* the match must end at the end */
    int64_t end;
    int64_t *variables;
    Entry *stack;              /* malloc'ed */
    int64_t n, capacity;
    int64_t steps;             /* until signals are looked at again */
} Machine;

enum { STEPS_TO_POLL = 1 << 16 };

static int push(Machine *m, Entry entry)
{
    if (m->n == m->capacity) {
        int64_t capacity = m->capacity ? m->capacity * 2 : 64;
        Entry *more = realloc(m->stack, (size_t)capacity * sizeof(Entry));
        if (!more) {
            tp_raise_no_memory();
            return -1;
        }
        m->stack = more;
        m->capacity = capacity;
    }
    m->stack[m->n++] = entry;
    return 0;
}

static int set_variable(Machine *m, int64_t variable, int64_t value)
{
    Entry undo = {.kind = ENTRY_UNDO, .at = variable, .place = m->variables[variable]};
    m->variables[variable] = value;
    return push(m, undo);
}

/* Drop the choices above a barrier and the barrier itself. */
static void cut(Machine *m, int64_t barrier)
{
    int64_t n = barrier;
    for (int64_t i = barrier + 1; i < m->n; i++)
        if (m->stack[i].kind == ENTRY_UNDO)
            m->stack[n++] = m->stack[i];
    m->n = n;
}

static inline uint32_t char_at(const Machine *m, int width, int64_t i)
{
    return text_get(m->search->subject.data, width, i);
}

static bool is_word_boundary(const Machine *m, int width, int64_t i, uint32_t category)
{
    bool before = i > 0 && sre_is_category(category, char_at(m, width, i - 1));
    bool after = i < m->end && sre_is_category(category, char_at(m, width, i));
    return before != after;
}

static bool is_at(const Machine *m, int width, uint32_t what, int64_t i)
{
    switch (what) {
    case SRE_AT_BEGINNING:
    case SRE_AT_BEGINNING_STRING:
        return i == 0;
    case SRE_AT_BEGINNING_LINE:
        return i == 0 || char_at(m, width, i - 1) == '\n';
    case SRE_AT_END:
        return i == m->end || (i == m->end - 1 && char_at(m, width, i) == '\n');
    case SRE_AT_END_LINE:
        return i == m->end ||
               (i < m->search->subject.length && char_at(m, width, i) == '\n');
    case SRE_AT_END_STRING:
        return i == m->end;
    }
    /* An empty text has neither boundaries nor places that are none. */
    if (m->end == 0)
        return false;
    switch (what) {
    case SRE_AT_BOUNDARY:
        return is_word_boundary(m, width, i, SRE_CATEGORY_WORD);
    case SRE_AT_NON_BOUNDARY:
        return !is_word_boundary(m, width, i, SRE_CATEGORY_WORD);
    case SRE_AT_LOC_BOUNDARY:
        return is_word_boundary(m, width, i, SRE_CATEGORY_LOC_WORD);
    case SRE_AT_LOC_NON_BOUNDARY:
        return !is_word_boundary(m, width, i, SRE_CATEGORY_LOC_WORD);
    case SRE_AT_UNI_BOUNDARY:
        return is_word_boundary(m, width, i, SRE_CATEGORY_UNI_WORD);
    default:
        return !is_word_boundary(m, width, i, SRE_CATEGORY_UNI_WORD);
    }
}

static uint32_t lower_for(int op, uint32_t c)
{
    switch (op) {
    case SRE_GROUPREF_IGNORE:
        return sre_lower_ascii(c);
    case SRE_GROUPREF_UNI_IGNORE:
        return sre_lower_unicode(c);
    case SRE_GROUPREF_LOC_IGNORE:
        return sre_lower_locale(c);
    default:
        return c;
    }
}

static bool is_set(const Machine *m, uint32_t group)
{
    int64_t start = m->variables[2 * group], end = m->variables[2 * group + 1];
    return start >= 0 && end >= start;
}

/* The place behind a repetition of group number i->number at `place`, or -1. */
static int64_t match_reference(const Machine *m, int width, const Instruction *i, int64_t place)
{
    if (!is_set(m, i->number))
        return -1;
    int64_t from = m->variables[2 * i->number], to = m->variables[2 * i->number + 1];
    for (; from < to; from++, place++)
        if (place >= m->end || lower_for(i->manner, char_at(m, width, from)) !=
                                   lower_for(i->manner, char_at(m, width, place)))
            return -1;
    return place;
}

/* How many of the next characters, at most `most`, pass the test at code. */
static int64_t count_run(const Machine *m, int width, const uint32_t *code, int64_t place,
                         int64_t most)
{
    int64_t left = m->end - place, n = 0;
    most = most < left ? most : left;
    while (n < most && sre_one(code, char_at(m, width, place + n)))
        n++;
    return n;
}

/* Does the match that starts at `start` and ends at `place` count? */
static bool is_accepted(const Machine *m, int64_t start, int64_t place)
{
    if (m->is_full && place != m->end)
        return false;
    return !(m->search->must_advance && start == m->search->start && place == start);
}

static int64_t most_of(uint32_t max)
{
    return max == SRE_MAXREPEAT ? INT64_MAX : max;
}

/* The end of the match at `start`, -1 if there is none, -2 with an exception. */
static inline __attribute__((always_inline)) int64_t run_at(Machine *m, int width, int64_t start)
{
    const Instruction *code = m->program->instructions;
    int64_t pc = 0, place = start;
    m->n = 0;
    for (;;) {
        const Instruction *i = &code[pc++];
        int64_t *variables = m->variables;
        switch ((enum OpCode)i->op) {
        case VM_CHAR:
            if (place < m->end && char_at(m, width, place) == i->number) {
                place++;
                continue;
            }
            break;
        case VM_ONE:
            if (place < m->end && sre_one(i->code, char_at(m, width, place))) {
                place++;
                continue;
            }
            break;
        case VM_AT:
            if (is_at(m, width, i->number, place))
                continue;
            break;
        case VM_MARK:
            if (set_variable(m, i->number, place) < 0)
                return -2;
            if (i->number % 2 && set_variable(m, m->program->last, i->number / 2 + 1) < 0)
                return -2;
            continue;
        case VM_SPLIT:
            if (push(m, (Entry){.kind = ENTRY_CHOICE, .at = i->target, .place = place}) < 0)
                return -2;
            continue;
        case VM_JUMP:
            pc = i->target;
            continue;
        case VM_RUN: {
            int64_t first = i->manner == REPEAT_LAZY ? i->min : most_of(i->max);
            int64_t n = count_run(m, width, i->code, place, first);
            if (n < i->min || place > m->end)
                break;
            Entry entry = {.at = pc, .place = place + n, .least = place + i->min};
            if (i->manner == REPEAT_LAZY) {
                entry.kind = ENTRY_LAZY;
                entry.left = i->max == SRE_MAXREPEAT ? SRE_MAXREPEAT : i->max - i->min;
            } else {
                entry.kind = ENTRY_GREEDY;
            }
            bool can_vary = i->manner == REPEAT_LAZY     ? entry.left > 0
                            : i->manner == REPEAT_GREEDY ? n > i->min
                                                         : false;
            place += n;
            if (can_vary && push(m, entry) < 0)
                return -2;
            continue;
        }
        case VM_LOOP_START:
            if (set_variable(m, i->number, -1) < 0 || set_variable(m, i->number + 1, -1) < 0)
                return -2;
            continue;
        case VM_LOOP: {
            int64_t count = variables[i->number] + 1;
            if (set_variable(m, i->number, count) < 0)
                return -2;
            if (count < i->min) {
                pc = i->target;
                continue;
            }
            bool can_repeat = count < most_of(i->max) && place != variables[i->number + 1];
            if (!can_repeat)
                continue;
            if (i->manner == REPEAT_LAZY) {
                if (push(m, (Entry){.kind = ENTRY_ITERATION, .at = i->target, .place = place,
                                    .least = i->number + 1}) < 0)
                    return -2;
                continue;
            }
            if (push(m, (Entry){.kind = ENTRY_CHOICE, .at = pc, .place = place}) < 0 ||
                set_variable(m, i->number + 1, place) < 0)
                return -2;
            pc = i->target;
            continue;
        }
        case VM_ENTER:
            variables[i->number] = m->n;
            if (push(m, (Entry){.kind = ENTRY_BARRIER, .at = -1}) < 0)
                return -2;
            continue;
        case VM_LEAVE:
            cut(m, variables[i->number]);
            continue;
        case VM_ASSERT_ENTER:
        case VM_NOT_ENTER: {
            bool is_not = i->op == VM_NOT_ENTER;
            if (place < i->back) {
                if (!is_not)
                    break;
                pc = i->target;
                continue;
            }
            variables[i->number] = m->n;
            variables[i->number + 1] = place;
            if (push(m, (Entry){.kind = ENTRY_BARRIER, .at = is_not ? i->target : -1,
                                .place = place}) < 0)
                return -2;
            place -= i->back;
            continue;
        }
        case VM_ASSERT_LEAVE:
            cut(m, variables[i->number]);
            place = variables[i->number + 1];
            continue;
        case VM_NOT_LEAVE:
            cut(m, variables[i->number]);
            break;
        case VM_REF: {
            int64_t behind = match_reference(m, width, i, place);
            if (behind < 0)
                break;
            place = behind;
            continue;
        }
        case VM_IF:
            if (!is_set(m, i->number))
                pc = i->target;
            continue;
        case VM_FAIL:
            break;
        case VM_MATCH:
            if (is_accepted(m, start, place))
                return place;
            break;
        }
        /* backtrack */
        if (--m->steps < 0) {
            m->steps = STEPS_TO_POLL;
            if (tp_state.poll && tp_poll() < 0)
                return -2;
        }
        for (;;) {
            if (!m->n)
                return -1;
            Entry *entry = &m->stack[m->n - 1];
            if (entry->kind == ENTRY_UNDO) {
                variables[entry->at] = entry->place;
                m->n--;
                continue;
            }
            if (entry->kind == ENTRY_BARRIER) {
                m->n--;
                if (entry->at < 0)
                    continue;
                pc = entry->at;
                place = entry->place;
                break;
            }
            pc = entry->at;
            place = entry->place;
            if (entry->kind == ENTRY_CHOICE) {
                m->n--;
                break;
            }
            if (entry->kind == ENTRY_ITERATION) {
                int64_t variable = entry->least;
                m->n--;
                if (set_variable(m, variable, place) < 0)
                    return -2;
                break;
            }
            if (entry->kind == ENTRY_GREEDY) {
                place = --entry->place;
                if (place == entry->least)
                    m->n--;
                break;
            }
            if (entry->place < m->end &&
                sre_one(code[pc - 1].code, char_at(m, width, entry->place))) {
                place = ++entry->place;
                if (entry->left != SRE_MAXREPEAT && --entry->left == 0)
                    m->n--;
                break;
            }
            m->n--;
        }
    }
}

static int64_t run_1(Machine *m, int64_t start) { return run_at(m, 1, start); }
static int64_t run_2(Machine *m, int64_t start) { return run_at(m, 2, start); }
static int64_t run_4(Machine *m, int64_t start) { return run_at(m, 4, start); }

int sre_vm_run(Search *search, enum SreHow how)
{
    Pattern *pattern = search->pattern;
    if (!pattern->program)
        pattern->program = compile(pattern);
    const Program *program = pattern->program;
    Machine m = {.program = program, .search = search, .is_full = how == SRE_FULLMATCH,
                 .end = search->end, .steps = STEPS_TO_POLL};
    int64_t few[64];
    m.variables = program->nvariables <= 64
                      ? few
                      : tp_heap_alloc_atomic((size_t)program->nvariables * sizeof *m.variables);
    int64_t (*run)(Machine *, int64_t) = search->subject.width == 1   ? run_1
                                         : search->subject.width == 2 ? run_2
                                                                      : run_4;
    int64_t width = sre_tree_width(pattern->tree), found = -1, start = search->start;
    for (int64_t k = 0; k < program->nvariables; k++)
        m.variables[k] = -1;
    for (; start == search->start || start <= search->end; start++) {
        if (search->end - start < width && start > search->start)
            break;
        found = run(&m, start);
        if (found != -1 || how != SRE_SEARCH)
            break;
    }
    free(m.stack);
    if (found < 0)
        return found == -2 ? -1 : 0;
    search->marks[0] = start;
    search->marks[1] = found;
    for (int64_t g = 0; g < pattern->groups; g++) {
        bool has = m.variables[2 * g] >= 0 && m.variables[2 * g + 1] >= 0;
        search->marks[2 * g + 2] = has ? m.variables[2 * g] : -1;
        search->marks[2 * g + 3] = has ? m.variables[2 * g + 1] : -1;
    }
    search->last = m.variables[program->last];
    return 1;
}
