/* site.c -- the names that CPython's module site adds to the builtins: exit, quit, copyright,
 * credits, license, help.
 *
 * They are objects of the standard library's _sitebuiltins, made when a program first reads a name
 * that is nowhere else.
 */
#include "runtime/site.h"

#include <string.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/import.h"
#include "runtime/list.h"
#include "runtime/str.h"

static const char *const names[] = {"exit", "quit", "copyright", "credits", "license", "help"};

bool tp_is_site_name(const char *name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static Value printer(Value module, const char *name, Value text)
{
    Value make = tp_getattr_cstr(module, "_Printer");
    return make && text ? tp_call2(make, tp_str_cstr(name), text) : 0;
}

/* The licence is in a file, if it is anywhere. */
static Value license(Value module)
{
    static const char *const files[] = {"LICENSE.txt", "LICENSE"};
    Value make = tp_getattr_cstr(module, "_Printer"), names_[2], directories[3];
    for (int i = 0; i < 2; i++)
        names_[i] = tp_str_cstr(files[i]);
    directories[0] = tp_str_format_c("%s/..", tp_stdlib_directory);
    directories[1] = tp_str_cstr(tp_stdlib_directory);
    directories[2] = tp_str_cstr(".");
    Value args[4] = {tp_str_cstr("license"), tp_str_cstr("See https://www.python.org/psf/license/"),
                     tp_list_of(2, names_), tp_list_of(3, directories)};
    return make ? tp_call(make, 4, args, 0) : 0;
}

static Value make(Value module, const char *name)
{
    if (strcmp(name, "exit") == 0 || strcmp(name, "quit") == 0) {
        Value quitter = tp_getattr_cstr(module, "Quitter");
        return quitter ? tp_call2(quitter, tp_str_cstr(name), tp_str_cstr("Ctrl-D (i.e. EOF)")) : 0;
    }
    if (strcmp(name, "copyright") == 0) {
        Value sys = tp_import_module("sys");
        return printer(module, name, sys ? tp_getattr_cstr(sys, "copyright") : 0);
    }
    if (strcmp(name, "credits") == 0)
        return printer(module, name,
                       tp_str_cstr("    Thanks to CWI, CNRI, BeOpen.com, Zope Corporation and a "
                                   "cast of thousands\n    for supporting Python development.  See "
                                   "www.python.org for more information."));
    if (strcmp(name, "license") == 0)
        return license(module);
    Value helper = tp_getattr_cstr(module, "_Helper");
    return helper ? tp_call0(helper) : 0;
}

Value tp_site_builtin(Value name)
{
    const char *text = tp_str_to_c(name);
    if (!tp_is_site_name(text) || !tp_str_equal_cstr(name, text))
        return 0;
    Value module = tp_import_module("_sitebuiltins");
    if (!module) {
        tp_error_clear(); /* an executable without that module: the name is as unknown as any */
        return 0;
    }
    Value v = make(module, text);
    return v && tp_dict_set(tp_builtins, name, v) == 0 ? v : 0;
}
