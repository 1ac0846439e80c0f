/* invoke.c -- method calls of emitted C.
 *
 * v.name(args) is two steps: the method is found through the site's inline cache (attrcache.c),
 * then called with v in front of the arguments. No bound method is made. Functions of Python are
 * entered straight, methods written in C get their arguments where they lie.
 */
#define TP_NO_FAST
#include "runtime/tp.h"

#include "runtime/heap.h"
#include "runtime/type.h"

/* The rest of a function whose usual way then saves no registers. */
#define SELDOM __attribute__((noinline)) static

/* The C function of a method that may be called with nargs arguments and has few parameters, or 0:
 * what else there is goes through tp_builtin_call. */
static inline BuiltinFn fitting_builtin(Value method, int nargs)
{
    if (!tp_is_exact(method, &tp_method_descriptor_type))
        return 0;
    const Builtin *b = (Builtin *)tp_obj(method);
    bool fits = nargs >= b->min_args && nargs <= b->max_args &&
                b->signature->nparams <= TP_METHOD_ROOM;
    return fits ? b->def->fn : 0;
}

static inline Function *exact_function(Value method, int arity)
{
    if (!tp_is_exact(method, &tp_function_type))
        return 0;
    Function *f = (Function *)tp_obj(method);
    return f->arity == arity ? f : 0;
}

/* args[0] is self. */
static Value call_with_self(Value method, int nargs, const Value *args, Tuple *kwnames)
{
    if (tp_is_exact(method, &tp_method_descriptor_type))
        return tp_builtin_call((Builtin *)tp_obj(method), args[0], nargs, args + 1, kwnames);
    if (tp_is_exact(method, &tp_wrapper_descriptor_type)) {
        const WrapperDescriptor *w = (WrapperDescriptor *)tp_obj(method);
        if (w->row == ROW_init && tp_subtype(tp_type_of(args[0]), w->owner)) /* of super() */
            return ((InitFn)w->fn)(args[0], nargs, args + 1, kwnames) < 0 ? 0 : TP_NONE;
    }
    return tp_call(method, nargs + 1, args, kwnames);
}

/* The method of v if the site has seen its shape before, else 0. It changes places with what the
 * site saw last. Of objects that have no shape the second word is none of those seen, or 0 as that
 * of an entry not in use. */
static inline Function *seen_method(Value v, AttrCache *site)
{
    MethodsSeen *seen = site->seen;
    if (!seen || !tp_is_ptr(v))
        return 0;
    Shape *shape = ((Instance *)tp_obj(v))->shape;
    int i = 0;
    while (seen->shapes[i] != shape)
        if (++i == 4)
            return 0;
    Function *method = seen->methods[i];
    if (!method)
        return 0;
    seen->shapes[i] = site->shape;
    seen->methods[i] = site->of.method;
    site->shape = shape;
    return site->of.method = method;
}

/* The same where it may also be the one seen last, but does not take the arguments just so. */
static inline Function *known_method(Value v, AttrCache *site)
{
    Function *f = seen_method(v, site);
    return f ? f : tp_cached_method(v, site);
}

/* Find the method for a site that hands nargs arguments to it (-1: that calls it later). Where the
 * type of v alone says what it is, emitted code needs nothing of this from now on. */
static inline Value find_method(Value v, Value name, AttrCache *site, int nargs, Value *self)
{
    Value method = tp_method_cached(v, name, site, self);
    const AttrPlace *place = &site->place;
    if (!*self || place->kind != CACHE_METHOD || place->value != method || !tp_is_ptr(v))
        return method;
    Type *type = tp_ptr_type(v);
    if (place->key != type || type->flags & TYPE_SHAPED || type->dict_offset)
        return method;
    site->bare = type;
    site->bare_method = method;
    site->builtin = nargs < 0 ? 0 : fitting_builtin(method, nargs);
    return method;
}

Value tp_load_method(Value v, const Value *name, AttrCache *cache, Value *self)
{
    Function *f = seen_method(v, cache);
    *self = v;
    return f ? tp_ref(f) : find_method(v, *name, cache, -1, self);
}

Value tp_invoke0(Value method, Value self)
{
    if (!self)
        return tp_call0(method);
    Function *f = exact_function(method, 1);
    if (f)
        return ((Value (*)(Function *, Value))f->entry)(f, self);
    BuiltinFn fn = fitting_builtin(method, 0);
    Value args[TP_METHOD_ROOM] = {0};
    return fn ? fn(self, args) : call_with_self(method, 0, &self, 0);
}

Value tp_invoke1(Value method, Value self, Value a)
{
    if (!self)
        return tp_call1(method, a);
    Function *f = exact_function(method, 2);
    if (f)
        return ((Value (*)(Function *, Value, Value))f->entry)(f, self, a);
    BuiltinFn fn = fitting_builtin(method, 1);
    Value args[1 + TP_METHOD_ROOM] = {self, a};
    return fn ? fn(self, args + 1) : call_with_self(method, 1, args, 0);
}

Value tp_invoke2(Value method, Value self, Value a, Value b)
{
    if (!self)
        return tp_call2(method, a, b);
    Function *f = exact_function(method, 3);
    if (f)
        return ((Value (*)(Function *, Value, Value, Value))f->entry)(f, self, a, b);
    BuiltinFn fn = fitting_builtin(method, 2);
    Value args[1 + TP_METHOD_ROOM] = {self, a, b};
    return fn ? fn(self, args + 1) : call_with_self(method, 2, args, 0);
}

/* args[0] is self or 0, the nargs arguments follow (then those of kwnames). */
Value tp_invoken(Value method, int nargs, Value *args, Tuple *kwnames)
{
    return args[0] ? call_with_self(method, nargs, args, kwnames)
                   : tp_call(method, nargs, args + 1, kwnames);
}

Value tp_invoke_append(Value method, Value self, Value item)
{
    return tp_invoke1(method, self, item);
}

SELDOM Value method0_elsewhere(Value v, Value name, AttrCache *cache)
{
    Value self, method = find_method(v, name, cache, 0, &self);
    return method ? tp_invoke0(method, self) : 0;
}

Value tp_method0(Value v, const Value *name, AttrCache *cache)
{
    Function *f = known_method(v, cache);
    if (f) {
        if (f->arity == 1)
            return ((Value (*)(Function *, Value))f->entry)(f, v);
        return tp_function_fill(f, 1, &v);
    }
    return method0_elsewhere(v, *name, cache);
}

SELDOM Value method1_elsewhere(Value v, Value name, Value a, AttrCache *cache)
{
    Value self, method = find_method(v, name, cache, 1, &self);
    return method ? tp_invoke1(method, self, a) : 0;
}

Value tp_method1(Value v, const Value *name, Value a, AttrCache *cache)
{
    Function *f = known_method(v, cache);
    if (f) {
        if (f->arity == 2)
            return ((Value (*)(Function *, Value, Value))f->entry)(f, v, a);
        return tp_function_fill(f, 2, (Value[]){v, a});
    }
    return method1_elsewhere(v, *name, a, cache);
}

SELDOM Value method2_elsewhere(Value v, Value name, Value a, Value b, AttrCache *cache)
{
    Value self, method = find_method(v, name, cache, 2, &self);
    return method ? tp_invoke2(method, self, a, b) : 0;
}

Value tp_method2(Value v, const Value *name, Value a, Value b, AttrCache *cache)
{
    Function *f = known_method(v, cache);
    if (f) {
        if (f->arity == 3)
            return ((Value (*)(Function *, Value, Value, Value))f->entry)(f, v, a, b);
        return tp_function_fill(f, 3, (Value[]){v, a, b});
    }
    return method2_elsewhere(v, *name, a, b, cache);
}

/* args[0] is room for self. */
Value tp_methodn(Value v, Value name, int nargs, Value *args, Tuple *kwnames, AttrCache *cache)
{
    Function *f = known_method(v, cache);
    if (f) {
        args[0] = v;
        return kwnames                 ? tp_function_call(tp_ref(f), nargs + 1, args, kwnames)
               : f->arity == nargs + 1 ? tp_function_enter(f, args)
                                       : tp_function_fill(f, nargs + 1, args);
    }
    Value method = tp_method_cached(v, name, cache, args);
    return method ? tp_invoken(method, nargs, args, kwnames) : 0;
}

/* Make splitter that of v.split(separator, limit), if these are what they mostly are. */
static bool begin_split(Splitter *splitter, Value v, Value separator, Value limit)
{
    if (separator == TP_NONE)
        separator = 0;
    if (!tp_is_exact(v, &tp_str_type) || (limit && !tp_is_small(limit)) ||
        (separator && (!tp_is_exact(separator, &tp_str_type) || !tp_as_str(separator)->length)))
        return false;
    splitter->head.type = &tp_splitter_type;
    splitter->text = v;
    splitter->separator = separator;
    splitter->position = 0;
    splitter->limit = limit ? tp_small_value(limit) : -1;
    return true;
}

static Value split_method(Value v, const Value *name, Value separator, Value limit,
                          AttrCache *cache)
{
    return limit       ? tp_method2(v, name, separator, limit, cache)
           : separator ? tp_method1(v, name, separator, cache)
                       : tp_method0(v, name, cache);
}

/* v.split(separator, limit), either may be 0, where all that is done with the result is to go over
 * it: what str gives then is no list but makes its parts when they are asked for. */
Value tp_split(Value v, const Value *name, Value separator, Value limit, AttrCache *cache)
{
    Splitter splitter;
    if (!begin_split(&splitter, v, separator, limit))
        return split_method(v, name, separator, limit, cache);
    Splitter *made = tp_heap_alloc(sizeof *made);
    *made = splitter;
    return tp_ref(made);
}

/* The same where this is the next that is done: tp_unpack leaves the object to the next call. */
Value tp_split_once(Value v, const Value *name, Value separator, Value limit, AttrCache *cache)
{
    static Splitter splitter;
    return begin_split(&splitter, v, separator, limit)
               ? tp_ref(&splitter)
               : split_method(v, name, separator, limit, cache);
}
