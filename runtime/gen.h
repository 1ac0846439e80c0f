/* gen.h -- what gen.c, coroutine.c and async_gen.c share: running a generator of any kind. */
#ifndef TP_GEN_H
#define TP_GEN_H

#include "func.h"

/* Values of Generator.resume that are no yield. */
enum { GEN_NOT_STARTED = 0, GEN_FINISHED = -1 };

/* Generator.flags */
enum GenFlag {
    GEN_IN_STEP = 1,      /* async: an awaitable of it (asend, athrow, aclose) is under way */
    GEN_CLOSED = 2,       /* async: aclose() was asked for, or its end was seen */
    GEN_HOOKED = 4,       /* async: the first-iteration hook has run */
    GEN_THROWS_EXIT = 8,  /* GeneratorExit is thrown into what it awaits, not turned into close() */
    GEN_TEMPORARY = 16    /* only the loop or `yield from` over it knows it, and will not tell */
};

static inline bool tp_is_generator(Value v)
{
    return tp_is_ptr(v) && (tp_obj(v)->type == &tp_generator_type ||
                            tp_obj(v)->type == &tp_coroutine_type);
}

static inline bool tp_gen_is_running(const Generator *g)
{
    return g->busy & GEN_RUNNING;
}

/* What it waits for while suspended, or 0. */
static inline Value tp_gen_awaited(const Generator *g)
{
    return tp_gen_is_running(g) ? 0 : g->yield_from;
}

/* v is what a call of `maker` gave: if a new generator, only known where it is called for, and this
 * is a loop over it or a `yield from`. Those with handlers may leave tracebacks behind that know
 * their frames by address. */
static inline void tp_gen_mark_temporary(Value v, Value maker)
{
    if (!tp_is_exact(v, &tp_generator_type))
        return;
    Generator *g = (Generator *)tp_obj(v);
    if (tp_ref(g->frame.function) == maker && !g->busy && tp_gen_makers_are_known)
        g->flags |= GEN_TEMPORARY;
}

/* "generator", "coroutine" or "async generator". */
const char *tp_gen_kind_name(const Generator *g);
/* Run the body with sent (0: throw the pending exception). The result is what it yields, or what it
 * returns: then g->resume is GEN_FINISHED. */
Value tp_gen_run(Generator *g, Value sent);
/* The same for a value that Python code sends: a generator not started takes only None. */
Value tp_gen_run_sent(Generator *g, Value sent);
/* Throw what throw(type, value, traceback) means (the latter two may be 0); result as
 * tp_gen_run. */
Value tp_gen_throw(Generator *g, Value type, Value value, Value traceback);
/* close(): None, or 0 with what it raised. */
Value tp_gen_close(Generator *g);

/* What generators, coroutines and asynchronous generators show of themselves. */
Value tp_gen_get_name(Value self);
int tp_gen_set_name(Value self, Value value);
Value tp_gen_get_qualname(Value self);
int tp_gen_set_qualname(Value self, Value value);
Value tp_gen_get_frame(Value self);
Value tp_gen_get_code(Value self);
Value tp_gen_get_awaited(Value self);
Value tp_gen_get_running(Value self);
Value tp_gen_get_suspended(Value self);
Value tp_gen_repr(Value self);
void tp_gen_del(Value self);
/* The methods send, throw and close of generators, which coroutines have too. */
Value tp_gen_method_send(Value self, Value *args);
Value tp_gen_method_throw(Value self, Value *args);
Value tp_gen_method_close(Value self, Value *args);

/* ---- coroutine.c ---- */

/* The coroutine died without ever having run: warn. */
void tp_coroutine_warn_unawaited(Generator *g);
/* The iterator behind an awaitable: 0 without exception if v is none. */
Value tp_awaitable_iter(Value v);
/* Where a coroutine is made, if sys.set_coroutine_origin_tracking_depth asks for it: a tuple, or
 * 0. */
Value tp_coroutine_origin(void);
extern int tp_coroutine_origin_depth;

/* ---- async_gen.c ---- */

/* agen.__anext__(): the awaitable for its next value. */
Value tp_async_gen_anext(Value self);
/* One step of awaiting that: as tp_gen_send, which takes this short way. */
enum GenStatus tp_async_step(Value awaitable, Value sent, Value *result);
/* Called for one found dead while suspended: does the event loop's hook see to its closing? */
bool tp_async_gen_finalize(Generator *g);
/* anext(iterator, default): the awaitable around `awaitable`. */
Value tp_anext_default(Value awaitable, Value fallback);
/* sys.set_asyncgen_hooks: called at first iteration, and instead of closing dead ones; or 0. */
extern Value tp_asyncgen_hooks[2];

#endif
