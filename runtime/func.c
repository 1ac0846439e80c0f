/* func.c -- functions, builtin functions, bound methods, cells.
 *
 * tp_function_call binds the arguments of any call to the parameters of a Python function, with
 * CPython's messages; calls that fit exactly skip it (Function.arity). tp_builtin_call does the
 * same for functions written in C, on args.c.
 */
#include <string.h>

#include "builtins.h"
#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "list.h"
#include "shape.h"
#include "str.h"
#include "type.h"

/* ---- Python functions ---- */

static void set_code(Function *f, Code *code)
{
    f->code = code;
    f->entry = code->entry;
    f->nparams = tp_code_nparams(code);
    bool is_simple = code->kwonlyargcount == 0 && f->nparams == code->argcount &&
                     f->nparams <= TP_MAX_DIRECT && (code->flags & CO_OPTIMIZED);
    f->arity = is_simple ? f->nparams : -1;
}

/* A code object that nobody compiled yet (exec, compile) gets its machine code here. */
static int prepare(Code *code)
{
    if (code->entry)
        return 0;
    if (!tp_compiler.prepare)
        return tp_raise_int(&tp_NotImplementedError, "no compiler is linked in to run %R",
                            code->name);
    return tp_compiler.prepare(code, 0);
}

Value tp_function_new(Code *code, Dict *globals, Value qualname, Tuple *defaults, Dict *kwdefaults,
                      Value annotations, Value *closure)
{
    if (!code->entry && prepare(code) < 0)
        return 0;
    Function *f = tp_heap_small(sizeof(Function));
    f->head.type = &tp_function_type;
    set_code(f, code);
    f->globals = globals;
    f->closure = closure;
    f->defaults = defaults;
    f->kwdefaults = kwdefaults;
    f->name = code->name;
    f->qualname = qualname ? qualname : code->qualname;
    f->annotations = annotations;
    return tp_ref(f);
}

typedef Value (*Entry0)(Function *);
typedef Value (*Entry1)(Function *, Value);
typedef Value (*Entry2)(Function *, Value, Value);
typedef Value (*Entry3)(Function *, Value, Value, Value);
typedef Value (*Entry4)(Function *, Value, Value, Value, Value);
typedef Value (*Entry5)(Function *, Value, Value, Value, Value, Value);
typedef Value (*Entry6)(Function *, Value, Value, Value, Value, Value, Value);
typedef Value (*Entry7)(Function *, Value, Value, Value, Value, Value, Value, Value);
typedef Value (*Entry8)(Function *, Value, Value, Value, Value, Value, Value, Value, Value);
typedef Value (*EntryN)(Function *, const Value *);

Value tp_function_enter(Function *f, const Value *p)
{
    switch (f->nparams) {
    case 0: return ((Entry0)f->entry)(f);
    case 1: return ((Entry1)f->entry)(f, p[0]);
    case 2: return ((Entry2)f->entry)(f, p[0], p[1]);
    case 3: return ((Entry3)f->entry)(f, p[0], p[1], p[2]);
    case 4: return ((Entry4)f->entry)(f, p[0], p[1], p[2], p[3]);
    case 5: return ((Entry5)f->entry)(f, p[0], p[1], p[2], p[3], p[4]);
    case 6: return ((Entry6)f->entry)(f, p[0], p[1], p[2], p[3], p[4], p[5]);
    case 7: return ((Entry7)f->entry)(f, p[0], p[1], p[2], p[3], p[4], p[5], p[6]);
    case 8: return ((Entry8)f->entry)(f, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]);
    default: return ((EntryN)f->entry)(f, p);
    }
}

Value tp_function_run_body(Function *f, Value namespace)
{
    return ((Entry1)f->entry)(f, namespace);
}

/* ---- binding ---- */

static Value parameter_name(const Code *code, int i)
{
    return tp_as_tuple(code->localsplusnames)->items[i];
}

static const char *plural(int64_t n)
{
    return n == 1 ? "" : "s";
}

/* 'a', 'b', and 'c' */
static Value name_list(int n, const Value *names)
{
    Value text = tp_str_format_c("%R", names[0]);
    for (int i = 1; i < n; i++)
        text = tp_str_format_c("%U%s%R", text, n == 2 ? " and " : i == n - 1 ? ", and " : ", ",
                               names[i]);
    return text;
}

static Value missing_error(const Function *f, int first, int last, const Value *parameters,
                           const char *kind)
{
    Value *missing = tp_heap_alloc((size_t)(last - first + 1) * sizeof(Value));
    int n = 0;
    for (int i = first; i < last; i++)
        if (!parameters[i])
            missing[n++] = parameter_name(f->code, i);
    return tp_raise(&tp_TypeError, "%U() missing %d required %s argument%s: %U", f->qualname, n,
                    kind, plural(n), name_list(n, missing));
}

static Value too_many_error(const Function *f, int nargs, const Value *parameters)
{
    const Code *code = f->code;
    int keyword_only = 0;
    for (int i = code->argcount; i < code->argcount + code->kwonlyargcount; i++)
        keyword_only += parameters[i] != 0;
    int defaults = f->defaults ? (int)f->defaults->length : 0;
    Value takes = defaults ? tp_str_format_c("from %d to %d", code->argcount - defaults,
                                             code->argcount)
                           : tp_str_format_c("%d", code->argcount);
    bool is_plural = defaults || code->argcount != 1;
    Value also = keyword_only
                     ? tp_str_format_c(" positional argument%s (and %d keyword-only argument%s)",
                                       plural(nargs), keyword_only, plural(keyword_only))
                     : tp_str_cstr("");
    return tp_raise(&tp_TypeError, "%U() takes %U positional argument%s but %d%U %s given",
                    f->qualname, takes, is_plural ? "s" : "", nargs, also,
                    nargs == 1 && !keyword_only ? "was" : "were");
}

/* "got some positional-only arguments passed as keyword arguments", if that is what happened. */
static bool positional_only_error(const Function *f, Tuple *kwnames)
{
    Value list = tp_list_new(0);
    for (int i = 0; i < f->code->posonlyargcount; i++) {
        Value name = parameter_name(f->code, i);
        for (int64_t k = 0; k < kwnames->length; k++)
            if (tp_str_equal(kwnames->items[k], name))
                tp_list_append(list, name);
    }
    if (tp_as_list(list)->length == 0)
        return false;
    tp_raise(&tp_TypeError,
             "%U() got some positional-only arguments passed as keyword arguments: '%U'",
             f->qualname, tp_str_join(tp_str_cstr(", "), list));
    return true;
}

/* Index of the parameter a keyword names, or -1. */
static int find_parameter(const Code *code, Value key)
{
    int last = code->argcount + code->kwonlyargcount;
    for (int i = code->posonlyargcount; i < last; i++)
        if (parameter_name(code, i) == key)
            return i;
    for (int i = code->posonlyargcount; i < last; i++)
        if (tp_str_equal(parameter_name(code, i), key))
            return i;
    return -1;
}

static int bind_keywords(const Function *f, const Value *values, Tuple *kwnames, Dict *extra,
                         Value *parameters)
{
    for (int64_t k = 0; k < kwnames->length; k++) {
        Value key = kwnames->items[k];
        if (!tp_is_str(key))
            return tp_raise_int(&tp_TypeError, "%U() keywords must be strings", f->qualname);
        int i = find_parameter(f->code, key);
        if (i >= 0) {
            if (parameters[i])
                return tp_raise_int(&tp_TypeError, "%U() got multiple values for argument '%S'",
                                    f->qualname, key);
            parameters[i] = values[k];
        } else if (extra) {
            if (tp_dict_set(extra, key, values[k]) < 0)
                return -1;
        } else {
            if (f->code->posonlyargcount && positional_only_error(f, kwnames))
                return -1;
            return tp_raise_int(&tp_TypeError, "%U() got an unexpected keyword argument '%S'",
                                f->qualname, key);
        }
    }
    return 0;
}

/* Defaults of positional parameters first..argcount-1; false if one is missing. */
static bool fill_defaults(const Function *f, int first, Value *parameters)
{
    int count = f->code->argcount;
    int without = count - (f->defaults ? (int)f->defaults->length : 0);
    bool is_complete = true;
    for (int i = first; i < count; i++) {
        if (parameters[i])
            continue;
        if (i < without)
            is_complete = false;
        else
            parameters[i] = f->defaults->items[i - without];
    }
    return is_complete;
}

/* False if one is missing or has raised. */
static bool fill_keyword_defaults(const Function *f, Value *parameters)
{
    const Code *code = f->code;
    bool is_complete = true;
    for (int i = code->argcount; i < code->argcount + code->kwonlyargcount; i++) {
        if (parameters[i])
            continue;
        if (f->kwdefaults)
            parameters[i] = tp_dict_get(f->kwdefaults, parameter_name(code, i));
        if (!parameters[i] && tp_error_pending())
            return false;
        is_complete &= parameters[i] != 0;
    }
    return is_complete;
}

Value tp_function_fill(Function *f, int nargs, const Value *args)
{
    int missing = f->arity - nargs;
    if (missing <= 0 || !f->defaults || f->defaults->length < missing)
        return tp_function_call(tp_ref(f), nargs, args, 0);
    Value all[TP_MAX_DIRECT];
    const Value *defaults = f->defaults->items + f->defaults->length - missing;
    for (int i = 0; i < nargs; i++)
        all[i] = args[i];
    for (int i = 0; i < missing; i++)
        all[nargs + i] = defaults[i];
    return tp_function_enter(f, all);
}

Value tp_function_call(Value callee, int nargs, const Value *args, Tuple *kwnames)
{
    Function *f = (Function *)tp_obj(callee);
    const Code *code = f->code;
    if (kwnames && kwnames->length == 0)
        kwnames = 0;
    if (f->arity == nargs && !kwnames)
        return tp_function_enter(f, args);
    if (!(code->flags & CO_OPTIMIZED))
        return tp_function_run_body(f, tp_ref(f->globals));
    int count = code->argcount, n = f->nparams;
    Value small[24];
    Value *parameters = n <= 24 ? small : tp_heap_alloc((size_t)n * sizeof(Value));
    int given = nargs < count ? nargs : count;
    for (int i = 0; i < given; i++)
        parameters[i] = args[i];
    for (int i = given; i < n; i++)
        parameters[i] = 0;
    int next = count + code->kwonlyargcount;
    if (code->flags & CO_VARARGS)
        parameters[next++] = tp_tuple_of(nargs - given, nargs > given ? args + given : 0);
    Dict *extra = 0;
    if (code->flags & CO_VARKEYWORDS) {
        extra = tp_dict_new();
        parameters[next] = tp_ref(extra);
    }
    if (kwnames && bind_keywords(f, args + nargs, kwnames, extra, parameters) < 0)
        return 0;
    if (nargs > count && !(code->flags & CO_VARARGS))
        return too_many_error(f, nargs, parameters);
    if (nargs < count && !fill_defaults(f, given, parameters))
        return missing_error(f, 0, count, parameters, "positional");
    if (code->kwonlyargcount && !fill_keyword_defaults(f, parameters))
        return tp_error_pending() ? 0
                                  : missing_error(f, count, count + code->kwonlyargcount,
                                                  parameters, "keyword-only");
    return tp_function_enter(f, parameters);
}

/* ---- attributes of functions ---- */

static Function *self_function(Value self)
{
    return (Function *)tp_obj(self);
}

static Value function_repr(Value self)
{
    return tp_str_format_c("<function %U at 0x%lx>", self_function(self)->qualname,
                           (unsigned long)self);
}

static Value function_get(Value self, Value object, Value type)
{
    (void)type;
    return object ? tp_method_new(self, object) : self;
}

static Value get_name(Value self)
{
    return self_function(self)->name;
}

static int set_str(Value *field, Value value, const char *name)
{
    if (!value || !tp_is_str(value))
        return tp_raise_int(&tp_TypeError, "%s must be set to a string object", name);
    *field = value;
    return 0;
}

static int set_name(Value self, Value value)
{
    return set_str(&self_function(self)->name, value, "__name__");
}

static Value get_qualname(Value self)
{
    return self_function(self)->qualname;
}

static int set_qualname(Value self, Value value)
{
    return set_str(&self_function(self)->qualname, value, "__qualname__");
}

/* doc and module: 0 until asked for or set. */
static Value get_doc(Value self)
{
    Function *f = self_function(self);
    if (!f->doc) {
        Tuple *consts = tp_as_tuple(f->code->consts);
        f->doc = consts->length && tp_is_str(consts->items[0]) ? consts->items[0] : TP_NONE;
    }
    return f->doc;
}

static int set_doc(Value self, Value value)
{
    self_function(self)->doc = value ? value : TP_NONE;
    return 0;
}

static Value get_module(Value self)
{
    Function *f = self_function(self);
    if (!f->module) {
        f->module = tp_dict_get_str(f->globals, TP_NAME(__name__));
        if (!f->module)
            f->module = TP_NONE;
    }
    return f->module;
}

static int set_module(Value self, Value value)
{
    self_function(self)->module = value ? value : TP_NONE;
    return 0;
}

static Value get_code(Value self)
{
    return tp_ref(self_function(self)->code);
}

static int set_function_code(Value self, Value value)
{
    Function *f = self_function(self);
    if (!value || !tp_is_exact(value, &tp_code_type))
        return tp_raise_int(&tp_TypeError, "__code__ must be set to a code object");
    Code *code = (Code *)tp_obj(value);
    if (code->nfreevars != f->code->nfreevars)
        return tp_raise_int(&tp_ValueError,
                            "%U() requires a code object with %d free vars, not %d", f->name,
                            f->code->nfreevars, code->nfreevars);
    if (!code->entry && prepare(code) < 0)
        return -1;
    if (code->flags & CO_GENERATOR)
        tp_gen_makers_are_known = false;
    tp_module_forget_function(self, f->code);
    set_code(f, code);
    tp_caches_flush();
    return 0;
}

static Value get_defaults(Value self)
{
    Tuple *t = self_function(self)->defaults;
    return t ? tp_ref(t) : TP_NONE;
}

static int set_defaults(Value self, Value value)
{
    if (value && value != TP_NONE && !tp_is_tuple(value))
        return tp_raise_int(&tp_TypeError, "__defaults__ must be set to a tuple object");
    self_function(self)->defaults = value && value != TP_NONE ? tp_as_tuple(value) : 0;
    return 0;
}

static Value get_kwdefaults(Value self)
{
    Dict *d = self_function(self)->kwdefaults;
    return d ? tp_ref(d) : TP_NONE;
}

static int set_kwdefaults(Value self, Value value)
{
    if (value && value != TP_NONE && !tp_is_dict(value))
        return tp_raise_int(&tp_TypeError, "__kwdefaults__ must be set to a dict object");
    self_function(self)->kwdefaults = value && value != TP_NONE ? tp_as_dict(value) : 0;
    return 0;
}

static Value get_annotations(Value self)
{
    Function *f = self_function(self);
    if (f->annotations && tp_is_dict(f->annotations))
        return f->annotations;
    Dict *d = tp_dict_new();
    if (f->annotations) {
        Tuple *pairs = tp_as_tuple(f->annotations);
        for (int64_t i = 0; i + 1 < pairs->length; i += 2)
            tp_dict_set(d, pairs->items[i], pairs->items[i + 1]);
    }
    return f->annotations = tp_ref(d);
}

static int set_annotations(Value self, Value value)
{
    if (value && value != TP_NONE && !tp_is_dict(value))
        return tp_raise_int(&tp_TypeError, "__annotations__ must be set to a dict object");
    self_function(self)->annotations = value && value != TP_NONE ? value : 0;
    return 0;
}

Dict *tp_function_builtins(Function *f)
{
    if (!f->builtins)
        f->builtins = tp_builtins_of(f->globals);
    return f->builtins;
}

static Value get_builtins(Value self)
{
    Function *f = self_function(self);
    return tp_builtins_object(f->globals, tp_function_builtins(f));
}

static Value get_closure(Value self)
{
    Function *f = self_function(self);
    int n = f->code->nfreevars;
    return n && f->closure ? tp_tuple_of(n, f->closure) : TP_NONE;
}

static Value get_function_dict(Value self)
{
    Function *f = self_function(self);
    if (!f->dict)
        f->dict = tp_dict_new();
    return tp_ref(f->dict);
}

static int set_function_dict(Value self, Value value)
{
    if (!value)
        return tp_raise_int(&tp_TypeError, "cannot delete __dict__");
    if (!tp_is_dict(value))
        return tp_raise_int(&tp_TypeError, "__dict__ must be set to a dictionary, not a '%T'",
                            value);
    self_function(self)->dict = tp_as_dict(value);
    return 0;
}

static const GetSetDef function_getset[] = {
    {"__code__", get_code, set_function_code, 0},
    {"__defaults__", get_defaults, set_defaults, 0},
    {"__kwdefaults__", get_kwdefaults, set_kwdefaults, 0},
    {"__annotations__", get_annotations, set_annotations, 0},
    {"__dict__", get_function_dict, set_function_dict, 0},
    {"__name__", get_name, set_name, 0},
    {"__qualname__", get_qualname, set_qualname, 0},
    {"__doc__", get_doc, set_doc, 0},
    {"__module__", get_module, set_module, 0},
    {"__builtins__", get_builtins, tp_set_readonly, 0},
    {"__closure__", get_closure, tp_set_readonly, 0},
    {0, 0, 0, 0}
};

static const MemberDef function_members[] = {
    {"__globals__", offsetof(Function, globals), true, 0},
    {0, 0, 0, 0}
};

static Value function_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type;
    Value a[5];
    if (TP_ARGS("function", "(code, globals, name=None, argdefs=None, closure=None)", a) < 0)
        return 0;
    if (!tp_is_exact(a[0], &tp_code_type))
        return tp_raise(&tp_TypeError, "function() argument 'code' must be code, not %T", a[0]);
    if (!tp_is_dict(a[1]))
        return tp_raise(&tp_TypeError, "function() argument 'globals' must be dict, not %T", a[1]);
    if (a[2] && a[2] != TP_NONE && !tp_is_str(a[2]))
        return tp_raise(&tp_TypeError, "arg 3 (name) must be None or string");
    if (a[3] && a[3] != TP_NONE && !tp_is_tuple(a[3]))
        return tp_raise(&tp_TypeError, "arg 4 (defaults) must be None or tuple");
    Code *code = (Code *)tp_obj(a[0]);
    bool has_closure = a[4] && a[4] != TP_NONE;
    if (has_closure && !tp_is_tuple(a[4]))
        return tp_raise(&tp_TypeError, "arg 5 (closure) must be None or tuple");
    if (!has_closure && code->nfreevars)
        return tp_raise(&tp_TypeError, "arg 5 (closure) must be tuple");
    int64_t ncells = has_closure ? tp_as_tuple(a[4])->length : 0;
    if (ncells != code->nfreevars)
        return tp_raise(&tp_ValueError, "%U requires closure of length %d, not %zd", code->name,
                        code->nfreevars, (size_t)ncells);
    Value *closure = 0;
    if (ncells) {
        closure = tp_heap_alloc((size_t)ncells * sizeof(Value));
        for (int64_t i = 0; i < ncells; i++) {
            closure[i] = tp_as_tuple(a[4])->items[i];
            if (!tp_is_exact(closure[i], &tp_cell_type))
                return tp_raise(&tp_TypeError, "arg 5 (closure) expected cell, found %T",
                                closure[i]);
        }
    }
    Tuple *defaults = a[3] && a[3] != TP_NONE ? tp_as_tuple(a[3]) : 0;
    Value f = tp_function_new(code, tp_as_dict(a[1]), 0, defaults, 0, 0, closure);
    if (f && a[2] && a[2] != TP_NONE)
        self_function(f)->name = a[2];
    return f;
}

Type tp_function_type = {
    .name = "function",
    .basic_size = sizeof(Function),
    .flags = TYPE_METHOD_LIKE,
    .dict_offset = offsetof(Function, dict),
    .weakref_offset = 1,
    .doc = "Create a function object.",
    .repr = function_repr,
    .call = tp_function_call,
    .get = function_get,
    .new_ = function_new,
    .getset = function_getset,
    .members = function_members,
};

/* ---- functions written in C ---- */

static void read_signature(Builtin *b)
{
    Signature *s = tp_signature_parse(b->def->signature ? b->def->signature : "(*args, **kwargs)");
    s->is_parsed = b->def->flags & METHOD_IS_PARSED;
    b->signature = s;
    bool is_simple = !b->def->raw && s->varargs < 0 && s->kwargs < 0;
    for (int i = s->npositional; i < s->nparams; i++)
        is_simple &= !s->is_required[i];
    b->min_args = is_simple ? s->nrequired : -1;
    b->max_args = is_simple ? s->npositional : -1;
    b->nexact = is_simple && s->nparams == s->npositional ? s->nparams : -1;
}

Value tp_builtin_new(const MethodDef *def, Value self, Type *owner, Value module)
{
    Builtin *b = tp_heap_small(sizeof(Builtin));
    b->head.type = &tp_builtin_type;
    b->def = def;
    b->self = self;
    b->owner = owner;
    b->module = module;
    b->min_args = b->max_args = b->nexact = -1;
    b->name = tp_intern_cstr(def->name);
    return tp_ref(b);
}

/* The class in the qualified name: that of the bound object, else the one that has the method. */
static Type *qualifying_type(const Builtin *b)
{
    bool is_bound = b->head.type == &tp_builtin_type && b->self &&
                    !tp_is_exact(b->self, &tp_module_type);
    if (!is_bound)
        return b->owner;
    return tp_has_flag(b->self, TYPE_IS_TYPE) ? (Type *)tp_obj(b->self) : tp_type_of(b->self);
}

/* "list.append", "math.sqrt", "len": how CPython calls a function in some messages. */
static const char *qualified_name(const Builtin *b)
{
    if (qualifying_type(b))
        return tp_str_to_c(tp_str_format_c("%U.%U", qualifying_type(b)->qualname, b->name));
    if (b->module && tp_is_str(b->module) && !tp_str_equal_cstr(b->module, "builtins"))
        return tp_str_to_c(tp_str_format_c("%U.%U", b->module, b->name));
    return b->def->name;
}

static Value call_bound(const Builtin *b, Value self, int nargs, const Value *args, Tuple *kwnames)
{
    const Signature *s = b->signature;
    const char *name = b->def->name;
    int nkw = kwnames ? (int)kwnames->length : 0;
    bool is_positional = s->varargs < 0 && s->kwargs < 0 && s->nposonly == s->nparams;
    if (is_positional && s->nparams == 0 && (nargs || nkw)) {
        if (nkw)
            return tp_raise(&tp_TypeError, "%s() takes no keyword arguments", qualified_name(b));
        return tp_raise(&tp_TypeError, "%s() takes no arguments (%d given)", qualified_name(b),
                        nargs);
    }
    if (nkw && s->nposonly == s->npositional && s->kwargs < 0 &&
        s->nparams == s->npositional + (s->varargs >= 0))
        return tp_raise(&tp_TypeError, "%s() takes no keyword arguments", qualified_name(b));
    if (is_positional && !s->is_parsed && s->nparams == 1 && s->nrequired == 1 && nargs != 1)
        return tp_raise(&tp_TypeError, "%s() takes exactly one argument (%d given)",
                        qualified_name(b), nargs);
    Value small[16];
    Value *out = s->nparams <= 16 ? small : tp_heap_alloc((size_t)s->nparams * sizeof(Value));
    if (tp_args_bind(s, name, nargs, args, kwnames, out) < 0)
        return 0;
    return b->def->fn(self, out);
}

Value tp_builtin_call(const Builtin *b, Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (b->def->raw)
        return b->def->raw(self, nargs, args, kwnames && kwnames->length ? kwnames : 0);
    if (!b->signature)
        read_signature((Builtin *)b);
    if (nargs >= b->min_args && nargs <= b->max_args && (!kwnames || kwnames->length == 0)) {
        int n = b->signature->nparams;
        Value padded[16];
        if (n == nargs)
            return b->def->fn(self, (Value *)args);
        if (n <= 16) {
            int i = 0;
            for (; i < nargs; i++)
                padded[i] = args[i];
            for (; i < n; i++)
                padded[i] = 0;
            return b->def->fn(self, padded);
        }
    }
    return call_bound(b, self, nargs, args, kwnames);
}

static Value builtin_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Builtin *b = (Builtin *)tp_obj(self);
    return tp_builtin_call(b, b->self, nargs, args, kwnames);
}

Value tp_builtin_bind(Builtin *b, Value self)
{
    if (!b->signature && !b->def->raw)
        read_signature(b);
    Builtin *bound = tp_heap_small(sizeof(Builtin));
    *bound = *b;
    bound->head.type = &tp_builtin_type;
    bound->self = self;
    return tp_ref(bound);
}

static Value builtin_repr(Value self)
{
    Builtin *b = (Builtin *)tp_obj(self);
    if (!b->self || tp_is_exact(b->self, &tp_module_type))
        return tp_str_format_c("<built-in function %U>", b->name);
    return tp_str_format_c("<built-in method %U of %T object at 0x%lx>", b->name, b->self,
                           (unsigned long)b->self);
}

static Value builtin_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_is_exact(other, &tp_builtin_type))
        return TP_NOTIMPLEMENTED;
    Builtin *a = (Builtin *)tp_obj(self), *b = (Builtin *)tp_obj(other);
    return tp_bool((a->def == b->def && a->self == b->self) == (op == TP_EQ));
}

static int64_t builtin_hash(Value self)
{
    Builtin *b = (Builtin *)tp_obj(self);
    int64_t h = (int64_t)(((uintptr_t)b->def >> 4) ^ (b->self * 31));
    return h == -1 ? -2 : h;
}

static Value builtin_name(Value self)
{
    return ((Builtin *)tp_obj(self))->name;
}

static Value builtin_qualname(Value self)
{
    Builtin *b = (Builtin *)tp_obj(self);
    Type *type = qualifying_type(b);
    return type ? tp_str_format_c("%U.%U", type->qualname, b->name) : b->name;
}

static Value builtin_module(Value self)
{
    Builtin *b = (Builtin *)tp_obj(self);
    return b->module ? b->module : TP_NONE;
}

static int builtin_set_module(Value self, Value value)
{
    ((Builtin *)tp_obj(self))->module = value;
    return 0;
}

static Value builtin_self(Value self)
{
    Builtin *b = (Builtin *)tp_obj(self);
    return b->self ? b->self : TP_NONE;
}

static Value text_or_none(const char *text)
{
    return text ? tp_str_cstr(text) : TP_NONE;
}

static Value builtin_doc(Value self)
{
    return text_or_none(((Builtin *)tp_obj(self))->def->doc);
}

/* With $self in front, as inspect reads it. */
static Value builtin_text_signature(Value self)
{
    Builtin *b = (Builtin *)tp_obj(self);
    const char *s = b->def->signature;
    if (!s || *s != '(')
        return text_or_none(s);
    const char *first = !b->owner                         ? "$module"
                        : b->def->flags & METHOD_IS_CLASS ? "$type" : "$self";
    if (s[1] == ')')
        return tp_str_format_c("(%s, /)", first);
    /* A slash of its own makes all before it positional-only, self included. */
    bool has_slash = strstr(s, "/,") || strstr(s, "/)");
    return tp_str_format_c("(%s%s %s", first, has_slash ? "," : ", /,", s + 1);
}

static Value builtin_reduce(Value self, Value *args)
{
    (void)args;
    Builtin *b = (Builtin *)tp_obj(self);
    if (!b->self || tp_is_exact(b->self, &tp_module_type))
        return b->name;
    return tp_reduce_as_attribute(b->self, b->name);
}

static const GetSetDef builtin_getset[] = {
    {"__name__", builtin_name, 0, 0},
    {"__qualname__", builtin_qualname, 0, 0},
    {"__module__", builtin_module, builtin_set_module, 0},
    {"__self__", builtin_self, 0, 0},
    {"__doc__", builtin_doc, 0, 0},
    {"__text_signature__", builtin_text_signature, 0, 0},
    {0, 0, 0, 0}
};

static const MethodDef builtin_methods[] = {
    METHOD("__reduce__", builtin_reduce, "()", 0),
    METHOD_END
};

Type tp_builtin_type = {
    .name = "builtin_function_or_method",
    .basic_size = sizeof(Builtin),
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .repr = builtin_repr,
    .call = builtin_call,
    .compare = builtin_compare,
    .hash = builtin_hash,
    .getset = builtin_getset,
    .methods = builtin_methods,
};

/* ---- method descriptors: what stands in the dict of a builtin type ---- */

static Value method_descriptor_get(Value self, Value object, Value type)
{
    Builtin *b = (Builtin *)tp_obj(self);
    if (!object)
        return self;
    if (!tp_subtype(tp_type_of(object), b->owner))
        return tp_raise(&tp_TypeError,
                        "descriptor '%U' for '%s' objects doesn't apply to a '%T' object", b->name,
                        b->owner->name, object);
    (void)type;
    return tp_builtin_bind(b, object);
}

static Value method_descriptor_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Builtin *b = (Builtin *)tp_obj(self);
    if (nargs < 1)
        return tp_raise(&tp_TypeError, "unbound method %U.%U() needs an argument",
                        b->owner->qualname, b->name);
    if (!tp_subtype(tp_type_of(args[0]), b->owner))
        return tp_raise(&tp_TypeError,
                        "descriptor '%U' for '%s' objects doesn't apply to a '%T' object", b->name,
                        b->owner->name, args[0]);
    return tp_builtin_call(b, args[0], nargs - 1, args + 1, kwnames);
}

static Value method_descriptor_repr(Value self)
{
    Builtin *b = (Builtin *)tp_obj(self);
    return tp_str_format_c("<method '%U' of '%s' objects>", b->name, b->owner->name);
}

static Value descriptor_owner(Value self)
{
    return tp_ref(((Builtin *)tp_obj(self))->owner);
}

static Value descriptor_reduce(Value self, Value *args)
{
    (void)args;
    Builtin *b = (Builtin *)tp_obj(self);
    return tp_reduce_as_attribute(tp_ref(b->owner), b->name);
}

static const GetSetDef method_descriptor_getset[] = {
    {"__name__", builtin_name, tp_set_readonly, 0},
    {"__qualname__", builtin_qualname, 0, 0},
    {"__objclass__", descriptor_owner, tp_set_readonly, 0},
    {"__doc__", builtin_doc, 0, 0},
    {"__text_signature__", builtin_text_signature, 0, 0},
    {0, 0, 0, 0}
};

static const MethodDef method_descriptor_methods[] = {
    METHOD("__reduce__", descriptor_reduce, "()", 0),
    METHOD_END
};

Type tp_method_descriptor_type = {
    .name = "method_descriptor",
    .basic_size = sizeof(Builtin),
    .flags = TYPE_METHOD_LIKE,
    .getattribute = tp_generic_getattr,
    .repr = method_descriptor_repr,
    .call = method_descriptor_call,
    .get = method_descriptor_get,
    .getset = method_descriptor_getset,
    .methods = method_descriptor_methods,
};

static Value classmethod_descriptor_get(Value self, Value object, Value type)
{
    Builtin *b = (Builtin *)tp_obj(self);
    if (!type)
        type = tp_ref(tp_type_of(object));
    if (!tp_has_flag(type, TYPE_IS_TYPE))
        return tp_raise(&tp_TypeError, "descriptor '%U' for type '%s' needs a type, not a '%T' as "
                                       "arg 2", b->name, b->owner->name, type);
    if (!tp_subtype((Type *)tp_obj(type), b->owner))
        return tp_raise(&tp_TypeError,
                        "descriptor '%U' requires a subtype of '%s' but received '%s'", b->name,
                        b->owner->name, ((Type *)tp_obj(type))->name);
    return tp_builtin_bind(b, type);
}

static Value classmethod_descriptor_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Builtin *b = (Builtin *)tp_obj(self);
    if (nargs < 1)
        return tp_raise(&tp_TypeError, "descriptor '%U' of '%s' object needs an argument", b->name,
                        b->owner->name);
    Value bound = classmethod_descriptor_get(self, 0, args[0]);
    return bound ? tp_call(bound, nargs - 1, args + 1, kwnames) : 0;
}

Type tp_classmethod_descriptor_type = {
    .name = "classmethod_descriptor",
    .basic_size = sizeof(Builtin),
    .getattribute = tp_generic_getattr,
    .repr = method_descriptor_repr,
    .call = classmethod_descriptor_call,
    .get = classmethod_descriptor_get,
    .getset = method_descriptor_getset,
};

/* ---- bound methods ---- */

Value tp_method_new(Value function, Value self)
{
    Method *m = tp_heap_small(sizeof(Method));
    m->head.type = &tp_method_type;
    m->function = function;
    m->self = self;
    return tp_ref(m);
}

static Value method_call(Value callee, int nargs, const Value *args, Tuple *kwnames)
{
    Method *m = (Method *)tp_obj(callee);
    int total = nargs + (kwnames ? (int)kwnames->length : 0);
    Value small[16];
    Value *all = total < 16 ? small : tp_heap_alloc((size_t)(total + 1) * sizeof(Value));
    all[0] = m->self;
    for (int i = 0; i < total; i++)
        all[i + 1] = args[i];
    return tp_call(m->function, nargs + 1, all, kwnames);
}

static Value method_repr(Value self)
{
    Method *m = (Method *)tp_obj(self);
    Value name = tp_getattr_or_null(m->function, TP_NAME(__qualname__), 0);
    if (!name && !tp_error_pending())
        name = tp_getattr_or_null(m->function, TP_NAME(__name__), 0);
    if (tp_error_pending())
        return 0;
    if (!name || !tp_is_str(name))
        name = tp_str_cstr("?");
    Value object = tp_repr(m->self);
    return object ? tp_str_format_c("<bound method %U of %U>", name, object) : 0;
}

static Value method_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_is_exact(other, &tp_method_type))
        return TP_NOTIMPLEMENTED;
    Method *a = (Method *)tp_obj(self), *b = (Method *)tp_obj(other);
    int is_equal = tp_equal(a->function, b->function);
    if (is_equal < 0)
        return 0;
    return tp_bool((is_equal && a->self == b->self) == (op == TP_EQ));
}

static int64_t method_hash(Value self)
{
    Method *m = (Method *)tp_obj(self);
    int64_t f = tp_hash(m->function);
    if (f == -1)
        return -1;
    int64_t h = tp_object_hash(m->self) ^ f;
    return h == -1 ? -2 : h;
}

static Value method_getattribute(Value self, Value name)
{
    Value found = tp_type_lookup(&tp_method_type, name);
    if (found) {
        GetFn get = tp_type_of(found)->get;
        return get ? get(found, self, tp_ref(&tp_method_type)) : found;
    }
    return tp_getattr(((Method *)tp_obj(self))->function, name);
}

static Value method_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type;
    Value a[2];
    if (TP_ARGS("method", "(function, instance, /)", a) < 0)
        return 0;
    if (!tp_callable(a[0]))
        return tp_raise(&tp_TypeError, "first argument must be callable");
    if (a[1] == TP_NONE)
        return tp_raise(&tp_TypeError, "instance must not be None");
    return tp_method_new(a[0], a[1]);
}

static Value method_doc(Value self)
{
    Value doc = tp_getattr_or_null(((Method *)tp_obj(self))->function, TP_NAME(__doc__), 0);
    return doc || tp_error_pending() ? doc : TP_NONE;
}

static Value method_reduce(Value self, Value *args)
{
    (void)args;
    Method *m = (Method *)tp_obj(self);
    Value name = tp_getattr_cstr(m->function, "__name__");
    return name ? tp_reduce_as_attribute(m->self, name) : 0;
}

static const GetSetDef method_getset[] = {
    {"__doc__", method_doc, 0, 0},
    {0, 0, 0, 0}
};

static const MemberDef method_members[] = {
    {"__func__", offsetof(Method, function), true,
     "the function (or other callable) implementing a method"},
    {"__self__", offsetof(Method, self), true, "the instance to which a method is bound"},
    {0, 0, 0, 0}
};

static const MethodDef method_methods[] = {
    METHOD("__reduce__", method_reduce, "()", 0),
    METHOD_END
};

Type tp_method_type = {
    .name = "method",
    .basic_size = sizeof(Method),
    .weakref_offset = 1,
    .setattr = tp_generic_setattr,
    .doc = "Create a bound instance method object.",
    .repr = method_repr,
    .call = method_call,
    .compare = method_compare,
    .hash = method_hash,
    .getattribute = method_getattribute,
    .new_ = method_new,
    .getset = method_getset,
    .methods = method_methods,
    .members = method_members,
};

/* ---- cells ---- */

Value tp_cell_new(Value value)
{
    Cell *cell = tp_heap_small(sizeof(Cell));
    cell->head.type = &tp_cell_type;
    cell->value = value;
    return tp_ref(cell);
}

static Value cell_repr(Value self)
{
    Value v = ((Cell *)tp_obj(self))->value;
    if (!v)
        return tp_str_format_c("<cell at 0x%lx: empty>", (unsigned long)self);
    return tp_str_format_c("<cell at 0x%lx: %T object at 0x%lx>", (unsigned long)self, v,
                           (unsigned long)v);
}

static Value cell_compare(Value self, Value other, int op)
{
    if (!tp_is_exact(other, &tp_cell_type))
        return TP_NOTIMPLEMENTED;
    Value a = ((Cell *)tp_obj(self))->value, b = ((Cell *)tp_obj(other))->value;
    if (a && b)
        return tp_compare(a, b, op);
    return tp_compare(tp_small(a != 0), tp_small(b != 0), op);
}

static Value cell_contents(Value self)
{
    Value v = ((Cell *)tp_obj(self))->value;
    return v ? v : tp_raise(&tp_ValueError, "Cell is empty");
}

static int cell_set_contents(Value self, Value value)
{
    ((Cell *)tp_obj(self))->value = value;
    return 0;
}

static Value cell_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type;
    Value a[1];
    return TP_ARGS("cell", "(contents=None, /)", a) < 0 ? 0 : tp_cell_new(a[0]);
}

static const GetSetDef cell_getset[] = {
    {"cell_contents", cell_contents, cell_set_contents, 0},
    {0, 0, 0, 0}
};

Type tp_cell_type = {
    .name = "cell",
    .basic_size = sizeof(Cell),
    .getattribute = tp_generic_getattr,
    .repr = cell_repr,
    .compare = cell_compare,
    .new_ = cell_new,
    .getset = cell_getset,
};
