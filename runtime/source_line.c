/* source_line.c -- lines of source files, for tracebacks and warnings. The file read last is kept:
 * the frames of a traceback are mostly of one file. */
#include <ctype.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/builtins.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/source_line.h"
#include "runtime/str.h"

typedef struct SourceFile {
    Value filename;
    char *data;
    int64_t n;
    int64_t start;    /* of the first line: a byte order mark is no part of it */
    int line;         /* number of the line that starts at `at` */
    int64_t at;
} SourceFile;

static SourceFile last;

static bool read_file(const char *path, SourceFile *file)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
        close(fd);
        return false;
    }
    file->data = tp_heap_alloc_atomic((size_t)status.st_size + 1);
    file->n = 0;
    ssize_t got;
    while (file->n < status.st_size &&
           (got = read(fd, file->data + file->n, (size_t)(status.st_size - file->n))) > 0)
        file->n += got;
    close(fd);
    return true;
}

/* The encoding that a coding line among the first two names, as a C string; or 0. */
static const char *coding(const char *text, int64_t n)
{
    static const char mark[] = "coding";
    const char *end = text + n;
    for (int line = 0; line < 2; line++) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *limit = newline ? newline : end, *p = text;
        while (p < limit && strchr(" \t\f\r", *p))
            p++;
        if (p < limit && *p != '#')
            return 0;
        while ((p = memmem(p, (size_t)(limit - p), mark, strlen(mark)))) {
            p += strlen(mark);
            if (p == limit || (*p != ':' && *p != '='))
                continue;
            for (p++; p < limit && (*p == ' ' || *p == '\t');)
                p++;
            const char *name = p;
            while (p < limit && (isalnum((unsigned char)*p) || strchr("-_.", *p)))
                p++;
            return p > name ? tp_str_to_c(tp_str_utf8(name, p - name)) : 0;
        }
        if (!newline)
            return 0;
        text = newline + 1;
    }
    return 0;
}

/* Make the text UTF-8 if its coding line says that it is not. */
static void decode(SourceFile *file)
{
    const char *encoding = coding(file->data + file->start, file->n - file->start);
    if (!encoding || strcasecmp(encoding, "utf-8") == 0 || strcasecmp(encoding, "utf8") == 0)
        return;
    Value text = tp_decode(file->data, file->n, encoding, "replace");
    const char *data = text ? tp_str_to_utf8(text, &file->n) : 0;
    if (data) {
        file->data = tp_heap_alloc_atomic((size_t)file->n + 1);
        memcpy(file->data, data, (size_t)file->n);
    }
    tp_error_clear();
}

/* The file of that base name in a directory of sys.path. */
static bool find_file(const char *path, SourceFile *file)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    Value directories = tp_sys_get(TP_NAME(path));
    if (!directories || !tp_is_list(directories))
        return false;
    for (int64_t i = 0; i < tp_as_list(directories)->length; i++) {
        Value directory = tp_as_list(directories)->items[i];
        char full[PATH_MAX];
        if (!tp_is_str(directory) || !tp_as_str(directory)->length)
            continue;
        if (snprintf(full, sizeof full, "%s/%s", tp_str_to_c(directory), base) < (int)sizeof full &&
            read_file(full, file))
            return true;
    }
    return false;
}

static void rewind_lines(void)
{
    last.line = 1;
    last.at = last.start;
}

static bool load(Value filename)
{
    if (last.filename && tp_str_equal(last.filename, filename))
        return last.data != 0;
    last = (SourceFile){.filename = filename};
    const char *path = tp_str_to_c(filename);
    if (*path != '<' && !read_file(path, &last) && !find_file(path, &last))
        last.data = 0;
    if (last.data && last.n >= 3 && memcmp(last.data, "\xef\xbb\xbf", 3) == 0)
        last.start = 3;
    else if (last.data)
        decode(&last);
    rewind_lines();
    return last.data != 0;
}

bool tp_source_line(Value filename, int line, const char **text, int64_t *n)
{
    if (line < 1 || !tp_is_str(filename) || !load(filename))
        return false;
    if (line < last.line)
        rewind_lines();
    while (last.at < last.n) {
        const char *start = last.data + last.at;
        const char *end = memchr(start, '\n', (size_t)(last.n - last.at));
        int64_t length = end ? end - start : last.n - last.at;
        if (last.line == line) {
            if (length && start[length - 1] == '\r')
                length--;
            *text = start;
            *n = length;
            return true;
        }
        last.line++;
        last.at += length + 1;
    }
    rewind_lines();
    return false;
}
