/* exc_group.c -- BaseExceptionGroup and ExceptionGroup: exceptions that carry exceptions.
 *
 * split() and subgroup() walk the tree of groups and build new groups of the same shape from the
 * leaves that match, through the class's derive(). except* (the last part) splits what was raised
 * for each clause, and at the end puts together what goes on.
 */
#define TP_NO_FAST
#include "runtime/tp.h"

#include "runtime/error.h"
#include "runtime/exc_types.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/str.h"
#include "runtime/text.h"

static Exception *exc(Value v)
{
    return (Exception *)tp_obj(v);
}

static Tuple *members(Value group)
{
    return tp_as_tuple(exc(group)->extra[EXC_GROUP_EXCS]);
}

Value tp_group_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)kwnames; /* judged by __init__ */
    if (nargs != 2)
        return tp_raise(&tp_TypeError,
                        "BaseExceptionGroup.__new__() takes exactly 2 arguments (%d given)", nargs);
    if (!tp_is_str(args[0]))
        return tp_raise_argument("BaseExceptionGroup.__new__", "argument 1", "str", args[0]);
    if (!tp_is_sequence(args[1]))
        return tp_raise(&tp_TypeError, "second argument (exceptions) must be a sequence");
    Value tuple = tp_tuple_from(args[1]);
    if (!tuple)
        return 0;
    Tuple *t = tp_as_tuple(tuple);
    if (t->length == 0)
        return tp_raise(&tp_ValueError,
                        "second argument (exceptions) must be a non-empty sequence");
    bool has_base_only = false;
    for (int64_t i = 0; i < t->length; i++) {
        if (!tp_is_exc(t->items[i]))
            return tp_raise(&tp_ValueError,
                            "Item %zd of second argument (exceptions) is not an exception",
                            (size_t)i);
        if (!tp_instance(t->items[i], &tp_Exception))
            has_base_only = true;
    }
    if (type == &tp_BaseExceptionGroup && !has_base_only)
        type = &tp_ExceptionGroup;
    else if (has_base_only && type == &tp_ExceptionGroup)
        return tp_raise(&tp_TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
    else if (has_base_only && tp_subtype(type, &tp_Exception))
        return tp_raise(&tp_TypeError, "Cannot nest BaseExceptions in '%s'",
                        tp_type_short_name(type));
    Exception *e = tp_heap_object(type, 0);
    e->args = tp_tuple_of(nargs, args);
    e->extra[EXC_GROUP_MSG] = args[0];
    e->extra[EXC_GROUP_EXCS] = tuple;
    return tp_ref(e);
}

int tp_group_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "%s() takes no keyword arguments",
                            tp_type_short_name(tp_type_of(self)));
    exc(self)->args = tp_tuple_of(nargs, args);
    return 0;
}

Value tp_group_str(Value self)
{
    int64_t n = members(self)->length;
    return tp_str_format_c("%S (%zd sub-exception%s)", exc(self)->extra[EXC_GROUP_MSG], (size_t)n,
                           n == 1 ? "" : "s");
}

static Value group_derive(Value self, Value *args)
{
    return tp_call2(tp_ref(&tp_BaseExceptionGroup), exc(self)->extra[EXC_GROUP_MSG], args[0]);
}

/* What split() and subgroup() were asked for. */
typedef struct Matcher {
    Value what;
    enum { MATCH_TYPES, MATCH_CALLABLE, MATCH_LEAVES } kind; /* LEAVES: one of the list `what` */
} Matcher;

static int matcher_init(Matcher *m, Value what)
{
    m->what = what;
    m->kind = MATCH_TYPES;
    if (tp_has_flag(what, TYPE_IS_TYPE)) {
        if (((Type *)tp_obj(what))->flags & TYPE_IS_EXC)
            return 0;
    } else if (tp_is_tuple(what)) {
        Tuple *t = tp_as_tuple(what);
        int64_t i = 0;
        while (i < t->length && tp_has_flag(t->items[i], TYPE_IS_TYPE) &&
               (((Type *)tp_obj(t->items[i]))->flags & TYPE_IS_EXC))
            i++;
        if (i == t->length)
            return 0;
    } else if (tp_is_exact(what, &tp_function_type)) {
        m->kind = MATCH_CALLABLE;
        return 0;
    }
    return tp_raise_int(&tp_TypeError,
                        "expected a function, exception type or tuple of exception types");
}

static int matches(const Matcher *m, Value e)
{
    if (m->kind == MATCH_TYPES)
        return tp_exc_match(e, m->what);
    if (m->kind == MATCH_LEAVES) {
        List *leaves = tp_as_list(m->what);
        for (int64_t i = 0; i < leaves->length; i++)
            if (leaves->items[i] == e)
                return 1;
        return 0;
    }
    Value answer = tp_call1(m->what, e);
    return answer ? tp_truth(answer) : -1;
}

/* A group like orig with these members (a list), or None if there are none. */
static Value derived(Value orig, Value list)
{
    if (tp_as_list(list)->length == 0)
        return TP_NONE;
    Value group = tp_call_method_cstr(orig, "derive", 1, &list);
    if (!group)
        return 0;
    if (!tp_instance(group, &tp_BaseExceptionGroup))
        return tp_raise(&tp_TypeError, "derive must return an instance of BaseExceptionGroup");
    exc(group)->traceback = exc(orig)->traceback;
    exc(group)->context = exc(orig)->context;
    exc(group)->cause = exc(orig)->cause;
    exc(group)->suppress_context = true;
    int error;
    Value notes = tp_getattr_or_null(orig, TP_NAME(__notes__), &error);
    if (!notes && tp_error_pending())
        return 0;
    if (notes && tp_type_of(notes)->length) {
        Value copy = tp_list_from(notes);
        if (!copy || tp_setattr(group, TP_NAME(__notes__), copy) < 0)
            return 0;
    }
    return group;
}

static int split_members(Value group, const Matcher *m, Value *match, Value *rest);

/* Both halves of e; rest is 0 where it is not wanted. */
static int split(Value e, const Matcher *m, Value *match, Value *rest)
{
    int is_match = matches(m, e);
    if (is_match < 0)
        return -1;
    if (is_match) {
        *match = e;
        if (rest)
            *rest = TP_NONE;
        return 0;
    }
    if (!tp_instance(e, &tp_BaseExceptionGroup)) {
        *match = TP_NONE;
        if (rest)
            *rest = e;
        return 0;
    }
    if (tp_recursion_enter(" in exceptiongroup_split_recursive") < 0)
        return -1;
    int r = split_members(e, m, match, rest);
    tp_recursion_leave();
    return r;
}

static int split_members(Value group, const Matcher *m, Value *match, Value *rest)
{
    Value yes = tp_list_new(0), no = tp_list_new(0);
    Tuple *t = members(group);
    for (int64_t i = 0; i < t->length; i++) {
        Value a, b = TP_NONE;
        if (split(t->items[i], m, &a, rest ? &b : 0) < 0)
            return -1;
        if ((a != TP_NONE && tp_list_append(yes, a) < 0) ||
            (b != TP_NONE && tp_list_append(no, b) < 0))
            return -1;
    }
    if (!(*match = derived(group, yes)))
        return -1;
    if (rest && !(*rest = derived(group, no)))
        return -1;
    return 0;
}

static Value group_split(Value self, Value *args)
{
    Matcher m;
    Value match, rest;
    if (matcher_init(&m, args[0]) < 0 || split(self, &m, &match, &rest) < 0)
        return 0;
    return tp_tuple_pack(2, match, rest);
}

static Value group_subgroup(Value self, Value *args)
{
    Matcher m;
    Value match;
    if (matcher_init(&m, args[0]) < 0 || split(self, &m, &match, 0) < 0)
        return 0;
    return match;
}

static Value group_class_getitem(Value self, Value *args)
{
    return tp_call2(tp_ref(&tp_genericalias_type), self, args[0]);
}

const MethodDef tp_group_methods[] = {
    METHOD_CLASS("__class_getitem__", group_class_getitem, "(item, /)", "See PEP 585"),
    METHOD("derive", group_derive, "(excs, /)", 0),
    METHOD("split", group_split, "(condition, /)", 0),
    METHOD("subgroup", group_subgroup, "(condition, /)", 0),
    METHOD_END,
};

const MemberDef tp_group_members[] = {
    {"message", offsetof(Exception, extra) + EXC_GROUP_MSG * sizeof(Value), true,
     "exception message"},
    {"exceptions", offsetof(Exception, extra) + EXC_GROUP_EXCS * sizeof(Value), true,
     "nested exceptions"},
    {0, 0, false, 0},
};

/* ---- except* ---- */

static bool is_group(Value e)
{
    return tp_instance(e, &tp_BaseExceptionGroup);
}

static bool is_group_class(Value v)
{
    return tp_subtype((Type *)tp_obj(v), &tp_BaseExceptionGroup);
}

/* May `classes` stand behind except*? -1 with TypeError if not. */
static int check_classes(Value classes)
{
    bool has_group = false;
    if (tp_is_tuple(classes))
        for (int64_t i = 0; i < tp_as_tuple(classes)->length; i++)
            has_group = has_group || is_group_class(tp_as_tuple(classes)->items[i]);
    else
        has_group = is_group_class(classes);
    return has_group ? tp_raise_int(&tp_TypeError, "catching ExceptionGroup with except* is not "
                                                   "allowed. Use except instead.")
                     : 0;
}

/* One clause `except* classes` for exc, an exception or None: the part that matches, a group or
 * None, in *match, where it is being handled from now on; gives the rest, an exception or None. */
Value tp_group_match(Value exc, Value classes, Value *match)
{
    *match = TP_NONE;
    if (tp_check_except_classes(classes) < 0 || check_classes(classes) < 0)
        return 0;
    if (exc == TP_NONE)
        return exc;
    int is_match = tp_exc_match(exc, classes);
    if (is_match < 0)
        return 0;
    Value rest = exc;
    if (is_match) {
        rest = TP_NONE;
        if (is_group(exc)) {
            *match = exc;
        } else {
            Value naked = tp_tuple_pack(1, exc);
            *match = tp_call2(tp_ref(&tp_BaseExceptionGroup), tp_str_cstr(""), naked);
        }
    } else if (is_group(exc)) {
        Value halves = tp_call_method_cstr(exc, "split", 1, &classes);
        if (!halves)
            return 0;
        if (!tp_is_tuple(halves) || tp_as_tuple(halves)->length < 2)
            return tp_raise(&tp_TypeError, "%T.split must return a 2-tuple, not %T", exc, halves);
        *match = tp_as_tuple(halves)->items[0];
        rest = tp_as_tuple(halves)->items[1];
    }
    if (!*match)
        return 0;
    if (*match != TP_NONE)
        tp_push_handled(*match);
    return rest;
}

/* Was e split off from original, and raised again as it is? */
static bool is_part(Value e, Value original)
{
    return exc(e)->traceback == exc(original)->traceback &&
           exc(e)->cause == exc(original)->cause && exc(e)->context == exc(original)->context;
}

static void add_leaves(Value e, Value leaves)
{
    if (!is_group(e)) {
        tp_list_append(leaves, e);
        return;
    }
    Tuple *t = members(e);
    for (int64_t i = 0; i < t->length; i++)
        add_leaves(t->items[i], leaves);
}

/* At the end of try ... except*: what goes on of `original`, or None. `list` holds what the clauses
 * raised and the parts that no clause took. Parts of the original come together in a group of its
 * shape, beside what is new. */
Value tp_group_reraise(Value original, Value list)
{
    Value raised = tp_list_new(0), leaves = tp_list_new(0);
    List *all = tp_as_list(list);
    bool is_new = false;
    for (int64_t i = 0; i < all->length; i++) {
        Value e = all->items[i];
        if (e == TP_NONE)
            continue;
        if (!is_group(original))
            return e; /* a single exception was taken by one clause at most */
        if (is_part(e, original))
            add_leaves(e, leaves);
        else
            is_new = tp_list_append(raised, e) == 0;
    }
    if (tp_as_list(leaves)->length) {
        Matcher m = {leaves, MATCH_LEAVES};
        Value parts;
        if (split(original, &m, &parts, 0) < 0)
            return 0;
        tp_list_append(raised, parts);
    }
    if (!is_new)
        return tp_as_list(raised)->length ? tp_as_list(raised)->items[0] : TP_NONE;
    return tp_call2(tp_ref(&tp_BaseExceptionGroup), tp_str_cstr(""), raised);
}
