/* emit_call.c -- calls, methods, functions and generators' yields. */
#include <string.h>

#include "emit.h"
#include "live.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/str.h"

/* The name of the global that operand holds here, or 0: set by a GLOBAL (or NAME of module code)
 * and by nothing else. */
static const char *global_of(const Emit *e, Operand operand)
{
    if (operand.type != OPD_VAR || operand.index < e->fn->nlocals)
        return 0;
    const Insn *def = e->fn->vars[operand.index].def;
    if (!def || (def->op != IR_GLOBAL && def->op != IR_NAME))
        return 0;
    return ir_name_text(e->fn, def->name);
}

static int keyword_count(const Fn *fn, const Insn *insn)
{
    return insn->arg < 0 ? 0 : (int)tp_as_tuple(ir_const_value(fn, ir_const(insn->arg)))->length;
}

static const char *keywords(Emit *e, const Insn *insn)
{
    return insn->arg < 0 ? "0"
                         : text_format("AS_TUPLE(%s)", emit_constant(e->unit, e->fn, insn->arg));
}

/* The function of this module that a call of operand most likely reaches, if its C function can be
 * called with n arguments as they are. */
static Fn *likely_callee(const Emit *e, Operand operand, int n)
{
    Fn *callee = ir_likely_function(e->fn, operand);
    if (!callee || callee->code->argcount != n || n > TP_MAX_DIRECT || callee->is_body ||
        tp_code_nparams(callee->code) != n)
        return 0;
    return callee;
}

/* A call of fn's C function is emitted: that needs its prototype if it isn't there yet. */
static void emit_ahead(const Emit *e, Fn *fn)
{
    fn->is_called_ahead |= fn->index >= e->fn->index;
}

/* The function of this module that a call reaches that leaves out parameters with defaults, or
 * names some: `values` gets the C expression of each parameter. *missing: how many defaults the
 * function must have. */
static Fn *filled_callee(Emit *e, const Insn *insn, int nkw, const char **values, int *missing)
{
    Fn *callee = ir_likely_function(e->fn, insn->args[0]);
    if (!callee || callee->is_body || callee->code->flags & (CO_VARARGS | CO_VARKEYWORDS))
        return 0;
    const Code *code = callee->code;
    int n = code->argcount + code->kwonlyargcount, npositional = insn->nargs - 1 - nkw;
    if (n > TP_MAX_DIRECT || npositional > code->argcount)
        return 0;
    for (int i = 0; i < n; i++)
        values[i] = i < npositional ? emit_value(e, insn->args[1 + i]) : 0;
    for (int k = 0; k < nkw; k++) {
        Value key = tp_as_tuple(ir_const_value(e->fn, ir_const(insn->arg)))->items[k];
        int i = npositional > code->posonlyargcount ? npositional : code->posonlyargcount;
        while (i < n && !tp_str_equal(tp_as_tuple(code->localsplusnames)->items[i], key))
            i++;
        if (i == n)
            return 0;
        values[i] = emit_value(e, insn->args[1 + npositional + k]);
    }
    *missing = 0;
    for (int i = n - 1; i >= npositional; i--) {
        if (values[i])
            continue;
        if (i >= code->argcount)
            return 0;
        *missing = code->argcount - i; /* counted from the last */
        values[i] = text_format("DEFAULT(%s, %d)", emit_value(e, insn->args[0]), *missing);
    }
    return callee;
}

/* A call of it, or 0: to be tried before `general`. */
static const char *emit_filled(Emit *e, const Insn *insn, int nkw, const char *general)
{
    const char *values[TP_MAX_DIRECT], *callee = emit_value(e, insn->args[0]);
    int missing;
    Fn *known = e->is_plain ? 0 : filled_callee(e, insn, nkw, values, &missing);
    if (!known)
        return general;
    emit_ahead(e, known);
    Text t = {0};
    text_print(&t, known->is_kept ? "IS_FN(%s, %s)" : "HAS_ENTRY(%s, %s)", callee, known->cname);
    if (missing)
        text_print(&t, " && HAS_DEFAULTS(%s, %d)", callee, missing);
    text_print(&t, " ? %s(AS_FN(%s)", known->cname, callee);
    for (int i = 0; i < known->code->argcount + known->code->kwonlyargcount; i++)
        text_print(&t, ", %s", values[i]);
    text_print(&t, ") : %s", general);
    return emit_is_wanted(e, insn->dst) ? t.data : text_format("(%s)", t.data);
}

/* locals() and its kin look at the variables through the frame. */
static void emit_snapshot(Emit *e, Operand callee)
{
    if (!e->fn->snapshots_locals)
        return;
    const char *name = global_of(e, callee);
    if (!name || !ir_shows_locals(name))
        return;
    Text t = {0};
    for (int i = 0; i < e->fn->nlocals; i++)
        text_print(&t, "%s%s", i ? ", " : "", emit_value(e, ir_var(i)));
    emit_line(e, "tp_locals_snapshot(frame, %d, VALUES(%s));", e->fn->nlocals, t.n ? t.data : "0");
}

/* The method that is looked for in what insn, a call of super(), gives: at once, and nowhere
 * else. */
static const Insn *method_of_super(const Emit *e, const Insn *insn)
{
    const Insn *method = insn + 1;
    if (e->insn + 1 >= e->block->ninsns || method->op != IR_METHOD || method->is_dead ||
        method->line != insn->line || !ir_same(method->args[0], ir_var(insn->dst)))
        return 0;
    return e->fn->vars[insn->dst].uses == 1 ? method : 0;
}

/* super(), and if its method is looked for right behind: in braces that emit_any_call closes, for
 * when the site does not know it. */
static void emit_super(Emit *e, const Insn *insn)
{
    int cell = -1;
    for (int i = 0; i < e->fn->nlocals; i++)
        if (strcmp(ir_local_text(e->fn, i), "__class__") == 0)
            cell = i;
    bool is_cell = ((Bytes *)tp_obj(e->fn->code->localspluskinds))->data[0] & CO_FAST_CELL;
    const char *self = emit_value(e, ir_var(0));
    if (is_cell)
        self = text_format("AS_CELL(%s)->value", self);
    const char *arguments = text_format("%s, %s, %s", emit_value(e, insn->args[0]),
                                        emit_value(e, ir_var(cell)), self);
    const Insn *method = method_of_super(e, insn);
    if (method)
        emit_line(e, "if (!(%s = tp_super_known(%s, %s, &%s))) {",
                  emit_var(e, method->dst), arguments,
                  emit_site(e, method), emit_var(e, method->dst2));
    e->is_in_super = method != 0;
    e->depth += e->is_in_super;
    emit_result(e, insn, text_format("tp_super0(%s)", arguments));
}

void emit_plain_call(Emit *e, const Insn *insn)
{
    int n = insn->nargs - 1, nkw = keyword_count(e->fn, insn);
    const char *callee = emit_value(e, insn->args[0]);
    const char *name = global_of(e, insn->args[0]);
    emit_snapshot(e, insn->args[0]);
    if (nkw) {
        const char *general = text_format("tp_call(%s, %d, %s, %s)", callee, n - nkw,
                                          emit_values(e, insn, 1, n), keywords(e, insn));
        emit_result(e, insn, emit_filled(e, insn, nkw, general));
        return;
    }
    if (insn->is_super) {
        emit_super(e, insn);
        return;
    }
    if (name && n == 1 && strcmp(name, "len") == 0) {
        emit_result(e, insn, text_format("tp_builtin_len(%s, %s)", callee,
                                         emit_value(e, insn->args[1])));
        return;
    }
    if (name && n == 2 && strcmp(name, "isinstance") == 0) {
        emit_result(e, insn, text_format("tp_builtin_isinstance(%s%s)", callee,
                                         emit_arguments(e, insn, 1, 2)));
        return;
    }
    if (e->fn->is_generator && infer_range_for(e->fn, insn)) {
        emit_result(e, insn, text_format("tp_range_for(%s, %s, %d, %s)",
                                         emit_iter(e, (insn + 1)->dst), callee, n,
                                         emit_values(e, insn, 1, n)));
        return;
    }
    const char *arguments = emit_arguments(e, insn, 1, n);
    const char *general = n <= 3 ? text_format("tp_call%d(%s%s)", n, callee, arguments)
                                 : text_format("tp_calln(%s, %d, %s)", callee, n,
                                               emit_values(e, insn, 1, n));
    Fn *known = e->is_plain ? 0 : likely_callee(e, insn->args[0], n);
    if (known) {
        const char *guard;
        const Insn *def = e->fn->vars[insn->args[0].index].def;
        if (def && def->op == IR_FUNCTION && ir_is_comprehension(known->code)) {
            emit_ahead(e, known);
            emit_result(e, insn, text_format("%s(AS_FN(%s)%s)", known->cname, callee, arguments));
            return;
        }
        if (known->is_kept)
            guard = text_format("IS_FN(%s, %s)", callee, known->cname);
        else
            guard = text_format("HAS_ENTRY(%s, %s)", callee, known->cname);
        emit_ahead(e, known);
        general = text_format("%s ? %s(AS_FN(%s)%s) : %s", guard, known->cname, callee, arguments,
                              general);
        if (insn->dst < 0 || (insn->dst >= e->fn->nlocals && !e->fn->vars[insn->dst].uses))
            general = text_format("(%s)", general);
    } else {
        general = emit_filled(e, insn, 0, general);
    }
    emit_result(e, insn, general);
}

/* Is what a call gives the operand of an instruction right behind it, and nothing else? */
static bool is_taken_by(const Emit *e, const Insn *call, const Insn *user)
{
    return user == call + 1 && call->dst >= e->fn->nlocals &&
           ir_same(user->args[0], ir_var(call->dst)) && e->fn->vars[call->dst].uses == 1;
}

static bool is_delegated_to(const Emit *e, const Insn *call)
{
    const Insn *from = call + 1;
    return e->insn + 1 < e->block->ninsns && from->op == IR_YIELD_ITER &&
           is_taken_by(e, call, from);
}

static void emit_method_call(Emit *e, const Insn *insn)
{
    int n = insn->nargs - 1, nkw = keyword_count(e->fn, insn);
    if (is_delegated_to(e, insn)) {
        e->uses_maker = true;
        emit_line(e, "maker = tp_site_method(%s, %s);", emit_value(e, insn->args[0]),
                  emit_site(e, insn));
    }
    const char *object = emit_value(e, insn->args[0]);
    const char *name = emit_co_name(e->unit, e->fn, insn->name), *site = emit_site(e, insn);
    if (!nkw && n == 1 && strcmp(ir_name_text(e->fn, insn->name), "append") == 0)
        emit_result(e, insn, text_format("tp_append(%s, &%s, %s, %s)", object, name,
                                         emit_value(e, insn->args[1]), site));
    else if (!nkw && n <= 2)
        emit_result(e, insn, text_format("tp_method%d(%s, &%s%s, %s)", n, object, name,
                                         emit_arguments(e, insn, 1, n), site));
    else
        emit_result(e, insn, text_format("tp_methodn(%s, %s, %d, VALUES(0%s), %s, %s)", object,
                                         name, n - nkw, emit_arguments(e, insn, 1, n),
                                         keywords(e, insn), site));
}

static void emit_split(Emit *e, const Insn *insn)
{
    emit_result(e, insn, text_format("tp_split%s(%s, &%s, %s, %s, %s)", insn->arg2 ? "_once" : "",
                                     emit_value(e, insn->args[0]),
                                     emit_co_name(e->unit, e->fn, insn->name),
                                     insn->nargs > 1 ? emit_value(e, insn->args[1]) : "0",
                                     insn->nargs > 2 ? emit_value(e, insn->args[2]) : "0",
                                     emit_site(e, insn)));
}

static void emit_invoke(Emit *e, const Insn *insn)
{
    int n = insn->nargs - 2, nkw = keyword_count(e->fn, insn);
    const char *method = emit_value(e, insn->args[0]), *self = emit_value(e, insn->args[1]);
    const Insn *def = e->fn->vars[insn->args[0].index].def;
    if (!nkw && n == 1 && def && strcmp(ir_name_text(e->fn, def->name), "append") == 0)
        emit_result(e, insn, text_format("tp_invoke_append(%s, %s, %s)", method, self,
                                         emit_value(e, insn->args[2])));
    else if (!nkw && n <= 2)
        emit_result(e, insn, text_format("tp_invoke%d(%s, %s%s)", n, method, self,
                                         emit_arguments(e, insn, 2, n)));
    else
        emit_result(e, insn, text_format("tp_invoken(%s, %d, VALUES(%s%s), %s)", method, n - nkw,
                                         self, emit_arguments(e, insn, 2, n), keywords(e, insn)));
}

void emit_any_call(Emit *e, const Insn *insn)
{
    switch (insn->op) {
    case IR_METHOD: {
        const char *self = emit_var(e, insn->dst2);
        emit_result(e, insn, text_format("tp_load_method(%s, &%s, %s, &%s)",
                                         emit_value(e, insn->args[0]),
                                         emit_co_name(e->unit, e->fn, insn->name),
                                         emit_site(e, insn),
                                         self));
        if (e->is_in_super) {
            e->depth--;
            emit_line(e, "}");
        }
        e->is_in_super = false;
        break;
    }
    case IR_CALL:
        emit_plain_call(e, insn);
        break;
    case IR_INVOKE:
        emit_invoke(e, insn);
        break;
    case IR_CALL_METHOD:
        emit_method_call(e, insn);
        break;
    case IR_SPLIT:
        emit_split(e, insn);
        break;
    default: /* IR_CALL_EX */
        emit_snapshot(e, insn->args[0]);
        emit_result(e, insn, text_format("tp_call_ex(%s, %s, %s)", emit_value(e, insn->args[0]),
                                         emit_value(e, insn->args[1]),
                                         insn->nargs > 2 ? emit_value(e, insn->args[2]) : "0"));
        break;
    }
}

void emit_function_object(Emit *e, const Insn *insn)
{
    Fn *made = e->unit->codes[e->fn->consts + insn->arg];
    const char *code = emit_constant(e->unit, e->fn, insn->arg);
    if (made->is_comprehension && !insn->arg2 && !e->fn->is_dynamic) {
        emit_result(e, insn, text_format("tp_make_comprehension(frame, %s, &K[fn_%s])", code,
                                         made->cname));
        made->is_kept = true;
        return;
    }
    const char *parts[4] = {"0", "0", "0", "0"};
    for (int bit = 0, i = 0; bit < 4; bit++)
        if (insn->arg2 >> bit & 1)
            parts[bit] = emit_value(e, insn->args[i++]);
    const char *make = insn->arg2
                           ? text_format("tp_make_function(frame, %s, %s, %s, %s, %s)", code,
                                         parts[0], parts[1], parts[2], parts[3])
                           : text_format("tp_plain_function(frame, %s)", code);
    if (made->is_kept)
        make = text_format(emit_is_wanted(e, insn->dst) ? "K[fn_%s] = %s" : "(K[fn_%s] = %s)",
                           made->cname, make);
    emit_result(e, insn, make);
}

/* ---- yield ---- */

/* A generator that is called for here is nobody else's: it is told, by the function that made
 * it. */
void emit_yield_iter(Emit *e, const Insn *insn)
{
    const char *value = emit_value(e, insn->args[0]), *maker = 0;
    const Insn *call = insn - 1;
    if (e->insn > 0 && is_taken_by(e, call, insn) &&
        (call->op == IR_CALL || call->op == IR_INVOKE || call->op == IR_CALL_METHOD))
        maker = call->op == IR_CALL_METHOD ? "maker" : emit_value(e, call->args[0]);
    emit_result(e, insn, maker ? text_format("tp_yield_from_call(frame, %s, %s)", value, maker)
                               : text_format("tp_yield_from_iter(frame, %s)", value));
}

/* The same for the loop over a generator that is most likely one of this module's. */
const char *emit_loop_maker(Emit *e, const Insn *insn)
{
    const Insn *call = insn - 1;
    if (e->insn == 0 || call->op != IR_CALL || !is_taken_by(e, call, insn))
        return 0;
    const Fn *callee = ir_likely_function(e->fn, call->args[0]);
    return callee && callee->code->flags & CO_GENERATOR ? emit_value(e, call->args[0]) : 0;
}

static int slot_of(Emit *e, int var)
{
    Var *v = &e->fn->vars[var];
    if (v->slot < 0)
        v->slot = e->fn->nslots++;
    return v->slot;
}

/* What is needed after the yield is saved in the generator and loaded again. */
void emit_yield(Emit *e, const Insn *insn)
{
    Fn *fn = e->fn;
    uint64_t *live = tp_heap_alloc_atomic((size_t)bit_words(fn->nvars) * sizeof *live);
    live_start(fn, e->block, live);
    for (int i = e->block->ninsns - 1; i > e->insn; i--)
        live_step(fn, e->block, &e->block->insns[i], live);
    if (insn->dst >= 0)
        bit_clear(live, insn->dst);
    if (e->block->handler >= 0)
        for (int i = 0; i < bit_words(fn->nvars); i++)
            live[i] |= fn->blocks[e->block->handler].live_in[i];
    int nfree = fn->code->nlocalsplus - fn->code->nfreevars;
    Text save = {0}, load = {0};
    text_add(&save, "", 0);
    text_add(&load, "", 0);
    for (int v = 0; v < fn->nvars; v++) {
        if (!bit_get(live, v) || (v >= nfree && v < fn->nlocals) || fn->vars[v].kind == VAR_ITER ||
            fn->vars[v].is_shared)
            continue;
        const char *name = emit_var(e, v);
        bool is_place = fn->vars[v].kind == VAR_PLACE;
        int slot = slot_of(e, v);
        if (fn->vars[v].defs > 0 || fn->vars[v].slot >= tp_code_nparams(fn->code))
            text_print(&save, "g->slots[%d] = %s%s; ", slot, is_place ? "(Value)" : "", name);
        text_print(&load, "%s = %sg->slots[%d]; ", name, is_place ? "(int32_t)" : "", slot);
    }
    const char *value = emit_value(e, insn->args[0]);
    if (save.n)
        emit_line(e, "%.*s", (int)save.n - 1, save.data);
    if (insn->nargs > 1 && e->stored != insn->at) { /* f_lasti is looked at meanwhile */
        emit_line(e, "AT(%d);", insn->at);
        emit_stored_unknown(e);
    }
    if (insn->nargs > 1)
        emit_line(e, "g->yield_from = %s;", emit_value(e, insn->args[1]));
    emit_line(e, "g->resume = %d;", e->parts ? emit_resume_place(e, insn->arg) : insn->arg);
    emit_return(e, value);
    text_print(e->out, "resume_%d:\n", insn->arg);
    if (load.n)
        emit_line(e, "%.*s", (int)load.n - 1, load.data);
    /* a delegate that failed has left the place of the error */
    emit_line(e, "if (!sent) %s", insn->nargs > 1 ? text_format("goto %s;", emit_failure_label(e))
                                              : emit_failure(e));
    emit_sure_result(e, insn, "sent");
}
