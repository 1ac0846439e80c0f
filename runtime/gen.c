/* gen.c -- generators: running a compiled body from yield to yield.
 *
 * A body is a C function that jumps to where it left off (see func.h). Here is what surrounds it:
 * linking its frame, exchanging the exception being handled, delegating, turning its end into
 * StopIteration, and throw and close. All of it serves coroutines (coroutine.c) and asynchronous
 * generators (async_gen.c) too. Start at tp_gen_run; run_plain is what most runs need of it.
 */
#include "error.h"
#include "frame.h"
#include "gen.h"
#include "heap.h"
#include "str.h"
#include "type.h"

static enum GenStatus throw_into(Value iterator, bool closes, Value *result);

const char *tp_gen_kind_name(const Generator *g)
{
    return g->kind == GEN_COROUTINE         ? "coroutine"
           : g->kind == GEN_ASYNC_GENERATOR ? "async generator"
                                            : "generator";
}

/* A generator with try blocks is closed when the collector finds it dead while suspended. */
static void finalize(void *object)
{
    Generator *g = object;
    bool is_unawaited = g->kind == GEN_COROUTINE && g->resume == GEN_NOT_STARTED;
    if (g->resume == GEN_FINISHED || tp_gen_is_running(g) ||
        (g->resume == GEN_NOT_STARTED && !is_unawaited))
        return;
    Value saved = tp_error_take();
    if (is_unawaited)
        tp_coroutine_warn_unawaited(g);
    else if (g->kind == GEN_ASYNC_GENERATOR && tp_async_gen_finalize(g))
        ;
    else if (!tp_gen_close(g))
        tp_error_unraisable(tp_ref(g));
    if (saved)
        tp_error_put(saved);
}

void tp_gen_del(Value self)
{
    finalize(tp_obj(self));
}

static bool has_handlers(const Code *code)
{
    return code->exceptiontable && ((Bytes *)tp_obj(code->exceptiontable))->length > 0;
}

bool tp_gen_makers_are_known = true;

static size_t generator_size(int nslots)
{
    return sizeof(Generator) + (size_t)nslots * sizeof(Value);
}

Generator *tp_generator_new(Function *f, ResumeFn body, int nslots)
{
    size_t size = generator_size(nslots);
    Generator *g = size <= TP_HEAP_SMALL ? tp_heap_small(size) : tp_heap_alloc(size);
    Code *code = f->code;
    g->head.type = &tp_generator_type;
    g->body = body;
    g->nslots = size <= TP_HEAP_SMALL ? nslots : UINT8_MAX;
    g->frame.code = code;
    g->frame.function = f;
    g->frame.globals = f->globals;
    g->name = f->name;
    g->qualname = f->qualname;
    if (code->flags & CO_COROUTINE) {
        g->head.type = &tp_coroutine_type;
        g->kind = GEN_COROUTINE;
        g->extra = tp_coroutine_origin();
    } else if (code->flags & CO_ASYNC_GENERATOR) {
        g->head.type = &tp_async_generator_type;
        g->kind = GEN_ASYNC_GENERATOR;
    }
    bool handles = has_handlers(code);
    if (handles || g->kind != GEN_GENERATOR)
        g->busy = GEN_NOT_PLAIN;
    if (handles || g->kind == GEN_COROUTINE)
        tp_heap_exit_finalizer(g, finalize);
    return g;
}

/* StopIteration must not leave a generator as an error: it would end the loop around it. */
static void convert_stop_iteration(Generator *g)
{
    bool is_async_stop = g->kind == GEN_ASYNC_GENERATOR && tp_error_is(&tp_StopAsyncIteration);
    if (!is_async_stop && !tp_error_is(&tp_StopIteration))
        return;
    Value stop = tp_error_take();
    if (tp_has_odd_class(stop))
        stop = tp_exc_normalize(tp_type_of(stop), stop);
    Value error = tp_exc_new(&tp_RuntimeError,
                             tp_str_format_c("%s raised Stop%sIteration", tp_gen_kind_name(g),
                                             is_async_stop ? "Async" : ""));
    if (!error)
        return;
    Exception *e = (Exception *)tp_obj(error);
    e->cause = e->context = stop;
    e->suppress_context = true;
    tp_error_put(error);
}

/* The body is at its end, by return, or by an exception if the result is 0. */
static void end(Generator *g, Value result)
{
    g->busy = (g->busy | GEN_OVER) & ~GEN_HANDLING;
    g->handled = 0;
    g->yield_from = 0;
    if (!result)
        convert_stop_iteration(g);
    if (g->busy & GEN_NOT_PLAIN && has_handlers(g->frame.code))
        tp_heap_finalizer(g, 0);
}

/* It has returned, and nothing refers to it. */
static void free_temporary(Generator *g)
{
    if (g->nslots < UINT8_MAX)
        tp_heap_small_reuse(g, generator_size(g->nslots));
}

static inline bool is_too_deep(const Frame *frame)
{
    char here; /* __builtin_frame_address would cost a register */
    return __builtin_expect(frame->depth > tp_state.recursion_limit, 0) ||
           __builtin_expect(&here < tp_state.stack_limit, 0);
}

/* What is thrown into a generator has as its context what that handles, if anything: not what the
 * thrower handles. */
static void chain_thrown(void)
{
    tp_raise_instance(tp_state.pending);
}

/* Go on with what g delegates to (sent 0: it gets the exception), and with g if that ends. */
static Value run_delegate(Generator *g, Value sent)
{
    enum { SEND_SIZE = 2 }; /* it suspends at the YIELD_VALUE behind its SEND */
    enum GenStatus status;
    Value v;
    if (sent) {
        g->frame.at -= SEND_SIZE;
        status = tp_gen_send(g->yield_from, sent, &v);
    } else {
        status = throw_into(g->yield_from, !(g->flags & GEN_THROWS_EXIT), &v);
    }
    if (status == GEN_YIELD) {
        if (sent)
            g->frame.at += SEND_SIZE;
        return v;
    }
    g->yield_from = 0;
    if (status == GEN_RETURN)
        return g->body(g, v);
    if (!sent && g->busy & GEN_HANDLING)
        chain_thrown();
    return g->body(g, 0);
}

/* tp_gen_run for a generator that is not busy. */
static inline Value run_plain(Generator *g, Value sent)
{
    Frame *frame = &g->frame, *back = tp_state.frame;
    frame->depth = back->depth + 1;
    if (is_too_deep(frame)) {
        tp_recursion_error();
        return 0;
    }
    frame->back = back;
    tp_state.frame = frame;
    g->busy = GEN_RUNNING;
    Value result = g->yield_from ? run_delegate(g, sent) : g->body(g, sent);
    g->busy = 0;
    tp_state.frame = back;
    frame->back = 0;
    if (__builtin_expect(g->resume == GEN_FINISHED, 0))
        end(g, result);
    return result;
}

Value tp_gen_run(Generator *g, Value sent)
{
    if (sent && !g->busy)
        return run_plain(g, sent);
    if (tp_gen_is_running(g))
        return tp_raise(&tp_ValueError, "%s already executing", tp_gen_kind_name(g));
    Frame *frame = &g->frame, *back = tp_state.frame;
    frame->depth = back->depth + 1;
    if (is_too_deep(frame)) {
        tp_recursion_error();
        return 0;
    }
    frame->back = back;
    tp_state.frame = frame;
    if (g->kind == GEN_COROUTINE && g->resume == GEN_NOT_STARTED && !has_handlers(frame->code))
        tp_heap_finalizer(g, 0);
    Value result;
    if (__builtin_expect(!sent && g->resume == GEN_NOT_STARTED, 0)) {
        g->resume = GEN_FINISHED;
        tp_traceback_add(frame);
        result = 0;
    } else {
        Value outer = tp_state.handled;
        if (g->busy & GEN_HANDLING) {
            tp_state.handled = g->handled;
            if (!sent && !g->yield_from)
                chain_thrown();
        }
        g->handled = outer;
        g->busy |= GEN_RUNNING;
        result = g->yield_from ? run_delegate(g, sent) : g->body(g, sent);
        g->busy &= ~GEN_RUNNING;
        g->handled = g->busy & GEN_HANDLING ? tp_state.handled : 0;
        tp_state.handled = outer;
    }
    tp_state.frame = back;
    frame->back = 0;
    if (g->resume == GEN_FINISHED)
        end(g, result);
    return result;
}

/* A handler in the body of g begins with exc, ends. What it gives to be put back is 0 for the
 * outermost: at its end whoever resumes g may be handling something else than at its beginning. */
Value tp_gen_push_handled(Generator *g, Value exc)
{
    Value previous = g->busy & GEN_HANDLING ? tp_state.handled : 0;
    g->busy |= GEN_HANDLING;
    tp_state.handled = exc;
    return previous;
}

void tp_gen_pop_handled(Generator *g, Value previous)
{
    if (!previous)
        g->busy &= ~GEN_HANDLING;
    tp_state.handled = previous ? previous : g->handled;
}

Value tp_generator_next(Generator *g)
{
    Value v;
    if (__builtin_expect(!g->busy, 1))
        v = run_plain(g, TP_NONE);
    else if (g->busy & GEN_OVER)
        return 0;
    else
        v = tp_gen_run(g, TP_NONE);
    if (g->resume != GEN_FINISHED)
        return v;
    if (v && g->flags & GEN_TEMPORARY)
        free_temporary(g);
    return 0;
}

/* The result of a run as the methods give it: StopIteration at the end. */
static Value yielded_or_stop(Generator *g, Value v)
{
    return v && g->resume == GEN_FINISHED ? tp_raise_stop(v) : v;
}

static Value raise_exhausted(Generator *g)
{
    if (g->kind == GEN_COROUTINE)
        return tp_raise(&tp_RuntimeError, "cannot reuse already awaited coroutine");
    return g->kind == GEN_ASYNC_GENERATOR ? tp_raise_stmt(tp_ref(&tp_StopAsyncIteration), 0)
                                          : tp_raise_stop(0);
}

/* The `next` slot: the end with None as the value needs no exception. */
static Value generator_next(Value self)
{
    Generator *g = (Generator *)tp_obj(self);
    if (g->resume == GEN_FINISHED)
        return 0;
    Value v = tp_gen_run(g, TP_NONE);
    if (v && g->resume == GEN_FINISHED)
        return v == TP_NONE ? 0 : tp_raise_stop(v);
    return v;
}

/* ---- delegation ---- */

/* Close the iterator that a generator delegates to: -1 if that raised. */
static int close_iterator(Value iterator)
{
    if (tp_is_generator(iterator))
        return tp_gen_close((Generator *)tp_obj(iterator)) ? 0 : -1;
    int error = 0;
    Value close = tp_getattr_or_null(iterator, TP_NAME(close), &error);
    if (error) {
        tp_error_unraisable(iterator);
        return 0;
    }
    return !close || tp_call0(close) ? 0 : -1;
}

static enum GenStatus stop_status(Value *result)
{
    if (!tp_error_pending()) {
        *result = TP_NONE;
        return GEN_RETURN;
    }
    if (!tp_error_is(&tp_StopIteration))
        return GEN_ERROR;
    *result = tp_stop_value(tp_error_take());
    return GEN_RETURN;
}

/* The exception instance that throw(type, value, traceback) means. */
static Value thrown_instance(Value type, Value value, Value traceback)
{
    if (traceback == TP_NONE)
        traceback = 0;
    if (traceback && !tp_is_exact(traceback, &tp_traceback_type))
        return tp_raise(&tp_TypeError, "throw() third argument must be a traceback object");
    Value error;
    if (tp_is_exc(type)) {
        if (value && value != TP_NONE)
            return tp_raise(&tp_TypeError, "instance exception may not have a separate value");
        error = type;
    } else if (tp_has_flag(type, TYPE_IS_TYPE) &&
               tp_subtype((Type *)tp_obj(type), &tp_BaseException)) {
        if (value && tp_is_exc(value))
            error = value;
        else if (!value || value == TP_NONE)
            error = tp_call0(type);
        else if (tp_is_tuple(value))
            error = tp_call_ex(type, value, 0);
        else
            error = tp_call1(type, value);
        if (error && !tp_is_exc(error))
            error = tp_raise(&tp_TypeError,
                             "calling %R should have returned an instance of BaseException, not %T",
                             type, error);
        if (!error)
            error = tp_error_take(); /* that is thrown then */
        else if (error == value || tp_ref(tp_type_of(error)) != type)
            error = tp_exc_normalize((Type *)tp_obj(type), error);
    } else {
        return tp_raise(&tp_TypeError, "exceptions must be classes or instances deriving from "
                                       "BaseException, not %T", type);
    }
    if (error && traceback)
        ((Exception *)tp_obj(error))->traceback = traceback;
    return error;
}

/* What throw() was called with, on its way through generators that delegate to each other: an
 * iterator of another kind gets it as it is, not the instance it means. 0: an exception is pending
 * instead. */
static const Value *thrown;

static bool is_generator_exit(Value type)
{
    return tp_instance(type, &tp_GeneratorExit) ||
           (tp_has_flag(type, TYPE_IS_TYPE) &&
            tp_subtype((Type *)tp_obj(type), &tp_GeneratorExit));
}

/* Make what is thrown the pending exception: -1 if that failed, and another one is. */
static int make_pending(const Value *what)
{
    Value error = thrown_instance(what[0], what[1], what[2]);
    if (!error)
        return -1;
    tp_error_put(error);
    return 0;
}

/* What is thrown goes to the generator itself: *result is 0. GEN_YIELD if that can't be thrown. */
static enum GenStatus throw_here(const Value *what, Value *result)
{
    *result = 0;
    return make_pending(what) < 0 ? GEN_YIELD : GEN_ERROR;
}

/* Throw into what a generator delegates to; closes: GeneratorExit closes it. GEN_YIELD with no
 * result: an exception that is not for the generator, which stays where it is. */
static enum GenStatus throw_into(Value iterator, bool closes, Value *result)
{
    Value what[3] = {thrown ? thrown[0] : tp_error_take()};
    for (int i = 1; thrown && i < 3; i++)
        what[i] = thrown[i];
    thrown = 0;
    if (closes && is_generator_exit(what[0]))
        return close_iterator(iterator) < 0 ? GEN_ERROR : throw_here(what, result);
    if (tp_is_generator(iterator)) {
        Generator *g = (Generator *)tp_obj(iterator);
        uint8_t flags = g->flags;
        g->flags = closes ? flags & ~GEN_THROWS_EXIT : flags | GEN_THROWS_EXIT;
        *result = tp_gen_throw(g, what[0], what[1], what[2]);
        g->flags = flags;
        return !*result ? GEN_ERROR : g->resume == GEN_FINISHED ? GEN_RETURN : GEN_YIELD;
    }
    *result = 0;
    int failed = 0;
    Value throw = tp_getattr_or_null(iterator, TP_NAME(throw), &failed);
    if (!throw)
        return failed ? GEN_YIELD : throw_here(what, result);
    int n = 1;
    while (n < 3 && what[n])
        n++;
    *result = tp_call(throw, n, what, 0);
    return *result ? GEN_YIELD : stop_status(result);
}

Value tp_gen_throw(Generator *g, Value type, Value value, Value traceback)
{
    if (tp_gen_is_running(g))
        return tp_raise(&tp_ValueError, "%s already executing", tp_gen_kind_name(g));
    Value what[3] = {type, value, traceback};
    if (g->yield_from) {
        thrown = what;
        Value result = tp_gen_run(g, 0);
        thrown = 0; /* it may have been too deep to come to throw_into */
        return result;
    }
    if (make_pending(what) < 0)
        return 0;
    if (g->resume == GEN_FINISHED) {
        if (g->kind != GEN_COROUTINE)
            return 0;
        tp_error_clear();
        return raise_exhausted(g);
    }
    return tp_gen_run(g, 0);
}

enum GenStatus tp_gen_send(Value iterator, Value sent, Value *result)
{
    if (tp_is_generator(iterator)) {
        Generator *g = (Generator *)tp_obj(iterator);
        if (!g->busy && (g->resume != GEN_NOT_STARTED || sent == TP_NONE)) {
            *result = run_plain(g, sent);
            if (!*result)
                return GEN_ERROR;
            if (g->resume != GEN_FINISHED)
                return GEN_YIELD;
            if (g->flags & GEN_TEMPORARY)
                free_temporary(g);
            return GEN_RETURN;
        }
        if (g->resume == GEN_FINISHED && !tp_gen_is_running(g)) {
            *result = TP_NONE;
            if (g->kind == GEN_COROUTINE)
                raise_exhausted(g);
            return g->kind == GEN_COROUTINE ? GEN_ERROR : GEN_RETURN;
        }
        *result = tp_gen_run_sent(g, sent);
        return !*result ? GEN_ERROR : g->resume == GEN_FINISHED ? GEN_RETURN : GEN_YIELD;
    }
    Type *type = tp_type_of(iterator);
    if (type == &tp_async_generator_asend_type)
        return tp_async_step(iterator, sent, result);
    if (sent == TP_NONE && type->next)
        *result = type->next(iterator);
    else
        *result = tp_call_method(iterator, TP_NAME(send), 1, &sent, 0);
    return *result ? GEN_YIELD : stop_status(result);
}

/* ---- methods ---- */

Value tp_gen_run_sent(Generator *g, Value sent)
{
    if (g->resume == GEN_NOT_STARTED && sent != TP_NONE && !tp_gen_is_running(g))
        return tp_raise(&tp_TypeError, "can't send non-None value to a just-started %s",
                        tp_gen_kind_name(g));
    return tp_gen_run(g, sent);
}

Value tp_gen_method_send(Value self, Value *args)
{
    Generator *g = (Generator *)tp_obj(self);
    if (g->resume == GEN_FINISHED)
        return raise_exhausted(g);
    return yielded_or_stop(g, tp_gen_run_sent(g, args[0]));
}

Value tp_gen_method_throw(Value self, Value *args)
{
    Generator *g = (Generator *)tp_obj(self);
    return yielded_or_stop(g, tp_gen_throw(g, args[0], args[1], args[2]));
}

Value tp_gen_close(Generator *g)
{
    if (tp_gen_is_running(g))
        return tp_raise(&tp_ValueError, "%s already executing", tp_gen_kind_name(g));
    if (g->resume == GEN_NOT_STARTED) {
        g->resume = GEN_FINISHED;
        g->busy |= GEN_OVER;
        if (has_handlers(g->frame.code) || g->kind == GEN_COROUTINE)
            tp_heap_finalizer(g, 0);
    }
    if (g->resume == GEN_FINISHED)
        return TP_NONE;
    tp_raise_stmt(tp_ref(&tp_GeneratorExit), 0);
    Value v = tp_gen_run(g, 0);
    if (v && g->resume != GEN_FINISHED)
        return tp_raise(&tp_RuntimeError, "%s ignored GeneratorExit", tp_gen_kind_name(g));
    if (!v && !tp_error_is(&tp_GeneratorExit) && !tp_error_is(&tp_StopIteration))
        return 0;
    tp_error_clear();
    return TP_NONE;
}

Value tp_gen_method_close(Value self, Value *args)
{
    (void)args;
    return tp_gen_close((Generator *)tp_obj(self));
}

static Value generator_iter(Value self)
{
    return self;
}

Value tp_gen_repr(Value self)
{
    Generator *g = (Generator *)tp_obj(self);
    return tp_str_format_c("<%s object %U at 0x%lx>",
                           g->kind == GEN_ASYNC_GENERATOR ? "async_generator" : tp_gen_kind_name(g),
                           g->qualname, (unsigned long)self);
}

static const MethodDef generator_methods[] = {
    METHOD("send", tp_gen_method_send, "(arg, /)",
           "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise "
           "StopIteration."),
    METHOD("throw", tp_gen_method_throw, "(typ, val=None, tb=None, /)",
           "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next "
           "yielded value or raise\nStopIteration."),
    METHOD("close", tp_gen_method_close, "()", "close() -> raise GeneratorExit inside generator."),
    METHOD("__sizeof__", tp_object_sizeof, "()",
           "gen.__sizeof__() -> size of gen in memory, in bytes"),
    METHOD_END
};

/* ---- attributes ---- */

Value tp_gen_get_name(Value self)
{
    return ((Generator *)tp_obj(self))->name;
}

int tp_gen_set_name(Value self, Value value)
{
    if (!value || !tp_is_str(value))
        return tp_raise_int(&tp_TypeError, "__name__ must be set to a string object");
    ((Generator *)tp_obj(self))->name = value;
    return 0;
}

Value tp_gen_get_qualname(Value self)
{
    return ((Generator *)tp_obj(self))->qualname;
}

int tp_gen_set_qualname(Value self, Value value)
{
    if (!value || !tp_is_str(value))
        return tp_raise_int(&tp_TypeError, "__qualname__ must be set to a string object");
    ((Generator *)tp_obj(self))->qualname = value;
    return 0;
}

Value tp_gen_get_frame(Value self)
{
    Generator *g = (Generator *)tp_obj(self);
    return g->resume == GEN_FINISHED ? TP_NONE : tp_frame_object(&g->frame);
}

Value tp_gen_get_running(Value self)
{
    return tp_bool(tp_gen_is_running((Generator *)tp_obj(self)));
}

Value tp_gen_get_suspended(Value self)
{
    Generator *g = (Generator *)tp_obj(self);
    return tp_bool(g->resume > 0 && !tp_gen_is_running(g));
}

Value tp_gen_get_code(Value self)
{
    return tp_ref(((Generator *)tp_obj(self))->frame.code);
}

Value tp_gen_get_awaited(Value self)
{
    Value v = tp_gen_awaited((Generator *)tp_obj(self));
    if (v && tp_is_generator(v))
        ((Generator *)tp_obj(v))->flags &= ~GEN_TEMPORARY;
    return v ? v : TP_NONE;
}

static const GetSetDef generator_getset[] = {
    {"__name__", tp_gen_get_name, tp_gen_set_name, "name of the generator"},
    {"__qualname__", tp_gen_get_qualname, tp_gen_set_qualname, "qualified name of the generator"},
    {"gi_yieldfrom", tp_gen_get_awaited, 0, "object being iterated by yield from, or None"},
    {"gi_running", tp_gen_get_running, 0, 0},
    {"gi_suspended", tp_gen_get_suspended, 0, 0},
    {"gi_frame", tp_gen_get_frame, 0, 0},
    {"gi_code", tp_gen_get_code, tp_set_readonly, 0},
    {0, 0, 0, 0}
};

Type tp_generator_type = {
    .name = "generator",
    .basic_size = sizeof(Generator),
    .flags = TYPE_NO_NEW,
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .repr = tp_gen_repr,
    .del = tp_gen_del,
    .iter = generator_iter,
    .next = generator_next,
    .methods = generator_methods,
    .getset = generator_getset,
};
