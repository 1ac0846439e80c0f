/* exc_types.c -- the exception classes and what their instances answer.
 *
 * Every class of error.def is a static Type. All instances are an Exception; the classes with
 * fields of their own have them in extra[], numbered by enum ExcField, and show them as members.
 * The table `specials` at the end says which class adds what; ExceptionGroup is in exc_group.c.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exc_types.h"
#include "runtime/frame.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/sequence.h"
#include "runtime/str.h"

static Exception *exc(Value v)
{
    return (Exception *)tp_obj(v);
}

static Value or_none(Value v)
{
    return v ? v : TP_NONE;
}

/* ---- BaseException ---- */

static Value exc_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)kwnames; /* judged by __init__ */
    return tp_ref(tp_exc_make(type, nargs, args));
}

/* args = the arguments; no work when __new__ saw the same ones. */
static void keep_args(Exception *e, int nargs, const Value *args)
{
    if (e->args) {
        Tuple *old = tp_as_tuple(e->args);
        size_t size = (size_t)nargs * sizeof(Value);
        if (old->length == nargs && (!size || memcmp(old->items, args, size) == 0))
            return;
    }
    tp_exc_set_args(e, nargs, args);
}

static int no_keywords(Value self, Tuple *kwnames)
{
    if (kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "%s() takes no keyword arguments",
                            tp_type_short_name(tp_type_of(self)));
    return 0;
}

static int exc_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (no_keywords(self, kwnames) < 0)
        return -1;
    keep_args(exc(self), nargs, args);
    return 0;
}

static Value exc_str(Value self)
{
    Value args = tp_exc_args(self);
    switch (tp_as_tuple(args)->length) {
    case 0:
        return tp_str_cstr("");
    case 1:
        return tp_str(tp_as_tuple(args)->items[0]);
    default:
        return tp_str(args);
    }
}

static Value exc_repr(Value self)
{
    Value args = tp_exc_args(self);
    const char *name = tp_type_short_name(tp_type_of(self));
    if (tp_as_tuple(args)->length == 1)
        return tp_str_format_c("%s(%R)", name, tp_as_tuple(args)->items[0]);
    return tp_str_format_c("%s%R", name, args);
}

static Value exc_reduce(Value self, Value *args)
{
    (void)args;
    Value type = tp_ref(tp_type_of(self));
    if (exc(self)->dict)
        return tp_tuple_pack(3, type, tp_exc_args(self), tp_ref(exc(self)->dict));
    return tp_tuple_pack(2, type, tp_exc_args(self));
}

static Value exc_setstate(Value self, Value *args)
{
    if (args[0] == TP_NONE)
        return TP_NONE;
    if (!tp_is_dict(args[0]))
        return tp_raise(&tp_TypeError, "state is not a dictionary");
    int64_t pos = 0;
    Value key, value;
    while (tp_dict_next(tp_as_dict(args[0]), &pos, &key, &value)) {
        if (!tp_is_str(key))
            return tp_raise(&tp_TypeError, "attribute name must be string, not '%T'", key);
        if (tp_setattr(self, tp_intern(key), value) < 0)
            return 0;
    }
    return TP_NONE;
}

static int set_traceback(Value self, Value value)
{
    if (!value)
        return tp_raise_int(&tp_TypeError, "__traceback__ may not be deleted");
    if (value != TP_NONE && !tp_is_exact(value, &tp_traceback_type))
        return tp_raise_int(&tp_TypeError, "__traceback__ must be a traceback or None");
    exc(self)->traceback = value == TP_NONE ? 0 : value;
    return 0;
}

static Value exc_with_traceback(Value self, Value *args)
{
    return set_traceback(self, args[0]) < 0 ? 0 : self;
}

static Value exc_add_note(Value self, Value *args)
{
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "note must be a str, not '%T'", args[0]);
    int error;
    Value notes = tp_getattr_or_null(self, TP_NAME(__notes__), &error);
    if (!notes) {
        if (tp_error_pending())
            return 0;
        notes = tp_list_new(0);
        if (tp_setattr(self, TP_NAME(__notes__), notes) < 0)
            return 0;
    } else if (!tp_is_list(notes)) {
        return tp_raise(&tp_TypeError, "Cannot add note: __notes__ is not a list");
    }
    return tp_list_append(notes, args[0]) < 0 ? 0 : TP_NONE;
}

static int set_args(Value self, Value value)
{
    if (!value)
        return tp_raise_int(&tp_TypeError, "args may not be deleted");
    Value tuple = tp_tuple_from(value);
    if (!tuple)
        return -1;
    exc(self)->args = tuple;
    return 0;
}

static Value get_traceback(Value self)
{
    return or_none(exc(self)->traceback);
}

static Value get_context(Value self)
{
    return or_none(exc(self)->context);
}

static int set_context(Value self, Value value)
{
    if (!value)
        return tp_raise_int(&tp_TypeError, "__context__ may not be deleted");
    if (value != TP_NONE && !tp_is_exc(value))
        return tp_raise_int(&tp_TypeError,
                            "exception context must be None or derive from BaseException");
    exc(self)->context = value == TP_NONE ? 0 : value;
    return 0;
}

static Value get_cause(Value self)
{
    return or_none(exc(self)->cause);
}

static int set_cause(Value self, Value value)
{
    if (!value)
        return tp_raise_int(&tp_TypeError, "__cause__ may not be deleted");
    if (value != TP_NONE && !tp_is_exc(value))
        return tp_raise_int(&tp_TypeError,
                            "exception cause must be None or derive from BaseException");
    exc(self)->cause = value == TP_NONE ? 0 : value;
    exc(self)->suppress_context = true;
    return 0;
}

static Value get_suppress_context(Value self)
{
    return tp_bool(exc(self)->suppress_context);
}

static int set_suppress_context(Value self, Value value)
{
    if (!value)
        return tp_raise_int(&tp_TypeError, "can't delete numeric/char attribute");
    if (!tp_is_bool(value))
        return tp_raise_int(&tp_TypeError, "attribute value type must be bool");
    exc(self)->suppress_context = value == TP_TRUE;
    return 0;
}

static const MethodDef exc_methods[] = {
    METHOD("__reduce__", exc_reduce, "()", 0),
    METHOD("__setstate__", exc_setstate, "(state, /)", 0),
    METHOD("with_traceback", exc_with_traceback, "(tb, /)",
           "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."),
    METHOD("add_note", exc_add_note, "(note, /)",
           "Exception.add_note(note) --\n    add a note to the exception"),
    METHOD_END,
};

static const GetSetDef exc_getset[] = {
    {"__suppress_context__", get_suppress_context, set_suppress_context, 0},
    {"__dict__", tp_get_dict, tp_set_dict, 0},
    {"args", tp_exc_args, set_args, 0},
    {"__traceback__", get_traceback, set_traceback, 0},
    {"__context__", get_context, set_context, "exception context"},
    {"__cause__", get_cause, set_cause, "exception cause"},
    {0, 0, 0, 0},
};

/* ---- StopIteration, SystemExit, KeyError ---- */

static int stop_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (exc_init(self, nargs, args, kwnames) < 0)
        return -1;
    exc(self)->extra[EXC_VALUE] = nargs ? args[0] : TP_NONE;
    return 0;
}

static int exit_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (exc_init(self, nargs, args, kwnames) < 0)
        return -1;
    if (nargs)
        exc(self)->extra[EXC_VALUE] = nargs == 1 ? args[0] : exc(self)->args;
    return 0;
}

/* A missing key shows as its repr: KeyError: '' would be hard to see. */
static Value key_str(Value self)
{
    Tuple *args = tp_as_tuple(tp_exc_args(self));
    return args->length == 1 ? tp_repr(args->items[0]) : exc_str(self);
}

/* ---- those with keyword arguments: NameError, AttributeError, ImportError ---- */

static int named_init(Value self, int nargs, const Value *args, Tuple *kwnames, const char *class,
                      int nfields, const char *const *names, const int *fields)
{
    keep_args(exc(self), nargs, args);
    for (int i = 0; i < nfields; i++)
        exc(self)->extra[fields[i]] = 0;
    if (!kwnames)
        return 0;
    if (kwnames->length > nfields)
        return tp_raise_int(&tp_TypeError, "%s() takes at most %d keyword argument%s (%d given)",
                            class, nfields, nfields == 1 ? "" : "s", (int)kwnames->length);
    for (int64_t k = 0; k < kwnames->length; k++) {
        int i = 0;
        while (i < nfields && !tp_str_equal_cstr(kwnames->items[k], names[i]))
            i++;
        if (i == nfields)
            return tp_raise_int(&tp_TypeError, "'%U' is an invalid keyword argument for %s()",
                                kwnames->items[k], class);
        exc(self)->extra[fields[i]] = args[nargs + k];
    }
    return 0;
}

static int name_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    static const char *const names[] = {"name"};
    static const int fields[] = {EXC_NAME};
    return named_init(self, nargs, args, kwnames, "NameError", 1, names, fields);
}

static int attribute_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    static const char *const names[] = {"name", "obj"};
    static const int fields[] = {EXC_NAME, EXC_OBJ};
    return named_init(self, nargs, args, kwnames, "AttributeError", 2, names, fields);
}

static int import_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    static const char *const names[] = {"name", "path"};
    static const int fields[] = {EXC_IMPORT_NAME, EXC_IMPORT_PATH};
    if (named_init(self, nargs, args, kwnames, "ImportError", 2, names, fields) < 0)
        return -1;
    exc(self)->extra[EXC_IMPORT_MSG] = nargs == 1 ? args[0] : 0;
    return 0;
}

static Value import_str(Value self)
{
    Value message = exc(self)->extra[EXC_IMPORT_MSG];
    return message && tp_is_exact(message, &tp_str_type) ? message : exc_str(self);
}

static Value import_reduce(Value self, Value *args)
{
    (void)args;
    Exception *e = exc(self);
    Value name = e->extra[EXC_IMPORT_NAME], path = e->extra[EXC_IMPORT_PATH];
    Value type = tp_ref(tp_type_of(self));
    if (!name && !path)
        return exc_reduce(self, 0);
    Dict *state = e->dict ? tp_dict_copy(e->dict) : tp_dict_new();
    if ((name && tp_dict_set_cstr(state, "name", name) < 0) ||
        (path && tp_dict_set_cstr(state, "path", path) < 0))
        return 0;
    return tp_tuple_pack(3, type, tp_exc_args(self), tp_ref(state));
}

/* ---- OSError ---- */

static Type *os_error_class(int error)
{
    switch (error) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS:
        return &tp_BlockingIOError;
    case EPIPE:
    case ESHUTDOWN:
        return &tp_BrokenPipeError;
    case ECHILD:
        return &tp_ChildProcessError;
    case ECONNABORTED:
        return &tp_ConnectionAbortedError;
    case ECONNREFUSED:
        return &tp_ConnectionRefusedError;
    case ECONNRESET:
        return &tp_ConnectionResetError;
    case EEXIST:
        return &tp_FileExistsError;
    case ENOENT:
        return &tp_FileNotFoundError;
    case EISDIR:
        return &tp_IsADirectoryError;
    case ENOTDIR:
        return &tp_NotADirectoryError;
    case EINTR:
        return &tp_InterruptedError;
    case EACCES:
    case EPERM:
        return &tp_PermissionError;
    case ESRCH:
        return &tp_ProcessLookupError;
    case ETIMEDOUT:
        return &tp_TimeoutError;
    default:
        return &tp_OSError;
    }
}

static int os_init(Value self, int nargs, const Value *args, Tuple *kwnames);
static Value os_new(Type *type, int nargs, const Value *args, Tuple *kwnames);

/* A class with its own __init__ but not __new__ decides what the arguments mean by what it passes
 * on to OSError.__init__; for all others __new__ has read them already. */
static bool init_decides(Type *type)
{
    return type->init != os_init && type->new_ == os_new;
}

/* BlockingIOError.characters_written: -1 with TypeError or ValueError. */
static int written_of(Value v, int64_t *out)
{
    if (tp_index_as_i64(v, out) == 0)
        return 0;
    if (tp_error_is(&tp_OverflowError)) {
        tp_error_clear();
        tp_raise(&tp_ValueError, "cannot fit '%T' into an index-sized integer", v);
    }
    return -1;
}

/* Is v a number, that is, a count of characters written and no file name? */
static bool is_number(Value v)
{
    Type *type = tp_type_of(v);
    return type->index || type->int_ || type->float_ || (type->flags & TYPE_IS_COMPLEX);
}

static int os_fill(Exception *e, int nargs, const Value *args)
{
    int64_t written;
    int kept = nargs;
    if (nargs >= 2 && nargs <= 5) {
        Value filename = nargs >= 3 ? args[2] : TP_NONE;
        e->extra[EXC_ERRNO] = args[0];
        e->extra[EXC_STRERROR] = args[1];
        if (filename != TP_NONE) {
            if (e->head.type == &tp_BlockingIOError && is_number(filename)) {
                if (written_of(filename, &written) < 0)
                    return -1;
                e->extra[EXC_WRITTEN] = written == -1 ? 0 : tp_int(written);
            } else {
                e->extra[EXC_FILENAME] = filename;
                if (nargs == 5 && args[4] != TP_NONE)
                    e->extra[EXC_FILENAME2] = args[4];
                kept = 2;
            }
        }
    }
    e->args = kept ? tp_tuple_of(kept, args) : tp_ref(tp_empty_tuple);
    return 0;
}

static Value os_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    int64_t number;
    if (init_decides(type)) {
        Exception *e = tp_heap_object(type, 0);
        e->args = tp_ref(tp_empty_tuple);
        return tp_ref(e);
    }
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "%s() takes no keyword arguments", tp_type_short_name(type));
    if (type == &tp_OSError && nargs >= 2 && nargs <= 5 && tp_is_int(args[0]) &&
        tp_int_fits_i64(args[0], &number) && number == (int)number)
        type = os_error_class((int)number);
    Exception *e = tp_heap_object(type, 0);
    return os_fill(e, nargs, args) < 0 ? 0 : tp_ref(e);
}

static int os_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (!init_decides(tp_type_of(self)))
        return 0;
    if (no_keywords(self, kwnames) < 0)
        return -1;
    return os_fill(exc(self), nargs, args);
}

static Value os_str(Value self)
{
    Exception *e = exc(self);
    Value number = or_none(e->extra[EXC_ERRNO]), text = or_none(e->extra[EXC_STRERROR]);
    if (e->extra[EXC_FILENAME]) {
        if (e->extra[EXC_FILENAME2])
            return tp_str_format_c("[Errno %S] %S: %R -> %R", number, text, e->extra[EXC_FILENAME],
                                   e->extra[EXC_FILENAME2]);
        return tp_str_format_c("[Errno %S] %S: %R", number, text, e->extra[EXC_FILENAME]);
    }
    if (e->extra[EXC_ERRNO] && e->extra[EXC_STRERROR])
        return tp_str_format_c("[Errno %S] %S", number, text);
    return exc_str(self);
}

static Value os_reduce(Value self, Value *unused)
{
    (void)unused;
    Exception *e = exc(self);
    Value args = tp_exc_args(self);
    Tuple *t = tp_as_tuple(args);
    if (t->length == 2 && e->extra[EXC_FILENAME]) {
        if (e->extra[EXC_FILENAME2])
            args = tp_tuple_pack(5, t->items[0], t->items[1], e->extra[EXC_FILENAME], TP_NONE,
                                 e->extra[EXC_FILENAME2]);
        else
            args = tp_tuple_pack(3, t->items[0], t->items[1], e->extra[EXC_FILENAME]);
    }
    if (e->dict)
        return tp_tuple_pack(3, tp_ref(e->head.type), args, tp_ref(e->dict));
    return tp_tuple_pack(2, tp_ref(e->head.type), args);
}

static Value os_get_written(Value self)
{
    Value written = exc(self)->extra[EXC_WRITTEN];
    return written ? written : tp_raise(&tp_AttributeError, "characters_written");
}

static int os_set_written(Value self, Value value)
{
    int64_t written = -1; /* none */
    if (!value && !exc(self)->extra[EXC_WRITTEN])
        return tp_raise_int(&tp_AttributeError, "characters_written");
    if (value && written_of(value, &written) < 0)
        return -1;
    exc(self)->extra[EXC_WRITTEN] = written == -1 ? 0 : tp_int(written);
    return 0;
}

/* ---- SyntaxError ---- */

static int syntax_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (exc_init(self, nargs, args, kwnames) < 0)
        return -1;
    Exception *e = exc(self);
    if (nargs >= 1)
        e->extra[EXC_MSG] = args[0];
    if (nargs != 2)
        return 0;
    Value details = tp_tuple_from(args[1]);
    if (!details)
        return -1;
    Tuple *t = tp_as_tuple(details);
    if (t->length < 4)
        return tp_raise_int(&tp_TypeError, "function takes at least 4 arguments (%zd given)",
                            (size_t)t->length);
    if (t->length > 6)
        return tp_raise_int(&tp_TypeError, "function takes at most 6 arguments (%zd given)",
                            (size_t)t->length);
    for (int64_t i = 0; i < t->length; i++)
        e->extra[EXC_SYNTAX_FILENAME + i] = t->items[i] == TP_NONE ? 0 : t->items[i];
    if (t->length == 5)
        return tp_raise_int(&tp_TypeError,
                            "end_offset must be provided when end_lineno is provided");
    return 0;
}

static Value syntax_str(Value self)
{
    Exception *e = exc(self);
    Value filename = e->extra[EXC_SYNTAX_FILENAME], line = e->extra[EXC_LINENO];
    Value message = or_none(e->extra[EXC_MSG]);
    bool has_line = line && (tp_is_small(line) || tp_is_exact(line, &tp_int_type));
    int64_t number = -1;
    if (has_line && !tp_int_fits_i64(line, &number))
        number = -1;
    Value base = 0;
    if (filename && tp_is_str(filename)) {
        const Str *s = tp_as_str(filename);
        int64_t start = s->length;
        while (start > 0 && tp_str_at(s, start - 1) != '/')
            start--;
        base = tp_str_slice(filename, start, s->length);
    }
    if (base && has_line)
        return tp_str_format_c("%S (%U, line %lld)", message, base, (long long)number);
    if (base)
        return tp_str_format_c("%S (%U)", message, base);
    if (has_line)
        return tp_str_format_c("%S (line %lld)", message, (long long)number);
    return tp_str(message);
}

/* ---- UnicodeError ---- */

static int expect_type(const Value *args, int i, bool good, const char *wanted)
{
    if (good)
        return 0;
    static const char *const names[] = {"argument 1", "argument 2", "argument 3", "argument 4",
                                        "argument 5"};
    tp_raise_argument(0, names[i], wanted, args[i]);
    return -1;
}

static int unicode_fill(Exception *e, const Value *args, int at)
{
    for (int i = 0; i < 2; i++) {
        int64_t position;
        if (tp_index_as_i64(args[at + i], &position) < 0)
            return -1;
        e->extra[EXC_START + i] = tp_int(position);
    }
    e->extra[EXC_REASON] = args[at + 2];
    return expect_type(args, at + 2, tp_is_str(args[at + 2]), "str");
}

static int set_position(Value self, Value value, int field)
{
    int64_t position;
    if (!value)
        return tp_raise_int(&tp_TypeError, "can't delete numeric/char attribute");
    if (!tp_is_int(value))
        return tp_raise_int(&tp_TypeError, "an integer is required");
    if (tp_ssize_argument(value, &position) < 0)
        return -1;
    exc(self)->extra[field] = tp_int(position);
    return 0;
}

static Value get_start(Value self)
{
    return exc(self)->extra[EXC_START] ? exc(self)->extra[EXC_START] : tp_small(0);
}

static int set_start(Value self, Value value)
{
    return set_position(self, value, EXC_START);
}

static Value get_end(Value self)
{
    return exc(self)->extra[EXC_END] ? exc(self)->extra[EXC_END] : tp_small(0);
}

static int set_end(Value self, Value value)
{
    return set_position(self, value, EXC_END);
}

static int count_args(int nargs, int wanted)
{
    if (nargs == wanted)
        return 0;
    return tp_raise_int(&tp_TypeError, "function takes exactly %d arguments (%d given)", wanted,
                        nargs);
}

static int decode_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    const char *data;
    int64_t n;
    Exception *e = exc(self);
    if (exc_init(self, nargs, args, kwnames) < 0 || count_args(nargs, 5) < 0 ||
        expect_type(args, 0, tp_is_str(args[0]), "str") < 0)
        return -1;
    e->extra[EXC_ENCODING] = args[0];
    if (unicode_fill(e, args, 2) < 0 || tp_bytes_view(args[1], &data, &n) < 0)
        return -1;
    e->extra[EXC_OBJECT] = tp_is_bytes(args[1]) ? args[1] : tp_bytes_new(data, n);
    return e->extra[EXC_OBJECT] ? 0 : -1;
}

static int encode_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Exception *e = exc(self);
    if (exc_init(self, nargs, args, kwnames) < 0 || count_args(nargs, 5) < 0 ||
        expect_type(args, 0, tp_is_str(args[0]), "str") < 0 ||
        expect_type(args, 1, tp_is_str(args[1]), "str") < 0)
        return -1;
    e->extra[EXC_ENCODING] = args[0];
    e->extra[EXC_OBJECT] = args[1];
    return unicode_fill(e, args, 2);
}

static int translate_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Exception *e = exc(self);
    if (exc_init(self, nargs, args, kwnames) < 0 || count_args(nargs, 4) < 0 ||
        expect_type(args, 0, tp_is_str(args[0]), "str") < 0)
        return -1;
    e->extra[EXC_OBJECT] = args[0];
    return unicode_fill(e, args, 1);
}

/* Start and end, 0 where they are no ints; and whether they mark one character of the object. */
static bool marks_one(Exception *e, int64_t length, int64_t *start, int64_t *end)
{
    *start = *end = 0;
    for (int i = 0; i < 2; i++)
        if (e->extra[EXC_START + i] && tp_is_int(e->extra[EXC_START + i]))
            tp_int_fits_i64(e->extra[EXC_START + i], i ? end : start);
    return *start >= 0 && *start < length && *end == *start + 1;
}

/* What str() shows of a field that may have been deleted. */
static Value or_null(Value v)
{
    return v ? v : tp_str_cstr("<NULL>");
}

static void escape_char(uint32_t c, char *out, size_t size)
{
    snprintf(out, size, c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x", c);
}

static Value decode_str(Value self)
{
    Exception *e = exc(self);
    if (!e->extra[EXC_OBJECT] || !tp_is_bytes(e->extra[EXC_OBJECT]))
        return tp_str_cstr("");
    Bytes *bytes = (Bytes *)tp_obj(e->extra[EXC_OBJECT]);
    int64_t start, end;
    if (marks_one(e, bytes->length, &start, &end)) {
        char hex[8];
        snprintf(hex, sizeof hex, "%02x", (unsigned char)bytes->data[start]);
        return tp_str_format_c("'%S' codec can't decode byte 0x%s in position %zd: %S",
                               or_null(e->extra[EXC_ENCODING]), hex, (size_t)start,
                               or_null(e->extra[EXC_REASON]));
    }
    return tp_str_format_c("'%S' codec can't decode bytes in position %zd-%zd: %S",
                           or_null(e->extra[EXC_ENCODING]), (size_t)start, (size_t)(end - 1),
                           or_null(e->extra[EXC_REASON]));
}

static Value encode_str(Value self)
{
    Exception *e = exc(self);
    if (!e->extra[EXC_OBJECT] || !tp_is_str(e->extra[EXC_OBJECT]))
        return tp_str_cstr("");
    Str *text = tp_as_str(e->extra[EXC_OBJECT]);
    int64_t start, end;
    if (marks_one(e, text->length, &start, &end)) {
        char shown[16];
        escape_char(tp_str_at(text, start), shown, sizeof shown);
        return tp_str_format_c("'%S' codec can't encode character '%s' in position %zd: %S",
                               or_null(e->extra[EXC_ENCODING]), shown, (size_t)start,
                               or_null(e->extra[EXC_REASON]));
    }
    return tp_str_format_c("'%S' codec can't encode characters in position %zd-%zd: %S",
                           or_null(e->extra[EXC_ENCODING]), (size_t)start, (size_t)(end - 1),
                           or_null(e->extra[EXC_REASON]));
}

static Value translate_str(Value self)
{
    Exception *e = exc(self);
    if (!e->extra[EXC_OBJECT] || !tp_is_str(e->extra[EXC_OBJECT]))
        return tp_str_cstr("");
    Str *text = tp_as_str(e->extra[EXC_OBJECT]);
    int64_t start, end;
    if (marks_one(e, text->length, &start, &end)) {
        char shown[16];
        escape_char(tp_str_at(text, start), shown, sizeof shown);
        return tp_str_format_c("can't translate character '%s' in position %zd: %S", shown,
                               (size_t)start, or_null(e->extra[EXC_REASON]));
    }
    return tp_str_format_c("can't translate characters in position %zd-%zd: %S", (size_t)start,
                           (size_t)(end - 1), or_null(e->extra[EXC_REASON]));
}

/* ---- the types ---- */

#define FIELD(name, i, doc) {name, offsetof(Exception, extra) + (i) * sizeof(Value), false, doc}
#define MEMBERS_END {0, 0, false, 0}

static const MemberDef stop_members[] = {
    FIELD("value", EXC_VALUE, "generator return value"), MEMBERS_END};
static const MemberDef exit_members[] = {
    FIELD("code", EXC_VALUE, "exception code"), MEMBERS_END};
static const MemberDef name_members[] = {FIELD("name", EXC_NAME, "name"), MEMBERS_END};
static const MemberDef attribute_members[] = {
    FIELD("name", EXC_NAME, "attribute name"), FIELD("obj", EXC_OBJ, "object"), MEMBERS_END};
static const MemberDef import_members[] = {
    FIELD("msg", EXC_IMPORT_MSG, "exception message"),
    FIELD("name", EXC_IMPORT_NAME, "module name"),
    FIELD("path", EXC_IMPORT_PATH, "module path"), MEMBERS_END};
static const MethodDef import_methods[] = {METHOD("__reduce__", import_reduce, "()", 0),
                                           METHOD_END};
static const MemberDef os_members[] = {
    FIELD("errno", EXC_ERRNO, "POSIX exception code"),
    FIELD("strerror", EXC_STRERROR, "exception strerror"),
    FIELD("filename", EXC_FILENAME, "exception filename"),
    FIELD("filename2", EXC_FILENAME2, "second exception filename"), MEMBERS_END};
static const MethodDef os_methods[] = {METHOD("__reduce__", os_reduce, "()", 0), METHOD_END};
static const GetSetDef os_getset[] = {
    {"characters_written", os_get_written, os_set_written, 0}, {0, 0, 0, 0}};
static const MemberDef syntax_members[] = {
    FIELD("msg", EXC_MSG, "exception msg"),
    FIELD("filename", EXC_SYNTAX_FILENAME, "exception filename"),
    FIELD("lineno", EXC_LINENO, "exception lineno"),
    FIELD("offset", EXC_OFFSET, "exception offset"),
    FIELD("text", EXC_TEXT, "exception text"),
    FIELD("end_lineno", EXC_END_LINENO, "exception end lineno"),
    FIELD("end_offset", EXC_END_OFFSET, "exception end offset"),
    FIELD("print_file_and_line", EXC_PRINT, "exception print_file_and_line"), MEMBERS_END};
static const MemberDef unicode_members[] = {
    FIELD("encoding", EXC_ENCODING, "exception encoding"),
    FIELD("object", EXC_OBJECT, "exception object"),
    FIELD("reason", EXC_REASON, "exception reason"), MEMBERS_END};
static const GetSetDef unicode_getset[] = {{"start", get_start, set_start, "exception start"},
                                           {"end", get_end, set_end, "exception end"},
                                           {0, 0, 0, 0}};

#define tp_object tp_object_type
#define EXC(exc_name, exc_base)                          \
    Type tp_##exc_name = {                               \
        .head = {&tp_type_type},                         \
        .name = #exc_name,                               \
        .flags = TYPE_BASE | TYPE_IS_EXC,                \
        .base = &tp_##exc_base,                          \
        .dict_offset = offsetof(Exception, dict),        \
    };
#include "runtime/error.def"
#undef EXC

/* What a class has beyond its base. */
static const struct Special {
    Type *type;
    int nfields;
    const MethodDef *methods;
    const GetSetDef *getset;
    const MemberDef *members;
    NewFn new_;
    InitFn init;
    UnaryFn str;
    const char *doc;
} specials[] = {
    {&tp_BaseException, 0, exc_methods, exc_getset, 0, exc_new, exc_init, exc_str,
     "Common base class for all exceptions"},
    {&tp_StopIteration, 1, 0, 0, stop_members, 0, stop_init, 0,
     "Signal the end from iterator.__next__()."},
    {&tp_SystemExit, 1, 0, 0, exit_members, 0, exit_init, 0,
     "Request to exit from the interpreter."},
    {&tp_KeyError, 0, 0, 0, 0, 0, exc_init, key_str, "Mapping key not found."},
    {&tp_NameError, 1, 0, 0, name_members, 0, name_init, exc_str,
     "Name not found globally."},
    {&tp_AttributeError, 2, 0, 0, attribute_members, 0, attribute_init, exc_str,
     "Attribute not found."},
    {&tp_ImportError, 3, import_methods, 0, import_members, 0, import_init, import_str,
     "Import can't find module, or can't find name in module."},
    {&tp_OSError, 5, os_methods, os_getset, os_members, os_new, os_init, os_str,
     "Base class for I/O related errors."},
    {&tp_SyntaxError, 8, 0, 0, syntax_members, 0, syntax_init, syntax_str, "Invalid syntax."},
    {&tp_UnicodeDecodeError, 5, 0, unicode_getset, unicode_members, exc_new, decode_init,
     decode_str, "Unicode decoding error."},
    {&tp_UnicodeEncodeError, 5, 0, unicode_getset, unicode_members, exc_new, encode_init,
     encode_str, "Unicode encoding error."},
    {&tp_UnicodeTranslateError, 5, 0, unicode_getset, unicode_members, exc_new,
     translate_init, translate_str, "Unicode translation error."},
    {&tp_BaseExceptionGroup, 2, tp_group_methods, 0, tp_group_members, tp_group_new, tp_group_init,
     tp_group_str, "A combination of multiple unrelated exceptions."},
};

/* A class without an __init__ of its own has its base's as its own, which hides those of classes
 * further on in an MRO; and so for __new__, if both are those of BaseException. */
static void share_init(Type *type, const Type *base)
{
    if (type->init || type == &tp_ExceptionGroup)
        return;
    type->init = base->init;
    if (type->init == exc_init)
        type->new_ = exc_new;
}

void tp_errors_init(void)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        const struct Special *s = &specials[i];
        s->type->basic_size = sizeof(Exception) + s->nfields * sizeof(Value);
        s->type->methods = s->methods;
        s->type->getset = s->getset;
        s->type->members = s->members;
        s->type->new_ = s->new_;
        s->type->init = s->init;
        s->type->str = s->str;
        s->type->doc = s->doc;
    }
    tp_BaseException.repr = exc_repr;
    tp_BaseException.getattribute = tp_generic_getattr;
    tp_BaseException.setattr = tp_generic_setattr;
    /* An ExceptionGroup is a group first and an Exception second; both have the same layout. */
    tp_ExceptionGroup.bases = tp_as_tuple(
        tp_tuple_pack(2, tp_ref(&tp_BaseExceptionGroup), tp_ref(&tp_Exception)));
#define EXC(name, base_)                                             \
    if (!tp_##name.basic_size)                                       \
        tp_##name.basic_size = tp_##base_.basic_size;                \
    share_init(&tp_##name, &tp_##base_);                             \
    tp_type_ready(&tp_##name);
#include "runtime/error.def"
#undef EXC
}
