/* importlib.c -- importlib's own machinery, once a program asks for it.
 *
 * The import statement is import.c's. importlib brings another one, written in Python, which
 * CPython freezes as _frozen_importlib and _frozen_importlib_external: here these names load the
 * same sources from the standard library. When that has happened, sys.meta_path has CPython's
 * three finders, modules get specs and loaders of importlib's classes, and importlib.import_module
 * comes to import.c, which does the work of the three itself. Before, sys.meta_path has stand-ins,
 * so that a program can put finders in front of them and behind: asked for anything, they load
 * importlib.
 */
#include "runtime/importlib.h"

#include <string.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/import.h"
#include "runtime/list.h"
#include "runtime/spec.h"
#include "runtime/str.h"

static Value bootstrap;      /* the modules, or 0 */
static Value external;
enum { OWN_FINDERS = 3 };
static const char *const own_names[OWN_FINDERS] = {"BuiltinImporter", "FrozenImporter",
                                                   "PathFinder"};
enum { BUILTIN_IMPORTER = 0, PATH_FINDER = 2 };
static Value own_finders[OWN_FINDERS]; /* importlib's classes, or 0 */

const char *tp_importlib_source(const char *module_name)
{
    static const char *const table[][2] = {
        {"_frozen_importlib", "importlib/_bootstrap"},
        {"_frozen_importlib_external", "importlib/_bootstrap_external"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(module_name, table[i][0]) == 0)
            return table[i][1];
    return 0;
}

/* ---- specs ---- */

Value tp_importlib_spec(Value name, Value file, Value paths)
{
    if (!external)
        return 0;
    Value loader = tp_getattr_cstr(external, "SourceFileLoader");
    Value make = tp_getattr_cstr(external, "spec_from_file_location");
    if (!make || !loader || !(loader = tp_call2(loader, name, file)))
        return 0;
    Value names[2] = {tp_intern_cstr("loader"), tp_intern_cstr("submodule_search_locations")};
    Value args[4] = {name, file, loader, paths ? paths : TP_NONE};
    Value spec = tp_call(make, 2, args, tp_as_tuple(tp_tuple_of(2, names)));
    if (!spec)
        return 0;
    /* the path of the compiled file is made when it is asked for; modules have it at once */
    return tp_getattr_cstr(spec, "cached") ? spec : 0;
}

/* The same for a package that is a list of directories. */
static int adopt_namespace(Value module, Value name, Value paths)
{
    Value get_spec = tp_getattr_cstr(own_finders[PATH_FINDER], "_get_spec");
    Value path_type = tp_getattr_cstr(external, "_NamespacePath");
    Value spec_type = tp_getattr_cstr(bootstrap, "ModuleSpec");
    if (!get_spec || !path_type || !spec_type)
        return -1;
    Value path = tp_call3(path_type, name, paths, get_spec);
    Value args[2] = {path ? tp_call2(spec_type, name, TP_NONE) : 0, module};
    if (!args[0] || tp_setattr_cstr(args[0], "submodule_search_locations", path) < 0 ||
        tp_setattr(module, TP_NAME(__path__), path) < 0)
        return -1;
    return tp_call_method_cstr(bootstrap, "_init_module_attrs", 2, args) ? 0 : -1;
}

/* The same for a module that is written in C. */
static int adopt_builtin(Value module, Value name)
{
    Value args[2] = {tp_call_method_cstr(own_finders[BUILTIN_IMPORTER], "find_spec", 1, &name),
                     module};
    if (!args[0] || args[0] == TP_NONE)
        return args[0] ? 0 : -1;
    return tp_call_method_cstr(bootstrap, "_init_module_attrs", 2, args) ? 0 : -1;
}

int tp_importlib_adopt(Value module)
{
    if (!bootstrap || !tp_instance(module, &tp_module_type))
        return 0;
    Module *m = (Module *)tp_obj(module);
    Dict *dict = m->dict;
    Value spec = tp_dict_get_str(dict, TP_NAME(__spec__));
    if (m->def && (!spec || spec == TP_NONE))
        return adopt_builtin(module, tp_intern_cstr(m->def->name));
    if (!spec || !tp_is_exact(spec, &tp_spec_type))
        return 0;
    Value name = tp_getattr_cstr(spec, "name");
    Value file = tp_dict_get_str(dict, TP_NAME(__file__));
    Value paths = tp_dict_get_str(dict, TP_NAME(__path__));
    if (!name)
        return -1;
    if (!file && paths)
        return adopt_namespace(module, name, paths);
    if (!file || !tp_is_str(file))
        return 0;
    spec = tp_importlib_spec(name, file, paths);
    Value loader = spec ? tp_getattr_cstr(spec, "loader") : 0;
    if (!loader || tp_dict_set(dict, TP_NAME(__spec__), spec) < 0)
        return -1;
    return tp_dict_set(dict, TP_NAME(__loader__), loader);
}

/* ---- stand-ins ---- */

typedef struct StandIn {
    Object head;
    int finder;
} StandIn;

static Value stands_for(Value self)
{
    int finder = ((StandIn *)tp_obj(self))->finder;
    if (!own_finders[finder] && !tp_import_module("_frozen_importlib"))
        return 0;
    return own_finders[finder] ? own_finders[finder]
                               : tp_raise(&tp_ImportError, "importlib is not installed");
}

static Value stand_in_repr(Value self)
{
    Value finder = stands_for(self);
    return finder ? tp_repr(finder) : 0;
}

static Value stand_in_getattribute(Value self, Value name)
{
    Value finder = stands_for(self);
    return finder ? tp_getattr(finder, name) : 0;
}

static Type stand_in_type = {
    .head = {&tp_type_type},
    .name = "finder",
    .basic_size = sizeof(StandIn),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .repr = stand_in_repr,
    .getattribute = stand_in_getattribute,
};

Value tp_importlib_finders(void)
{
    Value list = tp_list_new(0);
    tp_type_ready(&stand_in_type);
    for (int i = 0; i < OWN_FINDERS; i++) {
        StandIn *finder = tp_heap_object(&stand_in_type, 0);
        finder->finder = i;
        tp_list_append(list, tp_ref(finder));
    }
    return list;
}

/* Which of importlib's finders that is, or stands for; -1: none. */
static int own_finder(Value finder)
{
    if (tp_is_exact(finder, &stand_in_type))
        return ((StandIn *)tp_obj(finder))->finder;
    int i = OWN_FINDERS - 1;
    while (i >= 0 && own_finders[i] != finder)
        i--;
    return i;
}

bool tp_importlib_owns(Value finder)
{
    return own_finder(finder) >= 0;
}

bool tp_importlib_is_path_finder(Value finder)
{
    return own_finder(finder) == PATH_FINDER;
}

/* ---- installing ---- */

/* What importlib calls for a module that is perhaps not loaded yet. */
static Value find_and_load(Value self, Value *args)
{
    (void)self;
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "module name must be a string");
    return tp_import_dotted(tp_intern(args[0]));
}

static const MethodDef find_and_load_def =
    METHOD("_find_and_load", find_and_load, "(name, import_, /)", "Find and load the module.");

static int call_install(Value module)
{
    Value sys = tp_import_module("sys"), imp = sys ? tp_import_module("_imp") : 0;
    Value args[2] = {sys, imp};
    if (!imp || !tp_call_method_cstr(module, "_install", 2, args) ||
        !tp_call_method_cstr(module, "_install_external_importers", 0, 0))
        return -1;
    external = tp_import_module("_frozen_importlib_external");
    for (int i = 0; external && i < OWN_FINDERS; i++) {
        Value from = i == PATH_FINDER ? external : module;
        if (!(own_finders[i] = tp_getattr_cstr(from, own_names[i])))
            return -1;
    }
    return external ? 0 : -1;
}

int tp_importlib_install(Value module)
{
    Value sys = tp_import_module("sys"), finders = sys ? tp_getattr_cstr(sys, "meta_path") : 0;
    if (!finders || !tp_is_list(finders))
        return finders ? 0 : -1;
    int64_t before = tp_as_list(finders)->length;
    if (call_install(module) < 0)
        return -1;
    bootstrap = module;
    /* it has appended its finders, which belong where the stand-ins are */
    List *list = tp_as_list(finders);
    if (list->length > before)
        list->length = before;
    for (int64_t i = 0; i < list->length; i++)
        if (tp_is_exact(list->items[i], &stand_in_type))
            list->items[i] = own_finders[((StandIn *)tp_obj(list->items[i]))->finder];
    Value function = tp_builtin_new(&find_and_load_def, 0, 0, 0);
    if (tp_setattr_cstr(module, "_find_and_load", function) < 0)
        return -1;
    Value modules = tp_dict_values_list(tp_sys_modules);
    for (int64_t i = 0; i < tp_as_list(modules)->length; i++)
        if (tp_importlib_adopt(tp_as_list(modules)->items[i]) < 0)
            return -1;
    return 0;
}

Value tp_importlib_find_on_path(Value name, Value path)
{
    if (!own_finders[PATH_FINDER])
        return TP_NONE;
    Value args[2] = {name, path ? path : TP_NONE};
    return tp_call_method_cstr(own_finders[PATH_FINDER], "find_spec", 2, args);
}
