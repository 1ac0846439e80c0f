/* frame.c -- frame and traceback objects.
 *
 * Frames live on the C stack (or in a generator) and are light; Python sees them through a
 * FrameObject made on demand. The object holds no pointer to its Frame: it is found again by
 * walking the live chain (tp_frame_live), so a function that returns has nothing to undo. Traceback
 * entries hold a code object and a position, and make a frame object only when asked for tb_frame.
 */
#include "runtime/frame.h"
#include "runtime/builtins.h"
#include "runtime/error.h"
#include "runtime/gen.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/text.h"

static FrameObject *new_frame(Code *code, Dict *globals, Value locals, int at)
{
    FrameObject *o = tp_heap_object(&tp_frame_type, 0);
    o->code = code;
    o->globals = globals;
    o->locals = locals;
    o->at = at;
    o->trace_lines = true;
    return o;
}

static FrameObject *object_of(Frame *frame)
{
    if (frame->object)
        return (FrameObject *)tp_obj(frame->object);
    FrameObject *o = new_frame(frame->code, frame->globals, frame->locals, frame->at);
    if (frame->code->flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) {
        o->generator = (Generator *)((char *)frame - offsetof(Generator, frame));
        o->generator->flags &= ~GEN_TEMPORARY;
    }
    frame->object = tp_ref(o);
    return o;
}

/* With it those of the frames behind are made, which it would not find when they are over. Behind a
 * generator is nothing that lasts. */
Value tp_frame_object(Frame *frame)
{
    if (!frame->code)
        return TP_NONE;
    bool is_known = frame->object;
    for (Frame *f = frame; !is_known && f->back && f->back->code; f = f->back) {
        FrameObject *o = object_of(f);
        if (o->generator)
            break;
        is_known = f->back->object;
        o->back = tp_ref(object_of(f->back));
    }
    return tp_ref(object_of(frame));
}

Frame *tp_frame_live(const FrameObject *object)
{
    for (Frame *f = tp_state.frame; f->code; f = f->back)
        if (f->object == tp_ref(object))
            return f;
    return 0;
}

static int frame_at(FrameObject *o)
{
    Frame *live = o->generator ? &o->generator->frame : tp_frame_live(o);
    if (live)
        o->at = live->at;
    return o->at;
}

static Value frame_get_back(Value self)
{
    FrameObject *o = (FrameObject *)tp_obj(self);
    Frame *live = tp_frame_live(o);
    if (live)
        return tp_frame_object(live->back);
    return o->back ? o->back : TP_NONE;
}

static Value frame_get_code(Value self)
{
    return tp_ref(((FrameObject *)tp_obj(self))->code);
}

static Value frame_get_globals(Value self)
{
    return tp_ref(((FrameObject *)tp_obj(self))->globals);
}

static Value frame_get_builtins(Value self)
{
    Dict *globals = ((FrameObject *)tp_obj(self))->globals;
    return tp_builtins_object(globals, tp_builtins_of(globals));
}

/* The namespace of a module or class body; of a function, what locals() last saw. */
static Value frame_get_locals(Value self)
{
    FrameObject *o = (FrameObject *)tp_obj(self);
    Frame *live = tp_frame_live(o);
    if (live && live->locals)
        o->locals = live->locals;
    if (!o->locals)
        o->locals = o->code->flags & CO_NEWLOCALS ? tp_ref(tp_dict_new()) : tp_ref(o->globals);
    return o->locals;
}

static Value frame_get_lasti(Value self)
{
    return tp_small(frame_at((FrameObject *)tp_obj(self)));
}

static Value frame_get_lineno(Value self)
{
    FrameObject *o = (FrameObject *)tp_obj(self);
    int line = tp_code_line(o->code, frame_at(o));
    return line < 0 ? TP_NONE : tp_small(line);
}

static Value frame_get_trace(Value self)
{
    Value trace = ((FrameObject *)tp_obj(self))->trace;
    return trace ? trace : TP_NONE;
}

static int frame_set_trace(Value self, Value value)
{
    ((FrameObject *)tp_obj(self))->trace = value == TP_NONE ? 0 : value;
    return 0;
}

static Value frame_get_trace_lines(Value self)
{
    return tp_bool(((FrameObject *)tp_obj(self))->trace_lines);
}

static int set_flag(bool *flag, Value value)
{
    if (!value)
        return tp_raise_int(&tp_TypeError, "can't delete numeric/char attribute");
    if (!tp_is_bool(value))
        return tp_raise_int(&tp_TypeError, "attribute value type must be bool");
    *flag = value == TP_TRUE;
    return 0;
}

static int frame_set_trace_lines(Value self, Value value)
{
    return set_flag(&((FrameObject *)tp_obj(self))->trace_lines, value);
}

static Value frame_get_trace_opcodes(Value self)
{
    return tp_bool(((FrameObject *)tp_obj(self))->trace_opcodes);
}

static int frame_set_trace_opcodes(Value self, Value value)
{
    return set_flag(&((FrameObject *)tp_obj(self))->trace_opcodes, value);
}

static Value frame_clear(Value self, Value *args)
{
    (void)args;
    FrameObject *o = (FrameObject *)tp_obj(self);
    if (tp_frame_live(o))
        return tp_raise(&tp_RuntimeError, "cannot clear an executing frame");
    Generator *g = o->generator;
    if (g && g->resume == GEN_NOT_STARTED && g->kind != GEN_COROUTINE)
        tp_gen_close(g);
    else if (g)
        tp_gen_del(tp_ref(g));
    o->locals = 0;
    return TP_NONE;
}

static Value frame_repr(Value self)
{
    FrameObject *o = (FrameObject *)tp_obj(self);
    return tp_str_format_c("<frame at 0x%lx, file %R, line %d, code %S>", (long)self,
                           o->code->filename, tp_code_line(o->code, frame_at(o)), o->code->name);
}

static const MethodDef frame_methods[] = {
    METHOD("clear", frame_clear, "()",
           "F.clear(): clear most references held by the frame"),
    METHOD("__sizeof__", tp_object_sizeof, "()",
           "F.__sizeof__() -> size of F in memory, in bytes"),
    METHOD_END,
};

static const GetSetDef frame_getset[] = {
    {"f_back", frame_get_back, 0, 0},
    {"f_code", frame_get_code, 0, 0},
    {"f_builtins", frame_get_builtins, 0, 0},
    {"f_globals", frame_get_globals, 0, 0},
    {"f_locals", frame_get_locals, 0, 0},
    {"f_lasti", frame_get_lasti, 0, 0},
    {"f_lineno", frame_get_lineno, 0, 0},
    {"f_trace", frame_get_trace, frame_set_trace, 0},
    {"f_trace_lines", frame_get_trace_lines, frame_set_trace_lines, 0},
    {"f_trace_opcodes", frame_get_trace_opcodes, frame_set_trace_opcodes, 0},
    {0, 0, 0, 0},
};

Type tp_frame_type = {
    .head = {&tp_type_type},
    .name = "frame",
    .basic_size = sizeof(FrameObject),
    .flags = TYPE_NO_NEW,
    .getattribute = tp_generic_getattr,
    .setattr = tp_generic_setattr,
    .repr = frame_repr,
    .methods = frame_methods,
    .getset = frame_getset,
};

/* ---- tracebacks ---- */

static Traceback *add_entry(Frame *frame)
{
    Exception *e = (Exception *)tp_obj(tp_state.pending);
    Traceback *t = tp_heap_small(sizeof *t);
    t->head.type = &tp_traceback_type;
    t->next = e->traceback;
    t->code = frame->code;
    t->globals = frame->globals;
    t->frame = frame->object ? frame->object : frame->locals;
    t->activation = frame;
    t->at = frame->at;
    if (frame->object) /* it may be over now */
        ((FrameObject *)tp_obj(frame->object))->at = frame->at;
    t->line = -1;
    if (t->next)
        ((Traceback *)tp_obj(t->next))->outer = t;
    e->traceback = tp_ref(t);
    return t;
}

void tp_traceback_add(Frame *frame)
{
    add_entry(frame);
}

void tp_traceback_add_line(Frame *frame)
{
    Traceback *t = add_entry(frame);
    t->line = tp_code_line(t->code, t->at);
    t->at = -1;
}

int tp_traceback_line(const Traceback *t)
{
    return t->line >= 0 ? t->line : tp_code_line(t->code, t->at);
}

Value tp_traceback_frame(Traceback *t)
{
    if (t->frame && tp_is_exact(t->frame, &tp_frame_type))
        return t->frame;
    /* Still running, as the frame of the handler is? Then it is that frame. */
    for (Frame *f = tp_state.frame; f->code; f = f->back)
        if (f == t->activation && f->code == t->code)
            return t->frame = tp_frame_object(f);
    FrameObject *o = new_frame(t->code, t->globals, t->frame, t->at);
    t->frame = tp_ref(o);
    if (t->outer)
        o->back = tp_traceback_frame(t->outer);
    return t->frame;
}

static Value tb_get_next(Value self)
{
    Value next = ((Traceback *)tp_obj(self))->next;
    return next ? next : TP_NONE;
}

static int tb_set_next(Value self, Value value)
{
    if (!value)
        return tp_raise_int(&tp_TypeError, "can't delete tb_next attribute");
    if (value == TP_NONE) {
        ((Traceback *)tp_obj(self))->next = 0;
        return 0;
    }
    if (!tp_is_exact(value, &tp_traceback_type))
        return tp_raise_int(&tp_TypeError, "expected traceback object, got '%T'", value);
    for (Value v = value; v; v = ((Traceback *)tp_obj(v))->next)
        if (v == self)
            return tp_raise_int(&tp_ValueError, "traceback loop detected");
    ((Traceback *)tp_obj(self))->next = value;
    return 0;
}

static Value tb_get_frame(Value self)
{
    return tp_traceback_frame((Traceback *)tp_obj(self));
}

static Value tb_get_lasti(Value self)
{
    return tp_small(((Traceback *)tp_obj(self))->at);
}

static Value tb_get_lineno(Value self)
{
    int line = tp_traceback_line((Traceback *)tp_obj(self));
    return line < 0 ? TP_NONE : tp_small(line);
}

static Value tb_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[4];
    int64_t at, line;
    if (TP_ARGS("TracebackType", "(tb_next, tb_frame, tb_lasti, tb_lineno)", a) < 0)
        return 0;
    if (a[0] != TP_NONE && !tp_is_exact(a[0], &tp_traceback_type))
        return tp_raise(&tp_TypeError, "expected traceback object or None, got '%T'", a[0]);
    if (!tp_is_exact(a[1], &tp_frame_type))
        return tp_raise_argument("TracebackType", "argument 'tb_frame'", "frame", a[1]);
    if (text_int_arg(a[2], &at) < 0 || text_int_arg(a[3], &line) < 0)
        return 0;
    FrameObject *frame = (FrameObject *)tp_obj(a[1]);
    Traceback *t = tp_heap_object(type, 0);
    t->next = a[0] == TP_NONE ? 0 : a[0];
    t->code = frame->code;
    t->globals = frame->globals;
    t->frame = a[1];
    t->at = (int32_t)at;
    t->line = (int32_t)line;
    return tp_ref(t);
}

static Value tb_dir(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_list_of(4, (Value[]){TP_NAME(tb_frame), TP_NAME(tb_next), TP_NAME(tb_lasti),
                                   TP_NAME(tb_lineno)});
}

static const MethodDef tb_methods[] = {METHOD("__dir__", tb_dir, "()", 0), METHOD_END};

static const GetSetDef tb_getset[] = {
    {"tb_next", tb_get_next, tb_set_next, 0},
    {"tb_frame", tb_get_frame, tp_set_readonly, 0},
    {"tb_lasti", tb_get_lasti, tp_set_readonly, 0},
    {"tb_lineno", tb_get_lineno, tp_set_readonly, 0},
    {0, 0, 0, 0},
};

Type tp_traceback_type = {
    .head = {&tp_type_type},
    .name = "traceback",
    .basic_size = sizeof(Traceback),
    .getattribute = tp_generic_getattr,
    .doc = "Create a new traceback object.",
    .new_ = tb_new,
    .methods = tb_methods,
    .getset = tb_getset,
};
