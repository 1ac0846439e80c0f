/* state.h -- what the running program is doing: current frame, pending and handled exceptions. */
#ifndef TP_STATE_H
#define TP_STATE_H

#include "object.h"

/* One activation of a compiled function, on the C stack (or inside a Generator), linked to its
 * caller. `at` is the byte offset of the current instruction in co_code: stored once a line while
 * running, exactly when an error leaves an instruction. The outermost frame is tp_base_frame, whose
 * code is 0: so tp_state.frame is never 0, and who walks the chain stops where code is 0.
 *
 * Entering fills in all fields (object and locals 0) and links with tp_frame_push; leaving is
 * tp_state.frame = frame.back. */
struct Frame {
    Frame *back;
    Code *code;
    Function *function;   /* 0 for a module or class body without one */
    Dict *globals;
    Value locals;         /* namespace of a module or class body; snapshot where locals() asks;
                             or 0 */
    Value object;         /* the frame object Python asked for, or 0 */
    int32_t at;           /* see above */
    int32_t depth;        /* of back plus one: what sys.setrecursionlimit limits */
};

typedef struct State {
    Frame *frame;           /* innermost activation */
    Value pending;          /* exception instance on its way up, or 0 */
    Value handled;          /* exception being handled (sys.exception()), or 0 */
    char *stack_limit;      /* C stack addresses below this raise RecursionError */
    char *volatile entry_limit; /* the same; above all addresses while `poll` is set, as there a
                               frame that is entered looks into both */
    volatile int poll;      /* nonzero: a signal or due finaliser waits; loops call tp_poll */
    int recursion_limit;    /* sys.getrecursionlimit() */
    char *stack_start;      /* where the C stack begins: it grows down from here */
} State;

extern State tp_state;
extern Frame tp_base_frame;

/* Raise RecursionError for a frame that is too deep; always -1. */
int tp_recursion_error(void);

/* The rest of tp_frame_push, where something is to be looked into. */
int tp_frame_push_slow(Frame *frame);

/* tp_poll is to be called soon; for signal handlers, too. */
static inline void tp_poll_soon(void)
{
    tp_state.poll = 1;
    tp_state.entry_limit = (char *)UINTPTR_MAX;
}

/* Link a frame whose other fields are filled in: 0, or -1 with RecursionError or what a signal's
 * handler raised (then not linked). */
static inline int tp_frame_push(Frame *frame)
{
    Frame *back = tp_state.frame;
    frame->back = back;
    frame->depth = back->depth + 1;
    if (__builtin_expect(frame->depth > tp_state.recursion_limit, 0) ||
        __builtin_expect((char *)frame < tp_state.entry_limit, 0))
        return tp_frame_push_slow(frame);
    tp_state.frame = frame;
    return 0;
}

/* A whole program: start the runtime on a stack large enough for any recursion limit, run
 * program(data) (which gives an exit status), finish the runtime. Gives the status to exit with.
 * This is what main calls; the next two are its parts. */
int tp_run(int argc, char **argv, int (*program)(void *data), void *data);

/* Start the runtime: collector, types, builtins, sys. Call once, from main, before anything. */
void tp_runtime_init(int argc, char **argv);
/* Run atexit functions, flush standard streams; gives the exit status to use. */
int tp_runtime_finish(int status);

/* Called by back-edges and entries when tp_state.poll is set: signals, finalisers. 0, or -1 with an
 * exception. */
int tp_poll(void);

/* The rest of tp_recursion_enter: raises, and takes the level back; always -1. */
int tp_recursion_refuse(const char *where);

/* Recursion of the runtime that enters no frame (repr, compare, call) is a level, too: the frame it
 * runs in is that much deeper until tp_recursion_leave. 0, or -1 with RecursionError ("maximum
 * recursion depth exceeded" and CPython's suffix `where`, or ""), and then nothing to leave. */
static inline int tp_recursion_enter(const char *where)
{
    if (__builtin_expect(++tp_state.frame->depth > tp_state.recursion_limit, 0) ||
        __builtin_expect((char *)__builtin_frame_address(0) < tp_state.stack_limit, 0))
        return tp_recursion_refuse(where);
    return 0;
}

static inline void tp_recursion_leave(void)
{
    tp_state.frame->depth--;
}

#endif
