/* emit_module.c -- the C file of a module: start here.
 *
 * The file, in order: banner, include, the table K with a name for each entry used, prototypes, the
 * functions in source order, and at the end the tables that tp_module_bind needs. Passes run over
 * all functions before the first is emitted, so that a function knows what others do with it. */
#include <stdlib.h>
#include <string.h>

#include "cfg.h"
#include "emit.h"
#include "infer.h"
#include "files.h"
#include "jumps.h"
#include "live.h"
#include "lower.h"
#include "pack.h"
#include "parts.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/marshal.h"
#include "runtime/str.h"

const char *codegen_module_symbol(const char *module_name)
{
    return text_format("tp_compiled_%s", cname_module(module_name ? module_name : "<exec>"));
}

/* ---- all code objects, in preorder ---- */

static int count_codes(const Code *code)
{
    Tuple *consts = tp_as_tuple(code->consts);
    int n = 1;
    for (int64_t i = 0; i < consts->length; i++)
        if (tp_is_exact(consts->items[i], &tp_code_type))
            n += count_codes((Code *)tp_obj(consts->items[i]));
    return n;
}

static void collect(Unit *unit, Code *code, Fn *parent)
{
    Fn *fn = tp_heap_alloc(sizeof *fn);
    Tuple *consts = tp_as_tuple(code->consts);
    const char *name = tp_str_to_c(code->name);
    *fn = (Fn){.unit = unit,
               .code = code,
               .index = unit->nfns,
               .parent = parent,
               .consts = unit->nconsts,
               .names = unit->nconsts + (int)consts->length,
               .is_dynamic = !unit->options->module_name,
               .is_body = !(code->flags & CO_OPTIMIZED),
               .is_generator = code->flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR),
               .is_comprehension = ir_is_comprehension(code)};
    fn->cname = parent ? cname_new(&unit->names, name, text_format("_%d", code->firstlineno))
                       : cname_new(&unit->names, "module", "_0");
    unit->nconsts += (int)consts->length + (int)tp_as_tuple(code->names)->length;
    unit->fns[unit->nfns++] = fn;
    for (int64_t i = 0; i < consts->length; i++)
        if (tp_is_exact(consts->items[i], &tp_code_type))
            collect(unit, (Code *)tp_obj(consts->items[i]), fn);
}

/* ---- which function a call reaches ---- */

bool ir_shows_locals(const char *name)
{
    static const char *const names[] = {"locals", "vars", "dir", "eval", "exec"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static Fn *function_made(const Fn *fn, const Insn *insn)
{
    return insn->op == IR_FUNCTION ? fn->unit->codes[insn->arg + fn->consts] : 0;
}

/* The module's functions by name: those that one `def` at its top level gives their name, and
 * nothing else does. */
static void find_globals(Unit *unit)
{
    Fn *module = unit->fns[0];
    for (int i = 0; i < unit->nfns; i++) {
        const Fn *fn = unit->fns[i];
        for (int b = 0; b < fn->nblocks; b++)
            for (int k = 0; k < fn->blocks[b].ninsns; k++) {
                const Insn *insn = &fn->blocks[b].insns[k];
                bool is_store = insn->op == IR_SET_GLOBAL || (i == 0 && insn->op == IR_SET_NAME);
                if (!is_store || insn->is_dead)
                    continue;
                Value name = tp_as_tuple(fn->code->names)->items[insn->name];
                const Insn *def = insn->args[0].type == OPD_VAR ? fn->vars[insn->args[0].index].def
                                                                : 0;
                Value made = i == 0 && def ? tp_ref(function_made(module, def)) : 0;
                Value known = tp_dict_get_str(unit->globals, name);
                tp_dict_set(unit->globals, name, known || !made ? TP_NONE : made);
            }
    }
}

static Fn *known_global(const Unit *unit, Value name)
{
    Value known = tp_dict_get_str(unit->globals, name);
    return known && known != TP_NONE ? (Fn *)tp_obj(known) : 0;
}

/* A function defined in an enclosing function under the name of a cell. */
static Fn *known_cell(const Fn *fn, const char *name)
{
    for (const Fn *outer = fn; outer && outer->parent; outer = outer->parent)
        for (int i = outer->index + 1; i < fn->unit->nfns; i++) {
            Fn *inner = fn->unit->fns[i];
            if (inner->parent->index < outer->index)
                break; /* all that is in outer stands behind it */
            if (inner->parent == outer && strcmp(tp_str_to_c(inner->code->name), name) == 0)
                return inner;
        }
    return 0;
}

Fn *ir_likely_function(const Fn *fn, Operand callee)
{
    if (callee.type != OPD_VAR || fn->is_dynamic)
        return 0;
    const Insn *def = fn->vars[callee.index].def;
    if (!def)
        return 0;
    switch (def->op) {
    case IR_GLOBAL:
        return known_global(fn->unit, tp_as_tuple(fn->code->names)->items[def->name]);
    case IR_NAME:
        return fn->parent ? 0
                          : known_global(fn->unit,
                                         tp_as_tuple(fn->code->names)->items[def->name]);
    case IR_FUNCTION:
        return fn->vars[callee.index].may_be_unbound ? 0 : function_made(fn, def);
    case IR_DEREF:
        return known_cell(fn, ir_local_text(fn, def->args[0].index));
    default:
        return 0;
    }
}

/* Functions that are called through the global they are defined as: the guard of these calls needs
 * the function object. */
static void find_kept(Unit *unit)
{
    for (int i = 0; i < unit->nfns; i++) {
        const Fn *fn = unit->fns[i];
        for (int b = 0; b < fn->nblocks && !fn->is_plain; b++)
            for (int k = 0; k < fn->blocks[b].ninsns; k++) {
                const Insn *insn = &fn->blocks[b].insns[k];
                if (insn->op != IR_CALL || insn->is_dead)
                    continue;
                Fn *callee = ir_likely_function(fn, insn->args[0]);
                const Insn *def = callee ? fn->vars[insn->args[0].index].def : 0;
                if (def && (def->op == IR_GLOBAL || def->op == IR_NAME))
                    callee->is_kept = true;
            }
    }
}

/* ---- passes ---- */

static bool names_locals(const Fn *fn)
{
    Tuple *names = tp_as_tuple(fn->code->names);
    for (int64_t i = 0; i < names->length && !fn->is_body; i++)
        if (ir_shows_locals(tp_str_to_c(names->items[i])))
            return true;
    return false;
}

/* Source lines; they share one copy of the text. */
static void split_lines(Unit *unit)
{
    const CodegenOptions *options = unit->options;
    if (!options->source)
        return;
    size_t n = options->source_size;
    char *text = tp_heap_alloc_atomic(n + 1);
    memcpy(text, options->source, n);
    text[n] = '\0';
    int nlines = 1;
    for (size_t i = 0; i < n; i++)
        nlines += text[i] == '\n';
    unit->lines = tp_heap_alloc((size_t)nlines * sizeof *unit->lines);
    for (char *p = text; unit->nlines < nlines; unit->nlines++) {
        unit->lines[unit->nlines] = p;
        char *end = memchr(p, '\n', n - (size_t)(p - text));
        if (!end) {
            unit->nlines++;
            break;
        }
        *end = '\0';
        p = end + 1;
    }
}

static Unit *analyse(Code *module, const CodegenOptions *options)
{
    Unit *unit = tp_heap_alloc(sizeof *unit);
    unit->options = options;
    unit->globals = tp_dict_new();
    unit->fns = tp_heap_alloc((size_t)count_codes(module) * sizeof *unit->fns);
    split_lines(unit);
    collect(unit, module, 0);
    unit->codes = tp_heap_alloc(((size_t)unit->nconsts + 1) * sizeof *unit->codes);
    for (int i = 0; i < unit->nfns; i++) {
        const Fn *fn = unit->fns[i];
        Tuple *consts = tp_as_tuple(fn->code->consts);
        int child = i;
        for (int64_t k = 0; k < consts->length; k++)
            if (tp_is_exact(consts->items[k], &tp_code_type)) {
                do
                    child++;
                while (unit->fns[child]->parent != fn);
                unit->codes[fn->consts + k] = unit->fns[child];
            }
    }
    for (int i = 0; i < unit->nfns; i++) {
        Fn *fn = unit->fns[i];
        fn->cfg = cfg_build(fn->code);
        fn->snapshots_locals = names_locals(fn);
        lower_function(fn);
        live_function(fn);
        jumps_shorten(fn);
        parts_cut(fn);
        files_function(fn);
    }
    find_globals(unit);
    find_kept(unit);
    /* arguments that are constants first, then inferred ones, then results of pure versions */
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < unit->nfns; i++)
            infer_arguments(unit->fns[i]);
        for (int i = 0; i < unit->nfns && round > 0; i++)
            if (!unit->fns[i]->parts)
                infer_pure(unit->fns[i]);
        for (int i = 0; i < unit->nfns; i++)
            if (!unit->fns[i]->parts)
                infer_function(unit->fns[i]);
    }
    return unit;
}

void codegen_print_ir(FILE *out, Code *module, const CodegenOptions *options)
{
    const Unit *unit = analyse(module, options);
    for (int i = 0; i < unit->nfns; i++) {
        if (i)
            fprintf(out, "\n");
        ir_print(out, unit->fns[i]);
    }
}

/* ---- the file ---- */

/* Of the functions that are called in front of where they stand. */
static void print_prototypes(const Unit *unit, Text *out)
{
    Text all = {0};
    for (int i = 0; i < unit->nfns; i++) {
        const Fn *fn = unit->fns[i];
        if (fn->is_called_ahead)
            text_print(&all, "static Value %s(%s);\n", fn->cname, emit_parameters(fn));
        if (fn->is_pure_called_ahead)
            text_print(&all, "static bool %s_pure(%s);\n", fn->cname, emit_pure_parameters(fn));
    }
    if (all.n)
        text_print(out, "\n%s", all.data);
}

static void print_cells(const Unit *unit, Text *out)
{
    if (unit->fns[0]->is_dynamic)
        return;
    text_print(out, "enum { FIRST_CELL = %d, NCELLS = %u };\n", unit->nconsts + unit->nfns,
               unit->ncells);
    text_print(out, "static const int cell_names[] = {\n");
    for (unsigned i = 0; i < unit->ncells; i++)
        text_item(out, "%d", unit->cell_names[i]);
    text_print(out, "%s\n};\n", unit->ncells ? "" : "    0");
}

static void print_tables(const Unit *unit, Text *out, Value marshalled)
{
    const CodegenOptions *options = unit->options;
    const char *name = options->module_name ? options->module_name : "<exec>";
    text_print(out, "\n/* What the runtime ties to the code objects of the module. */\n");
    text_print(out, "static const CompiledCode codes[] = {\n");
    for (int i = 0; i < unit->nfns; i++) {
        const Fn *fn = unit->fns[i];
        if (fn->is_generator)
            text_item(out, "{%s, %s_body, %d}", fn->cname, fn->cname, fn->nslots);
        else
            text_item(out, "{%s, 0, 0}", fn->cname);
    }
    text_print(out, "\n};\n\n");
    if (marshalled) {
        Bytes *bytes = (Bytes *)tp_obj(marshalled);
        text_print(out, "/* The code object: marshalled, and packed as in runtime/packed.h. */\n"
                        "static const char packed[] =\n");
        pack_print(out, bytes->data, (size_t)bytes->length);
        text_print(out, ";\n\n");
    }
    text_print(out, "const CompiledModule %s = {\n", codegen_module_symbol(options->module_name));
    text_print(out, "    \"");
    text_quote(out, name, strlen(name));
    text_print(out, "\", \"");
    const char *file = tp_str_to_c(unit->fns[0]->code->filename);
    text_quote(out, file, strlen(file));
    text_print(out, "\", %s,\n", options->is_package ? "true" : "false");
    text_print(out, "    %d, codes, %d, K, %d, %s,\n", unit->nfns,
               unit->nconsts + unit->nfns + (int)unit->ncells, unit->nsites,
               unit->nsites ? "C" : "0");
    if (marshalled)
        text_print(out, "    packed, %lld,\n};\n",
                   (long long)((Bytes *)tp_obj(marshalled))->length);
    else
        text_print(out, "    0, 0,\n};\n");
}

char *codegen_module(Code *module, const CodegenOptions *options, size_t *n, int *effort)
{
    Unit *unit = analyse(module, options);
    Value marshalled = 0;
    if (options->with_constants && !(marshalled = tp_marshal_dumps(tp_ref(module), 4)))
        return 0;
    for (int i = 0; i < unit->nfns; i++)
        emit_function(unit, unit->fns[i]);
    for (int i = 0; i < unit->nfns && effort; i++)
        *effort = (i ? *effort : 0) + parts_effort(unit->fns[i]);

    Text out = {0};
    const char *file = tp_str_to_c(module->filename), *slash = strrchr(file, '/');
    text_print(&out, "/* ");
    text_comment(&out, slash ? slash + 1 : file, strlen(slash ? slash + 1 : file));
    text_print(&out, ", compiled by taipan. */\n#include \"runtime/tp.h\"\n\n");
    text_print(&out, "/* Constants and names; then the module's functions, then its globals. */\n");
    int total = unit->nconsts + unit->nfns + (int)unit->ncells;
    text_print(&out, "static Value K[%d];\n", total);
    emit_names_of_k(unit, &out);
    print_cells(unit, &out);
    if (unit->nsites)
        text_print(&out, "static AttrCache C[%d];\n", unit->nsites);
    if (unit->nhints)
        text_print(&out, "static int32_t H[%d];\n", unit->nhints);
    print_prototypes(unit, &out);
    text_add(&out, unit->functions.data, unit->functions.n);
    print_tables(unit, &out, marshalled);

    char *result = malloc(out.n + 1);
    if (!result) {
        tp_raise_no_memory();
        return 0;
    }
    memcpy(result, out.data, out.n + 1);
    *n = out.n;
    return result;
}
