/* error.c -- raising, matching and chaining exceptions.
 *
 * Raising is on the fast path of many programs (a lookup that may fail, in a loop), so it makes the
 * instance and nothing more: a message without formats stays a C string, and an only argument
 * stands without its tuple, until somebody asks for args, and traceback entries are linked in only
 * by frames that the error really leaves. So a format must live as long as the program.
 *
 * Start at tp_raise.
 */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/str.h"

/* ---- making instances ---- */

static Exception *new_exc(Type *type)
{
    return tp_heap_object(type, 0);
}

void tp_exc_set_args(Exception *e, int nargs, const Value *args)
{
    e->has_arg = nargs == 1;
    e->arg = nargs == 1 ? args[0] : 0;
    e->args = nargs > 1 ? tp_tuple_of(nargs, args) : 0;
}

Exception *tp_exc_make(Type *type, int nargs, const Value *args)
{
    Exception *e = new_exc(type);
    tp_exc_set_args(e, nargs, args);
    return e;
}

Value tp_exc_args(Value exception)
{
    Exception *e = (Exception *)tp_obj(exception);
    if (!e->args) {
        if (e->has_arg)
            e->args = tp_tuple_pack(1, e->arg);
        else if (e->message)
            e->args = tp_tuple_pack(1, tp_str_cstr(e->message));
        else
            e->args = tp_ref(tp_empty_tuple);
    }
    return e->args;
}

Value tp_exc_new(Type *type, Value arg)
{
    if (type->init != tp_BaseException.init || type->new_ != tp_BaseException.new_)
        return arg ? tp_call1(tp_ref(type), arg) : tp_call0(tp_ref(type));
    return tp_ref(tp_exc_make(type, arg != 0, &arg));
}

/* ---- raising ---- */

/* If the new exception is already in the chain that starts at handled, cut it out there: a chain
 * must not run in circles. */
static void cut_from_chain(Value handled, Value instance)
{
    Value o = handled, slow = handled;
    bool step = false;
    Value next;
    while ((next = ((Exception *)tp_obj(o))->context) != 0) {
        if (next == instance) {
            ((Exception *)tp_obj(o))->context = 0;
            return;
        }
        o = next;
        if (o == slow)
            return; /* a circle made by hand */
        if (step)
            slow = ((Exception *)tp_obj(slow))->context;
        step = !step;
    }
}

Value tp_raise_instance(Value instance)
{
    Value handled = tp_state.handled;
    if (handled && handled != instance) {
        cut_from_chain(handled, instance);
        ((Exception *)tp_obj(instance))->context = handled;
    }
    tp_state.pending = instance;
    return 0;
}

/* Are instances of type made of args alone, or of one text that some field repeats? */
static bool is_simple(Type *type)
{
    return type->init == tp_BaseException.init || type == &tp_OSError || type == &tp_ImportError ||
           type == &tp_ModuleNotFoundError || type == &tp_AttributeError || type == &tp_NameError ||
           type == &tp_StopIteration || type == &tp_UnboundLocalError;
}

static Value raise_v(Type *type, const char *format, va_list args)
{
    Exception *e = 0;
    if (__builtin_expect(is_simple(type), 1)) {
        bool repeats = type == &tp_StopIteration || type == &tp_ImportError ||
                       type == &tp_ModuleNotFoundError;
        if (!repeats && !strchr(format, '%')) {
            e = new_exc(type);
            e->message = format;
            return tp_raise_instance(tp_ref(e));
        }
        Value text = tp_str_vformat_c(format, args);
        if (!text)
            return 0;
        e = tp_exc_make(type, 1, &text);
        if (repeats)
            e->extra[0] = text;
        return tp_raise_instance(tp_ref(e));
    }
    Value text = tp_str_vformat_c(format, args);
    return text ? tp_raise_value(type, text) : 0;
}

Value tp_raise(Type *type, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    raise_v(type, format, args);
    va_end(args);
    return 0;
}

int tp_raise_int(Type *type, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    raise_v(type, format, args);
    va_end(args);
    return -1;
}

Value tp_raise_argument(const char *function, const char *argument, const char *expected, Value v)
{
    return tp_raise(&tp_TypeError, "%s%s%s must be %s, not %s", function ? function : "",
                    function ? "() " : "", argument, expected,
                    v == TP_NONE ? "None" : tp_type_name(v));
}

Value tp_raise_value(Type *type, Value value)
{
    Value instance;
    if (type == &tp_StopIteration) {
        Exception *e = tp_exc_make(type, value && value != TP_NONE, &value);
        e->extra[EXC_VALUE] = value;
        instance = tp_ref(e);
    } else {
        instance = tp_exc_new(type, value);
    }
    return instance ? tp_raise_instance(instance) : 0;
}

static bool is_exc_class(Value v)
{
    return tp_has_flag(v, TYPE_IS_TYPE) && (((Type *)tp_obj(v))->flags & TYPE_IS_EXC);
}

/* The instance that `raise exc` means. */
static Value to_instance(Value exc)
{
    if (tp_is_exc(exc))
        return exc;
    if (!is_exc_class(exc))
        return tp_raise(&tp_TypeError, "exceptions must derive from BaseException");
    Value instance = tp_call0(exc);
    if (instance && !tp_is_exc(instance))
        return tp_raise(&tp_TypeError,
                        "calling %R should have returned an instance of BaseException, not %R", exc,
                        tp_ref(tp_type_of(instance)));
    return instance;
}

/* What `from cause` means, where cause is not None. It may be no exception: CPython does not check
 * what the class gave, and traceback.c prints it. */
static Value to_cause(Value cause)
{
    if (tp_is_exc(cause))
        return cause;
    return is_exc_class(cause) ? tp_call0(cause)
                               : tp_raise(&tp_TypeError,
                                          "exception causes must derive from BaseException");
}

/* type(value), which is to be an exception; 0 with another one pending. */
static Value instance_of(Type *type, Value value)
{
    Value callee = tp_ref(type), instance = tp_call1(callee, value);
    if (instance && !tp_is_exc(instance))
        return tp_raise(&tp_TypeError,
                        "calling %R should have returned an instance of BaseException, not %T",
                        callee, instance);
    return instance;
}

Value tp_exc_normalize(Type *type, Value value)
{
    enum { LIMIT = 32 };
    for (int depth = 1;; depth++) {
        int is_one = tp_issubclass(tp_ref(tp_type_of(value)), tp_ref(type));
        Value instance = is_one == 0 ? instance_of(type, value) : value;
        if (is_one >= 0 && instance)
            return instance;
        if (depth == LIMIT) {
            tp_error_clear();
            tp_raise(&tp_RecursionError,
                     "maximum recursion depth exceeded while normalizing an exception");
        }
        value = tp_error_take(); /* that is raised instead */
        type = tp_type_of(value);
    }
}

Value tp_raise_stmt(Value exc, Value cause)
{
    Value instance = to_instance(exc);
    if (!instance)
        return 0;
    if (instance != exc && exc != tp_ref(tp_type_of(instance)))
        instance = tp_exc_normalize((Type *)tp_obj(exc), instance);
    if (cause) {
        Exception *e = (Exception *)tp_obj(instance);
        Value given = cause == TP_NONE ? 0 : to_cause(cause);
        if (!given && cause != TP_NONE)
            return 0;
        e->cause = given;
        e->suppress_context = true;
    }
    return tp_raise_instance(instance);
}

Value tp_reraise(void)
{
    if (!tp_state.handled)
        return tp_raise(&tp_RuntimeError, "No active exception to reraise");
    tp_state.pending = tp_state.handled;
    return 0;
}

Value tp_raise_errno2(int error, Value filename, Value filename2)
{
    Value args[5] = {tp_small(error), tp_str_cstr(strerror(error)), filename ? filename : TP_NONE,
                     TP_NONE, filename2 ? filename2 : TP_NONE};
    int nargs = filename2 ? 5 : filename ? 3 : 2;
    if (error == EINTR && tp_state.poll && tp_poll() < 0)
        return 0;
    Value instance = tp_call(tp_ref(&tp_OSError), nargs, args, 0);
    return instance ? tp_raise_instance(instance) : 0;
}

Value tp_raise_errno(int error, Value filename)
{
    return tp_raise_errno2(error, filename, 0);
}

Value tp_raise_no_memory(void)
{
    return tp_raise_instance(tp_ref(new_exc(&tp_MemoryError)));
}

static Value raise_named(Type *type, Value name, Value object, Value text)
{
    if (!text)
        return 0;
    Exception *e = tp_exc_make(type, 1, &text);
    e->extra[EXC_NAME] = name;
    if (type == &tp_AttributeError)
        e->extra[EXC_OBJ] = object;
    return tp_raise_instance(tp_ref(e));
}

/* CPython looks at names of variables as UTF-8: those with surrogates are another exception. */
static bool is_sayable(Value name)
{
    return tp_str_to_utf8(name, 0);
}

Value tp_raise_name(Value name)
{
    if (!is_sayable(name))
        return 0;
    return raise_named(&tp_NameError, name, 0,
                       tp_str_format_c("name '%.200s' is not defined", tp_str_to_c(name)));
}

Value tp_raise_unbound(Value name)
{
    if (!is_sayable(name))
        return 0;
    return tp_raise(&tp_UnboundLocalError,
                    "cannot access local variable '%U' where it is not associated with a value",
                    name);
}

Value tp_raise_free(Value name)
{
    if (!is_sayable(name))
        return 0;
    return raise_named(&tp_NameError, name, 0,
                       tp_str_format_c("cannot access free variable '%U' where it is not "
                                       "associated with a value in enclosing scope", name));
}

Value tp_raise_attribute(Value object, Value name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Value text = tp_str_vformat_c(format, args);
    va_end(args);
    return raise_named(&tp_AttributeError, name, object, text);
}

Value tp_raise_import(Type *type, Value name, Value path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Value text = tp_str_vformat_c(format, args);
    va_end(args);
    if (!text)
        return 0;
    Exception *e = tp_exc_make(type, 1, &text);
    e->extra[EXC_IMPORT_MSG] = text;
    e->extra[EXC_IMPORT_NAME] = name;
    e->extra[EXC_IMPORT_PATH] = path;
    return tp_raise_instance(tp_ref(e));
}

Value tp_raise_decode(const char *encoding, const char *data, int64_t n, int64_t start, int64_t end,
                      const char *reason)
{
    Value args[5] = {tp_str_cstr(encoding), tp_bytes_new(data, n), tp_small(start), tp_small(end),
                     tp_str_cstr(reason)};
    if (!args[1])
        return 0;
    Value instance = tp_call(tp_ref(&tp_UnicodeDecodeError), 5, args, 0);
    return instance ? tp_raise_instance(instance) : 0;
}

Value tp_raise_encode(const char *encoding, Value str, int64_t start, int64_t end,
                      const char *reason)
{
    Value args[5] = {tp_str_cstr(encoding), str, tp_small(start), tp_small(end),
                     tp_str_cstr(reason)};
    Value instance = tp_call(tp_ref(&tp_UnicodeEncodeError), 5, args, 0);
    return instance ? tp_raise_instance(instance) : 0;
}

Value tp_stop_value(Value exception)
{
    Value value = ((Exception *)tp_obj(exception))->extra[EXC_VALUE];
    return value ? value : TP_NONE;
}

/* ---- the pending exception ---- */

bool tp_error_is(Type *type)
{
    return tp_state.pending && tp_instance(tp_state.pending, type);
}

Value tp_error_take(void)
{
    Value pending = tp_state.pending;
    tp_state.pending = 0;
    return pending;
}

void tp_error_put(Value instance)
{
    tp_state.pending = instance;
}

void tp_error_clear(void)
{
    tp_state.pending = 0;
}

int tp_exc_match(Value exception, Value classes)
{
    if (is_exc_class(classes))
        return tp_subtype(tp_type_of(exception), (Type *)tp_obj(classes));
    if (tp_is_tuple(classes)) {
        Tuple *t = tp_as_tuple(classes);
        for (int64_t i = 0; i < t->length; i++)
            if (!is_exc_class(t->items[i]))
                goto bad;
        for (int64_t i = 0; i < t->length; i++)
            if (tp_subtype(tp_type_of(exception), (Type *)tp_obj(t->items[i])))
                return 1;
        return 0;
    }
bad:
    return tp_raise_int(&tp_TypeError,
                        "catching classes that do not inherit from BaseException is not allowed");
}
