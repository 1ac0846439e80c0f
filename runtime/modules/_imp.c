/* _imp.c -- the module _imp: what importlib asks of the runtime.
 *
 * The compiled modules linked into an executable are to importlib what frozen modules are in
 * CPython. Extension modules can't be loaded.
 */
#include <string.h>

#include "runtime/code.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/import.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/main.h"
#include "runtime/str.h"

static int64_t lock_depth;

/* Its text, "" for names with zeros in them, which nothing has; 0 with TypeError. */
static const char *name_argument(const char *function, Value name)
{
    if (!tp_is_str(name)) {
        tp_raise(&tp_TypeError, "%s must be str, not %T", function, name);
        return 0;
    }
    const char *text = tp_str_to_c(name);
    return tp_str_equal_cstr(name, text) ? text : "";
}

/* ---- the import lock: there is one thread ---- */

static Value imp_lock_held(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_bool(lock_depth > 0);
}

static Value imp_acquire_lock(Value self, Value *args)
{
    (void)self, (void)args;
    lock_depth++;
    return TP_NONE;
}

static Value imp_release_lock(Value self, Value *args)
{
    (void)self, (void)args;
    if (!lock_depth)
        return tp_raise(&tp_RuntimeError, "not holding the import lock");
    lock_depth--;
    return TP_NONE;
}

/* ---- modules written in C ---- */

static Value imp_is_builtin(Value self, Value *args)
{
    (void)self;
    const char *name = name_argument("is_builtin() argument", args[0]);
    if (!name)
        return 0;
    bool is_made_at_start = strcmp(name, "sys") == 0 || strcmp(name, "builtins") == 0;
    return tp_small(is_made_at_start ? -1 : tp_c_module_find(name) ? 1 : 0);
}

static Value imp_create_builtin(Value self, Value *args)
{
    (void)self;
    Value name = tp_getattr_cstr(args[0], "name");
    const ModuleDef *def = name && tp_is_str(name) ? tp_c_module_find(tp_str_to_c(name)) : 0;
    return def ? tp_c_module_load(def) : name ? TP_NONE : 0;
}

static Value imp_exec_builtin(Value self, Value *args)
{
    (void)self, (void)args; /* made and filled in one */
    return tp_small(0);
}

/* ---- linked modules ---- */

static const CompiledModule *linked(Value name)
{
    const CompiledModule *found = tp_linked_module_find(tp_str_to_c(name));
    if (!found)
        tp_raise_import(&tp_ImportError, name, 0, "No such frozen object named %R", name);
    return found;
}

static Value imp_find_frozen(Value self, Value *args)
{
    (void)self;
    const char *name = name_argument("find_frozen() argument 1", args[0]);
    const CompiledModule *found = name ? tp_linked_module_find(name) : 0;
    if (!found)
        return name ? TP_NONE : 0;
    size_t n = strlen(tp_stdlib_directory);
    bool is_stdlib = strncmp(found->filename, tp_stdlib_directory, n) == 0;
    return tp_tuple_pack(3, TP_NONE, tp_bool(found->is_package), is_stdlib ? args[0] : TP_NONE);
}

static Value imp_get_frozen_object(Value self, Value *args)
{
    (void)self;
    if (!name_argument("get_frozen_object() argument 1", args[0]))
        return 0;
    const CompiledModule *found = linked(args[0]);
    return found ? tp_ref(tp_module_bind(found, 0, 0)) : 0;
}

static Value imp_init_frozen(Value self, Value *args)
{
    (void)self;
    const char *name = name_argument("init_frozen() argument", args[0]);
    if (!name)
        return 0;
    return tp_linked_module_find(name) ? tp_import_module(name) : TP_NONE;
}

static Value imp_is_frozen(Value self, Value *args)
{
    (void)self;
    return name_argument("is_frozen() argument", args[0]) ? TP_FALSE : 0;
}

static Value imp_is_frozen_package(Value self, Value *args)
{
    (void)self;
    if (!name_argument("is_frozen_package() argument", args[0]))
        return 0;
    const CompiledModule *found = linked(args[0]);
    return found ? tp_bool(found->is_package) : 0;
}

static Value imp_frozen_module_names(Value self, Value *args)
{
    (void)self, (void)args;
    Value names = tp_list_new(0);
    for (const CompiledModule *const *m = tp_linked_modules; *m; m++)
        tp_list_append(names, tp_str_cstr((*m)->name));
    return names;
}

/* Source modules are never frozen, linked ones have no sources to be had instead. */
static Value imp_override_frozen_modules(Value self, Value *args)
{
    (void)self;
    int64_t override;
    return tp_index_as_i64(args[0], &override) < 0 ? 0 : TP_NONE;
}

/* ---- the rest ---- */

static Value imp_extension_suffixes(Value self, Value *args)
{
    (void)self, (void)args;
    return tp_list_new(0);
}

static Value imp_create_dynamic(Value self, Value *args)
{
    (void)self;
    Value name = tp_getattr_cstr(args[0], "name"), origin = tp_getattr_cstr(args[0], "origin");
    if (!name || !origin)
        return 0;
    return tp_raise_import(&tp_ImportError, name, origin, "%S: extension modules can't be loaded",
                           origin);
}

static void set_filename(Code *code, Value old, Value new)
{
    if (!tp_str_equal(code->filename, old))
        return;
    code->filename = new;
    Tuple *consts = tp_as_tuple(code->consts);
    for (int64_t i = 0; i < consts->length; i++)
        if (tp_is_exact(consts->items[i], &tp_code_type))
            set_filename((Code *)tp_obj(consts->items[i]), old, new);
}

static Value imp_fix_co_filename(Value self, Value *args)
{
    (void)self;
    if (!tp_is_exact(args[0], &tp_code_type))
        return tp_raise(&tp_TypeError, "_fix_co_filename() argument 1 must be code, not %T",
                        args[0]);
    if (!tp_is_str(args[1]))
        return tp_raise(&tp_TypeError, "_fix_co_filename() argument 2 must be str, not %T",
                        args[1]);
    Code *code = (Code *)tp_obj(args[0]);
    set_filename(code, code->filename, args[1]);
    return TP_NONE;
}

static Value imp_source_hash(Value self, Value *args)
{
    (void)self;
    int64_t key, n;
    const char *source;
    if (tp_index_as_i64(args[0], &key) < 0 || tp_bytes_view(args[1], &source, &n) < 0)
        return 0;
    uint64_t hash = tp_siphash(source, (size_t)n, (uint64_t)key, 0);
    char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(hash >> 8 * i);
    return tp_bytes_new(bytes, 8);
}

static const MethodDef functions[] = {
    METHOD("extension_suffixes", imp_extension_suffixes, "()",
           "Returns the list of file suffixes used to identify extension modules."),
    METHOD("lock_held", imp_lock_held, "()",
           "Return True if the import lock is currently held, else False."),
    METHOD("acquire_lock", imp_acquire_lock, "()",
           "Acquires the interpreter's import lock for the current thread."),
    METHOD("release_lock", imp_release_lock, "()", "Release the interpreter's import lock."),
    METHOD("find_frozen", imp_find_frozen, "(name, /, *, withdata=False)",
           "Return info about the corresponding frozen module (if there is one) or None."),
    METHOD("get_frozen_object", imp_get_frozen_object, "(name, data=None, /)",
           "Create a code object for a frozen module."),
    METHOD("init_frozen", imp_init_frozen, "(name, /)", "Initializes a frozen module."),
    METHOD("is_frozen_package", imp_is_frozen_package, "(name, /)",
           "Returns True if the module name is of a frozen package."),
    METHOD("create_builtin", imp_create_builtin, "(spec, /)", "Create an extension module."),
    METHOD("is_builtin", imp_is_builtin, "(name, /)",
           "Returns True if the module name corresponds to a built-in module."),
    METHOD("is_frozen", imp_is_frozen, "(name, /)",
           "Returns True if the module name corresponds to a frozen module."),
    METHOD("_frozen_module_names", imp_frozen_module_names, "()",
           "Returns the list of available frozen modules."),
    METHOD("_override_frozen_modules_for_tests", imp_override_frozen_modules, "(override, /)",
           "(internal-only) Override PyConfig.use_frozen_modules."),
    METHOD("create_dynamic", imp_create_dynamic, "(spec, file=None, /)",
           "Create an extension module."),
    METHOD("exec_builtin", imp_exec_builtin, "(mod, /)", "Initialize a built-in module."),
    METHOD("_fix_co_filename", imp_fix_co_filename, "(code, path, /)",
           "Changes code.co_filename to specify the passed-in file path."),
    METHOD("source_hash", imp_source_hash, "(key, source)", 0),
    METHOD_END,
};

static int init(Value module)
{
    return tp_module_add(module, "check_hash_based_pycs", tp_str_cstr("default"));
}

const ModuleDef tp_mod__imp = {
    .name = "_imp",
    .functions = functions,
    .init = init,
    .doc = "(Extremely) low-level import machinery bits as used by importlib and imp.",
};
