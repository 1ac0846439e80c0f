/* state.h -- what the running program is doing: current frame, pending and handled exceptions. */
#ifndef TP_STATE_H
#define TP_STATE_H

#include "object.h"

/* One activation of a compiled function, on the C stack (or inside a Generator), linked to its
 * caller. `at` is the byte offset of the current instruction in co_code: stored once a line while
 * running, exactly when an error leaves an instruction. */
struct Frame {
    Frame *back;
    Code *code;
    Function *function;   /* 0 for a module or class body without one */
    Dict *globals;
    Value locals;         /* namespace of a module or class body; snapshot where locals() asks; or 0 */
    Value object;         /* the frame object Python asked for, or 0 */
    int32_t at;
    int32_t flags;
};

typedef struct State {
    Frame *frame;           /* innermost activation */
    Value pending;          /* exception instance on its way up, or 0 */
    Value handled;          /* exception being handled (sys.exception()), or 0 */
    char *stack_limit;      /* C stack addresses below this raise RecursionError */
    volatile int poll;      /* nonzero: a signal or due finaliser waits; loops call tp_poll */
    int recursion_limit;    /* sys.getrecursionlimit() */
    int repr_depth;
} State;

extern State tp_state;

/* Start the runtime: collector, types, builtins, sys. Call once, from main, before anything. */
void tp_runtime_init(int argc, char **argv);
/* Flush standard streams, run atexit functions and finalisers; gives the exit status to use. */
int tp_runtime_finish(int status);

/* Called by back-edges and entries when tp_state.poll is set: signals, finalisers. -1 on exception. */
int tp_poll(void);

/* Raise RecursionError ("maximum recursion depth exceeded" and CPython's suffix `where`, or ""):
 * runtime C recursion (repr, compare, call) checks with this; -1 if too deep. */
int tp_recursion_check(const char *where);

#endif
