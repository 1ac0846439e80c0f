/* server.c -- compiles whatever it is asked to, for the tests that compare with the oracle.
 *
 *     server              requests on standard input, answers on standard output
 *     server -t           compiles the files named on standard input, a line each, discards the
 *                         code, and prints processor seconds and peak kilobytes
 *
 * A request is the line "MODE FLAGS OPTIMIZE FILENAME-BYTES SOURCE-BYTES", the file name and the
 * source; MODE is exec, eval or single. An answer is four bytes of length and a marshalled tuple:
 * ("code", marshalled code, warnings) or (name of the exception, its args and what a SyntaxError
 * has besides, warnings), a warning being (category, message, file name, line). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "codegen/program.h"
#include "codegen/run.h"
#include "frontend/frontend.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/main.h"
#include "runtime/marshal.h"
#include "runtime/str.h"

static Value warnings;

static int keep_warning(const char *category, const char *message, const char *filename,
                        int lineno)
{
    Value fields[4] = {tp_str_cstr(category), tp_str_utf8(message, (int64_t)strlen(message)),
                       tp_fsdecode(filename, (int64_t)strlen(filename)), tp_int(lineno)};
    return tp_list_append(warnings, tp_tuple_of(4, fields));
}

static Value error_details(Value exception)
{
    static const char *const names[] = {"args", "filename", "lineno", "offset", "text",
                                        "end_lineno", "end_offset"};
    if (!tp_instance(exception, &tp_SyntaxError))
        return tp_tuple_pack(1, tp_exc_args(exception));
    Value details = tp_list_new(0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        tp_list_append(details, tp_getattr_cstr(exception, names[i]));
    return tp_tuple_from(details);
}

static Value answer(const char *source, size_t n, const char *filename, enum FrontendMode mode,
                    int flags, int optimize)
{
    warnings = tp_list_new(0);
    Value code = frontend_compile(source, n, filename, mode, flags, optimize);
    if (code)
        return tp_tuple_pack(3, tp_str_cstr("code"), tp_marshal_dumps(code, 4), warnings);
    Value exception = tp_error_take();
    return tp_tuple_pack(3, tp_str_cstr(tp_type_of(exception)->name), error_details(exception),
                         warnings);
}

static char *read_text(size_t n)
{
    char *text = malloc(n + 1);
    if (!text || fread(text, 1, n, stdin) != n)
        return 0;
    text[n] = '\0';
    return text;
}

static int serve(void)
{
    char mode[8];
    int flags, optimize;
    size_t filename_size, source_size;
    while (scanf("%7s %d %d %zu %zu", mode, &flags, &optimize, &filename_size, &source_size) == 5) {
        getchar();
        char *filename = read_text(filename_size), *source = read_text(source_size);
        if (!filename || !source)
            return 1;
        Value reply = answer(source, source_size, filename,
                             strcmp(mode, "eval") == 0     ? FRONTEND_EVAL
                             : strcmp(mode, "single") == 0 ? FRONTEND_SINGLE
                                                           : FRONTEND_EXEC,
                             flags, optimize);
        Value bytes = reply ? tp_marshal_dumps(reply, 2) : 0;
        if (!bytes)
            return tp_error_exit_status();
        uint32_t size = (uint32_t)((Bytes *)tp_obj(bytes))->length;
        fwrite(&size, sizeof size, 1, stdout);
        fwrite(((Bytes *)tp_obj(bytes))->data, 1, size, stdout);
        fflush(stdout);
        free(filename);
        free(source);
    }
    return 0;
}

/* Of this program alone: getrusage counts what the process was before it became this program. */
static long peak_kilobytes(void)
{
    char line[256];
    long kilobytes = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && !kilobytes && fgets(line, sizeof line, file))
        sscanf(line, "VmHWM: %ld", &kilobytes);
    if (file)
        fclose(file);
    return kilobytes;
}

static int measure(void)
{
    double seconds = 0;
    char name[4096];
    while (fgets(name, sizeof name, stdin)) {
        struct timespec start, end;
        size_t n;
        name[strcspn(name, "\n")] = '\0';
        char *source = program_read_file(name, &n);
        if (!source)
            return tp_error_exit_status();
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
        warnings = tp_list_new(0);
        if (!frontend_compile(source, n, name, FRONTEND_EXEC, 0, 0))
            tp_error_clear();
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
        seconds += (double)(end.tv_sec - start.tv_sec) +
                   1e-9 * (double)(end.tv_nsec - start.tv_nsec);
        tp_heap_free(source); /* as the oracle does with what nothing refers to */
    }
    printf("%.3f %ld\n", seconds, peak_kilobytes());
    return 0;
}

typedef struct CommandLine {
    int argc;
    char **argv;
} CommandLine;

static int program(void *data)
{
    CommandLine *line = data;
    run_install_hooks(); /* codecs of sources are Python modules */
    frontend_warn = keep_warning;
    return line->argc > 1 && strcmp(line->argv[1], "-t") == 0 ? measure() : serve();
}

int main(int argc, char **argv)
{
    CommandLine line = {argc, argv};
    return tp_run(argc, argv, program, &line);
}
