/* call.c -- calling any value: the dispatch of tp_call and its relatives.
 *
 * Arguments are arrays on the caller's stack; nothing is packed into a tuple unless a parameter
 * *args asks for it. Start at tp_call.
 */
#include <string.h>

#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "list.h"
#include "shape.h"
#include "str.h"
#include "type.h"

Value tp_call(Value callee, int nargs, const Value *args, Tuple *kwnames)
{
    Type *type = tp_type_of(callee);
    if (type == &tp_function_type) {
        Function *f = (Function *)tp_obj(callee);
        if (f->arity == nargs && !kwnames)
            return tp_function_enter(f, args);
        if (f->arity > nargs && !kwnames)
            return tp_function_fill(f, nargs, args);
        return tp_function_call(callee, nargs, args, kwnames);
    }
    if (type == &tp_builtin_type) {
        Builtin *b = (Builtin *)tp_obj(callee);
        return tp_builtin_call(b, b->self, nargs, args, kwnames);
    }
    if (kwnames && kwnames->length == 0)
        kwnames = 0;
    if (type->call)
        return type->call(callee, nargs, args, kwnames);
    return tp_raise(&tp_TypeError, "'%T' object is not callable", callee);
}

Value tp_call_deeper(Value callee, int nargs, const Value *args, Tuple *kwnames)
{
    Value function = tp_is_exact(callee, &tp_method_type) ? ((Method *)tp_obj(callee))->function
                                                          : callee;
    if (tp_is_exact(function, &tp_function_type))
        return tp_call(callee, nargs, args, kwnames);
    if (tp_recursion_enter(" while calling a Python object") < 0)
        return 0;
    Value v = tp_call(callee, nargs, args, kwnames);
    tp_recursion_leave();
    return v;
}

/* Classes and bound methods are what these are called with most: of functions emitted C has called
 * the entry itself. */

#define ENTRY(f, ...) ((Value (*)(Function *, ##__VA_ARGS__))(f)->entry)

/* The function of a bound method, if it has that many parameters; or 0. */
static inline Function *bound_function(Value callee, int arity)
{
    if (!tp_is_exact(callee, &tp_method_type))
        return 0;
    Value function = ((Method *)tp_obj(callee))->function;
    bool is_direct = tp_is_exact(function, &tp_function_type) &&
                     ((Function *)tp_obj(function))->arity == arity;
    return is_direct ? (Function *)tp_obj(function) : 0;
}

/* What the quick ways below don't know: among others, Python functions with defaults to be filled
 * in. */
static Value call_other(Value callee, int nargs, const Value *args)
{
    Function *f = 0;
    Value all[4], self = 0;
    if (tp_is_exact(callee, &tp_method_type)) {
        Method *m = (Method *)tp_obj(callee);
        f = tp_is_exact(m->function, &tp_function_type) ? (Function *)tp_obj(m->function) : 0;
        self = m->self;
    } else if (tp_has_usual_init(callee)) {
        f = (Function *)tp_obj(((Type *)tp_obj(callee))->dunders[ROW_init]);
    }
    if (!f || f->arity <= nargs)
        return tp_call(callee, nargs, args, 0);
    all[0] = self ? self : tp_instance_new((Type *)tp_obj(callee));
    for (int i = 0; i < nargs; i++)
        all[i + 1] = args[i];
    Value result = tp_function_fill(f, nargs + 1, all);
    return self ? result : tp_initialized(all[0], result);
}

Value tp_call0(Value callee)
{
    Function *f = tp_usual_init(callee, 1);
    if (f) {
        Value self = tp_instance_new((Type *)tp_obj(callee));
        return tp_initialized(self, ENTRY(f, Value)(f, self));
    }
    if ((f = bound_function(callee, 1)))
        return ENTRY(f, Value)(f, ((Method *)tp_obj(callee))->self);
    return call_other(callee, 0, 0);
}

Value tp_call1(Value callee, Value a)
{
    Function *f = tp_usual_init(callee, 2);
    if (f) {
        Value self = tp_instance_new((Type *)tp_obj(callee));
        return tp_initialized(self, ENTRY(f, Value, Value)(f, self, a));
    }
    if ((f = bound_function(callee, 2)))
        return ENTRY(f, Value, Value)(f, ((Method *)tp_obj(callee))->self, a);
    if (callee == tp_ref(&tp_int_type) || callee == tp_ref(&tp_float_type)) {
        Type *type = (Type *)tp_obj(callee); /* all that is done is to make the number */
        return type->new_(type, 1, &a, 0);
    }
    return call_other(callee, 1, &a);
}

Value tp_call2(Value callee, Value a, Value b)
{
    Function *f = tp_usual_init(callee, 3);
    if (f) {
        Value self = tp_instance_new((Type *)tp_obj(callee));
        return tp_initialized(self, ENTRY(f, Value, Value, Value)(f, self, a, b));
    }
    if ((f = bound_function(callee, 3)))
        return ENTRY(f, Value, Value, Value)(f, ((Method *)tp_obj(callee))->self, a, b);
    return call_other(callee, 2, (Value[]){a, b});
}

Value tp_call3(Value callee, Value a, Value b, Value c)
{
    Function *f = tp_usual_init(callee, 4);
    if (f) {
        Value self = tp_instance_new((Type *)tp_obj(callee));
        return tp_initialized(self, ENTRY(f, Value, Value, Value, Value)(f, self, a, b, c));
    }
    if ((f = bound_function(callee, 4)))
        return ENTRY(f, Value, Value, Value, Value)(f, ((Method *)tp_obj(callee))->self, a, b, c);
    return call_other(callee, 3, (Value[]){a, b, c});
}

bool tp_callable(Value v)
{
    return tp_type_of(v)->call != 0;
}

/* ---- *args and **kwargs ---- */

Value tp_callable_text(Value callee)
{
    int error = 0;
    Value qualname = tp_getattr_or_null(callee, TP_NAME(__qualname__), &error);
    if (error)
        return 0;
    if (!qualname || !tp_is_str(qualname))
        return tp_str(callee);
    Value module = tp_getattr_or_null(callee, TP_NAME(__module__), &error);
    if (error)
        return 0;
    if (module && tp_is_str(module) && !tp_str_equal_cstr(module, "builtins"))
        return tp_str_format_c("%U.%U()", module, qualname);
    return tp_str_format_c("%U()", qualname);
}

Value tp_call_star_args(Value callee, Value args)
{
    if (tp_is_ptr(args) && tp_ptr_type(args) == &tp_tuple_type)
        return args;
    Type *type = tp_type_of(args);
    if (!type->iter && !type->getitem) {
        Value text = tp_callable_text(callee);
        return text ? tp_raise(&tp_TypeError, "%U argument after * must be an iterable, not %T",
                               text, args)
                    : 0;
    }
    return tp_tuple_from(args);
}

int tp_call_merge_kwargs(Value callee, Dict *into, Value mapping)
{
    if (tp_dict_merge(into, mapping, 2) == 0)
        return 0;
    bool is_mapping = !tp_error_is(&tp_AttributeError);
    if (is_mapping && !tp_error_is(&tp_KeyError))
        return -1;
    Value error = tp_error_take();
    Tuple *args = tp_as_tuple(tp_exc_args(error));
    /* a KeyError that comes from Python code is the mapping's own */
    if (is_mapping && (args->length != 1 || ((Exception *)tp_obj(error))->traceback)) {
        tp_error_put(error);
        return -1;
    }
    Value text = tp_callable_text(callee);
    if (!text)
        return -1;
    return is_mapping
               ? tp_raise_int(&tp_TypeError, "%U got multiple values for keyword argument '%S'",
                              text, args->items[0])
               : tp_raise_int(&tp_TypeError, "%U argument after ** must be a mapping, not %T",
                              text, mapping);
}

Value tp_call_ex(Value callee, Value args, Value kwargs)
{
    Tuple *positional = tp_empty_tuple;
    if (args) {
        args = tp_call_star_args(callee, args);
        if (!args)
            return 0;
        positional = tp_as_tuple(args);
    }
    if (!kwargs || (tp_is_dict(kwargs) && tp_as_dict(kwargs)->length == 0))
        return tp_call(callee, (int)positional->length, positional->items, 0);
    Dict *named;
    if (tp_is_dict(kwargs)) {
        named = tp_as_dict(kwargs);
    } else {
        named = tp_dict_new();
        if (tp_call_merge_kwargs(callee, named, kwargs) < 0)
            return 0;
    }
    int64_t n = positional->length, nkw = named->length;
    Value small[16];
    Value *all = n + nkw <= 16 ? small : tp_heap_alloc((size_t)(n + nkw) * sizeof(Value));
    memcpy(all, positional->items, (size_t)n * sizeof(Value));
    Tuple *kwnames = tp_tuple_new(nkw);
    int64_t pos = 0, i = 0;
    Value key, value;
    while (i < nkw && tp_dict_next(named, &pos, &key, &value)) {
        if (!tp_is_str(key))
            return tp_raise(&tp_TypeError, "keywords must be strings");
        kwnames->items[i] = tp_as_str(key)->is_interned ? key : tp_intern(key);
        all[n + i++] = value;
    }
    return tp_call(callee, (int)n, all, kwnames);
}

/* ---- methods ---- */

Value tp_call_method(Value v, Value name, int nargs, const Value *args, Tuple *kwnames)
{
    Type *type = tp_type_of(v);
    if (type->getattribute == tp_generic_getattr) {
        if (!tp_as_str(name)->is_interned)
            name = tp_intern(name);
        Value f = tp_type_lookup(type, name);
        if (f && (tp_type_of(f)->flags & TYPE_METHOD_LIKE) &&
            !tp_may_have_own_attribute(v, type, name)) {
            if (tp_is_exact(f, &tp_method_descriptor_type) &&
                tp_subtype(type, ((Builtin *)tp_obj(f))->owner))
                return tp_builtin_call((Builtin *)tp_obj(f), v, nargs, args, kwnames);
            int total = nargs + (kwnames ? (int)kwnames->length : 0);
            Value small[16];
            Value *all = total < 16 ? small : tp_heap_alloc((size_t)(total + 1) * sizeof(Value));
            all[0] = v;
            if (total)
                memcpy(all + 1, args, (size_t)total * sizeof(Value));
            return tp_call(f, nargs + 1, all, kwnames);
        }
    }
    Value f = type->getattribute(v, name);
    return f ? tp_call(f, nargs, args, kwnames) : 0;
}

Value tp_call_method_cstr(Value v, const char *name, int nargs, const Value *args)
{
    return tp_call_method(v, tp_intern_cstr(name), nargs, args, 0);
}
