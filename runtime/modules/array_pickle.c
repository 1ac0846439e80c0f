/* array_pickle.c -- arrays in pickles: from protocol 3 on the bytes of the items and a number that
 * says how the machine laid them out, so that another machine can read them. */
#include "array.h"

#include <string.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/text.h"

/* The numbers of layouts. Odd ones from UINT16 on are the big-endian twins. */
enum { LAYOUT_UINT16 = 2, LAYOUT_FLOAT = 14, LAYOUT_DOUBLE = 16, LAYOUT_UTF16 = 18,
       LAYOUT_UTF32 = 20, LAYOUT_COUNT = 22 };

/* The type codes of the layouts of integers. */
static const char integer_codes[] = "BbHHhhIIiiQQqq";

int tp_array_arity(const char *function, int nargs, Tuple *kwnames, int n)
{
    int given = nargs + (kwnames ? (int)kwnames->length : 0);
    const char *plural = n == 1 ? "" : "s";
    if (given > n)
        return tp_raise_int(&tp_TypeError, "%s() takes at most %d argument%s (%d given)", function,
                            n, plural, given);
    if (nargs < n)
        return tp_raise_int(&tp_TypeError, "%s() takes exactly %d positional argument%s (%d given)",
                            function, n, plural, nargs);
    return 0;
}

Value array_reduce_ex(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    int64_t protocol;
    int error = 0;
    if (tp_array_arity("__reduce_ex__", nargs, kwnames, 1) < 0)
        return 0;
    Value dict = tp_getattr_or_null(self, TP_NAME(__dict__), &error);
    if (error)
        return 0;
    if (!dict)
        dict = TP_NONE;
    if (!tp_is_int(args[0]))
        return tp_raise(&tp_TypeError, "__reduce_ex__ argument should be an integer");
    if (tp_int_as_i64(args[0], &protocol) < 0)
        return 0;
    Array *a = tp_as_array(self);
    Value type = tp_ref(tp_type_of(self)), code = tp_latin1_char((uint8_t)a->kind->code);
    if (protocol < 3) {
        Value items = tp_array_list(a);
        return items ? tp_tuple_pack(3, type, tp_tuple_pack(2, code, items), dict) : 0;
    }
    Value make = tp_getattr_cstr(tp_import_module("array"), "_array_reconstructor");
    Value bytes = make ? tp_bytes_new(a->data, a->length * a->kind->size) : 0;
    if (!bytes)
        return 0;
    Value content = tp_tuple_pack(4, type, code, tp_small(a->kind->layout), bytes);
    return tp_tuple_pack(3, make, content, dict);
}

/* A list of the floats that stand in bytes. */
static Value floats_of(const Bytes *bytes, int size, bool is_big)
{
    int64_t n = bytes->length / size;
    Value list = tp_list_new(n);
    for (int64_t i = 0; list && i < n; i++) {
        char item[ITEM_SIZE];
        memcpy(item, bytes->data + i * size, (size_t)size);
        if (is_big)
            tp_array_swap(item, 1, size);
        tp_as_list(list)->items[i] = tp_buffer_item(size == 4 ? 'f' : 'd', item);
    }
    return list;
}

/* So many bytes there must be, or a multiple: for text that is two units, as in CPython. */
static int unit_of(int layout)
{
    if (layout < LAYOUT_FLOAT)
        return tp_array_kind((uint8_t)integer_codes[layout])->size;
    return layout < LAYOUT_DOUBLE ? 4 : layout < LAYOUT_UTF16 ? 8 : layout < LAYOUT_UTF32 ? 4 : 8;
}

/* The array of items in a layout that is not that of its kind. */
static Value from_layout(Type *type, const Kind *kind, int layout, const Bytes *bytes)
{
    bool is_big = layout >= LAYOUT_UINT16 && layout & 1;
    int size = unit_of(layout);
    if (bytes->length % size)
        return tp_raise(&tp_ValueError, "string length not a multiple of item size");
    Value initial;
    if (layout < LAYOUT_FLOAT) {
        Value made = tp_array_new(type, (uint8_t)integer_codes[layout], tp_ref(bytes));
        if (made && is_big)
            tp_array_swap(tp_as_array(made)->data, tp_as_array(made)->length, size);
        return made;
    }
    if (layout < LAYOUT_UTF16) {
        initial = floats_of(bytes, size, is_big);
    } else {
        static const char *const codecs[] = {"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"};
        initial = tp_decode(bytes->data, bytes->length, codecs[layout - LAYOUT_UTF16], "strict");
    }
    return initial ? tp_array_new(type, (uint8_t)kind->code, initial) : 0;
}

Value array_reconstructor(Value self, Value *args)
{
    (void)self;
    int64_t layout;
    Value code = args[1];
    if (!tp_is_str(code) || tp_as_str(code)->length != 1)
        return tp_raise_argument("_array_reconstructor", "argument 2", "a unicode character", code);
    if (text_int_arg(args[2], &layout) < 0)
        return 0;
    if (!tp_has_flag(args[0], TYPE_IS_TYPE))
        return tp_raise(&tp_TypeError, "first argument must be a type object, not %T", args[0]);
    Type *type = (Type *)tp_obj(args[0]);
    if (!tp_subtype(type, &tp_array_type))
        return tp_raise(&tp_TypeError, "%N is not a subtype of %N", type, &tp_array_type);
    const Kind *kind = tp_array_kind(tp_str_at(tp_as_str(code), 0));
    if (!kind)
        return tp_raise(&tp_ValueError, "second argument must be a valid type code");
    if (layout < 0 || layout >= LAYOUT_COUNT)
        return tp_raise(&tp_ValueError, "third argument must be a valid machine format code.");
    if (!tp_is_bytes(args[3]))
        return tp_raise(&tp_TypeError, "fourth argument should be bytes, not %T", args[3]);
    if (layout == kind->layout)
        return tp_array_new(type, (uint8_t)kind->code, args[3]);
    return from_layout(type, kind, (int)layout, (Bytes *)tp_obj(args[3]));
}
