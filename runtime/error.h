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
    Value args;        /* tuple, or 0: made of what comes next when asked for (tp_exc_args) */
    union {
        const char *message; /* constant text raised from C, not yet a str; or 0 */
        Value arg;     /* if has_arg: the only argument */
    };
    Value traceback;   /* Traceback object or 0 */
    Value context;
    Value cause;       /* whatever the class after `from` gave: not always an exception */
    bool suppress_context;
    bool has_arg;
    Value extra[];     /* fields of the special ones (enum ExcField); 0 reads as None */
} Exception;

/* What extra[] holds, by class. */
enum ExcField {
    EXC_VALUE = 0,                 /* StopIteration.value, SystemExit.code */
    EXC_NAME = 0, EXC_OBJ = 1,     /* NameError, AttributeError */
    EXC_IMPORT_MSG = 0, EXC_IMPORT_NAME = 1, EXC_IMPORT_PATH = 2,
    EXC_ERRNO = 0, EXC_STRERROR = 1, EXC_FILENAME = 2, EXC_FILENAME2 = 3, EXC_WRITTEN = 4,
    EXC_MSG = 0, EXC_SYNTAX_FILENAME = 1, EXC_LINENO = 2, EXC_OFFSET = 3, EXC_TEXT = 4,
    EXC_END_LINENO = 5, EXC_END_OFFSET = 6, EXC_PRINT = 7,
    EXC_ENCODING = 0, EXC_OBJECT = 1, EXC_START = 2, EXC_END = 3, EXC_REASON = 4,
    EXC_GROUP_MSG = 0, EXC_GROUP_EXCS = 1
};

static inline bool tp_is_exc(Value v)
{
    return tp_is_ptr(v) && (tp_obj(v)->type->flags & TYPE_IS_EXC);
}
/* The args tuple of an exception, made when first asked for. */
Value tp_exc_args(Value exception);
/* Its args are to be these. */
void tp_exc_set_args(Exception *e, int nargs, const Value *args);
/* A new instance of a class whose __new__ is that of BaseException. */
Exception *tp_exc_make(Type *type, int nargs, const Value *args);

/* Raise an exception with a formatted message; always returns 0. The format itself must be a
 * constant: it is kept.
 * Formats: %s C string, %.100s, %c, %d, %i, %u, %ld, %lu, %zd, %zu, %lld, %x, %%, and
 * %S str(Value), %R repr(Value), %A ascii(Value), %U a str Value, %T type name of a Value, %K the
 * same without its module, %N the name of a Type*. */
Value tp_raise(Type *exception, const char *format, ...);
/* The same for functions that fail with -1. */
int tp_raise_int(Type *exception, const char *format, ...);
/* TypeError: "function() argument must be expected, not X" with the type of v, or None; where
 * CPython names no function, 0. Returns 0. */
Value tp_raise_argument(const char *function, const char *argument, const char *expected, Value v);
/* Raise exception(value): KeyError(key), StopIteration(v). */
Value tp_raise_value(Type *exception, Value value);
/* Raise an instance as it is (sets context); returns 0. */
Value tp_raise_instance(Value instance);
/* May the metaclass of an exception's class have a say in what is an instance of it? */
static inline bool tp_has_odd_class(Value exc)
{
    return tp_ptr_type(exc)->head.type != &tp_type_type;
}
/* What is handled where an exception was raised as an instance of type: value, if its class is a
 * subclass as issubclass() sees it; else type(value); or what one of them raises. */
Value tp_exc_normalize(Type *type, Value value);
/* The statement `raise exc from cause`; exc may be a class; cause 0 if none. Returns 0. */
Value tp_raise_stmt(Value exc, Value cause);
/* `raise` alone; RuntimeError if nothing is being handled. Returns 0. */
Value tp_reraise(void);
/* OSError from errno with the file name (str, bytes or 0); picks the subclass. Returns 0. */
Value tp_raise_errno(int error, Value filename);
/* The same with two file names (rename). */
Value tp_raise_errno2(int error, Value filename, Value filename2);
/* MemoryError; returns 0. */
Value tp_raise_no_memory(void);
/* NameError: "name 'x' is not defined", with its name attribute. */
Value tp_raise_name(Value name);
/* UnboundLocalError "cannot access local variable 'x' where it is not associated with a value";
 * NameError "cannot access free variable 'x' where it is not associated with a value in enclosing
 * scope". */
Value tp_raise_unbound(Value name);
Value tp_raise_free(Value name);
/* AttributeError with name and obj attributes set and the message formatted. */
Value tp_raise_attribute(Value object, Value name, const char *format, ...);
/* ImportError (or ModuleNotFoundError) with name and path (or 0). */
Value tp_raise_import(Type *type, Value name, Value path, const char *format, ...);
/* UnicodeDecodeError and UnicodeEncodeError instances raised. */
Value tp_raise_decode(const char *encoding, const char *data, int64_t n, int64_t start, int64_t end,
                      const char *reason);
Value tp_raise_encode(const char *encoding, Value str, int64_t start, int64_t end,
                      const char *reason);
/* The value a StopIteration instance carries. */
Value tp_stop_value(Value exception);

/* Is an exception pending and an instance of type? */
bool tp_error_is(Type *type);
static inline bool tp_error_pending(void)
{
    return tp_state.pending != 0;
}
/* Take the pending exception away (0 if none); put it back (0: none is pending), its context as it
 * is; drop it. */
Value tp_error_take(void);
void tp_error_put(Value instance);
void tp_error_clear(void);
/* `except` matching: value against class or tuple of classes: 1, 0, -1. */
int tp_exc_match(Value exception, Value classes);
/* May `classes` stand behind `except`? -1 with TypeError if not. */
int tp_check_except_classes(Value classes);
/* Build an exception instance without raising. */
Value tp_exc_new(Type *type, Value arg);

/* Add an entry for frame to the pending exception's traceback. */
void tp_traceback_add(Frame *frame);
/* The same for a frame that goes on: of its place only the line is known. */
void tp_traceback_add_line(Frame *frame);
/* Print exception (with traceback, causes) to sys.stderr as CPython's interpreter does. */
void tp_error_print(Value exception);
/* The pending exception, if any, can't be raised: give it to sys.unraisablehook, which says
 * "Exception ignored in: WHERE", or `message` (constant) before WHERE. Never fails. */
void tp_error_unraisable(Value where);
void tp_error_unraisable_in(const char *message, Value where);
/* What sys.unraisablehook is at first; -1 if args is no UnraisableHookArgs. */
int tp_unraisable_hook(Value args);
/* The whole end of a program: SystemExit status or printed traceback; gives the exit status. */
int tp_error_exit_status(void);

/* Make the exception classes ready. */
void tp_errors_init(void);

/* Issue a warning (category, text); -1 if it became an exception. */
int tp_warn(Type *category, int stack_level, const char *format, ...);

#endif
