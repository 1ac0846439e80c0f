/* spec.c -- ModuleSpec and the loader of source files.
 *
 * Importing does not need them; programs look at them, and linecache, inspect and pkgutil call the
 * loader's get_source and get_data.
 */
#include <string.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/spec.h"
#include "runtime/str.h"

typedef struct Spec {
    Object head;
    Dict *dict;
    Value name, loader, origin, paths, cached, state;
    bool has_location;
} Spec;

typedef struct Loader {
    Object head;
    Dict *dict;
    Value name, path;
} Loader;

/* ---- ModuleSpec ---- */

Value tp_spec_new(Value name, Value loader, Value origin, Value paths, Value cached)
{
    Spec *spec = tp_heap_object(&tp_spec_type, 0);
    spec->name = name;
    spec->loader = loader;
    spec->origin = origin;
    spec->paths = paths;
    spec->cached = cached;
    spec->has_location = origin != 0;
    return tp_ref(spec);
}

/* Arguments are __init__'s. */
static Value new_empty(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs, (void)args, (void)kwnames;
    return tp_ref(tp_heap_object(type, 0));
}

static int spec_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[5];
    if (TP_ARGS("ModuleSpec", "(name, loader, *, origin=None, loader_state=None, is_package=None)",
                a) < 0)
        return -1;
    int is_package = a[4] ? tp_truth(a[4]) : 0;
    if (is_package < 0)
        return -1;
    Spec *spec = (Spec *)tp_obj(self);
    spec->name = a[0];
    spec->loader = a[1];
    spec->origin = a[2];
    spec->state = a[3];
    spec->paths = is_package ? tp_list_new(0) : 0;
    return 0;
}

static Value none_if_unset(Value v)
{
    return v ? v : TP_NONE;
}

static Value spec_repr(Value self)
{
    Spec *spec = (Spec *)tp_obj(self);
    StrBuilder b;
    tp_builder_init(&b);
    const struct {
        const char *label;
        Value value;
    } parts[] = {{", loader=", spec->loader},
                 {", origin=", spec->origin},
                 {", submodule_search_locations=", spec->paths}};
    tp_builder_cstr(&b, "ModuleSpec(name=");
    Value text = tp_repr(none_if_unset(spec->name));
    if (!text)
        return 0;
    tp_builder_str(&b, text);
    for (int i = 0; i < 3; i++) {
        Value part = none_if_unset(parts[i].value);
        if (i > 0 && part == TP_NONE)
            continue;
        if (!(text = tp_repr(part)))
            return 0;
        tp_builder_cstr(&b, parts[i].label);
        tp_builder_str(&b, text);
    }
    tp_builder_char(&b, ')');
    return tp_builder_finish(&b);
}

/* The name before the last dot. */
static Value parent_of(Value name)
{
    Value dot = tp_str_char('.'), parts = tp_call_method_cstr(name, "rpartition", 1, &dot);
    return parts ? tp_getitem(parts, tp_small(0)) : 0;
}

static Value spec_get_parent(Value self)
{
    Spec *spec = (Spec *)tp_obj(self);
    Value name = none_if_unset(spec->name);
    return none_if_unset(spec->paths) != TP_NONE ? name : parent_of(name);
}

/* ModuleSpec.__eq__ looks at these attributes of the other, whatever that is. */
static Value spec_compare(Value self, Value other, int op)
{
    static const char *const names[] = {"name", "loader", "origin", "submodule_search_locations",
                                        "cached", "has_location"};
    if (op != TP_EQ && op != TP_NE)
        return TP_NOTIMPLEMENTED;
    int same = 1;
    for (size_t i = 0; same > 0 && i < sizeof names / sizeof *names; i++) {
        Value mine = tp_getattr_cstr(self, names[i]);
        Value theirs = mine ? tp_getattr_cstr(other, names[i]) : 0;
        if (!theirs && tp_error_is(&tp_AttributeError)) {
            tp_error_clear();
            return TP_NOTIMPLEMENTED;
        }
        same = theirs ? tp_equal(mine, theirs) : -1;
    }
    return same < 0 ? 0 : tp_bool(same == (op == TP_EQ));
}

static Value spec_get_has_location(Value self)
{
    return tp_bool(((Spec *)tp_obj(self))->has_location);
}

static int spec_set_has_location(Value self, Value value)
{
    int truth = value ? tp_truth(value) : 0;
    ((Spec *)tp_obj(self))->has_location = truth > 0;
    return truth < 0 ? -1 : 0;
}

static const GetSetDef spec_getset[] = {
    {"parent", spec_get_parent, 0, 0},
    {"has_location", spec_get_has_location, spec_set_has_location, 0},
    {0, 0, 0, 0},
};

static const MemberDef spec_members[] = {
    {"name", offsetof(Spec, name), false, 0},
    {"loader", offsetof(Spec, loader), false, 0},
    {"origin", offsetof(Spec, origin), false, 0},
    {"submodule_search_locations", offsetof(Spec, paths), false, 0},
    {"cached", offsetof(Spec, cached), false, 0},
    {"loader_state", offsetof(Spec, state), false, 0},
    {0, 0, false, 0},
};

Type tp_spec_type = {
    .head = {&tp_type_type},
    .name = "_frozen_importlib.ModuleSpec",
    .basic_size = sizeof(Spec),
    .flags = TYPE_BASE,
    .dict_offset = offsetof(Spec, dict),
    .new_ = new_empty,
    .init = spec_init,
    .repr = spec_repr,
    .compare = spec_compare,
    .getset = spec_getset,
    .members = spec_members,
};

/* Set an attribute of a module, which may be of a kind that has no such attribute. -1 on other
 * failure; also if value is 0, and not for want of an attribute. */
static int set_if_possible(Value module, Value name, Value value)
{
    if (value && tp_setattr(module, name, value) == 0)
        return 0;
    if (tp_error_pending() && !tp_error_is(&tp_AttributeError))
        return -1;
    tp_error_clear();
    return 0;
}

/* Has the module no attribute of that name, or None? 1, 0 or -1. */
static int is_absent(Value module, Value name)
{
    Value v = tp_getattr_or_null(module, name, 0);
    return v ? v == TP_NONE : tp_error_pending() ? -1 : 1;
}

static int set_if_absent(Value module, Value name, Value value)
{
    int absent = is_absent(module, name);
    return absent <= 0 ? absent : set_if_possible(module, name, value);
}

/* The same with an attribute of the spec, which is asked for it only then. */
static int copy_if_absent(Value module, Value name, Value spec, const char *attribute)
{
    int absent = is_absent(module, name);
    return absent <= 0 ? absent : set_if_possible(module, name, tp_getattr_cstr(spec, attribute));
}

/* What has a path is a package, whatever its spec says. */
static int set_package_if_absent(Value module, Value name)
{
    int absent = is_absent(module, TP_NAME(__package__));
    if (absent <= 0)
        return absent;
    Value package = tp_getattr(module, TP_NAME(__name__));
    if (package && !tp_getattr_or_null(module, TP_NAME(__path__), 0)) {
        if (tp_error_pending())
            return -1;
        package = parent_of(name);
    }
    return set_if_possible(module, TP_NAME(__package__), package);
}

Value tp_spec_object_name(Value v)
{
    Value name = tp_getattr_or_null(v, TP_NAME(__qualname__), 0);
    return name || tp_error_pending()
               ? name
               : tp_getattr(tp_ref(tp_type_of(v)), TP_NAME(__qualname__));
}

/* By a loader that has load_module alone, which puts the module in sys.modules itself. */
static Value load_the_old_way(Value loader, Value spec, Value name)
{
    Value loader_name = tp_spec_object_name(loader);
    if (!loader_name || tp_warn(&tp_ImportWarning, 1, "%S.exec_module() not found; falling back to "
                                                      "load_module()", loader_name) < 0 ||
        !tp_call_method_cstr(loader, "load_module", 1, &name))
        return 0;
    Value module = tp_dict_get(tp_sys_modules, name);
    if (!module)
        return tp_error_pending() ? 0 : tp_raise_value(&tp_KeyError, name);
    return set_if_absent(module, TP_NAME(__loader__), loader) < 0 ||
                   set_package_if_absent(module, name) < 0 ||
                   set_if_absent(module, TP_NAME(__spec__), spec) < 0
               ? 0
               : module;
}

/* What a module has from its spec before its code runs, unless the loader gave it that. */
static int set_attributes(Value module, Value spec, Value loader)
{
    if (copy_if_absent(module, TP_NAME(__name__), spec, "name") < 0 ||
        set_if_absent(module, TP_NAME(__loader__), loader) < 0 ||
        copy_if_absent(module, TP_NAME(__package__), spec, "parent") < 0 ||
        set_if_possible(module, TP_NAME(__spec__), spec) < 0)
        return -1;
    Value paths = tp_getattr_cstr(spec, "submodule_search_locations");
    if (!paths || (paths != TP_NONE && set_if_absent(module, TP_NAME(__path__), paths) < 0))
        return -1;
    Value has_location = tp_getattr_cstr(spec, "has_location");
    int has_file = has_location ? tp_truth(has_location) : -1;
    if (has_file < 0)
        return -1;
    if (!has_file)
        return loader == TP_NONE ? set_if_possible(module, TP_NAME(__file__), TP_NONE) : 0;
    if (copy_if_absent(module, TP_NAME(__file__), spec, "origin") < 0)
        return -1;
    Value cached = tp_getattr_cstr(spec, "cached");
    if (!cached)
        return -1;
    return cached == TP_NONE ? 0 : set_if_absent(module, TP_NAME(__cached__), cached);
}

Value tp_spec_load(Value spec)
{
    Value loader = tp_getattr_cstr(spec, "loader"), module = TP_NONE;
    Value name = loader ? tp_getattr_cstr(spec, "name") : 0;
    if (!name)
        return 0;
    Value exec = loader == TP_NONE ? 0 : tp_getattr_or_null(loader, TP_NAME(exec_module), 0);
    if (!exec && loader != TP_NONE)
        return tp_error_pending() ? 0 : load_the_old_way(loader, spec, name);
    Value create = exec ? tp_getattr_or_null(loader, TP_NAME(create_module), 0) : 0;
    if (exec && !create)
        return tp_error_pending() ? 0
                                  : tp_raise(&tp_ImportError, "loaders that define exec_module() "
                                                              "must also define create_module()");
    if (create && !(module = tp_call1(create, spec)))
        return 0;
    if (module == TP_NONE)
        module = tp_module_new(name);
    if (set_attributes(module, spec, loader) < 0 || tp_dict_set(tp_sys_modules, name, module) < 0)
        return 0;
    Value loaded = exec ? tp_call1(exec, module)
                        : tp_getattr_cstr(spec, "submodule_search_locations");
    /* a package that has directories alone has no loader */
    if (!loaded || (!exec && loaded == TP_NONE)) {
        Value error = tp_error_pending() ? tp_error_take() : 0;
        tp_dict_del(tp_sys_modules, name);
        if (!error)
            return tp_raise_import(&tp_ImportError, name, 0, "missing loader");
        tp_error_put(error);
        return 0;
    }
    Value result = tp_dict_get(tp_sys_modules, name);
    return result || tp_error_pending() ? result : tp_raise_value(&tp_KeyError, name);
}

/* ---- the loader of source files ---- */

Value tp_source_loader_new(Value name, Value path)
{
    Loader *loader = tp_heap_object(&tp_source_loader_type, 0);
    loader->name = name;
    loader->path = path;
    return tp_ref(loader);
}

static int loader_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    if (TP_ARGS("SourceFileLoader", "(fullname, path)", a) < 0)
        return -1;
    Loader *loader = (Loader *)tp_obj(self);
    loader->name = a[0];
    loader->path = a[1];
    return 0;
}

static Value read_whole(Value path, const char *mode)
{
    Value open = tp_dict_get_str(tp_builtins, TP_NAME(open));
    Value file = open ? tp_call2(open, path, tp_str_cstr(mode)) : 0;
    Value data = file ? tp_call_method_cstr(file, "read", 0, 0) : 0;
    if (!data || !tp_call_method_cstr(file, "close", 0, 0))
        return 0;
    return data;
}

static Value loader_get_data(Value self, Value *args)
{
    (void)self;
    return read_whole(args[0], "rb");
}

static Value loader_get_source(Value self, Value *args)
{
    (void)args;
    Loader *loader = (Loader *)tp_obj(self);
    return loader->path ? read_whole(loader->path, "r") : TP_NONE;
}

static Value loader_get_filename(Value self, Value *args)
{
    (void)args;
    Value path = ((Loader *)tp_obj(self))->path;
    return path ? path : TP_NONE;
}

static Value loader_is_package(Value self, Value *args)
{
    (void)args;
    Value path = ((Loader *)tp_obj(self))->path;
    if (!path || !tp_is_str(path))
        return TP_FALSE;
    const char *text = tp_str_to_c(path), *slash = strrchr(text, '/');
    return tp_bool(strcmp(slash ? slash + 1 : text, "__init__.py") == 0);
}

static const MethodDef loader_methods[] = {
    METHOD("get_data", loader_get_data, "(path)", "Return the data from path as raw bytes."),
    METHOD("get_source", loader_get_source, "(fullname=None)", "Return the source of the module."),
    METHOD("get_filename", loader_get_filename, "(name=None)",
           "Return the path to the source file as found by the finder."),
    METHOD("is_package", loader_is_package, "(fullname=None)", 0),
    METHOD_END,
};

static const MemberDef loader_members[] = {
    {"name", offsetof(Loader, name), false, 0},
    {"path", offsetof(Loader, path), false, 0},
    {0, 0, false, 0},
};

Type tp_source_loader_type = {
    .head = {&tp_type_type},
    .name = "_frozen_importlib_external.SourceFileLoader",
    .basic_size = sizeof(Loader),
    .flags = TYPE_BASE,
    .dict_offset = offsetof(Loader, dict),
    .new_ = new_empty,
    .init = loader_init,
    .methods = loader_methods,
    .members = loader_members,
};
