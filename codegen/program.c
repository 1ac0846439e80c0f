/* program.c -- which modules a program needs, found from the import statements in code objects.
 *
 * An import statement is IMPORT_NAME with its level and its names as constants just before it, so
 * the code objects tell everything that is imported by name. `import a.b.c` needs a, a.b and a.b.c;
 * `from a import b` needs a, and a.b if that is a module. All imports of the user's modules are
 * followed; of the standard library's modules those that run when the module is imported, as the
 * others are mostly self-tests and rare fall-backs that would draw in half the library. Encodings
 * are found by the names that stand beside calls that may take one (encodings.c). */
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "encodings.h"
#include "frontend/frontend.h"
#include "frontend/opcode.h"
#include "runtime/codec.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/import.h"
#include "runtime/importlib.h"
#include "runtime/int.h"
#include "runtime/site.h"
#include "runtime/str.h"
#include "text.h"

char *program_read_file(const char *path, size_t *n)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) < 0 || (S_ISDIR(status.st_mode) && (errno = EISDIR))) {
        int error = errno;
        if (fd >= 0)
            close(fd);
        tp_raise_errno(error, tp_fsdecode(path, (int64_t)strlen(path)));
        return 0;
    }
    size_t capacity = status.st_size > 0 ? (size_t)status.st_size + 1 : 65536, used = 0;
    char *data = tp_heap_try_alloc_atomic(capacity);
    while (data) {
        ssize_t got = read(fd, data + used, capacity - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int error = errno;
            close(fd);
            tp_raise_errno(error, tp_fsdecode(path, (int64_t)strlen(path)));
            return 0;
        }
        if (got == 0)
            break;
        used += (size_t)got;
        if (used == capacity)
            data = tp_heap_realloc(data, capacity *= 2);
    }
    close(fd);
    if (data)
        data[used] = '\0';
    *n = used;
    return data;
}

static ProgramModule *find(Program *program, const char *name)
{
    for (int i = 0; i < program->nmodules; i++)
        if (strcmp(program->modules[i].name, name) == 0)
            return &program->modules[i];
    return 0;
}

static ProgramModule *add(Program *program, const char *name)
{
    if (program->nmodules == program->capacity) {
        program->capacity = program->capacity ? 2 * program->capacity : 16;
        ProgramModule *grown = tp_heap_alloc((size_t)program->capacity * sizeof *grown);
        if (program->nmodules)
            memcpy(grown, program->modules, (size_t)program->nmodules * sizeof *grown);
        program->modules = grown;
    }
    ProgramModule *module = &program->modules[program->nmodules++];
    *module = (ProgramModule){.name = name};
    return module;
}

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static int compile_module(ProgramModule *module, int flags, int optimize)
{
    module->source = program_read_file(module->path, &module->source_size);
    if (!module->source)
        return -1;
    Value code = tp_compiler.compile(module->source, module->source_size, module->path, "exec",
                                     flags, optimize);
    module->code = (Code *)tp_obj(code);
    return code ? 0 : -1;
}

/* Look for module `name`, whose parents are there already, and add it. 1 if it is there now, 0 if
 * it is not to be found, -1 with an exception pending. */
static int locate(Program *program, const char *name, int optimize)
{
    if (find(program, name))
        return 1;
    if (tp_c_module_find(name)) {
        add(program, name);
        /* the module in C that imports one in Python when it is imported itself */
        return strcmp(name, "array") == 0 ? locate(program, "_collections_abc", optimize) : 1;
    }
    Value path = tp_getattr_cstr(tp_import_module("sys"), "path");
    if (!path)
        return -1;
    const char *own_source = tp_importlib_source(name);
    char *relative = text_format("%s", own_source ? own_source : name);
    for (char *p = relative; *p; p++)
        if (*p == '.')
            *p = '/';
    List *directories = tp_as_list(path);
    for (int64_t i = 0; i < directories->length; i++) {
        if (!tp_is_str(directories->items[i]))
            continue;
        const char *directory = tp_str_to_c(directories->items[i]);
        const char *prefix = *directory ? directory : ".";
        char *package = text_format("%s/%s/__init__.py", prefix, relative);
        char *plain = text_format("%s/%s.py", prefix, relative);
        bool is_package = is_file(package);
        if (!is_package && !is_file(plain))
            continue;
        ProgramModule *module = add(program, name);
        module->path = is_package ? package : plain;
        module->is_package = is_package;
        module->is_stdlib = strcmp(prefix, tp_stdlib_directory) == 0;
        return compile_module(module, 0, optimize) < 0 ? -1 : 1;
    }
    return 0;
}

/* importlib's own machinery goes by other names when it runs, as in CPython. */
static const char *name_at_run_time(const char *name)
{
    if (strcmp(name, "importlib._bootstrap") == 0)
        return "_frozen_importlib";
    if (strcmp(name, "importlib._bootstrap_external") == 0)
        return "_frozen_importlib_external";
    return name;
}

/* Add the module of a dotted name, and all its parents: as locate. */
static int require(Program *program, const char *name, int optimize)
{
    name = name_at_run_time(name);
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
        int found = locate(program, text_format("%.*s", (int)(dot - name), name), optimize);
        if (found <= 0)
            return found;
    }
    return locate(program, name, optimize);
}

/* The absolute name of `name` imported at `level` from module; 0 if the dots leave the package. */
static const char *absolute_name(const ProgramModule *module, const char *name, int level)
{
    if (level == 0)
        return name;
    char *package = text_format("%s", module->name);
    for (int up = module->is_package ? 1 : 0; up < level; up++) {
        char *dot = strrchr(package, '.');
        if (!dot)
            return 0;
        *dot = '\0';
    }
    return *name ? text_format("%s.%s", package, name) : package;
}

static int follow_import(Program *program, int module_index, const char *name, int level,
                         Value names, int optimize)
{
    const char *absolute = absolute_name(&program->modules[module_index], name, level);
    if (!absolute || !*absolute)
        return 0;
    int found = require(program, absolute, optimize);
    if (found <= 0 || !tp_is_tuple(names))
        return found < 0 ? -1 : 0;
    ProgramModule *target = find(program, name_at_run_time(absolute));
    if (!target->is_package)
        return 0;
    Tuple *list = tp_as_tuple(names);
    for (int64_t i = 0; i < list->length; i++) {
        const char *item = tp_str_to_c(list->items[i]);
        if (*item != '*' &&
            locate(program, name_at_run_time(text_format("%s.%s", absolute, item)), optimize) < 0)
            return -1;
    }
    return 0;
}

/* The module written in Python that a function in C of that name imports when it is called. */
static const char *imported_by(const char *function)
{
    static const char *const table[][2] = {
        {"strptime", "_strptime"},
        {"__reduce__", "copyreg"},
        {"__reduce_ex__", "copyreg"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(function, table[i][0]) == 0)
            return table[i][1];
    return 0;
}

/* The name that the instruction reads, alone or as an attribute; 0 if it reads none. */
static Value name_read(int op, uint32_t arg, const Tuple *names)
{
    switch (op) {
    case OP_LOAD_GLOBAL:
        return names->items[arg >> 1];
    case OP_LOAD_NAME:
    case OP_LOAD_ATTR:
    case OP_LOAD_METHOD:
    case OP_IMPORT_FROM:
        return names->items[arg];
    default:
        return 0;
    }
}

/* Does reading that name reach for what needs the compiler at run time? A name that is read alone
 * may be a builtin; import_module is an attribute or imported. */
static bool wants_compiler(int op, Value name)
{
    static const char *const builtins[] = {"exec", "eval", "compile", "__import__"};
    if (op != OP_LOAD_GLOBAL && op != OP_LOAD_NAME)
        return tp_str_equal_cstr(name, "import_module");
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (tp_str_equal_cstr(name, builtins[i]))
            return true;
    return false;
}

/* Is `encoding` among the names of a call's keywords? */
static bool names_encoding(Value keywords)
{
    for (int64_t i = 0; i < tp_as_tuple(keywords)->length; i++)
        if (tp_str_equal_cstr(tp_as_tuple(keywords)->items[i], "encoding"))
            return true;
    return false;
}

/* The program may use all encodings that this constant names: itself, or in a tuple or set. */
static void note_encodings(Program *program, Value constant)
{
    Value item;
    int64_t pos = 0, hash;
    if (tp_is_tuple(constant)) {
        const Tuple *t = tp_as_tuple(constant);
        for (int64_t i = 0; i < t->length; i++)
            note_encodings(program, t->items[i]);
    } else if (tp_is_exact(constant, &tp_frozenset_type)) {
        while (tp_set_next(constant, &pos, &item, &hash))
            note_encodings(program, item);
    }
    const char *module = tp_is_str(constant) ? encodings_module(tp_str_to_c(constant)) : 0;
    if (!module)
        return;
    const char **grown = tp_heap_alloc((size_t)(program->nencodings + 1) * sizeof *grown);
    if (program->nencodings)
        memcpy(grown, program->encodings, (size_t)program->nencodings * sizeof *grown);
    program->encodings = grown;
    program->encodings[program->nencodings++] = module;
}

/* The modules of the encodings noted. The registry of CPython's own codecs looks even those up that
 * are built in here, so who imports codecs gets the most common ones. */
static int require_encodings(Program *program, int optimize)
{
    static const char *const common[] = {"encodings.utf_8", "encodings.latin_1", "encodings.ascii"};
    bool has_registry = find(program, "encodings") != 0;
    for (int i = 0; i < program->nencodings; i++) {
        const char *module = program->encodings[i];
        const char *dot = strchr(module, '.');
        bool is_builtin = dot && tp_codec_find(dot + 1) != CODEC_OTHER;
        if ((has_registry || !is_builtin) &&
            (require(program, "codecs", optimize) < 0 || require(program, module, optimize) < 0))
            return -1;
    }
    for (size_t i = 0; has_registry && i < sizeof common / sizeof *common; i++)
        if (require(program, common[i], optimize) < 0)
            return -1;
    return 0;
}

/* Imports are followed into the program's own functions; of the standard library, only what runs
 * when a module is imported. */
static int follow_code(Program *program, int module_index, const Code *code, bool runs_at_import,
                       int optimize)
{
    const Tuple *consts = tp_as_tuple(code->consts), *names = tp_as_tuple(code->names);
    const Bytes *bytes = (const Bytes *)tp_obj(code->code);
    const uint8_t *ops = (const uint8_t *)bytes->data;
    bool follows = runs_at_import || !program->modules[module_index].is_stdlib;
    /* its __import__ is of the encodings that are noted here */
    bool finds_encodings = strcmp(program->modules[module_index].name, "encodings") == 0;
    Value before = TP_NONE, last = TP_NONE; /* the two constants loaded last */
    uint32_t arg = 0;
    bool uses_encodings = false;
    for (int64_t at = 0; at + 1 < bytes->length; at += 2) {
        arg = arg << 8 | ops[at + 1];
        if (ops[at] == OP_EXTENDED_ARG)
            continue;
        Value name = name_read(ops[at], arg, names);
        program->needs_compiler |= name && !finds_encodings && wants_compiler(ops[at], name);
        uses_encodings |= (name && encodings_names_user(tp_str_to_c(name))) ||
                          (ops[at] == OP_KW_NAMES && names_encoding(consts->items[arg]));
        if (ops[at] == OP_LOAD_CONST) {
            before = last;
            last = consts->items[arg];
        } else if (ops[at] == OP_IMPORT_NAME && follows) {
            if (follow_import(program, module_index, tp_str_to_c(names->items[arg]),
                              (int)tp_small_value(before), last, optimize) < 0)
                return -1;
        }
        const char *imported = name && follows ? imported_by(tp_str_to_c(name)) : 0;
        if (name && !imported && !program->modules[module_index].is_stdlib &&
            (ops[at] == OP_LOAD_GLOBAL || ops[at] == OP_LOAD_NAME) &&
            tp_is_site_name(tp_str_to_c(name)))
            imported = "_sitebuiltins";
        if (imported && require(program, imported, optimize) < 0)
            return -1;
        arg = 0;
        at += 2 * opcode_caches(ops[at]);
    }
    if (uses_encodings)
        note_encodings(program, tp_ref(consts));
    for (int64_t i = 0; i < consts->length; i++) {
        if (!tp_is_exact(consts->items[i], &tp_code_type))
            continue;
        const Code *inner = (const Code *)tp_obj(consts->items[i]);
        bool runs = runs_at_import && !(inner->flags & CO_OPTIMIZED);
        if (follow_code(program, module_index, inner, runs, optimize) < 0)
            return -1;
    }
    return 0;
}

int program_load(Program *program, const char *main_path, int optimize)
{
    ProgramModule *main_module = add(program, "__main__");
    main_module->path = main_path;
    if (compile_module(main_module, FRONTEND_SOURCE_IS_FILE, optimize) < 0)
        return -1;
    for (int i = 0; i < program->nmodules; i++) {
        if (program->modules[i].code &&
            follow_code(program, i, program->modules[i].code, true, optimize) < 0)
            return -1;
        if (i == program->nmodules - 1 && require_encodings(program, optimize) < 0)
            return -1;
    }
    return 0;
}
