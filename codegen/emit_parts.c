/* emit_parts.c -- a long function as several C functions: its parts, the table of places, and the
 * function itself, which calls parts until one is done. */
#include <string.h>

#include "emit.h"
#include "parts.h"
#include "runtime/func.h"
#include "runtime/heap.h"

/* Where a part is entered: at a block or behind a yield. */
typedef struct Place {
    int part;
    int block;              /* or -1 */
    int resume;             /* number of the yield, if block is -1 */
} Place;

struct PartsText {
    const Parts *parts;
    int current;            /* the part being emitted */
    Place *places;
    int nplaces, capacity;
    int *place_of;          /* by block: number of its place, or 0; that of block 0 is 0 */
    int *left_to;           /* blocks of other parts that the current one goes to */
    int nleft;
    int *left_from;         /* by block: the part, counted from 1, that noted it in left_to */
    Text *bodies, *declarations;
    bool *is_fail_used;
};

static int new_place(struct PartsText *parts, int part, int block, int resume)
{
    if (parts->nplaces == parts->capacity) {
        parts->capacity = parts->capacity ? 2 * parts->capacity : 32;
        Place *grown = tp_heap_alloc_atomic((size_t)parts->capacity * sizeof *grown);
        if (parts->nplaces)
            memcpy(grown, parts->places, (size_t)parts->nplaces * sizeof *grown);
        parts->places = grown;
    }
    parts->places[parts->nplaces] = (Place){part, block, resume};
    return parts->nplaces++;
}

bool emit_is_here(const Emit *e, int b)
{
    return !e->parts || e->parts->parts->part_of[b] == e->parts->current;
}

const char *emit_part_target(Emit *e, int b)
{
    struct PartsText *parts = e->parts;
    if (!parts->place_of[b])
        parts->place_of[b] = new_place(parts, parts->parts->part_of[b], b, 0);
    if (parts->left_from[b] != parts->current + 1) {
        parts->left_from[b] = parts->current + 1;
        parts->left_to[parts->nleft++] = b;
    }
    e->is_targeted[0][b] = true;
    return text_format("to_%s", e->labels[0][b]);
}

int emit_resume_place(Emit *e, int resume)
{
    return new_place(e->parts, e->parts->current, -1, resume);
}

static void set_up(Emit *e, const Parts *parts)
{
    Fn *fn = e->fn;
    struct PartsText *text = tp_heap_alloc(sizeof *text);
    size_t nblocks = (size_t)fn->nblocks + 1, nparts = (size_t)parts->n;
    text->parts = parts;
    text->place_of = tp_heap_alloc(nblocks * sizeof *text->place_of);
    text->left_to = tp_heap_alloc(nblocks * sizeof *text->left_to);
    text->left_from = tp_heap_alloc(nblocks * sizeof *text->left_from);
    text->bodies = tp_heap_alloc(nparts * sizeof *text->bodies);
    text->declarations = tp_heap_alloc(nparts * sizeof *text->declarations);
    text->is_fail_used = tp_heap_alloc(nparts * sizeof *text->is_fail_used);
    new_place(text, 0, 0, 0);
    e->parts = text;
    static const char *const own_names[] = {"shared", "result", "place"};
    for (size_t i = 0; i < sizeof own_names / sizeof *own_names; i++)
        cname_new(&e->names, own_names[i], "");
    for (int v = 0; v < fn->nvars; v++)
        if (fn->vars[v].is_shared && fn->vars[v].slot < 0)
            fn->vars[v].slot = fn->nslots++;
}

static void emit_body(Emit *e, int part)
{
    struct PartsText *parts = e->parts;
    parts->current = part;
    parts->nleft = 0;
    Text *body = e->out = &parts->bodies[part];
    memset(e->is_declared[REP_VALUE], 0, (size_t)e->fn->nvars);
    e->is_fail_used = e->uses_test = e->uses_status = e->uses_maker = false;
    e->uses_closure = false;
    e->is_plain = parts->parts->is_plain[part];
    e->nvalues = e->npieces = 0;
    e->line = -1;
    text_add(body, "", 0);
    emit_blocks(e, parts->parts->first[part], parts->parts->first[part + 1]);
    for (int i = 0; i < parts->nleft; i++) {
        int b = parts->left_to[i];
        text_print(body, "to_%s:\n    return %d;\n", e->labels[0][b], parts->place_of[b]);
    }
    emit_declarations(e, &parts->declarations[part], true);
    parts->is_fail_used[part] = e->is_fail_used;
}

/* The part's beginning: to the place it is entered at. The first block of all needs no label. */
static void print_entries(Emit *e, Text *out, int part)
{
    const struct PartsText *parts = e->parts;
    text_print(out, "    switch (place) {\n");
    for (int i = 1; i < parts->nplaces; i++) {
        const Place *place = &parts->places[i];
        if (place->part != part)
            continue;
        if (place->block >= 0)
            text_print(out, "    case %d: goto %s;\n", i, e->labels[0][place->block]);
        else
            text_print(out, "    case %d: goto resume_%d;\n", i, place->resume);
    }
    text_print(out, "    }\n");
}

static void print_part(Emit *e, Text *out, int part)
{
    const struct PartsText *parts = e->parts;
    const Fn *fn = e->fn;
    const Text *body = &parts->bodies[part], *declarations = &parts->declarations[part];
    bool is_start = fn->is_generator && part == 0;
    text_print(out, "static %sint %s_part%d", parts->parts->is_plain[part] ? "PLAIN " : "",
               fn->cname, part + 1);
    if (fn->is_generator)
        text_print(out, "(Generator *g, Value sent, Value *result, int place)\n{\n"
                        "    Frame *frame = &g->frame;\n    Value *shared = g->slots;\n");
    else
        text_print(out, "(Frame *frame, Value *shared, Value *result, int place)\n{\n");
    if (declarations->n)
        text_add(out, declarations->data, declarations->n);
    text_print(out, "\n");
    print_entries(e, out, part);
    if (is_start)
        text_print(out, "    if (!sent) goto fail;\n");
    emit_resolved(e, out, body);
    if (parts->is_fail_used[part] || is_start)
        text_print(out, "fail:\n    *result = %s;\n    return DONE;\n",
                   fn->is_generator ? "tp_gen_fail(g)" : "tp_fail(frame)");
    text_print(out, "}\n\n");
}

static void print_places(const Emit *e, Text *out)
{
    const struct PartsText *parts = e->parts;
    text_print(out, "static %s *const %s_places[] = {\n",
               e->fn->is_generator ? "GeneratorPart" : "Part", e->fn->cname);
    for (int i = 0; i < parts->nplaces; i++)
        text_item(out, "%s_part%d", e->fn->cname, parts->places[i].part + 1);
    text_print(out, "\n};\n\n");
}

static void print_loop(const Emit *e, Text *out, const char *start, const char *arguments)
{
    text_print(out, "    for (int place = %s; place != DONE;)\n", start);
    text_print(out, "        place = %s_places[place](%s, &result, place);\n", e->fn->cname,
               arguments);
    text_print(out, "    return result;\n}\n");
}

static void print_function(Emit *e, Text *out)
{
    const Fn *fn = e->fn;
    int n = tp_code_nparams(fn->code);
    text_print(out, "static Value %s(%s)\n{\n", fn->cname, emit_parameters(fn));
    text_print(out, "    Frame here, *frame = &here;\n");
    text_print(out, "    Value result, shared[%d] = {0};\n\n", fn->nslots ? fn->nslots : 1);
    for (int i = 0; i < n; i++)
        if (n > TP_MAX_DIRECT)
            text_print(out, "    shared[%d] = parameters[%d];\n", i, i);
        else
            text_print(out, "    shared[%d] = %s;\n", i, fn->vars[i].name);
    emit_entry(e, out);
    print_loop(e, out, "0", "frame, shared");
}

void emit_parts(Emit *e, Text *out)
{
    const Fn *fn = e->fn;
    set_up(e, fn->parts);
    for (int part = 0; part < fn->parts->n; part++)
        emit_body(e, part);
    for (int part = 0; part < fn->parts->n; part++)
        print_part(e, out, part);
    print_places(e, out);
    if (fn->is_generator) {
        text_print(out, "static Value %s_body(Generator *g, Value sent)\n{\n    Value result;\n\n",
                   fn->cname);
        print_loop(e, out, "g->resume", "g, sent");
        text_print(out, "\n");
        emit_generator_entry(e, out);
    } else {
        print_function(e, out);
    }
}
