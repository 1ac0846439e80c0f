/* _json.c -- the module _json: reading (json_scan.c) and writing (json_encode.c) JSON text. */
#include "json.h"

#include "runtime/error.h"
#include "runtime/int.h"

static Value json_scanstring(Value self, Value *args)
{
    int64_t begin, end;
    (void)self;
    if (tp_index_as_i64(args[1], &begin) < 0)
        return 0;
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "first argument must be a string, not %T", args[0]);
    int is_strict = args[2] ? tp_truth(args[2]) : 1;
    if (is_strict < 0)
        return 0;
    if (begin < 0 || begin > tp_as_str(args[0])->length)
        return tp_raise(&tp_ValueError, "end is out of bounds");
    Value text = json_scan_string(args[0], begin - 1, &end, is_strict);
    return text ? tp_tuple_pack(2, text, tp_int(end)) : 0;
}

static const MethodDef json_functions[] = {
    METHOD("encode_basestring_ascii", json_encode_basestring_ascii, "(string, /)",
           "encode_basestring_ascii(string) -> string\n\n"
           "Return an ASCII-only JSON representation of a Python string"),
    METHOD("encode_basestring", json_encode_basestring, "(string, /)",
           "encode_basestring(string) -> string\n\n"
           "Return a JSON representation of a Python string"),
    METHOD_PARSED("scanstring", json_scanstring, "(string, end, strict=True, /)",
                  "scanstring(string, end, strict=True) -> (string, end)\n\n"
                  "Scan the JSON string that starts before index end."),
    METHOD_END,
};

static int json_init(Value module)
{
    tp_type_ready(&json_scanner_type);
    tp_type_ready(&json_encoder_type);
    if (tp_module_add(module, "make_scanner", tp_ref(&json_scanner_type)) < 0)
        return -1;
    return tp_module_add(module, "make_encoder", tp_ref(&json_encoder_type));
}

const ModuleDef tp_mod__json = {"_json", json_functions, json_init, "json speedups\n"};
