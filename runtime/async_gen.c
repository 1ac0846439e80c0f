/* async_gen.c -- asynchronous generators.
 *
 * An asynchronous generator is a Generator whose body yields two kinds of things: what its awaits
 * pass up to the event loop, as it is, and its own values, wrapped (tp_async_wrap), so that the two
 * can be told apart. __anext__(), asend(), athrow() and aclose() give awaitables; sending into one
 * runs the body until it yields a wrapped value: then the awaitable is done and returns that.
 * Start at settle.
 */
#define TP_NO_FAST
#include "runtime/tp.h"

#include "error.h"
#include "gen.h"
#include "heap.h"
#include "str.h"

enum AwaitableState { AWAIT_NEW, AWAIT_RUNNING, AWAIT_DONE };

/* What asend() and __anext__() give; and, with its own type, athrow() and aclose(). */
typedef struct AsyncStep {
    Object head;
    Generator *generator;
    Value sent;                /* asend: the value; athrow: tuple of its arguments; aclose: 0 */
    enum AwaitableState state;
} AsyncStep;

typedef struct Wrapped {
    Object head;
    Value value;
} Wrapped;

Value tp_asyncgen_hooks[2];

static AsyncStep *step(Value v)
{
    return (AsyncStep *)tp_obj(v);
}

static bool is_wrapped(Value v)
{
    return tp_is_exact(v, &tp_async_generator_wrapped_type);
}

Value tp_async_wrap(Value v)
{
    Wrapped *w = tp_heap_small(sizeof *w);
    w->head.type = &tp_async_generator_wrapped_type;
    w->value = v;
    return tp_ref(w);
}

static Value raise_stop_async(void)
{
    return tp_raise_stmt(tp_ref(&tp_StopAsyncIteration), 0);
}

/* ---- running ---- */

/* What came of running the body: GEN_YIELD: v goes up to the event loop; GEN_RETURN: the generator
 * yielded *result; GEN_ERROR: its end, or an exception. */
static enum GenStatus settle(Generator *g, Value v, Value *result)
{
    if (v && g->resume == GEN_FINISHED)
        v = raise_stop_async();
    if (v && !is_wrapped(v)) {
        *result = v;
        return GEN_YIELD;
    }
    g->flags &= ~GEN_IN_STEP;
    if (v) {
        *result = ((Wrapped *)tp_obj(v))->value;
        return GEN_RETURN;
    }
    if (tp_error_is(&tp_StopAsyncIteration) || tp_error_is(&tp_GeneratorExit))
        g->flags |= GEN_CLOSED;
    return GEN_ERROR;
}

static enum GenStatus finish(AsyncStep *s, enum GenStatus status)
{
    if (status != GEN_YIELD)
        s->state = AWAIT_DONE;
    return status;
}

static Value send_into(Generator *g, Value sent)
{
    if (g->resume == GEN_FINISHED)
        return raise_stop_async();
    return tp_gen_run_sent(g, sent);
}

enum GenStatus tp_async_step(Value awaitable, Value sent, Value *result)
{
    AsyncStep *s = step(awaitable);
    Generator *g = s->generator;
    if (s->state == AWAIT_DONE) {
        tp_raise(&tp_RuntimeError, "cannot reuse already awaited __anext__()/asend()");
        return GEN_ERROR;
    }
    if (s->state == AWAIT_NEW) {
        if (g->flags & GEN_IN_STEP) {
            tp_raise(&tp_RuntimeError, "anext(): asynchronous generator is already running");
            return finish(s, GEN_ERROR);
        }
        if (sent == TP_NONE)
            sent = s->sent;
        s->state = AWAIT_RUNNING;
    }
    g->flags |= GEN_IN_STEP;
    return finish(s, settle(g, send_into(g, sent), result));
}

static const char *throw_name(const AsyncStep *s)
{
    return s->sent ? "athrow" : "aclose";
}

/* The same for athrow() and aclose(), after their exception has been thrown or something sent. */
static enum GenStatus settle_throw(AsyncStep *s, Value v, Value *result)
{
    Generator *g = s->generator;
    enum GenStatus status = settle(g, v, result);
    if (s->sent)
        return finish(s, status);
    if (status == GEN_RETURN) {
        tp_raise(&tp_RuntimeError, "async generator ignored GeneratorExit");
        return finish(s, GEN_ERROR);
    }
    if (status == GEN_ERROR &&
        (tp_error_is(&tp_StopAsyncIteration) || tp_error_is(&tp_GeneratorExit))) {
        tp_error_clear();
        *result = TP_NONE;
        status = GEN_RETURN;
    }
    return finish(s, status);
}

static Value throw_into_generator(Generator *g, const Value *args)
{
    g->flags |= GEN_THROWS_EXIT;
    Value v = tp_gen_throw(g, args[0], args[1], args[2]);
    g->flags &= ~GEN_THROWS_EXIT;
    return v;
}

static enum GenStatus throw_step(AsyncStep *s, Value sent, Value *result)
{
    Generator *g = s->generator;
    if (s->state == AWAIT_DONE) {
        tp_raise(&tp_RuntimeError, "cannot reuse already awaited aclose()/athrow()");
        return GEN_ERROR;
    }
    if (g->resume == GEN_FINISHED) {
        *result = TP_NONE;
        return finish(s, GEN_RETURN);
    }
    if (s->state == AWAIT_RUNNING)
        return settle_throw(s, tp_gen_run(g, sent), result);
    if (g->flags & GEN_IN_STEP) {
        tp_raise(&tp_RuntimeError, "%s(): asynchronous generator is already running",
                 throw_name(s));
        return finish(s, GEN_ERROR);
    }
    if (g->flags & GEN_CLOSED) {
        raise_stop_async();
        return finish(s, GEN_ERROR);
    }
    if (sent != TP_NONE) {
        tp_raise(&tp_RuntimeError, "can't send non-None value to a just-started coroutine");
        return GEN_ERROR;
    }
    s->state = AWAIT_RUNNING;
    g->flags |= GEN_IN_STEP;
    if (s->sent)
        return settle_throw(s, throw_into_generator(g, tp_as_tuple(s->sent)->items), result);
    g->flags |= GEN_CLOSED;
    Value exit[3] = {tp_ref(&tp_GeneratorExit), 0, 0};
    return settle_throw(s, throw_into_generator(g, exit), result);
}

/* ---- the awaitables as iterators ---- */

/* How the methods give a status. */
static Value as_iterator(enum GenStatus status, Value v)
{
    return status == GEN_YIELD ? v : status == GEN_RETURN ? tp_raise_stop(v) : 0;
}

static Value self_iter(Value self)
{
    return self;
}

static Value asend_send(Value self, Value *args)
{
    Value v = 0;
    enum GenStatus status = tp_async_step(self, args[0], &v);
    return as_iterator(status, v);
}

static Value asend_next(Value self)
{
    Value none = TP_NONE;
    return asend_send(self, &none);
}

static Value asend_throw(Value self, Value *args)
{
    AsyncStep *s = step(self);
    if (s->state == AWAIT_DONE)
        return tp_raise(&tp_RuntimeError, "cannot reuse already awaited __anext__()/asend()");
    Value v = 0;
    enum GenStatus status = settle(s->generator,
                                   tp_gen_throw(s->generator, args[0], args[1], args[2]), &v);
    return as_iterator(finish(s, status), v);
}

static Value athrow_send(Value self, Value *args)
{
    Value v = 0;
    enum GenStatus status = throw_step(step(self), args[0], &v);
    return as_iterator(status, v);
}

static Value athrow_next(Value self)
{
    Value none = TP_NONE;
    return athrow_send(self, &none);
}

static Value athrow_throw(Value self, Value *args)
{
    AsyncStep *s = step(self);
    if (s->state == AWAIT_DONE)
        return tp_raise(&tp_RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    Value v = 0;
    enum AwaitableState state = s->state;
    enum GenStatus status =
        settle_throw(s, tp_gen_throw(s->generator, args[0], args[1], args[2]), &v);
    s->state = state; /* it may be awaited once more, whatever came of this */
    return as_iterator(status, v);
}

static Value step_close(Value self, Value *args)
{
    (void)args;
    step(self)->state = AWAIT_DONE;
    return TP_NONE;
}

#define SEND_DOC                                                                                  \
    "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."
#define THROW_DOC                                                                                 \
    "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next "        \
    "yielded value or raise\nStopIteration."
#define CLOSE_DOC "close() -> raise GeneratorExit inside generator."

static const MethodDef asend_methods[] = {
    METHOD("send", asend_send, "(arg, /)", SEND_DOC),
    METHOD("throw", asend_throw, "(typ, val=None, tb=None, /)", THROW_DOC),
    METHOD("close", step_close, "()", CLOSE_DOC),
    METHOD_END
};

Type tp_async_generator_asend_type = {
    .name = "async_generator_asend",
    .basic_size = sizeof(AsyncStep),
    .flags = TYPE_NO_NEW,
    .getattribute = tp_generic_getattr,
    .iter = self_iter,
    .next = asend_next,
    .await = self_iter,
    .methods = asend_methods,
};

static const MethodDef athrow_methods[] = {
    METHOD("send", athrow_send, "(arg, /)", SEND_DOC),
    METHOD("throw", athrow_throw, "(typ, val=None, tb=None, /)", THROW_DOC),
    METHOD("close", step_close, "()", CLOSE_DOC),
    METHOD_END
};

Type tp_async_generator_athrow_type = {
    .name = "async_generator_athrow",
    .basic_size = sizeof(AsyncStep),
    .flags = TYPE_NO_NEW,
    .getattribute = tp_generic_getattr,
    .iter = self_iter,
    .next = athrow_next,
    .await = self_iter,
    .methods = athrow_methods,
};

Type tp_async_generator_wrapped_type = {
    .name = "async_generator_wrapped_value",
    .basic_size = sizeof(Wrapped),
    .flags = TYPE_NO_NEW,
    .getattribute = tp_generic_getattr,
};

/* ---- the generator ---- */

/* An awaitable for g. The first one tells the event loop of g. */
static Value step_new(Value self, Type *type, Value sent)
{
    Generator *g = (Generator *)tp_obj(self);
    if (!(g->flags & GEN_HOOKED)) {
        g->flags |= GEN_HOOKED;
        g->extra = tp_asyncgen_hooks[1];
        if (tp_asyncgen_hooks[0] && !tp_call1(tp_asyncgen_hooks[0], self))
            return 0;
    }
    AsyncStep *s = tp_heap_object(type, 0);
    s->generator = g;
    s->sent = sent;
    return tp_ref(s);
}

Value tp_async_gen_anext(Value self)
{
    return step_new(self, &tp_async_generator_asend_type, TP_NONE);
}

static Value async_gen_asend(Value self, Value *args)
{
    return step_new(self, &tp_async_generator_asend_type, args[0]);
}

static Value async_gen_athrow(Value self, Value *args)
{
    return step_new(self, &tp_async_generator_athrow_type, tp_tuple_of(3, args));
}

static Value async_gen_aclose(Value self, Value *args)
{
    (void)args;
    return step_new(self, &tp_async_generator_athrow_type, 0);
}

bool tp_async_gen_finalize(Generator *g)
{
    if (!g->extra || g->flags & GEN_CLOSED)
        return false;
    if (!tp_call1(g->extra, tp_ref(g)))
        tp_error_unraisable(tp_ref(g));
    return true;
}

static Value get_in_step(Value self)
{
    return tp_bool(((Generator *)tp_obj(self))->flags & GEN_IN_STEP);
}

static Value class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static const MethodDef async_gen_methods[] = {
    METHOD("asend", async_gen_asend, "(value, /)", "asend(v) -> send 'v' in generator."),
    METHOD("athrow", async_gen_athrow, "(typ, val=None, tb=None, /)",
           "athrow(typ[,val[,tb]]) -> raise exception in generator."),
    METHOD("aclose", async_gen_aclose, "()",
           "aclose() -> raise GeneratorExit inside generator."),
    METHOD_CLASS("__class_getitem__", class_getitem, "(object, /)", "See PEP 585"),
    METHOD("__sizeof__", tp_object_sizeof, "()",
           "gen.__sizeof__() -> size of gen in memory, in bytes"),
    METHOD_END
};

static const GetSetDef async_gen_getset[] = {
    {"__name__", tp_gen_get_name, tp_gen_set_name, "name of the async generator"},
    {"__qualname__", tp_gen_get_qualname, tp_gen_set_qualname,
     "qualified name of the async generator"},
    {"ag_await", tp_gen_get_awaited, 0, "object being awaited on, or None"},
    {"ag_frame", tp_gen_get_frame, 0, 0},
    {"ag_running", get_in_step, tp_set_readonly, 0},
    {"ag_code", tp_gen_get_code, tp_set_readonly, 0},
    {0, 0, 0, 0}
};

Type tp_async_generator_type = {
    .name = "async_generator",
    .basic_size = sizeof(Generator),
    .flags = TYPE_NO_NEW,
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .repr = tp_gen_repr,
    .del = tp_gen_del,
    .aiter = self_iter,
    .anext = tp_async_gen_anext,
    .methods = async_gen_methods,
    .getset = async_gen_getset,
};

/* ---- anext(iterator, default) ---- */

typedef struct AnextDefault {
    Object head;
    Value awaitable;
    Value fallback;            /* what the end of the iterator gives */
} AnextDefault;

Value tp_anext_default(Value awaitable, Value fallback)
{
    AnextDefault *a = tp_heap_object(&tp_anext_awaitable_type, 0);
    a->awaitable = awaitable;
    a->fallback = fallback;
    return tp_ref(a);
}

/* The end of the asynchronous iterator becomes the result. */
static Value default_at_end(Value self, Value v)
{
    if (v || !tp_error_is(&tp_StopAsyncIteration))
        return v;
    tp_error_clear();
    return tp_raise_stop(((AnextDefault *)tp_obj(self))->fallback);
}

static Value anext_iterator(Value self)
{
    Value awaitable = ((AnextDefault *)tp_obj(self))->awaitable;
    Value iterator = tp_awaitable_iter(awaitable);
    if (!iterator && !tp_error_pending()) /* it says why not */
        return tp_awaitable(awaitable, 0);
    return iterator && tp_is_exact(iterator, &tp_coroutine_type)
               ? tp_coroutine_type.await(iterator)
               : iterator;
}

static Value anext_next(Value self)
{
    Value iterator = anext_iterator(self);
    return iterator ? default_at_end(self, tp_type_of(iterator)->next(iterator)) : 0;
}

static Value anext_call(Value self, Value name, int nargs, const Value *args)
{
    Value iterator = anext_iterator(self);
    return iterator ? default_at_end(self, tp_call_method(iterator, name, nargs, args, 0)) : 0;
}

static Value anext_send(Value self, Value *args)
{
    return anext_call(self, TP_NAME(send), 1, args);
}

static Value anext_throw(Value self, Value *args)
{
    int n = args[2] ? 3 : args[1] ? 2 : 1;
    return anext_call(self, TP_NAME(throw), n, args);
}

static Value anext_close(Value self, Value *args)
{
    return anext_call(self, TP_NAME(close), 0, args);
}

static const MethodDef anext_methods[] = {
    METHOD("send", anext_send, "(arg, /)",
           "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise "
           "StopIteration."),
    METHOD("throw", anext_throw, "(typ, val=None, tb=None, /)",
           "throw(typ[,val[,tb]]) -> raise exception in the wrapped iterator,\nreturn next yielded "
           "value or raise StopIteration."),
    METHOD("close", anext_close, "()", CLOSE_DOC),
    METHOD_END
};

Type tp_anext_awaitable_type = {
    .name = "anext_awaitable",
    .basic_size = sizeof(AnextDefault),
    .flags = TYPE_NO_NEW,
    .getattribute = tp_generic_getattr,
    .iter = self_iter,
    .next = anext_next,
    .await = self_iter,
    .methods = anext_methods,
};
