/* traceback.c -- printing exceptions as CPython's interpreter does.
 *
 * The whole text is built first and written to sys.stderr at once. Printer carries what nested
 * exception groups need: how deep they are (every line gets a margin), and which exceptions have
 * been printed (chains may run in circles).
 *
 * Start at tp_error_print; the end of a program is tp_error_exit_status.
 */
#include <stdio.h>
#include <string.h>

#include "runtime/anchor.h"
#include "runtime/builtins.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exc_types.h"
#include "runtime/frame.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/source_line.h"
#include "runtime/startup.h"
#include "runtime/str.h"
#include "runtime/structseq.h"
#include "runtime/suggest.h"

enum { MAX_REPEATS = 3, MAX_ENTRIES = 1000, MAX_GROUP_WIDTH = 15, MAX_GROUP_DEPTH = 10 };

typedef struct Printer {
    StrBuilder out;
    int depth;             /* of exception groups */
    bool needs_close;      /* the frame of the last sub-exception is still open */
    Value seen;            /* list of exceptions printed */
} Printer;

static Exception *exc(Value v)
{
    return (Exception *)tp_obj(v);
}

/* ---- text ---- */

static void put(Printer *p, const char *text)
{
    tp_builder_cstr(&p->out, text);
}

static void put_value(Printer *p, Value str)
{
    tp_builder_str(&p->out, str);
}

static void put_int(Printer *p, int64_t i)
{
    put_value(p, tp_str_format_c("%zd", (size_t)i));
}

static void put_spaces(Printer *p, int n)
{
    while (n-- > 0)
        tp_builder_char(&p->out, ' ');
}

/* The start of a line. */
static void put_margin(Printer *p)
{
    put_spaces(p, 2 * p->depth);
    if (p->depth)
        put(p, "| ");
}

static void put_utf8(Printer *p, const char *text, int64_t n)
{
    Value line = tp_decode(text, n, "utf-8", "replace");
    if (line)
        put_value(p, line);
    else
        tp_error_clear();
}

/* ---- one entry of a traceback ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* Characters in n bytes of UTF-8. */
static int count_chars(const char *text, int64_t n)
{
    int count = 0;
    for (int64_t i = 0; i < n; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

/* The line under a source line: from byte `start` to `end` of it, unless that is all of it. */
static void put_carets(Printer *p, const CodePosition *at, const char *line, int64_t n,
                       int64_t indent)
{
    int64_t start = at->column, end = at->end_column;
    int left = -1, right = -1;
    if (at->line < 0 || at->end_line < 0 || start < 0 || end < 0 || start > n)
        return;
    if (at->end_line != at->line) {
        end = n;
        while (end > start && is_blank(line[end - 1]))
            end--;
    } else {
        if (end > n)
            end = n;
        if (tp_anchor_find(line + start, (int)(end - start), &left, &right)) {
            left += (int)start;
            right += (int)start;
        }
    }
    if (left < 0 && end - start == n - indent)
        return;
    put_margin(p);
    put(p, "    ");
    put_spaces(p, count_chars(line + indent, start - indent));
    for (int64_t i = start; i < end; i++)
        if (((unsigned char)line[i] & 0xc0) != 0x80)
            tp_builder_char(&p->out, left >= 0 && (i < left || i >= right) ? '~' : '^');
    put(p, "\n");
}

static void put_entry(Printer *p, Traceback *t, int line)
{
    const char *text;
    int64_t n, indent = 0;
    put_margin(p);
    put(p, "  File \"");
    put_value(p, t->code->filename);
    put(p, "\", line ");
    put_int(p, line);
    put(p, ", in ");
    put_value(p, t->code->name);
    put(p, "\n");
    if (!tp_source_line(t->code->filename, line, &text, &n))
        return;
    while (indent < n && is_blank(text[indent]))
        indent++;
    put_margin(p);
    put(p, "    ");
    put_utf8(p, text + indent, n - indent);
    put(p, "\n");
    CodePosition at = tp_code_position(t->code, t->at);
    if (t->at >= 0 && at.line == line)
        put_carets(p, &at, text, n, indent);
}

/* ---- a whole traceback ---- */

static int64_t entry_limit(void)
{
    Value limit = tp_sys_get(TP_NAME(tracebacklimit));
    int64_t n;
    if (!limit || !tp_is_int(limit))
        return MAX_ENTRIES;
    return tp_int_fits_i64(limit, &n) ? n : tp_int_sign(limit) < 0 ? 0 : MAX_ENTRIES;
}

static void put_repeats(Printer *p, int repeats)
{
    if (repeats <= MAX_REPEATS)
        return;
    put_margin(p);
    put(p, "  [Previous line repeated ");
    put_int(p, repeats - MAX_REPEATS);
    put(p, repeats - MAX_REPEATS == 1 ? " more time]\n" : " more times]\n");
}

static void put_traceback(Printer *p, Value traceback, bool is_group)
{
    int64_t limit = entry_limit(), depth = 0;
    if (limit <= 0)
        return;
    if (is_group && p->depth == 1)
        put(p, "  + ");
    else
        put_margin(p);
    put(p, is_group ? "Exception Group Traceback (most recent call last):\n"
                    : "Traceback (most recent call last):\n");
    Traceback *t, *before = 0;
    for (Value v = traceback; v; v = t->next, depth++)
        t = (Traceback *)tp_obj(v);
    int repeats = 0, line_before = -1;
    for (Value v = traceback; v; v = t->next) {
        t = (Traceback *)tp_obj(v);
        if (depth-- > limit)
            continue;
        int line = tp_traceback_line(t);
        bool is_same = before && line == line_before && tp_str_equal(before->code->filename,
                                                                     t->code->filename) &&
                       tp_str_equal(before->code->name, t->code->name);
        if (!is_same) {
            put_repeats(p, repeats);
            repeats = 0;
        }
        before = t;
        line_before = line;
        if (++repeats <= MAX_REPEATS)
            put_entry(p, t, line);
    }
    put_repeats(p, repeats);
}

/* ---- one exception ---- */

/* Where a SyntaxError is, as its attributes say. */
typedef struct SyntaxPlace {
    Value message, filename;
    Value text;                /* the line, or None */
    int64_t line, offset, end_line, end_offset;
} SyntaxPlace;

/* An int attribute; `fallback` where it is None, if that may be. */
static bool int_attribute(Value e, const char *name, const int64_t *fallback, int64_t *out)
{
    Value v = tp_getattr_cstr(e, name);
    if (v == TP_NONE && fallback) {
        *out = *fallback;
        return true;
    }
    return v && tp_is_int(v) && tp_int_fits_i64(v, out);
}

/* Anything that has print_file_and_line is printed as a SyntaxError, if its attributes make
 * sense. */
static bool syntax_place(Value e, SyntaxPlace *at)
{
    static const int64_t none = -1;
    bool is_syntax = tp_getattr_or_null(e, tp_intern_cstr("print_file_and_line"), 0) &&
                     (at->message = tp_getattr_cstr(e, "msg")) &&
                     (at->filename = tp_getattr_cstr(e, "filename")) &&
                     int_attribute(e, "lineno", 0, &at->line) &&
                     int_attribute(e, "offset", &none, &at->offset) &&
                     int_attribute(e, "end_lineno", &at->line, &at->end_line) &&
                     int_attribute(e, "end_offset", &none, &at->end_offset) &&
                     (at->text = tp_getattr_cstr(e, "text"));
    tp_error_clear();
    /* Of subclasses (IndentationError) CPython shows no end. */
    if (is_syntax && tp_type_of(e) != &tp_SyntaxError) {
        at->end_line = at->line;
        at->end_offset = -1;
    }
    return is_syntax;
}

/* The text that a SyntaxError is about, and carets under it. Offsets are taken as bytes of UTF-8,
 * whatever they count, as CPython does. */
static void put_syntax_text(Printer *p, const SyntaxPlace *at)
{
    int64_t offset = at->offset, end_offset = at->end_offset;
    if (!tp_is_str(at->text))
        return;
    const char *text = tp_str_to_c(at->text);
    int64_t length = (int64_t)strlen(text);
    /* offset may point into a later line of the text: show from there */
    for (const char *newline; offset >= 0 && (newline = strchr(text, '\n'));) {
        int64_t n = newline + 1 - text;
        if (n >= offset || n == length)
            break;
        offset -= n;
        end_offset -= n;
        length -= n;
        text = newline + 1;
    }
    int64_t full = length;
    while (length && (text[length - 1] == '\n' || text[length - 1] == '\r'))
        length--;
    if (offset > full)
        offset = length + 1;
    if (at->end_line > at->line)
        end_offset = full;
    if (end_offset > full + 1)
        end_offset = full + 1;
    int64_t indent = (int64_t)strspn(text, " \t\f");
    if (indent > length)
        indent = length;
    offset -= indent;
    end_offset -= indent;
    put(p, "    ");
    put_value(p, tp_str_utf8(text + indent, length - indent));
    put(p, "\n");
    if (offset < 1)
        return;
    put(p, "    ");
    put_spaces(p, (int)offset - 1);
    do
        put(p, "^");
    while (++offset < end_offset);
    put(p, "\n");
}

static void put_syntax_place(Printer *p, const SyntaxPlace *at)
{
    put_margin(p);
    put(p, "  File \"");
    Value shown = at->filename == TP_NONE ? tp_str_cstr("<string>") : tp_str(at->filename);
    if (shown)
        put_value(p, shown);
    else
        tp_error_clear();
    put(p, "\", line ");
    put_value(p, tp_str_format_c("%lld", (long long)at->line));
    put(p, "\n");
    put_syntax_text(p, at);
}

static void put_type(Printer *p, Type *type)
{
    Value module = tp_getattr_cstr(tp_ref(type), "__module__");
    if (!module || !tp_is_str(module)) {
        tp_error_clear();
        put(p, "<unknown>.");
    } else if (!tp_str_equal_cstr(module, "builtins") && !tp_str_equal_cstr(module, "__main__")) {
        put_value(p, module);
        put(p, ".");
    }
    put_value(p, type->qualname);
}

/* `shown`: what is said about it, mostly the exception itself. */
static void put_message(Printer *p, Value e, Value shown)
{
    put_margin(p);
    put_type(p, tp_type_of(e));
    if (shown != TP_NONE) {
        Value text = tp_str(shown);
        if (!text) {
            tp_error_clear();
            put(p, ": <exception str() failed>");
        } else if (tp_as_str(text)->length) {
            put(p, ": ");
            put_value(p, text);
        }
    }
    Value meant = tp_suggestion(e);
    if (meant) {
        put(p, ". Did you mean: '");
        put_value(p, meant);
        put(p, "'?");
    }
    put(p, "\n");
}

static void put_note(Printer *p, Value note)
{
    Value text = tp_str(note);
    if (!text) {
        tp_error_clear();
        text = tp_str_cstr("<note str() failed>");
    }
    Value keeps_ends = TP_TRUE;
    Value lines = tp_call_method_cstr(text, "splitlines", 1, &keeps_ends);
    if (!lines) {
        tp_error_clear();
        return;
    }
    for (int64_t i = 0; i < tp_as_list(lines)->length; i++) {
        put_margin(p);
        put_value(p, tp_as_list(lines)->items[i]);
    }
    put(p, "\n");
}

/* __notes__ may have been set to anything; a sequence of any kind is taken as one. */
static void put_notes(Printer *p, Value e)
{
    Value notes = tp_getattr_or_null(e, TP_NAME(__notes__), 0);
    tp_error_clear();
    if (!notes)
        return;
    if (tp_is_sequence(notes)) {
        Value items = tp_tuple_from(notes);
        for (int64_t i = 0; items && i < tp_as_tuple(items)->length; i++)
            put_note(p, tp_as_tuple(items)->items[i]);
        tp_error_clear();
        return;
    }
    Value text = tp_repr(notes);
    tp_error_clear();
    put_margin(p);
    put_value(p, text ? text : tp_str_cstr("<__notes__ repr() failed>"));
}

static void put_exception(Printer *p, Value e)
{
    SyntaxPlace at;
    if (exc(e)->traceback)
        put_traceback(p, exc(e)->traceback, tp_instance(e, &tp_BaseExceptionGroup));
    bool is_syntax = syntax_place(e, &at);
    if (is_syntax)
        put_syntax_place(p, &at);
    put_message(p, e, is_syntax ? at.message : e);
    if (!is_syntax)
        put_notes(p, e);
}

/* ---- chains and groups ---- */

static void put_chain(Printer *p, Value e);

static void put_group(Printer *p, Value e)
{
    if (p->depth > MAX_GROUP_DEPTH) {
        put_margin(p);
        put(p, "... (max_group_depth is 10)\n");
        return;
    }
    bool is_outermost = p->depth == 0;
    if (is_outermost)
        p->depth = 1;
    put_exception(p, e);
    Tuple *members = tp_as_tuple(exc(e)->extra[EXC_GROUP_EXCS]);
    int64_t shown = members->length > MAX_GROUP_WIDTH ? MAX_GROUP_WIDTH + 1 : members->length;
    p->needs_close = false;
    for (int64_t i = 0; i < shown; i++) {
        bool is_cut = i == MAX_GROUP_WIDTH;
        if (i == shown - 1)
            p->needs_close = true;
        put_spaces(p, 2 * p->depth);
        put(p, i == 0 ? "+-" : "  ");
        put(p, "+---------------- ");
        if (is_cut)
            put(p, "...");
        else
            put_int(p, i + 1);
        put(p, " ----------------\n");
        p->depth++;
        if (is_cut) {
            int64_t rest = members->length - MAX_GROUP_WIDTH;
            put_margin(p);
            put(p, "and ");
            put_int(p, rest);
            put(p, rest == 1 ? " more exception\n" : " more exceptions\n");
        } else {
            put_chain(p, members->items[i]);
        }
        if (i == shown - 1 && p->needs_close) {
            put_spaces(p, 2 * p->depth);
            put(p, "+------------------------------------\n");
            p->needs_close = false;
        }
        p->depth--;
    }
    if (is_outermost)
        p->depth = 0;
}

static bool was_seen(Printer *p, Value e)
{
    List *seen = tp_as_list(p->seen);
    for (int64_t i = 0; i < seen->length; i++)
        if (seen->items[i] == e)
            return true;
    return false;
}

static void put_linked(Printer *p, Value e, const char *message)
{
    bool needed_close = p->needs_close;
    p->needs_close = false;
    put_chain(p, e);
    p->needs_close = needed_close;
    put_margin(p);
    put(p, "\n");
    put_margin(p);
    put(p, message);
    put_margin(p);
    put(p, "\n");
}

/* An exception after those it came from. What `from` made of a class may be none. */
static void put_chain(Printer *p, Value e)
{
    tp_list_append(p->seen, e);
    if (!tp_is_exc(e)) {
        put_spaces(p, 2 * p->depth);
        put_value(p, tp_str_format_c("TypeError: print_exception(): Exception expected for value, "
                                     "%T found\n", e));
        return;
    }
    if (tp_recursion_enter(" in print_exception") < 0) {
        tp_error_clear();
        return;
    }
    if (exc(e)->cause) {
        if (!was_seen(p, exc(e)->cause))
            put_linked(p, exc(e)->cause,
                       "The above exception was the direct cause of the following exception:\n");
    } else if (exc(e)->context && !exc(e)->suppress_context) {
        if (!was_seen(p, exc(e)->context))
            put_linked(p, exc(e)->context,
                       "During handling of the above exception, another exception occurred:\n");
    }
    if (tp_instance(e, &tp_BaseExceptionGroup))
        put_group(p, e);
    else
        put_exception(p, e);
    tp_recursion_leave();
}

static void printer_init(Printer *p)
{
    *p = (Printer){.seen = tp_list_new(0)};
    tp_builder_init(&p->out);
}

/* Printing a RecursionError must not fail for want of depth. */
static int lift_limit(void)
{
    int limit = tp_state.recursion_limit;
    if (tp_state.recursion_limit < tp_state.frame->depth + 200)
        tp_state.recursion_limit = tp_state.frame->depth + 200;
    return limit;
}

/* Write to sys.stderr: -1 without an exception if there is none, or it fails. None takes all. */
static int write_stderr(Value text)
{
    Value stream = tp_sys_get(TP_NAME(stderr));
    if (stream == TP_NONE)
        return 0;
    if (stream && text && tp_call_method(stream, TP_NAME(write), 1, &text, 0))
        return 0;
    tp_error_clear();
    return -1;
}

/* What must be seen, though sys.stderr may be lost or None. */
static void write_surely(const char *text)
{
    if (tp_sys_get(TP_NAME(stderr)) == TP_NONE || write_stderr(tp_str_cstr(text)) < 0)
        fputs(text, stderr);
}

/* CPython's words where sys.stderr can't take a traceback. */
static void show_lost(Value exception)
{
    Value repr = tp_repr(exception);
    tp_error_clear();
    fprintf(stderr, "object address  : %p\nobject refcount : 2\nobject type     : %p\n"
                    "object type name: %s\nobject repr     : %s\nlost sys.stderr\n",
            (void *)tp_obj(exception), (void *)tp_type_of(exception), tp_type_name(exception),
            repr ? tp_str_to_c(repr) : "");
}

static void flush_stderr(void)
{
    Value stream = tp_sys_get(TP_NAME(stderr));
    if (stream && stream != TP_NONE && !tp_call_method(stream, TP_NAME(flush), 0, 0, 0))
        tp_error_clear();
}

void tp_error_print(Value exception)
{
    Value saved = tp_error_take();
    int limit = lift_limit();
    Printer p;
    printer_init(&p);
    put_chain(&p, exception);
    if (write_stderr(tp_builder_finish(&p.out)) < 0)
        show_lost(exception);
    flush_stderr();
    tp_state.recursion_limit = limit;
    tp_error_put(saved);
}

/* ---- what can't be raised ---- */

enum { UNRAISABLE_TYPE, UNRAISABLE_VALUE, UNRAISABLE_TRACEBACK, UNRAISABLE_MESSAGE,
       UNRAISABLE_OBJECT, NUNRAISABLE };

static StructSeq *unraisable_class(void)
{
    static StructSeq class;
    static const char *const names[] = {"exc_type", "exc_value", "exc_traceback", "err_msg",
                                        "object", 0};
    if (!class.nfields)
        tp_structseq_ready(&class, "UnraisableHookArgs",
                           "UnraisableHookArgs\n\n"
                           "Type used to pass arguments to sys.unraisablehook.",
                           names, NUNRAISABLE, NUNRAISABLE);
    return &class;
}

/* str or repr of v, or what stands for it if that fails. */
static void put_shown(Printer *p, Value (*show)(Value), Value v, const char *failed)
{
    Value text = show(v);
    tp_error_clear();
    put_value(p, text ? text : tp_str_cstr(failed));
}

static void print_unraisable(const Value *fields)
{
    int limit = lift_limit();
    Printer p;
    printer_init(&p);
    Value message = fields[UNRAISABLE_MESSAGE];
    if (message != TP_NONE)
        put_shown(&p, tp_str, message, "");
    else if (fields[UNRAISABLE_OBJECT] != TP_NONE)
        put(&p, "Exception ignored in");
    if (fields[UNRAISABLE_OBJECT] != TP_NONE) {
        put(&p, ": ");
        put_shown(&p, tp_repr, fields[UNRAISABLE_OBJECT], "<object repr() failed>");
        put(&p, "\n");
    } else if (message != TP_NONE) {
        put(&p, ":\n");
    }
    if (tp_is_exact(fields[UNRAISABLE_TRACEBACK], &tp_traceback_type))
        put_traceback(&p, fields[UNRAISABLE_TRACEBACK], false);
    if (tp_has_flag(fields[UNRAISABLE_TYPE], TYPE_IS_TYPE)) {
        put_type(&p, (Type *)tp_obj(fields[UNRAISABLE_TYPE]));
        if (fields[UNRAISABLE_VALUE] != TP_NONE) {
            put(&p, ": ");
            put_shown(&p, tp_str, fields[UNRAISABLE_VALUE], "<exception str() failed>");
        }
        put(&p, "\n");
    }
    write_stderr(tp_builder_finish(&p.out));
    flush_stderr();
    tp_state.recursion_limit = limit;
}

int tp_unraisable_hook(Value args)
{
    if (!tp_is_exact(args, &unraisable_class()->type))
        return tp_raise_int(&tp_TypeError,
                            "sys.unraisablehook argument type must be UnraisableHookArgs");
    print_unraisable(tp_as_tuple(args)->items);
    return 0;
}

/* The fields for the pending exception, which is taken. */
static void take_unraisable(Value *fields, const char *message, Value where)
{
    if (!exc(tp_state.pending)->traceback && tp_state.frame->code)
        tp_traceback_add_line(tp_state.frame);
    Value exception = tp_error_take(), traceback = exc(exception)->traceback;
    fields[UNRAISABLE_TYPE] = tp_ref(tp_type_of(exception));
    fields[UNRAISABLE_VALUE] = exception;
    fields[UNRAISABLE_TRACEBACK] = traceback ? traceback : TP_NONE;
    fields[UNRAISABLE_MESSAGE] = message ? tp_str_cstr(message) : TP_NONE;
    fields[UNRAISABLE_OBJECT] = where ? where : TP_NONE;
}

void tp_error_unraisable_in(const char *message, Value where)
{
    Value fields[NUNRAISABLE];
    if (!tp_error_pending())
        return;
    take_unraisable(fields, message, where);
    Value hook = tp_sys_get(TP_NAME(unraisablehook));
    if (hook && hook != TP_NONE && hook != tp_sys_get(TP_NAME(__unraisablehook__))) {
        if (tp_call1(hook, tp_structseq_new(unraisable_class(), fields)))
            return;
        take_unraisable(fields, "Exception ignored in sys.unraisablehook", hook);
    }
    print_unraisable(fields);
}

void tp_error_unraisable(Value where)
{
    tp_error_unraisable_in(0, where);
}

/* ---- the end of a program ---- */

static int exit_status(Value exception)
{
    int64_t status;
    Value code = tp_getattr_or_null(exception, TP_NAME(code), 0);
    tp_error_clear();
    if (!code)
        code = exception; /* no attribute to be read: it is shown itself */
    if (code == TP_NONE)
        return 0;
    if (tp_is_int(code))
        return tp_int_fits_i64(code, &status) ? (int)(status & 0xff) : 0xff;
    tp_std_flush();
    Value text = tp_str(code);
    tp_error_clear();
    if (tp_sys_get(TP_NAME(stderr)) == TP_NONE)
        fputs(text ? tp_str_to_c(text) : "", stderr);
    else
        write_stderr(text);
    write_surely("\n");
    return 1;
}

static void remember(Value exception)
{
    static const char *const names[] = {"last_type", "last_value", "last_traceback"};
    Value traceback = exc(exception)->traceback;
    Value values[] = {tp_ref(tp_type_of(exception)), exception, traceback ? traceback : TP_NONE};
    Dict *sys = ((Module *)tp_obj(tp_import_module("sys")))->dict;
    for (int i = 0; i < 3; i++)
        tp_dict_set_cstr(sys, names[i], values[i]);
}

/* Show an uncaught exception through sys.excepthook. False if that raised SystemExit, which is
 * pending then. */
static bool show_uncaught(Value exception)
{
    Value hook = tp_sys_get(TP_NAME(excepthook)), traceback = exc(exception)->traceback;
    if (!hook)
        write_surely("sys.excepthook is missing\n");
    if (!hook || hook == tp_sys_get(TP_NAME(__excepthook__))) {
        tp_error_print(exception);
        return true;
    }
    if (tp_call3(hook, tp_ref(tp_type_of(exception)), exception,
                 traceback ? traceback : TP_NONE))
        return true;
    if (tp_error_is(&tp_SystemExit))
        return false;
    Value second = tp_error_take();
    tp_std_flush();
    write_surely("Error in sys.excepthook:\n");
    tp_error_print(second);
    write_surely("\nOriginal exception was:\n");
    tp_error_print(exception);
    return true;
}

int tp_error_exit_status(void)
{
    Value exception = tp_error_take();
    tp_state.handled = 0;
    if (!exception)
        return 0;
    if (tp_instance(exception, &tp_SystemExit))
        return exit_status(exception);
    tp_std_flush();
    remember(exception);
    if (!show_uncaught(exception))
        return exit_status(tp_error_take());
    if (tp_instance(exception, &tp_KeyboardInterrupt))
        tp_signals_die_of_interrupt();
    return 1;
}
