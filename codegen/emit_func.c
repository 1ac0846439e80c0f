/* emit_func.c -- one function: entry, declarations, blocks, labels, exit.
 *
 * The blocks are emitted first, into a text of their own: then it is known which variables need a
 * declaration and which labels somebody goes to. Labels stand in that text as a mark (byte 1, kind,
 * number, line end) and are written out, or left out, at the end. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "emit.h"
#include "infer.h"
#include "live.h"
#include "quick.h"
#include "runtime/emitted.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/str.h"

enum { COLUMNS = 100 };

/* ---- lines ---- */

/* Where to break text so that the first part fits: before " { " or behind the last ", " or "; " or
 * before the last " : " that does; 0 if there is none. */
static size_t break_at(const char *text, size_t room)
{
    size_t best = 0;
    bool in_string = false;
    for (size_t i = 0; text[i] && i < room; i++) {
        if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
            in_string = !in_string;
        if (in_string || i + 1 >= room)
            continue;
        if ((text[i] == ',' || text[i] == ';') && text[i + 1] == ' ')
            best = i + 2;
        else if (text[i] == ' ' && text[i + 1] == '{' && text[i + 2] == ' ')
            return i + 1;
        else if (text[i] == ' ' && text[i + 1] == ':' && text[i + 2] == ' ')
            best = i + 1;
    }
    return best;
}

static size_t indent_of(const Emit *e)
{
    return 4 + 4 * (size_t)e->depth;
}

void emit_line(Emit *e, const char *format, ...)
{
    Text line = {0};
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(0, 0, format, args);
    char *buffer = tp_heap_alloc_atomic((size_t)n + 1);
    vsnprintf(buffer, (size_t)n + 1, format, again);
    va_end(args);
    va_end(again);
    const char *rest = buffer;
    size_t indent = indent_of(e);
    while (strlen(rest) + indent > COLUMNS) {
        size_t cut = break_at(rest, COLUMNS - indent);
        if (!cut)
            break;
        size_t shown = cut;
        while (shown && rest[shown - 1] == ' ')
            shown--;
        text_print(&line, "%*s%.*s\n", (int)indent, "", (int)shown, rest);
        rest += cut;
        indent = indent_of(e) + 4;
    }
    text_print(&line, "%*s%s\n", (int)indent, "", rest);
    text_add(e->out, line.data, line.n);
}

/* ---- variables ---- */

static const char *name_var(Emit *e, int var)
{
    Var *v = &e->fn->vars[var];
    if (!v->name) {
        if (var < e->fn->nlocals)
            v->name = cname_new(&e->names, ir_local_text(e->fn, var), "");
        else if (v->role) {
            int line = v->def && v->def->line > 0 ? v->def->line : e->line;
            v->name = cname_new(&e->names, v->role, line > 0 ? text_format("_%d", line) : "");
        }
        else
            v->name = text_format("t%d", ++e->ntemps);
    }
    return v->name;
}

const char *emit_var(Emit *e, int var)
{
    int nfree = e->fn->code->nlocalsplus - e->fn->code->nfreevars;
    if (var >= nfree && var < e->fn->nlocals) {
        e->uses_closure = true;
        return text_format("fn->closure[%d]", var - nfree);
    }
    if (e->parts && e->fn->vars[var].is_shared)
        return text_format("shared[%d]", e->fn->vars[var].slot);
    e->is_declared[REP_VALUE][var] = 1;
    return name_var(e, var);
}

const char *emit_iter(Emit *e, int var)
{
    enum { SLOTS = sizeof(Iter) / sizeof(Value) };
    const char *name = emit_var(e, var);
    if (!e->fn->is_generator)
        return text_format("&%s", name);
    if (e->fn->vars[var].slot < 0) {
        e->fn->vars[var].slot = e->fn->nslots;
        e->fn->nslots += SLOTS;
    }
    return name;
}

const char *emit_typed_var(Emit *e, int var, enum Rep rep)
{
    if (rep == REP_VALUE)
        return emit_var(e, var);
    e->is_declared[rep][var] = 1;
    if (rep == REP_RANGE)
        return name_var(e, var);
    return text_format("%s_%c", name_var(e, var), rep == REP_INT ? 'i' : 'f');
}

const char *emit_value(Emit *e, Operand operand)
{
    switch (operand.type) {
    case OPD_CONST:
        return operand.index < 0 ? "None" : emit_constant(e->unit, e->fn, operand.index);
    case OPD_VAR:
        if (e->is_typed && e->rep[operand.index] == REP_INT)
            return text_format(infer_width(e->fn, operand) <= WIDTH_SMALL ? "INT(%s)"
                                                                          : "tp_box_int(%s)",
                               emit_typed_var(e, operand.index, REP_INT));
        if (e->is_typed && e->rep[operand.index] == REP_FLOAT)
            return text_format("tp_box_float(%s)", emit_typed_var(e, operand.index, REP_FLOAT));
        return emit_var(e, operand.index);
    default:
        return "0";
    }
}

/* ---- labels ---- */

void emit_mark(Emit *e, char kind, int number)
{
    text_print(e->out, "\001%c%d\n", kind, number);
}

/* Labels of the general version, or of the typed one, which has but some of the blocks. */
static void name_labels(Emit *e, bool is_typed)
{
    Fn *fn = e->fn;
    bool *is_end = tp_heap_alloc((size_t)fn->nblocks + 1); /* behind a `for` */
    for (int b = 0; b < fn->nblocks; b++) {
        const Block *block = &fn->blocks[b];
        if (block->is_reachable && block->jump > b && ir_is_for(&block->insns[block->ninsns - 1]))
            is_end[block->jump] = true;
    }
    for (int b = 0; b < fn->nblocks; b++) {
        const Block *block = &fn->blocks[b];
        if (!block->is_reachable || (is_typed && !fn->types->in_typed[b]))
            continue;
        const char *role = block->is_handler ? "except"
                           : block->is_loop  ? "loop"
                           : is_end[b]       ? "end"
                                             : "line";
        int line = block->line;
        for (int i = 0; i < block->ninsns && line < 0; i++)
            line = block->insns[i].line;
        const char *suffix = line > 0 ? text_format("_%d", line) : text_format("_at_%d", block->at);
        e->labels[is_typed][b] = cname_new(&e->names, role, suffix);
    }
}

const char *emit_target(Emit *e, int b)
{
    if (e->is_typed)
        return emit_typed_target(e, b);
    if (!emit_is_here(e, b))
        return emit_part_target(e, b);
    e->is_targeted[0][b] = true;
    return e->labels[0][b];
}

const char *emit_failure_label(Emit *e)
{
    if (e->is_typed)
        return emit_typed_handler(e);
    if (e->block->handler >= 0)
        return emit_target(e, e->block->handler);
    e->is_fail_used = true;
    return "fail";
}

void emit_return(Emit *e, const char *value)
{
    if (e->parts) {
        emit_line(e, "*result = %s;", value);
        emit_line(e, "return DONE;");
    } else {
        emit_line(e, "return %s;", value);
    }
}

const char *emit_failure(Emit *e)
{
    if (e->is_quick) {
        e->is_fail_used = true;
        return "goto full;";
    }
    int at = e->block->insns[e->insn].at;
    const char *label = emit_failure_label(e);
    return at == e->stored ? text_format("goto %s;", label)
                           : text_format("{ AT(%d); goto %s; }", at, label);
}

void emit_resolved(Emit *e, Text *out, const Text *body)
{
    const char *p = body->data, *end = body->data + body->n;
    while (p < end) {
        const char *mark = memchr(p, '\001', (size_t)(end - p));
        if (!mark) {
            text_add(out, p, (size_t)(end - p));
            break;
        }
        text_add(out, p, (size_t)(mark - p));
        int number = atoi(mark + 2);
        const char *label = 0;
        if (mark[1] == 'G' && e->is_targeted[0][number])
            label = e->labels[0][number];
        else if (mark[1] == 'T' && e->is_targeted[1][number])
            label = e->labels[1][number];
        else if (mark[1] == 'D')
            label = emit_reentry_label(e, number);
        p = memchr(mark, '\n', (size_t)(end - mark));
        p = p ? p + 1 : end;
        if (label && *p == '\n') { /* a blank line goes before the label */
            text_add(out, "\n", 1);
            p++;
        }
        if (label)
            text_print(out, "%s:\n", label);
    }
}

/* ---- blocks ---- */

/* Lines emitted for one source line are a group: its comment and the store of its place go
 * first. */

static const char *source_line(const Unit *unit, int line)
{
    return unit->lines && line >= 1 && line <= unit->nlines ? unit->lines[line - 1] : 0;
}

/* Is the place stored at the beginning of the group, if it runs Python code? Not where that line is
 * stored already. */
static bool stores_place(const Emit *e)
{
    return !e->is_quick && (e->group_line <= 0 || e->group_line != e->stored_line);
}

void emit_ran(Emit *e)
{
    if (e->ran)
        return;
    e->ran = true;
    e->ran_at = e->block->insns[e->insn].at;
    if (stores_place(e))
        e->stored = e->is_entered ? -1 : e->ran_at;
}

void emit_stored_unknown(Emit *e)
{
    e->stored = -1;
    e->is_entered = true;
}

static const char *comment_of(const Emit *e, int line)
{
    Text comment = {0};
    const char *source = source_line(e->unit, line);
    text_print(&comment, "/* %d: ", line);
    if (source)
        text_comment(&comment, source, strlen(source));
    text_add(&comment, " */", 3);
    return comment.data;
}

enum { MANY = 10 };

/* How many lines of C, or many if a label may be among them. */
static int count_lines(const Text *group)
{
    int n = memchr(group->data, '\001', group->n) ? MANY : 0;
    const char *end = group->data + group->n;
    for (const char *p = group->data; p < end && n < MANY; n++)
        p = (const char *)memchr(p, '\n', (size_t)(end - p)) + 1;
    return n;
}

/* The lines of the group, with its source line as a comment: on the first of them if that stores
 * the place, or is the only one and both are short, else in front. Short groups stand close
 * together, a blank line keeps others apart. */
static void end_group(Emit *e, Text *out, Text *group)
{
    enum { COMMENT_AT = 40, SHORT = 3 };
    if (group->n) {
        bool is_new = e->group_line > 0 && e->group_line != e->line;
        bool stores = e->ran && stores_place(e);
        int nlines = count_lines(group);
        const char *comment = is_new ? comment_of(e, e->group_line) : "";
        int indent = 4 + 4 * e->block_depth, n = (int)group->n - 1;
        int gap = n < COMMENT_AT - 2 ? COMMENT_AT - n : 2;
        bool is_beside = is_new && nlines == 1 && !stores &&
                         n + gap + (int)strlen(comment) <= COLUMNS;
        bool is_close = e->lines_before < 0 || (nlines <= SHORT && e->lines_before <= SHORT &&
                                                (stores || is_beside));
        if (is_new && !is_close)
            text_add(out, "\n", 1);
        if (stores)
            text_print(out, "%*sAT(%d);%*s%s\n", indent, "", e->ran_at,
                       !is_new ? 0 : e->ran_at < 100 ? 5 : 4, "", comment);
        else if (is_beside)
            text_print(out, "%.*s%*s%s\n", n, group->data, gap, "", comment);
        else if (is_new)
            text_print(out, "%*s%s\n", indent, "", comment);
        if (!is_beside)
            text_add(out, group->data, group->n);
        if (is_new)
            e->line = e->group_line;
        if (stores)
            e->stored_line = e->group_line;
        e->lines_before = nlines;
    }
    group->n = 0;
    e->ran = e->is_entered = false;
}

/* What is known of the place stored where block begins: its line, if it is the same on all ways. */
static void begin_block(Emit *e, const Block *block)
{
    e->block = block;
    e->insn = 0;
    e->stored = -1;
    e->stored_line = e->line_into[block->index];
    if (e->stored_line < 0 || block->is_loop || block->is_handler)
        e->stored_line = 0;
    e->group_line = -1;
    e->ran = e->is_entered = false;
    e->lines_before = e->is_opened ? -1 : MANY;
    e->is_opened = false;
}

void emit_flow(Emit *e, int b)
{
    int *line = &e->line_into[b];
    *line = e->stored_line && (*line == 0 || *line == e->stored_line) ? e->stored_line : -1;
}

static void end_block(Emit *e, const Block *block)
{
    if (block->next >= 0)
        emit_flow(e, block->next);
    if (block->jump >= 0)
        emit_flow(e, block->jump);
}

/* Does block begin with another source line than the one emitted last? */
static bool begins_line(const Emit *e, const Block *block)
{
    for (int i = 0; i < block->ninsns; i++) {
        const Insn *insn = &block->insns[i];
        if (!insn->is_dead && !insn->is_fused && insn->line > 0)
            return insn->line != e->line;
    }
    return false;
}

void emit_block(Emit *e, const Block *block)
{
    Text *out = e->out, group = {0};
    if (e->is_joined[block->index])
        return;
    emit_braces(e, block->index);
    e->block_depth = e->depth;
    emit_mark(e, e->is_typed ? 'T' : 'G', block->index);
    begin_block(e, block);
    if ((e->ended[block->index] || block->polls_first) && begins_line(e, block)) {
        if (e->lines_before >= 0)
            text_add(out, "\n", 1);
        e->lines_before = 0;
    }
    if (e->ended[block->index]) {
        emit_line(e, "if (tp_pending()) %s", e->ended[block->index]);
        e->ended[block->index] = 0;
    }
    int first = emit_first_insn(e, block->index);
    if (block->polls_first && first == 0)
        emit_line(e, "if (POLL() < 0) { AT(%d); goto %s; }", block->poll_at, emit_failure_label(e));
    for (int i = first; i < block->ninsns; i++) {
        const Insn *insn = &block->insns[i];
        int entry = e->is_typed ? -1 : emit_reentry(e, block->index, i);
        if (entry >= 0) { /* the typed version comes here, with the offset of insn stored */
            e->out = &group;
            emit_mark(e, 'D', entry);
            emit_stored_unknown(e);
            if (e->stored_line != insn->line)
                e->stored_line = 0;
        }
        if (insn->is_dead || insn->is_fused)
            continue;
        if (insn->line > 0 && insn->line != e->group_line) {
            end_group(e, out, &group);
            e->group_line = insn->line;
            if (stores_place(e))
                e->stored = -1;
        }
        e->insn = i;
        e->out = &group;
        emit_insn(e, insn);
        if (insn->op == IR_CATCH) /* it needs the place that is stored */
            end_group(e, out, &group);
    }
    end_group(e, out, &group);
    e->out = out;
    end_block(e, block);
}

void emit_blocks(Emit *e, int first, int end)
{
    for (int b = first; b < end; b++) {
        const Block *block = &e->fn->blocks[b];
        if (!block->is_reachable || (e->is_needed && !e->is_needed[b]))
            continue;
        emit_block(e, block);
    }
}

/* ---- the whole ---- */

const char *emit_parameters(const Fn *fn)
{
    int n = tp_code_nparams(fn->code);
    if (fn->is_body)
        return "Function *fn, Value namespace";
    if (n > TP_MAX_DIRECT)
        return "Function *fn, const Value *parameters";
    Text t = {0};
    text_print(&t, "Function *fn");
    for (int i = 0; i < n; i++)
        text_print(&t, ", Value%s%s", fn->vars ? " " : "", fn->vars ? fn->vars[i].name : "");
    return t.data;
}

/* The same as arguments: ", a, b". */
static const char *parameter_list(const Fn *fn)
{
    Text t = {0};
    text_add(&t, "", 0);
    for (int i = 0; i < tp_code_nparams(fn->code); i++)
        text_print(&t, ", %s", fn->vars[i].name);
    return t.data;
}

static void declare(Text *out, const char *type, const Text *names)
{
    if (!names->n)
        return;
    const char *rest = names->data;
    size_t indent = 4 + strlen(type) + 1;
    text_print(out, "    %s ", type);
    while (strlen(rest) + indent + 1 > COLUMNS) {
        size_t cut = break_at(rest, COLUMNS - indent);
        if (!cut)
            break;
        text_print(out, "%.*s\n%*s", (int)cut - 1, rest, (int)indent, "");
        rest += cut;
    }
    text_print(out, "%s;\n", rest);
}

void emit_declarations(Emit *e, Text *out, bool with_parameters)
{
    Fn *fn = e->fn;
    Text values = {0}, views = {0}, iters = {0}, places = {0};
    Text ints = {0}, floats = {0}, lists = {0};
    int nparams = with_parameters ? 0 : tp_code_nparams(fn->code);
    if (e->uses_closure && (e->parts || fn->is_generator)) /* fn is no parameter */
        text_print(out, "    Function *fn = frame->function;\n");
    for (int v = 0; v < fn->nvars; v++) {
        const Var *var = &fn->vars[v];
        if (e->is_declared[REP_INT][v])
            text_print(&ints, "%s%s_i", ints.n ? ", " : "", var->name);
        if (e->is_declared[REP_FLOAT][v])
            text_print(&floats, "%s%s_f", floats.n ? ", " : "", var->name);
        if (e->is_indexed && e->is_indexed[v])
            text_print(&lists, "%s*%s_l", lists.n ? ", " : "", var->name);
        for (int k = 0; k < 3; k++)
            if (e->is_declared[REP_RANGE][v] >> k & 1)
                text_print(&ints, "%s%s_%s", ints.n ? ", " : "", var->name, emit_range_fields[k]);
        if (!e->is_declared[REP_VALUE][v] || v < nparams)
            continue;
        if (var->kind == VAR_ITER && fn->is_generator) {
            text_print(out, "    Iter *%s = (Iter *)(g->slots + %d);\n", var->name, var->slot);
            continue;
        }
        Text *to = var->kind == VAR_ITER    ? &iters
                   : var->kind == VAR_PLACE ? &places
                   : var->is_view           ? &views
                                            : &values;
        bool is_zeroed = v < fn->nlocals && (var->may_be_unbound || var->is_file ||
                                                fn->snapshots_locals);
        text_print(to, "%s%s%s", to->n ? ", " : "", var->name, is_zeroed ? " = 0" : "");
    }
    for (int k = 0; k < 2; k++)
        if (e->scratch[k])
            text_print(&floats, "%s%s", floats.n ? ", " : "", e->scratch[k]);
    if (e->int_scratch)
        text_print(&ints, "%s%s", ints.n ? ", " : "", e->int_scratch);
    if (e->nvalues)
        text_print(&values, "%svalues[%d]", values.n ? ", " : "", e->nvalues);
    declare(out, "Value", &values);
    declare(out, "volatile Value", &views); /* so that each is in one place, which is zeroed */
    declare(out, "int64_t", &ints);
    declare(out, "double", &floats);
    declare(out, "List", &lists);
    declare(out, "Iter", &iters);
    declare(out, "int32_t", &places);
    if (e->npieces)
        text_print(out, "    TextPiece pieces[%d];\n", e->npieces);
    if (e->uses_test)
        text_print(out, "    int test;\n");
    if (e->uses_status)
        text_print(out, "    enum GenStatus status;\n");
    if (e->uses_maker)
        text_print(out, "    Value maker;\n");
}

void emit_banner(Emit *e, Text *out)
{
    const Fn *fn = e->fn;
    const char *source = source_line(e->unit, fn->code->firstlineno);
    const char *file = tp_str_to_c(fn->code->filename), *slash = strrchr(file, '/');
    text_print(out, "\n/* ");
    text_comment(out, slash ? slash + 1 : file, strlen(slash ? slash + 1 : file));
    text_print(out, ":%d  ", fn->code->firstlineno);
    if (source && fn->parent)
        text_comment(out, source, strlen(source));
    else
        text_comment(out, tp_str_to_c(fn->code->qualname), strlen(tp_str_to_c(fn->code->qualname)));
    text_print(out, " */\n");
}

void emit_generator_entry(Emit *e, Text *out)
{
    Fn *fn = e->fn;
    int n = tp_code_nparams(fn->code);
    text_print(out, "static Value %s(%s)\n{\n", fn->cname, emit_parameters(fn));
    text_print(out, "    Generator *g = tp_generator_new(fn, %s_body, %d);\n", fn->cname,
               fn->nslots);
    if (fn->is_body) /* of a module that awaits */
        text_print(out, "    g->frame.locals = namespace;\n");
    for (int i = 0; i < n; i++)
        if (n > TP_MAX_DIRECT)
            text_print(out, "    g->slots[%d] = parameters[%d];\n", i, i);
        else
            text_print(out, "    g->slots[%d] = %s;\n", i, fn->vars[i].name);
    text_print(out, "    return tp_ref(g);\n}\n");
}

void emit_entry(Emit *e, Text *out)
{
    const Fn *fn = e->fn;
    text_print(out, fn->is_body ? "    if (tp_enter_body(frame, fn, namespace) < 0) return 0;\n"
                                : "    if (tp_enter(frame, fn) < 0) return 0;\n");
    if (!fn->parent && !fn->is_dynamic)
        text_print(out, "    tp_bind_cells(K + FIRST_CELL, NCELLS, cell_names, K, fn->globals);\n");
}

static void emit_resume_switch(Emit *e, Text *out)
{
    Fn *fn = e->fn;
    if (fn->nresumes == 1) {
        text_print(out, "    if (g->resume == 1) goto resume_1;\n");
    } else if (fn->nresumes) {
        text_print(out, "    switch (g->resume) {\n");
        for (int i = 1; i <= fn->nresumes; i++)
            text_print(out, "    case %d: goto resume_%d;\n", i, i);
        text_print(out, "    }\n");
    }
    Text load = {0};
    for (int i = 0; i < tp_code_nparams(fn->code); i++)
        if (e->is_declared[REP_VALUE][i])
            text_print(&load, "%s%s = g->slots[%d];", load.n ? " " : "", fn->vars[i].name, i);
    if (load.n) {
        e->out = out;
        emit_line(e, "%s", load.data);
    }
}

static void set_up(Emit *e, Unit *unit, Fn *fn)
{
    *e = (Emit){.unit = unit, .fn = fn, .line = -1, .is_plain = fn->is_plain};
    size_t nvars = (size_t)fn->nvars + 1, nblocks = (size_t)fn->nblocks + 1;
    for (int rep = 0; rep < REP_LIMIT; rep++) {
        e->is_declared[rep] = tp_heap_alloc_atomic(nvars);
        memset(e->is_declared[rep], 0, nvars);
    }
    e->line_into = tp_heap_alloc(nblocks * sizeof *e->line_into);
    e->ended = tp_heap_alloc(nblocks * sizeof *e->ended);
    e->is_joined = tp_heap_alloc(nblocks);
    e->else_end = tp_heap_alloc(nblocks * sizeof *e->else_end);
    for (int k = 0; k < 2; k++) {
        e->labels[k] = tp_heap_alloc(nblocks * sizeof *e->labels[k]);
        e->is_targeted[k] = tp_heap_alloc_atomic(nblocks);
        memset(e->is_targeted[k], 0, nblocks);
    }
    for (int v = 0; v < fn->nvars; v++)
        fn->vars[v].name = 0;
    for (int i = 0; i < tp_code_nparams(fn->code); i++) {
        name_var(e, i);
        fn->vars[i].slot = i;
    }
    fn->nslots = tp_code_nparams(fn->code);
}

const char *emit_pure_parameters(const Fn *fn)
{
    Text t = {0};
    for (int i = 0; i < tp_code_nparams(fn->code); i++)
        text_print(&t, fn->pure->rep[i] == REP_INT ? "int64_t%s%s%s, " : "double%s%s%s, ",
                   fn->vars[i].name ? " " : "", fn->vars[i].name ? fn->vars[i].name : "",
                   !fn->vars[i].name ? "" : fn->pure->rep[i] == REP_INT ? "_i" : "_f");
    text_print(&t, "%s%s *%s", fn->is_recursive ? "int depth, " : "",
               fn->returns == REP_INT ? "int64_t" : "double", EMIT_PURE_RESULT);
    return t.data;
}

/* The C function of numbers alone; the general one has a way to it at its beginning. */
static void emit_pure(Unit *unit, Fn *fn)
{
    Emit emit, *e = &emit;
    set_up(e, unit, fn);
    fn->types = fn->pure;
    e->is_pure = e->is_typed = true;
    e->rep = fn->pure->rep;
    cname_new(&e->names, EMIT_PURE_RESULT, "");
    cname_new(&e->names, "depth", "");
    name_labels(e, true);
    Text body = {0}, *out = &unit->functions;
    e->out = &body;
    for (int b = 0; b < fn->nblocks; b++)
        if (fn->pure->in_typed[b]) {
            emit_block(e, &fn->blocks[b]);
        }
    fn->types = 0;

    emit_banner(e, out);
    text_print(out, "static bool %s_pure(%s)\n{\n", fn->cname, emit_pure_parameters(fn));
    for (int i = 0; i < tp_code_nparams(fn->code); i++)
        e->is_declared[REP_INT][i] = e->is_declared[REP_FLOAT][i] = 0;
    emit_declarations(e, out, false);
    text_print(out, "\n");
    if (fn->is_recursive)
        text_print(out, "    if (depth <= 0 || tp_state.poll) return false;\n");
    emit_resolved(e, out, &body);
    if (e->is_fail_used)
        text_print(out, "leave:\n    return false;\n");
    text_print(out, "}\n");
}

/* In the general function: the pure one, if the arguments are what it takes. It is not asked any
 * more when it has had to give up a few times, other than for a signal: what it did until then was
 * in vain. */
static void emit_pure_attempt(Emit *e, Text *out)
{
    enum { MISSES = 10 };
    Fn *fn = e->fn;
    int n = tp_code_nparams(fn->code);
    Text check = {0}, arguments = {0};
    for (int i = 0; i < n; i++) {
        const char *name = fn->vars[i].name;
        bool is_int = fn->pure->rep[i] == REP_INT;
        if (is_int)
            text_print(&check, " && IS_INT(%s)", name);
        else
            text_print(&check, " && tp_exact_float(%s, &%s)", name,
                       emit_typed_var(e, i, REP_FLOAT));
        text_print(&arguments, is_int ? "INT_OF(%s), " : "%s_f, ", name);
    }
    bool is_int = fn->returns == REP_INT;
    const char *result = cname_new(&e->names, EMIT_PURE_RESULT, "");
    text_print(out, "    %s %s;\n", is_int ? "int64_t" : "double", result);
    for (int i = 0; i < n; i++)
        if (e->is_declared[REP_FLOAT][i])
            text_print(out, "    double %s_f;\n", fn->vars[i].name);
    text_print(out, "    static int misses;\n\n");
    Text *outer = e->out;
    e->out = out;
    emit_line(e, "if (misses < %d%s) {", MISSES, check.data);
    emit_line(e, "    if (%s_pure(%s%s&%s)) return %s(%s);", fn->cname, arguments.data,
              fn->is_recursive ? "tp_depth_left(), " : "", result,
              is_int ? "tp_box_int" : "tp_box_float", result);
    emit_line(e, "    misses += !tp_state.poll;");
    emit_line(e, "}");
    e->out = outer;
}

/* The version without a frame, which goes over to the full one. When it has had to give up many
 * times it is left alone for a while. */
static void emit_quick(Unit *unit, Fn *fn)
{
    Emit emit, *e = &emit;
    set_up(e, unit, fn);
    e->is_quick = true;
    name_labels(e, false);
    Text body = {0}, *out = &unit->functions;
    e->out = &body;
    emit_blocks(e, 0, fn->nblocks);

    text_print(out,
               "\n/* the same without a frame, as long as it meets slots and small numbers */\n");
    text_print(out, "static Value %s(%s)\n{\n", fn->cname, emit_parameters(fn));
    text_print(out, "    static int misses;\n");
    emit_declarations(e, out, false);
    text_print(out, "    if (!WORTH_IT(misses) || !MAY_ENTER()) return %s_full(fn%s);\n",
               fn->cname, parameter_list(fn));
    emit_resolved(e, out, &body);
    if (e->is_fail_used)
        text_print(out, "full:   misses++;\n    return %s_full(fn%s);\n", fn->cname,
                   parameter_list(fn));
    text_print(out, "}\n");
}

/* The body need not jump to what stands behind it. */
static void drop_last_jump(Text *body, const char *jump)
{
    size_t n = strlen(jump);
    if (body->n >= n && memcmp(body->data + body->n - n, jump, n) == 0) {
        body->n -= n;
        body->data[body->n] = '\0';
    }
}

void emit_function(Unit *unit, Fn *fn)
{
    bool has_quick = quick_fits(fn);
    Emit emit, *e = &emit;
    if (fn->pure)
        emit_pure(unit, fn);
    set_up(e, unit, fn);
    Text body = {0}, *out = &unit->functions;
    text_add(&body, "", 0);
    if (fn->parts) {
        name_labels(e, false);
        emit_banner(e, out);
        emit_parts(e, out);
        return;
    }
    if (fn->types)
        name_labels(e, true);
    name_labels(e, false);
    e->out = &body;
    if (fn->types)
        emit_typed_version(e);
    emit_blocks(e, 0, fn->nblocks);

    emit_banner(e, out);
    int n = tp_code_nparams(fn->code);
    if (fn->is_generator) {
        text_print(out, "static Value %s_body(Generator *g, Value sent)\n{\n", fn->cname);
        text_print(out, "    Frame *frame = &g->frame;\n");
        emit_declarations(e, out, true);
        emit_resume_switch(e, out);
        text_print(out, "    if (!sent) goto fail;\n");
        e->is_fail_used = true;
    } else {
        const char *kind = has_quick ? "APART " : fn->is_plain ? "PLAIN " : "";
        text_print(out, "static %sValue %s%s(%s)\n{\n", kind, fn->cname, has_quick ? "_full" : "",
                   emit_parameters(fn));
        text_print(out, "    Frame here, *frame = &here;\n");
        emit_declarations(e, out, n > TP_MAX_DIRECT);
        if (fn->pure)
            emit_pure_attempt(e, out);
        for (int i = 0; i < n && n > TP_MAX_DIRECT; i++)
            if (e->is_declared[REP_VALUE][i])
                text_print(out, "    %s = parameters[%d];\n", fn->vars[i].name, i);
        emit_entry(e, out);
    }
    drop_last_jump(&body, "    goto fail;\n");
    emit_resolved(e, out, &body);
    if (e->is_fail_used)
        text_print(out, "%s   return %s;\n",
                   fn->is_generator || strstr(body.data, "goto fail;") ? "fail:" : " ",
                   emit_files_end(e, fn->is_generator ? "tp_gen_fail(g)" : "tp_fail(frame)"));
    text_print(out, "}\n");
    if (fn->is_generator) {
        text_print(out, "\n");
        emit_generator_entry(e, out);
    }
    if (has_quick)
        emit_quick(unit, fn);
}
