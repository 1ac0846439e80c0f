/* frame.h -- frame and traceback objects: what Python sees of activations. */
#ifndef TP_FRAME_H
#define TP_FRAME_H

#include "code.h"
#include "dict.h"
#include "func.h"
#include "state.h"

/* A frame object, made when Python asks for one. It finds its activation by walking the chain of
 * live frames for the one whose `object` is this: nothing has to be done when a function returns.
 * What is kept here stands for it afterwards. The Frame of a generator stays where it is. */
typedef struct FrameObject {
    Object head;
    Code *code;
    Dict *globals;
    Value locals;       /* or 0 */
    Value back;         /* frame object, None, or 0: not known yet */
    Value trace;        /* f_trace or 0 */
    Generator *generator; /* whose frame it is, or 0 */
    int32_t at;
    bool trace_lines, trace_opcodes;
} FrameObject;

/* One entry of a traceback. The frame object is made when asked for. */
typedef struct Traceback {
    Object head;
    Value next;         /* Traceback towards the raise, or 0 */
    Code *code;
    Dict *globals;
    Value frame;        /* FrameObject; until there is one, the locals of the Frame when the
                           entry was made, or 0 */
    Frame *activation;  /* where the Frame was: compared, never read */
    struct Traceback *outer; /* the entry whose next this is, or 0 */
    int32_t at;
    int32_t line;       /* tb_lineno given by Python code, or -1 */
} Traceback;

/* The frame object of a live frame, made if need be; None for the frame below all others. Can't
 * fail. */
Value tp_frame_object(Frame *frame);
/* The activation of a frame object, or 0 if it is over. */
Frame *tp_frame_live(const FrameObject *object);
/* tb_frame: the frame object of an entry, made if need be. Can't fail. */
Value tp_traceback_frame(Traceback *entry);
/* tb_lineno, or -1 if the code has no line there. */
int tp_traceback_line(const Traceback *entry);

#endif
