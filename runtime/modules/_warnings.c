/* _warnings.c -- warnings: the module _warnings, and tp_warn for the runtime's own.
 *
 * A warning is looked up in the list of filters, which says what to do with it. As long as the
 * program has not imported the module warnings, all happens here; afterwards that module's
 * attributes (filters, defaultaction, _showwarnmsg) count.
 */
#include <stdarg.h>
#include <string.h>

#include "runtime/builtins.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/source_line.h"
#include "runtime/str.h"
#include "runtime/warn.h"

static Value filters, default_action, once_registry;
static int64_t filters_version;

static void setup(void)
{
    if (filters)
        return;
    const struct {
        const char *action;
        Type *category;
        Value module;
    } rows[] = {
        {"default", &tp_DeprecationWarning, tp_str_cstr("__main__")},
        {"ignore", &tp_DeprecationWarning, TP_NONE},
        {"ignore", &tp_PendingDeprecationWarning, TP_NONE},
        {"ignore", &tp_ImportWarning, TP_NONE},
        {"ignore", &tp_ResourceWarning, TP_NONE},
    };
    filters = tp_list_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        tp_list_append(filters, tp_tuple_pack(5, tp_intern_cstr(rows[i].action), TP_NONE,
                                              tp_ref(rows[i].category), rows[i].module,
                                              tp_small(0)));
    default_action = tp_str_cstr("default");
    once_registry = tp_ref(tp_dict_new());
}

/* An attribute of the module warnings, if that has been imported; else 0 without exception. */
static Value warnings_attribute(const char *name)
{
    Value module = tp_dict_get_cstr(tp_sys_modules, "warnings");
    return module ? tp_getattr_or_null(module, tp_intern_cstr(name), 0) : 0;
}

static Value current(const char *name, Value own)
{
    Value v = warnings_attribute(name);
    tp_error_clear();
    return v ? v : own;
}

/* Does a pattern (None, a str that must be equal, or a compiled regular expression) match? */
static int pattern_matches(Value pattern, Value text)
{
    if (pattern == TP_NONE)
        return 1;
    if (tp_is_exact(pattern, &tp_str_type))
        return tp_equal(pattern, text);
    Value match = tp_call_method_cstr(pattern, "match", 1, &text);
    return match ? tp_truth(match) : -1;
}

/* What the filters say; *item is the filter that did. */
static Value find_action(Value category, Value text, int64_t line, Value module, Value *item)
{
    Value list = current("filters", filters);
    *item = TP_NONE;
    if (!tp_is_list(list))
        return tp_raise(&tp_ValueError, "_warnings.filters must be a list");
    for (int64_t i = 0; i < tp_as_list(list)->length; i++) {
        Value filter = tp_as_list(list)->items[i];
        int64_t filter_line;
        if (!tp_is_tuple(filter) || tp_as_tuple(filter)->length != 5)
            return tp_raise(&tp_ValueError, "_warnings.filters item %zd isn't a 5-tuple",
                            (size_t)i);
        Value *f = tp_as_tuple(filter)->items;
        if (!tp_is_str(f[0]))
            return tp_raise(&tp_TypeError, "action must be a string, not '%T'", f[0]);
        int matches = tp_issubclass(category, f[2]);
        if (matches > 0)
            matches = pattern_matches(f[1], text);
        if (matches > 0)
            matches = pattern_matches(f[3], module);
        if (matches < 0 || tp_index_as_i64(f[4], &filter_line) < 0)
            return 0;
        if (matches && (filter_line == 0 || filter_line == line)) {
            *item = filter;
            return f[0];
        }
    }
    Value action = current("defaultaction", default_action);
    if (!tp_is_str(action))
        return tp_raise(&tp_TypeError, "_warnings.defaultaction must be a string, not '%T'",
                        action);
    return action;
}

/* Is key set in the registry? Forgotten when the filters have changed. 1, 0, -1. */
static int already_warned(Value registry, Value key, bool sets)
{
    if (!registry || registry == TP_NONE)
        return 0;
    if (!tp_is_dict(registry))
        return tp_raise_int(&tp_TypeError, "'registry' must be a dict or None");
    Dict *dict = tp_as_dict(registry);
    Value version = tp_dict_get_cstr(dict, "version");
    if (version != tp_int(filters_version)) {
        tp_dict_clear(dict);
        if (tp_dict_set_cstr(dict, "version", tp_int(filters_version)) < 0)
            return -1;
    } else {
        Value seen = tp_dict_get(dict, key);
        if (seen || tp_error_pending())
            return seen ? tp_truth(seen) : -1;
    }
    return sets && tp_dict_set(dict, key, TP_TRUE) < 0 ? -1 : 0;
}

/* ---- showing ---- */

static int show_plain(Value category, Value text, Value filename, int64_t line, Value source_line)
{
    Value name = tp_getattr_cstr(category, "__name__");
    Value message = name ? tp_str_format_c("%S:%zd: %S: %S\n", filename, (size_t)line, name, text)
                         : 0;
    if (!message)
        return -1;
    tp_stderr_write(message);
    const char *data;
    int64_t n;
    if (source_line && tp_is_str(source_line))
        data = tp_str_to_utf8(source_line, &n);
    else if (!tp_source_line(filename, (int)line, &data, &n))
        return 0;
    while (n && data && (*data == ' ' || *data == '\t' || *data == '\f'))
        data++, n--;
    Value shown = data ? tp_decode(data, n, "utf-8", "replace") : 0;
    if (shown)
        tp_stderr_write(tp_str_format_c("  %U\n", shown));
    tp_error_clear();
    return 0;
}

static int show(Value category, Value text, Value message, Value filename, int64_t line,
                Value source_line, Value source)
{
    Value hook = warnings_attribute("_showwarnmsg");
    if (!hook && source && source != TP_NONE && !tp_error_pending()) {
        if (!tp_import_module("warnings"))
            return -1;
        hook = warnings_attribute("_showwarnmsg");
    }
    if (!hook) {
        tp_error_clear();
        return show_plain(category, text, filename, line, source_line);
    }
    Value class = warnings_attribute("WarningMessage");
    if (!class)
        return tp_error_pending() ? -1
                                  : tp_raise_int(&tp_RuntimeError,
                                                 "unable to get warnings.WarningMessage");
    Value args[7] = {message, category, filename, tp_int(line), TP_NONE, TP_NONE,
                     source ? source : TP_NONE};
    Value shown = tp_call(class, 7, args, 0);
    return shown && tp_call1(hook, shown) ? 0 : -1;
}

static int warn_explicit(Value category, Value message, Value filename, int64_t line, Value module,
                         Value registry, Value source_line, Value source)
{
    Value text = message, item;
    setup();
    if (tp_instance(message, &tp_Warning)) {
        text = tp_str(message);
        category = tp_ref(tp_type_of(message));
    } else {
        message = tp_call1(category, message);
    }
    if (!text || !message)
        return -1;
    Value key = tp_tuple_pack(3, text, category, tp_int(line));
    int warned = already_warned(registry, key, false);
    if (warned)
        return warned < 0 ? -1 : 0;
    Value action = find_action(category, text, line, module, &item);
    if (!action)
        return -1;
    if (tp_str_equal_cstr(action, "error")) {
        tp_raise_stmt(message, 0);
        return -1;
    }
    if (tp_str_equal_cstr(action, "ignore"))
        return 0;
    if (!tp_str_equal_cstr(action, "always")) {
        bool has_registry = registry && registry != TP_NONE;
        if (has_registry && tp_setitem(registry, key, TP_TRUE) < 0)
            return -1;
        Value short_key = tp_tuple_pack(2, text, category);
        if (tp_str_equal_cstr(action, "once"))
            warned = already_warned(has_registry ? registry
                                                 : current("onceregistry", once_registry),
                                    short_key, true);
        else if (tp_str_equal_cstr(action, "module"))
            warned = already_warned(registry, short_key, true);
        else if (!tp_str_equal_cstr(action, "default"))
            return tp_raise_int(&tp_RuntimeError,
                                "Unrecognized action (%R) in warnings.filters:\n %R", action, item);
        if (warned)
            return warned < 0 ? -1 : 0;
    }
    return show(category, text, message, filename, line, source_line, source);
}

/* Warn where the program is: stack_level frames up, 1 being the innermost. */
static int warn_here(Value category, Value message, int64_t stack_level, Value source)
{
    Frame *frame = tp_state.frame;
    for (; stack_level > 1 && frame->code; stack_level--)
        frame = frame->back;
    Dict *globals = frame->globals;
    Value filename = tp_str_cstr("sys");
    int64_t line = 1;
    if (frame->code) {
        filename = frame->code->filename;
        line = tp_code_line(frame->code, frame->at);
    }
    if (!globals) {
        Value sys = tp_import_module("sys");
        globals = sys ? tp_instance_dict(sys) : 0;
        if (!globals)
            return tp_error_pending() ? -1 : 0;
    }
    Value registry = tp_dict_get_cstr(globals, "__warningregistry__");
    if (!registry) {
        registry = tp_ref(tp_dict_new());
        if (tp_dict_set_cstr(globals, "__warningregistry__", registry) < 0)
            return -1;
    }
    Value module = tp_dict_get_cstr(globals, "__name__");
    if (!module || !tp_is_str(module))
        module = tp_str_cstr("<string>");
    return warn_explicit(category, message, filename, line, module, registry, 0, source);
}

int tp_warn(Type *category, int stack_level, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Value text = tp_str_vformat_c(format, args);
    va_end(args);
    return text ? warn_here(tp_ref(category), text, stack_level, 0) : -1;
}

/* The name of the module in a file, as the filters know it. */
static Value module_of_file(Value filename)
{
    int64_t n = tp_as_str(filename)->length;
    if (n == 0)
        return tp_str_cstr("<unknown>");
    Value end = tp_str_slice(filename, n > 3 ? n - 3 : 0, n);
    return tp_str_equal_cstr(end, ".py") ? tp_str_slice(filename, 0, n - 3) : filename;
}

int tp_warn_at(Type *category, Value text, Value filename, int line)
{
    return warn_explicit(tp_ref(category), text, filename, line, module_of_file(filename), TP_NONE,
                         0, 0);
}

/* ---- the module ---- */

static Value warnings_warn(Value self, Value *args)
{
    (void)self;
    Value message = args[0], category = args[1] ? args[1] : TP_NONE;
    int64_t stack_level = 1;
    if (args[2] && tp_index_as_i64(args[2], &stack_level) < 0)
        return 0;
    if (tp_instance(message, &tp_Warning))
        category = tp_ref(tp_type_of(message));
    else if (category == TP_NONE)
        category = tp_ref(&tp_UserWarning);
    if (!tp_has_flag(category, TYPE_IS_TYPE))
        return tp_raise(&tp_TypeError, "category must be a Warning subclass, not '%T'", category);
    int is_warning = tp_issubclass(category, tp_ref(&tp_Warning));
    if (is_warning < 0)
        return 0;
    if (!is_warning)
        return tp_raise(&tp_TypeError, "category must be a Warning subclass, not '%T'", category);
    return warn_here(category, message, stack_level, args[3]) < 0 ? 0 : TP_NONE;
}

static Value warnings_warn_explicit(Value self, Value *args)
{
    (void)self;
    int64_t line;
    if (!tp_is_str(args[2]))
        return tp_raise_argument("warn_explicit", "argument 3", "str", args[2]);
    if (tp_index_as_i64(args[3], &line) < 0)
        return 0;
    Value module = args[4], source_line = 0;
    if (!module || module == TP_NONE)
        module = module_of_file(args[2]);
    if (args[6] && args[6] != TP_NONE && !tp_is_dict(args[6]))
        return tp_raise(&tp_TypeError, "module_globals must be a dict, not '%T'", args[6]);
    return warn_explicit(args[1], args[0], args[2], line, module, args[5] ? args[5] : TP_NONE,
                         source_line, args[7]) < 0
               ? 0
               : TP_NONE;
}

static Value warnings_filters_mutated(Value self, Value *args)
{
    (void)self;
    (void)args;
    filters_version++;
    return TP_NONE;
}

static const MethodDef functions[] = {
    METHOD("warn", warnings_warn, "(message, category=None, stacklevel=1, source=None)",
           "Issue a warning, or maybe ignore it or raise an exception."),
    METHOD("warn_explicit", warnings_warn_explicit,
           "(message, category, filename, lineno, module=None, registry=None, "
           "module_globals=None, source=None)",
           "Issue a warning, or maybe ignore it or raise an exception."),
    METHOD("_filters_mutated", warnings_filters_mutated, "()", 0),
    METHOD_END,
};

static int init(Value module)
{
    setup();
    return tp_module_add(module, "filters", filters) < 0 ||
                   tp_module_add(module, "_onceregistry", once_registry) < 0 ||
                   tp_module_add(module, "_defaultaction", default_action) < 0
               ? -1
               : 0;
}

const ModuleDef tp_mod__warnings = {
    "_warnings", functions, init,
    "_warnings provides basic warning filtering support.\n"
    "It is a helper module to speed up interpreter start-up."};
