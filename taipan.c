/* taipan.c -- the front door: run a Python program, build it, or show a stage of its compilation.
 *
 *     taipan FILE.py                source -> code object -> C -> libtcc -> run
 *     taipan build FILE.py -o APP   the same C through the system compiler
 *     taipan emit-c FILE.py         the C itself
 *
 * Start at main, at the end: it picks a row of `commands`. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codegen/build.h"
#include "codegen/codegen.h"
#include "codegen/program.h"
#include "codegen/run.h"
#include "frontend/frontend.h"
#include "runtime/config.h"
#include "runtime/error.h"
#include "runtime/main.h"
#include "runtime/startup.h"
#include "runtime/str.h"

#define TAIPAN_VERSION "0.1.0"

enum { STATUS_USAGE = 2 };

static const char usage[] =
    "usage: taipan [run] FILE.py [ARG...]               run a program\n"
    "       taipan -c TEXT | -m MODULE | - [ARG...]     run text, a module, standard input\n"
    "       taipan build FILE.py [-o APP] [OPTION...]   make an executable\n"
    "       taipan emit-c FILE.py [-o FILE.c]           show the C it becomes\n"
    "       taipan dis | ir FILE.py                     show its bytecode, what comes after\n"
    "       taipan tokens | ast | scopes FILE.py        show what comes before\n"
    "       taipan pyc FILE.py... [-o FILE.pyc | -d DIR]  write CPython's bytecode files\n"
    "\n"
    "options of all that compile:\n"
    "  -O -OO          leave out asserts; docstrings too\n"
    "\n"
    "options of run, as python3.11 has them:\n"
    "  -u -b -bb       standard streams unbuffered; warnings of bytes used as text, errors\n"
    "  -W FILTER       what becomes of warnings\n"
    "  -E -I -P -s -S  no PYTHON* variables; nothing from outside; no directory of the script\n"
    "  -X NAME[=VALUE] dev, faulthandler, utf8, int_max_str_digits, pycache_prefix\n"
    "\n"
    "options of build:\n"
    "  -o APP          where the executable goes (default: FILE without .py)\n"
    "  -O0 -O1 -O2 -O3 optimisation of the C compiler (default -O2)\n"
    "  --cc CC         the C compiler (default: $CC, else cc)\n"
    "  --static        link the C library too\n"
    "  --keep-c DIR    leave the C files in DIR\n"
    "  -j N            C compilers at a time (default: one a processor)\n"
    "  -v              show commands and times\n"
    "\n"
    "      --version   show the version\n"
    "  -h, --help      show this text\n";

static int usage_error(const char *format, const char *what)
{
    fputs("taipan: ", stderr);
    fprintf(stderr, format, what);
    fputs("\nTry `taipan --help' for more information.\n", stderr);
    return STATUS_USAGE;
}

/* The value of option argv[*i] ("-o X" or "-oX"); 0 if it is missing. */
static const char *option_value(char **argv, int *i, const char *name)
{
    size_t n = strlen(name);
    if (argv[*i][n])
        return argv[*i] + n + (argv[*i][n] == '=');
    return argv[*i + 1] ? argv[++*i] : 0;
}

static bool is_option(const char *arg, const char *name)
{
    size_t n = strlen(name);
    if (strncmp(arg, name, n) != 0)
        return false;
    return arg[n] == '\0' || (name[1] == '-' ? arg[n] == '=' : true);
}

/* Is it -O, -OO and so on? Then *optimize grows by as many. */
static bool is_python_optimize(const char *arg, int *optimize)
{
    size_t count = strspn(arg + (*arg == '-'), "O");
    if (*arg != '-' || count == 0 || arg[1 + count])
        return false;
    *optimize += (int)count;
    return true;
}

/* ---- running ---- */

/* Compile source text and run it as __main__ with sys.argv = argv. */
static int run_source(const char *source, size_t n, const char *filename,
                      const char *file_attribute, int flags)
{
    Value code = frontend_compile(source, n, filename, FRONTEND_EXEC, flags, tp_config.optimize);
    if (!code || tp_compiler.prepare((Code *)tp_obj(code), "__main__") < 0)
        return tp_error_exit_status();
    return tp_main_run((Code *)tp_obj(code), file_attribute);
}

/* The path from the root, symbolic links left as they are: what CPython calls a script. It is kept
   as long as the process lives. */
static const char *absolute_path(const char *path)
{
    char directory[PATH_MAX], *absolute;
    if (path[0] == '/' || !getcwd(directory, sizeof directory) ||
        asprintf(&absolute, "%s/%s", directory, path) < 0)
        return path;
    return absolute;
}

/* A file that can't be opened ends with CPython's words and status. */
static int cannot_open(const char *path)
{
    int error = errno;
    fprintf(stderr, "taipan: can't open file '%s': [Errno %d] %s\n", absolute_path(path), error,
            strerror(error));
    return STATUS_USAGE;
}

/* Where a script's own modules are looked for: its directory without symbolic links, "" if that is
 * gone. */
static const char *directory_of(const char *script)
{
    static char absolute[PATH_MAX];
    char directory[PATH_MAX];
    const char *slash = strrchr(script, '/');
    snprintf(directory, sizeof directory, "%.*s", slash ? (int)(slash - script) + 1 : 1,
             slash ? script : ".");
    return realpath(directory, absolute) ? absolute : "";
}

/* The place that sys.path begins with, or 0 if it is not to be there. */
static const char *path_unless_safe(const char *path)
{
    return tp_config.safe_path ? 0 : path;
}

static int run_file(const char *path, int argc, char **argv)
{
    static char main_of_directory[PATH_MAX];
    struct stat status;
    if (stat(path, &status) < 0)
        return cannot_open(path);
    if (S_ISDIR(status.st_mode)) {
        snprintf(main_of_directory, sizeof main_of_directory, "%s/__main__.py", path);
        if (access(main_of_directory, R_OK) < 0) {
            fprintf(stderr, "taipan: can't find '__main__' module in '%s'\n",
                    absolute_path(path));
            return 1;
        }
        tp_main_set_argv(argc, argv, path);
        path = main_of_directory;
    } else {
        if (access(path, R_OK) < 0)
            return cannot_open(path);
        tp_main_set_argv(argc, argv, path_unless_safe(directory_of(path)));
    }
    size_t n;
    char *source = program_read_file(path, &n);
    if (!source)
        return tp_error_exit_status();
    path = absolute_path(path);
    return run_source(source, n, path, path, FRONTEND_SOURCE_IS_FILE);
}

static int run_standard_input(int argc, char **argv)
{
    size_t n;
    tp_main_set_argv(argc, argv, path_unless_safe(""));
    char *source = program_read_file("/dev/stdin", &n);
    if (!source)
        return tp_error_exit_status();
    return run_source(source, n, "<stdin>", "<stdin>", FRONTEND_SOURCE_IS_FILE);
}

/* What `taipan [run] [OPTION...] FILE | - | -c TEXT | -m MODULE` is to run, read before the runtime
   starts: how it starts depends on the options. */
static struct {
    char what;              /* 'c', 'm', or 0: a file or standard input */
    const char *text;       /* of -c, the module of -m */
    char **argv;            /* from the word that becomes sys.argv[0] on */
} to_run;

/* The options of run, from *argv on. 0, or the status to exit with. */
static int read_options(char **argv)
{
    for (; *argv && (*argv)[0] == '-' && (*argv)[1]; argv++) {
        for (char *letter = *argv + 1; *letter; letter++) {
            if (tp_config_option(*letter))
                continue;
            char name[] = {'-', *letter, '\0'};
            if (!strchr("cmWX", *letter))
                return usage_error("unknown option %s", *letter == '-' ? *argv : name);
            const char *value = letter[1] ? letter + 1 : *++argv;
            if (!value)
                return usage_error("argument expected for the %s option", name);
            if (*letter == 'c' || *letter == 'm') {
                to_run.what = *letter;
                to_run.text = value;
                *argv = *letter == 'c' ? "-c" : "-m";
                to_run.argv = argv;
                return 0;
            }
            if (*letter == 'W')
                tp_config_add_filter(value);
            else if (!tp_config_add_x(value))
                return STATUS_USAGE;
            break;
        }
    }
    to_run.argv = argv;
    return 0;
}

static int command_run(int argc, char **argv)
{
    argc -= (int)(to_run.argv - argv);
    argv = to_run.argv;
    if (tp_io_configure() < 0) {
        fputs("Fatal Python error: init_stdio_encoding: failed to get the Python codec name of "
              "the stdio encoding\nPython runtime state: core initialized\n", stderr);
        return tp_error_exit_status();
    }
    if (tp_config_apply() < 0)
        return tp_error_exit_status();
    if (to_run.what == 'c') {
        tp_main_set_argv(argc, argv, path_unless_safe(""));
        return run_source(to_run.text, strlen(to_run.text), "<string>", 0, 0);
    }
    if (to_run.what == 'm') {
        char directory[PATH_MAX];
        if (!getcwd(directory, sizeof directory))
            directory[0] = '\0';
        tp_main_set_argv(argc, argv, path_unless_safe(directory));
        return tp_main_run_module(to_run.text);
    }
    if (argc == 0)
        return usage_error("%s: no file to run", "run");
    if (strcmp(argv[0], "-") == 0)
        return run_standard_input(argc, argv);
    return run_file(argv[0], argc, argv);
}

/* ---- building ---- */

static int command_build(int argc, char **argv)
{
    BuildOptions options = {.c_optimize = 2};
    for (int i = 0; i < argc; i++) {
        const char *arg = argv[i], *value = arg;
        if (arg[0] != '-') {
            if (options.input)
                return usage_error("build: one file, not also '%s'", arg);
            options.input = arg;
        } else if (arg[1] == 'O' && arg[2] >= '0' && arg[2] <= '3' && !arg[3]) {
            options.c_optimize = arg[2] - '0';
        } else if (is_python_optimize(arg, &options.optimize)) {
            continue;
        } else if (strcmp(arg, "--static") == 0) {
            options.is_static = true;
        } else if (strcmp(arg, "-v") == 0) {
            options.is_verbose = true;
        } else if (is_option(arg, "-o")) {
            value = options.output = option_value(argv, &i, "-o");
        } else if (is_option(arg, "--cc")) {
            value = options.cc = option_value(argv, &i, "--cc");
        } else if (is_option(arg, "--keep-c")) {
            value = options.c_directory = option_value(argv, &i, "--keep-c");
        } else if (is_option(arg, "-j")) {
            value = option_value(argv, &i, "-j");
            if (value && (options.jobs = atoi(value)) < 1)
                return usage_error("build: -j takes a positive number, not '%s'", value);
        } else {
            return usage_error("build: unknown option %s", arg);
        }
        if (!value)
            return usage_error("build: argument expected for the %s option", arg);
    }
    if (!options.input)
        return usage_error("%s: no file to build", "build");
    if (access(options.input, R_OK) < 0)
        return cannot_open(options.input);
    options.input = absolute_path(options.input);
    tp_main_set_argv(1, &argv[0], directory_of(options.input));
    int status = build_program(&options);
    return status < 0 ? tp_error_exit_status() : status;
}

/* ---- showing a stage ---- */

typedef struct Stage {
    const char *input, *output;
    const char *source;
    size_t n;
    int optimize;
} Stage;

static Code *stage_code(const Stage *stage)
{
    Value code = frontend_compile(stage->source, stage->n, stage->input, FRONTEND_EXEC, 0,
                                  stage->optimize);
    return (Code *)tp_obj(code);
}

static int stage_tokens(const Stage *stage, FILE *out)
{
    return frontend_print_tokens(out, stage->source, stage->n, stage->input);
}

static int stage_ast(const Stage *stage, FILE *out)
{
    return frontend_print_ast(out, stage->source, stage->n, stage->input);
}

static int stage_scopes(const Stage *stage, FILE *out)
{
    return frontend_print_scopes(out, stage->source, stage->n, stage->input);
}

static int stage_dis(const Stage *stage, FILE *out)
{
    return frontend_print_dis(out, stage->source, stage->n, stage->input, stage->optimize);
}

static int stage_pyc(const Stage *stage, FILE *out)
{
    Code *code = stage_code(stage);
    struct stat status;
    if (!code || stat(stage->input, &status) < 0)
        return -1;
    return frontend_write_pyc(out, tp_ref(code), (uint32_t)status.st_mtime,
                              (uint32_t)status.st_size);
}

static int stage_emit(const Stage *stage, FILE *out)
{
    Code *code = stage_code(stage);
    if (!code)
        return -1;
    CodegenOptions options = {.module_name = "__main__", .with_constants = true,
                              .source = stage->source, .source_size = stage->n};
    size_t n;
    char *text = codegen_module(code, &options, &n, 0);
    if (!text)
        return -1;
    fwrite(text, 1, n, out);
    free(text);
    return 0;
}

static int stage_ir(const Stage *stage, FILE *out)
{
    Code *code = stage_code(stage);
    CodegenOptions options = {.module_name = "__main__", .source = stage->source,
                              .source_size = stage->n};
    if (!code)
        return -1;
    codegen_print_ir(out, code, &options);
    return 0;
}

typedef int (*StageFn)(const Stage *stage, FILE *out);

/* Print to standard output, or to a file that appears only when all went well. */
static int write_stage(const Stage *stage, StageFn print)
{
    if (!stage->output) {
        if (print(stage, stdout) < 0)
            return tp_error_exit_status();
        if (fflush(stdout) == 0 && !ferror(stdout))
            return 0;
        fprintf(stderr, "taipan: error: can't write: %s\n", strerror(errno));
        return 1;
    }
    char temporary[PATH_MAX];
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", stage->output);
    int fd = mkstemp(temporary);
    FILE *out = fd < 0 ? 0 : fdopen(fd, "w");
    if (!out) {
        fprintf(stderr, "taipan: error: can't write '%s': %s\n", stage->output, strerror(errno));
        return 1;
    }
    mode_t mask = umask(0);
    umask(mask);
    int status = 0;
    if (print(stage, out) < 0)
        status = tp_error_exit_status();
    bool failed = fchmod(fd, 0666 & ~mask) < 0;
    failed |= fclose(out) != 0;
    if (failed || (status == 0 && rename(temporary, stage->output) < 0)) {
        fprintf(stderr, "taipan: error: can't write '%s': %s\n", stage->output, strerror(errno));
        status = 1;
    }
    if (status != 0)
        unlink(temporary);
    return status;
}

static int show_stage(int argc, char **argv, const char *command, StageFn print)
{
    Stage stage = {0};
    for (int i = 0; i < argc; i++) {
        const char *arg = argv[i];
        if (is_python_optimize(arg, &stage.optimize))
            continue;
        if (is_option(arg, "-o")) {
            if (!(stage.output = option_value(argv, &i, "-o")))
                return usage_error("%s: argument expected for the -o option", command);
        } else if ((arg[0] == '-' && arg[1]) || stage.input) {
            return usage_error("unknown argument %s", arg);
        } else {
            stage.input = arg;
        }
    }
    if (!stage.input)
        return usage_error("%s: no file", command);
    if (access(stage.input, R_OK) < 0)
        return cannot_open(stage.input);
    stage.source = program_read_file(stage.input, &stage.n);
    return stage.source ? write_stage(&stage, print) : tp_error_exit_status();
}

/* ---- bytecode files ---- */

/* Where the bytecode of a file goes: beside it, or below a directory under its own path, what leads
   out of that left away. False if that is too long. */
static bool pyc_name(char name[PATH_MAX], const char *input, const char *directory)
{
    const char *path = input;
    for (size_t n; directory && (n = strspn(path, "./")) && memchr(path, '/', n);)
        path = memrchr(path, '/', n) + 1;
    size_t n = strlen(path);
    bool is_py = n > 3 && strcmp(path + n - 3, ".py") == 0;
    return snprintf(name, PATH_MAX, "%s%s%s%s", directory ? directory : "", directory ? "/" : "",
                    path, is_py ? "c" : ".pyc") < PATH_MAX;
}

/* The directories that a file is to be in. */
static int make_directories(char *name)
{
    for (char *slash = name; (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        bool failed = mkdir(name, 0777) < 0 && errno != EEXIST;
        *slash = '/';
        if (failed) {
            fprintf(stderr, "taipan: error: can't write '%s': %s\n", name, strerror(errno));
            return 1;
        }
    }
    return 0;
}

/* Files are done one by one; what is wrong with one is told and the others go on. The status is 0
   if all were written. */
static int command_pyc(int argc, char **argv)
{
    const char *output = 0, *directory = 0;
    char **inputs = argv;       /* moved to the front of the arguments */
    int optimize = 0, ninputs = 0, worst = 0;
    for (int i = 0; i < argc; i++) {
        char *arg = argv[i];
        const char *value = arg;
        if (is_python_optimize(arg, &optimize))
            continue;
        if (is_option(arg, "-o"))
            value = output = option_value(argv, &i, "-o");
        else if (is_option(arg, "-d"))
            value = directory = option_value(argv, &i, "-d");
        else if (arg[0] == '-' && arg[1])
            return usage_error("pyc: unknown option %s", arg);
        else
            inputs[ninputs++] = arg;
        if (!value)
            return usage_error("pyc: argument expected for the %s option", arg);
    }
    if (!ninputs)
        return usage_error("%s: no file", "pyc");
    if (output && (directory || ninputs > 1))
        return usage_error("pyc: -o is for one file%s", directory ? " and not with -d" : "");
    for (int i = 0; i < ninputs; i++) {
        char name[PATH_MAX];
        Stage stage = {.input = inputs[i], .output = output ? output : name, .optimize = optimize};
        int status;
        if (access(stage.input, R_OK) < 0)
            status = cannot_open(stage.input);
        else if (!output && !pyc_name(name, stage.input, directory))
            status = usage_error("pyc: '%s' is too long a name", stage.input);
        else if (directory && make_directories(name))
            status = 1;
        else if (!(stage.source = program_read_file(stage.input, &stage.n)))
            status = tp_error_exit_status();
        else
            status = write_stage(&stage, stage_pyc);
        if (status > worst)
            worst = status;
    }
    return worst;
}

/* ---- main ---- */

static const struct Command {
    const char *name;
    int (*run)(int argc, char **argv); /* one of run and print */
    StageFn print;
} commands[] = {
    {"run", command_run, 0},
    {"build", command_build, 0},
    {"emit-c", 0, stage_emit},
    {"ir", 0, stage_ir},
    {"dis", 0, stage_dis},
    {"scopes", 0, stage_scopes},
    {"ast", 0, stage_ast},
    {"tokens", 0, stage_tokens},
    {"pyc", command_pyc, 0},
};

typedef struct CommandLine {
    int argc;
    char **argv;
} CommandLine;

/* Everything that needs the runtime. */
static int run_command(void *data)
{
    int argc = ((CommandLine *)data)->argc;
    char **argv = ((CommandLine *)data)->argv;
    run_install_hooks();
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        const struct Command *command = &commands[i];
        if (strcmp(argv[1], command->name) != 0)
            continue;
        if (command->run)
            return command->run(argc - 2, argv + 2);
        return show_stage(argc - 2, argv + 2, command->name, command->print);
    }
    return command_run(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs(usage, stderr);
        return STATUS_USAGE;
    }
    if (strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        puts("taipan " TAIPAN_VERSION " (Python 3.11.2)");
        return 0;
    }
    int status = read_options(argv + 1 + (strcmp(argv[1], "run") == 0));
    if (status)
        return status;
    tp_config_read_environment();
    CommandLine line = {argc, argv};
    return tp_run(argc, argv, run_command, &line);
}
