/* exc_group.c -- BaseExceptionGroup and ExceptionGroup: exceptions that carry exceptions.
 *
 * split() and subgroup() walk the tree of groups and build new groups of the same shape from the
 * leaves that match, through the class's derive().
 */
#include <string.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exc_types.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"

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
        return tp_raise(&tp_TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not %T",
                        args[0]);
    if (!tp_type_of(args[1])->getitem || tp_is_dict(args[1]) || tp_is_set(args[1]))
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
                        tp_exc_class_name(type));
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
                            tp_exc_class_name(tp_type_of(self)));
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
    bool is_callable;
} Matcher;

static int matcher_init(Matcher *m, Value what)
{
    m->what = what;
    m->is_callable = false;
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
    } else if (tp_callable(what)) {
        m->is_callable = true;
        return 0;
    }
    return tp_raise_int(&tp_TypeError,
                        "expected a function, exception type or tuple of exception types");
}

static int matches(const Matcher *m, Value e)
{
    if (!m->is_callable)
        return tp_exc_match(e, m->what);
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
    exc(group)->suppress_context = exc(orig)->suppress_context;
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
    if (tp_recursion_check(" in exceptiongroup_split_recursive") < 0)
        return -1;
    Value yes = tp_list_new(0), no = tp_list_new(0);
    Tuple *t = members(e);
    for (int64_t i = 0; i < t->length; i++) {
        Value a, b = TP_NONE;
        if (split(t->items[i], m, &a, rest ? &b : 0) < 0)
            return -1;
        if ((a != TP_NONE && tp_list_append(yes, a) < 0) ||
            (b != TP_NONE && tp_list_append(no, b) < 0))
            return -1;
    }
    if (!(*match = derived(e, yes)))
        return -1;
    if (rest && !(*rest = derived(e, no)))
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
