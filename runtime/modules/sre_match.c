/* sre_match.c -- Match: what a regular expression found. */
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "sre.h"

typedef struct Match {
    Object head;
    Value string;              /* what was searched */
    Value regs;                /* tuple, made when asked for */
    Pattern *pattern;
    int64_t pos, endpos;
    int64_t last;              /* number of the last group to close, or SRE_LAST_ */
    enum SreHow how;
    bool must_advance;
    int64_t marks[];           /* as Search.marks */
} Match;

static Match *as_match(Value self)
{
    return (Match *)tp_obj(self);
}

Value sre_match_new(const Search *search, enum SreHow how, int64_t pos)
{
    size_t size = 2 * ((size_t)search->pattern->groups + 1) * sizeof(int64_t);
    Match *m = tp_heap_object(&sre_match_type, size);
    m->string = search->subject.object;
    m->pattern = search->pattern;
    m->pos = pos;
    m->endpos = search->end;
    m->last = search->last;
    m->how = how;
    m->must_advance = search->must_advance && search->start == search->marks[0];
    memcpy(m->marks, search->marks, size);
    return tp_ref(m);
}

/* ---- groups ---- */

/* The number of a group named by a number or a name, or -1 with IndexError. */
static int64_t group_number(const Match *m, Value group)
{
    int64_t i = -1;
    if (tp_is_int(group) || tp_type_of(group)->index) {
        if (!(group = tp_index(group)))
            return -1;
        if (!tp_int_fits_i64(group, &i))
            i = -1;
    } else if (m->pattern->groupindex->length) {
        Value number = tp_dict_get(m->pattern->groupindex, group);
        if (number && tp_is_int(number) && !tp_int_fits_i64(tp_int_plain(number), &i))
            i = -1;
        if (!number && tp_error_pending())
            return -1;
    }
    if (i >= 0 && i <= m->pattern->groups)
        return i;
    tp_raise(&tp_IndexError, "no such group");
    return -1;
}

/* The text of group i of a subject, or `absent`. */
static Value group_text(const Match *m, const Subject *subject, int64_t i, Value absent)
{
    int64_t start = m->marks[2 * i], end = m->marks[2 * i + 1];
    if (start < 0)
        return absent;
    /* a bytearray may have shrunk */
    end = end < subject->length ? end : subject->length;
    start = start < end ? start : end;
    return sre_subject_slice(subject, start, end);
}

static Value group_of(const Match *m, Value group)
{
    Subject subject;
    int64_t i = group_number(m, group);
    if (i < 0 || sre_subject_enter(&subject, m->string, 0) < 0)
        return 0;
    return group_text(m, &subject, i, TP_NONE);
}

static Value match_group(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "group() takes no keyword arguments");
    const Match *m = as_match(self);
    if (nargs < 2)
        return group_of(m, nargs ? args[0] : tp_small(0));
    Tuple *result = tp_tuple_new(nargs);
    for (int i = 0; i < nargs; i++)
        if (!(result->items[i] = group_of(m, args[i])))
            return 0;
    return tp_ref(result);
}

static Value match_getitem(Value self, Value group)
{
    return group_of(as_match(self), group);
}

static Value match_groups(Value self, Value *args)
{
    const Match *m = as_match(self);
    Value absent = args[0] ? args[0] : TP_NONE;
    Subject subject;
    if (sre_subject_enter(&subject, m->string, 0) < 0)
        return 0;
    Tuple *result = tp_tuple_new(m->pattern->groups);
    for (int64_t i = 0; i < m->pattern->groups; i++)
        if (!(result->items[i] = group_text(m, &subject, i + 1, absent)))
            return 0;
    return tp_ref(result);
}

static Value match_groupdict(Value self, Value *args)
{
    const Match *m = as_match(self);
    Value absent = args[0] ? args[0] : TP_NONE, name, number;
    Dict *result = tp_dict_new();
    Subject subject;
    if (sre_subject_enter(&subject, m->string, 0) < 0)
        return 0;
    for (int64_t pos = 0; tp_dict_next(m->pattern->groupindex, &pos, &name, &number);) {
        int64_t i = group_number(m, name);
        Value text = i < 0 ? 0 : group_text(m, &subject, i, absent);
        if (!text || tp_dict_set(result, name, text) < 0)
            return 0;
    }
    return tp_ref(result);
}

static Value match_start(Value self, Value *args)
{
    int64_t i = group_number(as_match(self), args[0] ? args[0] : tp_small(0));
    return i < 0 ? 0 : tp_small(as_match(self)->marks[2 * i]);
}

static Value match_end(Value self, Value *args)
{
    int64_t i = group_number(as_match(self), args[0] ? args[0] : tp_small(0));
    return i < 0 ? 0 : tp_small(as_match(self)->marks[2 * i + 1]);
}

static Value span(const Match *m, int64_t i)
{
    Tuple *pair = tp_tuple_new(2);
    pair->items[0] = tp_small(m->marks[2 * i]);
    pair->items[1] = tp_small(m->marks[2 * i + 1]);
    return tp_ref(pair);
}

static Value match_span(Value self, Value *args)
{
    int64_t i = group_number(as_match(self), args[0] ? args[0] : tp_small(0));
    return i < 0 ? 0 : span(as_match(self), i);
}

static Value match_regs(Value self)
{
    Match *m = as_match(self);
    if (!m->regs) {
        Tuple *regs = tp_tuple_new(m->pattern->groups + 1);
        for (int64_t i = 0; i <= m->pattern->groups; i++)
            regs->items[i] = span(m, i);
        m->regs = tp_ref(regs);
    }
    return m->regs;
}

/* ---- the last group ---- */

/* Match again with the engine that knows which group closed last. */
static int find_last(Match *m)
{
    Search search = {
        .pattern = m->pattern,
        .start = m->marks[0],
        .end = m->endpos,
        .must_advance = m->must_advance,
        .marks = tp_heap_alloc_atomic(2 * ((size_t)m->pattern->groups + 1) * sizeof(int64_t)),
        .last = SRE_LAST_NONE,
    };
    if (sre_subject_enter(&search.subject, m->string, 1) < 0)
        return -1;
    if (search.end > search.subject.length)
        search.end = search.subject.length;
    int status = sre_vm_run(&search, m->how == SRE_FULLMATCH ? SRE_FULLMATCH : SRE_MATCH);
    sre_subject_leave(&search.subject);
    m->last = search.last;
    return status < 0 ? -1 : 0;
}

/* Number of the last group to close, SRE_LAST_NONE, or -2 with an exception. */
static int64_t last_group(Match *m)
{
    if (m->last != SRE_LAST_UNKNOWN)
        return m->last;
    if (!m->pattern->closing)
        return find_last(m) < 0 ? -2 : m->last;
    m->last = SRE_LAST_NONE;
    for (int64_t i = m->pattern->groups - 1; i >= 0 && m->last == SRE_LAST_NONE; i--)
        if (m->marks[2 * m->pattern->closing[i]] >= 0)
            m->last = m->pattern->closing[i];
    return m->last;
}

static Value match_lastindex(Value self)
{
    int64_t last = last_group(as_match(self));
    return last == -2 ? 0 : last == SRE_LAST_NONE ? TP_NONE : tp_small(last);
}

static Value match_lastgroup(Value self)
{
    const Tuple *names = as_match(self)->pattern->indexgroup;
    int64_t last = last_group(as_match(self));
    if (last == -2)
        return 0;
    return last >= 0 && last < names->length ? names->items[last] : TP_NONE;
}

/* ---- the rest ---- */

static Value match_expand(Value self, Value *args)
{
    Value re = tp_import_module("re");
    Value expand = re ? tp_getattr(re, TP_NAME(_expand)) : 0;
    return expand ? tp_call3(expand, tp_ref(as_match(self)->pattern), self, args[0]) : 0;
}

static Value match_repr(Value self)
{
    const Match *m = as_match(self);
    Value text = group_of(m, tp_small(0));
    if (!text || !(text = tp_repr(text)))
        return 0;
    if (tp_as_str(text)->length > 50)
        text = tp_str_slice(text, 0, 50);
    return tp_str_format_c("<%s object; span=(%lld, %lld), match=%U>", sre_match_type.name,
                           (long long)m->marks[0], (long long)m->marks[1], text);
}

static Value match_self(Value self, Value *args)
{
    (void)args;
    return self;
}

static Value match_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static const MethodDef methods[] = {
    METHOD_RAW("group", match_group, 0,
               "group([group1, ...]) -> str or tuple.\n"
               "    Return subgroup(s) of the match by indices or names.\n"
               "    For 0 returns the entire match."),
    METHOD("start", match_start, "(group=0, /)",
           "Return index of the start of the substring matched by group."),
    METHOD("end", match_end, "(group=0, /)",
           "Return index of the end of the substring matched by group."),
    METHOD("span", match_span, "(group=0, /)",
           "For match object m, return the 2-tuple (m.start(group), m.end(group))."),
    METHOD("groups", match_groups, "(default=None)",
           "Return a tuple containing all the subgroups of the match, from 1.\n\n"
           "  default\n    Is used for groups that did not participate in the match."),
    METHOD("groupdict", match_groupdict, "(default=None)",
           "Return a dictionary containing all the named subgroups of the match, keyed by the "
           "subgroup name.\n\n"
           "  default\n    Is used for groups that did not participate in the match."),
    METHOD("expand", match_expand, "(template)",
           "Return the string obtained by doing backslash substitution on the string template, as "
           "done by the sub() method."),
    METHOD("__copy__", match_self, "()", 0),
    METHOD("__deepcopy__", match_self, "(memo, /)", 0),
    METHOD_CLASS("__class_getitem__", match_class_getitem, "(item, /)", "See PEP 585"),
    METHOD_END,
};

static Value match_get_pos(Value self)
{
    return tp_small(as_match(self)->pos);
}

static Value match_get_endpos(Value self)
{
    return tp_small(as_match(self)->endpos);
}

static Value match_get_re(Value self)
{
    return tp_ref(as_match(self)->pattern);
}

static const GetSetDef getset[] = {
    {"lastindex", match_lastindex, 0, "The integer index of the last matched capturing group."},
    {"lastgroup", match_lastgroup, 0, "The name of the last matched capturing group."},
    {"regs", match_regs, 0, 0},
    {"re", match_get_re, tp_set_readonly, "The regular expression object."},
    {"pos", match_get_pos, tp_set_readonly,
     "The index into the string at which the RE engine started looking for a match."},
    {"endpos", match_get_endpos, tp_set_readonly,
     "The index into the string beyond which the RE engine will not go."},
    {0, 0, 0, 0},
};

static const MemberDef members[] = {
    {"string", offsetof(Match, string), true, "The string passed to match() or search()."},
    {0, 0, 0, 0},
};

Type sre_match_type = {
    .head = {&tp_type_type},
    .name = "re.Match",
    .basic_size = sizeof(Match),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .doc = "The result of re.match() and re.search().\n"
           "Match objects always have a boolean value of True.",
    .methods = methods,
    .getset = getset,
    .members = members,
    .repr = match_repr,
    .getitem = match_getitem,
};
