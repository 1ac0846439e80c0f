/* import.c -- the import statement.
 *
 * A module is looked for, in this order: in sys.modules; among the modules written in C; among the
 * compiled modules linked into the executable; as source under sys.path or the __path__ of its
 * package, which the compiler hooks of code.h turn into machine code. A directory without
 * __init__.py becomes a namespace package.
 *
 * Start at tp_import_name.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/builtins.h"
#include "runtime/config.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/import.h"
#include "runtime/importlib.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/main.h"
#include "runtime/spec.h"
#include "runtime/str.h"

Dict *tp_sys_modules;
const char tp_stdlib_directory[] = "/usr/lib/python3.11";

const CompiledModule *tp_linked_module_find(const char *name)
{
    for (const CompiledModule *const *m = tp_linked_modules; *m; m++)
        if (strcmp((*m)->name, name) == 0)
            return *m;
    return 0;
}

static Dict *module_dict(Value module)
{
    return ((Module *)tp_obj(module))->dict;
}

/* ---- loading ---- */

int tp_module_exec(Value module, Code *code)
{
    Dict *dict = module_dict(module);
    if (!tp_dict_get_str(dict, TP_NAME(__builtins__)) &&
        tp_dict_set(dict, TP_NAME(__builtins__), tp_ref(tp_builtins)) < 0)
        return -1;
    Value f = tp_function_new(code, dict, code->qualname, 0, 0, 0, 0);
    return f && tp_function_run_body((Function *)tp_obj(f), tp_ref(dict)) ? 0 : -1;
}

/* Where compiled bytecode of a source file would be: DIR/__pycache__/NAME.cpython-311.pyc. */
static Value cached_path(const char *file)
{
    const char *slash = strrchr(file, '/');
    const char *base = slash ? slash + 1 : file;
    const char *dot = strrchr(base, '.');
    int nbase = (int)(dot ? dot - base : (long)strlen(base));
    int ndirectory = (int)(base - file);
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%.*s__pycache__/%.*s.cpython-311.pyc", ndirectory, file, nbase,
             base);
    return tp_fsdecode(path, (int64_t)strlen(path));
}

int tp_module_set_origin(Value module, Value name, const char *file, const char *path)
{
    Dict *dict = module_dict(module);
    Value file_value = file ? tp_fsdecode(file, (int64_t)strlen(file)) : 0;
    Value cached = file ? cached_path(file) : 0, paths = 0;
    if (path) {
        Value directory = tp_fsdecode(path, (int64_t)strlen(path));
        paths = tp_list_of(1, &directory);
        if (tp_dict_set(dict, TP_NAME(__path__), paths) < 0)
            return -1;
    }
    Value package = name;
    if (!path) {
        int64_t n = tp_as_str(name)->length;
        while (n > 0 && tp_str_at(tp_as_str(name), n - 1) != '.')
            n--;
        package = n > 0 ? tp_str_slice(name, 0, n - 1) : tp_str_cstr("");
    }
    Value spec = file ? tp_importlib_spec(name, file_value, paths) : 0;
    if (!spec && tp_error_pending())
        return -1;
    Value loader = spec ? tp_getattr_cstr(spec, "loader") : tp_source_loader_new(name, file_value);
    if (!spec)
        spec = tp_spec_new(name, loader, file_value, paths, cached);
    if (tp_dict_set(dict, TP_NAME(__package__), package) < 0 ||
        tp_dict_set(dict, TP_NAME(__loader__), loader) < 0 ||
        tp_dict_set(dict, TP_NAME(__spec__), spec) < 0)
        return -1;
    if (file && (tp_dict_set(dict, TP_NAME(__file__), file_value) < 0 ||
                 tp_dict_set(dict, TP_NAME(__cached__), cached) < 0))
        return -1;
    return 0;
}

/* The directory of a file, in collected memory. */
static char *directory_of(const char *file)
{
    const char *slash = strrchr(file, '/');
    size_t n = slash ? (size_t)(slash - file) : 0;
    char *directory = tp_heap_alloc_atomic(n + 1);
    memcpy(directory, file, n);
    directory[n] = 0;
    return directory;
}

/* Make the module, run its body; what is in sys.modules afterwards is the result. */
static Value load(Value name, const char *file, bool is_package, Code *code)
{
    Value module = tp_module_new(name);
    if (tp_module_set_origin(module, name, file, is_package ? directory_of(file) : 0) < 0 ||
        tp_dict_set(tp_sys_modules, name, module) < 0)
        return 0;
    Module *m = (Module *)tp_obj(module);
    m->is_initializing = true;
    int status = tp_module_exec(module, code);
    m->is_initializing = false;
    if (status < 0) {
        Value error = tp_error_take();
        tp_dict_del(tp_sys_modules, name);
        tp_error_put(error);
        return 0;
    }
    Value result = tp_dict_get_str(tp_sys_modules, name);
    return result ? result
                  : tp_raise_import(&tp_ImportError, name, 0, "%R not in sys.modules", name);
}

static Value load_linked(Value name, const CompiledModule *compiled)
{
    Code *code = tp_module_bind(compiled, 0, 0);
    return code ? load(name, compiled->filename, compiled->is_package, code) : 0;
}

static char *read_source(const char *path, size_t *n)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) < 0)
        goto fail;
    char *data = tp_heap_try_alloc_atomic((size_t)status.st_size + 1);
    size_t used = 0;
    while (data && used < (size_t)status.st_size) {
        ssize_t got = read(fd, data + used, (size_t)status.st_size - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            goto fail;
        if (got == 0)
            break;
        used += (size_t)got;
    }
    close(fd);
    if (data)
        data[used] = 0;
    *n = used;
    return data;
fail:;
    int error = errno;
    if (fd >= 0)
        close(fd);
    tp_raise_errno(error, tp_fsdecode(path, (int64_t)strlen(path)));
    return 0;
}

Code *tp_import_compile(Value name, const char *path)
{
    if (!tp_compiler.compile) {
        tp_raise_import(&tp_ModuleNotFoundError, name, 0,
                        "No module named %R (it is not in this executable, which has no "
                        "compiler linked in)", name);
        return 0;
    }
    size_t n;
    char *source = read_source(path, &n);
    if (!source)
        return 0;
    Value code = tp_compiler.compile(source, n, path, "exec", 0, tp_config.optimize);
    if (!code || tp_compiler.prepare((Code *)tp_obj(code), tp_str_to_c(name)) < 0)
        return 0;
    return (Code *)tp_obj(code);
}

static Value load_source(Value name, const char *path, bool is_package)
{
    Code *code = tp_import_compile(name, path);
    return code ? load(name, path, is_package, code) : 0;
}

/* ---- finding ---- */

static bool is_kind(const char *path, mode_t kind)
{
    struct stat status;
    return stat(path, &status) == 0 && (status.st_mode & S_IFMT) == kind;
}

int tp_import_locate(const char *tail, Value directories, SourceFile *found)
{
    *found = (SourceFile){0};
    Value iterator = tp_iter(directories), entry;
    if (!iterator)
        return -1;
    while ((entry = tp_next(iterator))) {
        if (!tp_is_str(entry))
            continue;
        const char *directory = tp_str_to_c(entry);
        char absolute[PATH_MAX], path[2 * PATH_MAX];
        if (!*directory) {
            if (!getcwd(absolute, sizeof absolute))
                continue;
            directory = absolute;
        }
        int n = snprintf(path, sizeof path, "%s/%s", directory, tail);
        if (n + 16 > (int)sizeof path)
            continue;
        bool is_directory = is_kind(path, S_IFDIR);
        if (is_directory) {
            strcpy(path + n, "/__init__.py");
            found->is_package = is_kind(path, S_IFREG);
        }
        if (!found->is_package)
            strcpy(path + n, ".py");
        if (found->is_package || is_kind(path, S_IFREG)) {
            found->path = strcpy(tp_heap_alloc_atomic(strlen(path) + 1), path);
            return 1;
        }
        if (is_directory) {
            if (!found->portions)
                found->portions = tp_list_new(0);
            tp_list_append(found->portions, tp_fsdecode(path, n));
        }
    }
    return tp_error_pending() ? -1 : 0;
}

/* A package without __init__.py: a module that has only directories. */
static Value load_namespace(Value name, Value portions)
{
    Value module = tp_module_new(name);
    Dict *dict = module_dict(module);
    if (tp_dict_set(dict, TP_NAME(__path__), portions) < 0 ||
        tp_dict_set(dict, TP_NAME(__package__), name) < 0 ||
        tp_dict_set(dict, TP_NAME(__spec__), tp_spec_new(name, 0, 0, portions, 0)) < 0 ||
        tp_dict_set(tp_sys_modules, name, module) < 0)
        return 0;
    return tp_importlib_adopt(module) < 0 ? 0 : module;
}

/* Look through a list of directories for the module called `tail` (the last part of name) and load
 * it. *module is 0 without exception if there is none. */
static int find_source(Value name, const char *tail, Value directories, Value *module)
{
    SourceFile found;
    *module = 0;
    int status = tp_import_locate(tail, directories, &found);
    if (status > 0)
        *module = load_source(name, found.path, found.is_package);
    else if (status == 0 && found.portions)
        *module = load_namespace(name, found.portions);
    else
        return status;
    return *module ? 0 : -1;
}

/* The search through sys.path_hooks, for entries of the path that are no directories. */
static int find_by_path_hooks(Value name, Value path, Value *module)
{
    Value spec = tp_importlib_find_on_path(name, path);
    if (!spec)
        return -1;
    *module = spec == TP_NONE ? 0 : tp_spec_load(spec);
    return spec == TP_NONE || *module ? 0 : -1;
}

/* What PathFinder stands for: modules linked in, sources on the path and its hooks. child: the last
 * part of name, or one that no file has. */
static int find_on_path(Value name, const char *child, Value path, Value *module)
{
    const CompiledModule *compiled = tp_linked_module_find(*child ? tp_str_to_c(name) : "");
    if (compiled) {
        *module = load_linked(name, compiled);
        return *module ? 0 : -1;
    }
    Value directories = path ? path : tp_sys_attribute(TP_NAME(path));
    if (!directories || (*child && find_source(name, child, directories, module) < 0))
        return -1;
    return *module ? 0 : find_by_path_hooks(name, path, module);
}

static Value call_find_module(Value finder, Value name, Value path)
{
    Value finder_name = tp_spec_object_name(finder);
    if (!finder_name || tp_warn(&tp_ImportWarning, 1, "%S.find_spec() not found; falling back to "
                                                      "find_module()", finder_name) < 0)
        return 0;
    Value find_module = tp_getattr(finder, TP_NAME(find_module));
    Value loader = find_module ? tp_call2(find_module, name, path ? path : TP_NONE) : 0;
    return loader && loader != TP_NONE ? tp_spec_new(name, loader, 0, 0, 0) : loader;
}

/* The spec of a finder that has find_module alone, as was usual once: asked while the exception
 * that it has no find_spec, which is pending, is handled. */
static Value spec_of_old_finder(Value finder, Value name, Value path)
{
    Value outer = tp_state.handled;
    tp_state.handled = tp_error_take();
    Value spec = call_find_module(finder, name, path);
    tp_state.handled = outer;
    return spec;
}

/* The search through the finders of sys.meta_path. */
static int find_by_finders(Value name, const char *child, Value path, Value *module)
{
    Value finders = tp_sys_attribute(TP_NAME(meta_path)), finder;
    if (!finders)
        return -1;
    if (finders == TP_NONE)
        return tp_raise_int(&tp_ImportError,
                            "sys.meta_path is None, Python is likely shutting down");
    int has_any = tp_truth(finders);
    if (has_any < 0 ||
        (!has_any && tp_warn(&tp_ImportWarning, 1, "sys.meta_path is empty") < 0))
        return -1;
    Value iterator = tp_iter(finders);
    if (!iterator)
        return -1;
    while (!*module && (finder = tp_next(iterator))) {
        if (tp_importlib_is_path_finder(finder) && find_on_path(name, child, path, module) < 0)
            return -1;
        if (tp_importlib_owns(finder))
            continue;
        Value find_spec = tp_getattr(finder, TP_NAME(find_spec));
        if (!find_spec && !tp_error_is(&tp_AttributeError))
            return -1;
        Value spec = find_spec ? tp_call3(find_spec, name, path ? path : TP_NONE, TP_NONE)
                               : spec_of_old_finder(finder, name, path);
        if (!spec || (spec != TP_NONE && !(*module = tp_spec_load(spec))))
            return -1;
    }
    return tp_error_pending() ? -1 : 0;
}

static Value find_and_load(Value name);

/* The module `name`, from sys.modules or loaded. */
static Value get_module(Value name)
{
    Value module = tp_dict_get(tp_sys_modules, name);
    if (!module) {
        if (tp_error_pending() || tp_recursion_enter(" while importing a module") < 0)
            return 0;
        module = find_and_load(name);
        tp_recursion_leave();
        return module;
    }
    if (module == TP_NONE)
        return tp_raise_import(&tp_ModuleNotFoundError, name, 0,
                               "import of %U halted; None in sys.modules", name);
    return module;
}

static int64_t last_dot(Value name)
{
    Str *s = tp_as_str(name);
    int64_t i = s->length - 1;
    while (i >= 0 && tp_str_at(s, i) != '.')
        i--;
    return i;
}

/* Can a module's last name be that? None is empty, and files have no such names. */
static bool may_be_found(Value name)
{
    int64_t n = tp_as_str(name)->length;
    return n > 0 && tp_str_find(name, tp_str_char('/'), 0, n) < 0 &&
           tp_str_find(name, tp_str_char(0), 0, n) < 0;
}

static Value find_and_load(Value name)
{
    if (!tp_sys_attribute(TP_NAME(modules)))
        return 0;
    Value path = 0 /* that of sys */, parent = 0, parent_name = 0, child = name, module;
    int64_t dot = last_dot(name);
    if (dot >= 0)
        child = tp_intern(tp_str_slice(name, dot + 1, tp_as_str(name)->length));
    if (dot > 0) {
        parent_name = tp_intern(tp_str_slice(name, 0, dot));
        if (!(parent = get_module(parent_name)))
            return 0;
        /* the parent may have imported the child */
        if ((module = tp_dict_get_str(tp_sys_modules, name)))
            return module;
        path = tp_getattr_or_null(parent, TP_NAME(__path__), 0);
        if (!path) {
            if (tp_error_pending())
                return 0;
            return tp_raise_import(&tp_ModuleNotFoundError, name, 0,
                                   "No module named %R; %R is not a package", name, parent_name);
        }
        if (path == TP_NONE)
            path = 0;
    }
    const char *c_name = tp_str_to_c(name);
    if (!may_be_found(child))
        c_name = ""; /* that of no module */
    /* genericpath and os import each other, which works if os is the first: CPython imports it at
     * start */
    if (strcmp(c_name, "genericpath") == 0) {
        if (!get_module(tp_intern_cstr("os")))
            return 0;
        if ((module = tp_dict_get_str(tp_sys_modules, name)))
            return module;
    }
    const ModuleDef *def = tp_c_module_find(c_name);
    const char *own_source = tp_importlib_source(c_name);
    module = 0;
    if (def)
        module = tp_c_module_load(def);
    else if (own_source
                 ? find_on_path(name, own_source, path, &module) < 0
                 : find_by_finders(name, *c_name ? tp_str_to_c(child) : "", path, &module) < 0)
        return 0;
    else if (!module)
        return tp_raise_import(&tp_ModuleNotFoundError, name, 0, "No module named %R", name);
    if (!module || (strcmp(c_name, "_frozen_importlib") == 0 && tp_importlib_install(module) < 0))
        return 0;
    if (parent && tp_setattr(parent, child, module) < 0) {
        if (!tp_error_is(&tp_AttributeError))
            return 0;
        tp_error_clear();
        if (tp_warn(&tp_ImportWarning, 1, "Cannot set an attribute on %R for child module %R",
                    parent_name, child) < 0)
            return 0;
    }
    return module;
}

/* ---- names ---- */

/* The package that relative imports of a module with these globals start from; 0 with exception. */
static Value package_of(Dict *globals)
{
    Value package = globals ? tp_dict_get(globals, TP_NAME(__package__)) : 0;
    if (!package && tp_error_pending())
        return 0;
    Value spec = globals ? tp_dict_get(globals, TP_NAME(__spec__)) : 0;
    if (!spec && tp_error_pending())
        return 0;
    bool has_package = package && package != TP_NONE, has_spec = spec && spec != TP_NONE;
    if (has_package && !tp_is_str(package))
        return tp_raise(&tp_TypeError, "package must be a string");
    Value parent = has_spec ? tp_getattr_cstr(spec, "parent") : 0;
    if (has_spec && !parent)
        return 0;
    if (has_package && has_spec) {
        int same = tp_equal(package, parent);
        if (same < 0 || (!same && tp_warn(&tp_ImportWarning, 1,
                                          "__package__ != __spec__.parent") < 0))
            return 0;
    } else if (has_spec && !tp_is_str(parent)) {
        return tp_raise(&tp_TypeError, "__spec__.parent must be a string");
    }
    if (has_package || has_spec) {
        package = has_package ? package : parent;
        if (tp_as_str(package)->length == 0)
            return tp_raise(&tp_ImportError,
                            "attempted relative import with no known parent package");
        return package;
    }
    if (globals && tp_warn(&tp_ImportWarning, 1, "can't resolve package from __spec__ or "
                                                 "__package__, falling back on __name__ and "
                                                 "__path__") < 0)
        return 0;
    Value name = globals ? tp_dict_get(globals, TP_NAME(__name__)) : 0;
    if (!name)
        return tp_error_pending() ? 0 : tp_raise(&tp_KeyError, "'__name__' not in globals");
    if (!tp_is_str(name))
        return tp_raise(&tp_TypeError, "__name__ must be a string");
    int is_package = tp_dict_contains(globals, TP_NAME(__path__));
    if (is_package)
        return is_package < 0 ? 0 : name;
    int64_t dot = last_dot(name);
    if (dot < 0)
        return tp_raise(&tp_ImportError, "attempted relative import with no known parent package");
    return tp_str_slice(name, 0, dot);
}

static Value absolute_name(Value name, Dict *globals, int level)
{
    Value package = package_of(globals);
    if (!package)
        return 0;
    int64_t end = tp_as_str(package)->length;
    for (int up = 1; up < level; up++) {
        while (end > 0 && tp_str_at(tp_as_str(package), end - 1) != '.')
            end--;
        if (end == 0)
            return tp_raise(&tp_ImportError, "attempted relative import beyond top-level package");
        end--;
    }
    Value base = tp_str_slice(package, 0, end);
    if (tp_as_str(name)->length == 0)
        return tp_intern(base);
    Value joined = tp_str_format_c("%U.%U", base, name);
    return joined ? tp_intern(joined) : 0;
}

/* Import the submodules that `from module import a, b` names. */
static int import_submodules(Value module, Value fromlist, bool is_all)
{
    Value iterator = tp_iter(fromlist), item;
    if (!iterator)
        return -1;
    while ((item = tp_next(iterator))) {
        if (!tp_is_str(item)) {
            Value name = tp_getattr_cstr(module, "__name__");
            if (!name)
                return -1;
            return is_all ? tp_raise_int(&tp_TypeError, "Item in %S.__all__ must be str, not %T",
                                         name, item)
                          : tp_raise_int(&tp_TypeError,
                                         "Item in ``from list'' must be str, not %T", item);
        }
        if (tp_str_equal_cstr(item, "*")) {
            Value all = is_all ? 0 : tp_getattr_or_null(module, TP_NAME(__all__), 0);
            if (all ? import_submodules(module, all, true) < 0 : tp_error_pending())
                return -1;
            continue;
        }
        item = tp_intern(item);
        if (tp_getattr_or_null(module, item, 0))
            continue;
        if (tp_error_pending())
            return -1;
        Value package = tp_getattr_cstr(module, "__name__");
        if (!package)
            return -1;
        Value full = tp_intern(tp_str_format_c("%S.%U", package, item));
        if (!get_module(full)) {
            /* absent: `from` itself will say so */
            if (!tp_error_is(&tp_ModuleNotFoundError))
                return -1;
            Value missing = ((Exception *)tp_obj(tp_state.pending))->extra[EXC_IMPORT_NAME];
            if (!missing || !tp_is_str(missing) || !tp_str_equal(missing, full))
                return -1;
            tp_error_clear();
        }
    }
    return tp_error_pending() ? -1 : 0;
}

Value tp_import_dotted(Value name)
{
    if (tp_as_str(name)->length == 0)
        return tp_raise(&tp_ValueError, "Empty module name");
    return get_module(name);
}

Value tp_import_name(Value name, Dict *globals, Value fromlist, int level)
{
    if (level == 0 && tp_as_str(name)->length == 0)
        return tp_raise(&tp_ValueError, "Empty module name");
    Value full = level > 0 ? absolute_name(name, globals, level) : name;
    if (!full)
        return 0;
    Value module = get_module(full);
    if (!module)
        return 0;
    int has_names = fromlist == TP_NONE || !fromlist ? 0 : tp_truth(fromlist);
    if (has_names < 0)
        return 0;
    if (has_names) {
        Value path = tp_getattr_or_null(module, TP_NAME(__path__), 0);
        if (path ? import_submodules(module, fromlist, false) < 0 : tp_error_pending())
            return 0;
        return module;
    }
    /* `import a.b.c` binds a */
    Str *s = tp_as_str(name);
    int64_t front = 0;
    while (front < s->length && tp_str_at(s, front) != '.')
        front++;
    if (front == s->length)
        return module;
    if (level == 0)
        return tp_import_dotted(tp_intern(tp_str_slice(name, 0, front)));
    int64_t cut = s->length - front;
    return get_module(tp_intern(tp_str_slice(full, 0, tp_as_str(full)->length - cut)));
}

Value tp_import_module(const char *dotted_name)
{
    return get_module(tp_intern_cstr(dotted_name));
}

Value tp_import_from(Value module, Value name)
{
    Value v = tp_getattr_or_null(module, name, 0);
    if (v || tp_error_pending())
        return v;
    Value package = tp_getattr_or_null(module, TP_NAME(__name__), 0);
    if (!package && tp_error_pending())
        return 0;
    if (package && tp_is_str(package)) {
        /* a submodule whose import is still going on is not yet an attribute of its package */
        v = tp_dict_get(tp_sys_modules, tp_str_format_c("%U.%U", package, name));
        if (v || tp_error_pending())
            return v;
    } else {
        package = tp_str_cstr("<unknown module name>");
    }
    Value file = tp_getattr_or_null(module, TP_NAME(__file__), 0);
    if (!file && tp_error_pending())
        return 0;
    if (!file || !tp_is_str(file))
        return tp_raise_import(&tp_ImportError, package, 0,
                               "cannot import name %R from %R (unknown location)", name, package);
    bool is_partial = tp_instance(module, &tp_module_type) &&
                      ((Module *)tp_obj(module))->is_initializing;
    if (is_partial)
        return tp_raise_import(&tp_ImportError, package, file,
                               "cannot import name %R from partially initialized module %R (most "
                               "likely due to a circular import) (%S)", name, package, file);
    return tp_raise_import(&tp_ImportError, package, file, "cannot import name %R from %R (%S)",
                           name, package, file);
}

/* What __all__ holds, by index as a sequence is read, as a list. */
static Value sequence_names(Value all)
{
    if (tp_is_list(all) || tp_is_tuple(all))
        return tp_list_from(all);
    if (tp_is_dict(all))
        return tp_raise(&tp_TypeError, "%T is not a sequence", all);
    if (!tp_type_of(all)->getitem)
        return tp_raise(&tp_TypeError, "'%T' object does not support indexing", all);
    Value list = tp_list_new(0), name;
    for (int64_t i = 0; (name = tp_getitem(all, tp_small(i))); i++)
        if (tp_list_append(list, name) < 0)
            return 0;
    if (!tp_error_is(&tp_IndexError))
        return 0;
    tp_error_clear();
    return list;
}

/* A list of the names that `from module import *` is about. */
static Value star_names(Value module, bool *skips_private)
{
    Value all = tp_getattr_or_null(module, TP_NAME(__all__), 0);
    *skips_private = !all;
    if (all || tp_error_pending())
        return all ? sequence_names(all) : 0;
    Value dict = tp_getattr_or_null(module, TP_NAME(__dict__), 0);
    if (dict) {
        Value keys = tp_call_method_cstr(dict, "keys", 0, 0);
        return keys ? tp_list_from(keys) : 0;
    }
    return tp_error_pending() ? 0
                              : tp_raise(&tp_ImportError,
                                         "from-import-* object has no __dict__ and no __all__");
}

int tp_import_star(Value module, Dict *namespace)
{
    bool skips_private;
    Value names = star_names(module, &skips_private);
    if (!names)
        return -1;
    for (int64_t i = 0; i < tp_as_list(names)->length; i++) {
        Value name = tp_as_list(names)->items[i];
        if (!tp_is_str(name)) {
            Value own = tp_getattr_cstr(module, "__name__");
            if (!own)
                return -1;
            return tp_raise_int(&tp_TypeError, "%s in %S.%s must be str, not %T",
                                skips_private ? "Key" : "Item", own,
                                skips_private ? "__dict__" : "__all__", name);
        }
        if (skips_private && tp_as_str(name)->length && tp_str_at(tp_as_str(name), 0) == '_')
            continue;
        name = tp_intern(name);
        Value v = tp_getattr(module, name);
        if (!v || tp_dict_set(namespace, name, v) < 0)
            return -1;
    }
    return 0;
}
