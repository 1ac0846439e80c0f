/* marshal.c -- the module marshal: CPython's serialised form (runtime/marshal.c) for programs. */
#include "runtime/marshal.h"

#include <string.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/int.h"
#include "runtime/str.h"
#include "runtime/text.h"

enum { VERSION = 4 };

static Value dump(Value v, Value version)
{
    int64_t number = VERSION;
    if (version && text_int_arg(version, &number) < 0)
        return 0;
    return tp_marshal_dumps(v, (int)number);
}

static Value marshal_dumps(Value self, Value *args)
{
    (void)self;
    return dump(args[0], args[1]);
}

static Value marshal_dump(Value self, Value *args)
{
    (void)self;
    Value bytes = dump(args[0], args[2]);
    return bytes ? tp_call_method_cstr(args[1], "write", 1, &bytes) : 0;
}

static Value marshal_loads(Value self, Value *args)
{
    const char *data;
    int64_t n;
    size_t used;
    (void)self;
    if (tp_bytes_view(args[0], &data, &n) < 0)
        return 0;
    return tp_marshal_load_prefix(data, (size_t)n, &used);
}

/* One value from a file: as much as that takes is read. */
static Value marshal_load(Value self, Value *args)
{
    const char *data;
    int64_t n;
    size_t used;
    (void)self;
    Value start = tp_call_method_cstr(args[0], "tell", 0, 0);
    Value bytes = start ? tp_call_method_cstr(args[0], "read", 0, 0) : 0;
    if (!bytes)
        return 0;
    if (!tp_is_bytes(bytes))
        return tp_raise(&tp_TypeError, "file.read() returned not bytes but %T", bytes);
    if (tp_bytes_view(bytes, &data, &n) < 0)
        return 0;
    Value v = tp_marshal_load_prefix(data, (size_t)n, &used);
    if (!v)
        return 0;
    Value end = tp_add(start, tp_int((int64_t)used));
    return end && tp_call_method_cstr(args[0], "seek", 1, &end) ? v : 0;
}

static const MethodDef functions[] = {
    METHOD("dump", marshal_dump, "(value, file, version=4, /)",
           "Write the value on the open file."),
    METHOD("load", marshal_load, "(file, /)", "Read one value from the open file and return it."),
    METHOD("dumps", marshal_dumps, "(value, version=4, /)",
           "Return the bytes object that would be written to a file by dump(value, file)."),
    METHOD("loads", marshal_loads, "(bytes, /)", "Convert the bytes-like object to a value."),
    METHOD_END,
};

static int marshal_init(Value module)
{
    return tp_module_add(module, "version", tp_small(VERSION));
}

const ModuleDef tp_mod_marshal = {
    "marshal", functions, marshal_init,
    "This module contains functions that can read and write Python values in\na binary format."};
