/* structseq.c -- tuples whose items have names. */
#include "structseq.h"

#include <string.h>

#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "str.h"

/* An instance whose fields are not set. */
static Tuple *instance(StructSeq *s)
{
    Tuple *t = tp_heap_alloc(sizeof(Tuple) + s->nfields * sizeof(Value));
    t->head.type = &s->type;
    t->length = s->nvisible;
    return t;
}

Value tp_structseq_new(StructSeq *s, const Value *values)
{
    Tuple *t = instance(s);
    memcpy(t->items, values, s->nfields * sizeof(Value));
    return tp_ref(t);
}

static Value structseq_construct(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    StructSeq *s = (StructSeq *)type;
    Value a[2], sequence;
    if (TP_ARGS("structseq", "(sequence, dict={})", a) < 0)
        return 0;
    if (tp_is_tuple(a[0])) {
        sequence = a[0];
    } else if (!(sequence = tp_tuple_from(a[0]))) {
        if (!tp_error_is(&tp_TypeError))
            return 0;
        tp_error_clear();
        return tp_raise(&tp_TypeError, "constructor requires a sequence");
    }
    if (a[1] && !tp_is_dict(a[1]))
        return tp_raise(&tp_TypeError, "%s() takes a dict as second arg, if any", type->name);
    Tuple *given = tp_as_tuple(sequence);
    if (s->nvisible == s->nfields && given->length != s->nfields)
        return tp_raise(&tp_TypeError, "%s() takes a %d-sequence (%lld-sequence given)", type->name,
                        s->nfields, (long long)given->length);
    if (given->length < s->nvisible)
        return tp_raise(&tp_TypeError, "%s() takes an at least %d-sequence (%lld-sequence given)",
                        type->name, s->nvisible, (long long)given->length);
    if (given->length > s->nfields)
        return tp_raise(&tp_TypeError, "%s() takes an at most %d-sequence (%lld-sequence given)",
                        type->name, s->nfields, (long long)given->length);
    Tuple *t = instance(s);
    for (int i = 0; i < s->nfields; i++) {
        Value named = 0;
        if (i >= given->length && a[1] &&
            !(named = tp_dict_get(tp_as_dict(a[1]), tp_str_cstr(s->names[i]))) &&
            tp_error_pending())
            return 0;
        t->items[i] = i < given->length ? given->items[i] : named ? named : TP_NONE;
    }
    return tp_ref(t);
}

/* Items are told by the names of the members, which leave out fields without one: CPython's
 * repr of a stat_result calls its whole seconds st_atime. */
static Value structseq_repr(Value self)
{
    StructSeq *s = (StructSeq *)tp_obj(self)->type;
    Tuple *t = tp_as_tuple(self);
    StrBuilder b;
    tp_builder_init(&b);
    if (tp_builder_cstr(&b, s->type.name) < 0 || tp_builder_char(&b, '(') < 0)
        return 0;
    for (int i = 0; i < s->nvisible; i++) {
        Value item = tp_repr(t->items[i]);
        if (!item || (i && tp_builder_cstr(&b, ", ") < 0) ||
            tp_builder_cstr(&b, s->members[i].name) < 0 ||
            tp_builder_char(&b, '=') < 0 || tp_builder_str(&b, item) < 0)
            return 0;
    }
    return tp_builder_char(&b, ')') < 0 ? 0 : tp_builder_finish(&b);
}

/* (type, (visible items, {names of the others})) */
static Value structseq_reduce(Value self, Value *args)
{
    StructSeq *s = (StructSeq *)tp_obj(self)->type;
    Tuple *t = tp_as_tuple(self);
    Dict *hidden = tp_dict_new();
    (void)args;
    for (int i = s->nvisible; i < s->nfields; i++)
        if (tp_dict_set_cstr(hidden, s->names[i], t->items[i]) < 0)
            return 0;
    Value visible = tp_tuple_of(s->nvisible, t->items);
    return tp_tuple_pack(2, tp_ref(&s->type), tp_tuple_pack(2, visible, tp_ref(hidden)));
}

static const MethodDef structseq_methods[] = {
    METHOD("__reduce__", structseq_reduce, "()", 0),
    METHOD_END,
};

void tp_structseq_ready(StructSeq *s, const char *name, const char *doc, const char *const *names,
                        int nfields, int nvisible)
{
    int nmembers = 0, nunnamed = 0;
    Value match_args = tp_list_new(0);
    s->names = names;
    s->nfields = nfields;
    s->nvisible = nvisible;
    s->members = tp_heap_alloc((nfields + 1) * sizeof(MemberDef));
    for (int i = 0; i < nfields; i++) {
        if (!names[i]) {
            nunnamed++;
            continue;
        }
        s->members[nmembers++] = (MemberDef){
            names[i], offsetof(Tuple, items) + i * sizeof(Value), true, 0};
        if (i < nvisible)
            tp_list_append(match_args, tp_intern_cstr(names[i]));
    }
    s->type.head.type = &tp_type_type;
    s->type.name = name;
    s->type.doc = doc;
    s->type.base = &tp_tuple_type;
    s->type.basic_size = sizeof(Tuple);
    s->type.flags = TYPE_IMMUTABLE;
    s->type.methods = structseq_methods;
    s->type.members = s->members;
    s->type.repr = structseq_repr;
    s->type.new_ = structseq_construct;
    tp_type_ready(&s->type);
    tp_dict_set_cstr(tp_type_dict(&s->type), "n_sequence_fields", tp_small(nvisible));
    tp_dict_set_cstr(tp_type_dict(&s->type), "n_fields", tp_small(nfields));
    tp_dict_set_cstr(tp_type_dict(&s->type), "n_unnamed_fields", tp_small(nunnamed));
    tp_dict_set_cstr(tp_type_dict(&s->type), "__match_args__", tp_list_as_tuple(match_args));
    tp_type_modified(&s->type);
}
