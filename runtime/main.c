/* main.c -- running a program as __main__: for the taipan command and for built executables. */
#include "runtime/main.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "runtime/config.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/import.h"
#include "runtime/io.h"
#include "runtime/startup.h"
#include "runtime/str.h"
#include "runtime/tp.h"

static Value text(const char *bytes)
{
    return tp_fsdecode(bytes, (int64_t)strlen(bytes));
}

void tp_main_set_argv(int argc, char **argv, const char *path0)
{
    Value list = tp_list_new(argc);
    for (int i = 0; i < argc; i++)
        tp_as_list(list)->items[i] = text(argv[i]);
    Value sys = tp_import_module("sys");
    tp_setattr_cstr(sys, "argv", list);
    if (path0)
        tp_list_insert(tp_getattr_cstr(sys, "path"), 0, text(path0));
}

/* Make the module __main__; file is its __file__, or 0. */
static Value make_main(const char *file)
{
    Value name = tp_intern_cstr("__main__");
    Value module = tp_module_new(name);
    Dict *globals = ((Module *)tp_obj(module))->dict;
    if (tp_dict_set(tp_sys_modules, name, module) < 0 ||
        tp_dict_set_cstr(globals, "__package__", TP_NONE) < 0 ||
        tp_dict_set_cstr(globals, "__annotations__", tp_ref(tp_dict_new())) < 0 ||
        tp_dict_set_cstr(globals, "__builtins__", tp_import_module("builtins")) < 0 ||
        (file && tp_dict_set_cstr(globals, "__file__", text(file)) < 0) ||
        (file && tp_dict_set_cstr(globals, "__cached__", TP_NONE) < 0))
        return 0;
    return module;
}

int tp_main_run(Code *code, const char *file)
{
    Value module = make_main(file);
    return module && tp_module_exec(module, code) == 0 ? 0 : tp_error_exit_status();
}

/* CPython's words for a package of the module that can't be imported. */
static int report_unfound(const char *name)
{
    Value error = tp_error_take();
    size_t n = strlen(name);
    bool is_file = n > 3 && strcmp(name + n - 3, ".py") == 0;
    Value module = tp_str_cstr(name), text = tp_str_format_c(
        "%S: Error while finding module specification for %R (%T: %S)",
        tp_getattr_cstr(tp_import_module("sys"), "executable"), module, error, error);
    if (is_file)
        text = tp_str_format_c("%S. Try using '%U' instead of '%U' as the module name.", text,
                               tp_str_slice(module, 0, tp_as_str(module)->length - 3), module);
    tp_stderr_write(tp_str_format_c("%S\n", text));
    return 1;
}

/* Find the source of a dotted module name, importing the packages above it: as tp_import_locate. */
static int locate(const char *name, SourceFile *found)
{
    const char *dot = strrchr(name, '.');
    Value parent = tp_import_module("sys");
    if (dot) {
        char *package = tp_heap_alloc_atomic((size_t)(dot - name) + 1);
        memcpy(package, name, (size_t)(dot - name));
        package[dot - name] = '\0';
        parent = tp_import_module(package);
        if (parent && !tp_getattr_or_null(parent, TP_NAME(__path__), 0)) {
            if (!tp_error_pending())
                tp_raise_import(&tp_ModuleNotFoundError, tp_str_cstr(name), 0,
                                "__path__ attribute not found on '%s' while trying to find '%s'",
                                package, name);
            return -1;
        }
    }
    Value directories = parent ? tp_getattr_cstr(parent, dot ? "__path__" : "path") : 0;
    return directories ? tp_import_locate(dot ? dot + 1 : name, directories, found) : -1;
}

/* Is the pending exception that a package above the module is not there? */
static bool is_unfound(const char *name)
{
    if (!tp_error_is(&tp_ModuleNotFoundError))
        return false;
    Value missing = ((Exception *)tp_obj(tp_state.pending))->extra[EXC_IMPORT_NAME];
    const char *text = missing && tp_is_str(missing) ? tp_str_to_c(missing) : "";
    size_t n = strlen(text);
    return n && strncmp(name, text, n) == 0 && (name[n] == '.' || name[n] == '\0');
}

/* The calls of its own, in the frozen module runpy, by which CPython runs a module: tracebacks and
 * the stack show them. */
static const struct {
    const char *name;
    int line;
} runpy_calls[] = {{"_run_module_as_main", 198}, {"_run_code", 88}};
enum { RUNPY_CALLS = sizeof runpy_calls / sizeof *runpy_calls };

/* The code object of such a call, all of it on its line. */
static Code *runpy_code(int call)
{
    Value name = tp_str_cstr(runpy_calls[call].name), none = tp_tuple_of(0, 0);
    Value resume = tp_bytes_new("\x97\0", 2), one_entry = tp_bytes_new("\xe8\0", 2);
    Value nothing = tp_bytes_new("", 0);
    return tp_code_new(&(Code){.firstlineno = runpy_calls[call].line, .code = resume,
                               .linetable = one_entry, .exceptiontable = nothing, .consts = none,
                               .names = none, .localsplusnames = none, .localspluskinds = nothing,
                               .filename = tp_str_cstr("<frozen runpy>"), .name = name,
                               .qualname = name});
}

/* Run the body of the module under the calls from `call` on: 0, or -1 with an exception. */
static int exec_in_runpy(Value module, Code *code, Dict *globals, int call)
{
    if (call == RUNPY_CALLS)
        return tp_module_exec(module, code);
    Frame frame = {.code = runpy_code(call), .globals = globals};
    if (tp_frame_push(&frame) < 0)
        return -1;
    int status = exec_in_runpy(module, code, globals, call + 1);
    if (status < 0)
        tp_fail(&frame);
    else
        tp_leave(&frame, TP_NONE);
    return status;
}

int tp_main_run_module(const char *name)
{
    SourceFile found;
    const char *full_name = name;
    int status = locate(name, &found);
    bool is_package = status > 0 ? found.is_package : status == 0 && found.portions;
    if (is_package) {
        char *inside = tp_heap_alloc_atomic(strlen(name) + sizeof ".__main__");
        full_name = strcat(strcpy(inside, name), ".__main__");
        status = locate(full_name, &found);
    }
    if (status < 0)
        return is_unfound(name) ? report_unfound(name) : tp_error_exit_status();
    Value executable = tp_getattr_cstr(tp_import_module("sys"), "executable");
    if (status == 0) {
        tp_stderr_write(tp_str_format_c(
            is_package ? "%S: No module named %s.__main__; '%s' is a package and cannot be "
                         "directly executed\n"
                       : "%S: No module named %s\n",
            executable, name, name));
        return 1;
    }
    Value argv = tp_getattr_cstr(tp_import_module("sys"), "argv");
    if (tp_setitem(argv, tp_small(0), text(found.path)) < 0)
        return tp_error_exit_status();
    Code *code = tp_import_compile(tp_str_cstr("__main__"), found.path);
    Value module = code ? make_main(0) : 0;
    Dict *globals = tp_dict_new();
    if (!module || tp_module_set_origin(module, text(full_name), found.path, 0) < 0 ||
        tp_dict_set_cstr(globals, "__name__", tp_str_cstr("runpy")) < 0 ||
        exec_in_runpy(module, code, globals, 0) < 0)
        return tp_error_exit_status();
    return 0;
}

typedef struct Arguments {
    int argc;
    char **argv;
} Arguments;

static int run_linked(void *data)
{
    Arguments *arguments = data;
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    self[n > 0 ? n : 0] = '\0';
    const char *file = n > 0 ? self : arguments->argv[0];
    if (tp_io_configure() < 0)
        tp_error_clear(); /* it was built without that codec: UTF-8 */
    tp_main_set_argv(arguments->argc, arguments->argv, 0);
    Code *code = tp_module_bind(tp_linked_module_find("__main__"), 0, 0);
    return code ? tp_main_run(code, file) : tp_error_exit_status();
}

int tp_program_main(int argc, char **argv)
{
    Arguments arguments = {argc, argv};
    int optimize = tp_config.optimize; /* as it was built */
    tp_config_read_environment();
    tp_config.optimize = optimize;
    return tp_run(argc, argv, run_linked, &arguments);
}
