/* build.c -- `taipan build`: a program and all its modules to one executable.
 *
 * Each module becomes one C file in a work directory, and is compiled there by the system C
 * compiler, several at a time, or in this process by libtcc if it is huge; a small main file names
 * the modules. The executable is linked beside its final place and renamed into it, so a failed
 * build leaves what was there before. */
#include "build.h"

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cache.h"
#include "codegen.h"
#include "process.h"
#include "program.h"
#include "run.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/import.h"

static int complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("taipan: error: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return 1;
}

static bool is_readable(const char *directory, const char *name)
{
    char path[PATH_MAX];
    return snprintf(path, sizeof path, "%s/%s", directory, name) < (int)sizeof path &&
           access(path, R_OK) == 0;
}

/* The first of the directories, relative to this executable's, that has `name`. */
static const char *near_executable(char *buffer, const char *const *relative, const char *name)
{
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n < 0)
        return 0;
    self[n] = '\0';
    const char *directory = dirname(self);
    for (; *relative; relative++)
        if (snprintf(buffer, PATH_MAX, "%s/%s", directory, *relative) < PATH_MAX &&
            is_readable(buffer, name))
            return buffer;
    return 0;
}

const char *build_library_directory(void)
{
    static char buffer[PATH_MAX];
    static const char *const places[] = {"../lib/taipan", ".", 0};
    return near_executable(buffer, places, "libtaipan.a");
}

const char *build_include_directory(void)
{
    static char buffer[PATH_MAX];
    static const char *const places[] = {"../include/taipan", "..", 0};
    return near_executable(buffer, places, "runtime/tp.h");
}

/* ---- the work directory ---- */

typedef struct Build {
    const BuildOptions *options;
    Program program;
    char directory[PATH_MAX - 64];  /* where the C files and objects are */
    char output[PATH_MAX - 64];
    char linked[PATH_MAX];          /* the executable before its last renaming; "" before */
    const char *cc;
    ProcessPool pool;
    char (*objects)[PATH_MAX];      /* of each module and, behind them, of the main file */
    bool *is_cached;                /* the object is there already */
    bool *is_compiled;              /* it was made by libtcc */
} Build;

static void remove_directory(const char *path)
{
    DIR *directory = opendir(path);
    if (!directory)
        return;
    for (struct dirent *entry; (entry = readdir(directory));)
        unlinkat(dirfd(directory), entry->d_name, 0);
    closedir(directory);
    rmdir(path);
}

/* PATH_MAX bytes: file number i of the build with that ending, called as its module. */
static void file_of(const Build *build, int i, const char *ending, char *path)
{
    enum { LONGEST = 48 };
    /* no import statement names a module with a hyphen */
    const char *name = i < build->program.nmodules ? build->program.modules[i].name : "taipan-main";
    if (strlen(name) <= LONGEST)
        snprintf(path, PATH_MAX, "%s/%s%s", build->directory, name, ending);
    else
        snprintf(path, PATH_MAX, "%s/%.*s-%d%s", build->directory, LONGEST, name, i, ending);
}

static int write_file(const char *path, const char *data, size_t n)
{
    FILE *file = fopen(path, "w");
    if (!file)
        return complain("can't write '%s': %s", path, strerror(errno));
    bool is_written = fwrite(data, 1, n, file) == n;
    if (fclose(file) != 0 || !is_written)
        return complain("can't write '%s': %s", path, strerror(errno));
    return 0;
}

/* ---- objects ---- */

/* Modules of the standard library are compiled once for all programs: their objects are kept in the
 * cache, those of the program itself in the work directory. */
static void place_object(Build *build, int i)
{
    const BuildOptions *options = build->options;
    const ProgramModule *module = &build->program.modules[i];
    char *path = build->objects[i];
    file_of(build, i, ".o", path);
    if (i == build->program.nmodules || !module->is_stdlib)
        return;
    CacheKey key = cache_key_new();
    int numbers[] = {options->optimize, options->c_optimize, module->is_package};
    cache_key_add(&key, numbers, sizeof numbers);
    const char *const texts[] = {module->name, module->path, build->cc};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        cache_key_add(&key, texts[k], strlen(texts[k]) + 1);
    cache_key_add(&key, module->source, module->source_size);
    char cached[PATH_MAX];
    if (!cache_path(&key, ".o", cached))
        return;
    strcpy(path, cached);
    build->is_cached[i] = access(path, R_OK) == 0;
}

static void place_objects(Build *build)
{
    size_t n = (size_t)build->program.nmodules + 1;
    build->objects = tp_heap_alloc(n * sizeof *build->objects);
    build->is_cached = tp_heap_alloc(n * sizeof *build->is_cached);
    build->is_compiled = tp_heap_alloc(n * sizeof *build->is_compiled);
    for (int i = 0; i <= build->program.nmodules; i++)
        if (i == build->program.nmodules || build->program.modules[i].code)
            place_object(build, i);
}

/* PATH_MAX bytes: where the object of file i is written before it is complete. */
static void unfinished_object(const Build *build, int i, char *path)
{
    snprintf(path, PATH_MAX, "%.*s.%d", PATH_MAX - 16, build->objects[i], (int)getpid());
}

/* ---- C files ---- */

static int write_main(const Build *build)
{
    char *text = 0;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return complain("out of memory");
    const Program *program = &build->program;
    fprintf(out, "/* The modules of the program; made by taipan. */\n"
                 "#include \"runtime/main.h\"\n"
                 "#include \"runtime/config.h\"\n\n");
    /* the compiler may come to import any module written in C: then the library's table of all */
    bool lists_c_modules = !program->needs_compiler;
    for (int i = 0; i < program->nmodules; i++) {
        const ProgramModule *module = &program->modules[i];
        if (module->code)
            fprintf(out, "extern const CompiledModule %s;\n", codegen_module_symbol(module->name));
        else if (lists_c_modules)
            fprintf(out, "extern const ModuleDef %s;\n", tp_c_module_symbol(module->name));
    }
    fprintf(out, "\nconst CompiledModule *const tp_linked_modules[] = {\n");
    for (int i = 0; i < program->nmodules; i++)
        if (program->modules[i].code)
            fprintf(out, "    &%s,\n", codegen_module_symbol(program->modules[i].name));
    fprintf(out, "    0};\n");
    if (lists_c_modules) {
        fprintf(out, "\nconst ModuleDef *const tp_c_modules[] = {\n");
        for (int i = 0; i < program->nmodules; i++)
            if (!program->modules[i].code)
                fprintf(out, "    &%s,\n", tp_c_module_symbol(program->modules[i].name));
        fprintf(out, "    0};\n");
    }
    fprintf(out, "\nint main(int argc, char **argv)\n{\n");
    if (program->needs_compiler)
        fprintf(out, "    run_install_hooks();\n");
    if (build->options->optimize)
        fprintf(out, "    tp_config.optimize = %d;\n", build->options->optimize);
    fprintf(out, "    return tp_program_main(argc, argv);\n}\n");
    if (fclose(out) != 0)
        return complain("out of memory");
    char path[PATH_MAX];
    file_of(build, program->nmodules, ".c", path);
    int status = write_file(path, text, size);
    free(text);
    return status;
}

/* A module so large that the system compiler would take minutes and gigabytes is compiled by
 * libtcc, which does not optimise. */
static int compile_large(const Build *build, int i, const char *text, size_t n)
{
    char object[PATH_MAX];
    unfinished_object(build, i, object);
    fprintf(stderr, "taipan: note: module '%s' is too large to be optimised\n",
            build->program.modules[i].name);
    build->is_compiled[i] = true;
    return run_write_object(text, n, object);
}

static int write_modules(const Build *build)
{
    enum { LARGE = 30000 };
    for (int i = 0; i < build->program.nmodules; i++) {
        const ProgramModule *module = &build->program.modules[i];
        if (!module->code || (build->is_cached[i] && !build->options->c_directory))
            continue;
        CodegenOptions options = {
            .module_name = module->name,
            .is_package = module->is_package,
            .with_constants = true,
            .source = module->source,
            .source_size = module->source_size,
        };
        size_t n;
        int effort;
        char *text = codegen_module(module->code, &options, &n, &effort);
        if (!text)
            return -1;
        char path[PATH_MAX];
        file_of(build, i, ".c", path);
        int status = write_file(path, text, n);
        if (!status && effort > LARGE && !build->is_cached[i])
            status = compile_large(build, i, text, n);
        free(text);
        if (status)
            return status;
    }
    return 0;
}

/* ---- the system compiler ---- */

static void compile_one(Build *build, int i)
{
    char c[PATH_MAX], object[PATH_MAX], level[8];
    file_of(build, i, ".c", c);
    unfinished_object(build, i, object);
    snprintf(level, sizeof level, "-O%d", build->options->c_optimize);
    const char *flags[] = {build->cc, "-c", level, "-std=gnu11", "-w", "-pipe",
                           "-fno-strict-aliasing", "-fno-math-errno", "-ffunction-sections",
                           "-fno-pie", "-I", build_include_directory(), c, "-o", object};
    ProcessArgs args = {0};
    for (size_t k = 0; k < sizeof flags / sizeof *flags; k++)
        process_arg(&args, flags[k]);
    process_start(&build->pool, &args);
    process_args_free(&args);
}

static int compile_all(Build *build)
{
    int nfiles = build->program.nmodules + 1;
    for (int i = 0; i < nfiles; i++)
        if (build->objects[i][0] && !build->is_cached[i] && !build->is_compiled[i])
            compile_one(build, i);
    int status = process_wait_all(&build->pool) < 0
                     ? complain("the C compiler '%s' failed", build->cc) : 0;
    for (int i = 0; i < nfiles; i++) {
        if (!build->objects[i][0] || build->is_cached[i])
            continue;
        char object[PATH_MAX];
        unfinished_object(build, i, object);
        if (status)
            unlink(object);
        else if (rename(object, build->objects[i]) < 0)
            status = complain("can't write '%s': %s", build->objects[i], strerror(errno));
    }
    return status;
}

static int link_all(Build *build)
{
    ProcessArgs args = {0};
    process_arg(&args, build->cc);
    process_arg(&args, "-s");
    process_arg(&args, "-no-pie"); /* nothing to relocate at the start */
    process_arg(&args, "-Wl,--gc-sections");
    process_arg(&args, "-Wl,--wrap=GC_unix_get_mem"); /* runtime/heap_memory.c */
    process_arg(&args, "-Wl,-z,noexecstack"); /* what libtcc made doesn't say so */
    if (build->options->is_static)
        process_arg(&args, "-static");
    process_arg(&args, "-o");
    process_arg(&args, build->linked);
    char path[PATH_MAX];
    for (int i = 0; i <= build->program.nmodules; i++)
        if (build->objects[i][0])
            process_arg(&args, build->objects[i]);
    const char *directory = build_library_directory();
    if (build->program.needs_compiler) {
        snprintf(path, sizeof path, "%s/libtaipan_compiler.a", directory);
        process_arg(&args, path);
    }
    snprintf(path, sizeof path, "%s/libtaipan.a", directory);
    process_arg(&args, path);
    process_arg(&args, "-Wl,-Bstatic");
    if (build->program.needs_compiler)
        process_arg(&args, "-ltcc");
    static const char *const libraries[] = {"-lgc", "-lgmp", "-lutf8proc", "-lpcre2-8",
                                            "-lpcre2-16", "-lpcre2-32", "-lz"};
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
        process_arg(&args, libraries[i]);
    if (!build->options->is_static)
        process_arg(&args, "-Wl,-Bdynamic");
    process_arg(&args, "-lm");
    process_arg(&args, "-ldl");
    process_arg(&args, "-lpthread");
    process_start(&build->pool, &args);
    process_args_free(&args);
    return process_wait_all(&build->pool) < 0 ? complain("linking '%s' failed", build->output) : 0;
}

/* ---- the whole ---- */

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void report(const Build *build, const char *what, double *since)
{
    double now = seconds();
    if (build->options->is_verbose)
        fprintf(stderr, "taipan: %s: %.2f s\n", what, now - *since);
    *since = now;
}

/* Name the output and make an empty file beside it, which shows at once if it can't be written. */
static int open_output(Build *build)
{
    const BuildOptions *options = build->options;
    if (options->output) {
        snprintf(build->output, sizeof build->output, "%s", options->output);
    } else {
        const char *slash = strrchr(options->input, '/');
        const char *name = slash ? slash + 1 : options->input;
        size_t n = strlen(name);
        bool has_suffix = n > 3 && strcmp(name + n - 3, ".py") == 0;
        snprintf(build->output, sizeof build->output, "%.*s%s", (int)(has_suffix ? n - 3 : n), name,
                 has_suffix ? "" : ".out");
    }
    struct stat status;
    if (stat(build->output, &status) == 0 && S_ISDIR(status.st_mode))
        return complain("can't write '%s': %s", build->output, strerror(EISDIR));
    snprintf(build->linked, sizeof build->linked, "%s.XXXXXX", build->output);
    int fd = mkstemp(build->linked);
    if (fd < 0) {
        build->linked[0] = '\0';
        return complain("can't write '%s': %s", build->output, strerror(errno));
    }
    close(fd);
    return 0;
}

static int open_directory(Build *build)
{
    const char *keep = build->options->c_directory;
    if (keep) {
        snprintf(build->directory, sizeof build->directory, "%s", keep);
        if (mkdir(keep, 0777) < 0 && errno != EEXIST)
            return complain("can't make directory '%s': %s", keep, strerror(errno));
        return 0;
    }
    const char *base = getenv("TMPDIR");
    snprintf(build->directory, sizeof build->directory, "%s/taipan.XXXXXX",
             base && *base ? base : "/tmp");
    if (!mkdtemp(build->directory)) {
        complain("can't make directory '%s': %s", build->directory, strerror(errno));
        build->directory[0] = '\0';
        return 1;
    }
    return 0;
}

static int build_steps(Build *build)
{
    double since = seconds();
    int status = program_load(&build->program, build->options->input, build->options->optimize);
    if (status)
        return status;
    report(build, "front end", &since);
    if ((status = open_output(build)) || (status = open_directory(build)))
        return status;
    place_objects(build);
    if ((status = write_modules(build)) || (status = write_main(build)))
        return status;
    report(build, "C written", &since);
    if ((status = compile_all(build)))
        return status;
    report(build, "C compiled", &since);
    if ((status = link_all(build)))
        return status;
    mode_t mask = umask(0);
    umask(mask);
    if (chmod(build->linked, 0777 & ~mask) < 0 || rename(build->linked, build->output) < 0)
        return complain("can't write '%s': %s", build->output, strerror(errno));
    build->linked[0] = '\0';
    report(build, "linked", &since);
    return 0;
}

int build_program(const BuildOptions *options)
{
    if (!build_library_directory() || !build_include_directory())
        return complain("the runtime library is not beside this executable: run `make` or "
                        "`make install`");
    const char *cc = options->cc ? options->cc : getenv("CC");
    int jobs = options->jobs > 0 ? options->jobs : (int)sysconf(_SC_NPROCESSORS_ONLN);
    Build build = {
        .options = options,
        .cc = cc && *cc ? cc : "cc",
        .pool = {.limit = jobs > 0 ? jobs : 1, .is_verbose = options->is_verbose},
    };
    int status = build_steps(&build);
    if (build.linked[0])
        unlink(build.linked);
    if (build.directory[0] && !options->c_directory)
        remove_directory(build.directory);
    return status;
}
