/* builtins_print.c -- print, input, open.
 *
 * print goes straight into the buffer of its stream when that is an ordinary text file; numbers are
 * written without becoming a str.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/builtins.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/str.h"

/* ---- print ---- */

typedef struct Printer {
    TextIO *direct;
    Value write;           /* bound method of another kind of stream */
} Printer;

static int put(Printer *p, Value str)
{
    if (p->direct)
        return tp_text_write(p->direct, str);
    return tp_call1(p->write, str) ? 0 : -1;
}

static int put_value(Printer *p, Value v)
{
    char buffer[40];
    if (p->direct) {
        if (tp_is_small(v)) {
            int64_t i = tp_small_value(v);
            uint64_t u = i < 0 ? -(uint64_t)i : (uint64_t)i;
            char *end = buffer + sizeof buffer, *s = end;
            do
                *--s = (char)('0' + u % 10);
            while (u /= 10);
            if (i < 0)
                *--s = '-';
            return tp_text_write_ascii(p->direct, s, end - s);
        }
        if (tp_is_tagged_float(v))
            return tp_text_write_ascii(p->direct, buffer,
                                       tp_float_repr(tp_tagged_float_value(v), buffer));
    }
    Value text = tp_is_exact(v, &tp_str_type) ? v : tp_str(v);
    return text ? put(p, text) : -1;
}

static int check_text(const char *name, Value value)
{
    if (value == TP_NONE || tp_is_str(value))
        return 0;
    return tp_raise_int(&tp_TypeError, "%s must be None or a string, not %T", name, value);
}

static Value or_char(Value text, char c)
{
    return text == TP_NONE ? tp_str_char((uint32_t)c) : text;
}

static Value builtin_print(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    Value sep = TP_NONE, end = TP_NONE, file = TP_NONE;
    int flushes = 0;
    for (int64_t i = 0; kwnames && i < kwnames->length; i++) {
        Value name = kwnames->items[i], value = args[nargs + i];
        if (tp_str_equal_cstr(name, "sep"))
            sep = value;
        else if (tp_str_equal_cstr(name, "end"))
            end = value;
        else if (tp_str_equal_cstr(name, "file"))
            file = value;
        else if (!tp_str_equal_cstr(name, "flush"))
            return tp_raise(&tp_TypeError, "'%U' is an invalid keyword argument for print()", name);
        else if (value != TP_FALSE && (flushes = tp_truth(value)) < 0)
            return 0;
    }
    if (file == TP_NONE) {
        file = tp_sys_get(TP_NAME(stdout));
        if (!file)
            return tp_raise(&tp_RuntimeError, "lost sys.stdout");
        if (file == TP_NONE)
            return TP_NONE;
    }
    if (check_text("sep", sep) < 0 || check_text("end", end) < 0)
        return 0;
    Printer p = {.direct = tp_text_direct(file)};
    if (!p.direct && !(p.write = tp_getattr(file, TP_NAME(write))))
        return 0;
    for (int i = 0; i < nargs; i++) {
        if (i > 0) {
            if (sep == TP_NONE && p.direct ? tp_text_write_ascii(p.direct, " ", 1) < 0
                                           : put_value(&p, or_char(sep, ' ')) < 0)
                return 0;
        }
        if (put_value(&p, args[i]) < 0)
            return 0;
    }
    if (put_value(&p, or_char(end, '\n')) < 0)
        return 0;
    return !flushes || tp_call_method(file, TP_NAME(flush), 0, 0, 0) ? TP_NONE : 0;
}

/* ---- input ---- */

/* A line without its end, as a str or bytes that readline() gave. */
static Value without_newline(Value line)
{
    int64_t n = 0;
    const char *data = 0;
    if (tp_is_str(line))
        n = tp_as_str(line)->length;
    else if (!tp_is_bytes(line))
        return tp_raise(&tp_TypeError, "object.readline() returned non-string");
    else if (tp_bytes_view(line, &data, &n) < 0)
        return 0;
    if (n == 0)
        return tp_raise(&tp_EOFError, "EOF when reading a line");
    if (data)
        return data[n - 1] == '\n' ? tp_bytes_new(data, n - 1) : line;
    return tp_str_at(tp_as_str(line), n - 1) == '\n' ? tp_str_slice(line, 0, n - 1) : line;
}

static Value builtin_input(Value self, Value *args)
{
    (void)self;
    Value in = tp_sys_get(TP_NAME(stdin)), out = tp_sys_get(TP_NAME(stdout));
    Value err = tp_sys_get(TP_NAME(stderr));
    if (!in || in == TP_NONE)
        return tp_raise(&tp_RuntimeError, "input(): lost sys.stdin");
    if (!out || out == TP_NONE)
        return tp_raise(&tp_RuntimeError, "input(): lost sys.stdout");
    if (!err || err == TP_NONE)
        return tp_raise(&tp_RuntimeError, "input(): lost sys.stderr");
    if (!tp_call_method(err, TP_NAME(flush), 0, 0, 0))
        tp_error_clear();
    if (args[0]) {
        Value write = tp_getattr(out, TP_NAME(write)), prompt = write ? tp_str(args[0]) : 0;
        if (!prompt || !tp_call1(write, prompt))
            return 0;
    }
    if (!tp_call_method(out, TP_NAME(flush), 0, 0, 0))
        tp_error_clear();
    Value line = tp_call_method(in, TP_NAME(readline), 0, 0, 0);
    return line ? without_newline(line) : 0;
}

const MethodDef tp_print_functions[] = {
    METHOD("input", builtin_input, "(prompt='', /)",
           "Read a string from standard input.  The trailing newline is stripped."),
    METHOD_RAW("print", builtin_print, "(*args, sep=' ', end='\\n', file=None, flush=False)",
               "Prints the values to a stream, or to sys.stdout by default."),
    METHOD("open", tp_io_open,
           "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, "
           "opener=None)",
           "Open file and return a stream.  Raise OSError upon failure."),
    METHOD_END,
};
