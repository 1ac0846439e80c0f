/* _csv.c -- the module _csv: dialects. csv_read.c reads and csv_write.c writes by them. */
#include "csv.h"

#include <string.h>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/text.h"

Type csv_error_type = {
    .head = {&tp_type_type},
    .name = "_csv.Error",
    .base = &tp_Exception,
    .flags = TYPE_BASE | TYPE_IS_EXC,
};

static Dict *dialects;             /* by name */
int64_t csv_field_limit = 128 * 1024;

Value csv_fail(const char *message)
{
    return tp_raise(&csv_error_type, "%s", message);
}

/* ---- Dialect ---- */

static const char *const option_names[] = {"delimiter", "doublequote", "escapechar",
                                           "lineterminator", "quotechar", "quoting",
                                           "skipinitialspace", "strict"};
enum { DELIMITER, DOUBLEQUOTE, ESCAPECHAR, LINETERMINATOR, QUOTECHAR, QUOTING, SKIPINITIALSPACE,
       STRICT, NOPTIONS };

static int char_option(const char *name, Value v, bool may_be_none, uint32_t *out)
{
    if (!v)
        return 0;
    *out = CSV_NONE;
    if (v == TP_NONE && may_be_none)
        return 0;
    if (!tp_is_str(v))
        return tp_raise_int(&tp_TypeError, "\"%s\" must be string%s, not %T", name,
                            may_be_none ? " or None" : "", v);
    if (tp_as_str(v)->length != 1)
        return tp_raise_int(&tp_TypeError, "\"%s\" must be a 1-character string", name);
    *out = tp_str_at(tp_as_str(v), 0);
    return 0;
}

static int bool_option(Value v, bool *out)
{
    int truth = v ? tp_truth(v) : *out;
    *out = truth > 0;
    return truth < 0 ? -1 : 0;
}

static int set_options(Dialect *d, const Value *options)
{
    Value quoting = options[QUOTING];
    d->delimiter = ',';
    d->quotechar = '"';
    d->escapechar = CSV_NONE;
    d->doubles_quotes = true;
    d->line_end = tp_intern_cstr("\r\n");
    if (char_option("delimiter", options[DELIMITER], false, &d->delimiter) < 0 ||
        bool_option(options[DOUBLEQUOTE], &d->doubles_quotes) < 0 ||
        char_option("escapechar", options[ESCAPECHAR], true, &d->escapechar) < 0)
        return -1;
    if (options[LINETERMINATOR]) {
        d->line_end = options[LINETERMINATOR];
        if (d->line_end == TP_NONE)
            return tp_raise_int(&tp_TypeError, "lineterminator must be set");
        if (!tp_is_str(d->line_end))
            return tp_raise_int(&tp_TypeError, "\"lineterminator\" must be a string");
    }
    if (char_option("quotechar", options[QUOTECHAR], true, &d->quotechar) < 0)
        return -1;
    if (quoting) {
        if (tp_type_of(quoting) != &tp_int_type)
            return tp_raise_int(&tp_TypeError, "\"quoting\" must be an integer");
        if (text_int_arg(quoting, &d->quoting) < 0)
            return -1;
        if (d->quoting < 0 || d->quoting > CSV_QUOTE_NONE)
            return tp_raise_int(&tp_TypeError, "bad \"quoting\" value");
    } else if (d->quotechar == CSV_NONE) {
        d->quoting = CSV_QUOTE_NONE;
    }
    if (d->quoting != CSV_QUOTE_NONE && d->quotechar == CSV_NONE)
        return tp_raise_int(&tp_TypeError, "quotechar must be set if quoting enabled");
    return bool_option(options[SKIPINITIALSPACE], &d->skips_space) < 0 ||
                   bool_option(options[STRICT], &d->is_strict) < 0
               ? -1 : 0;
}

/* The dialect that the first argument (0: none), options in order, and the keywords describe. */
static Value dialect_from(Type *type, Value base, int nargs, const Value *args,
                          const Value *keywords, Tuple *kwnames)
{
    Value options[NOPTIONS] = {0};
    bool has_options = nargs > 0;
    for (int i = 0; i < nargs; i++)
        options[i] = args[i];
    for (int64_t i = 0; kwnames && i < kwnames->length; i++) {
        int option = 0;
        while (option < NOPTIONS && !tp_str_equal_cstr(kwnames->items[i], option_names[option]))
            option++;
        if (option == NOPTIONS && tp_str_equal_cstr(kwnames->items[i], "dialect")) {
            base = keywords[i];
            continue;
        }
        if (option == NOPTIONS)
            return tp_raise(&tp_TypeError, "%R is an invalid keyword argument for this function",
                            kwnames->items[i]);
        options[option] = keywords[i];
        has_options = true;
    }
    if (base == TP_NONE)
        base = 0;
    if (base && tp_is_str(base) && !(base = csv_dialect_named(base)))
        return 0;
    if (base && !has_options && tp_is_exact(base, &csv_dialect_type))
        return base;
    for (int i = 0; base && i < NOPTIONS; i++) {
        int error = 0;
        if (options[i])
            continue;
        options[i] = tp_getattr_or_null(base, tp_intern_cstr(option_names[i]), &error);
        if (!options[i]) /* whatever the reason */
            tp_error_clear();
    }
    Dialect *d = tp_heap_object(type, 0);
    return set_options(d, options) < 0 ? 0 : tp_ref(d);
}

Value csv_dialect_named(Value name)
{
    Value found = tp_dict_get(dialects, name);
    return found || tp_error_pending() ? found : csv_fail("unknown dialect");
}

Value csv_dialect_arguments(int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs < 1)
        return tp_raise(&tp_TypeError, " expected at least 1 argument, got 0");
    if (nargs > 2)
        return tp_raise(&tp_TypeError, " expected at most 2 arguments, got %d", nargs);
    return dialect_from(&csv_dialect_type, nargs > 1 ? args[1] : 0, 0, 0, args + nargs,
                        kwnames);
}

static Value dialect_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs > NOPTIONS + 1)
        return tp_raise(&tp_TypeError, "function takes at most %d arguments (%d given)",
                        NOPTIONS + 1, nargs);
    if (nargs == 0)
        return dialect_from(type, 0, 0, 0, args, kwnames);
    return dialect_from(type, args[0], nargs - 1, args + 1, args + nargs, kwnames);
}

static Dialect *dialect_of(Value v)
{
    return (Dialect *)tp_obj(v);
}

static Value char_value(uint32_t c)
{
    return c == CSV_NONE ? TP_NONE : tp_str_char(c);
}

#define GET(name, value)                       \
    static Value get_##name(Value self)        \
    {                                          \
        const Dialect *d = dialect_of(self);   \
        return value;                          \
    }
GET(delimiter, char_value(d->delimiter))
GET(escapechar, char_value(d->escapechar))
GET(quotechar, char_value(d->quotechar))
GET(lineterminator, d->line_end)
GET(quoting, tp_small(d->quoting))
GET(doublequote, tp_bool(d->doubles_quotes))
GET(skipinitialspace, tp_bool(d->skips_space))
GET(strict, tp_bool(d->is_strict))

static const GetSetDef dialect_getset[] = {
    {"delimiter", get_delimiter, 0, 0},
    {"skipinitialspace", get_skipinitialspace, 0, 0},
    {"doublequote", get_doublequote, 0, 0},
    {"strict", get_strict, 0, 0},
    {"escapechar", get_escapechar, 0, 0},
    {"lineterminator", get_lineterminator, 0, 0},
    {"quotechar", get_quotechar, 0, 0},
    {"quoting", get_quoting, 0, 0},
    {0, 0, 0, 0},
};

static Value dialect_reduce(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_raise(&tp_TypeError, "cannot pickle 'Dialect' instances");
}

static const MethodDef dialect_methods[] = {
    METHOD("__reduce__", dialect_reduce, "()", 0),
    METHOD("__reduce_ex__", dialect_reduce, "(protocol=0, /)", 0),
    METHOD_END,
};

Type csv_dialect_type = {
    .head = {&tp_type_type},
    .name = "_csv.Dialect",
    .basic_size = sizeof(Dialect),
    .flags = TYPE_BASE,
    .new_ = dialect_new,
    .methods = dialect_methods,
    .getset = dialect_getset,
    .doc = "CSV dialect\n\nThe Dialect type records CSV parsing and generation options.\n",
};

/* ---- the register ---- */

static Value csv_register_dialect(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (nargs < 1)
        return tp_raise(&tp_TypeError, " expected at least 1 argument, got 0");
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "dialect name must be a string");
    Value dialect = csv_dialect_arguments(nargs, args, kwnames);
    return !dialect || tp_dict_set(dialects, args[0], dialect) < 0 ? 0 : TP_NONE;
}

static Value csv_unregister_dialect(Value self, Value *args)
{
    (void)self;
    int removed = tp_dict_del(dialects, args[0]);
    return removed > 0 ? TP_NONE : removed < 0 ? 0 : csv_fail("unknown dialect");
}

static Value csv_get_dialect(Value self, Value *args)
{
    (void)self;
    return csv_dialect_named(args[0]);
}

static Value csv_list_dialects(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_dict_keys_list(dialects);
}

static Value csv_field_size_limit(Value self, Value *args)
{
    (void)self;
    Value old = tp_int(csv_field_limit);
    if (!args[0])
        return old;
    if (tp_type_of(args[0]) != &tp_int_type)
        return tp_raise(&tp_TypeError, "limit must be an integer");
    return tp_int_as_i64(args[0], &csv_field_limit) < 0 ? 0 : old;
}

static const MethodDef functions[] = {
    METHOD_RAW("reader", csv_reader, "(iterable, dialect='excel', **options)",
               "csv_reader = reader(iterable [, dialect='excel'] [optional keyword args])"),
    METHOD_RAW("writer", csv_writer, "(fileobj, dialect='excel', **options)",
               "csv_writer = csv.writer(fileobj [, dialect='excel'] [optional keyword args])"),
    METHOD("list_dialects", csv_list_dialects, "()", "Return a list of all known dialect names."),
    METHOD_RAW("register_dialect", csv_register_dialect, "(name, dialect=None, **options)",
               "Create a mapping from a string name to a dialect class."),
    METHOD("unregister_dialect", csv_unregister_dialect, "(name)",
           "Delete the name/dialect mapping associated with a string name."),
    METHOD("get_dialect", csv_get_dialect, "(name)",
           "Return the dialect instance associated with name."),
    METHOD_PARSED("field_size_limit", csv_field_size_limit, "(limit=<unrepresentable>, /)",
                  "Sets an upper limit on parsed fields."),
    METHOD_END,
};

static const IntConstant constants[] = {
    {"QUOTE_MINIMAL", CSV_QUOTE_MINIMAL}, {"QUOTE_ALL", CSV_QUOTE_ALL},
    {"QUOTE_NONNUMERIC", CSV_QUOTE_NONNUMERIC}, {"QUOTE_NONE", CSV_QUOTE_NONE},
};

static int init(Value module)
{
    dialects = tp_dict_new();
    tp_type_ready(&csv_reader_type);
    tp_type_ready(&csv_writer_type);
    if (tp_module_add(module, "__version__", tp_str_cstr("1.0")) < 0 ||
        tp_module_add(module, "_dialects", tp_ref(dialects)) < 0 ||
        tp_module_add(module, "Reader", tp_ref(&csv_reader_type)) < 0 ||
        tp_module_add(module, "Writer", tp_ref(&csv_writer_type)) < 0 ||
        tp_module_add_type(module, &csv_dialect_type) < 0 ||
        tp_module_add_type(module, &csv_error_type) < 0)
        return -1;
    return tp_module_add_ints(module, constants, sizeof constants / sizeof *constants);
}

const ModuleDef tp_mod__csv = {"_csv", functions, init, "CSV parsing and writing.\n"};
