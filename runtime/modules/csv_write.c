/* csv_write.c -- writing CSV: rows of any values to lines, each with one call of write(). */
#include "csv.h"

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/str.h"

typedef struct Writer {
    Object head;
    Value write;           /* the method */
    Value dialect;
} Writer;

static bool is_in(Value text, uint32_t c)
{
    const Str *s = tp_as_str(text);
    for (int64_t i = 0; i < s->length; i++)
        if (tp_str_at(s, i) == c)
            return true;
    return false;
}

typedef enum Marking { PLAIN, QUOTED, DOUBLED, ESCAPED } Marking;

/* What the dialect asks for to tell c from the signs of the format. */
static Marking marking_of(const Dialect *d, uint32_t c)
{
    if (c != d->delimiter && c != d->escapechar && c != d->quotechar && c != '\n' && c != '\r' &&
        !is_in(d->line_end, c))
        return PLAIN;
    if (d->quoting == CSV_QUOTE_NONE || c == d->escapechar)
        return c == d->quotechar && d->quoting != CSV_QUOTE_NONE && d->doubles_quotes ? DOUBLED
                                                                                      : ESCAPED;
    if (c == d->quotechar)
        return d->doubles_quotes ? DOUBLED : ESCAPED;
    return QUOTED;
}

/* Append a field; is_quoted: it gets quotes anyhow. */
static int put_field(StrBuilder *out, const Dialect *d, Value text, bool is_quoted)
{
    const Str *s = tp_as_str(text);
    StrBuilder body;
    tp_builder_init(&body);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = tp_str_at(s, i);
        Marking marking = marking_of(d, c);
        if (marking == ESCAPED && d->escapechar == CSV_NONE)
            return csv_fail("need to escape, but no escapechar set"), -1;
        if ((marking == ESCAPED && tp_builder_char(&body, d->escapechar) < 0) ||
            (marking == DOUBLED && tp_builder_char(&body, c) < 0) || tp_builder_char(&body, c) < 0)
            return -1;
        is_quoted |= marking == QUOTED || marking == DOUBLED;
    }
    Value done = tp_builder_finish(&body);
    if (!done || (is_quoted && tp_builder_char(out, d->quotechar) < 0) ||
        tp_builder_str(out, done) < 0)
        return -1;
    return is_quoted ? tp_builder_char(out, d->quotechar) : 0;
}

static bool is_number(Value v)
{
    Type *type = tp_type_of(v);
    return type->index || type->int_ || type->float_ || tp_is_complex(v);
}

static bool wants_quotes(const Dialect *d, Value field)
{
    return d->quoting == CSV_QUOTE_ALL ||
           (d->quoting == CSV_QUOTE_NONNUMERIC && !is_number(field));
}

static Value writer_writerow(Value self, Value *args)
{
    Writer *w = (Writer *)tp_obj(self);
    const Dialect *d = (Dialect *)tp_obj(w->dialect);
    Value iterator = tp_iter(args[0]), field;
    StrBuilder out;
    int64_t n = 0;
    bool was_empty = false, was_quoted = false;
    if (!iterator) {
        if (!tp_error_is(&tp_TypeError))
            return 0;
        tp_error_clear();
        return tp_raise(&csv_error_type, "iterable expected, not %T", args[0]);
    }
    tp_builder_init(&out);
    for (; (field = tp_next(iterator)); n++) {
        Value text = field == TP_NONE ? TP_EMPTY_STR : tp_is_str(field) ? field : tp_str(field);
        if (!text || (n && tp_builder_char(&out, d->delimiter) < 0))
            return 0;
        was_empty = tp_as_str(text)->length == 0;
        was_quoted = wants_quotes(d, field);
        if (put_field(&out, d, text, was_quoted) < 0)
            return 0;
    }
    if (tp_error_pending())
        return 0;
    /* a row of one empty field must not look like an empty row */
    if (n == 1 && was_empty && !was_quoted) {
        if (d->quoting == CSV_QUOTE_NONE)
            return csv_fail("single empty field record must be quoted");
        if (put_field(&out, d, TP_EMPTY_STR, true) < 0)
            return 0;
    }
    if (tp_builder_str(&out, d->line_end) < 0)
        return 0;
    Value line = tp_builder_finish(&out);
    return line ? tp_call1(w->write, line) : 0;
}

static Value writer_writerows(Value self, Value *args)
{
    Value iterator = tp_iter(args[0]), row;
    if (!iterator)
        return 0;
    while ((row = tp_next(iterator)))
        if (!writer_writerow(self, &row))
            return 0;
    return tp_error_pending() ? 0 : TP_NONE;
}

Value csv_writer(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    Writer *w = tp_heap_object(&csv_writer_type, 0);
    if (!(w->dialect = csv_dialect_arguments(nargs, args, kwnames)))
        return 0;
    w->write = tp_getattr_or_null(args[0], TP_NAME(write), 0);
    if (!w->write && tp_error_pending())
        return 0;
    if (!w->write || !tp_callable(w->write))
        return tp_raise(&tp_TypeError, "argument 1 must have a \"write\" method");
    return tp_ref(w);
}

static const MemberDef writer_members[] = {
    {"dialect", offsetof(Writer, dialect), true, 0}, {0, 0, false, 0}};

static const MethodDef writer_methods[] = {
    METHOD("writerow", writer_writerow, "(iterable, /)",
           "Construct and write a CSV record from an iterable of fields."),
    METHOD("writerows", writer_writerows, "(iterable, /)",
           "Construct and write a series of iterables to a csv file."),
    METHOD_END,
};

Type csv_writer_type = {
    .head = {&tp_type_type},
    .name = "_csv.writer",
    .basic_size = sizeof(Writer),
    .flags = TYPE_NO_NEW,
    .methods = writer_methods,
    .members = writer_members,
    .doc = "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV "
           "format from sequence input.\n",
};
