/* _contextvars.c -- the module _contextvars: variables whose values belong to a context (PEP 567).
 *
 * A Context is a dict from ContextVar to value. The one entered last is `current`; run() enters a
 * context for the time of a call. There is one thread, so one current context. */
#include <stdio.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/genericalias.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/type.h"

typedef struct Context {
    Object head;
    Dict *values;
    struct Context *outer; /* which it was entered from */
    bool is_entered;
} Context;

typedef struct ContextVar {
    Object head;
    Value name;
    Value default_;        /* 0: none */
} ContextVar;

typedef struct Token {
    Object head;
    Value variable;
    Value old_value;       /* 0: there was none */
    Context *context;
    bool is_used;
} Token;

static Type context_type, variable_type, token_type, missing_type;
static Object missing = {&missing_type};
static Context *current_context;

static Context *new_context(Dict *values)
{
    Context *context = tp_heap_object(&context_type, 0);
    context->values = values;
    return context;
}

static Context *current(void)
{
    if (!current_context)
        current_context = new_context(tp_dict_new());
    return current_context;
}

static ContextVar *variable_of(Value v)
{
    return (ContextVar *)tp_obj(v);
}

/* ---- Token ---- */

static Value token_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type;
    (void)nargs;
    (void)args;
    (void)kwnames;
    return tp_raise(&tp_RuntimeError, "Tokens can only be created by ContextVars");
}

static Value token_repr(Value self)
{
    char address[32];
    const Token *token = (Token *)tp_obj(self);
    snprintf(address, sizeof address, "%p", (void *)token);
    return tp_str_format_c("<Token%s var=%R at %s>", token->is_used ? " used" : "", token->variable,
                           address);
}

static Value token_get_var(Value self)
{
    return ((Token *)tp_obj(self))->variable;
}

static Value token_get_old_value(Value self)
{
    Value old = ((Token *)tp_obj(self))->old_value;
    return old ? old : tp_ref(&missing);
}

static Value missing_repr(Value self)
{
    (void)self;
    return tp_str_cstr("<Token.MISSING>");
}

/* ---- ContextVar ---- */

static Value variable_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    if (nargs != 1)
        return tp_raise(&tp_TypeError, "ContextVar() takes %s 1 positional argument (%d given)",
                        nargs ? "at most" : "exactly", nargs);
    if (TP_ARGS("ContextVar", "(name, /, *, default=<unrepresentable>)", a) < 0)
        return 0;
    if (!tp_is_str(a[0]))
        return tp_raise(&tp_TypeError, "context variable name must be a str");
    ContextVar *variable = tp_heap_object(type, 0);
    variable->name = a[0];
    variable->default_ = a[1];
    return tp_ref(variable);
}

static Value variable_repr(Value self)
{
    char address[32];
    const ContextVar *variable = variable_of(self);
    snprintf(address, sizeof address, "%p", (void *)variable);
    if (!variable->default_)
        return tp_str_format_c("<ContextVar name=%R at %s>", variable->name, address);
    return tp_str_format_c("<ContextVar name=%R default=%R at %s>", variable->name,
                           variable->default_, address);
}

static Value variable_get(Value self, Value *args)
{
    Value value = tp_dict_get(current()->values, self);
    if (value || tp_error_pending())
        return value;
    if (args[0])
        return args[0];
    Value default_ = variable_of(self)->default_;
    return default_ ? default_ : tp_raise_value(&tp_LookupError, self);
}

static Value variable_set(Value self, Value *args)
{
    Token *token = tp_heap_object(&token_type, 0);
    token->variable = self;
    token->context = current();
    token->old_value = tp_dict_get(token->context->values, self);
    if (tp_error_pending() || tp_dict_set(token->context->values, self, args[0]) < 0)
        return 0;
    return tp_ref(token);
}

static Value variable_reset(Value self, Value *args)
{
    if (!tp_is_exact(args[0], &token_type))
        return tp_raise(&tp_TypeError, "expected an instance of Token, got %R", args[0]);
    Token *token = (Token *)tp_obj(args[0]);
    if (token->is_used)
        return tp_raise(&tp_RuntimeError, "%R has already been used once", args[0]);
    if (token->variable != self)
        return tp_raise(&tp_ValueError, "%R was created by a different ContextVar", args[0]);
    if (token->context != current())
        return tp_raise(&tp_ValueError, "%R was created in a different Context", args[0]);
    token->is_used = true;
    Dict *values = token->context->values;
    int status = token->old_value ? tp_dict_set(values, self, token->old_value)
                                  : tp_dict_del(values, self);
    return status < 0 ? 0 : TP_NONE;
}

/* ---- Context ---- */

static Context *context_of(Value v)
{
    return (Context *)tp_obj(v);
}

static Value context_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type;
    (void)args;
    if (nargs || (kwnames && kwnames->length))
        return tp_raise(&tp_TypeError, "Context() does not accept any arguments");
    return tp_ref(new_context(tp_dict_new()));
}

static Value context_run(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Context *context = context_of(self);
    if (nargs < 1)
        return tp_raise(&tp_TypeError, "run() missing 1 required positional argument");
    if (context->is_entered)
        return tp_raise(&tp_RuntimeError, "cannot enter context: %R is already entered", self);
    context->outer = current();
    context->is_entered = true;
    current_context = context;
    Value result = tp_call(args[0], nargs - 1, args + 1, kwnames);
    current_context = context->outer;
    context->outer = 0;
    context->is_entered = false;
    return result;
}

static Value context_copy(Value self, Value *args)
{
    (void)args;
    return tp_ref(new_context(tp_dict_copy(context_of(self)->values)));
}

static int check_key(Value key)
{
    if (tp_is_exact(key, &variable_type))
        return 0;
    return tp_raise_int(&tp_TypeError, "a ContextVar key was expected, got %R", key);
}

static Value context_getitem(Value self, Value key)
{
    if (check_key(key) < 0)
        return 0;
    Value value = tp_dict_get(context_of(self)->values, key);
    return value || tp_error_pending() ? value : tp_raise_value(&tp_KeyError, key);
}

static int context_contains(Value self, Value key)
{
    return check_key(key) < 0 ? -1 : tp_dict_contains(context_of(self)->values, key);
}

static Value context_get(Value self, Value *args)
{
    if (check_key(args[0]) < 0)
        return 0;
    Value value = tp_dict_get(context_of(self)->values, args[0]);
    return value || tp_error_pending() ? value : args[1] ? args[1] : TP_NONE;
}

static int64_t context_length(Value self)
{
    return context_of(self)->values->length;
}

/* An iterator over what the method `name` of the dict gives, as it is now: what is set meanwhile
 * does not disturb it. */
static Value iterate(Value self, const char *name)
{
    Value view = tp_call_method_cstr(tp_ref(context_of(self)->values), name, 0, 0);
    Value now = view ? tp_tuple_from(view) : 0;
    return now ? tp_iter(now) : 0;
}

static Value context_iter(Value self)
{
    return iterate(self, "keys");
}

static Value context_compare(Value self, Value other, int op)
{
    if (!tp_is_exact(other, &context_type) || (op != TP_EQ && op != TP_NE))
        return TP_NOTIMPLEMENTED;
    return tp_compare(tp_ref(context_of(self)->values), tp_ref(context_of(other)->values), op);
}

static Value context_keys(Value self, Value *args)
{
    (void)args;
    return iterate(self, "keys");
}

static Value context_values(Value self, Value *args)
{
    (void)args;
    return iterate(self, "values");
}

static Value context_items(Value self, Value *args)
{
    (void)args;
    return iterate(self, "items");
}

static Value contextvars_copy_context(Value self, Value *args)
{
    (void)self;
    return context_copy(tp_ref(current()), args);
}

/* ---- tables ---- */

static Value class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static const MethodDef token_methods[] = {
    METHOD_CLASS("__class_getitem__", class_getitem, "(item, /)", "See PEP 585"), METHOD_END};
static const GetSetDef token_getset[] = {
    {"var", token_get_var, 0, 0}, {"old_value", token_get_old_value, 0, 0}, {0, 0, 0, 0}};

static Type token_type = {
    .head = {&tp_type_type},
    .name = "_contextvars.Token",
    .basic_size = sizeof(Token),
    .getattribute = tp_generic_getattr,
    .new_ = token_new,
    .repr = token_repr,
    .methods = token_methods,
    .getset = token_getset,
};

static Type missing_type = {
    .head = {&tp_type_type},
    .name = "Token.MISSING",
    .basic_size = sizeof(Object),
    .flags = TYPE_NO_NEW,
    .getattribute = tp_generic_getattr,
    .repr = missing_repr,
};

static const MethodDef variable_methods[] = {
    METHOD("get", variable_get, "(default=<unrepresentable>, /)",
           "Return a value for the context variable for the current context."),
    METHOD("set", variable_set, "(value, /)",
           "Call to set a new value for the context variable in the current context."),
    METHOD("reset", variable_reset, "(token, /)", "Reset the context variable."),
    METHOD_CLASS("__class_getitem__", class_getitem, "(item, /)", "See PEP 585"),
    METHOD_END,
};
static const MemberDef variable_members[] = {
    {"name", offsetof(ContextVar, name), true, 0}, {0, 0, false, 0}};

static Type variable_type = {
    .head = {&tp_type_type},
    .name = "_contextvars.ContextVar",
    .basic_size = sizeof(ContextVar),
    .hash = tp_object_hash,
    .getattribute = tp_generic_getattr,
    .new_ = variable_new,
    .repr = variable_repr,
    .methods = variable_methods,
    .members = variable_members,
};

static const MethodDef context_methods[] = {
    METHOD_RAW("run", context_run, "(callable, *args, **kwargs)",
               "Call callable in this context."),
    METHOD("copy", context_copy, "()", "Return a shallow copy of the context object."),
    METHOD("get", context_get, "(key, default=None, /)",
           "Return the value for `key` if `key` has the value in the context object."),
    METHOD("keys", context_keys, "()", "Return a list of all variables in the context object."),
    METHOD("values", context_values, "()",
           "Return a list of all variables' values in the context object."),
    METHOD("items", context_items, "()",
           "Return all variables and their values in the context object."),
    METHOD_END,
};

static Type context_type = {
    .head = {&tp_type_type},
    .name = "_contextvars.Context",
    .basic_size = sizeof(Context),
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .new_ = context_new,
    .getitem = context_getitem,
    .contains = context_contains,
    .length = context_length,
    .iter = context_iter,
    .compare = context_compare,
    .methods = context_methods,
};

static const MethodDef functions[] = {
    METHOD("copy_context", contextvars_copy_context, "()", 0),
    METHOD_END,
};

static int init(Value module)
{
    tp_type_ready(&missing_type);
    if (tp_module_add_type(module, &context_type) < 0 ||
        tp_module_add_type(module, &variable_type) < 0 ||
        tp_module_add_type(module, &token_type) < 0)
        return -1;
    return tp_dict_set_cstr(tp_type_dict(&token_type), "MISSING", tp_ref(&missing));
}

const ModuleDef tp_mod__contextvars = {"_contextvars", functions, init, "Context Variables"};
