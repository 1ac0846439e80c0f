/* main.c -- running a program as __main__: for the taipan command and for built executables. */
#include "runtime/main.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/import.h"
#include "runtime/io.h"
#include "runtime/str.h"

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

/* Run code in a fresh module __main__; package is its __package__, a str or None. */
static int run(Code *code, const char *file, Value package)
{
    Value name = tp_intern_cstr("__main__");
    Value module = tp_module_new(name);
    Dict *globals = ((Module *)tp_obj(module))->dict;
    if (tp_dict_set(tp_sys_modules, name, module) < 0 ||
        tp_dict_set_cstr(globals, "__package__", package) < 0 ||
        tp_dict_set_cstr(globals, "__builtins__", tp_import_module("builtins")) < 0 ||
        (file && tp_dict_set_cstr(globals, "__file__", text(file)) < 0) ||
        (file && tp_dict_set_cstr(globals, "__cached__", TP_NONE) < 0) ||
        tp_module_exec(module, code) < 0)
        return tp_error_exit_status();
    return 0;
}

int tp_main_run(Code *code, const char *file)
{
    return run(code, file, TP_NONE);
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
    }
    Value directories = parent ? tp_getattr_cstr(parent, dot ? "__path__" : "path") : 0;
    return directories ? tp_import_locate(dot ? dot + 1 : name, directories, found) : -1;
}

int tp_main_run_module(const char *name)
{
    SourceFile found;
    int status = locate(name, &found);
    bool is_package = status > 0 && found.is_package;
    if (is_package) {
        char *inside = tp_heap_alloc_atomic(strlen(name) + sizeof ".__main__");
        status = locate(strcat(strcpy(inside, name), ".__main__"), &found);
    }
    if (status < 0 && tp_error_is(&tp_ModuleNotFoundError)) {
        tp_error_clear();
        status = 0;
    }
    if (status < 0)
        return tp_error_exit_status();
    Value executable = tp_getattr_cstr(tp_import_module("sys"), "executable");
    if (status == 0) {
        tp_stderr_write(tp_str_format_c(
            is_package ? "%S: No module named %s.__main__; '%s' is a package and cannot be directly "
                         "executed\n"
                       : "%S: No module named %s\n",
            executable, name, name));
        return 1;
    }
    Value argv = tp_getattr_cstr(tp_import_module("sys"), "argv");
    if (tp_setitem(argv, tp_small(0), text(found.path)) < 0)
        return tp_error_exit_status();
    const char *dot = strrchr(name, '.');
    Value package = is_package ? text(name) : tp_str_utf8(name, dot ? dot - name : 0);
    Code *code = tp_import_compile(tp_str_cstr("__main__"), found.path);
    return code ? run(code, found.path, package) : tp_error_exit_status();
}

typedef struct Arguments {
    int argc;
    char **argv;
} Arguments;

static int run_linked(void *data)
{
    Arguments *arguments = data;
    char self[PATH_MAX];
    const char *file = realpath("/proc/self/exe", self) ? self : arguments->argv[0];
    tp_main_set_argv(arguments->argc, arguments->argv, 0);
    Code *code = tp_module_bind(tp_linked_module_find("__main__"), 0);
    return code ? tp_main_run(code, file) : tp_error_exit_status();
}

int tp_program_main(int argc, char **argv)
{
    Arguments arguments = {argc, argv};
    return tp_run(argc, argv, run_linked, &arguments);
}
