/* coroutine.c -- coroutines, and what await, async for and async with ask of their operands.
 *
 * A coroutine is a Generator whose body is that of an `async def`: gen.c runs it. Here are its
 * type, the iterator that its __await__ gives, and the helpers of emitted C. Start at tp_awaitable.
 */
#define TP_NO_FAST
#include "runtime/tp.h"

#include <stddef.h>

#include "error.h"
#include "gen.h"
#include "heap.h"
#include "int.h"
#include "str.h"

/* ---- what is awaited ---- */

static bool is_coroutine(Value v)
{
    return tp_is_exact(v, &tp_coroutine_type) ||
           (tp_is_exact(v, &tp_generator_type) &&
            ((Generator *)tp_obj(v))->frame.code->flags & CO_ITERABLE_COROUTINE);
}

Value tp_awaitable_iter(Value v)
{
    if (is_coroutine(v))
        return v;
    UnaryFn await = tp_type_of(v)->await;
    Value iterator = await ? await(v) : 0;
    if (!iterator)
        return 0;
    if (is_coroutine(iterator))
        return tp_raise(&tp_TypeError, "__await__() returned a coroutine");
    if (!tp_type_of(iterator)->next)
        return tp_raise(&tp_TypeError, "__await__() returned non-iterator of type '%T'", iterator);
    return iterator;
}

static Value raise_not_awaitable(Value v)
{
    return tp_raise(&tp_TypeError, "object %T can't be used in 'await' expression", v);
}

/* The iterator that `await v` runs; from: 1 and 2 if v came from __aenter__ and __aexit__. */
Value tp_awaitable(Value v, int from)
{
    if (tp_is_exact(v, &tp_coroutine_type)) {
        if (tp_gen_awaited((Generator *)tp_obj(v)))
            return tp_raise(&tp_RuntimeError, "coroutine is being awaited already");
        return v;
    }
    Value iterator = tp_awaitable_iter(v);
    if (iterator || tp_error_pending())
        return iterator;
    if (!from)
        return raise_not_awaitable(v);
    return tp_raise(&tp_TypeError,
                    "'async with' received an object from %s that does not implement __await__: %T",
                    from == 1 ? "__aenter__" : "__aexit__", v);
}

/* The operand of `yield from`. */
Value tp_yield_from_iter(Frame *frame, Value v)
{
    if (tp_is_exact(v, &tp_coroutine_type)) {
        if (!(frame->code->flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE)))
            return tp_raise(&tp_TypeError,
                            "cannot 'yield from' a coroutine object in a non-coroutine generator");
        return v;
    }
    return tp_is_exact(v, &tp_generator_type) ? v : tp_iter(v);
}

Value tp_yield_from_call(Frame *frame, Value v, Value maker)
{
    tp_gen_mark_temporary(v, maker);
    return tp_yield_from_iter(frame, v);
}

/* ---- async for and async with ---- */

Value tp_async_iter(Value v)
{
    UnaryFn aiter = tp_type_of(v)->aiter;
    if (!aiter)
        return tp_raise(&tp_TypeError,
                        "'async for' requires an object with __aiter__ method, got %T", v);
    Value iterator = aiter(v);
    if (iterator && !tp_type_of(iterator)->anext)
        return tp_raise(&tp_TypeError,
                        "'async for' received an object from __aiter__ that does not implement "
                        "__anext__: %T", iterator);
    return iterator;
}

/* The iterator behind what __anext__ gives. */
Value tp_async_next(Value iterator)
{
    if (tp_is_exact(iterator, &tp_async_generator_type))
        return tp_async_gen_anext(iterator);
    UnaryFn anext = tp_type_of(iterator)->anext;
    if (!anext)
        return tp_raise(&tp_TypeError,
                        "'async for' requires an iterator with __anext__ method, got %T", iterator);
    Value v = anext(iterator);
    if (!v)
        return 0;
    Value awaited = tp_awaitable_iter(v);
    if (awaited)
        return awaited;
    if (!tp_error_pending())
        raise_not_awaitable(v);
    Value cause = tp_error_take();
    tp_raise(&tp_TypeError, "'async for' received an invalid object from __anext__: %T", v);
    Exception *error = (Exception *)tp_obj(tp_state.pending);
    error->cause = error->context = cause;
    error->suppress_context = true;
    return 0;
}

/* The handler around async for: the end of the iterator ends the loop. */
int tp_end_async_for(Frame *frame, Value exc)
{
    if (tp_instance(exc, &tp_StopAsyncIteration))
        return 0;
    tp_reraise_exc(frame, exc);
    return -1;
}

/* `async with manager`: the bound __aexit__ in *exit; gives what __aenter__ returns. */
Value tp_async_enter(Value manager, Value *exit)
{
    Value enter = tp_lookup_special(manager, TP_NAME(__aenter__));
    bool has_enter = enter != 0;
    *exit = has_enter ? tp_lookup_special(manager, TP_NAME(__aexit__)) : 0;
    if (*exit)
        return tp_call0(enter);
    if (tp_error_pending())
        return 0;
    return tp_raise(&tp_TypeError,
                    "'%T' object does not support the asynchronous context manager protocol%s",
                    manager, has_enter ? " (missed __aexit__ method)" : "");
}

/* ---- a coroutine nobody awaited ---- */

int tp_coroutine_origin_depth;

Value tp_coroutine_origin(void)
{
    if (!tp_coroutine_origin_depth)
        return 0;
    Value list = tp_list_new(0);
    Frame *frame = tp_state.frame;
    for (int i = 0; i < tp_coroutine_origin_depth && frame && frame->code; i++, frame = frame->back)
        tp_list_append(list, tp_tuple_pack(3, frame->code->filename,
                                           tp_int(tp_code_line(frame->code, frame->at)),
                                           frame->code->name));
    return tp_list_as_tuple(list);
}

void tp_coroutine_warn_unawaited(Generator *g)
{
    Value warnings = tp_import_module("warnings"), warned = 0;
    if (warnings) {
        Value self = tp_ref(g);
        warned = tp_call_method_cstr(warnings, "_warn_unawaited_coroutine", 1, &self);
    } else {
        tp_error_clear();
        if (tp_warn(&tp_RuntimeWarning, 1, "coroutine '%S' was never awaited", g->qualname) == 0)
            warned = TP_NONE;
    }
    if (!warned)
        tp_error_unraisable(tp_ref(g));
}

/* ---- the iterator of __await__ ---- */

typedef struct CoroutineWrapper {
    Object head;
    Value coroutine;
} CoroutineWrapper;

static Value wrapped(Value self)
{
    return ((CoroutineWrapper *)tp_obj(self))->coroutine;
}

static Value coroutine_await(Value self)
{
    CoroutineWrapper *w = tp_heap_object(&tp_coroutine_wrapper_type, 0);
    w->coroutine = self;
    return tp_ref(w);
}

static Value wrapper_iter(Value self)
{
    return self;
}

static Value wrapper_send(Value self, Value *args)
{
    return tp_gen_method_send(wrapped(self), args);
}

static Value wrapper_next(Value self)
{
    Value none = TP_NONE;
    return wrapper_send(self, &none);
}

static Value wrapper_throw(Value self, Value *args)
{
    return tp_gen_method_throw(wrapped(self), args);
}

static Value wrapper_close(Value self, Value *args)
{
    (void)args;
    return tp_gen_close((Generator *)tp_obj(wrapped(self)));
}

#define SEND_DOC                                                                                  \
    "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."
#define THROW_DOC                                                                                 \
    "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next " \
    "iterated value or raise\nStopIteration."
#define CLOSE_DOC "close() -> raise GeneratorExit inside coroutine."

static const MethodDef wrapper_methods[] = {
    METHOD("send", wrapper_send, "(arg, /)", SEND_DOC),
    METHOD("throw", wrapper_throw, "(typ, val=None, tb=None, /)", THROW_DOC),
    METHOD("close", wrapper_close, "()", CLOSE_DOC),
    METHOD_END
};

Type tp_coroutine_wrapper_type = {
    .name = "coroutine_wrapper",
    .basic_size = sizeof(CoroutineWrapper),
    .flags = TYPE_NO_NEW,
    .getattribute = tp_generic_getattr,
    .doc = "A wrapper object implementing __await__ for coroutines.",
    .iter = wrapper_iter,
    .next = wrapper_next,
    .methods = wrapper_methods,
};

/* ---- coroutines ---- */

static const MethodDef coroutine_methods[] = {
    METHOD("send", tp_gen_method_send, "(arg, /)", SEND_DOC),
    METHOD("throw", tp_gen_method_throw, "(typ, val=None, tb=None, /)", THROW_DOC),
    METHOD("close", tp_gen_method_close, "()", CLOSE_DOC),
    METHOD("__sizeof__", tp_object_sizeof, "()",
           "gen.__sizeof__() -> size of gen in memory, in bytes"),
    METHOD_END
};

static const GetSetDef coroutine_getset[] = {
    {"__name__", tp_gen_get_name, tp_gen_set_name, "name of the coroutine"},
    {"__qualname__", tp_gen_get_qualname, tp_gen_set_qualname, "qualified name of the coroutine"},
    {"cr_await", tp_gen_get_awaited, 0, "object being awaited on, or None"},
    {"cr_running", tp_gen_get_running, 0, 0},
    {"cr_suspended", tp_gen_get_suspended, 0, 0},
    {"cr_frame", tp_gen_get_frame, 0, 0},
    {"cr_code", tp_gen_get_code, tp_set_readonly, 0},
    {0, 0, 0, 0}
};

static const MemberDef coroutine_members[] = {
    {"cr_origin", offsetof(Generator, extra), true, 0},
    {0, 0, false, 0}
};

Type tp_coroutine_type = {
    .name = "coroutine",
    .basic_size = sizeof(Generator),
    .flags = TYPE_NO_NEW,
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .repr = tp_gen_repr,
    .del = tp_gen_del,
    .await = coroutine_await,
    .methods = coroutine_methods,
    .getset = coroutine_getset,
    .members = coroutine_members,
};
