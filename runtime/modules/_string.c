/* _string.c -- the module _string: the parts of format strings, for string.Formatter. */
#include "runtime/format.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"

typedef struct PartsIterator {
    Object head;
    Value text;
    int64_t pos, end;
} PartsIterator;

static Value iterator_self(Value self)
{
    return self;
}

/* (literal, field name, spec, conversion) */
static Value formatter_next(Value self)
{
    PartsIterator *it = (PartsIterator *)tp_obj(self);
    Markup m;
    int status = tp_markup_next(tp_as_str(it->text), &it->pos, it->end, &m);
    if (status <= 0)
        return 0;
    Value literal = tp_str_slice(it->text, m.literal_start, m.literal_end);
    Value name = TP_NONE, spec = TP_NONE, conversion = TP_NONE;
    if (m.has_field) {
        name = tp_str_slice(it->text, m.name_start, m.name_end);
        spec = tp_str_slice(it->text, m.spec_start, m.spec_end);
        if (m.conversion)
            conversion = tp_str_char(m.conversion);
    }
    return literal && name && spec ? tp_tuple_pack(4, literal, name, spec, conversion) : 0;
}

/* (is attribute, name or key) */
static Value field_name_next(Value self)
{
    PartsIterator *it = (PartsIterator *)tp_obj(self);
    FieldStep step;
    int status = tp_field_next(tp_as_str(it->text), &it->pos, it->end, &step);
    if (status <= 0)
        return 0;
    Value key = step.number >= 0 ? tp_int(step.number)
                                 : tp_str_slice(it->text, step.start, step.end);
    return key ? tp_tuple_pack(2, tp_bool(step.is_attribute), key) : 0;
}

static Type formatter_iterator_type = {
    .head = {&tp_type_type},
    .name = "formatteriterator",
    .basic_size = sizeof(PartsIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .iter = iterator_self,
    .next = formatter_next,
};

static Type field_name_iterator_type = {
    .head = {&tp_type_type},
    .name = "fieldnameiterator",
    .basic_size = sizeof(PartsIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .iter = iterator_self,
    .next = field_name_next,
};

static Value iterate(Type *type, Value text, int64_t pos)
{
    PartsIterator *it = tp_heap_object(type, 0);
    it->text = text;
    it->pos = pos;
    it->end = tp_as_str(text)->length;
    return tp_ref(it);
}

static Value string_formatter_parser(Value self, Value *args)
{
    (void)self;
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "expected str, got %T", args[0]);
    return iterate(&formatter_iterator_type, args[0], 0);
}

static Value string_formatter_field_name_split(Value self, Value *args)
{
    (void)self;
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "expected str, got %T", args[0]);
    const Str *s = tp_as_str(args[0]);
    int64_t number, end = tp_field_first(s, 0, s->length, &number);
    if (end == -2)
        return 0;
    Value first = number >= 0 ? tp_int(number) : tp_str_slice(args[0], 0, end);
    return first ? tp_tuple_pack(2, first, iterate(&field_name_iterator_type, args[0], end)) : 0;
}

static const MethodDef functions[] = {
    METHOD("formatter_parser", string_formatter_parser, "(format_string, /)",
           "Parse the argument as a format string."),
    METHOD("formatter_field_name_split", string_formatter_field_name_split, "(field_name, /)",
           "Split the argument as a field name."),
    METHOD_END,
};

static int init(Value module)
{
    (void)module;
    tp_type_ready(&formatter_iterator_type);
    tp_type_ready(&field_name_iterator_type);
    return 0;
}

const ModuleDef tp_mod__string = {"_string", functions, init, "string helper module"};
