/* sre_tree.c -- the opcodes of re's compiler to a tree of Nodes.
 *
 * Each opcode with something inside says how many words to skip to what follows. All of these are
 * checked here, so that the rest of the module can trust its tree. Start at `read_sequence`.
 */
#include "runtime/error.h"
#include "runtime/heap.h"
#include "sre.h"

typedef struct Reader {
    const uint32_t *code;
    int64_t groups;
} Reader;

static bool invalid(void)
{
    if (!tp_error_pending())
        tp_raise(&tp_RuntimeError, "invalid SRE code");
    return false;
}

static Node *new_node(enum NodeKind kind)
{
    Node *node = tp_heap_alloc(sizeof(Node));
    node->kind = kind;
    return node;
}

/* The words of a set from i to its FAILURE, which must be the last before end. */
static bool check_set(const Reader *r, int64_t i, int64_t end)
{
    while (i < end) {
        int64_t words;
        switch (r->code[i]) {
        case SRE_FAILURE:
            return i + 1 == end || invalid();
        case SRE_NEGATE:
            words = 1;
            break;
        case SRE_LITERAL:
            words = 2;
            break;
        case SRE_RANGE:
        case SRE_RANGE_UNI_IGNORE:
            words = 3;
            break;
        case SRE_CATEGORY:
            if (i + 1 < end && r->code[i + 1] >= SRE_CATEGORY_COUNT)
                return invalid();
            words = 2;
            break;
        case SRE_CHARSET:
            words = 1 + 8;
            break;
        case SRE_BIGCHARSET: {
            if (i + 66 > end)
                return invalid();
            int64_t blocks = r->code[i + 1];
            const uint8_t *block_of = (const uint8_t *)(r->code + i + 2);
            for (int k = 0; k < 256; k++)
                if (block_of[k] >= blocks)
                    return invalid();
            words = 2 + 64 + blocks * 8;
            break;
        }
        default:
            return invalid();
        }
        i += words;
    }
    return invalid();
}

static bool read_sequence(Reader *r, int64_t i, int64_t end, Node **sequence, int64_t *stop);

/* The whole of i..end, a sequence. */
static bool read_all(Reader *r, int64_t i, int64_t end, Node **sequence)
{
    int64_t stop;
    return read_sequence(r, i, end, sequence, &stop) && (stop == end || invalid());
}

/* The alternatives, the first skip at i; *next is what follows them. */
static bool read_branch(Reader *r, int64_t i, int64_t end, Node *node, int64_t *next)
{
    Node **link = &node->body;
    for (;;) {
        if (i >= end)
            return invalid();
        int64_t skip = r->code[i];
        if (!skip) {
            *next = i + 1;
            return true;
        }
        if (skip < 3 || i + skip >= end || r->code[i + skip - 2] != SRE_JUMP)
            return invalid();
        *link = new_node(NODE_ALTERNATIVE);
        if (!read_all(r, i + 1, i + skip - 2, &(*link)->body))
            return false;
        link = &(*link)->next;
        i += skip;
    }
}

/* GROUPREF_EXISTS: the part for a group that is not set follows a JUMP over it. */
static bool read_if(Reader *r, int64_t i, int64_t end, Node *node, int64_t *next)
{
    int64_t stop;
    if (i + 3 > end || r->code[i + 1] >= r->groups)
        return invalid();
    node->number = r->code[i + 1];
    int64_t target = i + 1 + (int64_t)r->code[i + 2];
    if (target < i + 3 || target > end)
        return invalid();
    if (!read_sequence(r, i + 3, target, &node->body, &stop))
        return false;
    *next = target;
    if (stop == target)
        return true;
    if (stop != target - 2)
        return invalid();
    *next = target - 1 + (int64_t)r->code[target - 1];
    return *next >= target && *next <= end ? read_all(r, target, *next, &node->other) : invalid();
}

/* One opcode at i with what it contains; *next is what follows. */
static bool read_node(Reader *r, int64_t i, int64_t end, Node **out, int64_t *next)
{
    const uint32_t *code = r->code;
    uint32_t op = code[i];
    int64_t left = end - i;
    Node *node;
    if (op == SRE_FAILURE) {
        *out = new_node(NODE_FAIL);
        *next = i + 1;
        return true;
    }
    if (sre_is_one(op)) {
        node = *out = new_node(NODE_ONE);
        node->code = code + i;
        *next = i + (op == SRE_ANY || op == SRE_ANY_ALL ? 1 : 2);
        switch (op) {
        case SRE_IN:
        case SRE_IN_IGNORE:
        case SRE_IN_UNI_IGNORE:
        case SRE_IN_LOC_IGNORE:
            if (left < 2)
                return invalid();
            *next = i + 1 + (int64_t)code[i + 1];
            return *next <= end ? check_set(r, i + 2, *next) : invalid();
        case SRE_CATEGORY:
            return (left >= 2 && code[i + 1] < SRE_CATEGORY_COUNT) || invalid();
        }
        return *next <= end || invalid();
    }
    if (left < 2)
        return invalid();
    uint32_t argument = code[i + 1];
    int64_t after = i + 1 + (int64_t)argument; /* if the argument is a skip */
    *next = i + 2;
    switch (op) {
    case SRE_MARK:
        *out = new_node(NODE_MARK);
        (*out)->number = argument;
        return argument < 2 * r->groups || invalid();
    case SRE_AT:
        *out = new_node(NODE_AT);
        (*out)->number = argument;
        return argument < SRE_AT_COUNT || invalid();
    case SRE_GROUPREF:
    case SRE_GROUPREF_IGNORE:
    case SRE_GROUPREF_LOC_IGNORE:
    case SRE_GROUPREF_UNI_IGNORE:
        *out = new_node(NODE_REF);
        (*out)->number = argument;
        (*out)->manner = (int)op;
        return argument < r->groups || invalid();
    case SRE_BRANCH:
        *out = new_node(NODE_BRANCH);
        return read_branch(r, i + 1, end, *out, next);
    case SRE_GROUPREF_EXISTS:
        *out = new_node(NODE_IF);
        return read_if(r, i, end, *out, next);
    case SRE_ATOMIC_GROUP:
        if (after > end || argument < 2 || code[after - 1] != SRE_SUCCESS)
            return invalid();
        *out = new_node(NODE_ATOMIC);
        *next = after;
        return read_all(r, i + 2, after - 1, &(*out)->body);
    case SRE_ASSERT:
    case SRE_ASSERT_NOT:
        if (after > end || argument < 3 || code[after - 1] != SRE_SUCCESS)
            return invalid();
        *out = new_node(op == SRE_ASSERT ? NODE_ASSERT : NODE_ASSERT_NOT);
        (*out)->number = code[i + 2];
        *next = after;
        return read_all(r, i + 3, after - 1, &(*out)->body);
    case SRE_REPEAT_ONE:
    case SRE_MIN_REPEAT_ONE:
    case SRE_POSSESSIVE_REPEAT_ONE:
    case SRE_REPEAT:
    case SRE_POSSESSIVE_REPEAT: {
        /* The body of the first three ends with SUCCESS before what follows; the end of the others
         * is an opcode of its own, which for REPEAT says in what manner it repeats. */
        bool is_one = op != SRE_REPEAT && op != SRE_POSSESSIVE_REPEAT;
        int64_t last = is_one ? after - 1 : after;
        if (last >= end || last < i + 4)
            return invalid();
        node = *out = new_node(NODE_REPEAT);
        node->min = code[i + 2];
        node->max = code[i + 3];
        node->manner = op == SRE_REPEAT_ONE       ? REPEAT_GREEDY
                       : op == SRE_MIN_REPEAT_ONE ? REPEAT_LAZY
                                                  : REPEAT_POSSESSIVE;
        if (op == SRE_REPEAT && code[last] == SRE_MAX_UNTIL)
            node->manner = REPEAT_GREEDY;
        else if (op == SRE_REPEAT && code[last] == SRE_MIN_UNTIL)
            node->manner = REPEAT_LAZY;
        else if (op == SRE_REPEAT || code[last] != SRE_SUCCESS)
            return invalid();
        if (node->min > node->max)
            return invalid();
        *next = last + 1;
        return read_all(r, i + 4, last, &node->body);
    }
    default:
        return invalid();
    }
}

/* The opcodes from i up to end, or to a JUMP: *stop says where. */
static bool read_sequence(Reader *r, int64_t i, int64_t end, Node **sequence, int64_t *stop)
{
    bool is_good = true;
    if (tp_recursion_enter("") < 0)
        return false;
    while (is_good && i < end && r->code[i] != SRE_JUMP) {
        is_good = read_node(r, i, end, sequence, &i);
        if (is_good)
            sequence = &(*sequence)->next;
    }
    tp_recursion_leave();
    *stop = i;
    return is_good;
}

bool sre_tree_read(const uint32_t *code, int64_t n, int64_t groups, Node **tree)
{
    Reader reader = {code, groups};
    int64_t i = 0;
    *tree = 0;
    if (groups < 0 || groups > SRE_MAXGROUPS || n < 1 || code[n - 1] != SRE_SUCCESS)
        return invalid();
    if (code[0] == SRE_INFO) {
        /* hints for searching, which PCRE2 finds itself */
        if (n < 3 || code[1] > n - 2)
            return invalid();
        i = 1 + (int64_t)code[1];
    }
    return read_all(&reader, i, n - 1, tree);
}

static int64_t node_width(const Node *node)
{
    int64_t width = 0;
    switch (node->kind) {
    case NODE_ONE:
        return 1;
    case NODE_BRANCH:
        width = INT64_MAX;
        for (const Node *a = node->body; a; a = a->next) {
            int64_t w = sre_tree_width(a->body);
            width = w < width ? w : width;
        }
        return width;
    case NODE_REPEAT:
        if (!node->min || __builtin_mul_overflow(sre_tree_width(node->body), node->min, &width))
            return node->min ? INT64_MAX : 0;
        return width;
    case NODE_ATOMIC:
        return sre_tree_width(node->body);
    case NODE_IF: {
        int64_t yes = sre_tree_width(node->body), no = sre_tree_width(node->other);
        return yes < no ? yes : no;
    }
    default:
        return 0;
    }
}

int64_t sre_tree_width(const Node *sequence)
{
    int64_t width = 0;
    for (; sequence; sequence = sequence->next)
        if (__builtin_add_overflow(width, node_width(sequence), &width))
            return INT64_MAX;
    return width;
}

bool sre_tree_closing(const Node *sequence, int64_t groups, uint32_t *order, int64_t *n)
{
    for (; sequence; sequence = sequence->next) {
        int64_t before = *n;
        if (sequence->kind == NODE_MARK && sequence->number % 2) {
            if (*n == groups)
                return false;
            order[(*n)++] = sequence->number / 2 + 1;
        }
        if (!sre_tree_closing(sequence->body, groups, order, n) ||
            !sre_tree_closing(sequence->other, groups, order, n))
            return false;
        if (sequence->kind == NODE_REPEAT && sequence->max > 1 && *n > before)
            return false;
    }
    return true;
}
