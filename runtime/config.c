/* config.c -- the interpreter's settings; see config.h. */
#include "runtime/config.h"

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/dict.h"
#include "runtime/heap.h"
#include "runtime/import.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/object.h"
#include "runtime/str.h"

Config tp_config = {.int_max_str_digits = -1};

/* Words of the command line, in its order; the strings are argv's. */
typedef struct Words {
    const char **items;
    size_t n;
} Words;
static Words filters, xoptions;

static void add_word(Words *words, const char *text)
{
    const char **items = realloc(words->items, (words->n + 1) * sizeof *items);
    if (!items) {
        fputs("taipan: out of memory\n", stderr);
        exit(1);
    }
    words->items = items;
    words->items[words->n++] = text;
}

static const struct Setting {
    char letter;
    enum ConfigHow how;
    const char *variable;
    int *field;
} settings[] = {
#define SETTING(field, letter, variable, how) {letter, how, variable, &tp_config.field},
    CONFIG_FLAGS(SETTING)
#undef SETTING
    {'u', CONFIG_ONCE, "PYTHONUNBUFFERED", &tp_config.unbuffered},
    {0, CONFIG_IS_SET, "PYTHONFAULTHANDLER", &tp_config.faulthandler},
};
enum { NSETTINGS = sizeof settings / sizeof *settings };

bool tp_config_option(char letter)
{
    for (size_t i = 0; i < NSETTINGS; i++) {
        const struct Setting *setting = &settings[i];
        if (setting->letter != letter)
            continue;
        *setting->field = setting->how == CONFIG_COUNT ? *setting->field + 1 : 1;
        if (letter == 'I')
            tp_config.ignore_environment = tp_config.no_user_site = tp_config.safe_path = 1;
        return true;
    }
    return false;
}

void tp_config_add_filter(const char *filter)
{
    add_word(&filters, filter);
}

/* What stands behind the name in -X name or -X name=value: "" or "=value"; 0 if `text` is not about
 * `name`. */
static const char *rest_of(const char *text, const char *name)
{
    size_t n = strlen(name);
    return strncmp(text, name, n) == 0 && (!text[n] || text[n] == '=') ? text + n : 0;
}

/* The same of the first -X option of that name, which is the one that counts. */
static const char *x_option(const char *name)
{
    const char *rest = 0;
    for (size_t i = 0; !rest && i < xoptions.n; i++)
        rest = rest_of(xoptions.items[i], name);
    return rest;
}

/* The limit of sys.set_int_max_str_digits(); what is none, or 0, ends the process. */
static void set_digits(const char *text, const char *origin)
{
    char *end;
    long limit = text ? strtol(text, &end, 10) : -1;
    if (limit < 0 || *end || limit > INT_MAX || (limit > 0 && limit < 640)) {
        fprintf(stderr, "Fatal Python error: config_init_int_max_str_digits: %s: invalid limit; "
                        "must be >= 640 or 0 for unlimited.\n"
                        "Python runtime state: preinitialized\n\n", origin);
        exit(1);
    }
    tp_config.int_max_str_digits = tp_int_max_str_digits = (int)limit;
}

static void set_utf8(const char *text, const char *origin)
{
    if (strcmp(text, "0") != 0 && strcmp(text, "1") != 0) {
        fprintf(stderr, "Fatal Python error: preconfig_init_utf8_mode: invalid %s value\n"
                        "Python runtime state: preinitializing\n\n", origin);
        exit(1);
    }
    tp_config.utf8_mode = *text == '1';
}

bool tp_config_add_x(const char *text)
{
    static const char *const missing[] = {"importtime", "no_debug_ranges", "tracemalloc",
                                          "warn_default_encoding"};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        if (rest_of(text, missing[i])) {
            fprintf(stderr, "taipan: -X %s is not supported\n", missing[i]);
            return false;
        }
    }
    add_word(&xoptions, text);
    return true;
}

const char *tp_config_getenv(const char *name)
{
    const char *value = tp_config.ignore_environment ? 0 : getenv(name);
    return value && *value ? value : 0;
}

const char *tp_config_hash_seed(void)
{
    const char *seed = tp_config_getenv("PYTHONHASHSEED");
    bool is_random = tp_config.hash_randomization || !seed || strcmp(seed, "random") == 0;
    return is_random ? 0 : seed;
}

/* What a variable sets its flag to; what is no number counts once. */
static int variable_level(const char *text, enum ConfigHow how)
{
    char *end;
    long level = strtol(text, &end, 10);
    if (*end || level < 0 || level > INT_MAX || how == CONFIG_IS_SET)
        return 1;
    return how == CONFIG_ONCE ? level != 0 : (int)level;
}

static bool is_locale(const char *name)
{
    locale_t locale = newlocale(LC_CTYPE_MASK, name, 0);
    if (locale)
        freelocale(locale);
    return locale;
}

/* What the environment sets LC_CTYPE to, or 0. */
static const char *locale_name(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *name = getenv(variables[i]);
        if (name && *name)
            return name;
    }
    return 0;
}

/* CPython puts a locale of UTF-8 in the place of the C locale, for itself and its children, but not
 * of what LC_ALL names. */
static bool coerce_c_locale(void)
{
    static const char *const targets[] = {"C.UTF-8", "C.utf8", "UTF-8"};
    const char *all = getenv("LC_ALL"), *wanted = tp_config_getenv("PYTHONCOERCECLOCALE");
    if ((all && *all) || (wanted && strcmp(wanted, "0") == 0))
        return false;
    size_t i = 0;
    while (i < sizeof targets / sizeof *targets && !is_locale(targets[i]))
        i++;
    if (i == sizeof targets / sizeof *targets || setenv("LC_CTYPE", targets[i], 1) < 0)
        return false;
    if (wanted && strcmp(wanted, "warn") == 0)
        fprintf(stderr, "Python detected LC_CTYPE=C: LC_CTYPE coerced to %s (set another locale or "
                        "PYTHONCOERCECLOCALE=0 to disable this locale coercion behavior).\n",
                targets[i]);
    return true;
}

/* In the C locale nothing tells what bytes are, no more in a plain one of UTF-8, which often stands
 * for it: those that are no text must survive. What is no locale leaves the C locale in force. */
static void read_locale(void)
{
    const char *name = locale_name();
    bool is_utf8 = name && (strcmp(name, "C.UTF-8") == 0 || strcmp(name, "C.utf8") == 0);
    bool is_c = !name || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0 ||
                (!is_utf8 && !is_locale(name));
    tp_config.utf8_mode = is_c;
    tp_config.is_c_locale = is_c && !coerce_c_locale();
    tp_config.escapes_stdio = is_c || is_utf8;
    const char *wanted = tp_config_getenv("PYTHONCOERCECLOCALE");
    if (tp_config.is_c_locale && wanted && strcmp(wanted, "warn") == 0)
        fputs("Python runtime initialized with LC_CTYPE=C (a locale with default ASCII encoding), "
              "which may cause Unicode compatibility problems. Using C.UTF-8, C.utf8, or UTF-8 (if "
              "available) as alternative Unicode-compatible locales is recommended.\n", stderr);
}

const char *tp_config_locale_encoding(void)
{
    return tp_config.is_c_locale ? "ANSI_X3.4-1968" : "UTF-8";
}

const char *tp_config_text_encoding(void)
{
    return tp_config.utf8_mode ? "utf-8" : tp_config_locale_encoding();
}

void tp_config_read_environment(void)
{
    read_locale();
    for (size_t i = 0; i < NSETTINGS; i++) {
        const struct Setting *setting = &settings[i];
        const char *text = setting->variable ? tp_config_getenv(setting->variable) : 0;
        if (!text)
            continue;
        int level = variable_level(text, setting->how);
        if (*setting->field < level)
            *setting->field = level;
    }
    if (x_option("dev"))
        tp_config.dev_mode = 1;
    if (x_option("faulthandler"))
        tp_config.faulthandler = 1;
    const char *utf8 = tp_config_getenv("PYTHONUTF8"), *option = x_option("utf8");
    if (option)
        set_utf8(*option ? option + 1 : "1", "-X utf8 option");
    else if (utf8)
        set_utf8(utf8, "PYTHONUTF8 environment variable");
    tp_config.escapes_stdio |= tp_config.utf8_mode;
    const char *digits = tp_config_getenv("PYTHONINTMAXSTRDIGITS");
    if (digits)
        set_digits(digits, "PYTHONINTMAXSTRDIGITS");
    if ((option = x_option("int_max_str_digits")))
        set_digits(*option ? option + 1 : 0, "-X int_max_str_digits");
}

static Value text(const char *bytes, size_t n)
{
    return tp_fsdecode(bytes, (int64_t)n);
}

static void add_filter(Value list, Value filter)
{
    if (tp_contains(list, filter) == 0)
        tp_list_append(list, filter);
}

Value tp_config_filters(void)
{
    Value list = tp_list_new(0);
    if (tp_config.dev_mode)
        add_filter(list, tp_str_cstr("default"));
    const char *variable = tp_config_getenv("PYTHONWARNINGS");
    while (variable && *variable) {
        size_t n = strcspn(variable, ",");
        if (n)
            add_filter(list, text(variable, n));
        variable += n + (variable[n] == ',');
    }
    for (size_t i = 0; i < filters.n; i++)
        add_filter(list, text(filters.items[i], strlen(filters.items[i])));
    if (tp_config.bytes_warning)
        add_filter(list, tp_str_cstr(tp_config.bytes_warning > 1 ? "error::BytesWarning"
                                                                 : "default::BytesWarning"));
    return list;
}

Value tp_config_xoptions(void)
{
    Dict *dict = tp_dict_new();
    for (size_t i = 0; i < xoptions.n; i++) {
        const char *item = xoptions.items[i];
        size_t n = strcspn(item, "=");
        if (tp_dict_set(dict, text(item, n),
                        item[n] ? text(item + n + 1, strlen(item + n + 1)) : TP_TRUE) < 0)
            return 0;
    }
    return tp_ref(dict);
}

Value tp_config_pycache_prefix(void)
{
    const char *option = x_option("pycache_prefix");
    const char *prefix = !option   ? tp_config_getenv("PYTHONPYCACHEPREFIX")
                         : *option ? option + 1
                                   : "";
    return prefix && *prefix ? text(prefix, strlen(prefix)) : TP_NONE;
}

const char *const tp_config_flag_names[] = {
#define NAME(field, letter, variable, how) #field,
    CONFIG_FLAGS(NAME)
#undef NAME
    0};

void tp_config_flags(Value values[CONFIG_NFLAGS])
{
    const char *seed = tp_config_hash_seed();
    for (int i = 0; i < CONFIG_NFLAGS; i++)
        values[i] = tp_small(*settings[i].field);
    values[CONFIG_FLAG_hash_randomization] = tp_small(!seed || strcmp(seed, "0") != 0);
    values[CONFIG_FLAG_dev_mode] = tp_bool(tp_config.dev_mode);
    values[CONFIG_FLAG_safe_path] = tp_bool(tp_config.safe_path);
}

int tp_config_apply(void)
{
    Value list = tp_config_filters();
    if (tp_as_list(list)->length && !tp_import_module("warnings"))
        return -1;
    if (!tp_config.faulthandler && !tp_config.dev_mode)
        return 0;
    Value faulthandler = tp_import_module("faulthandler");
    Value enable = faulthandler ? tp_getattr_cstr(faulthandler, "enable") : 0;
    return enable && tp_call(enable, 0, 0, 0) ? 0 : -1;
}
