/* encodings.c -- which modules of the package encodings a program needs.
 *
 * An encoding that is not built in is imported by its name when it is first used, so nothing in the
 * code says so but the name itself: a text constant beside a call of encode(), open() and the like.
 * Other spellings are found in encodings.aliases, the dict that the run time uses too. */
#include "encodings.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/import.h"

bool encodings_names_user(const char *name)
{
    static const char *const users[] = {
        "encode", "decode", "encoding", "str", "bytes", "bytearray", "open", "fdopen", "read_text",
        "write_text", "TextIOWrapper", "reconfigure", "lookup", "getencoder", "getdecoder",
        "getincrementalencoder", "getincrementaldecoder", "getreader", "getwriter", "EncodedFile",
        "iterencode", "iterdecode", "run", "check_output", "Popen", "NamedTemporaryFile",
    };
    for (size_t i = 0; i < sizeof users / sizeof *users; i++)
        if (strcmp(name, users[i]) == 0)
            return true;
    return false;
}

static bool is_module(const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/encodings/%s.py", tp_stdlib_directory, name);
    return access(path, R_OK) == 0;
}

const char *encodings_module(const char *name)
{
    enum { LONGEST = 32 };
    char normal[LONGEST + 1];
    size_t n = 0;
    for (const char *p = name; *p; p++) {
        char c = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
        bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (n == LONGEST || (!is_word && c != '_' && c != '-' && c != ' '))
            return 0;
        normal[n++] = is_word ? c : '_';
    }
    normal[n] = 0;
    if (strcmp(normal, "namereplace") == 0) /* the error handler */
        return "unicodedata";
    if (n == 0 || strcmp(normal, "aliases") == 0 || strncmp(normal, "__", 2) == 0)
        return 0;
    const char *found = normal;
    if (!is_module(normal)) {
        Value aliases = tp_import_module("encodings.aliases");
        Value table = aliases ? tp_getattr_cstr(aliases, "aliases") : 0;
        Value alias = table && tp_is_dict(table) ? tp_dict_get_cstr(tp_as_dict(table), normal) : 0;
        tp_error_clear();
        found = alias ? tp_str_to_c(alias) : 0;
        if (!found || !is_module(found))
            return 0;
    }
    size_t room = strlen(found) + sizeof "encodings.";
    char *module = tp_heap_alloc_atomic(room);
    snprintf(module, room, "encodings.%s", found);
    return module;
}
