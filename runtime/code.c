/* code.c -- code objects: their attributes, their positions, and the machine code tied to them.
 *
 * The line table (co_linetable) is CPython 3.11's: entries that each cover up to 8 code units and
 * say the line, relative to the entry before, and the columns. LocationWalk reads it entry by
 * entry; positions, lines and the old co_lnotab all come from it.
 */
#include <math.h>
#include <string.h>

#include "runtime/code.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/machine.h"
#include "runtime/main.h"
#include "runtime/marshal.h"
#include "runtime/packed.h"
#include "runtime/shape.h"
#include "runtime/str.h"
#include "runtime/type.h"

static Code *code_of(Value v)
{
    return (Code *)tp_obj(v);
}

static Bytes *bytes_of(Value v)
{
    return (Bytes *)tp_obj(v);
}

/* ---- the line table ---- */

typedef struct LocationWalk {
    const uint8_t *p, *limit;
    int start, end;            /* bytes of code that the entry covers */
    int base_line;             /* that line deltas add to */
    CodePosition position;
} LocationWalk;

static void walk_begin(LocationWalk *w, const Code *code)
{
    Bytes *table = bytes_of(code->linetable);
    w->p = (const uint8_t *)table->data;
    w->limit = w->p + table->length;
    w->start = w->end = 0;
    w->base_line = code->firstlineno;
}

static unsigned read_varint(LocationWalk *w)
{
    unsigned value = 0, shift = 0;
    while (w->p < w->limit) {
        uint8_t byte = *w->p++;
        value |= shift < 32 ? (unsigned)(byte & 63) << shift : 0;
        if (!(byte & 64))
            break;
        shift += 6;
    }
    return value;
}

static int read_svarint(LocationWalk *w)
{
    unsigned value = read_varint(w);
    return value & 1 ? -(int)(value >> 1) : (int)(value >> 1);
}

static int read_byte(LocationWalk *w)
{
    return w->p < w->limit ? *w->p++ : 0;
}

/* The next entry; false at the end. */
static bool walk_next(LocationWalk *w)
{
    if (w->p >= w->limit)
        return false;
    int first = *w->p++;
    int kind = first >> 3 & 15;
    CodePosition *at = &w->position;
    w->start = w->end;
    w->end += ((first & 7) + 1) * 2;
    switch (kind) {
    case 15: /* no position */
        *at = (CodePosition){-1, -1, -1, -1};
        return true;
    case 14: /* everything spelled out */
        w->base_line += read_svarint(w);
        at->line = w->base_line;
        at->end_line = at->line + (int)read_varint(w);
        at->column = (int)read_varint(w) - 1;
        at->end_column = (int)read_varint(w) - 1;
        return true;
    case 13: /* line only */
        w->base_line += read_svarint(w);
        *at = (CodePosition){w->base_line, w->base_line, -1, -1};
        return true;
    case 10: /* one line, 0 to 2 further, columns in a byte each */
    case 11:
    case 12:
        w->base_line += kind - 10;
        at->line = at->end_line = w->base_line;
        at->column = read_byte(w);
        at->end_column = read_byte(w);
        return true;
    default: { /* same line, short columns */
        int second = read_byte(w);
        at->line = at->end_line = w->base_line;
        at->column = kind << 3 | second >> 4;
        at->end_column = at->column + (second & 15);
        return true;
    }
    }
}

CodePosition tp_code_position(const Code *code, int at)
{
    LocationWalk w;
    walk_begin(&w, code);
    while (walk_next(&w))
        if (at < w.end)
            return w.position;
    return (CodePosition){-1, -1, -1, -1};
}

int tp_code_line(const Code *code, int at)
{
    return tp_code_position(code, at).line;
}

static Value int_or_none(int i)
{
    return i < 0 ? TP_NONE : tp_small(i);
}

/* A list iterator over (start, end, line), as co_lines() gives. */
static Value code_co_lines(Value self, Value *args)
{
    (void)args;
    LocationWalk w;
    Value list = tp_list_new(0);
    walk_begin(&w, code_of(self));
    while (walk_next(&w))
        if (tp_list_append(list, tp_tuple_pack(3, tp_small(w.start), tp_small(w.end),
                                               int_or_none(w.position.line))) < 0)
            return 0;
    return tp_iter(list);
}

static Value code_co_positions(Value self, Value *args)
{
    (void)args;
    LocationWalk w;
    Value list = tp_list_new(0);
    walk_begin(&w, code_of(self));
    while (walk_next(&w)) {
        Value entry = tp_tuple_pack(4, int_or_none(w.position.line),
                                    int_or_none(w.position.end_line),
                                    int_or_none(w.position.column),
                                    int_or_none(w.position.end_column));
        for (int at = w.start; at < w.end; at += 2)
            if (tp_list_append(list, entry) < 0)
                return 0;
    }
    return tp_iter(list);
}

static int put_pair(StrBuilder *b, int bytes, int lines)
{
    bool has_failed = tp_builder_char(b, (uint8_t)bytes) < 0 ||
                      tp_builder_char(b, (uint8_t)lines) < 0;
    return has_failed ? -1 : 0;
}

/* Pairs (bytes of code, lines) as before Python 3.10. */
static Value get_lnotab(Value self)
{
    Code *code = code_of(self);
    LocationWalk w;
    StrBuilder b; /* of Latin-1 characters: bytes */
    int line = code->firstlineno, at = 0;
    tp_builder_init(&b);
    walk_begin(&w, code);
    while (walk_next(&w)) {
        if (w.position.line < 0 || w.position.line == line)
            continue;
        int bytes = w.start - at, lines = w.position.line - line;
        at = w.start;
        line = w.position.line;
        for (; bytes > 255; bytes -= 255)
            if (put_pair(&b, 255, 0) < 0)
                return 0;
        for (; lines < -128 || lines > 127; lines -= lines < 0 ? -128 : 127, bytes = 0)
            if (put_pair(&b, bytes, lines < 0 ? -128 : 127) < 0)
                return 0;
        if (put_pair(&b, bytes, lines) < 0)
            return 0;
    }
    Value text = tp_builder_finish(&b);
    return text ? tp_encode(text, "latin-1", "strict") : 0;
}

/* ---- making ---- */

/* A tuple of interned names, so that looking them up is comparing pointers. */
static Value interned(Value names)
{
    Tuple *t = tp_as_tuple(names);
    int64_t i = 0;
    while (i < t->length && tp_as_str(t->items[i])->is_interned)
        i++;
    if (i == t->length)
        return names;
    t = tp_as_tuple(tp_tuple_of(t->length, t->items));
    for (; i < t->length; i++)
        t->items[i] = tp_intern(t->items[i]);
    return tp_ref(t);
}

static bool are_strs(Value tuple)
{
    Tuple *t = tp_as_tuple(tuple);
    int64_t i = 0;
    while (i < t->length && tp_is_exact(t->items[i], &tp_str_type))
        i++;
    return i == t->length;
}

Code *tp_code_new(const Code *fields)
{
    Code *code = tp_heap_object(&tp_code_type, 0);
    *code = *fields;
    code->head.type = &tp_code_type;
    code->names = interned(code->names);
    code->localsplusnames = interned(code->localsplusnames);
    const uint8_t *kinds = (const uint8_t *)bytes_of(code->localspluskinds)->data;
    code->nlocalsplus = (int32_t)bytes_of(code->localspluskinds)->length;
    code->nlocals = code->ncellvars = code->nfreevars = 0;
    for (int i = 0; i < code->nlocalsplus; i++) {
        code->nlocals += (kinds[i] & CO_FAST_LOCAL) != 0;
        code->ncellvars += (kinds[i] & CO_FAST_CELL) != 0;
        code->nfreevars += (kinds[i] & CO_FAST_FREE) != 0;
    }
    return code;
}

/* The names of one kind, in order. */
static Value names_of_kind(Code *code, int kind)
{
    const uint8_t *kinds = (const uint8_t *)bytes_of(code->localspluskinds)->data;
    Tuple *all = tp_as_tuple(code->localsplusnames);
    Value list = tp_list_new(0);
    for (int i = 0; i < code->nlocalsplus; i++)
        if (kinds[i] & kind)
            tp_list_append(list, all->items[i]);
    return tp_list_as_tuple(list);
}

static int check_names(Value names)
{
    Tuple *t = tp_as_tuple(names);
    for (int64_t i = 0; i < t->length; i++)
        if (!tp_is_str(t->items[i]))
            return tp_raise_int(&tp_TypeError, "name tuples must contain only strings, not '%T'",
                                t->items[i]);
    return 0;
}

/* localsplusnames and -kinds from the three tuples of str that Python knows. */
static void set_localsplus(Code *code, Value varnames, Value cellvars, Value freevars)
{
    Tuple *groups[3] = {tp_as_tuple(varnames), tp_as_tuple(cellvars), tp_as_tuple(freevars)};
    static const int kind_of[3] = {CO_FAST_LOCAL, CO_FAST_CELL, CO_FAST_FREE};
    Value names = tp_list_new(0);
    int64_t total = groups[0]->length + groups[1]->length + groups[2]->length;
    uint8_t *kinds = tp_heap_alloc_atomic((size_t)total + 1);
    int64_t n = 0;
    for (int g = 0; g < 3; g++)
        for (int64_t i = 0; i < groups[g]->length; i++) {
            Value name = groups[g]->items[i];
            int64_t at = n;
            if (g == 1) /* a cell that is a parameter or local too is one entry */
                for (at = 0; at < groups[0]->length; at++)
                    if (tp_str_equal(groups[0]->items[at], name))
                        break;
            if (g == 1 && at < groups[0]->length) {
                kinds[at] |= CO_FAST_CELL;
                continue;
            }
            tp_list_append(names, name);
            kinds[n++] = (uint8_t)kind_of[g];
        }
    code->localsplusnames = tp_list_as_tuple(names);
    code->localspluskinds = tp_bytes_new((const char *)kinds, n);
}

static int count_locals(const Code *code)
{
    const Bytes *kinds = bytes_of(code->localspluskinds);
    int n = 0;
    for (int64_t i = 0; i < kinds->length; i++)
        n += (kinds->data[i] & CO_FAST_LOCAL) != 0;
    return n;
}

int tp_code_check(const Code *fields)
{
    int64_t nparams = (int64_t)fields->argcount + fields->kwonlyargcount +
                      !!(fields->flags & CO_VARARGS) + !!(fields->flags & CO_VARKEYWORDS);
    if (fields->posonlyargcount < 0 || fields->argcount < fields->posonlyargcount ||
        fields->kwonlyargcount < 0 || fields->stacksize < 0 || fields->flags < 0 ||
        tp_as_tuple(fields->localsplusnames)->length != bytes_of(fields->localspluskinds)->length)
        return tp_raise_int(&tp_SystemError, "bad argument to internal function");
    if (bytes_of(fields->code)->length % 2)
        return tp_raise_int(&tp_ValueError, "code: co_code is malformed");
    if (nparams > count_locals(fields))
        return tp_raise_int(&tp_ValueError, "code: co_varnames is too small");
    if (!are_strs(fields->names) || !are_strs(fields->localsplusnames))
        return tp_raise_int(&tp_SystemError, "non-string found in code slot");
    return 0;
}

/* The same for what a program gives, which says how many locals there are. */
static int check_made_up(const Code *fields, int nlocals)
{
    if (tp_code_check(fields) < 0)
        return -1;
    if (nlocals != count_locals(fields))
        return tp_raise_int(&tp_ValueError, "code: co_nlocals != len(co_varnames)");
    return 0;
}

/* ---- the type ---- */

static const char constructor_signature[] =
    "(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, "
    "names, varnames, filename, name, qualname, firstlineno, linetable, exceptiontable, "
    "freevars=(), cellvars=(), /)";

static int expect(Value v, Type *type, const char *where)
{
    if (tp_instance(v, type))
        return 0;
    return tp_raise_int(&tp_TypeError, "%s must be %N, not %T", where, type, v);
}

static int int_field(Value v, int32_t *out)
{
    int64_t i;
    if (tp_index_as_i64(v, &i) < 0)
        return -1;
    if (i < INT32_MIN || i > INT32_MAX)
        return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C int");
    *out = (int32_t)i;
    return 0;
}

static Value code_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type;
    Value a[18];
    Code fields = {0};
    if (nargs < 16)
        return tp_raise(&tp_TypeError, "code expected at least 16 arguments, got %d", nargs);
    if (TP_ARGS("code", constructor_signature, a) < 0)
        return 0;
    int32_t nlocals;
    int32_t *const ints[6] = {&fields.argcount, &fields.posonlyargcount, &fields.kwonlyargcount,
                              &nlocals, &fields.stacksize, &fields.flags};
    static const char *const counts[] = {"argcount", "posonlyargcount", "kwonlyargcount",
                                         "nlocals"};
    for (int i = 0; i < 6; i++)
        if (int_field(a[i], ints[i]) < 0)
            return 0;
    static const struct {
        int at;
        Type *type;
        const char *where;
    } checks[] = {
        {6, &tp_bytes_type, "code() argument 7"},   {7, &tp_tuple_type, "code() argument 8"},
        {8, &tp_tuple_type, "code() argument 9"},   {9, &tp_tuple_type, "code() argument 10"},
        {10, &tp_str_type, "code() argument 11"},   {11, &tp_str_type, "code() argument 12"},
        {12, &tp_str_type, "code() argument 13"},   {14, &tp_bytes_type, "code() argument 15"},
        {15, &tp_bytes_type, "code() argument 16"},
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (expect(a[checks[i].at], checks[i].type, checks[i].where) < 0)
            return 0;
    fields.code = a[6];
    fields.consts = a[7];
    fields.names = a[8];
    fields.filename = a[10];
    fields.name = a[11];
    fields.qualname = a[12];
    fields.linetable = a[14];
    fields.exceptiontable = a[15];
    Value freevars = a[16] ? a[16] : tp_ref(tp_empty_tuple);
    Value cellvars = a[17] ? a[17] : tp_ref(tp_empty_tuple);
    if (int_field(a[13], &fields.firstlineno) < 0 ||
        expect(freevars, &tp_tuple_type, "code() argument 17") < 0 ||
        expect(cellvars, &tp_tuple_type, "code() argument 18") < 0 ||
        check_names(a[8]) < 0 || check_names(a[9]) < 0 || check_names(freevars) < 0 ||
        check_names(cellvars) < 0)
        return 0;
    for (int i = 0; i < 4; i++)
        if (*ints[i] < 0)
            return tp_raise(&tp_ValueError, "code: %s must not be negative", counts[i]);
    set_localsplus(&fields, a[9], cellvars, freevars);
    if (check_made_up(&fields, nlocals) < 0)
        return 0;
    return tp_ref(tp_code_new(&fields));
}

#define GETTER_INT(name)                                     \
    static Value get_##name(Value self)                      \
    {                                                        \
        return tp_small(code_of(self)->name);                \
    }
#define GETTER(name)                                         \
    static Value get_##name(Value self)                      \
    {                                                        \
        return code_of(self)->name;                          \
    }
GETTER_INT(argcount)
GETTER_INT(posonlyargcount)
GETTER_INT(kwonlyargcount)
GETTER_INT(nlocals)
GETTER_INT(stacksize)
GETTER_INT(flags)
GETTER_INT(firstlineno)
GETTER(code)
GETTER(consts)
GETTER(names)
GETTER(filename)
GETTER(name)
GETTER(qualname)
GETTER(linetable)
GETTER(exceptiontable)

static Value get_varnames(Value self)
{
    return names_of_kind(code_of(self), CO_FAST_LOCAL);
}

static Value get_cellvars(Value self)
{
    return names_of_kind(code_of(self), CO_FAST_CELL);
}

static Value get_freevars(Value self)
{
    return names_of_kind(code_of(self), CO_FAST_FREE);
}

static Value code_replace(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (nargs > 0)
        return tp_raise(&tp_TypeError, "replace() takes no positional arguments");
    Code fields = *code_of(self);
    Value varnames = 0, cellvars = 0, freevars = 0;
    bool keeps_machine_code = true;
    int32_t nlocals = fields.nlocals;
    const struct {
        const char *name;
        Type *type;      /* 0: an int */
        void *where;
        bool is_looks;   /* changes nothing that machine code depends on */
    } fields_of[] = {
        {"co_argcount", 0, &fields.argcount, false},
        {"co_posonlyargcount", 0, &fields.posonlyargcount, false},
        {"co_kwonlyargcount", 0, &fields.kwonlyargcount, false},
        {"co_nlocals", 0, &nlocals, true},
        {"co_stacksize", 0, &fields.stacksize, true},
        {"co_flags", 0, &fields.flags, true},
        {"co_firstlineno", 0, &fields.firstlineno, true},
        {"co_code", &tp_bytes_type, &fields.code, false},
        {"co_consts", &tp_tuple_type, &fields.consts, false},
        {"co_names", &tp_tuple_type, &fields.names, false},
        {"co_varnames", &tp_tuple_type, &varnames, false},
        {"co_freevars", &tp_tuple_type, &freevars, false},
        {"co_cellvars", &tp_tuple_type, &cellvars, false},
        {"co_filename", &tp_str_type, &fields.filename, true},
        {"co_name", &tp_str_type, &fields.name, true},
        {"co_qualname", &tp_str_type, &fields.qualname, true},
        {"co_linetable", &tp_bytes_type, &fields.linetable, true},
        {"co_exceptiontable", &tp_bytes_type, &fields.exceptiontable, false},
    };
    enum { NFIELDS = sizeof fields_of / sizeof *fields_of };
    for (int64_t k = 0; kwnames && k < kwnames->length; k++) {
        int i = 0;
        while (i < NFIELDS && !tp_str_equal_cstr(kwnames->items[k], fields_of[i].name))
            i++;
        if (i == NFIELDS)
            return tp_raise(&tp_TypeError, "'%U' is an invalid keyword argument for replace()",
                            kwnames->items[k]);
        if (!fields_of[i].type) {
            if (int_field(args[k], fields_of[i].where) < 0)
                return 0;
            if (*(int32_t *)fields_of[i].where < 0)
                return tp_raise(&tp_ValueError, "%s must be a positive integer",
                                fields_of[i].name);
        } else if (!tp_instance(args[k], fields_of[i].type)) {
            return tp_raise(&tp_TypeError, "replace() argument '%s' must be %N, not %T",
                            fields_of[i].name, fields_of[i].type, args[k]);
        } else {
            *(Value *)fields_of[i].where = args[k];
        }
        keeps_machine_code &= fields_of[i].is_looks;
    }
    const Value groups[] = {varnames ? varnames : get_varnames(self),
                            cellvars ? cellvars : get_cellvars(self),
                            freevars ? freevars : get_freevars(self)};
    if (!are_strs(groups[0]) || !are_strs(groups[1]) || !are_strs(groups[2]))
        return tp_raise(&tp_SystemError, "non-string found in code slot");
    if (varnames || cellvars || freevars)
        set_localsplus(&fields, groups[0], groups[1], groups[2]);
    if (check_made_up(&fields, nlocals) < 0)
        return 0;
    /* a generator is asked for CO_ITERABLE_COROUTINE while it runs */
    if ((fields.flags ^ code_of(self)->flags) & ~CO_ITERABLE_COROUTINE)
        keeps_machine_code = false;
    if (!keeps_machine_code)
        fields.entry = fields.resume = 0;
    return tp_ref(tp_code_new(&fields));
}

static Value code_varname_from_oparg(Value self, Value *args)
{
    int64_t i;
    if (tp_index_as_i64(args[0], &i) < 0)
        return 0;
    if (i < 0 || i >= code_of(self)->nlocalsplus)
        return tp_raise(&tp_IndexError, "tuple index out of range");
    return tp_as_tuple(code_of(self)->localsplusnames)->items[i];
}

static bool same_double(double a, double b)
{
    return a == b && signbit(a) == signbit(b);
}

/* Equal, and of the same type all the way down: 1 and 1.0 are different constants, and so are 0.0
 * and -0.0. */
static int same_constant(Value a, Value b)
{
    if (a == b)
        return 1;
    if (tp_type_of(a) != tp_type_of(b))
        return 0;
    if (tp_is_tuple(a)) {
        Tuple *s = tp_as_tuple(a), *t = tp_as_tuple(b);
        if (s->length != t->length)
            return 0;
        for (int64_t i = 0; i < s->length; i++) {
            int same = same_constant(s->items[i], t->items[i]);
            if (same <= 0)
                return same;
        }
        return 1;
    }
    if (tp_is_float(a))
        return same_double(tp_float_value(a), tp_float_value(b));
    if (tp_is_complex(a)) {
        const Complex *x = (Complex *)tp_obj(a), *y = (Complex *)tp_obj(b);
        return same_double(x->real, y->real) && same_double(x->imag, y->imag);
    }
    return tp_equal(a, b);
}

static Value code_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_is_exact(other, &tp_code_type))
        return TP_NOTIMPLEMENTED;
    Code *a = code_of(self), *b = code_of(other);
    int same = a->argcount == b->argcount && a->posonlyargcount == b->posonlyargcount &&
               a->kwonlyargcount == b->kwonlyargcount && a->flags == b->flags &&
               a->firstlineno == b->firstlineno;
    const Value left[] = {a->name, a->code, a->consts, a->names, a->localsplusnames,
                          a->linetable, a->exceptiontable};
    const Value right[] = {b->name, b->code, b->consts, b->names, b->localsplusnames,
                           b->linetable, b->exceptiontable};
    for (size_t i = 0; same == 1 && i < sizeof left / sizeof *left; i++)
        same = same_constant(left[i], right[i]);
    return same < 0 ? 0 : tp_bool(same == (op == TP_EQ));
}

static int64_t code_hash(Value self)
{
    Code *c = code_of(self);
    const Value parts[] = {c->name, c->consts, c->names, c->localsplusnames, c->linetable,
                           c->exceptiontable, c->code};
    uint64_t hash = 20221211;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int64_t h = tp_hash(parts[i]);
        if (h == -1)
            return -1;
        hash = (hash ^ (uint64_t)h) * 1000003;
    }
    hash ^= (uint64_t)(c->argcount * 31 + c->posonlyargcount * 7 + c->kwonlyargcount * 3 +
                       c->flags + c->firstlineno * 101);
    return hash == (uint64_t)-1 ? -2 : (int64_t)hash;
}

static Value code_repr(Value self)
{
    Code *c = code_of(self);
    return tp_str_format_c("<code object %U at 0x%lx, file \"%U\", line %d>", c->name, (long)self,
                           c->filename, c->firstlineno ? c->firstlineno : -1);
}

static const MethodDef code_methods[] = {
    METHOD("co_lines", code_co_lines, "()", 0),
    METHOD("co_positions", code_co_positions, "()", 0),
    METHOD("__sizeof__", tp_object_sizeof, "()", 0),
    METHOD_RAW("replace", code_replace,
               "(*, co_argcount=-1, co_posonlyargcount=-1, co_kwonlyargcount=-1, co_nlocals=-1, "
               "co_stacksize=-1, co_flags=-1, co_firstlineno=-1, co_code=None, co_consts=None, "
               "co_names=None, co_varnames=None, co_freevars=None, co_cellvars=None, "
               "co_filename=None, co_name=None, co_qualname=None, co_linetable=None, "
               "co_exceptiontable=None)",
               "Return a copy of the code object with new values for the specified fields."),
    METHOD("_varname_from_oparg", code_varname_from_oparg, "(oparg)",
           "(internal-only) Return the local variable name for the given oparg."),
    METHOD_END,
};

static const GetSetDef code_getset[] = {
    {"co_argcount", get_argcount, tp_set_readonly, 0},
    {"co_posonlyargcount", get_posonlyargcount, tp_set_readonly, 0},
    {"co_kwonlyargcount", get_kwonlyargcount, tp_set_readonly, 0},
    {"co_stacksize", get_stacksize, tp_set_readonly, 0},
    {"co_flags", get_flags, tp_set_readonly, 0},
    {"co_names", get_names, tp_set_readonly, 0},
    {"co_filename", get_filename, tp_set_readonly, 0},
    {"co_name", get_name, tp_set_readonly, 0},
    {"co_qualname", get_qualname, tp_set_readonly, 0},
    {"co_firstlineno", get_firstlineno, tp_set_readonly, 0},
    {"co_linetable", get_linetable, tp_set_readonly, 0},
    {"co_exceptiontable", get_exceptiontable, tp_set_readonly, 0},
    {"co_lnotab", get_lnotab, 0, 0},
    {"_co_code_adaptive", get_code, 0, 0},
    {"co_varnames", get_varnames, 0, 0},
    {"co_cellvars", get_cellvars, 0, 0},
    {"co_freevars", get_freevars, 0, 0},
    {"co_code", get_code, 0, 0},
    {"co_consts", get_consts, tp_set_readonly, 0},
    {"co_nlocals", get_nlocals, tp_set_readonly, 0},
    {0, 0, 0, 0},
};

Type tp_code_type = {
    .head = {&tp_type_type},
    .name = "code",
    .basic_size = sizeof(Code),
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .doc = "Create a code object.  Not for the faint of heart.",
    .new_ = code_new,
    .repr = code_repr,
    .hash = code_hash,
    .compare = code_compare,
    .methods = code_methods,
    .getset = code_getset,
};

/* ---- machine code ---- */

typedef struct Binding {
    const CompiledModule *compiled;
    Machine *machine;
    int32_t ncodes, nconsts;
} Binding;

static void forget(const CompiledModule *compiled, Value function)
{
    for (int32_t i = 0; i < compiled->nconsts; i++)
        if (compiled->consts[i] == function)
            compiled->consts[i] = 0;
}

void tp_module_forget_function(Value function, const Code *code)
{
    if (code->machine) {
        forget(code->machine->compiled, function);
        return;
    }
    for (const CompiledModule *const *m = tp_linked_modules; *m; m++)
        forget(*m, function);
}

typedef struct FormerMachine {
    Machine *machine;
    struct FormerMachine *next;
} FormerMachine;

/* How many code objects there are from code on, and their constants and names. */
static void count_code(const Code *code, int64_t *ncodes, int64_t *nconsts)
{
    const Tuple *consts = tp_as_tuple(code->consts);
    *ncodes += 1;
    *nconsts += consts->length + tp_as_tuple(code->names)->length;
    for (int64_t i = 0; i < consts->length; i++)
        if (tp_is_exact(consts->items[i], &tp_code_type))
            count_code(code_of(consts->items[i]), ncodes, nconsts);
}

/* Entries and constants of code and the code objects in it, in preorder: of each its co_consts,
 * then its co_names, then those of the code objects among its constants. */
static void bind_code(Binding *b, Code *code)
{
    const CompiledModule *m = b->compiled;
    Tuple *consts = tp_as_tuple(code->consts), *names = tp_as_tuple(code->names);
    const CompiledCode *c = &m->codes[b->ncodes++];
    if (code->machine) {
        FormerMachine *former = tp_heap_alloc(sizeof *former);
        *former = (FormerMachine){code->machine, code->former};
        code->former = former;
    }
    code->entry = c->entry;
    code->resume = c->resume;
    code->nslots = c->nslots;
    code->machine = b->machine;
    memcpy(m->consts + b->nconsts, consts->items, (size_t)consts->length * sizeof(Value));
    b->nconsts += (int32_t)consts->length;
    memcpy(m->consts + b->nconsts, names->items, (size_t)names->length * sizeof(Value));
    b->nconsts += (int32_t)names->length;
    for (int64_t i = 0; i < consts->length; i++)
        if (tp_is_exact(consts->items[i], &tp_code_type))
            bind_code(b, code_of(consts->items[i]));
}

Code *tp_module_bind(const CompiledModule *compiled, Code *root, Machine *machine)
{
    Binding b = {compiled, machine, 0, 0};
    if (!root) {
        size_t n = compiled->marshalled_size;
        char *marshalled = tp_heap_alloc_atomic(n);
        if (!tp_packed_read(compiled->packed, marshalled, n)) {
            tp_raise(&tp_SystemError, "the code object of module '%s' is damaged", compiled->name);
            return 0;
        }
        Value v = tp_marshal_loads(marshalled, n);
        if (!v)
            return 0;
        root = code_of(v);
    }
    int64_t ncodes = 0, nconsts = 0;
    count_code(root, &ncodes, &nconsts);
    if (ncodes != compiled->ncodes || nconsts > compiled->nconsts) {
        tp_raise(&tp_SystemError, "machine code of module '%s' does not fit its code object",
                 compiled->name);
        return 0;
    }
    if (machine)
        tp_machine_own(machine, compiled);
    bind_code(&b, root);
    tp_caches_register(compiled->caches, compiled->ncaches);
    return root;
}
