/* error.h -- raising, matching, chaining and printing exceptions.
 *
 * The pending exception is tp_state.pending, always an instance. Raising sets __context__ from
 * tp_state.handled. Traceback entries are added while the error unwinds through compiled code.
 */
#ifndef TP_ERROR_H
#define TP_ERROR_H

#include "state.h"

#define EXC(name, base) extern Type tp_##name;
#include "error.def"
#undef EXC

typedef struct Exception {
    Object head;
    Dict *dict;
    Tuple *args;
    Value traceback;   /* Traceback object or 0 */
    Value context;
    Value cause;
    Value notes;       /* __notes__ list or 0 */
    bool suppress_context;
    Value extra[8];    /* fields of the special ones: StopIteration value, OSError errno..., etc. */
} Exception;

/* Raise an exception with a formatted message; always returns 0.
 * Formats: %s C string, %.100s, %c, %d, %i, %u, %ld, %lu, %zd, %zu, %lld, %x, %%, and
 * %S str(Value), %R repr(Value), %A ascii(Value), %U a str Value, %T type name of a Value,
 * %N the name of a Type*. */
Value tp_raise(Type *exception, const char *format, ...);
/* The same for functions that fail with -1. */
int tp_raise_int(Type *exception, const char *format, ...);
/* Raise exception(value): KeyError(key), StopIteration(v). */
Value tp_raise_value(Type *exception, Value value);
/* Raise an instance as it is (sets context); returns 0. */
Value tp_raise_instance(Value instance);
/* The statement `raise exc from cause`; exc may be a class; cause 0 if none. Returns 0. */
Value tp_raise_stmt(Value exc, Value cause);
/* `raise` alone. */
Value tp_reraise(void);
/* OSError from errno with the file name (str, bytes or 0); picks the subclass. Returns 0. */
Value tp_raise_errno(int error, Value filename);
/* Wrong type argument etc. */
Value tp_raise_no_memory(void);

/* Is an exception pending and an instance of type? */
bool tp_error_is(Type *type);
static inline bool tp_error_pending(void)
{
    return tp_state.pending != 0;
}
/* Take the pending exception away (0 if none); put it back. */
Value tp_error_take(void);
void tp_error_put(Value instance);
void tp_error_clear(void);
/* `except` matching: value against class or tuple of classes: 1, 0, -1. */
int tp_exc_match(Value exception, Value classes);
/* Build an exception instance without raising. */
Value tp_exc_new(Type *type, Value arg);

/* Add an entry for frame to the pending exception's traceback. */
void tp_traceback_add(Frame *frame);
/* Print exception (with traceback, causes) to sys.stderr as CPython's interpreter does. */
void tp_error_print(Value exception);
/* For what can't be raised: "Exception ignored in: ..." */
void tp_error_unraisable(Value where);
/* The whole end of a program: SystemExit status or printed traceback; gives the exit status. */
int tp_error_exit_status(void);

/* Issue a warning (category, text); -1 if it became an exception. */
int tp_warn(Type *category, int stack_level, const char *format, ...);

#endif
