/* csv_read.c -- reading CSV: lines of an iterator to lists of str.
 *
 * A record is read line by line, character by character, by the machine in `step`; the end of a
 * line is a step with END_OF_LINE. A record goes on in the next line while a quoted field is
 * open. */
#include "csv.h"

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"

enum { END_OF_LINE = 0x110001 };

typedef enum Phase {
    START_RECORD, START_FIELD, ESCAPED, IN_FIELD, IN_QUOTES, ESCAPED_IN_QUOTES, QUOTE_IN_QUOTES,
    AFTER_LINE_END,        /* nothing but line ends may follow */
    AFTER_ESCAPED_LINE_END
} Phase;

typedef struct Reader {
    Object head;
    Value lines;           /* an iterator */
    Value dialect;
    int64_t line_number;
    Value fields;          /* of the record being read */
    StrBuilder field;
    bool has_field;        /* `field` is in use */
    Phase state;
    bool is_number;        /* the field is not quoted where that makes it a float */
} Reader;

static Reader *reader_of(Value v)
{
    return (Reader *)tp_obj(v);
}

static int add_char(Reader *r, uint32_t c)
{
    if (!r->has_field) {
        tp_builder_init(&r->field);
        r->has_field = true;
    }
    if (r->field.length >= csv_field_limit)
        return tp_raise_int(&csv_error_type, "field larger than field limit (%ld)",
                            (long)csv_field_limit);
    return tp_builder_char(&r->field, c);
}

static int save_field(Reader *r)
{
    Value text = r->has_field ? tp_builder_finish(&r->field) : TP_EMPTY_STR;
    r->has_field = false;
    if (text && r->is_number)
        text = tp_call1(tp_ref(&tp_float_type), text);
    r->is_number = false;
    return text ? tp_list_append(r->fields, text) : -1;
}

static bool is_line_end(uint32_t c)
{
    return c == '\n' || c == '\r' || c == END_OF_LINE;
}

/* After a field: at the end of the line, or at a line end character. */
static Phase after_field(uint32_t c)
{
    return c == END_OF_LINE ? START_RECORD : AFTER_LINE_END;
}

static int step_field(Reader *r, const Dialect *d, uint32_t c)
{
    if (is_line_end(c)) {
        r->state = after_field(c);
        return save_field(r);
    }
    if (c == d->escapechar) {
        r->state = ESCAPED;
        return 0;
    }
    if (c == d->delimiter) {
        r->state = START_FIELD;
        return save_field(r);
    }
    r->state = IN_FIELD;
    return add_char(r, c);
}

static int step(Reader *r, uint32_t c)
{
    const Dialect *d = (Dialect *)tp_obj(r->dialect);
    switch (r->state) {
    case START_RECORD:
        if (c == END_OF_LINE)
            return 0;
        if (is_line_end(c)) {
            r->state = AFTER_LINE_END;
            return 0;
        }
        r->state = START_FIELD;
        /* fall through */
    case START_FIELD:
        if (!is_line_end(c) && c == d->quotechar && d->quoting != CSV_QUOTE_NONE) {
            r->state = IN_QUOTES;
            return 0;
        }
        if (c == ' ' && d->skips_space && c != d->escapechar)
            return 0;
        if (d->quoting == CSV_QUOTE_NONNUMERIC && !is_line_end(c) && c != d->delimiter &&
            c != d->escapechar)
            r->is_number = true;
        return step_field(r, d, c);
    case ESCAPED:
        if (c == '\n' || c == '\r') {
            r->state = AFTER_ESCAPED_LINE_END;
            return add_char(r, c);
        }
        r->state = IN_FIELD;
        return add_char(r, c == END_OF_LINE ? '\n' : c);
    case AFTER_ESCAPED_LINE_END:
        if (c == END_OF_LINE)
            return 0;
        /* fall through */
    case IN_FIELD:
        return step_field(r, d, c);
    case IN_QUOTES:
        if (c == END_OF_LINE)
            return 0;
        if (c == d->escapechar) {
            r->state = ESCAPED_IN_QUOTES;
            return 0;
        }
        if (c == d->quotechar && d->quoting != CSV_QUOTE_NONE) {
            r->state = d->doubles_quotes ? QUOTE_IN_QUOTES : IN_FIELD;
            return 0;
        }
        return add_char(r, c);
    case ESCAPED_IN_QUOTES:
        r->state = IN_QUOTES;
        return add_char(r, c == END_OF_LINE ? '\n' : c);
    case QUOTE_IN_QUOTES:
        if (d->quoting != CSV_QUOTE_NONE && c == d->quotechar) {
            r->state = IN_QUOTES;
            return add_char(r, c);
        }
        if (c == d->delimiter || is_line_end(c) || !d->is_strict) {
            r->state = c == d->delimiter ? START_FIELD : is_line_end(c) ? after_field(c) : IN_FIELD;
            return c == d->delimiter || is_line_end(c) ? save_field(r) : add_char(r, c);
        }
        return tp_raise_int(&csv_error_type, "'%U' expected after '%U'", tp_str_char(d->delimiter),
                            tp_str_char(d->quotechar));
    default: /* AFTER_LINE_END */
        if (c == '\n' || c == '\r')
            return 0;
        if (c == END_OF_LINE) {
            r->state = START_RECORD;
            return 0;
        }
        return tp_raise_int(&csv_error_type, "new-line character seen in unquoted field - do you "
                                             "need to open the file in universal-newline mode?");
    }
}

static Value reader_next(Value self)
{
    Reader *r = reader_of(self);
    const Dialect *d = (Dialect *)tp_obj(r->dialect);
    Value fields = tp_list_new(0);
    r->state = START_RECORD;
    r->has_field = r->is_number = false;
    do {
        Value line = tp_next(r->lines);
        r->fields = fields; /* the iterator may have read records of this reader itself */
        if (!line) {
            if (tp_error_pending())
                return 0;
            if (!r->has_field && r->state != IN_QUOTES)
                return 0;
            if (d->is_strict)
                return csv_fail("unexpected end of data");
            if (save_field(r) < 0)
                return 0;
            break;
        }
        if (!tp_is_str(line))
            return tp_raise(&csv_error_type, "iterator should return strings, not %T (the file "
                                             "should be opened in text mode)", line);
        r->line_number++;
        const Str *s = tp_as_str(line);
        for (int64_t i = 0; i < s->length; i++)
            if (step(r, tp_str_at(s, i)) < 0)
                return 0;
        if (step(r, END_OF_LINE) < 0)
            return 0;
    } while (r->state != START_RECORD);
    r->fields = 0;
    return fields;
}

Value csv_reader(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (nargs < 1)
        return tp_raise(&tp_TypeError, " expected at least 1 argument, got 0");
    Reader *r = tp_heap_object(&csv_reader_type, 0);
    if (!(r->lines = tp_iter(args[0])) ||
        !(r->dialect = csv_dialect_arguments(nargs, args, kwnames)))
        return 0;
    return tp_ref(r);
}

static Value reader_self(Value self)
{
    return self;
}

static Value reader_get_line_num(Value self)
{
    return tp_int(reader_of(self)->line_number);
}

static const MemberDef reader_members[] = {
    {"dialect", offsetof(Reader, dialect), true, 0}, {0, 0, false, 0}};
static const GetSetDef reader_getset[] = {{"line_num", reader_get_line_num, 0, 0}, {0, 0, 0, 0}};

Type csv_reader_type = {
    .head = {&tp_type_type},
    .name = "_csv.reader",
    .basic_size = sizeof(Reader),
    .flags = TYPE_NO_NEW,
    .iter = reader_self,
    .next = reader_next,
    .members = reader_members,
    .getset = reader_getset,
    .doc = "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin "
           "CSV format.\n",
};
