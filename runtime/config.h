/* config.h -- what the interpreter is told before it starts: options, then PYTHON* variables.
 *
 * CONFIG_FLAGS(F) lists the fields of sys.flags in its order, F(field, option, variable, how): the
 * option of one letter and the variable of the environment that set it (0: none), and what they
 * add up to. */
#ifndef TP_CONFIG_H
#define TP_CONFIG_H

#include "runtime/value.h"

enum ConfigHow {
    CONFIG_COUNT,   /* as many options as there are, or the variable's number */
    CONFIG_ONCE,    /* 1 for any of them; a variable that is 0 sets nothing */
    CONFIG_IS_SET   /* any variable sets it */
};

#define CONFIG_FLAGS(F)                                                  \
    F(debug, 'd', "PYTHONDEBUG", CONFIG_COUNT)                           \
    F(inspect, 0, 0, CONFIG_ONCE)                                        \
    F(interactive, 0, 0, CONFIG_ONCE)                                    \
    F(optimize, 'O', "PYTHONOPTIMIZE", CONFIG_COUNT)                     \
    F(dont_write_bytecode, 'B', "PYTHONDONTWRITEBYTECODE", CONFIG_ONCE)  \
    F(no_user_site, 's', "PYTHONNOUSERSITE", CONFIG_ONCE)                \
    F(no_site, 'S', 0, CONFIG_ONCE)                                      \
    F(ignore_environment, 'E', 0, CONFIG_ONCE)                           \
    F(verbose, 0, 0, CONFIG_ONCE)                                        \
    F(bytes_warning, 'b', 0, CONFIG_COUNT)                               \
    F(quiet, 'q', 0, CONFIG_COUNT)                                       \
    F(hash_randomization, 'R', 0, CONFIG_ONCE)                           \
    F(isolated, 'I', 0, CONFIG_ONCE)                                     \
    F(dev_mode, 0, "PYTHONDEVMODE", CONFIG_IS_SET)                       \
    F(utf8_mode, 0, 0, CONFIG_ONCE)                                      \
    F(warn_default_encoding, 0, 0, CONFIG_ONCE)                          \
    F(safe_path, 'P', "PYTHONSAFEPATH", CONFIG_IS_SET)                   \
    F(int_max_str_digits, 0, 0, CONFIG_ONCE)

typedef struct Config {
#define FIELD(field, option, variable, how) int field;
    CONFIG_FLAGS(FIELD)
#undef FIELD
    int unbuffered;         /* -u, PYTHONUNBUFFERED */
    int faulthandler;       /* -X faulthandler, PYTHONFAULTHANDLER */
    bool is_c_locale;       /* the locale's encoding is ASCII; if another, it counts as UTF-8 */
    bool escapes_stdio;     /* bytes that are no text get through stdin and stdout */
} Config;
extern Config tp_config;

/* An option of one letter without a value; false if there is none of that name. */
bool tp_config_option(char letter);
/* -W filter and -X name[=value], whose strings are kept. The second gives false, having said so on
 * stderr, if the name is not supported. */
void tp_config_add_filter(const char *filter);
bool tp_config_add_x(const char *text);

/* What -X options and the environment say, after all options. Ends the process, with CPython's
 * words, at a value that can't be. Once, before the runtime starts. */
void tp_config_read_environment(void);
/* A PYTHON* variable; 0 if it is not set, empty, or to be ignored. */
const char *tp_config_getenv(const char *name);
/* Is what the system gives, as file names, ASCII with any other bytes escaped? UTF-8 if not. */
static inline bool tp_config_is_ascii(void)
{
    return tp_config.is_c_locale && !tp_config.utf8_mode;
}
/* The encoding of the locale, and that of text files. */
const char *tp_config_locale_encoding(void);
const char *tp_config_text_encoding(void);
/* PYTHONHASHSEED; 0 if hashes are to be random. */
const char *tp_config_hash_seed(void);

/* What sys shows: warnoptions, _xoptions, pycache_prefix, and sys.flags: its names, ending with 0,
 * and values. */
Value tp_config_filters(void);
Value tp_config_xoptions(void);
Value tp_config_pycache_prefix(void);
enum {
#define COUNT(field, option, variable, how) CONFIG_FLAG_##field,
    CONFIG_FLAGS(COUNT)
#undef COUNT
    CONFIG_NFLAGS
};
extern const char *const tp_config_flag_names[CONFIG_NFLAGS + 1];
void tp_config_flags(Value values[CONFIG_NFLAGS]);

/* What needs the runtime: filters of warnings, faulthandler. 0, or -1 with an exception. */
int tp_config_apply(void);

#endif
