/* compile_match.c -- the match statement.
 *
 * A pattern consumes the subject on top of the stack. What it captures stays on the stack, below
 * what is still to be examined, and is stored to names only when the whole pattern has matched.
 * A pattern that fails jumps to fails[n], where n is how many values it leaves: those blocks stand
 * one behind the other, each pops a value, and the last is where the next case begins.
 *
 * Words: a *capture* is a value waiting for its name; a pattern is *irrefutable* if it always
 * matches, which only the last one may; *above* counts the values on the stack above the captures
 * that are needed yet.
 */
#include "frontend/compile.h"

#include <string.h>

#include "runtime/dict.h"
#include "runtime/list.h"
#include "runtime/object.h"
#include "runtime/str.h"

typedef struct Captures {
    Name **names;
    int n;
    int capacity;
} Captures;

typedef struct Matcher {
    Captures captures;
    bool may_be_irrefutable;
    Block **fails;          /* fails[n] pops n values */
    int nfails;
    int fails_capacity;
    int above;
} Matcher;

static void compile_pattern(Compiler *c, Matcher *m, Node *node);

static bool is_wildcard(const Node *node)
{
    return node->kind == AST_MATCH_AS && !node->MatchAs.name;
}

static bool is_star_wildcard(const Node *node)
{
    return node->kind == AST_MATCH_STAR && !node->MatchStar.name;
}

/* ---- captures ---- */

static int find_capture(const Captures *captures, Name *name)
{
    for (int i = 0; i < captures->n; i++) {
        if (captures->names[i] == name)
            return i;
    }
    return -1;
}

static void add_capture(Compiler *c, Captures *captures, Name *name)
{
    if (find_capture(captures, name) >= 0)
        compile_error(c, "multiple assignments to name '%s' in pattern", name->text);
    captures->names = arena_grow(c->body->arena, captures->names, &captures->capacity,
                                 captures->n + 1, sizeof(Name *));
    captures->names[captures->n++] = name;
}

/* Puts the top of the stack below the count - 1 values under it. */
static void emit_sink(Compiler *c, int count)
{
    for (; count > 1; count--)
        emit_arg(c, OP_SWAP, count);
}

/* The top of the stack is captured, or dropped if name is NULL. */
static void capture(Compiler *c, Matcher *m, Name *name)
{
    if (!name) {
        emit(c, OP_POP_TOP);
        return;
    }
    forbid_debug(c, name, CTX_STORE);
    if (find_capture(&m->captures, name) < 0)
        emit_sink(c, m->above + m->captures.n + 1);
    add_capture(c, &m->captures, name);
}

/* ---- failing ---- */

static Block *fail_block(Compiler *c, Matcher *m, int pops)
{
    while (m->nfails <= pops) {
        m->fails = arena_grow(c->body->arena, m->fails, &m->fails_capacity, m->nfails + 1,
                              sizeof(Block *));
        m->fails[m->nfails++] = new_block(c);
    }
    return m->fails[pops];
}

static void jump_to_fail(Compiler *c, Matcher *m, int op)
{
    emit_jump(c, op, fail_block(c, m, m->above + m->captures.n));
}

static void emit_fails(Compiler *c, Matcher *m)
{
    for (int i = m->nfails - 1; i >= 0; i--) {
        use_block(c, m->fails[i]);
        if (i)
            emit(c, OP_POP_TOP);
    }
    m->fails = NULL;
    m->nfails = m->fails_capacity = 0;
}

static void fail_unless(Compiler *c, Matcher *m, int op, int arg)
{
    emit_arg(c, op, arg);
    jump_to_fail(c, m, OP_POP_JUMP_IF_FALSE);
}

/* ---- patterns ---- */

/* A pattern inside another one, where irrefutable ones are no error. */
static void compile_subpattern(Compiler *c, Matcher *m, Node *node)
{
    bool may_be_irrefutable = m->may_be_irrefutable;
    m->may_be_irrefutable = true;
    compile_pattern(c, m, node);
    m->may_be_irrefutable = may_be_irrefutable;
}

static void compile_value(Compiler *c, Matcher *m, Node *node)
{
    Node *value = node->MatchValue.value;
    if (value->kind != AST_CONSTANT && value->kind != AST_ATTRIBUTE)
        compile_error(c, "patterns may only match literals and attribute lookups");
    compile_expr(c, value);
    fail_unless(c, m, OP_COMPARE_OP, TP_EQ);
}

static void compile_singleton(Compiler *c, Matcher *m, Node *node)
{
    emit_const(c, node->MatchSingleton.value);
    fail_unless(c, m, OP_IS_OP, 0);
}

static void compile_as(Compiler *c, Matcher *m, Node *node)
{
    Name *name = node->MatchAs.name;
    if (!node->MatchAs.pattern) {
        if (!m->may_be_irrefutable && name)
            compile_error(c, "name capture '%s' makes remaining patterns unreachable",
                          name->text);
        if (!m->may_be_irrefutable)
            compile_error(c, "wildcard makes remaining patterns unreachable");
        capture(c, m, name);
        return;
    }
    m->above++;
    emit_arg(c, OP_COPY, 1);
    compile_pattern(c, m, node->MatchAs.pattern);
    m->above--;
    capture(c, m, name);
}

/* The items, each matched in turn. */
static void compile_unpacked(Compiler *c, Matcher *m, NodeSeq patterns, int star)
{
    if (star < 0) {
        emit_arg(c, OP_UNPACK_SEQUENCE, patterns.n);
    } else {
        int after = patterns.n - star - 1;
        if (star >= 1 << 8 || after >= 1 << 23)
            compile_error(c, "too many expressions in star-unpacking sequence pattern");
        emit_arg(c, OP_UNPACK_EX, star + (after << 8));
    }
    m->above += patterns.n;
    for (int i = 0; i < patterns.n; i++) {
        m->above--;
        compile_subpattern(c, m, patterns.items[i]);
    }
}

/* The same where *_ need not be built: items are picked by index. */
static void compile_picked(Compiler *c, Matcher *m, NodeSeq patterns, int star)
{
    m->above++;
    for (int i = 0; i < patterns.n; i++) {
        if (i == star || is_wildcard(patterns.items[i]))
            continue;
        emit_arg(c, OP_COPY, 1);
        if (i < star) {
            emit_const(c, tp_small(i));
        } else {
            emit(c, OP_GET_LEN);
            emit_const(c, tp_small(patterns.n - i));
            emit_binary(c, BINARY_SUB, false);
        }
        emit(c, OP_BINARY_SUBSCR);
        compile_subpattern(c, m, patterns.items[i]);
    }
    m->above--;
    emit(c, OP_POP_TOP);
}

static void check_length(Compiler *c, Matcher *m, int length, int op)
{
    emit(c, OP_GET_LEN);
    emit_const(c, tp_small(length));
    fail_unless(c, m, OP_COMPARE_OP, op);
}

static void compile_sequence(Compiler *c, Matcher *m, Node *node)
{
    NodeSeq patterns = node->MatchSequence.patterns;
    int star = -1;
    bool only_wildcards = true;
    for (int i = 0; i < patterns.n; i++) {
        Node *pattern = patterns.items[i];
        if (pattern->kind == AST_MATCH_STAR) {
            if (star >= 0)
                compile_error(c, "multiple starred names in sequence pattern");
            star = i;
        }
        only_wildcards = only_wildcards && (is_wildcard(pattern) || is_star_wildcard(pattern));
    }
    m->above++;
    fail_unless(c, m, OP_MATCH_SEQUENCE, 0);
    if (star < 0)
        check_length(c, m, patterns.n, TP_EQ);
    else if (patterns.n > 1)
        check_length(c, m, patterns.n - 1, TP_GE);
    m->above--;
    if (only_wildcards)
        emit(c, OP_POP_TOP);
    else if (star >= 0 && is_star_wildcard(patterns.items[star]))
        compile_picked(c, m, patterns, star);
    else
        compile_unpacked(c, m, patterns, star);
}

/* The keys of a mapping pattern, all on the stack. */
static void compile_keys(Compiler *c, NodeSeq keys)
{
    Value seen = diag_check(c->unit, tp_set_new());
    for (int i = 0; i < keys.n; i++) {
        Node *key = keys.items[i];
        if (key->kind == AST_CONSTANT) {
            Value value = key->Constant.value;
            int is_seen = tp_set_contains(seen, value);
            if (is_seen < 0 || tp_set_add(seen, value) < 0)
                diag_pending(c->unit);
            if (is_seen)
                compile_error(c, "mapping pattern checks duplicate key (%s)",
                              tp_str_to_c(diag_check(c->unit, tp_repr(value))));
        } else if (key->kind != AST_ATTRIBUTE) {
            compile_error(c, "mapping pattern keys may only match literals and attribute "
                          "lookups");
        }
        compile_expr(c, key);
    }
}

/* MATCH_KEYS and MATCH_CLASS leave a tuple, or None. */
static void fail_if_none(Compiler *c, Matcher *m)
{
    emit_arg(c, OP_COPY, 1);
    emit_const(c, TP_NONE);
    fail_unless(c, m, OP_IS_OP, 1);
}

/* Makes [subject, tuple of keys] a dict without those keys. */
static void emit_rest(Compiler *c, int nkeys)
{
    emit_arg(c, OP_BUILD_MAP, 0);
    emit_arg(c, OP_SWAP, 3);
    emit_arg(c, OP_DICT_UPDATE, 2);
    emit_arg(c, OP_UNPACK_SEQUENCE, nkeys);
    for (int i = nkeys; i > 0; i--) {
        emit_arg(c, OP_COPY, 1 + i);
        emit_arg(c, OP_SWAP, 2);
        emit(c, OP_DELETE_SUBSCR);
    }
}

static void compile_mapping(Compiler *c, Matcher *m, Node *node)
{
    NodeSeq keys = node->MatchMapping.keys, patterns = node->MatchMapping.patterns;
    Name *rest = node->MatchMapping.rest;
    m->above++;
    fail_unless(c, m, OP_MATCH_MAPPING, 0);
    if (!keys.n && !rest) {
        m->above--;
        emit(c, OP_POP_TOP);
        return;
    }
    if (keys.n)
        check_length(c, m, keys.n, TP_GE);
    compile_keys(c, keys);
    emit_arg(c, OP_BUILD_TUPLE, keys.n);
    emit(c, OP_MATCH_KEYS);
    m->above += 2;
    fail_if_none(c, m);
    emit_arg(c, OP_UNPACK_SEQUENCE, keys.n);
    m->above += keys.n - 1;
    for (int i = 0; i < keys.n; i++) {
        m->above--;
        compile_subpattern(c, m, patterns.items[i]);
    }
    m->above -= 2;
    if (rest) {
        emit_rest(c, keys.n);
        capture(c, m, rest);
    } else {
        emit(c, OP_POP_TOP);
        emit(c, OP_POP_TOP);
    }
}

static void check_attributes(Compiler *c, NameSeq attributes, NodeSeq patterns)
{
    for (int i = 0; i < attributes.n; i++) {
        set_position(c, patterns.items[i]);
        forbid_debug(c, attributes.items[i], CTX_STORE);
        for (int k = i + 1; k < attributes.n; k++) {
            if (attributes.items[k] == attributes.items[i]) {
                set_position(c, patterns.items[k]);
                compile_error(c, "attribute name repeated in class pattern: %s",
                              attributes.items[i]->text);
            }
        }
    }
}

static void compile_class_pattern(Compiler *c, Matcher *m, Node *node)
{
    struct AstMatchClass *pattern = &node->MatchClass;
    int npositional = pattern->patterns.n, n = npositional + pattern->kwd_patterns.n;
    if (pattern->kwd_attrs.n) {
        check_attributes(c, pattern->kwd_attrs, pattern->kwd_patterns);
        set_position(c, node);
    }
    compile_expr(c, pattern->cls);
    Tuple *attributes = tp_tuple_new(pattern->kwd_attrs.n);
    for (int i = 0; i < pattern->kwd_attrs.n; i++)
        attributes->items[i] = name_interned(pattern->kwd_attrs.items[i]);
    emit_const(c, tp_ref(attributes));
    emit_arg(c, OP_MATCH_CLASS, npositional);
    m->above++;
    fail_if_none(c, m);
    emit_arg(c, OP_UNPACK_SEQUENCE, n);
    m->above += n - 1;
    for (int i = 0; i < n; i++) {
        Node *inner = i < npositional ? pattern->patterns.items[i]
                                      : pattern->kwd_patterns.items[i - npositional];
        m->above--;
        if (is_wildcard(inner))
            emit(c, OP_POP_TOP);
        else
            compile_subpattern(c, m, inner);
    }
}

/* Alternatives may capture in different orders: brings the captures, on top of the stack, into the
   order of the first alternative. */
static void reorder_captures(Compiler *c, Captures *captures, const Captures *first)
{
    if (captures->n != first->n)
        compile_error(c, "alternative patterns bind different names");
    for (int wanted = first->n - 1; wanted >= 0; wanted--) {
        int found = find_capture(captures, first->names[wanted]);
        if (found < 0)
            compile_error(c, "alternative patterns bind different names");
        if (found == wanted)
            continue;
        /* The first `rotations` captures move behind those up to `wanted`. */
        int rotations = found + 1, moved = wanted - found;
        Name *front[rotations];
        memcpy(front, captures->names, (size_t)rotations * sizeof *front);
        memmove(captures->names, captures->names + rotations, (size_t)moved * sizeof *front);
        memcpy(captures->names + moved, front, (size_t)rotations * sizeof *front);
        while (rotations--)
            emit_sink(c, wanted + 1);
    }
}

static void compile_or(Compiler *c, Matcher *m, Node *node)
{
    NodeSeq patterns = node->MatchOr.patterns;
    Block *end = new_block(c);
    Captures first = {0};
    for (int i = 0; i < patterns.n; i++) {
        Node *pattern = patterns.items[i];
        bool is_last = i == patterns.n - 1;
        Matcher inner = {.may_be_irrefutable = is_last && m->may_be_irrefutable};
        set_position(c, pattern);
        emit_arg(c, OP_COPY, 1);
        compile_pattern(c, &inner, pattern);
        if (i == 0)
            first = inner.captures;
        else
            reorder_captures(c, &inner.captures, &first);
        emit_jump(c, OP_JUMP, end);
        emit_fails(c, &inner);
    }
    emit(c, OP_POP_TOP);
    jump_to_fail(c, m, OP_JUMP);
    use_block(c, end);
    int depth = first.n + 1 + m->above + m->captures.n;
    for (int i = 0; i < first.n; i++) {
        emit_sink(c, depth);
        add_capture(c, &m->captures, first.names[i]);
    }
    emit(c, OP_POP_TOP);
}

static void compile_pattern(Compiler *c, Matcher *m, Node *node)
{
    set_position(c, node);
    switch (node->kind) {
    case AST_MATCH_VALUE:
        compile_value(c, m, node);
        break;
    case AST_MATCH_SINGLETON:
        compile_singleton(c, m, node);
        break;
    case AST_MATCH_SEQUENCE:
        compile_sequence(c, m, node);
        break;
    case AST_MATCH_MAPPING:
        compile_mapping(c, m, node);
        break;
    case AST_MATCH_CLASS:
        compile_class_pattern(c, m, node);
        break;
    case AST_MATCH_STAR:
        capture(c, m, node->MatchStar.name);
        break;
    case AST_MATCH_AS:
        compile_as(c, m, node);
        break;
    case AST_MATCH_OR:
        compile_or(c, m, node);
        break;
    default:
        BUG("not a pattern");
    }
}

/* ---- the statement ---- */

/* One case; is_last: nothing needs the subject after it. */
static void compile_case(Compiler *c, struct Astmatch_case *branch, bool is_last,
                         bool may_be_irrefutable, Block *end)
{
    Matcher m = {.may_be_irrefutable = may_be_irrefutable};
    set_position(c, branch->pattern);
    if (!is_last)
        emit_arg(c, OP_COPY, 1);
    compile_pattern(c, &m, branch->pattern);
    for (int i = 0; i < m.captures.n; i++)
        emit_variable(c, m.captures.names[i], CTX_STORE);
    if (branch->guard)
        compile_condition(c, branch->guard, fail_block(c, &m, 0), false);
    if (!is_last)
        emit(c, OP_POP_TOP);
    compile_stmts(c, branch->body);
    emit_jump(c, OP_JUMP, end);
    set_position(c, branch->pattern);
    emit_fails(c, &m);
}

void compile_match(Compiler *c, Node *node)
{
    NodeSeq cases = node->Match.cases;
    compile_expr(c, node->Match.subject);
    Block *end = new_block(c);
    struct Astmatch_case *last = &cases.items[cases.n - 1]->match_case;
    bool has_default = is_wildcard(last->pattern) && cases.n > 1;
    int ntested = cases.n - has_default;
    for (int i = 0; i < ntested; i++) {
        struct Astmatch_case *branch = &cases.items[i]->match_case;
        bool may_be_irrefutable = branch->guard || i == cases.n - 1;
        compile_case(c, branch, i == ntested - 1, may_be_irrefutable, end);
    }
    if (has_default) {
        set_position(c, last->pattern);
        emit(c, OP_NOP);
        if (last->guard)
            compile_condition(c, last->guard, end, false);
        compile_stmts(c, last->body);
    }
    use_block(c, end);
}
